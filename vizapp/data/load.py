"""Files become tables: the kind is found by content, the suffix only helps."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from vizapp.core.errors import DataError, TableTooLargeError, UnsupportedFileError
from vizapp.core.tasks import CancelToken, Progress, ProgressCallback
from vizapp.data import records as json_records
from vizapp.data import workbook
from vizapp.data.dialect import NO_DELIMITER, Dialect, find_dialect, records
from vizapp.data.encoding import Decoded, decode
from vizapp.data.notes import note
from vizapp.data.rows import Grid, empty_table, plan, shape_rows
from vizapp.data.table import Reading, Table, clean_names, table_name

MAX_BYTES = 2**31
FAST_CHARS = 4_000_000  # texts from here on go through pandas' C reader
POLL_RECORDS = 20_000
_KINDS = {".tsv": "tsv", ".tab": "tsv", ".txt": "text", ".dat": "text"}


def load_table(
    path: str | os.PathLike[str],
    *,
    lang: str = "en",
    cancel: CancelToken | None = None,
    progress: ProgressCallback | None = None,
) -> Table:
    """Read a file of any supported kind.

    Parameters
    ----------
    path : path
        A CSV, TSV, text, XLSX, JSON, JSON Lines or Parquet file.
    lang : str
        The language of names for unnamed columns.
    cancel : CancelToken, optional
        Polled between stages and every `POLL_RECORDS` records.
    progress : callable, optional
        Told each stage.

    Raises
    ------
    DataError
        If the file is missing, cannot be read or holds no table; the subclass
        says which.
    """
    path = Path(path)
    job = _Job(path, lang, cancel or CancelToken(), progress)
    job.report("read")
    data = _bytes(path)
    job.cancel.raise_if_set()
    try:
        return job.table(data)
    except MemoryError as err:
        raise _too_large(path, len(data)) from err


def table_from_rows(
    rows: Sequence[Mapping[str, Any]], *, name: str = "table", lang: str = "en"
) -> Table:
    """Make a table of row objects, as a program hands them over.

    Keys that a row lacks count as missing; nested values become JSON text.

    Raises
    ------
    EmptyTableError
        If there is no row or no key.
    DataError
        If a row is not an object.
    """
    frame = json_records.frame_of_rows(rows, name=name, lang=lang)
    return Table(frame, name, None, Reading("rows"))


def _bytes(path: Path) -> bytes:
    name = path.name
    try:
        if path.is_dir():
            raise DataError(f"{name or path} is a folder.", hint="Open a file in it.", name=name)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(path, size)
        return path.read_bytes()
    except FileNotFoundError as err:
        raise DataError(f"{path} does not exist.", hint="Check the name.", name=name) from err
    except PermissionError as err:
        raise DataError(
            f"{name} may not be read.", hint="Ask for the right to read it.", name=name
        ) from err
    except (OSError, ValueError) as err:
        raise DataError(f"{name} cannot be read: {err}", name=name) from err


def _too_large(path: Path, size: int) -> TableTooLargeError:
    return TableTooLargeError(
        f"{path.name} has {size / 2**20:,.0f} MiB, more than fits.",
        hint="Keep the rows and columns that matter, or save it as Parquet.",
        name=path.name,
        size_bytes=size,
    )


class _Job:
    """One file on its way to a table."""

    def __init__(
        self, path: Path, lang: str, cancel: CancelToken, progress: ProgressCallback | None
    ) -> None:
        self.path = path
        self.lang = lang
        self.cancel = cancel
        self.progress = progress

    def report(self, step: str, done: int = 0) -> None:
        self.cancel.raise_if_set()
        if self.progress:
            self.progress(Progress(step, done))

    def table(self, data: bytes) -> Table:
        if data.startswith(b"PAR1"):
            return self._parquet(data)
        if data.startswith(b"PK\x03\x04"):
            return self._workbook(data)
        decoded = decode(data, name=self.path.name)
        self.report("decode")
        notes = []
        if decoded.n_damaged:
            notes.append(note("damaged", self.lang, n=decoded.n_damaged))
        start = decoded.text.lstrip("\ufeff \t\r\n")[:1]
        if start in ("{", "[") or self.path.suffix.lower() in (".json", ".jsonl", ".ndjson"):
            table = self._json(decoded, notes)
            if table is not None:
                return table
        if decoded.text.lstrip()[:15].lower().startswith(("<!doctype html", "<html", "<?xml")):
            raise UnsupportedFileError(
                f"{self.path.name} is a web page or XML, not a table of text.",
                hint="Save the table as CSV or XLSX.",
                name=self.path.name,
            )
        return self._text(decoded, notes)

    def _made(self, frame: pd.DataFrame, reading: Reading) -> Table:
        self.cancel.raise_if_set()
        return Table(frame, table_name(self.path), self.path, reading)

    def _text(self, decoded: Decoded, notes: list[str]) -> Table:
        dialect = find_dialect(decoded.text)
        self.report("split")
        grid = None
        if len(decoded.text) > FAST_CHARS:
            grid = _fast_grid(decoded.text, dialect, self.lang)
        if grid is None:
            grid = self._careful_grid(decoded.text, dialect)
        suffix = self.path.suffix.lower()
        reading = Reading(
            kind=_KINDS.get(suffix, "tsv" if dialect.delimiter == "\t" else "csv"),
            encoding=decoded.encoding,
            delimiter=None if dialect.delimiter == NO_DELIMITER else dialect.delimiter,
            header_row=grid.header_row,
            notes=(*notes, *grid.notes),
        )
        return self._made(grid.frame, reading)

    def _careful_grid(self, text: str, dialect: Dialect) -> Grid:
        rows: list[list[str]] = []
        numbers: list[int] = []
        for number, cells in records(_without_sep_line(text), dialect):
            rows.append(cells)
            numbers.append(number)
            if len(rows) % POLL_RECORDS == 0:
                self.report("split", len(rows))
        self.cancel.raise_if_set()
        return shape_rows(rows, numbers, lang=self.lang, name=self.path.name)

    def _json(self, decoded: Decoded, notes: list[str]) -> Table | None:
        found = json_records.parse_text(decoded.text, name=self.path.name, suffix=self.path.suffix)
        if found is None:
            return None
        value, kind = found
        self.report("shape")
        frame = json_records.frame_of_json(value, name=self.path.name, lang=self.lang)
        return self._made(frame, Reading(kind, encoding=decoded.encoding, notes=tuple(notes)))

    def _workbook(self, data: bytes) -> Table:
        sheet = workbook.read_workbook(
            data, name=self.path.name, lang=self.lang, cancel=self.cancel
        )
        reading = Reading(
            "xlsx", header_row=sheet.header_row, sheet=sheet.title, notes=tuple(sheet.notes)
        )
        return self._made(sheet.frame, reading)

    def _parquet(self, data: bytes) -> Table:
        try:
            frame = pd.read_parquet(io.BytesIO(data))
        except Exception as err:  # pyarrow raises its own, unlisted errors
            raise UnsupportedFileError(
                f"{self.path.name} is a damaged Parquet file: {err}",
                hint="Write it again.",
                name=self.path.name,
            ) from err
        if any(name is not None for name in frame.index.names):
            frame = frame.reset_index()
        if not len(frame.columns):
            raise empty_table(self.path.name)
        frame = frame.set_axis(list(clean_names(list(frame.columns), lang=self.lang)), axis=1)
        for column in frame.columns:
            if frame[column].dtype == object:
                frame[column] = [json_records.plain(value) for value in frame[column]]
        return self._made(frame.reset_index(drop=True), Reading("parquet"))


def _without_sep_line(text: str) -> str:
    if text[:4].lower() == "sep=" and text[5:6] in ("\r", "\n"):
        # An empty line keeps the line numbers.
        return text[5:]
    return text


def _whole_lines(text: str, size: int, quote: str) -> str:
    """Return the beginning of a text, cut behind a line that ends outside quotes."""
    cut = text.rfind("\n", 0, size) + 1
    while quote and cut > 0 and text.count(quote, 0, cut) % 2:
        cut = text.rfind("\n", 0, cut - 1) + 1
    return text[:cut]


def _fast_grid(text: str, dialect: Dialect, lang: str) -> Grid | None:
    """Read a large regular text with pandas; None where it is not regular."""
    if dialect.escape or dialect.blanks or dialect.width < 2 or text[:4].lower() == "sep=":
        return None
    if dialect.quote and text.count(dialect.quote) % 2:
        return None
    head: list[tuple[int, list[str]]] = []
    for record in records(_whole_lines(text, FAST_CHARS // 8, dialect.quote), dialect):
        head.append(record)
        if len(head) > 1_000:
            break
    rows = [cells for _, cells in head]
    layout = plan(rows, lang)
    if not rows or any(len(row) != layout.width for row in rows[layout.first :]):
        return None
    try:
        frame = pd.read_csv(
            io.StringIO(text),
            sep=dialect.delimiter,
            quotechar=dialect.quote or '"',
            quoting=0 if dialect.quote else 3,
            header=None,
            names=list(range(layout.width)),
            index_col=False,
            dtype=str,
            na_filter=False,
            skiprows=head[layout.first][0] - 1,
        )
    except (pd.errors.ParserError, ValueError):
        return None
    frame = frame.set_axis(
        list(clean_names(layout.names or [""] * layout.width, lang=lang)), axis=1
    )
    header_row = head[layout.first - 1][0] if layout.names is not None else None
    return Grid(frame, header_row, list(layout.notes))
