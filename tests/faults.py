"""Faults of the world around the program, made on purpose: disks, rights, drives, bombs."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import io
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vizapp.core.error_texts import say
from vizapp.core.errors import VizappError
from vizapp.core.language import has_cjk

# Names that a shell, a URL, a format string or an old code page would break.
PLACES = (
    "数据 分析",
    "two  spaces ",
    'it\'s "quoted"',
    "100%s #1 {x}",
    "a&b=c;d+e",
    "表😀👨‍👩‍👧",
    "-rf --",
    "שלום عربى",
    "e\u0301 é",
    "$HOME `x` \\n",
)


def assert_told(err: BaseException) -> None:
    """Check that an error says what, where and what now, in both languages."""
    assert isinstance(err, VizappError), repr(err)
    assert err.message.strip()
    assert err.hint.strip(), f"no hint: {err.message}"
    for part in (err.message, err.hint):
        chinese = say(part, "zh")
        assert chinese != part, f"not said in Chinese: {part}"
        assert has_cjk(chinese)
    assert "[Errno" not in str(err)
    assert "Traceback" not in str(err)


@contextlib.contextmanager
def no_room(size_bytes: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as on a full disk."""
    resource = pytest.importorskip("resource", reason="Unix alone limits the size of files")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class _CapHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapSets(ctypes.Structure):
    _fields_ = tuple((f"{name}{half}", ctypes.c_uint32) for half in "01" for name in "epi")


_VERSION_3 = 0x20080522
_OVERRIDE = 0b110  # of rights to read, write and search


@contextlib.contextmanager
def as_somebody() -> Iterator[None]:
    """Do without the superuser's right to read and write everything, in this thread."""
    if not hasattr(os, "geteuid"):
        pytest.skip("no Unix rights")
    if os.geteuid() != 0:
        yield
        return
    if sys.platform != "linux":
        pytest.skip("the superuser may do everything")
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = _CapHeader(_VERSION_3, 0), _CapSets()
    assert libc.capget(ctypes.byref(header), ctypes.byref(sets)) == 0
    before = sets.e0
    sets.e0 = before & ~_OVERRIDE
    assert libc.capset(ctypes.byref(header), ctypes.byref(sets)) == 0
    try:
        yield
    finally:
        sets.e0 = before
        assert libc.capset(ctypes.byref(header), ctypes.byref(sets)) == 0


class _Broken(io.BufferedIOBase):
    """A file whose drive goes away after so many bytes."""

    def __init__(self, file: Any, code: int, after: int) -> None:
        self._file, self._code, self._left = file, code, after

    def read(self, size: int | None = -1) -> bytes:
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        data: bytes = self._file.read(wanted)
        self._left -= len(data)
        if not self._left:
            raise OSError(self._code, os.strerror(self._code))
        return data

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, *args: int) -> int:
        found: int = self._file.seek(*args)
        return found

    def tell(self) -> int:
        found: int = self._file.tell()
        return found

    def close(self) -> None:
        self._file.close()
        super().close()


def lose_drive(
    monkeypatch: pytest.MonkeyPatch, folder: Path, code: int = errno.EIO, after: int = 0
) -> None:
    """Let every read of a file below that folder fail after so many bytes."""
    real = io.open

    def opened(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        found = real(file, mode, *args, **kwargs)
        inside = isinstance(file, str | Path) and Path(file).is_relative_to(folder)
        return _Broken(found, code, after) if inside and mode == "rb" else found

    monkeypatch.setattr(io, "open", opened)


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return an archive with members changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            target.writestr(info.filename, change(info.filename, source.read(info)))
    return out.getvalue()
