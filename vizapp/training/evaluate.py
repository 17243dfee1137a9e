"""Score a finished GGUF file on labelled tables and questions.

The file is run as the application runs it: quantised, through the reasoner,
with thought, alternatives and all. One command:
``python -m vizapp.training.evaluate MODEL.gguf --gptvis FILE``.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vizapp.components.spec import Chart
from vizapp.core.errors import ReasoningError
from vizapp.core.language import choose_lang
from vizapp.core.tasks import CancelToken
from vizapp.data.load import table_from_rows
from vizapp.profile.attributes import TableDescription
from vizapp.profile.describe import profile
from vizapp.reasoning.events import Answer, RankingReady, Request
from vizapp.reasoning.reasoner import Reasoner
from vizapp.reasoning.rules import RuleReasoner
from vizapp.training import gptvis, nvbench
from vizapp.training.gptvis import GptVisCase
from vizapp.training.metrics import Outcome, Scores, same_chart, summarise
from vizapp.training.nvbench import NvBenchCase


@dataclass(frozen=True)
class Case:
    """One thing to answer.

    Parameters
    ----------
    description : TableDescription
        The table.
    request : Request
        The ask, if any, and the language.
    accepted : tuple of Chart
        The charts that are right, the label's first one first.
    label : GptVisCase, optional
        The benchmark's own label, for its encode score; options do not count
        then, as its labels have none.
    """

    description: TableDescription
    request: Request
    accepted: tuple[Chart, ...]
    label: GptVisCase | None = None


def gptvis_case(case: GptVisCase) -> Case:
    """Return a benchmark's table as a case."""
    description = profile(table_from_rows(case.rows)).description
    lang = choose_lang(None, None, case.columns)
    return Case(description, Request(lang=lang), case.accepted, case)


def nvbench_case(case: NvBenchCase) -> Case:
    """Return a question as a case."""
    return Case(case.description, case.request, case.accepted)


def evaluate(reasoner: Reasoner, cases: Sequence[Case]) -> Iterator[Outcome]:
    """Answer each case and yield how it went; a failed answer counts as wrong."""
    for case in cases:
        try:
            yield _outcome(reasoner, case)
        except ReasoningError:
            yield Outcome(
                accepted=_components(case),
                ranking=(),
                exact=False,
                encode=None if case.label is None else 0.0,
                encode_normalised=None if case.label is None else 0.0,
            )


def _components(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chart.component for chart in case.accepted))


def _outcome(reasoner: Reasoner, case: Case) -> Outcome:
    ranking: tuple[str, ...] = ()
    answer: Answer | None = None
    for event in reasoner.reason(case.description, case.request, cancel=CancelToken()):
        if isinstance(event, RankingReady):
            ranking = tuple(name for name, _ in event.components)
        elif isinstance(event, Answer):
            answer = event
    if answer is None:
        raise ReasoningError(f"{reasoner.name} ended without an answer.")
    chart = answer.spec.charts[0] if answer.spec.charts else None
    if chart is None:
        ranking = ()
    elif ranking[:1] != (chart.component,):  # rules rank complete charts only
        ranking = tuple(r.chart.component for r in answer.ranking) or (chart.component,)
    plain = normalised = None
    if case.label is not None:
        plain = gptvis.best_encode_score(chart, case.label) if chart else 0.0
        normalised = gptvis.best_encode_score(chart, case.label, normalised=True) if chart else 0.0
    with_options = case.label is None
    return Outcome(
        accepted=_components(case),
        ranking=ranking,
        exact=chart is not None
        and any(same_chart(chart, right, options=with_options) for right in case.accepted),
        encode=plain,
        encode_normalised=normalised,
        claims=tuple(holds for _, holds in answer.claims),
        seconds=answer.seconds,
    )


def evaluate_model(
    gguf: Path | str, cases: Sequence[Case], *, n_threads: int | None = None
) -> Scores:
    """Return the scores of a GGUF file on the cases.

    Raises
    ------
    ModelFileError
        If the file is no model that the engine runs.
    """
    reasoner = open_reasoner(gguf, n_threads=n_threads)
    try:
        return summarise(list(evaluate(reasoner, cases)))
    finally:
        reasoner.close()


