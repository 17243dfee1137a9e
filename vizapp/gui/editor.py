"""The editing parts of the window: side panel, talk line, pinned chart.

Builds the widgets of editing, passes the person's wishes to the controller's
`Editing` and its news to the widgets; the window only places what is here.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from vizapp.components import editing as edits
from vizapp.components.catalogue import catalogue
from vizapp.components.fit import feasible
from vizapp.components.presentation import Presentation
from vizapp.components.spec import Chart, Filter
from vizapp.core.language import Lang
from vizapp.core.tasks import CancelToken
from vizapp.gui.comparing import Comparing
from vizapp.gui.controller import Controller
from vizapp.gui.drawer import THUMBNAIL
from vizapp.gui.history import Entry
from vizapp.gui.jobs import Job, Report
from vizapp.gui.talking import Talking
from vizapp.gui.values import Drawing, Look
from vizapp.gui.widgets.chat import ChatPanel
from vizapp.gui.widgets.edit_panel import EditPanel, EditView
from vizapp.gui.widgets.filters import FilterDialog
from vizapp.gui.widgets.history_list import HistoryItem, HistoryList
from vizapp.gui.widgets.pinned_view import PinnedView
from vizapp.gui.widgets.side_panel import SidePanel
from vizapp.profile.attributes import TableDescription

if TYPE_CHECKING:
    from vizapp.gui.window import MainWindow


class Editor(QObject):
    """Everything between the controller's `Editing` and the widgets that show it."""

    def __init__(self, controller: Controller, reasoning: QWidget) -> None:
        super().__init__()
        self.controller = controller
        self.editing = controller.editing
        self.panel = EditPanel()
        self.history = HistoryList()
        self.talking = Talking(controller)
        self.chat = ChatPanel()
        self.pinned = PinnedView()
        self.comparing = Comparing(controller, self.pinned)
        self.side = SidePanel(
            (
                ("side.reasoning", reasoning),
                ("side.edit", self.panel),
                ("side.history", self.history),
            )
        )
        self._lang: Lang = controller.lang
        self._pictured: tuple[int, bytes] = (0, b"")  # the history's last picture
        self._asked: set[int] = set()  # entries whose pictures are being drawn
        self._connect()
        self._on_situation()

    def _connect(self) -> None:
        c, e, panel = self.controller, self.editing, self.panel
        e.changed.connect(self._on_changed)
        c.table_opened.connect(self._on_table_opened)
        c.drawing_changed.connect(self._on_drawn)
        self.history.chosen.connect(e.jump)
        self.history.pin_asked.connect(self._on_pin)
        self.side.turned.connect(self._on_changed)
        self.talking.changed.connect(self._show_turns)
        self.chat.submitted.connect(self._on_said)
        self.chat.stop_asked.connect(c.stop)
        self.chat.undo_asked.connect(e.undo)
        c.changed.connect(self._on_situation)
        panel.component_chosen.connect(self._on_component)
        panel.put_asked.connect(self._on_put)
        panel.remove_asked.connect(self._on_remove)
        panel.option_chosen.connect(self._on_option)
        panel.filter_asked.connect(self._on_filter_asked)
        panel.filters_chosen.connect(self._on_filters)
        panel.look_chosen.connect(self._on_look)

    def beside(self, chart: QWidget) -> QSplitter:
        """Return the chart with room for a pinned one at its left."""
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setHandleWidth(8)
        both.setChildrenCollapsible(False)
        both.addWidget(self.pinned)
        both.addWidget(chart)
        both.setSizes([1000, 1000])
        return both

    def _on_said(self, ask: str) -> None:
        if not self.talking.take(ask):
            self.controller.recommend(ask)

    # -- the controller's news ----------------------------------------------------

    def _on_changed(self) -> None:
        self._show_turns()
        # A page that nobody sees costs nothing.
        page = self.side.stack.currentWidget()
        if page is self.panel:
            self.panel.show_view(self._view())
        if page is self.history:
            self.history.show_items(self._items())
            self._draw_missing()

    def _show_turns(self) -> None:
        self.chat.show_turns(self.talking.said(self._lang))

    def _on_situation(self) -> None:
        situation = self.controller.situation
        asking = situation.has_table and situation.state != "loading"
        self.chat.line.setEnabled(asking and situation.has_chart)
        self.chat.set_busy(situation.state == "reasoning")

    def _on_table_opened(self) -> None:
        self._asked.clear()
        self._on_changed()

    def _items(self) -> list[HistoryItem]:
        history, lang = self.editing.history, self._lang
        on_screen = self.editing.chart is not None
        return [
            HistoryItem(
                entry.id,
                entry.origin,
                self.editing.words(entry, lang),
                entry.ask,
                on_screen and entry.id == history.current_id,
                entry.id == history.pinned_id,
            )
            for entry in history.entries
        ]

    def _view(self) -> EditView | None:
        chart, table = self.editing.chart, self.controller.table
        if chart is None or table is None:
            return None
        description = table.description
        return EditView(
            component=chart.component,
            components=tuple(
                (name, catalogue()[name].title[self._lang]) for name in feasible(description)
            ),
            shelves=edits.shelves(chart, description),
            options=edits.option_choices(chart, description),
            filters=chart.options.filters,
            can_filter=edits.can_filter(chart),
            types={a.name: a.type for a in description.attributes},
            presentation=self.editing.presentation,
        )

    def _on_drawn(self, drawing: Drawing | None) -> None:
        current = self.editing.history.current
        if drawing is None or current is None or self.editing.chart is None:
            return
        if (current.id, drawing.png) == self._pictured:
            return  # the same picture again, now with its marks
        self._pictured = (current.id, drawing.png)
        # The large chart is painted first.
        QTimer.singleShot(0, self, lambda: self.history.show_picture(current.id, drawing))

    def _draw_missing(self) -> None:
        """Ask for the pictures that a restored history lacks."""
        for entry_id in self.history.missing_pictures():
            entry = self.editing.history.entry(entry_id)
            waits = entry_id in self._asked or entry_id == self.editing.history.current_id
            if entry is not None and not waits:
                self._asked.add(entry_id)
                self._draw_small(entry)

    def _draw_small(self, entry: Entry) -> None:
        c = self.controller
        table, backend = c.table, c.backend
        width, height = THUMBNAIL
        look = Look(c.theme, c.lang, width, height, presentation=entry.presentation)

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            assert table is not None  # a history is one of an open table
            yield backend.draw(entry.chart, table, look)

        job = c.run_drawing(work)
        job.delivered.connect(lambda drawing: self.history.show_picture(entry.id, drawing))

    # -- the person's wishes --------------------------------------------------------

    def _edit(self, make: Callable[[Chart, TableDescription], Chart], gesture: str | None) -> None:
        chart, table = self.editing.chart, self.controller.table
        if chart is None or table is None:
            return
        made = make(chart, table.description)
        if made == chart:
            self._on_changed()  # the widget goes back to what is true
        else:
            self.editing.show(made, "edit", gesture=gesture)

    def _on_component(self, name: str) -> None:
        self._edit(lambda chart, d: edits.change_component(chart, name, d), None)

    def _on_put(self, channel: str, name: str, instead_of: object) -> None:
        gone = instead_of if isinstance(instead_of, str) else None
        self._edit(lambda chart, d: edits.put(chart, channel, name, d, instead_of=gone), None)

    def _on_remove(self, channel: str, name: str) -> None:
        self._edit(lambda chart, d: edits.remove(chart, channel, name, d), None)

    def _on_option(self, option: str, value: object) -> None:
        chosen = value if isinstance(value, str | int) else None
        number = isinstance(value, int)  # the steps of a counter are one gesture
        self._edit(
            lambda chart, d: edits.set_option(chart, option, chosen, d),
            option if number else None,
        )

    def _on_filters(self, attribute: str, filters: tuple[Filter, ...]) -> None:
        self._edit(lambda chart, d: edits.set_filters(chart, attribute, filters, d), None)

    def _on_filter_asked(self, name: str) -> None:
        chart, table = self.editing.chart, self.controller.table
        attribute = table.description.attribute(name) if table is not None else None
        if chart is None or attribute is None:
            return
        given = edits.filters_of(chart, name)
        dialog = FilterDialog(attribute, given, self._lang, self.panel.window())
        dialog.chosen.connect(self._on_filters)
        if dialog.wants_values:
            job = self._look_up(name)
            job.delivered.connect(dialog.show_values)
            dialog.destroyed.connect(job.drop)
        dialog.open()

    def _look_up(self, name: str) -> Job:
        table, backend = self.controller.table, self.controller.backend

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            assert table is not None  # a column is one of an open table
            yield backend.values(table, name)

        return self.controller.run(work)

    def _on_look(self, presentation: Presentation) -> None:
        self.editing.restyle(presentation)

    def _on_pin(self, entry_id: int) -> None:
        pinned = self.editing.history.pinned_id
        self.editing.pin(None if pinned == entry_id else entry_id)

    # -- looks ------------------------------------------------------------------------

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.side.retranslate(lang)
        self.panel.retranslate(lang)
        self.history.retranslate(lang)
        self.chat.retranslate(lang)
        self.pinned.retranslate(lang)
        self._show_turns()
        self._on_changed()

    def recolor(self) -> None:
        """Redraw the icons in the theme's colours."""
        self.panel.recolor()
        self.history.recolor()
        self.chat.recolor()
        self.pinned.recolor()


def editing_handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Return what each editing action of the table does."""
    editing = window.controller.editing

    def pin() -> None:
        current = editing.history.current
        editing.pin(current.id if current else None)

    return {
        "undo": editing.undo,
        "redo": editing.redo,
        "pin": pin,
        "unpin": lambda: editing.pin(None),
        "focus_chat": lambda: window.editor.chat.line.edit.setFocus(
            Qt.FocusReason.ShortcutFocusReason
        ),
    }
