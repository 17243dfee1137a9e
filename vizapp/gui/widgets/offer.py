"""What was open when vizapp ended last, one click from coming back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import count, text
from vizapp.gui.theme import current_colors

_SHOWN = 3  # names that are said; the others are counted


class Offer(QFrame):
    """A line with the tables' names; hidden while there is nothing to restore."""

    restore_asked = Signal()
    discard_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._lang: Lang = "en"
        self._names: tuple[str, ...] = ()
        self._icon = QLabel()
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.restore = QPushButton()
        self.restore.setObjectName("primary")
        self.discard = QPushButton()
        for button in (self.restore, self.discard):
            button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.restore.clicked.connect(self.restore_asked)
        self.discard.clicked.connect(self.discard_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.label, 1)
        row.addWidget(self.discard)
        row.addWidget(self.restore)
        self.hide()

    def show_names(self, names: Sequence[str]) -> None:
        """Offer these tables, or hide."""
        self._names = tuple(names)
        self.setVisible(bool(names))
        self.retranslate(self._lang)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        names = ("\u3001" if lang == "zh" else ", ").join(self._names[:_SHOWN])
        more = len(self._names) - _SHOWN
        if more > 0:
            names = text("welcome.kept_more", lang, names=names, n=count(more))
        self.label.setText(text("welcome.kept", lang, names=names))
        self.restore.setText(text("welcome.restore", lang))
        self.discard.setText(text("welcome.discard", lang))

    def recolor(self) -> None:
        """Redraw the icon in the theme's colours."""
        c = current_colors()
        self._icon.setPixmap(icons.pixmap("clock", c.accent, 20, self.devicePixelRatioF()))
