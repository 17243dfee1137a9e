"""What the operations in an ask refer to: which attribute is compared, what is sorted by.

`linking` finds attributes, `cues` operations and `mentions` values, each alone.
Where an ask says plainly which of them belong together, as in "price > 100" or
"按地区降序", the prompt says so too, and the model need not count words to see it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vizapp.core.language import has_cjk
from vizapp.reasoning.cues import Cue
from vizapp.reasoning.linking import Link

# Where a thought of its own begins. In Chinese a blank between words is a comma.
_BREAK = re.compile(
    r"[,;.?!\uff0c\u3002\uff1b\uff1f\uff01\u3001]|(?<=[\u3400-\u9fff\w])\s+(?=[\u3400-\u9fff])"
)
_COMPARES = "<|op:"
_ORDERS = ("<|asc|>", "<|desc|>")
AXES = ("<|=x|>", "<|=y|>")
_BY_VALUE = "<|=y|>"
_MEASURED = frozenset(f"<|={w}|>" for w in ("count", "sum", "mean", "median", "min", "max"))
_MAX_BEFORE_CUE = 8  # characters between an attribute and what compares it: "price is more than"
_MAX_AFTER_CUE = 5  # and between that and the value
_ORDER_EN = r"<\|(?P<order>asc|desc)\|>"
_BY_EN = r"(?:the )*(?P<by><\|(?:\d+|=(?:count|sum|mean|median|min|max))\|>)"
_SORTS_EN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:sort|order|list|rank|show|display|arrang)(?:ed|e)?\b[^,.?<]{0,25}\bby "
        rf"{_BY_EN}[^,.?]{{1,40}}?(?: in)? ?{_ORDER_EN}",
        rf"<\|sort\|>(?:rank|sort|order|arrange) {_BY_EN}[^,.?]{{1,40}}?(?: in)? ?{_ORDER_EN}",
        rf"{_ORDER_EN}\w+ (?:<\|sort\|>)?order (?:of|by) {_BY_EN}",
    )
)
_PLAIN_SORT_EN = re.compile(
    r"<\|sort\|>(?:sort|order|rank|arrange)(?:ed)? by (?:the )*(?P<by><\|\d+\|>)", re.IGNORECASE
)
# Orders by size: what has no size is not meant by them.
_SIZES = frozenset("高低大小多少")


def compared(start: int, ask: str, links: Sequence[Link], cues: Sequence[Cue]) -> int | None:
    """Return the position of the attribute that the number at `start` is compared with.

    None where the ask does not say, or may mean several.
    """
    ops = [c for c in cues if c.token.startswith(_COMPARES)]
    before = [c for c in ops if 0 <= start - c.end <= _MAX_AFTER_CUE]
    if before:
        at = before[-1].start
    elif any(0 <= c.start - start <= _MAX_AFTER_CUE + 4 for c in ops):
        at = start  # "在 100 以上", "100 or more"
    else:
        return None
    named = [link for link in links if 0 <= at - link.end <= _MAX_BEFORE_CUE]
    if not named or _BREAK.search(ask, named[-1].end, at):
        return None
    return named[-1].positions[0] if len(named[-1].positions) == 1 else None


def sorted_by_english(marked: str) -> tuple[str, str] | None:
    """Return the last order that an English ask wants, and by what, None where it does not say.

    Parameters
    ----------
    marked : str
        The ask with its marks.

    Returns
    -------
    tuple of str, or None
        The token of the order, and that of an attribute, or of the y axis where the measured
        values are meant. What is sorted by a name and in no order goes up.

    Examples
    --------
    >>> sorted_by_english("<|sort|>rank <|2|>cities <|desc|>from high to low")
    ('<|desc|>', '<|2|>')
    >>> sorted_by_english("list by the <|=count|>number of <|1|>rooms in <|asc|>asc")
    ('<|asc|>', '<|=y|>')
    """
    found = [m for pattern in _SORTS_EN for m in pattern.finditer(marked)]
    if found:
        last = max(found, key=lambda match: match.start())
        by = last["by"]
        return f"<|{last['order'].lower()}|>", _BY_VALUE if by.startswith("<|=") else by
    plain = _PLAIN_SORT_EN.search(marked)
    if plain and not any(order in marked for order in _ORDERS):
        return "<|asc|>", plain["by"]
    return None


def sorted_by(cue: Cue, ask: str, links: Sequence[Link], cues: Sequence[Cue]) -> int | str | None:
    """Return what a Chinese ask sorts by at this cue.

    Returns
    -------
    int, str or None
        The position of an attribute, the token of the y axis where the measured
        values are meant, None where an axis is named or the ask does not say.
    """
    if cue.token not in _ORDERS or not has_cjk(ask):
        return None
    edges = [0, *(m.end() for m in _BREAK.finditer(ask)), len(ask) + 1]
    low = max(e for e in edges if e <= cue.start)
    high = min(e for e in edges if e >= cue.end)
    near = [c for c in cues if low <= c.start < high and c is not cue]
    if any(c.token in AXES for c in near):
        return None
    marks: list[tuple[int, int | str]] = [
        (link.start, link.positions[0])
        for link in links
        if low <= link.start < high and len(link.positions) == 1
    ]
    marks += [(c.start, _BY_VALUE) for c in near if c.token in _MEASURED]
    before = [mark for start, mark in sorted(marks, key=lambda m: m[0]) if start < cue.start]
    after = [mark for start, mark in sorted(marks, key=lambda m: m[0]) if start > cue.start]
    if before:
        return before[-1]
    if after:
        return after[0]
    return _BY_VALUE if _SIZES & set(ask[cue.start : cue.end]) else None
