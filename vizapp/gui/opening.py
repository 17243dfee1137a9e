"""Everything that opens or saves a document: files, the clipboard, projects."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal

from vizapp.core.errors import DataError, VizappError
from vizapp.core.tasks import CancelToken
from vizapp.gui.documents import Document, Documents
from vizapp.gui.jobs import JobPool, Report
from vizapp.gui.keeping import MAX_COPY_BYTES, Keeper, Kept
from vizapp.gui.pasting import pasted_table
from vizapp.gui.texts import text
from vizapp.gui.values import Notice
from vizapp.project import (
    SUFFIX,
    Project,
    TableFile,
    extract_table,
    load_project,
    save_project,
    write_whole,
)


class Opener(QObject):
    """Fills documents and writes them to files of the person's own."""

    failed = Signal(object)  # Notice
    saved = Signal(object)  # Notice

    def __init__(self, documents: Documents, keeper: Keeper) -> None:
        super().__init__()
        self._documents = documents
        self._keeper = keeper
        self._pool = JobPool(1, self)

    def open_files(self, files: Sequence[Path]) -> None:
        """Open files, each in a tab of its own; the first one is shown, the others wait."""
        first: Document | None = None
        for path in files:
            document = self._documents.room() if first is None else self._documents.add()
            self._wait(
                document, Project(path.stem, TableFile(str(path))), self._how(document, path)
            )
            first = first or document
        if first is not None:
            self._documents.show(first)

    def _wait(self, document: Document, project: Project, pending: Callable[[], None]) -> None:
        document.pending, document.waiting = pending, project
        self._recall(document, project)
        document.name(project.name)
        document.changed.emit()

    def _recall(self, document: Document, project: Project) -> None:
        """Let the page put back what only widgets know."""
        document.kept_draft = project.draft or None
        document.kept_talk = project.talk

    def _how(self, document: Document, path: Path) -> Callable[[], None]:
        if path.suffix.lower() == SUFFIX:
            return lambda: self._open_project(document, path)
        return lambda: document.controller.open(path)

    def _open_project(self, document: Document, path: Path) -> None:
        folder = self._keeper.file_of(document).with_suffix("")

        def find() -> tuple[Project, Path]:
            project = load_project(path)
            self._recall(document, project)  # before its table is on screen
            table = extract_table(path, folder)
            if table is None:
                table = Path(project.table.path)
                if not table.exists():
                    raise DataError(
                        f"{path.name} keeps only the path of its table: {table}.",
                        hint="Put the table there, or open the table itself.",
                    )
            return project, table

        document.project_path = path
        document.controller.restore(path, find)
        self._documents.preferences.remember(path)

    def bring_back(self, kept: Sequence[Kept]) -> None:
        """Show kept documents again; the first one at once."""
        first: Document | None = None
        for item in kept:
            document = self._documents.room() if first is None else self._documents.add()
            own = self._keeper.adopt(item, document)
            self._wait(document, item.project, self._how_kept(document, own))
            file = Path(item.project.saved_as)
            document.project_path = file if item.project.saved_as and file.exists() else None
            first = first or document
        if first is not None:
            self._documents.show(first)

    def _how_kept(self, document: Document, kept: Kept) -> Callable[[], None]:
        def find() -> tuple[Project, Path]:
            self._keeper.settle()  # the copy of the table may still be on its way
            return kept.project, kept.source

        def pending() -> None:
            document.controller.restore(Path(kept.project.table.path), find)

        return pending

    # -- the clipboard ------------------------------------------------------------

    def paste(self, mime: QMimeData) -> None:
        """Open the table on the clipboard, or say that there is none."""
        urls = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if urls:
            self.open_files(urls)
            return
        found = pasted_table(mime)
        if found is None:
            self.failed.emit(Notice("warning", "notice.nothing_to_paste"))
            return
        content, suffix = found
        document = self._documents.room()
        name = self._pasted_name()
        path = self._keeper.file_of(document).with_suffix("") / f"{name}{suffix}"

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            write_whole(path, lambda file: file.write(content))
            yield path

        job = self._pool.start(work)
        job.delivered.connect(document.controller.open)
        job.failed.connect(self._on_failed)
        document.name(name)
        self._documents.show(document)

    def _pasted_name(self) -> str:
        """Return a name that tells this clipboard from those that were pasted before."""
        name = text("paste.name", self._documents.preferences.lang)
        taken = {document.title for document in self._documents.all}
        numbers = itertools.count(2)
        found = name
        while found in taken:
            found = f"{name} {next(numbers)}"
        return found

    # -- projects -----------------------------------------------------------------

    def save(self, document: Document, path: Path) -> None:
        """Write a document as a project file, with its table unless that is very large."""
        snapshot = document.snapshot()
        c = document.controller
        if snapshot is None or c.table is None:
            return
        table = c.table.source or c.table.path
        picture = c.drawing.png if c.drawing is not None else None

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            whole = table is not None and table.stat().st_size <= MAX_COPY_BYTES
            project = replace(snapshot(), saved_as="")  # the file itself may be moved
            save_project(project, path, table=table if whole else None, picture=picture)
            yield path

        def done(_path: object) -> None:
            if document in self._documents.all:  # else closed while it was written
                document.project_path = path
                document.renamed.emit()
                document.changed.emit()  # so that the session keeps where it was saved
            self._documents.preferences.remember(path)
            self.saved.emit(Notice("info", "notice.saved", {"path": str(path)}))

        job = self._pool.start(work)
        job.delivered.connect(done)
        job.failed.connect(self._on_failed)

    def _on_failed(self, err: VizappError) -> None:
        self.failed.emit(Notice("error", "notice.failed", {"message": str(err)}))

    def close(self) -> bool:
        """Let what is being written be written; return whether it is."""
        return self._pool.finish()
