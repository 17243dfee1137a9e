"""WorkerReasoner: the model behind a pipe, in a process that may die.

The window's side of `worker`. It starts the process, streams its events, sends
cancels, and ends a process that is silent for too long. Whatever happens there,
here it is an error with a hint, and the next request finds a fresh process.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from vizapp.core.errors import Cancelled, ReasoningError, WorkerLostError, from_dict
from vizapp.core.processes import without_main
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning import events, worker
from vizapp.reasoning.events import ReasoningEvent, Request, SamplerSettings
from vizapp.reasoning.worker import Message, message

log = logging.getLogger(__name__)

SILENCE_S = 60.0  # without a sign of work, the process counts as hung
CANCEL_S = 2.0  # a cancel that is not answered by then ends the process
_POLL_S = 0.05

Main = Callable[[Connection, Mapping[str, Any]], None]


class _Lost(Exception):  # noqa: N818 - never leaves this module
    """The pipe broke: the process has ended."""


class _Process:
    """One child process and its pipe; every call is safe from any thread."""

    def __init__(self, main: Main, options: Mapping[str, Any]) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._lock = threading.Lock()
        self._process = context.Process(
            target=main, args=(theirs, options), daemon=True, name="vizapp-model"
        )
        with without_main():
            self._process.start()
        theirs.close()  # or the pipe would stay open when the child dies
        self.name: str | None = None  # the model's, once it is loaded
        self.uses_gpu = False  # whether it has let a graphics driver in
        self.heard = time.monotonic()
        self._ticks = -1

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def is_alive(self) -> bool:
        with self._lock:
            return not self._connection.closed and self._process.is_alive()

    def send(self, record: Message) -> None:
        with self._lock:
            try:
                self._connection.send(record)
            except (OSError, ValueError) as err:
                raise _Lost from err

    def receive(self) -> Message | None:
        """Return the next message, None when there is none for a moment."""
        with self._lock:
            try:
                if not self._connection.poll(_POLL_S):
                    return None
                record: Message = self._connection.recv()
            except (EOFError, OSError) as err:
                raise _Lost from err
        if record["kind"] != "beat":
            self.heard = time.monotonic()
        elif record["ticks"] != self._ticks:
            self._ticks = record["ticks"]
            self.heard = time.monotonic()
        if record["kind"] == "ready":
            self.name = record["name"]
        elif record["kind"] == "gpu":
            self.uses_gpu = True
        return record

    def end(self) -> int | None:
        """Kill the process if it still runs; return its exit code."""
        with self._lock:
            if self._connection.closed:
                return None
            self._connection.close()
            self._process.join(0.2)
            if self._process.is_alive():
                self._process.kill()
                self._process.join(5)
            code = self._process.exitcode
            with contextlib.suppress(ValueError):
                self._process.close()
            return code


class WorkerReasoner:
    """Answers with a GGUF model in a process of its own; see `Reasoner`.

    Parameters
    ----------
    model : Path
        The GGUF file; read when the process starts.
    n_gpu_layers : int, optional
        Layers given to a GPU; see `Engine`. A process that ends after it has let a graphics
        driver in is followed by one that uses the CPU alone, which answers instead.
    sampler : SamplerSettings
        How tokens are drawn.
    adapters : sequence of Path
        LoRA adapters to add to the model.
    silence_s : float
        A process without a sign of work for so long counts as hung. Loading
        and reading a prompt give signs too, so large models are not cut off.
    main : callable
        What the process runs: `worker.main`, or that of an endpoint or a test.
    options : mapping or None
        Further options for `main`.
    """

    def __init__(
        self,
        model: Path,
        *,
        n_gpu_layers: int | None = None,
        n_threads: int | None = None,
        sampler: SamplerSettings | None = None,
        adapters: Sequence[Path] = (),
        silence_s: float = SILENCE_S,
        main: Main = worker.main,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        # A model behind an address has dots in its name, and no suffix.
        self.name = model.stem if model.suffix.lower() == ".gguf" else model.name
        self._options = {
            "model": str(model),
            "n_gpu_layers": n_gpu_layers,
            "n_threads": n_threads,
            "sampler": asdict(sampler or SamplerSettings()),
            "adapters": [str(adapter) for adapter in adapters],
            **(options or {}),
        }
        self._main = main
        self._silence_s = silence_s
        self._lock = threading.Lock()  # the current process
        self._turn = threading.Lock()  # one request at a time
        self._closed = threading.Event()
        self._process: _Process | None = None
        self._number = 0
        self._once_more = False  # whether the lost request is to be asked on the CPU

    @property
    def pid(self) -> int | None:
        """The process's id, None while there is none."""
        with self._lock:
            return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process, which loads the model at once; returns before it has."""
        self._running()

    def _running(self) -> _Process:
        """Return a living process, a fresh one if need be."""
        with self._lock:
            if self._closed.is_set():
                raise ReasoningError("The reasoner is closed.")
            if self._process is not None and not self._process.is_alive():
                self._process.end()
                self._process = None
            if self._process is None:
                self._process = _Process(self._main, self._options)
            return self._process

    def _drop(self, process: _Process) -> int | None:
        """End a process; the next request starts another."""
        with self._lock:
            if self._process is process:
                self._process = None
        return process.end()

    def reason(
        self, description: TableDescription, request: Request, *, cancel: CancelToken
    ) -> Iterator[ReasoningEvent]:
        """Yield the events of an answer; see `Reasoner.reason`.

        Raises
        ------
        WorkerLostError
            If the process ended, or gave no sign of work for `silence_s`.
        """
        while not self._turn.acquire(timeout=_POLL_S):
            self._stop_if_asked(cancel)
        try:
            self._stop_if_asked(cancel)
            try:
                yield from self._reason(description, request, cancel)
            except WorkerLostError as err:
                if not self._once_more:
                    raise
                self._once_more = False
                log.info("once more without the graphics processor: %s", err)
                yield from self._reason(description, request, cancel)
        finally:
            self._turn.release()

    def _stop_if_asked(self, cancel: CancelToken) -> None:
        cancel.raise_if_set()
        if self._closed.is_set():
            raise Cancelled

    def _reason(
        self, description: TableDescription, request: Request, cancel: CancelToken
    ) -> Iterator[ReasoningEvent]:
        self._number += 1
        number = self._number
        process = self._running()
        finished = False
        try:
            process.heard = time.monotonic()
            process.send(
                message(
                    "reason",
                    number=number,
                    description=worker.pack_description(description),
                    request=events.request_to_dict(request),
                )
            )
            while not finished:
                if cancel.is_set or self._closed.is_set():
                    raise Cancelled
                record = process.receive()
                if record is None:
                    self._check_silence(process)
                    continue
                self.name = process.name or self.name
                if record["kind"] == "failed":
                    finished = True
                    self._drop(process)
                    raise _error(record)
                elif record.get("number") == number:
                    finished = record["kind"] != "event"
                    if record["kind"] == "event":
                        yield events.from_dict(record["event"])
                    elif record["kind"] == "error":
                        raise _error(record)
                    elif record["kind"] == "cancelled":
                        raise Cancelled
        except _Lost:
            finished = True
            lost = self._lost(process)
            if self._closed.is_set():  # whoever closed it ended the process
                raise Cancelled from None
            raise lost from None
        finally:
            if not finished:  # cancelled, or nobody wants the rest
                self._cancel(process, number)

    def _check_silence(self, process: _Process) -> None:
        silent_s = time.monotonic() - process.heard
        if silent_s < self._silence_s:
            return
        self._drop(process)
        self._blame_driver(process)
        raise WorkerLostError(
            f"The model's process gave no sign of work for {silent_s:.0f} seconds and was ended.",
            hint="Ask again, or choose a smaller model.",
            exit_code=None,
        )

    def _blame_driver(self, process: _Process) -> None:
        """Let further processes use the CPU alone if a driver may have ended this one."""
        if process.uses_gpu:
            self._options |= {"n_gpu_layers": 0, "gpu_crashed": True}
            self._once_more = True

    def _lost(self, process: _Process) -> WorkerLostError:
        code = self._drop(process)
        log.info("the model's process ended with code %s", code)
        self._blame_driver(process)
        how = f"signal {-code}" if code is not None and code < 0 else f"code {code}"
        return WorkerLostError(
            f"The model's process ended unexpectedly ({how}).",
            hint="Ask again: a new process starts by itself. If this repeats, the model file may "
            "be damaged or memory may be short.",
            exit_code=code,
        )

    def _cancel(self, process: _Process, number: int) -> None:
        """Cancel a request and wait until the process has let go of it.

        A process that does not is ended and started anew; while it is still
        loading the model it is let be, as the request is dropped afterwards.
        """
        deadline = time.monotonic() + CANCEL_S
        try:
            process.send(message("cancel", number=number))
            while process.name is not None and not self._closed.is_set():
                record = process.receive()
                ours = record is not None and record.get("number") == number
                if record is not None and ours and record["kind"] != "event":
                    return
                if time.monotonic() > deadline:
                    log.info("the model's process does not answer a cancel and is restarted")
                    self._drop(process)
                    self._restart()
                    return
        except _Lost:
            self._drop(process)

    def _restart(self) -> None:
        with contextlib.suppress(ReasoningError, OSError):
            self._running()

    def close(self) -> None:
        """End the process; safe from any thread, and twice."""
        self._closed.set()
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.end()


def _error(record: Message) -> ReasoningError:
    error = from_dict(record["error"])
    trace = error.fields.get("traceback")
    if trace:
        log.error("the model's process failed:\n%s", trace)
    if isinstance(error, ReasoningError):
        return error
    return ReasoningError(error.message, hint=error.hint)
