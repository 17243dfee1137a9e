"""Where a table begins in a grid of cells, and whether a row of names leads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

# Shapes only; whether a column is numeric is for `profile` to say.
_NUMBER = re.compile(
    r"[(]?[-+−]?\s?[$€£¥￥₹]?\s?[-+−]?\d[\d,. \u00a0']*(?:[eE][-+]?\d+)?\s?"
    r"(?:%|‰|万|亿|[$€£¥￥₹])?[)]?"
)
_DATE = re.compile(
    r"\d{1,4}[-/.年]\d{1,2}(?:[-/.月]\d{1,4}日?|月)?(?:[T ]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}.*"
)
_MISSING = {"", "na", "n/a", "nan", "null", "none", "-", "--", "#n/a"}
_FOOTER = re.compile(
    r"\s*(?:[*※注]|source|notes?\b|来源|数据来源|资料来源|备注|说明)", re.IGNORECASE
)
BODY_ROWS = 100
MAX_PREAMBLE = 30
MOSTLY = 0.8


def kind_of(cell: str) -> Literal["empty", "number", "date", "text"]:
    """Return what a cell looks like."""
    text = cell.strip()
    if text.casefold() in _MISSING:
        return "empty"
    if _NUMBER.fullmatch(text) and not re.fullmatch(r"\d{4}[.]\d{2}[.]\d{2}", text):
        return "number"
    return "date" if _DATE.fullmatch(text) else "text"


def usual_width(widths: Sequence[int]) -> int:
    """Return the most frequent number of cells, the larger of two."""
    counts = Counter(widths)
    return max(counts, key=lambda width: (counts[width], width)) if counts else 0


def skip_preamble(rows: Sequence[Sequence[str]]) -> int:
    """Return how many leading rows are titles or remarks above the table."""
    width = usual_width([len(row) for row in rows])
    limit = max(1, (width - 1) // 2)
    if width < 2:
        return 0
    for index, row in enumerate(rows[:MAX_PREAMBLE]):
        filled = sum(bool(cell.strip()) for cell in row)
        if len(row) > limit and filled > limit:
            padded = index and any(len(above) > limit for above in rows[:index])
            # A padded title (`Report,,,`) could be a header of empty names; it
            # is a title only where a row of words follows.
            if padded and any(kind_of(cell) != "text" for cell in row if cell.strip()):
                return 0
            return index
    return 0


def count_footer(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows at the end are remarks such as a source."""
    width = usual_width([len(row) for row in rows])
    count = 0
    for row in reversed(rows):
        filled = [cell for cell in row if cell.strip()]
        if width < 2 or len(filled) != 1 or not _FOOTER.match(row[0]):
            break
        count += 1
    return count if count < len(rows) - 1 else 0


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row holds names.

    It does unless the rows say otherwise: a number above numbers, or a word
    that recurs in its own column where no column is numeric.
    """
    if not rows:
        return False
    first, body = rows[0], rows[1 : BODY_ROWS + 1]
    kinds = [kind_of(cell) for cell in first]
    if not body:
        return "text" in kinds or not any(kind == "number" for kind in kinds)
    if "text" not in kinds and any(kind == "number" for kind in kinds):
        return _names_by_number(first, body)
    named = unnamed = 0
    recurs = False
    for column, kind in enumerate(kinds):
        cells = [
            row[column] for row in body if column < len(row) and kind_of(row[column]) != "empty"
        ]
        if not cells or kind == "empty":
            continue
        typed = Counter(map(kind_of, cells))
        if typed["number"] + typed["date"] >= MOSTLY * len(cells):
            same = typed[kind] > 0 and kind != "text" and not _is_year_over(first[column], cells)
            named += not same
            unnamed += same
        elif len(first[column].strip()) > 0:
            recurs |= len(body) > 2 and first[column] in cells
    if named or unnamed:
        return named >= unnamed
    return not recurs


def _is_year_over(cell: str, body: Sequence[str]) -> bool:
    """Return whether the cell is a year heading values that are none."""
    if not re.fullmatch(r"(?:1[5-9]|20)\d\d", cell.strip()):
        return False
    return not all(re.fullmatch(r"(?:1[5-9]|20)\d\d", other.strip()) for other in body)


def _names_by_number(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Return whether a row without words still holds names: years, dates, 1..n."""
    cells = [cell.strip() for cell in first if cell.strip()]
    if len(set(cells)) < len(cells):
        return False
    columns = [[row[i] for row in body if i < len(row)] for i in range(len(first))]
    if len(cells) > 1 and all(
        not cell.strip() or _is_year_over(cell, column)
        for cell, column in zip(first, columns, strict=True)
    ):
        return True
    counted = [str(i) for i in range(len(cells))], [str(i) for i in range(1, len(cells) + 1)]
    return len(cells) > 1 and not first[0].strip() and cells in counted
