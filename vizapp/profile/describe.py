"""A table becomes its description: types, counts and the facts that help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from vizapp.core.tasks import CancelToken
from vizapp.data.table import Table
from vizapp.profile import relations, roles, summary, units
from vizapp.profile.attributes import (
    AttributeDescription,
    Meaning,
    Number,
    Order,
    TableDescription,
)
from vizapp.profile.convert import Column, convert
from vizapp.profile.numerals import Mark
from vizapp.profile.orders import order_of
from vizapp.profile.summary import Summary

MAX_ORDERED = 400  # distinct words beyond which no order is looked for
# Units of a moment or a place on the globe are no units of an amount.
_NO_UNIT: frozenset[Meaning] = frozenset(("id", "year", "code"))
_NO_TOTAL: frozenset[Meaning] = frozenset(("id", "year", "code", "longitude", "latitude"))


@dataclass(frozen=True, eq=False)
class ProfiledTable:
    """A table, its description and its typed cells.

    Parameters
    ----------
    table : Table
        As read.
    description : TableDescription
        What the model reads.
    frame : pandas.DataFrame
        Typed columns under the same names: STR object with None, INT Int64,
        DOUBLE float64, DATE datetime64[ns] without zone, BOOL boolean.
    """

    table: Table
    description: TableDescription
    frame: pd.DataFrame


def profile(table: Table, *, cancel: CancelToken | None = None) -> ProfiledTable:
    """Describe a table and give its cells their types.

    Parameters
    ----------
    table : Table
        As read by `load_table` or `table_from_rows`.
    cancel : CancelToken, optional
        Polled after each column.
    """
    cancel = cancel or CancelToken()
    columns = _converted(table, cancel)
    summaries = [summary.summarise(column) for column in columns]
    cancel.raise_if_set()
    profiled = [
        relations.Profiled(column, figures, attribute)
        for column, figures, attribute in zip(
            columns, summaries, _attributes(columns, summaries, table), strict=True
        )
    ]
    cancel.raise_if_set()
    # By name, so that the same columns in another order have the same relations.
    ordered = sorted(profiled, key=lambda p: p.name)
    description = TableDescription(
        data_amount=table.n_rows,
        attributes=tuple(p.attribute for p in profiled),
        keys=relations.keys(ordered, table.n_rows),
        nested=relations.nested(ordered),
        links=relations.links(ordered),
        correlated=relations.correlated(ordered),
    )
    cancel.raise_if_set()
    frame = pd.DataFrame({column.name: column.values for column in columns}, copy=False)
    return ProfiledTable(table, description, frame)


def _converted(table: Table, cancel: CancelToken) -> list[Column]:
    columns = []
    for name in table.frame.columns:
        columns.append(convert(table.frame[name], name))
        cancel.raise_if_set()
    mark = _mark_of_file(columns, table.reading.delimiter)
    if mark != ",":  # the point is what `convert` assumes by itself
        return columns
    return [
        convert(table.frame[column.name], column.name, mark=mark) if column.doubtful else column
        for column in columns
    ]


def _mark_of_file(columns: Sequence[Column], delimiter: str | None) -> Mark | None:
    """Return the decimal mark for columns such as `1,234` that fit both."""
    if not any(column.doubtful for column in columns):
        return None
    proved = {column.proved for column in columns if column.proved}
    if len(proved) == 1:
        return proved.pop()
    # Spreadsheets write semicolons where the comma is the decimal mark.
    return "," if not proved and delimiter == ";" else None


def _attributes(
    columns: Sequence[Column], summaries: Sequence[Summary], table: Table
) -> list[AttributeDescription]:
    facts = [
        _facts(column, figures, table.n_rows)
        for column, figures in zip(columns, summaries, strict=True)
    ]
    names = [column.name for column in columns]
    places = roles.places(columns, facts)
    found = []
    for column, figures, fact in zip(columns, summaries, facts, strict=True):
        meaning = places.get(column.name) or roles.meaning_of(column, fact, names)
        found.append(_attribute(column, figures, fact.order, meaning))
    return found


def _facts(column: Column, figures: Summary, n_rows: int) -> roles.Facts:
    facts = roles.Facts(n_rows, figures.n_distinct, figures.n_missing)
    if column.type in ("INT", "DOUBLE") and figures.low is not None:
        return replace(facts, low=float(figures.low), high=float(figures.high))
    if column.type != "STR" or not figures.n_distinct:
        return facts
    words = [str(value) for value in figures.uniques]
    order = order_of(words) if len(words) <= MAX_ORDERED and column.meaning is None else None
    if len(words) > roles.SAMPLE:
        # An even choice from the sorted words: the same for any order of rows.
        words = sorted(words)[:: len(words) // roles.SAMPLE]
    return replace(facts, samples=tuple(sorted(words)), order=order)


def _attribute(
    column: Column, figures: Summary, order: Order | None, meaning: Meaning | None
) -> AttributeDescription:
    numeric = column.type in ("INT", "DOUBLE")
    unit = None
    if numeric and meaning not in _NO_UNIT:
        unit = column.unit or units.unit_of_header(column.name)
    total: Number | None = None
    if numeric and meaning not in _NO_TOTAL:
        total = summary.total_of(column, figures)
    return AttributeDescription(
        name=column.name,
        type=column.type,
        value_amount=figures.n_distinct,
        unit=unit,
        missing=figures.n_missing or None,
        range=summary.range_of(column, figures),
        total=total,
        granularity=column.granularity,
        order=order,
        meaning=meaning,
        samples=summary.samples_of(column, figures),
    )
