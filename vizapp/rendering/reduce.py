"""From rows to what is drawn: filters, keys, measures, time units.

Everything happens in pandas, before any value is embedded in a specification.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from vizapp.components.spec import Filter
from vizapp.core.language import Lang
from vizapp.profile import booleans
from vizapp.profile.attributes import AttributeDescription
from vizapp.profile.orders import sort_key
from vizapp.rendering import formats

KeyKind = Literal["words", "number", "time", "cycle"]

SAMPLE_ROWS = 5_000  # points of a scatter plot
LONGEST_LABEL = 300  # characters of a category, in tooltips too
_ISO = re.compile(r"^\d{4}(-\d\d(-\d\d([T ]\d\d(:\d\d(:\d\d)?)?)?)?)?$")
_LEAST = 1e-300  # below it there are no powers of ten to step by
_HUGE = 1e300  # of which sums and differences may be beyond every float
_SHRUNK = 1e10
_LARGEST = 1.7976931348623157e308
_WIDE = 10.0  # whole numbers in a bin, of which one more is few
_WHOLE = 1e15  # from which halves of whole numbers are no numbers
_PERIOD = {"year": "Y", "quarter": "Q", "month": "M", "week": "W", "day": "D", "hour": "h"}
# From fine to coarse, for dates that are too many to draw one by one.
_COARSER = ("hour", "day", "week", "month", "quarter", "year")


@dataclass(frozen=True)
class Key:
    """A dimension, row by row: what to write and what to sort by.

    Parameters
    ----------
    name : str
        The attribute.
    labels : Series of str
        None where the value is missing.
    ranks : Series of float
        The natural order; seconds since 1970 for times, the value for numbers,
        first appearance for words without an order. Equal ranks share a mark.
    ordered : bool
        Whether the natural order means something.
    kind : KeyKind
        `cycle` is a part of a repeating time (weekday, hour).
    step : str or None
        The granularity of a time.
    """

    name: str
    labels: pd.Series
    ranks: pd.Series
    ordered: bool
    kind: KeyKind
    step: str | None = None


def filter_rows(
    frame: pd.DataFrame, filters: Sequence[Filter], types: Mapping[str, str]
) -> pd.DataFrame:
    """Return the rows that pass every filter; a missing value passes none."""
    for test in filters:
        column, type_ = frame[test.attribute], types[test.attribute]
        if type_ in ("INT", "DOUBLE"):
            frame = frame[_passes(column, test, type_) & column.notna().to_numpy()]
        else:  # each distinct value is looked at once
            codes, values = _factorized(column)
            kept = _passes(pd.Series(values), test, type_)
            frame = frame[np.append(kept, False)[codes]]
    return frame


def _factorized(column: pd.Series) -> tuple[Any, pd.Index]:
    """Return each row's place among the distinct values, -1 where it is missing."""
    try:
        codes, values = pd.factorize(column)
    except TypeError:  # lists from nested JSON cannot be told apart but by their text
        codes, values = pd.factorize(column.astype(str).where(column.notna()))
    return codes, pd.Index(values)


def _passes(column: pd.Series, test: Filter, type_: str) -> Any:
    if test.op == "contains":
        return column.map(lambda v: str(test.value).lower() in str(v).lower()).to_numpy(bool)
    if test.op == "in" or isinstance(test.value, tuple):
        wanted = test.value if isinstance(test.value, tuple) else (test.value,)
        found = np.zeros(len(column), dtype=bool)
        for value in wanted:
            found |= _passes(column, Filter(test.attribute, "=", value), type_)
        return ~found if test.op == "!=" else found
    if type_ == "DATE":
        return _compare_dates(column, test.op, str(test.value))
    if type_ in ("INT", "DOUBLE"):
        try:
            limit = float(test.value)
        except ValueError:
            return np.full(len(column), test.op == "!=")
        return _compare(numbers(column, keep_infinite=True).to_numpy(), test.op, limit)
    if type_ == "BOOL":
        wanted_flag = booleans.said(str(test.value).strip()) is True
        flags = column.map(lambda v: False if pd.isna(v) else bool(v)).to_numpy(bool)
        return _compare(flags, test.op, wanted_flag)
    texts = column.map(lambda v: "" if pd.isna(v) else str(v)).to_numpy(object)
    return _compare(texts, test.op, str(test.value))


def _compare(values: Any, op: str, limit: Any) -> Any:
    tests = {
        "=": lambda: values == limit,
        "!=": lambda: values != limit,
        "<": lambda: values < limit,
        "<=": lambda: values <= limit,
        ">": lambda: values > limit,
        ">=": lambda: values >= limit,
    }
    return np.asarray(tests[op](), dtype=bool)


