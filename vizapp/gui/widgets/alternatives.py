"""The strip of recommended charts: thumbnails that can be clicked."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from vizapp.core.language import Lang
from vizapp.gui.texts import percent, text
from vizapp.gui.theme import RADIUS, current_colors
from vizapp.gui.values import Drawing

CARD_HEIGHT = 152
_CAPTION = 30
_MAX_CARD_WIDTH = 250


class ChartCard(QAbstractButton):
    """One chart, small: picture, name, probability."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(96)
        self.setMaximumWidth(_MAX_CARD_WIDTH)
        self.setFixedHeight(CARD_HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._picture = QPixmap()
        self._scaled = QPixmap()
        self._waiting = "…"
        self._share: float | None = None

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of a card."""
        return QSize(200, CARD_HEIGHT)

    def describe(self, title: str, share: float | None, lang: Lang) -> None:
        """Say which chart it is."""
        self._share = share
        self.setText(title)
        said = (
            title
            if share is None
            else text("alternatives.card", lang, title=title, share=percent(share))
        )
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def show_drawing(self, drawing: Drawing | None, waiting: str) -> None:
        """Show the picture, or a word in its place."""
        self._waiting = waiting
        self._picture = QPixmap()
        self._scaled = QPixmap()
        if drawing is not None:
            self._picture.loadFromData(drawing.png)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the card."""
        c = current_colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        chosen, near = self.isChecked(), self.underMouse() or self.hasFocus()
        edge = QColor(c.accent if chosen or near else c.border)
        painter.setPen(QPen(edge, 2 if chosen else 1))
        painter.setBrush(QColor(c.card))
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        room = frame.adjusted(8, 8, -8, -_CAPTION)
        self._paint_picture(painter, room)
        base = QRectF(frame.left() + 10, frame.bottom() - _CAPTION, frame.width() - 20, _CAPTION)
        font = QFont(self.font())
        font.setPixelSize(12)
        share = percent(self._share) if self._share is not None else ""
        painter.setFont(font)
        painter.setPen(QColor(c.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(base, Qt.AlignmentFlag.AlignRight | middle, share)
        font.setWeight(QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(c.accent if chosen else c.text))
        metrics = QFontMetrics(font)
        left = base.adjusted(0, 0, -metrics.horizontalAdvance(share) - 8, 0)
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, int(left.width()))
        painter.drawText(left, Qt.AlignmentFlag.AlignLeft | middle, name)

    def _paint_picture(self, painter: QPainter, room: QRectF) -> None:
        if self._picture.isNull():
            painter.setPen(QColor(current_colors().muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, self._waiting)
            return
        ratio = self.devicePixelRatioF()
        wanted = (room.size() * ratio).toSize()
        fitted = self._picture.size().scaled(wanted, Qt.AspectRatioMode.KeepAspectRatio)
        if self._scaled.size() != fitted:
            self._scaled = self._picture.scaled(
                fitted,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._scaled.setDevicePixelRatio(ratio)
        size = self._scaled.deviceIndependentSize()
        painter.drawPixmap(
            int(room.center().x() - size.width() / 2),
            int(room.center().y() - size.height() / 2),
            self._scaled,
        )


class Alternatives(QWidget):
    """A row of cards, the shown chart marked."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self.cards: list[ChartCard] = []
        self._facts: list[tuple[str, float | None]] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idClicked.connect(self.chosen)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.setFixedHeight(CARD_HEIGHT)

    def show_facts(self, facts: list[tuple[str, float | None]], selected: int | None) -> None:
        """Show a card per (title, probability); pictures of unchanged cards stay."""
        for index, card in enumerate(self.cards):
            if index >= len(facts) or self._facts[index][0] != facts[index][0]:
                card.show_drawing(None, "…")
        while len(self.cards) < len(facts):
            card = ChartCard()
            self._group.addButton(card, len(self.cards))
            self._row.addWidget(card)
            self.cards.append(card)
        while len(self.cards) > len(facts):
            card = self.cards.pop()
            self._group.removeButton(card)
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._facts = list(facts)
        for index, (card, (title, share)) in enumerate(zip(self.cards, facts, strict=True)):
            card.describe(title, share, self._lang)
            card.setEnabled(selected is not None)
            card.setChecked(index == selected)

    def show_drawing(self, index: int, drawing: Drawing | None) -> None:
        """Show the picture of one card; None: it cannot be drawn."""
        if index < len(self.cards):
            self.cards[index].show_drawing(drawing, text("alternatives.undrawn", self._lang))

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.setAccessibleName(text("alternatives.name", lang))
