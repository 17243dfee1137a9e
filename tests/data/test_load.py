"""Files of every kind, and what must go wrong with a clear error."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from vizapp.core.errors import (
    CsvShapeError,
    DataError,
    EmptyTableError,
    TableTooLargeError,
    UnsupportedFileError,
)
from vizapp.core.tasks import Cancelled, CancelToken, Progress
from vizapp.data import delimited, source
from vizapp.data.load import load_table, table_from_rows
from vizapp.data.options import ReadOptions
from vizapp.data.table import Table, clean_names

TABLES = Path(__file__).parents[1] / "tables"


def cells(table: Table) -> list[list[object]]:
    return [list(table.frame.columns), *table.frame.to_numpy(dtype=object).tolist()]


def written(tmp_path: Path, text: str | bytes, name: str = "t.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(tmp_path: Path, text: str | bytes, name: str = "t.csv") -> Table:
    return load_table(written(tmp_path, text, name))


# --- what stands on disk -------------------------------------------------------------------


def test_hostile_headers_stay_as_they_are() -> None:
    table = load_table(TABLES / "hostile_headers.csv")
    assert list(table.frame.columns) == [
        'a"b',
        "x.y[z]",
        "back\\slash",
        "two\nlines",
        "🙂",
        "n" * 300,
        "same",
        "same (2)",
        "column 9",
        "same (3)",
    ]
    assert table.frame.iloc[0].tolist() == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("utf8_bom.csv", "utf-8"),
        ("utf16_bom.csv", "utf-16"),
        ("utf16_no_bom.csv", "utf-16-le"),
        ("gb18030.csv", "gb18030"),
        ("gbk_short.csv", "gb18030"),
    ],
)
def test_encodings_of_one_chinese_table(name: str, encoding: str) -> None:
    table = load_table(TABLES / name)
    assert table.reading.encoding == encoding
    assert cells(table)[0] == ["城市", "销售额(万元)"]
    assert cells(table)[1] == ["北京", "120"]


@pytest.mark.parametrize(
    ("name", "encoding", "word"),
    [
        ("big5.csv", "big5", "臺北"),
        ("shift_jis.csv", "shift_jis", "東京"),
        ("cp1252.csv", "cp1252", "Málaga"),
    ],
)
def test_other_code_pages(name: str, encoding: str, word: str) -> None:
    table = load_table(TABLES / name)
    assert table.reading.encoding == encoding
    assert word in table.frame.iloc[:, 0].tolist()


def test_decimal_comma_file_is_cut_at_semicolons() -> None:
    table = load_table(TABLES / "decimal_comma.csv")
    assert table.reading.delimiter == ";"
    assert cells(table)[1] == ["Köln", "1.234,50", "3,2"]


def test_preamble_and_source_are_left_out_with_a_note() -> None:
    table = load_table(TABLES / "preamble.csv")
    assert cells(table) == [["月份", "销量", "利润"], ["1月", "10", "3"], ["2月", "12", "4"]]
    assert table.reading.header_row == 4
    assert table.reading.notes == (
        "Lines left out above the names: 2.",
        "Lines of remarks left out at the end: 1.",
    )
    notes = load_table(TABLES / "preamble.csv", lang="zh").reading.notes
    assert notes == ("略去表头上方 2 行。", "略去末尾 1 行说明。")


def test_row_names_without_a_header_get_a_column() -> None:
    table = load_table(TABLES / "row_names.csv")
    assert cells(table)[0] == ["column 1", "mpg", "cyl"]
    assert cells(table)[1] == ["Mazda RX4", "21.0", "6"]


def test_an_open_quote_swallows_one_line_only() -> None:
    table = load_table(TABLES / "open_quote.csv")
    assert len(table.frame) == 4
    assert table.frame.iloc[1].tolist() == ["2", '"broken', "20"]
    assert table.frame.iloc[3].tolist() == ["4", "fine, too", "40"]


def test_trailing_delimiters_are_trimmed() -> None:
    table = load_table(TABLES / "trailing_delimiter.csv")
    assert cells(table) == [["a", "b"], ["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("value\n1,5\n2,75\n", [["value"], ["1,5"], ["2,75"]]),
        ("a,b,\n1,2,\n3,4,\n", [["a", "b"], ["1", "2"], ["3", "4"]]),
        ("| a | b |\n|---|:--|\n| x | 1 |\n| y | 2 |\n", [["a", "b"], ["x", "1"], ["y", "2"]]),
        (",a: b,c\n1,2,3\n4,5,6\n7,8,9\n", [["column 1", "a: b", "c"], ["1", "2", "3"]]),
        (
            "report,,,\nby: Ann,,unit: kg,\nx,y,z,u\nn,1,2,3\nm,4,5,6\n",
            [["x", "y", "z", "u"], ["n", "1", "2", "3"], ["m", "4", "5", "6"]],
        ),
        (
            "when,price\n(day),(EUR)\n2024-01-01,3.5\n2024-01-02,4\n2024-01-03,5\n",
            [["when (day)", "price (EUR)"], ["2024-01-01", "3.5"]],
        ),
        # one column of moments, which blanks would cut
        (
            "timestamp\n2024-01-01 10:00\n2024-01-02 11:00\n2024-01-03 12:00\n",
            [["timestamp"], ["2024-01-01 10:00"]],
        ),
        ("amount\n100.00 CR\n50.00 DR\n20.00 CR\n", [["amount"], ["100.00 CR"]]),
        # words in quotes between blanks
        (
            'id code name\n1 9E "Endeavor Air"\n2 AA "American Air"\n3 B6 "Jet Blue"\n',
            [["id", "code", "name"], ["1", "9E", "Endeavor Air"]],
        ),
        # one cell in single quotes, with one of them doubled
        (
            "town,n\n'Steven''s Square',1\nPhillips,2\n",
            [["town", "n"], ["Steven's Square", "1"], ["Phillips", "2"]],
        ),
        # a third row of names that repeats the second but for one
        (
            "A,B,\nkind,code,name\nrow,code,name\n1,x,Ann\n2,y,Bob\n3,z,Cid\n",
            [["A kind row", "B code", "B name"], ["1", "x", "Ann"]],
        ),
        # a spreadsheet's blank lines
        ("a,b\n1,2\n,\n3,4\n , \n5,6\n", [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
        ("城市\uff0c人口\n北京\uff0c2184\n上海\uff0c2475\n", [["城市", "人口"], ["北京", "2184"]]),
    ],
)
def test_texts_as_people_write_them(tmp_path: Path, text: str, wanted: list[list[str]]) -> None:
    assert cells(read(tmp_path, text))[: len(wanted)] == wanted


def test_blank_lines_of_a_spreadsheet_part_titles_tables_and_remarks(tmp_path: Path) -> None:
    text = (
        "Sales,,,\n,,,\nmonth,east,west,\nJan,1,2,\nFeb,3,4,\nMar,5,6,\n,,,\nCosts,,,\n,,,\n"
        "year,rent,heat,tax\n2021,4,5,6\n2022,5,6,7\n2023,6,7,8\n,,,\nSource: own figures,,,\n"
    )
    path = tmp_path / "t.csv"
    path.write_text(text)
    second = load_table(path)
    assert cells(second) == [
        ["year", "rent", "heat", "tax"],
        *(["2021", "4", "5", "6"], ["2022", "5", "6", "7"], ["2023", "6", "7", "8"]),
    ]
    assert second.reading.n_parts == 2
    first = load_table(path, options=ReadOptions(part="1"))
    assert cells(first)[0] == ["month", "east", "west"]
    assert len(first.frame) == 3


def test_blank_rows_are_told_and_left_out_of_large_files_too(tmp_path: Path) -> None:
    lines = [f"{i},word {i % 7},{i / 3:.4f}" for i in range(60_000)]
    lines[1_000] = lines[50_000] = ",,"
    table = read(tmp_path, "\n".join(["id,name,size", *lines]) + "\n")
    assert len(table.frame) == 59_998
    assert [n.fields for n in table.reading.findings if n.code == "blank_rows"] == [{"n": 2}]


WEB_LOG = """127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.0" 200 2326
127.0.0.2 - - [10/Oct/2000:13:56:36 -0700] "GET /b c HTTP/1.0" 404 12
127.0.0.3 - ann [10/Oct/2000:13:57:36 -0700] "GET /c HTTP/1.0" 200 99
"""


def test_the_log_of_a_web_server_is_cut_at_blanks(tmp_path: Path) -> None:
    first = cells(read(tmp_path, WEB_LOG))[1]
    assert first[0] == "127.0.0.1"
    assert first[5:] == ["GET /a HTTP/1.0", "200", "2326"]


def test_no_row_of_names() -> None:
    table = load_table(TABLES / "no_header.csv")
    assert cells(table)[0] == ["column 1", "column 2", "column 3"]
    assert len(table.frame) == 3
    assert table.reading.header_row is None


def test_years_are_names_above_other_numbers() -> None:
    table = load_table(TABLES / "year_headers.csv")
    assert cells(table)[0] == ["Country", "2019", "2020", "2021"]


def test_a_few_ragged_rows_are_read_with_a_note() -> None:
    table = load_table(TABLES / "few_ragged.csv")
    assert list(table.frame.columns) == ["id", "name", "value"]
    assert len(table.frame) == 24
    assert table.frame.iloc[5].tolist() == ["6", "n6", "60"]
    assert table.frame.iloc[9].tolist() == ["10", "n10", ""]
    assert len(table.reading.notes) == 2
    assert any("4 cells instead of 3" in note and "stray" in note for note in table.reading.notes)


WIDE = [f"c{i}" for i in range(30)]


def wide(n_rows: int, **rows: list[str]) -> str:
    """Return a table of thirty columns: words, numbers, days, prices; `r5=` replaces a row."""
    lines = [",".join(WIDE)]
    for n in range(n_rows):
        usual = [f"name {n}", str(100 + n), f"2024-01-{n % 28 + 1:02d}", f"{10 * n}.5", "ok"] * 6
        lines.append(",".join(rows.get(f"r{n}", usual)))
    return "\n".join([*lines, ""])


def usual_row(n: int) -> list[str]:
    return wide(n + 1).splitlines()[-1].split(",")


@pytest.mark.parametrize(
    ("put", "code", "wanted"),
    [
        # A name with a comma, a price with a separator, a remark of many parts.
        ((0, ["Smith", " John"]), "joined", {0: "Smith, John", 1: "157", 29: "ok"}),
        ((28, ["1", "257.50"]), "joined", {27: "2024-01-02", 28: "1,257.50", 29: "ok"}),
        ((29, ["a", "b", "c", "d", "e", "f", "g"]), "joined", {28: "570.5", 29: "a,b,c,d,e,f,g"}),
        ((29, ["ok", "7", "8"]), "joined", {28: "570.5", 29: "ok,7,8"}),
    ],
)
def test_a_rare_row_that_is_too_long_makes_no_column(
    tmp_path: Path, put: tuple[int, list[str]], code: str, wanted: dict[int, str]
) -> None:
    row = usual_row(57)
    at, cells_there = put
    row[at : at + 1] = cells_there
    table = read(tmp_path, wide(100, r57=row))
    assert list(table.frame.columns) == WIDE
    assert {i: table.frame.iloc[57, i] for i in wanted} == wanted
    (note,) = table.reading.findings
    assert (note.code, note.fields["row"]) == (code, 59)
    assert str(29 + len(cells_there)) in note.text("en")
    assert str(29 + len(cells_there)) in note.text("zh")


def test_a_cell_that_fits_nowhere_is_named_in_the_note(tmp_path: Path) -> None:
    text = "a,b,c\n" + "".join(f"{n},{n}.5,{7 * n}\n" for n in range(60))
    table = read(tmp_path, text.replace("30,30.5,210\n", "30,30.5,210,see below\n"))
    assert list(table.frame.columns) == ["a", "b", "c"]
    assert table.frame.iloc[30].tolist() == ["30", "30.5", "210"]
    assert [note.code for note in table.reading.findings] == ["surplus"]
    assert "see below" in table.reading.notes[0]


def test_a_good_share_of_longer_rows_makes_a_column(tmp_path: Path) -> None:
    lines = [f"{n},{n}.5,{7 * n}" + (",late" if n % 12 == 0 else "") for n in range(60)]
    table = read(tmp_path, "\n".join(["a,b,c", *lines, ""]))
    assert list(table.frame.columns) == ["a", "b", "c", "column 4"]
    assert table.frame["column 4"].tolist().count("late") == 5
    assert [note.code for note in table.reading.findings] == ["long"]


def test_rare_long_rows_of_a_large_file_are_repaired(tmp_path: Path) -> None:
    lines = [f"{n},town {n % 90},{n % 17}.5" for n in range(80_000)]
    for n in range(0, 80_000, 500):
        lines[n] = f"{n},town, new,{n % 17}.5"
    table = read(tmp_path, "\n".join(["id,place,x", *lines, ""]))
    assert table.frame.shape == (80_000, 3)
    assert table.frame.iloc[500].tolist() == ["500", "town, new", "7.5"]
    assert [note.fields["n"] for note in table.reading.findings] == [160]


def test_ragged_throughout_names_the_first_bad_row() -> None:
    with pytest.raises(CsvShapeError) as caught:
        load_table(TABLES / "ragged.csv")
    assert caught.value.fields == {"row_number": 3, "n_cells": 4, "expected": 3}
    assert "Row 3" in caught.value.message


@pytest.mark.parametrize("name", ["empty.csv", "blank_lines.csv"])
def test_empty_files(name: str) -> None:
    with pytest.raises(EmptyTableError):
        load_table(TABLES / name)


@pytest.mark.parametrize("name", ["binary.csv", "picture.csv"])
def test_binary_files(name: str) -> None:
    with pytest.raises(UnsupportedFileError):
        load_table(TABLES / name)


# --- text forms ----------------------------------------------------------------------------


def test_sep_line_of_spreadsheets(tmp_path: Path) -> None:
    table = read(tmp_path, "sep=;\r\na;b\r\n1,5;2\r\n")
    assert cells(table) == [["a", "b"], ["1,5", "2"]]
    assert table.reading.header_row == 2


def test_header_only(tmp_path: Path) -> None:
    table = read(tmp_path, "name,value\n")
    assert cells(table) == [["name", "value"]]


def test_one_column_with_commas_in_sentences(tmp_path: Path) -> None:
    table = read(tmp_path, "remark\nwell, yes\nno\nwell, I think, maybe\nfine\n")
    assert cells(table)[:2] == [["remark"], ["well, yes"]]
    assert table.reading.delimiter is None


def test_columns_aligned_by_blanks(tmp_path: Path) -> None:
    table = read(tmp_path, "x    y     z\n1    2.5   3\n10   20.5  30\n", "t.txt")
    assert cells(table) == [["x", "y", "z"], ["1", "2.5", "3"], ["10", "20.5", "30"]]


def test_words_above_words_are_names_unless_they_recur(tmp_path: Path) -> None:
    assert cells(read(tmp_path, "name,city\nAnn,Rome\nBob,Oslo\n"))[0] == ["name", "city"]
    assert cells(read(tmp_path, "Ann,F\nBob,M\nEve,F\nDan,M\n"))[0] == ["column 1", "column 2"]


def test_cells_keep_their_blanks_and_zeros(tmp_path: Path) -> None:
    table = read(tmp_path, 'a,b\n" x ",007\n y,1.50\n')
    assert cells(table)[1:] == [[" x ", "007"], [" y", "1.50"]]


def test_a_tsv_named_csv(tmp_path: Path) -> None:
    table = read(tmp_path, "a\tb, c\n1\t2\n")
    assert (table.reading.delimiter, table.reading.kind) == ("\t", "tsv")
    assert cells(table)[0] == ["a", "b, c"]


def test_broken_bytes_in_utf8_do_not_change_the_encoding(tmp_path: Path) -> None:
    text = "城市,数\n" + "北京上海广州,1\n" * 40
    table = read(tmp_path, text.encode()[:-3] + b"\xff,2\n")
    assert table.reading.encoding == "utf-8"
    assert table.reading.notes == ("Unreadable characters: 1.",)


# --- the fast way equals the careful way -----------------------------------------------------


def test_large_files_read_the_same_both_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ['"a ""b""",c,d'] + [f'"x, {i}",{i},"two\nlines {i}"' for i in range(1500)]
    lines.insert(700, "")
    path = written(tmp_path, "\n".join(lines))
    careful = load_table(path)
    monkeypatch.setattr(delimited, "FAST_CHARS", 20_000)
    called = []
    real = delimited.fast_grid
    monkeypatch.setattr(delimited, "fast_grid", lambda *a: called.append(real(*a)) or called[-1])
    fast = load_table(path)
    assert called[0] is not None
    assert careful.frame.equals(fast.frame)
    assert careful.reading == fast.reading


