"""A panel that lies over the window above the button that opened it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

_MARGIN = 8


class OverPanel(QFrame):
    """Appears above its button, goes with Escape or a click elsewhere.

    Not a pop-up window of its own: those grab the keyboard, and screen readers
    lose the way back.
    """

    def __init__(self, parent: QWidget, width: int, height: int) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._over = parent  # a page may lie inside another window
        self._back: QWidget | None = None  # had the focus before
        self._most = (width, height)

    def limit_height(self, height: int) -> None:
        """Be at most that high, in pixels, the next time."""
        self._most = (self._most[0], height)

    def open_above(self, anchor: QWidget, focus: QWidget) -> None:
        """Appear above a button, inside the window, and give a part the focus."""
        window = self._over
        wide, high = self._most
        start, corner = (anchor.mapTo(window, QPoint(x, 0)) for x in (0, anchor.width()))
        width = min(wide, window.width() - 2 * _MARGIN)
        height = min(high, corner.y() - _MARGIN)
        left = corner.x() - width if corner.x() - width >= _MARGIN else start.x()
        left = max(min(left, window.width() - width - _MARGIN), _MARGIN)
        self.setGeometry(left, corner.y() - height - 4, width, height)
        self._back = anchor
        self.show()
        self.raise_()
        focus.setFocus()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Go when somebody presses a button of the mouse elsewhere."""
        pressed = event.type() == QEvent.Type.MouseButtonPress
        if pressed and isinstance(watched, QWidget) and not self._holds(watched):
            self.hide()
        return False

    def _holds(self, widget: QWidget) -> bool:
        return widget is self or self.isAncestorOf(widget)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Listen no longer, and give the focus back."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        if self._back is not None and self.isAncestorOf(QApplication.focusWidget() or self):
            self._back.setFocus()
        super().hideEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Let Tab walk round inside; behind the panel nobody would see where it is."""
        start = QApplication.focusWidget()
        if start is None or not self._holds(start):
            return super().focusNextPrevChild(forward)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        widget: QWidget | None = start
        while widget is not None:
            widget = widget.nextInFocusChain() if forward else widget.previousInFocusChain()
            if widget is not None and self._holds(widget) and _takes_tab(widget):
                widget.setFocus(reason)  # at last the start itself, where it is the only one
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


def _takes_tab(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(by_tab) and widget.isVisible() and widget.isEnabled()
