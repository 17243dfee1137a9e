"""Rows of names as survey tools and data loggers write them: codes, texts, units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

_IMPORT_ID = re.compile(r"\s*\{\s*['\"]ImportId['\"]\s*:")
MAX_TEXTS = 2  # rows above the line of import ids: codes, texts of the questions
LOGGER_CELLS = 8  # of the line of a logger's station
# Of a logger: kinds of columns that are no units, and "sample", which is no summary.
_NO_UNITS = {"ts", "rn"}
_NO_SUMMARIES = {"smp"}


@dataclass(frozen=True)
class Heading:
    """Rows of names of a known form.

    Parameters
    ----------
    code : {"survey", "logger"}
        Which form.
    skipped : int
        Rows above the names.
    n_names : int
        Rows that hold the names and what belongs to them.
    names : tuple of str
        One name per column.
    """

    code: Literal["survey", "logger"]
    skipped: int
    n_names: int
    names: tuple[str, ...]


def known_heading(rows: Sequence[Sequence[str]]) -> Heading | None:
    """Return the rows of names of a survey tool or a data logger, None for other tables.

    Examples
    --------
    >>> known_heading([["Q1"], ["How old are you?"], ['{"ImportId":"QID1"}'], ["34"]]).names
    ('Q1 How old are you?',)
    """
    return _survey(rows) or _logger(rows)


def _survey(rows: Sequence[Sequence[str]]) -> Heading | None:
    for at, row in enumerate(rows[1 : MAX_TEXTS + 1], 1):
        if all(map(_IMPORT_ID.match, row)) and row and len(rows[at - 1]) == len(rows[0]):
            names = [_titled(*pair) for pair in zip(rows[0], rows[at - 1], strict=True)]
            return Heading("survey", 0, at + 1, tuple(names))
    return None


def _titled(code: str, question: str) -> str:
    """Return a question with its code, the code alone where the text says no more."""
    question = " ".join(question.split())
    same = re.sub(r"\W", "", question).casefold() == re.sub(r"\W", "", code).casefold()
    return code if same or not question else f"{code} {question}"


def _logger(rows: Sequence[Sequence[str]]) -> Heading | None:
    """Return the names of a file TOA5 of a Campbell logger: station, names, units, summaries."""
    if len(rows) < 4 or rows[0][0].strip() != "TOA5" or len(rows[0]) != LOGGER_CELLS:
        return None
    names, units, summaries = rows[1:4]
    if not len(names) == len(units) == len(summaries) or units[0].strip() != "TS":
        return None
    found = [_measured(*cells) for cells in zip(names, units, summaries, strict=True)]
    return Heading("logger", 1, 3, tuple(found))


def _measured(name: str, unit: str, summary: str) -> str:
    """Return a name with what was computed, unless it says so, and its unit."""
    name, unit, summary = name.strip(), unit.strip(), summary.strip()
    said = name.casefold().endswith(summary.casefold())
    more = "" if said or summary.casefold() in _NO_SUMMARIES else f" {summary}"
    return name + more + (f" ({unit})" if unit and unit.casefold() not in _NO_UNITS else "")
