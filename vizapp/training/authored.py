"""Small tables written by hand together with the chart that each was made for.

``vocabulary/authored_tables.jsonl`` holds them whole: language, chart, columns, rows. A
generator that joins word lists cannot know which names and values people put together
when they have a pie or a radar chart in mind; these tables say so. Each was imagined for
its chart, so tables of one shape carry different charts for reasons that only their
names and values give.
"""

from __future__ import annotations

import functools
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from vizapp.components.spec import Chart, parse_chart
from vizapp.core.language import Lang

Split = Literal["train", "test"]
Row = dict[str, Any]
_FILE = Path(__file__).parent / "vocabulary" / "authored_tables.jsonl"
_ALIKE = 0.5  # share of equal cells from which tables of the same columns are near-duplicates
_TEST = 8  # one table in so many is kept for measuring


@dataclass(frozen=True)
class AuthoredTable:
    """One table with its chart.

    Parameters
    ----------
    lang : {"zh", "en"}
        The language of its names.
    chart : Chart
        What it was made for.
    rows : tuple of dict
        In the order in which they were written.
    """

    lang: Lang
    chart: Chart
    rows: tuple[Row, ...]

    @property
    def split(self) -> Split:
        """Where the table belongs, by its own content."""
        text = json.dumps(self.rows, ensure_ascii=False, sort_keys=True)
        return "test" if zlib.crc32(text.encode()) % _TEST == 0 else "train"


@functools.cache
def authored_tables() -> tuple[AuthoredTable, ...]:
    """Return every table in the file's order."""
    found = []
    for line in _FILE.read_text("utf-8").splitlines():
        record = json.loads(line)
        names = record["columns"]
        rows = tuple(dict(zip(names, cells, strict=True)) for cells in record["rows"])
        chart = parse_chart({"name": record["chart"], "parameter": record["parameter"]})
        found.append(AuthoredTable(record["lang"], chart, rows))
    return tuple(found)


def alike(a: Sequence[Row], b: Sequence[Row]) -> bool:
    """Return whether two tables are near-duplicates.

    They are with the same columns and half of the cells in common; of cells only the
    words count where there are any, as other numbers about the same things teach the same.

    Examples
    --------
    >>> alike([{"city": "Oslo", "area": 1}], [{"city": "Oslo", "area": 2}])
    True
    >>> alike([{"a": 1}, {"a": 2}], [{"a": 2}, {"a": 3}])
    False
    """
    if _names(a) != _names(b):
        return False
    mine, other = _cells(a), _cells(b)
    return len(mine & other) >= _ALIKE * len(mine | other)


def close(a: Sequence[Row], b: Sequence[Row]) -> bool:
    """Return whether one table gives the other away: near-duplicates, or three names alike."""
    return alike(a, b) or (len(_names(a)) > 2 and _names(a) == _names(b))


def _names(rows: Sequence[Row]) -> frozenset[str]:
    return frozenset(name.strip().casefold() for row in rows for name in row)


def _cells(rows: Sequence[Row]) -> frozenset[tuple[str, str]]:
    pairs = [pair for row in rows for pair in row.items()]
    words = [(name, cell) for name, cell in pairs if isinstance(cell, str)]
    return frozenset((n.strip().casefold(), str(c).casefold()) for n, c in words or pairs)
