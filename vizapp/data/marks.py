"""Marks of footnotes in names and cells, where a remark of the file begins with the same mark.

`Alaska¹` is Alaska where a line below the table says `¹ Includes military personnel`. Without
such a line a mark stays: `m²` is a unit, `A*` a grade. Behind years among other years it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from vizapp.data.notes import Note

_RAISED = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
_MARK = rf"[{_RAISED}]{{1,2}}|[*\u2020\u2021]{{1,3}}"
_REMARK = re.compile(rf"\s*[(]?({_MARK})[)\u207e]?[ \t.:\u00a0]*(?=[^\W\d]|\d\d)")
# What a mark stands behind: a word, a number, a bracket; no unit and no base of a power.
_MARKED = re.compile(
    rf"(.*(?:[^\W\d_{_RAISED}]{{3}}|\d|[)%.]))\s?[(]?({_MARK})[)\u207e]?", re.DOTALL
)
_POWER = re.compile(rf"(?:.*\D)?(?:2|10)[{_RAISED}]{{1,2}}", re.DOTALL)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_MARKED_YEAR = re.compile(rf"\s*({_YEAR.pattern})\s?[(]?(?:{_MARK})[)]?\s*")


def without_marks(
    names: Sequence[str], columns: Sequence[Sequence[object]], remarks: Iterable[str]
) -> tuple[list[str], Sequence[Sequence[object]], list[Note]]:
    """Return names and cells without the marks that the remarks explain.

    Parameters
    ----------
    names : sequence of str
        The columns' names.
    columns : sequence of sequence
        The cells of each column; only text can have a mark.
    remarks : iterable of str
        The first cells of the lines that were left out above and below the table.

    Returns
    -------
    list of str, sequence of sequence, list of Note
        The columns are the same object where no cell has such a mark.
    """
    explained = {found[1] for remark in remarks if (found := _REMARK.match(remark))}
    bare = _bare_years([_bare(name, explained) for name in names])
    count = sum(old != new for old, new in zip(names, bare, strict=True))
    cleaned = columns
    if explained:
        without = [tuple([_bare_cell(cell, explained) for cell in column]) for column in columns]
        n_cells = sum(map(_n_changed, columns, without))
        count += n_cells
        cleaned = without if n_cells else columns
    return bare, cleaned, [Note("marks", {"n": count})] if count else []


def _n_changed(before: Sequence[object], after: Sequence[object]) -> int:
    return sum(old is not new for old, new in zip(before, after, strict=True))


def _bare_cell(cell: object, explained: set[str]) -> object:
    return _bare(cell, explained) if isinstance(cell, str) else cell


def _bare(text: str, explained: set[str]) -> str:
    if not explained or _POWER.fullmatch(text):
        return text
    found = _MARKED.fullmatch(text.rstrip())
    return found[1] if found and found[2] in explained else text


def _bare_years(names: list[str]) -> list[str]:
    """Return names such as `2010¹` and `2024*` as years, where another name is one."""
    if not any(_YEAR.fullmatch(name.strip()) for name in names):
        return names
    return [found[1] if (found := _MARKED_YEAR.fullmatch(name)) else name for name in names]
