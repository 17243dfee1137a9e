"""Dates and times in text, in the forms people write them in English and Chinese.

A date is a naive local time: a zone at its end is dropped, never applied, so
that no date moves to another day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from vizapp.profile.attributes import GRANULARITIES, Granularity

DayFirst = bool
FIRST_YEAR, LAST_YEAR = 1678, 2261  # what 64-bit nanoseconds hold
_PIVOT = 69  # two-digit years from here on are of the last century

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "十": 10}

_M = r"(?P<mon>[A-Za-z]{3,9})\.?"
_Y = r"(?P<y>\d{4})"
_Y2 = r"(?P<y>\d{4}|\d{2})"
_TIME = (
    r"(?:(?:T|\s+|,\s*)(?P<h>\d{1,2})[:：时](?P<min>\d{2})分?(?:[:：](?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?秒?)?"
    r"\s*(?P<ap>[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_ZH_QUARTER = r"第?(?P<q>[一二三四1-4])(?:季度|季)"

_FORMS: tuple[tuple[str, str], ...] = (
    ("full", rf"{_Y}[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_TIME}"),
    ("full", rf"{_Y}年\s?(?P<m>\d{{1,2}})月\s?(?P<d>\d{{1,2}})[日号]?{_TIME}"),
    ("parts", rf"(?P<a>\d{{1,2}})(?P<sep>[/.-])(?P<b>\d{{1,2}})(?P=sep){_Y2}{_TIME}"),
    (
        "full",
        rf"{_Y}(?P<m>[01]\d)(?P<d>[0-3]\d)(?:T?(?P<h>\d{{2}})(?P<min>\d{{2}})(?P<s>\d{{2}}))?",
    ),
    ("month", rf"{_Y}[-/](?P<m>\d{{1,2}})"),
    ("month", rf"{_Y}年\s?(?P<m>\d{{1,2}})月?份?"),
    ("month", rf"(?P<m>\d{{1,2}})[-/]{_Y}"),
    ("month", rf"{_M}[\s,\-/]*['’]?{_Y2}"),
    ("month", rf"{_Y}[\s\-/]*{_M}"),
    ("year", rf"{_Y}\s?年度?"),
    ("quarter", rf"{_Y}[\s\-/._]*[Qq](?P<q>[1-4])"),
    ("quarter", rf"[Qq](?P<q>[1-4])[\s\-/._,']*{_Y2}"),
    ("quarter", rf"(?P<q>[1-4])[Qq][\s\-/._']*{_Y2}"),
    ("quarter", rf"{_Y}年\s?{_ZH_QUARTER}"),
    ("quarter", rf"{_Y}年\s?[Qq](?P<q>[1-4])"),
    ("full", rf"{_WEEKDAY}{_M}\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_Y}{_TIME}"),
    ("full", rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.]*{_M}[\s,\-/]*{_Y2}{_TIME}"),
    ("full", rf"{_Y}[\s\-/]{_M}[\s\-/](?P<d>\d{{1,2}}){_TIME}"),
    (
        "full",
        rf"{_WEEKDAY}{_M}\s+(?P<d>\d{{1,2}})\s+(?P<h>\d{{1,2}}):(?P<min>\d{{2}}):(?P<s>\d{{2}})\s+{_Y}",
    ),
    ("week", rf"{_Y}[\s\-/]*[Ww](?P<w>\d{{1,2}})"),
    ("week", rf"{_Y}年\s?第?(?P<w>\d{{1,2}})周"),
)
_PATTERNS = tuple((form, re.compile(pattern, re.IGNORECASE)) for form, pattern in _FORMS)
# Every form has four digits or a month word with two; cheap to ask first.
_HINT = re.compile(
    r"\d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}|[A-Za-z]{3,}[\s.,'’\-/]*\d\d|\d\d?[Qq]\W?\d\d"
)

Evidence = Literal["year", "quarter", "month", "week", "full"]


@dataclass(frozen=True)
class Found:
    """One text cut into the parts of a date."""

    form: str
    match: re.Match[str]


@dataclass(frozen=True)
class Dates:
    """The distinct texts of a column as dates; `forms` says how exact they are."""

    values: dict[str, dt.datetime]
    granularity: Granularity


def find(text: str) -> Found | None:
    """Return the form of a date that the text has, None when it has none."""
    if len(text) > 48 or not _HINT.search(text):
        return None
    for form, pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        if match and _has_month_word(match):
            return Found(form, match)
    return None


def _has_month_word(match: re.Match[str]) -> bool:
    word = match.groupdict().get("mon")
    return word is None or word.casefold() in _MONTHS


def parse(texts: Sequence[str], *, max_failures: int = 0) -> Dates | None:
    """Read distinct texts as dates.

    Parameters
    ----------
    texts : sequence of str
        Distinct, outer blanks stripped, missing markers left out.
    max_failures : int
        How many texts may be no date; they are absent from the values.

    Returns
    -------
    Dates or None
        None when too many texts are no dates.
    """
    found: dict[str, Found] = {}
    failed = 0
    for text in texts:
        one = find(text)
        if one is None:
            failed += 1
            if failed > max_failures:
                return None
        else:
            found[text] = one
    day_first = _day_first([f.match for f in found.values() if f.form == "parts"])
    values: dict[str, dt.datetime] = {}
    for text, one in found.items():
        try:
            value = _build(one, day_first)
        except ValueError:
            failed += 1
            if failed > max_failures:
                return None
            continue
        if FIRST_YEAR <= value.year <= LAST_YEAR:
            values[text] = value
        elif value.year != 9999 and value.year != 1:  # the ends of time mean "open"
            failed += 1
            if failed > max_failures:
                return None
    if not values:
        return None
    return Dates(values, step(values.values(), {f.form for f in found.values()}))


def _day_first(matches: Sequence[re.Match[str]]) -> DayFirst:
    """Decide once for a column whether the day stands before the month."""
    if not matches:
        return True
    first = {int(m["a"]) for m in matches}
    second = {int(m["b"]) for m in matches}
    if max(first) > 12 or max(second) > 12:
        # Where both pass 12 the column mixes orders; the larger part fails.
        return max(first) > 12
    if len(first) != 1 or len(second) != 1:
        # A part that never changes is the month of daily data, unless it is
        # 1: then it is the first day of monthly data.
        if len(second) == 1:
            return second != {1}
        if len(first) == 1:
            return first == {1}
    return all(m["sep"] != "/" for m in matches)


def _build(found: Found, day_first: DayFirst) -> dt.datetime:
    part = found.match.groupdict()
    year = int(part["y"])
    if len(part["y"]) == 2:
        year += 1900 if year >= _PIVOT else 2000
    if found.form == "year":
        return dt.datetime(year, 1, 1)
    if found.form == "quarter":
        quarter = HAN_DIGITS.get(part["q"]) or int(part["q"])
        return dt.datetime(year, 3 * quarter - 2, 1)
    if found.form == "week":
        return dt.datetime.combine(dt.date.fromisocalendar(year, int(part["w"]), 1), dt.time())
    if found.form == "parts":
        day, month = int(part["a"]), int(part["b"])
        if not day_first:
            day, month = month, day
    else:
        month = _MONTHS[part["mon"].casefold()] if part.get("mon") else int(part["m"])
        day = int(part["d"]) if part.get("d") else 1
    if part.get("h") is None:
        return dt.datetime(year, month, day)
    hour = int(part["h"])
    half = (part.get("ap") or "").casefold()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour == 24:
        return dt.datetime(year, month, day) + dt.timedelta(days=1)
    micro = int((part.get("f") or "0")[:6].ljust(6, "0"))
    return dt.datetime(year, month, day, hour, int(part["min"]), int(part.get("s") or 0), micro)


def step(values: Iterable[dt.datetime], forms: set[str] | None = None) -> Granularity:
    """Return the step of dates: the coarsest unit that tells them apart.

    Parameters
    ----------
    values : iterable of datetime
        Distinct values.
    forms : set of str, optional
        The forms they were written in; `2021-Q1` says quarter even alone.
    """
    points = sorted(set(values))
    written = (forms or {"full"}) - {"full", "parts"}
    if written and forms == written:
        return next(unit for unit in reversed(GRANULARITIES) if unit in written)
    return _step_of_full(points)


_CLOCK: tuple[tuple[Granularity, Callable[[dt.datetime], object]], ...] = (
    ("second", lambda p: p.second or p.microsecond),
    ("minute", lambda p: p.minute),
    ("hour", lambda p: p.hour),
)


def _step_of_full(points: Sequence[dt.datetime]) -> Granularity:
    for unit, part in _CLOCK:
        if any(map(part, points)):
            return unit
    if len(points) < 2:
        return "day"
    days = {point.day for point in points}
    ends = all((point + dt.timedelta(days=1)).day == 1 for point in points)
    if days == {1} or ends:
        months = {point.month for point in points}
        if len(months) == 1:
            return "year"
        starts = {(m - 1) % 3 for m in months}
        return "quarter" if len(starts) == 1 and len(points) > 2 else "month"
    if len(days) == 1 and len(points) > 2 and len({point.month for point in points}) > 2:
        return "month"
    if len(points) > 2 and len({point.weekday() for point in points}) == 1:
        return "week"
    return "day"


def compact(text: str) -> dt.datetime | None:
    """Return the date of eight digits such as 20240301, None if it is none."""
    if not re.fullmatch(r"(?:19|20)\d{6}", text):
        return None
    try:
        return dt.datetime(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
