"""Values that an ask names: numbers, quoted words, cell values.

They become tokens of the prompt, so that a filter's value or a top N is chosen,
not spelled.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vizapp.components.spec import FilterValue
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning.cells import (
    MAX_DISTINCT,
    cell_spans,
    first_parts,
    left_out,
    meant_flags,
    opens,
    picked,
    within,
)
from vizapp.reasoning.linking import Link, link_names
from vizapp.reasoning.moments import find_periods
from vizapp.reasoning.quantities import counted_in, find_numbers
from vizapp.reasoning.units import converted_in, find_converted, find_shares

# A word ends where a Chinese one begins, although both are \\w.
_L = r"[^\W\u3400-\u9fff]"
# Compiled for the first ask: that takes longer than loading the model.
_QUOTED = (
    r"\"([^\"]{1,60})\"|“([^”]{1,60})”|「([^」]{1,60})」|『([^』]{1,60})』|‘([^’]{1,60})’"
    rf"|(?<!{_L})'([^']{{1,60}})'(?!{_L})"
)
_MAX_ASK = 2000  # characters that are searched; what follows is no question any more
_DATE = rf"(?<!{_L})(?<!-)\d{{4}}[-/]\d{{1,2}}(?:[-/]\d{{1,2}})?(?!{_L})(?!-)"
_PERIOD = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_COUNT = re.compile(r"0|[1-9]\d{0,2}")  # a "10" in an ask is a number, whatever the cells hold
_JOINED = r"(?i)\s*(?:,|、|，|&|/|\band\b|\bor\b|\bnor\b|和|与|跟|及|以及|或|或者)\s*"
_FLAGS = frozenset(("true", "false"))
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
_NAME = rf"[A-Z](?:{_L}|[&.'-])*"
_CAPITAL = rf"(?<=[\w,;:)] )(?!I\b)({_NAME}(?: (?:of |the |and )?{_NAME})*)"


@dataclass(frozen=True)
class Values:
    """The values in an ask.

    `places` holds the start of each mark and the position of its value, `values`
    each value once, `holders` per value the attributes whose cells hold it, `left_out`
    the positions of the values that the ask wants to do without, `picked` those of the
    cells that it wants alone.
    """

    places: tuple[tuple[int, int], ...]
    values: tuple[FilterValue, ...]
    holders: tuple[tuple[str, ...], ...]
    left_out: frozenset[int]
    picked: frozenset[int]


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
    text = ask[:_MAX_ASK]
    held = {v: names for v, names in mentions.items() if _is_text(names, description)}
    for start, end, value in _find(text, description, tuple(held)):
        # The weekend is two days: several cells may be meant by the same word.
        if all(
            end <= s
            or start >= e
            or ((s, e, str, str) == (start, end, type(value), type(before)) and value != before)
            for s, e, before in spans
        ):
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
    out = {values.index(v) for v in _left_out(text, spans) if v in values}
    holders = [_holders(value, description, held) for value in values]
    only = [v for s, e, v in spans if isinstance(v, str) and picked(text, s, e)]
    only += _within(text, description, spans, dict(zip(values, holders, strict=True)))
    alone = {values.index(v) for v in only if v in values} - out
    for start, end, value in spans:
        if not isinstance(value, str) and value in values:
            name = counted_in(text, start, end, description)
            name = name or converted_in(text, end, description)
            index = values.index(value)
            if name is not None and name not in holders[index]:
                holders[index] = (*holders[index], name)
    if _FLAGS & {*map(str, values)}:
        names = [a.name for a in description.attributes]
        found = flags_named(text, description, link_names(text, names))
        for index, value in enumerate(values):
            if value in _FLAGS and index >= len(known):
                said = (n for n, spans in found.items() if any(v == value for *_, v in spans))
                holders[index] = tuple(said) or holders[index]
    return Values(tuple(places), tuple(values), tuple(holders), frozenset(out), frozenset(alone))


def _within(
    ask: str,
    description: TableDescription,
    spans: Sequence[tuple[int, int, FilterValue]],
    holders: Mapping[FilterValue, Sequence[str]],
) -> Iterator[str]:
    """Yield the cells, in their own words and one of an attribute, that an ask speaks within."""
    words = [span for span in spans if isinstance(span[2], str)]
    for start, end, value in words:
        held = holders.get(value, ())
        own = isinstance(value, str) and ask[start:end].casefold() == value.casefold()
        others = {v for *_, v in words if v != value and {*holders.get(v, ())} & {*held}}
        if not own or len(held) != 1 or others or len(str(value)) < len("AB"):
            continue
        if within(ask, start, end):
            yield str(value)
        elif not ask[:start].strip() and opens(ask, end):
            names = [a.name for a in description.attributes]
            links = link_names(ask, names)
            if not any(held[0] in (names[p] for p in k.positions) for k in links):
                yield str(value)


def _left_out(ask: str, spans: Sequence[tuple[int, int, FilterValue]]) -> set[FilterValue]:
    """Return the words that an ask leaves out, those that it joins to them among them."""
    words = [span for span in spans if isinstance(span[2], str)]
    out = [left_out(ask, start, end) for start, end, _ in words]
    pairs = [(i, i + 1) for i in range(len(words) - 1)]
    for a, b in [*pairs, *((b, a) for a, b in reversed(pairs))]:
        between = ask[words[min(a, b)][1] : words[max(a, b)][0]]
        out[b] = out[b] or (out[a] and re.fullmatch(_JOINED, between) is not None)
    return {word[2] for word, gone in zip(words, out, strict=True) if gone}


def _holders(
    value: FilterValue, description: TableDescription, mentions: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    if not isinstance(value, str):
        return ()
    sampled = [
        a.name for a in description.attributes if a.type in ("STR", "BOOL") and value in a.samples
    ]
    held = tuple(dict.fromkeys([*mentions.get(value, ()), *sampled]))
    if not held and re.fullmatch(_PERIOD, value):
        return tuple(a.name for a in description.attributes if a.type == "DATE")
    return held


def _is_text(names: Sequence[str], description: TableDescription) -> bool:
    """Return whether a cell's value is that of words, not of yes and no."""
    found = (description.attribute(name) for name in names)
    return any(a is None or a.type != "BOOL" for a in found)


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
    samples = [s for a in description.attributes if a.type == "STR" for s in a.samples]
    known = sorted({*mentions, *samples}, key=lambda s: (-len(s), s))
    for value in known:
        if value.casefold() in names:
            continue
        for match in _places(value, ask):
            yield match.start(), match.end(), value
    if any(a.type == "DATE" for a in description.attributes) and not any(
        a.meaning == "year" for a in description.attributes
    ):
        yield from find_periods(ask)
    for match in re.finditer(_DATE, ask):
        yield match.start(), match.end(), match.group()
    yield from _meant(ask, description, known)
    yield from find_converted(ask, description)
    yield from find_shares(ask, description)
    yield from find_numbers(ask, description)
    for match in re.finditer(_CAPITAL, ask):
        text = match.group().rstrip(".'-")  # the sentence's end
        if text.casefold() in _SAYS or text.split()[0].casefold() in _SAYS:
            continue
        start, end = match.start(), match.start() + len(text)
        if all(end <= s or start >= e for s, e in named):
            yield start, end, text


