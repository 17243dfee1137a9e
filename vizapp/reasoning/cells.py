"""Cells that an ask means without writing them as they stand: "laptops", 女, "Europe".

``cells.tsv`` holds what cells hold in the spellings of both languages and as codes. Words that
stand in the glossary of headers mean the same here, too.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from vizapp.components.catalogue import catalogue
from vizapp.core.language import has_cjk
from vizapp.reasoning import forms
from vizapp.reasoning.concepts import is_known
from vizapp.reasoning.cues import find_cues
from vizapp.reasoning.linking import name_spans
from vizapp.reasoning.specials import LEAVES_OUT, component_token, option_token, word_token

_FILE = Path(__file__).with_name("cells.tsv")
MAX_DISTINCT = 200  # values of an attribute that are looked for in other words
_MAX_VALUE = 40  # characters; longer ones are sentences
_CODE = 3  # letters of a spelling that may be a code
_L = r"[^\W\d_\u3400-\u9fff]"
_SHORT_WORDS = frozenset(
    ("man", "men", "boy", "kid", "ads", "air", "bad", "big", "hot", "own", "sea", "toy", "wet",
     "ops", "art", "cab", "dad", "fun", "mid", "mom", "mum", "nut", "tee", "rio", "lab",
     "uni", "pop", "pet", "bbq")
)  # fmt: skip
# A cell is also called without the word for what it is: 后海 for 后海店.
_KINDS = re.compile(
    r"(?<=..)(?:事业部|分公司|有限公司|公司|部门|大区|地区|门店|分店|中心|项目|费用|系列|产品|服务"
    r"|[店区省市县部站楼院班国路费校园组级队家室馆品类款线厂场])$"
)
_PARTS = re.compile(r"\s+[-\u2013]\s+|\s*[>|/\\]\s*|(?<=\S)-(?=\S)|\.(?=\S)")
_WITH_NUMBER = re.compile(
    rf"(?P<thing>{_L}{{2,12}}|[\u3400-\u9fff]{{2,6}})[ _-]?(?P<number>\d{{1,2}})"
)
_YES, _NO = "true", "false"
_ASKS = re.compile(
    r"(?i)^(?:是否(?:为|有)?|已经?|有无|(?:is|has|had|was|are|did)(?=[_\sA-Z])[_\s]?)"
)
_NOT = re.compile(
    r"(?i)(?:\b(?:no|non|never|isn't|aren't|didn't|don't)[\s-]+|[未没不非无]有?(?:被|是)?)$"
)
# A word that says no by itself: uninsured, 不合格; "unit", "under" and "union" do not.
_SAYS_NOT = re.compile(r"(?i)un(?!i|der|til|le)(?=[a-z]{3})|non-?(?=[a-z]{3})|[未没不非无]")
_OPPOSED = re.compile(r"(?:[未不]|没[来有]?)$")
_MARKS_APART = re.compile(r"(?i)(?:\b(?:by|per|each|every)\s(?:the )?|[按每各])$")
_WITHIN = re.compile(r"(?i)\b(?:in|of|for|at|from|only|during|within)(?: the)?\s+$")
_SHARE = re.compile(r"(?i)\b(?:share|part|percent(?:age)?|proportion|fraction)\b|占|份额|比例|比重")
_COMPARED = re.compile(
    r"(?i)[和与跟或比更占、,]|分别|\b(?:vs|versus|or|and|than|share|compare[ds]?|against|others?)\b"
)
# What names an operation names no cell: the high of "high to low", the "heat" of a map.
_OPERATIONS = frozenset(
    ("<|asc|>", "<|desc|>", *map(component_token, catalogue()), *map(word_token, ("year", "month")))
)
# Before and behind what a chart is split, sorted or measured by.
_PARTED = re.compile(
    r"(?i)(?:\b(?:by|per|each|every|versus|vs\.?|between)|[按以用各每对]|根据|不同)\s*(?:the )?$"
)
_PARTING = re.compile(r"(?i)\s*(?:维度|分组|拆|分开|分类|着色|上色|[升降]序|instead\b|groups?\b)")
# What may stand between a cell and the word that leaves it out.
_BEFORE_IT = re.compile(
    r"(?i)\s*(?:(?:the|all|any|those|who|with|of|from|in|by|at|for|use|equal|to|be)\s+){0,3}"
    r"(?:那些|一下|掉)?|[^，。,.;!?]{1,24}?(?:为|是|=|等于|属于|\bis|\bare)\s*"
)
_BEHIND_IT = re.compile(
    r"(?i)(?:[a-z]{1,3}\b)?(?:\s+[a-z]+){0,2}?\s*"
    r"(?:[\u3400-\u9fff]{0,3}的)?(?:都|先|就|也|那\w|数据|部分|太\w了|\w){0,2}(?:把它)?"
)
_REST = re.compile(r"(?i)其他|其它|别的|其余|\brest\b|\bothers?\b")
_ONLY_BEFORE = re.compile(r"(?i)\s*(?:(?:the|for|from|in|of|those)\s+)?")
_ONLY_BEHIND = re.compile(r"(?i)\s+(?:(?:ones?|people|rows)\s+)?|")


@functools.cache
def things() -> tuple[tuple[str, ...], ...]:
    """Return what cells hold, each thing in its spellings, in small letters."""
    lines = _FILE.read_text("utf-8").splitlines()
    return tuple(tuple(line.split("|")) for line in lines if not line.startswith("#"))


@functools.cache
def _spellings() -> Mapping[str, frozenset[str]]:
    """Return for each spelling all of the things it may be."""
    found: dict[str, set[str]] = {}
    for words in things():
        for word in words:
            found.setdefault(word, set()).update(words)
    return {word: frozenset(others) for word, others in found.items()}


def meant_spans(ask: str, value: str) -> list[tuple[int, int]]:
    """Return where an ask means a cell's value in other words.

    Examples
    --------
    >>> meant_spans("laptops only", "Laptop"), meant_spans("只看女生", "F")
    ([(0, 7)], [(2, 4)])
    >>> meant_spans("去掉后海", "后海店"), meant_spans("laptops only", "Desk")
    ([(2, 4)], [])
    """
    word = value.strip()
    if not word or len(word) > _MAX_VALUE:
        return []
    plain = re.sub(r"[_-]", " ", word.casefold())
    found = {*_heard(ask).get(word.casefold(), ()), *_heard(ask).get(plain, ())}
    found.update(m.span() for pattern in forms.patterns(word) for m in pattern.finditer(ask))
    found.update(_numbered(ask, word))
    if has_cjk(word) and word[:2] in ask and (core := _KINDS.sub("", word)) != word:
        found.update(_written(ask, core))
    # Chinese words that are no known term are found as they stand alone, which is cheap.
    if is_known(word) if has_cjk(word) else len(word) >= _CODE:
        found.update(s for s in name_spans(ask, word) if s[1] - s[0] > 1)
    return sorted(
        a for a in found if not any(b != a and b[0] <= a[0] and a[1] <= b[1] for b in found)
    )


def cell_spans(ask: str, value: str) -> list[tuple[int, int]]:
    """Return where an ask means a cell in other words, neither its opposite nor an operation.

    Examples
    --------
    >>> cell_spans("没来报到的", "已报到"), cell_spans("from high to low", "高")
    ([], [])
    """
    spans = meant_spans(ask, value)
    if not spans:
        return []
    operations = [c for c in find_cues(ask) if c.token in _OPERATIONS]
    return [
        (start, end)
        for start, end in spans
        if not _OPPOSED.search(ask[:start])
        and not _MARKS_APART.search(ask[:start])
        and not any(c.start <= start and end <= c.end for c in operations)
    ]


def _numbered(ask: str, value: str) -> Iterator[tuple[int, int]]:
    """Yield where an ask says a thing with its number in another spelling: mut1 is 突变体1."""
    match = _WITH_NUMBER.fullmatch(value)
    if not match:
        return
    for start, end in _heard(ask).get(match["thing"].casefold(), ()):
        number = re.compile(rf"\s?{match['number']}(?!\d)").match(ask, end)
        if number:
            yield start, number.end()


@functools.cache
def _codes() -> frozenset[str]:
    """Return the short spellings that asks hold as codes alone: PER and CAN are no words there."""
    words = {first for first, *_ in things()}
    short = {w for first, *rest in things() if len(first) > _CODE for w in rest if len(w) <= _CODE}
    return frozenset(w for w in short - words - _SHORT_WORDS if w.isascii())


@functools.lru_cache(maxsize=8)
def _heard(ask: str) -> Mapping[str, Sequence[tuple[int, int]]]:
    """Return what cells may hold, in each of its spellings, with where an ask says it."""
    found: dict[str, list[tuple[int, int]]] = {}
    said = ask.casefold()
    for spelling, same in _spellings().items():
        if spelling in said:
            spans = list(_written(ask, spelling))
            for other in same:
                found.setdefault(other, []).extend(spans)
    return found


def _written(ask: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield where an ask writes a word as a whole one; codes in capital letters alone."""
    if not word.isascii():
        if len(word) > 1 or word in "男女":
            yield from _found(ask, word)
        return
    code = word in _codes() or len(word) < _CODE
    if code and ask.isupper():
        return
    # Compiling a pattern for each word takes longer than looking at what is around it.
    text = ask if code else ask.lower()
    for start, end in _found(text, word.upper() if code else word) if len(text) == len(ask) else ():
        around = (ask[start - 1 : start], ask[end : end + 1])
        if not any(c and (c in "-0123456789" or _is_letter(c)) for c in around):
            yield start, end


