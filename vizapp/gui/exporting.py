"""Taking the chart away: the choices for a picture, copying as SVG, printing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QMimeData, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from vizapp.core.language import Lang
from vizapp.gui.controller import Controller
from vizapp.gui.texts import text
from vizapp.gui.values import Notice
from vizapp.gui.widgets.fields import ChoiceBox, TickBox
from vizapp.rendering.style import ExportOptions

SCALES = (1, 2, 3, 4)  # pixels per CSS pixel
# What a dialog says of each kind of file, by suffix.
FILE_FILTERS = {
    "png": "PNG (*.png)",
    "svg": "SVG (*.svg)",
    "pdf": "PDF (*.pdf)",
    "pptx": "PowerPoint (*.pptx)",
    "html": "HTML (*.html)",
    "py": "Python (*.py)",
    "json": "Vega-Lite JSON (*.json)",
    "jsonl": "JSON Lines (*.jsonl)",
}
_PRINTED_SCALE = 4.0  # some 300 dots per inch on half a page


class Host(Protocol):
    """What has the chart: the window."""

    controller: Controller


class PictureDialog(QDialog):
    """Asks how large a PNG shall be and whether it has a background."""

    def __init__(
        self, size: tuple[int, int], lang: Lang, *, dark: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(text("exporting.picture", lang))
        self.scale = ChoiceBox()
        self.scale.setMinimumWidth(200)
        for factor in SCALES:
            width, height = (side * factor for side in size)
            said = text("exporting.pixels", lang, scale=factor, width=width, height=height)
            self.scale.addItem(said, factor)
        self.scale.setCurrentIndex(SCALES.index(2))
        self.transparent = TickBox(text("exporting.transparent", lang))
        self.advice = QLabel(text("exporting.dark", lang))
        self.advice.setObjectName("muted")
        self.advice.setWordWrap(True)
        self.advice.setVisible(False)
        if dark:
            self.transparent.toggled.connect(self.advice.setVisible)
        label = QLabel(text("exporting.scale", lang))
        label.setBuddy(self.scale)
        form = QFormLayout()
        form.addRow(label, self.scale)
        form.addRow("", self.transparent)
        form.setVerticalSpacing(10)
        buttons = QDialogButtonBox()
        save = buttons.addButton(
            text("exporting.save", lang), QDialogButtonBox.ButtonRole.AcceptRole
        )
        save.setDefault(True)
        save.setObjectName("primary")
        buttons.addButton(text("exporting.cancel", lang), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        rows.setContentsMargins(18, 16, 18, 14)
        rows.setSpacing(14)
        rows.addLayout(form)
        rows.addWidget(self.advice)
        rows.addStretch(1)
        rows.addWidget(buttons)
        self.resize(340, 220 if dark else 164)

    @property
    def options(self) -> ExportOptions:
        """What was chosen."""
        return ExportOptions(
            scale=float(self.scale.currentData()), transparent=self.transparent.isChecked()
        )


def export_chart(window: Host, path: Path) -> None:
    """Write the shown chart; a PNG asks for its size first."""
    c = window.controller
    options = ExportOptions(thought=_thought(c))
    drawing = c.drawing
    if path.suffix.lower() != ".png" or drawing is None:
        c.export(path, options)
        return
    image = QImage.fromData(drawing.png)
    size = (round(image.width() / drawing.scale), round(image.height() / drawing.scale))
    parent = window if isinstance(window, QWidget) else None
    dialog = PictureDialog(size, c.lang, dark=c.theme == "dark", parent=parent)
    dialog.accepted.connect(
        lambda: c.export(path, replace(dialog.options, thought=options.thought))
    )
    dialog.open()


def _thought(c: Controller) -> str:
    """Return the reasoning if it led to the shown chart."""
    answer = c.answer
    if answer is None or c.editing.chart not in answer.spec.charts:
        return ""
    return answer.thought


def exporting_handlers(window: Host) -> dict[str, Callable[[], object]]:
    """Return what the actions of copying and printing do."""
    return {"copy_svg": lambda: copy_svg(window), "print": lambda: print_chart(window)}


def copy_svg(window: Host) -> None:
    """Put the chart on the clipboard as SVG, as text and as a picture's source."""
    c = window.controller

    def put(svg: str) -> None:
        data = QMimeData()
        data.setData("image/svg+xml", svg.encode())
        data.setText(svg)
        QGuiApplication.clipboard().setMimeData(data)
        c.noticed.emit(Notice("info", "exporting.svg_copied"))

    c.convert(lambda backend, drawing: backend.svg(drawing), put)


def print_chart(window: Host) -> None:
    """Ask for a printer, then draw the chart for white paper and print it."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    c = window.controller
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setDocName(c.export_name())
    dialog = QPrintDialog(printer, window if isinstance(window, QWidget) else None)
    dialog.setWindowTitle(text("action.print", c.lang).rstrip("…"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def send() -> None:
        c.convert(
            lambda backend, drawing: backend.on_paper(drawing, _PRINTED_SCALE),
            lambda png: _finish(c, paint_page(printer, png)),
        )

    dialog.accepted.connect(send)
    QDialog.open(dialog)


def _finish(c: Controller, printed: bool) -> None:
    key = "exporting.printed" if printed else "exporting.no_printer"
    c.noticed.emit(Notice("info" if printed else "error", key))


def paint_page(printer: object, png: bytes) -> bool:
    """Draw a picture on a page, as large as fits, at its top; return whether it could be."""
    from PySide6.QtPrintSupport import QPrinter

    assert isinstance(printer, QPrinter)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    image = QImage.fromData(png)
    page = painter.viewport()
    size = image.size().scaled(page.size(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(
        QRect((page.width() - size.width()) // 2, 0, size.width(), size.height()), image
    )
    return painter.end()
