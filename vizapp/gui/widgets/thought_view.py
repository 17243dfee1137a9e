"""The reasoning as it streams: steps, and names as coloured chips.

The text is ordinary selectable text. What is special about a stretch of it is
kept as character properties, and the chips are painted behind the letters.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip

from vizapp.core.language import Lang
from vizapp.gui.texts import text
from vizapp.gui.theme import Chip, Colors, current_colors
from vizapp.gui.widgets.claims import Claim, claim_marks
from vizapp.profile.attributes import AttributeType
from vizapp.reasoning.events import ThoughtDelta

REPAINT_MS = 34  # at most 30 times a second
_CHIP = QTextCharFormat.Property.UserProperty + 1  # "component", or an attribute's type
_NUMBER_MARK = QTextCharFormat.Property.UserProperty + 2
_STEP = QTextCharFormat.Property.UserProperty + 3  # on a block: its number, or a claim's mark
_CLAIM = QTextCharFormat.Property.UserProperty + 4  # what a check mark or cross is about
_PART = QTextCharFormat.Property.UserProperty + 5  # on a block: the step that it belongs to
_TALLY = "claims"  # stands for the step of the claims' list
_LEAST_LINE = 64.0  # px; a folded step keeps what fits into one line, and at least that
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
    """Shows `ThoughtDelta`s; follows the end unless the person scrolled up.

    A click on a step's number folds the step; a name under the mouse is told.
    """

    pointed = Signal(str, str)  # kind and name of the chip under the mouse, empty for none
    chip_clicked = Signal(str, str)
    folds_changed = Signal()

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
        self._claims: tuple[Claim, ...] = ()
        self._deltas: list[ThoughtDelta] = []
        self._marks: dict[int, Claim] = {}  # by the index of a piece
        self._n_taken = 0
        self._names: dict[str, tuple[str, str]] = {}  # a chip's words: kind and name
        self._part = ""  # the step that is being written
        self._folded: set[str] = set()
        self._under = ("", "")
        self._writing = False
        self._colors: Colors = current_colors()
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
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
        self._deltas.clear()
        self._claims, self._marks = (), {}
        self._names = {}
        self._folded.clear()
        self._restart()
        self._pending.clear()
        self.folds_changed.emit()

    def _restart(self) -> None:
        self._colors = current_colors()
        self._line = []
        self._n_taken = 0
        self._part = ""
        self.clear()

    def add(self, delta: ThoughtDelta) -> None:
        """Take the next piece; it is on the screen within `REPAINT_MS`."""
        self._thought.append(delta.text)
        self._deltas.append(delta)
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
        mark = self._marks.get(self._n_taken)
        self._n_taken += 1
        if chip is not None:
            shown = " ".join(delta.text.split())
            self._line.append((shown, chip))
            self._names[shown] = (delta.kind, delta.reference or delta.text)
        else:
            first, *others = delta.text.split("\n")
            self._line.append((first, None))
            for other in others:
                if any(part.strip() for part, _ in self._line):
                    self._write_line(cursor)
                    cursor.movePosition(QTextCursor.MoveOperation.End)
                    cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
                self._line = [(other, None)]
        if mark is not None:
            self._line.append(("✓" if mark[1] else "✗", f"claim {mark[0]}"))

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
        if step and step.isdigit():
            self._part = step
        cursor.setBlockFormat(self._block_format(step))
        folded = self._part in self._folded
        cursor.block().setVisible(not folded or bool(step and step.isdigit()))
        if folded:
            segments = shortened(segments, self._line_room(), self._advance())
        plain = self._char_format(None)
        last = ""  # of the line so far
        for part, chip in segments:
            if chip and chip.startswith("claim "):
                cursor.insertText(f"{_JOINER}{part}", self._mark_format(part, chip[6:]))
                continue
            named = chip and chip != "number"
            # Pads forbid breaks beside a chip; only punctuation wants that.
            if last and (last not in _OPENING if named else last == _PAD and part[0].isalnum()):
                cursor.insertText(_MAY_BREAK, plain)
            shown = f"{_PAD}{glued(part)}{_PAD}" if named else part
            cursor.insertText(shown, self._char_format(chip, part))
            last = shown[-1]

    def _block_format(self, step: str | None) -> QTextBlockFormat:
        block = QTextBlockFormat()
        proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        block.setLineHeight(_LINE_PERCENT, proportional)
        block.setLeftMargin(_INDENT + (16 if step == "-" else 0))
        block.setTopMargin(12 if step and step.isdigit() else 2)
        if step:
            block.setProperty(_STEP, step)
        if self._part:
            block.setProperty(_PART, self._part)
        return block

    def _mark_format(self, mark: str, claim: str) -> QTextCharFormat:
        """Return the looks of a check mark or cross behind what was claimed."""
        made = self._char_format(None)
        made.setForeground(QColor(self._colors.good if mark == "✓" else self._colors.bad))
        made.setFontWeight(QFont.Weight.Bold)
        made.setFontPointSize(max(7.0, self.fontInfo().pointSizeF() - 2))
        made.setProperty(_CLAIM, claim)
        return made

    def _char_format(self, chip: str | None, words: str = "") -> QTextCharFormat:
        made = QTextCharFormat()
        made.setForeground(QColor(self._colors.text))
        if chip == "number":
            made.setFontWeight(QFont.Weight.DemiBold)
            made.setProperty(_NUMBER_MARK, True)
        elif chip:
            made.setForeground(QColor(self._chip_colors(chip).text))
            made.setProperty(_CHIP, chip)
            made.setAnchor(True)
            made.setAnchorHref(words)
        return made

    def _chip_colors(self, chip: str) -> Chip:
        return self._colors.component if chip == "component" else self._colors.types[chip]

    def finish(self, claims: tuple[Claim, ...]) -> None:
        """Mark the checked claims where they stand and list them below.

        Reading begins at the first line.
        """
        self.flush()
        self._claims = claims
        bar = self.verticalScrollBar()
        following = bar.value() >= bar.maximum() - 4
        if claims:
            self._marks = claim_marks(self._deltas, claims)
            self._folded.add(_TALLY)
            if not all(holds for _, holds in claims):
                self._folded.discard(_TALLY)  # what is wrong is shown
            self._write_all()
        if following:
            bar.setValue(0)

    def _write_claims(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        right = sum(ok for _, ok in self._claims)
        heading = text("reason.claims", self._lang)
        tally = text("reason.claims_count", self._lang, right=right, all=len(self._claims))
        self._part = _TALLY
        folded = _TALLY in self._folded
        block = self._block_format("▸" if folded else "▾")
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
            cursor.block().setVisible(not folded)

    # -- folding ----------------------------------------------------------------

    @property
    def steps(self) -> tuple[str, ...]:
        """The numbers of the steps so far."""
        found: list[str] = []
        block = self.document().begin()
        while block.isValid():
            step = str(block.blockFormat().property(_STEP) or "")
            if step.isdigit():
                found.append(step)
            block = block.next()
        return tuple(found)

    @property
    def all_folded(self) -> bool:
        """Whether no step is open."""
        return bool(self.steps) and set(self.steps) <= self._folded

    def fold(self, step: str, folded: bool) -> None:
        """Show one line of that step, or all of it."""
        if folded != (step in self._folded):
            self._folded ^= {step}
            self._write_all()
            self.folds_changed.emit()

    def fold_all(self, folded: bool) -> None:
        """Show one line of every step, or all of it."""
        kept = self._folded & {_TALLY}
        self._folded = kept | set(self.steps) if folded else kept
        self._write_all()
        self.folds_changed.emit()

    def _line_room(self) -> float:
        return max(_LEAST_LINE, self.viewport().width() - _INDENT - 24)

    def _advance(self) -> Callable[[str], float]:
        """Return how wide words are in px; bold ones, as numbers are."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return QFontMetricsF(font).horizontalAdvance

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Cut folded steps anew."""
        super().resizeEvent(event)
        turned = event.oldSize().width() != event.size().width()
        # Writing itself may show or hide the scroll bar, and so end up here.
        if turned and not self._writing and self._folded - {_TALLY}:
            self._write_all()

    def _write_all(self) -> None:
        bar = self.verticalScrollBar()
        place = bar.value()
        self._writing = True
        self._restart()
        self._pending = list(self._deltas)
        self.flush()
        if self._claims:
            self._write_claims()
        self._writing = False
        bar.setValue(place)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language; the thought itself stays as it was written."""
        self._lang = lang
        self.setAccessibleName(text("reason.title", lang))

    def replay(self, deltas: list[ThoughtDelta]) -> None:
        """Write everything again, in the colours and words of now."""
        self._deltas = list(deltas)
        self._write_all()

    # -- the mouse ----------------------------------------------------------------

    def _chip_at(self, place: QPoint) -> tuple[str, str]:
        return self._names.get(self.anchorAt(place), ("", ""))

    def _step_at(self, place: QPoint) -> str:
        """Return the step whose number is under the mouse, empty for none."""
        if place.x() > _INDENT + 4:
            return ""
        block = self.cursorForPosition(place).block()
        step = str(block.blockFormat().property(_STEP) or "")
        part = str(block.blockFormat().property(_PART) or "")
        return part if step.isdigit() or step in "▸▾" else ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which name is under the mouse."""
        super().mouseMoveEvent(event)
        place = event.position().toPoint()
        self._point(self._chip_at(place))
        hand = bool(self._under[0] or self._step_at(place))
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """No name is under the mouse any more."""
        super().leaveEvent(event)
        self._point(("", ""))

    def _point(self, chip: tuple[str, str]) -> None:
        if chip != self._under:
            self._under = chip
            self.pointed.emit(*chip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Fold a step by its number; tell a click on a name."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton or self.textCursor().hasSelection():
            return
        step = self._step_at(place)
        if step:
            self.fold(step, step not in self._folded)
        elif self._chip_at(place)[0]:
            self.chip_clicked.emit(*self._chip_at(place))

    def event(self, event: QEvent) -> bool:
        """Say on a mark what it is about."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self.viewport().mapFrom(self, event.pos())
            claim = self.cursorForPosition(place).charFormat().property(_CLAIM)
            QToolTip.showText(event.globalPos(), str(claim) if claim else "", self)
            return True
        return super().event(event)

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
        if not block.isVisible():
            return
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
        folded = step in self._folded
        if step.isdigit():
            painter.setBrush(QColor(c.accent if folded else c.accent_soft))
            painter.drawEllipse(box)
        font = QFont(self.font())
        font.setPixelSize(11)
        font.setBold(True)
        painter.setFont(font)
        ink = c.on_accent if folded else c.accent
        painter.setPen(QColor({"✓": c.good, "✗": c.bad}.get(step, ink)))
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