def _found(text: str, word: str) -> Iterator[tuple[int, int]]:
    start = text.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = text.find(word, start + len(word))


def _is_letter(character: str) -> bool:
    return character.isalpha() and not has_cjk(character)


def first_parts(values: Iterable[str]) -> list[str]:
    """Return what several paths begin with: Asia of "Asia - Japan" and "Asia - Korea".

    Examples
    --------
    >>> first_parts(["Asia - Japan", "Asia - Korea", "Africa - Kenya"])
    ['Asia', 'Africa']
    >>> first_parts(["Smith-Jones", "Miller", "Brown"])
    []
    """
    parts = [_PARTS.split(value, maxsplit=1) for value in values]
    if not parts or any(len(p) == 1 for p in parts):
        return []
    counts = Counter(p[0] for p in parts)
    # 2023 of "2023-Q1" is a year, no cell.
    named = [part for part in counts if not part.isdecimal()]
    return named if len(counts) < len(parts) else []


def flag_spans(ask: str, name: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where an ask says what a yes/no attribute asks, and whether as its opposite.

    Examples
    --------
    >>> list(flag_spans("unpaid bills", "Paid")), list(flag_spans("付费用户", "is_paid"))
    ([(0, 6, True)], [(0, 2, False)])
    """
    core = _ASKS.sub("", name)
    for start, end in meant_spans(ask, core.replace("_", " ")):
        yield start, end, False
    if core.isascii() and len(core) >= _CODE:
        found = set(meant_spans(ask, f"un{core.casefold()}"))
        pattern = rf"(?i)(?<!{_L})(?:un|non-?){re.escape(core)}(?!{_L})"
        found |= {match.span() for match in re.finditer(pattern, ask)}
        yield from ((start, end, True) for start, end in sorted(found))


def meant_flags(
    ask: str, name: str, links: Sequence[tuple[int, int]]
) -> list[tuple[int, int, str]]:
    """Return where an ask names a yes/no attribute, each with the value that it speaks of.

    Parameters
    ----------
    ask : str
        The question or wish.
    name : str
        The attribute's name.
    links : sequence of tuple of int
        Where words of the ask are words of the name.
    """
    found = []
    said = [(start, end, bool(_SAYS_NOT.match(ask, start, end))) for start, end in links]
    for start, end, opposite in [*flag_spans(ask, name), *said]:
        if _is_named(ask, start, end, name):
            continue
        no = bool(_NOT.search(ask[:start])) or left_out(ask, start, end)
        found.append((start, end, _NO if no != opposite else _YES))
    return found


def _is_named(ask: str, start: int, end: int, name: str) -> bool:
    """Return whether an ask speaks of a yes/no attribute there, not of yes: "split by isAVA"."""
    whole = re.sub(r"[\s_]", "", ask[start:end]).casefold() == re.sub(r"[\s_]", "", name).casefold()
    if whole and _ASKS.match(name):
        return True
    return bool(_PARTED.search(ask[:start])) or bool(_PARTING.match(ask[end:]))


def left_out(ask: str, start: int, end: int) -> bool:
    """Return whether an ask leaves out what it names there.

    Examples
    --------
    >>> left_out("hide the solo group", 9, 13), left_out("美国先拿掉", 0, 2)
    (True, True)
    >>> left_out("只要生鲜，其他不看", 2, 4), left_out("males only, no split", 0, 5)
    (False, False)
    """
    for cue in find_cues(ask):
        if cue.token not in LEAVES_OUT:
            continue
        if cue.end <= start and _BEFORE_IT.fullmatch(ask[cue.end : start]):
            return True
        between = ask[end : cue.start]
        if cue.start >= end and _BEHIND_IT.fullmatch(between) and not _REST.search(between):
            return True
    return False


def within(ask: str, start: int, end: int) -> bool:
    """Return whether an ask speaks of what lies within a cell: "rain in Bergen", 华东的销售额.

    Of the cells that are spoken within, or wanted alone (`opens`, `picked`), the labels filter by
    462 of 484 in taught asks and by 103 of 104 in nvBench's (``python -m tests.benchmarks.asks``).

    Examples
    --------
    >>> within("rain in Bergen", 8, 14), within("rain by Bergen", 8, 14)
    (True, False)
    """
    behind = ask[end:].lstrip()
    if _SHARE.search(ask[:start]) or _SHARE.search(behind):  # of the whole, others beside it
        return False
    return bool(_WITHIN.search(ask[:start])) or behind.startswith("的")


def opens(ask: str, end: int) -> bool:
    """Return whether a cell that an ask begins with is all that it speaks of: "Bergen rain".

    Nothing may be compared, nor the cell's attribute be named; see `within`.
    """
    return not _COMPARED.search(ask[end:])


def picked(ask: str, start: int, end: int) -> bool:
    """Return whether an ask wants nothing but what it names there: "laptops only", 只看女生.

    Examples
    --------
    >>> picked("laptops only", 0, 7), picked("just list the laptops", 14, 21)
    (True, False)
    """
    for cue in find_cues(ask):
        if cue.token != option_token("filter"):
            continue
        if cue.end <= start and _ONLY_BEFORE.fullmatch(ask[cue.end : start]):
            return True
        if cue.start >= end and _ONLY_BEHIND.fullmatch(ask[end : cue.start]):
            return True
    return False
