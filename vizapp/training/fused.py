"""Loss and gradients of the decoder in one hand-written pass, for CPU training in bfloat16.

`Decoder.loss` under autograd spends half of its time outside of the matrix products: it
casts every weight for every batch, adds up gradients one by one, turns positions in many
small steps. Here the weights are cast once a step, products that share an input are one
product, and gradients are added where they belong. What is computed is the same, up to
rounding; a test compares both.

Shapes: N rows of a batch (B documents of T tokens), C width, H heads of width D, F width
of the feed-forward, M supervised rows, V tokens of the vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from vizapp.training.architecture import Block, Decoder

_LOW = torch.bfloat16
_ROWS = 32  # of probabilities at a time: they stay in the cache


@dataclass(frozen=True, eq=False)
class _Weights:
    """The matrices of one block in bfloat16; those that share an input lie together."""

    qkv: Tensor  # (3C, C)
    out: Tensor  # (C, C)
    gate_up: Tensor  # (2F, C)
    down: Tensor  # (C, F)


@dataclass(frozen=True, eq=False)
class _Kept:
    """What the way back needs of one block."""

    first: tuple[Tensor, Tensor]  # normalised (N, C), its scale (N, 1)
    low: Tensor  # (N, C), what attention read
    q: Tensor  # (B * H, T, D), and so k, v
    k: Tensor
    v: Tensor
    shares: Tensor  # (B * H, T, T)
    mixed: Tensor  # (N, C)
    second: tuple[Tensor, Tensor]
    ffn_low: Tensor  # (N, C), what the feed-forward read
    gate_up: Tensor  # (N, 2F)
    gated: Tensor  # (N, F), silu of the gate


class FusedLoss:
    """Computes a decoder's loss and adds its gradients to the weights' own.

    Parameters
    ----------
    model : Decoder
        On the CPU, as many key heads as query heads; every weight has a gradient tensor.
    """

    def __init__(self, model: Decoder) -> None:
        self.model = model
        c = model.config
        self._weights = [
            _Weights(
                torch.empty(3 * c.d_model, c.d_model, dtype=_LOW),
                torch.empty(c.d_model, c.d_model, dtype=_LOW),
                torch.empty(2 * c.d_ffn, c.d_model, dtype=_LOW),
                torch.empty(c.d_model, c.d_ffn, dtype=_LOW),
            )
            for _ in range(c.n_layers)
        ]
        self._embedding = torch.empty(c.vocab_size, c.d_model, dtype=_LOW)
        cos, sin = model.get_buffer("cos"), model.get_buffer("sin")
        self._turns = torch.complex(cos, sin)  # (n_ctx, 1, D/2)
        self.refresh()

    @staticmethod
    def fits(model: object, device: str) -> bool:
        """Return whether a model can be trained this way."""
        return (
            type(model) is Decoder
            and device == "cpu"
            and model.config.n_heads == model.config.n_kv_heads
        )

    @torch.no_grad()
    def refresh(self) -> None:
        """Cast the weights anew, after they were updated."""
        width, wide = self.model.config.d_model, self.model.config.d_ffn
        self._embedding.copy_(self.model.embedding.weight)
        for low, block in zip(self._weights, self._blocks(), strict=True):
            attention, ffn = block.attention, block.ffn
            for i, part in enumerate((attention.q, attention.k, attention.v)):
                low.qkv[i * width : (i + 1) * width].copy_(part.weight)
            low.out.copy_(attention.out.weight)
            low.gate_up[:wide].copy_(ffn.gate.weight)
            low.gate_up[wide:].copy_(ffn.up.weight)
            low.down.copy_(ffn.down.weight)

    def _blocks(self) -> list[Block]:
        return [block for block in self.model.blocks if isinstance(block, Block)]

    @torch.no_grad()
    def add(self, ids: Tensor, rows: Tensor, targets: Tensor, scale: float) -> Tensor:
        """Return the summed loss as `Decoder.loss` does; add its gradients times `scale`."""
        n_documents, length = ids.shape
        flat = ids.flatten()
        x = functional.embedding(flat, self.model.embedding.weight)  # (N, C)
        kept = []
        for low, block in zip(self._weights, self._blocks(), strict=True):
            x, what = self._forward(low, block, x, n_documents, length)
            kept.append(what)
        eps = self.model.config.norm_eps
        last, by = _normalise(x.index_select(0, rows), eps)
        norm = self.model.norm.weight
        loss, d_states = self._cross_entropy((last * norm).to(_LOW), targets, scale)
        d_x = torch.zeros_like(x).index_copy_(0, rows, _norm_back(d_states, (last, by), norm))
        for low, block, what in zip(
            reversed(self._weights), reversed(self._blocks()), reversed(kept), strict=True
        ):
            self._backward(low, block, what, d_x, n_documents, length)
        _grad(self.model.embedding.weight).index_add_(0, flat, d_x)
        return loss

    def _forward(
        self, low: _Weights, block: Block, x: Tensor, n_documents: int, length: int
    ) -> tuple[Tensor, _Kept]:
        c = self.model.config
        first = _normalise(x, c.norm_eps)
        read = (first[0] * block.attention_norm.weight).to(_LOW)  # (N, C)
        qkv = (read @ low.qkv.T).view(n_documents, length, 3 * c.n_heads, c.d_head)
        turned = self._turn(qkv[:, :, : 2 * c.n_heads], self._turns[:length])
        q, k = (_by_head(t) for t in turned.chunk(2, dim=2))
        v = _by_head(qkv[:, :, 2 * c.n_heads :])
        later = torch.full((length, length), float("-inf"), dtype=_LOW).triu_(1)
        scores = torch.baddbmm(later, q, k.transpose(1, 2), alpha=c.d_head**-0.5)
        shares = torch.softmax(scores, -1)  # (B * H, T, T)
        mixed = _by_row(torch.bmm(shares, v), n_documents)
        x = x + mixed @ low.out.T
        second = _normalise(x, c.norm_eps)
        ffn_read = (second[0] * block.ffn_norm.weight).to(_LOW)
        gate_up = ffn_read @ low.gate_up.T  # (N, 2F)
        gated = functional.silu(gate_up[:, : c.d_ffn])
        x = x.add_((gated * gate_up[:, c.d_ffn :]) @ low.down.T)
        return x, _Kept(first, read, q, k, v, shares, mixed, second, ffn_read, gate_up, gated)

    def _backward(
        self,
        low: _Weights,
        block: Block,
        kept: _Kept,
        d_x: Tensor,
        n_documents: int,
        length: int,
    ) -> None:
        """Turn the gradient after a block into that before it, in place."""
        c, attention, ffn = self.model.config, block.attention, block.ffn
        d_out = d_x.to(_LOW)  # (N, C)
        up = kept.gate_up[:, c.d_ffn :]
        _grad(ffn.down.weight).add_(d_out.T @ (kept.gated * up))
        d_hidden = d_out @ low.down  # (N, F)
        d_gate_up = torch.empty_like(kept.gate_up)
        gate = kept.gate_up[:, : c.d_ffn]
        d_gate_up[:, : c.d_ffn] = torch.ops.aten.silu_backward(d_hidden * up, gate)
        torch.mul(d_hidden, kept.gated, out=d_gate_up[:, c.d_ffn :])
        _add_parts(d_gate_up.T @ kept.ffn_low, ffn.gate.weight, ffn.up.weight)
        d_x.add_(_norm_back(d_gate_up @ low.gate_up, kept.second, block.ffn_norm.weight))

        d_out = d_x.to(_LOW)
        _grad(attention.out.weight).add_(d_out.T @ kept.mixed)
        d_mixed = (d_out @ low.out).view(n_documents, length, c.n_heads, c.d_head)
        d_mixed = _by_head(d_mixed)
        d_shares = torch.bmm(d_mixed, kept.v.transpose(1, 2))
        d_scores = torch._softmax_backward_data(d_shares, kept.shares, -1, _LOW)
        d_scores.mul_(c.d_head**-0.5)
        d_qkv = torch.empty(n_documents, length, 3 * c.n_heads, c.d_head, dtype=_LOW)
        both = torch.empty(n_documents, length, 2 * c.n_heads, c.d_head)
        shape = (n_documents, c.n_heads, length, c.d_head)
        d_q = torch.bmm(d_scores, kept.k).view(shape)
        d_k = torch.bmm(d_scores.transpose(1, 2), kept.q).view(shape)
        d_v = torch.bmm(kept.shares.transpose(1, 2), d_mixed).view(shape)
        both[:, :, : c.n_heads] = d_q.transpose(1, 2)
        both[:, :, c.n_heads :] = d_k.transpose(1, 2)
        d_qkv[:, :, : 2 * c.n_heads] = self._turn(both, self._turns[:length].conj())
        d_qkv[:, :, 2 * c.n_heads :] = d_v.transpose(1, 2)
        d_rows = d_qkv.view(n_documents * length, 3 * c.d_model)
        parts = (attention.q.weight, attention.k.weight, attention.v.weight)
        _add_parts(d_rows.T @ kept.low, *parts)
        d_x.add_(_norm_back(d_rows @ low.qkv, kept.first, block.attention_norm.weight))

    @staticmethod
    def _turn(x: Tensor, turns: Tensor) -> Tensor:
        """Turn neighbouring pairs of (B, T, heads, D) by their position's angle."""
        pairs = torch.view_as_complex(x.float().view(*x.shape[:-1], -1, 2))
        return torch.view_as_real(pairs * turns).flatten(-2)

    def _cross_entropy(
        self, states: Tensor, targets: Tensor, scale: float
    ) -> tuple[Tensor, Tensor]:
        """Return the summed loss and the scaled gradient of the states (M, C)."""
        logits = states @ self._embedding.T  # (M, V), becomes its own gradient
        loss = torch.zeros(())
        for start in range(0, len(logits), _ROWS):
            part, wanted = logits[start : start + _ROWS], targets[start : start + _ROWS, None]
            shares = torch.softmax(part, -1, dtype=torch.float32)
            loss -= shares.gather(1, wanted).clamp_min_(1e-37).log_().sum()
            shares.scatter_add_(1, wanted, shares.new_full(wanted.shape, -1.0))
            part.copy_(shares)
        _grad(self.model.embedding.weight).add_(logits.T @ states, alpha=scale)
        return loss, (logits @ self._embedding).float().mul_(scale)


