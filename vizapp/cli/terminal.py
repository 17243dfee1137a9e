"""The answer as a person reads it in a terminal.

The thought appears while the model writes it; attribute and component names
are set off where the terminal has colours, as the window's chips do.
"""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from vizapp.core.language import Lang, Text

if TYPE_CHECKING:
    from vizapp.cli.answering import Result
    from vizapp.components.spec import Chart
    from vizapp.profile.attributes import TableDescription
    from vizapp.profile.describe import ProfiledTable
    from vizapp.reasoning.events import Answer, ReasoningEvent

_TEXTS: dict[str, Text] = {
    "rows": {"zh": "{rows} 行,{attributes} 个字段", "en": "{rows} rows, {attributes} attributes"},
    "answer": {"zh": "推荐", "en": "Answer"},
    "seconds": {
        "zh": "读取 {read:.2f} 秒,分析 {profile:.2f} 秒,推理 {reason:.2f} 秒",
        "en": "read {read:.2f} s, profiled {profile:.2f} s, reasoned {reason:.2f} s",
    },
    "speed": {"zh": "{speed:,} token/秒", "en": "{speed:,} tokens/s"},
    "rules": {"zh": "模型未能回答,改由规则推荐:", "en": "The model failed; the rules start anew:"},
    "another": {
        "zh": "{failed} 未能回答,改由 {model} 推荐:",
        "en": "{failed} failed; {model} starts anew:",
    },
    "instead": {
        "zh": "模型未能回答,由{who}代答:{why}",
        "en": "The model could not answer, so {who} did: {why}",
    },
    "who_rules": {"zh": "规则", "en": "the rules"},
    "again": {"zh": "再想一次:", "en": "Once more:"},
    "agreement": {"zh": "{samples} 次中 {votes} 次一致", "en": "{votes} of {samples}"},
}
_STYLES = {"attribute": "\x1b[36m", "component": "\x1b[1;35m", "number": "\x1b[33m"}
_PLAIN = "\x1b[0m"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tab and line feed
INTERRUPTED = 130  # the exit code after Ctrl+C: 128 + SIGINT, as shells have it


def visible(text: str) -> str:
    r"""Return a text whose control characters are written out.

    A name in a table, a model or a server could else move the cursor, change the title of
    the terminal, or worse.

    Examples
    --------
    >>> visible("na\x1b[31mme")
    'na\\x1b[31mme'
    """
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def say(text: str) -> None:
    """Print a notice to standard error."""
    print(visible(text), file=sys.stderr, flush=True)


def fallback_told(answer: Answer) -> str:
    """Return who answered instead of the model and why, in the answer's language."""
    from vizapp.core import error_texts
    from vizapp.reasoning.rules import RuleReasoner

    lang = answer.lang
    who = _TEXTS["who_rules"][lang] if answer.model == RuleReasoner.name else answer.model
    why = error_texts.say(answer.fallback or "", lang)
    return _TEXTS["instead"][lang].format(who=who, why=why)


