"""Reinforcement learning with real decoding on a tiny random model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.training.decoders import random_decoder
from vizapp.core.tasks import CancelToken
from vizapp.reasoning.specials import SPECIALS
from vizapp.training.architecture import Decoder, ModelConfig
from vizapp.training.fit import LAST
from vizapp.training.policy import (
    Learner,
    ReinforceConfig,
    decision_log_probs,
    policy_loss,
    with_advantages,
)
from vizapp.training.reinforce import STEPS, Sources, compare, main, reinforce
from vizapp.training.reward import WEIGHTS, Reward, Task, generated_tasks
from vizapp.training.rollout import Actor, Sample, draw_group
from vizapp.training.tokens import Tokenizer, train_tokenizer

DIRECT = ReinforceConfig(
    steps=2, n_tasks=2, group=4, updates=1, direct=1.0, lr=1e-3, warmup=1, check_every=1
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_tokenizer(["sales of each shop 销售额"] * 3, SPECIALS, 4700)


def _model(tokenizer: Tokenizer) -> Decoder:
    config = ModelConfig(
        len(tokenizer), d_model=32, n_layers=1, n_heads=2, n_kv_heads=2, d_ffn=64, n_ctx=1024
    )
    return random_decoder(config)


def _direct(task: Task) -> Task:
    return replace(task, request=replace(task.request, think=False))


@pytest.fixture(scope="module")
def tasks() -> list[Task]:
    first, *others = [t for t in generated_tasks(3, 12, ask_share=0.0) if t.reorderable]
    return [first, _direct(first), *map(_direct, others[:2])]


@pytest.fixture(scope="module")
def model(tokenizer: Tokenizer) -> Decoder:
    return _model(tokenizer)


@pytest.fixture(scope="module")
def actor(
    model: Decoder, tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Actor]:
    actor = Actor(model, tokenizer, tmp_path_factory.mktemp("actor") / "policy.gguf")
    yield actor
    actor.close()


def test_torch_knows_the_probabilities_that_were_drawn_from(
    actor: Actor, model: Decoder, tasks: list[Task]
) -> None:
    drawn = [actor.draw(task, seed)[1] for seed, task in enumerate(tasks)]
    assert len(drawn[0].chosen) > 50  # the thought
    assert all(len(t.chosen) for t in drawn)
    with torch.no_grad():
        found = decision_log_probs(model, drawn).numpy()
    assert np.abs(found - np.concatenate([t.log_probs for t in drawn])).max() < 0.05


def test_decisions_are_drawn_from_what_the_guide_allows(actor: Actor, tasks: list[Task]) -> None:
    answer, path = actor.draw(tasks[1], 1)
    allowed = np.unpackbits(path.allowed, axis=1).astype(bool)
    assert allowed[np.arange(len(path.chosen)), path.chosen].all()
    assert (allowed.sum(axis=1) > 1).all()  # what is forced is no decision
    assert allowed.sum(axis=1).max() < 100  # a solution is special tokens only
    assert answer.spec.charts


def test_the_seed_gives_the_answer_again(actor: Actor, tasks: list[Task]) -> None:
    first, again = actor.draw(tasks[2], 8)[1], actor.draw(tasks[2], 8)[1]
    assert first.chosen.tolist() == again.chosen.tolist()
    assert actor.best(tasks[2]).spec == actor.best(tasks[2]).spec


def test_a_group_is_judged_across_both_orders(
    actor: Actor, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vizapp.training.rollout.reordered", lambda *_: tasks[2])
    group = draw_group(actor, tasks[1], 4, seed=2)
    assert len(group) == 4
    contexts = [s.trajectory.ids[: s.trajectory.positions[0]].tolist() for s in group]
    assert contexts[0] == contexts[1]
    assert contexts[2] == contexts[3]
    assert contexts[0] != contexts[2]
    assert [s.reward.stable for s in group] == [0.0] * 4  # of another table indeed
    monkeypatch.setattr("vizapp.training.rollout.reordered", lambda *_: None)
    assert all(s.reward.stable == 1.0 for s in draw_group(actor, tasks[1], 2, seed=2))


def _sample(sample: Sample, total: float) -> Sample:
    parts = dict.fromkeys(WEIGHTS, total)
    return replace(sample, reward=Reward(**parts))


def test_advantages_compare_within_the_group(actor: Actor, tasks: list[Task]) -> None:
    group = draw_group(actor, tasks[1], 2, seed=2)
    better, worse = with_advantages([_sample(group[0], 1.0), _sample(group[1], 0.0)], 0.0)
    assert (better.advantage, worse.advantage) == pytest.approx((1.0, -1.0))
    alike = with_advantages([_sample(s, 0.5) for s in group], 0.05)
    assert [s.advantage for s in alike] == [0.0, 0.0]


def test_the_loss_clips_gains_and_leashes() -> None:
    drawn = torch.zeros(3)
    log_probs = torch.tensor([0.0, 1.0, -1.0], requires_grad=True)
    losses, kl = policy_loss(
        log_probs, drawn, torch.zeros(3), torch.tensor([1.0, 1.0, -1.0]), clip=0.2, beta=0.0
    )
    assert losses.tolist() == pytest.approx([-1.0, -1.2, 0.8])
    assert kl.tolist() == pytest.approx([0.0, np.exp(-1), np.exp(1) - 2])
    losses.sum().backward()  # type: ignore[no-untyped-call]
    assert log_probs.grad is not None
    assert log_probs.grad.tolist() == pytest.approx([-1.0, 0.0, 0.0])
    leashed, _ = policy_loss(log_probs, drawn, torch.zeros(3), torch.zeros(3), clip=0.2, beta=2.0)
    assert leashed.tolist() == pytest.approx((2 * kl).tolist())


def test_an_update_makes_the_better_answer_likelier(
    actor: Actor, tokenizer: Tokenizer, tasks: list[Task]
) -> None:
    group = draw_group(actor, tasks[1], 6, seed=4)
    first = group[0].trajectory.chosen.tolist()
    wanted = [_sample(s, float(s.trajectory.chosen.tolist() == first)) for s in group]
    samples = with_advantages(wanted, 0.05)
    learner = Learner(_model(tokenizer), DIRECT)

    def likelihood() -> float:
        with torch.no_grad():
            return float(decision_log_probs(learner.model, [group[0].trajectory]).sum())

    before = likelihood()
    told = learner.update(samples)
    assert told["kl"] == pytest.approx(0.0, abs=1e-5)  # it was the reference so far
    assert likelihood() > before + 0.01


def test_nothing_to_compare_changes_nothing(
    actor: Actor, tokenizer: Tokenizer, tasks: list[Task]
) -> None:
    learner = Learner(_model(tokenizer), DIRECT)
    assert learner.update(draw_group(actor, tasks[1], 2, seed=4)) == {}
    assert learner.n_updates == 0


def test_a_run_goes_on_where_it_was_ended(
    tokenizer: Tokenizer, tasks: list[Task], tmp_path: Path
) -> None:
    def run(work: Path, steps: int, cancel: CancelToken | None = None) -> Decoder:
        return reinforce(
            _model(tokenizer),
            tokenizer,
            lambda step: tasks[1 + step : 2 + step],
            config=replace(DIRECT, steps=steps),
            work=work,
            cancel=cancel,
        )

    whole = run(tmp_path / "whole", 2)
    run(tmp_path / "parts", 1)
    ended = run(tmp_path / "parts", 2)
    for one, other in zip(whole.parameters(), ended.parameters(), strict=True):
        assert torch.equal(one, other)
    lines = (tmp_path / "parts" / STEPS).read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert [r["step"] for r in records] == [1, 2]
    assert set(records[0]["parts"]) == set(WEIGHTS)
    cancel = CancelToken()
    cancel.set()
    run(tmp_path / "none", 2, cancel)
    assert not (tmp_path / "none" / LAST).exists()


def test_comparison_pairs_the_tasks() -> None:
    zero, one = Reward(*[0.0] * 8), Reward(*[1.0] * 8)
    found = compare([zero, one], [one, one])
    assert found["exact"]["before"] == 0.5
    assert found["exact"]["after"] == 1.0
    assert found["total"]["difference"][0] == 0.5


def test_sources_mix_tables_questions_and_generated_tasks(tasks: list[Task]) -> None:
    sources = Sources(tables=tasks[:1], questions=tasks[2:3], table_share=0.5, question_share=0.2)
    config = replace(DIRECT, n_tasks=20, direct=0.0)
    drawn = sources.draw(4, config)
    assert drawn == sources.draw(4, config)
    assert drawn != sources.draw(5, config)
    assert len(drawn) == 20
    assert any(t == tasks[0] for t in drawn)
    assert all(not t.request.think for t in sources.draw(4, replace(config, direct=1.0)))


def test_the_command_writes_weights_and_what_they_gained(
    tokenizer: Tokenizer, tmp_path: Path
) -> None:
    from vizapp.training.fit import load_model, save_weights

    save_weights(_model(tokenizer), tmp_path / "w.pt")
    tokenizer.save(tmp_path / "t.json")
    arguments = (
        f"--start {tmp_path / 'w.pt'} --tokenizer {tmp_path / 't.json'} --work {tmp_path / 'rl'} "
        f"--out {tmp_path / 'w2.pt'} --steps 1 --n-tasks 1 --group 2 --direct 1 --n-dev 1 "
        "--n-test 2"
    )
    assert main(arguments.split()) == 0
    assert load_model(tmp_path / "w2.pt").config == _model(tokenizer).config
    result = json.loads((tmp_path / "rl" / "result.json").read_text("utf-8"))
    assert result["generated"]["n"] == 2
    assert not list((tmp_path / "rl").glob("*.gguf"))
