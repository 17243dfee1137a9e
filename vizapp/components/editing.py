"""Editing a chart by hand: what fits each shelf, and what an edit makes of the chart.

Everything follows from the component's declaration and the table's description.
An edit returns a chart that keeps the library's contract (`check`) or, where no
such chart exists, the chart as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vizapp.components.catalogue import catalogue
from vizapp.components.check import check_chart
from vizapp.components.declare import (
    ANY,
    NUMBER,
    OPTIONS,
    Channel,
    ChartComponent,
    Form,
    OptionName,
    candidates,
)
from vizapp.components.fit import (
    MEASURE_AGGREGATES,
    counts_rows,
    feasible,
    measure_names,
    must_aggregate,
    option_applies,
    time_units,
)
from vizapp.components.spec import LIMIT_BY, Chart, Filter, Options, can_limit_by
from vizapp.profile.additivity import default_aggregate
from vizapp.profile.attributes import TableDescription

COUNTING = ("count", "distinct")
MAX_LIMIT, MAX_BINS = 999, 200
# The others are called alike.
_FIELDS: Mapping[str, str] = {"timeUnit": "time_unit", LIMIT_BY: "limit_by"}

Given = dict[str, list[str]]  # channel -> attributes


@dataclass(frozen=True)
class Shelf:
    """One parameter of the chart on screen.

    Parameters
    ----------
    channel : Channel
        The declaration.
    names : tuple of str
        The attributes that it holds.
    fitting : tuple of str
        Every attribute of the table that fits, those it holds included.
    removable : tuple of str
        Those of `names` without which a chart is left.
    has_room : bool
        Whether another attribute may join those it holds.
    """

    channel: Channel
    names: tuple[str, ...]
    fitting: tuple[str, ...]
    removable: tuple[str, ...]
    has_room: bool


@dataclass(frozen=True)
class OptionChoice:
    """One option that makes sense for the chart on screen.

    `words` are what it can be; an empty tuple stands for a whole number from 1 to
    `most`. `optional` says whether it may be left to vizapp, `shown` whether it
    matters just now: which items a limit keeps does so with a limit only.
    """

    option: str  # of `OPTIONS`, or which items a limit keeps
    value: str | int | None
    words: tuple[str, ...] = ()
    most: int = 0
    optional: bool = True
    shown: bool = True


def shelves(chart: Chart, description: TableDescription) -> tuple[Shelf, ...]:
    """Return the chart's shelves, in the order of its declaration."""
    current = chart.form
    found = []
    for declared in chart.declaration.channels:
        channel = current.channel(declared.name) or declared
        names = chart.names(channel.name)
        room = max((c.max_items for c in _variants(chart.declaration, channel.name, description)),
                   default=0)  # fmt: skip
        if not room:
            continue  # a form for smaller tables only
        removable = tuple(
            n for n in names if remove(chart, channel.name, n, description) is not chart
        )
        fitting = _fitting(chart, channel, description)
        found.append(Shelf(channel, names, fitting, removable, len(names) < room))
    return tuple(found)


def _variants(
    component: ChartComponent, name: str, description: TableDescription
) -> tuple[Channel, ...]:
    """Return the channel as the forms that this table can fill declare it."""
    forms = component.fitting_forms(description)
    return tuple(c for form in forms if (c := form.channel(name)) is not None)


def _fitting(chart: Chart, channel: Channel, description: TableDescription) -> tuple[str, ...]:
    if channel.measure and chart.options.aggregate in COUNTING:
        return description.names  # anything can be counted
    return candidates(channel, description)