def shortened(
    segments: list[Segment], room: float, wide: Callable[[str], float] = len
) -> list[Segment]:
    """Return the beginning of a line, as much as has room; chips stay whole.

    `wide` measures words in the unit of the room.

    Examples
    --------
    >>> shortened([("The ", None), ("net sales", "INT"), (" of " * 20, None)], 20)[-1]
    (' of…', None)
    """
    kept: list[Segment] = []
    pads = wide(_PAD) * 2
    room -= wide("….")
    for part, chip in segments:
        if chip and chip.startswith("claim "):
            continue
        if wide(part) + (pads if chip else 0) > room:
            n = next((n for n in range(len(part)) if wide(part[: n + 1]) > room), len(part))
            return [*kept, ("…" if chip else f"{part[:n].rstrip()}…", None)]
        kept.append((part, chip))
        room -= wide(part) + (pads if chip else 0)
    return kept


def _width(words: str) -> int:
    return sum(2 if ord(ch) >= _WIDE else 1 for ch in words)


def glued(name: str) -> str:
    """Return a name that no line break cuts, unless it is too long for one line.

    Examples
    --------
    >>> glued("net sales").isascii(), glued("a name of very many words in it")
    (False, 'a name of very many words in it')
    """
    if _width(name) > _MAX_GLUED:
        return name
    return _BREAK.sub(_JOINER, name).replace(" ", "\u00a0")


def plain_text(selected: str) -> str:
    """Return selected text without what holds the chips together.

    Examples
    --------
    >>> plain_text(f"{_PAD}{glued('net 销售额')}{_PAD}, sum")
    'net 销售额, sum'
    """
    for mark in (f"{_JOINER}✓", f"{_JOINER}✗", _PAD, _JOINER, _MAY_BREAK):
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
