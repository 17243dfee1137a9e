"""Batches: one line in, one line out, in order, whatever is wrong with one."""

from __future__ import annotations

import codecs
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.cli.contract import (
    CLIENT_ANSWER,
    CLIENT_INPUT,
    CLIENT_ROWS,
    REPEATED,
    SALES,
    Ended,
    answers,
    assert_keeps_the_contract,
    by_rules,
)
from vizapp.cli import answering
from vizapp.cli.answering import to_line
from vizapp.cli.batch import answer_lines
from vizapp.core import paths
from vizapp.workflow import Workflow

BAD_LINES: Sequence[tuple[bytes, str]] = (
    (b"{not json", "invalid_json"),
    (b"\xff\xfe", "invalid_json"),
    (b"[" * 100_000, "invalid_json"),
    (b"[1, 2]", "invalid_line"),
    (b'{"id": 7}', "invalid_line"),
    (b'{"id": 7, "rows": [], "path": "x.csv"}', "invalid_line"),
    (b'{"id": 7, "rows": 3}', "invalid_line"),
    (b'{"id": 7, "rows": [3]}', "invalid_line"),
    (b'{"id": 7, "path": 3}', "invalid_line"),
    (b'{"id": 7, "rows": [{"a": 1}], "ask": 3}', "invalid_line"),
    (b'{"id": 7, "rows": [{"a": 1}], "lang": "de"}', "invalid_line"),
    (b'{"id": 7, "rows": []}', "empty_table"),
    (b'{"id": 7, "path": "there/is/none.csv"}', "data"),
    (b'{"id": 7, "input": {"data_amount": 3}}', "data"),
    (b'{"id": 7, "input": "text"}', "data"),
)


@pytest.mark.parametrize(("line", "code"), BAD_LINES, ids=[str(i) for i in range(len(BAD_LINES))])
def test_a_bad_line_is_an_error_and_the_batch_goes_on(line: bytes, code: str) -> None:
    good = json.dumps({"id": "next", "rows": REPEATED}).encode()
    first, second = answer_lines(by_rules(), [line, good], top=3)
    assert list(first) == ["id", "error"]
    assert list(first["error"]) == ["code", "message"]
    assert first["error"]["code"] == code
    assert first["error"]["message"]
    assert first["id"] == (7 if b'"id"' in line else None)
    assert second["id"] == "next"
    assert second["answer"]["vis"]


def test_our_own_defect_stays_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(answering, "_drawn", broken)
    (result,) = answers({"id": 1, "rows": REPEATED})
    assert result["error"]["code"] == "defect"


def test_numbers_that_json_cannot_say_become_null() -> None:
    assert to_line({"a": [float("nan"), 1.5], "b": {"c": float("inf")}}) == (
        '{"a": [null, 1.5], "b": {"c": null}}'
    )


def test_a_batch_answers_in_order_and_skips_blank_lines(
    vizapp: Callable[..., Ended], tmp_path: Path, nowhere: Path
) -> None:
    batch = tmp_path / "in.jsonl"
    lines = [{"id": [i], "rows": REPEATED[: 6 + i]} for i in range(3)]
    text = "\n".join(json.dumps(line) for line in lines).replace("\n", "\n\n", 1)
    batch.write_bytes(codecs.BOM_UTF8 + text.encode())
    ended = vizapp("recommend", "--batch", batch, "--top", "2", "--model", nowhere)
    assert ended.code == 0
    results = [json.loads(line) for line in ended.out.splitlines()]
    assert [result["id"] for result in results] == [[0], [1], [2]]
    for result in results:
        assert_keeps_the_contract(result, 2)
        assert result["model"] == "rules"
        assert "nowhere" in result["fallback"]


def test_a_running_batch_answers_line_by_line_and_ends_at_ctrl_c() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "vizapp", "recommend", "--batch", "-", "--model", "nowhere.gguf"],
        cwd=paths.root(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # A shell's background jobs ignore Ctrl+C, and their children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        for number in range(2):
            print(json.dumps({"id": number, "rows": REPEATED}), file=process.stdin, flush=True)
            assert json.loads(process.stdout.readline())["id"] == number
        for _ in range(3):  # a signal just before a blocking read is only seen after it
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
                break
        assert process.returncode == 1
        said = process.stderr.read()
    assert "interrupted" in said
    assert "Traceback" not in said


def test_a_reader_that_leaves_early_is_no_traceback(tmp_path: Path) -> None:
    batch = tmp_path / "in.jsonl"
    batch.write_text("\n".join('{"id": "' + "x" * 60_000 + '"}' for _ in range(40)), "utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "vizapp", "recommend", "--batch", str(batch), "--model", "none"],
        cwd=paths.root(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(timeout=20) == 1
    assert said == b""


@pytest.mark.model
def test_the_bundled_model_answers_a_batch(vizapp: Callable[..., Ended], tmp_path: Path) -> None:
    batch = tmp_path / "in.jsonl"
    requests: list[dict[str, Any]] = [
        {"id": "rows", "rows": CLIENT_ROWS},
        {"id": "input", "input": CLIENT_INPUT},
        {"id": "en", "path": str(SALES), "ask": "sales of each region over time"},
    ]
    batch.write_text("\n".join(json.dumps(request) for request in requests), "utf-8")
    ended = vizapp("recommend", "--batch", batch)
    assert ended.code == 0
    results = [json.loads(line) for line in ended.out.splitlines()]
    for result in results:
        assert_keeps_the_contract(result)
        assert result["model"] != "rules"
        assert "fallback" not in result
    assert [result["answer"] for result in results[:2]] == [CLIENT_ANSWER] * 2


@pytest.mark.model
def test_a_model_that_dies_in_a_batch_is_replaced() -> None:
    workflow = Workflow()
    try:
        lines = [json.dumps({"id": i, "rows": CLIENT_ROWS}).encode() for i in range(2)]
        first = next(answer_lines(workflow, lines[:1], top=3))
        worker: Any = workflow._worker()
        os.kill(worker.pid, signal.SIGKILL)
        second = next(answer_lines(workflow, lines[1:], top=3))
        third = next(answer_lines(workflow, lines[1:], top=3))
    finally:
        workflow.close()
    assert "fallback" not in first
    assert second["answer"]["vis"]
    assert third["answer"] == first["answer"]
    assert "fallback" not in third
