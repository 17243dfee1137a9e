"""Words of headers and questions that mean the same, in English and Chinese.

``glossary.tsv`` holds one concept a line: its English words and spellings, its
Chinese words. A concept is known by the number of its line.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from pathlib import Path

from vizapp.core.language import Lang

_FILE = Path(__file__).with_name("glossary.tsv")
_NONE: frozenset[int] = frozenset()
MAX_TERM = 6  # characters of the longest Chinese term that is looked up


def stem(word: str) -> str:
    """Return what an English word and its plural share, in lower case.

    Examples
    --------
    >>> [stem(w) for w in ("Prices", "price", "cities", "class", "movies", "movie", "codes")]
    ['pric', 'pric', 'city', 'class', 'movy', 'movy', 'code']
    """
    low = word.lower()
    if len(low) > 4 and low.endswith("ies"):
        return low[:-3] + "y"
    if len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is")):
        low = low[:-1]
    if len(low) > 4 and low.endswith("ie"):
        return low[:-2] + "y"
    if len(low) > 4 and low.endswith(("sse", "che", "she", "xe")):
        return low[:-1]
    return low[:-1] if len(low) > 4 and low.endswith("e") else low


@functools.cache
def _rows() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            (tuple(row["en"].split("|")), tuple(row["zh"].split("|")))
            for row in csv.DictReader(file, delimiter="\t")
        )


@functools.cache
def _index() -> Mapping[str, frozenset[int]]:
    """Return the concepts of each stemmed English term and each Chinese word."""
    found: dict[str, set[int]] = {}
    for number, (english, chinese) in enumerate(_rows()):
        for term in english:
            found.setdefault(" ".join(map(stem, term.split())), set()).add(number)
        for term in chinese:
            found.setdefault(term, set()).add(number)
    return {term: frozenset(numbers) for term, numbers in found.items()}


def concepts(term: str) -> frozenset[int]:
    """Return the concepts of an English term, its words stemmed, or of a Chinese word.

    Examples
    --------
    >>> bool(concepts("dept") & concepts("部门"))
    True
    """
    return _index().get(term, _NONE)


def longest(text: str, start: int, limit: int = MAX_TERM) -> int:
    """Return the length of the longest Chinese term of the glossary there, 0 for none."""
    for length in range(min(limit, len(text) - start), 0, -1):
        if text[start : start + length] in _index():
            return length
    return 0


def words(term: str, lang: Lang) -> tuple[str, ...]:
    """Return the words of a language for a term of either, the most usual first."""
    found = sorted(concepts(term))
    # A line whose first word it is means it most.
    found.sort(key=lambda number: all(stem(side[0]) != term for side in _rows()[number]))
    side = 1 if lang == "zh" else 0
    return tuple(dict.fromkeys(word for number in found for word in _rows()[number][side]))
