"""The drawing engine in its own process: the same pictures, and what happens when it dies."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from vizapp.core.errors import Cancelled, ExportError, RenderingError
from vizapp.rendering import chart, engine, export
from vizapp.rendering.chart import build_chart
from vizapp.rendering.engine import EngineProcess, drawn_by, run_here
from vizapp.rendering.samples import samples
from vizapp.rendering.style import Style

SPEC = json.dumps({"data": {"values": [{"a": 1}]}, "mark": "point"})


@pytest.fixture(scope="module")
def process() -> Iterator[EngineProcess]:
    made = EngineProcess()
    yield made
    made.close()


def test_the_process_draws_what_this_one_draws(process: EngineProcess) -> None:
    sample = samples()["column"]

    def everything() -> list[object]:
        built = build_chart(sample.chart("zh"), sample.table("zh"), Style(lang="zh"))
        return [built, export.to_png(built, scale=2.0), export.to_svg(built), export.marks(built)]

    here = everything()
    with drawn_by(process.run):
        there = everything()
    assert there == here


def test_after_the_block_this_process_draws_again(process: EngineProcess) -> None:
    asked = []

    def noted(task: str, args: object, options: object) -> object:
        asked.append(task)
        return b""

    with drawn_by(noted):
        engine.run("vegalite_to_png", SPEC)
    engine.run("vegalite_to_svg", SPEC)
    assert asked == ["vegalite_to_png"]


def test_what_the_engine_refuses_is_said_as_if_it_had_been_here(process: EngineProcess) -> None:
    wrong = {"layer": [{"mark": "nonsense", "encoding": {}}]}
    for runs in (run_here, process.run):
        with drawn_by(runs), pytest.raises(RenderingError, match="nonsense"):
            chart._checked(wrong)
    with pytest.raises(ValueError, match="AttributeError"):
        process.run("no_such_task", (SPEC,), {})


def test_a_process_that_was_killed_is_replaced(process: EngineProcess) -> None:
    process.run("check", ({"layer": []},), {})
    killed = process.pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert process.run("vegalite_to_png", (SPEC,), {}).startswith(b"\x89PNG")
    assert process.pid not in (None, killed)


def _end_at_once(connection: object) -> None:
    os._exit(3)


def test_a_process_that_always_ends_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "main", _end_at_once)
    process = EngineProcess()
    with pytest.raises(ExportError, match="ended unexpectedly"):
        process.run("check", ({"layer": []},), {})
    process.close()


def _never_answer(connection: object) -> None:
    threading.Event().wait()


def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    process = EngineProcess()
    process.run("check", ({"layer": []},), {})
    hung = process.pid
    assert hung is not None
    monkeypatch.setattr(engine, "HUNG_S", 0.5)
    monkeypatch.setattr(engine, "main", _never_answer)
    os.kill(hung, signal.SIGSTOP)
    with pytest.raises(ExportError, match="ended unexpectedly"):
        process.run("check", ({"layer": []},), {})
    with pytest.raises(ProcessLookupError):
        os.kill(hung, 0)
    process.close()


def test_closing_frees_a_thread_that_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "main", _never_answer)
    process = EngineProcess()
    ended = []

    def wait() -> None:
        try:
            process.run("check", ({"layer": []},), {})
        except Cancelled as err:
            ended.append(err)

    process.start()
    pid = process.pid
    assert pid is not None
    thread = threading.Thread(target=wait)
    thread.start()
    process.close()
    thread.join(30)
    process.close()
    assert len(ended) == 1
    assert process.pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_window_needs_neither_altair_nor_the_converter(root: Path) -> None:
    code = """
import sys
import vizapp.rendering.engine
early = [name for name in ("pandas", "numpy", "altair", "vl_convert") if name in sys.modules]
import vizapp.rendering.export, vizapp.rendering.chart, vizapp.rendering.page
late = [name for name in ("altair", "vl_convert", "networkx") if name in sys.modules]
print(early, late)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[] []"


def test_a_process_at_rest_gives_memory_back_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    rested = threading.Event()
    monkeypatch.setattr(engine, "REST_S", 0.01)
    monkeypatch.setattr(engine, "give_back", rested.set)
    monkeypatch.setattr(engine, "draw_without_zone", lambda: None)
    monkeypatch.setattr(engine, "_done", lambda task, args, options: (True, task))
    ours, theirs = multiprocessing.Pipe()
    thread = threading.Thread(target=engine.main, args=(theirs,))
    thread.start()
    assert rested.wait(5)
    ours.send(("task", (), {}))
    assert ours.recv() == (True, "task")
    ours.close()
    thread.join(5)
    assert not thread.is_alive()
