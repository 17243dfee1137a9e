"""Columns of the type that a person chose, whatever the cells look like.

What cannot be read as that type counts as missing and is counted, never hidden.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from vizapp.core.errors import DataError
from vizapp.profile import booleans, convert, dates, numerals
from vizapp.profile.attributes import ATTRIBUTE_TYPES, Granularity
from vizapp.profile.convert import Column
from vizapp.profile.numerals import Mark
from vizapp.profile.texts import SOFT_MISSING, Texts, texts_of

_SERIAL_DAYS = (10_000, 80_000)  # 1927 to 2119
_SECONDS = (10**8, 10**11)
_MILLISECONDS = (10**11, 10**14)


def as_chosen(
    cells: pd.Series,
    found: Column,
    type_: str,
    *,
    mark: Mark | None = None,
    day_first: bool | None = None,
) -> Column:
    """Return a column as the type that a person chose.

    Parameters
    ----------
    cells : pandas.Series
        As read.
    found : Column
        What the cells were taken for.
    type_ : str
        STR, INT, DOUBLE, DATE or BOOL.
    mark : {".", ","}, optional
        The decimal mark of the file.
    day_first : bool, optional
        What the person said of dates such as `05/06/2023`.

    Raises
    ------
    DataError
        If there is no such type.
    """
    if type_ not in ATTRIBUTE_TYPES:
        raise DataError(
            f"The column {found.name!r} cannot be of the type {type_!r}.",
            hint=f"One of {', '.join(ATTRIBUTE_TYPES)}.",
        )
    if type_ == found.type and found.type != "STR":
        return replace(found, how="chosen")
    if found.type == "BOOL" and type_ in ("INT", "DOUBLE"):
        # Yes is 1, so that a mean is the share of yes.
        whole = found.values.astype("Int64")
        values = whole if type_ == "INT" else _floats(whole)
        return replace(found, type=type_, values=values, how="chosen")
    column = texts_of(_as_texts(cells), found.name)
    readers: dict[str, Callable[[Texts, Mark | None], Column]] = {
        "STR": _words,
        "INT": _numbers,
        "DOUBLE": _numbers,
        "DATE": lambda texts, _: _dates(texts, day_first),
        "BOOL": _booleans,
    }
    chosen = readers[type_](column, mark)
    if type_ == "INT" and chosen.type == "DOUBLE":
        chosen = replace(chosen, type="INT", values=chosen.values.round().astype("Int64"))
    elif type_ == "DOUBLE" and chosen.type == "INT":
        chosen = replace(chosen, type="DOUBLE", values=_floats(chosen.values))
    n_unread = sum(column.counts.values()) - int(chosen.values.notna().sum())
    return replace(chosen, how="chosen", n_unread=max(0, n_unread))


def _floats(values: pd.Series) -> pd.Series:
    return pd.Series(values.to_numpy(dtype="float64", na_value=math.nan))


def _as_texts(cells: pd.Series) -> pd.Series:
    """Return native cells as the texts that a file would hold."""
    if isinstance(cells.dtype, pd.StringDtype):
        return cells
    texts = [None if pd.isna(cell) else convert.text_of(cell) for cell in cells]
    return pd.Series([t.removesuffix(".0") if t else t for t in texts], dtype=object)


def _words(column: Texts, mark: Mark | None) -> Column:
    return convert.strings(column)


def _numbers(column: Texts, mark: Mark | None) -> Column:
    tokens = {text: numerals.token(text, losses=True) for text in column.without(SOFT_MISSING)}
    texts = [text for text, token in tokens.items() if token is not None]
    read = numerals.parse(texts, mark=mark, max_failures=len(texts), mixed=True) if texts else None
    if read is None:
        return Column(column.name, "DOUBLE", convert.doubles(column, {}))
    if read.whole and all(abs(value) < 2**63 for value in read.values.values()):
        whole = {text: int(value) for text, value in read.values.items()}
        return Column(column.name, "INT", convert.integers(column, whole), unit=read.unit)
    return Column(column.name, "DOUBLE", convert.doubles(column, read.values), unit=read.unit)


def _dates(column: Texts, day_first: bool | None) -> Column:
    texts = column.without(SOFT_MISSING)
    read = dates.parse(texts, max_failures=len(texts), day_first=day_first, year_first=True)
    known = dict(read.values) if read else {}
    rest = {text: moment_of_digits(text) for text in texts if text not in known}
    known.update({text: moment for text, moment in rest.items() if moment is not None})
    if not known:
        return Column(column.name, "DATE", convert.datetimes(column, {}), granularity="day")
    years = all(re.fullmatch(r"\d{4}", text) for text in known)
    step: Granularity = "year" if years else dates.step(known.values())
    if read and not rest:
        step = read.granularity
    order = read.order if read else None
    values = convert.datetimes(column, known)
    return Column(column.name, "DATE", values, granularity=step, order=order)


def moment_of_digits(text: str) -> dt.datetime | None:
    """Return the moment of digits: a year, 20240301, 1955.25, a serial day, an epoch."""
    if not re.fullmatch(r"\d{1,14}(?:\.\d+)?", text):
        return None
    whole = dates.compact(text)
    if whole is not None:
        return whole
    value = float(text)
    if dates.FIRST_YEAR <= value <= dates.LAST_YEAR:
        return dates.of_decimal_year(value)
    if _SERIAL_DAYS[0] <= value <= _SERIAL_DAYS[1]:
        return dates.of_serial(value)
    start = dt.datetime(1970, 1, 1)
    if _SECONDS[0] <= value < _SECONDS[1]:
        return start + dt.timedelta(seconds=value) if value < 9e9 else None
    if _MILLISECONDS[0] <= value < _MILLISECONDS[1]:
        return start + dt.timedelta(milliseconds=value) if value < 9e12 else None
    return None


def _booleans(column: Texts, mark: Mark | None) -> Column:
    truth: dict[str, Any] = {
        text: said for text in column.counts if (said := booleans.said(text)) is not None
    }
    if not truth:
        truth = booleans.parse(column.name, column.counts) or {}
    return convert.booleans_of(column, truth)
