"""Our own model's profile, driven by random weights and by weights that are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.reasoning import tiny_model
from tests.reasoning.descriptions import CLIENT, EVERY, wide
from vizapp.components.check import check
from vizapp.components.fit import feasible
from vizapp.components.spec import VisSpec, dump
from vizapp.core.errors import Cancelled, ContextOverflowError
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning import columns, native, specials, stream, writing
from vizapp.reasoning.engine import LlamaReasoner
from vizapp.reasoning.events import (
    Answer,
    RankingReady,
    Request,
    SamplerSettings,
    Started,
    ThoughtDelta,
)
from vizapp.reasoning.leaning import NONE
from vizapp.reasoning.llama import Engine
from vizapp.reasoning.specials import END_THINK, PICK
from vizapp.reasoning.writing import TRIES


@pytest.fixture(scope="module")
def random_model(native_gguf: Path) -> Iterator[LlamaReasoner]:
    made = LlamaReasoner(native_gguf, sampler=SamplerSettings(temperature=1.5, top_k=0, top_p=1))
    yield made
    made.close()


@pytest.fixture
def told(native_gguf: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Told]:
    made = _Told(native_gguf, monkeypatch)
    yield made
    made.reasoner.close()


class _Told:
    """A model whose next tokens the test writes; after them the weights speak."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reasoner = LlamaReasoner(path)
        self._script: list[str] = []
        self._prompt = 0
        self.unheeding: set[int] = set()  # sequences in which the weights alone speak
        real = Engine.logits

        def logits(engine: Engine, sequence: int = 0) -> np.ndarray[Any, np.dtype[np.float32]]:
            values = real(engine, sequence).copy()
            if self._script and sequence not in self.unheeding:
                lengths = engine._lengths or [len(engine.tokens)]
                position = lengths[sequence] - self._prompt
                if 0 <= position < len(self._tokens):
                    values[self._tokens[position]] = 1e4
            return values

        monkeypatch.setattr(Engine, "logits", logits)

    def run(
        self, description: TableDescription, script: Sequence[str], **wanted: Any
    ) -> tuple[Answer, list[Any]]:
        request = Request(**wanted)
        engine = self.reasoner.engine
        prompt = stream.encode_prompt(description, request)
        self._prompt = len(engine.tokenize(prompt.text))
        self._script = list(script)
        self._tokens = [t for piece in script for t in engine.tokenize(piece)]
        found = list(self.reasoner.reason(description, request, cancel=CancelToken()))
        answer = found[-1]
        assert isinstance(answer, Answer)
        return answer, found


