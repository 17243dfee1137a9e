"""Hints about the chart on screen: found, pictured and applied beside the controller.

Everything runs in background jobs. Another chart on screen ends them, and what was found
on the former one is no longer offered: a fix holds a whole chart, and would undo an edit.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from vizapp.components.changes import differences, look_differences
from vizapp.core.errors import VizappError
from vizapp.core.language import Lang
from vizapp.core.tasks import CancelToken
from vizapp.gui.controller import Controller
from vizapp.gui.drawer import LATER
from vizapp.gui.jobs import Job, Report
from vizapp.gui.values import Drawing, Look
from vizapp.rendering.lint.findings import Finding, Fix

log = logging.getLogger(__name__)

SETTLE_MS = 250  # while somebody edits, nobody reads hints


@dataclass(frozen=True)
class Hint:
    """One finding in the words of one language; `change` is empty where nothing mends it."""

    what: str
    why: str
    change: str


class Hinting(QObject):
    """Looks at every chart that comes to rest on screen.

    Parameters
    ----------
    controller : Controller
        Who draws.
    """

    changed = Signal()  # other findings, or none
    pictured = Signal(int, object)  # index, Drawing after the fix

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._c = controller
        self._drawing: Drawing | None = None
        self._looking: Job | None = None
        self._picturing: list[Job] = []
        self._found: tuple[Finding, ...] = ()
        self.fresh = False  # whether they are about what is on screen
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._look)
        controller.drawing_changed.connect(self._on_drawn)
        controller.drawing_failed.connect(lambda _: self._on_drawn(None))
        controller.editing.shown.connect(self._on_shown)
        controller.opening.connect(self._forget)
        controller.table_opened.connect(self._forget)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found and not dismissed."""
        chart, history = self._c.editing.chart, self._c.editing.history
        if chart is None:
            return self._found
        return tuple(f for f in self._found if not history.is_dismissed(f.rule, chart))

    @property
    def n_dismissed(self) -> int:
        """How many hints about the chart on screen the person does not want."""
        return len(self._found) - len(self.findings)

    @property
    def drawing(self) -> Drawing | None:
        """The picture that the findings are about."""
        return self._drawing

    def hints(self, lang: Lang) -> tuple[Hint, ...]:
        """Return the findings in that language."""
        return tuple(
            Hint(found.what[lang], found.why[lang], self._change(found.fix, lang))
            for found in self.findings
        )

    def _change(self, fix: Fix | None, lang: Lang) -> str:
        """Return what the fix changes on the chart on screen, in words."""
        chart = self._c.editing.chart
        if fix is None or chart is None:
            return ""
        looks = self._c.editing.presentation
        changes = (
            *differences(chart, fix.chart, lang),
            *look_differences(looks, fix.presentation, lang),
        )
        return ("\uff1b" if lang == "zh" else "; ").join(changes)

    # -- finding ----------------------------------------------------------------

    def _on_drawn(self, drawing: Drawing | None) -> None:
        if drawing is None:
            self._forget()
            return
        before, self._drawing = self._drawing, drawing
        if before is not None and before.png is drawing.png:
            return  # the same picture, now with its marks
        self._stop()
        self._timer.start()

    def _on_shown(self) -> None:
        self._stop()
        if self.fresh:
            self.fresh = False
            self.changed.emit()

    def _forget(self) -> None:
        self._stop()
        self._drawing = None
        self.fresh = False
        if self._found:
            self._found = ()
            self.changed.emit()

    def _stop(self) -> None:
        self._timer.stop()
        if self._looking is not None:
            self._looking.drop()
        self._looking = None
        self._stop_picturing()

    def _stop_picturing(self) -> None:
        for job in self._picturing:
            job.drop()
        self._picturing = []

    def _look(self) -> None:
        drawing, backend = self._drawing, self._c.backend
        if drawing is None:
            return

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            yield backend.lint(drawing, cancel=cancel)

        self._looking = self._c.run(work)
        self._looking.delivered.connect(self._on_found)
        self._looking.failed.connect(self._on_failed)

    def _on_found(self, findings: tuple[Finding, ...]) -> None:
        self._looking = None
        self._found, self.fresh = findings, True
        self.changed.emit()

    def _on_failed(self, err: VizappError) -> None:
        log.info("no hints: %s", err)  # no reason to bother anybody
        self._on_found(())

    # -- before and after -----------------------------------------------------------

    def draw_fixes(self, width: int, height: int, ratio: float) -> None:
        """Draw what each fix makes, as large as the chart on screen: CSS pixels, pixel ratio."""
        self._stop_picturing()
        for index, found in enumerate(self.findings):
            if found.fix is not None:
                self._draw(index, found.fix, width, height, ratio)

    def _draw(self, index: int, fix: Fix, width: int, height: int, ratio: float) -> None:
        table, backend, looks = self._c.table, self._c.backend, fix.presentation
        look = Look(self._c.theme, self._c.lang, width, height, ratio, presentation=looks)

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            assert table is not None  # findings exist only with a table
            yield backend.draw(fix.chart, table, look)

        job = self._c.run_drawing(work, LATER)
        job.delivered.connect(lambda drawing: self.pictured.emit(index, drawing))
        self._picturing.append(job)

    # -- what the person makes of them ---------------------------------------------

    def dismiss(self, index: int) -> None:
        """Show that hint about this chart no more; the document keeps it so."""
        if self.fresh and index < len(self.findings):
            self._c.editing.dismiss(self.findings[index].rule)
            self.changed.emit()

    def recall(self) -> None:
        """Show the dismissed hints about this chart again."""
        self._c.editing.recall()
        self.changed.emit()

    def apply(self, index: int) -> None:
        """Show what that finding's fix makes, as one entry of the history."""
        if self.fresh and index < len(self.findings):
            fix = self.findings[index].fix
            if fix is not None:
                self._c.editing.fix(fix.chart, fix.presentation)
