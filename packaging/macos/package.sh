#!/usr/bin/env bash
# Sign, pack and notarise dist/vizapp.app, on a Mac, after packaging/build.py.
# Reviewed but not yet run: there was no Mac where it was written.
#
#   VIZAPP_CODESIGN_IDENTITY  "Developer ID Application: ..."; without it the app is
#                             signed for nobody, which suffices on the Mac that made it
#   VIZAPP_NOTARY_PROFILE     a profile of `xcrun notarytool store-credentials`;
#                             without it nothing is sent to Apple
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly APP=dist/vizapp.app
readonly IDENTITY=${VIZAPP_CODESIGN_IDENTITY:--}
version=$(python3 -c 'import vizapp; print(vizapp.__version__)')
readonly DMG=dist/vizapp-$version-macos-$(uname -m).dmg

hardened=()
if [ "$IDENTITY" != - ]; then
    hardened=(--options runtime --timestamp --entitlements packaging/macos/entitlements.plist)
fi
# From the inside out: a signature covers those within.
find "$APP" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
    xargs -0 codesign --force --sign "$IDENTITY" ${hardened[@]+"${hardened[@]}"}
codesign --force --deep --sign "$IDENTITY" ${hardened[@]+"${hardened[@]}"} "$APP"
codesign --verify --deep --strict "$APP"

staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
ditto "$APP" "$staging/vizapp.app"
ln -s /Applications "$staging/Applications"
hdiutil create -volname vizapp -srcfolder "$staging" -format ULMO -ov "$DMG"

if [ "$IDENTITY" != - ]; then
    codesign --sign "$IDENTITY" --timestamp "$DMG"
fi
if [ -n "${VIZAPP_NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$DMG" --keychain-profile "$VIZAPP_NOTARY_PROFILE" --wait
    xcrun stapler staple "$DMG"
fi
printf '%s\n' "$DMG"
