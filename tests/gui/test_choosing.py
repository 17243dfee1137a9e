"""Why not another chart, and the page of several: through the widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.gui import scripted
from tests.gui.scripted import ScriptedBackend
from vizapp.components.catalogue import catalogue
from vizapp.components.spec import Chart
from vizapp.core.errors import RenderingError
from vizapp.gui.texts import text
from vizapp.gui.widgets.alternatives import two_lines
from vizapp.gui.window import MainWindow

Wait = Callable[[Callable[[], object]], None]
PIE = Chart("pie", (("category", ("is_promo",)), ("value", ("orders",))))


@pytest.fixture
def ready(window: MainWindow, csv: Path, wait: Wait) -> MainWindow:
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready" and window.controller.drawing)
    return window


def test_each_card_says_why_and_how_probable(ready: MainWindow) -> None:
    card = ready.alternatives.cards[0]
    assert card.accessibleName() == "line chart, 82%"
    assert card.accessibleDescription().startswith("Can show how a measure moves over time")
    ready.controller.set_lang("zh")
    assert "清晰地展示随时间变化的数值趋势" in card.accessibleDescription()
    assert "月份、销售额" in card.toolTip()


def test_tab_comes_to_the_cards_before_the_reasoning(ready: MainWindow) -> None:
    cards: list[QWidget] = []
    widget = ready.alternatives.page.nextInFocusChain()
    while widget not in (ready.alternatives.page, ready.reasoning.stop):
        if widget in ready.alternatives.cards:
            cards.append(widget)
        widget = widget.nextInFocusChain()
    assert cards == ready.alternatives.cards


def test_a_reason_takes_two_lines_at_most(ready: MainWindow) -> None:
    words = "a reason of very many words that says the same thing again and again " * 3
    lines = two_lines(words, QFont(), 200)
    assert len(lines) == 2
    assert lines[1].endswith("...")
    assert words.startswith(lines[0])
    assert two_lines("short", QFont(), 200) == ["short"]


def test_an_alternative_without_anything_to_see_makes_room(ready: MainWindow, wait: Wait) -> None:
    strip, drawing = ready.alternatives, ready.controller.drawing
    assert drawing is not None
    strip.show_drawing(0, replace(drawing, empty=True))
    strip.show_drawing(1, replace(drawing, empty=True))
    assert not strip.cards[0].isHidden()  # it is on screen
    assert strip.cards[1].isHidden()
    ready.controller.select(1)
    wait(lambda: strip.cards[1].isChecked())
    assert not strip.cards[1].isHidden()


def test_why_not_lists_the_whole_library_with_reasons(ready: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(ready.alternatives.why_not, Qt.MouseButton.LeftButton)
    panel = ready.chooser.why_not
    assert panel.isVisible()
    assert panel.list.count() == len(catalogue())
    said = [
        panel.list.item(i).data(Qt.ItemDataRole.AccessibleTextRole)
        for i in range(panel.list.count())
    ]
    fits = [s for s in said if "fits, press to draw" in s]
    assert 0 < len(fits) < len(said)
    assert said[: len(fits)] == fits
    (candlestick,) = [s for s in said if s.startswith("candlestick")]
    assert "different number columns are needed" in candlestick
    qtbot.keyClicks(panel.search, "candle")
    assert panel.list.count() == 1
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert panel.isVisible()  # it does not fit, so nothing is drawn
    qtbot.keyClicks(panel.search, "zzz")
    assert panel.empty.isVisible()
    for forward in (True, False):
        for _ in range(3):  # Tab stays inside, where it can be seen
            assert panel.focusNextPrevChild(forward)
            focused = ready.focusWidget()
            assert focused is not None
            assert panel.isAncestorOf(focused)
    panel.hide()


def test_a_chart_that_fits_is_drawn_and_joins_the_alternatives(
    ready: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    backend.completed = PIE
    ready.chooser.open_why_not()
    panel = ready.chooser.why_not
    qtbot.keyClicks(panel.search, "pie")
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert not panel.isVisible()
    wait(lambda: ready.controller.drawing and ready.controller.drawing.title.startswith("pie"))
    assert [card.text() for card in ready.alternatives.cards][-1] == "pie chart"
    assert ready.alternatives.cards[-1].isChecked()
    assert not ready.notice.isVisible()
    ready.controller.editing.undo()
    wait(lambda: ready.controller.drawing and ready.controller.drawing.title.startswith("line"))


def test_a_chart_that_takes_long_can_be_stopped(
    ready: MainWindow, backend: ScriptedBackend, wait: Wait
) -> None:
    backend.hold_complete = True
    ready.chooser.choosing.complete("pie")
    assert "Esc stops" in ready.notice.label.text()
    stop = ready.actions_by_id["stop"]
    wait(stop.isEnabled)
    stop.trigger()
    assert not stop.isEnabled()
    assert not ready.notice.isVisible()
    assert len(ready.alternatives.cards) == 3
    assert ready.controller.state == "ready"


def test_a_component_without_a_combination_is_said(
    ready: MainWindow, backend: ScriptedBackend, wait: Wait
) -> None:
    backend.completed = None
    ready.chooser.choosing.complete("pie")
    wait(lambda: "No combination" in ready.notice.label.text())
    assert len(ready.alternatives.cards) == 3


def test_a_page_of_charts_is_drawn_one_after_the_other(
    ready: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    qtbot.mouseClick(ready.alternatives.page, Qt.MouseButton.LeftButton)
    page = ready.chooser.page
    assert ready.pages.currentWidget() is page
    assert page.stop.isVisible()
    wait(lambda: len(ready.chooser.choosing.drawings) == 3)
    assert [card.drawn for card in page.cards] == [True, True, True]
    assert page.cards[0].accessibleName().startswith("line chart")
    assert not page.stop.isVisible()
    assert "3 charts" in page.state.text()
    ready.controller.set_lang("zh")
    wait(lambda: len(ready.chooser.choosing.drawings) == 3)
    assert page.state.text().startswith("3 个图表")
    assert ready.pages.currentWidget() is page
    qtbot.mouseClick(page.cards[2], Qt.MouseButton.LeftButton)
    assert ready.pages.currentWidget() is ready.workspace
    wait(lambda: ready.controller.drawing and ready.controller.drawing.title.startswith("area"))


def test_looking_for_charts_can_be_stopped_and_keeps_what_is_drawn(
    ready: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    backend.hold_survey = 1
    ready.chooser.open_page()
    wait(lambda: len(ready.chooser.choosing.drawings) == 2)
    page = ready.chooser.page
    assert page.bar.maximum() == 0  # nobody knows how many there will be
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    assert not ready.chooser.choosing.busy
    assert len(page.cards) == 2
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert ready.pages.currentWidget() is ready.workspace


def test_a_new_file_ends_the_page(
    ready: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    backend.hold_survey = 1
    ready.chooser.open_page()
    wait(lambda: ready.chooser.choosing.charts)
    ready.controller.open(csv)
    assert ready.chooser.choosing.charts == []
    wait(lambda: ready.controller.state == "ready" and ready.controller.drawing)
    assert ready.pages.currentWidget() is ready.workspace


@pytest.mark.parametrize("suffix", ["html", "pdf", "png", "svg"])
def test_the_whole_page_is_exported(
    ready: MainWindow,
    wait: Wait,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    suffix: str,
) -> None:
    ready.chooser.open_page()
    wait(lambda: len(ready.chooser.choosing.drawings) == 3)
    chosen = str(tmp_path / "out")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (chosen, ""))
    ready.chooser.page._exports[suffix].trigger()
    path = tmp_path / f"out.{suffix}"
    wait(path.exists)
    wait(lambda: "Saved" in ready.notice.label.text())
    assert path.read_text("utf-8") == "sales: 3"


def test_a_page_that_cannot_be_saved_is_said(
    ready: MainWindow, backend: ScriptedBackend, wait: Wait, tmp_path: Path
) -> None:
    ready.chooser.open_page()
    wait(lambda: len(ready.chooser.choosing.drawings) == 3)
    backend.save_error = RenderingError("The folder is read-only.")
    ready.chooser.choosing.export(tmp_path / "a.pdf")
    wait(lambda: "read-only" in ready.notice.label.text())


def test_a_chart_that_cannot_be_drawn_leaves_the_others(
    ready: MainWindow, backend: ScriptedBackend, wait: Wait
) -> None:
    wait(lambda: len(backend.drawn) >= 4)
    backend.draw_error = RenderingError("Too many marks.")
    ready.chooser.open_page()
    wait(lambda: len(ready.chooser.page.cards) == 3 and not ready.chooser.choosing.busy)
    assert not any(card.drawn for card in ready.chooser.page.cards)
    assert not ready.chooser.page.export.isEnabled()


def test_a_narrow_table_has_no_page(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    backend.n_columns = 2
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready")
    assert not window.alternatives.page.isEnabled()
    assert window.alternatives.why_not.isEnabled()
    assert text("alternatives.why_not", "en") == window.alternatives.why_not.text()
    assert scripted.LINE.component == "line"
