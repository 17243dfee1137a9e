"""A column of cells becomes a type and typed values.

Only distinct texts are read, then spread over the rows by their codes: a
million rows of twelve months cost twelve readings. Nothing here looks at the
order of the rows.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import math
import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vizapp.profile import booleans, dates, degrees, many, names, numerals, units
from vizapp.profile.attributes import AttributeType, Granularity, Meaning
from vizapp.profile.footnotes import without_marks
from vizapp.profile.numerals import Mark
from vizapp.profile.texts import (
    PIECE,
    SOFT_MISSING,
    STRAY_DISTINCT,
    Texts,
    array_of,
    spread,
    take,
    texts_of,
    words_of,
)

MANY = 20_000  # distinct texts from here on go through pandas first
MIN_AMERICAN = 3  # dates such as 111597 from which they are believed
MAX_EXACT_DIGITS = 15  # longer runs of digits are codes: a double would round them
_YEAR_MONTH = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])|(?:19|20)\d\d\.(?:0?[1-9]|1[0-2])")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_PHONE = re.compile(
    r"\+\d[\d\s().-]{6,17}\d|\(\d{2,5}\)\s?[\d\s-]{5,12}|0\d{2,3}-\d{7,8}"
    r"|\d{3}[-. ]\d{3,4}[-. ]\d{4}|\d{3,4}-\d{2,4}-\d{3,4}-?\d{0,4}"
)
_EPOCH = re.compile(
    r"time|date|stamp|epoch|(?:^|[ _.])ts(?:$|[ _.])|[a-z]_at$|时间|日期|created|updated",
    re.IGNORECASE,
)
_EPOCH_FRACTION = re.compile(r"\d{9,10}\.\d{1,9}")
_EPOCH_RANGE = (4e8, 4.1e9)  # seconds: 1982 to 2099
_DAY_NAME = re.compile(r"日期|date$", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Column:
    """One column, typed.

    Parameters
    ----------
    name : str
        The attribute's name.
    type : AttributeType
        What its cells are.
    values : pandas.Series
        STR object with None, INT Int64, DOUBLE float64, DATE datetime64[ns],
        BOOL boolean.
    unit : str or None
        The unit that the cells carry.
    granularity : Granularity or None
        Of a DATE.
    meaning : Meaning or None
        `code` where digits name something.
    proved, doubtful
        The decimal mark that the cells prove, and whether they leave it open.
    how : str
        How the cells were read, a reason of `guesses`.
    order : {"day", "month"} or None
        What was read first where the dates leave it open.
    n_unread : int
        Cells that are not of the type and count as missing.
    """

    name: str
    type: AttributeType
    values: pd.Series
    unit: str | None = None
    granularity: Granularity | None = None
    meaning: Meaning | None = None
    proved: Mark | None = None
    doubtful: bool = False
    how: str = "words"
    order: Literal["day", "month"] | None = None
    n_unread: int = 0


def convert(
    cells: pd.Series,
    name: str,
    *,
    mark: Mark | None = None,
    day_first: bool | None = None,
    losses: bool = False,
) -> Column:
    """Return the column's type and typed values.

    Parameters
    ----------
    cells : pandas.Series
        As read: text, or native values.
    name : str
        The attribute's name; it decides where cells alone cannot.
    mark : {".", ","}, optional
        The decimal mark that other columns of the file prove.
    day_first : bool, optional
        What a person said of dates that leave it open.
    losses : bool
        Whether `▲` stands for minus in another column of the file.
    """
    told = _Told(mark, day_first, losses)
    kind = cells.dtype.kind
    if kind == "b" or isinstance(cells.dtype, pd.BooleanDtype):
        return Column(name, "BOOL", _bare(cells.astype("boolean")), how="native")
    if kind in "iu" and not isinstance(cells.dtype, pd.CategoricalDtype):
        return _from_integers(cells, name)
    if kind == "f":
        return _from_floats(cells, name, frame_gaps=True)
    if kind == "M":
        return _from_datetimes(cells, name)
    if isinstance(cells.dtype, pd.StringDtype):
        long = len(cells) >= MANY and cells.nbytes < many.MAX_BYTES
        found = _from_many(cells, name, mark) if long else None
        return found or _from_texts(texts_of(cells, name), told)
    return _from_objects(cells, name, told)


@dataclass(frozen=True)
class _Told:
    """What other columns of the file, or a person, say of one column."""

    mark: Mark | None
    day_first: bool | None
    losses: bool


def _empty(name: str, n_rows: int) -> Column:
    return Column(name, "STR", pd.Series([None] * n_rows, dtype=object), how="empty")


def _bare(values: pd.Series) -> pd.Series:
    return values.reset_index(drop=True)


def _from_objects(cells: pd.Series, name: str, told: _Told) -> Column:
    values = [None if _is_none(value) else value for value in cells.astype(object)]
    kinds = {type(value) for value in values} - {type(None)}
    if not kinds:
        return _empty(name, len(values))
    if kinds == {bool}:
        return Column(name, "BOOL", pd.Series(values, dtype="boolean"), how="native")
    if kinds <= {int, float, bool, Decimal}:
        with contextlib.suppress(OverflowError):  # beyond every float: digits, as in a text file
            return _from_python_numbers(values, name)
    if all(issubclass(kind, dt.date) for kind in kinds):
        naive = [_naive(value) for value in values]
        within = [v if v and dates.FIRST_YEAR <= v.year <= dates.LAST_YEAR else None for v in naive]
        if any(within):
            return _from_datetimes(pd.Series(_moments(within)), name)
    if kinds == {str} and len(values) >= MANY:
        with contextlib.suppress(UnicodeEncodeError):  # half a character, of JSON
            cells = pd.Series(array_of(pd.Series(values, dtype=object)))
            found = _from_many(cells, name, told.mark) if cells.nbytes < many.MAX_BYTES else None
            if found:
                return found
    texts = [text_of(value) for value in values]
    return _from_texts(texts_of(pd.Series(texts, dtype=object), name), told)


def _is_none(value: object) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or value != value


def text_of(value: Any) -> str | None:
    """Return a native cell as the text that a file would hold."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    return str(value)


