"""Names of groups that stand once, above blank cells, as merged cells leave them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from vizapp.data.load import load_table, table_from_text
from vizapp.data.options import ReadOptions

REPORT = """地区,门店,销售额
上海,南京路店,590.8
,徐家汇店,686.7
小计,,1277.5
江苏,新街口店,464.6
,观前街店,90.8
,苏宁广场店,707.9
小计,,1263.3
合计,,2540.8
"""
NESTED = """year,quarter,month,units
2023,Q1,Jan,5
,,Feb,6
,Q2,Apr,7
,,May,8
2024,Q1,Jan,9
,,Feb,4
,Q2,Apr,3
,,May,2
"""


def _codes(table) -> list[str]:  # type: ignore[no-untyped-def]
    return [note.code for note in table.reading.findings]


def test_the_names_of_groups_are_repeated_below_them() -> None:
    table = table_from_text(REPORT, lang="zh")
    column = list(table.frame["地区"])
    assert column == ["上海", "上海", "小计", "江苏", "江苏", "江苏", "小计", "合计"]
    assert "groups" in _codes(table)


def test_an_outline_of_two_levels_is_filled_within_each_parent() -> None:
    frame = table_from_text(NESTED).frame
    assert list(frame["year"]) == ["2023"] * 4 + ["2024"] * 4
    assert list(frame["quarter"]) == ["Q1", "Q1", "Q2", "Q2"] * 2


def test_totals_within_groups_end_the_inner_ones_only() -> None:
    rows = [
        *("area,town,shop,sales", "North,Oslo,a,1", ",,b,2", ",Subtotal,,3"),
        *(",Bergen,a,4", ",,b,5", "South,Rome,a,6", ",,b,7", "Total,,,25"),
    ]
    frame = table_from_text("\n".join(rows)).frame
    assert list(frame["area"]) == ["North"] * 5 + ["South"] * 2 + ["Total"]
    towns = ["Oslo", "Oslo", "Subtotal", "Bergen", "Bergen", "Rome", "Rome", ""]
    assert list(frame["town"]) == towns


def test_a_workbook_without_merged_cells_is_filled_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in NESTED.splitlines():
        cells = [cell or None for cell in line.split(",")]
        book.active.append([int(c) if c and c.isdecimal() else c for c in cells])
    book.save(tmp_path / "report.xlsx")
    table = load_table(tmp_path / "report.xlsx")
    assert list(table.frame["quarter"]) == ["Q1", "Q1", "Q2", "Q2"] * 2
    assert "groups" in _codes(table)


@pytest.mark.parametrize(
    "text",
    [
        # a name recurs: cells are missing, they are no outline
        "town,shop,sales\nOslo,a,1\n,b,2\nRome,c,3\n,d,4\nOslo,e,5\n,f,6\n",
        # the first cell is missing
        "town,shop,sales\n,a,1\nOslo,b,2\n,c,3\nRome,d,4\n,e,5\n",
        # most names stand for one row
        "town,shop,sales\nOslo,a,1\nRome,b,2\nBonn,c,3\n,d,4\nKiel,e,5\n",
        # numbers are measured, not named
        "dose,shop,sales\n1.5,a,1\n,b,2\n2.5,c,3\n,d,4\n",
        # remarks
        "notes,shop,sales\nlate,a,1\n,b,2\nbroken,c,3\n,d,4\n",
        # a row without any label
        "town,shop,sales\nOslo,a,1\n,,2\nRome,c,3\n,d,4\n",
        # the same label twice in a group
        "town,shop,sales\nOslo,a,1\n,a,2\nRome,c,3\n,d,4\n",
    ],
)
def test_cells_that_are_only_missing_stay_blank(text: str) -> None:
    table = table_from_text(text)
    assert "groups" not in _codes(table)
    assert "" in list(table.frame.iloc[:, 0])


def test_a_person_can_leave_the_cells_blank() -> None:
    table = table_from_text(REPORT, options=ReadOptions(keep_blanks=True))
    assert list(table.frame["地区"])[:2] == ["上海", ""]
    assert "groups" not in _codes(table)
