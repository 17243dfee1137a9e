"""A table as read, and where it came from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from vizapp.core.files import readable
from vizapp.core.language import has_cjk
from vizapp.core.tasks import let_others_run
from vizapp.data.notes import Guess, Note
from vizapp.data.options import GUESS_ALL, ReadOptions
from vizapp.data.split import Cut


@dataclass(frozen=True)
class Reading:
    """How a file was read, for the strip in the window.

    Parameters
    ----------
    kind : str
        csv, tsv, text, fixed, html, xlsx, xls, xlsb, ods, json, jsonl, parquet,
        feather, sqlite, duckdb or rows.
    encoding, delimiter, quote, escape : str or None
        Of a text file; the delimiter is None for a file of one column.
    header_row : int or None
        The line (from 1) or sheet row that holds the names, None without one.
    header_rows : int
        How many rows hold the names.
    skip_rows : int
        Lines or rows above the names that were left out.
    sheet : str or None
        The sheet of a workbook, the table of a database.
    part : str or None
        What `ReadOptions.part` takes to read the same again.
    n_parts : int
        How many tables the file holds.
    n_rows_total : int or None
        The rows of a file that was sampled, estimated or counted.
    sampled : bool
        Whether the frame is a sample of the file.
    options : ReadOptions
        What the person said.
    guesses : tuple of Guess
        Every decision with its confidence and reason.
    findings : tuple of Note
        What was repaired or left out.
    lang : str
        The language of `notes`.
    cut : Cut or None
        How further lines of a text become rows; None where there is no saying it.
    """

    kind: str
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    escape: str | None = None
    header_row: int | None = None
    header_rows: int = 1
    skip_rows: int = 0
    sheet: str | None = None
    part: str | None = None
    n_parts: int = 1
    n_rows_total: int | None = None
    sampled: bool = False
    options: ReadOptions = GUESS_ALL
    guesses: tuple[Guess, ...] = ()
    findings: tuple[Note, ...] = ()
    lang: str = "en"
    cut: Cut | None = field(default=None, compare=False)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was repaired or left out, one sentence each."""
        return tuple(finding.text(self.lang) for finding in self.findings)

    def guess(self, key: str) -> Guess | None:
        """Return the decision about a field of `ReadOptions`, None if there was none."""
        return next((guess for guess in self.guesses if guess.key == key), None)


@dataclass(frozen=True, eq=False)
class Table:
    """Cells as read, under their final names.

    Parameters
    ----------
    frame : pandas.DataFrame
        Text cells for text files (``""`` where missing), native values
        otherwise; the columns are unique attribute names.
    name : str
        The file's stem.
    path : Path or None
        Where it lies, None for rows that were handed over.
    reading : Reading
        How it was read.
    stamp : tuple of int or None
        The file's size in bytes and its time of change in ns when it was read.
    """

    frame: pd.DataFrame
    name: str
    path: Path | None
    reading: Reading
    stamp: tuple[int, int] | None = None

    @property
    def n_rows(self) -> int:
        """The number of rows."""
        return len(self.frame)


PIECE_CELLS = 20_000  # that become an array in one step
T = TypeVar("T")
_BLANKS = " \t\r\n\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u2028\u2029\u3000\ufeff\u200b"


def clean_names(raw: Sequence[object], *, lang: str = "en") -> tuple[str, ...]:
    """Return unique attribute names for the header cells.

    Outer blanks are stripped; a duplicate gets `` (2)``, an empty name
    ``column N``, in Chinese ``列N``.

    Parameters
    ----------
    raw : sequence
        Header cells from left to right; None counts as empty.
    lang : str
        ``zh`` for Chinese names of unnamed columns, which are also given when
        the other headers are mostly Chinese.

    Examples
    --------
    >>> clean_names(["a", " a ", ""])
    ('a', 'a (2)', 'column 3')
    """
    names = ["" if cell is None else _text(cell).strip(_BLANKS) for cell in raw]
    given = [name for name in names if name]
    chinese = sum(map(has_cjk, given)) * 2 > len(given)
    empty = "列{}" if lang == "zh" or chinese else "column {}"
    taken = set(given)
    used: set[str] = set()
    repeats: dict[str, int] = {}  # how often a name was given so far
    final = []
    for position, name in enumerate(names, 1):
        base = name or empty.format(position)
        unique, count = base, repeats.get(base, 1)
        # A repeat must not take a name that stands elsewhere in the header.
        while unique in used or (unique in taken and unique != name):
            count += 1
            unique = f"{base} ({count})"
        repeats[base] = count
        used.add(unique)
        final.append(unique)
    return tuple(final)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).encode("utf-8", "replace").decode("utf-8")


def frame_of(columns: Mapping[str, Sequence[object]], *, text: bool) -> pd.DataFrame:
    """Return a frame of text or of native values, without any conversion."""
    if text:
        return pd.DataFrame({name: _texts(v) for name, v in columns.items()})
    return pd.DataFrame({name: pd.Series(list(v), dtype=object) for name, v in columns.items()})


def _texts(cells: Sequence[object]) -> Any:
    """Return an array of text, piece by piece: one long step would keep every thread waiting."""
    if len(cells) <= PIECE_CELLS:
        let_others_run()  # there may be many columns
        return pd.array(list(cells), dtype="str")
    import pyarrow as pa

    pieces = []
    for at in range(0, len(cells), PIECE_CELLS):
        pieces.append(pa.array(cells[at : at + PIECE_CELLS], pa.large_string()))
        let_others_run()
    return pd.array(pa.chunked_array(pieces), dtype="str")


def columns_of(rows: Sequence[Sequence[T]], width: int) -> list[tuple[T, ...]]:
    """Return the columns of rows of one length; `width` columns of nothing without any.

    `zip(*rows)` makes an iterator for every row, and keeps every other thread waiting.
    """
    return [tuple([row[i] for row in rows]) for i in range(len(rows[0]) if rows else width)]


def stamp_of(path: Path) -> tuple[int, int]:
    """Return what tells a changed file from the same one: size in bytes, time of change in ns.

    Raises
    ------
    OSError
        If it cannot be seen.
    """
    found = path.stat()
    return found.st_size, found.st_mtime_ns


_BAD_STEM = re.compile(r"\s+")


def table_name(path: Path) -> str:
    """Return the table's name: the file's stem with single blanks."""
    return _BAD_STEM.sub(" ", readable(path.stem)).strip() or "table"
