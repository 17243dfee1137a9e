"""The main window: layout, menus, and who talks to whom."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QMainWindow,
    QMenu,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

import vizapp
from vizapp.gui import arranging, icons, places, theme, translations
from vizapp.gui.actions import ACTIONS, CHART_NUMBERS, EXPORT_SUFFIXES
from vizapp.gui.chooser import Chooser, card_facts, choosing_handlers
from vizapp.gui.controller import Controller
from vizapp.gui.copying import copy_values
from vizapp.gui.editing import literal_chart
from vizapp.gui.editor import Editor, editing_handlers
from vizapp.gui.exporting import FILE_FILTERS, export_chart, exporting_handlers
from vizapp.gui.guides import guide_handlers
from vizapp.gui.hinter import Hinter, hint_handlers
from vizapp.gui.layout import keep_splitters
from vizapp.gui.looking import Looking
from vizapp.gui.start import Host, start_handlers
from vizapp.gui.texts import text
from vizapp.gui.values import Drawing, ErrorView, Notice, TableView
from vizapp.gui.whole_file import WholeFile
from vizapp.gui.widgets.alternatives import Alternatives
from vizapp.gui.widgets.column_panel import ColumnPanel
from vizapp.gui.widgets.drop_area import DropOverlay, local_files
from vizapp.gui.widgets.looking_view import LookingView
from vizapp.gui.widgets.notice_bar import NoticeBar
from vizapp.gui.widgets.panels import ErrorPanel, LoadingPanel
from vizapp.gui.widgets.read_strip import ReadStrip
from vizapp.gui.widgets.reasoning_panel import ReasoningPanel
from vizapp.gui.widgets.second_line import SecondLine
from vizapp.gui.widgets.status import StatusLine
from vizapp.gui.widgets.table_preview import TablePreview
from vizapp.gui.widgets.top_bar import TopBar
from vizapp.gui.widgets.welcome import Welcome
from vizapp.gui.widgets.whole_line import WholeLine
from vizapp.reasoning.endpoint import Endpoint
from vizapp.reasoning.events import Answer

# What a desktop leaves of a screen of 1366 by 768 pixels at 150 %; see tests/gui/scaled.py.
MINIMUM = QSize(860, 420)
COMPACT_BELOW = 640  # CSS px of height; what is not the chart gets smaller there
DEFAULT = QSize(1280, 800)
_LOADING_MS = 150  # a small file is read before the loading page would appear
_TABLE_GLOBS = (
    "*.csv *.tsv *.txt *.xlsx *.xlsm *.xls *.xlsb *.ods *.json *.jsonl *.ndjson *.parquet "
    "*.feather *.html *.htm *.db *.sqlite *.duckdb *.zip *.gz *.vizapp"
)


class MainWindow(QMainWindow):
    """Shows what the controller says and passes on what the person asks for."""

    def __init__(
        self, controller: Controller, host: Host | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        if parent is None:
            self.setMinimumSize(MINIMUM)
        else:  # at once: later it would style every child anew
            self.setWindowFlags(Qt.WindowType.Widget)
        self.controller = controller
        self.host = host  # who has the tabs; without one, files open in place
        self.setWindowTitle("vizapp")
        self.setAcceptDrops(True)
        self.handlers: dict[str, Callable[[], object]] = self._handlers()
        self.actions_by_id: dict[str, QAction] = {}
        self.bar = TopBar()
        self.whole = QWidget()
        self.notice = NoticeBar(self.whole)
        self.notice.again_asked.connect(self.controller.again)
        self.welcome = Welcome()
        self.loading = LoadingPanel()
        self.error = ErrorPanel()
        self.strip = ReadStrip()
        self.columns = ColumnPanel()
        self.table = TablePreview()
        self.chart = LookingView()
        self.looking = Looking(controller, self.chart)
        self.chart_error = ErrorPanel()
        self.second = SecondLine()
        self.whole_line = WholeLine()
        self.whole_file = WholeFile(controller)
        self.alternatives = Alternatives()
        self.reasoning = ReasoningPanel()
        self.editor = Editor(controller, self.reasoning)
        self.hinter = Hinter(self)
        self.status = StatusLine()
        self.status.set_endpoint(Endpoint.from_settings(controller.preferences))
        self.setStatusBar(self.status)
        self._build()
        self._make_actions()
        self._make_menus()
        self.overlay = DropOverlay(self)
        self._loading_timer = QTimer(self)
        self._loading_timer.setSingleShot(True)
        self._loading_timer.setInterval(_LOADING_MS)
        self._loading_timer.timeout.connect(self._on_loading_takes_time)
        self.chooser = Chooser(self)
        self._connect()
        self._on_look_changed()
        self._on_changed()
        keep_splitters(controller.shared, (self.splitter, self.left))
        self.pages.setFocus()  # no button looks chosen before anyone chose

    # -- building -------------------------------------------------------------

    def _build(self) -> None:
        chart_card = QFrame()
        chart_card.setObjectName("card")
        self.chart_pages = QStackedWidget()
        self.chart_pages.addWidget(self.chart)
        self.chart_pages.addWidget(self.chart_error)
        inside = QVBoxLayout(chart_card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.chart_pages)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.editor.beside(chart_card), 1)
        column.addLayout(self.hinter.beside(self.editor.chat))
        column.addWidget(self.whole_line)
        column.addWidget(self.second)
        column.addWidget(self.alternatives)
        centre.setMinimumWidth(340)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(8)
        self.splitter.setChildrenCollapsible(False)
        self.left = QSplitter(Qt.Orientation.Vertical)
        self.left.setHandleWidth(8)
        self.left.setChildrenCollapsible(False)
        self.left.addWidget(self.columns)
        self.left.addWidget(self.table)
        self.left.setSizes([380, 300])
        for widget, stretch in ((self.left, 2), (centre, 5), (self.editor.side, 2)):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setSizes([296, 640, 312])
        self.workspace = QWidget()
        around = QVBoxLayout(self.workspace)
        around.setContentsMargins(12, 6, 12, 4)
        around.setSpacing(4)
        around.addWidget(self.strip)
        around.addWidget(self.splitter, 1)
        self.pages = QStackedWidget()
        for page in (self.welcome, self.loading, self.error, self.workspace):
            self.pages.addWidget(page)
        rows = QVBoxLayout(self.whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.bar)
        rows.addSpacing(8)
        rows.addWidget(self.pages, 1)
        self.setCentralWidget(self.whole)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        """Return what each action of the table does."""
        c = self.controller
        return {
            "open": self._on_open,
            "export": lambda: self._on_export(None),
            **{f"export_{s}": functools.partial(self._on_export, s) for s in EXPORT_SUFFIXES},
            "copy_image": self._on_copy_image,
            "copy_values": lambda: copy_values(c),
            "stop": self._on_stop,
            "again": c.again,
            "focus_ask": self._on_focus_ask,
            "focus_notice": lambda: self.notice.enter(),
            **editing_handlers(self),
            **choosing_handlers(lambda: self.chooser),
            **hint_handlers(lambda: self.hinter),
            **{f"chart_{n}": functools.partial(c.select, n - 1) for n in CHART_NUMBERS},
            "lang_zh": lambda: c.set_lang("zh"),
            "lang_en": lambda: c.set_lang("en"),
            "theme_light": lambda: c.set_theme("light"),
            "theme_dark": lambda: c.set_theme("dark"),
            "theme_system": lambda: c.set_theme("system"),
            "toggle_dark": c.toggle_dark,
            **guide_handlers(self),
            **exporting_handlers(self),
            "about": self._on_about,
            **start_handlers(lambda: self.host),
        }

    def _make_actions(self) -> None:
        groups: dict[str, QActionGroup] = {}
        for entry in ACTIONS:
            action = QAction(self)
            if entry.shortcut:
                action.setShortcut(entry.shortcut)
                action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            if entry.group:
                action.setCheckable(True)
                groups.setdefault(entry.group, QActionGroup(self)).addAction(action)
            action.triggered.connect(lambda _=False, i=entry.id: self.handlers[i]())
            self.addAction(action)
            self.actions_by_id[entry.id] = action

    def _make_menus(self) -> None:
        act = self.actions_by_id
        exports = [act[f"export_{suffix}"] for suffix in EXPORT_SUFFIXES]
        self.samples_menu, self.recent_menu = QMenu(self), QMenu(self)
        copies = [act[i] for i in ("copy_image", "copy_svg", "copy_values", "print")]
        self.bar.open_menu.addActions([act["open"], act["paste"], act["new_tab"]])
        self.bar.open_menu.addSeparator()
        self.bar.open_menu.addMenu(self.samples_menu)
        self.bar.open_menu.addMenu(self.recent_menu)
        self.bar.export_menu.addActions(exports)
        self.bar.export_menu.addSeparator()
        self.bar.export_menu.addActions(copies)
        menu = self.bar.menu
        menu.addActions([act["open"], act["paste"], act["save"], act["save_as"]])
        # In menus of their own: the whole would be higher than most screens.
        self.copy_menu, self.tabs_menu = menu.addMenu(""), menu.addMenu("")
        self.copy_menu.addActions([act["export"], *copies])
        tabs = ("new_tab", "close_tab", "reopen_tab", "restore_session")
        self.tabs_menu.addActions([act[i] for i in tabs])
        menu.addSeparator()
        menu.addActions([act["undo"], act["redo"], act["pin"], act["unpin"]])
        menu.addSeparator()
        menu.addActions([act["again"], act["stop"], act["focus_ask"], act["focus_chat"]])
        menu.addAction(act["focus_notice"])
        self.charts_menu = menu.addMenu("")
        self.charts_menu.addActions([act[f"chart_{n}"] for n in CHART_NUMBERS])
        menu.addActions([act["why_not"], act["hints"], act["more_charts"]])
        menu.addSeparator()
        self.language_menu, self.theme_menu = menu.addMenu(""), menu.addMenu("")
        self.language_menu.addActions([act["lang_en"], act["lang_zh"]])
        self.theme_menu.addActions([act["theme_light"], act["theme_dark"], act["theme_system"]])
        menu.addSeparator()
        menu.addActions([act["models"], act["learned"], act["privacy"], act["quality"]])
        menu.addSeparator()
        self.help_menu = menu.addMenu("")
        self.help_menu.addActions([act[i] for i in ("guide", "security", "licences", "about")])
        menu.addActions([act["palette"], act["quit"]])
        self.bar.theme.clicked.connect(act["toggle_dark"].trigger)
        self.bar.language.clicked.connect(self._on_other_language)
        self.bar.open.clicked.connect(act["open"].trigger)
        self.samples_menu.aboutToShow.connect(self._fill_samples)
        self.recent_menu.aboutToShow.connect(self._fill_recent)

    def _connect(self) -> None:
        c = self.controller
        c.changed.connect(self._on_changed)
        c.look_changed.connect(self._on_look_changed)
        c.recent_changed.connect(self._on_files_changed)
        c.opening.connect(self._on_opening)
        c.table_opened.connect(self._on_table_opened)
        c.progressed.connect(self.loading.show_progress)
        c.reasoning_started.connect(self._on_reasoning_started)
        c.reasoned.connect(self._on_reasoned)
        c.reasoning_stopped.connect(self._on_reasoning_stopped)
        c.candidates_changed.connect(self._on_candidates_changed)
        c.drawing_changed.connect(self._on_drawing_changed)
        c.thumbnail_drawn.connect(self.alternatives.show_drawing)
        c.failed.connect(self._on_failed)
        c.drawing_failed.connect(self._on_drawing_failed)
        c.noticed.connect(self._on_noticed)
        self.notice.shown.connect(self._on_notice_shown)
        self.welcome.open_asked.connect(self._on_open)
        self.welcome.file_chosen.connect(lambda path: self.open_files((path,)))
        self.welcome.forget_asked.connect(c.shared.forget)
        self.welcome.paste_asked.connect(self.handlers["paste"])
        self.loading.cancel_asked.connect(c.stop)
        self.whole_file.changed.connect(self.whole_line.show_view)
        self.whole_line.stop_asked.connect(self.whole_file.stop)
        self.whole_line.start_asked.connect(self.whole_file.start)
        arranging.connect(c, self.strip, self.columns)
        self.reasoning.stop_asked.connect(c.stop)
        self.bar.ask.submitted.connect(c.ask_anew)
        self.chart.canvas_changed.connect(c.set_canvas)
        self.alternatives.chosen.connect(c.select)
        for panel in (self.error, self.chart_error):
            panel.open_asked.connect(self._on_open)
            panel.again_asked.connect(c.again)
            panel.back_asked.connect(c.dismiss_error)

    # -- the controller's news ------------------------------------------------

    def _on_changed(self) -> None:
        situation = self.controller.situation
        for entry in ACTIONS:
            self.actions_by_id[entry.id].setEnabled(entry.enabled(situation))
        self._on_notice_shown(not self.notice.isHidden())
        self.bar.export.setEnabled(self.actions_by_id["export"].isEnabled())
        self.bar.ask.setEnabled(self.actions_by_id["focus_ask"].isEnabled())
        self.reasoning.set_busy(situation.state == "reasoning")
        self.status.show_state(situation.state)
        if situation.state == "loading":
            return
        self._loading_timer.stop()
        if situation.state != "failed":
            self.chart_pages.setCurrentWidget(self.chart)
            if not self.chooser.holds_window:
                self.show_work()

    def show_work(self) -> None:
        """Show the table, or the start where none is open."""
        has_table = self.controller.table is not None
        page = self.workspace if has_table else self.welcome
        focused = QApplication.focusWidget()
        inside = focused is not None and self.pages.isAncestorOf(focused)
        begins = inside and self.pages.currentWidget() is not page and page.focusWidget() is None
        self.pages.setCurrentWidget(page)
        if begins:  # Qt would give it to the first button, which then looks chosen
            self.pages.setFocus()

    def _on_opening(self, path: Path) -> None:
        self.loading.begin(path.name)
        self.status.forget()
        self._loading_timer.start()

    def _on_loading_takes_time(self) -> None:
        self.pages.setCurrentWidget(self.loading)

    def _on_table_opened(self, table: TableView) -> None:
        self.setWindowTitle(f"{table.name} — vizapp")
        self.bar.ask.edit.setText(self.controller.ask_text or "")
        self.table.show_table(table)
        self.reasoning.show_table(table)

    def _on_reasoning_started(self) -> None:
        self.reasoning.begin()
        if self.controller.editing.chart is None:
            self.chart.show_drawing(None, "chart.waiting")
        self.status.forget()

    def _on_reasoned(self, event: object) -> None:
        self.reasoning.take(event)
        if isinstance(event, Answer):
            self.reasoning.say_literal(literal_chart(event, self.controller.candidates))
        self.status.take(event)

    def _on_reasoning_stopped(self) -> None:
        self.reasoning.end(stopped=True)
        self.status.show_stopped()
        if not self.controller.candidates:
            self.chart.show_drawing(None, "chart.stopped")

    def _on_candidates_changed(self) -> None:
        c = self.controller
        facts = card_facts(c)
        self.alternatives.show_facts(facts, c.selected if facts else None)
        self.alternatives.setVisible(bool(facts))

    def _on_drawing_changed(self, drawing: Drawing | None) -> None:
        answer = self.controller.answer
        self.chart_pages.setCurrentWidget(self.chart)
        if drawing is not None:
            self.looking.show(drawing)
            return
        self.looking.forget()
        if answer is not None and not self.controller.candidates:
            self.chart.show_drawing(None, "chart.none", answer.spec.message or "")
        else:
            self.chart.show_drawing(None)

    def _on_drawing_failed(self, error: ErrorView) -> None:
        self.chart_error.show_error(error, can_open=False, can_repeat=False, back=False)
        self.chart_pages.setCurrentWidget(self.chart_error)

    def _on_failed(self, error: ErrorView) -> None:
        reading = self.controller.table is None or self.controller.failed_opening
        if reading:
            back = self.controller.table is not None
            self.error.show_error(error, can_open=True, can_repeat=False, back=back)
            self.pages.setCurrentWidget(self.error)
        else:
            self.reasoning.end()
            self.chart_error.show_error(error, can_open=False, can_repeat=True, back=False)
            self.chart_pages.setCurrentWidget(self.chart_error)
            self.pages.setCurrentWidget(self.workspace)

    def _on_noticed(self, notice: Notice | None) -> None:
        self.notice.show_notice(notice)

    def _on_notice_shown(self, shown: bool) -> None:
        self.actions_by_id["focus_notice"].setEnabled(shown)

    def _on_files_changed(self) -> None:
        self.welcome.show_files(self.controller.sample_files(), self.controller.recent_files)

    def _on_look_changed(self) -> None:
        lang = self.controller.lang
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, self.controller.theme)
            translations.speak(app, lang)
        for entry in ACTIONS:
            self.actions_by_id[entry.id].setText(text(entry.text_key, lang))
        for menu, key in (
            (self.samples_menu, "menu.samples"),
            (self.recent_menu, "menu.recent"),
            (self.copy_menu, "menu.copy"),
            (self.tabs_menu, "menu.tabs"),
            (self.charts_menu, "menu.charts"),
            (self.language_menu, "menu.language"),
            (self.theme_menu, "menu.theme"),
            (self.help_menu, "menu.help"),
        ):
            menu.setTitle(text(key, lang))
        self.actions_by_id[f"lang_{lang}"].setChecked(True)
        self.actions_by_id[f"theme_{self.controller.theme_choice}"].setChecked(True)
        for part in (
            self.bar,
            self.notice,
            self.welcome,
            self.loading,
            self.error,
            self.chart_error,
            self.strip,
            self.columns,
            self.table,
            self.chart,
            self.whole_line,
            self.second,
            self.alternatives,
            self.reasoning,
            self.editor,
            self.hinter,
            self.status,
            self.overlay,
        ):
            part.retranslate(lang)
        for colored in (
            self.chooser,
            self.bar,
            self.notice,
            self.welcome,
            self.error,
            self.chart_error,
            self.strip,
            self.reasoning,
            self.editor,
            self.hinter,
            self.status,
        ):
            colored.recolor()
        c = theme.colors(self.controller.theme)
        for entry in ACTIONS:
            if entry.icon:
                self.actions_by_id[entry.id].setIcon(icons.icon(entry.icon, c.text, c.muted))
        self._on_candidates_changed()
        self._on_files_changed()

    # -- the person's wishes --------------------------------------------------

    def _on_open(self) -> None:
        lang = self.controller.lang
        filters = f"{text('dialog.tables', lang)} ({_TABLE_GLOBS});;{text('dialog.all', lang)} (*)"
        names, _ = QFileDialog.getOpenFileNames(
            self, text("dialog.open", lang), places.beginning(), filters
        )
        if names:
            self.open_files([Path(name) for name in names])

    def open_files(self, files: Sequence[Path]) -> None:
        """Open files, in tabs where there are tabs; models join the others."""
        files = self.chooser.models.take(files)
        if not files:
            return
        if self.host is not None:
            self.host.open_files(files)
        else:
            self.controller.open(files[0])

    def _on_export(self, suffix: str | None) -> None:
        lang = self.controller.lang
        kinds = [suffix] if suffix else list(EXPORT_SUFFIXES)
        filters = ";;".join(FILE_FILTERS[kind] for kind in kinds)
        name = f"{self.controller.export_name()}.{kinds[0]}"
        proposed = places.proposal(name, *places.files_of(self.controller))
        name, chosen = QFileDialog.getSaveFileName(
            self, text("dialog.save", lang), proposed, filters
        )
        if not name:
            return
        path = Path(name)
        if path.suffix.lower().lstrip(".") not in EXPORT_SUFFIXES:
            kind = next((k for k, said in FILE_FILTERS.items() if said == chosen), kinds[0])
            path = path.with_name(f"{path.name}.{kind}")
        export_chart(self, path)

    def _on_copy_image(self) -> None:
        QGuiApplication.clipboard().setImage(self.chart.image())
        self._on_noticed(Notice("info", "notice.copied"))

    def _on_stop(self) -> None:
        self.chooser.choosing.stop()
        self.controller.stop()

    def _on_focus_ask(self) -> None:
        self.bar.ask.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.ask.edit.selectAll()

    def _on_other_language(self) -> None:
        self.controller.set_lang("en" if self.controller.lang == "zh" else "zh")

    def _on_about(self) -> None:
        lang = self.controller.lang
        box = QMessageBox(self)
        box.setWindowTitle(text("action.about", lang))
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(text("dialog.about", lang, version=vizapp.__version__))
        box.setIconPixmap(self.windowIcon().pixmap(64, 64))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _fill_samples(self) -> None:
        self._fill(self.samples_menu, self.controller.sample_files(), "menu.no_samples")

    def _fill_recent(self) -> None:
        self._fill(self.recent_menu, self.controller.recent_files, "menu.no_recent")

    def _fill(self, menu: QMenu, files: tuple[Path, ...], empty: str) -> None:
        menu.clear()
        for path in files:
            action = menu.addAction(path.name.replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, p=path: self.open_files((p,)))
        if not files:
            menu.addAction(text(empty, self.controller.lang)).setEnabled(False)

    # -- drag and drop --------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Welcome things with an address; what cannot be opened is said on the drop."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.overlay.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing will be dropped."""
        self.overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Open the dropped files."""
        self.overlay.hide()
        files = local_files(event.mimeData())
        event.acceptProposedAction()
        if not files:
            self._on_noticed(Notice("warning", "notice.not_a_file"))
            return
        self.open_files(files)

    # -- the window itself ----------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the overlay over the whole window, and the room for the chart."""
        super().resizeEvent(event)
        compact = self.height() < COMPACT_BELOW
        for part in (self.bar, self.welcome, self.table, self.alternatives, self.editor.chat):
            part.set_compact(compact)
        if self.overlay.isVisible():
            self.overlay.cover()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stop what runs; the controller ends the work."""
        self.controller.stop()
        super().closeEvent(event)
