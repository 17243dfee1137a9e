"""Every open document is kept on disk all the time, so that a kill loses nothing.

A session is a folder with one small project file per document, copies of the
tables, `tabs.json` with their order, and a lock that tells whether its process
lives. Writing happens in one thread of its own; each file appears whole or not
at all. What is written is what was on screen when the writing began; a change
during it starts another one.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal

from vizapp.core.errors import DataError, ExportError, VizappError
from vizapp.core.tasks import CancelToken
from vizapp.gui.documents import Document
from vizapp.gui.jobs import Job, JobPool, Report
from vizapp.project import SUFFIX, Project, TableFile, load_project, save_project, write_whole

log = logging.getLogger(__name__)

_HINT = "Make room, or ask for the right to write there."
MAX_COPY_BYTES = 256 * 2**20  # a larger table is found again by its path only
_LOCK, _TABS, _CLOSED, _ASIDE = "lock", "tabs.json", "ended", "aside"


@dataclass(frozen=True)
class Kept:
    """One document of an earlier session."""

    file: Path
    project: Project

    @property
    def source(self) -> Path:
        """The file to read: the one that it was, else the copy of it."""
        copy = table_copy(self.file)
        if copy is None or self.project.table.is_unchanged:
            return Path(self.project.table.path)
        return copy


def table_copy(file: Path) -> Path | None:
    """Return the copy of the table that belongs to a kept document."""
    folder = file.with_suffix("")
    return next(iter(sorted(folder.iterdir())), None) if folder.is_dir() else None


class Keeper(QObject):
    """Keeps the documents of this session and finds those of earlier ones.

    Parameters
    ----------
    folder : Path
        Where the sessions lie.
    """

    found = Signal(object)  # tuple of Kept: what earlier sessions left
    failed = Signal(object)  # VizappError: the first time that something was not kept
    written = Signal(object)  # id of a document whose state is on disk

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._root = folder
        self.folder = folder / f"{int(time.time() * 1000):013d}-{os.getpid()}"
        self._lock: QLockFile | None = None
        self._pool = JobPool(1, self)
        # A large table must not keep what is on screen waiting.
        self._copying = JobPool(1, self)
        self._writing: set[int] = set()
        self._waiting: dict[int, Document] = {}
        self._gone: set[int] = set()
        self._said = False  # whether the person knows that something is not kept
        self._tabs: tuple[tuple[int, ...], int | None] = ((), None)
        self.earlier: tuple[Kept, ...] = ()
        self._ended: list[Path] = []  # the folders of the sessions that were found

    # -- this session -------------------------------------------------------------

    def begin(self) -> None:
        """Lock this session's folder and look for earlier ones, in the background."""

        def work() -> object:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = QLockFile(str(self.folder / _LOCK))
            self._lock.setStaleLockTime(0)  # only a process that ended makes it stale
            self._lock.tryLock(0)
            return find_sessions(self._root, self.folder)

        self._start(work).delivered.connect(self._on_found)

    def _start(self, write: Callable[[], object], pool: JobPool | None = None) -> Job:
        """Queue some writing; what it returns is delivered, its failure is told once."""

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            try:
                yield write()
            except ExportError as err:  # whose hint is for files that a person names
                raise ExportError(err.message, hint=_HINT, **err.fields) from err
            except OSError as err:
                raise ExportError(
                    f"{err.filename or self.folder}: {err.strerror or err}.", hint=_HINT
                ) from err

        job = (pool or self._pool).start(work)
        job.failed.connect(self._on_failed)
        return job

    def _on_found(self, result: tuple[list[Path], tuple[Kept, ...]]) -> None:
        self._ended, self.earlier = result
        if self.earlier:
            self.found.emit(self.earlier)

    def file_of(self, document: Document) -> Path:
        """Return where a document is kept."""
        return self.folder / f"{document.id}{SUFFIX}"

    def keep(self, document: Document) -> None:
        """Write the document as it is now, as soon as the last writing is done."""
        if document.id in self._gone:
            return
        if document.id in self._writing:
            self._waiting[document.id] = document
            return
        self._waiting.pop(document.id, None)
        snapshot = document.snapshot()
        if snapshot is None:
            return
        self._writing.add(document.id)
        file = self.file_of(document)

        def work() -> int:
            # Not waiting for the disk: the next change would have to wait too.
            save_project(snapshot(), file, sync=False)
            return document.id

        job = self._start(work)
        job.delivered.connect(self.written)
        for ended in (job.finished, job.failed, job.cancelled):
            ended.connect(lambda *_, d=document: self._on_written(d))

    def _on_written(self, document: Document) -> None:
        self._writing.discard(document.id)
        if document.id in self._waiting:
            self.keep(document)

    def keep_table(self, document: Document, path: Path) -> None:
        """Copy the table's file, so that the document survives a change of it."""
        folder = self.file_of(document).with_suffix("")

        self._start(lambda: TableFile.of(path)).delivered.connect(document.set_table_file)
        if path.is_relative_to(folder):
            return

        def copy() -> None:
            try:
                copy_table(path, folder)
            except OSError:
                if document.id not in self._gone:  # else its folder was moved away
                    raise

        self._start(copy, self._copying)

    def keep_tabs(self, ids: Sequence[int], current: int | None) -> None:
        """Write the order of the documents and which one is on screen."""
        tabs = (tuple(ids), current)
        if tabs == self._tabs:
            return
        self._tabs = tabs
        file = self.folder / _TABS
        record = json.dumps({"tabs": list(ids), "current": current}).encode()
        self._start(lambda: write_whole(file, lambda out: out.write(record), sync=False))

    def _on_failed(self, err: VizappError) -> None:
        log.info("not kept: %s", err)
        if not self._said:
            self._said = True
            self.failed.emit(err)

    def set_aside(self, document: Document) -> Kept | None:
        """Take a document out of the session, so that only `adopt` brings it back."""
        self._gone.add(document.id)
        self._waiting.pop(document.id, None)
        snapshot = document.snapshot()
        if snapshot is None:
            return None
        file = self.file_of(document)
        kept = Kept(self.folder / _ASIDE / file.name, snapshot())

        def work() -> None:
            _move(file, kept.file)
            save_project(kept.project, kept.file)

        self._start(work)
        return kept

    # -- earlier sessions ---------------------------------------------------------

    def take_over(self) -> tuple[Kept, ...]:
        """Return what earlier sessions left; `adopt` moves each into this one."""
        taken, self.earlier = self.earlier, ()
        return taken

    def adopt(self, kept: Kept, document: Document) -> Kept:
        """Move a kept document into this session, as that document."""
        own = Kept(self.file_of(document), kept.project)
        self._start(lambda: _move(kept.file, own.file))
        return own

    def settle(self) -> None:
        """Wait until all that was asked for is on disk; for job threads only."""
        self._copying.finish()
        self._pool.finish()

    def forget_earlier(self) -> None:
        """Delete what earlier sessions left."""
        self.earlier = ()
        folders, self._ended = self._ended, []

        def work() -> None:
            for folder in folders:
                shutil.rmtree(folder, ignore_errors=True)

        self._start(work)

    def close(self, documents: Sequence[Document]) -> bool:
        """Write what is still to be written and mark the session as ended well."""
        last = [(self.file_of(d), d.snapshot()) for d in documents]
        ended = self._copying.finish()
        ended = self._pool.finish() and ended
        try:
            kept = set()
            for file, snapshot in last:
                if snapshot is not None:
                    save_project(snapshot(), file)
                    kept.add(file)
            if kept:
                (self.folder / _CLOSED).touch()
            else:
                shutil.rmtree(self.folder, ignore_errors=True)
        except (VizappError, OSError) as err:
            log.info("session not kept: %s", err)
        if self._lock is not None:
            self._lock.unlock()
        return ended


