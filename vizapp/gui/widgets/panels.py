"""Two plain pages: work that can be cancelled, and what went wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from vizapp.core.error_texts import say
from vizapp.core.language import Lang
from vizapp.core.tasks import Progress
from vizapp.gui import icons
from vizapp.gui.texts import TEXTS, count, text
from vizapp.gui.theme import current_colors
from vizapp.gui.values import ErrorView
from vizapp.gui.widgets.page_parts import scrolled

_WIDTH = 480


def _centred(inner: QWidget, outer: QWidget) -> None:
    inner.setMaximumWidth(_WIDTH)
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 24, 24, 24)
    column.addStretch(2)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(inner, 100)
    row.addStretch(1)
    column.addLayout(row)
    column.addStretch(3)
    whole = QVBoxLayout(outer)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scrolled(page))


class LoadingPanel(QWidget):
    """A file is being read; a total that is unknown is not invented."""

    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self._name = ""
        self._progress = Progress("")
        inner = QWidget()
        self._title = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._title.setObjectName("heading")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.step = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.step.setObjectName("muted")
        self._cancel = QPushButton()
        self._cancel.clicked.connect(self.cancel_asked)
        rows = QVBoxLayout(inner)
        rows.setSpacing(16)
        rows.addWidget(self._title)
        rows.addWidget(self.bar)
        rows.addWidget(self.step)
        rows.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        _centred(inner, self)

    def begin(self, name: str) -> None:
        """Start over for a file of that name."""
        self._name = name
        self.show_progress(Progress(""))
        self.retranslate(self._lang)

    def show_progress(self, progress: Progress) -> None:
        """Show how far the work is."""
        self._progress = progress
        total = progress.total or 0
        self.bar.setRange(0, 1000 if total else 0)
        if total:
            self.bar.setValue(min(1000, round(1000 * progress.done / total)))
        self.step.setText(self._said())

    def _said(self) -> str:
        p = self._progress
        key = f"step.{p.step}"
        step = text(key if key in TEXTS else "step.", self._lang)
        if p.total:
            done, total = count(p.done), count(p.total)
            return text("loading.of", self._lang, step=step, done=done, total=total)
        if p.done:
            return text("loading.done", self._lang, step=step, done=count(p.done))
        return step

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self._title.setText(text("loading.title", lang, name=self._name))
        self._cancel.setText(text("loading.cancel", lang))
        self.bar.setAccessibleName(text("loading.progress", lang))
        self.step.setText(self._said())


class ErrorPanel(QWidget):
    """What went wrong, where, and what to do now."""

    open_asked = Signal()
    again_asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self._error = ErrorView("error", "")
        inner = QWidget()
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.title.setObjectName("heading")
        self.title.setWordWrap(True)
        self.message = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.hint = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.hint.setObjectName("muted")
        for label in (self.message, self.hint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._open = QPushButton()
        self._open.setObjectName("primary")
        self._again = QPushButton()
        self._back = QPushButton()
        self._report = QPushButton()
        self._open.clicked.connect(self.open_asked)
        self._again.clicked.connect(self.again_asked)
        self._back.clicked.connect(self.back_asked)
        self._report.clicked.connect(self._on_copy_report)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self._back, self._report, self._again, self._open):
            buttons.addWidget(button)
        buttons.addStretch(1)
        rows = QVBoxLayout(inner)
        rows.setSpacing(8)
        rows.addWidget(self._picture)
        rows.addSpacing(8)
        rows.addWidget(self.title)
        rows.addWidget(self.message)
        rows.addWidget(self.hint)
        rows.addSpacing(16)
        rows.addLayout(buttons)
        _centred(inner, self)

    def show_error(self, error: ErrorView, *, can_open: bool, can_repeat: bool, back: bool) -> None:
        """Show the error and the ways out of it."""
        self._error = error
        self._open.setVisible(can_open)
        self._again.setVisible(can_repeat)
        self._back.setVisible(back)
        self._report.setVisible(error.report is not None)
        self.retranslate(self._lang)
        self.recolor()

    def _on_copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._error.report or "")

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        key = f"error.{self._error.code}"
        self.title.setText(text(key if key in TEXTS else "error.title", lang))
        self.message.setText(say(self._error.message, lang))
        self.hint.setText(say(self._error.hint, lang))
        self.hint.setVisible(bool(self._error.hint))
        self._open.setText(text("error.open_other", lang))
        self._again.setText(text("error.again", lang))
        self._back.setText(text("error.back", lang))
        self._report.setText(text("error.copy_report", lang))
        self.setAccessibleName(f"{self.title.text()}. {self.message.text()}")

    def recolor(self) -> None:
        """Redraw the icon in the theme's colours."""
        c = current_colors()
        picture = icons.pixmap("warning", c.bad, 40, self.devicePixelRatioF())
        self._picture.setPixmap(picture)
