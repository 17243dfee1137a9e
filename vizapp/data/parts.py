"""The tables that one file holds, for a chooser.

Light to import: the window names `Part` before any reader is loaded.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vizapp.core.tasks import CancelToken
from vizapp.data.options import GUESS_ALL, Part, ReadOptions

if TYPE_CHECKING:
    from vizapp.data.source import Content

__all__ = ["Part", "parts"]
MAX_TEXT = 4 * 2**20
MAX_TEXTS = 50  # tables in one text that are measured


def parts(
    path: str | os.PathLike[str],
    *,
    options: ReadOptions = GUESS_ALL,
    cancel: CancelToken | None = None,
) -> tuple[Part, ...]:
    """Return the sheets, tables or members of a file, in its own order.

    A file of one table has one part or none; each name is what `ReadOptions.part`
    takes. Members of an archive have no sizes until they are read; a text of more
    than `MAX_TEXT` bytes counts as one table.

    Parameters
    ----------
    path : path
        The file.
    options : ReadOptions
        How its text is read.
    cancel : CancelToken, optional
        Polled while reading.

    Raises
    ------
    DataError
        If the file cannot be read.
    """
    from vizapp.data.source import read_file, unpack

    path = Path(path)
    token = cancel or CancelToken()
    if _is_long_text(path):
        return ()
    content = unpack(read_file(path, token), path.name, None, token)
    if len(content.members) > 1:
        return tuple(Part(name, "member") for name in content.members)
    prefix = f"{content.member}!" if content.member else ""
    found = _inside(content, path, options, token)
    return tuple(replace(part, name=prefix + part.name) for part in found)


def _is_long_text(path: Path) -> bool:
    """Return whether this is a text that is too long to look for further tables in."""
    from vizapp.data.load import content_kind
    from vizapp.data.source import is_packed

    try:
        if not path.is_file() or path.stat().st_size <= MAX_TEXT:
            return False
        with path.open("rb") as file:
            head = file.read(16)
    except (OSError, ValueError):
        return False  # reading it says what is wrong
    return content_kind(head) == "text" and not is_packed(head)


def _inside(
    content: Content, path: Path, options: ReadOptions, cancel: CancelToken
) -> tuple[Part, ...]:
    from vizapp.data import database, workbook
    from vizapp.data.load import content_kind, load_table

    kind = content_kind(content.data)
    if kind == "workbook":
        return workbook.sheets(content.data, name=content.name)
    if kind in ("sqlite", "duckdb"):
        return database.tables(content.data, kind, name=content.name)
    if kind != "text":
        return ()
    table = load_table(path, options=replace(options, part=None), cancel=cancel)
    if table.reading.n_parts < 2:
        return ()
    numbers = range(1, min(table.reading.n_parts, MAX_TEXTS) + 1)
    prefix = f"{content.member}!" if content.member else ""
    found = []
    for number in numbers:
        chosen = replace(options, part=f"{prefix}{number}")
        frame = load_table(path, options=chosen, cancel=cancel).frame
        found.append(Part(str(number), "table", len(frame), len(frame.columns)))
    return tuple(found)
