"""From Vega's scenegraph to the chart's layout: marks, axes, legends and the room between them.

Knows places and words alone, so that the process that draws can read it; `anatomy`
tells what the parts mean.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from vizapp.rendering.regions import MarkRegion, read_regions, text_bounds, text_lines

Box = tuple[float, float, float, float]  # left, top, right, bottom in CSS pixels


@dataclass(frozen=True)
class Guide:
    """An axis or a legend: its side (axes), its title, its bounds, its entries (legends)."""

    role: Literal["axis", "legend"]
    side: str
    title: str
    box: Box
    entries: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Layout:
    """Where everything lies; `room` is that of the marks."""

    marks: tuple[MarkRegion, ...]
    guides: tuple[Guide, ...]
    room: Box


def read_layout(scene: Mapping[str, Any]) -> Layout:
    """Return the layout of a scenegraph."""
    left, top = (float(v) for v in scene.get("origin", (0.0, 0.0)))
    root = scene["scenegraph"]["items"][0]
    room = (left, top, left + float(root["width"]), top + float(root["height"]))
    return Layout(read_regions(scene), tuple(_guides(root, left, top)), room)


def _guides(group: Mapping[str, Any], x: float, y: float) -> Iterator[Guide]:
    for mark in group.get("items", ()):
        role = mark.get("role", "")
        if mark.get("marktype") != "group" or role == "title":
            continue
        for item in mark.get("items", ()):
            at = (x + float(item.get("x", 0.0)), y + float(item.get("y", 0.0)))
            if role in ("axis", "legend"):
                yield from _guide(role, item, *at)
            else:
                yield from _guides(item, *at)


def _guide(
    role: Literal["axis", "legend"], item: Mapping[str, Any], x: float, y: float
) -> Iterator[Guide]:
    parts = list(_texts(item, x, y))
    if parts:  # grid lines are an axis of their own without any
        title = " ".join(said for at, said, _ in parts if at == f"{role}-title")
        entries = tuple(_entries(item, x, y)) if role == "legend" else ()
        box = around([box for _, _, box in parts])
        yield Guide(role, str(item.get("orient", "")), title, box, entries)


def _texts(group: Mapping[str, Any], x: float, y: float) -> Iterator[tuple[str, str, Box]]:
    """Yield role, words and bounds of every text and symbol below a group."""
    for mark in group.get("items", ()):
        for item in mark.get("items", ()):
            kind = mark.get("marktype")
            if kind == "group":
                at = (x + float(item.get("x", 0.0)), y + float(item.get("y", 0.0)))
                yield from _texts(item, *at)
            elif kind == "text" and item.get("opacity", 1) and item.get("text"):
                yield str(mark.get("role")), " ".join(text_lines(item)), _turned(item, x, y)
            elif kind == "symbol":
                at = (x + float(item.get("x", 0.0)), y + float(item.get("y", 0.0)))
                half = math.sqrt(float(item.get("size", 64.0))) / 2
                yield "symbol", "", (at[0] - half, at[1] - half, at[0] + half, at[1] + half)


def _turned(item: Mapping[str, Any], x: float, y: float) -> Box:
    """Return the bounds of a text that may stand at an angle."""
    at_x, at_y = float(item.get("x", 0.0)), float(item.get("y", 0.0))
    x0, y0, x1, y1 = text_bounds(item, 0.0, 0.0)
    limit = float(item.get("limit") or math.inf)
    if x1 - x0 > limit:
        start = {"left": 0.0, "right": -limit}.get(str(item.get("align")), -limit / 2)
        x0, x1 = start, start + limit
    angle = math.radians(float(item.get("angle") or 0.0))
    cos, sin = math.cos(angle), math.sin(angle)
    corners = [(cx, cy) for cx in (x0, x1) for cy in (y0, y1)]
    xs = [x + at_x + cx * cos - cy * sin for cx, cy in corners]
    ys = [y + at_y + cx * sin + cy * cos for cx, cy in corners]
    return min(xs), min(ys), max(xs), max(ys)


def around(boxes: Sequence[Box]) -> Box:
    """Return the bounds of all the boxes."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _entries(item: Mapping[str, Any], x: float, y: float) -> Iterator[Box]:
    """Yield the bounds of a legend's entries in their order, symbol and label together."""
    for mark in item.get("items", ()):
        if mark.get("marktype") != "group":
            continue
        for inner in mark.get("items", ()):
            at = (x + float(inner.get("x", 0.0)), y + float(inner.get("y", 0.0)))
            if mark.get("role") == "scope":
                yield around([box for _, _, box in _texts(inner, *at)])
            else:
                yield from _entries(inner, *at)
