"""A question may name any value of the table, whichever way it is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.reasoning.scripted import ScriptedReasoner, scripted_reply
from vizapp.cli.batch import answer_lines
from vizapp.components.spec import Chart, Filter, Options, VisSpec
from vizapp.core.tasks import CancelToken
from vizapp.gui.bridge import Bridge
from vizapp.reasoning.events import Request
from vizapp.reasoning.stream import encode_prompt
from vizapp.workflow import Workflow

CITIES = ["Aachen", "Bergen", "Cork", *(f"城市{i:03d}" for i in range(37, 74)), "Zürich", "  Oslo "]
ROWS = [{"city": city, "sales": i + 1.5} for i, city in enumerate(CITIES * 3)]
ASK = "sales of 城市037, Zürich and Oslo"
CHART = Chart("column", (("x", ("city",)), ("y", ("sales",))), Options(aggregate="sum"))
WANTED = ("城市037", "Zürich", "Oslo")


def _workflow() -> tuple[Workflow, ScriptedReasoner]:
    reasoner = ScriptedReasoner(scripted_reply(VisSpec((CHART,))))
    return Workflow(reasoner=reasoner), reasoner


def _assert_asked_with_values(reasoner: ScriptedReasoner) -> None:
    ((description, request),) = reasoner.requests
    assert not set(WANTED) & set(description.attributes[0].samples)
    assert sorted(v.strip() for v in request.mentions) == sorted(WANTED)
    assert {str(v).strip() for v in encode_prompt(description, request).values} == set(WANTED)


def test_a_batch_line_asks_with_the_cells_values() -> None:
    workflow, reasoner = _workflow()
    line = json.dumps({"rows": ROWS, "ask": ASK}).encode()
    (result,) = answer_lines(workflow, [line], top=1)
    assert "error" not in result
    _assert_asked_with_values(reasoner)


def test_the_window_asks_with_the_cells_values(tmp_path: Path) -> None:
    workflow, reasoner = _workflow()
    bridge: Any = Bridge()
    bridge._workflow = workflow
    path = tmp_path / "cities.json"
    path.write_text(json.dumps(ROWS), "utf-8")
    cancel = CancelToken()
    table = bridge.open(path, lang="en", cancel=cancel, progress=lambda _: None)
    list(bridge.recommend(table, Request(ask=ASK), cancel=cancel))
    _assert_asked_with_values(reasoner)


def test_a_bare_description_is_asked_with_its_samples_alone() -> None:
    workflow, reasoner = _workflow()
    description = workflow.describe(workflow.read_rows(ROWS)).description
    list(workflow.recommend(description, Request(ask=ASK)))
    assert reasoner.requests == [(description, Request(ask=ASK))]


def test_without_an_ask_no_cell_is_looked_at() -> None:
    workflow, reasoner = _workflow()
    list(workflow.recommend(workflow.describe(workflow.read_rows(ROWS)), Request()))
    assert not reasoner.requests[0][1].mentions


@pytest.mark.parametrize(
    ("op", "value", "n_kept"),
    [("=", "城市037", 3), ("=", "Oslo", 3), ("in", ("Zürich", "城市037"), 6), ("!=", "Oslo", 123)],
)
def test_a_filter_by_a_named_value_keeps_its_rows(op: str, value: Any, n_kept: int) -> None:
    workflow = Workflow()
    table = workflow.describe(workflow.read_rows(ROWS))
    options = Options(aggregate="sum", filters=(Filter("city", op, value),))
    built = workflow.draw(Chart("column", CHART.channels, options), table)
    assert any(f"{n_kept} of 126 rows" in note for note in built.footnotes), built.footnotes
