"""Muon for the matrices inside the blocks, AdamW for everything else.

All weights, gradients and optimizer states lie in flat tensors that
processes share: each process updates the weights that `shares` gives it,
which also divides the cost of Muon's orthogonalisation.

Muon: Jordan et al. (2024), "Muon: An optimizer for hidden layers in neural
networks". AdamW: Loshchilov & Hutter (2019), ICLR.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

_MOMENTUM = 0.95
_BETAS = (0.9, 0.98)
_EPS = 1e-9
_NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)  # a quintic that pulls singular values to 1
_NEWTON_SCHULZ_STEPS = 5


@dataclass(frozen=True)
class Slot:
    """Where one weight lies in the flat tensors, and how it is updated."""

    name: str
    shape: tuple[int, ...]
    begin: int
    end: int
    muon: bool

    def view(self, flat: Tensor) -> Tensor:
        """Return this weight's part of a flat tensor, in its shape."""
        return flat[self.begin : self.end].view(self.shape)

    @property
    def cost(self) -> int:
        """Roughly how much work an update is."""
        n = self.end - self.begin
        return n * (1 + min(self.shape)) if self.muon else n


def layout(model: nn.Module) -> list[Slot]:
    """Return the slots of a model's weights, in their order."""
    slots: list[Slot] = []
    begin = 0
    for name, weight in model.named_parameters():
        end = begin + weight.numel()
        muon = weight.ndim == 2 and not name.startswith("embedding")
        slots.append(Slot(name, tuple(weight.shape), begin, end, muon))
        begin = end
    return slots


def shares(slots: Sequence[Slot], n_parts: int) -> list[list[Slot]]:
    """Divide slots into parts of about equal cost, the same way each time."""
    parts: list[list[Slot]] = [[] for _ in range(n_parts)]
    loads = [0] * n_parts
    for slot in sorted(slots, key=lambda slot: (-slot.cost, slot.begin)):
        part = loads.index(min(loads))
        parts[part].append(slot)
        loads[part] += slot.cost
    return parts


def orthogonalise(matrix: Tensor) -> Tensor:
    """Return roughly ``U @ V.T`` of a matrix's singular value decomposition.

    The result's singular values lie near 1 (0.7-1.2), which is enough.
    """
    a, b, c = _NEWTON_SCHULZ
    wide = matrix.shape[0] <= matrix.shape[1]
    x = (matrix if wide else matrix.T).to(torch.bfloat16)
    x = x / (x.norm() + 1e-7)
    for _ in range(_NEWTON_SCHULZ_STEPS):
        gram = x @ x.T
        x = a * x + (b * gram + c * (gram @ gram)) @ x
    result: Tensor = (x if wide else x.T).to(matrix.dtype)
    return result


def muon_step(weight: Tensor, grad: Tensor, momentum: Tensor, *, lr: float, decay: float) -> None:
    """Update a matrix in place."""
    momentum.lerp_(grad, 1 - _MOMENTUM)
    direction = orthogonalise(torch.lerp(grad, momentum, _MOMENTUM))
    scale = max(1.0, weight.shape[0] / weight.shape[1]) ** 0.5
    weight.mul_(1 - lr * decay).sub_(direction, alpha=lr * scale)


def adam_step(
    weight: Tensor,
    grad: Tensor,
    mean: Tensor,
    square: Tensor,
    *,
    lr: float,
    decay: float,
    step: int,
) -> None:
    """Update a weight in place; `step` counts from 1."""
    mean.lerp_(grad, 1 - _BETAS[0])
    square.lerp_(grad.square(), 1 - _BETAS[1])
    corrected = (square / (1 - _BETAS[1] ** step)).sqrt_().add_(_EPS)
    weight.mul_(1 - lr * decay)
    weight.addcdiv_(mean, corrected, value=-lr / (1 - _BETAS[0] ** step))
