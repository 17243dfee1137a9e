"""Rows with a delimiter too many or too few, put back into their columns.

What a cell looks like (number, date, text, empty) and which values its column
holds elsewhere say where the fault is. A row is moved only where that makes it
fit; otherwise it stays as the delimiters cut it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from vizapp.data.header import kind_of

SAMPLE_ROWS = 300  # rows of the usual width that show what a column holds
RARE_SHARE = 0.03  # of a kind in its column, up to which it is a misfit
MAX_MOVES = 4  # cells by which a row may be too long or too short
_MISFIT = 100  # against one for a value that the column has not shown
# The same for rows of which several readings fit: a number far from all others counts too.
_WRONG_KIND, _FAR, _LOSS = 1_000_000, 20, 45
_NEW = 5  # a value, where those of the column recur
_PLAIN_TEXT, _PLAIN_GROUP = 40, 30  # joined although nothing but the shape speaks for it
_RECUR = 2  # rows for one value, from which the values of a column recur
_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
GROUPED = re.compile(r"[-+(]?[$€£¥]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\)?%?")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")


@dataclass
class Columns:
    """What the columns of a table hold, from rows of the usual width.

    Parameters
    ----------
    kinds : list of set
        The kinds that are common in each column.
    values : list of set
        The values of each column in the sample.
    spans : list of (float, float) or None
        Where its numbers lie, with as much room again on both sides; None
        where it has none.
    recurring : set of int
        The columns whose values recur, as names of towns do.
    """

    kinds: list[set[str]] = field(default_factory=list)
    values: list[set[str]] = field(default_factory=list)
    spans: list[tuple[float, float] | None] = field(default_factory=list)
    recurring: set[int] = field(default_factory=set)

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
            found.spans.append(_span(found.values[-1]))
            if len(found.values[-1]) * _RECUR <= len(cells):
                found.recurring.add(column)
        return found

    def cost(self, cell: str, column: int) -> int:
        """Return how badly a cell fits its column."""
        misfit = kind_of(cell) not in self.kinds[column]
        return _MISFIT * misfit + (cell not in self.values[column])

    def distance(self, cell: str, column: int) -> int:
        """Return the same with more weight on the kind, and some on numbers far from others."""
        cost = (_WRONG_KIND if kind_of(cell) not in self.kinds[column] else 0) + (
            cell not in self.values[column]
        )
        number, span = _number(cell), self.spans[column]
        far = number is not None and span is not None and not span[0] <= number <= span[1]
        return cost + _FAR * far

    def holds(self, column: int, form: re.Pattern[str]) -> bool:
        """Return whether the column shows values of that form."""
        return any(form.fullmatch(value.strip()) for value in self.values[column])


def _number(cell: str) -> float | None:
    bare = cell.strip()
    if GROUPED.fullmatch(bare):
        bare = bare.strip("+()%$€£¥").replace(",", "")
    return float(bare) if _PLAIN_NUMBER.fullmatch(bare) and len(bare) < 30 else None


def _span(cells: set[str]) -> tuple[float, float] | None:
    numbers = [number for cell in cells if (number := _number(cell)) is not None]
    if not numbers:
        return None
    low, high = min(numbers), max(numbers)
    room = high - low
    return low - room, high + room


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
    joined = _joined(row, columns, delimiter, left, right)
    if best is None or (best[0] >= _MISFIT and joined is not None):
        return joined
    at = -best[1]
    return [*row[:at], *row[at + excess :]]


def _joined(
    row: list[str], columns: Columns, delimiter: str, left: list[int], right: list[int]
) -> list[str] | None:
    width = len(columns.kinds)
    excess = len(row) - width
    fitting = []
    for at in range(width):
        cell = delimiter.join(row[at : at + excess + 1])
        kind = kind_of(cell)
        if kind not in columns.kinds[at] or not (kind == "text" or GROUPED.fullmatch(cell)):
            continue
        if left[at] + right[at + 1] < _MISFIT:
            fitting.append([*row[:at], cell, *row[at + excess + 1 :]])
    return fitting[0] if len(fitting) == 1 else None


def without_surplus(
    row: list[str], columns: Columns, delimiter: str
) -> tuple[list[str], list[str]] | None:
    """Return the likeliest reading of a row that is too long, and the cells it lost.

    Several readings fit such a row. Cells that one lost delimiter mark parts are
    joined again where the rest then fits best; where no cell takes them, those at
    the end are lost. None where the row is much too long.

    Examples
    --------
    >>> known = Columns.of([["ann", "oslo", "5"], ["bob", "rome", "7"]] * 9, 3)
    >>> without_surplus(["cy", " the 2nd", "rome", "6"], known, ",")
    (['cy, the 2nd', 'rome', '6'], [])
    >>> without_surplus(["ann", "rome", "6", "9"], known, ",")
    (['ann', 'rome', '6'], ['9'])
    """
    width = len(columns.kinds)
    excess = len(row) - width
    if not 0 < excess < max(width - 1, MAX_MOVES + 1):  # else two records stand in one line
        return None
    left = [0, *accumulate(columns.distance(row[i], i) for i in range(width))]
    right = [
        0,
        *accumulate(columns.distance(row[-i], width - i) for i in range(1, width + 1)),
    ][::-1]
    joins = _joins(row, columns, delimiter)
    ranked = [(left[at] + cost + right[at + 1], -at, at) for at, cost in joins.items()]
    ranked.append((left[width] + _LOSS, 0, width))  # the cells behind the last column are lost
    distance, _, at = min(ranked)
    if excess > MAX_MOVES and (at == width or distance >= _WRONG_KIND):
        return None
    if at == width:
        return row[:width], row[width:]
    cell = delimiter.join(row[at : at + excess + 1])
    return [*row[:at], cell, *row[at + excess + 1 :]], []


def _joins(row: list[str], columns: Columns, delimiter: str) -> dict[int, int]:
    """Return by column what joining the surplus cells there costs, where that makes a value."""
    excess = len(row) - len(columns.kinds)
    costs: dict[int, int] = {}
    groups = []  # columns of numbers that would have been cut at a thousands separator
    for column, kinds in enumerate(columns.kinds):
        parts = row[column : column + excess + 1]
        cell = delimiter.join(parts)
        kind = kind_of(cell)
        if kind not in kinds:
            continue
        if kind == "text":
            # A sentence goes on with a blank, and its column shows other delimiters in quotes.
            sentence = parts[1][:1] == " " or any(delimiter in v for v in columns.values[column])
            mixed = any(kind_of(part) in ("number", "date") for part in parts)
            costs[column] = 0 if sentence else _PLAIN_TEXT + _FAR * mixed
            if column in columns.recurring and cell not in columns.values[column]:
                costs[column] += _NEW  # a town or a state, where a sentence is likelier
        elif kind == "number" and excess <= MAX_MOVES:
            grouped = GROUPED.fullmatch(cell.strip()) is not None
            if grouped:
                groups.append(column)
            if columns.holds(column, GROUPED if grouped else _DECIMAL_COMMA):
                costs[column] = columns.distance(cell, column)
    if len(groups) == 1:
        at = groups[0]
        costs.setdefault(at, _PLAIN_GROUP + columns.distance(delimiter.join(row[at : at + 2]), at))
    return costs


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
