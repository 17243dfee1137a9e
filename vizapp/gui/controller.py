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
from typing import Any

from PySide6.QtCore import QObject, Signal

from vizapp.components.spec import Chart, VisSpec
from vizapp.core import settings
from vizapp.core.errors import VizappError
from vizapp.core.language import Lang, choose_lang
from vizapp.core.settings import Settings
from vizapp.core.tasks import CancelToken, Progress
from vizapp.gui.actions import Situation
from vizapp.gui.bridge import Backend
from vizapp.gui.drawer import FIRST, LATER, Drawer
from vizapp.gui.editing import Editing, to_the_letter, why_not
from vizapp.gui.history import Origin
from vizapp.gui.jobs import Job, JobPool, Report, Work
from vizapp.gui.preferences import Preferences
from vizapp.gui.values import (
    MAX_CANDIDATES,
    Candidate,
    Drawing,
    Notice,
    State,
    TableView,
    Taste,
    Theme,
    candidates_of,
    error_view,
    titles_of,
)
from vizapp.project import NO_CHOICES, Project, TableChoices
from vizapp.reasoning.events import Answer, ReasoningEvent, Request, SpecReady
from vizapp.reasoning.second import Opinion
from vizapp.rendering.style import AS_USUAL, ExportOptions

log = logging.getLogger(__name__)

N_ALTERNATIVES = 2


