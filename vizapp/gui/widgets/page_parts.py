"""What the pages beside the table are made of: words, tables of facts, a frame with a way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMessageBox,
    QScrollArea,
    QTableWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import text
from vizapp.gui.theme import current_colors

MAX_WIDTH = 920
_LEAST_TABLE = 150  # px: its head and three rows


def words(name: str = "") -> QLabel:
    """Return a label of plain, selectable text that wraps; `name` gives its style."""
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def facts_table(n_columns: int) -> QTableWidget:
    """Return a table whose rows can be chosen and whose cells cannot be edited."""
    table = QTableWidget(0, n_columns)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.verticalHeader().hide()
    table.horizontalHeader().setStretchLastSection(True)
    table.horizontalHeader().setHighlightSections(False)
    table.setTabKeyNavigation(False)
    table.setMinimumHeight(_LEAST_TABLE)
    return table


def flat(view: QListView, row_height: int) -> None:
    """Make a list of one that stands in a panel: no frame, even rows, nothing to type.

    `row_height` is in CSS px; a step of the wheel's bar is half a row.
    """
    view.setUniformItemSizes(True)
    view.setMouseTracking(True)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setAcceptDrops(False)
    view.verticalScrollBar().setSingleStep(row_height // 2)


def is_agreed(box: QMessageBox, yes: str, no: str) -> bool:
    """Ask, and return whether the person says yes; no is what Enter gives."""
    agreed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(no, QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is agreed


def scrolled(page: QWidget) -> QScrollArea:
    """Return a frame in which a page scrolls where the window is too low for it."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(page)
    return scroll


class TabbedPage(QWidget):
    """Pages as tabs under a title, with a way back to the table."""

    closed = Signal()

    def __init__(self, max_width: int = MAX_WIDTH) -> None:
        super().__init__()
        self.back = QToolButton()
        self.back.setObjectName("flat")
        self.back.clicked.connect(self.closed)
        self.title = QLabel()
        self.title.setObjectName("heading")
        self._added: list[QWidget] = []
        self.tabs = QTabWidget()
        self.tabs.setObjectName("trust")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(self.title)
        head.addStretch(1)
        card = QFrame()
        card.setObjectName("card")
        card.setMaximumWidth(max_width)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.addWidget(self.tabs)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 100)
        middle.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 8)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addLayout(middle, 1)

    def add(self, page: QWidget) -> None:
        """Add a page; `name` gives it its name."""
        self._added.append(page)
        self.tabs.addTab(scrolled(page), "")

    def turn_to(self, page: QWidget) -> None:
        """Show that page."""
        self.tabs.setCurrentIndex(self._added.index(page))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def name(self, title: str, tabs: tuple[str, ...], lang: Lang) -> None:
        """Give the page and its tabs their names."""
        self.title.setText(title)
        self.setAccessibleName(title)
        self.tabs.setAccessibleName(title)
        self.back.setAccessibleName(text("page.back", lang))
        self.back.setToolTip(text("page.back", lang))
        for i, said in enumerate(tabs):
            self.tabs.setTabText(i, said)

    def recolor(self) -> None:
        """Redraw the icon in the theme's colours."""
        c = current_colors()
        self.back.setIcon(icons.icon("back", c.text, c.muted))
