"""One line above the alternatives: what a second model thinks of the answer."""

from __future__ import annotations

from PySide6.QtCore import Signal

from vizapp.core.error_texts import say
from vizapp.core.language import Lang
from vizapp.gui.opinions import SecondView, difference_words
from vizapp.gui.texts import text
from vizapp.gui.widgets.work_line import WorkLine


class SecondLine(WorkLine):
    """Says that the second model thinks, what it found, and offers to stop it."""

    stop_asked = Signal()
    again_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self._view = SecondView()
        self.button.clicked.connect(self._on_clicked)

    def show_view(self, view: SecondView) -> None:
        """Show how far the second opinion is; nothing where nobody is asked."""
        self._view = view
        self.retranslate(self._lang)

    def _on_clicked(self) -> None:
        thinking = self._view.stage == "thinking"
        (self.stop_asked if thinking else self.again_asked).emit()

    def _said(self) -> str:
        view, lang = self._view, self._lang
        if view.chart is not None and view.opinion is not None:
            why = difference_words(view.opinion.difference, view.chart, lang)
            key = "second.agrees" if view.stage == "agrees" else "second.differs"
            return text(key, lang, model=view.model, why=why)
        said = {
            "thinking": "second.thinking",
            "stopped": "second.stopped",
            "failed": "second.failed",
            "silent": "second.silent",
        }.get(view.stage, "")
        return text(said, lang, model=view.model, why=say(view.detail, lang)) if said else ""

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        stage = self._view.stage
        said = self._said()
        self.label.setText(said)
        self.bar.setVisible(stage == "thinking")
        self.bar.setAccessibleName(text("second.title", lang))
        self.setAccessibleName(text("second.title", lang))
        key = "action.stop" if stage == "thinking" else "error.again"
        self.button.setText(text(key, lang))
        self.button.setVisible(stage in ("thinking", "stopped", "failed"))
        self.set_kind("warning" if stage in ("differs", "failed") else "info")
        self.setVisible(stage != "none")
