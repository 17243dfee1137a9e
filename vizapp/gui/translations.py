"""Qt's own words in the window's language, and our texts as Qt Linguist files.

The tables in `texts` are the source: they switch without a restart, and tests
check them. `packaging/linguist.py` writes them as `.ts` files that Qt Linguist
edits, plural forms among them, compiles them, and writes what translators changed back
into the tables; the compiled files lie among the resources and are what the window
speaks. Rejected: `tr()` in the widgets, which would split every text from its
translation and the checks that keep both complete.
"""

from __future__ import annotations

import logging
import string
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from vizapp.core import paths
from vizapp.core.language import Lang
from vizapp.gui.texts import PLURALS, TEXTS

log = logging.getLogger(__name__)

CONTEXT, PLURALS_CONTEXT = "vizapp", "vizapp.plurals"
LANGUAGES: tuple[Lang, ...] = ("zh", "en")
_LOCALES: dict[Lang, str] = {"zh": "zh_CN", "en": "en_US"}
# What Qt's own Chinese file lacks: its dialogs would speak two languages.
_QT: dict[str, dict[str, str]] = {
    "QFileDialog": {"&Look in:": "查找范围(&L)：", "Files of &type:": "文件类型(&T)："},
    "QAbstractFileIconProvider": {
        "Folder": "文件夹", "File": "文件", "%1 File": "%1 文件", "Drive": "驱动器",
        "Shortcut": "快捷方式", "Unknown": "未知",
    },
}  # fmt: skip
_spoken: list[QTranslator] = []  # of the language that Qt speaks now


def speak(app: QCoreApplication, lang: Lang) -> None:
    """Let Qt's own buttons, menus, numbers and dates speak that language."""
    QLocale.setDefault(QLocale(_LOCALES[lang]))
    while _spoken:
        app.removeTranslator(_spoken.pop())
    if lang == "en":  # it is what Qt says without any
        return
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ours = str(paths.resources() / "translations")
    for name, place in ((f"vizapp_{lang}", ours), (f"qtbase_{_LOCALES[lang]}", folder)):
        translator = QTranslator(app)
        if translator.load(name, place):
            app.installTranslator(translator)
            _spoken.append(translator)


def to_ts(lang: Lang) -> str:
    """Return all texts as a Qt Linguist file: English sources, that language's words.

    The key of a text is its comment, so that equal words in two places may be
    translated in two ways. Words that follow a count have a form per number.
    """
    root = ET.Element("TS", version="2.1", language=_LOCALES[lang], sourcelanguage="en")
    context = _context(root, CONTEXT)
    for key in sorted(TEXTS):
        message = _message(context, TEXTS[key]["en"], key)
        ET.SubElement(message, "translation").text = TEXTS[key][lang]
    pairs = sorted({pair for entry in TEXTS.values() for pair in plurals_of(entry[lang])})
    plurals = _context(root, PLURALS_CONTEXT) if pairs else root
    for pair in pairs:
        one, many = pair.split("|")
        message = _message(plurals, f"%n {many}", pair)
        message.set("numerus", "yes")
        forms = ET.SubElement(message, "translation")
        for word in (one, many):
            ET.SubElement(forms, "numerusform").text = f"%n {word}"
    for name, words in _QT.items() if lang == "zh" else ():
        context = _context(root, name)
        for source, said in words.items():
            message = ET.SubElement(context, "message")
            ET.SubElement(message, "source").text = source
            ET.SubElement(message, "translation").text = said
    ET.indent(root)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{ET.tostring(root, "unicode")}\n'
    )


def _context(root: ET.Element, name: str) -> ET.Element:
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = name
    return context


def _message(context: ET.Element, source: str, comment: str) -> ET.Element:
    message = ET.SubElement(context, "message")
    ET.SubElement(message, "source").text = source
    ET.SubElement(message, "comment").text = comment
    return message


def load_qm(folder: Path | None = None) -> int:
    """Speak the words of the compiled Linguist files; return how many are other ones.

    A text whose fields are not those of its English form is left out, as it could
    not be filled.
    """
    folder = folder or paths.resources() / "translations"
    sources = {key: entry["en"] for key, entry in TEXTS.items()}
    return sum(_load(folder / f"vizapp_{lang}.qm", lang, sources) for lang in LANGUAGES)


def _load(path: Path, lang: Lang, sources: Mapping[str, str]) -> int:
    if not path.is_file():
        return 0
    translator = QTranslator()
    if not translator.load(str(path)):
        log.warning("%s is no compiled translation", path)
        return 0
    n_changed = 0
    for key, source in sources.items():
        said = translator.translate(CONTEXT, source, key)
        if not said or said == TEXTS[key][lang]:
            continue
        if fields(said) != fields(source):
            log.warning("the translation of %s has other fields", key)
            continue
        TEXTS[key][lang] = said
        n_changed += 1
    for pair in {pair for entry in TEXTS.values() for pair in plurals_of(entry[lang])}:
        many = f"%n {pair.partition('|')[2]}"
        forms = [translator.translate(PLURALS_CONTEXT, many, pair, n) or "" for n in (1, 2)]
        words = "|".join(form.removeprefix("%n ") for form in forms)
        if all(forms) and words != PLURALS.get(pair, pair):
            PLURALS[pair] = words
            n_changed += 1
    return n_changed


def fields(template: str) -> set[str] | None:
    """Return the names of what a text is filled with, None if it cannot be."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name}
    except ValueError:
        return None


def plurals_of(template: str) -> list[str]:
    """Return the forms of words that follow a count, as ``row|rows``."""
    return [spec for _, _, spec, _ in string.Formatter().parse(template) if spec and "|" in spec]
