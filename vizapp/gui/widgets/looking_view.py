"""The chart on screen, looked at more closely: zoom, pan, series chosen in the legend.

Only says which `View` the person would like; until its picture is there, the last one
is shown moved and scaled.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from vizapp.gui.texts import text
from vizapp.gui.theme import current_colors
from vizapp.gui.values import Drawing, Region
from vizapp.gui.widgets.chart_view import ChartView
from vizapp.rendering.view import WHOLE_VIEW, Plane, Span, View, speaks_of

_BAND_PX = 6.0  # a shorter drag along an axis means the whole of it
_STEP = 0.15  # of the axis, per turn of the wheel or arrow key
_CLOSER = 0.8  # of the axis is left after one step closer
_MOST_OUTLINES = 400
_ARROWS = {
    Qt.Key.Key_Left.value: (-1.0, 0.0),
    Qt.Key.Key_Right.value: (1.0, 0.0),
    Qt.Key.Key_Down.value: (0.0, -1.0),
    Qt.Key.Key_Up.value: (0.0, 1.0),
}


class LookingView(ChartView):
    """A chart that can be zoomed, panned and read series by series."""

    view_asked = Signal(object)  # View

    def __init__(self) -> None:
        super().__init__()
        self._view = WHOLE_VIEW  # what was asked for last
        self._whole: Plane | None = None  # the axes' whole extent
        self._press: QPointF | None = None
        self._moved = False
        self._panned: View | None = None  # where a drag with Shift began
        self._band: QRectF | None = None
        self._attribute: tuple[str, tuple[str, ...]] | None = None

    def show_drawing(
        self, drawing: Drawing | None, placeholder: str = "chart.waiting", detail: str = ""
    ) -> None:
        """Show the chart; what is looked at is the drawing's own."""
        self._view = drawing.view if drawing is not None else WHOLE_VIEW
        if drawing is None or not drawing.view.zoomed:
            self._whole = drawing.plane if drawing is not None else None
        super().show_drawing(drawing, placeholder, detail)

    # -- what is asked for --------------------------------------------------------

    def _plane(self) -> Plane | None:
        plane = self._drawing.plane if self._drawing is not None else None
        return plane if plane is not None and plane.can_zoom else None

    def _ask(self, view: View) -> None:
        if view != self._view:
            QToolTip.hideText()  # it tells of a mark that is elsewhere now
            self._view = view
            self.view_asked.emit(view)
            self._describe()
            self.update()

    def _ask_pieces(self, x: Span | None, y: Span | None) -> None:
        """Ask for pieces of the axes, which stay within the whole and are never too fine."""
        whole = self._whole
        if whole is None or (x and x.is_fine) or (y and y.is_fine):
            return
        pieces = []
        for piece, all_of_it in ((x, whole.x), (y, whole.y)):
            kept = piece.within(all_of_it) if piece and all_of_it else None
            pieces.append(None if kept == all_of_it else kept)
        self._ask(replace(self._view, x=pieces[0], y=pieces[1]))

    def _spans(self, view: View) -> tuple[Span | None, Span | None]:
        """Return the pieces that a view shows, whole axes included."""
        whole = self._whole
        return (view.x or (whole.x if whole else None), view.y or (whole.y if whole else None))

    def _pan(self, view: View, right: float, up: float) -> None:
        """Move on from a view by shares of what it shows."""
        x, y = self._spans(view)
        self._ask_pieces(
            x.part(right, 1 + right) if x and view.x else view.x,
            y.part(up, 1 + up) if y and view.y else view.y,
        )

    def _zoom(self, factor: float, x_at: float = 0.5, y_at: float = 0.5) -> None:
        """Come closer to a point, or go back from it, given in shares of the axes."""
        x, y = self._spans(self._view)
        self._ask_pieces(
            x and x.part(x_at * (1 - factor), x_at + (1 - x_at) * factor),
            y and y.part(y_at * (1 - factor), y_at + (1 - y_at) * factor),
        )

    def reset(self) -> None:
        """Show the whole axes again."""
        self._ask(replace(self._view, x=None, y=None))

    def choose(self, series: str, *, also: bool = False) -> None:
        """Let a series stand out, or not if it did; `also` keeps the others."""
        chosen = self._view.chosen
        kept = tuple(name for name in chosen if name != series) if also else ()
        self._ask(replace(self._view, chosen=kept if series in chosen else (*kept, series)))

    # -- the mouse ------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin a drag, or a click on the legend."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._press, self._moved = event.position(), False
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._panned = self._view if shift and self._view.zoomed else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the rubber band or move the piece; else point out what is under the mouse."""
        plane, press = self._plane(), self._press
        if press is None:
            super().mouseMoveEvent(event)
            return
        place = event.position()
        far = (place - press).manhattanLength() >= QApplication.startDragDistance()
        self._moved = self._moved or far
        if plane is None or not self._moved or not plane.holds(*self.on_picture(press)):
            return
        if self._panned is not None:
            (x0, y0), (x1, y1) = self.on_picture(press), self.on_picture(place)
            right, up = (x0 - x1) / (plane.x1 - plane.x0), (y1 - y0) / (plane.y1 - plane.y0)
            self._pan(self._panned, right, up)
        else:
            self._band = self._band_between(plane, press, place)
        self.update()

    def _band_between(self, plane: Plane, press: QPointF, place: QPointF) -> QRectF:
        """Return the rectangle of a drag; an axis that was hardly dragged along is whole."""
        (x0, y0), (x1, y1) = self.on_picture(press), self.on_picture(place)
        left, right = sorted((x0, min(max(x1, plane.x0), plane.x1)))
        top, bottom = sorted((y0, min(max(y1, plane.y0), plane.y1)))
        if plane.x is None or (plane.y is not None and right - left < _BAND_PX):
            left, right = plane.x0, plane.x1
        if plane.y is None or bottom - top < _BAND_PX:
            top, bottom = plane.y0, plane.y1
        return QRectF(left, top, right - left, bottom - top)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """End the drag, or the click."""
        band, press, moved = self._band, self._press, self._moved
        self._band = self._press = self._panned = None
        if event.button() != Qt.MouseButton.LeftButton or press is None:
            super().mouseReleaseEvent(event)
            return
        plane = self._plane()
        if band is not None and plane is not None:
            self._zoom_to(plane, band)
        elif not moved:
            region = self.region_at(event.position().toPoint())
            if self._drawing is not None and region in self._drawing.legend:
                also = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self.choose(region.text, also=also)
        self.update()

    def _zoom_to(self, plane: Plane, band: QRectF) -> None:
        x, y = plane.piece(band.left(), band.top(), band.right(), band.bottom())
        whole_x = band.width() >= plane.x1 - plane.x0
        whole_y = band.height() >= plane.y1 - plane.y0
        if not (whole_x and whole_y):
            self._ask_pieces(self._view.x if whole_x else x, self._view.y if whole_y else y)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show the whole axes again."""
        region = self.region_at(event.position().toPoint())
        if self._drawing is not None and region in self._drawing.legend:
            self.mousePressEvent(event)  # two quick clicks on an entry are two clicks
        elif event.button() == Qt.MouseButton.LeftButton:
            self.reset()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Move the piece along; with Ctrl come closer or go back."""
        plane, at = self._plane(), self.on_picture(event.position())
        if plane is None or not plane.holds(*at):
            event.ignore()
            return
        turn = event.angleDelta()
        turns_x, turns_y = turn.x() / 120, turn.y() / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            shares = (
                (at[0] - plane.x0) / (plane.x1 - plane.x0),
                (plane.y1 - at[1]) / (plane.y1 - plane.y0),
            )
            self._zoom(_CLOSER ** (turns_y or turns_x), *shares)
        elif self._view.x is None or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._pan(self._view, 0.0, _STEP * (turns_y or turns_x))
        else:
            self._pan(self._view, -_STEP * (turns_x or turns_y), 0.0)
        event.accept()

    # -- the keyboard -----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom, pan, walk through the legend and choose in it; else walk through the marks."""
        if not self._drawing or not self._key(event.key(), event.modifiers()):
            super().keyPressEvent(event)

    def _key(self, key: int, held: Qt.KeyboardModifier) -> bool:
        """Do what the key means here; return whether it means anything."""
        if key in _ARROWS and held & Qt.KeyboardModifier.ShiftModifier and self._view.zoomed:
            right, up = _ARROWS[key]
            self._pan(self._view, right * _STEP, up * _STEP)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal) and self._plane():
            self._zoom(_CLOSER)
        elif key == Qt.Key.Key_Minus and self._view.zoomed:
            self._zoom(1 / _CLOSER)
        elif key == Qt.Key.Key_Home and self._view.zoomed:
            self.reset()
        elif key == Qt.Key.Key_Escape and self._view != WHOLE_VIEW:
            self._ask(replace(self._view, chosen=()) if self._view.chosen else WHOLE_VIEW)
        else:
            return self._key_of_legend(key)
        return True

    def _key_of_legend(self, key: int) -> bool:
        drawing = self._drawing
        if drawing is None or not drawing.legend:
            return False
        first = len(drawing.regions)
        on_entry = self._current is not None and self._current >= first
        if key == Qt.Key.Key_L:
            after = self._current + 1 if on_entry and self._current is not None else first
            self.point_to(after if after < len(self.targets) else first)
        elif on_entry and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            assert self._current is not None  # an entry is pointed at
            self.choose(self.targets[self._current].text)
            self.point_to(self._current)
        else:
            return False
        return True

    # -- words --------------------------------------------------------------------------

    def words_of(self, region: Region) -> str:
        """Return what is said of a mark, or what a click on an entry of the legend does."""
        if self._drawing is None or region not in self._drawing.legend:
            return super().words_of(region)
        key = "chart.entry_chosen" if region.text in self._view.chosen else "chart.entry"
        return f"{region.text}\n{text(key, self._lang)}"

    def _describe(self) -> None:
        super()._describe()
        said = [self.accessibleDescription()]
        if self._view.chosen:
            said.append(text("chart.chosen", self._lang, names=", ".join(self._view.chosen)))
        if self._view.zoomed:
            said.append(text("chart.zoomed", self._lang))
        self.setAccessibleDescription(" ".join(said))

    # -- attributes -----------------------------------------------------------------------

    def point_at(self, name: str | None, names: tuple[str, ...] = ()) -> None:
        """Outline what shows an attribute; `names` are all that the chart uses."""
        wanted = (name, names) if name is not None and name in names else None
        if wanted != self._attribute:
            self._attribute = wanted
            self.update()

    def outlined(self) -> tuple[tuple[Region, ...], tuple[Region, ...]]:
        """Return the axes and legends, and the marks, that show the attribute pointed at.

        Marks only where they tell something: some of them, or nothing else does.
        """
        drawing = self._drawing
        if drawing is None or self._attribute is None:
            return (), ()
        name, names = self._attribute
        bound = tuple(r for r in drawing.bound if r.text == name)
        marks = tuple(r for r in drawing.regions if speaks_of(r.text, name, names))
        some = 0 < len(marks) < len(drawing.regions)
        return bound, marks if (some or not bound) and len(marks) <= _MOST_OUTLINES else ()

    # -- painting ---------------------------------------------------------------------------

    def paint_over(self, painter: QPainter, drawing: Drawing) -> None:
        """Paint what is on its way, what is pointed at, the rubber band and that it is zoomed."""
        c = current_colors()
        if drawing.plane is not None and self._view != drawing.view:
            self._paint_moved(painter, drawing.plane)
        soft, line = QColor(c.accent), QPen(QColor(c.accent), 1.5)
        soft.setAlpha(36)
        for regions, pad in zip(self.outlined(), (3.0, 1.0), strict=True):
            painter.setPen(line)
            painter.setBrush(soft if pad > 1 else Qt.BrushStyle.NoBrush)
            for r in regions:
                box = self.on_widget(r.x0, r.y0, r.x1, r.y1).adjusted(-pad, -pad, pad, pad)
                painter.drawRoundedRect(box, 3, 3)
        if self._band is not None:
            painter.setPen(line)
            painter.setBrush(soft)
            painter.drawRect(self.on_widget(*self._band.getCoords()))  # type: ignore[misc]
        if self._view.zoomed:
            self._paint_badge(painter)

    def _paint_moved(self, painter: QPainter, plane: Plane) -> None:
        """Paint the marks of the last picture where they will be, until the new one is there."""
        wanted = self._spans(self._view)
        box = [plane.x0, plane.y0, plane.x1, plane.y1]
        width, height = plane.x1 - plane.x0, plane.y1 - plane.y0
        if plane.x and wanted[0]:
            box[0] = plane.x0 + wanted[0].share(plane.x.start) * width
            box[2] = plane.x0 + wanted[0].share(plane.x.end) * width
        if plane.y and wanted[1]:
            box[1] = plane.y1 - wanted[1].share(plane.y.end) * height
            box[3] = plane.y1 - wanted[1].share(plane.y.start) * height
        room = self.on_widget(plane.x0, plane.y0, plane.x1, plane.y1)
        ratio = self._picture.devicePixelRatio()
        marks = QRectF(plane.x0 * ratio, plane.y0 * ratio, width * ratio, height * ratio)
        painter.save()
        painter.setClipRect(room)
        painter.fillRect(room, self._background())
        painter.drawPixmap(self.on_widget(*box), self._picture, marks)
        painter.restore()

    def _background(self) -> QColor:
        return self._picture.copy(1, 1, 1, 1).toImage().pixelColor(0, 0)

    def _paint_badge(self, painter: QPainter) -> None:
        """Paint that only a piece is shown, and how to come back."""
        c = current_colors()
        said = text("chart.zoomed", self._lang)
        metrics = painter.fontMetrics()
        room = self.picture_rect()
        width, height = metrics.horizontalAdvance(said) + 18, metrics.height() + 8
        box = QRectF(room.right() - width - 6, room.top() + 6, width, height)
        painter.setPen(QPen(QColor(c.border), 1))
        painter.setBrush(QColor(c.accent_soft))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(QColor(c.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)
