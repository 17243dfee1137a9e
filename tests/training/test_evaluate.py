"""Scoring a reasoner: what counts, the splits, and the command."""

from __future__ import annotations

import json
import math
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.reasoning import tiny_model
from vizapp.__main__ import main
from vizapp.cli.arguments import NO_DATA, SPLITS
from vizapp.components.spec import Chart, Options, VisSpec
from vizapp.core.errors import DataError, TruncatedSpecError
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning.columns import MANY
from vizapp.reasoning.events import Answer, Ranked, RankingReady, ReasoningEvent, Request
from vizapp.reasoning.llama import Engine
from vizapp.reasoning.stream import encode_prompt
from vizapp.training import corpora, synthesise
from vizapp.training.evaluate import (
    Case,
    answer_all,
    evaluate,
    generated_case,
    gptvis_case,
    labelled_case,
    load_split,
    report,
)
from vizapp.training.gptvis import GptVisCase
from vizapp.training.labels import LabelledTable, labels
from vizapp.training.metrics import NO_CHART, summarise

CITIES = TableDescription(
    3, (AttributeDescription("城市", "STR", 3), AttributeDescription("n", "INT", 3))
)
PIE = Chart("pie", (("category", ("城市",)), ("value", ("n",))))
COLUMN = Chart("column", (("x", ("城市",)), ("y", ("n",))))
LABEL = GptVisCase(({"城市": "甲", "n": 1},), (PIE,), ({"x": ["城市"], "y": ["n"]},))


class OneAnswer:
    """Answers every case with the same chart, or fails."""

    name = "one"

    def __init__(self, chart: Chart | None, *components: str) -> None:
        self._chart = chart
        self._components = components

    def reason(
        self, description: TableDescription, request: Request, *, cancel: CancelToken
    ) -> Iterator[ReasoningEvent]:
        if self._components:
            yield RankingReady(tuple((name, 0.5) for name in self._components))
        if self._chart is None:
            raise TruncatedSpecError("cut short")
        yield Answer(
            thought="",
            spec=VisSpec((self._chart,)),
            ranking=(Ranked(self._chart, 0.9), Ranked(PIE, 0.1)),
            model=self.name,
            lang=request.lang,
            seconds=0.25,
            claims=(("城市: 3", True), ("n: 4", False)),
        )

    def close(self) -> None:
        """Nothing is open."""


def test_the_whole_ranking_counts_for_top_k() -> None:
    reasoner = OneAnswer(COLUMN, "column", "bar", "line", "radar", "pie")
    (outcome,) = evaluate(reasoner, [Case(CITIES, Request(), (PIE,))])
    assert outcome.ranking == ("column", "bar", "line", "radar", "pie")
    assert (outcome.claims, outcome.seconds) == ((True, False), 0.25)


def test_complete_charts_rank_where_no_probabilities_are_told() -> None:
    (outcome,) = evaluate(OneAnswer(COLUMN), [Case(CITIES, Request(), (PIE,))])
    assert outcome.ranking == ("column", "pie")


def test_a_failed_answer_is_a_wrong_answer() -> None:
    (outcome,) = evaluate(OneAnswer(None, "pie"), [Case(CITIES, Request(), (PIE,), LABEL)])
    assert (outcome.ranking, outcome.exact, outcome.encode) == ((), False, 0.0)


def test_options_count_for_questions_but_not_for_the_benchmarks_labels() -> None:
    summed = Chart("pie", PIE.channels, Options(aggregate="sum"))
    question = Case(CITIES, Request(ask="shares?"), (PIE,))
    labelled = Case(CITIES, Request(), (PIE,), LABEL)
    asked, plain = evaluate(OneAnswer(summed), [question, labelled])
    assert (asked.exact, plain.exact) == (False, True)
    assert (asked.encode, plain.encode) == (1.0, 1.0)


def test_the_benchmarks_quirk_on_treemaps_is_normalised() -> None:
    def tree(*channels: tuple[str, tuple[str, ...]]) -> Chart:
        return Chart("treemap", channels)

    wanted = tree(("category", ("城市",)), ("value", ("n",)))
    given = tree(("category", ("城市",)))
    (outcome,) = evaluate(OneAnswer(given), [Case(CITIES, Request(), (wanted,))])
    assert (outcome.encode, outcome.encode_normalised) == (1.0, 0.5)


def test_another_component_may_still_earn_the_encode_score() -> None:
    (outcome,) = evaluate(OneAnswer(COLUMN), [Case(CITIES, Request(), (PIE,), LABEL)])
    assert (outcome.right_within(1), outcome.exact, outcome.encode) == (False, False, 1.0)


