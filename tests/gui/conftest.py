"""A window on a scripted backend, closed after each test with every thread ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.scripted import ScriptedBackend
from vizapp.core.settings import Settings
from vizapp.gui import app, bridge, theme
from vizapp.gui.bridge import Backend
from vizapp.gui.controller import Controller
from vizapp.gui.window import MainWindow
from vizapp.rendering.engine import EngineProcess

TIMEOUT_MS = 30_000  # a bound for busy machines, not an expectation
Make = Callable[..., MainWindow]


class _SharedEngine(EngineProcess):
    """Draws for all windows of the session: each start takes a second of the processor."""

    def close(self) -> None:
        """Go on; the session's end closes it."""


@pytest.fixture(scope="session")
def shared_engine() -> Iterator[EngineProcess]:
    engine = _SharedEngine()
    yield engine
    EngineProcess.close(engine)


@pytest.fixture(autouse=True)
def _one_drawing_process(shared_engine: EngineProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "EngineProcess", lambda: shared_engine)


@pytest.fixture
def backend() -> ScriptedBackend:
    return ScriptedBackend()


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    path.write_text("月份,销售额\n2024-01,82.5\n", encoding="utf-8")
    return path


@pytest.fixture
def make_window(qtbot: QtBot) -> Iterator[Make]:
    """Make windows on a given backend and preferences."""
    made: list[Controller] = []
    app.make_application()

    def make(backend: Backend, preferences: Settings | None = None) -> MainWindow:
        chosen = preferences or Settings(lang="en", theme="light")
        controller = Controller(backend, chosen, save=lambda _: None)
        made.append(controller)
        window = MainWindow(controller)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        return window

    yield make
    for controller in made:
        assert controller.close(), "a job's thread did not end"
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    theme.apply(running, "light")


@pytest.fixture
def window(make_window: Make, backend: ScriptedBackend) -> MainWindow:
    return make_window(backend)


@pytest.fixture
def wait(qtbot: QtBot) -> Callable[[Callable[[], object]], None]:
    """Wait until something holds."""

    def until(holds: Callable[[], object]) -> None:
        qtbot.waitUntil(lambda: bool(holds()), timeout=TIMEOUT_MS)

    return until