def _meant(
    ask: str, description: TableDescription, known: Sequence[str]
) -> Iterator[tuple[int, int, str]]:
    """Yield the cells that an ask means in other words, and what it says of yes/no attributes.

    Words that stand in an attribute's name speak of the attribute.
    """
    names = [a.name for a in description.attributes]
    flags = [a.name for a in description.attributes if a.type == "BOOL"]
    meant = [(start, end, value) for value in known for start, end in cell_spans(ask, value)]
    links = link_names(ask, names) if meant or flags else []
    for start, end, value in meant:
        if not any(k.literal and start < k.end and k.start < end for k in links):
            yield start, end, value
    for spans in flags_named(ask, description, links).values():
        yield from spans


def flags_named(
    ask: str, description: TableDescription, links: Sequence[Link]
) -> dict[str, list[tuple[int, int, str]]]:
    """Return where an ask names each yes/no attribute, with the value that it speaks of."""
    names = [a.name for a in description.attributes]
    flags = [a.name for a in description.attributes if a.type == "BOOL"]
    linked = {
        flag: [(k.start, k.end) for k in links if [names[p] for p in k.positions] == [flag]]
        for flag in flags
    }
    return {flag: meant_flags(ask, flag, linked[flag]) for flag in flags}


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
        few = list(dict.fromkeys(itertools.islice(values, MAX_DISTINCT + 1)))
        if len(few) <= MAX_DISTINCT:
            own = [value for value in found if name in found[value]]
            taken = [match.span() for value in own for match in _places(value, ask)]
            for value in [*few, *first_parts(few)]:
                if value.strip().casefold() in names or value in own:
                    continue
                places = [match.span() for match in _places(value, ask)]
                for start, end in places or cell_spans(ask, value):
                    if all(end <= s or start >= e for s, e in taken):  # 上海 is not 上海市 there
                        found.setdefault(value, []).append(name)
    kept = sorted(found, key=lambda v: (-len(v), v))[:limit]
    return {value: tuple(dict.fromkeys(found[value])) for value in kept}
