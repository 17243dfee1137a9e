"""What the worker runs in tests: children that hang, fail or die on purpose."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import Connection
from typing import Any

from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning import worker
from vizapp.reasoning.events import ReasoningEvent, Request, Started
from vizapp.reasoning.reasoner import Reasoner
from vizapp.reasoning.rules import RuleReasoner

Beat = Callable[[], None]


class Misbehaving:
    """Does what the ask says after its first event."""

    name = "misbehaving"

    def __init__(self, beat: Beat) -> None:
        self._beat = beat

    def reason(
        self, description: TableDescription, request: Request, *, cancel: CancelToken
    ) -> Iterator[ReasoningEvent]:
        yield Started(self.name)
        if request.ask == "hang":
            time.sleep(60)
        if request.ask == "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        if request.ask == "bug":
            raise KeyError("a bug of ours")
        if request.ask == "slow":  # silent on the pipe, but at work
            for _ in range(30):
                time.sleep(0.1)
                self._beat()
        yield from RuleReasoner().reason(description, request, cancel=cancel)

    def close(self) -> None:
        pass


def _load(_options: Mapping[str, Any], beat: Beat) -> Reasoner:
    return Misbehaving(beat)


def misbehave(connection: Connection, options: Mapping[str, Any]) -> None:
    worker.BEAT_S = 0.1
    worker.serve(connection, options, _load)


class Deaf(Misbehaving):
    """Says nothing for a while after it was asked, as when a long prompt is read."""

    def reason(
        self, description: TableDescription, request: Request, *, cancel: CancelToken
    ) -> Iterator[ReasoningEvent]:
        if request.ask == "read":
            time.sleep(60)
        yield from super().reason(description, request, cancel=cancel)


def _load_deaf(_options: Mapping[str, Any], beat: Beat) -> Reasoner:
    return Deaf(beat)


def read_slowly(connection: Connection, options: Mapping[str, Any]) -> None:
    worker.serve(connection, options, _load_deaf)


def _die(_options: Mapping[str, Any], _beat: Beat) -> Reasoner:
    os.kill(os.getpid(), signal.SIGABRT)
    raise AssertionError("unreachable")


def die_while_loading(connection: Connection, options: Mapping[str, Any]) -> None:
    worker.serve(connection, options, _die)


def _load_slowly(options: Mapping[str, Any], beat: Beat) -> Reasoner:
    time.sleep(1.0)
    return Misbehaving(beat)


def load_slowly(connection: Connection, options: Mapping[str, Any]) -> None:
    worker.serve(connection, options, _load_slowly)
