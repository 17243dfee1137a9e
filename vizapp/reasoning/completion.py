"""A chart of one named component: what "why not a pie?" draws when it fits.

The reasoner is asked for all components at once, without a thought, and the
wanted one is taken from its ranking; what a model does not complete, the rules do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from vizapp.components.catalogue import catalogue
from vizapp.components.spec import Chart
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning.events import Answer, ReasoningEvent, Request
from vizapp.reasoning.rules import RuleReasoner

Ask = Callable[[TableDescription, Request], Iterator[ReasoningEvent]]


def all_components(request: Request) -> Request:
    """Return the request for a chart of every component that fits, at once."""
    return replace(
        request,
        top=len(catalogue()),
        think=False,
        n_samples=1,
        hints=0,
        current=None,
        hint=None,
    )


def answer_of(events: Iterator[ReasoningEvent]) -> Answer | None:
    """Run a reply to its end and return its answer."""
    found = None
    for event in events:
        if isinstance(event, Answer):
            found = event
    return found


def complete(
    component: str,
    description: TableDescription,
    request: Request,
    ask: Ask,
    cancel: CancelToken,
) -> Chart | None:
    """Return a chart of that component for this table.

    Parameters
    ----------
    component : str
        A name of the catalogue.
    description : TableDescription
        The table.
    request : Request
        What was asked; a question keeps its filters where the model can.
    ask : callable
        Runs a reasoner on a description and a request.
    cancel : CancelToken
        Stops the work.

    Returns
    -------
    Chart or None
        None where the table cannot be drawn as that component.

    Raises
    ------
    Cancelled
        Soon after `cancel` is set.
    """
    wide = all_components(request)
    plain = replace(wide, ask=None, mentions={})
    for attempt in (wide, plain) if request.ask else (plain,):
        found = _chart_of(answer_of(ask(description, attempt)), component)
        if found is not None:
            return found
        cancel.raise_if_set()
    events = RuleReasoner().reason(description, plain, cancel=cancel)
    return _chart_of(answer_of(events), component)


def _chart_of(answer: Answer | None, component: str) -> Chart | None:
    ranking = answer.ranking if answer else ()
    return next((r.chart for r in ranking if r.chart.component == component), None)
