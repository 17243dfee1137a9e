"""Files as programs and people write them: each cell and type is what was meant."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from vizapp.data.load import load_table
from vizapp.profile.describe import ProfiledTable, profile

DAY = dt.datetime


def opened(folder: Path, *lines: str, encoding: str = "utf-8") -> ProfiledTable:
    path = folder / "t.csv"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return profile(load_table(path))


def column(found: ProfiledTable, name: str) -> tuple[str, list[Any]]:
    attribute = found.description.attribute(name)
    assert attribute is not None, list(found.frame.columns)
    values = [None if pd.isna(value) else value for value in found.frame[name]]
    return f"{attribute.type} {attribute.meaning or ''} {attribute.unit or ''}".strip(), values


def test_a_sheet_with_titles_units_and_totals(tmp_path: Path) -> None:
    found = opened(
        tmp_path,
        "2024年各门店销售明细表,,,,",
        "编制单位\uff1a某某公司,,,单位\uff1a万元,",
        "门店,地区,销售额,同比,客流",
        '人民路店,华东,"1,234.50",12.5%,3200',
        '解放路店,华北,"2,010.00",-3.2%,4100',
        '中山路店,华南,"(150.25)",0.0%,2800',
        "建设路店,华东,998.00,5.1%,—",
        '合计,,"4,092.25",,10100',
        encoding="gb18030",
    )
    assert column(found, "销售额") == ("DOUBLE", [1234.5, 2010, -150.25, 998])
    assert column(found, "同比") == ("DOUBLE  %", [12.5, -3.2, 0, 5.1])
    assert column(found, "客流") == ("INT", [3200, 4100, 2800, None])
    assert found.left_out == (4,)


def test_amounts_in_words_and_signs(tmp_path: Path) -> None:
    found = opened(
        tmp_path,
        "阅读;营收;数量;余额;变化",
        "10万+;1.2亿;\uff11\uff12\uff13;$(35.10);100-",
        "3.5万;8500万;\uff14\uff15\uff16;$12.00;25",
        "5000;3.4亿;78;$0.50;\uff0d3",
    )
    assert column(found, "阅读") == ("INT", [100_000, 35_000, 5_000])
    assert column(found, "营收") == ("INT", [120_000_000, 85_000_000, 340_000_000])
    assert column(found, "数量") == ("INT", [123, 456, 78])
    assert column(found, "余额") == ("DOUBLE  $", [-35.1, 12, 0.5])
    assert column(found, "变化") == ("INT", [-100, 25, -3])


def test_a_plus_ends_bands(tmp_path: Path) -> None:
    found = opened(tmp_path, "孩子,人数", "0,5", "1,8", "2,9", "3+,4")
    assert column(found, "孩子")[0] == "STR"


@pytest.mark.parametrize(
    ("name", "cells", "first", "last"),
    [
        ("日期", ["24.3.5", "24.3.12", "24.12.31"], DAY(2024, 3, 5), DAY(2024, 12, 31)),
        ("日期", ["24/03/05", "24/03/12", "24/03/31"], DAY(2024, 3, 5), DAY(2024, 3, 31)),
        ("date", ["05.03.24", "12.03.24", "31.03.24"], DAY(2024, 3, 5), DAY(2024, 3, 31)),
        ("日期", ["45356", "45357", "45390"], DAY(2024, 3, 5), DAY(2024, 4, 8)),
        ("ts_ms", ["1709600000000", "1709600060000"], DAY(2024, 3, 5, 0, 53, 20), None),
        ("logged_at", ["1709600000", "1709600060"], DAY(2024, 3, 5, 0, 53, 20), None),
        ("ts", ["1709600000.5", "1709600060.25"], DAY(2024, 3, 5, 0, 53, 20, 500_000), None),
        ("released", ["November 2007", "June 23, 2008", "2009"], DAY(2007, 11, 1), DAY(2009, 1, 1)),
        ("when", ["20240305 10:11", "20240306 12:30"], DAY(2024, 3, 5, 10, 11), None),
        (
            "when",
            ["Tue Mar 05 2024 10:00:00 GMT+0800 (China Standard Time)"] * 2,
            DAY(2024, 3, 5, 10),
            None,
        ),
        (
            "when",
            ["2024-03-05T10:00:00+08:00", "2024-03-05T12:30:00.5Z"],
            DAY(2024, 3, 5, 10),
            None,
        ),
        ("when", ["2024年3月5日 下午2:30", "2024年3月6日 上午8:05"], DAY(2024, 3, 5, 14, 30), None),
    ],
)
def test_dates_of_exports(
    tmp_path: Path, name: str, cells: list[str], first: DAY, last: DAY | None
) -> None:
    found = opened(tmp_path, f"{name},v", *(f"{cell},{i}.5" for i, cell in enumerate(cells)))
    type_, values = column(found, name)
    assert (type_, values[0]) == ("DATE", first)
    assert last is None or values[-1] == last


@pytest.mark.parametrize(
    ("name", "cells"),
    [("版本", ["10.2.1", "10.3.4", "12.1.5"]), ("版本", ["45356", "45357"]), ("v", ["24.3.5"] * 3)],
)
def test_numbers_with_points_are_no_dates_without_a_word_of_time(
    tmp_path: Path, name: str, cells: list[str]
) -> None:
    found = opened(tmp_path, f"{name},n", *(f"{cell},{i}.5" for i, cell in enumerate(cells)))
    assert column(found, name)[0] != "DATE"


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["3月12日", "3月5日", "12月31日"], ["3月5日", "3月12日", "12月31日"]),
        (["17-Mar", "5-Apr", "6-Mar"], ["6-Mar", "17-Mar", "5-Apr"]),
    ],
)
def test_days_without_a_year_have_their_order(
    tmp_path: Path, cells: list[str], order: list[str]
) -> None:
    from vizapp.profile.orders import sort_key

    found = opened(tmp_path, "d,v", *(f"{cell},{i}.5" for i, cell in enumerate(cells)))
    attribute = found.description.attribute("d")
    assert attribute is not None
    assert attribute.order == "month"
    assert sorted(cells, key=lambda cell: sort_key("month", cell, cells)) == order


def test_digits_that_name_people_and_places(tmp_path: Path) -> None:
    found = opened(
        tmp_path,
        "手机,邮编,身份证号,工号,countrycode,编码",
        '13812345678,010020,110105199003071234,00123,156,"=""001"""',
        "13912345678,200030,31010519900307123X,00456,276,'0022",
        "18612345678,510000,440105199003071239,00789,840,0033",
        encoding="gb18030",
    )
    assert [column(found, name)[0] for name in found.frame.columns] == [
        "STR code", "STR code", "STR id", "STR id", "STR code", "STR code",
    ]  # fmt: skip
    assert column(found, "邮编")[1] == ["010020", "200030", "510000"]
    assert column(found, "编码")[1] == ["001", "0022", "0033"]


