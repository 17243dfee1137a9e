"""Garbage collection that waits while many objects are made."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_lock = threading.Lock()
_pauses = 0  # blocks of all threads that are inside `no_collection`
_was_on = True  # before the first of them


PIECE = 20_000


def release(rows: list[Any]) -> None:
    """Empty a list piece by piece: millions of objects freed at once keep every thread waiting."""
    while rows:
        del rows[-PIECE:]


@contextmanager
def no_collection() -> Iterator[None]:
    """Look for no cyclic garbage meanwhile, in the whole process.

    The collector starts over with every 700 new objects, goes through all rows of a
    growing table again and again, holds Python's lock the while, and the window stands
    still. Importing pandas or Altair, whose objects stay for good, takes a fifth longer
    with it. Leave nothing large behind that the next collection would go through.
    """
    global _pauses, _was_on
    with _lock:
        if _pauses == 0:
            _was_on = gc.isenabled()
            gc.disable()
        _pauses += 1
    try:
        yield
    finally:
        with _lock:
            _pauses -= 1
            if _pauses == 0 and _was_on:
                gc.enable()
