"""How many marks a chart is to show, and in which order, as an ask plainly says it.

"Top 5", 前五名就行, "only the three biggest", "smallest first", "reverse the order".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vizapp.components.periods import number

_N = (
    r"(?P<n>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty"
    r"|thirty|fifty)(?![.,:]?\d|[%/-]|\w)"
)
_N_ZH = (
    r"(?P<n>\d{1,3}|[二三四五六七八九]?十[一二三四五六七八九]?|[一两二三四五六七八九])"
    r"(?![\d.%成分点几])"
)
_COUNTED_ZH = r"(?:[个位名家种类项条款座所支份篇台只部本场起强]|大(?!于|区)|\s?国|\s?省)"
_MOST = (
    r"biggest|largest|highest|greatest|most \w+|top|longest|tallest|heaviest|busiest|priciest"
    r"|dearest|richest|strongest|oldest|hottest"
)
_LEAST = (
    r"smallest|lowest|fewest|least \w+|bottom|shortest|cheapest|lightest|poorest|weakest"
    r"|youngest|coldest|rarest"
)
_RANKED = rf"(?:{_MOST}|{_LEAST}|best|worst|fastest|slowest|first|leading|[a-z]{{3,}}est)"
_NO_TIME = (
    r"(?!\s?(?:%|percent|years?|months?|weeks?|days?|hours?|min|sec|quarters?|st\b|nd\b|rd\b|th\b"
    r"|times?\b|or more|or fewer|or less|and up|babies|rows\b))"
)
# "Half" and 一半 are no numbers of marks; years, weeks and rows are other things.
_EN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w-])(?:top|bottom)[- ]{_N}(?!\s?(?:%|percent))",
        rf"\b(?:just|only|keep|show|the|limit(?:ed)? (?:it |this )?to|and)\s(?:the )?{_RANKED}\s"
        rf"{_N}{_NO_TIME}",
        rf"(?:^|[,;])\W*{_RANKED}\s{_N}{_NO_TIME}",
        rf"(?:^|\b(?:the|only|just|which|show|keep|me)\s)\W*{_N}\s(?:of the )?(?!most of)"
        r"(?:biggest|largest|highest|greatest|smallest|lowest|fewest|longest|shortest|cheapest"
        r"|busiest|best|worst|fastest|slowest|tallest|oldest|youngest|(?:most|least) \w+)\b",
        rf"\b(?:at most|no more than|limit (?:it |this )?to|up to)\s{_N}"
        r"(?=\s(?:of (?:them|those)|bars?|items?|slices?|marks?|boxes|groups|columns)\b|\W*$)",
        rf"\b(?:make (?:it|that)|only|just)\s{_N}\W*$",
        rf"{_N}\s(?:is|are|will be) enough",
    )
)
_ZH = tuple(
    re.compile(pattern)
    for pattern in (
        rf"前\s?{_N_ZH}(?!\s?个?[天周月年季小分秒次成期轮回节段代排])(?![百千万级日号])",
        rf"(?:倒数|末尾?|垫底的?|最后)(?:的)?\s?{_N_ZH}(?=\s?[名个位家])",
        rf"(?<!向)后\s?{_N_ZH}(?=\s?[名位家])",
        rf"最[\u3400-\u9fff]{{1,4}}?的?(?:前)?\s?{_N_ZH}(?=\s?{_COUNTED_ZH})(?!\s?[个]?[天周月年季小分秒])",
        rf"(?:最多|至多)(?:只)?(?:显示|展示|看|留|列|画)?\s?{_N_ZH}(?=\s?{_COUNTED_ZH})(?!\s?个?[月小星])",
        rf"{_N_ZH}\s?{_COUNTED_ZH}就(?:够|行|好|可以)",
    )
)
_LOWEST = re.compile(
    rf"(?i)\b(?:{_LEAST})\b|最[低少小便短轻穷]|倒数|垫底|末尾?\s?[\d一二两三四五六七八九十]"
    r"|后\s?[\d一二两三四五六七八九十]+\s?[名位家]"
)
_HIGHEST = re.compile(
    rf"(?i)\b(?:{_MOST})\b|最[高多大贵长重]|前\s?[\d一二两三四五六七八九十]+\s?大"
)
# The fastest have the least seconds or the most points: how they are sorted is not said.
_UNCLEAR = re.compile(r"(?i)\b(?:best|worst|[a-z]{3,}est)\b|最|升序|降序|\b(?:asc|desc)|从.{1,3}到")
_UP = re.compile(
    r"(?i)\b(?:smallest|lowest|fewest|least|shortest|cheapest|poorest|youngest|coldest)\b"
    r"(?:\s\w+){0,2}?\s(?:first|(?:on|at)(?: the)? (?:top|left))\b"
    r"|[低少小短便宜]+的?(?:[排放]?在?(?:最?前|上面|最上|左边))"
)
_DOWN = re.compile(
    r"(?i)\b(?:biggest|largest|highest|greatest|most|longest|tallest|oldest|hottest)\b"
    r"(?:\s\w+){0,2}?\s(?:first|(?:on|at)(?: the)? (?:top|left))\b"
    r"|[高多大长贵]的?(?:[排放]?在?(?:最?前|上面|最上|左边))"
)
_REVERSED = re.compile(
    r"(?i)\b(?:reverse(?:d)? (?:the |that |this )?(?:order|sort\w*)|flip (?:the )?order"
    r"|(?:order|sort\w*) reversed|the other way round|opposite order)\b"
    r"|倒过来排|反过来排|反序|顺序反过来|顺序倒过来"
)
_BY_NAME = re.compile(
    r"(?i)\balphabetic(?:al|ally)?\b|\b(?:sort|order)(?:ed)? (?:it |them )?by (?:the )?names?\b"
    r"|按(?:首?字母|拼音|名称|名字)(?:顺序|排)"
)
_CLAUSE = re.compile(r"[,;.\uff0c\u3002\uff1b]")
_NEAR = 8  # characters between what is dropped and the word that drops it
_DROPS = re.compile(r"(?i)\b(?:no|not|don't|without|drop|remove|instead of)\b|不|别|去掉|取消|除")


@dataclass(frozen=True)
class Limit:
    """Where an ask says how many marks it wants, and how many."""

    start: int
    end: int
    number: int


def find_limit(ask: str) -> Limit | None:
    """Return the one number of marks that an ask plainly wants.

    Examples
    --------
    >>> find_limit("only the three biggest"), find_limit("前五名就行").number
    (Limit(start=9, end=14, number=3), 5)
    >>> find_limit("the first 3 years"), find_limit("最多三个月"), find_limit("sales by region")
    (None, None, None)
    """
    found = [
        Limit(match.start("n"), match.end("n"), number(match["n"].casefold()) or 0)
        for pattern in (*_EN, *_ZH)
        for match in pattern.finditer(ask)
        if not _DROPS.search(_CLAUSE.split(ask[: match.start()])[-1][-_NEAR:])
    ]
    numbers = {limit.number for limit in found}
    return found[0] if len(numbers) == 1 and found[0].number > 0 else None


def said_sort(ask: str, shown: str | None, *, limits: bool) -> str | None:
    """Return the order that a follow-up plainly wants of a chart with the order `shown`.

    Parameters
    ----------
    ask : str
        The follow-up.
    shown : str, optional
        The order of the chart on screen.
    limits : bool
        Whether it wants some of the marks alone: "the three smallest".

    Examples
    --------
    >>> said_sort("smallest first", None, limits=False)
    'y'
    >>> said_sort("flip the order", "-y", limits=False)
    'y'
    >>> said_sort("the three biggest", None, limits=True)
    '-y'
    >>> said_sort("as a pie", "-y", limits=False)
    """
    if _REVERSED.search(ask):
        return None if shown is None else shown[1:] if shown.startswith("-") else f"-{shown}"
    if _DROPS.search(ask) and not limits:
        return None
    ups, downs = bool(_UP.search(ask)), bool(_DOWN.search(ask))
    if ups != downs:
        return "y" if ups else "-y"
    if _BY_NAME.search(ask) and not ups:
        return "x"
    if not limits:
        return None
    lowest, highest = bool(_LOWEST.search(ask)), bool(_HIGHEST.search(ask))
    if lowest != highest:
        return "y" if lowest else "-y"
    return None if lowest or _UNCLEAR.search(ask) else shown or "-y"
