"""Tables as CSV: UTF-8, RFC 4180, cells exactly as they were read."""

from __future__ import annotations

import csv
import datetime as dt
import os
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from vizapp.core.errors import ExportError
from vizapp.data.table import Table

CHUNK_ROWS = 50_000


def write_csv(table: Table, path: str | os.PathLike[str]) -> None:
    """Write the table with CRLF line ends, quotes doubled.

    The file appears whole or not at all.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    path = Path(path)
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".csv")
        temporary = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(table.frame.columns)
            for start in range(0, len(table.frame), CHUNK_ROWS):
                part = table.frame.iloc[start : start + CHUNK_ROWS]
                columns = [[_cell(value) for value in part[column]] for column in part.columns]
                writer.writerows(zip(*columns, strict=True))
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)  # mkstemp made it private
        temporary.replace(path)
    except OSError as err:
        if temporary:
            temporary.unlink(missing_ok=True)
        raise ExportError(
            f"{path} cannot be written: {err.strerror or err}",
            hint="Choose another folder.",
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
