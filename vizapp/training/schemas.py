"""Tables of analysts and offices, written by hand as schemas with good first charts.

``vocabulary/authored_schemas.jsonl`` names the columns of each table, what may stand in
them, and up to three answers, the best first. Rows are drawn at random, so a schema gives
as many tables as one likes; which columns matter is the author's judgement.

``vocabulary/authored_asks.jsonl`` holds what people ask of these tables, each ask written
by hand: a question with the chart that answers it, or a chart on screen, what is said of
it and the chart that comes of that. One schema in eight is kept for measuring, with all
that is asked of it.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import random
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vizapp.components.spec import Chart, VisSpec, parse, parse_chart
from vizapp.core.language import Lang
from vizapp.training.authored import AuthoredTable, Split, authored_tables

Row = dict[str, Any]
_FILE = Path(__file__).parent / "vocabulary" / "authored_schemas.jsonl"
_ASKS = _FILE.with_name("authored_asks.jsonl")
_TEST = 8  # one schema in so many is kept for measuring
_FOLLOWS = 0.8  # how much of a number that goes with another one is the other's


@dataclass(frozen=True)
class Schema:
    """One table's columns and answers.

    Parameters
    ----------
    lang : {"zh", "en"}
        The language of its names.
    n_rows : int
        How many rows it has in its author's mind.
    columns : tuple of mapping
        Each with its `name` and what says its cells: `kind` ("id", "date", "name"),
        `values`, or `low` and `high`.
    answers : tuple of VisSpec
        Acceptable answers, the best first.
    """

    lang: Lang
    n_rows: int
    columns: tuple[Mapping[str, Any], ...]
    answers: tuple[VisSpec, ...]

    @property
    def split(self) -> Split:
        """Where the schema belongs, by its names."""
        names = "|".join(str(c["name"]) for c in self.columns)
        return "test" if zlib.crc32(names.encode()) % _TEST == 0 else "train"

    def rows(self, rng: random.Random) -> list[Row]:
        """Draw a table of about the schema's number of rows."""
        n = self.n_rows
        if not any(c.get("unique") for c in self.columns):
            n = max(8, round(n * rng.uniform(0.7, 1.3)))
        levels: dict[str, list[float]] = {}  # 0-1, what goes with what
        columns = {str(c["name"]): list(_cells(c, n, levels, rng)) for c in self._ordered()}
        names = [str(c["name"]) for c in self.columns]
        return [{name: columns[name][i] for name in names} for i in range(n)]

    def _ordered(self) -> Sequence[Mapping[str, Any]]:
        """Return the columns, those that follow another one last."""
        return sorted(self.columns, key=lambda c: "with" in c or "against" in c)


@functools.cache
def schemas() -> tuple[Schema, ...]:
    """Return every schema in the file's order."""
    found = []
    for line in _FILE.read_text("utf-8").splitlines():
        record = json.loads(line)
        answers = tuple(parse(answer) for answer in record["answers"])
        found.append(Schema(record["lang"], record["n"], tuple(record["columns"]), answers))
    return tuple(found)


@dataclass(frozen=True)
class AuthoredAsk:
    """What somebody asks of a table.

    Parameters
    ----------
    source : Schema or AuthoredTable
        What the table is drawn from, or the table itself.
    lang : {"zh", "en"}
        The ask's language.
    text : str
        In the person's words.
    chart : Chart or None
        What answers it; None where the table cannot.
    current : Chart or None
        The chart on screen that it changes.
    """

    source: Schema | AuthoredTable
    lang: Lang
    text: str
    chart: Chart | None
    current: Chart | None = None

    def rows(self, rng: random.Random) -> list[Row]:
        """Return the table, or draw one."""
        if isinstance(self.source, Schema):
            return self.source.rows(rng)
        return [dict(row) for row in self.source.rows]


@functools.cache
def asks() -> tuple[AuthoredAsk, ...]:
    """Return every ask in the file's order."""
    found = []
    for line in _ASKS.read_text("utf-8").splitlines():
        record = json.loads(line)
        source: Schema | AuthoredTable
        if "schema" in record:
            source = schemas()[record["schema"]]
        else:
            source = authored_tables()[record["table"]]
        chart = parse_chart(record["vis"][0]) if record["vis"] else None
        now = parse_chart(record["now"]) if "now" in record else None
        found.append(AuthoredAsk(source, record["lang"], record["ask"], chart, now))
    return tuple(found)


def _cells(
    column: Mapping[str, Any], n: int, levels: dict[str, list[float]], rng: random.Random
) -> Iterator[Any]:
    kind, name = column.get("kind"), str(column["name"])
    if kind == "date":
        yield from _dates(column, n)
    elif kind == "id":
        prefix, start = column.get("prefix", ""), rng.choice((1, 1, 101, 1001))
        yield from (f"{prefix}{start + i}" if prefix else start + i for i in range(n))
    elif kind == "name":
        yield from (f"{column.get('stem', name)}{i + 1}" for i in rng.sample(range(9 * n), n))
    elif "values" in column:
        values = list(column["values"])
        if column.get("unique"):
            chosen = [i % len(values) for i in range(n)]
        else:
            chosen = [rng.randrange(len(values)) for _ in range(n)]
        levels[name] = [i / max(1, len(values) - 1) for i in chosen]
        yield from (values[i] for i in chosen)
    elif kind == "flag":
        yield from (rng.randint(0, 1) for _ in range(n))
    else:
        yield from _numbers(column, n, levels, rng)


def _dates(column: Mapping[str, Any], n: int) -> Iterator[str]:
    start = dt.datetime.fromisoformat(str(column["start"]))
    step, repeat = column.get("step", "day"), int(column.get("repeat", 1))
    for i in range(n):
        k = i // repeat
        if step == "hour":
            yield (start + dt.timedelta(hours=k)).strftime("%Y-%m-%d %H:%M")
        elif step == "day":
            yield (start + dt.timedelta(days=k)).date().isoformat()
        else:
            months = k if step == "month" else 12 * k
            year, month = divmod(start.month - 1 + months, 12)
            yield f"{start.year + year}-{month + 1:02d}-{min(start.day, 28):02d}"


def _numbers(
    column: Mapping[str, Any], n: int, levels: dict[str, list[float]], rng: random.Random
) -> Iterator[float]:
    low, high, decimals = float(column["low"]), float(column["high"]), column.get("decimals", 0)
    mine = [min(1.0, max(0.0, rng.gauss(0.5, 0.22))) for _ in range(n)]
    other = levels.get(str(column.get("with") or column.get("against")))
    if other is not None:
        sign = 1 if column.get("with") else -1
        leads = [level if sign > 0 else 1 - level for level in other]
        mine = [_FOLLOWS * a + (1 - _FOLLOWS) * b for a, b in zip(leads, mine, strict=True)]
    levels[str(column["name"])] = mine
    for level in mine:
        value = round(low + (high - low) * level, decimals)
        yield int(value) if decimals == 0 else value
