"""Three pages about trust: what was learned, what stays private, how good the model is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from vizapp.components.catalogue import catalogue
from vizapp.components.reasons import attribute_words
from vizapp.core.error_texts import say
from vizapp.core.language import Lang
from vizapp.gui.texts import compact, count, percent, text
from vizapp.gui.theme import current_colors
from vizapp.gui.widgets.empty_words import EmptyWords
from vizapp.gui.widgets.fields import ChoiceBox, TickBox
from vizapp.gui.widgets.page_parts import TabbedPage, facts_table, words

if TYPE_CHECKING:
    from vizapp.feedback import Feedback
    from vizapp.offline import Proof
    from vizapp.reasoning.quality import Quality

_FEW_CASES = 8  # below it a share says little
_HOWS = {"praise": "learned.praise", "pick": "learned.pick", "edit": "learned.edit"}
_SAMPLES = ("1", "4", "8")


def local_date(iso: str, lang: Lang) -> str:
    """Return a UTC date-time as people of that language write it, in local time."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    locale = QLocale("zh_CN" if lang == "zh" else "en_US")
    when = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    return locale.toString(when, QLocale.FormatType.ShortFormat)


class LearnedPage(QWidget):
    """The kept choices: a list, an export, an eraser and a switch."""

    switched = Signal(bool)
    samples_chosen = Signal(str)
    export_asked = Signal()
    erase_asked = Signal(object)  # tuple of Feedback, or None for all

    def __init__(self) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self._choices: tuple[Feedback, ...] = ()
        self._n_unreadable = 0
        self.intro = words("muted")
        self.switch = TickBox()
        self.switch.clicked.connect(self.switched)
        self.table = facts_table(4)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.table.horizontalHeader().setDefaultAlignment(left)  # as its cells are
        self.table.itemSelectionChanged.connect(self._enable)
        self.empty = EmptyWords(self.table)
        self.state = words("small")
        self.export = QPushButton()
        self.erase = QPushButton()
        self.erase_all = QPushButton()
        self.erase_all.setObjectName("danger")
        self.export.clicked.connect(self.export_asked)
        self.erase.clicked.connect(lambda: self.erase_asked.emit(self._selected()))
        self.erase_all.clicked.connect(lambda: self.erase_asked.emit(None))
        self._samples_label = QLabel()
        self.samples = ChoiceBox()
        self.samples.setMinimumWidth(200)
        for _ in _SAMPLES:
            self.samples.addItem("")
        self.samples.activated.connect(lambda i: self.samples_chosen.emit(_SAMPLES[i]))
        self._samples_label.setBuddy(self.samples)
        buttons = QHBoxLayout()
        for button in (self.export, self.erase, self.erase_all):
            buttons.addWidget(button)
        buttons.addStretch(1)
        votes = QHBoxLayout()
        votes.addWidget(self._samples_label)
        votes.addWidget(self.samples)
        votes.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 16, 16, 16)
        rows.setSpacing(10)
        rows.addWidget(self.intro)
        rows.addWidget(self.switch)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.state)
        rows.addLayout(buttons)
        rows.addSpacing(8)
        rows.addLayout(votes)

    def show_choices(
        self, choices: tuple[Feedback, ...], n_unreadable: int, *, on: bool, samples: str
    ) -> None:
        """Show the choices, the newest first."""
        self._choices = tuple(reversed(choices))
        self._n_unreadable = n_unreadable
        self.switch.setChecked(on)
        self.samples.setCurrentIndex(_SAMPLES.index(samples) if samples in _SAMPLES else 0)
        self.retranslate(self._lang)

    def _selected(self) -> tuple[Feedback, ...]:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return tuple(self._choices[row] for row in rows)

    def _enable(self) -> None:
        self.erase.setEnabled(bool(self._selected()))
        self.export.setEnabled(bool(self._choices))
        self.erase_all.setEnabled(bool(self._choices) or self._n_unreadable > 0)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.intro.setText(text("learned.intro", lang))
        self.switch.setText(text("learned.switch", lang))
        self.export.setText(text("learned.export", lang))
        self.erase.setText(text("learned.erase", lang))
        self.erase_all.setText(text("learned.erase_all", lang))
        self._samples_label.setText(text("learned.samples", lang))
        self.samples.setAccessibleName(text("learned.samples", lang))
        for i, n in enumerate(_SAMPLES):
            key = "learned.one_sample" if n == "1" else "learned.some_samples"
            self.samples.setItemText(i, text(key, lang, n=n))
        heads = ("learned.at", "learned.how", "learned.chart", "learned.table")
        self.table.setHorizontalHeaderLabels([text(key, lang) for key in heads])
        self.table.setAccessibleName(text("learned.title", lang))
        self.table.setRowCount(len(self._choices))
        for row, choice in enumerate(self._choices):
            for column, said in enumerate(self._cells(choice)):
                item = QTableWidgetItem(said)
                item.setToolTip(said)
                self.table.setItem(row, column, item)
        for column in range(3):
            self.table.resizeColumnToContents(column)
        said = text("learned.count", lang, n=count(len(self._choices)))
        if self._n_unreadable:
            said += " " + text("learned.unreadable", lang, n=count(self._n_unreadable))
        self.state.setText(said)
        self.empty.say("" if self._choices else text("learned.nothing", lang))
        self._enable()

    def _cells(self, choice: Feedback) -> tuple[str, ...]:
        lang = self._lang
        title = choice.chart.declaration.title[lang]
        names = ("、" if lang == "zh" else ", ").join(choice.table.names)
        return (
            local_date(choice.at, lang),
            text(_HOWS[choice.how], lang),
            f"{title} · {attribute_words(choice.chart, lang)}",
            names,
        )


