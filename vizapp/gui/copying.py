"""Copying the drawn values to the clipboard, for a spreadsheet."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QGuiApplication

from vizapp.gui.values import Drawing, Notice
from vizapp.rendering.cells import to_tsv


class _Controller(Protocol):
    drawing: Drawing | None

    @property
    def noticed(self) -> SignalInstance: ...


def copy_values(controller: _Controller) -> None:
    """Put the values of the chart on screen on the clipboard, tab-separated."""
    drawing = controller.drawing
    if drawing is None or drawing.handle is None:
        return
    built: Any = drawing.handle
    cells = to_tsv(built)
    if cells:
        QGuiApplication.clipboard().setText(cells)
    controller.noticed.emit(
        Notice("info", "notice.values_copied") if cells else Notice("warning", "notice.no_values")
    )
