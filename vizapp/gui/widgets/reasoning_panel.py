"""The right column: title, stop button and the streaming reasoning."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import text
from vizapp.gui.theme import current_colors
from vizapp.gui.values import TableView
from vizapp.gui.widgets.thought_view import ThoughtView
from vizapp.reasoning.events import Answer, Started, ThoughtDelta


class ReasoningPanel(QFrame):
    """Takes the events of one run after the other."""

    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._lang: Lang = "en"
        self._table: TableView | None = None
        self._deltas: list[ThoughtDelta] = []
        self._busy = False
        self._title = QLabel()
        self._title.setObjectName("cardTitle")
        self.stop = QPushButton()
        self.stop.setObjectName("stop")
        self.stop.setCursor(Qt.CursorShape.PointingHandCursor)
        self.stop.clicked.connect(self.stop_asked)
        # Its place is kept while it is hidden, so that the header does not jump.
        policy = self.stop.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.stop.setSizePolicy(policy)
        self.stop.hide()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        bar_policy = self._bar.sizePolicy()
        bar_policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(bar_policy)
        self._bar.hide()
        self.view = ThoughtView()
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 4)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.stop)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 0, 16, 0)
        bar.addWidget(self._bar)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 1, 1, 8)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addLayout(bar)
        rows.addWidget(self.view, 1)
        self.setMinimumWidth(240)

    def show_table(self, table: TableView) -> None:
        """Know the attributes of the table that is reasoned about."""
        self._table = table

    def begin(self) -> None:
        """Start over for a new run."""
        self._deltas = []
        types = {c.name: c.type for c in self._table.columns} if self._table else {}
        self.view.begin(types)
        self._say("reason.waiting")

    def take(self, event: object) -> None:
        """Show one event of the run."""
        if isinstance(event, ThoughtDelta):
            self._deltas.append(event)
            self.view.add(event)
        elif isinstance(event, Started) and self._deltas:
            # Somebody else starts over: what came before no longer counts.
            self.begin()
        elif isinstance(event, Answer):
            self.view.finish(event.claims)

    def end(self, *, stopped: bool = False) -> None:
        """Show that nothing more comes."""
        self.view.flush()
        self._say("reason.stopped" if stopped else "reason.empty")

    def set_busy(self, busy: bool) -> None:
        """Show or hide what belongs to a run."""
        self._busy = busy
        self.stop.setVisible(busy)
        self._bar.setVisible(busy)

    def _say(self, key: str) -> None:
        self._placeholder = key
        self.view.setPlaceholderText(text(key, self._lang))

    _placeholder = "reason.empty"

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self._title.setText(text("reason.title", lang))
        self.stop.setText(text("action.stop", lang))
        self.stop.setToolTip(f"{text('action.stop', lang)} (Esc)")
        self.view.retranslate(lang)
        self._say(self._placeholder)
        self.view.replay(self._deltas)

    def recolor(self) -> None:
        """Write everything in the theme's colours."""
        c = current_colors()
        self.stop.setIcon(icons.icon("stop", c.bad, c.muted))
        self.view.replay(self._deltas)
