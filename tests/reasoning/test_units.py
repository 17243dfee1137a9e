"""Amounts in another unit than the table's, and shares as the table holds them."""

from __future__ import annotations

import pytest

from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning.events import Request
from vizapp.reasoning.stream import encode_prompt
from vizapp.reasoning.units import converted_in, find_converted, find_shares


def table_of(*names: str, unit: str | None = None) -> TableDescription:
    return TableDescription(
        50, tuple(AttributeDescription(name, "DOUBLE", 40, unit=unit) for name in names)
    )


@pytest.mark.parametrize(
    ("ask", "name", "value"),
    [
        ("停留一小时以上的", "停留时长(分)", 60),
        ("longer than half an hour", "duration_min", 30),
        ("first half hour only", "min", 30),
        ("over 2 hours", "Wait Minutes", 120),
        ("two hours or more", "waiting_mins", 120),
        ("播了一个半小时以上", "时长(秒)", 5400),
        ("over 90 minutes", "Stay (h)", 1.5),
        ("压了两天以上的件", "滞留小时", 48),
        ("more than a week", "days_in_transit", 7),
        ("一岁以下的幼崽", "AgeMonths", 12),
        ("over 1 ton", "payload_kg", 1000),
        ("不到20斤", "重量(公斤)", 10),
        ("over 1.5 km", "depth_m", 1500),
        ("一米以下的小苗", "height_cm", 100),
        ("under 2 hectares", "面积(亩)", 30),
        ("over 500 ml", "volume_l", 0.5),
        ("files over 2 GB", "size_mb", 2048),
    ],
)
def test_an_amount_is_given_in_the_unit_of_the_table(ask: str, name: str, value: float) -> None:
    table = table_of(name, "cost")
    found = [(end, number) for _, end, number in find_converted(ask, table)]
    assert [number for _, number in found] == [value]
    assert converted_in(ask, found[0][0], table) == name
    prompt = encode_prompt(table, Request(ask=ask))
    assert prompt.values[0] == value
    assert prompt.holders[0] == (name,)


@pytest.mark.parametrize(
    ("ask", "name"),
    [
        ("over 30 minutes", "duration_min"),  # found as it stands
        ("over 2 hours", "cost"),
        ("minutes a day", "minutes"),
        ("每小时以上", "minutes"),
        ("不看七天无理由的", "处理时长(h)"),
        ("一天的时间都花在哪了", "mins"),
        ("in the last 2 weeks", "days"),
        ("past 2010 years", "AgeMonths"),
        ("over 2 days", "week"),
        ("第2周以后", "days"),
        ("over 65s", "Age"),
        ("超过100米", "age_m"),
    ],
)
def test_what_is_no_amount_of_another_unit_stays(ask: str, name: str) -> None:
    assert list(find_converted(ask, table_of(name))) == []


def test_the_unit_nearest_in_size_is_meant() -> None:
    table = table_of("响应(分)", "解决时长(小时)")
    assert [v for *_, v in find_converted("took more than a day", table)] == [24]
    table = table_of("年龄", "净成绩(分钟)")
    assert [v for *_, v in find_converted("under 4 hours", table)] == [240]


def test_the_unit_of_the_cells_prevails_over_the_name() -> None:
    table = table_of("duration_min", unit="s")
    assert [v for *_, v in find_converted("over 2 hours", table)] == [7200]


@pytest.mark.parametrize(
    ("ask", "largest", "value"),
    [
        ("超过40%的", 0.9, 0.4),
        ("不到四成的", 85.0, 40),
        ("占比低于一半的", 0.9, 0.5),
        ("below half", 85.0, 50),
        ("more than half an hour", 85.0, None),
        ("四成交", 85.0, None),
    ],
)
def test_a_share_is_given_as_the_table_holds_it(
    ask: str, largest: float, value: float | None
) -> None:
    attribute = AttributeDescription("会员占比", "DOUBLE", 40, range=(0.01, largest))
    found = [v for *_, v in find_shares(ask, TableDescription(50, (attribute,)))]
    assert found == ([] if value is None else [value])


def test_kilo_is_no_thousand_of_metres() -> None:
    prompt = encode_prompt(table_of("里程(公里)"), Request(ask="超过20千米的"))
    assert prompt.values == (20,)
    prompt = encode_prompt(table_of("金额"), Request(ask="超过20千元的"))
    assert prompt.values == (20_000,)
