"""The plain values that travel between bridge, controller and widgets."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from vizapp.components.presentation import DEFAULT, Presentation
from vizapp.components.spec import Chart
from vizapp.core.errors import Defect, VizappError
from vizapp.core.language import Lang, Text
from vizapp.data.notes import Guess, Note
from vizapp.profile.attributes import AttributeType, TableDescription
from vizapp.profile.guesses import Guess as TypeGuess
from vizapp.project import NO_CHOICES, TableChoices
from vizapp.reasoning.events import Answer
from vizapp.reasoning.second import Opinion
from vizapp.rendering.view import WHOLE_VIEW, Plane, View

State = Literal["idle", "loading", "reasoning", "ready", "failed"]
Theme = Literal["light", "dark"]
NoticeKind = Literal["info", "warning", "error"]

PREVIEW_ROWS = 200
MAX_CANDIDATES = 5


@dataclass(frozen=True)
class ColumnView:
    """One attribute as the table's header and the column panel show it.

    `shape` are the heights (0 to 1) of a tiny histogram, `distinct` counts values and
    `missing_share` is the share of blank cells (0 to 1); `guess` says why the column
    has its type and how sure that is.
    """

    name: str
    type: AttributeType
    unit: str | None = None
    distinct: int = 0
    missing_share: float = 0.0
    shape: tuple[float, ...] = ()
    included: bool = True
    guess: TypeGuess | None = None


@dataclass(frozen=True)
class ReadingView:
    """How the file was read; `part` is what reads the same table of several again."""

    kind: str
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    notes: tuple[str, ...] = ()
    header_rows: int = 1
    skip_rows: int = 0
    part: str | None = None
    n_parts: int = 1
    n_rows_total: int | None = None
    sampled: bool = False
    guesses: tuple[Guess, ...] = ()
    findings: tuple[Note, ...] = ()
    row_notes: tuple[Text, ...] = ()  # what the profile says of the rows
    n_totals: int = 0  # rows of totals that are left out


@dataclass(frozen=True, eq=False)
class TableView:
    """An open table: what the window shows of it.

    `rows` holds the first `PREVIEW_ROWS` rows as text, None where a value is
    missing. `handle` belongs to the bridge; nobody else looks inside.
    `source` is the file that is read where that is a copy of the one at `path`.
    `every_column` has those that the person left out as well, in the file's order.
    """

    name: str
    path: Path | None
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[str | None, ...], ...]
    n_rows: int
    reading: ReadingView
    description: TableDescription
    handle: object = None
    every_column: tuple[ColumnView, ...] = ()
    choices: TableChoices = NO_CHOICES
    whole: object = None  # the bridge's too: the profile with every column
    source: Path | None = None


@dataclass(frozen=True)
class Look:
    """How a chart is drawn: theme, language, size in CSS pixels, pixel ratio.

    Without `titled` it is a thumbnail: neither title nor letters at its axes.
    """

    theme: Theme = "light"
    lang: Lang = "en"
    width: int = 640
    height: int = 400
    scale: float = 1.0
    titled: bool = True
    presentation: Presentation = DEFAULT


@dataclass(frozen=True)
class Region:
    """The bounds of one mark in CSS pixels and what it says."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str

    def contains(self, x: float, y: float, slack: float = 2.0) -> bool:
        """Return whether the point lies in the region, thin marks widened."""
        return self.x0 - slack <= x <= self.x1 + slack and self.y0 - slack <= y <= self.y1 + slack

    @property
    def area(self) -> float:
        """The size; the smallest region under the cursor wins."""
        return max(self.x1 - self.x0, 1.0) * max(self.y1 - self.y0, 1.0)


@dataclass(frozen=True, eq=False)
class Drawing:
    """A drawn chart: its picture, its words and its marks.

    `png` has `scale` pixels per CSS pixel; the places of marks are in CSS pixels.
    `sampled`: it shows a sample of a large file and could show every row.
    `empty`: the table has nothing to draw in this chart.
    `legend` are the entries of the legend, each with its series as text, and
    `bound` the axes and legends, each with the attribute that it shows. `plane` is
    where the marks lie, `view` what of the chart is looked at. `told` is the chart in
    words, for those who do not see it.
    """

    png: bytes
    scale: float
    title: str = ""
    footnotes: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    handle: object = None
    sampled: bool = False
    legend: tuple[Region, ...] = ()
    bound: tuple[Region, ...] = ()
    plane: Plane | None = None
    view: View = WHOLE_VIEW
    empty: bool = False
    told: str = ""


@dataclass(frozen=True)
class Candidate:
    """One chart that can be shown; the probability (0 to 1) is the model's own.

    `learned`: the person's own choices moved it up. `second`: what a second
    model that answered with it says of the first answer.
    """

    chart: Chart
    probability: float | None = None
    learned: bool = False
    second: Opinion | None = None


class Taste(Protocol):
    """What the person's earlier choices say about the order of charts."""

    def applies(self) -> bool:
        """Return whether they say anything about the open table."""

    def wanted(self, usual: int) -> int:
        """Return how many charts to ask the model for."""

    def rerank(self, candidates: tuple[Candidate, ...], usual: int) -> tuple[Candidate, ...]:
        """Return the charts in the order that the choices suggest."""


@dataclass(frozen=True)
class ErrorView:
    """An error as a panel shows it."""

    code: str
    message: str
    hint: str = ""
    report: str | None = None  # only for our own bugs


@dataclass(frozen=True)
class Notice:
    """One line above the work: something happened that is no failure.

    `key` names the text; `fields` fill it. `again` says that asking once more may help.
    """

    kind: NoticeKind
    key: str
    fields: dict[str, str] = field(default_factory=dict)
    again: bool = False


def candidates_of(answer: Answer) -> tuple[Candidate, ...]:
    """Return the charts to show: the answer's, then the ranking's others."""
    probability = {r.chart: r.probability for r in answer.ranking}
    by_name = {r.chart.component: r.probability for r in answer.ranking}
    charts = dict.fromkeys([*answer.spec.charts, *(r.chart for r in answer.ranking)])
    return tuple(Candidate(c, probability.get(c, by_name.get(c.component))) for c in charts)[
        :MAX_CANDIDATES
    ]


def titles_of(candidates: tuple[Candidate, ...], lang: Lang) -> list[str]:
    """Return a name for people per candidate; equal charts add what they show."""
    names = [k.chart.component for k in candidates]
    titles = []
    for candidate in candidates:
        chart = candidate.chart
        title = chart.declaration.title[lang]
        if names.count(chart.component) > 1:
            alike = [k.chart for k in candidates if k.chart.component == chart.component]
            common = set.intersection(*(set(c.attributes()) for c in alike))
            own = [a for a in chart.attributes() if a not in common]
            title = f"{title} · {', '.join(own or chart.attributes())}"
        titles.append(title)
    return titles


def error_view(err: VizappError) -> ErrorView:
    """Return what a panel shows of an error; our own faults carry a report."""
    report = None
    if isinstance(err, Defect):
        report = "".join(traceback.format_exception(err.cause))
    return ErrorView(err.code, err.message, err.hint, report)
