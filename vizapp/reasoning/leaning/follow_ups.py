"""What an ask leans to that changes the chart on screen: what it leaves alone stays."""

from __future__ import annotations

from vizapp.components.spec import Chart
from vizapp.profile.attributes import NUMBER_TYPES
from vizapp.reasoning import specials
from vizapp.reasoning.leaning import attributes
from vizapp.reasoning.leaning.asks import REORDERING, WHOLE_QUESTION, unsaid
from vizapp.reasoning.leaning.costs import Leaning
from vizapp.reasoning.leaning.nats import CERTAIN, LEANING, TWICE
from vizapp.reasoning.stream import Prompt

_NOTHING: frozenset[str] = frozenset()
_GROUP, _FILTER = specials.channel_token("group"), specials.option_token("filter")
_LIMIT, _SORT = specials.option_token("limit"), specials.option_token("sort")
_DROP, _ASCENDING, _DESCENDING = "<|drop|>", "<|asc|>", "<|desc|>"
_IS, _IN, _IS_NOT = "<|op:=|>", "<|op:in|>", "<|op:!=|>"
_SORTS_BY_NAME = frozenset(map(specials.word_token, ("x", "-x")))  # "x axis ascending"


def leaning(prompt: Prompt, current: Chart) -> Leaning:
    """Return what a follow-up leans to, given the chart on screen that it changes."""
    left = _replaced(prompt, current)
    certain = _certain(prompt, current, left)
    writing = _unchanged(prompt, current)
    for channel, tokens in certain.items():
        writing[specials.channel_token(channel)] = -CERTAIN if tokens else CERTAIN
    return Leaning(
        {**unsaid(prompt), **_other_directions(prompt, current)},
        writing,
        current,
        {name: prompt.alias_of(name) for name in sorted(_shown(current) - prompt.linked)},
        left,
        attributes.untimely(prompt),
        certain,
    )


def _shown(current: Chart) -> frozenset[str]:
    """Return the attributes that the chart on screen shows."""
    return frozenset(name for _, names in current.channels for name in names)


def _measures(current: Chart) -> list[str]:
    """Return the parameters of the chart on screen that name no marks."""
    return [c for c, _ in current.channels if not current.declaration.is_key(c)]


def _says_without(prompt: Prompt) -> bool:
    """Return whether it wants something left out that is no value: "without regions"."""
    return _IS_NOT in prompt.cued and not prompt.values


# -- which attributes move ---------------------------------------------------


def _replaced(prompt: Prompt, current: Chart) -> str | None:
    """Return the parameter whose attribute a follow-up replaces: "y: profit", "换成地区"."""
    new = prompt.linked - _shown(current)
    axes = [a for a in ("x", "y") if specials.word_token(a) in prompt.cued and current.names(a)]
    if len(new) != 1 or prompt.cued & REORDERING:
        return None
    if len(axes) == 1:
        return axes[0]
    if specials.NOW not in prompt.cued:
        return None
    attribute = prompt.description.attribute(next(iter(new)))
    measures = _measures(current)
    keys = [c for c, _ in current.channels if current.declaration.is_key(c)]
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
    tokens = frozenset(map(prompt.alias_of, prompt.linked - _shown(current)))
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
    drop = _DROP in prompt.cued
    leaves_out = drop or _says_without(prompt)
    if grouped and ((drop and group) or (leaves_out and prompt.linked == grouped)):
        return _NOTHING
    if group and new and not (drop or now):
        return new
    if not grouped and not (group and not now) and (replaces or not new):
        return _NOTHING
    return None


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
    dropped = _DROP in prompt.cued and (_GROUP in prompt.cued or not prompt.linked)
    without = _says_without(prompt) and grouped == prompt.linked
    if dropped or without or not (grouped or new or _GROUP in prompt.cued):
        return {_GROUP: LEANING}
    return {}


def _filters(prompt: Prompt, current: Chart) -> dict[str, float]:
    """Return that a new value wants a filter, and "all the data" none."""
    known = {v for f in current.options.filters for v in _values(f.value)}
    if any(isinstance(value, str) and value not in known for value in prompt.values):
        leaves_out = prompt.cued & {_DROP, _IS_NOT}  # "without Refunded"
        return {_FILTER: -LEANING, **({_IS: TWICE, _IN: TWICE} if leaves_out else {})}
    if current.options.filters and specials.ALL in prompt.cued:
        return {_FILTER: CERTAIN}
    return {}


def _values(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _order_and_limit(prompt: Prompt, current: Chart) -> dict[str, float]:
    """Return that order and limit stay, unless it speaks of them."""
    found: dict[str, float] = {}
    options = current.options
    if _LIMIT in prompt.cued and _DROP not in prompt.cued:
        found[_LIMIT] = -LEANING
    elif options.limit and specials.ALL in prompt.cued:
        found[_LIMIT] = CERTAIN
    if len(prompt.linked) < WHOLE_QUESTION and not prompt.cued & {*REORDERING, _DROP}:
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
