"""What one document teaches, and what it gets back: kept choices and a better order.

A chart that was only glanced at is no choice: a pick or an edit counts when it
stays on screen for a moment, or when the person goes on from it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from vizapp.components.spec import Chart
from vizapp.core.errors import VizappError
from vizapp.gui.controller import Controller
from vizapp.gui.memory import Memory
from vizapp.gui.values import MAX_CANDIDATES, Candidate, Notice

if TYPE_CHECKING:
    from vizapp.feedback import Feedback, How

DWELL_MS = 4000
_HOWS: dict[str, How] = {"choice": "pick", "edit": "edit"}


class Learning(QObject):
    """Watches one controller and answers it as its `Taste`."""

    praise_changed = Signal()

    def __init__(self, controller: Controller, parent: QObject) -> None:
        super().__init__(parent)
        self._c = controller
        self.memory: Memory = controller.shared.memory
        self._seen = 0  # the newest entry of the history that was looked at
        self._pending: Feedback | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DWELL_MS)
        self._timer.timeout.connect(self.settle)
        controller.taste = self
        controller.editing.shown.connect(self._on_shown)
        controller.opening.connect(self.settle)
        controller.reasoning_started.connect(self._on_reasoning)
        self.memory.changed.connect(self.praise_changed)

    @property
    def on(self) -> bool:
        """Whether the person lets choices change the order."""
        return self._c.preferences.learning != "off"

    # -- what is kept -------------------------------------------------------------

    def _on_reasoning(self) -> None:
        self.memory.load(self._c.run)
        self.settle()

    def _on_shown(self) -> None:
        entry = self._c.editing.history.current
        new = entry is not None and entry.id > self._seen
        if entry is not None and new:
            self._seen = entry.id
            if entry.origin != "style":
                how = _HOWS.get(entry.origin)
                self._pending = self._feedback(entry.chart, how) if how else None
        else:
            self._pending = None  # undone, or an earlier one brought back
        if self._pending is not None:
            self._timer.start()
        self.praise_changed.emit()

    def settle(self) -> None:
        """Keep the choice that stayed on screen."""
        self._timer.stop()
        pending, self._pending = self._pending, None
        if pending is not None and all(kept.key != pending.key for kept in self.memory.choices):
            self._keep(pending)

    def _keep(self, feedback: Feedback) -> None:
        self.memory.add(feedback, self._c.run).failed.connect(self._on_failed)

    def _on_failed(self, err: VizappError) -> None:
        self._c.noticed.emit(Notice("warning", "notice.failed", {"message": str(err)}))
        self.praise_changed.emit()

    def _feedback(self, chart: Chart, how: How) -> Feedback | None:
        from vizapp.feedback import Feedback

        table, answer = self._c.table, self._c.answer
        if table is None:
            return None
        own = answer is not None and chart in answer.spec.charts[:1]
        ranked = answer.ranking if answer is not None else ()
        return Feedback(
            table=table.description,
            chart=chart,
            how=how,
            lang=answer.lang if answer is not None else self._c.lang,
            ask=self._c.ask_text,
            thought=answer.thought if answer is not None and own else None,
            shares=tuple((r.chart.component, r.probability) for r in ranked),
        )

    # -- thumbs up ----------------------------------------------------------------

    def _praise(self) -> Feedback | None:
        """Return the kept thumb up of the chart on screen."""
        chart, table = self._c.editing.chart, self._c.table
        if chart is None or table is None:
            return None
        return next(
            (
                kept
                for kept in self.memory.choices
                if kept.how == "praise"
                and kept.chart == chart
                and kept.ask == self._c.ask_text
                and kept.table == table.description
            ),
            None,
        )

    @property
    def praised(self) -> bool:
        """Whether the chart on screen has a thumb up."""
        return self._praise() is not None

    def praise(self) -> None:
        """Put the thumb up for the chart on screen, or take it down again."""
        chart, kept = self._c.editing.chart, self._praise()
        if kept is not None:
            self.memory.erase((kept,), self._c.run).failed.connect(self._on_failed)
        elif chart is not None and (made := self._feedback(chart, "praise")) is not None:
            self._pending = None  # one choice, said aloud
            self._keep(made)
            self._c.noticed.emit(Notice("info", "notice.remembered"))

    # -- what comes back (the controller's `Taste`) ---------------------------------

    def applies(self) -> bool:
        """Return whether choices for tables like the open one can change the order."""
        reranker, table = self.memory.reranker, self._c.table
        if not self.on or reranker is None or table is None or self._c.ask_text:
            return False
        return bool(reranker.gains(table.description))

    def wanted(self, usual: int) -> int:
        """Return how many charts to ask the model for."""
        return MAX_CANDIDATES if self.applies() else usual

    def rerank(self, candidates: tuple[Candidate, ...], usual: int) -> tuple[Candidate, ...]:
        """Return the charts in the order that the person's choices suggest."""
        reranker, table = self.memory.reranker, self._c.table
        if reranker is None or table is None or not self.applies():
            return candidates
        before: dict[str, float] = {}
        for candidate in candidates:
            if candidate.probability is not None:
                before.setdefault(candidate.chart.component, candidate.probability)
        if len(before) < 2:
            return candidates
        after = reranker.rerank(table.description, before)
        place = {component: i for i, component in enumerate(after)}
        old = {component: i for i, component in enumerate(before)}
        ordered = sorted(candidates, key=lambda c: place.get(c.chart.component, len(place)))
        changed = []
        for candidate in ordered:
            name = candidate.chart.component
            share = after.get(name, candidate.probability)
            moved = place.get(name, 0) < old.get(name, 0)
            changed.append(replace(candidate, probability=share, learned=moved))
        return tuple(changed[:usual])
