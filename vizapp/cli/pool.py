"""A batch answered by several processes, its results in the order of its lines.

Every process answers whole lines with a workflow of its own, and so with a
model process of its own: nothing is shared, and whatever ends one of them costs
one line. Lines are read ahead only as far as there is work, and a result is
given as soon as those before it are, so that a program can still talk to a
running batch.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from vizapp.cli.answering import failure, to_line
from vizapp.cli.batch import POLL_S, answer_line, id_of
from vizapp.core.errors import WorkerLostError
from vizapp.core.processes import without_main

if TYPE_CHECKING:
    from vizapp.reasoning.endpoint import Endpoint

_AHEAD = 4  # lines a process may be read ahead

_T = TypeVar("_T")
_Work = tuple[Future[str], int, bytes]


class Crew:
    """Processes that answer lines.

    Parameters
    ----------
    n_jobs : int
        How many processes.
    model : Path or None
        The GGUF file that each of them loads; None for the bundled one.
    endpoint : Endpoint or None
        Who is asked first.
    how : mapping
        Further fields of every line's task.
    """

    def __init__(
        self, n_jobs: int, model: Path | None, endpoint: Endpoint | None, how: Mapping[str, Any]
    ) -> None:
        options = {"model": model, "endpoint": endpoint and asdict(endpoint), "how": dict(how)}
        self._members = [_Member(options) for _ in range(n_jobs)]
        self._work: queue.Queue[_Work] = queue.Queue(n_jobs)
        self._order: queue.Queue[Future[str] | None] = queue.Queue(_AHEAD * n_jobs)
        self._closed = threading.Event()

    def answer(self, lines: BinaryIO) -> Iterator[str]:
        """Yield the result of each line as JSON; blank lines are no requests.

        Raises
        ------
        OSError
            If the lines cannot be read to their end.
        """
        # Threads that end with the process: one may wait for a line that never comes.
        threading.Thread(target=self._read, args=(lines,), daemon=True).start()
        for member in self._members:
            threading.Thread(target=self._serve, args=(member,), daemon=True).start()
        while (future := _taken(self._order)) is not None:
            while not future.done():
                _wait(future)
            yield future.result()

    def _read(self, lines: BinaryIO) -> None:
        last: Future[str] | None = None
        try:
            for number, line in enumerate(lines, 1):
                text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                if text.strip():
                    future: Future[str] = Future()
                    self._put(self._order, future)
                    self._put(self._work, (future, number, text))
        except (OSError, ValueError) as err:
            last = Future()
            last.set_exception(err)
        if last is not None:
            self._put(self._order, last)
        self._put(self._order, None)

    def _put(self, into: queue.Queue[_T], item: _T) -> None:
        while not self._closed.is_set():
            with contextlib.suppress(queue.Full):
                into.put(item, timeout=POLL_S)
                return

    def _serve(self, member: _Member) -> None:
        while not self._closed.is_set():
            try:
                future, number, line = self._work.get(timeout=POLL_S)
            except queue.Empty:
                continue
            future.set_result(member.answer(number, line))

    def close(self) -> None:
        """End the processes at once."""
        self._closed.set()
        for member in self._members:
            member.close()


def _taken(order: queue.Queue[Future[str] | None]) -> Future[str] | None:
    while True:
        try:
            return order.get(timeout=POLL_S)
        except queue.Empty:
            continue


def _wait(future: Future[str]) -> None:
    try:
        future.exception(timeout=POLL_S)
    except TimeoutError:
        return


class _Member:
    """One process, started anew when it dies."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options
        self._lock = threading.Lock()
        self.closed = False
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        # Not a daemon: those may have no children, and each has a model's process.
        process = context.Process(target=_work, args=(theirs, self._options), name="vizapp-batch")
        with without_main():
            process.start()
        theirs.close()
        self._connection, self._process = ours, process

    def answer(self, number: int, line: bytes) -> str:
        """Return the line's result; a process that dies gives an error in its place."""
        try:
            self._connection.send((number, line))
            result: str = self._connection.recv()
            return result
        except (OSError, EOFError):
            self._process.join(1)
            lost = WorkerLostError(
                f"Line {number}: the process that answered it ended unexpectedly.",
                hint="The others go on.",
                exit_code=self._process.exitcode,
            )
            with self._lock:
                if not self.closed:
                    self._connection.close()
                    with contextlib.suppress(OSError):  # the next line tries once more
                        self._start()
            code, message = failure(lost)
            return to_line({"id": id_of(line), "error": {"code": code, "message": message}})

    def close(self) -> None:
        with self._lock:
            self.closed = True
            self._process.kill()
            self._process.join(5)


def _work(connection: Connection, options: Mapping[str, Any]) -> None:
    """Answer lines until the pipe closes; the target of the spawned process."""
    # Ctrl+C in a terminal reaches the whole group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from vizapp.reasoning.endpoint import Endpoint
    from vizapp.workflow import Workflow

    endpoint = Endpoint(**options["endpoint"]) if options["endpoint"] else None
    workflow = Workflow(options["model"], endpoint=endpoint)
    workflow.start()
    how = dict(options["how"])
    lang = how.pop("lang", None)
    while True:
        try:
            number, line = connection.recv()
        except (EOFError, OSError):
            os._exit(0)
        connection.send(to_line(answer_line(workflow, line, number, lang, how)))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
