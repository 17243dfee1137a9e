"""The form of a chart's looks: texts, formats, colours, size."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPushButton, QWidget

from vizapp.components.changes import LOOKS, look_title
from vizapp.components.presentation import (
    DATE_FORMATS,
    DEFAULT,
    MAX_DECIMALS,
    MAX_TITLE,
    NUMBER_FORMATS,
    PALETTES,
    SCALE_CHOICES,
    SIZE_CHOICES,
    THEME_CHOICES,
    Presentation,
)
from vizapp.core.language import Lang
from vizapp.gui.texts import text
from vizapp.gui.widgets.fields import ChoiceBox

_TEXTS = ("title", "x_title", "y_title")
_CHOICES: dict[str, tuple[Any, ...]] = {
    "numbers": NUMBER_FORMATS,
    "decimals": (None, *range(MAX_DECIMALS + 1)),
    "dates": DATE_FORMATS,
    "palette": PALETTES,
    "theme": THEME_CHOICES,
    "size": SIZE_CHOICES,
    "x_scale": SCALE_CHOICES,
    "y_scale": SCALE_CHOICES,
}


class LooksForm(QWidget):
    """Shows a presentation and says which one the person wants."""

    chosen = Signal(object)  # Presentation

    def __init__(self) -> None:
        super().__init__()
        self._presentation = DEFAULT
        self._lang: Lang = "en"
        self.edits: dict[str, QLineEdit] = {}
        self.boxes: dict[str, ChoiceBox] = {}
        self._labels: dict[str, QLabel] = {}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(8, 0, 8, 8)
        self._form.setVerticalSpacing(6)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name in LOOKS:
            field = self._text_field(name) if name in _TEXTS else self._choice_field(name)
            label = self._labels[name] = QLabel()
            label.setObjectName("small")
            label.setBuddy(field)
            self._form.addRow(label, field)
        self.reset = QPushButton()
        self.reset.setObjectName("link")
        self.reset.clicked.connect(lambda: self.chosen.emit(DEFAULT))
        self._form.addRow(self.reset)

    def _text_field(self, name: str) -> QLineEdit:
        edit = self.edits[name] = QLineEdit()
        edit.setObjectName("field")
        edit.setMaxLength(MAX_TITLE)
        edit.setAcceptDrops(False)
        edit.editingFinished.connect(lambda: self._on_text(name))
        return edit

    def _choice_field(self, name: str) -> ChoiceBox:
        box = self.boxes[name] = ChoiceBox()
        for value in _CHOICES[name]:
            box.addItem("", value)
        box.activated.connect(lambda index: self._on_choice(name, box.itemData(index)))
        return box

    def show_presentation(self, presentation: Presentation) -> None:
        """Show what is chosen; a text that is being written is left alone."""
        self._presentation = presentation
        for name, edit in self.edits.items():
            if not edit.hasFocus() or not edit.isModified():
                edit.setText(getattr(presentation, name) or "")
        for name, box in self.boxes.items():
            box.setCurrentIndex(_CHOICES[name].index(getattr(presentation, name)))
        self.reset.setEnabled(presentation != DEFAULT)

    def _on_text(self, name: str) -> None:
        edit = self.edits[name]
        edit.setModified(False)
        self._choose(name, edit.text().strip() or None)

    def _on_choice(self, name: str, value: object) -> None:
        self._choose(name, value)

    def _choose(self, name: str, value: object) -> None:
        changed: dict[str, Any] = {name: value}
        wanted = replace(self._presentation, **changed)
        if wanted != self._presentation:
            self._presentation = wanted
            self.chosen.emit(wanted)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        for name, label in self._labels.items():
            title = LOOKS[name][lang]
            label.setText(title[:1].upper() + title[1:])
        for name, edit in self.edits.items():
            edit.setPlaceholderText(text("look.own_title", lang))
            edit.setAccessibleName(LOOKS[name][lang])
        for name, box in self.boxes.items():
            box.setAccessibleName(LOOKS[name][lang])
            for index in range(box.count()):
                box.setItemText(index, look_title(name, box.itemData(index), lang))
        self.reset.setText(text("look.reset", lang))
