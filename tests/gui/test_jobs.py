"""Long work in threads: order, errors, cancel, drop."""

from __future__ import annotations

import sys
import threading
from collections.abc import Generator, Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import TIMEOUT_MS
from vizapp.core.errors import DataError, Defect
from vizapp.core.tasks import CancelToken
from vizapp.gui.jobs import Job, JobPool, Report

Items = Generator[object, None, None]


@pytest.fixture
def pool(qtbot: QtBot) -> Iterator[JobPool]:
    pool = JobPool(1)
    yield pool
    assert pool.close()
    assert pool.n_active == 0


def heard(job: Job) -> list[object]:
    said: list[object] = []
    job.delivered.connect(said.append)
    job.failed.connect(lambda err: said.append(("failed", err)))
    job.cancelled.connect(lambda: said.append("cancelled"))
    job.finished.connect(lambda: said.append("finished"))
    return said


def test_items_and_reports_arrive_in_order_in_the_windows_thread(
    pool: JobPool, qtbot: QtBot
) -> None:
    threads = set()

    def work(cancel: CancelToken, report: Report) -> Items:
        threads.add(threading.get_ident())
        report("half")
        yield 1
        yield 2

    job = pool.start(work)
    said = heard(job)
    arrived = []
    job.delivered.connect(lambda _: arrived.append(threading.get_ident()))
    qtbot.waitUntil(lambda: "finished" in said, timeout=TIMEOUT_MS)
    assert said == ["half", 1, 2, "finished"]
    assert set(arrived) == {threading.get_ident()}
    assert threading.get_ident() not in threads


def test_a_known_error_arrives_as_it_is(pool: JobPool, qtbot: QtBot) -> None:
    error = DataError("no")

    def work(cancel: CancelToken, report: Report) -> Items:
        yield 1
        raise error

    said = heard(pool.start(work))
    qtbot.waitUntil(lambda: len(said) == 2, timeout=TIMEOUT_MS)
    assert said == [1, ("failed", error)]


@pytest.mark.logs
def test_a_fault_of_ours_arrives_as_a_defect(pool: JobPool, qtbot: QtBot) -> None:
    def work(cancel: CancelToken, report: Report) -> Items:
        yield 1 // 0

    said = heard(pool.start(work))
    qtbot.waitUntil(lambda: len(said) == 1, timeout=TIMEOUT_MS)
    ((kind, error),) = said  # type: ignore[misc]
    assert kind == "failed"
    assert isinstance(error, Defect)
    assert isinstance(error.cause, ZeroDivisionError)


def test_a_stopped_job_is_closed_and_says_so(pool: JobPool, qtbot: QtBot) -> None:
    closed = threading.Event()

    def work(cancel: CancelToken, report: Report) -> Items:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    job = pool.start(work)
    said = heard(job)
    qtbot.waitUntil(lambda: len(said) > 2, timeout=TIMEOUT_MS)
    job.stop()
    qtbot.waitUntil(lambda: said[-1] == "cancelled", timeout=TIMEOUT_MS)
    assert closed.is_set()


def test_a_dropped_job_says_nothing_more(pool: JobPool, qtbot: QtBot) -> None:
    release, done = threading.Event(), threading.Event()

    def work(cancel: CancelToken, report: Report) -> Items:
        yield 1
        release.wait(5)
        report("late")
        done.set()
        yield "later"

    job = pool.start(work)
    said = heard(job)
    qtbot.waitUntil(lambda: said == [1], timeout=TIMEOUT_MS)
    job.drop()
    release.set()
    qtbot.waitUntil(lambda: job.ended, timeout=TIMEOUT_MS)
    assert done.is_set()
    assert said == [1]


def test_urgent_work_overtakes_what_waits(pool: JobPool, qtbot: QtBot) -> None:
    release = threading.Event()
    order: list[object] = []

    def named(name: str) -> Job:
        def work(cancel: CancelToken, report: Report) -> Items:
            release.wait(5)
            yield name

        job = pool.start(work, priority=1 if name == "urgent" else 0)
        job.delivered.connect(order.append)
        return job

    jobs = [named(name) for name in ("first", "small", "urgent")]
    release.set()
    qtbot.waitUntil(lambda: all(job.ended for job in jobs), timeout=TIMEOUT_MS)
    assert order == ["first", "urgent", "small"]


def test_a_signal_gives_back_every_reference_it_takes(qapp: object) -> None:
    # Qt for Python 6.12.0 drops one of True's with each emit; before Python 3.12
    # the process dies when none is left, after a few thousand signals.
    job = Job(lambda cancel, report: iter(()))  # type: ignore[arg-type, return-value]
    before = sys.getrefcount(True)
    for _ in range(100):
        job.finished.emit()
    assert abs(sys.getrefcount(True) - before) < 50
