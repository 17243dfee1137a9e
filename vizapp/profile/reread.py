"""Further cells of a profiled table, read as its own cells were read.

Nothing is guessed: the type of a column stands. How its texts become values is found
by trying: the first reading that gives every value of the profile again is the one.
Where none does, the column cannot be read further, and that is said.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vizapp.core.errors import DataError
from vizapp.profile import dates, degrees, many, numerals, overrides
from vizapp.profile.convert import half_width
from vizapp.profile.describe import ProfiledTable
from vizapp.profile.numerals import Mark
from vizapp.profile.texts import BLANKS, MISSING, SOFT_MISSING, without_text_sign

LOOKED_AT = 20_000  # rows in which distinct texts are looked for
TRIED = 4_000  # distinct texts of the profile that a reading must give again
MANY = 2_000  # distinct texts from here on are read at once, where that is possible
_CACHED = 200_000  # texts whose values are kept
_NOTHING = frozenset(MISSING | SOFT_MISSING)
_MARKS: tuple[Mark, ...] = (".", ",")

Value = Any  # of a text: float, datetime, bool, str, or None where it is missing
Read = Callable[[str], Value]


@dataclass(frozen=True, eq=False)
class Rereader:
    """How further cells of some columns become typed values.

    Parameters
    ----------
    columns : mapping
        By name.
    """

    columns: Mapping[str, _Column]

    @classmethod
    def of(cls, profiled: ProfiledTable, names: Sequence[str]) -> Rereader:
        """Find how those columns were read.

        Raises
        ------
        DataError
            If that of a column cannot be found.
        """
        gone = list(profiled.left_out)
        kept = np.delete(np.arange(profiled.table.n_rows), gone) if gone else slice(None)
        columns = {}
        for name in names:
            attribute = profiled.description.attribute(name)
            assert attribute is not None  # a chart names attributes of its table
            cells = profiled.table.frame[name].iloc[kept]
            columns[name] = _column(name, attribute.type, cells, profiled.frame[name])
        return cls(columns)

    def typed(self, cells: pd.DataFrame) -> pd.DataFrame:
        """Return the typed values of some rows of text cells.

        STR are categories, numbers float64, DATE datetime64[ns], BOOL boolean.
        """
        found = {name: column.typed(cells[name]) for name, column in self.columns.items()}
        return pd.DataFrame(found, copy=False)


@dataclass(eq=False)
class _Column:
    """How the texts of one column become values."""

    type: str
    read: Read
    mark: Mark = "."
    around: tuple[str, str] = ("", "")  # what stands before and after each number
    seen: dict[str, Value] = field(default_factory=dict)

    def typed(self, cells: pd.Series) -> pd.Series:
        """Return the typed values of some cells."""
        texts = _array(cells)
        if self.type in ("INT", "DOUBLE"):
            return pd.Series(self._numbers(texts), index=cells.index)
        encoded = texts.dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False)
        values = self._values(encoded.dictionary)
        if self.type == "DATE":
            return pd.Series(values[codes], index=cells.index)
        if self.type == "BOOL":
            flags = [pd.NA if value is None else value for value in values]
            return pd.Series(pd.array(flags, dtype="boolean")[codes], index=cells.index)
        merged, words = pd.factorize(values)  # texts that differ by blanks are one word
        return pd.Series(pd.Categorical.from_codes(merged[codes], words), index=cells.index)

    def _values(self, texts: Any) -> NDArray[Any]:
        """Return the value of each text, None or NaT where it is missing."""
        if self.type == "DATE":
            found = _moments(texts) if len(texts) >= MANY else None
            if found is None:
                known = [self._one(text) for text in texts.to_pylist()]
                found = np.array(
                    [np.datetime64("NaT") if v is None else v for v in known],
                    dtype="datetime64[ns]",
                )
            return found
        found = np.empty(len(texts), dtype=object)
        if self.read is _word:
            found[:] = _words(texts).to_pylist()
        else:
            found[:] = [self._one(text) for text in texts.to_pylist()]
        return found

    def _one(self, text: str) -> Value:
        try:
            return self.seen[text]
        except KeyError:
            if len(self.seen) > _CACHED:
                self.seen.clear()
            value = self.seen[text] = self.read(text)
            return value

    def _numbers(self, texts: Any) -> NDArray[np.float64]:
        bare = pc.if_else(pc.equal(texts, ""), pa.scalar(None, texts.type), texts)
        if self.mark == "." and self.around == ("", ""):
            try:
                return _finite(pc.cast(bare, pa.float64()))
            except pa.ArrowInvalid:
                pass  # some cell is written otherwise
        plain, written = self._plain(bare)
        values = _finite(pc.cast(pc.if_else(plain, written, None), pa.float64()))
        odd = np.flatnonzero(~plain.fill_null(True).to_numpy(zero_copy_only=False))
        if len(odd):
            encoded = texts.take(pa.array(odd)).dictionary_encode()
            known = [self._one(text) for text in encoded.dictionary.to_pylist()]
            by_code = np.array([math.nan if v is None else float(v) for v in known])
            values[odd] = by_code[encoded.indices.to_numpy(zero_copy_only=False)]
        return values

    def _plain(self, texts: Any) -> tuple[Any, Any]:
        """Return which texts are digits with separators, and those as Arrow reads them."""
        head, tail = map(re.escape, self.around)
        group, mark = (",", r"\.") if self.mark == "." else (r"\.", ",")
        digits = rf"(?:\d+|\d{{1,3}}(?:{group}\d{{3}})+)(?:{mark}\d*)?"
        exponent = r"(?:[eE][+-]?\d+)?" if not tail else ""
        plain = pc.match_substring_regex(texts, rf"^[+-]?{head}{digits}{exponent}{tail}$")
        for text in self.around:
            if text:
                texts = pc.replace_substring(texts, text, "", max_replacements=1)
        texts = pc.replace_substring(texts, "," if self.mark == "." else ".", "")
        if self.mark == ",":
            texts = pc.replace_substring(texts, ",", ".")
        return plain, pc.replace_substring_regex(texts, r"^\+", "")


def _array(cells: pd.Series) -> Any:
    found = pa.array(cells.array)
    if isinstance(found, pa.ChunkedArray):
        found = found.combine_chunks()
    return found


def _finite(array: Any) -> NDArray[np.float64]:
    values: NDArray[np.float64] = array.to_numpy(zero_copy_only=False).astype("float64")
    values[~np.isfinite(values)] = math.nan
    return values


def _moments(texts: Any) -> NDArray[Any] | None:
    """Return many texts of one form of date, year first; None leaves them to be read singly."""
    column = many.distinct(pd.Series(texts.to_pandas(), dtype="str"))
    found = many.moments(column)
    return None if found is None else column.spread(np.append(found, np.datetime64("NaT", "ns")))


def _column(name: str, type_: str, cells: pd.Series, values: pd.Series) -> _Column:
    """Return how a column is read, proved by what is known of it."""
    texts, known = _tried(cells, values, every=type_ == "BOOL")
    for read, mark in _readings(name, type_, dict(zip(texts, known, strict=True))):
        if all(_same(read(text), value) for text, value in zip(texts, known, strict=True)):
            column = _Column(type_, read, mark, _around(type_, texts))
            again = column.typed(pd.Series(texts, dtype="str")).tolist()
            if all(map(_same, again, known)):
                return column
            if column.around != ("", ""):
                return _Column(type_, read, mark)
    raise DataError(
        f"The column {name!r} cannot be read further the way it was read so far.",
        hint="The chart stays that of the sample.",
        column=name,
    )


def _tried(cells: pd.Series, values: pd.Series, *, every: bool) -> tuple[list[str], list[Value]]:
    """Return distinct texts from all over a column, or every one, and their values."""
    step = 1 if every else max(1, len(cells) // LOOKED_AT)
    rows = np.arange(0, len(cells), step)
    # A word in one column is a marker of a missing value in another.
    rows = np.append(rows, np.flatnonzero(cells == "NA")[:1])
    cells, values = cells.iloc[rows], values.iloc[rows]
    texts = cells.to_numpy(dtype=object)
    codes, first = np.unique(pd.factorize(cells)[0], return_index=True)
    first = np.sort(first[codes >= 0])
    if not every:
        kept = first[:: max(1, len(first) // TRIED)]
        first = np.union1d(kept, np.flatnonzero(texts == "NA")[:1])
    return [str(text) for text in texts[first]], values.iloc[first].tolist()


def _same(one: Value, other: Value) -> bool:
    gone = [value is None or value is pd.NA or value != value for value in (one, other)]
    if any(gone):
        return all(gone)
    if isinstance(one, float | int) and isinstance(other, float | int):
        return float(one) == float(other)
    return bool(one == other)


def _around(type_: str, texts: Sequence[str]) -> tuple[str, str]:
    """Return the currency or unit that stands before and after each number, "" for none."""
    if type_ not in ("INT", "DOUBLE"):
        return "", ""
    bare = [text.strip(BLANKS) for text in texts]
    head, tail = many.around([text for text in bare if text.casefold() not in _NOTHING])
    return head or "", tail or ""


def _readings(name: str, type_: str, known: Mapping[str, Value]) -> Iterator[tuple[Read, Mark]]:
    """Yield the ways to read a text of that type, the likely ones first."""
    if type_ == "STR":
        yield _word, "."
        yield _word_or_na, "."
    elif type_ == "BOOL":
        flags = {t: None if v is pd.NA or v is None else bool(v) for t, v in known.items()}
        yield flags.get, "."
    elif type_ == "DATE":
        for read in _date_readings():
            yield _no_marker(read), "."
    else:
        for mark, losses in product(_MARKS, (False, True)):
            yield _no_marker(partial(_number, mark, amounts=False, losses=losses)), mark
            yield _no_marker(partial(_number, mark, amounts=True, losses=losses)), mark
        yield _no_marker(lambda text: (degrees.parse([text]) or {}).get(text)), "."


def _no_marker(read: Read) -> Read:
    """Return a reading that takes no blanks and no marker of a missing value."""

    def bare(text: str) -> Value:
        text = text.strip(BLANKS)
        return None if text.casefold() in _NOTHING else read(text)

    return bare


def _word(text: str) -> str | None:
    text = without_text_sign(text.strip(BLANKS))
    return None if text.casefold() in MISSING else text


def _words(texts: Any) -> Any:
    """Return many texts as `_word` does, null where they are missing."""
    bare = pc.utf8_trim(texts, characters=BLANKS)
    gone = pc.is_in(pc.utf8_lower(bare), value_set=pa.array(sorted(MISSING), type=bare.type))
    return pc.if_else(gone, pa.scalar(None, bare.type), bare)


def _word_or_na(text: str) -> str | None:
    return "NA" if text.strip(BLANKS) == "NA" else _word(text)


def _date_readings() -> Iterator[Read]:
    for first in (True, False):
        yield partial(_date, first)
    yield dates.compact
    yield _month
    yield dates.american
    yield lambda text: dates.of_short_year(half_width(text))
    yield dates.of_era
    yield dates.serial
    for scale in (1, 1_000):
        yield partial(_epoch, scale)
    for first in (True, False):  # where a person said that these are dates
        yield partial(_chosen_date, first)


def _month(text: str) -> dt.datetime | None:
    """Return the month of digits such as 202403 or 2024.3."""
    found = re.fullmatch(r"(\d{4})\.?(\d{1,2})", text)
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    return dt.datetime(int(found[1]), int(found[2]), 1)


def _number(mark: Mark, text: str, *, amounts: bool, losses: bool) -> float | int | None:
    return numerals.value_of(half_width(text), mark, amounts=amounts, losses=losses)


def _date(day_first: bool, text: str) -> dt.datetime | None:
    return dates.moment_of(half_width(text), day_first=day_first)


def _chosen_date(day_first: bool, text: str) -> dt.datetime | None:
    return _date(day_first, text) or overrides.moment_of_digits(text)


def _epoch(scale: int, text: str) -> dt.datetime | None:
    if not re.fullmatch(r"\d{9,13}(?:\.\d{1,9})?", text):
        return None
    seconds = float(text) / scale
    return dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds) if seconds < 4.1e9 else None
