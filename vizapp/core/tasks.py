"""Cancellation and progress for long work, without Qt."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from vizapp.core.errors import Cancelled

TURN_EVERY_S = 0.005  # between two turns of the other threads, as long as Python's own interval
TURN_S = 0.0001  # enough for a waiting thread to wake up and take the lock
_mine = threading.local()


def let_others_run() -> None:
    """Let waiting threads have Python's lock; call it between the pieces of long work.

    Cutting work into pieces is not enough where each lets the lock go and takes it back at
    once, as Arrow does for every list that it reads. Whoever waits is woken, comes too late, and
    counts the five milliseconds anew after which Python would have the lock handed over: a
    hundred short pieces can pass before one other thread runs.
    """
    if time.perf_counter() - getattr(_mine, "last", -TURN_EVERY_S) >= TURN_EVERY_S:
        time.sleep(TURN_S)
        _mine.last = time.perf_counter()


class CancelToken:
    """A flag that long work polls; set from any thread."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """Ask the work to stop."""
        self._event.set()

    @property
    def is_set(self) -> bool:
        """Whether somebody asked the work to stop."""
        return self._event.is_set()

    def raise_if_set(self) -> None:
        """Raise `Cancelled` once the token is set."""
        if self._event.is_set():
            raise Cancelled


@dataclass(frozen=True)
class Progress:
    """One report of long work; `total` is None while unknown."""

    step: str
    done: int = 0
    total: int | None = None


ProgressCallback = Callable[[Progress], None]
