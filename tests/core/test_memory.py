"""The pause of garbage collection."""

from __future__ import annotations

import gc
import sys
import threading
import types

import pytest

from vizapp.core.memory import MANY_MODULES, PIECE, no_collection, release


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


def test_what_was_imported_meanwhile_is_never_gone_through_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = gc.get_freeze_count()
    try:
        with no_collection():
            pass
        assert gc.get_freeze_count() == before
        with no_collection():
            for i in range(MANY_MODULES):
                monkeypatch.setitem(sys.modules, f"made_up_{i}", types.ModuleType("made_up"))
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()


def test_a_list_is_emptied() -> None:
    rows = [[i] for i in range(2 * PIECE + 1)]
    release(rows)
    assert rows == []
