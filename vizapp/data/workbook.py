"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS): a sheet becomes a table."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

import pandas as pd

from vizapp.core.errors import UnsupportedFileError
from vizapp.core.memory import release
from vizapp.core.tasks import CancelToken
from vizapp.data.blocks import find_blocks
from vizapp.data.groups import Cells, fill_groups
from vizapp.data.header import kind_of
from vizapp.data.marks import without_marks
from vizapp.data.notes import Guess, Note, given
from vizapp.data.options import GUESS_ALL, Part, ReadOptions
from vizapp.data.rows import empty_table, no_such_part, plan
from vizapp.data.source import MAX_RATIO, MAX_UNPACKED, SAFE_BYTES, too_large
from vizapp.data.table import clean_names, columns_of, frame_of

POLL_ROWS = 5_000
MAX_CELLS = 60_000_000  # of one sheet, empty ones between the filled included
MAX_LOOKED = 500_000  # cells of a sheet in which further tables are listed
SURE_CELLS = 20_000_000  # up to which the columns of a sheet need not be counted
_ERRORS = {"#N/A", "#DIV/0!", "#NULL!", "#NAME?", "#NUM!", "#REF!", "#VALUE!"}
PIECE_BYTES = 2**20  # of a sheet's XML, which are gone through in one step
OVERLAP = 256  # bytes that hold the start of a row or cell whole
_LAST_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_FAR = re.compile(rb'\br="[A-Z]{3}\d')  # a cell beyond column ZZ
_LETTERS = re.compile(rb'\br="([A-Z]{1,3})\d')
_SHEET_FILE = re.compile(r"xl/worksheets/[^/]+\.xml\Z")
Cell = object
Ranges = list[tuple[tuple[int, int], tuple[int, int]]]


@dataclass
class Sheet:
    """The table of one sheet."""

    frame: pd.DataFrame
    title: str
    header_row: int | None
    header_rows: int
    skip_rows: int
    n_sheets: int
    part: str | None = None  # of a file of several tables
    n_parts: int = 1
    notes: list[Note] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)


