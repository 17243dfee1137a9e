"""Make a Debian package of a bundle: ``packaging/build.py --deb``.

The bundle goes to /usr/lib/vizapp; a link in /usr/bin, a menu entry that opens tables,
kinds of file, and icons make it a program like any other. What it needs of the system
is found out, not listed: every library that a file of the bundle links to and that is
not in the bundle.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import vizapp  # noqa: E402

CONTROL = """Package: vizapp
Version: {version}
Section: science
Priority: optional
Architecture: {architecture}
Maintainer: The vizapp developers <vizapp@localhost>
Installed-Size: {kib}
Depends: {depends}
Recommends: fonts-noto-cjk, xdg-desktop-portal
Description: recommends charts for tables with a local reasoning model
 Drop a table on vizapp and a model that runs on this computer thinks aloud
 about its columns and recommends charts, the best one first. No account,
 no network, no data that leaves the machine.
"""
ICON_SIZES = (16, 32, 48, 64, 128, 256, 512)
_LINKED = re.compile(r"=> (/\S+)")
_GLIBC = re.compile(rb"GLIBC_(\d+)\.(\d+)\b")


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def binaries(folder: Path) -> list[Path]:
    """Return the programs and libraries of a bundle."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    found.append(path)
    return found


def dependencies(folder: Path) -> list[str]:
    """Return the Debian packages of what the bundle links to outside itself.

    The C library's version is the newest one that a file asks for.
    """
    outside: set[Path] = set()
    newest = (2, 17)
    for path in binaries(folder):
        told = subprocess.run(["ldd", str(path)], capture_output=True, text=True, check=False)
        linked = (Path(found) for found in _LINKED.findall(told.stdout))
        outside |= {found for found in linked if not found.is_relative_to(folder)}
        versions = {(int(a), int(b)) for a, b in _GLIBC.findall(path.read_bytes())}
        newest = max({newest, *versions})
    packages = set()
    for path in outside:
        for name in (path.resolve(), path, Path("/usr", *path.parts[1:])):
            told = subprocess.run(
                ["dpkg", "-S", str(name)], capture_output=True, text=True, check=False
            )
            if told.returncode == 0:
                packages.add(told.stdout.partition(":")[0])
                break
    packages -= {"libc6"}
    return [f"libc6 (>= {newest[0]}.{newest[1]})", *sorted(packages)]


def lay_out(bundle: Path, tree: Path) -> None:
    """Copy the bundle and what the desktop needs to their places in a tree."""
    program = tree / "usr" / "lib" / "vizapp"
    shutil.copytree(bundle, program, symlinks=True)
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / "vizapp").symlink_to("../lib/vizapp/vizapp")
    share = tree / "usr" / "share"
    files = {
        "linux/vizapp.desktop": share / "applications" / "vizapp.desktop",
        "linux/vizapp-mime.xml": share / "mime" / "packages" / "vizapp.xml",
    }
    for source, target in files.items():
        target.parent.mkdir(parents=True)
        shutil.copyfile(ROOT / "packaging" / source, target)
    icons = share / "icons" / "hicolor"
    for size in ICON_SIZES:
        folder = icons / f"{size}x{size}" / "apps"
        folder.mkdir(parents=True)
        name = ROOT / "resources" / "icons" / f"vizapp-{size}.png"
        shutil.copyfile(name, folder / "vizapp.png")
    (icons / "scalable" / "apps").mkdir(parents=True)
    drawing = ROOT / "resources" / "icons" / "vizapp.svg"
    shutil.copyfile(drawing, icons / "scalable" / "apps" / "vizapp.svg")
    manual = share / "doc" / "vizapp"
    manual.mkdir(parents=True)
    shutil.copyfile(bundle / "licences" / "NOTICES.txt", manual / "copyright")
    # Readable by everybody, written by the administrator alone.
    for path in tree.rglob("*"):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)


def build(bundle: Path, out: Path) -> Path:
    """Return the package made of a bundle.

    Raises
    ------
    subprocess.CalledProcessError
        If `dpkg` or `dpkg-deb` refuses.
    """
    architecture = _run("dpkg", "--print-architecture").strip()
    package = out / f"vizapp_{vizapp.__version__}_{architecture}.deb"
    with tempfile.TemporaryDirectory(dir=out) as name:
        tree = Path(name) / "tree"
        lay_out(bundle, tree)
        files = (path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
        control = CONTROL.format(
            version=vizapp.__version__,
            architecture=architecture,
            kib=sum(path.stat().st_size for path in files) // 1024,
            depends=", ".join(dependencies(bundle)),
        )
        (tree / "DEBIAN").mkdir()
        (tree / "DEBIAN" / "control").write_text(control, "utf-8")
        _run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(package))
    return package


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make a Debian package of a bundle.")
    parser.add_argument("bundle", metavar="FOLDER", type=Path)
    parser.add_argument("out", metavar="OUT", type=Path)
    arguments = parser.parse_args()
    print(build(arguments.bundle.resolve(), arguments.out.resolve()))
