"""Values that an ask names: numbers, quoted words, cell values.

They become tokens of the prompt, so that a filter's value or a top N is chosen,
not spelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vizapp.components.spec import FilterValue
from vizapp.profile.attributes import TableDescription

# A word ends where a Chinese one begins, although both are \\w.
_L = r"[^\W\u3400-\u9fff]"
# Compiled for the first ask: that takes longer than loading the model.
_QUOTED = (
    r"\"([^\"]{1,60})\"|“([^”]{1,60})”|「([^」]{1,60})」|『([^』]{1,60})』|‘([^’]{1,60})’"
    rf"|(?<!{_L})'([^']{{1,60}})'(?!{_L})"
)
_NUMBER = (
    rf"(?i)(?<!{_L})(?<!\.)-?\d[\d,]*(?:\.\d+)?(?:(?=k(?!{_L}))|(?!(?:{_L}|\.)*{_L}))"
    r"|(?<=[\u3400-\u9fff<>=])-?\d+(?:\.\d+)?"
)
_MAX_DIGITS = 18  # longer ones are no quantities
_MAX_ASK = 2000  # characters that are searched; what follows is no question any more
_DATE = rf"(?<!{_L})(?<!-)\d{{4}}[-/]\d{{1,2}}(?:[-/]\d{{1,2}})?(?!{_L})(?!-)"
_COUNT = re.compile(r"0|[1-9]\d{0,2}")  # a "10" in an ask is a number, whatever the cells hold
MAX_MENTIONS = 9
_NO_MENTIONS: Mapping[str, Sequence[str]] = {}
# Words that start a sentence or name a chart; no cell is meant by them.
_SAYS = frozenset(
    (
        "plot", "show", "bin", "draw", "visualize", "visualise", "return", "give", "list", "find",
        "sort", "order", "rank", "display", "count", "compare", "group", "what", "how", "which",
        "use", "using", "please", "bar", "chart", "line", "pie", "scatter", "x", "y", "axis",
        "can", "could", "for", "and", "the", "also", "then", "average", "total", "make", "graph",
        "bars", "where", "when", "who", "is", "are", "asc", "desc", "their", "his", "her", "by",
        "sum", "id", "histogram", "stacked", "stack", "create", "present", "report", "select",
        "x-axis", "y-axis", "year", "month", "weekday", "day",
    )
)  # fmt: skip
_SCALES = {
    "千万": 10**7, "百万": 10**6, "万": 10**4, "亿": 10**8, "千": 10**3,
    "k": 10**3, "thousand": 10**3, "million": 10**6, "billion": 10**9,
}  # fmt: skip
_SCALE = rf"(?i)\s?(?:千万|百万|[万亿千]|(?:k|thousand|million|billion)(?!{_L}))"
_EN = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20,
}  # fmt: skip
_ZH = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_EN_WORD = rf"(?i)(?<!{_L})({'|'.join(_EN)})(?!{_L})"
_ZH_WORD = (
    r"(?<=前|后|大|小|高|低|多|少)([一两二三四五六七八九]?十[一二三四五六七八九]?|[一两二三四五六七八九])(?![年月季周天])"
    r"|(?<=最[高低多少大小好差长短贵]的)([两二三四五六七八九十])(?=[个名位种类项家条款座所])"
)
_NAME = rf"[A-Z](?:{_L}|[&.'-])*"
_CAPITAL = rf"(?<=[\w,;:)] )(?!I\b)({_NAME}(?: (?:of |the |and )?{_NAME})*)"


@dataclass(frozen=True)
class Values:
    """The values in an ask.

    `places` holds the start of each mark and the position of its value, `values`
    each value once, `holders` per value the attributes whose cells hold it.
    """

    places: tuple[tuple[int, int], ...]
    values: tuple[FilterValue, ...]
    holders: tuple[tuple[str, ...], ...]


def find_values(
    ask: str,
    description: TableDescription,
    mentions: Mapping[str, Sequence[str]] = _NO_MENTIONS,
    *,
    known: Sequence[FilterValue] = (),
    limit: int,
) -> Values:
    """Find the values in an ask.

    Parameters
    ----------
    ask : str
        The question or wish.
    description : TableDescription
        The table; its samples are values too.
    mentions : mapping
        Cell values that the ask names, and the attributes that hold them.
    known : sequence
        Values that keep their positions, as those of the chart on screen.
    limit : int
        The most values, the known ones included; later ones are left out.
    """
    spans: list[tuple[int, int, FilterValue]] = []
    for start, end, value in _find(ask[:_MAX_ASK], description, tuple(mentions)):
        if all(end <= s or start >= e for s, e, _ in spans):
            spans.append((start, end, value))
    spans.sort(key=lambda item: item[0])
    values: list[FilterValue] = [*known]
    places: list[tuple[int, int]] = []
    for start, _, value in spans:
        if value not in values:
            if len(values) >= limit:
                continue
            values.append(value)
        places.append((start, values.index(value)))
    holders = [_holders(value, description, mentions) for value in values]
    return Values(tuple(places), tuple(values), tuple(holders))


def _holders(
    value: FilterValue, description: TableDescription, mentions: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    if not isinstance(value, str):
        return ()
    sampled = [
        a.name for a in description.attributes if a.type in ("STR", "BOOL") and value in a.samples
    ]
    return tuple(dict.fromkeys([*mentions.get(value, ()), *sampled]))


def _find(
    ask: str, description: TableDescription, mentions: Sequence[str]
) -> Iterator[tuple[int, int, FilterValue]]:
    names = {a.name.casefold() for a in description.attributes}
    said = ask.casefold()
    near = [n for n in names if len(n) > 1 and n in said]
    named = [m.span() for n in near for m in re.finditer(re.escape(n), ask, re.IGNORECASE)]
    for match in re.finditer(_QUOTED, ask):
        text = next(g for g in match.groups() if g is not None)
        if text.strip().casefold() not in names:
            yield match.start(), match.end(), text
    samples = [s for a in description.attributes if a.type in ("STR", "BOOL") for s in a.samples]
    known = sorted({*mentions, *samples}, key=lambda s: (-len(s), s))
    for value in known:
        if value.casefold() in names:
            continue
        for match in _places(value, ask):
            yield match.start(), match.end(), value
    for match in re.finditer(_DATE, ask):
        yield match.start(), match.end(), match.group()
    for match in re.finditer(_NUMBER, ask):
        if len(match.group()) > _MAX_DIGITS:
            continue
        number = Decimal(match.group().replace(",", ""))
        scale = re.compile(_SCALE).match(ask, match.end())
        if scale:
            number *= _SCALES[_plain(scale.group().strip())]
        whole = number == number.to_integral_value()
        end = scale.end() if scale else match.end()
        yield match.start(), end, int(number) if whole else float(number)
    for match in re.finditer(_EN_WORD, ask):
        yield match.start(), match.end(), _EN[_plain(match.group())]
    for match in re.finditer(_ZH_WORD, ask):
        yield match.start(), match.end(), _zh_number(match.group())
    for match in re.finditer(_CAPITAL, ask):
        text = match.group().rstrip(".'-")  # the sentence's end
        if text.casefold() in _SAYS or text.split()[0].casefold() in _SAYS:
            continue
        start, end = match.start(), match.start() + len(text)
        if all(end <= s or start >= e for s, e in named):
            yield start, end, text


def _plain(word: str) -> str:
    """Return a word in small letters: where case is ignored \u017f is found for s, \u0131 for i."""
    return word.replace("\u0130", "i").replace("\u0131", "i").casefold()


def _places(value: str, ask: str) -> Iterator[re.Match[str]]:
    """Yield the places where an ask names a cell's value.

    Short words of an alphabet must keep their case, so that the state OR is not
    found in "men or women"; a single small letter is a word of the language.
    """
    word = value.strip()
    if not word or _COUNT.fullmatch(word) or (len(word) == 1 and word.isascii() and word.islower()):
        return
    if word.casefold() not in ask.casefold():  # compiling a pattern costs more than looking
        return
    pattern = re.escape(word)
    if word.isascii():
        pattern = rf"(?<!{_L}){pattern}(?!{_L})"
    flags = re.NOFLAG if word.isascii() and len(word) <= 3 else re.IGNORECASE
    yield from re.finditer(pattern, ask, flags)


def find_mentions(
    ask: str | None,
    values_by_attribute: Mapping[str, Iterable[str]],
    *,
    limit: int = MAX_MENTIONS,
) -> dict[str, tuple[str, ...]]:
    """Return the cell values that an ask names, for `Request.mentions`.

    Parameters
    ----------
    ask : str or None
        The question or wish.
    values_by_attribute : mapping
        The distinct values of each STR attribute.
    limit : int
        At most so many, the longest first.

    Returns
    -------
    dict
        Each value with the attributes that hold it.

    Examples
    --------
    >>> find_mentions("cars made in Italy", {"origin": ["Italy", "USA"], "or": ["MA"]})
    {'Italy': ('origin',)}
    """
    if not ask:
        return {}
    folded = ask.casefold()
    names = {name.casefold() for name in values_by_attribute}
    found: dict[str, list[str]] = {}
    for name, values in values_by_attribute.items():
        for value in values:
            word = value.strip().casefold()
            # The plain search first: a table may hold very many values.
            if word and word in folded and word not in names and any(_places(value, ask)):
                found.setdefault(value, []).append(name)
    kept = sorted(found, key=lambda v: (-len(v), v))[:limit]
    return {value: tuple(dict.fromkeys(found[value])) for value in kept}


def _zh_number(text: str) -> int:
    if "十" not in text:
        return _ZH[text]
    tens, _, ones = text.partition("十")
    return _ZH.get(tens, 1) * 10 + _ZH.get(ones, 0)
