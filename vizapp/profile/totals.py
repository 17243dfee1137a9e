"""Rows that add up the others: totals, subtotals and averages at the foot of a report.

A chart of such a table would count everything twice. A row is left out only if
a cell says so in words and its figures are what the word says of the rows that
it sums up; a remark about it is kept for the person.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vizapp.core.language import Text
from vizapp.profile import numerals
from vizapp.profile.convert import Column
from vizapp.profile.texts import BLANKS

MAX_ROWS = 100_000  # of longer tables only the last rows can be totals
FOOT = 5  # rows
MIN_PARTS = 2  # rows that a grand total sums up
TOLERANCE = 0.005  # of the total: parts are rounded
_WORD_COLUMNS = 4  # columns from the left that may hold the word
_SUM = re.compile(
    r"(?:.{0,16}?[\s(\uff08]?)?(?:合计|总计|小计|总和|汇总|共计|合計|總計|総計|小計)[)\uff09]?[:\uff1a]?"
    r"|(?:.{1,24}\s)?(?:grand\s|sub-?\s?)?totals?:?|total:\s?.{1,24}|sum:?"
    r"|(?:zwischen|gesamt)?summe:?|(?:ins)?gesamt:?|totale?s?:?|totaal:?|suma:?|итого:?|всего:?|합계|총계|소계",
    re.IGNORECASE,
)
# The whole of which the other rows may be the parts, often the first row.
_WHOLE = re.compile(
    r"全(?:国|省|市|区|县|年|部|体|球|校|班|公司)|世界|总体|整体|all|overall|world|nationwide",
    re.IGNORECASE,
)
_MEAN = re.compile(r"(?:总?平均分?|平均值|平均成绩|均值|average|mean|avg)[:\uff1a]?", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """A row that a word calls a total or an average."""

    row: int
    mean: bool
    whole: bool = False  # a word such as 全国, which may stand for a part of something else


def candidates(frame: pd.DataFrame) -> list[Candidate]:
    """Return the rows with a cell that says total or average, in their order."""
    n_rows = len(frame)
    start = 0 if n_rows <= MAX_ROWS else n_rows - FOOT
    found: dict[int, Candidate] = {}
    for place in range(min(_WORD_COLUMNS, frame.shape[1])):
        cells = frame.iloc[start:, place]
        if cells.dtype.kind in "biufM":
            continue
        words = {cell: _says(cell) for cell in cells.dropna().unique() if isinstance(cell, str)}
        told = {cell: said for cell, said in words.items() if said is not None}
        if not told:
            continue
        for row in np.flatnonzero(cells.isin(list(told)).to_numpy()):
            at = start + int(row)
            said = told[cells.iloc[int(row)]]
            found.setdefault(at, Candidate(at, said == "mean", said == "whole"))
    return [found[row] for row in sorted(found)] if 2 * len(found) <= n_rows else []


def _says(cell: str) -> Literal["mean", "sum", "whole"] | None:
    """Return what a cell says of its row, None when nothing."""
    text = cell.strip(BLANKS)
    if len(text) > 40:
        return None
    if _MEAN.fullmatch(text):
        return "mean"
    if _SUM.fullmatch(text):
        return "sum"
    return "whole" if _WHOLE.fullmatch(text) else None


def confirmed(
    frame: pd.DataFrame, named: Sequence[Candidate], parts: Sequence[Column]
) -> tuple[int, ...]:
    """Return the candidates whose figures are the sums or means of the other rows.

    Parameters
    ----------
    frame : pandas.DataFrame
        All cells as read.
    named : sequence of Candidate
        What `candidates` found.
    parts : sequence of Column
        The typed columns of all other rows.
    """
    rows = np.array([c.row for c in named])
    others = np.setdiff1d(np.arange(len(frame)), rows)
    if len(others) < MIN_PARTS:
        return ()
    measures = {
        c.name: c.values.to_numpy(dtype="float64", na_value=np.nan)
        for c in parts
        if c.type in ("INT", "DOUBLE") and c.meaning is None
    }
    kept = []
    for index, candidate in enumerate(named):
        above = rows[index - 1] if index else -1
        below = rows[index + 1] if index + 1 < len(rows) else len(frame)
        blocks = [np.ones(len(others), dtype=bool), (others > above) & (others < candidate.row)]
        if candidate.whole:
            blocks.append((others > candidate.row) & (others < below))
        blocks = [block for block in blocks if block.sum() >= 2]
        summarise = np.nanmean if candidate.mean else np.nansum
        if any(_agrees(frame, candidate, measures, block, summarise) for block in blocks):
            kept.append(candidate.row)
    return tuple(kept)


def _agrees(
    frame: pd.DataFrame,
    candidate: Candidate,
    measures: dict[str, NDArray[np.float64]],
    block: NDArray[np.bool_],
    summarise: Callable[[NDArray[np.float64]], np.floating],
) -> bool:
    """Return whether at least half of the row's figures are those of the block."""
    right = n_figures = 0
    for name, values in measures.items():
        value, part = _number(frame[name].iloc[candidate.row]), values[block]
        if value is None or np.isnan(part).all() or not np.any(np.nan_to_num(part)):
            continue
        n_figures += 1
        expected = float(summarise(part))
        right += math.isclose(value, expected, rel_tol=TOLERANCE, abs_tol=1e-9)
    return right > 0 and 2 * right >= n_figures


def sums_up(
    cells: Mapping[str, object],
    *,
    mean: bool,
    sums: Mapping[str, float],
    counts: Mapping[str, float],
) -> bool:
    """Return whether at least half of a row's figures are the sums, or means, of all others.

    Parameters
    ----------
    cells : mapping
        The row, as read, by column.
    mean : bool
        Whether its word says average.
    sums, counts : mapping
        Of the other rows' known values, by column.
    """
    right = n_figures = 0
    for name, total in sums.items():
        value = _number(cells[name])
        if value is None or not counts[name] or not total:
            continue
        n_figures += 1
        expected = total / counts[name] if mean else total
        right += math.isclose(value, expected, rel_tol=TOLERANCE, abs_tol=1e-9)
    return right > 0 and 2 * right >= n_figures


def _number(cell: object) -> float | None:
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float | np.number):
        return float(cell) if math.isfinite(cell) else None
    read = numerals.parse([str(cell).strip(BLANKS)])
    return float(next(iter(read.values.values()))) if read else None


def note(n_rows: int) -> Text:
    """Return the remark for the person."""
    return {
        "zh": f"略去 {n_rows} 行合计或平均\uff0c以免重复计算。",
        "en": f"Rows of totals or averages left out, so that nothing counts twice: {n_rows}.",
    }
