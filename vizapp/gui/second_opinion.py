"""The second opinion: another model is asked once the first one has answered.

It works beside the one state: nothing waits for it, a new question or file drops
it, and what it says joins the candidates with a mark.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from vizapp.core.errors import VizappError
from vizapp.core.tasks import CancelToken
from vizapp.gui.controller import Controller
from vizapp.gui.editing import to_the_letter, why_not
from vizapp.gui.jobs import Job, Report
from vizapp.gui.opinions import SecondView
from vizapp.gui.values import Candidate
from vizapp.reasoning.events import Answer
from vizapp.reasoning.second import Opinion, difference


class SecondOpinion(QObject):
    """Asks the second model about what the first one has answered."""

    changed = Signal()

    def __init__(self, controller: Controller, parent: QObject) -> None:
        super().__init__(parent)
        self._c = controller
        self._job: Job | None = None
        self.view = SecondView()
        controller.reasoned.connect(self._on_reasoned)
        controller.opening.connect(self.forget)
        controller.reasoning_started.connect(self.forget)
        controller.table_opened.connect(self.forget)

    def _on_reasoned(self, event: object) -> None:
        # A kept answer that is replayed is not asked about anew.
        if isinstance(event, Answer) and self._c.state == "reasoning":
            self.ask()

    def ask(self) -> None:
        """Ask the second model, if there is one, what the first one was asked."""
        table, request = self._c.table, self._c.last_request
        second = self._c.shared.models.second
        if second is None or table is None or request is None:
            return
        self.forget()
        request = replace(request, top=1, n_samples=1)

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            for event in self._c.backend.second_opinion(table, request, cancel=cancel):
                if isinstance(event, Answer):
                    yield event

        job = self._job = self._c.run(work)
        job.delivered.connect(self._on_answer)
        job.failed.connect(self._on_failed)
        self._show(SecondView("thinking", second.stem))

    def _on_answer(self, answer: Answer) -> None:
        self._job = None
        charts = answer.spec.charts
        if not charts:
            said = answer.spec.message or ""
            self._show(SecondView("silent", self.view.model, detail=said))
            return
        c = self._c
        current = c.last_request.current if c.last_request is not None else None
        edited = current.charts[0] if current is not None else None
        found_theirs = to_the_letter((Candidate(charts[0]),), c.ask_text, edited, c.table)
        if not found_theirs:
            said = why_not(c.ask_text, edited, c.table)
            self._show(SecondView("silent", self.view.model, detail=said))
            return
        theirs = found_theirs[0]
        first = c.candidates[0].chart if c.candidates else None
        found = difference(first, theirs.chart) if first is not None else None
        agrees = found is not None and found.agrees
        chart = first if agrees and first is not None else theirs.chart
        opinion = Opinion(self.view.model, found)
        self._show(SecondView("agrees" if agrees else "differs", opinion.model, chart, opinion))
        self._c.join(chart, opinion)

    def _on_failed(self, err: VizappError) -> None:
        self._job = None
        self._show(SecondView("failed", self.view.model, detail=str(err)))

    def stop(self) -> None:
        """Wait for it no longer."""
        if self._job is not None:
            self._job.drop()
            self._job = None
            self._show(SecondView("stopped", self.view.model))

    def forget(self) -> None:
        """Say nothing: another question begins."""
        if self._job is not None:
            self._job.drop()
            self._job = None
        self._show(SecondView())

    def _show(self, view: SecondView) -> None:
        if view != self.view:
            self.view = view
            self.changed.emit()
