"""What holds for every test: no screen, no one's settings, nothing left behind."""

from __future__ import annotations

import itertools
import locale
import logging
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("tests.cli.contract")

# Before any test module imports Qt, and inherited by processes that tests start.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "Asia/Shanghai"  # away from UTC, so that a date that shifts is seen
time.tzset()
for name in ("LANGUAGE", "LC_MESSAGES"):
    os.environ.pop(name, None)
os.environ["LC_ALL"] = os.environ["LANG"] = "C.UTF-8"
locale.setlocale(locale.LC_ALL, "C.UTF-8")

# The same examples every time, on slow machines too.
settings.register_profile(
    "vizapp",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("vizapp")

_NUMBERS = itertools.count()


@pytest.fixture(autouse=True)
def _own_settings(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.getbasetemp() / f"settings-{next(_NUMBERS)}"  # made when needed
    monkeypatch.setenv("VIZAPP_CONFIG_DIR", str(folder))


@pytest.fixture(autouse=True)
def _nothing_unexpected(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Fail on a warning in the log that no test expects, and on a thread left running."""
    before = set(threading.enumerate())
    yield
    if request.node.get_closest_marker("logs") is None:
        lines = [
            f"{record.name}: {record.getMessage()}"
            for when in ("setup", "call")
            for record in caplog.get_records(when)
            if record.levelno >= logging.WARNING and record.name.startswith("vizapp")
        ]
        assert not lines, f"unexpected log lines: {lines}"
    left = [thread for thread in threading.enumerate() if thread not in before and _counts(thread)]
    for thread in left:
        thread.join(timeout=2)
    assert not [thread for thread in left if thread.is_alive()], f"still running: {left}"


def _counts(thread: threading.Thread) -> bool:
    # Qt's pool keeps its threads; Python knows them as dummies.
    return not thread.daemon and not isinstance(thread, threading._DummyThread)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parents[1]
