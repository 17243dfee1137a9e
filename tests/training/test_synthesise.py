"""Generated tables: right by construction, sayable, and never a claim that is false."""

from __future__ import annotations

import itertools
import random

import pytest

from vizapp.components.catalogue import catalogue
from vizapp.components.check import check
from vizapp.components.spec import VisSpec
from vizapp.reasoning.expand import check_thought, expand_thought, parse_solution
from vizapp.reasoning.specials import END_THINK, SOLVE, SPECIALS, split_specials
from vizapp.reasoning.stream import encode_prompt
from vizapp.training import lexicon
from vizapp.training.facts_table import ask_scenario
from vizapp.training.scenarios.base import makers
from vizapp.training.synthesise import (
    Case,
    bare,
    examples_of,
    generate_cases,
    in_prompt_order,
    scenario_case,
    write_example,
)
from vizapp.training.thoughts import REASONS, write_thought


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return list(generate_cases(seed=5, n=250))


def test_same_seed_gives_same_cases(cases: list[Case]) -> None:
    again = list(itertools.islice(generate_cases(seed=5, n=40), 40))
    assert again == cases[:40]


@pytest.mark.parametrize("maker", [m for _, m in makers()], ids=lambda m: m.__name__)
def test_every_scenario_makes_tables_that_the_profile_confirms(maker) -> None:  # type: ignore[no-untyped-def]
    rng = random.Random(3)
    kept = [scenario_case(maker(rng, lang), lang) for lang in ("zh", "en") * 6]
    assert sum(case is not None for case in kept) >= 10


def test_every_component_is_taught() -> None:
    rng = random.Random(1)
    taught = {
        pick.component
        for _, maker in makers()
        for lang in ("zh", "en") * 15
        for pick in maker(rng, lang).picks
    }
    assert taught == set(catalogue())


def test_gold_answers_keep_the_contract(cases: list[Case]) -> None:
    for case in cases:
        assert check(VisSpec(case.charts), case.description) == ()


def test_gold_solutions_read_back_as_written(cases: list[Case]) -> None:
    rng = random.Random(2)
    for case in cases:
        example = write_example(case, rng)
        assert example is not None
        if not case.charts or example.prompt.count("<|s|>") == 0:
            continue
        request = case.request()
        prompt = encode_prompt(case.description, request)
        solution = example.target.partition(SOLVE)[2]
        written = tuple(in_prompt_order(chart, prompt) for chart in case.charts)
        assert parse_solution(solution, prompt).charts == written


def test_gold_thoughts_claim_nothing_false(cases: list[Case]) -> None:
    rng = random.Random(2)
    n_claims = 0
    for case in cases:
        request = case.request()
        prompt = encode_prompt(case.description, request)
        thought = write_thought(prompt, VisSpec(case.charts), case.reasons, rng)
        claims = check_thought(thought.removesuffix(END_THINK), VisSpec(case.charts), prompt)
        assert [text for text, holds in claims if not holds] == []
        n_claims += len(claims)
        text = expand_thought(thought, prompt)
        assert "<|" not in text
    assert n_claims > 4 * len(cases)


def test_examples_hold_only_known_tokens(cases: list[Case]) -> None:
    known = set(SPECIALS)
    for example in examples_of(cases[:100], seed=1):
        for piece in split_specials(example.prompt + example.target):
            assert not piece.startswith("<|") or piece in known


def test_reasons_are_told_in_both_languages() -> None:
    for reason, texts in REASONS.items():
        assert all(texts[lang] for lang in ("zh", "en")), reason


def test_description_without_facts_keeps_the_clients_keys(cases: list[Case]) -> None:
    record = bare(cases[0].description).to_json()
    assert set(record) == {"data_amount", "attribute_description", "attribute_amount"}
    for item in record["attribute_description"]:
        assert set(list(item)[1:]) <= {"value_amount", "attribute_unit"}


def test_questions_are_answered_or_refused_with_a_reason() -> None:
    rng = random.Random(4)
    answered = refused = 0
    for lang in ("zh", "en") * 60:
        asked = ask_scenario(rng, lang)
        assert asked.text
        assert "{" not in asked.text
        assert bool(asked.scenario.picks) != bool(asked.refusal)
        answered += bool(asked.scenario.picks)
        refused += bool(asked.refusal)
    assert answered > 60
    assert refused > 5


def test_vocabularies_are_large_and_clean() -> None:
    zh = {name for m in lexicon.measures() for name in m.names["zh"]}
    en = {name for m in lexicon.measures() for name in m.names["en"]}
    assert len(zh) > 2000
    assert len(en) > 2000
    for measure in lexicon.measures():
        assert measure.low < measure.high
    everything = [cell for table in ("measures", "dimensions", "asks", "links", "stages")
                  for row in lexicon.rows(table) for cell in row.values()]  # fmt: skip
    assert not any("<|" in str(cell) for cell in everything)
