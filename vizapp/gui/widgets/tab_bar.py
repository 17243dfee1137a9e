"""The tabs of the open documents, each with a button that closes it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QTabBar, QToolButton

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import text
from vizapp.gui.theme import current_colors


class TabBar(QTabBar):
    """Hidden while there is one document; its tabs know their document's id."""

    close_asked = Signal(int)  # the document's id

    def __init__(self) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self.setObjectName("tabs")
        self.setAutoHide(True)
        self.setMovable(True)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAcceptDrops(False)

    def add(self, id_: int) -> None:
        """Add a tab at the right end, without a word to anybody."""
        self.blockSignals(True)
        index = self.addTab("")
        self.setTabData(index, id_)
        button = QToolButton()
        button.setObjectName("closeTab")
        button.setIconSize(QSize(12, 12))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.close_asked.emit(id_))
        self.setTabButton(index, QTabBar.ButtonPosition.RightSide, button)
        self.blockSignals(False)
        self.retranslate(self._lang)
        self.recolor()

    def place(self, id_: int) -> int:
        """Return where the document's tab stands."""
        return [self.tabData(i) for i in range(self.count())].index(id_)

    def take_away(self, id_: int) -> None:
        """Remove the document's tab, without a word to anybody."""
        self.blockSignals(True)
        self.removeTab(self.place(id_))
        self.blockSignals(False)

    def show_current(self, id_: int) -> None:
        """Mark the document's tab as the one on screen."""
        self.blockSignals(True)
        self.setCurrentIndex(self.place(id_))
        self.blockSignals(False)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        for button in self._buttons():
            button.setToolTip(f"{text('action.close_tab', lang)} (Ctrl+W)")
            button.setAccessibleName(text("action.close_tab", lang))

    def recolor(self) -> None:
        """Redraw the icons in the theme's colours."""
        c = current_colors()
        for button in self._buttons():
            button.setIcon(icons.icon("close", c.muted, c.border))

    def _buttons(self) -> list[QToolButton]:
        side = QTabBar.ButtonPosition.RightSide
        found = [self.tabButton(i, side) for i in range(self.count())]
        return [button for button in found if isinstance(button, QToolButton)]
