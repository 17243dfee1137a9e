"""The drawing engine: Vega-Lite's schema and vl-convert, here or in a process of its own.

vl-convert holds Python's lock while its JavaScript engine starts (half a second) and
while it draws, so a window that draws in its own process stands still for as long, and
what it loads waits. `EngineProcess` loads and draws beside it; the window's process then
needs no vl-convert. Everything else draws where it is:

    with drawn_by(process.run):
        export.save(built, path)

This module imports cheaply: the spawned process imports it before `main` runs.
"""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from vizapp.core.errors import Cancelled, ExportError
from vizapp.core.memory import give_back
from vizapp.core.processes import without_main
from vizapp.rendering import vega_lite

_EMPTY = '{"data": {"values": [{}]}, "mark": "point"}'
_TRIES = 2
REST_S = 2.0  # without a task, before the process gives memory back
HUNG_S = 60.0  # a process that draws for so long counts as hung; the largest chart takes some

# Task, arguments, options.
Run = Callable[[str, tuple[Any, ...], Mapping[str, Any]], Any]


def run(task: str, *args: Any, **options: Any) -> Any:
    """Do a task of the drawing engine where this context draws.

    Parameters
    ----------
    task : str
        ``check``, ``layout``, ``marks`` or the name of a function of vl-convert.
    *args, **options
        What that function takes; plain values.

    Raises
    ------
    ValueError
        If the engine refuses what it is given.
    """
    return _runs.get()(task, args, options)


def run_here(task: str, args: tuple[Any, ...], options: Mapping[str, Any]) -> Any:
    """Do a task in this process; see `run`."""
    own = _OWN.get(task)
    if own is not None:
        return own(*args)
    return getattr(_converter(), task)(*args, **options)


_runs: ContextVar[Run] = ContextVar("runs", default=run_here)


@contextlib.contextmanager
def drawn_by(runs: Run) -> Iterator[None]:
    """Let `runs` do what this thread draws within the block."""
    token = _runs.set(runs)
    try:
        yield
    finally:
        _runs.reset(token)


def draw_without_zone() -> None:
    """Let what this process draws be the same everywhere; call it before it draws.

    A table's times have no zone. Vega takes them for local ones, of which a summer time
    leaves an hour out in spring: what happened in it would be drawn an hour later.
    """
    os.environ["TZ"] = "UTC"


@functools.cache
def _converter() -> Any:
    """Return vl-convert, the bundled fonts made known to it."""
    import vl_convert

    from vizapp.rendering.fonts import register_fonts

    register_fonts()
    return vl_convert


def _marks(vega_lite: str) -> Any:
    """Return the regions of the marks: less to send than the scene they are read from."""
    from vizapp.rendering.regions import read_regions

    return read_regions(_converter().vegalite_to_scenegraph(vega_lite))


def _layout(vega_lite: str) -> Any:
    """Return where marks, axes and legends lie."""
    from vizapp.rendering.guides import read_layout

    return read_layout(_converter().vegalite_to_scenegraph(vega_lite))


_OWN: Mapping[str, Callable[..., Any]] = {
    "check": vega_lite.check,
    "layout": _layout,
    "marks": _marks,
}


def main(connection: Connection) -> None:
    """Load what draws, then do tasks until the pipe closes; runs in the child.

    The schema is loaded by the first check: a window checks a chart that it shows already.
    """
    # Ctrl-C in a terminal reaches the whole group; the parent decides what it means.
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    draw_without_zone()
    # What fails here fails again in the first task, which says so.
    _done("vegalite_to_png", (_EMPTY,), {})
    with contextlib.suppress(EOFError, OSError):  # the parent has gone
        while True:
            if not connection.poll(REST_S):
                give_back()
            task, args, options = connection.recv()
            connection.send(_done(task, args, options))


def _done(task: str, args: tuple[Any, ...], options: Mapping[str, Any]) -> tuple[bool, Any]:
    try:
        return True, run_here(task, args, options)
    except Exception as err:  # noqa: BLE001 - raised where somebody listens
        return False, str(err) if isinstance(err, ValueError) else f"{type(err).__name__}: {err}"


class EngineProcess:
    """Does the tasks in a process of its own; every call is safe from any thread.

    A process that ends, whatever the reason, is replaced: a task changes nothing, so it
    is tried once more.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()  # one task at a time
        self._lock = threading.Lock()  # the current process
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process's id, None while there is none."""
        with self._lock:
            return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process, which loads what it needs; returns before it has.

        Raises
        ------
        OSError
            If the system gives no process.
        """
        self._running()

    def run(self, task: str, args: tuple[Any, ...], options: Mapping[str, Any]) -> Any:
        """Do a task; see the function `run`.

        Raises
        ------
        ExportError
            If the process ends again and again.
        Cancelled
            If `close` is called meanwhile.
        """
        with self._turn:
            for _ in range(_TRIES):
                try:
                    connection = self._running()
                    connection.send((task, args, options))
                    if not connection.poll(HUNG_S):
                        raise TimeoutError
                    done, result = connection.recv()
                except (EOFError, OSError):
                    self._drop()
                    continue
                if not done:
                    raise ValueError(result)
                return result
        raise ExportError(
            "The process that draws ended unexpectedly.",
            hint="Try again; if this repeats, memory may be short.",
        )

    def _running(self) -> Connection:
        """Return the pipe of a process, of a fresh one if need be."""
        with self._lock:
            if self._closed:
                raise Cancelled
            if self._connection is None:
                context = multiprocessing.get_context("spawn")
                ours, theirs = context.Pipe()
                self._process = context.Process(
                    target=main, args=(theirs,), daemon=True, name="vizapp-drawing"
                )
                with without_main():
                    self._process.start()
                theirs.close()  # or the pipe would stay open when the child ends
                self._connection = ours
            return self._connection

    def _drop(self) -> None:
        """Let go of a process whose pipe broke."""
        with self._lock:
            process, self._process = self._process, None
            connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        _end(process)

    def close(self) -> None:
        """End the process; safe twice. Only its end tells a thread that waits for it."""
        with self._lock:
            self._closed = True
            process = self._process
        _end(process)
        with self._turn:
            self._drop()


def _end(process: BaseProcess | None) -> None:
    if process is not None and process.pid is not None:
        process.kill()
        process.join(5)
