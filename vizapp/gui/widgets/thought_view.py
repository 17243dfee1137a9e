"""The reasoning as it streams: steps, and names as coloured chips.

The text is ordinary selectable text. What is special about a stretch of it is
kept as character properties, and the chips are painted behind the letters.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit

from vizapp.core.language import Lang
from vizapp.gui.texts import text
from vizapp.gui.theme import Chip, Colors, current_colors
from vizapp.profile.attributes import AttributeType
from vizapp.reasoning.events import ThoughtDelta

REPAINT_MS = 34  # at most 30 times a second
_CHIP = QTextCharFormat.Property.UserProperty + 1  # "component", or an attribute's type
_NUMBER_MARK = QTextCharFormat.Property.UserProperty + 2
_STEP = QTextCharFormat.Property.UserProperty + 3  # on a block: its number, or a claim's mark
_PAD = "\u202f"  # a thin space on each side: the chip's padding
_JOINER = "\u2060"  # forbids a line break, shows nothing
_MAY_BREAK = "\u200b"  # allows one, shows nothing
_OPENING = frozenset("([{<\u201c\u2018\u300a\u300c\uff08")
_WIDE = 0x2E80  # Chinese characters are twice as wide, and lines may break between them
_MAX_GLUED = 28  # widths of a letter
_BREAK = re.compile(r"(?<=[\u2e80-\uffef/-])(?=.)|(?<=.)(?=[\u2e80-\uffef])")
_STEP_START = re.compile(r"\s*(?P<number>\d{1,2})(?:[.)](?:\s+|$|(?=[^\s\d]))|、\s*)")
_BULLET_START = re.compile(r"\s*[-•*]\s+")
_INDENT = 28  # px; the column of the step numbers
_BADGE = 20
_LINE_PERCENT = 140

Segment = tuple[str, str | None]  # text and its chip, None for plain text


class ThoughtView(QTextEdit):
    """Shows `ThoughtDelta`s; follows the end unless the person scrolled up."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("thought")
        self.setReadOnly(True)
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(8)
        self._lang: Lang = "en"
        self._types: Mapping[str, AttributeType] = {}
        self._pending: list[ThoughtDelta] = []
        self._line: list[Segment] = []
        self._thought: list[str] = []
        self._claims: tuple[tuple[str, bool], ...] = ()
        self._colors: Colors = current_colors()
        self._timer = QTimer(self)
        self._timer.setInterval(REPAINT_MS)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)

    @property
    def thought(self) -> str:
        """The thought so far, as the model wrote it."""
        return "".join(self._thought)

    def begin(self, types: Mapping[str, AttributeType]) -> None:
        """Forget everything; attributes get the colour of their type."""
        self._types = types
        self._thought.clear()
        self._claims = ()
        self._restart()
        self._pending.clear()

    def _restart(self) -> None:
        self._colors = current_colors()
        self._line = []
        self.clear()

    def add(self, delta: ThoughtDelta) -> None:
        """Take the next piece; it is on the screen within `REPAINT_MS`."""
        self._thought.append(delta.text)
        self._pending.append(delta)
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Show everything that has come."""
        self._timer.stop()
        if not self._pending:
            return
        pending, self._pending = self._pending, []
        bar = self.verticalScrollBar()
        following = bar.value() >= bar.maximum() - 4
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for delta in pending:
            self._take(cursor, delta)
        self._write_line(cursor)
        cursor.endEditBlock()
        if following:
            bar.setValue(bar.maximum())

    def _take(self, cursor: QTextCursor, delta: ThoughtDelta) -> None:
        chip = self._chip_of(delta)
        if chip is not None:
            self._line.append((" ".join(delta.text.split()), chip))
            return
        first, *others = delta.text.split("\n")
        self._line.append((first, None))
        for other in others:
            if any(part.strip() for part, _ in self._line):
                self._write_line(cursor)
                cursor.movePosition(QTextCursor.MoveOperation.End)
                cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
            self._line = [(other, None)]

    def _chip_of(self, delta: ThoughtDelta) -> str | None:
        if delta.kind == "component":
            return "component"
        if delta.kind == "attribute":
            return self._types.get(delta.reference or delta.text, "STR")
        if delta.kind == "number":
            return "number"
        return None

    def _write_line(self, cursor: QTextCursor) -> None:
        """Write the last line anew: only now may its beginning be known."""
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        step, segments = split_start(self._line)
        cursor.setBlockFormat(self._block_format(step))
        plain = self._char_format(None)
        last = ""  # of the line so far
        for part, chip in segments:
            named = chip and chip != "number"
            # Pads forbid breaks beside a chip; only punctuation wants that.
            if last and (last not in _OPENING if named else last == _PAD and part[0].isalnum()):
                cursor.insertText(_MAY_BREAK, plain)
            shown = f"{_PAD}{glued(part)}{_PAD}" if named else part
            cursor.insertText(shown, self._char_format(chip))
            last = shown[-1]

    def _block_format(self, step: str | None) -> QTextBlockFormat:
        block = QTextBlockFormat()
        proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        block.setLineHeight(_LINE_PERCENT, proportional)
        block.setLeftMargin(_INDENT + (16 if step == "-" else 0))
        block.setTopMargin(12 if step and step.isdigit() else 2)
        if step:
            block.setProperty(_STEP, step)
        return block

    def _char_format(self, chip: str | None) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setForeground(QColor(self._colors.text))
        if chip == "number":
            made.setFontWeight(QFont.Weight.DemiBold)
            made.setProperty(_NUMBER_MARK, True)
        elif chip:
            made.setForeground(QColor(self._chip_colors(chip).text))
            made.setProperty(_CHIP, chip)
        return made

    def _chip_colors(self, chip: str) -> Chip:
        return self._colors.component if chip == "component" else self._colors.types[chip]

    def finish(self, claims: tuple[tuple[str, bool], ...]) -> None:
        """Add the checked claims below the thought; reading begins at its first line."""
        self.flush()
        self._claims = claims
        bar = self.verticalScrollBar()
        following = bar.value() >= bar.maximum() - 4
        if claims:
            self._write_claims()
        if following:
            bar.setValue(0)

    def _write_claims(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        right = sum(ok for _, ok in self._claims)
        heading = text("reason.claims", self._lang)
        tally = text("reason.claims_count", self._lang, right=right, all=len(self._claims))
        block = self._block_format(None)
        block.setLeftMargin(0)
        block.setTopMargin(20)
        bold = self._char_format(None)
        bold.setFontWeight(QFont.Weight.DemiBold)
        cursor.insertBlock(block, bold)
        cursor.insertText(heading, bold)
        muted = self._char_format(None)
        muted.setForeground(QColor(self._colors.muted))
        cursor.insertText(f"  {tally}", muted)
        for claim, ok in self._claims:
            cursor.insertBlock(self._block_format("✓" if ok else "✗"))
            cursor.insertText(" ".join(claim.split()), self._char_format(None))

    def retranslate(self, lang: Lang) -> None:
        """Speak that language; the thought itself stays as it was written."""
        self._lang = lang
        self.setAccessibleName(text("reason.title", lang))

    def replay(self, deltas: list[ThoughtDelta]) -> None:
        """Write everything again, in the colours and words of now."""
        bar = self.verticalScrollBar()
        place = bar.value()
        self._restart()
        self._pending = list(deltas)
        self.flush()
        if self._claims:
            self._write_claims()
        bar.setValue(place)

    # -- painting -------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint chips and step numbers, then the text over them."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dx, dy = -self.horizontalScrollBar().value(), -self.verticalScrollBar().value()
        visible = QRectF(event.rect()).translated(-dx, -dy)
        painter.translate(dx, dy)
        layout = self.document().documentLayout()
        block = self.document().begin()
        while block.isValid():
            bounds = layout.blockBoundingRect(block)
            if bounds.top() > visible.bottom():
                break
            if bounds.bottom() >= visible.top():
                self._paint_block(painter, block)
            block = block.next()
        painter.end()
        super().paintEvent(event)

    def _paint_block(self, painter: QPainter, block: QTextBlock) -> None:
        step = block.blockFormat().property(_STEP)
        if step and block.layout().lineCount():
            self._paint_mark(painter, str(step), next(_boxes(block, 0, 1), QRectF()))
        for start, length, chip in _chips(block):
            fill = QColor(self._chip_colors(chip).fill)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            for box in _boxes(block, start, length):
                painter.drawRoundedRect(box, 5, 5)

    def _paint_mark(self, painter: QPainter, step: str, first: QRectF) -> None:
        """Paint a step's number or a mark, left of its first letter."""
        c = self._colors
        painter.setPen(Qt.PenStyle.NoPen)
        centre = QPointF(first.left() - 4 - _BADGE / 2, first.center().y())
        if step == "-":
            painter.setBrush(QColor(c.muted))
            painter.drawEllipse(centre, 2, 2)
            return
        box = QRectF(0, 0, _BADGE, _BADGE)
        box.moveCenter(centre)
        if step.isdigit():
            painter.setBrush(QColor(c.accent_soft))
            painter.drawEllipse(box)
        font = QFont(self.font())
        font.setPixelSize(11)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor({"✓": c.good, "✗": c.bad}.get(step, c.accent)))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, step)

    # -- copying --------------------------------------------------------------

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        """Copy plain words, without the chips' padding."""
        mime = QMimeData()
        mime.setText(plain_text(self.textCursor().selectedText()))
        return mime

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Offer to copy the whole reasoning as well."""
        menu = self.createStandardContextMenu()
        menu.addSeparator()
        everything = menu.addAction(text("reason.copy", self._lang))
        everything.setEnabled(bool(self._thought))
        everything.triggered.connect(
            lambda: QGuiApplication.clipboard().setText(self.thought.strip())
        )
        menu.exec(event.globalPos())
        menu.deleteLater()


def split_start(segments: list[Segment]) -> tuple[str | None, list[Segment]]:
    """Return the line's mark (its step number, ``-`` or None) and the rest.

    Examples
    --------
    >>> split_start([("2", "number"), (". The ", None), ("line", "component")])
    ('2', [('The ', None), ('line', 'component')])
    """
    plain = itertools.takewhile(lambda segment: segment[1] in (None, "number"), segments)
    start = "".join(part for part, _ in plain)
    match = _STEP_START.match(start) or _BULLET_START.match(start)
    mark = (match.groupdict().get("number") or "-") if match else None
    dropped = match.end() if match else len(start) - len(start.lstrip())
    rest: list[Segment] = []
    for part, chip in segments:
        kept = part[dropped:]
        dropped = max(0, dropped - len(part))
        if kept:
            rest.append((kept, chip))
    return mark, rest


def glued(name: str) -> str:
    """Return a name that no line break cuts, unless it is too long for one line.

    Examples
    --------
    >>> glued("net sales").isascii(), glued("a name of very many words in it")
    (False, 'a name of very many words in it')
    """
    if sum(2 if ord(ch) >= _WIDE else 1 for ch in name) > _MAX_GLUED:
        return name
    return _BREAK.sub(_JOINER, name).replace(" ", "\u00a0")


def plain_text(selected: str) -> str:
    """Return selected text without what holds the chips together.

    Examples
    --------
    >>> plain_text(f"{_PAD}{glued('net 销售额')}{_PAD}, sum")
    'net 销售额, sum'
    """
    for mark in (_PAD, _JOINER, _MAY_BREAK):
        selected = selected.replace(mark, "")
    return selected.replace("\u00a0", " ").replace("\u2029", "\n")


def _chips(block: QTextBlock) -> Iterator[tuple[int, int, str]]:
    """Yield start, length and chip of every marked stretch of a block."""
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        chip = fragment.charFormat().property(_CHIP)
        if chip:
            yield fragment.position() - block.position(), fragment.length(), str(chip)
        iterator += 1


def _boxes(block: QTextBlock, start: int, length: int) -> Iterator[QRectF]:
    """Yield the stretch's rectangles in the document, one per line that it touches."""
    layout = block.layout()
    for n in range(layout.lineCount()):
        line = layout.lineAt(n)
        first = max(start, line.textStart())
        last = min(start + length, line.textStart() + line.textLength())
        if first >= last:
            continue
        x0, x1 = line.cursorToX(first)[0], line.cursorToX(last)[0]  # type: ignore[index]
        top, height = line.y() + line.height(), line.ascent() + line.descent()
        box = QRectF(x0, top - height, x1 - x0, height)
        yield box.translated(layout.position())