def put(
    chart: Chart,
    channel: str,
    name: str,
    description: TableDescription,
    *,
    instead_of: str | None = None,
) -> Chart:
    """Return the chart with the attribute on that shelf.

    It leaves the shelf where it was; what it pushes out takes that place, if it
    fits there. On a full shelf the last attribute makes room, unless `instead_of`
    names another.
    """
    given = _given(chart)
    target = given.setdefault(channel, [])
    if name in target and instead_of in (None, name):
        return chart
    counted = chart.options.aggregate in COUNTING
    measures = {c.name for c in chart.form.measures}
    origin = next((c for c, names in given.items() if name in names), None)
    if counted and origin is not None and (origin in measures) != (channel in measures):
        origin = None  # what is counted may also be what it is counted by
    place = given[origin].index(name) if origin is not None else 0
    if origin is not None:
        given[origin].remove(name)
    pushed = _insert(target, name, instead_of, _room(chart, channel, description))
    if pushed is not None and origin is not None and origin != channel:
        given[origin].insert(place, pushed)
    made = _completed(chart, given, description, keep=channel)
    if made is not None and counts_rows(chart.form, dict(chart.channels)) and channel in measures:
        # That rows were counted says nothing about a measure that joins.
        made = replace(made, options=replace(made.options, aggregate=None))
    return _valid(chart, made, description)


def _insert(target: list[str], name: str, instead_of: str | None, room: int) -> str | None:
    """Put the name into the list; return what it pushed out."""
    if instead_of in target:
        index = target.index(instead_of)
        target[index] = name
        return instead_of
    if len(target) < room:
        target.append(name)
        return None
    pushed = target[-1]
    target[-1] = name
    return pushed


def _room(chart: Chart, channel: str, description: TableDescription) -> int:
    variants = _variants(chart.declaration, channel, description)
    return max((c.max_items for c in variants), default=1)


def remove(chart: Chart, channel: str, name: str, description: TableDescription) -> Chart:
    """Return the chart without the attribute on that shelf; itself where it is needed."""
    given = _given(chart)
    if name not in given.get(channel, ()):
        return chart
    given[channel].remove(name)
    made = _completed(chart, given, description, fill=False)
    return _valid(chart, made, description)


def change_component(chart: Chart, component: str, description: TableDescription) -> Chart:
    """Return another component's chart of the same attributes, as far as they fit it.

    What it needs beyond them comes from the table, in the order of its columns.
    """
    if component == chart.component or component not in feasible(description):
        return chart
    target = catalogue()[component]
    roles = _roles(chart)
    best: tuple[int, Given] | None = None
    for form in target.fitting_forms(description):
        given = _mapped(form, chart, roles, description)
        filled = _fill(form, given, description, (*roles, *description.names))
        if filled is None:
            continue
        kept = sum(n in roles for names in filled.values() for n in names)
        if best is None or kept > best[0]:
            best = (kept, filled)
    if best is None:
        return chart
    made = Chart(component, _ordered(target, best[1]), chart.options)
    return _valid(chart, made, description)


def _roles(chart: Chart) -> dict[str, tuple[bool, bool]]:
    """Return whether each attribute stood as a key, as a measure."""
    found: dict[str, tuple[bool, bool]] = {}
    for name, names in chart.channels:
        channel = chart.form.channel(name)
        for attribute in names:
            role = (bool(channel and channel.key), bool(channel and channel.measure))
            found.setdefault(attribute, role)
    return found


def _mapped(
    form: Form,
    chart: Chart,
    roles: Mapping[str, tuple[bool, bool]],
    description: TableDescription,
) -> Given:
    """Return the attributes on the new form's channels: of one name, of one role, that fit."""
    given: Given = {}
    left = list(roles)
    for same_name, same_role in ((True, False), (False, True), (False, False)):
        for channel in form.channels:
            fitting = [n for n in left if n in candidates(channel, description)]
            if same_name:
                fitting = [n for n in fitting if n in chart.names(channel.name)]
            if same_role:
                fitting = [n for n in fitting if roles[n] == (channel.key, channel.measure)]
            if not (same_name or same_role or channel.required or channel.measure):
                continue
            held = given.setdefault(channel.name, [])
            # A list of anything, such as a table's columns, takes everything.
            everything = same_name or same_role or channel.accepts == ANY
            several = channel.max_items if everything else channel.min_items
            for name in fitting[: max(0, several - len(held))]:
                held.append(name)
                left.remove(name)
    return {name: names for name, names in given.items() if names}


