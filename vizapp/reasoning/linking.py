"""Which words of an ask name which attribute.

Matching strings is no work for a small model: where a word of the ask is a word
of an attribute's name, the prompt puts the attribute's alias before it. What the
ask means by it stays the model's decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vizapp.core.language import has_cjk

_PARENTHESES = re.compile(r"[(\[\uff08\u3010].*?[)\]\uff09\u3011]")
_WORD = re.compile(r"[a-z]+|\d+", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")
_CJK_RUN = re.compile(r"[\u3400-\u9fff]+")
# Words that stand in many names and asks and name nothing by themselves.
_EMPTY = frozenset(
    (
        "the", "of", "for", "by", "per", "and", "or", "with", "each", "all", "total", "sum",
        "mean", "average", "count", "number", "max", "min", "maximum", "minimum", "chart", "bar",
        "line", "pie", "scatter", "plot", "graph", "show", "list", "group", "sort", "order",
        "top", "first", "date", "day", "month", "year", "time", "from", "to", "in", "on", "at",
        "is", "are", "what", "which", "how", "many", "me", "give", "please", "id", "no",
    )
)  # fmt: skip
_EMPTY_CJK = frozenset(
    (
        "数量",
        "情况",
        "分布",
        "趋势",
        "变化",
        "比较",
        "对比",
        "关系",
        "占比",
        "比例",
        "平均",
        "总数",
        "多少",
        "个数",
    )
)
_MAX_LINKS = 16
_MAX_ASK = 400  # characters that are searched


@dataclass(frozen=True)
class Link:
    """A span of the ask that names the attribute at a position."""

    start: int
    end: int
    position: int
    whole: bool  # the whole name, not one word of it


def link_names(ask: str, names: Sequence[str]) -> list[Link]:
    """Return the links of an ask, by their start, none over another.

    Whole names win over single words, longer spans over shorter ones, earlier
    attributes over later ones.

    Examples
    --------
    >>> [(l.position, l.whole) for l in link_names("mean prices by year", ["Year", "Price"])]
    [(1, True), (0, True)]
    """
    text = ask[:_MAX_ASK]
    spoken = [(m.start(), m.end(), _stem(m.group())) for m in _WORD.finditer(_CAMEL.sub(" ", text))]
    if _CAMEL.search(text):  # the blanks would shift every span
        spoken = [(m.start(), m.end(), _stem(m.group())) for m in _WORD.finditer(text)]
    found: list[Link] = []
    for position, name in enumerate(names):
        found += _latin(spoken, name, position)
        if has_cjk(name):
            found += _cjk(text, name, position)
    found.sort(key=lambda link: (not link.whole, link.start - link.end, link.position))
    kept: list[Link] = []
    for link in found:
        if all(link.end <= other.start or link.start >= other.end for other in kept):
            kept.append(link)
    return sorted(kept[:_MAX_LINKS], key=lambda link: link.start)


def _stem(word: str) -> str:
    low = word.lower()
    for tail, rest in (("ies", "y"), ("sses", "ss"), ("es", "e"), ("s", "")):
        if low.endswith(tail) and len(low) - len(tail) >= 3 and not low.endswith("ss"):
            return low[: -len(tail)] + rest
    return low


def _latin(spoken: Sequence[tuple[int, int, str]], name: str, position: int) -> list[Link]:
    bare = _PARENTHESES.sub(" ", name)
    words = [_stem(w) for w in _WORD.findall(_CAMEL.sub(" ", bare))]
    if not words:
        return []
    found = []
    stems = [stem for _, _, stem in spoken]
    for start in range(len(stems) - len(words) + 1):
        if stems[start : start + len(words)] == words:
            end = start + len(words) - 1
            found.append(Link(spoken[start][0], spoken[end][1], position, True))
    for start, end, stem in spoken:
        if len(stem) >= 3 and stem in words and stem not in _EMPTY:
            found.append(Link(start, end, position, len(words) == 1))
    return found


def _cjk(text: str, name: str, position: int) -> list[Link]:
    found: list[Link] = []
    for run in _CJK_RUN.findall(_PARENTHESES.sub(" ", name)):
        shortest = min(2, len(run))
        for length in range(len(run), shortest - 1, -1):
            parts = {run[i : i + length] for i in range(len(run) - length + 1)} - _EMPTY_CJK
            whole = length == len(run)
            hits = [
                Link(start, start + length, position, whole)
                for part in sorted(parts)
                for start in _places(text, part)
            ]
            found += hits
            if hits:
                break
    return found


def _places(text: str, part: str) -> Iterator[int]:
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + len(part))
