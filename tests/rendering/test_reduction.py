"""What a chart shows and what it says it left out."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.rendering.hostile_tables import profiled
from vizapp.components.spec import Filter, parse_chart
from vizapp.core.errors import ChannelTypeError, UnknownFieldError
from vizapp.profile.additivity import default_aggregate
from vizapp.profile.attributes import AttributeDescription
from vizapp.profile.describe import ProfiledTable
from vizapp.rendering.chart import build_chart
from vizapp.rendering.reduce import (
    bin_edges,
    filter_rows,
    fitting_time_unit,
    key,
)
from vizapp.rendering.style import BuiltChart, Style

ZH = Style(lang="zh")


def draw(table: ProfiledTable, name: str, style: Style = ZH, **parameter: Any) -> BuiltChart:
    return build_chart(parse_chart({"name": name, "parameter": parameter}), table, style)


def values(built: BuiltChart, *names: str) -> list[Any]:
    rows = built.vega_lite["data"]["values"]
    return [tuple(row[n] for n in names) if len(names) > 1 else row[names[0]] for row in rows]


def domain(built: BuiltChart, channel: str) -> list[str]:
    return list(built.vega_lite["layer"][0]["encoding"][channel]["scale"]["domain"])


def test_repeated_keys_are_summed_and_rates_averaged_both_said():
    table = profiled({"店": ["甲", "甲", "乙"], "销量": [1, 2, 5], "转化率(%)": [10.0, 20.0, 40.0]})
    sums = draw(table, "column", xAttribute="店", yAttribute="销量")
    assert sorted(values(sums, "c0", "c1")) == [("乙", 5), ("甲", 3)]
    assert sums.footnotes == ("合计:3 行",)
    means = draw(table, "column", xAttribute="店", yAttribute="转化率(%)")
    assert sorted(values(means, "c0", "c1")) == [("乙", 40), ("甲", 15)]
    assert means.footnotes == ("平均:3 行",)
    assert "平均" in means.title


def test_blanks_are_counted_in_the_footnote():
    table = profiled({"k": ["a", "a", "b"], "n": [1, None, 4]})
    built = draw(table, "bar", Style(), xAttribute="k", yAttribute="n", aggregate="mean")
    assert built.footnotes == ("mean of 3 rows, 1 blank skipped",)


def test_unrepeated_keys_need_no_footnote():
    table = profiled({"k": ["a", "b"], "n": [1, 4]})
    assert draw(table, "column", xAttribute="k", yAttribute="n").footnotes == ()


@pytest.mark.parametrize(
    ("name", "unit", "expected"),
    [
        ("销售额", "元", "sum"), ("sales", None, "sum"), ("增长率", None, "mean"),
        ("x", "%", "mean"),
        ("speed", "km/h", "mean"), ("unitPrice", None, "mean"), ("平均工资", "元", "mean"),
        ("generation", "TWh", "sum"), ("storage", "GB", "sum"), ("percentage", None, "mean"),
    ],
)  # fmt: skip
def test_default_aggregate_follows_name_and_unit(name: str, unit: str | None, expected: str):
    assert default_aggregate(AttributeDescription(name, "DOUBLE", 9, unit=unit)) == expected


def test_shares_of_a_whole_are_summed():
    assert (
        default_aggregate(AttributeDescription("占比", "DOUBLE", 9, unit="%", total=100)) == "sum"
    )


def test_limit_groups_the_rest_where_values_add_up():
    table = profiled({"k": list("abcdef"), "n": [6, 5, 4, 3, 2, 1]})
    built = draw(table, "bar", xAttribute="k", yAttribute="n", limit=2)
    assert domain(built, "y") == ["a", "b", "其他(4 项)"]
    assert ("其他(4 项)", 10) in values(built, "c0", "c1")
    assert built.footnotes == ("前 2 项(共 6 项),其余合并",)


def test_limit_only_says_the_rest_where_values_do_not_add_up():
    table = profiled({"k": list("abcdef"), "评分": [6, 5, 4, 3, 2, 1]})
    built = draw(table, "column", xAttribute="k", yAttribute="评分", aggregate="max", limit=2)
    assert domain(built, "x") == ["a", "b"]
    assert built.footnotes == ("仅显示 6 项中最高的 2 项",)


@pytest.mark.parametrize("component", ["bar", "column", "line", "pie"])
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"sort": "y", "limit": 2}, "fe"),
        ({"sort": "y", "limit": 2, "limitBy": "-y"}, "ba"),
        ({"sort": "-y", "limit": 2, "limitBy": "y"}, "ef"),
        ({"sort": "x", "limit": 2, "limitBy": "y"}, "ef"),
        ({"limit": 2}, "ab"),
    ],
)
def test_a_limit_keeps_the_items_of_its_own_order(
    component: str, options: dict[str, object], expected: str
):
    table = profiled({"k": list("abcdef"), "评分": [6, 5, 4, 3, 2, 1]})
    names = ("category", "value") if component == "pie" else ("x", "y")
    given = {f"{names[0]}Attribute": "k", f"{names[1]}Attribute": "评分", "aggregate": "max"}
    built = draw(table, component, **given, **options)
    drawn = [row["c0"] for row in built.vega_lite["data"]["values"] if row["c0"] in "abcdef"]
    if component in ("bar", "column"):
        drawn = domain(built, "y" if component == "bar" else "x")
    assert "".join(drawn) == expected


def test_the_lowest_stand_without_the_sum_of_the_others():
    table = profiled({"k": list("abcdef"), "n": [6, 5, 4, 3, 2, 1]})
    built = draw(table, "bar", xAttribute="k", yAttribute="n", sort="y", limit=2)
    assert domain(built, "y") == ["f", "e"]
    assert built.footnotes == ("仅显示 6 项中最低的 2 项",)


def test_the_top_two_rising_have_the_others_behind_them():
    table = profiled({"k": list("abcdef"), "n": [6, 5, 4, 3, 2, 1]})
    order = {"sort": "y", "limit": 2, "limitBy": "-y"}
    built = draw(table, "bar", xAttribute="k", yAttribute="n", **order)
    assert domain(built, "y") == ["b", "a", "其他(4 项)"]
    assert built.footnotes == ("前 2 项(共 6 项),其余合并",)


def test_200_categories_become_30_with_a_footnote():
    table = profiled({"k": [f"k{i}" for i in range(200)], "n": list(range(200))})
    built = draw(table, "column", Style(), xAttribute="k", yAttribute="n")
    assert len(domain(built, "x")) == 30
    assert domain(built, "x")[0] == "k199"
    assert built.footnotes == ("highest 30 of 200 shown",)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [(None, "cab"), ("x", "abc"), ("-x", "cba"), ("y", "bac"), ("-y", "cab")],
)
def test_sort_is_by_the_named_channel_of_the_chart(sort: str | None, expected: str):
    table = profiled({"k": ["a", "b", "c"], "n": [2, 1, 3]})
    given = {"sort": sort} if sort else {}
    for name, channel in (("column", "x"), ("bar", "y")):
        built = draw(table, name, xAttribute="k", yAttribute="n", **given)
        assert "".join(domain(built, channel)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["十月", "二月", "一月", "十二月"], ["一月", "二月", "十月", "十二月"]),
        (["Sun", "Tue", "Mon", "Sat"], ["Mon", "Tue", "Sat", "Sun"]),
        (["Q3", "Q1", "Q4", "Q2"], ["Q1", "Q2", "Q3", "Q4"]),
        (
            ["60岁以上", "18-30岁", "31-45岁", "46-60岁"],
            ["18-30岁", "31-45岁", "46-60岁", "60岁以上"],
        ),
        (["XL", "S", "M", "L"], ["S", "M", "L", "XL"]),
    ],
)
def test_ordered_words_keep_their_natural_order(words: list[str], expected: list[str]):
    table = profiled({"k": words, "n": [4, 9, 1, 3]})
    assert table.description.attributes[0].order
    assert domain(draw(table, "column", xAttribute="k", yAttribute="n"), "x") == expected


def test_years_are_written_without_thousands_separators():
    table = profiled({"年份": [2019, 2020, 2021], "n": [1, 2, 3]})
    assert domain(draw(table, "column", xAttribute="年份", yAttribute="n"), "x") == [
        "2019", "2020", "2021",
    ]  # fmt: skip


def test_several_measures_become_series():
    table = profiled({"k": ["a", "b"], "甲": [1, 2], "乙": [3, 4]})
    built = draw(table, "line", xAttribute="k", yAttribute=["甲", "乙"])
    assert set(values(built, "c2")) == {"甲", "乙"}
    assert built.vega_lite["layer"][0]["encoding"]["color"]["scale"]["domain"] == ["甲", "乙"]


def test_one_series_needs_no_legend():
    table = profiled({"k": ["a", "b"], "n": [1, 2], "g": ["x", "x"]})
    built = draw(table, "column", xAttribute="k", yAttribute="n", groupAttribute="g")
    assert "color" not in built.vega_lite["layer"][0]["encoding"]


def test_stacks_grow_apart_from_zero():
    table = profiled({"k": ["a"] * 3, "g": ["x", "y", "z"], "n": [5, -2, 3]})
    built = draw(
        table, "column", xAttribute="k", yAttribute="n", groupAttribute="g", stack="stacked"
    )
    assert sorted(values(built, "c2", "c3", "c1")) == [("x", 0, 5), ("y", 0, -2), ("z", 5, 8)]


def test_percent_stacks_add_up_to_a_hundred():
    table = profiled({"k": ["a", "a", "b"], "g": ["x", "y", "x"], "n": [1, 3, 7]})
    built = draw(table, "bar", xAttribute="k", yAttribute="n", groupAttribute="g", stack="percent")
    assert sorted(values(built, "c0", "c3", "c1")) == [("a", 0, 25), ("a", 25, 100), ("b", 0, 100)]


def test_time_unit_coarsens_dates_before_embedding():
    days = pd.date_range("2024-01-01", periods=90, freq="D").strftime("%Y-%m-%d").tolist()
    table = profiled({"日期": days, "n": [1] * 90})
    built = draw(table, "column", xAttribute="日期", yAttribute="n", timeUnit="month")
    assert values(built, "c0", "c1") == [("2024年1月", 31), ("2024年2月", 29), ("2024年3月", 30)]
    weekdays = draw(table, "column", xAttribute="日期", yAttribute="n", timeUnit="weekday")
    assert domain(weekdays, "x")[0] == "周一"


def test_scatter_samples_5000_points_and_says_so():
    table = profiled({"x": list(range(6000)), "y": [i % 77 for i in range(6000)]})
    built = draw(table, "scatter", Style(), xAttribute="x", yAttribute="y")
    assert len(built.vega_lite["data"]["values"]) == 5000
    assert built.footnotes == ("random sample of 5,000 of 6,000 rows",)
    assert draw(table, "scatter", Style(), xAttribute="x", yAttribute="y") == built


def test_a_long_series_embeds_its_summary_only():
    days = pd.date_range("2000-01-01", periods=9000, freq="D").strftime("%Y-%m-%d").tolist()
    table = profiled({"d": days, "n": [1.5] * 9000})
    built = draw(table, "line", Style(), xAttribute="d", yAttribute="n")
    assert len(built.vega_lite["data"]["values"]) <= 1500
    assert "many dates, grouped by week" in built.footnotes


@pytest.mark.parametrize(
    ("op", "value", "kept"),
    [
        ("=", "2024-03", [1, 2]), ("<=", "2024-03", [0, 1, 2]), (">", "2024-03-15", [3]),
        ("!=", "2024", []), ("<", "2024/03/15", [0, 1]),
        ("in", ("2024-02-01", "2024-04-02"), [0, 3]),
        ("contains", "-03-", [1, 2]),
    ],
)  # fmt: skip
def test_dates_are_filtered_as_precisely_as_they_are_given(op: str, value: Any, kept: list[int]):
    frame = pd.DataFrame(
        {"d": pd.to_datetime(["2024-02-01", "2024-03-01", "2024-03-15", "2024-04-02", None])}
    )
    found = filter_rows(frame, [Filter("d", op, value)], {"d": "DATE"})
    assert found.index.tolist() == kept


@pytest.mark.parametrize(
    ("op", "value", "kept"),
    [
        ("=", "2", [1]),
        (">=", 2, [1, 2]),
        ("in", (1, 3), [0, 2]),
        ("!=", "x", [0, 1, 2]),
        ("<", "x", []),
    ],
)
def test_numbers_are_filtered_as_numbers(op: str, value: Any, kept: list[int]):
    frame = pd.DataFrame({"n": [1.0, 2.0, 3.0, None]})
    assert filter_rows(frame, [Filter("n", op, value)], {"n": "DOUBLE"}).index.tolist() == kept


def test_filters_are_said_on_the_chart():
    table = profiled({"k": ["a", "b", "c"], "n": [1, 2, 3]})
    given = [{"attribute": "n", "op": ">", "value": 1}]
    built = draw(table, "column", Style(), xAttribute="k", yAttribute="n", filter=given)
    assert built.footnotes == ("filtered by n > 1 (2 of 3 rows)",)


def test_filters_are_said_in_words_of_the_language():
    table = profiled({"k": ["甲", "乙", "丙"], "n": [1, 2, 3]})
    given = [
        {"attribute": "k", "op": "in", "value": ["甲", "乙"]},
        {"attribute": "n", "op": "<=", "value": 2000},
    ]
    said = [
        draw(table, "column", Style(lang=lang), xAttribute="k", yAttribute="n", filter=given)
        for lang in ("zh", "en")
    ]
    assert said[0].footnotes == ("筛选 k = 甲、乙；n ≤ 2000（3 行中的 2 行）",)
    assert said[1].footnotes == ("filtered by k = 甲 or 乙; n ≤ 2000 (2 of 3 rows)",)


def test_histogram_bins_hold_every_row():
    table = profiled({"x": [0.5 * i for i in range(101)]})
    built = draw(table, "histogram", xAttribute="x", bins=7)
    assert sum(high - low for low, high in values(built, "c2", "c3")) == 101


def test_bins_of_one_value_have_a_width():
    low, high = bin_edges(pd.Series([7.0]), None, whole=True)
    assert low < 7 < high


def test_dates_need_no_unit_when_they_are_few():
    dates = pd.Series(pd.date_range("2024-01-01", periods=20, freq="D"))
    assert fitting_time_unit(dates, 20) is None
    assert fitting_time_unit(dates, 10) == "week"


def test_numbers_that_look_alike_stay_apart():
    made = key(pd.Series([1e-9, 1.00000001e-9]), AttributeDescription("n", "DOUBLE", 2), "en")
    assert made.labels.nunique() == 2


def test_unknown_attributes_get_a_near_match():
    table = profiled({"sales": [1, 2], "month": ["a", "b"]})
    with pytest.raises(UnknownFieldError, match="Did you mean 'sales'"):
        draw(table, "column", xAttribute="month", yAttribute="salse")


def test_a_missing_parameter_is_named():
    table = profiled({"sales": [1, 2], "month": ["a", "b"]})
    with pytest.raises(ChannelTypeError, match="xAttribute"):
        draw(table, "line", yAttribute="sales")


def test_blanks_of_rows_that_are_left_out_are_not_counted_twice():
    table = profiled({"k": ["a", None, "b", "a"], "n": [1, None, 4, 2]})
    built = draw(table, "bar", Style(), xAttribute="k", yAttribute="n", aggregate="mean")
    assert built.footnotes == ("1 row without k left out", "mean of 3 rows")


@pytest.mark.parametrize(
    ("values", "whole"),
    [
        ([1e16, 1e16 + 2, 1e16 + 4], False),
        ([9_007_199_254_740_990.0, 9_007_199_254_740_992.0], True),
        ([5e-324, 1e-323, 0.0], False),
        ([2.0**62], True),
    ],
)
def test_values_that_no_edges_part_are_one_bin(values: list[float], whole: bool) -> None:
    edges = bin_edges(pd.Series(values), None, whole=whole)
    assert len(edges) == 2
    assert edges[0] < min(values) <= max(values) < edges[1]


LARGEST = 1.7976931348623157e308


@pytest.mark.parametrize("values", [[LARGEST], [-LARGEST, LARGEST], [LARGEST, 1.0], [-9e307] * 2])
def test_bins_of_the_largest_numbers_have_ends(values: list[float]) -> None:
    edges = bin_edges(pd.Series(values), 5, whole=False)
    assert np.isfinite(edges).all()
    assert (np.diff(np.array(edges) / 4) > 0).all()
    assert edges[0] <= min(values) <= max(values) <= edges[-1]


@pytest.mark.parametrize("values", [[9e307], [-LARGEST, LARGEST], [LARGEST, 1], [1e308, -1e308]])
@pytest.mark.parametrize(
    ("kind", "shelf"), [("histogram", "xAttribute"), ("boxplot", "yAttribute")]
)
def test_spreads_of_the_largest_numbers_are_drawn(
    values: list[float], kind: str, shelf: str
) -> None:
    built = draw(profiled({"v": values}), kind, **{shelf: "v"})
    assert json.dumps(built.vega_lite, allow_nan=False)
