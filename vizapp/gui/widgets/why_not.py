"""The panel of all charts: those that fit can be drawn, the others say what is missing."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QTextOption,
)
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.choosing import Choice
from vizapp.gui.texts import count, text
from vizapp.gui.theme import current_colors
from vizapp.gui.widgets.empty_words import EmptyWords
from vizapp.gui.widgets.fields import ClearLine
from vizapp.gui.widgets.over_panel import OverPanel

_WIDTH, _HEIGHT = 460, 520
_SIDE, _MARK = 14, 30
_CHOICE = Qt.ItemDataRole.UserRole


class _Rows(QStyledItemDelegate):
    """A mark, the chart's name, and below it why or why not."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return room for the name and all lines of the reason."""
        choice: Choice = index.data(_CHOICE)
        room = _WIDTH - 2 * _SIDE - _MARK - 24
        metrics = QFontMetrics(self._small(option.font))
        flags = int(Qt.TextFlag.TextWordWrap.value)
        box = metrics.boundingRect(0, 0, room, 1000, flags, choice.because)
        return QSize(room, 22 + box.height() + 16)

    def _small(self, font: QFont) -> QFont:
        small = QFont(font)
        small.setPixelSize(12)
        return small

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one chart."""
        choice: Choice = index.data(_CHOICE)
        c = current_colors()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        state = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.accent_soft if choice.fits else c.hover))
            painter.drawRoundedRect(rect.adjusted(4, 1, -4, -1), 6, 6)
        mark = icons.pixmap(
            "check" if choice.fits else "cross", c.good if choice.fits else c.bad, 18
        )
        painter.drawPixmap(int(rect.left()) + _SIDE, int(rect.top()) + 8, 18, 18, mark)
        words = rect.adjusted(_SIDE + _MARK, 7, -_SIDE, -7)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(c.text))
        painter.drawText(QRectF(words.left(), words.top(), words.width(), 20), choice.title)
        painter.setFont(self._small(option.font))
        painter.setPen(QColor(c.muted))
        below = QTextOption()
        below.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        painter.drawText(words.adjusted(0, 22, 0, 4), choice.because, below)
        painter.restore()


class WhyNotPanel(OverPanel):
    """A list of the whole library over the window; goes when a chart is drawn."""

    chosen = Signal(str)  # a component that fits

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _WIDTH, _HEIGHT)
        self._lang: Lang = "en"
        self._choices: tuple[Choice, ...] = ()
        self._title = QLabel()
        self._title.setObjectName("cardTitle")
        self._tally = QLabel()
        self._tally.setObjectName("small")
        self.search = ClearLine()
        self.search.setObjectName("filter")
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._on_return)
        self.list = QListWidget()
        self.list.setObjectName("plain")
        self.list.setItemDelegate(_Rows(self.list))
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.itemClicked.connect(self._on_activated)
        self.list.itemActivated.connect(self._on_activated)
        self.empty = EmptyWords(self.list)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 12, 1, 8)
        rows.setSpacing(8)
        for widget in (self._title, self._tally, self.search):
            side = QVBoxLayout()
            side.setContentsMargins(_SIDE, 0, _SIDE, 0)
            side.addWidget(widget)
            rows.addLayout(side)
        rows.addWidget(self.list, 1)
        self.hide()

    def show_choices(self, choices: tuple[Choice, ...]) -> None:
        """Show the library as this table sees it."""
        self._choices = choices
        self.search.clear()
        n_fitting = sum(choice.fits for choice in choices)
        n_missing = count(len(choices) - n_fitting)
        said = text("whynot.tally", self._lang, n=count(n_fitting), other=n_missing)
        self._tally.setText(said)
        self._fill()

    def _fill(self) -> None:
        wanted = self.search.text().strip().casefold()
        self.list.clear()
        for choice in self._choices:
            if wanted and wanted not in f"{choice.title} {choice.component}".casefold():
                continue
            item = QListWidgetItem(choice.title)
            item.setData(_CHOICE, choice)
            key = "whynot.fits" if choice.fits else "whynot.misses"
            said = text(key, self._lang, title=choice.title, why=choice.because)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            self.list.addItem(item)
        self.empty.say("" if self.list.count() else text("list.nothing", self._lang))
        if self.list.count():
            self.list.setCurrentRow(0)

    def _on_return(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._on_activated(item)

    def _on_activated(self, item: QListWidgetItem) -> None:
        choice: Choice = item.data(_CHOICE)
        if choice.fits:
            self.hide()
            self.chosen.emit(choice.component)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows walk through the list from the search line."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = self.list.currentRow() + step
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        else:
            super().keyPressEvent(event)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self._title.setText(text("whynot.title", lang))
        self.search.setPlaceholderText(text("whynot.search", lang))
        self.search.setAccessibleName(text("whynot.search", lang))
        self.list.setAccessibleName(text("whynot.title", lang))
        self.setAccessibleName(text("whynot.title", lang))