def test_large_ragged_files_fall_back_to_the_careful_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "FAST_CHARS", 20_000)
    rows = [f"{i},{i}" for i in range(5000)]
    rows[4000] = "1,2,3"
    table = read(tmp_path, "a,b\n" + "\n".join(rows))
    assert table.frame.iloc[4000].tolist() == ["1", "2"]
    assert table.reading.notes == (
        "Row 4,002 had 3 cells instead of 2; left out at its end: \u201c3\u201d.",
    )
    for n in range(300):
        rows[16 * n] = f"{n},{n},seen"
    table = read(tmp_path, "a,b\n" + "\n".join(rows))
    assert list(table.frame.columns) == ["a", "b", "column 3"]
    assert table.frame.iloc[16].tolist() == ["1", "1", "seen"]


# --- JSON ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}],
        {"data": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]},
        {"metas": [{"name": "a"}], "data": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]},
        {"columns": ["a", "b"], "data": [[1, "x"], [2, "y"]]},
        {"columns": [{"name": "a"}, {"name": "b"}], "rows": [[1, "x"], [2, "y"]]},
        {"a": [1, 2], "b": ["x", "y"]},
        {"a": {"0": 1, "1": 2}, "b": {"0": "x", "1": "y"}},
        [["a", "b"], [1, "x"], [2, "y"]],
    ],
)
def test_json_shapes(tmp_path: Path, value: object) -> None:
    table = read(tmp_path, json.dumps(value), "t.json")
    assert cells(table) == [["a", "b"], [1, "x"], [2, "y"]]
    assert table.reading.kind == "json"


