"""How child processes are started."""

from __future__ import annotations

import contextlib
import sys
import threading
import types
from collections.abc import Iterator

_hiding = threading.Lock()


@contextlib.contextmanager
def without_main() -> Iterator[None]:
    """Start processes that do not run the program's own first file again.

    `spawn` does so in every child, for functions that stand in that file; ours
    never do. A script without a ``__main__`` guard would start over, and so on.
    """
    with _hiding:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
