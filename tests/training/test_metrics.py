"""Scores of answers."""

from __future__ import annotations

import math

import pytest

from vizapp.components.spec import Chart, Filter, Options
from vizapp.training.metrics import (
    FAILED,
    NO_CHART,
    Outcome,
    bleu,
    bootstrap,
    claims_right,
    compare,
    confusion_matrix,
    confusions,
    paired_difference,
    per_type,
    perplexity,
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
        (("pie", FAILED), 1),
    ]


def test_the_matrix_holds_every_answer_once() -> None:
    second_label = Outcome(("line", "area"), ("area",), False)
    assert confusion_matrix([RIGHT, SECOND, LOST, RIGHT, second_label]) == {
        ("pie", "pie"): 2,
        ("line", "column"): 1,
        ("pie", FAILED): 1,
        ("line", "line"): 1,
    }


def test_saying_that_nothing_can_be_drawn_is_an_answer() -> None:
    right = Outcome((NO_CHART,), (NO_CHART,), True)
    wrong = Outcome(("pie",), (NO_CHART,), False, 0.0, 0.0)
    failed = Outcome((NO_CHART,), (), False)
    scores = summarise([right, wrong, failed])
    assert scores.top1.value == pytest.approx(1 / 3)
    assert dict(scores.confusions) == {(NO_CHART, FAILED): 1, ("pie", NO_CHART): 1}
    assert scores.encode == 0.0  # of the one case that has a chart


def test_perplexity_is_per_token_of_all_gold_answers() -> None:
    a = Outcome(("pie",), ("pie",), True, gold_nats=-2.0, n_gold=10)
    b = Outcome(("pie",), ("pie",), True, gold_nats=-4.0, n_gold=20)
    assert perplexity([a, b, RIGHT]) == pytest.approx(math.exp(6 / 30))
    assert perplexity([RIGHT]) is None


def test_bleu_knows_chinese_characters_and_words() -> None:
    assert bleu([("用折线图看销售额 trend", "用折线图看销售额 trend")]) == pytest.approx(1.0)
    assert bleu([("", "the cat sat on the mat")]) == 0.0
    assert bleu([("饼图", "the cat sat on the mat")]) == 0.0
    # "the" counts twice at most: 2/7, (0+1)/(6+1), 1/6, 1/5; no penalty for length
    worked = (2 / 7 * 1 / 7 * 1 / 6 * 1 / 5) ** 0.25
    repeated = [("the the the the the the the", "the cat is on the mat")]
    assert bleu(repeated) == pytest.approx(worked)


def test_bleu_takes_off_for_brevity_and_sums_over_the_corpus() -> None:
    reference = "a b c d e f g h"
    assert bleu([("a b c d", reference)]) == pytest.approx(math.exp(1 - 8 / 4))
    both = bleu([("a b c d", reference), ("x y", "x y")])
    assert bleu([("a b c d", reference)]) < both < 1.0


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


def test_two_models_are_compared_case_by_case() -> None:
    differences = compare([RIGHT] * 30 + [SECOND] * 10, [LOST] * 30 + [SECOND] * 10)
    assert list(differences) == ["top1", "encode", "exact"]
    assert differences["top1"].value == differences["encode"].value == pytest.approx(0.75)
    assert differences["top1"].low > 0.5
    question = Outcome(("pie",), ("pie",), True)
    assert list(compare([question], [question])) == ["top1", "exact"]
    with pytest.raises(ValueError, match="shorter"):
        compare([RIGHT], [])


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
