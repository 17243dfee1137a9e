"""A column whose cells hold the delimiter without quotes: the pieces, joined again.

Remarks and addresses hold commas, amounts too, and some programs write no quotes. Then a good
share of the rows is too long, by different numbers of cells. The rows of the usual width show
what each column holds, and so which column's cells were cut: the cells before it fit their columns
counted from the left, and those behind it fit theirs counted from the right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from vizapp.data.header import kind_of, names_over_values, skip_preamble
from vizapp.data.repair import GROUPED, RARE_SHARE, SAMPLE_ROWS

MIN_REGULAR = 3  # rows of the usual width that show it where no row of names does
REGULAR_SHARE = 0.01  # of all rows, which they must be
SHORTER_SHARE = 0.1  # of rows with fewer cells, above which the width is another one
FITTING_SHARE = 0.9  # of the long rows, which must fit when joined
SEVERAL_SHARE = 0.75  # of the rows, which must have several cells where others are left out
MAX_SURPLUS = 1_000  # cells by which a row may be too long
MAX_SHARED = 40  # of them, from which they are not shared among columns
NAMELESS_SHARE = 0.1  # the same where no row of names says the width
MIN_NAMELESS = 3  # columns of a table that may lack a row of names
MANY_NAMELESS = 4  # of them, from which one of numbers or dates is enough
# What speaks against a reading of one row, in one measure.
_MISFIT = 100  # a text among numbers, a date in another column
_ODD, _PADDED, _UNSEEN, _ELSEWHERE, _GROUPED = 10, 10, 10, 5, 1
_NEW_REMARK = 2  # a value that was not seen, in a column that its name calls remarks
_SURPLUS = 8  # that the cells behind the last column are one of their own
_FREE = re.compile(
    r"备注|说明|描述|地址|意见|内容|摘要|事由|原因|评论|详情|简介"
    r"|remark|comment|note|descr|address|memo|detail|reason|message|text",
    re.IGNORECASE,
)


_BELOW_THOUSAND = re.compile(r"(?:[-+(]?[$€£¥]?\d{1,3}(?:\.\d+)?\)?)?")
_kind = lru_cache(maxsize=65_536)(kind_of)


@dataclass(frozen=True)
class Joined:
    """A row whose pieces were joined.

    Parameters
    ----------
    cells : list of str
        In their columns.
    alone : bool
        Whether the column of the free text alone was cut; other texts may be too.
    cost : int
        What speaks against this reading.
    """

    cells: list[str]
    alone: bool
    cost: int


@dataclass(frozen=True)
class FreeText:
    """The column whose cells were cut, and what all columns hold.

    Parameters
    ----------
    column : int
        Which one.
    holds : tuple of _Column
        What each column holds in the rows of the usual width.
    delimiter : str
        Joins the pieces.
    """

    column: int
    holds: tuple[_Column, ...]
    delimiter: str

    def misfit(self, row: Sequence[str]) -> int:
        """Return what speaks against a row of the usual width as it is."""
        return sum(column.cost(cell) for column, cell in zip(self.holds, row, strict=True))

    def fits(self, row: Sequence[str]) -> bool:
        """Return whether the cells of a row of the usual width fit their columns."""
        return self.misfit(row) < _MISFIT

    def joined(self, row: Sequence[str]) -> Joined | None:
        """Return a long row with every cell in its column, None where none of the readings fits."""
        delimiter = self.delimiter
        excess = len(row) - len(self.holds)
        if not 0 < excess <= MAX_SURPLUS:
            return None
        at = self.column
        alone = self._cost(row)
        if alone > _GROUPED and excess <= MAX_SHARED:
            cost, taken = _align(row, self.holds, at)
            if cost >= _MISFIT and not self._stands_out(row, cost):
                return None
            if cost >= alone:  # nothing speaks for cutting another text too
                taken = [excess if i == at else 0 for i in range(len(self.holds))]
            return Joined(_glued(row, taken, delimiter), taken[at] == excess, cost)
        if alone >= _MISFIT:
            return None
        cell = delimiter.join(row[at : at + excess + 1])
        return Joined([*row[:at], cell, *row[at + excess + 1 :]], True, alone)

    def _stands_out(self, row: Sequence[str], cost: int) -> bool:
        """Return whether one cell alone is odd, as a word among numbers, and no column fits better.

        A cut at another place moves all cells behind it into wrong columns.
        """
        return cost < 2 * _MISFIT and cost <= min(_costs(row, self.holds)[:-1])

    def _cost(self, row: Sequence[str]) -> int:
        """Return what speaks against all surplus of a row being of the column."""
        at, behind = self.column, len(row) - len(self.holds) + 1
        cost = self.holds[at].join_cost(row[at : at + behind])
        for i, column in enumerate(self.holds):
            if cost >= 2 * _MISFIT:
                break
            if i != at:
                cost += column.cost(row[i] if i < at else row[i + behind - 1])
        return cost


@dataclass(frozen=True)
class _Column:
    """What a column holds: the kinds of its cells, and its values where they recur."""

    kinds: frozenset[str]
    values: frozenset[str] | None
    padded: bool
    length: float
    name: str
    grouped: bool  # whether its numbers may have thousands parted by the delimiter

    @property
    def is_free(self) -> bool:
        """Whether its name says that anything may be written there."""
        return _FREE.search(self.name) is not None

    @property
    def is_text(self) -> bool:
        return "text" in self.kinds

    @property
    def may_hold(self) -> bool:
        """Whether its cells may hold the delimiter."""
        return self.is_text or self.grouped

    def cost(self, cell: str) -> int:
        """Return what speaks against the cell in this column."""
        kind = _kind(cell)
        if kind == "empty":
            return 0
        if kind not in self.kinds:
            return _ODD if self.is_text else _MISFIT
        unseen = self.values is not None and cell not in self.values
        return _UNSEEN * unseen + _PADDED * (cell[:1] == " " and not self.padded)

    def join_cost(self, cells: Sequence[str]) -> int:
        """Return what speaks against a cell of this column that was cut into these."""
        if not self.is_text:
            whole = ",".join(cells).strip()
            return _GROUPED if self.grouped and GROUPED.fullmatch(whole) else _MISFIT
        padded = cells[0][:1] == " " and not self.padded
        # A sentence goes on with a blank; a number that stands close is a cell of its own.
        n_typed = sum(c[:1] != " " and _kind(c) in ("number", "date") for c in cells)
        cost = _PADDED * padded + _ODD * (n_typed if "number" not in self.kinds else 0)
        goes_on = all(cell[:1] == " " for cell in cells[1:])
        if self.values is not None and not goes_on:
            known = self.values
            unseen = any(cell.strip() not in known for cell in cells)
            cost += (_NEW_REMARK if self.is_free else _UNSEEN) * unseen
        return cost


def free_text(
    rows: Sequence[Sequence[str]],
    width: int,
    delimiter: str,
    *,
    names: Sequence[str] = (),
    column: int | None = None,
) -> FreeText | None:
    """Return the column whose cells hold the delimiter, None where no column explains the rows.

    Parameters
    ----------
    rows : sequence
        The rows without their names.
    width : int
        How many cells a row should have.
    delimiter : str
        What parts them.
    names : sequence of str
        Of the columns; they say which of two texts is a remark.
    column : int, optional
        The column, where it is known.
    """
    regular = [row for row in rows if len(row) == width]
    if width < 2 or not regular or len(regular) < REGULAR_SHARE * len(rows):
        return None
    step = max(1, len(regular) // SAMPLE_ROWS)
    sample = regular[::step]
    holds = tuple(
        _column([row[i] for row in sample], names[i] if i < len(names) else "", delimiter)
        for i in range(width)
    )
    if column is not None:
        return FreeText(column, holds, delimiter)
    long = [row for row in rows if width < len(row) <= width + MAX_SURPLUS]
    long = long[:: max(1, len(long) // SAMPLE_ROWS)]
    best = _likeliest(long, holds)
    if best is None:
        return None
    found = FreeText(best, holds, delimiter)
    fitting = sum(found.joined(row) is not None for row in long)
    return found if fitting >= FITTING_SHARE * len(long) else None


def width_of_remarks(rows: Sequence[Sequence[str]], delimiter: str) -> int:
    """Return the width of a table whose texts hold the delimiter, 0 where these rows are none.

    Commas in texts make rows longer and never shorter, so the width is the least that a good
    share of the rows has. Sentences that a comma cuts agree on no such width and hold no
    columns of numbers or dates.
    """
    rows = rows[skip_preamble(rows) :]
    # Names are repeated on further pages, below titles and numbers of one cell.
    further = [row for row in rows[1:] if list(row) != list(rows[0])]
    several = [row for row in further if len(row) > 1]
    if len(several) >= SEVERAL_SHARE * len(further):
        further = several
    rows = [rows[0], *further]
    counts = Counter(map(len, rows))
    if len(counts) < 2:
        return 0
    for width in (len(rows[0]), _narrowest(counts)):
        shorter = [row for row in rows[1:] if len(row) < width]
        many = len(shorter) > SHORTER_SHARE * len(rows)
        if width < 2 or (many and (len(rows[0]) != width or not _are_full(rows[0]))):
            continue
        if width < len(rows[0]) and _are_full(rows[0]) and names_over_values(rows):
            continue  # no text makes a row shorter
        regular = [row for row in rows if len(row) == width]
        named = regular[0] is rows[0] and names_over_values(regular)
        if not named and (width < MIN_NAMELESS or len(regular) < MIN_REGULAR):
            continue
        too_long = len(rows[0]) < width and names_over_values([rows[0], *regular])
        if too_long and not _lacks_last_name(rows[0], regular):
            return 0  # so the names say of every row
        found = free_text(rows[named:], width, delimiter, names=rows[0] if named else ())
        if found and many:  # names show the width of rows that end early
            unfit = sum(not found.fits([*row, *[""] * (width - len(row))]) for row in shorter)
            if unfit > SHORTER_SHARE * len(rows):
                continue
        n_typed = sum(map(_is_typed, found.holds)) if found else 0
        if n_typed > (not named and width < MANY_NAMELESS):
            return width
    return 0


def _are_full(names: Sequence[str]) -> bool:
    """Return whether no name lacks but the first, as above an index."""
    return all(map(str.strip, names[1:]))


def is_cut_at_thousands(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether most rows have a cell more than names, because a number was cut in two.

    Of numbers such as `4,899.13` those below a thousand stay whole: their rows are as long as
    the names.
    """
    names, body = rows[0], rows[1:]
    width = len(names)
    whole = [row for row in body if len(row) == width and list(row) != list(names)]
    long = [row for row in body if len(row) == width + 1]
    if len(whole) < REGULAR_SHARE * len(body) or not whole or len(long) < MIN_REGULAR:
        return False
    if not names_over_values([names, *whole]) or not all(map(str.strip, names)):
        return False
    for at in range(width):
        grouped = sum(
            GROUPED.fullmatch(f"{row[at]},{row[at + 1]}".strip()) is not None for row in long
        )
        if grouped >= FITTING_SHARE * len(long):
            return all(_BELOW_THOUSAND.fullmatch(row[at].strip()) for row in whole)
    return False


