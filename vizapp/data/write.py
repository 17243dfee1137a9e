"""Tables as CSV: UTF-8, RFC 4180, cells exactly as they were read."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pandas as pd

from vizapp.core.errors import ExportError
from vizapp.core.files import replace_file, write_hint
from vizapp.core.formulas import harmless
from vizapp.data.table import Table

CHUNK_ROWS = 50_000


def write_csv(table: Table, path: str | os.PathLike[str], *, safe: bool = False) -> None:
    """Write the table with CRLF line ends, quotes doubled.

    The file appears whole or not at all.

    Parameters
    ----------
    table : Table
        The cells.
    path : path
        The file to write or to replace.
    safe : bool
        Whether an apostrophe goes before every cell that a spreadsheet would run as
        a formula, for files that people open there; programs need the cells as they are.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    path = Path(path)

    def fill(file: IO[bytes]) -> None:
        text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        form: Callable[[Any], str] = (lambda value: harmless(_cell(value))) if safe else _cell
        writer.writerow(map(form, table.frame.columns))
        for start in range(0, len(table.frame), CHUNK_ROWS):
            part = table.frame.iloc[start : start + CHUNK_ROWS]
            columns = [[form(value) for value in part[column]] for column in part.columns]
            writer.writerows(zip(*columns, strict=True))
        text.detach()  # flushed, and left open for whoever opened it

    try:
        replace_file(path, fill)
    except OSError as err:
        raise ExportError(
            f"{path} cannot be written: {err.strerror or err}.",
            hint=write_hint(err),
            path=str(path),
        ) from err


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        bare = value.time() == dt.time() and value.tzinfo is None
        return value.date().isoformat() if bare else value.isoformat(sep=" ")
    return str(value)
