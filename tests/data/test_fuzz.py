"""Whatever a file holds, reading ends, and ends with a table or with our error."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.data.pollute import pollutions, sources
from vizapp.core.errors import DataError
from vizapp.core.tasks import CancelToken
from vizapp.data import delimited
from vizapp.data.load import load_table, table_from_text
from vizapp.data.options import ReadOptions
from vizapp.data.parts import parts
from vizapp.data.source import read_file
from vizapp.data.split import Dialect, records

SETTINGS = settings(
    max_examples=60,
    deadline=10_000,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def book() -> bytes:
    workbook = Workbook()
    for row in range(20):
        workbook.active.append([row, f"text {row}", 1.5])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def zipped(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t.csv", data)
    return file.getvalue()


TEXT = sources()[0]
SEEDS = [one.data for one in list(pollutions(sources()[3], cells=2))[::9]]
SEEDS += [book(), gzip.compress(SEEDS[0]), zipped(SEEDS[0]), b'[{"a": 1}, {"a": [2]}]\n']
OPTIONS = st.builds(
    ReadOptions,
    encoding=st.sampled_from([None, "utf-8", "gb18030", "utf-16", "cp1252"]),
    delimiter=st.sampled_from([None, "", ",", "||", " ", '"', "a"]),
    quote=st.sampled_from([None, "", '"', "'", ","]),
    escape=st.sampled_from([None, "", "\\", '"']),
    header_rows=st.sampled_from([None, 0, 1, 3]),
    skip_rows=st.sampled_from([None, 0, 1, 99]),
    part=st.sampled_from([None, "1", "2", "x!y", "²"]),
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return a file of some kind with bytes changed, cut out and put in."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        n_cut = draw(st.integers(0, 40))
        data[at : at + n_cut] = draw(st.binary(max_size=20))
    return bytes(data)


@SETTINGS
@given(damaged(), OPTIONS)
def test_damaged_files(tmp_path: Path, data: bytes, options: ReadOptions) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    try:
        table = load_table(path, options=options)
        parts(path, options=options)
    except DataError:
        return
    assert len(set(table.frame.columns)) == len(table.frame.columns) > 0


@SETTINGS
@given(
    st.text(alphabet="ab1.,;\"'\\\n\r\t| \x00中", max_size=120),
    st.sampled_from([",", "||", " ", ", ", "\x00"]),
    st.sampled_from(['"', "'", ""]),
    st.sampled_from([None, "\\"]),
    st.booleans(),
    st.integers(0, 4),
)
def test_no_character_of_a_text_is_lost_but_marks(
    text: str, delimiter: str, quote: str, escape: str | None, blanks: bool, width: int
) -> None:
    dialect = Dialect(delimiter, quote, escape, blanks, width)
    found = list(records(text, dialect))
    assert [number for number, _ in found] == sorted({number for number, _ in found})
    wanted = [c for c in text if c in "ab1中"]
    assert [c for _, cells in found for cell in cells for c in cell if c in "ab1中"] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "," * 300_000,
        '"' * 300_000,
        '"a' * 100_000,
        "a,b\n" + '"' + "x,y\n" * 60_000,
        "a,b\n" + '"x,"y\n' * 20_000,
        "\\" * 300_000,
        " " * 300_000 + "a",
        "a b " * 80_000,
        "[" * 50_000,
        "<table>" * 20_000,
        "<table><tr>" + "<td rowspan=999 colspan=999>" * 400,
        "||" * 100_000,
        "0" * 500_000 + "%",
        "a , b\n" * 50 + " " * 200_000,
        'a , "b"\n' * 50 + "x" + " " * 200_000 + '"',
        'a , "b\\""\n' * 50 + "\\" + " " * 200_000,
        "1" * 100_000 + ",a\n" + "2 " * 100_000,
    ],
    ids=range(17),
)
def test_long_lines_do_not_hang(text: str) -> None:
    try:
        table_from_text(text)
    except DataError:
        return


def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\n1,2\n")

    class Growing(CancelToken):
        def raise_if_set(self) -> None:
            path.write_bytes(b"a,b\n1,2\n3,4\n")

    with pytest.raises(DataError, match="changed"):
        read_file(path, Growing())


def test_a_file_that_is_deleted_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "表 格.csv"
    path.write_bytes(b"a,b\n1,2\n")

    class Deleting(CancelToken):
        def raise_if_set(self) -> None:
            path.unlink(missing_ok=True)

    with pytest.raises(DataError, match="does not exist"):
        read_file(path, Deleting())


@pytest.mark.parametrize("odd", ["x,y,z,", "x", "1,,2,3", '"p, q",5,6', "7;8;9"])
def test_the_fast_way_repairs_as_the_careful_way_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    lines = ["name,n,m", *(f"town {i},{i},{i * 2}" for i in range(3000))]
    lines[1700] = odd
    path = tmp_path / "t.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    careful = load_table(path)
    monkeypatch.setattr(delimited, "FAST_CHARS", 20_000)
    fast = load_table(path)
    assert fast.frame.equals(careful.frame)
    assert fast.reading.notes == careful.reading.notes
