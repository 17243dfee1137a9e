"""Headlines: what the numbers carry is said, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rendering.hostile_tables import profiled
from vizapp.components.spec import parse_chart
from vizapp.core.language import Lang
from vizapp.rendering.chart import build_chart
from vizapp.rendering.headline import capital
from vizapp.rendering.style import BuiltChart, Style


def drawn(
    name: str, columns: dict[str, list[Any]], lang: Lang = "en", /, **parameter: Any
) -> BuiltChart:
    parameter = {
        key if key in ("limit", "sort", "stack", "timeUnit", "filter") else f"{key}Attribute": value
        for key, value in parameter.items()
    }
    chart = parse_chart({"name": name, "parameter": parameter})
    return build_chart(chart, profiled(columns), Style(lang=lang))


def months(*years: int) -> list[str]:
    return [f"{year}-{month:02d}-01" for year in years for month in range(1, 13)]


SEASON = [90, 70, 100, 110, 120, 100, 90, 95, 120, 130, 150, 125]  # 1,300 a year


def test_two_whole_years_of_sums_are_compared():
    table = {"month": months(2023, 2024), "sales": SEASON + [round(1.18 * v, 2) for v in SEASON]}
    built = drawn("line", table, x="month", y="sales")
    assert built.headline == "Sales rose 18% in 2024"
    assert built.title == "Sales by month"
    title = built.vega_lite["title"]
    assert title["text"] == "Sales rose 18% in 2024"
    assert title["subtitle"] == ["Sales by month"]
    assert drawn("line", table, "zh", x="month", y="sales").headline == "2024 年sales增长 18%"


def test_a_year_that_is_not_over_is_not_compared_with_a_whole_one():
    dates = months(2023, 2024)[:-3]
    table = {"month": dates, "sales": (SEASON + SEASON)[: len(dates)]}
    assert "in 2024" not in drawn("line", table, x="month", y="sales").headline


def test_prices_are_not_summed_over_years():
    table = {"month": months(2023, 2024), "price": SEASON + [2 * v for v in SEASON]}
    assert "in 2024" not in drawn("line", table, x="month", y="price").headline


def test_half_a_month_is_no_fall():
    days = [f"2024-{m:02d}-{d:02d}" for m in (1, 2, 3) for d in range(1, 29)]
    days += [f"2024-04-{d:02d}" for d in range(1, 9)]
    days = ["2024-01-29", "2024-01-30", "2024-01-31", "2024-02-29", *days]
    days += ["2024-03-29", "2024-03-30", "2024-03-31"]
    amounts = [10.0 + int(day[5:7]) for day in days]
    table = {"day": days, "sales": amounts}
    said = drawn("line", table, x="day", y="sales", timeUnit="month").headline
    assert said.startswith("Sales rose")
    assert said.endswith("from Jan 2024 to Mar 2024")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([100, 110, 130, 150], "Sales rose 50% from 2020 to 2023"),
        ([100, 90, 80, 40], "Sales fell 60% from 2020 to 2023"),
        ([100, 101, 100, 101], ""),
        ([100, 300, 50, 180], ""),  # to and fro, and too short for a peak
        ([-5, 10, 20, 30], "Sales rose from -5 to 30"),  # no share of less than nothing
    ],
)
def test_a_rise_is_said_where_the_series_goes_one_way(values: list[float], said: str):
    table = {"year": [2020, 2021, 2022, 2023], "sales": values}
    assert drawn("line", table, x="year", y="sales").headline == said


def test_a_series_to_and_fro_has_a_peak():
    table = {"day": [f"2024-03-0{d}" for d in range(1, 8)], "visits": [5, 9, 4, 30, 6, 8, 5]}
    assert drawn("line", table, x="day", y="visits").headline == (
        "Visits peaked at 30 (Mar 4, 2024)"
    )
    assert drawn("line", table, "zh", x="day", y="visits").headline == (
        "2024年3月4日visits最高，为 30"
    )


def test_shares_in_per_cent_rise_from_one_to_another():
    table = {"year": [2020, 2021, 2022, 2023], "毛利率(%)": [21, 22, 24, 27]}
    said = drawn("line", table, "zh", x="year", y="毛利率(%)").headline
    assert said == "毛利率从 21% 升至 27%"


def test_the_largest_part_of_a_sum_is_told_with_its_share():
    table = {"region": ["North", "South", "East"], "sales": [60, 25, 15]}
    assert drawn("column", table, x="region", y="sales").headline == "North leads with 60% of sales"
    shop = {"shop": list("abc"), "sales": [60, 25, 15]}
    assert (
        drawn("pie", shop, "zh", category="shop", value="sales").headline == "a占sales的 60%，居首"
    )


def test_no_share_is_told_of_what_does_not_add_up_or_is_cut():
    speeds = {"car": list("abcde"), "top speed": [300, 20, 10, 10, 5]}
    said = drawn("column", speeds, x="car", y="top speed").headline
    assert said == "a ranks first by top speed (300)"
    lowest = {"shop": list("abcdefg"), "sales": [70, 22, 41, 5, 18, 9, 33]}
    assert drawn("column", lowest, x="shop", y="sales", limit=3, sort="y").headline == ""


def test_a_shared_first_place_is_none():
    table = {"region": ["North", "South", "East"], "sales": [60, 60, 15]}
    assert drawn("column", table, x="region", y="sales").headline == ""


def test_the_rest_is_never_first():
    table = {"shop": [f"s{i:02d}" for i in range(40)], "sales": [50, *range(39, 0, -1)]}
    said = drawn("column", table, x="shop", y="sales", limit=2).headline
    assert "Other" not in said
    assert "s00" in said.lower()


def test_who_is_first_everywhere():
    table = {
        "quarter": ["Q1", "Q1", "Q2", "Q2"],
        "region": ["North", "South"] * 2,
        "sales": [5, 3, 7, 2],
    }
    said = drawn("column", table, x="quarter", y="sales", group="region").headline
    assert said == "North ranks first by sales in every quarter"
    table["sales"] = [5, 3, 2, 7]
    assert drawn("column", table, x="quarter", y="sales", group="region").headline == ""


def test_who_overtook_whom_only_where_it_lasts():
    years = list(range(2004, 2024))
    up, down = [10 + i for i in range(20)], [25 - i for i in range(20)]
    table = {
        "year": [y for y in years for _ in range(2)],
        "source": ["wind", "coal"] * 20,
        "output": [v for pair in zip(up, down, strict=True) for v in pair],
    }
    said = drawn("line", table, x="year", y="output", group="source").headline
    assert said.lower() == "wind overtook coal"
    table["output"][-1] = 80  # coal, in the last year
    assert drawn("line", table, x="year", y="output", group="source").headline == ""


def test_measures_that_go_together():
    x = [float(i) for i in range(20)]
    table = {"income (k$)": x, "age": [50 - 2 * v + (i % 3) for i, v in enumerate(x)]}
    said = drawn("scatter", table, x="income (k$)", y="age").headline
    assert said == "Age tends to fall as income rises"
    table = {"a": [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 100], "b": [1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 100]}
    assert drawn("scatter", table, x="a", y="b").headline == ""  # one far point makes no relation


def test_a_title_of_ones_own_and_a_narrow_picture_have_no_headline():
    chart = parse_chart({"name": "column", "parameter": {"xAttribute": "k", "yAttribute": "sales"}})
    table = profiled({"k": ["x" * 20, "b", "c"], "sales": [9, 2, 1]})
    assert build_chart(chart, table, Style(width=900)).headline
    assert build_chart(chart, table, Style(title="Mine")).headline == ""
    assert build_chart(chart, table, Style(title="")).headline == ""
    narrow = build_chart(chart, table, Style(width=200))
    assert narrow.headline == ""
    assert narrow.vega_lite["title"]["text"] == "Sales by k"


@pytest.mark.parametrize(
    ("given", "made"),
    [("sales by month", "Sales by month"), ("pH by day", "pH by day"), ("R&D", "R&D"), ("", "")],
)
def test_titles_begin_with_a_capital(given: str, made: str):
    assert capital(given) == made


def test_a_crossing_back_and_forth_is_no_news():
    months = [f"2024-{m:02d}" for m in range(1, 13)]
    north = [9, 8, 9, 1, 9, 2, 8, 1, 9, 2, 1, 1]
    table = {
        "month": [m for m in months for _ in range(2)],
        "shop": ["North", "East"] * 12,
        "profit": [v for n in north for v in (n, 5)],
    }
    assert drawn("line", table, x="month", y="profit", group="shop").headline == ""
    table["profit"][6] = None  # a gap is not nothing
    assert drawn("line", table, x="month", y="profit", group="shop").headline == ""


def test_a_funnel_of_unlike_columns_is_no_conversion():
    table = {"revenue": [1200000], "orders": [431], "rating": [4.6]}
    assert drawn("funnel", table, value=["revenue", "orders", "rating"]).headline == ""
    table = {"seen": [900], "clicked": [90], "paid": [9]}
    said = drawn("funnel", table, value=["seen", "clicked", "paid"]).headline
    assert said == "1.0% get from seen to paid"


def test_values_carry_the_unit_that_the_name_writes():
    table = {"店": ["甲", "乙"], "单价（元）": ["¥30.00", "¥12.00"]}
    said = drawn("column", table, "zh", x="店", y="单价（元）").headline
    assert said == "甲的单价居首，为 30 元"
