"""Which options make sense follows from the table."""

from __future__ import annotations

import pytest

from tests.components.tables import CLIENT, SALES
from vizapp.components.catalogue import catalogue
from vizapp.components.declare import OPTIONS
from vizapp.components.fit import (
    feasible,
    must_aggregate,
    open_forms,
    option_applies,
    time_units,
    usual_aggregates,
)
from vizapp.profile.attributes import (
    GRANULARITIES,
    AttributeDescription,
    Granularity,
    TableDescription,
)

LINE = catalogue()["line"]


@pytest.mark.parametrize(
    ("step", "units"),
    [
        ("year", ()),
        ("quarter", ("year",)),
        ("month", ("year", "quarter")),
        ("week", ("year", "quarter", "month")),
        ("day", ("year", "quarter", "month", "week", "weekday")),
        ("hour", ("year", "quarter", "month", "week", "day", "weekday", "hour")),
        (None, OPTIONS["timeUnit"]),
    ],
)
def test_a_date_is_grouped_by_coarser_units(
    step: Granularity | None, units: tuple[str, ...]
) -> None:
    table = TableDescription(9, (AttributeDescription("t", "DATE", 9, granularity=step),))
    assert time_units(table, ("t",)) == units


def test_finer_dates_offer_no_less() -> None:
    before: set[str] = set()
    for step in GRANULARITIES:
        table = TableDescription(9, (AttributeDescription("t", "DATE", 9, granularity=step),))
        units = set(time_units(table, ("t",)))
        assert before <= units
        before = units


def test_only_dates_are_grouped_and_the_first_one_counts() -> None:
    assert time_units(SALES, ("shop", "sales")) == ()
    assert time_units(SALES, ("shop", "day")) == time_units(SALES, ("day",))


def test_an_aggregate_is_needed_where_rows_share_a_mark() -> None:
    form = LINE.forms[0]
    assert must_aggregate(form, {"x": ["day"], "y": ["sales"]}, SALES)
    assert not must_aggregate(form, {"x": ["day"], "y": ["sales"], "group": ["shop"]}, SALES)
    assert not must_aggregate(form, {"x": ["时间区间"], "y": ["收盘价:前复权"]}, CLIENT)


def test_counting_is_an_aggregate_even_of_unique_values() -> None:
    column = catalogue()["column"].forms[0]
    assert must_aggregate(column, {"x": ["时间区间"]}, CLIENT)


def test_stacking_needs_several_parts() -> None:
    column = catalogue()["column"]
    form = column.forms[0]
    for given, applies in (
        ({"x": ["day"], "y": ["sales"]}, False),
        ({"x": ["day"], "y": ["sales", "profit"]}, True),
        ({"x": ["day"], "y": ["sales"], "group": ["shop"]}, True),
    ):
        assert option_applies("stack", column, form, given, SALES) is applies
    assert not option_applies("stack", LINE, LINE.forms[0], {"group": ["shop"]}, SALES)


def test_open_forms_are_those_that_can_still_be_completed() -> None:
    radar = catalogue()["radar"]
    table = TableDescription(
        4, tuple(AttributeDescription(n, "DOUBLE", 4, range=(1, 9)) for n in "abcd")
    )
    assert open_forms(radar, table, {}) == radar.forms
    assert open_forms(radar, table, {"category": ["a"]}) == radar.forms[:1]
    assert open_forms(radar, table, {"value": ["a", "b"]}) == radar.forms[1:]
    assert open_forms(radar, SALES, {"value": ["sales", "profit"]}) == ()


def test_a_client_table_can_be_a_line_but_no_flow_of_quantities() -> None:
    assert "line" in feasible(CLIENT)
    assert "sankey" in feasible(CLIENT)  # name -> time, with the price as quantity
    assert "candlestick" not in feasible(CLIENT)


@pytest.mark.parametrize(
    ("names", "usual"),
    [
        (("Sales ($k)",), {"sum"}),
        (("order_qty", "销售额(万元)"), {"sum"}),
        (("单价",), {"mean", "median", "min", "max"}),
        (("sales", "CTR (%)", "conversion_rate"), {"mean", "median", "min", "max"}),
        (("sales_cycle_days",), {"sum", "mean", "median", "min", "max"}),
        (("sales per visit",), {"mean", "median", "min", "max"}),
    ],
)
def test_unasked_measures_are_summed_where_they_add_up(
    names: tuple[str, ...], usual: set[str]
) -> None:
    measures = [AttributeDescription(name, "DOUBLE", 9) for name in names]
    assert set(usual_aggregates(measures)) == usual
