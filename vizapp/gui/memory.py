"""What the person chose in all documents: read once, written in the background."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vizapp.core.tasks import CancelToken
from vizapp.gui.jobs import Job, Report, Work

if TYPE_CHECKING:
    from vizapp.feedback import Feedback, FeedbackStore
    from vizapp.reasoning.reranker import Reranker

Run = Callable[[Work], Job]  # starts background work


class Memory(QObject):
    """The kept choices and what was learned from them; one for all documents.

    The file is read and the re-ranker fitted in jobs, so nothing here waits.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._store: FeedbackStore | None = None
        self._asked = False
        self.choices: tuple[Feedback, ...] = ()
        self.reranker: Reranker | None = None
        self.n_unreadable = 0

    @property
    def store(self) -> FeedbackStore:
        """The file; made late, as it is in the person's folder of that moment."""
        if self._store is None:
            from vizapp.feedback import FeedbackStore

            self._store = FeedbackStore()
        return self._store

    def load(self, run: Run) -> None:
        """Read the file, once; call it after the window stands."""
        if not self._asked:
            self._asked = True
            self._refresh(run, lambda: None)

    def add(self, feedback: Feedback, run: Run) -> Job:
        """Keep a choice and learn from it."""
        return self._refresh(run, lambda: self.store.add(feedback))

    def erase(self, which: tuple[Feedback, ...] | None, run: Run) -> Job:
        """Erase choices, None for all, and forget what they taught."""
        return self._refresh(run, lambda: self.store.erase(which))

    def _refresh(self, run: Run, change: Callable[[], None]) -> Job:
        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            from vizapp.reasoning.reranker import Reranker

            change()
            choices = self.store.load()
            taught = [p for c in choices if (p := c.preference()) is not None]
            yield choices, Reranker(taught)

        job = run(work)
        job.delivered.connect(self._on_read)
        return job

    def _on_read(self, found: tuple[tuple[Feedback, ...], Reranker]) -> None:
        self.choices, self.reranker = found
        self.n_unreadable = self.store.n_unreadable
        self.changed.emit()

    def export(self, path: Path, run: Run) -> Job:
        """Write the choices to a file of the person's own; delivers how many."""

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            yield self.store.export(path)

        return run(work)
