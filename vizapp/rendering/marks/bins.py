"""Histograms: bins counted in pandas."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pandas as pd

from vizapp.rendering import formats
from vizapp.rendering.degrees import degree_colors
from vizapp.rendering.editable import Editable, Row
from vizapp.rendering.encode import (
    AXIS_ROOM,
    TIP,
    color,
    measure_axis,
    nothing,
    rows,
    series_colors,
    tip,
    title_of,
)
from vizapp.rendering.marks.slots import MOST_SERIES, slots
from vizapp.rendering.marks.stacks import stack
from vizapp.rendering.reduce import Key, bin_edges, edges_between, key, numbers
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.summary import say_blanks
from vizapp.rendering.whole import Whole, binned

_MOST_TICKS = 10


def histogram(scene: Scene) -> Drawing:
    """Draw how many rows fall into each bin of a measure, groups stacked."""
    parts = slots(scene)
    name, group = str(parts.name("x")), parts.group

    def titled(short: Callable[[str], str]) -> str:
        shown = short(name)
        said = scene.t(f"{shown}的分布", f"Distribution of {shown}")
        return said + (scene.t(f"(按{short(group)})", f" by {short(group)}") if group else "")

    title = scene.named(titled)
    say_blanks(scene, [name])
    one = key(scene.frame[group], scene.attribute(group), scene.lang) if group else None
    edges, work = _tally(scene, name, one)
    if work.empty:
        return nothing(scene, title)
    series, rest = [scene.measure_title(None)], None
    if one is not None:
        series, rest = _limit(scene, work, ordered=one.ordered)
    else:
        work["s"] = series[0]
    counts = work.groupby(["bin", "s"], sort=True)["n"].sum().rename("v").reset_index()
    counts["k0"], counts["v"] = counts["bin"], counts["v"].astype(float)
    frame = stack(counts, series)
    frame["start"] = [edges[i] for i in frame["bin"]]
    frame["end"] = [edges[i + 1] for i in frame["bin"]]
    unit, year = scene.unit(name), scene.attribute(name).meaning == "year"
    frame["tip"] = [
        tip(
            (name, _range_text(row._asdict(), unit, year=year)),
            (group or "", row.s if group else None),
            (scene.measure_title(None), formats.number(row.v)),
        )
        for row in frame.itertuples()
    ]
    data = frame[["start", "end", "lo", "hi", "s", "tip"]]
    data = data.set_axis(["c0", "c1", "c2", "c3", "c4", "tip"], axis=1)
    x = measure_axis(
        scene, "c0", title_of(scene, name, name), edges, unit=unit, zero=False, plain_digits=year
    )
    x["scale"] = {"domain": _shown(edges), "nice": False, "zero": False}
    ticks = _edge_ticks(edges)
    # Vega drops every other tick of more than it would have made.
    x["axis"] |= {"grid": False, "values": ticks, "tickCount": len(ticks)}
    y = measure_axis(scene, "c3", scene.measure_title(None), data["c3"], stack=None)
    encoding = {"x": x, "x2": {"field": "c1"}, "y": y, "y2": {"field": "c2"}, **TIP}
    mark = {**scene.chart.declaration.mark, "color": scene.colors.categorical[0]}
    hues = [scene.colors.categorical[0]]
    if group:
        hues = degree_colors(scene, group, series, rest) or series_colors(scene, series, rest)
        encoding["color"] = color(
            scene, "c4", group, series, rest=rest, symbol="square", aside=AXIS_ROOM, colors=hues
        )
    texts = [_range_text({"start": a, "end": b}, unit, year=year)
             for a, b in itertools.pairwise(edges)]  # fmt: skip
    known = {(row.bin, row.s): float(row.v) for row in frame.itertuples()}
    own = Editable(
        "touching",
        tuple(texts),
        tuple(
            Row(s, tuple(known.get((i, s), 0.0) for i in range(len(texts))), hue)
            for s, hue in zip(series, hues, strict=True)
        ),
        title_across=x["axis"]["title"],
        title_along=y["axis"]["title"],
    )
    view = {"layer": [{"mark": mark, "encoding": encoding}], "data": rows(data)}
    return Drawing(view, title, editable=own)


def _shown(edges: list[float]) -> list[float]:
    """Return the ends of the axis: those of the bins, with air around a single one."""
    air = 2 * (edges[1] - edges[0]) if len(edges) == 2 else 0.0
    ends = [edges[0] - air, edges[-1] + air]
    return ends if all(map(math.isfinite, ends)) else [edges[0], edges[-1]]


def _edge_ticks(edges: list[float]) -> list[float]:
    """Return the edges that are labelled: all where few, else each second, fifth or tenth.

    A single bin is around the one value that there is, and bins of one whole number each
    are around that; the values are labelled instead.

    Examples
    --------
    >>> _edge_ticks([10.0, 15.0, 20.0]), _edge_ticks([float(i) for i in range(1, 12)])
    ([10.0, 15.0, 20.0], [2.0, 4.0, 6.0, 8.0, 10.0])
    >>> _edge_ticks([0.5, 1.5, 2.5])
    [1.0, 2.0]
    """
    if len(edges) == 2:
        return [edges[0] / 2 + edges[1] / 2]
    width = edges[1] - edges[0]
    if _around_whole(edges):
        edges = [edge + 0.5 for edge in edges[:-1]]
    every = next((n for n in (1, 2, 5, 10, 20) if len(edges) <= _MOST_TICKS * n), 50)
    return [edge for edge in edges if round(edge / width) % every == 0]


def _around_whole(edges: list[float]) -> bool:
    """Return whether each bin holds one whole number, in its middle."""
    return edges[1] - edges[0] == 1 and edges[0] % 1 == 0.5


def _tally(scene: Scene, name: str, group: Key | None) -> tuple[list[float], pd.DataFrame]:
    """Return the edges of the bins, and the rows ``n`` in each bin of each series ``s``.

    ``r`` is the rank of the series.
    """
    whole = scene.attribute(name).type == "INT"
    bins = scene.chart.options.bins
    if scene.whole is not None:
        return _whole_tally(scene.whole, name, group, bins, whole=whole)
    work = pd.DataFrame({"v": numbers(scene.frame[name]), "s": "", "r": 0.0})
    if group is not None:
        work["s"], work["r"] = group.labels, group.ranks
    work = work.dropna()
    if work.empty:
        return [], work
    edges = bin_edges(work["v"], bins, whole=whole)
    at = np.searchsorted(edges, work["v"].to_numpy(), side="right") - 1
    work["bin"] = np.clip(at, 0, len(edges) - 2)
    found = work.groupby(["bin", "s"], sort=False).agg(n=("v", "size"), r=("r", "first"))
    return edges, found.reset_index()


def _whole_tally(
    found: Whole, name: str, group: Key | None, bins: int | None, *, whole: bool
) -> tuple[list[float], pd.DataFrame]:
    """Return the same of every row of the file."""
    moments = found.moments[name]
    labels = pd.Series("", index=found.frame.index) if group is None else group.labels
    series_of, series = pd.factorize(labels)
    inside = (series_of >= 0) & (moments.known > 0)
    n = int(moments.known[inside].sum())
    if not n:
        return [], pd.DataFrame({"s": [], "n": []})
    low, high = float(moments.low[inside].min()), float(moments.high[inside].max())

    def quartile_range() -> float:
        every = np.where(inside, 0, -1)
        first, third = found.values[name].quantiles(every, 1, [0.25, 0.75])[:, 0]
        return float(third - first)

    edges = edges_between(low, high, quartile_range, n, bins, whole=whole)
    counts = binned(found, name, series_of, len(series), edges)
    rows, columns = np.nonzero(counts)
    ranks = pd.Series(0.0, index=labels.index) if group is None else group.ranks
    by_series = ranks.groupby(series_of).first()
    tally = {
        "bin": columns,
        "s": np.asarray(series, dtype=object)[rows],
        "n": counts[rows, columns],
    }
    return edges, pd.DataFrame({**tally, "r": by_series.loc[rows].to_numpy()})


def _range_text(row: dict[str, float], unit: str | None, *, year: bool) -> str:
    ends = [row["start"], row["end"]]
    if _around_whole(ends):
        ends = [ends[0] + 0.5]
    texts = [formats.number(end, unit=unit) for end in ends]
    return " – ".join(text.replace(",", "") if year else text for text in texts)


def _limit(scene: Scene, work: pd.DataFrame, *, ordered: bool) -> tuple[list[str], str | None]:
    """Keep the largest groups, name the rest one group; counts always add up."""
    sizes = work.groupby("s", sort=False).agg(n=("n", "sum"), r=("r", "first"))
    by = ["r"] if ordered else ["n", "r"]
    series = [
        str(s) for s in sizes.sort_values(by, ascending=[True] if ordered else [False, True]).index
    ]
    if len(series) <= MOST_SERIES:
        return series, None
    kept = list(sizes.sort_values(["n", "r"], ascending=[False, True]).index[: MOST_SERIES - 1])
    rest = scene.t(f"其他({len(series) - len(kept)} 项)", f"Other ({len(series) - len(kept)})")
    work["s"] = work["s"].where(work["s"].isin(kept), rest)
    scene.note(
        f"前 {len(kept)} 项(共 {len(series)} 项),其余合并",
        f"top {len(kept)} of {len(series)}, rest grouped",
    )
    return [s for s in series if s in kept] + [rest], rest
