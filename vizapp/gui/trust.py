"""Who talks to whom about learning, privacy and quality."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox

from vizapp.core.errors import VizappError
from vizapp.core.tasks import CancelToken
from vizapp.gui import places
from vizapp.gui.controller import Controller
from vizapp.gui.exporting import FILE_FILTERS
from vizapp.gui.jobs import Job, Report
from vizapp.gui.texts import count, text
from vizapp.gui.values import Notice
from vizapp.gui.widgets.page_parts import is_agreed
from vizapp.gui.widgets.trust import TrustPage

if TYPE_CHECKING:
    from vizapp.feedback import Feedback
    from vizapp.gui.window import MainWindow
    from vizapp.offline import Proof
    from vizapp.reasoning.quality import Quality

PAGES = ("learned", "privacy", "quality")


class Trust(QObject):
    """Opens the pages and does what they ask for."""

    def __init__(self, controller: Controller, window: MainWindow) -> None:
        super().__init__(window)
        self._c = controller
        self._window = window
        self._test: Job | None = None
        self.page = TrustPage()
        window.pages.addWidget(self.page)
        controller.look_changed.connect(self._on_look_changed)
        controller.shared.memory.changed.connect(self._show_learned)
        self._connect()
        self._on_look_changed()

    def _connect(self) -> None:
        learned, privacy = self.page.learned, self.page.privacy
        learned.switched.connect(self._on_switched)
        learned.samples_chosen.connect(lambda n: self._c.shared.prefer(samples=n))
        learned.export_asked.connect(self._on_export)
        learned.erase_asked.connect(self._on_erase)
        privacy.test_asked.connect(self.begin_test)
        privacy.stop_asked.connect(self.stop_test)
        self.page.closed.connect(self.close)
        self._c.opening.connect(self.close)
        self._c.reasoning_started.connect(self.close)

    @property
    def is_open(self) -> bool:
        """Whether one of the pages is on screen."""
        return self._window.pages.currentWidget() is self.page

    def open(self, page: str) -> None:
        """Show one of the pages."""
        self._show_learned()
        self.page.tabs.setCurrentIndex(PAGES.index(page))
        self.page.privacy.show_endpoint(self._c.preferences.endpoint)
        self._c.shared.memory.load(self._c.run)
        self._load_quality()
        self._window.pages.setCurrentWidget(self.page)
        self.page.setFocus()

    def close(self) -> None:
        """Go back to the table, or to the start."""
        self.stop_test()
        if self.is_open:
            self._window.show_work()

    def _on_look_changed(self) -> None:
        self.page.retranslate(self._c.lang)

    # -- learning -----------------------------------------------------------------

    def _show_learned(self) -> None:
        memory, chosen = self._c.shared.memory, self._c.preferences
        self.page.learned.show_choices(
            memory.choices,
            memory.n_unreadable,
            on=chosen.learning != "off",
            samples=chosen.samples,
        )

    def _on_switched(self, on: bool) -> None:
        self._c.shared.prefer(learning="on" if on else "off")

    def _on_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self.page,
            text("learned.export", self._c.lang),
            places.proposal("vizapp-choices.jsonl"),
            FILE_FILTERS["jsonl"],
        )
        if name:
            path = Path(name) if Path(name).suffix else Path(f"{name}.jsonl")
            job = self._c.shared.memory.export(path, self._c.run)
            job.delivered.connect(lambda n: self._on_exported(n, path))
            job.failed.connect(self._on_failed)

    def _on_exported(self, n: int, path: Path) -> None:
        fields = {"n": count(n), "path": str(path)}
        self._c.noticed.emit(Notice("info", "notice.choices_saved", fields))

    def _on_erase(self, which: tuple[Feedback, ...] | None) -> None:
        lang = self._c.lang
        n = len(self._c.shared.memory.choices) if which is None else len(which)
        box = QMessageBox(
            QMessageBox.Icon.Warning,
            text("learned.title", lang),
            text("learned.sure", lang, n=count(n)),
            parent=self.page,
        )
        if is_agreed(box, text("learned.do_erase", lang), text("learned.keep", lang)):
            self.erase(which)

    def erase(self, which: tuple[Feedback, ...] | None) -> None:
        """Erase choices, None for all."""
        self._c.shared.memory.erase(which, self._c.run).failed.connect(self._on_failed)

    def _on_failed(self, err: VizappError) -> None:
        self._c.noticed.emit(Notice("error", "notice.failed", {"message": str(err)}))

    # -- privacy --------------------------------------------------------------------

    def begin_test(self) -> None:
        """Run the self-test in a process of its own."""

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            from vizapp.offline import prove

            yield prove(cancel=cancel)

        self._show_test(None, running=True)
        job = self._test = self._c.run(work)
        job.delivered.connect(self._on_proved)
        job.failed.connect(lambda err: self._show_test(None, failure=str(err)))

    def _on_proved(self, proof: Proof) -> None:
        self._test = None
        self._show_test(proof)

    def stop_test(self) -> None:
        """Stop the self-test."""
        if self._test is not None:
            self._test.drop()
            self._test = None
            self._show_test(None)

    def _show_test(self, proof: Proof | None, *, running: bool = False, failure: str = "") -> None:
        self.page.privacy.show_test(proof, running=running, failure=failure)

    # -- quality ----------------------------------------------------------------------

    def _load_quality(self) -> None:
        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            from vizapp.reasoning.quality import read_quality

            yield read_quality()

        job = self._c.run(work)
        job.delivered.connect(self._on_quality)
        job.failed.connect(lambda err: self._on_quality(None, str(err)))

    def _on_quality(self, quality: Quality | None, failure: str = "") -> None:
        self.page.quality.show_quality(quality, failure)
