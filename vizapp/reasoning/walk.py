"""The thought of the hand rules: the client's walk, in zh or en.

Structure, types, what the data calls for, the chart and why, its parameters one
by one, then the solution. Every name and number comes from the description, so
nothing in it can be wrong of the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import Channel
from vizapp.components.spec import Chart
from vizapp.core.language import Lang
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning.events import ThoughtDelta
from vizapp.reasoning.wording import AGGREGATE_WORDS, TYPE_WORDS

_MAX_LISTED = 12  # attributes told one by one in a wide table


@dataclass(frozen=True)
class Verdict:
    """What the rules decided: the chart, the reason, the runners-up."""

    chart: Chart
    reason: str
    others: tuple[str, ...] = ()


class _Writer:
    """Phrases with chips, the same calls in both languages."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def text(self, zh: str, en: str) -> ThoughtDelta:
        return ThoughtDelta(zh if self.lang == "zh" else en)

    def attribute(self, name: str) -> ThoughtDelta:
        return ThoughtDelta(name, "attribute", name)

    def number(self, value: int) -> ThoughtDelta:
        return ThoughtDelta(str(value), "number")

    def kind(self, type_: str) -> ThoughtDelta:
        return ThoughtDelta(TYPE_WORDS[type_][self.lang], "type", type_)

    def component(self, name: str) -> ThoughtDelta:
        title = catalogue()[name].title[self.lang]
        blank = "" if self.lang == "zh" else " "
        return ThoughtDelta(f"{title}{blank}({name})", "component", name)


def walk(description: TableDescription, verdict: Verdict, lang: Lang) -> Iterator[ThoughtDelta]:
    """Yield the thought piece by piece."""
    w = _Writer(lang)
    yield from _structure(w, description)
    yield w.text("\n\n2. ", "\n\n2. ")
    yield w.text(
        f"{verdict.reason}。最适合的图表类型是", f"Here {verdict.reason}. The best fit is the "
    )
    component = catalogue()[verdict.chart.component]
    yield w.component(component.name)
    yield w.text(
        f",因为{component.title['zh']}可以{component.purpose['zh']}。",
        f", because it can {component.purpose['en']}.",
    )
    if verdict.others:
        yield w.text("也可以考虑", " Also possible: ")
        for index, name in enumerate(verdict.others):
            if index:
                yield w.text("、", ", ")
            yield w.component(name)
        yield w.text("。", ".")
    yield from _parameters(w, description, verdict.chart)
    yield w.text(
        "\n\n4. 根据上述分析,生成最终的可视化参数配置。",
        "\n\n4. From this follows the final configuration.",
    )


def _structure(w: _Writer, description: TableDescription) -> Iterator[ThoughtDelta]:
    yield w.text(
        "1. 首先,分析问题的结构。数据共有 ", "1. First, the structure of the data. There are "
    )
    yield w.number(description.data_amount)
    yield w.text(" 行、", " rows and ")
    yield w.number(len(description.attributes))
    yield w.text(" 个属性:", " attributes: ")
    shown = description.attributes[:_MAX_LISTED]
    for index, attribute in enumerate(shown):
        if index:
            yield w.text(",", ", ")
        yield w.attribute(attribute.name)
        yield w.text("为", " is ")
        yield w.kind(attribute.type)
    if len(shown) < len(description.attributes):
        yield w.text("等", " and more")
    yield w.text("。", ".")


def _parameters(w: _Writer, description: TableDescription, chart: Chart) -> Iterator[ThoughtDelta]:
    yield w.text("\n\n3. 核对可视化组件库中", "\n\n3. Checking the parameters that the ")
    yield w.component(chart.component)
    yield w.text("的参数要求:", " takes:")
    for channel in chart.form.channels:
        yield from _parameter(w, description, chart, channel)
    aggregate = chart.options.aggregate
    if aggregate is not None:
        word = AGGREGATE_WORDS[aggregate]
        yield w.text(
            f"\n   - aggregate:同一位置有多行数据,取{word['zh']}。",
            f"\n   - aggregate: several rows share a mark, so the {word['en']} is taken.",
        )


def _parameter(
    w: _Writer, description: TableDescription, chart: Chart, channel: Channel
) -> Iterator[ThoughtDelta]:
    names = chart.names(channel.name)
    yield w.text(
        f"\n   - {channel.parameter}:{channel.title['zh']}",
        f"\n   - {channel.parameter}: {channel.title['en']}",
    )
    if not names:
        yield w.text(",可选参数,可以忽略。", ", optional, left out.")
        return
    first = description.attribute(names[0])
    if first is not None:
        yield w.text(",", ", ")
        yield w.kind(first.type)
    yield w.text(",对应问题中的", ", here ")
    for index, name in enumerate(names):
        if index:
            yield w.text("、", ", ")
        yield w.attribute(name)
    yield w.text("。", ".")
