"""The one undo line of the window: every chart that was on screen, in order. Pure.

Answers, choices, edits by hand and by talk all add an entry. Nothing is ever
dropped by an undo: an edit after it starts from the entry that was brought
back, and the charts in between stay in the list.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from vizapp.components.presentation import DEFAULT, Presentation
from vizapp.components.spec import Chart, Options, chart_to_json, parse_chart
from vizapp.core.errors import VizappError

Origin = Literal["answer", "choice", "edit", "chat", "style", "fix"]
ORIGINS: tuple[Origin, ...] = get_args(Origin)
MAX_ENTRIES = 200


@dataclass(frozen=True)
class Dismissal:
    """A hint that the person does not want to see about a chart, however it is drawn.

    Parameters
    ----------
    rule : str
        What found it.
    chart : Chart
        The chart without its options: component and attributes.
    """

    rule: str
    chart: Chart

    @classmethod
    def of(cls, rule: str, chart: Chart) -> Dismissal:
        """Return the dismissal of that rule's hint about a chart."""
        return cls(rule, replace(chart, options=Options()))


@dataclass(frozen=True)
class Entry:
    """A chart that was on screen and how it came to be.

    Parameters
    ----------
    id : int
        Unique within its history, rising.
    parent : int or None
        The entry that it was made from; undo goes there.
    chart : Chart
        What was drawn.
    presentation : Presentation
        How it was drawn.
    origin : Origin
        Who made it: the model's first answer, a click on an alternative, an edit
        by hand or by talk, a change of looks, a fix that a hint offered.
    ask : str or None
        The words of the person, where words made it.
    reading : mapping or None
        How the file was read, in the words of whoever reads it; plain JSON values.
    """

    id: int
    parent: int | None
    chart: Chart
    presentation: Presentation = DEFAULT
    origin: Origin = "answer"
    ask: str | None = None
    reading: Mapping[str, Any] | None = None

    def looks_like(self, other: Entry) -> bool:
        """Return whether both show the same picture."""
        return (
            self.chart == other.chart
            and self.presentation == other.presentation
            and self.reading == other.reading
        )


