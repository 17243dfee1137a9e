"""Whatever a model prefers, the guide leads it to a valid answer."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.components.tables import CLIENT, HOSTILE_NAMES, SALES, random_table
from tests.reasoning.descriptions import EVERY, one_row, wide
from vizapp.components.catalogue import catalogue
from vizapp.components.check import check
from vizapp.components.fit import feasible
from vizapp.components.spec import Chart, Filter, Options, VisSpec
from vizapp.core.errors import SpecSyntaxError
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning import specials
from vizapp.reasoning.events import Request
from vizapp.reasoning.expand import parse_solution
from vizapp.reasoning.guide import MAX_CHARTS, WIDE, Guide, solution_tokens
from vizapp.reasoning.specials import END, NEXT
from vizapp.reasoning.stream import Prompt, encode_prompt

# Three charts, each with a list of twelve at most, all options and three filters.
MAX_TOKENS = 180
ASKS = (
    None,
    "show it",
    "top 7 of 'North' and 'South' above 20.5 since 2021",
    "销量前十、大于3万、不含“其他”的城市",
)


def walk(prompt: Prompt, rng: random.Random, components: Sequence[str] = ()) -> list[str]:
    """Return the tokens of a random solution."""
    guide = Guide(prompt, components)
    tokens: list[str] = []
    while not guide.done:
        allowed = guide.allowed()
        assert allowed, tokens
        assert len(set(allowed)) == len(allowed)
        assert all(map(specials.is_special, allowed))
        tokens.append(rng.choice(allowed))
        guide.accept(tokens[-1])
        assert len(tokens) <= MAX_TOKENS
    assert guide.allowed() == []
    return tokens


def follow(prompt: Prompt, tokens: Sequence[str], components: Sequence[str] = ()) -> VisSpec:
    guide = Guide(prompt, components)
    for token in tokens:
        guide.accept(token)
    return guide.spec()


def after(prompt: Prompt, text: str) -> list[str]:
    """Return what may come after these tokens."""
    guide = Guide(prompt)
    for token in specials.split_specials(text):
        guide.accept(token)
    return guide.allowed()


@pytest.mark.parametrize("seed", range(150))
def test_every_walk_ends_in_a_valid_answer_that_reads_back(seed: int) -> None:
    rng = random.Random(seed)
    table = random_table(rng, rng.randint(1, 12), names=HOSTILE_NAMES)
    prompt = encode_prompt(table, Request(ask=rng.choice(ASKS), lang="en"))
    for _ in range(4):
        tokens = walk(prompt, rng)
        spec = follow(prompt, tokens)
        assert check(spec, table) == (), tokens
        for chart in spec.charts:
            names = [name for _, group in chart.channels for name in group]
            assert len(set(names)) == len(names)
            assert all(f.attribute in table.names for f in chart.options.filters)
        if spec.charts:
            assert parse_solution("".join(solution_tokens(spec, prompt)), prompt) == spec
        else:
            assert prompt.asked
            assert spec.message


@pytest.mark.parametrize("name", EVERY)
def test_every_feasible_component_can_be_forced(name: str) -> None:
    prompt = encode_prompt(EVERY[name], Request(lang="en"))
    rng = random.Random(1)
    read = feasible(EVERY[name])
    if len(prompt.aliases) < len(EVERY[name].attributes):
        read = tuple(token[4:-2] for token in Guide(prompt).allowed())
    assert read
    for component in read:
        spec = follow(prompt, walk(prompt, rng, (component,)), (component,))
        assert spec.charts[0].component == component
        assert check(spec, EVERY[name]) == ()


def test_several_forced_components_come_in_their_order() -> None:
    prompt = encode_prompt(SALES, Request())
    for seed in range(10):
        tokens = walk(prompt, random.Random(seed), ("pie", "line", "bar"))
        charts = follow(prompt, tokens, ("pie", "line", "bar")).charts
        assert [c.component for c in charts] == ["pie", "line", "bar"]


def test_a_forced_component_that_the_table_cannot_fill_is_passed_over() -> None:
    prompt = encode_prompt(CLIENT, Request())
    guide = Guide(prompt, ("candlestick", "line"))
    assert guide.allowed() == ["<|c:line|>"]
    assert walk(prompt, random.Random(2), ("candlestick",))


def test_the_clients_answer_is_twelve_tokens_long_at_most() -> None:
    prompt = encode_prompt(CLIENT, Request())
    spec = VisSpec((Chart("line", (("x", ("时间区间",)), ("y", ("收盘价:前复权",)))),))
    tokens = solution_tokens(spec, prompt)
    assert tokens == ["<|c:line|>", "<|p:x|>", "<|1|>", "<|p:y|>", "<|3|>", END]
    assert follow(prompt, tokens) == spec


def test_a_required_parameter_keeps_a_candidate() -> None:
    table = TableDescription(
        9, (AttributeDescription("a", "INT", 5), AttributeDescription("b", "STR", 3))
    )
    prompt = encode_prompt(table, Request())
    # y needs the only number, so x may not take it.
    assert after(prompt, "<|c:area|><|p:x|>") == [prompt.alias_of("b")]
    assert after(prompt, "<|c:area|>") == ["<|p:x|>"]


def test_an_aggregate_is_named_exactly_where_rows_share_a_mark() -> None:
    prompt = encode_prompt(SALES, Request(ask="sales by day", lang="en"))
    shared = after(prompt, "<|c:line|><|p:x|><|1|><|p:y|><|5|>")
    assert END not in shared
    assert "<|aggregate|>" in shared
    assert "<|sort|>" not in shared
    apart = after(prompt, "<|c:line|><|p:x|><|1|><|p:y|><|5|><|p:group|><|3|>")
    assert END in apart
    assert "<|aggregate|>" in apart  # for grouping by month
    grouped = after(
        prompt, "<|c:line|><|p:x|><|1|><|p:y|><|5|><|p:group|><|3|><|aggregate|><|=sum|>"
    )
    assert grouped == ["<|timeUnit|>"]


def test_counts_offer_only_count() -> None:
    prompt = encode_prompt(SALES, Request())
    assert after(prompt, "<|c:column|><|p:x|><|3|>")[-1] == "<|aggregate|>"
    assert after(prompt, "<|c:column|><|p:x|><|3|><|aggregate|>") == ["<|=count|>"]


def test_unasked_answers_hold_no_option_but_a_needed_aggregate() -> None:
    prompt = encode_prompt(SALES, Request())
    apart = "<|c:line|><|p:x|><|1|><|p:y|><|5|><|p:group|><|3|>"
    assert after(prompt, apart) == [END]
    shared = "<|c:line|><|p:x|><|1|><|p:y|><|5|>"
    assert after(prompt, shared)[-1] == "<|aggregate|>"
    assert after(prompt, shared + "<|aggregate|><|=sum|>") == [END]


def test_options_come_once_and_in_their_order() -> None:
    prompt = encode_prompt(SALES, Request(ask="sales by shop", lang="en"))
    text = "<|c:column|><|p:x|><|3|><|p:y|><|5|><|aggregate|><|=mean|><|limit|><|=5|>"
    assert after(prompt, text) == [END]


def test_a_list_of_one_row_needs_its_shortest_length() -> None:
    prompt = encode_prompt(one_row(), Request(ask="x", lang="en"))
    assert END not in after(prompt, "<|c:funnel|><|p:value|><|1|>")
    assert END in after(prompt, "<|c:funnel|><|p:value|><|1|><|2|>")


def test_a_list_whose_columns_are_the_marks_leaves_none_out() -> None:
    prompt = encode_prompt(one_row(), Request())
    left = after(prompt, "<|c:funnel|><|p:value|><|1|><|2|>")
    assert left == ["<|3|>", "<|4|>"]
    assert END in after(prompt, "<|c:funnel|><|p:value|><|1|><|2|><|3|><|4|>")


def test_only_values_of_the_ask_are_filtered_by() -> None:
    silent = encode_prompt(SALES, Request(ask="show sales", lang="en"))
    assert "<|filter|>" not in after(silent, "<|c:histogram|><|p:x|><|5|>")
    asked = encode_prompt(SALES, Request(ask="sales of North above 300", lang="en"))
    opened = "<|c:histogram|><|p:x|><|5|><|filter|>"
    assert "<|filter|>" in after(asked, opened[: -len("<|filter|>")])
    assert after(asked, opened + "<|3|><|op:=|>") == ["<|v1|>"]  # a word with a word
    assert after(asked, opened + "<|5|><|op:>|>") == ["<|v2|>"]  # a number with a number
    assert "<|op:>|>" not in after(asked, opened + "<|3|>")


def test_three_filters_are_enough() -> None:
    prompt = encode_prompt(SALES, Request(ask="North 300", lang="en"))
    three = (
        "<|filter|><|3|><|op:=|><|v1|><|filter|><|5|><|op:>|><|v2|><|filter|><|5|><|op:!=|><|v2|>"
    )
    assert after(prompt, f"<|c:histogram|><|p:x|><|5|>{three}") == [END]


def test_no_filter_comes_twice() -> None:
    prompt = encode_prompt(SALES, Request(ask="North 300", lang="en"))
    opened = "<|c:histogram|><|p:x|><|5|><|filter|><|3|><|op:=|><|v1|><|filter|>"
    assert "<|3|>" not in after(prompt, opened)


def of_shops(n: int) -> TableDescription:
    """Return SALES with so many shops."""
    shops = {"value_amount": n, "samples": ("North", "South", "East")}
    return replace(
        SALES,
        attributes=tuple(
            replace(a, **shops) if a.name == "shop" else a  # type: ignore[arg-type]
            for a in SALES.attributes
        ),
    )


def test_several_values_of_one_filter() -> None:
    prompt = encode_prompt(of_shops(9), Request(ask="'North', 'South' or 'Far'", lang="en"))
    opened = "<|c:histogram|><|p:x|><|5|><|filter|><|3|><|op:in|>"
    assert END not in after(prompt, opened)
    assert after(prompt, opened + "<|v1|>") == ["<|v2|>", "<|v3|>"]  # both shops are named
    assert after(prompt, opened + "<|v1|><|v2|>") == ["<|v3|>", END, "<|filter|>"]
    spec = parse_solution(opened + "<|v3|><|v1|><|v2|>" + END, prompt)
    assert spec.charts[0].options.filters == (Filter("shop", "in", ("Far", "North", "South")),)


def test_no_filter_leaves_one_mark_or_everything() -> None:
    by_shop = "<|c:pie|><|p:category|><|3|><|aggregate|><|=count|>"
    share = encode_prompt(of_shops(9), Request(ask="share of North", lang="en"))
    assert "<|filter|>" not in after(share, by_shop)
    both = encode_prompt(of_shops(9), Request(ask="share of North and South", lang="en"))
    assert after(both, by_shop + "<|filter|><|3|>") == ["<|op:in|>", "<|op:contains|>"]
    assert after(both, by_shop + "<|filter|><|3|><|op:in|><|v1|>") == ["<|v2|>"]
    every = encode_prompt(of_shops(3), Request(ask="sales of North, South and East", lang="en"))
    assert "<|filter|>" not in after(every, "<|c:histogram|><|p:x|><|5|>")
    less = encode_prompt(of_shops(9), Request(ask="shares without North", lang="en"))
    assert "<|op:!=|>" in after(less, by_shop + "<|filter|><|3|>")


def test_limits_are_round_or_stand_in_the_ask() -> None:
    prompt = encode_prompt(SALES, Request(ask="top 7 of 2.5 and 5000", lang="en"))
    allowed = after(prompt, "<|c:column|><|p:x|><|3|><|p:y|><|5|><|aggregate|><|=sum|><|limit|>")
    assert allowed == [*map(specials.word_token, specials.FIXED_NUMBERS), "<|v1|>"]


def test_why_there_is_no_answer_may_only_be_said_to_an_ask() -> None:
    whys = {f"<|why:{why}|>" for why in specials.REASONS}
    said = whys & set(Guide(encode_prompt(CLIENT, Request(ask="map it"))).allowed())
    assert said == {"<|why:no_attribute|>", "<|why:no_place|>", "<|why:no_chart|>"}
    assert not whys & set(Guide(encode_prompt(CLIENT, Request())).allowed())
    assert not whys & set(Guide(encode_prompt(CLIENT, Request(ask="map it")), ("line",)).allowed())
    for lang in ("zh", "en"):
        prompt = encode_prompt(CLIENT, Request(ask="map it", lang=lang))
        spec = follow(prompt, ["<|why:no_place|>"])
        assert spec == VisSpec((), specials.REASONS["no_place"][lang])
        assert solution_tokens(spec, prompt, reason="no_place") == ["<|why:no_place|>"]


@pytest.mark.parametrize(
    ("attribute", "untrue"),
    [
        (AttributeDescription("when", "DATE", 9), {"no_time"}),
        (AttributeDescription("year", "INT", 9, meaning="year"), {"no_time"}),
        (AttributeDescription("month", "STR", 9, order="month"), {"no_time"}),
        (AttributeDescription("size", "STR", 3, order="size"), set()),
        (AttributeDescription("price", "DOUBLE", 9), {"no_measure"}),
        (AttributeDescription("number", "INT", 9, meaning="id"), set()),
        (AttributeDescription("lon", "DOUBLE", 9, meaning="longitude"), set()),
    ],
)
def test_no_reason_is_given_that_the_table_disproves(
    attribute: AttributeDescription, untrue: set[str]
) -> None:
    name = AttributeDescription("name", "STR", 9)
    prompt = encode_prompt(TableDescription(9, (name, attribute)), Request(ask="show it"))
    allowed = set(Guide(prompt).allowed())
    assert {why for why in specials.REASONS if f"<|why:{why}|>" not in allowed} == untrue


def test_a_table_with_coordinates_is_not_said_to_have_none() -> None:
    place = (
        AttributeDescription("lon", "DOUBLE", 9, meaning="longitude"),
        AttributeDescription("lat", "DOUBLE", 9, meaning="latitude"),
    )
    prompt = encode_prompt(TableDescription(9, place), Request(ask="show it"))
    assert "<|why:no_place|>" not in Guide(prompt).allowed()
    assert "<|why:no_time|>" in Guide(prompt).allowed()


def test_only_wide_tables_get_several_charts_each_of_another_kind() -> None:
    for n in (WIDE - 1, WIDE):
        table = random_table(random.Random(8), n)
        prompt = encode_prompt(table, Request())
        rng = random.Random(3)
        counts = set()
        for _ in range(40):
            names = [c.component for c in follow(prompt, walk(prompt, rng)).charts]
            assert len(set(names)) == len(names)
            counts.add(len(names))
        assert counts == ({1} if n < WIDE else set(range(1, MAX_CHARTS + 1)))


def test_a_token_out_of_place_is_refused_and_changes_nothing() -> None:
    guide = Guide(encode_prompt(CLIENT, Request()))
    before = guide.allowed()
    for token in (END, NEXT, "<|1|>", "<|c:candlestick|>", "<|spare1|>", "line"):
        with pytest.raises(SpecSyntaxError):
            guide.accept(token)
    assert guide.allowed() == before


def test_an_unfinished_answer_is_no_answer() -> None:
    guide = Guide(encode_prompt(CLIENT, Request()))
    guide.accept("<|c:line|>")
    with pytest.raises(SpecSyntaxError):
        guide.spec()
    with pytest.raises(SpecSyntaxError):
        parse_solution("<|c:line|><|p:x|><|1|>", encode_prompt(CLIENT, Request()))


def test_what_the_caller_does_to_the_list_does_not_matter() -> None:
    guide = Guide(encode_prompt(CLIENT, Request()))
    guide.allowed().clear()
    assert guide.allowed()


def test_a_table_without_attributes_has_nothing_to_draw() -> None:
    guide = Guide(encode_prompt(TableDescription(3, ()), Request()))
    assert guide.allowed() == []


def test_a_solution_needs_tokens_for_its_names_and_numbers() -> None:
    prompt = encode_prompt(SALES, Request())
    unknown = VisSpec((Chart("histogram", (("x", ("gone",)),)),))
    odd = VisSpec((Chart("histogram", (("x", ("sales",)),), Options(bins=17)),))
    unsaid = Options(filters=(Filter("shop", "=", "North"),))
    for spec in (unknown, odd, VisSpec((Chart("histogram", (("x", ("sales",)),), unsaid),))):
        with pytest.raises(ValueError, match=r"not in|no token"):
            solution_tokens(spec, prompt)


def test_all_components_can_be_walked_to() -> None:
    reached: set[str] = set()
    for seed in range(80):
        rng = random.Random(seed)
        prompt = encode_prompt(random_table(rng, 8), Request())
        reached |= {c.component for c in follow(prompt, walk(prompt, rng)).charts}
    assert reached >= set(catalogue()) - {"map", "funnel", "radar"}


def test_a_wide_table_is_guided_quickly() -> None:
    prompt = encode_prompt(wide(40), Request(ask="top 7 above 20"))
    calls = 0
    start = time.process_time()
    for seed in range(20):
        rng = random.Random(seed)
        guide = Guide(prompt)
        while not guide.done:
            guide.accept(rng.choice(guide.allowed()))
            calls += 1
    assert calls > 100
    assert (time.process_time() - start) / calls < 0.002


def test_what_is_monthly_already_is_not_grouped_by_month() -> None:
    table = TableDescription(
        48,
        (
            AttributeDescription("month", "DATE", 12, granularity="month"),
            AttributeDescription("town", "STR", 4),
            AttributeDescription("sales", "INT", 40),
        ),
        keys=(("month", "town"),),
    )
    begun = "<|c:line|><|p:x|><|1|><|p:y|><|3|><|aggregate|><|=sum|>"
    monthly = encode_prompt(table, Request(ask="monthly sales", lang="en"))
    assert "<|timeUnit|>" not in after(monthly, begun)
    quarterly = encode_prompt(table, Request(ask="quarterly sales", lang="en"))
    assert "<|timeUnit|>" in after(quarterly, begun)
    # One row a month and town needs no aggregate, and without a step may name none.
    apart = "<|c:line|><|p:x|><|1|><|p:y|><|3|><|p:group|><|2|>"
    assert "<|aggregate|>" not in after(monthly, apart)
    assert "<|aggregate|>" in after(quarterly, apart)


@pytest.mark.parametrize(
    ("ask", "usual"),
    [
        ("sales by town, sorted by sales in descending order", {"-y"}),
        ("sales by town, ranked by town ascending", {"x"}),
        ("各town的sales,按sales从高到低排", {"-y"}),
        ("sales by town", {"x", "-x", "y", "-y"}),
    ],
)
def test_an_order_is_the_one_that_the_ask_wants(ask: str, usual: set[str]) -> None:
    table = TableDescription(
        48, (AttributeDescription("town", "STR", 4), AttributeDescription("sales", "INT", 40))
    )
    guide = Guide(encode_prompt(table, Request(ask=ask, lang="en")))
    text = "<|c:column|><|p:x|><|1|><|p:y|><|2|><|aggregate|><|=sum|><|sort|>"
    for token in specials.split_specials(text):
        guide.accept(token)
    assert {*guide.allowed()} - guide.unusual == {*map(specials.word_token, usual)}


@pytest.mark.parametrize(
    ("ask", "aggregate", "usual"),
    [
        ("sales by town and shop", "sum", {"stacked"}),
        ("sales by town and shop", "mean", {"grouped"}),
        ("sales by town and shop, stacked", "mean", {"stacked", "grouped", "percent"}),
        ("share of shops by town", "sum", {"stacked", "grouped", "percent"}),
    ],
)
def test_only_what_adds_up_is_stacked(ask: str, aggregate: str, usual: set[str]) -> None:
    table = TableDescription(
        90,
        (
            AttributeDescription("town", "STR", 4),
            AttributeDescription("shop", "STR", 5),
            AttributeDescription("sales", "INT", 40),
        ),
    )
    guide = Guide(encode_prompt(table, Request(ask=ask, lang="en")))
    text = "<|c:column|><|p:x|><|1|><|p:y|><|3|><|p:group|><|2|><|aggregate|>"
    for token in specials.split_specials(f"{text}{specials.word_token(aggregate)}<|stack|>"):
        guide.accept(token)
    assert {*guide.allowed()} - guide.unusual == {*map(specials.word_token, usual)}


def test_a_span_goes_from_a_date_to_a_date() -> None:
    table = TableDescription(
        30,
        (
            AttributeDescription("begun", "DATE", 30, granularity="day"),
            AttributeDescription("ended", "DATE", 30, granularity="day"),
            AttributeDescription("task", "STR", 30),
            AttributeDescription("cost", "INT", 30),
            AttributeDescription("hours", "INT", 30),
        ),
    )
    prompt = encode_prompt(table, Request(lang="en"))
    of = {name: prompt.alias_of(name) for name in table.names}
    begun = f"<|c:gantt|><|p:label|>{of['task']}<|p:start|>"
    assert after(prompt, f"{begun}{of['begun']}<|p:end|>") == [of["ended"]]
    numbers = after(prompt, f"{begun}{of['cost']}<|p:end|>")
    assert numbers == [of["hours"]]
