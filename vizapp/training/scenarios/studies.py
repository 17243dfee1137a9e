"""Data of studies, as statistics packages ship them: row numbers, factors as codes, panels."""

from __future__ import annotations

import random
from typing import Any

from vizapp.core.language import Lang
from vizapp.training import lexicon
from vizapp.training.scenarios.base import Pick, Rows, Scenario, scenario
from vizapp.training.scenarios.sampling import (
    header_for,
    name_from,
    pick_dimension,
    pick_measure,
    some_values,
    trend_values,
    values_for,
)

_KINDS = ("physical", "score", "rate", "duration", "index")
_CODED = (
    "treatment", "treat", "gender", "sex", "death", "status", "smoker", "married", "relapse",
    "outcome", "event", "visit", "rep", "block", "grade", "stage", "level", "cyl", "gear",
    "infect", "black", "urban", "union", "employed", "type", "dose_level", "nutrient", "rack",
)  # fmt: skip
_CODED_ZH = ("性别", "组别", "是否复发", "治疗", "分期", "等级", "区组", "重复", "批次", "结局")
_CONSTANT = ("study", "unit", "poc", "site", "version", "STUDYID", "country_code")


def _row_numbers(lang: Lang, rng: random.Random, n: int) -> dict[str, list[Any]]:
    if rng.random() < 0.25:
        return {}
    names = ("rownames", "rownames", "id", "subject", "patient", "obs")
    name = rng.choice(names) if lang == "en" or rng.random() < 0.3 else rng.choice(("编号", "序号"))
    return {name: list(range(1, n + 1))}


def _rows(columns: dict[str, list[Any]]) -> Rows:
    n = min(map(len, columns.values()))
    return [{name: cells[i] for name, cells in columns.items()} for i in range(n)]


def _together(first: list[Any], base: list[float | int], rng: random.Random) -> list[Any]:
    """Return the values in roughly the order of the first measure's."""
    order = sorted(range(len(base)), key=lambda i: (first[i], i))
    ranked = sorted(base, reverse=rng.random() < 0.2)
    found: list[Any] = [0] * len(base)
    for place, i in enumerate(order):
        found[i] = ranked[min(len(base) - 1, max(0, place + rng.randint(-4, 4)))]
    return found


@scenario(3.5)
def measurements(rng: random.Random, lang: Lang) -> Scenario:
    """Measurements of items with factors, as words or as codes."""
    n = rng.choice((20, 30, 45, 60, 90, 150))
    columns = _row_numbers(lang, rng, n)
    domain = rng.choice(list(lexicon.by_domain(("physical", "score", "rate", "duration"))))
    measures: list[str] = []
    related = rng.random() < 0.6
    for _ in range(rng.choice((1, 1, 2, 2, 3, 4, 6, 9))):
        measure = pick_measure(rng, *_KINDS, domain=domain)
        name = header_for(measure, lang, [*columns], rng)
        base = values_for(measure, n, rng)
        columns[name] = _together(columns[measures[0]], base, rng) if measures and related else base
        measures.append(name)
    words: list[str] = []
    codes: list[str] = []
    for _ in range(rng.choice((0, 1, 1, 2))):
        dimension = pick_dimension(rng, "group", "flag", "category", "ordinal", low=2)
        name = name_from(dimension.names[lang], [*columns], rng)
        values = some_values(dimension, lang, rng.choice((2, 2, 3, 4)), rng)
        columns[name] = [rng.choice(values) for _ in range(n)]
        words.append(name)
    for _ in range(rng.choice((0, 0, 1, 2, 4))):
        name = name_from(_CODED if lang == "en" else _CODED_ZH, [*columns], rng)
        levels = list(range(rng.choice((0, 1, 1)), rng.choice((2, 2, 3, 4, 6))))
        if len(levels) > 1:
            columns[name] = [rng.choice(levels) for _ in range(n)]
            codes.append(name)
    if rng.random() < 0.25:
        columns[name_from(_CONSTANT, [*columns], rng)] = [rng.choice((1, "A", "UK"))] * n
    if rng.random() < 0.3:  # factors stand before measures
        front = [*[c for c in columns if c in words or c in codes]]
        rest = [c for c in columns if c not in front]
        columns = {c: columns[c] for c in [*rest[:1], *front, *rest[1:]]}
        measures.sort(key=[*columns].index)
        words.sort(key=[*columns].index)
    factor = next(iter([*words, *codes]), None)
    group: dict[str, tuple[str, ...]] = {"group": (factor,)} if factor else {}
    picks: list[Pick] = []
    if len(measures) >= 2:
        channels: dict[str, tuple[str, ...]]
        channels = {"x": (measures[0],), "y": (measures[1],), **group}
        picks.append(Pick("scatter", channels, "relation_groups" if group else "relation", False))
    if factor:
        picks.append(Pick("boxplot", {"x": (factor,), "y": (measures[0],)}, "spread", False))
    picks.append(Pick("histogram", {"x": (measures[0],)}, "distribution", False))
    return Scenario(_rows(columns), tuple(picks[:3]))


