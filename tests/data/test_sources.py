"""Workbooks, databases, columnar files, archives, pages and the clipboard."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import io
import json
import lzma
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from openpyxl import Workbook

from vizapp.core.errors import (
    DataError,
    EmptyTableError,
    TableTooLargeError,
    UnsupportedFileError,
)
from vizapp.data import database, sampling, source, workbook
from vizapp.data.load import load_table, table_from_text
from vizapp.data.options import ReadOptions
from vizapp.data.parts import Part, parts
from vizapp.data.sampling import count_rows
from vizapp.data.stream import can_stream
from vizapp.data.table import Table

TEXT = b"town,n\nOslo,1\nRome,2\n"


def cells(table: Table) -> list[list[object]]:
    return [list(table.frame.columns), *table.frame.to_numpy(dtype=object).tolist()]


def saved(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


# --- workbooks -----------------------------------------------------------------------------


def test_a_table_that_starts_at_c5_below_a_merged_title(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "Report"
    sheet.merge_cells("A1:F1")
    for i, row in enumerate([["town", "n", "when"], ["Oslo", 3.0, dt.datetime(2024, 1, 2)]]):
        for j, value in enumerate(row):
            sheet.cell(5 + i, 3 + j, value)
    sheet.cell(7, 3, "Rome")
    sheet.cell(7, 4, "#N/A")
    sheet.cell(7, 5, dt.datetime(2024, 1, 3, 4, 5))
    table = load_table(saved(book, tmp_path / "t.xlsx"))
    assert cells(table) == [
        ["town", "n", "when"],
        ["Oslo", 3, dt.datetime(2024, 1, 2)],
        ["Rome", None, dt.datetime(2024, 1, 3, 4, 5)],
    ]
    assert (table.reading.header_row, table.reading.skip_rows) == (5, 4)


def test_two_rows_of_names_and_groups_merged_downwards(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["region", "2023", None, "2024", None])
    sheet.append([None, "Q1", "Q2", "Q1", "Q2"])
    for i in range(6):
        sheet.append(["north" if i == 0 else "south" if i == 3 else None, 1 + i, 2, 3, 4.5])
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:E1")
    sheet.merge_cells("A3:A5")
    sheet.merge_cells("A6:A8")
    table = load_table(saved(book, tmp_path / "t.xlsx"))
    assert list(table.frame.columns) == ["region", "2023 Q1", "2023 Q2", "2024 Q1", "2024 Q2"]
    assert table.frame["region"].tolist() == ["north"] * 3 + ["south"] * 3
    assert table.reading.header_rows == 2
    assert {note.code for note in table.reading.findings} == {"header_rows", "merged"}


def test_a_sheet_is_chosen_by_name_and_hidden_ones_come_last(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "secret"
    book.active.append(["a"])
    book.active.sheet_state = "hidden"
    for title, n in (("数据", 2), ("more", 3)):
        sheet = book.create_sheet(title)
        for row in range(n):
            sheet.append([f"c{row}", row])
    path = saved(book, tmp_path / "销售 2024.xlsx")
    table = load_table(path)
    assert (table.reading.sheet, table.reading.n_parts) == ("数据", 3)
    assert parts(path) == (
        Part("secret", "sheet", 1, 1),
        Part("数据", "sheet", 2, 2),
        Part("more", "sheet", 3, 2),
    )
    chosen = load_table(path, options=ReadOptions(part="more", header_rows=0))
    assert len(chosen.frame) == 3
    guess = chosen.reading.guess("part")
    assert guess is not None
    assert (guess.value, guess.code, guess.confidence) == ("more", "given", 1.0)
    with pytest.raises(DataError, match="secret, 数据, more"):
        load_table(path, options=ReadOptions(part="none"))


def test_a_sheet_that_only_says_something_is_passed_over(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "about"
    book.active.append(["What this file holds"])
    book.active.append(["See the second sheet"])
    rows = [["town", "n"], ["Oslo", 3], ["Rome", 4]]
    sheet = book.create_sheet("data")
    for row in rows:
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    table = load_table(tmp_path / "t.xlsx")
    assert list(table.frame.columns) == rows[0]
    guess = next(guess for guess in table.reading.guesses if guess.key == "part")
    assert (guess.value, guess.code) == ("data", "first_table")
    about = load_table(tmp_path / "t.xlsx", options=ReadOptions(part="about"))
    assert list(about.frame.columns) == ["What this file holds"]
    sheet.sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")
    assert load_table(tmp_path / "t.xlsx").reading.part == "about"


def test_the_rows_that_an_answer_of_a_server_wraps(tmp_path: Path) -> None:
    items = [{"id": 1, "user": {"name": "a"}}, {"id": 2, "user": {"name": "b"}}]
    answers = [
        {"code": 0, "message": "ok", "data": {"total": 2, "items": items}},
        {"status": "ok", "response": {"page": 1, "result": {"hits": items}}},
    ]
    for answer in answers:
        (tmp_path / "t.json").write_text(json.dumps(answer))
        frame = load_table(tmp_path / "t.json").frame
        assert list(frame.columns) == ["id", "user.name"]
        assert list(frame["user.name"]) == ["a", "b"]
    (tmp_path / "t.json").write_text(json.dumps({"a": {"x": items, "y": items}}))
    assert len(load_table(tmp_path / "t.json").frame) == 1


def test_the_tables_of_one_sheet(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Q1"
    for row in (
        *(["Sales"], [], ["month", "east", "west"], ["Jan", 1, 2], ["Feb", 3, 4], ["Mar", 5, 6]),
        *([], ["Costs"], [], ["year", "rent", "heat", "tax"]),
        *([2021, 4, 5, 6], [2022, 5, 6, 7], [2023, 6, 7, 8], [], ["Source: own figures"]),
    ):
        sheet.append(row)
    path = tmp_path / "t.xlsx"
    book.save(path)
    listed = [(p.name, p.kind) for p in parts(path)]
    assert listed == [("Q1!1", "table"), ("Q1!2", "table")]
    second = load_table(path)
    assert (second.reading.part, second.reading.n_parts) == ("Q1!2", 2)
    assert list(second.frame.columns) == ["year", "rent", "heat", "tax"]
    assert second.frame["tax"].tolist() == [6, 7, 8]
    first = load_table(path, options=ReadOptions(part="Q1!1"))
    assert list(first.frame.columns) == ["month", "east", "west"]
    assert first.frame["west"].tolist() == [2, 4, 6]
    with pytest.raises(DataError, match="Q1!3"):
        load_table(path, options=ReadOptions(part="Q1!3"))


def test_a_cell_in_the_last_corner_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "a"
    book.active["XFD1048576"] = 1
    with pytest.raises(TableTooLargeError):
        load_table(saved(book, tmp_path / "t.xlsx"))


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Workbook()
    book.active["A1"] = "x" * 30_000
    path = saved(book, tmp_path / "t.xlsx")
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 20_000)
    with pytest.raises(TableTooLargeError):
        load_table(path)


@pytest.mark.parametrize("cut", [4, 100, 600, 3000])
def test_cut_workbooks(tmp_path: Path, cut: int) -> None:
    book = Workbook()
    for row in range(50):
        book.active.append([row, f"text {row}"])
    path = saved(book, tmp_path / "t.xlsx")
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(UnsupportedFileError):
        load_table(path)


def test_an_old_office_file_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "t.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000)
    with pytest.raises(UnsupportedFileError, match="workbook"):
        load_table(path)


def test_an_open_document_sheet(tmp_path: Path) -> None:
    path = tmp_path / "t.ods"

    def cell(text: str) -> str:
        kind = f'"float" office:value="{text}"' if text.isdigit() else '"string"'
        content = f"<text:p>{text}</text:p></table:table-cell>"
        return f"<table:table-cell office:value-type={kind}>{content}"

    rows = "".join(
        f"<table:table-row>{''.join(map(cell, row))}</table:table-row>"
        for row in (["town", "n"], ["Oslo", "1"], ["Rome", "2"])
    )
    names = "".join(
        f' xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"'
        for key in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet>"
            f'<table:table table:name="one">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    table = load_table(path)
    assert cells(table) == [["town", "n"], ["Oslo", 1], ["Rome", 2]]
    assert (table.reading.kind, table.reading.sheet) == ("ods", "one")


# --- databases -----------------------------------------------------------------------------


def sqlite_file(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=wal")
        connection.execute("CREATE TABLE small (a)")
        connection.execute('CREATE TABLE "sales ""2024""" (town TEXT, n INTEGER, blob BLOB)')
        many = [("Oslo", 1, b"\xff\x00"), ("Rome", None, None), ("Bern", 3, b"ok")]
        connection.executemany('INSERT INTO "sales ""2024""" VALUES (?, ?, ?)', many)
        connection.execute("CREATE VIEW view_of AS SELECT 1 AS one")
        connection.commit()
        connection.execute("PRAGMA journal_mode=delete")
    return path


