"""The one state of the window, and the work behind it.

Widgets call the controller and listen to its signals; the controller starts
jobs and turns what arrives into plain values. A new file drops the current
job; a dropped job delivers nothing more, so no stale result is ever shown.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from vizapp.components.spec import Chart, VisSpec
from vizapp.core import paths, settings
from vizapp.core.errors import VizappError
from vizapp.core.language import Lang, choose_lang, system_lang
from vizapp.core.settings import Settings
from vizapp.core.tasks import CancelToken, Progress
from vizapp.gui.actions import Situation
from vizapp.gui.bridge import Backend
from vizapp.gui.jobs import Job, JobPool, Report
from vizapp.gui.values import (
    Candidate,
    Drawing,
    Look,
    Notice,
    State,
    TableView,
    Theme,
    candidates_of,
    error_view,
)
from vizapp.reasoning.events import Answer, Request, SpecReady

log = logging.getLogger(__name__)

MAX_RECENT = 8
N_ALTERNATIVES = 2
LATER, FIRST = 0, 1  # priorities: the large chart before the thumbnails
THUMBNAIL = (440, 280)  # CSS px at which a thumbnail is laid out, before it is shrunk
_TABLE_SUFFIXES = (".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".parquet")


class Controller(QObject):
    """Workflow on one side, widgets on the other.

    Parameters
    ----------
    backend : Backend
        What does the work; called in job threads only.
    preferences : Settings
        What the person chose in earlier sessions.
    save : callable
        Keeps changed preferences.
    """

    changed = Signal()  # the situation: state, table, drawing, candidates
    look_changed = Signal()  # language or theme
    recent_changed = Signal()
    opening = Signal(object)  # Path: a file is about to be read
    table_opened = Signal(object)  # TableView
    progressed = Signal(object)  # Progress
    reasoning_started = Signal()
    reasoned = Signal(object)  # every ReasoningEvent, in order
    reasoning_stopped = Signal()
    candidates_changed = Signal()
    drawing_changed = Signal(object)  # Drawing, or None while there is none
    thumbnail_drawn = Signal(int, object)  # index, Drawing or None
    failed = Signal(object)  # ErrorView: the state is failed
    drawing_failed = Signal(object)  # ErrorView: one chart, the rest goes on
    noticed = Signal(object)  # Notice, or None: nothing to say any more

    def __init__(
        self,
        backend: Backend,
        preferences: Settings | None = None,
        save: Callable[[Settings], None] = settings.save,
    ) -> None:
        super().__init__()
        self._backend = backend
        self._preferences = preferences or Settings()
        self._save = save
        # A job that was stopped may hold its thread a moment longer: room for the next.
        self._pool = JobPool(4, self)
        self._drawing_pool = JobPool(1, self)
        self._job: Job | None = None
        self._draw_job: Job | None = None
        self._thumbnail_jobs: list[Job] = []
        self._state: State = "idle"
        self._system_theme: Theme = "light"
        self._canvas = (640, 400, 1.0)
        self.table: TableView | None = None
        self.loading_path: Path | None = None
        self.failed_opening = False
        self.ask_text: str | None = None
        self._edited: Chart | None = None  # the chart that the ask is about, if any
        self.answer: Answer | None = None
        self.candidates: tuple[Candidate, ...] = ()
        self.selected = 0
        self.drawing: Drawing | None = None

    # -- what the widgets read ------------------------------------------------

    @property
    def state(self) -> State:
        """The one state."""
        return self._state

    @property
    def situation(self) -> Situation:
        """What every action's enablement follows from."""
        return Situation(
            state=self._state,
            has_table=self.table is not None,
            has_drawing=self.drawing is not None,
            n_candidates=len(self.candidates),
        )

    @property
    def lang(self) -> Lang:
        """The language of the window and its charts."""
        chosen = self._preferences.lang
        return "zh" if chosen == "zh" else "en" if chosen == "en" else system_lang()

    def thought_lang(self, ask: str | None) -> Lang:
        """Return the language of the next reasoning.

        The one that the person switched to; without a switch that of the
        question, else of the table's headers.
        """
        headers = self.table.description.names if self.table else ()
        return choose_lang(self._preferences.lang or None, ask, headers)

    @property
    def theme_choice(self) -> str:
        """Return light, dark or system."""
        return self._preferences.theme

    @property
    def theme(self) -> Theme:
        """The theme that is shown."""
        choice = self._preferences.theme
        return choice if choice in ("light", "dark") else self._system_theme  # type: ignore[return-value]

    @property
    def preferences(self) -> Settings:
        """What persists between sessions."""
        return self._preferences

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """The files opened last, newest first."""
        return tuple(Path(name) for name in self._preferences.recent_files)

    def sample_files(self) -> tuple[Path, ...]:
        """Return the bundled sample tables, those of the window's language first."""
        folder = paths.resources() / "samples"
        found = [p for p in folder.rglob("*") if p.suffix.lower() in _TABLE_SUFFIXES]
        own = self.lang

        def order(path: Path) -> tuple[bool, str]:
            return (not _speaks(path, own), path.as_posix())

        return tuple(sorted(found, key=order))

    def candidate_titles(self) -> list[str]:
        """Return a name for people per candidate; equal charts add what they show."""
        names = [k.chart.component for k in self.candidates]
        titles = []
        for candidate in self.candidates:
            chart = candidate.chart
            title = chart.declaration.title[self.lang]
            if names.count(chart.component) > 1:
                alike = [k.chart for k in self.candidates if k.chart.component == chart.component]
                common = set.intersection(*(set(c.attributes()) for c in alike))
                own = [a for a in chart.attributes() if a not in common]
                title = f"{title} · {', '.join(own or chart.attributes())}"
            titles.append(title)
        return titles

    # -- preferences ----------------------------------------------------------

    def _prefer(self, **values: object) -> None:
        self._preferences = dataclasses.replace(self._preferences, **values)  # type: ignore[arg-type]
        self._save(self._preferences)

    def set_lang(self, lang: Lang) -> None:
        """Speak that language, charts included."""
        if lang != self._preferences.lang:
            self._prefer(lang=lang)
            self._look_changed()

    def set_theme(self, choice: str) -> None:
        """Show light, dark or the system's theme."""
        if choice != self._preferences.theme:
            self._prefer(theme=choice)
            self._look_changed()

    def toggle_dark(self) -> None:
        """Show the other theme."""
        self.set_theme("light" if self.theme == "dark" else "dark")

    def set_system_theme(self, theme: Theme) -> None:
        """Follow the system's theme, if the person chose so."""
        before = self.theme
        self._system_theme = theme
        if self.theme != before:
            self._look_changed()

    def remember_geometry(self, geometry: str) -> None:
        """Keep the window's place and size."""
        self._prefer(window_geometry=geometry)

    def _look_changed(self) -> None:
        self.look_changed.emit()
        if self.candidates:
            self._draw_all()

    # -- work -----------------------------------------------------------------

    def warm_up(self) -> None:
        """Load the heavy parts in the background; what fails here is said when used."""

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            self._backend.warm_up()
            yield None

        # In the thread that draws: the first chart needs what is loaded here.
        self._drawing_pool.start(work, FIRST).failed.connect(self._on_warm_up_failed)

    def _on_warm_up_failed(self, err: VizappError) -> None:
        log.info("not warmed up: %s", err)

    def open(self, path: Path) -> None:
        """Read a file, then recommend; what runs now is dropped."""
        self._drop_job()
        self.loading_path = path
        self.noticed.emit(None)
        lang = self.lang
        self.opening.emit(path)
        self._set_state("loading")

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            yield self._backend.open(path, lang=lang, cancel=cancel, progress=report)

        self._start(work, self._on_opening)

    def _on_opening(self, item: object) -> None:
        if isinstance(item, Progress):
            self.progressed.emit(item)
        elif isinstance(item, TableView):
            self.table = item
            self._remember(item.path)
            self.table_opened.emit(item)
            self.recommend(None)

    def _remember(self, path: Path | None) -> None:
        if path is None or path.is_relative_to(paths.resources()):
            return
        name = str(path.absolute())
        others = [n for n in self._preferences.recent_files if n != name]
        self._prefer(recent_files=tuple([name, *others][:MAX_RECENT]))
        self.recent_changed.emit()

    def recommend(self, ask: str | None) -> None:
        """Reason about the open table; an ask may change the chart on screen."""
        shown = self.candidates[self.selected].chart if self.candidates else None
        self._recommend(ask, shown)

    def _recommend(self, ask: str | None, edited: Chart | None) -> None:
        table = self.table
        if table is None:
            return
        self._drop_job()
        self.ask_text = ask.strip() if ask and ask.strip() else None
        self._edited = edited if self.ask_text else None
        self.answer = None
        self._set_candidates(())
        lang = self.thought_lang(self.ask_text)
        current = VisSpec((self._edited,)) if self._edited else None
        request = Request(ask=self.ask_text, lang=lang, top=N_ALTERNATIVES + 1, current=current)
        self.noticed.emit(None)
        self.reasoning_started.emit()
        self._set_state("reasoning")

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            yield from self._backend.recommend(table, request, cancel=cancel)

        self._start(work, self._on_reasoning)

    def again(self) -> None:
        """Repeat what was last asked: the question, or the file that failed."""
        if self.table is None and self.loading_path is not None:
            self.open(self.loading_path)
        else:
            self._recommend(self.ask_text, self._edited)

    def _on_reasoning(self, event: object) -> None:
        if isinstance(event, SpecReady) and event.spec.charts:
            # The answer is drawn while the alternatives are still being decided.
            self._set_candidates(tuple(Candidate(c) for c in event.spec.charts))
        elif isinstance(event, Answer):
            self._on_answer(event)
        self.reasoned.emit(event)

    def _on_answer(self, answer: Answer) -> None:
        self.answer = answer
        self._set_candidates(candidates_of(answer))
        if answer.fallback:
            self.noticed.emit(Notice("warning", "notice.fallback", {"why": answer.fallback}))

    def stop(self) -> None:
        """Stop what runs, at once; its thread may need a moment longer."""
        was = self._state
        if was not in ("loading", "reasoning"):
            return
        self._drop_job()
        self._set_state("ready" if self.table is not None else "idle")
        if was == "reasoning":
            self.reasoning_stopped.emit()

    def dismiss_error(self) -> None:
        """Leave the failed state, back to the table that was open before."""
        if self._state == "failed":
            self._set_state("ready" if self.table is not None else "idle")

    def _start(
        self,
        work: Callable[[CancelToken, Report], Generator[object, None, None]],
        on_event: Callable[[object], None],
    ) -> None:
        job = self._pool.start(work)
        self._job = job
        job.delivered.connect(on_event)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self.stop)
        job.finished.connect(self._on_finished)

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None

    def _on_finished(self) -> None:
        # Only of the reasoning: the job that opened the file was dropped for it.
        self._job = None
        self._set_state("ready")

    def _on_failed(self, err: VizappError) -> None:
        self._job = None
        self.failed_opening = self._state == "loading"
        self._set_state("failed")
        self.failed.emit(error_view(err))

    def _set_state(self, state: State) -> None:
        self._state = state
        self.changed.emit()

    # -- charts ---------------------------------------------------------------

    def _set_candidates(self, candidates: tuple[Candidate, ...]) -> None:
        before = self.candidates
        self.candidates = candidates
        self.selected = 0
        self.candidates_changed.emit()
        if not candidates:
            self._drop_drawings()
            self.drawing = None
            self.drawing_changed.emit(None)
        elif before and before[0].chart == candidates[0].chart:
            self._draw_thumbnails()
        else:
            self._draw_all()
        self.changed.emit()

    def select(self, index: int) -> None:
        """Show another candidate large."""
        if 0 <= index < len(self.candidates) and index != self.selected:
            self.selected = index
            self.candidates_changed.emit()
            self._draw_selected()

    def set_canvas(self, width: int, height: int, ratio: float) -> None:
        """Draw the large chart for that many CSS pixels at that pixel ratio."""
        if (width, height, ratio) != self._canvas:
            self._canvas = (width, height, ratio)
            if self.candidates:
                self._draw_selected()

    def _draw_all(self) -> None:
        self._draw_selected()
        self._draw_thumbnails()

    def _draw_selected(self) -> None:
        if self._draw_job is not None:
            self._draw_job.drop()
        width, height, ratio = self._canvas
        look = Look(self.theme, self.lang, width, height, ratio)
        job = self._start_drawing(self.candidates[self.selected], look, FIRST)
        job.delivered.connect(self._on_drawn)
        job.failed.connect(self._on_drawing_failed)
        self._draw_job = job

    def _draw_thumbnails(self) -> None:
        for job in self._thumbnail_jobs:
            job.drop()
        width, height = THUMBNAIL
        look = Look(self.theme, self.lang, width, height, max(1.0, self._canvas[2]), titled=False)
        self._thumbnail_jobs = []
        for index, candidate in enumerate(self.candidates):
            job = self._start_drawing(candidate, look, LATER)
            job.delivered.connect(lambda drawing, i=index: self.thumbnail_drawn.emit(i, drawing))
            job.failed.connect(lambda _, i=index: self.thumbnail_drawn.emit(i, None))
            self._thumbnail_jobs.append(job)

    def _start_drawing(self, candidate: Candidate, look: Look, priority: int) -> Job:
        table = self.table

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            assert table is not None  # candidates exist only with a table
            yield self._backend.draw(candidate.chart, table, look)

        return self._drawing_pool.start(work, priority)

    def _drop_drawings(self) -> None:
        if self._draw_job is not None:
            self._draw_job.drop()
        for job in self._thumbnail_jobs:
            job.drop()
        self._thumbnail_jobs = []

    def _on_drawn(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.drawing_changed.emit(drawing)
        self.changed.emit()

    def _on_drawing_failed(self, err: VizappError) -> None:
        self.drawing = None
        self.changed.emit()
        self.drawing_failed.emit(error_view(err))

    # -- export ---------------------------------------------------------------

    def export_name(self) -> str:
        """Return a file name for the shown chart, without a suffix."""
        if self.table is None or not self.candidates:
            return "chart"
        return f"{self.table.name}-{self.candidates[self.selected].chart.component}"

    def export(self, path: Path) -> None:
        """Write the shown chart in the background."""
        drawing = self.drawing
        if drawing is None:
            return

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            self._backend.save(drawing, path)
            yield path

        job = self._drawing_pool.start(work, FIRST)
        job.delivered.connect(self._on_exported)
        job.failed.connect(self._on_export_failed)

    def _on_exported(self, path: Path) -> None:
        self.noticed.emit(Notice("info", "notice.saved", {"path": str(path)}))

    def _on_export_failed(self, err: VizappError) -> None:
        self.noticed.emit(Notice("error", "notice.failed", {"message": str(err)}))

    # -- end ------------------------------------------------------------------

    def close(self) -> bool:
        """End the work and the model's process; return whether every thread ended."""
        self._drop_job()
        self._drop_drawings()
        self._backend.close()
        ended = self._pool.close()
        return self._drawing_pool.close() and ended


def _speaks(path: Path, lang: Lang) -> bool:
    """Return whether a sample is in that language, by its folder or file name."""
    words = {*path.parent.name.lower().split("_"), *path.stem.lower().split("_")}
    if words & {"zh", "en"}:
        return lang in words
    return (lang == "zh") == any(ord(ch) > 0x2E80 for ch in path.stem)
