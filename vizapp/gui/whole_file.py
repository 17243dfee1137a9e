"""The chart on screen over every row of a large file, computed while its sample is shown."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from vizapp.components.spec import Chart
from vizapp.core.errors import VizappError
from vizapp.core.tasks import CancelToken, Progress
from vizapp.gui.controller import Controller
from vizapp.gui.jobs import Job, Report
from vizapp.gui.values import Drawing, TableView

Stage = Literal["none", "working", "stopped", "failed"]


@dataclass(frozen=True)
class WholeView:
    """How far it is, as a line shows it.

    Parameters
    ----------
    stage : Stage
        `none` where nothing is to be said.
    share : float
        What of the file is read, 0 to 1.
    n_rows : int
        Of the file, about.
    error : str
        Why it failed, with what to do now.
    """

    stage: Stage = "none"
    share: float = 0.0
    n_rows: int = 0
    error: str = ""


class WholeFile(QObject):
    """Starts the work for the chart on screen, and ends it when another one comes.

    Parameters
    ----------
    controller : Controller
        Whose chart it is. What fails here leaves its chart as it is.
    """

    changed = Signal(object)  # WholeView

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._job: Job | None = None
        self._subject: tuple[Chart, TableView] | None = None
        self._declined: TableView | None = None  # the person stopped it for this table
        self._tried: tuple[Chart, TableView] | None = None  # what ended, well or not
        self.view = WholeView()
        controller.drawing_changed.connect(self._on_drawing)
        controller.opening.connect(lambda _: self._drop())

    def stop(self) -> None:
        """Leave the sample on screen until the person asks again."""
        if self._job is not None and self._subject is not None:
            self._declined = self._subject[1]
            self._end("stopped")

    def start(self) -> None:
        """Compute the chart on screen over every row, because the person asks for it."""
        self._declined = self._tried = None
        drawing = self._controller.drawing
        if drawing is not None:
            self._on_drawing(drawing)

    def _on_drawing(self, drawing: Drawing | None) -> None:
        chart, table = self._controller.editing.chart, self._controller.table
        if drawing is None or chart is None or table is None or not drawing.sampled:
            self._drop()
        elif table is self._declined:
            self._end("stopped")
        elif (chart, table) not in (self._tried, self._subject):
            self._begin(chart, table)

    def _begin(self, chart: Chart, table: TableView) -> None:
        self._drop()
        backend = self._controller.backend

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            backend.compute_whole(chart, table, cancel=cancel, progress=report)
            yield None

        self._subject = (chart, table)
        self._job = self._controller.run(work)
        self._job.delivered.connect(self._on_delivered)
        self._job.failed.connect(self._on_failed)
        self._show(WholeView("working", 0.0, table.reading.n_rows_total or 0))

    def _on_delivered(self, item: object) -> None:
        if isinstance(item, Progress):
            share = item.done / item.total if item.total else 0.0
            self._show(WholeView("working", share, self.view.n_rows))
        else:
            self._tried = self._subject
            self._end("none")
            self._controller.draw_all()

    def _on_failed(self, err: VizappError) -> None:
        self._tried = self._subject
        self._end("failed", str(err))

    def _drop(self) -> None:
        self._tried = None
        self._end("none")

    def _end(self, stage: Stage, error: str = "") -> None:
        if self._job is not None:
            self._job.drop()
        self._job = self._subject = None
        self._show(WholeView(stage, 0.0, self.view.n_rows, error))

    def _show(self, view: WholeView) -> None:
        if view != self.view:
            self.view = view
            self.changed.emit(view)
