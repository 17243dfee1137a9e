"""Aspects, targets and single rows."""

from __future__ import annotations

import random
from typing import Any

from vizapp.core.language import Lang
from vizapp.training import lexicon
from vizapp.training.lexicon import items
from vizapp.training.scenarios.base import Pick, Rows, Scenario, scenario
from vizapp.training.scenarios.sampling import (
    header_for,
    name_from,
    number,
    pick_dimension,
    pick_measure,
    rounded,
    some_values,
    values_for,
)


@scenario(6)
def aspects(rng: random.Random, lang: Lang) -> Scenario:
    """Aspects of one thing scored on one scale."""
    row = rng.choice(lexicon.rows("aspects"))
    names = list(items(row[lang]))
    top = int(row["top"])
    decimals = 0 if top == 100 else rng.choice((0, 1))

    def score() -> float | int:
        return number(top * 0.5, top, decimals, rng)

    if rng.random() < 0.35 and len(names) >= 3:
        rows: Rows = [{n: score() for n in names}]
        channels: dict[str, tuple[str, ...]] = {"value": tuple(names)}
        if rng.random() < 0.25:
            item = rng.choice(items(row[f"{lang}_item"]))
            if item not in names:
                count = rng.choice((2, 3, 4))
                rows = [{item: f"{'ABCD'[i]}", **{n: score() for n in names}} for i in range(count)]
                channels["group"] = (item,)
        return Scenario(rows, (Pick("radar", channels, "aspects_row", False),))
    headers = lang if rng.random() < 0.8 else "en"
    x = rng.choice(items(row[f"{headers}_header"]))
    y = name_from(items(row[f"{headers}_value"]), (x,), rng)
    if rng.random() < 0.5:
        rows = [{x: n, y: score()} for n in names]
        return Scenario(rows, (Pick("radar", {"category": (x,), "value": (y,)}, "aspects", False),))
    g = name_from(items(row[f"{lang}_item"]), (x, y), rng)
    dimension = pick_dimension(rng, "product", "person", "organisation", "group", low=2)
    groups = some_values(dimension, lang, rng.choice((2, 2, 3)), rng)
    order = rng.choice(((x, g, y), (g, x, y), (x, y, g)))
    rows = [{c: {x: n, g: b, y: score()}[c] for c in order} for n in names for b in groups]
    pick = Pick("radar", {"category": (x,), "value": (y,), "group": (g,)}, "aspects_groups", False)
    return Scenario(rows, (pick,))


@scenario(3)
def target(rng: random.Random, lang: Lang) -> Scenario:
    """A value and its target in one row."""
    row = rng.choice(lexicon.rows("targets"))
    a = rng.choice(items(row[f"{lang}_value"]))
    b = name_from(items(row[f"{lang}_target"]), (a,), rng)
    top = number(float(row["high"]) * 0.3, float(row["high"]), 0, rng)
    rows: Rows = [{a: rounded(float(top) * rng.uniform(0.2, 1.1), float(top), 0, rng), b: top}]
    return Scenario(rows, (Pick("progress", {"value": (a,), "target": (b,)}, "target", False),))


@scenario(1.5)
def numbers(rng: random.Random, lang: Lang) -> Scenario:
    """One row of unlike key numbers."""
    chosen: dict[str, Any] = {}
    domain = rng.choice(list(lexicon.by_domain()))
    for _ in range(rng.choice((1, 1, 2, 3, 4, 5))):
        measure = pick_measure(rng, "amount", "count", "rate", "price", "change", domain=domain)
        chosen[header_for(measure, lang, [*chosen], rng)] = values_for(measure, 1, rng)[0]
    return Scenario([chosen], (Pick("indicator", {"value": tuple(chosen)}, "numbers", False),))
