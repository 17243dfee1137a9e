"""Taking the chart away: the picture's choices, the clipboard, paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from tests.gui.scripted import ScriptedBackend
from tests.gui.test_window import Wait, opened
from vizapp.gui.exporting import PictureDialog, paint_page
from vizapp.gui.window import MainWindow


def test_a_picture_asks_for_its_size(
    window: MainWindow,
    backend: ScriptedBackend,
    csv: Path,
    wait: Wait,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    opened(window, csv, wait)
    target = str(tmp_path / "a.png")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (target, ""))
    window.actions_by_id["export_png"].trigger()
    window.findChild(PictureDialog).reject()
    wait(lambda: window.findChild(PictureDialog) is None)
    assert backend.saved == []
    window.actions_by_id["export"].trigger()
    dialog = window.findChild(PictureDialog)
    dialog.scale.setCurrentIndex(3)
    dialog.transparent.setChecked(True)
    dialog.accept()
    wait(lambda: backend.export_options)
    assert (backend.export_options[0].scale, backend.export_options[0].transparent) == (4.0, True)


def test_the_record_gets_the_thought_of_the_shown_chart(
    window: MainWindow,
    backend: ScriptedBackend,
    csv: Path,
    wait: Wait,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    opened(window, csv, wait)
    target = str(tmp_path / "a.jsonl")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (target, ""))
    window.actions_by_id["export_jsonl"].trigger()
    wait(lambda: backend.export_options)
    answer = window.controller.answer
    assert answer is not None
    assert backend.export_options[0].thought == answer.thought != ""


def test_the_chart_is_copied_as_svg(window: MainWindow, csv: Path, wait: Wait) -> None:
    opened(window, csv, wait)
    window.actions_by_id["copy_svg"].trigger()
    wait(lambda: window.notice.isVisible())
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "<svg/>"
    assert bytes(data.data("image/svg+xml").data()) == b"<svg/>"


def test_a_chart_is_painted_on_a_page(qapp: object, tmp_path: Path) -> None:
    image = QImage(64, 40, QImage.Format.Format_RGB32)
    image.fill(0xFF2F6DB5)
    image.save(str(tmp_path / "a.png"))
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "a.pdf"))
    assert paint_page(printer, (tmp_path / "a.png").read_bytes())
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
