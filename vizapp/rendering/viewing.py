"""How a person looks at a drawn chart for a moment: a piece of its axes, some of its series.

Works on the finished Vega-Lite, so that it holds for every component alike and
nothing is computed from the table again. The chart itself and what is exported
stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from vizapp.rendering import formats
from vizapp.rendering.scales import leaves
from vizapp.rendering.style import BuiltChart, ThemeName
from vizapp.rendering.theme import THEMES
from vizapp.rendering.view import POSITIONS, WHOLE_VIEW, Plane, Position, Span, View

_FADED = {"light": 0.16, "print": 0.16, "dark": 0.3}  # what is left of a colour
_FADED_TEXT = 0.3
_TICKS = 6
_EPOCH = datetime(1970, 1, 1)
_PROBE = "\ufdd0"  # no text of a table begins with it
ENTRIES = "entries"  # the layer of names that stand at their lines instead of in a legend
_ENTRY = "\u2063"  # an invisible sign, as screen readers get these texts from a page


def legend_entries(spec: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the series or categories of the legend in its order, empty without one."""
    return _legend(spec)[1]


def _legend(spec: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return the field that the legend explains, and its entries."""
    named = any(layer.get("name") == ENTRIES for layer, _ in leaves(spec))
    for layer, _ in leaves(spec):
        color = layer.get("encoding", {}).get("color", {})
        if (color.get("legend") or (named and color.get("scale"))) and color["type"] == "nominal":
            return str(color["field"]), tuple(color["scale"]["domain"])
    return "", ()


def entry_text(series: str) -> str:
    """Return what the mark of a name says that stands at its line."""
    return _ENTRY + series


def entry_of(said: str) -> str | None:
    """Return the series of such a mark, None for any other."""
    return said[len(_ENTRY) :] if said.startswith(_ENTRY) else None


def zoomable(spec: Mapping[str, Any], position: Position) -> bool:
    """Return whether an axis has pieces: one of even numbers or times.

    Those with words, logarithms, layouts in pixels and two axes of their own have none.
    """
    if spec.get("resolve", {}).get("scale", {}).get(position) == "independent":
        return False
    channels = [layer.get("encoding", {}).get(position) for layer, _ in leaves(spec)]
    return bool(channels) and all(isinstance(c, dict) and _is_even(c) for c in channels)


def _is_even(channel: Mapping[str, Any]) -> bool:
    even = (channel.get("scale") or {}).get("type") in (None, "linear")
    axis = isinstance(channel.get("axis"), dict)
    return axis and even and channel.get("type") in ("temporal", "quantitative")


def looked_at(built: BuiltChart, view: View) -> BuiltChart:
    """Return the chart as the person looks at it."""
    if view == WHOLE_VIEW:
        return built
    spec = built.vega_lite
    layers = spec["layer"]
    if view.x is not None or view.y is not None:
        layers = _with_legend(layers)
    changed = [_looked_at(layer, view, built) for layer in layers]
    return replace(built, vega_lite={**spec, "layer": changed})


def _with_legend(layers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the layers with a legend in the place of names: lines may end out of sight."""
    kept = [layer for layer in layers if layer.get("name") != ENTRIES]
    if len(kept) == len(layers):
        return layers
    changed = []
    for layer in kept:
        encoding = dict(layer["encoding"])
        if "color" in encoding:
            encoding["color"] = {
                **encoding["color"], "legend": {"title": None, "symbolType": "stroke"},
            }  # fmt: skip
        x = dict(encoding["x"])
        x["scale"] = {k: v for k, v in x.get("scale", {}).items() if k != "range"}
        changed.append({**layer, "encoding": {**encoding, "x": x}})
    return changed


def _looked_at(layer: dict[str, Any], view: View, built: BuiltChart) -> dict[str, Any]:
    if "layer" in layer:
        return {**layer, "layer": [_looked_at(one, view, built) for one in layer["layer"]]}
    encoding, mark = dict(layer["encoding"]), dict(layer["mark"])
    for position, span in (("x", view.x), ("y", view.y)):
        if span is not None and isinstance(encoding.get(position), dict):
            encoding[position] = _zoomed(encoding[position], span, built)
            mark["clip"] = True
    field, entries = _legend(built.vega_lite)
    if set(view.chosen) & set(entries):
        for name, channel in encoding.items():
            if isinstance(channel, dict) and _is_scale_of(channel, entries):
                encoding[name] = _faded(channel, view.chosen, built.style.theme)
        if mark["type"] == "text" and "opacity" not in encoding:
            encoding["opacity"] = _told(field, [e for e in entries if e not in view.chosen])
    return {**layer, "mark": mark, "encoding": encoding}


def _is_scale_of(channel: Mapping[str, Any], entries: tuple[str, ...]) -> bool:
    scale = channel.get("scale")
    if not isinstance(scale, dict) or "range" not in scale:
        return False
    return tuple(scale.get("domain", ())) == entries


def _faded(channel: dict[str, Any], chosen: tuple[str, ...], theme: ThemeName) -> dict[str, Any]:
    scale, background = channel["scale"], THEMES[theme].background
    colors = [
        color if label in chosen else blend(color, background, _FADED[theme])
        for label, color in zip(scale["domain"], scale["range"], strict=True)
    ]
    return {**channel, "scale": {**scale, "range": colors}}


def _told(field: str, others: list[str]) -> dict[str, Any]:
    """Return an opacity that leaves texts of other series faint; texts of no series stay."""
    # A predicate over values, so that no text of a table is parsed.
    return {
        "condition": {"test": {"field": field, "oneOf": others}, "value": _FADED_TEXT},
        "value": 1,
    }


def blend(color: str, background: str, share: float) -> str:
    """Return a colour of which only a share is left on the background.

    Examples
    --------
    >>> blend("#000000", "#ffffff", 0.2)
    '#cccccc'
    """
    mixed = (
        round(int(color[i : i + 2], 16) * share + int(background[i : i + 2], 16) * (1 - share))
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _zoomed(channel: dict[str, Any], span: Span, built: BuiltChart) -> dict[str, Any]:
    ends = sorted((span.start, span.end))
    scale = {**(channel.get("scale") or {}), "nice": False}
    axis = {k: v for k, v in channel["axis"].items() if k != "values"}
    if span.time:
        scale["domain"] = [_moment(end) for end in ends]
        with formats.written_as(built.style.presentation, built.style.lang):
            days = (ends[1] - ends[0]) / 86_400
            axis["format"] = formats.time_axis_format(None, days, built.style.lang)
        axis.setdefault("tickCount", _TICKS)
    else:
        scale |= {"domain": ends, "zero": False}
    return {**channel, "scale": scale, "axis": axis}


def _moment(seconds: float) -> dict[str, int]:
    at = _EPOCH + timedelta(seconds=round(seconds))
    return {
        "year": at.year,
        "month": at.month,
        "date": at.day,
        "hours": at.hour,
        "minutes": at.minute,
        "seconds": at.second,
    }


# -- where the axes run ---------------------------------------------------------


def probed(built: BuiltChart) -> BuiltChart:
    """Return the chart with unseen marks at known values, from which `plane_of` measures."""
    spec = built.vega_lite
    if "layer" not in spec:
        return built
    probes = [_probe(spec, position) for position in POSITIONS if zoomable(spec, position)]
    added = [probe for probe in probes if probe]
    return replace(built, vega_lite={**spec, "layer": [*spec["layer"], *added]})


def _probe(spec: Mapping[str, Any], position: Position) -> dict[str, Any] | None:
    ends = _ends(spec, position)
    if ends is None:
        return None
    channel = next(layer["encoding"][position] for layer, _ in leaves(spec))
    kept = {k: channel[k] for k in ("type", "axis", "scale") if k in channel}
    said = f"{_PROBE}{position}"
    return {
        "data": {"values": [{"p": end, "d": f"{said}{_seconds(end)!r}"} for end in ends]},
        "mark": {"type": "point", "opacity": 0, "clip": True},
        "encoding": {position: {"field": "p", **kept}, "description": {"field": "d"}},
    }


def _ends(spec: Mapping[str, Any], position: Position) -> tuple[Any, Any] | None:
    """Return the least and the greatest value on an axis as the data has them."""
    values = [
        row[channel["field"]]
        for layer, rows in leaves(spec)
        if "field" in (channel := layer["encoding"][position])
        for row in rows
        if row.get(channel["field"]) is not None
    ]
    low, high = min(values, default=None), max(values, default=None)
    return (low, high) if low != high else None


def _seconds(value: Any) -> float:
    if isinstance(value, str):
        return (datetime.fromisoformat(value) - _EPOCH).total_seconds()
    return float(value)


def is_probe(said: str) -> bool:
    """Return whether a mark's text is that of an unseen one."""
    return said.startswith(_PROBE)


def plane_of(
    spec: Mapping[str, Any],
    box: tuple[float, float, float, float],
    probes: Mapping[str, tuple[float, float]],
) -> Plane:
    """Return the room of the marks and what its axes run over.

    Parameters
    ----------
    spec : Mapping
        The chart's Vega-Lite.
    box : tuple of float
        Left, top, right and bottom in CSS pixels.
    probes : Mapping of str to (float, float)
        The middle of each unseen mark by its text.
    """
    spans: dict[str, Span] = {}
    for position in POSITIONS:
        found = [
            (float(said[2:]), place[position == "y"])
            for said, place in probes.items()
            if said[1:2] == position
        ]
        if len(found) == 2 and found[0][1] != found[1][1]:
            (one, at_one), (two, at_two) = found
            first, last = (box[0], box[2]) if position == "x" else (box[3], box[1])
            per_pixel = (two - one) / (at_two - at_one)
            time = next(leaves(spec))[0]["encoding"][position]["type"] == "temporal"
            start, end = (one + (edge - at_one) * per_pixel for edge in (first, last))
            spans[position] = Span(start, end, time)
    return Plane(*box, spans.get("x"), spans.get("y"))
