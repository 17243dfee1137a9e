"""Measuring, cutting and wrapping text without a canvas.

Vega-Lite cuts labels itself; layouts that compute positions need to know how
much room a text takes. Widths are those of the bundled font, rounded up, so that
an estimate is rarely too small.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

# Of the bundled font, in hundredths of the size, from the blank to the tilde.
_ASCII_WIDTHS = (
    23, 33, 48, 56, 56, 93, 68, 28, 34, 34, 47, 56, 28, 35, 28, 40,
    56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 28, 28, 56, 56, 56, 48,
    95, 61, 66, 64, 69, 59, 56, 69, 73, 30, 54, 65, 55, 82, 73, 75,
    64, 75, 64, 60, 60, 73, 58, 88, 58, 54, 61, 34, 40, 34, 56, 56,
    61, 57, 62, 51, 62, 56, 33, 57, 61, 28, 28, 56, 29, 93, 61, 61,
    62, 62, 39, 47, 38, 61, 53, 81, 50, 53, 48, 34, 27, 34, 56,
)  # fmt: skip
TITLE_SIZE = 16  # of a chart, in bold
_HEAD = 0.35  # share of the room for the beginning of a text that is cut in its middle
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


# One picture, and what joins to it: a skin tone, a variation, the next one of a family.
_PICTURE = "[\u231a\u231b\u23e9-\u23f3\u23f8-\u23fa\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f" \
    "\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5" \
    "\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0" \
    "\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f000-\U0001faff]"  # fmt: skip
_JOINED = "[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
_ONE = (
    rf"(?:[\U0001f1e6-\U0001f1ff]{{2}}|{_PICTURE}|[#*0-9\u00a9\u00ae\u203c-\u3299]\ufe0f){_JOINED}*"
)
EMOJI_CHARACTERS = re.compile(rf"{_ONE}(?:\u200d(?:{_PICTURE}|[\u2600-\u27bf]){_JOINED}*)*")
# It stands for any of them where a text is measured.
_EMOJI, _EMOJI_WIDTH = "\ufffc", 1.25

_HAN = re.compile("[\u4e00-\u9fff]+")
_PIECES = re.compile(
    r"[\u3008\u300a\u300c\u300e\u3010\u3014\uff08]*[\u2e80-\uffef]"
    r"[\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u3015\uff01\uff05\uff09\uff0c\uff0e\uff1a\uff1b\uff1f)]*"
    r"|[^\s\u2e80-\uffef]+\s*|\s+"
)

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
    for char in text if text.isascii() else EMOJI_CHARACTERS.sub(_EMOJI, text):
        if char == _EMOJI:
            em += _EMOJI_WIDTH
        elif " " <= char <= "~":
            em += _ASCII_WIDTHS[ord(char) - 32] / 100
        elif char < "\u2000":
            em += 0.72 if char.isupper() else 0.62
        elif unicodedata.combining(char) or unicodedata.category(char) == "Cf":
            continue
        else:
            em += 1.0
    return em * size * (1.06 if bold else 1.0)


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


def cut_apart(texts: Sequence[str], width: float, size: float) -> list[str]:
    """Return the texts, each cut to `width` pixels; those that would become alike stay apart.

    A text is cut at its end. Where that leaves nothing of what tells it from
    another, the beginning that they share is cut out of the middle instead.

    Examples
    --------
    >>> cut_apart(["Sales in the North", "Sales in the South", "Costs"], 80, 12)
    ['Sale…North', 'Sale…South', 'Costs']
    """
    short = {text: cut(text, width, size) for text in texts}
    alike = defaultdict(list)
    for text, shown in short.items():
        alike[shown].append(text)
    groups = [group for group in alike.values() if len(group) > 1]
    for group in groups:
        short |= _cut_middle(group, width, size)
    if len(set(short.values())) < len(short):  # what tells the groups apart was cut out, too
        short |= _cut_twice(groups, width, size)
    return [short[text] for text in texts]


def _cut_twice(groups: list[list[str]], width: float, size: float) -> dict[str, str]:
    """Return texts cut so that what differs between groups and within each can be seen.

    As of the same offices of several departments: "…Health…North" and "…Transport…North".
    """
    firsts = [group[0] for group in groups]
    outer = _shared(min(firsts), max(firsts))
    found = {}
    for group in groups:
        inner = _shared(min(group), max(group))
        half = (width - 2 * size) / 2
        for text in group:
            end = _tail(text, inner, half, size, extend=False)
            room = width - 2 * size - text_width(end, size)
            middle = cut(text[outer:inner], room, size).removesuffix("…").rstrip(" ,，、")
            found[text] = f"…{middle}…{end.lstrip()}"
    return found


def _cut_middle(
    texts: list[str], width: float, size: float, *, extend: bool = True
) -> dict[str, str]:
    """Return different texts that begin alike, cut so that what differs can be seen."""
    shared = _shared(min(texts), max(texts))  # the first and the last differ the earliest
    head = cut(texts[0][:shared], width * _HEAD + size, size).removesuffix("…").rstrip()
    room = width - text_width(head, size) - size
    shown = {t: f"{head}…{_tail(t, shared, room, size, extend=extend)}" for t in texts}
    alike = defaultdict(list)
    for text, one in shown.items():
        alike[one].append(text)
    for group in alike.values():
        if len(group) > 1:  # without the extension, what they share is longer each time
            shown |= _cut_middle(group, width, size, extend=len(group) < len(texts))
    return shown


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _tail(text: str, shared: int, room: float, size: float, *, extend: bool) -> str:
    """Return what differs, and as many whole words before it as have room."""
    tail = text[shared:]
    if text_width(tail, size) > room:
        return cut(tail, room, size)
    start = shared
    while extend and start > 0 and text_width(text[start - 1] + tail, size) <= room:
        start -= 1
        tail = text[start] + tail
    word = text.find(" ", start, shared)
    if start > 0 and text[start - 1] != " " and word >= 0:
        tail = text[word:]
    return tail.lstrip() if extend else tail


def cut_name(text: str, n: int = 24) -> str:
    """Return a name short enough for a title: CJK characters count twice."""
    text = clean(text)
    return cut(text, n * 6.0, 12.0) if text_width(text, 12.0) > n * 7.0 else text


def pieces(text: str) -> list[str]:
    """Return what a line may not break: words with the blanks after them, CJK characters.

    Marks that close stay with what they close, marks that open with what follows.
    """
    return _PIECES.findall(clean(text)) or [""]


def _filled(text: str, width: float, size: float) -> list[str]:
    """Return the lines of a text, each as full as it gets; a longer word stands out."""
    found: list[str] = []
    current = ""
    for piece in pieces(text):
        if current and text_width(current + piece.rstrip(), size) > width:
            found.append(current.rstrip())
            current = ""
        current += piece
    if current.strip():
        found.append(current.rstrip())
    return found


def even_lines(text: str, width: float, size: float, lines: int) -> list[str] | None:
    """Return a text on at most `lines` lines about as long as each other, None where it is longer.

    Examples
    --------
    >>> even_lines("Research and development", 90, 12, 2)
    ['Research and', 'development']
    >>> even_lines("Development", 40, 12, 2) is None
    True
    """
    found = _filled(text, width, size)
    if not found or len(found) > lines or any(text_width(f, size) > width for f in found):
        return None
    given, step = width, width / 24
    while width > step:  # the narrowest that needs no line more
        width -= step
        closer = _filled(text, width, size)
        if len(closer) > len(found) or any(text_width(f, size) > width for f in closer):
            break
        found = closer
    return _by_words(text, given, size, found) if len(found) == 2 else found


def _by_words(text: str, width: float, size: float, lines: list[str]) -> list[str]:
    """Return two lines of Chinese broken between words, of which most have two characters."""
    text = clean(text)
    if not _HAN.fullmatch(text):
        return lines
    middle = 2 * round(len(text) / 4)
    broken = [text[:middle], text[middle:]]
    return broken if all(text_width(line, size) <= width for line in broken) else lines


def wrap(text: str, width: float, size: float, *, lines: int = 3) -> list[str]:
    """Return the text in at most `lines` lines of at most `width` pixels.

    Breaks at blanks, or after any CJK character.
    """
    found = _filled(text, width, size)
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
