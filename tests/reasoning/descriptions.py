"""Descriptions that the reasoners are tried on, ordinary and hostile ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from vizapp.profile.attributes import (
    ATTRIBUTE_TYPES,
    GRANULARITIES,
    MEANINGS,
    ORDERS,
    AttributeDescription,
    AttributeType,
    TableDescription,
)

CLIENT = TableDescription(
    data_amount=10,
    attributes=(
        AttributeDescription("名称", "STR", 1),
        AttributeDescription("收盘价:前复权", "DOUBLE", 10, unit="元"),
        AttributeDescription("时间区间", "DATE", 10),
    ),
)

HOSTILE_NAMES = (
    'a"b',
    "x.y[z]",
    "back\\slash",
    "two\nlines\ttab",
    "📈 emoji 🎉",
    "名" * 300,
    "sales (2)",
    "<|end|>",
    "<|c:pie|>",
    "<|im_end|>",
    "</think>",
    "value_amount",
    "]}]}",
    "' OR 1=1 --",
    "{{ messages }}",
    "\u202eright to left",
)

_TYPES: tuple[AttributeType, ...] = ATTRIBUTE_TYPES


def hostile() -> TableDescription:
    """One table with all the hostile names, of all types."""
    attributes = tuple(
        AttributeDescription(name, _TYPES[i % 5], 2 + i, samples=(name,) if i % 5 == 0 else ())
        for i, name in enumerate(HOSTILE_NAMES)
    )
    return TableDescription(60, attributes)


def one_row() -> TableDescription:
    return TableDescription(
        1,
        tuple(
            AttributeDescription(name, "INT", 1, range=(value, value))
            for name, value in (("访问", 1000), ("注册", 400), ("下单", 120), ("付款", 90))
        ),
    )


def wide(n: int = 60) -> TableDescription:
    attributes = [AttributeDescription("day", "DATE", 365, granularity="day")]
    attributes += [
        AttributeDescription(f"measure {i}", "DOUBLE", 300, range=(0, 10.0 ** (i % 7)))
        for i in range(n - 2)
    ]
    attributes.append(AttributeDescription("region", "STR", 4, samples=("north", "south")))
    return TableDescription(1460, tuple(attributes), keys=(("day", "region"),))


def empty_columns() -> TableDescription:
    return TableDescription(
        5, (AttributeDescription("", "STR", 0, missing=5), AttributeDescription(" ", "BOOL", 1))
    )


def many_categories() -> TableDescription:
    return TableDescription(
        500,
        (
            AttributeDescription("city", "STR", 143, samples=("Paris", "Rome", "Oslo")),
            AttributeDescription("average price", "DOUBLE", 480, range=(-3, 900)),
            AttributeDescription("ok", "BOOL", 2),
        ),
    )


EVERY = {
    "client": CLIENT,
    "hostile": hostile(),
    "one_row": one_row(),
    "wide": wide(),
    "empty_columns": empty_columns(),
    "many_categories": many_categories(),
}


@st.composite
def descriptions(draw: st.DrawFn) -> TableDescription:
    """Any description with one to nine attributes."""
    rows = draw(st.integers(0, 2000))
    names = draw(
        st.lists(st.text(max_size=12) | st.sampled_from(HOSTILE_NAMES), min_size=1, max_size=9)
    )
    attributes = tuple(_attribute(draw, name, rows) for name in dict.fromkeys(names))
    known = [a.name for a in attributes]
    pairs = st.lists(st.permutations(known).map(lambda p: (p[0], p[-1])), max_size=2)
    several = len(known) > 1
    return TableDescription(
        rows,
        attributes,
        keys=tuple(draw(pairs)) if several else (),
        nested=tuple(draw(pairs)) if several else (),
        links=tuple(draw(pairs)) if several else (),
        correlated=tuple(draw(pairs)) if several else (),
    )


def _attribute(draw: st.DrawFn, name: str, rows: int) -> AttributeDescription:
    type_ = draw(st.sampled_from(_TYPES))
    facts: dict[str, Any] = {}
    if type_ in ("INT", "DOUBLE") and draw(st.booleans()):
        low = draw(st.integers(-1000, 1000))
        facts["range"] = (low, low + draw(st.integers(0, 100000)))
        facts["total"] = draw(st.sampled_from((None, None, 100, 1)))
    if type_ == "DATE":
        facts["granularity"] = draw(st.sampled_from((None, *GRANULARITIES)))
    if type_ == "STR":
        facts["order"] = draw(st.sampled_from((None, None, *ORDERS)))
        facts["samples"] = tuple(draw(st.lists(st.text(max_size=8), max_size=3)))
    facts["meaning"] = draw(st.sampled_from((None, None, None, *MEANINGS)))
    facts["unit"] = draw(st.sampled_from((None, "%", "元")))
    return AttributeDescription(name, type_, draw(st.integers(0, rows)), **facts)
