"""Columns of fixed width: where blanks run down through every line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vizapp.data.header import kind_of

MIN_LINES = 3
MIN_TYPED = 0.5  # of the lines that hold a number or date in one column at least
_RULE = re.compile(r"[\s|+:]*(?:-{2,}|={2,}|_{2,})[\s\-=+|_:]*")


def find_cuts(lines: Sequence[str]) -> tuple[int, ...]:
    """Return the positions at which columns start, () where there are none.

    A column starts behind blanks that stand in every line; at least one gap
    must be padded, and one column must hold numbers or dates below its name:
    words of a text are separated by blanks too.

    Examples
    --------
    >>> find_cuts(["name     n", "Ann Lee  1", "Bo       12", "Cy Twee  3"])
    (0, 9)
    """
    filled = [line.rstrip() for line in lines if line.strip() and not is_rule(line)]
    if len(filled) < MIN_LINES or any("\t" in line for line in filled):
        return ()
    reach = max(map(len, filled))
    solid = [any(at < len(line) and line[at] != " " for line in filled) for at in range(reach)]
    starts = [at for at in range(reach) if solid[at] and (at == 0 or not solid[at - 1])]
    if len(starts) < 2 or not any("  " in line.strip() for line in filled):
        return ()
    rows = [cut_line(line, tuple(starts)) for line in filled]
    # A word of the names alone is the second one of a name, as `(s)` of `Time (s)`.
    starts = [at for i, at in enumerate(starts) if i == 0 or any(row[i] for row in rows[1:])]
    rows = [cut_line(line, tuple(starts)) for line in filled]
    if len(starts) < 2 or any(sum(bool(cell) for cell in row) < len(starts) / 2 for row in rows):
        return ()
    typed = [
        sum(kind_of(row[i]) in ("number", "date") for row in rows[1:]) for i in range(len(starts))
    ]
    return tuple(starts) if max(typed) >= MIN_TYPED * (len(rows) - 1) else ()


def is_rule(line: str) -> bool:
    """Return whether a line only rules off the names, as ``-----  ---``."""
    return _RULE.fullmatch(line) is not None


def cut_line(line: str, cuts: tuple[int, ...]) -> list[str]:
    """Return the cells of a line, without the blanks around them."""
    return [line[a:b].strip() for a, b in zip(cuts, (*cuts[1:], None), strict=True)]
