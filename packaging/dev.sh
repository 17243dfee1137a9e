#!/usr/bin/env bash
# Set up vizapp in .venv, then run it or check it. A second run finds
# everything in place and starts at once.
#
#   packaging/dev.sh run [FILE]         the window, on a sample table or on FILE
#   packaging/dev.sh test [PYTEST ARG]  lint, types, import contracts, tests
#   packaging/dev.sh bundle [OPTION]    the program for other machines, in dist/
#   packaging/dev.sh setup              only the set-up, for run and test
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly VENV=.venv
# What Qt loads at run time: Debian 12's package and the library that shows it is there.
readonly QT_LIBRARIES=(
    libdbus-1-3=libdbus-1.so.3
    libegl1=libEGL.so.1
    libfontconfig1=libfontconfig.so.1
    libgl1=libGL.so.1
    libglib2.0-0=libglib-2.0.so.0
    libxcb-cursor0=libxcb-cursor.so.0
    libxcb-icccm4=libxcb-icccm.so.4
    libxcb-image0=libxcb-image.so.0
    libxcb-keysyms1=libxcb-keysyms.so.1
    libxcb-render-util0=libxcb-render-util.so.0
    libxcb-shape0=libxcb-shape.so.0
    libxcb-xinerama0=libxcb-xinerama.so.0
    libxkbcommon-x11-0=libxkbcommon-x11.so.0
)
# llama-cpp-python is compiled here: only what vizapp uses, for this machine's
# processor. A bundle's is compiled by packaging/llama.py, for every processor.
readonly LLAMA_FLAGS="-DGGML_NATIVE=ON '-DCMAKE_PROJECT_llama_cpp_INCLUDE=$PWD/packaging/llama.cmake'"

say() { printf 'vizapp: %s\n' "$*" >&2; }

# Print the first Python that is new enough, nothing when there is none.
find_python() {
    local name
    for name in python3 python3.11 python3.12 python3.13 python3.14; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

# Install the system packages that are missing, or say how to; "$@" names programs
# that are needed besides.
need_system() {
    local entry python libraries missing=()
    for entry in "$@"; do
        command -v "$entry" >/dev/null || missing+=("$entry")
    done
    python=$(find_python)
    [ -e /etc/ssl/certs/ca-certificates.crt ] || missing+=(ca-certificates)
    command -v c++ >/dev/null || missing+=(g++)
    command -v make >/dev/null || command -v ninja >/dev/null || missing+=(make)
    [ -n "$python" ] && "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        missing+=(python3 python3-venv)
    libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p)
    for entry in "${QT_LIBRARIES[@]}"; do
        [[ $libraries == *[[:space:]]"${entry#*=} "* ]] || missing+=("${entry%=*}")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        say "these are missing; install what holds them (Debian's names) and run this again:"
        printf '\n    %s\n\n' "${missing[*]}" >&2
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        say "these system packages are missing; install them and run this again:"
        printf '\n    sudo apt-get update && sudo apt-get install -y --no-install-recommends %s\n\n' \
            "${missing[*]}" >&2
        exit 1
    fi
    say "installing system packages: ${missing[*]}"
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# Install vizapp with the extras named in $1 ("" for none) unless that is done.
need_python() {
    local extras=$1 python state stamp
    state=$(cat pyproject.toml packaging/dev.sh packaging/llama.cmake | cksum)
    stamp=$VENV/.installed
    if [ -x $VENV/bin/python ] && [ -f "$stamp" ] &&
        grep -qxF "${extras:-base} $state" "$stamp"; then
        return
    fi
    if ! $VENV/bin/python -c 'import pip' 2>/dev/null; then
        python=$(find_python)
        if [ -z "$python" ]; then
            say "Python 3.11 or newer is needed."
            exit 1
        fi
        say "making $VENV with $python"
        "$python" -m venv --clear $VENV
    fi
    say "installing Python packages (llama.cpp is compiled the first time: some minutes)"
    CMAKE_ARGS="$LLAMA_FLAGS ${CMAKE_ARGS:-}" PIP_DISABLE_PIP_VERSION_CHECK=1 \
        $VENV/bin/python -m pip install -q -e ".${extras:+[$extras]}"
    # What is installed with extras is installed without them, too.
    state=$(
        grep -F " $state" "$stamp" 2>/dev/null || true
        printf '%s\n' "base $state" "${extras:-base} $state"
    )
    printf '%s\n' "$state" >"$stamp"
}

run() {
    local sample=resources/samples/monthly_sales_en.csv
    need_system
    need_python ""
    case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
    zh*) sample=resources/samples/monthly_sales_zh.csv ;;
    esac
    exec $VENV/bin/vizapp "${1:-$sample}"
}

# More than four at a time gain little: each one imports everything anew.
tests_at_once() {
    local cores
    cores=$(nproc)
    printf '%s' $((cores < 4 ? cores : 4))
}

check() {
    local failed=()
    need_system
    need_python dev,train
    step() {
        say "$*"
        "$VENV/bin/$1" "${@:2}" || failed+=("$1 ${2:-}")
    }
    step ruff check
    step ruff format --check
    step mypy
    step lint-imports --no-logo
    # No window is shown: Qt draws the tests' widgets into memory.
    export QT_QPA_PLATFORM=offscreen
    step pytest -n "$(tests_at_once)" --dist worksteal "$@"
    if [ ${#failed[@]} -gt 0 ]; then
        say "failed: $(printf '%s; ' "${failed[@]}")"
        exit 1
    fi
}

bundle() {
    need_system cmake
    need_python package
    exec $VENV/bin/python packaging/build.py "$@"
}

case ${1:-} in
run) run "${@:2}" ;;
test) check "${@:2}" ;;
bundle) bundle "${@:2}" ;;
setup)
    need_system
    need_python dev,train
    ;;
*)
    sed -n '2,9s/^# \{0,1\}//p' "packaging/dev.sh" >&2
    exit 2
    ;;
esac
