"""All rows of a file that was sampled, piece by piece, cut as the sample was cut.

Nothing is guessed anew: dialect, names and width are those of the reading, and what
rows of another width are compared with comes from the rows that it read. Memory does
not grow with the file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from vizapp.core.errors import DataError
from vizapp.core.tasks import CancelToken, Progress, ProgressCallback
from vizapp.data.blanks import without_blank
from vizapp.data.delimited import TAIL_RECORDS, arrow_frame, is_regular, with_odd_rows
from vizapp.data.dialect import without_sep_line
from vizapp.data.header import count_footer
from vizapp.data.split import Cut, Dialect, Faults, records
from vizapp.data.table import Table, columns_of, stamp_of
from vizapp.data.widths import fit_rows

PIECE_BYTES = 4 * 2**20  # decoding them must not keep the window waiting
_TAIL_CHARS = 65_536  # in which remarks below the table are looked for
_USUAL = 5_000  # rows of the reading that show what the columns hold
_TOGETHER = 500  # rows of another width that are repaired at once


def can_stream(table: Table) -> bool:
    """Return whether all rows of the table's file can be read piece by piece.

    What else than names stands on each printed page is known of a whole table only.
    """
    if any(note.code == "page_lines" for note in table.reading.findings):
        return False
    encoding = (table.reading.encoding or "").lower()
    wide = encoding.startswith(("utf-16", "utf-32", "utf_16", "utf_32"))  # line ends of two bytes
    return table.path is not None and table.reading.cut is not None and not wide


def stream_cells(
    table: Table,
    names: Sequence[str],
    *,
    cancel: CancelToken | None = None,
    progress: ProgressCallback | None = None,
) -> Iterator[pd.DataFrame]:
    """Yield the cells of all rows of a table's file, in its order.

    Parameters
    ----------
    table : Table
        As read from a file of text.
    names : sequence of str
        The columns that are wanted.
    cancel : CancelToken, optional
        Polled for each piece.
    progress : callable, optional
        Told the bytes that are done, and how many there are.

    Yields
    ------
    pandas.DataFrame
        Text cells under those names; together the rows of the file.

    Raises
    ------
    DataError
        If the file cannot be read piece by piece, is gone, or is another one than
        when the table was read.
    """
    path, cut = table.path, table.reading.cut
    if path is None or cut is None or not can_stream(table):
        raise DataError(
            f"{table.name} cannot be read piece by piece.",
            hint="Save it as CSV in UTF-8.",
            name=table.name,
        )
    token = cancel or CancelToken()
    cutter = _Cutter(table, cut, names)
    try:
        size = _checked(table, path)
        for text, done in _texts(path, size, table, cut):
            token.raise_if_set()
            yield cutter.frame(text, last=done == size)
            _checked(table, path)
            if progress:
                progress(Progress("whole", done, size))
    except OSError as err:
        raise _unreadable(path, err) from err


def last_rows(table: Table, n: int) -> pd.DataFrame:
    """Return the last rows of a table's file, all columns, remarks below them left out.

    Raises
    ------
    DataError
        As `stream_cells` does.
    """
    path, cut = table.path, table.reading.cut
    assert path is not None
    assert cut is not None  # the caller has asked `can_stream`
    cutter = _Cutter(table, cut, [str(name) for name in table.frame.columns])
    try:
        size = _checked(table, path)
        with path.open("rb") as file:
            file.seek(max(0, size - _TAIL_CHARS))
            data = file.read()
    except OSError as err:
        raise _unreadable(path, err) from err
    text = data.decode(table.reading.encoding or "utf-8", "replace").replace("\x00", "")
    if len(data) < size:
        text = text[text.find("\n") + 1 :]
    return cutter.frame(text, last=True).tail(n).reset_index(drop=True)


def _unreadable(path: Path, err: OSError) -> DataError:
    return DataError(
        f"{path.name} cannot be read any more: {err}", hint="Check the name.", name=path.name
    )


def _checked(table: Table, path: Path) -> int:
    """Return the file's size in bytes; it must be as it was when the table was read."""
    stamp = stamp_of(path)
    if table.stamp is not None and stamp != table.stamp:
        raise DataError(
            f"{path.name} changed after it was opened.", hint="Open it again.", name=path.name
        )
    return stamp[0]


def _texts(path: Path, size: int, table: Table, cut: Cut) -> Iterator[tuple[str, int]]:
    """Yield pieces of whole records as text, with the number of bytes up to their end."""
    encoding = table.reading.encoding or "utf-8"
    rest = b""
    done = 0
    with path.open("rb") as file:
        while done < size:
            # The last piece is never so short that nothing shows what its columns are.
            wanted = PIECE_BYTES if size - done >= 2 * PIECE_BYTES else size - done
            block = file.read(wanted)
            if not block:
                break  # it became shorter, which the caller sees
            first = done == 0
            done += len(block)
            data = rest + block
            end = len(data) if done == size else _end_of_records(data, cut.dialect)
            rest = data[end:]
            if not end:
                continue  # one cell of several pieces
            text = data[:end].decode(encoding, "replace")
            if "\x00" in text:
                text = text.replace("\x00", "")
            yield (_below(text, cut) if first else text), done


def _below(text: str, cut: Cut) -> str:
    """Return the beginning of a file without what stands above the first row."""
    lines = io.StringIO(without_sep_line(text.lstrip("\ufeff")), newline="")
    for _ in range(cut.n_above):
        lines.readline()
    return lines.read()


