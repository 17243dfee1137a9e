"""The page before the first table: drop, open, try a sample."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import TEXTS, text
from vizapp.gui.theme import RADIUS, current_colors
from vizapp.gui.widgets.offer import Offer
from vizapp.gui.widgets.page_parts import scrolled
from vizapp.gui.widgets.recent_files import RecentFiles

_MAX_LINKS = 6


class _DropTarget(QFrame):
    """A dashed card."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the dashed outline."""
        c = current_colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(c.accent), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(c.card))
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(frame, 2 * RADIUS, 2 * RADIUS)


class Welcome(QWidget):
    """Says what vizapp wants and offers three ways to give it."""

    open_asked = Signal()
    paste_asked = Signal()
    restore_asked = Signal()
    discard_asked = Signal()
    forget_asked = Signal(object)  # Path: take it off the recent files
    file_chosen = Signal(object)  # Path

    def __init__(self) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._title = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._title.setObjectName("heading")
        self._kinds = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._kinds.setObjectName("muted")
        self._open = QPushButton()
        self._open.setObjectName("primary")
        self._open.setCursor(Qt.CursorShape.PointingHandCursor)
        self._open.clicked.connect(self.open_asked)
        self._target = target = _DropTarget()
        target.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        inside = QVBoxLayout(target)
        inside.setSpacing(8)
        inside.addWidget(self._picture)
        inside.addSpacing(8)
        inside.addWidget(self._title)
        inside.addWidget(self._kinds)
        inside.addSpacing(16)
        self._paste = QPushButton()
        self._paste.setCursor(Qt.CursorShape.PointingHandCursor)
        self._paste.clicked.connect(self.paste_asked)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._open)
        buttons.addWidget(self._paste)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        self._offer = Offer()
        self._offer.restore_asked.connect(self.restore_asked)
        self._offer.discard_asked.connect(self.discard_asked)
        self._samples = _Links(self.file_chosen.emit)
        self._recent = RecentFiles(self.file_chosen.emit)
        self._recent.forget_asked.connect(self.forget_asked)
        lists = QHBoxLayout()
        lists.setSpacing(24)
        lists.addWidget(self._samples, 1, Qt.AlignmentFlag.AlignTop)
        lists.addWidget(self._recent, 1, Qt.AlignmentFlag.AlignTop)
        self._lock = QLabel()
        self._private = QLabel()
        self._private.setObjectName("muted")
        private = QHBoxLayout()
        private.setSpacing(8)
        private.addStretch(1)
        private.addWidget(self._lock)
        private.addWidget(self._private)
        private.addStretch(1)
        column = QWidget()
        column.setMaximumWidth(720)
        rows = QVBoxLayout(column)
        self._rows = rows
        rows.addStretch(2)
        rows.addWidget(self._offer)
        rows.addWidget(target)
        rows.addLayout(lists)
        rows.addLayout(private)
        rows.addStretch(3)
        inner = QWidget()
        outer = QHBoxLayout(inner)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        outer.addWidget(column, 8)
        outer.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))
        self.set_compact(False)
        self.recolor()

    def set_compact(self, compact: bool) -> None:
        """Leave the picture and half of the distances out in a low window."""
        self._picture.setVisible(not compact)
        gap, inside = (12, 16) if compact else (24, 40)
        self._rows.setContentsMargins(24, gap, 24, gap)
        self._rows.setSpacing(gap)
        room = self._target.layout()
        assert room is not None
        room.setContentsMargins(32, inside, 32, inside)

    def show_files(self, samples: Iterable[Path], recent: Iterable[Path]) -> None:
        """Offer these files."""
        named = {path: sample_name(path, self._lang) for path in list(samples)[:_MAX_LINKS]}
        self._samples.show_files(named, "table")
        self._recent.show_files(list(recent)[:_MAX_LINKS])

    def show_pictures(self, pictures: Mapping[Path, bytes]) -> None:
        """Show the last chart of the recent files."""
        self._recent.show_pictures(pictures)

    def offer(self, names: Sequence[str]) -> None:
        """Offer to bring back these tables; none hides the offer."""
        self._offer.show_names(names)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self._offer.retranslate(lang)
        self._paste.setText(text("welcome.paste", lang))
        self._paste.setToolTip(f"{text('action.paste', lang)} (Ctrl+V)")
        self._title.setText(text("welcome.title", lang))
        self._kinds.setText(text("welcome.kinds", lang))
        self._open.setText(text("welcome.open", lang))
        self._private.setText(text("welcome.private", lang))
        self._samples.title.setText(text("welcome.samples", lang))
        self._recent.retranslate(lang)

    def recolor(self) -> None:
        """Redraw the icons in the theme's colours."""
        c = current_colors()
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(icons.pixmap("drop", c.accent, 48, ratio))
        self._lock.setPixmap(icons.pixmap("lock", c.muted, 16, ratio))
        self._paste.setIcon(icons.icon("paste", c.text, c.muted))
        self._offer.recolor()
        self._samples.recolor()
        self._recent.recolor()


def sample_name(path: Path, lang: Lang) -> str:
    """Return what a sample is about; a file of another name is called by that."""
    key = f"sample.{path.stem}"
    if key in TEXTS:
        return text(key, lang)
    return path.stem if len(path.stem) <= 36 else path.stem[:35] + "…"


class _Links(QWidget):
    """A titled list of files; hidden while it has none."""

    def __init__(self, choose: Callable[[Path], None]) -> None:
        super().__init__()
        self._choose = choose
        self._icon = "table"
        self.title = QLabel()
        self.title.setObjectName("cardTitle")
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)
        self._rows.addWidget(self.title, 0, 0)
        self._buttons: list[QPushButton] = []
        self.hide()

    def show_files(self, files: Mapping[Path, str], icon: str) -> None:
        for button in self._buttons:
            self._rows.removeWidget(button)
            button.setParent(None)  # at once: screen readers would still read its old name
            button.deleteLater()
        self._buttons = []
        self._icon = icon
        for row, (path, name) in enumerate(files.items(), 1):
            button = QPushButton(name.replace("&", "&&"))
            button.setObjectName("link")
            button.setToolTip(str(path))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, p=path: self._choose(p))
            self._rows.addWidget(button, row, 0)
            self._buttons.append(button)
        self.setVisible(bool(files))
        self.recolor()

    def recolor(self) -> None:
        c = current_colors()
        for button in self._buttons:
            button.setIcon(icons.icon(self._icon, c.accent, c.muted))
