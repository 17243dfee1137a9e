"""The one place where the window calls `Workflow`.

Every method runs in a job's thread and returns plain values; pandas is imported
here, inside the methods, so that the window stands before it is loaded. vl-convert is
loaded in the process that draws (`rendering.engine`), never in this one.
"""

from __future__ import annotations

import dataclasses
import logging
import threading
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from vizapp.core.errors import Cancelled
from vizapp.core.language import Lang
from vizapp.core.memory import no_collection
from vizapp.core.tasks import CancelToken, Progress, ProgressCallback
from vizapp.data.parts import Part
from vizapp.gui import tables
from vizapp.gui.column_values import ValueCount, column_values
from vizapp.gui.lettering import outlined
from vizapp.gui.values import (
    Drawing,
    Look,
    Region,
    TableView,
)
from vizapp.gui.wholes import Wholes
from vizapp.project import NO_CHOICES, TableChoices
from vizapp.reasoning.second import SecondModel
from vizapp.rendering.engine import EngineProcess, drawn_by

if TYPE_CHECKING:
    from vizapp.components.spec import Chart
    from vizapp.profile.attributes import TableDescription
    from vizapp.reasoning.endpoint import Endpoint
    from vizapp.reasoning.events import Answer, ReasoningEvent, Request
    from vizapp.reasoning.trial import Case
    from vizapp.rendering.lint.findings import Finding
    from vizapp.rendering.style import ExportOptions
    from vizapp.rendering.view import View
    from vizapp.workflow import Workflow

log = logging.getLogger(__name__)

_READ_FIRST_S = 10.0  # for which drawing is not prepared yet


class Backend(Protocol):
    """What the controller asks for; tests give a scripted one."""

    def warm_up(self) -> None:
        """Import and start what the first table will need."""

    def open(
        self,
        path: Path,
        *,
        lang: Lang,
        cancel: CancelToken,
        progress: ProgressCallback,
        choices: TableChoices = NO_CHOICES,
    ) -> TableView:
        """Read and profile a file as the person decided."""

    def arrange(self, table: TableView, choices: TableChoices, *, cancel: CancelToken) -> TableView:
        """Profile an open table as the person decided, without reading it again."""

    def parts(self, path: Path) -> tuple[Part, ...]:
        """List the tables that a file holds."""

    def recommend(
        self, table: TableView, request: Request, *, cancel: CancelToken
    ) -> Generator[ReasoningEvent, None, None]:
        """Stream the reasoning."""

    def complete(
        self, table: TableView, component: str, request: Request, *, cancel: CancelToken
    ) -> Chart | None:
        """Return a chart of that component, None where the table allows none."""

    def survey(
        self, table: TableView, first: tuple[Chart, ...], lang: Lang, *, cancel: CancelToken
    ) -> Generator[Chart, None, None]:
        """Find charts over different columns, the first ones given."""

    def draw(self, chart: Chart, table: TableView, look: Look) -> Drawing:
        """Draw a chart; its marks are still to be found."""

    def compute_whole(
        self, chart: Chart, table: TableView, *, cancel: CancelToken, progress: ProgressCallback
    ) -> None:
        """Compute a chart of a sampled table over every row; drawing it again shows them."""

    def mark(self, drawing: Drawing) -> Drawing:
        """Find the marks of a drawn chart that can be pointed at."""

    def look(self, drawing: Drawing, view: View) -> Drawing:
        """Draw a piece of a drawn chart, or some of its series before the others."""

    def lint(self, drawing: Drawing, *, cancel: CancelToken) -> tuple[Finding, ...]:
        """Find what does not look right on a drawn chart."""

    def values(self, table: TableView, name: str) -> tuple[ValueCount, ...]:
        """List the values of a text or yes/no column, the most frequent first."""

    def save(self, drawing: Drawing, path: Path, options: ExportOptions) -> None:
        """Write a drawn chart to a file of the kind its suffix names."""

    def svg(self, drawing: Drawing) -> str:
        """Return a drawn chart as SVG."""

    def on_paper(self, drawing: Drawing, scale: float) -> bytes:
        """Draw a chart once more for white paper, as a PNG."""

    def save_page(self, drawings: tuple[Drawing, ...], path: Path, title: str) -> None:
        """Write drawn charts as one page of the kind the suffix names."""

    def samples(self, *, cancel: CancelToken) -> list[Case]:
        """Describe the sample tables for a trial."""

    def use_endpoint(self, endpoint: Endpoint | None) -> None:
        """Ask that endpoint first from the next request on, or none any more."""

    def use_model(self, model: Path | None, adapters: Sequence[Path] = ()) -> None:
        """Let that file reason from the next request on, None for the bundled one."""

    def use_second(self, model: Path | None) -> None:
        """Ask that file for second opinions, None for nobody."""

    def second_opinion(
        self, table: TableView, request: Request, *, cancel: CancelToken
    ) -> Generator[ReasoningEvent, None, None]:
        """Stream what the second model says; nothing where there is none."""

    def close(self) -> None:
        """End the model's process."""


