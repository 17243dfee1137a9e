"""Thumbs, picks and edits are kept, and change the order for tables like those."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui import scripted
from tests.gui.conftest import Make
from tests.gui.scripted import AREA, COLUMN, LINE, ScriptedBackend
from vizapp.core import paths
from vizapp.core.settings import Settings
from vizapp.feedback import Feedback, FeedbackStore
from vizapp.gui.window import MainWindow
from vizapp.profile.attributes import AttributeDescription, TableDescription

Wait = Callable[[Callable[[], object]], None]
SHARES = (("line", 0.824), ("column", 0.131), ("area", 0.004))


def opened(window: MainWindow, path: Path, wait: Wait) -> None:
    window.controller.open(path)
    wait(lambda: window.controller.state == "ready" and window.controller.drawing)


def teach(n: int) -> None:
    """Keep n picks of the column chart for tables like the scripted one."""
    for i in range(n):
        table = scripted.table(Path("sales.csv"), n_rows=12 + i).description
        FeedbackStore().add(Feedback(table, COLUMN, "pick", shares=SHARES, at=f"2026-01-0{i + 1}"))


def cards(window: MainWindow) -> list[str]:
    return [card.text().removesuffix(" chart") for card in window.alternatives.cards]


def test_a_thumb_up_is_kept_and_can_be_taken_down(
    window: MainWindow, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    opened(window, csv, wait)
    thumb = window.alternatives.praise
    assert not thumb.isChecked()
    qtbot.mouseClick(thumb, Qt.MouseButton.LeftButton)
    wait(lambda: window.chooser.learning.praised)
    (kept,) = FeedbackStore().load()
    assert (kept.chart, kept.how, kept.shares) == (LINE, "praise", SHARES)
    assert kept.thought == scripted.answer().thought.strip()
    assert thumb.isChecked()
    assert "Remembered" in window.notice.label.text()
    window.controller.select(1)
    assert not thumb.isChecked()
    window.controller.select(0)
    assert thumb.isChecked()
    qtbot.mouseClick(thumb, Qt.MouseButton.LeftButton)
    wait(lambda: not window.chooser.learning.praised)
    assert FeedbackStore().load() == ()


def test_a_pick_counts_when_it_stays(window: MainWindow, csv: Path, wait: Wait) -> None:
    opened(window, csv, wait)
    window.controller.select(2)
    window.controller.select(1)
    window.chooser.learning.settle()
    wait(lambda: window.controller.shared.memory.choices)
    assert [(c.chart, c.how) for c in FeedbackStore().load()] == [(COLUMN, "pick")]
    window.controller.select(0)
    window.controller.select(1)
    window.chooser.learning.settle()  # the same choice again is no news
    assert window.chooser.learning._pending is None
    assert len(FeedbackStore().load()) == 1
    wait(lambda: window.controller.drawing and window.controller.drawing.title[:6] == "column")


def test_what_is_undone_was_no_choice(window: MainWindow, csv: Path, wait: Wait) -> None:
    opened(window, csv, wait)
    window.controller.select(1)
    window.controller.editing.undo()
    window.chooser.learning.settle()
    assert not window.chooser.learning._timer.isActive()
    assert FeedbackStore().load() == ()


def test_an_edit_by_hand_is_kept_when_the_person_goes_on(
    window: MainWindow, csv: Path, wait: Wait
) -> None:
    opened(window, csv, wait)
    edited = replace(LINE, options=replace(LINE.options, sort="-y"))
    window.controller.editing.show(edited, "edit")
    opened(window, csv, wait)
    wait(lambda: window.controller.shared.memory.choices)
    (kept,) = FeedbackStore().load()
    assert (kept.chart, kept.how) == (edited, "edit")
    assert kept.thought
    assert "折线图" in kept.thought  # written for it: the model had none


@pytest.mark.parametrize(("n", "first"), [(0, "line"), (1, "line"), (4, "column")])
def test_consistent_picks_change_the_order_for_a_like_table(
    window: MainWindow, csv: Path, wait: Wait, n: int, first: str
) -> None:
    teach(n)
    memory = window.controller.shared.memory
    memory.load(window.controller.run)
    wait(lambda: memory.reranker is not None)
    opened(window, csv, wait)
    assert cards(window)[0] == first
    assert window.controller.drawing is not None
    assert window.controller.drawing.title.startswith(first)
    card = window.alternatives.cards[0]
    assert ("you chose this" in card.accessibleDescription()) == (first == "column")
    assert len(window.controller.editing.history.entries) == 1  # no flash of the other one


def test_what_was_kept_is_read_when_the_window_warms_up(
    window: MainWindow, csv: Path, wait: Wait
) -> None:
    teach(4)
    window.controller.warm_up()
    wait(lambda: window.controller.shared.memory.reranker is not None)
    opened(window, csv, wait)
    assert cards(window)[0] == "column"


def test_an_unlike_table_keeps_the_models_order(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    teach(8)
    backend.n_columns, backend.n_rows = 40, 9000
    memory = window.controller.shared.memory
    memory.load(window.controller.run)
    wait(lambda: memory.reranker is not None)
    opened(window, csv, wait)
    assert cards(window) == ["line", "column", "area"]
    assert backend.requests[-1].top == 3


def test_switched_off_nothing_changes(
    make_window: Make, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    teach(8)
    window = make_window(backend, Settings(lang="en", theme="light", learning="off"))
    memory = window.controller.shared.memory
    memory.load(window.controller.run)
    wait(lambda: memory.reranker is not None)
    opened(window, csv, wait)
    assert cards(window) == ["line", "column", "area"]


def test_a_question_is_answered_as_asked(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    teach(8)
    opened(window, csv, wait)
    window.controller.ask_anew("a line, please")
    wait(lambda: len(backend.requests) == 2 and window.controller.state == "ready")
    assert cards(window)[0] == "line"


def test_two_windows_share_what_was_learned(window: MainWindow, csv: Path, wait: Wait) -> None:
    teach(4)
    memory = window.controller.shared.memory
    memory.load(window.controller.run)
    wait(lambda: len(memory.choices) == 4)
    memory.erase(None, window.controller.run)
    wait(lambda: memory.choices == ())
    opened(window, csv, wait)
    assert cards(window) == ["line", "column", "area"]


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_lost(
    window: MainWindow, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    opened(window, csv, wait)
    folder = paths.user_state()
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file in the way")
    qtbot.mouseClick(window.alternatives.praise, Qt.MouseButton.LeftButton)
    wait(lambda: "could not be kept" in window.notice.label.text())
    assert window.controller.drawing is not None
    assert not window.alternatives.praise.isChecked()
    assert AREA.component == "area"


def test_a_description_of_another_shape_is_no_praise(
    window: MainWindow, csv: Path, wait: Wait
) -> None:
    other = TableDescription(3, (AttributeDescription("a", "INT", 3),))
    FeedbackStore().add(Feedback(other, LINE, "praise"))
    opened(window, csv, wait)
    wait(lambda: window.controller.shared.memory.choices)
    assert not window.chooser.learning.praised
