"""Qt's own words in the window's language, and our texts as Qt Linguist files.

The tables in `texts` are the source: they switch without a restart, and tests
check them. For translators they are written as a `.ts` file that Qt Linguist
edits; a `.qm` made of it replaces texts when it lies among the resources, with no
change of code. Rejected: `tr()` in the widgets, which would split every text from
its translation and the checks that keep both complete.
"""

from __future__ import annotations

import logging
import string
import xml.etree.ElementTree as ET
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from vizapp.core import paths
from vizapp.core.language import Lang
from vizapp.gui.texts import TEXTS

log = logging.getLogger(__name__)

CONTEXT = "vizapp"
_LOCALES: dict[Lang, str] = {"zh": "zh_CN", "en": "en_US"}
_spoken: list[QTranslator] = []  # of the language that Qt speaks now


def speak(app: QCoreApplication, lang: Lang) -> None:
    """Let Qt's own buttons, menus, numbers and dates speak that language."""
    QLocale.setDefault(QLocale(_LOCALES[lang]))
    while _spoken:
        app.removeTranslator(_spoken.pop())
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(app)
    # English is what Qt says without any.
    if lang != "en" and translator.load(f"qtbase_{_LOCALES[lang]}", folder):
        app.installTranslator(translator)
        _spoken.append(translator)


def to_ts(lang: Lang = "zh") -> str:
    """Return all texts as a Qt Linguist file: English sources, that language's words.

    The key of a text is its comment, so that equal words in two places may be
    translated in two ways.
    """
    root = ET.Element("TS", version="2.1", language=_LOCALES[lang], sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for key in sorted(TEXTS):
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = TEXTS[key]["en"]
        ET.SubElement(message, "comment").text = key
        ET.SubElement(message, "translation").text = TEXTS[key][lang]
    ET.indent(root)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{ET.tostring(root, "unicode")}\n'
    )


def load_qm(lang: Lang = "zh", folder: Path | None = None) -> int:
    """Replace texts by those of a compiled Linguist file; return how many.

    A text whose fields are not those of its English form is left out, as it could
    not be filled.
    """
    folder = folder or paths.resources() / "translations"
    path = folder / f"vizapp_{lang}.qm"
    if not path.is_file():
        return 0
    translator = QTranslator()
    if not translator.load(str(path)):
        log.warning("%s is no compiled translation", path)
        return 0
    n_changed = 0
    for key, entry in TEXTS.items():
        said = translator.translate(CONTEXT, entry["en"], key)
        if not said or said == entry[lang]:
            continue
        if _fields(said) != _fields(entry["en"]):
            log.warning("the translation of %s has other fields", key)
            continue
        entry[lang] = said
        n_changed += 1
    return n_changed


def _fields(template: str) -> set[str] | None:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name}
    except ValueError:
        return None
