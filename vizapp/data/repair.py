"""Rows with a delimiter too many or too few, put back into their columns.

What a cell looks like (number, date, text, empty) and which values its column
holds elsewhere say where the fault is. A row is moved only where that makes it
fit; otherwise it stays as the delimiters cut it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from vizapp.data.header import kind_of

SAMPLE_ROWS = 300  # rows of the usual width that show what a column holds
RARE_SHARE = 0.03  # of a kind in its column, up to which it is a misfit
MAX_MOVES = 4  # cells by which a row may be too long or too short
_MISFIT = 100  # against one for a value that the column has not shown


@dataclass
class Columns:
    """What the columns of a table hold, from rows of the usual width.

    Parameters
    ----------
    kinds : list of set
        The kinds that are common in each column.
    values : list of set
        The values of each column in the sample.
    """

    kinds: list[set[str]] = field(default_factory=list)
    values: list[set[str]] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]], width: int) -> Columns:
        """Learn the columns from the rows that have the usual width."""
        regular = [row for row in rows if len(row) == width]
        step = max(1, len(regular) // SAMPLE_ROWS)
        sample = regular[::step][: 2 * SAMPLE_ROWS]
        found = cls()
        for column in range(width):
            cells = [row[column] for row in sample]
            kinds = [kind_of(cell) for cell in cells]
            limit = RARE_SHARE * len(kinds)
            found.kinds.append({kind for kind in set(kinds) if kinds.count(kind) > limit})
            found.values.append(set(cells))
        return found

    def cost(self, cell: str, column: int) -> int:
        """Return how badly a cell fits its column."""
        misfit = kind_of(cell) not in self.kinds[column]
        return _MISFIT * misfit + (cell not in self.values[column])


def without_extra(row: list[str], columns: Columns, delimiter: str) -> list[str] | None:
    """Return a row that is too long without what makes it so, None where that is unclear.

    Either a cell is empty, because a delimiter was doubled, or a text holds the
    delimiter and should have stood in quotes; the text is then joined again.
    """
    width = len(columns.kinds)
    excess = len(row) - width
    if not 0 < excess <= MAX_MOVES:
        return None
    left = [0, *accumulate(columns.cost(row[i], i) for i in range(width))]
    right = [0, *accumulate(columns.cost(row[-i], width - i) for i in range(1, width + 1))][::-1]
    best: tuple[int, int] | None = None
    for at in range(width + 1):  # excess cells from here are left out
        if any(cell.strip() for cell in row[at : at + excess]):
            continue
        rank = (left[at] + right[at], -at)  # of equals the last: trailing delimiters
        best = rank if best is None or rank < best else best
    if best is not None:
        at = -best[1]
        return [*row[:at], *row[at + excess :]]
    return _joined(row, columns, delimiter, left, right)


def _joined(
    row: list[str], columns: Columns, delimiter: str, left: list[int], right: list[int]
) -> list[str] | None:
    width = len(columns.kinds)
    excess = len(row) - width
    fitting = []
    for at in range(width):
        cell = delimiter.join(row[at : at + excess + 1])
        if kind_of(cell) != "text" or "text" not in columns.kinds[at]:
            continue
        if left[at] + right[at + 1] < _MISFIT:
            fitting.append([*row[:at], cell, *row[at + excess + 1 :]])
    return fitting[0] if len(fitting) == 1 else None


def with_missing(row: list[str], columns: Columns) -> list[str] | None:
    """Return a row that is too short with empty cells where a delimiter is missing.

    None where the row fits as it is: programs leave out empty cells at the end.
    """
    width = len(columns.kinds)
    lack = width - len(row)
    if not 0 < lack <= MAX_MOVES or not row:
        return None
    as_it_is = sum(columns.cost(cell, i) for i, cell in enumerate(row))
    if as_it_is < _MISFIT:
        return None
    n = len(row)
    left = [0, *accumulate(columns.cost(row[i], i) for i in range(n))]
    right = [0, *accumulate(columns.cost(row[-i], width - i) for i in range(1, n + 1))][::-1]
    # The cell before the gap holds two cells in one and fits nowhere.
    costs = [(left[at - 1] + right[at], at) for at in range(1, n + 1)]
    least, at = min(costs)
    if least >= _MISFIT:
        return None
    return [*row[:at], *[""] * lack, *row[at:]]
