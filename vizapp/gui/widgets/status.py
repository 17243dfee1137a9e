"""The line at the bottom: what happens, who answered, how fast."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import count, text
from vizapp.gui.theme import current_colors
from vizapp.gui.values import State
from vizapp.reasoning.endpoint import Endpoint
from vizapp.reasoning.events import Answer, Started


class StatusLine(QStatusBar):
    """State on the left, model and speed on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._lang: Lang = "en"
        self._state: State = "idle"
        self._stopped = False  # what ran last was stopped
        self._started: Started | None = None
        self._answer: Answer | None = None
        self._endpoint: Endpoint | None = None
        self.state = QLabel()
        self.facts = QLabel()
        self._lock = QLabel()
        self._local = QLabel()
        self.addWidget(self.state)
        self.addPermanentWidget(self.facts)
        self.addPermanentWidget(self._lock)
        self.addPermanentWidget(self._local)
        self.setContentsMargins(12, 0, 12, 0)

    def show_state(self, state: State) -> None:
        """Say what happens."""
        self._stopped = self._stopped and state == self._state
        self._state = state
        said = "status.stopped" if self._stopped else f"status.{state}"
        self.state.setText(text(said, self._lang))

    def show_stopped(self) -> None:
        """Say that the person stopped it, until something else happens."""
        self._stopped = True
        self.show_state(self._state)

    def forget(self) -> None:
        """Forget who answered: a new run begins."""
        self._started = self._answer = None
        self._say()

    def take(self, event: object) -> None:
        """Learn from an event of the run who answers and how fast."""
        if isinstance(event, Started):
            self._started = event
        elif isinstance(event, Answer):
            self._answer = event
        else:
            return
        self._say()

    def _say(self) -> None:
        words: list[str] = []
        answer, started = self._answer, self._started
        model = answer.model if answer else started.model if started else ""
        if model:
            words.append(text("status.model", self._lang, model=model))
        if started and started.device:
            words.append(started.device)
        if answer and answer.agreement:
            votes, samples = answer.agreement
            words.append(text("status.agreement", self._lang, votes=votes, samples=samples))
        if answer:
            words.append(text("status.seconds", self._lang, seconds=f"{answer.seconds:.2f}"))
            if answer.n_tokens and answer.seconds > 0:
                speed = count(round(answer.speed or answer.n_tokens / answer.seconds))
                words.append(text("status.speed", self._lang, n=speed))
        self.facts.setText("  ·  ".join(words))
        self.facts.setToolTip(started.note if started else "")

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.show_state(self._state)
        self._say_where()
        self._say()

    def set_endpoint(self, endpoint: Endpoint | None) -> None:
        """Mark that descriptions go to another machine, or that nothing does."""
        self._endpoint = endpoint
        self._say_where()
        self.recolor()

    def _say_where(self) -> None:
        endpoint = self._endpoint
        where = text("status.local", self._lang)
        if endpoint is not None and endpoint.leaves_machine:
            where = text("status.remote", self._lang, host=endpoint.host)
        self._local.setText(where)
        self._local.setToolTip(endpoint.mark(self._lang) if endpoint else "")

    def recolor(self) -> None:
        """Redraw the icon in the theme's colours."""
        c = current_colors()
        leaves = self._endpoint is not None and self._endpoint.leaves_machine
        name, color = ("warning", c.bad) if leaves else ("lock", c.muted)
        self._lock.setPixmap(icons.pixmap(name, color, 14, self.devicePixelRatioF()))
