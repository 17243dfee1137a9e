"""The hand rules: what they choose on plain tables, and that they are always valid."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from tests.reasoning.descriptions import CLIENT, descriptions, wide
from vizapp.components.catalogue import catalogue
from vizapp.components.check import check
from vizapp.components.fit import feasible
from vizapp.components.spec import VisSpec, chart_to_json, dump
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import AttributeDescription as A
from vizapp.profile.attributes import TableDescription as T
from vizapp.reasoning.events import Answer, Request
from vizapp.reasoning.rule import RULES
from vizapp.reasoning.rules import RuleReasoner


def _answer(description: T, **wanted: Any) -> Answer:
    *_, answer = RuleReasoner().reason(description, Request(**wanted), cancel=CancelToken())
    assert isinstance(answer, Answer)
    return answer


def _best(description: T, **wanted: Any) -> dict[str, Any]:
    return chart_to_json(_answer(description, **wanted).spec.charts[0])


def test_the_clients_table_gives_the_clients_answer() -> None:
    assert dump(_answer(CLIENT).spec) == (
        '{"vis": [{"name": "line", "parameter": '
        '{"xAttribute": "时间区间", "yAttribute": "收盘价:前复权"}}]}'
    )


TABLES: dict[str, tuple[T, dict[str, Any]]] = {
    "a few categories with a measure": (
        T(3, (A("Product", "STR", 3), A("Sales", "INT", 3, range=(150, 300)))),
        {"name": "column", "parameter": {"xAttribute": "Product", "yAttribute": "Sales"}},
    ),
    "many categories lie down": (
        T(25, (A("城市", "STR", 25), A("人口", "INT", 25, range=(10, 2000)))),
        {"name": "bar", "parameter": {"xAttribute": "城市", "yAttribute": "人口", "sort": "-y"}},
    ),
    "shares of a whole": (
        T(4, (A("brand", "STR", 4), A("market_share", "DOUBLE", 4, total=100, range=(5, 45)))),
        {
            "name": "pie",
            "parameter": {"categoryAttribute": "brand", "valueAttribute": "market_share"},
        },
    ),
    "a total of 100 without a telling name": (
        T(4, (A("kind", "STR", 4), A("n", "INT", 4, total=100, range=(5, 45)))),
        {"name": "pie", "parameter": {"categoryAttribute": "kind", "valueAttribute": "n"}},
    ),
    "stages that shrink": (
        T(4, (A("阶段", "STR", 4), A("人数", "INT", 4, range=(50, 1000)))),
        {"name": "funnel", "parameter": {"categoryAttribute": "阶段", "valueAttribute": "人数"}},
    ),
    "a row whose numbers shrink": (
        T(1, tuple(A(n, "INT", 1, range=(v, v)) for n, v in (("a", 90), ("b", 40), ("c", 7)))),
        {"name": "funnel", "parameter": {"valueAttribute": ["a", "b", "c"]}},
    ),
    "a row of scores": (
        T(
            1,
            tuple(
                A(n, "INT", 1, range=(v, v))
                for n, v in (("s", 80), ("t", 85), ("u", 70), ("v", 95), ("w", 75))
            ),
        ),
        {"name": "radar", "parameter": {"valueAttribute": ["s", "t", "u", "v", "w"]}},
    ),
    "scored aspects": (
        T(5, (A("skill", "STR", 5), A("score", "INT", 5, range=(60, 90)))),
        {"name": "radar", "parameter": {"categoryAttribute": "skill", "valueAttribute": "score"}},
    ),
    "a value and its target": (
        T(1, (A("Daily Sales", "INT", 1), A("Sales Target", "INT", 1))),
        {
            "name": "progress",
            "parameter": {"valueAttribute": "Daily Sales", "targetAttribute": "Sales Target"},
        },
    ),
    "unlike numbers of one row": (
        T(
            1,
            (
                A("收入", "INT", 1, range=(9000, 9000)),
                A("用户", "INT", 1, range=(12, 12)),
                A("评分", "DOUBLE", 1, range=(4.5, 4.5)),
                A("城市数", "INT", 1, range=(330, 330)),
            ),
        ),
        {
            "name": "indicator",
            "parameter": {"valueAttribute": ["收入", "用户", "评分", "城市数"]},
        },
    ),
    "two related measures": (
        T(
            60,
            (A("height", "DOUBLE", 50), A("weight", "DOUBLE", 55)),
            correlated=(("height", "weight"),),
        ),
        {"name": "scatter", "parameter": {"xAttribute": "height", "yAttribute": "weight"}},
    ),
    "one measure": (
        T(200, (A("id", "INT", 200, meaning="id"), A("speed", "DOUBLE", 150))),
        {"name": "histogram", "parameter": {"xAttribute": "speed"}},
    ),
    "a measure in groups of many rows": (
        T(300, (A("species", "STR", 3), A("petal", "DOUBLE", 90, range=(1, 7)))),
        {"name": "boxplot", "parameter": {"xAttribute": "species", "yAttribute": "petal"}},
    ),
    "coordinates": (
        T(
            30,
            (
                A("place", "STR", 30),
                A("lon", "DOUBLE", 30, range=(-3, 5), meaning="longitude"),
                A("lat", "DOUBLE", 30, range=(40, 52), meaning="latitude"),
            ),
        ),
        {
            "name": "map",
            "parameter": {
                "longitudeAttribute": "lon",
                "latitudeAttribute": "lat",
                "labelAttribute": "place",
            },
        },
    ),
    "four prices": (
        T(
            90,
            (
                A("日期", "DATE", 90),
                *(A(n, "DOUBLE", 80, range=(9, 12)) for n in ("开盘", "最高", "最低", "收盘")),
            ),
        ),
        {
            "name": "candlestick",
            "parameter": {
                "xAttribute": "日期",
                "openAttribute": "开盘",
                "highAttribute": "最高",
                "lowAttribute": "最低",
                "closeAttribute": "收盘",
            },
        },
    ),
    "tasks": (
        T(6, (A("task", "STR", 6), A("start", "DATE", 6), A("end", "DATE", 6))),
        {
            "name": "gantt",
            "parameter": {
                "labelAttribute": "task",
                "startAttribute": "start",
                "endAttribute": "end",
            },
        },
    ),
    "amounts between ends": (
        T(8, (A("source", "STR", 3), A("target", "STR", 4), A("amount", "INT", 8))),
        {
            "name": "sankey",
            "parameter": {
                "sourceAttribute": "source",
                "targetAttribute": "target",
                "valueAttribute": "amount",
                "aggregate": "sum",
            },
        },
    ),
    "next steps": (
        T(4, (A("步骤", "STR", 4), A("下一步", "STR", 4)), links=(("步骤", "下一步"),)),
        {"name": "flow", "parameter": {"sourceAttribute": "步骤", "targetAttribute": "下一步"}},
    ),
    "topics and subtopics": (
        T(7, (A("topic", "STR", 3), A("subtopic", "STR", 7))),
        {
            "name": "mindMap",
            "parameter": {"sourceAttribute": "topic", "targetAttribute": "subtopic"},
        },
    ),
    "links between things that have no telling names": (
        T(9, (A("a", "STR", 6), A("b", "STR", 6)), keys=(("a", "b"),), links=(("a", "b"),)),
        {"name": "network", "parameter": {"sourceAttribute": "a", "targetAttribute": "b"}},
    ),
    "weighted words": (
        T(20, (A("text", "STR", 20), A("value", "INT", 15, range=(3, 30)))),
        {"name": "wordCloud", "parameter": {"wordAttribute": "text", "valueAttribute": "value"}},
    ),
    "paths": (
        T(9, (A("Region", "STR", 9, meaning="path"), A("GDP", "INT", 9, range=(1, 9)))),
        {"name": "treemap", "parameter": {"categoryAttribute": "Region", "valueAttribute": "GDP"}},
    ),
    "gains and losses": (
        T(6, (A("项目", "STR", 6), A("增减", "INT", 6, range=(-300, 500)))),
        {"name": "waterfall", "parameter": {"xAttribute": "项目", "yAttribute": "增减"}},
    ),
    "two scales over time": (
        T(
            12,
            (
                A("month", "DATE", 12, granularity="month"),
                A("sales", "INT", 12, unit="元", range=(100000, 900000)),
                A("growth", "DOUBLE", 12, unit="%", range=(1, 9)),
            ),
        ),
        {
            "name": "dualAxes",
            "parameter": {
                "xAttribute": "month",
                "yAttribute": "sales",
                "y2Attribute": "growth",
            },
        },
    ),
    "a filled crossing": (
        T(
            35,
            (
                A("weekday", "STR", 7, order="weekday"),
                A("daypart", "STR", 5, order="daypart"),
                A("visits", "INT", 30, range=(1, 90)),
            ),
            keys=(("weekday", "daypart"),),
        ),
        {
            "name": "heatmap",
            "parameter": {
                "xAttribute": "weekday",
                "yAttribute": "daypart",
                "valueAttribute": "visits",
            },
        },
    ),
    "groups over time": (
        T(
            24,
            (
                A("季度", "DATE", 8, granularity="quarter"),
                A("地区", "STR", 3),
                A("税收", "INT", 24),
            ),
            keys=(("季度", "地区"),),
        ),
        {
            "name": "line",
            "parameter": {
                "xAttribute": "季度",
                "yAttribute": "税收",
                "groupAttribute": "地区",
            },
        },
    ),
    "categories alone are counted": (
        T(80, (A("department", "STR", 6), A("email", "STR", 80, meaning="id"))),
        {"name": "column", "parameter": {"xAttribute": "department", "aggregate": "count"}},
    ),
    "text and identifiers": (
        T(9, (A("id", "INT", 9, meaning="id"), A("note", "STR", 9, meaning="text"))),
        {"name": "table", "parameter": {"columnAttribute": ["id", "note"]}},
    ),
}


@pytest.mark.parametrize("table", TABLES)
def test_what_is_chosen(table: str) -> None:
    description, wanted = TABLES[table]
    assert _best(description) == wanted


def test_a_rate_is_averaged_and_an_amount_summed_where_rows_share_a_mark() -> None:
    for name, wanted in (("average price", "mean"), ("revenue", "sum")):
        day = A("day", "DATE", 30)
        answer = _best(T(300, (day, A(name, "DOUBLE", 200, range=(1, 9)))))
        assert answer["parameter"]["aggregate"] == wanted


def test_nothing_changes_between_99_and_101_rows() -> None:
    def names(rows: int) -> list[str]:
        attributes = (A("kind", "STR", 9), A("value", "DOUBLE", 90, range=(0, 1000)))
        return [r.chart.component for r in _answer(T(rows, attributes)).ranking]

    assert names(99) == names(100) == names(101)


def test_the_order_of_the_columns_does_not_change_the_chart() -> None:
    for table, (description, wanted) in TABLES.items():
        if table == "a row whose numbers shrink":
            continue  # there the order is the point
        turned = T(
            description.data_amount,
            tuple(reversed(description.attributes)),
            description.keys,
            description.nested,
            description.links,
            description.correlated,
        )
        assert _best(turned)["name"] == wanted["name"]


def test_an_ask_names_the_chart_and_the_attributes() -> None:
    description = wide(8)
    assert _best(description, ask="show measure 3 as a histogram") == {
        "name": "histogram",
        "parameter": {"xAttribute": "measure 3"},
    }
    best = _best(description, ask="前5个 region 的 measure 2 平均值, 条形图")
    assert best["name"] == "bar"
    assert best["parameter"]["yAttribute"] == "measure 2"
    assert best["parameter"]["aggregate"] == "mean"
    assert best["parameter"]["limit"] == 5


@pytest.mark.parametrize(
    ("ask", "limit"),
    [("top 1000 城市", 1000), ("前12个城市", 12), ("nonstop 5", None), ("前10%的城市", None)],
)
def test_an_ask_limits_to_the_whole_number_that_it_says(ask: str, limit: int | None) -> None:
    table = T(25, (A("城市", "STR", 25), A("人口", "INT", 25, range=(10, 2000))))
    assert _best(table, ask=ask)["parameter"].get("limit") == limit


def test_english_words_are_found_between_chinese_ones() -> None:
    table = T(4, (A("城市", "STR", 4), A("人口", "INT", 4, range=(10, 2000))))
    assert _best(table, ask="画pie图")["name"] == "pie"
    assert _best(table, ask="画scatter或line都行,用radar吧")["name"] != "pie"


def test_the_thought_walks_in_the_language_asked_for() -> None:
    zh, en = _answer(CLIENT, lang="zh").thought, _answer(CLIENT, lang="en").thought
    assert [line[:2] for line in zh.split("\n\n")] == ["1.", "2.", "3.", "4."]
    assert "折线图(line)" in zh
    assert "xAttribute:" in zh
    assert "可选参数" in zh
    assert "line chart (line)" in en
    assert "optional" in en
    for attribute in CLIENT.attributes:
        assert attribute.name in zh
        assert attribute.name in en


def test_a_table_without_columns_is_refused() -> None:
    answer = _answer(T(0, ()), lang="en")
    assert answer.spec.charts == ()
    assert answer.spec.message
    assert answer.ranking == ()


def test_every_rule_names_a_component_and_has_reasons_and_a_name_of_its_own() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert {rule.component for rule in RULES} == set(catalogue())
    assert all(rule.reason["zh"] and rule.reason["en"] for rule in RULES)


def test_every_rule_is_tried_by_a_table() -> None:
    assert {wanted["name"] for _, wanted in TABLES.values()} >= set(catalogue()) - {"area"}


@settings(max_examples=150, deadline=None)
@given(descriptions())
def test_any_table_gets_valid_charts(description: T) -> None:
    answer = _answer(description, top=25)
    charts = (*answer.spec.charts, *(r.chart for r in answer.ranking))
    assert charts
    assert check(VisSpec(charts), description) == ()
    assert {c.component for c in charts} <= set(feasible(description))
    assert answer.thought
