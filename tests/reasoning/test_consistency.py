"""Votes over samples and progressive hints, apart from any model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from vizapp.components.spec import Chart, Filter, Options, VisSpec
from vizapp.reasoning.consistency import (
    TEMPERATURE,
    in_turn,
    mean_shares,
    normalise,
    rank,
    sample_settings,
    until_agreed,
    vote,
)
from vizapp.reasoning.events import (
    Answer,
    Ranked,
    RankingReady,
    ReasoningEvent,
    Request,
    SamplerSettings,
    SpecReady,
    Started,
    ThoughtDelta,
)

PLAIN = Options()


def _one(component: str, options: Options = PLAIN, **channels: str) -> VisSpec:
    given = tuple((name, tuple(names.split())) for name, names in channels.items())
    return VisSpec((Chart(component, given, options),))


LINE = _one("line", x="day", y="price")
SWAPPED = _one("line", x="price", y="day")
PIE = _one("pie", category="kind", value="price")
BAR = _one("bar", x="kind", y="price")
REFUSAL = VisSpec((), "no time")


def _filtered(*filters: Filter) -> VisSpec:
    return _one("column", Options(filters=filters), x="kind", y="price")


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (LINE, LINE, True),
        (LINE, SWAPPED, False),
        (LINE, _one("area", x="day", y="price"), False),
        (LINE, _one("line", Options("sum"), x="day", y="price"), False),
        (LINE, VisSpec((*LINE.charts, *PIE.charts)), True),  # the first chart is the answer
        (VisSpec((*LINE.charts, *PIE.charts)), VisSpec((*PIE.charts, *LINE.charts)), False),
        (_one("line", y="a", x="day"), _one("line", x="day", y="a"), True),
        (_one("radar", category="s", value="a b"), _one("radar", category="s", value="b a"), True),
        (
            _one("treemap", category="land town", value="n"),
            _one("treemap", category="town land", value="n"),
            False,  # outer to inner
        ),
        (
            _filtered(Filter("a", "=", 1), Filter("b", "in", ("x", "y"))),
            _filtered(Filter("b", "in", ("y", "x")), Filter("a", "=", 1)),
            True,
        ),
        (_filtered(Filter("a", "=", 1)), _filtered(Filter("a", "=", 2)), False),
        (REFUSAL, REFUSAL, True),
        (REFUSAL, VisSpec((), "no place"), False),
        (REFUSAL, LINE, False),
    ],
)
def test_what_counts_as_the_same_answer(a: VisSpec, b: VisSpec, same: bool) -> None:
    assert (normalise(a) == normalise(b)) is same


@pytest.mark.parametrize(
    ("specs", "scores", "winner", "n_votes"),
    [
        ([LINE], [-1], 0, 1),
        ([LINE, PIE, LINE], [-1, 0, -2], 0, 2),
        ([PIE, LINE, LINE], [0, -2, -1], 2, 2),  # the surest voter speaks
        ([LINE, LINE, PIE], [-2, -1, 0], 0, 2),  # unless the first one voted so
        ([PIE, LINE], [-2, -1], 1, 1),  # a tie goes to the surer answer
        ([PIE, LINE], [-1, -1], 0, 1),  # then to the first
        ([PIE, PIE, LINE, LINE], [-1, -4, -2, -2], 2, 2),
        ([REFUSAL, LINE, REFUSAL], [-1, -1, -1], 0, 2),
    ],
)
def test_the_vote(
    specs: Sequence[VisSpec], scores: Sequence[float], winner: int, n_votes: int
) -> None:
    result = vote(specs, scores)
    assert (result.winner, result.n_votes) == (winner, n_votes)


def test_the_ranking_is_the_samples_mean_with_the_answer_first() -> None:
    shares = mean_shares([[("line", 0.8), ("pie", 0.2)], [], [("pie", 0.4), ("line", 0.6)]])
    assert shares == pytest.approx({"line": 0.7, "pie": 0.3})
    assert [name for name, _ in rank({"bar": 0.1, **shares}, "pie")] == ["pie", "line", "bar"]


def test_the_first_sample_is_drawn_as_a_single_answer_would_be() -> None:
    greedy = SamplerSettings()
    assert sample_settings(greedy, 0) == greedy
    warm = [sample_settings(greedy, i) for i in (1, 2)]
    assert [s.temperature for s in warm] == [TEMPERATURE] * 2
    assert len({s.seed for s in (greedy, *warm)}) == 3
    assert sample_settings(SamplerSettings(temperature=1.5), 3).temperature == 1.5


# --- answers in turn --------------------------------------------------------


def _reply(spec: VisSpec, thought: str, share: float = 0.6) -> list[ReasoningEvent]:
    first = spec.charts[0] if spec.charts else None
    others = [s.charts[0] for s in (LINE, PIE) if first and s.charts[0] != first]
    ranked = [Ranked(first, share)] if first else []
    ranked += [Ranked(chart, (1 - share) / len(others)) for chart in others]
    shares = tuple((r.chart.component, r.probability) for r in ranked)
    told: list[ReasoningEvent] = [Started("scripted"), ThoughtDelta(thought)]
    if shares:
        told.append(RankingReady(shares))
    answer = Answer(thought, spec, tuple(ranked), "scripted", "en", 1.0, n_tokens=10)
    return [*told, SpecReady(spec), answer]


def _in_turn(specs: Sequence[VisSpec], **wanted: int) -> tuple[list[ReasoningEvent], Answer]:
    def sample(request: Request, index: int) -> Iterator[ReasoningEvent]:
        yield from _reply(specs[index], f"thought {index}")

    found = list(in_turn(sample, Request(n_samples=len(specs), **wanted)))  # type: ignore[arg-type]
    answer = found[-1]
    assert isinstance(answer, Answer)
    return found, answer


def test_an_answer_that_the_first_sample_gave_is_told_once() -> None:
    found, answer = _in_turn([LINE, PIE, LINE])
    assert answer.agreement == (2, 3)
    assert (answer.spec, answer.thought, answer.n_tokens) == (LINE, "thought 0", 30)
    assert [type(e) for e in found] == [
        *(Started, ThoughtDelta, RankingReady, RankingReady, SpecReady, Answer)
    ]
    assert answer.ranking[0].chart == LINE.charts[0]
    assert [r.chart.component for r in answer.ranking] == ["line", "pie"]
    assert sum(r.probability for r in answer.ranking) == pytest.approx(1)


def test_an_answer_that_others_outvoted_is_replaced_with_its_thought() -> None:
    found, answer = _in_turn([PIE, LINE, LINE], top=1)
    assert answer.agreement == (2, 3)
    assert (answer.spec, answer.thought) == (LINE, "thought 1")
    assert sum(isinstance(e, Started) for e in found) == 2
    second = max(i for i, e in enumerate(found) if isinstance(e, Started))
    assert found[second + 1] == ThoughtDelta("thought 1")
    assert [e.spec for e in found if isinstance(e, SpecReady)] == [LINE]
    assert [r.chart for r in answer.ranking] == [LINE.charts[0]]


def test_a_refusal_can_win_and_has_no_ranking() -> None:
    _, answer = _in_turn([LINE, REFUSAL, REFUSAL])
    assert (answer.spec, answer.ranking, answer.agreement) == (REFUSAL, (), (2, 3))


# --- progressive hints ------------------------------------------------------


def _hinted(specs: Sequence[VisSpec], hints: int) -> tuple[list[Request], list[ReasoningEvent]]:
    asked: list[Request] = []

    def answer(request: Request) -> Iterator[ReasoningEvent]:
        asked.append(request)
        yield from _reply(specs[len(asked) - 1], f"round {len(asked)}")

    return asked, list(until_agreed(answer, Request(hints=hints)))


@pytest.mark.parametrize(
    ("hints", "n_rounds", "thought"),
    [(0, 1, "round 1"), (1, 2, "round 2"), (2, 3, "round 3"), (5, 3, "round 3")],
)
def test_rounds_end_when_two_answers_agree_or_none_is_left(
    hints: int, n_rounds: int, thought: str
) -> None:
    asked, found = _hinted([PIE, LINE, LINE, BAR], hints)
    assert [r.hint for r in asked] == [None, PIE, LINE][:n_rounds]
    assert sum(isinstance(e, Answer) for e in found) == 1
    answer = found[-1]
    assert isinstance(answer, Answer)
    assert (answer.thought, answer.n_tokens) == (thought, 10 * n_rounds)
    assert asked[-1].top == Request().top
    assert sum(isinstance(e, Started) for e in found) == n_rounds


def test_without_rounds_the_events_are_the_answers_own() -> None:
    _, found = _hinted([LINE], 0)
    plain = _reply(LINE, "round 1")
    assert found[:-1] == plain[:-1]
    assert isinstance(found[-1], Answer)
    assert isinstance(plain[-1], Answer)
    assert replace(found[-1], seconds=1.0) == plain[-1]
