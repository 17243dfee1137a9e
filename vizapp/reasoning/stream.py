"""The token stream of our own model, and its way back to the client's format.

Outside, everything is the client's format byte for byte. Inside, what need not
be learnt is one token: an attribute is an alias (``<|3|>``) that is introduced
once with its name, type and facts; components, parameters, types and options
are tokens; numbers of the description are cited by reference (``<|#n|><|3|>``).
Copying names and numbers is thereby no task for the model, and what it cites is
right by construction. Tried before: spelling names out made every second
thought name a wrong attribute.

All special tokens look like ``<|...|>``. Names and asks are escaped, so that a
header can never speak for the model.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import FILTER_OPS, OPTIONS
from vizapp.components.spec import Chart, FilterValue, VisSpec
from vizapp.core.language import Lang, Text
from vizapp.profile.additivity import default_aggregate
from vizapp.profile.attributes import (
    ATTRIBUTE_TYPES,
    GRANULARITIES,
    MEANINGS,
    NUMBER_TYPES,
    ORDERS,
    AttributeDescription,
    TableDescription,
)
from vizapp.profile.names import says_id
from vizapp.reasoning.cues import Cue, find_cues
from vizapp.reasoning.cues import tokens as cue_tokens
from vizapp.reasoning.events import Request
from vizapp.reasoning.linking import Link, link_names
from vizapp.reasoning.mentions import Values, find_values
from vizapp.reasoning.references import AXES, compared, sorted_by

STREAM_VERSION = 4
MAX_ALIASES = 40
MAX_VALUES = 9
MAX_NAME = 40  # characters of a name that the model reads; the alias stands for all
MAX_SAMPLE = 14
MAX_ASK = 400  # characters of an ask that the model reads
# Of a table of more than `MANY` attributes the model reads `MAX_READ`, those that the ask
# names first: with all thirty columns of an export before it, it lost itself. For smaller
# ones that loses charts: 34 labelled tables of 9 and more, top 1 71 % with all and 56 % with 8.
# 60 generated tables of 17 to 40: top 1 73 % with all, 98 % with 8; claims right 88 %, 99.8 %.
MANY = 16
MAX_READ = 8
_ROOM: Sequence[tuple[tuple[str, ...], int]] = (
    (("DATE",), 1),
    (("STR", "BOOL"), 3),
    (("INT", "DOUBLE"), 4),
)
_FEW_GROUPS = 30

PICK, THINK, END_THINK = "<|pick|>", "<|think|>", "<|/think|>"
SOLVE, END, NEXT, BECAUSE = "<|solve|>", "<|end|>", "<|,|>", "<|because|>"
ROWS, COLS, DISTINCT = "<|#rows|>", "<|#cols|>", "<|#n|>"
LOW, HIGH = "<|#min|>", "<|#max|>"
ASK, _UNIT, _SAMPLE, _ALL, _MORE = "<|ask|>", "<|u|>", "<|s|>", "<|all|>", "<|more|>"
SERIAL = "<|serial|>"  # names that number things and say nothing of them: 公司A, 公司B
NOW, _HINT = "<|now|>", "<|hint|>"

# Upper ends of the buckets in which counts are told. None lies near 100, so that
# advice does not flip between 99 and 101 rows.
_COUNT_ENDS = (*range(13), 18, 27, 40, 70, 150, 400, 1500)
FIXED_NUMBERS = (3, 5, 10, 15, 20, 30, 50)  # limits and bins that need no value in the ask

# Why a table cannot answer an ask; the token says which, this the words.
REASONS: dict[str, Text] = {
    "no_attribute": {
        "zh": "表中没有与这个问题对应的列。",
        "en": "The table has no column for what you ask.",
    },
    "no_time": {
        "zh": "表中没有时间列,无法展示趋势。",
        "en": "The table has no date or time column, so it cannot show a trend.",
    },
    "no_measure": {
        "zh": "表中没有可以计算的数值列。",
        "en": "The table has no numeric column to compute with.",
    },
    "no_place": {
        "zh": "表中没有经纬度,无法画成地图。",
        "en": "The table has no coordinates, so it cannot be drawn as a map.",
    },
    "no_chart": {
        "zh": "这不是关于这张表的图表的问题。",
        "en": "This is not a question about a chart of this table.",
    },
}
TYPE_WORDS: dict[str, Text] = {
    "STR": {"zh": "字符串类型(STR)", "en": "string (STR)"},
    "INT": {"zh": "整数类型(INT)", "en": "whole number (INT)"},
    "DOUBLE": {"zh": "数值类型(DOUBLE)", "en": "number (DOUBLE)"},
    "DATE": {"zh": "日期类型(DATE)", "en": "date (DATE)"},
    "BOOL": {"zh": "布尔类型(BOOL)", "en": "yes/no (BOOL)"},
}
STEP_WORDS: dict[str, Text] = {
    "year": {"zh": "年", "en": "year"},
    "quarter": {"zh": "季度", "en": "quarter"},
    "month": {"zh": "月", "en": "month"},
    "week": {"zh": "周", "en": "week"},
    "weekday": {"zh": "星期", "en": "weekday"},
    "day": {"zh": "日", "en": "day"},
    "hour": {"zh": "小时", "en": "hour"},
    "minute": {"zh": "分钟", "en": "minute"},
    "second": {"zh": "秒", "en": "second"},
}
AGGREGATE_WORDS: dict[str, Text] = {
    "sum": {"zh": "求和(sum)", "en": "sum"},
    "mean": {"zh": "平均值(mean)", "en": "mean"},
    "median": {"zh": "中位数(median)", "en": "median"},
    "min": {"zh": "最小值(min)", "en": "minimum (min)"},
    "max": {"zh": "最大值(max)", "en": "maximum (max)"},
    "count": {"zh": "计数(count)", "en": "count"},
    "distinct": {"zh": "去重计数(distinct)", "en": "distinct count (distinct)"},
}


def alias(index: int) -> str:
    """Return the alias of the attribute at that position, counted from 0."""
    return f"<|{index + 1}|>"


def value_token(index: int) -> str:
    """Return the token of the ask's value at that position, counted from 0."""
    return f"<|v{index + 1}|>"


