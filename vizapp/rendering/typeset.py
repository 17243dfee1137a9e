"""The last touch on a drawing's letters: what a Chinese font has for Latin text.

Our font is a Chinese one. Its ellipsis stands in the middle of the line, its quotation
marks and its middle dot are as wide as a character: right beside Chinese, a hole in an
English sentence. Pictures get the Latin forms wherever no Chinese stands beside them.
Emoji are written in the bundled font of emoji, whatever else the system has. What people
copy, export or look up keeps the characters of the table.
"""

from __future__ import annotations

import html
import re

from vizapp.rendering.wording import EMOJI_CHARACTERS, text_width

EMOJI = "Vizapp Sans Emoji"
_EMOJI_FONTS = f"{EMOJI}, Apple Color Emoji, Segoe UI Emoji, Noto Color Emoji"

# Arabic and Hebrew, whose letters are the system's: one font for all of a text.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_RIGHT_TO_LEFT_FONTS = "Segoe UI, Geeza Pro, Noto Sans Arabic, Noto Sans Hebrew, Arial, DejaVu Sans"

_TEXT = re.compile(r"<text((?:[^>]*[^>/])?)>(.*?)</text>", re.DOTALL)  # an empty one has no end
_LINE = re.compile(r"<tspan([^>]*)>([^<]+)</tspan>")
_ANCHOR = re.compile(r'text-anchor="(\w+)"')
_SIZE = re.compile(r'font-size="([\d.]+)')
_CHINESE = "[\u2e80-\u303f\u30a0-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]"
_ALONE = rf"(?<!{_CHINESE})%s(?!{_CHINESE})"
_LATIN = tuple(
    (re.compile(_ALONE % mark), written)
    for mark, written in (
        ("\u2026", "..."),
        ("[\u2018\u2019]", "'"),
        ("[\u201c\u201d]", '"'),
    )
)
_DOT = re.compile(r"(?<=[^ ]) \u00b7 (?=[^ ])")  # the dot brings its own room
_MINUS = re.compile(r"^-(?=[\d.$\u00a3\u20ac\u00a5])")

_EMOJI_RUN = re.compile(rf"(?:{EMOJI_CHARACTERS.pattern})+")


def typeset(svg: str) -> str:
    """Return a drawing with its texts written as a reader of their script expects.

    Examples
    --------
    >>> typeset("<text>Sales in the No\u2026</text>")
    '<text>Sales in the No...</text>'
    >>> typeset("<text>-3.5%</text>") == "<text>\u22123.5%</text>"
    True
    """
    return _TEXT.sub(_write, svg)


def _write(found: re.Match[str]) -> str:
    style, inner = found[1], found[2]
    if inner.isascii() and not inner.startswith("-"):
        return found[0]
    if "<" not in inner:
        return f"<text{style}>{_line(inner, style)}</text>"
    lines = _LINE.sub(lambda one: _line(one[2], style, one[1]), inner)
    return f"<text{style}>{lines}</text>"


def _spelled(text: str) -> str:
    text = _MINUS.sub("\u2212", text)
    for mark, written in _LATIN:
        text = mark.sub(written, text)
    return _DOT.sub("\u00b7", text)


def _line(text: str, style: str, place: str | None = None) -> str:
    """Return one line, in a `tspan` with the attributes `place` where it is one of several."""
    text = _spelled(text)
    if EMOJI_CHARACTERS.search(text):
        return _pieces(text, style, place or "")
    if _RIGHT_TO_LEFT.search(text):
        return f'<tspan font-family="{_RIGHT_TO_LEFT_FONTS}"{place or ""}>{text}</tspan>'
    return text if place is None else f"<tspan{place}>{text}</tspan>"


def _pieces(text: str, style: str, place: str) -> str:
    """Return a line with emoji, each run of letters and of emoji at a place of its own.

    In one piece, a font that happens to have letters and emoji would draw all of it.
    """
    size, anchor = _SIZE.search(style), _ANCHOR.search(style)
    share = {"middle": 0.5, "end": 1.0}.get(anchor[1] if anchor else "", 0.0)
    bold = "bold" in style
    em = float(size[1]) if size else 12.0
    runs = [part for part in re.split(f"({_EMOJI_RUN.pattern})", text) if part]
    widths = [text_width(html.unescape(run), em, bold=bold) for run in runs]
    at = -share * sum(widths)
    found: list[str] = []
    for run, width in zip(runs, widths, strict=True):
        letters = run.lstrip()  # a line does not begin with a blank
        own = f' font-family="{_EMOJI_FONTS}"' if EMOJI_CHARACTERS.match(run) else ""
        kept = re.sub(r' x="[^"]*"', "", place) if not found else ""
        x = at + text_width(run[: len(run) - len(letters)], em, bold=bold)
        found.append(f'<tspan x="{x:.1f}"{kept} text-anchor="start"{own}>{letters}</tspan>')
        at += width
    return "".join(found)
