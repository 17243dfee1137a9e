"""Values and names drawn from the vocabularies."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from vizapp.core.language import Lang
from vizapp.training import lexicon
from vizapp.training.lexicon import Dimension, Measure
from vizapp.training.scenarios.base import Rows


def number(low: float, high: float, decimals: int, rng: random.Random) -> float | int:
    """Return a plausible value; wide ranges are lognormal, as in the world."""
    if low > 0 and high / low > 50:  # wide ranges are lognormal in the world
        value = low * (high / low) ** rng.betavariate(2, 2)
    else:
        value = rng.uniform(low, high)
    return rounded(value, high, decimals, rng)


def rounded(value: float, high: float, decimals: int, rng: random.Random) -> float | int:
    """Return the value with the digits that a person would write."""
    if decimals == 0:
        step = 10 ** max(0, len(str(int(abs(high)))) - rng.choice((2, 3, 3, 4)))
        whole = round(value / step) * step
        return int(whole if whole else round(value))
    return round(value, decimals)


def values_for(measure: Measure, n: int, rng: random.Random) -> list[float | int]:
    """Return n independent values of a measure."""
    low, high = measure.low, measure.high
    if low > 0 and high / low > 100:  # one table seldom spans all orders of magnitude
        centre = low * (high / low) ** rng.uniform(0.2, 0.8)
        low, high = max(low, centre / rng.choice((3, 8))), min(high, centre * rng.choice((3, 8)))
    if rng.random() < 0.1 and high > 10 and measure.decimals == 0:
        return [float(f"{rng.uniform(low, high):.1f}") for _ in range(n)]
    return [number(low, high, measure.decimals, rng) for _ in range(n)]


def trend_values(measure: Measure, n: int, rng: random.Random) -> list[float | int]:
    """Return n values that drift, as a measure does over time."""
    base = values_for(measure, 1, rng)[0] or 1
    drift = rng.uniform(-0.03, 0.08)
    noise = rng.choice((0.02, 0.08, 0.2))
    level = float(base)
    found = []
    for _ in range(n):
        level *= 1 + drift + rng.gauss(0, noise)
        level = min(max(level, min(measure.low, base)), max(measure.high, base))
        found.append(rounded(level, float(abs(base)), measure.decimals, rng))
    return found


def share_values(n: int, rng: random.Random, whole: float = 100, exact: bool = True) -> list[float]:
    """Return n positive parts that make up the whole, unless not `exact`."""
    cuts = [rng.gammavariate(2, 1) for _ in range(n)]
    total = sum(cuts)
    digits = (0 if rng.random() < 0.6 else 1) if whole > 1 else 2
    shares = [max(10**-digits, round(c / total * whole, digits)) for c in cuts]
    if exact:
        shares[0] = round(shares[0] + whole - sum(shares), digits)
        if shares[0] <= 0:
            return share_values(n, rng, whole, exact)
    return [int(s) if digits == 0 else round(s, digits) for s in shares]


def name_from(names: Sequence[str], taken: Sequence[str], rng: random.Random) -> str:
    """Return one of the names that no column has yet."""
    free = [n for n in names if n not in taken] or [f"{names[0]}_{len(taken) + 1}"]
    return rng.choice(free)


def header_for(measure: Measure, lang: Lang, taken: Sequence[str], rng: random.Random) -> str:
    """Return a measure's column header, sometimes with its unit."""
    name = name_from(measure.names[lang], taken, rng)
    units = measure.units[lang]
    if units and rng.random() < 0.25 and "(" not in name and "%" not in name:
        unit = rng.choice(units)
        form = rng.choice(("{n}({u})", "{n} ({u})", "{n}({u})", "{n} [{u}]"))
        name = form.format(n=name, u=unit)
    return name