def component_token(name: str) -> str:
    """Return the token of a component."""
    return f"<|c:{name}|>"


def channel_token(name: str) -> str:
    """Return the token of a parameter."""
    return f"<|p:{name}|>"


def option_token(name: str) -> str:
    """Return the token of an option."""
    return f"<|{name}|>"


def word_token(word: str | int) -> str:
    """Return the token of an option's word or number."""
    return f"<|={word}|>"


def reason_token(why: str) -> str:
    """Return the token of a reason not to answer, one of `REASONS`."""
    return f"<|why:{why}|>"


def _channel_names() -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(c.name for component in catalogue().values() for c in component.channels)
    )


def _option_words() -> tuple[str, ...]:
    words = [word for words in OPTIONS.values() for word in words]
    return tuple(dict.fromkeys([*words, *map(str, FIXED_NUMBERS)]))


def special_tokens() -> tuple[str, ...]:
    """Return every special token, in the order of their ids."""
    tokens = ["<|pad|>", END, THINK, END_THINK, SOLVE, PICK, BECAUSE, NEXT, "<|zh|>", "<|en|>"]
    tokens += [ASK, _UNIT, _SAMPLE, _ALL, _MORE, ROWS, COLS, DISTINCT, LOW, HIGH]
    tokens += ["<|rows|>", "<|keys|>", "<|nested|>", "<|links|>", "<|corr|>", "<|missing|>"]
    tokens += ["<|neg|>", "<|pct|>", "<|frac|>", "<|wide|>", "<|tight|>", "<|total|>", "<|same|>"]
    tokens += [alias(i) for i in range(MAX_ALIASES)]
    tokens += [value_token(i) for i in range(MAX_VALUES)]
    tokens += [f"<|{t}|>" for t in ATTRIBUTE_TYPES]
    tokens += [f"<|n{end}|>" for end in _COUNT_ENDS] + ["<|n+|>"]
    tokens += [f"<|e{k}|>" for k in range(-4, 13)]
    tokens += [f"<|g:{g}|>" for g in GRANULARITIES]
    tokens += [f"<|o:{o}|>" for o in ORDERS]
    tokens += [f"<|m:{m}|>" for m in MEANINGS]
    tokens += [component_token(name) for name in catalogue()]
    tokens += [channel_token(name) for name in _channel_names()]
    tokens += [option_token(name) for name in OPTIONS]
    tokens += [word_token(word) for word in _option_words()]
    tokens += [f"<|op:{op}|>" for op in FILTER_OPS]
    tokens += [reason_token(why) for why in REASONS]
    tokens += [NOW, _HINT, "<|asc|>", "<|desc|>", "<|drop|>"]
    tokens += [SERIAL]
    tokens += [f"<|spare{i}|>" for i in range(1, 11)]  # later versions keep today's ids
    return tuple(tokens)


