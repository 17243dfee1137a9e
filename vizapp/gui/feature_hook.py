"""PySide6's switchable names, which slow down every import and which vizapp does not use."""

from __future__ import annotations

import builtins

from PySide6 import QtCore as QtCore


def remove() -> None:
    """Let modules be imported without being searched for PySide6's name.

    PySide6 replaces Python's own import by one that serves ``from __feature__ import
    snake_case``, and that reads the source of each imported module for it: half as long
    again for pandas. Call it before the window's modules are imported. Where
    PySide6 has done nothing of the kind, nothing happens.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain
