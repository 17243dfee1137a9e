"""Aggregating measures over keys, ordering and limiting categories, saying what was done."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

import pandas as pd

from vizapp.profile.additivity import default_aggregate
from vizapp.rendering.kept import KEPT
from vizapp.rendering.reduce import Key, infinite_count, key, numbers
from vizapp.rendering.scene import Scene
from vizapp.rendering.whole import combine, joined_weights, known_of
from vizapp.rendering.wording import cut_name, n_of

ADDITIVE = ("sum", "count")


@dataclass
class Summary:
    """One row per mark.

    `frame` has, for key i, the columns ``k{i}`` (label) and ``r{i}`` (rank), then
    ``m`` (title of the measure), ``v`` (value) and ``n`` (rows behind it). `rests`
    names the grouped others of key i; `n_dropped` categories are not drawn at all, and
    `largest_kept` says that those with the largest values are not among them.
    """

    frame: pd.DataFrame
    keys: tuple[Key, ...]
    measures: tuple[str | None, ...]  # attributes; None counts rows
    aggregates: tuple[str, ...]
    titles: tuple[str, ...]
    repeated: bool
    rests: dict[int, str] = field(default_factory=dict)
    n_dropped: int = 0
    largest_kept: bool = True

    @property
    def additive(self) -> bool:
        """Whether values may be added up over categories."""
        return all(a in ADDITIVE for a in self.aggregates)


def keys_of(scene: Scene, names: Sequence[str], time_unit: str | None = None) -> list[Key]:
    """Return the named attributes as dimensions."""
    looks = scene.style.presentation
    written = (scene.lang, looks.numbers, looks.decimals, looks.dates)
    found = []
    for name in names:
        attribute = scene.attribute(name)
        make = partial(key, scene.frame[name], attribute, scene.lang, time_unit)
        found.append(KEPT.key(scene.frame, (attribute, time_unit, written), make))
    return found


def summarise(
    scene: Scene,
    keys: Sequence[Key],
    measures: Sequence[str],
    *,
    keep_empty: bool = False,
) -> Summary:
    """Aggregate the measures over the keys; without a measure, count rows.

    Rows without a key are left out and marks without a value dropped, unless
    `keep_empty`; both are said.
    """
    # Of a large table the rows themselves are large: only what is made of them is kept.
    rows = cache(partial(_keyed, scene, keys))
    lacking = KEPT.of_keys(scene.frame, "lacking", keys, lambda: rows()[1])
    for one, absent in zip(keys, lacking, strict=True):
        if absent:
            scene.note(
                f"{absent:,} 行缺少{cut_name(one.name)},未绘出",
                f"{n_of(absent, 'row')} without {cut_name(one.name)} left out",
            )
    parts, aggregates, repeated = [], [], False
    wanted: list[str | None] = [*measures] or [None]
    for name in wanted:
        given = (name and scene.attribute(name), scene.chart.options.aggregate, scene.lang)

        def make(name: str | None = name) -> tuple[pd.DataFrame, str, bool]:
            return _aggregate(scene, rows()[0], len(keys), name)

        part, aggregate, again = KEPT.of_keys(scene.frame, ("values", *given), keys, make)
        aggregates.append(aggregate)
        repeated = repeated or again
        parts.append(part.copy())
    titles = tuple(
        scene.measure_title(name, aggregate if repeated else _quiet(aggregate))
        for name, aggregate in zip(wanted, aggregates, strict=True)
    )
    for part, title in zip(parts, titles, strict=True):
        part["m"] = title
    frame = pd.concat(parts, ignore_index=True)
    if not keep_empty:
        empty = int(frame["v"].isna().sum())
        frame = frame[frame["v"].notna()].reset_index(drop=True)
        if empty and not repeated:  # else the blanks are said with the aggregate
            scene.note(
                f"{empty:,} 项没有数值,未绘出", f"{n_of(empty, 'item')} without a value left out"
            )
    if repeated and measures:
        counted = KEPT.of_keys(
            scene.frame,
            ("rows", *measures),
            keys,
            lambda: _counted(scene, rows()[0].index, list(measures)),
        )
        _say(scene, counted, list(measures), aggregates)
    return Summary(frame, tuple(keys), tuple(wanted), tuple(aggregates), titles, repeated)


def _keyed(scene: Scene, keys: Sequence[Key]) -> tuple[pd.DataFrame, tuple[int, ...]]:
    """Return the rows that have every key, and how many lack each."""
    base = pd.DataFrame(index=scene.frame.index)
    lacking = []
    for i, one in enumerate(keys):
        base[f"k{i}"], base[f"r{i}"] = one.labels, one.ranks
        lacking.append(scene.n_rows(one.labels.isna()))
    if keys:
        base = base.dropna(subset=[f"r{i}" for i in range(len(keys))])
    return base, tuple(lacking)


def _quiet(aggregate: str) -> str | None:
    """Return the aggregate only where it changes a single value too."""
    return aggregate if aggregate in ("count", "distinct") else None


def _aggregate(
    scene: Scene, base: pd.DataFrame, n_keys: int, name: str | None
) -> tuple[pd.DataFrame, str, bool]:
    by = [f"r{i}" for i in range(n_keys)]  # equal ranks share a mark, and numbers sort out fast
    aggregate = scene.chart.options.aggregate
    if name is None:
        aggregate = "count"
    elif aggregate is None:
        aggregate = default_aggregate(scene.attribute(name))
    combined = scene.whole is not None and aggregate != "distinct"
    work = base.copy()
    work["all"] = 0
    if name is None or combined:
        work["v"] = 1.0
    elif scene.attribute(name).type in ("INT", "DOUBLE"):
        work["v"] = numbers(scene.frame[name]).loc[base.index]
    else:  # counting values of any type
        codes = key(scene.frame[name], scene.attribute(name), scene.lang).ranks
        work["v"] = codes.loc[base.index]
    groups = work.groupby(by or ["all"], sort=False, dropna=False)["v"]
    sizes = groups.size()
    if scene.whole is not None:
        sizes = joined_weights(scene.whole, groups, work)
    if scene.whole is not None and combined:
        values = combine(scene.whole, groups, work, name, aggregate)
    elif aggregate == "sum":
        values = groups.sum(min_count=1)  # a sum of nothing is missing, not zero
    else:
        values = groups.agg("nunique" if aggregate == "distinct" else aggregate).astype(float)
    found = values.reset_index()
    for i in range(n_keys):
        first = base.drop_duplicates(f"r{i}").set_index(f"r{i}")[f"k{i}"]
        found.insert(2 * i, f"k{i}", found[f"r{i}"].map(first).astype(object))
    found["n"] = sizes.to_numpy()
    return found, aggregate, bool((sizes > 1).any())


def _counted(scene: Scene, drawn: pd.Index, measures: list[str]) -> tuple[int, int, int]:
    """Return how many rows are drawn, and how many of their values are missing or infinite."""
    if scene.whole is not None:
        rows = int(scene.whole.weights[drawn].sum())
        blanks = sum(rows - int(known_of(scene.whole, m)[drawn].sum()) for m in measures)
        return rows, blanks, 0
    blanks = sum(int(scene.frame.loc[drawn, m].isna().sum()) for m in measures)
    infinite = sum(
        infinite_count(scene.frame.loc[drawn, m])
        for m in measures
        if scene.attribute(m).type in ("INT", "DOUBLE")
    )
    return len(drawn), blanks, infinite


def _say(
    scene: Scene,
    counted: tuple[int, int, int],
    measures: list[str],
    aggregates: Sequence[str],
) -> None:
    # Rows without a key have a note of their own and are none of these.
    rows, blanks, infinite = counted
    kinds = dict.fromkeys(aggregates)
    words = scene.t("、", ", ").join(
        scene.aggregate_word(a)
        if len(kinds) == 1
        else scene.t("{1}{0}", "{0} of {1}").format(
            scene.aggregate_word(a),
            scene.t("、", ", ").join(
                m for m, b in zip(measures, aggregates, strict=True) if a == b
            ),
        )
        for a in kinds
    )
    zh, en = f"{words}:{rows:,} 行", f"{words} of {n_of(rows, 'row')}"
    if len(kinds) > 1:
        en = f"{words}, {n_of(rows, 'row')}"
    if blanks:
        zh, en = zh + f",跳过 {blanks:,} 个空值", en + f", {n_of(blanks, 'blank')} skipped"
    if infinite:
        zh += f",跳过 {infinite:,} 个无穷值"
        en += f", {n_of(infinite, 'infinite value')} skipped"
    scene.note(zh, en)


def say_blanks(scene: Scene, names: Sequence[str]) -> None:
    """Say how many rows lack one of the values that place a mark."""
    if scene.whole is not None:  # a histogram: of one measure
        count = scene.n_rows() - int(known_of(scene.whole, names[0]).sum())
    else:
        absent = pd.Series(False, index=scene.frame.index)
        for name in names:
            column = scene.frame[name]
            if scene.attribute(name).type in ("INT", "DOUBLE"):
                column = numbers(column)
            absent |= column.isna()
        count = int(absent.sum())
    if count:
        scene.note(f"{count:,} 行缺少数值,未绘出", f"{n_of(count, 'row')} without values left out")


def arrange(
    scene: Scene,
    summary: Summary,
    index: int = 0,
    *,
    sort: str | None = None,
    limit: int | None = None,
    kept_by: str | None = None,
    descending: bool = True,
    rest: bool = False,
    most_rest: float = math.inf,
) -> list[str]:
    """Order the categories of one key, keep the first `limit`, return their labels.

    Parameters
    ----------
    scene, summary
        `summary.frame` is changed in place: rows beyond the limit go, or are
        grouped into one category when `rest` allows it.
    index : int
        Which key.
    sort : str or None
        "x", "-x" (by the key), "y", "-y" (by the measure), None for the natural
        order of an ordered key, else the measure.
    limit : int or None
        How many categories stay.
    kept_by : str or None
        The order, in the words of `sort`, whose first categories stay; None for that
        of `sort`, else the largest.
    descending : bool
        Without `sort`, whether unordered words are sorted by the measure.
    rest : bool
        Whether the others may be grouped; they are only where values add up.
    most_rest : float
        How many times the largest category the others may make together; else they
        are left out.
    """
    one = summary.keys[index]
    k, r = f"k{index}", f"r{index}"
    table = summary.frame.groupby([k, r], sort=False)["v"].sum().reset_index()
    if sort:
        labels = _sorted_labels(one, table, index, sort)
    elif one.ordered or not descending:
        labels = table.sort_values(r, kind="stable")[k].tolist()
    else:
        labels = _sorted_labels(one, table, index, "-y")
    if limit is None or len(labels) <= limit:
        return labels
    kept_by = kept_by or sort or "-y"
    kept = set(_sorted_labels(one, table, index, kept_by)[:limit])
    labels = [label for label in labels if label in kept]
    inside = table[k].isin(kept)
    largest = float(table["v"][inside].abs().max())
    rest = rest and abs(float(table["v"][~inside].sum())) <= most_rest * largest
    _drop_rest(scene, summary, index, kept, len(table), kept_by, rest=rest)
    if rest and summary.additive:
        labels.append(summary.rests[index])
    return labels


def _sorted_labels(one: Key, table: pd.DataFrame, index: int, sort: str) -> list[str]:
    """Return the labels of a key, one row each with rank and value, in that order."""
    k, r = f"k{index}", f"r{index}"
    if sort in ("y", "-y"):
        ordered = table.sort_values(["v", r], ascending=[False, True], kind="stable")
        ordered = ordered if sort == "-y" else ordered.iloc[::-1]
    else:
        by = k if not one.ordered and one.kind == "words" else r
        ordered = table.sort_values(by, kind="stable")
        ordered = ordered if sort == "x" else ordered.iloc[::-1]
    labels: list[str] = ordered[k].tolist()
    return labels


_KEPT: Mapping[str, tuple[str, str]] = {  # which stay where it is not the largest
    "x": ("最靠前的", "first "),
    "-x": ("最靠后的", "last "),
    "y": ("最低的", "lowest "),
}


def _drop_rest(
    scene: Scene,
    summary: Summary,
    index: int,
    kept: set[str],
    n: int,
    kept_by: str,
    *,
    rest: bool,
) -> None:
    k, r = f"k{index}", f"r{index}"
    frame = summary.frame
    inside = frame[k].isin(kept)
    grouped = rest and summary.additive
    summary.largest_kept = summary.largest_kept and kept_by == "-y"
    zh, en = _KEPT.get(kept_by, ("", ""))
    if grouped:
        label = scene.t(f"其他({n - len(kept)} 项)", f"Other ({n - len(kept)})")
        while label in kept:
            label += " "
        summary.rests[index] = label
        others = frame[~inside].copy()
        others[k], others[r] = label, float("inf")
        by = [c for c in frame.columns if c not in ("v", "n", "all")]
        others = others.groupby(by, sort=False, dropna=False)[["v", "n"]].sum().reset_index()
        frame = pd.concat([frame[inside], others], ignore_index=True)
        scene.note(
            f"{zh or '前'} {len(kept)} 项(共 {n} 项),其余合并",
            f"{en or 'top '}{len(kept)} of {n}, rest grouped",
        )
    else:
        frame = frame[inside]
        summary.n_dropped += n - len(kept)
        scene.note(
            f"仅显示 {n} 项中{zh or '最高的'} {len(kept)} 项",
            f"{en or 'highest '}{len(kept)} of {n} shown",
        )
    summary.frame = frame.reset_index(drop=True)


def limit_series(scene: Scene, summary: Summary, index: int, most: int) -> list[str]:
    """Return the labels of a grouping key, at most `most` of them.

    Ordered groups keep their order; words come by size, so that the strongest
    colours go to the largest.
    """
    n = summary.frame[f"k{index}"].nunique()
    if n > most:
        return arrange(scene, summary, index, limit=most - 1, rest=True)
    return arrange(scene, summary, index)
