"""Lets a window live in a script that looks at it or times it, without pytest."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

_TIMEOUT_S = 60.0


def live_until(
    ready: Callable[[], object], state: Callable[[], object], *, pause_s: float = 0.005
) -> None:
    """Answer events until something holds.

    Parameters
    ----------
    ready : callable
        Whether it holds.
    state : callable
        What the error says where it never does.
    pause_s : float
        Seconds between two looks: what is timed wants few.

    Raises
    ------
    TimeoutError
        After a minute.
    """
    end = time.monotonic() + _TIMEOUT_S
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(state())
        QApplication.processEvents()
        time.sleep(pause_s)
