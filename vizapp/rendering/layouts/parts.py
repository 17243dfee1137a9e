"""Funnel: how many remain at each stage."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any

from vizapp.rendering import formats
from vizapp.rendering.editable import Editable, Row, label_format
from vizapp.rendering.encode import (
    TIP,
    literal,
    nothing,
    on_color,
    place,
    quiet,
    ramp,
    records,
    tip,
    value_text,
)
from vizapp.rendering.headline import passed
from vizapp.rendering.layouts.registry import layout
from vizapp.rendering.reduce import numbers
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.summary import arrange, keys_of, summarise
from vizapp.rendering.wording import cut, even_lines, n_of, text_width

_MOST_STAGES = 20
_NAMES_SHARE = 0.28  # of the width


@dataclass(frozen=True)
class _Stage:
    name: str
    value: float
    text: str  # the value in words
    said: tuple[tuple[str, str], ...]  # attributes and values of the tooltip


def _stages(scene: Scene) -> tuple[list[_Stage], str]:
    """Return the stages in the table's order, and the chart's title."""
    category = scene.chart.name("category")
    if category is None:
        names = scene.listed("value")
        found = [(n, numbers(scene.frame[n]).sum(min_count=1)) for n in names]
        title = scene.named(
            lambda name: scene.t(
                f"从{name(names[0])}到{name(names[-1])}",
                f"From {name(names[0])} to {name(names[-1])}",
            )
        )
        texts = {n: value_text(scene, n, v) for n, v in found}
        return [
            _Stage(n, float(v), texts[n], ((n, texts[n]),)) for n, v in found if not math.isnan(v)
        ], title
    summary = summarise(scene, keys_of(scene, [category]), scene.chart.names("value"))
    title = scene.by_title(list(summary.titles), [category])
    if summary.frame.empty:
        return [], title
    labels = arrange(scene, summary, limit=_MOST_STAGES, descending=False)
    values = dict(zip(summary.frame["k0"], summary.frame["v"], strict=True))
    name, aggregate = summary.measures[0], summary.aggregates[0]
    stages = []
    for label in labels:
        text = value_text(scene, name, values[label], aggregate)
        said = ((category, label), (summary.titles[0], text))
        stages.append(_Stage(label, float(values[label]), text, said))
    return stages, title


@layout("funnel")
def funnel(scene: Scene) -> Drawing:
    """Draw centred trapezoids, with the share of the first and of the previous stage."""
    stages, title = _stages(scene)
    negative = sum(s.value < 0 for s in stages)
    if negative:
        scene.note(f"{negative} 个负值未绘出", f"{n_of(negative, 'negative value')} left out")
        stages = [s for s in stages if s.value >= 0]
    if any(b.value > a.value for a, b in itertools.pairwise(stages)):
        # The table is not in the order of the stages; size is the next best guess.
        stages.sort(key=lambda s: -s.value)
        scene.note("按大小排列", "sorted by size")
    if not stages or stages[0].value <= 0:
        return nothing(scene, title)
    first, last = stages[0], stages[-1]
    counted = all(scene.attribute(n).type == "INT" for n in scene.chart.names("value"))
    said = ""
    if len(stages) > 1 and not negative and (counted or scene.chart.name("category")):
        said = passed(scene, first.name, last.name, last.value / first.value)
    return Drawing(_view(scene, stages), title, headline=said, editable=_editable(scene, stages))


def _editable(scene: Scene, stages: list[_Stage]) -> Editable:
    values, most = [s.value for s in stages], stages[0].value
    return Editable(
        "bars",
        tuple(s.name for s in stages),
        (
            Row("", tuple((most - v) / 2 for v in values), None),
            Row(stages[0].said[-1][0], tuple(values), scene.colors.categorical[0],
                label_format(values)),
        ),
        reach=(0.0, most),
        centred=True,
    )  # fmt: skip


def _names(scene: Scene, stages: list[_Stage], step: float) -> tuple[list[str | list[str]], float]:
    """Return the names at the left, on lines where they are long, and the room they take."""
    most = max(1, min(3, int(step / 18)))
    room = scene.width * _NAMES_SHARE
    names: list[str | list[str]] = []
    widest = 0.0
    for stage in stages:
        whole = text_width(stage.name, 13) <= room
        lines = None if whole else even_lines(stage.name, room, 13, most)
        names.append(lines or cut(stage.name, room, 13))
        widest = max(widest, *(text_width(line, 13) for line in lines or [str(names[-1])]))
    return names, widest + 14


def _view(scene: Scene, stages: list[_Stage]) -> dict[str, Any]:
    words = scene.t("占首项", "of first"), scene.t("占上一项", "of previous")
    step = scene.height / len(stages)
    names, left = _names(scene, stages, step)
    right = text_width(f"100% {words[0]}", 12) + 14
    middle, half = (left + scene.width - right) / 2, (scene.width - right - left) / 2
    largest = stages[0].value
    hue = scene.colors.categorical[0]
    shapes, labels = [], []
    for i, stage in enumerate(stages):
        following = stages[i + 1].value if i + 1 < len(stages) else stage.value * 0.82
        ends = stage.value / largest * half, following / largest * half
        first = formats.share(stage.value / largest)
        before = stages[i - 1].value if i else 0.0
        previous = formats.share(stage.value / before) if before > 0 else None
        note = tip(
            *stage.said,
            (words[0], first),
            (words[1], previous),
        )
        shade = 1 - 0.55 * i / len(stages)
        top, bottom = i * step + 1, (i + 1) * step - 1
        shapes += [
            {"g": i, "y": y, "x": middle - w, "x2": middle + w, "o": shade, "tip": note}
            for y, w in ((top, ends[0]), (bottom, ends[1]))
        ]
        wide = text_width(stage.text, 13)
        inside = wide + 10 < sum(ends)  # as wide as the shape is in its middle
        back = ramp((scene.colors.background, hue), shade)
        labels.append({
            "y": (top + bottom) / 2, "a": left - 12, "s": names[i],
            "b": middle if inside else middle + ends[0] + 8 + wide / 2, "t": stage.text,
            "ink": on_color(scene, back) if inside else scene.colors.text,
            "c": scene.width - right + 12,
            "p": first + (f" {words[0]}" if i == 0 else ""),
            "q": "" if previous is None or step < 34 else f"↓ {previous}", "yq": top - 1,
        })  # fmt: skip
    return {"layer": _layers(scene, shapes), "data": records(labels)}


def _layers(scene: Scene, shapes: list[Any]) -> list[dict[str, Any]]:
    y = place("y", scene.height, reverse=True)

    def write(x: str, field: str, at: dict[str, Any] = y, **mark: Any) -> dict[str, Any]:
        encoding: dict[str, Any] = {
            "x": place(x, scene.width),
            "y": at,
            "text": {"field": field, "type": "nominal"},
        }
        if field == "t":
            encoding["color"] = literal("ink")
        return {"mark": quiet({"type": "text", **mark}), "encoding": encoding}

    shape = {
        "mark": {
            "type": "area",
            "orient": "horizontal",
            "interpolate": "linear",
            "color": scene.colors.categorical[0],
        },
        "data": records(shapes),
        "encoding": {
            "y": y,
            "x": place("x", scene.width),
            "x2": {"field": "x2"},
            "detail": {"field": "g", "type": "nominal"},
            "opacity": literal("o", "quantitative"),
            **TIP,
        },
    }
    between = place("yq", scene.height, reverse=True)
    muted = scene.colors.muted
    return [
        shape,
        write("a", "s", align="right", fontSize=13),
        write("b", "t", fontSize=13, fontWeight="bold"),
        write("c", "p", align="left", fontSize=12, color=muted),
        write("c", "q", between, align="left", fontSize=11, color=muted),
    ]
