"""`vizapp recommend FILE`: what a person reads, and the saved chart."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.contract import SALES, Ended, assert_keeps_the_contract, by_rules
from tests.reasoning.scripted import ScriptedReasoner, scripted_reply
from vizapp.cli.answering import Task, answer_task
from vizapp.cli.arguments import CHART_SUFFIXES, NO_DATA
from vizapp.cli.terminal import Narrator, ranking_table
from vizapp.components.spec import Chart, Options, VisSpec, parse, to_json
from vizapp.core.language import has_cjk
from vizapp.reasoning.events import Answer, Ranked, Request, Started, ThoughtDelta
from vizapp.reasoning.native import MAX_SAMPLES
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
    monkeypatch.setattr("vizapp.cli.recommend.Workflow", lambda _model, **_: by_rules())
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
        "vizapp.cli.recommend.Workflow",
        lambda _model, **_: Workflow(reasoner=ScriptedReasoner(reply)),
    )
    out = tmp_path / "chart.png"
    ended = vizapp("recommend", SALES, "-o", out)
    assert ended.code == 1
    assert "No prices here." in ended.err
    assert not out.exists()


def test_how_to_be_surer_reaches_the_reasoner_and_the_agreement_is_told(
    vizapp: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = Chart("line", (("x", ("Month",)), ("y", ("Sales ($k)",))), Options("sum"))
    reply = scripted_reply(VisSpec((chart,)))
    final = reply[-1]
    assert isinstance(final, Answer)
    voted = [*reply, *reply[:-1], replace(final, agreement=(7, 8))]
    reasoner = ScriptedReasoner(voted, voted)
    monkeypatch.setattr(
        "vizapp.cli.recommend.Workflow", lambda _model, **_: Workflow(reasoner=reasoner)
    )
    how = ("--samples", "8", "--hints", "2", "--no-think")
    ended = vizapp("recommend", SALES, *how)
    assert ended.code == 0, ended.err
    assert "scripted (CPU): 7 of 8, read " in ended.out
    assert "Once more:" in ended.out
    assert "failed" not in ended.out
    _, request = reasoner.requests[0]
    assert (request.n_samples, request.hints, request.think) == (8, 2, False)
    assert vizapp("recommend", SALES, "--json").json()["agreement"] == [7, 8]


@pytest.mark.parametrize("option", [("--samples", "0"), ("--samples", "9"), ("--hints", "9")])
def test_more_samples_than_a_batch_holds_are_refused(
    vizapp: Callable[..., Ended], option: tuple[str, str]
) -> None:
    assert MAX_SAMPLES == 8
    assert vizapp("recommend", SALES, *option).code == 2


def test_the_chart_on_screen_is_passed_on(
    vizapp: Callable[..., Ended], nowhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[VisSpec | None] = []
    real = Workflow.recommend

    def listening(self: Workflow, table: object, request: Request) -> object:
        asked.append(request.current)
        return real(self, table, request)  # type: ignore[arg-type]

    monkeypatch.setattr(Workflow, "recommend", listening)
    first = vizapp("recommend", SALES, "--model", nowhere, "--json")
    (tmp_path / "answer.json").write_text(first.out, "utf-8")
    ended = vizapp(
        *("recommend", SALES, "--model", nowhere, "--ask", "top 5"),
        *("--edit", tmp_path / "answer.json"),
    )
    assert ended.code == 0
    assert asked == [None, parse(json.loads(first.out)["answer"])]


def test_an_edit_needs_an_ask_and_an_answer(
    vizapp: Callable[..., Ended], nowhere: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_text("no", "utf-8")
    alone = vizapp("recommend", SALES, "--model", nowhere, "--edit", tmp_path / "a.json")
    broken = vizapp(
        *("recommend", SALES, "--model", nowhere, "--ask", "x", "--edit", tmp_path / "a.json")
    )
    assert alone.code == broken.code == 2
    assert "--ask" in alone.err
    assert "not JSON" in broken.err


@pytest.mark.parametrize(
    ("models", "said"),
    [
        (("team", "rules"), "the rules start anew"),
        (("team", "bundled"), "bundled starts anew"),
        (("team", "team"), "Once more"),
    ],
)
def test_who_starts_anew_is_said(models: tuple[str, str], said: str) -> None:
    out = io.StringIO()
    narrator = Narrator(out)
    for model in models:
        narrator.event(Started(model))
        narrator.event(ThoughtDelta("Hm"))
    assert said in out.getvalue()


def test_a_name_cannot_command_the_terminal(vizapp: Callable[..., Ended], tmp_path: Path) -> None:
    table = tmp_path / "x.csv"
    table.write_text("na\x1b]0;mine\x07me,v\x9b31m\nx,1\ny,2\nz,3\n", "utf-8")
    ended = vizapp("recommend", table, "--model", tmp_path / "none\x1b[2J.gguf")
    assert ended.code == 0
    assert "na\\x1b]0;mine\\x07me" in ended.out
    assert "none\\x1b[2J.gguf" in ended.err
    assert not set(ended.out + ended.err) & {"\x1b", "\x07", "\x9b"}


def test_colours_stay_where_names_are_written_out() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    narrator = Narrator(out := Terminal())
    narrator.event(ThoughtDelta("a\x1bb", "attribute"))
    assert out.getvalue() == "\x1b[36ma\\x1bb\x1b[0m"


def test_who_answered_instead_is_said_in_the_language_of_the_answer(
    vizapp: Callable[..., Ended], nowhere: Path
) -> None:
    ended = vizapp("recommend", SALES, "--lang", "zh", "--model", nowhere)
    assert "模型未能回答,由规则代答:无法读取模型文件" in ended.err
    assert "could not" not in ended.err


def test_filters_are_written_as_json() -> None:
    condition = {"attribute": "地区", "op": "=", "value": "East"}
    parameter = {"xAttribute": "Month", "yAttribute": "Sales", "filter": [condition]}
    record = {"vis": [{"name": "line", "parameter": parameter}]}
    spec = parse(record, names=["Month", "Sales", "地区"])
    answer = Answer("", spec, (Ranked(spec.charts[0], 1.0),), "m", "en", 0.0, 0)
    assert f"filter = {json.dumps(condition, ensure_ascii=False)}" in ranking_table(answer, "en")


def test_the_help_of_evaluate_names_the_splits_that_need_no_data(
    vizapp: Callable[..., Ended],
) -> None:
    told = " ".join(vizapp("evaluate", "--help").out.split())
    assert f"for all but {', '.join(NO_DATA)}" in told


def test_a_column_may_be_called_like_a_wrapped_reference(
    vizapp: Callable[..., Ended], tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("day,$$price$$\n" + "".join(f"2024-01-0{n},{n}\n" for n in range(1, 9)))
    chart = Chart("line", (("x", ("day",)), ("y", ("$$price$$",))))
    model = ScriptedReasoner(scripted_reply(VisSpec((chart,))))
    current = to_json(VisSpec((chart,)))
    answer_task(Workflow(reasoner=model), Task(path=table, ask="as bars", current=current))
    [(_, asked)] = model.requests
    assert asked.current == VisSpec((chart,))


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"\xef\xbb\xbf" + b'{"vis": []}', 0, ""),  # as Windows' own programs write it
        (b"[" * 100_000, 2, "this is not JSON"),
        ("{}".encode("utf-16"), 2, "this is not JSON"),
    ],
    ids=["mark", "deep", "utf-16"],
)
def test_the_answer_to_edit_is_read_or_refused(
    vizapp: Callable[..., Ended],
    tmp_path: Path,
    nowhere: Path,
    content: bytes,
    code: int,
    said: str,
) -> None:
    answer = tmp_path / "answer.json"
    answer.write_bytes(content)
    ended = vizapp("recommend", SALES, "--ask", "as bars", "--edit", answer, "--model", nowhere)
    assert ended.code == code, ended.err
    assert said in ended.err
