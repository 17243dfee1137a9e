"""Pack the icon's PNG files for Windows (.ico) and macOS (.icns).

    python packaging/icons.py

Both formats hold PNG pictures as they are, behind a table of sizes. Run it after the
pictures in resources/icons have changed; a test compares.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"
ICO_SIZES = (16, 32, 48, 64, 128, 256)
# Apple's names: edge of the picture in pixels, those with "@2" twice as dense.
ICNS_SIZES: Mapping[str, int] = {
    "icp4": 16, "icp5": 32, "ic11": 32, "ic12": 64, "ic07": 128, "ic08": 256, "ic13": 256,
    "ic09": 512, "ic14": 512,
}  # fmt: skip


def _picture(size: int) -> bytes:
    return (ICONS / f"vizapp-{size}.png").read_bytes()


def ico() -> bytes:
    """Return the icon of Windows."""
    pictures = [_picture(size) for size in ICO_SIZES]
    offset = 6 + 16 * len(pictures)
    entries = b""
    for size, picture in zip(ICO_SIZES, pictures, strict=True):
        # 256 is written as 0; no palette, one plane, 32 bits a pixel.
        entries += struct.pack(
            "<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset
        )
        offset += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures)


def icns() -> bytes:
    """Return the icon of macOS."""
    body = b""
    for name, size in ICNS_SIZES.items():
        picture = _picture(size)
        body += name.encode("ascii") + struct.pack(">I", 8 + len(picture)) + picture
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


if __name__ == "__main__":
    (ICONS / "vizapp.ico").write_bytes(ico())
    (ICONS / "vizapp.icns").write_bytes(icns())
