"""Gold thoughts: the client's walk, in our token stream, in zh and en.

Structure, types, what the data calls for, the chart and why, the component's
parameters one by one, the solution. Names and numbers are references, so every
claim can be checked by code; wordings vary, facts do not.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from vizapp.components.declare import Channel
from vizapp.components.spec import Chart, VisSpec
from vizapp.core.language import Lang
from vizapp.reasoning import specials
from vizapp.reasoning.guide import solution_tokens
from vizapp.reasoning.specials import BECAUSE, COLS, DISTINCT, PICK, ROWS
from vizapp.reasoning.stream import Prompt

_MAX_LISTED = 8

# Why a chart fits, by the scenario's reason. Slots are channels; {#x} is the
# number of distinct values of the attribute in channel x.
REASONS: dict[str, dict[Lang, tuple[str, ...]]] = {
    "compare": {
        "zh": ("{x}有{#x}个类别,每类对应一个{y},重点是比较大小", "要比较各{x}的{y}高低"),
        "en": (
            "{x} has {#x} categories with one {y} each, so sizes are to be compared",
            "the point is how {y} differs between the values of {x}",
        ),
    },
    "compare_groups": {
        "zh": ("{y}按{x}排列并按{g}分组,重点是组间比较", "{x}与{g}两个维度划分{y},适合分组比较"),
        "en": (
            "{y} is split by {x} and by {g}, so groups are to be compared",
            "two dimensions, {x} and {g}, divide {y}",
        ),
    },
    "compare_one": {
        "zh": ("要按{x}比较{y},{g}只有一个取值,用图例说明",),
        "en": ("{y} differs between the values of {x}, and {g} says in the legend whose it is",),
    },
    "trend_one": {
        "zh": ("{x}是时间,{y}随它变化,{g}只有一个取值,用图例说明",),
        "en": ("{y} develops along {x}, and {g} says in the legend whose line it is",),
    },
    "compare_several": {
        "zh": ("{y}单位相近,可在同一刻度上按{x}比较",),
        "en": ("{y} share one scale and can be compared by {x}",),
    },
    "compare_aggregated": {
        "zh": ("同一{x}有多行,先汇总{y}再比较", "{x}只有{#x}个取值而行数更多,需要汇总{y}"),
        "en": (
            "several rows share a value of {x}, so {y} is aggregated before comparing",
            "{x} has only {#x} values for more rows, so {y} must be aggregated",
        ),
    },
    "many": {
        "zh": ("{x}有{#x}个取值,较多,横放便于阅读和排名",),
        "en": ("{x} has {#x} values, too many to stand side by side, so bars lie down",),
    },
    "count": {
        "zh": ("没有数值,统计各{x}的行数",),
        "en": ("there is no measure, so rows are counted by {x}",),
    },
    "count_groups": {
        "zh": ("没有数值,按{x}和{g}统计行数",),
        "en": ("there is no measure, so rows are counted by {x} and {g}",),
    },
    "count_cross": {
        "zh": ("{x}与{y}交叉,统计每格的行数",),
        "en": ("{x} and {y} cross, so the rows of each cell are counted",),
    },
    "trend": {
        "zh": ("{x}是有先后顺序的时间,{y}随它变化", "关注{y}随{x}的变化趋势"),
        "en": (
            "{x} is ordered in time and {y} moves with it",
            "the point is how {y} develops along {x}",
        ),
    },
    "trend_groups": {
        "zh": ("{x}是时间,{y}按{g}分为{#g}组,比较各组趋势",),
        "en": ("{x} is time and {y} comes in {#g} groups of {g}, so trends are compared",),
    },
    "trend_several": {
        "zh": ("{x}是时间,{y}单位和量级相近,可共用一个刻度",),
        "en": ("{x} is time, and {y} are of one unit and size and share a scale",),
    },
    "trend_aggregated": {
        "zh": ("{x}是时间且有重复,先汇总{y}再看趋势",),
        "en": ("{x} is time and repeats, so {y} is aggregated before the trend is drawn",),
    },
    "parts_over_time": {
        "zh": ("各{g}的{y}在每个{x}合成整体,关心构成的变化",),
        "en": ("at each {x} the {y} of every {g} make up a whole, so its make-up matters",),
    },
    "two_scales": {
        "zh": ("{y}与{y2}单位或量级不同,需要两个刻度", "{x}上有量级不同的{y}和{y2}"),
        "en": (
            "{y} and {y2} differ in unit or size, so two scales are needed",
            "two unlike measures, {y} and {y2}, share {x}",
        ),
    },
    "share": {
        "zh": ("{v}表示各{c}在整体中的份额", "各{c}的{v}合成一个整体,重点是占比"),
        "en": (
            "{v} tells the share of each {c} in a whole",
            "the {v} of all {c} make up a whole, so proportions matter",
        ),
    },
    "whole": {
        "zh": ("各{c}的{v}合在一起是一个整体,关心构成",),
        "en": ("together the {v} of all {c} form one whole, so its make-up matters",),
    },
    "path": {
        "zh": ("{c}的取值带有层级,适合用面积表示{v}",),
        "en": ("the values of {c} carry a hierarchy, so area shows {v}",),
    },
    "nested": {
        "zh": ("{c}由外到内嵌套,用面积表示{v}",),
        "en": ("{c} are nested from outer to inner, so area shows {v}",),
    },
    "many_parts": {
        "zh": ("{c}有{#c}个部分,{v}可以相加",),
        "en": ("{c} has {#c} parts whose {v} add up",),
    },
    "stages": {
        "zh": ("{c}是一个流程的先后阶段,{v}逐步减少",),
        "en": ("{c} are stages of one process and {v} shrinks",),
    },
    "stages_row": {
        "zh": ("只有一行,各列是一个流程的阶段,数量逐步减少",),
        "en": ("one row holds the stages of a process, and fewer remain at each",),
    },
    "steps": {
        "zh": ("{x}各项的{y}有增有减,累加成结果",),
        "en": ("the {y} of each {x} add and subtract to a result",),
    },
    "words": {
        "zh": ("{w}是词语,{v}是它们的权重",),
        "en": ("{w} holds words and {v} their weights",),
    },
    "aspects": {
        "zh": ("{c}是同一对象的多个维度,{v}用同一尺度打分",),
        "en": ("{c} are aspects of one thing, scored by {v} on one scale",),
    },
    "aspects_row": {
        "zh": ("各列是同一对象的多个维度,用同一尺度打分",),
        "en": ("the columns are aspects of one thing scored on one scale",),
    },
    "aspects_groups": {
        "zh": ("{c}是多个维度,用{v}比较各{g}的表现",),
        "en": ("{c} are aspects on which {v} compares each {g}",),
    },
    "target": {
        "zh": ("一行数据里{v}是当前值,{t}是目标",),
        "en": ("in one row {v} is the current value and {t} its target",),
    },
    "numbers": {
        "zh": ("只有一行互不相同的关键数字",),
        "en": ("there is one row of unlike key numbers",),
    },
    "relation": {
        "zh": ("{x}与{y}都是数值,每行是一个对象,看两者的关系",),
        "en": ("{x} and {y} are measures of each item, so their relation matters",),
    },
    "relation_groups": {
        "zh": ("{x}与{y}都是数值,看两者的关系,并用{g}区分",),
        "en": ("{x} and {y} are measures whose relation matters, told apart by {g}",),
    },
    "bubbles": {
        "zh": ("{x}与{y}看关系,{s}用大小表示",),
        "en": ("{x} and {y} are related and {s} gives the size",),
    },
    "distribution": {
        "zh": ("只需看{x}一个数值的分布", "{x}是数值,重点是它如何分布"),
        "en": (
            "only {x} is measured, so its distribution matters",
            "{x} is one measure and the point is how it is distributed",
        ),
    },
    "spread": {
        "zh": ("每个{x}有多行{y},重点是各组的分布",),
        "en": ("each {x} has many rows of {y}, so the spread of groups matters",),
    },
    "cross": {
        "zh": ("{x}与{y}两个维度交叉,每格有一个{v}",),
        "en": ("{x} and {y} cross and each cell holds a {v}",),
    },
    "places": {
        "zh": ("{lo}与{la}是坐标,每行是一个地点",),
        "en": ("{lo} and {la} are coordinates, so each row is a place",),
    },
    "flow": {
        "zh": ("每行从{a}走到{b},是流程的先后步骤",),
        "en": ("each row leads from {a} to {b}, steps of a process",),
    },
    "network": {
        "zh": ("每行是{a}与{b}之间的一条连接",),
        "en": ("each row links {a} and {b}, peers of a network",),
    },
    "mindMap": {
        "zh": ("{a}是主题,{b}是它的子主题,构成层级",),
        "en": ("{a} branches into {b}, topics and subtopics",),
    },
    "sankey": {
        "zh": ("{v}从{a}流向{b}",),
        "en": ("{v} flows from {a} to {b}",),
    },
    "prices": {
        "zh": ("每个{x}有开盘、最高、最低、收盘四个价格",),
        "en": ("each {x} has open, high, low and close prices",),
    },
    "spans": {
        "zh": ("每个{l}有开始{st}和结束{e}",),
        "en": ("each {l} has a start {st} and an end {e}",),
    },
    "rows": {
        "zh": ("内容多为文本或编号,没有适合作图的数值",),
        "en": ("the content is text and identifiers without a measure to draw",),
    },
    "asked": {
        "zh": ("按照提问", "提问指明了要看的内容"),
        "en": ("the question asks for it", "as the question says"),
    },
    "edited": {
        "zh": ("按要求修改现有图表,其余保持不变", "在当前图表上只改所提到的部分"),
        "en": (
            "the chart on screen changes as asked and stays the same otherwise",
            "only what is asked for changes about the current chart",
        ),
    },
    "asked_xyg": {
        "zh": ("提问想看{y}按{x}和{g}的情况",),
        "en": ("the question is about {y} by {x} and {g}",),
    },
    "asked_xy": {
        "zh": ("提问想看{y}按{x}的情况", "提问关心{x}与{y}"),
        "en": ("the question is about {y} by {x}", "{x} and {y} are what is asked for"),
    },
    "asked_cv": {
        "zh": ("提问想看{v}在各{c}中的构成",),
        "en": ("the question is about {v} across {c}",),
    },
    "asked_c": {"zh": ("提问关心各{c}的数量",), "en": ("the question is about the count of {c}",)},
    "asked_x": {"zh": ("提问关心{x}",), "en": ("the question is about {x}",)},
}
# Slot of a reason -> channels that may fill it.
_SLOTS = {
    "x": ("x",), "y": ("y",), "y2": ("y2",), "g": ("group",), "v": ("value",),
    "c": ("category",), "w": ("word",), "t": ("target",), "s": ("size",),
    "lo": ("longitude",), "la": ("latitude",), "a": ("source",), "b": ("target",),
    "l": ("label",), "st": ("start",), "e": ("end",),
}  # fmt: skip
_OPTION_LINES: dict[str, dict[Lang, str]] = {
    "aggregate": {"zh": "同一图形有多行,取{w}", "en": "several rows share a mark, take the {w}"},
    "timeUnit": {"zh": "按{w}汇总", "en": "group by {w}"},
    "sort": {"zh": "按{w}排序", "en": "order by {w}"},
    "limit": {"zh": "只看前{w}个", "en": "only the first {w}"},
    "stack": {"zh": "{w}", "en": "{w}"},
    "bins": {"zh": "分为{w}段", "en": "{w} bins"},
}


def write_thought(prompt: Prompt, spec: VisSpec, reasons: Sequence[str], rng: random.Random) -> str:
    """Return the thought for an answer, up to and with ``<|/think|>``.

    `reasons` names an entry of `REASONS` per chart; for an empty answer the one
    key of `specials.REASONS`.
    """
    zh = prompt.lang == "zh"
    parts = ["1. ", _structure(prompt, spec, rng), "\n\n2. "]
    if not spec.charts:
        parts.append(specials.reason_token(reasons[0]))
        return "".join(parts) + specials.END_THINK
    parts.append(_choice(prompt, spec, reasons, rng))
    for number, chart in enumerate(spec.charts):
        parts.append("\n\n3. " if number == 0 else "\n\n")
        parts.append(_parameters(prompt, chart))
    parts.append("\n\n4. ")
    parts.append(
        "根据上述分析,生成最终的可视化参数配置。" if zh else "So the final configuration follows."
    )
    return "".join(parts) + specials.END_THINK


def _structure(prompt: Prompt, spec: VisSpec, rng: random.Random) -> str:
    zh = prompt.lang == "zh"
    used = {n for chart in spec.charts for n in chart.attributes()}
    names = list(prompt.aliases)
    shown = names
    if len(names) > _MAX_LISTED:
        rest = [n for n in names if n not in used][: max(0, _MAX_LISTED - len(used))]
        shown = [n for n in names if n in used or n in rest][: max(_MAX_LISTED, len(used))]
    described = []
    for name in shown:
        attribute = prompt.description.attribute(name)
        assert attribute is not None
        described.append(f"{prompt.alias_of(name)}{'为' if zh else ' is '}<|{attribute.type}|>")
    listed = (",".join(described)) if zh else ", ".join(described)
    more = "" if len(shown) == len(names) else ("等" if zh else " and others")
    if zh:
        head = rng.choice(("首先,分析问题的结构。", "首先,看数据的结构。"))
        text = f"{head}数据有{ROWS}行、{COLS}个属性:{listed}{more}。"
    else:
        head = rng.choice(("First, the structure. ", "First, look at the data. "))
        text = f"{head}There are {ROWS} rows and {COLS} attributes: {listed}{more}."
    ignored = [
        n
        for n in shown
        if n not in used and _meaning(prompt, n) in ("id", "text", "code") and spec.charts
    ]
    if ignored:
        joined = _joined([prompt.alias_of(n) for n in ignored[:3]], zh)
        text += f"{joined}不参与作图。" if zh else f" {joined} is not drawn."
    return text


def _meaning(prompt: Prompt, name: str) -> str | None:
    attribute = prompt.description.attribute(name)
    return attribute.meaning if attribute else None


def _joined(tokens: Sequence[str], zh: bool) -> str:
    return ("、" if zh else ", ").join(tokens)


def _choice(prompt: Prompt, spec: VisSpec, reasons: Sequence[str], rng: random.Random) -> str:
    zh = prompt.lang == "zh"
    sentences = []
    for number, (chart, reason) in enumerate(zip(spec.charts, reasons, strict=True)):
        why = _reason(prompt, chart, reason, rng)
        token = specials.component_token(chart.component)
        if number == 0 and zh:
            text = f"{why}。最适合的图表类型是{PICK}{token},因为它可以{BECAUSE}。"
        elif number == 0:
            text = f"{why[0].upper() if why[0].islower() else why[0]}{why[1:]}. "
            text += f"The best chart is a {PICK}{token}, because it can {BECAUSE}."
        elif zh:
            text = f"{why},再配{PICK}{token}。"
        else:
            text = f" Also, {why}: add a {PICK}{token}."
        sentences.append(text)
    return "".join(sentences)


def _reason(prompt: Prompt, chart: Chart, reason: str, rng: random.Random) -> str:
    zh = prompt.lang == "zh"
    if reason == "asked":
        filled = "".join(k for k in "xycvg" if chart.names(_SLOTS[k][0]))
        reason = f"asked_{filled}" if f"asked_{filled}" in REASONS else "asked"
    templates = REASONS[reason][prompt.lang]
    text = rng.choice(templates)
    for slot, channels in _SLOTS.items():
        names = [n for c in channels for n in chart.names(c)]
        tokens = [prompt.alias_of(n) for n in names]
        if not tokens:
            continue
        text = text.replace("{#" + slot + "}", f"{DISTINCT}{tokens[0]}")
        text = text.replace("{" + slot + "}", _joined(tokens[:4], zh))
    if "{" in text:  # a reason that speaks of a channel this chart leaves out
        return rng.choice(REASONS["asked" if prompt.asked else "rows"][prompt.lang])
    return text


def _parameters(prompt: Prompt, chart: Chart) -> str:
    zh = prompt.lang == "zh"
    token = specials.component_token(chart.component)
    lines = [
        f"核对可视化组件库中{token}的参数要求:" if zh else f"Check the parameters of the {token}:"
    ]
    left_out = []
    for channel in chart.form.channels:
        names = chart.names(channel.name)
        if names:
            lines.append(_parameter(prompt, channel, names))
        else:
            left_out.append(specials.channel_token(channel.name))
    for option, value in _options(chart, prompt):
        line = _OPTION_LINES[option][prompt.lang].format(w=value)
        lines.append(f"   - {option}{':' if zh else ': '}{line}{'。' if zh else '.'}")
    for item in chart.options.filters:
        values = item.value if isinstance(item.value, tuple) else (item.value,)
        tokens = "".join(specials.value_token(prompt.values.index(v)) for v in values)
        text = f"{prompt.alias_of(item.attribute)}<|op:{item.op}|>{tokens}"
        lines.append(f"   - filter:只保留{text}。" if zh else f"   - filter: keep {text}.")
    if left_out:
        joined = _joined(left_out, zh)
        lines.append(
            f"   - {joined}:可选参数,数据中没有需要,可以忽略。"
            if zh
            else f"   - {joined}: optional, not needed here."
        )
    return "\n".join(lines)


def _parameter(prompt: Prompt, channel: Channel, names: Sequence[str]) -> str:
    zh = prompt.lang == "zh"
    types = [a.type for n in names if (a := prompt.description.attribute(n)) is not None]
    stated = f"<|{types[0]}|>" if len(set(types)) == 1 else ""
    aliases = _joined([prompt.alias_of(n) for n in names], zh)
    token = specials.channel_token(channel.name)
    if zh:
        return f"   - {token}:{stated}{',' if stated else ''}对应{aliases}。"
    return f"   - {token}: {stated}{', ' if stated else ''}use {aliases}."


def _options(chart: Chart, prompt: Prompt) -> list[tuple[str, str]]:
    options = chart.options
    found = []
    for name, value in (
        ("aggregate", options.aggregate),
        ("timeUnit", options.time_unit),
        ("sort", options.sort),
        ("limit", options.limit),
        ("stack", options.stack),
        ("bins", options.bins),
    ):
        if value is None:
            continue
        if isinstance(value, int) and value in prompt.values:
            found.append((name, specials.value_token(prompt.values.index(value))))
        else:
            found.append((name, specials.word_token(value)))
    return found


def write_target(
    prompt: Prompt,
    spec: VisSpec,
    reasons: Sequence[str],
    rng: random.Random,
) -> str:
    """Return what the model should write after the prompt: thought and solution.

    A prompt that ends with ``<|solve|>`` gets the solution alone.
    """
    reason = reasons[0] if not spec.charts else None
    solution = "".join(solution_tokens(spec, prompt, reason=reason))
    if not spec.charts:
        solution += specials.END
    if not prompt.think:
        return solution
    return write_thought(prompt, spec, reasons, rng) + specials.SOLVE + solution
