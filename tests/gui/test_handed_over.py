"""Files that a desktop hands over while vizapp starts or runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vizapp.gui.handed_over import HandedOver


def test_files_wait_for_the_window_and_then_come_one_by_one(qtbot: QtBot, tmp_path: Path) -> None:
    application = QApplication.instance()
    assert application is not None
    desktop = HandedOver()
    application.installEventFilter(desktop)
    opened: list[list[str]] = []

    def take(files: Sequence[Path]) -> None:
        opened.append([path.name for path in files])

    try:
        for name in ("一月.csv", "b c.xlsx"):
            url = QUrl.fromLocalFile(str(tmp_path / name))
            assert QApplication.sendEvent(application, QFileOpenEvent(url))
        assert opened == []
        desktop.give_to(take)
        assert opened == [["一月.csv", "b c.xlsx"]]
        later = QFileOpenEvent(QUrl.fromLocalFile(str(tmp_path / "later.csv")))
        QApplication.sendEvent(application, later)
        assert opened[1:] == [["later.csv"]]
        # Other events, and addresses that are no files, go their way.
        assert not desktop.eventFilter(QObject(), QEvent(QEvent.Type.User))
        assert not desktop.eventFilter(QObject(), QFileOpenEvent(QUrl("https://a.example/")))
    finally:
        application.removeEventFilter(desktop)
