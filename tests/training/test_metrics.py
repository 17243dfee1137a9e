"""Scores of answers."""

from __future__ import annotations

import pytest

from vizapp.components.spec import Chart, Filter, Options
from vizapp.training.metrics import (
    Outcome,
    bootstrap,
    claims_right,
    confusions,
    paired_difference,
    per_type,
    same_chart,
    summarise,
    thoughts_right,
    top_share,
)

RIGHT = Outcome(("pie",), ("pie", "bar"), True, 1.0, 1.0, (True, True), 0.1)
SECOND = Outcome(("line", "area"), ("column", "bar", "area"), False, 0.5, 0.75, (True, False), 0.3)
LOST = Outcome(("pie",), (), False, 0.0, 0.0, (), 0.2)


def test_top_share_counts_any_accepted_component_within_k() -> None:
    outcomes = [RIGHT, SECOND, LOST]
    assert top_share(outcomes, 1) == pytest.approx(1 / 3)
    assert top_share(outcomes, 2) == pytest.approx(1 / 3)
    assert top_share(outcomes, 3) == pytest.approx(2 / 3)


def test_claims_count_one_by_one_and_by_thought() -> None:
    assert claims_right([RIGHT, SECOND, LOST]) == 0.75
    assert thoughts_right([RIGHT, SECOND, LOST]) == 0.5
    assert claims_right([LOST]) is None
    assert thoughts_right([LOST]) is None


def test_per_type_tells_recall_and_precision() -> None:
    pie, line, column = per_type([RIGHT, SECOND, LOST])
    assert (pie.component, pie.n_cases, pie.recall, pie.n_answers, pie.precision) == (
        "pie",
        2,
        0.5,
        1,
        1.0,
    )
    assert (line.component, line.recall, line.n_answers) == ("line", 0.0, 0)
    assert (column.component, column.n_cases, column.precision) == ("column", 0, 0.0)


def test_an_accepted_second_label_is_no_confusion() -> None:
    second_label = Outcome(("line", "area"), ("area",), False)
    assert confusions([second_label]) == {}
    assert per_type([second_label])[0].recall == 1.0
    scores = summarise([second_label])
    assert (scores.top1.value, scores.first_label) == (1.0, 0.0)


def test_confusions_come_most_frequent_first() -> None:
    wrong = Outcome(("pie",), ("column",), False)
    assert list(confusions([SECOND, wrong, LOST, wrong]).items()) == [
        (("pie", "column"), 2),
        (("line", "column"), 1),
        (("pie", ""), 1),
    ]


def test_summary() -> None:
    scores = summarise([RIGHT, SECOND, LOST])
    assert scores.n_cases == 3
    assert scores.top1.value == pytest.approx(1 / 3)
    assert scores.top3 == pytest.approx(2 / 3)
    assert scores.exact == pytest.approx(1 / 3)
    assert scores.encode == pytest.approx(0.5)
    assert scores.encode_normalised == pytest.approx(1.75 / 3)
    assert scores.mean_seconds == pytest.approx(0.2)
    assert scores.p95_seconds == 0.3
    with pytest.raises(ValueError, match="no case"):
        summarise([])


def test_the_interval_holds_the_mean_and_narrows_with_cases() -> None:
    few = bootstrap([1.0, 0.0] * 10)
    many = bootstrap([1.0, 0.0] * 200)
    assert few.value == many.value == 0.5
    assert few.low < many.low < 0.5 < many.high < few.high
    assert bootstrap([1.0, 0.0] * 10) == few


def test_pairing_finds_a_small_steady_difference() -> None:
    theirs = [float(i % 7) for i in range(100)]
    ours = [value + 0.1 for value in theirs]
    paired = paired_difference(ours, theirs)
    assert paired.low == pytest.approx(0.1)
    assert bootstrap(ours).low < bootstrap(theirs).high  # unpaired they overlap
    with pytest.raises(ValueError, match="shorter"):
        paired_difference(ours, theirs[:-1])


def test_the_order_of_measures_says_nothing_but_that_of_keys_does() -> None:
    def line(*y: str) -> Chart:
        return Chart("line", (("x", ("t",)), ("y", y)))

    def tree(*category: str) -> Chart:
        return Chart("treemap", (("category", category), ("value", ("n",))))

    assert same_chart(line("a", "b"), line("b", "a"))
    assert not same_chart(line("a", "b"), line("a"))
    assert not same_chart(tree("a", "b"), tree("b", "a"))
    assert not same_chart(line("a"), Chart("area", line("a").channels))


def test_options_count_unless_told_otherwise_and_filters_in_any_order() -> None:
    channels = (("x", ("t",)),)
    one, two = Filter("t", "=", "a"), Filter("n", ">", 3)
    a = Chart("column", channels, Options(aggregate="count", filters=(one, two)))
    b = Chart("column", channels, Options(aggregate="count", filters=(two, one)))
    c = Chart("column", channels, Options(aggregate="count", sort="x"))
    assert same_chart(a, b)
    assert not same_chart(a, c)
    assert same_chart(a, c, options=False)
