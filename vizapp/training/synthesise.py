"""Training examples: generated tables, profiled as the app profiles them, with gold answers."""

from __future__ import annotations

import dataclasses
import logging
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vizapp.components.check import check_chart
from vizapp.components.fit import (
    feasible,
    must_aggregate,
    option_applies,
    time_units,
    usual_aggregates,
)
from vizapp.components.spec import Chart, VisSpec
from vizapp.core.language import Lang
from vizapp.data.load import table_from_rows
from vizapp.profile.attributes import TableDescription
from vizapp.profile.describe import profile
from vizapp.reasoning.columns import MANY
from vizapp.reasoning.events import Request
from vizapp.reasoning.guide import WIDE, Guide
from vizapp.reasoning.mentions import find_mentions
from vizapp.reasoning.specials import split_specials
from vizapp.reasoning.stream import Prompt, encode_prompt
from vizapp.training import facts_table, questions
from vizapp.training.facts_table import ask_scenario
from vizapp.training.scenarios import sample_scenario
from vizapp.training.scenarios.base import Pick, Rows, Scenario
from vizapp.training.thoughts import write_target
from vizapp.training.tokens import Example

log = logging.getLogger(__name__)
_NUMBER = re.compile(r"-?[\d.,]+")  # a question compares with it, it names no cell


@dataclasses.dataclass(frozen=True)
class Case:
    """A described table with its gold charts: what examples are written from."""

    description: TableDescription
    charts: tuple[Chart, ...]
    reasons: tuple[str, ...]
    lang: Lang
    ask: str | None = None
    mentions: Mapping[str, Sequence[str]] = dataclasses.field(default_factory=dict)
    current: Chart | None = None  # the chart on screen that the ask edits
    hint: Chart | None = None  # the last answer, fed back

    def request(self, lang: Lang | None = None) -> Request:
        """Return the case's request."""
        return Request(
            ask=self.ask,
            lang=lang or self.lang,
            mentions=self.mentions,
            current=VisSpec((self.current,)) if self.current else None,
            hint=VisSpec((self.hint,)) if self.hint else None,
        )


def settle_aggregate(pick: Pick, description: TableDescription) -> Chart:
    """Return the pick's chart with an aggregate exactly where rows share a mark."""
    chart = pick.chart()
    component, form, given = chart.declaration, chart.form, dict(chart.channels)
    options = chart.options
    units = time_units(description, chart.key_names)
    time_unit = options.time_unit if options.time_unit in units else None
    aggregate = options.aggregate
    if "aggregate" not in component.options:
        aggregate = None
    elif must_aggregate(form, given, description):
        counted = form.counts and not any(given.get(c.name) for c in form.measures)
        aggregate = "count" if counted else aggregate or _natural(pick, chart, description)
    elif time_unit is None:
        aggregate = None
    elif aggregate is None:
        aggregate = _natural(pick, chart, description)
    stacks = option_applies("stack", component, form, given, description)
    kept = dataclasses.replace(
        options,
        aggregate=aggregate,
        time_unit=time_unit,
        stack=options.stack if stacks else None,
        sort=options.sort if "sort" in component.options else None,
        limit=options.limit if "limit" in component.options else None,
    )
    return dataclasses.replace(chart, options=kept)


def _natural(pick: Pick, chart: Chart, description: TableDescription) -> str:
    """Return how the chart's measures aggregate when nobody says how."""
    measures = [description.attribute(n) for c in chart.form.measures for n in chart.names(c.name)]
    usual = usual_aggregates(a for a in measures if a is not None)
    return "sum" if "sum" in usual and (pick.additive or "mean" not in usual) else "mean"


def describe_rows(rows: Rows, lang: Lang) -> TableDescription:
    """Return the description of rows exactly as the app makes it."""
    return profile(table_from_rows(rows, name="table", lang=lang)).description


def mentioned(ask: str, rows: Rows) -> dict[str, tuple[str, ...]]:
    """Return the words of cells that an ask names, as the app finds them."""
    cells: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.items():
            if isinstance(value, str) and not _NUMBER.fullmatch(value):
                cells.setdefault(name, set()).add(value)
    return find_mentions(ask, {n: sorted(v) for n, v in cells.items()})


def asked_case(rng: random.Random, lang: Lang) -> Case | None:
    """Return a chart that somebody may want of a table, as a question or as an edit."""
    table_lang: Lang = lang if rng.random() < 0.75 else ("en" if lang == "zh" else "zh")
    table = facts_table.fact_table(rng, table_lang, wide=rng.random() < 0.3, very=0.08)
    description = describe_rows(table.rows, table_lang)
    cells = {name: [row[name] for row in table.rows] for name in table.rows[0]}
    return chart_case(description, table.rows, cells, rng, lang)


