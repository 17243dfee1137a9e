"""The decoder's shapes, its causality, and its hand-written gradients."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from vizapp.training.architecture import Decoder, ModelConfig

CONFIG = ModelConfig(97, d_model=32, n_layers=2, n_heads=4, n_kv_heads=2, d_ffn=64, n_ctx=48)


def _random_model() -> Decoder:
    model = Decoder(CONFIG)
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for weight in model.parameters():
            weight.add_(0.2 * torch.randn(weight.shape, generator=generator))
    return model


def test_the_default_model_has_about_ten_million_weights() -> None:
    assert 9e6 < Decoder(ModelConfig(vocab_size=7040)).n_parameters < 11e6


def test_later_tokens_do_not_change_earlier_logits() -> None:
    model = _random_model()
    ids = torch.randint(0, 97, (2, 40), generator=torch.Generator().manual_seed(1))
    changed = ids.clone()
    changed[:, 25:] = (changed[:, 25:] + 1) % 97
    with torch.no_grad():
        before, after = model(ids), model(changed)
    assert torch.allclose(before[:, :25], after[:, :25], atol=1e-5)
    assert not torch.allclose(before[:, 25:], after[:, 25:], atol=1e-2)


def test_attention_depends_on_positions() -> None:
    model = _random_model()
    with torch.no_grad():
        logits = model(torch.tensor([[5, 6, 7], [6, 5, 7]]))
    assert not torch.allclose(logits[0, 2], logits[1, 2], atol=1e-3)


def test_loss_and_gradients_equal_plain_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vizapp.training.architecture._BLOCK_ROWS", 7)
    generator = torch.Generator().manual_seed(2)
    ids = torch.randint(0, 97, (3, 20), generator=generator)
    rows = torch.tensor([3, 4, 5, 11, 19, 20, 33, 34, 40, 41, 42, 59])
    targets = torch.randint(0, 97, (len(rows),), generator=generator)

    ours = _random_model()
    loss = ours.loss(ids, rows, targets)
    (loss / 12).backward()  # type: ignore[no-untyped-call]

    plain = _random_model()
    _use_torch_attention(monkeypatch)
    logits = plain(ids).flatten(0, 1)[rows]
    expected = functional.cross_entropy(logits, targets, reduction="sum")
    (expected / 12).backward()  # type: ignore[no-untyped-call]

    assert loss.item() == pytest.approx(expected.item(), rel=1e-5)
    for (name, mine), theirs in zip(ours.named_parameters(), plain.parameters(), strict=True):
        assert torch.allclose(mine.grad, theirs.grad, atol=1e-5, rtol=1e-3), name


def _use_torch_attention(monkeypatch: pytest.MonkeyPatch) -> None:
    class Plain:
        @staticmethod
        def apply(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
            return functional.scaled_dot_product_attention(q, k, v, is_causal=True)

    monkeypatch.setattr("vizapp.training.architecture._CausalMix", Plain)


def test_impossible_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="heads of even width"):
        ModelConfig(97, d_model=32, n_heads=5)
    with pytest.raises(ValueError, match="share"):
        ModelConfig(97, d_model=32, n_heads=4, n_kv_heads=3)
    with pytest.raises(ValueError, match="exceed the context"):
        Decoder(CONFIG)(torch.zeros(1, 49, dtype=torch.long))
