"""What every reasoner is: the model in a child process, the rules, a test's fake."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from vizapp.core.language import Text
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning.events import ReasoningEvent, Request

# What every reasoner says of a table without any attribute.
NO_COLUMN: Text = {
    "zh": "表中没有任何列,无法作图。",
    "en": "The table has no column, so there is nothing to draw.",
}


class Reasoner(Protocol):
    """Answers a description with a stream of events."""

    name: str

    def reason(
        self, description: TableDescription, request: Request, *, cancel: CancelToken
    ) -> Iterator[ReasoningEvent]:
        """Yield events; the last one is `Answer`.

        Raises
        ------
        ReasoningError
            If no answer could be made.
        Cancelled
            Soon after `cancel` is set, during prefill as well as decode.
        """
        ...

    def close(self) -> None:
        """Let go of the model; the reasoner may be closed twice."""
        ...
