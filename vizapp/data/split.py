"""Text becomes records: cells cut at the delimiter, quotes obeyed, damage repaired.

A line is read by the standard first. Where its quotes break the standard, the readings
below are tried until one gives as many cells as the other records have:

- padded: blanks stand behind a closing quote;
- the cell goes on in the next lines;
- lenient: a quote inside a quoted cell that nothing follows as it should is a character;
- eager: a quote before a delimiter always closes, even the second of a doubled one;
- loose: a quote that opens a cell and breaks the standard is a character;
- plain: quotes are characters, and every delimiter cuts.

So a stray quote costs its own line and no other.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from vizapp.data.fixed import cut_line, is_rule

# Stands for "one column"; the decoder leaves no NUL in a text.
NO_DELIMITER = "\x00"
# What single rows of a damaged file may be cut at instead.
OTHERS = (",", ";", "\t", "|")
# The default of 128 kB per cell refuses long texts and coordinates.
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
MIN_WIDTH = 3  # of rows that may be cut at another delimiter although one cell is cut
PIECE_CHARS = 2**20  # that become lines in one step
SURE_WIDTH = 8  # columns that no line of prose has by chance, line after line
MAX_MORE = 3  # delimiters in the remarks of a record
MAX_CELL_LINES = 5_000  # a quoted cell of more lines is a stray quote
MAX_ATTEMPTS = 200  # at closing one cell that goes on over lines
MANY_FAILURES = 50  # of such cells, after which few attempts are made
FEW_ATTEMPTS = 5


@dataclass(frozen=True)
class Dialect:
    """Separators of a text file.

    Parameters
    ----------
    delimiter : str
        Between cells, one or more characters; `NO_DELIMITER` for one column.
    quote : str
        Around cells that hold the delimiter; empty for none.
    escape : str or None
        Before a quote inside a cell, where it is not doubled.
    blanks : bool
        Whether blanks beside the delimiter belong to it.
    width : int
        The most frequent number of cells in the sample; 0 for not known yet.
    cuts : tuple of int
        Where columns of fixed width start; empty where a delimiter separates.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str | None = None
    blanks: bool = False
    width: int = 1
    cuts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Cut:
    """How the lines of a text became the rows of its table, so that others can become rows alike.

    Parameters
    ----------
    dialect : Dialect
        The separators.
    n_above : int
        Lines above the first row.
    width : int
        The usual number of cells of a row.
    n_left : int
        Columns of nothing that were left out at the left.
    over_lines : bool
        Whether quoted cells go on in the next line.
    """

    dialect: Dialect
    n_above: int
    width: int
    n_left: int = 0
    over_lines: bool = False


@dataclass
class Faults:
    """Where the records of a text broke their dialect, by line number.

    Parameters
    ----------
    stray_quotes : list of int
        Lines whose quotes do not pair.
    other_delimiters : list of int
        Lines cut at another delimiter than the file's.
    blank_before : list of int
        Lines of records that follow a blank line.
    """

    stray_quotes: list[int] = field(default_factory=list)
    other_delimiters: list[int] = field(default_factory=list)
    blank_before: list[int] = field(default_factory=list)


Record = tuple[int, list[str]]  # line number from 1, cells


def records(text: str, dialect: Dialect, faults: Faults | None = None) -> Iterator[Record]:
    """Yield the records of a text: the line each starts in, and its cells.

    Blank lines are left out; what was repaired is added to `faults`.
    """
    yield from _Reader(_lines(text), dialect, faults if faults is not None else Faults()).read()


def _lines(text: str) -> list[str]:
    """Return the lines with their ends; piece by piece, so that other threads may run."""
    lines: list[str] = []
    start = 0
    while start < len(text):
        end = text.find("\n", start + PIECE_CHARS) + 1 or text.find("\r", start + PIECE_CHARS) + 1
        piece = text[start : end or len(text)]
        lines.extend(io.StringIO(piece, newline=""))
        start += len(piece)
    return lines


