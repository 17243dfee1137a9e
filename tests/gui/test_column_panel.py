"""The column panel: ticks, types and units, and a thousand columns."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from tests.gui import scripted
from tests.gui.conftest import TIMEOUT_MS
from tests.gui.scripted import ScriptedBackend
from vizapp.core.errors import DataError
from vizapp.gui.table_model import COLUMN_ROLE
from vizapp.gui.texts import text
from vizapp.gui.widgets.column_list import ROW_HEIGHT, facts, panel_tip
from vizapp.gui.widgets.column_panel import FILTER_FROM, ColumnPanel
from vizapp.gui.window import MainWindow
from vizapp.profile.guesses import Guess

Wait = Callable[[Callable[[], object]], None]
_FRAME_S = 0.05  # the longest that window code may take at once


@pytest.fixture
def ready(window: MainWindow, csv: Path, wait: Wait) -> MainWindow:
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready" and window.controller.drawing)
    return window


@pytest.fixture
def popped(monkeypatch: pytest.MonkeyPatch) -> list[QMenu]:
    """The menus that were opened; the test's platform cannot show them."""
    menus: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, *_: menus.append(menu))
    return menus


def click(panel: ColumnPanel, row: int, place: QPoint, qtbot: QtBot) -> None:
    rect = panel.view.visualRect(panel.filtered.index(row, 0))
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + place)


def at_rest(window: MainWindow, backend: ScriptedBackend, n: int) -> Callable[[], bool]:
    return lambda: len(backend.requests) == n and window.controller.state == "ready"


def test_it_lists_every_column_with_its_facts(ready: MainWindow) -> None:
    panel = ready.columns
    assert panel.view.model().rowCount() == 5
    column = panel.model.columns[1]
    assert facts(column, "en") == "万元 · 12 values"
    assert "缺失" not in panel_tip(column, "zh")
    missing = scripted.replace(column, missing_share=0.25, guess=Guess("doubtful_mark", 0.7))
    assert "25% missing" in facts(missing, "en")
    assert "comma or point" in panel_tip(missing, "en")
    index = panel.filtered.index(1, 0)
    assert "销售额" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert panel.count.text() == "5"


