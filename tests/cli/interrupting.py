"""Ctrl+C for a command in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from vizapp.core import paths


def said_when_interrupted(code: str, cwd: Path) -> str:
    """Return what a program writes to stderr that gets Ctrl+C once it has printed "busy".

    It must end with 130 within 20 seconds.
    """
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(paths.root())},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "busy\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130
        return process.stderr.read()
