"""The right column: title, stop button and the streaming reasoning."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
)

from vizapp.components.spec import Chart
from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import count, text
from vizapp.gui.theme import current_colors
from vizapp.gui.values import TableView
from vizapp.gui.widgets.thought_view import ThoughtView
from vizapp.reasoning.events import Answer, Started, ThoughtDelta

_TICK_MS = 100  # how often the seconds are told while the model thinks


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
        self.view.folds_changed.connect(self._show_fold)
        self.fold = QToolButton()
        self.fold.setObjectName("flat")
        self.fold.clicked.connect(lambda: self.view.fold_all(not self.view.all_folded))
        self.facts = QLabel()
        self.facts.setObjectName("small")
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setWordWrap(True)
        self._started: Started | None = None
        self._answer: Answer | None = None
        self._literal: Chart | None = None
        self._clock = QElapsedTimer()
        self._ticking = QTimer(self)
        self._ticking.setInterval(_TICK_MS)
        self._ticking.timeout.connect(self._say_facts)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 4)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.stop)
        head.addWidget(self.fold)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 0, 16, 0)
        bar.addWidget(self._bar)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 1, 1, 8)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addLayout(bar)
        told = QHBoxLayout()
        told.setContentsMargins(16, 0, 12, 4)
        told.addWidget(self.facts)
        rows.addLayout(told)
        rows.addWidget(self.view, 1)
        self.setMinimumWidth(240)

    def show_table(self, table: TableView) -> None:
        """Know the attributes of the table that is reasoned about."""
        self._table = table

    def begin(self) -> None:
        """Start over for a new run."""
        self._deltas = []
        self._started = self._answer = self._literal = None
        self._clock.start()
        types = {c.name: c.type for c in self._table.columns} if self._table else {}
        self.view.begin(types)
        self._say("reason.waiting")
        self._say_facts()

    def take(self, event: object) -> None:
        """Show one event of the run."""
        if isinstance(event, ThoughtDelta):
            self._deltas.append(event)
            self.view.add(event)
        elif isinstance(event, Started):
            if self._deltas:
                # Somebody else starts over: what came before no longer counts.
                self.begin()
            self._started = event
            self._say_facts()
        elif isinstance(event, Answer):
            self._answer = event
            self.view.finish(event.claims)
            self._say_facts()

    def say_literal(self, chart: Chart | None) -> None:
        """Say that the chart on screen follows the person's words; None: it is the model's."""
        self._literal = chart
        self._say_facts()

    def end(self, *, stopped: bool = False) -> None:
        """Show that nothing more comes."""
        self.view.flush()
        self._ticking.stop()
        self._say("reason.stopped" if stopped else "reason.empty")

    def set_busy(self, busy: bool) -> None:
        """Show or hide what belongs to a run."""
        self._busy = busy
        self.stop.setVisible(busy)
        self._bar.setVisible(busy)
        if busy and not self._ticking.isActive():
            self._ticking.start()
        elif not busy:
            self._ticking.stop()

    def _say_facts(self) -> None:
        """Say who thinks, how fast, and how many samples agree."""
        lang, answer, started = self._lang, self._answer, self._started
        words: list[str] = []
        model = answer.model if answer else started.model if started else ""
        if model:
            words.append(model)
        if started and started.device:
            words.append(started.device)
        seconds = answer.seconds if answer else self._clock.elapsed() / 1000
        if answer or self._busy:
            words.append(text("status.seconds", lang, seconds=f"{seconds:.1f}"))
        if answer and answer.n_tokens and answer.seconds > 0:
            speed = count(round(answer.speed or answer.n_tokens / answer.seconds))
            words.append(text("status.speed", lang, n=speed))
        # Whole words wrap, and tokens/s is one.
        whole = str.maketrans({" ": "\u00a0", "/": "/\u2060"})
        said = " · ".join(word.translate(whole) for word in words)
        if started and started.note:  # such as why no graphics processor is used
            said = f"{said}\n{started.note}"
        if answer and answer.agreement:
            votes, samples = answer.agreement
            dots = "●" * votes + "○" * (samples - votes)
            agree = text("status.agreement", lang, votes=votes, samples=samples)
            said = f"{said}\n{dots}  {agree}"
        if answer and answer.spec.charts and self._literal:
            own = answer.spec.charts[0].declaration.title[lang]
            chart = self._literal.declaration.title[lang]
            said = f"{said}\n{text('reason.literal', lang, chart=chart, other=own)}"
        self.facts.setText(said)
        self.facts.setVisible(bool(said))

    def _show_fold(self) -> None:
        folded = self.view.all_folded
        key = "reason.unfold" if folded else "reason.fold"
        self.fold.setText("▸" if folded else "▾")
        self.fold.setToolTip(text(key, self._lang))
        self.fold.setAccessibleName(text(key, self._lang))

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
        self._show_fold()
        self._say_facts()
        self._bar.setAccessibleName(text("reason.progress", lang))
        self._say(self._placeholder)
        self.view.replay(self._deltas)

    def recolor(self) -> None:
        """Write everything in the theme's colours."""
        c = current_colors()
        self.stop.setIcon(icons.icon("stop", c.bad, c.muted))
        self.view.replay(self._deltas)
