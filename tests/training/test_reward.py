"""Each part of the reward, and what it must not pay for."""

from __future__ import annotations

import random
from dataclasses import replace
from types import SimpleNamespace

import pytest

from vizapp.components.spec import Chart, Options, VisSpec
from vizapp.data.load import table_from_rows
from vizapp.profile.attributes import TableDescription
from vizapp.profile.describe import profile
from vizapp.reasoning.events import Answer, Request
from vizapp.training.reward import (
    BRIEF,
    LONG,
    WEIGHTS,
    Reward,
    Task,
    agree,
    encode_score,
    generated_tasks,
    reordered,
    reward,
)

ROWS = [
    {"shop": name, "sales": sales, "visits": visits}
    for name, sales, visits in (("a", 3.5, 40), ("b", 5.0, 62), ("c", 1.25, 18), ("d", 9.0, 77))
]
TABLE = profile(table_from_rows(ROWS, name="table", lang="en"))
COLUMN = Chart("column", (("x", ("shop",)), ("y", ("sales",))))
BAR = Chart("bar", (("x", ("shop",)), ("y", ("sales",))))
PIE = Chart("pie", (("category", ("shop",)), ("value", ("sales",))))
TASK = Task(TABLE.description, Request(lang="en"), (COLUMN,), table=TABLE)
CLAIMS = (("shop", True), ("sales", True), ("column", True))


def _answer(
    *charts: Chart, claims: tuple[tuple[str, bool], ...] = CLAIMS, n_tokens: int = 100
) -> Answer:
    return Answer("", VisSpec(charts), (), "m", "en", 0.1, n_tokens, claims=claims)


def test_a_right_brief_true_answer_earns_all() -> None:
    found = reward(_answer(COLUMN), TASK)
    assert found == Reward(*[1.0] * len(WEIGHTS))
    assert found.total == pytest.approx(1.0)


def test_every_part_has_a_weight_and_a_right_chart_outweighs_manners() -> None:
    assert list(WEIGHTS) == list(Reward(*[0.0] * len(WEIGHTS)).parts)
    manners = WEIGHTS["claims"] + WEIGHTS["stable"] + WEIGHTS["brevity"]
    assert WEIGHTS["type"] + WEIGHTS["exact"] > manners


def test_a_chart_against_the_contract_is_neither_valid_nor_drawable() -> None:
    broken = Chart("column", (("x", ("shop",)), ("y", ("shop",))))
    found = reward(_answer(broken), TASK)
    assert (found.valid, found.drawable) == (0.0, 0.0)


def test_a_chart_that_cannot_be_drawn_is_told_from_a_drawable_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("column")

    monkeypatch.setattr("vizapp.training.reward.build_chart", fail)
    found = reward(_answer(COLUMN), TASK)
    assert (found.valid, found.drawable) == (1.0, 0.0)
    assert reward(_answer(COLUMN), replace(TASK, table=None)).drawable == 1.0


def test_type_encode_and_exact_are_told_apart() -> None:
    other = Chart("column", (("x", ("shop",)), ("y", ("visits",))))
    found = reward(_answer(other), TASK)
    assert (found.type, found.encode, found.exact) == (1.0, 0.5, 0.0)
    found = reward(_answer(BAR), TASK)
    assert (found.type, found.encode, found.exact) == (0.0, 1.0, 0.0)


def test_any_accepted_chart_is_right() -> None:
    assert reward(_answer(PIE), replace(TASK, accepted=(COLUMN, PIE))).exact == 1.0


def test_options_count_only_where_the_task_says_so() -> None:
    sorted_ = replace(COLUMN, options=Options(sort="descending"))
    assert reward(_answer(sorted_), TASK).exact == 0.0
    assert reward(_answer(sorted_), replace(TASK, options=False)).exact == 1.0


def test_a_refusal_earns_only_where_it_is_due() -> None:
    refusal = _answer(claims=(("no time", True),))
    unanswerable = replace(TASK, accepted=())
    assert reward(refusal, unanswerable).total == pytest.approx(1.0)
    wrong = reward(refusal, TASK)
    assert (wrong.valid, wrong.type, wrong.encode, wrong.exact) == (0.0, 0.0, 0.0, 0.0)
    drawn = reward(_answer(COLUMN), unanswerable)
    assert (drawn.valid, drawn.type, drawn.exact) == (0.0, 0.0, 0.0)


def test_claims_must_hold_and_must_be_made() -> None:
    wrong = (*CLAIMS, ("visits", False))
    assert reward(_answer(COLUMN, claims=wrong), TASK).claims == 0.75
    assert reward(_answer(COLUMN, claims=CLAIMS[:1]), TASK).claims == pytest.approx(1 / 3)
    assert reward(_answer(COLUMN, claims=()), TASK).claims == 0.0
    direct = replace(TASK, request=Request(lang="en", think=False))
    assert reward(_answer(COLUMN, claims=()), direct).claims == 1.0


def test_stable_is_the_share_of_the_other_orders_answers_that_agree() -> None:
    others = [VisSpec((COLUMN,)), VisSpec((PIE,)), VisSpec(()), VisSpec((COLUMN,))]
    assert reward(_answer(COLUMN), TASK, others=others).stable == 0.5
    assert agree(VisSpec(()), VisSpec(()))
    assert not agree(VisSpec(()), VisSpec((PIE,)))


def test_brevity_falls_from_brief_to_long() -> None:
    lengths = (BRIEF, (BRIEF + LONG) // 2, LONG, 2 * LONG)
    found = [reward(_answer(COLUMN, n_tokens=n), TASK).brevity for n in lengths]
    assert found == [1.0, 0.5, 0.0, 0.0]


def test_encode_score_is_a_mean_over_both_sides_parameters() -> None:
    grouped = replace(COLUMN, channels=(*COLUMN.channels, ("group", ("visits",))))
    assert encode_score(grouped, COLUMN) == encode_score(COLUMN, grouped) == pytest.approx(2 / 3)


def test_a_table_is_reordered_only_where_the_model_can_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ordered(description: TableDescription, _: Request) -> SimpleNamespace:
        return SimpleNamespace(text=" ".join(description.names))

    monkeypatch.setattr("vizapp.training.reward.encode_prompt", ordered)
    other = reordered(TASK, random.Random(1))
    assert other is not None
    assert other.description.names != TASK.description.names
    assert sorted(other.description.names) == sorted(TASK.description.names)
    assert other.accepted == TASK.accepted
    funnel = Chart("funnel", (("category", ("shop",)), ("value", ("sales",))))
    assert reordered(replace(TASK, accepted=(funnel,)), random.Random(1)) is None
    same = SimpleNamespace(text="")
    monkeypatch.setattr("vizapp.training.reward.encode_prompt", lambda *_: same)
    assert reordered(TASK, random.Random(1)) is None


def test_generated_tasks_repeat_with_their_seed() -> None:
    assert generated_tasks(3, 4) == generated_tasks(3, 4)
    gold = [t for t in generated_tasks(4, 12) if t.accepted]
    for task in gold:
        claims = (("told", True),) * (1 + len(task.accepted[0].attributes()))
        assert reward(_answer(*task.accepted, claims=claims), task).total == pytest.approx(1.0)
