"""A verifiable reward: what an answer is worth, told from the answer and its labels alone.

Every part lies between 0 and 1 and is checked by the program, so that no
judge has to be trusted. Their weights stand in `WEIGHTS`, and nowhere else.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from vizapp.components.check import check
from vizapp.components.spec import Chart, VisSpec
from vizapp.core.language import choose_lang
from vizapp.data.load import table_from_rows
from vizapp.profile.attributes import TableDescription
from vizapp.profile.describe import ProfiledTable, profile
from vizapp.reasoning.events import Answer, Request
from vizapp.reasoning.stream import encode_prompt
from vizapp.rendering.chart import build_chart
from vizapp.training import corpora, gptvis, nvbench, synthesise
from vizapp.training.gptvis import GptVisCase
from vizapp.training.labels import Split, labelled_tables
from vizapp.training.metrics import same_chart

# The type, the encoding and the whole chart are what is wanted. The rest keeps
# the way there honest and short, and must never outweigh a right chart.
WEIGHTS = {
    "valid": 0.5,
    "drawable": 0.5,
    "type": 1.0,
    "encode": 1.0,
    "exact": 1.0,
    "claims": 0.5,
    "stable": 0.25,
    "brevity": 0.25,
}
BRIEF, LONG = 200, 480  # tokens: brevity is 1 up to the first, 0 from the second on
_ORDERED = ("funnel", "table")  # charts that take their attributes in the table's order


@dataclass(frozen=True)
class Task:
    """A table, what is asked of it, and what counts as right.

    Parameters
    ----------
    description : TableDescription
        The table as the model reads it.
    request : Request
        The ask, the language, and whether a thought is wanted.
    accepted : tuple of Chart
        The right charts, the best first; empty when the right answer is to refuse.
    options : bool
        Whether aggregates, orders and filters count.
    table : ProfiledTable, optional
        The rows, where there are any to draw.
    label : GptVisCase, optional
        A benchmark's own label, for its encode score.
    """

    description: TableDescription
    request: Request
    accepted: tuple[Chart, ...]
    options: bool = True
    table: ProfiledTable | None = None
    label: GptVisCase | None = None

    @property
    def reorderable(self) -> bool:
        """Whether the right answer is the same for every order of the attributes."""
        return len(self.description.attributes) > 1 and not any(
            chart.component in _ORDERED for chart in self.accepted
        )


@dataclass(frozen=True)
class Reward:
    """The parts of a reward, each 0-1.

    Parameters
    ----------
    valid : float
        The answer keeps the library's contract; a refusal, that one is due.
    drawable : float
        Every chart becomes a Vega-Lite specification. Where no rows are at
        hand this is `valid`.
    type : float
        The first chart's component is a right one.
    encode : float
        Its parameters name the right attributes: over the union of both
        sides' parameters, the mean Jaccard index of their attributes.
    exact : float
        The first chart is a right one in all that counts.
    claims : float
        The share of the thought's checked claims that hold. A thought owes one
        for the chart and one for each attribute it uses: saying nothing is
        not being right.
    stable : float
        The share of answers to the same table in another order of attributes
        that agree with this one.
    brevity : float
        1 for a short answer, falling to 0 for a long one.
    """

    valid: float
    drawable: float
    type: float
    encode: float
    exact: float
    claims: float
    stable: float
    brevity: float

    @property
    def parts(self) -> dict[str, float]:
        """The parts by name."""
        return asdict(self)

    @property
    def total(self) -> float:
        """The weighted mean of the parts, 0-1."""
        return sum(WEIGHTS[k] * v for k, v in self.parts.items()) / sum(WEIGHTS.values())


def reward(answer: Answer, task: Task, *, others: Sequence[VisSpec] = ()) -> Reward:
    """Return what an answer is worth.

    Parameters
    ----------
    answer : Answer
        What the model said, with its checked claims.
    task : Task
        What it was asked, with the labels.
    others : sequence of VisSpec
        Answers to the same task with its attributes in another order; none
        counts as full agreement.
    """
    spec = answer.spec
    due = bool(spec.charts) == bool(task.accepted)
    valid = float(due and not check(spec, task.description))
    right = [_right(spec, chart, task) for chart in task.accepted]
    return Reward(
        valid=valid,
        drawable=float(valid and _drawable(spec, task.table)),
        type=max((r[0] for r in right), default=valid),
        encode=_encode(spec, task, [r[1] for r in right], valid),
        exact=max((r[2] for r in right), default=valid),
        claims=_claims(answer) if task.request.think else 1.0,
        stable=sum(agree(spec, o) for o in others) / len(others) if others else 1.0,
        brevity=min(1.0, max(0.0, (LONG - answer.n_tokens) / (LONG - BRIEF))),
    )


def agree(a: VisSpec, b: VisSpec) -> bool:
    """Return whether two answers say the same, first chart for first chart."""
    if not (a.charts and b.charts):
        return not (a.charts or b.charts)
    return same_chart(a.charts[0], b.charts[0])


def _right(spec: VisSpec, wanted: Chart, task: Task) -> tuple[float, float, float]:
    """Return type, encode and exact against one right chart."""
    if not spec.charts:
        return 0.0, 0.0, 0.0
    chart = spec.charts[0]
    exact = same_chart(chart, wanted, options=task.options)
    return float(chart.component == wanted.component), encode_score(chart, wanted), float(exact)


def encode_score(chart: Chart, wanted: Chart) -> float:
    """Return how far two charts' parameters name the same attributes, 0-1.

    Examples
    --------
    >>> pie = Chart("pie", (("category", ("shop",)), ("value", ("sales",))))
    >>> encode_score(pie, pie)
    1.0
    """
    ours, theirs = dict(chart.channels), dict(wanted.channels)
    scores = []
    for name in ours.keys() | theirs.keys():
        a, b = set(ours.get(name, ())), set(theirs.get(name, ()))
        scores.append(len(a & b) / len(a | b) if a | b else 1.0)
    return sum(scores) / len(scores) if scores else 1.0


def _encode(spec: VisSpec, task: Task, scores: Sequence[float], valid: float) -> float:
    if task.label is not None:
        return gptvis.best_encode_score(spec.charts[0], task.label) if spec.charts else 0.0
    return max(scores, default=valid)


def _drawable(spec: VisSpec, table: ProfiledTable | None) -> bool:
    if table is None:
        return True
    try:
        for chart in spec.charts:
            build_chart(chart, table)
    except Exception:  # noqa: BLE001 - whatever fails, the chart is not drawn
        return False
    return True


def _claims(answer: Answer) -> float:
    due = 1 + len(answer.spec.charts[0].attributes()) if answer.spec.charts else 1
    n_right = sum(holds for _, holds in answer.claims)
    return n_right / max(due, len(answer.claims))


# --- tasks --------------------------------------------------------------------


def generated_tasks(seed: int, n: int, *, ask_share: float = 0.2) -> list[Task]:
    """Return n generated tasks; the same seed gives the same tasks."""
    return [
        Task(c.description, c.request(), c.charts)
        for c in synthesise.generate_cases(seed, n, ask_share=ask_share)
    ]


def table_tasks(path: Path) -> list[Task]:
    """Return the benchmark's labelled tables (GPT-Vis) as tasks, in the file's order."""
    tasks = []
    for case in gptvis.load(path):
        lang = choose_lang(None, None, case.columns)
        table = profile(table_from_rows([dict(row) for row in case.rows], name="table", lang=lang))
        tasks.append(Task(table.description, Request(lang=lang), case.accepted, False, table, case))
    return tasks


def labelled_tasks(folder: Path, split: Split) -> list[Task]:
    """Return the labelled real tables of a split that lie in a folder as tasks."""
    tasks = []
    for found in labelled_tables(folder, split):
        lang = choose_lang(None, None, found.description.names)
        accepted = tuple(spec.charts[0] for spec in found.answers if spec.charts)
        tasks.append(Task(found.description, Request(lang=lang), accepted))
    return tasks


def question_tasks(folder: Path, *, held: bool = False) -> list[Task]:
    """Return nvBench's questions about the databases that are, or are not, held out."""
    charts, tables = (folder / name for name in corpora.NVBENCH_FILES)
    return [
        Task(c.description, c.request, c.accepted)
        for c in nvbench.load(charts, tables)
        if corpora.is_held(c.database) is held
    ]


def reordered(task: Task, rng: random.Random) -> Task | None:
    """Return the task with the table's attributes in another order.

    None where the model reads the same whatever the order, or where the order
    is part of what is asked.
    """
    if not task.reorderable:
        return None
    attributes = list(task.description.attributes)
    rng.shuffle(attributes)
    description = replace(task.description, attributes=tuple(attributes))
    read, other = (encode_prompt(d, task.request) for d in (task.description, description))
    return None if read.text == other.text else replace(task, description=description)