def test_the_largest_table_of_a_database_and_the_one_asked_for(tmp_path: Path) -> None:
    path = sqlite_file(tmp_path / "数据 库.sqlite")
    table = load_table(path)
    assert cells(table) == [
        ["town", "n", "blob"],
        ["Oslo", 1, "/wA="],
        ["Rome", None, None],
        ["Bern", 3, "ok"],
    ]
    assert (table.reading.kind, table.reading.sheet) == ("sqlite", 'sales "2024"')
    assert parts(path) == (
        Part("small", "table", 0, 1),
        Part('sales "2024"', "table", 3, 3),
        Part("view_of", "table", 1, 1),
    )
    assert cells(load_table(path, options=ReadOptions(part="view_of"))) == [["one"], [1]]
    with pytest.raises(DataError, match="small, sales"):
        load_table(path, options=ReadOptions(part="other"))


def test_a_large_table_of_a_database_is_sampled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (n)")
        connection.executemany("INSERT INTO t VALUES (?)", [(i,) for i in range(1000)])
        connection.commit()
    monkeypatch.setattr(database, "MAX_ROWS", 300)
    monkeypatch.setattr(database, "POLL_ROWS", 7)
    table = load_table(path)
    assert table.frame["n"].tolist() == list(range(0, 1000, 4))
    assert (table.reading.sampled, table.reading.n_rows_total) == (True, 1000)
    assert len(load_table(path, options=ReadOptions(whole=True)).frame) == 1000


