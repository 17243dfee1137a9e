"""The column panel: what each column is, and which ones are left out."""

from __future__ import annotations

import functools

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QActionGroup,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QListView,
    QMenu,
    QVBoxLayout,
)

from vizapp.core.language import Lang
from vizapp.gui.table_model import COLUMN_ROLE
from vizapp.gui.texts import count, text
from vizapp.gui.theme import current_colors
from vizapp.gui.values import ColumnView, TableView
from vizapp.gui.widgets.column_list import ROW_HEIGHT, ColumnDelegate, ColumnModel, paint_tick
from vizapp.gui.widgets.empty_words import EmptyWords
from vizapp.gui.widgets.fields import ClearLine
from vizapp.gui.widgets.menus import add_day_orders
from vizapp.gui.widgets.page_parts import flat
from vizapp.profile.attributes import ATTRIBUTE_TYPES, NUMBER_TYPES, AttributeType

SETTLE_MS = 450  # several ticks in a row are one change
FILTER_FROM = 12  # columns from which on a filter helps
_AnyIndex = QModelIndex | QPersistentModelIndex


class ColumnPanel(QFrame):
    """Shows the columns and says what the person changed about them."""

    pointed = Signal(str)  # the column under the mouse or reached by keys, empty for none
    left_out = Signal(object)  # tuple of names, after the ticks have settled
    type_chosen = Signal(str, str)  # name, type
    unit_chosen = Signal(str, str)  # name, unit; "" for none
    day_first_chosen = Signal(str, bool)  # name, whether 05/06 is the fifth of June

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._lang: Lang = "en"
        self._shown: tuple[str, ...] = ()  # what is left out in the table that is open
        self.model = ColumnModel()
        self.filtered = QSortFilterProxyModel()
        self.filtered.setSourceModel(self.model)
        self.filtered.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.delegate = ColumnDelegate()
        self.view = _View()
        self.view.setModel(self.filtered)
        self.view.setItemDelegate(self.delegate)
        self.empty = EmptyWords(self.view)
        self.title = QLabel()
        self.title.setObjectName("cardTitle")
        self.count = QLabel()
        self.count.setObjectName("small")
        self.all = _AllBox()
        self.all.setTristate(True)
        self.filter = ClearLine()
        self.filter.setObjectName("filter")
        self.filter.hide()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(11, 10, 12, 6)
        head.setSpacing(9)
        head.addWidget(self.all)
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        finder = QHBoxLayout()
        finder.setContentsMargins(12, 0, 12, 6)
        finder.addWidget(self.filter)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 1, 1, 8)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addLayout(finder)
        rows.addWidget(self.view, 1)
        self.setMinimumWidth(220)
        self.setMinimumHeight(96)

    def _connect(self) -> None:
        self.model.ticked.connect(self._on_ticked)
        self.model.ticked.connect(self._settle.start)
        self._settle.timeout.connect(self._on_settled)
        self.all.clicked.connect(self._on_all)
        self.filter.textChanged.connect(self._on_filter)
        self.delegate.type_asked.connect(self._on_type_asked)
        self.view.type_asked.connect(self._on_type_asked)
        self.view.pointed.connect(self._on_pointed)

    # -- showing ----------------------------------------------------------------

    def show_table(self, table: TableView) -> None:
        """Show the columns of a table."""
        self._settle.stop()
        columns = table.every_column or table.columns
        if [c.name for c in columns] != [c.name for c in self.model.columns]:
            self.filter.clear()
        self.model.show_columns(columns)
        self._shown = self.model.left_out
        self.filter.setVisible(len(columns) >= FILTER_FROM)
        self._on_ticked()

    def keep_to(self, table: TableView) -> None:
        """Show what holds for the table, unless the person is still ticking."""
        if self._settle.isActive() or self._shown == table.choices.left_out:
            return
        self.show_table(table)

    def _on_pointed(self, index: QModelIndex) -> None:
        column: ColumnView | None = index.data(COLUMN_ROLE)
        self.pointed.emit(column.name if column is not None else "")

    def highlight(self, name: str | None, *, show: bool = False) -> None:
        """Mark the column of that name; with `show`, scroll to it. None for none."""
        if name != self.delegate.marked:
            self.delegate.marked = name
            self.view.viewport().update()
        names = [column.name for column in self.model.columns]
        if show and name in names:
            self.view.scrollTo(self.filtered.mapFromSource(self.model.index(names.index(name))))

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.delegate.lang = lang
        self.model.set_lang(lang)
        self.title.setText(text("columns.title", lang))
        self.view.setAccessibleName(text("columns.title", lang))
        self.all.setToolTip(text("columns.all", lang))
        self.all.setAccessibleName(text("columns.all", lang))
        self.filter.setPlaceholderText(text("columns.filter", lang))
        self.filter.setAccessibleName(text("columns.filter", lang))
        self._on_ticked()
        self.view.viewport().update()

    def _on_ticked(self) -> None:
        total, gone = len(self.model.columns), len(self.model.left_out)
        key = "columns.none" if total and gone == total else "columns.count"
        kept = count(total - gone)
        said = count(total) if not gone else text(key, self._lang, kept=kept, total=count(total))
        self.count.setText(said)
        state = Qt.CheckState
        self.all.setCheckState(
            state.Checked
            if not gone
            else state.Unchecked
            if gone == total
            else state.PartiallyChecked
        )

    def _on_filter(self, said: str) -> None:
        self.filtered.setFilterFixedString(said)
        nothing = bool(said) and not self.filtered.rowCount()
        self.empty.say(text("list.nothing", self._lang) if nothing else "")

    # -- the person's wishes ------------------------------------------------------

    def _on_all(self) -> None:
        # From "some" to "all", as in every list with a box for all.
        included = bool(self.model.left_out)
        self.model.tick(range(len(self.model.columns)), included)
        self._on_ticked()

    def _on_settled(self) -> None:
        gone = self.model.left_out
        if gone != self._shown and len(gone) < len(self.model.columns):
            self._shown = gone
            self.left_out.emit(gone)

    def _on_type_asked(self, index: QModelIndex) -> None:
        column: ColumnView | None = index.data(COLUMN_ROLE)
        if column is None:
            return
        menu = self.type_menu(column)
        row = self.view.visualRect(index)
        place = self.delegate.chip_box(row, column).bottomLeft() + QPoint(0, 4)
        menu.popup(self.view.viewport().mapToGlobal(place))

    def type_menu(self, column: ColumnView) -> QMenu:
        """Return the menu of a column's types and, for a number, its unit."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for type_ in ATTRIBUTE_TYPES:
            action = menu.addAction(text(f"type.{type_}", self._lang))
            action.setCheckable(True)
            action.setChecked(type_ == column.type)
            action.setData(type_)
            group.addAction(action)
            action.triggered.connect(lambda _=False, t=type_: self._choose_type(column, t))
        if column.guess is not None and column.guess.fields.get("order") in ("day", "month"):
            menu.addSeparator()
            choose = functools.partial(self.day_first_chosen.emit, column.name)
            add_day_orders(menu, self._lang, str(column.guess.fields["order"]), choose)
        if column.type in NUMBER_TYPES:
            menu.addSeparator()
            unit = menu.addAction(text("columns.unit", self._lang))
            unit.triggered.connect(lambda: self._on_unit(column))
        return menu

    def _choose_type(self, column: ColumnView, type_: AttributeType) -> None:
        if type_ != column.type:
            self.type_chosen.emit(column.name, type_)

    def _on_unit(self, column: ColumnView) -> None:
        label = text("columns.unit_of", self._lang, name=column.name)
        title = text("columns.unit", self._lang)
        said, good = QInputDialog.getText(self, title, label, text=column.unit or "")
        if good and said.strip() != (column.unit or ""):
            self.unit_chosen.emit(column.name, said.strip())


class _AllBox(QCheckBox):
    """The box for all columns, painted like theirs."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(20, 20)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802 - Qt's name
        """Take a click anywhere on itself."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the box, with a ring while it has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_tick(painter, QRectF(2, 2, 16, 16), self.checkState())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(current_colors().accent), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)


class _View(QListView):
    """The list: all rows of one height, so that a thousand columns scroll at once."""

    type_asked = Signal(QModelIndex)
    pointed = Signal(QModelIndex)  # none: no valid one

    def __init__(self) -> None:
        super().__init__()
        self.entered.connect(self.pointed)
        self.viewportEntered.connect(lambda: self.pointed.emit(QModelIndex()))
        flat(self, ROW_HEIGHT)
        self.setDragEnabled(True)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Point at nothing any more."""
        super().leaveEvent(event)
        self.pointed.emit(QModelIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Point at nothing any more."""
        super().focusOutEvent(event)
        self.pointed.emit(QModelIndex())

    def currentChanged(self, current: _AnyIndex, previous: _AnyIndex) -> None:  # noqa: N802 - Qt's name
        """Point at the column that the keys have reached."""
        super().currentChanged(current, previous)
        if self.hasFocus():
            self.pointed.emit(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space ticks, Enter opens the types."""
        index = self.currentIndex()
        if index.isValid() and event.key() == Qt.Key.Key_Space:
            ticked = index.data(COLUMN_ROLE).included
            new = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
            self.model().setData(index, new, Qt.ItemDataRole.CheckStateRole)
        elif index.isValid() and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_F2,
        ):
            self.type_asked.emit(index)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Offer the types of the column under the pointer, or of the chosen one."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index: QModelIndex | QPersistentModelIndex = (
            self.currentIndex() if keyboard else self.indexAt(event.pos())
        )
        if index.isValid():
            self.type_asked.emit(index)
