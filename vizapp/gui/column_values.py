"""The values of a column, the most frequent first, for a filter to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vizapp.gui.values import TableView

MAX_VALUES = 2_000
Value = str | bool


@dataclass(frozen=True)
class ValueCount:
    """One value of a column and how many rows hold it."""

    value: Value
    n_rows: int


def column_values(table: TableView, name: str) -> tuple[ValueCount, ...]:
    """Return at most `MAX_VALUES` distinct values of a text or yes/no column.

    Ties are in the order of the values, so that the list is always the same.
    """
    profiled: Any = table.handle
    attribute = table.description.attribute(name)
    column = profiled.frame[name].dropna()
    if attribute is not None and attribute.type == "BOOL":
        counts = column.astype(bool).value_counts()
        return tuple(ValueCount(bool(v), int(n)) for v, n in counts.items())
    counts = column.astype(str).value_counts()
    found = sorted(((str(v), int(n)) for v, n in counts.items()), key=lambda p: (-p[1], p[0]))
    return tuple(ValueCount(v, n) for v, n in found[:MAX_VALUES])
