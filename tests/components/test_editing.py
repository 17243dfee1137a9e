"""Edits by hand: what fits a shelf, and that every edit keeps the contract."""

from __future__ import annotations

import itertools

import pytest

from vizapp.components import editing
from vizapp.components.catalogue import catalogue
from vizapp.components.check import check_chart
from vizapp.components.fit import feasible
from vizapp.components.spec import Chart, Filter, Options, parse_chart
from vizapp.profile.attributes import AttributeDescription, TableDescription

_A = AttributeDescription
SALES = TableDescription(
    360,
    (
        _A("date", "DATE", 120, granularity="day", range=("2024-01-01", "2024-12-31")),
        _A("region", "STR", 5, samples=("North", "South")),
        _A("product", "STR", 40),
        _A("sales", "DOUBLE", 300, unit="USD", range=(1.0, 900.0)),
        _A("orders", "INT", 45, range=(1, 50)),
        _A("margin rate", "DOUBLE", 200, unit="%", range=(-10.0, 60.0)),
        _A("promo", "BOOL", 2),
    ),
)
SCORES = TableDescription(
    1, tuple(_A(name, "INT", 1, range=(1, 10)) for name in ("speed", "taste", "price", "size"))
)


def chart(name: str, **parameter: object) -> Chart:
    return parse_chart({"name": name, "parameter": parameter})


COLUMN = chart("column", xAttribute="region", yAttribute="sales", aggregate="sum")


def shelf(of: Chart, channel: str) -> editing.Shelf:
    return next(s for s in editing.shelves(of, SALES) if s.channel.name == channel)


def test_a_shelf_offers_only_what_fits() -> None:
    assert shelf(COLUMN, "y").fitting == ("sales", "orders", "margin rate")
    assert "sales" not in shelf(COLUMN, "x").fitting  # 300 numbers are no categories
    assert shelf(chart("pie", categoryAttribute="region"), "value").fitting == ("sales", "orders")


def test_what_is_needed_cannot_be_removed() -> None:
    assert shelf(COLUMN, "x").removable == ()
    assert editing.remove(COLUMN, "x", "region", SALES) is COLUMN


def test_without_its_measure_a_column_chart_counts_rows() -> None:
    counted = editing.remove(COLUMN, "y", "sales", SALES)
    assert counted.channels == (("x", ("region",)),)
    assert counted.options.aggregate == "count"


def test_a_measure_that_joins_a_count_of_rows_is_shown_itself() -> None:
    counted = chart("column", xAttribute="region", aggregate="count")
    assert editing.put(counted, "y", "sales", SALES).options.aggregate == "sum"
    assert editing.put(counted, "y", "margin rate", SALES).options.aggregate == "mean"
    assert editing.put(counted, "group", "promo", SALES).options.aggregate == "count"
    distinct = chart("column", xAttribute="region", yAttribute="product", aggregate="distinct")
    assert editing.put(distinct, "y", "sales", SALES).options.aggregate == "distinct"


def test_a_second_measure_joins_and_a_full_shelf_gives_its_last() -> None:
    both = editing.put(COLUMN, "y", "orders", SALES)
    assert both.names("y") == ("sales", "orders")
    assert editing.put(COLUMN, "x", "product", SALES).names("x") == ("product",)


def test_a_chip_is_replaced_in_its_place() -> None:
    both = editing.put(COLUMN, "y", "orders", SALES)
    changed = editing.put(both, "y", "margin rate", SALES, instead_of="sales")
    assert changed.names("y") == ("margin rate", "orders")


def test_a_column_dragged_to_another_shelf_changes_places_with_what_lies_there() -> None:
    grouped = editing.put(COLUMN, "group", "product", SALES)
    swapped = editing.put(grouped, "x", "product", SALES)
    assert swapped.names("x") == ("product",)
    assert swapped.names("group") == ("region",)


def test_a_column_that_does_not_fit_changes_nothing() -> None:
    assert editing.put(COLUMN, "y", "region", SALES) is COLUMN
    assert editing.put(COLUMN, "nothing", "sales", SALES) is COLUMN


def test_counting_takes_any_column_and_summing_drops_it_again() -> None:
    counted = editing.set_option(COLUMN, "aggregate", "distinct", SALES)
    assert "product" in shelf(counted, "y").fitting
    products = editing.put(counted, "y", "product", SALES, instead_of="sales")
    assert products.names("y") == ("product",)
    offered = {c.option: c.words for c in editing.option_choices(products, SALES)}
    assert offered["aggregate"] == ("count", "distinct")
    assert editing.set_option(products, "aggregate", "sum", SALES).options.aggregate == "count"


def test_rates_are_averaged_when_a_chart_first_needs_an_aggregate() -> None:
    table = chart("table", columnAttribute=["region", "margin rate"])
    assert editing.change_component(table, "column", SALES).options.aggregate == "mean"


