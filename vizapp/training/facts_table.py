"""Wider tables, with and without a question: records of a date, dimensions and measures."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from vizapp.components.catalogue import catalogue
from vizapp.components.fit import usual_stack
from vizapp.components.spec import Filter, Options
from vizapp.core.language import Lang
from vizapp.training import lexicon
from vizapp.training.questions import CHART_WORDS, UNIT_WORDS, say_name
from vizapp.training.scenarios.base import Pick, Rows, Scenario
from vizapp.training.scenarios.sampling import (
    header_for,
    id_name,
    name_from,
    pick_dimension,
    pick_measure,
    some_values,
    values_for,
)
from vizapp.training.times import time_column


@dataclass(frozen=True)
class FactTable:
    """Rows with what each column is."""

    rows: Rows
    date: str | None
    dimensions: tuple[str, ...]
    measures: tuple[str, ...]
    additive: dict[str, bool]
    synonyms: dict[str, tuple[str, ...]]
    kinds: dict[str, str]  # of dimensions and measures, as in the vocabulary


# What a table of records is mostly about, and by what it is mostly broken down.
_FIRST_MEASURES = ("amount", "count", "level")
_FIRST_DIMENSIONS = ("category", "product", "geo", "organisation", "group", "ordinal", "person")
# Further dates of a record: nobody's first question is about them.
_LATER_DATES: dict[Lang, tuple[str, ...]] = {
    "zh": ("发货日期", "签收日期", "更新时间", "到期日", "付款时间", "出生日期", "完成日期",
           "审核时间", "最后登录时间", "入库日期", "预计完成日期", "修改时间"),
    "en": ("ship_date", "Delivered At", "updated_at", "due_date", "Paid On", "birth_date",
           "Completed", "approved_at", "last_login", "modified", "Expected Delivery", "end_date"),
}  # fmt: skip


def fact_table(rng: random.Random, lang: Lang, *, wide: bool, very: float = 0.0) -> FactTable:
    """Return records of one domain: id, date, one to four dimensions, measures.

    A share `very` of the wide tables has what exports of whole systems have besides:
    up to forty columns, most of which say nothing that a chart could show.
    """
    domain = rng.choice(list(lexicon.by_domain()))
    very_wide = wide and rng.random() < very
    columns: dict[str, list[Any]] = {}
    synonyms: dict[str, tuple[str, ...]] = {}
    n = rng.choice((20, 40, 60, 150, 400) if very_wide else (8, 12, 20, 30, 40, 60))
    if rng.random() < 0.45:
        columns[id_name(lang, rng)] = list(range(1, n + 1))
    date = None
    if rng.random() < 0.6:
        step = rng.choice(("day", "day", "month", "year"))
        time = time_column(step, max(4, n // rng.choice((1, 2, 3))), lang, rng)
        if time.header not in columns:
            date = time.header
            columns[date] = [time.values[i * len(time.values) // n] for i in range(n)]
    dims: list[str] = []
    kinds: dict[str, str] = {}
    for _ in range(rng.choice((1, 2, 2, 3)) + (1 if wide else 0) + (3 if very_wide else 0)):
        dimension = pick_dimension(
            rng, "category", "geo", "group", "product", "ordinal", "flag", "person",
            low=2, domain=domain if rng.random() < 0.7 else None,
        )  # fmt: skip
        name = name_from(dimension.names[lang], [*columns], rng)
        values = some_values(dimension, lang, rng.choice((2, 3, 4, 5, 6, 8)), rng)
        columns[name] = [rng.choice(values) for _ in range(n)]
        synonyms[name] = dimension.names[lang]
        dims.append(name)
        kinds[name] = dimension.kind
    measures: list[str] = []
    additive: dict[str, bool] = {}
    for _ in range(rng.choice((1, 2, 2, 3)) + (rng.choice((2, 4, 8)) if wide else 0)):
        measure = pick_measure(
            rng, "amount", "count", "price", "rate", "score", "physical", "duration", "level",
            domain=domain if rng.random() < 0.8 else None,
        )  # fmt: skip
        name = header_for(measure, lang, [*columns], rng)
        columns[name] = values_for(measure, n, rng)
        synonyms[name] = measure.names[lang]
        measures.append(name)
        additive[name] = measure.additive
        kinds[name] = measure.kind
    if very_wide:
        columns = _with_clutter(columns, n, date, lang, rng)
    rows = [{name: cells[i] for name, cells in columns.items()} for i in range(n)]
    return FactTable(rows, date, tuple(dims), tuple(measures), additive, synonyms, kinds)


def _with_clutter(
    columns: dict[str, list[Any]], n: int, date: str | None, lang: Lang, rng: random.Random
) -> dict[str, list[Any]]:
    """Return the columns among ids, names, remarks, flags and later dates."""
    added: dict[str, list[Any]] = {}

    def add(name: str, cells: list[Any]) -> None:
        if name not in columns and name not in added:
            added[name] = cells

    for _ in range(rng.choice((4, 8, 12, 18, 24))):
        kind = rng.choice(("id", "id", "text", "person", "organisation", "flag", "ordinal", "date"))
        if kind == "date" and date is not None:
            time = time_column("day", max(4, n // rng.choice((1, 2, 3))), lang, rng)
            cells = [time.values[i * len(time.values) // n] for i in range(n)]
            add(rng.choice(_LATER_DATES[lang]), cells)
            continue
        dimension = pick_dimension(rng, "id" if kind == "date" else kind, low=1)
        name = name_from(dimension.names[lang], [*columns, *added], rng)
        values = list(dimension.values[lang])
        if dimension.kind == "id":
            first = rng.choice((1, 1001, 20240001, 560000))
            prefix = rng.choice(("", "", "A", "SO", "KH-"))
            add(name, [f"{prefix}{first + i}" if prefix else first + i for i in range(n)])
        elif dimension.kind in ("person", "organisation") and rng.random() < 0.6:
            add(name, [f"{rng.choice(values)}{i}" for i in range(n)])
        elif values:
            blank = 0.5 if rng.random() < 0.25 else 0.0
            add(name, [None if rng.random() < blank else rng.choice(values) for _ in range(n)])
    if rng.random() < 0.3:  # a column that never changes, or is empty
        dull = (
            ("备注", "租户", "数据来源") if lang == "zh" else ("notes", "tenant", "source_system")
        )
        add(rng.choice(dull), [rng.choice((None, "A", "ERP"))] * n)
    names = [*columns, *added]
    if rng.random() < 0.7:
        rng.shuffle(names)
    every = {**columns, **added}
    return {name: every[name] for name in names}


def _ranked(names: Sequence[str], table: FactTable, order: Sequence[str]) -> list[str]:
    """Return the names by what they are about, then as the model reads them."""

    def rank(name: str) -> int:
        kind = table.kinds[name]
        return order.index(kind) if kind in order else len(order)

    return sorted(names, key=lambda n: (rank(n), not table.additive.get(n, True), n))


def overview(table: FactTable) -> tuple[Pick, ...]:
    """Return the charts to show first: over time, by category, between measures."""
    y = _ranked(table.measures, table, _FIRST_MEASURES)[0]
    x = _ranked(table.dimensions, table, _FIRST_DIMENSIONS)[0]
    picks = []
    if table.date:
        picks.append(
            Pick("line", {"x": (table.date,), "y": (y,)}, "trend_aggregated", table.additive[y])
        )
    picks.append(Pick("column", {"x": (x,), "y": (y,)}, "compare_aggregated", table.additive[y]))
    if len(table.measures) > 1:
        a, b = _ranked(table.measures, table, _FIRST_MEASURES)[:2]
        picks.append(Pick("scatter", {"x": (a,), "y": (b,)}, "relation", False))
    return tuple(picks[:3])


def records(rng: random.Random, lang: Lang) -> Scenario:
    """Return records without a question."""
    table = fact_table(rng, lang, wide=rng.random() < 0.6, very=0.5)
    return Scenario(table.rows, overview(table), table.synonyms)


# ---- questions ----------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A table, a question, and the chart that answers it, or why none does."""

    scenario: Scenario
    text: str
    refusal: str | None = None


