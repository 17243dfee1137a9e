"""Names as survey tools, loggers and reports write them; marks of footnotes; joined keys."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from vizapp.data.load import load_table
from vizapp.data.options import ReadOptions
from vizapp.data.table import Table


def opened(folder: Path, *lines: str, name: str = "t.csv") -> Table:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_table(path)


def names(table: Table) -> list[str]:
    return list(table.frame.columns)


def codes(table: Table) -> set[str]:
    return {note.code for note in table.reading.findings}


SURVEY = (
    "StartDate,Q1,Q2_1,Q3",
    'Start Date,"How satisfied are you, overall?",Rate each: - Speed,"Anything\nelse?"',
    '"{""ImportId"":""startDate"",""timeZone"":""UTC""}","{""ImportId"":""QID1""}",'
    '"{""ImportId"":""QID2_1""}","{""ImportId"":""QID3_TEXT""}"',
    '2024-03-01 10:11:12,Very satisfied,4,"Please, open earlier"',
    "2024-03-01 11:00:00,Satisfied,3,",
)


def test_a_survey_has_codes_and_questions(tmp_path: Path) -> None:
    found = opened(tmp_path, *SURVEY)
    assert names(found) == [
        "StartDate",
        "Q1 How satisfied are you, overall?",
        "Q2_1 Rate each: - Speed",
        "Q3 Anything else?",
    ]
    assert found.n_rows == 2
    assert found.reading.header_rows == 3
    assert found.reading.guesses[-2].code == "survey"


def test_a_survey_without_questions(tmp_path: Path) -> None:
    found = opened(tmp_path, SURVEY[0], *SURVEY[2:])
    assert (names(found), found.n_rows) == (["StartDate", "Q1", "Q2_1", "Q3"], 2)


def test_what_a_person_says_of_the_rows_of_a_survey_counts(tmp_path: Path) -> None:
    opened(tmp_path, *SURVEY)
    found = load_table(tmp_path / "t.csv", options=ReadOptions(header_rows=1))
    assert (names(found)[1], found.n_rows) == ("Q1", 4)


def test_objects_in_cells_are_no_survey(tmp_path: Path) -> None:
    lines = ["id,payload,n", "a,{ImportId},1", 'b,"{""ImportId"": 5}",2', "c,{},3"]
    found = opened(tmp_path, *lines)
    assert (names(found), found.n_rows) == (["id", "payload", "n"], 3)


LOGGER = (
    '"TOA5","Site1","CR1000","12345","CR1000.Std.31","CPU:prog.CR1","4321","Hourly"',
    '"TIMESTAMP","RECORD","AirTC_Avg","RH","Rain"',
    '"TS","RN","Deg C","%","mm"',
    '"","","Avg","Smp","Tot"',
    '"2024-05-01 01:00:00",0,10.21,78.2,0',
    '"2024-05-01 02:00:00",1,9.87,79.9,0.2',
    '"2024-05-01 03:00:00",2,9.55,81.0,0',
)


@pytest.mark.parametrize("n_rows", [3, 1, 60_000])  # the last one goes through Arrow
def test_a_data_logger_has_names_units_and_summaries(tmp_path: Path, n_rows: int) -> None:
    body = (LOGGER[4:] * (n_rows // 3 + 1))[:n_rows]
    found = opened(tmp_path, *LOGGER[:4], *body, name="t.dat")
    expected = ["TIMESTAMP", "RECORD", "AirTC_Avg (Deg C)", "RH (%)", "Rain Tot (mm)"]
    assert (names(found), found.n_rows) == (expected, n_rows)
    assert (found.reading.skip_rows, found.reading.header_rows) == (1, 3)


def test_a_word_like_a_logger_is_a_name(tmp_path: Path) -> None:
    found = opened(tmp_path, "TOA5,n", "a,1", "b,2", "c,3", "d,4")
    assert (names(found), found.n_rows) == (["TOA5", "n"], 4)


def test_three_rows_of_names_below_a_merged_title(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Sales report 2024"],
        ["Region", "Product", 2023, None, 2024, None],
        [None, None, "H1", "H2", "H1", "H2"],
        [None, None, *["k EUR"] * 4],
        ["North", "Tea", 1, 2, 3, 4],
        ["North", "Cocoa", 5, 6, 7, 8],
        ["South", "Tea", 3, 2, 1, 4],
    ):
        sheet.append(row)
    for cells in ("A1:F1", "A2:A4", "B2:B4", "C2:D2", "E2:F2"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "t.xlsx")
    found = load_table(tmp_path / "t.xlsx")
    assert names(found)[:3] == ["Region", "Product", "2023 H1 k EUR"]
    assert names(found)[-1] == "2024 H2 k EUR"
    assert found.n_rows == 3


@pytest.mark.parametrize(
    ("lines", "expected", "n_rows"),
    [
        # a title, padded, above years
        (["Sales,,", "Region,2023,2024", "North,5,7", "South,6,9"], ["Region", "2023", "2024"], 2),
        # names of which some are blank, above rows with a year
        (["town,,", "Oslo,east,2020", "Rome,west,2021", "Bern,west,2021"], None, 3),
        (["town,,", "Oslo,5,2020", "Rome,7,2021", "Bern,7,2021"], None, 3),
    ],
)
def test_a_title_above_years(
    tmp_path: Path, lines: list[str], expected: list[str] | None, n_rows: int
) -> None:
    found = opened(tmp_path, *lines)
    assert found.n_rows == n_rows
    assert names(found) == (expected or ["town", "column 2", "column 3"])


CENSUS = (
    "State,1990,2000¹,Area (km²)*",
    '"Alabama","4,041","4,447","135,767"',
    '"Alaska¹","550","627","1,723,337²"',
    '"California²","29,760","33,872","423,967"',
)


def test_marks_that_a_remark_explains_are_left_out(tmp_path: Path) -> None:
    below = ['"¹ Includes military personnel."', '"² Revised, in part."', '"* At low tide."']
    found = opened(tmp_path, *CENSUS, "", *below)
    assert names(found) == ["State", "1990", "2000", "Area (km²)"]
    assert found.frame["State"].tolist() == ["Alabama", "Alaska", "California"]
    assert found.frame["Area (km²)"].tolist() == ["135,767", "1,723,337", "423,967"]
    assert {"marks", "footer"} <= codes(found)


def test_marks_that_nothing_explains_stay(tmp_path: Path) -> None:
    found = opened(tmp_path, *CENSUS)
    assert names(found) == ["State", "1990", "2000", "Area (km²)*"]  # a year beside a year
    assert found.frame["State"].tolist() == ["Alabama", "Alaska¹", "California²"]


@pytest.mark.parametrize("cell", ["m²", "km²", "10²", "A*", "R²", "CO₂", "5 m²", "*", "a**b"])
def test_units_powers_and_grades_keep_their_signs(tmp_path: Path, cell: str) -> None:
    lines = [f"what,{cell}", f"{cell},1", "x,2", "y,3", "", "² Revised later", "* Estimated"]
    found = opened(tmp_path, *lines)
    assert names(found) == ["what", cell]
    assert found.frame["what"].tolist() == [cell, "x", "y"]


def test_the_marks_of_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Town", "Visits*"], ["Oslo¹", 5], ["Rome", 7], [], ["* estimated"], ["¹ City"]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    found = load_table(tmp_path / "t.xlsx")
    assert names(found) == ["Town", "Visits"]
    assert found.frame["Town"].tolist() == ["Oslo", "Rome"]
    assert found.frame["Visits"].tolist() == [5, 7]


def test_joined_keys_are_split(tmp_path: Path) -> None:
    lines = [
        "freq,unit,geo\\TIME_PERIOD\t2020 \t2021 ",
        "A,PC,AT\t6.0 \t6.2 ",
        "A,PC,BE\t: \t6.3 p",
    ]
    found = opened(tmp_path, *lines, name="t.tsv")
    assert names(found) == ["freq", "unit", "geo", "2020", "2021"]
    assert found.frame["geo"].tolist() == ["AT", "BE"]
    assert "keys" in codes(found)


def test_flags_behind_figures_go_with_joined_keys(tmp_path: Path) -> None:
    head, rows = "freq,geo\\TIME\t2020 \t2021 ", ["A,AT\t6.0 p\t: c", "A,BE\t5 e\t-1.5e-3 "]
    found = opened(tmp_path, head, *rows, name="t.tsv")
    assert found.frame.iloc[:, 2:].to_numpy().tolist() == [["6.0", ":"], ["5", "-1.5e-3"]]
    found = opened(tmp_path, head, *rows, "A,X\tnote a\t1", name="t.tsv")
    assert found.frame["2020"].tolist() == ["6.0 p", "5 e", "note a"]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("last,first", "Ann, Smith"),  # no backslash
        ("a,b\\c", "x,y,z"),  # another number of keys
        ("a,b\\c", "x"),
        ("Path\\file", "x,y"),
    ],
)
def test_other_commas_stay(tmp_path: Path, name: str, cell: str) -> None:
    found = opened(tmp_path, f"{name}\tn", f"{cell}\t1", f"{cell}\t2", name="t.tsv")
    assert names(found) == [name, "n"]
