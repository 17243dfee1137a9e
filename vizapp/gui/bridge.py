"""The one place where the window calls `Workflow`.

Every method runs in a job's thread and returns plain values; pandas, Altair
and vl-convert are imported here, inside the methods, so that the window stands
before they are loaded.
"""

from __future__ import annotations

import dataclasses
import logging
import threading
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from vizapp.core.errors import Cancelled
from vizapp.core.language import Lang
from vizapp.core.tasks import CancelToken, Progress, ProgressCallback
from vizapp.gui.values import (
    PREVIEW_ROWS,
    ColumnView,
    Drawing,
    Look,
    ReadingView,
    Region,
    TableView,
)

if TYPE_CHECKING:
    from vizapp.components.spec import Chart
    from vizapp.profile.describe import ProfiledTable
    from vizapp.reasoning.events import ReasoningEvent, Request
    from vizapp.workflow import Workflow

log = logging.getLogger(__name__)

_MAX_CELL = 300  # characters of a preview cell


class Backend(Protocol):
    """What the controller asks for; tests give a scripted one."""

    def warm_up(self) -> None:
        """Import and start what the first table will need."""

    def open(
        self, path: Path, *, lang: Lang, cancel: CancelToken, progress: ProgressCallback
    ) -> TableView:
        """Read and profile a file."""

    def recommend(
        self, table: TableView, request: Request, *, cancel: CancelToken
    ) -> Generator[ReasoningEvent, None, None]:
        """Stream the reasoning."""

    def draw(self, chart: Chart, table: TableView, look: Look) -> Drawing:
        """Draw a chart."""

    def save(self, drawing: Drawing, path: Path) -> None:
        """Write a drawn chart to a file of the kind its suffix names."""

    def close(self) -> None:
        """End the model's process."""


class Bridge:
    """The real backend."""

    def __init__(self, model: Path | None = None) -> None:
        self._model = model
        self._workflow: Workflow | None = None
        self._closed = False
        self._making = threading.Lock()
        self._reasoning = threading.Lock()

    def _work(self) -> Workflow:
        with self._making:
            if self._closed:
                raise Cancelled
            if self._workflow is None:
                from vizapp.workflow import Workflow

                self._workflow = Workflow(self._model)
            return self._workflow

    def warm_up(self) -> None:
        """Import the heavy parts, start the model's process and the drawing engine."""
        workflow = self._work()
        workflow.start()
        from vizapp.components.spec import parse_chart
        from vizapp.rendering import export
        from vizapp.rendering.style import Style

        # A chart of two rows loads pandas, Altair and the drawing engine for good.
        table = workflow.describe(workflow.read_rows([{"a": "x", "b": 1}, {"a": "y", "b": 2}]))
        parameter = {"xAttribute": "a", "yAttribute": "b"}
        chart = parse_chart({"name": "column", "parameter": parameter})
        built = workflow.draw(chart, table, Style(width=160, height=120))
        export.to_png(built)
        export.marks(built)

    def open(
        self, path: Path, *, lang: Lang, cancel: CancelToken, progress: ProgressCallback
    ) -> TableView:
        """Read and profile a file, and turn it into plain values."""
        progress(Progress(""))
        profiled = self._work().open(path, lang=lang, cancel=cancel, progress=progress)
        cancel.raise_if_set()
        return table_view(profiled)

    def recommend(
        self, table: TableView, request: Request, *, cancel: CancelToken
    ) -> Generator[ReasoningEvent, None, None]:
        """Stream the reasoning; one at a time, as there is one model.

        A run that was just stopped may need a moment to let go of the model.
        """
        while not self._reasoning.acquire(timeout=0.05):
            cancel.raise_if_set()
        try:
            request = dataclasses.replace(request, mentions=_mentions(table, request.ask))
            # With its cells, so that a question may name any value of them.
            known: Any = table.description if table.handle is None else table.handle
            yield from self._work().recommend(known, request, cancel=cancel)
        finally:
            self._reasoning.release()

    def draw(self, chart: Chart, table: TableView, look: Look) -> Drawing:
        """Draw a chart as a PNG with its marks' regions."""
        from vizapp.rendering import export
        from vizapp.rendering.style import Style

        style = Style(
            theme=look.theme,
            lang=look.lang,
            width=look.width,
            height=look.height,
            title=None if look.titled else "",
        )
        profiled: Any = table.handle
        built = self._work().draw(chart, profiled, style)
        return Drawing(
            png=export.to_png(built, scale=look.scale),
            scale=look.scale,
            title=built.title,
            footnotes=built.footnotes,
            regions=tuple(
                Region(m.x0, m.y0, m.x1, m.y1, m.description) for m in export.marks(built)
            ),
            handle=built,
        )

    def save(self, drawing: Drawing, path: Path) -> None:
        """Write a drawn chart by its file suffix."""
        from vizapp.rendering import export

        built: Any = drawing.handle
        export.save(built, path)

    def close(self) -> None:
        """End the model's process; nothing can be asked afterwards."""
        with self._making:
            self._closed = True
            workflow, self._workflow = self._workflow, None
        if workflow is not None:
            workflow.close()


def _mentions(table: TableView, ask: str | None) -> dict[str, tuple[str, ...]]:
    """Return the cell values that the ask names, so that filters can use them."""
    if not ask:
        return {}
    from vizapp.reasoning.mentions import find_mentions

    profiled: Any = table.handle
    texts = [a.name for a in table.description.attributes if a.type == "STR"]
    values = {name: profiled.frame[name].dropna().unique().tolist() for name in texts}
    return find_mentions(ask, values)


def table_view(profiled: ProfiledTable) -> TableView:
    """Return what the window shows of a profiled table."""
    table, description = profiled.table, profiled.description
    frame = table.frame.head(PREVIEW_ROWS)
    columns = [frame.iloc[:, i].tolist() for i in range(frame.shape[1])]
    reading = table.reading
    return TableView(
        name=table.name,
        path=table.path,
        columns=tuple(
            ColumnView(a.name, a.type, a.unit, a.value_amount) for a in description.attributes
        ),
        rows=tuple(tuple(cell_text(c) for c in row) for row in zip(*columns, strict=True)),
        n_rows=description.data_amount,
        reading=ReadingView(
            kind=reading.kind,
            encoding=reading.encoding,
            delimiter=reading.delimiter,
            header_row=reading.header_row,
            sheet=reading.sheet,
            notes=tuple(reading.notes),
        ),
        description=description,
        handle=profiled,
    )


def cell_text(value: Any) -> str | None:
    r"""Return a cell as the preview shows it, None for a missing one.

    Examples
    --------
    >>> cell_text(2.50), cell_text(float("nan")), cell_text(" a\nb ")
    ('2.5', None, 'a b')
    """
    if _is_missing(value):
        return None
    if isinstance(value, float):
        shown = f"{value:.10g}"
    elif hasattr(value, "hour"):
        shown = value.isoformat(sep=" ").removesuffix(" 00:00:00")
    else:
        shown = " ".join(str(value).split())
    return shown if len(shown) <= _MAX_CELL else shown[: _MAX_CELL - 1] + "…"


def _is_missing(value: Any) -> bool:
    if value is None or isinstance(value, str):
        return not value
    try:
        return bool(value != value)  # NaN and NaT differ from themselves
    except TypeError:  # pandas.NA has no truth value
        return True
    except ValueError:  # an array from nested JSON
        return False
