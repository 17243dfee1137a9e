"""Build the bundle of this platform: one folder that needs no Python.

    python packaging/build.py [--archive] [--deb] [--no-self-test]

compiles llama.cpp for every processor (packaging/llama.py), collects the program with
PyInstaller (packaging/vizapp.spec), adds the licences of what is really in it
(packaging/notices.py), and starts the result once with ``--self-test``. `dist/` gets
the folder `vizapp` and the archives asked for; `build/` keeps what a second run needs.

Run it with the Python that has vizapp's dependencies and the extra `package`; the
shell's way to all of that is ``packaging/dev.sh bundle``.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

import llama  # noqa: E402
import notices  # noqa: E402
import slim  # noqa: E402

import vizapp  # noqa: E402

BUILD, DIST = ROOT / "build", ROOT / "dist"
# Their loader tables were moved by the wheel's maker; stripping would break them.
NOT_STRIPPED = ("numpy.libs", "pandas.libs")


def say(text: str) -> None:
    """Tell what is being done."""
    print(f"vizapp: {text}", file=sys.stderr, flush=True)


def program_folder() -> Path:
    """Return the folder with the program's files: PyInstaller's, or that within the app."""
    if sys.platform == "darwin":
        return DIST / "vizapp.app" / "Contents" / "Frameworks"
    return DIST / "vizapp" / "_internal"


def program() -> Path:
    """Return the program that can write to a terminal."""
    if sys.platform == "darwin":
        return DIST / "vizapp.app" / "Contents" / "MacOS" / "vizapp"
    if sys.platform == "win32":
        return DIST / "vizapp" / "vizapp-cli.exe"
    return DIST / "vizapp" / "vizapp"


def collect() -> None:
    """Run PyInstaller."""
    libraries = BUILD / "llama"
    say("llama.cpp, compiled" if llama.make(libraries) else "llama.cpp, from an earlier run")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    folders = ["--distpath", str(DIST), "--workpath", str(BUILD / "pyinstaller")]
    environment = os.environ | {"VIZAPP_LLAMA_LIBRARIES": str(libraries)}
    spec = str(ROOT / "packaging" / "vizapp.spec")
    subprocess.run([*command, *folders, spec], check=True, env=environment, cwd=ROOT)


def strip(folder: Path) -> None:
    """Drop symbols of debuggers from the libraries; on Linux they are a tenth of it all."""
    if sys.platform != "linux" or shutil.which("strip") is None:
        return
    for file in folder.rglob("*.so*"):
        if file.is_file() and not file.is_symlink() and not set(NOT_STRIPPED) & set(file.parts):
            subprocess.run(["strip", "--strip-unneeded", "-p", str(file)], check=True)


def add_notices() -> None:
    """Write the licences beside the program and tell what has none."""
    inside = sys.platform == "darwin"
    folder = DIST / "vizapp.app" / "Contents" / "Resources" if inside else DIST / "vizapp"
    qt = program_folder().relative_to(folder.parent) / "PySide6"
    parts, strangers = notices.write(
        BUILD / "pyinstaller" / "vizapp", folder / "licences", qt=qt.as_posix()
    )
    libraries = BUILD / "llama"
    texts = folder / "licences" / "llama_cpp_python"
    texts.mkdir(exist_ok=True)
    shutil.copy2(libraries / "LICENSE", texts / "LICENSE-llama.cpp")
    own = {path for path in strangers if path.is_relative_to(libraries)}
    for path in sorted(set(strangers) - own):
        say(f"no licence found for {path}")
    say(f"licences of {len(parts)} parts")


def self_test(started: Path) -> int:
    """Start the bundle as a stranger would: no environment of ours, another folder."""
    kept = ("DISPLAY", "LANG", "SYSTEMROOT", "TEMP", "TMP", "USERPROFILE", "WAYLAND_DISPLAY",
            "XAUTHORITY", "XDG_RUNTIME_DIR", "QT_QPA_PLATFORM")  # fmt: skip
    environment = {key: os.environ[key] for key in kept if key in os.environ}
    environment["PATH"] = os.defpath
    with tempfile.TemporaryDirectory() as home:
        environment["HOME"] = home
        return subprocess.run(
            [started, "--self-test"], env=environment, cwd=home, check=False
        ).returncode


STRANGER = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
OFFLINE = ("unshare", "--net")  # a namespace without any interface


def can_be_a_stranger() -> bool:
    """Return whether another person's surroundings can be made here: on Linux, by root."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("setpriv"):
        return False
    tried = subprocess.run([*OFFLINE, "true"], capture_output=True, check=False)
    return tried.returncode == 0


