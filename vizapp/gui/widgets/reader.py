"""A window to read Markdown in: contents, search, pictures as wide as the text; offline.

Qt turns the Markdown into a document; what it leaves plain (distances, tables, code)
is dressed here in the theme's colours. Links lead to headings and to the other page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTabBar,
    QTextBrowser,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vizapp.core.language import Lang
from vizapp.gui import icons
from vizapp.gui.texts import count, text
from vizapp.gui.theme import Colors, current_colors

_TEXT_WIDTH = 780  # px; longer lines are hard to follow
_MARGIN = 28
_SIZE, _LEAST = QSize(1080, 760), QSize(720, 420)
_RESIZED_MS = 120
_MOST_FOUND = 500
_TITLES = {
    "guide": "action.guide",
    "privacy": "action.security",
    "licences": "action.licences",
}
_ABOVE = {1: 4, 2: 30, 3: 18}  # px over a heading of that level
Picture = Callable[[str], QImage]


def slug(heading: str) -> str:
    """Return the address of a heading, as code hosts make it.

    Examples
    --------
    >>> slug("Save, share & print"), slug("保存与分享")
    ('save-share--print', '保存与分享')
    """
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


class Reader(QDialog):
    """Shows the pages; the person leaves it open beside the table.

    Parameters
    ----------
    picture : callable
        Gives the picture of an address, an empty one if there is none.
    """

    def __init__(self, picture: Picture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Window)
        self.setMinimumSize(_LEAST)
        self.resize(_SIZE)
        self._lang: Lang = "en"
        self._texts: Mapping[str, str] = {}
        self._places: list[QTextCursor] = []
        self._place = 0
        self.tabs = QTabBar()
        self.tabs.setObjectName("tabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.search = QLineEdit()
        self.search.setObjectName("filter")
        self.search.setFixedWidth(220)
        self.found = QLabel()
        self.found.setObjectName("small")
        self.previous, self.next = QToolButton(), QToolButton()
        self.contents = QListWidget()
        self.contents.setObjectName("plain")
        self.contents.setFixedWidth(276)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page = Page(picture)
        self._lay_out()
        self.tabs.currentChanged.connect(lambda _: self._show())
        self.contents.currentRowChanged.connect(self._on_chapter)
        self.contents.itemClicked.connect(lambda _: self._on_chapter(self.contents.currentRow()))
        self.page.anchorClicked.connect(self._on_link)
        self.page.laid_out.connect(self._find)
        self.search.textChanged.connect(self._find)
        self.search.textChanged.connect(lambda _: self._go(0))
        self.next.clicked.connect(lambda: self._go(1))
        self.previous.clicked.connect(lambda: self._go(-1))
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._on_find_asked)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 16, 4)
        head.addWidget(self.tabs)
        head.addStretch(1)
        for widget in (self.found, self.search, self.previous, self.next):
            head.addWidget(widget)
        for button in (self.previous, self.next):
            button.setObjectName("flat")
        body = QHBoxLayout()
        body.setContentsMargins(12, 0, 12, 12)
        body.addWidget(self.contents)
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.page)
        body.addWidget(card, 1)
        rows = QVBoxLayout(self)
        # The words beside the search come and go; the window keeps its size.
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(head)
        rows.addLayout(body, 1)

    # -- what is read -------------------------------------------------------------

    def show_texts(self, texts: Mapping[str, str], lang: Lang) -> None:
        """Take the pages in that language, and the colours of the theme."""
        same = lang == self._lang and dict(texts) == dict(self._texts)
        self._texts, self._lang = texts, lang
        self.tabs.blockSignals(True)
        while self.tabs.count() < len(texts):
            self.tabs.addTab("")
        for i, name in enumerate(texts):
            self.tabs.setTabText(i, text(_TITLES[name], lang))
            self.tabs.setTabData(i, name)
        self.tabs.blockSignals(False)
        self.search.setPlaceholderText(text("reader.search", lang))
        self.search.setAccessibleName(text("reader.search", lang))
        self.contents.setAccessibleName(text("reader.contents", lang))
        for button, key, icon in (
            (self.previous, "reader.previous", "up"),
            (self.next, "reader.next", "down"),
        ):
            button.setToolTip(text(key, lang))
            button.setAccessibleName(text(key, lang))
            button.setIcon(icons.icon(icon, current_colors().text, current_colors().muted))
        self._show(keep_place=same)

    def turn(self, name: str) -> None:
        """Show the page of that name."""
        self.tabs.setCurrentIndex(list(self._texts).index(name))
        self.page.setFocus()

    def _show(self, *, keep_place: bool = False) -> None:
        name = self.tabs.tabData(self.tabs.currentIndex())
        if name is None:
            return
        title = text(_TITLES[name], self._lang)
        self.setWindowTitle(f"{title} — vizapp")
        self.page.setAccessibleName(title)
        self.page.show_text(self._texts[name], keep_place=keep_place)
        self.contents.blockSignals(True)
        self.contents.clear()
        for level, heading in self.page.headings():
            if level > 1:
                item = QListWidgetItem("    " * (level - 2) + heading)
                item.setToolTip(heading)
                item.setData(Qt.ItemDataRole.UserRole, slug(heading))
                self.contents.addItem(item)
        self.contents.blockSignals(False)

    def _on_chapter(self, row: int) -> None:
        item = self.contents.item(row)
        if item is not None:
            self.page.go_to(str(item.data(Qt.ItemDataRole.UserRole)))

    def _on_link(self, url: QUrl) -> None:
        page = url.path().partition(".")[0]
        if page in self._texts:
            self.turn(page)
        if url.fragment():
            self.page.go_to(url.fragment(QUrl.ComponentFormattingOption.FullyDecoded))

    # -- searching ----------------------------------------------------------------

    def _on_find_asked(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _find(self) -> None:
        self._places = self.page.find_all(self.search.text())
        self._place = min(self._place, max(0, len(self._places) - 1))
        self._mark()

    def _go(self, step: int) -> None:
        if self._places:
            self._place = (self._place + step) % len(self._places) if step else 0
            self.page.show_place(self._places[self._place])
        self._mark()

    def _mark(self) -> None:
        c, marks = current_colors(), []
        for n, cursor in enumerate(self._places):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            shade = c.selection if n == self._place else c.warning_fill
            mark.format.setBackground(QColor(shade))
            marks.append(mark)
        self.page.setExtraSelections(marks)
        asked, n = bool(self.search.text()), len(self._places)
        said = text("reader.found", self._lang, n=count(self._place + 1), total=count(n))
        self.found.setText((said if n else text("reader.nothing", self._lang)) if asked else "")
        for button in (self.previous, self.next):
            button.setEnabled(n > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes to the next place, with Shift to the one before; Escape closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)


class Page(QTextBrowser):
    """One text, a column of a readable width."""

    laid_out = Signal()

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self._picture = picture
        self._text = ""
        self.setObjectName("thought")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_RESIZED_MS)
        self._timer.timeout.connect(lambda: self.show_text(self._text, keep_place=True))
        self._column = 0

    def show_text(self, markdown: str, *, keep_place: bool = False) -> None:
        """Lay the text out; `keep_place` leaves it scrolled where it is."""
        self._text = markdown
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum()) if keep_place else 0.0
        self._column = self._column_width()
        document = self.document()
        document.clear()
        document.setMarkdown(markdown, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        self._dress(current_colors())
        self.moveCursor(QTextCursor.MoveOperation.Start)
        bar.setValue(round(share * bar.maximum()))
        self.laid_out.emit()

    def _column_width(self) -> int:
        return max(240, min(_TEXT_WIDTH, self.viewport().width() - 2 * _MARGIN))

    def loadResource(self, kind: int, address: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """Give the pictures of the pages, scaled to the column; nothing else is loaded."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        image = self._picture(QUrl(address).path())
        ratio = self.devicePixelRatioF()
        wanted = round(self._column * ratio)
        if image.width() > wanted:
            image = image.scaledToWidth(wanted, Qt.TransformationMode.SmoothTransformation)
            image.setDevicePixelRatio(ratio)
        return image

    def headings(self) -> list[tuple[int, str]]:
        """Return level and text of every heading."""
        return [(b.blockFormat().headingLevel(), b.text()) for b in self._headings()]

    def _headings(self) -> list[QTextBlock]:
        return [b for b in _blocks(self.document()) if b.blockFormat().headingLevel()]

    def go_to(self, address: str) -> None:
        """Scroll to a heading by its address."""
        for block in self._headings():
            if slug(block.text()) == address:
                self.show_place(QTextCursor(block))
                return

    def show_place(self, cursor: QTextCursor) -> None:
        """Scroll so that the place stands near the top."""
        box = self.document().documentLayout().blockBoundingRect(cursor.block())
        self.verticalScrollBar().setValue(round(box.top()) - 12)

    def find_all(self, words: str) -> list[QTextCursor]:
        """Return where the words stand, in order."""
        found: list[QTextCursor] = []
        cursor = self.document().find(words, 0) if words.strip() else QTextCursor()
        while not cursor.isNull() and len(found) < _MOST_FOUND:
            found.append(cursor)
            cursor = self.document().find(words, cursor)
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the column in the middle; pictures follow once the size stands."""
        super().resizeEvent(event)
        self._set_margins()
        if self._text and self._column != self._column_width():
            self._timer.start()

    # -- dressing -----------------------------------------------------------------

    def _set_margins(self) -> None:
        side = max(_MARGIN, (self.viewport().width() - _TEXT_WIDTH) // 2)
        root = self.document().rootFrame()
        shape = root.frameFormat()
        if (shape.leftMargin(), shape.topMargin()) != (side, _MARGIN):
            shape.setLeftMargin(side)
            shape.setRightMargin(side)
            shape.setTopMargin(_MARGIN)
            shape.setBottomMargin(2 * _MARGIN)
            root.setFrameFormat(shape)

    def _dress(self, c: Colors) -> None:
        document = self.document()
        for block in _blocks(document):
            cursor = QTextCursor(block)
            cursor.setBlockFormat(_spaced(block, c, in_table=cursor.currentTable() is not None))
            for start, length, shape in _runs(block, c):
                cursor.setPosition(start)
                cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(shape)
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _rule(frame, c)
        self._set_margins()


def _rule(table: QTextTable, c: Colors) -> None:
    """Give a table a line below each row, and the width of the column."""
    grid = table.format().toTableFormat()
    grid.setBorderCollapse(True)
    grid.setBorder(0)
    grid.setTopMargin(6)
    grid.setBottomMargin(14)
    grid.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(grid)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            shape = cell.format().toTableCellFormat()
            shape.setBottomBorder(1)
            shape.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            shape.setBottomBorderBrush(QColor(c.border))
            shape.setPadding(6)
            cell.setFormat(shape)


def _blocks(document: QTextDocument) -> list[QTextBlock]:
    found, block = [], document.begin()
    while block.isValid():
        found.append(block)
        block = block.next()
    return found


def _spaced(block: QTextBlock, c: Colors, *, in_table: bool) -> QTextBlockFormat:
    shape = block.blockFormat()
    level = shape.headingLevel()
    if level:
        shape.setTopMargin(_ABOVE.get(level, 12))
        shape.setBottomMargin(8)
        return shape
    shape.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    shape.setTopMargin(0)
    shape.setBottomMargin(0 if in_table else 5 if block.textList() is not None else 10)
    if shape.hasProperty(QTextFormat.Property.BlockCodeFence):
        shape.setBackground(QColor(c.hover))
        shape.setBottomMargin(0)
    return shape


def _runs(block: QTextBlock, c: Colors) -> list[tuple[int, int, QTextCharFormat]]:
    """Return start, length and what to add of the parts that are code or links."""
    found = []
    parts = block.begin()
    while not parts.atEnd():
        part = parts.fragment()
        shape = part.charFormat()
        added = QTextCharFormat()
        if shape.isAnchor():
            added.setForeground(QColor(c.accent))
        elif shape.fontFixedPitch() and not shape.isImageFormat():
            added.setBackground(QColor(c.hover))
        if added.propertyCount():
            found.append((part.position(), part.length(), added))
        parts += 1
    return found
