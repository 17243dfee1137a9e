"""What a table lets a component be: which attributes fit, which options make sense.

Grammar, guide, checker and rules all ask here, so that none of them can admit
what another refuses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import (
    OPTIONS,
    ChartComponent,
    Form,
    OptionName,
    can_fill,
    candidates,
)
from vizapp.profile.additivity import adds_up
from vizapp.profile.attributes import (
    GRANULARITIES,
    AttributeDescription,
    Granularity,
    TableDescription,
)

Given = Mapping[str, Sequence[str]]  # channel name -> attributes chosen so far

MEASURE_AGGREGATES = ("sum", "mean", "median", "min", "max")
MAX_MOMENTS = 62  # two months of days
MAX_STEPS = 36  # three years of months
_DAYS: Mapping[str, float] = {"day": 1, "week": 7, "month": 30.44, "quarter": 91.3, "year": 365.25}
# A weekday needs days, an hour needs hours; the others need a finer step.
_NEEDS: Mapping[str, Granularity] = {"weekday": "day", "hour": "hour"}


def feasible(description: TableDescription) -> tuple[str, ...]:
    """Return the components that this table can fill, in catalogue order."""
    return tuple(
        name for name, component in catalogue().items() if component.fitting_forms(description)
    )


def open_forms(
    component: ChartComponent, description: TableDescription, given: Given
) -> tuple[Form, ...]:
    """Return the forms that can still be completed from what is given."""
    used = frozenset(name for names in given.values() for name in names)
    found = []
    for form in component.forms:
        if form.max_rows is not None and description.data_amount > form.max_rows:
            continue
        known = {c.name: c for c in form.channels}
        if not set(given) <= set(known):
            continue
        if any(len(names) > known[ch].max_items for ch, names in given.items()):
            continue
        if any(
            not set(names) <= set(candidates(known[ch], description)) for ch, names in given.items()
        ):
            continue  # another form takes them
        if can_fill(form, description, given, used):
            found.append(form)
    return tuple(found)


def time_units(description: TableDescription, names: Sequence[str]) -> tuple[str, ...]:
    """Return the time units that coarsen the first DATE among these attributes."""
    for name in names:
        attribute = description.attribute(name)
        if attribute is not None and attribute.type == "DATE":
            step = attribute.granularity
            if step is None:
                return OPTIONS["timeUnit"]
            rank = GRANULARITIES.index(step)
            return tuple(unit for unit in OPTIONS["timeUnit"] if _coarser(unit, rank))
    return ()


def _coarser(unit: str, rank: int) -> bool:
    if unit in _NEEDS:
        return rank >= GRANULARITIES.index(_NEEDS[unit])
    return rank > [*GRANULARITIES].index(cast("Granularity", unit))


def coarser_unit(description: TableDescription, names: Sequence[str]) -> str | None:
    """Return the time unit that sums up the first DATE of many moments, None for few.

    The finest one that leaves at most `MAX_STEPS`: daily records of a year, several a day,
    are a zigzag by day and a course by month.
    """
    attribute = _first_date(description, names)
    days = _span(attribute)
    if attribute is None or attribute.value_amount <= MAX_MOMENTS or days is None:
        return None
    fitting = set(time_units(description, [attribute.name]))
    return next((u for u, n in _DAYS.items() if u in fitting and days / n <= MAX_STEPS), None)


def telling_units(description: TableDescription, names: Sequence[str]) -> tuple[str, ...]:
    """Return the time units that leave more than one step of the first DATE.

    A week by month is a single mark. Where no unit leaves more, and where the span is not
    known, all that coarsen.
    """
    units = time_units(description, names)
    days = _span(_first_date(description, names))
    telling = tuple(u for u in units if days is None or u == "hour" or days > _DAYS.get(u, 1))
    return telling or units


def _first_date(description: TableDescription, names: Sequence[str]) -> AttributeDescription | None:
    found = map(description.attribute, names)
    return next((a for a in found if a is not None and a.type == "DATE"), None)


def _span(attribute: AttributeDescription | None) -> int | None:
    """Return the days from the first to the last moment, None where they are not known."""
    if attribute is None or attribute.range is None:
        return None
    try:
        first, last = (dt.datetime.fromisoformat(str(end)) for end in attribute.range)
        return (last - first).days
    except (ValueError, TypeError):  # described by others, in another form
        return None


def key_names(form: Form, given: Given) -> tuple[str, ...]:
    """Return the attributes whose values name a mark."""
    return tuple(name for channel in form.keys for name in given.get(channel.name, ()))


def measure_names(form: Form, given: Given) -> tuple[str, ...]:
    """Return the attributes that are aggregated."""
    return tuple(name for channel in form.measures for name in given.get(channel.name, ()))


def counts_rows(form: Form, given: Given) -> bool:
    """Return whether the marks count rows, as no measure is given."""
    return form.counts and not measure_names(form, given)


def must_aggregate(form: Form, given: Given, description: TableDescription) -> bool:
    """Return whether several rows share a mark, so that an aggregate must be named."""
    if counts_rows(form, given):
        return True
    measures = measure_names(form, given)
    return bool(measures) and description.repeats(key_names(form, given))


def option_applies(
    option: OptionName,
    component: ChartComponent,
    form: Form,
    given: Given,
    description: TableDescription,
) -> bool:
    """Return whether the option makes sense for these attributes."""
    if option not in component.options:
        return False
    if option == "timeUnit":
        return bool(time_units(description, key_names(form, given)))
    if option == "aggregate":
        return must_aggregate(form, given, description) or (
            "timeUnit" in component.options
            and bool(measure_names(form, given))
            and bool(time_units(description, key_names(form, given)))
        )
    if option == "stack":
        lists = any(len(given.get(c.name, ())) > 1 for c in form.measures)
        return lists or bool(given.get("group"))
    return True


def usual_stack(aggregate: str | None) -> str:
    """Return how grouped columns stand when nobody says how: only what adds up is stacked."""
    return "stacked" if aggregate in ("count", "sum") else "grouped"


def usual_aggregates(measures: Iterable[AttributeDescription]) -> tuple[str, ...]:
    """Return how measures may be aggregated when nobody says how.

    Sums alone where all of them add up, anything but sums where one is a rate.
    """
    known = [adds_up(measure) for measure in measures]
    if known and all(known):
        return ("sum",)
    if False in known:
        return tuple(word for word in MEASURE_AGGREGATES if word != "sum")
    return MEASURE_AGGREGATES
