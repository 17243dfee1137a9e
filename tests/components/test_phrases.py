"""Plain wishes are carried out to the letter, others are left to the model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vizapp.components.check import check_chart
from vizapp.components.phrases import plain_edit, sober
from vizapp.components.spec import Chart, Filter, parse_chart
from vizapp.profile.attributes import AttributeDescription, TableDescription

_A = AttributeDescription
TABLE = TableDescription(
    96,
    (
        _A("月份", "DATE", 24, granularity="month"),
        _A("地区", "STR", 4),
        _A("Sales ($k)", "DOUBLE", 95, range=(1.0, 90.0)),
        _A("Orders", "INT", 90, range=(1, 900)),
    ),
)
LINE = parse_chart(
    {
        "name": "line",
        "parameter": {
            "xAttribute": "月份",
            "yAttribute": "Orders",
            "aggregate": "sum",
            "filter": [{"attribute": "月份", "op": ">=", "value": "2024"}],
        },
    }
)
KEPT = (Filter("月份", ">=", "2024"),)


@pytest.mark.parametrize(
    ("ask", "component"),
    [
        ("改成柱状图", "column"),
        ("柱状图", "column"),
        ("请换成条形图。", "bar"),
        ("用饼图显示", "pie"),
        ("as a pie chart", "pie"),
        ("make it an area chart", "area"),
        ("Show it as columns", "column"),
        ("heatmap please", "heatmap"),
    ],
)
def test_another_chart_keeps_everything_else(ask: str, component: str) -> None:
    made = plain_edit(ask, LINE, TABLE)
    assert made is not None
    assert made.component == component
    assert made.options.filters == KEPT
    assert "Orders" in made.attributes()
    assert check_chart(made, TABLE) == ()


@pytest.mark.parametrize(
    ("ask", "options"),
    [
        ("前五名", {"sort": "-y", "limit": 5}),
        ("只看前10个", {"sort": "-y", "limit": 10}),
        ("top 7", {"sort": "-y", "limit": 7}),
        ("show only the top three", {"sort": "-y", "limit": 3}),
        ("从高到低排序", {"sort": "-y"}),
        ("sort ascending", {"sort": "y"}),
        ("改成平均值", {"aggregate": "mean"}),
        ("use the median", {"aggregate": "median"}),
        ("按季度", {"timeUnit": "quarter"}),
        ("group by year", {"timeUnit": "year"}),
    ],
)
def test_an_option_changes_alone(ask: str, options: dict[str, object]) -> None:
    made = plain_edit(ask, LINE, TABLE)
    assert made is not None
    assert made.channels == LINE.channels
    assert made.options.filters == KEPT
    given = dict(made.options.given())
    assert given == {"aggregate": "sum", **options}


@pytest.mark.parametrize("ask", ["按地区分组", "split by 地区", "colour it by 地区"])
def test_a_group_joins(ask: str) -> None:
    made = plain_edit(ask, LINE, TABLE)
    assert made is not None
    assert made.names("group") == ("地区",)
    assert made.options == LINE.options


@pytest.mark.parametrize("ask", ["把Orders换成Sales", "show sales instead of orders"])
def test_one_column_takes_the_place_of_another(ask: str) -> None:
    made = plain_edit(ask, LINE, TABLE)
    assert made is not None
    assert made.names("y") == ("Sales ($k)",)


@pytest.mark.parametrize(
    "ask",
    [
        "天气怎么样",
        "what is the weather",
        "why are they so small",
        "make it a bar chart",  # stands or lies: for the model
        "改成地图",  # no coordinates
        "top secret",
        "按天气分组",
        "profit instead of orders",
        "",
    ],
)
def test_what_is_not_plain_is_left_alone(ask: str) -> None:
    assert plain_edit(ask, LINE, TABLE) is None


@pytest.mark.parametrize("ask", ["折线图", "as a line", "合计", "use the sum"])
def test_what_it_is_already_stays(ask: str) -> None:
    assert plain_edit(ask, LINE, TABLE) == LINE


def filtered(*filters: Filter) -> Chart:
    return replace(LINE, options=replace(LINE.options, filters=filters))


@pytest.mark.parametrize(
    ("ask", "answered", "kept"),
    [
        ("smoother", (Filter("地区", "=", "2024"),), KEPT),
        ("只看华东", (Filter("地区", "=", "华东"),), (*KEPT, Filter("地区", "=", "华东"))),
        ("since 2023", (Filter("月份", ">=", "2023"),), (Filter("月份", ">=", "2023"),)),
        ("all months", (), ()),
        ("去掉筛选", (), ()),
        ("over 5k orders", (Filter("Orders", ">", 5000),), (*KEPT, Filter("Orders", ">", 5000))),
        ("large orders", (Filter("Orders", ">", 5000),), KEPT),
    ],
)
def test_filters_come_and_go_only_when_they_are_said(
    ask: str, answered: tuple[Filter, ...], kept: tuple[Filter, ...]
) -> None:
    assert sober(ask, LINE, filtered(*answered)).options.filters == kept


def test_every_component_is_reached_by_its_own_name() -> None:
    pie = Chart("pie", (("category", ("地区",)), ("value", ("Orders",))))
    made = plain_edit("表格", pie, TABLE)
    assert made is not None
    assert made.component == "table"
