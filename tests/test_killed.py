"""The model's process is killed while it thinks: the answer still comes, the next is whole.

The process is stopped first, so that it is certainly at work when it is killed.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vizapp.profile.describe import ProfiledTable
from vizapp.reasoning.events import Answer, Request, Started
from vizapp.workflow import Workflow

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes in /proc"),
]

ROWS = [{"month": f"2024-{m:02d}", "sales": 10.5 + m} for m in range(1, 13)]
_ALONE_S = 0.4  # how long a stopped process is left with a request


@pytest.fixture
def workflow() -> Iterator[Workflow]:
    made = Workflow()
    yield made
    made.close()


def _asked(workflow: Workflow, table: ProfiledTable) -> tuple[list[str], Answer]:
    events = list(workflow.recommend(table, Request(lang="en")))
    answer = events[-1]
    assert isinstance(answer, Answer)
    return [event.model for event in events if isinstance(event, Started)], answer


def test_the_rules_answer_and_say_why_and_the_next_answer_is_the_models(
    workflow: Workflow,
) -> None:
    table = workflow.describe(workflow.read_rows(ROWS))
    _, before = _asked(workflow, table)
    worker: Any = workflow._reasoner
    killed = worker.pid
    os.kill(killed, signal.SIGSTOP)
    killer = threading.Timer(_ALONE_S, os.kill, (killed, signal.SIGKILL))
    killer.start()
    try:
        told, answer = _asked(workflow, table)
    finally:
        killer.join()
    assert told[-1] == answer.model == "rules"
    assert answer.spec.charts
    assert answer.fallback
    assert "signal 9" in answer.fallback
    assert "Ask again" in answer.fallback
    told, after = _asked(workflow, table)
    assert worker.pid != killed
    assert told == [before.model]
    assert (after.spec, after.thought, after.fallback) == (before.spec, before.thought, None)


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(word) for word in text.split()]


def _model_process(pid: int) -> int:
    """Return the child that holds the model; Python's own helper has another command."""
    (found,) = [
        child
        for child in _children(pid)
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]
    return found


def test_a_batch_goes_on_when_the_model_is_killed() -> None:
    command = [sys.executable, "-m", "vizapp", "recommend", "--batch", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def send(number: int) -> None:
            line = json.dumps({"id": number, "rows": ROWS}).encode() + b"\n"
            process.stdin.write(line)  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]

        send(1)
        first = json.loads(process.stdout.readline())
        killed = _model_process(process.pid)
        os.kill(killed, signal.SIGSTOP)
        killer = threading.Timer(_ALONE_S, os.kill, (killed, signal.SIGKILL))
        killer.start()
        send(2)
        second = json.loads(process.stdout.readline())
        killer.join()
        send(3)
        third = json.loads(process.stdout.readline())
        process.stdin.close()
        assert process.wait(timeout=60) == 0
    assert [first["id"], second["id"], third["id"]] == [1, 2, 3]
    assert "signal 9" in second["fallback"]
    assert second["model"] == "rules"
    assert second["answer"]["vis"]
    assert "fallback" not in third
    assert (third["answer"], third["thought"]) == (first["answer"], first["thought"])


def test_no_model_outlives_a_program_that_is_killed() -> None:
    command = [sys.executable, "-m", "vizapp", "recommend", "--batch", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"rows": ROWS}).encode() + b"\n")
        process.stdin.flush()
        assert process.stdout.readline()
        model = os.pidfd_open(_model_process(process.pid))
        try:
            process.kill()
            process.wait(timeout=20)
            ended, _, _ = select.select([model], [], [], 20)
            assert ended
        finally:
            os.close(model)
