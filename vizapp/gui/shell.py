"""The window of the program: tabs, one page per document, and what concerns all of them.

A page is a whole `MainWindow` inside this one, so that every document keeps its
own widgets, scroll positions and running work; it is made when its tab is first
shown.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vizapp.core import paths
from vizapp.core.errors import VizappError
from vizapp.gui import opening, places
from vizapp.gui.documents import Document, Documents
from vizapp.gui.keeping import Keeper, Kept
from vizapp.gui.pictures import Pictures
from vizapp.gui.talking import Turn
from vizapp.gui.texts import text
from vizapp.gui.values import Drawing, Notice
from vizapp.gui.widgets.palette import Palette
from vizapp.gui.widgets.tab_bar import TabBar
from vizapp.gui.window import DEFAULT, MINIMUM, MainWindow
from vizapp.project import SUFFIX

_TITLE = 32  # CSS px; what a window system draws above a window


class Shell(QMainWindow):
    """Holds the documents' pages; implements `start.Host`."""

    def __init__(self, documents: Documents) -> None:
        super().__init__()
        self.documents = documents
        self.keeper = Keeper(paths.user_state() / "sessions")
        self.opener = opening.Opener(documents, self.keeper)
        self.pictures = Pictures(paths.user_state() / "pictures")
        self.pages: dict[int, MainWindow] = {}
        self._closed: list[Kept] = []
        self._pictures: dict[Path, bytes] = {}
        self._ended = False
        self._warning: Notice | None = None
        self.setWindowTitle("vizapp")
        self.tabs = TabBar()
        self.stack = QStackedWidget()
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.tabs)
        rows.addWidget(self.stack, 1)
        self.setCentralWidget(whole)
        self.palette_box = Palette(self)
        self._connect()
        for document in documents.all:
            self._on_added(document)
        documents.show(documents.room())
        self._restore_geometry()
        self._on_look_changed()

    def _connect(self) -> None:
        d = self.documents
        d.added.connect(self._on_added)
        d.removed.connect(self._on_removed)
        d.current_changed.connect(self._on_current_changed)
        d.preferences.look_changed.connect(self._on_look_changed)
        self.tabs.currentChanged.connect(self._on_tab_chosen)
        self.tabs.close_asked.connect(self._on_close_asked)
        self.tabs.tabMoved.connect(self._on_moved)
        self.keeper.found.connect(self._on_found)
        self.keeper.failed.connect(self._on_not_kept)
        self.pictures.loaded.connect(self._on_pictures)
        self.opener.failed.connect(self._notice)
        self.opener.saved.connect(self._notice)
        self.palette_box.chosen.connect(lambda action: self.page.handlers[action]())

    def begin(self) -> None:
        """Look in the background what earlier sessions left."""
        self.keeper.begin()
        self.pictures.load(self.documents.preferences.recent_files)

    # -- pages and tabs -----------------------------------------------------------

    @property
    def page(self) -> MainWindow:
        """The page on screen."""
        assert self.documents.current is not None  # there is always one
        return self.pages[self.documents.current.id]

    def _page(self, document: Document) -> MainWindow:
        page = self.pages.get(document.id)
        if page is None:
            page = MainWindow(document.controller, self, self.stack)
            page.windowTitleChanged.connect(self._on_title_changed)
            page.bar.ask.edit.textChanged.connect(document.set_draft)
            document.controller.table_opened.connect(lambda: self._give_draft(document))
            document.controller.replayed.connect(lambda: self._give_talk(document))
            page.editor.talking.changed.connect(lambda: self._take_talk(document))
            if self.keeper.earlier:
                page.welcome.offer([k.project.name for k in self.keeper.earlier])
            page.welcome.show_pictures(self._pictures)
            page.welcome.restore_asked.connect(self.restore_session)
            page.welcome.discard_asked.connect(self.discard_session)
            self.pages[document.id] = page
            self.stack.addWidget(page)
        return page

    def _give_draft(self, document: Document) -> None:
        """Put back what stood in the ask line when the document was kept."""
        draft, document.kept_draft = document.kept_draft, None
        if draft is not None:
            self.pages[document.id].bar.ask.edit.setText(draft)

    def _take_talk(self, document: Document) -> None:
        turns = self.pages[document.id].editor.talking.turns
        document.set_talk(tuple(dataclasses.asdict(turn) for turn in turns))

    def _give_talk(self, document: Document) -> None:
        """Put back what was said about the chart, also what led to none."""
        kept, document.kept_talk = document.kept_talk, ()
        talking = self.pages[document.id].editor.talking
        try:
            turns = [Turn(**turn) for turn in kept]
        except TypeError:  # written by another version: the history has the others
            return
        if turns:
            talking.turns = turns
            talking.changed.emit()

    def _on_added(self, document: Document) -> None:
        document.renamed.connect(lambda: self._name_tab(document))
        document.changed.connect(lambda: self.keeper.keep(document))
        document.changed.connect(self._warn)
        document.controller.table_opened.connect(lambda: self._on_table_opened(document))
        document.controller.thumbnail_drawn.connect(
            lambda index, drawing: self._keep_picture(document, index, drawing)
        )
        self.tabs.add(document.id)
        self._name_tab(document)

    def _on_table_opened(self, document: Document) -> None:
        table = document.controller.table
        if table is not None and table.path is not None and table.source is None:
            self.keeper.keep_table(document, table.path)
        self._keep_tabs()

    def _keep_picture(self, document: Document, index: int, drawing: Drawing | None) -> None:
        """Keep the picture of the chart on screen for the list of recent files."""
        table = document.controller.table
        path = document.project_path or (table.path if table is not None else None)
        if drawing is None or index != max(0, document.controller.selected):
            return
        if path is not None and path in self.documents.preferences.recent_files:
            self.pictures.keep(path, drawing.png)
            self._on_pictures({**self._pictures, path: drawing.png})

    def _on_pictures(self, pictures: dict[Path, bytes]) -> None:
        self._pictures = pictures
        for page in self.pages.values():
            page.welcome.show_pictures(pictures)

    def _on_removed(self, document: Document) -> None:
        self.tabs.take_away(document.id)
        page = self.pages.pop(document.id, None)
        if page is not None:
            self.stack.removeWidget(page)
            page.deleteLater()
        self._keep_tabs()

    def _on_current_changed(self, document: Document) -> None:
        page = self._page(document)
        self.stack.setCurrentWidget(page)
        page.pages.setFocus()  # no button looks chosen before anyone chose
        self.tabs.show_current(document.id)
        self._on_title_changed()
        self._keep_tabs()

    def _on_tab_chosen(self, index: int) -> None:
        if 0 <= index < len(self.documents.all):
            self.documents.show(self.documents.all[index])

    def _on_close_asked(self, id_: int) -> None:
        self._close(next(d for d in self.documents.all if d.id == id_))

    def _on_moved(self, place: int, to: int) -> None:
        self.documents.move(place, to)
        self._keep_tabs()

    def _name_tab(self, document: Document) -> None:
        if document not in self.documents.all:
            return  # saved, then closed at once
        index = self.documents.all.index(document)
        title = document.title or text("tab.new", self.documents.preferences.lang)
        self.tabs.setTabText(index, title.replace("&", "&&"))
        self.tabs.setTabToolTip(index, title)

    def _on_title_changed(self) -> None:
        current = self.documents.current
        if current is not None:
            self.setWindowTitle(f"{current.title} — vizapp" if current.title else "vizapp")

    def _keep_tabs(self) -> None:
        current = self.documents.current
        ids = [d.id for d in self.documents.all]
        self.keeper.keep_tabs(ids, current.id if current else None)

    def _on_look_changed(self) -> None:
        for document in self.documents.all:
            self._name_tab(document)
        self.tabs.retranslate(self.documents.preferences.lang)
        self.tabs.recolor()
        self.palette_box.retranslate(self.documents.preferences.lang)

    # -- what a host can do -------------------------------------------------------

    def open_files(self, files: Sequence[Path]) -> None:
        """Open files, each in a tab of its own; the first one is shown."""
        self.opener.open_files(files)

    def paste(self) -> None:
        """Open the table on the clipboard."""
        self.opener.paste(QGuiApplication.clipboard().mimeData())

    def new_tab(self) -> None:
        """Begin another document."""
        self.documents.show(self.documents.room())

    def close_tab(self) -> None:
        """Close the document on screen."""
        if self.documents.current is not None:
            self._close(self.documents.current)

    def _close(self, document: Document) -> None:
        kept = self.keeper.set_aside(document)
        if kept is not None:
            self._closed.append(kept)
        self.documents.remove(document)

    def reopen_tab(self) -> None:
        """Bring back the document that was closed last."""
        if self._closed:
            self.opener.bring_back([self._closed.pop()])

    def step_tab(self, step: int) -> None:
        """Show a document further right or left, around the ends."""
        documents, current = self.documents.all, self.documents.current
        if current is not None:
            self.documents.show(documents[(documents.index(current) + step) % len(documents)])

    def save(self, *, anew: bool) -> None:
        """Save the document on screen as a project; `anew` asks for another file."""
        document, lang = self.documents.current, self.documents.preferences.lang
        if document is None or document.controller.table is None:
            return
        path = document.project_path
        if path is None or anew:
            table = document.controller.table
            proposed = places.proposal(f"{table.name}{SUFFIX}", path, table.path)
            filters = f"{text('dialog.project', lang)} (*{SUFFIX})"
            name, _ = QFileDialog.getSaveFileName(
                self, text("dialog.save_project", lang), proposed, filters
            )
            if not name:
                return
            path = Path(name) if name.endswith(SUFFIX) else Path(f"{name}{SUFFIX}")
        self.opener.save(document, path)

    def show_palette(self) -> None:
        """Offer every action by its name."""
        page = self.page
        self.palette_box.offer(page.actions_by_id)

    def _notice(self, notice: Notice) -> None:
        self.page.notice.show_notice(notice)

    def _on_not_kept(self, err: VizappError) -> None:
        self._warning = Notice("warning", "notice.not_kept", {"message": str(err)})
        self._warn()

    def _warn(self) -> None:
        """Say what could not be kept, once nothing runs that takes the line away."""
        if self._warning is not None and self.page.controller.state == "ready":
            self._notice(self._warning)
            self._warning = None

    # -- what was open before -----------------------------------------------------

    def _on_found(self, kept: Sequence[Kept]) -> None:
        for page in self.pages.values():
            page.welcome.offer([k.project.name for k in kept])

    def restore_session(self) -> None:
        """Bring back what was open when vizapp ended last."""
        kept = self.keeper.take_over()
        self._on_found(())
        if not kept:
            self._notice(Notice("info", "notice.nothing_kept"))
        self.opener.bring_back(kept)

    def discard_session(self) -> None:
        """Forget what was open when vizapp ended last."""
        self.keeper.forget_earlier()
        self._on_found(())

    # -- the window itself --------------------------------------------------------

    def _restore_geometry(self) -> None:
        saved = self.documents.preferences.values.window_geometry
        self.setMinimumSize(MINIMUM)
        if saved and self.restoreGeometry(QByteArray.fromBase64(saved.encode("ascii", "ignore"))):
            return
        self.resize(self.default_size())

    @staticmethod
    def default_size() -> QSize:
        """Return the size of the first start: as large as the screen allows."""
        screen = QGuiApplication.primaryScreen().availableSize()
        return DEFAULT.boundedTo(screen - QSize(0, _TITLE)).expandedTo(MINIMUM)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember the place and keep every document for the next start."""
        if self._ended:
            event.accept()
            return
        self._ended = True
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self.documents.preferences.prefer(window_geometry=geometry)
        self.hide()  # writing may take a moment
        self.opener.close()
        self.pictures.close()
        self.keeper.close(self.documents.all)
        for document in self.documents.all:
            document.controller.leave()
        super().closeEvent(event)
