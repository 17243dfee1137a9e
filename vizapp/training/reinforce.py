"""Reinforcement learning with the verifiable reward: one command.

    python -m vizapp.training.reinforce --start W.pt --tokenizer T.json --data FOLDER
        --work DIR --steps 200 --out W2.pt

Each step draws tasks, lets the policy answer each of them several times, and
moves it towards the answers that are worth more than the others of their group:
GRPO (Shao et al. 2024, "DeepSeekMath"), with the clipped ratio of PPO (Schulman
et al. 2017) and a leash to the starting weights, the k3 estimator of the KL
divergence (Schulman 2020, "Approximating KL divergence").

Answers are drawn by the application's own code through llama.cpp: the same masks
on the thought, the same guide on the solution. Each drawn token is kept with the
tokens that it was drawn from, so that torch computes the probability of the
masked distribution, and the grammar neither earns nor costs anything.

Where the model can tell the order of a table's attributes, half of a group reads
them in another one. Both halves share a baseline, and answers that agree across the
halves are worth more.

The work folder gets ``steps.jsonl`` (a line per step), ``last.pt`` (where a second
call goes on), ``best.pt`` (the weights with the highest reward on development
tasks, those of the start included) and ``result.json`` (greedy answers to held-out
tasks before and after, under the same grammar, with paired intervals). ``--out``
gets the best weights: those of the start, where learning did not help.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import logging
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from vizapp.core.errors import ReasoningError
from vizapp.core.tasks import CancelToken
from vizapp.training import corpora, gptvis
from vizapp.training.architecture import Decoder
from vizapp.training.fit import BEST, LAST, load_model, save_weights
from vizapp.training.metrics import paired_difference
from vizapp.training.reward import (
    WEIGHTS,
    Reward,
    Task,
    generated_tasks,
    labelled_tasks,
    question_tasks,
    reordered,
    reward,
    table_tasks,
)
from vizapp.training.rollout import Actor, Sample, Trajectory, draw_group
from vizapp.training.tokens import Tokenizer

log = logging.getLogger("vizapp.training")
STEPS, RESULT = "steps.jsonl", "result.json"


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


# --- learning -------------------------------------------------------------------


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


def reinforce(
    model: Decoder,
    tokenizer: Tokenizer,
    draw_tasks: Callable[[int], Sequence[Task]],
    *,
    config: ReinforceConfig,
    work: Path,
    dev: Sequence[Task] = (),
    cancel: CancelToken | None = None,
) -> Decoder:
    """Train a policy in place and return its best state.

    Parameters
    ----------
    model : Decoder
        The starting weights, which are the reference too.
    tokenizer : Tokenizer
        Of the model.
    draw_tasks : callable
        Returns the tasks of a step, always the same ones for it.
    config : ReinforceConfig
        The knobs.
    work : Path
        Gets log and checkpoints; an interrupted run goes on from there.
    dev : sequence of Task
        What decides which state is the best; the last one without any.
    cancel : CancelToken, optional
        Ends the training after a step, with a checkpoint.

    Returns
    -------
    Decoder
        The weights with the highest mean reward of greedy answers to `dev`.
    """
    work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(config.threads)
    learner = Learner(model, config)
    last, best = work / LAST, work / BEST
    step, highest = 0, float("-inf")
    if last.exists():
        place = learner.restore(last)
        step, highest = int(place["step"]), place["highest"]
    else:
        save_weights(model, best)
        if dev:
            highest = _mean([r.total for r in measure(model, tokenizer, dev, work)])
            log.info("step 0: development reward %.4f", highest)
    while step < config.steps and not (cancel is not None and cancel.is_set):
        record = _step(learner, tokenizer, draw_tasks(step), step, work)
        step += 1
        if dev and (step % config.check_every == 0 or step == config.steps):
            score = _mean([r.total for r in measure(model, tokenizer, dev, work)])
            record["dev_reward"] = round(score, 4)
            if score > highest:
                highest = score
                save_weights(model, best)
        with (work / STEPS).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(record) + "\n")
        log.info("%s", json.dumps({k: v for k, v in record.items() if k != "parts"}))
        learner.save(last, step=step, highest=highest)
    if not dev:
        save_weights(model, best)
    return load_model(best)


def _step(
    learner: Learner, tokenizer: Tokenizer, tasks: Sequence[Task], step: int, work: Path
) -> dict[str, Any]:
    """Draw, judge and learn once; return the line for the log."""
    config = learner.config
    started = time.monotonic()
    actor = Actor(learner.model, tokenizer, work / "policy.gguf", temperature=config.temperature)
    samples: list[Sample] = []
    try:
        for number, task in enumerate(tasks):
            seed = (config.seed * 1_000_003 + step) * 1_009 + number
            try:
                group = draw_group(actor, task, config.group, seed)
            except ReasoningError as err:
                log.warning("a task is left out: %s", err)
                continue
            samples += with_advantages(group, config.std_floor)
    finally:
        actor.close()
    drawn_s = time.monotonic() - started
    random.Random(step).shuffle(samples)
    parts = [samples[i :: config.updates] for i in range(config.updates)]
    found = [f for f in map(learner.update, parts) if f]
    rewards = [s.reward for s in samples]
    return {
        "step": step + 1,
        "reward": round(_mean([r.total for r in rewards]), 4),
        "parts": {k: round(_mean([r.parts[k] for r in rewards]), 4) for k in WEIGHTS},
        "length": round(_mean([s.n_tokens for s in samples]), 1),
        "telling": round(
            _mean([float(abs(s.advantage) > config.min_advantage) for s in samples]), 3
        ),
        **{k: round(_mean([f[k] for f in found]), 5) for k in (found[0] if found else ())},
        "drawn_s": round(drawn_s, 1),
        "seconds": round(time.monotonic() - started, 1),
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


# --- measuring ------------------------------------------------------------------


def measure(
    model: Decoder, tokenizer: Tokenizer, tasks: Sequence[Task], work: Path, *, seed: int = 5
) -> list[Reward]:
    """Return what greedy answers are worth, quantised and guided as shipped.

    Each table is read in another order of attributes too, where the model can
    tell, for `Reward.stable`.
    A task that the context does not hold counts as failed.
    """
    actor = Actor(model, tokenizer, work / "measured.gguf", quantisation="Q8_0")
    rng = random.Random(seed)
    rewards = []
    try:
        for task in tasks:
            try:
                answer = actor.best(task)
                other = reordered(task, rng)
                others = [actor.best(other).spec] if other is not None else []
            except ReasoningError:
                rewards.append(Reward(*[0.0] * len(WEIGHTS)))
                continue
            rewards.append(reward(answer, task, others=others))
    finally:
        actor.close()
    return rewards


def compare(before: Sequence[Reward], after: Sequence[Reward]) -> dict[str, Any]:
    """Return the mean of each part before and after, and the paired difference.

    The difference comes with the ends of its 95 % interval.
    """
    result: dict[str, Any] = {"n": len(before)}
    for part in ("total", *WEIGHTS):
        old = [float(getattr(r, part)) for r in before]
        new = [float(getattr(r, part)) for r in after]
        gain = paired_difference(new, old)
        result[part] = {
            "before": round(_mean(old), 4),
            "after": round(_mean(new), 4),
            "difference": [round(v, 4) for v in (gain.value, gain.low, gain.high)],
        }
    return result


@dataclass(frozen=True, eq=False)
class Sources:
    """Where the tasks of each step come from.

    Parameters
    ----------
    tables, questions : sequence of Task
        Labelled tables and questions, where there are any.
    table_share, question_share : float
        Of the tasks of a step; the others are generated.
    ask_share : float
        Of the generated tasks that come with a question.
    """

    tables: Sequence[Task] = ()
    questions: Sequence[Task] = ()
    table_share: float = 0.15
    question_share: float = 0.25
    ask_share: float = 0.2

    def draw(self, step: int, config: ReinforceConfig) -> list[Task]:
        """Return the tasks of a step."""
        rng = random.Random(config.seed * 1_000_003 + step)
        pools = [(self.tables, self.table_share), (self.questions, self.question_share)]
        tasks: list[Task] = []
        for pool, share in pools:
            if pool:
                tasks += rng.choices(
                    pool, k=sum(rng.random() < share for _ in range(config.n_tasks))
                )
        n_left = max(0, config.n_tasks - len(tasks))
        seed = config.seed * 1_000_003 + step
        tasks += generated_tasks(seed, n_left, ask_share=self.ask_share)
        return [
            dataclasses.replace(t, request=dataclasses.replace(t.request, think=False))
            if rng.random() < config.direct
            else t
            for t in tasks
        ]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line."""
    options = _arguments(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    logging.getLogger("gguf").setLevel(logging.WARNING)  # it announces every file
    given = {f.name: getattr(options, f.name) for f in dataclasses.fields(ReinforceConfig)}
    config = ReinforceConfig(**{k: v for k, v in given.items() if v is not None})
    tokenizer = Tokenizer.load(options.tokenizer)
    tables: list[Task] = []
    questions: list[Task] = []
    held = {"generated": generated_tasks(config.seed * 7 + 2, options.n_test)}
    if options.data:
        rng = random.Random(config.seed)
        all_tables = table_tasks(options.data / corpora.GPTVIS_FILE)
        held["tables"], tables = _split(all_tables, options.fold)
        tables += labelled_tasks(options.data / corpora.TABLES_FOLDER, "train")
        held["labelled"] = labelled_tasks(options.data / corpora.TABLES_FOLDER, "dev")
        questions = question_tasks(options.data)
        held["questions"] = question_tasks(options.data, held=True)
        held = {k: rng.sample(v, min(len(v), options.n_test)) for k, v in held.items()}
    dev = generated_tasks(config.seed * 7 + 1, options.n_dev)
    if questions:
        dev += random.Random(config.seed + 1).sample(questions, min(len(questions), len(dev) // 2))
    sources = Sources(tables, questions, options.table_share, options.question_share)
    best = reinforce(
        load_model(options.start),
        tokenizer,
        lambda step: sources.draw(step, config),
        config=config,
        work=options.work,
        dev=dev,
    )
    save_weights(best, options.out)
    start = load_model(options.start)
    result = {
        name: compare(*(measure(m, tokenizer, tasks, options.work) for m in (start, best)))
        for name, tasks in held.items()
        if tasks
    }
    (options.work / RESULT).write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    log.info("wrote %s\n%s", options.out, report(result))
    return 0


def _split(tables: list[Task], fold: Sequence[int] | None) -> tuple[list[Task], list[Task]]:
    """Return the tables to measure on and those to learn from; none without a fold."""
    if fold is None:
        return tables, []
    number, k = fold
    out = set(gptvis.folds([t.label for t in tables if t.label is not None], k)[number])
    return (
        [t for i, t in enumerate(tables) if i in out],
        [t for i, t in enumerate(tables) if i not in out],
    )


def report(result: dict[str, Any]) -> str:
    """Return the comparison as Markdown."""
    lines = ["| tasks | part | before | after | difference (95 %) |", "|---|---|---|---|---|"]
    for name, parts in result.items():
        for part in ("total", *WEIGHTS):
            found = parts[part]
            gain, low, high = found["difference"]
            lines.append(
                f"| {name} ({parts['n']}) | {part} | {found['before']:.3f} "
                f"| {found['after']:.3f} | {gain:+.3f} ({low:+.3f} to {high:+.3f}) |"
            )
    return "\n".join(lines)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m vizapp.training.reinforce",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--start", type=Path, required=True, help="weights to begin with")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--data", type=Path, help="folder with the public training sets")
    parser.add_argument("--work", type=Path, default=Path("build/reinforce"))
    parser.add_argument("--out", type=Path, required=True, help="gets the best weights")
    parser.add_argument(
        "--fold",
        type=int,
        nargs=2,
        metavar=("I", "K"),
        help="learn from the labelled tables outside fold I (from 0) of K, and measure on it; "
        "without it all of them are kept for measuring",
    )
    parser.add_argument("--table-share", type=float, default=Sources.table_share)
    parser.add_argument("--question-share", type=float, default=Sources.question_share)
    parser.add_argument("--n-dev", type=int, default=100, help="development tasks")
    parser.add_argument("--n-test", type=int, default=300, help="held-out tasks of each kind")
    for field in dataclasses.fields(ReinforceConfig):
        if field.type == "bool":
            parser.add_argument(
                f"--{field.name}", action=argparse.BooleanOptionalAction, default=field.default
            )
            continue
        kind = {"int": int, "float": float}.get(str(field.type).split(" ")[0], str)
        name = "--" + field.name.replace("_", "-")
        parser.add_argument(name, dest=field.name, type=kind, help=f"default {field.default}")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