def test_a_table_is_asked_in_the_language_of_its_headers() -> None:
    case = gptvis_case(LABEL)
    assert case.request.lang == "zh"
    assert case.description.names == ("城市", "n")
    english = GptVisCase(({"city": "甲"},), (PIE,), ({},))
    assert gptvis_case(english).request.lang == "en"


def test_the_report_names_the_wrong_answers() -> None:
    outcomes = list(evaluate(OneAnswer(COLUMN), [Case(CITIES, Request(), (PIE,), LABEL)]))
    text = report("Tables", summarise(outcomes))
    assert "| type, top 1 | 0.0% (0.0% to 0.0%) |" in text
    assert "| type, top 3 / top 5 | 100.0% / 100.0% |" in text
    assert "| pie | column | 1 |" in text
    assert "| claims right | 50.0% |" in text


# --- what cannot be drawn, gold answers --------------------------------------


class Refuses(OneAnswer):
    """Answers that nothing can be drawn."""

    def reason(
        self, description: TableDescription, request: Request, *, cancel: CancelToken
    ) -> Iterator[ReasoningEvent]:
        yield Answer("", VisSpec((), "no"), (), self.name, request.lang, 0.1)


def test_a_refusal_is_right_where_nothing_can_be_drawn() -> None:
    nothing = Case(CITIES, Request(ask="weather?"), ())
    right, wrong = evaluate(Refuses(None), [nothing, Case(CITIES, Request(), (PIE,))])
    assert (right.accepted, right.right_within(1), right.exact) == ((NO_CHART,), True, True)
    assert (wrong.right_within(1), wrong.exact, wrong.encode) == (False, False, 0.0)
    assert right.encode is None


def test_a_thought_is_laid_beside_the_gold_one() -> None:
    gold = synthesise.Case(CITIES, (PIE,), ("share",), "zh")
    case = generated_case(gold)
    direct = replace(case, request=replace(case.request, think=False))
    thought, bare = evaluate(OneAnswer(PIE), [case, direct])
    assert thought.thoughts is not None
    assert thought.thoughts[0] == ""
    assert "饼图" in thought.thoughts[1]
    assert "<|" not in thought.thoughts[1]
    assert bare.thoughts is None
    assert thought.n_gold == 0  # this reasoner has no tokens to score


@pytest.fixture(scope="module")
def native_gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model.write_native(tmp_path_factory.mktemp("native") / "tiny.gguf")


def test_the_gold_answer_is_scored_token_by_token(native_gguf: Path) -> None:
    gold = synthesise.Case(CITIES, (PIE,), ("share",), "zh")
    (outcome,) = answer_all(native_gguf, [generated_case(gold)])
    assert outcome.n_gold > 50
    assert outcome.n_tokens > 0
    assert -20 * outcome.n_gold < outcome.gold_nats < 0
    assert math.isfinite(outcome.gold_nats)


def test_a_likelihood_is_the_sum_of_its_steps(native_gguf: Path) -> None:
    engine = Engine(native_gguf)
    try:
        text = encode_prompt(CITIES, Request(lang="zh")).text
        tokens = engine.tokenize(text * 18)
        assert len(tokens) > 300  # more than are scored at once
        n_prompt = 140
        expected = 0.0
        engine.evaluate(tokens[:n_prompt], room=len(tokens))
        for token in tokens[n_prompt:]:
            logits = engine.logits().astype(np.float64)
            expected += float(logits[token] - np.logaddexp.reduce(logits))
            engine.append(token)
        assert engine.log_likelihood(tokens, n_prompt) == pytest.approx(expected, rel=1e-3)
        assert list(engine.tokens) == []
        assert engine.log_likelihood(tokens[:2], 1) < 0
    finally:
        engine.close()


# --- splits -------------------------------------------------------------------


def test_the_generated_split_needs_no_data_and_is_the_same_each_time() -> None:
    split = load_split("generated", None, limit=5)
    again = load_split("generated", None, limit=5)
    assert len(split.cases) == 5
    assert [c.request for c in split.cases] == [c.request for c in again.cases]
    assert all(case.gold is not None for case in split.cases)


def test_the_wide_split_has_more_columns_than_are_read() -> None:
    split = load_split("wide", None, limit=3)
    assert all(len(case.description.attributes) > MANY for case in split.cases)
    assert all(case.accepted and case.request.ask is None for case in split.cases)


@pytest.mark.parametrize("name", [name for name in SPLITS if name not in NO_DATA])
def test_the_other_splits_need_a_folder(name: str) -> None:
    with pytest.raises(DataError, match="--data FOLDER"):
        load_split(name, None)


