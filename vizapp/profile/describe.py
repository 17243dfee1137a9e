"""A table becomes its description: types, counts and the facts that help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from vizapp.core.language import Text
from vizapp.core.memory import no_collection
from vizapp.core.tasks import CancelToken
from vizapp.data.table import Table
from vizapp.profile import flags, numerals, overrides, relations, roles, summary, totals, units
from vizapp.profile.attributes import (
    AttributeDescription,
    Meaning,
    Number,
    Order,
    TableDescription,
)
from vizapp.profile.convert import Column, convert
from vizapp.profile.guesses import Guess, guess
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
    guesses : mapping
        By column: why it has its type, and how sure that is.
    left_out : tuple of int
        Positions in the table of the rows that the frame lacks: totals, balances.
    notes : tuple of Text
        What the person should know of the rows, in every language.
    keeps_totals : bool
        Whether rows of totals stay, as a person wished.
    """

    table: Table
    description: TableDescription
    frame: pd.DataFrame
    guesses: Mapping[str, Guess] = field(default_factory=dict)
    left_out: tuple[int, ...] = ()
    notes: tuple[Text, ...] = ()
    keeps_totals: bool = False


def profile(
    table: Table,
    *,
    overrides: Mapping[str, str] | None = None,
    day_first: Mapping[str, bool] | None = None,
    keep_totals: bool = False,
    cancel: CancelToken | None = None,
) -> ProfiledTable:
    """Describe a table and give its cells their types.

    Parameters
    ----------
    table : Table
        As read by `load_table` or `table_from_rows`.
    overrides : mapping, optional
        Column to type (STR, INT, DOUBLE, DATE, BOOL), as a person chose them;
        columns that the table lacks are passed over.
    day_first : mapping, optional
        Column to whether its dates such as `05/06/2023` have the day first;
        heeded where the dates leave it open.
    keep_totals : bool
        Whether rows of totals stay, as a person may wish.
    cancel : CancelToken, optional
        Polled after each column.

    Raises
    ------
    DataError
        If an override names no type.
    """
    chosen = _Chosen(overrides or {}, day_first or {})
    with no_collection():
        return _profiled(table, chosen, cancel or CancelToken(), keep_totals=keep_totals)


def _profiled(
    table: Table, chosen: _Chosen, cancel: CancelToken, *, keep_totals: bool
) -> ProfiledTable:
    kept, columns, gone = _rows_and_columns(table, chosen, cancel, keep_totals=keep_totals)
    summaries = [summary.summarise(column) for column in columns]
    cancel.raise_if_set()
    profiled = [
        relations.Profiled(column, figures, attribute)
        for column, figures, attribute in zip(
            columns, summaries, _attributes(columns, summaries, kept), strict=True
        )
    ]
    cancel.raise_if_set()
    # By name, so that the same columns in another order have the same relations.
    ordered = sorted(profiled, key=lambda p: p.name)
    description = TableDescription(
        data_amount=kept.n_rows,
        attributes=tuple(p.attribute for p in profiled),
        keys=relations.keys(ordered, kept.n_rows),
        nested=relations.nested(ordered),
        links=relations.links(ordered),
        correlated=relations.correlated(ordered),
    )
    cancel.raise_if_set()
    frame = pd.DataFrame({column.name: column.values for column in columns}, copy=False)
    guesses = {p.name: _guess(p.column, p.attribute) for p in profiled}
    left_out = tuple(candidate.row for candidate in gone)
    notes = totals.notes(gone)
    return ProfiledTable(table, description, frame, guesses, left_out, notes, keep_totals)


@dataclass(frozen=True)
class _Chosen:
    """What a person said of the columns."""

    types: Mapping[str, str]
    day_first: Mapping[str, bool]


def _rows_and_columns(
    table: Table, chosen: _Chosen, cancel: CancelToken, *, keep_totals: bool
) -> tuple[Table, list[Column], tuple[totals.Candidate, ...]]:
    """Return the table without its totals, its typed columns and the rows left out."""
    named = [] if keep_totals else totals.candidates(table.frame)
    if not named:
        return table, _converted(table, chosen, cancel), ()
    # Without the rows in question: one word would make a column of dates STR.
    parts = _without(table, [c.row for c in named])
    columns = _converted(parts, chosen, cancel)
    left_out = totals.confirmed(table.frame, named, columns)
    if len(left_out) == len(named):
        return parts, columns, left_out
    kept = _without(table, [c.row for c in left_out])
    return kept, _converted(kept, chosen, cancel), left_out


def _without(table: Table, rows: Sequence[int]) -> Table:
    kept = table.frame.drop(index=table.frame.index[list(rows)]).reset_index(drop=True)
    return replace(table, frame=kept)


def _guess(column: Column, attribute: AttributeDescription) -> Guess:
    told: dict[str, str | int] = {}
    if column.order:
        told["order"] = column.order
    if column.n_unread:
        told["n_unread"] = column.n_unread
    return guess(
        column.how,
        meaning=attribute.meaning,
        fractional=column.type == "DOUBLE",
        ordered=attribute.order is not None,
        fields=told,
    )


def _converted(table: Table, chosen: _Chosen, cancel: CancelToken) -> list[Column]:
    columns = []
    for name in table.frame.columns:
        columns.append(convert(table.frame[name], name, day_first=chosen.day_first.get(name)))
        cancel.raise_if_set()
    columns = _with_losses(columns, table, chosen)
    told = table.reading.options.decimal  # what the person said decides
    mark: Mark | None = "," if told == "," else "." if told == "." else None
    settled = "decorated"
    if mark is None:
        mark, settled = _mark_of_file(columns, table.reading.delimiter)
    if mark is not None:
        columns = [
            _decided(_again(table, c, mark) if mark == "," else c, settled) if c.doubtful else c
            for c in columns
        ]
    return [
        overrides.as_chosen(
            table.frame[c.name],
            c,
            chosen.types[c.name],
            mark=mark,
            day_first=chosen.day_first.get(c.name),
        )
        if c.name in chosen.types
        else c
        for c in flags.with_flags(columns)
    ]


def _with_losses(columns: list[Column], table: Table, chosen: _Chosen) -> list[Column]:
    """Return the columns with `▲` read as minus in all of them where one of them proves it."""
    if not any(column.how == "losses" for column in columns):
        return columns
    return [
        convert(cells, c.name, day_first=chosen.day_first.get(c.name), losses=True)
        if c.how != "losses" and numerals.has_triangle(map(str, cells.dropna().unique()))
        else c
        for c, cells in ((c, table.frame[c.name]) for c in columns)
    ]


def _again(table: Table, column: Column, mark: Mark) -> Column:
    """Return a column read with the decimal mark of the file."""
    losses = column.how == "losses"
    return convert(table.frame[column.name], column.name, mark=mark, losses=losses)


def _decided(column: Column, how: str) -> Column:
    """Return the column with the doubt settled by what is known of the file."""
    return replace(column, how=how) if column.how == "doubtful_mark" else column


def _mark_of_file(columns: Sequence[Column], delimiter: str | None) -> tuple[Mark | None, str]:
    """Return the decimal mark for columns such as `1,234` that fit both, and the reason."""
    if not any(column.doubtful for column in columns):
        return None, ""
    proved = {column.proved for column in columns if column.proved}
    if len(proved) == 1:
        return proved.pop(), "decorated"
    # Spreadsheets write semicolons where the comma is the decimal mark.
    return ("," if not proved and delimiter == ";" else None), "mark_by_delimiter"


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
