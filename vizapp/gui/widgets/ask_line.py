"""The line in which a person asks for a chart in words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import text
from vizapp.gui.theme import current_colors


class AskLine(QFrame):
    """Enter sends the words; an empty line asks for the plain recommendation."""

    submitted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ask")
        self.setMinimumWidth(160)
        self.setFixedHeight(40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._icon = QLabel()
        self.edit = QLineEdit()
        self.edit.setMaxLength(1000)
        self.edit.setAcceptDrops(False)  # a file dropped here is for the window
        self.edit.setClearButtonEnabled(False)
        self._send = QToolButton()
        self._send.setObjectName("flat")
        self._send.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.edit, 1)
        row.addWidget(self._send)
        self.edit.returnPressed.connect(self._on_submit)
        self._send.clicked.connect(self._on_submit)
        self.edit.installEventFilter(self)
        self.recolor()

    def _on_submit(self) -> None:
        self.submitted.emit(self.edit.text())

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self.edit.setPlaceholderText(text("ask.placeholder", lang))
        self.edit.setAccessibleName(text("ask.name", lang))
        self._send.setToolTip(text("ask.submit", lang))
        self._send.setAccessibleName(text("ask.submit", lang))

    def recolor(self) -> None:
        """Redraw the icons in the theme's colours."""
        c = current_colors()
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icons.pixmap("search", c.muted, 18, ratio))
        self._send.setIcon(icons.icon("enter", c.muted, c.border))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Show the frame as active while the line has the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("active", event.type() == QEvent.Type.FocusIn)
            self.style().unpolish(self)
            self.style().polish(self)
        return super().eventFilter(watched, event)
