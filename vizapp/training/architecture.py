"""The decoder that is trained: the `llama` architecture of llama.cpp, in torch.

Pre-norm blocks with RMSNorm, rotary positions on interleaved pairs, grouped
query attention, a SwiGLU feed-forward, and an output that shares the
embedding. Nothing here goes beyond what llama.cpp computes for `llama`, as
the file is run by it.

Two choices are for speed on a few CPU cores. Documents are padded on the
right, so that plain causal attention needs no mask; and the output layer is
applied to supervised positions only, in blocks, with its gradient computed
on the way, as logits over the vocabulary would otherwise cost as much memory
traffic as the rest of the model.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class ModelConfig:
    """The shape of a decoder; row lengths must be divisible by 32 for Q8_0."""

    vocab_size: int
    d_model: int = 320
    n_layers: int = 6
    n_heads: int = 5
    n_kv_heads: int = 5
    d_ffn: int = 896
    n_ctx: int = 1024
    rope_base: float = 10_000.0
    norm_eps: float = 1e-5

    def __post_init__(self) -> None:
        if self.d_model % self.n_heads or (self.d_model // self.n_heads) % 2:
            raise ValueError(
                f"d_model {self.d_model} must split into {self.n_heads} heads of even width"
            )
        if self.n_heads % self.n_kv_heads:
            raise ValueError(
                f"{self.n_heads} heads cannot share {self.n_kv_heads} key-value heads evenly"
            )

    @property
    def d_head(self) -> int:
        """The width of one attention head."""
        return self.d_model // self.n_heads

    def to_dict(self) -> dict[str, Any]:
        """Return the shape as plain values."""
        return asdict(self)


def _rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turn neighbouring pairs (0, 1), (2, 3) ... by their position's angle."""
    even, odd = x[..., 0::2], x[..., 1::2]  # (B, T, H, D/2)
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2)


def _compute_dtype(x: Tensor) -> torch.dtype:
    """Return the type that matrix products run in, under autocast or not."""
    kind = x.device.type
    return torch.get_autocast_dtype(kind) if torch.is_autocast_enabled(kind) else x.dtype


class _CausalMix(torch.autograd.Function):
    """Causal attention on short documents, as plain matrix products.

    At 100-400 tokens this took a third of the time of torch's fused CPU
    kernel, forward and backward together: the scores are small, and batched
    bfloat16 products are fast.
    """

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Return (N, T, D) from three (N, T, D)."""
        length, scale = q.shape[1], q.shape[2] ** -0.5
        later = torch.full((length, length), float("-inf"), device=q.device).triu_(1)
        scores = torch.add(later, torch.bmm(q, k.transpose(1, 2)), alpha=scale)  # (N, T, T)
        shares = torch.softmax(scores, -1).to(v.dtype)
        ctx.save_for_backward(q, k, v, shares)
        return torch.bmm(shares, v)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the gradients of q, k and v."""
        q, k, v, shares = ctx.saved_tensors
        d_mixed = grads[0].contiguous()
        d_shares = torch.bmm(d_mixed, v.transpose(1, 2))
        d_scores = torch._softmax_backward_data(d_shares, shares, -1, shares.dtype)
        d_scores.mul_(q.shape[2] ** -0.5)
        return (
            torch.bmm(d_scores, k),
            torch.bmm(d_scores.transpose(1, 2), q),
            torch.bmm(shares.transpose(1, 2), d_mixed),
        )


class Attention(nn.Module):
    """Causal self-attention with rotary positions."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        width = config.d_model
        self.config = config
        self.q = nn.Linear(width, config.n_heads * config.d_head, bias=False)
        self.k = nn.Linear(width, config.n_kv_heads * config.d_head, bias=False)
        self.v = nn.Linear(width, config.n_kv_heads * config.d_head, bias=False)
        self.out = nn.Linear(config.n_heads * config.d_head, width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """Return (B, T, C) from (B, T, C)."""
        c = self.config
        n_rows, length, _ = x.shape
        x = x.to(_compute_dtype(x))  # once here, not once per product
        q = self.q(x).view(n_rows, length, c.n_heads, c.d_head)
        k = self.k(x).view(n_rows, length, c.n_kv_heads, c.d_head)
        v = self.v(x).view(n_rows, length, c.n_kv_heads, c.d_head)
        q, k = _rotate(q, cos, sin).to(v.dtype), _rotate(k, cos, sin).to(v.dtype)
        group = c.n_heads // c.n_kv_heads
        if group > 1:
            k, v = k.repeat_interleave(group, dim=2), v.repeat_interleave(group, dim=2)
        q, k, v = q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2)  # (B, H, T, D)
        if x.device.type == "cpu":
            shape = (n_rows * c.n_heads, length, c.d_head)
            mixed = _CausalMix.apply(q.reshape(shape), k.reshape(shape), v.reshape(shape))  # type: ignore[no-untyped-call]
            mixed = mixed.view(n_rows, c.n_heads, length, c.d_head)
        else:
            mixed = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.out(mixed.transpose(1, 2).reshape(n_rows, length, -1))  # type: ignore[no-any-return]


class FeedForward(nn.Module):
    """SwiGLU."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.gate = nn.Linear(config.d_model, config.d_ffn, bias=False)
        self.up = nn.Linear(config.d_model, config.d_ffn, bias=False)
        self.down = nn.Linear(config.d_ffn, config.d_model, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, T, C) from (B, T, C)."""
        x = x.to(_compute_dtype(x))
        return self.down(functional.silu(self.gate(x)) * self.up(x))  # type: ignore[no-any-return]


class Block(nn.Module):
    """One layer: attention, then feed-forward, each on a normalised copy."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.attention_norm = nn.RMSNorm(config.d_model, eps=config.norm_eps)
        self.attention = Attention(config)
        self.ffn_norm = nn.RMSNorm(config.d_model, eps=config.norm_eps)
        self.ffn = FeedForward(config)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """Return (B, T, C) from (B, T, C)."""
        x = x + self.attention(self.attention_norm(x), cos, sin)
        return x + self.ffn(self.ffn_norm(x))  # type: ignore[no-any-return]


