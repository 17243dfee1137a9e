"""``vizapp evaluate``: score a model on labelled tables and questions."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from vizapp.cli.terminal import INTERRUPTED, say
from vizapp.core.errors import Cancelled, VizappError
from vizapp.core.tasks import CancelToken, Progress


def evaluate(arguments: argparse.Namespace) -> int:
    """Score the model that the arguments name and write its report."""
    evaluation, report = _training("evaluate"), _training("report")
    out = arguments.out or Path(f"{Path(arguments.model).stem}-{arguments.split}")
    try:
        with _interruptible() as cancel:
            measured = evaluation.measure(
                arguments.model,
                arguments.split,
                data=arguments.data,
                against=arguments.against,
                think=not arguments.no_think,
                limit=arguments.limit,
                seed=arguments.seed,
                loss_curve=arguments.loss_curve,
                cancel=cancel,
                progress=_tell,
            )
    except Cancelled:
        say("\nvizapp: interrupted" if sys.stderr.isatty() else "vizapp: interrupted")
        return INTERRUPTED
    report.write(measured, out)
    print(report.to_markdown(measured), end="", flush=True)
    say(f"{out}: saved.")
    return 0


def _training(name: str) -> Any:
    """Return a module of the training package.

    Found by name while running: bundles come without the package, and nothing
    but this command may need torch's company.
    """
    try:
        return importlib.import_module(f"vizapp.training.{name}")
    except ModuleNotFoundError as err:
        raise VizappError(
            f"Models cannot be scored here: {err.name} is not installed.",
            hint="Install vizapp from its source with the extra `train`.",
        ) from err


@contextmanager
def _interruptible() -> Iterator[CancelToken]:
    """Let Ctrl+C set a token: an exception would be lost inside llama.cpp's callbacks."""
    cancel = CancelToken()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        cancel.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)


def _tell(progress: Progress) -> None:
    """Count the answered cases: in place on a terminal, every tenth of them elsewhere."""
    total = progress.total or 1
    line = f"{progress.step}: {progress.done}/{total}"
    if sys.stderr.isatty():
        end = "\n" if progress.done == total else ""
        print(f"\r{line}", end=end, file=sys.stderr, flush=True)
    elif progress.done * 10 // total > (progress.done - 1) * 10 // total:
        say(line)
