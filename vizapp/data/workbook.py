"""XLSX workbooks: the first sheet that holds a table."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from dataclasses import dataclass, field

import pandas as pd

from vizapp.core.errors import UnsupportedFileError
from vizapp.core.tasks import CancelToken
from vizapp.data.notes import note
from vizapp.data.rows import empty_table, plan
from vizapp.data.table import clean_names, frame_of

POLL_ROWS = 5_000
_ERRORS = {"#N/A", "#DIV/0!", "#NULL!", "#NAME?", "#NUM!", "#REF!", "#VALUE!"}


@dataclass
class Sheet:
    """The table of one sheet."""

    frame: pd.DataFrame
    title: str
    header_row: int | None
    notes: list[str] = field(default_factory=list)


def read_workbook(data: bytes, *, name: str, lang: str, cancel: CancelToken) -> Sheet:
    """Return the first sheet with cells; formulas give their stored values.

    Raises
    ------
    UnsupportedFileError
        If the archive is no workbook or is damaged.
    EmptyTableError
        If all sheets are empty.
    """
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # Missing styles and unknown extensions do not concern the cells.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = list(book.worksheets)
            for position, sheet in enumerate(sheets):
                sheet.reset_dimensions()  # some writers store a wrong size
                grid = _grid(sheet, cancel)
                if grid:
                    skipped = [s.title for s in sheets if s is not sheet]
                    found = _shape(grid, str(sheet.title), lang)
                    if skipped:
                        total = len(sheets)
                        found.notes.append(note("sheet", lang, n=position + 1, total=total))
                    return found
    except (KeyError, ValueError, OSError, TypeError, AttributeError, SyntaxError) as err:
        raise _damaged(name, err) from err
    except Exception as err:
        if type(err).__module__.split(".")[0] in ("zipfile", "openpyxl", "zlib", "lxml"):
            raise _damaged(name, err) from err
        raise
    raise empty_table(name)


def _damaged(name: str, err: Exception) -> UnsupportedFileError:
    return UnsupportedFileError(
        f"{name} is not a readable Excel workbook: {err}",
        hint="Save it as XLSX or CSV and open it again.",
        name=name,
    )


def _grid(sheet: object, cancel: CancelToken) -> list[list[object]]:
    """Return the filled part of a sheet, without its empty border."""
    rows: list[list[object]] = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True)):  # type: ignore[attr-defined]
        if number % POLL_ROWS == 0:
            cancel.raise_if_set()
        rows.append([_cell(value) for value in cells])
    width = max((_reach(row) for row in rows), default=0)
    while rows and not _reach(rows[-1]):
        rows.pop()
    left = min((_start(row) for row in rows if _reach(row)), default=0)
    return [(row + [None] * (width - len(row)))[left:width] for row in rows] if width else []


def _cell(value: object) -> object:
    if isinstance(value, str):
        return None if value in _ERRORS or not value.strip() else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)  # a sheet does not tell 3 from 3.0
    return value


def _reach(row: list[object]) -> int:
    return max((i + 1 for i, value in enumerate(row) if value is not None), default=0)


def _start(row: list[object]) -> int:
    return next(i for i, value in enumerate(row) if value is not None)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    return str(value)


def _shape(grid: list[list[object]], title: str, lang: str) -> Sheet:
    filled = [(number, row) for number, row in enumerate(grid, 1) if _reach(row)]
    layout = plan([[_text(value) for value in row] for _, row in filled], lang)
    if layout.names is not None:
        raw = [_name(value) for value in filled[layout.first - 1][1]]
    else:
        raw = [None] * layout.width
    names = clean_names(raw, lang=lang)
    body = [row for _, row in filled[layout.first : layout.last]]
    columns = list(zip(*body, strict=True)) if body else [()] * len(names)
    frame = frame_of(dict(zip(names, columns, strict=True)), text=False)
    header_row = filled[layout.first - 1][0] if layout.names is not None else None
    return Sheet(frame, title, header_row, list(layout.notes))


def _name(value: object) -> object:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value
