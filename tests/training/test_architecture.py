"""The decoder's shapes, its causality, and its hand-written gradients."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from vizapp.training.architecture import Decoder, ModelConfig
from vizapp.training.fused import FusedLoss

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


def test_the_fused_pass_computes_what_autograd_does() -> None:
    """Both in bfloat16; their gradients differ from the exact ones by as little."""
    config = ModelConfig(vocab_size=96, d_model=64, n_layers=2, n_heads=2, n_kv_heads=2, d_ffn=96)
    model = Decoder(config, seed=3)
    generator = torch.Generator().manual_seed(5)
    for weight in model.parameters():
        with torch.no_grad():
            weight.add_(0.1 * torch.randn(weight.shape, generator=generator))
        weight.grad = torch.zeros_like(weight)
    ids = torch.randint(96, (3, 17), generator=generator)
    rows = torch.tensor([4, 5, 9, 20, 22, 40, 50])
    targets = torch.randint(96, (7,), generator=generator)
    wanted = float(model.loss(ids, rows, targets).detach())
    model.loss(ids, rows, targets).mul(0.25).backward()  # type: ignore[no-untyped-call]
    exact = {name: gradient(weight).clone() for name, weight in model.named_parameters()}
    for weight in model.parameters():
        gradient(weight).zero_()
    fused = FusedLoss(model)
    loss = fused.add(ids, rows, targets, 0.25)
    assert float(loss) == pytest.approx(wanted, rel=0.01)
    for name, weight in model.named_parameters():
        off = (gradient(weight) - exact[name]).norm() / exact[name].norm()
        assert off < 0.04, name


def test_the_fused_pass_reads_updated_weights_after_a_refresh() -> None:
    model = Decoder(ModelConfig(vocab_size=32, d_model=32, n_layers=1, n_heads=1, n_kv_heads=1,
                                d_ffn=32))  # fmt: skip
    for weight in model.parameters():
        weight.grad = torch.zeros_like(weight)

    def exact() -> float:
        return float(model.loss(*batch).detach())

    fused = FusedLoss(model)
    batch = torch.tensor([[1, 2, 3]]), torch.tensor([1]), torch.tensor([4])
    with torch.no_grad():
        model.embedding.weight.mul_(30)
    assert float(fused.add(*batch, 1.0)) != pytest.approx(exact(), rel=0.05)
    fused.refresh()
    assert float(fused.add(*batch, 1.0)) == pytest.approx(exact(), rel=0.05)


def gradient(weight: torch.Tensor) -> torch.Tensor:
    assert weight.grad is not None
    return weight.grad
