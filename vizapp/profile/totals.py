"""Rows that add up the others: totals, subtotals and averages at the foot of a report.

A chart of such a table would count everything twice. A row is left out only if
a cell says so in words and its figures are what the word says of the rows that
it sums up; a remark about it is kept for the person. The last row needs no word
where it alone has no name. A balance among dated rows has no date: that says
enough, and its word would make a column of dates text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
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
_BALANCE = re.compile(
    r"(?:(?:(?:opening|closing|starting|ending|beginning|previous|final|statement)\s(?:cash\s)?balance"
    r"|(?:balance\s)?(?:brought|carried)\s(?:forward|down)|(?:balance\s)?[bc]/[fd]"
    r"|(?:anfangs|end|schluss)(?:saldo|bestand)|saldovortrag|(?:alter|neuer)\s(?:saldo|kontostand)"
    r"|kontostand|solde\s(?:initial|final|pr[eé]c[eé]dent|report[eé]|[aà]\sreporter|d'ouverture"
    r"|de\scl[oô]ture|au|en)|(?:ancien|nouveau)\ssolde"
    r"|saldo\s(?:inicial|final|anterior|actual|atual|iniziale|finale|precedente|do\sdia|al|em|am|per))"
    r"(?:[\s:(].{0,24})?"
    r"|(?:[期年月季][初末]|上[期年月]|昨日)(?:余额|餘額|结余)|上[年月期]结转|结转下[年月期]|承前页|[过转]次页"
    r"|本[年月期]累[计計]|(?:前|次|翌)[年月期頁](?:へ)?繰越(?:金|高)?|[期月](?:首|末)残高|前[期月]残高"
    r"|(?:전|차)[월기년]\s?이월|기[초말]\s?잔액)[:\uff1a]?",
    re.IGNORECASE,
)
_BEST = re.compile(r"(?:最高(?:分|值|成绩)?|最大值)[:\uff1a]?|maximum:?", re.IGNORECASE)
_LEAST = re.compile(r"(?:最低(?:分|值|成绩)?|最小值)[:\uff1a]?|minimum:?", re.IGNORECASE)
_STARS = re.compile(r"(\*{1,4})(?:\s.{1,30})?")  # of SAP: more of them sum up more
_MEAN = re.compile(r"(?:总?平均分?|平均值|平均成绩|均值|average|mean|avg)[:\uff1a]?", re.IGNORECASE)


Says = Literal["sum", "mean", "whole", "balance", "best", "least", "nothing"]
_WORDS: tuple[tuple[Says, re.Pattern[str]], ...] = (
    ("mean", _MEAN),
    ("sum", _SUM),
    ("whole", _WHOLE),  # such as 全国, which may stand for a part of something else
    ("balance", _BALANCE),
    ("best", _BEST),
    ("least", _LEAST),
)
_SUMMARIES: Mapping[Says, Callable[[NDArray[np.float64]], np.floating]] = {
    "mean": np.nanmean,
    "best": np.nanmax,
    "least": np.nanmin,
}


@dataclass(frozen=True)
class Candidate:
    """A row that a word in one of its columns calls a total, an average or a balance.

    `level` is how much it sums up: a row does not add up those below its own level.
    """

    row: int
    says: Says
    column: str
    level: int = 1

    @property
    def mean(self) -> bool:
        """Whether its figures are averages."""
        return self.says == "mean"


def candidates(frame: pd.DataFrame) -> list[Candidate]:
    """Return the rows with a cell that says total, average or balance, in their order."""
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
            cell = cells.iloc[int(row)]
            stars = _STARS.fullmatch(cell.strip(BLANKS))
            if stars and not all(map(_is_blank, frame.iloc[at, :place])):
                continue  # a mark of its own column
            name, level = str(frame.columns[place]), len(stars[1]) if stars else 1
            found.setdefault(at, Candidate(at, told[cell], name, level))
    nameless = _nameless(frame)
    if nameless:
        found.setdefault(nameless.row, nameless)
    n_sums = sum(candidate.says != "balance" for candidate in found.values())
    return [found[row] for row in sorted(found)] if 2 * n_sums <= n_rows else []


def _says(cell: str) -> Says | None:
    """Return what a cell says of its row, None when nothing."""
    text = cell.strip(BLANKS)
    if len(text) > 40:
        return None
    if _STARS.fullmatch(text):
        return "sum"
    return next((said for said, pattern in _WORDS if pattern.fullmatch(text)), None)


def _nameless(frame: pd.DataFrame) -> Candidate | None:
    """Return the last row where it alone has no name and no other word."""
    if len(frame) <= MIN_PARTS or not frame.shape[1] or frame.iloc[:, 0].dtype.kind in "biufM":
        return None
    cells = frame.iloc[-1].tolist()
    if not _is_blank(cells[0]) or any(map(_is_word, cells[1:])):
        return None
    if frame.iloc[:-1, 0].map(_is_blank).any():
        return None
    return Candidate(len(frame) - 1, "nothing", str(frame.columns[0]))


def _is_blank(cell: object) -> bool:
    return not cell.strip(BLANKS) if isinstance(cell, str) else bool(pd.isna(cell))


def _is_word(cell: object) -> bool:
    letters = isinstance(cell, str) and re.search(r"[^\W\d_]", cell) is not None
    return letters and _number(cell) is None


def confirmed(
    frame: pd.DataFrame, named: Sequence[Candidate], parts: Sequence[Column]
) -> tuple[Candidate, ...]:
    """Return the candidates whose figures are the sums or means of the other rows.

    Those that have no date where all others have one need no figures.

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
    dated = [c.name for c in parts if c.type == "DATE" and c.values.notna().all()]
    measures = {
        c.name: c.values.to_numpy(dtype="float64", na_value=np.nan)
        for c in parts
        if c.type in ("INT", "DOUBLE") and c.meaning is None
    }
    losses = {c.name for c in parts if c.how == "losses"}
    kept = []
    for index, candidate in enumerate(named):
        if is_undated(frame.iloc[candidate.row], candidate, dated):
            kept.append(candidate)
            continue
        if candidate.says == "balance":
            continue
        above = max((c.row for c in named[:index] if c.level >= candidate.level), default=-1)
        below = rows[index + 1] if index + 1 < len(rows) else len(frame)
        blocks = [np.ones(len(others), dtype=bool), (others > above) & (others < candidate.row)]
        if candidate.says == "whole":
            blocks.append((others > candidate.row) & (others < below))
        if any(
            _agrees(frame, candidate, measures, block, losses)
            for block in blocks
            if block.sum() >= (1 if _is_like(frame, candidate, kept) else MIN_PARTS)
        ):
            kept.append(candidate)
    return tuple(kept)


