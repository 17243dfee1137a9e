"""The models that can be had: licence, size, memory, an expected wait, downloads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from vizapp.core.error_texts import say
from vizapp.core.language import Lang
from vizapp.gui.texts import percent, text
from vizapp.gui.theme import current_colors
from vizapp.gui.widgets.page_parts import facts_table, words
from vizapp.reasoning.downloads import Received
from vizapp.reasoning.model_list import KnownModel

_HEADS = (
    "models.name",
    "models.size",
    "models.memory",
    "models.licence",
    "models.wait",
    "models.state",
)
_MINUTE, _HOUR = 60, 3600
_STEPS = 1000  # of the bar: sizes in bytes are too large for it
Stage = Literal["away", "partly", "fetching", "here", "failed"]


@dataclass(frozen=True)
class CatalogueRow:
    """One known model as this computer sees it.

    `seconds` is the expected wait of an answer, measured by a trial or estimated,
    None until the computer's speed is known; `part` is what an earlier try left; `tight`
    says that it takes more memory than is free.
    """

    model: KnownModel
    stage: Stage = "away"
    seconds: float | None = None
    measured: bool = False
    received: Received | None = None
    part: int = 0
    failure: str = ""
    tight: bool = False


def wait_words(row: CatalogueRow, lang: Lang) -> str:
    """Return an expected wait in round numbers, as it is no more exact than that."""
    if row.seconds is None:
        return text("models.measuring", lang)
    if row.measured:
        return text("models.measured", lang, n=f"{row.seconds:.1f}")
    if row.seconds > _HOUR:
        return text("models.hours", lang)
    if row.seconds > 2 * _MINUTE:
        return text("models.minutes", lang, n=round(row.seconds / _MINUTE))
    step = 10 if row.seconds >= 20 else 1
    return text("models.seconds", lang, n=max(1, round(row.seconds / step) * step))


class CataloguePage(QWidget):
    """A table of known models, and a download of the chosen one."""

    download_asked = Signal(object)  # KnownModel
    cancel_asked = Signal(object)  # KnownModel

    def __init__(self, size_words: Callable[[int], str]) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self._size = size_words
        self._rows: tuple[CatalogueRow, ...] = ()
        self._facts = ("", 0.0, 0.0)  # hosts; operations and bytes a second
        self.internet = words("warning")
        self.table = facts_table(len(_HEADS))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.itemSelectionChanged.connect(self._say)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.download = QPushButton()
        self.download.setObjectName("primary")
        self.download.clicked.connect(self._on_clicked)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self.state = words()
        self.estimate = words("small")
        buttons = QHBoxLayout()
        buttons.addWidget(self.download)
        buttons.addWidget(self.state, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 16, 16, 16)
        rows.setSpacing(10)
        rows.addWidget(self.internet)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.estimate)
        rows.addLayout(buttons)
        rows.addWidget(self.bar)

    def show_rows(
        self, rows: tuple[CatalogueRow, ...], hosts: str, operations: float, n_bytes: float
    ) -> None:
        """Show the models; speeds of 0 are not measured yet."""
        self._rows, self._facts = rows, (hosts, operations, n_bytes)
        self.retranslate(self._lang)

    @property
    def selected(self) -> CatalogueRow | None:
        """The chosen row."""
        row = self.table.currentRow()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _on_clicked(self) -> None:
        row = self.selected
        if row is not None:
            fetching = row.stage == "fetching"
            (self.cancel_asked if fetching else self.download_asked).emit(row.model)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        hosts, operations, n_bytes = self._facts
        self.internet.setText(text("models.internet", lang, host=hosts))
        if operations:
            per = 1e8 if lang == "zh" else 1e9  # the units in which each language counts
            self.estimate.setText(
                text(
                    "models.estimate",
                    lang,
                    operations=f"{operations / per:,.0f}",
                    bytes=f"{n_bytes / 1e9:.0f}",
                )
            )
        self.estimate.setVisible(bool(operations))
        self.table.setHorizontalHeaderLabels([text(key, lang) for key in _HEADS])
        self.table.setAccessibleName(text("models.more", lang))
        chosen = max(0, self.table.currentRow())
        self.table.setRowCount(len(self._rows))
        for row, known in enumerate(self._rows):
            self._fill(row, known)
        if self._rows:
            self.table.setCurrentCell(min(chosen, len(self._rows) - 1), 0)
        self._say()

    def _fill(self, place: int, row: CatalogueRow) -> None:
        lang, model, c = self._lang, row.model, current_colors()
        cells = (
            model.title,
            text("models.about_size", lang, size=self._size(model.size_bytes)),
            text("models.about_size", lang, size=self._size(model.memory_bytes)),
            model.licence,
            wait_words(row, lang),
            self._stage_words(row),
        )
        for column, said in enumerate(cells):
            item = QTableWidgetItem(said)
            item.setToolTip(model.note[lang])
            if column == len(cells) - 1:
                color = {"failed": c.bad, "here": c.good}.get(row.stage)
                if color:
                    item.setForeground(QColor(color))
            self.table.setItem(place, column, item)

    def _stage_words(self, row: CatalogueRow) -> str:
        lang, got = self._lang, row.received
        if row.stage == "fetching":
            if got is None:
                return text("models.connecting", lang)
            return percent(got.done / got.total) if got.total else self._size(got.done)
        if row.stage == "partly":
            total = self._size(row.model.size_bytes)
            return text("models.partly", lang, done=self._size(row.part), total=total)
        keys = {"here": "models.ready", "failed": "models.not_fetched"}
        return text(keys.get(row.stage, "models.available"), lang)

    def _say(self) -> None:
        """Say of the chosen row what it is, or how its download goes."""
        row, lang = self.selected, self._lang
        fetching = row is not None and row.stage == "fetching"
        resumes = row is not None and row.part > 0
        key = "models.resume" if resumes else "models.download"
        self.download.setText(text("models.cancel_download" if fetching else key, lang))
        self.download.setEnabled(row is not None and row.stage != "here")
        self.bar.setVisible(fetching)
        self.bar.setAccessibleName(text("models.download_progress", lang))
        self.state.setStyleSheet("")
        if row is None:
            self.state.setText("")
        elif row.failure and not fetching:
            self.state.setText(say(row.failure, lang))
            self.state.setStyleSheet(f"color: {current_colors().bad}")
        elif fetching:
            self._say_progress(row.received)
        else:
            note = row.model.note[lang]
            said = text("models.about", lang, note=note, card=row.model.card)
            if row.tight:
                needed = self._size(row.model.memory_bytes)
                said = f"{text('models.tight', lang, memory=needed)}\n{said}"
            self.state.setText(said)

    def _say_progress(self, got: Received | None) -> None:
        lang = self._lang
        self.bar.setRange(0, _STEPS if got is not None and got.total else 0)
        if got is None:
            self.state.setText(text("models.connecting", lang))
            return
        share = got.done / got.total if got.total else 0.0
        self.bar.setValue(round(share * _STEPS))
        if got.step == "check":
            self.state.setText(text("models.check", lang, share=percent(share)))
            return
        total = self._size(got.total) if got.total else "?"
        speed = f"{got.speed / 1e6:.1f}"
        done = self._size(got.done)
        self.state.setText(text("models.fetch", lang, done=done, total=total, speed=speed))
