"""Words of an ask that name an operation: an aggregate, an order, a chart, a step of time.

Like the names of attributes (`linking`), they are marked in the prompt with the
token that a solution would write, so that Chinese and English, and wordings
that no training text held, give the model the same evidence. Whether the ask
means it stays the model's decision.

``cues.tsv`` holds a phrase a line, a regular expression; English ones are of whole
words. Longer matches win.
"""

from __future__ import annotations

import csv
import functools
import re
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("cues.tsv")
_MAX_ASK = 400  # characters that are searched
_MAX_CUES = 20


@dataclass(frozen=True)
class Cue:
    """A span of the ask that names an operation, and the operation's token."""

    start: int
    end: int
    token: str


@functools.cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    letter = r"[^\W\d_\u3400-\u9fff]"
    english: dict[str, list[str]] = {}
    chinese: dict[str, list[str]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            (english if row["lang"] == "en" else chinese).setdefault(row["token"], []).append(
                row["phrase"]
            )
    compiled = []
    for token in dict.fromkeys([*english, *chinese]):
        words = "|".join(english.get(token, ()))
        parts = [rf"(?<!{letter})(?:{words})(?!{letter})"] if words else []
        parts += sorted(chinese.get(token, ()), key=len, reverse=True)
        compiled.append((token, re.compile("|".join(parts), re.IGNORECASE)))
    return tuple(compiled)


def tokens() -> tuple[str, ...]:
    """Return every token that can mark a cue."""
    return tuple(token for token, _ in _patterns())


@functools.lru_cache(maxsize=512)
def find_cues(ask: str) -> tuple[Cue, ...]:
    """Return the cues of an ask by their start, none over another.

    Examples
    --------
    >>> [c.token for c in find_cues("average pay by year, y axis in desc")]
    ['<|=mean|>', '<|=year|>', '<|=y|>', '<|desc|>']
    >>> [c.token for c in find_cues("按年统计平均薪水,纵轴降序")]
    ['<|=year|>', '<|=mean|>', '<|=y|>', '<|desc|>']
    """
    text = ask[:_MAX_ASK]
    found = [
        Cue(match.start(), match.end(), token)
        for token, pattern in _patterns()
        for match in pattern.finditer(text)
        if match.end() > match.start()
    ]
    found.sort(key=lambda cue: (cue.start - cue.end, cue.start))
    kept: list[Cue] = []
    for cue in found:
        if all(cue.end <= other.start or cue.start >= other.end for other in kept):
            kept.append(cue)
    kept.sort(key=lambda cue: cue.start)
    return tuple(kept[:_MAX_CUES])
