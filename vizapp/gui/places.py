"""The folder in which a dialog for files begins.

Qt would begin in the folder that the program was started in. That is the person's own in
a terminal; from a menu it is ``/`` on a Mac and the program's folder on Windows, where
most people may write nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths

from vizapp.core import paths

if TYPE_CHECKING:
    from vizapp.gui.controller import Controller


def proposal(name: str, *beside: Path | None) -> str:
    """Return where a dialog proposes to save a file of that name.

    Parameters
    ----------
    name : str
        The name proposed.
    beside : Path or None
        Files of which the first one in a folder of the person's own tells the folder;
        the samples and copies that vizapp keeps for itself lie in none.
    """
    folders = (path.absolute().parent for path in beside if path is not None)
    return str(_first_usable(folders) / name)


def files_of(controller: Controller) -> tuple[Path | None, ...]:
    """Return the files beside which an export belongs, the best first.

    The table that a project brings along lies in a folder of vizapp's own; the project
    lies where the person put it.
    """
    table = controller.table
    return controller.project_path, table.path if table else None


def beginning() -> str:
    """Return where the first dialog for opening begins: ``""`` leaves that to Qt."""
    try:
        here = Path.cwd()
    except FileNotFoundError:  # taken away since
        return str(_first_usable(()))
    return "" if here != Path(here.anchor) and _is_usable(here) else str(_first_usable(()))


def _first_usable(folders: Iterable[Path]) -> Path:
    for folder in folders:
        if _is_usable(folder):
            return folder
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) if documents and _is_usable(Path(documents)) else Path.home()


def _is_usable(folder: Path) -> bool:
    """Tell whether a person would look for own files there, and may write them."""
    ours = (Path(sys.executable).parent, paths.resources(), paths.user_state())
    return not any(map(folder.is_relative_to, ours)) and os.access(folder, os.W_OK)
