"""What a list says while it has no row to show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QVBoxLayout

_MARGIN = 12


class EmptyWords(QLabel):
    """A muted line in a list or table without rows; its owner says when."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__()
        self.setObjectName("muted")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        room = QVBoxLayout(view.viewport())
        room.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        room.addWidget(self)
        self.hide()

    def say(self, words: str) -> None:
        """Show these words, none where there are rows."""
        self.setText(words)
        self.setVisible(bool(words))