def test_a_stray_value_is_no_second_row_of_names(tmp_path: Path) -> None:
    found = opened(tmp_path, "a,b", "约100,>50", "约200,<5", "300,50", "400,60")
    assert list(found.frame.columns) == ["a", "b"]
    assert len(found.frame) == 4
    found = opened(tmp_path, "编号,数值,", "NO.001,#REF!,", "NO.002,5,", "NO.003,6,", "NO.004,7.5,")
    assert list(found.frame.columns) == ["编号", "数值"]
    assert column(found, "数值") == ("DOUBLE", [None, 5, 6, 7.5])


def test_words_beside_pay_are_gaps(tmp_path: Path) -> None:
    found = opened(tmp_path, "岗位;工资", "a;8,500.00", "b;12,000.00", "c;面议")
    assert column(found, "工资") == ("DOUBLE", [8500, 12000, None])


def test_who_made_a_sheet_is_no_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["名称", "数量"], *([f"n{i}", f"{1000 * i:,}"] for i in range(5)), [None, None]):
        sheet.append(row)
    sheet.append(["制表人\uff1a张三", None])
    book.save(tmp_path / "t.xlsx")
    found = profile(load_table(tmp_path / "t.xlsx"))
    assert column(found, "数量") == ("INT", [0, 1000, 2000, 3000, 4000])


