"""What an ask leans to that changes the chart on screen: what it leaves alone stays."""

from __future__ import annotations

import re
from collections.abc import Mapping

from vizapp.components.catalogue import catalogue
from vizapp.components.spec import Chart
from vizapp.profile.attributes import NUMBER_TYPES
from vizapp.reasoning import specials
from vizapp.reasoning.leaning import attributes
from vizapp.reasoning.leaning.asks import unsaid
from vizapp.reasoning.leaning.costs import Leaning
from vizapp.reasoning.leaning.keeping import (
    BARE,
    REORDERING,
    STEPS,
    WHOLE_QUESTION,
    dropped_options,
    drops,
    fresh_values,
    is_short,
    new_times,
)
from vizapp.reasoning.leaning.nats import CERTAIN, LEANING, TWICE
from vizapp.reasoning.specials import DROP, IS_NOT
from vizapp.reasoning.stream import Prompt

_NOTHING: frozenset[str] = frozenset()
_GROUP, _FILTER = specials.channel_token("group"), specials.option_token("filter")
_LIMIT, _SORT = specials.option_token("limit"), specials.option_token("sort")
_ASCENDING, _DESCENDING = "<|asc|>", "<|desc|>"
_IS, _IN = "<|op:=|>", "<|op:in|>"
# Says that it adds something to what there is.
_ADDS = re.compile(
    r"\b(?:too|as well|also|and|split|stack\w*|colou?r\w*|lines?|besides)\b"
    r"|再|拆|堆|叠|色|分|线|条",
    re.IGNORECASE,
)
_SORTS_BY_NAME = frozenset(map(specials.word_token, ("x", "-x")))  # "x axis ascending"


def leaning(prompt: Prompt, current: Chart) -> Leaning:
    """Return what a follow-up leans to, given the chart on screen that it changes."""
    left = _replaced(prompt, current)
    certain = _certain(prompt, current, left)
    kept = _kept_channels(prompt, current, left, certain)
    writing = _unchanged(prompt, current)
    writing |= {specials.channel_token(channel): -CERTAIN for channel in kept}
    if prompt.cued & STEPS and not drops(prompt):
        writing[specials.option_token("timeUnit")] = -CERTAIN
    for channel, tokens in certain.items():
        writing[specials.channel_token(channel)] = -CERTAIN if tokens else CERTAIN
    measures = (c for c in kept if current.declaration.is_measure(c))
    parts = [c for c in ("x", "group") if c not in (left, *certain)] if "group" in kept else []
    grouped = certain.get("group", _NOTHING)
    if grouped and left is None:  # by what it is named now, and by these
        parts = ["x"]
    return Leaning(
        {**unsaid(prompt), **_other_directions(prompt, current)},
        writing,
        current,
        {name: prompt.alias_of(name) for name in sorted(_shown(current) - prompt.linked)},
        left,
        attributes.untimely(prompt),
        certain,
        parted=grouped | frozenset(prompt.alias_of(n) for c in parts for n in current.names(c)),
        measured=frozenset(prompt.alias_of(n) for c in measures for n in current.names(c)),
    )


def _shown(current: Chart) -> frozenset[str]:
    """Return the attributes that the chart on screen shows."""
    return frozenset(name for _, names in current.channels for name in names)


def _measures(current: Chart) -> list[str]:
    """Return the parameters of the chart on screen that name no marks."""
    return [c for c, _ in current.channels if not current.declaration.is_key(c)]


def _keys(current: Chart) -> list[str]:
    """Return the parameters of the chart on screen that name its marks."""
    return [c for c, _ in current.channels if current.declaration.is_key(c)]