@dataclass(frozen=True)
class History:
    """The entries, which of them is on screen, which wait for a redo, which is pinned."""

    entries: tuple[Entry, ...] = ()
    current_id: int | None = None
    undone: tuple[int, ...] = ()  # what redo brings back, the next one last
    pinned_id: int | None = None
    dismissed: tuple[Dismissal, ...] = ()  # undo and redo leave them alone

    def entry(self, entry_id: int | None) -> Entry | None:
        """Return the entry of that id, None when there is none."""
        return next((e for e in self.entries if e.id == entry_id), None)

    @property
    def current(self) -> Entry | None:
        """The entry on screen."""
        return self.entry(self.current_id)

    @property
    def pinned(self) -> Entry | None:
        """The entry that is shown beside the current one."""
        return self.entry(self.pinned_id)

    @property
    def can_undo(self) -> bool:
        """Whether the entry on screen was made from another."""
        current = self.current
        return current is not None and self.entry(current.parent) is not None

    @property
    def can_redo(self) -> bool:
        """Whether something was undone."""
        return bool(self.undone)

    def add(
        self,
        chart: Chart,
        presentation: Presentation = DEFAULT,
        origin: Origin = "answer",
        *,
        ask: str | None = None,
        reading: Mapping[str, Any] | None = None,
    ) -> History:
        """Return the history with that chart on screen; what shows nothing new adds nothing."""
        last = self.entries[-1].id if self.entries else 0
        entry = Entry(last + 1, self.current_id, chart, presentation, origin, ask, reading)
        current = self.current
        if current is not None and entry.looks_like(current):
            return self
        kept = (*self.entries, entry)
        if len(kept) > MAX_ENTRIES:
            oldest = next(e for e in kept if e.id not in (self.pinned_id, self.current_id))
            kept = tuple(e for e in kept if e is not oldest)
        return replace(self, entries=kept, current_id=entry.id, undone=())

    def amend(self, chart: Chart, presentation: Presentation) -> History:
        """Return the history with the entry on screen changed in place.

        For steps that are one gesture, such as the letters of a title.
        """
        entries = tuple(
            replace(e, chart=chart, presentation=presentation) if e.id == self.current_id else e
            for e in self.entries
        )
        return replace(self, entries=entries)

    def undo(self) -> History:
        """Return the history with the entry on screen that the current one was made from."""
        current = self.current
        if current is None or not self.can_undo:
            return self
        return replace(self, current_id=current.parent, undone=(*self.undone, current.id))

    def redo(self) -> History:
        """Return the history with what was undone last back on screen."""
        if not self.undone:
            return self
        return replace(self, current_id=self.undone[-1], undone=self.undone[:-1])

    def jump(self, entry_id: int) -> History:
        """Return the history with that entry on screen; undo leads back along its own line."""
        if self.entry(entry_id) is None or entry_id == self.current_id:
            return self
        return replace(self, current_id=entry_id, undone=())

    def pin(self, entry_id: int | None) -> History:
        """Return the history with that entry beside the current one; None for none."""
        known = entry_id is None or self.entry(entry_id) is not None
        return replace(self, pinned_id=entry_id) if known else self

    def dismiss(self, rule: str, chart: Chart) -> History:
        """Return the history with that rule's hint about a chart not wanted any more."""
        gone = Dismissal.of(rule, chart)
        return self if gone in self.dismissed else replace(self, dismissed=(*self.dismissed, gone))

    def recall(self, chart: Chart) -> History:
        """Return the history with every hint about a chart wanted again."""
        bare = replace(chart, options=Options())
        return replace(self, dismissed=tuple(d for d in self.dismissed if d.chart != bare))

    def is_dismissed(self, rule: str, chart: Chart) -> bool:
        """Return whether that rule's hint about a chart is not wanted."""
        return Dismissal.of(rule, chart) in self.dismissed

    def to_json(self) -> dict[str, Any]:
        """Return the history as plain JSON values."""
        record: dict[str, Any] = {
            "entries": [_entry_to_json(e) for e in self.entries],
            "current": self.current_id,
            "undone": list(self.undone),
            "pinned": self.pinned_id,
        }
        if self.dismissed:
            record["dismissed"] = [
                {"rule": d.rule, "chart": chart_to_json(d.chart, wrapped=True)}
                for d in self.dismissed
            ]
        return record

    @classmethod
    def from_json(cls, record: object) -> History:
        """Rebuild a history; entries that cannot be read are left out, never an error."""
        if not isinstance(record, Mapping):
            return cls()
        items = record.get("entries")
        found = [_entry_from_json(item) for item in items] if isinstance(items, list) else []
        entries = tuple(sorted((e for e in found if e is not None), key=lambda e: e.id))
        known = {e.id for e in entries}
        if not entries or len(known) < len(entries):
            return cls()
        current = record.get("current")
        undone = record.get("undone")
        pinned = record.get("pinned")
        return cls(
            entries,
            current if _is_id(current, known) else entries[-1].id,
            tuple(i for i in undone if _is_id(i, known)) if isinstance(undone, list) else (),
            pinned if _is_id(pinned, known) else None,
            _dismissed(record.get("dismissed")),
        )


def _is_id(value: object, known: set[int]) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in known


def _dismissed(items: object) -> tuple[Dismissal, ...]:
    found = []
    for item in items if isinstance(items, list) else ():
        if isinstance(item, Mapping) and isinstance(item.get("rule"), str):
            with contextlib.suppress(VizappError):
                found.append(Dismissal.of(item["rule"], parse_chart(item.get("chart"))))
    return tuple(found)


def _entry_to_json(entry: Entry) -> dict[str, Any]:
    # Wrapped references: a column may itself be called $$price$$.
    record: dict[str, Any] = {
        "id": entry.id,
        "parent": entry.parent,
        "chart": chart_to_json(entry.chart, wrapped=True),
        "origin": entry.origin,
    }
    if entry.presentation != DEFAULT:
        record["presentation"] = entry.presentation.to_json()
    if entry.ask is not None:
        record["ask"] = entry.ask
    if entry.reading is not None:
        record["reading"] = dict(entry.reading)
    return record


def _entry_from_json(item: object) -> Entry | None:
    if not isinstance(item, Mapping) or item.get("origin") not in ORIGINS:
        return None
    entry_id, parent = item.get("id"), item.get("parent")
    if not isinstance(entry_id, int) or not isinstance(parent, int | None):
        return None
    try:
        chart = parse_chart(item.get("chart"))
    except VizappError:
        return None
    ask, reading = item.get("ask"), item.get("reading")
    return Entry(
        entry_id,
        parent,
        chart,
        Presentation.from_json(item.get("presentation")),
        item["origin"],
        ask if isinstance(ask, str) else None,
        dict(reading) if isinstance(reading, Mapping) else None,
    )
