"""Time: a measure along an order."""

from __future__ import annotations

import random
from typing import Any

from vizapp.core.language import Lang
from vizapp.training import lexicon
from vizapp.training.scenarios.base import Pick, Rows, Scenario, scenario
from vizapp.training.scenarios.sampling import (
    NOMINAL,
    PLAIN,
    few,
    header_for,
    name_from,
    number,
    pick_dimension,
    pick_measure,
    points,
    reorder,
    share_values,
    some_values,
    trend_values,
    values_for,
)
from vizapp.training.times import time_column

_TIME_STEPS = ("day", "day", "month", "month", "quarter", "year", "year", "hour")


@scenario(7)
def trend(rng: random.Random, lang: Lang) -> Scenario:
    """One measure over time."""
    measure = pick_measure(rng, *PLAIN, "rate", "change", "score")
    if rng.random() < 0.25:
        time = time_column(
            rng.choice(("month_name", "month_name", "daypart", "term", "quarter_name")),
            rng.choice((4, 6, 12)),
            lang,
            rng,
        )
    else:
        time = time_column(rng.choice(_TIME_STEPS), points(rng), lang, rng)
    y = header_for(measure, lang, (time.header,), rng)
    values = trend_values(measure, len(time.values), rng)
    if rng.random() < 0.05:
        values = [str(v) for v in values]  # type: ignore[misc]
    rows = [{time.header: t, y: v} for t, v in zip(time.values, values, strict=True)]
    channels: dict[str, tuple[str, ...]] = {"x": (time.header,), "y": (y,)}
    runs = len(time.values) >= 3
    reason = "trend" if runs else "compare"
    if rng.random() < 0.12:  # of one place or product: the legend says whose line it is
        dimension = pick_dimension(rng, "product", "organisation", "geo", "category", low=2)
        name = name_from(dimension.names[lang], (time.header, y), rng)
        one = rng.choice(dimension.values[lang])
        rows = [{name: one, **row} for row in rows]
        order = rng.choice(((name, time.header, y), (name, y, time.header), (time.header, y, name)))
        rows = [{n: row[n] for n in order} for row in rows]
        channels["group"] = (name,)
        reason += "_one"
    pick = Pick("line" if runs else "column", channels, reason, measure.additive)
    return Scenario(reorder(rows, rng, shuffle=0.1), (pick,), {y: measure.names[lang]})


@scenario(4)
def trend_groups(rng: random.Random, lang: Lang) -> Scenario:
    """One measure over time for a few groups."""
    measure = pick_measure(rng, *PLAIN, "rate", "level")
    other = pick_dimension(rng, "group", "geo", "product", "organisation", "category", low=2)
    time = time_column(rng.choice(_TIME_STEPS[:-1]), rng.choice((2, 3, 3, 4, 5, 8, 12)), lang, rng)
    g = name_from(other.names[lang], (time.header,), rng)
    y = header_for(measure, lang, (time.header, g), rng)
    groups = some_values(other, lang, rng.choice((2, 2, 3, 3, 4, 5)), rng)
    rows: Rows = []
    for group in groups:
        for t, v in zip(time.values, trend_values(measure, len(time.values), rng), strict=True):
            rows.append({g: group, time.header: t, y: v})
    if rng.random() < 0.3:  # ragged: some points are missing
        keep = max(3, int(len(rows) * rng.uniform(0.3, 0.9)))
        rows = rows[:keep]
    order = rng.choice(((g, time.header, y), (g, time.header, y), (time.header, g, y)))
    rows = [{n: row[n] for n in order} for row in rows]
    n_times = len({row[time.header] for row in rows})
    # Two years side by side are compared; two dates of finer step still run on.
    runs = n_times >= 3 or (n_times == 2 and time.step != "year")
    component = "line" if runs else "column"
    channels: dict[str, tuple[str, ...]] = {"x": (time.header,), "y": (y,)}
    channels["group"] = (g,)
    several = len({row[g] for row in rows}) > 1
    reason = ("trend" if runs else "compare") + ("_groups" if several else "_one")
    pick = Pick(component, channels, reason, measure.additive)
    return Scenario(rows, (pick,), {y: measure.names[lang], g: other.names[lang]})