SPECIALS: tuple[str, ...] = special_tokens()
_KNOWN = frozenset(SPECIALS)
# A number, or a capital that stands alone or ends a word in small letters.
_SERIAL_NAME = re.compile(
    r"(?P<before>(?:.*[^\d])?)(?:\d+|(?<![A-Z])[A-Z](?![A-Za-z]))(?P<after>[^\dA-Za-z]*)"
)
_VALUES = frozenset(value_token(i) for i in range(MAX_VALUES))
_SPECIAL_PATTERN = re.compile(r"<\|[^|<>\s]{1,24}\|>|<\|op:[<>=!a-z]+\|>")


def escape(text: str) -> str:
    """Return text that holds no special token; blanks and line ends become one space.

    Halves of characters, which JSON can hold and UTF-8 cannot, become question marks.
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return re.sub(r"\s+", " ", whole).replace("<|", "< |").strip()


def split_specials(text: str) -> list[str]:
    """Split a stream into its special tokens and the text between them."""
    pieces: list[str] = []
    end = 0
    for match in _SPECIAL_PATTERN.finditer(text):
        if match.start() > end:
            pieces.append(text[end : match.start()])
        pieces.append(match.group())
        end = match.end()
    if end < len(text):
        pieces.append(text[end:])
    return pieces


def is_special(token: str) -> bool:
    """Return whether it is one of the special tokens."""
    return token in _KNOWN


def is_value(token: str) -> bool:
    """Return whether it is the token of a value of the ask."""
    return token in _VALUES


@dataclass(frozen=True)
class Prompt:
    """A description and ask as the model reads them, and what its aliases mean."""

    text: str
    description: TableDescription
    aliases: tuple[str, ...]
    values: tuple[FilterValue, ...]
    holders: tuple[tuple[str, ...], ...]  # per value, the attributes whose cells hold it
    lang: Lang
    think: bool
    asked: bool
    named: frozenset[str] = frozenset()  # attributes that the ask names, or the chart on screen
    cued: frozenset[str] = frozenset()  # operations that the ask names, by their tokens
    now: frozenset[str] = frozenset()  # the tokens of the chart on screen
    linked: frozenset[str] = frozenset()  # attributes that the ask itself names
    current: Chart | None = None  # the chart on screen that the ask may change

    @property
    def says_aggregate(self) -> bool:
        """Whether the ask or the chart on screen says how rows are aggregated."""
        return not (self.cued | self.now).isdisjoint(map(word_token, OPTIONS["aggregate"]))

    def alias_of(self, name: str) -> str:
        """Return the alias token of an attribute.

        Raises
        ------
        ValueError
            If the attribute is not among those that the model reads.
        """
        return alias(self.aliases.index(name))


def count_token(count: int) -> str:
    """Return the bucket token of a count.

    Examples
    --------
    >>> count_token(7), count_token(99) == count_token(101)
    ('<|n7|>', True)
    """
    for end in _COUNT_ENDS:
        if count <= end:
            return f"<|n{end}|>"
    return "<|n+|>"


def encode_prompt(
    description: TableDescription, request: Request, *, think: bool | None = None
) -> Prompt:
    """Return the prompt of a description and request.

    The text ends with ``<|think|>``, or with ``<|solve|>`` for an answer without
    a thought.
    """
    think = request.think if think is None else think
    chosen = _chosen_attributes(description, request)
    aliases = tuple(a.name for a in chosen)
    parts = [f"<|{request.lang}|><|rows|>", count_token(description.data_amount)]
    n_samples = 3 if len(chosen) <= 6 else 2 if len(chosen) <= 12 else 1
    for index, attribute in enumerate(chosen):
        parts.append(alias(index))
        parts.append(_encode_attribute(attribute, description.data_amount, n_samples))
    if len(description.attributes) > MAX_ALIASES:
        parts.append(_MORE)
    for token, groups in (
        ("<|keys|>", description.keys[:3]),
        ("<|nested|>", description.nested[:4]),
        ("<|links|>", description.links[:3]),
        ("<|corr|>", description.correlated[:4]),
    ):
        known = [g for g in groups if set(g) <= set(aliases)]
        for group in known:
            places = [aliases.index(name) for name in group]
            if token in ("<|keys|>", "<|corr|>"):
                places.sort()
            parts.append(token + "".join(map(alias, places)))
    values: list[FilterValue] = []
    shown = len(parts)
    for token, spec in ((NOW, request.current), (_HINT, request.hint)):
        parts += _encode_spec(token, spec, aliases, values)
    asked = bool(request.ask and request.ask.strip())
    holders: tuple[tuple[str, ...], ...] = ((),) * len(values)
    only_compared: frozenset[int] = frozenset()
    linked: frozenset[str] = frozenset()
    if asked:
        ask = str(request.ask)[:MAX_ASK]
        found = find_values(
            ask, description, request.mentions, known=tuple(values), limit=MAX_VALUES
        )
        links, cues = _marks(ask, aliases)
        found = _with_compared(found, ask, links, cues, aliases)
        linked = frozenset(aliases[place] for k in links for place in k.positions)
        only_compared = _only_compared(found, ask, links, cues)
        values, holders = list(found.values), found.holders
        parts += [ASK, _encode_ask(ask, found, links, cues, aliases)]
    parts.append(THINK if think else SOLVE)
    marks = known_tokens("".join(parts[shown:])) if asked else ()
    named = frozenset(
        aliases[place] for token in marks if (place := _alias_index(token)) is not None
    )
    named -= frozenset(aliases[place] for place in only_compared)
    said = marks[marks.index(ASK) :] if asked else ()
    now = marks[: marks.index(ASK)] if asked and request.current is not None else ()
    return Prompt(
        "".join(parts),
        description,
        aliases,
        tuple(values),
        holders,
        request.lang,
        think,
        asked,
        named,
        frozenset(said) & frozenset(cue_tokens()),
        frozenset(now),
        linked,
        request.current.charts[0] if now and request.current else None,
    )


def _encode_spec(
    token: str, spec: VisSpec | None, aliases: Sequence[str], values: list[FilterValue]
) -> list[str]:
    """Return a chart as the prompt shows it, its filters' values first, and add those.

    A chart that the model could not have written is left out.
    """
    if spec is None or not spec.charts:
        return []
    parts = [token]
    known = [*values]
    for chart in spec.charts:
        own: list[FilterValue] = []
        for item in chart.options.filters:
            own += item.value if isinstance(item.value, tuple) else [item.value]
        limits = (chart.options.limit, chart.options.bins)
        own += [n for n in limits if n is not None and n not in FIXED_NUMBERS]
        for value in own:
            if value not in known:
                parts.append(value_token(len(known)) + escape(str(value))[:MAX_SAMPLE])
                known.append(value)
    if len(known) > MAX_VALUES:
        return []
    try:
        parts += encode_solution(spec, aliases, known)[:-1]
    except ValueError:
        return []
    values[:] = known
    return parts


def _marks(ask: str, aliases: Sequence[str]) -> tuple[list[Link], list[Cue]]:
    """Return the attributes and operations that an ask names, none inside another.

    A word of a whole name is no operation: the `Area` of a vineyard is no chart.
    """
    cues = [*find_cues(ask)]
    links = []
    for link in link_names(ask, aliases):
        if any(_holds(c, link) for c in cues):
            continue  # the "number" of "total number" is no column `No`
        places = tuple(p for p in link.positions if not _is_counted(link, p, ask, cues, aliases))
        if places:
            links.append(replace(link, positions=places))
    cues = [c for c in cues if not any(_says_amount(c, k, ask) for k in links)]
    kept = [
        c
        for c in cues
        if c.token == word_token("count")
        or all(c.end <= k.start or k.end <= c.start for k in links if k.whole)
    ]
    return links, kept


def _with_compared(
    found: Values, ask: str, links: Sequence[Link], cues: Sequence[Cue], aliases: Sequence[str]
) -> Values:
    """Return the values, numbers with the attributes that the ask compares them with."""
    holders = [*found.holders]
    for start, index in found.places:
        if isinstance(found.values[index], str):
            continue
        position = compared(start, ask, links, cues)
        if position is not None and aliases[position] not in holders[index]:
            holders[index] = (*holders[index], aliases[position])
    return replace(found, holders=tuple(holders))


def _only_compared(
    found: Values, ask: str, links: Sequence[Link], cues: Sequence[Cue]
) -> frozenset[int]:
    """Return the attributes that an ask names for nothing but a comparison with a number."""
    once: Counter[int | None] = Counter(place for link in links for place in link.positions)
    for start, index in found.places:
        if not isinstance(found.values[index], str):
            once[compared(start, ask, links, cues)] -= 1
    return frozenset(place for place, n in once.items() if place is not None and n == 0)


def _encode_ask(
    ask: str,
    found: Values,
    links: Sequence[Link],
    cues: Sequence[Cue],
    aliases: Sequence[str],
) -> str:
    """Return the ask with its marks: values and who holds them, attributes, operations."""
    marks: dict[int, str] = {}
    for start, index in found.places:
        held = [alias(i) for i, n in enumerate(aliases) if n in found.holders[index]][:2]
        marks[start] = marks.get(start, "") + value_token(index) + "".join(held)
    for link in links:
        marks[link.start] = marks.get(link.start, "") + "".join(map(alias, link.positions))
    for cue in cues:
        by = sorted_by(cue, ask, links, cues)
        said = "" if by is None else alias(by) if isinstance(by, int) else by
        marks[cue.start] = marks.get(cue.start, "") + cue.token + said
    parts: list[str] = []
    done = 0
    for start in sorted(marks):
        text = ask[done:start]
        blank = " " if text.endswith(" ") else ""  # where a word began, it still begins
        parts.append(escape(text) + blank + marks[start])
        done = start
    parts.append(escape(ask[done:]))
    return "".join(parts)


def _holds(cue: Cue, link: Link) -> bool:
    """Return whether a span is a mere part of the words that name an axis."""
    return (
        cue.token in AXES
        and cue.start <= link.start
        and link.end <= cue.end
        and link.end - link.start < cue.end - cue.start
    )


def _says_amount(cue: Cue, link: Link, ask: str) -> bool:
    """Return whether "amount of" names an attribute, not a count of rows."""
    if cue.token != word_token("count") or cue.end <= link.start or link.end <= cue.start:
        return False
    return link.literal and "amount" in ask[cue.start : cue.end].casefold()


def _is_counted(
    link: Link, position: int, ask: str, cues: Sequence[Cue], aliases: Sequence[str]
) -> bool:
    """Return whether a span that might name an attribute speaks of counting rows instead.

    "The number of technicians" means neither the column `No` nor `technician_id`.
    """
    counts = [c for c in cues if c.token == word_token("count")]
    if not link.literal and any(c.start < link.end and link.start < c.end for c in counts):
        return True
    if link.whole or not says_id(aliases[position]) or says_id(ask[link.start : link.end]):
        return False
    return bool(counts) or any(not says_id(aliases[p]) for p in link.positions)


def encode_solution(
    spec: VisSpec, aliases: Sequence[str], values: Sequence[FilterValue]
) -> list[str]:
    """Return the tokens of a solution.

    Parameters
    ----------
    spec : VisSpec
        The answer, of at least one chart; its filters' values and unusual limits
        must be among `values`.
    aliases : sequence of str
        The attributes in the order of their aliases.
    values : sequence
        The values in the order of their tokens.

    Raises
    ------
    ValueError
        If an attribute has no alias or a value no token.
    """
    tokens: list[str] = []
    for position, chart in enumerate(spec.charts):
        tokens.append(component_token(chart.component))
        for channel, names in chart.channels:
            tokens.append(channel_token(channel))
            tokens += [alias(aliases.index(name)) for name in names]
        for option, value in chart.options.given():
            tokens.append(option_token(option))
            if isinstance(value, int) and value in values:
                tokens.append(value_token(values.index(value)))
            elif isinstance(value, int) and value not in FIXED_NUMBERS:
                raise ValueError(f"{option} {value} has no token")
            else:
                tokens.append(word_token(value))
        for item in chart.options.filters:
            tokens += [option_token("filter"), alias(aliases.index(item.attribute))]
            tokens.append(f"<|op:{item.op}|>")
            own = item.value if isinstance(item.value, tuple) else (item.value,)
            tokens += [value_token(values.index(v)) for v in own]
        tokens.append(END if position == len(spec.charts) - 1 else NEXT)
    return tokens


def _chosen_attributes(
    description: TableDescription, request: Request
) -> tuple[AttributeDescription, ...]:
    # In one order, whatever that of the file: advice must not depend on it.
    attributes = tuple(sorted(description.attributes, key=_place))
    if len(attributes) <= MANY:
        return attributes
    named = _named(request, [a.name for a in attributes])
    # The one region beside fifty measures must not be what is left out.
    first = {
        a.name
        for types, room in _ROOM
        for a in sorted((a for a in attributes if a.type in types), key=_interest)[:room]
    }

    def rank(attribute: AttributeDescription) -> tuple[bool, bool, bool]:
        return attribute.name not in named, _is_dull(attribute), attribute.name not in first

    kept = sorted(attributes, key=rank)[: min(MAX_ALIASES, max(MAX_READ, len(named)))]
    return tuple(a for a in attributes if a in kept)


def _named(request: Request, names: Sequence[str]) -> frozenset[str]:
    """Return what the ask, its values and the charts of a request name."""
    ask = (request.ask or "")[:MAX_ASK]
    named = {names[place] for link in link_names(ask, names) for place in link.positions}
    named |= {name for holders in request.mentions.values() for name in holders}
    for spec in (request.current, request.hint):
        for chart in spec.charts if spec else ():
            named |= {name for _, group in chart.channels for name in group}
            named |= {item.attribute for item in chart.options.filters}
    return frozenset(named)


def _is_dull(attribute: AttributeDescription) -> bool:
    """Return whether an attribute is seldom drawn: it never changes, or names rows."""
    return attribute.value_amount <= 1 or attribute.meaning in ("id", "text", "code")


def _interest(attribute: AttributeDescription) -> tuple[bool, bool, bool, str]:
    """Return an order of attributes of one kind: what a chart is likely to show first.

    A few groups rather than many, and sums rather than rates and single prices.
    """
    groups = attribute.type not in NUMBER_TYPES
    many = groups and attribute.type != "DATE" and attribute.value_amount > _FEW_GROUPS
    rate = not groups and default_aggregate(attribute) != "sum"
    return _is_dull(attribute), many or rate, bool(attribute.missing), attribute.name


def _place(attribute: AttributeDescription) -> tuple[int, str]:
    """Return where an attribute stands in the prompt: times, words, numbers, by name."""
    rank = {"DATE": 0, "STR": 1, "BOOL": 2}.get(attribute.type, 3)
    return rank, attribute.name


def _encode_attribute(attribute: AttributeDescription, n_rows: int, n_samples: int) -> str:
    parts = [escape(attribute.name)[:MAX_NAME], f"<|{attribute.type}|>"]
    if attribute.unit:
        parts.append(_UNIT + escape(attribute.unit)[:12])
    parts.append(count_token(attribute.value_amount))
    if n_rows > 1 and attribute.value_amount >= n_rows:
        parts.append(_ALL)
    if attribute.missing:
        parts.append("<|missing|>")
    parts += _range_tokens(attribute)
    if attribute.total is not None:
        parts.append("<|total|>")
    for prefix, word in (
        ("g", attribute.granularity),
        ("o", attribute.order),
        ("m", attribute.meaning),
    ):
        if word:
            parts.append(f"<|{prefix}:{word}|>")
    if n_samples and not attribute.order and is_serial(attribute.samples):
        parts.append(SERIAL)
    for sample in attribute.samples[:n_samples]:
        parts.append(_SAMPLE + escape(sample)[:MAX_SAMPLE])
    return "".join(parts)


def is_serial(samples: Sequence[str]) -> bool:
    """Return whether names only number things: they differ in one letter or number.

    Examples
    --------
    >>> is_serial(("公司A", "公司B", "公司C")), is_serial(("Country1", "Country10"))
    (True, True)
    >>> is_serial(("cat", "car")), is_serial(("USA", "USB")), is_serial(("Oslo", "Rome"))
    (False, False, False)
    """
    if len(samples) < 2:
        return False
    found = [_SERIAL_NAME.fullmatch(name.strip()) for name in samples]
    parts = {match.group("before", "after") for match in found if match}
    return None not in found and len(parts) == 1


def _range_tokens(attribute: AttributeDescription) -> list[str]:
    if attribute.range is None or isinstance(attribute.range[0], str):
        return []
    if attribute.meaning == "id":
        return []  # row numbers end where the table ends: 100 rows are no percentages
    low, high = float(attribute.range[0]), float(attribute.range[1])
    top = max(abs(low), abs(high))
    if not math.isfinite(top):
        return []
    exponent = math.floor(math.log10(top)) if top > 0 else 0
    tokens = [f"<|e{min(12, max(-4, exponent))}|>"]
    if low < 0:
        tokens.append("<|neg|>")
    elif high <= 1 and attribute.type == "DOUBLE":
        tokens.append("<|frac|>")
    elif high <= 100:
        tokens.append("<|pct|>")
    if low == high:
        tokens.append("<|same|>")
    elif low > 0 and high / low >= 10:
        tokens.append("<|wide|>")
    elif low > 0 and high / low <= 2:
        tokens.append("<|tight|>")
    return tokens


def resolve_alias(token: str, prompt: Prompt) -> str | None:
    """Return the attribute that an alias token stands for, None for other tokens."""
    index = _alias_index(token)
    return prompt.aliases[index] if index is not None and index < len(prompt.aliases) else None


def _alias_index(token: str) -> int | None:
    body = token[2:-2]
    return int(body) - 1 if token.startswith("<|") and body.isdigit() and int(body) > 0 else None


def render_number(token: str, attribute: AttributeDescription | None) -> str:
    """Return the number that a reference token cites, ``?`` when the fact is missing."""
    if attribute is None:
        return "?"
    if token == DISTINCT:
        return str(attribute.value_amount)
    if attribute.range is None:
        return "?"
    return str(attribute.range[0] if token == LOW else attribute.range[1])


def reason_text(token: str, lang: Lang) -> str | None:
    """Return the words of a ``<|why:...|>`` token, None for other tokens."""
    if token.startswith("<|why:"):
        return REASONS[token[6:-2]][lang]
    return None


def known_tokens(text: str) -> Sequence[str]:
    """Return the special tokens of a stream, in order."""
    return [p for p in split_specials(text) if p in _KNOWN]
