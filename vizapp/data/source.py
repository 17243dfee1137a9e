"""Bytes from a disk: read whole, unpacked, within limits; and what kind they are."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from vizapp.core.errors import DataError, TableTooLargeError, UnsupportedFileError
from vizapp.core.tasks import CancelToken
from vizapp.data.rows import empty_table, no_such_part

MAX_BYTES = 2**31
MAX_UNPACKED = 2**30
# A table shrinks to a tenth, one of zeros to a hundredth; what shrinks more is a trap.
MAX_RATIO = 300
SAFE_BYTES = 64 * 2**20  # up to which the ratio does not matter
CHUNK = 2**20
_TRIES = 3
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.(?:xml|bin)\Z")

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".ods")
ZIP = b"PK\x03\x04"
_PACKED = (
    (b"\x1f\x8b", ".gz"),
    (b"\x28\xb5\x2f\xfd", ".zst"),
    (b"BZh", ".bz2"),
    (b"\xfd7zXZ\x00", ".xz"),
)


@dataclass(frozen=True)
class Content:
    """The bytes of one table file.

    Parameters
    ----------
    data : bytes
        As a reader takes them, unpacked.
    name : str
        The file's or the member's name; its suffix helps.
    member : str or None
        The member of an archive that this is.
    members : tuple of str
        All members of the archive that may hold tables.
    part : str or None
        The part within the member that the person asked for.
    """

    data: bytes
    name: str
    member: str | None = None
    members: tuple[str, ...] = ()
    part: str | None = None

    @property
    def suffix(self) -> str:
        """The suffix in lower case, with its dot."""
        return PurePosixPath(self.name).suffix.lower()


def read_file(path: Path, cancel: CancelToken) -> bytes:
    """Return the bytes of a file; one that grows meanwhile is read again, twice at most.

    Raises
    ------
    DataError
        If it is missing, a folder, locked, too large, or keeps changing.
    """
    for _ in range(_TRIES):
        data = _read_still(path, cancel)
        if data is not None:
            return data
    raise DataError(
        f"{path.name} changed while it was read.",
        hint="Open it again once it is saved.",
        name=path.name,
    )


def _read_still(path: Path, cancel: CancelToken) -> bytes | None:
    """Return the bytes of a file, None where it changed while they were read."""
    name = path.name
    try:
        if path.is_dir():
            raise DataError(f"{name or path} is a folder.", hint="Open a file in it.", name=name)
        before = path.stat()
        if not path.is_file():
            raise DataError(f"{name} is a device or a pipe.", hint="Open a file.", name=name)
        if before.st_size > MAX_BYTES:
            raise too_large(name, before.st_size)
        with path.open("rb") as file:
            chunks = []
            left = before.st_size + 1  # a file that grows as fast as it is read has no end
            while left > 0 and (chunk := file.read(min(left, 8 * CHUNK))):
                cancel.raise_if_set()
                chunks.append(chunk)
                left -= len(chunk)
        data = b"".join(chunks)
        after = path.stat()
    except FileNotFoundError as err:
        raise DataError(f"{path} does not exist.", hint="Check the name.", name=name) from err
    except PermissionError as err:
        raise DataError(
            f"{name} may not be read.",
            hint="Close it in other programs, or ask for the right to read it.",
            name=name,
        ) from err
    except (OSError, ValueError) as err:
        raise DataError(
            f"{name} cannot be read: {getattr(err, 'strerror', None) or err}.",
            hint="Check that its drive is still connected, or copy it to this computer.",
            name=name,
        ) from err
    same = (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    return data if same and len(data) == after.st_size else None


def too_large(name: str, size: int) -> TableTooLargeError:
    """Return the error for a file beyond what fits."""
    return TableTooLargeError(
        f"{name} has {size / 2**20:,.0f} MiB, more than fits.",
        hint="Keep the rows and columns that matter, or save it as Parquet.",
        name=name,
        size_bytes=size,
    )


def unpack(data: bytes, name: str, part: str | None, cancel: CancelToken) -> Content:
    """Return the table file inside compressed bytes, or the bytes themselves.

    Parameters
    ----------
    data : bytes
        Of the file.
    name : str
        Its name.
    part : str or None
        The member asked for, followed by ``!`` and a part of it, where it has some.
    cancel : CancelToken
        Polled for each piece.

    Raises
    ------
    DataError
        If the archive is damaged, holds no table, or would not fit.
    """
    content = Content(data, name, part=part)
    for magic, suffix in _PACKED:
        if data.startswith(magic):
            unpacked = _stream(data, suffix, name, cancel)
            bare = name[: -len(suffix)] if name.lower().endswith(suffix) else name
            content = Content(unpacked, bare, part=part)
    if is_archive(content.data) and content.suffix not in WORKBOOKS:
        return _member(content, part, cancel)
    return content


def is_packed(head: bytes) -> bool:
    """Return whether a file that starts so is compressed as a whole."""
    return any(head.startswith(magic) for magic, _ in _PACKED)


def _stream(data: bytes, suffix: str, name: str, cancel: CancelToken) -> bytes:
    try:
        with _opened(data, suffix) as file:
            return _limited(file, len(data), name, cancel)
    except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as err:
        raise UnsupportedFileError(
            f"{name} is a damaged archive: {err}", hint="Fetch it again.", name=name
        ) from err


def _opened(data: bytes, suffix: str) -> IO[bytes] | gzip.GzipFile:
    file = io.BytesIO(data)
    if suffix == ".gz":
        return gzip.GzipFile(fileobj=file)
    if suffix == ".bz2":
        return bz2.BZ2File(file)
    if suffix == ".xz":
        return lzma.LZMAFile(file)
    import pyarrow as pa

    stream: IO[bytes] = pa.CompressedInputStream(pa.BufferReader(data), "zstd")
    return stream


def _limited(file: IO[bytes] | gzip.GzipFile, packed: int, name: str, cancel: CancelToken) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := file.read(CHUNK):
        cancel.raise_if_set()
        size += len(chunk)
        if size > MAX_UNPACKED or (size > SAFE_BYTES and size > MAX_RATIO * packed):
            raise too_large(name, size)
        chunks.append(bytes(chunk))
    return b"".join(chunks)


def is_archive(data: bytes) -> bool:
    """Return whether the bytes are a ZIP archive that is no workbook."""
    if not data.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return not any(
        _SHEETS.match(n) or n in ("mimetype", "content.xml", "xl/workbook.xml") for n in names
    )


def _member(content: Content, part: str | None, cancel: CancelToken) -> Content:
    name = content.name
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
            infos = {member_name(info): info for info in archive.infolist() if _may_hold(info)}
            if not infos:
                raise empty_table(name)
            wanted, _, inner = (part or "").partition("!")
            if part is None:
                wanted = _likeliest(infos)
            elif wanted not in infos:
                raise no_such_part(name, wanted, list(infos))
            info = infos[wanted]
            if info.file_size > MAX_UNPACKED:
                raise too_large(wanted, info.file_size)
            with archive.open(info) as file:
                data = _limited(file, max(info.compress_size, 1), wanted, cancel)
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, ValueError) as err:
        raise UnsupportedFileError(
            f"{name} is a damaged archive: {err}", hint="Fetch it again.", name=name
        ) from err
    except (RuntimeError, NotImplementedError) as err:
        raise UnsupportedFileError(
            f"{name} is locked or packed in an unknown way: {err}",
            hint="Unpack it and open the file inside.",
            name=name,
        ) from err
    return Content(data, PurePosixPath(wanted).name, wanted, tuple(infos), inner or None)


def member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; Chinese Windows writes GBK without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def _may_hold(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename).parts
    hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    return not info.is_dir() and not hidden and info.file_size > 0


_TABLES = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xls", ".ods", ".parquet", ".json", ".jsonl")


def _likeliest(infos: dict[str, zipfile.ZipInfo]) -> str:
    """Return the largest member with a suffix of tables, else the largest."""
    return max(
        infos,
        key=lambda name: (
            PurePosixPath(name).suffix.lower() in _TABLES
            and "readme" not in PurePosixPath(name).name.lower(),
            infos[name].file_size,
        ),
    )
