"""The window's texts and Qt Linguist: files to translate and files that Qt reads.

python packaging/linguist.py              writes both files anew from the texts
python packaging/linguist.py try FILE.ts  compiles a file: the window then speaks it
python packaging/linguist.py take FILE.ts writes its words into the texts, then both files
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = ROOT / "resources" / "translations"
TABLES = ROOT / "vizapp" / "gui"
Lang = Literal["zh", "en"]
_WIDTH = 80  # columns of a piece of a long text; Chinese takes two each


def write(folder: Path) -> tuple[Path, ...]:
    """Write the texts of each language as a `.ts` file."""
    from vizapp.gui.translations import LANGUAGES, to_ts

    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for lang in LANGUAGES:
        path = folder / f"vizapp_{lang}.ts"
        path.write_text(to_ts(lang), encoding="utf-8", newline="\n")
        files.append(path)
    return tuple(files)


def compile_ts(source: Path, folder: Path) -> Path:
    """Compile a `.ts` file with Qt's own tool and return the `.qm` file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / source.with_suffix(".qm").name
    tool = Path(sys.executable).with_name("pyside6-lrelease")
    subprocess.run([str(tool), str(source), "-qm", str(path)], check=True, capture_output=True)
    return path


def read_ts(content: str) -> tuple[Lang, dict[str, str], dict[str, str]]:
    """Return a Linguist file's language, its words by key and its plurals by ours."""
    # The translator's own file, on the machine of who takes it.
    root = ET.fromstring(content.partition("<!DOCTYPE TS>")[2])  # noqa: S314
    lang: Lang = "zh" if root.get("language", "").startswith("zh") else "en"
    words: dict[str, str] = {}
    plurals: dict[str, str] = {}
    for message in root.iter("message"):
        key, said = message.findtext("comment") or "", message.find("translation")
        forms = [form.text or "" for form in said or ()]
        if forms:
            plurals[key] = "|".join(form.removeprefix("%n ") for form in forms)
        elif said is not None and said.text:
            words[key] = said.text
    return lang, words, plurals


def take(source: Path, tables: Path) -> list[str]:
    """Write what a `.ts` file says in other words into the tables; return the keys.

    Raises
    ------
    ValueError
        If a text has other fields than it had, and could not be filled.
    """
    from vizapp.gui.texts import TEXTS
    from vizapp.gui.translations import fields, plurals_of

    lang, said, forms = read_ts(source.read_text("utf-8"))
    changed: dict[str, str] = {}
    for key, entry in TEXTS.items():
        new = said.get(key) or entry[lang]
        for pair in plurals_of(new):
            new = new.replace(f":{pair}}}", f":{forms.get(pair, pair)}}}")
        if new == entry[lang]:
            continue
        if fields(new) != fields(entry[lang]):
            raise ValueError(f"{key} needs the fields {sorted(fields(entry[lang]) or ())}: {new}")
        changed[key] = new
    for path in sorted(tables.glob("texts*.py")):
        _rewrite(path, lang, changed)
    return sorted(changed)


def _rewrite(path: Path, lang: Lang, changed: Mapping[str, str]) -> None:
    """Replace the words of these keys in one table."""
    lines = path.read_bytes().splitlines(keepends=True)  # columns are counted in bytes
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    content = b"".join(lines)
    places = []
    for node in ast.walk(ast.parse(content)):
        pairs = zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ()
        for key, value in pairs:
            named = isinstance(key, ast.Constant) and key.value in changed
            if named and isinstance(value, ast.Call):
                word = value.args[("en", "zh").index(lang)]
                assert word.end_lineno is not None
                assert word.end_col_offset is not None
                start = starts[word.lineno - 1] + word.col_offset
                end = starts[word.end_lineno - 1] + word.end_col_offset
                places.append((start, end, _literal(changed[key.value])))
    for start, end, literal in sorted(places, reverse=True):
        content = content[:start] + literal.encode() + content[end:]
    if places:
        path.write_bytes(content)


def _literal(words: str) -> str:
    """Return a string as source code, a long one in pieces."""
    pieces, width = [""], 0
    for character in words:
        wide = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if width + wide > _WIDTH and (wide == 2 or pieces[-1].endswith(" ")):
            pieces.append("")
            width = 0
        pieces[-1] += character
        width += wide
    return " ".join(json.dumps(piece, ensure_ascii=False) for piece in pieces)


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("try", "take"), nargs="?")
    parser.add_argument("file", type=Path, nargs="?")
    asked = parser.parse_args()
    if asked.what is None:
        for source in write(FOLDER):
            print(compile_ts(source, FOLDER))
    elif asked.file is None:
        parser.error("name the .ts file")
    elif asked.what == "try":
        print(compile_ts(asked.file, FOLDER))
    else:
        print("\n".join(take(asked.file, TABLES)) or "no text is said in other words")
        # In a process of its own: this one has the old texts.
        subprocess.run([sys.executable, __file__], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
