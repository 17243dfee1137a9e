"""The first rows of the open table."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from vizapp.core.language import Lang
from vizapp.gui.cutting import cut_words
from vizapp.gui.table_model import COLUMN_ROLE, MISSING_ROLE, TableModel
from vizapp.gui.texts import compact, count, text
from vizapp.gui.theme import current_colors
from vizapp.gui.values import ColumnView, TableView

_HEADER_HEIGHT = 56
_ROW_HEIGHT = 28
_MIN_WIDTH, _MAX_WIDTH = 96, 220
_WIDTH_ROWS = 50  # rows that decide a column's width
_MEASURED, _USUAL_WIDTH = 60, 140
_WIDE = 0x2E80  # letters from here on take the room of two


class AttributeHeader(QHeaderView):
    """Two lines per attribute: its name; type chip, unit, distinct count."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.lang: Lang = "en"
        self.marked: int | None = None  # the column that somebody points at
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for two lines."""
        return QSize(super().sizeHint().width(), _HEADER_HEIGHT)

    def facts(self, column: ColumnView) -> tuple[str, str]:
        """Return the chip's word and what stands beside it."""
        distinct = text("table.distinct_short", self.lang, n=compact(column.distinct, self.lang))
        beside = f"{column.unit} · {distinct}" if column.unit else distinct
        return text(f"type.{column.type}", self.lang), beside

    def wanted_width(self, column: ColumnView) -> int:
        """Return the width at which nothing is cut."""
        bold, small = self._fonts()
        kind, beside = self.facts(column)
        name = QFontMetrics(bold).horizontalAdvance(column.name)
        second = QFontMetrics(small).horizontalAdvance(kind + beside) + 28
        return max(name, second) + 24

    def _fonts(self) -> tuple[QFont, QFont]:
        bold, small = QFont(self.font()), QFont(self.font())
        bold.setPixelSize(13)
        bold.setWeight(QFont.Weight.DemiBold)
        small.setPixelSize(11)
        return bold, small

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803 - Qt's names
        """Paint one attribute."""
        column = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal, COLUMN_ROLE)
        if column is None:
            return
        c = current_colors()
        bold, small = self._fonts()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = logicalIndex == self.marked
        painter.fillRect(rect, QColor(c.accent_soft if marked else c.card))
        painter.setPen(QPen(QColor(c.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        inner = rect.adjusted(8, 6, -8, -8)
        painter.setFont(bold)
        painter.setPen(QColor(c.text))
        metrics = QFontMetrics(bold)
        name = cut_words(metrics, " ".join(column.name.split()), inner.width())
        top = QRect(inner.left(), inner.top(), inner.width(), 20)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        self._paint_facts(painter, inner, column, small)
        painter.restore()

    def _paint_facts(
        self, painter: QPainter, inner: QRect, column: ColumnView, font: QFont
    ) -> None:
        c = current_colors()
        chip = c.types[column.type]
        kind, beside = self.facts(column)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(kind) + 12
        box = QRectF(inner.left(), inner.top() + 23, width, 17)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(chip.fill))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(QColor(chip.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, kind)
        painter.setPen(QColor(c.muted))
        room = QRect(inner.left() + width + 6, inner.top() + 22, inner.width() - width - 6, 18)
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            cut_words(metrics, beside, room.width()),
        )


def _room(cell: str) -> int:
    """Return about how many Latin letters wide a text is."""
    return len(cell) if cell.isascii() else sum(2 if ord(ch) >= _WIDE else 1 for ch in cell)


class _Cell(QStyledItemDelegate):
    """Missing values are shown muted."""

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if index.data(MISSING_ROLE):
            muted = QColor(current_colors().muted)
            option.palette.setColor(option.palette.ColorRole.Text, muted)


class TablePreview(QFrame):
    """The card with the open table."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._lang: Lang = "en"
        self._table: TableView | None = None
        self.name = QLabel()
        self.name.setObjectName("cardTitle")
        self.size_line = QLabel()
        self.size_line.setObjectName("small")
        for label in (self.name, self.size_line):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(label is not self.name)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.model = TableModel()
        self.view = QTableView()
        self.header = AttributeHeader()
        self.view.setHorizontalHeader(self.header)
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Cell(self.view))
        self.view.setShowGrid(False)
        self.view.setAlternatingRowColors(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setWordWrap(False)
        self.view.setTabKeyNavigation(False)  # Tab leads on; the arrows walk through the cells
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.view.setAcceptDrops(False)
        self.header.setDefaultSectionSize(_USUAL_WIDTH)
        self._head = head = QWidget()
        lines = QVBoxLayout(head)
        lines.setContentsMargins(16, 12, 16, 8)
        lines.setSpacing(4)
        for label in (self.name, self.size_line):
            lines.addWidget(label)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 1, 1, 8)
        rows.setSpacing(0)
        rows.addWidget(head)
        rows.addWidget(self.view, 1)
        self.setMinimumSize(220, 96)

    def set_compact(self, compact: bool) -> None:
        """Leave name and size out in a low window; the title and the strip say them too."""
        self._head.setVisible(not compact)

    def show_table(self, table: TableView) -> None:
        """Show another table."""
        self._table = table
        self.model.show_table(table)
        metrics = QFontMetrics(self.view.font())
        # The columns far to the right keep the usual width: measuring a thousand takes long.
        for i, column in enumerate(table.columns[:_MEASURED]):
            cells = [(row[i] or "")[:40] for row in table.rows[:_WIDTH_ROWS]]
            longest = max(cells, key=_room, default="")
            widest = metrics.horizontalAdvance(longest)
            wanted = max(self.header.wanted_width(column), widest + 20)
            self.view.setColumnWidth(i, max(_MIN_WIDTH, min(wanted, _MAX_WIDTH)))
        self.view.scrollToTop()
        self.retranslate(self._lang)

    def highlight(self, name: str | None, *, show: bool = False) -> None:
        """Mark the column of that name; with `show`, scroll to it. None for none."""
        names = [column.name for column in self._table.columns] if self._table else []
        index = names.index(name) if name in names else None
        if index != self.header.marked:
            self.header.marked = index
            self.header.viewport().update()
        if show and index is not None:
            at = self.model.index(0, index)
            self.view.scrollTo(at, QAbstractItemView.ScrollHint.PositionAtCenter)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.header.lang = lang
        self.header.viewport().update()
        self.model.set_lang(lang)
        self.view.setAccessibleName(text("table.name", lang))
        table = self._table
        if table is None:
            return
        self.name.setText(table.name)
        self.name.setToolTip(str(table.path or table.name))
        size = text("table.size", lang, rows=count(table.n_rows), columns=count(len(table.columns)))
        if len(table.rows) < table.n_rows:
            shown, rows = count(len(table.rows)), count(table.n_rows)
            size = f"{size} ({text('table.first', lang, shown=shown, rows=rows)})"
        self.size_line.setText(size)
