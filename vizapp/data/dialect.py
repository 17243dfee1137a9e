"""How a text file separates its cells, found by trying on its first lines.

A candidate is good when it cuts the lines into equally many cells and leaves
no other separator inside them. Quotes are respected while counting, so a comma
in a quoted name does not mislead.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from vizapp.data.header import kind_of

SAMPLE_CHARS = 65_536
SAMPLE_RECORDS = 200
DELIMITERS = (",", "\t", ";", "|")
# Stands for "one column": a character that texts do not hold.
NO_DELIMITER = "\x1f"
ALMOST_ALL = 0.95
MIN_AGREEMENT = 0.45  # two rows in three of one width; below it no delimiter is believed
MIN_TYPED = 0.4  # of numbers and dates among cells separated by blanks
MAX_REPAIRS = 1_000  # restarts after a stray quote; beyond them a file is beyond repair

# The default of 128 kB per cell refuses long texts and coordinates.
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


@dataclass(frozen=True)
class Dialect:
    """Separators of a text file.

    Parameters
    ----------
    delimiter : str
        Between cells; `NO_DELIMITER` for a file of one column.
    quote : str
        Around cells that hold the delimiter; empty for none.
    escape : str or None
        Before a quote inside a cell, where it is not doubled.
    blanks : bool
        Whether blanks beside the delimiter belong to it.
    width : int
        The most frequent number of cells in the sample.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str | None = None
    blanks: bool = False
    width: int = 1


Record = tuple[int, list[str]]  # line number from 1, cells


def find_dialect(text: str) -> Dialect:
    """Return the dialect of a text by its first lines."""
    sample = _sample(text)
    declared = re.match(r"sep=(.)\r?\n", sample, re.IGNORECASE)
    if declared:
        sample = sample[declared.end() :]
    delimiters = (declared.group(1),) if declared else DELIMITERS
    best, best_score = Dialect(), 0.0
    for delimiter in delimiters:
        blanks = _has_blanks(sample, delimiter)
        for quote in _quotes(sample, delimiter):
            for escape in _escapes(sample, quote):
                trial = Dialect(delimiter, quote, escape, blanks)
                width, score = _score(sample, trial)
                if score > best_score:
                    best, best_score = Dialect(delimiter, quote, escape, blanks, width), score
    if declared or best_score >= MIN_AGREEMENT * (best.width - 1) / best.width > 0:
        return best
    return _by_blanks(sample) or _one_column(sample, best)


def records(text: str, dialect: Dialect) -> Iterator[Record]:
    """Yield the records of a text: the line each starts in, and its cells.

    Blank lines are left out. A quote that is opened and never closed, or closed
    only by another cell's quote, would swallow the following lines; such a line
    is read on its own, its quote taken as a character.
    """
    if dialect.escape:
        text = _protect_backslashes(text, dialect)
    lines = list(io.StringIO(text, newline=""))
    start = 0
    for _ in range(MAX_REPAIRS):
        damaged = yield from _until_damage(lines, start, dialect)
        if damaged is None:
            return
        cells = _cells_of_line(lines[damaged], dialect)
        if cells:
            yield damaged + 1, cells
        start = damaged + 1
    yield from _plain(lines, start, dialect)


def _reader(lines: Iterator[str], dialect: Dialect, *, quoted: bool = True) -> Iterator[list[str]]:
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=(dialect.quote or None) if quoted else None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote and quoted else csv.QUOTE_NONE,
        escapechar=dialect.escape if quoted else None,
        doublequote=dialect.escape is None or quoted,
        skipinitialspace=dialect.blanks,
    )


def _until_damage(
    lines: Sequence[str], start: int, dialect: Dialect
) -> Generator[Record, None, int | None]:
    """Yield records up to a damaged line and return its index, None at the end."""
    reader = _reader(islice(lines, start, None), dialect)
    before = 0
    for cells in reader:
        after: int = reader.line_num  # type: ignore[attr-defined]
        if after - before > 1 and _is_damaged(lines, start + before, start + after, cells, dialect):
            return start + before
        if len(cells) > 1 or any(cell.strip() for cell in cells):
            yield start + before + 1, _stripped(cells, dialect)
        before = after
    return None


def _plain(lines: Sequence[str], start: int, dialect: Dialect) -> Iterator[Record]:
    for number in range(start, len(lines)):
        cells = _cells_of_line(lines[number], dialect)
        if cells:
            yield number + 1, cells


def _is_damaged(
    lines: Sequence[str], first: int, last: int, cells: list[str], dialect: Dialect
) -> bool:
    chunk = "".join(lines[first:last])
    if dialect.escape:
        chunk = chunk.replace(dialect.escape * 2, "").replace(dialect.escape + dialect.quote, "")
    if last == len(lines) and chunk.count(dialect.quote) % 2:
        return True
    if len(cells) == dialect.width:
        return False
    return len(_cells_of_line(lines[first], dialect)) == dialect.width


def _cells_of_line(line: str, dialect: Dialect) -> list[str]:
    """Return the cells of one line, whose quotes do not pair."""
    quote = dialect.quote
    cells = []
    for cell in next(_reader(iter([line]), dialect, quoted=False), []):
        if quote and len(cell) > 1 and cell[0] == cell[-1] == quote:
            cell = cell[1:-1].replace(quote * 2, quote)
        cells.append(cell)
    return _stripped(cells, dialect) if any(cells) else []


def _stripped(cells: list[str], dialect: Dialect) -> list[str]:
    return [cell.strip(" ") for cell in cells] if dialect.blanks else cells


