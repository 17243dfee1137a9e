"""Relations and distributions."""

from __future__ import annotations

import random
from typing import Any

from vizapp.core.language import Lang
from vizapp.training import lexicon
from vizapp.training.scenarios.base import Pick, Rows, Scenario, scenario
from vizapp.training.scenarios.sampling import (
    MAX_NAMELESS,
    NOMINAL,
    PLAIN,
    header_for,
    id_name,
    name_from,
    nameless,
    pick_dimension,
    pick_measure,
    reorder,
    some_values,
    values_for,
)
from vizapp.training.times import time_column


@scenario(7)
def relation(rng: random.Random, lang: Lang) -> Scenario:
    """Two measures that go together, with a group and a size at times."""
    row = rng.choice([r for r in lexicon.rows("pairs") if r["relation"] == "cause"])
    x, y = row[f"{lang}_a"], row[f"{lang}_b"]
    if rng.random() < 0.15:
        first = pick_measure(rng, "physical", "score", "rate", "index", "price", "duration")
        second = pick_measure(rng, "physical", "score", "rate", "index", domain=first.domain)
        x = header_for(first, lang, (), rng)
        y = header_for(second, lang, (x,), rng)
        a, b = (first.low, first.high), (second.low, second.high)
    else:
        a = (float(row["low_a"]), float(row["high_a"]))
        b = (float(row["low_b"]), float(row["high_b"]))
    n = rng.choice((5, 5, 6, 6, 7, 8, 10, 10, 12, 20, 30, 60))
    slope = rng.choice((1, 1, 1, -1))
    noise = rng.choice((0.03, 0.1, 0.3))
    positions = (
        sorted(rng.random() for _ in range(n))
        if rng.random() < 0.6
        else [rng.random() for _ in range(n)]
    )
    da, db = (0 if h > 50 else 1 for h in (a[1], b[1]))
    rows: Rows = []
    for u in positions:
        w = u if slope > 0 else 1 - u
        w = min(1.0, max(0.0, w + rng.gauss(0, noise)))
        rows.append(
            {
                x: round(a[0] + (a[1] - a[0]) * u, da),
                y: round(b[0] + (b[1] - b[0]) * w, db),
            }
        )
    if da == 0:
        rows = [{**r, x: int(r[x])} for r in rows]
    if a[1] - a[0] >= n and rng.random() < 0.2:  # an experiment goes up step by step
        step = max(1, int((a[1] - a[0]) / n / rng.choice((1, 2, 4))))
        rows = [{**r, x: int(a[0]) + step * i} for i, r in enumerate(rows, 1)]
    channels: dict[str, tuple[str, ...]] = {"x": (x,), "y": (y,)}
    reason = "relation"
    synonyms: dict[str, tuple[str, ...]] = {}
    style = rng.random()
    if style < 0.5:
        unique = rng.random() < 0.6
        dimension = pick_dimension(
            rng,
            *((*NOMINAL,) if unique else ("group", "category")),
            low=min(n, 5) if unique else 2,
        )
        g = name_from(dimension.names[lang], (x, y), rng)
        if unique:
            names = [*some_values(dimension, lang, n, rng)]
            if n <= MAX_NAMELESS and rng.random() < 0.45:
                names = nameless(g, n, rng)
            rows = rows[: len(names)]
            cells = names
        else:
            few = some_values(dimension, lang, rng.choice((2, 3, 3, 4)), rng)
            cells = [rng.choice(few) for _ in rows]
        rows = [{g: c, **r} for c, r in zip(cells, rows, strict=True)]
        synonyms[g] = dimension.names[lang]
        channels["group"] = (g,)
        reason = "relation_groups"
        if len(rows) > 20 and unique:
            del channels["group"]
            channels["label"] = (g,)
            reason = "relation"
        if rng.random() < 0.45:
            measure = pick_measure(rng, "count", "level", "amount")
            s = header_for(measure, lang, [*rows[0]], rng)
            sizes = values_for(measure, len(rows), rng)
            rows = [{**r, s: abs(v)} for r, v in zip(rows, sizes, strict=True)]
            channels["size"] = (s,)
            reason = "bubbles"
        position = rng.random()
        if position < 0.5 and g in rows[0]:
            order = [x, y, g, *[k for k in rows[0] if k not in (x, y, g)]]
            rows = [{k: r[k] for k in order} for r in rows]
    if len(rows) < 3:
        return relation(rng, lang)
    return Scenario(rows, (Pick("scatter", channels, reason, False),), synonyms)


