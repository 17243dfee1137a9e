"""Fetching a large file over a bad line: resumed, checked, never left half done.

Runs in a download's own child process, see `downloads`. The bytes go to
``NAME.part``; only a file whose SHA-256 is right gets its name. A part that is
left by a broken line, a cancel or a crash is taken up where it ends.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vizapp.core.error_texts import WORDS
from vizapp.core.language import Lang, Text
from vizapp.core.tasks import CancelToken
from vizapp.reasoning.downloads import Download, Received, download_error
from vizapp.reasoning.gguf_header import is_cut_short
from vizapp.reasoning.transport import Exchange, Head, TransportError

SILENCE_S = 30.0  # without a byte, the line counts as broken and is opened anew
PAUSE_S = 1.0  # before it is
MAX_FAILURES = 4  # in a row at one place without a byte
_SPARE_BYTES = 64 * 2**20  # that stay free on the disk
_TELL_S = 0.2
_BLOCK = 1 << 20
_MAGIC = b"GGUF"
_POINTER = re.compile(rb"oid sha256:([0-9a-f]{64})\s+size (\d+)")
_MISSING = re.compile(r"(\d+) bytes are missing")
_RANGE = re.compile(r"bytes (\d+)-\d*/(\d+|\*)")


@dataclass(frozen=True)
class _Expected:
    """What the publisher says of the file; None where it does not."""

    sha256: str | None
    size: int | None


_PROBLEMS: dict[str, Text] = {
    # what is wrong with a place or with what it sends
    "no_digest": {
        "zh": "没有给出文件的 SHA-256（HTTP {}）",
        "en": "it does not tell the file's SHA-256 (HTTP {})",
    },
    "status": {"zh": "HTTP {}", "en": "HTTP {}"},
    "another": {
        "zh": "那里是另一个文件（{} 字节）",
        "en": "another file of {} bytes is there",
    },
    "too_much": {"zh": "收到的比文件还多", "en": "it sends more than the file has"},
    "no_gguf": {"zh": "不是 GGUF 文件", "en": "it is no GGUF file"},
    "digest": {"zh": "SHA-256 不符", "en": "its SHA-256 is wrong"},
    # what happened on the line, by `TransportError.reason`
    "address": {"zh": "地址无效：{}", "en": "not a valid address: {}"},
    "unreachable": {"zh": "无法连接：{}", "en": "cannot be reached: {}"},
    "timeout": {"zh": "没有回应（{}）", "en": "does not answer ({})"},
    "broken": {"zh": "连接中断：{}", "en": "the line broke: {}"},
    "redirect": {"zh": "重定向无法完成：{}", "en": "its redirect leads nowhere: {}"},
}


_OF_THE_LINE = {
    "the end of the file is missing": "缺少文件末尾",
    "it sends another part than it was asked for": "发来的不是所要的部分",
}


class _Unusable(Exception):  # noqa: N818 - never leaves this module
    """A place does not give the file; see `_PROBLEMS`."""

    def __init__(self, problem: str, detail: object = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.detail = str(detail)


class _Corrupt(_Unusable):
    """What arrived is not what was published."""


class _NotHere(_Unusable):
    """The file is not at this place."""


def fetch(
    download: Download, *, cancel: CancelToken, tell: Callable[[Received], None]
) -> dict[str, Any]:
    """Fetch the file and return its record: name, size, SHA-256, where from.

    Raises
    ------
    DownloadError
        If no place gives the whole file, or the disk has no room for it.
    Cancelled
        Once the token is set; what has arrived is kept for the next time.
    """
    target = Path(download.target)
    target.parent.mkdir(parents=True, exist_ok=True)
    work = _Fetch(download, target, cancel, tell)
    problems: list[str] = []
    reason = "unreachable"
    for url in download.urls:
        try:
            return work.from_place(url)
        except (TransportError, _NotHere, _Corrupt) as err:
            problems.append(f"{_host(url)}: {_told(err, download.lang)}")
            reason = "corrupt" if isinstance(err, _Corrupt) else "unreachable"
    told = "；" if download.lang == "zh" else "; "
    raise download_error(download, reason, told.join(problems), kept=work.have() > 0)


class _Fetch:
    """One file."""

    def __init__(
        self,
        download: Download,
        target: Path,
        cancel: CancelToken,
        tell: Callable[[Received], None],
    ) -> None:
        self._download = download
        self._target = target
        self._cancel = cancel
        self._tell = tell
        self._told = 0.0
        self._begun = time.monotonic()
        self._fetched = 0  # in this run
        self.part = target.with_name(target.name + ".part")
        self._note = target.with_name(target.name + ".part.json")

    def from_place(self, url: str) -> dict[str, Any]:
        """Fetch all from one place; a line that breaks is opened anew while it helps."""
        expected = self._expected(url)
        self._forget_another(url, expected)
        own = self.have() == 0  # whether all bytes are this place's
        failures = 0
        while True:
            before = self.have()
            try:
                self._receive(url, expected)
                return self._finish(url, expected)
            except _Corrupt:
                self.part.unlink(missing_ok=True)
                if own:
                    self._note.unlink(missing_ok=True)
                    raise
                own = True  # what was there before may have been wrong: once more from zero
            except TransportError:
                failures = failures + 1 if self.have() <= before else 0
                if failures >= MAX_FAILURES:
                    raise
                self._pause()

    def _pause(self) -> None:
        end = time.monotonic() + PAUSE_S
        while time.monotonic() < end:
            self._cancel.raise_if_set()
            time.sleep(0.05)

    def have(self) -> int:
        """Return how many bytes have arrived."""
        return self.part.stat().st_size if self.part.exists() else 0

    def _expected(self, url: str) -> _Expected:
        """Return what is known of the file, else what its pointer on the hub says."""
        if self._download.sha256:
            return _Expected(self._download.sha256.lower(), None)
        if "/resolve/" not in url:
            return _Expected(None, None)
        with self._opened(url.replace("/resolve/", "/raw/", 1), {}) as (exchange, head):
            body = exchange.read(SILENCE_S, 2000) if head.status == 200 else b""
        found = _POINTER.search(body)
        if found is None:
            raise _NotHere("no_digest", head.status)
        return _Expected(found[1].decode("ascii"), int(found[2]))

    def _forget_another(self, url: str, expected: _Expected) -> None:
        """Drop a part of another file of that name.

        Files are known by their digest; where nobody tells it, by where they lie.
        """
        wanted = {"sha256": expected.sha256}
        if expected.sha256 is None:
            wanted["url"] = url
        known: Any = None
        with contextlib.suppress(OSError, ValueError):
            known = json.loads(self._note.read_text("utf-8"))
        if self.part.exists() and known != wanted:
            self.part.unlink()
        self._note.write_text(json.dumps(wanted), "utf-8")

    @contextlib.contextmanager
    def _opened(self, url: str, headers: dict[str, str]) -> Iterator[tuple[Exchange, Head]]:
        exchange = Exchange(
            "GET", url, cancel=self._cancel, headers={"User-Agent": "vizapp", **headers}
        )
        try:
            yield exchange, exchange.head(SILENCE_S)
        finally:
            exchange.close()

    def _receive(self, url: str, expected: _Expected) -> None:
        """Append what is missing to the part."""
        have = self.have()
        if expected.size is not None and have >= expected.size:
            return
        headers = {"Range": f"bytes={have}-"} if have else {}
        with self._opened(url, headers) as (exchange, head):
            if head.status == 416:  # nothing beyond what we have: let the digest decide
                return
            if head.status not in (200, 206):
                raise _NotHere("status", head.status)
            start, total = _place(head, have)
            if None not in (total, expected.size) and total != expected.size:
                raise _NotHere("another", total)
            total = expected.size or total
            self._check_room(total, start)
            with open(self.part, "r+b" if self.part.exists() else "wb") as file:
                file.truncate(start)
                file.seek(start)
                for chunk in exchange.chunks(SILENCE_S):
                    file.write(chunk)
                    start += len(chunk)
                    self._fetched += len(chunk)
                    self._report("fetch", start, total)
                    if total is not None and start > total:
                        raise _Corrupt("too_much")
        if total is not None and start < total:
            raise TransportError("broken", f"{total - start} bytes are missing")

    def _check_room(self, total: int | None, have: int) -> None:
        needed = (total or self._download.size_bytes or 0) - have
        free = shutil.disk_usage(self._target.parent).free
        if needed + _SPARE_BYTES > free:
            lacking = {
                "zh": f"{_gib(needed)} GiB\uff0c\u78c1\u76d8\u53ea\u5269 {_gib(free)} GiB",
                "en": f"{_gib(needed)} GiB more, and the disk has {_gib(free)} GiB left",
            }
            raise download_error(self._download, "disk", lacking[self._download.lang])

    def _finish(self, url: str, expected: _Expected) -> dict[str, Any]:
        digest = self._digest()
        with open(self.part, "rb") as file:
            magic = file.read(len(_MAGIC))
        if magic != _MAGIC:
            raise _Corrupt("no_gguf")
        if expected.sha256 not in (None, digest):
            raise _Corrupt("digest")
        if expected.sha256 is None and is_cut_short(self.part):
            # A line that just ends, of which nobody told the length, looks like a whole one.
            raise TransportError("broken", "the end of the file is missing")
        record = {
            "file": self._target.name,
            "size_bytes": self.have(),
            "sha256": digest,
            "checked": expected.sha256 is not None,
            "url": url,
            "licence": self._download.licence,
        }
        os.replace(self.part, self._target)  # noqa: PTH105 - replaces on Windows, too
        self._note.unlink(missing_ok=True)
        return record

    def _digest(self) -> str:
        digest, done, total = hashlib.sha256(), 0, self.have()
        with open(self.part, "rb") as file:
            while block := file.read(_BLOCK):
                self._cancel.raise_if_set()
                digest.update(block)
                done += len(block)
                self._report("check", done, total)
        return digest.hexdigest()

    def _report(self, step: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - self._told >= _TELL_S or done == total:
            self._told = now
            speed = self._fetched / max(now - self._begun, 1e-3)
            self._tell(Received(step, done, total, speed))


def _place(head: Head, have: int) -> tuple[int, int | None]:
    """Return where the reply's bytes begin and how large the whole file is."""
    if head.status == 206:
        found = _RANGE.match(head.headers.get("content-range", ""))
        if found is None or int(found[1]) != have:
            raise TransportError("broken", "it sends another part than it was asked for")
        return have, None if found[2] == "*" else int(found[2])
    size = head.headers.get("content-length", "")
    return 0, int(size) if size.isdigit() else None


def _gib(amount: int) -> str:
    return f"{amount / 2**30:.1f}"


def _told(err: _Unusable | TransportError, lang: Lang) -> str:
    problem = err.problem if isinstance(err, _Unusable) else err.reason
    detail = err.detail if lang == "en" else _in_chinese(err.detail)
    return _PROBLEMS[problem][lang].format(detail)


def _in_chinese(detail: str) -> str:
    """Return what the system or `transport` said of a line; anything else stays as it is."""
    if found := _MISSING.fullmatch(detail):
        return f"缺少 {found[1]} 字节"
    return _OF_THE_LINE.get(detail) or WORDS.get(detail, detail)


def _host(url: str) -> str:
    return url.split("/")[2] if url.count("/") > 2 else url