def test_objects_one_level_down_become_columns(tmp_path: Path) -> None:
    text = '[{"a": 1, "at": {"x": 2, "y": 3}}, {"a": 4, "at": null, "b": {"z": [5]}}]'
    assert cells(read(tmp_path, text, "t.json")) == [
        ["a", "at.x", "at.y", "b"],
        [1, 2, 3, None],
        [4, None, None, '{"z": [5]}'],
    ]


def test_json_lines_by_content(tmp_path: Path) -> None:
    table = read(tmp_path, '{"a": 1}\n\n{"a": 2, "b": [1, 2]}\n', "t.txt")
    assert cells(table) == [["a", "b"], [1, None], [2, "[1, 2]"]]
    assert table.reading.kind == "jsonl"


def test_broken_json_says_where(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="line 1 column"):
        read(tmp_path, '[{"a": 1},', "t.json")


@pytest.mark.parametrize("text", ["[]", "{}", "", "[{}]", '{"data": []}'])
def test_empty_json(tmp_path: Path, text: str) -> None:
    with pytest.raises(EmptyTableError):
        read(tmp_path, text, "t.json")


@pytest.mark.parametrize("text", ["3", '"word"', "[1, {}]", "[" * 100_000])
def test_json_that_is_no_table(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError):
        read(tmp_path, text, "t.json")