def _place_of_bare(prompt: Prompt, current: Chart) -> str | None:
    """Return the parameter that words get of which a follow-up says nothing else: "by sex".

    The lines of a course and the dots of a relation are told apart by them, and so are bars
    where it says that it adds something (再按性别分); else they name the bars, slices or boxes
    instead. Taught follow-ups agree in 135 of 137.
    """
    ask = prompt.said
    new = [prompt.description.attribute(name) for name in prompt.linked - _shown(current)]
    words = new[0] if len(new) == len(prompt.linked) == 1 else None
    if words is None or words.type not in ("STR", "BOOL") or not BARE.fullmatch(ask):
        return None
    declaration, keys = current.declaration, [c for c in _keys(current) if c != "group"]
    if declaration.shows_spread:
        boxes = map(prompt.description.attribute, current.names("x"))
        return "x" if any(a is not None and a.type not in NUMBER_TYPES for a in boxes) else None
    groups = any(c.name == "group" for c in declaration.channels)
    groups &= words.value_amount <= attributes.MOST_GROUPS
    if declaration.shows_course or not keys:
        return "group" if groups else None
    if current.names("group"):
        return None
    if _ADDS.search(ask):
        return "group" if groups else None
    return keys[0]


# -- which attributes move ---------------------------------------------------


def _replaced(prompt: Prompt, current: Chart) -> str | None:
    """Return the parameter whose attribute a follow-up replaces: "y: profit", "换成地区"."""
    new = prompt.linked - _shown(current)
    if new_times(prompt, current):
        return next(c for c, _ in current.channels if current.declaration.is_key(c))
    axes = [a for a in ("x", "y") if specials.word_token(a) in prompt.cued and current.names(a)]
    if len(new) != 1 or prompt.cued & REORDERING:
        return None
    if len(axes) == 1:
        return axes[0]
    attribute = prompt.description.attribute(next(iter(new)))
    measures = _measures(current)
    if not prompt.cued and attribute is not None and attribute.type in NUMBER_TYPES:
        return measures[0] if len(measures) == 1 else None  # "and the profit?"
    bare = _place_of_bare(prompt, current)
    if bare is not None:
        return bare if bare != "group" else None
    if specials.NOW not in prompt.cued:
        return None
    keys = _keys(current)
    is_number = attribute is not None and attribute.type in NUMBER_TYPES
    fitting = measures if is_number and measures else keys
    return fitting[0] if fitting else None


def _certain(prompt: Prompt, current: Chart, left: str | None) -> dict[str, frozenset[str]]:
    """Return the parameters about which a short follow-up leaves no doubt.

    Each with the tokens of the attributes that it gets, none where it goes: "by region"
    groups by region, "without the groups" by nothing, and what names no attribute adds none.
    """
    if len(prompt.linked) >= WHOLE_QUESTION:
        return {}
    held = frozenset(name for i in fresh_values(prompt) for name in prompt.holders[i])
    tokens = frozenset(map(prompt.alias_of, prompt.linked - _shown(current) - held))
    tokens |= frozenset(map(prompt.alias_of, new_times(prompt, current)))
    found: dict[str, frozenset[str]] = {}
    group = _certain_group(prompt, current, tokens, replaces=left is not None)
    if group is not None:
        found["group"] = group
    if left is not None and tokens:
        found[left] = tokens
    adds_none = not tokens or group is not None or left is not None
    if adds_none and not {*_measures(current)} - {"group"}:  # it counts rows, and goes on so
        found |= {c: _NOTHING for c in ("y", "value", "size") if c not in found}
    return found


def _certain_group(
    prompt: Prompt, current: Chart, new: frozenset[str], *, replaces: bool
) -> frozenset[str] | None:
    """Return the tokens that the groups surely get, None where there is doubt.

    `new` are the tokens of the attributes that it names and the chart does not show,
    `replaces` says whether one of those takes the place of another.
    """
    grouped = frozenset(current.names("group"))
    group, now = _GROUP in prompt.cued, specials.NOW in prompt.cued
    leaves_out = drop = drops(prompt)
    if grouped and ((drop and group) or (leaves_out and prompt.linked == grouped)):
        return _NOTHING
    if group and new and not (drop or now):
        return new
    if new and _place_of_bare(prompt, current) == "group":
        return new
    if not grouped and not (group and not now) and (replaces or not new):
        return _NOTHING
    return None


