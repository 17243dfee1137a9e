"""The letters of a chart on screen as shapes, which this process has in memory.

The converter opens its font's file anew for every letter that it draws, four times over:
most of the time of a picture went there. The window has the same font open already; what
it writes, the converter only fills. Files are drawn from letters as ever, and so is what
the bundled font lacks or what is written in another way than charts write.
"""

from __future__ import annotations

import functools
import html
import re
import threading

from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPainterPath,
    QRawFont,
    QTextLayout,
)

from vizapp.rendering.fonts import WHOLE

_EM = 1000  # units of the font: its outlines have whole numbers at this size
_TEXT = re.compile(r"<text((?: [\w-]+=\"[^\"]*\")*)>(.*?)</text>", re.DOTALL)
_ATTRIBUTE = re.compile(r' ([\w-]+)="([^"]*)"')
_LINES = re.compile(r"(?:<tspan(?: x=\"0\" dy=\"-?[\d.]+\")?>[^<]*</tspan>)+")
_LINE = re.compile(r"<tspan(?: x=\"0\" dy=\"(-?[\d.]+)\")?>([^<]*)</tspan>")
_BLANKS = re.compile(r"^ | $|  |[\t\r\n]")
_SIZE = re.compile(r"([\d.]+)px")
# All that charts say of letters; with anything else they are left to the converter.
_OF_LETTERS = {"text-anchor", "font-family", "font-size", "font-weight", "transform"}
_OF_SHAPES = {
    "fill", "opacity", "fill-opacity", "stroke", "stroke-width", "stroke-opacity",
    "stroke-linejoin",
}  # fmt: skip
_OF_READERS = {"aria-label", "aria-hidden", "aria-roledescription", "role"}  # nobody sees them
_SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}
_MOST_TEXTS = 4096

Outline = tuple[tuple[str, tuple[int, ...]], ...]  # commands and their coordinates
_lock = threading.Lock()


def outlined(svg: str) -> str:
    """Return a drawing whose letters are shapes, as far as the bundled font has them.

    Parameters
    ----------
    svg : str
        Of a chart, as it is to be drawn.

    Returns
    -------
    str
        The drawing as it was where no window's application has the font.
    """
    if QGuiApplication.instance() is None or not _has_font():
        return svg
    return _TEXT.sub(_shape, svg)


@functools.cache
def _has_font() -> bool:
    return WHOLE in QFontDatabase.families()


def _shape(found: re.Match[str]) -> str:
    given = dict(_ATTRIBUTE.findall(found[1]))
    family = given.get("font-family", "")
    size = _SIZE.fullmatch(given.get("font-size", ""))
    weight = given.get("font-weight", "normal")
    known = given.keys() <= _OF_LETTERS | _OF_SHAPES | _OF_READERS
    if not known or size is None or WHOLE not in family or weight not in ("normal", "bold"):
        return found[0]
    lines = _lines(found[2])
    share = _SHARES.get(given.get("text-anchor", "start"))
    if lines is None or share is None or not float(size[1]):
        return found[0]
    scale = float(size[1]) / _EM
    parts: list[str] = []
    for down, text in lines:
        written = _written(text, weight == "bold")
        if written is None:
            return found[0]
        shapes, width = written
        place = f"translate({-share * width:g},{down / scale:g})"
        parts.append(f'<path transform="{place}" d="{shapes}"/>')
    if "stroke" in given:
        given["stroke-width"] = f"{float(given.get('stroke-width', 1)) / scale:g}"
    own = "".join(f' {k}="{v}"' for k, v in given.items() if k in _OF_SHAPES)
    where = f"{given.get('transform', '')} scale({scale:g})".strip()
    return f'<g transform="{where}"{own}>{"".join(parts)}</g>'


def _lines(inner: str) -> list[tuple[float, str]] | None:
    """Return each line and how far down it stands, None where it is no plain text."""
    if "<" not in inner:
        lines = [(0.0, re.sub(" +", " ", inner.strip(" ")))]
    elif _LINES.fullmatch(inner):
        lines, down = [], 0.0
        for step, text in _LINE.findall(inner):
            down += float(step or 0)
            lines.append((down, text))
    else:
        return None
    plain = [(down, html.unescape(text)) for down, text in lines]
    # Blanks between the lines are the converter's to take away.
    return plain if not any(_BLANKS.search(text) for _, text in plain) else None


@functools.lru_cache(maxsize=_MOST_TEXTS)
def _written(text: str, bold: bool) -> tuple[str, float] | None:
    """Return a line as the data of a path and its width, None where the font lacks a letter."""
    with _lock:
        font = QFont(WHOLE)
        font.setPixelSize(_EM)
        font.setBold(bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
        layout = QTextLayout(text, font)
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        if not line.isValid():
            return "", 0.0
        up = line.ascent()
        pieces: list[str] = []
        for run in layout.glyphRuns():
            raw = run.rawFont()
            if raw.familyName() != WHOLE or raw.pixelSize() != _EM:
                return None
            for glyph, at in zip(run.glyphIndexes(), run.positions(), strict=True):
                if not glyph:
                    return None
                pieces.append(_moved(_outline(raw, glyph, bold), at.x(), at.y() - up))
        return "".join(pieces), line.naturalTextWidth()


_outlines: dict[tuple[bool, int], Outline] = {}


def _outline(raw: QRawFont, glyph: int, bold: bool) -> Outline:
    key = (bold, glyph)
    if key not in _outlines:
        _outlines[key] = _read(raw.pathForGlyph(glyph))
    return _outlines[key]


def _read(path: QPainterPath) -> Outline:
    kinds = QPainterPath.ElementType
    made: list[tuple[str, tuple[int, ...]]] = []
    curve: list[int] = []
    for i in range(path.elementCount()):
        element = path.elementAt(i)
        kind = element.type
        x, y = round(element.x), round(element.y)
        if kind == kinds.MoveToElement:
            made.append(("M", (x, y)))
        elif kind == kinds.LineToElement:
            made.append(("L", (x, y)))
        else:
            curve += (x, y)
            if len(curve) == 6:
                made.append(("C", tuple(curve)))
                curve = []
    return tuple(made)


def _moved(outline: Outline, x: float, y: float) -> str:
    dx, dy = round(x), round(y)
    parts: list[str] = []
    for kind, numbers in outline:
        if kind == "M" and parts:
            parts.append("Z")
        moved = (n + (dy if i % 2 else dx) for i, n in enumerate(numbers))
        parts.append(kind + " ".join(map(str, moved)))
    return "".join(parts) + ("Z" if parts else "")