@scenario(1.2)
def time_index(rng: random.Random, lang: Lang) -> Scenario:
    """A series with a decimal or whole year as its time, and row numbers beside."""
    n = rng.choice((12, 20, 36, 60, 120))
    columns = _row_numbers(lang, rng, n)
    per_year = rng.choice((1, 1, 4, 12))
    start = rng.randint(1880, 2020 - n // per_year)
    time = rng.choice(("time", "year", "Year", "t") if lang == "en" else ("时间", "年份"))
    exact = [start + i / per_year for i in range(n)]
    columns[time] = [int(t) if per_year == 1 else round(t, 3) for t in exact]
    measure = pick_measure(rng, "amount", "count", "physical", "index", "rate", "level", "price")
    plain = rng.choice(("value", "x", "dat", "y")) if lang == "en" else "数值"
    name = plain if rng.random() < 0.4 else header_for(measure, lang, [*columns], rng)
    columns[name] = [*trend_values(measure, n, rng)]
    pick = Pick("line", {"x": (time,), "y": (name,)}, "trend", measure.additive)
    return Scenario(_rows(columns), (pick,))


@scenario(1.6)
def panel(rng: random.Random, lang: Lang) -> Scenario:
    """Several measures by place and year: lines of the first, per place while they are few."""
    places = pick_dimension(rng, "geo", "organisation", "group", "product", low=3)
    names = some_values(places, lang, rng.choice((3, 4, 5, 6, 12, 20)), rng)
    n_years = rng.choice((4, 6, 10, 15))
    start = rng.randint(1960, 2024 - n_years)
    x = rng.choice(("year", "Year", "yr") if lang == "en" else ("年份", "年度"))
    g = name_from(places.names[lang], (x,), rng)
    cells = [(place, start + i) for place in names for i in range(n_years)]
    columns = _row_numbers(lang, rng, len(cells))
    columns[g] = [place for place, _ in cells]
    columns[x] = [year for _, year in cells]
    measures: list[str] = []
    additive = True
    for _ in range(rng.choice((1, 1, 2, 3, 4))):
        measure = pick_measure(rng, "amount", "rate", "index", "level", "count")
        name = header_for(measure, lang, [*columns], rng)
        columns[name] = [v for _ in names for v in trend_values(measure, n_years, rng)]
        additive = additive if measures else measure.additive
        measures.append(name)
    channels: dict[str, tuple[str, ...]] = {"x": (x,), "y": (measures[0],)}
    if len(names) <= 10:
        first = Pick("line", {**channels, "group": (g,)}, "trend_groups", additive)
    else:
        first = Pick("line", channels, "trend_aggregated", False)
    bars = Pick("bar", {"x": (g,), "y": (measures[0],)}, "compare_aggregated", False)
    picks = [first, bars]
    if len(measures) > 1:
        channels = {"x": (measures[0],), "y": (measures[1],)}
        picks.append(Pick("scatter", channels, "relation", False))
    return Scenario(_rows(columns), tuple(picks))


@scenario(1.6)
def frequencies(rng: random.Random, lang: Lang) -> Scenario:
    """A contingency table: factors and how often they meet."""
    first = pick_dimension(rng, "category", "group", "ordinal", "flag", low=2)
    second = pick_dimension(rng, "category", "group", "ordinal", "flag", low=2)
    x = rng.choice(first.names[lang])
    g = name_from(second.names[lang], (x,), rng)
    names = {"en": ("Freq", "count", "n", "Frequency"), "zh": ("频数", "人数", "次数", "计数")}
    y = name_from(names[lang], (x, g), rng)
    xs = some_values(first, lang, rng.choice((2, 3, 4, 6)), rng)
    gs = some_values(second, lang, rng.choice((2, 2, 3, 5)), rng)
    cells = [(a, b) for b in gs for a in xs]
    columns = _row_numbers(lang, rng, len(cells)) if rng.random() < 0.7 else {}
    columns[x] = [a for a, _ in cells]
    columns[g] = [b for _, b in cells]
    third = pick_dimension(rng, "flag", "group", low=2)
    h = name_from(third.names[lang], (x, g, y), rng)
    if rng.random() < 0.3:
        levels = some_values(third, lang, 2, rng)
        columns = {c: [v for v in cells_ for _ in levels] for c, cells_ in columns.items()}
        columns[h] = [level for _ in cells for level in levels]
        if "rownames" in columns:
            columns["rownames"] = list(range(1, len(columns[h]) + 1))
    n = len(columns[x])
    columns[y] = [rng.randint(1, rng.choice((30, 300))) for _ in range(n)]
    if len(xs) >= 4 and len(gs) >= 4:
        pick = Pick("heatmap", {"x": (x,), "y": (g,), "value": (y,)}, "cross", True)
    else:
        channels: dict[str, tuple[str, ...]] = {"x": (x,), "y": (y,), "group": (g,)}
        pick = Pick("column", channels, "compare_groups", True)
    return Scenario(_rows(columns), (pick,))


@scenario(0.8)
def doses(rng: random.Random, lang: Lang) -> Scenario:
    """A response measured at a few set levels of a dose."""
    levels = rng.choice(([0, 1, 2, 4, 8, 16], [0, 0.1, 0.5, 1, 5, 10], [10, 20, 40, 80, 160]))
    repeats = rng.choice((3, 4, 6))
    dose = rng.choice(
        ("dose", "conc", "concentration", "rate") if lang == "en" else ("剂量", "浓度")
    )
    names = ("response", "weight", "growth", "uptake", "len") if lang == "en" else ("响应", "重量")
    y = rng.choice(names)
    top = rng.uniform(5, 300)
    columns = _row_numbers(lang, rng, len(levels) * repeats)
    columns[dose] = [level for level in levels for _ in range(repeats)]
    columns[y] = [
        round(top * (1 - d / (max(levels) * 1.3)) + rng.gauss(0, top / 12), 2)
        for d in columns[dose]
    ]
    return Scenario(
        _rows(columns), (Pick("scatter", {"x": (dose,), "y": (y,)}, "relation", False),)
    )
