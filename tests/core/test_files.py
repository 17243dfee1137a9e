"""A file appears whole or not at all, whatever the disk does."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import IO

import pytest

from tests.faults import as_somebody, no_room
from vizapp.core.files import replace_file, write_hint

OLD = b"the old one"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "图 表.png"
    path.write_bytes(OLD)
    return path


def assert_kept(path: Path) -> None:
    assert path.read_bytes() == OLD
    assert [other.name for other in path.parent.iterdir()] == [path.name]


def test_a_file_is_replaced_and_is_readable_as_any_other(old: Path) -> None:
    replace_file(old, lambda file: file.write(b"new"))
    assert old.read_bytes() == b"new"
    other = old.with_name("other")
    other.touch()
    assert old.stat().st_mode == other.stat().st_mode
    replace_file(old, lambda file: file.write(b"new"), private=True)
    assert not old.stat().st_mode & 0o077
    assert len(list(old.parent.iterdir())) == 2


@pytest.mark.parametrize("sync", [True, False])
def test_a_full_disk_keeps_the_old_file(old: Path, sync: bool) -> None:
    with no_room(1000), pytest.raises(OSError, match="large"):
        replace_file(old, lambda file: file.write(bytes(5000)), sync=sync)
    assert_kept(old)


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.chmod"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS])
def test_a_disk_that_fails_late_keeps_the_old_file(
    old: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(call, fail)
    with pytest.raises(OSError, match=os.strerror(code)) as caught:
        replace_file(old, lambda file: file.write(b"new"))
    assert write_hint(caught.value)
    assert_kept(old)


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt, MemoryError])
def test_a_fault_of_the_writer_keeps_the_old_file(old: Path, fault: type[BaseException]) -> None:
    def fill(file: IO[bytes]) -> None:
        file.write(b"half")
        raise fault

    with pytest.raises(fault):
        replace_file(old, fill)
    assert_kept(old)


def test_what_may_not_be_written_is_not_replaced(tmp_path: Path) -> None:
    locked, closed = tmp_path / "locked.png", tmp_path / "closed"
    locked.write_bytes(OLD)
    locked.chmod(0o444)
    closed.mkdir()
    closed.chmod(0o555)
    for path in (locked, closed / "a.png"):
        with as_somebody(), pytest.raises(PermissionError):
            replace_file(path, lambda file: file.write(b"new"))
    closed.chmod(0o755)
    assert locked.read_bytes() == OLD
    assert [path.name for path in sorted(tmp_path.rglob("*"))] == ["closed", "locked.png"]


def test_a_folder_in_the_files_place_stays(tmp_path: Path) -> None:
    (tmp_path / "a.png").mkdir()
    with pytest.raises(OSError, match="directory"):
        replace_file(tmp_path / "a.png", lambda file: file.write(b"new"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_a_name_that_no_system_takes_is_an_error_of_the_system(tmp_path: Path) -> None:
    for name in ("a\x00b", "lone \ud800"):
        with pytest.raises(OSError, match="Invalid") as caught:
            replace_file(tmp_path / name, lambda file: file.write(b"new"))
        assert caught.value.strerror
    assert not list(tmp_path.iterdir())
