"""nvBench's questions become asks with answers that the guide admits."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from vizapp.components.spec import Filter, VisSpec, chart_to_json
from vizapp.reasoning.expand import parse_solution
from vizapp.reasoning.guide import solution_tokens
from vizapp.reasoning.stream import encode_prompt
from vizapp.training.nvbench import NvBenchCase, load

COLUMNS = ["id", "Day", "shop", "owner", "price", "stars", "opened"]
ROWS = [
    ["1", "2023-01-05", "North", "Ann", "12.5", "3", "1998"],
    ["2", "2023-01-19", "South", "Bob", "20", "5", "2001"],
    ["3", "2023-02-02", "North", "Ann", "8", "4", "1998"],
    ["4", "2023-03-11", "East End", "Cyd", "31", "2", "2010"],
    ["5", "2023-03-12", "South", "Bob", "16", "1", "2001"],
    ["6", "2023-04-27", "North", "Ann", "9.5", "4", "1998"],
]


def answers(
    folder: Path,
    vql: str,
    *questions: str,
    chart: str = "Bar",
    result: list[Any] | None = None,
    dropped: Counter[str] | None = None,
) -> list[NvBenchCase]:
    record: dict[str, Any] = {"id": 7, "database": "d", "table": "sales", "chart": chart}
    record |= {"vql": vql, "hardness": "Easy", "questions": list(questions) or ["Show it."]}
    if result is not None:
        record["result"] = result
    table = {"database": "d", "table": "sales", "columns": COLUMNS, "rows": ROWS, "row_count": 6}
    charts, tables = folder / "charts.jsonl.gz", folder / "tables.jsonl"
    with gzip.open(charts, "wt", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")
    tables.write_text(json.dumps(table) + "\n", "utf-8")
    return load(charts, tables, dropped=dropped)


KEPT: list[tuple[str, str, str, dict[str, Any]]] = [
    (
        "Visualize BAR SELECT SHOP , COUNT(shop) FROM sales GROUP BY shop ORDER BY shop ASC",
        "Bar",
        "How many sales per shop? Sort by the shop.",
        {"xAttribute": "shop", "aggregate": "count", "sort": "x"},
    ),
    (
        "Visualize BAR SELECT shop , AVG(price) FROM sales GROUP BY shop ORDER BY AVG(price) DESC",
        "Bar",
        "Mean price by shop, ordered from high to low.",
        {"xAttribute": "shop", "yAttribute": "price", "aggregate": "mean", "sort": "-y"},
    ),
    (
        "Visualize BAR SELECT id , SUM(price) FROM sales GROUP BY id",
        "Bar",
        "Price of each id.",
        {"xAttribute": "id", "yAttribute": "price"},
    ),
    (
        "Visualize BAR SELECT shop , COUNT(*) FROM sales GROUP BY owner",
        "Bar",
        "Sales of each owner's shop.",
        {"xAttribute": "shop", "aggregate": "count"},
    ),
    (
        "Visualize BAR SELECT Day , SUM(price) FROM sales BIN Day BY MONTH",
        "Bar",
        "Total price by month.",
        {"xAttribute": "Day", "yAttribute": "price", "aggregate": "sum", "timeUnit": "month"},
    ),
    (
        "Visualize LINE SELECT opened , MAX(price) FROM sales GROUP BY opened BIN opened BY YEAR",
        "Line",
        "Highest price by year of opening.",
        {"xAttribute": "opened", "yAttribute": "price", "aggregate": "max"},
    ),
    (
        "Visualize PIE SELECT shop , COUNT(*) FROM sales GROUP BY shop "
        "ORDER BY COUNT(*) DESC LIMIT 2",
        "Pie",
        "Share of the top 2 shops.",
        {"categoryAttribute": "shop", "aggregate": "count", "sort": "-y", "limit": 2},
    ),
    (
        "Visualize BAR SELECT Day , COUNT(Day) FROM sales GROUP BY shop BIN Day BY WEEKDAY",
        "Stacked Bar",
        "Count the days by weekday, split by shop.",
        {
            "xAttribute": "Day",
            "groupAttribute": "shop",
            "aggregate": "count",
            "timeUnit": "weekday",
            "stack": "stacked",
        },
    ),
    (
        "Visualize SCATTER SELECT price , stars FROM sales GROUP BY shop",
        "Grouping Scatter",
        "Price against stars, coloured by shop.",
        {"xAttribute": "price", "yAttribute": "stars", "groupAttribute": "shop"},
    ),
    (
        "Visualize LINE SELECT Day , price FROM sales GROUP BY shop , Day",
        "Grouping Line",
        "Trend of the price for each shop.",
        {"xAttribute": "Day", "yAttribute": "price", "groupAttribute": "shop"},
    ),
]


@pytest.mark.parametrize(("vql", "kind", "question", "parameter"), KEPT)
def test_a_query_becomes_a_chart(
    tmp_path: Path, vql: str, kind: str, question: str, parameter: dict[str, Any]
) -> None:
    (case,) = answers(tmp_path, vql, question, chart=kind)
    assert chart_to_json(case.chart)["parameter"] == parameter
    assert case.accepted[0] == case.chart
    prompt = encode_prompt(case.description, case.request)
    spec = VisSpec((case.chart,))
    assert parse_solution("".join(solution_tokens(spec, prompt)), prompt) == spec


def test_bars_lie_down_only_when_the_question_says_so(tmp_path: Path) -> None:
    vql = "Visualize BAR SELECT shop , COUNT(shop) FROM sales GROUP BY shop"
    standing, lying = answers(tmp_path, vql, "A bar chart of shops.", "A horizontal bar chart.")
    assert [c.component for c in standing.accepted] == ["column", "bar"]
    assert [c.component for c in lying.accepted] == ["bar"]


def test_an_order_that_the_question_does_not_name_may_be_left_out(tmp_path: Path) -> None:
    vql = "Visualize PIE SELECT shop , COUNT(shop) FROM sales GROUP BY shop ORDER BY shop DESC"
    silent, said = answers(tmp_path, vql, "Sales by shop.", "Sales by shop, descending.")
    assert [c.options.sort for c in silent.accepted] == [None, "-x"]
    assert [c.options.sort for c in said.accepted] == ["-x"]


def test_a_guessed_aggregate_is_marked_and_others_count_too(tmp_path: Path) -> None:
    (case,) = answers(tmp_path, "Visualize LINE SELECT shop , price FROM sales", "Price by shop")
    assert case.guessed
    assert {c.options.aggregate for c in case.accepted} == {"sum", "mean"}


FILTERED: list[tuple[str, str, tuple[Filter, ...]]] = [
    ("shop = 'East End'", "in the east end", (Filter("shop", "=", "East End"),)),
    (
        "price BETWEEN 10 AND 30",
        "priced 10 to 30",
        (Filter("price", ">=", 10), Filter("price", "<=", 30)),
    ),
    ("owner LIKE '%y%'", 'whose owner has "y"', (Filter("owner", "contains", "y"),)),
    ("Day < '2023-03-01'", "before 2023-03-01", (Filter("Day", "<", "2023-03-01"),)),
    (
        "shop = 'North' OR shop = 'South'",
        "in North or South",
        (Filter("shop", "in", ("North", "South")),),
    ),
    (
        "stars > 2 AND owner != 'Bob'",
        "over two stars, not by Bob",
        (Filter("stars", ">", 2), Filter("owner", "!=", "Bob")),
    ),
]


@pytest.mark.parametrize(("where", "words", "filters"), FILTERED)
def test_conditions_become_filters_with_the_questions_values(
    tmp_path: Path, where: str, words: str, filters: tuple[Filter, ...]
) -> None:
    key = "owner" if "'East End'" in where else "shop"  # one mark alone is no chart
    vql = f"Visualize BAR SELECT {key} , COUNT({key}) FROM sales WHERE {where} GROUP BY {key}"
    (case,) = answers(tmp_path, vql, f"How many sales {words} per {key}?")
    assert case.chart.options.filters == filters


DROPPED = [
    ("BAR", "shop , COUNT(shop)", "WHERE owner = 'Ann' GROUP BY shop", "value is not in"),
    ("BAR", "shop , COUNT(shop)", "WHERE price = 'x' GROUP BY shop", "number by a word"),
    ("LINE", "shop , COUNT(shop)", "GROUP BY shop", "line: xAttribute does not fit"),
    ("SCATTER", "shop , COUNT(shop)", "GROUP BY shop", "scatter cannot count rows"),
    ("SCATTER", "COUNT(shop) , price", "GROUP BY shop", "aggregated x"),
    ("BAR", "shop , SUM(price)", "GROUP BY stars", "grouped by a column that is not drawn"),
    ("BAR", "shop , SUM(price)", "GROUP BY shop ORDER BY stars", "sorted by a column"),
    ("BAR", "shop , SUM(price)", "GROUP BY shop LIMIT 3", "limit without a sort"),
    ("BAR", "shop , COUNT(shop)", "BIN shop BY WEEKDAY", "bin of what is no date"),
    ("BAR", "opened , COUNT(opened)", "BIN opened BY WEEKDAY", "bin of what is no date"),
    ("BAR", "Day , COUNT(Day)", "BIN Day BY HOUR", "bin finer than the dates"),
    ("BAR", "shop , SUM(shop)", "GROUP BY shop", "one column"),
    ("BAR", "shop , SUM(owner)", "GROUP BY shop", "does not fit"),
    ("BAR", "shop , SUM(rent)", "GROUP BY shop", "unknown column"),
]


@pytest.mark.parametrize(("kind", "terms", "rest", "reason"), DROPPED)
def test_what_a_spec_cannot_say_is_dropped_with_its_reason(
    tmp_path: Path, kind: str, terms: str, rest: str, reason: str
) -> None:
    dropped: Counter[str] = Counter()
    vql = f"Visualize {kind} SELECT {terms} FROM sales {rest}"
    assert answers(tmp_path, vql, "Show it, sorted.", dropped=dropped) == []
    ((why, n),) = dropped.items()
    assert reason in why
    assert n == 1


def test_a_result_with_fewer_groups_than_the_table_lost_a_join(tmp_path: Path) -> None:
    vql = "Visualize PIE SELECT shop , COUNT(shop) FROM sales GROUP BY shop"
    whole = [["East End", 1], ["North", 3], ["South", 2]]
    assert len(answers(tmp_path, vql, result=whole)) == 1
    dropped: Counter[str] = Counter()
    assert answers(tmp_path, vql, result=whole[1:], dropped=dropped) == []
    assert dropped == {"the result is another table's": 1}


def test_empty_questions_are_dropped(tmp_path: Path) -> None:
    vql = "Visualize PIE SELECT shop , COUNT(shop) FROM sales GROUP BY shop"
    assert [c.question for c in answers(tmp_path, vql, " ", "Shops?")] == ["Shops?"]