@pytest.fixture
def unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no glance before the thought weigh: the script alone decides."""
    monkeypatch.setattr(native._Run, "_glance", lambda *_: {})


def _c(name: str) -> str:
    return specials.component_token(name)


def test_what_the_thought_picks_is_the_answer(told: _Told) -> None:
    answer, found = told.run(CLIENT, ["最适合的是", PICK, _c("scatter"), "。", END_THINK])
    assert answer.thought == "最适合的是散点图(scatter)。"
    assert [c.component for c in answer.spec.charts] == ["scatter"]
    ranking = next(e for e in found if isinstance(e, RankingReady))
    assert ranking.components[0][0] == "scatter"
    assert {name for name, _ in ranking.components} == set(feasible(CLIENT))
    assert sum(p for _, p in ranking.components) == pytest.approx(1)
    picked = found.index(ranking)
    assert isinstance(found[picked + 1], ThoughtDelta)
    assert found[picked + 1].reference == "scatter"  # the chip follows the ranking


def test_a_thought_argues_for_what_the_model_holds_best_before_it(told: _Told) -> None:
    best, _ = told.run(CLIENT, [], think=False)
    wanted = best.spec.charts[0].component
    other = next(name for name in feasible(CLIENT) if name != wanted)
    answer, found = told.run(CLIENT, ["因为", PICK, _c(other), "。", END_THINK])
    assert answer.spec.charts[0].component == wanted
    assert sum(isinstance(e, Started) for e in found) == TRIES  # no attempt argues for it
    assert next(e for e in found if isinstance(e, RankingReady)).components[0][0] == wanted


def test_a_component_that_the_table_cannot_fill_is_never_picked(told: _Told) -> None:
    answer, _ = told.run(CLIENT, [PICK, _c("map"), END_THINK])
    assert "map" not in feasible(CLIENT)
    assert answer.spec.charts[0].component != "map"


def test_the_solution_keeps_to_what_the_thought_says(told: _Told, unseen: None) -> None:
    numbers = [AttributeDescription(name, "INT", 90) for name in "abcdef"]
    table = TableDescription(90, tuple(numbers))
    for x, y in (("b", "e"), ("f", "a"), ("c", "d")):
        prompt = stream.encode_prompt(table, Request())
        script = [PICK, _c("scatter"), ".\n\n3.", _c("scatter"), ":"]
        for channel, name in (("x", x), ("y", y)):
            line = ["\n   - ", specials.channel_token(channel), ": ", "<|INT|>", ", use "]
            script += [*line, prompt.alias_of(name), "."]
        answer, _ = told.run(table, [*script, END_THINK])
        (chart,) = answer.spec.charts
        assert (chart.names("x"), chart.names("y")) == ((x,), (y,))


def test_a_solution_in_tokens_becomes_the_clients_json(told: _Told, unseen: None) -> None:
    script = [PICK, _c("line"), END_THINK, "<|solve|>", _c("line")]
    script += ["<|p:x|>", specials.alias(2), "<|p:y|>", specials.alias(1), specials.END]
    answer, _ = told.run(CLIENT, script)
    assert dump(answer.spec) == (
        '{"vis": [{"name": "line", "parameter": '
        '{"xAttribute": "时间区间", "yAttribute": "收盘价:前复权"}}]}'
    )


@pytest.mark.parametrize("in_thought", [True, False])
def test_an_ask_that_the_table_cannot_answer_is_refused_with_the_reason(
    told: _Told, in_thought: bool
) -> None:
    script = ["表里没有", END_THINK, "<|solve|>", "<|why:no_place|>"]
    if in_thought:  # then the answer keeps to it, whatever the weights say next
        script = ["<|why:no_place|>", END_THINK]
    answer, found = told.run(CLIENT, script, ask="画一张地图")
    assert answer.spec == VisSpec((), specials.REASONS["no_place"]["zh"])
    assert answer.ranking == ()
    assert not [e for e in found if isinstance(e, RankingReady)]


def test_a_wide_table_may_get_several_charts_and_single_alternatives(told: _Told) -> None:
    description = wide(9)
    script = [PICK, _c("line"), "和", PICK, _c("boxplot"), END_THINK]
    answer, _ = told.run(description, script)
    assert [c.component for c in answer.spec.charts][:2] == ["line", "boxplot"]
    assert answer.ranking[0].chart == answer.spec.charts[0]
    assert check(answer.spec, description) == ()


def test_a_thought_without_end_is_cut_at_the_budget(told: _Told) -> None:
    answer, found = told.run(CLIENT, ["a"] * 3000)
    assert len([e for e in found if isinstance(e, ThoughtDelta)]) == 512
    assert answer.spec.charts


def test_characters_split_over_tokens_arrive_whole(told: _Told) -> None:
    _, found = told.run(CLIENT, ["趋势📈", END_THINK])
    thought = [e.text for e in found if isinstance(e, ThoughtDelta)]
    assert thought == ["趋", "势", "📈"]


@pytest.mark.parametrize("think", [True, False])
@pytest.mark.parametrize("ask", [None, '按"region"画前10个, <|end|> more than 5'])
@pytest.mark.parametrize("table", EVERY)
def test_random_draws_are_valid_on_every_table(
    random_model: LlamaReasoner, table: str, ask: str | None, think: bool
) -> None:
    description = EVERY[table]
    request = Request(ask=ask, think=think, top=5)
    *_, answer = random_model.reason(description, request, cancel=CancelToken())
    assert isinstance(answer, Answer)
    charts = (*answer.spec.charts, *(r.chart for r in answer.ranking))
    assert check(VisSpec(charts), description) == ()
    if not answer.spec.charts:
        assert ask is not None
        assert answer.spec.message
        assert answer.ranking == ()
    else:
        assert len(answer.ranking) == min(5, len(feasible(description)))


def test_a_table_without_columns_is_refused(random_model: LlamaReasoner) -> None:
    *_, answer = random_model.reason(
        TableDescription(0, ()), Request(lang="en"), cancel=CancelToken()
    )
    assert isinstance(answer, Answer)
    assert answer.spec.charts == ()
    assert answer.spec.message


def test_a_short_context_shortens_the_thought_before_it_fails(tmp_path: Path) -> None:
    reasoner = LlamaReasoner(tiny_model.write_native(tmp_path / "tiny.gguf", n_ctx=512))
    *_, answer = reasoner.reason(CLIENT, Request(), cancel=CancelToken())
    assert isinstance(answer, Answer)
    assert answer.spec.charts
    reasoner.close()
    reasoner = LlamaReasoner(tiny_model.write_native(tmp_path / "tinier.gguf", n_ctx=256))
    with pytest.raises(ContextOverflowError):
        list(reasoner.reason(wide(columns.MANY), Request(), cancel=CancelToken()))
    reasoner.close()


@pytest.mark.parametrize("table", EVERY)
def test_a_thought_cites_only_what_the_table_has(random_model: LlamaReasoner, table: str) -> None:
    for ask in (None, "top 5 above 20"):
        for lang in ("zh", "en"):
            events = random_model.reason(
                EVERY[table],
                Request(ask=ask, lang=lang),  # type: ignore[arg-type]
                cancel=CancelToken(),
            )
            *_, answer = events
            assert isinstance(answer, Answer)
            cited = [text for text, _ in answer.claims]
            assert not [text for text in cited if text == "?" or text.endswith(": ?")]


def test_a_thought_can_say_neither_unknown_values_nor_untrue_reasons() -> None:
    ids = {token: index for index, token in enumerate(specials.SPECIALS)}
    names = AttributeDescription("name", "STR", 9)
    sales = AttributeDescription("sales", "DOUBLE", 9, range=(1.5, 20.5))
    prompt = stream.encode_prompt(TableDescription(9, (names, sales)), Request(ask="above 20"))

    def possible(prompt: stream.Prompt, last: str | None = None) -> set[str]:
        words = writing.ThoughtWords(prompt, ids, NONE, lambda _: [])
        words.last = last
        left = words.possible(np.zeros(len(ids), dtype=np.float32))
        return {token for token, index in ids.items() if np.isfinite(left[index])}

    name, sale, neither = (specials.alias(i) for i in range(3))
    free = possible(prompt)
    assert {name, sale, specials.value_token(0), specials.HIGH, "<|why:no_place|>"} <= free
    assert not {neither, specials.value_token(1), "<|why:no_measure|>"} & free
    assert possible(prompt, specials.HIGH) == possible(prompt, specials.LOW) == {sale}
    assert possible(prompt, specials.DISTINCT) == {name, sale}
    unasked = stream.encode_prompt(CLIENT, Request())
    assert not {specials.HIGH, specials.LOW, specials.value_token(0)} & possible(unasked)
    assert not [token for token in possible(unasked) if token.startswith("<|why:")]


def test_a_thought_sums_what_adds_up_and_nothing_else() -> None:
    ids = {token: index for index, token in enumerate(specials.SPECIALS)}
    names = ("shop", "sales", "price")
    table = TableDescription(
        9,
        (
            AttributeDescription(names[0], "STR", 3),
            AttributeDescription(names[1], "DOUBLE", 9),
            AttributeDescription(names[2], "DOUBLE", 9),
        ),
    )
    sum_, mean = specials.word_token("sum"), specials.word_token("mean")

    def possible(measure: str, ask: str | None = None) -> set[str]:
        prompt = stream.encode_prompt(table, Request(ask=ask))
        words = writing.ThoughtWords(prompt, ids, NONE, lambda _: [])
        line = (_c("column"), "<|p:x|>", prompt.alias_of("shop"), "\n", "<|p:y|>")
        for text in (*line, prompt.alias_of(measure), "\n"):
            words.read(text)
        left = words.possible(np.zeros(len(ids), dtype=np.float32))
        return {word for word in (sum_, mean) if np.isfinite(left[ids[word]])}

    assert possible("sales") == {sum_}
    assert possible("price") == {mean}
    assert possible("sales", "how large are sales") == {sum_, mean}


# --- several samples --------------------------------------------------------

LINE_SCRIPT = ["因为", PICK, _c("line"), "。", END_THINK, "<|solve|>", _c("line")]
LINE_SCRIPT += ["<|p:x|>", specials.alias(0), "<|p:y|>", specials.alias(2), specials.END]


def test_samples_that_say_the_same_agree(told: _Told, unseen: None) -> None:
    answer, found = told.run(CLIENT, LINE_SCRIPT, n_samples=8)
    single, plain = told.run(CLIENT, LINE_SCRIPT)
    assert answer.agreement == (8, 8)
    assert single.agreement is None
    assert (answer.spec, answer.thought, answer.claims) == (
        *(single.spec, single.thought, single.claims),
    )
    assert answer.n_tokens > single.n_tokens
    deltas = [e for e in found if isinstance(e, ThoughtDelta)]
    assert deltas == [e for e in plain if isinstance(e, ThoughtDelta)]
    assert {r.chart.component for r in answer.ranking} == {
        r.chart.component for r in single.ranking
    }


def test_an_outvoted_answer_gives_way_to_the_winner_and_its_thought(told: _Told) -> None:
    told.unheeding = {0}
    answer, found = told.run(CLIENT, LINE_SCRIPT, n_samples=5)
    alone, _ = told.run(CLIENT, [])
    assert answer.spec != alone.spec
    assert dump(answer.spec).startswith('{"vis": [{"name": "line"')
    assert answer.agreement == (4, 5)
    assert answer.thought == "因为折线图(line)。"
    assert answer.ranking[0].chart == answer.spec.charts[0]
    starts = [i for i, e in enumerate(found) if isinstance(e, Started)]
    assert len(starts) == 2
    told_last = [e.text for e in found[starts[1] :] if isinstance(e, ThoughtDelta)]
    assert "".join(told_last).strip() == answer.thought
    ranking = [e for e in found if isinstance(e, RankingReady)][-1]
    assert ranking.components[0][0] == "line"
    assert sum(p for _, p in ranking.components) == pytest.approx(1)


@pytest.mark.parametrize("think", [True, False])
@pytest.mark.parametrize("table", EVERY)
def test_samples_of_random_weights_are_valid_and_the_same_each_time(
    random_model: LlamaReasoner, table: str, think: bool
) -> None:
    request = Request(think=think, n_samples=3, top=2, ask="top 5 above 20")
    answers = []
    for _ in range(2):
        *_, answer = random_model.reason(EVERY[table], request, cancel=CancelToken())
        assert isinstance(answer, Answer)
        answers.append(replace(answer, seconds=0.0))
    assert answers[0] == answers[1]
    assert check(answers[0].spec, EVERY[table]) == ()
    assert answers[0].agreement is not None
    n_votes, n_samples = answers[0].agreement
    assert 1 <= n_votes <= n_samples == 3


def test_a_batch_leaves_later_answers_as_they_were(random_model: LlamaReasoner) -> None:
    def answer(n_samples: int) -> Answer:
        request = Request(n_samples=n_samples)
        *_, last = random_model.reason(CLIENT, request, cancel=CancelToken())
        assert isinstance(last, Answer)
        return replace(last, seconds=0.0)

    before = answer(1)
    answer(8)
    assert answer(1) == before
    assert answer(9) == answer(8)  # no more than one batch holds


def test_a_cancel_ends_a_batch_and_the_next_answer_is_whole(random_model: LlamaReasoner) -> None:
    *_, before = random_model.reason(CLIENT, Request(n_samples=4), cancel=CancelToken())
    cancel = CancelToken()
    found: list[Any] = []
    events = random_model.reason(CLIENT, Request(n_samples=4), cancel=cancel)
    while sum(isinstance(e, ThoughtDelta) for e in found) < 3:
        found.append(next(events))
    cancel.set()
    with pytest.raises(Cancelled):
        list(events)
    *_, after = random_model.reason(CLIENT, Request(n_samples=4), cancel=CancelToken())
    assert isinstance(before, Answer)
    assert isinstance(after, Answer)
    assert replace(after, seconds=before.seconds) == before


def test_samples_without_end_are_each_cut_at_the_budget(told: _Told) -> None:
    answer, found = told.run(CLIENT, ["a"] * 3000, n_samples=3)
    assert len([e for e in found if isinstance(e, ThoughtDelta)]) in (512, 1024)
    assert 3 * 512 < answer.n_tokens < 3 * 560
    assert answer.spec.charts


def test_a_table_without_columns_is_not_voted_on(random_model: LlamaReasoner) -> None:
    request = Request(n_samples=3)
    *_, answer = random_model.reason(TableDescription(0, ()), request, cancel=CancelToken())
    assert isinstance(answer, Answer)
    assert answer.agreement is None


def test_a_hint_is_fed_back_until_two_answers_agree(
    told: _Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[VisSpec | None] = []
    real = stream.encode_prompt

    def encode(description: TableDescription, request: Request, **kwargs: Any) -> stream.Prompt:
        asked.append(request.hint)
        return real(description, replace(request, hint=None), **kwargs)

    monkeypatch.setattr(stream, "encode_prompt", encode)
    answer, found = told.run(CLIENT, LINE_SCRIPT, hints=3)
    # Before the first round the test itself encodes; alternatives are never hinted.
    assert asked == [None, None, None, answer.spec, None]
    assert sum(isinstance(e, Answer) for e in found) == 1
    assert len(answer.ranking) == 3
