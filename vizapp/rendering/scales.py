"""Logarithmic axes where a person wants one and the marks can bear it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from vizapp.rendering import formats
from vizapp.rendering.scene import Scene

_FROM_ZERO = ("bar", "area")  # their length or height is the value
_MOST_TICKS = 8


def rescale(view: dict[str, Any], scene: Scene) -> None:
    """Divide the axes of numbers as the presentation says; what cannot be is said below the title.

    Parameters
    ----------
    view : dict
        The drawn view; its position channels are changed in place.
    scene : Scene
        What is drawn; gets the note.
    """
    wanted = {"x": scene.style.presentation.x_scale, "y": scene.style.presentation.y_scale}
    for position, scale in wanted.items():
        channels = list(number_channels(view, position))
        if scale == "linear" or not channels:
            continue
        if not can_be_log(view, position):
            scene.note(
                "柱、面积和非正数不能用对数刻度",
                "no logarithmic scale for bars, areas or values that are not positive",
            )
            continue
        values = [v for row in axis_values(view, position) for v in row]
        ticks = log_ticks(min(values), max(values))
        unit = _unit(scene, position)
        labels = json.dumps([formats.compact(tick, scene.lang, unit=unit) for tick in ticks])
        place = f"round(datum.index * {len(ticks) - 1})"
        for channel in channels:
            channel["scale"] = {"type": "log", "domain": [ticks[0], ticks[-1]], "nice": False}
            channel["axis"] = {
                **channel["axis"],
                "values": ticks,
                "tickCount": len(ticks),  # Vega drops every other one of more
                "labelExpr": f"{labels}[{place}]",
                "labelOverlap": True,
                "grid": True,
            }


def can_be_log(view: Mapping[str, Any], position: str) -> bool:
    """Return whether that axis may be logarithmic: nothing starts at zero, all is positive."""
    for layer, _ in leaves(view):
        encoding = layer.get("encoding", {})
        ends = encoding.get(f"{position}2", {})
        from_zero = layer["mark"]["type"] in _FROM_ZERO and "field" not in ends
        if on_numbers(encoding.get(position, {})) and from_zero:
            return False
    values = [v for row in axis_values(view, position) for v in row]
    return bool(values) and min(values) > 0


def axis_values(view: Mapping[str, Any], position: str) -> Iterator[list[float]]:
    """Yield, for each drawn row, what it has on that axis of numbers; blanks are left out."""
    for layer, rows in leaves(view):
        encoding = layer.get("encoding", {})
        channel, ends = encoding.get(position, {}), encoding.get(f"{position}2", {})
        if on_numbers(channel):
            fields = [c["field"] for c in (channel, ends) if "field" in c]
            yield from ([row[f] for f in fields if row.get(f) is not None] for row in rows)


def log_ticks(low: float, high: float) -> list[float]:
    """Return the ticks of a logarithmic axis, the first and the last beyond all values.

    Examples
    --------
    >>> log_ticks(3, 180), log_ticks(0.02, 4e7)[-2:]
    ([2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0], [1000000.0, 100000000.0])
    """
    first, last = math.floor(math.log10(low)), math.floor(math.log10(high)) + 1
    fine = [m * 10.0**power for power in range(first, last + 1) for m in (1, 2, 5)]
    inner = [tick for tick in fine if low < tick < high]
    start = max(tick for tick in fine if tick <= low)
    end = next(tick for tick in fine if tick >= high and tick > start)
    if len(inner) + 2 <= _MOST_TICKS:
        ticks = [start, *inner, end]
    else:
        step = math.ceil((last - first) / (_MOST_TICKS - 1))
        ticks = [10.0**power for power in range(first, last + step, step)]
    return [float(f"{tick:.6g}") for tick in ticks]


def _unit(scene: Scene, position: str) -> str | None:
    """Return the unit of what stands on that axis, None where several differ."""
    channels = [c for c in scene.chart.form.channels if c.encodes == position]
    units = {scene.unit(name) for c in channels for name in scene.chart.names(c.name)}
    return units.pop() if len(units) == 1 else None


def number_channels(view: Mapping[str, Any], position: str) -> Iterator[dict[str, Any]]:
    """Yield the position channels that have an axis of numbers."""
    for layer, _ in leaves(view):
        channel = layer.get("encoding", {}).get(position, {})
        if on_numbers(channel):
            yield channel


def on_numbers(channel: Mapping[str, Any]) -> bool:
    """Return whether a position channel has an axis of numbers."""
    return channel.get("type") == "quantitative" and isinstance(channel.get("axis"), dict)


def leaves(
    view: Mapping[str, Any], rows: list[dict[str, Any]] | None = None
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Yield every layer that has a mark, with the rows that it draws."""
    own: list[dict[str, Any]] = view["data"]["values"] if "data" in view else rows or []
    if "mark" in view:
        yield dict(view), own
    for layer in view.get("layer", ()):
        yield from leaves(layer, own)