@scenario(3)
def distribution(rng: random.Random, lang: Lang) -> Scenario:
    """One measure alone."""
    measure = pick_measure(rng, "physical", "duration", "distance", "score", "price", "count",
                            "rate", "amount")  # fmt: skip
    y = header_for(measure, lang, (), rng)
    n = rng.choice((5, 5, 6, 8, 10, 15, 25, 40, 80, 150))
    rows: Rows = [{y: v} for v in values_for(measure, n, rng)]
    if rng.random() < 0.2:
        key = id_name(lang, rng)
        rows = [{key: i, **r} for i, r in enumerate(rows, 1)]
    return Scenario(rows, (Pick("histogram", {"x": (y,)}, "distribution", False),))


@scenario(2.5)
def spread(rng: random.Random, lang: Lang) -> Scenario:
    """Many rows per group: compare the spread."""
    measure = pick_measure(rng, "physical", "duration", "score", "price", "rate", "index")
    dimension = pick_dimension(rng, "group", "category", "ordinal", "flag", low=2)
    x = rng.choice(dimension.names[lang])
    y = header_for(measure, lang, (x,), rng)
    groups = some_values(dimension, lang, rng.choice((2, 3, 3, 4, 5)), rng)
    per = rng.choice((8, 10, 15, 20, 30))
    rows = [{x: g, y: v} for g in groups for v in values_for(measure, per, rng)]
    if rng.random() < 0.4:
        key = id_name(lang, rng)
        rows = [{key: i, **r} for i, r in enumerate(rows, 1)]
    pick = Pick("boxplot", {"x": (x,), "y": (y,)}, "spread", False)
    return Scenario(reorder(rows, rng), (pick,), {x: dimension.names[lang]})


@scenario(4)
def cross(rng: random.Random, lang: Lang) -> Scenario:
    """Two dimensions that cross, one value a cell: a heatmap."""
    measure = pick_measure(rng, *PLAIN, "rate", "score")
    first = pick_dimension(rng, *NOMINAL, "ordinal", low=4)
    x = rng.choice(first.names[lang])
    style = rng.random()
    if style < 0.55:
        years = time_column("year", rng.choice((2, 3, 4, 5)), lang, rng)
        places = pick_dimension(rng, "geo", "organisation", "category", low=3)
        x = rng.choice(places.names[lang])
        xs: list[Any] = [*some_values(places, lang, rng.choice((3, 4, 5)), rng)]
        y, ys = years.header, [*years.values]
        if rng.random() < 0.5:
            ys = [int(str(v)[:4]) for v in ys]
        cells = [(a, b) for b in ys for a in xs]
        if rng.random() < 0.5:
            cells = cells[: rng.randint(min(4, len(cells)), min(6, len(cells)))]
        first = places
    else:
        other = time_column(rng.choice(("weekday", "daypart", "month_name")), 12, lang, rng)
        second = pick_dimension(rng, "ordinal", "category", "group", low=4)
        if rng.random() < 0.5:
            y, ys = other.header, [*other.values]
        else:
            y, ys = name_from(second.names[lang], (x,), rng), [*some_values(second, lang, 6, rng)]
        xs = [*some_values(first, lang, rng.choice((4, 5, 6, 8)), rng)]
        cells = [(a, b) for a in xs for b in ys]
    v = header_for(measure, lang, (x, y), rng)
    if len({x, y, v}) < 3:
        return cross(rng, lang)
    rows = [{x: a, y: b, v: c} for (a, b), c in
            zip(cells, values_for(measure, len(cells), rng), strict=True)]  # fmt: skip
    pick = Pick("heatmap", {"x": (x,), "y": (y,), "value": (v,)}, "cross", measure.additive)
    return Scenario(rows, (pick,), {v: measure.names[lang]})
