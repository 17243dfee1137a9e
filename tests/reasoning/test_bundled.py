"""The bundled model itself: what it must get right on any machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.reasoning.descriptions import CLIENT, EVERY
from vizapp.components.check import check
from vizapp.components.spec import VisSpec, dump
from vizapp.core import paths
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
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
