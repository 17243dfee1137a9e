"""The columns as a list: model, painting, and where a click lands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vizapp.core.language import Lang
from vizapp.gui.column_drag import COLUMN_MIME, column_mime
from vizapp.gui.cutting import cut_words
from vizapp.gui.table_model import COLUMN_ROLE, column_tip
from vizapp.gui.texts import compact, percent, text
from vizapp.gui.theme import Colors, current_colors
from vizapp.gui.values import ColumnView

ROW_HEIGHT = 46
_BOX = 16  # the side of the tick box
_LEFT, _RIGHT = 12, 12
_SHAPE = QSize(64, 26)
_DOUBT = 0.75  # below it a type is marked as a guess
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SOLID = Qt.PenStyle.SolidLine
_TICK, _DASH = ((4.2, 8.4), (7.0, 11.2), (11.9, 5.2)), ((4.6, 8.0), (11.4, 8.0))


class ColumnModel(QAbstractListModel):
    """One row per column of the file, those left out included."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.columns: list[ColumnView] = []
        self._lang: Lang = "en"

    def show_columns(self, columns: Sequence[ColumnView]) -> None:
        """Replace the columns; the same names in the same order keep their rows."""
        same = [c.name for c in columns] == [c.name for c in self.columns]
        if same and columns:
            self.columns = list(columns)
            self.dataChanged.emit(self.index(0), self.index(len(columns) - 1))
            return
        self.beginResetModel()
        self.columns = list(columns)
        self.endResetModel()

    def set_lang(self, lang: Lang) -> None:
        """Say the tips in that language."""
        self._lang = lang

    @property
    def left_out(self) -> tuple[str, ...]:
        """The names without a tick."""
        return tuple(c.name for c in self.columns if not c.included)

    def tick(self, rows: Sequence[int], included: bool) -> None:
        """Tick those rows or leave them out."""
        changed = [row for row in rows if self.columns[row].included != included]
        for row in changed:
            self.columns[row] = replace(self.columns[row], included=included)
        if changed:
            self.dataChanged.emit(self.index(min(changed)), self.index(max(changed)))
            self.ticked.emit()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return what a row can do: be chosen and ticked."""
        able = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsDragEnabled
        return super().flags(index) | able

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        """Return what a drag carries."""
        return [COLUMN_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802 - Qt's name
        """Return the dragged column."""
        return column_mime(self.columns[indexes[0].row()].name)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return one fact of a column."""
        if not index.isValid():
            return None
        column = self.columns[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.name
        if role == COLUMN_ROLE:
            return column
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if column.included else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return panel_tip(column, self._lang)
        return None

    def setData(  # noqa: N802 - Qt's name
        self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Take a tick."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.tick([index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True


def facts(column: ColumnView, lang: Lang) -> str:
    """Return what stands beside the type: unit, distinct count, missing share."""
    said = [column.unit] if column.unit else []
    said.append(text("table.distinct_short", lang, n=compact(column.distinct, lang)))
    if column.missing_share:
        said.append(text("columns.missing", lang, share=percent(column.missing_share)))
    return " · ".join(said)


def panel_tip(column: ColumnView, lang: Lang) -> str:
    """Return everything that is known of a column, as text."""
    said = [column_tip(column, lang)]
    if column.missing_share:
        said.append(text("columns.missing", lang, share=percent(column.missing_share)))
    if column.guess is not None:
        said.append(text("columns.why", lang, why=column.guess.text(lang)))
    if not column.included:
        said.append(text("columns.left_out", lang))
    return "\n".join(said)


class ColumnDelegate(QStyledItemDelegate):
    """Paints a column: tick box, name, type chip, facts and a tiny histogram."""

    type_asked = Signal(object)  # QModelIndex

    def __init__(self) -> None:
        super().__init__()
        self.lang: Lang = "en"
        self.marked: str | None = None  # the column that somebody points at

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 - Qt's name
        """Return the height that all rows share."""
        return QSize(120, ROW_HEIGHT)

    def chip_box(self, rect: QRect, column: ColumnView) -> QRect:
        """Return where the type chip is painted in a row."""
        width = QFontMetrics(_small()).horizontalAdvance(self._kind(column)) + 24
        return QRect(rect.left() + _LEFT + _BOX + 10, rect.top() + 24, width, 17)

    def editorEvent(  # noqa: N802 - Qt's name
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        """Tick on a click left of the name, ask for a type on the chip."""
        if event.type() != QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return False
        place = event.position().toPoint()
        rect: QRect = option.rect
        column = index.data(COLUMN_ROLE)
        if event.button() != Qt.MouseButton.LeftButton or column is None:
            return False
        if place.x() < rect.left() + _LEFT + _BOX + 6:
            new = Qt.CheckState.Unchecked if column.included else Qt.CheckState.Checked
            return model.setData(index, new, Qt.ItemDataRole.CheckStateRole)
        if self.chip_box(rect, column).adjusted(-2, -3, 2, 4).contains(place):
            self.type_asked.emit(index)
            return True
        return False

    def _kind(self, column: ColumnView) -> str:
        kind = text(f"type.{column.type}", self.lang)
        doubt = column.guess is not None and column.guess.confidence < _DOUBT
        return f"{kind}?" if doubt else kind

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one column."""
        column = index.data(COLUMN_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        c = current_colors()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_HasFocus or column.name == self.marked:
            painter.fillRect(rect, QColor(c.accent_soft))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(c.hover))
        box = QRectF(rect.left() + _LEFT, rect.top() + 8, _BOX, _BOX)
        paint_tick(painter, box, index.data(Qt.ItemDataRole.CheckStateRole))
        self._paint_words(painter, rect, column, c)
        side = QRectF(0, 0, _SHAPE.width(), _SHAPE.height())
        side.moveTopRight(QPointF(rect.right() - _RIGHT, rect.top() + 9))
        _paint_shape(painter, side, column, c)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, column: ColumnView, c: Colors) -> None:
        left = rect.left() + _LEFT + _BOX + 10
        room = rect.right() - _RIGHT - _SHAPE.width() - 8 - left
        bold, small = _bold(), _small()
        painter.setFont(bold)
        painter.setPen(QColor(c.text if column.included else c.muted))
        name = cut_words(QFontMetrics(bold), " ".join(column.name.split()), room)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(left, rect.top() + 4, room, 19), middle, name)
        chip, box = c.types[column.type], self.chip_box(rect, column)
        painter.setFont(small)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(chip.fill if column.included else c.hover))
        painter.drawRoundedRect(box, 5, 5)
        ink = QColor(chip.text if column.included else c.muted)
        painter.setPen(ink)
        painter.drawText(box.adjusted(6, 0, 0, 0), middle, self._kind(column))
        _paint_arrow(painter, QPointF(box.right() - 9, box.center().y() + 0.5), ink)
        beside = QRect(box.right() + 7, box.top() - 1, left + room - box.right() - 7, 18)
        painter.setPen(QColor(c.muted))
        said = facts(column, self.lang)
        elided = cut_words(QFontMetrics(small), said, beside.width())
        painter.drawText(beside, middle, elided)


def _bold() -> QFont:
    font = QFont()
    font.setPixelSize(13)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _small() -> QFont:
    font = QFont()
    font.setPixelSize(11)
    return font


def _paint_arrow(painter: QPainter, centre: QPointF, ink: QColor) -> None:
    painter.setPen(QPen(ink, 1.4, _SOLID, Qt.PenCapStyle.RoundCap))
    painter.drawPolyline([centre + QPointF(dx, dy) for dx, dy in ((-3, -1.5), (0, 1.5), (3, -1.5))])


def paint_tick(painter: QPainter, box: QRectF, state: Qt.CheckState) -> None:
    """Paint a tick box of 16 by 16 pixels in the theme's colours."""
    c, on = current_colors(), state != Qt.CheckState.Unchecked
    painter.setPen(QPen(QColor(c.accent if on else c.muted), 1.2))
    painter.setBrush(QColor(c.accent) if on else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), 4, 4)
    if on:
        painter.setPen(QPen(QColor(c.on_accent), 1.8, _SOLID, Qt.PenCapStyle.RoundCap))
        whole = state == Qt.CheckState.Checked
        points = _TICK if whole else _DASH
        painter.drawPolyline([box.topLeft() + QPointF(x, y) for x, y in points])


def _paint_shape(painter: QPainter, box: QRectF, column: ColumnView, c: Colors) -> None:
    """Paint the histogram: bins side by side for numbers, bars apart for words."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(c.border))
    painter.drawRect(QRectF(box.left(), box.bottom(), box.width(), 1))
    if not column.shape:
        return
    ink = QColor(c.types[column.type].text if column.included else c.muted)
    ink.setAlphaF(0.65 if column.included else 0.35)
    painter.setBrush(ink)
    apart = 2.0 if column.type in ("STR", "BOOL") else 1.0
    widest = 10.0 if column.type in ("STR", "BOOL") else box.width()
    step = min(box.width() / len(column.shape), widest)
    for i, height in enumerate(column.shape):
        if height:
            tall = max(1.0, height * box.height())
            left = box.left() + i * step
            painter.drawRect(QRectF(left, box.bottom() - tall, step - apart, tall))
