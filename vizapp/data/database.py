"""Tables and views of SQLite and DuckDB files, opened for reading only."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from vizapp.core.errors import UnsupportedFileError
from vizapp.core.tasks import CancelToken
from vizapp.data import bounds
from vizapp.data.options import Part
from vizapp.data.records import plain
from vizapp.data.rows import empty_table, no_such_part
from vizapp.data.table import clean_names, columns_of, frame_of

MAX_ROWS = 2_000_000  # of a larger table, evenly spaced rows are read
POLL_ROWS = 20_000
SQLITE = b"SQLite format 3\x00"


@dataclass(frozen=True)
class Extract:
    """The table read, its name, the names of all, and its true number of rows."""

    frame: pd.DataFrame
    title: str
    titles: tuple[str, ...]
    n_rows_total: int


def is_duckdb(head: bytes) -> bool:
    """Return whether a file that starts so is a DuckDB database."""
    return head[8:12] == b"DUCK"


def read_database(
    data: bytes,
    kind: str,
    *,
    name: str,
    lang: str,
    part: str | None,
    cancel: CancelToken,
    whole: bool = False,
) -> Extract:
    """Return a table or view: the one asked for, else the one with most cells.

    Parameters
    ----------
    data : bytes
        The file.
    kind : str
        sqlite or duckdb.
    name, lang : str
        For messages and for unnamed columns.
    part : str or None
        The table asked for.
    cancel : CancelToken
        Polled every `POLL_ROWS` rows.
    whole : bool
        Whether to read every row of a large table.

    Raises
    ------
    UnsupportedFileError
        If the file is damaged, or DuckDB is not installed.
    EmptyTableError
        If it holds no table.
    DataError
        If the table asked for is not there.
    """
    with _opened(data, kind, name) as database:
        found = database.tables()
        if not found:
            raise empty_table(name)
        titles = tuple(table.name for table in found)
        if part is not None and part not in titles:
            raise no_such_part(name, part, titles)
        chosen = next((t for t in found if t.name == part), None) or max(found, key=_size)
        n_rows = chosen.n_rows or 0
        step = 1 if whole else max(1, -(-n_rows // MAX_ROWS))
        columns, rows = database.read(chosen.name, step, cancel)
    bounds.refuse_wide(len(columns), name)
    names = clean_names(columns, lang=lang)
    cells = columns_of(rows, len(names))
    values = [[plain(value) for value in column] for column in cells]
    frame = frame_of(dict(zip(names, values, strict=True)), text=False)
    return Extract(frame, chosen.name, titles, n_rows)


def tables(data: bytes, kind: str, *, name: str) -> tuple[Part, ...]:
    """Return the tables and views of a database with their sizes."""
    with _opened(data, kind, name) as database:
        return database.tables()


def _size(table: Part) -> int:
    return (table.n_rows or 0) * (table.n_columns or 0)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class _Database:
    """The few queries that both kinds answer."""

    def __init__(self, query: Callable[[str], Any], names: str) -> None:
        self._query = query
        self._names = names

    def tables(self) -> tuple[Part, ...]:
        found = []
        for (name,) in self._query(self._names).fetchall():
            table = _quoted(name)
            n_rows = int(self._query(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
            cursor = self._query(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608
            found.append(Part(str(name), "table", n_rows, len(cursor.description)))
        return tuple(found)

    def read(
        self, name: str, step: int, cancel: CancelToken
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        cursor = self._query(f"SELECT * FROM {_quoted(name)}")  # noqa: S608
        columns = [item[0] for item in cursor.description]
        rows: list[tuple[Any, ...]] = []
        at = 0
        while chunk := cursor.fetchmany(POLL_ROWS):
            cancel.raise_if_set()
            rows.extend(chunk[-at % step :: step])
            at += len(chunk)
        return columns, rows


@contextmanager
def _opened(data: bytes, kind: str, name: str) -> Iterator[_Database]:
    with tempfile.TemporaryDirectory(prefix="vizapp-") as folder:
        # A copy: neither a lock nor a journal touches the person's file.
        path = Path(folder) / "table.db"
        path.write_bytes(_without_wal(data) if kind == "sqlite" else data)
        opened = _sqlite(path) if kind == "sqlite" else _duckdb(path, name)
        with opened as database:
            try:
                yield database
            except Exception as err:
                if type(err).__module__.split(".")[0] not in ("sqlite3", "duckdb", "_duckdb"):
                    raise
                raise UnsupportedFileError(
                    f"{name} is not a readable database: {err}",
                    hint="Export the table as CSV and open that.",
                    name=name,
                ) from err


def _without_wal(data: bytes) -> bytes:
    """Return a database whose header asks for no write-ahead log, which is not here."""
    return data[:18] + b"\x01\x01" + data[20:] if data[18:20] == b"\x02\x02" else data


@contextmanager
def _sqlite(path: Path) -> Iterator[_Database]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        names = (
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
            "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"
        )
        yield _Database(connection.execute, names)


@contextmanager
def _duckdb(path: Path, name: str) -> Iterator[_Database]:
    try:
        import duckdb
    except ImportError as err:
        raise UnsupportedFileError(
            f"{name} is a DuckDB database, and the package duckdb is not installed.",
            hint="Install it, or export the table as Parquet or CSV.",
            name=name,
        ) from err
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as err:
        raise UnsupportedFileError(
            f"{name} is not a readable database: {err}",
            hint="Export the table as Parquet or CSV.",
            name=name,
        ) from err
    with closing(connection):
        names = (
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = 'main' ORDER BY table_name"
        )
        yield _Database(connection.execute, names)
