"""Questions written from charts, and edits of charts."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from vizapp.components.check import check_chart
from vizapp.components.spec import Chart, Options, VisSpec
from vizapp.core.language import Lang, has_cjk
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning.guide import solution_tokens
from vizapp.reasoning.stream import encode_prompt
from vizapp.training import lexicon, questions
from vizapp.training.facts_table import fact_table
from vizapp.training.scenarios.base import Rows
from vizapp.training.synthesise import chart_case, describe_rows

Cells = dict[str, list[object]]


def table(seed: int, lang: Lang = "en") -> tuple[TableDescription, Rows, Cells]:
    made = fact_table(random.Random(seed), lang, wide=True)
    cells: Cells = {name: [row[name] for row in made.rows] for name in made.rows[0]}
    return describe_rows(made.rows, lang), made.rows, cells


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_any_chart_becomes_a_question_that_the_stream_can_answer(lang: Lang) -> None:
    rng = random.Random(4)
    made: Counter[str] = Counter()
    for seed in range(40):
        description, rows, cells = table(seed, lang)
        for _ in range(6):
            case = chart_case(description, rows, cells, rng, lang)
            if case is None:
                continue
            made[case.charts[0].component] += 1
            prompt = encode_prompt(description, case.request())
            assert solution_tokens(VisSpec(case.charts), prompt)
            assert not check_chart(case.charts[0], description)
            assert case.ask
    assert len(made) >= 6


def test_edits_change_what_they_say_and_keep_the_rest() -> None:
    rng = random.Random(7)
    kinds: Counter[str] = Counter()
    for seed in range(60):
        description, _, cells = table(seed)
        chart = questions.random_chart(description, cells, rng)
        if chart is None:
            continue
        for _ in range(8):
            edit = questions.random_edit(chart, description, cells, "en", rng)
            if edit is None:
                continue
            assert edit.chart != chart
            assert not check_chart(edit.chart, description)
            if edit.chart.component != chart.component:
                kinds["component"] += 1
                assert edit.chart.options.filters == chart.options.filters
            elif edit.chart.channels == chart.channels:
                kinds["options"] += 1
            else:
                kinds["channels"] += 1
    assert min(kinds[k] for k in ("component", "options", "channels")) >= 10


def test_phrases_for_measuring_are_never_taught() -> None:
    kinds = {(row["kind"], row["lang"]) for row in lexicon.rows("phrases")}
    assert {lang for _, lang in kinds} == {"zh", "en"}
    assert {k for k, lang in kinds if lang == "zh"} == {k for k, lang in kinds if lang == "en"}
    for kind, lang in kinds:
        taught = questions.phrases(kind, lang, held=False)  # type: ignore[arg-type]
        kept = questions.phrases(kind, lang, held=True)  # type: ignore[arg-type]
        assert taught
        assert kept
        assert not set(taught) & set(kept)


@pytest.mark.parametrize(
    ("name", "lang", "chinese"), [("dept_name", "zh", True), ("部门", "en", False)]
)
def test_names_are_said_in_the_language_of_the_question(
    name: str, lang: Lang, chinese: bool
) -> None:
    rng = random.Random(1)
    said = {questions.say_name(name, lang, rng) for _ in range(40)}
    assert any(has_cjk(text) == chinese for text in said)


def test_only_what_adds_up_is_stacked_unasked() -> None:
    chart = Chart("column", (("x", ("a",)), ("y", ("b",)), ("group", ("c",))), Options("mean"))
    assert questions.with_stack(chart).options.stack == "grouped"
    assert questions.usual_stack("sum") == "stacked"
