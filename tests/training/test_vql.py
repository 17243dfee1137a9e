"""Reading nvBench's query language."""

from __future__ import annotations

import pytest

from vizapp.training.vql import Condition, Term, VqlError, parse


def test_a_full_query() -> None:
    query = parse(
        'Visualize BAR SELECT day , SUM(price) FROM sales WHERE shop = "A AND B" AND price > 2.5 '
        "GROUP BY kind ,  day ORDER BY SUM(price) DESC LIMIT 5 BIN day BY MONTH"
    )
    assert query.kind == "BAR"
    assert (query.x, query.y) == (Term("day"), Term("price", "sum"))
    assert query.where == (Condition("shop", "=", ("A AND B",)), Condition("price", ">", ("2.5",)))
    assert query.group_by == ("kind", "day")
    assert (query.order, query.descending, query.limit) == (Term("price", "sum"), True, 5)
    assert query.bin == ("day", "MONTH")


def test_the_least_query() -> None:
    query = parse("Visualize GROUPING SCATTER SELECT a , t.b FROM t")
    assert (query.kind, query.y) == ("GROUPING SCATTER", Term("b"))
    assert (query.where, query.group_by, query.order, query.limit, query.bin) == (
        (),
        (),
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("where", "conditions"),
    [
        (
            "a BETWEEN 1 AND 2 AND b != 'x'",
            [("a", ">=", "1"), ("a", "<=", "2"), ("b", "!=", "x")],
        ),
        ("name LIKE '%ann%'", [("name", "contains", "ann")]),
        ("a <> 3", [("a", "!=", "3")]),
        ("a > -4", [("a", ">", "-4")]),
        ("zone2 = 7", [("zone2", "=", "7")]),
    ],
)
def test_conditions(where: str, conditions: list[tuple[str, str, str]]) -> None:
    query = parse(f"Visualize PIE SELECT a , COUNT(a) FROM t WHERE {where} GROUP BY a")
    assert [(c.column, c.op, c.values[0]) for c in query.where] == conditions


def test_equalities_of_one_attribute_joined_by_or_are_a_list() -> None:
    query = parse("Visualize PIE SELECT a , COUNT(a) FROM t WHERE b = 'x' OR b = \"y\"")
    assert query.where == (Condition("b", "in", ("x", "y")),)


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        ("WHERE a = 1 OR b = 2", "OR"),
        ("WHERE a > 1 OR a < 0", "OR"),
        ("WHERE a BETWEEN 1 AND 2 AND b = 3 OR b = 4", "OR"),
        ("WHERE a LIKE 'x%'", "LIKE with an open end"),
        ("WHERE a NOT LIKE '%x%'", "NOT LIKE"),
        ("WHERE a = b", "unreadable condition"),
        ("WHERE a IN (SELECT b FROM u)", "join or subquery"),
        ("AS T1 JOIN u ON T1.a = u.a", "join or subquery"),
        ("GROUP BY a HAVING count(*) > 2", "HAVING"),
        ("AS T1", "table alias"),
    ],
)
def test_what_a_spec_cannot_say_is_refused_with_its_reason(rest: str, reason: str) -> None:
    with pytest.raises(VqlError, match=f"^{reason}$"):
        parse(f"Visualize BAR SELECT a , COUNT(a) FROM t {rest}")


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ("a , b - c", "arithmetic"),
        ("a , SUM(COUNT(*))", "arithmetic"),
        ("a , COUNT(DISTINCT b)", "distinct count"),
        ("a , b , c", "not two columns"),
    ],
)
def test_columns_that_a_spec_cannot_say_are_refused(terms: str, reason: str) -> None:
    with pytest.raises(VqlError, match=f"^{reason}$"):
        parse(f"Visualize BAR SELECT {terms} FROM t")
