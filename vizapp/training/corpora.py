"""What the model is taught: generated tables, real labelled tables, real questions."""

from __future__ import annotations

import dataclasses
import multiprocessing as mp
import random
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from vizapp.components.check import check_chart
from vizapp.components.spec import Chart
from vizapp.core.language import Lang, choose_lang
from vizapp.profile.attributes import TableDescription
from vizapp.training import gptvis, nvbench
from vizapp.training.gptvis import GptVisCase
from vizapp.training.synthesise import (
    Case,
    describe_rows,
    examples_of,
    generate_cases,
    shuffled,
    write_example,
)
from vizapp.training.tokens import Example

GPTVIS_FILE = "gptvis-recommend-train.jsonl"
NVBENCH_FILES = ("nvbench-train.jsonl.gz", "nvbench-tables.jsonl.gz")
_CHUNK = 2000

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
    if processes == 1 or len(tasks) == 1:
        return [case for task in tasks for case in _chunk(task)]
    with mp.get_context("spawn").Pool(processes) as pool:
        return [case for part in pool.imap(_chunk, tasks) for case in part]


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


def is_held(database: str) -> bool:
    """Return whether an nvBench database is kept for measuring, about one in twelve."""
    return zlib.crc32(database.encode()) % 12 == 0


def nvbench_cases(folder: Path) -> list[Case]:
    """Return the questions about the databases that are not held out, as cases."""
    charts, tables = (folder / name for name in NVBENCH_FILES)
    return [
        Case(c.description, (c.chart,), ("asked",), "en", c.question, c.mentions)
        for c in nvbench.load(charts, tables)
        if not is_held(c.database)
    ]


def real_examples(cases: Sequence[Case], seed: int, *, copies: int) -> Iterator[Example]:
    """Yield varied examples of real tables: both languages, with and without a thought."""
    rng = random.Random(seed)
    for copy in range(copies):
        for case in cases:
            lang: Lang = case.lang if rng.random() < 0.8 else rng.choice(("zh", "en"))
            varied = case
            if rng.random() < 0.15 and case.charts[0].component not in ("funnel", "table"):
                varied = shuffled(case, rng)
            if rng.random() < 0.3:
                varied = without_samples(varied, rng)
            example = write_example(varied, rng, think=copy % 3 != 2, lang=lang)
            if example is not None:
                yield example


def without_samples(case: Case, rng: random.Random) -> Case:
    """Return the case with fewer sample values, so that it cannot be known by heart."""
    attributes = tuple(
        dataclasses.replace(a, samples=a.samples[: rng.randint(0, 2)])
        for a in case.description.attributes
    )
    return dataclasses.replace(
        case, description=dataclasses.replace(case.description, attributes=attributes)
    )


def all_examples(cases: Sequence[Case], seed: int, **rates: float) -> list[Example]:
    """Return the examples of generated or asked cases as a list."""
    return list(examples_of(cases, seed, **rates))
