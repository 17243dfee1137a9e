"""What a person chose, kept on this computer as training records.

One JSON line per choice in the format of the training data: the attribute
description, the chart that was right, and a thought that leads to it. Optional
keys say when and how, and what was passed over. The file belongs to the person:
it can be read, exported and erased.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from vizapp.components.spec import Chart, VisSpec, parse_chart, to_json
from vizapp.core import paths
from vizapp.core.errors import DataError, ExportError, VizappError
from vizapp.core.files import replace_file, write_hint
from vizapp.core.language import Lang
from vizapp.profile.attributes import TableDescription, parse_description
from vizapp.reasoning.events import solution_text
from vizapp.reasoning.reranker import Preference, log_odds
from vizapp.reasoning.walk import Verdict, walk

log = logging.getLogger(__name__)

How = Literal["praise", "pick", "edit"]
HOWS: tuple[How, ...] = get_args(How)


@dataclass(frozen=True)
class Feedback:
    """One choice.

    Parameters
    ----------
    table : TableDescription
        What the model had read.
    chart : Chart
        What the person found right.
    how : How
        A thumb up, another chart picked, or an edit by hand.
    lang : Lang
        The language of the thought.
    at : str
        When, as an ISO date-time in UTC.
    ask : str or None
        The question, where there was one.
    thought : str or None
        The model's own thought, where it led to this chart; None for one that is
        written from the declarations.
    shares : tuple of (component, probability)
        What the model held of the charts that were offered, best first.
    """

    table: TableDescription
    chart: Chart
    how: How
    lang: Lang = "zh"
    at: str = ""
    ask: str | None = None
    thought: str | None = None
    shares: tuple[tuple[str, float], ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two choices the same one."""
        return self.chart, self.ask, self.table

    def preference(self) -> Preference | None:
        """Return what the re-ranker learns from it, None where nothing was passed over.

        Questions say by themselves what they want, so they teach nothing about
        tables without one.
        """
        passed = next((c for c, _ in self.shares if c != self.chart.component), None)
        if passed is None or self.ask:
            return None
        shares = dict(self.shares)
        odds = log_odds(shares.get(self.chart.component), shares.get(passed))
        return Preference(self.table, self.chart.component, passed, odds)

    def to_json(self) -> dict[str, Any]:
        """Return the training record."""
        spec = VisSpec((self.chart,))
        thought = self.thought or _written(self.table, self.chart, self.lang)
        record: dict[str, Any] = {
            "input": {"input": self.table.to_json(), "output": to_json(spec, wrapped=True)},
            "res": solution_text(thought, spec),
            "how": self.how,
            "lang": self.lang,
            "at": self.at or _now(),
        }
        if self.ask:
            record["ask"] = self.ask
        if self.shares:
            record["shares"] = [list(item) for item in self.shares]
        return record


def _written(table: TableDescription, chart: Chart, lang: Lang) -> str:
    verdict = Verdict(chart, chart.declaration.use_when[lang])
    return "".join(delta.text for delta in walk(table, verdict, lang))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def parse_feedback(record: Any) -> Feedback:
    """Read a training record, with or without the optional keys.

    Raises
    ------
    DataError
        If it is none.
    """
    try:
        table = parse_description(record["input"]["input"])
        (chart,) = record["input"]["output"]["vis"]
        how, lang = record.get("how"), record.get("lang")
        shares = record.get("shares") or ()
        return Feedback(
            table=table,
            chart=parse_chart(chart),
            how=how if how in HOWS else "praise",
            lang="en" if lang == "en" else "zh",
            at=str(record.get("at") or ""),
            ask=record.get("ask") or None,
            thought=_thought_of(str(record.get("res") or "")),
            shares=tuple((str(name), float(share)) for name, share in shares),
        )
    except (VizappError, KeyError, TypeError, ValueError, AttributeError) as err:
        raise DataError(f"This is no training record: {err}") from err


def _thought_of(res: str) -> str | None:
    _, _, rest = res.partition("<begin_of_thought>")
    thought, found, _ = rest.partition("<end_of_thought>")
    return thought.strip() or None if found else None