def _mention(name: str, table: FactTable, rng: random.Random, lang: Lang) -> str:
    """Return how a person names a column: as it stands, a synonym, spelled out."""
    draw = rng.random()
    bare = re.sub(r"\s*[\(\[（].*?[\)\]）]", "", name).strip() or name
    if draw < 0.5:
        return bare
    if draw < 0.7:
        return rng.choice(table.synonyms.get(name, (bare,)))
    return say_name(name, lang, rng)


def _comparison(text: str) -> str:
    low = text.casefold()
    without = any(w in low for w in ("exclude", "without", "drop", "排除", "去掉", "剔除"))
    less = any(
        w in low
        for w in ("<", "below", "less", "under", "fewer", "at most", "低于", "小于", "不到",
                  "不超过", "以下", "少于", "未超", "未达", "不足")
    )  # fmt: skip
    closed = any(w in low for w in ("=", "at least", "at most", "至少", "不低于", "不超过",
                                    "以上", "不少于", "no less", "no more"))  # fmt: skip
    if "不低于" in low or "不少于" in low or "no less" in low:
        less = False
    if without:
        less, closed = not less, not closed
    return ("<" if less else ">") + ("=" if closed else "")


def _aggregated(table: FactTable, y: str, aggregate: str | None, **options: Any) -> Options:
    word = aggregate or ("sum" if table.additive[y] else "mean")
    return Options(aggregate=word, **options)


