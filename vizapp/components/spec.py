"""The vis spec: what the model decides and what is drawn.

This module alone knows the client's JSON: parameter names, wrapped references
(``||line||``, ``$$time$$``), one-or-list values, camelCase options.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import FILTER_OPS, OPTIONS, ChartComponent, Form, OptionName
from vizapp.core.errors import (
    ChannelTypeError,
    SpecSyntaxError,
    UnknownComponentError,
    near_match,
)

LIMIT_BY = "limitBy"
FilterValue = str | int | float | bool | tuple[str | int | float, ...]


@dataclass(frozen=True)
class Filter:
    """Rows to keep: those whose attribute compares true with the value."""

    attribute: str
    op: str
    value: FilterValue


@dataclass(frozen=True)
class Options:
    """What a chart says beside its attributes; None where it says nothing.

    `limit_by` is the order, in the words of `sort`, whose first items a limit keeps
    where that is not the order in which they stand: the top five, rising. The client's
    format does not have it and no model writes it; an edit by hand or by talk does.
    """

    aggregate: str | None = None
    time_unit: str | None = None
    sort: str | None = None
    limit: int | None = None
    stack: str | None = None
    bins: int | None = None
    filters: tuple[Filter, ...] = ()
    limit_by: str | None = None

    @property
    def kept_by(self) -> str:
        """The order whose first items a limit keeps: the largest where nothing is said."""
        return self.limit_by or self.sort or "-y"

    def keeping(self, order: str) -> Options:
        """Return these options with a limit that keeps the first items of that order."""
        plain = replace(self, limit_by=None)
        needless = self.limit is None or plain.kept_by == order
        return plain if needless else replace(self, limit_by=order)

    def given(self) -> tuple[tuple[OptionName, str | int], ...]:
        """Return the options that are given, filters aside, in the order of writing."""
        values: tuple[tuple[OptionName, str | int | None], ...] = (
            ("aggregate", self.aggregate),
            ("timeUnit", self.time_unit),
            ("sort", self.sort),
            ("limit", self.limit),
            ("stack", self.stack),
            ("bins", self.bins),
        )
        return tuple((option, value) for option, value in values if value is not None)


@dataclass(frozen=True)
class Chart:
    """One chart: a component, its channels' attributes, its options."""

    component: str
    channels: tuple[tuple[str, tuple[str, ...]], ...]
    options: Options = Options()

    def names(self, channel: str) -> tuple[str, ...]:
        """Return the attributes of a channel, empty when it has none."""
        return dict(self.channels).get(channel, ())

    def name(self, channel: str) -> str | None:
        """Return the first attribute of a channel, None when it has none."""
        names = self.names(channel)
        return names[0] if names else None

    @property
    def declaration(self) -> ChartComponent:
        """The component's declaration."""
        return catalogue()[self.component]

    @property
    def form(self) -> Form:
        """The form that these channels fill."""
        return choose_form(self.declaration, self.channels)

    @property
    def key_names(self) -> tuple[str, ...]:
        """The attributes whose values name a mark."""
        keys = self.form.keys
        return tuple(name for key in keys for name in self.names(key.name))

    def attributes(self) -> tuple[str, ...]:
        """Return every attribute that the chart uses, each once, filters last."""
        names = [n for _, group in self.channels for n in group]
        names += [f.attribute for f in self.options.filters]
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class VisSpec:
    """An answer: charts, or none and a message that says why."""

    charts: tuple[Chart, ...]
    message: str | None = None


def can_limit_by(component: ChartComponent) -> bool:
    """Return whether a limit may keep other items than the first in the order of drawing."""
    return {"sort", "limit"} <= set(component.options)


def choose_form(component: ChartComponent, channels: Iterable[tuple[str, tuple[str, ...]]]) -> Form:
    """Return the form that these channels fill, the first one when none does."""
    given = {name: len(names) for name, names in channels if names}
    for form in component.forms:
        known = {c.name for c in form.channels}
        if set(given) <= known and all(
            (not c.required or c.name in given)
            and (c.name not in given or c.min_items <= given[c.name] <= c.max_items)
            for c in form.channels
        ):
            return form
    return component.forms[0]


def _strip(text: str, mark: str, known: Collection[str] = ()) -> str:
    if text in known:
        return text
    wrapped = len(text) >= 2 * len(mark) and text.startswith(mark) and text.endswith(mark)
    return text[len(mark) : -len(mark)] if wrapped else text


def parse(answer: str | Mapping[str, Any], *, names: Collection[str] = ()) -> VisSpec:
    """Read an answer, as text or parsed JSON, wrapped or plain.

    Parameters
    ----------
    answer : str or mapping
        The client's JSON.
    names : collection of str
        The table's attributes, where known: a column may itself be called
        ``$$price$$``, and then that is no wrapped reference.

    Raises
    ------
    SpecSyntaxError
        If it is not JSON or not of the client's shape.
    UnknownComponentError
        If a chart's name is not in the library.
    ChannelTypeError
        If a parameter or option is unknown or has an impossible value.
    """
    if isinstance(answer, str):
        try:
            answer = json.loads(answer)
        except (ValueError, RecursionError) as err:
            raise SpecSyntaxError(f"The vis spec is not JSON: {err}.") from err
    if not isinstance(answer, Mapping) or not isinstance(answer.get("vis"), list):
        raise SpecSyntaxError('A vis spec is an object with a list "vis".')
    message = answer.get("message")
    return VisSpec(
        charts=tuple(parse_chart(item, names=names) for item in answer["vis"]),
        message=str(message) if message else None,
    )


