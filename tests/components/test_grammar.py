"""What the grammar admits the checker accepts, whatever the headers."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import jsonschema
import llama_cpp
import pytest

from tests.components.gbnf import Grammar
from tests.components.tables import (
    CLIENT,
    CLIENT_ANSWER,
    HOSTILE_NAMES,
    SALES,
    fitting_table,
    random_table,
)
from vizapp.components.catalogue import catalogue
from vizapp.components.check import check
from vizapp.components.declare import OPTIONS
from vizapp.components.fit import feasible
from vizapp.components.grammar import gbnf_literal, json_grammar
from vizapp.components.schema import answer_schema
from vizapp.components.spec import Chart, Filter, Options, VisSpec, dump, parse
from vizapp.core.errors import GrammarError, SpecError
from vizapp.profile.attributes import AttributeDescription, TableDescription

WIDE = [
    ("mixed_40", random_table(random.Random(1), 40)),
    ("mixed_100", random_table(random.Random(2), 100)),
    (
        "numbers_100",
        TableDescription(
            500,
            tuple(
                AttributeDescription(f"measure {i}", "INT", 20, range=(0, 9)) for i in range(100)
            ),
            keys=tuple((f"measure {i}", f"measure {j}") for i in range(12) for j in range(i)),
        ),
    ),
]


def llama_reads(grammar: str) -> bool:
    """Return whether llama.cpp takes the grammar; a refused one would crash it later."""
    sampler = llama_cpp.llama_sampler_init_grammar(None, grammar.encode(), b"root")
    if sampler:
        llama_cpp.llama_sampler_free(sampler)
    return bool(sampler)


def test_llama_refuses_what_is_no_grammar() -> None:
    assert llama_reads('root ::= "a"')
    assert not llama_reads('root ::= "a')
    assert not llama_reads("root ::= missing")


@pytest.mark.parametrize("text", ['a"b', "back\\slash", "two\nlines\r\t", '\\"', "plain 名"])
def test_a_literal_is_read_back_as_the_text(text: str) -> None:
    grammar = Grammar(f"root ::= {gbnf_literal(text)}")
    assert grammar.write(random.Random(1)) == text
    assert llama_reads(f"root ::= {gbnf_literal(text)}")


def test_the_clients_answer_is_admitted() -> None:
    grammar = Grammar(json_grammar(CLIENT))
    assert grammar.admits(CLIENT_ANSWER)
    assert not grammar.admits(CLIENT_ANSWER.replace("时间区间", "收盘价:前复权"))
    assert not grammar.admits(CLIENT_ANSWER.replace("line", "candlestick"))


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_every_header_is_written_as_json_writes_it(name: str) -> None:
    table = TableDescription(9, (AttributeDescription(name, "INT", 9, range=(1, 9)),))
    text = json_grammar(table, components=["histogram"])
    assert llama_reads(text)
    spec = VisSpec((Chart("histogram", (("x", (name,)),)),))
    assert Grammar(text).admits(dump(spec))


@pytest.mark.parametrize("seed", range(24))
def test_whatever_the_grammar_writes_is_valid(seed: int) -> None:
    rng = random.Random(seed)
    n = rng.randint(1, len(HOSTILE_NAMES))
    table = random_table(rng, n, names=rng.sample(HOSTILE_NAMES, n))
    text = json_grammar(table, max_charts=rng.randint(1, 3))
    assert llama_reads(text)
    schema = jsonschema.Draft202012Validator(answer_schema(table, max_charts=3))
    grammar = Grammar(text)
    for _ in range(12):
        written = grammar.write(rng)
        spec = parse(written, names=table.names)
        assert check(spec, table) == (), written
        assert schema.is_valid(json.loads(written)), written


def _any_chart(rng: random.Random, table: TableDescription) -> Chart:
    """Return a chart that may or may not keep the contract."""
    component = rng.choice(list(catalogue().values()))
    channels = []
    for channel in component.channels:
        if channel.required or rng.random() < 0.4:
            most = min(channel.max_items, len(table.names))
            count = 1 if rng.random() < 0.5 else rng.randint(1, most)
            repeat = rng.random() < 0.2
            names = rng.choices(table.names, k=count) if repeat else rng.sample(table.names, count)
            channels.append((channel.name, tuple(names)))
    words: dict[str, Any] = {
        option: rng.choice(OPTIONS[option] or (1, 7))
        for option in component.options
        if option != "filter" and rng.random() < (0.5 if option == "aggregate" else 0.15)
    }
    filters = ()
    if rng.random() < 0.1:
        filters = (Filter(rng.choice(table.names), "in", ("a", 3)),)
    options = Options(
        words.get("aggregate"),
        words.get("timeUnit"),
        words.get("sort"),
        words.get("limit"),
        words.get("stack"),
        words.get("bins"),
        filters,
    )
    return Chart(component.name, tuple(channels), options)


def _counts_itself(chart: Chart) -> bool:
    """Return whether a count names as y what it counts by; without y it says the same."""
    names = [name for _, group in chart.channels for name in group]
    return chart.options.aggregate in ("count", "distinct") and len(set(names)) < len(names)


def test_schema_with_checker_and_grammar_admit_the_same_charts_of_small_tables() -> None:
    both = neither = 0
    for seed in range(60):
        rng = random.Random(seed)
        table = random_table(rng, rng.randint(2, 4))
        grammar = Grammar(json_grammar(table))
        schema = jsonschema.Draft202012Validator(answer_schema(table))
        for _ in range(60):
            chart = _any_chart(rng, table)
            if _counts_itself(chart):
                continue
            text = dump(VisSpec((chart,)))
            valid = check(parse(text), table) == () and schema.is_valid(json.loads(text))
            assert grammar.admits(text) == valid, (text, table)
            both += valid
            neither += not valid
    assert both > 200  # neither side is tried with nearly nothing
    assert neither > 200


def test_the_levels_of_a_hierarchy_come_in_any_order() -> None:
    names = [f"level {i}" for i in range(9)]
    table = TableDescription(50, tuple(AttributeDescription(n, "STR", 5) for n in names))
    grammar = Grammar(json_grammar(table, components=["treemap"]))
    options = Options(aggregate="count")
    for levels in (names[:3], names[2::-1], [names[8], names[0], names[4]]):
        assert grammar.admits(
            dump(VisSpec((Chart("treemap", (("category", tuple(levels)),), options),)))
        )
    twice = (names[1], names[0], names[1])
    assert not grammar.admits(dump(VisSpec((Chart("treemap", (("category", twice),), options),))))


def test_long_lists_keep_the_tables_order() -> None:
    names = [f"measure {i}" for i in range(9)]
    numbers = tuple(AttributeDescription(n, "DOUBLE", 400) for n in names)
    table = TableDescription(500, (AttributeDescription("t", "DATE", 500), *numbers))
    grammar = Grammar(json_grammar(table, components=["line"]))

    def admitted(*y: str) -> bool:
        return grammar.admits(dump(VisSpec((Chart("line", (("x", ("t",)), ("y", y))),))))

    assert admitted(names[4])
    assert admitted(names[0], names[3], names[8])
    assert admitted(*names[:8])
    assert not admitted(names[3], names[0])
    assert not admitted(*names)  # one more than the component takes


@pytest.mark.parametrize("component", catalogue().values(), ids=lambda c: c.name)
def test_every_component_can_be_written(component: Any) -> None:
    table = fitting_table(component)
    text = json_grammar(table, components=[component.name])
    assert llama_reads(text)
    written = Grammar(text).write(random.Random(3))
    assert [c.component for c in parse(written).charts] == [component.name]
    assert check(parse(written), table) == ()


def test_components_are_narrowed_to_those_that_fit() -> None:
    grammar = Grammar(json_grammar(SALES, components=["map", "pie", "line"]))
    rng = random.Random(5)
    written = {parse(grammar.write(rng)).charts[0].component for _ in range(40)}
    assert written == {"pie", "line"}


@pytest.mark.parametrize(
    ("table", "components"), [(CLIENT, ["map"]), (CLIENT, []), (TableDescription(3, ()), None)]
)
def test_without_any_component_there_is_no_grammar(
    table: TableDescription, components: list[str] | None
) -> None:
    with pytest.raises(GrammarError):
        json_grammar(table, components=components)


@pytest.mark.parametrize(("name", "table"), WIDE, ids=[name for name, _ in WIDE])
def test_a_wide_table_has_a_small_grammar_soon(name: str, table: TableDescription) -> None:
    start = time.process_time()
    text = json_grammar(table, max_charts=3)
    assert time.process_time() - start < 5
    assert len(text) < 300_000
    assert text.count("\n") < 6000
    start = time.process_time()
    assert llama_reads(text)
    assert time.process_time() - start < 0.25
    grammar = Grammar(text)
    rng = random.Random(7)
    for _ in range(10):
        assert check(parse(grammar.write(rng)), table) == ()
    assert all(f'\\"{component}\\"' in text for component in feasible(table)), name


def test_one_component_of_a_wide_table_may_take_nearly_any_attribute() -> None:
    names = [f"measure {i}" for i in range(40)]
    table = TableDescription(
        900, tuple(AttributeDescription(n, "DOUBLE", 800, range=(0, 1)) for n in names)
    )
    text = json_grammar(table, components=["histogram"])
    assert all(f'\\"{name}\\"' in text for name in names)


def test_long_headers_are_written_once() -> None:
    long = "名" * 300
    table = TableDescription(
        90, tuple(AttributeDescription(f"{long}{i}", "INT", 9, range=(0, 5)) for i in range(12))
    )
    assert json_grammar(table).count(long) == 12


def test_equal_tables_have_equal_grammars() -> None:
    assert json_grammar(random_table(random.Random(4), 20)) == json_grammar(
        random_table(random.Random(4), 20)
    )


def test_what_the_schema_refuses() -> None:
    schema = jsonschema.Draft202012Validator(answer_schema(SALES))

    def valid(**parameter: Any) -> bool:
        return schema.is_valid({"vis": [{"name": "line", "parameter": parameter}]})

    assert valid(xAttribute="day", yAttribute=["sales", "profit"])
    assert valid(xAttribute="day", aggregate="count")  # rows counted over time
    assert not valid(xAttribute="shop")
    assert not valid(xAttribute="gone", yAttribute="sales")
    assert not valid(xAttribute="day", yAttribute="shop")
    assert not valid(xAttribute="day", yAttribute=["sales", "sales"])
    assert not valid(xAttribute="day", yAttribute="sales", bins=3)
    assert not valid(xAttribute="day", yAttribute="sales", aggregate="total")
    assert schema.is_valid({"vis": [], "message": "no date"})
    with pytest.raises(SpecError):
        parse(json.dumps({"vis": [{"name": "line", "parameter": {"bins": 3}}]}))
