"""Real files through the bridge: what the person decided about a table is obeyed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from vizapp.core.errors import DataError
from vizapp.core.tasks import CancelToken
from vizapp.data.options import ReadOptions
from vizapp.gui.bridge import Bridge
from vizapp.gui.values import TableView
from vizapp.project import NO_CHOICES, TableChoices

TEXT = "地区;年份;销售额\n华东;2023;1,5\n华南;2023;2,25\n华东;2024;3\n合计;;6,75\n"


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "销售.csv"
    path.write_bytes(TEXT.encode("gb18030"))
    return path


def opened(bridge: Bridge, path: Path, choices: TableChoices = NO_CHOICES) -> TableView:
    return bridge.open(
        path, lang="zh", cancel=CancelToken(), progress=lambda _: None, choices=choices
    )


def arranged(bridge: Bridge, table: TableView, choices: TableChoices) -> TableView:
    return bridge.arrange(table, choices, cancel=CancelToken())


def test_a_file_is_read_as_it_was_decided(bridge: Bridge, file: Path) -> None:
    guessed = opened(bridge, file)
    assert guessed.reading.delimiter == ";"
    assert [c.name for c in guessed.columns] == ["地区", "年份", "销售额"]
    assert {g.key for g in guessed.reading.guesses} >= {"encoding", "delimiter"}
    told = TableChoices(ReadOptions(delimiter=",", header_rows=0))
    read = opened(bridge, file, told)
    assert read.choices == told
    assert read.reading.delimiter == ","
    assert read.reading.header_row is None
    assert [c.name for c in read.columns] == ["列1", "列2"]
    with pytest.raises(DataError):
        opened(bridge, file.with_name("gone.csv"))


def test_left_out_columns_are_gone_for_the_model_and_listed_for_the_person(
    bridge: Bridge, file: Path
) -> None:
    whole = opened(bridge, file)
    some = arranged(bridge, whole, TableChoices(left_out=("年份",)))
    assert [c.name for c in some.columns] == ["地区", "销售额"]
    assert some.description.names == ("地区", "销售额")
    assert all(len(row) == 2 for row in some.rows)
    assert [(c.name, c.included) for c in some.every_column] == [
        ("地区", True),
        ("年份", False),
        ("销售额", True),
    ]
    again = arranged(bridge, some, NO_CHOICES)
    assert again.columns == whole.columns
    assert again.rows == whole.rows


def test_types_and_units_are_those_that_were_chosen(bridge: Bridge, file: Path) -> None:
    whole = opened(bridge, file)
    assert whole.columns[1].type == "INT"
    choices = NO_CHOICES.with_type("年份", "STR").with_unit("销售额", "万元")
    for table in (arranged(bridge, whole, choices), opened(bridge, file, choices)):
        assert table.columns[1].type == "STR"
        assert table.columns[1].guess is not None
        assert table.columns[1].guess.code == "chosen"
        assert table.columns[2].unit == "万元"
        assert table.description.attribute("销售额").unit == "万元"  # type: ignore[union-attr]
    bare = arranged(bridge, whole, choices.with_unit("销售额", ""))
    assert bare.columns[2].unit is None
    back = arranged(bridge, bare, NO_CHOICES)
    assert back.columns == whole.columns


def test_a_column_shows_its_shape_and_what_is_missing(bridge: Bridge, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("k,v\n" + "".join(f"a{i % 3},{i if i % 4 else ''}\n" for i in range(100)))
    words, numbers = opened(bridge, path).columns
    assert words.shape == (1.0, 0.971, 0.971)
    assert words.missing_share == 0
    assert numbers.missing_share == 0.25
    assert len(numbers.shape) == 16


def test_rows_of_totals_are_named_and_can_be_kept(bridge: Bridge, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"区{i},{i * 10},{i * 3}" for i in range(1, 9)]
    path.write_text("\n".join(["地区,销售额,订单", *rows, "合计,360,108"]), encoding="utf-8")
    table = opened(bridge, path)
    assert (table.n_rows, table.reading.n_totals) == (8, 1)
    assert table.reading.row_notes
    kept = arranged(bridge, table, replace(NO_CHOICES, keep_totals=True))
    assert (kept.n_rows, kept.reading.n_totals) == (9, 0)


def test_the_tables_of_a_database_are_listed_and_opened(bridge: Bridge, tmp_path: Path) -> None:
    path = tmp_path / "shop.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("create table orders (id integer, total real)")
        db.executemany("insert into orders values (?, ?)", [(1, 2.5), (2, 3.5)])
        db.execute("create table 客户 (name text)")
        db.execute("insert into 客户 values ('甲'), ('乙'), ('丙')")
    db.close()
    names = {part.name for part in bridge.parts(path)}
    assert names == {"orders", "客户"}
    for name, n_rows in (("orders", 2), ("客户", 3)):
        table = opened(bridge, path, TableChoices(ReadOptions(part=name)))
        assert table.n_rows == n_rows
        assert table.reading.n_parts == 2


def test_a_table_of_a_web_page_is_read(bridge: Bridge, tmp_path: Path) -> None:
    path = tmp_path / "剪贴板.html"
    cells = "<tr><th>月份<th>销售额</tr><tr><td>1月<td>3</tr><tr><td>2月<td>4.5</tr>"
    page = f'<!DOCTYPE html><meta charset="utf-8"><body><table>{cells}</table></body>'
    path.write_text(page, encoding="utf-8")
    table = opened(bridge, path)
    assert [c.name for c in table.columns] == ["月份", "销售额"]
    assert table.n_rows == 2


def test_the_decimal_mark_that_was_said_decides(bridge: Bridge, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('k,v\na,"1,234"\nb,"2,345"\nc,"3,456"\n')
    for mark, low in ((",", 1.234), (".", 1234)):
        table = opened(bridge, path, TableChoices(ReadOptions(decimal=mark)))
        attribute = table.description.attribute("v")
        assert attribute is not None
        assert attribute.range is not None
        assert attribute.range[0] == low


def test_dates_in_doubt_are_read_as_the_person_says(bridge: Bridge, tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("d,v\n03/04/2024,1\n05/06/2024,2\n07/08/2024,3\n", encoding="utf-8")
    first = opened(bridge, path)
    guess = first.columns[0].guess
    assert guess is not None
    assert (guess.code, guess.fields["order"]) == ("day_or_month", "month")
    said = arranged(bridge, first, NO_CHOICES.with_day_first("d", first=True))
    assert said.columns[0].guess is not None
    assert said.columns[0].guess.code == "chosen"
    assert said.columns[0].guess.fields["order"] == "day"  # and may be changed again
    assert said.description.attributes[0].range != first.description.attributes[0].range


def test_a_column_that_is_made_dates_keeps_its_order(bridge: Bridge, tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("d,v\n03/04/2024,1\n05/06/2024,2\nsoon,3\n", encoding="utf-8")
    table = opened(bridge, path)
    assert table.columns[0].type == "STR"
    made = NO_CHOICES.with_type("d", "DATE")
    for first in (True, False):
        said = arranged(bridge, table, made.with_day_first("d", first=first))
        guess = said.columns[0].guess
        assert guess is not None
        assert guess.fields == {"order": "day" if first else "month", "n_unread": 1}
