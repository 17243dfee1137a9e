"""Copied values are what is drawn, and no spreadsheet runs them."""

from __future__ import annotations

from typing import Any

from tests.rendering.hostile_tables import profiled
from vizapp.components.spec import parse_chart
from vizapp.rendering.cells import to_tsv
from vizapp.rendering.chart import build_chart
from vizapp.rendering.style import BuiltChart, Style


def draw(columns: dict[str, list[Any]], name: str, **parameter: Any) -> BuiltChart:
    chart = parse_chart({"name": name, "parameter": parameter})
    return build_chart(chart, profiled(columns), Style())


def test_values_are_those_drawn_after_aggregation() -> None:
    built = draw(
        {"shop": ["a", "a", "b"], "sold": [1000, 2500, 7]},
        "column",
        xAttribute="shop",
        yAttribute="sold",
    )
    assert to_tsv(built) == "shop\tsold\na\t3500\nb\t7\n"


def test_formulas_are_neutralised_and_negative_numbers_stay_numbers() -> None:
    built = draw(
        {"=cmd": ["=1+1", "@x", "-y", "plain"], "v": [-5, 2, 3, 1]},
        "column",
        xAttribute="=cmd",
        yAttribute="v",
    )
    lines = to_tsv(built).splitlines()
    assert lines[0] == "'=cmd\tv"
    assert set(lines[1:]) == {"'=1+1\t-5", "'@x\t2", "'-y\t3", "plain\t1"}


def test_a_name_with_a_colon_is_kept_whole() -> None:
    built = draw(
        {"time: start": ["a", "b"], "v": [1, 2]}, "column", xAttribute="time: start", yAttribute="v"
    )
    assert to_tsv(built).splitlines()[0] == "time: start\tv"
    assert "a\t1" in to_tsv(built).splitlines()


def test_an_empty_chart_has_no_cells() -> None:
    built = draw({"a": ["x"], "v": [None]}, "column", xAttribute="a", yAttribute="v")
    assert to_tsv(built) == ""


def test_the_largest_number_is_drawn_as_a_number() -> None:
    largest = 1.7976931348623157e308
    built = draw({"shop": ["a"], "sold": [largest]}, "column", xAttribute="shop", yAttribute="sold")
    assert largest in built.vega_lite["data"]["values"][0].values()
