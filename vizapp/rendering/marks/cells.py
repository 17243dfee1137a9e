"""Heatmaps: a measure at the crossings of two dimensions."""

from __future__ import annotations

from typing import Any

import pandas as pd

from vizapp.rendering import formats
from vizapp.rendering.editable import Editable
from vizapp.rendering.encode import (
    TIP,
    literal,
    nothing,
    on_color,
    quiet,
    ramp,
    rows,
    tip,
    title_of,
    value_text,
    word_axis,
)
from vizapp.rendering.headline import crossing
from vizapp.rendering.marks.slots import coarse_time_unit, slots
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.summary import Summary, arrange, keys_of, summarise
from vizapp.rendering.ticks import round_ticks
from vizapp.rendering.wording import cut

_MOST_X, _MOST_Y = 60, 40
_SLIDE_COLUMNS, _SLIDE_LINES = 14, 18  # of a slide's own table
_ASIDE, _LEGEND_ROOM = 70.0, 120.0  # px beside the cells; what axis title and legend take
_FEW = 10  # of a legend's whole numbers; a longer one has ticks at them anyway


def cells(scene: Scene) -> Drawing:
    """Draw one cell per crossing, coloured by the measure or the count of rows."""
    parts = slots(scene)
    names = [str(parts.name("x")), str(parts.name("y"))]
    keys = []
    for name, most in zip(names, (_MOST_X, _MOST_Y), strict=True):
        keys += keys_of(scene, [name], coarse_time_unit(scene, name, most))
    summary = summarise(scene, keys, parts.measures)
    title = scene.by_title(list(summary.titles), names)
    if summary.frame.empty:
        return nothing(scene, title)
    columns = arrange(scene, summary, 0, limit=_MOST_X, descending=False)
    lines = arrange(scene, summary, 1, limit=_MOST_Y, descending=False)
    frame = summary.frame
    measure, aggregate = summary.measures[0], summary.aggregates[0]
    low, high = float(frame["v"].min()), float(frame["v"].max())
    signed = low < 0 < high
    colors = scene.colors.diverging if signed else scene.colors.sequential
    reach = max(-low, high)
    # Beside a number of sixteen digits one more is nothing.
    around = 0.0 if high > low else max(1.0, abs(low) * 1e-6)
    domain = [-reach, reach] if signed else [low - around, high + around]
    if len(frame) < len(columns) * len(lines):
        scene.note("空白处没有数据", "blank where there is no data")
    frame["tip"] = [
        tip(
            (names[0], row.k0),
            (names[1], row.k1),
            (summary.titles[0], value_text(scene, measure, row.v, aggregate)),
        )
        for row in frame.itertuples()
    ]
    data = frame[["k0", "k1", "v", "tip"]].set_axis(["c0", "c1", "c2", "tip"], axis=1)
    y = word_axis(
        scene, "c1", names[1], lines, vertical=True, ordered=keys[1].ordered, padding=0.03
    )
    aside = max(_ASIDE, y["axis"]["labelLimit"] + _LEGEND_ROOM)
    x = word_axis(
        scene, "c0", names[0], columns, ordered=keys[0].ordered, padding=0.03, key=keys[0],
        aside=aside,
    )  # fmt: skip
    unit = scene.unit(measure)
    ticks: dict[str, Any] = {}
    if low == high:  # no ramp tells anything about one value, that the cells say
        ticks = {}
    elif high - low < _FEW and frame["v"].map(float.is_integer).all():
        ticks = {"tickMinStep": 1}  # there is nothing between whole numbers
    else:  # of a short ramp Vega would label the ends as they are, to ten digits
        ticks = {"values": round_ticks(domain[0], domain[1])}
    fill = {
        "field": "c2",
        "type": "quantitative",
        # Vega-Lite would go from white to blue by way of purple.
        "scale": {"domain": domain, "range": list(colors), "interpolate": "rgb"},
        "legend": {
            "title": cut(title_of(scene, measure, summary.titles[0]), 130, 12),
            "labelExpr": formats.axis_label_expr(max(abs(low), abs(high)), scene.lang, unit=unit),
            "orient": "right",
            "gradientLength": {"expr": "max(60, min(height, 200))"},
            "gradientThickness": 12,
            **ticks,
        },
    }
    if low == high:
        fill = {"value": ramp(colors, 0.5)}
    mark = {**scene.chart.declaration.mark, "cornerRadius": 2}
    layers: list[dict[str, Any]] = [
        {"mark": mark, "encoding": {"x": x, "y": y, "color": fill, **TIP}}
    ]
    if len(columns) * 44 <= scene.width - 150 and len(lines) * 16 <= scene.height - 50:
        data = data.assign(
            t=formats.compacts(data["c2"], scene.lang, unit=unit),
            ink=_ink(scene, data["c2"], domain, colors),
        )
        encoding = {
            "x": x,
            "y": y,
            "text": {"field": "t", "type": "nominal"},
            "color": literal("ink"),
        }
        layers.append({"mark": quiet({"type": "text", "fontSize": 11}), "encoding": encoding})
    own_colors = {"scale": {"color": "independent"}}  # the ink is no part of the ramp
    view = {"layer": layers, "data": rows(data), "resolve": own_colors}
    own = _grid(scene, summary, names[1], columns, lines, domain, colors)
    return Drawing(view, title, headline=crossing(scene, summary), editable=own)


def _grid(
    scene: Scene,
    summary: Summary,
    corner: str,
    columns: list[str],
    lines: list[str],
    domain: list[float],
    colors: tuple[str, ...],
) -> Editable | None:
    """Return the cells as a coloured table, None where a slide has no room for them."""
    if len(columns) > _SLIDE_COLUMNS or len(lines) > _SLIDE_LINES:
        return None
    unit, span = scene.unit(summary.measures[0]), domain[1] - domain[0]
    frame = summary.frame
    known = {(y, x): v for x, y, v in zip(frame["k0"], frame["k1"], frame["v"], strict=True)}
    texts, fills, inks = [], [], []
    for line in lines:
        values = [known.get((line, column)) for column in columns]
        hues = ["" if v is None else ramp(colors, (v - domain[0]) / span) for v in values]
        said = ["" if v is None else formats.compact(v, scene.lang, unit=unit) for v in values]
        texts.append((line, *said))
        fills.append(("", *hues))
        inks.append(("", *(on_color(scene, hue) if hue else "" for hue in hues)))
    return Editable(
        "grid", (corner, *columns), texts=tuple(texts), fills=tuple(fills), inks=tuple(inks)
    )


def _ink(
    scene: Scene, values: pd.Series, domain: list[float], colors: tuple[str, ...]
) -> list[str]:
    span = domain[1] - domain[0]
    return [on_color(scene, ramp(colors, (v - domain[0]) / span)) for v in values]
