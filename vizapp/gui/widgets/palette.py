"""The command palette: every action by its name, found by a few of its letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import Shiboken

from vizapp.core.language import Lang
from vizapp.gui.actions import ACTIONS, Action
from vizapp.gui.texts import text
from vizapp.gui.theme import current_colors
from vizapp.gui.widgets.empty_words import EmptyWords

# Titles that say too little without the menu that they stand in.
_CONTEXTS = {"export_": "export.button", "lang_": "menu.language", "theme_": "menu.theme"}
SHORTCUT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_WIDTH, _ROWS, _ROW = 560, 9, 34
_TOP = 72  # px under the window's top


@dataclass(frozen=True)
class Command:
    """An action as the palette finds it: by its title in either language."""

    id: str
    titles: tuple[str, ...]
    shortcut: str = ""


def score(query: str, title: str) -> float | None:
    """Return how well the letters of a query fit a title, None if they do not.

    Letters count in their order; runs, starts of words and short titles win.

    Examples
    --------
    >>> score("exp", "Export…") > score("exp", "Next tab: paste")
    True
    >>> score("xq", "Export…") is None
    True
    """
    wanted, said = query.casefold().replace(" ", ""), title.casefold()
    points, at, run = 0.0, -1, 0
    for letter in wanted:
        found = said.find(letter, at + 1)
        if found < 0:
            return None
        run = run + 1 if found == at + 1 else 0
        starts = found == 0 or not said[found - 1].isalnum()
        points += 1.0 + 1.5 * run + (2.0 if starts else 0.0)
        at = found
    return points - 0.02 * len(said)


def matches(query: str, commands: list[Command]) -> list[Command]:
    """Return the commands that fit, best first; all of them for an empty query."""
    if not query.strip():
        return commands
    ranked = []
    for place, command in enumerate(commands):
        scores = [s for title in command.titles if (s := score(query, title)) is not None]
        if scores:
            ranked.append((-max(scores), place, command))
    return [command for *_, command in sorted(ranked, key=lambda item: item[:2])]


def titles_of(action: Action, lang: Lang) -> tuple[str, ...]:
    """Return an action's titles, the one in that language first, with what it belongs to."""
    context = next((key for start, key in _CONTEXTS.items() if action.id.startswith(start)), None)
    found = []
    for spoken in (lang, *get_args(Lang)):
        title = text(action.text_key, spoken).rstrip("…")
        found.append(f"{text(context, spoken)}: {title}" if context else title)
    return tuple(dict.fromkeys(found))


class _Row(QStyledItemDelegate):
    """An action's name, its shortcut at the right end."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(super().sizeHint(option, index).width(), _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        painter.save()
        font = QFont(option.font)
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(QColor(current_colors().muted))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(option.rect.adjusted(0, 0, -12, 0), right, index.data(SHORTCUT_ROLE) or "")
        painter.restore()


class Palette(QFrame):
    """Floats over the window until something is chosen or it is left."""

    chosen = Signal(str)  # the action's id

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("palette")
        self._lang: Lang = "en"
        self._commands: list[Command] = []
        self._back: QWidget | None = None  # had the focus before
        self.edit = QLineEdit()
        self.edit.setObjectName("filter")
        self.edit.setAcceptDrops(False)
        self.list = QListWidget()
        self.list.setObjectName("paletteList")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAcceptDrops(False)
        self.list.setItemDelegate(_Row(self.list))
        self.empty = EmptyWords(self.list)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 10, 10, 10)
        rows.setSpacing(6)
        rows.addWidget(self.edit)
        rows.addWidget(self.list, 1)
        self.edit.textChanged.connect(self._fill)
        self.edit.installEventFilter(self)
        self.list.itemClicked.connect(self._choose)
        self.hide()

    def offer(self, actions: Mapping[str, QAction]) -> None:
        """Show the actions that are enabled now."""
        self._commands = [
            Command(
                entry.id,
                titles_of(entry, self._lang),
                actions[entry.id].shortcut().toString(),
            )
            for entry in ACTIONS
            if entry.id != "palette" and actions[entry.id].isEnabled()
        ]
        width = min(_WIDTH, self._window.width() - 32)
        height = min(_ROWS * _ROW + 62, self._window.height() - _TOP - 8)
        self.setGeometry((self._window.width() - width) // 2, _TOP, width, height)
        self._back = QApplication.focusWidget()
        self.edit.clear()
        self._fill("")
        self.raise_()
        self.show()
        self.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.edit.setPlaceholderText(text("palette.hint", lang))
        self.edit.setAccessibleName(text("palette.hint", lang))
        self.list.setAccessibleName(text("action.palette", lang))

    def _fill(self, query: str) -> None:
        self.list.clear()
        for command in matches(query, self._commands):
            item = QListWidgetItem(self.list)
            item.setText(command.titles[0])
            item.setData(Qt.ItemDataRole.UserRole, command.id)
            item.setData(SHORTCUT_ROLE, command.shortcut)
        self.list.setCurrentRow(0)
        self.empty.say("" if self.list.count() else text("list.nothing", self._lang))

    def _choose(self, item: QListWidgetItem | None) -> None:
        back, self._back = self._back, None
        if back is not None and Shiboken.isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let the keys of the line walk through the list; leaving the line closes it."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape:
                event.accept()  # it closes the palette; it does not stop what runs
            return super().eventFilter(watched, event)
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentItem())
            return True
        if event.key() == Qt.Key.Key_Escape:
            self._choose(None)
            return True
        return super().eventFilter(watched, event)