def kind_of_workbook(data: bytes) -> str:
    """Return xlsx, xlsb, ods or xls by the content."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    return "ods" if "content.xml" in names else "xlsx"


def read_workbook(
    data: bytes, *, name: str, lang: str, cancel: CancelToken, options: ReadOptions = GUESS_ALL
) -> Sheet:
    """Return a sheet: the one asked for, else the first visible one with a table.

    Formulas give their stored values; titles in merged cells above the names
    are repeated over the columns that they span.

    Raises
    ------
    UnsupportedFileError
        If the file is no workbook, damaged or locked.
    TableTooLargeError
        If it would not fit.
    EmptyTableError
        If all sheets are empty.
    DataError
        If the sheet asked for is not there.
    """
    book = _Book(data, name)
    titles = book.titles
    number = None
    if options.part is not None:
        chosen, number = _part(options.part, titles, name)
        wanted = [chosen]
    else:
        wanted = [*book.visible, *(title for title in titles if title not in book.visible)]
    note: tuple[str, Sheet] | None = None
    for title in wanted:
        if note and title not in book.visible:
            break
        cancel.raise_if_set()
        grid, merged = book.grid(title, cancel)
        if not any(_reach(row) for row in grid):
            continue
        sheet = _shape(grid, merged, title, lang, options, number, name)
        release(grid)
        if len(wanted) == 1 or not _is_note(sheet):
            return _told(sheet, title, titles, options, after_note=note is not None)
        note = note or (title, sheet)
    if note:
        return _told(note[1], note[0], titles, options)
    raise empty_table(name)


def _is_note(sheet: Sheet) -> bool:
    """Return whether a sheet only says something, as the first one of a report often does."""
    frame = sheet.frame
    return frame.shape[1] == 1 and all(
        kind_of(_text(cell)) in ("text", "empty") for cell in frame.iloc[:, 0]
    )


def _told(
    sheet: Sheet, title: str, titles: Sequence[str], options: ReadOptions, after_note: bool = False
) -> Sheet:
    """Return the sheet with what is said of it where there are others."""
    sheet.n_sheets = len(titles)
    if len(titles) > 1:
        facts = {"n": titles.index(title) + 1, "total": len(titles)}
        sheet.notes.append(Note("sheet", facts))
        sheet.part, sheet.n_parts = sheet.part or title, max(len(titles), sheet.n_parts)
    if sheet.part is not None:
        code, sure = ("largest", 0.7) if sheet.part != title else ("first_filled", 0.8)
        if after_note and sheet.part == title:
            code = "first_table"
        guess = Guess("part", sheet.part, sure, code)
        sheet.guesses.append(given("part", options.part) if options.part else guess)
    return sheet


def _part(part: str, titles: Sequence[str], name: str) -> tuple[str, int | None]:
    """Return the sheet, and the number of the table in it where one is said: `Sheet1!2`."""
    title, mark, number = part.rpartition("!")
    if part not in titles and mark and title in titles and number.isdecimal():
        return title, int(number)
    if part not in titles:
        raise no_such_part(name, part, titles)
    return part, None


def sheets(data: bytes, *, name: str) -> tuple[Part, ...]:
    """Return the sheets of a workbook with their sizes, and the tables of one with several."""
    book = _Book(data, name)
    found = []
    for title in book.titles:
        start, end = book.corners(title)
        if start is None or end is None:
            found.append(Part(title, "sheet", 0, 0))
            continue
        n_rows, n_columns = end[0] - start[0] + 1, end[1] - start[1] + 1
        blocks = [] if n_rows * n_columns > MAX_LOOKED else _blocks(book.grid(title)[0])
        if len(blocks) < 2:
            found.append(Part(title, "sheet", n_rows, n_columns))
        for i, (rows, _, _) in enumerate(blocks if len(blocks) > 1 else (), 1):
            found.append(Part(f"{title}!{i}", "table", len(rows), len(rows[0])))
    return tuple(found)


class _Book:
    """A workbook behind calamine, whose errors are told as ours."""

    def __init__(self, data: bytes, name: str) -> None:
        from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

        self.name = name
        _check_archive(data, name)
        try:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            sheets = [
                meta
                for meta in self._book.sheets_metadata
                if meta.typ in (SheetTypeEnum.WorkSheet, SheetTypeEnum.DialogSheet)
            ]
        except PasswordError as err:
            raise UnsupportedFileError(
                f"{name} is locked with a password.",
                hint="Save it without one and open it again.",
                name=name,
            ) from err
        except BaseException as err:
            raise self._told(err) from err
        self.titles = [str(meta.name) for meta in sheets]
        self.visible = [str(m.name) for m in sheets if m.visible == SheetVisibleEnum.Visible]

    def _sheet(self, title: str) -> object:
        try:
            return self._book.get_sheet_by_name(title)
        except BaseException as err:
            raise self._told(err) from err

    def _told(self, err: BaseException) -> BaseException:
        """Return the error to raise: a failure of calamine, written in Rust, is the file's."""
        ours = type(err).__module__.split(".")[0] in ("python_calamine", "pyo3_runtime")
        if not ours and not isinstance(err, OSError | ValueError | TypeError | KeyError):
            return err
        return UnsupportedFileError(
            f"{self.name} is not a readable workbook: {err}",
            hint="Save it as XLSX or CSV and open it again.",
            name=self.name,
        )

    def corners(self, title: str) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """Return the first and the last filled cell of a sheet, rows and columns from 0."""
        sheet = self._sheet(title)
        return sheet.start, sheet.end  # type: ignore[attr-defined]

    def grid(
        self, title: str, cancel: CancelToken | None = None
    ) -> tuple[list[list[Cell]], Ranges]:
        """Return all cells from the first row and column on, and the merged ranges."""
        sheet = self._sheet(title)
        try:
            merged = list(sheet.merged_cell_ranges or ())  # type: ignore[attr-defined]
            start = sheet.start  # type: ignore[attr-defined]
            rows = iter(sheet.iter_rows() if start else ())  # type: ignore[attr-defined]
        except BaseException as err:
            raise self._told(err) from err
        left: list[Cell] = [None] * (start[1] if start else 0)  # which the rows lack
        cells: list[list[Cell]] = []
        while True:  # row by row: all at once, they would keep the window waiting
            if cancel and len(cells) % POLL_ROWS == 0:
                cancel.raise_if_set()
            try:
                row = next(rows, None)
            except BaseException as err:
                raise self._told(err) from err
            if row is None:
                return cells, merged
            cells.append([*left, *map(_cell, row)])


