"""The bar at the top: open, ask, export, language, theme, menu."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import text
from vizapp.gui.theme import DARK, current_colors
from vizapp.gui.widgets.ask_line import AskLine

_HEIGHT, _COMPACT = 64, 50


class TopBar(QFrame):
    """Only places; what the buttons do is the window's."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setFixedHeight(_HEIGHT)
        self.logo = QLabel("vizapp")
        self.logo.setObjectName("logo")
        # Two buttons side by side: the platform's own arrow follows no theme.
        self.open = self._button("first")
        self.files = self._button("second")
        self.open_menu = QMenu(self)
        self.files.setMenu(self.open_menu)
        self.files.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.ask = AskLine()
        self.export = self._button("primary")
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export_menu = QMenu(self)
        self.export.setMenu(self.export_menu)
        self.language = self._button("flat")
        self.theme = self._button("flat")
        self.menu_button = self._button("flat")
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.menu_button.setMenu(self.menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(self.logo)
        row.addSpacing(8)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(self.open)
        both.addWidget(self.files)
        row.addLayout(both)
        row.addSpacing(8)
        row.addWidget(self.ask, 1)
        row.addSpacing(8)
        row.addWidget(self.export)
        row.addSpacing(4)
        for button in (self.language, self.theme, self.menu_button):
            row.addWidget(button)

    def set_compact(self, compact: bool) -> None:
        """Be lower in a low window."""
        self.setFixedHeight(_COMPACT if compact else _HEIGHT)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setIconSize(QSize(18, 18))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        wide = name in ("first", "primary")
        style = Qt.ToolButtonStyle
        button.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if wide else style.ToolButtonIconOnly
        )
        return button

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self.open.setText(text("open.button", lang))
        self.open.setToolTip(f"{text('action.open', lang)} (Ctrl+O)")
        self._name(self.files, text("open.more", lang))
        self.export.setText(text("export.button", lang))
        self.export.setToolTip(f"{text('action.export', lang)} (Ctrl+E)")
        other = "lang_en" if lang == "zh" else "lang_zh"
        self.language.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.language.setText("EN" if lang == "zh" else "中")
        self._name(self.language, text(f"action.{other}", lang))
        self._name(self.theme, f"{text('action.toggle_dark', lang)} (Ctrl+D)")
        self._name(self.menu_button, text("menu.main", lang))
        self.ask.retranslate(lang)

    def _name(self, button: QToolButton, said: str) -> None:
        button.setToolTip(said)
        button.setAccessibleName(said)

    def recolor(self) -> None:
        """Redraw the icons in the theme's colours."""
        c = current_colors()
        dark = c is DARK
        self.open.setIcon(icons.icon("open", c.text, c.muted))
        self.files.setIcon(icons.icon("down", c.muted, c.border))
        self.export.setIcon(icons.icon("export", c.on_accent, c.muted))
        self.theme.setIcon(icons.icon("sun" if dark else "moon", c.text, c.muted))
        self.menu_button.setIcon(icons.icon("menu", c.text, c.muted))
        self.ask.recolor()
