"""What reinforcement learning changes: the policy's loss and its updates.

GRPO (Shao et al. 2024, "DeepSeekMath"), with the clipped ratio of PPO (Schulman et al.
2017) and a leash to the starting weights, the k3 estimator of the KL divergence
(Schulman 2020, "Approximating KL divergence").
"""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from vizapp.training.architecture import Decoder
from vizapp.training.rollout import Sample, Trajectory


@dataclass(frozen=True)
class ReinforceConfig:
    """The knobs.

    Parameters
    ----------
    steps : int
        How many batches of tasks.
    n_tasks, group : int
        Tasks per step and answers per task; more answers, a better baseline.
    updates : int
        Updates per step, each from its part of the answers.
    lr : float
        Of AdamW, after `warmup` updates.
    beta : float
        Weight of the KL divergence from the starting weights, per token.
    clip : float
        How far a token's probability may move in one step before its gain
        stops counting.
    temperature : float
        Of the drawn answers.
    std_floor : float
        Added to a group's standard deviation, in units of the reward: groups
        that differ in length only hardly count.
    min_advantage : float
        Answers no further from their group's mean than this are left out of the
        updates: they are most of the answers of a good model, and say little.
    direct : float
        Share of the tasks to answer without a thought.
    warmup : int
        Updates over which the learning rate rises.
    max_norm : float
        To which the gradient is clipped.
    seed : int
        Of the tasks and of the draws.
    micro_tokens : int
        Tokens at a time in torch.
    check_every : int
        Steps between two looks at the development tasks.
    threads : int
        Of torch. Beside other work two wait for each other at every product.
    bf16 : bool
        Whether torch computes in bfloat16: more than twice as fast on a recent
        CPU. The drawn log probabilities then come out 5e-4 off on average.
    device : str, optional
        Of torch; None: CUDA if there is one.
    """

    steps: int = 200
    n_tasks: int = 12
    group: int = 8
    updates: int = 2
    lr: float = 1e-4
    beta: float = 0.05
    clip: float = 0.2
    temperature: float = 1.0
    std_floor: float = 0.05
    min_advantage: float = 0.1
    direct: float = 0.25
    warmup: int = 10
    max_norm: float = 1.0
    seed: int = 31
    micro_tokens: int = 4096
    check_every: int = 20
    threads: int = 1
    bf16: bool = True
    device: str | None = None


def with_advantages(group: Sequence[Sample], std_floor: float) -> list[Sample]:
    """Return the samples of a group with how much better each is than the group.

    Each reward less the group's mean, over its standard deviation plus the floor.
    """
    totals = [s.reward.total for s in group]
    mean, std = statistics.fmean(totals), statistics.pstdev(totals)
    return [
        dataclasses.replace(s, advantage=(s.reward.total - mean) / (std + std_floor)) for s in group
    ]


def decision_log_probs(
    model: Decoder, trajectories: Sequence[Trajectory], temperature: float = 1.0
) -> Tensor:
    """Return the log probability of every decision under a model.

    Parameters
    ----------
    model : Decoder
        The policy, or the reference.
    trajectories : sequence of Trajectory
        Together one batch.
    temperature : float
        That they were drawn at.

    Returns
    -------
    Tensor, shape (N,)
        In the order of the trajectories and of their decisions.
    """
    device = model.embedding.weight.device
    width = max(len(t.ids) for t in trajectories)
    ids = np.zeros((len(trajectories), width), dtype=np.int64)
    for row, trajectory in enumerate(trajectories):
        ids[row, : len(trajectory.ids)] = trajectory.ids
    rows = np.concatenate([i * width + t.positions - 1 for i, t in enumerate(trajectories)])
    allowed = np.unpackbits(
        np.concatenate([t.allowed for t in trajectories]), axis=1, count=model.config.vocab_size
    )
    chosen = np.concatenate([t.chosen for t in trajectories])
    states = model.hidden(torch.from_numpy(ids).to(device)).flatten(0, 1)
    states = states.index_select(0, torch.from_numpy(rows).to(device))
    logits = functional.linear(states, model.embedding.weight).float() / temperature  # (N, V)
    masked = logits.masked_fill(~torch.from_numpy(allowed).to(device).bool(), float("-inf"))
    wanted = torch.from_numpy(chosen).to(device)[:, None]
    return torch.log_softmax(masked, dim=-1).gather(1, wanted).squeeze(1)