# --- XLSX and Parquet ------------------------------------------------------------------------


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_first_sheet_with_cells(tmp_path: Path) -> None:
    data = workbook(
        {
            "empty": [],
            "数据": [["2024年报表"], [], ["日期", "额", "率"], [dt.datetime(2024, 1, 2), 3.0, 0.5]],
        }
    )
    table = read(tmp_path, data, "t.xlsx")
    assert table.reading.sheet == "数据"
    assert table.reading.header_row == 3
    assert cells(table) == [["日期", "额", "率"], [dt.datetime(2024, 1, 2), 3, 0.5]]


def test_a_workbook_named_csv_opens(tmp_path: Path) -> None:
    table = read(tmp_path, workbook({"s": [["a", "b"], [1, None], [2, "x"]]}), "t.csv")
    assert cells(table) == [["a", "b"], [1, None], [2, "x"]]


def test_an_empty_workbook(tmp_path: Path) -> None:
    with pytest.raises(EmptyTableError):
        read(tmp_path, workbook({"s": []}), "t.xlsx")


def test_damaged_workbooks(tmp_path: Path) -> None:
    whole = workbook({"s": [["a"], [1]]})
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    for data in (whole[: len(whole) // 2], other.getvalue()):
        with pytest.raises(UnsupportedFileError):
            read(tmp_path, data, "t.xlsx")


def test_parquet_keeps_types_and_index(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    frame = pd.DataFrame({"v": [1.5, None], "tags": [["a"], None]})
    frame.index = pd.Index(["x", "y"], name="key")
    frame.to_parquet(path)
    table = load_table(path)
    assert list(table.frame.columns) == ["key", "v", "tags"]
    assert table.frame["v"].dtype == "float64"
    assert table.frame["tags"].tolist()[0] == '["a"]'
    with pytest.raises(UnsupportedFileError):
        read(tmp_path, path.read_bytes()[:60], "cut.parquet")


# --- the world's faults ----------------------------------------------------------------------


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        load_table(tmp_path / "none.csv")
    with pytest.raises(DataError, match="folder"):
        load_table(tmp_path)


def test_files_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "a\n1\n")

    def refuse(self: Path, mode: str = "r") -> bytes:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DataError, match="may not be read"):
        load_table(path)


def test_files_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_BYTES", 10)
    with pytest.raises(TableTooLargeError) as caught:
        read(tmp_path, "a,b\n1,2\n3,4\n")
    assert caught.value.fields["size_bytes"] == 12


def test_web_pages_are_no_tables(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFileError, match="web page"):
        read(tmp_path, "<!DOCTYPE html><html><table></table></html>", "t.xls")


def test_cancel_and_progress(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n1,2\n")
    steps: list[Progress] = []
    load_table(path, progress=steps.append)
    assert [step.step for step in steps] == ["read", "decode", "split", "shape"]
    token = CancelToken()
    token.set()
    with pytest.raises(Cancelled):
        load_table(path, cancel=token)


# --- rows and names --------------------------------------------------------------------------


def test_rows_with_missing_keys_and_nested_values() -> None:
    table = table_from_rows([{"a": 1, "n": {"x": [1]}}, {" a ": "2", "b": True}, {}])
    assert cells(table) == [
        ["a", "n", "a (2)", "b"],
        [1, '{"x": [1]}', None, None],
        [None, None, "2", True],
        [None, None, None, None],
    ]


@pytest.mark.parametrize("rows", [[], [{}], [{}, {}]])
def test_rows_without_cells(rows: list[dict[str, object]]) -> None:
    with pytest.raises(EmptyTableError):
        table_from_rows(rows)


def test_rows_that_are_no_objects() -> None:
    with pytest.raises(DataError) as caught:
        table_from_rows([{"a": 1}, [2]])  # type: ignore[list-item]
    assert caught.value.fields["row_number"] == 2


def test_names() -> None:
    assert clean_names(["a", "a", "a (2)", " a\t"]) == ("a", "a (3)", "a (2)", "a (4)")
    assert clean_names(["", None, "x"], lang="zh") == ("列1", "列2", "x")
    assert clean_names(["城市", ""]) == ("城市", "列2")
    assert clean_names(["column 2", ""]) == ("column 2", "column 2 (2)")
    assert clean_names(["a\nb", "\u3000c\n"]) == ("a\nb", "c")
