"""Cancellation and progress for long work, without Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from vizapp.core.errors import Cancelled


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
