"""The history: every chart that was on screen, with a small picture."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QMenu,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from vizapp.core.language import Lang
from vizapp.gui.cutting import cut_words
from vizapp.gui.history import Origin
from vizapp.gui.texts import text
from vizapp.gui.theme import Colors, current_colors
from vizapp.gui.values import Drawing
from vizapp.gui.widgets.page_parts import flat

ROW_HEIGHT = 76
_PICTURE = QSize(92, 60)
_SHARP = 2  # pictures are kept for a screen of that pixel ratio
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ITEM = Qt.ItemDataRole.UserRole + 1
_IMAGE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True)
class HistoryItem:
    """One chart of the list: who made it, what changed, the words that asked for it."""

    id: int
    origin: Origin
    words: tuple[str, ...]
    ask: str | None = None
    current: bool = False
    pinned: bool = False


class HistoryModel(QAbstractListModel):
    """The charts, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[HistoryItem] = []
        self.pictures: dict[int, QImage] = {}
        self.lang: Lang = "en"

    def show_items(self, items: list[HistoryItem]) -> None:
        """Replace the items; rows that stay keep their place."""
        newest_first = items[::-1]
        if [i.id for i in newest_first] == [i.id for i in self.items]:
            self.items = newest_first
            self.refresh()
            return
        self.beginResetModel()
        self.items = newest_first
        known = {item.id for item in items}
        self.pictures = {k: v for k, v in self.pictures.items() if k in known}
        self.endResetModel()

    def refresh(self) -> None:
        """Show every row anew."""
        if self.items:
            self.dataChanged.emit(self.index(0), self.index(len(self.items) - 1))

    def row_of(self, entry_id: int) -> int:
        """Return the row of an entry, -1 when it has none."""
        return next((r for r, item in enumerate(self.items) if item.id == entry_id), -1)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of charts."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return one fact of a chart."""
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == _ITEM:
            return item
        if role == _IMAGE:
            return self.pictures.get(item.id)
        said = "\n".join(item.words)
        if role == Qt.ItemDataRole.DisplayRole:
            return said
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            lines = [f"{text(f'origin.{item.origin}', self.lang)} · {said}"]
            if item.ask:
                lines.insert(0, text("history.said", self.lang, ask=item.ask))
            whole = "\n".join(lines)
            return text("history.current", self.lang, what=whole) if item.current else whole
        return None


