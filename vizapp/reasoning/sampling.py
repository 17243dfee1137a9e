"""Drawing a token from logits, in numpy.

llama.cpp's own sampler chain is faster for long free text; here one pass over a
small vocabulary, or over the few tokens a guide allows, is all there is, and the
probabilities are wanted too.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vizapp.reasoning.events import SamplerSettings

Logits = NDArray[np.float32]

GREEDY = SamplerSettings()  # the same table always gets the same answer


def softmax(logits: Logits) -> NDArray[np.float64]:
    """Return the probabilities; uniform where the logits say nothing.

    Examples
    --------
    >>> softmax(np.array([0.0, 0.0], dtype=np.float32)).tolist()
    [0.5, 0.5]
    """
    values = logits.astype(np.float64)
    values = np.where(np.isnan(values), -np.inf, values)
    top = values.max()
    if not np.isfinite(top):
        return np.full(len(values), 1.0 / len(values))
    weights = np.exp(values - top)
    return np.asarray(weights / weights.sum())


class Sampler:
    """Draws tokens as the settings say; the same seed gives the same draws."""

    def __init__(self, settings: SamplerSettings = GREEDY) -> None:
        self.settings = settings
        self._random = np.random.default_rng(settings.seed)

    def pick(self, logits: Logits) -> int:
        """Return the position of the token drawn; -inf is never drawn if avoidable."""
        settings = self.settings
        if settings.temperature <= 0:
            return int(np.argmax(logits))
        n_kept = min(settings.top_k, len(logits)) if settings.top_k > 0 else len(logits)
        best = np.argpartition(-logits, n_kept - 1)[:n_kept]
        best = best[np.argsort(-logits[best], kind="stable")]
        probabilities = softmax(logits[best])
        kept = probabilities >= settings.min_p * probabilities[0]
        kept &= np.cumsum(probabilities) - probabilities < settings.top_p
        kept[0] = True
        best = best[kept]
        weights = softmax(logits[best] / np.float32(settings.temperature))
        return int(best[self._random.choice(len(best), p=weights)])