def policy_loss(
    log_probs: Tensor,
    drawn: Tensor,
    reference: Tensor,
    advantages: Tensor,
    *,
    clip: float,
    beta: float,
) -> tuple[Tensor, Tensor]:
    """Return loss and KL divergence of each decision.

    Parameters
    ----------
    log_probs, drawn, reference : Tensor, shape (N,)
        Under the policy, when the token was drawn, and under the starting weights.
    advantages : Tensor, shape (N,)
        That of the answer which the decision is part of.
    clip, beta : float
        See `ReinforceConfig`.
    """
    ratio = (log_probs - drawn).exp()
    gain = torch.minimum(ratio * advantages, ratio.clamp(1 - clip, 1 + clip) * advantages)
    away = reference - log_probs
    kl = away.exp() - away - 1
    return beta * kl - gain, kl


def _micro(samples: Sequence[Sample], micro_tokens: int) -> Iterator[list[Sample]]:
    """Cut samples into batches of similar lengths."""
    order = sorted(samples, key=lambda s: -len(s.trajectory.ids))
    begin = 0
    while begin < len(order):
        count = max(1, micro_tokens // len(order[begin].trajectory.ids))
        yield order[begin : begin + count]
        begin += count


class Learner:
    """The policy in torch, its optimizer and the frozen reference."""

    def __init__(self, model: Decoder, config: ReinforceConfig) -> None:
        self.config = config
        self.device = config.device or ("cuda" if torch.cuda.is_available() else "cpu")
        self.model = model.to(self.device)
        self.reference = Decoder(model.config).to(self.device)
        self.reference.load_state_dict(model.state_dict())
        self.reference.requires_grad_(False)
        self.optimizer = torch.optim.AdamW(
            model.parameters(), lr=config.lr, betas=(0.9, 0.98), weight_decay=0.0
        )
        self.n_updates = 0

    def update(self, samples: Sequence[Sample]) -> dict[str, float]:
        """Do one update and return what happened, as means over the decisions.

        Returns
        -------
        dict of str to float
            ``kl`` from the reference, ``clipped`` the share of decisions whose
            probability moved beyond the clip since they were drawn, ``mismatch``
            how far their log probability is from the drawn one, and the
            ``gradient_norm``. Empty where no answer tells anything.
        """
        config = self.config
        used = [s for s in samples if abs(s.advantage) > config.min_advantage]
        n = sum(len(s.trajectory.chosen) for s in used)
        if not n:
            return {}
        sums = {"kl": 0.0, "clipped": 0.0, "mismatch": 0.0}
        for batch in _micro(used, config.micro_tokens):
            paths = [s.trajectory for s in batch]
            drawn = torch.from_numpy(np.concatenate([p.log_probs for p in paths])).to(self.device)
            lengths = [len(p.chosen) for p in paths]
            advantages = torch.tensor(np.repeat([s.advantage for s in batch], lengths)).to(drawn)
            with torch.autocast(torch.device(self.device).type, torch.bfloat16, config.bf16):
                with torch.no_grad():
                    reference = decision_log_probs(self.reference, paths, config.temperature)
                found = decision_log_probs(self.model, paths, config.temperature)
            losses, kl = policy_loss(
                found, drawn, reference, advantages, clip=config.clip, beta=config.beta
            )
            (losses.sum() / n).backward()  # type: ignore[no-untyped-call]
            moved = (found.detach() - drawn).abs()
            sums["kl"] += float(kl.detach().sum())
            sums["clipped"] += float((moved.expm1() > config.clip).sum())
            sums["mismatch"] += float(moved.sum())
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), config.max_norm)
        self.n_updates += 1
        for settings in self.optimizer.param_groups:
            settings["lr"] = config.lr * min(1.0, self.n_updates / max(1, config.warmup))
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return {k: v / n for k, v in sums.items()} | {"gradient_norm": float(norm)}

    def save(self, path: Path, **place: float) -> None:
        """Write what `restore` needs, whole or not at all."""
        part = path.with_suffix(".part")
        content = {
            "model": self.model.config.to_dict(),
            "weights": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "n_updates": self.n_updates,
            "place": place,
        }
        torch.save(content, part)
        part.replace(path)

    def restore(self, path: Path) -> dict[str, float]:
        """Take up what `save` wrote and return its place."""
        content: dict[str, Any] = torch.load(path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(content["weights"])
        self.optimizer.load_state_dict(content["optimizer"])
        self.n_updates = content["n_updates"]
        place: dict[str, float] = content["place"]
        return place
