"""Tables in HTML: web pages, the clipboard, and the XLS files that web systems write.

Some of these are XML of Excel 2003, whose rows and cells have names of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from vizapp.data.source import too_large

MAX_SPAN = 1_000  # rows or columns that one cell may span
MAX_CELLS = 5_000_000
_BREAKS = {"br", "p", "div", "li"}
_SILENT = {"script", "style", "title", "comment", "ss:comment"}
_EXCEL = {"row": "tr", "cell": "td"}
_MIDNIGHT = "T00:00:00.000"


@dataclass
class _Open:
    """A table whose end was not met yet."""

    rows: list[list[str]] = field(default_factory=list)
    spans: dict[int, tuple[int, str]] = field(default_factory=dict)
    cell: list[str] | None = None
    across: int = 1
    down: int = 1


def find_tables(text: str) -> list[list[list[str]]]:
    """Return the cells of every table in a page; spanned cells are repeated.

    Tables that only arrange other tables are left out.
    """
    parser = _Parser()
    parser.feed(text)
    parser.close()
    parser.finish()
    return [rows for rows in parser.found if any(any(cell for cell in row) for row in rows)]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[list[str]]] = []
        self.open: list[_Open] = []
        self.silent = 0
        self.n_cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _tag(tag)
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self.open.append(_Open())
        elif tag == "tr":
            self._end_row()
            if self.open:
                self.open[-1].rows.append([])
        elif tag in ("td", "th"):
            self._start_cell(dict(attrs))
        elif tag in _BREAKS and self.open and self.open[-1].cell:
            self.open[-1].cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        tag = _tag(tag)
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_table()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].cell is not None and not self.silent:
            self.open[-1].cell.append(data)

    def finish(self) -> None:
        """Close the tables that the page leaves open."""
        while self.open:
            self._end_table()

    def _start_cell(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        if not self.open:
            return
        table = self.open[-1]
        if not table.rows:
            table.rows.append([])
        table.cell = []
        table.across = _span(attributes.get("colspan"))
        table.down = _span(attributes.get("rowspan"))
        if any(name.startswith("ss:") for name in attributes):
            self._place(table, attributes)

    def _place(self, table: _Open, attributes: dict[str, str | None]) -> None:
        """Leave out the cells that Excel's XML leaves out, and span those that it merges."""
        table.across = _span(attributes.get("ss:mergeacross"), 0) + 1
        table.down = _span(attributes.get("ss:mergedown"), 0) + 1
        self._fill(table)
        blank = max(_span(attributes.get("ss:index")) - 1 - len(table.rows[-1]), 0)
        self._count(blank)
        table.rows[-1].extend([""] * blank)

    def _count(self, n_cells: int) -> None:
        self.n_cells += n_cells
        if self.n_cells > MAX_CELLS:
            raise too_large("The page", self.n_cells * 64)

    def _end_cell(self) -> None:
        if not self.open or self.open[-1].cell is None:
            return
        table = self.open[-1]
        text = " ".join("".join(table.cell or ()).split()).removesuffix(_MIDNIGHT)
        table.cell = None
        self._fill(table)
        for _ in range(table.across):
            self._count(1)
            if table.down > 1:
                table.spans[len(table.rows[-1])] = (table.down - 1, text)
            table.rows[-1].append(text)

    def _fill(self, table: _Open) -> None:
        """Repeat the cells that span down to here."""
        row = table.rows[-1]
        while len(row) in table.spans:
            at = len(row)
            left, text = table.spans[at]
            row.append(text)
            if left > 1:
                table.spans[at] = (left - 1, text)
            else:
                del table.spans[at]

    def _end_row(self) -> None:
        self._end_cell()
        if self.open and self.open[-1].rows and self.open[-1].rows[-1]:
            self._fill(self.open[-1])

    def _end_table(self) -> None:
        self._end_row()
        if self.open:
            self.found.append([row for row in self.open.pop().rows if row])


def _tag(tag: str) -> str:
    bare = tag.removeprefix("ss:")
    return _EXCEL.get(bare, bare)


def _span(value: str | None, least: int = 1) -> int:
    number = int(value) if value and value.isascii() and value.isdecimal() else least
    return min(max(number, least), MAX_SPAN)
