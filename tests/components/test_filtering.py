"""Times that are said become filters of the dates; what cannot be done is told."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pandas as pd
import pytest

from vizapp.components.changes import differences
from vizapp.components.check import check_chart
from vizapp.components.phrases import plain_edit, refusal, sober
from vizapp.components.spec import Chart, Filter, parse_chart
from vizapp.core.error_texts import say
from vizapp.core.language import has_cjk
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.rendering.reduce import filter_rows

_A = AttributeDescription
DAY = _A("date", "DATE", 800, granularity="day", range=("2022-01-03", "2024-11-20"))
REGION = _A("region", "STR", 4, samples=("North",))
SALES = _A("sales", "DOUBLE", 880, range=(1.0, 9000.0))
TABLE = TableDescription(900, (DAY, REGION, SALES))
TODAY = datetime.date(2024, 12, 5)


MONTHS = _A("month", "STR", 12, order="month")


def line(x: str = "date", **options: object) -> Chart:
    parameter = {"xAttribute": x, "yAttribute": "sales", "aggregate": "sum", **options}
    return parse_chart({"name": "line", "parameter": parameter})


LINE = line(timeUnit="month")


def kept(ask: str, chart: Chart = LINE, table: TableDescription = TABLE) -> list[str] | None:
    """Return the filters of the changed chart in short, None where the words are not plain."""
    made = plain_edit(ask, chart, table, TODAY)
    if made is None:
        return None
    assert check_chart(made, table) == ()
    return [f"{item.op}{item.value}" for item in made.options.filters]


@pytest.mark.parametrize(
    ("asks", "filters"),
    [
        ("only 2023|2023|in 2023|show me 2023 please|只看2023年|2023年的数据", ["=2023"]),
        ("二零二三年|23年", ["=2023"]),
        ("keep only the data from 2023|日期在2023年|2023 only|filter to 2023", ["=2023"]),
        ("since March 2024|from March 2024|2024年3月以后|2024年3月起", [">=2024-03"]),
        ("从2024年3月开始", [">=2024-03"]),
        ("March 2024 onwards|since 2024-03|date since 2024/3|自2024年三月以来", [">=2024-03"]),
        ("after 2022|2022年之后", [">2022"]),
        ("after March 5, 2024|after the 5th of March 2024|2024年3月5日之后", [">2024-03-05"]),
        ("until June 2023|up to June 2023|截至2023年6月|2023年6月为止", ["<=2023-06"]),
        ("before 2024|2024年以前|2024年之前", ["<2024"]),
        ("between January and June 2023|from Jan to June 2023", [">=2023-01", "<=2023-06"]),
        ("2023年1月到6月|2023年1到6月|从2023年1月至2023年6月", [">=2023-01", "<=2023-06"]),
        ("2023-01 to 2023-06|first half of 2023|2023年上半年", [">=2023-01", "<=2023-06"]),
        ("November to March 2024", [">=2023-11", "<=2024-03"]),
        ("2022到2023年|2022-2023|from 2022 to 2023|between 2023 and 2022", [">=2022", "<=2023"]),
        ("Q1 2024|2024年第一季度|the first quarter of 2024", [">=2024-01", "<=2024-03"]),
        ("last 3 months|最近三个月|the past three months|过去3个月的数据", [">=2024-09"]),
        ("last 30 days|最近30天", [">=2024-10-22"]),
        ("last 2 weeks|最近两周", [">=2024-11-07"]),
        ("last two quarters|最近两个季度", [">=2024-07"]),
        ("the past year|最近一年|last 12 months|近12个月", [">=2023-12"]),
        ("last half year|近半年", [">=2024-06"]),
        ("first 3 months|最早的三个月", ["<=2022-03"]),
        ("2024-03-05|5 March 2024|2024年3月5日", ["=2024-03-05"]),
        ("last year|去年|只看去年的数据", ["=2023"]),
        ("last month|上个月", ["=2024-11"]),
        ("last quarter|上季度", [">=2024-07", "<=2024-09"]),
        ("without 2022|除去2022年|不看2022年", ["!=2022"]),
    ],
)  # fmt: skip
def test_a_time_that_is_said_is_kept_alone(asks: str, filters: list[str]) -> None:
    assert {ask: kept(ask) for ask in asks.split("|")} == dict.fromkeys(asks.split("|"), filters)


@pytest.mark.parametrize(
    "ask",
    [
        "march", "may", "march on", "compare 2022 and 2023", "why is 2023 so low", "前三个月",
        "between 100 and 200", "between 1500 and 1700", "最近怎么样", "sales in 2023 by region",
        "2024年13月", "since 30 February 2024", "show region",
    ],
)  # fmt: skip
def test_other_words_are_left_to_the_model(ask: str) -> None:
    assert kept(ask) is None
    assert refusal(ask, LINE, TABLE, TODAY) == ""


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        ("only 2030", "“date” has no row in that time."),
        ("2019年以前", "“date” has no row in that time."),
        ("after 2024", "“date” has no row in that time."),
        ("only March", "The year was not said. The dates run from 2022-01-03 to 2024-11-20."),
        ("只看三月", "The year was not said."),
        ("last 5 hours", "“date” knows days, nothing finer."),
    ],
)
def test_what_cannot_be_done_is_told_with_its_reason(ask: str, why: str) -> None:
    assert kept(ask) is None
    said = refusal(ask, LINE, TABLE, TODAY)
    assert said.startswith(why)
    assert has_cjk(say(said, "zh"))
    assert "date" not in say(said, "zh").replace("“date”", "")


def test_a_table_without_dates_says_so_but_leaves_its_values_alone() -> None:
    table = TableDescription(9, (_A("region", "STR", 4), SALES))
    bars = line("region")
    assert refusal("last 3 months", bars, table) == "The table has no column of dates."
    for ask in ("since 2023", "only 2023", "2024年上半年", "without March 2023"):
        assert refusal(ask, bars, table) == "The table has no column of dates."
    assert refusal("between 1600 and 1900", bars, table) == ""  # amounts
    assert refusal("only March", bars, replace(table, attributes=(MONTHS,))) == ""


@pytest.mark.parametrize(
    "column",
    [
        _A("plan", "STR", 3, samples=("FY 2022", "FY 2023")),
        _A("articles", "INT", 90, range=(1, 5000)),
    ],
)
def test_a_year_that_may_be_a_value_is_the_model_s(column: AttributeDescription) -> None:
    table = TableDescription(90, (REGION, SALES, column))
    assert refusal("only 2023", line("region"), table) == ""
    assert refusal("last 3 months", line("region"), table) != ""


def test_of_several_dates_the_one_on_the_axis_or_named_is_meant() -> None:
    other = replace(DAY, name="ship date")
    table = TableDescription(900, (DAY, other, REGION, SALES))
    made = plain_edit("only 2023", LINE, table, TODAY)
    assert made is not None
    assert made.options.filters == (Filter("date", "=", "2023"),)
    bars = line("region")
    assert refusal("only 2023", bars, table, TODAY) == (
        "Several columns hold dates: date, ship date. Name one of them."
    )
    made = plain_edit("ship date since 2023", bars, table, TODAY)
    assert made is not None
    assert made.options.filters == (Filter("ship date", ">=", "2023"),)


def test_years_in_whole_numbers_are_dates_where_there_are_no_others() -> None:
    year = _A("year", "INT", 9, range=(2016, 2024), meaning="year")
    table = TableDescription(90, (year, REGION, SALES))
    chart = line("year")
    made = plain_edit("since 2020", chart, table, TODAY)
    assert made is not None
    assert made.options.filters == (Filter("year", ">=", 2020),)
    assert kept("最近3年", chart, table) == [">=2022"]
    assert refusal("since March 2020", chart, table, TODAY) == "“year” knows years, nothing finer."
    assert kept("remove the year filter", made, table) == []


def test_a_month_without_a_year_is_that_of_the_only_year() -> None:
    table = replace(TABLE, attributes=(replace(DAY, range=("2023-01-01", "2023-12-31")), SALES))
    assert kept("only March", LINE, table) == ["=2023-03"]
    assert kept("1月到6月", LINE, table) == [">=2023-01", "<=2023-06"]
    assert kept("6月3日", LINE, table) == kept("3 June", LINE, table) == ["=2023-06-03"]
    assert kept("上半年", LINE, table) == [">=2023-01", "<=2023-06"]
    assert kept("三月", LINE, table) == ["=2023-03"]
    assert kept("march", LINE, table) is None


def test_months_in_words_stay_the_model_s() -> None:
    table = replace(TABLE, attributes=(DAY, MONTHS, SALES))
    assert refusal("only March", LINE, table, TODAY) == ""


def test_the_name_of_a_column_is_no_year() -> None:
    table = replace(TABLE, attributes=(*TABLE.attributes, _A("2023", "INT", 9, range=(1, 9))))
    assert kept("2023", LINE, table) is None


@pytest.mark.parametrize(
    ("asks", "filters"),
    [
        (("since 2023", "until June 2024"), [">=2023", "<=2024-06"]),
        (("until June 2024", "since 2023"), [">=2023", "<=2024-06"]),
        (("since 2023", "before 2023"), ["<2023"]),
        (("only 2023", "since March 2024"), [">=2024-03"]),
        (("between 2022 and 2023", "only 2024"), ["=2024"]),
        (("since 2023", "without 2024"), [">=2023", "!=2024"]),
        (("only 2023", "without 2023"), ["!=2023"]),
        (("only 2023", "2023年"), ["=2023"]),
    ],
)
def test_a_second_time_joins_the_first_or_takes_its_place(
    asks: tuple[str, str], filters: list[str]
) -> None:
    first = plain_edit(asks[0], LINE, TABLE, TODAY)
    assert first is not None
    assert kept(asks[1], first) == filters


@pytest.mark.parametrize(
    ("ask", "component", "given"),
    [
        ("as columns since 2023", "column", {}),
        ("2023年以后的柱状图", "column", {}),
        ("按季度\uff0c2023年以后", "line", {"timeUnit": "quarter"}),
        ("since 2023, by quarter", "line", {"timeUnit": "quarter"}),
    ],
)
def test_a_time_comes_with_another_wish(ask: str, component: str, given: dict[str, str]) -> None:
    made = plain_edit(ask, LINE, TABLE, TODAY)
    assert made is not None
    assert made.component == component
    assert made.options.filters == (Filter("date", ">=", "2023"),)
    assert given.items() <= dict(made.options.given()).items()


NORTH = Filter("region", "=", "North")
FILTERED = line(
    filter=[
        {"attribute": "date", "op": "=", "value": "2023"},
        {"attribute": "region", "op": "=", "value": "North"},
    ]
)


@pytest.mark.parametrize(
    ("asks", "filters"),
    [
        (
            "remove the filter|去掉筛选|clear all filters|取消筛选|不筛选了|把筛选去掉|no filters",
            [],
        ),
        ("show all data|显示全部数据|unfiltered|stop filtering", []),
        ("remove the date filter|去掉日期筛选|all years|全部时间|去掉2023的筛选", ["=North"]),
        ("remove the region filter|remove the filter on region|去掉north的筛选", ["=2023"]),
    ],
)
def test_filters_go_again(asks: str, filters: list[str]) -> None:
    found = {ask: kept(ask, FILTERED) for ask in asks.split("|")}
    assert found == dict.fromkeys(asks.split("|"), filters)


def test_without_filters_there_is_nothing_to_take_away() -> None:
    assert plain_edit("remove the filter", LINE, TABLE) == LINE
    assert plain_edit("remove the weather filter", FILTERED, TABLE) is None
    top = replace(LINE, options=replace(LINE.options, limit=5))
    assert plain_edit("show all rows", top, TABLE) is None  # of the top five, perhaps


def test_the_answer_tells_the_dates_as_dates() -> None:
    made = plain_edit("between January and June 2023", LINE, TABLE, TODAY)
    assert made is not None
    assert differences(LINE, made, "en") == (
        "only where date is not before 2023-01",
        "only where date is not after 2023-06",
    )
    half = plain_edit("since 2023-01", FILTERED, TABLE, TODAY)
    assert half is not None
    assert differences(FILTERED, half, "zh") == ("只看 date 不早于 2023-01",)
    dropped = replace(made, options=replace(made.options, filters=made.options.filters[:1]))
    assert differences(made, dropped, "zh") == ("不再筛选 date 不晚于 2023-06",)


def test_the_filters_keep_the_rows_that_were_meant() -> None:
    days = pd.date_range("2022-12-01", "2024-11-20", freq="D")
    frame = pd.DataFrame({"date": days})

    def ends(ask: str) -> tuple[str, str]:
        made = plain_edit(ask, LINE, TABLE, TODAY)
        assert made is not None
        rows = filter_rows(frame, made.options.filters, {"date": "DATE"})["date"]
        return str(rows.min())[:10], str(rows.max())[:10]

    assert ends("only 2023") == ("2023-01-01", "2023-12-31")
    assert ends("after March 2024") == ("2024-04-01", "2024-11-20")
    assert ends("2023年1月到6月") == ("2023-01-01", "2023-06-30")
    assert ends("last 3 months") == ("2024-09-01", "2024-11-20")


def test_a_model_s_date_is_said_in_whatever_form() -> None:
    dated = replace(LINE, options=replace(LINE.options, filters=(Filter("date", ">=", "2024-03"),)))
    assert sober("bars since March 2024", LINE, dated) == dated
    assert sober("smoother", LINE, dated) == LINE
