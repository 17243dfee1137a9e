"""Radar charts: polygons over aspects that share a scale."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd

from vizapp.rendering import formats
from vizapp.rendering.editable import Editable, Row
from vizapp.rendering.encode import (
    TIP,
    color,
    nothing,
    place,
    quiet,
    records,
    tip,
    value_text,
)
from vizapp.rendering.layouts.registry import layout
from vizapp.rendering.reduce import key, numbers
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.summary import arrange, keys_of, limit_series, say_blanks, summarise
from vizapp.rendering.wording import cut, even_lines, text_width

_MOST_ASPECTS = 24
_MOST_GROUPS = 8
_RINGS = 4
_LEAST = 1e-300  # below it there are no powers of ten to step by
_LINE = 14.0  # px from one name to the next
_RING_ROOM = 14  # px between rings, from which their numbers have room

# (aspect, series, value, tooltip)
_Point = tuple[str, str, float, str]


@layout("radar")
def radar(scene: Scene) -> Drawing:
    """Draw one polygon per group over rings of equal value."""
    read = _from_rows if scene.chart.name("category") else _from_columns
    points, aspects, series, title = read(scene)
    if not points:
        return nothing(scene, title)
    low = min(0.0, *(v for _, _, v, _ in points))
    high = max(v for _, _, v, _ in points)
    # Beside a number of sixteen digits one more is nothing, nor do rings tell twelve apart.
    flat = high / 2 - low / 2 <= max(abs(low) * 1e-9, _LEAST)
    ticks = _ticks(low, low + max(1.0, abs(low)) if flat else high)
    known = {(a, s): v for a, s, v, _ in points}
    hues = color(scene, "s", "", series)["scale"]["range"]
    polygons = tuple(
        Row(s, tuple(known.get((a, s)) for a in aspects), hue)
        for s, hue in zip(series, hues, strict=False)
    )
    own = Editable("radar", tuple(aspects), polygons) if len(aspects) > 2 else None
    return Drawing(_view(scene, points, aspects, series, ticks), title, editable=own)


def _from_rows(scene: Scene) -> tuple[list[_Point], list[str], list[str], str]:
    category, group = str(scene.chart.name("category")), scene.chart.name("group")
    names = [category, *([group] if group else [])]
    summary = summarise(scene, keys_of(scene, names), scene.listed("value"))
    title = scene.by_title(list(summary.titles), names)
    if summary.frame.empty:
        return [], [], [], title
    aspects = arrange(scene, summary, limit=_MOST_ASPECTS, descending=False)
    series = [summary.titles[0]]
    if group:
        series = limit_series(scene, summary, 1, _MOST_GROUPS)
    frame = summary.frame
    own = frame["k1"] if group else pd.Series(series[0], index=frame.index)
    name, aggregate = summary.measures[0], summary.aggregates[0]
    return (
        [
            (
                k,
                s,
                float(v),
                tip(
                    (category, k),
                    (group or "", s if group else None),
                    (summary.titles[0], value_text(scene, name, v, aggregate)),
                ),
            )
            for k, s, v in zip(frame["k0"], own, frame["v"], strict=True)
        ],
        aspects,
        series,
        title,
    )


def _from_columns(scene: Scene) -> tuple[list[_Point], list[str], list[str], str]:
    names, group = list(scene.listed("value")), scene.chart.name("group")

    def titled(short: Callable[[str], str]) -> str:
        first, n = short(names[0]), len(names)
        said = scene.t(f"{first}等 {n} 项", f"{first} and {n - 1} more")
        return scene.t(f"各{short(group)}的{said}", f"{said} by {short(group)}") if group else said

    title = scene.named(titled)
    say_blanks(scene, names)
    if group:
        labels = key(scene.frame[group], scene.attribute(group), scene.lang).labels
        labels = labels.fillna(scene.t("(空)", "(blank)"))
    else:
        n = len(scene.frame)
        labels = pd.Series(
            [scene.t(f"第 {i + 1} 行", f"row {i + 1}") if n > 1 else "" for i in range(n)],
            index=scene.frame.index,
            dtype=object,
        )
    series = list(dict.fromkeys(labels))
    if len(series) > _MOST_GROUPS:
        scene.note(
            f"仅显示 {len(series)} 项中的 {_MOST_GROUPS} 项",
            f"{_MOST_GROUPS} of {len(series)} shown",
        )
        series = series[:_MOST_GROUPS]
    found = []
    who = group or scene.t("行", "row")
    for name in names:
        means = numbers(scene.frame[name]).groupby(labels, sort=False).mean()
        for s in series:
            if not math.isnan(means[s]):
                note = tip((who, s or None), (name, value_text(scene, name, means[s])))
                found.append((name, str(s), float(means[s]), note))
    if len(labels) > labels.nunique():
        scene.note("同组多行取平均", "mean of the rows of a group")
    return found, names, series, title


def _ticks(low: float, high: float) -> list[float]:
    gap = high / _RINGS - low / _RINGS  # divided first: the difference may be too large a number
    power = 10.0 ** math.floor(math.log10(gap))
    step = next(m * power for m in (1, 2, 2.5, 5, 10, 20) if m * power >= gap * 0.999)
    first = math.floor(low / step)
    n = max(math.ceil(high / step - 1e-9) - first, 1)
    return [float(f"{(first + i) * step:.12g}") for i in range(n + 1)]


def _view(
    scene: Scene, points: list[_Point], aspects: list[str], series: list[str], ticks: list[float]
) -> dict[str, Any]:
    width, height = scene.width, scene.height - (34 if len(series) > 1 else 0)
    # A triangle reaches half as far down as up.
    down = max(0.0, *(-math.cos(2 * math.pi * i / len(aspects)) for i in range(len(aspects))))
    radius = max(min(width * 0.32, (height - 52) / (1 + down)), 20.0)
    middle_x, middle_y = width / 2, (height + radius * (1 - down)) / 2
    low, high = ticks[0], ticks[-1]

    def spot(i: int, share: float) -> tuple[float, float]:
        angle = 2 * math.pi * i / len(aspects)
        return middle_x + math.sin(angle) * share * radius, middle_y - math.cos(
            angle
        ) * share * radius

    rings, spokes, labels = [], [], []
    for tick in ticks[1:]:
        for i in range(len(aspects)):
            x, y = spot(i, (tick - low) / (high - low))
            rings.append({"x": x, "y": y, "g": tick, "i": i})
    for i, aspect in enumerate(aspects):
        x, y = spot(i, 1)
        spokes.append({"x": middle_x, "y": middle_y, "x2": x, "y2": y})
        x, y = spot(i, 1 + 12 / radius)
        side = math.sin(2 * math.pi * i / len(aspects))
        align = "center" if abs(side) < 0.1 else "left" if side > 0 else "right"
        room = width if align == "center" else (width - x if align == "left" else x)
        labels.append({"x": x, "y": y, "t": _on_lines(aspect, min(room - 2, 170)), "a": align})
    _part_poles(labels)
    units = {scene.unit(n) for n in scene.listed("value")}
    unit = units.pop() if len(units) == 1 else None
    numbers_at = [
        {"x": middle_x + 4, "y": spot(0, (t - low) / (high - low))[1] - 6,
         "t": formats.compact(t, scene.lang, unit=unit)}
        for t in ticks[1:-1]  # the outer ring's would run into the first aspect
        if radius / (len(ticks) - 1) >= _RING_ROOM
    ]  # fmt: skip
    at = {aspect: i for i, aspect in enumerate(aspects)}
    corners = [
        {"x": x, "y": y, "s": s, "i": at[a], "tip": note}
        for a, s, v, note in points
        if a in at
        for x, y in [spot(at[a], (v - low) / (high - low))]
    ]
    corners.sort(key=lambda c: (series.index(str(c["s"])), c["i"]))
    return _layers(scene, rings, spokes, labels, numbers_at, corners, series, height)


def _part_poles(labels: list[dict[str, Any]]) -> None:
    """Move the names at the top and at the bottom outwards, where those beside them are near."""
    for at, outwards in ((0, -1), (len(labels) // 2, 1)):
        pole, beside = labels[at], labels[at - 1]
        lines = [pole["t"]] if isinstance(pole["t"], str) else pole["t"]
        half = max(text_width(line, 12) for line in lines) / 2
        if pole["a"] == "center" and half + 4 > abs(pole["x"] - beside["x"]):
            free = abs(pole["y"] - beside["y"])
            pole["y"] += outwards * max(_LINE / 2 * (1 + len(lines)) - free, 0)


def _on_lines(aspect: str, room: float) -> str | list[str]:
    """Return an aspect's name, on two lines where it is long."""
    whole = text_width(aspect, 12) <= room
    lines = None if whole else even_lines(aspect, room, 12, 2)
    return lines or cut(aspect, room, 12)


