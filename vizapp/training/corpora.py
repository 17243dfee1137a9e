"""What the model is taught: generated tables, real labelled tables, real questions."""

from __future__ import annotations

import dataclasses
import multiprocessing as mp
import random
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from vizapp.components.check import check_chart
from vizapp.components.fit import must_aggregate
from vizapp.components.spec import Chart, Filter
from vizapp.core.language import Lang, choose_lang
from vizapp.profile import booleans
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning.concepts import stem, words
from vizapp.training import authored, gptvis, nvbench
from vizapp.training.gptvis import GptVisCase
from vizapp.training.labels import labelled_tables
from vizapp.training.nvbench import NvBenchCase
from vizapp.training.questions import settled, with_stack, write_question
from vizapp.training.schemas import asks, schemas
from vizapp.training.synthesise import (
    Case,
    chart_case,
    describe_rows,
    examples_of,
    generate_cases,
    mentioned,
    write_example,
)
from vizapp.training.tokens import Example

Task = TypeVar("Task")
Part = TypeVar("Part")
GPTVIS_FILE = "gptvis-recommend-train.jsonl"
TABLES_FOLDER = "tables"
NVBENCH_FILES = ("nvbench-train.jsonl.gz", "nvbench-tables.jsonl.gz")
_CHUNK = 2000
RENAMED = 0.35  # of the examples of small tables and of asks, see `renamed`
NUMBERED = 0.15  # of the examples of tables without an ask, see `numbered`
_ROW_NUMBERS: Mapping[Lang, Sequence[str]] = {
    "zh": ("序号", "编号", "行号", "id", "ID", "Unnamed: 0", "No."),
    "en": ("rownames", "rownames", "Unnamed: 0", "id", "ID", "index", "No", "row", "#", "X"),
}

# What a chart's channels say about why it was chosen, for tables that come
# labelled but without a reason: component, then channels that must be given.
_REASONS: Sequence[tuple[str, tuple[str, ...], str]] = (
    ("column", ("y", "group"), "compare_groups"),
    ("column", ("group",), "count_groups"),
    ("column", ("y",), "compare"),
    ("column", (), "count"),
    ("bar", ("y", "group"), "compare_groups"),
    ("bar", ("y",), "many"),
    ("bar", (), "count"),
    ("line", ("group",), "trend_groups"),
    ("line", (), "trend"),
    ("area", ("group",), "parts_over_time"),
    ("area", (), "trend"),
    ("dualAxes", (), "two_scales"),
    ("pie", ("value",), "share"),
    ("pie", (), "count"),
    ("scatter", ("size",), "bubbles"),
    ("scatter", ("group",), "relation_groups"),
    ("scatter", (), "relation"),
    ("histogram", (), "distribution"),
    ("boxplot", ("x",), "spread"),
    ("boxplot", (), "distribution"),
    ("heatmap", ("value",), "cross"),
    ("heatmap", (), "count_cross"),
    ("radar", ("category", "group"), "aspects_groups"),
    ("radar", ("category",), "aspects"),
    ("radar", (), "aspects_row"),
    ("funnel", ("category",), "stages"),
    ("funnel", (), "stages_row"),
    ("treemap", (), "many_parts"),
    ("wordCloud", (), "words"),
    ("map", (), "places"),
    ("progress", (), "target"),
    ("indicator", (), "numbers"),
    ("candlestick", (), "prices"),
    ("waterfall", (), "steps"),
    ("sankey", (), "sankey"),
    ("network", (), "network"),
    ("flow", (), "flow"),
    ("mindMap", (), "mindMap"),
    ("gantt", (), "spans"),
    ("table", (), "rows"),
)


