"""Dates and times in text, in the forms people write them.

A date is a naive local time: a zone at its end is dropped, never applied, so
that no date moves to another day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from vizapp.profile import calendars
from vizapp.profile.attributes import GRANULARITIES, Granularity
from vizapp.profile.calendars import WEEKDAYS

DayFirst = bool
FIRST_YEAR, LAST_YEAR = 1678, 2261  # what 64-bit nanoseconds hold
_PIVOT = 69  # two-digit years from here on are of the last century

HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "十": 10}

_M = r"(?P<mon>[^\W\d_]{3,10})\.?"
_Y = r"(?P<y>\d{4})"
_Y2 = r"(?P<y>\d{4}|\d{2})"
_TIME = (
    r"(?:(?:T|\s+|,\s*|\s+(?:à|às|um|alle)\s+)(?P<h>\d{1,2})[:：时h](?P<min>\d{2})分?"
    r"(?:[:：](?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?秒?)?\s*(?P<ap>[AaPp]\.?[Mm]\.?|Uhr)?"
    r"\s*(?:Z|[+-]\d{2}:?\d{2}|(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?|(?(s)[+-]\d{2}|))?"
    r"(?:\s\([^()]{1,40}\))?)?"
)
_WEEKDAY = rf"(?:{WEEKDAYS},?\s+)?"
_ZH_QUARTER = r"第?(?P<q>[一二三四1-4])(?:季度|季)"

_FORMS: tuple[tuple[str, str], ...] = (
    ("full", rf"{_Y}[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_TIME}"),
    ("full", rf"{_Y}年\s?(?P<m>\d{{1,2}})月\s?(?P<d>\d{{1,2}})[日号]?{_TIME}"),
    ("parts", rf"(?P<a>\d{{1,2}})(?P<sep>[/.-])(?P<b>\d{{1,2}})(?P=sep){_Y2}{_TIME}"),
    (
        "full",
        rf"{_Y}(?P<m>[01]\d)(?P<d>[0-3]\d)(?:[T ]?(?P<h>\d{{2}})(?P<min>\d{{2}})(?P<s>\d{{2}}))?",
    ),
    ("full", rf"{_Y}(?P<m>[01]\d)(?P<d>[0-3]\d){_TIME}"),
    ("month", rf"{_Y}[-/](?P<m>\d{{1,2}})"),
    ("month", rf"{_Y}年\s?(?P<m>\d{{1,2}})月?份?"),
    ("month", rf"(?P<m>\d{{1,2}})[-/]{_Y}"),
    ("month", rf"{_M}(?:\s+del?\s+|[\s,\-/]*)['’]?{_Y2}"),
    ("month", rf"{_Y}[\s\-/]*{_M}"),
    ("year", rf"{_Y}\s?年度?"),
    ("quarter", rf"{_Y}[\s\-/._]*[Qq](?P<q>[1-4])"),
    ("quarter", rf"[Qq](?P<q>[1-4])[\s\-/._,'’]*{_Y2}"),
    ("quarter", rf"(?P<q>[1-4])[Qq][\s\-/._']*{_Y2}"),
    ("quarter", rf"{_Y}年\s?{_ZH_QUARTER}"),
    ("quarter", rf"{_Y}年\s?[Qq](?P<q>[1-4])"),
    ("full", rf"{_WEEKDAY}{_M}\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_Y}{_TIME}"),
    (
        "full",
        rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|[ºª°])?(?:\s+(?:of|de)\s+|[\s\-/.]*){_M}"
        rf"(?:\s+del?\s+|[\s,\-/]*){_Y2}{_TIME}",
    ),
    (
        "full",  # of a web server's log
        rf"\[?(?P<d>\d{{2}})/{_M}/{_Y}:(?P<h>\d{{2}}):(?P<min>\d{{2}}):(?P<s>\d{{2}})(?:\s[+-]\d{{4}})?\]?",
    ),
    ("full", rf"{_Y}[\s\-/]{_M}[\s\-/](?P<d>\d{{1,2}}){_TIME}"),
    (
        "full",
        rf"{_WEEKDAY}{_M}\s+(?P<d>\d{{1,2}})\s+(?P<h>\d{{1,2}}):(?P<min>\d{{2}}):(?P<s>\d{{2}})\s+{_Y}",
    ),
    ("quarter", r"(?P<y>\d{2})[Qq](?P<q>[1-4])"),
    ("quarter", rf"FY\s?{_Y2}[\s\-/]*[Qq](?P<q>[1-4])"),
    ("quarter", rf"{_Y}(?:财年|年度)\s?(?:[Qq](?P<q>[1-4])|{_ZH_QUARTER.replace('<q>', '<z>')})"),
    ("month", r"(?P<y>\d{2})年\s?(?P<m>\d{1,2})月份?"),
    ("year", rf"(?:FY|fiscal year|财年)\s?['’]?{_Y2}(?:[/\-]\d{{2,4}})?"),
    ("year", rf"{_Y}(?:[/\-]\d{{2,4}})?\s?财年"),
    ("week", rf"(?:week|wk|[Ww])\s?(?P<w>\d{{1,2}})[,\s\-/]+{_Y}"),
    ("week", rf"{_Y}[\s\-/]*[Ww](?:eek|k)?\s?(?P<w>\d{{1,2}})"),
    ("week", rf"{_Y}年\s?第?(?P<w>\d{{1,2}})周"),
)
_PATTERNS = tuple((form, re.compile(pattern, re.IGNORECASE)) for form, pattern in _FORMS)
# Every form has four digits or a month word with two; cheap to ask first.
_HINT = re.compile(
    r"\d{4}|\d\d年|[Ff][Yy]\W?\d\d|[Qq][1-4]\W{0,2}\d\d|\d\d[Qq][1-4]|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}|[^\W\d_]{3,}[\s.,'’\-/]*\d\d|\d\d?[Qq]\W?\d\d"
)

# Two digits of the year first, as in `24.3.5`; believed for a whole column only.
_YEAR_FIRST = re.compile(
    rf"(?P<y>\d{{2}})(?P<sep>[/.-])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}}){_TIME}"
)
_BARE_YEAR = re.compile(r"(?P<y>(?:1[6-9]|20)\d\d)")
_SERIAL_START = dt.datetime(1899, 12, 30)  # what spreadsheets count days from
_SERIALS = (20_000, 60_000)  # 1954 to 2064

Evidence = Literal["year", "quarter", "month", "week", "full"]


@dataclass(frozen=True)
class Found:
    """One text cut into the parts of a date."""

    form: str
    match: re.Match[str]


@dataclass(frozen=True)
class Dates:
    """The distinct texts of a column as dates; `order` is what was read first if in doubt."""

    values: dict[str, dt.datetime]
    granularity: Granularity
    order: Literal["day", "month"] | None = None


def find(text: str) -> Found | None:
    """Return the form of a date that the text has, None when it has none."""
    if len(text) > 64:
        return None
    if "(" in text or not text.isascii():
        text = _rewritten(text)
    if not _HINT.search(text):
        return None
    for form, pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        if match and _has_month_word(match):
            return Found(form, match)
    return None


_HAN_DATE = re.compile(
    r"(?P<y>[〇○零一二三四五六七八九]{4})年(?:(?P<m>[一二三四五六七八九十]{1,3})月份?)?"
    r"(?:(?P<d>[一二三四五六七八九十]{1,3})[日号])?"
)
_HAN_WEEKDAY = re.compile(r"\s*[(\uff08]?(?:星期|周|礼拜)[一二三四五六日天][)\uff09]?\s*")
_HAN_CLOCK = re.compile(
    r"\s*(?P<ap>凌晨|早上|上午|中午|下午|傍晚|晚上)?\s*(?P<h>\d{1,2})(?:[:\uff1a]|[时点])"
    r"(?P<min>\d{1,2})?分?(?:[:\uff1a]?(?P<s>\d{1,2})秒?)?$"
)
_HAN_AFTERNOON = ("中午", "下午", "傍晚", "晚上")


def _rewritten(text: str) -> str:
    """Return a date as its plain form: `下午3:05` as `15:05`, `二〇二四年` as `2024年`."""
    han = _HAN_DATE.fullmatch(text)
    if han:
        digits = "".join(str(HAN_DIGITS.get(c, 0)) for c in han["y"])
        month = f"{han_number(han['m'])}月" if han["m"] else ""
        return f"{digits}年{month}" + (f"{han_number(han['d'])}日" if han["d"] else "")
    text = calendars.without_weekday(calendars.plain(text))
    if not re.search(r"\d{4}", text):
        return text
    text = _HAN_WEEKDAY.sub(" ", text).strip() if re.search(r"\d日|-\d", text) else text
    clock = _HAN_CLOCK.search(text)
    if clock is None or not clock.start():
        return text
    hour = int(clock["h"])
    if clock["ap"] in _HAN_AFTERNOON and hour < (11 if clock["ap"] == "中午" else 12):
        hour += 12
    seconds = f":{int(clock['s']):02d}" if clock["s"] else ""
    return f"{text[: clock.start()]} {hour:02d}:{int(clock['min'] or 0):02d}{seconds}"


def han_number(word: str) -> int:
    """Return the number, up to 99, of digits such as 二十一."""
    tens, ten, ones = word.rpartition("十")
    if not ten:
        return HAN_DIGITS.get(word, 0)
    return 10 * (HAN_DIGITS[tens] if tens else 1) + (HAN_DIGITS[ones] if ones else 0)


def _has_month_word(match: re.Match[str]) -> bool:
    word = match.groupdict().get("mon")
    return word is None or calendars.month_of(word) is not None


def parse(
    texts: Sequence[str],
    *,
    max_failures: int = 0,
    day_first: bool | None = None,
    year_first: bool = False,
) -> Dates | None:
    """Read distinct texts as dates.

    Parameters
    ----------
    texts : sequence of str
        Distinct, outer blanks stripped, missing markers left out.
    max_failures : int
        How many texts may be no date; they are absent from the values.
    day_first : bool, optional
        What a person said of texts such as `05/06/2023`.
    year_first : bool
        Whether texts such as `24.3.5` may be dates, because the name speaks of time.

    Returns
    -------
    Dates or None
        None when too many texts are no dates.
    """
    found = (_years_first(texts) or _eras(texts)) if year_first else {}
    failed = 0
    if not found:
        years: dict[str, Found] = {}
        for text in texts:
            one = find(text)
            year = _BARE_YEAR.fullmatch(text) if one is None else None
            if one is not None:
                found[text] = one
            elif year is not None:
                years[text] = Found("year", year)
            else:
                failed += 1
            if failed > max_failures or len(years) > max_failures + len(texts) // 2:
                return None
        doubted = _without_company(found)
        failed += len(doubted)
        found = {text: one for text, one in found.items() if text not in doubted}
        # `2009` is a date among dates such as `June 23, 2008` and `May 2007`.
        if len(years) < len(found):
            found |= years
        elif failed + len(years) > max_failures:
            return None
    parts = [f.match for f in found.values() if f.form == "parts"]
    doubtful = bool(parts) and _is_doubtful(parts)
    if day_first is None or not doubtful:
        day_first = _day_first(parts)
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
    order: Literal["day", "month"] | None = None
    if doubtful:
        order = "day" if day_first else "month"
    return Dates(values, step(values.values(), {f.form for f in found.values()}), order)


def _years_first(texts: Sequence[str]) -> dict[str, Found]:
    """Return texts such as `24.3.5` as dates; empty unless all are and the year stands first."""
    matches = {text: _YEAR_FIRST.fullmatch(text) for text in texts}
    parts = [(m["y"], m["d"]) for m in matches.values() if m]
    if len(parts) < len(texts) or any(of_short_year(text) is None for text in texts):
        return {}
    # A year has two digits, and fewer years than days occur.
    proved = any(len(day) == 1 for _, day in parts)
    if not proved and len({year for year, _ in parts}) >= len({day for _, day in parts}):
        return {}
    return {text: Found("full", match) for text, match in matches.items() if match}


def _eras(texts: Sequence[str]) -> dict[str, Found]:
    """Return texts such as `R6.3.5` as dates; empty unless all are."""
    found = {text: find(calendars.of_short_era(text) or "") for text in texts}
    known = {text: one for text, one in found.items() if one is not None}
    return known if len(known) == len(texts) else {}


def of_era(text: str) -> dt.datetime | None:
    """Return the moment of a text such as `R6.3.5`, None when it is none.

    Examples
    --------
    >>> of_era("R6.3.5"), of_era("R6.13.5")
    (datetime.datetime(2024, 3, 5, 0, 0), None)
    """
    return moment_of(calendars.of_short_era(text) or "", day_first=False)


def _without_company(found: Mapping[str, Found]) -> frozenset[str]:
    """Return the texts whose month is a word of other things, where no month is surely one.

    `5 set 2024` is a date, `set 12` only beside `ago 12` and `nov 12`.
    """
    unsure = set()
    for text, one in found.items():
        part = one.match.groupdict()
        if not part.get("mon"):
            continue
        if not calendars.is_unsure(part["mon"]):
            return frozenset()
        day = one.match.start("d") if part.get("d") else -1
        if len(part["y"]) < 4 or not 0 <= day < one.match.start("mon"):
            unsure.add(text)
    return frozenset(unsure)


def of_short_year(text: str) -> dt.datetime | None:
    """Return the moment of a text such as `24.3.5`, None when it is none.

    Examples
    --------
    >>> of_short_year("24.3.5"), of_short_year("24.13.5")
    (datetime.datetime(2024, 3, 5, 0, 0), None)
    """
    match = _YEAR_FIRST.fullmatch(text)
    try:
        return _build(Found("full", match), day_first=False) if match else None
    except ValueError:
        return None


def of_serial(value: float) -> dt.datetime:
    """Return the moment of a spreadsheet's day number.

    Examples
    --------
    >>> of_serial(45356), of_serial(45356.5)
    (datetime.datetime(2024, 3, 5, 0, 0), datetime.datetime(2024, 3, 5, 12, 0))
    """
    return _SERIAL_START + dt.timedelta(seconds=round(value * 86_400))


def serial(text: str) -> dt.datetime | None:
    """Return the day of five digits that a spreadsheet would count so, None beyond our days."""
    if not re.fullmatch(r"\d{5}", text) or not _SERIALS[0] <= int(text) <= _SERIALS[1]:
        return None
    return of_serial(int(text))


def moment_of(text: str, *, day_first: bool) -> dt.datetime | None:
    """Return one text as a date where the order is known, None when it is none."""
    found = find(text)
    if found is None:
        return None
    try:
        value = _build(found, day_first)
    except ValueError:
        return None
    return value if FIRST_YEAR <= value.year <= LAST_YEAR else None


def _is_doubtful(matches: Sequence[re.Match[str]]) -> bool:
    """Return whether day and month could change places in every text, to another date."""
    pairs = [(int(m["a"]), int(m["b"])) for m in matches]
    return max(max(pair) for pair in pairs) <= 12 and any(a != b for a, b in pairs)


def _day_first(matches: Sequence[re.Match[str]]) -> DayFirst:
    """Decide once for a column whether the day stands before the month."""
    if not matches:
        return True
    first = {int(m["a"]) for m in matches}
    second = {int(m["b"]) for m in matches}
    if max(first) > 12 or max(second) > 12:
        # Where both pass 12 the column mixes orders; the larger part fails.
        return max(first) > 12
    if all(m["sep"] == "." for m in matches):
        return True  # Americans, who write the month first, write no points
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
        word = part["q"] or part["z"]
        quarter = HAN_DIGITS.get(word) or int(word)
        return dt.datetime(year, 3 * quarter - 2, 1)
    if found.form == "week":
        return dt.datetime.combine(dt.date.fromisocalendar(year, int(part["w"]), 1), dt.time())
    if found.form == "parts":
        day, month = int(part["a"]), int(part["b"])
        if not day_first:
            day, month = month, day
    else:
        word = part.get("mon")
        month = calendars.MONTHS[calendars.folded(word)] if word else int(part["m"])
        day = int(part["d"]) if part.get("d") else 1
    if part.get("h") is None:
        return dt.datetime(year, month, day)
    hour = int(part["h"])
    half = (part.get("ap") or "").casefold()[:1]
    if half in ("a", "p"):
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
    written = (forms or {"full"}) - {"full", "parts"}
    if written and forms == written:
        return next(unit for unit in reversed(GRANULARITIES) if unit in written)
    return _step_of_full(list(dict.fromkeys(values)))


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
    """Return the moment of 8 digits such as 20240301, or of 14 with a clock; None if none."""
    if not re.fullmatch(r"(?:19|20)\d{6}(?:\d{6})?", text):
        return None
    form = "%Y%m%d" if len(text) == 8 else "%Y%m%d%H%M%S"
    try:
        return dt.datetime.strptime(text, form)
    except ValueError:
        return None


def american(text: str) -> dt.datetime | None:
    """Return the date of five or six digits MMDDYY such as 111597, None if it is none."""
    if not re.fullmatch(r"\d{5,6}", text):
        return None
    month, day, year = int(text[:-4]), int(text[-4:-2]), int(text[-2:])
    try:
        return dt.datetime(year + (1900 if year >= _PIVOT else 2000), month, day)
    except ValueError:
        return None


def of_decimal_year(value: float) -> dt.datetime:
    """Return the day of a year with a decimal part.

    Examples
    --------
    >>> of_decimal_year(1955.25), of_decimal_year(1955.0833333)
    (datetime.datetime(1955, 4, 1, 0, 0), datetime.datetime(1955, 2, 1, 0, 0))
    """
    year, part = int(value), value - int(value)
    month = part * 12
    if abs(month - round(month)) < 0.01:  # twelfths are written with few digits
        whole = round(month)
        return dt.datetime(year + whole // 12, whole % 12 + 1, 1)
    start = dt.datetime(year, 1, 1)
    days = (dt.datetime(year + 1, 1, 1) - start).days if year < dt.MAXYEAR else 365
    return start + dt.timedelta(days=int(part * days + 1e-6))
