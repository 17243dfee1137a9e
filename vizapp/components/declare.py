"""How a chart component is declared.

One `ChartComponent` says everything about a chart: its purpose, its parameters
and what fits them, its options, how its marks are drawn. Grammar, schema,
prompt, checker, training data and drawing read it; none of them knows a chart
by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from vizapp.core.language import Text
from vizapp.profile.attributes import (
    ATTRIBUTE_TYPES,
    AttributeDescription,
    AttributeType,
    Meaning,
    TableDescription,
)
from vizapp.profile.names import says_latitude, says_longitude, says_name, words

OptionName = Literal["aggregate", "timeUnit", "sort", "limit", "stack", "bins", "filter"]

# The options in the order in which they are written, with their allowed words;
# an empty tuple stands for a number or a list.
OPTIONS: Mapping[OptionName, tuple[str, ...]] = {
    "aggregate": ("sum", "mean", "median", "min", "max", "count", "distinct"),
    "timeUnit": ("year", "quarter", "month", "week", "day", "weekday", "hour"),
    "sort": ("x", "-x", "y", "-y"),
    "limit": (),
    "stack": ("stacked", "grouped", "percent"),
    "bins": (),
    "filter": (),
}
FILTER_OPS = ("=", "!=", "<", "<=", ">", ">=", "in", "contains")

CATEGORY: tuple[AttributeType, ...] = ("STR", "BOOL", "DATE", "INT", "DOUBLE")
NUMBER: tuple[AttributeType, ...] = ("INT", "DOUBLE")
TIME_OR_NUMBER: tuple[AttributeType, ...] = ("DATE", "INT", "DOUBLE")
ANY: tuple[AttributeType, ...] = ATTRIBUTE_TYPES

# Descriptions by others tell no meaning; then the names do.
_SAYS_MEANING: Mapping[str, Callable[[str], bool]] = {
    "longitude": says_longitude,
    "latitude": says_latitude,
}

Misfit = Literal["type", "too_few", "too_many", "negative", "empty", "out_of_range"]


@dataclass(frozen=True)
class Channel:
    """One parameter of a component and what fits it.

    Parameters
    ----------
    name : str
        The channel; the parameter is called ``<name>Attribute``.
    title : Text
        What it is, in zh and en.
    accepts : tuple of AttributeType
        The types that fit.
    required : bool
        Whether a chart without it is incomplete.
    max_items : int
        More than 1 where a list of attributes is allowed.
    min_items : int
        The shortest list.
    min_distinct : int
        The fewest distinct values that fit.
    max_distinct : int or None
        The most distinct values that still fit.
    max_distinct_number : int or None
        The same for INT and DOUBLE, where numbers stand as categories.
    non_negative : bool
        Whether a known negative value rules the attribute out.
    within : tuple or None
        The range that a known range must stay inside.
    ordered : bool
        Whether the order of a list of attributes says something, as from outer to
        inner.
    whole : bool
        Whether a list leaves out nothing that fits, where nobody asks for a part:
        the columns of the table are the marks, such as the stages of a process.
    tells_apart : bool
        Whether a constant that is a mere name, as of the one share of a table of
        prices, is not offered: it tells nothing apart.
    meaning : Meaning or None
        Only attributes of this meaning are offered, or whose names say it.
    says : tuple of str
        Words of which the name of what fits best has one (in Chinese: a part);
        where a name has, only such attributes are offered.
    like : str or None
        The channel whose kind is preferred, a date beside a date: from a day to an
        amount is no span.
    key : bool
        Whether its values name a mark: two rows with the same key share one.
    measure : bool
        Whether its values are aggregated over the rows of a mark.
    takes_ids : bool
        Whether numbers that only tell rows apart belong there without being asked for.
    encodes : str or None
        The Vega-Lite channel of a component that is drawn without a layout.
    """

    name: str
    title: Text
    accepts: tuple[AttributeType, ...]
    required: bool = False
    max_items: int = 1
    min_items: int = 1
    min_distinct: int = 0
    max_distinct: int | None = None
    max_distinct_number: int | None = None
    non_negative: bool = False
    within: tuple[float, float] | None = None
    ordered: bool = False
    whole: bool = False
    tells_apart: bool = False
    like: str | None = None
    meaning: Meaning | None = None
    says: tuple[str, ...] = ()
    key: bool = False
    measure: bool = False
    takes_ids: bool = False
    encodes: str | None = None

    @property
    def parameter(self) -> str:
        """The parameter's name in the client's JSON."""
        return f"{self.name}Attribute"

    def misfit(self, attribute: AttributeDescription) -> Misfit | None:
        """Return why the attribute does not fit, None when it does."""
        if attribute.type not in self.accepts:
            return "type"
        if attribute.value_amount == 0 and self.accepts != ANY:
            return "empty"
        if attribute.value_amount < self.min_distinct:
            return "too_few"
        if self.max_distinct is not None and attribute.value_amount > self.max_distinct:
            return "too_many"
        if (
            attribute.type in NUMBER
            and self.max_distinct_number is not None
            and attribute.value_amount > self.max_distinct_number
        ):
            return "too_many"
        return self._range_misfit(attribute)

    def _range_misfit(self, attribute: AttributeDescription) -> Misfit | None:
        if attribute.range is None or isinstance(attribute.range[0], str):
            return None
        low, high = float(attribute.range[0]), float(attribute.range[1])
        if self.non_negative and low < 0:
            return "negative"
        if self.within and not (self.within[0] <= low and high <= self.within[1]):
            return "out_of_range"
        return None

    def fits(self, attribute: AttributeDescription) -> bool:
        """Return whether the attribute fits this channel."""
        return self.misfit(attribute) is None


@dataclass(frozen=True)
class Form:
    """One way to give a component its parameters.

    Most components have one; radar and funnel also read a list of measures
    from a table with one row per item.
    """

    channels: tuple[Channel, ...]
    max_rows: int | None = None
    counts: bool = False  # without a measure the marks count rows

    def channel(self, name: str) -> Channel | None:
        """Return the channel of that name, None when there is none."""
        return next((c for c in self.channels if c.name == name), None)

    @property
    def measures(self) -> tuple[Channel, ...]:
        """The channels that are aggregated."""
        return tuple(c for c in self.channels if c.measure)

    @property
    def keys(self) -> tuple[Channel, ...]:
        """The channels whose values name a mark."""
        return tuple(c for c in self.channels if c.key)


@dataclass(frozen=True)
class ChartComponent:
    """A chart of the library.

    Parameters
    ----------
    name : str
        Its name in a vis spec.
    title : Text
        Its name for people.
    purpose : Text
        What it shows, a clause that follows "because the chart can ..." (可以...).
    use_when, avoid_when : Text
        What in a table calls for it, and what speaks against it.
    forms : tuple of Form
        Its parameters; the first form that fits the given ones counts.
    options : tuple of OptionName
        The options it takes.
    mark : mapping
        The Vega-Lite mark of a component whose channels encode directly.
    layout : str or None
        The name of the function in `rendering.layouts` that computes its marks,
        None where mark and encodings say all.
    also : tuple of str
        What people call it besides, in any language and in lower case.
    shows_course : bool
        Whether it is what people mean who ask for a trend: how something moves over
        time, along the x axis.
    shows_spread, shows_relation, shows_shares : bool
        Whether it is what people mean who ask how one number is distributed, how two
        numbers hang together, what parts make up a whole.
    """

    name: str
    title: Text
    purpose: Text
    use_when: Text
    avoid_when: Text
    forms: tuple[Form, ...]
    options: tuple[OptionName, ...] = ()
    mark: Mapping[str, Any] = field(default_factory=dict)
    layout: str | None = None
    also: tuple[str, ...] = ()
    shows_course: bool = False
    shows_spread: bool = False
    shows_relation: bool = False
    shows_shares: bool = False

    @property
    def channels(self) -> tuple[Channel, ...]:
        """All channels of all forms, each name once."""
        found: dict[str, Channel] = {}
        for form in self.forms:
            for channel in form.channels:
                found.setdefault(channel.name, channel)
        return tuple(found.values())

    def is_key(self, channel: str) -> bool:
        """Return whether the channel's values name a mark; no channel of it is no key."""
        return any(c.key for c in self.channels if c.name == channel)

    def is_measure(self, channel: str) -> bool:
        """Return whether the channel's values are aggregated over the rows of a mark."""
        return any(c.measure for c in self.channels if c.name == channel)

    def takes_ids(self, channel: str) -> bool:
        """Return whether row numbers belong to the channel without being asked for."""
        return any(c.takes_ids for c in self.channels if c.name == channel)

    def is_optional(self, channel: str) -> bool:
        """Return whether a form of it does without the channel."""
        given = (form.channel(channel) for form in self.forms)
        return any(c is None or not c.required for c in given)

    def fitting_forms(self, description: TableDescription) -> tuple[Form, ...]:
        """Return the forms whose required channels this table can fill."""
        return tuple(form for form in self.forms if form_fits(form, description))


