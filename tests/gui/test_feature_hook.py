"""PySide6's hook of every import: gone from the window, and PySide6 works without it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_CODE = """
import builtins, importlib, sys
import vizapp.__main__
from PySide6.QtWidgets import QApplication

read = []
import inspect
getsource = inspect.getsource
inspect.getsource = lambda module: read.append(module) or getsource(module)

importlib.import_module("PySide6.QtCore")
import colorsys
print("with", len(read) > 0)

QApplication.exec = lambda *a: 0  # the window is made, and nothing runs
shown = vizapp.__main__.main([])
read.clear()
import wave
print("without", shown, len(read))

from PySide6.QtCore import *
print("all names", "QThreadPool" in globals())
"""


def test_the_windows_imports_are_not_searched(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CODE],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.splitlines() == ["with True", "without 0 0", "all names True"], done.stderr
