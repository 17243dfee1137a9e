"""Reports with several damages at once: each family, and each rule that they taught the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.reports import read
from tests.data.pollute import Loaded
from tests.data.report_last import ALL
from tests.data.reports import DAMAGES, judge, report
from vizapp.data.delimited import FAST_CHARS
from vizapp.data.formulas import without_formulas
from vizapp.data.load import load_table, table_from_text
from vizapp.data.short import width_of_short_rows
from vizapp.data.stream import can_stream

SEEDS = (1, 2, 3)  # of which every file is read without a fault
N_ROWS = 30


@pytest.mark.parametrize("family", ALL)
def test_every_cell_of_a_report_is_in_its_place(family: str, tmp_path: Path) -> None:
    for seed in SEEDS:
        one = report(family, seed)
        how = read(one, tmp_path)
        assert how.exact, (one.name, one.damages, how)
        assert how.header, (one.name, one.damages)


def test_a_report_is_drawn_alike_again() -> None:
    assert report("waybills", 7).data == report("waybills", 7).data
    assert report("waybills", 7).data != report("waybills", 8).data


def test_every_damage_is_drawn() -> None:
    drawn = {damage for family in ALL for seed in range(12) for damage in _damages(family, seed)}
    assert drawn == set(DAMAGES)


def _damages(family: str, seed: int) -> tuple[str, ...]:
    return report(family, seed).damages


def test_the_judge_is_strict() -> None:
    one = report("sales_en", 1)
    names, rows = one.headers[0], one.tables[0]
    assert judge(one, Loaded(names, rows)).exact
    assert judge(one, Loaded(names, rows[1:])).lost == 1
    assert judge(one, Loaded(names, [*rows, ["a"]])).added == 1
    assert judge(one, Loaded(names, [["", *rows[0]], *rows[1:]])).moved == 1
    assert not judge(one, Loaded(names[1:], rows)).header
    assert judge(one, None).lost == len(rows)


def lines(n_rows: int = N_ROWS) -> list[list[str]]:
    """Return names and rows: an id, a person, a number, a remark."""
    return [
        ["Emp ID", "Name", "Hours", "Exception"],
        *([f"{i:05d}", f"Ann {i % 4}", f"{i}.5", "late" * (i % 2)] for i in range(n_rows)),
    ]


def text_of(rows: list[list[str]], mark: str = ",") -> str:
    return "\n".join(map(mark.join, rows)) + "\n"


def cells(text: str) -> list[list[str]]:
    frame = table_from_text(text).frame
    return [list(frame.columns), *frame.to_numpy(dtype=object).tolist()]


@pytest.mark.parametrize("form", ['="{}"', '"=""{}"""'])
def test_a_formula_of_a_text_is_the_text(form: str) -> None:
    rows = lines()
    written = [rows[0], *([form.format(row[0]), *row[1:]] for row in rows[1:])]
    assert cells(text_of(written)) == rows
    read_table = table_from_text(text_of(written))
    assert [n.fields["n"] for n in read_table.reading.findings if n.code == "formulas"] == [N_ROWS]


def test_formulas_elsewhere_stay() -> None:
    for text in ('a,b\nx ="1",2\n', 'a,b\n="1"&"2",3\n', "a,b\n=1,2\n"):
        assert without_formulas(text) == (text, 0)


def test_rows_that_end_early_have_the_width_of_the_names() -> None:
    rows = lines()
    short = [row[: len(row) - (not row[-1])] for row in rows]
    assert width_of_short_rows(short) == 4
    assert cells(text_of(short)) == rows
    above = [["Report", "", "", ""], ["Model", "x", "", ""]]
    assert cells(text_of([*above, *short])) == rows
    prose = [["Dear all,", " see below", " please"], *[["It was, as ever", " late"]] * 9]
    assert width_of_short_rows(prose) == 0


def test_a_last_name_may_lack() -> None:
    rows = lines()
    found = cells(text_of([rows[0][:-1], *rows[1:]]))
    assert found[0][:3] == rows[0][:3]
    assert found[1:] == rows[1:]
    # Of a table of R the first one lacks.
    cars = [["mpg", "cyl"], *([f"Car {i}", f"2{i}.5", "4"] for i in range(9))]
    assert cells(text_of(cars))[0][1:] == ["mpg", "cyl"]


@pytest.mark.parametrize("padded", [True, False])
def test_what_is_printed_on_each_page_is_left_out(padded: bool) -> None:
    rows = lines()
    paged: list[list[str]] = [["Hours worked"], ["Branch:", "North"]]
    for start in range(0, N_ROWS, 10):
        if start:
            paged += [["Hours worked"], [f"Page {start // 10 + 1} of 3"]]
        paged += [rows[0], *rows[1 + start : 11 + start]]
    if padded:
        paged = [[*row, *[""] * (4 - len(row))] for row in paged]
    assert cells(text_of(paged)) == rows


