"""By which groups an ask parts what it shows."""

from __future__ import annotations

import pytest

from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning import specials
from vizapp.reasoning.comparisons import owed
from vizapp.reasoning.events import Request
from vizapp.reasoning.guide import Guide
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
        AttributeDescription("city", "STR", 60),
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
        "显示地区与产品的计数",
        "region split per product",
        "产品的收入，按地区分组",
        "产品的收入，用颜色区分地区",
    ],
)
def test_two_groups_in_one_breath(ask: str) -> None:
    assert parted(ask) == {"region", "product"}


def test_what_has_too_many_values_for_colours_is_the_axis() -> None:
    prompt = encode_prompt(ORDERS, Request(ask="revenue by region and customer"))
    assert prompt.parted == {"region", "customer"}
    assert leaning_of(prompt).certain == {
        "x": {prompt.alias_of("customer")},
        "group": {prompt.alias_of("region")},
    }


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
        "revenue by customer and city",  # too many colours
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


STAFF = TableDescription(
    300,
    (
        AttributeDescription("department", "STR", 4, samples=("Sales", "IT")),
        AttributeDescription("gender", "STR", 2, samples=("F", "M")),
        AttributeDescription("age", "INT", 44, range=(20, 64)),
        AttributeDescription("salary", "INT", 120, range=(30, 90)),
        AttributeDescription("room_count", "INT", 9, range=(1, 9)),
        AttributeDescription("hire_date", "DATE", 280, granularity="day"),
    ),
)


@pytest.mark.parametrize(
    ("ask", "measured"),
    [
        ("salary by department", {"salary"}),
        ("share of salary by department", {"salary"}),
        ("each department's salary and age", {"salary", "age"}),
        ("salary of departments where age is over 40", {"salary"}),  # the age is only compared
        ("how many rooms per department", {"room_count"}),  # counted already
        ("number of people by department", set()),  # people are no rooms
        ("departments with the most people", set()),
    ],
)
def test_what_is_measured(ask: str, measured: set[str]) -> None:
    prompt = encode_prompt(STAFF, Request(ask=ask))
    assert prompt.measured == measured
    assert leaning_of(prompt).measured == {*map(prompt.alias_of, measured)}


@pytest.mark.parametrize(
    ("ask", "counts"),
    [
        ("how many colleagues per department", True),
        ("headcount by department and gender", True),
        ("number of colleagues by department where age is over 40", True),
        ("gender split per department", True),
        ("colleagues hired per month, how many", True),
        ("number of people by age", False),
        ("average number of rooms by department", False),
        ("salary by department", False),
        ("按年汇总入职的人数", True),
    ],
)
def test_what_counts_rows(ask: str, counts: bool) -> None:
    assert encode_prompt(STAFF, Request(ask=ask)).counts is counts


def test_what_rows_are_stands_on_no_axis() -> None:
    prompt = encode_prompt(ORDERS, Request(ask="number of products per region"))
    assert prompt.linked == {"region"}
    assert encode_prompt(ORDERS, Request(ask="number of products")).linked == {"product"}


@pytest.mark.parametrize(("last", "counts"), [("等候分钟", True), ("就诊费用", False)])
def test_dates_say_what_happens_in_each_row(last: str, counts: bool) -> None:
    table = TableDescription(
        90,
        (
            AttributeDescription("就诊日期", "DATE", 80, granularity="day"),
            AttributeDescription("科室", "STR", 4),
            AttributeDescription(last, "INT", 60),
        ),
    )
    cued = encode_prompt(table, Request(ask="不同科室就诊占比")).cued
    assert (specials.word_token("count") in cued) is counts


COSTS = TableDescription(
    400,
    (
        AttributeDescription("admitted", "DATE", 200, granularity="day"),
        AttributeDescription("ward", "STR", 4, samples=("A", "B")),
        AttributeDescription("drug cost", "DOUBLE", 300, unit="EUR", range=(10, 900)),
        AttributeDescription("exam cost", "DOUBLE", 300, unit="EUR", range=(10, 800)),
        AttributeDescription("stay", "INT", 20, unit="days", range=(1, 30)),
    ),
)


