"""The window on the real backend: real files, a real worker process, real charts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gui.conftest import Make
from tests.reasoning import tiny_model
from vizapp.core import paths
from vizapp.gui.actions import EXPORT_SUFFIXES
from vizapp.gui.bridge import Bridge
from vizapp.gui.tables import cell_text
from vizapp.gui.texts import text
from vizapp.reasoning.client import WorkerReasoner

Wait = Callable[[Callable[[], object]], None]

_START = """
import sys
from pathlib import Path
from vizapp.gui import app, bridge, controller, window
from vizapp.core.settings import Settings
heavy = ("pandas", "numpy", "altair", "vl_convert", "networkx", "openpyxl", "llama_cpp", "torch")
application = app.make_application()
made = controller.Controller(bridge.Bridge(Path(sys.argv[1])), Settings(), save=lambda _: None)
shown = window.MainWindow(made)
shown.show()
application.processEvents()
print("shown", *(name for name in heavy if name in sys.modules))
made.open(Path(sys.argv[2]))
for _ in range(3000):
    application.processEvents()
    if made.drawing is not None or made.state == "failed":
        break
    import time; time.sleep(0.01)
print("drawn", made.state, made.drawing is not None, "pandas" in sys.modules)
elsewhere = ("altair", "vl_convert", "llama_cpp", "torch")
print("after", *(name for name in elsewhere if name in sys.modules))
made.close()
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model.write_native(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.fixture
def sample() -> Path:
    return paths.resources() / "samples" / "store_revenue_zh_gb18030.csv"


def worker_of(bridge: Bridge) -> WorkerReasoner:
    workflow = bridge._workflow
    assert workflow is not None
    reasoner = workflow._reasoner
    assert isinstance(reasoner, WorkerReasoner)
    return reasoner


def test_killing_the_process_while_it_thinks_is_said_and_the_next_ask_works(
    make_window: Make, model: Path, sample: Path, wait: Wait
) -> None:
    bridge = Bridge(model)
    window = make_window(bridge)
    killed: list[int] = []

    def kill(_event: object) -> None:
        if not killed:
            pid = worker_of(bridge).pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    window.controller.reasoned.connect(kill)
    window.controller.open(sample)
    wait(lambda: window.controller.state in ("ready", "failed"))
    assert killed
    assert window.controller.state == "ready"
    assert window.notice.isVisible()
    assert "signal 9" in window.notice.label.text()
    wait(lambda: window.controller.drawing is not None)
    window.controller.again()
    wait(lambda: window.controller.state in ("ready", "failed"))
    assert window.controller.answer is not None
    assert window.controller.answer.fallback is None
    assert not window.notice.isVisible()
    assert worker_of(bridge).pid not in (None, killed[0])


def test_a_missing_model_lets_the_rules_answer(
    make_window: Make, tmp_path: Path, sample: Path, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "bundled_model", lambda: tmp_path / "none.gguf")
    window = make_window(Bridge(tmp_path / "none.gguf"))
    window.controller.open(sample)
    wait(lambda: window.controller.drawing is not None and window.notice.isVisible())
    assert text("notice.fallback", "en", why="")[:30] in window.notice.label.text()
    assert window.strip.kind.text() == "CSV"
    assert window.strip.encoding.text().startswith("GB18030")
    wait(lambda: window.controller.drawing and window.controller.drawing.regions)
    assert window.controller.drawing is not None
    assert any(region.text for region in window.controller.drawing.regions)
    title = window.controller.drawing.title
    window.controller.set_lang("zh")
    wait(lambda: window.controller.drawing and window.controller.drawing.title != title)


def test_the_real_chart_is_exported_in_every_format(
    make_window: Make, tmp_path: Path, sample: Path, wait: Wait
) -> None:
    window = make_window(Bridge(tmp_path / "none.gguf"))
    window.controller.open(sample)
    wait(lambda: window.controller.drawing is not None)
    begin = {
        "png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF", "html": b"<!DOCTYPE", "json": b"{",
        "pptx": b"PK", "py": b'"""', "jsonl": b"{",
    }  # fmt: skip
    assert set(begin) == set(EXPORT_SUFFIXES)
    for suffix, expected in begin.items():
        out = tmp_path / f"chart.{suffix}"
        window.controller.export(out)
        wait(out.exists)
        assert out.read_bytes().startswith(expected)


def test_an_ask_that_names_a_value_passes_it_on(
    make_window: Make, tmp_path: Path, sample: Path, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge = Bridge(tmp_path / "none.gguf")
    window = make_window(bridge)
    window.controller.open(sample)
    wait(lambda: window.controller.drawing is not None)
    asked = []
    workflow = bridge._workflow
    assert workflow is not None
    real = workflow.recommend
    monkeypatch.setattr(
        workflow,
        "recommend",
        lambda d, request, **k: (asked.append(request), real(d, request, **k))[1],
    )
    table = window.controller.table
    assert table is not None
    value = table.rows[0][0]
    window.controller.recommend(f"只看{value}")
    wait(lambda: asked and window.controller.state == "ready")
    assert [*asked[0].mentions] == [value]


def test_nothing_heavy_is_loaded_before_the_window_and_never_the_model(
    model: Path, sample: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _START, str(model), str(sample)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=True,
    )
    assert done.stdout.splitlines() == ["shown", "drawn ready True True", "after"], done.stderr


def test_warming_up_loads_what_the_first_chart_needs(tmp_path: Path) -> None:
    bridge = Bridge(tmp_path / "none.gguf")
    bridge.warm_up()
    assert {"pandas", "vizapp.rendering.chart"} <= set(sys.modules)
    assert bridge._engine.pid is not None
    bridge.close()


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, None), ("", None), (float("nan"), None), (2.50, "2.5"), (" a\nb ", "a b"), (0, "0")],
)
def test_cells_as_the_preview_shows_them(value: object, shown: str | None) -> None:
    assert cell_text(value) == shown
