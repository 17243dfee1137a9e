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
from typing import Any

import numpy as np
import pandas as pd

from vizapp.profile import dates, names, numerals
from vizapp.profile.attributes import AttributeType, Granularity, Meaning
from vizapp.profile.numerals import Mark
from vizapp.profile.texts import BLANKS, MISSING, SOFT_MISSING, Texts, spread, take, texts_of

_BOOL_PAIRS = (
    ("true", "false"), ("yes", "no"), ("y", "n"), ("t", "f"), ("是", "否"), ("有", "无"),
    ("对", "错"), ("√", "×"), ("✓", "✗"), ("✔", "✘"), ("真", "假"), ("on", "off"),
)  # fmt: skip
_BOOL_ALONE = ("true", "false", "yes", "no", "是", "否")

MANY = 20_000  # distinct texts from here on go through pandas first
MAX_EXACT_DIGITS = 15  # longer runs of digits are codes: a double would round them
_YEAR_MONTH = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])|(?:19|20)\d\d\.(?:0?[1-9]|1[0-2])")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_PHONE = re.compile(
    r"\+\d[\d\s().-]{6,17}\d|\(\d{2,5}\)\s?[\d\s-]{5,12}|0\d{2,3}-\d{7,8}"
    r"|\d{3}[-. ]\d{3,4}[-. ]\d{4}|\d{3,4}-\d{2,4}-\d{3,4}-?\d{0,4}"
)
_EPOCH = re.compile(r"time|date|stamp|epoch|^ts$|时间|日期|created|updated", re.IGNORECASE)


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
    """

    name: str
    type: AttributeType
    values: pd.Series
    unit: str | None = None
    granularity: Granularity | None = None
    meaning: Meaning | None = None
    proved: Mark | None = None
    doubtful: bool = False


def convert(cells: pd.Series, name: str, *, mark: Mark | None = None) -> Column:
    """Return the column's type and typed values.

    Parameters
    ----------
    cells : pandas.Series
        As read: text, or native values.
    name : str
        The attribute's name; it decides where cells alone cannot.
    mark : {".", ","}, optional
        The decimal mark that other columns of the file prove.
    """
    kind = cells.dtype.kind
    if kind == "b" or isinstance(cells.dtype, pd.BooleanDtype):
        return Column(name, "BOOL", _bare(cells.astype("boolean")))
    if kind in "iu" and not isinstance(cells.dtype, pd.CategoricalDtype):
        return _from_integers(cells, name)
    if kind == "f":
        return _from_floats(cells, name, frame_gaps=True)
    if kind == "M":
        return _from_datetimes(cells, name)
    if isinstance(cells.dtype, pd.StringDtype):
        found = _from_many_numbers(cells, name) if len(cells) >= MANY else None
        return found or _from_texts(texts_of(cells, name), mark)
    return _from_objects(cells, name, mark)


def _bare(values: pd.Series) -> pd.Series:
    return values.reset_index(drop=True)


def _from_objects(cells: pd.Series, name: str, mark: Mark | None) -> Column:
    values = [None if _is_none(value) else value for value in cells.astype(object)]
    kinds = {type(value) for value in values} - {type(None)}
    if not kinds:
        return Column(name, "STR", pd.Series(values, dtype=object))
    if kinds == {bool}:
        return Column(name, "BOOL", pd.Series(values, dtype="boolean"))
    if kinds <= {int, float, bool, Decimal}:
        with contextlib.suppress(OverflowError):  # beyond every float: digits, as in a text file
            return _from_python_numbers(values, name)
    if all(issubclass(kind, dt.date) for kind in kinds):
        naive = [_naive(value) for value in values]
        within = [v if v and dates.FIRST_YEAR <= v.year <= dates.LAST_YEAR else None for v in naive]
        if any(within):
            return _from_datetimes(pd.Series(pd.to_datetime(within)), name)
    texts = [_text(value) for value in values]
    return _from_texts(texts_of(pd.Series(texts, dtype=object), name), mark)


def _is_none(value: object) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or value != value


def _text(value: Any) -> str | None:
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


def _from_many_numbers(cells: pd.Series, name: str) -> Column | None:
    """Read a long column of plain numbers at once; None leaves it to the careful way."""
    parsed = pd.to_numeric(cells, errors="coerce").astype("float64")
    finite = np.isfinite(parsed.to_numpy())
    if not finite.any():
        return None
    words = cells[~finite].unique()
    markers = MISSING | SOFT_MISSING
    if len(words) > len(markers) or not {w.strip(BLANKS).casefold() for w in words} <= markers:
        return None
    known = cells[finite].str.strip()
    if not known.str.fullmatch(numerals.PLAIN.pattern).all() or known.str.match(r"0\d").any():
        return None
    values = _bare(parsed.where(finite))
    if known.str.contains("[.eE]").any():
        return Column(name, "DOUBLE", values, proved=".")
    exact = float(values.abs().max()) < 2**53
    special = _may_be_special(str(int(values.min())), str(int(values.max())), name)
    return Column(name, "INT", values.astype("Int64")) if exact and not special else None


def _from_integers(cells: pd.Series, name: str) -> Column:
    values = _bare(cells)
    if values.dtype.kind == "u" and len(values) and values.max() >= 2**63:
        return _from_floats(values.astype("float64"), name)
    values = values.astype("Int64")
    known = values.dropna()
    if not len(known):
        return Column(name, "STR", pd.Series([None] * len(values), dtype=object))
    if _may_be_special(str(known.min()), str(known.max()), name):
        # Few columns get here; their digits are judged as those of a text file.
        texts = pd.Series([None if pd.isna(v) else str(v) for v in values], dtype=object)
        found = _special_digits(texts_of(texts, name))
        if found:
            return found
    return Column(name, "INT", values)


def _may_be_special(low: str, high: str, name: str) -> bool:
    """Return whether whole numbers could be codes or dates, by their digits."""
    if low[0] == "-":
        return False
    if names.says_code(name, len(high)):
        return True
    if len(low) != len(high):
        return len(low) > MAX_EXACT_DIGITS
    timed = (len(low) == 6 and names.says_time(name)) or (
        len(low) in (9, 10, 13) and _EPOCH.search(name) is not None
    )
    return timed or len(low) in (8, 11) or len(low) > MAX_EXACT_DIGITS


def _from_floats(cells: pd.Series, name: str, *, frame_gaps: bool = False) -> Column:
    values = _bare(cells).astype("float64")
    values = values.where(np.isfinite(values))
    known = values.dropna()
    if not len(known):
        return Column(name, "STR", pd.Series([None] * len(values), dtype=object))
    # Frames hold whole numbers with gaps as floats; without gaps they would be
    # integers, so fractions were meant.
    if (
        frame_gaps
        and len(known) < len(values)
        and (known % 1 == 0).all()
        and known.abs().max() < 2**53
    ):
        return _from_integers(values.astype("Int64"), name)
    return Column(name, "DOUBLE", values)


def _from_datetimes(cells: pd.Series, name: str) -> Column:
    values = _bare(cells)
    if getattr(values.dtype, "tz", None) is not None:
        values = values.dt.tz_localize(None)  # the wall clock of the zone, not UTC
    values = values.astype("datetime64[ns]")
    if values.notna().sum() == 0:
        return Column(name, "STR", pd.Series([None] * len(values), dtype=object))
    return Column(name, "DATE", values, granularity=granularity(values))


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


def _from_texts(column: Texts, mark: Mark | None) -> Column:
    if not column.counts:
        return _strings(column)
    found = (
        _as_bool(column)
        or _special_digits(column)
        or _as_many_plain(column)
        or _as_numbers(column, mark)
        or _as_dates(column)
    )
    if found:
        return found
    return _strings(column, "code" if _is_phone(column) else None)


def _strings(column: Texts, meaning: Meaning | None = None) -> Column:
    by_code = np.array([*column.texts, None], dtype=object)
    values = pd.Series(take(by_code, column.codes), dtype=object)
    return Column(column.name, "STR", values, meaning=meaning)


def _integers(column: Texts, values: dict[str, int]) -> pd.Series:
    known = [text is not None and text in values for text in column.texts]
    data = np.array([*spread(column, values, 0), 0], dtype="int64")
    missing = ~np.array([*known, False], dtype=bool)
    array = pd.arrays.IntegerArray(take(data, column.codes), take(missing, column.codes))
    return pd.Series(array)


def _doubles(column: Texts, values: dict[str, Any]) -> pd.Series:
    data = np.array([*spread(column, values, math.nan), math.nan], dtype="float64")
    return pd.Series(take(data, column.codes))


def _datetimes(column: Texts, values: dict[str, dt.datetime]) -> pd.Series:
    data = np.array([*spread(column, values, "NaT"), "NaT"], dtype="datetime64[ns]")
    return pd.Series(take(data, column.codes))


def _as_bool(column: Texts) -> Column | None:
    words = {text.casefold() for text in column.counts}
    if len(words) > 2:
        return None
    for true, false in _BOOL_PAIRS:
        if words == {true, false} or (words <= {true, false} and words <= set(_BOOL_ALONE)):
            by_word = {t: t.casefold() == true for t in column.counts}
            missing = [t is None for t in column.texts]
            data = np.array([*spread(column, by_word, False), False], dtype=bool)
            gaps = np.array([*missing, True], dtype=bool)
            array = pd.arrays.BooleanArray(take(data, column.codes), take(gaps, column.codes))
            return Column(column.name, "BOOL", pd.Series(array))
    return None


def _special_digits(column: Texts) -> Column | None:
    """Return the column if its digits are codes or dates rather than amounts."""
    texts = column.without(SOFT_MISSING)
    if not texts or not all(text.isascii() and text[-1].isdigit() for text in texts):
        return None
    name = column.name
    if all(_YEAR_MONTH.fullmatch(text) for text in texts) and names.says_time(name):
        return _months(column, texts)
    if not all(text.isdigit() for text in texts):
        return None
    if _are_codes(name, texts):
        return _strings(column, "code")
    if names.says_id(name) or names.says_measure(name):
        return None
    days = {text: dates.compact(text) for text in texts} if len(min(texts)) == 8 else {}
    known = {text: day for text, day in days.items() if day is not None}
    if known and len(known) == len(texts):
        values = _datetimes(column, known)
        return Column(name, "DATE", values, granularity=dates.step(known.values()))
    return _epochs(column, texts)


def _months(column: Texts, texts: list[str]) -> Column:
    known = {t: dt.datetime(int(t[:4]), int(t[4:].lstrip(".")), 1) for t in texts}
    return Column(column.name, "DATE", _datetimes(column, known), granularity="month")


def _epochs(column: Texts, texts: list[str]) -> Column | None:
    """Return seconds or milliseconds since 1970 as dates, where the name says time."""
    lengths = set(map(len, texts))
    if not (lengths <= {9, 10} or lengths == {13}) or not _EPOCH.search(column.name):
        return None
    scale = 1_000 if lengths == {13} else 1
    seconds = {text: int(text) / scale for text in texts}
    if not all(4e8 <= value <= 4.1e9 for value in seconds.values()):  # 1982 to 2099
        return None
    start = dt.datetime(1970, 1, 1)
    known = {text: start + dt.timedelta(seconds=value) for text, value in seconds.items()}
    values = _datetimes(column, known)
    return Column(column.name, "DATE", values, granularity=granularity(values))


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


def _as_many_plain(column: Texts) -> Column | None:
    """Read very many plain numbers or dates at once; None leaves it to the careful way."""
    if len(column.counts) < MANY:
        return None
    texts = column.without(SOFT_MISSING)
    first = texts[0]
    if numerals.PLAIN.fullmatch(first):
        parsed = pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce")
        array = parsed.to_numpy()
        if not np.isfinite(array.astype("float64")).all():
            return None
        known = dict(zip(texts, array.tolist(), strict=True))
        if array.dtype.kind == "i":
            return Column(column.name, "INT", _integers(column, known))
        if array.dtype.kind == "f":
            return Column(column.name, "DOUBLE", _doubles(column, known), proved=".")
        return None
    if re.match(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$", first):
        moments = pd.to_datetime(pd.Series(texts, dtype=object), format="ISO8601", errors="coerce")
        if moments.isna().any() or moments.dt.tz is not None:
            return None
        array = moments.to_numpy().astype("datetime64[ns]")
        place = {text: index for index, text in enumerate(texts)}
        index = np.array([*spread(column, place, -1), -1])
        values = pd.Series(take(np.append(array, np.datetime64("NaT", "ns"))[index], column.codes))
        return Column(column.name, "DATE", values, granularity=granularity(values))
    return None


def _as_numbers(column: Texts, mark: Mark | None) -> Column | None:
    texts = column.without(SOFT_MISSING)
    folded = {text: _folded(text) for text in texts}
    read = numerals.parse(
        list(dict.fromkeys(folded.values())), mark=mark, max_failures=column.strays(len(texts))
    )
    if read is None or read.unit == "年":
        return None
    known = {text: read.values[f] for text, f in folded.items() if f in read.values}
    if len(known) < len(texts) and not column.few([t for t in texts if t not in known]):
        return None
    if read.whole and all(abs(value) < 2**63 for value in known.values()):
        values = _integers(column, known)  # type: ignore[arg-type]
        found = Column(column.name, "INT", values)
    else:
        found = Column(column.name, "DOUBLE", _doubles(column, known))
    return replace(found, unit=read.unit, proved=read.proved, doubtful=read.doubtful)


def _folded(text: str) -> str:
    """Return the text with full-width digits and signs as ASCII."""
    if text.isascii() or not re.search(r"[\uff01-\uff5e]", text):
        return text
    return unicodedata.normalize("NFKC", text)


def _as_dates(column: Texts) -> Column | None:
    texts = column.without(SOFT_MISSING)
    folded = {text: _folded(text) for text in texts}
    read = dates.parse(list(dict.fromkeys(folded.values())), max_failures=column.strays(len(texts)))
    if read is None:
        return None
    known = {text: read.values[f] for text, f in folded.items() if f in read.values}
    failed = [t for t in texts if t not in known and dates.find(folded[t]) is None]
    if failed and not column.few(failed):
        return None
    return Column(column.name, "DATE", _datetimes(column, known), granularity=read.granularity)
