"""The open documents: each has its own controller; backend and preferences are shared."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from vizapp.gui.bridge import Backend
from vizapp.gui.controller import Controller
from vizapp.gui.preferences import Preferences
from vizapp.project import Project, TableFile

_FORGET_MS = 500


class Document(QObject):
    """One tab: a table, its answer and its history, or a file that waits to be opened.

    `pending` opens what the tab is for when it is first shown, so that twenty
    dropped files do not load at once.
    """

    changed = Signal()  # anything that has to be kept
    renamed = Signal()

    def __init__(self, id_: int, controller: Controller) -> None:
        super().__init__()
        self.id = id_
        self.controller = controller
        self.pending: Callable[[], None] | None = None
        self.waiting: Project | None = None  # what `pending` will bring back
        self.draft = ""  # what stands in the ask line
        self.kept_draft: str | None = None  # what stood there when it was kept
        self.talk: tuple[Mapping[str, Any], ...] = ()  # what was said about the chart
        self.kept_talk: tuple[Mapping[str, Any], ...] = ()
        self._table_file: TableFile | None = None
        self._title = ""
        controller.changed.connect(self.changed)
        controller.candidates_changed.connect(self.changed)
        controller.table_opened.connect(self._on_table_opened)
        controller.opening.connect(self._on_opening)

    @property
    def project_path(self) -> Path | None:
        """The project file that it came from or was saved as."""
        return self.controller.project_path

    @project_path.setter
    def project_path(self, path: Path | None) -> None:
        self.controller.project_path = path

    @property
    def title(self) -> str:
        """The table's name, "" for an empty tab."""
        return self.project_path.stem if self.project_path else self._title

    @property
    def is_empty(self) -> bool:
        """Whether nothing is lost when something is opened here."""
        c = self.controller
        return c.table is None and c.state != "loading" and self.pending is None

    def name(self, title: str) -> None:
        """Give the tab a name."""
        self._title = title
        self.renamed.emit()

    def show(self) -> None:
        """Open what waits, now that the tab is on screen."""
        pending, self.pending = self.pending, None
        if pending is not None:
            pending()

    def set_draft(self, text: str) -> None:
        """Know what stands in the ask line."""
        if text != self.draft:
            self.draft = text
            self.changed.emit()

    def set_talk(self, turns: tuple[Mapping[str, Any], ...]) -> None:
        """Know what was said about the chart."""
        if turns != self.talk:
            self.talk = turns
            self.changed.emit()

    def set_table_file(self, file: TableFile) -> None:
        """Know how the table's file was when it was read."""
        table = self.controller.table
        if table is not None and table.path is not None and str(table.path) == file.path:
            self._table_file = file
            self.changed.emit()

    def _on_opening(self, path: Path) -> None:
        if self.controller.table is None:
            self.name(path.stem)

    def _on_table_opened(self) -> None:
        table = self.controller.table
        self.waiting = None
        if table is not None:
            self.name(table.name)

    def snapshot(self) -> Callable[[], Project] | None:
        """Return how to make the project of what is on screen, in any thread.

        None for a tab that has nothing.
        """
        c = self.controller
        table = c.table
        if table is None or table.path is None:
            waiting = self.waiting
            if waiting is None and c.loading_path is not None and c.state == "loading":
                path = c.loading_path
                waiting = Project(path.stem, TableFile(str(path)))
            return None if waiting is None else lambda: waiting
        file = self._table_file
        if file is None or file.path != str(table.path):
            file = TableFile(str(table.path))
        project = Project(
            name=table.name,
            table=file,
            choices=table.choices,
            ask=c.ask_text,
            draft=self.draft,
            events=tuple(c.events),
            candidates=tuple((k.chart, k.probability) for k in c.candidates),
            talk=self.talk,
            saved_as=str(self.project_path or ""),
        )
        history = c.editing.history
        return lambda: replace(project, history=history.to_json())


class Documents(QObject):
    """All open documents, in the order of their tabs.

    Parameters
    ----------
    backend : Backend
        What does the work for all of them: there is one model.
    preferences : Preferences
        Theirs together.
    """

    added = Signal(object)  # Document
    removed = Signal(object)  # Document
    current_changed = Signal(object)  # Document

    def __init__(self, backend: Backend, preferences: Preferences) -> None:
        super().__init__()
        self._backend = backend
        self.preferences = preferences
        self._numbers = itertools.count(1)
        self.all: list[Document] = []
        self.current: Document | None = None
        self._left: list[Document] = []  # closed tabs of which a thread has to end

    def add(self) -> Document:
        """Return a new, empty document at the right end."""
        document = Document(next(self._numbers), Controller(self._backend, self.preferences))
        self.all.append(document)
        self.added.emit(document)
        return document

    def room(self) -> Document:
        """Return the current document if nothing is lost in it, else a new one."""
        current = self.current
        return current if current is not None and current.is_empty else self.add()

    def show(self, document: Document) -> None:
        """Put a document on screen and open what waits in it."""
        if document is not self.current:
            self.current = document
            self.current_changed.emit(document)
        document.show()

    def remove(self, document: Document) -> None:
        """End a document's work and take it away; another one comes on screen."""
        place = self.all.index(document)
        self.all.remove(document)
        self.removed.emit(document)
        document.controller.leave()
        self._left.append(document)
        QTimer.singleShot(0, self._forget)
        if document is self.current:
            self.current = None
            self.show(self.all[min(place, len(self.all) - 1)] if self.all else self.add())

    def _forget(self) -> None:
        """Delete closed documents with their tables, once their threads have ended."""
        working = [d for d in self._left if d.controller.is_working]
        for document in self._left:
            if document not in working:
                document.controller.release()
                document.deleteLater()
        self._left = working
        if working:
            QTimer.singleShot(_FORGET_MS, self._forget)

    def move(self, place: int, to: int) -> None:
        """Put a document elsewhere among the others."""
        self.all.insert(to, self.all.pop(place))

    def close(self) -> bool:
        """End all work and the model's process; return whether every thread ended."""
        controllers = [document.controller for document in (*self._left, *self.all)]
        self._left = []
        for controller in controllers:
            controller.leave()
        ended = [controller.end() for controller in controllers]
        ended.append(self.preferences.models.close())
        self._backend.close()
        return all(ended)
