"""The model's own process: one pipe, dicts with a protocol version, no Qt.

llama.cpp can end its process on a damaged file or a bug, and no Python code
can catch that; here it takes nothing along. The main thread loads and decodes.
A reader thread takes cancels while it does, and ends the process when the pipe
closes, so that no child outlives the window. A beat tells the client how far
the work has come: a slow model still beats with new counts, a hung one does not.

This module imports cheaply: the spawned process imports it before `main` runs.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import signal
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from vizapp.core.errors import Cancelled, ReasoningError, VizappError
from vizapp.core.memory import no_collection, without_openssl
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning import events
from vizapp.reasoning.events import SamplerSettings
from vizapp.reasoning.reasoner import Reasoner

log = logging.getLogger(__name__)

PROTOCOL = 1
BEAT_S = 1.0

Message = dict[str, Any]
# Builds the reasoner in the worker from the client's options; calls the beat
# given to it whenever work goes on.
Load = Callable[[Mapping[str, Any], Callable[[], None]], Reasoner]


def message(kind: str, **fields: Any) -> Message:
    """Return a message of this protocol."""
    return {"protocol": PROTOCOL, "kind": kind, **fields}


def pack_description(description: TableDescription) -> Message:
    """Return a description as plain values; the client's JSON would lose a few."""
    return asdict(description)


def unpack_description(record: Mapping[str, Any]) -> TableDescription:
    """Rebuild a description that travelled as `pack_description`."""
    attributes = tuple(AttributeDescription(**a) for a in record["attributes"])
    return TableDescription(**{**record, "attributes": attributes})


def main(connection: Connection, options: Mapping[str, Any]) -> None:
    """Load a GGUF model and serve it; the target of the spawned process."""
    without_openssl()
    serve(connection, options, _load_llama)


def _load_llama(options: Mapping[str, Any], on_progress: Callable[[], None]) -> Reasoner:
    with no_collection():
        from vizapp.reasoning.devices import note
        from vizapp.reasoning.engine import LlamaReasoner

    return LlamaReasoner(
        Path(options["model"]),
        n_gpu_layers=options.get("n_gpu_layers"),
        n_threads=options.get("n_threads"),
        sampler=SamplerSettings(**options.get("sampler", {})),
        adapters=[Path(adapter) for adapter in options.get("adapters", ())],
        on_progress=on_progress,
        on_gpu=options.get("on_gpu"),
        problem=note("crashed") if options.get("gpu_crashed") else None,
    )


def serve(connection: Connection, options: Mapping[str, Any], load: Load) -> None:
    """Load a reasoner and answer requests until the pipe closes."""
    # Ctrl-C in a terminal reaches the whole group; the parent decides what it means.
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Server(connection, options).run(load)


class _Server:
    """The worker's end of the pipe."""

    def __init__(self, connection: Connection, options: Mapping[str, Any]) -> None:
        self._connection = connection
        self._options = options
        self._sending = threading.Lock()
        self._ticks = 0
        self._busy = threading.Event()  # an idle worker does not beat: nobody reads
        self._requests: queue.Queue[Message] = queue.Queue()
        self._cancels: dict[int, CancelToken] = {}

    def run(self, load: Load) -> None:
        for work in (self._read, self._beat):
            threading.Thread(target=work, daemon=True, name=work.__name__).start()
        self._busy.set()
        try:
            options = {**self._options, "on_gpu": lambda: self._send(message("gpu"))}
            reasoner = load(options, self._on_progress)
        except Exception as err:  # noqa: BLE001 - whatever it is, the client must hear of it
            self._send(message("failed", error=_error_record(err)))
            return
        self._send(message("ready", name=reasoner.name))
        while True:
            self._busy.clear()
            record = self._requests.get()
            self._busy.set()
            self._answer(reasoner, record)

    def _on_progress(self) -> None:
        self._ticks += 1

    def _send(self, record: Message) -> None:
        try:
            with self._sending:
                self._connection.send(record)
        except (OSError, ValueError):
            os._exit(0)  # the parent is gone

    def _read(self) -> None:
        """Take requests and cancels; the end of the pipe ends the process.

        `os._exit`, as the main thread may be deep in native code.
        """
        while True:
            try:
                record = self._connection.recv()
            except (EOFError, OSError):
                os._exit(0)
            if record.get("protocol") != PROTOCOL or record["kind"] == "close":
                os._exit(0)
            number = record["number"]
            if record["kind"] == "reason":
                self._cancels[number] = CancelToken()
                self._requests.put(record)
            elif record["kind"] == "cancel":
                cancel = self._cancels.get(number)  # one that was just answered is gone
                if cancel is not None:
                    cancel.set()

    def _beat(self) -> None:
        pause = threading.Event()
        while not pause.wait(BEAT_S):
            self._busy.wait()
            self._send(message("beat", ticks=self._ticks))

    def _answer(self, reasoner: Reasoner, record: Message) -> None:
        number = record["number"]
        cancel = self._cancels[number]
        try:
            cancel.raise_if_set()
            description = unpack_description(record["description"])
            request = events.request_from_dict(record["request"])
            for event in reasoner.reason(description, request, cancel=cancel):
                self._ticks += 1
                self._send(message("event", number=number, event=events.to_dict(event)))
            self._send(message("done", number=number))
        except Cancelled:
            self._send(message("cancelled", number=number))
        except Exception as err:  # noqa: BLE001 - the client raises it where somebody listens
            self._send(message("error", number=number, error=_error_record(err)))
        finally:
            del self._cancels[number]


def _error_record(err: Exception) -> Message:
    """Return an error as plain values; a bug of ours travels with its traceback."""
    if isinstance(err, VizappError):
        return err.to_dict()
    return ReasoningError(
        f"The model's process failed: {type(err).__name__}: {err}",
        hint="The details are in the log.",
        traceback="".join(traceback.format_exception(err)),
    ).to_dict()