def reason_of(chart: Chart, description: TableDescription) -> str:
    """Return the reason that a labelled chart's own channels give."""
    reason = next(
        why
        for component, needed, why in _REASONS
        if component == chart.component and all(chart.names(c) for c in needed)
    )
    if reason == "compare" and len(chart.names("y")) > 1:
        return "compare_several"
    if reason == "trend" and len(chart.names("y")) > 1:
        return "trend_several"
    if reason in ("trend_groups", "compare_groups"):
        group = description.attribute(chart.names("group")[0])
        if group is not None and group.value_amount < 2:
            return reason.replace("_groups", "_one")
    if reason == "trend" and chart.options.aggregate:
        return "trend_aggregated"
    if reason == "compare" and chart.options.aggregate:
        return "compare_aggregated"
    if reason == "many_parts":
        first = description.attribute(chart.names("category")[0])
        if len(chart.names("category")) > 1:
            return "nested"
        if first is not None and first.meaning == "path":
            return "path"
    return reason


def _chunk(task: tuple[int, int, float]) -> list[Case]:
    seed, n, ask_share = task
    return list(generate_cases(seed, n, ask_share=ask_share))


def synthetic_cases(n: int, seed: int, *, ask_share: float = 0.2, processes: int = 2) -> list[Case]:
    """Return n generated cases; the same for any number of processes."""
    sizes = [min(_CHUNK, n - start) for start in range(0, n, _CHUNK)]
    tasks = [(seed * 1_000_003 + i, size, ask_share) for i, size in enumerate(sizes)]
    return [case for part in _spread(_chunk, tasks, processes) for case in part]


def _spread(work: Callable[[Task], Part], tasks: Sequence[Task], processes: int) -> list[Part]:
    """Return what each task gives, in their order, worked on by several processes."""
    if processes == 1 or len(tasks) == 1:
        return [work(task) for task in tasks]
    with mp.get_context("spawn").Pool(processes) as pool:
        return list(pool.imap(work, tasks))


def gptvis_cases(path: Path) -> list[tuple[GptVisCase, Case | None]]:
    """Return each real table with its training case, None when our contract cannot say it."""
    found: list[tuple[GptVisCase, Case | None]] = []
    for real in gptvis.load(path):
        lang: Lang = choose_lang(None, None, real.columns)
        description = describe_rows([dict(row) for row in real.rows], lang)
        case = None
        for label in real.accepted:
            chart = gptvis.settle_aggregate(label, description)
            if not check_chart(chart, description):
                case = Case(description, (chart,), (reason_of(chart, description),), lang)
                break
        found.append((real, case))
    return found


def authored_cases(split: authored.Split | None, apart: Sequence[GptVisCase] = ()) -> list[Case]:
    """Return the authored tables of a split as cases, all without one.

    Those that are close to a table of `apart` are left out, and those whose
    chart the profile does not admit.
    """
    found: list[Case] = []
    for table in authored.authored_tables():
        if split is not None and table.split != split:
            continue
        if any(authored.close(table.rows, real.rows) for real in apart):
            continue
        description = describe_rows([dict(row) for row in table.rows], table.lang)
        chart = gptvis.settle_aggregate(table.chart, description)
        if not check_chart(chart, description):
            reason = reason_of(chart, description)
            found.append(Case(description, (chart,), (reason,), table.lang))
    return found


def schema_cases(seed: int, *, draws: int) -> list[Case]:
    """Return tables drawn from the taught schemas, mostly with their best answer.

    Charts that a drawn table does not admit are left out, and tables of which none is left.
    """
    rng = random.Random(seed)
    cases: list[Case] = []
    taught = [schema for schema in schemas() if schema.split == "train"]
    for _ in range(draws):
        for schema in taught:
            spec = schema.answers[0] if rng.random() < 0.8 else rng.choice(schema.answers)
            description = describe_rows(schema.rows(rng), schema.lang)
            charts = tuple(_settled(chart, description) for chart in spec.charts)
            charts = tuple(chart for chart in charts if not check_chart(chart, description))
            if charts:
                reasons = tuple(reason_of(chart, description) for chart in charts)
                cases.append(Case(description, charts, reasons, schema.lang))
    return cases