def chart_case(
    description: TableDescription,
    rows: Rows,
    cells: Mapping[str, Sequence[object]],
    rng: random.Random,
    lang: Lang,
    *,
    edits: float = 0.5,
    held: bool = False,
) -> Case | None:
    """Return a random chart of a table with its question, or an edit that leads on from it.

    `edits` is the share of edits; with `held` they are said in phrases that are never
    taught.
    """
    chart = questions.random_chart(description, cells, rng)
    if chart is None:
        return None
    if rng.random() < edits:
        edit = questions.random_edit(chart, description, cells, lang, rng, held=held)
        if edit is None:
            return None
        found = mentioned(edit.ask, rows)
        return Case(description, (edit.chart,), ("edited",), lang, edit.ask, found, current=chart)
    ask = questions.write_question(chart, description, lang, rng, held=held)
    if ask is None:
        return None
    current = None
    if rng.random() < 0.15:  # a new question while another chart is on screen
        current = questions.random_chart(description, cells, rng)
    return Case(description, (chart,), ("asked",), lang, ask, mentioned(ask, rows), current=current)


def scenario_case(
    scenario: Scenario, lang: Lang, *, ask: str | None = None, refusal: str | None = None
) -> Case | None:
    """Return the case of a scenario, None when the profile sees the table otherwise."""
    description = describe_rows(scenario.rows, lang)
    mentions: dict[str, tuple[str, ...]] = {}
    if ask:
        mentions = mentioned(ask, scenario.rows)
    if refusal:
        return Case(description, (), (refusal,), lang, ask, mentions)
    wide = len(description.attributes) >= WIDE and ask is None
    picks = scenario.picks if wide else scenario.picks[:1]
    charts: list[Chart] = []
    reasons: list[str] = []
    for pick in picks:
        try:
            chart = settle_aggregate(pick, description)
        except (KeyError, StopIteration):
            return None
        # Nobody draws a map of columns that nothing calls coordinates.
        drawable = chart.component in feasible(description)
        if not drawable or check_chart(chart, description):
            if not charts:
                return None
            continue
        charts.append(chart)
        reasons.append(_settled_reason(pick.reason, chart))
    return Case(description, tuple(charts), tuple(reasons), lang, ask, mentions)


def _is_read(case: Case) -> bool:
    """Return whether the model reads all attributes of the case's charts: of many only some."""
    if len(case.description.attributes) <= MANY:
        return True
    read = encode_prompt(case.description, case.request()).aliases
    named = {n for chart in case.charts for _, names in chart.channels for n in names}
    named |= {f.attribute for chart in case.charts for f in chart.options.filters}
    return named <= {*read}


def _settled_reason(reason: str, chart: Chart) -> str:
    """Return the reason as the settled chart bears it out."""
    if reason.endswith("_aggregated") and chart.options.aggregate is None:
        return reason.removesuffix("_aggregated")
    return reason


def bare(description: TableDescription) -> TableDescription:
    """Return the description with the client's keys only, as others may send it."""
    plain = tuple(
        dataclasses.replace(
            a, missing=None, range=None, total=None, granularity=None, order=None,
            meaning=None, samples=(),
        )
        for a in description.attributes
    )  # fmt: skip
    return TableDescription(description.data_amount, plain)


FACTS = ("samples", "range", "total", "granularity", "order", "meaning", "missing", "unit")
RELATIONS = ("keys", "nested", "links", "correlated")


def without(description: TableDescription, facts: Sequence[str]) -> TableDescription:
    """Return the description without these of `FACTS` and `RELATIONS`."""
    changes: dict[str, Any] = {f: () if f == "samples" else None for f in facts if f in FACTS}
    none: dict[str, Any] = {f: () for f in facts if f in RELATIONS}
    return dataclasses.replace(
        description,
        attributes=tuple(dataclasses.replace(a, **changes) for a in description.attributes),
        **none,
    )


def thinned(description: TableDescription, rng: random.Random) -> TableDescription:
    """Return the description without a few facts, so that none is indispensable.

    What each fact is worth is measured by leaving it out of what the model
    reads; that is fair only where the model has learned to do without.
    """
    facts = [f for f in FACTS if rng.random() < 0.2]
    return without(description, [*facts, *(f for f in RELATIONS if rng.random() < 0.2)])


