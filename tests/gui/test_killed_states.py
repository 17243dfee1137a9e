"""A child process is killed in each of its states: the window says so and goes on."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gui.conftest import Make
from tests.reasoning import processes
from vizapp.core import paths
from vizapp.core.settings import Settings
from vizapp.gui.bridge import Bridge
from vizapp.gui.window import MainWindow
from vizapp.reasoning.client import Main, WorkerReasoner
from vizapp.workflow import Workflow

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills with SIGKILL")

Wait = Callable[[Callable[[], object]], None]
NOWHERE = Path("no model is read.gguf")


class Scene:
    """A window whose model's process does what its questions say."""

    def __init__(self, make: Make, wait: Wait, main: Main, csv: Path) -> None:
        self.wait, self.csv = wait, csv
        self.reasoner = WorkerReasoner(NOWHERE, main=main)
        self.bridge = Bridge(NOWHERE)
        self.bridge._workflow = Workflow(reasoner=self.reasoner)
        self.window: MainWindow = make(self.bridge)
        self.c = self.window.controller

    def open(self) -> None:
        self.c.open(self.csv)

    def ready(self) -> None:
        self.wait(lambda: self.c.state in ("ready", "failed") and self.c.drawing is not None)
        assert self.c.state == "ready"

    def pid(self) -> int:
        self.wait(lambda: self.reasoner.pid is not None)
        pid = self.reasoner.pid
        assert pid is not None
        return pid

    def kill(self) -> int:
        pid = self.pid()
        os.kill(pid, signal.SIGKILL)
        return pid

    def assert_told_and_mended(self, killed: int) -> None:
        """Check that the rules answered, that it was said, and that one click asks again."""
        self.ready()
        assert self.c.answer is not None
        assert self.c.answer.model == "rules"
        assert self.window.notice.isVisible()
        assert "signal 9" in self.window.notice.label.text()
        self.c.set_lang("zh")
        assert "模型进程意外结束" in self.window.notice.label.text()
        assert self.window.notice.again.isVisible()
        self.c.ask_text = None  # the question that hangs is asked no more
        self.window.notice.again.click()
        assert not self.window.notice.isVisible()
        self.wait(lambda: self.c.state == "ready")
        self.ready()
        assert self.c.answer is not None
        assert self.c.answer.fallback is None
        assert self.pid() != killed


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    rows = [f"2024-{m:02d},{m * 10},{'NS'[m % 2]}" for m in range(1, 13)]
    path.write_text("\n".join(["month,sales,region", *rows]), encoding="utf-8")
    return path


def test_while_it_starts(make_window: Make, csv: Path, wait: Wait) -> None:
    scene = Scene(make_window, wait, processes.load_slowly, csv)
    scene.reasoner.start()
    killed = scene.kill()
    scene.open()
    scene.ready()
    assert scene.c.table is not None
    answer = scene.c.answer
    assert answer is not None
    if answer.fallback:  # else its death was seen before the question, and it was replaced
        scene.assert_told_and_mended(killed)


def test_while_it_loads_the_model(make_window: Make, csv: Path, wait: Wait) -> None:
    scene = Scene(make_window, wait, processes.load_slowly, csv)
    scene.open()
    wait(lambda: scene.c.state == "reasoning" and scene.reasoner.pid)
    assert not scene.c.events  # not even `Started`
    scene.assert_told_and_mended(scene.kill())


@pytest.mark.parametrize("state", ["read", "hang"])
def test_while_it_reads_or_thinks(make_window: Make, csv: Path, wait: Wait, state: str) -> None:
    scene = Scene(make_window, wait, processes.read_slowly, csv)
    scene.open()
    scene.ready()
    shown = scene.c.editing.chart
    scene.c.ask_anew(state)
    wait(lambda: scene.c.state == "reasoning" and (state == "read" or scene.c.events))
    time.sleep(0.1)
    killed = scene.kill()
    wait(lambda: scene.c.answer is not None)
    assert scene.c.ask_text == state
    assert shown in [entry.chart for entry in scene.c.editing.history.entries]
    scene.assert_told_and_mended(killed)


def test_while_it_is_idle(make_window: Make, csv: Path, wait: Wait) -> None:
    scene = Scene(make_window, wait, processes.misbehave, csv)
    scene.open()
    scene.ready()
    killed = scene.kill()
    scene.c.again()
    wait(lambda: scene.c.state == "ready" and scene.c.answer is not None)
    answer = scene.c.answer
    assert answer is not None
    if answer.fallback is None:
        assert scene.pid() != killed
        assert not scene.window.notice.isVisible()
    else:  # so soon after the kill that the pipe still took the question
        scene.assert_told_and_mended(killed)


def test_the_process_that_draws_while_it_draws(make_window: Make, csv: Path, wait: Wait) -> None:
    scene = Scene(make_window, wait, processes.misbehave, csv)
    scene.open()
    scene.ready()
    engine = scene.bridge._engine
    killed = engine.pid
    assert killed is not None
    os.kill(killed, signal.SIGSTOP)  # so that it cannot finish before it dies
    before = scene.c.drawing
    scene.c.toggle_dark()
    time.sleep(0.2)
    os.kill(killed, signal.SIGKILL)
    wait(lambda: scene.c.drawing is not None and scene.c.drawing is not before)
    assert engine.pid not in (None, killed)
    assert scene.c.state == "ready"
    assert not scene.window.notice.isVisible()  # nothing was lost, so nothing is said


def test_the_second_model_while_it_loads(
    make_window: Make, csv: Path, wait: Wait, tmp_path: Path
) -> None:
    model = tmp_path / "second.gguf"
    model.write_bytes(b"GGUF")
    bridge = Bridge(NOWHERE, second=model)
    bridge._workflow = Workflow(reasoner=WorkerReasoner(NOWHERE, main=processes.misbehave))
    second = WorkerReasoner(model, main=processes.load_slowly)
    bridge._second._reasoner = second
    window = make_window(bridge, Settings(lang="en", theme="light", second_model=str(model)))
    window.controller.open(csv)
    wait(lambda: second.pid is not None)
    killed = second.pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    wait(lambda: "signal 9" in window.second.label.text())
    wait(lambda: window.controller.state == "ready" and window.controller.drawing is not None)
    assert not window.notice.isVisible()  # the first answer stands
    assert window.second.button.isVisible()
    window.second.button.click()
    wait(lambda: "agrees" in window.second.label.text())
    assert second.pid not in (None, killed)


def test_a_sample_is_answered_though_every_process_dies(make_window: Make, wait: Wait) -> None:
    sample = next((paths.resources() / "samples").glob("*.csv"))
    scene = Scene(make_window, wait, processes.die_while_loading, sample)
    scene.open()
    scene.ready()
    assert scene.window.notice.isVisible()
    assert "signal 6" in scene.window.notice.label.text()
    scene.window.notice.again.click()
    wait(lambda: scene.c.state == "ready" and scene.c.answer is not None)
    assert scene.window.notice.isVisible()
    assert scene.c.candidates
