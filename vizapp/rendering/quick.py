"""A finished specification without what Vega would measure in vain.

Vega measures a text once more for every limit that it has, each time it lays the
chart out, and measuring is most of its work. Titles are cut before they get here,
labels of numbers and times are short; words lose their limit where all of them fit.
The title and the notes below it, the longest texts of all, stand beside nothing: Vega
lays out one letter a line, which is written out in the drawing of a picture.
The picture is the same to the last pixel; files keep the specification as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from vizapp.rendering.theme import PADDING
from vizapp.rendering.wording import TITLE_SIZE, text_width

_SIZE = 12  # of labels
_ROOM = 1.0  # px to spare
_SHARE = 0.9  # of the room that a title's estimated width may take
_LETTER = "x"
Head = Mapping[str, Sequence[str]]  # lines by the role of their text in a drawing
_NO_HEAD: Head = {}


def without_head(spec: Mapping[str, Any]) -> tuple[dict[str, Any], Head]:
    """Return the specification with one letter for each line of its title, and the lines.

    None of them are taken where one is so long that the chart might make room for it.
    """
    title, width = spec.get("title"), spec.get("width")
    if not isinstance(title, Mapping) or not isinstance(width, int | float):
        return dict(spec), _NO_HEAD
    text, notes = title.get("text", ""), title.get("subtitle", [])
    if not isinstance(text, str) or not isinstance(notes, list):
        return dict(spec), _NO_HEAD
    room = _SHARE * (width - 2 * PADDING)
    wide = (text_width(text, TITLE_SIZE, bold=True), *(text_width(n, _SIZE) for n in notes))
    plain = all(line and line == " ".join(line.split()) for line in notes)
    if max(wide) > room or not plain or text != " ".join(text.split()):
        return dict(spec), _NO_HEAD
    head: dict[str, Sequence[str]] = {}
    short = dict(title)
    if text:
        head["role-title-text"], short["text"] = [text], _LETTER
    if notes:
        head["role-title-subtitle"], short["subtitle"] = notes, [_LETTER] * len(notes)
    return {**spec, "title": short}, head


def with_head(svg: str, head: Head) -> str | None:
    """Return a drawing with the lines of its title, None where their places are not found."""
    for role, lines in head.items():
        start = svg.find(f'class="mark-text {role}"')
        end = svg.find("</text>", start)
        if start < 0 or end < 0:
            return None
        parts = re.split(rf"(?<=>){_LETTER}(?=<)", svg[start : end + 1])
        if len(parts) != len(lines) + 1:
            return None
        written = [part for pair in zip(parts, map(_escaped, lines), strict=False) for part in pair]
        svg = svg[:start] + "".join([*written, parts[-1]]) + svg[end + 1 :]
    return svg


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def without_limits(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return the specification without the limits that no text reaches."""
    changed = dict(spec)
    if "config" in spec:
        changed["config"] = _config(spec["config"])
    if "layer" in spec:
        changed["layer"] = [_layer(layer, spec.get("config", {})) for layer in spec["layer"]]
    return changed


def _config(config: Mapping[str, Any]) -> dict[str, Any]:
    parts = {
        "axis": {"titleLimit": 0},
        "axisQuantitative": {"labelLimit": 0},
        "axisTemporal": {"labelLimit": 0},
        "legend": {"titleLimit": 0},
    }
    return {**config, **{name: {**config.get(name, {}), **part} for name, part in parts.items()}}


def _layer(layer: Mapping[str, Any], config: Mapping[str, Any]) -> dict[str, Any]:
    if "layer" in layer:
        return {**layer, "layer": [_layer(one, config) for one in layer["layer"]]}
    encoding = dict(layer.get("encoding", {}))
    for channel, guide, part in (
        ("x", "axis", "axis"), ("y", "axis", "axis"), ("color", "legend", "legend")
    ):  # fmt: skip
        found = encoding.get(channel)
        if isinstance(found, dict) and _fits(found, guide, config.get(part, {})):
            encoding[channel] = {**found, guide: {**found[guide], "labelLimit": 0}}
    return {**layer, "encoding": encoding}


def _fits(channel: Mapping[str, Any], guide: str, config: Mapping[str, Any]) -> bool:
    """Return whether every label of an axis or a legend is shorter than its limit."""
    said, scale = channel.get(guide), channel.get("scale")
    if channel.get("type") != "nominal" or not isinstance(said, dict) or not scale:
        return False
    labels: Sequence[object] = scale.get("domain", ())
    limit = said.get("labelLimit", config.get("labelLimit", 0))
    widest = max((text_width(str(label), _SIZE) for label in labels), default=0.0)
    return limit > 0 and "labelExpr" not in said and widest + _ROOM <= limit