@pytest.mark.parametrize(
    ("ask", "together"),
    [
        ("drug cost and exam cost by ward", ("drug cost", "exam cost")),
        ("exam cost, drug cost and stay by ward", ("exam cost", "drug cost", "stay")),
        ("drug cost by ward", ()),
        ("drug cost against exam cost", ()),
        ("drug cost by ward and stay", ()),
    ],
)
def test_measures_in_one_breath(ask: str, together: tuple[str, ...]) -> None:
    assert encode_prompt(COSTS, Request(ask=ask)).together == together


@pytest.mark.parametrize(
    ("measures", "one_scale"), [("drug cost and exam cost", True), ("drug cost and stay", False)]
)
def test_unlike_measures_share_no_scale(measures: str, one_scale: bool) -> None:
    said = leaning_of(encode_prompt(COSTS, Request(ask=f"monthly {measures} over time"))).anywhere
    dear = [said.get(specials.component_token(name), 0.0) for name in ("line", "dualAxes")]
    assert (dear[0] <= dear[1]) is one_scale
    assert said[specials.component_token("pie")] > 0  # it has room for one


def test_a_chart_measures_all_that_is_named_in_one_breath() -> None:
    prompt = encode_prompt(COSTS, Request(ask="drug cost and exam cost by ward"))
    tokens = {name: prompt.alias_of(name) for name in prompt.aliases}
    guide = Guide(prompt)
    steps = (specials.component_token("column"), specials.channel_token("x"), tokens["ward"])
    for token in (*steps, specials.channel_token("y")):
        guide.accept(token)
    assert {*guide.allowed()} == {tokens["drug cost"], tokens["exam cost"]}
    guide.accept(tokens["exam cost"])
    assert guide.allowed() == [tokens["drug cost"]]


VISITS = TableDescription(
    300,
    (
        AttributeDescription("入院日期", "DATE", 200, granularity="day"),
        AttributeDescription("出院日期", "DATE", 200, granularity="day"),
        AttributeDescription("科室", "STR", 6),
        AttributeDescription("费用", "DOUBLE", 280),
    ),
)


@pytest.mark.parametrize(
    ("ask", "date"),
    [
        ("每月费用", "入院日期"),  # the first of the file
        ("费用走势", "入院日期"),
        ("每月出院人数", "出院日期"),
        ("按出院日期看每月费用", "出院日期"),
    ],
)
def test_a_step_of_time_is_of_one_date(ask: str, date: str) -> None:
    prompt = encode_prompt(VISITS, Request(ask=ask))
    dates = {name for name in prompt.linked if name.endswith("日期")}
    marks = {
        m
        for m in (prompt.alias_of(n) for n in ("入院日期", "出院日期"))
        if m in prompt.text.rpartition(specials.ASK)[2]
    }
    assert dates == {date}
    assert marks == {prompt.alias_of(date)}
    leaning = leaning_of(prompt)
    every = {prompt.alias_of(name) for name in prompt.aliases}
    if leaning.timely:
        assert every - leaning.barred("line", "x") == {prompt.alias_of(date)}


SHOPS = TableDescription(
    400,
    (
        AttributeDescription("city", "STR", 8, samples=("Bergen", "Madrid", "Oslo")),
        AttributeDescription("kind", "STR", 3, samples=("Desk", "Lamp", "Sofa")),
        AttributeDescription("sales", "DOUBLE", 300),
    ),
)


@pytest.mark.parametrize(
    ("ask", "owes"),
    [
        ("Bergen vs Madrid sales", True),
        ("sales of Bergen, Oslo and Madrid", True),
        ("Bergen和Madrid的sales对比", True),
        ("Desk vs Lamp sales", False),  # two of three: all may be shown
        ("sales of Bergen, Madrid etc", False),
        ("share of Bergen and Madrid in sales", False),
    ],
)
def test_a_few_cells_that_are_compared_are_all_that_is_shown(ask: str, owes: bool) -> None:
    prompt = encode_prompt(SHOPS, Request(ask=ask))
    assert bool(owed(prompt)) is owes
