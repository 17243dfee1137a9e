"""A trial of a model on a few tables: what it answers, how fast, in how much memory.

It measures on the person's own machine what no list of models can promise. The
bundled model's answers are the comparison, not the truth.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vizapp.components.check import check
from vizapp.core import paths
from vizapp.core.errors import ModelFileError, ReasoningError
from vizapp.core.language import Lang, choose_lang
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning import consistency
from vizapp.reasoning.events import Answer, ReasoningEvent, Request, Started
from vizapp.reasoning.reasoner import Reasoner


@dataclass(frozen=True)
class Case:
    """One table of a trial."""

    name: str
    description: TableDescription
    lang: Lang


@dataclass(frozen=True)
class Tried:
    """What became of one table.

    Parameters
    ----------
    case : Case
        The table.
    component : str or None
        The chart that the model chose, None without one.
    reference : str or None
        The chart that the bundled model chose.
    valid : bool
        Whether the answer keeps the contract of the component library.
    same_spec : bool
        Whether both answers say the same, attributes and options included.
    seconds : float
        From the request to the answer, without loading the model.
    n_tokens : int
        Tokens written.
    problem : str
        Why there is no answer.
    """

    case: Case
    component: str | None
    reference: str | None
    valid: bool
    same_spec: bool
    seconds: float
    n_tokens: int
    problem: str = ""


@dataclass(frozen=True)
class Trial:
    """All tables of a trial; `memory_bytes` is None where the system does not tell.

    `device` is where the model ran, `note` why not elsewhere; `decode_speed` counts tokens
    a second while it wrote, 0 where nobody measured it.
    """

    model: str
    tried: tuple[Tried, ...]
    load_seconds: float
    memory_bytes: int | None
    device: str = ""
    note: str = ""
    decode_speed: float = 0.0

    @property
    def n_valid(self) -> int:
        """How many answers keep the contract."""
        return sum(item.valid for item in self.tried)

    @property
    def n_same_component(self) -> int:
        """How many answers chose the bundled model's chart."""
        return sum(
            item.component is not None and item.component == item.reference for item in self.tried
        )

    @property
    def n_same_spec(self) -> int:
        """How many answers say the same as the bundled model's."""
        return sum(item.same_spec for item in self.tried)

    @property
    def median_seconds(self) -> float:
        """The median time of an answer."""
        return statistics.median([item.seconds for item in self.tried]) if self.tried else 0.0

    @property
    def tokens_per_second(self) -> float:
        """Tokens written a second; reading the prompts counts where nobody tells it apart."""
        if self.decode_speed:
            return self.decode_speed
        seconds = sum(item.seconds for item in self.tried)
        return sum(item.n_tokens for item in self.tried) / seconds if seconds > 0 else 0.0


def sample_cases(
    describe: Callable[[Path], TableDescription], limit: int | None = None
) -> list[Case]:
    """Return the bundled sample tables, each described by `describe`.

    Raises
    ------
    ModelFileError
        If the installation has none.
    """
    files = sorted((paths.resources() / "samples").glob("*.csv"))
    if not files:
        raise ModelFileError("The sample tables are missing.", hint="Install vizapp again.")
    cases = []
    for path in files[:limit]:
        description = describe(path)
        cases.append(Case(path.stem, description, choose_lang(None, None, description.names)))
    return cases


def try_model(
    model: Reasoner, reference: Reasoner, cases: Sequence[Case], *, cancel: CancelToken
) -> Iterator[Tried | Trial]:
    """Let both models answer every table; yield each result, and the trial at the end.

    An answer that fails is a result, too.

    Parameters
    ----------
    model : Reasoner
        What is tried; its process tells its memory, where it has one.
    reference : Reasoner
        The bundled model.
    cases : sequence of Case
        The tables, at least one.
    cancel : CancelToken
        Stops the trial.

    Raises
    ------
    ReasoningError
        If the model cannot be loaded at all.
    Cancelled
        Soon after the token is set.
    """
    begun = time.perf_counter()
    first = Request(lang=cases[0].lang, top=1, think=False)
    where = _Where()
    warm = _answer(model, cases[0], first, cancel, where)
    load_seconds = max(0.0, time.perf_counter() - begun - warm.seconds)
    tried = []
    for case in cases:
        tried.append(_try(model, reference, case, cancel, where))
        yield tried[-1]
    pid = getattr(model, "pid", None)
    memory = peak_memory_bytes(pid) if isinstance(pid, int) else None
    yield Trial(
        model.name, tuple(tried), load_seconds, memory, where.device, where.note, where.speed
    )


@dataclass
class _Where:
    """What the model's events tell of the place where it runs, the last one counts."""

    device: str = ""
    note: str = ""
    speed: float = 0.0

    def take(self, event: ReasoningEvent) -> None:
        if isinstance(event, Started):
            self.device, self.note = event.device, event.note
        elif isinstance(event, Answer) and event.speed:
            self.speed = event.speed


def _answer(
    model: Reasoner,
    case: Case,
    request: Request,
    cancel: CancelToken,
    where: _Where | None = None,
) -> Answer:
    answer: ReasoningEvent | None = None
    for event in model.reason(case.description, request, cancel=cancel):
        answer = event
        if where is not None:
            where.take(event)
    assert isinstance(answer, Answer)
    return answer


def _try(
    model: Reasoner, reference: Reasoner, case: Case, cancel: CancelToken, where: _Where
) -> Tried:
    request = Request(lang=case.lang, top=1)
    known = _answer(reference, case, request, cancel)
    expected = known.spec.charts[0].component if known.spec.charts else None
    begun = time.perf_counter()
    try:
        answer = _answer(model, case, request, cancel, where)
    except ReasoningError as err:
        seconds = time.perf_counter() - begun
        return Tried(case, None, expected, False, False, seconds, 0, str(err))
    charts = answer.spec.charts
    return Tried(
        case,
        charts[0].component if charts else None,
        expected,
        bool(charts) and not check(answer.spec, case.description),
        consistency.normalise(answer.spec) == consistency.normalise(known.spec),
        time.perf_counter() - begun,
        answer.n_tokens,
    )


def peak_memory_bytes(pid: int) -> int | None:
    """Return the most memory that a process has held, None where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    except OSError:
        return None
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return None