def test_damaged_and_empty_databases(tmp_path: Path) -> None:
    path = sqlite_file(tmp_path / "t.db")
    broken = path.read_bytes()[:100] + b"\x99" * 5000
    path.write_bytes(broken)
    with pytest.raises(UnsupportedFileError):
        load_table(path)
    with closing(sqlite3.connect(tmp_path / "e.db")) as connection:
        connection.execute("CREATE TABLE t (n)")
        connection.execute("DROP TABLE t")
        connection.commit()
    with pytest.raises(EmptyTableError):
        load_table(tmp_path / "e.db")


def test_a_duckdb_file(tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    with closing(duckdb.connect(str(path))) as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT * FROM (VALUES ('Oslo', 1), ('Rome', 2)) v(a, b)"
        )
    assert cells(load_table(path)) == [["a", "b"], ["Oslo", 1], ["Rome", 2]]
    assert parts(path) == (Part("t", "table", 2, 2),)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(UnsupportedFileError):
        load_table(path)


# --- columnar files and archives -------------------------------------------------------------


def test_feather(tmp_path: Path) -> None:
    path = tmp_path / "t.feather"
    pd.DataFrame({"a": [1, 2], "b": ["x", None]}).to_feather(path)
    table = load_table(path)
    assert table.frame["a"].tolist() == [1, 2]
    assert table.reading.kind == "feather"
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(UnsupportedFileError):
        load_table(path)


def packed(kind: str, data: bytes = TEXT) -> bytes:
    if kind == "zst":
        sink = pa.BufferOutputStream()
        with pa.CompressedOutputStream(sink, "zstd") as stream:
            stream.write(data)
        return sink.getvalue().to_pybytes()
    if kind == "zip":
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inner/t.csv", data)
        return file.getvalue()
    return {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}[kind](data)


