"""How child processes are started."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import types
from collections.abc import Iterator

_hiding = threading.Lock()


@contextlib.contextmanager
def without_main() -> Iterator[None]:
    """Start processes that do not run the program's own first file again, nor one to watch them.

    `spawn` does so in every child, for functions that stand in that file; ours
    never do. A script without a ``__main__`` guard would start over, and so on.
    """
    with _hiding, _without_tracker():
        main = sys.modules["__main__"]
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


@contextlib.contextmanager
def _without_tracker() -> Iterator[None]:
    """Do not start the process that clears away semaphores and shared memory of dead ones.

    On POSIX, `spawn` starts it with the first child: 8 MB and a Python that starts while the
    window does. Our processes share neither, they speak over pipes. Where the program that
    vizapp is a part of has one already, it stays.
    """
    if os.name != "posix":
        yield
        return
    from multiprocessing import resource_tracker

    # `getfd` is what `spawn` calls; what it returns, the child would write to.
    running = resource_tracker._resource_tracker._fd is not None  # type: ignore[attr-defined]
    if running:
        yield
        return
    plain = resource_tracker.getfd
    nowhere = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
    resource_tracker.getfd = lambda: nowhere
    try:
        yield
    finally:
        resource_tracker.getfd = plain
        os.close(nowhere)
