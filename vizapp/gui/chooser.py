"""The window's part of choosing: who talks to whom about charts beyond the answer."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from vizapp.components.reasons import attribute_words, reason
from vizapp.components.spec import Chart
from vizapp.core.language import Lang
from vizapp.gui import places
from vizapp.gui.choosing import Choosing
from vizapp.gui.controller import Controller
from vizapp.gui.exporting import FILE_FILTERS
from vizapp.gui.learning import Learning
from vizapp.gui.models_page import ModelsDesk
from vizapp.gui.opinions import second_mark
from vizapp.gui.texts import text
from vizapp.gui.trust import PAGES, Trust
from vizapp.gui.values import ErrorView, Notice
from vizapp.gui.widgets.alternatives import CardFact
from vizapp.gui.widgets.chart_page import ChartPage
from vizapp.gui.widgets.why_not import WhyNotPanel

if TYPE_CHECKING:
    from vizapp.gui.window import MainWindow


def card_facts(controller: Controller) -> list[CardFact]:
    """Return what the cards say of the candidates, in the window's language."""
    lang = controller.lang
    titles = controller.candidate_titles()
    return [
        CardFact(
            title,
            c.probability,
            reason(c.chart, lang),
            c.chart.component,
            c.learned,
            second_mark(c.second, c.chart, lang) if c.second is not None else "",
        )
        for title, c in zip(titles, controller.candidates, strict=True)
    ]


def chart_title(chart: Chart, lang: Lang) -> str:
    """Return a chart's name and what it shows."""
    return f"{chart.declaration.title[lang]} · {attribute_words(chart, lang)}"


def choosing_handlers(chooser: Callable[[], Chooser]) -> dict[str, Callable[[], object]]:
    """Return what the actions of choosing, learning and trust do."""
    return {
        "why_not": lambda: chooser().open_why_not(),
        "more_charts": lambda: chooser().open_page(),
        "models": lambda: chooser().models.open(),
        **{page: functools.partial(lambda p: chooser().trust.open(p), page) for page in PAGES},
    }


class Chooser(QObject):
    """Connects the strip, the panel of all charts and the page with their logic."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._c = window.controller
        self.choosing = Choosing(self._c)
        self.learning = Learning(self._c, self)
        self.trust = Trust(self._c, window)
        self.models = ModelsDesk(self._c, window)
        self.why_not = WhyNotPanel(window)
        self.page = ChartPage()
        window.pages.addWidget(self.page)
        strip = window.alternatives
        strip.why_not_asked.connect(self.open_why_not)
        strip.page_asked.connect(self.open_page)
        strip.praised.connect(self.learning.praise)
        self.learning.praise_changed.connect(self._show_praise)
        self.why_not.chosen.connect(self.choosing.complete)
        self.page.closed.connect(self.close_page)
        self.page.opened.connect(self._on_page_opened)
        self.page.stop_asked.connect(self.choosing.cancel)
        self.page.again_asked.connect(self.choosing.begin)
        self.page.export_asked.connect(self._on_export)
        self.choosing.page_changed.connect(self._show_page)
        self.choosing.page_drawn.connect(self.page.show_drawing)
        self.choosing.page_failed.connect(self._on_page_failed)
        window.reasoning.view.pointed.connect(self._on_pointed)
        window.columns.pointed.connect(lambda name: self._on_pointed("attribute", name))
        window.reasoning.view.chip_clicked.connect(self._on_chip_clicked)
        self._c.opening.connect(self.close_page)
        self._c.reasoning_started.connect(self.close_page)
        self._c.changed.connect(self._on_changed)
        self._c.look_changed.connect(self._on_look_changed)
        self._on_look_changed()
        self._on_changed()
        self._show_praise()

    @property
    def holds_window(self) -> bool:
        """Whether a page stands before the table and stays there by itself."""
        return self.page_open or self.trust.is_open or self.models.is_open

    @property
    def page_open(self) -> bool:
        """Whether the page of charts is on screen."""
        return self._window.pages.currentWidget() is self.page

    def _on_pointed(self, kind: str, name: str) -> None:
        """Show what is pointed at: a column, where the chart has it, or the cards of a chart."""
        column = name or None if kind in ("attribute", "number") else None
        chart = self._c.editing.chart
        self._window.chart.point_at(column, chart.attributes() if chart else ())
        self._window.table.highlight(column)
        self._window.columns.highlight(column)
        self._window.alternatives.point_at(name if kind == "component" else None)

    def _on_chip_clicked(self, kind: str, name: str) -> None:
        if kind == "attribute":
            self._window.table.highlight(name, show=True)
            self._window.columns.highlight(name, show=True)
        elif kind == "component":
            shown = [candidate.chart.component for candidate in self._c.candidates]
            if name in shown:
                self._c.select(shown.index(name))

    def open_why_not(self) -> None:
        """Show the library as this table sees it."""
        self.why_not.show_choices(self.choosing.choices(self._c.lang))
        self.why_not.open_above(self._window.alternatives.why_not, self.why_not.search)

    def open_page(self) -> None:
        """Show the page of charts, and make it if there is none."""
        if not self.choosing.charts and not self.choosing.finding:
            self.choosing.begin()
        self.why_not.hide()
        self._window.pages.setCurrentWidget(self.page)
        self.page.setFocus()

    def close_page(self) -> None:
        """Go back to the one chart."""
        if self.page_open:
            self._window.pages.setCurrentWidget(self._window.workspace)

    def _on_page_opened(self, index: int) -> None:
        self.close_page()
        self._c.offer(self.choosing.charts[index])

    def _show_page(self) -> None:
        made, lang = self.choosing, self._c.lang
        name = self._c.table.name if self._c.table else ""
        titles = [chart_title(chart, lang) for chart in made.charts]
        n_done = len(made.drawings)
        self.page.show_charts(name, titles, n_done, finding=made.finding, busy=made.busy)
        for index, card in enumerate(self.page.cards):
            drawing = made.drawings.get(index)
            if drawing is not None and not card.drawn:
                card.show_drawing(drawing, "")

    def _on_page_failed(self, error: ErrorView) -> None:
        self._c.noticed.emit(Notice("error", "notice.failed", {"message": error.message}))

    def _on_export(self, suffix: str) -> None:
        lang = self._c.lang
        name = f"{self.choosing.export_name()}.{suffix}"
        proposed = places.proposal(name, *places.files_of(self._c))
        name, _ = QFileDialog.getSaveFileName(
            self._window, text("dialog.save_page", lang), proposed, FILE_FILTERS[suffix]
        )
        if not name:
            return
        path = Path(name)
        if path.suffix.lower() != f".{suffix}":
            path = path.with_name(f"{path.name}.{suffix}")
        self.choosing.export(path)

    def _on_changed(self) -> None:
        situation = self._c.situation
        usable = situation.has_table and not situation.busy
        strip = self._window.alternatives
        strip.why_not.setEnabled(usable)
        strip.page.setEnabled(usable and self.choosing.wide)

    def _show_praise(self) -> None:
        button = self._window.alternatives.praise
        button.setEnabled(self._c.editing.chart is not None)
        button.setChecked(self.learning.praised)

    def _on_look_changed(self) -> None:
        lang = self._c.lang
        self.why_not.retranslate(lang)
        if self.why_not.isVisible():
            self.why_not.show_choices(self.choosing.choices(lang))
        self.page.retranslate(lang)
        self._show_page()

    def recolor(self) -> None:
        """Redraw the icons in the theme's colours."""
        self.page.recolor()
        self.trust.page.recolor()
        self.models.recolor()
        self._window.alternatives.recolor()
