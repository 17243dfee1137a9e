"""A finished specification without limits that no text reaches.

Vega measures a text once more for every limit that it has, each time it lays the
chart out, and measuring is most of its work. Titles are cut before they get here,
labels of numbers and times are short; words lose their limit where all of them fit.
The picture is the same to the last pixel; files keep the specification as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vizapp.rendering.wording import text_width

_SIZE = 12  # of labels
_ROOM = 1.0  # px to spare


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