def pick_measure(rng: random.Random, *kinds: str, domain: str | None = None) -> Measure:
    """Return a measure of these kinds, of that domain where it has one."""
    pools = lexicon.by_domain(kinds)
    if domain is not None and domain in pools:
        return rng.choice(pools[domain])
    return rng.choice([m for pool in pools.values() for m in pool])


def pick_dimension(
    rng: random.Random, *kinds: str, low: int = 2, high: int = 30, domain: str | None = None
) -> Dimension:
    """Return a dimension of these kinds with at least `low` values."""
    pool = [
        d
        for d in lexicon.dimensions(kinds)
        if low <= min(len(d.values["zh"]), len(d.values["en"])) and (domain in (None, d.domain))
    ]
    if not pool:
        return pick_dimension(rng, *kinds, low=low, high=high)
    return rng.choice(pool)


def some_values(dimension: Dimension, lang: Lang, n: int, rng: random.Random) -> list[str]:
    """Return up to n of its values: ordered kinds keep their order."""
    values = list(dimension.values[lang])
    n = min(n, len(values))
    if dimension.kind == "ordinal":
        start = rng.randrange(len(values) - n + 1)
        return values[start : start + n]
    if rng.random() < 0.12:  # anonymous names, as in examples and homework
        stem = rng.choice(dimension.names[lang])
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        if rng.random() < 0.4:
            return [letters[i] for i in range(n)]
        return [f"{stem[:8]}{letters[i]}" if lang == "zh" else f"{stem} {i + 1}" for i in range(n)]
    return rng.sample(values, n)


NOMINAL = ("category", "geo", "person", "product", "organisation")
ADDITIVE = ("amount", "count", "level")
PLAIN = ("amount", "count", "level", "price", "physical", "duration", "distance", "index")


def related(rng: random.Random, kinds: Sequence[str]) -> tuple[Dimension, Measure]:
    """Return a nominal dimension and a measure, mostly of one domain."""
    measure = pick_measure(rng, *kinds)
    same = rng.random() < 0.75
    dimension = pick_dimension(
        rng, *NOMINAL, "ordinal", low=3, domain=measure.domain if same else None
    )
    return dimension, measure


def reorder(rows: Rows, rng: random.Random, *, shuffle: float = 0.2) -> Rows:
    """Return the rows, sometimes with their columns in another order."""
    if rows and rng.random() < shuffle:
        names = list(rows[0])
        rng.shuffle(names)
        return [{n: row[n] for n in names} for row in rows]
    return rows


def few(rng: random.Random) -> int:
    """Return how many categories a small table has."""
    return rng.choice((2, 3, 3, 4, 4, 5, 5, 5, 6, 6, 7, 8, 10, 12))


def points(rng: random.Random) -> int:
    """Return how many points a short series has."""
    return rng.choice((3, 4, 5, 5, 5, 6, 6, 7, 8, 10, 12, 12, 18, 24, 36, 60))


def id_name(lang: Lang, rng: random.Random) -> str:
    """Return a header for row numbers."""
    names = {
        "zh": ("编号", "序号", "ID", "记录编号", "订单号"),
        "en": ("id", "ID", "rownames", "record_id", "index", "No", "subject"),
    }
    return rng.choice(names[lang])


MAX_NAMELESS = 20


def nameless(header: str, n: int, rng: random.Random) -> list[str]:
    """Return names that tell items apart and say nothing of them, at most `MAX_NAMELESS`.

    Nobody compares such items one by one: what matters is how their measures relate.
    """
    thing = re.sub(r"(?i)(?<=.)[ _]?names?$|名称$|名$", "", header)
    letters = [chr(ord("A") + i) for i in range(n)]
    numbers = [str(i) for i in range(1, n + 1)]
    gap = " " if header.isascii() and rng.random() < 0.6 else ""
    form = rng.choice(("{h}{g}{m}", "{h}{g}{m}", "{m}"))
    marks = letters if form == "{m}" or rng.random() < 0.6 else numbers
    return [form.format(h=thing, g=gap, m=mark) for mark in marks]
