"""Tiny models with random weights that are large enough to say something."""

from __future__ import annotations

import torch

from vizapp.training.architecture import Decoder, ModelConfig


def random_decoder(config: ModelConfig) -> Decoder:
    """Return a model whose matrices are drawn anew, the same ones every time."""
    model = Decoder(config, seed=3)
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for weight in model.parameters():
            if weight.ndim > 1:
                weight.copy_(0.2 * torch.randn(weight.shape, generator=generator))
    return model
