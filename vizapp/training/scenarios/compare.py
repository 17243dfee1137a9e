"""Compare: a measure across categories."""

from __future__ import annotations

import random

from vizapp.components.spec import Options
from vizapp.core.language import Lang
from vizapp.training import lexicon
from vizapp.training.scenarios.base import Pick, Rows, Scenario, scenario
from vizapp.training.scenarios.sampling import (
    NOMINAL,
    PLAIN,
    few,
    header_for,
    id_name,
    name_from,
    pick_dimension,
    pick_measure,
    related,
    reorder,
    some_values,
    values_for,
)
from vizapp.training.times import time_column


@scenario(9)
def compare(rng: random.Random, lang: Lang) -> Scenario:
    """A category and a measure; few categories stand, many lie."""
    dimension, measure = related(rng, (*PLAIN, "score", "change", "rate"))
    if measure.kind == "rate" and rng.random() < 0.6:
        measure = pick_measure(rng, *PLAIN)
    x = rng.choice(dimension.names[lang])
    y = header_for(measure, lang, (x,), rng)
    names = some_values(dimension, lang, few(rng), rng)
    rows = [{x: n, y: v} for n, v in zip(names, values_for(measure, len(names), rng), strict=True)]
    many = len(names) > 12
    pick = Pick(
        "bar" if many else "column",
        {"x": (x,), "y": (y,)},
        "many" if many else "compare",
        measure.additive,
    )
    synonyms = {x: dimension.names[lang], y: measure.names[lang]}
    return Scenario(reorder(rows, rng), (pick,), synonyms)


@scenario(2)
def rank_many(rng: random.Random, lang: Lang) -> Scenario:
    """More than a dozen items, to be ranked lying down."""
    dimension, measure = related(rng, PLAIN)
    pool = [d for d in lexicon.dimensions(NOMINAL) if len(d.values[lang]) >= 13]
    dimension = rng.choice(pool)
    x = rng.choice(dimension.names[lang])
    y = header_for(measure, lang, (x,), rng)
    names = rng.sample(list(dimension.values[lang]), rng.randint(13, len(dimension.values[lang])))
    rows = [{x: n, y: v} for n, v in zip(names, values_for(measure, len(names), rng), strict=True)]
    pick = Pick("bar", {"x": (x,), "y": (y,)}, "many", measure.additive)
    synonyms = {x: dimension.names[lang], y: measure.names[lang]}
    return Scenario(reorder(rows, rng), (pick,), synonyms)


@scenario(3)
def compare_named_time(rng: random.Random, lang: Lang) -> Scenario:
    """Seasons, quarters or months as words: few recurring periods to compare."""
    measure = pick_measure(rng, *PLAIN)
    time = time_column(rng.choice(("season", "quarter_name", "weekday")), 7, lang, rng)
    y = header_for(measure, lang, (time.header,), rng)
    values = values_for(measure, len(time.values), rng)
    rows = [{time.header: t, y: v} for t, v in zip(time.values, values, strict=True)]
    pick = Pick("column", {"x": (time.header,), "y": (y,)}, "compare", measure.additive)
    return Scenario(rows, (pick,), {y: measure.names[lang]})


