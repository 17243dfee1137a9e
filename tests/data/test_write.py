"""CSV as RFC 4180 has it: cells unchanged, the file whole or absent."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vizapp.core.errors import ExportError
from vizapp.data.load import load_table, table_from_rows
from vizapp.data.write import write_csv


def test_bytes(tmp_path: Path) -> None:
    table = table_from_rows(
        [
            {"名": 'a"b', "n": 1.50, "d": dt.datetime(2024, 1, 2), "b": True, "x": None},
            {
                "名": "two\nlines",
                "n": 3,
                "d": dt.datetime(2024, 1, 2, 3, 4),
                "b": False,
                "x": "p,q",
            },
        ]
    )
    write_csv(table, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == (
        '名,n,d,b,x\r\n"a""b",1.5,2024-01-02,true,\r\n'
        '"two\nlines",3,2024-01-02 03:04:00,false,"p,q"\r\n'
    ).encode()
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_text_cells_are_not_reformatted(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(b"a,b\n007,1.50\n+1e3, x\n")
    write_csv(load_table(source), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == b"a,b\r\n007,1.50\r\n+1e3, x\r\n"


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        write_csv(table_from_rows([{"a": 1}]), tmp_path / "none" / "t.csv")


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "taken"
    target.mkdir()
    with pytest.raises(ExportError):
        write_csv(table_from_rows([{"a": 1}]), target)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


# Cells as a program may hold them; the outer rows keep the header recognisable.
_CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=12
)


@given(st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=6))
def test_what_is_written_reads_back(tmp_path_factory: pytest.TempPathFactory, rows: list) -> None:
    path = tmp_path_factory.mktemp("round") / "t.csv"
    records = [{"name": a, "text": b, "value": "12.5"} for a, b in rows]
    write_csv(table_from_rows(records), path)
    back = load_table(path)
    assert list(back.frame.columns) == ["name", "text", "value"]
    assert back.frame.to_dict("records") == records