def ask_scenario(rng: random.Random, lang: Lang) -> Asked:
    """Return a fact table with a question of a random intent."""
    table = fact_table(rng, lang, wide=rng.random() < 0.2, very=0.1)
    intents = [
        "trend", "compare", "share", "distribution", "relation", "top_n", "bottom_n",
        "count_by", "average_by", "total_by", "max_by", "group_compare", "stacked",
        "by_time_unit", "filter_value", "filter_not", "filter_greater", "two_measures", "vague",
        "chart_named", "chart_named", "map", "unanswerable_missing", "not_a_chart",
    ]  # fmt: skip
    intent = rng.choice(intents)
    text = rng.choice(lexicon.asks(intent, lang))
    x = rng.choice(table.dimensions)
    others = [d for d in table.dimensions if d != x]
    g = rng.choice(others) if others else None
    y = rng.choice(table.measures)
    rest = [m for m in table.measures if m != y]
    y2 = rng.choice(rest) if rest else None
    refusal: str | None = None
    pick: Pick | None = None
    slots: dict[str, Any] = {"n": rng.choice((3, 5, 5, 10, 10, 20))}
    if intent in ("unanswerable_missing", "not_a_chart", "map"):
        refusal = {
            "unanswerable_missing": "no_attribute",
            "not_a_chart": "no_chart",
            "map": "no_place",
        }[intent]
    elif intent == "vague":
        pick = overview(table)[0]
        if "{x}" in text or "{y}" in text or "{v}" in text or "{g}" in text or "{t}" in text:
            return ask_scenario(rng, lang)
    elif intent in ("trend", "by_time_unit"):
        if table.date is None:
            refusal = "no_time"
        else:
            options = _aggregated(table, y, None)
            unit = rng.choice(("month", "year", "quarter", "month", "week"))
            slots["t"] = rng.choice(UNIT_WORDS[unit][lang])
            if intent == "by_time_unit":
                options = _aggregated(table, y, None, time_unit=unit)
            elif "{t}" in text:
                return ask_scenario(rng, lang)
            channels: dict[str, tuple[str, ...]] = {"x": (table.date,), "y": (y,)}
            if "{g}" in text and g:
                channels["group"] = (g,)
            elif "{x}" in text:
                channels["group"] = (x,)
            pick = Pick("line", channels, "asked", options=options)
    else:
        pick, text = _pick_for(intent, text, table, x, g, y, y2, slots, rng, lang)
    if pick is None and refusal is None:
        return ask_scenario(rng, lang)
    names = {"x": x, "y": y, "g": g, "y2": y2}
    if pick is not None and intent != "vague" and _unsaid(pick, names, table, text):
        return ask_scenario(rng, lang)
    for key, name in names.items():
        if name is not None:
            slots[key] = _mention(name, table, rng, lang)
    if "{v}" in text and "v" not in slots:
        slots["v"] = rng.choice([r[x] for r in table.rows])
    slots.setdefault("t", rng.choice(UNIT_WORDS["month"][lang]))
    if any("{" + key + "}" in text and key not in slots for key in ("x", "y", "g", "y2", "v")):
        return ask_scenario(rng, lang)
    slots.setdefault("chart", {"zh": "图", "en": "chart"}[lang])
    filled = text.format(**slots)
    picks = (pick,) if pick is not None else ()
    return Asked(Scenario(table.rows, picks, table.synonyms), filled, refusal)


