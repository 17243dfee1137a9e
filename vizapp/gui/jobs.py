"""The only thread code of the window: long work in a pool, signals in the GUI thread."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Generator

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

from vizapp.core.errors import Cancelled, Defect, VizappError
from vizapp.core.tasks import CancelToken

log = logging.getLogger(__name__)

Report = Callable[[object], None]
Work = Callable[[CancelToken, Report], Generator[object, None, None]]


class Job(QObject):
    """One piece of long work: a generator that knows no Qt.

    The work gets the job's cancel token and a `report` that may be called from
    its thread (for progress); what it yields and reports arrives as `delivered`.
    All signals are emitted in the thread that made the job, exactly one of
    `failed`, `cancelled` and `finished` at the end; after `drop`, none.
    """

    delivered = Signal(object)  # not `event`: a method of QObject
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()
    # From the pool's thread to the job's own; the queue keeps the order.
    _arrived = Signal(str, object)

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.cancel = CancelToken()
        self.dropped = False
        self.ended = False  # the last message has arrived
        self._work = work
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def stop(self) -> None:
        """Ask the work to end; `cancelled` follows."""
        self.cancel.set()

    def drop(self) -> None:
        """Ask the work to end and deliver nothing more of it."""
        self.dropped = True
        self.cancel.set()

    def run(self) -> None:
        """Do the work in this thread; called by the pool."""

        def report(item: object) -> None:
            self._arrived.emit("event", item)

        try:
            self.cancel.raise_if_set()
            # closing: work that is left half-way must let go of its model now.
            with contextlib.closing(self._work(self.cancel, report)) as items:
                for item in items:
                    self.cancel.raise_if_set()
                    report(item)
        except Cancelled:
            self._arrived.emit("cancelled", None)
        except VizappError as err:
            self._arrived.emit("failed", err)
        except Exception as err:  # the one broad except
            log.exception("job failed")
            self._arrived.emit("failed", Defect(err))
        else:
            self._arrived.emit("finished", None)

    def _on_arrived(self, what: str, item: object) -> None:
        self.ended = self.ended or what != "event"
        if self.dropped:
            return
        if what == "event":
            self.delivered.emit(item)
        elif what == "failed":
            self.failed.emit(item)
        elif what == "cancelled":
            self.cancelled.emit()
        else:
            self.finished.emit()


class JobPool(QObject):
    """A thread pool that keeps its jobs alive until their last message arrived."""

    def __init__(self, n_threads: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(n_threads)
        self._jobs: list[Job] = []
        self._dropped = False

    def start(self, work: Work, priority: int = 0) -> Job:
        """Queue the work and return its job; connect to it before the event loop turns.

        Among those that wait for a thread, a higher priority goes first. After
        `drop` nothing begins any more.
        """
        self._jobs = [job for job in self._jobs if not job.ended]
        job = Job(work)
        self._jobs.append(job)
        if self._dropped:
            job.drop()
            return job
        self._pool.start(job.run, priority)
        return job

    @property
    def n_active(self) -> int:
        """How many threads work at this moment."""
        return self._pool.activeThreadCount()

    def drop(self) -> None:
        """Deliver nothing more; what runs is asked to end, what waits never begins."""
        self._dropped = True
        for job in self._jobs:
            job.drop()
        self._pool.clear()

    def forget(self) -> None:
        """Let go of all jobs and of what their work holds; none may be running."""
        self._jobs = []

    def finish(self, timeout_ms: int = 5000) -> bool:
        """Wait until all queued work is done; return whether it is."""
        return self._pool.waitForDone(timeout_ms)

    def close(self, timeout_ms: int = 5000) -> bool:
        """Drop every job and wait for the threads; return whether all have ended."""
        self.drop()
        return self._pool.waitForDone(timeout_ms)