def stranger_test(bundle: Path) -> int:
    """Start the bundle as people may find it, and return an exit code.

    In a folder with Chinese letters and a space that it cannot write to, by a person who
    owns nothing, without a network: the self-test, which drops a file on the window and
    saves the chart, and a command that writes one. Linked where that is possible.
    """
    with tempfile.TemporaryDirectory() as name:
        place = Path(name) / "程序 文件"
        shutil.copytree(bundle, place / "vizapp", symlinks=True, copy_function=_link)
        home = Path(name) / "home"
        home.mkdir()
        os.chown(home, 65534, 65534)
        for folder in (Path(name), place):
            folder.chmod(0o755)
        kept = {key: os.environ[key] for key in ("DISPLAY", "QT_QPA_PLATFORM") if key in os.environ}
        environment = {"HOME": str(home), "PATH": os.defpath, "LANG": "C.UTF-8", **kept}
        program, chart = place / "vizapp" / "vizapp", home / "图 1.svg"
        table = place / "vizapp" / "_internal" / "resources" / "samples" / "cities_zh.csv"
        code = 0
        for arguments in (["--self-test"], ["recommend", str(table), "-o", str(chart)]):
            ended = subprocess.run(
                [*OFFLINE, *STRANGER, program, *arguments], env=environment, cwd=home, check=False
            )
            code = code or ended.returncode
        if code == 0 and "<svg" not in chart.read_text("utf-8"):
            say(f"{chart.name} is no chart")
            code = 1
        return code


def _link(source: str, target: str) -> object:
    try:
        return os.link(source, target)
    except OSError:  # another disk
        return shutil.copy2(source, target)


def size_mib(folder: Path) -> float:
    """Return the size of a folder's files in MiB, links not followed."""
    files = (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    return sum(file.stat().st_size for file in files) / 2**20


def archive() -> Path:
    """Return the packed bundle: .tar.zst where zstd is, else .tar.xz."""
    name = f"vizapp-{vizapp.__version__}-{sys.platform}-{platform.machine().lower()}"
    if sys.platform == "linux" and shutil.which("zstd"):
        packed = DIST / f"{name}.tar.zst"
        tar = ["tar", "-C", str(DIST), "-I", "zstd -19 --long=27 -T0", "-cf", str(packed)]
        subprocess.run([*tar, "vizapp"], check=True)
        return packed
    return Path(shutil.make_archive(str(DIST / name), "xztar", DIST, "vizapp"))


def main(argv: Sequence[str] | None = None) -> int:
    """Build, and return the exit code: that of the self-test."""
    parser = argparse.ArgumentParser(description="Build the bundle of this platform.")
    parser.add_argument("--archive", action="store_true", help="pack it, too (minutes)")
    parser.add_argument("--deb", action="store_true", help="a Debian package, too (Linux)")
    parser.add_argument("--no-self-test", action="store_true", help="do not start the result")
    arguments = parser.parse_args(argv)
    begun = time.monotonic()
    collect()
    slim.slim(program_folder())
    strip(program_folder())
    add_notices()
    say(f"{DIST}: {size_mib(DIST / 'vizapp'):.0f} MiB in {time.monotonic() - begun:.0f} s")
    code = 0
    if not arguments.no_self_test:
        stranger = can_be_a_stranger()
        say("the self-test" + (", as nobody, without a network" if stranger else ""))
        code = stranger_test(DIST / "vizapp") if stranger else self_test(program())
    if arguments.archive and code == 0:
        packed = archive()
        say(f"{packed.name}: {packed.stat().st_size / 2**20:.0f} MiB")
    if arguments.deb and code == 0:
        import deb

        packed = deb.build(DIST / "vizapp", DIST)
        say(f"{packed.name}: {packed.stat().st_size / 2**20:.0f} MiB")
    return code


if __name__ == "__main__":
    sys.exit(main())