class PrivacyPage(QWidget):
    """What stays on this computer, and a test that shows it."""

    test_asked = Signal()
    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self._proof: Proof | None = None
        self._failure = ""
        self._running = False
        self._endpoint = ""
        self.promise = words()
        self.endpoint = words("warning")
        self.test = QPushButton()
        self.test.setObjectName("primary")
        self.test.clicked.connect(
            lambda: (self.stop_asked if self._running else self.test_asked).emit()
        )
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.verdict = words("cardTitle")
        self.findings = words()
        buttons = QHBoxLayout()
        buttons.addWidget(self.test)
        buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 16, 16, 16)
        rows.setSpacing(12)
        for widget in (self.promise, self.endpoint):
            rows.addWidget(widget)
        rows.addLayout(buttons)
        rows.addWidget(self.bar)
        rows.addWidget(self.verdict)
        rows.addWidget(self.findings)
        rows.addStretch(1)

    def show_endpoint(self, address: str) -> None:
        """Say whether a team's server answers instead of this computer."""
        self._endpoint = address
        self.retranslate(self._lang)

    def show_test(self, proof: Proof | None, *, running: bool = False, failure: str = "") -> None:
        """Show what the self-test found, or that it runs."""
        self._proof, self._running, self._failure = proof, running, failure
        self.retranslate(self._lang)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        self.promise.setText(text("privacy.promise", lang))
        self.endpoint.setText(text("privacy.endpoint", lang, address=self._endpoint))
        self.endpoint.setVisible(bool(self._endpoint))
        self.test.setText(text("action.stop" if self._running else "privacy.test", lang))
        self.bar.setVisible(self._running)
        self.bar.setAccessibleName(text("privacy.running", lang))
        proof, c = self._proof, current_colors()
        if self._running or proof is None:
            said = "privacy.running" if self._running else ""
            self.verdict.setText(text(said, lang) if said else say(self._failure, lang))
            self.verdict.setStyleSheet("")
            self.findings.setText("")
            return
        self.verdict.setText(text("privacy.holds" if proof.holds else "privacy.broken", lang))
        self.verdict.setStyleSheet(f"color: {c.good if proof.holds else c.bad}")
        self.findings.setText("\n".join(f"• {line}" for line in self._found(proof)))

    def _found(self, proof: Proof) -> list[str]:
        lang = self._lang
        title = catalogue()[proof.component].title[lang]
        lines = [text("privacy.worked", lang, model=proof.answered_by, chart=title)]
        if proof.attempts:
            lines.append(text("privacy.attempts", lang, places=", ".join(proof.attempts)))
        else:
            lines.append(text("privacy.no_attempts", lang))
        if proof.n_sockets is not None:
            lines.append(text("privacy.sockets", lang, n=count(proof.n_sockets)))
        key = "privacy.refused" if proof.refused else "privacy.not_refused"
        lines.append(text(key, lang))
        names = ", ".join(proof.modules) or "–"
        lines.append(text("privacy.modules", lang, n=count(proof.n_modules), names=names))
        return lines


