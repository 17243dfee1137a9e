"""A team's model server: where it is, whether it works, and what is sent there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vizapp.components.catalogue import catalogue
from vizapp.core.error_texts import say
from vizapp.core.errors import EndpointError
from vizapp.core.language import Lang
from vizapp.gui.texts import text
from vizapp.gui.theme import current_colors
from vizapp.gui.widgets.fields import TickBox
from vizapp.gui.widgets.page_parts import words
from vizapp.reasoning.endpoint import Endpoint
from vizapp.reasoning.events import Answer


class EndpointForm(QWidget):
    """Address, model and key; a test; a switch that is off until it is pressed."""

    test_asked = Signal(object)  # Endpoint
    stop_asked = Signal()
    use_asked = Signal(object)  # Endpoint, or None to switch it off

    def __init__(self) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self._on: Endpoint | None = None
        self._testing = False
        self._answer: Answer | None = None
        self._failure = ""
        self.intro = words("muted")
        self.address, self.model, self.key = QLineEdit(), QLineEdit(), QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.show_key = TickBox()
        self.show_key.toggled.connect(self._on_show_key)
        self._labels = (QLabel(), QLabel(), QLabel())
        self.mark = words("warning")
        self.test = QPushButton()
        self.test.clicked.connect(self._on_test)
        self.use = TickBox()
        self.use.clicked.connect(self._on_use)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.verdict = words()
        self.state = words("small")
        for field in (self.address, self.model, self.key):
            field.setObjectName("field")
            field.textEdited.connect(self._on_edited)
        self._build()

    def _build(self) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        key = QHBoxLayout()
        key.addWidget(self.key, 1)
        key.addWidget(self.show_key)
        form.addRow(self._labels[0], self.address)
        form.addRow(self._labels[1], self.model)
        form.addRow(self._labels[2], key)
        for label, field in zip(self._labels, (self.address, self.model, self.key), strict=True):
            label.setBuddy(field)
        buttons = QHBoxLayout()
        buttons.addWidget(self.test)
        buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 16, 16, 16)
        rows.setSpacing(12)
        rows.addWidget(self.intro)
        rows.addLayout(form)
        rows.addWidget(self.mark)
        rows.addLayout(buttons)
        rows.addWidget(self.bar)
        rows.addWidget(self.verdict)
        rows.addWidget(self.use)
        rows.addWidget(self.state)
        rows.addStretch(1)

    def fill(self, address: str, model: str, key: str) -> None:
        """Put in what was used last; what the person is writing is not touched."""
        if not self.address.isModified():
            self.address.setText(address)
            self.model.setText(model)
            self.key.setText(key)

    def show_state(
        self, on: Endpoint | None, *, testing: bool, answer: Answer | None, failure: str
    ) -> None:
        """Show whether it is in use, and what a test found."""
        self._on, self._testing, self._answer, self._failure = on, testing, answer, failure
        self.use.setChecked(on is not None)
        self.retranslate(self._lang)

    @property
    def endpoint(self) -> Endpoint | None:
        """What is written, None while it is no address."""
        try:
            return Endpoint.parse(self.address.text(), self.model.text(), self.key.text())
        except EndpointError:
            return None

    def _on_show_key(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.key.setEchoMode(mode.Normal if shown else mode.Password)

    def _on_edited(self) -> None:
        self.address.setModified(True)
        self._answer, self._failure = None, ""  # of another address
        self.retranslate(self._lang)

    def _parsed(self) -> Endpoint | None:
        try:
            return Endpoint.parse(self.address.text(), self.model.text(), self.key.text())
        except EndpointError as err:
            self._answer, self._failure = None, str(err)
            self.retranslate(self._lang)
            return None

    def _on_test(self) -> None:
        if self._testing:
            self.stop_asked.emit()
        elif (endpoint := self._parsed()) is not None:
            self.test_asked.emit(endpoint)

    def _on_use(self, on: bool) -> None:
        endpoint = self._parsed() if on else None
        self.use.setChecked(endpoint is not None)
        if endpoint is not None or not on:
            self.use_asked.emit(endpoint)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.intro.setText(text("models.server_intro", lang))
        names = ("models.address", "models.server_model", "models.key")
        hints = ("models.address_hint", "models.server_model_hint", "models.key_hint")
        fields = (self.address, self.model, self.key)
        for label, field, name, hint in zip(self._labels, fields, names, hints, strict=True):
            label.setText(text(name, lang))
            field.setAccessibleName(text(name, lang))
            field.setPlaceholderText(text(hint, lang))
        self.show_key.setText(text("models.show_key", lang))
        written = self.endpoint
        leaves = written is not None and written.leaves_machine
        said = written.mark(lang) if written is not None and self.address.text().strip() else ""
        self.mark.setText(
            f"{text('models.leaves', lang)}\uff1a{said}"
            if leaves and lang == "zh"
            else f"{text('models.leaves', lang)}: {said}"
            if leaves
            else said
        )
        self.mark.setVisible(bool(said))
        self.test.setText(text("action.stop" if self._testing else "models.test", lang))
        self.test.setEnabled(bool(self.address.text().strip()))
        self.use.setText(text("models.use_server", lang))
        self.use.setEnabled(bool(self.address.text().strip()))
        self.bar.setVisible(self._testing)
        self.bar.setAccessibleName(text("models.test", lang))
        key = "models.server_on" if self._on is not None else "models.server_off"
        host = {"host": self._on.host} if self._on is not None else {}
        self.state.setText(text(key, lang, **host))
        self._say_verdict()

    def _say_verdict(self) -> None:
        lang, c, answer = self._lang, current_colors(), self._answer
        written = self.endpoint
        self.verdict.setStyleSheet("")
        if self._testing and written is not None:
            self.verdict.setText(text("models.testing", lang, host=written.host))
        elif answer is not None:
            seconds = f"{answer.seconds:.1f}"
            if answer.spec.charts:
                title = catalogue()[answer.spec.charts[0].component].title[lang]
                said = text("models.works", lang, model=answer.model, chart=title, seconds=seconds)
            else:
                said = text("models.works_without", lang, model=answer.model, seconds=seconds)
            self.verdict.setText(said)
            self.verdict.setStyleSheet(f"color: {c.good}")
        else:
            self.verdict.setText(say(self._failure, lang))
            self.verdict.setStyleSheet(f"color: {c.bad}")
        self.verdict.setVisible(bool(self.verdict.text()))