def candidates(channel: Channel, description: TableDescription) -> tuple[str, ...]:
    """Return the names of the attributes that fit the channel, in order."""
    # Guide and grammar ask at every step; the channel is kept with the answer,
    # as an id alone could be given to another one later.
    known = description.notes.get(("candidates", id(channel)))
    if known is None or known[0] is not channel:
        fitting = [
            a
            for a in description.attributes
            if channel.fits(a)
            and not (channel.tells_apart and a.value_amount < 2 and says_name(a.name))
        ]
        if channel.meaning is not None:
            meant = [a for a in fitting if a.meaning == channel.meaning]
            says = _SAYS_MEANING[channel.meaning]
            fitting = meant or [a for a in fitting if says(a.name)]
        if channel.says:
            fitting = [a for a in fitting if _says(a.name, channel.says)] or fitting
        names = tuple(a.name for a in fitting)
        known = description.notes["candidates", id(channel)] = (channel, names)
    return cast("tuple[str, ...]", known[1])


def _says(name: str, wanted: Sequence[str]) -> bool:
    found = words(name)
    return any(w in found if w.isascii() else w in name for w in wanted)


def form_fits(form: Form, description: TableDescription) -> bool:
    """Return whether every required channel can get attributes of its own."""
    if form.max_rows is not None and description.data_amount > form.max_rows:
        return False
    return can_fill(form, description, {}, frozenset())


