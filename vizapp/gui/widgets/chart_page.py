"""The page of several charts over different columns, drawn one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import count, text
from vizapp.gui.theme import RADIUS, current_colors
from vizapp.gui.values import Drawing

_GAP = 12
_TWO_COLUMNS_FROM = 900  # CSS px of width
_RATIO = 0.625  # height to width of a chart
PAGE_EXPORTS = {
    "html": "page.export_html",
    "pdf": "page.export_pdf",
    "png": "page.export_png",
    "svg": "page.export_svg",
}


class PageChart(QAbstractButton):
    """One chart of the page; a click opens it large."""

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self._picture = QPixmap()
        self._waiting = "…"
        self.drawn = False

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a chart's usual size."""
        return QSize(480, int(480 * _RATIO))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the chart's proportions."""
        super().resizeEvent(event)
        self.setFixedHeight(int(self.width() * _RATIO))

    def show_drawing(self, drawing: Drawing | None, waiting: str) -> None:
        """Show the picture, or a word in its place."""
        self._waiting = waiting
        self._picture = QPixmap()
        self.drawn = drawing is not None
        if drawing is not None:
            self._picture.loadFromData(drawing.png)
            self.setAccessibleDescription(". ".join((drawing.title, *drawing.footnotes)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the card with its chart."""
        c = current_colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        near = self.underMouse() or self.hasFocus()
        painter.setPen(QPen(QColor(c.accent if near else c.border), 2 if near else 1))
        painter.setBrush(QColor(c.card))
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        room = frame.adjusted(6, 6, -6, -6)
        if self._picture.isNull():
            painter.setPen(QColor(c.muted))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._waiting)
            return
        size = self._picture.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(room.center())
        painter.drawPixmap(target, self._picture, QRectF(self._picture.rect()))


class ChartPage(QWidget):
    """All charts in a grid, with what can be done with them above."""

    opened = Signal(int)
    stop_asked = Signal()
    again_asked = Signal()
    closed = Signal()
    export_asked = Signal(str)  # a suffix

    def __init__(self) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self._facts: tuple[str, int, int, bool, bool] = ("", 0, 0, False, False)
        self.cards: list[PageChart] = []
        self._titles: tuple[str, ...] = ()
        self.back = QToolButton()
        self.back.setObjectName("flat")
        self.back.clicked.connect(self.closed)
        self.title = QLabel()
        self.title.setObjectName("heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.state = QLabel()
        self.state.setObjectName("muted")
        self.stop = QPushButton()
        self.stop.setObjectName("stop")
        self.stop.clicked.connect(self.stop_asked)
        self.again = QPushButton()
        self.again.clicked.connect(self.again_asked)
        self.export = QToolButton()
        self.export.setObjectName("primary")
        self.export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export_menu = QMenu(self)
        self._exports = {suffix: self.export_menu.addAction("") for suffix in PAGE_EXPORTS}
        for suffix, action in self._exports.items():
            action.triggered.connect(lambda _=False, s=suffix: self.export_asked.emit(s))
        self.export.setMenu(self.export_menu)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self.back, self.title, self.state):
            head.addWidget(widget)
        head.addStretch(1)
        for button in (self.stop, self.again, self.export):
            head.addWidget(button)
        self._inner = QWidget()
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(0, 0, 8, 8)
        self._grid.setSpacing(_GAP)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inner)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 8, 4)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addWidget(self.bar)
        rows.addWidget(self._scroll, 1)

    def show_charts(
        self, name: str, titles: Sequence[str], n_done: int, *, finding: bool, busy: bool
    ) -> None:
        """Show a place per chart; `n_done` of them are drawn."""
        for index in range(len(self.cards), len(titles)):
            card = PageChart()
            card.show_drawing(None, "…")
            card.clicked.connect(lambda _=False, i=index: self.opened.emit(i))
            self.cards.append(card)
            self._arrange()
        while len(self.cards) > len(titles):
            card = self.cards.pop()
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._titles = tuple(titles)
        self._facts = (name, len(titles), n_done, finding, busy)
        self.retranslate(self._lang)

    def show_drawing(self, index: int, drawing: Drawing | None) -> None:
        """Show the picture of one chart; None: it cannot be drawn."""
        if index < len(self.cards):
            self.cards[index].show_drawing(drawing, text("alternatives.undrawn", self._lang))

    def _arrange(self) -> None:
        columns = 2 if self.width() >= _TWO_COLUMNS_FROM else 1
        for index, card in enumerate(self.cards):
            self._grid.addWidget(card, index // columns, index % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give narrow windows one column."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the page with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        name, n_charts, n_done, finding, busy = self._facts
        self.title.setText(text("page.title", lang, name=name))
        key = "page.finding" if finding else "page.drawing" if busy else "page.done"
        if not (busy or finding or n_charts):
            key = "page.empty"
        self.state.setText(text(key, lang, n=count(n_charts), done=count(n_done)))
        self.stop.setText(text("action.stop", lang))
        self.stop.setVisible(busy or finding)
        self.again.setText(text("page.again", lang))
        self.again.setVisible(not (busy or finding))
        self.bar.setVisible(busy or finding)
        self.bar.setRange(0, 0 if finding else max(1, n_charts))
        if not finding:
            self.bar.setValue(n_done)
        self.bar.setAccessibleName(text("page.progress", lang))
        self.export.setText(text("page.export", lang))
        self.export.setEnabled(n_done > 0)
        for suffix, action in self._exports.items():
            action.setText(text(PAGE_EXPORTS[suffix], lang))
        self.back.setToolTip(text("page.back", lang))
        self.back.setAccessibleName(text("page.back", lang))
        self.setAccessibleName(self.title.text())
        for card, title in zip(self.cards, self._titles, strict=True):
            card.setAccessibleName(title)
            card.setToolTip(text("page.open", lang, title=title))

    def recolor(self) -> None:
        """Redraw the icons in the theme's colours."""
        c = current_colors()
        self.back.setIcon(icons.icon("back", c.text, c.muted))
        self.export.setIcon(icons.icon("export", c.on_accent, c.muted))