def _lacks_last_name(names: Sequence[str], regular: Sequence[Sequence[str]]) -> bool:
    """Return whether the names lack one, over a text behind numbers or dates.

    No text that was cut can end below the last name then.
    """
    if len(regular[0]) != len(names) + 1 or len(regular) < MIN_REGULAR:
        return False
    last, text = (_column([row[i] for row in regular], "", "") for i in (-2, -1))
    return _is_typed(last) and text.is_text


def is_ragged(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether rows of a table follow names but have more cells, which no column explains.

    Of sentences that a comma cuts no cell is a number or date throughout.
    """
    rows = rows[skip_preamble(rows) :]
    names, body = rows[0], rows[1:]
    words = {cell.strip() for cell in names if kind_of(cell) == "text"}
    if not MIN_NAMELESS <= len(words) == len(names) or len(body) < MIN_REGULAR:
        return False
    if sum(len(row) < len(names) for row in body) > SHORTER_SHARE * len(body):
        return False
    places = [*range(len(names)), *range(-len(names), 0)]
    reached = [[kind_of(row[i]) for row in body if len(row) >= len(names)] for i in places]
    return any(
        sum(kind in ("number", "date") for kind in kinds) >= FITTING_SHARE * len(body)
        for kinds in reached
    )


def _narrowest(counts: Counter[int]) -> int:
    enough = max(MIN_REGULAR, NAMELESS_SHARE * counts.total())
    return min((width for width, count in counts.items() if count >= enough), default=0)


def _is_typed(column: _Column) -> bool:
    return bool(column.kinds & {"number", "date"}) and not column.is_text


def _column(cells: Sequence[str], name: str, delimiter: str) -> _Column:
    kinds = Counter(map(kind_of, cells))
    common = {kind for kind, count in kinds.items() if count > RARE_SHARE * len(cells)}
    filled = [cell for cell in cells if cell.strip()]
    values = frozenset(filled)
    recur = len(filled) >= 2 * MIN_REGULAR and 2 * len(values) <= len(filled)
    return _Column(
        frozenset(common - {"empty"}) or frozenset({"text"}),
        values if recur and "text" in common else None,
        any(cell[:1] == " " for cell in cells),
        sum(map(len, filled)) / max(len(filled), 1),
        name,
        delimiter == "," and "number" in common,
    )


def _likeliest(long: Sequence[Sequence[str]], holds: Sequence[_Column]) -> int | None:
    """Return the column that explains most of the long rows best.

    None where none may be cut, or where the cells behind the last column explain them
    as well: those are a column that the names forgot.
    """
    texts = [i for i, column in enumerate(holds) if column.may_hold]
    if not texts or not long:
        return None
    totals = dict.fromkeys(texts, 0)
    behind = 0
    for row in long:
        costs = _costs(row, holds)
        for i in texts:
            totals[i] += min(costs[i], _MISFIT)
        behind += min(costs[-1] + _SURPLUS, _MISFIT)
    least = min(totals.values())
    # A name that says remark weighs as much as a new value in each row.
    share = [_NEW_REMARK if column.is_free else 1 for column in holds]
    near = [i for i in texts if totals[i] <= least + len(long) * share[i]]
    best = max(near, key=lambda i: (holds[i].is_free, holds[i].length, i))
    return best if totals[best] < behind else None


def _costs(row: Sequence[str], holds: Sequence[_Column]) -> list[int]:
    """Return by column what speaks against all surplus being its cell; last, against none."""
    width, excess = len(holds), len(row) - len(holds)
    left = [0, *accumulate(column.cost(row[i]) for i, column in enumerate(holds))]
    from_right = (holds[-i].cost(row[-i]) for i in range(1, width + 1))
    right = [0, *accumulate(from_right)][::-1]
    costs = []
    for i, column in enumerate(holds):
        own = column.join_cost(row[i : i + excess + 1]) if column.may_hold else _MISFIT
        costs.append(left[i] + own + right[i + 1])
    return [*costs, left[width]]


def _align(row: Sequence[str], holds: Sequence[_Column], first: int) -> tuple[int, list[int]]:
    """Return the cheapest way to share the surplus among the columns, and its cost.

    The numbers say how many cells each column takes besides its own; `first` is the
    column that usually takes them.
    """
    excess = len(row) - len(holds)
    # By the surplus that is taken so far: the cost, and what each column took.
    ways: dict[int, tuple[int, list[int]]] = {0: (0, [])}
    for i, column in enumerate(holds):
        after: dict[int, tuple[int, list[int]]] = {}
        for used, (cost, taken) in ways.items():
            most = excess - used if column.may_hold else 0
            for more in range(most + 1):
                cells = row[i + used : i + used + more + 1]
                own = column.join_cost(cells) if more else column.cost(cells[0])
                own += _ELSEWHERE * (more > 0 and i != first)
                known = after.get(used + more)
                if known is None or cost + own < known[0]:
                    after[used + more] = cost + own, [*taken, more]
        ways = after
    return ways.get(excess, (_MISFIT, []))


def _glued(row: Sequence[str], taken: Sequence[int], delimiter: str) -> list[str]:
    cells = []
    at = 0
    for more in taken:
        cells.append(delimiter.join(row[at : at + more + 1]))
        at += more + 1
    return cells
