from __future__ import annotations

import json

from vizapp.core.repeats import keep_repeats


def read(text: str) -> object:
    return json.loads(text, object_pairs_hook=keep_repeats)


def test_without_repeats_nothing_changes() -> None:
    text = '{"a": 1, "b": {"a": [{"a": 2}]}, "a (2)": 3}'
    assert read(text) == json.loads(text)


def test_a_repeat_is_numbered_and_takes_no_name_that_stands_elsewhere() -> None:
    assert read('{"a": 1, "a": 2, "a": 3, "a (2)": 4}') == {
        "a": 1,
        "a (3)": 2,
        "a (4)": 3,
        "a (2)": 4,
    }


def test_the_name_stays_the_first_key() -> None:
    record = read('{"value_amount": "INT", "value_amount": 5, "attribute_unit": "kg"}')
    assert list(record) == ["value_amount", "value_amount (2)", "attribute_unit"]  # type: ignore[call-overload]
