"""One line below the chart: it shows a sample, and every row is on its way."""

from __future__ import annotations

from PySide6.QtCore import Signal

from vizapp.core.error_texts import say
from vizapp.core.language import Lang
from vizapp.gui.texts import count, text
from vizapp.gui.whole_file import WholeView
from vizapp.gui.widgets.work_line import WorkLine


class WholeLine(WorkLine):
    """Says how far the reading of every row is, and lets the person stop or start it."""

    stop_asked = Signal()
    start_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self._view = WholeView()
        self.button.clicked.connect(self._on_clicked)

    def show_view(self, view: WholeView) -> None:
        """Show how far it is; nothing where the chart shows every row."""
        self._view = view
        self.retranslate(self._lang)

    def _on_clicked(self) -> None:
        working = self._view.stage == "working"
        (self.stop_asked if working else self.start_asked).emit()

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        view = self._view
        working = view.stage == "working"
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(1000 * view.share))
        self.bar.setVisible(working)
        self.bar.setAccessibleName(text("whole.title", lang))
        self.setAccessibleName(text("whole.title", lang))
        said = {
            "working": "whole.working",
            "stopped": "whole.stopped",
            "failed": "whole.failed",
        }.get(view.stage, "")
        values = {
            "n": count(view.n_rows),
            "share": f"{100 * view.share:.0f} %",
            "why": say(view.error, lang),
        }
        self.label.setText(text(said, lang, **values) if said else "")
        self.button.setText(text("action.stop" if working else "whole.start", lang))
        self.set_kind("warning" if view.stage == "failed" else "info")
        self.setVisible(bool(said))
