"""The training loop: it learns, repeats itself, resumes, and divides its work."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from vizapp.core.tasks import CancelToken, Progress
from vizapp.training.architecture import Decoder, ModelConfig
from vizapp.training.batches import micro_batches, step_batches
from vizapp.training.fit import (
    BEST,
    LAST,
    LOSSES,
    FitConfig,
    fit,
    load_model,
)
from vizapp.training.optimizer import layout, orthogonalise, shares
from vizapp.training.tokens import Corpus

CONFIG = ModelConfig(64, d_model=64, n_layers=2, n_heads=2, n_kv_heads=2, d_ffn=96, n_ctx=64)
FIT = FitConfig(
    steps=6,
    batch_tokens=600,
    micro_tokens=200,
    warmup_steps=2,
    n_processes=1,
    log_every=1,
    device="cpu",
)


def _corpus(n: int = 200, seed: int = 0) -> Corpus:
    """Return examples whose target repeats the prompt, backwards in each second one."""
    rng = np.random.default_rng(seed)
    parts = []
    for i in range(n):
        prompt = rng.integers(2, 64, int(rng.integers(2, 6)))
        parts.append(np.concatenate([[i % 2], prompt, prompt[:: 1 - 2 * (i % 2)]]))
    lengths = np.array([len(part) for part in parts])
    return Corpus(
        np.concatenate(parts).astype(np.uint16),
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        ((lengths + 1) // 2).astype(np.uint16),
    )


def _weights(model: Decoder) -> torch.Tensor:
    return torch.cat([weight.detach().flatten() for weight in model.parameters()])


def test_every_epoch_visits_every_example_once_in_a_new_order() -> None:
    corpus = _corpus(50)
    stream = step_batches(corpus, 100, seed=1)
    epochs: dict[int, list[int]] = {0: [], 1: []}
    epoch = 0
    while epoch < 2:
        examples, following, _ = next(stream)
        epochs[epoch] += examples.tolist()
        assert corpus.lengths[examples].sum() <= 100
        epoch = following
    assert sorted(epochs[0]) == sorted(epochs[1]) == list(range(50))
    assert epochs[0] != epochs[1]


def test_micro_batches_supervise_exactly_the_targets() -> None:
    corpus = _corpus(30)
    seen: list[tuple[int, int]] = []
    for ids, rows, targets in micro_batches(corpus, np.arange(30), 40):
        assert ids.numel() <= 40
        inputs = ids.flatten()[rows]
        seen += list(zip(inputs.tolist(), targets.tolist(), strict=True))
    expected = []
    for i in range(30):
        tokens = corpus.ids[corpus.offsets[i] : corpus.offsets[i + 1]].tolist()
        first = int(corpus.n_prompt[i])
        expected += list(zip(tokens[first - 1 :], tokens[first:], strict=False))
    assert sorted(seen) == sorted(expected)


def test_training_learns_and_writes_its_curve(tmp_path: Path) -> None:
    model = Decoder(CONFIG)
    told: list[Progress] = []
    config = replace(FIT, steps=150, dev_every=50, log_every=10)
    history = fit(
        model,
        _corpus(2000),
        dev=_corpus(40, seed=9),
        config=config,
        checkpoint_dir=tmp_path,
        progress=told.append,
    )
    dev_losses = [record.dev_loss for record in history if record.dev_loss is not None]
    assert len(dev_losses) == 3
    assert history[0].loss == pytest.approx(np.log(64), rel=0.05)
    assert dev_losses[-1] < 0.7 * history[0].loss
    lines = (tmp_path / LOSSES).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["step"] for line in lines] == [record.step for record in history]
    assert (told[-1].done, told[-1].total) == (150, 150)
    assert torch.equal(_weights(load_model(tmp_path / LAST)), _weights(model))
    assert (tmp_path / BEST).exists()


def test_the_same_seed_gives_the_same_weights(tmp_path: Path) -> None:
    results = []
    for name in ("a", "b"):
        model = Decoder(CONFIG)
        fit(model, _corpus(), config=FIT, checkpoint_dir=tmp_path / name)
        results.append(_weights(model))
    assert torch.equal(*results)
    assert not torch.equal(results[0], _weights(Decoder(CONFIG)))


def test_two_processes_compute_what_one_does(tmp_path: Path) -> None:
    results = []
    for n_processes in (1, 2):
        model = Decoder(CONFIG)
        config = replace(FIT, steps=3, bf16=False, n_processes=n_processes)
        history = fit(model, _corpus(), config=config, checkpoint_dir=tmp_path / str(n_processes))
        results.append((_weights(model), [record.loss for record in history]))
    assert results[0][1] == pytest.approx(results[1][1], rel=1e-4)
    # Muon makes matrices orthogonal, which magnifies the rounding of other summations.
    assert torch.allclose(results[0][0], results[1][0], atol=1e-2)


def test_resuming_goes_on_where_it_stopped(tmp_path: Path) -> None:
    whole = Decoder(CONFIG)
    fit(whole, _corpus(), config=FIT, checkpoint_dir=tmp_path / "whole")

    cancel = CancelToken()

    def stop_at_three(progress: Progress) -> None:
        if progress.done == 3:
            cancel.set()

    folder = tmp_path / "parts"
    first = fit(
        Decoder(CONFIG),
        _corpus(),
        config=FIT,
        checkpoint_dir=folder,
        progress=stop_at_three,
        cancel=cancel,
    )
    assert first[-1].step == 3
    second = Decoder(CONFIG, seed=99)  # its own weights are not used
    history = fit(second, _corpus(), config=FIT, checkpoint_dir=folder, resume=True)
    assert [record.step for record in history] == [4, 5, 6]
    assert torch.equal(_weights(second), _weights(whole))


def test_minutes_end_the_training(tmp_path: Path) -> None:
    config = replace(FIT, steps=None, minutes=0.005)
    history = fit(Decoder(CONFIG), _corpus(), config=config, checkpoint_dir=tmp_path)
    assert history[-1].elapsed_s >= 0.3
    assert all(record.elapsed_s < 0.3 for record in history[:-1])


def test_the_rate_warms_up_and_decays_to_zero() -> None:
    config = FitConfig(steps=100, warmup_steps=10)
    rates = [config.rate(step, 0.0) for step in range(101)]
    assert rates[0] == pytest.approx(0.1)
    assert rates[10:55] == [1.0] * 45
    assert rates[78] == pytest.approx(22 / 45)
    assert rates[100] == 0.0
    with pytest.raises(ValueError, match="either"):
        FitConfig()


def test_a_loss_that_is_not_a_number_ends_the_training(tmp_path: Path) -> None:
    model = Decoder(CONFIG)
    with torch.no_grad():
        model.norm.weight.fill_(float("nan"))
    with pytest.raises(FloatingPointError, match="step 1"):
        fit(model, _corpus(), config=FIT, checkpoint_dir=tmp_path)


def test_shares_cover_every_weight_once() -> None:
    slots = layout(Decoder(CONFIG))
    parts = shares(slots, 2)
    assert sorted(slot.name for part in parts for slot in part) == sorted(s.name for s in slots)
    assert all(parts)


def test_orthogonalise_brings_singular_values_near_one() -> None:
    for shape in ((48, 96), (96, 48)):
        matrix = torch.randn(shape, generator=torch.Generator().manual_seed(0))
        values = torch.linalg.svdvals(orthogonalise(matrix))
        assert float(values.min()) > 0.5
        assert float(values.max()) < 1.4