def _check_archive(data: bytes, name: str) -> None:
    """Refuse archives that unpack to more than fits, and sheets of endless cells.

    Calamine keeps the rectangle of all cells, so one cell in the last corner of
    a sheet would take all memory, and no error could be caught.
    """
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            size = sum(info.file_size for info in infos)
            if size > MAX_UNPACKED or size > max(SAFE_BYTES, MAX_RATIO * len(data)):
                raise too_large(name, size)
            for info in infos:
                if _SHEET_FILE.match(info.filename):
                    with archive.open(info) as sheet:
                        n_cells = _count_cells(sheet)
                    if n_cells > MAX_CELLS:
                        raise too_large(name, n_cells * 24)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as err:
        raise UnsupportedFileError(
            f"{name} is not a readable workbook: {err}",
            hint="Save it as XLSX or CSV and open it again.",
            name=name,
        ) from err
    except (RuntimeError, NotImplementedError) as err:
        raise UnsupportedFileError(
            f"{name} is locked or packed in an unknown way.",
            hint="Save it as XLSX or CSV and open it again.",
            name=name,
        ) from err


def _count_cells(sheet: IO[bytes]) -> int:
    """Return the size of the rectangle that the cells of a sheet's XML span, at most."""
    pieces = list(_pieces(sheet))
    last = None
    for piece in reversed(pieces):
        last = _LAST_ROW.search(piece, max(piece.rfind(b"row ") - 8, 0))
        if last:
            break
    n_rows = int(last[1]) if last else sum(piece.count(b"<row") for piece in pieces)
    if n_rows * 702 <= SURE_CELLS and not any(_FAR.search(piece) for piece in pieces):
        return n_rows * 702
    letters = {word for piece in pieces for word in set(_LETTERS.findall(piece))}
    columns = max((_column(letter.decode()) for letter in letters), default=1)
    return n_rows * columns


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield pieces that overlap a little: one long step would keep the window waiting."""
    before = b""
    while piece := file.read(PIECE_BYTES):
        yield before + piece
        before = piece[-OVERLAP:]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def _cell(value: Cell) -> Cell:
    if isinstance(value, str):
        return None if value in _ERRORS or not value.strip() else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)  # a sheet does not tell 3 from 3.0
    if type(value) is dt.date:
        return dt.datetime(value.year, value.month, value.day)
    return value


def _reach(row: list[Cell]) -> int:
    return max((i + 1 for i, value in enumerate(row) if value is not None), default=0)


def _start(row: list[Cell]) -> int:
    return next(i for i, value in enumerate(row) if value is not None)


def _text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    return str(value)


def _shape(
    grid: list[list[Cell]],
    merged: Ranges,
    title: str,
    lang: str,
    options: ReadOptions,
    number: int | None,
    name: str,
) -> Sheet:
    """Return a table of a grid, its empty border left out: that of a number, or the largest."""
    blocks = _blocks(grid, options.skip_rows or 0)
    if not blocks:
        raise empty_table(title)
    if number is not None and not 1 <= number <= len(blocks):
        raise no_such_part(name, f"{title}!{number}", [f"{title}!1", f"{title}!{len(blocks)}"])
    sizes = [len(rows) * len(rows[0]) for rows, _, _ in blocks]
    at = number - 1 if number is not None else sizes.index(max(sizes))
    rows, numbers, left = blocks[at]
    gaps = {i for i in range(1, len(numbers)) if numbers[i] > numbers[i - 1] + 1}
    layout = plan([[_text(value) for value in row] for row in rows], options, gaps)
    notes = list(layout.notes)
    if len(blocks) > 1:
        notes.insert(0, Note("tables", {"n": at + 1, "total": len(blocks)}))
    n_names = layout.first - layout.skipped
    raw: list[Cell] = [None] * layout.width
    if layout.names is not None:
        raw = list(layout.names)
        if n_names == 1:
            raw = [_name(value) for value in rows[layout.first - 1]]
    names = clean_names(raw, lang=lang)
    n_merged = _spread(rows, merged, numbers, left, layout.first, layout.last)
    if n_merged:
        notes.append(Note("merged", {"n": n_merged}))
    body = rows[layout.first : layout.last]
    remarks = [_text(row[0]) for row in (*rows[: layout.skipped], *rows[layout.last :])]
    bare, columns, told = without_marks(names, columns_of(body, len(names)), remarks)
    names = clean_names(bare, lang=lang)
    notes += told
    cells: dict[str, Cells] = dict(zip(names, columns, strict=False))
    if not options.keep_blanks:
        cells, filled = fill_groups(names, columns)
        notes += filled
    frame = frame_of(cells, text=False)
    release(rows)
    release(body)
    header_row = numbers[layout.first - 1] if n_names else None
    skipped = numbers[min(layout.skipped, len(numbers) - 1)] - 1
    code, sure = ("titles_above", 0.8) if skipped else ("first_filled", 0.95)
    guess = (
        given("skip_rows", options.skip_rows)
        if options.skip_rows is not None
        else Guess("skip_rows", skipped, sure, code)
    )
    guesses = [*layout.guesses, guess]
    part = f"{title}!{at + 1}" if len(blocks) > 1 else None
    return Sheet(frame, title, header_row, n_names, skipped, 1, part, len(blocks), notes, guesses)


Grid = tuple[list[list[Cell]], list[int], int]  # rows, their numbers, the first column


def _blocks(grid: list[list[Cell]], skip: int = 0) -> list[Grid]:
    """Return the tables of a sheet, each without its empty border; none of an empty one."""
    numbered = [(n, row) for n, row in enumerate(grid, 1) if n > skip and _reach(row)]
    if not numbered:
        return []
    numbers = [number for number, _ in numbered]
    rows, left = _without_border([row for _, row in numbered])
    gaps = {i for i in range(1, len(numbers)) if numbers[i] > numbers[i - 1] + 1}
    found = find_blocks([[_text(value) for value in row] for row in rows], gaps) if gaps else ()
    if len(found) < 2:
        return [(rows, numbers, left)]
    blocks = []
    for block in found:
        own = slice(block.first, block.last)
        inside, start = _without_border(rows[own])
        blocks.append((inside, numbers[own], left + start))
    return blocks


def _without_border(rows: list[list[Cell]]) -> tuple[list[list[Cell]], int]:
    """Return the rows without the empty columns around the table, and its first column.

    Lone cells, such as a title in A1 above a table in C5, do not count; they
    move into the first column.
    """
    several = [row for row in rows if sum(value is not None for value in row) > 1]
    left = min(_start(row) for row in several or rows)
    width = max(_reach(row) for row in several or rows)
    inside: list[list[Cell]] = []
    for row in rows:
        cells = (row + [None] * (width - len(row)))[left:width]
        if not _reach(cells):
            cells[0] = row[_start(row)]
        inside.append(cells)
    return inside, left


def _spread(
    rows: list[list[Cell]],
    merged: Ranges,
    numbers: list[int],
    left: int,
    first: int,
    last: int,
) -> int:
    """Give every cell that a merged one spans downwards its value; return their number.

    A group's name in the first columns is often merged over its rows.
    """
    count = 0
    room = len(rows) * len(rows[0])  # ranges that overlap are somebody's trap
    for (top, start), (bottom, end) in merged:
        if start != end or not left <= start < left + len(rows[0]):
            continue
        inside = range(
            max(bisect_left(numbers, top + 1), first), min(bisect_right(numbers, bottom + 1), last)
        )
        if len(inside) < 2 or len(inside) > room:
            continue
        room -= len(inside)
        value = rows[inside[0]][start - left]
        if value is not None:
            count += 1
            for i in inside[1:]:
                rows[i][start - left] = value
    return count


def _name(value: Cell) -> Cell:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value
