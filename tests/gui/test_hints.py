"""Hints about the chart on screen: found, shown with pictures, applied, undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.scripted import COLUMN, LINE, ScriptedBackend
from tests.gui.test_accessibility import unnamed
from vizapp.components.presentation import DEFAULT, Presentation
from vizapp.core.settings import Settings
from vizapp.gui.history import History
from vizapp.gui.window import MainWindow
from vizapp.rendering.lint.findings import Finding, Fix

Wait = Callable[[Callable[[], object]], None]
Make = Callable[..., MainWindow]
LOG = Presentation(y_scale="log")
AS_COLUMN = Finding(
    "one",
    {"zh": "横轴上只有一个点", "en": "There is one point"},
    {"zh": "没有变化可看。", "en": "No change can be seen."},
    Fix(COLUMN, DEFAULT),
)
AS_LOG = Finding(
    "two", {"zh": "值相差很大", "en": "Values differ much"}, {"zh": "看不清。", "en": "Unclear."},
    Fix(LINE, LOG),
)  # fmt: skip
NO_FIX = Finding(
    "three", {"zh": "缺失很多", "en": "Much is missing"}, {"zh": "要小心。", "en": "Mind it."}
)


def opened(window: MainWindow, csv: Path, wait: Wait, backend: ScriptedBackend) -> MainWindow:
    """Open the file, and wait until its chart was looked at."""
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready" and window.hinter.hinting.fresh)
    assert backend.n_linted
    return window


@pytest.fixture
def hinted(window: MainWindow, csv: Path, wait: Wait, backend: ScriptedBackend) -> MainWindow:
    backend.findings = (AS_COLUMN, AS_LOG, NO_FIX)
    return opened(window, csv, wait, backend)


def test_a_chart_without_findings_shows_nothing(
    window: MainWindow, csv: Path, wait: Wait, backend: ScriptedBackend, qtbot: QtBot
) -> None:
    opened(window, csv, wait, backend)
    assert not window.hinter.button.isVisible()
    window.actions_by_id["hints"].trigger()
    assert not window.hinter.panel.isVisible()
    assert window.notice.label.text() == "Nothing on this chart looks wrong."


def test_the_button_tells_how_many_and_opens_the_list(
    hinted: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    button, panel = hinted.hinter.button, hinted.hinter.panel
    assert button.isVisible()
    assert button.text() == "3 hints"
    assert "There is one point" in button.accessibleDescription()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.isVisible()
    first, second, third = panel.cards
    assert first.what.text() == "There is one point"
    assert first.change.text() == "now a column chart"
    assert second.change.text() == "y scale: logarithmic"
    assert not third.apply.isVisible()
    assert "no ready remedy" in third.why.text()
    wait(lambda: first.now.drawn and first.after.drawn and second.after.drawn)
    assert first.apply.accessibleName() == "Apply: now a column chart"


def test_a_fix_is_applied_by_keyboard_and_undone(
    hinted: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    editing, panel = hinted.controller.editing, hinted.hinter.panel
    before = editing.chart
    hinted.activateWindow()
    hinted.actions_by_id["hints"].trigger()
    button = panel.cards[0].apply
    assert panel.first is button
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert not panel.isVisible()
    assert editing.chart == COLUMN
    current = editing.history.current
    assert current is not None
    assert current.origin == "fix"
    assert editing.words(current, "en") == ("now a column chart",)
    assert not hinted.hinter.hinting.fresh  # what was found is no longer on screen
    wait(lambda: hinted.hinter.hinting.fresh)
    editing.undo()
    assert editing.chart == before


def test_a_fix_of_the_looks_is_in_the_same_line(hinted: MainWindow) -> None:
    editing = hinted.controller.editing
    hinted.hinter.hinting.apply(1)
    current = editing.history.current
    assert current is not None
    assert (current.chart, current.presentation, current.origin) == (LINE, LOG, "fix")
    assert editing.words(current, "zh") == ("纵轴刻度：对数",)
    editing.undo()
    assert editing.presentation == DEFAULT


def test_hints_about_a_former_chart_are_not_applied(hinted: MainWindow, wait: Wait) -> None:
    editing, hinting = hinted.controller.editing, hinted.hinter.hinting
    hinted.hinter.open()
    editing.restyle(Presentation(palette="grey"))
    assert not hinted.hinter.panel.isVisible()
    hinting.apply(0)
    assert editing.chart == LINE
    wait(lambda: hinting.fresh)
    hinting.apply(0)
    assert editing.chart == COLUMN


def test_hints_speak_chinese_and_go_with_escape(
    make_window: Make, csv: Path, wait: Wait, backend: ScriptedBackend, qtbot: QtBot
) -> None:
    backend.findings = (AS_COLUMN,)
    window = opened(make_window(backend, Settings(lang="zh", theme="dark")), csv, wait, backend)
    assert window.hinter.button.text() == "1 条建议"
    window.hinter.open()
    panel = window.hinter.panel
    assert panel.cards[0].what.text() == "横轴上只有一个点"
    assert panel.cards[0].change.text() == "改为柱状图"
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_a_dismissed_hint_stays_away_and_comes_back(
    hinted: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    hinter, panel, editing = hinted.hinter, hinted.hinter.panel, hinted.controller.editing
    hinter.open()
    assert panel.cards[2].dismiss.accessibleName() == "Dismiss: Much is missing"
    qtbot.keyClick(panel.cards[2].dismiss, Qt.Key.Key_Space)
    assert panel.isVisible()
    assert [card.what.text() for card in panel.cards] == [
        "There is one point", "Values differ much",
    ]  # fmt: skip
    assert hinter.button.text() == "2 hints"
    wait(lambda: panel.cards[0].after.drawn and panel.cards[1].after.drawn)
    editing.restyle(Presentation(palette="grey"))  # the same chart in other looks
    wait(lambda: hinter.hinting.fresh)
    assert hinter.button.text() == "2 hints"
    hinter.open()
    for _ in range(2):
        qtbot.mouseClick(panel.cards[0].dismiss, Qt.MouseButton.LeftButton)
    assert not hinter.button.isVisible()
    assert panel.isVisible()
    assert panel.first is panel.recall
    panel.hide()
    hinted.actions_by_id["hints"].trigger()
    assert panel.isVisible()
    qtbot.keyClick(panel.recall, Qt.Key.Key_Space)
    assert hinter.button.text() == "3 hints"
    assert len(panel.cards) == 3


def test_a_dismissal_is_about_one_chart_and_outlives_the_window(
    hinted: MainWindow, wait: Wait
) -> None:
    editing, hinting = hinted.controller.editing, hinted.hinter.hinting
    hinting.dismiss(1)
    kept = json.loads(json.dumps(editing.to_json()))
    editing.show(COLUMN, "edit")
    wait(lambda: hinting.fresh)
    assert len(hinting.findings) == 3
    editing.undo()
    wait(lambda: hinting.fresh)
    assert hinting.findings == (AS_COLUMN, NO_FIX)
    history = History.from_json(kept)
    assert history.is_dismissed("two", LINE)
    assert not history.is_dismissed("two", COLUMN)
    assert not history.recall(LINE).dismissed
    kept["dismissed"] += [{"rule": "x", "chart": {"name": "none"}}, 3]
    assert History.from_json(kept) == history


def test_everything_in_the_list_has_a_name(hinted: MainWindow) -> None:
    hinted.hinter.open()
    assert unnamed(hinted.hinter.panel) == []


def test_another_table_has_no_hints_of_the_former(
    hinted: MainWindow, csv: Path, wait: Wait, backend: ScriptedBackend
) -> None:
    backend.findings = ()
    hinted.hinter.open()
    hinted.controller.open(csv)
    assert not hinted.hinter.panel.isVisible()
    wait(lambda: hinted.controller.state == "ready" and hinted.hinter.hinting.fresh)
    assert not hinted.hinter.button.isVisible()
