"""Which attributes of a table are times, numbers, years or everywhere the same."""

from __future__ import annotations

from collections.abc import Iterator

from vizapp.profile.attributes import NUMBER_TYPES, AttributeDescription
from vizapp.reasoning.leaning.nats import LEANING
from vizapp.reasoning.stream import Prompt

_PARTS_OF_A_YEAR = ("month", "quarter", "season")  # orders of words that are times


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


def untimely(prompt: Prompt) -> dict[str, float]:
    """Return nats for the numbers that are no time, in a table that has some."""
    known = times(prompt)
    numbers = (a.name for a in read(prompt) if a.type in NUMBER_TYPES and a.name not in known)
    return {prompt.alias_of(n): LEANING for n in numbers} if known else {}


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


def constant(prompt: Prompt) -> frozenset[str]:
    """Return the attributes of one value, as tokens, in a table of several rows."""
    if prompt.description.data_amount < 2:
        return frozenset()
    return frozenset(prompt.alias_of(a.name) for a in read(prompt) if a.value_amount <= 1)
