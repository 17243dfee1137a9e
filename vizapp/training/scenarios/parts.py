"""Parts of a whole, stages and words."""

from __future__ import annotations

import random
from collections.abc import Sequence

from vizapp.core.language import Lang
from vizapp.training import lexicon
from vizapp.training.lexicon import items
from vizapp.training.scenarios.base import Pick, Rows, Scenario, scenario
from vizapp.training.scenarios.sampling import (
    ADDITIVE,
    NOMINAL,
    header_for,
    name_from,
    number,
    pick_dimension,
    pick_measure,
    reorder,
    rounded,
    share_values,
    some_values,
    values_for,
)

_SHARE_NAMES: dict[Lang, Sequence[str]] = {
    "zh": ("占比", "比例", "份额", "市场份额", "百分比", "占比(%)", "构成比", "比重"),
    "en": ("percentage", "share", "proportion", "fraction", "market_share", "pct", "Percent", "%"),
}


@scenario(5)
def shares(rng: random.Random, lang: Lang) -> Scenario:
    """Parts whose name or total says that they make up a whole."""
    measure = pick_measure(rng, "share")
    dimension = pick_dimension(rng, *NOMINAL, "group", low=3)
    x = rng.choice(dimension.names[lang])
    y = rng.choice((*_SHARE_NAMES[lang], *measure.names[lang]))
    if y == x:
        y = _SHARE_NAMES[lang][0]
    names = some_values(dimension, lang, rng.choice((3, 4, 4, 5, 5, 6, 7, 8)), rng)
    whole = 1 if rng.random() < 0.12 else 100
    values = share_values(len(names), rng, whole, exact=rng.random() < 0.75)
    rows = [{x: n, y: v} for n, v in zip(names, values, strict=True)]
    pick = Pick("pie", {"category": (x,), "value": (y,)}, "share")
    return Scenario(reorder(rows, rng), (pick,), {x: dimension.names[lang]})


_WHOLES: dict[Lang, Sequence[tuple[str, str, str]]] = {
    "zh": (
        ("支付方式", "金额", "现金|信用卡|支付宝|微信支付|银行转账"),
        ("水果", "数量", "苹果|香蕉|橙子|葡萄|西瓜|梨"),
        ("支出类别", "支出", "房租|餐饮|交通|娱乐|购物|医疗"),
        ("能源类型", "用量", "煤炭|石油|天然气|水电|核电|风电"),
        ("浏览器", "用户数", "Chrome|Safari|Edge|Firefox|其他"),
        ("流量来源", "访问量", "搜索引擎|直接访问|社交媒体|外部链接|邮件"),
        ("饮品", "销量", "咖啡|奶茶|果汁|矿泉水|可乐"),
        ("预算项目", "预算", "人力|市场|研发|行政|差旅"),
        ("资产类型", "金额", "股票|债券|现金|基金|房产"),
        ("性别", "人数", "男|女"),
        ("血型", "人数", "A型|B型|O型|AB型"),
        ("垃圾类型", "重量", "可回收物|厨余垃圾|有害垃圾|其他垃圾"),
        ("菜系", "餐厅数量", "川菜|粤菜|湘菜|鲁菜|苏菜"),
        ("时间用途", "小时", "睡眠|工作|学习|运动|休闲"),
        ("设备类型", "会话数", "手机|电脑|平板"),
        ("产品类别", "销售额", "电子产品|家具|服饰|食品"),
    ),
    "en": (
        ("Payment Method", "Amount", "Credit Card|Cash|Digital Wallet|Bank Transfer"),
        ("Fruit", "Quantity", "Apples|Bananas|Oranges|Grapes|Pears"),
        ("Expense", "Amount", "Rent|Food|Transport|Leisure|Health|Savings"),
        ("Energy Source", "Generation", "Coal|Gas|Nuclear|Hydro|Wind|Solar"),
        ("Browser", "Users", "Chrome|Safari|Edge|Firefox|Other"),
        ("Traffic Source", "Visits", "Search|Direct|Social|Referral|Email"),
        ("Beverage", "Volume", "Coffee|Tea|Juice|Soda|Water"),
        ("Budget Item", "Budget", "Salaries|Marketing|R&D|Travel|Office"),
        ("Asset Class", "Amount", "Stocks|Bonds|Cash|Funds|Property"),
        ("Gender", "Count", "Male|Female"),
        ("Blood Type", "People", "A|B|O|AB"),
        ("Waste Type", "Weight", "Paper|Plastic|Glass|Metal|Organic"),
        ("Cuisine Type", "Number of Restaurants", "Italian|Chinese|Mexican|Indian|Thai"),
        ("Activity", "Hours", "Sleep|Work|Study|Exercise|Leisure"),
        ("Device", "Sessions", "Mobile|Desktop|Tablet"),
        ("Genre", "Sales", "Fiction|Comics|History|Children|Science"),
    ),
}


