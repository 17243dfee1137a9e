"""Points: two measures, sized, coloured and labelled."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from vizapp.rendering import formats
from vizapp.rendering.encode import (
    AXIS_ROOM,
    TIP,
    color,
    measure_axis,
    nothing,
    quiet,
    rows,
    shown,
    time_axis,
    tip,
    title_of,
)
from vizapp.rendering.headline import together
from vizapp.rendering.marks.labels import AREA, label_mark, place_labels, radii
from vizapp.rendering.marks.slots import MOST_SERIES, slots
from vizapp.rendering.reduce import SAMPLE_ROWS, key, numbers, sample
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.summary import say_blanks
from vizapp.rendering.wording import cut

_MOST_LABELS = 60
_LEAST = 1e-300  # below it there are no powers of ten to round to


def points(scene: Scene) -> Drawing:
    """Draw one point per row."""
    parts = slots(scene)
    x, y = str(parts.name("x")), str(parts.name("y"))
    title = scene.named(
        lambda name: scene.t(f"{name(x)}与{name(y)}的关系", f"{name(y)} against {name(x)}")
    )
    say_blanks(scene, [x, y])
    time = scene.attribute(x).type == "DATE"
    work = pd.DataFrame(index=scene.frame.index)
    work["c0"] = pd.to_datetime(scene.frame[x]) if time else numbers(scene.frame[x])
    work["c1"] = numbers(scene.frame[y])
    size, label = parts.name("size"), parts.name("text")
    if size:
        work["c2"] = numbers(scene.frame[size]).clip(lower=0).fillna(0.0)
    work = work.dropna(subset=["c0", "c1"])
    if work.empty:
        return nothing(scene, title)
    n = len(work)
    work = sample(work)
    if len(work) < n:
        scene.note(
            f"随机抽取 {n:,} 行中的 {SAMPLE_ROWS:,} 行",
            f"random sample of {SAMPLE_ROWS:,} of {n:,} rows",
        )
    names = [*dict.fromkeys(v for v in (label, parts.group, x, y, size) if v)]
    cells = scene.frame.loc[work.index, names]
    work["tip"] = [
        tip(*((name, shown(scene, name, value)) for name, value in zip(names, row, strict=True)))
        for row in cells.itertuples(index=False, name=None)
    ]
    encoding = {"x": _x(scene, x, work["c0"], time=time), "y": _axis(scene, "c1", y, work["c1"])}
    crowd = 60 if n <= 300 else 30 if n <= 2000 else 16
    mark = {
        **scene.chart.declaration.mark,
        "opacity": 0.8 if n <= 300 else 0.5,
        "size": crowd,
        "color": scene.colors.categorical[0],
    }
    if size:
        encoding["size"] = size_channel(scene, size, work["c2"])
        mark["opacity"] = 0.65
    if parts.group:
        work["c3"], series, rest = group_series(scene, parts.group, work.index)
        encoding["color"] = color(scene, "c3", parts.group, series, rest=rest, aside=AXIS_ROOM)
    layers: list[dict[str, Any]] = [{"mark": mark, "encoding": {**encoding, **TIP}}]
    if label and n <= _MOST_LABELS:
        dots = radii(work["c2"] if size else None, n, crowd)
        called = scene.frame.loc[work.index, label].tolist()
        work = work.join(place_labels(scene, work, called, label, dots))
        text = {"text": {"field": "c4", "type": "nominal"}}
        text |= {k: encoding[k] for k in ("x", "y")}
        layers.append({"mark": quiet(label_mark()), "encoding": text})
    said = "" if time else together(scene, x, y, work[["c0", "c1"]])
    return Drawing({"layer": layers, "data": rows(work)}, title, headline=said)


def _x(scene: Scene, name: str, values: pd.Series, *, time: bool) -> dict[str, Any]:
    if time:
        channel = time_axis(scene, "c0", name, values, scene.attribute(name).granularity)
        channel["axis"]["grid"] = True
        return channel
    return _axis(scene, "c0", name, values)


def _axis(scene: Scene, field: str, name: str, values: pd.Series) -> dict[str, Any]:
    low, high = values.min(), values.max()
    near = (low >= 0 and low <= 0.25 * high) or (high <= 0 and high >= 0.25 * low)
    return measure_axis(
        scene,
        field,
        title_of(scene, name, name),
        values,
        unit=scene.unit(name),
        zero=bool(near),
        plain_digits=scene.attribute(name).meaning == "year",
    )


def size_channel(
    scene: Scene, name: str, values: pd.Series, *, orient: str = "right"
) -> dict[str, Any]:
    """Return the size channel of points, by area, with a legend of two round sizes."""
    largest = float(values.max())
    if largest < _LEAST:
        return {"value": 40}
    expr = formats.axis_label_expr(largest, scene.lang, unit=scene.unit(name))
    power = 10.0 ** math.floor(math.log10(largest))
    round_size = math.floor(largest / power) * power
    return {
        "field": "c2",
        "type": "quantitative",
        "scale": {"range": list(AREA), "domain": [0, largest]},
        "legend": {
            "values": [round_size / 2, round_size],
            "title": cut(title_of(scene, name, name), 120, 12),
            "labelExpr": expr,
            "orient": orient,
            "symbolType": "circle",
            "symbolFillColor": scene.colors.rest,
            "symbolStrokeWidth": 0,
        },
    }


def group_series(
    scene: Scene, name: str, index: pd.Index
) -> tuple[pd.Series, list[str], str | None]:
    """Return each row's group, the groups in order, and the name of the rest."""
    one = key(scene.frame[name], scene.attribute(name), scene.lang)
    labels = one.labels.loc[index].fillna(scene.t("(空)", "(blank)"))
    table = pd.DataFrame({"s": labels, "r": one.ranks.loc[index]})
    sizes = table.groupby("s", sort=False).agg(n=("s", "size"), r=("r", "first"))
    ranked = sizes.sort_values("r", kind="stable") if one.ordered else sizes.sort_values(
        ["n", "r"], ascending=[False, True], kind="stable"
    )  # fmt: skip
    series = [str(s) for s in ranked.index]
    if len(series) <= MOST_SERIES:
        return labels, series, None
    kept = list(sizes.sort_values(["n", "r"], ascending=[False, True]).index[: MOST_SERIES - 1])
    rest = scene.t(f"其他({len(series) - len(kept)} 项)", f"Other ({len(series) - len(kept)})")
    scene.note(
        f"前 {len(kept)} 项(共 {len(series)} 项),其余合并",
        f"top {len(kept)} of {len(series)}, rest grouped",
    )
    return labels.where(labels.isin(kept), rest), [s for s in series if s in kept] + [rest], rest
