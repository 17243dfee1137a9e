"""A stretch of time within which an ask speaks, beside what it asks for.

"Tax by rate in the second quarter" asks for the tax by rate; the rest keeps rows of one
quarter. Models read years and months of years as values; what spans several months, has no
year or counts from the end of the data is told apart here by its words, and made a filter of
the chart that answers the rest.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace

from vizapp.components.check import check_chart
from vizapp.components.filtering import period_edit
from vizapp.components.spec import Chart, Options
from vizapp.core.errors import SpecError
from vizapp.profile.attributes import TableDescription

_ZH_N = r"[一二两三四五六七八九十\d]{1,3}"
_EN_N = r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,3})"
_YEAR_ZH = r"(?:\d{4}|\d{2})年"
_EN_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_QUARTER_EN = (
    r"(?:q[1-4](?!\d)|(?:the )?(?:first|second|third|fourth|last|1st|2nd|3rd|4th) quarter)"
)
_HALF_EN = r"(?:(?:the )?(?:first|second|1st|2nd) half|h[12](?!\d))"
_OF_YEAR = r"(?:,? (?:of )?(?:19|20)\d\d)?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{_YEAR_ZH})?(?:的)?(?:第?[一二三四1-4]季度|[上下]半年)(?:的|里|内|期间|只|就好|就行)*",
        rf"(?:最近|过去|近)的?{_ZH_N}个?(?:年|季度|月|周|星期|天)(?:的|里|内|来|以来)*",
        r"(?<![\d年每各逐按分第])(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?"
        r"(?:(?:[1-3]?\d)[日号])?(?:起|以后|之后|以来|开始|往后)的?",
        rf"\b(?:(?:in|for|of|during|within|over|from) )?(?:{_QUARTER_EN}|{_HALF_EN}){_OF_YEAR}"
        r"(?: only)?(?![\w-])",
        rf"\b(?:(?:in|for|over|during|within|of) )?(?:the )?(?:last|past) {_EN_N} "
        r"(?:years|quarters|months|weeks|days)\b(?: only)?",
        rf"\b(?:since|from) (?:the )?(?:[1-3]?\d(?:st|nd|rd|th)?(?: of)? )?{_EN_MONTH}\b"
        r"(?: [1-3]?\d(?:st|nd|rd|th)?(?!\d))?(?!,? ?\d)(?: on(?:wards?)?)?",
    )
)
_STEP = re.compile(r"(?:按|每|各|逐|分)$|\b(?:by|per|each|every) $", re.IGNORECASE)
_LEFT_OUT = re.compile(
    r"(?:不[看要含算]|去掉|除了?|排除|剔除)$|\b(?:without|except|not) (?:the )?$"
)
# What says that something is kept, and nothing of it.
_LEAD = re.compile(
    r"\b(?:only|just|show|keep|see|me|of|for|in|the|please|year|rows?|data)\b"
    r"|只[看要留]?|就[看要]?|仅|看看?|的|数据|吧",
    re.IGNORECASE,
)
_EDGES = re.compile(r"^[\s,，、;；:：。的]+|[\s,，、;；:：。]+$")


def split_time(
    ask: str, description: TableDescription, cells: Sequence[str] = ()
) -> tuple[str, str] | None:
    """Return an ask without the stretch of time within which it speaks, and that stretch.

    None where it speaks of none, of several, or of nothing else.

    Parameters
    ----------
    ask : str
        The question or wish.
    description : TableDescription
        The table; without dates there is nothing to filter by.
    cells : sequence of str
        Words of cells that the ask names: a column may hold Q2.
    """
    if not any(a.type == "DATE" for a in description.attributes):
        return None
    spans = [match.span() for pattern in _PATTERNS for match in pattern.finditer(ask)]
    if len(spans) != 1:
        return None
    start, end = spans[0]
    before, said, behind = ask[:start], ask[start:end], ask[end:]
    if _STEP.search(before) or _LEFT_OUT.search(before):
        return None
    if any(cell and cell.casefold() in said.casefold() for cell in cells):
        return None
    rest = " ".join(part for part in (_EDGES.sub("", before), _EDGES.sub("", behind)) if part)
    if not re.search(r"[^\W\d_]{2}", _LEAD.sub(" ", rest)):
        return None
    dates = [a.name for a in description.attributes if a.type == "DATE"]
    counts = Chart("column", (("x", (dates[0],)),), Options(aggregate="count"))
    return (rest, said) if within(counts, said, description) is not None else None


def speaks_of_time(ask: str) -> bool:
    """Return whether an ask speaks of a stretch of time that has no year, or several months."""
    return any(pattern.search(ask) for pattern in _PATTERNS)


def within(chart: Chart, said: str, description: TableDescription) -> Chart | None:
    """Return the chart of the rows of that time, None where it cannot be so."""
    words = " ".join(said.casefold().split())
    words = re.sub(r"^(?:in|for|of|during|over|within) ", "", words)
    if not words.startswith(("since", "from")):
        words = re.sub(r"[的里内只]+$|就好$|就行$", "", words)
    try:
        made = period_edit(words, chart, _of_one_date(chart, description), datetime.date.today())
    except SpecError:
        return None
    return None if made is None or check_chart(made, description) else made


def _of_one_date(chart: Chart, description: TableDescription) -> TableDescription:
    """Return the table with the dates of the chart alone, the first where it has none."""
    dates = [a.name for a in description.attributes if a.type == "DATE"]
    meant = {*chart.attributes()}.intersection(dates) or {*dates[:1]}
    kept = (a for a in description.attributes if a.type != "DATE" or a.name in meant)
    return replace(description, attributes=tuple(kept))
