"""Real tables labelled by hand: which charts a good analyst shows first.

``vocabulary/real_tables.jsonl`` names 320 public tables by their schemas and
says of each which columns it has, of what type and meaning they are, and up to
three answers, the best first. It holds no rows: training and measuring read
those from a folder of the public files (Rdatasets, one CSV a table).
"""

from __future__ import annotations

import functools
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vizapp.components.check import check_chart
from vizapp.components.spec import VisSpec, parse
from vizapp.data.load import load_table
from vizapp.profile.attributes import TableDescription
from vizapp.profile.describe import profile

Split = Literal["train", "dev", "test"]
_FILE = Path(__file__).parent / "vocabulary" / "real_tables.jsonl"
_ALIKE = 0.5  # Jaccard similarity of column names from which tables stay in one split
_DULL = frozenset(("rownames", "id", "x", "y", "year", "date", "name", "age", "sex", "time"))


@dataclass(frozen=True)
class Label:
    """A table's schema and its answers.

    Parameters
    ----------
    table : str
        The file's name without its suffix.
    columns : tuple of (name, type, meaning)
        Every column; the meaning is "" where it has none of `MEANINGS`.
    answers : tuple of VisSpec
        Acceptable answers, the best first.
    """

    table: str
    columns: tuple[tuple[str, str, str], ...]
    answers: tuple[VisSpec, ...]

    @property
    def split(self) -> Split:
        """Where the table belongs; those with like columns go together."""
        return _splits()[self.table]


@functools.cache
def labels() -> tuple[Label, ...]:
    """Return every label, by table."""
    found = []
    for line in _FILE.read_text("utf-8").splitlines():
        record = json.loads(line)
        columns = tuple((str(n), str(t), str(m)) for n, t, m in record["columns"])
        answers = tuple(parse(answer) for answer in record["answers"])
        found.append(Label(record["table"], columns, answers))
    return tuple(found)


def alike(a: Label, b: Label) -> bool:
    """Return whether two tables are near-duplicates: most of their columns are the same."""
    mine, other = ({n.casefold() for n, _, _ in label.columns} - _DULL for label in (a, b))
    if not mine or not other:
        return _stem(a.table) == _stem(b.table)
    share = len(mine & other) / len(mine | other)
    return share >= _ALIKE or (_stem(a.table) == _stem(b.table) and share > 0)


def _stem(table: str) -> str:
    """Return a data set's name without package, numbers and separators."""
    return re.sub(r"[\d_.\-]+", "", table.partition("__")[2] or table).casefold()


@functools.cache
def _splits() -> dict[str, Split]:
    """Return the split of each table: 70 % train, 10 % dev, 20 % test, alike ones together."""
    every = labels()
    group = {label.table: label.table for label in every}

    def root(name: str) -> str:
        while group[name] != name:
            name = group[name]
        return name

    for i, a in enumerate(every):
        for b in every[i + 1 :]:
            if alike(a, b):
                first, second = sorted((root(a.table), root(b.table)))
                group[second] = first
    splits: dict[str, Split] = {}
    for name in group:
        draw = zlib.crc32(root(name).encode()) % 10
        splits[name] = "train" if draw < 7 else "dev" if draw < 8 else "test"
    return splits


@dataclass(frozen=True)
class LabelledTable:
    """A labelled table as the model reads it, with the answers that its profile admits."""

    label: Label
    description: TableDescription
    answers: tuple[VisSpec, ...]


def labelled_tables(folder: Path, split: Split | None = None) -> Iterator[LabelledTable]:
    """Yield the labelled tables of a split that lie in a folder, all without one.

    Answers that the contract does not admit for the profile are left out, and
    tables of which none is left.
    """
    for label in labels():
        path = folder / f"{label.table}.csv"
        if (split is not None and label.split != split) or not path.exists():
            continue
        description = profile(load_table(path)).description
        fitting = tuple(
            spec
            for spec in label.answers
            if not any(check_chart(chart, description) for chart in spec.charts)
        )
        if fitting:
            yield LabelledTable(label, description, fitting)
