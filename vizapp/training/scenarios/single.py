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

_ASPECT: dict[Lang, tuple[str, ...]] = {
    "zh": (
        "能力", "维度", "属性", "特性", "指标", "方面", "技能", "项目", "特征", "要素", "评价项",
        "素质", "因素", "科目", "品质", "评估维度", "特点", "性能",
    ),
    "en": (
        "skill", "attribute", "dimension", "factor", "aspect", "trait", "criterion", "feature",
        "Capability", "Category", "Quality", "Metric", "Ability", "property", "Area", "Subject",
    ),
}  # fmt: skip
_SCORE: dict[Lang, tuple[str, ...]] = {
    "zh": (
        "表现", "得分", "评分", "分数", "水平", "成绩", "打分", "分值", "评价", "等级分", "程度",
        "满意度", "掌握程度",
    ),
    "en": (
        "score", "rating", "performance", "level", "points", "value", "grade", "mark", "Strength",
        "evaluation", "proficiency",
    ),
}  # fmt: skip
# What a target is called beside the value of the same name.
_AIMS: dict[Lang, tuple[str, ...]] = {
    "zh": ("目标", "上限", "计划", "目标值", "预算", "指标", "总量", "_目标", "_上限", "_计划"),
    "en": (
        " Target", " Goal", "_target", "_goal", " Limit", "_limit", " Budget", "_max", " Plan",
        "_planned", " Quota", " Capacity",
    ),
}  # fmt: skip


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
    if rng.random() < 0.35:  # the words that any such table may use
        x = rng.choice(_ASPECT[headers])
        y = name_from(_SCORE[headers], (x,), rng)
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
    if rng.random() < 0.4:
        a, b = _named_aim(rng, lang)
    top = number(float(row["high"]) * 0.3, float(row["high"]), 0, rng)
    rows: Rows = [{a: rounded(float(top) * rng.uniform(0.2, 1.1), float(top), 0, rng), b: top}]
    return Scenario(rows, (Pick("progress", {"value": (a,), "target": (b,)}, "target", False),))


def _named_aim(rng: random.Random, lang: Lang) -> tuple[str, str]:
    """Return the names of a value and of its target that are made of one measure's."""
    measure = pick_measure(rng, "amount", "count", "rate", "level", "score", "change")
    name = rng.choice(measure.names[lang])
    aim = rng.choice(_AIMS[lang])
    words = name.split(" ")
    stem = words[-1] if lang == "en" and len(words) > 1 and rng.random() < 0.5 else name
    if lang == "en" and rng.random() < 0.35:
        return name, f"{rng.choice(('Target', 'Planned', 'Goal', 'Max', 'Budgeted'))} {stem}"
    before = rng.choice({"zh": ("当前", "实际", "", "", "已完成"),
                         "en": ("Current ", "Actual ", "", "", "")}[lang])  # fmt: skip
    return f"{before}{name}", f"{stem}{aim}"


@scenario(1.5)
def numbers(rng: random.Random, lang: Lang) -> Scenario:
    """One row of unlike key numbers."""
    chosen: dict[str, Any] = {}
    domain = rng.choice(list(lexicon.by_domain()))
    for _ in range(rng.choice((1, 1, 2, 3, 4, 5))):
        measure = pick_measure(rng, "amount", "count", "rate", "price", "change", domain=domain)
        chosen[header_for(measure, lang, [*chosen], rng)] = values_for(measure, 1, rng)[0]
    return Scenario([chosen], (Pick("indicator", {"value": tuple(chosen)}, "numbers", False),))