def _given(chart: Chart) -> Given:
    return {name: list(names) for name, names in chart.channels}


def _ordered(
    component: ChartComponent, given: Mapping[str, Sequence[str]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((c.name, tuple(given[c.name])) for c in component.channels if given.get(c.name))


def _completed(
    chart: Chart,
    given: Given,
    description: TableDescription,
    *,
    keep: str | None = None,
    fill: bool = True,
) -> Chart | None:
    """Return the chart with these attributes in the form that keeps most of them.

    The attributes of the channel `keep` all stay; what a form still needs is filled
    in, if `fill` allows it.
    """
    counting = chart.options.aggregate in COUNTING
    best: tuple[int, Given] | None = None
    for form in chart.declaration.fitting_forms(description):
        kept = {
            c.name: [
                n
                for n in given.get(c.name, ())
                if (counting and c.measure) or n in candidates(c, description)
            ][: c.max_items]
            for c in form.channels
        }
        if keep is not None and kept.get(keep, []) != given[keep]:
            continue
        size = sum(map(len, kept.values()))
        whole = _fill(form, kept, description, description.names if fill else ())
        if whole is not None and (best is None or size > best[0]):
            best = (size, whole)
    if best is None:
        return None
    return replace(chart, channels=_ordered(chart.declaration, best[1]))


def _fill(
    form: Form, given: Given, description: TableDescription, source: Iterable[str]
) -> Given | None:
    """Return the channels with what the form still needs; None where nothing fits."""
    filled = {name: list(names) for name, names in given.items() if names}
    used = {n for names in filled.values() for n in names}
    order = tuple(dict.fromkeys(source))
    for channel in form.channels:
        held = filled.get(channel.name, [])
        if not held and not channel.required:
            continue
        for name in order:
            if len(held) >= channel.min_items:
                break
            if name not in used and name in candidates(channel, description):
                held = [*held, name]
                used.add(name)
        if len(held) < channel.min_items:
            return None
        filled[channel.name] = held
    return filled


# -- options ------------------------------------------------------------------


def option_choices(chart: Chart, description: TableDescription) -> tuple[OptionChoice, ...]:
    """Return the options that make sense now, filters aside, in the order of writing."""
    found = []
    values = dict(chart.options.given())
    for option in OPTIONS:
        if option == "filter" or not _applies(chart, option, description):
            continue
        words, optional = OPTIONS[option], True
        if option == "timeUnit":
            words = time_units(description, chart.key_names)
        if option == "aggregate":
            words = _aggregates(chart, description)
            optional = not _must(chart, description) and chart.options.time_unit is None
        most = {"limit": MAX_LIMIT, "bins": MAX_BINS}.get(option, 0)
        if not words and not most:
            continue
        found.append(OptionChoice(option, values.get(option), words, most, optional))
        if option == "limit" and can_limit_by(chart.declaration):
            kept, shown = chart.options.kept_by, chart.options.limit is not None
            found.append(OptionChoice(LIMIT_BY, kept, OPTIONS["sort"], 0, False, shown))
    return tuple(found)


def _applies(chart: Chart, option: OptionName, description: TableDescription) -> bool:
    given = dict(chart.channels)
    return option_applies(option, chart.declaration, chart.form, given, description)


def _must(chart: Chart, description: TableDescription) -> bool:
    return must_aggregate(chart.form, dict(chart.channels), description)


def _aggregates(chart: Chart, description: TableDescription) -> tuple[str, ...]:
    given = dict(chart.channels)
    if counts_rows(chart.form, given):
        return ("count",)
    names = measure_names(chart.form, given)
    measured = [description.attribute(n) for n in names]
    if all(a is not None and a.type in NUMBER for a in measured):
        return OPTIONS["aggregate"]
    return COUNTING


def set_option(
    chart: Chart, option: str, value: str | int | None, description: TableDescription
) -> Chart:
    """Return the chart with that option; None leaves it to vizapp.

    Another order leaves a limit the items that it keeps: the top five stay the top five.
    """
    changed: dict[str, Any] = {_FIELDS.get(option, option): value}
    options = replace(chart.options, **changed)
    kept = chart.options.kept_by if chart.options.limit else options.kept_by
    options = options.keeping(options.kept_by if option == LIMIT_BY else kept)
    if option == "aggregate" and value is None:
        options = replace(options, time_unit=None)  # rows grouped by a time need an aggregate
    return _valid(chart, replace(chart, options=options), description)


def set_limit(chart: Chart, limit: int, order: str, description: TableDescription) -> Chart:
    """Return the chart with the first items of that order, and in that order."""
    options = replace(chart.options, sort=order, limit=min(limit, MAX_LIMIT), limit_by=None)
    return _valid(chart, replace(chart, options=options), description)


def filters_of(chart: Chart, attribute: str) -> tuple[Filter, ...]:
    """Return the chart's filters on that attribute."""
    return tuple(f for f in chart.options.filters if f.attribute == attribute)


def set_filters(
    chart: Chart, attribute: str, filters: Sequence[Filter], description: TableDescription
) -> Chart:
    """Return the chart whose filters on that attribute are these; none of them drops all."""
    before = chart.options.filters
    places = [i for i, f in enumerate(before) if f.attribute == attribute]
    start = places[0] if places else len(before)
    kept = [f for f in before if f.attribute != attribute]
    start = min(start, len(kept))
    made = (*kept[:start], *filters, *kept[start:])
    options = replace(chart.options, filters=made)
    return _valid(chart, replace(chart, options=options), description)


def can_filter(chart: Chart) -> bool:
    """Return whether the component takes filters."""
    return "filter" in chart.declaration.options


# -- what goes with what ------------------------------------------------------


def _valid(before: Chart, made: Chart | None, description: TableDescription) -> Chart:
    if made is None:
        return before
    fitted = fit_options(made, description)
    if fitted == before or check_chart(fitted, description):
        return before
    return fitted


def fit_options(chart: Chart, description: TableDescription) -> Chart:
    """Return the chart with the options that its attributes call for and allow."""
    options = chart.options
    allowed = chart.declaration.options
    kept: dict[str, Any] = {
        _FIELDS.get(option, option): value for option, value in options.given() if option in allowed
    }
    filters = options.filters if "filter" in allowed else ()
    options = Options(**kept, filters=filters)
    if can_limit_by(chart.declaration):
        options = options.keeping(chart.options.kept_by)
    chart = replace(chart, options=options)
    if options.time_unit and options.time_unit not in time_units(description, chart.key_names):
        chart = replace(chart, options=replace(chart.options, time_unit=None))
    if options.stack and not _applies(chart, "stack", description):
        chart = replace(chart, options=replace(chart.options, stack=None))
    return replace(chart, options=replace(chart.options, aggregate=_aggregate(chart, description)))


def _aggregate(chart: Chart, description: TableDescription) -> str | None:
    """Return the aggregate that the chart needs: its own where that one makes sense."""
    if "aggregate" not in chart.declaration.options:
        return None
    given = dict(chart.channels)
    if counts_rows(chart.form, given):
        return "count"
    names = measure_names(chart.form, given)
    if not _must(chart, description) and not (chart.options.time_unit and names):
        return None
    own = chart.options.aggregate
    if own in _aggregates(chart, description):
        return own
    first = description.attribute(names[0]) if names else None
    if first is None or first.type not in NUMBER:
        return "count"
    fitting = default_aggregate(first)
    return fitting if fitting in MEASURE_AGGREGATES else "sum"
