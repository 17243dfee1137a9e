"""Scoring a reasoner: what counts, and the report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from vizapp.components.spec import Chart, Options, VisSpec
from vizapp.core.errors import TruncatedSpecError
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning.events import Answer, Ranked, RankingReady, ReasoningEvent, Request
from vizapp.training.evaluate import Case, evaluate, gptvis_case, main, report
from vizapp.training.gptvis import GptVisCase
from vizapp.training.metrics import summarise

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
    assert (asked.encode, plain.encode) == (None, 1.0)


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


def test_the_command_scores_the_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"month": f"2024-{i:02}", "sales": i * i} for i in range(1, 13)]
    answer = [{"type": "line", "encode": {"x": ["month"], "y": ["sales"]}}]
    record = {"prompt": json.dumps({"data": rows}), "answer": json.dumps(answer)}
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(record), "utf-8")
    assert main(["rules", "--gptvis", str(path)]) == 0
    text = capsys.readouterr().out
    assert "| type, top 1 | 100.0%" in text
    assert "| encode score | 100.0% |" in text


def test_the_command_wants_a_set(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["rules"])
    assert stopped.value.code == 2
    assert "--gptvis" in capsys.readouterr().err