class Decoder(nn.Module):
    """The whole model, with the output layer tied to the embedding."""

    def __init__(self, config: ModelConfig, *, seed: int = 0) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocab_size, config.d_model)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.n_layers))
        self.norm = nn.RMSNorm(config.d_model, eps=config.norm_eps)
        frequencies = config.rope_base ** (
            -torch.arange(0, config.d_head, 2, dtype=torch.float32) / config.d_head
        )
        angles = torch.outer(torch.arange(config.n_ctx, dtype=torch.float32), frequencies)
        self.register_buffer("cos", angles.cos()[:, None, :], persistent=False)  # (T, 1, D/2)
        self.register_buffer("sin", angles.sin()[:, None, :], persistent=False)
        self._initialise(seed)

    def _initialise(self, seed: int) -> None:
        generator = torch.Generator().manual_seed(seed)
        for name, weight in self.named_parameters():
            if weight.ndim < 2:
                continue
            if name.endswith(("attention.out.weight", "ffn.down.weight")):
                nn.init.zeros_(weight)  # every block starts as the identity
            elif name == "embedding.weight":
                nn.init.normal_(weight, std=0.02, generator=generator)
            else:
                nn.init.normal_(weight, std=weight.shape[1] ** -0.5, generator=generator)

    @property
    def n_parameters(self) -> int:
        """How many weights there are; the tied output counts once."""
        return sum(weight.numel() for weight in self.parameters())

    def hidden(self, ids: Tensor) -> Tensor:
        """Return the normalised last states (B, T, C) of token ids (B, T)."""
        length = ids.shape[1]
        if length > self.config.n_ctx:
            raise ValueError(f"{length} tokens exceed the context of {self.config.n_ctx}")
        cos, sin = self.cos[:length], self.sin[:length]  # type: ignore[index]
        x = self.embedding(ids)
        for block in self.blocks:
            x = block(x, cos, sin)
        return self.norm(x)  # type: ignore[no-any-return]

    def forward(self, ids: Tensor) -> Tensor:
        """Return logits (B, T, V) of token ids (B, T)."""
        return functional.linear(self.hidden(ids), self.embedding.weight)

    def loss(self, ids: Tensor, rows: Tensor, targets: Tensor) -> Tensor:
        """Return the summed cross-entropy of the supervised positions.

        Parameters
        ----------
        ids : Tensor, shape (B, T)
            Token ids, padded on the right.
        rows : Tensor, shape (N,)
            Flat positions ``row * T + column`` whose next token is supervised.
        targets : Tensor, shape (N,)
            The next tokens of those positions.
        """
        states = self.hidden(ids).flatten(0, 1).index_select(0, rows)  # (N, C)
        total: Tensor = _TiedCrossEntropy.apply(states, self.embedding.weight, targets)  # type: ignore[no-untyped-call]
        return total


_BLOCK_ROWS = 512  # rows of logits at a time: they stay in the cache


class _TiedCrossEntropy(torch.autograd.Function):
    """Summed cross-entropy of ``states @ weight.T``, both gradients in one pass."""

    @staticmethod
    def forward(ctx: Any, states: Tensor, weight: Tensor, targets: Tensor) -> Tensor:
        """Return the sum over rows; keep the gradients for `backward`."""
        low = _compute_dtype(states)
        weight_low, states_low = weight.to(low), states.to(low)
        total = torch.zeros((), device=states.device)
        d_states = torch.empty_like(states_low)
        d_weight = torch.zeros_like(weight)
        for start in range(0, len(states), _BLOCK_ROWS):
            part = slice(start, start + _BLOCK_ROWS)
            block, wanted = states_low[part], targets[part, None]
            logits = (block @ weight_low.T).float()  # (N, V)
            peak = logits.amax(dim=1, keepdim=True)
            chosen = logits.gather(1, wanted) - peak
            logits.sub_(peak).exp_()
            norm = logits.sum(dim=1, keepdim=True)
            total += (norm.log() - chosen).sum()
            logits.div_(norm)
            logits.scatter_add_(1, wanted, logits.new_full((len(block), 1), -1.0))
            d_logits = logits.to(low)
            d_states[part] = d_logits @ weight_low
            d_weight += d_logits.T @ block
        ctx.save_for_backward(d_states.to(states.dtype), d_weight)
        return total

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor, None]:
        """Scale the kept gradients."""
        d_states, d_weight = ctx.saved_tensors
        return d_states * grads[0], d_weight * grads[0], None
