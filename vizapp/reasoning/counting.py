"""Which words of an ask count the table's rows.

"Orders by product" and "每月工单数" ask how many rows there are, although no word of
them says so by itself: the rows are orders, as an id of that name shows. Such words
are marked as counting, not as naming the id or the order's date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vizapp.core.language import has_cjk
from vizapp.profile.attributes import NUMBER_TYPES, AttributeDescription, TableDescription
from vizapp.profile.names import numbered_thing, says_id
from vizapp.reasoning.cues import Cue
from vizapp.reasoning.linking import Link, name_spans
from vizapp.reasoning.specials import word_token

COUNT = word_token("count")
_SHORTEST = 2  # characters of what is counted: a "单" stands in many words
_ADJACENT = 2  # characters between "number of" or "有多少" and what is counted
# What stands behind a thing that is counted, and before one that is not.
_AFTER_ZH = re.compile(
    r"(?:的|总)*(?:数量|数目|条数|个数|总数|单数|记录数|数(?![据字值学])|量(?!产)|件数|人数|人次|次数|笔数)"
    r"|(?:的|总)*(?:按|随|分布|趋势|走势)"
    r"|(?=的?(?:占比|比例|构成|最多|最少|高峰))"
)
_BEFORE_ZH = re.compile(r"(?:新增|新增的|新建|多少|几[个条件笔张位名单家]?)$")
_EACH_ZH = re.compile(r"(?:每[个条件笔张位名份]?|各[个条]?|按照?|哪[个条些]|逐[个条]|单个)$")
_AFTER_EN = re.compile(
    r"\s*(?:$|[?.!,;]|(?:by|per|over|each|every|across|in each|for each|from each|at each|trend"
    r"|a (?:day|week|month|quarter|year)|counts?|volumes?|numbers)\b)",
    re.IGNORECASE,
)
_DATED = re.compile(r"(?<=\w)(?:日期|时间|日)$|\s+(?:date|time|day|at|on)$", re.IGNORECASE)
# Who is counted as rows where these name people: "which ward has the most patients", 病人最多.
_PEOPLE_ZH = re.compile(
    r"(?:病人|患者|学生|员工|职工|客户|顾客|会员|用户|居民|选手|队员|人员?)(?=最[多少]|的?(?:比例|占比|构成))"
)
_PEOPLE_EN = re.compile(
    r"\b(?:most|fewest|least) (?P<who>patients|people|students|employees"
    r"|staff|workers|customers|clients|members|users|players|residents|participants|persons)\b",
    re.IGNORECASE,
)
# "People over 40 by department" where no number is named.
_PEOPLE_BY = re.compile(
    r"^\W*(?:the )?(?:\w+ )?(?P<who>patients|people|students|employees|staff|workers|customers"
    r"|clients|members|users|players|residents|participants|persons|pupils)\b(?!')"
    r"(?=.*\b(?:by|per|in each|for each|each|across)\b)",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:age|salary|gender|sex|birth\w*)\b|年龄|性别|工资|薪", re.IGNORECASE)
_NAMES_PEOPLE = re.compile(
    r"姓名|患者|病人|学[生号]|[员职]工|工号|会员|客户|顾客|用户|住院号|病历|门诊号|就诊号|身份证"
    r"|\b(?:patient|student|pupil|employee|emp|member|customer|client|user|person|player"
    r"|respondent|participant|subject)s?(?:\b|_|id$)|(?:first|last|full|sur) ?name",
    re.IGNORECASE,
)
_COUNTS_PEOPLE = re.compile(
    r"[人员户客]数|人次|人口|客流|人$|people|persons|head ?count|population|count|\bn(?:um|o)?_"
    r"|number of|patients|students|customers|users|members|visitors|staff|employees|workers",
    re.IGNORECASE,
)
_PER_EN = re.compile(r"\s+(?:by|per|in each|for each|from each|at each)\b", re.IGNORECASE)
_COUNTED_EN = re.compile(r"\s*(?:counts?|volumes?|numbers)\b", re.IGNORECASE)
_BEFORE_EN = re.compile(
    r"(?:\b(?:by|per|each|every|which|what|whose|top \w+|first|last|most|least|of|\w+est|single"
    r"|individual|for|across|between|all)|[a-z]'s)\s+$",
    re.IGNORECASE,
)


def find_counted(
    ask: str,
    description: TableDescription,
    names: Sequence[str],
    links: Sequence[Link],
    cues: Sequence[Cue],
) -> list[Cue]:
    """Return the words of an ask that count rows, as cues for counting.

    Parameters
    ----------
    ask : str
        The question or wish.
    description : TableDescription
        The table; its rows are what its ids number, and what differs in each of them.
    names : sequence of str
        The attributes to which positions refer.
    links : sequence of Link
        What the ask names of them, by position: a measure `orders` is no count of rows.
    cues : sequence of Cue
        The operations that the ask names: "number of" counts what follows.

    Examples
    --------
    >>> table = TableDescription(9, (AttributeDescription("order_id", "INT", 9),))
    >>> [(c.start, c.end) for c in find_counted("orders by product", table, ["order_id"], [], [])]
    [(0, 6)]
    >>> find_counted("revenue per order", table, ["order_id"], [], [])
    []
    """
    attributes = [a for a in map(description.attribute, names) if a is not None]
    ids = {a.name for a in attributes if a.meaning == "id" or says_id(a.name)}
    # "Patients per ward" counts them by their names, too; 姓名的数量 may count each name.
    unique = {a.name for a in attributes if _names_rows(a, description.data_amount)} - ids
    numbers = frozenset(
        k.start
        for k in links
        if any(
            attributes[p].type in NUMBER_TYPES and attributes[p].meaning != "year"
            for p in k.positions
        )
    )
    numbered = set(map(numbered_thing, ids)) | set(_events(attributes))
    things = {t for t in (*numbered, *map(numbered_thing, unique)) if len(t) >= _SHORTEST}
    measures = [
        k
        for k in links
        if k.whole
        and k.literal
        and any(attributes[p].name not in ids | unique for p in k.positions)
    ]
    found: dict[int, Cue] = {}
    for thing in sorted(things):
        for start, end in name_spans(ask, thing):
            span = Cue(start, end, COUNT)
            is_said = thing in numbered and any(says_count(c, span) for c in cues)
            if thing not in numbered and (has_cjk(ask[start:end]) or not _PER_EN.match(ask, end)):
                continue
            end = _counted_end(ask, start, end, numbers, is_said=is_said)
            if end > start and all(end <= k.start or k.end <= start for k in measures):
                found.setdefault(start, Cue(start, end, COUNT))
    if _are_people(description):
        people = _people(ask, alone=not numbers)
        found |= {c.start: c for c in people if not any(_meet(c, k) for k in measures)}
    kept: list[Cue] = []
    for start in sorted(found):
        if not kept or kept[-1].end <= start:
            kept.append(found[start])
    return kept


def _are_people(description: TableDescription) -> bool:
    """Return whether each row is a person, as names and ids say, and no column counts people.

    All 36 taught asks of most people or of people by something in such tables count rows, as do
    69 of 133 in others.
    """
    table = description.attributes
    if any(a.type in NUMBER_TYPES and _COUNTS_PEOPLE.search(a.name) for a in table):
        return False
    personal = any(_PERSONAL.search(a.name.replace("_", " ")) for a in table)
    return any(
        (a.meaning == "id" or a.type == "STR" or says_id(a.name))
        and a.value_amount > description.data_amount / 2 > 1
        and (
            _NAMES_PEOPLE.search(a.name.replace("_", " "))
            or (personal and a.name.casefold() == "name")
        )
        for a in table
    )


def _people(ask: str, *, alone: bool) -> Iterator[Cue]:
    """Yield the people that an ask counts; `alone` says whether it names no number."""
    for match in _PEOPLE_ZH.finditer(ask):
        yield Cue(match.start(), match.end(), COUNT)
    for match in _PEOPLE_EN.finditer(ask):
        yield Cue(match.start("who"), match.end("who"), COUNT)
    by = _PEOPLE_BY.match(ask) if alone else None
    if by is not None:
        yield Cue(by.start("who"), by.end("who"), COUNT)


def _meet(cue: Cue, link: Link) -> bool:
    return cue.start < link.end and link.start < cue.end


def _events(attributes: Sequence[AttributeDescription]) -> Iterator[str]:
    """Yield what happens once in each row, as the names of dates say: 就诊日期, `order_date`.

    Where a number is named after it, such as 销售额 beside 销售日期, people mean that one.
    """
    numbers = [a.name.casefold() for a in attributes if a.type in NUMBER_TYPES]
    for attribute in attributes:
        name = attribute.name.replace("_", " ").strip().casefold()
        thing = _DATED.sub("", name).strip()
        dated = attribute.type == "DATE" and thing != name
        if dated and not any(thing in number for number in numbers):
            yield thing


def says_count(cue: Cue, counted: Cue) -> bool:
    """Return whether a cue says already that what follows is counted: "number of orders"."""
    return cue.token == COUNT and 0 <= counted.start - cue.end <= _ADJACENT


def _names_rows(attribute: AttributeDescription, n_rows: int) -> bool:
    return attribute.type == "STR" and 1 < n_rows <= attribute.value_amount


def _counted_end(ask: str, start: int, end: int, numbers: frozenset[int], *, is_said: bool) -> int:
    """Return where the words end that count a thing, their start where none do.

    "Countries by population" ranks and counts nothing: `numbers` holds where the ask
    names such a measure.
    """
    before, after = ask[:start], ask[end:]
    if has_cjk(ask[start:end]):
        if is_said:
            return end
        match = _AFTER_ZH.match(after)
        if match and not _EACH_ZH.search(before):
            return end + (match.end() if not match.group().endswith(("按", "随")) else 0)
        return end if _BEFORE_ZH.search(before) else start
    if is_said:
        return end
    counts = _COUNTED_EN.match(after)
    match = _AFTER_EN.match(after)
    plural = ask[start:end].casefold().endswith("s") or counts
    if not plural or not match or _BEFORE_EN.search(before) or end + match.end() + 1 in numbers:
        return start
    return end + counts.end() if counts else end
