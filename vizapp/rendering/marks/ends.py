"""Names at the ends of lines instead of a legend, where each has room beside its line.

The names are entries of the legend in all but place: `viewing` finds them by their
layer's name, so that they can be clicked and a zoomed chart gets its legend back.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from vizapp.rendering.encode import LABEL_SIZE, ink_of, literal, rows
from vizapp.rendering.scene import Scene
from vizapp.rendering.viewing import ENTRIES, entry_text
from vizapp.rendering.wording import cut, text_width

_MOST = 7
_WIDEST = 110  # px of a name
_LEAST_WIDTH = 420  # px of the picture; a narrower one has a legend above
_APART = 14  # px between the middles of two names
_MOVED = 9  # px that a name may stand above or below the end of its line
_AXES = 70  # px that the picture's height loses to the x axis and the padding
_GAP = 8


def names_at_ends(
    scene: Scene, data: pd.DataFrame, series: list[str], encoding: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return a layer of names, and take the legend away; nothing where one has no room.

    `data` has places, values and series in its columns ``c0``, ``c1`` and ``c2``.
    """
    x, y = encoding["x"], encoding["y"]
    looks = scene.style.presentation
    wide = max((text_width(name, LABEL_SIZE) for name in series), default=0.0)
    if not 2 <= len(series) <= _MOST or wide > _WIDEST or scene.width < _LEAST_WIDTH:
        return []
    even = x.get("type") in ("temporal", "quantitative") and "reverse" not in x.get("scale", {})
    if not even or scene.style.bare or "log" in (looks.x_scale, looks.y_scale):
        return []
    known = data.dropna(subset=["c0", "c1"])
    last = known[known["c0"] == known["c0"].max()].drop_duplicates("c2")
    if len(last) != len(series):
        return []  # a line that ends earlier has its name in the middle of others
    low = min(0.0, float(known["c1"].min())) if y["scale"].get("zero") else known["c1"].min()
    per_pixel = (float(known["c1"].max()) - float(low)) / max(scene.height - _AXES, 50)
    places = _spread(last["c1"].astype(float).tolist(), per_pixel)
    if per_pixel <= 0 or places is None:
        return []
    encoding["color"] = {**encoding["color"], "legend": None}
    x["scale"] = {**x.get("scale", {}), "range": [0, {"expr": f"width - {round(wide) + _GAP + 4}"}]}
    names = pd.DataFrame({"c0": last["c0"], "c1": places, "c2": last["c2"]})
    names["t"] = [cut(str(name), _WIDEST, LABEL_SIZE) for name in names["c2"]]
    hues = dict(zip(series, encoding["color"]["scale"]["range"], strict=True))
    names["ink"] = [ink_of(scene, hues[str(name)]) for name in names["c2"]]
    names["d"] = [entry_text(str(name)) for name in names["c2"]]
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": _GAP, "fontWeight": "bold"}
    told = {"field": "d", "type": "nominal"}
    return [
        {
            "name": ENTRIES,
            "mark": {**mark, "fontSize": LABEL_SIZE, "tooltip": None},
            "data": rows(names),
            "encoding": {
                "x": x, "y": y, "color": literal("ink"),
                "text": {"field": "t", "type": "nominal"}, "description": told,
            },
        }
    ]  # fmt: skip


def _spread(values: list[float], per_pixel: float) -> list[float] | None:
    """Return places near the values that are far enough from each other, None if none are."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    gap, places = _APART * per_pixel, [0.0] * len(values)
    # Groups of names that would touch are spread around their middle.
    groups: list[list[int]] = []
    for i in order:
        groups.append([i])
        while len(groups) > 1 and _top(groups[-2], values, gap) + gap > _base(
            groups[-1], values, gap
        ):
            groups[-2:] = [groups[-2] + groups[-1]]
    for group in groups:
        for step, i in enumerate(group):
            places[i] = _base(group, values, gap) + step * gap
            if abs(places[i] - values[i]) > _MOVED * per_pixel:
                return None
    return places


def _base(group: list[int], values: list[float], gap: float) -> float:
    return sum(values[i] for i in group) / len(group) - gap * (len(group) - 1) / 2


def _top(group: list[int], values: list[float], gap: float) -> float:
    return _base(group, values, gap) + gap * (len(group) - 1)
