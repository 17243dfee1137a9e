"""Charts beyond the answer: any component of the library, and a page of several.

Everything runs in the controller's background jobs; a new file or question ends
it, and nothing that comes too late is shown.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from vizapp.components.catalogue import catalogue
from vizapp.components.requirements import lacks
from vizapp.components.spec import Chart
from vizapp.core.errors import VizappError
from vizapp.core.language import Lang
from vizapp.core.tasks import CancelToken
from vizapp.gui.controller import Controller
from vizapp.gui.drawer import LATER
from vizapp.gui.jobs import Job, Report
from vizapp.gui.values import Drawing, ErrorView, Look, Notice, error_view
from vizapp.reasoning.survey import WIDE_ENOUGH

PAGE_CHART = (560, 350)  # CSS px at which a chart of the page is drawn


@dataclass(frozen=True)
class Choice:
    """One component of the library, and what keeps this table from it.

    `because` says what the chart can show when it `fits`, else what is missing.
    """

    component: str
    title: str
    fits: bool
    because: str


class Choosing(QObject):
    """Answers "why not ...?" and makes the page of charts over different columns."""

    completed = Signal(object)  # Chart: the component that was asked for
    page_changed = Signal()  # begun, a chart more, ended
    page_drawn = Signal(int, object)  # index, Drawing or None where it cannot be drawn
    page_failed = Signal(object)  # ErrorView: what was found stays

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._c = controller
        self._completing: Job | None = None
        self._finding: Job | None = None
        self._drawing: list[Job] = []
        self.charts: list[Chart] = []
        self.drawings: dict[int, Drawing] = {}
        self.n_undrawn = 0
        controller.opening.connect(self.clear)
        controller.table_opened.connect(self.clear)
        controller.reasoning_started.connect(self.stop)
        controller.look_changed.connect(self._draw_again)

    # -- why not ...? -----------------------------------------------------------

    def choices(self, lang: Lang) -> tuple[Choice, ...]:
        """Return every component, those that fit first."""
        table = self._c.table
        if table is None:
            return ()
        found = []
        for component in catalogue().values():
            missing = lacks(component, table.description)
            said = " ".join(lack.say(lang) for lack in missing)
            if not missing:
                purpose = component.purpose[lang]
                said = f"可以{purpose}。" if lang == "zh" else f"Can {purpose}."
            title = component.title[lang]
            found.append(Choice(component.name, title, not missing, said))
        return tuple(sorted(found, key=lambda choice: not choice.fits))

    def complete(self, component: str) -> None:
        """Draw a component that fits, its attributes chosen by the reasoner."""
        table = self._c.table
        if table is None:
            return
        self._stop_completing()
        title = catalogue()[component].title[self._c.lang]
        request = self._c.request()

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            yield self._c.backend.complete(table, component, request, cancel=cancel)

        self._c.noticed.emit(Notice("info", "notice.completing", {"title": title}))
        job = self._c.run(work)
        self._set_completing(job)
        job.delivered.connect(lambda chart: self._on_completed(chart, title))
        job.failed.connect(self._on_completing_failed)

    def _set_completing(self, job: Job | None) -> None:
        self._completing = job
        self._c.beside = job is not None
        self._c.changed.emit()

    def _on_completed(self, chart: Chart | None, title: str) -> None:
        self._set_completing(None)
        if chart is None:
            self._c.noticed.emit(Notice("warning", "notice.not_completed", {"title": title}))
            return
        self._c.noticed.emit(None)
        self._c.offer(chart)
        self.completed.emit(chart)

    def _on_completing_failed(self, err: VizappError) -> None:
        self._set_completing(None)
        self._c.noticed.emit(Notice("error", "notice.failed", {"message": str(err)}))

    # -- the page ---------------------------------------------------------------

    @property
    def wide(self) -> bool:
        """Whether the open table has more to show than one chart holds."""
        table = self._c.table
        return table is not None and len(table.columns) >= WIDE_ENOUGH

    @property
    def finding(self) -> bool:
        """Whether charts of the page are still being found."""
        return self._finding is not None

    @property
    def busy(self) -> bool:
        """Whether the page is still being made."""
        return self.finding or len(self.drawings) + self.n_undrawn < len(self.charts)

    def begin(self) -> None:
        """Make the page anew, from the chart on screen on."""
        table = self._c.table
        if table is None:
            return
        self.clear()
        shown = self._c.editing.chart
        first = (shown,) if shown else ()
        lang = self._c.thought_lang(None)

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            yield from self._c.backend.survey(table, first, lang, cancel=cancel)

        job = self._finding = self._c.run(work)
        job.delivered.connect(self._on_found)
        job.finished.connect(self._on_all_found)
        job.failed.connect(self._on_finding_failed)
        self.page_changed.emit()

    def _on_found(self, chart: Chart) -> None:
        self.charts.append(chart)
        self.page_changed.emit()
        self._draw(len(self.charts) - 1)

    def _on_all_found(self) -> None:
        self._finding = None
        self.page_changed.emit()

    def _on_finding_failed(self, err: VizappError) -> None:
        self._finding = None
        self.page_failed.emit(error_view(err))
        self.page_changed.emit()

    def _draw(self, index: int) -> None:
        table, chart = self._c.table, self.charts[index]
        width, height = PAGE_CHART
        look = Look(self._c.theme, self._c.lang, width, height, 2.0)

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            assert table is not None  # charts exist only with a table
            yield self._c.backend.draw(chart, table, look)

        job = self._c.run_drawing(work, LATER)
        job.delivered.connect(lambda drawing, i=index: self._on_drawn(i, drawing))
        job.failed.connect(lambda _, i=index: self._on_undrawn(i))
        self._drawing.append(job)

    def _on_drawn(self, index: int, drawing: Drawing) -> None:
        self.drawings[index] = drawing
        self.page_drawn.emit(index, drawing)
        self.page_changed.emit()

    def _on_undrawn(self, index: int) -> None:
        self.n_undrawn += 1
        self.page_drawn.emit(index, None)
        self.page_changed.emit()

    def _draw_again(self) -> None:
        """Draw all charts in the language and theme of now."""
        self._drop_drawing()
        self.drawings, self.n_undrawn = {}, 0
        for index in range(len(self.charts)):
            self._draw(index)
        if self.charts:
            self.page_changed.emit()

    def stop(self) -> None:
        """Look for no more charts; those that were found stay."""
        self._stop_completing()
        if self._finding is not None:
            self._finding.drop()
            self._finding = None
            self.page_changed.emit()

    def _stop_completing(self) -> None:
        if self._completing is not None:
            self._completing.drop()
            self._set_completing(None)
            self._c.noticed.emit(None)

    def cancel(self) -> None:
        """Stop looking and drawing."""
        self.stop()
        self._drop_drawing()
        drawn = sorted(self.drawings)
        self.charts = [self.charts[i] for i in drawn]
        self.drawings = {new: self.drawings[old] for new, old in enumerate(drawn)}
        self.n_undrawn = 0
        self.page_changed.emit()

    def clear(self) -> None:
        """Forget the page."""
        self.stop()
        self._drop_drawing()
        self.charts, self.drawings, self.n_undrawn = [], {}, 0
        self.page_changed.emit()

    def _drop_drawing(self) -> None:
        for job in self._drawing:
            job.drop()
        self._drawing = []

    def export_name(self) -> str:
        """Return a file name for the page, without a suffix."""
        return f"{self._c.table.name}-charts" if self._c.table else "charts"

    def export(self, path: Path) -> None:
        """Write the page with every chart that is drawn, in the background."""
        drawings = tuple(self.drawings[i] for i in sorted(self.drawings))
        title = self._c.table.name if self._c.table else ""

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            self._c.backend.save_page(drawings, path, title)
            yield path

        self._c.noticed.emit(Notice("info", "notice.saving", {"path": str(path)}))
        job = self._c.run_drawing(work, LATER)
        job.delivered.connect(self._on_exported)
        job.failed.connect(self._on_export_failed)

    def _on_exported(self, path: Path) -> None:
        self._c.noticed.emit(Notice("info", "notice.saved", {"path": str(path)}))

    def _on_export_failed(self, err: VizappError) -> None:
        view: ErrorView = error_view(err)
        said = f"{view.message} {view.hint}".strip()
        self._c.noticed.emit(Notice("error", "notice.failed", {"message": said}))
