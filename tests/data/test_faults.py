"""The disk, the drive or another program fails while a table is read: it is said."""

from __future__ import annotations

import errno
import gzip
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.faults import PLACES, as_somebody, assert_told, lose_drive
from vizapp.core.errors import Cancelled, DataError
from vizapp.core.tasks import CancelToken
from vizapp.data import source
from vizapp.data.load import load_table
from vizapp.data.parts import parts
from vizapp.data.sampling import count_rows, sample_file

CSV = b"month,sales\n" + b"".join(b"2024-%02d,%d\n" % (m, m * 10) for m in range(1, 13))
GONE = (errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN, errno.EHOSTDOWN)


class Meddling(CancelToken):
    """Another program that does something to a file while it is read."""

    def __init__(self, act: Callable[[], object], times: int = 1) -> None:
        super().__init__()
        self._act, self._left = act, times

    def raise_if_set(self) -> None:
        if self._left:
            self._left -= 1
            self._act()


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "表 格.csv"
    path.write_bytes(CSV)
    return path


def append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"2025-01,130\n")
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 10**9))


def replace(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(b"city,people\nA,1\nB,2\n")
    os.utime(other, ns=(1, 10**18))
    other.replace(path)


def truncate(path: Path) -> None:
    os.truncate(path, 20)


@pytest.mark.parametrize(
    ("act", "n_rows"), [(append, 13), (replace, 2), (truncate, 0)], ids=lambda v: str(v)[:17]
)
def test_a_file_that_changes_once_is_read_again_whole(
    csv: Path, act: Callable[[Path], None], n_rows: int
) -> None:
    data = source.read_file(csv, Meddling(lambda: act(csv)))
    assert data == csv.read_bytes()
    assert n_rows in (0, data.count(b"\n") - 1)


def test_a_file_that_keeps_growing_is_told_and_not_read_for_ever(csv: Path) -> None:
    with pytest.raises(DataError, match="changed while") as caught:
        source.read_file(csv, Meddling(lambda: append(csv), times=10**6))
    assert_told(caught.value)


def test_a_file_that_is_deleted_meanwhile_is_told(csv: Path) -> None:
    with pytest.raises(DataError, match="does not exist") as caught:
        source.read_file(csv, Meddling(csv.unlink))
    assert_told(caught.value)


def test_a_large_file_cut_short_while_it_is_sampled_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vizapp.data.sampling.SAMPLE_ABOVE", 10_000)
    monkeypatch.setattr("vizapp.data.sampling.HEAD_BYTES", 4_000)
    monkeypatch.setattr("vizapp.data.sampling.BLOCK_BYTES", 500)
    path = tmp_path / "log.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 20_000)
    sample = sample_file(path, Meddling(lambda: os.truncate(path, 30_000)))
    assert sample is not None
    assert sample.data.startswith(b"a,b\n")
    table = load_table(path)
    path.unlink()
    with pytest.raises(DataError) as caught:
        count_rows(table)
    assert_told(caught.value)


@pytest.mark.parametrize("code", GONE, ids=os.strerror)
@pytest.mark.parametrize("after", [0, 20])
def test_a_drive_that_is_gone_is_told(
    csv: Path, monkeypatch: pytest.MonkeyPatch, code: int, after: int
) -> None:
    lose_drive(monkeypatch, csv.parent, code, after)
    for read in (load_table, parts):
        with pytest.raises(DataError, match=csv.name) as caught:
            read(csv)
        assert_told(caught.value)


def test_a_folder_whose_drive_is_gone_is_told(csv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(path: Path, **_: object) -> os.stat_result:
        raise OSError(errno.EHOSTDOWN, os.strerror(errno.EHOSTDOWN), str(path))

    monkeypatch.setattr(Path, "stat", gone)
    with pytest.raises(DataError) as caught:
        load_table(csv)
    assert_told(caught.value)


def test_a_table_that_may_not_be_read_is_told(csv: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    inside = closed / "t.csv"
    inside.write_bytes(CSV)
    closed.chmod(0)
    csv.chmod(0)
    for path in (csv, inside):
        with as_somebody(), pytest.raises(DataError) as caught:
            load_table(path)
        assert_told(caught.value)
    closed.chmod(0o755)


def test_a_long_name_and_an_impossible_one_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / ("长" * 300), tmp_path / "a\x00b.csv", Path()):
        with pytest.raises(DataError) as caught:
            load_table(path)
        assert_told(caught.value)


def _workbook(path: Path) -> None:
    book = Workbook()
    book.active.append(["month", "sales"])
    book.active.append(["2024-01", 10])
    book.save(path)


def _database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (month TEXT, sales INT)")
    connection.execute("INSERT INTO t VALUES ('2024-01', 10)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("place", PLACES)
def test_any_name_of_a_folder_and_a_file_is_read(tmp_path: Path, place: str) -> None:
    folder = tmp_path / place
    folder.mkdir()
    stem = folder / place
    for suffix, write in (
        (".csv", lambda p: p.write_bytes(CSV)),
        (".csv.gz", lambda p: p.write_bytes(gzip.compress(CSV))),
        (".xlsx", _workbook),
        (".db", _database),
    ):
        path = stem.with_name(stem.name + suffix)
        write(path)
        table = load_table(path)
        assert list(table.frame.columns) == ["month", "sales"]
        assert table.path == path
        assert table.name


def test_a_cancel_ends_the_reading(csv: Path) -> None:
    cancel = CancelToken()
    cancel.set()
    with pytest.raises(Cancelled):
        load_table(csv, cancel=cancel)