def _naive(value: Any) -> dt.datetime | None:
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    return dt.datetime(value.year, value.month, value.day)


def _from_python_numbers(values: list[Any], name: str) -> Column:
    known = [float(v) for v in values if v is not None]
    fractional = any(isinstance(v, float | Decimal) for v in values if v is not None)
    if not fractional and all(abs(v) < 2**63 for v in known):
        return _from_integers(pd.Series(values, dtype="Int64"), name)
    array = [math.nan if v is None else float(v) for v in values]
    return _from_floats(pd.Series(array, dtype="float64"), name)


def _from_many(cells: pd.Series, name: str, mark: Mark | None) -> Column | None:
    """Read a long column of many different texts at once; None leaves it to the careful way."""
    column = many.distinct(cells)
    if len(column.texts) < MANY:
        return None
    sample = column.sample()
    if many.are_words(sample, STRAY_DISTINCT):
        if any(_PHONE.fullmatch(text) for text in sample):
            return None
        by_code = np.concatenate([words_of(column.texts), np.array([None], dtype=object)])
        return Column(name, "STR", pd.Series(take(by_code, column.codes), dtype=object))
    found = many.moments(column)
    if found is not None:
        values = pd.Series(column.spread(np.append(found, np.datetime64("NaT", "ns"))))
        return Column(name, "DATE", values, granularity=granularity(values), how="dates")
    read = many.numbers(column, mark=mark)
    if read is None:
        column = many.without_strays(column)
        read = many.numbers(column, mark=mark)
    return None if read is None else _numbers_of_many(column, read, name)


def _numbers_of_many(column: many.Distinct, read: many.Numbers, name: str) -> Column | None:
    if not read.whole:
        values = column.spread(np.append(read.values, math.nan))
        ends = float(read.values.min()), float(read.values.max())
        if read.unit is None and all(map(_is_recent, ends)) and _EPOCH.search(name):
            days = pd.Series(pd.to_datetime(values, unit="s").round("us"))
            return Column(name, "DATE", days, granularity=granularity(days), how="epoch")
        found = Column(name, "DOUBLE", pd.Series(values))
    else:
        low, high = int(read.values.min()), int(read.values.max())
        if max(-low, high) >= 2**53 or many.is_padded(column):
            return None
        if read.unit is None and _may_be_special(str(low), str(high), name):
            return None
        known = column.spread(np.append(read.values, 0))
        gaps = column.spread(np.append(np.zeros(len(read.values), dtype=bool), values=True))
        found = Column(name, "INT", pd.Series(pd.arrays.IntegerArray(known, gaps)))
    return _told(found, read, n_unread=0)