def _kept_channels(
    prompt: Prompt,
    current: Chart,
    left: str | None,
    certain: Mapping[str, frozenset[str]],
) -> list[str]:
    """Return the parameters that a short follow-up leaves as they are, in the same chart.

    What is grouped goes on being measured, and what is measured anew goes on being grouped.
    """
    named = prompt.cued & frozenset(map(specials.component_token, catalogue()))
    if not is_short(prompt) or named - {specials.component_token(current.component)}:
        return []
    moves = prompt.linked - _shown(current) and not certain and left is None
    options_alone = dropped_options(prompt) and not prompt.linked and _GROUP not in prompt.cued
    if moves or (drops(prompt) and not options_alone):  # it may take the place of any
        return []
    kept = [c for c, _ in current.channels if c not in (left, *certain)]
    if specials.word_token("count") in prompt.cued:
        kept = [c for c in kept if not current.declaration.is_measure(c)]
    return [c for c in kept if current.declaration.is_optional(c)]


# -- which parts and options stay --------------------------------------------


def _unchanged(prompt: Prompt, current: Chart) -> dict[str, float]:
    """Return what a follow-up leaves alone, and what it plainly asks for."""
    return {
        **_no_groups(prompt, current),
        **_filters(prompt, current),
        **_order_and_limit(prompt, current),
    }


def _no_groups(prompt: Prompt, current: Chart) -> dict[str, float]:
    """Return what groups cost where they go, or where nobody speaks of any."""
    grouped = frozenset(current.names("group"))
    new = prompt.linked - _shown(current)
    dropped = DROP in prompt.cued and (_GROUP in prompt.cued or not prompt.linked)
    dropped = dropped and not dropped_options(prompt)
    without = drops(prompt) and grouped == prompt.linked
    if dropped or without or not (grouped or new or _GROUP in prompt.cued):
        return {_GROUP: LEANING}
    return {}


def _filters(prompt: Prompt, current: Chart) -> dict[str, float]:
    """Return that a new value wants a filter, and "all the data" none."""
    known = {v for f in current.options.filters for v in _values(f.value)}
    if any(isinstance(value, str) and value not in known for value in prompt.values):
        leaves_out = prompt.cued & {DROP, IS_NOT}  # "without Refunded"
        return {_FILTER: -LEANING, **({_IS: TWICE, _IN: TWICE} if leaves_out else {IS_NOT: TWICE})}
    if current.options.filters and specials.ALL in prompt.cued:
        return {_FILTER: CERTAIN}
    return {}


def _values(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _order_and_limit(prompt: Prompt, current: Chart) -> dict[str, float]:
    """Return that order and limit stay, unless it speaks of them."""
    found: dict[str, float] = {}
    options = current.options
    if _LIMIT in prompt.cued and DROP not in prompt.cued:
        found[_LIMIT] = -LEANING
    elif options.limit and specials.ALL in prompt.cued:
        found[_LIMIT] = CERTAIN
    if len(prompt.linked) < WHOLE_QUESTION and not prompt.cued & {*REORDERING, DROP}:
        if options.sort:
            found[_SORT] = -LEANING
        if options.limit and _LIMIT not in found:
            found[_LIMIT] = -LEANING
    return found


def _other_directions(prompt: Prompt, current: Chart) -> dict[str, float]:
    """Return the orders that a follow-up does not mean.

    It sorts by what its marks are named by where it names that, else by their size; the
    largest first unless it says otherwise.
    """
    cued = prompt.cued & {_SORT, _ASCENDING, _DESCENDING}
    if not cued or len(prompt.linked) >= WHOLE_QUESTION:
        return {}
    keys = {n for c, names in current.channels if c in ("x", "category") for n in names}
    if prompt.linked and not prompt.linked <= keys:
        return {}
    by_name = prompt.linked or _SORTS_BY_NAME & prompt.cued
    found = _dear("y", "-y") if by_name else _dear("x", "-x")
    if prompt.linked and cued == {_SORT}:
        return found | _dear("-x")
    if _ASCENDING in cued:
        return found | _dear("-x", "-y")
    if _DESCENDING in cued or not prompt.linked:
        return found | _dear("x", "y")
    return found


def _dear(*orders: str) -> dict[str, float]:
    return dict.fromkeys(map(specials.word_token, orders), TWICE)
