"""A second opinion: another model on this machine that is asked after the first one.

It runs in a process of its own with half of the processor's threads, so that the
window and the first model stay quick. What it says is compared with the first
answer by what both charts show, not by how they are written.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vizapp.components.spec import Chart, VisSpec
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning import consistency
from vizapp.reasoning.client import WorkerReasoner
from vizapp.reasoning.events import ReasoningEvent, Request


@dataclass(frozen=True)
class Difference:
    """How a second chart differs from the first one.

    Parameters
    ----------
    component : bool
        Whether it is another chart.
    added, dropped : tuple of str
        Attributes that the second one alone shows, and the first one alone.
    moved : bool
        Whether it shows the same attributes in other places.
    options : bool
        Whether they aggregate, sort, stack or filter otherwise.
    """

    component: bool = False
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    moved: bool = False
    options: bool = False

    @property
    def agrees(self) -> bool:
        """Whether both say the same."""
        return self == Difference()


@dataclass(frozen=True)
class Opinion:
    """Who gave a second answer, and how it differs from the first one.

    `difference` is None where the first answer had no chart.
    """

    model: str
    difference: Difference | None


def difference(first: Chart, second: Chart) -> Difference:
    """Return how the second chart differs from the first.

    Examples
    --------
    >>> line = Chart("line", (("x", ("month",)), ("y", ("sales",))))
    >>> difference(line, Chart("line", (("x", ("month",)), ("y", ("cost",))))).added
    ('cost',)
    """
    if consistency.normalise(VisSpec((first,))) == consistency.normalise(VisSpec((second,))):
        return Difference()
    ours, theirs = first.attributes(), second.attributes()
    other = first.component != second.component
    same_names = set(ours) == set(theirs)
    moved = same_names and not other and _places(first) != _places(second)
    return Difference(
        component=other,
        added=tuple(name for name in theirs if name not in ours),
        dropped=tuple(name for name in ours if name not in theirs),
        moved=moved,
        options=not other and same_names and not moved,
    )


def _places(chart: Chart) -> set[tuple[str, tuple[str, ...] | frozenset[str]]]:
    """Return which attributes stand where; of levels, outer to inner, the order counts."""
    keys = {channel.name for channel in chart.declaration.channels if channel.key}
    return {(c, names if c in keys else frozenset(names)) for c, names in chart.channels if names}


class SecondModel:
    """The model file that gives second opinions, or none; safe from any thread."""

    def __init__(self, model: Path | None = None) -> None:
        self._model = model
        self._reasoner: WorkerReasoner | None = None
        self._lock = threading.Lock()
        self._closed = False

    def use(self, model: Path | None) -> None:
        """Ask that file from the next request on; the process of another one ends."""
        with self._lock:
            self._model = model
            reasoner, self._reasoner = self._reasoner, None
        if reasoner is not None:
            reasoner.close()

    def reason(
        self, description: TableDescription, request: Request, *, cancel: CancelToken
    ) -> Iterator[ReasoningEvent]:
        """Yield the model's events, none where there is no model.

        Raises
        ------
        ReasoningError
            If the model cannot be loaded or gives no valid answer.
        Cancelled
            Soon after `cancel` is set.
        """
        with self._lock:
            if self._reasoner is None and self._model is not None and not self._closed:
                half = max(1, (os.cpu_count() or 2) // 2)
                self._reasoner = WorkerReasoner(self._model, n_threads=half)
            reasoner = self._reasoner
        if reasoner is not None:
            yield from reasoner.reason(description, request, cancel=cancel)

    def close(self) -> None:
        """End the process; nothing is said afterwards."""
        self._closed = True
        self.use(None)
