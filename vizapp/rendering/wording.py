"""Measuring, cutting and wrapping text without a canvas.

Vega-Lite cuts labels itself; layouts that compute positions need to know how
much room a text takes. Widths are those of the bundled font, rounded up by class
of character, so that an estimate is rarely too small.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

_NARROW = frozenset("ijlI|!.,:;'`()[]{}ftr-/\\ ")
_WIDE = frozenset("mwMWQOGDNHUCA@%&+=<>~#")
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


# What XML cannot hold: the converter writes every text into SVG, and ends this
# whole process, not just the drawing, where it may not.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What every JavaScript object has: Vega looks texts up in plain objects, finds
# these by mistake, and draws nothing. Formula 1 tables do have a "constructor".
_INHERITED = (
    "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable",
    "toLocaleString", "toString", "valueOf", "__proto__", "__defineGetter__",
    "__defineSetter__", "__lookupGetter__", "__lookupSetter__",
)  # fmt: skip
_ZERO_WIDTH_SPACE = "\u200b"
# As JSON writes them; \b and \f are its short forms of two of the former.
_SUSPECT = re.compile(
    rf'\\(?:u00[01]|[bf])|[\ud800-\udfff\ufffe\uffff]|"(?:{"|".join(_INHERITED)})"'
)


def printable(value: Any) -> Any:
    r"""Return a JSON value whose texts can all be drawn.

    Characters that cannot become U+FFFD; words that Vega trips over get a blank
    of no width.

    Examples
    --------
    >>> printable(["a\x07b", 1.5]) == ["a\ufffdb", 1.5]
    True
    """
    # Nearly every chart is clean, and writing it as JSON is the fastest way to look.
    found = _SUSPECT.search(json.dumps(value, ensure_ascii=False))
    return _replaced(value) if found else value


def _replaced(value: Any) -> Any:
    if isinstance(value, str):
        text = _UNPRINTABLE.sub("\ufffd", value)
        return text + _ZERO_WIDTH_SPACE if text in _INHERITED else text
    if isinstance(value, dict):
        return {key: _replaced(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(item) for item in value]
    return value


def clean(text: str) -> str:
    """Return the text on one line, without control characters."""
    return _BREAKS.sub(" ", text).strip()


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the estimated width of one line in pixels.

    Examples
    --------
    >>> text_width("月份", 12)
    24.0
    """
    em = 0.0
    for char in text:
        if char in _NARROW:
            em += 0.34
        elif char in _WIDE:
            em += 0.76
        elif char < "\u2000":
            em += 0.66 if char.isupper() else 0.57
        elif unicodedata.combining(char):
            continue
        else:
            em += 1.0
    return em * size * (1.05 if bold else 1.0)


def cut(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return the text, cut with an ellipsis where it is wider than `width` pixels."""
    text = clean(text)
    if text_width(text, size, bold=bold) <= width:
        return text
    room = width - size
    kept = ""
    for char in text:
        room -= text_width(char, size, bold=bold)
        if room < 0:
            break
        kept += char
    return kept.rstrip() + "…"


def cut_name(text: str, n: int = 24) -> str:
    """Return a name short enough for a title: CJK characters count twice."""
    text = clean(text)
    return cut(text, n * 6.0, 12.0) if text_width(text, 12.0) > n * 7.0 else text


def pieces(text: str) -> list[str]:
    """Return what a line may not break: words with the blanks after them, CJK characters."""
    return re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+", clean(text)) or [""]


def wrap(text: str, width: float, size: float, *, lines: int = 3) -> list[str]:
    """Return the text in at most `lines` lines of at most `width` pixels.

    Breaks at blanks, or after any CJK character.
    """
    found: list[str] = []
    current = ""
    for piece in pieces(text):
        if current and text_width(current + piece.rstrip(), size) > width:
            found.append(current.rstrip())
            current = ""
        current += piece
    if current.strip():
        found.append(current.rstrip())
    if len(found) > lines:
        found = [*found[: lines - 1], " ".join(found[lines - 1 :])]
    return [cut(line, width, size) for line in found]


def n_of(count: int, noun: str) -> str:
    """Return a count and its English noun.

    Examples
    --------
    >>> n_of(1, "row"), n_of(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
