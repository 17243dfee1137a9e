"""Rows without a cell: how a spreadsheet writes its blank lines, as ``,,,``.

They part tables, titles and remarks as blank lines do, and are no rows of any.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from vizapp.data.header import usual_width


def without_blank_rows(
    rows: list[list[str]], numbers: Sequence[int], gaps: Collection[int]
) -> tuple[list[list[str]], Sequence[int], set[int], list[int]]:
    """Leave out rows of nothing but delimiters.

    Parameters
    ----------
    rows : list of list of str
        The records.
    numbers : sequence of int
        Their line numbers.
    gaps : collection of int
        Indices of records that follow a blank line.

    Returns
    -------
    rows, numbers, gaps, left_out
        The others, their numbers, the indices of those that follow a blank line of either
        kind, and for each row left out the index of the next.

    Examples
    --------
    >>> without_blank_rows([["a", "b"], ["", ""], ["1", "2"]], [1, 2, 3], [])
    ([['a', 'b'], ['1', '2']], [1, 3], {1}, [1])
    """
    blank = {i for i, row in enumerate(rows) if len(row) > 1 and _is_blank(row)}
    if not blank:
        return rows, numbers, set(gaps), []
    kept = [i for i in range(len(rows)) if i not in blank]
    left_out = [bisect_left(kept, i) for i in sorted(blank)]
    below = {bisect_left(kept, i) for i in gaps} | set(left_out)
    return [rows[i] for i in kept], [numbers[i] for i in kept], below, left_out


def n_trailing_blanks(rows: Sequence[Sequence[str]]) -> int:
    """Return how many empty cells end every row that has the usual number of cells or more.

    Examples
    --------
    >>> n_trailing_blanks([["title"], ["a", "b", ""], ["1", "2", ""], ["3", "x", "y", ""]])
    1
    """
    usual = usual_width([len(row) for row in rows])
    least = usual - 1
    for row in rows:
        if len(row) < usual:
            continue
        count = 0
        while count < least and not row[-1 - count].strip():
            count += 1
        least = count
        if not least:
            break
    return max(least, 0)


def without_trailing(rows: list[list[str]], count: int) -> list[list[str]]:
    """Return the rows without as many empty cells at the end, those that have none as they are."""
    return [
        row[:-count] if len(row) > count and not any(map(str.strip, row[-count:])) else row
        for row in rows
    ]


def _is_blank(row: Sequence[str]) -> bool:
    return not any(cell.strip() for cell in row)


def without_blank(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a frame of text that hold a cell; one column keeps all."""
    if frame.shape[1] < 2:
        return frame
    where = np.arange(len(frame))
    for place in range(frame.shape[1]):
        cells = frame.iloc[where, place] if place else frame.iloc[:, 0]
        where = where[((cells == "") | cells.str.isspace()).to_numpy(dtype=bool)]
        if not len(where):
            return frame
    return frame.drop(index=frame.index[where]).reset_index(drop=True)
