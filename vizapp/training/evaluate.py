"""Score a finished GGUF file on labelled tables and questions.

The file is run as the application runs it: quantised, through the reasoner,
with thought, alternatives and all. The command is ``vizapp evaluate``.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vizapp.components.spec import Chart, VisSpec
from vizapp.core.errors import ContextOverflowError, DataError, ReasoningError, SpecError
from vizapp.core.language import choose_lang
from vizapp.core.tasks import CancelToken, Progress, ProgressCallback
from vizapp.data.load import table_from_rows
from vizapp.profile.attributes import TableDescription
from vizapp.profile.describe import profile
from vizapp.reasoning.events import Answer, RankingReady, Request
from vizapp.reasoning.expand import expand_thought
from vizapp.reasoning.native import STREAM_KEY
from vizapp.reasoning.reasoner import Reasoner
from vizapp.reasoning.rules import RuleReasoner
from vizapp.reasoning.specials import SOLVE
from vizapp.reasoning.stream import Prompt, encode_prompt
from vizapp.training import corpora, gptvis, nvbench, synthesise
from vizapp.training.gptvis import GptVisCase
from vizapp.training.labels import LabelledTable, labelled_tables
from vizapp.training.metrics import NO_CHART, Outcome, compare, confusion_matrix, same_chart
from vizapp.training.metrics import summarise as summarise
from vizapp.training.nvbench import NvBenchCase
from vizapp.training.report import Comparison, Report, read_losses
from vizapp.training.report import report as report
from vizapp.training.thoughts import write_target

N_GENERATED = 500
N_WIDE = 60
GENERATED_SEED = 2_000_003  # of the generated splits; training derives other seeds from its own


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
        The charts that are right, the label's first one first; empty where the
        right answer is that nothing can be drawn.
    label : GptVisCase, optional
        The benchmark's own label, for its encode score; options do not count
        then, as its labels have none.
    gold : synthesise.Case, optional
        What a gold thought and solution are written from, for perplexity and BLEU.
    """

    description: TableDescription
    request: Request
    accepted: tuple[Chart, ...]
    label: GptVisCase | None = None
    gold: synthesise.Case | None = None


@dataclass(frozen=True)
class Split:
    """Cases to score a model on, and what a reader must know of them."""

    name: str
    cases: tuple[Case, ...]
    notes: tuple[str, ...] = ()


def gptvis_case(case: GptVisCase, gold: synthesise.Case | None = None) -> Case:
    """Return a benchmark's table as a case."""
    description = profile(table_from_rows(case.rows)).description
    lang = choose_lang(None, None, case.columns)
    return Case(description, Request(lang=lang), case.accepted, case, gold)


def nvbench_case(case: NvBenchCase) -> Case:
    """Return a question as a case."""
    gold = synthesise.Case(
        case.description, (case.chart,), ("asked",), "en", case.question, case.mentions
    )
    return Case(case.description, case.request, case.accepted, gold=gold)


def generated_case(case: synthesise.Case) -> Case:
    """Return a generated table or question as a case.

    A wide table has several gold charts; any of them may come first.
    """
    return Case(case.description, case.request(), case.charts, gold=case)


def labelled_case(table: LabelledTable) -> Case:
    """Return a hand-labelled table as a case; the first chart of any answer is right."""
    description, best = table.description, table.answers[0].charts
    reasons = tuple(corpora.reason_of(chart, description) for chart in best)
    lang = choose_lang(None, None, description.names)
    accepted = tuple(answer.charts[0] for answer in table.answers)
    gold = synthesise.Case(description, best, reasons, lang)
    return Case(description, Request(lang=lang), accepted, gold=gold)


