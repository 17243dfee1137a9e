"""The models of this computer and what is done with them; one for all documents.

Reading headers, fetching, trying and asking an endpoint are jobs of the library's
own pool, so that a download goes on whichever tab is on screen.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from vizapp.core import paths
from vizapp.core.errors import ModelFileError, VizappError
from vizapp.core.language import Lang
from vizapp.core.tasks import CancelToken
from vizapp.gui.jobs import Job, JobPool, Report, Work
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning import model_store
from vizapp.reasoning.downloads import Download, Fetched, Received, download
from vizapp.reasoning.endpoint import Endpoint, connect
from vizapp.reasoning.events import Answer, Request
from vizapp.reasoning.gguf_header import read_header
from vizapp.reasoning.model_list import KNOWN, KnownModel, known_model
from vizapp.reasoning.model_store import InstalledModel

if TYPE_CHECKING:
    from vizapp.gui.bridge import Backend
    from vizapp.gui.preferences import Preferences
    from vizapp.reasoning.devices import Hardware
    from vizapp.reasoning.expected_wait import Speed
    from vizapp.reasoning.trial import Trial

_N_THREADS = 4
# What an endpoint is asked in a test: a table that nobody owns.
_MADE_UP: dict[Lang, TableDescription] = {
    "zh": TableDescription(
        3, (AttributeDescription("城市", "STR", 3), AttributeDescription("人口", "INT", 3))
    ),
    "en": TableDescription(
        3, (AttributeDescription("city", "STR", 3), AttributeDescription("people", "INT", 3))
    ),
}


class ModelLibrary(QObject):
    """What is installed, what can be had, and who answers.

    Parameters
    ----------
    preferences : Preferences
        Where the choice of models and endpoint is kept.
    """

    changed = Signal()
    failed = Signal(object)  # VizappError: nothing on the page has a place for it
    endpoint_changed = Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._pool = JobPool(_N_THREADS, self)
        self.installed: tuple[InstalledModel, ...] = ()
        self.speed: Speed | None = None  # of this machine, None until it is measured
        self.free_memory: int | None = None  # bytes, when the page was opened
        self._measuring = False
        self.hardware: Hardware | None = None  # None until it has been looked at
        self._looking = False
        self._fetching: dict[str, Job] = {}
        self.received: dict[str, Received | None] = {}  # of what is being fetched
        self.parts: dict[str, int] = {}  # bytes that an earlier try has left
        self.fetch_failures: dict[str, VizappError] = {}
        self._trying: Job | None = None
        self.tried_path: Path | None = None  # what was or is being tried
        self.trial_progress = (0, 0)  # tables done, and all
        self.trials: dict[Path, Trial] = {}
        self.trial_failure: VizappError | None = None
        self._testing: Job | None = None
        self.test_answer: Answer | None = None
        self.test_failure: VizappError | None = None

    # -- who answers ------------------------------------------------------------

    @property
    def own_model(self) -> Path | None:
        """The file that the person let answer, None for the bundled one."""
        chosen = self._preferences.values.model
        return Path(chosen) if chosen else None

    @property
    def answering(self) -> Path:
        """The file that answers."""
        return self.own_model or paths.bundled_model()

    @property
    def second(self) -> Path | None:
        """The file that gives a second opinion."""
        chosen = self._preferences.values.second_model
        return Path(chosen) if chosen else None

    @property
    def adapter(self) -> Path | None:
        """The LoRA adapter of the file that answers."""
        chosen = self._preferences.values.adapter
        return Path(chosen) if chosen else None

    @property
    def adapters(self) -> tuple[Path, ...]:
        """The same as `Workflow` takes it."""
        return (self.adapter,) if self.adapter else ()

    def choose(self, path: Path, backend: Backend) -> None:
        """Let that model answer from the next question on, without an adapter."""
        if path != self.answering:
            self._prefer(model=_kept(path), adapter="")
            self._use_model(backend)

    def choose_adapter(self, path: Path | None, backend: Backend) -> None:
        """Add that LoRA adapter to the model that answers, None for none.

        A file that is no adapter is told by `failed`.
        """

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            if path is not None and not read_header(path).adapter:
                raise ModelFileError(
                    f"{path.name} is a model, not a LoRA adapter.",
                    hint="Add it to the models instead.",
                )
            yield path

        def use(_: object) -> None:
            self._prefer(adapter=str(path) if path else "")
            self._use_model(backend)

        self._start(work).delivered.connect(use)

    def choose_second(self, path: Path | None, backend: Backend) -> None:
        """Let that model give second opinions, None for nobody."""
        if path != self.second:
            self._prefer(second_model=str(path) if path else "")
            self._do(lambda: backend.use_second(path))

    def _use_model(self, backend: Backend) -> None:
        model, adapters = self.own_model, self.adapters
        self._do(lambda: backend.use_model(model, adapters))

    def _prefer(self, **values: str) -> None:
        self._preferences.prefer(**values)
        self.changed.emit()

    # -- what is here -------------------------------------------------------------

    def refresh(self) -> None:
        """Read what is installed."""

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            yield _found()

        self._start(work).delivered.connect(self._on_found)

    def measure(self) -> None:
        """Measure this machine; the best of several times counts, as others work on it too."""
        from vizapp.reasoning.expected_wait import free_memory_bytes

        self.free_memory = free_memory_bytes()
        if not self._measuring:
            self._measuring = True
            self._start(_measured).delivered.connect(self._on_measured)

    def look(self) -> None:
        """See what this machine computes with, in a process of its own, as a driver may end it."""

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            from vizapp.reasoning.hardware import look

            yield look(cancel)

        if self.hardware is None and not self._looking:
            self._looking = True
            self._start(work).delivered.connect(self._on_looked)

    def _on_looked(self, found: Hardware) -> None:
        self._looking, self.hardware = False, found
        self.changed.emit()

    def _on_found(self, found: tuple[tuple[InstalledModel, ...], dict[str, int]]) -> None:
        self.installed, self.parts = found
        self.changed.emit()

    def _on_measured(self, speed: Speed) -> None:
        self._measuring = False
        self.speed = speed if self.speed is None else self.speed.best(speed)
        self.changed.emit()

    def add(self, path: Path) -> Job:
        """Remember a GGUF file where it lies; delivers the model."""

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            yield model_store.add(path)

        job = self._start(work)
        job.delivered.connect(lambda _: self.refresh())
        return job

    def remove(self, model: InstalledModel, backend: Backend) -> None:
        """Delete a fetched model or forget an added one; nobody uses it any more."""
        answers, seconds = model.path == self.answering, model.path == self.second
        if answers:
            self._prefer(model="", adapter="")
        if seconds:
            self._prefer(second_model="")

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            if answers:  # first: a process that holds the file keeps it on Windows
                backend.use_model(None)
            if seconds:
                backend.use_second(None)
            yield model_store.remove(model.name)

        self._start(work).delivered.connect(lambda _: self.refresh())

    # -- what can be had ------------------------------------------------------------

    def is_fetching(self, id_: str) -> bool:
        """Whether that known model is on its way."""
        return id_ in self._fetching

    def fetch(self, id_: str, lang: Lang) -> None:
        """Fetch a known model, or go on where an earlier try ended."""
        if id_ in self._fetching:
            return
        known = known_model(id_)
        path = target(known)
        task = Download(known.urls(), str(path), None, known.size_bytes, known.licence, lang)

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            for item in download(task, cancel=cancel):
                if isinstance(item, Fetched):
                    model_store.keep_record(path, dict(item.record))
                yield item

        job = self._pool.start(work)
        self._fetching[id_] = job
        self.received[id_] = None
        self.fetch_failures.pop(id_, None)
        job.delivered.connect(lambda item: self._on_received(id_, item))
        job.failed.connect(lambda err: self._on_fetched(id_, err))
        job.finished.connect(lambda: self._on_fetched(id_))
        job.cancelled.connect(lambda: self._on_fetched(id_))
        self.changed.emit()

    def _on_received(self, id_: str, item: object) -> None:
        if isinstance(item, Received):
            self.received[id_] = item
            self.changed.emit()

    def _on_fetched(self, id_: str, err: VizappError | None = None) -> None:
        self._fetching.pop(id_, None)
        self.received.pop(id_, None)
        if err is not None:
            self.fetch_failures[id_] = err
        self.refresh()
        self.changed.emit()

    def stop_fetching(self, id_: str) -> None:
        """Stop a download; what has arrived is kept."""
        job = self._fetching.get(id_)
        if job is not None:
            job.stop()

    # -- trial ------------------------------------------------------------------------

    @property
    def trying(self) -> bool:
        """Whether a trial runs."""
        return self._trying is not None

    def try_model(self, path: Path, backend: Backend) -> None:
        """Let a model and the bundled one answer the sample tables."""
        self.stop_trying()
        adapters = self.adapters if path == self.answering else ()
        self.tried_path, self.trial_progress, self.trial_failure = path, (0, 0), None

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            from vizapp.reasoning.client import WorkerReasoner
            from vizapp.reasoning.trial import try_model

            cases = backend.samples(cancel=cancel)
            yield len(cases)
            with (
                closing(WorkerReasoner(path, adapters=adapters)) as model,
                closing(WorkerReasoner(paths.bundled_model())) as reference,
            ):
                yield from try_model(model, reference, cases, cancel=cancel)

        job = self._trying = self._pool.start(work)
        job.delivered.connect(self._on_tried)
        job.failed.connect(self._on_trial_ended)
        job.finished.connect(self._on_trial_ended)
        self.changed.emit()

    def _on_tried(self, item: Any) -> None:
        from vizapp.reasoning.trial import Trial

        done, n_cases = self.trial_progress
        if isinstance(item, int):
            self.trial_progress = (0, item)
        elif isinstance(item, Trial):
            assert self.tried_path is not None  # a trial has begun
            self.trials[self.tried_path] = item
        else:
            self.trial_progress = (done + 1, n_cases)
        self.changed.emit()

    def _on_trial_ended(self, err: VizappError | None = None) -> None:
        self._trying, self.trial_failure = None, err
        self.changed.emit()

    def stop_trying(self) -> None:
        """End the trial; what it has found so far is not kept."""
        if self._trying is not None:
            self._trying.drop()
            self._trying = None
            self.changed.emit()

    # -- endpoint -----------------------------------------------------------------------

    @property
    def testing(self) -> bool:
        """Whether an endpoint is being asked."""
        return self._testing is not None

    def test_endpoint(self, endpoint: Endpoint, lang: Lang) -> None:
        """Ask an endpoint about a made-up table; nothing of the person's is sent."""
        self.stop_testing()
        request = Request(lang=lang, top=1, think=False)

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            with closing(connect(endpoint)) as reasoner:
                for event in reasoner.reason(_MADE_UP[lang], request, cancel=cancel):
                    if isinstance(event, Answer):
                        yield event

        self.test_answer = self.test_failure = None
        job = self._testing = self._pool.start(work)
        job.delivered.connect(self._on_endpoint_answered)
        job.failed.connect(self._on_endpoint_tested)
        job.finished.connect(self._on_endpoint_tested)
        self.changed.emit()

    def _on_endpoint_answered(self, answer: Answer) -> None:
        self.test_answer = answer

    def _on_endpoint_tested(self, err: VizappError | None = None) -> None:
        self._testing, self.test_failure = None, err
        self.changed.emit()

    def stop_testing(self) -> None:
        """Wait for the endpoint no longer."""
        if self._testing is not None:
            self._testing.drop()
            self._testing = None
            self.changed.emit()

    def use_endpoint(self, endpoint: Endpoint | None, backend: Backend) -> None:
        """Ask that endpoint first from the next question on, None for nobody."""
        if endpoint is None:
            self._prefer(endpoint="")
        else:
            self._prefer(
                endpoint=endpoint.url,
                endpoint_last=endpoint.url,
                endpoint_model=endpoint.model,
                endpoint_key=endpoint.key,
            )
        self.endpoint_changed.emit()
        self._do(lambda: backend.use_endpoint(endpoint))

    # -- jobs ---------------------------------------------------------------------------

    def _start(self, work: Work) -> Job:
        job = self._pool.start(work)
        job.failed.connect(self.failed)
        return job

    def _do(self, change: Callable[[], None]) -> None:
        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            change()
            yield None

        self._start(work)

    def close(self) -> bool:
        """End every job; return whether every thread ended."""
        return self._pool.close()


def _kept(path: Path) -> str:
    return "" if path == paths.bundled_model() else str(path)


def target(known: KnownModel) -> Path:
    """Return where a known model lies once it is fetched."""
    return paths.user_models() / known.file


def _found() -> tuple[tuple[InstalledModel, ...], dict[str, int]]:
    """Return what is installed, and how much of others has arrived."""
    parts = {}
    for known in KNOWN:
        part = target(known).with_name(known.file + ".part")
        if part.is_file():
            parts[known.id] = part.stat().st_size
    return tuple(model_store.installed()), parts


def _measured(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
    from vizapp.reasoning.expected_wait import measure_speed

    yield measure_speed()
