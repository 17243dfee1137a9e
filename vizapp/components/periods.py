"""Times as people say them, in zh and en: only 2023, since March 2024, 最近三个月.

What is said becomes ends as ISO text of their own length, which is how filters compare
dates. What counts from the end of the data (the last 3 months) is told as that.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

Step = Literal["year", "quarter", "month", "week", "day", "hour"]
Bound = Literal["within", "since", "after", "until", "before", "without"]

_DIGITS = "零一二三四五六七八九"
_WORDS = {
    "a": 1, "one": 1, "two": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "eighteen": 18,
    "fifteen": 15, "twenty": 20, "twenty-four": 24, "thirty": 30, "fifty": 50,
}  # fmt: skip
_MONTHS = [name.casefold() for name in (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)]  # fmt: skip
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4,
             "4th": 4, "last": 4}  # fmt: skip
_UNITS: dict[str, Step] = {
    "年": "year", "季度": "quarter", "季": "quarter", "月": "month", "周": "week", "星期": "week",
    "天": "day", "日": "day", "小时": "hour", "year": "year", "quarter": "quarter",
    "month": "month", "week": "week", "day": "day", "hour": "hour",
}  # fmt: skip
_MOST = 100_000  # units to count back; more are before any calendar


@dataclass(frozen=True)
class Moment:
    """A year, a month, a day or some months in a row.

    Parameters
    ----------
    year : int or None
        None where only a month or day was said.
    first, last : str
        What follows the year in the ISO text of its first and last part.
    step : Step
        How fine a column must be to know it.
    """

    year: int | None
    first: str = ""
    last: str = ""
    step: Step = "year"

    @property
    def begin(self) -> str:
        """The first part as ISO text."""
        return f"{self.year or 0:04d}{self.first}"

    @property
    def end(self) -> str:
        """The last part as ISO text."""
        return f"{self.year or 0:04d}{self.last}"


@dataclass(frozen=True)
class Period:
    """What was said of the time: from where to where, and how it is bound."""

    bound: Bound
    first: Moment
    last: Moment


@dataclass(frozen=True)
class Stretch:
    """So many units at the end of the data, or at their beginning."""

    n: int
    unit: Step
    at_end: bool = True


# -- moments --------------------------------------------------------------------

_N = r"(?:\d{1,2}|[零一二三四五六七八九十]{1,3})"
_YEAR = r"(?P<y>(?:1[5-9]|20)\d\d)"
_MONTH = "(?P<mon>" + "|".join(rf"{m}|{m[:3]}\.?" for m in _MONTHS) + r"|sept\.?)"
_TH = r"(?:st|nd|rd|th)?"
_MOMENTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}(?:\s*年度?)?(?:全年|整年)?",
        rf"{_YEAR}[-/.](?P<m>\d\d?)(?:[-/.](?P<d>\d\d?))?",
        rf"(?P<m>\d\d?)[-/]{_YEAR}",
        rf"(?:(?:(?P<y>\d{{4}}|\d\d)\s*年\s*)?(?P<m>{_N})\s*月份?)(?:\s*(?P<d>{_N})\s*[日号])?",
        r"(?P<y>\d\d)\s*年度?(?:全年|整年)?",
        r"(?:(?P<y>\d{4}|\d\d)\s*年\s*)?(?:第?(?P<q>[一二三四1-4])季度?|q(?P<q2>[1-4]))",
        r"(?:(?P<y>\d{4}|\d\d)\s*年\s*)?(?P<h>[上下])半年",
        rf"(?:the )?(?:year(?: of)?|calendar year) {_YEAR}",
        rf"(?:the month of )?{_MONTH}(?:,| of)?(?: {_YEAR})?",
        rf"{_YEAR},? {_MONTH}",
        rf"{_MONTH} (?P<d>\d\d?){_TH}(?:,? {_YEAR})?",
        rf"(?:the )?(?P<d>\d\d?){_TH}(?: of)? {_MONTH},?(?: {_YEAR})?",
        rf"q(?P<q>[1-4])(?:[ ,/-]*(?:of )?{_YEAR})?",
        rf"{_YEAR}[ /-]?q(?P<q>[1-4])",
        rf"(?:the )?(?P<nth>{'|'.join(_ORDINALS)}) quarter(?:,? (?:of |in )?{_YEAR})?",
        rf"(?:the )?(?P<half>first|second|1st|2nd|last) half(?:,? (?:of |in )?{_YEAR})?",
        rf"h(?P<h2>[12])(?: (?:of )?{_YEAR})?",
    )
)
_HAN_YEAR = re.compile(r"[零〇一二三四五六七八九]{4}(?=\s*年)")


def number(said: str) -> int | None:
    """Return a small number in digits or words.

    Examples
    --------
    >>> number("十二"), number("二十四"), number("two"), number("30"), number("many")
    (12, 24, 2, 30, None)
    """
    said = said.strip().replace("两", "二")
    if said.isdecimal():
        return int(said[:7])
    if said in _WORDS:
        return _WORDS[said]
    match = re.fullmatch(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)", said)
    if match:
        return (_DIGITS.index(match[1]) if match[1] else 1) * 10 + (
            _DIGITS.index(match[2]) if match[2] else 0
        )
    return _DIGITS.index(said) if len(said) == 1 and said in _DIGITS else None


def moment(said: str, today: datetime.date) -> Moment | None:
    """Return the moment that the words name, None where they name none.

    Examples
    --------
    >>> moment("march 2024", datetime.date(2025, 1, 1)).begin
    '2024-03'
    >>> moment("2023年上半年", datetime.date(2025, 1, 1)).end
    '2023-06'
    """
    said = said.strip()
    return _relative(said, today) or written(said)


def written(said: str) -> Moment | None:
    """Return the moment that the words name without a calendar on the wall.

    Examples
    --------
    >>> written("2023年3月").begin, written("jan 2022").begin, written("yesterday")
    ('2023-03', '2022-01', None)
    """
    said = _HAN_YEAR.sub(
        lambda m: "".join(str(_DIGITS.index(d)) for d in m[0].replace("〇", "零")), said
    )
    for pattern in _MOMENTS:
        match = pattern.fullmatch(said)
        if match:
            return _moment_of({k: v for k, v in match.groupdict().items() if v})
    return None


def _moment_of(parts: dict[str, str]) -> Moment | None:
    year = int(parts["y"]) if "y" in parts else None
    if year is not None and year < 100:
        year += 2000 if year < 70 else 1900
    quarter = number(parts.get("q") or parts.get("q2") or "") or _ORDINALS.get(parts.get("nth", ""))
    if quarter:
        return Moment(year, f"-{3 * quarter - 2:02d}", f"-{3 * quarter:02d}", "quarter")
    half = parts.get("h") or parts.get("h2") or parts.get("half")
    if half:
        first = half in ("上", "1", "first", "1st")
        return Moment(year, "-01" if first else "-07", "-06" if first else "-12", "quarter")
    month = number(parts["m"]) if "m" in parts else None
    if "mon" in parts:
        month = next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(parts["mon"][:3]))
    if month is None:
        return Moment(year)
    if not 1 <= month <= 12:
        return None
    if "d" not in parts:
        return Moment(year, f"-{month:02d}", f"-{month:02d}", "month")
    day = number(parts["d"])
    if not day or day > calendar.monthrange(year or 2000, month)[1]:
        return None
    return Moment(year, f"-{month:02d}-{day:02d}", f"-{month:02d}-{day:02d}", "day")


def _relative(said: str, today: datetime.date) -> Moment | None:
    """Return what the calendar on the wall tells: this year, 上个月, yesterday."""
    match = re.fullmatch(r"(?:the )?(this|current|last|previous) (year|quarter|month)", said)
    back = {"this": 0, "current": 0, "本": 0, "这个": 0, "当前": 0}
    if match is None:
        match = re.fullmatch(r"(本|这个|当前|上一?个?)(年度|季度|月)", said)
    year, month = today.year, today.month
    if match:
        n = back.get(match[1], 1)
        if match[2] in ("year", "年度"):
            return Moment(year - n)
        if match[2] in ("quarter", "季度"):
            at = year * 4 + (month - 1) // 3 - n
            first = at % 4 * 3 + 1
            return Moment(at // 4, f"-{first:02d}", f"-{first + 2:02d}", "quarter")
        at = year * 12 + month - 1 - n
        part = f"-{at % 12 + 1:02d}"
        return Moment(at // 12, part, part, "month")
    if said in ("今年", "去年", "前年"):
        return Moment(year - ("今年", "去年", "前年").index(said))
    days = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1}
    if said not in days:
        return None
    day = (today - datetime.timedelta(days=days[said])).isoformat()
    return Moment(int(day[:4]), day[4:], day[4:], "day")


# -- what is said of them ---------------------------------------------------------

_EN_LEAD = (
    r"(?:(?:(?:data|values|rows|dates|those|ones) from|only|just|show|see|keep|display|use"
    r"|look at|filter|filtered|restrict|restricted|limit"
    r"|limited|narrow|zoom|me|it|this|that|them|the|down|chart|data|values?|rows?|dates?|with|a"
    r") )*"
)
_EN_IN = r"(?:(?:in|into|to|for|of|during|within|on|over|the|year|month) )*"
_ZH_LEAD = (
    r"(?:(?:图表?|数据|把它?|将|时间|日期|范围|改为|改成|限定|限制|筛选|过滤|只|仅|就|单独|看|显示"
    r"|展示|保留|要|用|取|查看|出|为|在|到|按)\s*)*"
)
_ZH_END = (
    r"(?:这?[一两]?[段个]?(?:时间|期间|之?间|以?内|里|中|当年|当月)?)?的?"
    r"(?:数据|部分|情况|记录|行|图)?"
)
_NOW = (
    r"(?: (?:onwards?|on|and later|or later|and after|(?:to|until) now|to (?:date|the present)))?"
)
_SAID: tuple[tuple[Bound, str], ...] = (
    ("since", rf"{_EN_LEAD}(?:since|from|starting(?: from| in| on| with| at)?"
              rf"|beginning(?: in| from| on| with)?|as of|on or after|not before)"
              rf"(?: the (?:start|beginning) of)? (?P<a>.+?){_NOW}"),
    ("since", rf"{_EN_LEAD}(?P<a>.+?) (?:onwards?|(?:and|or) later|and after|to date|to now)"),
    ("after", rf"{_EN_LEAD}(?:after|later than|past)(?: the end of)? (?P<a>.+)"),
    ("until", rf"{_EN_LEAD}(?:until|till|up to|up until|through|to|by|not after|no later than"
              rf"|on or before)(?: the end of)? (?P<a>.+)"),
    ("until", rf"{_EN_LEAD}(?P<a>.+?) (?:and|or) (?:earlier|before)"),
    ("before", rf"{_EN_LEAD}(?:before|earlier than|prior to)(?: the start of)? (?P<a>.+)"),
    ("without", r"(?:without|exclud(?:e|ing)|except(?: for)?|leave out|drop|remove|hide"
                r"|all but|everything but|not)(?: (?:the year|the month of|in))? (?P<a>.+)"),
    ("since", rf"{_ZH_LEAD}(?:从|自)?(?P<a>.+?)(?:以来|开始|起|及?以后|及之后|至今"
              rf"|到现在|到今天|往后){_ZH_END}"),
    ("after", rf"{_ZH_LEAD}(?P<a>.+?)(?:之后|后){_ZH_END}"),
    ("until", rf"{_ZH_LEAD}(?:截至|截止到?|到|至)(?P<a>.+?)(?:为止|底|末)?{_ZH_END}"),
    ("until", rf"{_ZH_LEAD}(?P<a>.+?)(?:为止|及以前|及之前){_ZH_END}"),
    ("before", rf"{_ZH_LEAD}(?:在)?(?P<a>.+?)(?:以前|之前|前){_ZH_END}"),
    ("without", r"(?:不看|不要|不含|不包[括含]|除[去了]?|去掉|排除|剔除|去除|移除)(?P<a>.+?)"
                r"[以之]?外?(?:的?数据)?"),
)  # fmt: skip
_FORMS = tuple((bound, re.compile(pattern)) for bound, pattern in _SAID)
_ONLY = (
    re.compile(rf"(?P<lead>{_EN_LEAD}{_EN_IN})(?P<a>.+?)(?: (?:only|alone|data|values))*"),
    re.compile(rf"(?P<lead>{_ZH_LEAD})(?P<a>.+?){_ZH_END}"),
)
_BETWEEN = (
    re.compile(rf"{_EN_LEAD}{_EN_IN}between (?P<a>.+?) (?:and|to|until|-) (?P<b>.+)"),
    re.compile(
        rf"{_EN_LEAD}{_EN_IN}(?:from )?(?P<a>.+?)"
        rf"(?: (?:to|until|till|up to|through|thru|-|\u2013|\u2014) "
        rf"|\s*[\u2013\u2014~]\s*)(?P<b>.+)"
    ),
    re.compile(
        rf"{_ZH_LEAD}(?:从|自|介于|在)?(?P<a>.+?)\s*(?:到|至|~|\uff5e|-|\u2013|\u2014+|和|与)\s*"
        rf"(?P<b>.+?){_ZH_END}"
    ),
)
_COUNT = rf"(?P<n>\d+|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_EN_UNIT = r"(?P<unit>year|quarter|month|week|day|hour)s?"
_STRETCHES = (
    re.compile(
        rf"{_EN_LEAD}{_EN_IN}(?:my |its )?(?P<end>last|past|latest|most recent|recent|final|first"
        rf"|earliest|previous|trailing)(?: {_COUNT})?(?P<half> half(?: a)?)? {_EN_UNIT}"
        r"(?: only| of (?:the )?data)?"
    ),
    re.compile(
        rf"{_ZH_LEAD}(?P<end>最近|最新|近来?|过去|最后|最早|最初|开头|最前)的?\s*"
        r"(?P<n>\d+|[一两二三四五六七八九十]{1,3})?(?P<half>半)?\s*个?"
        rf"(?P<unit>年|季度?|月|周|星期|天|日|小时){_ZH_END}"
    ),
)
_AT_BEGIN = ("first", "earliest", "最早", "最初", "开头", "最前")


def told(said: str, today: datetime.date) -> Period | Stretch | None:
    """Return the time that the words keep, None where they speak of anything else.

    Parameters
    ----------
    said : str
        Casefolded, without closing marks.
    today : date
        For what is told by it, such as last year.

    Examples
    --------
    >>> told("the last 3 months", datetime.date(2025, 1, 1))
    Stretch(n=3, unit='month', at_end=True)
    >>> told("2024年3月以后", datetime.date(2025, 1, 1)).bound
    'since'
    """
    return next(_readings(said, lambda text: moment(text, today)), None)


def _readings(said: str, read: Callable[[str], Moment | None]) -> Iterator[Period | Stretch]:
    for pattern in _ONLY:
        match = pattern.fullmatch(said)
        found = read(match["a"]) if match else None
        if match is None or found is None:
            continue
        # March and May may mean anything: the lead tells that rows are to be kept.
        if found.year is not None or match["lead"] or not _is_word(match["a"]):
            yield Period("within", found, found)
    for pattern in _STRETCHES:
        match = pattern.fullmatch(said)
        stretch = _stretch(match) if match else None
        if stretch:
            yield stretch
    for pattern in _BETWEEN:
        match = pattern.fullmatch(said)
        if match:
            yield from _between(match["a"], match["b"], read)
    for bound, pattern in _FORMS:
        match = pattern.fullmatch(said)
        found = read(match["a"]) if match else None
        if found:
            yield Period(bound, found, found)


def _is_word(said: str) -> bool:
    """Return whether it is a month by its name alone."""
    return re.fullmatch(_MONTH, said.strip()) is not None


def _between(a: str, b: str, read: Callable[[str], Moment | None]) -> Iterator[Period]:
    # The unit may be said once: 2023年1到6月, 23到25年.
    first = read(a) or next((read(a + unit) for unit in "月年" if unit in b), None)
    last = read(b) or (read(f"{b}月") if a.endswith("月") else None)
    if first is None or last is None:
        return
    if first.year is None and last.year is not None:
        year = last.year if first.first <= last.last else last.year - 1  # November to March 2024
        first = replace(first, year=year)
    elif last.year is None and first.year is not None:
        year = first.year if first.first <= last.last else first.year + 1
        last = replace(last, year=year)
    if first.begin > last.begin:
        first, last = last, first
    yield Period("within", first, last)


def _stretch(match: re.Match[str]) -> Stretch | None:
    unit: Step = _UNITS[match["unit"]]
    n = number(match["n"]) if match["n"] else 1
    if not match["n"] and not match["half"] and match["end"] in ("last", "previous", "first"):
        return None  # last month is one of the calendar
    if match["half"]:
        if unit != "year" or n != 1 or match["n"] not in (None, "a"):
            return None
        n, unit = 6, "month"
    if not n or n > _MOST:
        return None
    return Stretch(n, unit, match["end"] not in _AT_BEGIN)


def stretch_end(stretch: Stretch, low: str, high: str) -> str:
    """Return where that many units end that begin, or end, with the data, as ISO text.

    Whole months and quarters of the calendar are counted, the one with the end of the
    data among them, so that as many marks are seen as were asked for.

    Examples
    --------
    >>> stretch_end(Stretch(3, "month"), "2020-01-01", "2024-12-10")
    '2024-10'
    >>> stretch_end(Stretch(30, "day"), "2020-01-01", "2024-12-30")
    '2024-12-01'
    """
    text = (high if stretch.at_end else low).replace(" ", "T")
    back = 1 - stretch.n if stretch.at_end else stretch.n - 1
    if stretch.unit in ("year", "quarter", "month"):
        size = {"year": 12, "quarter": 3, "month": 1}[stretch.unit]
        at = int(text[:4]) * 12 + int(text[5:7] or 1) - 1
        at = at // size * size + back * size + (0 if stretch.at_end else size - 1)
        at = min(max(at, 12), 9999 * 12 + 11)
        year = f"{at // 12:04d}"
        return year if stretch.unit == "year" else f"{year}-{at % 12 + 1:02d}"
    begin = datetime.datetime.fromisoformat(f"{text}-01-01"[:10] if len(text) < 10 else text)
    if stretch.unit == "hour":
        step = datetime.timedelta(hours=back)
    else:
        n_days = stretch.n * (7 if stretch.unit == "week" else 1) - 1
        step = datetime.timedelta(days=-n_days if stretch.at_end else n_days)
    try:
        moved = (begin + step).isoformat(sep=" ")
    except OverflowError:
        moved = text
    return moved[:13] if stretch.unit == "hour" else moved[:10]
