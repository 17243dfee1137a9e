"""Nothing is cut off on small screens and at 100 to 300 %, in zh and en."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.scaled import cut_off
from vizapp.gui.app import make_application

_SCREENS = (
    ("1366x768", "1"),
    ("1366x768", "1.25"),
    ("1366x768", "1.5"),
    ("1920x1080", "2"),
    ("3840x2160", "3"),
)


@pytest.mark.parametrize(("screen", "scale"), _SCREENS)
def test_nothing_is_cut_off(root: Path, screen: str, scale: str) -> None:
    command = [sys.executable, "-m", "tests.gui.scaled", screen, scale]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.stdout, done.returncode) == ("", 0), done.stderr


def test_what_is_cut_off_is_found(qtbot: QtBot) -> None:
    make_application()
    top = QWidget()
    qtbot.addWidget(top)
    rows = QVBoxLayout(top)
    whole, narrow, low = QLabel("whole"), QLabel("a long line of words"), QLabel("word " * 30)
    narrow.setMaximumWidth(30)
    low.setWordWrap(True)
    low.setMaximumHeight(18)
    button = QPushButton("a button of many words")
    button.setMaximumWidth(40)
    for widget in (whole, narrow, low, button):
        rows.addWidget(widget)
    outside = QWidget(top)
    outside.setObjectName("outside")
    outside.setGeometry(150, 10, 200, 20)
    top.setFixedSize(200, 300)
    top.show()
    found = "\n".join(cut_off(top))
    assert len(found.splitlines()) == 4, found
    for fault in ("'a long line of words' needs", "of height", "many words' needs", "outside at"):
        assert fault in found


def test_parts_that_lie_on_each_other_are_found(qtbot: QtBot) -> None:
    make_application()
    top = QWidget()
    qtbot.addWidget(top)
    row = QHBoxLayout(top)
    row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
    for name in ("one", "two"):
        part = QWidget()
        part.setObjectName(name)
        part.setMinimumWidth(100)
        row.addWidget(part)
    top.resize(300, 40)
    top.show()
    assert cut_off(top) == []
    two = row.itemAt(1).widget()
    two.move(50, two.y())
    assert cut_off(top) == ["QWidget has QWidget one on QWidget two"]
