"""Several tables in one text: where each begins and ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from vizapp.data.header import names_over_values, usual_width

MIN_ROWS = 2  # names and one row
MIN_RUN = 3  # rows of another width that make a table of their own without a blank line
MOSTLY = 0.6


@dataclass(frozen=True)
class Block:
    """The records of one table: `first` to before `last`, in cells of `width`.

    Those of a `padded` one go on with empty cells, to the width of a wider table.
    """

    first: int
    last: int
    width: int
    padded: bool = False

    @property
    def size(self) -> int:
        """The number of cells."""
        return (self.last - self.first) * self.width


def find_blocks(rows: Sequence[Sequence[str]], gaps: Collection[int]) -> list[Block]:
    """Return the tables of a grid, one at least.

    Parameters
    ----------
    rows : sequence
        The records, blank ones left out.
    gaps : collection of int
        Indices of the records that follow a blank line.
    """
    whole = Block(0, len(rows), usual_width([len(row) for row in rows]))
    if not gaps and all(len(row) == whole.width for row in rows):
        return [whole]
    seen: dict[tuple[str, ...], int] = {}
    starts: list[int] = []  # of the tables
    current: Block | None = None
    for segment in _segments(rows, gaps):
        part = rows[segment.first : segment.last]
        if segment.padded:
            part = [row[: segment.width] for row in part]
        if not _is_table(part, segment.width):
            continue
        if not seen and current is not None:
            for index, row in enumerate(rows):
                seen.setdefault(tuple(row), index)
        if current is None:
            starts.append(0)  # what stands above belongs to it
        elif _begins_anew(part, rows, seen, starts[-1], segment, current):
            starts.append(_with_title(rows, gaps, segment.first, current.last))
        else:
            current = Block(current.first, segment.last, current.width)
            continue
        current = segment
    if len(starts) < 2:
        return [whole]
    ends = [*starts[1:], len(rows)]
    return [
        Block(first, last, usual_width([len(row) for row in rows[first:last]]))
        for first, last in zip(starts, ends, strict=True)
    ]


def _segments(rows: Sequence[Sequence[str]], gaps: Collection[int]) -> list[Block]:
    """Return the runs of records without a blank line or a lasting change of width."""
    marks = sorted({0, len(rows), *gaps})
    found: list[Block] = []
    for first, last in pairwise(marks):
        start = first
        usual = usual_width([len(row) for row in rows[first:last]])
        filled = _filled_width(rows[first:last], usual) if len(marks) > 2 else usual
        if 1 < filled < usual:
            found.append(Block(first, last, filled, padded=True))
            continue
        at = first
        for width, run in groupby(len(row) for row in rows[first:last]):
            length = sum(1 for _ in run)
            if at > start and width != usual and length >= MIN_RUN and width > 1:
                found.append(Block(start, at, usual))
                start, usual = at, width
            at += length
        found.append(Block(start, last, usual_width([len(row) for row in rows[start:last]])))
    return found


def _filled_width(rows: Sequence[Sequence[str]], usual: int) -> int:
    """Return the width of rows without the empty cells at the ends of all, if they are alike."""
    if any(len(row) != usual for row in rows):
        return usual
    while usual > 1 and not any(row[usual - 1].strip() for row in rows):
        usual -= 1
    return usual


def _is_table(rows: Sequence[Sequence[str]], width: int) -> bool:
    if len(rows) < MIN_ROWS or width < 2:
        return False
    several = sum(len(row) == width and sum(map(bool, map(str.strip, row))) > 1 for row in rows)
    return several >= MOSTLY * len(rows)  # lone cells in rows of delimiters are titles


def _begins_anew(
    part: Sequence[Sequence[str]],
    rows: Sequence[Sequence[str]],
    seen: Mapping[tuple[str, ...], int],
    start: int,
    segment: Block,
    current: Block,
) -> bool:
    """Return whether a segment starts a table rather than going on with the one above.

    Names that the one above has are those of a further page; `seen` says where each row
    stands first.
    """
    at = next(i for i, row in enumerate(part) if len(row) == segment.width)
    if segment.padded:
        at = next(i for i, row in enumerate(part) if row[-1].strip())
    if start <= seen[tuple(rows[segment.first + at])] < segment.first:
        return False
    body = part[at:]
    if segment.width == current.width and len(body) < MIN_RUN:
        return False
    return len(body) >= MIN_ROWS and names_over_values(body)


def _with_title(
    rows: Sequence[Sequence[str]], gaps: Collection[int], first: int, earliest: int
) -> int:
    """Return where the lone cells above a table begin: they are its title."""
    while first > earliest and sum(bool(c.strip()) for c in rows[first - 1]) == 1:
        first -= 1
        if first in gaps:
            break
    return first