@pytest.mark.parametrize("kind", ["gz", "zst", "zip", "bz2", "xz"])
def test_compressed_files(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"t.csv.{kind}"
    path.write_bytes(packed(kind))
    assert cells(load_table(path)) == [["town", "n"], ["Oslo", "1"], ["Rome", "2"]]
    path.write_bytes(packed(kind)[:-12])
    with pytest.raises(DataError):
        load_table(path)


@pytest.mark.parametrize("kind", ["gz", "zst", "zip", "bz2", "xz"])
def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    path = tmp_path / f"t.csv.{kind}"
    path.write_bytes(packed(kind, b"0,0\n" * 2_000_000))
    monkeypatch.setattr(source, "SAFE_BYTES", 100_000)
    with pytest.raises(TableTooLargeError):
        load_table(path)


def test_the_members_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    book = Workbook()
    book.active.title = "first"
    book.active.append(["a", "b"])
    book.active.append([1, 2])
    book.create_sheet("second").append(["c"])
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("__MACOSX/x.csv", "no")
        archive.writestr("readme.txt", "A long text about this table and where it is from. " * 90)
        archive.writestr("甲/t.csv", TEXT)
        archive.writestr("book.xlsx", file.getvalue())
    assert [part.name for part in parts(path)] == ["readme.txt", "甲/t.csv", "book.xlsx"]
    assert load_table(path).reading.part == "book.xlsx!first"
    chosen = load_table(path, options=ReadOptions(part="甲/t.csv"))
    assert cells(chosen)[1] == ["Oslo", "1"]
    assert chosen.reading.options == ReadOptions(part="甲/t.csv")
    second = load_table(path, options=ReadOptions(part="book.xlsx!second"))
    assert cells(second) == [["c"]]
    with pytest.raises(DataError, match="readme"):
        load_table(path, options=ReadOptions(part="none.csv"))


def test_the_tables_of_a_text(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\nx,1\ny,2\nz,3\n\nc,d,e\n1,2,3\n4,5,6\n", encoding="utf-8")
    assert parts(path) == (Part("1", "table", 3, 2), Part("2", "table", 2, 3))
    path.write_bytes(TEXT * 600_000)
    assert parts(path) == ()
    with pytest.raises(DataError, match="does not exist"):
        parts(tmp_path / "none.csv")


def test_a_large_file_is_sampled_evenly_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["name,n", *(f"town {i},{i}" for i in range(20_000))]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name, value in (("SAMPLE_ABOVE", 1000), ("HEAD_BYTES", 20_000), ("BLOCK_BYTES", 1000)):
        monkeypatch.setattr(sampling, name, value)
    table = load_table(path)
    numbers = table.frame["n"].astype(int).tolist()
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 0
    assert numbers[-1] > 19_000
    assert (table.frame["name"] == "town " + table.frame["n"]).all()
    assert table.reading.sampled
    assert table.reading.n_rows_total == pytest.approx(20_000, rel=0.1)
    assert "sampled" in [finding.code for finding in table.reading.findings]
    assert count_rows(table) == 20_000
    whole = load_table(path, options=ReadOptions(whole=True))
    assert len(whole.frame) == count_rows(whole) == 20_000


def test_a_long_text_for_the_careful_reader_is_sampled_evenly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["name,n", *(f'"town \\"{i}\\"",{i}' for i in range(20_000))]
    packed = tmp_path / "t.csv.gz"
    packed.write_bytes(gzip.compress("\n".join(lines).encode()))
    plain = tmp_path / "t.csv"
    plain.write_text("\r".join(lines), encoding="utf-8")
    wide = tmp_path / "w.csv"
    wide.write_text("\n".join(lines), encoding="utf-16")
    whole = load_table(packed)
    assert whole.n_rows == 20_000
    assert not whole.reading.sampled
    limits = {"CAREFUL_CHARS": 200_000, "HEAD_BYTES": 20_000, "BLOCK_BYTES": 1000}
    for name, value in limits.items():
        monkeypatch.setattr(sampling, name, value)
    for path in (packed, plain, wide):
        table = load_table(path)
        numbers = table.frame["n"].astype(int).tolist()
        assert numbers == sorted(set(numbers))
        assert numbers[0] == 0
        assert numbers[-1] > 19_000
        assert 1_000 < len(numbers) < 6_000
        assert (table.frame["name"] == 'town "' + table.frame["n"] + '"').all()
        assert table.reading.sampled
        assert table.reading.n_rows_total == 20_000
        assert [note.code for note in table.reading.findings].count("sampled") == 1
        assert not can_stream(table)  # the lines are not those of the file's bytes
        assert len(load_table(path, options=ReadOptions(whole=True)).frame) == 20_000
    assert count_rows(load_table(packed)) == 20_000


# --- pages and the clipboard ---------------------------------------------------------------

PAGE = """<html><head><style>td{}</style></head><body><table><tr><td>menu</td></tr></table>
<table><tr><th rowspan=2>town<th colspan=2>sales</tr><tr><th>2023<th>2024</tr>
<tr><td>Oslo<td>1<td>2&nbsp;000</tr><tr><td>R&ouml;m<br>a<td>3<td>4</tr></table></body></html>"""


def test_a_web_page_named_xls(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    path.write_text(PAGE, encoding="utf-8")
    table = load_table(path)
    assert cells(table) == [
        ["town", "sales 2023", "sales 2024"],
        ["Oslo", "1", "2 000"],
        ["Röm a", "3", "4"],
    ]
    assert (table.reading.kind, table.reading.n_parts, table.reading.part) == ("html", 2, "2")
    assert cells(load_table(path, options=ReadOptions(part="1"))) == [["menu"]]


def test_a_workbook_in_the_xml_of_excel_2003(tmp_path: Path) -> None:
    def cell(text: str, kind: str = "String", more: str = "") -> str:
        return f'<Cell{more}><Data ss:Type="{kind}">{text}</Data></Cell>'

    spread, down, third = ' ss:MergeAcross="1"', ' ss:MergeDown="1"', ' ss:Index="3"'
    rows = [
        cell("town", more=down) + cell("sales", more=spread),
        cell("2023", more=' ss:Index="2"') + cell("2024"),
        cell("Oslo &amp; Bergen") + cell("1.5", "Number") + cell("2", "Number"),
        cell("Rome") + cell("7", "Number", third) + "<Comment><ss:Data>late</ss:Data></Comment>",
        cell("Bern") + cell("3", "Number") + "<Cell/>",
        cell("Paris") + cell("4", "Number") + cell("2024-01-05T00:00:00.000", "DateTime"),
    ]
    body = "".join(f"<Row ss:AutoFitHeight='0'>{row}</Row>" for row in rows)
    sheet = f'<Worksheet ss:Name="S"><Table ss:ExpandedColumnCount="3">{body}</Table></Worksheet>'
    (tmp_path / "t.xls").write_text(
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{sheet}</Workbook>'
    )
    table = load_table(tmp_path / "t.xls")
    assert list(table.frame.columns) == ["town", "sales 2023", "sales 2024"]
    assert table.frame.to_numpy().tolist() == [
        ["Oslo & Bergen", "1.5", "2"],
        ["Rome", "", "7"],
        ["Bern", "3", ""],
        ["Paris", "4", "2024-01-05"],
    ]


def test_the_clipboard() -> None:
    plain = table_from_text("town\tn\nOslo\t1,5\nRome\t2,5\n", html=PAGE)
    assert cells(plain) == [["town", "n"], ["Oslo", "1,5"], ["Rome", "2,5"]]
    assert plain.path is None
    page = table_from_text("town sales Oslo 1", html=PAGE)
    assert page.reading.kind == "html"
    with pytest.raises(EmptyTableError):
        table_from_text("  \n")


def test_columns_of_fixed_width(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_text(
        "name        town        amount\n"
        "----------  ----------  ------\n"
        "Ann Lee     New York      12.5\n"
        "Bo          Rome           3.0\n"
        "Cy de Vries Den Haag     100.0\n",
        encoding="utf-8",
    )
    table = load_table(path)
    assert cells(table)[1:] == [
        ["Ann Lee", "New York", "12.5"],
        ["Bo", "Rome", "3.0"],
        ["Cy de Vries", "Den Haag", "100.0"],
    ]
    assert table.reading.kind == "fixed"
