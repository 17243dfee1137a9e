"""One line about work that goes on beside the chart: words, a bar, a button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy

_BAR_WIDTH, _HEIGHT = 72, 34


class WorkLine(QFrame):
    """The words, the bar and the button; what they say is the matter of who derives from it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.button = QPushButton()
        self.button.setObjectName("link")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 2)
        self.setMinimumHeight(_HEIGHT)
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        row.addWidget(self.bar)
        row.addWidget(self.button)
        self.hide()

    def set_kind(self, kind: str) -> None:
        """Look like a notice of that kind: info or warning."""
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            for widget in (self, self.label):
                widget.style().unpolish(widget)
                widget.style().polish(widget)
