"""The pinned chart: drawn for its own place, in the theme and language of now."""

from __future__ import annotations

from collections.abc import Generator

from PySide6.QtCore import QObject

from vizapp.core.tasks import CancelToken
from vizapp.gui.controller import Controller
from vizapp.gui.drawer import FIRST
from vizapp.gui.history import Entry
from vizapp.gui.jobs import Job, Report
from vizapp.gui.values import Look
from vizapp.gui.widgets.pinned_view import PinnedView


class Comparing(QObject):
    """Keeps a `PinnedView` true to the history's pinned entry."""

    def __init__(self, controller: Controller, view: PinnedView) -> None:
        super().__init__(controller)
        self._c = controller
        self._view = view
        self._shown: Entry | None = None
        self._canvas = (480, 400, 1.0)
        self._job: Job | None = None
        view.hide()
        view.canvas_changed.connect(self._on_canvas)
        view.unpin_asked.connect(lambda: controller.editing.pin(None))
        view.back_asked.connect(self._on_back)
        controller.editing.changed.connect(self._on_history)
        controller.look_changed.connect(self._draw)
        controller.table_opened.connect(self._draw)

    def _on_history(self) -> None:
        entry = self._c.editing.history.pinned
        self._view.setVisible(entry is not None)
        if entry is self._shown:
            return
        self._shown = entry
        self._draw()

    def _on_canvas(self, width: int, height: int, ratio: float) -> None:
        if (width, height, ratio) != self._canvas:
            self._canvas = (width, height, ratio)
            self._draw()

    def _on_back(self) -> None:
        if self._shown is not None:
            self._c.editing.jump(self._shown.id)

    def _draw(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None
        entry, table = self._shown, self._c.table
        if entry is None or table is None:
            self._view.show_drawing(None)
            return
        width, height, ratio = self._canvas
        look = Look(
            self._c.theme, self._c.lang, width, height, ratio, presentation=entry.presentation
        )
        self._view.show_words(" · ".join(self._c.editing.words(entry, self._c.lang)))
        backend = self._c.backend

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            yield backend.mark(backend.draw(entry.chart, table, look))

        self._job = self._c.run_drawing(work, FIRST)
        self._job.delivered.connect(self._view.show_drawing)
        self._job.failed.connect(lambda _: self._view.show_drawing(None))
