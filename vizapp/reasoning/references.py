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
