"""Every breach of the contract is found, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.components.tables import CLIENT, CLIENT_ANSWER, SALES
from vizapp.components.check import check, check_chart, validate
from vizapp.components.spec import Chart, Filter, Options, VisSpec, parse
from vizapp.core.errors import ChannelTypeError, SpecError, UnknownFieldError
from vizapp.profile.attributes import AttributeDescription, TableDescription

ONE_ROW = TableDescription(
    1, tuple(AttributeDescription(n, "INT", 1, range=(v, v)) for n, v in (("a", 9), ("b", -4)))
)


def chart(name: str, options: Options = Options(), **channels: Any) -> Chart:  # noqa: B008
    listed = ((c, n if isinstance(n, tuple) else (n,)) for c, n in channels.items())
    return Chart(name, tuple(listed), options)


def found(given: Chart, table: TableDescription = SALES) -> list[tuple[str, str]]:
    return [(f.code, f.parameter) for f in check_chart(given, table)]


SUM = Options(aggregate="sum")
COUNT = Options(aggregate="count")

GOOD = (
    chart("line", x="day", y="sales", group="shop"),
    chart("line", SUM, x="day", y=("sales", "profit")),
    chart("line", Options("mean", "month", "-y", 3), x="day", y="sales", group="shop"),
    chart("area", Options(stack="percent"), x="day", y="sales", group="shop"),
    chart("column", COUNT, x="shop"),
    chart("column", COUNT, x="shop", y="shop"),
    chart("column", Options(aggregate="distinct"), x="shop", y="note"),
    chart("scatter", x="sales", y="profit", label="note"),
    chart("histogram", Options(bins=20), x="sales"),
    chart("table", Options(limit=5), column=("note", "day")),
    chart(
        "column",
        Options(
            "median",
            filters=(Filter("shop", "in", ("North",)), Filter("sales", ">", 3)),
        ),
        x="shop",
        y="profit",
    ),
)


@pytest.mark.parametrize("good", GOOD, ids=lambda c: c.component)
def test_a_valid_chart_has_no_finding(good: Chart) -> None:
    assert found(good) == []


def test_the_clients_answer_is_valid_for_the_clients_table() -> None:
    assert check(parse(CLIENT_ANSWER), CLIENT) == ()
    validate(parse(CLIENT_ANSWER), CLIENT)


BREACHES = (
    (chart("line", x="gone", y="sales"), ("unknown", "xAttribute")),
    (chart("line", y="sales"), ("missing", "xAttribute")),
    (chart("line", SUM, x="day", y="shop"), ("type", "yAttribute")),
    (chart("area", SUM, x="day", y="profit"), ("negative", "yAttribute")),
    (chart("pie", SUM, category="note", value="sales"), ("too_many", "categoryAttribute")),
    (chart("map", longitude="sales", latitude="profit"), ("out_of_range", "longitudeAttribute")),
    (chart("pie", SUM, category="shop", value=("sales", "profit")), ("count", "valueAttribute")),
    (chart("scatter", x="sales", y="sales"), ("repeated", "yAttribute")),
    (chart("line", SUM, x="day", y=("sales", "sales")), ("repeated", "yAttribute")),
    (chart("column", COUNT, x="shop", y=("sales", "sales")), ("repeated", "yAttribute")),
    (chart("dualAxes", COUNT, x="shop", y="sales", y2="sales"), ("repeated", "y2Attribute")),
    (chart("treemap", COUNT, category=("shop", "shop")), ("repeated", "categoryAttribute")),
    (chart("funnel", SUM, category="shop", value="sales", group="day"), ("form", "groupAttribute")),
    (chart("line", x="day", y="sales"), ("option", "aggregate")),
    (chart("column", x="shop"), ("option", "aggregate")),
    (chart("column", SUM, x="shop"), ("option", "aggregate")),
    (chart("column", Options(aggregate="distinct"), x="shop"), ("option", "aggregate")),
    (chart("line", SUM, x="day", y="sales", group="shop"), ("option", "aggregate")),
    (chart("line", Options(aggregate="total"), x="day", y="sales"), ("option", "aggregate")),
    (
        chart("line", Options(time_unit="month"), x="day", y="sales", group="shop"),
        ("option", "aggregate"),
    ),
    (chart("line", Options("sum", "hour"), x="day", y="sales"), ("option", "timeUnit")),
    (chart("column", Options("sum", "year"), x="shop", y="sales"), ("option", "timeUnit")),
    (chart("area", Options("sum", stack="stacked"), x="day", y="sales"), ("option", "stack")),
    (chart("histogram", Options(sort="x"), x="sales"), ("option", "sort")),
    (chart("histogram", Options(bins=0), x="sales"), ("option", "bins")),
    (chart("column", Options("sum", limit=-3), x="shop", y="sales"), ("option", "limit")),
    (
        chart("histogram", Options(filters=(Filter("gone", "=", 1),)), x="sales"),
        ("unknown", "filter"),
    ),
    (
        chart("histogram", Options(filters=(Filter("shop", "like", "N"),)), x="sales"),
        ("option", "filter"),
    ),
    (
        chart("histogram", Options(filters=(Filter("shop", "in", "North"),)), x="sales"),
        ("option", "filter"),
    ),
    (
        chart("histogram", Options(filters=(Filter("shop", "in", ()),)), x="sales"),
        ("option", "filter"),
    ),
    (
        chart("histogram", Options(filters=(Filter("shop", "=", ("North",)),)), x="sales"),
        ("option", "filter"),
    ),
)


@pytest.mark.parametrize(("bad", "finding"), BREACHES, ids=lambda v: getattr(v, "component", None))
def test_each_breach_is_found(bad: Chart, finding: tuple[str, str]) -> None:
    assert finding in found(bad)


def test_a_form_for_one_row_refuses_more() -> None:
    funnel = chart("funnel", value=("sales", "note"))
    assert ("rows", "") in found(funnel)


def test_an_empty_attribute_fits_no_measure() -> None:
    table = TableDescription(3, (AttributeDescription("a", "INT", 0, missing=3),))
    assert found(chart("histogram", x="a"), table) == [("empty", "xAttribute")]


def test_one_row_needs_no_aggregate() -> None:
    assert found(chart("indicator", value=("a", "b")), ONE_ROW) == []
    assert found(chart("indicator", SUM, value="a"), ONE_ROW) == [("option", "aggregate")]


def test_every_chart_of_an_answer_is_checked() -> None:
    spec = VisSpec((GOOD[0], chart("line", x="day", y="gone"), chart("pie", category="gone")))
    assert {f.component for f in check(spec, SALES)} == {"line", "pie"}


def test_a_finding_says_what_and_where() -> None:
    (finding,) = check_chart(chart("scatter", x="sales", y="shop"), SALES)
    assert finding.name == "shop"
    assert "'shop' (STR, 2 distinct)" in finding.message


@pytest.mark.parametrize(
    ("bad", "error", "hint"),
    [
        (chart("scatter", x="Sales", y="profit"), UnknownFieldError, "Did you mean 'sales'?"),
        (chart("scatter", x="sales"), ChannelTypeError, ""),
        (chart("scatter", x="sales", y="shop"), ChannelTypeError, ""),
        (chart("line", x="day", y="sales"), SpecError, ""),
    ],
)
def test_validate_raises_the_first_breach(bad: Chart, error: type[SpecError], hint: str) -> None:
    with pytest.raises(error) as caught:
        validate(VisSpec((bad,)), SALES)
    assert type(caught.value) is error
    assert caught.value.hint == hint
    assert caught.value.fields["component"] == bad.component
