"""Who talks to whom about models: the page, the library, the second opinion."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox

from vizapp.core.errors import VizappError
from vizapp.gui import places
from vizapp.gui.controller import Controller
from vizapp.gui.model_library import ModelLibrary, target
from vizapp.gui.second_opinion import SecondOpinion
from vizapp.gui.texts import text
from vizapp.gui.values import Notice
from vizapp.gui.widgets.page_parts import is_agreed
from vizapp.reasoning.endpoint import Endpoint
from vizapp.reasoning.expected_wait import expected_seconds
from vizapp.reasoning.model_list import KNOWN, KnownModel, host_names
from vizapp.reasoning.model_store import InstalledModel

if TYPE_CHECKING:
    from vizapp.gui.widgets.model_catalogue import CatalogueRow, Stage
    from vizapp.gui.widgets.models_page import ModelsPage
    from vizapp.gui.window import MainWindow


class ModelsDesk(QObject):
    """Opens the page of models and does what it asks for.

    The page is made when it is first opened: the window stands before that is needed.
    """

    def __init__(self, controller: Controller, window: MainWindow) -> None:
        super().__init__(window)
        self._c = controller
        self._window = window
        self._library: ModelLibrary = controller.shared.models
        self.second = SecondOpinion(controller, self)
        controller.look_changed.connect(self._on_look_changed)
        controller.opening.connect(self.close)
        controller.reasoning_started.connect(self.close)
        self._library.endpoint_changed.connect(self._on_endpoint_changed)
        self._library.failed.connect(self._on_failed)
        line = window.second
        self.second.changed.connect(lambda: line.show_view(self.second.view))
        line.stop_asked.connect(self.second.stop)
        line.again_asked.connect(self.second.ask)

    @cached_property
    def page(self) -> ModelsPage:
        """The page itself."""
        from vizapp.gui.widgets.models_page import ModelsPage

        page = ModelsPage()
        self._window.pages.addWidget(page)
        self._connect(page)
        page.retranslate(self._c.lang)
        page.recolor()
        return page

    @property
    def _is_made(self) -> bool:
        return "page" in self.__dict__

    def _connect(self, page: ModelsPage) -> None:
        c, library = self._c, self._library
        page.closed.connect(self.close)
        library.changed.connect(self._show)
        here = page.installed
        here.answers_chosen.connect(lambda path: library.choose(path, c.backend))
        here.second_chosen.connect(lambda path: library.choose_second(path, c.backend))
        here.adapter_asked.connect(self._on_adapter)
        here.adapter_cleared.connect(lambda: library.choose_adapter(None, c.backend))
        here.add_asked.connect(self._on_add)
        here.try_asked.connect(lambda model: library.try_model(model.path, c.backend))
        here.stop_asked.connect(library.stop_trying)
        here.remove_asked.connect(self._on_remove)
        page.catalogue.download_asked.connect(self._on_download)
        page.catalogue.cancel_asked.connect(lambda known: library.stop_fetching(known.id))
        server = page.endpoint
        server.test_asked.connect(lambda endpoint: library.test_endpoint(endpoint, c.lang))
        server.stop_asked.connect(library.stop_testing)
        server.use_asked.connect(lambda endpoint: library.use_endpoint(endpoint, c.backend))

    # -- the page -----------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the page is on screen."""
        return self._is_made and self._window.pages.currentWidget() is self.page

    def open(self) -> None:
        """Show the page."""
        chosen = self._c.preferences
        address = chosen.endpoint or chosen.endpoint_last
        self.page.endpoint.fill(address, chosen.endpoint_model, chosen.endpoint_key)
        self._library.refresh()
        self._library.measure()
        self._library.look()
        self._window.pages.setCurrentWidget(self.page)
        self._show()
        self.page.setFocus()

    def close(self) -> None:
        """Go back to the table, or to the start; downloads and trials go on."""
        if self.is_open:
            self._window.show_work()

    def _on_look_changed(self) -> None:
        if self._is_made:
            self.page.retranslate(self._c.lang)

    def recolor(self) -> None:
        """Redraw what has colours of its own."""
        if self._is_made:
            self.page.recolor()

    def _show(self) -> None:
        if not self.is_open:  # filled when it is opened
            return
        from vizapp.gui.widgets.models_page import InstalledView

        library = self._library
        self.page.installed.show_view(
            InstalledView(
                models=library.installed,
                answering=library.answering,
                second=library.second,
                adapter=library.adapter,
                trials=dict(library.trials),
                tried=library.tried_path,
                trying=library.trying,
                progress=library.trial_progress,
                failure=str(library.trial_failure or ""),
                hardware=library.hardware,
            )
        )
        speed = library.speed
        hosts = " / ".join(host_names())
        self.page.catalogue.show_rows(
            tuple(self._row(known) for known in KNOWN),
            hosts,
            speed.operations if speed else 0.0,
            speed.bytes if speed else 0.0,
        )
        self.page.endpoint.show_state(
            Endpoint.from_settings(self._c.preferences),
            testing=library.testing,
            answer=library.test_answer,
            failure=str(library.test_failure or ""),
        )

    def _row(self, known: KnownModel) -> CatalogueRow:
        from vizapp.gui.widgets.model_catalogue import CatalogueRow

        library, path = self._library, target(known)
        trial = library.trials.get(path)
        seconds = trial.median_seconds if trial else None
        if seconds is None and library.speed is not None:
            seconds = expected_seconds(known, library.speed)
        failure = library.fetch_failures.get(known.id)
        part = library.parts.get(known.id, 0)
        stage: Stage = "partly" if part else "away"
        if library.is_fetching(known.id):
            stage = "fetching"
        elif any(model.path == path for model in library.installed):
            stage = "here"
        elif failure is not None:
            stage = "failed"
        return CatalogueRow(
            known,
            stage,
            seconds,
            trial is not None,
            library.received.get(known.id),
            part,
            str(failure or ""),
            tight=library.free_memory is not None and known.memory_bytes > library.free_memory,
        )

    def _on_failed(self, err: VizappError) -> None:
        if self._window.isVisible():  # every tab hears it; the one on screen says it
            self._c.noticed.emit(Notice("error", "notice.failed", {"message": str(err)}))

    def _on_endpoint_changed(self) -> None:
        self._window.status.set_endpoint(Endpoint.from_settings(self._c.preferences))

    # -- what it asks for -----------------------------------------------------------

    def take(self, files: Sequence[Path]) -> list[Path]:
        """Add the GGUF files among those that were dropped; return the others."""
        found = [path for path in files if path.suffix.lower() == ".gguf"]
        if found:
            self.open()
            self.page.turn_to(self.page.installed)
            for path in found:
                self._library.add(path)
        return [path for path in files if path not in found]

    def _on_add(self) -> None:
        lang = self._c.lang
        filters = f"{text('models.files', lang)} (*.gguf)"
        names, _ = QFileDialog.getOpenFileNames(
            self.page, text("models.add", lang), places.beginning(), filters
        )
        for name in names:
            self._library.add(Path(name))

    def _on_adapter(self) -> None:
        lang = self._c.lang
        filters = f"{text('models.adapter_files', lang)} (*.gguf)"
        name, _ = QFileDialog.getOpenFileName(
            self.page, text("models.choose_adapter", lang), places.beginning(), filters
        )
        if name:
            self._library.choose_adapter(Path(name), self._c.backend)

    def _on_remove(self, model: InstalledModel) -> None:
        from vizapp.gui.widgets.models_page import size_words

        fetched = model.origin == "fetched"
        fields = {"size": size_words(model.size_bytes)} if fetched else {}
        key = "models.sure_fetched" if fetched else "models.sure_added"
        said = text(key, self._c.lang, name=model.name, **fields)
        if self.confirm(said, "models.do_remove", "models.keep"):
            self._library.remove(model, self._c.backend)

    def _on_download(self, known: KnownModel) -> None:
        from vizapp.gui.widgets.models_page import size_words

        said = text(
            "models.sure_download",
            self._c.lang,
            name=known.title,
            size=size_words(known.size_bytes),
            licence=known.licence,
            host=host_names()[0],
        )
        if self.confirm(said, "models.download", "models.not_now"):
            self._library.fetch(known.id, self._c.lang)

    def confirm(self, question: str, yes: str, no: str) -> bool:
        """Ask before something is fetched or removed; no is what Enter gives."""
        lang = self._c.lang
        title = text("models.title", lang)
        box = QMessageBox(QMessageBox.Icon.Question, title, question, parent=self.page)
        return is_agreed(box, text(yes, lang), text(no, lang))