def test_rows_that_are_no_page_stay() -> None:
    pages = [["page", "visits", "site"], *([f"Page {i}", "", ""] for i in range(1, 9))]
    pages += [[f"Page {i}", str(i), "x"] for i in range(9, 19)]
    assert cells(text_of(pages)) == pages
    listed = [["chapter"], *([f"Page {i}"] for i in range(9))]
    assert cells(text_of(listed)) == listed
    # A row of one table may stand in the next.
    first = [["town", "n"], *([f"Town {i}", str(i)] for i in range(4))]
    second = [["place", "m"], *([f"Town {i}", str(i)] for i in range(9))]
    assert cells(text_of(first) + "\n" + text_of(second)) == second


@pytest.mark.parametrize("n_blank", [1, 2])
def test_remarks_are_joined_before_delimiters_that_end_each_line(n_blank: int) -> None:
    rows = lines()
    for row in rows[1::3]:
        row[3] = "late, called, sent home"
    written = [[*row, *[""] * n_blank] for row in rows]
    assert cells(text_of(written)) == rows


def test_an_empty_last_cell_does_not_hide_a_cut_remark() -> None:
    names = ["id", "remark", "town", "n", "sign"]
    rows = [[f"{i:03d}", "", "Oslo", str(i), "x" * (i % 2)] for i in range(N_ROWS)]
    for row in rows[::4]:
        row[1] = "late,called"
    assert cells(text_of([names, *rows])) == [names, *rows]


def test_a_number_cut_at_its_thousands_in_most_rows_is_whole() -> None:
    names = ["order", "paid at", "total", "unit"]
    rows = [
        [f"#{i:04d}", f"2024-01-{1 + i % 28:02d}", f"{i * 97 + 990:,}.50", "USD"] for i in range(40)
    ]
    assert "," not in rows[0][2]
    assert cells(text_of([names, *rows])) == [names, *rows]


def test_blanks_behind_a_closing_quote_are_none_of_the_cell() -> None:
    rows = [[f"Ann {i}", f"{i},{i}00.50", f"x{i}"] for i in range(1, 9)]
    text = "name,sum,code\n" + "".join(f'{a}   ,"{b}"  ,{c} \n' for a, b, c in rows)
    found = [[cell.strip() for cell in row] for row in cells(text)]
    assert found == [["name", "sum", "code"], *rows]


@pytest.mark.parametrize("behind", ["", ","])
def test_lone_quotes_of_a_narrow_table_swallow_no_row(behind: str) -> None:
    rows = lines()
    for i in (3, 4, 9, 20, 21):
        rows[i][3] = '"'
    rows[12][3] = "late, called"
    assert cells("".join(",".join(row) + behind + "\n" for row in rows)) == rows


def test_a_lone_quote_may_end_a_record_over_lines() -> None:
    rows = lines()
    rows[7][1], rows[7][3] = "Ann\nLee", '"'
    text = text_of(rows).replace("Ann\nLee", '"Ann\nLee"')
    assert cells(text) == rows


def test_tabs_behind_numbers_part_no_cells() -> None:
    rows = lines()
    rows[0][3] = "Remark"
    for row in rows[1::2]:
        row[3] = "late,called"
    text = "".join(f"{row[0]}\t,{','.join(row[1:])}\n" for row in rows[1:])
    found = cells(",".join(rows[0]) + "\n" + text)
    assert [[cell.strip() for cell in row] for row in found] == rows


def test_a_second_table_may_be_padded_to_the_width_of_the_first() -> None:
    rows = lines()
    second = [
        ["# By day", "", "", ""],
        ["day", "n", "", ""],
        *([f"{i}", "7", "", ""] for i in range(4)),
    ]
    assert cells(text_of([*rows, ["", "", "", ""], *second])) == rows


def test_names_on_a_further_page_begin_no_table() -> None:
    rows = lines()
    text = "Report\n" + "".join(
        text_of([rows[0], *rows[1 + i : 11 + i]]) + "\n" for i in range(0, N_ROWS, 10)
    )
    assert cells(text) == rows


def test_a_unit_of_the_west_is_no_chinese(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("Time,Temp\ns,°C\n1,20.5\n2,20.7\n3,20.9\n".encode("cp1252"))
    table = load_table(path)
    assert table.reading.encoding == "cp1252"
    assert list(table.frame.columns) == ["Time s", "Temp °C"]


def test_pages_of_a_large_report_leave_no_row(tmp_path: Path) -> None:
    """Names and page numbers as whole rows, in a file that is read at once."""
    head = "Date,Region,Product,Qty,Amount"
    lines = ["Sales report 2024,,,,", "", head]
    for i in range(45_000):
        if i and i % 50 == 0:
            lines += [f"Page {i // 50} of 900,,,,", head]
        lines.append(f"2024-{i % 12 + 1:02d}-{i % 28 + 1:02d},North,P{i % 30},{i % 90},{i / 7:.2f}")
    path = tmp_path / "pages.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    table = load_table(path)
    assert path.stat().st_size > FAST_CHARS
    assert table.frame.shape == (45_000, 5)
    assert {n.code for n in table.reading.findings} >= {"repeated_header", "page_lines"}
    assert not can_stream(table)


def test_a_column_that_ends_blank_is_no_page(tmp_path: Path) -> None:
    lines = [
        "Date,Region,Note",
        *(f"2024-01-{i % 28 + 1:02d},Page {i % 9}," for i in range(60_000)),
    ]
    path = tmp_path / "blank.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert load_table(path).frame.shape == (60_000, 3)
