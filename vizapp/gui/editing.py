"""What is on screen, and every change to it, on one line of history.

Shelves, chat, alternatives and fixes all come here; the controller draws what
`chart` and `presentation` say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from vizapp.components.changes import differences, look_differences, summary
from vizapp.components.presentation import DEFAULT, Presentation, anew
from vizapp.components.spec import Chart, Filter
from vizapp.core.language import Lang
from vizapp.gui.history import Entry, History, Origin
from vizapp.gui.values import MAX_CANDIDATES, Candidate, TableView
from vizapp.profile.attributes import NUMBER_TYPES, TableDescription
from vizapp.reasoning.events import Answer


class Editing(QObject):
    """The chart on screen and its history.

    Parameters
    ----------
    reading : callable
        Returns how the open table is read, as plain values; an entry keeps it.
    """

    shown = Signal()  # another chart, or other looks, are on screen
    changed = Signal()  # anything about the history
    reading_wanted = Signal(object)  # an entry wants the file read as then

    def __init__(self, reading: Callable[[], Mapping[str, Any] | None] = lambda: None) -> None:
        super().__init__()
        self._reading = reading
        self._gesture: str | None = None
        self._blank = False  # a new question is being answered: nothing is on screen
        self.history = History()

    # -- what is on screen ------------------------------------------------------

    @property
    def chart(self) -> Chart | None:
        """The chart on screen, None while there is none."""
        current = self.history.current
        return current.chart if current and not self._blank else None

    @property
    def presentation(self) -> Presentation:
        """How the chart on screen is presented."""
        current = self.history.current
        return current.presentation if current else DEFAULT

    @property
    def can_undo(self) -> bool:
        """Whether there is a chart to bring back."""
        return self.history.can_undo or (self._blank and self.history.current is not None)

    def words(self, entry: Entry, lang: Lang) -> tuple[str, ...]:
        """Return what the entry changed, or what it shows where it began something."""
        parent = self.history.entry(entry.parent)
        if parent is None or entry.origin == "answer":
            return (summary(entry.chart, lang),)
        changes: tuple[str, ...] = ()
        if entry.origin != "style":
            changes = differences(parent.chart, entry.chart, lang)
        if entry.origin in ("style", "fix"):
            changes += look_differences(parent.presentation, entry.presentation, lang)
        return changes or (summary(entry.chart, lang),)

    # -- changes ----------------------------------------------------------------

    def show(
        self, chart: Chart, origin: Origin, *, ask: str | None = None, gesture: str | None = None
    ) -> None:
        """Put a chart on screen; one gesture's steps are one entry.

        The looks stay; titles of the person's own and scales go when the chart
        shows something else.
        """
        presentation = self.presentation
        if self.chart is not None and self.chart.channels != chart.channels:
            presentation = anew(presentation)
        self._add(chart, presentation, origin, ask, gesture)

    def restyle(
        self, presentation: Presentation, *, ask: str | None = None, gesture: str | None = None
    ) -> None:
        """Present the chart on screen in another way."""
        if self.chart is not None:
            self._add(self.chart, presentation, "style", ask, gesture)

    def fix(self, chart: Chart, presentation: Presentation) -> None:
        """Put on screen what a hint about the chart offers: chart, looks or both."""
        if self.chart is not None:
            self._add(chart, presentation, "fix", None, None)

    def _add(
        self,
        chart: Chart,
        presentation: Presentation,
        origin: Origin,
        ask: str | None,
        gesture: str | None,
    ) -> None:
        before = self._before()
        if gesture is not None and gesture == self._gesture:
            self.history = before.amend(chart, presentation)
        else:
            self.history = before.add(chart, presentation, origin, ask=ask, reading=self._reading())
        self._gesture = gesture
        self._blank = False
        self._tell(before)

    # -- the line of changes ------------------------------------------------------

    def undo(self) -> None:
        """Bring back what was on screen before."""
        self._move(self.history if self._blank else self.history.undo())

    def redo(self) -> None:
        """Bring back what was undone last."""
        self._move(self.history.redo())

    def jump(self, entry_id: int) -> None:
        """Bring back any earlier chart."""
        self._move(self.history.jump(entry_id))

    def pin(self, entry_id: int | None) -> None:
        """Show that entry beside the one on screen; None for none."""
        before = self.history
        self.history = before.pin(entry_id)
        if self.history != before:
            self.changed.emit()

    def dismiss(self, rule: str) -> None:
        """Want no more hints of that rule about the chart on screen."""
        if self.chart is not None:
            self.history = self.history.dismiss(rule, self.chart)
            self.changed.emit()

    def recall(self) -> None:
        """Want every hint about the chart on screen again."""
        if self.chart is not None:
            self.history = self.history.recall(self.chart)
            self.changed.emit()

    def _move(self, history: History) -> None:
        before, self.history = self._before(), history
        self._gesture = None
        self._blank = False
        current = history.current
        if current is not None and current.reading != self._reading():
            self.reading_wanted.emit(current.reading)
        self._tell(before)

    def reset(self, history: History = History()) -> None:  # noqa: B008 - frozen
        """Begin anew for another table, or with what a project kept."""
        before, self.history = self._before(), history
        self._gesture = None
        self._blank = False
        self._tell(before)

    def clear(self) -> None:
        """Take the chart off the screen; the history and its undo keep it."""
        if self.chart is not None:
            self._blank = True
            self.changed.emit()

    def to_json(self) -> dict[str, Any]:
        """Return the whole history as plain JSON values, for a project."""
        return self.history.to_json()

    def restore(self, record: object) -> None:
        """Take the history that `to_json` gave; what cannot be read is left out."""
        self.reset(History.from_json(record))

    def _before(self) -> History:
        """Return the history with what is really on screen."""
        return replace(self.history, current_id=None) if self._blank else self.history

    def _tell(self, before: History) -> None:
        if self.history == before:
            return
        old, new = before.current, self.history.current
        if (old is None) != (new is None) or (old and new and not old.looks_like(new)):
            self.shown.emit()
        self.changed.emit()


def to_the_letter(
    found: tuple[Candidate, ...], ask: str | None, edited: Chart | None, table: TableView | None
) -> tuple[Candidate, ...]:
    """Return the candidates; a change that was said plainly comes true as it was said.

    Of other changes only those of filters have to be told in the words, and leave rows.
    None where the words are plain and cannot be done, whatever the model made of them.
    """
    if edited is None or ask is None or table is None:
        return found
    # Its patterns are not needed before somebody asks for something.
    from vizapp.components.phrases import plain_edit, refusal, sober

    if refusal(ask, edited, table.description):
        return ()
    sobered = {
        sober(ask, edited, _with_rows(k.chart, edited, ask, table.description)): k
        for k in reversed(found)
    }
    others = [replace(k, chart=chart) for chart, k in reversed(sobered.items())]
    plain = plain_edit(ask, edited, table.description)
    if plain is None:
        return tuple(others)
    # A chart of the same columns differs by options that nobody asked for: a second copy.
    alike = [k for k in others if _shows_the_same(k.chart, plain)]
    alike.sort(key=lambda k: k.chart != plain)
    own = replace(alike[0], chart=plain) if alike else Candidate(plain)
    rest = [k for k in others if k not in alike and k.chart != edited]
    return (own, *rest)[:MAX_CANDIDATES]


def why_not(ask: str | None, edited: Chart | None, table: TableView | None) -> str:
    """Return why a plain change cannot be done; nothing where it can, or is not plain."""
    if edited is None or ask is None or table is None:
        return ""
    from vizapp.components.phrases import refusal

    return refusal(ask, edited, table.description)


def _with_rows(chart: Chart, before: Chart, ask: str, description: TableDescription) -> Chart:
    """Return the chart without new filters that no value of a number or a date passes.

    The 2025 of "after March 2025" is no amount of money; one that is told by the
    name of its column stays.
    """
    kept = tuple(
        item
        for item in chart.options.filters
        if item in before.options.filters
        or _may_pass(item, description)
        or (item.attribute.casefold() in ask.casefold() and not _is_date(item, description))
    )
    return replace(chart, options=replace(chart.options, filters=kept))


def _is_date(item: Filter, description: TableDescription) -> bool:
    attribute = description.attribute(item.attribute)
    return attribute is not None and attribute.type == "DATE"


def _may_pass(item: Filter, description: TableDescription) -> bool:
    attribute, value = description.attribute(item.attribute), item.value
    if attribute is not None and attribute.type == "DATE" and isinstance(value, int | float):
        return 1000 <= value <= 2999  # a year; the 6 of June 3rd is no date
    if attribute is None or attribute.range is None or attribute.type not in NUMBER_TYPES:
        return True
    if isinstance(value, str | bool | tuple):
        return True
    # The ends are rounded to four digits.
    low, high = (float(end) for end in attribute.range)
    low, high = low - abs(low) / 1000, high + abs(high) / 1000
    above = item.op in ("=", ">", ">=") and value > high
    below = item.op in ("=", "<", "<=") and value < low
    return not (above or below)


def literal_chart(answer: Answer, found: tuple[Candidate, ...]) -> Chart | None:
    """Return the first candidate where the person's words made another chart than the model."""
    if not found or not answer.spec.charts or found[0].learned:
        return None
    chart = found[0].chart
    return None if chart.component == answer.spec.charts[0].component else chart


def _shows_the_same(chart: Chart, other: Chart) -> bool:
    """Return whether two charts are one component of the same attributes."""
    return (chart.component, chart.channels) == (other.component, other.channels)
