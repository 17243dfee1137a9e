"""How a prompt introduces the attributes of a table: which, in what order, with what facts."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from vizapp.profile.additivity import adds_up, default_aggregate
from vizapp.profile.attributes import NUMBER_TYPES, AttributeDescription, TableDescription
from vizapp.reasoning.events import Request
from vizapp.reasoning.linking import link_names
from vizapp.reasoning.marks import MAX_ASK
from vizapp.reasoning.specials import ALL, MAX_ALIASES, SAMPLE, SERIAL, UNIT, count_token, escape

MAX_NAME = 40  # characters of a name that the model reads; the alias stands for all
MAX_SAMPLE = 14
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
_FEW_TIMES = 3
_LEADING = re.compile(
    r"销售额|销售金额|营收|营业额|收入|\b(?:sales|revenue|turnover|gmv)\b", re.IGNORECASE
)
_REMARK = re.compile(
    r"备注|说明|描述|来源|\b(?:remarks?|notes?|comments?|description|source)\b", re.IGNORECASE
)
# A number, or a capital that stands alone or ends a word in small letters.
_SERIAL_NAME = re.compile(
    r"(?P<before>(?:.*[^\d])?)(?:\d+|(?<![A-Z])[A-Z](?![A-Za-z]))(?P<after>[^\dA-Za-z]*)"
)


def chosen_attributes(
    description: TableDescription, request: Request
) -> tuple[AttributeDescription, ...]:
    """Return the attributes that the model reads, in the order of their aliases.

    All of a table of up to `MANY`, else `MAX_READ`, or as many as the request names.
    """
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


def _interest(attribute: AttributeDescription) -> tuple[bool, int, bool, int, str]:
    """Return an order of attributes of one kind: what a chart is likely to show first.

    A few groups rather than many and than remarks; sales, then what plainly adds up, then
    other amounts, then rates and single prices; the months of a report before the days on
    which its shops were opened.
    """
    dull, n = _is_dull(attribute), attribute.value_amount
    behind = 0
    if attribute.type == "DATE":
        behind = n < _FEW_TIMES
    elif attribute.type in NUMBER_TYPES:
        adds = adds_up(attribute)
        behind = 1 if adds else 2 if default_aggregate(attribute) == "sum" else 3
        behind -= bool(adds and _LEADING.search(attribute.name))
    else:
        behind = n > _FEW_GROUPS or bool(_REMARK.search(attribute.name))
    times = n if attribute.type == "DATE" else 0
    return dull, int(behind), bool(attribute.missing), times, attribute.name


def _place(attribute: AttributeDescription) -> tuple[int, str]:
    """Return where an attribute stands in the prompt: times, words, numbers, by name."""
    rank = {"DATE": 0, "STR": 1, "BOOL": 2}.get(attribute.type, 3)
    return rank, attribute.name


def introduction(attribute: AttributeDescription, n_rows: int, n_samples: int) -> str:
    """Return an attribute's name, type and facts as the prompt tells them.

    Parameters
    ----------
    attribute : AttributeDescription
        The attribute.
    n_rows : int
        The rows of its table.
    n_samples : int
        The most sample values that are told.
    """
    parts = [escape(attribute.name)[:MAX_NAME], f"<|{attribute.type}|>"]
    if attribute.unit:
        parts.append(UNIT + escape(attribute.unit)[:12])
    parts.append(count_token(attribute.value_amount))
    if n_rows > 1 and attribute.value_amount >= n_rows:
        parts.append(ALL)
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
        parts.append(SAMPLE + escape(sample)[:MAX_SAMPLE])
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
