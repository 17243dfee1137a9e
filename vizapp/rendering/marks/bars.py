"""Bars, standing or lying: from zero, grouped or stacked."""

from __future__ import annotations

from typing import Any

import pandas as pd

from vizapp.rendering import formats
from vizapp.rendering.encode import (
    DISCRETE_PADDING,
    TIP,
    color,
    literal,
    measure_axis,
    nothing,
    quiet,
    rows,
    tip,
    title_of,
    value_text,
    word_axis,
)
from vizapp.rendering.headline import along
from vizapp.rendering.marks.bins import histogram
from vizapp.rendering.marks.slots import Folded, Slots, fold, slots
from vizapp.rendering.marks.stacks import stack
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.summary import arrange

MOST_WORDS = 30
MOST_ORDERED = 60
MOST_DATES = 40
_WIDEST_BAR = 72  # px; a single bar shall not fill the picture


def bars(scene: Scene) -> Drawing:
    """Draw a measure, or several, across the categories of a dimension."""
    if "bins" in scene.chart.declaration.options:
        return histogram(scene)
    parts = slots(scene)
    folded = fold(scene, parts, MOST_DATES)
    title = scene.by_title(
        list(folded.summary.titles), [parts.key, *([parts.group] if parts.group else [])]
    )
    if folded.summary.frame.empty:
        return nothing(scene, title)
    options = scene.chart.options
    most = MOST_ORDERED if folded.key.ordered else MOST_WORDS
    if parts.key_position == "y":  # as many as have room for their names
        most = min(most, max(5, int(scene.height / 13)))
    limit = options.limit or most
    domain = arrange(
        scene,
        folded.summary,
        sort=options.sort,
        limit=limit,
        kept_by=options.limit_by,
        # The sum of all that is larger says nothing beside the smallest.
        rest=options.limit is not None and not folded.key.ordered and options.kept_by != "y",
    )
    frame = folded.summary.frame
    folded.series = [s for s in folded.series if s in set(frame["s"])]
    mode = _mode(scene, folded, len(domain))
    if mode in ("stacked", "percent"):
        frame = stack(frame, folded.series, percent=mode == "percent")
    frame["tip"] = _tips(scene, parts, folded, frame)
    said = ""
    if mode != "percent":
        said = along(scene, folded.summary, folded.series, stacked=mode == "stacked")
    return Drawing(_view(scene, parts, folded, frame, domain, mode), title, headline=said)


def _mode(scene: Scene, folded: Folded, n_bars: int) -> str:
    if len(folded.series) < 2:
        return "single"
    mode = scene.chart.options.stack
    negative = bool((folded.summary.frame["v"] < 0).any())
    if mode is None:
        together = folded.summary.additive and len(folded.summary.titles) == 1
        crowded = len(folded.series) > 4 or len(folded.series) * n_bars > 48
        mode = "stacked" if together and crowded else "grouped"
    if mode == "percent" and negative:
        scene.note("有负值,不能按百分比堆叠", "negative values cannot be stacked to 100%")
        mode = "stacked"
    return mode


def _tips(scene: Scene, parts: Slots, folded: Folded, frame: pd.DataFrame) -> list[str]:
    summary = folded.summary
    by_title = dict(
        zip(summary.titles, zip(summary.measures, summary.aggregates, strict=True), strict=True)
    )
    share = "hi" in frame and scene.chart.options.stack == "percent"
    tips = []
    for row in frame.itertuples():
        name, aggregate = by_title[row.m]
        text = value_text(scene, name, row.v, aggregate)
        if share:
            text += f" ({formats.number(row.hi - row.lo, unit='%')})"
        group = (parts.group, row.k1) if parts.group else ("", None)
        tips.append(tip((parts.key, row.k0), group, (row.m, text)))
    return tips


def _view(
    scene: Scene,
    parts: Slots,
    folded: Folded,
    frame: pd.DataFrame,
    domain: list[str],
    mode: str,
) -> dict[str, Any]:
    across = parts.key_position
    along = "y" if across == "x" else "x"
    lying = across == "y"
    summary = folded.summary
    single = len(summary.measures) == 1
    unit = scene.unit(summary.measures[0]) if single else None
    value_title = title_of(scene, summary.measures[0], summary.titles[0]) if single else ""
    stacked = mode in ("stacked", "percent")
    position = word_axis(scene, "c0", parts.key, domain, vertical=lying, ordered=folded.key.ordered)
    room = (scene.height if lying else scene.width) / len(domain)
    widest = _WIDEST_BAR * (min(len(folded.series), 4) if mode == "grouped" else 1)
    padding = min(max(DISCRETE_PADDING, 1 - widest / room), 0.9)
    position["scale"] |= {"paddingInner": padding, "paddingOuter": padding / 2}
    data = pd.DataFrame({"c0": frame["k0"], "c1": frame["hi" if stacked else "v"]})
    if stacked:
        data["c3"] = frame["lo"]
    if mode == "percent":
        unit, value_title = "%", scene.t("占比", "Share")
    data["c2"], data["tip"] = frame["s"], frame["tip"]
    reach = data["c1"].tolist() + (data["c3"].tolist() if stacked else [])
    measure = measure_axis(scene, "c1", value_title, reach, unit=unit, stack=None)
    encoding: dict[str, Any] = {across: position, along: measure, **TIP}
    if stacked:
        encoding[f"{along}2"] = {"field": "c3"}
    mark = {**scene.chart.declaration.mark, "cornerRadiusEnd": 0 if stacked else 2}
    if mode == "single":
        mark["color"] = scene.colors.categorical[0]
        if 0 in summary.rests:
            data["c4"] = [scene.colors.rest if k == summary.rests[0] else mark["color"]
                          for k in frame["k0"]]  # fmt: skip
            encoding["color"] = literal("c4")
    else:
        encoding["color"] = color(
            scene, "c2", folded.series_title, folded.series, rest=folded.rest, symbol="square"
        )
    if mode == "grouped":
        encoding[f"{across}Offset"] = {
            "field": "c2",
            "type": "nominal",
            "scale": {"domain": folded.series, "paddingInner": 0.06},
            "sort": None,
        }
    layers: list[dict[str, Any]] = [{"mark": mark, "encoding": encoding}]
    if mode == "single" and _room_for_labels(scene, len(domain), lying=lying):
        aggregate = summary.aggregates[0]
        label_unit = None if aggregate in ("count", "distinct") else unit
        data["t"] = [formats.compact(v, scene.lang, unit=label_unit) for v in frame["v"]]
        layers += _value_labels(data, position, measure, across, along)
    return {"layer": layers, "data": rows(data)}


def _room_for_labels(scene: Scene, n: int, *, lying: bool) -> bool:
    return scene.height / n >= 14 if lying else (scene.width - 70) / n >= 40


def _value_labels(
    data: pd.DataFrame, position: Any, measure: Any, across: str, along: str
) -> list[dict[str, Any]]:
    """Return text at the ends of the bars, outside them on either side of zero."""
    layers = []
    for field, ends in (("tp", data["c1"] >= 0), ("tn", data["c1"] < 0)):
        if not ends.any():
            continue
        data[field] = data["t"].where(ends, "")
        up = field == "tp"
        if along == "y":
            mark = {"type": "text", "baseline": "bottom" if up else "top", "dy": -3 if up else 3}
        else:
            mark = {"type": "text", "align": "left" if up else "right", "dx": 4 if up else -4}
        encoding = {
            across: position,
            along: measure,
            "text": {"field": field, "type": "nominal"},
        }
        layers.append({"mark": quiet({**mark, "fontSize": 11}), "encoding": encoding})
    del data["t"]
    return layers
