"""A batch: one JSON line in, one JSON line out, in order.

Every line is answered before the next one is read, so that a program can talk
to a running batch, and whatever is wrong with one line stays with that line.
"""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from vizapp.cli.answering import Task, answer_task, failure
from vizapp.core.errors import VizappError
from vizapp.core.language import Lang
from vizapp.core.repeats import keep_repeats
from vizapp.workflow import Workflow

SOURCES = ("rows", "path", "input")
POLL_S = 0.1  # how soon Ctrl+C is seen where waiting cannot be interrupted


class LineError(VizappError):
    """A line of a batch is not a request."""

    code = "invalid_line"


class LineSyntaxError(LineError):
    """A line of a batch is not JSON."""

    code = "invalid_json"


def answer_lines(
    workflow: Workflow, lines: Iterable[bytes], *, lang: Lang | None = None, **how: Any
) -> Iterator[dict[str, Any]]:
    """Yield the result or error object of each line; blank lines are no requests.

    `how` are further fields of every line's `Task`; a line's own language goes
    before `lang`.
    """
    for number, line in enumerate(lines, 1):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if text.strip():
            yield answer_line(workflow, text, number, lang, how)


def interruptible(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines as they come, and let Ctrl+C in while none does.

    A read that waits for input does not see a signal that came just before it.
    """
    read: queue.Queue[bytes | Exception | None] = queue.Queue(1)

    def work() -> None:
        try:
            for line in lines:
                read.put(line)
            read.put(None)
        except (OSError, ValueError) as err:
            read.put(err)

    # It may wait for a line that never comes, and then ends with the process.
    threading.Thread(target=work, daemon=True, name="lines").start()
    while True:
        try:
            item = read.get(timeout=POLL_S)
        except queue.Empty:
            continue
        if item is None:
            return
        if isinstance(item, Exception):
            raise item
        yield item


def answer_line(
    workflow: Workflow, line: bytes, number: int, lang: Lang | None, how: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the result or error object of one line."""
    id_: Any = None
    try:
        record = _decoded(line, number)
        id_ = record.get("id")
        return answer_task(workflow, _task(record, number, lang, how)).to_json()
    except Exception as err:  # noqa: BLE001 - see below
        # The contract: a failing line is reported in its place and the batch
        # goes on, also where the fault is ours.
        code, message = failure(err)
        return {"id": id_, "error": {"code": code, "message": message}}


def id_of(line: bytes) -> Any:
    """Return the id of a line whose answer was lost, None where it tells none."""
    try:
        return _decoded(line, 0).get("id")
    except LineError:
        return None


def _decoded(line: bytes, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8"), object_pairs_hook=keep_repeats)
    except (ValueError, RecursionError) as err:
        raise LineSyntaxError(f"Line {number} is not JSON: {err}.", line_number=number) from err
    if not isinstance(record, dict):
        raise LineError(f"Line {number} is not a JSON object.", line_number=number)
    return record


def _task(record: dict[str, Any], number: int, lang: Lang | None, how: Mapping[str, Any]) -> Task:
    def refuse(message: str) -> LineError:
        return LineError(f"Line {number}: {message}", line_number=number)

    given = [key for key in SOURCES if record.get(key) is not None]
    if len(given) != 1:
        found = " and ".join(given) or "none"
        raise refuse(f"expected one of {', '.join(SOURCES)}, found {found}.")
    rows, path = record.get("rows"), record.get("path")
    if rows is not None and not (
        isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
    ):
        raise refuse('"rows" is not a list of objects.')
    if path is not None and not isinstance(path, str):
        raise refuse('"path" is not a text.')
    ask, spoken = record.get("ask"), record.get("lang")
    if ask is not None and not isinstance(ask, str):
        raise refuse('"ask" is not a text.')
    if spoken not in (None, "zh", "en"):
        raise refuse(f'"lang" is {spoken!r}, expected "zh" or "en".')
    return Task(
        id=record.get("id"),
        rows=rows,
        path=Path(path) if path is not None else None,
        input=record.get("input"),
        ask=ask,
        current=record.get("current"),
        lang=spoken or lang,
        **how,
    )
