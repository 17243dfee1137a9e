"""The bundled model itself: what it must get right on any machine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.reasoning.descriptions import CLIENT, EVERY
from vizapp.components.check import check
from vizapp.components.spec import Chart, Options, VisSpec, dump
from vizapp.core import paths
from vizapp.core.tasks import CancelToken
from vizapp.data.load import table_from_rows
from vizapp.profile.attributes import TableDescription
from vizapp.profile.describe import profile
from vizapp.reasoning.client import WorkerReasoner
from vizapp.reasoning.events import Answer, Request

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def bundled() -> Iterator[WorkerReasoner]:
    made = WorkerReasoner(paths.bundled_model())
    yield made
    made.close()


def _answer(bundled: WorkerReasoner, description: TableDescription, request: Request) -> Answer:
    *_, answer = bundled.reason(description, request, cancel=CancelToken())
    assert isinstance(answer, Answer)
    return answer


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_clients_table_gives_the_clients_answer(bundled: WorkerReasoner, lang: str) -> None:
    answer = _answer(bundled, CLIENT, Request(lang=lang))  # type: ignore[arg-type]
    assert dump(answer.spec) == (
        '{"vis": [{"name": "line", "parameter": '
        '{"xAttribute": "时间区间", "yAttribute": "收盘价:前复权"}}]}'
    )
    assert "收盘价:前复权" in answer.thought
    assert "(line)" in answer.thought
    assert all(holds for _, holds in answer.claims)


@pytest.mark.parametrize("table", EVERY)
def test_every_answer_is_valid(bundled: WorkerReasoner, table: str) -> None:
    answer = _answer(bundled, EVERY[table], Request())
    charts = (*answer.spec.charts, *(r.chart for r in answer.ranking))
    assert charts
    assert check(VisSpec(charts), EVERY[table]) == ()


def test_a_small_table_is_answered_within_half_a_second(bundled: WorkerReasoner) -> None:
    _answer(bundled, CLIENT, Request())  # loads the model
    assert min(_answer(bundled, CLIENT, Request()).seconds for _ in range(3)) < 0.5


def _rows() -> list[dict[str, Any]]:
    return [
        {
            "region": ("North", "South", "West")[i % 3],
            "date": f"2024-{i // 12 + 1:02d}-{i % 12 * 2 + 1:02d}",
            "sales": 120 + 7 * (i % 11) + i,
            "orders": 4 + i % 9,
            "rating": round(3 + (i * 7 % 20) / 10, 1),
        }
        for i in range(130)
    ]


def test_the_order_of_rows_changes_nothing_and_that_of_columns_little(
    bundled: WorkerReasoner,
) -> None:
    rng = random.Random(5)
    rows = _rows()
    first = _answer(bundled, profile(table_from_rows(rows)).description, Request()).spec
    for _ in range(4):
        names = [*rows[0]]
        rng.shuffle(names)
        rng.shuffle(rows)
        shuffled = [{name: row[name] for name in names} for row in rows]
        answer = _answer(bundled, profile(table_from_rows(shuffled)).description, Request())
        # In small tables alike columns may trade places with their order in the file.
        assert [c.component for c in answer.spec.charts] == [c.component for c in first.charts]
        assert answer.spec.charts[0].names("x") == first.charts[0].names("x")
    rng.shuffle(rows)
    again = _answer(bundled, profile(table_from_rows(rows)).description, Request()).spec
    assert again == first


def test_advice_does_not_flip_around_a_hundred_rows(bundled: WorkerReasoner) -> None:
    answers = {
        _answer(bundled, profile(table_from_rows(_rows()[:n])).description, Request()).spec
        for n in (99, 100, 101)
    }
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("ask", "component", "option", "value"),
    [
        ("make it a line chart", "line", "sort", None),
        ("换成饼图", "pie", "sort", None),
        ("sort descending", "column", "sort", "-y"),
        ("从高到低排", "column", "sort", "-y"),
        ("use the average instead", "column", "aggregate", "mean"),
        ("改成最大值", "column", "aggregate", "max"),
    ],
)
def test_a_follow_up_edits_the_chart_on_screen(
    bundled: WorkerReasoner, ask: str, component: str, option: str, value: str | None
) -> None:
    description = profile(table_from_rows(_rows())).description
    shown = Chart("column", (("x", ("region",)), ("y", ("sales",))), Options(aggregate="sum"))
    request = Request(ask=ask, lang="en", current=VisSpec((shown,)))
    chart = _answer(bundled, description, request).spec.charts[0]
    assert chart.component == component
    assert getattr(chart.options, option) == value
    assert {n for _, names in chart.channels for n in names} == {"region", "sales"}


@pytest.mark.parametrize(
    "ask",
    [
        "average sales by region as a bar chart",
        "用柱状图看每个地区的平均销售额",
        "mean sales per region",
    ],
)
def test_a_question_is_answered_in_either_language(bundled: WorkerReasoner, ask: str) -> None:
    description = profile(table_from_rows(_rows())).description
    chart = _answer(bundled, description, Request(ask=ask)).spec.charts[0]
    assert dict(chart.channels) == {"x": ("region",), "y": ("sales",)}
    assert chart.options.aggregate == "mean"


@pytest.mark.parametrize("ask", ["tell me a joke", "今天天气怎么样"])
def test_what_is_no_question_about_the_table_is_declined(bundled: WorkerReasoner, ask: str) -> None:
    description = profile(table_from_rows(_rows())).description
    spec = _answer(bundled, description, Request(ask=ask)).spec
    assert not spec.charts
    assert spec.message


@pytest.mark.parametrize(
    ("ask", "keys"),
    [
        ("revenue by region and product", {"region", "product"}),
        ("各地区各产品的销售额", {"region", "product"}),
        ("orders per region each month", {"region", "day"}),
    ],
)
def test_both_groups_that_an_ask_names_are_drawn(
    bundled: WorkerReasoner, ask: str, keys: set[str]
) -> None:
    rng = random.Random(3)
    rows = [
        {
            "order_id": 1000 + i,
            "day": f"2024-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
            "region": rng.choice(("North", "South", "East")),
            "product": rng.choice(("Chair", "Desk", "Lamp", "Sofa")),
            "revenue": round(rng.uniform(20, 900), 2),
        }
        for i in range(300)
    ]
    description = profile(table_from_rows(rows)).description
    answer = _answer(bundled, description, Request(ask=ask))
    [chart] = answer.spec.charts
    assert {*chart.names("x"), *chart.names("group")} == keys
    assert all(holds for _, holds in answer.claims)


@pytest.mark.parametrize(
    ("ask", "wanted"),
    [
        ("how many orders per region", {"x": "region", "aggregate": "count"}),
        ("share of revenue by product", {"category": "product", "value": "revenue"}),
        ("distribution of ratings", {"x": "rating", "component": "histogram"}),
        ("how does discount affect quantity", {"x": "discount", "component": "scatter"}),
        ("best selling product", {"x": "product", "y": "revenue", "aggregate": "sum"}),
        ("number of products per region", {"x": "region", "aggregate": "count"}),
        ("average rating by product and region", {"y": "rating", "stack": "grouped"}),
        ("每月的销售额", {"x": "day", "y": "revenue", "time_unit": "month"}),
        ("各地区的订单数", {"x": "region", "aggregate": "count"}),
    ],
)
def test_plain_asks(bundled: WorkerReasoner, ask: str, wanted: dict[str, str]) -> None:
    rng = random.Random(7)
    rows = [
        {
            "order_id": 1000 + i,
            "day": f"2024-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
            "region": rng.choice(("North", "South", "East", "West")),
            "product": rng.choice(("Chair", "Desk", "Lamp", "Sofa", "Shelf")),
            "quantity": rng.randint(1, 20),
            "revenue": round(rng.uniform(20, 900), 2),
            "discount": rng.choice((0.0, 0.05, 0.1, 0.2)),
            "rating": round(rng.uniform(1, 5), 1),
        }
        for i in range(400)
    ]
    description = profile(table_from_rows(rows)).description
    answer = _answer(bundled, description, Request(ask=ask))
    [chart] = answer.spec.charts
    for name, value in wanted.items():
        if name == "component":
            assert chart.component == value
        elif hasattr(chart.options, name):
            assert getattr(chart.options, name) == value
        else:
            assert chart.names(name) == (value,)
    assert all(holds for _, holds in answer.claims)
