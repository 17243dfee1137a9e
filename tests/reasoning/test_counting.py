"""Which words of an ask count rows."""

from __future__ import annotations

import pytest

from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning.events import Request
from vizapp.reasoning.specials import ASK
from vizapp.reasoning.stream import encode_prompt

TICKETS = TableDescription(
    400,
    (
        AttributeDescription("工单编号", "STR", 400, meaning="id"),
        AttributeDescription("创建时间", "DATE", 200, granularity="day"),
        AttributeDescription("部门", "STR", 4),
        AttributeDescription("处理时长", "DOUBLE", 300),
    ),
)
ORDERS = TableDescription(
    400,
    (
        AttributeDescription("order_id", "INT", 400, meaning="id"),
        AttributeDescription("order_date", "DATE", 200, granularity="day"),
        AttributeDescription("product", "STR", 4),
        AttributeDescription("revenue", "DOUBLE", 300),
    ),
)


def marked(description: TableDescription, ask: str) -> str:
    """Return the marked ask, attributes by their names."""
    prompt = encode_prompt(description, Request(ask=ask))
    text = prompt.text.rpartition(ASK)[2].removesuffix("<|think|>")
    for position, name in enumerate(prompt.aliases):
        text = text.replace(f"<|{position + 1}|>", f"[{name}]")
    return text


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        ("每个月的工单数", "每个月的<|=count|>工单数"),
        ("各部门工单数量", "各[部门]部门<|=count|>工单数量"),
        ("每周新增工单", "<|=week|>每周新增<|=count|>工单"),
        ("每个部门有多少工单", "每个[部门]部门<|=count|>有多少工单"),
        ("工单按部门", "<|=count|>工单按[部门]部门"),
    ],
)
def test_chinese_counts(ask: str, expected: str) -> None:
    assert marked(TICKETS, ask) == expected


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        ("orders by product", "<|=count|>orders by [product]product"),
        ("how many orders per product", "<|=count|>how many orders per [product]product"),
        ("order count by product", "<|=count|>order count by [product]product"),
    ],
)
def test_english_counts(ask: str, expected: str) -> None:
    assert marked(ORDERS, ask) == expected


@pytest.mark.parametrize(
    ("description", "ask"),
    [
        (TICKETS, "每个工单的处理时长"),
        (TICKETS, "工单处理时长"),
        (ORDERS, "revenue per order"),
        (ORDERS, "orders by revenue"),
        (ORDERS, "revenue by order date"),
        (ORDERS, "top 5 orders by revenue"),
    ],
)
def test_what_counts_no_rows(description: TableDescription, ask: str) -> None:
    assert "<|=count|>" not in marked(description, ask)


def test_a_measure_of_that_name_is_no_count_of_rows() -> None:
    sales = TableDescription(
        12,
        (
            AttributeDescription("order_id", "INT", 12, meaning="id"),
            AttributeDescription("orders", "INT", 9),
            AttributeDescription("shop", "STR", 3),
        ),
    )
    assert marked(sales, "orders by shop") == "[orders]orders by [shop]shop"


def test_names_of_all_rows_are_counted_too() -> None:
    wards = TableDescription(
        200,
        (AttributeDescription("patient", "STR", 200), AttributeDescription("ward", "STR", 4)),
    )
    assert marked(wards, "patients per ward") == "<|=count|>patients per [ward]ward"


@pytest.mark.parametrize("ask", ["patient的数量", "the number of patient", "how many patients"])
def test_a_name_may_be_what_rows_are_counted_by(ask: str) -> None:
    wards = TableDescription(
        200,
        (AttributeDescription("patient", "STR", 200), AttributeDescription("ward", "STR", 4)),
    )
    assert "[patient]" in marked(wards, ask)


PEOPLE = (
    AttributeDescription("姓名", "STR", 190),
    AttributeDescription("科室", "STR", 6),
    AttributeDescription("护理费", "DOUBLE", 150),
)


@pytest.mark.parametrize("ask", ["哪个科室病人最多", "which 科室 has the most patients"])
def test_rows_that_are_people_are_counted_as_such(ask: str) -> None:
    assert "<|=count|>" in marked(TableDescription(200, PEOPLE), ask)
    counted = AttributeDescription("病人数", "INT", 50)
    assert "<|=count|>" not in marked(TableDescription(200, (*PEOPLE, counted)), ask)
    wards = (AttributeDescription("科室", "STR", 200), PEOPLE[2])
    assert "<|=count|>" not in marked(TableDescription(200, wards), ask)


def test_people_by_something_are_rows_where_rows_are_people() -> None:
    staff = (
        AttributeDescription("Name", "STR", 60),
        AttributeDescription("dept", "STR", 5),
        AttributeDescription("Age", "INT", 30, range=(20, 60)),
        AttributeDescription("Remote", "BOOL", 2, samples=("true", "false")),
    )
    table = TableDescription(60, staff)
    for ask in ("people over 40 by dept", "employees per dept", "各dept员工占比"):
        assert "<|=count|>" in marked(table, ask), ask
    assert "<|=count|>" not in marked(table, "people by Age and dept")  # the ages are measured
    assert "<|=count|>" not in marked(TableDescription(60, staff[1:]), "people over 40 by dept")
