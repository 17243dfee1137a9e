"""Stretches of time within which an ask speaks."""

from __future__ import annotations

import pytest

from vizapp.components.spec import Chart, Options
from vizapp.components.within import speaks_of_time, split_time, within
from vizapp.profile.attributes import AttributeDescription, TableDescription

SALES = TableDescription(
    900,
    (
        AttributeDescription(
            "date", "DATE", 360, granularity="day", range=("2024-01-01", "2024-12-30")
        ),
        AttributeDescription(
            "due", "DATE", 360, granularity="day", range=("2024-01-05", "2025-01-30")
        ),
        AttributeDescription("shop", "STR", 5),
        AttributeDescription("tax", "DOUBLE", 800),
    ),
)
BARS = Chart("column", (("x", ("shop",)), ("y", ("tax",))), Options(aggregate="sum"))


@pytest.mark.parametrize(
    ("ask", "rest", "tests"),
    [
        ("二季度税额按店铺", "税额按店铺", [(">=", "2024-04"), ("<=", "2024-06")]),
        ("2024年下半年各店铺税额", "各店铺税额", [(">=", "2024-07"), ("<=", "2024-12")]),
        ("最近三个月各店铺税额", "各店铺税额", [(">=", "2024-10")]),
        ("各店铺税额，9月以后的", "各店铺税额", [(">=", "2024-09")]),
        ("tax by shop in Q2 2024", "tax by shop", [(">=", "2024-04"), ("<=", "2024-06")]),
        ("tax by shop in the first half", "tax by shop", [(">=", "2024-01"), ("<=", "2024-06")]),
        ("tax by shop since April", "tax by shop", [(">=", "2024-04")]),
        ("tax by shop from 10 July on", "tax by shop", [(">=", "2024-07-10")]),
        ("tax by shop over the last 3 months", "tax by shop", [(">=", "2024-10")]),
    ],
)
def test_a_time_beside_what_is_asked_for(ask: str, rest: str, tests: list[tuple[str, str]]) -> None:
    parts = split_time(ask, SALES)
    assert parts is not None
    assert parts[0] == rest
    made = within(BARS, parts[1], SALES)
    assert made is not None
    assert [(f.op, f.value) for f in made.options.filters] == tests
    assert {f.attribute for f in made.options.filters} == {"date"}


@pytest.mark.parametrize(
    "ask",
    [
        "各季度的税额",
        "按二季度分",
        "tax by quarter",
        "tax per month",
        "only the second quarter",  # nothing else is asked for
        "二季度的就好",
        "二季度和三季度的税额",  # two of them
        "tax by shop without the second quarter",
        "tax since Jan 2022",  # a month of a year is a value
        "tax by shop",
        "tax by shop in Q9",
        "",
    ],
)
def test_what_speaks_of_no_time_beside_it(ask: str) -> None:
    assert split_time(ask, SALES) is None


def test_words_of_cells_are_no_time() -> None:
    assert split_time("tax of Q2 by shop", SALES) is not None
    assert split_time("tax of Q2 by shop", SALES, ["Q2"]) is None


def test_a_quarter_of_no_year_needs_dates_of_one_year() -> None:
    years = AttributeDescription(
        "date", "DATE", 900, granularity="day", range=("2021-01-01", "2024-12-30")
    )
    table = TableDescription(900, (years, *SALES.attributes[2:]))
    assert split_time("二季度税额按店铺", table) is None
    assert split_time("2023年二季度税额按店铺", table) is not None
    assert split_time("二季度税额按店铺", TableDescription(900, SALES.attributes[2:])) is None


def test_a_change_may_speak_of_a_time() -> None:
    assert speaks_of_time("按店铺，只看二季度")
    assert not speaks_of_time("按季度")