def _fitting(case: Case, description: TableDescription) -> TableDescription:
    """Return the description if the case's charts fit it as well, else the case's own."""
    fits = not any(check_chart(chart, description) for chart in case.charts)
    return description if fits else case.description


def write_example(
    case: Case, rng: random.Random, *, think: bool = True, lang: Lang | None = None
) -> Example | None:
    """Return the training example of a case, None when the stream cannot say it."""
    description = case.description
    if case.ask is None and rng.random() < 0.15:
        description = _fitting(case, bare(description))
    elif rng.random() < 0.35:
        description = _fitting(case, thinned(description, rng))
    # With fewer facts the guide may not admit the chart: then with all of them.
    for told in dict.fromkeys((description, case.description)):
        prompt = encode_prompt(told, case.request(lang), think=think)
        spec = VisSpec(tuple(in_prompt_order(chart, prompt) for chart in case.charts))
        try:
            target = write_target(prompt, spec, case.reasons, rng)
            if case.charts:
                _follow(prompt, target)
        except ValueError:
            continue
        return Example(prompt.text, target)
    return None


def in_prompt_order(chart: Chart, prompt: Prompt) -> Chart:
    """Return the chart with its lists in the order in which the model reads attributes.

    The order of a file's columns is not told to the model, so it cannot be asked
    to repeat it. Lists whose order says something stay.
    """
    free = {c.name for c in chart.declaration.channels if c.max_items > 1 and not c.ordered}
    place = {name: index for index, name in enumerate(prompt.aliases)}
    channels = tuple(
        (name, tuple(sorted(names, key=lambda n: place.get(n, 0))) if name in free else names)
        for name, names in chart.channels
    )
    return dataclasses.replace(chart, channels=channels)


def _follow(prompt: Prompt, target: str) -> None:
    """Raise ValueError when the guide would not let the model write this solution."""
    solution = target.rpartition("<|solve|>")[2]
    guide = Guide(prompt)
    for token in split_specials(solution):
        if token not in guide.allowed():
            raise ValueError(f"{token} cannot come in {solution}")
        guide.accept(token)


def generate_cases(seed: int, n: int, *, ask_share: float = 0.2) -> Iterator[Case]:
    """Yield n cases, some with a question; the same seed gives the same cases."""
    rng = random.Random(seed)
    made = 0
    while made < n:
        lang: Lang = rng.choice(("zh", "en"))
        draw = rng.random()
        case: Case | None
        if draw < ask_share * 0.65:
            case = asked_case(rng, lang)
        elif draw < ask_share:
            asked = ask_scenario(rng, lang)
            case = scenario_case(asked.scenario, lang, ask=asked.text, refusal=asked.refusal)
        elif draw < ask_share + 0.09:
            case = scenario_case(facts_table.records(rng, lang), lang)
        else:
            case = scenario_case(sample_scenario(rng, lang), lang)
        if case is not None and _is_read(case):
            if case.ask is None and rng.random() < 0.05:
                case = hinted(case, rng)
            made += 1
            yield case


def wide_cases(seed: int, n: int) -> Iterator[Case]:
    """Yield n cases of tables of more columns than are read, without a question."""
    rng = random.Random(seed)
    made = 0
    while made < n:
        lang: Lang = rng.choice(("zh", "en"))
        table = facts_table.fact_table(rng, lang, wide=True, very=1.0)
        scenario = Scenario(table.rows, facts_table.overview(table), table.synonyms)
        case = scenario_case(scenario, lang)
        if case is not None and len(case.description.attributes) > MANY:
            made += 1
            yield case


def hinted(case: Case, rng: random.Random) -> Case:
    """Return the case with an earlier answer fed back: the right one, or another chart."""
    if rng.random() < 0.4:
        return dataclasses.replace(case, hint=case.charts[0])
    cells: dict[str, Sequence[object]] = {}
    other = questions.random_chart(case.description, cells, rng)
    return dataclasses.replace(case, hint=other)


def examples_of(
    cases: Sequence[Case], seed: int, *, other_lang: float = 0.12, direct: float = 0.3
) -> Iterator[Example]:
    """Yield the examples of cases: mostly with a thought, some without, some in the other language.

    Answers without a thought are short, so they come beside the thought, not
    instead of it.
    """
    rng = random.Random(seed)
    for case in cases:
        lang: Lang = case.lang
        if rng.random() < other_lang:
            lang = "en" if lang == "zh" else "zh"
        example = write_example(case, rng, lang=lang)
        if example is not None:
            yield example
        if rng.random() < direct:
            example = write_example(case, rng, think=False, lang=lang)
            if example is not None:
                yield example