class Bridge:
    """The real backend."""

    def __init__(
        self,
        model: Path | None = None,
        endpoint: Endpoint | None = None,
        *,
        adapters: Sequence[Path] = (),
        second: Path | None = None,
    ) -> None:
        self._model = model
        self._adapters = tuple(adapters)
        self._second = SecondModel(second)
        self._endpoint = endpoint
        self._workflow: Workflow | None = None
        self._closed = False
        self._making = threading.Lock()
        self._reasoning = threading.Lock()
        self._drawing = threading.Lock()  # of several tabs one draws at a time
        self._wholes = Wholes()
        self._engine = EngineProcess()
        self._opened = False
        self._read = threading.Event()  # the first file, or it cannot be

    def _work(self) -> Workflow:
        with self._making:
            if self._closed:
                raise Cancelled
            if self._workflow is None:
                from vizapp.workflow import Workflow

                self._workflow = Workflow(
                    self._model, adapters=self._adapters, stand_in=True, endpoint=self._endpoint
                )
            return self._workflow

    def use_endpoint(self, endpoint: Endpoint | None) -> None:
        """Ask that endpoint first from the next request on, or none any more."""
        self._endpoint = endpoint
        self._work().use_endpoint(endpoint)

    def use_model(self, model: Path | None, adapters: Sequence[Path] = ()) -> None:
        """Let that file reason from the next request on, None for the bundled one."""
        self._model, self._adapters = model, tuple(adapters)
        self._work().use_model(model, adapters)

    def samples(self, *, cancel: CancelToken) -> list[Case]:
        """Describe the sample tables for a trial."""
        from vizapp.reasoning.trial import sample_cases

        return sample_cases(lambda path: self._work().open(path, cancel=cancel).description)

    def use_second(self, model: Path | None) -> None:
        """Ask that file for second opinions, None for nobody."""
        self._second.use(model)

    def second_opinion(
        self, table: TableView, request: Request, *, cancel: CancelToken
    ) -> Generator[ReasoningEvent, None, None]:
        """Stream what the second model says, in a process of its own."""
        request = dataclasses.replace(request, mentions=_mentions(table, request.ask))
        yield from self._second.reason(table.description, request, cancel=cancel)

    def start_drawing(self) -> None:
        """Start the process that draws; returns at once."""
        try:
            self._engine.start()
        except OSError as err:  # said when something is to be drawn
            log.info("the process that draws did not start: %s", err)

    def warm_up(self) -> None:
        """Start the processes, import the heavy parts, and try them on two rows."""
        workflow = self._work()
        workflow.start()
        self.start_drawing()
        if self._opened:  # a table is on its way: what it needs to be read comes first
            self._read.wait(_READ_FIRST_S)
        with no_collection():
            from vizapp.components.spec import parse_chart
            from vizapp.rendering import export
            from vizapp.rendering.chart import build_chart
            from vizapp.rendering.style import Style

        if self._opened:
            return
        table = workflow.describe(workflow.read_rows([{"a": "x", "b": 1}, {"a": "y", "b": 2}]))
        parameter = {"xAttribute": "a", "yAttribute": "b"}
        chart = parse_chart({"name": "column", "parameter": parameter})
        with drawn_by(self._engine.run):
            export.to_png(build_chart(chart, table, Style(width=160, height=120)))

    def open(
        self,
        path: Path,
        *,
        lang: Lang,
        cancel: CancelToken,
        progress: ProgressCallback,
        choices: TableChoices = NO_CHOICES,
    ) -> TableView:
        """Read and profile a file, and turn it into plain values."""
        self._opened = True
        progress(Progress(""))
        try:
            return tables.open_table(self._work(), path, choices, lang, cancel, progress)
        finally:
            self._read.set()

    def arrange(self, table: TableView, choices: TableChoices, *, cancel: CancelToken) -> TableView:
        """Profile an open table as the person decided, without reading it again."""
        return tables.arrange_table(self._work(), table, choices, cancel)

    def parts(self, path: Path) -> tuple[Part, ...]:
        """List the tables that a file holds."""
        from vizapp.data.parts import parts

        return parts(path)

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

    def complete(
        self, table: TableView, component: str, request: Request, *, cancel: CancelToken
    ) -> Chart | None:
        """Return a chart of that component, its attributes chosen by the model."""
        from vizapp.reasoning.completion import complete

        def ask(_: TableDescription, asked: Request) -> Iterator[ReasoningEvent]:
            return self.recommend(table, asked, cancel=cancel)

        return complete(component, table.description, request, ask, cancel)

    def survey(
        self, table: TableView, first: tuple[Chart, ...], lang: Lang, *, cancel: CancelToken
    ) -> Generator[Chart, None, None]:
        """Find charts over different columns: the model is asked about what is left."""
        from vizapp.reasoning.completion import answer_of
        from vizapp.reasoning.events import Request
        from vizapp.reasoning.survey import survey

        request = Request(lang=lang, top=5, think=False)

        def ask(rest: TableDescription) -> Answer | None:
            part = dataclasses.replace(table, description=rest, handle=None)
            return answer_of(self.recommend(part, request, cancel=cancel))

        yield from survey(table.description, ask, first)

    def draw(self, chart: Chart, table: TableView, look: Look) -> Drawing:
        """Draw a chart as a PNG; its marks take as long again, so `mark` finds them."""
        from vizapp.rendering import export
        from vizapp.rendering.style import Style

        shown = look.presentation
        width, height = shown.pixels(look.width, look.height)
        style = Style(
            theme=look.theme if shown.theme == "window" else shown.theme,
            lang=look.lang,
            width=width,
            height=height,
            title=shown.title if look.titled else "",
            presentation=shown,
            bare=not look.titled,
        )
        profiled: Any = table.handle
        with self._drawing, drawn_by(self._engine.run):
            whole = self._wholes.table(chart, profiled)
            built = self._work().draw(chart, whole, style, checked=False)
            png = export.to_png(built, scale=look.scale, touch=outlined)
        return Drawing(
            png=png,
            scale=look.scale,
            title=built.heading,
            footnotes=built.footnotes,
            handle=built,
            sampled=self._wholes.is_wanted(chart, profiled),
            empty=built.empty,
        )

    def compute_whole(
        self, chart: Chart, table: TableView, *, cancel: CancelToken, progress: ProgressCallback
    ) -> None:
        """Compute a chart of a sampled table over every row of its file."""
        self._wholes.compute(chart, table.handle, cancel=cancel, progress=progress)

    def mark(self, drawing: Drawing) -> Drawing:
        """Find the marks of a drawn chart that can be pointed at, and check what was drawn."""
        from vizapp.rendering import export
        from vizapp.rendering.alternative import alternative_text
        from vizapp.rendering.chart import check_drawing

        built: Any = drawing.handle
        with self._drawing, drawn_by(self._engine.run):
            found = export.anatomy(built)
            check_drawing(built)
        marks, legend, bound = (
            tuple(Region(m.x0, m.y0, m.x1, m.y1, m.description) for m in part)
            for part in (found.marks, found.legend, found.bound)
        )
        told = alternative_text(built)
        return dataclasses.replace(
            drawing, regions=marks, legend=legend, bound=bound, plane=found.plane, told=told
        )

    def look(self, drawing: Drawing, view: View) -> Drawing:
        """Draw a piece of a drawn chart, or some of its series before the others."""
        from vizapp.rendering import export, viewing

        built: Any = viewing.looked_at(drawing.handle, view)  # type: ignore[arg-type]
        with self._drawing, drawn_by(self._engine.run):
            png = export.to_png(built, scale=drawing.scale, touch=outlined)
        return dataclasses.replace(drawing, png=png, handle=built, view=view)

    def lint(self, drawing: Drawing, *, cancel: CancelToken) -> tuple[Finding, ...]:
        """Find what does not look right on a drawn chart, and what would mend it."""
        from vizapp.rendering.lint.linter import lint

        built: Any = drawing.handle
        with drawn_by(self._engine.run):  # without the lock: an edit's picture goes between
            return lint(built, cancel.raise_if_set)

    def values(self, table: TableView, name: str) -> tuple[ValueCount, ...]:
        """List the values of a text or yes/no column, the most frequent first."""
        return column_values(table, name)

    def save(self, drawing: Drawing, path: Path, options: ExportOptions) -> None:
        """Write a drawn chart by its file suffix."""
        from vizapp.rendering import export

        built: Any = drawing.handle
        with drawn_by(self._engine.run):
            export.save(built, path, options)

    def svg(self, drawing: Drawing) -> str:
        """Return a drawn chart as SVG."""
        from vizapp.rendering import export

        built: Any = drawing.handle
        with drawn_by(self._engine.run):
            return export.to_svg(built, described=True)

    def on_paper(self, drawing: Drawing, scale: float) -> bytes:
        """Draw a chart once more for white paper, as a PNG."""
        from vizapp.rendering import export

        built: Any = drawing.handle
        style = dataclasses.replace(built.style, theme="print")
        with self._drawing, drawn_by(self._engine.run):
            paper = self._work().draw(built.source.chart, built.source.table, style)
            return export.to_png(paper, scale=scale)

    def save_page(self, drawings: tuple[Drawing, ...], path: Path, title: str) -> None:
        """Write drawn charts as one page by its file suffix."""
        from vizapp.rendering.page import save_page

        charts: list[Any] = [drawing.handle for drawing in drawings]
        with drawn_by(self._engine.run):
            save_page(charts, path, title)

    def close(self) -> None:
        """End the processes; nothing can be asked afterwards."""
        self._read.set()
        with self._making:
            self._closed = True
            workflow, self._workflow = self._workflow, None
        self._second.close()
        self._engine.close()
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
