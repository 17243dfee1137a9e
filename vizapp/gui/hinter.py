"""The window's part of the hints: the button beside the talk line, and the panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.hinting import Hinting
from vizapp.gui.texts import count, text
from vizapp.gui.theme import current_colors
from vizapp.gui.values import Notice
from vizapp.gui.widgets.hint_panel import HintPanel

if TYPE_CHECKING:
    from vizapp.gui.window import MainWindow


def hint_handlers(hinter: Callable[[], Hinter]) -> dict[str, Callable[[], object]]:
    """Return what the action of the hints does."""
    return {"hints": lambda: hinter().open()}


class Hinter(QObject):
    """Shows how many hints there are, and the panel of them; nothing where there is none."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._c = window.controller
        self._canvas = (640, 400, 1.0)
        self.hinting = Hinting(self._c)
        self.panel = HintPanel(window)
        self.button = QToolButton()
        self.button.setObjectName("flat")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.hide()
        self.button.clicked.connect(self.open)
        self._talk: QWidget = self.button
        self.panel.apply_asked.connect(self._on_apply)
        self.panel.dismiss_asked.connect(self._on_dismiss)
        self.panel.recall_asked.connect(self._on_recall)
        self.hinting.changed.connect(self._on_changed)
        self.hinting.pictured.connect(self.panel.show_after)
        self._c.look_changed.connect(self.panel.hide)
        window.chart.canvas_changed.connect(self._on_canvas)

    def beside(self, talk: QWidget) -> QHBoxLayout:
        """Return the talk line with room for the button at its left.

        In this row the button comes and goes without moving the chart, which would
        be drawn anew for it.
        """
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(talk, 1)
        self._talk = talk
        return row

    def open(self) -> None:
        """Show the hints; say so where there are none, wait where they are being found."""
        if not self.hinting.fresh:
            return
        hints, gone = self.hinting.hints(self._c.lang), self.hinting.n_dismissed
        if not hints and not gone:
            self._c.noticed.emit(Notice("info", "hint.none"))
            return
        self.panel.show_hints(hints, self.hinting.drawing, gone)
        anchor = self.button if hints else self._talk  # the button goes with the last hint
        self.panel.open_above(anchor, self.panel.first)
        self.hinting.draw_fixes(*self._canvas)

    def _on_canvas(self, width: int, height: int, ratio: float) -> None:
        self._canvas = (width, height, ratio)

    def _on_apply(self, index: int) -> None:
        self.panel.hide()
        self.hinting.apply(index)

    def _on_dismiss(self, index: int) -> None:
        self.hinting.dismiss(index)  # which hides the panel
        self.open()

    def _on_recall(self) -> None:
        self.hinting.recall()
        self.open()

    def _on_changed(self) -> None:
        hints, lang = self.hinting.findings, self._c.lang
        self.panel.hide()
        self.button.setVisible(bool(hints))
        self.button.setText(text("hint.count", lang, n=count(len(hints))))
        self.button.setAccessibleDescription(
            " ".join(hint.what for hint in self.hinting.hints(lang))
        )

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self.panel.retranslate(lang)
        self.button.setToolTip(text("action.hints", lang))
        self._on_changed()

    def recolor(self) -> None:
        """Redraw the icon in the theme's colours."""
        c = current_colors()
        self.button.setIcon(icons.icon("bulb", c.accent, c.muted))