class _Reader:
    def __init__(self, lines: list[str], dialect: Dialect, faults: Faults) -> None:
        self.lines = lines
        self.dialect = dialect
        self.faults = faults
        self.forms = _forms(dialect)
        self.others = [
            _forms(Dialect(mark, dialect.quote, dialect.escape, width=dialect.width))
            for mark in OTHERS
            if mark != dialect.delimiter and dialect.width > 1
        ]
        self.failures = 0  # of quoted cells that no later line closes
        self.started = False  # whether a record of the usual width was met
        self.first = True  # whether no record was met

    def read(self) -> Iterator[Record]:
        index, blank = 0, False
        width, quote, plain = self.dialect.width, self.dialect.quote, self.forms.plain
        ruled = bool(self.dialect.cuts) or self.dialect.delimiter == "|"
        special = [mark for mark in (quote, self.dialect.escape) if mark]
        while index < len(self.lines):
            line = self.lines[index].rstrip("\r\n")
            if ruled and is_rule(line):
                index += 1
                continue
            if not line:
                index, blank = index + 1, True
                continue
            if any(mark in line for mark in special):
                cells, after = self._quoted(index, line)
            else:
                cells, after = plain(line), index + 1
                if len(cells) != width:
                    cells = self._other(line, index, cells)
            if len(cells) > 1 or any(cell.strip() for cell in cells):
                if blank:
                    self.faults.blank_before.append(index + 1)
                    blank = False
                self.started |= len(cells) == width
                self.first = False
                yield index + 1, cells
            else:
                blank = True
            index = after

    def _quoted(self, index: int, line: str) -> tuple[list[str], int]:
        """Return the record that starts in this line, and the line behind it."""
        width, forms = self.dialect.width, self.forms
        cells = forms.strict(line)
        if cells is not None:
            if len(cells) != width:
                cells = self._other(line, index, cells)
            return cells, index + 1
        other = self._cut_otherwise(line, index)
        if other is not None:
            return other, index + 1
        padded = forms.padded(line) if self.dialect.quote + " " in line else None
        if padded is not None and (len(padded) == width or not width):
            return padded, index + 1
        readings = [forms.lenient(line), forms.eager(line)]
        sure = [r for r in readings if r is not None and (len(r) == width or not width)]
        # `1,"say ""no""` looks closed to the eager reading, but the next line closes it.
        # Where that failed often, it is the rule of this file and not looked for again.
        whole = None
        if not sure or self.failures < MANY_FAILURES:
            whole = self._over_lines(index, line)
        if whole is not None and self._swallows(index, whole[1]):
            whole = None
        if whole is not None and (len(whole[0]) == width or not width):
            return whole
        if sure:
            return self._stray(index, sure[0]), index + 1
        simple = [forms.loose(line), forms.plain(line)]
        for reading in simple:
            if len(reading) == width:
                return self._stray(index, reading), index + 1
        if whole is not None:
            return whole
        usable = [reading for reading in (*readings, *simple) if reading is not None]
        nearest = min(usable, key=lambda reading: abs(len(reading) - width))
        return self._stray(index, nearest), index + 1

    def _stray(self, index: int, cells: list[str]) -> list[str]:
        self.faults.stray_quotes.append(index + 1)
        return cells

    def _other(self, line: str, index: int, cells: list[str]) -> list[str]:
        if not cells or (len(cells) > 1 and (self.dialect.width < MIN_WIDTH or self.first)):
            return cells
        return self._cut_otherwise(line, index) or cells

    def _cut_otherwise(self, line: str, index: int) -> list[str] | None:
        """Return the line cut at another delimiter, if that gives the usual width.

        Above the table only the first line may be such a row, of names; others are remarks.
        """
        names = self.first and self.dialect.width >= MIN_WIDTH
        if not self.started and not names:
            return None
        for forms in self.others:
            cells = forms.strict(line)
            if cells is not None and len(cells) == self.dialect.width:
                if names and len(set(map(str.strip, cells)) - {""}) < len(cells):
                    continue
                self.faults.other_delimiters.append(index + 1)
                return cells
        return None

    def _over_lines(self, index: int, line: str) -> tuple[list[str], int] | None:
        """Return a record whose quoted cells go on in the next lines, None if it is none."""
        if not self.dialect.quote or not self.forms.is_open(line):
            return None
        chunk = [self.lines[index]]
        attempts = 0
        for after in range(index + 1, min(len(self.lines), index + MAX_CELL_LINES)):
            chunk.append(self.lines[after])
            if self.dialect.quote not in self.lines[after]:
                continue
            text = "".join(chunk).rstrip("\r\n")
            cells = self.forms.strict(text)
            if cells is not None:
                return cells, after + 1
            if self._ends_in_lone_quote(text):  # the cell was closed, and this is astray
                cells = self.forms.loose(text)
                if len(cells) == self.dialect.width:
                    return self._stray(after, cells), after + 1
            attempts += 1
            limit = MAX_ATTEMPTS if self.failures < MANY_FAILURES else FEW_ATTEMPTS
            if attempts > limit or not self.forms.is_open(text):
                break
        self.failures += 1
        return None

    def _swallows(self, first: int, last: int) -> bool:
        """Return whether a cell over lines holds what are records by themselves.

        In a wide table the first line may hold more delimiters, quoted or not: a cell that
        is open in the last column does not go on in whole records. In narrower ones neither
        does a quote that stands alone behind the last delimiter.
        """
        plain, width = self.forms.plain, self.dialect.width
        lines = [line.rstrip("\r\n") for line in self.lines[first:last]]
        alone = width >= MIN_WIDTH and self._ends_in_lone_quote(lines[0])
        if (width >= SURE_WIDTH or alone) and len(plain(lines[0])) >= width - alone:
            inner = [line for line in lines[1:] if line.strip()]
            n_records = sum(map(self._is_record, inner))
            # Titles and numbers of pages may stand between them.
            return n_records == len(inner) or (alone and 2 * n_records >= len(inner) > 1)
        return all(
            len(plain(line.rstrip("\r\n"))) == width for line in self.lines[first : last - 1]
        ) and (last - first > 2 or len(plain(self.lines[last - 1].rstrip("\r\n"))) == width)

    def _ends_in_lone_quote(self, line: str) -> bool:
        delimiter, quote = self.dialect.delimiter, self.dialect.quote
        bare = line.rstrip(" ")
        while bare.endswith(delimiter):  # those that end every line
            bare = bare[: -len(delimiter)]
        return bare.endswith(delimiter + quote)

    def _is_record(self, line: str) -> bool:
        """Return whether a line alone has the usual width, its last quote being astray.

        A few delimiters more may stand in remarks without quotes.
        """
        forms, width = self.forms, self.dialect.width
        for read in (forms.plain, forms.lenient, forms.eager):
            cells = read(line)
            if cells is not None and width <= len(cells) <= width + MAX_MORE:
                return True
            if self.dialect.quote not in line:
                break  # the others read alike
        return False


