"""Which examples each step sees, and how they are padded.

A step draws random examples up to a number of tokens. Sorted by length and
cut into small batches, they need little padding, and every step still sees
short and long examples alike.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vizapp.training.tokens import Corpus


def step_batches(
    corpus: Corpus, batch_tokens: int, seed: int, *, epoch: int = 0, position: int = 0
) -> Iterator[tuple[NDArray[np.int64], int, int]]:
    """Yield the examples of each step without end, with the place after it.

    Every epoch has its own order, given by `seed` and its number.
    """
    if not len(corpus):
        raise ValueError("the corpus has no example")
    lengths = corpus.lengths
    while True:
        order = np.random.default_rng((seed, epoch)).permutation(len(corpus))
        ends = np.cumsum(lengths[order])
        while position < len(order):
            begin = ends[position - 1] if position else 0
            stop = int(np.searchsorted(ends, begin + batch_tokens, side="right"))
            stop = max(stop, position + 1)
            chosen = order[position:stop]
            position = stop
            following = (epoch, position) if position < len(order) else (epoch + 1, 0)
            yield chosen, *following
        epoch, position = epoch + 1, 0


def micro_batches(
    corpus: Corpus, examples: NDArray[np.int64], micro_tokens: int
) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Cut examples into padded batches of similar lengths.

    Yields
    ------
    ids : Tensor, shape (B, T)
        Inputs, padded with 0 on the right.
    rows : Tensor, shape (N,)
        Flat positions before each supervised token.
    targets : Tensor, shape (N,)
        The supervised tokens.
    """
    lengths = corpus.lengths[examples]
    order = examples[np.argsort(-lengths, kind="stable")]
    begin = 0
    while begin < len(order):
        width = int(corpus.lengths[order[begin]]) - 1  # the last token is only a target
        count = max(1, micro_tokens // max(1, width))
        yield _pad(corpus, order[begin : begin + count], width)
        begin += count


def _pad(corpus: Corpus, chosen: NDArray[np.int64], width: int) -> tuple[Tensor, Tensor, Tensor]:
    ids = np.zeros((len(chosen), width), dtype=np.int64)
    rows: list[NDArray[np.int64]] = []
    targets: list[NDArray[np.int64]] = []
    for row, example in enumerate(chosen):
        tokens = corpus.ids[corpus.offsets[example] : corpus.offsets[example + 1]].astype(np.int64)
        ids[row, : len(tokens) - 1] = tokens[:-1]
        first = max(1, int(corpus.n_prompt[example]))
        rows.append(row * width + np.arange(first - 1, len(tokens) - 1))
        targets.append(tokens[first:])
    return (
        torch.from_numpy(ids),
        torch.from_numpy(np.concatenate(rows)),
        torch.from_numpy(np.concatenate(targets)),
    )


def n_supervised(corpus: Corpus, examples: NDArray[np.int64]) -> int:
    """Return how many tokens of these examples the model must learn to write."""
    return int((corpus.lengths[examples] - np.maximum(corpus.n_prompt[examples], 1)).sum())
