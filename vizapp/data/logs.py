"""Logs of programs: a moment, a level and a message a line become a table of three columns.

Lines that begin otherwise go on from the one above, as the traces of errors do; they are
counted and left out. Logs whose lines have one delimiter throughout need none of this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SAMPLE_LINES = 400
MIN_LINES = 5
BEGUN_SHARE = 0.3  # of lines that begin with a moment; the others go on
LEVEL_SHARE = 0.95  # of those, which name a level
_LINE = re.compile(
    r"[\[(<]?(?P<day>\d{4}[-/.]\d\d[-/.]\d\d)[ T](?P<time>\d\d:\d\d:\d\d)(?:[.,](?P<part>\d{1,9}))?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?[\])>]?(?P<rest>[ ]?[ \[(<|:-].*)",
    re.DOTALL,
)
_LEVEL = re.compile(
    r"(?P<before>[^\"'=]{0,80}?)(?<![\w/-])[\[(<]?(?P<level>TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?"
    r"|ERR(?:OR)?|CRIT(?:ICAL)?|FATAL|SEVERE|ALERT|EMERG|VERBOSE)[\])>]?(?![\w/.])[ \t:|-]*",
    re.IGNORECASE,
)
_NAMES = {"zh": ("时间", "级别", "内容"), "en": ("time", "level", "message")}


@dataclass(frozen=True)
class Log:
    """The text of a log as a table, tabs between its cells, and how many lines went on."""

    text: str
    n_more: int


def as_table(text: str, lang: str) -> Log | None:
    r"""Return a log as a table of moment, level and message; None for any other text.

    Examples
    --------
    >>> lines = ["2024-01-02 10:00:00,5 [main] WARN disk: full"] * 5
    >>> as_table("\n".join(lines), "en").text.splitlines()[1].split("\t")
    ['2024-01-02 10:00:00.5', 'WARN', '"[main] disk: full"']
    """
    if not _is_log(text):
        return None
    rows = ["\t".join(_NAMES["zh" if lang == "zh" else "en"])]
    n_more = 0
    for line in _lines(text):
        cells = _cells(line)
        if cells is None:
            n_more += bool(line.strip())
        else:
            rows.append("\t".join(cells))
    return Log("\n".join(rows) + "\n", n_more)


def _is_log(text: str) -> bool:
    lines: list[str] = []
    for line in _lines(text):
        if not line.strip():
            continue
        if not lines and _LINE.match(line) is None:
            return False
        lines.append(line)
        if len(lines) == SAMPLE_LINES:
            break
    begun = [found for line in lines if (found := _LINE.match(line))]
    if len(begun) < max(MIN_LINES, BEGUN_SHARE * len(lines)):
        return False
    levels = sum(_LEVEL.match(found["rest"].lstrip()) is not None for found in begun)
    return levels >= LEVEL_SHARE * len(begun)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines one by one: a list of all would keep other threads waiting."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[start:end].rstrip("\r")
        start = end + 1


def _cells(line: str) -> tuple[str, str, str] | None:
    found = _LINE.match(line)
    if found is None:
        return None
    part = f".{found['part']}" if found["part"] else ""
    moment = f"{found['day']} {found['time']}{part}{found['zone'] or ''}"
    rest = found["rest"].lstrip(" -|:")
    told = _LEVEL.match(rest)
    level = told["level"] if told else ""
    before = told["before"].strip(" \t|-:") if told else ""
    message = rest[told.end() :] if told else rest
    whole = f"{before} {message}" if before else message
    return moment, level, '"' + whole.replace("\t", " ").replace('"', '""').strip() + '"'
