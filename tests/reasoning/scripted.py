"""ScriptedReasoner: a fake that plays what a test puts into its queue."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

from vizapp.components.spec import VisSpec
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning.events import (
    Answer,
    Ranked,
    RankingReady,
    ReasoningEvent,
    Request,
    SpecReady,
    Started,
    ThoughtDelta,
)

# An event is yielded, an exception raised, a function called (to wait, to cancel).
Step = ReasoningEvent | Exception | Callable[[], None]


class ScriptedReasoner:
    """Plays one scripted reply per request and remembers the requests."""

    name = "scripted"

    def __init__(self, *replies: Iterable[Step]) -> None:
        self._replies = deque(list(reply) for reply in replies)
        self.requests: list[tuple[TableDescription, Request]] = []
        self.closed = False

    def add(self, reply: Iterable[Step]) -> None:
        """Put another reply into the queue."""
        self._replies.append(list(reply))

    def start(self) -> None:
        """Do nothing: there is no model to load."""

    def reason(
        self, description: TableDescription, request: Request, *, cancel: CancelToken
    ) -> Iterator[ReasoningEvent]:
        """Play the next reply."""
        self.requests.append((description, request))
        for step in self._replies.popleft():
            cancel.raise_if_set()
            if isinstance(step, Exception):
                raise step
            if callable(step):
                step()
            else:
                yield step
        cancel.raise_if_set()

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


def scripted_reply(
    spec: VisSpec,
    *,
    thought: Sequence[str] = ("First, ", "the structure."),
    alternatives: Sequence[Ranked] = (),
    request: Request = Request(),  # noqa: B008 - frozen
) -> list[Step]:
    """Return the events of a whole answer."""
    ranking = (*(Ranked(chart, 0.7) for chart in spec.charts[:1]), *alternatives)[: request.top]
    deltas = [ThoughtDelta(text) for text in thought]
    shares = tuple((r.chart.component, r.probability) for r in ranking)
    steps: list[Step] = [Started("scripted"), *deltas]
    if shares:
        steps.append(RankingReady(shares))
    steps.append(SpecReady(spec))
    steps.append(Answer("".join(thought), spec, ranking, "scripted", request.lang, seconds=0.01))
    return steps
