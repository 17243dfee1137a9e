"""`vizapp recommend FILE`: what a person reads, and the saved chart."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.contract import SALES, Ended, assert_keeps_the_contract, by_rules
from tests.reasoning.scripted import ScriptedReasoner, scripted_reply
from vizapp.cli.arguments import CHART_SUFFIXES
from vizapp.components.spec import VisSpec
from vizapp.core.language import has_cjk
from vizapp.workflow import Workflow


def test_a_file_is_answered_for_a_person(vizapp: Callable[..., Ended], nowhere: Path) -> None:
    ended = vizapp("recommend", SALES, "--model", nowhere, "--top", "2")
    assert ended.code == 0
    assert ended.out.startswith("monthly_sales_en.csv (CSV, utf-8): 96 rows, 5 attributes")
    assert 'Answer: {"vis": [{"name": ' in ended.out
    assert "\n1.  " in ended.out
    assert "\n2.  " in ended.out
    assert "\n3.  " not in ended.out
    assert "\x1b" not in ended.out
    assert "the rules did" in ended.err


def test_json_and_output(vizapp: Callable[..., Ended], nowhere: Path, tmp_path: Path) -> None:
    out = tmp_path / "chart.json"
    ended = vizapp(
        *("recommend", SALES, "--json", "--lang", "zh", "--ask", "Sales by region"),
        *("--model", nowhere, "-o", out),
    )
    assert ended.code == 0
    result = ended.json()
    assert_keeps_the_contract(result)
    assert result["id"] is None
    assert has_cjk(result["thought"])
    assert "vega-lite" in json.loads(out.read_text("utf-8"))["$schema"]


@pytest.mark.parametrize(
    ("suffix", "start"),
    [
        (".png", b"\x89PNG"),
        (".svg", b"<svg"),
        (".pdf", b"%PDF-"),
        (".HTML", b"<!DOCTYPE html>"),
        (".json", b"{"),
    ],
)
def test_every_suffix_is_saved(
    suffix: str,
    start: bytes,
    vizapp: Callable[..., Ended],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("vizapp.cli.recommend.Workflow", lambda _model: by_rules())
    out = tmp_path / f"chart{suffix}"
    ended = vizapp("recommend", SALES, "-o", out)
    assert ended.code == 0
    assert out.read_bytes().lstrip().startswith(start)
    assert f"{out}: saved." in ended.err
    assert suffix.lower() in CHART_SUFFIXES


def test_an_answer_without_a_chart_saves_nothing(
    vizapp: Callable[..., Ended], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = scripted_reply(VisSpec((), "No prices here."))
    monkeypatch.setattr(
        "vizapp.cli.recommend.Workflow", lambda _model: Workflow(reasoner=ScriptedReasoner(reply))
    )
    out = tmp_path / "chart.png"
    ended = vizapp("recommend", SALES, "-o", out)
    assert ended.code == 1
    assert "No prices here." in ended.err
    assert not out.exists()
