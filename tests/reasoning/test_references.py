"""What the operations of an ask refer to."""

from __future__ import annotations

import pytest

from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning.events import Request
from vizapp.reasoning.specials import ASK
from vizapp.reasoning.stream import encode_prompt

TABLE = TableDescription(
    50,
    (
        AttributeDescription("地区", "STR", 5),
        AttributeDescription("面积", "DOUBLE", 50),
        AttributeDescription("价格", "INT", 40),
    ),
)
# Their aliases: 1 is 地区, 2 is 价格, 3 is 面积.


def marked(ask: str) -> str:
    text = encode_prompt(TABLE, Request(ask=ask, lang="zh")).text
    return text[text.index(ASK) + len(ASK) :]


@pytest.mark.parametrize(
    ("ask", "part"),
    [
        ("各地区的平均价格,按地区降序", "<|desc|><|1|>降序"),
        ("各地区的平均价格,价格由高到低", "<|desc|><|2|>由高到低"),
        ("各地区的条数,由低到高排列", "<|asc|><|=y|>由低到高"),
        ("各地区有多少条,按数量升序", "<|asc|><|=y|>升序"),
        ("把地区按倒序排,统计条数", "<|desc|><|1|>倒序"),
        ("各地区的平均价格,横轴降序", "<|desc|>降序"),
        ("average price by region, descending", "<|desc|>descending"),
    ],
)
def test_an_order_says_what_it_sorts_by(ask: str, part: str) -> None:
    assert part in marked(ask)


@pytest.mark.parametrize(
    ("ask", "part"),
    [
        ("各地区的条数,价格大于100", "<|v1|><|2|>100"),
        ("面积不低于 90 的地区", "<|v1|><|3|>90"),
        ("地区的条数,面积在90以上", "<|v1|><|3|>90"),
        ("count by 地区 where 价格 >= 30", "<|v1|><|2|>30"),
        ("价格最高的前5个地区", "<|v1|>5"),
    ],
)
def test_a_number_says_what_it_is_compared_with(ask: str, part: str) -> None:
    assert part in marked(ask)


def test_a_number_that_one_attribute_is_compared_with_filters_no_other() -> None:
    prompt = encode_prompt(TABLE, Request(ask="各地区的条数,价格大于100", lang="zh"))
    assert prompt.holders == (("价格",),)


def test_a_word_of_a_whole_name_is_no_operation() -> None:
    table = TableDescription(
        9, (AttributeDescription("Area", "STR", 3), AttributeDescription("Best finish", "INT", 9))
    )
    text = encode_prompt(table, Request(ask="best finish by area", lang="en")).text
    assert "<|c:area|>" not in text
    assert "<|=max|>" not in text
