"""The component library in words: the system prompt for general models."""

from __future__ import annotations

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import ChartComponent
from vizapp.components.fit import feasible
from vizapp.core.language import Lang, Text
from vizapp.profile.attributes import TableDescription

ROLE: Text = {
    "zh": (
        "你是数据可视化专家。根据用户给出的属性描述(以及问题),从组件库中选择最合适的图表。"
        "先在 Thought 部分逐步思考,写在 <begin_of_thought> 与 <end_of_thought> 之间;"
        "再在 Solution 部分只写一个 JSON,写在 <begin_of_solution> 与 <end_of_solution> 之间,"
        '形如 {"vis": [{"name": 组件名, "parameter": {参数名: 属性名}}]}。'
        "多行共用一个图形时写出 aggregate。"
    ),
    "en": (
        "You are a data visualisation expert. Given an attribute description (and a question), "
        "choose the most fitting chart from the component library. First think step by step in a "
        "Thought section between <begin_of_thought> and <end_of_thought>; then write only one "
        "JSON object in a Solution section between <begin_of_solution> and <end_of_solution>, "
        'such as {"vis": [{"name": component, "parameter": {parameter: attribute}}]}. '
        "Name an aggregate where several rows share a mark."
    ),
}


def component_line(component: ChartComponent, lang: Lang) -> str:
    """Return one line on the component: purpose, parameters, when to avoid it."""
    forms = []
    for form in component.forms:
        parts = []
        for channel in form.channels:
            mark = "" if channel.required else "?"
            mark += "+" if channel.max_items > 1 else ""
            types = "/".join(channel.accepts) if len(channel.accepts) < 5 else "*"
            parts.append(f"{channel.parameter}{mark}: {types}")
        forms.append(", ".join(parts))
    joiner = " 或 " if lang == "zh" else " or "
    avoid = "不宜" if lang == "zh" else "avoid when"
    options = ", ".join(component.options)
    return (
        f"- {component.name} ({component.title[lang]}): {component.purpose[lang]}; "
        f"({joiner.join(forms)}) [{options}]; {avoid}: {component.avoid_when[lang]}"
    )


def system_prompt(description: TableDescription, lang: Lang) -> str:
    """Return the role and the components that this table can fill."""
    title = (
        "组件库(? 可选, + 可为列表):" if lang == "zh" else "Components (? optional, + or a list):"
    )
    lines = [component_line(catalogue()[name], lang) for name in feasible(description)]
    return "\n".join([ROLE[lang], title, *lines])
