"""The page of models: those of this computer, those to be had, a team's server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from vizapp.core.error_texts import say
from vizapp.core.language import Lang
from vizapp.gui.texts import count, text
from vizapp.gui.theme import current_colors
from vizapp.gui.widgets.endpoint_form import EndpointForm
from vizapp.gui.widgets.fields import ChoiceBox
from vizapp.gui.widgets.model_catalogue import CataloguePage
from vizapp.gui.widgets.page_parts import TabbedPage, facts_table, words
from vizapp.reasoning.model_list import memory_bytes
from vizapp.reasoning.model_store import InstalledModel

if TYPE_CHECKING:
    from vizapp.reasoning.devices import Hardware
    from vizapp.reasoning.trial import Trial

_MAX_WIDTH = 1040
_BOX_WIDTH = 360
_ORIGINS = {"bundled": "models.bundled", "fetched": "models.fetched", "added": "models.added"}
_HEADS = ("models.name", "models.size", "models.memory", "models.licence", "models.origin")
_OWN_LICENCE = "MIT"  # of the bundled model, as of the program


def size_words(amount: int) -> str:
    """Return a size in megabytes or gigabytes of ten, as files are told.

    Examples
    --------
    >>> size_words(10_781_824), size_words(2_500_000_000)
    ('10.8 MB', '2.5 GB')
    """
    if amount >= 10**9:
        return f"{amount / 1e9:.1f} GB"
    return f"{amount / 1e6:.1f} MB" if amount < 10**8 else f"{amount / 1e6:.0f} MB"


def licence_of(model: InstalledModel) -> str:
    """Return the licence that a model came with, "" where nobody says."""
    if model.origin == "bundled":
        return _OWN_LICENCE
    said = model.record.get("licence") or (model.header.licence if model.header else "")
    return said if isinstance(said, str) else ""


@dataclass(frozen=True)
class InstalledView:
    """What the page of installed models shows.

    `tried` is what was or is being tried, `progress` its tables done and all.
    """

    models: tuple[InstalledModel, ...] = ()
    answering: Path | None = None
    second: Path | None = None
    adapter: Path | None = None
    trials: Mapping[Path, Trial] = field(default_factory=dict)
    tried: Path | None = None
    trying: bool = False
    progress: tuple[int, int] = (0, 0)
    failure: str = ""
    hardware: Hardware | None = None


class InstalledPage(QWidget):
    """The models of this computer: who answers, who is asked as well, a trial."""

    answers_chosen = Signal(object)  # Path
    second_chosen = Signal(object)  # Path or None
    adapter_asked = Signal()
    adapter_cleared = Signal()
    add_asked = Signal()
    try_asked = Signal(object)  # InstalledModel
    stop_asked = Signal()
    remove_asked = Signal(object)  # InstalledModel

    def __init__(self) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self._view = InstalledView()
        self.intro, self.hardware = words("muted"), words("small")
        self.answers, self.second = ChoiceBox(), ChoiceBox()
        self.answers.activated.connect(self._on_answers)
        self.second.activated.connect(self._on_second)
        self._answers_label, self._second_label = QLabel(), QLabel()
        self._adapter_label, self.adapter = QLabel(), QLabel()
        self.choose_adapter, self.clear_adapter = QPushButton(), QPushButton()
        self.choose_adapter.clicked.connect(self.adapter_asked)
        self.clear_adapter.clicked.connect(self.adapter_cleared)
        self.table = facts_table(len(_HEADS))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.itemSelectionChanged.connect(self._enable)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.add, self.remove, self.trial = QPushButton(), QPushButton(), QPushButton()
        self.trial.setObjectName("primary")
        self.remove.setObjectName("danger")
        self.add.clicked.connect(self.add_asked)
        self.remove.clicked.connect(lambda: self.remove_asked.emit(self.selected))
        self.trial.clicked.connect(self._on_trial)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.state = words()
        self._build()

    def _build(self) -> None:
        choice = QGridLayout()
        choice.setHorizontalSpacing(8)
        choice.setVerticalSpacing(8)
        choice.setColumnStretch(2, 1)
        for row, (label, box) in enumerate(
            ((self._answers_label, self.answers), (self._second_label, self.second))
        ):
            label.setBuddy(box)
            box.setMinimumWidth(_BOX_WIDTH)
            choice.addWidget(label, row, 0)
            choice.addWidget(box, row, 1)
        adapter = QHBoxLayout()
        adapter.addWidget(self.adapter, 1)
        adapter.addWidget(self.choose_adapter)
        adapter.addWidget(self.clear_adapter)
        choice.addWidget(self._adapter_label, 2, 0)
        choice.addLayout(adapter, 2, 1)
        buttons = QHBoxLayout()
        for button in (self.trial, self.add, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 16, 16, 16)
        rows.setSpacing(10)
        rows.addWidget(self.intro)
        rows.addLayout(choice)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.hardware)
        rows.addLayout(buttons)
        rows.addWidget(self.bar)
        rows.addWidget(self.state)

    def show_view(self, view: InstalledView) -> None:
        """Show the models; the row that was chosen stays so."""
        self._view = view
        self.retranslate(self._lang)

    @property
    def selected(self) -> InstalledModel | None:
        """The model of the chosen row."""
        row = self.table.currentRow()
        return self._view.models[row] if 0 <= row < len(self._view.models) else None

    def _on_answers(self, index: int) -> None:
        self.answers_chosen.emit(Path(self.answers.itemData(index)))

    def _on_second(self, index: int) -> None:
        path = self.second.itemData(index)
        self.second_chosen.emit(Path(path) if path else None)

    def _on_trial(self) -> None:
        if self._view.trying:
            self.stop_asked.emit()
        elif self.selected is not None:
            self.try_asked.emit(self.selected)

    def _enable(self) -> None:
        chosen = self.selected
        self.remove.setEnabled(chosen is not None and chosen.origin != "bundled")
        self.trial.setEnabled(self._view.trying or (chosen is not None and not chosen.problem))
        self.clear_adapter.setVisible(self._view.adapter is not None)
        self._say()

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        for label, key in (
            (self.intro, "models.intro"),
            (self._answers_label, "models.answers"),
            (self._second_label, "models.second"),
            (self._adapter_label, "models.adapter"),
        ):
            label.setText(text(key, lang))
        self.answers.setAccessibleName(text("models.answers", lang))
        self.second.setAccessibleName(text("models.second", lang))
        self.second.setToolTip(text("models.second_tip", lang))
        self.choose_adapter.setText(text("models.choose_adapter", lang))
        self.clear_adapter.setText(text("models.clear_adapter", lang))
        adapter = self._view.adapter
        self.adapter.setText(adapter.name if adapter else text("models.no_adapter", lang))
        self.adapter.setToolTip(str(adapter) if adapter else "")
        self.add.setText(text("models.add", lang))
        self.remove.setText(text("models.remove", lang))
        self.trial.setText(text("action.stop" if self._view.trying else "models.try", lang))
        self.hardware.setText(hardware_words(self._view.hardware, lang))
        self._fill_boxes()
        self._fill_table()
        self._enable()

    def _fill_boxes(self) -> None:
        view, lang = self._view, self._lang
        usable = [m for m in view.models if not m.problem or m.path == view.answering]
        for box, chosen, first in (
            (self.answers, view.answering, None),
            (self.second, view.second, text("models.nobody", lang)),
        ):
            box.clear()
            if first is not None:
                box.addItem(first, "")
            for model in usable:
                if first is None or model.path != view.answering:
                    box.addItem(model.name, str(model.path))
            data = str(chosen or "")  # Qt does not compare paths
            if chosen is not None and box.findData(data) < 0:
                box.addItem(chosen.stem, data)
            box.setCurrentIndex(max(0, box.findData(data)))

    def _fill_table(self) -> None:
        lang, row_before = self._lang, max(0, self.table.currentRow())
        self.table.setHorizontalHeaderLabels([text(key, lang) for key in _HEADS])
        self.table.setAccessibleName(text("models.here", lang))
        self.table.setRowCount(len(self._view.models))
        for row, model in enumerate(self._view.models):
            tip = self._tip(model)
            for column, said in enumerate(self._cells(model)):
                item = QTableWidgetItem(said)
                item.setToolTip(tip)
                if model.problem:
                    item.setForeground(QColor(current_colors().muted))
                self.table.setItem(row, column, item)
        if self._view.models:
            self.table.setCurrentCell(min(row_before, len(self._view.models) - 1), 0)

    def _cells(self, model: InstalledModel) -> tuple[str, ...]:
        lang = self._lang
        origin = text(_ORIGINS[model.origin], lang)
        if model.problem:
            return (model.name, "", "", "", f"{origin} · {text('models.damaged', lang)}")
        own = model.header is not None and model.header.own
        about = size_words(memory_bytes(model.size_bytes, own=own))
        memory = text("models.about_size", lang, size=about)
        licence = licence_of(model) or text("models.no_licence", lang)
        return (model.name, size_words(model.size_bytes), memory, licence, origin)

    def _tip(self, model: InstalledModel) -> str:
        lang, header = self._lang, model.header
        lines = [str(model.path)]
        if model.problem:
            lines.append(say(model.problem, lang))
        if model.origin == "bundled":
            lines.append(text("models.bundled_tip", lang))
        if header is not None and not header.own and not header.has_template:
            lines.append(text("models.untaught", lang))
        return "\n".join(lines)

    def _say(self) -> None:
        """Say how the trial goes, or what the last one of the chosen model found."""
        view, lang = self._view, self._lang
        self.bar.setVisible(view.trying)
        self.bar.setAccessibleName(text("models.progress", lang))
        done, n_cases = view.progress
        self.bar.setRange(0, n_cases if done else 0)
        self.bar.setValue(done)
        chosen = self.selected
        self.state.setStyleSheet("")
        if view.trying and view.tried is not None:
            key = "models.trying_at" if done else "models.trying"
            fields = {"done": count(done)} if done else {}
            self.state.setText(text(key, lang, name=view.tried.stem, n=count(n_cases), **fields))
        elif chosen is not None and chosen.path in view.trials:
            self.state.setText(trial_words(chosen.name, view.trials[chosen.path], lang))
        elif view.failure and chosen is not None and chosen.path == view.tried:
            self.state.setText(say(view.failure, lang))
            self.state.setStyleSheet(f"color: {current_colors().bad}")
        else:
            self.state.setText("")


def trial_words(name: str, trial: Trial, lang: Lang) -> str:
    """Return the figures of a trial as a person reads them.

    `name` is the one in the list: files of one model in two sizes call themselves alike.
    """
    memory = text("models.no_memory", lang)
    if trial.memory_bytes is not None:
        memory = text("models.at_most", lang, size=size_words(trial.memory_bytes))
    lines = [
        text(
            "models.trial_valid",
            lang,
            name=name,
            valid=count(trial.n_valid),
            n=count(len(trial.tried)),
            same=count(trial.n_same_component),
            whole=count(trial.n_same_spec),
        ),
        text(
            "models.trial_speed",
            lang,
            device=trial.device or "CPU",
            seconds=f"{trial.median_seconds:.2f}",
            speed=f"{trial.tokens_per_second:,.1f}",
            load=f"{trial.load_seconds:.1f}",
            memory=memory,
        ),
    ]
    if trial.note:
        lines.append(trial.note)
    unable = [item for item in trial.tried if item.problem]
    if unable:
        names = ("、" if lang == "zh" else ", ").join(item.case.name for item in unable)
        why = say(unable[0].problem, lang)
        lines.append(text("models.trial_unable", lang, names=names, why=why))
    return "\n".join(lines)


def hardware_words(found: Hardware | None, lang: Lang) -> str:
    """Return what this computer computes with, and why not with more."""
    if found is None:
        return text("models.looking", lang)
    said = [
        text(
            "models.device",
            lang,
            device=device.label,
            free=size_words(device.free_bytes),
            total=size_words(device.total_bytes),
        )
        for device in found.devices
    ]
    said += [text("models.bad_backend", lang, problem=problem) for problem in found.problems]
    if not said and found.backends:
        said = [text("models.no_device", lang, backends=", ".join(found.backends))]
    graphics = "; ".join(said) or text("models.no_backend", lang)
    return text("models.hardware", lang, processor=found.processor or "?", graphics=graphics)


class ModelsPage(TabbedPage):
    """The three pages as tabs, with a way back to the table."""

    def __init__(self) -> None:
        super().__init__(_MAX_WIDTH)
        self.installed = InstalledPage()
        self.catalogue = CataloguePage(size_words)
        self.endpoint = EndpointForm()
        for page in (self.installed, self.catalogue, self.endpoint):
            self.add(page)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        names = tuple(text(k, lang) for k in ("models.here", "models.more", "models.server"))
        self.name(text("models.title", lang), names, lang)
        for page in (self.installed, self.catalogue, self.endpoint):
            page.retranslate(lang)

    def recolor(self) -> None:
        """Redraw what has colours of its own."""
        super().recolor()
        self.installed.retranslate(self.installed._lang)
