"""A chart that stays beside the one on screen, for comparison."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.cutting import cut_words
from vizapp.gui.texts import text
from vizapp.gui.theme import current_colors
from vizapp.gui.values import Drawing
from vizapp.gui.widgets.chart_view import ChartView


class PinnedView(QFrame):
    """Shows the pinned chart under what made it; it can be brought back or let go."""

    back_asked = Signal()
    unpin_asked = Signal()
    canvas_changed = Signal(int, int, float)  # CSS pixels, pixel ratio

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._words = ""
        self._pin = QLabel()
        self.words = QLabel()
        self.words.setObjectName("small")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.back, self.unpin = QToolButton(), QToolButton()
        for button in (self.back, self.unpin):
            button.setObjectName("flat")
            button.setIconSize(QSize(16, 16))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.back.clicked.connect(self.back_asked)
        self.unpin.clicked.connect(self.unpin_asked)
        self.chart = ChartView()
        self.chart.canvas_changed.connect(self.canvas_changed)
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 4, 0)
        head.setSpacing(6)
        head.addWidget(self._pin)
        head.addWidget(self.words, 1)
        head.addWidget(self.back)
        head.addWidget(self.unpin)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(self.chart, 1)

    def show_words(self, words: str) -> None:
        """Say what made the pinned chart."""
        self._words = words
        self.words.setToolTip(words)
        self._elide()

    def _elide(self) -> None:
        room = self.words.width()
        self.words.setText(cut_words(self.words.fontMetrics(), self._words, room))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Cut the words to the room."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._elide)

    def show_drawing(self, drawing: Drawing | None) -> None:
        """Show the pinned chart."""
        self.chart.show_drawing(drawing)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self.setAccessibleName(text("pinned.name", lang))
        for button, key in ((self.back, "history.back"), (self.unpin, "action.unpin")):
            button.setToolTip(text(key, lang))
            button.setAccessibleName(text(key, lang))
        self._pin.setToolTip(text("pinned.name", lang))
        self.chart.retranslate(lang)

    def recolor(self) -> None:
        """Redraw the icons in the theme's colours."""
        c = current_colors()
        self._pin.setPixmap(icons.pixmap("pin", c.accent, 16, self.devicePixelRatioF()))
        self.back.setIcon(icons.icon("undo", c.muted, c.border))
        self.unpin.setIcon(icons.icon("close", c.muted, c.border))
