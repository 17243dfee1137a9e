"""The tables and schemas that were written by hand."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

import pytest

from vizapp.components.catalogue import catalogue
from vizapp.components.check import check_chart
from vizapp.components.spec import Chart, Filter, Options
from vizapp.core.language import Lang
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.training import corpora
from vizapp.training.authored import AuthoredTable, alike, authored_tables, close
from vizapp.training.gptvis import GptVisCase
from vizapp.training.labels import labels
from vizapp.training.schemas import Schema, asks, schemas
from vizapp.training.synthesise import Case, describe_rows

_DULL = {"rownames", "id", "x", "y", "year", "date", "name", "age", "sex", "time"}


@pytest.fixture(scope="module")
def by_names() -> dict[frozenset[str], list[AuthoredTable]]:
    found: dict[frozenset[str], list[AuthoredTable]] = defaultdict(list)
    for table in authored_tables():
        found[frozenset(n.strip().casefold() for row in table.rows for n in row)].append(table)
    return found


def test_there_are_tables_of_every_sort_in_both_languages() -> None:
    tables = authored_tables()
    assert len(tables) > 2000
    assert all(n > 900 for n in Counter(t.lang for t in tables).values())
    shapes = {t.chart.component for t in tables}
    assert {"pie", "column", "radar", "treemap", "dualAxes", "line", "scatter"} <= shapes
    assert shapes <= {*catalogue()}


def test_no_table_is_a_near_duplicate_of_another(
    by_names: dict[frozenset[str], list[AuthoredTable]],
) -> None:
    for tables in by_names.values():
        for i, a in enumerate(tables):
            assert not any(alike(a.rows, b.rows) for b in tables[i + 1 :]), a.rows


def test_the_splits_are_apart_and_both_are_used() -> None:
    counts = Counter(t.split for t in authored_tables())
    assert 0.09 < counts["test"] / counts.total() < 0.16
    taught = corpora.authored_cases("train")
    kept = corpora.authored_cases("test")
    assert len(taught) + len(kept) == counts.total()  # the profile admits every chart
    assert not {c.description for c in taught} & {c.description for c in kept}


def test_tables_close_to_a_measured_one_are_not_taught() -> None:
    table = next(t for t in authored_tables() if t.split == "train")
    real = GptVisCase(tuple({**row} for row in table.rows), (table.chart,), ({},))
    assert len(corpora.authored_cases("train", apart=[real])) < len(corpora.authored_cases("train"))


@pytest.mark.parametrize(
    ("a", "b", "is_close"),
    [
        ([{"City": "Oslo", "Area": 1}], [{"city": "oslo", "area": 9}], True),
        ([{"City": "Oslo", "Area": 1}], [{"city": "Rome", "area": 1}], False),
        ([{"a": 1, "b": 2, "c": 3}], [{"a": 4, "b": 5, "c": 6}], True),
        ([{"a": "x", "b": 2}], [{"a": "x", "c": 2}], False),
    ],
)
def test_closeness(a: list[dict[str, object]], b: list[dict[str, object]], is_close: bool) -> None:
    assert close(a, b) is is_close


def test_every_schema_draws_tables_that_admit_its_best_chart() -> None:
    rng = random.Random(3)
    for schema in rng.sample(schemas(), 25):
        names = [c["name"] for c in schema.columns]
        rows = schema.rows(rng)
        assert [*rows[0]] == names
        assert 0.6 * schema.n_rows <= len(rows) <= 1.4 * schema.n_rows or len(rows) == 8
    cases = corpora.schema_cases(1, draws=1)
    assert len(cases) > 0.95 * sum(schema.split == "train" for schema in schemas())
    for case in cases:
        assert not any(check_chart(chart, case.description) for chart in case.charts)


def test_what_is_asked_of_kept_schemas_is_not_taught() -> None:
    every = asks()
    assert len(every) > 5000
    assert all(n > 2000 for n in Counter(a.lang for a in every).values())
    kept = corpora.authored_asks("test", 1, draws=1)
    assert 0.05 * len(every) < len(kept) < 0.2 * len(every)
    taught = {a.text for a in every if a.source.split == "train" and a.current is None}
    fresh = [c for c in kept if c.ask not in taught]
    assert len(fresh) > 0.95 * len(kept)  # short edits are said alike of any table


def test_asks_name_columns_of_their_table_and_say_what_changes() -> None:
    rng = random.Random(5)
    sample = rng.sample(asks(), 150)
    for ask in sample:
        names = {*ask.rows(rng)[0]}
        for chart in (ask.chart, ask.current):
            used = {n for _, group in chart.channels for n in group} if chart else set()
            assert used <= names, ask.text
        assert ask.chart is None or ask.chart != ask.current, ask.text
    answered = [a for a in sample if a.chart]
    assert 0.9 < len(answered) / len(sample) < 1
    assert sum(a.current is not None for a in sample) > 30


def test_numbers_go_with_those_that_their_schema_names() -> None:
    columns = (
        {"name": "a", "low": 0, "high": 10, "decimals": 2},
        {"name": "b", "low": 0, "high": 10, "decimals": 2, "with": "a"},
        {"name": "c", "low": 0, "high": 10, "decimals": 2, "against": "a"},
        {"name": "when", "kind": "date", "start": "2024-01-31", "step": "month", "repeat": 2},
    )
    rows = Schema("en", 200, columns, ()).rows(random.Random(0))
    mean = {n: sum(r[n] for r in rows) / len(rows) for n in "abc"}

    def covariance(x: str, y: str) -> float:
        return sum((r[x] - mean[x]) * (r[y] - mean[y]) for r in rows)

    assert covariance("a", "b") > 0 > covariance("a", "c")
    assert [r["when"] for r in rows[:3]] == ["2024-01-28", "2024-01-28", "2024-02-28"]


def test_no_schema_is_a_near_duplicate_of_a_measured_table() -> None:
    for schema in schemas():
        mine = {str(c["name"]).casefold() for c in schema.columns} - _DULL
        for label in labels():
            other = {name.casefold() for name, _, _ in label.columns} - _DULL
            if label.split != "train" and mine and other:
                assert len(mine & other) / len(mine | other) < 0.5, label.table


def test_filters_are_taught_in_the_words_that_a_prompt_offers() -> None:
    table = TableDescription(
        9,
        (
            AttributeDescription("day", "DATE", 9),
            AttributeDescription("paid", "BOOL", 2),
            AttributeDescription("n", "INT", 9),
        ),
    )
    tests = (
        Filter("day", ">=", "2022-01-01"),
        Filter("day", "<", "2023-01-01"),
        Filter("paid", "!=", "Y"),
        Filter("n", ">", 3),
    )
    chart = Chart("histogram", (("x", ("n",)),), Options(filters=tests))
    assert corpora.with_plain_filters(chart, table).options.filters == (
        Filter("paid", "=", "false"),
        Filter("n", ">", 3),
        Filter("day", "=", "2022"),
    )
    after = Options(filters=(Filter("day", ">", "2022-01-01"),))
    since = Chart("histogram", (("x", ("n",)),), after)
    assert (
        corpora.with_plain_filters(since, table) == since
    )  # the first day itself is not among them


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_row_numbers_are_described_as_the_profiler_does(lang: Lang) -> None:
    rng = random.Random(2)
    tables = [t for t in authored_tables() if t.lang == lang and t.split == "train"]
    numbered = 0
    for table in rng.sample(tables, 20):
        rows = [dict(row) for row in table.rows]
        case = Case(describe_rows(rows, lang), (table.chart,), ("",), lang)
        changed = corpora.numbered(case, rng).description
        if changed != case.description:
            numbered += 1
            name = changed.names[0]
            exported = [{name: i + 1, **row} for i, row in enumerate(rows)]
            assert describe_rows(exported, lang) == changed
    assert numbered > 10
