"""The one way through vizapp: open, describe, reason, check, draw.

The window and the command line both stand on this module, so that a table is
read, answered and drawn alike in both. Nothing heavy is imported before it is
needed: the window is on the screen before pandas is loaded.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from vizapp.core import paths
from vizapp.core.errors import ReasoningError
from vizapp.core.language import Lang, choose_lang, system_lang
from vizapp.core.memory import no_collection
from vizapp.core.tasks import CancelToken, Progress, ProgressCallback
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning.events import Answer, ReasoningEvent, Request, SpecReady
from vizapp.reasoning.reasoner import Reasoner

if TYPE_CHECKING:
    from vizapp.components.spec import Chart
    from vizapp.data.options import ReadOptions
    from vizapp.data.table import Table
    from vizapp.profile.describe import ProfiledTable
    from vizapp.reasoning.endpoint import Endpoint
    from vizapp.rendering.chart import BuiltChart, Style

log = logging.getLogger(__name__)

_GIVEN_NAME = re.compile(r"(?:column |列)\d+(?: \(\d+\))?")


class Model(Reasoner, Protocol):
    """A reasoner whose model can be loaded ahead of the first request."""

    def start(self) -> None:
        """Begin to load; return before it is done."""


class Workflow:
    """Everything between a file and a chart.

    Parameters
    ----------
    model : Path or None
        The GGUF file that reasons; None for the bundled one.
    adapters : sequence of Path
        LoRA adapters that are added to it.
    stand_in : bool
        Whether the bundled model answers before the rules do when another one fails.
    endpoint : Endpoint or None
        A team's model server that answers first; None, as ever, for nobody beyond
        this machine.
    reasoner, rules : Model, Reasoner or None
        Stand-ins for the model's process and for the rules; None for the real
        ones, which are made when they are first needed.
    """

    def __init__(
        self,
        model: Path | None = None,
        *,
        adapters: Sequence[Path] = (),
        stand_in: bool = False,
        endpoint: Endpoint | None = None,
        reasoner: Model | None = None,
        rules: Reasoner | None = None,
    ) -> None:
        self.model = model or paths.bundled_model()
        self.adapters = tuple(adapters)
        self._stands_in = stand_in
        self._bundled: Model | None = None
        self.endpoint = endpoint
        self._remote: Model | None = None
        self._reasoner = reasoner
        self._rules = rules
        self._lock = threading.Lock()

    def start(self) -> None:
        """Load the model now, so that the first answer does not wait for it.

        A model that cannot be loaded is not an error here: the first
        recommendation says why and lets the rules answer.
        """
        try:
            self._models()[0].start()
        except ReasoningError as err:
            log.info("model not loaded: %s", err)

    def open(
        self,
        path: Path,
        *,
        options: ReadOptions | None = None,
        lang: Lang | None = None,
        cancel: CancelToken | None = None,
        progress: ProgressCallback | None = None,
    ) -> ProfiledTable:
        """Read a file and profile it; see `read` and `describe`."""
        table = self.read(path, options=options, lang=lang, cancel=cancel, progress=progress)
        if progress:
            progress(Progress("profile"))
        return self.describe(table, cancel=cancel)

    def read(
        self,
        path: Path,
        *,
        options: ReadOptions | None = None,
        lang: Lang | None = None,
        cancel: CancelToken | None = None,
        progress: ProgressCallback | None = None,
    ) -> Table:
        """Read a file; without a `lang` its own headers decide the language."""
        with no_collection():
            from vizapp.data.load import load_table
            from vizapp.data.options import GUESS_ALL

        def load(spoken: Lang) -> Table:
            return load_table(
                path,
                options=options or GUESS_ALL,
                lang=spoken,
                cancel=cancel,
                progress=progress,
            )

        return _in_own_language(load, lang)

    def read_rows(self, rows: Sequence[Mapping[str, Any]], *, lang: Lang | None = None) -> Table:
        """Take rows that are already in memory as a table."""
        with no_collection():
            from vizapp.data.load import table_from_rows

        return _in_own_language(lambda spoken: table_from_rows(rows, lang=spoken), lang)

    def describe(
        self,
        table: Table,
        *,
        overrides: Mapping[str, str] | None = None,
        day_first: Mapping[str, bool] | None = None,
        keep_totals: bool = False,
        cancel: CancelToken | None = None,
    ) -> ProfiledTable:
        """Profile a table; `overrides` names the types that a person chose, by column.

        `day_first` and `keep_totals` are further decisions of theirs; see `profile`.
        """
        with no_collection():
            from vizapp.profile.describe import profile

        return profile(
            table,
            overrides=overrides,
            day_first=day_first,
            keep_totals=keep_totals,
            cancel=cancel,
        )

    def recommend(
        self,
        table: ProfiledTable | TableDescription,
        request: Request,
        *,
        cancel: CancelToken | None = None,
    ) -> Iterator[ReasoningEvent]:
        """Yield the model's events, the last one an `Answer`.

        A profiled table lets the ask name any of its cells' values; of a bare
        description only the samples are known.

        When the model fails, the rules start over with events of their own:
        their `Started` says that what came before no longer counts, and their
        answer's `fallback` says why. When an endpoint fails, the model of this
        machine comes before the rules.

        Raises
        ------
        Cancelled
            Soon after `cancel` is set.
        """
        cancel = cancel or CancelToken()
        if isinstance(table, TableDescription):
            description = table
        else:
            description = table.description
            request = _with_mentions(table, request)
        request, time = _without_time(request, description)
        reason: str | None = None
        for model in self._models():
            try:
                for event in _checked(model, description, request, cancel):
                    yield _within(time, _after(reason, event), description)
                return
            except ReasoningError as err:
                log.info("%s does not answer: %s", model.name, err)
                reason = reason or str(err)
        for event in self._rule_reasoner().reason(description, request, cancel=cancel):
            yield _within(time, _after(reason, event), description)

    def draw(
        self,
        chart: Chart,
        table: ProfiledTable,
        style: Style | None = None,
        *,
        checked: bool = True,
    ) -> BuiltChart:
        """Build the Vega-Lite chart of one recommendation, checked now or by the caller later."""
        from vizapp.rendering.chart import Style, build_chart

        return build_chart(chart, table, style or Style(), checked=checked)

    def _worker(self) -> Model:
        with self._lock:
            if self._reasoner is None:
                from vizapp.reasoning.client import WorkerReasoner

                self._reasoner = WorkerReasoner(self.model, adapters=self.adapters)
            return self._reasoner

    def use_model(self, model: Path | None, adapters: Sequence[Path] = ()) -> None:
        """Let that file reason from the next request on, None for the bundled one."""
        with self._lock:
            self.model = model or paths.bundled_model()
            self.adapters = tuple(adapters)
            reasoner, self._reasoner = self._reasoner, None
        if reasoner is not None:
            reasoner.close()

    def _stand_ins(self) -> list[Model]:
        """Return the bundled model where it is to help another one, or an adapted one."""
        with self._lock:
            own = self.model == paths.bundled_model() and not self.adapters
            if own or not self._stands_in:
                return []
            if self._bundled is None:
                from vizapp.reasoning.client import WorkerReasoner

                self._bundled = WorkerReasoner(paths.bundled_model())
            return [self._bundled]

    def use_endpoint(self, endpoint: Endpoint | None) -> None:
        """Ask that endpoint first from the next request on, or none any more."""
        with self._lock:
            self.endpoint = endpoint
            remote, self._remote = self._remote, None
        if remote is not None:
            remote.close()

    def _models(self) -> list[Model]:
        """Return who is asked, one after the other until one answers."""
        with self._lock:
            if self._remote is None and self.endpoint is not None:
                from vizapp.reasoning.endpoint import connect

                self._remote = connect(self.endpoint)
            remote = self._remote
        own = [self._worker(), *self._stand_ins()]
        return own if remote is None else [remote, *own]

    def _rule_reasoner(self) -> Reasoner:
        if self._rules is None:
            from vizapp.reasoning.rules import RuleReasoner

            self._rules = RuleReasoner()
        return self._rules

    def close(self) -> None:
        """End the model's process; the workflow may be closed twice."""
        with self._lock:
            models = (self._reasoner, self._remote, self._bundled)
            self._reasoner = self._remote = self._bundled = None
        for model in models:
            if model is not None:
                model.close()