class Controller(QObject):
    """Workflow on one side, widgets on the other.

    Parameters
    ----------
    backend : Backend
        What does the work; called in job threads only.
    preferences : Settings or Preferences
        What the person chose in earlier sessions; several documents share theirs.
    save : callable
        Keeps changed settings.
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
    replayed = Signal()  # a kept answer was shown again
    candidates_changed = Signal()
    drawing_changed = Signal(object)  # Drawing, or None while there is none
    thumbnail_drawn = Signal(int, object)  # index, Drawing or None
    failed = Signal(object)  # ErrorView: the state is failed
    drawing_failed = Signal(object)  # ErrorView: one chart, the rest goes on
    noticed = Signal(object)  # Notice, or None: nothing to say any more
    asked = Signal(str)  # words of the person that the model now reads
    refused = Signal(str)  # an ask that no chart answers: why

    def __init__(
        self,
        backend: Backend,
        preferences: Settings | Preferences | None = None,
        save: Callable[[Settings], None] = settings.save,
    ) -> None:
        super().__init__()
        self._backend = backend
        if not isinstance(preferences, Preferences):
            preferences = Preferences(preferences or Settings(), save)
        self.shared = preferences
        self._left = False
        self.shared.look_changed.connect(self._on_look_changed)
        self.shared.recent_changed.connect(self.recent_changed)
        # A job that was stopped may hold its thread a moment longer: room for the next.
        self._pool = JobPool(4, self)
        self._drawer = Drawer(backend, self)
        self._drawer.drawn.connect(self._on_drawn)
        self._drawer.failed.connect(self._on_drawing_failed)
        self._drawer.thumbnail_drawn.connect(self.thumbnail_drawn)
        self._job: Job | None = None
        self._state: State = "idle"
        self.table: TableView | None = None
        self.project_path: Path | None = None  # of what is open, where it has one
        self.loading_path: Path | None = None
        self.failed_opening = False
        self.ask_text: str | None = None
        self._edited: Chart | None = None  # the chart that the ask is about, if any
        self.answer: Answer | None = None
        self.last_request: Request | None = None
        self.events: list[ReasoningEvent] = []  # of the last run
        self._answered: Chart | None = None  # the answer's chart, once it is known
        self._returning = False  # an earlier way of reading comes back with its chart
        self.candidates: tuple[Candidate, ...] = ()
        self.drawing: Drawing | None = None
        self.taste: Taste | None = None
        self.beside = False  # whether somebody works beside the one state
        self.editing = Editing(self._reading)
        self.editing.shown.connect(self._on_shown)
        self.editing.changed.connect(self.changed)
        self.editing.reading_wanted.connect(self._on_reading_wanted)

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
            has_chart=self.editing.chart is not None,
            can_undo=self.editing.can_undo,
            can_redo=self.editing.history.can_redo,
            has_pin=self.editing.history.pinned is not None,
            beside=self.beside,
        )

    @property
    def lang(self) -> Lang:
        """The language of the window and its charts."""
        return self.shared.lang

    def thought_lang(self, ask: str | None) -> Lang:
        """Return the language of the next reasoning.

        The one that the person switched to; without a switch that of the
        question, else of the table's headers.
        """
        headers = self.table.description.names if self.table else ()
        return choose_lang(self.preferences.lang or None, ask, headers)

    @property
    def theme_choice(self) -> str:
        """Return light, dark or system."""
        return self.preferences.theme

    @property
    def theme(self) -> Theme:
        """The theme that is shown."""
        return self.shared.theme

    @property
    def preferences(self) -> Settings:
        """What persists between sessions."""
        return self.shared.values

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """The files opened last, newest first."""
        return self.shared.recent_files

    def sample_files(self) -> tuple[Path, ...]:
        """Return the bundled sample tables, those of the window's language first."""
        return self.shared.sample_files()

    def candidate_titles(self) -> list[str]:
        """Return a name for people per candidate; equal charts add what they show."""
        return titles_of(self.candidates, self.lang)

    # -- preferences ----------------------------------------------------------

    def set_lang(self, lang: Lang) -> None:
        """Speak that language, charts included."""
        self.shared.set_lang(lang)

    def set_theme(self, choice: str) -> None:
        """Show light, dark or the system's theme."""
        self.shared.set_theme(choice)

    def toggle_dark(self) -> None:
        """Show the other theme."""
        self.set_theme("light" if self.theme == "dark" else "dark")

    def set_system_theme(self, theme: Theme) -> None:
        """Follow the system's theme, if the person chose so."""
        self.shared.set_system_theme(theme)

    def _on_look_changed(self) -> None:
        self.look_changed.emit()
        self.draw_all()

    # -- work -----------------------------------------------------------------

    def warm_up(self) -> None:
        """Load the heavy parts in the background; what fails here is said when used."""

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            self._backend.warm_up()
            yield None

        # In the thread that draws: the first chart needs what is loaded here.
        job = self._drawer.run(work, FIRST)
        job.failed.connect(self._on_warm_up_failed)
        job.finished.connect(lambda: self.shared.memory.load(self.run))

    def _on_warm_up_failed(self, err: VizappError) -> None:
        log.info("not warmed up: %s", err)

    def open(self, path: Path, choices: TableChoices = NO_CHOICES) -> None:
        """Read a file as the person decided, then recommend; what runs now is dropped."""
        self._returning = False
        self._open(path, choices, None)

    def arrange(self, choices: TableChoices) -> None:
        """Obey what the person decided about the open table, then ask the model again."""
        table = self.table
        if table is None or choices == table.choices:
            return
        source = table.source or table.path
        if choices.reading != table.choices.reading and source is not None:
            self._open(source, choices, self.ask_text, shown=(table.path, table.name))
            return
        self._drop_job()
        self._set_state("loading")
        ask = self.ask_text

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            yield self._backend.arrange(table, choices, cancel=cancel)

        self._start(work, lambda item: self._on_opening(item, ask))

    def restore(self, path: Path, find: Callable[[], tuple[Project, Path]]) -> None:
        """Bring a kept document back: its table is read, its answer comes without the model.

        `find` returns the project and the table's file; it runs in the job's thread.
        """
        self._returning = False
        lang = self._begin_reading(path)
        found: list[Project] = []

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            project, source = find()
            yield project
            table = self._backend.open(
                source, lang=lang, cancel=cancel, progress=report, choices=project.choices
            )
            path = Path(project.table.path)
            other = source if source != path else None
            yield dataclasses.replace(table, path=path, name=project.name, source=other)

        def take(item: object) -> None:
            if isinstance(item, Project):
                found.append(item)
            else:
                self._on_opening(item, found[0].ask if found else None, *found)

        self._start(work, take)

    def _open(
        self,
        path: Path,
        choices: TableChoices,
        ask: str | None,
        *,
        shown: tuple[Path | None, str] | None = None,  # under which path and name
    ) -> None:
        lang = self._begin_reading(path)

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            yield self._backend.open(
                path, lang=lang, cancel=cancel, progress=report, choices=choices
            )

        def take(item: object) -> None:
            if shown is not None and isinstance(item, TableView):
                other = item.path if item.path != shown[0] else None
                item = dataclasses.replace(item, path=shown[0], name=shown[1], source=other)
            self._on_opening(item, ask)

        self._start(work, take)

    def _begin_reading(self, path: Path) -> Lang:
        self._drop_job()
        self.loading_path = path
        self.noticed.emit(None)
        self.opening.emit(path)
        self._set_state("loading")
        return self.lang

    def _on_opening(self, item: object, ask: str | None, kept: Project | None = None) -> None:
        if isinstance(item, Progress):
            self.progressed.emit(item)
        elif isinstance(item, TableView):
            if self.table is None or item.path != self.table.path:
                self.editing.reset()
            self.table = item
            if item.source is None:
                self.shared.remember(item.path)
            if not self._returning:
                self.ask_text = ask
            self.table_opened.emit(item)
            if self._returning:
                self._return()
            elif kept is not None and kept.answer is not None:
                self._replay(kept)
            else:
                self._recommend(ask, None)

    def _replay(self, kept: Project) -> None:
        """Show a kept answer as if the model gave it now, then its history."""
        self.events = []
        self.reasoning_started.emit()
        self.editing.restore(kept.history)
        charts = kept.answer.spec.charts if kept.answer is not None else ()
        self._answered = charts[0] if charts else None  # it is in the history already
        for event in kept.events:
            self._on_reasoning(event)
        if kept.candidates:
            self.candidates = tuple(Candidate(chart, p) for chart, p in kept.candidates)
        self.candidates_changed.emit()
        self.draw_all()
        self.replayed.emit()

    def _return(self) -> None:
        """Show the chart that was brought back, from its own reading of the file."""
        self._returning = False
        self.draw_all()

    def recommend(self, ask: str | None) -> None:
        """Reason about the open table; an ask changes the chart on screen, if there is one."""
        self._recommend(ask, self.editing.chart)

    def ask_anew(self, ask: str | None) -> None:
        """Reason about the open table, whatever is on screen."""
        self._recommend(ask, None)

    def _recommend(self, ask: str | None, edited: Chart | None) -> None:
        table = self.table
        if table is None:
            return
        self._drop_job()
        self.ask_text = ask.strip() if ask and ask.strip() else None
        self._edited = edited if self.ask_text else None
        self.answer = None
        self.events = []
        self._answered = None
        if self._edited is None:
            self._set_candidates(())  # else the chart stays until the changed one is there
        usual = N_ALTERNATIVES + 1
        top = self.taste.wanted(usual) if self.taste is not None else usual
        lang = self.thought_lang(self.ask_text)
        current = VisSpec((self._edited,)) if self._edited else None
        n_samples = int(self.preferences.samples) if self.preferences.samples.isdigit() else 1
        request = self.last_request = Request(
            ask=self.ask_text, lang=lang, top=top, n_samples=n_samples, current=current
        )
        self.noticed.emit(None)
        if self.ask_text:
            self.asked.emit(self.ask_text)
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

    def _on_reasoning(self, event: Any) -> None:
        self.events.append(event)
        if isinstance(event, SpecReady) and event.spec.charts:
            # The answer is drawn while the alternatives are still being decided,
            # unless the person's choices may change the order.
            if self.taste is None or not self.taste.applies():
                found = tuple(Candidate(c) for c in event.spec.charts)
                found = to_the_letter(found, self.ask_text, self._edited, self.table)
                if found:  # none where it cannot be done
                    self._set_candidates(found)
        elif isinstance(event, Answer):
            self._on_answer(event)
        self.reasoned.emit(event)

    def _on_answer(self, answer: Answer) -> None:
        self.answer = answer
        found = candidates_of(answer)
        if self.taste is not None:
            usual = max(N_ALTERNATIVES + 1, len(answer.spec.charts))
            found = self.taste.rerank(found, usual)
        found = to_the_letter(found, self.ask_text, self._edited, self.table)
        if found or self._edited is None:
            self._set_candidates(found)
        if not found and self.ask_text:
            why = why_not(self.ask_text, self._edited, self.table)
            self.refused.emit(why or answer.spec.message or "")
        if answer.fallback:
            said = "notice.fallback" if answer.model == "rules" else "notice.stand_in"
            values = {"why": answer.fallback, "model": answer.model}
            self.noticed.emit(Notice("warning", said, values, again=True))

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
        self._returning = False
        self.failed_opening = self._state == "loading"
        self._set_state("failed")
        self.failed.emit(error_view(err))

    def _set_state(self, state: State) -> None:
        self._state = state
        self.changed.emit()

    # -- work beside the one state, for those that stand beside the controller ----

    @property
    def backend(self) -> Backend:
        """What does the work; call it in jobs only."""
        return self._backend

    def request(self) -> Request:
        """Return what was asked of the open table, without the chart that it changed."""
        return Request(ask=self.ask_text, lang=self.thought_lang(self.ask_text))

    def run(self, work: Work) -> Job:
        """Start work that does not change the state."""
        return self._pool.start(work)

    def run_drawing(self, work: Work, priority: int = LATER) -> Job:
        """Queue work for the thread that draws."""
        return self._drawer.run(work, priority)

    def offer(self, chart: Chart) -> None:
        """Show a chart that the answer does not have, as one more candidate."""
        self.join(chart)
        self.editing.show(chart, "choice")

    def join(self, chart: Chart, second: Opinion | None = None) -> None:
        """Put a chart among the candidates; what is on screen stays."""
        if all(candidate.chart != chart for candidate in self.candidates):
            self.candidates = (*self.candidates[: MAX_CANDIDATES - 1], Candidate(chart))
            self._draw_thumbnails()
        if second is not None:
            self.candidates = tuple(
                dataclasses.replace(c, second=second) if c.chart == chart else c
                for c in self.candidates
            )
        self.candidates_changed.emit()
        self.changed.emit()

    # -- charts ---------------------------------------------------------------

    def _reading(self) -> dict[str, Any] | None:
        return self.table.choices.to_json() if self.table is not None else None

    def _set_candidates(self, candidates: tuple[Candidate, ...]) -> None:
        self.candidates = candidates
        if not candidates:
            self.editing.clear()
            self._drawer.drop()
            self.drawing = None
            self.drawing_changed.emit(None)
        elif self._answered != candidates[0].chart:
            self._answered = candidates[0].chart
            origin: Origin = "chat" if self._edited else "answer"
            self.editing.show(candidates[0].chart, origin, ask=self.ask_text)
        self.candidates_changed.emit()
        self._draw_thumbnails()
        self.changed.emit()

    def select(self, index: int) -> None:
        """Show another candidate large."""
        if 0 <= index < len(self.candidates) and index != self.selected:
            self.editing.show(self.candidates[index].chart, "choice")

    @property
    def selected(self) -> int:
        """Which candidate is shown large, -1 for a chart that was edited."""
        charts = [candidate.chart for candidate in self.candidates]
        chart = self.editing.chart
        return charts.index(chart) if chart in charts else -1

    def _on_shown(self) -> None:
        before = self._drawer.large
        self.candidates_changed.emit()  # makes room for the others: a new size draws it already
        if not self._returning and self._drawer.large is before:
            self._draw_selected()

    def _on_reading_wanted(self, record: object) -> None:
        self._returning = True
        self.arrange(TableChoices.from_json(record))

    def set_canvas(self, width: int, height: int, ratio: float) -> None:
        """Draw the large chart for that many CSS pixels at that pixel ratio."""
        if (width, height, ratio) != self._drawer.canvas:
            self._drawer.canvas = (width, height, ratio)
            self._draw_selected()

    def draw_all(self) -> None:
        """Draw every chart on screen anew."""
        self._draw_selected()
        self._draw_thumbnails()

    def _draw_selected(self) -> None:
        editing = self.editing
        self._drawer.draw(editing.chart, self.table, self.theme, self.lang, editing.presentation)

    def _draw_thumbnails(self) -> None:
        charts = [candidate.chart for candidate in self.candidates]
        self._drawer.draw_thumbnails(charts, self.table, self.theme, self.lang)

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
        chart = self.editing.chart
        if self.table is None or chart is None:
            return "chart"
        return f"{self.table.name}-{chart.component}"

    def export(self, path: Path, options: ExportOptions = AS_USUAL) -> None:
        """Write the shown chart in the background."""

        def write(backend: Backend, drawing: Drawing) -> Path:
            backend.save(drawing, path, options)
            return path

        self.convert(write, self._on_exported)

    def convert(
        self, make: Callable[[Backend, Drawing], object], done: Callable[[Any], None]
    ) -> None:
        """Make something of the shown chart in the background; `done` gets it."""
        drawing = self.drawing
        if drawing is None:
            return

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            yield make(self._backend, drawing)

        job = self._drawer.run(work, FIRST)
        job.delivered.connect(done)
        job.failed.connect(self._on_export_failed)

    def _on_exported(self, path: Path) -> None:
        self.noticed.emit(Notice("info", "notice.saved", {"path": str(path)}))

    def _on_export_failed(self, err: VizappError) -> None:
        self.noticed.emit(Notice("error", "notice.failed", {"message": str(err)}))

    # -- end ------------------------------------------------------------------

    def close(self) -> bool:
        """End the work and the model's process; return whether every thread ended."""
        self._drop_job()
        self._drawer.drop()
        self._backend.close()
        return self.shared.models.close() and self.end()

    def leave(self) -> None:
        """Say nothing more to anybody; what runs is asked to end."""
        self._drop_job()
        self._drawer.drop()
        self._pool.drop()
        self._drawer.pool.drop()
        if not self._left:
            self._left = True
            self.shared.look_changed.disconnect(self._on_look_changed)
            self.shared.recent_changed.disconnect(self.recent_changed)

    def release(self) -> None:
        """Let go of the table, once no thread works any more; then it may be deleted."""
        self.table = self.drawing = self._job = None
        self._pool.forget()
        self._drawer.forget()
        self.deleteLater()

    @property
    def is_working(self) -> bool:
        """Whether a thread of this document still runs."""
        return self._pool.n_active + self._drawer.pool.n_active > 0

    def end(self) -> bool:
        """End the work of this document; return whether every thread ended."""
        self._drop_job()
        self._drawer.drop()
        ended = self._pool.close()
        return self._drawer.pool.close() and ended
