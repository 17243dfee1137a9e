"""One line above the work: the rules answered, a file was saved."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
)

from vizapp.core.error_texts import say
from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import text
from vizapp.gui.theme import current_colors
from vizapp.gui.values import Notice

_INFO_MS = 6000  # good news goes away by itself


class NoticeBar(QFrame):
    """Shows the last notice until it is dismissed or outdated."""

    again_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._lang: Lang = "en"
        self._notice: Notice | None = None
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
        self._close = QToolButton()
        self._close.setObjectName("flat")
        self._close.clicked.connect(lambda: self.show_notice(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.label, 1)
        row.addWidget(self.again)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self.show_notice(None))
        self.hide()

    def show_notice(self, notice: Notice | None) -> None:
        """Show the notice, or nothing."""
        self._timer.stop()
        self._notice = notice
        self.setVisible(notice is not None)
        if notice is None:
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

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.again.setText(text("error.again", lang))
        self._close.setToolTip(text("notice.close", lang))
        self._close.setAccessibleName(text("notice.close", lang))
        if self._notice is not None:
            errors = ("message", "why")  # arrive as the code says them
            fields = {
                name: say(value, lang) if name in errors else value
                for name, value in self._notice.fields.items()
            }
            said = text(self._notice.key, lang, **fields)
            self.label.setText(said)
            self.setAccessibleName(said)

    def recolor(self) -> None:
        """Redraw the icons in the theme's colours."""
        c = current_colors()
        kind = self._notice.kind if self._notice else "info"
        color = {"info": c.accent, "warning": c.warning_text, "error": c.bad}[kind]
        name = "info" if kind == "info" else "warning"
        self._icon.setPixmap(icons.pixmap(name, color, 20, self.devicePixelRatioF()))
        self._close.setIcon(icons.icon("close", c.muted, c.border))