class QualityPage(QWidget):
    """The measured figures of the installed model."""

    def __init__(self) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self._quality: Quality | None = None
        self._failure = ""
        self.model = words("cardTitle")
        self.facts = words("muted")
        self.figures = words()
        self.table = facts_table(5)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.note = words("small")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 16, 16, 16)
        rows.setSpacing(10)
        for widget in (self.model, self.facts, self.figures, self.table, self.note):
            rows.addWidget(widget, 1 if widget is self.table else 0)

    def show_quality(self, quality: Quality | None, failure: str = "") -> None:
        """Show the figures, or why there are none."""
        self._quality, self._failure = quality, failure
        self.retranslate(self._lang)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        q = self._quality
        heads = ("chart", "cases", "recall", "answers", "precision")
        self.table.setHorizontalHeaderLabels([text(_HEADS[h], lang) for h in heads])
        self.table.setAccessibleName(text("quality.title", lang))
        self.note.setText(text("quality.note", lang))
        if q is None:
            self.model.setText(say(self._failure, lang) or text("quality.loading", lang))
            return
        self.model.setText(q.model)
        self.facts.setText(
            text(
                "quality.facts",
                lang,
                version=q.version,
                parameters=compact(q.n_parameters, lang),
                megabytes=f"{q.size_bytes / 1e6:.1f}",
                hardware=q.hardware,
            )
        )
        self.figures.setText(self._figures(q))
        self.table.setRowCount(len(q.per_type))
        for row, score in enumerate(q.per_type):
            title = catalogue()[score.component].title[lang]
            recall = percent(score.recall) if score.n_cases else "–"
            precision = percent(score.precision) if score.n_answers else "–"
            cells = (title, count(score.n_cases), recall, count(score.n_answers), precision)
            for column, said in enumerate(cells):
                item = QTableWidgetItem(said)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                if score.n_cases < _FEW_CASES:
                    item.setForeground(QColor(current_colors().muted))
                    item.setToolTip(text("quality.few", lang))
                self.table.setItem(row, column, item)

    def _figures(self, q: Quality) -> str:
        lang = self._lang
        top1 = percent(q.top1)
        if q.interval:
            low, high = (percent(value) for value in q.interval)
            top1 = text("quality.interval", lang, value=top1, low=low, high=high)
        lines = [text("quality.best", lang, value=top1, n=count(q.n_cases))]
        for key, value in (
            ("quality.three", q.top3),
            ("quality.encode", q.encode),
            ("quality.claims", q.claims_right),
        ):
            if value is not None:
                lines.append(text(key, lang, value=percent(value)))
        if q.mean_seconds is not None:
            lines.append(text("quality.seconds", lang, value=f"{q.mean_seconds:.2f}"))
        return "\n".join(f"• {line}" for line in lines)


_HEADS = {
    "chart": "quality.chart",
    "cases": "quality.cases",
    "recall": "quality.recall",
    "answers": "quality.answers",
    "precision": "quality.precision",
}


class TrustPage(TabbedPage):
    """The three pages as tabs, with a way back to the table."""

    def __init__(self) -> None:
        super().__init__()
        self._lang: Lang = "en"
        self.learned = LearnedPage()
        self.privacy = PrivacyPage()
        self.quality = QualityPage()
        for page in (self.learned, self.privacy, self.quality):
            self.add(page)

    def retranslate(self, lang: Lang) -> None:
        """Speak that language."""
        self._lang = lang
        names = ("learned.title", "privacy.title", "quality.title")
        self.name(text("trust.title", lang), tuple(text(key, lang) for key in names), lang)
        self.learned.retranslate(lang)
        self.privacy.retranslate(lang)
        self.quality.retranslate(lang)

    def recolor(self) -> None:
        """Redraw what has colours of its own."""
        super().recolor()
        self.privacy.retranslate(self._lang)
        self.quality.retranslate(self._lang)