def _end_of_records(data: bytes, dialect: Dialect) -> int:
    """Return where the last whole record of some bytes ends, 0 without any."""
    last = data.rfind(b"\n") + 1
    mark = dialect.quote.encode("utf-8")
    if len(mark) != 1 or mark not in data:
        return last
    array = np.frombuffer(data, dtype=np.uint8)
    quotes = np.flatnonzero(array == mark[0])
    if dialect.escape and dialect.escape.isascii():
        before = array[np.maximum(quotes - 1, 0)]
        quotes = quotes[before != ord(dialect.escape)]
    ends = np.flatnonzero(array == 10) + 1
    closed = ends[np.searchsorted(quotes, ends) % 2 == 0]
    # Where no line of the second half ends outside quotes, one quote of the file is astray.
    found = int(closed[-1]) if len(closed) else 0
    return found if 2 * found >= len(data) else last


class _Cutter:
    """Cuts pieces of a text into the columns of one table."""

    def __init__(self, table: Table, cut: Cut, names: Sequence[str]) -> None:
        columns = [str(name) for name in table.frame.columns]
        self.cut = cut
        self.names = list(names)
        self.places = [columns.index(name) + cut.n_left for name in names]
        self.header = columns
        step = max(1, table.n_rows // _USUAL)
        sample = table.frame.iloc[::step].to_numpy(dtype=object).tolist()
        self.usual = [self._raw(row) for row in sample]
        # The names may stand among the rows again, as on printed pages.
        codes = {note.code: note for note in table.reading.findings}
        self.repeats = "repeated_header" in codes
        self.blanks = "blank_rows" in codes
        # The column whose texts hold the delimiter is the one that the reading found.
        text = codes.get("joined_text")
        self.text_at = None if text is None else int(text.fields["at"] or 0)

    def _raw(self, row: Sequence[str]) -> list[str]:
        cells = [*[""] * self.cut.n_left, *row][: self.cut.width]
        return [*cells, *[""] * (self.cut.width - len(cells))]

    def frame(self, text: str, *, last: bool) -> pd.DataFrame:
        """Return the wanted columns of some whole records."""
        wanted = [p for p in dict.fromkeys(self.places) if p < self.cut.width]
        every = self.repeats or self.blanks or not wanted
        found = self._fast(text, None if every else wanted)
        if found is None:
            found = self._careful(text)
        if last:
            n_footer = self._n_footer(text)
            found = found.iloc[: len(found) - n_footer] if n_footer else found
        if self.blanks:
            found = without_blank(found)
        if self.repeats:
            found = self._without_names(found)
        return pd.DataFrame(
            {
                name: found[place] if place in found else pd.array([""] * len(found), dtype="str")
                for name, place in zip(self.names, self.places, strict=True)
            }
        )

    def _fast(self, text: str, wanted: list[int] | None) -> pd.DataFrame | None:
        """Return the rows as Arrow reads them, None where that is another reading than ours."""
        dialect, width = self.cut.dialect, self.cut.width
        if not is_regular(text, dialect) or width != dialect.width:
            return None
        frame = arrow_frame(text, dialect, 0, width, self.cut.over_lines, None, wanted)
        if self.cut.over_lines:
            return frame
        n_lines = text.count("\n") + (not text.endswith("\n"))
        if frame is not None:
            return frame if len(frame) == n_lines else None
        odd: list[tuple[int, str]] = []
        frame = arrow_frame(text, dialect, 0, width, False, odd)
        if frame is None or len(frame) + len(odd) != n_lines:
            return None
        usual = [list(row) for row in self.usual]
        if not odd:
            return frame
        return with_odd_rows(frame, odd, 0, dialect, [], usual, text_at=self.text_at)

    def _careful(self, text: str) -> pd.DataFrame:
        """Return the rows record by record, with repairs."""
        width = self.cut.width
        rows = [cells for _, cells in records(text, self.cut.dialect)]
        odd = [index for index, row in enumerate(rows) if len(row) != width]
        for start in range(0, len(odd), _TOGETHER):
            batch = odd[start : start + _TOGETHER]
            body = [*map(list, self.usual), *(rows[index] for index in batch)]
            fit_rows(
                body,
                [0] * len(body),
                width,
                [],
                delimiter=self.cut.dialect.delimiter,
                text_at=self.text_at,
            )
            for index, row in zip(batch, body[len(self.usual) :], strict=True):
                rows[index] = row
        reach = max((len(row) for row in rows), default=width)
        rows = [row if len(row) == reach else [*row, *[""] * (reach - len(row))] for row in rows]
        columns = columns_of(rows, reach)
        return pd.DataFrame({i: pd.array(list(c), dtype="str") for i, c in enumerate(columns)})

    def _n_footer(self, text: str) -> int:
        """Return how many rows at the end of the file are remarks."""
        tail = text[-_TAIL_CHARS:]
        tail = tail[tail.find("\n") + 1 :] if len(tail) < len(text) else tail
        faults = Faults()
        found = list(records(tail, self.cut.dialect, faults))
        rows = [cells for _, cells in found[-TAIL_RECORDS:]]
        blank = set(faults.blank_before)
        gaps = {i for i, (number, _) in enumerate(found[-TAIL_RECORDS:]) if number in blank}
        return count_footer(rows, gaps)

    def _without_names(self, found: pd.DataFrame) -> pd.DataFrame:
        first = self.cut.n_left
        same = np.ones(len(found), dtype=bool)
        for place, name in enumerate(self.header, first):
            if place in found:
                same &= (found[place].str.strip() == name).to_numpy(dtype=bool)
        return found[~same]
