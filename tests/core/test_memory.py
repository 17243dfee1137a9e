"""The pause of garbage collection, and what a process needs not keep."""

from __future__ import annotations

import gc
import subprocess
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


def _told(script: str) -> str:
    """Return what a Python of its own prints."""
    command = [sys.executable, "-c", script]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_hashes_need_no_openssl_and_stay_the_same() -> None:
    hashed = "hashlib.sha256(b'abc').hexdigest()[:8], '_ssl' in sys.modules"
    told = _told(
        "import sys; from vizapp.core.memory import without_openssl; without_openssl();"
        f"import hashlib, hmac; print({hashed}, sys.modules['_hashlib'])"
    )
    assert told == "ba7816bf False None"


def test_hashes_that_are_loaded_stay_as_they_are() -> None:
    told = _told(
        "import hashlib, sys; from vizapp.core.memory import without_openssl; "
        "before = sys.modules.get('_hashlib'); without_openssl();"
        "print(sys.modules.get('_hashlib') is before)"
    )
    assert told == "True"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Arrow's own pool is kept")
def test_arrow_takes_memory_from_the_system() -> None:
    told = _told(
        "from vizapp.core.memory import arrow_without_pools; arrow_without_pools();"
        "import pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    )
    assert told == "system"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's")
def test_freed_memory_is_given_back() -> None:
    told = _told(
        "import re; from pathlib import Path; from vizapp.core.memory import give_back\n"
        "def resident(): return int(re.search(r'VmRSS:\\s+(\\d+)', "
        "Path('/proc/self/status').read_text())[1])\n"
        "parts = [bytes([i % 256]) * 5000 for i in range(4000)]; end = bytes(5000)\n"
        "del parts; before = resident(); give_back(); print(before - resident())"
    )
    assert int(told) > 10_000  # KiB of the 20 MB
