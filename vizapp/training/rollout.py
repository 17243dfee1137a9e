"""Answers drawn for reinforcement learning, with every decision that led to them.

The application's own code draws them through llama.cpp: the same masks on the
thought, the same guide on the solution. Each drawn token is kept with the tokens
that it was drawn from, so that torch can compute the probability of the masked
distribution.
"""

from __future__ import annotations

import dataclasses
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vizapp.core.tasks import CancelToken
from vizapp.reasoning.events import Answer
from vizapp.reasoning.llama import Engine
from vizapp.reasoning.native import STREAM_KEY, NativeProfile
from vizapp.reasoning.sampling import Logits, Sampler, softmax
from vizapp.reasoning.stream import STREAM_VERSION
from vizapp.training.architecture import Decoder
from vizapp.training.convert import Quantisation, write_gguf
from vizapp.training.reward import Reward, Task, reordered, reward
from vizapp.training.tokens import Tokenizer


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The decisions of one answer.

    Parameters
    ----------
    ids : ndarray, shape (T,)
        The context of the last decision.
    positions : ndarray, shape (N,)
        How many tokens stood before each drawn one.
    chosen : ndarray, shape (N,)
        The drawn tokens.
    allowed : ndarray of uint8, shape (N, ceil(n_vocab / 8))
        The tokens that each was drawn from, as bits.
    log_probs : ndarray, shape (N,)
        The logarithm of the probability that each was drawn with.
    """

    ids: NDArray[np.int64]
    positions: NDArray[np.int64]
    chosen: NDArray[np.int64]
    allowed: NDArray[np.uint8]
    log_probs: NDArray[np.float32]


class _TracedLogits(np.ndarray[Any, np.dtype[np.float32]]):
    """Logits that know, after any selection, which tokens they belong to."""

    ids: NDArray[np.int64] | None = None

    def __array_finalize__(self, source: Any) -> None:
        self.ids = getattr(source, "ids", None)

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        if isinstance(found, _TracedLogits) and self.ids is not None:
            found.ids = self.ids[key]
        return found


class _TracedEngine(Engine):
    """An engine whose logits say whose they are."""

    def logits(self, *args: Any, **kwargs: Any) -> Logits:
        """Return a traced copy of the logits of the next token, shape (n_vocab,)."""
        traced = super().logits(*args, **kwargs).copy().view(_TracedLogits)
        traced.ids = np.arange(self.n_vocab)
        return traced


class _Recorder(Sampler):
    """Draws from the whole masked distribution and keeps what was drawn from what."""

    def __init__(self, engine: Engine, temperature: float) -> None:
        super().__init__()
        self._engine = engine
        self._temperature = temperature
        self.begin(0)

    def begin(self, seed: int) -> None:
        """Start the decisions of another answer."""
        self._random = np.random.default_rng(seed)
        self._context: list[int] = []
        self._decisions: list[tuple[int, int, NDArray[np.int64], float]] = []

    def pick(self, logits: Logits) -> int:
        """Return the position of the token drawn."""
        ids = getattr(logits, "ids", None)
        if ids is None or len(ids) != len(logits):
            raise RuntimeError("the decoder hid from the recorder which tokens it offers")
        shares = softmax(np.asarray(logits) / np.float32(self._temperature))
        position = int(self._random.choice(len(shares), p=shares))
        offered = np.isfinite(np.asarray(logits))
        context = list(self._engine.tokens)
        if context[: len(self._context)] != self._context:
            raise RuntimeError("an answer must be decoded in one context to be learned from")
        self._context = context
        if offered.sum() > 1:
            log_prob = float(np.log(shares[position]))
            self._decisions.append((len(context), int(ids[position]), ids[offered], log_prob))
        return position

    def trajectory(self) -> Trajectory:
        """Return the decisions since `begin`."""
        allowed = np.zeros((len(self._decisions), self._engine.n_vocab), dtype=bool)
        for row, (_, _, ids, _) in enumerate(self._decisions):
            allowed[row, ids] = True
        return Trajectory(
            ids=np.array(self._context, dtype=np.int64),
            positions=np.array([d[0] for d in self._decisions], dtype=np.int64),
            chosen=np.array([d[1] for d in self._decisions], dtype=np.int64),
            allowed=np.packbits(allowed, axis=1),
            log_probs=np.array([d[3] for d in self._decisions], dtype=np.float32),
        )


class Actor:
    """The policy as the application runs it.

    Parameters
    ----------
    model, tokenizer
        The policy; later changes of its weights do not reach the actor.
    path : Path
        Where its GGUF file is written; removed by `close`.
    quantisation : {"F32", "F16", "Q8_0"}
        F16 to draw, as torch then knows the same probabilities to three
        digits; Q8_0 to measure, as it is shipped.
    temperature : float
        Of `draw`.
    """

    def __init__(
        self,
        model: Decoder,
        tokenizer: Tokenizer,
        path: Path,
        *,
        quantisation: Quantisation = "F16",
        temperature: float = 1.0,
    ) -> None:
        metadata: dict[str, str | int | float | bool] = {STREAM_KEY: STREAM_VERSION}
        write_gguf(model, tokenizer, path, quantisation=quantisation, metadata=metadata)
        self._engine = _TracedEngine(path)
        self._profile = NativeProfile(self._engine, plain=True)
        self._recorder = _Recorder(self._engine, temperature)

    def draw(self, task: Task, seed: int) -> tuple[Answer, Trajectory]:
        """Return an answer drawn at random and its decisions; the seed gives it again.

        Raises
        ------
        ReasoningError
            If the task does not fit into the context.
        """
        self._recorder.begin(seed)
        return self._answer(task, self._recorder), self._recorder.trajectory()

    def best(self, task: Task) -> Answer:
        """Return the greedy answer; raises as `draw` does."""
        return self._answer(task, Sampler())

    def _answer(self, task: Task, sampler: Sampler) -> Answer:
        # One chart in the ranking: alternatives are no part of what is rewarded.
        request = dataclasses.replace(task.request, top=1)
        cancel = CancelToken()
        self._engine.begin(cancel)
        events = self._profile.answer(task.description, request, sampler, cancel)
        return next(e for e in events if isinstance(e, Answer))

    def close(self) -> None:
        """Free the model and remove its file."""
        self._engine.close()
        self._engine.path.unlink(missing_ok=True)


@dataclass(frozen=True, eq=False)
class Sample:
    """One drawn answer: what it decided, what it earned, what to make of it."""

    trajectory: Trajectory
    reward: Reward
    n_tokens: int
    advantage: float = 0.0


def draw_group(actor: Actor, task: Task, n: int, seed: int) -> list[Sample]:
    """Return n answers to a task, the later half to another order of its attributes."""
    rng = random.Random(seed)
    other = reordered(task, rng)
    half = n - n // 2
    tasks = [task] * half + [other or task] * (n - half)
    drawn = [actor.draw(t, rng.getrandbits(32)) for t in tasks]
    samples = []
    for i, ((answer, trajectory), own) in enumerate(zip(drawn, tasks, strict=True)):
        across = drawn[half:] if i < half else drawn[:half]
        others = [a.spec for a, _ in across] if other is not None else []
        samples.append(Sample(trajectory, reward(answer, own, others=others), answer.n_tokens))
    return samples
