"""What a printed report repeats on each page: names, titles, the number of the page, rules."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from vizapp.data.header import RULED, names_over_values
from vizapp.data.notes import Note

MAX_NUMBER = 40  # characters of a line that numbers a page
MAX_SHARE = 0.2  # of the rows that pages repeat; where more end blank, the column is empty
MAX_CELLS = 3  # that a line which numbers a page may be cut into
_USUAL = 200  # rows that show what the columns hold
_PAGE = re.compile(
    r"第\s?\d+\s?页|页码[:\uff1a]?\s?\d+|\b(?:page|pag\.?|seite|página|pagina)[:\s]\s?\d+",
    re.IGNORECASE,
)


def without_pages(
    body: list[list[str]],
    lines: list[int],
    above: Sequence[Sequence[str]],
    names: Sequence[Sequence[str]],
    width: int,
    notes: list[Note],
) -> tuple[list[list[str]], list[int]]:
    """Leave out rows that are repeated on each printed page.

    Parameters
    ----------
    body : list of list of str
        The rows.
    lines : list of int
        Their line numbers.
    above : sequence
        The rows above the names, such as titles.
    names : sequence
        The rows of names; none for a table without.
    width : int
        The usual number of cells.
    notes : list of Note
        What was left out is added.
    """
    repeats = [list(row) for row in names if sum(bool(cell.strip()) for cell in row) > 1]
    again = {i for i, row in enumerate(body) if row in repeats} if repeats else set()
    if again:
        rest = [row for i, row in enumerate(body) if i not in again]
        if not names_over_values([repeats[-1], *rest]):
            again = set()
    # A title has few cells: a row of another table may well recur in this one.
    few = max(1, (width - 1) // 2)
    titles = {told for row in above if 0 < len(told := _told(row)) <= few}
    lone: set[int] = set()
    if width > 1:
        # Where names do not recur, a line that numbers a page is shorter than a row.
        paged = width if again else width - 1
        lone = {
            i for i, row in enumerate(body) if i not in again and _is_of_page(row, titles, paged)
        }
    if not again and not lone:
        return body, lines
    if again:
        notes.append(Note("repeated_header", {"n": len(again)}))
    if lone:
        notes.append(Note("page_lines", {"n": len(lone)}))
    kept = [i for i in range(len(body)) if i not in again and i not in lone]
    return [body[i] for i in kept], [lines[i] for i in kept]


def without_page_rows(
    frame: pd.DataFrame,
    above: Sequence[Sequence[str]],
    names: Sequence[Sequence[str]],
    notes: list[Note],
) -> pd.DataFrame:
    """Return a frame of text without the rows that are repeated on each printed page.

    Looked at are the rows that end blank or begin as the names do, all others are of the table.
    """
    if frame.shape[1] < 2:
        return frame
    odd = np.array(frame.iloc[:, -1] == "", dtype=bool)
    for row in names:
        odd |= np.array(frame.iloc[:, 0] == row[0], dtype=bool)
    places = np.flatnonzero(odd)
    if not len(places) or len(places) > MAX_SHARE * len(frame):
        return frame
    usual = np.flatnonzero(~odd)[:: max(1, len(frame) // _USUAL)]
    body = frame.iloc[[*usual, *places]].to_numpy(dtype=object).tolist()
    lines = [*[-1] * len(usual), *places.tolist()]
    _, kept = without_pages(body, lines, above, names, frame.shape[1], notes)
    gone = sorted({*lines} - {*kept})
    return frame.drop(index=frame.index[gone]).reset_index(drop=True) if gone else frame


def _is_of_page(row: Sequence[str], titles: set[tuple[str, ...]], paged: int) -> bool:
    """Return whether a row repeats a title, numbers a page or is a line of dashes.

    Rows of more than `paged` cells number none.
    """
    at = next((i for i, cell in enumerate(row) if cell.strip()), 0)
    text = row[at].strip()
    if any(text == title[0] for title in titles) and _told(row) in titles:
        return True
    if any(cell.strip() for cell in row[at + 1 :]):
        # Most rows; but "page 1, of 5" is cut at its own comma.
        told = _told(row) if len(row) <= paged and _PAGE.fullmatch(text) else ()
        return 0 < len(told) <= MAX_CELLS < paged // 2
    if RULED.fullmatch(text) is not None:
        return True
    return len(row) <= paged and len(text) <= MAX_NUMBER and _PAGE.search(text) is not None


def _told(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row if cell.strip())
