"""Which attributes of a table are times, numbers, years or everywhere the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vizapp.profile.attributes import NUMBER_TYPES, AttributeDescription
from vizapp.reasoning.leaning.nats import LEANING
from vizapp.reasoning.stream import Prompt

# Of the charts of taught asks none has more groups, and one of 5,217 more numbers as the names of
# bars; of nvBench's one of 352 and none of 825 (``python -m tests.benchmarks.asks --data FOLDER``).
MOST_GROUPS = 20
_PARTS_OF_A_YEAR = ("month", "quarter", "season")  # orders of words that are times
_STEPS = re.compile(
    r"(?:^|[\W_])(?:time|t|step|iter(?:ation)?|epoch|round|period|tick|frame|day|week|month|quarter"
    r"|hour|minute|second)s?(?:$|[\W_\d])|时间|时刻|步数|轮次|轮数|期数|期次|周次|天次|迭代|第.*[天周月期轮]",
    re.IGNORECASE,
)


def read(prompt: Prompt) -> Iterator[AttributeDescription]:
    """Yield the attributes that the model reads, in the order of the file."""
    return (a for a in prompt.description.attributes if a.name in prompt.aliases)


def times(prompt: Prompt) -> set[str]:
    """Return the names of dates, years, and words that are parts of a year."""
    return {
        a.name
        for a in read(prompt)
        if a.type == "DATE" or a.meaning == "year" or a.order in _PARTS_OF_A_YEAR
    }


def meant_times(prompt: Prompt) -> set[str]:
    """Return the times that may be the axis of a course: of several dates what an ask names.

    Where it names none that is the first of the file, as in 26 of 26 taught asks.
    """
    found = times(prompt)
    dates = [a.name for a in read(prompt) if a.type == "DATE" and a.name in found]
    meant = prompt.linked.intersection(dates) or dates[:1]
    return found - ({*dates} - {*meant})


def untimely(prompt: Prompt) -> dict[str, float]:
    """Return nats for the numbers that are no time, in a table that has some."""
    known = times(prompt) | {a.name for a in read(prompt) if _is_step(a)}
    numbers = (a.name for a in read(prompt) if a.type in NUMBER_TYPES and a.name not in known)
    return {prompt.alias_of(n): LEANING for n in numbers} if known else {}


def _is_step(attribute: AttributeDescription) -> bool:
    """Return whether a number counts steps of time: named so, and each of them is there."""
    if attribute.type != "INT" or attribute.range is None or not _STEPS.search(attribute.name):
        return False
    low, high = attribute.range
    return low in (0, 1) and attribute.value_amount == int(high) - int(low) + 1 > 2


def years(prompt: Prompt) -> frozenset[str]:
    """Return the years that the ask does not name, as tokens, where there is another number.

    It may name them where it also names what is measured: 各年份的得分.
    """
    numbers = {a.name: a.meaning == "year" for a in read(prompt) if a.type in NUMBER_TYPES}
    if all(numbers.values()):
        return frozenset()
    named = frozenset() if prompt.measured else prompt.linked
    unnamed = (name for name, year in numbers.items() if year and name not in named)
    return frozenset(map(prompt.alias_of, unnamed))


def numbering(prompt: Prompt) -> frozenset[str]:
    """Return the numbers that only tell rows apart, as tokens, unless the ask names them."""
    ids = (a.name for a in read(prompt) if a.type in NUMBER_TYPES and a.meaning == "id")
    return frozenset(prompt.alias_of(name) for name in ids if name not in prompt.linked)


def many(prompt: Prompt) -> frozenset[str]:
    """Return the attributes of too many values to tell groups apart by colour, as tokens."""
    return frozenset(prompt.alias_of(a.name) for a in read(prompt) if a.value_amount > MOST_GROUPS)


def amounts(prompt: Prompt) -> frozenset[str]:
    """Return the numbers that are amounts rather than names of bars, as tokens."""
    numbers = (a for a in read(prompt) if a.type in NUMBER_TYPES and a.meaning != "year")
    return many(prompt).intersection(prompt.alias_of(a.name) for a in numbers)


def constant(prompt: Prompt) -> frozenset[str]:
    """Return the attributes of one value, as tokens, in a table of several rows."""
    if prompt.description.data_amount < 2:
        return frozenset()
    return frozenset(prompt.alias_of(a.name) for a in read(prompt) if a.value_amount <= 1)
