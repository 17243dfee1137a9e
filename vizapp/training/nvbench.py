"""Real questions with their charts: nvBench's queries as our charts.

What a vis spec cannot say is dropped with its reason, never bent into
something near. What is kept was read back by the guide, so it is an answer
that the model could have given.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vizapp.components.check import check_chart
from vizapp.components.fit import counts_rows, must_aggregate, time_units
from vizapp.components.spec import Chart, Filter, FilterValue, Options, VisSpec
from vizapp.core.errors import SpecError
from vizapp.data.load import table_from_rows
from vizapp.profile.additivity import default_aggregate
from vizapp.profile.attributes import NUMBER_TYPES, AttributeDescription, TableDescription
from vizapp.profile.describe import profile
from vizapp.reasoning.events import Request
from vizapp.reasoning.expand import parse_solution
from vizapp.reasoning.guide import solution_tokens
from vizapp.reasoning.mentions import find_mentions
from vizapp.reasoning.stream import Prompt, encode_prompt
from vizapp.training import vql
from vizapp.training.vql import Condition, Query, Term, VqlError

Row = Mapping[str, Any]

_COMPONENTS = {
    "BAR": "column",
    "STACKED BAR": "column",
    "PIE": "pie",
    "LINE": "line",
    "GROUPING LINE": "line",
    "SCATTER": "scatter",
    "GROUPING SCATTER": "scatter",
}
_ALSO = {"column": ("bar",)}
_KEY_CHANNEL = {"pie": "category"}
_VALUE_CHANNEL = {"pie": "value"}
_GROUPED = frozenset({"stacked bar", "grouping line", "grouping scatter"})
# nvBench's queries also carry orders of the SQL that they were made from, which
# no question says; what nobody asked for is no part of the answer.
_ASKS_ORDER = re.compile(
    r"\b(?:order(?:s|ed|ing)?|sort(?:ed|ing)?|rank(?:ed|ing)?|asc|ascending|desc|descending|"
    r"decreasing|increasing|high|low|top|most|least|largest|smallest|highest|lowest|"
    r"alphabetic\w*|lexicograph\w*|reverse\w*|oldest|youngest|earliest|latest)\b",
    re.IGNORECASE,
)
_LYING = re.compile(r"\bhorizontal(?:ly)?\b|\bbarh\b", re.IGNORECASE)


@dataclass(frozen=True)
class NvBenchCase:
    """One question about one table and the chart that answers it.

    Parameters
    ----------
    id : int
        The chart's number in nvBench; its questions share it.
    database, table : str
        Where the rows come from.
    rows : tuple of mapping
        The table, numbers as strings as the file gives them.
    description : TableDescription
        Its profile.
    question : str
        The ask.
    mentions : mapping
        Cell values that the question names, with the attributes that hold them.
    chart : Chart
        The answer.
    accepted : tuple of Chart
        All answers that count as right, `chart` first: "bar chart" leaves open
        how the bars lie, an order in the query that the question does not name
        may be left out, and see `guessed`.
    guessed : bool
        Whether the aggregate is ours: the query lists raw rows although several
        share a mark, and our contract wants one named.
    hardness : str
        nvBench's own grade.
    """

    id: int
    database: str
    table: str
    rows: tuple[Row, ...]
    description: TableDescription
    question: str
    mentions: Mapping[str, Sequence[str]]
    chart: Chart
    accepted: tuple[Chart, ...]
    guessed: bool = False
    hardness: str = ""

    @property
    def request(self) -> Request:
        """The question as a reasoner gets it."""
        return Request(ask=self.question, lang="en", mentions=self.mentions)


@dataclass(frozen=True)
class _Table:
    """A table with what every question about it needs."""

    rows: tuple[Row, ...]
    complete: bool  # whether the file holds all of its rows
    description: TableDescription
    words: Mapping[str, tuple[str, ...]]  # the distinct values of each STR attribute

    def name(self, column: str) -> str:
        """Return the attribute of a column, whatever the case of its letters."""
        for name in self.description.names:
            if name.casefold() == column.casefold():
                return name
        raise VqlError("unknown column")

    def attribute(self, name: str) -> AttributeDescription:
        found = self.description.attribute(name)
        assert found is not None
        return found

    def one_to_one(self, a: str, b: str) -> bool:
        """Return whether each value of one column stands with one of the other."""
        pairs = {(row.get(a), row.get(b)) for row in self.rows}
        return len(pairs) == len({p[0] for p in pairs}) == len({p[1] for p in pairs})


def load(
    charts_path: Path | str, tables_path: Path | str, *, dropped: Counter[str] | None = None
) -> list[NvBenchCase]:
    """Return the questions whose charts a vis spec can say.

    Parameters
    ----------
    charts_path, tables_path : path
        The charts with their questions and the tables, JSON lines, gzipped or not.
    dropped : Counter, optional
        Filled with the reasons of what is left out, by question.
    """
    dropped = Counter() if dropped is None else dropped
    records = {(r["database"], r["table"]): r for r in _read(tables_path)}
    tables: dict[tuple[str, str], _Table] = {}
    cases: list[NvBenchCase] = []
    for record in _read(charts_path):
        key = (record["database"], record["table"])
        if key not in tables:
            tables[key] = _table(records[key])
        table = tables[key]
        for question in record["questions"]:
            if not question.strip():
                dropped["empty question"] += 1
                continue
            try:
                cases.append(_case(record, question, table))
            except VqlError as err:
                dropped[str(err)] += 1
    return cases


def _read(path: Path | str) -> Iterator[dict[str, Any]]:
    path = Path(path)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def _table(record: Mapping[str, Any]) -> _Table:
    columns = record["columns"]
    rows = tuple(dict(zip(columns, row, strict=False)) for row in record["rows"])
    profiled = profile(table_from_rows(rows, name=record["table"]))
    description = profiled.description
    words = {
        a.name: tuple(sorted(set(profiled.frame[a.name].dropna().map(str))))
        for a in description.attributes
        if a.type == "STR"
    }
    complete = record.get("row_count", 0) <= len(rows)
    return _Table(rows, complete, description, words)


def _case(record: Mapping[str, Any], question: str, table: _Table) -> NvBenchCase:
    query = vql.parse(record["vql"])
    mentions = find_mentions(question, table.words)
    request = Request(ask=question, lang="en", mentions=mentions)
    prompt = encode_prompt(table.description, request, think=False)
    if _from_elsewhere(record, query, table):
        raise VqlError("the result is another table's")
    chart, guessed = _chart(query, str(record["chart"]).lower(), question, table)
    filters = tuple(_filter(c, table, prompt) for c in query.where)
    chart = replace(chart, options=replace(chart.options, filters=filters))
    _read_back(chart, prompt)
    return NvBenchCase(
        id=record["id"],
        database=record["database"],
        table=record["table"],
        rows=table.rows,
        description=table.description,
        question=question,
        mentions=mentions,
        chart=chart,
        accepted=_accepted(chart, guessed, query, table),
        guessed=guessed,
        hardness=record.get("hardness", ""),
    )


def _accepted(chart: Chart, guessed: bool, query: Query, table: _Table) -> tuple[Chart, ...]:
    aggregates = [chart.options.aggregate, *(("sum", "mean") if guessed else ())]
    sorts = [chart.options.sort]
    if query.order is not None and "sort" in chart.declaration.options:
        with contextlib.suppress(VqlError):
            sorts.append(_sort(query, table))
    return tuple(
        Chart(name, chart.channels, replace(chart.options, aggregate=aggregate, sort=sort))
        for name in (chart.component, *_ALSO.get(chart.component, ()))
        for aggregate in dict.fromkeys(aggregates)
        for sort in dict.fromkeys(sorts)
    )


def _from_elsewhere(record: Mapping[str, Any], query: Query, table: _Table) -> bool:
    """Return whether the result lacks groups that the whole table has.

    Some queries lost a join on their way into nvBench's single-table part: they
    count the customers of a shop that the table at hand does not know.
    """
    result = record.get("result")
    plain = not (query.where or query.bin or query.limit is not None or query.x.aggregate)
    if result is None or not table.complete or not plain:
        return False
    x = table.name(query.x.column)
    return len(result) < len({row[x] for row in table.rows if row.get(x) not in (None, "")})


def _chart(query: Query, kind: str, question: str, table: _Table) -> tuple[Chart, bool]:
    component = _COMPONENTS[query.kind]
    if component == "column" and _LYING.search(question):
        component = "bar"
    if query.x.aggregate:
        raise VqlError("aggregated x")
    key, value = _KEY_CHANNEL.get(component, "x"), _VALUE_CHANNEL.get(component, "y")
    x = table.name(query.x.column)
    given: dict[str, tuple[str, ...]] = {key: (x,)}
    if query.y.aggregate != "count":
        given[value] = (table.name(query.y.column),)
        if given[value] == given[key]:
            raise VqlError("x and y are one column")
    group = _group(query, kind, x, table)
    if group is not None:
        given["group"] = (group,)
    chart = Chart(component, ())
    declared = chart.declaration.channels
    if not set(given) <= {c.name for c in declared}:
        raise VqlError(f"{component} takes no group")
    counting = query.y.aggregate == "count"
    if counting and not any(
        form.counts and set(given) <= {c.name for c in form.channels}
        for form in chart.declaration.forms
    ):
        raise VqlError(f"{component} cannot count rows")
    chart = Chart(component, tuple((c.name, given[c.name]) for c in declared if c.name in given))
    options, guessed = _options(query, chart, x, question, table)
    if component in ("column", "bar") and group is not None:
        options = replace(options, stack="stacked")
    return replace(chart, options=options), guessed


def _group(query: Query, kind: str, x: str, table: _Table) -> str | None:
    others = [n for n in map(table.name, query.group_by) if n != x]
    if kind in _GROUPED or query.kind.lower() in _GROUPED:
        if len(others) != 1:
            raise VqlError("no single group")
        return others[0]
    if not all(table.one_to_one(x, other) for other in others):
        raise VqlError("rows grouped by a column that is not drawn")
    return None


def _options(
    query: Query, chart: Chart, x: str, question: str, table: _Table
) -> tuple[Options, bool]:
    description = table.description
    takes = chart.declaration.options
    given = dict(chart.channels)
    form = chart.form
    time_unit = _time_unit(query, x, table)
    if time_unit and "timeUnit" not in takes:
        raise VqlError(f"{chart.component} takes no time unit")
    aggregate, guessed = None, False
    if must_aggregate(form, given, description) or time_unit:
        aggregate = query.y.aggregate
        if counts_rows(form, given):
            aggregate = "count"
        elif aggregate is None:
            measures = [n for c in form.measures for n in given.get(c.name, ())]
            aggregate, guessed = default_aggregate(table.attribute(measures[0])), True
    elif "aggregate" not in takes and query.y.aggregate and description.repeats([x]):
        raise VqlError(f"{chart.component} takes no aggregate")
    sort = _sort(query, table) if "sort" in takes and _ASKS_ORDER.search(question) else None
    if query.limit is not None and ("limit" not in takes or sort is None):
        raise VqlError("limit without a sort")
    return Options(aggregate=aggregate, time_unit=time_unit, sort=sort, limit=query.limit), guessed


def _time_unit(query: Query, x: str, table: _Table) -> str | None:
    if query.bin is None:
        return None
    column, unit = table.name(query.bin[0]), query.bin[1].lower()
    if column != x:
        raise VqlError("bin of another column")
    attribute = table.attribute(x)
    if attribute.type == "DATE":
        if unit in time_units(table.description, [x]):
            return unit
        if unit == attribute.granularity:  # already in steps of that length
            return None
        raise VqlError("bin finer than the dates")
    if unit == "year" and _holds_years(attribute):
        return None
    raise VqlError("bin of what is no date")


def _holds_years(attribute: AttributeDescription) -> bool:
    if attribute.meaning == "year":
        return True
    if attribute.type != "INT" or attribute.range is None:
        return False
    return float(attribute.range[0]) >= 1000 and float(attribute.range[1]) <= 2100


def _sort(query: Query, table: _Table) -> str | None:
    if query.order is None:
        return None
    sign = "-" if query.descending else ""
    if _same(query.order, query.x, table):
        return f"{sign}x"
    plain = replace(query.y, aggregate=None)
    if _same(query.order, query.y, table) or _same(query.order, plain, table):
        return f"{sign}y"
    raise VqlError("sorted by a column that is not drawn")


def _same(a: Term, b: Term, table: _Table) -> bool:
    if a.aggregate != b.aggregate:
        return False
    return a.aggregate == "count" or a.column.casefold() == b.column.casefold()


def _filter(condition: Condition, table: _Table, prompt: Prompt) -> Filter:
    """Return a condition with its values as the question names them."""
    attribute = table.attribute(table.name(condition.column))
    values = tuple(_value(v, attribute, condition.op, prompt.values) for v in condition.values)
    single = condition.op != "in"
    return Filter(attribute.name, condition.op, values[0] if single else _members(values))


def _members(values: Sequence[FilterValue]) -> tuple[str | int | float, ...]:
    return tuple(v for v in values if isinstance(v, str | int | float))


def _value(
    text: str, attribute: AttributeDescription, op: str, known: Sequence[FilterValue]
) -> FilterValue:
    if attribute.type in NUMBER_TYPES:
        try:
            number = float(text)
        except ValueError:
            raise VqlError("filter of a number by a word") from None
        for value in known:
            if isinstance(value, int | float) and value == number:
                return value
        raise VqlError("filter's value is not in the question")
    loose = op == "contains"
    for value in known:
        if isinstance(value, str) and (
            value == text or (loose and value.casefold() == text.casefold())
        ):
            return value
    raise VqlError("filter's value is not in the question")


def _read_back(chart: Chart, prompt: Prompt) -> None:
    """Make sure that the guide admits the chart and reads it back as it is."""
    spec = VisSpec((chart,))
    findings = check_chart(chart, prompt.description)
    if findings:
        raise VqlError(f"{chart.component}: {findings[0].parameter or 'table'} does not fit")
    try:
        tokens = solution_tokens(spec, prompt)
        again = parse_solution("".join(tokens), prompt)
    except SpecError as err:
        raise VqlError(f"guide refuses: {chart.component} {err.fields.get('token')}") from err
    except ValueError as err:
        raise VqlError(f"no token: {type(err).__name__}") from err
    if again != spec:
        raise VqlError("read back as another chart")
