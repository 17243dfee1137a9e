"""What this machine can compute with, asked in a child process, as drivers may end it.

Neither llama.cpp nor a driver is ever loaded by whoever asks.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from multiprocessing.connection import Connection
from typing import Any

from vizapp.core.processes import without_main
from vizapp.core.tasks import CancelToken
from vizapp.reasoning.devices import Hardware

LIMIT_S = 30.0  # a driver that is not there by then does not come
_POLL_S = 0.05
LOST = "a graphics driver ended the process that asked it"


def look(cancel: CancelToken | None = None) -> Hardware:
    """Return the processor and every graphics processor, with why one cannot be used.

    Takes a fraction of a second, with a driver some seconds.

    Raises
    ------
    Cancelled
        Soon after `cancel` is set.
    """
    found = _asked(cancel)
    return Hardware(problems=(LOST,)) if found is None else Hardware.from_dict(found)


def _asked(cancel: CancelToken | None) -> dict[str, Any] | None:
    """Return what the child says, None if it dies or says nothing."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_main, args=(theirs,), daemon=True, name="vizapp-hardware")
    with without_main():
        process.start()
    theirs.close()
    try:
        for _ in range(round(LIMIT_S / _POLL_S)):
            if cancel is not None:
                cancel.raise_if_set()
            if ours.poll(_POLL_S):
                record: dict[str, Any] = ours.recv()
                return record
        return None
    except (EOFError, OSError):
        return None
    finally:
        ours.close()
        process.kill()
        process.join(5)
        with contextlib.suppress(ValueError):  # a driver may hold it for a while
            process.close()


def _main(connection: Connection) -> None:
    """Ask llama.cpp; the target of the spawned process."""
    import signal

    from vizapp.reasoning import backends

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    backends.load_processor()
    backends.load_add_ons()
    connection.send(backends.hardware().to_dict())
