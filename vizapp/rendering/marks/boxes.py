"""Box plots: quartiles and whiskers computed after Tukey, outliers drawn."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vizapp.rendering.editable import Editable, Row, around
from vizapp.rendering.encode import (
    TIP,
    measure_axis,
    nothing,
    quiet,
    records,
    tip,
    title_of,
    value_text,
    word_axis,
)
from vizapp.rendering.headline import highest_middle
from vizapp.rendering.kept import KEPT
from vizapp.rendering.marks.slots import coarse_time_unit, slots
from vizapp.rendering.reduce import numbers
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.summary import keys_of, say_blanks
from vizapp.rendering.whole import Whole, beyond
from vizapp.rendering.wording import cut_name

_Box = tuple[dict[str, Any], NDArray[np.float64]]  # what is drawn of it, and its outliers
_MOST_BOXES = 30
_MOST_SERIES = 40  # of outliers on a slide
_MOST_OUTLIERS = 200  # per box
_ALL_OUTLIERS = 800  # of all boxes; more draw slowly and say no more


def boxes(scene: Scene) -> Drawing:
    """Draw one box per category, or one for all rows."""
    parts = slots(scene)
    name, category = str(parts.name("y")), parts.name("x")

    def titled(short: Callable[[str], str]) -> str:
        shown = short(name)
        if category:
            return scene.t(f"各{short(category)}的{shown}分布", f"{shown} by {short(category)}")
        return scene.t(f"{shown}的分布", f"Distribution of {shown}")

    title = scene.named(titled)
    say_blanks(scene, [name])
    work = pd.DataFrame({"k": cut_name(name), "r": 0.0}, index=scene.frame.index)
    ordered, keys = False, []
    if category:
        keys = keys_of(scene, [category], coarse_time_unit(scene, category, _MOST_BOXES))
        one = keys[0]
        work["k"], work["r"], ordered = one.labels, one.ranks, one.ordered
    by_rank = ordered or not category
    if scene.whole is None:

        def make() -> tuple[list[_Box], int]:
            work["v"] = numbers(scene.frame[name])
            return _boxes_of_rows(work.dropna(), by_rank=by_rank)

        ready, n_groups = KEPT.of_keys(scene.frame, ("boxes", name, category), keys, make)
        found = [(dict(box), far) for box, far in ready]  # they get tooltips
    else:
        found, n_groups = _boxes_of_groups(scene.whole, name, work, by_rank=by_rank)
    if not n_groups:
        return nothing(scene, title)
    stats = [box for box, _ in found]
    outliers = [{"c0": box["c0"], "c1": float(v)} for box, far in found for v in far]
    stats.sort(key=lambda b: b["r"] if by_rank else -b["c3"])
    if n_groups > len(stats):
        n = n_groups
        scene.note(f"仅显示 {n} 组中的 {len(stats)} 组", f"{len(stats)} of {n} groups shown")
    domain = [b["c0"] for b in stats]
    _add_tips(scene, category, name, stats, outliers)
    said = ""
    if category and n_groups > 1:
        said = highest_middle(scene, name, category, {b["c0"]: b["c3"] for b in stats})
    view = _view(scene, name, category, domain, stats, outliers, ordered=ordered)
    own = _on_columns(scene, view, stats, outliers)
    return Drawing(view, title, headline="" if n_groups > len(stats) else said, editable=own)


def _on_columns(
    scene: Scene, view: dict[str, Any], stats: list[Any], outliers: list[Any]
) -> Editable | None:
    """Return boxes that stand on columns that are not seen, None where one is below zero."""
    far: dict[str, list[float]] = {}
    for point in outliers:
        far.setdefault(point["c0"], []).append(point["c1"])
    depth = max(map(len, far.values()), default=0)
    if any(box["c2"] < 0 for box in stats) or depth > _MOST_SERIES:
        return None
    hue = scene.colors.categorical[0]
    t = scene.t
    made = [
        Row(t("下四分位", "lower quartile"), tuple(b["c2"] for b in stats), None),
        Row(t("到中位数", "to the median"), tuple(b["c3"] - b["c2"] for b in stats), hue),
        Row(t("到上四分位", "to the upper quartile"), tuple(b["c4"] - b["c3"] for b in stats), hue),
    ]
    for i in range(depth):
        values = (far.get(b["c0"], ()) for b in stats)
        one = tuple(v[i] if i < len(v) else None for v in values)
        made.append(Row(f"{t('离群值', 'outlier')} {i + 1}", one, hue))
    encoding = view["layer"][0]["encoding"]
    ends = [b[f] for b in stats for f in ("c1", "c5")] + [o["c1"] for o in outliers]
    return Editable(
        "boxes",
        tuple(b["c0"] for b in stats),
        tuple(made),
        title_across=(encoding["x"]["axis"] or {}).get("title") or "",
        title_along=encoding["y"]["axis"]["title"],
        reach=None if encoding["y"]["scale"]["zero"] else around(min(ends), max(ends)),
        whiskers=(
            tuple(b["c2"] - b["c1"] for b in stats),
            tuple(b["c5"] - b["c4"] for b in stats),
        ),
    )


def _most_outliers(n_groups: int) -> int:
    return min(_MOST_OUTLIERS, max(5, _ALL_OUTLIERS // n_groups))


def _boxes_of_rows(work: pd.DataFrame, *, by_rank: bool) -> tuple[list[_Box], int]:
    """Return a box for each group of rows, its outliers, and how many groups there are."""
    n_groups = work["k"].nunique()
    most = _most_outliers(max(1, n_groups))
    kept = _largest(work, by_rank=by_rank)
    codes, labels = pd.factorize(kept["k"])
    # The rows of each box side by side: a hundred times faster than as many frames.
    order = np.argsort(codes, kind="stable")
    values, ranks = kept["v"].to_numpy(float)[order], kept["r"].to_numpy(float)[order]
    ends = np.cumsum(np.bincount(codes, minlength=len(labels)))
    starts = np.concatenate(([0], ends[:-1])) if len(ends) else ends
    found = [
        _box(str(label), values[start:end], float(ranks[start]), most)
        for label, start, end in zip(labels, starts, ends, strict=True)
    ]
    return found, n_groups


def _boxes_of_groups(
    whole: Whole, name: str, work: pd.DataFrame, *, by_rank: bool
) -> tuple[list[_Box], int]:
    """Return the same of every row of the file, of which `work` has the groups."""
    known = whole.moments[name].known
    labels = work["k"].where(known > 0)
    group_of, series = pd.factorize(labels)
    n_groups = len(series)
    if not n_groups:
        return [], 0
    group_of = group_of.astype(np.int64)
    sizes = np.bincount(group_of[group_of >= 0], known[group_of >= 0]).astype(int)
    ranks = work["r"].groupby(group_of).first().reindex(range(n_groups)).to_numpy()
    if n_groups > _MOST_BOXES:
        values = whole.values[name]
        second = ranks if by_rank else -values.quantiles(group_of, n_groups, [0.5])[0]
        kept = np.sort(np.lexsort((second, -sizes))[:_MOST_BOXES])
        place = np.full(n_groups + 1, -1, dtype=np.int64)  # the last one is for none
        place[kept] = np.arange(len(kept))
        group_of, sizes, ranks = place[group_of], sizes[kept], ranks[kept]
        series = series[kept]
    quartiles = whole.values[name].quantiles(group_of, len(series), [0.25, 0.5, 0.75])
    reach = 1.5 * (quartiles[2] - quartiles[0])
    ends = quartiles[0] - reach, quartiles[2] + reach
    least, most, far = beyond(whole, name, group_of, *ends)
    few = _most_outliers(n_groups)
    found = []
    for i, label in enumerate(series):
        low, middle, high = (float(v) for v in quartiles[:, i])
        span = float(least[i]), float(most[i])
        box = _told(str(label), (low, middle, high), span, int(sizes[i]), float(ranks[i]))
        found.append((box, _thinned(far[i], few)))
    return found, n_groups


def _largest(work: pd.DataFrame, *, by_rank: bool) -> pd.DataFrame:
    """Return the rows of the groups that are drawn: those of most rows.

    Among groups of the same size the first ranks, or the highest medians, come first.
    """
    groups = work.groupby("k", sort=False)
    if groups.ngroups <= _MOST_BOXES:
        return work
    second = groups["r"].first() if by_rank else -groups["v"].median()
    order = pd.DataFrame({"n": -groups.size(), "second": second})
    kept = order.sort_values(["n", "second"], kind="stable").index[:_MOST_BOXES]
    return work[work["k"].isin(kept)]


def _box(label: str, values: NDArray[np.float64], rank: float, most: int) -> _Box:
    low, middle, high = (float(v) for v in np.percentile(values, [25, 50, 75]))
    reach = 1.5 * (high - low)
    inside = values[(values >= low - reach) & (values <= high + reach)]
    far = np.sort(values[(values < low - reach) | (values > high + reach)])
    # Of the largest numbers the reach is none: neither inside nor far.
    span = (float(inside.min()), float(inside.max())) if len(inside) else (math.nan, math.nan)
    box = _told(label, (low, middle, high), span, len(values), rank)
    return box, _thinned(far, most)


def _told(
    label: str,
    quartiles: tuple[float, float, float],
    inside: tuple[float, float],
    n: int,
    rank: float,
) -> dict[str, Any]:
    low, middle, high = quartiles
    return {
        "c0": label,
        "c1": min(inside[0], low),
        "c2": low,
        "c3": middle,
        "c4": high,
        "c5": max(inside[1], high),
        "n": n,
        "r": rank,
    }


def _thinned(far: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    """Return at most so many of the sorted outliers, evenly."""
    step = len(far) / most
    return far if step <= 1 else far[[int(i * step) for i in range(most)]]


def _add_tips(
    scene: Scene, category: str | None, name: str, stats: list[Any], outliers: list[Any]
) -> None:
    words = {
        "c5": ("上须", "upper whisker"),
        "c4": ("上四分位", "upper quartile"),
        "c2": ("下四分位", "lower quartile"),
        "c1": ("下须", "lower whisker"),
    }
    for box in stats:
        middle = value_text(scene, name, box["c3"])
        box["tip"] = tip(
            (category or "", box["c0"] if category else None),
            (name, f"{middle} ({scene.t('中位数', 'median')})"),
            *((scene.t(*text), value_text(scene, name, box[f])) for f, text in words.items()),
            (scene.t("行数", "rows"), f"{box['n']:,}"),
        )
    for point in outliers:
        text = value_text(scene, name, point["c1"])
        point["tip"] = tip(
            (category or "", point["c0"] if category else None),
            (name, f"{text} ({scene.t('离群值', 'outlier')})"),
        )


def _view(
    scene: Scene,
    name: str,
    category: str | None,
    domain: list[str],
    stats: list[Any],
    outliers: list[Any],
    *,
    ordered: bool,
) -> dict[str, Any]:
    values = [b[f] for b in stats for f in ("c1", "c5")] + [o["c1"] for o in outliers]
    low, high = min(values), max(values)
    y = measure_axis(
        scene, "c1", title_of(scene, name, name), values, unit=scene.unit(name),
        zero=0 <= low <= 0.25 * high, plain_digits=scene.attribute(name).meaning == "year",
    )  # fmt: skip
    x = word_axis(scene, "c0", category or "", domain, ordered=ordered)
    if category is None:
        x["axis"] = None
    hue = scene.colors.categorical[0]
    width = max(4, min(48, 0.6 * scene.width / len(domain)))
    line = {"stroke": hue, "strokeWidth": 1.5}

    def span(a: str, b: str) -> dict[str, Any]:
        return {"x": x, "y": y | {"field": a}, "y2": {"field": b}}

    kept = [{k: v for k, v in b.items() if k not in ("n", "r")} for b in stats]
    layers: list[dict[str, Any]] = [
        {"mark": quiet({"type": "rule", **line}), "encoding": span("c1", "c2")},
        {"mark": quiet({"type": "rule", **line}), "encoding": span("c4", "c5")},
        {
            "mark": {"type": "bar", "size": width, "color": hue, "fillOpacity": 0.45, **line},
            "encoding": span("c2", "c4") | TIP,
        },
        {
            "mark": quiet({"type": "tick", "size": width, "thickness": 2.5, "color": hue}),
            "encoding": {"x": x, "y": y | {"field": "c3"}},
        },
    ]
    for end in ("c1", "c5"):
        mark = {"type": "tick", "size": width / 3, "thickness": 1.5, "color": hue}
        layers.append({"mark": quiet(mark), "encoding": {"x": x, "y": y | {"field": end}}})
    if outliers:
        mark = {"type": "point", "filled": True, "size": 22, "color": hue, "opacity": 0.55}
        layers.append(
            {"mark": mark, "encoding": {"x": x, "y": y, **TIP}, "data": records(outliers)}
        )
    return {"layer": layers, "data": records(kept)}
