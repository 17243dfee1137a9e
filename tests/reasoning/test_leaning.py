"""What an ask and the chart on screen weigh beside the model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vizapp.components.catalogue import catalogue
from vizapp.components.spec import Chart, Filter, Options, VisSpec
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning import specials
from vizapp.reasoning.events import Request
from vizapp.reasoning.leaning import CERTAIN, FILE_LEANING, LEANING, Leaning, leaning_of
from vizapp.reasoning.leaning.keeping import dropped_options, kept_options
from vizapp.reasoning.stream import Prompt, encode_prompt

TABLE = TableDescription(
    50,
    (
        AttributeDescription("region", "STR", 5),
        AttributeDescription("product", "STR", 8),
        AttributeDescription("price", "INT", 40),
        AttributeDescription("profit", "INT", 40),
    ),
)
ON_SCREEN = Chart(
    "column",
    (("x", ("region",)), ("y", ("price",))),
    Options(aggregate="mean", filters=(Filter("product", "=", "tea"),)),
)


def leaning(ask: str, current: Chart | None = ON_SCREEN) -> tuple[Leaning, Prompt]:
    known = {"tea": ("product",), "coffee": ("product",)}
    spec = VisSpec((current,)) if current else None
    prompt = encode_prompt(TABLE, Request(ask=ask, lang="en", current=spec, mentions=known))
    return leaning_of(prompt), prompt


def away(ask: str, component: str, channel: str) -> dict[str, float]:
    found, prompt = leaning(ask)
    moved = found.at(component, channel)
    return {name: moved.get(prompt.alias_of(name), 0.0) for name in ("region", "price")}


def test_attributes_stay_where_they_are_on_screen() -> None:
    assert away("sort descending", "column", "y") == {"region": LEANING, "price": 0.0}
    assert away("sort descending", "column", "x") == {"region": 0.0, "price": LEANING}


def test_another_component_keeps_keys_keys() -> None:
    assert away("as a pie", "pie", "category") == {"region": 0.0, "price": LEANING}
    assert away("as a pie", "pie", "value") == {"region": LEANING, "price": 0.0}


@pytest.mark.parametrize("ask", ["y axis: profit", "use profit instead", "把指标换成 profit"])
def test_what_is_replaced_is_left(ask: str) -> None:
    assert away(ask, "column", "y")["price"] > LEANING
    assert away(ask, "column", "x")["region"] == 0.0


def test_nothing_moves_without_a_chart_on_screen() -> None:
    found, prompt = leaning("mean price by region", None)
    amounts = {prompt.alias_of("price"), prompt.alias_of("profit")}
    assert found.at("column", "x").keys() == amounts


def test_the_aggregate_on_screen_stays_unless_another_is_named() -> None:
    mean, total = specials.word_token("mean"), specials.word_token("sum")
    assert leaning("only coffee")[0].anywhere.get(total) == LEANING
    assert mean not in leaning("only coffee")[0].anywhere
    assert leaning("use the total")[0].anywhere.get(mean) == LEANING


def test_a_whole_question_asks_anew() -> None:
    asked, _ = leaning("profit by product")
    assert specials.word_token("sum") not in asked.anywhere


def test_a_value_wants_a_filter_and_all_wants_none() -> None:
    token = specials.option_token("filter")
    assert leaning("only coffee")[0].writing[token] < 0
    assert leaning("show all the data")[0].writing[token] > 0


def test_no_group_comes_by_itself() -> None:
    token = specials.channel_token("group")
    assert leaning("sort descending")[0].writing[token] > 0
    assert leaning("split by product")[0].writing[token] < 0


def test_an_order_by_name_is_by_name() -> None:
    moved = leaning("sort by region")[0].anywhere
    assert moved[specials.word_token("-y")] > LEANING
    assert specials.word_token("x") not in moved or moved[specials.word_token("x")] <= LEANING


YEARS = TableDescription(
    12,
    (
        AttributeDescription("region", "STR", 3),
        AttributeDescription("year", "INT", 4, meaning="year"),
        AttributeDescription("sales", "INT", 12),
        AttributeDescription("profit", "INT", 12),
    ),
)


@pytest.mark.parametrize("ask", [None, "sales by region"])
def test_years_measure_nothing(ask: str | None) -> None:
    prompt = encode_prompt(YEARS, Request(ask=ask, lang="en"))
    found = leaning_of(prompt)
    assert found.at("column", "y") == {prompt.alias_of("year"): CERTAIN}
    assert found.at("column", "x") == {}


STUDY = TableDescription(
    40,
    (
        AttributeDescription("rownames", "INT", 40, range=(1, 40), meaning="id"),
        AttributeDescription("time", "INT", 40, range=(1, 40)),
        AttributeDescription("value", "DOUBLE", 39, range=(0.1, 9.0)),
        AttributeDescription("site", "STR", 4),
    ),
)


@pytest.mark.parametrize("ask", [None, "value by site"])
def test_row_numbers_are_drawn_where_rows_are_told_apart(ask: str | None) -> None:
    prompt = encode_prompt(STUDY, Request(ask=ask, lang="en"))
    found, rows = leaning_of(prompt), prompt.alias_of("rownames")
    drawn = (("line", "y"), ("scatter", "size"), ("column", "x"), ("progress", "target"))
    for component, channel in drawn:
        assert found.at(component, channel)[rows] == CERTAIN
    assert rows not in found.at("scatter", "label")
    assert rows not in found.at("network", "source")
    assert rows not in found.at("table", "column")


def test_row_numbers_that_an_ask_names_are_drawn() -> None:
    prompt = encode_prompt(STUDY, Request(ask="rownames against value", lang="en"))
    assert prompt.alias_of("rownames") not in leaning_of(prompt).at("scatter", "x")


def test_row_numbers_take_no_place_in_the_file() -> None:
    prompt = encode_prompt(STUDY, Request(lang="en"))
    costs = leaning_of(prompt).anywhere
    assert prompt.alias_of("rownames") not in costs
    assert costs[prompt.alias_of("time")] == 0.0


def test_steps_of_time_are_the_axis_of_a_course() -> None:
    prompt = encode_prompt(STUDY, Request(lang="en"))
    moved = leaning_of(prompt).at("line", "x")
    assert moved[prompt.alias_of("value")] == CERTAIN
    assert prompt.alias_of("time") not in moved


@pytest.mark.parametrize("ids", [True, False])
def test_rows_are_counted_where_nothing_else_is_a_number(ids: bool) -> None:
    attributes = (STUDY.attributes[0], STUDY.attributes[3])
    others = () if ids else (STUDY.attributes[2],)
    prompt = encode_prompt(replace(STUDY, attributes=(*attributes, *others)), Request(lang="en"))
    found = leaning_of(prompt)
    assert (specials.channel_token("y") in found.writing) is ids
    assert (specials.word_token("sum") in found.unmeasured) is ids


def test_what_is_the_same_everywhere_names_no_marks() -> None:
    one = replace(YEARS, attributes=(*YEARS.attributes[1:], AttributeDescription("land", "STR", 1)))
    prompt = encode_prompt(one, Request(lang="en"))
    assert leaning_of(prompt).at("column", "x") == {prompt.alias_of("land"): LEANING}


def test_times_come_after_times_alone() -> None:
    prompt = encode_prompt(YEARS, Request(lang="en"))
    costs = leaning_of(prompt).anywhere
    assert [costs[prompt.alias_of(n)] for n in ("region", "year", "sales", "profit")] == [
        0.0, 0.0, 0.0, FILE_LEANING,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ask", "dear"),
    [
        ("which region has the best sales", True),
        ("哪个 region 的 sales 最高", True),
        ("the highest sales of each region", False),
        ("which region has the maximum value of sales", False),
    ],
)
def test_who_asks_for_the_best_compares_sums(ask: str, dear: bool) -> None:
    costs = leaning_of(encode_prompt(YEARS, Request(ask=ask, lang="en"))).anywhere
    assert (costs.get(specials.word_token("max"), 0.0) >= LEANING) is dear


@pytest.mark.parametrize("ask", ["sales over time", "sales 的趋势"])
def test_a_course_over_time_is_shown_along_times(ask: str) -> None:
    prompt = encode_prompt(YEARS, Request(ask=ask, lang="en"))
    found = leaning_of(prompt)
    courses = {name for name, c in catalogue().items() if c.shows_course}
    dear = {n for n in catalogue() if found.anywhere.get(specials.component_token(n)) == CERTAIN}
    assert dear == catalogue().keys() - courses
    for name in courses:
        assert prompt.alias_of("year") not in found.barred(name, "x")
        assert prompt.alias_of("region") in found.barred(name, "x")
    assert found.barred("column", "x") == frozenset()


def test_who_names_another_chart_gets_it_over_time_too() -> None:
    prompt = encode_prompt(YEARS, Request(ask="sales over time as a bar chart", lang="en"))
    assert leaning_of(prompt).barred("line", "x") == frozenset()


def test_leaving_a_value_out_is_no_choice_of_it() -> None:
    found = leaning("without tea", replace(ON_SCREEN, options=Options(aggregate="mean")))[0]
    assert found.writing["<|op:=|>"] > 0 > found.writing[specials.option_token("filter")]


def test_a_year_that_is_asked_for_is_measured() -> None:
    prompt = encode_prompt(YEARS, Request(ask="the earliest year by region", lang="en"))
    assert leaning_of(prompt).at("column", "y") == {}


def test_the_place_in_the_file_does_not_end_a_list() -> None:
    prompt = encode_prompt(YEARS, Request(lang="en"))
    late, end = prompt.alias_of("profit"), specials.END
    costs = leaning_of(prompt).of_tokens([late, end], "line", "y")
    assert costs == [0.0, 0.0]
    sooner = leaning_of(prompt).of_tokens([prompt.alias_of("sales"), late, end], "line", "y")
    assert sooner == [0.0, FILE_LEANING, 0.0]


@pytest.mark.parametrize(
    ("ask", "left"),
    [
        ("distribution of prices", {"histogram", "boxplot"}),
        ("how does price affect profit", {"scatter"}),
        ("price影响profit吗", {"scatter"}),
        ("prices by region", None),
        ("distribution of prices as a line chart", None),
    ],
)
def test_spreads_and_relations_have_charts_of_their_own(ask: str, left: set[str] | None) -> None:
    found, _ = leaning(ask, None)
    tokens = {name: specials.component_token(name) for name in catalogue()}
    dear = {name for name, token in tokens.items() if found.anywhere.get(token, 0) > LEANING}
    assert dear == (catalogue().keys() - left if left else set())


@pytest.mark.parametrize(
    ("ask", "x", "y"),
    [
        ("how does price affect profit", "price", "profit"),
        ("profit对price的影响,散点图", "profit", "price"),
        ("scatter plot, the x axis is profit and the y axis is price", "profit", "price"),
        ("scatter plot to show profit on the x axis and price on the y axis", "profit", "price"),
    ],
)
def test_an_ask_may_say_which_axis_is_which(ask: str, x: str, y: str) -> None:
    found, prompt = leaning(ask, None)
    assert found.certain == {"x": {prompt.alias_of(x)}, "y": {prompt.alias_of(y)}}
    assert prompt.alias_of(y) in found.at("scatter", "x")


def test_a_step_of_time_that_is_named_is_taken() -> None:
    table = TableDescription(
        50,
        (
            AttributeDescription("day", "DATE", 50, granularity="day"),
            AttributeDescription("sales", "INT", 40),
        ),
    )
    step = specials.option_token("timeUnit")
    assert leaning_of(encode_prompt(table, Request(ask="monthly sales"))).writing[step] < 0
    over_time = encode_prompt(table, Request(ask="sales over time"))
    assert step not in leaning_of(over_time).writing
    assert "timeUnit" in dropped_options(over_time)


MONTHLY = TableDescription(
    48,
    (
        AttributeDescription("shop", "STR", 30),
        AttributeDescription("kind", "STR", 4),
        AttributeDescription(
            "month", "DATE", 24, range=("2023-01-01", "2024-12-01"), granularity="month"
        ),
        AttributeDescription("profit", "INT", 40, range=(1, 90)),
    ),
)


def asked(ask: str | None) -> tuple[Leaning, Prompt]:
    prompt = encode_prompt(MONTHLY, Request(ask=ask, lang="en"))
    return leaning_of(prompt), prompt


def test_few_moments_are_summed_up_where_the_ask_says_so() -> None:
    assert "timeUnit" in dropped_options(asked("profit over time")[1])
    assert "timeUnit" not in dropped_options(asked("profit by year")[1])


def test_options_of_which_a_new_chart_s_ask_does_not_speak() -> None:
    assert "limit" in dropped_options(asked("profit by kind")[1])
    for ask in ("top 3 kinds by profit", "kinds with profit over 20"):
        assert "limit" not in dropped_options(asked(ask)[1])
    sort = specials.option_token("sort")
    assert asked("profit by kind")[0].writing[sort] > 0
    assert asked("which kind has the most profit")[0].writing[sort] < 0
    assert sort not in asked("the main kinds by profit")[0].writing


def test_what_is_best_is_best_by_something() -> None:
    found, prompt = asked("best kind")
    assert found.measured == {prompt.alias_of("profit")}
    assert not asked("kinds")[0].measured


def test_steps_of_time_may_need_a_sum() -> None:
    rows = Chart("line", (("x", ("month",)), ("y", ("profit",)), ("group", ("shop",))))
    prompt = encode_prompt(MONTHLY, Request(ask="by quarter", lang="en", current=VisSpec((rows,))))
    assert not {"aggregate", "timeUnit"} & kept_options(prompt)


@pytest.mark.parametrize("ask", ["which kind has the most profit", "哪个 kind 的 profit 最高"])
def test_who_asks_which_is_most_gets_an_order(ask: str) -> None:
    assert asked(ask)[0].writing[specials.option_token("sort")] <= -CERTAIN


@pytest.mark.parametrize("ask", [None, "profit by kind"])
def test_groups_are_few_and_amounts_name_no_bars(ask: str | None) -> None:
    found, prompt = asked(ask)
    shop, profit = prompt.alias_of("shop"), prompt.alias_of("profit")
    assert found.at("line", "group")[shop] == CERTAIN
    assert shop not in found.at("column", "x")
    assert found.at("column", "x")[profit] == CERTAIN
    assert profit not in found.at("histogram", "x")


def test_what_is_stacked_wants_a_chart_that_can_be() -> None:
    said = asked("profit by kind, stacked, over time")[0].anywhere
    assert specials.component_token("area") not in said
    assert said[specials.component_token("line")] > 0


def test_a_limit_wants_a_chart_that_has_one() -> None:
    said = asked("top 5 shops by profit")[0].anywhere
    assert said[specials.component_token("scatter")] == CERTAIN
    assert specials.component_token("bar") not in said


DAYS = Chart("line", (("x", ("day",)), ("y", ("price",))), Options(aggregate="mean"))
PIE = Chart("pie", (("category", ("region",)), ("value", ("price",))), Options(aggregate="sum"))
DOTS = Chart("scatter", (("x", ("price",)), ("y", ("profit",))))
BOXES = Chart("boxplot", (("x", ("region",)), ("y", ("price",))))


@pytest.mark.parametrize(
    ("current", "ask", "channel"),
    [
        (ON_SCREEN, "by product", "x"),
        (ON_SCREEN, "各product的呢", "x"),
        (ON_SCREEN, "by product as well", "group"),
        (ON_SCREEN, "再按product拆", "group"),
        (ON_SCREEN, "分product看", "group"),
        (DAYS, "per product", "group"),
        (DOTS, "by product", "group"),
        (PIE, "by product", "category"),
        (BOXES, "by product", "x"),
        (ON_SCREEN, "show the product, largest first", None),
    ],
)
def test_bare_words_have_their_place(current: Chart, ask: str, channel: str | None) -> None:
    table = replace(TABLE, attributes=(*TABLE.attributes, AttributeDescription("day", "DATE", 50)))
    prompt = encode_prompt(table, Request(ask=ask, lang="en", current=VisSpec((current,))))
    certain = leaning_of(prompt).certain
    product = frozenset({prompt.alias_of("product")})
    assert [c for c, tokens in certain.items() if tokens == product] == [channel] * bool(channel)


@pytest.mark.parametrize(
    ("ask", "component"),
    [
        ("price and profit on two axes", "dualAxes"),
        ("价格和利润双轴图", "dualAxes"),
        ("region to product as a Sankey diagram", "sankey"),
        ("画成雷达图", "radar"),
        ("a funnel chart of the profit", "funnel"),
    ],
)
def test_a_chart_that_has_a_name_of_its_own_is_that_chart(ask: str, component: str) -> None:
    said = leaning(ask, None)[0].anywhere
    others = {name: said.get(specials.component_token(name), 0.0) for name in catalogue()}
    assert others.pop(component) < CERTAIN
    assert min(others.values()) >= CERTAIN
