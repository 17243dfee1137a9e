"""The large chart: a picture, and the marks in it that can be pointed at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from vizapp.core.language import Lang
from vizapp.gui.texts import text
from vizapp.gui.theme import current_colors
from vizapp.gui.values import Drawing, Region

RESIZE_MS = 180  # the window is dragged: draw when it rests
_MARGIN = 4  # the picture has a margin of its own
_WORDS_WIDTH = 440  # px
_TIP_WIDTH = 60  # characters of a tooltip's line


class ChartView(QWidget):
    """Shows a `Drawing`; says which size it would like one to have."""

    canvas_changed = Signal(int, int, float)  # CSS pixels, pixel ratio

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(150, 90)
        self._lang: Lang = "en"
        self._drawing: Drawing | None = None
        self._picture = QPixmap()
        self._placeholder = "chart.waiting"
        self._detail = ""
        self._current: int | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RESIZE_MS)
        self._timer.timeout.connect(self._on_rest)

    # -- content --------------------------------------------------------------

    def show_drawing(
        self, drawing: Drawing | None, placeholder: str = "chart.waiting", detail: str = ""
    ) -> None:
        """Show the chart, or while there is none a line of text and what explains it."""
        before, self._drawing = self._drawing, drawing
        self._placeholder = placeholder
        self._detail = detail
        if drawing is None or before is None or before.regions != drawing.regions:
            self._current = None  # else the same marks are only painted anew
        if drawing is None:
            self._picture = QPixmap()
        elif before is None or before.png is not drawing.png:  # else only its marks are new
            self._picture = QPixmap()
            self._picture.loadFromData(drawing.png)
            self._picture.setDevicePixelRatio(drawing.scale)
        self._describe()
        self.update()

    def image(self) -> QImage:
        """Return the shown picture, null while there is none."""
        return self._picture.toImage()

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self._describe()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleName(text("chart.name", self._lang))
        drawing = self._drawing
        said = f"{text(self._placeholder, self._lang)} {self._detail}".strip()
        if drawing is not None:
            n = len(drawing.regions)
            words = (drawing.told or drawing.title).rstrip(".。")
            said = text("chart.marks", self._lang, title=words, n=n)
        self.setAccessibleDescription(said)

    # -- geometry -------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a comfortable size."""
        return QSize(640, 420)

    def picture_rect(self) -> QRectF:
        """Return where the picture is shown: centred, never larger than drawn."""
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        if self._picture.isNull() or self._drawing is None:
            return room
        size = self._picture.deviceIndependentSize()
        factor = min(room.width() / size.width(), room.height() / size.height(), 1.0)
        box = QRectF(0, 0, size.width() * factor, size.height() * factor)
        box.moveCenter(room.center())
        return box

    def _factor(self) -> float:
        width = self._picture.deviceIndependentSize().width()
        return self.picture_rect().width() / width if width else 1.0

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Scale the old picture at once, ask for a new one at rest."""
        super().resizeEvent(event)
        if self._drawing is None:
            self._on_rest()  # the first chart is drawn for this size
        else:
            self._timer.start()

    def _on_rest(self) -> None:
        width = max(160, self.width() - 2 * _MARGIN)
        height = max(120, self.height() - 2 * _MARGIN)
        self.canvas_changed.emit(width, height, self.devicePixelRatioF())

    # -- pointing -------------------------------------------------------------

    @property
    def targets(self) -> tuple[Region, ...]:
        """What can be pointed at: the marks, then the entries of the legend."""
        return self._drawing.regions + self._drawing.legend if self._drawing else ()

    def region_at(self, position: QPoint) -> Region | None:
        """Return the smallest mark under the position, None without one."""
        index = self._index_at(position)
        return self.targets[index] if index is not None else None

    def _index_at(self, position: QPoint) -> int | None:
        x, y = self.on_picture(QPointF(position))
        targets = self.targets
        under = [i for i, r in enumerate(targets) if r.contains(x, y) and r.text]
        return min(under, key=lambda i: targets[i].area, default=None)

    def on_picture(self, position: QPointF) -> tuple[float, float]:
        """Return where a position of the widget lies on the picture, in its CSS pixels."""
        box, factor = self.picture_rect(), self._factor()
        return (position.x() - box.left()) / factor, (position.y() - box.top()) / factor

    def on_widget(self, x0: float, y0: float, x1: float, y1: float) -> QRectF:
        """Return where a box of the picture lies on the widget."""
        box, factor = self.picture_rect(), self._factor()
        return QRectF(
            box.left() + x0 * factor,
            box.top() + y0 * factor,
            max(2.0, (x1 - x0) * factor),
            max(2.0, (y1 - y0) * factor),
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Point out the mark under the cursor."""
        index = self._index_at(event.position().toPoint())
        if index != self._current:
            self._current = index
            self.update()
            if index is None:
                QToolTip.hideText()
            else:
                self._tell(event.globalPosition().toPoint())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Forget the mark."""
        self._current = None
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk through the marks with the arrow keys."""
        steps = {
            Qt.Key.Key_Right.value: 1,
            Qt.Key.Key_Down.value: 1,
            Qt.Key.Key_Left.value: -1,
            Qt.Key.Key_Up.value: -1,
        }
        step = steps.get(event.key())
        n = len(self.targets)
        if step is None or not n:
            super().keyPressEvent(event)
            return
        before = self._current if self._current is not None else (-1 if step > 0 else 0)
        self.point_to((before + step) % n)

    def point_to(self, index: int) -> None:
        """Point out a mark or an entry of the legend, and say it."""
        self._current = index
        self.update()
        self._tell(self.mapToGlobal(self._box(index).center().toPoint()))

    def event(self, event: QEvent) -> bool:
        """Answer Qt's own tooltip request with the mark under the cursor."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            region = self.region_at(event.pos())
            if region is not None:
                QToolTip.showText(event.globalPos(), tip_text(self.words_of(region)), self)
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._timer.start()
        return super().event(event)

    def _tell(self, at: QPoint) -> None:
        if self._current is not None:
            said = self.words_of(self.targets[self._current])
            QToolTip.showText(at, tip_text(said), self)
            self.setAccessibleDescription(said)

    def words_of(self, region: Region) -> str:
        """Return what is said of a mark or an entry of the legend."""
        return region.text

    def _box(self, index: int) -> QRectF:
        region = self.targets[index]
        return self.on_widget(region.x0, region.y0, region.x1, region.y1)

    # -- painting -------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the picture and the outline of the current mark."""
        c = current_colors()
        painter = QPainter(self)
        if self._drawing is None:
            self._paint_words(painter)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(self.picture_rect(), self._picture, QRectF(self._picture.rect()))
        self.paint_over(painter, self._drawing)
        if self._current is not None and self._current < len(self.targets):
            painter.setPen(QPen(QColor(c.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._box(self._current).adjusted(-2, -2, 2, 2), 3, 3)

    def paint_over(self, painter: QPainter, drawing: Drawing) -> None:
        """Paint between the picture and the current mark."""

    def _paint_words(self, painter: QPainter) -> None:
        """Paint why there is no chart: the line, and below it the explanation."""
        c = current_colors()
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        room.setWidth(min(room.width(), _WORDS_WIDTH))
        room.moveCenter(QRectF(self.rect()).center())
        room.setTop(room.center().y() - 32)
        if self._detail:
            font = painter.font()
            font.setPixelSize(17)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(QColor(c.text))
        else:
            painter.setPen(QColor(c.muted))
        taken = painter.drawText(room, centre, text(self._placeholder, self._lang))
        if self._detail:
            painter.setFont(self.font())
            painter.setPen(QColor(c.muted))
            room.setTop(taken.bottom() + 8)
            painter.drawText(room, centre, self._detail)


def tip_text(said: str) -> str:
    r"""Return a mark's description, one fact per line, never read as HTML.

    Examples
    --------
    >>> tip_text("month: Jan\n\nsales: 85")
    'month: Jan\nsales: 85'
    """
    lines = [part.strip() for part in said.split("\n") if part.strip()]
    cut = [line if len(line) <= _TIP_WIDTH else line[: _TIP_WIDTH - 1] + "…" for line in lines]
    plain = "\n".join(cut)
    # Qt guesses rich text from a tag in the first line.
    return plain.replace("<", "\u2039").replace(">", "\u203a") if "<" in plain else plain