def load_split(
    name: str,
    data: Path | None,
    *,
    limit: int | None = None,
    seed: int = 0,
    cancel: CancelToken | None = None,
) -> Split:
    """Return the cases of a split.

    Parameters
    ----------
    name : {"generated", "wide", "authored", "asks", "gptvis", "nvbench", "nvbench-zh",
            "follow-ups", "tables"}
        Fresh generated tables; such of 17 to 40 columns; the authored tables that are
        kept out of training, and the authored asks; the benchmark's tables;
        questions about the databases that are kept out of training, as they are
        and in Chinese; edits of charts of those databases; hand-labelled real
        tables of the test split.
    data : Path, optional
        The folder with the public sets, their names as in `corpora`; the
        generated splits need none.
    limit : int, optional
        At most so many cases, the same ones each time.
    seed : int
        Which of them, and how written questions and edits are worded; generated tables
        have a seed of their own.
    cancel : CancelToken, optional
        Stops the work.

    Raises
    ------
    DataError
        If the split needs a folder and none is given.
    Cancelled
        Soon after `cancel` is set.
    """
    cancel = cancel or CancelToken()
    cases: list[Case] = []
    notes: tuple[str, ...] = ()
    if name in ("generated", "wide"):
        made = (
            synthesise.generate_cases(GENERATED_SEED, limit or N_GENERATED)
            if name == "generated"
            else synthesise.wide_cases(GENERATED_SEED, limit or N_WIDE)
        )
        for case in made:
            cancel.raise_if_set()
            cases.append(generated_case(case))
        return Split(f"{name} tables, seed {GENERATED_SEED}", tuple(cases))
    if name in ("authored", "asks"):
        kept = (
            corpora.authored_cases("test")
            if name == "authored"
            else corpora.authored_asks("test", seed, draws=1)
        )
        kept = random.Random(seed).sample(kept, min(limit or len(kept), len(kept)))
        title = "tables" if name == "authored" else "asks"
        return Split(f"authored {title}, test split", tuple(map(generated_case, kept)))
    if data is None:
        raise DataError(
            f"The split {name} needs a folder with its data.", hint="Name it with --data FOLDER."
        )
    if name == "gptvis":
        cases = [gptvis_case(*pair) for pair in corpora.gptvis_cases(data / corpora.GPTVIS_FILE)]
        title = "real tables (GPT-Vis, training split)"
        notes = (
            "The shipped model was taught none of these tables; some preferences beside it were "
            "chosen on them. A model that was fine-tuned on them is not measured fairly here.",
        )
    elif name in ("nvbench", "nvbench-zh", "follow-ups"):
        charts, tables = (data / file for file in corpora.NVBENCH_FILES)
        asked = [c for c in nvbench.load(charts, tables) if corpora.is_held(c.database)]
        if name == "nvbench":
            cases = [nvbench_case(c) for c in asked]
            title = "questions (nvBench, held-out databases)"
        elif name == "nvbench-zh":
            written = corpora.chinese_cases(asked, seed, per_chart=2, held=True)
            cases = [replace(generated_case(zh), accepted=en.accepted) for en, zh in written]
            title = "the same charts asked for in Chinese (held-out databases and phrases)"
        else:
            edits = corpora.table_cases(asked, seed, per_table=30, edits=1.0, held=True)
            cases = [generated_case(case) for case in edits]
            title = "follow-ups that edit a chart (held-out databases and phrases)"
    else:
        labelled = labelled_tables(data / corpora.TABLES_FOLDER, "test")
        cases = [labelled_case(table) for table in labelled]
        title = "real tables (labelled by hand, test split)"
    cancel.raise_if_set()
    if limit and limit < len(cases):
        cases = random.Random(seed).sample(cases, limit)
    return Split(title, tuple(cases), notes)


def evaluate(
    reasoner: Reasoner, cases: Sequence[Case], *, cancel: CancelToken | None = None
) -> Iterator[Outcome]:
    """Answer each case and yield how it went; a failed answer counts as wrong."""
    cancel = cancel or CancelToken()
    for case in cases:
        cancel.raise_if_set()
        try:
            yield _outcome(reasoner, case, cancel)
        except ReasoningError:
            scored = 0.0 if case.accepted else None
            yield Outcome(_components(case), (), False, scored, scored)


def _components(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chart.component for chart in case.accepted)) or (NO_CHART,)


def _outcome(reasoner: Reasoner, case: Case, cancel: CancelToken) -> Outcome:
    ranking: tuple[str, ...] = ()
    answer: Answer | None = None
    for event in reasoner.reason(case.description, case.request, cancel=cancel):
        if isinstance(event, RankingReady):
            ranking = tuple(name for name, _ in event.components)
        elif isinstance(event, Answer):
            answer = event
    if answer is None:
        raise ReasoningError(f"{reasoner.name} ended without an answer.")
    chart = answer.spec.charts[0] if answer.spec.charts else None
    if chart is None:
        ranking = (NO_CHART,)
    elif ranking[:1] != (chart.component,):  # rules rank complete charts only
        ranking = tuple(r.chart.component for r in answer.ranking) or (chart.component,)
    with_options = case.label is None
    encode, normalised = _encode_scores(chart, case)
    gold = _gold(case)
    nats, n_gold = _gold_likelihood(reasoner, gold) if gold else (0.0, 0)
    return Outcome(
        accepted=_components(case),
        ranking=ranking,
        exact=any(same_chart(chart, right, options=with_options) for right in case.accepted)
        if chart is not None
        else not case.accepted,
        encode=encode,
        encode_normalised=normalised,
        claims=tuple(holds for _, holds in answer.claims),
        seconds=answer.seconds,
        n_tokens=answer.n_tokens,
        thoughts=(answer.thought, gold.thought) if gold and gold.thought else None,
        gold_nats=nats,
        n_gold=n_gold,
    )


def _encode_scores(chart: Chart | None, case: Case) -> tuple[float | None, float | None]:
    """Return the benchmark's encode score and that without its quirks.

    Where the label is ours, both charts are put into the benchmark's form.
    """
    if not case.accepted:
        return None, None
    if chart is None:
        return 0.0, 0.0
    if case.label is not None:
        plain = gptvis.best_encode_score(chart, case.label)
        return plain, gptvis.best_encode_score(chart, case.label, normalised=True)

    def full(a: Chart) -> gptvis.Encode:  # theirs says nothing of a treemap's columns
        return gptvis.to_encode(a) or dict(a.channels)

    theirs = [gptvis.encode_score(gptvis.to_encode(chart), gptvis.to_encode(right))
              for right in case.accepted]  # fmt: skip
    ours = [gptvis.encode_score(full(chart), full(right), normalised=True)
            for right in case.accepted]  # fmt: skip
    return max(theirs), max(ours)


