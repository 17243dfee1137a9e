"""Cells, flags, periods and numbers that an ask means in other words than theirs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vizapp.components.spec import Chart, Filter, Options, VisSpec
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning import cells
from vizapp.reasoning.cells import (
    cell_spans,
    first_parts,
    left_out,
    meant_flags,
    meant_spans,
    picked,
)
from vizapp.reasoning.comparisons import comparable, operators, owed
from vizapp.reasoning.events import Request
from vizapp.reasoning.guide import Guide
from vizapp.reasoning.leaning.asks import leaning
from vizapp.reasoning.linking import link_names
from vizapp.reasoning.mentions import find_mentions, find_values
from vizapp.reasoning.moments import find_periods
from vizapp.reasoning.specials import END, known_tokens
from vizapp.reasoning.stream import encode_prompt

ORDERS = TableDescription(
    200,
    (
        AttributeDescription("订单日期", "DATE", 90),
        AttributeDescription("产品", "STR", 3, samples=("钢材", "Laptop", "后海店")),
        AttributeDescription("性别", "STR", 2, samples=("M", "F")),
        AttributeDescription("is_paid", "BOOL", 2, samples=("true", "false")),
        AttributeDescription("金额(万元)", "DOUBLE", 180, unit="万元"),
    ),
)


@pytest.mark.parametrize(
    ("ask", "value", "said"),
    [
        ("laptops only", "Laptop", "laptops"),
        ("只看女生", "F", "女生"),
        ("women only", "女", "women"),
        ("only steel", "钢材", "steel"),
        ("去掉后海", "后海店", "后海"),
        ("华南这几年收入", "华南事业部", "华南"),
        ("texas and florida", "TX", "texas"),
        ("田纳西的县", "TN", "田纳西"),
        ("伦敦以外", "London", "伦敦"),
        ("weekends only", "Sat", "weekends"),
        ("周末两天", "Sun", "周末"),
        ("men only", "M", "men"),
        ("sales in TX", "Texas", "TX"),
        ("UK sales", "United Kingdom", "UK"),
        ("三季度平均", "Q3", "三季度"),
        ("rush hour (15 to 18) only", "15-18", "15 to 18"),
        ("15到18点", "15-18", "15到18"),
        ("just line A", "A线", "line A"),
        ("三班去掉", "3班", "三班"),
        ("第3批不要", "三批", "第3批"),
        ("building B", "B栋", "building B"),
        ("A栋的", "Building A", "A栋"),
        ("还没到货的单子", "未到货", "还没到货"),
        ("没回访的件数", "未回访", "没回访"),
        ("审核过的", "已审核", "审核过"),
        ("只看突变体1", "mut1", "突变体1"),
        ("just the S1s", "S1", "S1s"),
        ("credit cards and so on, credit card", "credit_card", "credit card"),
        ("only B级", "grade b", "B级"),
        ("drop the no-shows", "爽约", "no-shows"),
        ("里加办公室", "Riga", "里加"),
        ("undergrads", "本科生", "undergrads"),
    ],
)
def test_a_cell_is_found_in_other_words(ask: str, value: str, said: str) -> None:
    assert said in [ask[start:end] for start, end in meant_spans(ask, value)]


@pytest.mark.parametrize(
    ("ask", "value"),
    [
        ("from high to low", "高"),
        ("draw a bar chart", "平局"),
        ("how many per day", "白班"),
        ("in or out", "OR"),
        ("average by group", "中"),
        ("有没有好转", "无"),
        ("desks only", "Laptop"),
        ("can you show it", "Canada"),
        ("sales per region", "Peru"),
        ("show us the sales", "United States"),
        ("没来报到的有几个", "已报到"),
        ("只要不一致条件", "congruent"),
        ("amount per company", "企业"),
        ("heat map of topics", "供暖"),
        ("按企业看", "corporate"),
        ("over 15, to 18", "15-18"),
        ("lines only", "A线"),
        ("二十一班", "高二1班"),
    ],
)
def test_common_words_are_no_cells(ask: str, value: str) -> None:
    assert cell_spans(ask, value) == []


@pytest.mark.parametrize(
    ("ask", "name", "value"),
    [
        ("unencrypted laptops", "encrypted", "false"),
        ("不合格的批次", "passed", "false"),
        ("没付钱的", "paid", "false"),
        ("union members", "member", "true"),
        ("合格的批次", "passed", "true"),
    ],
)
def test_a_word_that_says_no_speaks_of_no(ask: str, name: str, value: str) -> None:
    links = [(link.start, link.end) for link in link_names(ask, [name])]
    assert {said for *_, said in meant_flags(ask, name, links)} == {value}


def test_every_spelling_stands_in_few_lines() -> None:
    """A word that may be many things says nothing."""
    lines = cells.things()
    for words in lines:
        assert 1 < len(words) == len(set(words)), words
        assert all(w == w.strip().casefold() and w for w in words), words
    for word in {w for words in lines for w in words if len(w) > 3}:
        assert sum(word in words for words in lines) <= 3, word


def test_what_several_paths_begin_with_is_a_value() -> None:
    assert first_parts(["Asia - Japan", "Asia - Korea", "Africa - Kenya"]) == ["Asia", "Africa"]
    assert first_parts(["广东/佛山", "广东/广州"]) == ["广东"]
    assert first_parts(["Smith-Jones", "Miller"]) == []
    assert first_parts([]) == []
    found = find_mentions("Asian markets", {"Market": ["Asia - Japan", "Asia - Korea", "EU - FR"]})
    assert found == {"Asia": ("Market",)}


@pytest.mark.parametrize(
    ("ask", "flag"),
    [
        ("paid orders only", "true"),
        ("unpaid orders", "false"),
        ("not paid", "false"),
        ("付款的订单", None),
        ("已付款的订单", "true"),
        ("未付款的订单", "false"),
        ("去掉付费的", "false"),
        ("orders by product", None),
    ],
)
def test_a_yes_no_attribute_is_true_or_false_as_the_ask_says(ask: str, flag: str | None) -> None:
    found = [v for v in find_values(ask, ORDERS, limit=9).values if v in ("true", "false")]
    assert found == ([flag] if flag else [])


@pytest.mark.parametrize(
    ("ask", "value"),
    [
        ("since 2023", "2023"),
        ("只看2022年的", "2022"),
        ("since Jan 2022", "2022-01"),
        ("2024年3月以后", "2024-03"),
        ("2023年3月5日以后", "2023-03-05"),
        ("1990 onwards, filled", "1990"),
        ("over 2000", 2000),
        ("超过2000的", 2000),
    ],
)
def test_a_year_is_compared_with_dates(ask: str, value: str | int) -> None:
    found = find_values(ask, ORDERS, limit=9)
    assert found.values == (value,)
    assert found.holders == ((("订单日期",) if isinstance(value, str) else ()),)


def test_a_year_stays_a_number_where_years_are_numbers() -> None:
    years = TableDescription(
        9,
        (
            AttributeDescription("year", "INT", 9, meaning="year"),
            AttributeDescription("opened", "DATE", 9),
        ),
    )
    assert find_values("since 2010", years, limit=9).values == (2010,)


def test_a_range_of_years_is_two_periods() -> None:
    assert [v for _, _, v in find_periods("2008-2012")] == ["2008", "2012"]
    assert [v for _, _, v in find_periods("3年内, 10年以上, top 2000")] == []


@pytest.mark.parametrize(
    ("ask", "value"),
    [
        ("500万以上", 500),
        ("一百万以上的合同", 100),
        ("half a million", 50),
        ("over ten million", 1000),
        ("三百以上", 300),
        ("两年以上", 2),
        ("over 65s", 65),
        ("亏损的", 0),
        ("a million", 100),
    ],
)
def test_numbers_are_in_the_units_of_the_table(ask: str, value: float) -> None:
    assert find_values(ask, ORDERS, limit=9).values == (value,)


@pytest.mark.parametrize("ask", ["画一个饼图", "一年一个点", "第一百名", "一起看", "十分满意"])
def test_not_every_numeral_is_an_amount(ask: str) -> None:
    assert find_values(ask, ORDERS, limit=9).values == ()


def test_the_prompt_marks_a_meant_cell_with_its_attribute() -> None:
    request = Request(ask="only steel", lang="en", mentions={"钢材": ("产品",)})
    prompt = encode_prompt(ORDERS, request)
    alias = prompt.aliases.index("产品") + 1
    assert f"<|v1|><|{alias}|>steel" in prompt.text


SHOPS = TableDescription(
    80,
    (
        AttributeDescription("maker", "STR", 3, samples=("Boeing", "Airbus", "ATR")),
        AttributeDescription("seats", "INT", 40),
        AttributeDescription("late", "BOOL", 2, samples=("true", "false")),
    ),
)
BY_MAKER = Chart("column", (("x", ("maker",)), ("y", ("seats",))), Options(aggregate="mean"))


@pytest.mark.parametrize(
    ("ask", "out"),
    [
        ("hide Boeing", True),
        ("leave Boeing out of it", True),
        ("Boeing拿掉", True),
        ("Boeing的先不看", True),
        ("only Boeing", False),
        ("只看Boeing，其他不要", False),
        ("Boeing only, no split", False),
    ],
)
def test_what_is_left_out_is_said_beside_it(ask: str, out: bool) -> None:
    start = ask.index("Boeing")
    assert left_out(ask, start, start + len("Boeing")) is out


@pytest.mark.parametrize(
    ("ask", "filters"),
    [
        ("hide Boeing", "<|filter|><|1|><|op:!=|><|v1|>"),
        ("hide Boeing and Airbus", None),
        ("only Boeing", "<|filter|><|1|><|op:=|><|v1|>"),
        ("only Boeing and Airbus", "<|filter|><|1|><|op:in|><|v1|><|v2|>"),
    ],
)
def test_an_edit_filters_by_what_it_plainly_says(ask: str, filters: str | None) -> None:
    prompt = encode_prompt(SHOPS, Request(ask=ask, lang="en", current=VisSpec((BY_MAKER,))))
    guide = Guide(prompt)
    maker, seats = prompt.alias_of("maker"), prompt.alias_of("seats")
    drawn = f"<|c:column|><|p:x|>{maker}<|p:y|>{seats}<|aggregate|><|=mean|>"
    for token in known_tokens(drawn):
        guide.accept(token)
    assert END not in guide.allowed()
    written = filters or "<|filter|><|1|><|op:!=|><|v1|>"
    for token in known_tokens(written.replace("<|1|>", maker)):
        assert token in guide.allowed(), token
        guide.accept(token)
    assert (END in guide.allowed()) is (filters is not None)


def test_a_flag_is_held_by_the_attribute_that_the_ask_names() -> None:
    prompt = encode_prompt(SHOPS, Request(ask="late ones only", lang="en"))
    assert prompt.values == ("true",)
    assert prompt.holders == (("late",),)


MEASURED = TableDescription(
    300,
    (
        AttributeDescription("设备", "STR", 9),
        AttributeDescription("油温(℃)", "DOUBLE", 200, unit="℃"),
        AttributeDescription("负载率(%)", "DOUBLE", 200, unit="%"),
        AttributeDescription("消缺天数", "INT", 30),
    ),
)


@pytest.mark.parametrize(
    ("ask", "held"),
    [
        ("over 70 degrees", ("油温(℃)",)),
        ("70度以上的", ("油温(℃)",)),
        ("above 80%", ("负载率(%)",)),
        ("超过3天的", ("消缺天数",)),
        ("over 70", ()),
        ("设备超过3", ()),  # words are compared with no number
    ],
)
def test_a_number_is_held_by_what_counts_in_its_unit(ask: str, held: tuple[str, ...]) -> None:
    prompt = encode_prompt(MEASURED, Request(ask=ask, lang="en"))
    assert prompt.holders == (held,)


@pytest.mark.parametrize(
    ("ask", "op"),
    [
        ("over 70 degrees", ">"),
        ("70度以上的", ">="),
        ("drop anything over 70 degrees", "<="),
        ("70 to 90 degrees", None),
        ("over 70 degrees, 30 units", None),  # which of them is over?
    ],
)
def test_one_number_is_compared_as_the_ask_says(ask: str, op: str | None) -> None:
    prompt = encode_prompt(MEASURED, Request(ask=ask, lang="en"))
    attribute = MEASURED.attribute("油温(℃)")
    assert attribute is not None
    assert (operators(attribute, prompt) == (op,)) is (op is not None)


@pytest.mark.parametrize(
    ("ask", "alone"),
    [("only Boeing", True), ("Boeing only", True), ("just list all Boeing seats", False)],
)
def test_what_is_wanted_alone_is_said_beside_it(ask: str, alone: bool) -> None:
    start = ask.index("Boeing")
    assert picked(ask, start, start + len("Boeing")) is alone


def test_chat_is_declined_and_a_vague_wish_is_not() -> None:
    """Neither names anything of the table."""
    costs = {}
    for ask in ("tell me a joke", "how are things going", "when is it beating hardest"):
        said = leaning(encode_prompt(MEASURED, Request(ask=ask, lang="en"))).anywhere
        costs[ask] = said.get("<|why:no_attribute|>", 0.0)
    assert costs["tell me a joke"] < 0 < costs["how are things going"]
    assert costs["when is it beating hardest"] == 0


def test_a_follow_up_filters_beside_what_is_filtered_already() -> None:
    late = replace(
        BY_MAKER, options=replace(BY_MAKER.options, filters=(Filter("late", "=", "true"),))
    )
    prompt = encode_prompt(SHOPS, Request(ask="hide Boeing", lang="en", current=VisSpec((late,))))
    guide = Guide(prompt)
    maker, seats, flag = map(prompt.alias_of, ("maker", "seats", "late"))
    stays = f"<|filter|>{flag}<|op:=|><|v1|>"
    new = f"<|filter|>{maker}<|op:!=|><|v2|>"
    drawn = f"<|c:column|><|p:x|>{maker}<|p:y|>{seats}<|aggregate|><|=mean|>"
    for token in known_tokens(drawn + stays + new):
        guide.accept(token)
    assert guide.allowed() == [END]
    guide.accept(END)
    filters = guide.spec().charts[0].options.filters
    assert [(f.attribute, f.op, f.value) for f in filters] == [
        ("late", "=", "true"),
        ("maker", "!=", "Boeing"),
    ]


LEDGER = TableDescription(
    300,
    (
        AttributeDescription("上次保养", "DATE", 200),
        AttributeDescription("购入日期", "DATE", 200),
        AttributeDescription("赛季", "STR", 3, samples=("2022", "2023", "2024")),
        AttributeDescription("费用", "INT", 200),
    ),
)


@pytest.mark.parametrize(
    ("ask", "held"),
    [
        ("2018年6月以后购入的", ("购入日期",)),
        ("2018年6月以后", ("上次保养", "购入日期")),
        ("只看2023", ("赛季",)),  # a cell before a year
    ],
)
def test_a_time_is_of_the_dates_that_are_named(ask: str, held: tuple[str, ...]) -> None:
    assert encode_prompt(LEDGER, Request(ask=ask, lang="zh")).holders == (held,)


def test_of_several_dates_that_on_the_axis_is_meant() -> None:
    shown = Chart("line", (("x", ("上次保养",)), ("y", ("费用",))), Options(aggregate="sum"))
    request = Request(ask="2018年6月以后", lang="zh", current=VisSpec((shown,)))
    prompt = encode_prompt(LEDGER, request)
    found = {a.name: comparable(a, prompt) for a in LEDGER.attributes if a.type == "DATE"}
    assert found == {"上次保养": [0], "购入日期": []}


RAINY = TableDescription(
    60,
    (
        AttributeDescription("city", "STR", 3, samples=("Bergen", "Madrid", "Cairo")),
        AttributeDescription("rain", "INT", 50, range=(1, 200)),
        AttributeDescription("salary", "INT", 50, range=(29_000, 90_000)),
    ),
)


@pytest.mark.parametrize(
    ("ask", "alone"),
    [
        ("rain in Bergen", True),
        ("average rain for the Bergen shops", True),
        ("Bergen的rain", True),
        ("Bergen rain", True),
        ("Bergen or Madrid, which has more rain", False),
        ("rain in Bergen and Madrid", False),
        ("rain by Bergen", False),
        ("is Bergen wet", False),
    ],
)
def test_an_ask_may_speak_within_a_cell(ask: str, alone: bool) -> None:
    prompt = encode_prompt(RAINY, Request(ask=ask, lang="en"))
    assert ("city" in owed(prompt)) is alone


def test_a_number_is_compared_where_it_may_lie() -> None:
    prompt = encode_prompt(RAINY, Request(ask="salary where over 40", lang="en"))
    assert prompt.values == (40,)
    rain, salary = RAINY.attributes[1:]
    assert comparable(rain, prompt) == [0]
    assert comparable(salary, prompt) == []
