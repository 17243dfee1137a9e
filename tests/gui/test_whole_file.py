from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import TIMEOUT_MS, Make
from tests.gui.scripted import LINE, ScriptedBackend
from vizapp.components.spec import parse_chart
from vizapp.core.errors import DataError
from vizapp.core.tasks import CancelToken, Progress
from vizapp.data import sampling
from vizapp.gui.bridge import Bridge
from vizapp.gui.values import Look
from vizapp.gui.window import MainWindow


@pytest.fixture
def sampled(backend: ScriptedBackend) -> ScriptedBackend:
    backend.sampled = True
    return backend


def opened(qtbot: QtBot, window: MainWindow, csv: Path) -> None:
    window.controller.open(csv)
    qtbot.waitUntil(lambda: window.controller.state == "ready", timeout=TIMEOUT_MS)


def until(qtbot: QtBot, window: MainWindow, stage: str) -> None:
    qtbot.waitUntil(lambda: window.whole_file.view.stage == stage, timeout=TIMEOUT_MS)


def redrawn(window: MainWindow) -> bool:
    drawing = window.controller.drawing
    return drawing is not None and not drawing.sampled


def test_a_sampled_chart_is_drawn_again_with_every_row(
    qtbot: QtBot, sampled: ScriptedBackend, make_window: Make, csv: Path
) -> None:
    sampled.hold_whole = True
    window = make_window(sampled)
    opened(qtbot, window, csv)
    until(qtbot, window, "working")
    qtbot.waitUntil(lambda: window.whole_file.view.share == 0.4, timeout=TIMEOUT_MS)
    line = window.whole_line
    assert line.isVisible()
    assert line.bar.value() == 400
    assert "40 %" in line.label.text()
    assert window.controller.state == "ready"
    sampled.hold_whole = False
    qtbot.waitUntil(lambda: redrawn(window), timeout=TIMEOUT_MS)
    until(qtbot, window, "none")
    assert not line.isVisible()
    assert sampled.computed == ["line"]


def test_a_small_table_has_no_line(
    qtbot: QtBot, backend: ScriptedBackend, make_window: Make, csv: Path
) -> None:
    window = make_window(backend)
    opened(qtbot, window, csv)
    qtbot.waitUntil(lambda: redrawn(window), timeout=TIMEOUT_MS)
    assert not window.whole_line.isVisible()
    assert backend.computed == []


def test_stopping_leaves_the_sample_until_asked_again(
    qtbot: QtBot, sampled: ScriptedBackend, make_window: Make, csv: Path
) -> None:
    sampled.hold_whole = True
    window = make_window(sampled)
    opened(qtbot, window, csv)
    until(qtbot, window, "working")
    window.whole_line.button.click()
    assert window.whole_file.view.stage == "stopped"
    assert window.controller.drawing is not None
    with qtbot.waitSignal(window.controller.drawing_changed, timeout=TIMEOUT_MS):
        window.controller.select(1)  # another chart of the same table is not read either
    n_before = len(sampled.drawn)  # small pictures of the others may still follow
    window.controller.select(0)
    qtbot.waitUntil(lambda: "line" in sampled.drawn[n_before:], timeout=TIMEOUT_MS)
    assert sampled.computed == ["line"]
    assert window.whole_line.isVisible()
    sampled.hold_whole = False
    window.whole_line.button.click()
    qtbot.waitUntil(lambda: redrawn(window), timeout=TIMEOUT_MS)
    assert LINE in sampled.whole


def test_another_chart_takes_the_place_of_the_first(
    qtbot: QtBot, sampled: ScriptedBackend, make_window: Make, csv: Path
) -> None:
    sampled.hold_whole = True
    window = make_window(sampled)
    opened(qtbot, window, csv)
    until(qtbot, window, "working")
    qtbot.waitUntil(lambda: sampled.computed == ["line"], timeout=TIMEOUT_MS)
    window.controller.select(1)
    qtbot.waitUntil(lambda: sampled.computed == ["line", "column"], timeout=TIMEOUT_MS)
    sampled.hold_whole = False
    qtbot.waitUntil(lambda: redrawn(window), timeout=TIMEOUT_MS)
    assert [chart.component for chart in sampled.whole] == ["column"]


def test_a_file_that_changed_leaves_the_sample_and_says_why(
    qtbot: QtBot, sampled: ScriptedBackend, make_window: Make, csv: Path
) -> None:
    sampled.whole_error = DataError(
        "sales.csv changed after it was opened.", hint="Open it again.", name="sales.csv"
    )
    window = make_window(sampled)
    opened(qtbot, window, csv)
    until(qtbot, window, "failed")
    assert window.controller.drawing is not None
    assert window.controller.state == "ready"
    assert "changed after it was opened. Open it again." in window.whole_line.label.text()
    window.controller.set_lang("zh")
    assert "在打开之后被改动了" in window.whole_line.label.text()
    qtbot.waitUntil(lambda: len(sampled.drawn) > 4, timeout=TIMEOUT_MS)
    assert sampled.computed == ["line"]  # drawn in another language, not read again


def test_the_real_worker_path_ends_with_every_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "SAMPLE_ABOVE", 2**14)
    monkeypatch.setattr(sampling, "HEAD_BYTES", 2**14)
    monkeypatch.setattr(sampling, "BLOCK_BYTES", 2**10)
    lines = [f"{('Oslo', 'Rome')[i % 2]},{i % 100}" for i in range(20_000)]
    path = tmp_path / "big.csv"
    path.write_text("city,amount\n" + "\n".join(lines))
    bridge, cancel = Bridge(), CancelToken()
    try:
        table = bridge.open(path, lang="en", cancel=cancel, progress=lambda _: None)
        assert table.reading.sampled
        parameter = {"xAttribute": "city", "yAttribute": "amount", "aggregate": "sum"}
        chart = parse_chart({"name": "bar", "parameter": parameter})
        first = bridge.draw(chart, table, Look())
        assert first.sampled
        assert any(note.startswith("sample of") for note in first.footnotes)
        told: list[Progress] = []
        bridge.compute_whole(chart, table, cancel=cancel, progress=told.append)
        assert told[-1].done == told[-1].total == path.stat().st_size
        second = bridge.draw(chart, table, Look())
        assert not second.sampled
        assert second.footnotes[0] == "all 20,000 rows"
        marked = bridge.mark(second)
        assert "490,000" in " ".join(region.text for region in marked.regions)
        assert "The largest is " in marked.told
        path.unlink()  # another order of the same sums needs no file
        sorted_chart = parse_chart({"name": "bar", "parameter": {**parameter, "sort": "x"}})
        assert not bridge.draw(sorted_chart, table, Look()).sampled
        paper = bridge.on_paper(second, 1.0)
        assert paper.startswith(b"\x89PNG")
    finally:
        bridge.close()
