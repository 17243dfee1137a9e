"""Plain wishes are carried out to the letter, others are left to the model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vizapp.components.catalogue import catalogue
from vizapp.components.check import check_chart
from vizapp.components.editing import MAX_LIMIT
from vizapp.components.phrases import plain_edit, sober
from vizapp.components.spec import Chart, Filter, chart_to_json, parse_chart
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
        ("as a pie please", "pie"),
        ("as bars", "column"),  # times run across
        ("in bars", "column"),
        ("show it in bars", "column"),
        ("make it a bar chart", "column"),
        ("as horizontal bars", "bar"),
        ("show me a table instead", "table"),
        ("turn this into an area graph", "area"),
        ("use columns", "column"),
        ("can you plot it as a pie, thanks", "pie"),
        ("用柱子", "column"),
        ("用柱子表示", "column"),
        ("用饼", "pie"),
        ("画个饼图", "pie"),
        ("把它改成横条", "bar"),
        ("换成柱形图吧", "column"),
        ("我想要饼图的形式", "pie"),
        ("以表格的形式展示", "table"),
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
        ("in descending order please", {"sort": "-y"}),
        ("show them from lowest to highest", {"sort": "y"}),
        ("largest first", {"sort": "-y"}),
        ("smallest values first", {"sort": "y"}),
        ("按升序排列", {"sort": "y"}),
        ("按从大到小的顺序排", {"sort": "-y"}),
        ("sort by name", {"sort": "x"}),
        ("alphabetically", {"sort": "x"}),
        ("按月份排序", {"sort": "x"}),
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


BARS = parse_chart(
    {"name": "bar", "parameter": {"xAttribute": "地区", "yAttribute": "Orders", "aggregate": "sum"}}
)
TOP = replace(BARS, options=replace(BARS.options, sort="-y", limit=3))


@pytest.mark.parametrize(
    ("asks", "sort", "kept"),
    [
        (("top 3", "ascending"), "y", "-y"),
        (("前3", "升序"), "y", "-y"),
        (("前3", "升序", "降序"), "-y", "-y"),
        (("bottom 3", "sort descending"), "-y", "y"),
        (("后三名", "从大到小"), "-y", "y"),
        (("top 3", "lowest 3"), "y", "y"),
        (("top 3", "ascending", "the three smallest"), "y", "y"),
        (("最低的3个", "前3名"), "-y", "-y"),
        (("top 3", "ascending", "as a pie"), "y", "-y"),
    ],
)
def test_another_order_keeps_the_same_items(asks: tuple[str, ...], sort: str, kept: str) -> None:
    chart = BARS
    for ask in asks:
        made = plain_edit(ask, chart, TABLE)
        assert made is not None, ask
        chart = made
    assert (chart.options.sort, chart.options.limit, chart.options.kept_by) == (sort, 3, kept)
    assert parse_chart(chart_to_json(chart)) == chart


@pytest.mark.parametrize(
    ("ask", "kept"),
    [
        ("now show them rising please", "-y"),
        ("倒过来排", "-y"),
        ("show the lowest ones", "y"),
        ("要最低的", "y"),
    ],
)
def test_a_model_changes_which_items_stay_only_when_it_is_said(ask: str, kept: str) -> None:
    answered = replace(TOP, options=replace(TOP.options, sort="y"))
    made = sober(ask, TOP, answered)
    assert (made.options.sort, made.options.kept_by) == ("y", kept)


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


def test_bars_of_names_lie_and_bars_on_screen_stay() -> None:
    pie = Chart("pie", (("category", ("地区",)), ("value", ("Orders",))))
    made = plain_edit("as bars", pie, TABLE)
    assert made is not None
    assert made.component == "bar"
    column = parse_chart(
        {"name": "column", "parameter": {"xAttribute": "地区", "yAttribute": "Orders"}}
    )
    assert plain_edit("as bars", column, TABLE) == column


def test_a_name_that_people_use_is_one_component_s_but_for_bars() -> None:
    owners: dict[str, set[str]] = {}
    for name, component in catalogue().items():
        for title in (*component.title.values(), *component.also):
            assert title in component.title.values() or title == title.casefold()
            owners.setdefault(title.casefold(), set()).add(name)
    shared = {title: names for title, names in owners.items() if len(names) > 1}
    assert shared == {"bar chart": {"bar", "column"}}


def test_every_component_is_reached_by_its_own_name() -> None:
    pie = Chart("pie", (("category", ("地区",)), ("value", ("Orders",))))
    made = plain_edit("表格", pie, TABLE)
    assert made is not None
    assert made.component == "table"


PIE = parse_chart(
    {
        "name": "pie",
        "parameter": {
            "categoryAttribute": "地区", "valueAttribute": "Orders", "aggregate": "sum"
        },
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("ask", "chart"),
    [
        ("按地区分组", PIE),  # a pie has no groups
        ("按年", PIE),  # nor a time on it
        ("top 5", Chart("scatter", (("x", ("Sales ($k)",)), ("y", ("Orders",))))),
        ("sort ascending", Chart("histogram", (("x", ("Orders",)),))),
        ("use the average", Chart("scatter", (("x", ("Sales ($k)",)), ("y", ("Orders",))))),
        ("按小时", LINE),  # of months
        ("把Orders换成地区", LINE),
        ("lowest 3", Chart("treemap", (("category", ("地区",)),))),  # it has no order
    ],
)
def test_what_the_chart_cannot_do_is_not_said_to_be_so_already(ask: str, chart: Chart) -> None:
    assert plain_edit(ask, chart, TABLE) is None


def test_a_number_of_any_length_is_read() -> None:
    made = plain_edit("top " + "9" * 5000, PIE, TABLE)
    assert made is not None
    assert made.options.limit == MAX_LIMIT


def test_months_are_by_month_already() -> None:
    assert plain_edit("by month", LINE, TABLE) == LINE
