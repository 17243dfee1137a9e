"""The table of the window as a Qt item model: plain values in, no table library."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from vizapp.core.language import Lang
from vizapp.gui.texts import count, text
from vizapp.gui.values import ColumnView, TableView

_Index = QModelIndex | QPersistentModelIndex
COLUMN_ROLE = Qt.ItemDataRole.UserRole + 1  # the header's ColumnView
MISSING_ROLE = Qt.ItemDataRole.UserRole + 2  # whether a cell is missing
_NUMBERS = ("INT", "DOUBLE")
_NOWHERE = QModelIndex()


class TableModel(QAbstractTableModel):
    """The first rows of a table, read-only."""

    def __init__(self, lang: Lang = "en") -> None:
        super().__init__()
        self._columns: tuple[ColumnView, ...] = ()
        self._rows: tuple[tuple[str | None, ...], ...] = ()
        self._lang: Lang = lang

    def show_table(self, table: TableView | None) -> None:
        """Replace the whole content."""
        self.beginResetModel()
        self._columns = table.columns if table else ()
        self._rows = table.rows if table else ()
        self.endResetModel()

    def set_lang(self, lang: Lang) -> None:
        """Say the header's words in that language."""
        self._lang = lang
        if self._columns:
            last = len(self._columns) - 1
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of preview rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of attributes."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return one fact of a cell."""
        if not index.isValid():
            return None
        cell = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return "—" if cell is None else cell
        if role == Qt.ItemDataRole.ToolTipRole:
            return text("table.missing", self._lang) if cell is None else cell
        if role == MISSING_ROLE:
            return cell is None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            number = self._columns[index.column()].type in _NUMBERS
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return an attribute's facts, or a row's number."""
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.name
        if role == COLUMN_ROLE:
            return column
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return column_tip(column, self._lang)
        return None


def column_tip(column: ColumnView, lang: Lang) -> str:
    """Return everything that is known of an attribute, as text."""
    kind = text(f"type.{column.type}", lang)
    fields = {"name": column.name, "type": kind, "n": count(column.distinct)}
    if column.unit:
        return text("table.column_tip_unit", lang, unit=column.unit, **fields)
    return text("table.column_tip", lang, **fields)