def authored_asks(
    split: authored.Split, seed: int, *, draws: int, since: int | None = None
) -> list[Case]:
    """Return the authored asks of a split, each of so many tables of its schema.

    With `since` those alone of the schemas from that place of their file on.

    What is asked of one schema is asked of the same drawn tables, which are profiled once.
    Left out is what a drawn table does not admit.
    """
    rng = random.Random(seed)
    cases: list[Case] = []
    late = None if since is None else {id(schema) for schema in schemas()[since:]}
    for _ in range(draws):
        drawn: dict[int, tuple[list[dict[str, Any]], TableDescription]] = {}
        for ask in asks():
            if ask.source.split != split or (late is not None and id(ask.source) not in late):
                continue
            if id(ask.source) not in drawn:
                rows = ask.rows(rng)
                drawn[id(ask.source)] = rows, describe_rows(rows, ask.source.lang)
            rows, description = drawn[id(ask.source)]
            found = mentioned(ask.text, rows)
            if ask.chart is None:
                why = ("no_attribute",)
                cases.append(Case(description, (), why, ask.lang, ask.text, found))
                continue
            chart = with_plain_filters(with_stack(settled(ask.chart, description)), description)
            current = ask.current and with_plain_filters(
                with_stack(settled(ask.current, description)), description
            )
            shown = [c for c in (chart, current) if c is not None]
            if any(check_chart(c, description) for c in shown) or chart == current:
                continue
            why = ("asked" if current is None else "edited",)
            cases.append(
                Case(description, (chart,), why, ask.lang, ask.text, found, current=current)
            )
    return cases


def with_plain_filters(chart: Chart, description: TableDescription) -> Chart:
    """Return the chart with yes/no filters and periods in the words that a prompt offers.

    Yes and no are true and false whatever the cells say; the first day of a year with the
    first of the next is the year.
    """
    plain: list[Filter] = []
    for test in chart.options.filters:
        attribute = description.attribute(test.attribute)
        kind = attribute.type if attribute else "STR"
        if kind == "BOOL" and not isinstance(test.value, tuple):
            yes = booleans.said(str(test.value).strip())
            if yes is not None:
                test = Filter(test.attribute, "=", str(yes == (test.op == "=")).lower())
        elif kind == "DATE" and isinstance(test.value, str):
            test = dataclasses.replace(test, value=_plain_period(test.value, test.op))
        plain.append(test)
    years = {
        (test.attribute, test.op): test.value
        for test in plain
        if isinstance(test.value, str) and re.fullmatch(r"\d{4}", test.value)
    }
    for (name, op), year in years.items():
        end = years.get((name, "<"))
        if op == ">=" and end is not None and int(str(end)) == int(str(year)) + 1:
            plain = [t for t in plain if (t.attribute, t.op) not in ((name, ">="), (name, "<"))]
            plain.append(Filter(name, "=", year))
    return dataclasses.replace(
        chart, options=dataclasses.replace(chart.options, filters=tuple(plain))
    )


def _plain_period(value: str, op: str) -> str:
    """Return the shortest text that a date compares with alike: a year for its first day.

    Examples
    --------
    >>> _plain_period("1990-01-01", ">="), _plain_period("2021-12-31", "<=")
    ('1990', '2021')
    >>> _plain_period("2024-04-01", "<"), _plain_period("2024-04-01", ">")
    ('2024-04', '2024-04-01')
    """
    first, last = op in (">=", "<"), op in ("<=", ">")
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)
    if match is None or not (first or last):
        return value
    year, month, day = match.groups()
    if first and day == "01":
        return year if month == "01" else f"{year}-{month}"
    if last and (month, day) == ("12", "31"):
        return year
    return value


def taught_asks(seed: int, *, draws: int, processes: int = 2) -> list[Case]:
    """Return the authored asks that are taught: some renamed, half of those that count rows.

    More than a third of the questions count, which taught a model to count everywhere (see
    run 8 in LOG.md). Other names for the columns teach what an ask means, not what it says.
    """
    tasks = [seed * 1_000_003 + draw for draw in range(draws)]
    return [case for part in _spread(_taught_draw, tasks, processes) for case in part]


def _taught_draw(seed: int) -> list[Case]:
    rng = random.Random(seed)
    cases: list[Case] = []
    for case in authored_asks("train", seed, draws=1):
        counts = any(chart.options.aggregate == "count" for chart in case.charts)
        if counts and case.current is None and rng.random() < 0.5:
            continue
        cases.append(renamed(case, rng) if rng.random() < RENAMED else case)
    return cases


