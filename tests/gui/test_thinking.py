"""Claims in their places, steps that fold, names that point: the reasoning panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui import scripted
from tests.gui.scripted import _STEPS_ZH, ScriptedBackend
from vizapp.gui import app
from vizapp.gui.texts import text
from vizapp.gui.widgets import thought_view
from vizapp.gui.widgets.claims import claim_marks
from vizapp.gui.widgets.thought_view import ThoughtView, plain_text, shortened
from vizapp.gui.window import MainWindow
from vizapp.reasoning.events import Answer, ThoughtDelta

Wait = Callable[[Callable[[], object]], None]
SAID = (
    ThoughtDelta("1. There are "),
    ThoughtDelta("12", "number"),
    ThoughtDelta(" rows; "),
    ThoughtDelta("month", "attribute", "month"),
    ThoughtDelta(" is "),
    ThoughtDelta("a date (DATE)", "type", "DATE"),
    ThoughtDelta(" with "),
    ThoughtDelta("11", "number", "month"),
    ThoughtDelta(" values.\n2. So a "),
    ThoughtDelta("line chart (line)", "component", "line"),
    ThoughtDelta(" fits.\n3. Its parameters:\n   - xAttribute: time, here "),
    ThoughtDelta("month", "attribute", "month"),
    ThoughtDelta(".\n   - yAttribute: a number, here "),
    ThoughtDelta("month", "attribute", "month"),
    ThoughtDelta("."),
)
CLAIMS = (
    ("month is a date (DATE)", True),
    ("month: 11", True),
    ("line chart", True),
    ("xAttribute → month", True),
    ("yAttribute → month", False),
    ("never said", True),
)


@pytest.fixture
def view(qtbot: QtBot) -> ThoughtView:
    app.make_application()
    made = ThoughtView()
    qtbot.addWidget(made)
    made.resize(420, 640)
    made.retranslate("en")
    made.show()
    made.begin({"month": "DATE"})
    for delta in SAID:
        made.add(delta)
    made.flush()
    return made


def test_every_claim_is_found_where_it_is_told() -> None:
    found = claim_marks(SAID, CLAIMS)
    assert {SAID[i].text: claim for i, claim in found.items() if i in (5, 7, 9)} == {
        "a date (DATE)": CLAIMS[0],
        "11": CLAIMS[1],
        "line chart (line)": CLAIMS[2],
    }
    assert found[11] == CLAIMS[3]
    assert found[13] == CLAIMS[4]
    assert len(found) == 5  # what was never said stays in the list


def test_marks_stand_behind_the_claims_and_are_not_copied(view: ThoughtView) -> None:
    view.finish(CLAIMS)
    shown = view.toPlainText()
    line = next(block for block in shown.split("\n") if "yAttribute:" in block)
    assert "✗" in line
    assert shown.count("✓") == 4
    view.selectAll()
    copied = plain_text(view.textCursor().selectedText())
    assert "✓" not in copied
    assert "here month." in copied
    assert "5 of 6 right" in copied


def test_what_is_wrong_keeps_the_list_open(view: ThoughtView) -> None:
    view.finish(CLAIMS)
    assert hidden(view) == []
    view.begin({})
    for delta in SAID:
        view.add(delta)
    view.finish(tuple(claim for claim in CLAIMS if claim[1]))
    assert len(hidden(view)) == 5
    view.fold(thought_view._TALLY, False)
    assert hidden(view) == []


def hidden(view: ThoughtView) -> list[str]:
    found, block = [], view.document().begin()
    while block.isValid():
        if not block.isVisible():
            found.append(block.text())
        block = block.next()
    return found


def test_steps_fold_to_one_line_and_open_again(view: ThoughtView) -> None:
    whole = view.toPlainText()
    assert view.steps == ("1", "2", "3")
    view.fold("3", True)
    assert len(hidden(view)) == 2
    view.fold_all(True)
    assert view.all_folded
    first = view.document().begin().text()
    assert first.endswith("…")
    assert view.document().begin().layout().lineCount() == 1
    view.fold_all(False)
    assert view.toPlainText() == whole
    assert hidden(view) == []


def test_a_folded_step_stays_folded_while_the_thought_goes_on(view: ThoughtView) -> None:
    view.fold("3", True)
    view.add(ThoughtDelta("\n   - groupAttribute: none.\n4. Done."))
    view.flush()
    assert any("groupAttribute" in line for line in hidden(view))
    assert view.document().lastBlock().isVisible()


def test_a_click_on_a_number_folds_its_step(view: ThoughtView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(16, 20))
    assert view.document().begin().text().endswith("…")


def over(view: ThoughtView, chip_number: int) -> QPoint:
    block = view.document().begin()
    boxes = []
    while block.isValid():
        for start, length, _ in thought_view._chips(block):
            boxes += list(thought_view._boxes(block, start, length))
        block = block.next()
    at: QPointF = boxes[chip_number].center()
    return QPoint(int(at.x()), int(at.y()) - view.verticalScrollBar().value())


def hover(view: ThoughtView, place: QPoint) -> None:
    here, none = QPointF(place), Qt.MouseButton.NoButton
    everywhere = view.viewport().mapToGlobal(here)
    modifier = Qt.KeyboardModifier.NoModifier
    moved = QMouseEvent(QEvent.Type.MouseMove, here, everywhere, none, none, modifier)
    QApplication.sendEvent(view.viewport(), moved)


def test_a_name_under_the_mouse_is_told_once_and_let_go(view: ThoughtView) -> None:
    told: list[tuple[str, str]] = []
    view.pointed.connect(lambda kind, name: told.append((kind, name)))
    hover(view, over(view, 0))
    hover(view, over(view, 0) + QPoint(1, 0))
    hover(view, over(view, 1))
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert told == [("attribute", "month"), ("component", "line"), ("", "")]


def test_a_line_is_cut_between_letters_but_never_inside_a_chip() -> None:
    assert shortened([("short", None)], 20) == [("short", None)]
    line = [("x" * 20, None), ("claim", "claim x"), ("y" * 20, "INT"), ("z", None)]
    assert shortened(line, 30) == [("x" * 20, None), ("…", None)]
    assert shortened(line, 12) == [("x" * 10 + "…", None)]
    assert shortened(line, 60) == [line[0], *line[2:]]


def test_a_folded_step_is_one_line_in_any_width(view: ThoughtView) -> None:
    view.finish(CLAIMS)
    heading = text("reason.claims", "en")
    for height in range(60, 400, 20):  # the scroll bar comes and goes
        view.resize(300, height)
        view.fold_all(True)
        view.fold_all(False)
        assert view.toPlainText().count(heading) == 1
    for width in (240, 320, 420, 600):
        view.resize(width, 640)
        view.fold_all(True)
        block = view.document().begin()
        while block.isValid():
            if str(block.blockFormat().property(thought_view._STEP) or "").isdigit():
                assert block.layout().lineCount() == 1, (width, block.text())
            block = block.next()


@pytest.fixture
def ready(window: MainWindow, csv: Path, wait: Wait) -> MainWindow:
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready" and window.controller.drawing)
    return window


def test_the_column_and_the_card_light_up_with_the_name(ready: MainWindow) -> None:
    view = ready.reasoning.view
    hover(view, over(view, 0))
    assert ready.table.header.marked == 0
    assert ready.columns.delegate.marked == "月份"
    hover(view, over(view, 2))
    assert ready.table.header.marked is None
    assert [card._pointed for card in ready.alternatives.cards] == [True, False, False]
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert not ready.alternatives.cards[0]._pointed
    assert len(_STEPS_ZH) > 10


def test_speed_model_and_agreement_are_told(ready: MainWindow) -> None:
    panel = ready.reasoning
    told = panel.facts.text().replace("\u00a0", " ").replace("\u2060", "")
    assert told == "vizapp-reasoner-q8_0 · CPU · 2 threads · 0.4 s · 443 tokens/s"
    panel.take(replace(scripted.answer(), agreement=(7, 8)))
    assert "●●●●●●●○  7 of 8 samples agree" in panel.facts.text()
    ready.controller.set_lang("zh")
    assert "8 次中 7 次一致" in panel.facts.text()


def test_the_seconds_run_while_the_model_thinks_and_stop_with_it(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    backend.hold_after = 5
    window.controller.open(csv)
    panel = window.reasoning
    wait(lambda: window.controller.state == "reasoning" and panel.view.thought)
    wait(lambda: "0.2\u00a0s" in panel.facts.text())
    window.controller.stop()
    assert window.controller.state == "ready"
    assert not panel._ticking.isActive()


def test_the_button_folds_every_step(ready: MainWindow, qtbot: QtBot) -> None:
    panel = ready.reasoning
    assert panel.fold.accessibleName() == text("reason.fold", "en")
    qtbot.mouseClick(panel.fold, Qt.MouseButton.LeftButton)
    assert panel.view.all_folded
    assert panel.fold.accessibleName() == text("reason.unfold", "en")
    assert isinstance(ready.controller.answer, Answer)
