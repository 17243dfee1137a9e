"""What a short follow-up leaves alone."""

from __future__ import annotations

import pytest

from vizapp.components.declare import OptionName
from vizapp.components.spec import Chart, Filter, Options, VisSpec
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning import specials
from vizapp.reasoning.events import Request
from vizapp.reasoning.guide import Guide
from vizapp.reasoning.leaning import leaning_of
from vizapp.reasoning.leaning.keeping import absent_options, dropped_options, kept_options
from vizapp.reasoning.stream import Prompt, encode_prompt

TABLE = TableDescription(
    400,
    (
        AttributeDescription("day", "DATE", 200, granularity="day"),
        AttributeDescription("region", "STR", 5),
        AttributeDescription("isAVA", "STR", 2),
        AttributeDescription("sales", "INT", 300),
    ),
)
SHOWN = Chart(
    "column",
    (("x", ("region",)), ("y", ("sales",))),
    Options(aggregate="max", sort="-y", limit=10, filters=(Filter("sales", ">=", 5),)),
)
EVERY = {"aggregate", "timeUnit", "sort", "limit", "stack", "bins", "filter"}


def prompt_of(ask: str, shown: Chart | None = SHOWN) -> Prompt:
    spec = VisSpec((shown,)) if shown else None
    return encode_prompt(TABLE, Request(ask=ask, lang="en", current=spec))


@pytest.mark.parametrize(
    ("ask", "spoken"),
    [
        ("as a pie", set()),
        ("split by isAVA", {"stack"}),
        ("按isAVA拆开", {"stack"}),
        ("sort ascending", {"sort"}),
        ("use the average", {"aggregate", "stack"}),
        ("only the first 7", {"limit", "filter", "sort"}),
        ("以周为粒度", {"timeUnit", "sort", "limit"}),  # regions become weeks
        ("去掉分组", {"stack"}),
        ("恢复原顺序", {"sort"}),
        ("去掉排序", {"sort"}),
        ("看全部数据", {"limit", "filter", "timeUnit"}),
        ("hmm, what about that", EVERY),  # no word of it is understood
        ("sales by region and day", EVERY),  # asks anew
    ],
)
def test_what_a_follow_up_does_not_speak_of_stays(ask: str, spoken: set[OptionName]) -> None:
    assert kept_options(prompt_of(ask)) == EVERY - spoken
    assert kept_options(prompt_of(ask, None)) == frozenset()


@pytest.mark.parametrize(
    ("ask", "gone"),
    [
        ("去掉排序", {"sort"}),
        ("unsort it, no sorting", {"sort"}),
        ("不筛选", {"filter"}),
        ("show all the data", {"filter"}),
        ("sort ascending", set()),
    ],
)
def test_what_is_plainly_dropped_goes(ask: str, gone: set[OptionName]) -> None:
    assert dropped_options(prompt_of(ask)) == gone


def written(prompt: Prompt, text: str) -> Guide:
    kept, dropped = kept_options(prompt), dropped_options(prompt)
    guide = Guide(prompt, kept=kept, dropped=dropped)
    for token in specials.split_specials(text):
        guide.accept(token)
    return guide


def test_the_guide_gives_back_what_stays_and_nothing_else() -> None:
    prompt = prompt_of("split by isAVA")
    x, y, group = map(prompt.alias_of, ("region", "sales", "isAVA"))
    guide = written(prompt, f"<|c:column|><|p:x|>{x}<|p:y|>{y}<|p:group|>{group}")
    while not guide.done:
        allowed = [t for t in guide.allowed() if t != specials.option_token("stack")]
        assert len(allowed) == 1, allowed
        guide.accept(allowed[0])
    [chart] = guide.spec().charts
    assert chart.options == SHOWN.options


def test_what_goes_and_what_never_comes_is_absent() -> None:
    assert absent_options(prompt_of("split by isAVA")) == {"timeUnit", "bins"}
    assert absent_options(prompt_of("去掉排序")) == {"sort", "timeUnit", "stack", "bins"}
    assert absent_options(prompt_of("sales by region", None)) == frozenset()


def test_the_guide_gives_nothing_that_is_dropped() -> None:
    prompt = prompt_of("去掉排序")
    x, y = map(prompt.alias_of, ("region", "sales"))
    guide = written(prompt, f"<|c:column|><|p:x|>{x}<|p:y|>{y}<|aggregate|><|=max|>")
    assert specials.option_token("sort") not in guide.allowed()


def test_what_is_grouped_goes_on_being_measured() -> None:
    found = leaning_of(prompt_of("split by isAVA"))
    assert found.writing[specials.channel_token("y")] < 0
    assert found.measured == {prompt_of("split by isAVA").alias_of("sales")}
    assert leaning_of(prompt_of("count the rows instead")).measured == frozenset()
    assert leaning_of(prompt_of("as a pie")).measured == frozenset()


def test_the_attribute_of_a_filter_is_no_group() -> None:
    named = Request(
        ask="with region equal to North",
        lang="en",
        current=VisSpec((SHOWN,)),
        mentions={"North": ("region",)},
    )
    assert leaning_of(encode_prompt(TABLE, named)).certain.get("group") == frozenset()


def test_a_step_of_time_brings_the_only_date_to_the_axis() -> None:
    prompt = prompt_of("by month instead")
    found = leaning_of(prompt)
    assert found.certain["x"] == {prompt.alias_of("day")}
    assert found.writing[specials.option_token("timeUnit")] < 0
    assert dropped_options(prompt) == {"sort", "limit"}
    by_day = Chart("line", (("x", ("day",)), ("y", ("sales",))), Options(sort="x"))
    assert dropped_options(prompt_of("by month instead", by_day)) == frozenset()


def test_another_number_takes_the_place_of_what_is_measured() -> None:
    table = TableDescription(90, (*TABLE.attributes, AttributeDescription("profit", "INT", 80)))
    asked = Request(ask="and profit?", lang="en", current=VisSpec((SHOWN,)))
    prompt = encode_prompt(table, asked)
    assert leaning_of(prompt).certain["y"] == {prompt.alias_of("profit")}


@pytest.mark.parametrize(
    ("ask", "anew"),
    [
        ("sales by isAVA", True),
        ("which isAVA has the most sales", True),
        ("各isAVA的sales", True),
        ("sales instead of region", False),
        ("split by isAVA", False),
        ("sort by region", False),
    ],
)
def test_a_whole_question_forgets_the_chart_on_screen(ask: str, anew: bool) -> None:
    assert (prompt_of(ask).current is None) is anew