def _is_like(frame: pd.DataFrame, candidate: Candidate, kept: Sequence[Candidate]) -> bool:
    """Return whether the same word is that of a sum already; then one row is enough for it."""
    word = frame[candidate.column].iloc[candidate.row]
    return candidate.says == "sum" and any(
        c.column == candidate.column and frame[c.column].iloc[c.row] == word for c in kept
    )


def is_undated(cells: Mapping[str, object], candidate: Candidate, dated: Sequence[str]) -> bool:
    """Return whether a balance has no date, or a word such as total stands in place of one.

    Parameters
    ----------
    cells : mapping
        The row, as read, by column.
    candidate : Candidate
        What its word says.
    dated : sequence of str
        The columns in which all other rows have a date.
    """
    if candidate.says == "nothing" or not dated:
        return False
    if candidate.column in dated:
        return True
    return candidate.says == "balance" and all(_is_blank(cells[name]) for name in dated)


def _agrees(
    frame: pd.DataFrame,
    candidate: Candidate,
    measures: dict[str, NDArray[np.float64]],
    block: NDArray[np.bool_],
    losses: Collection[str],
) -> bool:
    """Return whether at least half of the row's figures are those of the block.

    All of them must be where the word is one of extremes, and two where there is no word.
    """
    summarise = _SUMMARIES.get(candidate.says, np.nansum)
    right = n_figures = 0
    for name, values in measures.items():
        cell, part = frame[name].iloc[candidate.row], values[block]
        value = _number(cell, losses=name in losses)
        if value is None or np.isnan(part).all() or not np.any(np.nan_to_num(part)):
            continue
        n_figures += 1
        with np.errstate(over="ignore"):  # numbers near the largest there is add up to infinity
            expected = float(summarise(part))
        right += math.isclose(value, expected, rel_tol=TOLERANCE, abs_tol=1e-9)
    if candidate.says in ("best", "least") or (candidate.says == "nothing" and right < 2):
        return 0 < right == n_figures
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


def _number(cell: object, *, losses: bool = False) -> float | None:
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float | np.number):
        return float(cell) if math.isfinite(cell) else None
    text = str(cell).strip(BLANKS)
    if losses and text[:1] in numerals.TRIANGLES:
        text = "-" + text[1:].lstrip(BLANKS)
    read = numerals.parse([text])
    return float(next(iter(read.values.values()))) if read else None


def notes(left_out: Sequence[Candidate]) -> tuple[Text, ...]:
    """Return the remarks for the person."""
    n_balances = sum(candidate.says == "balance" for candidate in left_out)
    n_sums = len(left_out) - n_balances
    found: list[Text] = []
    if n_sums:
        zh = f"略去 {n_sums} 行合计或平均\uff0c以免重复计算。"
        en = f"Rows of totals or averages left out, so that nothing counts twice: {n_sums}."
        found.append({"zh": zh, "en": en})
    if n_balances:
        zh = f"略去 {n_balances} 行没有日期的余额或结转。"
        en = f"Rows of balances without a date left out: {n_balances}."
        found.append({"zh": zh, "en": en})
    return tuple(found)
