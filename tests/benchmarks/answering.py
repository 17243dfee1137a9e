"""What each way of answering adds and costs, on labelled tables and questions.

``python -m tests.benchmarks.answering MODEL --data FOLDER`` prints one Markdown
table per set. All ways answer the same cases, so each is compared case by case
with the first one: a single greedy answer with a thought.

A model that was fine-tuned on the tables themselves is not measured on them;
name the models of a k-fold training with ``--folds``, in order, and each
answers the tables that it never saw.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning.events import Answer, ReasoningEvent, Request
from vizapp.reasoning.reasoner import Reasoner
from vizapp.training import corpora, gptvis, nvbench
from vizapp.training.evaluate import Case, evaluate, gptvis_case, nvbench_case, open_reasoner
from vizapp.training.metrics import Outcome, paired_difference, summarise

WAYS: Mapping[str, Mapping[str, Any]] = {
    "greedy, with thought": {},
    "greedy, no thought": {"think": False},
    "3 samples": {"n_samples": 3},
    "5 samples": {"n_samples": 5},
    "8 samples": {"n_samples": 8},
    "8 samples, no thought": {"n_samples": 8, "think": False},
    "hints, 1 round": {"hints": 1},
    "hints, 2 rounds": {"hints": 2},
}

Measured = list[tuple[Outcome, Answer | None]]  # None where the answer failed


class _Recorder:
    """A reasoner that remembers the last answer of the one behind it."""

    def __init__(self, reasoner: Reasoner) -> None:
        self._reasoner = reasoner
        self.name = reasoner.name
        self.answer: Answer | None = None

    def reason(
        self, description: TableDescription, request: Request, *, cancel: CancelToken
    ) -> Iterator[ReasoningEvent]:
        self.answer = None
        for event in self._reasoner.reason(description, request, cancel=cancel):
            if isinstance(event, Answer):
                self.answer = event
            yield event

    def close(self) -> None:
        self._reasoner.close()


def measure(model: Path, cases: Sequence[Case]) -> dict[str, Measured]:
    """Return how a model answers the cases in each way."""
    with closing(_Recorder(open_reasoner(model))) as reasoner:
        found: dict[str, Measured] = {}
        for name, wanted in WAYS.items():
            asked = [replace(c, request=replace(c.request, **wanted)) for c in cases]
            found[name] = [(o, reasoner.answer) for o in evaluate(reasoner, asked)]
        return found


def report(title: str, ways: Mapping[str, Measured]) -> str:
    """Return the comparison as Markdown."""
    first = next(iter(ways.values()))
    lines = [
        f"## {title}: {len(first)} cases",
        "",
        "| way | type, top 1 | exact | exact, against the first (95 %) | encode | s | tokens |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, measured in ways.items():
        scores = summarise([outcome for outcome, _ in measured])
        gain = paired_difference(_exact(measured), _exact(first))
        encode = "-" if scores.encode is None else f"{scores.encode:.1%}"
        n_tokens = sum(a.n_tokens for _, a in measured if a) / len(measured)
        lines.append(
            f"| {name} | {scores.top1.value:.1%} | {scores.exact:.1%} "
            f"| {gain.value:+.1%} ({gain.low:+.1%} to {gain.high:+.1%}) | {encode} "
            f"| {scores.mean_seconds:.3f} | {n_tokens:.0f} |"
        )
    return "\n".join([*lines, "", *_by_agreement(ways)])


def _exact(measured: Measured) -> list[float]:
    return [float(outcome.exact) for outcome, _ in measured]


def _by_agreement(ways: Mapping[str, Measured]) -> Iterator[str]:
    """Yield how often the answer is right at each agreement: whether it is worth telling."""
    yield "| votes | cases | type, top 1 | exact match |"
    yield "|---|---|---|---|"
    for name, measured in ways.items():
        groups: dict[tuple[int, int], list[Outcome]] = {}
        for outcome, answer in measured:
            if answer is not None and answer.agreement is not None:
                groups.setdefault(answer.agreement, []).append(outcome)
        for (n_votes, n_samples), outcomes in sorted(groups.items(), reverse=True):
            scores = summarise(outcomes)
            way = ", no thought" if not WAYS[name].get("think", True) else ""
            yield (
                f"| {n_votes} of {n_samples}{way} | {len(outcomes)} "
                f"| {scores.top1.value:.0%} | {scores.exact:.0%} |"
            )


def _tables(data: Path, models: Sequence[Path]) -> dict[str, Measured]:
    """Measure the benchmark's tables, each on the model of its fold."""
    tables = gptvis.load(data / corpora.GPTVIS_FILE)
    found: dict[str, Measured] = {name: [] for name in WAYS}
    splits = gptvis.folds(tables, len(models)) if len(models) > 1 else [[*range(len(tables))]]
    for model, indices in zip(models, splits, strict=True):
        for name, measured in measure(model, [gptvis_case(tables[i]) for i in indices]).items():
            found[name] += measured
    return found


def main() -> None:
    """Measure and print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, metavar="MODEL", help="a GGUF file")
    parser.add_argument("--data", type=Path, required=True, help="folder with the public sets")
    parser.add_argument("--folds", type=Path, nargs="+", metavar="GGUF", help="of a k-fold run")
    parser.add_argument("--limit", type=int, default=300, help="questions (default: 300)")
    options = parser.parse_args()
    held_out = "held-out folds" if options.folds else "not held out from this model"
    measured = _tables(options.data, options.folds or [options.model])
    print(report(f"Tables (GPT-Vis), {held_out}", measured), end="\n\n", flush=True)
    charts, tables = (options.data / name for name in corpora.NVBENCH_FILES)
    asked = [q for q in nvbench.load(charts, tables) if corpora.is_held(q.database)]
    if options.limit < len(asked):
        asked = random.Random(0).sample(asked, options.limit)
    cases = [replace(nvbench_case(q), gold=None) for q in asked]
    print(report("Questions (nvBench), held-out databases", measure(options.model, cases)))


if __name__ == "__main__":
    main()
