"""The conversation about the chart: what was asked, what it changed, the next wish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import text
from vizapp.gui.theme import current_colors
from vizapp.gui.widgets.ask_line import AskLine

Tone = Literal["working", "done", "problem"]
_LOG_HEIGHT, _COMPACT_LOG = 96, 44  # px at the most: the chart needs the room more


@dataclass(frozen=True)
class Said:
    """One turn as it is shown: the person's words, and the answer to them."""

    ask: str
    reply: str
    tone: Tone
    can_undo: bool = False


class TalkLine(AskLine):
    """Enter sends a wish; the arrow up brings the last ones back."""

    def __init__(self) -> None:
        super().__init__()
        self.asks: list[str] = []
        self._back = 0

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self.edit.setPlaceholderText(text("chat.placeholder", lang))
        self.edit.setAccessibleName(text("chat.name", lang))
        self._send.setToolTip(text("chat.send", lang))
        self._send.setAccessibleName(text("chat.send", lang))

    def _on_submit(self) -> None:
        said = self.edit.text().strip()
        if said:
            self.asks.append(said)
            self._back = 0
            self.edit.clear()
            self.submitted.emit(said)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk through what was said before."""
        steps = {Qt.Key.Key_Up.value: 1, Qt.Key.Key_Down.value: -1}
        step = steps.get(event.key())
        if step is None or not self.asks:
            super().keyPressEvent(event)
            return
        self._back = min(max(self._back + step, 0), len(self.asks))
        self.edit.setText(self.asks[-self._back] if self._back else "")


class Turn(QWidget):
    """One turn of the conversation."""

    undo_asked = Signal()

    def __init__(self, said: Said) -> None:
        super().__init__()
        self.ask, self.reply = QLabel(), QLabel()
        self.ask.setObjectName("asked")
        self.reply.setObjectName("replied")
        for label in (self.ask, self.reply):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.ask.setMaximumWidth(300)
        self.ask.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.ask, 0, top)
        row.addWidget(self.reply, 1)
        self.undo = QToolButton()
        self.undo.setObjectName("chipClose")
        self.undo.setIconSize(QSize(16, 16))
        self.undo.setCursor(Qt.CursorShape.PointingHandCursor)
        self.undo.clicked.connect(self.undo_asked)
        row.addWidget(self.undo, 0, top)
        self.show_said(said)

    def show_said(self, said: Said) -> None:
        """Show the words."""
        self.ask.setText(said.ask)
        self.reply.setText(said.reply)
        self.undo.setVisible(said.can_undo)
        if self.reply.property("tone") != said.tone:
            self.reply.setProperty("tone", said.tone)
            self.reply.style().unpolish(self.reply)
            self.reply.style().polish(self.reply)
        self.setAccessibleName(f"{said.ask}. {said.reply}")

    def name_undo(self, name: str, color: str) -> None:
        """Say and draw what the button does."""
        self.undo.setToolTip(name)
        self.undo.setAccessibleName(name)
        self.undo.setIcon(icons.icon("undo", color, color))


class ChatPanel(QFrame):
    """Shows the conversation and takes the next wish."""

    submitted = Signal(str)
    stop_asked = Signal()
    undo_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chat")
        self._lang: Lang = "en"
        self._most = _LOG_HEIGHT
        self.turns: list[Turn] = []
        self.line = TalkLine()
        self.line.submitted.connect(self.submitted)
        self.stop = QToolButton()
        self.stop.setObjectName("flat")
        self.stop.setCursor(Qt.CursorShape.PointingHandCursor)
        self.stop.clicked.connect(self.stop_asked)
        self.stop.hide()
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(4, 0, 4, 0)
        self._rows.setSpacing(0)
        self._rows.addStretch(1)
        self.log = QScrollArea()
        self.log.setWidgetResizable(True)
        self.log.setFrameShape(QFrame.Shape.NoFrame)
        self.log.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.log.setWidget(inside)
        self.log.setFixedHeight(0)
        self.log.hide()
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self.line, 1)
        below.addWidget(self.stop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.log)
        whole.addLayout(below)
        bar = self.log.verticalScrollBar()
        bar.rangeChanged.connect(lambda _, most: bar.setValue(most))  # the last turn is in sight

    def show_turns(self, said: Sequence[Said]) -> None:
        """Show the conversation, the oldest turn first."""
        while len(self.turns) > len(said):
            turn = self.turns.pop()
            self._rows.removeWidget(turn)
            turn.hide()
            turn.deleteLater()
        for turn, one in zip(self.turns, said, strict=False):
            turn.show_said(one)
        for one in said[len(self.turns) :]:
            turn = Turn(one)
            turn.undo_asked.connect(self.undo_asked)
            turn.name_undo(text("action.undo", self._lang), current_colors().accent)
            self._rows.addWidget(turn)
            self.turns.append(turn)
        self.line.asks = [one.ask for one in said]
        self.log.setVisible(bool(said))
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Give the log the room that its turns need, up to a limit."""
        width = self.log.viewport().width()
        room = 0
        for turn in reversed(self.turns):  # as many of the last turns as fit as a whole
            wanted = turn.heightForWidth(width) if width > 0 else turn.sizeHint().height()
            if room and room + wanted > self._most:
                break
            room += wanted
        self.log.setFixedHeight(min(room, self._most))

    def set_compact(self, compact: bool) -> None:
        """Show fewer turns in a low window."""
        most = _COMPACT_LOG if compact else _LOG_HEIGHT
        if most != self._most:
            self._most = most
            QTimer.singleShot(0, self, self._fit)

    def set_busy(self, busy: bool) -> None:
        """Show or hide the button that stops."""
        self.stop.setVisible(busy)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.line.retranslate(lang)
        self.recolor()
        self.log.setAccessibleName(text("chat.log", lang))
        self.stop.setToolTip(f"{text('action.stop', lang)} (Esc)")
        self.stop.setAccessibleName(text("action.stop", lang))

    def recolor(self) -> None:
        """Redraw the icons in the theme's colours."""
        c = current_colors()
        self.line.recolor()
        self.stop.setIcon(icons.icon("stop", c.bad, c.muted))
        for turn in self.turns:
            turn.name_undo(text("action.undo", self._lang), c.accent)
