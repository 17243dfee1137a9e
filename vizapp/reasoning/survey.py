"""A handful of good charts over different columns of one wide table.

The reasoner is asked again and again, each time about what has not been shown:
a measure is shown once, a dimension (time, category) twice, as every chart needs
one. It knows no chart by name; its own ranking decides, and kinds of charts that
have come twice give way to others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from vizapp.components.spec import Chart
from vizapp.profile.attributes import NUMBER_TYPES, AttributeDescription, TableDescription
from vizapp.reasoning.events import Answer

MOST_CHARTS = 6
WIDE_ENOUGH = 4  # columns from which there is more to show than one chart holds
_SHOWN_OFTEN = 2  # times that a dimension, or a kind of chart, comes at most
Group = TypeVar("Group", bound=tuple[str, ...])
_MAX_COLUMNS = 10  # of one question: the model's context is small, and choosing harder


def is_measure(attribute: AttributeDescription) -> bool:
    """Return whether the attribute is a quantity rather than a name, time or code."""
    return attribute.type in NUMBER_TYPES and attribute.meaning not in ("id", "year", "code")


def restricted(description: TableDescription, names: Sequence[str]) -> TableDescription:
    """Return the description with these attributes alone.

    Which rows share a mark does not change: of a chart over these attributes only
    keys inside them ever counted.
    """
    kept = set(names)

    def inside(groups: tuple[Group, ...]) -> tuple[Group, ...]:
        return tuple(group for group in groups if kept.issuperset(group))

    return replace(
        description,
        attributes=tuple(a for a in description.attributes if a.name in kept),
        keys=inside(description.keys),
        nested=inside(description.nested),
        links=inside(description.links),
        correlated=inside(description.correlated),
    )


def remaining(description: TableDescription, charts: Sequence[Chart]) -> TableDescription | None:
    """Return what is left to show, None when it is not worth a chart."""
    shown = Counter(name for chart in charts for name in chart.attributes())
    fresh: list[AttributeDescription] = []
    again: list[AttributeDescription] = []
    for attribute in description.attributes:
        useless = attribute.meaning in ("id", "text") or attribute.value_amount < 2
        if useless or shown[attribute.name] >= _SHOWN_OFTEN:
            continue
        if not shown[attribute.name]:
            fresh.append(attribute)
        elif not is_measure(attribute):
            again.append(attribute)
    if not fresh:
        return None
    dimensions = [a for a in fresh if not is_measure(a)] + again
    measures = [a for a in fresh if is_measure(a)]
    chosen = dimensions[: max(3, _MAX_COLUMNS - len(measures))]
    chosen += measures[: _MAX_COLUMNS - len(chosen)]
    return restricted(description, [a.name for a in chosen])


def choose(answer: Answer, charts: Sequence[Chart], description: TableDescription) -> Chart | None:
    """Return the answer's best chart that shows something new, in a kind seldom used."""
    shown = {name for chart in charts for name in chart.attributes()}
    kinds = Counter(chart.component for chart in charts)
    ranked = dict.fromkeys([*answer.spec.charts, *(r.chart for r in answer.ranking)])
    new = [
        chart
        for chart in ranked
        if not set(chart.attributes()) <= shown and not _misplaced(chart, description)
    ]
    seldom = [c for c in new if kinds[c.component] < _SHOWN_OFTEN]
    return next(iter(seldom or new), None)


def _misplaced(chart: Chart, description: TableDescription) -> bool:
    """Return whether a place of the earth is drawn as if it were any number."""
    known = {c.name: c for c in chart.form.channels}
    for channel, names in chart.channels:
        if channel in known and known[channel].within is not None:
            continue
        for name in names:
            attribute = description.attribute(name)
            if attribute is not None and attribute.meaning in ("longitude", "latitude"):
                return True
    return False


def survey(
    description: TableDescription,
    ask: Callable[[TableDescription], Answer | None],
    first: Sequence[Chart] = (),
    most: int = MOST_CHARTS,
) -> Iterator[Chart]:
    """Yield charts, each as soon as it is found.

    Parameters
    ----------
    description : TableDescription
        The whole table.
    ask : callable
        Answers a description; asked once per chart.
    first : sequence of Chart
        Charts that are chosen already; they come first.
    most : int
        When to stop.
    """
    charts = list(first)[:most]
    yield from charts
    while len(charts) < most:
        rest = remaining(description, charts)
        answer = ask(rest) if rest is not None else None
        chart = choose(answer, charts, description) if answer is not None else None
        if chart is None:
            return
        charts.append(chart)
        yield chart
