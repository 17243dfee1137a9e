"""Reinforcement learning with the verifiable reward: one command.

    python -m vizapp.training.reinforce --start W.pt --tokenizer T.json --data FOLDER
        --work DIR --steps 200 --out W2.pt

Each step draws tasks, lets the policy answer each of them several times, and
moves it towards the answers that are worth more than the others of their group
(`policy`).

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
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from vizapp.core.errors import ReasoningError
from vizapp.core.tasks import CancelToken
from vizapp.training import corpora, gptvis
from vizapp.training.architecture import Decoder
from vizapp.training.fit import BEST, LAST, load_model, save_weights
from vizapp.training.metrics import paired_difference
from vizapp.training.policy import Learner, ReinforceConfig, with_advantages
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
from vizapp.training.rollout import Actor, Sample, draw_group
from vizapp.training.tokens import Tokenizer

log = logging.getLogger("vizapp.training")
STEPS, RESULT = "steps.jsonl", "result.json"


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
