"""What of the chart on screen is looked at: no part of the chart, its history or its files.

Stands between the controller, which draws charts, and the view, which asks for pieces
of the one on screen; their pictures are made in the thread that draws.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from PySide6.QtCore import QObject

from vizapp.components.spec import Chart
from vizapp.core.errors import VizappError
from vizapp.core.tasks import CancelToken
from vizapp.gui.controller import Controller
from vizapp.gui.drawer import FIRST
from vizapp.gui.jobs import Job, Report
from vizapp.gui.values import Drawing, Notice
from vizapp.gui.widgets.looking_view import LookingView
from vizapp.rendering.view import WHOLE_VIEW, Plane, View


class Looking(QObject):
    """Shows the chart on screen as the person looks at it.

    Another chart is seen whole; the same one in another size, language or theme
    keeps the piece and the series that were chosen.
    """

    def __init__(self, controller: Controller, shown: LookingView) -> None:
        super().__init__()
        self._c = controller
        self._shown = shown
        self._base: Drawing | None = None  # the whole chart
        self._seen: Drawing | None = None  # the last piece whose marks are known
        self._chart: Chart | None = None
        self._job: Job | None = None
        self.view = WHOLE_VIEW
        shown.view_asked.connect(self._on_asked)

    def show(self, drawing: Drawing) -> None:
        """Show a chart that was drawn."""
        chart = self._c.editing.chart
        if chart != self._chart:
            self._chart, self.view = chart, WHOLE_VIEW
        known = self._base is not None and self._base.png is drawing.png
        if not known:
            self._seen = None
        self._base = drawing
        if self.view == WHOLE_VIEW:
            self._drop()
            self._shown.show_drawing(drawing)
        elif not known:  # else only its marks have been found
            self._draw(drawing)

    def forget(self) -> None:
        """Look at nothing: there is no chart."""
        self._drop()
        self._base = self._seen = self._chart = None
        self.view = WHOLE_VIEW

    def _drop(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None

    def _on_asked(self, view: View) -> None:
        self.view = view
        if self._base is None:
            return
        if view == WHOLE_VIEW:
            self._drop()
            self._shown.show_drawing(self._base)
        else:
            self._draw(self._base)

    def _draw(self, base: Drawing) -> None:
        self._drop()
        view, seen, backend = self.view, self._seen, self._c.backend

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            found = backend.look(base, view)
            if not view.zoomed:
                yield found  # its marks lie where they lay
            elif seen is not None and (seen.view.x, seen.view.y) == (view.x, view.y):
                yield replace(seen, png=found.png, handle=found.handle, view=view)
            else:
                yield replace(found, regions=(), plane=_expected(found))
                cancel.raise_if_set()
                yield backend.mark(found)

        job = self._c.run_drawing(work, FIRST)
        job.delivered.connect(self._on_drawn)
        job.failed.connect(self._on_failed)
        self._job = job

    def _on_drawn(self, drawing: Drawing) -> None:
        if drawing.regions and drawing.view.zoomed:
            self._seen = drawing
        self._shown.show_drawing(drawing)

    def _on_failed(self, err: VizappError) -> None:
        self.view = WHOLE_VIEW
        if self._base is not None:
            self._shown.show_drawing(self._base)
        self._c.noticed.emit(Notice("error", "notice.failed", {"message": str(err)}))


def _expected(drawing: Drawing) -> Plane | None:
    """Return where the marks of a piece will be found to lie, but for the width of labels."""
    plane, view = drawing.plane, drawing.view
    return plane and replace(plane, x=view.x or plane.x, y=view.y or plane.y)
