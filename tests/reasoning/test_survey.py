"""Several charts over different columns, and a chart of one named component."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.components.tables import fitting_table
from vizapp.components.catalogue import catalogue
from vizapp.components.check import check_chart
from vizapp.components.requirements import lacks
from vizapp.components.spec import Chart, VisSpec
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning.completion import answer_of, complete
from vizapp.reasoning.events import Answer, Ranked, ReasoningEvent, Request
from vizapp.reasoning.rules import RuleReasoner
from vizapp.reasoning.survey import choose, is_measure, remaining, restricted, survey

RULES = RuleReasoner()
WIDE = TableDescription(
    240,
    (
        AttributeDescription("no", "INT", 240, meaning="id"),
        AttributeDescription("day", "DATE", 60, granularity="day"),
        AttributeDescription("shop", "STR", 4, samples=("North", "South")),
        *(AttributeDescription(f"measure {i}", "DOUBLE", 200, range=(0, 90)) for i in range(9)),
        AttributeDescription("remark", "STR", 230, meaning="text"),
    ),
    keys=(("day", "shop"),),
    correlated=(("measure 1", "measure 2"),),
)


def by_rules(description: TableDescription) -> Answer | None:
    return answer_of(RULES.reason(description, Request(top=5), cancel=CancelToken()))


def test_a_wide_table_gets_valid_charts_that_each_show_something_new() -> None:
    charts = list(survey(WIDE, by_rules))
    assert 3 <= len(charts) <= 6
    shown: set[str] = set()
    for chart in charts:
        assert not check_chart(chart, WIDE), chart
        assert not set(chart.attributes()) <= shown
        shown |= set(chart.attributes())
    assert not shown & {"no", "remark"}
    assert max(Counter(c.component for c in charts).values()) <= 2


def test_charts_that_are_chosen_already_come_first_and_are_not_repeated() -> None:
    first = Chart("line", (("x", ("day",)), ("y", ("measure 0",)), ("group", ("shop",))))
    charts = list(survey(WIDE, by_rules, [first], most=4))
    assert charts[0] == first
    assert len(charts) == 4
    assert all("measure 0" not in c.attributes() for c in charts[1:])


def test_a_narrow_table_ends_when_everything_was_shown() -> None:
    table = restricted(WIDE, ["day", "measure 1"])
    assert len(list(survey(table, by_rules))) == 1


def test_a_reasoner_without_an_answer_ends_the_survey() -> None:
    assert list(survey(WIDE, lambda _: None)) == []


def test_restricting_keeps_the_facts_inside() -> None:
    kept = restricted(WIDE, ["measure 2", "shop", "day", "measure 1"])
    assert kept.names == ("day", "shop", "measure 1", "measure 2")
    assert kept.keys == (("day", "shop"),)
    assert kept.correlated == (("measure 1", "measure 2"),)
    assert restricted(WIDE, ["shop", "measure 1"]).keys == ()
    assert kept.data_amount == 240


def test_measures_come_once_and_dimensions_twice() -> None:
    once = Chart("line", (("x", ("day",)), ("y", ("measure 0",))))
    rest = remaining(WIDE, [once])
    assert rest is not None
    assert "day" in rest.names
    assert "measure 0" not in rest.names
    rest = remaining(WIDE, [once, Chart("line", (("x", ("day",)), ("y", ("measure 1",))))])
    assert rest is not None
    assert "day" not in rest.names
    assert sum(map(is_measure, rest.attributes)) == 7


def test_a_kind_that_came_twice_gives_way() -> None:
    answer = by_rules(restricted(WIDE, ["shop", "measure 3"]))
    assert answer is not None
    first = answer.ranking[0].chart
    used = [
        Chart(first.component, (("x", ("day",)),)),
        Chart(first.component, (("x", ("measure 8",)),)),
    ]
    chosen = choose(answer, used, WIDE)
    assert chosen is not None
    assert chosen.component != first.component


def test_a_place_is_drawn_on_a_map_or_not_at_all() -> None:
    table = TableDescription(
        20,
        (
            AttributeDescription("lon", "DOUBLE", 20, range=(70, 130), meaning="longitude"),
            AttributeDescription("lat", "DOUBLE", 20, range=(20, 50), meaning="latitude"),
        ),
    )
    answer = by_rules(table)
    assert answer is not None
    both = (("longitude", ("lon",)), ("latitude", ("lat",)))
    ranking = (
        Ranked(Chart("scatter", (("x", ("lon",)), ("y", ("lat",)))), 0.9),
        Ranked(Chart("map", both), 0.1),
    )
    chosen = choose(replace(answer, spec=VisSpec(()), ranking=ranking), [], table)
    assert chosen == Chart("map", both)
    assert choose(replace(answer, spec=VisSpec(()), ranking=ranking[:1]), [], table) is None


def rules(description: TableDescription, request: Request) -> Iterator[ReasoningEvent]:
    return RULES.reason(description, request, cancel=CancelToken())


def nothing(description: TableDescription, request: Request) -> Iterator[ReasoningEvent]:
    return iter(())


@pytest.mark.parametrize("name", catalogue())
def test_every_component_is_completed_for_a_table_that_fits(name: str) -> None:
    table = fitting_table(catalogue()[name])
    assert not lacks(catalogue()[name], table)
    chart = complete(name, table, Request(), nothing, CancelToken())
    assert chart is not None
    assert chart.component == name
    assert not check_chart(chart, table)


def test_a_component_that_does_not_fit_is_not_completed() -> None:
    table = restricted(WIDE, ["shop"])
    assert complete("scatter", table, Request(), rules, CancelToken()) is None


def test_the_question_is_kept_where_it_can_be_answered() -> None:
    asked: list[str | None] = []

    def ask(description: TableDescription, request: Request) -> Iterator[ReasoningEvent]:
        asked.append(request.ask)
        assert not request.think
        return rules(description, request)

    chart = complete("pie", WIDE, Request(ask="top 3 shops"), ask, CancelToken())
    assert chart is not None
    assert asked == ["top 3 shops"]
    assert chart.options.limit in (3, None)
