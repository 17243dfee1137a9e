"""A shelf: one parameter of the chart, and the columns that lie on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vizapp.components.editing import Shelf
from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.column_drag import column_of, start_drag
from vizapp.gui.cutting import cut_words
from vizapp.gui.texts import text
from vizapp.gui.theme import current_colors
from vizapp.profile.attributes import AttributeType

CHIP_HEIGHT = 28
Types = Mapping[str, AttributeType]


class Chip(QAbstractButton):
    """A column on a shelf: press it for others, drag it elsewhere, take it away."""

    removed = Signal()

    def __init__(self, name: str, type_: AttributeType, *, removable: bool) -> None:
        super().__init__()
        self.name, self.type = name, type_
        self.removable = removable
        self.setText(" ".join(name.split()))
        self.setFixedHeight(CHIP_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("chipClose")
        self.close_button.setFixedSize(20, 20)
        self.close_button.setIconSize(QSize(12, 12))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button.setVisible(removable)
        self.close_button.clicked.connect(self.removed)
        self._pressed_at: QPoint | None = None
        self.recolor()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a size that a short name fills."""
        return QSize(120, CHIP_HEIGHT)

    def recolor(self) -> None:
        """Redraw in the theme's colours."""
        ink = current_colors().types[self.type].text
        self.close_button.setIcon(icons.icon("close", ink, ink))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the button that removes at the right."""
        super().resizeEvent(event)
        self.close_button.move(self.width() - 24, (self.height() - 20) // 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the column's name in the colours of its type."""
        chip = current_colors().types[self.type]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        near = self.underMouse() or self.hasFocus()
        painter.setPen(QPen(QColor(chip.text), 1) if near else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(chip.fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        painter.setPen(QColor(chip.text))
        room = self.rect().adjusted(10, 0, -26 if self.removable else -10, 0)
        said = cut_words(QFontMetrics(self.font()), self.text(), room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember where a drag may begin."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin a drag once the pointer has really moved."""
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._pressed_at = None
            self.setDown(False)
            start_drag(self, self.name, self.type)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens the list as Space does, Delete takes the column away."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.removable:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class ShelfRow(QFrame):
    """One shelf; says which column the person wants on it."""

    put_asked = Signal(str, str, object)  # channel, column, instead of which (or None)
    remove_asked = Signal(str, str)

    def __init__(self, shelf: Shelf, types: Types, lang: Lang) -> None:
        super().__init__()
        self.setObjectName("shelf")
        self.setAcceptDrops(True)
        self.shelf = shelf
        self.types = types
        self._lang: Lang = lang
        self.chips: list[Chip] = []
        self._title = QLabel()
        self._title.setObjectName("small")
        self.add = QToolButton()
        self.add.setObjectName("shelfAdd")
        self.add.setCursor(Qt.CursorShape.PointingHandCursor)
        self.add.setIconSize(QSize(14, 14))
        self.add.clicked.connect(lambda: self._pop(self.add, None))
        self._hint = QLabel()
        self._hint.setObjectName("shelfHint")
        self._hint.setFixedHeight(CHIP_HEIGHT)
        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 0, 0)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.add)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._rows.addWidget(self._hint)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 4, 6, 6)
        whole.setSpacing(3)
        whole.addLayout(head)
        whole.addLayout(self._rows)
        self.show_shelf(shelf, types, lang)

    def show_shelf(self, shelf: Shelf, types: Types, lang: Lang) -> None:
        """Show what lies on the shelf now; chips that stay keep the focus."""
        before = [(chip.name, chip.type, chip.removable) for chip in self.chips]
        self.shelf, self.types, self._lang = shelf, types, lang
        wanted = [(name, types.get(name, "STR"), name in shelf.removable) for name in shelf.names]
        if before != wanted:
            self._replace_chips(wanted)
        title = shelf.channel.title[lang]
        title = title[:1].upper() + title[1:]
        needed = shelf.channel.required and not shelf.names
        self._title.setText(f"{title} · {text('shelf.required', lang)}" if needed else title)
        others = [n for n in shelf.fitting if n not in shelf.names]
        self.add.setVisible(shelf.has_room and bool(others))
        self.add.setToolTip(text("shelf.add", lang))
        self.add.setAccessibleName(f"{title}: {text('shelf.add', lang)}")
        self._hint.setVisible(not shelf.names)
        self._hint.setText(text("shelf.drop" if shelf.fitting else "shelf.nothing", lang))
        for chip in self.chips:
            said = text("shelf.change", lang, title=title, name=chip.name)
            chip.setAccessibleName(said)
            chip.setToolTip(said)
            chip.close_button.setToolTip(text("shelf.remove", lang, name=chip.name))
        self.setAccessibleName(title)

    def _replace_chips(self, wanted: Sequence[tuple[str, AttributeType, bool]]) -> None:
        focused = next((i for i, chip in enumerate(self.chips) if chip.hasFocus()), None)
        for chip in self.chips:
            self._rows.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for index, (name, type_, removable) in enumerate(wanted):
            chip = Chip(name, type_, removable=removable)
            chip.clicked.connect(lambda _=False, c=chip: self._pop(c, c.name))
            chip.removed.connect(lambda n=name: self.remove_asked.emit(self.channel, n))
            self._rows.insertWidget(index, chip)
            self.chips.append(chip)
        if focused is not None:
            rest: QWidget = (
                self.chips[min(focused, len(self.chips) - 1)] if self.chips else self.add
            )
            rest.setFocus()

    @property
    def channel(self) -> str:
        """The channel that the shelf fills."""
        return self.shelf.channel.name

    def menu(self, instead_of: str | None) -> QMenu:
        """Return the list of columns that fit, those that lie here left out."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in self.shelf.fitting:
            if name in self.shelf.names:
                continue
            action = menu.addAction(" ".join(name.split()).replace("&", "&&"))
            kind = self.types.get(name, "STR")
            action.setText(f"{action.text()}\t{text(f'type.{kind}', self._lang)}")
            action.setData(name)
            action.triggered.connect(
                lambda _=False, n=name: self.put_asked.emit(self.channel, n, instead_of)
            )
        if instead_of in self.shelf.removable:
            if not menu.isEmpty():
                menu.addSeparator()
            gone = menu.addAction(text("shelf.remove", self._lang, name=instead_of))
            gone.triggered.connect(lambda: self.remove_asked.emit(self.channel, instead_of))
        if menu.isEmpty():
            menu.addAction(text("shelf.nothing", self._lang)).setEnabled(False)
        return menu

    def _pop(self, below: QWidget, instead_of: str | None) -> None:
        self.menu(instead_of).popup(below.mapToGlobal(QPoint(0, below.height() + 2)))

    def recolor(self) -> None:
        """Redraw in the theme's colours."""
        c = current_colors()
        self.add.setIcon(icons.icon("plus", c.accent, c.muted))
        for chip in self.chips:
            chip.recolor()

    # -- drag and drop ------------------------------------------------------------

    def _mark(self, state: str) -> None:
        if self.property("drop") != state:
            self.setProperty("drop", state)
            self.style().unpolish(self)
            self.style().polish(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take a column that fits; a file is for the window."""
        name = column_of(event.mimeData())
        if name is None:
            event.ignore()
            return
        # A column that does not fit is held as well, or the window would take it for a file.
        fits = name in self.shelf.fitting
        self._mark("yes" if fits else "no")
        title = self.shelf.channel.title[self._lang]
        said = title if fits else text("shelf.misfit", self._lang, name=name, title=title)
        self.setToolTip("" if fits else said)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Forget the drag."""
        self._mark("")
        self.setToolTip("")

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Put the column on the shelf, in the place of the chip it falls on."""
        self._mark("")
        name = column_of(event.mimeData())
        if name is None or name not in self.shelf.fitting:
            event.ignore()
            return
        place = event.position().toPoint()
        under = next((c.name for c in self.chips if c.geometry().contains(place)), None)
        event.acceptProposedAction()
        self.put_asked.emit(self.channel, name, under)