@scenario(1.6)
def wholes(rng: random.Random, lang: Lang) -> Scenario:
    """Things that people think of as slices of one whole, given as amounts."""
    x, y, cell = rng.choice(_WHOLES[lang])
    names = list(items(cell))
    rng.shuffle(names)
    names = names[: rng.randint(min(3, len(names)), len(names))]
    top = 10 ** rng.randint(2, 6)
    rows = [{x: n, y: number(top / 8, top, 0, rng)} for n in names]
    return Scenario(rows, (Pick("pie", {"category": (x,), "value": (y,)}, "whole"),))


@scenario(3)
def hierarchy(rng: random.Random, lang: Lang) -> Scenario:
    """Nested categories: a path in one column or one column per level."""
    row = rng.choice(lexicon.rows("hierarchies"))
    levels = items(row[f"{lang}_levels"])
    paths = [p.split("/") for p in items(row[lang])]
    n = rng.randint(min(4, len(paths)), len(paths))
    start = rng.randrange(len(paths) - n + 1)
    paths = paths[start : start + n]
    measure = pick_measure(rng, *ADDITIVE)
    if rng.random() < 0.5:
        x = rng.choice((levels[0], levels[-1], {"zh": "地区", "en": "Region"}[lang]))
        y = header_for(measure, lang, (x,), rng)
        mark = rng.choice(("-", "/", "-", "/", ">"))
        names = [mark.join(p) for p in paths]
        values = values_for(measure, len(names), rng)
        rows = [{x: n, y: v} for n, v in zip(names, values, strict=True)]
        top = rng.choice({"zh": ("大类", "洲", "大区", "部门"),
                          "en": ("Continent", "Group", "Division", "Top")}[lang])  # fmt: skip
        if rng.random() < 0.25 and top not in (x, y):  # the first level once more by itself
            rows = [{**r, top: p[0]} for r, p in zip(rows, paths, strict=True)]
        pick = Pick("treemap", {"category": (x,), "value": (y,)}, "path", measure.additive)
        return Scenario(rows, (pick,))
    depth = min(len(levels), min(len(p) for p in paths), 3)
    y = header_for(measure, lang, levels, rng)
    values = values_for(measure, len(paths), rng)
    rows = [
        {**{levels[i]: p[i] for i in range(depth)}, y: v}
        for p, v in zip(paths, values, strict=True)
    ]
    pick = Pick("treemap", {"category": levels[:depth], "value": (y,)}, "nested", True)
    return Scenario(rows, (pick,))


