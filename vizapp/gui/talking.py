"""The conversation about the chart, turn by turn.

A turn's answer is what it changed, in words from the difference of the two
charts; what the model cannot do is said with its reason. Turns that made a
chart live in the history; the others only as long as the table is open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QObject, Signal

from vizapp.components.presentation import Presentation
from vizapp.core.error_texts import say
from vizapp.core.language import Lang
from vizapp.gui import saying
from vizapp.gui.controller import Controller
from vizapp.gui.texts import text
from vizapp.gui.values import ErrorView
from vizapp.gui.widgets.chat import Said, Tone
from vizapp.reasoning.events import Answer

Outcome = Literal[
    "working", "changed", "same", "already", "refused", "failed", "stopped",
    "undone", "redone", "no_undo", "no_redo", "elsewhere",
]  # fmt: skip
_TONES: dict[Outcome, Tone] = {
    "working": "working", "changed": "done", "already": "done", "undone": "done", "redone": "done",
}  # fmt: skip
_REPLIES: dict[Outcome, str] = {
    "working": "chat.working",
    "changed": "chat.gone",
    "same": "chat.same",
    "already": "chat.already",
    "refused": "chat.refused",
    "failed": "chat.failed",
    "stopped": "chat.stopped",
    "undone": "chat.undone",
    "redone": "chat.redone",
    "no_undo": "chat.no_undo",
    "no_redo": "chat.no_redo",
}


@dataclass(frozen=True)
class Turn:
    """What the person said and what came of it.

    `anew` says that it asked for a chart, whatever was on screen; `why` is the
    reason of a refusal or failure, or the text that says where something is done.
    """

    ask: str
    outcome: Outcome = "working"
    entry_id: int | None = None
    anew: bool = False
    why: str = ""


class Talking(QObject):
    """Listens to the controller and keeps the turns."""

    changed = Signal()

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._c = controller
        self.turns: list[Turn] = []
        self._last_id = 0
        controller.asked.connect(self._on_asked)
        controller.refused.connect(lambda why: self._end("refused", why))
        controller.reasoned.connect(self._on_reasoned)
        controller.reasoning_stopped.connect(lambda: self._end("stopped"))
        controller.failed.connect(self._on_failed)
        controller.table_opened.connect(self._on_table_opened)
        controller.editing.changed.connect(self._on_history)

    def said(self, lang: Lang) -> list[Said]:
        """Return the conversation in that language."""
        current = self._c.editing.history.current_id
        undoable = self._c.editing.history.can_undo
        found = []
        for place, turn in enumerate(self.turns):
            last = place == len(self.turns) - 1
            can_undo = last and undoable and turn.entry_id is not None and turn.entry_id == current
            tone = _TONES.get(turn.outcome, "problem")
            found.append(Said(turn.ask, self._reply(turn, lang), tone, can_undo))
        return found

    def _reply(self, turn: Turn, lang: Lang) -> str:
        entry = self._c.editing.history.entry(turn.entry_id)
        if turn.outcome == "changed" and entry is not None:
            return " · ".join(self._c.editing.words(entry, lang))
        if turn.outcome == "elsewhere":
            return text(turn.why, lang)
        if turn.outcome in ("undone", "redone") and entry is not None:
            what = " · ".join(self._c.editing.words(entry, lang))
            return text(_REPLIES[turn.outcome], lang, what=what)
        if turn.outcome in ("undone", "redone"):
            return text("chat.gone", lang)
        return text(_REPLIES[turn.outcome], lang, why=say(turn.why, lang))

    def take(self, ask: str) -> bool:
        """Do what needs no model, and answer; return whether it was that.

        The looks of a chart and the line of changes are no part of what a model writes.
        """
        editing = self._c.editing
        if editing.chart is None or self._c.situation.state == "reasoning":
            return False
        found = saying.said(ask, editing.presentation)
        if found is None or (isinstance(found, Presentation) and self._names_a_column(found)):
            return False
        before = editing.history.current_id
        turn = Turn(ask, "already")
        if isinstance(found, saying.Elsewhere):
            turn = replace(turn, outcome="elsewhere", why=found.key)
        elif found == "undo":
            able = editing.can_undo
            editing.undo()
            turn = replace(turn, outcome="undone" if able else "no_undo", entry_id=before)
        elif found == "redo":
            able = editing.history.can_redo
            editing.redo()
            entry = editing.history.current_id
            turn = replace(turn, outcome="redone" if able else "no_redo", entry_id=entry)
        elif found != editing.presentation:
            editing.restyle(found, ask=ask)
            turn = replace(turn, outcome="changed", entry_id=editing.history.current_id)
        self.turns.append(turn)
        self.changed.emit()
        return True

    def _names_a_column(self, looks: Presentation) -> bool:
        """Return whether a title that was asked for may be a column: 'title is Hamlet'."""
        now, table = self._c.editing.presentation, self._c.table
        names = () if table is None else table.description.names
        titled = any("title" in name.casefold() or "标题" in name for name in names)
        return titled and looks.title != now.title

    # -- the controller's news ----------------------------------------------------

    def _on_asked(self, ask: str) -> None:
        self._end("stopped")  # a question that came before the answer to the last one
        entries = self._c.editing.history.entries
        self._last_id = entries[-1].id if entries else 0
        self.turns.append(Turn(ask, anew=self._c.editing.chart is None))
        self.changed.emit()

    def _on_reasoned(self, event: object) -> None:
        if not isinstance(event, Answer) or not self._open:
            return
        entries = self._c.editing.history.entries
        new = [e for e in entries if e.id > self._last_id and e.ask == self.turns[-1].ask]
        current = self._c.editing.history.current
        if new:
            self._end("changed", entry_id=new[-1].id)
        elif self.turns[-1].anew and current is not None:
            self._end("changed", entry_id=current.id)
        else:
            self._end("already" if self._is_already() else "same")

    def _is_already(self) -> bool:
        """Return whether the words were understood and ask for what is there."""
        chart, table = self._c.editing.chart, self._c.table
        if chart is None or table is None:
            return False
        from vizapp.components.phrases import plain_edit  # not before somebody asks

        return plain_edit(self.turns[-1].ask, chart, table.description) == chart

    def _on_failed(self, error: ErrorView) -> None:
        self._end("failed", error.message)

    def _on_table_opened(self) -> None:
        if not self._c.editing.history.entries:
            self.turns = []
            self.changed.emit()

    def _on_history(self) -> None:
        """Take the turns of a history that a project brought back."""
        if not self.turns:
            entries = self._c.editing.history.entries
            self.turns = [Turn(e.ask, "changed", e.id) for e in entries if e.ask]
            if self.turns:
                self.changed.emit()

    @property
    def _open(self) -> bool:
        return bool(self.turns) and self.turns[-1].outcome == "working"

    def _end(self, outcome: Outcome, why: str = "", entry_id: int | None = None) -> None:
        if self._open:
            self.turns[-1] = replace(self.turns[-1], outcome=outcome, why=why, entry_id=entry_id)
            self.changed.emit()
