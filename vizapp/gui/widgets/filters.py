"""Filters: which rows the chart shows, by value or by range."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from vizapp.components.spec import Filter
from vizapp.core.language import Lang
from vizapp.gui.column_values import MAX_VALUES, Value, ValueCount
from vizapp.gui.texts import count, text
from vizapp.gui.widgets.empty_words import EmptyWords
from vizapp.gui.widgets.fields import ClearLine, TickDelegate
from vizapp.profile.attributes import AttributeDescription

_VALUE = Qt.ItemDataRole.UserRole


def value_filters(
    attribute: str, chosen: Sequence[Value], every: Sequence[Value]
) -> tuple[Filter, ...]:
    """Return the filters that keep these values of all; none where all are kept.

    Examples
    --------
    >>> value_filters("city", ["a", "b"], ["a", "b", "c"])
    (Filter(attribute='city', op='!=', value='c'),)
    """
    gone = [value for value in every if value not in chosen]
    if not gone:
        return ()
    if len(chosen) == 1:
        return (Filter(attribute, "=", chosen[0]),)
    if len(gone) == 1:
        return (Filter(attribute, "!=", gone[0]),)
    return (Filter(attribute, "in", tuple(chosen)),)


def kept_values(filters: Sequence[Filter], every: Sequence[Value]) -> set[Value]:
    """Return which of the values those filters keep."""
    kept = set(every)
    for item in filters:
        values = set(item.value) if isinstance(item.value, tuple) else {item.value}
        words = {str(v).lower() for v in values}
        hit = {v for v in every if v in values or str(v).lower() in words}
        if item.op in ("=", "in"):
            kept &= hit
        elif item.op == "!=":
            kept -= hit
        elif item.op == "contains":
            kept = {v for v in kept if any(word in str(v).lower() for word in words)}
    return kept


class RangeForm(QWidget):
    """From and to; either may be empty."""

    def __init__(self, attribute: AttributeDescription, filters: Sequence[Filter]) -> None:
        super().__init__()
        self._attribute = attribute
        self.low, self.high = ClearLine(), ClearLine()
        self._low_label, self._high_label = QLabel(), QLabel()
        for edit in (self.low, self.high):
            edit.setObjectName("field")
        if attribute.range is not None:
            self.low.setPlaceholderText(str(attribute.range[0]))
            self.high.setPlaceholderText(str(attribute.range[1]))
        for item in filters:
            if item.op in (">=", ">", "="):
                self.low.setText(str(item.value))
            if item.op in ("<=", "<", "="):
                self.high.setText(str(item.value))
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self._low_label, self.low)
        form.addRow(self._high_label, self.high)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        named = (
            (self._low_label, self.low, "filter.from"),
            (self._high_label, self.high, "filter.to"),
        )
        for label, edit, key in named:
            label.setText(text(key, lang))
            label.setBuddy(edit)
            edit.setAccessibleName(text(key, lang))

    def result(self) -> tuple[Filter, ...] | str:
        """Return the filters, or the key of the text that says what is wrong."""
        is_date = self._attribute.type == "DATE"
        ends = []
        for edit, op in ((self.low, ">="), (self.high, "<=")):
            said = edit.text().strip()
            if not said:
                continue
            value = _date(said) if is_date else _number(said)
            if value is None:
                return "filter.no_date" if is_date else "filter.no_number"
            ends.append(Filter(self._attribute.name, op, value))
        if len(ends) == 2 and ends[0].value > ends[1].value:  # type: ignore[operator]
            return "filter.order"
        return tuple(ends)


def _number(said: str) -> float | int | None:
    """Return the number that a person wrote, None where it is none.

    A single comma is a decimal mark unless three digits follow it, as in 1,000.
    """
    plain = said.replace("\uff0c", ",").rstrip("%\uff05")
    whole, comma, rest = plain.partition(",")
    thousands = "," in rest or re.fullmatch(r"\d{3}(\.\d*)?", rest)
    if comma and ("." in whole or not thousands):
        plain = f"{whole.replace('.', '')}.{rest}"
    try:
        value = float(plain.replace(",", ""))
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _date(said: str) -> str | None:
    """Return a year, month, day or time as ISO text, None where it is none of them."""
    plain = (
        said.replace("/", "-").replace("年", "-").replace("月", "-").replace("日", "").strip("- ")
    )
    parts = plain.split(" ")[0].split("-")
    if all(part.isdigit() for part in parts) and 1 <= len(parts) <= 3 and len(parts[0]) == 4:
        padded = "-".join([parts[0], *(part.zfill(2) for part in parts[1:])])
        whole = padded + "-01-01"[: 10 - len(padded)] if len(padded) < 10 else padded
        try:
            datetime.date.fromisoformat(whole)
        except ValueError:
            return None
        if " " not in plain:
            return padded
    try:
        return datetime.datetime.fromisoformat(plain).isoformat(sep=" ")
    except ValueError:
        return None


class ValueForm(QWidget):
    """The column's values, each with a tick."""

    def __init__(self, attribute: str, filters: Sequence[Filter]) -> None:
        super().__init__()
        self._attribute = attribute
        self._lang: Lang = "en"
        self._filters = tuple(filters)
        self._every: tuple[Value, ...] = ()
        self.search = ClearLine()
        self.search.setObjectName("field")
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(TickDelegate(self.list))
        self.list.setAcceptDrops(False)
        self.empty = EmptyWords(self.list)
        self.note = QLabel()
        self.note.setObjectName("small")
        self.note.setWordWrap(True)
        self.all, self.none = QPushButton(), QPushButton()
        for button, state in (
            (self.all, Qt.CheckState.Checked),
            (self.none, Qt.CheckState.Unchecked),
        ):
            button.setObjectName("link")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, s=state: self._tick_shown(s))
        buttons = QHBoxLayout()
        buttons.addWidget(self.all)
        buttons.addWidget(self.none)
        buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.search)
        rows.addLayout(buttons)
        rows.addWidget(self.list, 1)
        rows.addWidget(self.note)
        self.search.textChanged.connect(self._on_search)
        self.list.itemActivated.connect(self._on_activated)

    def show_values(self, values: Sequence[ValueCount], lang: Lang) -> None:
        """Show the values; those that the filters keep are ticked."""
        self._every = tuple(v.value for v in values)
        kept = kept_values(self._filters, self._every)
        yes_no = {True: text("filter.yes", lang), False: text("filter.no", lang)}
        self.list.clear()
        for found in values:
            said = yes_no[found.value] if isinstance(found.value, bool) else found.value
            item = QListWidgetItem(f"{' '.join(said.split())}  ·  {count(found.n_rows)}")
            item.setData(_VALUE, found.value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = found.value in kept
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        cut = len(values) >= MAX_VALUES
        self.note.setText(text("filter.more", lang, n=count(len(values))) if cut else "")
        self.note.setVisible(cut)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _tick_shown(self, state: Qt.CheckState) -> None:
        for item in self._items():
            if not item.isHidden():
                item.setCheckState(state)

    def _on_search(self, said: str) -> None:
        for item in self._items():
            item.setHidden(said.strip().lower() not in str(item.data(_VALUE)).lower())
        found = any(not item.isHidden() for item in self._items())
        self.empty.say("" if found else text("list.nothing", self._lang))

    def _on_activated(self, item: QListWidgetItem) -> None:
        ticked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.list.setAccessibleName(" ".join(self._attribute.split()))
        self.search.setPlaceholderText(text("filter.search", lang))
        self.search.setAccessibleName(text("filter.search", lang))
        self.all.setText(text("filter.all", lang))
        self.none.setText(text("filter.none", lang))

    def result(self) -> tuple[Filter, ...] | str:
        """Return the filters, or the key of the text that says what is wrong."""
        chosen = [
            item.data(_VALUE)
            for item in self._items()
            if item.checkState() == Qt.CheckState.Checked
        ]
        if not chosen:
            return "filter.empty"
        return value_filters(self._attribute, chosen, self._every)


class FilterDialog(QDialog):
    """Asks which rows to keep by one column."""

    chosen = Signal(str, object)  # attribute, tuple of Filter

    def __init__(
        self,
        attribute: AttributeDescription,
        filters: Sequence[Filter],
        lang: Lang,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lang: Lang = lang
        self.attribute = attribute
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(text("filter.heading", lang, name=" ".join(attribute.name.split())))
        ranged = attribute.type in ("INT", "DOUBLE", "DATE")
        self.form: RangeForm | ValueForm = (
            RangeForm(attribute, filters) if ranged else ValueForm(attribute.name, filters)
        )
        self.form.retranslate(lang)
        self._waiting = QLabel(text("filter.loading", lang))
        self._waiting.setObjectName("muted")
        body = QWidget()
        self._pages = QStackedLayout(body)
        self._pages.addWidget(self.form)
        self._pages.addWidget(self._waiting)
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.ok = self.buttons.button(kinds.Ok)
        self.ok.setText(text("filter.apply", lang))
        self.ok.setObjectName("primary")
        self.buttons.button(kinds.Cancel).setText(text("loading.cancel", lang))
        self.buttons.accepted.connect(self._on_apply)
        self.buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        rows.setSpacing(12)
        rows.addWidget(body, 1)
        rows.addWidget(self.problem)
        rows.addWidget(self.buttons)
        self.resize(340, 180 if ranged else 420)
        if not ranged:
            self._pages.setCurrentIndex(1)
            self.ok.setEnabled(False)

    @property
    def wants_values(self) -> bool:
        """Whether the column's values have to be looked up."""
        return isinstance(self.form, ValueForm)

    def show_values(self, values: Sequence[ValueCount]) -> None:
        """Show the values that were looked up."""
        if isinstance(self.form, ValueForm):
            self.form.show_values(values, self._lang)
            self._pages.setCurrentIndex(0)
            self.ok.setEnabled(True)
            self.form.search.setFocus()

    def _on_apply(self) -> None:
        result = self.form.result()
        if isinstance(result, str):
            self.problem.setText(text(result, self._lang))
            self.problem.show()
            return
        self.chosen.emit(self.attribute.name, result)
        self.accept()