def open_reasoner(model: Path | str, *, n_threads: int | None = None) -> Reasoner:
    """Return the reasoner of a GGUF file, or of the hand-written rules for ``rules``."""
    if str(model) == "rules":
        return RuleReasoner()
    from vizapp.reasoning.engine import LlamaReasoner  # loads llama.cpp only when asked to

    return LlamaReasoner(Path(model), n_threads=n_threads)


def report(name: str, scores: Scores) -> str:
    """Return the scores of one set as Markdown."""
    top1 = scores.top1
    rows = [
        ("cases", str(scores.n_cases)),
        ("type, top 1", f"{top1.value:.1%} ({top1.low:.1%} to {top1.high:.1%})"),
        ("type, top 3 / top 5", f"{scores.top3:.1%} / {scores.top5:.1%}"),
        ("type, the label's first chart", f"{scores.first_label:.1%}"),
        ("encode score", _share(scores.encode)),
        ("encode score, text = list of one", _share(scores.encode_normalised)),
        ("exact match", f"{scores.exact:.1%}"),
        ("claims right", _share(scores.claims_right)),
        ("thoughts without a wrong claim", _share(scores.thoughts_right)),
        ("seconds per answer, mean / p95", f"{scores.mean_seconds:.3f} / {scores.p95_seconds:.3f}"),
    ]
    lines = [f"## {name}", "", "| measure | value |", "|---|---|"]
    lines += [f"| {measure} | {value} |" for measure, value in rows]
    lines += ["", "| component | cases | recall | answers | precision |", "|---|---|---|---|---|"]
    lines += [
        f"| {t.component} | {t.n_cases} | {t.recall:.0%} | {t.n_answers} | {t.precision:.0%} |"
        for t in scores.per_type
    ]
    if scores.confusions:
        lines += ["", "| wanted | given | times |", "|---|---|---|"]
        lines += [
            f"| {wanted} | {given or '(no chart)'} | {n} |"
            for (wanted, given), n in list(scores.confusions.items())[:15]
        ]
    return "\n".join(lines)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m vizapp.training.evaluate", description=__doc__)
    parser.add_argument("model", help="a GGUF file, or `rules` for the hand-written rules")
    parser.add_argument("--gptvis", type=Path, metavar="JSONL", help="the benchmark's tables")
    parser.add_argument(
        "--nvbench", type=Path, nargs=2, metavar=("CHARTS", "TABLES"), help="nvBench's questions"
    )
    parser.add_argument(
        "--fold",
        type=int,
        nargs=2,
        metavar=("I", "K"),
        help="only fold I (from 0) of K of the benchmark's tables",
    )
    parser.add_argument("--seed", type=int, default=0, help="of the folds and of --limit")
    parser.add_argument("--limit", type=int, help="at most so many questions, drawn at random")
    parser.add_argument("--no-think", action="store_true", help="answer without a thought")
    parser.add_argument("--threads", type=int, help="threads of the model")
    options = parser.parse_args(argv)
    if not options.gptvis and not options.nvbench:
        parser.error("name at least one of --gptvis and --nvbench")
    return options


def main(argv: Sequence[str] | None = None) -> int:
    """Print the scores of a model as Markdown and return the exit code."""
    options = _arguments(argv)
    sets: list[tuple[str, list[Case]]] = []
    if options.gptvis:
        tables = gptvis.load(options.gptvis)
        if options.fold:
            fold, k = options.fold
            tables = [tables[i] for i in gptvis.folds(tables, k, options.seed)[fold]]
        sets.append(("Tables (GPT-Vis)", [gptvis_case(c) for c in tables]))
    if options.nvbench:
        questions = nvbench.load(*options.nvbench)
        if options.limit and options.limit < len(questions):
            questions = random.Random(options.seed).sample(questions, options.limit)
        sets.append(("Questions (nvBench)", [nvbench_case(c) for c in questions]))
    reasoner = open_reasoner(options.model, n_threads=options.threads)
    try:
        for name, cases in sets:
            thinking = not options.no_think
            chosen = [replace(c, request=replace(c.request, think=thinking)) for c in cases]
            print(report(name, summarise(list(evaluate(reasoner, chosen)))), end="\n\n")
    finally:
        reasoner.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