class Narrator:
    """Prints a reply as it comes, and its conclusion.

    Parameters
    ----------
    out : TextIO
        Where to print; colours only where it is a terminal.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._colours = out.isatty() and "NO_COLOR" not in os.environ
        self._lang: Lang = "en"
        self._at_line_start = True
        self._started: str | None = None  # who writes
        self._device = ""
        self._note = ""  # what is to be said of the device

    def described(
        self, description: TableDescription, table: ProfiledTable | None, lang: Lang
    ) -> None:
        """Say what was read and how, before the model thinks."""
        self._lang = lang
        name = ""
        how = ""
        if table is not None:
            reading = table.table.reading
            name = table.table.path.name if table.table.path else table.table.name
            parts = (reading.kind.upper(), reading.encoding, reading.sheet)
            how = f" ({', '.join(part for part in parts if part)})"
        amounts = self._text(
            "rows", rows=description.data_amount, attributes=len(description.attributes)
        )
        self._write(f"{name}{how}: {amounts}\n")
        for note in table.table.reading.notes if table else ():
            self._write(f"  {note}\n")
        self._write("\n")

    def event(self, event: ReasoningEvent) -> None:
        """Print the next piece of the thought."""
        from vizapp.reasoning.events import Started, ThoughtDelta

        if isinstance(event, Started):
            if self._started is not None:  # what came before no longer counts
                self._end_line()
                self._write(f"\n{self._anew(event.model, self._started)}\n\n")
            self._started = event.model
            self._device, self._note = event.device, event.note
        elif isinstance(event, ThoughtDelta):
            self._print(self._styled(visible(event.text), event.kind))

    def conclude(self, result: Result) -> None:
        """Print the answer, the ranking and who answered how fast."""
        from vizapp.components.spec import dump

        answer = result.answer
        self._end_line()
        self._write(f"\n{self._text('answer')}: {dump(answer.spec)}\n")
        if answer.spec.message:
            self._write(f"{answer.spec.message}\n")
        if answer.ranking:
            self._write("\n" + ranking_table(answer, self._lang) + "\n")
        seconds = self._text("seconds", **result.seconds)
        if answer.speed:
            seconds = f"{seconds}, {self._text('speed', speed=round(answer.speed))}"
        if answer.agreement:
            votes, samples = answer.agreement
            seconds = f"{self._text('agreement', votes=votes, samples=samples)}, {seconds}"
        where = f" ({self._device})" if self._device and answer.model == self._started else ""
        self._write(f"\n{answer.model}{where}: {seconds}\n")
        if self._note:
            self._write(f"{self._note}\n")

    def _anew(self, model: str, before: str) -> str:
        """Return why what was told so far no longer counts."""
        from vizapp.reasoning.rules import RuleReasoner

        if model == before:
            return self._text("again")
        if model == RuleReasoner.name:
            return self._text("rules")
        return self._text("another", failed=before, model=model)

    def _text(self, key: str, **values: float | str) -> str:
        return _TEXTS[key][self._lang].format(**values)

    def _styled(self, text: str, kind: str) -> str:
        style = _STYLES.get(kind) if self._colours else None
        return f"{style}{text}{_PLAIN}" if style else text

    def _end_line(self) -> None:
        if not self._at_line_start:
            self._write("\n")

    def _write(self, text: str) -> None:
        self._print(visible(text))

    def _print(self, text: str) -> None:
        if text:
            self._out.write(text)
            self._out.flush()
            self._at_line_start = text.endswith("\n")


def ranking_table(answer: Answer, lang: Lang) -> str:
    """Return the ranked charts as aligned lines, best first."""
    rows = [
        (
            f"{rank}.",
            item.chart.component,
            item.chart.declaration.title[lang],
            f"{item.probability:.0%}",
            _parameters(item.chart),
        )
        for rank, item in enumerate(answer.ranking, 1)
    ]
    return "\n".join(_aligned(rows, right=(0, 3)))


def _parameters(chart: Chart) -> str:
    from vizapp.components.spec import chart_to_json

    parts = []
    for key, value in chart_to_json(chart)["parameter"].items():
        values = value if isinstance(value, list) else [value]
        parts.append(f"{key} = {', '.join(map(_shown, values))}")
    return visible("; ".join(parts))


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping) else str(value)


def _aligned(rows: Sequence[Sequence[str]], right: Sequence[int]) -> list[str]:
    """Pad the cells by the width that a terminal gives them; CJK takes two columns."""
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = []
        for index, (cell, width) in enumerate(zip(row, widths, strict=True)):
            blank = " " * (width - display_width(cell))
            cells.append(blank + cell if index in right else cell + blank)
        lines.append("  ".join(cells).rstrip())
    return lines


def display_width(text: str) -> int:
    """Return how many terminal columns the text takes.

    Examples
    --------
    >>> display_width("line 折线图")
    11
    """
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )
