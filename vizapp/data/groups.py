"""Names of groups that a report writes once, above blank cells, as merged cells leave them.

A chart of such a table would take the first row of a group for all of it. Blank
cells are filled only where the leftmost columns look like an outline throughout;
cells that merely miss in a column stay blank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from vizapp.data.header import kind_of
from vizapp.data.notes import Note

MAX_LEVELS = 3  # columns from the left that an outline may take
MIN_GROUPS = 2
_REMARKS = re.compile(r".{0,6}(?:备注|说明|备考|remarks?|notes?|comments?)", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")

Cells = Sequence[object]  # of one column


def fill_groups(
    names: Sequence[str], columns: Sequence[Cells]
) -> tuple[dict[str, Cells], list[Note]]:
    """Repeat the names of groups in the blank cells below them.

    Parameters
    ----------
    names : sequence of str
        The columns' names.
    columns : sequence of sequence
        The cells of each column.

    Returns
    -------
    dict of sequence, list of Note
        The cells by name, and a note for each filled column.

    Examples
    --------
    >>> towns, shops, sales = ["Oslo", "", "Rome", ""], list("abcd"), list("1234")
    >>> fill_groups(["town", "shop", "sales"], [towns, shops, sales])[0]["town"]
    ('Oslo', 'Oslo', 'Rome', 'Rome')
    """
    found = dict(zip(names, columns, strict=False))
    if not columns or not any(_is_blank(cell) for cell in columns[0]):
        return found, []  # a group is named once, and blank below
    for n_levels in range(1, min(MAX_LEVELS, len(columns) - 2) + 1):
        filled = _outline(columns[: n_levels + 1])
        if filled and not any(_REMARKS.fullmatch(name.strip()) for name in names[:n_levels]):
            titles = names[:n_levels]
            found |= {name: cells for name, (cells, _) in zip(titles, filled, strict=True)}
            facts = [(name, n) for name, (_, n) in zip(titles, filled, strict=True)]
            return found, [Note("groups", {"name": name, "n": n}) for name, n in facts]
    return found, []


def _outline(columns: Sequence[Cells]) -> list[tuple[Cells, int]]:
    """Return all columns but the last filled, with their groups; none if they are no outline.

    The last column names the rows of the innermost groups. A row without a name
    there is a total or a heading.
    """
    labels = columns[-1]
    members = [row for row, cell in enumerate(labels) if not _is_blank(cell)]
    keys: list[tuple[object, ...]] = [()] * len(labels)
    found: list[tuple[Cells, int]] = []
    for level, column in enumerate(columns[:-1]):
        starts: list[int] = []
        cells = _filled(column, columns[level + 1 :], keys, starts)
        if cells is None or 2 * len(starts) > len(members):
            return []  # before anything is made of each row: no column of most tables goes on
        keys = [(*key, cell) for key, cell in zip(keys, cells, strict=True)]
        if not _are_groups([keys[row] for row in starts], [keys[row] for row in members]):
            return []
        found.append((cells, len(starts)))
    named = [(keys[row], labels[row]) for row in members]
    return found if len(set(named)) == len(named) else []


def _filled(
    column: Cells,
    inner: Sequence[Cells],
    parents: Sequence[object],
    starts: list[int],
) -> Cells | None:
    """Return a column with its groups' names repeated; `starts` gets their first rows.

    None if a row belongs to no group. `inner` are the columns to the right.
    """
    cells = list(column)
    inside = False
    for row, cell in enumerate(column):
        is_member = not _is_blank(inner[-1][row])
        if not _is_blank(cell):
            inside = is_member
            if is_member:
                starts.append(row)
        elif all(_is_blank(other[row]) for other in inner):
            inside = False
            if not parents[row]:
                return None
        elif not inside or parents[row] != parents[row - 1]:
            return None
        else:
            cells[row] = cells[row - 1]
    return tuple(cells)


def _are_groups(titles: Sequence[tuple[object, ...]], keys: Sequence[tuple[object, ...]]) -> bool:
    """Return whether the groups are several, mostly of several rows, and named as groups are."""
    if len(titles) < MIN_GROUPS or len(set(titles)) < len(titles):
        return False
    if not all(_can_name(title[-1]) for title in titles):
        return False
    sizes = [len(list(rows)) for _, rows in groupby(keys)]
    return 2 * sum(size > 1 for size in sizes) >= len(sizes)


def _can_name(cell: object) -> bool:
    """Return whether a cell names a group: a word, a date or a year."""
    text = str(cell).strip()
    return kind_of(text) in ("text", "date") or _YEAR.fullmatch(text) is not None


def _is_blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