def _told(column: Column, read: numerals.Numbers | many.Numbers, n_unread: int) -> Column:
    """Return the column with what its cells said of marks and units."""
    how = "doubtful_mark" if read.doubtful else "decorated" if read.unit else "numbers"
    unit = read.unit
    if isinstance(read, numerals.Numbers) and read.losses:
        how = "losses"
    if unit is None and isinstance(read, numerals.Numbers) and read.scaled:
        unit = units.without_scale(units.unit_of_header(column.name))
    return replace(
        column,
        unit=unit,
        proved=read.proved,
        doubtful=read.doubtful,
        how=how,
        n_unread=n_unread,
    )


def _from_integers(cells: pd.Series, name: str) -> Column:
    values = _bare(cells)
    if values.dtype.kind == "u" and len(values) and values.max() >= 2**63:
        return _from_floats(values.astype("float64"), name)
    values = values.astype("Int64")
    known = values.dropna()
    if not len(known):
        return _empty(name, len(values))
    if _may_be_special(str(known.min()), str(known.max()), name):
        # Few columns get here; their digits are judged as those of a text file.
        texts = pd.Series([None if pd.isna(v) else str(v) for v in values], dtype=object)
        found = _special_digits(texts_of(texts, name))
        if found:
            return found
    return Column(name, "INT", values, how="numbers")


def _may_be_special(low: str, high: str, name: str) -> bool:
    """Return whether whole numbers could be codes or dates, by their digits."""
    if low[0] == "-":
        return False
    if names.says_code(name, len(high)):
        return True
    if len(low) != len(high):
        american = (len(low), len(high)) == (5, 6) and "date" in names.words(name)
        return american or len(low) > MAX_EXACT_DIGITS
    timed = (len(high) == 6 and names.says_time(name)) or (
        len(low) in (9, 10, 13) and _EPOCH.search(name) is not None
    )
    serial = len(low) == 5 and _DAY_NAME.search(name) is not None
    return timed or serial or len(low) in (8, 11, 14) or len(low) > MAX_EXACT_DIGITS


def _from_floats(cells: pd.Series, name: str, *, frame_gaps: bool = False) -> Column:
    values = _bare(cells).astype("float64")
    values = values.where(np.isfinite(values))
    known = values.dropna()
    if not len(known):
        return _empty(name, len(values))
    # Frames hold whole numbers with gaps as floats; without gaps they would be
    # integers, so fractions were meant.
    if (
        frame_gaps
        and len(known) < len(values)
        and (known % 1 == 0).all()
        and known.abs().max() < 2**53
    ):
        return _from_integers(values.astype("Int64"), name)
    return Column(name, "DOUBLE", values, how="numbers")


def _from_datetimes(cells: pd.Series, name: str) -> Column:
    values = _bare(cells)
    if getattr(values.dtype, "tz", None) is not None:
        values = values.dt.tz_localize(None)  # the wall clock of the zone, not UTC
    values = values.astype("datetime64[ns]")
    if values.notna().sum() == 0:
        return _empty(name, len(values))
    return Column(name, "DATE", values, granularity=granularity(values), how="native")


def granularity(values: pd.Series) -> Granularity:
    """Return the step of a column of dates."""
    distinct = values.dropna().unique()
    if len(distinct) > MANY:
        # The clock alone decides for so many; days or finer.
        whole = pd.Series(distinct)
        for unit, step in (("day", "D"), ("hour", "h"), ("minute", "min")):
            if (whole == whole.dt.floor(step)).all():
                return unit  # type: ignore[return-value]
        return "second"
    return dates.step(pd.Timestamp(v).to_pydatetime(warn=False) for v in distinct)


def _from_texts(column: Texts, told: _Told) -> Column:
    if not column.counts:
        return strings(column, how="empty")
    found = (
        _as_bool(column)
        or _as_degrees(column)
        or _special_digits(column)
        or _as_numbers(column, told)
        or _as_dates(column, told.day_first)
    )
    if found:
        return found
    return strings(column, "code" if _is_phone(column) else None)


def strings(column: Texts, meaning: Meaning | None = None, how: str = "words") -> Column:
    """Return the column as STR."""
    by_code = np.array([*column.texts, None], dtype=object)
    values = pd.Series(take(by_code, column.codes), dtype=object)
    return Column(column.name, "STR", values, meaning=meaning, how=how)