@dataclass(frozen=True)
class _Gold:
    prompt: Prompt
    target: str  # thought and solution in the token stream
    thought: str  # the thought alone in plain words, empty without one


def _gold(case: Case) -> _Gold | None:
    """Return what a case should be answered with, None where nobody can say."""
    if case.gold is None:
        return None
    prompt = encode_prompt(case.description, case.request)
    draw = random.Random(prompt.text)  # the same words whatever else is scored
    try:
        target = write_target(prompt, VisSpec(case.gold.charts), case.gold.reasons, draw)
    except (ValueError, SpecError):  # the stream cannot say it
        return None
    thought = target.partition(SOLVE)[0] if prompt.think else ""
    return _Gold(prompt, target, expand_thought(thought, prompt).strip())


def _gold_likelihood(reasoner: Reasoner, gold: _Gold) -> tuple[float, int]:
    """Return the log-probability and number of the gold tokens; zero if not to be had.

    Only our own models read the token stream that the gold answer is written in.
    """
    engine: Any = getattr(reasoner, "engine", None)
    if engine is None or engine.metadata(STREAM_KEY) is None:
        return 0.0, 0
    prompt, target = engine.tokenize(gold.prompt.text), engine.tokenize(gold.target)
    with contextlib.suppress(ContextOverflowError):
        return engine.log_likelihood([*prompt, *target], len(prompt)), len(target)
    return 0.0, 0


def answer_all(
    model: Path | str,
    cases: Sequence[Case],
    *,
    n_threads: int | None = None,
    cancel: CancelToken | None = None,
    progress: ProgressCallback | None = None,
) -> list[Outcome]:
    """Return how a model answers the cases.

    Parameters
    ----------
    model : path
        See `open_reasoner`.
    cases : sequence of Case
        What to answer.
    n_threads : int, optional
        Threads of the model.
    cancel : CancelToken, optional
        Stops the work.
    progress : callable, optional
        Told each answered case.

    Raises
    ------
    ModelFileError
        If the file is no model that the engine runs.
    Cancelled
        Soon after `cancel` is set.
    """
    reasoner = open_reasoner(model, n_threads=n_threads)
    outcomes: list[Outcome] = []
    try:
        for outcome in evaluate(reasoner, cases, cancel=cancel):
            outcomes.append(outcome)
            if progress is not None:
                progress(Progress(Path(model).name, len(outcomes), len(cases)))
    finally:
        reasoner.close()
    return outcomes


def open_reasoner(model: Path | str, *, n_threads: int | None = None) -> Reasoner:
    """Return the reasoner of a GGUF file, or of the hand-written rules for ``rules``."""
    if str(model) == "rules":
        return RuleReasoner()
    from vizapp.reasoning.engine import LlamaReasoner  # loads llama.cpp only when asked to

    return LlamaReasoner(Path(model), n_threads=n_threads)


def measure(
    model: str,
    split: str,
    *,
    data: Path | None = None,
    against: str | None = None,
    think: bool = True,
    limit: int | None = None,
    seed: int = 0,
    loss_curve: Path | None = None,
    cancel: CancelToken | None = None,
    progress: ProgressCallback | None = None,
) -> Report:
    """Score a model on a split, beside another one if named.

    Parameters
    ----------
    model, against : str
        A GGUF file, or ``rules`` for the hand-written rules.
    split, data, limit, seed
        See `load_split`.
    think : bool
        Whether the model thinks before it answers.
    loss_curve : Path, optional
        The losses of the model's training, see `read_losses`.
    cancel : CancelToken, optional
        Stops the work.
    progress : callable, optional
        Told each answered case.

    Raises
    ------
    DataError
        If the data or the loss curve cannot be used, or there is no case.
    ModelFileError
        If a file is no model that the engine runs.
    Cancelled
        Soon after `cancel` is set.
    """
    losses = read_losses(loss_curve) if loss_curve else ()
    chosen = load_split(split, data, limit=limit, seed=seed, cancel=cancel)
    if not chosen.cases:
        raise DataError(f"The split {split} has no case.")
    cases = [replace(c, request=replace(c.request, think=think)) for c in chosen.cases]
    ours = answer_all(model, cases, cancel=cancel, progress=progress)
    comparison = None
    if against is not None:
        theirs = answer_all(against, cases, cancel=cancel, progress=progress)
        comparison = Comparison(Path(against).name, summarise(theirs), compare(ours, theirs))
    return Report(
        model=Path(model).name,
        split=chosen.name,
        think=think,
        notes=chosen.notes,
        scores=summarise(ours),
        matrix=confusion_matrix(ours),
        against=comparison,
        losses=losses,
    )
