"""Batches: one line in, one line out, in order, whatever is wrong with one."""

from __future__ import annotations

import codecs
import io
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
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
from tests.cli.interrupting import said_when_interrupted
from vizapp.cli import answering, pool
from vizapp.cli.answering import to_line
from vizapp.cli.batch import answer_lines
from vizapp.cli.pool import Crew
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


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_running_batch_answers_line_by_line_and_ends_at_ctrl_c(jobs: str) -> None:
    command = [sys.executable, "-m", "vizapp", "recommend", "--batch", "-", "--jobs", jobs]
    with subprocess.Popen(
        [*command, "--model", "nowhere.gguf"],
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
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        assert process.wait(timeout=20) == 130
        assert time.monotonic() - begun < 5  # at once; the rest is for a busy machine
        said = process.stderr.read()
    assert "interrupted" in said
    assert "Traceback" not in said


def test_several_processes_answer_in_the_order_of_the_lines(
    vizapp: Callable[..., Ended], tmp_path: Path, nowhere: Path
) -> None:
    batch = tmp_path / "in.jsonl"
    slow, quick = REPEATED * 100, REPEATED[:6]
    lines = [json.dumps({"id": i, "rows": slow if i % 3 == 0 else quick}) for i in range(6)]
    lines[3:3] = ["", "{not json"]
    batch.write_bytes(codecs.BOM_UTF8 + "\n".join(lines).encode())
    alone, several = (
        vizapp("recommend", "--batch", batch, "--jobs", jobs, "--model", nowhere, "--lang", "zh")
        for jobs in ("1", "2")
    )
    assert several.code == 0
    found = [[json.loads(line) for line in ended.out.splitlines()] for ended in (alone, several)]
    for result in (*found[0], *found[1]):
        result.pop("seconds", None)
    assert found[1] == found[0]
    assert [result["id"] for result in found[1]] == [0, 1, 2, None, 3, 4, 5]
    assert found[1][3]["error"]["message"].startswith("Line 5 is not JSON")


def test_a_process_of_a_batch_that_dies_costs_one_line(nowhere: Path) -> None:
    lines = [json.dumps({"id": i, "rows": REPEATED}).encode() + b"\n" for i in range(4)]
    with closing(Crew(1, nowhere, None, {"top": 2})) as crew:
        results = crew.answer(io.BytesIO(b"".join(lines)))
        assert json.loads(next(results))["id"] == 0
        crew._members[0]._process.kill()
        rest = [json.loads(line) for line in results]
    codes = [result.get("error", {}).get("code") for result in rest]
    # It may have been asked the next line already, and have answered it.
    assert codes.count("worker_lost") <= 1
    assert codes[-1] is None
    assert [r["id"] for r in rest if "error" not in r] == [
        i for i, code in enumerate(codes, 1) if code is None
    ]


def test_a_process_that_cannot_be_started_anew_costs_its_lines_and_no_more(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.dumps({"id": i, "rows": REPEATED}).encode() + b"\n" for i in range(3)]
    start = pool._Member._start

    def refuse(_member: pool._Member) -> None:
        raise BlockingIOError(11, "no more processes")

    with closing(Crew(1, nowhere, None, {"top": 2})) as crew:
        member = crew._members[0]
        monkeypatch.setattr(pool._Member, "_start", refuse)
        member._process.kill()
        member._process.join()
        lost = [json.loads(member.answer(n, lines[n])) for n in range(2)]
        monkeypatch.setattr(pool._Member, "_start", start)
        lost.append(json.loads(member.answer(2, lines[2])))
        assert [(r["id"], r["error"]["code"]) for r in lost] == [
            (n, "worker_lost") for n in range(3)
        ]
        assert json.loads(member.answer(3, lines[0]))["id"] == 0


def test_no_process_of_a_batch_outlives_a_program_that_is_killed() -> None:
    command = [sys.executable, "-m", "vizapp", "recommend", "--batch", "-", "--jobs", "2"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"rows": REPEATED}).encode() + b"\n")
        process.stdin.flush()
        assert process.stdout.readline()
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        handles = [os.pidfd_open(int(child)) for child in children]
        assert len(handles) >= 2
        process.kill()
        process.wait(timeout=20)
        for handle in handles:
            ended, _, _ = select.select([handle], [], [], 20)
            os.close(handle)
            assert ended


@pytest.mark.parametrize("command", ["recommend", "models"])
def test_ctrl_c_ends_every_command_with_130(command: str, tmp_path: Path) -> None:
    arguments = {
        "recommend": ["x.csv"],
        "models": ["try", paths.bundled_model().stem],
    }
    code = f"""
import sys, time
from vizapp.workflow import Workflow

def read(*_, **__):
    print("busy", flush=True)
    time.sleep(60)

Workflow.read = read
from vizapp.__main__ import main
sys.exit(main({[command, *arguments[command]]!r}))
"""
    said = said_when_interrupted(code, tmp_path)
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