def _unsaid(pick: Pick, names: dict[str, str | None], table: FactTable, text: str) -> bool:
    """Return whether the chart uses a column that the question leaves open.

    A table with one measure, one dimension or one date needs no name for it.
    """
    used = {n for group in pick.channels.values() for n in group}
    for slot, name in names.items():
        alike = table.measures if slot in ("y", "y2") else table.dimensions
        if name in used and "{" + slot + "}" not in text and len(alike) > 1:
            return True
    return False


def _pick_for(
    intent: str,
    text: str,
    table: FactTable,
    x: str,
    g: str | None,
    y: str,
    y2: str | None,
    slots: dict[str, Any],
    rng: random.Random,
    lang: Lang,
) -> tuple[Pick | None, str]:
    def pick(component: str, options: Options, **channels: str | None) -> Pick | None:
        if any(name is None for name in channels.values()):
            return None
        given: dict[str, tuple[str, ...]] = {c: (n,) for c, n in channels.items() if n is not None}
        return Pick(component, given, "asked", options=options)

    plain = _aggregated(table, y, None)
    limit = slots["n"] if "{n}" in text else None
    if intent == "compare":
        return pick("column", plain, x=x, y=y), text
    if intent == "max_by":
        return pick("column", _aggregated(table, y, None, sort="-y"), x=x, y=y), text
    if intent == "share":
        return pick("pie", plain, category=x, value=y), text
    if intent == "distribution":
        return pick("histogram", Options(), x=y), text
    if intent == "relation":
        if "{y2}" not in text:
            return None, text
        return pick("scatter", Options(), x=y, y=y2), text
    if intent in ("top_n", "bottom_n"):
        sort = "-y" if intent == "top_n" else "y"
        options = _aggregated(table, y, None, sort=sort, limit=limit or 10)
        if limit is None and "{n}" not in text:
            options = _aggregated(table, y, None, sort=sort)
        return pick("bar", options, x=x, y=y), text
    if intent == "count_by":
        return pick("column", Options(aggregate="count"), x=x), text
    if intent in ("average_by", "total_by"):
        word = "mean" if intent == "average_by" else "sum"
        return pick("column", _aggregated(table, y, word), x=x, y=y), text
    if intent in ("group_compare", "stacked"):
        options = _aggregated(table, y, None)
        stack = "stacked" if intent == "stacked" else usual_stack(options.aggregate)
        options = replace(options, stack=stack)
        return pick("column", options, x=x, y=y, group=g), text
    if intent in ("filter_value", "filter_not"):
        if g is None:
            return None, text
        slots["v"] = value = rng.choice([r[g] for r in table.rows])
        op = "=" if intent == "filter_value" else "!="
        options = _aggregated(table, y, None, filters=(Filter(g, op, value),))
        return pick("column", options, x=x, y=y), text
    if intent == "filter_greater":
        cells = sorted(float(r[y]) for r in table.rows)
        bound = cells[len(cells) // 2]
        number = int(bound) if bound >= 10 else round(bound, 1)
        slots["n"] = number
        options = _aggregated(table, y, None, filters=(Filter(y, _comparison(text), number),))
        return pick("column", options, x=x, y=y), text
    if intent == "two_measures":
        axis = table.date if table.date and "{x}" not in text else x
        return pick("dualAxes", plain, x=axis, y=y, y2=y2), text
    component = rng.choice([*CHART_WORDS, "column", "line", "pie", "bar"])
    slots["chart"] = rng.choice(CHART_WORDS[component][lang])
    if limit is not None:
        options = _aggregated(table, y, None, sort="-y", limit=limit)
        component = component if component in ("column", "bar") else "bar"
        slots["chart"] = rng.choice(CHART_WORDS[component][lang])
        return pick(component, options, x=x, y=y), text
    if component in ("pie", "treemap"):
        return pick(component, plain, category=x, value=y), text
    if component in ("column", "bar"):
        if "{g}" in text:
            return pick(component, plain, x=x, y=y, group=g), text
        return pick(component, plain, x=x, y=y), text
    if catalogue()[component].shows_course:
        axis = x if "{x}" in text or table.date is None else table.date
        return pick(component, plain, x=axis, y=y), text
    if component == "boxplot":
        return pick(component, Options(), x=x, y=y), text
    if component == "heatmap":
        return pick(component, plain, x=x, y=g, value=y), "{chart}: {y}, {x} × {g}"
    if component == "scatter":
        return pick(component, Options(), x=y, y=y2), "{y} {y2} {chart}"
    return pick(component, Options(), x=y), "{y} {chart}"
