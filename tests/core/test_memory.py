"""The pause of garbage collection."""

from __future__ import annotations

import gc
import threading

import pytest

from vizapp.core.memory import PIECE, no_collection, release


def test_collection_waits_until_the_last_thread_is_out() -> None:
    assert gc.isenabled()
    inside, leave = threading.Event(), threading.Event()

    def work() -> None:
        with no_collection():
            inside.set()
            leave.wait(5)

    thread = threading.Thread(target=work)
    with no_collection():
        thread.start()
        assert inside.wait(5)
        assert not gc.isenabled()
    assert not gc.isenabled()
    leave.set()
    thread.join()
    assert gc.isenabled()


def test_collection_goes_on_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), no_collection():
        raise ValueError("broken")
    assert gc.isenabled()


def test_a_list_is_emptied() -> None:
    rows = [[i] for i in range(2 * PIECE + 1)]
    release(rows)
    assert rows == []