def test_ticks_in_a_row_ask_the_model_once(
    ready: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    panel = ready.columns
    click(panel, 2, QPoint(20, 16), qtbot)
    click(panel, 4, QPoint(20, 16), qtbot)
    assert panel.count.text() == "3 of 5"
    assert panel.all.checkState() == Qt.CheckState.PartiallyChecked
    wait(at_rest(ready, backend, 2))
    names = ("地区名称(含港澳台地区以及海外所有分支机构的完整名称)", "is_promo")
    assert backend.choices[-1].left_out == names
    table = ready.controller.table
    assert table is not None
    assert [c.name for c in table.columns] == ["月份", "销售额", "orders"]
    assert ready.table.model.columnCount() == 3
    assert panel.view.model().rowCount() == 5
    assert panel.model.left_out == names


def test_space_ticks_and_the_box_for_all_brings_back(
    ready: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    panel = ready.columns
    panel.view.setCurrentIndex(panel.filtered.index(3, 0))
    qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    assert panel.model.left_out == ("orders",)
    wait(at_rest(ready, backend, 2))
    panel.all.click()
    wait(at_rest(ready, backend, 3))
    assert backend.choices[-1].left_out == ()
    assert panel.all.checkState() == Qt.CheckState.Checked


def test_a_tick_that_is_taken_back_asks_nobody(
    ready: MainWindow, backend: ScriptedBackend, qtbot: QtBot
) -> None:
    panel = ready.columns
    panel.model.tick([1], False)
    panel.model.tick([1], True)
    with qtbot.assertNotEmitted(panel.left_out, wait=700):
        pass
    assert len(backend.requests) == 1


def test_the_last_column_cannot_be_left_out(
    ready: MainWindow, backend: ScriptedBackend, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(ready.columns.left_out, wait=700):
        ready.columns.all.click()
    assert ready.columns.count.text() == text("columns.none", "en")
    assert len(backend.requests) == 1


def test_a_click_on_the_chip_changes_the_type(
    ready: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot, popped: list[QMenu]
) -> None:
    panel = ready.columns
    index: QModelIndex = panel.filtered.index(3, 0)
    box = panel.delegate.chip_box(panel.view.visualRect(index), index.data(COLUMN_ROLE))
    with qtbot.waitSignal(panel.delegate.type_asked, timeout=TIMEOUT_MS):
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    (menu,) = popped
    actions = {a.data(): a for a in menu.actions()}
    assert actions["INT"].isChecked()
    actions["STR"].trigger()
    wait(at_rest(ready, backend, 2))
    assert backend.choices[-1].types == (("orders", "STR"),)
    assert panel.model.columns[3].type == "STR"
    assert ready.controller.table is not None
    assert ready.controller.table.columns[3].type == "STR"


def test_return_opens_the_types_and_the_unit_is_asked_for(
    ready: MainWindow,
    backend: ScriptedBackend,
    wait: Wait,
    qtbot: QtBot,
    popped: list[QMenu],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel = ready.columns
    panel.view.setCurrentIndex(panel.filtered.index(1, 0))
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    (menu,) = popped
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: (" 亿元 ", True))
    menu.actions()[-1].trigger()
    wait(at_rest(ready, backend, 2))
    assert backend.choices[-1].units == (("销售额", "亿元"),)
    assert "亿元" in facts(panel.model.columns[1], "en")


def test_day_and_month_can_change_places(
    ready: MainWindow, backend: ScriptedBackend, wait: Wait
) -> None:
    panel = ready.columns
    doubtful = Guess("day_or_month", 0.6, {"order": "day"})
    column = scripted.replace(panel.model.columns[0], guess=doubtful)
    actions = {a.text(): a for a in panel.type_menu(column).actions()}
    assert actions[text("columns.day_first", "en")].isChecked()
    actions[text("columns.month_first", "en")].trigger()
    wait(at_rest(ready, backend, 2))
    assert backend.choices[-1].day_first == (("月份", False),)


def test_the_question_is_asked_again_of_the_changed_table(
    ready: MainWindow, backend: ScriptedBackend, wait: Wait
) -> None:
    ready.controller.recommend("by region")
    wait(at_rest(ready, backend, 2))
    ready.columns.type_chosen.emit("orders", "STR")
    wait(at_rest(ready, backend, 3))
    assert backend.requests[-1].ask == "by region"
    assert ready.bar.ask.edit.text() == "by region"


def test_a_change_that_fails_leaves_the_panel_as_it_was(
    ready: MainWindow, backend: ScriptedBackend, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise DataError("The column is empty.")

    monkeypatch.setattr(backend, "arrange", fail)
    ready.columns.model.tick([0], False)
    wait(lambda: ready.controller.state == "failed")
    assert ready.error.message.text() == "The column is empty."
    assert ready.columns.model.left_out == ()
    ready.controller.dismiss_error()
    assert ready.pages.currentWidget() is ready.workspace


def test_a_thousand_columns_stay_smooth_and_can_be_searched(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    assert FILTER_FROM > 5
    backend.n_columns = 1000
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready" and len(backend.looks) >= 4)
    panel = window.columns
    assert panel.filter.isVisible()
    bar = panel.view.verticalScrollBar()
    assert bar.maximum() > 900 * ROW_HEIGHT
    slowest = 0.0
    for n in range(20):
        start = time.thread_time()
        bar.setValue(bar.maximum() * n // 20)
        panel.view.viewport().repaint()
        slowest = max(slowest, time.thread_time() - start)
    assert slowest < _FRAME_S
    panel.filter.setText("指标 99")
    shown = [panel.filtered.index(r, 0).data() for r in range(panel.filtered.rowCount())]
    assert shown == ["指标 99", *(f"指标 {n}" for n in range(990, 1000))]
    assert not panel.empty.isVisible()
    panel.filter.setText("zzz")
    assert panel.empty.isVisible()
