"""The list of hints: what, why, now and after, and a button that applies it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from vizapp.core.language import Lang
from vizapp.gui.hinting import Hint
from vizapp.gui.texts import count, text
from vizapp.gui.theme import RADIUS, current_colors
from vizapp.gui.values import Drawing
from vizapp.gui.widgets.over_panel import OverPanel
from vizapp.gui.widgets.page_parts import words

_WIDTH, _HEIGHT = 720, 560
_PICTURE = QSize(320, 208)
_SIDE = 14


class _Picture(QWidget):
    """A small chart under a word that says when it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_PICTURE.height())
        self._picture = QPixmap()
        self._waiting = ""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the usual size."""
        return _PICTURE

    def show_drawing(self, drawing: Drawing | None, when: str, waiting: str, lang: Lang) -> None:
        """Show the picture, or a word in its place."""
        self._waiting = waiting
        self._picture = QPixmap()
        title = drawing.title if drawing is not None else waiting
        self.setAccessibleName(text("hint.picture", lang, when=when, title=title))
        if drawing is not None:
            self._picture.loadFromData(drawing.png)
        self.update()

    @property
    def drawn(self) -> bool:
        """Whether there is a picture."""
        return not self._picture.isNull()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the chart in a frame, as large as it fits."""
        c = current_colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(c.border), 1))
        painter.setBrush(QColor(c.card))
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        room = frame.adjusted(5, 5, -5, -5)
        if self._picture.isNull():
            painter.setPen(QColor(c.muted))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._waiting)
            return
        ratio = self.devicePixelRatioF()
        small = self._picture.scaled(
            (room.size() * ratio).toSize(),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        small.setDevicePixelRatio(ratio)
        size = small.deviceIndependentSize()
        painter.drawPixmap(
            int(room.center().x() - size.width() / 2),
            int(room.center().y() - size.height() / 2),
            small,
        )


class HintCard(QFrame):
    """One hint."""

    apply_asked = Signal()
    dismiss_asked = Signal()

    def __init__(self, hint: Hint, now: Drawing | None, lang: Lang) -> None:
        super().__init__()
        self._lang = lang
        self.hint = hint
        self.what, self.why, self.change = words("cardTitle"), words("small"), words("small")
        self.apply = QPushButton()
        self.apply.setObjectName("primary")
        self.apply.setCursor(Qt.CursorShape.PointingHandCursor)
        self.apply.clicked.connect(self.apply_asked)
        self.dismiss = QPushButton()
        self.dismiss.setObjectName("flat")
        self.dismiss.setCursor(Qt.CursorShape.PointingHandCursor)
        self.dismiss.clicked.connect(self.dismiss_asked)
        self.now, self.after = _Picture(), _Picture()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(_SIDE, 6, _SIDE, 10)
        rows.setSpacing(6)
        rows.addWidget(self.what)
        rows.addWidget(self.why)
        if hint.change:
            rows.addLayout(self._pictures())
        below = QHBoxLayout()
        below.addWidget(self.change, 1)
        below.addWidget(self.dismiss)
        if hint.change:
            below.addWidget(self.apply)
        rows.addLayout(below)
        self._say(now)

    def _pictures(self) -> QHBoxLayout:
        both = QHBoxLayout()
        both.setSpacing(10)
        for picture, key in ((self.now, "hint.before"), (self.after, "hint.after")):
            column = QVBoxLayout()
            column.setSpacing(3)
            caption = QLabel(text(key, self._lang))
            caption.setObjectName("muted")
            column.addWidget(caption)
            column.addWidget(picture)
            both.addLayout(column, 1)
        return both

    def _say(self, now: Drawing | None) -> None:
        hint, lang = self.hint, self._lang
        self.what.setText(hint.what)
        mended = bool(hint.change)
        self.why.setText(hint.why if mended else f"{hint.why} {text('hint.no_fix', lang)}")
        self.change.setText(hint.change)
        self.apply.setText(text("hint.apply", lang))
        self.apply.setAccessibleName(text("hint.apply_this", lang, what=hint.change))
        self.apply.setAccessibleDescription(f"{hint.what}. {hint.why}")
        self.dismiss.setText(text("hint.dismiss", lang))
        self.dismiss.setAccessibleName(text("hint.dismiss_this", lang, what=hint.what))
        waiting = text("hint.drawing", lang)
        self.now.show_drawing(now, text("hint.before", lang), waiting, lang)
        self.after.show_drawing(None, text("hint.after", lang), waiting, lang)
        self.setAccessibleName(hint.what)

    def show_after(self, drawing: Drawing) -> None:
        """Show what the fix makes."""
        self.after.show_drawing(drawing, text("hint.after", self._lang), "", self._lang)


class HintPanel(OverPanel):
    """The hints about the chart on screen, over the window."""

    apply_asked = Signal(int)
    dismiss_asked = Signal(int)
    recall_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _WIDTH, _HEIGHT)
        self._lang: Lang = "en"
        self.cards: list[HintCard] = []
        self._title, self._tally = words("heading"), words("small")
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self._rows.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 12, 1, 8)
        rows.setSpacing(6)
        for widget in (self._title, self._tally):
            side = QVBoxLayout()
            side.setContentsMargins(_SIDE, 0, _SIDE, 0)
            side.addWidget(widget)
            rows.addLayout(side)
        rows.addWidget(self._scroll, 1)
        rows.addWidget(self._dismissed_row())
        self.hide()

    def _dismissed_row(self) -> QWidget:
        self._n_dismissed = QLabel()
        self._n_dismissed.setObjectName("small")
        self.recall = QPushButton()
        self.recall.setObjectName("flat")
        self.recall.setCursor(Qt.CursorShape.PointingHandCursor)
        self.recall.clicked.connect(self.recall_asked)
        self._dismissed = QWidget()
        row = QHBoxLayout(self._dismissed)
        row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        row.addWidget(self._n_dismissed, 1)
        row.addWidget(self.recall)
        return self._dismissed

    def show_hints(self, hints: Sequence[Hint], now: Drawing | None, n_dismissed: int = 0) -> None:
        """Show the hints, those with a remedy first as they come, and how many were dismissed."""
        self._dismissed.setVisible(n_dismissed > 0)
        said = text("hint.dismissed", self._lang, n=count(n_dismissed))
        self._n_dismissed.setText(said)
        self._tally.setVisible(bool(hints))
        self._scroll.setVisible(bool(hints))
        for card in self.cards:
            self._rows.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [HintCard(hint, now, self._lang) for hint in hints]
        for index, card in enumerate(self.cards):
            card.apply_asked.connect(lambda i=index: self.apply_asked.emit(i))
            card.dismiss_asked.connect(lambda i=index: self.dismiss_asked.emit(i))
            self._rows.insertWidget(index, card)
        self.limit_height(_HEIGHT if hints else self.sizeHint().height())

    def show_after(self, index: int, drawing: Drawing) -> None:
        """Show what the fix of that hint makes."""
        if index < len(self.cards):
            self.cards[index].show_after(drawing)

    @property
    def first(self) -> QWidget:
        """What gets the focus: the first remedy, else the first button."""
        remedies = (card.apply for card in self.cards if card.hint.change)
        return next(remedies, self.cards[0].dismiss if self.cards else self.recall)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language; the hints themselves come anew."""
        self._lang = lang
        self._title.setText(text("hint.title", lang))
        self._tally.setText(text("hint.tally", lang))
        self._scroll.setAccessibleName(text("hint.title", lang))
        self.recall.setText(text("hint.recall", lang))
        self.recall.setAccessibleName(text("hint.recall_all", lang))
        self.setAccessibleName(text("hint.title", lang))