def _move(file: Path, to: Path) -> None:
    """Move a kept document with the copy of its table; the table goes first."""
    to.parent.mkdir(parents=True, exist_ok=True)
    if file.with_suffix("").is_dir():
        file.with_suffix("").replace(to.with_suffix(""))
    if file.exists():
        file.replace(to)


def copy_table(path: Path, folder: Path) -> None:
    """Copy a table's file into a folder that then holds nothing else.

    A very large one is left where it is.
    """
    if path.stat().st_size > MAX_COPY_BYTES:
        return
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder.with_suffix(".copy")
    shutil.copyfile(path, temporary)
    for old in folder.iterdir():
        old.unlink()
    temporary.replace(folder / path.name)


def find_sessions(root: Path, own: Path) -> tuple[list[Path], tuple[Kept, ...]]:
    """Return the folders of sessions whose process ended, and their documents in order.

    Of sessions that ended well only the newest counts; what a killed one left
    is kept until the person restores or discards it.
    """
    folders = [f for f in sorted(root.iterdir()) if f.is_dir() and f != own and _is_dead(f)]
    well = [folder for folder in folders if (folder / _CLOSED).exists()]
    for folder in well[:-1]:
        shutil.rmtree(folder, ignore_errors=True)
        folders.remove(folder)
    found: list[Kept] = []
    for folder in folders:
        kept = _documents_in(folder)
        if kept:
            found += kept
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return [f for f in folders if f.exists()], tuple(found)


def _is_dead(folder: Path) -> bool:
    lock = QLockFile(str(folder / _LOCK))
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        return False
    lock.unlock()
    return True


def _documents_in(folder: Path) -> list[Kept]:
    files = {int(f.stem): f for f in folder.glob(f"*{SUFFIX}") if f.stem.isdecimal()}
    try:
        record = json.loads((folder / _TABS).read_text("utf-8"))
        order = [n for n in record["tabs"] if isinstance(n, int)]
    except (OSError, ValueError, KeyError, TypeError):
        order = sorted(files)
    found = []
    for n in [*order, *(n for n in sorted(files) if n not in order)]:
        if n not in files:
            continue
        try:
            found.append(Kept(files[n], load_project(files[n])))
        except DataError as err:
            log.info("left out: %s", err)
    return found
