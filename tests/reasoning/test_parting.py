"""By which groups an ask parts what it shows."""

from __future__ import annotations

import pytest

from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning.events import Request
from vizapp.reasoning.leaning import leaning_of
from vizapp.reasoning.stream import encode_prompt

ORDERS = TableDescription(
    400,
    (
        AttributeDescription("order_id", "INT", 400, meaning="id"),
        AttributeDescription("order_date", "DATE", 200, granularity="day"),
        AttributeDescription("region", "STR", 4, samples=("North", "South")),
        AttributeDescription("product", "STR", 5, samples=("Sofa", "Lamp")),
        AttributeDescription("customer", "STR", 90),
        AttributeDescription("revenue", "DOUBLE", 300),
    ),
)


def parted(ask: str) -> set[str]:
    return set(encode_prompt(ORDERS, Request(ask=ask)).parted)


@pytest.mark.parametrize(
    "ask",
    [
        "revenue by region and product",
        "sales by product for each region",
        "orders by region and product",
        "compare products across regions",
        "quantity per product split by region",
        "各地区各产品的销售额",
        "不同产品在各地区的收入",
        "产品和地区的平均收入",
    ],
)
def test_two_groups_in_one_breath(ask: str) -> None:
    assert parted(ask) == {"region", "product"}


@pytest.mark.parametrize(
    "ask",
    [
        "monthly revenue by region",
        "revenue over time per region",
        "每月各地区销售额",
        "按地区看收入趋势",
    ],
)
def test_one_group_beside_a_course(ask: str) -> None:
    assert parted(ask) == {"region"}


@pytest.mark.parametrize(
    "ask",
    [
        None,
        "revenue by region",
        "the number of products by region",  # counts one of them
        "monthly revenue of Lamp by product",  # filters by the group
        "revenue by customer and region",  # too many colours
        "regions where products sell badly",
        "which region sells the most of each product?",
        "monthly revenue",
    ],
)
def test_what_parts_by_no_second_group(ask: str | None) -> None:
    prompt = encode_prompt(ORDERS, Request(ask=ask))
    assert prompt.parted == frozenset()
    assert leaning_of(prompt).parted == frozenset()


def test_the_group_is_kept_for_what_the_ask_parts_by() -> None:
    prompt = encode_prompt(ORDERS, Request(ask="revenue by region and product"))
    leaning = leaning_of(prompt)
    groups = {prompt.alias_of(name) for name in ("region", "product")}
    assert leaning.parted == groups
    every = {prompt.alias_of(name) for name in prompt.aliases}
    assert every - leaning.barred("column", "group") == groups
    assert not leaning.barred("pie", "category") & groups


def test_one_group_is_no_axis_of_a_course() -> None:
    prompt = encode_prompt(ORDERS, Request(ask="monthly revenue by region"))
    leaning = leaning_of(prompt)
    every = {prompt.alias_of(name) for name in prompt.aliases}
    for component in ("line", "column"):
        assert every - leaning.barred(component, "x") == {prompt.alias_of("order_date")}
        assert every - leaning.barred(component, "group") == {prompt.alias_of("region")}
