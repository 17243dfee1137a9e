"""How a column travels by drag and drop: from a list of columns, or from shelf to shelf."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QColor, QDrag, QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from vizapp.gui.cutting import cut_words
from vizapp.gui.theme import current_colors
from vizapp.profile.attributes import AttributeType

COLUMN_MIME = "application/x-vizapp-column"
_HEIGHT = 26
_WIDEST = 220


def column_mime(name: str) -> QMimeData:
    """Return a column's name as what a drag carries."""
    mime = QMimeData()
    mime.setData(COLUMN_MIME, name.encode("utf-8"))
    return mime


def column_of(mime: QMimeData) -> str | None:
    """Return the column that a drag carries, None where it carries something else."""
    if not mime.hasFormat(COLUMN_MIME):
        return None
    return bytes(mime.data(COLUMN_MIME).data()).decode("utf-8", "replace")


def start_drag(source: QWidget, name: str, type_: AttributeType) -> None:
    """Let the person drag a column; returns when it is dropped."""
    drag = QDrag(source)
    drag.setMimeData(column_mime(name))
    drag.setPixmap(chip_picture(name, type_, source.devicePixelRatioF()))
    drag.setHotSpot(QPoint(12, _HEIGHT // 2))
    drag.exec(Qt.DropAction.CopyAction)


def chip_picture(name: str, type_: AttributeType, ratio: float) -> QPixmap:
    """Return the chip that hangs on the pointer."""
    font = QFont()
    font.setPixelSize(13)
    metrics = QFontMetrics(font)
    said = cut_words(metrics, " ".join(name.split()), _WIDEST)
    width = metrics.horizontalAdvance(said) + 20
    picture = QPixmap(round(width * ratio), round(_HEIGHT * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    chip = current_colors().types[type_]
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(chip.fill))
    painter.drawRoundedRect(0, 0, width, _HEIGHT, 7, 7)
    painter.setFont(font)
    painter.setPen(QColor(chip.text))
    painter.drawText(10, 0, width - 20, _HEIGHT, Qt.AlignmentFlag.AlignVCenter, said)
    painter.end()
    return picture