def test_decimal_commas_of_a_semicolon_file(tmp_path: Path) -> None:
    found = opened(
        tmp_path,
        "Datum;Betrag;Anteil;Menge",
        "05.03.2024;1.234,56;12,5%;1.000",
        "06.03.2024;-98,10;3,0%;2.500",
        "17.03.2024;4,5;1,25%;900",
        encoding="cp1252",
    )
    assert column(found, "Datum")[1][2] == DAY(2024, 3, 17)
    assert column(found, "Betrag") == ("DOUBLE", [1234.56, -98.1, 4.5])
    assert column(found, "Anteil") == ("DOUBLE  %", [12.5, 3, 1.25])
    assert column(found, "Menge") == ("INT", [1000, 2500, 900])


BANK = (
    "Date,Details,Paid out,Balance",
    "02 Jan 2024,COUNCIL TAX,145.00,1059.55",
    "03 Jan 2024,TESCO,34.20,1025.35",
    "08 Jan 2024,CASH,100.00,925.35",
    "28 Jan 2024,AMAZON,23.99,901.36",
)


@pytest.mark.parametrize(
    "row",
    [
        "Closing balance:,,,901.36",
        ",Saldo final al 31/01/2024,,901.36",
        ",过次页,303.19,901.36",
        ",次月繰越,,901.36",
        "期末余额,,,901.36",
        "차월이월,,,901.36",
        "Total,,1.00,2.00",  # in place of a date, whatever its figures
    ],
)
def test_a_balance_without_a_date_is_left_out(tmp_path: Path, row: str) -> None:
    found = opened(tmp_path, *BANK, row)
    assert found.left_out == (4,)
    assert column(found, "Date")[0] == "DATE"
    assert len(found.notes) == 1
    kept = profile(found.table, keep_totals=True)
    assert len(kept.frame) == 5


def test_balances_at_the_head_and_between(tmp_path: Path) -> None:
    lines = [BANK[0], ",承前页,,1204.55", *BANK[1:3], ",过次页,,1025.35", ",承前页,,1025.35"]
    found = opened(tmp_path, *lines, *BANK[3:])
    assert found.left_out == (0, 3, 4)
    assert found.notes[0]["en"] == "Rows of balances without a date left out: 3."


@pytest.mark.parametrize(
    "lines",
    [
        [*BANK, "31 Jan 2024,Closing balance,,901.36"],  # a day like the others
        [*BANK, ",Balance bikes,20.00,881.36"],
        ["item,2023,2024", "Opening balance,10,12", "Paid in,5,9", "Closing balance,15,21"],
        ["day,kind,n", "2024-03-01,a,1", ",b,2", "2024-03-03,期末余额,3", ",期初余额,4"],
    ],
)
def test_other_rows_with_such_words_stay(tmp_path: Path, lines: list[str]) -> None:
    found = opened(tmp_path, *lines)
    assert (found.left_out, len(found.frame)) == ((), len(lines) - 1)


def test_a_sheet_with_a_total_below_its_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Month", "Visitors"], [DAY(2024, 1, 1), 5], [DAY(2024, 2, 1), 7], ["Total", 99]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    found = profile(load_table(tmp_path / "t.xlsx"))
    assert column(found, "Month") == ("DATE", [DAY(2024, 1, 1), DAY(2024, 2, 1)])


SAP = (
    "| Plant | Material | Quantity | Crcy |  Amount |",
    "|-----------------------------------------|",
    "| 1000  | Pump     |      120 | EUR  |  34,500 |",
    "| 1000  | Valve    |       80 | EUR  |   4,210 |",
    "|-------|----------|----------|------|---------|",
    "| *     |          |      200 | EUR  |  38,710 |",
    "| 2000  | Pump     |       15 | EUR  |     431 |",
    "| 2000  | Motor    |        3 | EUR  |   2,190 |",
    "|-------|----------|----------|------|---------|",
    "| *     |          |       18 | EUR  |   2,621 |",
    "| **    |          |      218 | EUR  |  41,331 |",
    "-------------------------------------------",
)