def _settled(chart: Chart, description: TableDescription) -> Chart:
    """Return the chart with an aggregate exactly where its table needs one."""
    needless = (
        chart.options.aggregate is not None
        and chart.options.time_unit is None
        and any(chart.names(c.name) for c in chart.form.measures)
        and not must_aggregate(chart.form, dict(chart.channels), description)
    )
    if needless:
        options = dataclasses.replace(chart.options, aggregate=None)
        return dataclasses.replace(chart, options=options)
    return gptvis.settle_aggregate(chart, description)


def is_held(database: str) -> bool:
    """Return whether an nvBench database is kept for measuring, about one in twelve."""
    return zlib.crc32(database.encode()) % 12 == 0


def nvbench_cases(folder: Path) -> list[Case]:
    """Return the questions about the databases that are not held out, as cases."""
    charts, tables = (folder / name for name in NVBENCH_FILES)
    taught = [c for c in nvbench.load(charts, tables) if not is_held(c.database)]
    cases = [
        Case(c.description, (c.chart,), ("asked",), "en", c.question, c.mentions) for c in taught
    ]
    cases += [case for _, case in chinese_cases(taught, seed=5, per_chart=3)]
    return cases + table_cases(taught, seed=6, per_table=40)


def labelled_cases(folder: Path, seed: int, *, copies: int = 8) -> list[Case]:
    """Return the labelled real tables of the training split, mostly with their best answer."""
    rng = random.Random(seed)
    tables = list(labelled_tables(folder, "train"))
    cases: list[Case] = []
    for _ in range(copies):
        for table in tables:
            spec = table.answers[0] if rng.random() < 0.8 else rng.choice(table.answers)
            reasons = tuple(reason_of(chart, table.description) for chart in spec.charts)
            cases.append(Case(table.description, spec.charts, reasons, rng.choice(("zh", "en"))))
    return cases


def chinese_cases(
    asked: Sequence[NvBenchCase], seed: int, *, per_chart: int, held: bool = False
) -> list[tuple[NvBenchCase, Case]]:
    """Return Chinese questions beside those about the same charts, written from their parts.

    With `held` they use the phrases that are never taught, for measuring.
    """
    rng = random.Random(seed)
    cases: list[tuple[NvBenchCase, Case]] = []
    charts = {(c.id, c.chart): c for c in asked}
    for case in charts.values():
        for _ in range(per_chart):
            ask = write_question(case.chart, case.description, "zh", rng, held=held)
            if ask is not None:
                found = mentioned(ask, [dict(row) for row in case.rows])
                asked_zh = Case(case.description, (case.chart,), ("asked",), "zh", ask, found)
                cases.append((case, asked_zh))
    return cases


def table_cases(
    asked: Sequence[NvBenchCase],
    seed: int,
    *,
    per_table: int,
    edits: float = 0.4,
    held: bool = False,
) -> list[Case]:
    """Return further questions and edits about the same tables, see `chart_case`."""
    rng = random.Random(seed)
    tables = {(c.database, c.table): c for c in asked}
    cases: list[Case] = []
    for case in tables.values():
        rows = [dict(row) for row in case.rows]
        cells = {name: [row.get(name) for row in rows] for name in case.description.names}
        for _ in range(per_table):
            lang: Lang = rng.choice(("zh", "en"))
            found = chart_case(case.description, rows, cells, rng, lang, edits=edits, held=held)
            if found is not None:
                cases.append(found)
    return cases


def varied_examples(cases: Sequence[Case], seed: int, *, copies: int) -> Iterator[Example]:
    """Yield varied examples of whole tables: both languages, with and without a thought."""
    rng = random.Random(seed)
    for copy in range(copies):
        for case in cases:
            lang: Lang = case.lang if rng.random() < 0.8 else rng.choice(("zh", "en"))
            varied = case
            if rng.random() < RENAMED:
                varied = renamed(varied, rng)
            if rng.random() < 0.3:
                varied = without_samples(varied, rng)
            if rng.random() < NUMBERED:
                varied = numbered(varied, rng)
            example = write_example(varied, rng, think=copy % 3 != 2, lang=lang)
            if example is not None:
                yield example


