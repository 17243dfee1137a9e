"""What every reasoner keeps, whatever stands behind it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.reasoning.descriptions import CLIENT, EVERY
from tests.reasoning.scripted import ScriptedReasoner, scripted_reply
from tests.reasoning.servers import Scripted, rules_script
from vizapp.components.check import check
from vizapp.components.spec import VisSpec
from vizapp.core.errors import Cancelled
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning import events
from vizapp.reasoning.client import WorkerReasoner
from vizapp.reasoning.endpoint import Endpoint
from vizapp.reasoning.engine import LlamaReasoner
from vizapp.reasoning.events import (
    Answer,
    RankingReady,
    ReasoningEvent,
    Request,
    SpecReady,
    Started,
    ThoughtDelta,
)
from vizapp.reasoning.reasoner import Reasoner
from vizapp.reasoning.remote import EndpointReasoner
from vizapp.reasoning.rules import RuleReasoner


class _Playing(ScriptedReasoner):
    """Plays a script with the chart that the rules would choose."""

    def reason(
        self, description: TableDescription, request: Request, *, cancel: CancelToken
    ) -> Iterator[ReasoningEvent]:
        *_, answer = RuleReasoner().reason(description, request, cancel=CancelToken())
        assert isinstance(answer, Answer)
        thought = ("First, ", "the structure.") if request.think else ()
        self.add(scripted_reply(answer.spec, thought=thought, request=request))
        return super().reason(description, request, cancel=cancel)


@pytest.fixture(
    scope="module", params=["scripted", "rules", "native", "chat", "worker", "endpoint"]
)
def reasoner(
    request: pytest.FixtureRequest, native_gguf: Path, chat_gguf: Path
) -> Iterator[Reasoner]:
    server = Scripted(rules_script)
    makers: dict[str, Callable[[], Reasoner]] = {
        "scripted": _Playing,
        "rules": RuleReasoner,
        "native": lambda: LlamaReasoner(native_gguf),
        "chat": lambda: LlamaReasoner(chat_gguf),
        "worker": lambda: WorkerReasoner(native_gguf),
        "endpoint": lambda: EndpointReasoner(Endpoint.parse(server.url)),
    }
    made = makers[request.param]()
    yield made
    made.close()
    made.close()
    server.close()


def _run(
    reasoner: Reasoner, description: TableDescription = CLIENT, **wanted: object
) -> list[ReasoningEvent]:
    return list(reasoner.reason(description, Request(**wanted), cancel=CancelToken()))  # type: ignore[arg-type]


def test_events_come_in_order_and_end_with_one_answer(reasoner: Reasoner) -> None:
    found = _run(reasoner)
    kinds = [type(e) for e in found if not isinstance(e, ThoughtDelta)]
    assert kinds == [Started, RankingReady, SpecReady, Answer]
    assert isinstance(found[0], Started)


def test_the_answer_repeats_what_was_streamed(reasoner: Reasoner) -> None:
    found = _run(reasoner)
    answer = found[-1]
    assert isinstance(answer, Answer)
    thought = "".join(e.text for e in found if isinstance(e, ThoughtDelta))
    assert answer.thought.strip() == thought.strip() != ""
    assert [e.spec for e in found if isinstance(e, SpecReady)] == [answer.spec]
    assert answer.lang == "zh"
    assert answer.seconds > 0
    assert answer.model == reasoner.name


def test_the_ranking_begins_with_the_answer_and_names_a_component_once(
    reasoner: Reasoner,
) -> None:
    found = _run(reasoner, top=4)
    answer = found[-1]
    assert isinstance(answer, Answer)
    assert answer.ranking[0].chart == answer.spec.charts[0]
    names = [r.chart.component for r in answer.ranking]
    assert len(set(names)) == len(names) <= 4
    shares = [r.probability for r in answer.ranking]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] >= 0
    assert sum(shares) <= 1 + 1e-6
    announced = dict(next(e for e in found if isinstance(e, RankingReady)).components)
    assert [announced[n] for n in names] == shares


def test_without_thinking_there_is_no_thought(reasoner: Reasoner) -> None:
    found = _run(reasoner, think=False)
    assert not [e for e in found if isinstance(e, ThoughtDelta)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("table", EVERY)
def test_every_chart_is_valid_for_its_table(reasoner: Reasoner, table: str, lang: str) -> None:
    answer = _run(reasoner, EVERY[table], lang=lang, think=False)[-1]
    assert isinstance(answer, Answer)
    assert answer.spec.charts
    charts = (*answer.spec.charts, *(r.chart for r in answer.ranking))
    assert check(VisSpec(charts), EVERY[table]) == ()


def test_the_same_request_gets_the_same_answer(reasoner: Reasoner) -> None:
    _run(reasoner, EVERY["many_categories"])  # a chat model keeps the prompt from here on
    first, second = (_run(reasoner, EVERY["many_categories"])[-1] for _ in range(2))
    assert isinstance(first, Answer)
    assert isinstance(second, Answer)
    assert (first.spec, first.ranking, first.thought) == (
        second.spec,
        second.ranking,
        second.thought,
    )


def test_events_survive_the_way_through_json(reasoner: Reasoner) -> None:
    for event in _run(reasoner):
        record = json.loads(json.dumps(events.to_dict(event)))
        assert events.from_dict(record) == event


def test_a_set_cancel_stops_it_before_the_first_event(reasoner: Reasoner) -> None:
    cancel = CancelToken()
    cancel.set()
    with pytest.raises(Cancelled):
        next(iter(reasoner.reason(CLIENT, Request(), cancel=cancel)))


def test_a_cancel_in_the_thought_stops_it_and_the_next_request_is_answered(
    reasoner: Reasoner,
) -> None:
    cancel = CancelToken()
    stream = reasoner.reason(CLIENT, Request(), cancel=cancel)
    assert [type(next(stream)) for _ in range(2)] == [Started, ThoughtDelta]
    cancel.set()
    with pytest.raises(Cancelled):
        list(stream)
    assert isinstance(_run(reasoner)[-1], Answer)


def test_an_abandoned_answer_does_not_disturb_the_next(reasoner: Reasoner) -> None:
    stream = reasoner.reason(CLIENT, Request(), cancel=CancelToken())
    next(stream)
    del stream
    assert isinstance(_run(reasoner)[-1], Answer)
