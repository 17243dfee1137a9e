"""What each optional fact of the description is worth, and what it costs.

``python -m tests.benchmarks.facts MODEL --data FOLDER`` leaves one fact at a time
out of what the model reads and prints how much worse it answers and how many
tokens that saves. The model has seen descriptions without any of them (a third
of its training examples lack a random few), so it is asked nothing unheard of.
Models of a k-fold training can be named with ``--folds``, in order.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from vizapp.reasoning.llama import Engine
from vizapp.reasoning.stream import encode_prompt
from vizapp.training import corpora, gptvis
from vizapp.training.evaluate import (
    Case,
    evaluate,
    generated_case,
    gptvis_case,
    labelled_case,
    open_reasoner,
)
from vizapp.training.labels import labelled_tables
from vizapp.training.metrics import Outcome, paired_difference, summarise
from vizapp.training.synthesise import FACTS, RELATIONS, generate_cases, without

_SEED = 424_242
WAYS: Mapping[str, tuple[str, ...]] = {
    "all facts": (),
    **{f"without {fact}": (fact,) for fact in (*FACTS, *RELATIONS)},
    "the client's keys only": (*(f for f in FACTS if f != "unit"), *RELATIONS),
}


def measure(
    sets: Sequence[tuple[Path, Sequence[Case]]],
) -> dict[str, tuple[list[Outcome], float]]:
    """Return per way the outcomes and the mean number of prompt tokens."""
    found: dict[str, tuple[list[Outcome], float]] = {}
    for name, facts in WAYS.items():
        outcomes: list[Outcome] = []
        n_tokens = 0
        for model, cases in sets:
            asked = [replace(c, description=without(c.description, facts)) for c in cases]
            with closing(open_reasoner(model)) as reasoner:
                outcomes += evaluate(reasoner, asked)
            with closing(Engine(model)) as engine:
                n_tokens += sum(
                    len(engine.tokenize(encode_prompt(c.description, c.request).text))
                    for c in asked
                )
        found[name] = outcomes, n_tokens / max(1, len(outcomes))
    return found


def report(title: str, found: Mapping[str, tuple[list[Outcome], float]]) -> str:
    """Return the comparison as Markdown."""
    first, full = next(iter(found.values()))
    lines = [
        f"## {title}: {len(first)} cases",
        "",
        "| description | prompt tokens | type, top 1 | change (95 %) | exact |",
        "|---|---|---|---|---|",
    ]
    right = [float(o.right_within(1)) for o in first]
    for name, (outcomes, n_tokens) in found.items():
        scores = summarise(outcomes)
        change = paired_difference([float(o.right_within(1)) for o in outcomes], right)
        lines.append(
            f"| {name} | {n_tokens:.0f} ({n_tokens - full:+.0f}) | {scores.top1.value:.1%} "
            f"| {change.value:+.1%} ({change.low:+.1%} to {change.high:+.1%}) "
            f"| {scores.exact:.1%} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, metavar="MODEL", help="a GGUF file")
    parser.add_argument("--data", type=Path, required=True, help="folder with the public sets")
    parser.add_argument("--folds", type=Path, nargs="+", metavar="GGUF", help="of a k-fold run")
    options = parser.parse_args()
    real = gptvis.load(options.data / corpora.GPTVIS_FILE)
    models = options.folds or [options.model]
    splits = gptvis.folds(real, len(models)) if len(models) > 1 else [[*range(len(real))]]
    sets = [
        (model, [gptvis_case(real[i]) for i in indices])
        for model, indices in zip(models, splits, strict=True)
    ]
    print(report("Real tables (GPT-Vis)", measure(sets)), end="\n\n", flush=True)
    tables = options.data / corpora.TABLES_FOLDER
    labelled = [
        labelled_case(table)
        for split in ("dev", "test")
        for table in labelled_tables(tables, split)  # type: ignore[arg-type]
    ]
    print(report("Labelled tables", measure([(options.model, labelled)])), end="\n\n", flush=True)
    made = [generated_case(case) for case in generate_cases(_SEED, 300, ask_share=0.0)]
    print(report("Generated tables", measure([(options.model, made)])))


if __name__ == "__main__":
    main()
