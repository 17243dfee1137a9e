"""Words with an order of their own, and the place of each."""

from __future__ import annotations

import pytest

from vizapp.profile.orders import order_of, sort_key

# Each list stands in its own order.
ORDERED = [
    ("month", ["January", "February", "December"]),
    ("month", ["Jan", "Sept.", "oct"]),
    ("month", ["一月", "三月", "十二月"]),
    ("month", ["1月", "2月", "10月份"]),
    ("weekday", ["Mon", "Wednesday", "SUN"]),
    ("weekday", ["周一", "星期三", "周日"]),
    ("quarter", ["Q1", "Q2", "Q4"]),
    ("quarter", ["第一季度", "二季度", "4季度"]),
    ("quarter", ["S1 2019", "S2 2019", "S1 2020"]),
    ("quarter", ["上半年", "下半年"]),
    ("quarter", ["H1 2020", "H2 2020", "H1 2021"]),
    ("season", ["春", "夏季", "秋天", "冬"]),
    ("season", ["Spring 2020", "Fall 2020", "Spring 2021"]),
    ("daypart", ["早上", "中午", "下午", "晚上"]),
    ("daypart", ["Morning", "Afternoon", "Night"]),
    ("daypart", ["08:00-10:00", "10:00-12:00", "22:00-24:00"]),
    ("daypart", ["9:00", "10:30", "1 pm"]),
    ("band", ["<18", "18-24", "25-34岁", "65+"]),
    ("band", ["18岁以下", "18-24岁", "25-34岁", "45岁以上"]),
    ("band", ["0-5km", "5-10km", "10km以上"]),
    ("band", ["under 18", "18 to 30", "over 30"]),
    ("band", ["$20k - $40k", "$40k - $60k", "$100k - $200k"]),
    ("band", ["5-10万", "10-20万"]),
    ("band", ["1977-1989", "2000-2002"]),
    ("band", ["1984-85", "1993-94"]),
    ("band", ["2009/10", "2010/11", "2011/12"]),
    ("grade", ["第1周", "第2周", "第10周"]),
    ("grade", ["第一期", "第二期", "第十一期"]),
    ("grade", ["Week 2", "Week 9", "Week 10"]),
    ("size", ["S", "M", "L", "XL"]),
    ("size", ["小", "中", "大"]),
    ("grade", ["A+", "A", "B"]),
    ("grade", ["一年级", "二年级", "三年级"]),
    ("grade", ["小一", "初一", "高二"]),
    ("grade", ["low", "medium", "high"]),
    ("grade", ["Low risk", "Medium risk", "High risk"]),
    ("grade", ["Class I", "Class II", "Class IV"]),
    ("grade", ["Strongly disagree", "Neutral", "Strongly agree"]),
    ("grade", ["初中", "高中", "本科"]),
]


@pytest.mark.parametrize(("order", "words"), ORDERED)
def test_orders(order: str, words: list[str]) -> None:
    assert order_of(words) == order
    assert order_of(words[::-1]) == order
    backwards = words[::-1]
    assert sorted(backwards, key=lambda word: sort_key(order, word, words)) == words


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["北京", "上海"],
        ["A", "B", "C"],
        ["C+", "C-"],
        ["M"],
        ["2-1", "0-3"],
        ["2009/10", "2010/12"],
        ["13-33S", "15-1G", "15-9Q", "16-2H"],
        ["555-1234", "555-9999", "444-0000"],
        ["March", "Sunday"],
        ["high school rock", "low fi"],
    ],
)
def test_words_without_an_order(words: list[str]) -> None:
    assert order_of(words) is None


def test_a_remainder_comes_last() -> None:
    words = ["18-24", "25-34", "35-44", "Other"]
    assert order_of(words) == "band"
    assert max(words, key=lambda word: sort_key("band", word)) == "Other"
    assert order_of(["18-24", "Other"]) is None
