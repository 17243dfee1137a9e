"""Draws in one thread: the large chart first, then the thumbnails, then what else is made."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from vizapp.components.presentation import Presentation
from vizapp.components.spec import Chart
from vizapp.core.language import Lang
from vizapp.core.tasks import CancelToken
from vizapp.gui.bridge import Backend
from vizapp.gui.jobs import Job, JobPool, Report, Work
from vizapp.gui.values import Drawing, Look, TableView, Theme

LATER, FIRST = 0, 1  # priorities: the large chart before the thumbnails
ROW_S = 1.0  # between two charts of one row of edits
REST_MS = 250  # after the last one of a row, before its marks are found
THUMBNAIL = (340, 200)  # CSS px at which a thumbnail is laid out, before it is shrunk


class Drawer(QObject):
    """The charts on screen and the thread that draws them.

    A new chart drops the one that is still being drawn: what was dropped arrives no more.

    Parameters
    ----------
    backend : Backend
        What draws; called in the thread only.
    parent : QObject, optional
        What ends with it.
    """

    drawn = Signal(object)  # Drawing: the large chart, then once more with its marks
    failed = Signal(object)  # VizappError: the large chart cannot be drawn
    thumbnail_drawn = Signal(int, object)  # index, Drawing or None

    def __init__(self, backend: Backend, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backend = backend
        self.pool = JobPool(1, self)
        self.canvas = (640, 400, 1.0)  # of the large chart: CSS px, and the pixel ratio
        self.large: Job | None = None  # what draws the large chart, or drew it last
        self._thumbnails: list[Job] = []
        self._marking: Job | None = None
        self._asked_at = -ROW_S  # when the last large chart was asked for

    def run(self, work: Work, priority: int = LATER) -> Job:
        """Queue other work for the thread."""
        return self.pool.start(work, priority)

    def draw(
        self,
        chart: Chart | None,
        table: TableView | None,
        theme: Theme,
        lang: Lang,
        presentation: Presentation,
    ) -> None:
        """Draw a chart large, in the place of what is being drawn; without one, nothing."""
        self._drop_large()
        if chart is None or table is None:
            return
        look = Look(theme, lang, *self.canvas, presentation=presentation)
        before, self._asked_at = self._asked_at, time.monotonic()
        in_row = self._asked_at - before < ROW_S
        job = self._start(chart, table, look, FIRST, marked=not in_row)
        job.delivered.connect(self.drawn)
        job.failed.connect(self.failed)
        self.large = job
        if in_row:
            # Finding marks takes as long as drawing: the next chart of the row would wait
            # for it, and nobody points at a mark meanwhile.
            job.delivered.connect(
                lambda drawing: QTimer.singleShot(REST_MS, self, lambda: self._mark(job, drawing))
            )

    def _mark(self, job: Job, drawing: Drawing) -> None:
        """Find the marks of the large chart, unless another one took its place."""
        if job is not self.large or job.dropped:
            return

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            whole = self._backend.mark(drawing)
            if whole is not drawing:
                yield whole

        self._marking = self.pool.start(work, FIRST)
        self._marking.delivered.connect(self.drawn)
        self._marking.failed.connect(self.failed)

    def _drop_large(self) -> None:
        for job in (self.large, self._marking):
            if job is not None:
                job.drop()
        self._marking = None

    def draw_thumbnails(
        self, charts: Sequence[Chart], table: TableView | None, theme: Theme, lang: Lang
    ) -> None:
        """Draw charts small, in the place of those before; `thumbnail_drawn` tells of each."""
        self._drop_thumbnails()
        if table is None:
            return
        look = Look(theme, lang, *THUMBNAIL, max(1.0, self.canvas[2]), titled=False)
        for index, chart in enumerate(charts):
            job = self._start(chart, table, look, LATER)
            job.delivered.connect(lambda drawing, i=index: self.thumbnail_drawn.emit(i, drawing))
            job.failed.connect(lambda _, i=index: self.thumbnail_drawn.emit(i, None))
            self._thumbnails.append(job)

    def _start(
        self, chart: Chart, table: TableView, look: Look, priority: int, *, marked: bool = False
    ) -> Job:
        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            drawing = self._backend.draw(chart, table, look)
            yield drawing
            if marked:  # the picture is on screen while its marks are found
                cancel.raise_if_set()
                whole = self._backend.mark(drawing)
                if whole is not drawing:
                    yield whole

        return self.pool.start(work, priority)

    def drop(self) -> None:
        """Drop the charts that are being drawn; other work goes on."""
        self._drop_large()
        self._drop_thumbnails()

    def _drop_thumbnails(self) -> None:
        for job in self._thumbnails:
            job.drop()
        self._thumbnails = []

    def forget(self) -> None:
        """Let go of every job, once none runs any more."""
        self.large = self._marking = None
        self._thumbnails = []
        self.pool.forget()
