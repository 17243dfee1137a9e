"""From Vega's scenegraph to rectangles with a text, in the picture's CSS pixels."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vizapp.rendering.wording import text_width

_REACH = 4.0  # px around thin marks, so that a pointer finds them


@dataclass(frozen=True)
class MarkRegion:
    """A mark's bounds in CSS pixels from the picture's upper left corner, and its text.

    Later regions lie above earlier ones; where several hold a point, the
    smallest is meant.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    description: str

    def holds(self, x: float, y: float) -> bool:
        """Return whether the point lies inside."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


def read_regions(scene: Mapping[str, Any]) -> tuple[MarkRegion, ...]:
    """Return the regions of every mark that has a description, in drawing order."""
    left, top = scene.get("origin", (0.0, 0.0))
    return tuple(_regions(scene["scenegraph"], float(left), float(top)))


def _regions(group: Mapping[str, Any], x: float, y: float) -> Iterator[MarkRegion]:
    if group.get("role", "").startswith(("axis", "legend", "title")):
        return
    items = group.get("items", [])
    kind = group.get("marktype")
    if kind == "group":
        for item in items:
            inner_x, inner_y = x + item.get("x", 0.0), y + item.get("y", 0.0)
            for child in item.get("items", []):
                yield from _regions(child, inner_x, inner_y)
        return
    if group.get("aria") is False:
        return
    if kind in ("line", "area", "trail"):
        yield from _segments(items, x, y)
        return
    for item in items:
        text = item.get("description")
        bounds = _bounds(str(kind), item) if text else None
        if text and bounds and all(math.isfinite(v) for v in bounds):
            x0, y0, x1, y1 = bounds
            yield MarkRegion(x + x0, y + y0, x + x1, y + y1, str(text))


def _segments(items: list[Any], x: float, y: float) -> Iterator[MarkRegion]:
    """Yield one region per piece of a line or band: the box of a whole curve covers too much."""
    for one, two in itertools.pairwise(items):
        text = one.get("description")
        if not text or one.get("defined") is False or two.get("defined") is False:
            continue
        xs = [one.get("x", 0.0), two.get("x", 0.0)]
        ys = [one.get("y", 0.0), two.get("y", 0.0)]
        wide = [item[k] for item in (one, two) for k in ("x2",) if k in item]
        high = [item[k] for item in (one, two) for k in ("y2",) if k in item]
        xs, ys = xs + wide, ys + high
        reach_x = 0.0 if wide or high else _REACH
        reach_y = 0.0 if wide or high else _REACH
        yield MarkRegion(
            x + min(xs) - reach_x, y + min(ys) - reach_y, x + max(xs) + reach_x,
            y + max(ys) + reach_y, str(text),
        )  # fmt: skip


def _bounds(kind: str, item: Mapping[str, Any]) -> tuple[float, float, float, float] | None:
    x, y = float(item.get("x", 0.0)), float(item.get("y", 0.0))
    if kind == "rect":
        width = float(item.get("width", item.get("x2", x) - x))
        height = float(item.get("height", item.get("y2", y) - y))
        x0, x1 = sorted((x, x + width))
        y0, y1 = sorted((y, y + height))
        return x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)
    if kind == "symbol":
        radius = max(math.sqrt(float(item.get("size", 64.0))) / 2, _REACH)
        return x - radius, y - radius, x + radius, y + radius
    if kind == "rule":
        x2, y2 = float(item.get("x2", x)), float(item.get("y2", y))
        return min(x, x2) - _REACH, min(y, y2) - _REACH, max(x, x2) + _REACH, max(y, y2) + _REACH
    if kind == "arc":
        return _arc(item, x, y)
    if kind == "text":
        return text_bounds(item, x, y)
    return None


def _arc(item: Mapping[str, Any], x: float, y: float) -> tuple[float, float, float, float]:
    start, end = float(item.get("startAngle", 0.0)), float(item.get("endAngle", 0.0))
    radii = float(item.get("innerRadius", 0.0)), float(item.get("outerRadius", 0.0))
    steps = [start + (end - start) * i / 16 for i in range(17)]
    xs = [x + r * math.sin(a) for a in steps for r in radii]
    ys = [y - r * math.cos(a) for a in steps for r in radii]
    return min(xs), min(ys), max(xs), max(ys)


def text_lines(item: Mapping[str, Any]) -> list[str]:
    """Return the lines of a text's item; Vega has one as a text, several as a list."""
    text = item.get("text", "")
    return [str(line) for line in text] if isinstance(text, list) and text else [str(text)]


def text_bounds(item: Mapping[str, Any], x: float, y: float) -> tuple[float, float, float, float]:
    """Return the bounds of a text at that place, as if it lay flat."""
    size = float(item.get("fontSize", 11.0))
    bold = item.get("fontWeight") in ("bold", 700)
    width = max(text_width(line, size, bold=bold) for line in text_lines(item))
    x, y = x + float(item.get("dx", 0.0)), y + float(item.get("dy", 0.0))
    left = {"left": 0.0, "right": width}.get(str(item.get("align")), width / 2)
    top = {"top": 0.0, "middle": size / 2, "bottom": size}.get(
        str(item.get("baseline")), size * 0.8
    )
    below = size * 1.2 * (len(text_lines(item)) - 1)
    return x - left, y - top, x - left + width, y - top + size + below
