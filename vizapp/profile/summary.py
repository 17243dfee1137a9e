"""Statistics of one typed column, pure and independent of the rows' order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vizapp.profile.attributes import Granularity, Number
from vizapp.profile.convert import Column
from vizapp.profile.texts import numbered

SIGNIFICANT_DIGITS = 4
MAX_SAMPLES = 3
SAMPLE_CHARS = 24
# A total speaks of shares only in a table small enough to be one whole.
TOTAL_ROWS = (2, 60)
TOTAL_TOLERANCE = 0.015  # of the whole: rounded shares miss 100 by a little


@dataclass(frozen=True, eq=False)
class Summary:
    """The statistics of one column.

    Parameters
    ----------
    codes : ndarray
        The distinct value's number in each row, -1 where missing.
    uniques : sequence
        The distinct values by that number.
    n_distinct, n_missing : int
        Counts of values.
    low, high
        The range, None without values or for words.
    """

    codes: NDArray[np.intp]
    uniques: Sequence[Any] | NDArray[Any]
    n_distinct: int
    n_missing: int
    low: Any = None
    high: Any = None


def summarise(column: Column) -> Summary:
    """Return the statistics of a typed column."""
    words = column.type == "STR"
    codes, uniques = numbered(column.values) if words else pd.factorize(column.values)
    n_missing = int((codes < 0).sum())
    low = high = None
    if column.type not in ("STR", "BOOL") and len(uniques):
        known = np.asarray(uniques)
        low, high = known.min(), known.max()
    return Summary(codes, uniques, len(uniques), n_missing, low, high)


def round_significant(value: float) -> Number:
    """Return the number with four significant digits; whole numbers stay exact.

    Examples
    --------
    >>> round_significant(0.123456), round_significant(48.0), round_significant(12345.6)
    (0.1235, 48, 12350)
    """
    if value.is_integer() and abs(value) < 1e15:
        return int(value)
    rounded = float(f"{value:.{SIGNIFICANT_DIGITS}g}")
    if math.isinf(rounded):
        return value
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def range_of(column: Column, summary: Summary) -> tuple[Number, Number] | tuple[str, str] | None:
    """Return the range as the description writes it."""
    low, high = summary.low, summary.high
    if low is None or high is None:
        return None
    if column.type == "DATE":
        return _iso(low, column.granularity), _iso(high, column.granularity)
    if column.type == "INT":
        return int(low), int(high)
    return round_significant(float(low)), round_significant(float(high))


def _iso(value: Any, granularity: Granularity | None) -> str:
    text = str(pd.Timestamp(value).isoformat())
    return text[:19] if granularity in ("hour", "minute", "second") else text[:10]


def total_of(column: Column, summary: Summary) -> Number | None:
    """Return 100 or 1 when non-negative values add up to it."""
    n_rows = len(column.values)
    if column.type not in ("INT", "DOUBLE") or not TOTAL_ROWS[0] <= n_rows <= TOTAL_ROWS[1]:
        return None
    if summary.low is None or float(summary.low) < 0 or summary.n_missing == n_rows:
        return None
    values = sorted(column.values.dropna().astype("float64"))  # one order, one sum
    if len(values) < TOTAL_ROWS[0]:
        return None
    total = sum(values)
    if abs(total - 100) <= 100 * TOTAL_TOLERANCE:
        return 100
    if column.type == "DOUBLE" and abs(total - 1) <= TOTAL_TOLERANCE:
        return 1
    return None


def samples_of(column: Column, summary: Summary) -> tuple[str, ...]:
    """Return the most frequent words, ties by text."""
    if column.type not in ("STR", "BOOL") or not summary.n_distinct:
        return ()
    counts = np.bincount(summary.codes[summary.codes >= 0], minlength=summary.n_distinct)
    if summary.n_distinct > 1_000:
        # Only values as frequent as the third can be among the first three.
        floor = np.partition(counts, -MAX_SAMPLES)[-MAX_SAMPLES]
        chosen = np.flatnonzero(counts >= floor).tolist()
    else:
        chosen = list(range(summary.n_distinct))
    ranked = sorted((-int(counts[i]), _word(summary.uniques[i])) for i in chosen)
    words = (text[:SAMPLE_CHARS].rstrip() for _, text in ranked)
    return tuple(dict.fromkeys(words))[:MAX_SAMPLES]


def _word(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool | np.bool_) else str(value)
