"""nvBench's query language, read as far as one table and one chart go."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEAD = re.compile(
    r"Visualize\s+(?P<kind>STACKED BAR|GROUPING LINE|GROUPING SCATTER|BAR|PIE|LINE|SCATTER)\s+"
    r"SELECT\s+(?P<terms>.+?)\s+FROM\s+(?P<table>\S+)\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CLAUSE = re.compile(r"\b(WHERE|GROUP BY|HAVING|ORDER BY|LIMIT|BIN)\b", re.IGNORECASE)
_TERM = re.compile(
    r"(?:(?P<function>COUNT|SUM|AVG|MIN|MAX)\s*\(\s*)?(?P<distinct>DISTINCT\s+)?"
    r"(?P<column>\*|[\w.]+)\s*(?P<close>\))?",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"(?P<column>[\w.]+)\s*(?P<op>!=|<>|>=|<=|=|<|>|(?:NOT\s+)?LIKE\b|BETWEEN\b)\s*(?P<value>.+)",
    re.IGNORECASE | re.DOTALL,
)
_AGGREGATES = {"COUNT": "count", "SUM": "sum", "AVG": "mean", "MIN": "min", "MAX": "max"}


class VqlError(ValueError):
    """The query, or what it asks of us, cannot be said in a vis spec; the text says what."""


@dataclass(frozen=True)
class Term:
    """A column, plain or aggregated."""

    column: str
    aggregate: str | None = None


@dataclass(frozen=True)
class Condition:
    """One comparison of a WHERE; `values` are literals as written, without quotes."""

    column: str
    op: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """A query's parts; names as written."""

    kind: str
    x: Term
    y: Term
    where: tuple[Condition, ...] = ()
    group_by: tuple[str, ...] = ()
    order: Term | None = None
    descending: bool = False
    limit: int | None = None
    bin: tuple[str, str] | None = None


def parse(vql: str) -> Query:
    """Read a query.

    Raises
    ------
    VqlError
        If it uses what a vis spec cannot say: joins, subqueries, HAVING,
        arithmetic, LIKE with an open end, OR between different attributes.

    Examples
    --------
    >>> query = parse("Visualize BAR SELECT a , AVG(b) FROM t GROUP BY a ORDER BY a DESC")
    >>> query.x, query.y, query.order, query.descending
    (Term(column='a', aggregate=None), Term(column='b', aggregate='mean'), Term(column='a', \
aggregate=None), True)
    """
    if re.search(r"\b(JOIN|UNION|INTERSECT|EXCEPT)\b|\(\s*SELECT\b", vql, re.IGNORECASE):
        raise VqlError("join or subquery")
    match = _HEAD.fullmatch(vql.strip())
    if match is None:
        raise VqlError("unreadable query")
    terms = re.sub(r"^DISTINCT\s+", "", match["terms"], flags=re.IGNORECASE).split(",")
    if len(terms) != 2:
        raise VqlError("not two columns")
    pieces = _CLAUSE.split(match["rest"])
    if pieces[0].strip():
        raise VqlError("table alias")
    clauses = {
        name.upper(): text.strip() for name, text in zip(pieces[1::2], pieces[2::2], strict=True)
    }
    if "HAVING" in clauses:
        raise VqlError("HAVING")
    order = re.fullmatch(r"(.+?)(?:\s+(ASC|DESC))?", clauses.get("ORDER BY", ""), re.IGNORECASE)
    bin_ = re.fullmatch(r"(\S+)\s+BY\s+(\w+)", clauses.get("BIN", ""), re.IGNORECASE)
    limit = clauses.get("LIMIT", "")
    if limit and not limit.isdigit():
        raise VqlError("unreadable query")
    groups = clauses.get("GROUP BY", "")
    return Query(
        kind=match["kind"].upper(),
        x=_term(terms[0]),
        y=_term(terms[1]),
        where=_conditions(clauses["WHERE"]) if "WHERE" in clauses else (),
        group_by=tuple(_plain(g) for g in groups.split(",") if g.strip()),
        order=_term(order[1]) if order else None,
        descending=bool(order and (order[2] or "").upper() == "DESC"),
        limit=int(limit) if limit else None,
        bin=(_plain(bin_[1]), bin_[2].upper()) if bin_ else None,
    )


def _plain(name: str) -> str:
    return name.strip().rsplit(".", 1)[-1]


def _term(text: str) -> Term:
    match = _TERM.fullmatch(text.strip())
    if match is None or bool(match["function"]) != bool(match["close"]):
        raise VqlError("arithmetic")
    if match["distinct"] and match["function"]:
        raise VqlError("distinct count")
    function = (match["function"] or "").upper()
    return Term(_plain(match["column"]), _AGGREGATES.get(function))


def _conditions(text: str) -> tuple[Condition, ...]:
    masked, literals = _mask(text)
    parts = re.split(r"\s+(AND|OR)\s+", masked, flags=re.IGNORECASE)
    conditions: list[Condition] = []
    joins: list[str] = []
    while parts:
        piece = parts.pop(0)
        if re.search(r"\bBETWEEN\b", piece, re.IGNORECASE):
            parts.pop(0)
            piece += f" {parts.pop(0)}"
        conditions += _condition(piece, literals)
        if parts:
            joins.append(parts.pop(0).upper())
    if "OR" not in joins:
        return tuple(conditions)
    # Equalities of one attribute joined by OR are a list; any other OR is not.
    same = {c.column.casefold() for c in conditions}
    if "AND" in joins or len(same) > 1 or any(c.op != "=" for c in conditions):
        raise VqlError("OR")
    values = tuple(v for c in conditions for v in c.values)
    return (Condition(conditions[0].column, "in", values),)


def _mask(text: str) -> tuple[str, list[str]]:
    """Replace literals by their positions, so that words in them split nothing."""
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(next(g for g in match.groups() if g is not None))
        return f" #{len(literals) - 1}# "

    pattern = r"\"([^\"]*)\"|'([^']*)'|(?<![\w#.])(-?\d+(?:\.\d+)?)(?![\w#])"
    return re.sub(pattern, keep, text).strip(), literals


def _condition(text: str, literals: list[str]) -> list[Condition]:
    match = _CONDITION.fullmatch(text.strip())
    if match is None:
        raise VqlError("unreadable condition")
    op = re.sub(r"\s+", " ", match["op"].upper())
    values = [literals[int(i)] for i in re.findall(r"#(\d+)#", match["value"])]
    if re.sub(r"#\d+#", "", match["value"]).strip() or len(values) != 1 + (op == "BETWEEN"):
        raise VqlError("unreadable condition")
    column = _plain(match["column"])
    if op == "BETWEEN":
        return [Condition(column, ">=", (values[0],)), Condition(column, "<=", (values[1],))]
    if op == "NOT LIKE":
        raise VqlError("NOT LIKE")
    if op == "LIKE":
        inner = re.fullmatch(r"%([^%_]+)%", values[0])
        if inner is None:
            raise VqlError("LIKE with an open end")
        return [Condition(column, "contains", (inner[1],))]
    return [Condition(column, {"<>": "!="}.get(op, op), (values[0],))]