@dataclass(frozen=True)
class _Forms:
    """The readings of one dialect; None where a text breaks the reading."""

    strict: Callable[[str], list[str] | None]
    lenient: Callable[[str], list[str] | None]
    eager: Callable[[str], list[str] | None]
    padded: Callable[[str], list[str] | None]
    loose: Callable[[str], list[str]]
    plain: Callable[[str], list[str]]
    is_open: Callable[[str], bool]


@lru_cache(maxsize=256)
def _forms(dialect: Dialect) -> _Forms:
    cutter = _Cutter(dialect)
    return _Forms(
        cutter.strict,
        cutter.lenient,
        cutter.eager,
        cutter.padded,
        cutter.loose,
        cutter.plain,
        cutter.is_open,
    )


class _Cutter:
    """Cuts one record of a dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        # The standard library reads the usual dialects much faster.
        self.is_simple = (
            len(dialect.delimiter) == len(dialect.quote) == 1
            and not dialect.escape
            and not dialect.blanks
            and dialect.delimiter not in "\x00 \r\n"
            and dialect.delimiter != dialect.quote
        )
        pad = " *" if dialect.blanks else ""
        self.edge = f"{pad}{re.escape(dialect.delimiter)}{pad}"
        if dialect.delimiter == " " and dialect.blanks:
            self.edge = " +"
        self.edges = re.compile(self.edge)
        quote, escape = re.escape(dialect.quote), re.escape(dialect.escape or "")
        escaped = f"|{escape}." if escape else ""
        inner = f"[^{quote}{escape}]++|{quote}{quote}{escaped}"
        self.padded_cell: re.Pattern[str] | None = None
        if dialect.quote:
            self.cell = re.compile(
                f"{pad}{quote}((?:{inner})*+){quote}(?={self.edge}|{pad}\\Z)", re.DOTALL
            )
            if dialect.delimiter != " ":
                pattern = f"{quote}((?:{inner})*+){quote} ++(?={self.edge}|\\Z)"
                self.padded_cell = re.compile(pattern, re.DOTALL)
            self.opening = re.compile(f"{pad}{quote}(?:{inner})*+\\Z", re.DOTALL)
        # Blanks before a delimiter are taken off the cell: looking for them with each
        # blank of a long run would take its square.
        mark = re.escape(dialect.delimiter)
        self.bare = re.compile(f"(?:{escape}.|(?!{mark}).)*+", re.DOTALL) if escape else None
        self.blank_end = re.compile(r" *\Z")
        special = {dialect.quote, dialect.escape or "", dialect.delimiter[:1]} - {""}
        self.escaped = re.compile(f"{escape}([{re.escape(''.join(special))}])") if escape else None

    def strict(self, text: str) -> list[str] | None:
        """Return the cells by the standard."""
        dialect = self.dialect
        if self.is_simple:
            try:
                return next(
                    csv.reader(
                        (text,), delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True
                    ),
                    [""],
                )
            except csv.Error:
                return None
        return self._cut(text, self._strict_end)

    def lenient(self, text: str) -> list[str] | None:
        """Return the cells, single quotes inside quoted ones kept as characters."""
        return self._cut(text, self._lenient_end)

    def eager(self, text: str) -> list[str] | None:
        """Return the cells, closed at the first quote before a delimiter."""
        return self._cut(text, self._eager_end)

    def padded(self, text: str) -> list[str] | None:
        """Return the cells, blanks behind a closing quote left out."""

        def end_of(whole: str, start: int) -> tuple[str, int] | None:
            return self._strict_end(whole, start) or self._padded_end(whole, start)

        return self._cut(text, end_of)

    def loose(self, text: str) -> list[str]:
        """Return the cells, those whose quote does not pair taken as they stand."""

        def end_of(whole: str, start: int) -> tuple[str, int]:
            return self._strict_end(whole, start) or self._bare_cell(whole, start)

        return self._cut(text, end_of) or [text]

    def plain(self, text: str) -> list[str]:
        """Return the cells between delimiters; outer quotes that pair are taken off."""
        dialect = self.dialect
        if dialect.cuts:
            return cut_line(text, dialect.cuts)
        if dialect.blanks and dialect.delimiter == " ":
            cells = [cell for cell in text.split(" ") if cell]
        elif dialect.blanks:
            cells = [cell.strip(" ") for cell in text.split(dialect.delimiter)]
        else:
            cells = text.split(dialect.delimiter)
        quote = dialect.quote
        if not quote or quote not in text:
            return cells
        return [
            cell[1:-1].replace(quote * 2, quote)
            if len(cell) > 1 and cell[0] == cell[-1] == quote
            else cell
            for cell in cells
        ]

    def is_open(self, text: str) -> bool:
        """Return whether the text ends inside a quoted cell."""
        broken: list[int] = []

        def end_of(whole: str, start: int) -> tuple[str, int] | None:
            found = self._strict_end(whole, start)
            if found is None:
                broken.append(start)
            return found

        self._cut(text, end_of)
        return bool(broken) and self.opening.match(text, broken[0]) is not None

    def _cut(
        self, text: str, end_of: Callable[[str, int], tuple[str, int] | None]
    ) -> list[str] | None:
        cells = []
        position, size = 0, len(text)
        quote, blanks = self.dialect.quote, self.dialect.blanks
        while True:
            start = position
            if blanks:
                while start < size and text[start] == " ":
                    start += 1
            if quote and text.startswith(quote, start):
                found = end_of(text, start)
                if found is None:
                    return None
                cell, position = found
            else:
                cell, position = self._bare_cell(text, start)
            cells.append(cell)
            edge = self.edges.match(text, position)
            if edge is None:
                return cells
            position = edge.end()
            if position == size and self.dialect.delimiter == " " and blanks:
                return cells

    def _bare_cell(self, text: str, start: int) -> tuple[str, int]:
        if self.bare is not None and self.escaped is not None:
            found = self.bare.match(text, start)
            end = found.end() if found else len(text)
            cell = self.escaped.sub(r"\1", text[start:end])
        else:
            end = text.find(self.dialect.delimiter, start)
            end = len(text) if end < 0 else end
            cell = text[start:end]
        return (cell.rstrip(" ") if self.dialect.blanks else cell), end

    def _content(self, raw: str) -> str:
        quote = self.dialect.quote
        if self.escaped is not None:
            return self.escaped.sub(r"\1", raw.replace(quote * 2, quote))
        return raw.replace(quote * 2, quote) if quote in raw else raw

    def _strict_end(self, text: str, start: int) -> tuple[str, int] | None:
        found = self.cell.match(text, start)
        return (self._content(found[1]), found.end()) if found else None

    def _lenient_end(self, text: str, start: int) -> tuple[str, int] | None:
        quote = self.dialect.quote
        at = text.find(quote, start + 1)
        while at >= 0:
            if self._is_escaped(text, at):
                at = text.find(quote, at + 1)
            elif text.startswith(quote, at + 1):
                at = text.find(quote, at + 2)
            elif self._is_edge(text, at + 1):
                return self._content(text[start + 1 : at]), at + 1
            else:
                at = text.find(quote, at + 1)
        return None

    def _eager_end(self, text: str, start: int) -> tuple[str, int] | None:
        quote = self.dialect.quote
        at = text.find(quote, start + 1)
        while at >= 0:
            if self._is_edge(text, at + 1) and not self._is_escaped(text, at):
                return self._content(text[start + 1 : at]), at + 1
            at = text.find(quote, at + 1)
        return None

    def _is_edge(self, text: str, position: int) -> bool:
        if self.dialect.blanks and self.blank_end.match(text, position):
            return True
        return position == len(text) or self.edges.match(text, position) is not None

    def _padded_end(self, text: str, start: int) -> tuple[str, int] | None:
        found = self.padded_cell.match(text, start) if self.padded_cell else None
        return (self._content(found[1]), found.end()) if found else None

    def _is_escaped(self, text: str, position: int) -> bool:
        escape = self.dialect.escape
        if not escape or escape == self.dialect.quote:
            return False
        count = 0
        while position > 0 and text[position - 1] == escape:
            count += 1
            position -= 1
        return count % 2 == 1