def _compare_dates(column: pd.Series, op: str, value: str) -> Any:
    """Compare as ISO text of the value's own length: ``<= 2024-03`` keeps all of March."""
    value = value.strip().replace("/", "-").replace(" ", "T")
    if not _ISO.match(value.replace("T", " ")) and not _ISO.match(value):
        parsed = pd.to_datetime(value, errors="coerce")
        if pd.isna(parsed):
            return np.full(len(column), op == "!=")
        value = parsed.strftime("%Y-%m-%d")
    times = pd.to_datetime(column).dt.tz_localize(None).to_numpy("datetime64[s]")
    # NumPy writes dates a hundred times faster than pandas; years before 1 are no dates there.
    texts = np.datetime_as_string(times).astype(f"U{len(value)}")
    return _compare(texts, op, value)


def numbers(column: pd.Series, *, keep_infinite: bool = False) -> pd.Series:
    """Return a measure as floats; what is missing, no number or infinite is NaN."""
    values = pd.to_numeric(column, errors="coerce").astype("Float64")
    values = values.to_numpy(dtype=float, na_value=math.nan)
    if not keep_infinite:
        values = np.where(np.isfinite(values), values, math.nan)
    return pd.Series(values, index=column.index, dtype=float)


def infinite_count(column: pd.Series) -> int:
    """Return how many values of a measure are infinite."""
    return int(np.isinf(numbers(column, keep_infinite=True)).sum())


def key(
    column: pd.Series, attribute: AttributeDescription, lang: Lang, time_unit: str | None = None
) -> Key:
    """Return a column as a dimension.

    Parameters
    ----------
    column : Series
        The typed column.
    attribute : AttributeDescription
        What is known about it.
    lang : Lang
        The language of dates and yes/no.
    time_unit : str or None
        To what a DATE is coarsened.
    """
    name = attribute.name
    if attribute.type == "DATE":
        return _time_key(name, pd.to_datetime(column), attribute.granularity, lang, time_unit)
    if attribute.type in ("INT", "DOUBLE"):
        return _number_key(numbers(column), attribute)
    if attribute.type == "BOOL":
        words = {True: ("是", "Yes"), False: ("否", "No")}
        labels = _labels(column, lambda v: words[bool(v)][lang == "en"])
        codes, values = _factorized(column)
        ranks = np.array([*(float(not v) for v in values), math.nan])[codes]
        return Key(name, labels, pd.Series(ranks, index=column.index), False, "words")
    return _word_key(column, attribute)


def _labels(column: pd.Series, write: Callable[[Any], str]) -> pd.Series:
    """Return one text per row, None where the value is missing."""
    codes, values = _factorized(column)
    texts = np.array([*map(write, values.tolist()), None], dtype=object)
    return pd.Series(texts[codes], index=column.index, dtype=object)


def _number_key(values: pd.Series, attribute: AttributeDescription) -> Key:
    plain = attribute.meaning in ("year", "id", "code")
    labels = _labels(values, lambda v: f"{v:.15g}" if plain else formats.spelled(v))
    if labels.nunique() < values.nunique():
        labels = _labels(values, repr)
    return Key(attribute.name, labels, values, True, "number", attribute.meaning)


def _shortened(texts: list[str | None]) -> list[str | None]:
    """Return the labels with long texts cut; different ones stay different.

    Vega measures a label again and again until it has cut it to fit: four texts
    of 13,000 characters on an axis took it half a minute.
    """
    long = [t for t in texts if t is not None and len(t) > LONGEST_LABEL]
    if not long:
        return texts
    taken = {t for t in texts if t is not None and len(t) <= LONGEST_LABEL}
    short: dict[str | None, str] = {}
    for text in dict.fromkeys(long):
        found, count = text[: LONGEST_LABEL - 1] + "…", 1
        while found in taken:
            count += 1
            found = f"{text[: LONGEST_LABEL - 1]}… ({count})"
        taken.add(found)
        short[text] = found
    return [short.get(t, t) for t in texts]


def _word_key(column: pd.Series, attribute: AttributeDescription) -> Key:
    codes, values = _factorized(column)
    texts = _shortened([str(value) or None for value in values.tolist()])
    distinct = dict.fromkeys(text for text in texts if text is not None)
    seen = {text: float(i) for i, text in enumerate(distinct)}
    order = attribute.order
    if order is not None:
        known = {text: sort_key(order, text, seen) for text in seen}
        first = sorted(seen, key=lambda s: (known[s], seen[s]))
        seen = {text: float(i) for i, text in enumerate(first)}
    whole = [*texts, None]  # the last one is for what is missing
    labels = np.array(whole, dtype=object)[codes]
    ranks = np.array([math.nan if t is None else seen[t] for t in whole])[codes]
    return Key(
        attribute.name,
        pd.Series(labels, index=column.index, dtype=object),
        pd.Series(ranks, index=column.index, dtype=float),
        order is not None,
        "words",
    )


