"""Tables to try the component library on."""

from __future__ import annotations

import random
from collections.abc import Sequence

from vizapp.components.declare import ChartComponent
from vizapp.profile.attributes import (
    ATTRIBUTE_TYPES,
    GRANULARITIES,
    AttributeDescription,
    TableDescription,
)

HOSTILE_NAMES = (
    'a"b',
    "back\\slash",
    "two\nlines\r\tand a tab",
    "📈 emoji 🎉",
    "名" * 300,
    "x.y[z]",
    "a]]b}}",
    "bell\x07 and \x00 and \x1f",
    '\\"},"',
    "$$price$$",
    "||line||",
    "",
    "value_amount",
)

CLIENT_TEXT = (
    '{"data_amount": 10, "attribute_description": [{"名称": "STR", "value_amount": 1}, '
    '{"收盘价:前复权": "DOUBLE", "value_amount": 10, "attribute_unit": "元"}, '
    '{"时间区间": "DATE", "value_amount": 10}], "attribute_amount": 3}'
)
CLIENT_ANSWER = (
    '{"vis": [{"name": "line", "parameter": '
    '{"xAttribute": "时间区间", "yAttribute": "收盘价:前复权"}}]}'
)
CLIENT_WRAPPED = (
    '{"vis": [{"name": "||line||", "parameter": '
    '{"xAttribute": "$$时间区间$$", "yAttribute": "$$收盘价:前复权$$"}}]}'
)

CLIENT = TableDescription(
    10,
    (
        AttributeDescription("名称", "STR", 1),
        AttributeDescription("收盘价:前复权", "DOUBLE", 10, unit="元"),
        AttributeDescription("时间区间", "DATE", 10),
    ),
)
SALES = TableDescription(
    120,
    (
        AttributeDescription("day", "DATE", 60, granularity="day"),
        AttributeDescription("shop", "STR", 2, samples=("North", "South")),
        AttributeDescription("sales", "DOUBLE", 118, range=(3.5, 990)),
        AttributeDescription("profit", "DOUBLE", 117, range=(-40, 210)),
        AttributeDescription("note", "STR", 119, meaning="text"),
    ),
    keys=(("day", "shop"),),
)


def random_table(
    rng: random.Random, n: int, *, names: Sequence[str] | None = None
) -> TableDescription:
    """Return a table of n attributes with any types, counts, ranges and keys."""
    rows = rng.choice((1, 1, 5, 12, 60, 900))
    attributes = []
    for index in range(n):
        kind = rng.choice(ATTRIBUTE_TYPES)
        range_ = None
        if kind in ("INT", "DOUBLE") and rng.random() < 0.7:
            low = rng.choice((-50, 0, 0, 3))
            range_ = (low, low + rng.choice((0, 40, 5000)))
        attributes.append(
            AttributeDescription(
                names[index] if names else f"attribute {index}",
                kind,
                min(rows, rng.choice((0, 1, 2, 7, 25, 80, 900))),
                range=range_,
                granularity=rng.choice((None, *GRANULARITIES)) if kind == "DATE" else None,
                meaning=rng.choice((None, None, None, "id", "text")),
            )
        )
    keys: tuple[tuple[str, ...], ...] = ()
    if n > 2 and rng.random() < 0.5:
        chosen = rng.sample(range(n), 2)
        keys = (tuple(attributes[i].name for i in chosen),)
    return TableDescription(rows, tuple(attributes), keys=keys)


def fitting_table(component: ChartComponent) -> TableDescription:
    """Return the plainest table that a component's first form can be filled from."""
    attributes = []
    for channel in component.forms[0].channels:
        for index in range(channel.min_items):
            kind = channel.accepts[0]
            attributes.append(
                AttributeDescription(
                    f"{channel.name} {index}",
                    kind,
                    min(6, channel.max_distinct or 6),
                    range=(1, 50) if kind in ("INT", "DOUBLE") else None,
                )
            )
    return TableDescription(6, tuple(attributes))