@scenario(1.2)
def area_parts(rng: random.Random, lang: Lang) -> Scenario:
    """Parts of a whole over time, which together say as much as each."""
    other = pick_dimension(rng, "category", "product", "group", low=3)
    time = time_column(
        rng.choice(("year", "month", "quarter")), rng.choice((5, 6, 8, 12)), lang, rng
    )
    names = {
        "zh": ("占比", "份额", "构成比例(%)", "市场份额", "结构占比"),
        "en": ("share", "Share (%)", "percentage", "market_share", "share_of_total"),
    }
    g = name_from(other.names[lang], (time.header,), rng)
    y = rng.choice(names[lang])
    groups = some_values(other, lang, rng.choice((3, 4, 5)), rng)
    rows: Rows = []
    for t in time.values:
        for group, share in zip(groups, share_values(len(groups), rng), strict=True):
            rows.append({time.header: t, g: group, y: share})
    pick = Pick("area", {"x": (time.header,), "y": (y,), "group": (g,)}, "parts_over_time")
    return Scenario(rows, (pick,), {g: other.names[lang]})


@scenario(3)
def trend_several(rng: random.Random, lang: Lang) -> Scenario:
    """Several measures of one unit and size over time."""
    row = rng.choice([r for r in lexicon.rows("pairs") if r["relation"] == "same"])
    names = [row[f"{lang}_a"], row[f"{lang}_b"]]
    low, high = float(row["low_a"]), float(row["high_a"])
    time = time_column(rng.choice(_TIME_STEPS), points(rng), lang, rng)
    if rng.random() < 0.3:
        dimension = pick_dimension(rng, *NOMINAL, low=3)
        x = rng.choice(dimension.names[lang])
        xs: list[Any] = [*some_values(dimension, lang, few(rng), rng)]
    else:
        x, xs = time.header, [*time.values]
    names = [n for n in dict.fromkeys(names) if n != x]
    decimals = rng.choice((0, 1))
    rows = [{x: t, **{n: number(low, high, decimals, rng) for n in names}} for t in xs]
    over_time = x == time.header and len(xs) > 2
    pick = Pick(
        "line" if over_time else "column",
        {"x": (x,), "y": tuple(names)},
        "trend_several" if over_time else "compare_several",
    )
    return Scenario(rows, (pick,))


@scenario(3)
def columns_as_groups(rng: random.Random, lang: Lang) -> Scenario:
    """One measure whose groups are the columns, as spreadsheets lay them out."""
    if rng.random() < 0.4:
        row = rng.choice(lexicon.rows("aspects"))
        groups = list(lexicon.items(row[lang]))
        low, high, decimals = 0.5 * float(row["top"]), float(row["top"]), 0
        stem = rng.choice({"zh": ("得分", "成绩", "评分"), "en": ("score", "rating", "mark")}[lang])
    else:
        dimension = pick_dimension(rng, "geo", "product", "category", "organisation", low=3)
        groups = [*dimension.values[lang]]
        measure = pick_measure(rng, *PLAIN)
        shares = values_for(measure, 40, rng)
        low, high, decimals = min(shares), max(shares), measure.decimals
        stem = rng.choice(measure.names[lang])
    groups = rng.sample(groups, min(len(groups), rng.choice((2, 3, 3, 4, 4, 5, 6))))
    form = rng.choice(("{g}", "{g}", "{s}_{g}", "{g}_{s}", "{g}{s}"))
    names = [form.format(g=g, s=stem) for g in groups]
    if rng.random() < 0.65:
        time = time_column(rng.choice(_TIME_STEPS), points(rng), lang, rng)
        x, xs = time.header, [*time.values]
    else:
        other = pick_dimension(rng, *NOMINAL, low=3)
        x, xs = rng.choice(other.names[lang]), [*some_values(other, lang, few(rng), rng)]
        time = None
    names = [n for n in dict.fromkeys(names) if n != x]
    rows = [{x: t, **{n: number(low, high, decimals, rng) for n in names}} for t in xs]
    over_time = time is not None and len(xs) > 2
    pick = Pick(
        "line" if over_time else "column",
        {"x": (x,), "y": tuple(names)},
        "trend_several" if over_time else "compare_several",
    )
    return Scenario(rows, (pick,))


