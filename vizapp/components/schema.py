"""The client's JSON answer as a JSON schema, for servers that take one."""

from __future__ import annotations

from typing import Any

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import FILTER_OPS, OPTIONS, Form, OptionName, candidates
from vizapp.components.fit import feasible
from vizapp.profile.attributes import TableDescription


def answer_schema(description: TableDescription, *, max_charts: int = 1) -> dict[str, Any]:
    """Return the JSON schema of an answer for this table.

    What a schema cannot say, `check` does: that no attribute stands twice, and
    when an aggregate is needed. The grammar admits just what passes both.
    """
    charts = []
    for name in feasible(description):
        component = catalogue()[name]
        for form in component.fitting_forms(description):
            charts.append(
                {
                    "type": "object",
                    "properties": {
                        "name": {"const": name},
                        "parameter": _parameter(form, component.options, description),
                    },
                    "required": ["name", "parameter"],
                    "additionalProperties": False,
                }
            )
    return {
        "type": "object",
        "properties": {
            "vis": {"type": "array", "items": {"anyOf": charts}, "maxItems": max_charts},
            "message": {"type": "string"},
        },
        "required": ["vis"],
        "additionalProperties": False,
    }


def _parameter(
    form: Form, options: tuple[OptionName, ...], description: TableDescription
) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for channel in form.channels:
        names = list(candidates(channel, description))
        if not names:
            continue
        one = {"enum": names}
        several = {
            "type": "array",
            "items": one,
            "minItems": max(2, channel.min_items),
            "maxItems": channel.max_items,
            "uniqueItems": True,
        }
        if channel.max_items == 1:
            properties[channel.parameter] = one
        else:
            single = [one] if channel.min_items == 1 else []
            properties[channel.parameter] = {"anyOf": [*single, several]}
    for option in options:
        properties[option] = _option(option, list(description.names))
    return {
        "type": "object",
        "properties": properties,
        "required": [c.parameter for c in form.channels if c.required],
        "additionalProperties": False,
    }


def _option(option: OptionName, names: list[str]) -> dict[str, Any]:
    if OPTIONS[option]:
        return {"enum": list(OPTIONS[option])}
    if option != "filter":
        return {"type": "integer", "minimum": 1, "maximum": 999}
    scalar = {"type": ["string", "number", "boolean"]}
    item = {
        "type": "object",
        "properties": {
            "attribute": {"enum": names},
            "op": {"enum": list(FILTER_OPS)},
            "value": {
                "anyOf": [scalar, {"type": "array", "items": scalar, "minItems": 1, "maxItems": 8}]
            },
        },
        "required": ["attribute", "op", "value"],
        "additionalProperties": False,
    }
    return {"type": "array", "items": item, "minItems": 1, "maxItems": 3}
