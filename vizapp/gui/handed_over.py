"""Files that the desktop hands over to the running program, as a Mac's Finder does.

Other systems start vizapp with the file on the command line; a Mac starts it without and
sends an event, perhaps before there is a window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent

Open = Callable[[Sequence[Path]], object]


class HandedOver(QObject):
    """An event filter of the application; keeps files until somebody opens them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Path] = []
        self._open: Open | None = None

    def give_to(self, open_files: Open) -> None:
        """Let that open files from now on, those that have come so far first."""
        self._open = open_files
        waiting, self._waiting = self._waiting, []
        if waiting:
            open_files(waiting)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take files that are to be opened."""
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return super().eventFilter(watched, event)
        path = Path(event.file())
        if self._open is None:
            self._waiting.append(path)
        else:
            self._open((path,))
        return True
