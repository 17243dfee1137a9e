"""Collect the licences of everything that a bundle really contains.

PyInstaller's tables of contents name the source of each bundled file. Each source
belongs to a Python package, whose dist-info has its licence; to a Debian package,
whose copyright file does; to Python itself; or to vizapp. What belongs to nobody is
named, so that a release does not ship it unseen.

    python packaging/notices.py WORK OUT

WORK is PyInstaller's folder of work, OUT becomes the folder of licences.
"""

from __future__ import annotations

import argparse
import ast
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_LICENCE = re.compile(r"licen[cs]e|copying|notice|authors", re.I)
# Parts of packages that say so in no file of theirs.
INSIDE: Mapping[str, str] = {
    "vl_convert_python": "Vega, Vega-Lite (BSD-3-Clause), V8 (BSD-3-Clause), Deno (MIT), "
    "resvg and usvg (MIT or Apache-2.0), and other crates under permissive licences",
    "llama_cpp_python": "llama.cpp and ggml (MIT)",
    "PySide6_Essentials": "Qt 6 (LGPL-3.0-only), with ICU (Unicode-3.0) and others that Qt's "
    "documentation lists under 'Licenses Used in Qt'",
}
# Their wheels carry no text of the licence.
TEXTS: Mapping[str, tuple[str, ...]] = {
    "PySide6_Essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}
HEAD = """What vizapp contains that others made
=====================================

vizapp itself is under the MIT licence (LICENSE). The parts below keep their own
licences; their texts lie beside this file, in a folder for each part.

Qt and PySide6 are used under the GNU Lesser General Public License 3 (its text and
that of the GPL 3, which it refers to, lie in PySide6_Essentials). vizapp uses them
unchanged, as separate libraries in the folder {qt}. You may replace them with
versions of your own that have the same interface, and you may study and change
vizapp to find errors in such versions. Their sources are published by the Qt Project
under the same version numbers; whoever gave you this copy of vizapp gives them to you
on request, for as long as the licence asks.
"""


@dataclass
class Part:
    """One package whose files are in the bundle."""

    name: str
    version: str
    licence: str
    texts: list[Path] = field(default_factory=list)


def bundled_sources(work: Path) -> set[Path]:
    """Return the files that PyInstaller took, modules of the archive included."""
    found: set[Path] = set()

    def walk(value: object) -> None:
        if isinstance(value, tuple) and len(value) == 3 and all(isinstance(v, str) for v in value):
            if value[2] != "SYMLINK" and value[1]:
                found.add(Path(value[1]))
        elif isinstance(value, list | tuple):
            for item in value:
                walk(item)

    for name in ("PYZ-00.toc", "COLLECT-00.toc"):
        walk(ast.literal_eval((work / name).read_text("utf-8")))
    return {path.resolve() for path in found if path.is_file()}


def python_part() -> Part:
    """Return Python itself."""
    places = (Path(sysconfig.get_paths()["stdlib"]), Path(sys.base_prefix))
    texts = [folder / "LICENSE.txt" for folder in places if (folder / "LICENSE.txt").is_file()]
    return Part("Python", sys.version.split()[0], "PSF-2.0", texts[:1])


def _of_distribution(found: Distribution) -> Part:
    metadata = found.metadata
    classifiers = metadata.get_all("Classifier") or []
    named = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License ::")]
    fields = {
        key: str(metadata[key]) for key in ("License-Expression", "License") if key in metadata
    }
    licence = fields.get("License-Expression") or fields.get("License") or ", ".join(named)
    name = str(metadata["Name"]).replace("-", "_")
    texts = [
        path
        for file in found.files or ()
        if ".dist-info" in str(file) and _LICENCE.search(str(file).partition(".dist-info")[2])
        for path in [Path(str(found.locate_file(file)))]
        if path.is_file()
    ]
    texts += [ROOT / "packaging" / "licences" / text for text in TEXTS.get(name, ())]
    short = licence.strip().splitlines()
    if not short or len(short) > 1:  # some put the whole text there
        short = named or ["see its text"]
    return Part(name, found.version, short[0], texts)


def _debian_package(path: Path) -> str | None:
    if shutil.which("dpkg") is None:
        return None
    for name in (path, Path("/", *path.parts[2:])):  # /usr/lib is known as /lib, too
        told = subprocess.run(
            ["dpkg", "-S", str(name)], capture_output=True, text=True, check=False
        )
        if told.returncode == 0:
            return told.stdout.partition(":")[0]
    return None


def parts_of(sources: set[Path]) -> tuple[list[Part], list[Path]]:
    """Return the packages that the files belong to, and the files of nobody."""
    owner: dict[Path, Distribution] = {}
    for found in distributions():
        for file in found.files or ():
            owner[Path(str(found.locate_file(file))).resolve()] = found
    parts: dict[str, Part] = {"Python": python_part()}
    strangers = []
    # vizapp's own files, what the build made of them, and Python's, unless Debian owns it.
    own = [ROOT / name for name in ("vizapp", "models", "resources", "build/pyinstaller")]
    known = [*own, Path(sysconfig.get_paths()["stdlib"]).resolve()]
    if Path(sys.base_prefix) != Path("/usr"):
        known.append(Path(sys.base_prefix).resolve())
    for source in sorted(sources):
        if source in owner:
            part = _of_distribution(owner[source])
        elif any(source.is_relative_to(folder) for folder in known):
            continue
        elif package := _debian_package(source):
            text = Path("/usr/share/doc", package, "copyright")
            part = Part(package, "Debian", "see its text", [text] if text.is_file() else [])
        else:
            strangers.append(source)
            continue
        parts.setdefault(part.name, part)
    return sorted(parts.values(), key=lambda part: part.name.lower()), strangers


def _lines(parts: list[Part]) -> Iterator[str]:
    for part in parts:
        inside = f", with {INSIDE[part.name]}" if part.name in INSIDE else ""
        yield f"- {part.name} {part.version}: {part.licence}{inside}"


def write(work: Path, out: Path, *, qt: str) -> tuple[list[Part], list[Path]]:
    """Write the notices and the texts; return the parts and the files of nobody."""
    parts, strangers = parts_of(bundled_sources(work))
    out.mkdir(parents=True, exist_ok=True)
    shutil.copy2(ROOT / "LICENSE", out / "LICENSE")
    for part in parts:
        for number, text in enumerate(part.texts):
            folder = out / part.name
            folder.mkdir(exist_ok=True)
            name = text.name if not (folder / text.name).exists() else f"{number}-{text.name}"
            shutil.copyfile(text, folder / name)
    data = (ROOT / "packaging" / "THIRD_PARTY.md").read_text("utf-8")
    included = data.partition("## Included in this repository")[2].partition("\n## ")[0].strip()
    # Plain text that is Markdown, too: the program shows it under "Open-source licences".
    told = "\n".join(
        [
            HEAD.format(qt=qt),
            "Programs and libraries\n----------------------\n",
            *_lines(parts),
            "\nData\n----\n",
            included,
            "",
        ]
    )
    (out / "NOTICES.txt").write_text(told, "utf-8")
    return parts, strangers


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Collect the licences of a bundle.")
    parser.add_argument("work", metavar="WORK", type=Path)
    parser.add_argument("out", metavar="OUT", type=Path)
    arguments = parser.parse_args()
    _, unknown = write(arguments.work, arguments.out, qt="_internal/PySide6")
    for path in unknown:
        print(f"nobody's: {path}", file=sys.stderr)
    sys.exit(1 if unknown else 0)
