"""Rows that end early, because a program writes no empty cells at their end."""

from __future__ import annotations

from collections.abc import Sequence

from vizapp.data.header import kind_of, names_over_values, skip_preamble

MIN_WIDTH = 3
MIN_ROWS = 3
LONGER_SHARE = 0.05  # of rows with more cells than names, up to which the names say the width
TYPED_SHARE = 0.9  # of the rows, which hold a number or date in one column
MAX_ABOVE = 30  # rows above the names, which may be as wide as they
RECORD_SHARE = 0.6  # of the lines below the names, which have several cells and are no names


def width_of_short_rows(rows: Sequence[Sequence[str]]) -> int:
    """Return the width of a table whose rows may end early, 0 where these rows are none.

    The names say it: no row has more cells than they, and one column at least holds numbers
    or dates in nearly all rows, as lines of prose never do.

    Examples
    --------
    >>> width_of_short_rows([["id", "n", "note"], ["a", "1"], ["b", "2"], ["c", "3", "late"]])
    3
    """
    start = skip_preamble(rows)
    start = next((at for at in (start, *range(MAX_ABOVE)) if _are_names(rows, at)), -1)
    if start < 0:
        return 0
    names, body = rows[start], rows[start + 1 :]
    width = len(names)
    if sum(len(row) > width for row in body) > LONGER_SHARE * len(body):
        return 0
    # Names and titles are repeated on further pages; remarks stand below.
    several = [row for row in body if sum(bool(cell.strip()) for cell in row) > 1]
    records = [row for row in several if list(row) != list(names)]
    body = [row for row in body if any(map(str.strip, row))]
    if len(records) < max(MIN_ROWS, RECORD_SHARE * len(body)):
        return 0
    body = records
    for column in range(width):
        kinds = [kind_of(row[column]) for row in body if column < len(row)]
        if sum(kind in ("number", "date") for kind in kinds) >= TYPED_SHARE * len(body):
            return width
    return 0


def _are_names(rows: Sequence[Sequence[str]], at: int) -> bool:
    if at >= len(rows) - MIN_ROWS:
        return False
    names = rows[at]
    # The first may lack, as that of an index, and one may be there twice.
    distinct = all(map(str.strip, names[1:])) and len(set(names)) >= len(names) - 1
    return distinct and len(names) >= MIN_WIDTH and names_over_values(rows[at:])
