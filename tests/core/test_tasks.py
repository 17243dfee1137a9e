"""Cancellation and turns of threads, without Qt."""

from __future__ import annotations

import sys
import threading

import pytest

from vizapp.core import tasks
from vizapp.core.errors import Cancelled
from vizapp.core.tasks import TURN_EVERY_S, CancelToken, Progress, let_others_run


def test_a_token_raises_only_once_it_is_set() -> None:
    token = CancelToken()
    token.raise_if_set()
    assert not token.is_set
    token.set()
    assert token.is_set
    with pytest.raises(Cancelled):
        token.raise_if_set()


def test_a_token_is_set_from_another_thread() -> None:
    token = CancelToken()
    thread = threading.Thread(target=token.set)
    thread.start()
    thread.join()
    assert token.is_set


def test_an_unknown_total_stays_unknown() -> None:
    assert Progress("reading").total is None


def test_a_busy_thread_lets_others_run() -> None:
    asked, heard = threading.Event(), threading.Event()

    def work() -> None:
        for _ in range(1_000_000):
            let_others_run()
            if asked.is_set():
                heard.set()
                return

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1000)  # nobody is made to hand the lock over
    try:
        thread = threading.Thread(target=work)
        thread.start()
        asked.set()
        thread.join()
    finally:
        sys.setswitchinterval(usual)
    assert heard.is_set()


def test_turns_are_not_given_all_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now, slept = [100.0], []
    monkeypatch.setattr(tasks, "_mine", threading.local())
    monkeypatch.setattr(tasks.time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(tasks.time, "sleep", slept.append)
    for _ in range(100):
        let_others_run()
    assert len(slept) == 1
    now[0] += 2 * TURN_EVERY_S
    let_others_run()
    assert len(slept) == 2