@scenario(5)
def two_scales(rng: random.Random, lang: Lang) -> Scenario:
    """Two measures whose units or sizes differ, over time or categories."""
    if rng.random() < 0.6:
        row = rng.choice([r for r in lexicon.rows("pairs") if r["relation"] == "scales"])
        y, y2 = row[f"{lang}_a"], row[f"{lang}_b"]
        a = (float(row["low_a"]), float(row["high_a"]))
        b = (float(row["low_b"]), float(row["high_b"]))
        domain: str | None = row["domain"]
    else:
        first = pick_measure(rng, "amount", "count", "level", "price")
        second = pick_measure(
            rng, "rate", "count", "price", "physical", "index", domain=first.domain
        )
        y = header_for(first, lang, (), rng)
        y2 = header_for(second, lang, (y,), rng)
        a, b = (first.low, first.high), (second.low, second.high)
        domain = first.domain
    if rng.random() < 0.6:
        step = rng.choice(("day", "day", "month", "year", "quarter", "month_name"))
        time = time_column(step, rng.choice((4, 5, 5, 6, 8, 12)), lang, rng)
        x, xs = time.header, [*time.values]
    else:
        dimension = pick_dimension(rng, *NOMINAL, low=3, domain=domain)
        x = rng.choice(dimension.names[lang])
        xs = [*some_values(dimension, lang, rng.choice((3, 4, 5, 5, 6)), rng)]
    if len({x, y, y2}) < 3:
        return two_scales(rng, lang)
    da, db = (0 if h > 200 else 1 if h > 2 else 2 for h in (a[1], b[1]))
    rows = [{x: t, y: number(*a, da, rng), y2: number(*b, db, rng)} for t in xs]
    pick = Pick("dualAxes", {"x": (x,), "y": (y,), "y2": (y2,)}, "two_scales", False)
    return Scenario(rows, (pick,))


@scenario(1.6)
def long_series(rng: random.Random, lang: Lang) -> Scenario:
    """Daily records, several a day or per place: group by a coarser time unit."""
    measure = pick_measure(rng, *PLAIN)
    other = pick_dimension(rng, *NOMINAL, "group", low=3)
    time = time_column("day", rng.choice((40, 60, 90)), lang, rng)
    g = name_from(other.names[lang], (time.header,), rng)
    y = header_for(measure, lang, (time.header, g), rng)
    groups = some_values(other, lang, 4, rng)
    values = trend_values(measure, len(time.values) * 2, rng)
    rows = [
        {time.header: time.values[i // 2], g: rng.choice(groups), y: v}
        for i, v in enumerate(values)
    ]
    pick = Pick("line", {"x": (time.header,), "y": (y,)}, "trend_aggregated", measure.additive)
    return Scenario(rows, (pick,), {y: measure.names[lang], g: other.names[lang]})


_QUOTES: dict[Lang, dict[str, tuple[str, ...]]] = {
    "zh": {
        "name": ("名称", "股票名称", "证券简称", "基金名称", "指数名称", "品种", "代码"),
        "value": (
            "收盘价:前复权", "收盘价", "复权收盘价", "最新价", "单位净值", "累计净值", "结算价",
            "收盘点位", "收盘价:后复权", "成交均价", "汇率:中间价", "涨跌幅",
        ),
        "time": ("时间区间", "时间", "日期", "交易日期", "报告期", "时间范围", "日期区间"),
        "unit": ("元", "元", "美元", "点", "%"),
        "things": ("贵州茅台", "远山科技", "沪深300", "中证500", "长江电力", "华夏成长"),
    },
    "en": {
        "name": ("Name", "ticker", "symbol", "fund", "Index", "instrument"),
        "value": (
            "Close: adjusted", "close", "adj_close", "Last Price", "nav", "settlement",
            "Closing Price", "exchange_rate", "Price: forward adjusted",
        ),
        "time": ("Time Range", "time", "date", "trade_date", "period", "Interval", "as_of"),
        "unit": ("USD", "EUR", "%", "points"),
        "things": ("ACME", "Northwind", "S&P 500", "Blue Fund", "Harbour Bank"),
    },
}  # fmt: skip


@scenario(1.2)
def quotes(rng: random.Random, lang: Lang) -> Scenario:
    """A quote or reading of one named thing over time, as data services deliver it."""
    words = _QUOTES[lang]
    n = rng.choice((5, 8, 10, 10, 20, 30, 60))
    time = time_column(rng.choice(("day", "day", "month", "quarter")), n, lang, rng)
    x, name, y = rng.choice(words["time"]), rng.choice(words["name"]), rng.choice(words["value"])
    measure = pick_measure(rng, "price", "index", "rate")
    values = trend_values(measure, len(time.values), rng)
    thing = rng.choice(words["things"])
    order = rng.choice(((name, y, x), (name, x, y), (x, name, y)))
    shown = rng.random()
    header = f"{y}({rng.choice(words['unit'])})" if shown < 0.3 else y
    rows = [
        {c: {name: thing, x: t, y: v}[c] for c in order}
        for t, v in zip(time.values, values, strict=True)
    ]
    rows = [{(header if c == y else c): v for c, v in row.items()} for row in rows]
    return Scenario(rows, (Pick("line", {"x": (x,), "y": (header,)}, "trend", False),))
