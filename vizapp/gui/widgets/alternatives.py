"""The strip of recommended charts: thumbnails that can be clicked, and ways to others."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.cutting import cut_words
from vizapp.gui.texts import percent, text
from vizapp.gui.theme import RADIUS, current_colors
from vizapp.gui.values import Drawing

CARD_HEIGHT, _COMPACT_HEIGHT = 172, 48
_HEAD_HEIGHT = 36
_CAPTION = 62  # name and share, and two lines of reason
_MIN_CARD_WIDTH, _MAX_CARD_WIDTH = 132, 270
_GAP = 8
_SCROLL_BAR = 12
_TITLE_FROM = 500  # CSS px; below it the buttons need the room


class CardFact(NamedTuple):
    """What a card says of its chart.

    `learned`: the person's own choices moved it up. `second`: a line on what a
    second model thinks of it, its first words on the card itself.
    """

    title: str
    share: float | None = None
    reason: str = ""
    component: str = ""
    learned: bool = False
    second: str = ""


class ChartCard(QAbstractButton):
    """One chart, small: picture, name, probability, why."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_MIN_CARD_WIDTH)
        self.setMaximumWidth(_MAX_CARD_WIDTH)
        self.setFixedHeight(CARD_HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._picture = QPixmap()
        self._scaled = QPixmap()
        self._waiting = "…"
        self._fact = CardFact("")
        self._pointed = False  # the reasoning points at this chart
        self._compact = False
        self.left_out = False  # there is nothing to see on it

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of a card."""
        return QSize(220, self.height())

    def set_compact(self, compact: bool) -> None:
        """Show the words without the picture."""
        self._compact = compact
        self.setFixedHeight(_COMPACT_HEIGHT if compact else CARD_HEIGHT)

    @property
    def component(self) -> str:
        """The component that the card shows."""
        return self._fact.component

    def describe(self, fact: CardFact, lang: Lang) -> None:
        """Say which chart it is and why."""
        self._fact = fact
        self.setText(fact.title)
        said = fact.title
        if fact.share is not None:
            said = text("alternatives.card", lang, title=said, share=percent(fact.share))
        lines = [said, fact.reason]
        if fact.learned:
            lines.append(text("alternatives.learned", lang))
        if fact.second:
            lines.append(fact.second)
        self.setAccessibleName(said)
        self.setAccessibleDescription(" ".join(line for line in lines[1:] if line))
        self.setToolTip("\n".join(line for line in lines if line))
        self.update()

    def leave_out(self, left_out: bool) -> None:
        """Take the card out of its row, or put it back."""
        if left_out != self.left_out:
            self.left_out = left_out
            self.setVisible(not left_out)

    def point(self, pointed: bool) -> None:
        """Show whether somebody points at this chart from elsewhere."""
        if pointed != self._pointed:
            self._pointed = pointed
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
        chosen = self.isChecked()
        near = self.underMouse() or self.hasFocus() or self._pointed
        edge = QColor(c.accent if chosen or near else c.border)
        painter.setPen(QPen(edge, 2 if chosen or self._pointed else 1))
        painter.setBrush(QColor(c.card))
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        top = frame.top() + 3
        if not self._compact:
            top = frame.bottom() - _CAPTION
            self._paint_picture(painter, frame.adjusted(8, 8, -8, -_CAPTION - 4))
            if self._fact.second:
                self._paint_second(painter, frame)
        base = QRectF(frame.left() + 10, top, frame.width() - 20, 22)
        self._paint_name(painter, base, chosen)
        self._paint_reason(painter, base.translated(0, 22))

    def _paint_name(self, painter: QPainter, base: QRectF, chosen: bool) -> None:
        c = current_colors()
        font = QFont(self.font())
        font.setPixelSize(12)
        share = percent(self._fact.share) if self._fact.share is not None else ""
        if self._fact.learned:
            share = f"★ {share}".strip()
        painter.setFont(font)
        painter.setPen(QColor(c.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(base, Qt.AlignmentFlag.AlignRight | middle, share)
        taken = QFontMetrics(font).horizontalAdvance(share)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(c.accent if chosen else c.text))
        metrics = QFontMetrics(font)
        left = base.adjusted(0, 0, -taken - 8, 0)
        name = cut_words(metrics, self.text(), int(left.width()))
        painter.drawText(left, Qt.AlignmentFlag.AlignLeft | middle, name)

    def _paint_second(self, painter: QPainter, frame: QRectF) -> None:
        """Write on a ribbon in the corner what the second model thinks, in two words."""
        c = current_colors()
        font = QFont(self.font())
        font.setPixelSize(11)
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        width = frame.width() - 16
        words = self._fact.second.partition("\n")[0]
        words = cut_words(metrics, words, int(width) - 12)
        ribbon = QRectF(
            frame.left() + 6, frame.top() + 6, metrics.horizontalAdvance(words) + 12, 20
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.component.fill))
        painter.drawRoundedRect(ribbon, 6, 6)
        painter.setFont(font)
        painter.setPen(QColor(c.component.text))
        painter.drawText(ribbon, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_reason(self, painter: QPainter, room: QRectF) -> None:
        font = QFont(self.font())
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(QColor(current_colors().muted))
        if self._compact:
            lines = [cut_words(QFontMetrics(font), self._fact.reason, int(room.width()))]
        else:
            lines = two_lines(self._fact.reason, font, room.width())
        for n, line in enumerate(lines):
            at = QRectF(room.left(), room.top() + 16 * n, room.width(), 16)
            painter.drawText(at, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)

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


def two_lines(words: str, font: QFont, width: float) -> list[str]:
    """Return the text in two lines at most, the second one cut where it must be."""
    layout = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    if not line.isValid():
        return []
    line.setLineWidth(width)
    cut = line.textLength()
    layout.endLayout()
    rest = words[cut:].strip()
    second = cut_words(QFontMetrics(font), rest, int(width))
    return [words[:cut].rstrip(), second] if rest else [words]


class Alternatives(QWidget):
    """A row of cards, the shown chart marked; above it what else can be asked for."""

    chosen = Signal(int)
    why_not_asked = Signal()
    page_asked = Signal()
    praised = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self.cards: list[ChartCard] = []
        self._facts: list[CardFact] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idClicked.connect(self.chosen)
        self._title = QLabel()
        self._title.setObjectName("cardTitle")
        self.praise = QToolButton()
        self.why_not = QToolButton()
        self.page = QToolButton()
        self.praise.setCheckable(True)
        self.praise.clicked.connect(self.praised)
        self.why_not.clicked.connect(self.why_not_asked)
        self.page.clicked.connect(self.page_asked)
        self._compact = False
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(4, 0, 0, 0)
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addStretch(1)
        for button in (self.praise, self.why_not, self.page):
            button.setObjectName("flat")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFixedHeight(_HEAD_HEIGHT)
            head.addWidget(button)
        inner = QWidget()
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self._row.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        self._rows = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        self._rows.addWidget(self._head)
        self._rows.addWidget(self._scroll, 1)
        self._fit()

    def set_compact(self, compact: bool) -> None:
        """Be one low row: cards of two lines, and the buttons without words beside them."""
        if compact == self._compact:
            return
        self._compact = compact
        ways, style = QBoxLayout.Direction, Qt.ToolButtonStyle
        self._rows.setDirection(ways.RightToLeft if compact else ways.TopToBottom)
        for button in (self.praise, self.why_not, self.page):
            button.setToolButtonStyle(
                style.ToolButtonIconOnly if compact else style.ToolButtonTextBesideIcon
            )
        for card in self.cards:
            card.set_compact(compact)
        self._fit()

    def _fit(self) -> None:
        """Leave room for a scroll bar only where the cards need one."""
        n_shown = sum(not card.left_out for card in self.cards)
        width = n_shown * (_MIN_CARD_WIDTH + _GAP) - _GAP
        beside = self._head.sizeHint().width() + 4 if self._compact else 0
        bar = _SCROLL_BAR if width > self.width() - beside else 0
        cards = _COMPACT_HEIGHT if self._compact else _HEAD_HEIGHT + 4 + CARD_HEIGHT
        self.setFixedHeight(cards + bar)
        self._title.setVisible(self.width() >= _TITLE_FROM and not self._compact)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the cards into the new width."""
        super().resizeEvent(event)
        self._fit()

    def show_facts(self, facts: list[CardFact], selected: int | None) -> None:
        """Show a card per fact; pictures of unchanged cards stay."""
        for index, card in enumerate(self.cards):
            if index >= len(facts) or self._facts[index].title != facts[index].title:
                card.show_drawing(None, "…")
                card.leave_out(False)
        while len(self.cards) < len(facts):
            card = ChartCard()
            card.set_compact(self._compact)
            self._group.addButton(card, len(self.cards))
            self._row.addWidget(card)
            # Made last, it would come last, after the reasoning at its right.
            self.setTabOrder(self.cards[-1] if self.cards else self.page, card)
            self.cards.append(card)
        while len(self.cards) > len(facts):
            card = self.cards.pop()
            self._group.removeButton(card)
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._facts = list(facts)
        # An exclusive group keeps one card checked, but an edited chart is on none of them.
        self._group.setExclusive(False)
        for index, (card, fact) in enumerate(zip(self.cards, facts, strict=True)):
            card.describe(fact, self._lang)
            card.setEnabled(selected is not None)
            card.setChecked(index == selected)
            if card.isChecked():
                card.leave_out(False)
        self._group.setExclusive(True)
        self._fit()

    def show_drawing(self, index: int, drawing: Drawing | None) -> None:
        """Show the picture of one card; None: it cannot be drawn.

        A card whose chart is empty makes room for the others, unless it is on screen.
        """
        if index >= len(self.cards):
            return
        card = self.cards[index]
        card.show_drawing(drawing, text("alternatives.undrawn", self._lang))
        card.leave_out(drawing is not None and drawing.empty and not card.isChecked())
        self._fit()

    def point_at(self, component: str | None) -> None:
        """Frame the cards of a component; None for none."""
        for card in self.cards:
            card.point(component is not None and card.component == component)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.setAccessibleName(text("alternatives.name", lang))
        self._title.setText(text("alternatives.name", lang))
        for button, key, tip in (
            (self.praise, "alternatives.praise", "alternatives.praise_tip"),
            (self.why_not, "alternatives.why_not", "alternatives.why_not_tip"),
            (self.page, "alternatives.page", "alternatives.page_tip"),
        ):
            button.setText(text(key, lang))
            button.setAccessibleName(text(key, lang))
            button.setToolTip(text(tip, lang))

    def recolor(self) -> None:
        """Redraw the icons in the theme's colours."""
        c = current_colors()
        self.praise.setIcon(icons.icon("thumb", c.accent, c.muted))
        self.why_not.setIcon(icons.icon("question", c.accent, c.muted))
        self.page.setIcon(icons.icon("grid", c.accent, c.muted))
