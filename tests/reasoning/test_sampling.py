from __future__ import annotations

import numpy as np
import pytest

from vizapp.reasoning.events import SamplerSettings
from vizapp.reasoning.sampling import Sampler, softmax


def _logits(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_softmax_sums_to_one_and_keeps_the_order() -> None:
    shares = softmax(_logits(1000, 999, -np.inf))
    assert shares.sum() == pytest.approx(1)
    assert shares[0] > shares[1] > shares[2] == 0


@pytest.mark.parametrize("value", [np.nan, -np.inf])
def test_softmax_of_nothing_is_uniform(value: float) -> None:
    assert softmax(_logits(value, value)).tolist() == [0.5, 0.5]


def test_temperature_zero_takes_the_most_probable() -> None:
    assert Sampler().pick(_logits(0, 3, 1)) == 1


def test_the_same_seed_gives_the_same_draws() -> None:
    logits = _logits(1, 1, 1, 1, 1, 1)
    settings = SamplerSettings(temperature=1.0, seed=3)
    first, second = Sampler(settings), Sampler(settings)
    drawn = [first.pick(logits) for _ in range(20)]
    assert [second.pick(logits) for _ in range(20)] == drawn
    assert len(set(drawn)) > 2


@pytest.mark.parametrize(
    ("settings", "kept"),
    [
        (SamplerSettings(temperature=1, top_k=2, top_p=1, min_p=0), {0, 1}),
        (SamplerSettings(temperature=1, top_k=0, top_p=0.5, min_p=0), {0}),
        (SamplerSettings(temperature=1, top_k=0, top_p=1, min_p=0.3), {0, 1}),
        (SamplerSettings(temperature=5, top_k=0, top_p=1, min_p=0), {0, 1, 2}),
    ],
)
def test_rare_tokens_are_cut_before_the_draw(settings: SamplerSettings, kept: set[int]) -> None:
    sampler = Sampler(settings)
    assert {sampler.pick(_logits(3, 2, 1, -np.inf)) for _ in range(200)} == kept
