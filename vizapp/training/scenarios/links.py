"""Places, links and spans."""

from __future__ import annotations

import random

from vizapp.core.language import Lang
from vizapp.training import lexicon
from vizapp.training.lexicon import items
from vizapp.training.scenarios.base import Pick, Rows, Scenario, scenario
from vizapp.training.scenarios.sampling import (
    ADDITIVE,
    header_for,
    name_from,
    number,
    pick_dimension,
    pick_measure,
    reorder,
    values_for,
)
from vizapp.training.times import time_column


@scenario(3)
def places(rng: random.Random, lang: Lang) -> Scenario:
    """Rows with coordinates."""
    pool = rng.sample(lexicon.rows("places"), rng.choice((3, 4, 5, 6, 10, 20)))
    lon, lat = rng.choice(
        {
            "zh": (("经度", "纬度"), ("longitude", "latitude"), ("lng", "lat"),
                   ("经度(E)", "纬度(N)"), ("东经", "北纬"), ("lon", "lat")),
            "en": (("longitude", "latitude"), ("lon", "lat"), ("lng", "lat"),
                   ("Longitude", "Latitude"), ("long", "lat"),
                   ("LON", "LAT"), ("geo_lng", "geo_lat")),
        }[lang]
    )  # fmt: skip
    names = {"zh": ("城市", "地点", "名称", "景点", "站点", "国家"),
             "en": ("name", "City", "Landmark", "Region", "station", "place")}  # fmt: skip
    x = rng.choice(names[lang])
    rows: Rows = [{x: r[lang], lon: float(r["lon"]), lat: float(r["lat"])} for r in pool]
    channels: dict[str, tuple[str, ...]] = {"longitude": (lon,), "latitude": (lat,), "label": (x,)}
    if rng.random() < 0.65:
        measure = pick_measure(rng, *ADDITIVE, "index")
        s = header_for(measure, lang, (x, lon, lat), rng)
        sizes = values_for(measure, len(rows), rng)
        order = rng.choice(((x, s, lon, lat), (x, lon, lat, s)))
        rows = [{k: {**r, s: abs(v)}[k] for k in order} for r, v in zip(rows, sizes, strict=True)]
        channels["size"] = (s,)
    elif rng.random() < 0.3:
        rows = [{lat: r[lat], lon: r[lon], x: r[x]} for r in rows]
    return Scenario(rows, (Pick("map", channels, "places", False),))


# What anybody may call the two ends of a link: then only the cells tell what it is.
_ENDS: dict[Lang, tuple[tuple[str, str], ...]] = {
    "zh": (("起点", "终点"), ("来源", "去向"), ("源", "目标"), ("从", "到"), ("source", "target"),
           ("前", "后"), ("节点1", "节点2"), ("from", "to")),
    "en": (("source", "target"), ("from", "to"), ("Source", "Target"), ("From", "To"),
           ("start", "end"), ("node_1", "node_2"), ("src", "dst")),
}  # fmt: skip


@scenario(9.5)
def linked(rng: random.Random, lang: Lang) -> Scenario:
    """Sources and targets: a process, a tree of topics, peers, quantities."""
    component = rng.choices(("flow", "network", "mindMap", "sankey"), (2, 2, 2, 1.6))[0]
    row = rng.choice([r for r in lexicon.rows("links") if r["component"] == component])
    a = rng.choice(items(row[f"{lang}_source"]))
    b = name_from(items(row[f"{lang}_target"]), (a,), rng)
    if component in ("flow", "network") and rng.random() < 0.3:
        a, b = rng.choice(_ENDS[lang])
    edges = [e.split(">") for e in items(row[lang]) if e.count(">") == 1]
    n = rng.randint(min(3, len(edges)), len(edges))
    rows: Rows = [{a: s.strip(), b: t.strip()} for s, t in edges[:n]]
    channels: dict[str, tuple[str, ...]] = {"source": (a,), "target": (b,)}
    if component == "sankey":
        names = {"zh": ("数量", "流量", "金额", "人数", "值"),
                 "en": ("value", "amount", "flow", "count", "volume")}  # fmt: skip
        v = rng.choice(names[lang])
        if rng.random() < 0.5:
            v = header_for(pick_measure(rng, *ADDITIVE), lang, (a, b), rng)
        rows = [{**r, v: number(10, 900, 0, rng)} for r in rows]
        channels["value"] = (v,)
    elif component == "network" and rng.random() < 0.25:
        labels = {"zh": (("关系", "同事|朋友|家人"), ("邮件类型", "工作|私人|通知"),
                         ("合作方式", "投资|供应|联合")),
                  "en": (("relation", "friend|colleague|family"), ("type", "road|rail|air"),
                         ("link", "invests|supplies|partners"))}  # fmt: skip
        label, values = rng.choice(labels[lang])
        rows = [{**r, label: rng.choice(items(values))} for r in rows]
        channels["label"] = (label,)
    return Scenario(rows, (Pick(component, channels, component, True),))