def integers(column: Texts, values: dict[str, int]) -> pd.Series:
    """Return one Int64 per row from the values of the distinct texts."""
    known = [text is not None and text in values for text in column.texts]
    data = np.array([*spread(column, values, 0), 0], dtype="int64")
    missing = ~np.array([*known, False], dtype=bool)
    array = pd.arrays.IntegerArray(take(data, column.codes), take(missing, column.codes))
    return pd.Series(array)


def doubles(column: Texts, values: dict[str, Any]) -> pd.Series:
    """Return one float64 per row from the values of the distinct texts."""
    data = np.array([*spread(column, values, math.nan), math.nan], dtype="float64")
    return pd.Series(take(data, column.codes))


def datetimes(column: Texts, values: dict[str, dt.datetime]) -> pd.Series:
    """Return one datetime64[ns] per row from the values of the distinct texts."""
    known = [*spread(column, values, "NaT"), "NaT"]
    return pd.Series(take(_moments(known), column.codes))


def _moments(values: list[Any]) -> NDArray[Any]:
    """Return dates as datetime64[ns], piece by piece: numpy holds Python's lock the while."""
    starts = range(0, len(values), PIECE)
    return np.concatenate([np.array(values[at : at + PIECE], "datetime64[ns]") for at in starts])


def _as_bool(column: Texts) -> Column | None:
    gaps = sum(column.counts.values()) < len(column.codes)
    truth = booleans.parse(column.name, column.counts, gaps=gaps)
    return None if truth is None else booleans_of(column, truth)


def booleans_of(column: Texts, truth: dict[str, bool]) -> Column:
    """Return the column as BOOL; texts that the mapping lacks are missing."""
    known = [text is not None and text in truth for text in column.texts]
    data = np.array([*spread(column, truth, False), False], dtype=bool)
    gaps = ~np.array([*known, False], dtype=bool)
    array = pd.arrays.BooleanArray(take(data, column.codes), take(gaps, column.codes))
    return Column(column.name, "BOOL", pd.Series(array), how="yes_no")


def _as_degrees(column: Texts) -> Column | None:
    """Return coordinates with their side of the globe, where the name says coordinates."""
    if not (names.says_longitude(column.name) or names.says_latitude(column.name)):
        return None
    known = degrees.parse(column.without(SOFT_MISSING))
    if known is None:
        return None
    return Column(column.name, "DOUBLE", doubles(column, known), how="decorated")


def _special_digits(column: Texts) -> Column | None:
    """Return the column if its digits are codes or dates rather than amounts."""
    texts = column.without(SOFT_MISSING)
    if not texts or not all(text.isascii() and text[-1].isdigit() for text in texts):
        return None
    name = column.name
    if all(_YEAR_MONTH.fullmatch(text) for text in texts) and names.says_time(name):
        return _months(column, texts)
    if all(_EPOCH_FRACTION.fullmatch(text) for text in texts):
        return _epochs(column, texts)
    if not all(text.isdigit() for text in texts):
        return None
    if _are_codes(name, texts):
        return strings(column, "code")
    if names.says_id(name) or names.says_measure(name):
        return None
    days = {text: dates.compact(text) for text in texts} if len(texts[0]) in (8, 14) else {}
    known = {text: day for text, day in days.items() if day is not None}
    if known and len(known) == len(texts):
        values = datetimes(column, known)
        step = dates.step(known.values())
        return Column(name, "DATE", values, granularity=step, how="digits_date")
    return _american_days(column, texts) or _epochs(column, texts) or _serials(column, texts)


def _american_days(column: Texts, texts: list[str]) -> Column | None:
    """Return six digits MMDDYY as dates, where the name says date and every cell is one."""
    if "date" not in names.words(column.name) or {len(t) for t in texts} > {5, 6}:
        return None
    days = {text: dates.american(text) for text in texts}
    known = {text: day for text, day in days.items() if day is not None}
    # Amounts of six digits are no dates by the dozen.
    if len(known) < len(texts) or len(known) < MIN_AMERICAN:
        return None
    values = datetimes(column, known)
    step = dates.step(known.values())
    return Column(column.name, "DATE", values, granularity=step, how="digits_date")


def _months(column: Texts, texts: list[str]) -> Column:
    known = {t: dt.datetime(int(t[:4]), int(t[4:].lstrip(".")), 1) for t in texts}
    values = datetimes(column, known)
    return Column(column.name, "DATE", values, granularity="month", how="digits_date")


