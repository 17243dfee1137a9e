"""Periods that an ask names: years, months and decades, as the dates of a table are compared.

Dates are compared as text of a value's own length, so that a year is ``2022`` and a month
``2022-03``: one value says "in", "since" and "before" alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH = "|".join(rf"{name}|{name[:3]}(?:t)?" for name in _MONTHS)
_L = r"[^\W\d\u3400-\u9fff]"
_YEAR = r"(?:1[6-9]|20)\d\d"
_MONTH_YEAR = rf"(?i)(?<!{_L})(?P<m>{_MONTH})\.?,?\s+(?P<y>{_YEAR})(?!\d)"
_DAY_ZH = (
    rf"(?P<y>{_YEAR})\s*年\s*(?P<m>1[0-2]|0?[1-9])\s*月\s*(?P<d>[12]\d|3[01]|0?[1-9])\s*[日号]"
)
_YEAR_MONTH = rf"(?P<y>{_YEAR}|(?<!\d)\d\d)\s*年\s*(?P<m>1[0-2]|0?[1-9])\s*月(?!\s*\d)"
_YEAR_ZH = rf"(?P<y>{_YEAR}|(?<!\d)\d\d)\s*年(?!\s*\d|级|前|内|间|来|以上|以下|多|左右)"
_AFTER_ZH = rf"(?P<y>(?<!\d){_YEAR}|(?<!\d)\d\d)\s*年(?=以?前|来)"
_RANGE = rf"(?<![\d.-])(?P<y>{_YEAR})(?=\s?[-–—~～]\s?{_YEAR}(?![\d-]))"
_TO = rf"(?<=\d[-–—~～])(?P<y>{_YEAR})(?![\d-])"
# A bare number is a year where nothing around it says what else it counts.
_AMOUNT = re.compile(
    r"(?i)(?:over|above|top|first|than|under|below|超过|大于|高于|小于|低于|少于|多于|前|满)\s?$"
)
_BARE = (
    rf"(?<![\d.,$€£¥#_-])(?<!{_L})(?P<y>{_YEAR})(?![\d.,:%$€£_-]*\d)(?!{_L})"
    r"(?!\s*(?:%|[$€£]|[kKmM]\b|万|千|元|块|人|个|件|次|米|公里|克|吨|分|度|岁|平))"
)
_CENTURY = 100
_THIS = 30  # two digits up to here are of this century


def find_periods(ask: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and the value of each period that an ask names, months first.

    Examples
    --------
    >>> [value for _, _, value in find_periods("since Jan 2022, not 2023")]
    ['2022-01', '2023']
    >>> [value for _, _, value in find_periods("只看23年3月以后")]
    ['2023-03']
    """
    taken: list[tuple[int, int]] = []
    for pattern in (_MONTH_YEAR, _DAY_ZH, _YEAR_MONTH, _YEAR_ZH, _AFTER_ZH, _RANGE, _TO, _BARE):
        for match in re.finditer(pattern, ask):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if pattern is _BARE and _AMOUNT.search(ask[: match.start()]):
                continue
            taken.append(match.span())
            year = int(match["y"])
            if year < _CENTURY:
                year += 2000 if year <= _THIS else 1900
            parts = match.groupdict()
            value = f"{year}"
            if month := parts.get("m"):
                value += f"-{_number(month):02}"
            if day := parts.get("d"):
                value += f"-{int(day):02}"
            yield match.start(), match.end(), value


def _number(month: str) -> int:
    if month.isdigit():
        return int(month)
    return 1 + next(i for i, name in enumerate(_MONTHS) if name[:3] == month[:3].casefold())


def plain_period(value: str, op: str) -> str:
    """Return the shortest text that a date compares with alike: a year for its first day.

    Examples
    --------
    >>> plain_period("1990-01-01", ">="), plain_period("2021-12-31", "<=")
    ('1990', '2021')
    >>> plain_period("2024-04-01", "<"), plain_period("2024-04-01", ">")
    ('2024-04', '2024-04-01')
    """
    first, last = op in (">=", "<"), op in ("<=", ">")
    match = re.fullmatch(rf"({_YEAR})-(\d\d)-(\d\d)", value)
    if match is None or not (first or last):
        return value
    year, month, day = match.groups()
    if first and day == "01":
        return year if month == "01" else f"{year}-{month}"
    if last and (month, day) == ("12", "31"):
        return year
    return value