@scenario(2.2)
def prices(rng: random.Random, lang: Lang) -> Scenario:
    """Open, high, low, close."""
    row = rng.choice(lexicon.rows("ohlc"))
    x = rng.choice(items(row[f"{lang}_x"]))
    # Data services say in every price's name how it is adjusted, or in what it is paid.
    adjusted = {
        "zh": (":前复权", ":后复权", ":不复权", "(前复权)", "_元"),
        "en": (" adjusted", ": forward adjusted", "_adj", "_usd", " (EUR)"),
    }[lang]
    suffix = rng.choice(adjusted) if rng.random() < 0.35 else ""
    o, h, low, c = (name + suffix for name in items(row[lang]))
    days = time_column(
        rng.choice(("day", "day", "month")), rng.choice((5, 8, 10, 20, 30)), lang, rng
    )
    level = 10 ** rng.uniform(0.7, 3.3)
    rows: Rows = []
    for day in days.values:
        start = level * (1 + rng.gauss(0, 0.01))
        level = start * (1 + rng.gauss(0, 0.02))
        top, bottom = max(start, level) * 1.01, min(start, level) * 0.99
        cells = {o: start, h: top, low: bottom, c: level}
        rows.append({x: day, **{k: round(v, 2) for k, v in cells.items()}})
    volumes = {"zh": ("成交量", "成交量(万手)", "成交额", "换手率"),
               "en": ("Volume", "volume", "Turnover", "vol (k)")}[lang]  # fmt: skip
    for volume in rng.sample(volumes, rng.choice((0, 0, 1, 1, 2))):
        rows = [{**r, volume: rng.randint(1000, 900000)} for r in rows]
    if rng.random() < 0.35:
        name, thing = rng.choice(
            {"zh": (("名称", "远山科技"), ("股票名称", "东海证券"), ("代码", "600519.SH")),
             "en": (("name", "ACME"), ("ticker", "NWD"), ("symbol", "AAA"))}[lang]
        )  # fmt: skip
        rows = [{name: thing, **r} for r in rows]
    channels: dict[str, tuple[str, ...]] = {
        "x": (x,),
        "open": (o,),
        "high": (h,),
        "low": (low,),
        "close": (c,),
    }
    return Scenario(rows, (Pick("candlestick", channels, "prices", False),))


@scenario(2.4)
def schedule(rng: random.Random, lang: Lang) -> Scenario:
    """Tasks with a start and an end."""
    row = rng.choice(lexicon.rows("tasks"))
    x = rng.choice(items(row[f"{lang}_header"]))
    a = rng.choice(items(row[f"{lang}_start"]))
    b = name_from(items(row[f"{lang}_end"]), (x, a), rng)
    tasks = items(row[lang])
    days = time_column("day", len(tasks) * 3 + 12, lang, rng).values
    position, rows = 0, []
    for task in tasks:
        end = position + rng.randint(2, 8)
        rows.append(
            {x: task, a: days[min(position, len(days) - 2)], b: days[min(end, len(days) - 1)]}
        )
        position += rng.randint(1, 3)
    channels: dict[str, tuple[str, ...]] = {"label": (x,), "start": (a,), "end": (b,)}
    if rng.random() < 0.4:
        g, values = rng.choice(
            {"zh": (("负责人", "张伟|李娜|王强"), ("部门", "研发部|产品部|市场部"),
                    ("状态", "未开始|进行中|已完成")),
             "en": (("owner", "Ann|Bob|Carla"), ("Team", "Research|Product|Engineering"),
                    ("status", "planned|active|done"))}[lang]
        )  # fmt: skip
        if g not in rows[0]:
            rows = [{**r, g: rng.choice(items(values))} for r in rows]
            channels["group"] = (g,)
    extras = {"zh": ("完成度(%)", "进度", "工时", "预算(元)", "优先级"),
              "en": ("Done (%)", "progress", "hours", "Budget", "priority")}[lang]  # fmt: skip
    for extra in rng.sample(extras, rng.choice((0, 0, 1, 1, 2))):
        top = 100 if extra in extras[:2] else 5 if extra == extras[4] else 200
        rows = [{**r, extra: rng.randint(0, top)} for r in rows]
    rows = reorder(rows, rng)
    return Scenario(rows, (Pick("gantt", channels, "spans", False),))


@scenario(1)
def listing(rng: random.Random, lang: Lang) -> Scenario:
    """Texts and identifiers: list them."""
    rows: Rows = [{} for _ in range(rng.choice((3, 5, 8, 12)))]
    kinds = ["id", "person", "text", "organisation", "product"]
    rng.shuffle(kinds)
    for kind in kinds[: rng.choice((2, 3, 4))]:
        dimension = pick_dimension(rng, kind, low=2)
        name = name_from(dimension.names[lang], [*rows[0]], rng)
        values = list(dimension.values[lang])
        rng.shuffle(values)
        for i, row in enumerate(rows):
            suffix = "" if i < len(values) else f" {i}"
            row[name] = values[i % len(values)] + suffix
    pick = Pick("table", {"column": tuple(rows[0])}, "rows", False)
    return Scenario(rows, (pick,))