class FeedbackStore:
    """The file of choices: JSON Lines, one write per line.

    Parameters
    ----------
    path : Path or None
        The file; None for the one in the person's own folder.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or paths.user_state() / "choices.jsonl"
        self._lock = threading.Lock()
        self.n_unreadable = 0  # lines of the last `load` that are no records

    def load(self) -> tuple[Feedback, ...]:
        """Return the choices, oldest first; lines that cannot be read are counted.

        None where the file itself cannot be read: nobody's work stops for it.
        """
        with self._lock:
            try:
                lines = self._lines()
            except OSError as err:
                log.info("choices not read: %s", err)
                return ()
            return tuple(feedback for _, feedback in lines if feedback is not None)

    def _lines(self) -> list[tuple[str, Feedback | None]]:
        """Return each line with its choice, None where it is no record.

        Raises
        ------
        OSError
            If the file is there and cannot be read.
        """
        self.n_unreadable = 0
        found: list[tuple[str, Feedback | None]] = []
        try:
            text = self.path.read_text("utf-8", errors="replace")
        except FileNotFoundError:
            return found
        # Not `splitlines`: a cell may hold U+2028 or U+0085, which JSON does not escape.
        for line in filter(str.strip, text.split("\n")):
            try:
                found.append((line, parse_feedback(json.loads(line))))
            except (ValueError, RecursionError, DataError):
                found.append((line, None))
                self.n_unreadable += 1
        return found

    def add(self, feedback: Feedback) -> None:
        """Append a choice; a line that was cut short before stays a line of its own.

        Raises
        ------
        ExportError
            If the file cannot be written.
        """
        line = json.dumps(feedback.to_json(), ensure_ascii=False)
        with self._lock:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                cut = b"" if self._ends_well() else b"\n"
                flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
                handle = os.open(self.path, flags, 0o600)
                try:
                    _append(handle, cut + line.encode("utf-8", "replace") + b"\n")
                finally:
                    os.close(handle)
            except OSError as err:
                raise self._unwritable(err) from err

    def _ends_well(self) -> bool:
        try:
            with self.path.open("rb") as file:
                file.seek(-1, os.SEEK_END)
                return file.read(1) == b"\n"
        except OSError:  # missing or empty
            return True

    def erase(self, which: Collection[Feedback] | None = None) -> None:
        """Erase these choices; None for all of them, unreadable lines included.

        Raises
        ------
        ExportError
            If the file cannot be read or written; it then stays as it was.
        """
        with self._lock:
            try:
                if which is None:
                    self.path.unlink(missing_ok=True)
                    return
                kept = [
                    line for line, found in self._lines() if found is None or found not in which
                ]
                _write_whole(self.path, kept, private=True)
            except OSError as err:
                raise self._unwritable(err) from err

    def export(self, path: Path) -> int:
        """Write the readable choices to a file; return how many.

        Raises
        ------
        ExportError
            If the choices cannot be read, or the file cannot be written.
        """
        with self._lock:
            try:
                lines = [line for line, feedback in self._lines() if feedback is not None]
            except OSError as err:
                raise ExportError(
                    f"{self.path} cannot be read: {err.strerror or err}.", path=str(self.path)
                ) from err
        try:
            _write_whole(path, lines, private=False)
        except OSError as err:
            raise ExportError(
                f"{path} could not be written: {err.strerror or err}.",
                hint=write_hint(err),
                path=str(path),
            ) from err
        return len(lines)

    def _unwritable(self, err: OSError) -> ExportError:
        return ExportError(
            f"Your choice could not be kept in {self.path}: {err.strerror or err}.",
            hint="Check that the folder can be written.",
            path=str(self.path),
        )


def _append(handle: int, data: bytes) -> None:
    """Append a whole line; where the disk has room for a part of it only, none stays."""
    before = os.fstat(handle).st_size
    written = os.write(handle, data)
    if written < len(data):
        os.ftruncate(handle, before)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(handle)


def _write_whole(path: Path, lines: Sequence[str], *, private: bool) -> None:
    text = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
    replace_file(path, lambda file: file.write(text), private=private)
