"""Form fields in the window's own looks: a list to choose from, a whole number."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QSpinBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QWidget,
)

from vizapp.gui import icons
from vizapp.gui.theme import current_colors

_HEIGHT = 32
_RADIUS = 8


class ChoiceBox(QComboBox):
    """A list to choose from; the wheel scrolls the page and changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumContentsLength(6)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMaxVisibleItems(16)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of a form field."""
        return QSize(120, _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least room for a word."""
        return QSize(80, _HEIGHT)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the chosen word and the sign of a list."""
        c = current_colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(c.accent if self.hasFocus() else c.border), 1))
        near = self.underMouse() and self.isEnabled()
        painter.setBrush(QColor(c.hover if near else c.card))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        painter.setPen(QColor(c.text if self.isEnabled() else c.muted))
        room = self.rect().adjusted(10, 0, -30, 0)
        said = QFontMetrics(self.font()).elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        arrow = icons.pixmap("down", c.muted, 16, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 24, (self.height() - 16) // 2, arrow)


class NumberField(QWidget):
    """A whole number, or none: less, the number, more."""

    changed = Signal(object)  # int, or None for automatic

    def __init__(self, most: int) -> None:
        super().__init__()
        self.spin = QSpinBox()
        self.spin.setFrame(False)
        self.spin.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.spin.setKeyboardTracking(False)
        self.spin.setRange(0, most)
        self.spin.setAcceptDrops(False)
        self.spin.lineEdit().setAcceptDrops(False)
        self.spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.less, self.more = QToolButton(), QToolButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        box = QFrame()  # the style sheet's borders misplace a spin box's own text
        box.setObjectName("fieldBox")
        box.setFixedHeight(_HEIGHT)
        inside = QHBoxLayout(box)
        inside.setContentsMargins(7, 1, 7, 1)
        inside.addWidget(self.spin)
        row.addWidget(box, 1)
        for button, step, sign in ((self.less, -1, "\u2212"), (self.more, 1, "+")):
            button.setObjectName("step")
            button.setText(sign)
            button.setFixedSize(_HEIGHT, _HEIGHT)
            button.setAutoRepeat(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, s=step: self.spin.stepBy(s))
            row.addWidget(button)
        self.spin.valueChanged.connect(lambda value: self.changed.emit(value or None))

    def show_value(self, value: int | None, automatic: str, name: str) -> None:
        """Show a number without saying that it changed."""
        self.spin.blockSignals(True)
        self.spin.setSpecialValueText(automatic)
        self.spin.setValue(value or 0)
        self.spin.blockSignals(False)
        self.spin.setAccessibleName(name)
        self.less.setAccessibleName(f"{name} \u2212")
        self.more.setAccessibleName(f"{name} +")


class TickDelegate(QStyledItemDelegate):
    """Paints a row of a list with its tick box, alike in both themes."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height that all rows share."""
        return QSize(120, 28)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        c = current_colors()
        rect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(rect, QColor(c.hover))
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
        box = QRectF(rect.left() + 8.5, rect.center().y() - 7.5, 16, 16)
        painter.setPen(QPen(QColor(c.accent if ticked else c.muted), 1.2))
        painter.setBrush(QColor(c.accent) if ticked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        if ticked:
            painter.setPen(QPen(QColor(c.on_accent), 1.8))
            points = ((4.0, 8.4), (7.0, 11.2), (12.0, 5.2))
            painter.drawPolyline([box.topLeft() + QPointF(x, y) for x, y in points])
        painter.setPen(QColor(c.text))
        room = rect.adjusted(34, 0, -8, 0)
        said = QFontMetrics(option.font).elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        painter.restore()
