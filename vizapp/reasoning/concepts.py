"""Words of headers and questions that mean the same, in English and Chinese.

``glossary.tsv`` holds one concept a line: its English words and spellings, its
Chinese words. A concept is known by the number of its line.

``qualities.tsv`` holds what people say without naming a column, and of which columns
they speak then: "expensive" speaks of a price, a cost or a fee, which are three things.
"""

from __future__ import annotations

import bisect
import csv
import functools
import itertools
import re
from collections.abc import Mapping
from pathlib import Path

from vizapp.core.language import Lang

_FILE = Path(__file__).with_name("glossary.tsv")
_QUALITIES = _FILE.with_name("qualities.tsv")
_NONE: frozenset[int] = frozenset()
_NOTHING: frozenset[str] = frozenset()
_MIN_SHORT = 4  # letters of a header's word that may be a shortened one
_MAX_LONG = 3  # words that start so; of more it may be any
# Letters and digits are words of their own, as they are in asks and headers: "pm 25", "co 2".
_LETTER_AND_DIGIT = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
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
            found.setdefault(_stemmed(term), set()).add(number)
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


@functools.cache
def _qualities() -> Mapping[str, frozenset[str]]:
    """Return the terms that each said one speaks of, all stemmed."""
    found: dict[str, set[str]] = {}
    with _QUALITIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            of = {_stemmed(t) for t in (*row["of_en"].split("|"), *row["of_zh"].split("|"))}
            for said in (*row["said_en"].split("|"), *row["said_zh"].split("|")):
                found.setdefault(_stemmed(said), set()).update(of)
    return {said: frozenset(of - {said}) for said, of in found.items()}


def _stemmed(term: str) -> str:
    return " ".join(map(stem, _LETTER_AND_DIGIT.sub(" ", term).split()))


def speaks_of(term: str) -> frozenset[str]:
    """Return the terms that a said one speaks of without meaning the same, all stemmed.

    Examples
    --------
    >>> stem("price") in speaks_of(stem("expensive")), "月薪" in speaks_of("赚")
    (True, True)
    >>> stem("expensive") in speaks_of(stem("price"))
    False
    """
    return _qualities().get(term, _NOTHING)


@functools.cache
def _single_words() -> tuple[str, ...]:
    """Return the English words of glossary and qualities, stemmed and sorted."""
    named = set(_index()).union(*_qualities().values())
    return tuple(sorted(term for term in named if term.isascii() and term.isalpha()))


@functools.cache
def shortened(word: str) -> tuple[str, ...]:
    """Return the words, stemmed, that an unknown word of a header may be short for.

    Examples
    --------
    >>> shortened("dens"), shortened("density")
    (('density',), ())
    """
    if len(word) < _MIN_SHORT or is_known(word):
        return ()
    every = _single_words()
    start = bisect.bisect_left(every, word)
    found = tuple(itertools.takewhile(lambda w: w.startswith(word), every[start:]))
    return found if len(found) <= _MAX_LONG else ()


def is_known(term: str) -> bool:
    """Return whether a term, its words stemmed, is one of glossary or qualities."""
    return term in _index() or term in _qualities()


def longest(text: str, start: int, limit: int = MAX_TERM) -> int:
    """Return the length of the longest known Chinese term there, 0 for none."""
    for length in range(min(limit, len(text) - start), 0, -1):
        if is_known(text[start : start + length]):
            return length
    return 0


def words(term: str, lang: Lang) -> tuple[str, ...]:
    """Return the words of a language for a term of either, the most usual first."""
    found = sorted(concepts(term))
    # A line whose first word it is means it most.
    found.sort(key=lambda number: all(stem(side[0]) != term for side in _rows()[number]))
    side = 1 if lang == "zh" else 0
    return tuple(dict.fromkeys(word for number in found for word in _rows()[number][side]))