def _after(reason: str | None, event: ReasoningEvent) -> ReasoningEvent:
    """Return the event of whoever answers because of that reason."""
    return replace(event, fallback=reason) if reason and isinstance(event, Answer) else event


def _checked(
    reasoner: Reasoner, description: TableDescription, request: Request, cancel: CancelToken
) -> Iterator[ReasoningEvent]:
    """Yield the reasoner's events; a reply that ends without an answer is an error."""
    answered = False
    for event in reasoner.reason(description, request, cancel=cancel):
        cancel.raise_if_set()
        answered = isinstance(event, Answer)
        yield event
    if not answered:
        raise ReasoningError("The model stopped before it had answered.")


def _with_mentions(table: ProfiledTable, request: Request) -> Request:
    """Return the request with the cell values that its ask names."""
    if not request.ask or request.mentions:
        return request
    from vizapp.reasoning.mentions import find_mentions

    words = [a.name for a in table.description.attributes if a.type == "STR"]
    values = {name: table.frame[name].dropna().unique() for name in words}
    return replace(request, mentions=find_mentions(request.ask, values))


def _without_time(request: Request, description: TableDescription) -> tuple[Request, str]:
    """Return the request without the stretch of time that its charts are cut to, and that."""
    if not request.ask:
        return request, ""
    from vizapp.components.within import split_time

    parts = split_time(request.ask, description, [*request.mentions])
    return (replace(request, ask=parts[0]), parts[1]) if parts else (request, "")


def _within(time: str, event: ReasoningEvent, description: TableDescription) -> ReasoningEvent:
    """Return an event with its charts cut to the rows of a time, those that can be."""
    if not time or not isinstance(event, SpecReady | Answer):
        return event
    from vizapp.components.within import within

    def cut(chart: Chart) -> Chart:
        return within(chart, time, description) or chart

    spec = replace(event.spec, charts=tuple(map(cut, event.spec.charts)))
    if isinstance(event, SpecReady):
        return replace(event, spec=spec)
    ranking = tuple(replace(item, chart=cut(item.chart)) for item in event.ranking)
    return replace(event, spec=spec, ranking=ranking)


def _in_own_language(load: Callable[[Lang], Table], lang: Lang | None) -> Table:
    """Load in the language asked for, else in that of the table's own headers.

    Names that vizapp gives (column 3, 列3) depend on the language, which the
    headers decide; so a table with such names is read once more when the first
    guess, the system's language, was wrong. Notes are only said otherwise.
    """
    guess = lang or system_lang()
    table = load(guess)
    if lang is not None:
        return table
    names = [str(name) for name in table.frame.columns]
    given = [name for name in names if not _GIVEN_NAME.fullmatch(name)]
    own = choose_lang(None, None, given)
    if own != guess and len(given) < len(names):
        return load(own)
    return replace(table, reading=replace(table.reading, lang=own))
