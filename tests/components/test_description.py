"""The attribute description is read and written byte for byte."""

from __future__ import annotations

import json
import pickle
import random
from typing import Any

import pytest

from tests.components.tables import CLIENT, CLIENT_TEXT, HOSTILE_NAMES, random_table
from vizapp.core.errors import DataError
from vizapp.profile.attributes import (
    AttributeDescription,
    TableDescription,
    parse_description,
)

FACTS = (
    "value_amount",
    "attribute_unit",
    "missing",
    "range",
    "total",
    "granularity",
    "order",
    "meaning",
    "samples",
)


def text_of(description: TableDescription) -> str:
    return json.dumps(description.to_json(), ensure_ascii=False)


def again(description: TableDescription) -> TableDescription:
    return parse_description(json.loads(text_of(description)))


def test_the_clients_example_is_read_and_written_byte_for_byte() -> None:
    assert parse_description(json.loads(CLIENT_TEXT)) == CLIENT
    assert text_of(CLIENT) == CLIENT_TEXT


@pytest.mark.parametrize("name", [*FACTS, *HOSTILE_NAMES, "data_amount"])
def test_a_column_may_be_called_anything(name: str) -> None:
    attribute = AttributeDescription(
        name,
        "STR",
        7,
        unit="km",
        missing=2,
        range=("2024-01-01", "2024-02-01"),
        total=100,
        granularity="day",
        order="size",
        meaning="code",
        samples=("S", "M"),
    )
    description = TableDescription(20, (attribute, AttributeDescription("other", "INT", 3)))
    assert next(iter(attribute.to_json())) == name
    assert again(description) == description


@pytest.mark.parametrize("name", ["value_amount", "attribute_unit"])
def test_a_reader_of_the_clients_keys_takes_such_a_columns_name(name: str) -> None:
    record = {"data_amount": 4, "attribute_description": [{name: "STR"}], "attribute_amount": 1}
    attribute = parse_description(record).attributes[0]
    assert (attribute.name, attribute.type, attribute.value_amount) == (name, "STR", 4)


@pytest.mark.parametrize("seed", range(20))
def test_any_description_comes_back(seed: int) -> None:
    rng = random.Random(seed)
    table = random_table(rng, rng.randint(1, 12), names=HOSTILE_NAMES)
    links = (table.names[:2],) if len(table.names) > 1 else ()
    description = TableDescription(
        table.data_amount, table.attributes, table.keys, nested=links, correlated=links
    )
    assert again(description) == description


def test_facts_that_are_damaged_are_left_out() -> None:
    facts: dict[str, Any] = {
        "value_amount": "many",
        "attribute_unit": 5,
        "missing": -3,
        "range": [1, "b"],
        "total": True,
        "granularity": "decade",
        "order": ["month"],
        "meaning": "soul",
        "samples": "abc",
        "unheard_of": {},
    }
    record = {
        "data_amount": 8,
        "attribute_description": [{"a": "int", **facts}],
        "keys": [["a", ["a"]], ["a", "gone"], "a", ["a"]],
        "nested": [[{}, 1]],
    }
    assert parse_description(record) == TableDescription(8, (AttributeDescription("a", "INT", 8),))


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "1e999", "1" + "0" * 400])
def test_numbers_that_cannot_be_computed_with_are_left_out(bad: str) -> None:
    record = json.loads(
        '{"data_amount": 3, "attribute_description":'
        f' [{{"a": "DOUBLE", "value_amount": 3, "range": [0, {bad}], "total": {bad}}}]}}'
    )
    attribute = parse_description(record).attributes[0]
    assert (attribute.range, attribute.total) == (None, None)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (None, "not an attribute description"),
        ([], "not an attribute description"),
        ({"data_amount": 3}, "not an attribute description"),
        ({"attribute_description": []}, '"data_amount"'),
        ({"attribute_description": [], "data_amount": "3"}, '"data_amount"'),
        ({"attribute_description": [], "data_amount": True}, '"data_amount"'),
        ({"attribute_description": [], "data_amount": -1}, '"data_amount"'),
        ({"attribute_description": [{"a": "INT"}, {}], "data_amount": 3}, "Attribute 2"),
        ({"attribute_description": ["a"], "data_amount": 3}, "Attribute 1"),
        ({"attribute_description": [{"a": "TEXT"}], "data_amount": 3}, "'TEXT'"),
        ({"attribute_description": [{"a": "INT"}] * 2, "data_amount": 3}, "same name"),
    ],
)
def test_an_error_names_the_place(record: Any, words: str) -> None:
    with pytest.raises(DataError, match=words):
        parse_description(record)


TABLE = TableDescription(
    10,
    (
        AttributeDescription("id", "INT", 10),
        AttributeDescription("city", "STR", 5),
        AttributeDescription("year", "INT", 2),
        AttributeDescription("gaps", "STR", 8, missing=2),
    ),
    keys=(("city", "year"),),
)


@pytest.mark.parametrize(
    ("names", "repeats"),
    [
        ((), True),
        (("id",), False),
        (("city",), True),
        (("year",), True),
        (("year", "city"), False),
        (("gaps",), False),
        (("city", "id"), False),
    ],
)
def test_rows_repeat_unless_an_attribute_or_a_key_tells_them_apart(
    names: tuple[str, ...], repeats: bool
) -> None:
    assert TABLE.repeats(names) is repeats


def test_one_row_never_repeats() -> None:
    assert not TableDescription(1, (AttributeDescription("a", "INT", 1),)).repeats(())


def test_attributes_are_found_by_name() -> None:
    assert TABLE.attribute("city") is TABLE.attributes[1]
    assert TABLE.attribute("City") is None
    assert TABLE.names == ("id", "city", "year", "gaps")


def test_notes_stay_with_the_description_and_out_of_its_copies() -> None:
    table = TableDescription(3, (AttributeDescription("a", "INT", 3),))
    before = pickle.dumps(table)
    table.notes["derived"] = list(range(99))
    assert table.attribute("a") is not None
    assert pickle.dumps(table) == before
    copy = pickle.loads(before)
    assert copy == table
    assert copy.notes == {}
    assert copy.attribute("a") == table.attribute("a")
