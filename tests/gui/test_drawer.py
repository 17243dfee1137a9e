"""The chart first, its marks when nobody waits for the next chart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.gui import scripted
from tests.gui.scripted import AREA, COLUMN, LINE, ScriptedBackend
from vizapp.components.presentation import DEFAULT
from vizapp.components.spec import Chart
from vizapp.gui import drawer
from vizapp.gui.drawer import Drawer
from vizapp.gui.values import Drawing, Look, Region, TableView

Wait = Callable[[Callable[[], object]], None]
MARK = (Region(0, 0, 9, 9, "a mark"),)


class Marking(ScriptedBackend):
    """Finds one mark in every chart and remembers where."""

    def __init__(self) -> None:
        super().__init__()
        self.marked: list[str] = []

    def draw(self, chart: Chart, table: TableView, look: Look) -> Drawing:
        return replace(super().draw(chart, table, look), regions=())

    def mark(self, drawing: Drawing) -> Drawing:
        self.marked.append(drawing.title)
        return replace(drawing, regions=MARK)


@pytest.fixture
def backend() -> Marking:
    return Marking()


@pytest.fixture
def drawing(qapp: QApplication, backend: Marking) -> Iterator[Drawer]:
    made = Drawer(backend)
    yield made
    made.drop()
    assert made.pool.close()


def show(drawing: Drawer, chart: Chart) -> None:
    drawing.draw(chart, scripted.table(Path("t.csv")), "light", "en", DEFAULT)


def test_a_single_chart_has_its_marks_at_once(
    drawing: Drawer, backend: Marking, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawer, "REST_MS", 60_000)
    seen: list[Drawing] = []
    drawing.drawn.connect(seen.append)
    show(drawing, LINE)
    wait(lambda: len(seen) == 2)
    assert [bool(one.regions) for one in seen] == [False, True]


def test_in_a_row_of_edits_only_the_last_chart_s_marks_are_found(
    drawing: Drawer, backend: Marking, wait: Wait
) -> None:
    seen: list[Drawing] = []
    drawing.drawn.connect(seen.append)
    show(drawing, LINE)
    wait(lambda: len(seen) == 2)
    for n, chart in enumerate((COLUMN, AREA), 3):
        show(drawing, chart)
        wait(lambda n=n: len(seen) == n)
        assert not seen[-1].regions
    wait(lambda: len(seen) == 5)
    assert seen[-1].regions == MARK
    assert seen[-1].title == seen[-2].title
    assert len(backend.marked) == 2  # of the line and of the area


def test_marks_of_a_chart_that_went_are_not_found(
    drawing: Drawer, backend: Marking, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawer, "REST_MS", 30)
    seen: list[Drawing] = []
    drawing.drawn.connect(seen.append)
    show(drawing, LINE)
    wait(lambda: len(seen) == 2)
    show(drawing, COLUMN)
    wait(lambda: len(seen) == 3)
    drawing.drop()
    done: list[bool] = []
    drawer.QTimer.singleShot(120, lambda: done.append(True))
    wait(lambda: done)
    assert len(backend.marked) == 1
