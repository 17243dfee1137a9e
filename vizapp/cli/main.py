"""Run a command: its output, its notices, its exit code."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from vizapp.cli import evaluate, mcp, models, recommend, tables
from vizapp.cli.answering import failure
from vizapp.cli.arguments import UsageError, parse
from vizapp.cli.terminal import INTERRUPTED, say

_GRACE_S = 1.0  # for closing what is open

_COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "recommend": recommend.recommend,
    "describe": tables.describe,
    "convert": tables.convert,
    "evaluate": evaluate.evaluate,
    "mcp": mcp.mcp,
    "models": models.models,
}


def run(arguments: argparse.Namespace) -> int:
    """Run a command and return the exit code."""
    use_utf8()
    try:
        with _stopped_by_ctrl_c():
            code = _COMMANDS[arguments.command](arguments)
            sys.stdout.flush()
            return code
    except UsageError as err:
        say(f"vizapp: {err}")
        return 2
    except BrokenPipeError:
        # The reader has seen enough. Python flushes standard output once more
        # at its end, which would fail again and print a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        say("vizapp: interrupted")
        return INTERRUPTED
    except Exception as err:  # noqa: BLE001 - a person reads what failed, not a traceback
        say(f"vizapp: {failure(err)[1]}")
        return 1


@contextmanager
def _stopped_by_ctrl_c() -> Iterator[None]:
    """Let Ctrl+C interrupt the command, and end the process where that is not heard.

    A callback out of native code, or a library that takes every exception, may
    swallow the interruption. Child processes end with this one.
    """
    own = threading.current_thread() is threading.main_thread()
    if not own or signal.getsignal(signal.SIGINT) != signal.default_int_handler:
        yield  # a shell's background job ignores Ctrl+C, and a test may have its own way
        return
    last_resort = threading.Timer(_GRACE_S, _end)
    last_resort.daemon = True

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if not last_resort.is_alive():
            last_resort.start()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        last_resort.cancel()


def _end() -> None:
    say("vizapp: interrupted")
    os._exit(INTERRUPTED)


def without_window(file: Path | None, why: str) -> int:
    """Say that no window can open and do its work in the terminal."""
    use_utf8()
    say(f"vizapp: no window can open here: {why}")
    if file is None:
        say("Name a table to see its chart in the terminal: vizapp FILE")
        return 1
    say("Running the terminal form instead.")
    return run(parse(["recommend", "--", os.fspath(file)]))


def use_utf8() -> None:
    """Speak UTF-8 on every platform, whatever the terminal's locale is.

    A lone surrogate, which a JSON escape can smuggle into a table, becomes the
    same escape again instead of an error.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