@scenario(5)
def compare_groups(rng: random.Random, lang: Lang) -> Scenario:
    """Two dimensions and a measure: columns in groups."""
    dimension, measure = related(rng, PLAIN)
    if rng.random() < 0.35:
        step = rng.choice(("year", "month_name", "quarter_name", "year"))
        time = time_column(step, rng.choice((1, 2, 2, 3)), lang, rng)
        x, xs = time.header, [*time.values]
    else:
        x = rng.choice(dimension.names[lang])
        xs = [*some_values(dimension, lang, rng.choice((2, 3, 3, 4, 5, 6)), rng)]
    other = pick_dimension(rng, "group", "category", "ordinal", "flag", "product", low=2)
    g = name_from(other.names[lang], (x,), rng)
    groups = some_values(other, lang, rng.choice((1, 2, 2, 2, 3, 3, 4)), rng)
    y = header_for(measure, lang, (x, g), rng)
    cells = [(a, b) for a in xs for b in groups]
    if rng.random() < 0.4:  # each category with one group only, or an incomplete cross
        cells = [(a, rng.choice(groups)) for a in xs]
    order = rng.choice(((x, y, g), (x, g, y), (g, x, y)))
    values = values_for(measure, len(cells), rng)
    rows = [
        {n: {x: a, g: b, y: v}[n] for n in order} for (a, b), v in zip(cells, values, strict=True)
    ]
    options = Options()
    if measure.additive and rng.random() < 0.15:
        options = Options(stack="stacked")
    pick = Pick(
        "column",
        {"x": (x,), "y": (y,), "group": (g,)},
        "compare_groups" if len(groups) > 1 else "compare_one",
        measure.additive,
        options if options.stack is None else Options(),
    )
    synonyms = {x: dimension.names[lang], y: measure.names[lang], g: other.names[lang]}
    return Scenario(reorder(rows, rng, shuffle=0.1), (pick,), synonyms)


@scenario(2.5)
def raw_rows(rng: random.Random, lang: Lang) -> Scenario:
    """Many records of a repeating category: aggregate, then compare."""
    dimension, measure = related(rng, (*PLAIN, "score", "rate"))
    x = rng.choice(dimension.names[lang])
    y = header_for(measure, lang, (x,), rng)
    names = some_values(dimension, lang, rng.choice((3, 4, 5, 6, 8, 10)), rng)
    n = rng.choice((20, 30, 40, 60, 100, 150))
    values = values_for(measure, n, rng)
    rows = [{x: rng.choice(names), y: v} for v in values]
    ids = rng.random() < 0.5
    if ids:
        key = id_name(lang, rng)
        rows = [{key: i, **row} for i, row in enumerate(rows, rng.choice((1, 1, 1001)))]
    if n / len(names) >= 10 and measure.kind not in ("amount", "count") and rng.random() < 0.7:
        pick = Pick("boxplot", {"x": (x,), "y": (y,)}, "spread", measure.additive)
    else:
        pick = Pick("column", {"x": (x,), "y": (y,)}, "compare_aggregated", measure.additive)
    synonyms = {x: dimension.names[lang], y: measure.names[lang]}
    return Scenario(rows, (pick,), synonyms)


@scenario(2)
def count_rows(rng: random.Random, lang: Lang) -> Scenario:
    """No measure at all: count the rows of a category."""
    first = pick_dimension(rng, "category", "group", "ordinal", "flag", "geo", low=2)
    x = rng.choice(first.names[lang])
    names = some_values(first, lang, rng.choice((2, 3, 4, 5, 6, 8)), rng)
    rows: Rows = [{x: rng.choice(names)} for _ in range(rng.choice((12, 20, 40, 80)))]
    channels: dict[str, tuple[str, ...]] = {"x": (x,)}
    reason, component = "count", "column"
    if rng.random() < 0.6:
        key = id_name(lang, rng)
        rows = [{key: i, **row} for i, row in enumerate(rows, 1)]
    if rng.random() < 0.4:
        second = pick_dimension(rng, "category", "group", "flag", "ordinal", low=2)
        g = name_from(second.names[lang], (x,), rng)
        others = some_values(second, lang, rng.choice((2, 3, 4, 5)), rng)
        rows = [{**row, g: rng.choice(others)} for row in rows]
        channels = {"x": (x,), "group": (g,)}
        reason = "count_groups"
        if len(names) >= 4 and len(others) >= 4:
            component, reason = "heatmap", "count_cross"
            channels = {"x": (x,), "y": (g,)}
    return Scenario(rows, (Pick(component, channels, reason),), {x: first.names[lang]})
