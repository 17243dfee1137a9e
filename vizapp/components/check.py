"""Whether a spec keeps the library's contract on this table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vizapp.components.declare import FILTER_OPS, OPTIONS, Channel, OptionName
from vizapp.components.fit import counts_rows, must_aggregate, option_applies, time_units
from vizapp.components.spec import Chart, VisSpec
from vizapp.core.errors import ChannelTypeError, SpecError, UnknownFieldError, near_match
from vizapp.profile.attributes import TableDescription


@dataclass(frozen=True)
class Finding:
    """One breach: which chart, which parameter, what is wrong."""

    code: str
    component: str
    parameter: str
    message: str
    name: str | None = None


def check(spec: VisSpec, description: TableDescription) -> tuple[Finding, ...]:
    """Return every breach of the contract; empty for a valid answer."""
    findings: list[Finding] = []
    for chart in spec.charts:
        findings += check_chart(chart, description)
    return tuple(findings)


def check_chart(chart: Chart, description: TableDescription) -> tuple[Finding, ...]:
    """Return the breaches of one chart."""
    return (*_channels(chart, description), *_repeats(chart), *_options(chart, description))


def validate(spec: VisSpec, description: TableDescription) -> None:
    """Raise the first breach as an error.

    Raises
    ------
    UnknownFieldError
        If the spec names an attribute that the table does not have.
    ChannelTypeError
        If a parameter is missing or its attribute does not fit.
    SpecError
        If an option breaks the contract.
    """
    kinds = {"unknown": UnknownFieldError, "option": SpecError}
    for finding in check(spec, description):
        raise kinds.get(finding.code, ChannelTypeError)(
            finding.message,
            # A name that is known but does not fit is no slip of the pen.
            hint=near_match(finding.name or "", description.names)
            if finding.code == "unknown"
            else "",
            component=finding.component,
            parameter=finding.parameter,
            name=finding.name,
        )


def _channels(chart: Chart, description: TableDescription) -> Iterator[Finding]:
    form = chart.form
    if form.max_rows is not None and description.data_amount > form.max_rows:
        yield Finding(
            "rows",
            chart.component,
            "",
            f"{chart.component} reads this from a table of at most {form.max_rows} rows, "
            f"there are {description.data_amount}.",
        )
    for channel in form.channels:
        yield from _amount(chart, channel)
        for name in chart.names(channel.name):
            yield from _attribute(chart, channel, name, description)
    known = {channel.name for channel in form.channels}
    for channel_name, _ in chart.channels:
        if channel_name not in known:
            yield Finding(
                "form",
                chart.component,
                f"{channel_name}Attribute",
                f"{chart.component}: {channel_name}Attribute does not go with the others.",
            )


def _amount(chart: Chart, channel: Channel) -> Iterator[Finding]:
    """Yield whether a parameter has too few attributes or too many."""
    n_names = len(chart.names(channel.name))
    if not n_names and channel.required:
        yield Finding(
            "missing",
            chart.component,
            channel.parameter,
            f"{chart.component} needs {channel.parameter}.",
        )
    if n_names and not channel.min_items <= n_names <= channel.max_items:
        yield Finding(
            "count",
            chart.component,
            channel.parameter,
            f"{chart.component}: {channel.parameter} has {n_names} attributes, expected "
            f"{channel.min_items} to {channel.max_items}.",
        )


def _attribute(
    chart: Chart, channel: Channel, name: str, description: TableDescription
) -> Iterator[Finding]:
    """Yield why an attribute cannot stand in a parameter."""
    attribute = description.attribute(name)
    if attribute is None:
        yield Finding(
            "unknown",
            chart.component,
            channel.parameter,
            f"The table has no attribute {name!r}.",
            name,
        )
        return
    counting = chart.options.aggregate in ("count", "distinct") and channel.measure
    misfit = None if counting else channel.misfit(attribute)
    if misfit:
        yield Finding(
            misfit,
            chart.component,
            channel.parameter,
            f"{chart.component}: {name!r} ({attribute.type}, {attribute.value_amount} "
            f"distinct) does not fit {channel.parameter}.",
            name,
        )


def _repeats(chart: Chart) -> Iterator[Finding]:
    counting = chart.options.aggregate in ("count", "distinct")
    dimensions: set[str] = set()
    # What is counted may also be what it is counted by.
    counted: set[str] = set() if counting else dimensions
    measures = {channel.name for channel in chart.form.measures}
    for channel, names in chart.channels:
        seen = counted if channel in measures else dimensions
        for name in names:
            if name in seen:
                yield Finding(
                    "repeated",
                    chart.component,
                    f"{channel}Attribute",
                    f"{chart.component} uses {name!r} twice.",
                    name,
                )
            seen.add(name)


def _options(chart: Chart, description: TableDescription) -> Iterator[Finding]:
    options, form = chart.options, chart.form
    given = dict(chart.channels)
    component = chart.declaration

    def breach(parameter: str, message: str) -> Finding:
        return Finding("option", chart.component, parameter, f"{chart.component}: {message}")

    def fits(option: OptionName) -> bool:
        return option_applies(option, component, form, given, description)

    for option, value in options.given():
        words = OPTIONS[option]
        if option not in component.options:
            yield breach(option, f"there is no option {option}.")
        elif words and value not in words:
            yield breach(option, f"{option} is {value!r}, expected {', '.join(words)}.")
        elif option in ("limit", "bins") and int(str(value)) < 1:
            yield breach(option, f"{option} is {value!r}, expected a whole number above 0.")
    if "aggregate" in component.options:
        yield from _aggregate(chart, description, breach)
    if options.time_unit and options.time_unit not in time_units(description, chart.key_names):
        yield breach("timeUnit", f"no date can be grouped by {options.time_unit}.")
    elif options.time_unit and not options.aggregate:
        yield breach("aggregate", f"rows grouped by {options.time_unit} need an aggregate.")
    if options.stack and "stack" in component.options and not fits("stack"):
        yield breach("stack", "there is neither a group nor a second measure to stack.")
    yield from _filters(chart, description, breach)


def _filters(
    chart: Chart, description: TableDescription, breach: Callable[[str, str], Finding]
) -> Iterator[Finding]:
    filters = chart.options.filters
    if filters and "filter" not in chart.declaration.options:
        yield breach("filter", "there is no option filter.")
    for item in filters:
        if description.attribute(item.attribute) is None:
            yield Finding(
                "unknown",
                chart.component,
                "filter",
                f"The table has no attribute {item.attribute!r} to filter by.",
                item.attribute,
            )
        if item.op not in FILTER_OPS:
            yield breach("filter", f"{item.op!r} is no comparison.")
        elif (item.op == "in") != isinstance(item.value, tuple) or item.value == ():
            wanted = "a list of values" if item.op == "in" else "one value"
            yield breach("filter", f"{item.op!r} compares with {wanted}, not {item.value!r}.")


def _aggregate(
    chart: Chart, description: TableDescription, breach: Callable[[str, str], Finding]
) -> Iterator[Finding]:
    options, form = chart.options, chart.form
    given = dict(chart.channels)
    needed = must_aggregate(form, given, description)
    if needed and not options.aggregate:
        yield breach("aggregate", "several rows share a mark, so an aggregate is needed.")
    elif options.aggregate not in (None, "count") and counts_rows(form, given):
        yield breach("aggregate", f"{options.aggregate} needs a measure.")
    elif options.aggregate and not needed and not options.time_unit:
        yield breach("aggregate", "each mark is one row, so there is nothing to aggregate.")
