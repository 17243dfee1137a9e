"""The special tokens of our own model's stream: what need not be learnt is one of them.

All look like ``<|...|>``. Names and asks are escaped, so that a header can never
speak for the model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import FILTER_OPS, OPTIONS
from vizapp.core.language import Lang, Text
from vizapp.profile.attributes import ATTRIBUTE_TYPES, GRANULARITIES, MEANINGS, ORDERS

MAX_ALIASES = 40
MAX_VALUES = 9

PICK, THINK, END_THINK = "<|pick|>", "<|think|>", "<|/think|>"
SOLVE, END, NEXT, BECAUSE = "<|solve|>", "<|end|>", "<|,|>", "<|because|>"
ROWS, COLS, DISTINCT = "<|#rows|>", "<|#cols|>", "<|#n|>"
LOW, HIGH = "<|#min|>", "<|#max|>"
ASK, UNIT, SAMPLE, ALL, MORE = "<|ask|>", "<|u|>", "<|s|>", "<|all|>", "<|more|>"
SERIAL = "<|serial|>"  # names that number things and say nothing of them: 公司A, 公司B
NOW, HINT = "<|now|>", "<|hint|>"
# What an ask wants to do without: a part of the chart, or a value.
DROP, IS_NOT = "<|drop|>", "<|op:!=|>"
LEAVES_OUT = frozenset((DROP, IS_NOT))

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


def alias(index: int) -> str:
    """Return the alias of the attribute at that position, counted from 0."""
    return f"<|{index + 1}|>"


def alias_index(token: str) -> int | None:
    """Return the position that an alias token stands for, counted from 0, None for others."""
    body = token[2:-2]
    return int(body) - 1 if token.startswith("<|") and body.isdigit() and int(body) > 0 else None


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
    tokens += [ASK, UNIT, SAMPLE, ALL, MORE, ROWS, COLS, DISTINCT, LOW, HIGH]
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
    tokens += [NOW, HINT, "<|asc|>", "<|desc|>", "<|drop|>"]
    tokens += [SERIAL]
    tokens += [f"<|spare{i}|>" for i in range(1, 11)]  # later versions keep today's ids
    return tuple(tokens)


SPECIALS: tuple[str, ...] = special_tokens()
_KNOWN = frozenset(SPECIALS)
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


def reason_text(token: str, lang: Lang) -> str | None:
    """Return the words of a ``<|why:...|>`` token, None for other tokens."""
    if token.startswith("<|why:"):
        return REASONS[token[6:-2]][lang]
    return None


def known_tokens(text: str) -> Sequence[str]:
    """Return the special tokens of a stream, in order."""
    return [p for p in split_specials(text) if p in _KNOWN]