@scenario(1.2)
def many_parts(rng: random.Random, lang: Lang) -> Scenario:
    """Many additive parts, such as investment by industry."""
    names: dict[Lang, Sequence[tuple[str, str]]] = {
        "zh": (("行业", "投资金额"), ("板块", "总市值"), ("行业", "产值"), ("部门", "预算支出")),
        "en": (
            ("Sector", "Market Cap"),
            ("Industry", "Investment"),
            ("Department", "Budget"),
            ("folder", "size_mb"),
        ),
    }
    values: dict[Lang, str] = {
        "zh": "科技|金融|教育|医疗|能源|房地产|制造|农业|物流|零售|旅游|文化|环保|军工",
        "en": "Technology|Finance|Education|Health|Energy|Property|Industry|Farming|Logistics"
        "|Retail|Travel|Media|Utilities|Defence",
    }
    x, y = rng.choice(names[lang])
    chosen = rng.sample(items(values[lang]), rng.randint(7, 13))
    rows = [{x: n, y: number(20, 900, 0, rng)} for n in chosen]
    return Scenario(rows, (Pick("treemap", {"category": (x,), "value": (y,)}, "many_parts"),))


@scenario(4)
def funnel(rng: random.Random, lang: Lang) -> Scenario:
    """Stages that keep fewer and fewer, in one row or one column."""
    row = rng.choice(lexicon.rows("stages"))
    stages = list(items(row[lang]))
    count = float(10 ** rng.uniform(2.3, 5.5))
    counts = []
    for _ in stages:
        counts.append(rounded(count, count, 0, rng))
        count *= rng.uniform(0.25, 0.85)
    if rng.random() < 0.6:
        rows: Rows = [dict(zip(stages, counts, strict=True))]
        return Scenario(rows, (Pick("funnel", {"value": tuple(stages)}, "stages_row"),))
    x = rng.choice(items(row[f"{lang}_header"]))
    y = name_from(items(row[f"{lang}_value"]), (x,), rng)
    rows = [{x: s, y: c} for s, c in zip(stages, counts, strict=True)]
    return Scenario(rows, (Pick("funnel", {"category": (x,), "value": (y,)}, "stages"),))


@scenario(1.5)
def waterfall(rng: random.Random, lang: Lang) -> Scenario:
    """Signed items that lead from one total to another."""
    row = rng.choice(lexicon.rows("steps"))
    x = rng.choice(items(row[f"{lang}_header"]))
    y = name_from(items(row[f"{lang}_value"]), (x,), rng)
    top = 10 ** rng.randint(2, 5)
    total = float(rng.randint(top // 4, top))
    rows: Rows = []
    for item in items(row[lang]):
        part = rounded(rng.uniform(0.03, 0.25) * top, top, 0, rng)
        if item[0] in "+-":
            signed = part if item[0] == "+" else -part
            total += signed
            rows.append({x: item[1:], y: signed})
        else:
            rows.append({x: item, y: int(total)})
    return Scenario(rows, (Pick("waterfall", {"x": (x,), "y": (y,)}, "steps"),))


@scenario(4)
def words(rng: random.Random, lang: Lang) -> Scenario:
    """Keywords with weights."""
    row = rng.choice(lexicon.rows("keywords"))
    headers = lang if rng.random() < 0.6 else "en"  # tools that count words write English
    x = rng.choice(items(row[f"{headers}_word"]))
    y = name_from(items(row[f"{headers}_value"]), (x,), rng)
    if headers == "en" and rng.random() < 0.4:
        x, y = (
            rng.choice(("text", "word", "keyword", "tag")),
            rng.choice(("value", "count", "weight")),
        )
    chosen = list(items(row[lang]))
    rng.shuffle(chosen)
    chosen = chosen[: rng.choice((8, 12, 18, 30))]
    if rng.random() < 0.2:  # lists that were typed or written by a model repeat words
        chosen += rng.sample(chosen, min(len(chosen), rng.choice((1, 2, 3, 6))))
    decimals = rng.choice((0, 1))
    top = rng.choice((10, 30, 30, 100, 300))
    rows = [{x: w, y: number(2, top, decimals, rng)} for w in chosen]
    if rng.random() < 0.5:
        rows = [{y: r[y], x: r[x]} for r in rows]
    return Scenario(rows, (Pick("wordCloud", {"word": (x,), "value": (y,)}, "words"),))
