"""Awkward tables: few rows, one value, all zeros, tiny and huge numbers, gaps in time."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from tests.rendering.hostile_tables import profiled
from vizapp.components.spec import parse_chart
from vizapp.rendering import formats
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import scenegraph
from vizapp.rendering.layouts.words import pack
from vizapp.rendering.lint.seen import Seen
from vizapp.rendering.style import BuiltChart, Style
from vizapp.rendering.wording import cut_apart, text_width

Columns = dict[str, list[object]]
XY = {"xAttribute": "k", "yAttribute": "v"}
MONTHS: list[object] = [f"{year}-{month:02d}" for year in (2023, 2024) for month in range(1, 13)]


def built(columns: Columns, component: str, parameter: dict[str, Any], **style: Any) -> BuiltChart:
    chart = parse_chart({"name": component, "parameter": parameter})
    return build_chart(chart, profiled(columns), Style(**style))


def labels(chart: BuiltChart, guide: str) -> list[str]:
    """Return the labels that are seen on an axis."""
    return [label.text for label in Seen(chart, scenegraph(chart)).labels if label.guide == guide]


def channel(chart: BuiltChart, name: str) -> dict[str, Any]:
    found: dict[str, Any] = chart.vega_lite["layer"][0]["encoding"][name]
    return found


# -- axes of numbers --------------------------------------------------------------------


def test_a_count_of_one_has_no_ticks_between_zero_and_one() -> None:
    chart = built({"k": ["a", "b", "c"]}, "column", {"xAttribute": "k"})
    assert sorted(labels(chart, "left")) == ["0", "1"]


def test_zeros_stand_on_the_ground() -> None:
    chart = built({"k": ["a", "b"], "v": [0, 0]}, "column", XY)
    assert channel(chart, "y")["scale"]["domain"] == [0, 1]
    assert labels(chart, "left") == ["0"]


def test_ticks_of_large_numbers_near_each_other_read_differently() -> None:
    near: list[object] = [2_102_648, 2_102_650, 2_102_653]
    chart = built({"k": [1, 2, 3], "v": near}, "scatter", XY)
    found = labels(chart, "left")
    assert len(set(found)) == len(found) > 1
    assert all(text.startswith("2,102,6") for text in found)


def test_measures_that_are_all_per_cent_have_an_axis_of_per_cent() -> None:
    columns: Columns = {"k": ["a", "b"], "Margin": ["12%", "30%"], "Share": ["40%", "60%"]}
    chart = built(columns, "column", {"xAttribute": "k", "yAttribute": ["Margin", "Share"]})
    assert all(text.endswith("%") for text in labels(chart, "left"))


def test_the_right_axis_begins_at_zero_where_the_columns_do() -> None:
    columns: Columns = {"k": ["a", "b"], "v": [5, 9], "w": [0.01, 0.05]}
    chart = built(columns, "dualAxes", {**XY, "y2Attribute": "w"})
    assert "0" in labels(chart, "right")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tiny_numbers_are_written_as_on_the_axis(lang: Any) -> None:
    assert formats.compact(3.4e-7, lang) == formats.number(3.4e-7) == "3.4e-7"
    columns: Columns = {"k": ["a", "b"], "v": [3.4e-7, 1e-7]}
    assert "0" in labels(built(columns, "column", XY, lang=lang), "left")


def test_labels_keep_three_digits_of_a_share() -> None:
    assert formats.compact(0.125, "en") == "0.125"
    assert formats.compact(0.45, "zh") == "0.45"


# -- bars -------------------------------------------------------------------------------


@pytest.mark.parametrize(("component", "along"), [("bar", "x"), ("column", "y")])
def test_the_lowest_label_has_room_between_its_bar_and_the_names(
    component: str, along: str
) -> None:
    columns: Columns = {"k": ["研发", "市场", "客服"], "v": [-390.5, 150, 880]}
    chart = built(columns, component, XY, lang="zh", width=560, height=360)
    low, high = channel(chart, along)["scale"]["domain"]
    room = 560 - 150 if along == "x" else 360 - 120
    needed = text_width("-390.5", 11) if along == "x" else 11
    assert (-390.5 - low) / (high - low) * room > needed


def test_a_rest_that_would_press_all_bars_flat_is_left_out() -> None:
    many: Columns = {"k": [f"SKU-{i}" for i in range(200)], "v": list(range(100, 300))}
    chart = built(many, "bar", {**XY, "limit": 10})
    assert not any("Other" in label for label in labels(chart, "left"))
    assert any("10 of 200" in note for note in chart.footnotes)
    few: Columns = {"k": list("abcdef"), "v": [90, 80, 70, 10, 10, 10]}
    assert any("Other" in label for label in labels(built(few, "bar", {**XY, "limit": 3}), "left"))


def test_months_without_a_value_keep_their_place() -> None:
    columns: Columns = {
        "k": ["2024-01", "2024-02", "2024-03", "2024-06"], "v": [5, None, 7, 8],
    }  # fmt: skip
    chart = built(columns, "column", XY)
    domain = channel(chart, "x")["scale"]["domain"]
    assert domain == [f"{m} 2024" for m in ("Jan", "Feb", "Mar", "Apr", "May", "Jun")]


def test_many_months_are_labelled_at_even_places() -> None:
    columns: Columns = {"k": MONTHS, "v": list(range(10, 34))}
    chart = built(columns, "column", XY, lang="zh", width=560, height=360)
    assert labels(chart, "bottom") == ["2023年1月", "2023年7月", "2024年1月", "2024年7月"]


def test_the_first_month_does_not_run_into_the_second_label() -> None:
    columns: Columns = {"k": MONTHS[:12], "v": list(range(10, 22))}
    axis = channel(built(columns, "column", XY, width=560, height=360), "x")["axis"]
    assert axis["values"][:2] == ["Jan 2023", "Mar 2023"]
    assert "labelFlush" not in axis


def test_lying_bars_of_many_months_leave_no_month_out() -> None:
    columns: Columns = {"k": MONTHS, "v": [i % 7 + 1 for i in range(24)]}
    chart = built(columns, "bar", {**XY, "aggregate": "sum"}, height=300)
    drawn = [row["c1"] for row in chart.vega_lite["data"]["values"]]
    assert sum(drawn) == sum(i % 7 + 1 for i in range(24))


def test_a_line_of_quarters_is_labelled_with_quarters() -> None:
    quarters: list[object] = [f"{y}Q{q}" for y in (2022, 2023, 2024) for q in (1, 2, 3, 4)]
    chart = built({"k": quarters, "v": list(range(12))}, "line", XY)
    assert set(labels(chart, "bottom")) <= {f"Q{q} {y}" for y in range(2022, 2025) for q in (1, 3)}


# -- distributions ----------------------------------------------------------------------


def test_ticks_of_a_histogram_stand_at_the_edges_of_bins() -> None:
    values: list[object] = [float(29 + 40 * i % 163) for i in range(60)]
    chart = built({"v": values}, "histogram", {"xAttribute": "v"})
    edges = {row[end] for row in chart.vega_lite["data"]["values"] for end in ("c0", "c1")}
    ticks = channel(chart, "x")["axis"]["values"]
    assert len(ticks) > 2
    assert set(ticks) <= edges


def test_one_value_is_a_bar_over_that_value() -> None:
    chart = built({"v": [7, 7, 7]}, "histogram", {"xAttribute": "v"})
    assert labels(chart, "bottom") == ["7"]
    low, high = channel(chart, "x")["scale"]["domain"]
    assert low < 6.5
    assert high > 7.5


def test_whiskers_end_at_the_box() -> None:
    chart = built({"v": [1, 2, 3, 4, 5, 9]}, "boxplot", {"yAttribute": "v"})
    spans = [
        {layer["encoding"]["y"]["field"], layer["encoding"]["y2"]["field"]}
        for layer in chart.vega_lite["layer"]
        if layer["mark"]["type"] == "rule"
    ]
    assert spans == [{"c1", "c2"}, {"c4", "c5"}]


def test_the_ramp_of_a_heat_map_is_labelled_with_round_numbers() -> None:
    columns: Columns = {
        "a": [*"xxyy"], "b": [*"pqpq"], "v": [5_154_821, 87_111_271, 23_080_004, 34_320_117],
    }  # fmt: skip
    parameter = {"xAttribute": "a", "yAttribute": "b", "valueAttribute": "v"}
    chart = built(columns, "heatmap", parameter)
    assert set(labels(chart, "legend")) <= {f"{n}M" for n in (20, 40, 60, 80)}
    columns["v"] = [4, 4, 4, 4]
    assert not labels(built(columns, "heatmap", parameter), "legend")


# -- single numbers and words -----------------------------------------------------------


def test_a_card_shows_a_tiny_number() -> None:
    text = json.dumps(built({"v": [8.5e-7]}, "indicator", {"valueAttribute": "v"}).vega_lite)
    assert "8.5e-7" in text
    assert '"0"' not in text


@pytest.mark.parametrize(("name", "value", "share"), [
    ("Weight", 70.2, False), ("温度(℃)", 21.6, False), ("Completion", 70.2, True),
    ("转化率", 0.154, True),
])  # fmt: skip
def test_only_a_share_fills_a_ring_without_a_target(name: str, value: float, share: bool) -> None:
    chart = built({name: [value]}, "progress", {"valueAttribute": name})
    (row,) = chart.vega_lite["data"]["values"]
    assert (row["b"] > 0) is share
    assert row["p"].endswith("%") is share


def test_half_the_weight_is_not_the_smallest_word() -> None:
    sizes = [size for *_, size in pack([("East", 12), ("West", 10), ("North", 6)], 500, 300)]
    assert 0.5 <= sizes[2] / sizes[0] < 0.85


def test_headlines_round_long_numbers() -> None:
    gdp: Columns = {"国家": ["美国", "中国", "日本"], "GDP(元)": [1.9e14, 1.26e14, 3e13]}
    parameter = {"xAttribute": "国家", "yAttribute": "GDP(元)"}
    assert built(gdp, "line", parameter, lang="zh").headline.endswith("190万亿元")
    usd: Columns = {"Country": ["US", "China", "Japan"], "GDP (USD)": [2.71e13, 1.7e13, 4.2e12]}
    parameter = {"xAttribute": "Country", "yAttribute": "GDP (USD)"}
    assert "27.1T USD" in built(usd, "line", parameter).headline


def test_a_pie_of_one_slice_says_what_it_is() -> None:
    parameter = {"categoryAttribute": "k", "valueAttribute": "v"}
    chart = built({"k": ["Paris"], "v": [3]}, "pie", parameter)
    assert chart.vega_lite["data"]["values"][0]["t"] == "Paris 100%"
    zeros = built({"k": ["a", "b"], "v": [0, 0]}, "pie", parameter, lang="zh")
    assert zeros.empty
    assert "所有数值均为零" in json.dumps(zeros.vega_lite, ensure_ascii=False)


def test_a_low_above_its_high_is_drawn_all_the_same() -> None:
    columns: Columns = {"d": ["a", "b"], "o": [5, 6], "h": [5, 6], "l": [25, 30], "c": [40, 38]}
    parameter = {
        "xAttribute": "d", "openAttribute": "o", "highAttribute": "h", "lowAttribute": "l",
        "closeAttribute": "c",
    }  # fmt: skip
    reach = built(columns, "candlestick", parameter).editable
    assert reach is None or reach.reach is None or all(map(math.isfinite, reach.reach))


# -- names ------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [110, 150])
def test_offices_of_several_departments_are_told_apart(width: int) -> None:
    names = [
        f"Department of {work} and Regional Housing Affairs, {place} Office"
        for work in ("Transport", "Health", "Education")
        for place in ("North", "South", "East")
    ]
    found = cut_apart(names, width, 12)
    assert len(set(found)) == len(names)
    assert all(text_width(text, 12) <= width for text in found)
    assert [("Trans" in text, "Nor" in text) for text in found[:4]] == [
        (True, True), (True, False), (True, False), (False, True),
    ]  # fmt: skip
