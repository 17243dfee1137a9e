"""Bars, standing or lying: from zero, grouped or stacked."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from vizapp.rendering import formats
from vizapp.rendering.degrees import degree_colors
from vizapp.rendering.encode import (
    AXIS_ROOM,
    DISCRETE_PADDING,
    TICKS,
    TIP,
    color,
    common_unit,
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
from vizapp.rendering.reduce import Key
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.summary import arrange
from vizapp.rendering.ticks import tick_step
from vizapp.rendering.wording import text_width

MOST_WORDS = 30
MOST_ORDERED = 60
MOST_DATES = 40
_LONGEST_REST = 3.0  # times the longest bar; a longer one would press the others flat
_LABEL_SIZE = 11
_AXIS_ROOM = 100  # px of the height that titles and axis take
_WIDEST_BAR = 72  # px; a single bar shall not fill the picture
_BETWEEN_BARS = 0.06  # of a bar, between those of a category
_GROUPS_APART = 0.28  # of a category's room, between those that have several bars
_FULL = 0.75  # of the places; fewer bars leave the empty ones of ordered categories out, too


def bars(scene: Scene) -> Drawing:
    """Draw a measure, or several, across the categories of a dimension."""
    if "bins" in scene.chart.declaration.options:
        return histogram(scene)
    parts = slots(scene)
    lying = parts.key_position == "y"
    rows_fit = max(5, int(scene.height / 13))  # as many as have room for their names
    folded = fold(scene, parts, min(MOST_DATES, rows_fit) if lying else MOST_DATES)
    title = scene.by_title(
        list(folded.summary.titles), [parts.key, *([parts.group] if parts.group else [])]
    )
    if folded.summary.frame.empty:
        return nothing(scene, title)
    options = scene.chart.options
    most = MOST_ORDERED if folded.key.ordered else MOST_WORDS
    if lying:
        most = min(most, rows_fit)
    limit = options.limit or most
    domain = arrange(
        scene,
        folded.summary,
        sort=options.sort,
        limit=limit,
        kept_by=options.limit_by,
        # The sum of all that is larger says nothing beside the smallest.
        rest=options.limit is not None and not folded.key.ordered and options.kept_by != "y",
        most_rest=_LONGEST_REST,
    )
    if options.limit is None and options.sort not in ("y", "-y"):
        domain = _without_gaps(scene, folded.key, domain)
    frame = folded.summary.frame
    folded.series = [s for s in folded.series if s in set(frame["s"])]
    mode = _mode(scene, folded, len(domain))
    if mode in ("stacked", "percent"):
        frame = stack(frame, folded.series, percent=mode == "percent")
    frame["tip"] = _tips(scene, parts, folded, frame, percent=mode == "percent")
    said = ""
    if mode != "percent":
        said = along(scene, folded.summary, folded.series, stacked=mode == "stacked")
    return Drawing(_view(scene, parts, folded, frame, domain, mode), title, headline=said)


def _without_gaps(scene: Scene, key: Key, domain: list[str]) -> list[str]:
    """Return the times with those between them that have no value: a gap is one to the eye."""
    freq = {"month": "M", "quarter": "Q", "year": "Y"}.get(str(key.step))
    if key.kind != "time" or freq is None or len(domain) < 2:
        return domain
    known = pd.Series(pd.to_datetime(key.ranks, unit="s").array, index=key.labels)
    known = known[~known.index.duplicated()]
    ends = sorted((known[domain[0]], known[domain[-1]]))
    months = pd.period_range(*ends, freq=freq)
    if len(months) > MOST_ORDERED:
        return domain
    whole = [formats.date_text(at.start_time, key.step, scene.lang) for at in months]
    whole = whole if known[domain[0]] == ends[0] else whole[::-1]
    return whole if set(domain) <= set(whole) else domain


def _mode(scene: Scene, folded: Folded, n_bars: int) -> str:
    if len(folded.series) < 2:
        return "single"
    mode = scene.chart.options.stack
    negative = bool((folded.summary.frame["v"] < 0).any())
    if mode is None:
        together = folded.summary.additive and len(folded.summary.titles) == 1
        crowded = len(folded.series) > 4 or len(folded.series) * n_bars > 48
        mode = "stacked" if together and crowded else "grouped"
    if mode != "percent" and folded.summary.frame["k0"].is_unique:
        return "alone"
    if mode == "percent" and negative:
        scene.note("有负值,不能按百分比堆叠", "negative values cannot be stacked to 100%")
        mode = "stacked"
    return mode


def _tips(
    scene: Scene, parts: Slots, folded: Folded, frame: pd.DataFrame, *, percent: bool
) -> list[str]:
    summary = folded.summary
    by_title = dict(
        zip(summary.titles, zip(summary.measures, summary.aggregates, strict=True), strict=True)
    )
    tips = []
    for row in frame.itertuples():
        name, aggregate = by_title[row.m]
        text = value_text(scene, name, row.v, aggregate)
        if percent:
            text += f" ({formats.share((row.hi - row.lo) / 100)})"
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
    unit = common_unit(scene, summary.measures)
    value_title = title_of(scene, summary.measures[0], summary.titles[0]) if single else ""
    stacked = mode in ("stacked", "percent")
    position = word_axis(
        scene, "c0", parts.key, domain, vertical=lying, ordered=folded.key.ordered, key=folded.key
    )
    room = (scene.height if lying else scene.width) / len(domain)
    most = int(frame["k0"].value_counts().max()) if mode == "grouped" else 1
    least = _GROUPS_APART if most > 1 else DISCRETE_PADDING
    padding = min(max(least, 1 - _WIDEST_BAR * min(most, 4) / room), 0.9)
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
            scene, "c2", folded.series_title, folded.series, rest=folded.rest, symbol="square",
            colors=degree_colors(scene, folded.group, folded.series, folded.rest),
            aside=_label_room(position) if lying else AXIS_ROOM,
        )  # fmt: skip
    if mode == "grouped":
        encoding[f"{across}Offset"] = _beside(mark, data, folded, len(domain), lying=lying)
    layers: list[dict[str, Any]] = [{"mark": mark, "encoding": encoding}]
    if mode in ("single", "alone") and _room_for_labels(scene, len(domain), lying=lying):
        aggregate = summary.aggregates[0]
        label_unit = None if aggregate in ("count", "distinct") else unit
        data["t"] = formats.compacts(frame["v"], scene.lang, unit=label_unit)
        room = scene.width - _label_room(position) if lying else scene.height - _AXIS_ROOM
        measure["scale"] |= _room_below(data, room, lying=lying)
        layers += _value_labels(data, position, measure, across, along)
    return {"layer": layers, "data": rows(data)}


def _beside(
    mark: dict[str, Any], data: pd.DataFrame, folded: Folded, n: int, *, lying: bool
) -> dict[str, Any]:
    """Return where the bars of a category stand beside each other.

    Each series has a place of its own where most places are taken: an empty one tells what
    is missing. Where many are empty, a category's bars stand around its middle instead, in
    steps of half a bar.
    """
    channel = {"field": "c2", "type": "nominal", "sort": None}
    counts = data["c0"].value_counts()
    filled = len(data) / (n * len(folded.series))
    if filled == 1 or (filled >= _FULL and folded.key.ordered):
        return {**channel, "scale": {"domain": folded.series, "paddingInner": _BETWEEN_BARS}}
    order = data["c2"].map({name: i for i, name in enumerate(folded.series)})
    nth = order.groupby(data["c0"]).rank(method="first") - 1
    most = int(counts.max())
    data["o"] = [str(int(v)) for v in most - data["c0"].map(counts) + 2 * nth]
    scale = {"domain": [str(i) for i in range(2 * most - 1)], "paddingInner": 0}
    # Vega-Lite would put a bar of so many bands off its place; the middle of one in px it knows.
    offset = f"bandwidth('{'y' if lying else 'x'}Offset')"
    mark["height" if lying else "width"] = {"expr": f"{2 - 2 * _BETWEEN_BARS} * {offset}"}
    return {**channel, "field": "o", "scale": {**scale, "paddingOuter": 0.5}}


def _label_room(position: dict[str, Any]) -> float:
    """Return how much of the width the names of lying bars and the axis's title take."""
    return float(position["axis"]["labelLimit"]) + 60


def _room_below(data: pd.DataFrame, room: float, *, lying: bool) -> dict[str, Any]:
    """Return a scale that begins a tick earlier where the lowest label has no room on it."""
    low, high = min(float(data["c1"].min()), 0.0), max(float(data["c1"].max()), 0.0)
    if low >= 0 or not math.isfinite(high - low) or room <= 0:
        return {}
    step = tick_step(low, high, TICKS)
    start, end = math.floor(low / step) * step, math.ceil(high / step) * step
    below = data["c1"] < 0
    needed = max(text_width(str(t), _LABEL_SIZE) for t in data["t"][below]) if lying else 12.0
    while start > low - (needed + 8) * (end - start) / room and needed + 8 < room / 2:
        start -= step
    return {"domain": [float(f"{v:.12g}") for v in (start, end)], "nice": False}


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
        layers.append({"mark": quiet({**mark, "fontSize": _LABEL_SIZE}), "encoding": encoding})
    del data["t"]
    return layers
