"""How many marks a follow-up wants, in which order, and that the answer keeps to it."""

from __future__ import annotations

import random

import pytest

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import OptionName
from vizapp.components.spec import Chart, Options, VisSpec
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning.events import Request
from vizapp.reasoning.guide import Guide
from vizapp.reasoning.leaning.keeping import dropped_options, kept_options, said_options
from vizapp.reasoning.limits import find_limit, said_sort
from vizapp.reasoning.stream import Prompt, encode_prompt

TABLE = TableDescription(
    400,
    (
        AttributeDescription("day", "DATE", 200, granularity="day"),
        AttributeDescription("region", "STR", 25),
        AttributeDescription("kind", "STR", 3),
        AttributeDescription("sales", "INT", 300),
    ),
)
CHARTS = {
    "column": (("x", ("region",)), ("y", ("sales",))),
    "bar": (("x", ("region",)), ("y", ("sales",))),
    "pie": (("category", ("region",)), ("value", ("sales",))),
    "treemap": (("category", ("region",)), ("value", ("sales",))),
}


def prompt_of(ask: str, component: str = "column", sort: str | None = None) -> Prompt:
    shown = Chart(component, CHARTS[component], Options(aggregate="sum", sort=sort))
    return encode_prompt(TABLE, Request(ask=ask, lang="en", current=VisSpec((shown,))))


@pytest.mark.parametrize(
    ("ask", "number"),
    [
        ("top 7", 7),
        ("top six", 6),
        ("top 7, no filter", 7),
        ("top 1,000", None),
        ("只显示报警最多的两台", 2),
        ("最多显示三个", 3),
        ("only the three biggest", 3),
        ("前五名就行", 5),
        ("飞机不算，前五名", 5),
        ("just the first ten", 10),
        ("the 3 least rusty", 3),
        ("worst two only", 2),
        ("倒数三名", 3),
        ("最烧钱的五家", 5),
        ("前十二名", 12),
        ("make that 5", 5),
        ("no more than 8 bars", 8),
        ("the first 3 years", None),
        ("最多三个月", None),
        ("前三天", None),
        ("only 2020", None),
        ("top 10%", None),
        ("first babies only", None),
        ("别只留前三", None),
        ("sales by region", None),
        ("top 3 and top 5", None),
    ],
)
def test_a_number_of_marks_is_found(ask: str, number: int | None) -> None:
    found = find_limit(ask)
    assert (found.number if found else None) == number


@pytest.mark.parametrize(
    ("ask", "shown", "order"),
    [
        ("biggest first", None, "-y"),
        ("smallest bars first", None, "y"),
        ("最少的排前面", None, "y"),
        ("reverse the order", "-y", "y"),
        ("倒过来排", "x", "-x"),
        ("reverse the order", None, None),
        ("put it in alphabetical order", "-y", "x"),
        ("按字母顺序", None, "x"),
        ("not alphabetical", "-y", None),
        ("as a pie", "-y", None),
    ],
)
def test_an_order_is_found(ask: str, shown: str | None, order: str | None) -> None:
    assert said_sort(ask, shown, limits=False) == order


@pytest.mark.parametrize(
    ("ask", "shown", "said"),
    [
        ("top 7", None, {"limit": 7, "sort": "-y"}),
        ("top 7", "x", {"limit": 7, "sort": "-y"}),
        ("just the first 7", "x", {"limit": 7, "sort": "x"}),
        ("bottom 7", "-y", {"limit": 7, "sort": "y"}),
        ("ten fastest", "-y", {"limit": 10}),
        ("split by kind", "-y", {}),
        ("sales by region and kind, top 5", None, {"limit": 5, "sort": "-y"}),  # anew
    ],
)
def test_what_is_said_of_the_options(
    ask: str, shown: str | None, said: dict[OptionName, str | int]
) -> None:
    assert said_options(prompt_of(ask, sort=shown)) == said


@pytest.mark.parametrize("component", list(CHARTS))
@pytest.mark.parametrize(
    "ask", ["top 7", "最少的六个", "前五名就行", "biggest first", "top 7, no filter"]
)
def test_random_walks_end_with_what_is_said(component: str, ask: str) -> None:
    prompt = prompt_of(ask, component)
    said = said_options(prompt)
    assert said
    for seed in range(30):
        rng = random.Random(seed)
        stays, goes = kept_options(prompt), dropped_options(prompt)
        guide = Guide(prompt, (component,), kept=stays, dropped=goes, said=said)
        while not guide.done:
            guide.accept(rng.choice(guide.allowed()))
        [chart] = guide.spec().charts
        given = dict(chart.options.given())
        for option, value in said.items():
            if option in catalogue()[component].options:
                assert given[option] == value
