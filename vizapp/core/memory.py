"""What keeps a process small and quick: garbage collection that waits, memory given back."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_lock = threading.Lock()
_pauses = 0  # blocks of all threads that are inside `no_collection`
_was_on = True  # before the first of them
_modules = 0  # how many were imported when the first of them began
MANY_MODULES = 20  # that are imported meanwhile: their objects are no garbage, ever


PIECE = 20_000


def release(rows: list[Any]) -> None:
    """Empty a list piece by piece: millions of objects freed at once keep every thread waiting."""
    while rows:
        del rows[-PIECE:]


def give_back() -> None:
    """Return freed memory to the system, which glibc keeps otherwise; for a process at rest."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)


def arrow_without_pools() -> None:
    """Let Arrow, which is not loaded yet, take memory from the C library.

    Its own pool keeps 4 MB more in a window at rest, and tables are read no faster with it.
    """
    if sys.platform == "linux":
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")


def without_openssl() -> None:
    """Let `hashlib` use Python's own hashes, in a process that hashes little.

    OpenSSL's library takes 3 MB in each. Call it before `hashlib` is imported; afterwards it
    changes nothing. TLS loads the library when it is needed.
    """
    if "hashlib" not in sys.modules:
        sys.modules["_hashlib"] = None  # type: ignore[assignment]


@contextmanager
def no_collection() -> Iterator[None]:
    """Look for no cyclic garbage meanwhile, in the whole process.

    The collector starts over with every 700 new objects, goes through all rows of a
    growing table again and again, holds Python's lock the while, and the window stands
    still. Importing pandas or Altair, whose objects stay for good, takes a fifth longer
    with it. What was imported meanwhile is left out of all later collections: the next
    one would go through it, a tenth of a second for pandas, Altair and Qt. Leave nothing
    else behind that is large.
    """
    global _pauses, _was_on, _modules
    with _lock:
        if _pauses == 0:
            _was_on = gc.isenabled()
            _modules = len(sys.modules)
            gc.disable()
        _pauses += 1
    try:
        yield
    finally:
        with _lock:
            _pauses -= 1
            if _pauses == 0 and len(sys.modules) - _modules >= MANY_MODULES:
                gc.freeze()
            if _pauses == 0 and _was_on:
                gc.enable()