class HistoryDelegate(QStyledItemDelegate):
    """Paints a chart: picture, who made it, what changed."""

    def __init__(self) -> None:
        super().__init__()
        self.lang: Lang = "en"

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 - Qt's name
        """Return the height that all rows share."""
        return QSize(160, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one chart."""
        item: HistoryItem = index.data(_ITEM)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        c = current_colors()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(rect).adjusted(8, 2, -8, -2)
        chosen = bool(state & QStyle.StateFlag.State_HasFocus)
        near = bool(state & QStyle.StateFlag.State_MouseOver)
        if item.current or chosen or near:
            painter.setPen(QPen(QColor(c.accent), 1) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.accent_soft if item.current else c.hover))
            painter.drawRoundedRect(box, 8, 8)
        self._paint_picture(painter, box, index.data(_IMAGE), item, c)
        self._paint_words(painter, box.toRect(), item, c)
        painter.restore()

    def _paint_picture(
        self, painter: QPainter, box: QRectF, image: QImage | None, item: HistoryItem, c: Colors
    ) -> None:
        frame = QRectF(box.left() + 6, 0, _PICTURE.width(), _PICTURE.height())
        frame.moveCenter(QRectF(frame.left(), box.top(), frame.width(), box.height()).center())
        painter.setPen(QPen(QColor(c.accent if item.current else c.border), 1))
        painter.setBrush(QColor(c.card))
        painter.drawRoundedRect(frame, 4, 4)
        if image is not None:
            size = image.size().scaled(_PICTURE - QSize(4, 4), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(frame.center())
            painter.drawImage(place, image)

    def _paint_words(self, painter: QPainter, box: QRect, item: HistoryItem, c: Colors) -> None:
        left = box.left() + _PICTURE.width() + 18
        room = box.right() - 8 - left
        small = QFont(painter.font())
        small.setPixelSize(11)
        painter.setFont(small)
        painter.setPen(QColor(c.accent if item.current else c.muted))
        head = text(f"origin.{item.origin}", self.lang)
        if item.ask:
            head = text("history.said", self.lang, ask=" ".join(item.ask.split()))
        if item.pinned:
            head = f"{text('history.pinned', self.lang)} · {head}"
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        line = QRect(left, box.top() + 7, room, 16)
        painter.drawText(line, middle, cut_words(QFontMetrics(small), head, room))
        font = QFont(painter.font())
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(QColor(c.text))
        metrics = QFontMetrics(font)
        for n, said in enumerate(_lines(item.words, metrics, room, 2)):
            place = QRect(left, box.top() + 26 + n * 17, room, 17)
            painter.drawText(place, middle, cut_words(metrics, said, room))


def _lines(words: tuple[str, ...], metrics: QFontMetrics, room: int, most: int) -> list[str]:
    """Join clauses into at most that many lines, as full as they may be."""
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} · {word}" if lines else word
        if lines and (metrics.horizontalAdvance(joined) <= room or len(lines) == most):
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) == 1 and most > 1 and metrics.horizontalAdvance(lines[0]) > room:
        return _broken(lines[0], metrics, room)
    return lines


def _broken(line: str, metrics: QFontMetrics, room: int) -> list[str]:
    """Break one long line in two, at a blank where there is one near the end."""
    n = len(line)
    while n > 1 and metrics.horizontalAdvance(line[:n]) > room:
        n -= 1
    blank = line.rfind(" ", n // 2, n + 1)
    n = blank if blank > 0 else n
    return [line[:n].rstrip(), line[n:].lstrip()]


class _View(QListView):
    """Enter brings a chart back, P pins it."""

    chosen = Signal(QModelIndex)
    pin_asked = Signal(QModelIndex)
    menu_asked = Signal(QModelIndex, QPoint)

    def __init__(self) -> None:
        super().__init__()
        flat(self, ROW_HEIGHT)
        self.clicked.connect(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Answer Enter and P; the arrows walk."""
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(index)
        elif index.isValid() and event.key() == Qt.Key.Key_P and not event.modifiers():
            self.pin_asked.emit(index)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Offer what can be done with the chart under the pointer, or the chosen one."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if keyboard else self.indexAt(event.pos())
        if index.isValid():
            self.menu_asked.emit(index, event.globalPos())


class HistoryList(QFrame):
    """Says which earlier chart shall come back or be pinned."""

    chosen = Signal(int)  # the id of an entry
    pin_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._lang: Lang = "en"
        self.model = HistoryModel()
        self.delegate = HistoryDelegate()
        self.view = _View()
        self.view.setModel(self.model)
        self.view.setItemDelegate(self.delegate)
        self.empty = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setObjectName("muted")
        self.empty.setWordWrap(True)
        inside = QWidget()
        self._pages = QStackedLayout(inside)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.view)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 8, 1, 8)
        rows.addWidget(inside)
        self.view.chosen.connect(lambda index: self.chosen.emit(index.data(_ITEM).id))
        self.view.pin_asked.connect(lambda index: self.pin_asked.emit(index.data(_ITEM).id))
        self.view.menu_asked.connect(self._on_menu)

    def show_items(self, items: list[HistoryItem]) -> None:
        """Show these charts, the oldest first in the list that is given."""
        self.model.show_items(items)
        self._pages.setCurrentIndex(1 if items else 0)

    def show_picture(self, entry_id: int, drawing: Drawing) -> None:
        """Keep a small picture of an entry's chart."""
        image = QImage.fromData(drawing.png)
        size = _PICTURE * _SHARP
        self.model.pictures[entry_id] = image.scaled(
            size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        row = self.model.row_of(entry_id)
        if row >= 0:
            self.model.dataChanged.emit(self.model.index(row), self.model.index(row))

    def missing_pictures(self) -> list[int]:
        """Return the entries that have no picture yet, the newest first."""
        return [item.id for item in self.model.items if item.id not in self.model.pictures]

    def menu(self, index: _Index) -> QMenu:
        """Return what can be done with a chart."""
        item: HistoryItem = index.data(_ITEM)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        back = menu.addAction(text("history.back", self._lang))
        back.setEnabled(not item.current)
        back.triggered.connect(lambda: self.chosen.emit(item.id))
        pin = menu.addAction(text("action.unpin" if item.pinned else "history.pin", self._lang))
        pin.triggered.connect(lambda: self.pin_asked.emit(item.id))
        return menu

    def _on_menu(self, index: QModelIndex, place: QPoint) -> None:
        self.menu(index).popup(place)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.model.lang = self.delegate.lang = lang
        self.empty.setText(text("history.empty", lang))
        self.view.setAccessibleName(text("history.name", lang))
        self.model.refresh()

    def recolor(self) -> None:
        """Repaint in the theme's colours."""
        self.view.viewport().update()
