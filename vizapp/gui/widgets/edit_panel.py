"""The page of editing by hand: chart type, shelves, options, filters, looks."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vizapp.components.changes import OPTION_TITLES, filter_text, word_title
from vizapp.components.editing import OptionChoice, Shelf
from vizapp.components.presentation import DEFAULT, Presentation
from vizapp.components.spec import Filter
from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import text
from vizapp.gui.theme import current_colors
from vizapp.gui.widgets.fields import ChoiceBox, NumberField
from vizapp.gui.widgets.looks import LooksForm
from vizapp.gui.widgets.shelves import ShelfRow
from vizapp.profile.attributes import AttributeType


@dataclass(frozen=True)
class EditView:
    """What the page shows of the chart on screen.

    `components` are (name, title) of every chart that this table can be;
    `types` has every column that can be filtered by, in the table's order.
    """

    component: str
    components: tuple[tuple[str, str], ...]
    shelves: tuple[Shelf, ...]
    options: tuple[OptionChoice, ...]
    filters: tuple[Filter, ...]
    can_filter: bool
    types: dict[str, AttributeType]
    presentation: Presentation = DEFAULT


class OptionRow(QWidget):
    """One option: a list of words, or a number."""

    chosen = Signal(str, object)  # option, value or None

    def __init__(self, choice: OptionChoice) -> None:
        super().__init__()
        self.option = choice.option
        self.box: ChoiceBox | None = None
        self.number: NumberField | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        if choice.words:
            self.box = ChoiceBox()
            self.box.activated.connect(self._on_word)
            row.addWidget(self.box)
        else:
            self.number = NumberField(choice.most)
            self.number.changed.connect(lambda value: self.chosen.emit(self.option, value))
            row.addWidget(self.number)

    def show_choice(self, choice: OptionChoice, lang: Lang) -> None:
        """Show what can be chosen and what is."""
        title = OPTION_TITLES[choice.option][lang]
        if self.box is not None:
            words: list[str | None] = [*([None] if choice.optional else []), *choice.words]
            said = [word_title(choice.option, word, lang) for word in words]
            shown = [(self.box.itemText(i), self.box.itemData(i)) for i in range(self.box.count())]
            if shown != list(zip(said, words, strict=True)):
                self.box.clear()
                for one, word in zip(said, words, strict=True):
                    self.box.addItem(one, word)
            place = words.index(str(choice.value)) if choice.value in words and choice.value else 0
            self.box.setCurrentIndex(place)
            self.box.setAccessibleName(title)
        if self.number is not None:
            value = int(choice.value) if choice.value else None
            self.number.show_value(value, text("option.auto", lang), title)

    def _on_word(self, index: int) -> None:
        assert self.box is not None
        self.chosen.emit(self.option, self.box.itemData(index))


class EditPanel(QFrame):
    """Shows an `EditView`; says what the person wants to be different."""

    component_chosen = Signal(str)
    put_asked = Signal(str, str, object)  # channel, column, instead of which (or None)
    remove_asked = Signal(str, str)
    option_chosen = Signal(str, object)
    filter_asked = Signal(str)  # the column to filter by
    filters_chosen = Signal(str, object)  # column, tuple of Filter
    look_chosen = Signal(object)  # Presentation

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._lang: Lang = "en"
        self._view: EditView | None = None
        self.shelf_rows: dict[str, ShelfRow] = {}
        self.option_rows: dict[str, OptionRow] = {}
        self.filter_rows: list[QWidget] = []
        self.component = ChoiceBox()
        self.component.activated.connect(
            lambda i: self.component_chosen.emit(self.component.itemData(i))
        )
        self.looks = LooksForm()
        self.looks.chosen.connect(self.look_chosen)
        self.filter_add = QToolButton()
        self.filter_add.setObjectName("shelfAdd")
        self.filter_add.setCursor(Qt.CursorShape.PointingHandCursor)
        self.filter_add.clicked.connect(self._on_filter_add)
        self._titles = {key: _title() for key in ("component", "option", "filter", "look")}
        self._build()
        self.setEnabled(False)

    def _build(self) -> None:
        self._shelves, self._filters = QVBoxLayout(), QVBoxLayout()
        self._shelves.setSpacing(6)
        self._filters.setSpacing(4)
        self._filters.setContentsMargins(8, 0, 8, 4)
        self._options = QFormLayout()
        self._options.setContentsMargins(8, 0, 8, 4)
        self._options.setVerticalSpacing(6)
        self._options.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        heading = QHBoxLayout()
        heading.addWidget(self._titles["filter"])
        heading.addStretch(1)
        heading.addWidget(self.filter_add)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(10, 8, 10, 10)
        rows.setSpacing(6)
        rows.addWidget(self._titles["component"])
        kind = QHBoxLayout()
        kind.setContentsMargins(8, 0, 8, 0)
        kind.addWidget(self.component)
        rows.addLayout(kind)
        rows.addLayout(self._shelves)
        rows.addWidget(self._titles["option"])
        rows.addLayout(self._options)
        rows.addLayout(heading)
        rows.addLayout(self._filters)
        rows.addWidget(self._titles["look"])
        rows.addWidget(self.looks)
        rows.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 4, 1, 4)
        whole.addWidget(self.area)

    # -- showing --------------------------------------------------------------------

    def show_view(self, view: EditView | None) -> None:
        """Show the chart's shelves and options; None while there is no chart."""
        self._view = view
        self.setEnabled(view is not None)
        if view is None:
            return
        self._show_components(view)
        self._show_shelves(view)
        self._show_options(view)
        self._show_filters(view)
        self.looks.show_presentation(view.presentation)

    def _show_components(self, view: EditView) -> None:
        box = self.component
        shown = tuple((box.itemData(i), box.itemText(i)) for i in range(box.count()))
        if shown != view.components:
            box.clear()
            for name, title in view.components:
                box.addItem(title[:1].upper() + title[1:], name)
        box.setCurrentIndex(box.findData(view.component))

    def _show_shelves(self, view: EditView) -> None:
        wanted = [shelf.channel.name for shelf in view.shelves]
        if list(self.shelf_rows) != wanted:
            for row in self.shelf_rows.values():
                _discard(row)
            self.shelf_rows = {}
            for shelf in view.shelves:
                row = ShelfRow(shelf, view.types, self._lang)
                row.put_asked.connect(self.put_asked)
                row.remove_asked.connect(self.remove_asked)
                row.recolor()
                self._shelves.addWidget(row)
                self.shelf_rows[shelf.channel.name] = row
            return
        for shelf in view.shelves:
            self.shelf_rows[shelf.channel.name].show_shelf(shelf, view.types, self._lang)

    def _show_options(self, view: EditView) -> None:
        wanted = [(c.option, bool(c.words)) for c in view.options]
        if [(r.option, r.box is not None) for r in self.option_rows.values()] != wanted:
            while self._options.rowCount():
                self._options.removeRow(0)
            self.option_rows = {}
            for choice in view.options:
                row = self.option_rows[choice.option] = OptionRow(choice)
                row.chosen.connect(self.option_chosen)
                caption = QLabel()
                caption.setObjectName("small")
                self._options.addRow(caption, row)
        self._titles["option"].setVisible(bool(view.options))
        for choice in view.options:
            row = self.option_rows[choice.option]
            row.show_choice(choice, self._lang)
            self._options.setRowVisible(row, choice.shown)
            label = self._options.labelForField(row)
            if isinstance(label, QLabel):
                title = OPTION_TITLES[choice.option][self._lang]
                label.setText(title[:1].upper() + title[1:])

    def _show_filters(self, view: EditView) -> None:
        for row in self.filter_rows:
            _discard(row)
        self.filter_rows = []
        self._titles["filter"].setVisible(view.can_filter)
        self.filter_add.setVisible(view.can_filter)
        by_column: dict[str, list[Filter]] = {}
        for item in view.filters:
            by_column.setdefault(item.attribute, []).append(item)
        for name, items in by_column.items():
            row = self._filter_row(name, items)
            self._filters.addWidget(row)
            self.filter_rows.append(row)

    def _filter_row(self, name: str, items: list[Filter]) -> QWidget:
        row = QFrame()
        row.setObjectName("filterRow")
        said = "\n".join(filter_text(item, self._lang) for item in items)
        change = QPushButton()
        change.setObjectName("filterText")
        change.setText(said)
        change.setSizePolicy(change.sizePolicy().Policy.Ignored, change.sizePolicy().Policy.Fixed)
        change.setToolTip(f"{said}\n{text('filter.edit', self._lang)}")
        change.setAccessibleName(f"{text('filter.edit', self._lang)}: {said}")
        change.setEnabled(self._view is not None and name in self._view.types)
        change.clicked.connect(lambda: self.filter_asked.emit(name))
        gone = QToolButton()
        gone.setObjectName("chipClose")
        gone.setIcon(icons.icon("close", current_colors().muted, current_colors().border))
        gone.setToolTip(text("filter.remove", self._lang))
        gone.setAccessibleName(f"{text('filter.remove', self._lang)}: {said}")
        gone.clicked.connect(lambda: self.filters_chosen.emit(name, ()))
        line = QHBoxLayout(row)
        line.setContentsMargins(2, 2, 4, 2)
        line.setSpacing(2)
        line.addWidget(change, 1)
        line.addWidget(gone)
        return row

    def filter_menu(self) -> QMenu:
        """Return the list of columns that can be filtered by."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, kind in (self._view.types if self._view else {}).items():
            said = " ".join(name.split()).replace("&", "&&")
            action = menu.addAction(f"{said}\t{text(f'type.{kind}', self._lang)}")
            action.setData(name)
            action.triggered.connect(lambda _=False, n=name: self.filter_asked.emit(n))
        return menu

    def _on_filter_add(self) -> None:
        below = self.filter_add
        self.filter_menu().popup(below.mapToGlobal(QPoint(0, below.height() + 2)))

    # -- looks ------------------------------------------------------------------------

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self._titles["component"].setText(text("shelf.component", lang))
        self._titles["option"].setText(text("option.title", lang))
        self._titles["filter"].setText(text("filter.title", lang))
        self._titles["look"].setText(text("look.section", lang))
        self.component.setAccessibleName(text("shelf.component", lang))
        self.filter_add.setToolTip(text("filter.add", lang))
        self.filter_add.setAccessibleName(text("filter.add", lang))
        self.looks.retranslate(lang)

    def recolor(self) -> None:
        """Redraw the icons in the theme's colours."""
        c = current_colors()
        self.filter_add.setIcon(icons.icon("plus", c.accent, c.muted))
        for row in self.shelf_rows.values():
            row.recolor()
        if self._view is not None:
            self._show_filters(self._view)


def _title() -> QLabel:
    label = QLabel()
    label.setObjectName("section")
    return label


def _discard(widget: QWidget) -> None:
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()
