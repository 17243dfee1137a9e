"""Downloads of model files, each in a child process of its own.

Nothing is fetched before the person asks. This module starts the process and
tells how far it is; the network code (`fetching`, `transport`) is imported there
alone. A cancel ends it at once and keeps what has arrived.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from vizapp.core.errors import Cancelled, DownloadError, from_dict
from vizapp.core.language import Lang, Text
from vizapp.core.processes import without_main
from vizapp.core.tasks import CancelToken

_POLL_S = 0.05
_CANCEL_S = 1.0  # a process that does not stop by then is ended


_FAILED: dict[str, tuple[Text, Text]] = {
    "unreachable": (
        {
            "zh": "未能下载 {name}：{detail}。",
            "en": "{name} could not be fetched. {detail}.",
        },
        {
            "zh": "请稍后重试，或指定其他镜像。已下载的部分会保留。",
            "en": "What has arrived is kept: try again to go on, or name another host.",
        },
    ),
    "corrupt": (
        {
            "zh": "下载的 {name} 与发布的文件不一致，已删除：{detail}。",
            "en": "What arrived of {name} is not what was published, and was deleted: {detail}.",
        },
        {"zh": "请重试，或指定其他镜像。", "en": "Try again, or name another host."},
    ),
    "disk": (
        {
            "zh": "{name} 还需要 {detail}。",
            "en": "{name} needs {detail}.",
        },
        {"zh": "请先清理磁盘空间。", "en": "Make room on the disk first."},
    ),
    "file": (
        {"zh": "无法写入 {name}：{detail}。", "en": "{name} cannot be written: {detail}."},
        {"zh": "", "en": ""},
    ),
    "lost": (
        {
            "zh": "下载 {name} 的进程意外结束。",
            "en": "The process that fetched {name} ended unexpectedly.",
        },
        {
            "zh": "已下载的部分会保留，可以重试。",
            "en": "What has arrived is kept: try again to go on.",
        },
    ),
}


_NOTHING_KEPT: Text = {
    "zh": "请稍后重试，或指定其他镜像。",
    "en": "Try again later, or name another host.",
}


def download_error(
    task: Download, reason: str, detail: str = "", *, kept: bool = True
) -> DownloadError:
    """Return the error with its message in the person's language.

    `kept` is whether something has arrived that a second try goes on from.
    """
    message, hint = _FAILED[reason]
    if reason == "unreachable" and not kept:
        hint = _NOTHING_KEPT
    name = Path(task.target).name
    return DownloadError(
        message[task.lang].format(name=name, detail=detail.rstrip(".")),
        hint=hint[task.lang],
        reason=reason,
    )


@dataclass(frozen=True)
class Download:
    """What to fetch.

    Parameters
    ----------
    urls : tuple of str
        Places of the same file, tried one after the other.
    target : str
        The file to write.
    sha256 : str or None
        Its digest; None to ask the hub for it, where the address is a hub's.
    size_bytes : int or None
        About how large it is, to check the disk before the server says.
    licence : str
        Kept beside the file.
    lang : Lang
        The language of what went wrong.
    """

    urls: tuple[str, ...]
    target: str
    sha256: str | None = None
    size_bytes: int | None = None
    licence: str = ""
    lang: Lang = "en"


@dataclass(frozen=True)
class Received:
    """How far a download is.

    `step` is ``fetch`` or ``check``; `speed` counts bytes a second, those of this
    run alone; `total` is None while nobody has told it.
    """

    step: str
    done: int
    total: int | None
    speed: float


@dataclass(frozen=True)
class Fetched:
    """The end of a download: the record of the file, see `fetching.fetch`."""

    record: Mapping[str, Any]


def download(task: Download, *, cancel: CancelToken) -> Iterator[Received | Fetched]:
    """Fetch a file in a child process; the last item is `Fetched`.

    Raises
    ------
    DownloadError
        If it could not be fetched; the message says why and what is kept.
    Cancelled
        Soon after `cancel` is set; what has arrived is kept.
    """
    cancel.raise_if_set()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=_main, args=(theirs, asdict(task)), daemon=True, name="vizapp-download"
    )
    with without_main():
        process.start()
    theirs.close()
    try:
        yield from _received(ours, task, cancel)
    finally:
        ours.close()
        process.join(_CANCEL_S)
        if process.is_alive():
            process.kill()
            process.join(5)
        process.close()


def _received(
    ours: Connection, task: Download, cancel: CancelToken
) -> Iterator[Received | Fetched]:
    while True:
        if cancel.is_set:
            raise Cancelled
        try:
            if not ours.poll(_POLL_S):
                continue
            record = ours.recv()
        except (EOFError, OSError):
            raise download_error(task, "lost") from None
        if record["kind"] == "progress":
            yield Received(**record["received"])
        elif record["kind"] == "fetched":
            yield Fetched(record["record"])
            return
        else:
            error = from_dict(record["error"])
            raise DownloadError(error.message, hint=error.hint, **error.fields)


def _main(connection: Connection, options: Mapping[str, Any]) -> None:
    """Fetch the file; the target of the spawned process, which ends with its parent."""
    import signal

    from vizapp.core.errors import VizappError
    from vizapp.reasoning.fetching import fetch

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl+C means
    cancel = CancelToken()

    def listen() -> None:
        try:
            connection.recv()
        except (EOFError, OSError):
            cancel.set()

    def send(kind: str, **fields: Any) -> None:
        try:
            connection.send({"kind": kind, **fields})
        except (OSError, ValueError):
            os._exit(0)  # nobody is there any more

    threading.Thread(target=listen, daemon=True).start()
    task = Download(**{**options, "urls": tuple(options["urls"])})
    try:
        record = fetch(task, cancel=cancel, tell=lambda r: send("progress", received=asdict(r)))
        send("fetched", record=record)
    except Cancelled:
        return
    except VizappError as err:
        send("failed", error=err.to_dict())
    except OSError as err:
        told = download_error(task, "file", err.strerror or str(err))
        send("failed", error=told.to_dict())
