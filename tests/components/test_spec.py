"""The client's answer is read and written byte for byte."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.components.tables import (
    CLIENT_ANSWER,
    CLIENT_WRAPPED,
    HOSTILE_NAMES,
)
from vizapp.components.spec import (
    Chart,
    Filter,
    Options,
    VisSpec,
    chart_to_json,
    dump,
    parse,
    parse_chart,
)
from vizapp.core.errors import (
    ChannelTypeError,
    SpecError,
    SpecSyntaxError,
    UnknownComponentError,
)

CLIENT_SPEC = VisSpec((Chart("line", (("x", ("时间区间",)), ("y", ("收盘价:前复权",)))),))
FULL = Chart(
    "column",
    (("x", ("day",)), ("y", ("sales", "profit")), ("group", ("shop",))),
    Options(
        aggregate="mean",
        time_unit="month",
        sort="-y",
        limit=7,
        stack="percent",
        filters=(
            Filter("shop", "in", ("North", 3, 2.5)),
            Filter("sales", ">=", 20000),
            Filter("open", "=", True),
        ),
    ),
)


def one(name: str = "line", **parameter: Any) -> dict[str, Any]:
    return {"vis": [{"name": name, "parameter": parameter}]}


def test_the_clients_answer_is_read_and_written_byte_for_byte() -> None:
    assert parse(CLIENT_ANSWER) == CLIENT_SPEC
    assert dump(CLIENT_SPEC) == CLIENT_ANSWER


def test_the_clients_training_target_is_read_and_written_byte_for_byte() -> None:
    assert parse(CLIENT_WRAPPED) == CLIENT_SPEC
    assert dump(CLIENT_SPEC, wrapped=True) == CLIENT_WRAPPED


@pytest.mark.parametrize("wrapped", [False, True])
def test_every_option_comes_back(wrapped: bool) -> None:
    text = dump(VisSpec((FULL,)), wrapped=wrapped)
    assert parse(text) == VisSpec((FULL,))
    assert json.loads(text)["vis"][0]["parameter"]["timeUnit"] == "month"
    keys = list(json.loads(text)["vis"][0]["parameter"])
    assert keys == [
        "xAttribute", "yAttribute", "groupAttribute",
        "aggregate", "timeUnit", "sort", "limit", "stack", "filter",
    ]  # fmt: skip


def test_filters_are_wrapped_like_other_references() -> None:
    record = chart_to_json(FULL, wrapped=True)["parameter"]["filter"]
    assert [item["attribute"] for item in record] == ["$$shop$$", "$$sales$$", "$$open$$"]
    assert record[0]["value"] == ["North", 3, 2.5]


def test_one_attribute_is_a_string_and_several_are_a_list() -> None:
    assert parse(one(xAttribute="a", yAttribute=["b"])) == parse(
        one(xAttribute="a", yAttribute="b")
    )
    assert chart_to_json(FULL)["parameter"]["yAttribute"] == ["sales", "profit"]


def test_channels_come_in_the_declared_order() -> None:
    spec = parse(one(groupAttribute="g", yAttribute="y", xAttribute="x"))
    assert [channel for channel, _ in spec.charts[0].channels] == ["x", "y", "group"]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_any_header_survives(name: str) -> None:
    spec = VisSpec((Chart("histogram", (("x", (name,)),)),))
    assert parse(dump(spec, wrapped=True)) == spec
    assert parse(dump(spec), names=(name,)) == spec


def test_a_name_that_looks_wrapped_is_only_unwrapped_where_no_column_has_it() -> None:
    text = json.dumps(one("histogram", xAttribute="$$price$$"))
    assert parse(text).charts[0].names("x") == ("price",)
    assert parse(text, names=("price",)).charts[0].names("x") == ("price",)
    assert parse(text, names=("$$price$$",)).charts[0].names("x") == ("$$price$$",)


def test_an_empty_answer_says_why() -> None:
    spec = VisSpec((), "表中没有时间列。")
    assert dump(spec) == '{"vis": [], "message": "表中没有时间列。"}'
    assert parse(dump(spec)) == spec


@pytest.mark.parametrize(
    "text",
    ["", "no json", "[]", "{}", '{"vis": {}}', '{"vis": ["line"]}', '{"vis": [{"name": 3}]}',
     '{"vis": [{"name": "line", "parameter": [1]}]}', CLIENT_ANSWER[:-1]],
)  # fmt: skip
def test_what_is_no_spec_is_a_syntax_error(text: str) -> None:
    with pytest.raises(SpecSyntaxError):
        parse(text)


def test_an_unknown_component_gets_a_near_match() -> None:
    with pytest.raises(UnknownComponentError) as caught:
        parse(one("coulmn"))
    assert caught.value.fields == {"component": "coulmn"}
    assert caught.value.hint == "Did you mean 'column'?"


def test_an_unknown_parameter_is_named_and_gets_a_near_match() -> None:
    with pytest.raises(ChannelTypeError) as caught:
        parse(one(xAtribute="a"))
    assert caught.value.fields == {"component": "line", "parameter": "xAtribute"}
    assert caught.value.hint == "Did you mean 'xAttribute'?"
    assert "line" in caught.value.message
    assert "xAtribute" in caught.value.message


def test_a_parameter_of_another_component_is_refused_with_what_it_takes() -> None:
    with pytest.raises(ChannelTypeError) as caught:
        parse(one("histogram", zzz="a"))
    assert caught.value.hint == "It takes xAttribute, groupAttribute, bins, filter."


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("line", "xAttribute", 3),
        ("line", "xAttribute", None),
        ("line", "yAttribute", ["a", 3]),
        ("line", "xAttribute", {"field": "a"}),
        ("line", "aggregate", "total"),
        ("line", "aggregate", ["sum"]),
        ("line", "timeUnit", "decade"),
        ("line", "sort", "x-"),
        ("line", "limit", 0),
        ("line", "limit", True),
        ("line", "limit", "10"),
        ("line", "limit", 2.0),
        ("area", "stack", "true"),
        ("histogram", "bins", -1),
        ("line", "filter", "a > 3"),
        ("line", "filter", [{"attribute": "a", "op": ">"}]),
        ("line", "filter", [{"attribute": "a", "op": "like", "value": 1}]),
        ("line", "filter", [{"attribute": 7, "op": "=", "value": 1}]),
        ("line", "filter", [{"op": "=", "value": 1}]),
        ("line", "filter", [{"attribute": "a", "op": "=", "value": None}]),
        ("line", "filter", [{"attribute": "a", "op": "in", "value": [[1]]}]),
        ("line", "filter", [{"attribute": "a", "op": "=", "value": float("nan")}]),
    ],
)
def test_an_impossible_value_names_its_parameter(name: str, parameter: str, value: Any) -> None:
    with pytest.raises(SpecError) as caught:
        parse(one(name, **{parameter: value}))
    assert caught.value.fields == {"component": name, "parameter": parameter}


def test_one_filter_may_stand_without_a_list() -> None:
    item = {"attribute": "a", "op": "<", "value": 3}
    assert parse(one(filter=item)) == parse(one(filter=[item]))


def test_a_chart_knows_its_attributes_each_once() -> None:
    assert FULL.attributes() == ("day", "sales", "profit", "shop", "open")
    assert FULL.name("y") == "sales"
    assert FULL.name("size") is None
    assert FULL.key_names == ("day", "shop")


def test_the_form_follows_from_the_parameters() -> None:
    listed = parse_chart({"name": "radar", "parameter": {"valueAttribute": ["a", "b", "c"]}})
    paired = parse_chart(
        {"name": "radar", "parameter": {"categoryAttribute": "a", "valueAttribute": "b"}}
    )
    assert listed.form is listed.declaration.forms[1]
    assert paired.form is paired.declaration.forms[0]


def test_brackets_without_end_are_no_spec() -> None:
    with pytest.raises(SpecSyntaxError, match="not JSON"):
        parse("[" * 100_000)
