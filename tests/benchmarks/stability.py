"""Whether an answer depends on what should not matter.

``python -m tests.benchmarks.stability MODEL --tables FOLDER`` asks the model about
each table as it is, with its columns shuffled, with its rows shuffled, and cut to
99, 100 and 101 rows, and prints how often the answer (every chart, attribute and
option) stays the same. It also counts answers that the checker or the drawing
refuses, over all these tables.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from vizapp.components.check import check
from vizapp.components.spec import VisSpec
from vizapp.core.errors import VizappError
from vizapp.core.tasks import CancelToken
from vizapp.data.load import load_table, table_from_rows
from vizapp.profile.describe import ProfiledTable, profile
from vizapp.reasoning.events import Answer, Request
from vizapp.reasoning.reasoner import Reasoner
from vizapp.rendering.chart import build_chart
from vizapp.training.evaluate import open_reasoner

Rows = list[dict[str, Any]]


def variants(rows: Rows, rng: random.Random) -> Iterator[tuple[str, str, Rows]]:
    """Yield (question, the variant it is compared with, rows)."""
    columns = list(rows[0])
    rng.shuffle(columns)
    yield "columns shuffled", "as it is", [{name: row[name] for name in columns} for row in rows]
    shuffled = [*rows]
    rng.shuffle(shuffled)
    yield "rows shuffled", "as it is", shuffled
    if len(rows) >= 101:
        yield "100 rows", "", rows[:100]
        yield "99 rows", "100 rows", rows[:99]
        yield "101 rows", "100 rows", rows[:101]


class Asker:
    """Asks one model and keeps count of what is not valid or cannot be drawn."""

    def __init__(self, reasoner: Reasoner) -> None:
        self._reasoner = reasoner
        self.faults: Counter[str] = Counter()
        self.asked = 0

    def answer(self, rows: Rows) -> VisSpec:
        """Return the answer to a table, checked and drawn."""
        table = profile(table_from_rows(rows))
        request = Request(lang="en", top=1)
        spec = VisSpec(())
        for event in self._reasoner.reason(table.description, request, cancel=CancelToken()):
            if isinstance(event, Answer):
                spec = event.spec
        self.asked += 1
        self._check(spec, table)
        return spec

    def _check(self, spec: VisSpec, table: ProfiledTable) -> None:
        if check(spec, table.description):
            self.faults["not valid"] += 1
        for chart in spec.charts:
            try:
                build_chart(chart, table)
            except VizappError:
                self.faults["not drawable"] += 1


def measure(reasoner: Reasoner, tables: Mapping[str, Rows], seed: int = 1) -> str:
    """Return the figures as Markdown."""
    rng = random.Random(seed)
    asker = Asker(reasoner)
    same: Counter[str] = Counter()
    of: Counter[str] = Counter()
    flips: list[str] = []
    for name, rows in tables.items():
        answers = {"as it is": asker.answer(rows)}
        for question, against, varied in variants(rows, rng):
            answers[question] = asker.answer(varied)
            if against:
                of[question] += 1
                same[question] += answers[question] == answers[against]
                if answers[question] != answers[against]:
                    flips.append(f"{name}: {question}")
    lines = ["| variant | tables | same answer |", "|---|---|---|"]
    lines += [f"| {name} | {of[name]} | {same[name] / of[name]:.1%} |" for name in of]
    lines += ["", f"{asker.asked} answers; {dict(asker.faults) or 'all valid and drawable'}."]
    return "\n".join([*lines, *(f"- {flip}" for flip in flips)])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, metavar="MODEL", help="a GGUF file")
    parser.add_argument("--tables", type=Path, required=True, help="folder of CSV files")
    parser.add_argument("--limit", type=int, help="at most so many tables")
    options = parser.parse_args()
    paths = sorted(options.tables.glob("*.csv"))
    if options.limit:
        paths = random.Random(0).sample(paths, min(options.limit, len(paths)))
    tables = {path.stem: load_table(path).frame.to_dict("records") for path in paths}
    with closing(open_reasoner(options.model)) as reasoner:
        print(measure(reasoner, {name: rows for name, rows in tables.items() if rows}))


if __name__ == "__main__":
    main()
