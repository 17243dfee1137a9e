"""The main job, through the widgets, on a scripted backend."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.gui import scripted
from tests.gui.conftest import Make
from tests.gui.scripted import ScriptedBackend
from vizapp.core.errors import DataError, RenderingError
from vizapp.core.settings import Settings
from vizapp.gui import theme
from vizapp.gui.actions import ACTIONS, EXPORT_SUFFIXES
from vizapp.gui.exporting import PictureDialog
from vizapp.gui.texts import text
from vizapp.gui.window import MainWindow

Wait = Callable[[Callable[[], object]], None]


def drop(window: MainWindow, *urls: QUrl) -> None:
    mime = QMimeData()
    mime.setUrls(list(urls))
    place, copy = QPointF(400, 300), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(place.toPoint(), copy, mime, left, none)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    assert window.overlay.isVisible()
    QApplication.sendEvent(window, QDropEvent(place, copy, mime, left, none))
    assert not window.overlay.isVisible()


def opened(window: MainWindow, path: Path, wait: Wait) -> None:
    window.controller.open(path)
    wait(lambda: window.controller.state == "ready" and window.controller.drawing)


def test_a_dropped_file_becomes_a_chart_with_two_alternatives(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    assert window.pages.currentWidget() is window.welcome
    drop(window, QUrl.fromLocalFile(str(csv)))
    wait(lambda: window.controller.drawing is not None)
    wait(lambda: len(backend.drawn) >= 4)  # large, and three small
    assert window.pages.currentWidget() is window.workspace
    assert not window.chart.image().isNull()
    assert [card.text() for card in window.alternatives.cards] == [
        "line chart",
        "column chart",
        "area chart",
    ]
    assert [card.isChecked() for card in window.alternatives.cards] == [True, False, False]
    assert "82%" in window.alternatives.cards[0].accessibleName()
    assert window.table.model.columnCount() == 5
    assert "sales" in window.windowTitle()
    assert window.reasoning.view.thought == scripted.answer().thought
    shown = window.reasoning.view.toPlainText()
    assert text("reason.claims", "en") in shown
    assert text("reason.claims_count", "en", right=2, all=3) in shown


def test_the_agreement_of_the_samples_is_told_only_where_there_was_a_vote(
    window: MainWindow,
) -> None:
    window.status.take(scripted.answer())
    assert "samples" not in window.status.facts.text()
    window.status.take(replace(scripted.answer(), agreement=(7, 8)))
    assert "7 of 8 samples agree" in window.status.facts.text()
    window.status.retranslate("zh")
    assert "8 次中 7 次一致" in window.status.facts.text()


def test_every_part_of_the_window_lets_a_file_fall_through_to_it(window: MainWindow) -> None:
    assert window.acceptDrops()
    takers = [w for w in window.findChildren(QWidget) if w.acceptDrops() and w.isVisibleTo(window)]
    assert takers == []


def test_a_drag_that_leaves_takes_the_overlay_along(window: MainWindow) -> None:
    window.overlay.cover()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.overlay.isVisible()


def test_dropping_a_web_address_is_explained(window: MainWindow, backend: ScriptedBackend) -> None:
    drop(window, QUrl("https://example.org/a.csv"))
    assert window.notice.label.text() == text("notice.not_a_file", "en")
    assert window.controller.state == "idle"


def test_a_click_on_an_alternative_swaps_the_charts(
    window: MainWindow, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    opened(window, csv, wait)
    before = window.controller.drawing
    qtbot.mouseClick(window.alternatives.cards[1], Qt.MouseButton.LeftButton)
    wait(lambda: window.controller.drawing is not before)
    assert window.controller.drawing is not None
    assert window.controller.drawing.title.startswith("column")
    assert [card.isChecked() for card in window.alternatives.cards] == [False, True, False]
    window.actions_by_id["chart_3"].trigger()
    wait(lambda: window.controller.drawing and window.controller.drawing.title.startswith("area"))


def test_the_stop_button_ends_the_reasoning(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    backend.hold_after = 5
    window.controller.open(csv)
    wait(lambda: window.reasoning.stop.isVisible() and window.reasoning.view.thought)
    assert window.status.state.text() == text("status.reasoning", "en")
    qtbot.mouseClick(window.reasoning.stop, Qt.MouseButton.LeftButton)
    assert window.controller.state == "ready"
    assert not window.reasoning.stop.isVisible()
    assert window.chart.accessibleDescription() == text("chart.stopped", "en")
    assert window.status.state.text() == text("status.stopped", "en")
    backend.hold_after = None
    window.actions_by_id["again"].trigger()
    wait(lambda: window.controller.drawing is not None)
    wait(lambda: window.status.state.text() == text("status.ready", "en"))


def test_reading_can_be_cancelled(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    backend.hold_open = threading.Event()
    window.controller.open(csv)
    wait(lambda: window.pages.currentWidget() is window.loading)
    wait(lambda: window.loading.bar.value() == 400)
    assert "40,000 of 100,000" in window.loading.step.text()
    qtbot.mouseClick(window.loading._cancel, Qt.MouseButton.LeftButton)
    assert window.controller.state == "idle"
    assert window.pages.currentWidget() is window.welcome


def test_a_file_that_cannot_be_read_says_why_and_offers_another(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    backend.open_error = DataError("Row 7 has 9 cells.", hint="Check for a comma.")
    window.controller.open(csv)
    wait(lambda: window.pages.currentWidget() is window.error)
    assert window.error.title.text() == text("error.data", "en")
    assert window.error.message.text() == "Row 7 has 9 cells."
    assert window.error.hint.text() == "Check for a comma."
    backend.open_error = None
    opened(window, csv, wait)
    assert window.pages.currentWidget() is window.workspace


def test_back_from_a_file_that_failed_shows_the_table_of_before(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    opened(window, csv, wait)
    window.controller.open(csv.with_suffix(".bad"))
    wait(lambda: window.pages.currentWidget() is window.error)
    qtbot.mouseClick(window.error._back, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.workspace
    assert not window.chart.image().isNull()


@pytest.mark.logs
def test_a_fault_of_ours_carries_a_report(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    backend.open_error = KeyError("surprise")
    window.controller.open(csv)
    wait(lambda: window.pages.currentWidget() is window.error)
    assert window.error.title.text() == text("error.defect", "en")
    qtbot.mouseClick(window.error._report, Qt.MouseButton.LeftButton)
    assert "KeyError: 'surprise'" in QGuiApplication.clipboard().text()


def test_a_chart_that_cannot_be_drawn_leaves_the_rest(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    backend.draw_error = RenderingError("Too many marks.")
    window.controller.open(csv)
    wait(lambda: window.chart_pages.currentWidget() is window.chart_error)
    wait(lambda: window.controller.state == "ready")
    assert window.chart_error.message.text() == "Too many marks."
    assert window.reasoning.view.thought
    assert not window.actions_by_id["export"].isEnabled()


def test_an_answer_by_the_rules_is_said_in_a_banner(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    backend.events = scripted.events(scripted.answer(fallback="The process ended."))
    opened(window, csv, wait)
    assert window.notice.isVisible()
    assert "The process ended." in window.notice.label.text()
    assert window.notice.property("kind") == "warning"


def test_a_question_without_a_chart_says_why(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    opened(window, csv, wait)
    backend.events = scripted.events(scripted.answer(charts=()))
    window.bar.ask.edit.setText("天气")
    window.bar.ask.edit.returnPressed.emit()
    wait(lambda: window.controller.answer is not None)
    said = window.chart.accessibleDescription()
    assert text("chart.none", "en") in said
    assert "表中没有地区这一列。" in said
    assert not window.alternatives.isVisible()
    assert not window.actions_by_id["export"].isEnabled()


def test_the_ask_line_sends_its_words_and_a_new_file_clears_it(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    assert not window.bar.ask.isEnabled()
    opened(window, csv, wait)
    assert backend.requests[-1].ask is None
    qtbot.keyClicks(window.bar.ask.edit, "  by region ")
    qtbot.keyClick(window.bar.ask.edit, Qt.Key.Key_Return)
    wait(lambda: len(backend.requests) == 2)
    assert backend.requests[-1].ask == "by region"
    wait(lambda: window.controller.state == "ready")
    window.controller.open(csv)
    wait(lambda: len(backend.requests) == 3 and window.controller.state == "ready")
    assert window.bar.ask.edit.text() == ""
    assert backend.requests[-1].ask is None


def words(window: MainWindow) -> str:
    """Everything that the window says in its labels, buttons and menus."""
    said = [a.text() for a in window.actions_by_id.values()]
    for child in window.findChildren(QWidget):
        said += [child.accessibleName(), child.toolTip()]
        for name in ("text", "title", "placeholderText"):
            method = getattr(child, name, None)
            if callable(method):
                said.append(str(method()))
    return "\n".join(said)


def test_the_language_switch_translates_everything_at_once(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    opened(window, csv, wait)
    wait(lambda: len(backend.looks) >= 4)
    english = words(window)
    qtbot.mouseClick(window.bar.language, Qt.MouseButton.LeftButton)
    wait(lambda: any(look.lang == "zh" and look.titled for look in backend.looks))
    wait(lambda: window.controller.drawing is not None)
    chinese = words(window)
    for key in ("open.button", "reason.title", "action.export_pdf", "menu.theme", "status.ready"):
        assert text(key, "en") in english
        assert text(key, "zh") in chinese
        assert text(key, "en") not in chinese.split("\n")
    assert "折线图" in chinese
    window.controller.again()
    wait(lambda: len(backend.requests) == 2)
    assert backend.requests[-1].lang == "zh"


def test_dark_mode_recolours_window_and_chart(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    opened(window, csv, wait)
    light = window.grab().toImage().pixelColor(4, 100).lightness()
    qtbot.mouseClick(window.bar.theme, Qt.MouseButton.LeftButton)
    wait(lambda: sum(look.theme == "dark" for look in backend.looks) >= 4)
    wait(lambda: window.chart.image().pixelColor(1, 1).lightness() < 60)
    assert theme.current_colors() is theme.DARK
    assert window.grab().toImage().pixelColor(4, 100).lightness() < 60 < 200 < light
    assert window.actions_by_id["theme_dark"].isChecked()


def test_the_systems_theme_is_followed_only_when_chosen(
    make_window: Make, backend: ScriptedBackend
) -> None:
    window = make_window(backend, Settings(lang="en", theme="system"))
    window.controller.set_system_theme("dark")
    assert theme.current_colors() is theme.DARK
    window.controller.set_theme("light")
    window.controller.set_system_theme("dark")
    assert theme.current_colors() is theme.LIGHT


@pytest.mark.parametrize("suffix", EXPORT_SUFFIXES)
def test_export_writes_the_file_that_was_named(
    window: MainWindow,
    backend: ScriptedBackend,
    csv: Path,
    wait: Wait,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    suffix: str,
) -> None:
    opened(window, csv, wait)
    proposed = []

    def choose(_parent: object, _title: str, name: str, filters: str) -> tuple[str, str]:
        proposed.append(name)
        return str(tmp_path / "out"), filters.split(";;")[0]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    window.actions_by_id[f"export_{suffix}"].trigger()
    if suffix == "png":
        window.findChild(PictureDialog).accept()
    wait(lambda: backend.saved)
    wait(lambda: window.notice.isVisible())
    assert proposed == [str(csv.with_name(f"sales-line.{suffix}"))]
    assert (tmp_path / f"out.{suffix}").stat().st_size > 0
    assert f"out.{suffix}" in window.notice.label.text()


def test_an_export_that_fails_is_said(
    window: MainWindow,
    backend: ScriptedBackend,
    csv: Path,
    wait: Wait,
    tmp_path: Path,
) -> None:
    opened(window, csv, wait)
    backend.save_error = RenderingError("The folder is read-only.", hint="Choose another.")
    window.controller.export(tmp_path / "a.png")
    wait(lambda: window.notice.isVisible())
    assert window.notice.property("kind") == "error"
    assert window.notice.label.text() == "The folder is read-only. Choose another."


def test_the_chart_is_copied_as_an_image(window: MainWindow, csv: Path, wait: Wait) -> None:
    opened(window, csv, wait)
    window.actions_by_id["copy_image"].trigger()
    assert QGuiApplication.clipboard().image().size() == window.chart.image().size()


def test_menus_offer_samples_and_recent_files(
    make_window: Make, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    window = make_window(backend, Settings(lang="zh", recent_files=("/data/旧 & 新.csv",)))
    window.samples_menu.aboutToShow.emit()
    names = [action.text() for action in window.samples_menu.actions()]
    assert "monthly_sales_zh.csv" in names
    assert names.index("monthly_sales_zh.csv") < names.index("monthly_sales_en.csv")
    window.recent_menu.aboutToShow.emit()
    assert [action.text() for action in window.recent_menu.actions()] == ["旧 && 新.csv"]
    opened(window, csv, wait)
    window.recent_menu.aboutToShow.emit()
    assert window.recent_menu.actions()[0].text() == "sales.csv"
    window.recent_menu.actions()[1].trigger()
    wait(lambda: window.controller.table and window.controller.table.name == "旧 & 新")


def test_the_menu_is_no_higher_than_a_screen(window: MainWindow) -> None:
    shown = window.bar.menu.actions()
    assert len(shown) < 36
    lower = (window.copy_menu, window.tabs_menu, window.charts_menu)
    reached = [action.text() for menu in lower for action in menu.actions()]
    for action in ("print", "reopen_tab", "chart_5"):
        assert window.actions_by_id[action].text() in reached


def test_a_table_that_was_chosen_by_keys_leaves_no_button_looking_chosen(
    window: MainWindow, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    window.activateWindow()
    window.welcome._open.setFocus()
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready" and window.controller.drawing)
    assert window.focusWidget() is window.pages


def test_tab_leads_on_from_the_table(window: MainWindow, csv: Path, wait: Wait) -> None:
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready" and window.controller.drawing)
    assert not window.table.view.tabKeyNavigation()


def test_every_action_has_a_handler_and_each_handler_an_action(window: MainWindow) -> None:
    assert set(window.handlers) == {action.id for action in ACTIONS}


def test_closing_the_window_stops_what_runs(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    backend.hold_after = 2
    window.controller.open(csv)
    wait(lambda: window.controller.state == "reasoning")
    window.close()
    assert window.controller.state == "ready"
    assert window.controller.close()
    assert backend.closed


def test_a_table_of_forty_columns_keeps_its_header_readable(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    backend.n_columns, backend.n_rows = 40, 1204
    opened(window, csv, wait)
    view = window.table.view
    assert view.model().columnCount() == 40
    assert all(96 <= view.columnWidth(i) <= 220 for i in range(40))
    assert "1,204 rows × 40 columns (first 200 of 1,204 rows)" in window.table.size_line.text()


def test_a_changed_pixel_ratio_is_drawn_anew(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    opened(window, csv, wait)
    wait(lambda: len(backend.looks) >= 4)
    window.controller.set_canvas(700, 400, 2.0)
    wait(lambda: backend.large_looks[-1].scale == 2.0)
    assert (backend.large_looks[-1].width, backend.large_looks[-1].height) == (700, 400)
    QApplication.sendEvent(window.chart, QEvent(QEvent.Type.DevicePixelRatioChange))
    wait(lambda: backend.large_looks[-1].scale == 1.0)