def test_any_answer_of_a_labelled_table_is_right() -> None:
    specs = (VisSpec((PIE,)), VisSpec((COLUMN,)))
    case = labelled_case(LabelledTable(labels()[0], CITIES, specs))
    assert case.accepted == (PIE, COLUMN)
    assert case.gold is not None
    assert case.gold.charts == (PIE,)
    second, _ = evaluate(OneAnswer(COLUMN), [case, case])
    assert (second.right_within(1), second.exact) == (True, True)


def test_the_tables_split_reads_the_test_tables_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / corpora.TABLES_FOLDER
    folder.mkdir()
    assert load_split("tables", tmp_path).cases == ()


def _write_benchmark(folder: Path) -> Path:
    records = []
    for year in range(2020, 2026):
        rows = [{"month": f"{year}-{i:02}", "sales": i * i} for i in range(1, 13)]
        answer = [{"type": "line", "encode": {"x": ["month"], "y": ["sales"]}}]
        records.append({"prompt": json.dumps({"data": rows}), "answer": json.dumps(answer)})
    lines = "\n".join(map(json.dumps, records))
    (folder / corpora.GPTVIS_FILE).write_text(lines, "utf-8")
    return folder


# --- the command ----------------------------------------------------------------


def test_the_command_writes_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = _write_benchmark(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", "rules", "gptvis", "--data", str(data), "--limit", "5"]) == 0
    ended = capsys.readouterr()
    assert "| cases | 5 |" in ended.out
    assert "| type, top 1 | 100.0%" in ended.out
    assert "taught none of these" in ended.out
    assert "rules: 5/5" in ended.err
    folder = tmp_path / "rules-gptvis"
    assert (folder / "report.md").read_text("utf-8") == ended.out
    assert (folder / "report.html").read_text("utf-8").startswith("<!doctype html>")
    scores = json.loads((folder / "scores.json").read_text("utf-8"))
    assert scores["scores"]["top1"]["value"] == 1.0


def test_two_models_are_measured_on_the_same_cases(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], native_gguf: Path
) -> None:
    out = tmp_path / "out"
    command = ["evaluate", str(native_gguf), "generated", "--limit", "3", "--no-think"]
    assert main([*command, "--against", "rules", "--out", str(out)]) == 0
    text = capsys.readouterr().out
    assert "tiny.gguf on generated tables" in text
    assert "without a thought" in text
    assert "## Difference to rules" in text
    scores = json.loads((out / "scores.json").read_text("utf-8"))
    assert scores["against"]["scores"]["n_cases"] == scores["scores"]["n_cases"] == 3
    assert scores["scores"]["perplexity"] > 1
    assert scores["against"]["scores"]["perplexity"] is None


def test_an_interrupt_stops_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cases(seed: int, n: int) -> Iterator[synthesise.Case]:
        while True:
            signal.raise_signal(signal.SIGINT)
            yield synthesise.Case(CITIES, (PIE,), ("share",), "zh")

    monkeypatch.setattr(synthesise, "generate_cases", cases)
    before = signal.getsignal(signal.SIGINT)
    assert main(["evaluate", "rules", "generated", "--out", str(tmp_path / "out")]) == 130
    ended = capsys.readouterr()
    assert (ended.out, ended.err) == ("", "vizapp: interrupted\n")
    assert signal.getsignal(signal.SIGINT) is before
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["rules", "nvbench"], 1, "--data FOLDER"),
        (["none.gguf", "generated", "--limit", "1"], 1, "none.gguf"),
        (["rules", "tables", "--data", "nowhere"], 1, "has no case"),
        (["rules", "gptvis", "--data", "nowhere"], 1, "gptvis-recommend-train.jsonl"),
        (["rules", "generated", "--loss-curve", "none.jsonl"], 1, "none.jsonl"),
        (["rules", "generated", "--limit", "0"], 2, "--limit"),
        (["rules", "holdout"], 2, "holdout"),
        (["rules"], 2, "SPLIT"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_goes_wrong_is_said(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    try:
        ended = main(["evaluate", *arguments])
    except SystemExit as stopped:
        ended = int(stopped.code or 0)
    assert ended == code
    text = capsys.readouterr()
    assert said in text.err
    assert text.out == ""


def test_without_the_training_extra_the_command_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr("importlib.import_module", missing)
    assert main(["evaluate", "rules", "generated"]) == 1
    assert "extra `train`" in capsys.readouterr().err


def test_another_seed_draws_other_asks() -> None:
    first, second, third = (load_split("asks", None, limit=5, seed=seed) for seed in (0, 0, 7))
    assert first.cases == second.cases
    assert [c.request.ask for c in first.cases] != [c.request.ask for c in third.cases]
