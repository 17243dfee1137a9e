"""A notice lies over the work: nothing moves, and the keyboard reaches it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.scripted import ScriptedBackend
from vizapp.gui.values import Notice
from vizapp.gui.widgets import notice_bar
from vizapp.gui.window import MainWindow

Wait = Callable[[Callable[[], object]], None]
SAVED = Notice("info", "notice.saved", {"path": "/home/me/reports/2024/cities-map.png"})
FALLBACK = Notice("warning", "notice.fallback", {"why": "because " * 12}, again=True)


@pytest.fixture
def ready(window: MainWindow, csv: Path, wait: Wait) -> MainWindow:
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready" and window.controller.drawing)
    return window


def places(window: MainWindow) -> list[QRect]:
    parts = (window.bar, window.strip, window.columns, window.chart, window.editor.chat)
    return [QRect(part.mapTo(window, part.rect().topLeft()), part.size()) for part in parts]


@pytest.mark.parametrize("notice", [SAVED, FALLBACK])
def test_nothing_moves_when_a_notice_comes_or_goes(
    ready: MainWindow, backend: ScriptedBackend, qtbot: QtBot, notice: Notice
) -> None:
    before, n_drawn = places(ready), len(backend.large_looks)
    ready.notice.show_notice(notice)
    qtbot.wait(50)
    assert ready.notice.isVisible()
    assert places(ready) == before
    ready.notice.close_button.click()
    qtbot.wait(50)
    assert not ready.notice.isVisible()
    assert places(ready) == before
    assert len(backend.large_looks) == n_drawn


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_all_words_are_seen_in_the_corner(ready: MainWindow, qtbot: QtBot, lang: str) -> None:
    ready.controller.set_lang(lang)  # type: ignore[arg-type]
    ready.notice.show_notice(FALLBACK)
    for size in ((860, 420), (1440, 900)):
        ready.resize(*size)
        qtbot.wait(20)
        bar, label = ready.notice, ready.notice.label
        assert ready.whole.rect().contains(bar.geometry())
        assert bar.geometry().right() > ready.whole.width() - 20
        assert bar.geometry().bottom() > ready.whole.height() - 20
        assert label.height() >= label.heightForWidth(label.width())
        for part in (label, bar.again, bar.close_button):
            assert bar.rect().contains(part.geometry())
        assert not label.geometry().intersects(bar.again.geometry())


def test_the_keyboard_reaches_a_notice_and_comes_back(ready: MainWindow, qtbot: QtBot) -> None:
    enter = ready.actions_by_id["focus_notice"]
    assert not enter.isEnabled()
    edit = ready.editor.chat.line.edit
    edit.setFocus()
    ready.notice.show_notice(SAVED)
    assert QApplication.focusWidget() is edit  # nobody loses the words being typed
    assert enter.isEnabled()
    qtbot.keyClick(edit, Qt.Key.Key_F8)
    assert QApplication.focusWidget() is ready.notice.close_button
    qtbot.keyClick(ready.notice.close_button, Qt.Key.Key_Escape)
    assert not ready.notice.isVisible()
    assert not enter.isEnabled()
    assert QApplication.focusWidget() is edit


def test_what_can_be_repeated_is_reached_first(ready: MainWindow, qtbot: QtBot) -> None:
    ready.notice.show_notice(FALLBACK)
    asked: list[bool] = []
    ready.notice.again_asked.connect(lambda: asked.append(True))
    ready.actions_by_id["focus_notice"].trigger()
    assert QApplication.focusWidget() is ready.notice.again
    qtbot.keyClick(ready.notice.again, Qt.Key.Key_Space)
    assert asked == [True]


def test_escape_in_a_notice_stops_nothing(
    ready: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    backend.hold_complete = True
    ready.chooser.choosing.complete("pie")
    stop = ready.actions_by_id["stop"]
    wait(stop.isEnabled)
    ready.notice.show_notice(SAVED)
    ready.actions_by_id["focus_notice"].trigger()
    qtbot.keyClick(ready.notice.close_button, Qt.Key.Key_Escape)
    assert not ready.notice.isVisible()
    assert stop.isEnabled()
    stop.trigger()


def test_good_news_goes_but_not_while_somebody_is_in_it(
    ready: MainWindow, wait: Wait, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_bar, "_INFO_MS", 60)
    monkeypatch.setattr(notice_bar, "_READING_MS", 60)
    ready.notice.show_notice(SAVED)
    ready.actions_by_id["focus_notice"].trigger()
    qtbot.wait(250)
    assert ready.notice.isVisible()
    ready.editor.chat.line.edit.setFocus()
    wait(lambda: not ready.notice.isVisible())
    ready.notice.show_notice(FALLBACK)
    qtbot.wait(250)
    assert ready.notice.isVisible()  # bad news stays
