"""The result object, clause by clause; the rules answer in the model's place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.contract import (
    CLIENT_ANSWER,
    CLIENT_INPUT,
    CLIENT_ROWS,
    HOSTILE_NAMES,
    REPEATED,
    SALES,
    SAMPLES,
    answers,
    assert_keeps_the_contract,
)
from tests.reasoning.scripted import ScriptedReasoner, scripted_reply
from vizapp.cli.answering import Task, answer_task
from vizapp.components.spec import Chart, Options, VisSpec
from vizapp.core.language import has_cjk
from vizapp.reasoning.events import Answer, Ranked
from vizapp.workflow import Workflow


@pytest.mark.parametrize(
    "request_",
    [{"rows": CLIENT_ROWS}, {"input": CLIENT_INPUT}, {"path": str(SAMPLES / "stock_close_zh.csv")}],
    ids=["rows", "input", "path"],
)
def test_the_clients_table_gives_the_clients_answer(request_: dict[str, Any]) -> None:
    (result,) = answers({"id": "c", **request_})
    assert_keeps_the_contract(result)
    assert result["answer"] == CLIENT_ANSWER
    assert has_cjk(result["thought"])


def test_a_description_comes_back_as_it_was_given() -> None:
    (result,) = answers({"id": 1, "input": CLIENT_INPUT})
    assert result["input"] == CLIENT_INPUT


@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda path: str(path.stem))
def test_every_sample_keeps_the_contract(sample: Path) -> None:
    (result,) = answers({"id": None, "path": str(sample)})
    assert_keeps_the_contract(result)
    assert result["answer"]["vis"]


@pytest.mark.parametrize("top", [1, 2, 5])
def test_top_says_how_many_are_ranked(top: int) -> None:
    (result,) = answers({"path": str(SALES)}, top=top)
    assert_keeps_the_contract(result, top)
    assert len(result["ranking"]) == top


def test_an_answer_whose_x_repeats_names_its_aggregate() -> None:
    (result,) = answers({"rows": REPEATED, "ask": "column chart"})
    (chart,) = result["answer"]["vis"]
    assert chart["name"] == "column"
    assert chart["parameter"]["aggregate"] in ("sum", "mean", "median", "min", "max")


def test_an_answer_whose_x_does_not_repeat_leaves_it_out() -> None:
    (result,) = answers({"rows": REPEATED[:3], "ask": "column chart"})
    (chart,) = result["answer"]["vis"]
    assert chart["parameter"] == {"xAttribute": "shop", "yAttribute": "sales"}


def test_an_ask_that_the_table_cannot_answer_gives_no_chart_and_says_why() -> None:
    spec = VisSpec((), "The table has no prices.")
    workflow = Workflow(reasoner=ScriptedReasoner(scripted_reply(spec)))
    result = answer_task(workflow, Task(rows=REPEATED, ask="the price of tea?")).to_json()
    assert result["answer"] == {"vis": [], "message": "The table has no prices."}
    assert result["ranking"] == []
    assert "error" not in result


def test_one_attribute_is_a_text_and_several_are_a_list() -> None:
    one = Chart("line", (("x", ("d",)), ("y", ("a",))), Options())
    two = Chart("area", (("x", ("d",)), ("y", ("a", "b"))), Options())
    rows = [{"d": f"2024-01-{day:02d}", "a": day, "b": day * 2} for day in range(1, 9)]
    reply = scripted_reply(VisSpec((one,)), alternatives=[Ranked(two, 0.2)])
    workflow = Workflow(reasoner=ScriptedReasoner(reply))
    result = answer_task(workflow, Task(rows=rows)).to_json()
    assert_keeps_the_contract(result)
    assert [item["parameter"]["yAttribute"] for item in result["ranking"]] == ["a", ["a", "b"]]


def test_rows_are_profiled_by_content_and_may_be_ragged() -> None:
    (result,) = answers({"rows": [{"n": "12", "s": "x"}, {"n": "7"}, {"s": "y", "late": 2.5}]})
    assert_keeps_the_contract(result)
    types = {
        next(iter(a)): next(iter(a.values())) for a in result["input"]["attribute_description"]
    }
    assert types == {"n": "INT", "s": "STR", "late": "DOUBLE"}
    assert result["input"]["data_amount"] == 3


def test_a_table_may_have_one_row() -> None:
    (result,) = answers({"rows": [{"name": "x", "share": 0.4}]})
    assert_keeps_the_contract(result)
    assert result["answer"]["vis"]


def test_hostile_names_come_through_whole() -> None:
    rows = [{name: (i * 7 + k) % 11 for i, name in enumerate(HOSTILE_NAMES)} for k in range(9)]
    (result,) = answers({"rows": rows, "lang": "en"})
    assert_keeps_the_contract(result)
    assert tuple(next(iter(a)) for a in result["input"]["attribute_description"]) == HOSTILE_NAMES


@pytest.mark.parametrize(("header", "unnamed"), [("price", "column 2"), ("价格", "列2")])
def test_blank_double_and_padded_names(tmp_path: Path, header: str, unnamed: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f" {header} ,,{header}\n1,a,3\n2,b,5\n", "utf-8")
    (result,) = answers({"path": str(path)})
    names = [next(iter(a)) for a in result["input"]["attribute_description"]]
    assert names == [header, unnamed, f"{header} (2)"]


@pytest.mark.parametrize(
    ("request_", "chinese"),
    [
        ({"rows": REPEATED}, False),
        ({"rows": CLIENT_ROWS}, True),
        ({"rows": CLIENT_ROWS, "ask": "the trend"}, False),
        ({"rows": REPEATED, "ask": "各店销售额"}, True),
        ({"rows": REPEATED, "lang": "zh"}, True),
        ({"rows": CLIENT_ROWS, "lang": "en", "ask": "走势"}, False),
    ],
    ids=["headers en", "headers zh", "ask en", "ask zh", "lang zh", "lang en"],
)
def test_the_language_is_the_lines_the_asks_or_the_headers(
    request_: dict[str, Any], chinese: bool
) -> None:
    (result,) = answers(request_)
    words = result["thought"]
    for name in CLIENT_ROWS[0]:
        words = words.replace(name, "")
    assert has_cjk(words) is chinese


def test_events_of_an_answer_carry_its_language() -> None:
    spec = VisSpec((Chart("column", (("x", ("shop",)), ("y", ("sales",))), Options("sum")),))
    workflow = Workflow(reasoner=ScriptedReasoner(scripted_reply(spec)))
    result = answer_task(workflow, Task(rows=REPEATED))
    assert isinstance(result.answer, Answer)
    assert result.built is not None
    assert workflow._worker().requests[0][1].lang == "en"  # type: ignore[attr-defined]
