"""Delimiters, quotes, escapes and line ends in every combination."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import pytest

from vizapp.data.dialect import find_dialect
from vizapp.data.load import load_table
from vizapp.data.split import records
from vizapp.data.write import write_csv

ROWS = [
    ["day", "time", "qty", "price", "item", "url", "remark, if any"],
    ["01/07/2021", "12:34", "1", "1.50", "Rubber ball", "http://a.example/1", "nice, round"],
    ["02/07/2021", "12:35", "22", "22.50", 'Big "red" box', "http://a.example/2", ""],
    ["03/07/2021", "12:36", "3", "3.00", "Lamp 5' long", "http://a.example/3", "ok; fine"],
    ["04/07/2021", "13:36", "4", "4.75", "Multi\nline", "http://a.example/4", "a | b"],
    ["05/07/2021", "13:40", "5", "5.25", "Back\\slash", "http://a.example/5", "tab\there"],
]
DELIMITERS = [",", ";", "\t", "|", ", ", " ,", " , "]


def write_text(
    rows: list[list[str]], delimiter: str, quote: str, escape: str | None, end: str, *, quoted: bool
) -> str:
    lines = []
    for row in rows:
        cells = []
        for cell in row:
            text = cell.replace("\n", end)
            if quoted or any(mark in text for mark in (delimiter.strip(" "), quote, "\r", "\n")):
                if escape:
                    text = text.replace("\\", "\\\\").replace(quote, "\\" + quote)
                else:
                    text = text.replace(quote, quote * 2)
                text = quote + text + quote
            cells.append(text)
        lines.append(delimiter.join(cells))
    return end.join(lines)


@pytest.mark.parametrize("n_rows", [1, 2, 6])
@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("quote", ['"', "'"])
def test_every_combination(delimiter: str, quote: str, n_rows: int, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    rest = itertools.product([None, "\\"], ["\n", "\r\n", "\r"], [False, True], ["", "end"])
    for escape, end, quoted, last in rest:
        # Where a backslash escapes, one that stands alone in an unquoted cell
        # has no agreed meaning.
        rows = [[c.replace("\\", "/") if escape else c for c in row] for row in ROWS[:n_rows]]
        text = write_text(rows, delimiter, quote, escape, end, quoted=quoted)
        source.write_bytes((text + (end if last else "")).encode())
        table = load_table(source)
        wanted = [[cell.replace("\n", end) for cell in row] for row in rows]
        assert [list(table.frame.columns), *table.frame.to_numpy().tolist()] == wanted
        write_csv(table, target)
        with target.open(newline="", encoding="utf-8") as file:
            assert list(csv.reader(file)) == wanted


@pytest.mark.parametrize(
    ("text", "delimiter", "quote", "escape"),
    [
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";", '"', None),
        ("a,b\n1;2,x\n3;4,y\n", ",", '"', None),
        ('a,b\n"1,2",3\n"4,5",6\n', ",", '"', None),
        ("a,b\n'x,y',1\n'p,q',2\n", ",", "'", None),
        ('a,b\n"say \\"hi\\"",1\n', ",", '"', "\\"),
        ('a,b\n"C:\\",1\n"D:\\",2\n', ",", '"', None),
    ],
)
def test_dialects(text: str, delimiter: str, quote: str, escape: str | None) -> None:
    found = find_dialect(text).dialect
    assert (found.delimiter, found.quote, found.escape) == (delimiter, quote, escape)


def test_a_backslash_that_escapes_nothing_stays() -> None:
    text = 'a,b\n"say \\"hi\\"","C:\\new\\table"\n"\\\\","x"\n'
    rows = [cells for _, cells in records(text, find_dialect(text).dialect)]
    assert rows == [["a", "b"], ['say "hi"', "C:\\new\\table"], ["\\", "x"]]


def test_a_quote_inside_a_plain_cell_is_a_character() -> None:
    text = 'size,n\n6" nail,1\n8" nail,2\n'
    assert [cells for _, cells in records(text, find_dialect(text).dialect)][1] == ['6" nail', "1"]


def test_line_numbers_count_lines_in_quoted_cells() -> None:
    text = 'a,b\n"1\n2",x\n\n3,y\n'
    assert [number for number, _ in records(text, find_dialect(text).dialect)] == [1, 2, 5]