def test_a_time_unit_brings_an_aggregate_and_leaves_with_its_date() -> None:
    line = chart("line", xAttribute="date", yAttribute="sales", aggregate="sum")
    monthly = editing.set_option(line, "timeUnit", "month", SALES)
    assert monthly.options == Options(aggregate="sum", time_unit="month")
    by_region = editing.put(monthly, "x", "region", SALES)
    assert by_region.options.time_unit is None


def test_options_that_make_no_sense_are_not_offered() -> None:
    def offered(of: Chart) -> set[str]:
        return {c.option for c in editing.option_choices(of, SALES) if c.shown}

    assert offered(COLUMN) == {"aggregate", "sort", "limit"}
    assert "stack" in offered(editing.put(COLUMN, "group", "product", SALES))
    assert offered(chart("histogram", xAttribute="sales")) == {"bins"}
    assert offered(chart("scatter", xAttribute="sales", yAttribute="orders")) == set()


def test_which_items_a_limit_keeps_is_chosen_by_hand() -> None:
    few = editing.set_option(COLUMN, "limit", 2, SALES)
    kept = {c.option: (c.value, c.shown) for c in editing.option_choices(few, SALES)}
    assert kept["limitBy"] == ("-y", True)
    rising = editing.set_option(few, "sort", "y", SALES)
    assert (rising.options.sort, rising.options.kept_by) == ("y", "-y")
    lowest = editing.set_option(rising, "limitBy", "y", SALES)
    assert (lowest.options.kept_by, lowest.options.limit_by) == ("y", None)
    assert editing.set_option(rising, "limit", None, SALES).options.limit_by is None
    assert editing.change_component(rising, "pie", SALES).options.kept_by == "-y"


def test_another_component_keeps_columns_in_their_roles() -> None:
    pie = editing.change_component(COLUMN, "pie", SALES)
    assert (pie.names("category"), pie.names("value")) == (("region",), ("sales",))
    back = editing.change_component(pie, "column", SALES)
    assert back == COLUMN
    # Four prices are needed, and there are three numbers.
    assert editing.change_component(COLUMN, "candlestick", SALES) is COLUMN


def test_filters_of_a_column_are_replaced_together() -> None:
    north = (Filter("region", "=", "North"),)
    dear = (Filter("sales", ">=", 10), Filter("sales", "<=", 90))
    both = editing.set_filters(
        editing.set_filters(COLUMN, "region", north, SALES), "sales", dear, SALES
    )
    assert both.options.filters == (*north, *dear)
    south = (Filter("region", "=", "South"),)
    changed = editing.set_filters(both, "region", south, SALES)
    assert changed.options.filters == (*south, *dear)
    assert editing.set_filters(changed, "sales", (), SALES).options.filters == south


def test_filters_survive_another_component() -> None:
    north = (Filter("region", "=", "North"),)
    filtered = editing.set_filters(COLUMN, "region", north, SALES)
    assert editing.change_component(filtered, "line", SALES).options.filters == north


def test_a_radar_of_one_row_takes_its_measures_as_a_list() -> None:
    radar = chart("radar", valueAttribute=["speed", "taste", "price"])
    wider = editing.put(radar, "value", "size", SCORES)
    assert wider.names("value") == ("speed", "taste", "price", "size")
    (values,) = (s for s in editing.shelves(radar, SCORES) if s.channel.name == "value")
    assert values.removable == ()  # three is the least


@pytest.mark.parametrize("description", [SALES, SCORES], ids=["sales", "scores"])
def test_every_edit_of_every_component_keeps_the_contract(description: TableDescription) -> None:
    names = feasible(description)
    start = editing.change_component(
        Chart("table", (("column", description.names[:2]),)), names[0], description
    )
    n_edits = 0
    for name in names:
        shown = editing.change_component(start, name, description)
        assert shown.component == name
        assert check_chart(shown, description) == ()
        reached = [shown]
        for place in editing.shelves(shown, description):
            reached += [
                editing.put(shown, place.channel.name, column, description)
                for column in description.names
            ]
            reached += [
                editing.remove(shown, place.channel.name, n, description) for n in place.names
            ]
        for choice in editing.option_choices(shown, description):
            values = (*choice.words, None) if choice.words else (1, choice.most, None)
            reached += [editing.set_option(shown, choice.option, v, description) for v in values]
        for one, other in itertools.product(set(reached), names[::3]):
            assert check_chart(one, description) == ()
            made = editing.change_component(one, other, description)
            assert check_chart(made, description) == ()
            n_edits += 1
    assert n_edits > len(names)


def test_fitting_shelves_and_declaration_agree() -> None:
    for name in feasible(SALES):
        shown = editing.change_component(COLUMN, name, SALES) if name != "column" else COLUMN
        declared = {c.name for c in catalogue()[name].channels}
        assert {s.channel.name for s in editing.shelves(shown, SALES)} <= declared
        for place in editing.shelves(shown, SALES):
            assert set(place.names) <= set(place.fitting)
