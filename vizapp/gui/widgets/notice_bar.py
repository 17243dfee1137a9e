"""What happened meanwhile, over the work: the rules answered, a file was saved."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from vizapp.core.error_texts import say
from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import text
from vizapp.gui.theme import current_colors
from vizapp.gui.values import Notice

_INFO_MS = 6000  # good news goes away by itself
_READING_MS = 1500  # but not while somebody points at it or is in it
_WIDTH = 360
_MARGIN = 12


class NoticeBar(QFrame):
    """Shows the last notice until it is dismissed or outdated.

    It lies over the lower right corner of its parent: nothing below it moves when it
    comes or goes, so that the chart is neither moved nor drawn anew.
    """

    again_asked = Signal()
    shown = Signal(bool)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("notice")
        self._lang: Lang = "en"
        self._notice: Notice | None = None
        self._over = over
        self._back: QWidget | None = None  # had the focus before
        self._icon = QLabel()
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.again = QPushButton()
        self.again.setObjectName("link")
        self.again.setCursor(Qt.CursorShape.PointingHandCursor)
        self.again.clicked.connect(self.again_asked)
        self.close_button = QToolButton()
        self.close_button.setObjectName("flat")
        self.close_button.clicked.connect(lambda: self.show_notice(None))
        top = Qt.AlignmentFlag.AlignTop
        rows = self._rows = QGridLayout(self)
        rows.setContentsMargins(12, 8, 6, 8)
        rows.setHorizontalSpacing(8)
        rows.setVerticalSpacing(2)
        rows.setColumnStretch(1, 1)
        rows.addWidget(self._icon, 0, 0, top)
        rows.addWidget(self.label, 0, 1, top)
        rows.addWidget(self.close_button, 0, 2, top)
        rows.addWidget(self.again, 1, 1, 1, 2, Qt.AlignmentFlag.AlignRight)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)
        over.installEventFilter(self)
        self.hide()

    def show_notice(self, notice: Notice | None) -> None:
        """Show the notice, or nothing."""
        self._timer.stop()
        self._notice = notice
        if notice is None:
            self.hide()
            self.shown.emit(False)
            return
        self.again.setVisible(notice.again)
        self.setProperty("kind", notice.kind)
        for widget in (self, self.label):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        if notice.kind == "info":
            self._timer.start(_INFO_MS)
        self.retranslate(self._lang)
        self.recolor()
        self.show()
        self.raise_()
        self.shown.emit(True)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def enter(self) -> None:
        """Take the keyboard: Escape dismisses the notice and gives it back."""
        focused = QApplication.focusWidget()
        if self.isHidden():
            return
        if focused is not None and not self.isAncestorOf(focused):
            self._back = focused
        button = self.again if self._notice and self._notice.again else self.close_button
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_time(self) -> None:
        if self.underMouse() or self._has_focus():
            self._timer.start(_READING_MS)
        else:
            self.show_notice(None)

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _place(self) -> None:
        """Lie in the corner, as high as the words need."""
        width = min(_WIDTH, self._over.width() - 2 * _MARGIN)
        rows = self._rows
        # The first line, the icon and the cross stand on one height.
        line = max(self.close_button.sizeHint().height(), self.fontMetrics().height())
        self._icon.setFixedHeight(line)
        self.label.setContentsMargins(0, (line - self.fontMetrics().height()) // 2, 0, 0)
        rows.invalidate()
        rows.activate()
        height = rows.totalHeightForWidth(width) if rows.hasHeightForWidth() else 0
        height = min(max(height, rows.totalMinimumSize().height()), self._over.height())
        corner = self._over.rect().bottomRight()
        self.setGeometry(
            corner.x() + 1 - _MARGIN - width, corner.y() + 1 - _MARGIN - height, width, height
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay in the corner when the window gets another size."""
        if event.type() == QEvent.Type.Resize and watched is self._over and not self.isHidden():
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Have Escape for itself: it would stop whatever runs."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.show_notice(None)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Give the keyboard back."""
        back, self._back = self._back, None
        if back is not None and self._has_focus() and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        super().hideEvent(event)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.again.setText(text("error.again", lang))
        self.close_button.setToolTip(text("notice.close", lang))
        self.close_button.setAccessibleName(text("notice.close", lang))
        if self._notice is not None:
            errors = ("message", "why")  # arrive as the code says them
            fields = {
                name: say(value, lang) if name in errors else value
                for name, value in self._notice.fields.items()
            }
            said = text(self._notice.key, lang, **fields)
            self.label.setText(said)
            self.setAccessibleName(said)
            self._place()

    def recolor(self) -> None:
        """Redraw the icons in the theme's colours."""
        c = current_colors()
        kind = self._notice.kind if self._notice else "info"
        color = {"info": c.accent, "warning": c.warning_text, "error": c.bad}[kind]
        name = "info" if kind == "info" else "warning"
        self._icon.setPixmap(icons.pixmap(name, color, 20, self.devicePixelRatioF()))
        self.close_button.setIcon(icons.icon("close", c.muted, c.border))