def _epochs(column: Texts, texts: list[str]) -> Column | None:
    """Return seconds or milliseconds since 1970 as dates, where the name says time."""
    lengths = {len(text.partition(".")[0]) for text in texts}
    if not (lengths <= {9, 10} or lengths == {13}) or not _EPOCH.search(column.name):
        return None
    scale = 1_000 if lengths == {13} else 1
    seconds = {text: float(text) / scale for text in texts}
    if not all(map(_is_recent, seconds.values())):
        return None
    start = dt.datetime(1970, 1, 1)
    known = {text: start + dt.timedelta(seconds=value) for text, value in seconds.items()}
    values = datetimes(column, known)
    return Column(column.name, "DATE", values, granularity=granularity(values), how="epoch")


def _is_recent(seconds: float) -> bool:
    return _EPOCH_RANGE[0] <= seconds <= _EPOCH_RANGE[1]


def _serials(column: Texts, texts: list[str]) -> Column | None:
    """Return the day numbers of a spreadsheet as dates, where the name says date."""
    known = {text: day for text in texts if (day := dates.serial(text)) is not None}
    if len(known) < len(texts) or not _DAY_NAME.search(column.name):
        return None
    step = dates.step(known.values())
    values = datetimes(column, known)
    return Column(column.name, "DATE", values, granularity=step, how="serial")


def _are_codes(name: str, texts: list[str]) -> bool:
    """Return whether runs of digits name things: 00501, 13812345678, 600519."""
    padded = any(len(text) > 1 and text[0] == "0" for text in texts)
    if padded:
        # `01` ... `12` under "month" are counted, under "district" they are codes.
        return not (names.says_time(name) and all(len(text) <= 2 for text in texts))
    if all(len(text) > MAX_EXACT_DIGITS for text in texts):
        return True
    if all(_MOBILE.fullmatch(text) for text in texts):
        return not names.says_measure(name)
    return names.says_code(name, max(map(len, texts)))


def _is_phone(column: Texts) -> bool:
    texts = column.distinct
    return all(_PHONE.fullmatch(t) and sum(c.isdigit() for c in t) >= 7 for t in texts)


def _as_numbers(column: Texts, told: _Told) -> Column | None:
    texts = column.without(SOFT_MISSING)
    folded = {text: half_width(text) for text in texts}
    most = column.strays(len(texts))
    mark, losses = told.mark, told.losses
    distinct = list(dict.fromkeys(folded.values()))
    read = numerals.parse(distinct, mark=mark, max_failures=most, losses=losses)
    noted = without_marks(texts, column.counts) if read is None else None
    if noted:
        folded = {text: half_width(bare) for text, bare in noted.items()}
        distinct = list(dict.fromkeys(folded.values()))
        read = numerals.parse(distinct, mark=mark, losses=losses)
    if read is None or read.unit == "年":
        return None
    known = {text: read.values[f] for text, f in folded.items() if f in read.values}
    if len(known) < len(texts) and not column.few([t for t in texts if t not in known]):
        return None
    if read.whole and all(abs(value) < 2**63 for value in known.values()):
        values = integers(column, known)  # type: ignore[arg-type]
        found = Column(column.name, "INT", values)
    else:
        found = Column(column.name, "DOUBLE", doubles(column, known))
    n_unread = sum(column.counts[t] for t in texts if t not in known)
    how_read = _told(found, read, n_unread)
    if noted and how_read.how in ("numbers", "decorated"):
        return replace(how_read, how="noted")
    return how_read


def half_width(text: str) -> str:
    """Return the text with full-width digits and signs as ASCII."""
    if text.isascii() or not re.search(r"[\uff01-\uff5e]", text):
        return text
    return unicodedata.normalize("NFKC", text)


def _as_dates(column: Texts, day_first: bool | None) -> Column | None:
    texts = column.without(SOFT_MISSING)
    folded = {text: half_width(text) for text in texts}
    read = dates.parse(
        list(dict.fromkeys(folded.values())),
        max_failures=column.strays(len(texts)),
        day_first=day_first,
        year_first=names.says_time(column.name),
    )
    if read is None:
        return None
    known = {text: read.values[f] for text, f in folded.items() if f in read.values}
    failed = [t for t in texts if t not in known and dates.find(folded[t]) is None]
    if failed and not column.few(failed):
        return None
    doubt = "chosen" if day_first is not None else "day_or_month"
    return Column(
        column.name,
        "DATE",
        datetimes(column, known),
        granularity=read.granularity,
        how=doubt if read.order else "dates",
        order=read.order,
        n_unread=sum(column.counts[t] for t in failed),
    )
