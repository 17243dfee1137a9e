"""One table answered: what `recommend` does for a file and for a line of a batch."""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from vizapp.cli.arguments import DEFAULT_TOP
from vizapp.core.errors import Defect, ReasoningError, VizappError
from vizapp.core.language import Lang, choose_lang
from vizapp.workflow import Workflow

if TYPE_CHECKING:
    from vizapp.components.spec import VisSpec
    from vizapp.profile.attributes import TableDescription
    from vizapp.profile.describe import ProfiledTable
    from vizapp.reasoning.events import Answer, ReasoningEvent
    from vizapp.rendering.chart import BuiltChart

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """One table to answer: rows, a path or a description, and what is asked.

    `current` is the chart on screen, in the client's JSON, that the ask edits.
    """

    id: Any = None
    rows: Sequence[Mapping[str, Any]] | None = None
    path: Path | None = None
    input: Any = None
    ask: str | None = None
    lang: Lang | None = None
    top: int = DEFAULT_TOP
    n_samples: int = 1
    hints: int = 0
    think: bool = True
    current: Any = None


@dataclass(frozen=True)
class Result:
    """An answered task; `table` and `built` are None where there are no rows."""

    task: Task
    description: TableDescription
    answer: Answer
    table: ProfiledTable | None
    built: BuiltChart | None
    seconds: Mapping[str, float]

    def to_json(self) -> dict[str, Any]:
        """Return the result object of the command line's contract."""
        from vizapp.components.spec import chart_to_json, to_json

        answer = self.answer
        record: dict[str, Any] = {
            "id": self.task.id,
            "input": self.description.to_json(),
            "thought": answer.thought,
            "answer": to_json(answer.spec),
            "ranking": [
                {**chart_to_json(item.chart), "probability": item.probability}
                for item in answer.ranking
            ],
            "model": answer.model,
            "seconds": dict(self.seconds),
        }
        if answer.agreement:
            record["agreement"] = list(answer.agreement)
        if answer.fallback:
            record["fallback"] = answer.fallback
        return record


class Listener(Protocol):
    """Hears of a task while it is answered."""

    def described(
        self, description: TableDescription, table: ProfiledTable | None, lang: Lang
    ) -> None:
        """Hear that the table has been read; the thought will be in `lang`."""

    def event(self, event: ReasoningEvent) -> None:
        """Hear what the reasoner says next."""


def answer_task(workflow: Workflow, task: Task, listener: Listener | None = None) -> Result:
    """Read, profile, reason and draw one task, and time each step.

    Raises
    ------
    VizappError
        If the table cannot be read, or its chart cannot be drawn.
    """
    from vizapp.reasoning.events import Answer, Request

    clock = _Clock()
    table, description = _described(workflow, task, clock)
    lang = choose_lang(task.lang, task.ask, description.names)
    if listener:
        listener.described(description, table, lang)
    answer: Answer | None = None
    request = Request(
        task.ask,
        lang,
        task.top,
        think=task.think,
        n_samples=task.n_samples,
        hints=task.hints,
        current=_current(task, description),
    )
    for event in workflow.recommend(table or description, request):
        if isinstance(event, Answer):
            answer = event
        if listener:
            listener.event(event)
    if answer is None:
        raise ReasoningError("The reply ended without an answer.")
    clock.restart()
    built = _drawn(workflow, answer, table, lang)
    clock.lap("draw")
    seconds = {
        "read": clock.laps["read"],
        "profile": clock.laps["profile"],
        "reason": round(answer.seconds, 4),
        "draw": clock.laps["draw"],
    }
    return Result(task, description, answer, table, built, seconds)


def _current(task: Task, description: TableDescription) -> VisSpec | None:
    """Return the chart on screen that the ask edits."""
    if task.current is None:
        return None
    from vizapp.components.spec import parse

    return parse(task.current, names=description.names)


def _described(
    workflow: Workflow, task: Task, clock: _Clock
) -> tuple[ProfiledTable | None, TableDescription]:
    from vizapp.profile.attributes import parse_description

    spoken = choose_lang(task.lang, task.ask, ()) if task.lang or task.ask else None
    if task.input is not None:
        description = parse_description(task.input)
        clock.lap("read")
        clock.lap("profile")
        return None, description
    if task.path is not None:
        table = workflow.read(task.path, lang=spoken)
    else:
        table = workflow.read_rows(task.rows or (), lang=spoken)
    clock.lap("read")
    profiled = workflow.describe(table)
    clock.lap("profile")
    return profiled, profiled.description


def _drawn(
    workflow: Workflow, answer: Answer, table: ProfiledTable | None, lang: Lang
) -> BuiltChart | None:
    """Build every chart of the answer and return the first."""
    if table is None:
        return None
    from vizapp.rendering.chart import Style

    style = Style(lang=lang)
    built = [workflow.draw(chart, table, style) for chart in answer.spec.charts]
    return built[0] if built else None


class _Clock:
    """Times consecutive steps, in seconds."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self.restart()

    def restart(self) -> None:
        """Begin a step whose predecessor was timed elsewhere."""
        self._since = time.perf_counter()

    def lap(self, name: str) -> None:
        """Note the time since the last step ended."""
        self.laps[name] = round(time.perf_counter() - self._since, 4)
        self.restart()


def to_line(record: Mapping[str, Any]) -> str:
    """Return a record as one line of strict JSON: no NaN, no infinity."""
    try:
        return json.dumps(record, ensure_ascii=False, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(record), ensure_ascii=False, allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value


def failure(err: Exception) -> tuple[str, str]:
    """Return an error's code and its message with what to do now."""
    if isinstance(err, VizappError):
        return err.code, str(err)
    if isinstance(err, FileNotFoundError):
        return "not_found", f"{err.filename}: there is no such file."
    if isinstance(err, OSError):
        return "file", f"{err.filename or 'file'}: {err.strerror or err}."
    log.debug("defect", exc_info=err)
    return Defect.code, str(Defect(err))