def _protect_backslashes(text: str, dialect: Dialect) -> str:
    """Double the backslashes that escape nothing, such as those of a path."""
    special = {dialect.quote, "\\", dialect.delimiter}

    def keep(match: re.Match[str]) -> str:
        return match[0] if match[1] in special else "\\\\" + match[1]

    return re.sub(r"\\(.|\Z)", keep, text, flags=re.DOTALL)


def _sample(text: str) -> str:
    if len(text) <= SAMPLE_CHARS:
        return text
    cut = max(text.rfind("\n", 0, SAMPLE_CHARS), text.rfind("\r", 0, SAMPLE_CHARS))
    return text[: cut + 1] if cut > 0 else text[:SAMPLE_CHARS]


def _quotes(sample: str, delimiter: str) -> tuple[str, ...]:
    """Return the quotes to try, the double one first unless single ones rule."""
    edge = re.escape(delimiter)
    double, single = (
        re.findall(rf"(?:^|{edge}) ?{q}(?:[^{q}]|{q}{q})*{q} ?(?={edge}|\r|\n|\Z)", sample, re.M)
        for q in ('"', "'")
    )
    # One pair of apostrophes proves little, unless it holds a delimiter.
    telling = len(single) > 1 or any(delimiter in cell.strip(delimiter) for cell in single)
    return ("'",) if telling and len(single) > 2 * len(double) else ('"',)


def _escapes(sample: str, quote: str) -> tuple[str | None, ...]:
    # Doubling is the standard, so it is tried first and wins a draw.
    return (None, "\\") if "\\" + quote in sample else (None,)


def _has_blanks(sample: str, delimiter: str) -> bool:
    """Return whether nearly every delimiter has a blank beside it."""
    if delimiter == "\t":
        return False
    bare = re.sub(r'"[^"]*"', '""', sample)
    count = bare.count(delimiter)
    edge = re.escape(delimiter)
    return count > 0 and len(re.findall(f" {edge}|{edge} ", bare)) >= ALMOST_ALL * count


def _score(sample: str, dialect: Dialect) -> tuple[int, float]:
    rows = [cells for _, cells in islice(records(sample, dialect), SAMPLE_RECORDS)]
    if not rows:
        return 1, 0.0
    n_records = len(rows)
    rows = _without_remarks(rows)
    widths = Counter(map(len, rows))
    # Among equally frequent widths the larger one: a short file may have a
    # preamble as long as its data.
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width < 2:
        return width, 0.0
    others = [d for d in DELIMITERS[1:] if d != dialect.delimiter]
    n_cells = sum(map(len, rows))
    unclean = sum(any(d in cell for d in others) for row in rows for cell in row)
    broken = sum(_is_broken(cell, dialect) for row in rows for cell in row)
    # A table that is mostly remarks is probably cut at the wrong character.
    agreement = (count / len(rows)) ** 2 * len(rows) / n_records
    clean = 1 - (unclean + 2 * broken) / n_cells
    return width, agreement * max(clean, 0.0) * (width - 1) / width


def _without_remarks(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows without titles above and sources below the table.

    Only where numbers stand in the rest: sentences too are cut at commas.
    """
    first, last = 0, len(rows)
    while first < last and len(rows[first]) == 1:
        first += 1
    while first < last and len(rows[last - 1]) == 1:
        last -= 1
    core = rows[first:last]
    if len(core) > 1 and any(kind_of(cell) == "number" for row in core for cell in row):
        return core
    return rows


def _is_broken(cell: str, dialect: Dialect) -> bool:
    """Return whether quotes in the cell show that it was cut wrongly."""
    quote = dialect.quote
    if not quote or quote not in cell:
        return False
    at_edge = cell[0] == quote or cell[-1] == quote
    return (at_edge and cell.count(quote) % 2 == 1) or "\\" + quote in cell


def _by_blanks(sample: str) -> Dialect | None:
    """Return the dialect of columns separated or aligned by blanks, None if it is none.

    Words are separated by blanks too; only numbers and dates show a table.
    """
    single, aligned = Dialect(" "), Dialect(" ", blanks=True)
    for trial in (single, aligned):
        rows = [cells for _, cells in islice(records(sample.strip(), trial), SAMPLE_RECORDS)]
        if trial.blanks:
            rows = [[cell for cell in row if cell] for row in rows]
        widths = {len(row) for row in rows[1:]}
        if len(rows) < 3 or len(widths) != 1:
            continue
        width = widths.pop()
        typed = sum(kind_of(cell) in ("number", "date") for row in rows[1:] for cell in row)
        share = typed / (width * (len(rows) - 1))
        if width > 1 and len(rows[0]) in (width, width - 1) and share >= MIN_TYPED:
            return replace(trial, width=width)
    return None


def _one_column(sample: str, best: Dialect) -> Dialect:
    quote = best.quote
    comma = Dialect(",", quote)
    widths = {len(cells) for _, cells in islice(records(sample, comma), SAMPLE_RECORDS)}
    if widths <= {1}:
        return comma
    if not sample.strip(" \t\r\n,;|"):
        return comma
    first = next(records(sample, comma), (0, [""]))[1]
    # Rows that disagree throughout, under a header that is cut: a ragged table
    # rather than one column of sentences.
    if len(first) > 1 and not any(" " in cell.strip() for cell in first):
        return Dialect(",", quote, width=len(first))
    return Dialect(NO_DELIMITER, quote)
