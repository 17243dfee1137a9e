"""Rows of text or native cells become a frame: names, widths, remarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from vizapp.core.errors import CsvShapeError, EmptyTableError
from vizapp.data import header
from vizapp.data.notes import note
from vizapp.data.table import clean_names, frame_of

FEW_ROWS = 0.1  # share of over-long rows that is still read


@dataclass
class Grid:
    """What `shape_rows` found.

    Parameters
    ----------
    frame : pandas.DataFrame
        The cells under their final names.
    header_row : int or None
        The line number of the names.
    notes : list of str
        What was repaired or left out.
    """

    frame: pd.DataFrame
    header_row: int | None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Layout:
    """Where the names and the data lie among the records."""

    names: tuple[str, ...] | None  # header cells, None without a header
    first: int  # index of the first data record
    last: int  # index behind the last
    width: int
    notes: tuple[str, ...]


def plan(rows: Sequence[Sequence[str]], lang: str) -> Layout:
    """Find header, preamble, footer and width of a grid of text; notes in that language."""
    notes = []
    skipped = header.skip_preamble(rows)
    if skipped:
        notes.append(note("preamble", lang, n=skipped))
    footer = header.count_footer(rows[skipped:])
    if footer:
        notes.append(note("footer", lang, n=footer))
    last = len(rows) - footer
    if not header.has_header(rows[skipped:last]):
        width = header.usual_width([len(row) for row in rows[skipped:last]])
        notes.append(note("no_header", lang))
        return Layout(None, skipped, last, width, tuple(notes))
    names = list(rows[skipped])
    body = rows[skipped + 1 : last]
    usual = header.usual_width([len(row) for row in body])
    if body and usual == len(names) + 1:
        agree = sum(len(row) == usual for row in body) >= (1 - FEW_ROWS) * len(body)
        if agree and any(row[-1].strip() for row in body if len(row) == usual):
            # R writes no name above its row names.
            names.insert(0, "")
            notes.append(note("row_names", lang))
    reach = max((len(row) for row in body), default=len(names))
    while len(names) > max(reach, 1) and not names[-1].strip():
        names.pop()
    return Layout(tuple(names), skipped + 1, last, max(len(names), 1), tuple(notes))


def shape_rows(rows: list[list[str]], numbers: Sequence[int], *, lang: str, name: str) -> Grid:
    """Turn text records into a frame.

    Parameters
    ----------
    rows : list of list of str
        The records, blank ones left out; changed in place.
    numbers : sequence of int
        The line number of each record, for messages.
    lang : str
        The language of names for unnamed columns.
    name : str
        The file's name, for messages.

    Raises
    ------
    EmptyTableError
        If there is no record.
    CsvShapeError
        If more than a few rows have too many cells.
    """
    if not any(cell.strip() for row in rows for cell in row):
        raise empty_table(name)
    layout = plan(rows, lang)
    notes = list(layout.notes)
    body = rows[layout.first : layout.last]
    lines = numbers[layout.first : layout.last]
    while body and not any(cell.strip() for cell in body[-1]):
        body = body[:-1]
    names = list(layout.names or ())
    width = _fit(body, lines, layout.width, notes, name=name, lang=lang)
    names += [""] * (width - len(names))
    final = clean_names(names, lang=lang)
    columns = list(zip(*body, strict=True)) if body else [()] * width
    frame = frame_of(dict(zip(final, columns, strict=True)), text=True)
    header_row = numbers[layout.first - 1] if layout.names is not None else None
    return Grid(frame, header_row, notes)


def _fit(
    body: list[list[str]],
    lines: Sequence[int],
    width: int,
    notes: list[str],
    *,
    name: str,
    lang: str,
) -> int:
    """Give every row the same number of cells; return that number."""
    short = 0
    long: list[int] = []
    for index, row in enumerate(body):
        if len(row) < width:
            short += 1
            row.extend([""] * (width - len(row)))
        elif len(row) > width:
            while len(row) > width and not row[-1].strip():
                row.pop()
            if len(row) > width:
                long.append(index)
    if short:
        notes.append(note("short", lang, n=short))
    if not long:
        return width
    first = long[0]
    if len(long) > FEW_ROWS * len(body):
        raise CsvShapeError(
            f"Row {lines[first]:,} of {name} has {len(body[first])} cells, expected {width}.",
            hint="Check for an unquoted comma or another delimiter.",
            row_number=lines[first],
            n_cells=len(body[first]),
            expected=width,
        )
    notes.append(note("long", lang, n=len(long), row=lines[first]))
    reach = max(len(body[index]) for index in long)
    for row in body:
        row.extend([""] * (reach - len(row)))
    return reach


def empty_table(name: str) -> EmptyTableError:
    """Return the error for a file without cells."""
    return EmptyTableError(
        f"{name} holds no table.", hint="Open a file with at least one row of names.", name=name
    )
