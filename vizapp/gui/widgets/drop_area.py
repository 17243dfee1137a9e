"""Files dropped on the window, and what shows that they may be."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import text
from vizapp.gui.theme import RADIUS, current_colors


def local_files(mime: QMimeData) -> tuple[Path, ...]:
    """Return the files of this computer among the dropped things, in order."""
    urls = mime.urls() if mime.hasUrls() else []
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())


class DropOverlay(QWidget):
    """Covers the window while a file hovers over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lang: Lang = "en"
        self.hide()

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.update()

    def cover(self) -> None:
        """Show itself over the whole parent."""
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Veil the window and say what letting go will do."""
        c = current_colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(c.background)
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
        frame = QRectF(self.rect()).adjusted(24, 24, -24, -24)
        painter.setPen(QPen(QColor(c.accent), 2, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(c.accent_soft))
        painter.drawRoundedRect(frame, 2 * RADIUS, 2 * RADIUS)
        font = painter.font()
        font.setPixelSize(22)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(c.accent))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, text("drop.release", self._lang))
        picture = icons.pixmap("drop", c.accent, 56, self.devicePixelRatioF())
        painter.drawPixmap(int(frame.center().x()) - 28, int(frame.center().y()) - 56 - 32, picture)