def _grad(weight: Tensor) -> Tensor:
    assert weight.grad is not None  # `fit` gives every weight its place
    return weight.grad


def _add_parts(d_weight: Tensor, *weights: Tensor) -> None:
    """Add the gradient of matrices that lie together to each one's own."""
    for d_part, weight in zip(d_weight.chunk(len(weights)), weights, strict=True):
        _grad(weight).add_(d_part)


def _by_head(x: Tensor) -> Tensor:
    """Return (B, T, H, D) as (B * H, T, D) in bfloat16."""
    _, length, _, width = x.shape
    return x.transpose(1, 2).to(_LOW).reshape(-1, length, width)


def _by_row(x: Tensor, n_documents: int) -> Tensor:
    """Return (B * H, T, D) as (N, C)."""
    n_heads = len(x) // n_documents
    whole = x.view(n_documents, n_heads, *x.shape[1:])
    return whole.transpose(1, 2).reshape(n_documents * x.shape[1], -1)


def _normalise(x: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """Return the rows of (N, C) at a root mean square of one, and by what they were scaled."""
    by = torch.linalg.vector_norm(x, dim=-1, keepdim=True).square_()
    by = by.div_(x.shape[-1]).add_(eps).rsqrt_()
    return x * by, by


def _norm_back(d_out: Tensor, kept: tuple[Tensor, Tensor], weight: Tensor) -> Tensor:
    """Return the gradient before a norm from that after it; add that of its weight."""
    normal, by = kept
    d_out = d_out.float()
    _grad(weight).add_((d_out * normal).sum(0))
    d_normal = d_out * weight
    along = (d_normal * normal).mean(-1, keepdim=True)
    return d_normal.addcmul_(normal, along, value=-1.0).mul_(by)
