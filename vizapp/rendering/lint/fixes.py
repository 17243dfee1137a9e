"""What may mend a fault: edits as shelves and looks make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from vizapp.components import editing as edits
from vizapp.components.catalogue import catalogue
from vizapp.components.declare import ChartComponent, OptionName
from vizapp.components.presentation import SIZES, SizeChoice, anew
from vizapp.components.spec import Chart, Filter
from vizapp.rendering.lint.findings import Fix
from vizapp.rendering.lint.seen import Seen

_ACROSS = {"x": "y", "y": "x"}


def edited(seen: Seen, chart: Chart) -> tuple[Fix, ...]:
    """Return the fix that draws another chart, none where it is the same."""
    if chart == seen.chart:
        return ()
    looks = seen.presentation
    return (Fix(chart, looks if chart.channels == seen.chart.channels else anew(looks)),)


def restyled(seen: Seen, **changes: Any) -> tuple[Fix, ...]:
    """Return the fix that draws the same chart with other looks."""
    looks = replace(seen.presentation, **changes)
    return (Fix(seen.chart, looks),) if looks != seen.presentation else ()


def as_component(seen: Seen, *components: str) -> tuple[Fix, ...]:
    """Return the fixes that draw the same attributes, all of them, as other components."""
    made = (edits.change_component(seen.chart, name, seen.description) for name in components)
    kept = set(seen.chart.attributes())
    return tuple(
        fix for chart in made if kept <= set(chart.attributes()) for fix in edited(seen, chart)
    )


def turned(seen: Seen) -> tuple[Fix, ...]:
    """Return the fix that lays what stands: the component with its axes exchanged."""
    own = _axes(seen.chart.declaration)
    exchanged = {name: _ACROSS[axis] for name, axis in own.items()}
    alike = [
        other.name
        for other in catalogue().values()
        if own
        and other.mark.get("type") == seen.chart.declaration.mark.get("type")
        and _axes(other) == exchanged
    ]
    return as_component(seen, *alike)


def _axes(component: ChartComponent) -> dict[str, str]:
    channels = component.forms[0].channels
    return {c.name: c.encodes for c in channels if c.encodes in _ACROSS}


def with_option(seen: Seen, option: OptionName, value: str | int | None) -> tuple[Fix, ...]:
    """Return the fix that sets one option."""
    return edited(seen, edits.set_option(seen.chart, option, value, seen.description))


def without(seen: Seen, attribute: str, values: Sequence[str | int | float]) -> tuple[Fix, ...]:
    """Return the fix that leaves out the rows with these values."""
    if not edits.can_filter(seen.chart):
        return ()
    given = edits.filters_of(seen.chart, attribute)
    more = tuple(Filter(attribute, "!=", value) for value in values)
    made = edits.set_filters(seen.chart, attribute, (*given, *more), seen.description)
    return edited(seen, made)


def larger(seen: Seen) -> tuple[Fix, ...]:
    """Return the fixes that give the picture more room, the smallest first."""
    style = seen.built.style
    sizes: list[SizeChoice] = [
        name
        for name, (width, height) in SIZES.items()
        if width >= style.width and height >= style.height
        and (width, height) != (style.width, style.height)
    ]  # fmt: skip
    sizes.sort(key=lambda name: SIZES[name][0] * SIZES[name][1])
    return tuple(fix for size in sizes for fix in restyled(seen, size=size))
