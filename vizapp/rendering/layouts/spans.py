"""Gantt charts: when tasks start and end."""

from __future__ import annotations

from typing import Any

import pandas as pd

from vizapp.rendering import formats
from vizapp.rendering.editable import Editable, Row
from vizapp.rendering.encode import (
    TIP,
    color,
    measure_axis,
    nothing,
    rows,
    series_colors,
    shown,
    time_axis,
    tip,
    title_of,
    word_axis,
)
from vizapp.rendering.layouts.registry import layout
from vizapp.rendering.marks.slots import MOST_SERIES
from vizapp.rendering.reduce import key, numbers
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.summary import say_blanks
from vizapp.rendering.wording import n_of

_MOST_TASKS = 40
_LEAST_SPAN = 3.0  # px


@layout("gantt")
def gantt(scene: Scene) -> Drawing:
    """Draw one bar per task, by start; a task may have several."""
    label, start, end = (str(scene.chart.name(c)) for c in ("label", "start", "end"))
    group = scene.chart.name("group")
    title = scene.named(
        lambda name: scene.t(
            f"{name(label)}的起止时间", f"{name(label)}: {name(start)} to {name(end)}"
        )
    )
    say_blanks(scene, [start, end])
    dates = [scene.attribute(n).type == "DATE" for n in (start, end)]
    if dates[0] != dates[1]:
        return nothing(scene, title, "开始和结束的类型不同", "start and end are of different types")
    time = dates[0]
    work = pd.DataFrame({"c0": key(scene.frame[label], scene.attribute(label), scene.lang).labels})
    for field, name in (("c1", start), ("c2", end)):
        column = scene.frame[name]
        work[field] = pd.to_datetime(column) if time else numbers(column)
    if group:
        one = key(scene.frame[group], scene.attribute(group), scene.lang)
        work["c3"] = one.labels.fillna(scene.t("(空)", "(blank)"))
    work = work.dropna(subset=["c0", "c1", "c2"])
    if work.empty:
        return nothing(scene, title)
    cells = scene.frame.loc[work.index]
    names = [n for n in dict.fromkeys((label, group, start, end)) if n]
    length = work["c2"] - work["c1"]
    work["tip"] = [
        tip(
            *((n, shown(scene, n, cells.at[i, n])) for n in names),
            _length(scene, length[i], time=time),
        )
        for i in work.index
    ]
    swapped = int((work["c2"] < work["c1"]).sum())
    if swapped:
        scene.note(
            f"{swapped} 行结束早于开始", f"{n_of(swapped, 'row')} with an end before the start"
        )
    work = work.sort_values(["c1", "c2"], kind="stable")
    domain = list(dict.fromkeys(work["c0"]))
    if len(domain) > _MOST_TASKS:
        scene.note(
            f"仅显示最早的 {_MOST_TASKS} 项(共 {len(domain)} 项)",
            f"earliest {_MOST_TASKS} of {len(domain)} shown",
        )
        domain = domain[:_MOST_TASKS]
        work = work[work["c0"].isin(domain)]
    ends = pd.concat([work["c1"], work["c2"]])
    if time:
        step = scene.attribute(start).granularity
        x = time_axis(scene, "c1", "", ends, step)
        x["axis"].pop("values", None)
        x["axis"]["tickCount"] = max(3, min(8, int(scene.width / 90)))
    else:
        x = measure_axis(
            scene, "c1", title_of(scene, start, start), ends, unit=scene.unit(start), zero=False,
            plain_digits=scene.attribute(start).meaning == "year",
        )  # fmt: skip
    x["axis"] |= {"grid": True, "title": x["axis"]["title"] or None}
    y = word_axis(scene, "c0", "", domain, vertical=True, padding=0.35)
    encoding: dict[str, Any] = {"x": x, "x2": {"field": "c2"}, "y": y, **TIP}
    mark = {"type": "bar", "cornerRadius": 3, "color": scene.colors.categorical[0]}
    mark["height"] = {"band": 1} if len(domain) > 4 else min(34, scene.height / len(domain) * 0.6)
    if group:
        series = list(dict.fromkeys(work["c3"]))
        rest = None
        if len(series) > MOST_SERIES:
            rest = scene.t("其他", "Other")
            kept = list(work["c3"].value_counts().index[: MOST_SERIES - 1])
            work["c3"] = work["c3"].where(work["c3"].isin(kept), rest)
            series = [*(s for s in series if s in kept), rest]
        encoding["color"] = color(
            scene, "c3", group, series, rest=rest, symbol="square",
            aside=y["axis"]["labelLimit"] + 20.0,
        )  # fmt: skip
    # A span that is too short to see still shows as a dot.
    length = (work["c2"] - work["c1"]).abs()
    work["c4"] = length <= (ends.max() - ends.min()) * (_LEAST_SPAN / scene.width)
    dot = {"type": "point", "filled": True, "shape": "diamond", "size": 70, "opacity": 1}
    dot_encoding = {k: v for k, v in encoding.items() if k != "x2"}
    layers = [
        {"mark": mark, "encoding": encoding},
        {
            "mark": dot | {"color": scene.colors.categorical[0]},
            "transform": [{"filter": "datum.c4"}],
            "encoding": dot_encoding,
        },
    ]
    own = _editable(scene, work, domain, x["axis"]["title"] or "", time=time)
    return Drawing({"layer": layers, "data": rows(work)}, title, editable=own)


def _editable(
    scene: Scene, work: pd.DataFrame, domain: list[str], along: str, *, time: bool
) -> Editable | None:
    """Return bars on others that are not seen, None for several or backward spans of a task."""
    starts, ends = ((_days(work[c]) if time else work[c].astype(float)) for c in ("c1", "c2"))
    if len(work) > len(domain) or (ends <= starts).any():
        return None
    place = {name: i for i, name in enumerate(domain)}
    groups = list(dict.fromkeys(work["c3"])) if "c3" in work else [""]
    spans: dict[str, list[float | None]] = {g: [None] * len(domain) for g in groups}
    before = [0.0] * len(domain)
    for name, group, a, b in zip(
        work["c0"], work["c3"] if "c3" in work else [""] * len(work), starts, ends, strict=True
    ):
        before[place[name]], spans[group][place[name]] = a, b - a
    hues = series_colors(scene, groups, None)
    bars = (Row(g, tuple(spans[g]), h) for g, h in zip(groups, hues, strict=True))
    return Editable(
        "bars",
        tuple(domain),
        (Row("", tuple(before), None), *bars),
        title_along=along,
        reach=(float(starts.min()), float(ends.max())),
        dates=time,
    )


def _days(moments: pd.Series) -> pd.Series:
    """Return moments as spreadsheets count them."""
    return (pd.to_datetime(moments) - pd.Timestamp("1899-12-30")) / pd.Timedelta(days=1)


def _length(scene: Scene, length: Any, *, time: bool) -> tuple[str, str]:
    name = scene.t("时长", "length")
    if not time:
        return name, formats.number(float(length))
    days = length / pd.Timedelta(days=1)
    if abs(days) < 1 / 24:
        return name, scene.t(f"{days * 1440:.3g} 分钟", f"{days * 1440:.3g} minutes")
    if abs(days) < 2:
        return name, scene.t(f"{days * 24:.3g} 小时", f"{days * 24:.3g} hours")
    return name, scene.t(f"{days:,.0f} 天", f"{days:,.0f} days")
