"""Pies: parts of a whole."""

from __future__ import annotations

from typing import Any

from vizapp.rendering import formats
from vizapp.rendering.degrees import degree_colors
from vizapp.rendering.encode import (
    TIP,
    color,
    nothing,
    on_lines,
    quiet,
    rows,
    side_limit,
    tip,
    value_text,
)
from vizapp.rendering.headline import leader
from vizapp.rendering.marks.slots import coarse_time_unit, slots
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.summary import arrange, keys_of, summarise
from vizapp.rendering.wording import cut_name, n_of

_MOST_SLICES = 10
_LABEL_FROM = 0.03  # smaller slices have no room for their share


def slices(scene: Scene) -> Drawing:
    """Draw each category's share of the total."""
    parts = slots(scene)
    name = str(parts.name("color"))
    unit = coarse_time_unit(scene, name, 12)
    summary = summarise(scene, keys_of(scene, [name], unit), parts.measures)
    title = scene.by_title(list(summary.titles), [name])
    negative = int((summary.frame["v"] < 0).sum())
    if negative:
        summary.frame = summary.frame[summary.frame["v"] >= 0].reset_index(drop=True)
        scene.note(
            f"{negative} 个负值无法绘成扇形", f"no slice for {n_of(negative, 'negative value')}"
        )
    total = float(summary.frame["v"].sum())
    if summary.frame.empty or total <= 0:
        if len(summary.frame):
            return nothing(scene, title, "所有数值均为零", "All values are zero")
        return nothing(scene, title)
    options = scene.chart.options
    limit = options.limit or (12 if summary.keys[0].ordered else _MOST_SLICES)
    domain = arrange(
        scene, summary, sort=options.sort, limit=limit, kept_by=options.limit_by, rest=True
    )
    rest = summary.rests.get(0)
    frame = summary.frame
    total = float(frame["v"].sum())
    at = {label: i for i, label in enumerate(domain)}
    frame["i"] = frame["k0"].map(at)
    frame = frame.sort_values("i")
    measure, aggregate = summary.measures[0], summary.aggregates[0]
    share = frame["v"] / total
    frame["tip"] = [
        tip(
            (name, label),
            (summary.titles[0], value_text(scene, measure, value, aggregate)),
            (scene.t("占比", "share"), formats.share(value / total)),
        )
        for label, value in zip(frame["k0"], frame["v"], strict=True)
    ]
    turns = share.cumsum()
    data = frame[["k0", "v", "tip"]].set_axis(["c0", "c1", "tip"], axis=1)
    data["a"], data["b"] = (turns - share) * 360, turns * 360
    data["m"] = (data["a"] + data["b"]) / 2
    data["t"] = [formats.share(s) if s >= _LABEL_FROM else "" for s in share]
    if len(data) == 1:  # no legend says what the one slice is
        data["t"] = f"{cut_name(domain[0])} {data['t'].iloc[0]}"
    own = degree_colors(scene, name, domain, rest)
    hue = color(scene, "c0", name, domain, rest=rest, colors=own)
    if hue["legend"] is not None:
        hue["legend"] |= {"orient": "right", "direction": "vertical", "columns": 1, "offset": 16}
        hue["legend"] |= {"labelLimit": side_limit(scene), **on_lines(scene, domain)}
    radius = "min(width, height) / 2"
    angle = {
        "type": "quantitative",
        "scale": {"domain": [0, 360], "range": [0, 6.283185307]},
        "stack": None,
    }
    slice_mark = {
        **scene.chart.declaration.mark,
        "outerRadius": {"expr": f"{radius} - 30"},
        "stroke": scene.colors.background,
        "strokeWidth": 1.5 if len(domain) > 1 else 0,
    }
    text_mark = {"type": "text", "radius": {"expr": f"{radius} - 11"}, "fontSize": 12}
    text_mark["color"] = scene.colors.text
    layers: list[dict[str, Any]] = [
        {
            "mark": slice_mark,
            "encoding": {
                "theta": {"field": "a", **angle},
                "theta2": {"field": "b"},
                "color": hue,
                **TIP,
            },
        },
        {
            "mark": quiet(text_mark),
            "encoding": {
                "theta": {"field": "m", **angle},
                "text": {"field": "t", "type": "nominal"},
            },
        },
    ]
    if summary.additive and not formats.is_percent(scene.unit(measure)):
        label = formats.compact(total, scene.lang, unit=scene.unit(measure))
        scene.note(f"总计 {label}", f"total {label}")
    said = leader(scene, summary, shares=not negative)
    return Drawing({"layer": layers, "data": rows(data)}, title, headline=said)
