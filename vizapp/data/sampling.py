"""Files too large to read whole: an even sample of their lines, and a count of all.

A file is sampled before it is read. A text that is already in memory, unpacked or in
an encoding whose line ends cannot be found among its bytes, is sampled only where the
careful reader must cut it, which takes some twenty times its size.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from pathlib import Path

from vizapp.core.errors import DataError
from vizapp.core.tasks import CancelToken, Progress, ProgressCallback
from vizapp.data import bounds
from vizapp.data.notes import Note
from vizapp.data.source import ZIP, is_packed
from vizapp.data.table import Reading, Table

SAMPLE_ABOVE = 200 * 2**20
HEAD_BYTES = 16 * 2**20
BLOCK_BYTES = 2**20
N_BLOCKS = 48
# What the careful reader is given at most: as long as the sample of a file.
CAREFUL_CHARS = HEAD_BYTES + N_BLOCKS * BLOCK_BYTES
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Sample:
    """Whole lines from all over a file, in its order.

    Parameters
    ----------
    data : bytes
        The beginning of the file, then one block after each even step.
    lines_total : int
        The lines of the file, estimated from the length of those read.
    """

    data: bytes
    lines_total: int


def sample_file(path: Path, cancel: CancelToken) -> Sample | None:
    """Return a sample of a large text; None where the file must be read whole.

    That is where it is small, no text of lines, or one JSON document.

    Raises
    ------
    OSError
        If it cannot be read.
    TableTooLargeError
        If its first line is longer than one of a table.
    """
    size = path.stat().st_size
    if size <= SAMPLE_ABOVE:
        return None
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        end = head.rfind(b"\n") + 1
        if not _is_lines(head):
            return None
        if not end and b"\r" not in head:
            raise bounds.long_line(path.name)
        if not end:
            return None
        pieces = [head[:end]]
        step = (size - HEAD_BYTES) // N_BLOCKS
        for number in range(N_BLOCKS):
            cancel.raise_if_set()
            file.seek(HEAD_BYTES + number * step)
            block = file.read(BLOCK_BYTES)
            # The first line of a block is cut, and so is the last.
            first, last = block.find(b"\n") + 1, block.rfind(b"\n") + 1
            if 0 < first < last:
                pieces.append(block[first:last])
    data = b"".join(pieces)
    return Sample(data, round(size * data.count(b"\n") / len(data)))


def sample_text(text: str) -> tuple[str, int] | None:
    """Return an even sample of the lines of a long text, and how many lines it has.

    None for a text of at most `CAREFUL_CHARS`, and for one without line ends.
    """
    if len(text) <= CAREFUL_CHARS:
        return None
    mark = "\n" if "\n" in text else "\r"
    end = text.rfind(mark, 0, HEAD_BYTES) + 1
    if not end:
        return None
    pieces = [text[:end]]
    step = (len(text) - HEAD_BYTES) // N_BLOCKS
    for number in range(N_BLOCKS):
        start = HEAD_BYTES + number * step
        # As in a file, the first line of a block is cut, and so is the last.
        first = text.find(mark, start, start + BLOCK_BYTES) + 1
        last = text.rfind(mark, start, start + BLOCK_BYTES) + 1
        if 0 < first < last:
            pieces.append(text[first:last])
    return "".join(pieces), text.count(mark) + (not text.endswith(mark))


def _is_lines(head: bytes) -> bool:
    if head.startswith(_WIDE) or b"\x00" in head[:65_536]:
        return False
    start = head.lstrip()[:1]
    return start != b"[" and (start != b"{" or b"}\n{" in head or b"}\r\n{" in head)


def as_sample(reading: Reading, n_rows: int, lines_total: int) -> Reading:
    """Return the reading of a sample of `n_rows` from a text of so many lines."""
    # Of a log some lines only go on from the one above.
    more = next((int(n.fields["n"] or 0) for n in reading.findings if n.code == "log"), None)
    if more is not None:
        lines_total = round(lines_total * n_rows / max(n_rows + more, 1))
    total = max(lines_total - (reading.header_row or 0), n_rows)
    note = Note("sampled", {"n": n_rows, "total": total})
    findings = (*reading.findings, note)
    return replace(reading, sampled=True, n_rows_total=total, findings=findings)


def count_rows(
    table: Table,
    *,
    cancel: CancelToken | None = None,
    progress: ProgressCallback | None = None,
) -> int:
    """Return how many rows the file of a sampled table has, by counting its lines.

    For the background: about a second per gigabyte. Line ends inside quoted
    cells count too. Of a compressed file the lines were counted as it was read.

    Raises
    ------
    DataError
        If the table has no file, or that cannot be read any more.
    """
    if table.path is None:
        raise DataError(f"{table.name} has no file.")
    if not table.reading.sampled:
        return table.n_rows
    if any(note.code == "log" for note in table.reading.findings):
        return table.reading.n_rows_total or table.n_rows
    token = cancel or CancelToken()
    lines, last = 0, b"\n"
    try:
        size = table.path.stat().st_size
        with table.path.open("rb") as file:
            head = file.read(8)
            if is_packed(head) or head.startswith(ZIP):
                return table.reading.n_rows_total or table.n_rows
            file.seek(0)
            done = 0
            while block := file.read(8 * BLOCK_BYTES):
                token.raise_if_set()
                lines += block.count(b"\n")
                last = block[-1:]
                done += len(block)
                if progress:
                    progress(Progress("count", done, size))
    except OSError as err:
        raise DataError(
            f"{table.path.name} cannot be read any more: {err.strerror or err}.",
            hint="The chart stays as it is.",
            name=table.path.name,
        ) from err
    return lines + (last != b"\n") - (table.reading.header_row or 0)
