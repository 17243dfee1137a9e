"""Files that appear whole or not at all, and what to do when they do not."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

_HINTS = {
    errno.ENOSPC: "The disk is full: make room, or choose another disk.",
    errno.EDQUOT: "The disk is full: make room, or choose another disk.",
    errno.EACCES: "The folder may not be written, or the file is open in another program.",
    errno.EPERM: "The folder may not be written, or the file is open in another program.",
}


def _read_mask() -> int:
    """Return which rights new files do not get; asked once, as asking changes it for a moment."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


_MASK = _read_mask()


def write_hint(err: OSError) -> str:
    """Return what to do about a file that could not be written."""
    return _HINTS.get(err.errno or 0, "Choose another folder.")


def readable(name: str) -> str:
    """Return a file's name as text; on Unix it may be bytes of another time or system.

    Examples
    --------
    >>> readable("销售"), readable(os.fsdecode("销售".encode("gb18030")))
    ('销售', '销售')
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        data = name.encode("utf-8", "surrogateescape" if _is_bytes(name) else "replace")
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            return data.decode("utf-8", "replace")
    return name


def _is_bytes(name: str) -> bool:
    return all(not "\ud800" <= c <= "\udfff" or "\udc80" <= c <= "\udcff" for c in name)


def json_bytes(record: object, *, indent: int | None = None) -> bytes:
    """Return a record as JSON in UTF-8; a name that is no text comes back as it is."""
    # What UTF-8 cannot hold is written as JSON's own escape.
    text = json.dumps(record, ensure_ascii=False, indent=indent)
    return text.encode("utf-8", "backslashreplace")


def replace_file(
    path: Path, fill: Callable[[IO[bytes]], object], *, sync: bool = True, private: bool = False
) -> None:
    """Write a file that appears whole or not at all, also when the process is killed.

    Parameters
    ----------
    path : Path
        The file to write or to replace; one that may not be written is not replaced.
    fill : callable
        Writes into the open file; whatever it raises, the old file stays.
    sync : bool
        Whether to wait for the disk, so that the same holds for a power cut, and a
        full disk that tells late is heard.
    private : bool
        Whether nobody else may read it.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    effective = os.access in os.supports_effective_ids
    try:
        os.fsencode(path)
    except UnicodeEncodeError as err:
        raise OSError(errno.EILSEQ, os.strerror(errno.EILSEQ), str(path)) from err
    if "\x00" in str(path):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    if path.exists() and not os.access(path, os.W_OK, effective_ids=effective):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".vizapp-", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            fill(file)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        if not private:
            temporary.chmod(0o666 & ~_MASK)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):  # the first fault is the one to tell
            temporary.unlink()
        raise
