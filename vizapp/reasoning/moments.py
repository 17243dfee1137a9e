"""Years, months and days that an ask names among other words, as dates are compared.

Dates are compared as text of a value's own length, so that a year is ``2022`` and a month
``2022-03``: one value says "in", "since" and "before" alike. What the words of one mean is
`components.periods`' to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vizapp.components.periods import written

_L = r"[^\W\d\u3400-\u9fff]"
_YEAR = r"(?:1[6-9]|20)\d\d"
_ANY_YEAR = rf"(?:{_YEAR}|(?<!\d)\d\d)"  # 23年 is one, 123年 is none
_MONTH = r"\s*年\s*(?:1[0-2]|0?[1-9])\s*月"
# A bare number is a year where nothing around it says what else it counts.
_AMOUNT = re.compile(
    r"(?i)(?:over|above|top|first|than|under|below|超过|大于|高于|小于|低于|少于|多于|前|满)\s?$"
)
_BARE = (
    rf"(?<![\d.,$€£¥#_-])(?<!{_L}){_YEAR}(?![\d.,:%$€£_-]*\d)(?!{_L})"
    r"(?!\s*(?:%|[$€£]|[kKmM]\b|万|千|元|块|人|个|件|次|米|公里|克|吨|分|度|岁|平))"
)
_PATTERNS = (
    rf"(?i)(?<!{_L})(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{{0,6}}\.?,?\s+{_YEAR}(?!\d)",
    rf"{_ANY_YEAR}{_MONTH}\s*(?:[12]\d|3[01]|0?[1-9])\s*[日号]",
    rf"{_ANY_YEAR}{_MONTH}(?!\s*\d)",
    rf"{_ANY_YEAR}\s*年(?!\s*\d|级|前|内|间|来|以上|以下|多|左右)",
    rf"{_ANY_YEAR}\s*年(?=以?前|来)",
    rf"(?<![\d.-]){_YEAR}(?=\s?[-–—~～]\s?{_YEAR}(?![\d-]))",
    rf"(?<=\d[-–—~～]){_YEAR}(?![\d-])",
    _BARE,
)


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
    for pattern in _PATTERNS:
        for match in re.finditer(pattern, ask):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if pattern is _BARE and _AMOUNT.search(ask[: match.start()]):
                continue
            moment = written(re.sub(r"[.,\s]+", " ", match.group().casefold()))
            if moment is not None:
                taken.append(match.span())
                yield match.start(), match.end(), moment.begin
