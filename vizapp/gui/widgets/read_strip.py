"""The strip under the top bar: how the file was read, each item one click from a change."""

from __future__ import annotations

import codecs
import functools
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QInputDialog, QLabel, QMenu, QToolButton

from vizapp.core.language import Lang
from vizapp.data.options import DELIMITERS, ENCODINGS, QUOTES, ReadOptions
from vizapp.data.parts import Part
from vizapp.gui import icons
from vizapp.gui.texts import count, percent, text
from vizapp.gui.theme import current_colors
from vizapp.gui.values import ColumnView, ReadingView, TableView
from vizapp.gui.widgets.menus import add_day_orders

_TEXT_KINDS = ("csv", "tsv", "text", "fixed")
_DELIMITER_WORDS = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    " ": "space",
    "|": "pipe",
    "": "one_column",
}
_REGIONS = {
    "gb18030": "GB18030 · GBK",
    "utf-8": "UTF-8",
    "big5": "Big5",
    "shift_jis": "Shift JIS",
    "euc_jp": "EUC-JP",
    "euc_kr": "EUC-KR",
}
_SCRIPTS = {
    "gb18030": "simplified",
    "big5": "traditional",
    "shift_jis": "japanese",
    "euc_jp": "japanese",
    "euc_kr": "korean",
    "cp1252": "western",
    "cp1250": "central",
    "cp1251": "cyrillic",
    "cp1253": "greek",
    "cp1254": "turkish",
    "cp1255": "hebrew",
    "cp1256": "arabic",
    "cp874": "thai",
}
_HEADER_CHOICES = (0, 1, 2, 3)
_MOST_LINES = 1_000
_DOUBT = 0.75  # below it a guess is marked as one
# Why a column's values may be read in two ways.
_TWO_WAYS = ("day_or_month", "mark_by_delimiter")