def test_a_list_of_sap(tmp_path: Path) -> None:
    found = opened(tmp_path, "28.03.2024    Dynamic List Display      1", "-" * 43, *SAP)
    assert column(found, "Plant")[1] == [1000, 1000, 2000, 2000]
    assert column(found, "Amount") == ("INT", [34500, 4210, 431, 2190])
    assert column(found, "Crcy")[1] == ["EUR"] * 4
    assert len(found.left_out) == 3


def test_a_subtotal_of_one_row_is_one_where_others_are(tmp_path: Path) -> None:
    lines = ["group,n", "a,5", "b,7", "Subtotal,12", "c,9", "Subtotal,9", "Total,21"]
    assert opened(tmp_path, *lines).left_out == (2, 4, 5)
    lines = ["group,n", "a,5", "b,7", "Subtotal,12", "c,9", "Subtotal,8"]
    assert opened(tmp_path, *lines).left_out == (2,)


def test_stars_with_the_name_of_an_account(tmp_path: Path) -> None:
    lines = ["|St|No|Amount|", "|--|--|------|", "|  |51|1.190,00-|", "|  |52|238,00-|"]
    found = opened(tmp_path, *lines, "|* |  |1.428,00-|", "|** Account 100200|  |1.428,00-|")
    assert found.left_out == (2, 3)


def test_triangles_are_losses_in_all_columns_of_a_file(tmp_path: Path) -> None:
    lines = ["科目,前期,当期,増減", '売上高,"12,345","11,980",▲365', "営業利益,120,▲340,▲460"]
    found = opened(tmp_path, *lines)
    assert column(found, "当期")[1] == [11980, -340]
    assert column(found, "増減")[1] == [-365, -460]
    # Of a list in which nothing proves it they are rises.
    found = opened(tmp_path, "銘柄,株価,増減", "A,120,▲3", "B,340,▲7")
    assert column(found, "増減")[1] == [3, 7]


def test_stars_of_significance_are_no_sums(tmp_path: Path) -> None:
    lines = ["stars,term,estimate", "*,a,1", ",b,2", "**,c,3", ",d,6", ",e,7", ",f,8", ",g,9"]
    assert opened(tmp_path, *lines).left_out == ()
    lines = ["term,stars,estimate", "a,*,3", "b,,1", "c,**,2", "d,,4", "Total,,10"]
    assert opened(tmp_path, *lines).left_out == (4,)


def test_the_last_row_alone_without_a_name_is_a_sum(tmp_path: Path) -> None:
    lines = ["Page,Views,Entrances,Rate", '/,"1,234",980,45.6%', "/shop,987,350,38.1%"]
    found = opened(tmp_path, *lines, "/blog,456,290,71.0%", ',"2,677","1,620",47.8%')
    assert found.left_out == (3,)
    # Its figures are no sums; another name misses, too; a word stands in it.
    assert opened(tmp_path, *lines, "/blog,456,290,71.0%", ",12,13,47.8%").left_out == ()
    assert opened(tmp_path, *lines, ",456,290,71.0%", ',"2,677","1,620",47.8%').left_out == ()
    lines = ["name,kind,n", "a,x,1", "b,y,2", ",x,3"]
    assert opened(tmp_path, *lines).left_out == ()


def test_best_and_least_marks_are_rows_of_the_foot(tmp_path: Path) -> None:
    lines = ["姓名,语文,数学", "张伟,112,130", "王芳,108,缺考", "李娜,115,121"]
    assert opened(tmp_path, *lines, "最高分,115,130", "最低分,108,121").left_out == (3, 4)
    assert opened(tmp_path, *lines, "最高分,150,130").left_out == ()
