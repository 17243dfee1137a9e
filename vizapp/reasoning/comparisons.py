"""Which comparisons an ask leaves to a filter: by which values, and how.

Of a word that an ask leaves out no chart is made ("hide Boeing"), of several that it names
each belongs to the list ("only Boeing and Airbus").
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vizapp.components.spec import FilterValue
from vizapp.profile.attributes import NUMBER_TYPES, AttributeDescription
from vizapp.reasoning import specials
from vizapp.reasoning.stream import Prompt

_NUMBER_OPS = ("=", "!=", "<", "<=", ">", ">=", "in")
_DATE_OPS = _NUMBER_OPS[:-1]
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_FLAGS = ("true", "false")
CONTAINS = "<|op:contains|>"
_MARK = re.compile(r"<\|[^|]*\|>")
_VERSUS = re.compile(
    r"\s*(?:,? ?(?:vs\.?|versus|and|or)|,|，|&|/|against|compared (?:to|with)"
    r"|和|与|跟|同|或|对比|比|、|还是)\s*",
    re.IGNORECASE,
)
_AND_OTHERS = re.compile(
    r"\betc|so on|\.\.\.|等|\brest\b|其他|其余|\bothers\b|\bshares?\b|fraction|比例|占"
    r"|proportion|percent",
    re.IGNORECASE,
)
_FAR = 4.0  # times the highest or the lowest value
FILTER = specials.option_token("filter")


def comparable(attribute: AttributeDescription, prompt: Prompt) -> list[int]:
    """Return the positions of the values that an attribute may be compared with.

    A number with the numbers that no other one is compared with, words with
    what no other attribute alone holds, a date with the periods that the ask names.
    """
    name, values, holders = attribute.name, prompt.values, prompt.holders
    if attribute.type == "BOOL":
        return [
            i
            for i, value in enumerate(values)
            if value in _FLAGS and (not holders[i] or name in holders[i])
        ]
    wants_words = attribute.type not in NUMBER_TYPES
    fitting = [
        i
        for i, value in enumerate(values)
        if isinstance(value, str) == wants_words and (not holders[i] or name in holders[i])
    ]
    if attribute.type in NUMBER_TYPES:
        others = [a for a in prompt.description.attributes if a.name != name]
        return [i for i in fitting if not _is_far(attribute, values[i], others)]
    if attribute.type != "DATE":
        return fitting
    own = [i for i in fitting if holders[i]]
    # Of several dates that on the axis is meant, or the first, where the ask names none.
    axes = prompt.current.key_names if prompt.current is not None else _dates_meant(prompt)
    meant = [i for i in own if name in axes or not {*axes}.intersection(holders[i])]
    return meant if own else fitting


def _dates_meant(prompt: Prompt) -> tuple[str, ...]:
    """Return the dates that a new chart is of: those that the ask names, else the first."""
    dates = [a.name for a in prompt.description.attributes if a.type == "DATE"]
    dates = [name for name in dates if name in prompt.aliases]
    return tuple(name for name in dates if name in prompt.linked) or tuple(dates[:1])


def _is_far(
    attribute: AttributeDescription, value: FilterValue, others: Iterable[AttributeDescription]
) -> bool:
    """Return whether a number lies far from all that an attribute has, and within another one.

    "People over 40" speaks of age, not of salaries from 29,000. Of 435 numbers that taught asks
    filter by 3 are such, of nvBench's none (``python -m tests.benchmarks.asks --data FOLDER``).
    """
    low, high = _ends(attribute)
    if not isinstance(value, (int, float)) or not (value > 0 and low > 0):
        return False
    if low / _FAR <= value <= high * _FAR:
        return False
    within = (_ends(other) for other in others if other.meaning != "id")
    return any(first <= value <= last for first, last in within)


def _ends(attribute: AttributeDescription) -> tuple[float, float]:
    """Return the range of a number, NaN twice where it is not known."""
    if attribute.type not in NUMBER_TYPES or attribute.range is None:
        return math.nan, math.nan
    low, high = attribute.range
    return float(low), float(high)


def operators(attribute: AttributeDescription, prompt: Prompt) -> tuple[str, ...]:
    """Return the operators that an attribute may be compared with values by."""
    if attribute.type == "BOOL":
        return ("=",)
    if attribute.type in (*NUMBER_TYPES, "DATE"):
        said = said_operator(attribute, prompt)
        return (said,) if said else _DATE_OPS if attribute.type == "DATE" else _NUMBER_OPS
    kept, out = named_cells(attribute, prompt)
    if not kept and not out:
        return ("=", "!=", "in", "contains")
    ops: list[str] = ["!="] if out else []
    if kept:
        ops.append("in" if len(kept) > 1 else "=")
        if attribute.meaning == "path" or CONTAINS in prompt.cued:
            ops.append("contains")
        if not out and prompt.cued & specials.LEAVES_OUT:  # something is, perhaps this
            ops.append("!=")
        if len(kept) == 1 and _shown(attribute, prompt):  # "Airbus, too"
            ops.append("in")
    return tuple(ops)


def said_operator(attribute: AttributeDescription, prompt: Prompt) -> str | None:
    """Return how the one number or period of an ask is compared, where it says so.

    What is left out above a number stays below it. The labels agree in 344 of 373 taught asks
    and in 510 of 510 of nvBench's (``python -m tests.benchmarks.asks --data FOLDER``).
    """
    ops = [op for op in _OPPOSITE if f"<|op:{op}|>" in prompt.cued]
    fresh = [
        i
        for i, value in enumerate(prompt.values)
        if value not in _shown(attribute, prompt)
        and (not isinstance(value, str) or i in comparable(attribute, prompt))
    ]
    if len(ops) != 1 or len(fresh) != 1:
        return None
    return _OPPOSITE[ops[0]] if prompt.cued & specials.LEAVES_OUT else ops[0]


def choices(attribute: AttributeDescription, op: str, prompt: Prompt) -> list[int]:
    """Return the positions of the values that an operator may stand before."""
    fitting = comparable(attribute, prompt)
    if attribute.type in (*NUMBER_TYPES, "DATE", "BOOL"):
        return fitting
    kept, out = named_cells(attribute, prompt)
    if op == "!=":
        return out or fitting
    if kept and op == "in":  # with what stays on screen, and with words that no cell is known of
        shown = _shown(attribute, prompt)
        others = {i for i in fitting if not prompt.holders[i] or prompt.values[i] in shown}
        return [i for i in fitting if i in others or i in kept]
    return kept or fitting


def is_complete(
    attribute: AttributeDescription, taken: Sequence[FilterValue], prompt: Prompt
) -> bool:
    """Return whether a list holds all that an ask names of an attribute."""
    kept, _ = named_cells(attribute, prompt)
    return {prompt.values[i] for i in kept} <= {*taken}


@dataclass(frozen=True)
class Owed:
    """The cells of an attribute that an ask plainly names: all, and those that it leaves out."""

    cells: frozenset[FilterValue] = frozenset()
    out: frozenset[FilterValue] = frozenset()


def owed(prompt: Prompt) -> dict[str, Owed]:
    """Return the attributes that the answer has to filter, with their cells.

    Cells that are left out mean a filter, those that are kept do where a chart on screen is
    changed to one of them, to nothing else ("only"), or where they are wanted alone ("laptops
    only"). A number that one attribute holds does where the ask compares, a time where a chart
    on screen is compared with it. The labels
    agree in 1,080 of 1,132 cases of taught asks (``python -m tests.benchmarks.asks``).
    """
    found: dict[str, Owed] = {}
    keys = prompt.current.key_names if prompt.current else ()
    only = FILTER in prompt.cued
    compares = any(f"<|op:{op}|>" in prompt.cued for op in _OPPOSITE)
    for attribute in _brought(prompt):
        if attribute.type != "STR":
            new = prompt.current is None
            compared = compares and attribute.type != "BOOL"
            if (compared and attribute.type in NUMBER_TYPES) if new else (only or compared):
                found[attribute.name] = Owed()
            continue
        kept, out = named_cells(attribute, prompt)
        alone = len(kept) == 1 and (only or attribute.name not in keys)
        wanted = bool(kept) and ({*kept} <= prompt.picked or _compared(attribute, kept, prompt))
        if out or wanted or (prompt.current is not None and (alone or (only and kept))):
            cells = frozenset(prompt.values[i] for i in (*kept, *out))
            found[attribute.name] = Owed(cells, frozenset(prompt.values[i] for i in out))
    return found


def _compared(attribute: AttributeDescription, kept: Sequence[int], prompt: Prompt) -> bool:
    """Return whether a new chart compares a few of many cells: "north vs south sales".

    They are all that it shows in 29 of 31 taught asks that name at most half of an
    attribute's values in their own words, one joined to the other.
    """
    ask = prompt.said
    cells = [str(prompt.values[i]) for i in kept]
    if prompt.current is not None or not 2 <= len(cells) <= attribute.value_amount / 2:
        return False
    if _AND_OTHERS.search(ask) or not all(cell.casefold() in ask.casefold() for cell in cells):
        return False
    plain = _MARK.sub("", ask)
    spans = sorted((plain.casefold().find(cell.casefold()), len(cell)) for cell in cells)
    return all(
        _VERSUS.fullmatch(plain[start + n : other]) is not None
        for (start, n), (other, _) in itertools.pairwise(spans)
    )


def brought(prompt: Prompt) -> tuple[str, ...]:
    """Return the attributes of which an ask names values that no filter on screen has."""
    return tuple(attribute.name for attribute in _brought(prompt))


def _brought(prompt: Prompt) -> list[AttributeDescription]:
    """Return the attributes of which an ask names values that the chart does not have."""
    found = []
    for name in prompt.aliases:
        attribute = prompt.description.attribute(name)
        if attribute is None:
            continue
        shown = _shown(attribute, prompt)
        fresh = [
            i
            for i in comparable(attribute, prompt)
            if prompt.values[i] not in shown and name in prompt.holders[i]
        ]
        sure = attribute.type == "STR" or all(len(prompt.holders[i]) == 1 for i in fresh)
        if fresh and sure:
            found.append(attribute)
    return found


def named_cells(attribute: AttributeDescription, prompt: Prompt) -> tuple[list[int], list[int]]:
    """Return the cells that an ask newly names of an attribute: to keep, and to leave out."""
    shown = _shown(attribute, prompt)
    named = [
        i
        for i in comparable(attribute, prompt)
        if prompt.holders[i] and prompt.values[i] not in shown
    ]
    out = [i for i in named if i in prompt.left_out]
    return [i for i in named if i not in out], out


def _shown(attribute: AttributeDescription, prompt: Prompt) -> tuple[FilterValue, ...]:
    """Return the values that the chart on screen compares an attribute with."""
    if prompt.current is None:
        return ()
    values: list[FilterValue] = []
    for test in prompt.current.options.filters:
        if test.attribute == attribute.name:
            values += test.value if isinstance(test.value, tuple) else (test.value,)
    return tuple(values)
