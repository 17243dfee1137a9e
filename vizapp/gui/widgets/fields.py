"""Form fields in the window's own looks: a list to choose from, a whole number."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QToolTip,
    QWidget,
)

from vizapp.gui import icons
from vizapp.gui.cutting import cut_words
from vizapp.gui.theme import current_colors
from vizapp.gui.widgets.column_list import paint_tick

_HEIGHT = 32
_RADIUS = 8
_POPUP_PAD = 16  # px beside the words of an open list
_TICK, _GAP = 16, 8  # px: a tick box, and what is between it and its words


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

    def _said(self) -> tuple[str, QRect]:
        """Return the chosen word as far as there is room, and the room."""
        room = self.rect().adjusted(10, 0, -30, 0)
        return cut_words(QFontMetrics(self.font()), self.currentText(), room.width()), room

    def event(self, event: QEvent) -> bool:
        """Tell the whole of a word that is cut."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            whole = self.currentText()
            if self._said()[0] != whole:
                QToolTip.showText(event.globalPos(), whole, self)
                return True
        return super().event(event)

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        """Open the list as wide as its longest word."""
        frame = self.view().width() - self.view().viewport().width()
        longest = self.view().sizeHintForColumn(0) + max(frame, 0) + _POPUP_PAD
        self.view().setMinimumWidth(max(longest, self.width()))
        super().showPopup()

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
        said, room = self._said()
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        arrow = icons.pixmap("down", c.muted, 16, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 24, (self.height() - 16) // 2, arrow)


class TickBox(QCheckBox):
    """A tick box with words, painted like those of the lists, with a ring for the focus."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for box, words and ring."""
        wide = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(_TICK + _GAP + wide + 12, 28)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the same: words are never cut."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802 - Qt's name
        """Take a click anywhere on itself."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint box, words and ring."""
        c = current_colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(c.accent), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        top = (self.height() - _TICK) / 2
        paint_tick(painter, QRectF(4, top, _TICK, _TICK), self.checkState())
        painter.setPen(QColor(c.text if self.isEnabled() else c.muted))
        room = self.rect().adjusted(4 + _TICK + _GAP, 0, 0, 0)
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, place, self.text())


class ClearLine(QLineEdit):
    """A line with a button that empties it, in the theme's colours."""

    def __init__(self) -> None:
        super().__init__()
        self.setClearButtonEnabled(True)
        self.setAcceptDrops(False)
        self._recolor()

    def _recolor(self) -> None:
        c = current_colors()
        for action in self.findChildren(QAction):
            action.setIcon(icons.icon("close", c.muted, c.border))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._recolor()


class _Spin(QSpinBox):
    """A number that the wheel passes by, with or without the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the wheel to the page."""
        event.ignore()


class NumberField(QWidget):
    """A whole number, or none: less, the number, more."""

    changed = Signal(object)  # int, or None for automatic

    def __init__(self, most: int) -> None:
        super().__init__()
        self.spin = _Spin()
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
        words = str(index.data(Qt.ItemDataRole.DisplayRole))
        said = cut_words(QFontMetrics(option.font), words, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        painter.restore()