def renamed(case: Case, rng: random.Random) -> Case:
    """Return the case with some attributes under another name of the same meaning.

    The names come from the glossary, all in one language, mostly the case's own; a name
    that the glossary lacks stays.
    """
    lang: Lang = case.lang if rng.random() < 0.7 else ("en" if case.lang == "zh" else "zh")
    style = rng.choice((str, str.title, str.lower, lambda text: text.replace(" ", "_")))
    names: dict[str, str] = {}
    for name in case.description.names:
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|[_.]", " ", name)
        term = spaced if not name.isascii() else " ".join(map(stem, spaced.split()))
        known = words(term, lang)[:2]
        names[name] = style(rng.choice(known)) if known and rng.random() < 0.7 else name
    if len(set(names.values())) < len(names):
        return case
    table = case.description

    def told(groups: Iterable[Sequence[str]]) -> Any:
        return tuple(tuple(names[n] for n in group) for group in groups)

    description = dataclasses.replace(
        table,
        attributes=tuple(dataclasses.replace(a, name=names[a.name]) for a in table.attributes),
        keys=told(table.keys),
        nested=told(table.nested),
        links=told(table.links),
        correlated=told(table.correlated),
    )

    def drawn(chart: Chart) -> Chart:
        channels = tuple((c, tuple(names[n] for n in given)) for c, given in chart.channels)
        filters = tuple(
            dataclasses.replace(f, attribute=names[f.attribute]) for f in chart.options.filters
        )
        options = dataclasses.replace(chart.options, filters=filters)
        return dataclasses.replace(chart, channels=channels, options=options)

    charts = tuple(map(drawn, case.charts))
    current = case.current and drawn(case.current)
    shown = (*charts, current) if current else charts
    if any(check_chart(chart, description) for chart in shown):
        return case
    mentions = {word: tuple(names[n] for n in given) for word, given in case.mentions.items()}
    return dataclasses.replace(
        case, description=description, charts=charts, current=current, mentions=mentions
    )


def without_samples(case: Case, rng: random.Random) -> Case:
    """Return the case with fewer sample values, so that it cannot be known by heart."""
    attributes = tuple(
        dataclasses.replace(a, samples=a.samples[: rng.randint(0, 2)])
        for a in case.description.attributes
    )
    return dataclasses.replace(
        case, description=dataclasses.replace(case.description, attributes=attributes)
    )


def some_numbered(cases: Iterable[Case], seed: int) -> list[Case]:
    """Return the cases, some of those without an ask with row numbers."""
    rng = random.Random(seed)
    return [
        numbered(case, rng) if not case.ask and rng.random() < NUMBERED else case for case in cases
    ]


def numbered(case: Case, rng: random.Random) -> Case:
    """Return the case with row numbers as its first column, as programs export them.

    A table that has an id stays as it is. The description is what the profiler makes of
    such a table.
    """
    table = case.description
    name = rng.choice(_ROW_NUMBERS[case.lang])
    if name in table.names or any(a.meaning == "id" for a in table.attributes):
        return case
    n = table.data_amount
    rows = AttributeDescription(name, "INT", n, range=(1, n), meaning="id")
    description = dataclasses.replace(table, attributes=(rows, *table.attributes))
    if n < 2 or any(check_chart(chart, description) for chart in case.charts):
        return case
    return dataclasses.replace(case, description=description)


def all_examples(
    cases: Sequence[Case], seed: int, *, processes: int = 2, **rates: float
) -> list[Example]:
    """Return the examples of generated or asked cases as a list."""
    tasks = [
        (cases[start : start + _CHUNK], seed * 1_000_003 + start, rates)
        for start in range(0, len(cases), _CHUNK)
    ]
    return [example for part in _spread(_written, tasks, processes) for example in part]


def _written(task: tuple[Sequence[Case], int, dict[str, float]]) -> list[Example]:
    cases, seed, rates = task
    return list(examples_of(cases, seed, **rates))
