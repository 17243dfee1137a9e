"""`vizapp describe` and `vizapp convert`."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from tests.cli.contract import SALES, SAMPLES, Ended
from vizapp.profile.attributes import parse_description


def test_describe_prints_the_clients_json(vizapp: Callable[..., Ended]) -> None:
    ended = vizapp("describe", SAMPLES / "stock_close_zh.csv")
    assert ended.code == 0
    record = ended.json()
    assert list(record)[:3] == ["data_amount", "attribute_description", "attribute_amount"]
    assert record["data_amount"] == 10
    assert record["attribute_amount"] == 3
    name, price, day = record["attribute_description"]
    assert list(name.items())[:2] == [("名称", "STR"), ("value_amount", 1)]
    assert list(price.items())[:2] == [("收盘价:前复权", "DOUBLE"), ("value_amount", 9)]
    assert list(day.items())[:2] == [("时间区间", "DATE"), ("value_amount", 10)]
    assert parse_description(record).to_json() == record


def test_convert_writes_utf_8_rfc_4180(vizapp: Callable[..., Ended], tmp_path: Path) -> None:
    source = tmp_path / "城.csv"
    source.write_bytes('城市;备注\n北京;"说 ""好"", 再来"\n上海;"两\n行"\n'.encode("gb18030"))
    ended = vizapp("convert", source, "-o", tmp_path / "out.csv")
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert (tmp_path / "out.csv").read_bytes().decode("utf-8") == (
        '城市,备注\r\n北京,"说 ""好"", 再来"\r\n上海,"两\n行"\r\n'
    )


def test_convert_takes_many_files_in_one_process(
    vizapp: Callable[..., Ended], tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    same = tmp_path / "other" / "Cities_zh.tsv"
    same.write_text("a\tb\n1\tx\n2\ty\n", "utf-8")
    bad = tmp_path / "empty.csv"
    bad.touch()
    out = tmp_path / "new" / "folder"
    ended = vizapp("convert", SAMPLES / "cities_zh.csv", bad, same, SALES, "-o", out)
    assert ended.code == 1
    assert f"vizapp: {bad}: " in ended.err
    assert sorted(path.name for path in out.iterdir()) == [
        "Cities_zh (2).csv",
        "cities_zh.csv",
        "monthly_sales_en.csv",
    ]
    with (out / "monthly_sales_en.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == 97


def test_convert_replaces_no_table_that_it_reads(
    vizapp: Callable[..., Ended], tmp_path: Path
) -> None:
    """A folder that is also where the tables lie is no wish to lose them."""
    first, second = tmp_path / "a.csv", tmp_path / "a.tsv"
    first.write_text("x;y\n1;2\n3;4\n", "utf-8")
    second.write_text("a\tb\n1\tx\n2\ty\n", "utf-8")
    ended = vizapp("convert", second, first, "-o", tmp_path)
    assert ended.code == 1
    assert f"vizapp: {second}: " in ended.err
    assert "would be replaced" in ended.err
    assert first.read_text("utf-8") == "x;y\n1;2\n3;4\n"
    assert (tmp_path / "a (2).csv").exists()
    alone = vizapp("convert", first, "-o", first)
    assert (alone.code, first.read_text("utf-8")) == (1, "x;y\n1;2\n3;4\n")
    assert "would be replaced" in alone.err
