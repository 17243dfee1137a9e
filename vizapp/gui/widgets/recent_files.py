"""The files opened last, each with a small picture of its last chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.cutting import cut_words
from vizapp.gui.texts import text
from vizapp.gui.theme import current_colors

_PICTURE = QSize(66, 42)
_HEIGHT = 54


class RecentFiles(QWidget):
    """A titled list of files; hidden while it has none."""

    forget_asked = Signal(object)  # Path

    def __init__(self, choose: Callable[[Path], None]) -> None:
        super().__init__()
        self._choose = choose
        self._lang: Lang = "en"
        self._pictures: dict[Path, QPixmap] = {}
        self.title = QLabel()
        self.title.setObjectName("cardTitle")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)
        self._rows.addWidget(self.title)
        self.cards: list[RecentFile] = []
        self.hide()

    def show_files(self, files: list[Path]) -> None:
        """Offer these files."""
        if [card.path for card in self.cards] == files:
            return
        for card in self.cards:
            self._rows.removeWidget(card)
            card.deleteLater()
        self.cards = []
        for path in files:
            card = RecentFile(path)
            card.picture = self._pictures.get(path)
            card.lang = self._lang
            card.clicked.connect(lambda _=False, p=path: self._choose(p))
            card.forget_asked.connect(self.forget_asked)
            self._rows.addWidget(card)
            self.cards.append(card)
        self.setVisible(bool(files))

    def show_pictures(self, pictures: Mapping[Path, bytes]) -> None:
        """Show the last chart of each file that has one."""
        ratio = self.devicePixelRatioF()
        self._pictures = {}
        for path, png in pictures.items():
            picture = QPixmap()
            if picture.loadFromData(png):
                # Scaled once and smoothly: painting it smaller each time would drop lines.
                small = picture.scaled(
                    _PICTURE * ratio,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
                small.setDevicePixelRatio(ratio)
                self._pictures[path] = small
        for card in self.cards:
            card.picture = self._pictures.get(card.path)
            card.update()

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.title.setText(text("welcome.recent", lang))
        for card in self.cards:
            card.lang = lang

    def recolor(self) -> None:
        """Paint everything in the theme's colours."""
        for card in self.cards:
            card.update()


class RecentFile(QAbstractButton):
    """A picture, a name and a folder."""

    forget_asked = Signal(object)  # Path

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.picture: QPixmap | None = None
        self.lang: Lang = "en"
        self.setToolTip(str(path))
        self.setAccessibleName(str(path))
        self.setText(path.stem)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a usual size; the width follows the column."""
        return QSize(240, _HEIGHT)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Offer to take the file off the list."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        forget = menu.addAction(text("welcome.forget", self.lang))
        forget.triggered.connect(lambda: self.forget_asked.emit(self.path))
        menu.popup(event.globalPos())

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Paint itself as pointed at."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Paint itself as left."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the card."""
        c = current_colors()
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(c.accent if self.hasFocus() else c.hover), 1))
            painter.setBrush(QColor(c.hover))
            painter.drawRoundedRect(frame, 8, 8)
        box = QRect(QPoint(6, (self.height() - _PICTURE.height()) // 2), _PICTURE)
        self._paint_picture(painter, box)
        room = QRect(box.right() + 12, 8, self.width() - box.right() - 20, 20)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(c.accent))
        self._write(painter, room, middle, self.path.stem, 14, Qt.TextElideMode.ElideRight)
        painter.setPen(QColor(c.muted))
        folder = str(self.path.parent)
        self._write(
            painter, room.translated(0, 20), middle, folder, 11, Qt.TextElideMode.ElideMiddle
        )

    def _write(
        self,
        painter: QPainter,
        room: QRect,
        place: Qt.AlignmentFlag,
        said: str,
        size: int,
        elide: Qt.TextElideMode,
    ) -> None:
        font = QFont(self.font())
        font.setPixelSize(size)
        painter.setFont(font)
        painter.drawText(room, place, cut_words(QFontMetrics(font), said, room.width(), elide))

    def _paint_picture(self, painter: QPainter, box: QRect) -> None:
        c = current_colors()
        painter.save()
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(box), 5, 5)
        painter.fillPath(outline, QColor(c.card))
        if self.picture is not None:
            painter.setClipPath(outline)
            target = QRect(QPoint(0, 0), self.picture.deviceIndependentSize().toSize())
            target.moveCenter(box.center())
            painter.drawPixmap(target, self.picture)
            painter.setClipping(False)
        else:
            picture = icons.pixmap("table", c.muted, 18, self.devicePixelRatioF())
            painter.drawPixmap(box.center() - QPoint(8, 8), picture)
        painter.setPen(QPen(QColor(c.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        painter.restore()