def parse_chart(item: Any, *, names: Collection[str] = ()) -> Chart:
    """Read one chart of a vis spec; see `parse` for the errors."""
    if not isinstance(item, Mapping) or not isinstance(item.get("name"), str):
        raise SpecSyntaxError('A chart is an object with a "name" and a "parameter".')
    name = _strip(item["name"], "||")
    known = catalogue()
    if name not in known:
        raise UnknownComponentError(
            f"The component {name!r} is not in the library.",
            hint=near_match(name, list(known)),
            component=name,
        )
    parameter = item.get("parameter") or {}
    if not isinstance(parameter, Mapping):
        raise SpecSyntaxError(f'The "parameter" of {name!r} is not an object.')
    component = known[name]
    by_parameter = {c.parameter: c.name for c in component.channels}
    given: dict[str, tuple[str, ...]] = {}
    options: dict[str, Any] = {}
    for key, value in parameter.items():
        if key in by_parameter:
            given[by_parameter[key]] = _attribute_names(name, key, value, names)
        elif key in component.options or (key == LIMIT_BY and can_limit_by(component)):
            options[key] = value
        else:
            allowed = [*by_parameter, *component.options]
            raise ChannelTypeError(
                f"{name} has no parameter {key!r}.",
                hint=near_match(key, allowed) or f"It takes {', '.join(allowed)}.",
                component=name,
                parameter=key,
            )
    channels = tuple((c.name, given[c.name]) for c in component.channels if given.get(c.name))
    return Chart(name, channels, _parse_options(name, options, names))


def _attribute_names(
    component: str, key: str, value: Any, known: Collection[str]
) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(v, str) for v in values):
        raise ChannelTypeError(
            f"{component}: {key} is {value!r}, expected the name of an attribute.",
            component=component,
            parameter=key,
        )
    return tuple(_strip(v, "$$", known) for v in values)


def _parse_options(component: str, given: Mapping[str, Any], names: Collection[str]) -> Options:
    for key, words in (*OPTIONS.items(), (LIMIT_BY, OPTIONS["sort"])):
        value = given.get(key)
        if key not in given or key == "filter":
            continue
        valid = value in words if words else isinstance(value, int) and value > 0
        if not valid or isinstance(value, bool):
            allowed = ", ".join(words) if words else "a whole number above 0"
            raise ChannelTypeError(
                f"{component}: {key} is {value!r}, expected {allowed}.",
                component=component,
                parameter=key,
            )
    filters = given.get("filter", [])
    if not isinstance(filters, list):
        filters = [filters]
    return Options(
        aggregate=given.get("aggregate"),
        time_unit=given.get("timeUnit"),
        sort=given.get("sort"),
        limit=given.get("limit"),
        stack=given.get("stack"),
        bins=given.get("bins"),
        filters=tuple(_parse_filter(component, item, names) for item in filters),
        limit_by=given.get(LIMIT_BY),
    )


def _parse_filter(component: str, item: Any, names: Collection[str]) -> Filter:
    if (
        not isinstance(item, Mapping)
        or not isinstance(item.get("attribute"), str)
        or item.get("op") not in FILTER_OPS
        or "value" not in item
    ):
        raise ChannelTypeError(
            f"{component}: {item!r} is not a filter.",
            hint=f'It needs "attribute", "op" (one of {" ".join(FILTER_OPS)}) and "value".',
            component=component,
            parameter="filter",
        )
    value = item["value"]
    if isinstance(value, list) and all(map(_is_scalar, value)):
        value = tuple(value)
    elif not _is_scalar(value):
        raise ChannelTypeError(
            f"{component}: the filter value {value!r} is not a text, number or list of those.",
            component=component,
            parameter="filter",
        )
    return Filter(_strip(item["attribute"], "$$", names), item["op"], value)


def _is_scalar(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)  # JSON has no other numbers to write them back with
    return isinstance(value, str | int)


def chart_to_json(chart: Chart, *, wrapped: bool = False) -> dict[str, Any]:
    """Return one chart as the client's JSON; `wrapped` marks the references."""

    def attribute(name: str) -> str:
        return f"$${name}$$" if wrapped else name

    parameter: dict[str, Any] = {}
    by_name = {c.name: c for c in chart.declaration.channels}
    for channel, names in chart.channels:
        values = [attribute(n) for n in names]
        parameter[by_name[channel].parameter] = values[0] if len(values) == 1 else values
    options = chart.options
    parameter.update(options.given())
    if options.limit_by:
        parameter[LIMIT_BY] = options.limit_by
    if options.filters:
        parameter["filter"] = [
            {
                "attribute": attribute(f.attribute),
                "op": f.op,
                "value": list(f.value) if isinstance(f.value, tuple) else f.value,
            }
            for f in options.filters
        ]
    name = f"||{chart.component}||" if wrapped else chart.component
    return {"name": name, "parameter": parameter}


def to_json(spec: VisSpec, *, wrapped: bool = False) -> dict[str, Any]:
    """Return the answer as the client's JSON object."""
    record: dict[str, Any] = {"vis": [chart_to_json(c, wrapped=wrapped) for c in spec.charts]}
    if spec.message:
        record["message"] = spec.message
    return record


def dump(spec: VisSpec, *, wrapped: bool = False) -> str:
    """Return the answer as the client's JSON text, one line."""
    return json.dumps(to_json(spec, wrapped=wrapped), ensure_ascii=False)
