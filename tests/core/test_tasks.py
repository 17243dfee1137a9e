"""Cancellation without Qt."""

from __future__ import annotations

import threading

import pytest

from vizapp.core.errors import Cancelled
from vizapp.core.tasks import CancelToken, Progress


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