def _time_key(
    name: str, column: pd.Series, granularity: str | None, lang: Lang, time_unit: str | None
) -> Key:
    if time_unit in ("weekday", "hour"):
        part = column.dt.day_of_week if time_unit == "weekday" else column.dt.hour
        labels = _labels(
            part,
            lambda v: (
                formats.weekday_name(int(v), lang) if time_unit == "weekday" else f"{int(v):02d}:00"
            ),
        )
        return Key(name, labels, part.astype(float), True, "cycle", time_unit)
    step = time_unit or granularity
    if time_unit in _PERIOD:
        column = _floor(column, time_unit)
    ranks = ((column - pd.Timestamp(0)) / pd.Timedelta(seconds=1)).astype(float)
    texts = {v: formats.date_text(v, step, lang) for v in column.dropna().unique()}
    if len(set(texts.values())) < len(texts):  # finer than its granularity, or hours of two years
        texts = {v: str(formats.iso(v)).replace("T", " ") for v in texts}
    return Key(name, _labels(column, texts.__getitem__), ranks, True, "time", step)


def _floor(column: pd.Series, time_unit: str) -> pd.Series:
    codes, values = _factorized(column)
    times = pd.Series(pd.DatetimeIndex(values))
    if time_unit == "hour":
        floored = times.dt.floor("h")
    else:
        floored = times.dt.to_period(_PERIOD[time_unit]).dt.start_time
    whole = np.append(floored.to_numpy(), np.datetime64("NaT"))
    return pd.Series(whole[codes], index=column.index)


def fitting_time_unit(column: pd.Series, most: int) -> str | None:
    """Return the finest time unit that leaves at most `most` dates, None if none is needed."""
    dates = pd.to_datetime(column).dropna()
    if dates.nunique() <= most:
        return None
    for unit in _COARSER:
        if _floor(dates, unit).nunique() <= most:
            return unit
    return "year"


def sample(frame: pd.DataFrame, n: int = SAMPLE_ROWS) -> pd.DataFrame:
    """Return at most `n` rows, evenly spread and always the same, in their order."""
    if len(frame) <= n:
        return frame
    generator = np.random.default_rng(len(frame))
    return frame.iloc[np.sort(generator.choice(len(frame), n, replace=False))]


def bin_edges(values: pd.Series, bins: int | None, *, whole: bool) -> list[float]:
    """Return the edges of a histogram's bins: round numbers, about `bins` of them.

    Without `bins` the width follows Freedman & Diaconis (1981), between 5 and 40
    bins. Whole numbers get whole widths, and stand in the middle of bins of one.

    Examples
    --------
    >>> bin_edges(pd.Series([0.0, 9.0, 10.0]), 5, whole=True)
    [0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0]
    >>> bin_edges(pd.Series([0.0, 1.0, 2.0]), 5, whole=True)
    [-0.5, 0.5, 1.5, 2.5]
    """
    low, high = float(values.min()), float(values.max())
    return edges_between(low, high, lambda: _quartile_range(values), len(values), bins, whole=whole)


def _quartile_range(values: pd.Series) -> float:
    quartiles = values.quantile([0.25, 0.75]).to_list()
    return float(quartiles[1] - quartiles[0])


def edges_between(
    low: float,
    high: float,
    quartile_range: Callable[[], float],
    n: int,
    bins: int | None,
    *,
    whole: bool,
) -> list[float]:
    """Return the edges of the bins of `n` values from `low` to `high`; see `bin_edges`.

    The distance of the quartiles is asked for only where the width depends on it.
    """
    if max(abs(low), abs(high)) > _HUGE:
        small = edges_between(
            low / _SHRUNK, high / _SHRUNK, lambda: quartile_range() / _SHRUNK, n, bins, whole=False
        )
        return [min(max(edge, -_LARGEST), _LARGEST) for edge in (e * _SHRUNK for e in small)]
    span = high - low
    if span < _LEAST:
        return _single_bin(low, whole=whole)
    if bins is None:
        width = 2 * quartile_range() / n ** (1 / 3)
        bins = round(span / width) if width > 0 else 10
        bins = min(max(bins, 5), 40)
    step = _nice(span / min(bins, 200))
    if whole:
        step = max(1.0, round(step))
    first = math.floor(low / step)
    # What lies on the last edge is in the last bin, where that does not make it much wider.
    closed = not whole or step >= _WIDE
    last = math.ceil(high / step - 1e-9) if closed else math.floor(high / step) + 1
    last = max(last, first + 1)
    edges = [float(f"{i * step:.12g}") for i in range(first, last + 1)]
    if whole and step == 1 and max(abs(low), abs(high)) < _WHOLE:  # a number each, in the middle
        edges = [edge - 0.5 for edge in edges]
    # Numbers of sixteen digits may differ by less than edges of twelve digits do.
    return edges if len(set(edges)) == len(edges) else _single_bin(low, whole=whole)


def _single_bin(value: float, *, whole: bool) -> list[float]:
    size = abs(value)
    width = 1.0 if size < _LEAST or (whole and size < _WHOLE) else size * 0.1
    return [value - width / 2, value + width / 2]


def _nice(width: float) -> float:
    power = 10.0 ** math.floor(math.log10(width))
    return power * min((1, 2, 2.5, 5, 10), key=lambda m: abs(m - width / power))