def _layers(
    scene: Scene, rings: Any, spokes: Any, labels: Any, ticks: Any, corners: Any, series: list[str],
    height: float,
) -> dict[str, Any]:  # fmt: skip
    x, y = place("x", scene.width), place("y", height, reverse=True)
    text = {"text": {"field": "t", "type": "nominal"}}
    closed = {"type": "line", "interpolate": "linear-closed"}
    unsorted = {
        "order": {"field": "i", "type": "quantitative"}
    }  # else a line connects its points by x
    hue = color(scene, "s", scene.chart.name("group") or "", series, symbol="square")
    fill = {k: v for k, v in hue.items() if k != "legend"} | {"legend": None}
    layers: list[dict[str, Any]] = [
        {
            "mark": quiet({**closed, "stroke": scene.colors.grid, "strokeWidth": 1}),
            "data": records(rings),
            "encoding": {"x": x, "y": y, "detail": {"field": "g", "type": "nominal"}, **unsorted},
        },
        {
            "mark": quiet({"type": "rule", "color": scene.colors.grid}),
            "data": records(spokes),
            "encoding": {"x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"}},
        },
        {
            "mark": quiet({**closed, "fillOpacity": 0.18 if len(series) < 4 else 0.06}),
            "data": records(corners),
            "encoding": {"x": x, "y": y, "color": hue, "fill": fill, **unsorted},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 40},
            "data": records(corners),
            "encoding": {"x": x, "y": y, "color": fill, **TIP},
        },
    ]
    ring = {"type": "text", "align": "left", "fontSize": 10, "color": scene.colors.muted}
    halo = {"stroke": scene.colors.background, "strokeWidth": 3, "strokeJoin": "round"}
    for extra in (halo, {}):  # lines of the polygons run over the numbers of the rings
        encoding = {"x": x, "y": y, **text}
        layers.append(
            {"mark": quiet({**ring, **extra}), "data": records(ticks), "encoding": encoding}
        )
    for align in ("left", "center", "right"):
        some = [label for label in labels if label["a"] == align]
        if some:
            mark = quiet({"type": "text", "align": align, "baseline": "middle"})
            layers.append(
                {"mark": mark, "data": records(some), "encoding": {"x": x, "y": y, **text}}
            )
    return {"layer": layers}
