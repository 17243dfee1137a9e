"""Long columns of text, read at once by Arrow where the careful way takes minutes.

The careful way reads each distinct text by itself; a column of a million
different amounts or moments is read here in whole arrays instead. A sample says
which of a few shapes to try; every cell must then have that shape, else the
answer is None and the careful way decides. Both ways give the same column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vizapp.profile import dates, numerals
from vizapp.profile.numerals import Mark
from vizapp.profile.texts import (
    BLANKS,
    MISSING,
    SOFT_MISSING,
    STRAY_DISTINCT,
    STRAY_SHARE,
)

MAX_BYTES = 2**31 - 1  # of one array of texts, whose ends are 32-bit numbers
SAMPLE = 400  # distinct texts that choose the shape
PROBE, MOSTLY = 5_000, 0.95  # cells that tell whether nearly all differ
_PLAIN = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$"
_PROOF_OF_POINT = r"^[+-]?(?:\d*\.\d{0,2}|\d*\.\d{4,}|0\d*\.\d+|\d{4,}\.\d+|\.\d+)(?:[eE].*)?$"
_MOMENTS = (
    "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Distinct:
    """The distinct texts of a long column, outer blanks stripped; a few may repeat.

    Parameters
    ----------
    codes : ndarray of int, one per row
        The number of the row's text, -1 where missing.
    texts : pyarrow.Array of string
        The texts by number; null for what says "missing" in any column.
    soft : ndarray of bool
        Which of them say "missing" among numbers and dates.
    """

    codes: NDArray[np.intp]
    texts: Any
    soft: NDArray[np.bool_]

    def known(self) -> Any:
        """Return the texts that are no marker of any kind."""
        return self.texts.filter(pa.array(~self.soft))

    def sample(self) -> list[str]:
        """Return an even choice of the texts, by their order as text."""
        known = self.known()
        step = max(1, len(known) // SAMPLE)
        # The order of the rows must not matter; sorting all would cost as much as reading.
        chosen = known if step == 1 else known.take(pa.array(np.arange(0, len(known), step)))
        return [str(text) for text in chosen.to_pylist()]

    def spread(self, values: Any) -> Any:
        """Return the value of each row; `values` stand for `known()` in its order.

        Parameters
        ----------
        values : ndarray, shape (n_known,)
            One value per text of `known()`, then the one for missing cells.
        """
        place = np.full(len(self.soft) + 1, len(values) - 1)
        place[:-1][~self.soft] = np.arange(len(values) - 1)
        return values[place[self.codes]]


def distinct(cells: pd.Series) -> Distinct:
    """Return the distinct texts of a column of text."""
    raw = _array(cells)
    if _mostly_different(raw):
        # Looking for repeats costs more than reading the few there are twice.
        codes = np.arange(len(raw))
    else:
        codes, uniques = pd.factorize(cells)
        raw = _array(uniques)
    texts = pc.utf8_trim(raw, characters=BLANKS)
    lower = pc.utf8_lower(texts)
    hard = pc.is_in(lower, value_set=pa.array(sorted(MISSING)))
    soft = pc.is_in(lower, value_set=pa.array(sorted(MISSING | SOFT_MISSING)))
    soft = pc.or_(soft, pc.is_null(raw))
    texts = pc.if_else(hard, pa.scalar(None, pa.string()), texts)
    return Distinct(codes, texts, soft.to_numpy(zero_copy_only=False))


def _array(cells: Any) -> Any:
    found = pa.array(getattr(cells, "array", cells))
    if isinstance(found, pa.ChunkedArray):
        found = found.combine_chunks()
    return found.cast(pa.string())


def _mostly_different(texts: Any) -> bool:
    few = texts.take(pa.array(np.linspace(0, len(texts) - 1, PROBE, dtype=np.int64)))
    return len(texts) > PROBE and len(pc.unique(few)) >= MOSTLY * PROBE


@dataclass(frozen=True, eq=False)
class Numbers:
    """A long column of numbers: the values of `Distinct.known`, and how they were written."""

    values: NDArray[Any]
    whole: bool
    unit: str | None
    proved: Mark | None
    doubtful: bool


def numbers(column: Distinct, *, mark: Mark | None) -> Numbers | None:
    """Read texts such as `12`, `1,234.5`, `$3` or `7%`; None leaves them to the careful way."""
    known = column.known()
    if not len(known):
        return None
    if _all(known, _PLAIN):
        return _plain(known, mark)
    return _decorated(known, column.sample(), mark)


def without_strays(column: Distinct) -> Distinct:
    """Return the column with the few cells that are no plain number counted as missing."""
    plain = pc.match_substring_regex(column.texts, _PLAIN).fill_null(True)
    odd = ~plain.to_numpy(zero_copy_only=False) & ~column.soft
    if not 0 < odd.sum() <= STRAY_DISTINCT:
        return column
    n_odd = int(np.append(odd, values=False)[column.codes].sum())
    few = n_odd <= STRAY_SHARE * len(column.codes)
    return Distinct(column.codes, column.texts, column.soft | odd) if few else column


def _all(texts: Any, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(texts, pattern)).as_py())


def _any(texts: Any, pattern: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(texts, pattern)).as_py())


def _plain(texts: Any, mark: Mark | None) -> Numbers | None:
    fractional = _any(texts, "[.eE]")
    # `1.234` alone proves no mark.
    proof: Mark | None = "." if fractional and _any(texts, _PROOF_OF_POINT) else None
    if fractional and proof is None and mark == ",":
        return None
    # `+5` is a number to people, not to Arrow.
    texts = pc.replace_substring_regex(texts, r"^\+", "")
    try:
        values = pc.cast(texts, pa.float64() if fractional else pa.int64())
    except pa.ArrowInvalid:
        return None
    array = values.to_numpy(zero_copy_only=False)
    if fractional and not np.isfinite(array).all():
        return None
    return Numbers(array, not fractional, None, proof, fractional and proof is None)


def _decorated(known: Any, sample: Sequence[str], mark: Mark | None) -> Numbers | None:
    """Read numbers with one sign of currency, percent or unit and grouped digits."""
    if not all(text.isascii() or not re.search(r"[\uff01-\uff5e]", text) for text in sample):
        return None
    read = numerals.parse(sample, mark=mark)
    if read is None or read.proved == "," or mark == ",":
        return None
    before, after = around(sample)
    if before is None or after is None:
        return None
    head, tail = re.escape(before), re.escape(after)
    number = r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?"
    if not _all(known, rf"^[+-]?{head}{number}{tail}$"):
        return None
    proved: Mark | None = "." if _any(known, rf"\.\d{{1,2}}{tail}$|,\d+[,.]|\.\d{{4,}}") else None
    bare = pc.replace_substring_regex(known, rf"[+,]|{head}" if before else "[+,]", "")
    bare = pc.replace_substring(bare, after, "") if after else bare
    fractional = _any(bare, r"\.")
    try:
        values = pc.cast(bare, pa.float64() if fractional else pa.int64())
    except pa.ArrowInvalid:
        return None
    doubtful = proved is None and _any(known, "[.,]")
    if doubtful and fractional:
        return None  # `1.234`: the careful way asks the rest of the file
    array = values.to_numpy(zero_copy_only=False)
    return Numbers(array, not fractional, read.unit, proved, doubtful)


def around(sample: Sequence[str]) -> tuple[str | None, str | None]:
    """Return what stands before and after the digits of every text, None where they differ."""
    found = {
        (m[1], m[2])
        for m in (re.fullmatch(r"[+-]?([^\d+.,-]*)\d[\d,.]*([^\d,.]*)", text) for text in sample)
        if m
    }
    matched = len(found) == 1
    if not matched:
        return None, None
    before, after = next(iter(found))
    # Scales such as 万 multiply, brackets negate: both need the careful way.
    token = numerals.token(f"{before}1{after}")
    return (before, after) if token and token.scale == 1.0 and not token.negative else (None, None)


def moments(column: Distinct) -> NDArray[Any] | None:
    """Read texts of one form of date or time, year first; None leaves them to the careful way.

    Returns
    -------
    ndarray of datetime64[ns] or None
        The values of `Distinct.known`.
    """
    sample = column.sample()
    if not sample or not re.match(r"\d{4}[-/.]\d", sample[0]):
        return None
    known = column.known()
    for form in _MOMENTS:
        few = pc.strptime(pa.array(sample), format=form, unit="s", error_is_null=True)
        if few.null_count:
            continue
        found = pc.strptime(known, format=form, unit="s", error_is_null=True)
        if found.null_count:
            return None
        array = found.to_numpy(zero_copy_only=False).astype("datetime64[ns]")
        # Strict where Arrow is lenient: the thirtieth of February rolls over there.
        read = dates.parse(sample)
        if read is None or len(read.values) < len(set(sample)):
            return None
        years = found.cast(pa.timestamp("s"))
        low, high = pc.min_max(pc.year(years)).values()
        within = low.as_py() >= dates.FIRST_YEAR and high.as_py() <= dates.LAST_YEAR
        return array if within and _survives(known, found, form) else None
    return None


def _survives(known: Any, found: Any, form: str) -> bool:
    """Return whether the day of the month is the one that was written."""
    written = pc.cast(
        pc.struct_field(pc.extract_regex(known, r"^\d{4}[-/.]\d{1,2}[-/.](?P<d>\d{1,2})"), "d"),
        pa.int64(),
    )
    return bool(pc.all(pc.equal(pc.day(found), written)).as_py())


def are_words(sample: Sequence[str], strays: int) -> bool:
    """Return whether more of the sample than may stray are neither numbers nor dates."""
    loose = [
        text for text in set(sample) if numerals.token(text) is None and dates.find(text) is None
    ]
    return len(loose) > strays


def is_padded(column: Distinct) -> bool:
    """Return whether any number starts with a zero that counts for nothing, as codes do."""
    return _any(column.known(), r"^0\d")
