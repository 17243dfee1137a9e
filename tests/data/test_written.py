"""Files as programs write them: banks, pay services, servers, statistical offices, consoles."""

from __future__ import annotations

from pathlib import Path

import pytest

from vizapp.data.directives import with_names
from vizapp.data.load import load_table

ALIPAY = (
    "支付宝交易记录明细查询\r\n账号:[a@b.example]\r\n"
    "起始日期:[2024-01-01 00:00:00]    终止日期:[2024-02-01 00:00:00]\r\n"
    "-----------------交易记录明细列表-----------------\r\n"
    "交易号                  ,商家订单号     ,交易创建时间     ,金额（元）   ,备注    ,\r\n"
    "{rows}"
    "--------------------------------------------------\r\n"
    "共{n}笔记录\r\n已收入:1笔,12.50元\r\n已支出:{n}笔,100.50元\r\n"
    "导出时间:[2024-02-01 10:00:00]    用户:张三\r\n"
)
PAID = "2024{:06d}\t,A{}\t,2024-01-{:02d} 10:00:00 ,{}.50   ,        ,\r\n"
WORLD_BANK = (
    '"Data Source","World Development Indicators",\n\n"Last Updated Date","2024-05-30",\n\n'
    '"Country Name","Country Code","Indicator Name","2020","2021",\n'
    '"Aruba","ABW","GDP","1.5","2.5",\n"Chad","TCD","GDP","3.5","",\n'
    '"Peru","PER","GDP, real","3.5","4.1",\n'
)
SERVER = (
    "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n"
    "#Fields: date time cs-method sc-status time-taken\n2024-01-01 00:00:01 GET 200 12\n"
    "2024-01-01 00:00:02 POST 500 120\n#Software: Microsoft Internet Information Services 10.0\n"
    "#Fields: date time cs-method sc-status time-taken\n2024-01-01 00:00:03 GET 404 3\n"
)
REPORT = (
    "2024年销售统计表,,,\n单位：万元,,,\n地区,一季度,二季度,合计\n华东,100.5,200,300.5\n"
    "华南,50,60,110\n合计,150.5,260,410.5\n制表人：张三,,审核：李四,\n"
)
YEARS = ",2023,2023,2024,2024\ntown,H1,H2,H1,H2\nOslo,1,2,3,4\nRome,5,6,7,8\nBern,2,3,4,5\n"
UNITS = YEARS.replace("Oslo", "name,pcs,pcs,pcs,pcs\nOslo") + "Paris,2,3,4,5\n"
PSQL = " id | name  | qty \n----+-------+-----\n  1 | ann   |   5\n  2 | bob   |   6\n(2 rows)\n"
MYSQL = (
    "+----+------+\n| id | name |\n+----+------+\n|  1 | ann  |\n|  2 | bob  |\n+----+------+\n"
    "2 rows in set (0.00 sec)\n"
)
COMMENTED = "# exported by tool, v1.2\n# by: Ann, Bob, Cy\nid,name,qty\n1,a,2\n2,b,3\n3,c,4\n"
VARIANTS = "##fileformat=VCFv4.2\n##source=x, y\n#CHROM\tPOS\nchr1\t100\nchr2\t200\nchr3\t250\n"
NUMBERED = "#,name,qty\n1,a,2\n2,b,3\n3,c,4\n"
NOTES = (
    "city,n\nOslo,1\nRome,2\nBern,3\n\nSource: Eurostat, 2024\nNote: provisional, revised in May\n"
)
LONG_TITLE = (
    "".join(f"line {i} of remarks, and more\n" for i in range(45))
    + "id,name,qty\n"
    + "".join(f"{i},n{i},{i * 2}\n" for i in range(60))
)
PAGES = "a,b\n1,2\n3,4\na,b\n5,6\na,b\n7,8\n"
LABORATORY = (
    "LabVIEW Measurement\t\nWriter_Version\t2\n***End_of_Header***\t\n\t\nChannels\t2\t\t\n"
    "Samples\t3\t3\t\n***End_of_Header***\t\t\t\nX_Value\tVoltage\tCurrent\tComment\n"
    + "".join(f"{i / 10}\t{i}.25\t{i}.5\t\n" for i in range(9))
)
ALIGNED = (
    "Time (s)   Speed (m/s)   Mode\n0.0        1.5           A\n0.1        1.6           B\n"
    "0.2        1.7           A\n"
)
SYSTEM = "".join(f"Jan  1 10:00:0{i} host app[{i}]: done\n" for i in range(9))
MOMENTS = "".join(f"0{i}.02.2024 10:00 {i},5\n" for i in range(1, 8))
ESCAPED = "id,text,n\n1,a\\, b,3\n2,c,4\n3,d\\, e,5\n4,f,6\n"
FOLDERS = 'folder,n\n"C:\\one\\",1\nC:\\two\\,2\nC:\\three\\,3\n'


