"""Two hundred charts in one window: neither it nor its drawing process grows."""

from __future__ import annotations

import dataclasses
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Make
from vizapp.components import editing as edits
from vizapp.components.spec import Chart
from vizapp.core import paths
from vizapp.gui.bridge import Bridge
from vizapp.gui.window import MainWindow

Wait = Callable[[Callable[[], object]], None]
TIMEOUT_MS = 120_000  # each step; the machine may be busy
KINDS = ("column", "bar", "line", "area", "pie", "treemap", "heatmap", "boxplot", "scatter")
WARM, LAST = 50, 250
MAY_GROW_MB = 40  # of both together; the pictures of two hundred steps of the history are 6


def resident_mb() -> float:
    """Return what this process and its children hold in memory."""
    own = str(os.getpid())
    pids = {own}
    for task in Path(f"/proc/{own}/task").iterdir():
        pids.update((task / "children").read_text().split())
    sizes = []
    for pid in pids:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue  # it ended meanwhile
        sizes += [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")]
    return sum(sizes) / 1024


def draw(window: MainWindow, number: int, wait: Wait) -> None:
    """Show one more chart, unlike the one before, and wait for its marks."""
    editing = window.editor.editing
    table, chart = window.controller.table, editing.chart
    assert table is not None
    assert chart is not None
    wanted = edits.change_component(chart, KINDS[number % len(KINDS)], table.description)
    wanted = dataclasses.replace(
        wanted, options=dataclasses.replace(wanted.options, limit=3 + number % 5)
    )
    editing.show(wanted, "edit")

    def drawn() -> bool:
        drawing = window.controller.drawing
        return drawing is not None and _chart_of(drawing.handle) == wanted and drawing.told != ""

    wait(drawn)


def _chart_of(built: object) -> Chart:
    chart = built.source.chart  # type: ignore[attr-defined]
    assert isinstance(chart, Chart)
    return chart


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_two_hundred_charts_take_no_more_memory(
    make_window: Make, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(holds: Callable[[], object]) -> None:
        qtbot.waitUntil(lambda: bool(holds()), timeout=TIMEOUT_MS)

    monkeypatch.setattr(paths, "bundled_model", lambda: tmp_path / "none.gguf")
    window = make_window(Bridge(tmp_path / "none.gguf"))  # the rules answer: it is about charts
    window.controller.open(paths.resources() / "samples" / "monthly_sales_en.csv")
    wait(lambda: window.controller.state == "ready" and window.controller.drawing)
    held: list[float] = []
    for number in range(LAST):
        draw(window, number, wait)
        if number + 1 in (WARM, LAST):
            gc.collect()
            held.append(resident_mb())
    assert held[1] - held[0] < MAY_GROW_MB, held