def can_fill(
    form: Form,
    description: TableDescription,
    given: Mapping[str, Sequence[str]],
    used: frozenset[str],
) -> bool:
    """Return whether what the required channels still lack can be given without repeats."""
    needs: list[list[str]] = []
    for channel in form.channels:
        lacking = channel.min_items - len(given.get(channel.name, ()))
        if lacking > 0 and (channel.required or channel.name in given):
            names = [n for n in candidates(channel, description) if n not in used]
            needs += [names] * lacking
    if all(len(names) >= len(needs) for names in needs):
        return True  # whoever chooses last still finds one
    return _distinct_choice(sorted(needs, key=len))


def _distinct_choice(needs: Sequence[Sequence[str]]) -> bool:
    """Return whether each need can be given a name that no other need has.

    Augmenting paths of bipartite matching; needs are few, names up to hundreds.
    """
    owner: dict[str, int] = {}

    def place(index: int, seen: set[str]) -> bool:
        for name in needs[index]:
            if name in seen:
                continue
            seen.add(name)
            if name not in owner or place(owner[name], seen):
                owner[name] = index
                return True
        return False

    return all(place(index, set()) for index in range(len(needs)))


_CATALOGUE: dict[str, ChartComponent] = {}


def register(component: ChartComponent) -> ChartComponent:
    """Add a component to the library; mistakes in a declaration fail at import."""
    if component.name in _CATALOGUE:
        raise ValueError(f"component {component.name!r} is declared twice")
    for text in (component.title, component.purpose, component.use_when, component.avoid_when):
        if not (text.get("zh") and text.get("en")):
            raise ValueError(f"component {component.name!r} lacks a text")
    if not component.mark and not component.layout:
        raise ValueError(f"component {component.name!r} cannot be drawn")
    for form in component.forms:
        names = [c.name for c in form.channels]
        if len(set(names)) < len(names):
            raise ValueError(f"component {component.name!r} repeats a channel")
    unknown = set(component.options) - set(OPTIONS)
    if unknown:
        raise ValueError(f"component {component.name!r} has unknown options {unknown}")
    _CATALOGUE[component.name] = component
    return component


def registered() -> Mapping[str, ChartComponent]:
    """Return the components registered so far; use `catalogue()` instead."""
    return _CATALOGUE