@pytest.mark.parametrize(
    ("text", "names", "first", "n_rows"),
    [
        pytest.param(
            WORLD_BANK,
            ["Country Name", "Country Code", "Indicator Name", "2020", "2021"],
            ["Aruba", "ABW", "GDP", "1.5", "2.5"],
            3,
            id="World Bank",
        ),
        pytest.param(
            SERVER,
            ["date", "time", "cs-method", "sc-status", "time-taken"],
            ["2024-01-01", "00:00:01", "GET", "200", "12"],
            3,
            id="web server",
        ),
        pytest.param(
            REPORT,
            ["地区", "一季度", "二季度", "合计"],
            ["华东", "100.5", "200", "300.5"],
            3,
            id="signed report",
        ),
        pytest.param(
            YEARS,
            ["town", "2023 H1", "2023 H2", "2024 H1", "2024 H2"],
            ["Oslo", "1", "2", "3", "4"],
            3,
            id="repeated years",
        ),
        pytest.param(
            UNITS,
            ["town name", "2023 H1 pcs", "2023 H2 pcs", "2024 H1 pcs", "2024 H2 pcs"],
            ["Oslo", "1", "2", "3", "4"],
            4,
            id="repeated years and units",
        ),
        pytest.param(PSQL, ["id", "name", "qty"], ["1", "ann", "5"], 2, id="psql"),
        pytest.param(MYSQL, ["id", "name"], ["1", "ann"], 2, id="mysql"),
        pytest.param(COMMENTED, ["id", "name", "qty"], ["1", "a", "2"], 3, id="comments"),
        pytest.param(VARIANTS, ["#CHROM", "POS"], ["chr1", "100"], 3, id="names in a comment"),
        pytest.param(NUMBERED, ["#", "name", "qty"], ["1", "a", "2"], 3, id="a number sign"),
        pytest.param(NOTES, ["city", "n"], ["Oslo", "1"], 3, id="notes with commas"),
        pytest.param(LONG_TITLE, ["id", "name", "qty"], ["0", "n0", "0"], 60, id="long title"),
        pytest.param(PAGES, ["a", "b"], ["1", "2"], 4, id="printed pages"),
        pytest.param(
            LABORATORY,
            ["X_Value", "Voltage", "Current", "Comment"],
            ["0.0", "0.25", "0.5", ""],
            9,
            id="laboratory",
        ),
        pytest.param(
            ALIGNED, ["Time (s)", "Speed (m/s)", "Mode"], ["0.0", "1.5", "A"], 3, id="aligned"
        ),
        pytest.param(
            SYSTEM,
            [f"column {i}" for i in range(1, 7)],
            ["Jan", "1", "10:00:00", "host", "app[0]:", "done"],
            9,
            id="system log",
        ),
        pytest.param(
            MOMENTS,
            ["column 1", "column 2", "column 3"],
            ["01.02.2024", "10:00", "1,5"],
            7,
            id="moments and decimal commas",
        ),
        pytest.param(ESCAPED, ["id", "text", "n"], ["1", "a, b", "3"], 4, id="escaped delimiters"),
        pytest.param(FOLDERS, ["folder", "n"], ["C:\\one\\", "1"], 3, id="folders"),
    ],
)
def test_exports(
    text: str, names: list[str], first: list[str], n_rows: int, tmp_path: Path
) -> None:
    (tmp_path / "export.csv").write_bytes(text.encode("gb18030"))
    frame = load_table(tmp_path / "export.csv").frame
    assert list(frame.columns) == names
    assert list(frame.iloc[0]) == first
    assert len(frame) == n_rows


@pytest.mark.parametrize("n", [2, 3, 10, 60])
def test_a_pay_service_with_sums_below(n: int, tmp_path: Path) -> None:
    rows = "".join(PAID.format(i, i, 1 + i % 28, i) for i in range(n))
    (tmp_path / "t.csv").write_bytes(ALIPAY.format(rows=rows, n=n).encode("gb18030"))
    table = load_table(tmp_path / "t.csv")
    assert list(table.frame.columns)[:4] == ["交易号", "商家订单号", "交易创建时间", "金额（元）"]
    assert len(table.frame) == n
    assert {note.code: note.fields["n"] for note in table.reading.findings} == {
        "preamble": 4,
        "footer": 5,
    }


@pytest.mark.parametrize("mark", ["|~|", "^|^", "~~", "||", "|#|"])
def test_a_delimiter_around_a_usual_one(mark: str, tmp_path: Path) -> None:
    rows = [["id", "name", "qty"], ["1", "ann lee", "5"], ["2", "bob", "6"], ["3", "cy", "-7"]]
    (tmp_path / "t.txt").write_text("\n".join(map(mark.join, rows)))
    table = load_table(tmp_path / "t.txt")
    assert table.reading.delimiter == mark
    assert [list(table.frame.columns), *table.frame.to_numpy().tolist()] == rows


def test_only_logs_have_directives() -> None:
    assert with_names("date status\n#Fields: a b\n") is None
    assert with_names("# by: Ann\nid,name\n1,a\n") is None
