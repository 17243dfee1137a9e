"""Events survive the way between processes."""

from __future__ import annotations

import json

import pytest

from tests.components.tables import CLIENT_ANSWER, CLIENT_WRAPPED, HOSTILE_NAMES
from vizapp.components.spec import Chart, Filter, Options, VisSpec, parse
from vizapp.reasoning.events import (
    Answer,
    Ranked,
    RankingReady,
    ReasoningEvent,
    Request,
    SpecReady,
    Started,
    ThoughtDelta,
    from_dict,
    request_from_dict,
    request_to_dict,
    solution_text,
    to_dict,
)

SPEC = VisSpec(
    (
        Chart(
            "column",
            (("x", ("$$a$$",)), ("y", ("b", "||c||"))),
            Options("sum", "month", "-y", 3, "percent", filters=(Filter("a", "in", (1, "x")),)),
        ),
        Chart("histogram", (("x", ("b",)),), Options(bins=9)),
    )
)
ANSWER = Answer(
    thought="1. 首先\n\n2. 然后",
    spec=SPEC,
    ranking=(Ranked(SPEC.charts[0], 0.7), Ranked(SPEC.charts[1], 0.25)),
    model="模型",
    lang="zh",
    seconds=0.25,
    n_tokens=12,
    fallback="The model file is missing.",
    claims=(("a是日期", True), ("b: 3", False)),
    agreement=(7, 8),
)


def travelled(event: ReasoningEvent) -> ReasoningEvent:
    return from_dict(json.loads(json.dumps(to_dict(event))))


@pytest.mark.parametrize(
    "event",
    [
        Started("model", "GPU"),
        ThoughtDelta("text"),
        ThoughtDelta("销售额", "attribute", "销售额"),
        ThoughtDelta("", "number"),
        RankingReady((("line", 0.5), ("bar", 0.25))),
        RankingReady(()),
        SpecReady(SPEC),
        SpecReady(VisSpec((), "没有时间列。")),
        ANSWER,
        Answer("", VisSpec((), "no"), (), "rules", "en", 0.0),
    ],
    ids=lambda e: type(e).__name__,
)
def test_an_event_comes_back_as_it_was(event: ReasoningEvent) -> None:
    assert travelled(event) == event


@pytest.mark.parametrize(
    "request_",
    [
        Request(),
        Request("前3个", "en", 5, think=False, n_samples=8, hints=2),
        Request(current=SPEC, hint=VisSpec((), "no time")),
    ],
)
def test_a_request_comes_back_as_it_was(request_: Request) -> None:
    assert request_from_dict(request_to_dict(request_)) == request_


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_any_header_survives(name: str) -> None:
    options = Options(filters=(Filter(name, "=", name),))
    event = SpecReady(VisSpec((Chart("table", (("column", (name,)),), options),)))
    assert travelled(event) == event


def test_each_kind_of_event_says_which_it_is() -> None:
    kinds = [
        to_dict(event)["event"]
        for event in (Started(""), ThoughtDelta(""), RankingReady(()), SpecReady(SPEC), ANSWER)
    ]
    assert len(set(kinds)) == 5


@pytest.mark.parametrize(("wrapped", "answer"), [(False, CLIENT_ANSWER), (True, CLIENT_WRAPPED)])
def test_the_reply_is_the_clients_text_byte_for_byte(wrapped: bool, answer: str) -> None:
    assert solution_text("\n1. 首先\n\n2. 然后\n", parse(CLIENT_ANSWER), wrapped=wrapped) == (
        "<begin_of_thought>\n1. 首先\n\n2. 然后\n<end_of_thought>\n\n"
        f"<begin_of_solution>\n{answer}\n<end_of_solution>"
    )
