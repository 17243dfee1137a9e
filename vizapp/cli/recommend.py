"""``vizapp recommend``: one table or a batch."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from vizapp.cli.answering import Result, Task, answer_task, to_line
from vizapp.cli.arguments import CHART_SUFFIXES, UsageError
from vizapp.cli.batch import answer_lines, interruptible
from vizapp.cli.terminal import Narrator, fallback_told, say
from vizapp.core.errors import ExportError, ModelFileError
from vizapp.core.language import choose_lang
from vizapp.workflow import Workflow

if TYPE_CHECKING:
    from vizapp.reasoning.endpoint import Endpoint


def recommend(arguments: argparse.Namespace) -> int:
    """Answer the file or the batch that the arguments name."""
    _check_usage(arguments)
    endpoint = _endpoint(arguments)
    arguments.model = _model(arguments.model)
    if arguments.batch is not None and arguments.jobs > 1:
        return _parallel_batch(arguments, endpoint)
    with closing(Workflow(arguments.model, endpoint=endpoint)) as workflow:
        workflow.start()
        if arguments.batch is not None:
            return _batch(workflow, arguments)
        return _single(workflow, arguments)


def _model(given: Path | None) -> Path | None:
    """Return the model's file, which may be given by the name of an installed one."""
    if given is None or given.exists() or given.parent != Path():
        return given
    from vizapp.reasoning.model_store import find

    try:
        return find(str(given))
    except ModelFileError:
        return given  # the answer says that there is no such file


def _endpoint(arguments: argparse.Namespace) -> Endpoint | None:
    """Return where to ask, and say what goes there; None without ``--endpoint``."""
    if arguments.endpoint is None:
        return None
    from vizapp.reasoning.endpoint import Endpoint

    key = os.environ.get("VIZAPP_ENDPOINT_KEY", "")
    endpoint = Endpoint.parse(arguments.endpoint, arguments.endpoint_model, key)
    say(endpoint.mark(choose_lang(arguments.lang, arguments.ask, ())))
    return endpoint


def _check_usage(arguments: argparse.Namespace) -> None:
    if (arguments.file is None) == (arguments.batch is None):
        raise UsageError("recommend needs a FILE or --batch IN.jsonl, and only one of them.")
    if arguments.batch is not None and (arguments.ask is not None or arguments.output is not None):
        raise UsageError(
            "--ask and -o are for one FILE.",
            hint='In a batch each line has its own "ask", and results are always JSON.',
        )
    if arguments.jobs > 1 and arguments.batch is None:
        raise UsageError("--jobs is for a --batch.")
    if arguments.endpoint_model and arguments.endpoint is None:
        raise UsageError("--endpoint-model names a model of an --endpoint: both are needed.")
    if arguments.edit is not None and arguments.ask is None:
        raise UsageError("--edit names the chart that --ask changes: both are needed.")
    if arguments.output is not None and arguments.output.suffix.lower() not in CHART_SUFFIXES:
        raise UsageError(
            f"-o {arguments.output}: a chart is saved as one of {' '.join(CHART_SUFFIXES)}."
        )


def _batch(workflow: Workflow, arguments: argparse.Namespace) -> int:
    with _opened(arguments.batch) as lines:
        for record in answer_lines(workflow, interruptible(lines), **_how(arguments)):
            print(to_line(record), flush=True)
    return 0


def _parallel_batch(arguments: argparse.Namespace, endpoint: Endpoint | None) -> int:
    from vizapp.cli.pool import Crew

    how = _how(arguments)
    with (
        _opened(arguments.batch) as lines,
        closing(Crew(arguments.jobs, arguments.model, endpoint, how)) as crew,
    ):
        for line in crew.answer(lines):
            print(line, flush=True)
    return 0


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        # A copy of its own: a thread may still wait for a line when Python ends, which
        # then cannot close standard input. After an interruption this one is left open.
        file = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
        yield file
        file.close()
        return
    with open(name, "rb") as file:
        yield file


def _single(workflow: Workflow, arguments: argparse.Namespace) -> int:
    current = _answer_in(arguments.edit) if arguments.edit is not None else None
    task = Task(path=arguments.file, ask=arguments.ask, current=current, **_how(arguments))
    if arguments.json:
        result = answer_task(workflow, task)
        print(to_line(result.to_json()), flush=True)
    else:
        narrator = Narrator(sys.stdout)
        result = answer_task(workflow, task, narrator)
        narrator.conclude(result)
    if result.answer.fallback:
        say(fallback_told(result.answer))
    if arguments.output is not None:
        _save(result, arguments)
    return 0


def _answer_in(path: Path) -> Any:
    """Return the answer that a file holds, alone or in a result of ``--json``."""
    try:
        record = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as err:
        raise UsageError(f"--edit {path}: this is not JSON ({err}).") from err
    return record.get("answer", record) if isinstance(record, dict) else record


def _how(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what holds for every table that is answered."""
    return {
        "lang": arguments.lang,
        "top": arguments.top,
        "n_samples": arguments.samples,
        "hints": arguments.hints,
        "think": not arguments.no_think,
    }


def _save(result: Result, arguments: argparse.Namespace) -> None:
    from vizapp.rendering.export import save

    if result.built is None:
        raise ExportError(
            f"{arguments.output} was not written: the answer has no chart.",
            hint=result.answer.spec.message or "",
        )
    save(result.built, arguments.output)
    say(f"{arguments.output}: saved.")