class _MenuBelow(QMenu):
    """A menu that begins where its button does.

    Qt puts it at the other end of a button whose arrow stands behind the words.
    """

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Move below the beginning of the button, as far as the screen allows."""
        super().showEvent(event)
        button = self.parentWidget()
        if button is None:
            return
        left, room = button.mapToGlobal(QPoint(0, 0)).x(), self.screen().availableGeometry()
        self.move(max(min(left, room.right() + 1 - self.width()), room.left()), self.y())


class ReadStrip(QFrame):
    """Shows the reading of the open table and asks for another one."""

    options_chosen = Signal(object)  # ReadOptions
    parts_asked = Signal()
    totals_chosen = Signal(bool)  # whether rows of totals are rows like any other
    day_first_chosen = Signal(object, bool)  # names, whether their 05/06 is the fifth of June

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._lang: Lang = "en"
        self._table: TableView | None = None
        self.kind = QLabel()
        self.kind.setObjectName("small")
        self.size_line = QLabel()
        self.size_line.setObjectName("small")
        self.encoding = self._item(self._fill_encodings)
        self.delimiter = self._item(self._fill_delimiters)
        self.header = self._item(self._fill_header)
        self.part = self._item(self._fill_parts)
        self.doubts = self._item(self._fill_doubts)
        self.more = self._item(self._fill_more)
        self.notes = self._item(self._fill_notes)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(2)
        row.addWidget(self.kind)
        for item in self.items:
            row.addWidget(item)
        row.addStretch(1)
        row.addWidget(self.size_line)

    @property
    def items(self) -> tuple[QToolButton, ...]:
        """The buttons, in the order in which they stand."""
        of_file = (self.part, self.encoding, self.delimiter, self.header)
        return (*of_file, self.doubts, self.more, self.notes)

    def _item(self, fill: Callable[[QMenu], None]) -> QToolButton:
        button = QToolButton()
        button.setObjectName("stripItem")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the words
        button.setIconSize(QSize(12, 12))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = _MenuBelow(button)
        menu.setToolTipsVisible(True)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        menu.aboutToShow.connect(menu.clear)
        menu.aboutToShow.connect(lambda: fill(menu))
        button.setMenu(menu)
        return button

    # -- showing ----------------------------------------------------------------

    def show_table(self, table: TableView) -> None:
        """Show how a table was read."""
        self._table = table
        self.retranslate(self._lang)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        table = self._table
        if table is None:
            return
        reading = table.reading
        is_text = reading.kind in _TEXT_KINDS
        self.kind.setText(reading.kind.upper())
        shown = table.every_column or table.columns
        size = text("table.size", lang, rows=count(table.n_rows), columns=count(len(shown)))
        if reading.sampled and reading.n_rows_total:
            size = text("reading.sampled", lang, size=size, total=count(reading.n_rows_total))
        self.size_line.setText(size)
        self._say(self.encoding, "encoding", encoding_word(reading.encoding or ""))
        self.encoding.setVisible(bool(reading.encoding))
        self._say(self.delimiter, "delimiter", delimiter_word(reading.delimiter, lang))
        self.delimiter.setVisible(is_text)
        self._say(self.header, "header_rows", header_words(reading, lang))
        self.header.setVisible(is_text or reading.header_row is not None)
        sheet = reading.sheet or reading.part or ""
        self._say(self.part, "part", text("reading.sheet", lang, sheet=sheet))
        self.part.setVisible(bool(sheet))
        self._show_doubts()
        self.more.setText(text("reading.more", lang))
        decided = table.choices.keep_totals or not table.choices.reading.is_empty
        self.more.setVisible(is_text or reading.sampled or decided)
        n = len(self._note_lines())
        self.notes.setVisible(bool(n))
        self.notes.setText(text("reading.notes", lang, n=n))
        self.notes.setToolTip("\n".join(self._note_lines()))

    def _say(self, button: QToolButton, key: str, word: str) -> None:
        """Write an item; a doubtful guess ends in a question mark, its tip says why."""
        assert self._table is not None  # called with a table only
        guess = next((g for g in self._table.reading.guesses if g.key == key), None)
        doubtful = guess is not None and guess.confidence < _DOUBT
        shown = word if len(word) <= 28 else word[:27] + "…"
        button.setText((f"{shown}?" if doubtful else shown).replace("&", "&&"))
        self._mark(button, doubtful=doubtful)
        named = text(f"reading.name_{key}", self._lang, what=word)
        button.setToolTip(f"{named}\n{self._reason(key)}".strip())
        button.setAccessibleName(named)

    def _doubtful(self) -> list[ColumnView]:
        """Return the columns whose values may be read in two ways."""
        table = self._table
        columns = (table.every_column or table.columns) if table else ()
        return [c for c in columns if c.included and c.guess and c.guess.code in _TWO_WAYS]

    def _show_doubts(self) -> None:
        columns = self._doubtful()
        self.doubts.setVisible(bool(columns))
        named = text("reading.name_doubts", self._lang)
        self.doubts.setAccessibleName(named)
        if not columns:
            return
        name = " ".join(columns[0].name.split())
        word = f"{name if len(name) <= 16 else name[:15] + '…'}?"
        if len(columns) > 1:
            word = text("reading.doubts", self._lang, n=len(columns))
        self.doubts.setText(word.replace("&", "&&"))
        self._mark(self.doubts, doubtful=True)
        lines = [f"{c.name}: {c.guess.text(self._lang)}" for c in columns if c.guess]
        self.doubts.setToolTip("\n".join([named, *lines]))
        self.doubts.setAccessibleName("\n".join([named, *lines]))

    def _mark(self, button: QToolButton, *, doubtful: bool) -> None:
        button.setProperty("doubtful", doubtful)
        button.style().unpolish(button)
        button.style().polish(button)

    def _reason(self, key: str) -> str:
        reading = self._table.reading if self._table else None
        guess = next((g for g in reading.guesses if g.key == key), None) if reading else None
        if guess is None:
            return ""
        why = guess.reason(self._lang)
        return text("reading.why", self._lang, why=why, share=percent(guess.confidence))

    def _note_lines(self) -> list[str]:
        reading = self._table.reading if self._table else None
        if reading is None:
            return []
        rows = [note[self._lang] for note in reading.row_notes]
        if reading.findings:
            return [*(finding.text(self._lang) for finding in reading.findings), *rows]
        return [*reading.notes, *rows]

    def recolor(self) -> None:
        """Redraw the icons in the theme's colours."""
        c = current_colors()
        for item in self.items:
            item.setIcon(icons.icon("down", c.muted, c.border))

    # -- menus --------------------------------------------------------------------

    @property
    def options(self) -> ReadOptions:
        """What the person has decided so far."""
        return self._table.choices.reading if self._table else ReadOptions()

    def _choose(self, **changes: object) -> None:
        chosen = replace(self.options, **changes)  # type: ignore[arg-type]
        if chosen != self.options:
            self.options_chosen.emit(chosen)

    def _offer(
        self,
        menu: QMenu,
        key: str,
        choices: Sequence[tuple[str, object]],
        current: object,
    ) -> None:
        """Fill a menu with exclusive choices, the way back to the guess and its reason."""
        group = QActionGroup(menu)
        guessed = getattr(self.options, key) is None
        if not guessed:
            back = menu.addAction(text("reading.guess", self._lang))
            back.triggered.connect(lambda: self._choose(**{key: None}))
            menu.addSeparator()
        for label, value in choices:
            action = menu.addAction(label.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value == current)
            group.addAction(action)
            action.triggered.connect(lambda _=False, v=value: self._choose(**{key: v}))
        reason = self._reason(key)
        if reason:
            menu.addSeparator()
            menu.addAction(reason.replace("&", "&&")).setEnabled(False)

    def _fill_encodings(self, menu: QMenu) -> None:
        assert self._table is not None  # the button is hidden without a table
        now = _codec(self._table.reading.encoding or "")
        current = next((name for name in ENCODINGS if _codec(name) == now), None)
        choices = [(encoding_choice(name, self._lang), name) for name in ENCODINGS]
        self._offer(menu, "encoding", choices, current)

    def _fill_delimiters(self, menu: QMenu) -> None:
        assert self._table is not None  # the button is hidden without a table
        given = [(delimiter_word(d, self._lang), d) for d in DELIMITERS]
        choices = [*given, (delimiter_word("", self._lang), "")]
        self._offer(menu, "delimiter", choices, self._table.reading.delimiter or "")

    def _fill_header(self, menu: QMenu) -> None:
        assert self._table is not None  # the button is hidden without a table
        reading = self._table.reading
        now = reading.header_rows if reading.header_row is not None else 0
        labels = [(text("reading.no_header", self._lang), 0)]
        labels += [
            (text("reading.header_rows", self._lang, n=count(n)), n) for n in _HEADER_CHOICES[1:]
        ]
        self._offer(menu, "header_rows", labels, now)
        menu.addSeparator()
        skip = menu.addAction(text("reading.skip", self._lang, n=reading.skip_rows))
        skip.triggered.connect(self._on_skip)

    def _on_skip(self) -> None:
        assert self._table is not None  # the button is hidden without a table
        title = text("reading.skip_title", self._lang)
        now = self._table.reading.skip_rows
        n, good = QInputDialog.getInt(self, title, title, now, 0, _MOST_LINES)
        if good:
            self._choose(skip_rows=n)

    def _fill_parts(self, menu: QMenu) -> None:
        menu.addAction(text("reading.listing", self._lang)).setEnabled(False)
        self.parts_asked.emit()

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Offer the tables of the file in the menu that waits for them."""
        assert self._table is not None  # only asked for with a table
        menu = self.part.menu()
        menu.clear()
        labels: list[tuple[str, object]] = []
        for part in parts:
            known = part.n_rows is not None and part.n_columns is not None
            size = f"  ·  {part.n_rows:,} × {part.n_columns:,}" if known else ""
            labels.append((f"{part.name}{size}", part.name))
        reading = self._table.reading
        self._offer(menu, "part", labels, reading.part or reading.sheet)

    def _fill_doubts(self, menu: QMenu) -> None:
        for order in ("day", "month"):
            dated = [c for c in self._doubtful() if c.guess and "order" in c.guess.fields]
            if len(dated) > 1:  # they are mostly all alike
                action = menu.addAction(text(f"reading.all_{order}_first", self._lang))
                names, first = tuple(c.name for c in dated), order == "day"
                action.triggered.connect(
                    lambda _=False, n=names, f=first: self.day_first_chosen.emit(n, f)
                )
        for column in self._doubtful():
            assert column.guess is not None  # those without are not doubtful
            if menu.actions():
                menu.addSeparator()
            said = f"{' '.join(column.name.split())}: {column.guess.text(self._lang)}"
            menu.addAction(said.replace("&", "&&")).setEnabled(False)
            if column.guess.code == "day_or_month":
                now = str(column.guess.fields.get("order"))
                choose = functools.partial(self.day_first_chosen.emit, (column.name,))
                add_day_orders(menu, self._lang, now, choose)
        if any(c.guess and c.guess.code == "mark_by_delimiter" for c in self._doubtful()):
            self._offer_decimal(menu)

    def _offer_decimal(self, menu: QMenu) -> None:
        decimal = menu.addMenu(text("reading.decimal", self._lang))
        marks = [("1.5", "."), ("1,5", ",")]
        self._offer(decimal, "decimal", marks, self.options.decimal)

    def _fill_more(self, menu: QMenu) -> None:
        assert self._table is not None  # the button is hidden without a table
        reading = self._table.reading
        if reading.kind in _TEXT_KINDS:
            quotes = menu.addMenu(text("reading.quote", self._lang))
            words = [(q or text("reading.none", self._lang), q) for q in QUOTES]
            self._offer(quotes, "quote", words, self._guessed("quote"))
            self._offer_decimal(menu)
        if reading.sampled:
            whole = menu.addAction(text("reading.whole", self._lang))
            whole.triggered.connect(lambda: self._choose(whole=True))
        if self.options.keep_blanks:
            fill = menu.addAction(text("reading.fill_blanks", self._lang))
            fill.triggered.connect(lambda: self._choose(keep_blanks=None))
        if self._table.choices.keep_totals:
            drop = menu.addAction(text("reading.drop_totals", self._lang))
            drop.triggered.connect(lambda: self.totals_chosen.emit(False))
        if not self.options.is_empty:
            menu.addSeparator()
            reset = menu.addAction(text("reading.reset", self._lang))
            reset.triggered.connect(lambda: self.options_chosen.emit(ReadOptions()))

    def _guessed(self, key: str) -> object:
        assert self._table is not None  # called with a table only
        guess = next((g for g in self._table.reading.guesses if g.key == key), None)
        return guess.value if guess else None

    def _has_filled_groups(self) -> bool:
        assert self._table is not None  # the button is hidden without a table
        return any(note.code == "groups" for note in self._table.reading.findings)

    def _fill_notes(self, menu: QMenu) -> None:
        for line in self._note_lines():
            menu.addAction(line.replace("&", "&&")).setEnabled(False)
        assert self._table is not None  # the button is hidden without a table
        said = self._table.reading
        if said.n_totals or self._has_filled_groups():
            menu.addSeparator()
        if self._has_filled_groups():
            blank = menu.addAction(text("reading.keep_blanks", self._lang))
            blank.triggered.connect(lambda: self._choose(keep_blanks=True))
        if said.n_totals:
            keep = menu.addAction(text("reading.keep_totals", self._lang))
            keep.triggered.connect(lambda: self.totals_chosen.emit(True))


def encoding_word(encoding: str) -> str:
    """Return an encoding's name as people write it.

    Examples
    --------
    >>> encoding_word("gb18030"), encoding_word("cp1252"), encoding_word("UTF-8")
    ('GB18030 · GBK', 'CP1252', 'UTF-8')
    """
    return _REGIONS.get(encoding.lower(), encoding.upper().replace("_", "-"))


def encoding_choice(encoding: str, lang: Lang) -> str:
    """Return an encoding's name and whose letters it is for, where the name does not say.

    Examples
    --------
    >>> encoding_choice("cp1251", "en"), encoding_choice("utf-8", "en")
    ('CP1251  ·  Cyrillic', 'UTF-8')
    """
    word, script = encoding_word(encoding), _SCRIPTS.get(encoding)
    return f"{word}  ·  {text(f'reading.{script}', lang)}" if script else word


def delimiter_word(delimiter: str | None, lang: Lang) -> str:
    """Return a delimiter as words.

    Examples
    --------
    >>> delimiter_word(";", "en"), delimiter_word("~", "en")
    ('semicolon ;', '~')
    """
    name = _DELIMITER_WORDS.get(delimiter or "")
    if name is None:
        return delimiter or ""
    said = text(f"reading.{name}", lang)
    return said if not (delimiter or "").strip() else f"{said} {delimiter}"


def header_words(reading: ReadingView, lang: Lang) -> str:
    """Return where the names stand, in a few words."""
    if reading.header_row is None:
        return text("reading.no_header", lang)
    if reading.header_rows > 1:
        return text("reading.header_rows", lang, n=count(reading.header_rows))
    return text("reading.header", lang, row=count(reading.header_row))


def _codec(encoding: str) -> str:
    """Return one name per codec; an unknown one is its own."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return encoding.lower()
