"""The right column: pages that take turns, with a switch on top."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vizapp.core.language import Lang
from vizapp.gui.texts import text


class SidePanel(QWidget):
    """Shows one of its pages.

    Parameters
    ----------
    pages : sequence of (str, QWidget)
        The key of each page's title, and the page.
    """

    turned = Signal(int)

    def __init__(self, pages: Sequence[tuple[str, QWidget]]) -> None:
        super().__init__()
        self._keys = [key for key, _ in pages]
        self.stack = QStackedWidget()
        self.buttons: list[QToolButton] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        switch = QFrame()
        switch.setObjectName("switch")
        row = QHBoxLayout(switch)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        for index, (_, page) in enumerate(pages):
            button = QToolButton()
            button.setObjectName("segment")
            button.setCheckable(True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setSizePolicy(
                button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed
            )
            self._group.addButton(button, index)
            self.buttons.append(button)
            self.stack.addWidget(page)
            row.addWidget(button, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(switch)
        rows.addWidget(self.stack, 1)
        self._group.idClicked.connect(self.turn)
        self.buttons[0].setChecked(True)
        self.setMinimumWidth(252)

    def turn(self, index: int) -> None:
        """Show that page."""
        self.buttons[index].setChecked(True)
        self.stack.setCurrentIndex(index)
        self.turned.emit(index)

    def turn_to(self, page: QWidget) -> None:
        """Show that page."""
        self.turn(self.stack.indexOf(page))

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        for key, button in zip(self._keys, self.buttons, strict=True):
            button.setText(text(key, lang))
