"""Where a table begins in a grid of cells, and whether a row of names leads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Literal

# Shapes only; whether a column is numeric is for `profile` to say.
_NUMBER = re.compile(
    r"(?:[约近超≈<>≤≥][=]?\s?|[▲△▼▽]\s?)?[(]?[-+−]?\s?[$€£¥￥₹]?\s?[-+−]?"
    r"\d[\d,. \u00a0']*(?:[eE][-+]?\d+)?\s?(?:%|‰|万|亿|[$€£¥￥₹])?[)]?"
    r"|[(]?[-+−]?[$€£¥￥₹]\s?\d[\d,.]*\s?(?:[kKmM]|bn|BN|[bB]|mn)[)]?"
)
_DATE = re.compile(
    r"\d{1,4}[-/.年]\d{1,2}(?:[-/.月]\d{1,4}日?|月)?(?:[T ]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}.*"
)
_MISSING = {"", "na", "n/a", "nan", "null", "none", "-", "--", "#n/a", "#ref!", "#value!"}
_MISSING |= {"#div/0!", "#name?", "#num!", "#null!"}
_RAISED = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079\u2020\u2021"  # marks of footnotes
_FOOTER = re.compile(
    rf"\s*(?:[*※注©{_RAISED}]|source|notes?\b|来源|数据来源|资料来源|备注|说明|(?:制表|填表|编制|填报|审核|打印|导出)"
    r"(?:人|单位|日期|时间)?\s*[:\uff1a]|\(?\d+ rows?\b"
    r"|共\s*\d+\s*(?:笔|条|行|项)|(?:prepared|generated|exported|printed) (?:by|on|at)\b)",
    re.IGNORECASE,
)
# A remark that goes on behind a comma.
_REMARK = re.compile(
    rf"\s*(?:[*※{_RAISED}]|(?:source|notes?|来源|数据来源|资料来源|备注|说明|注)\s*[:\uff1a])",
    re.IGNORECASE,
)
# Who made a report, in some cells of its last row.
_LABELLED = re.compile(r"\s*[^\W\d][^:\uff1a/]{0,15}[:\uff1a](?!//)")
RULED = re.compile(r"\s*[-=_*\u2014]{5,}\s*")  # a line below the table
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_ROW_NAMES = re.compile(r"row[ ._]?names?", re.IGNORECASE)
# Names of columns that count the rows.
_COUNTERS = {"id", "no", "no.", "nr", "nr.", "#", "n", "index", "rank", "编号", "序号", "排名"}
_TIME_NAME = re.compile(
    r"(?:^|[\W_])(?:date|time|datetime|timestamp|day|at)(?:$|[\W_])|datum|zeit|fecha|日期|时间|日付|日時",
    re.IGNORECASE,
)
# Of a column that itself names the rows; the name that lacks is then the last one.
_ID_NAME = re.compile(
    r"(?:^|[\s_.#-])(?:id|no|nr|num|number|code|key|sku|ref|reference)[.#]?$|^n[°ºo]\.?\s"
    r"|[a-z]I[Dd]$|[编单工学序货卡账户票]号$|编码$|代码$|号码$|员号$|番号$",
    re.IGNORECASE,
)
MAX_HEADER_ROWS = 3
BODY_ROWS = 100
MAX_PAIR = 3  # columns of a table whose names may be a label and its value
MAX_PREAMBLE = 100
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


def skip_preamble(rows: Sequence[Sequence[str]], gaps: Collection[int] = (), width: int = 0) -> int:
    """Return how many leading rows are titles or remarks above the table.

    Parameters
    ----------
    rows : sequence
        The records, blank ones left out.
    gaps : collection of int
        Indices of the records that follow a blank line.
    width : int
        Of the table; 0 for the most frequent.
    """
    width = width or usual_width([len(row) for row in rows])
    if width < 2:
        return 0
    apart = max(_above_gap(rows, gaps, width), _comments(rows), _narrower(rows, width))
    limit = max(1, (width - 1) // 2)
    for index, row in enumerate(rows[:MAX_PREAMBLE]):
        filled = sum(bool(cell.strip()) for cell in row)
        if index < apart or len(row) <= limit or filled <= limit:
            continue
        if filled < width and _is_remark(row) and _is_fuller(rows[index + 1 : index + 2], filled):
            continue
        later = _fuller_names(rows, index)
        if later:
            return later
        padded = index and any(len(above) > limit for above in rows[:index])
        # A padded title (`Report,,,`) could be a header of empty names; it
        # is a title only where a row of words follows.
        typed = any(kind_of(cell) in ("number", "date") for cell in row)
        if padded and typed and not _years_among_names(rows, index):
            return apart
        while index > apart and _is_group_row(rows[index - 1], width):
            index -= 1
        return index
    return apart


def _years_among_names(rows: Sequence[Sequence[str]], index: int) -> bool:
    """Return whether the numbers of a row with words are years over columns of other numbers."""
    row = rows[index]
    kinds = [kind_of(cell) for cell in row]
    years = [i for i, kind in enumerate(kinds) if kind in ("number", "date")]
    if "text" not in kinds or not all(_is_year(row[i]) for i in years):
        return False
    for start in (index + 1, index + MAX_HEADER_ROWS):  # further rows of names may follow
        body = rows[start : start + BODY_ROWS]
        cells = [[r[i] for r in body if i < len(r)] for i in years]
        if len(body) > 1 and all(
            _is_typed(body, i) and _is_year_over(row[i], column)
            for i, column in zip(years, cells, strict=True)
        ):
            return True
    return False


def _fuller_names(rows: Sequence[Sequence[str]], index: int) -> int:
    """Return where names stand below settings such as ``Channels,2,,``, 0 for nowhere.

    Every row above them has fewer cells than they, and the first one a number.
    """
    kinds = [kind_of(cell) for cell in rows[index]]
    numbers = [cell for cell, kind in zip(rows[index], kinds, strict=True) if kind == "number"]
    # A label with its value and nothing behind is no row of names.
    pair = len(kinds) > MAX_PAIR and kinds[1] != "empty" and set(kinds[2:]) == {"empty"}
    if kinds[0] != "text" or "empty" not in kinds or (all(map(_is_year, numbers)) and not pair):
        return 0
    most = 0
    for at in range(index, min(len(rows) - 1, index + MAX_PREAMBLE)):
        filled = sum(bool(cell.strip()) for cell in rows[at])
        if filled > max(most, 2) and at > index and names_over_values(rows[at:]):
            return at
        most = max(most, filled)
    return 0


def _narrower(rows: Sequence[Sequence[str]], width: int) -> int:
    """Return how many rows above the names have fewer cells, such as sentences with commas."""
    head = rows[: MAX_PREAMBLE + 1]
    first = next((index for index, row in enumerate(head) if len(row) >= width), 0)
    if not first or len(rows[first]) != width:
        return 0
    if names_over_values(rows[first:]):
        return first
    # A row of names that lacks one.
    lacks = len(rows[first - 1]) == width - 1 > 1 and names_over_values(rows[first - 1 :])
    return first - 1 if lacks else 0


def _comments(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows above the names are comments that begin with a number sign."""
    count = 0
    while count < min(len(rows) - 1, MAX_PREAMBLE) and rows[count][0].lstrip()[:1] == "#":
        count += 1
    if not count or names_over_values(rows[count:]):
        return count
    return count - 1  # the last one holds the names, as `#id` does


def _above_gap(rows: Sequence[Sequence[str]], gaps: Collection[int], width: int) -> int:
    """Return how many rows stand above a blank line and are narrower than the table."""
    for gap in sorted((gap for gap in gaps if 0 < gap <= MAX_PREAMBLE), reverse=True):
        narrower = [len(row) < width for row in rows[:gap]]
        # A sentence with commas may be as wide as the table.
        apart = all(narrower) or (narrower[0] and names_over_values(rows[gap:]))
        # Names that stand above already are those of a further page.
        again = list(rows[gap]) in map(list, rows[:gap])
        if not apart or again or gap >= len(rows) - 1:
            continue
        lacks = len(rows[gap]) == width - 1 > 1 and len(rows[gap + 1]) == width
        if len(rows[gap]) == width or (lacks and names_over_values(rows[gap:])):
            return gap
    return 0


def _is_group_row(row: Sequence[str], width: int) -> bool:
    """Return whether a row above the names groups them: words over some columns."""
    filled = [i for i, cell in enumerate(row) if cell.strip()]
    if len(row) != width or not filled or filled == [0]:
        return False
    if filled == [0, 1] and width > 3:
        return False  # a remark such as `made by, Ann`
    if _is_remark(row):
        return False
    return all(kind_of(row[i]) == "text" or _YEAR.fullmatch(row[i].strip()) for i in filled)


def _is_remark(row: Sequence[str]) -> bool:
    """Return whether a row says something of the table, as ``unit: kg``."""
    return any(":" in cell or "\uff1a" in cell for cell in row) and not any(
        kind_of(cell) in ("number", "date") for cell in row
    )


def _is_fuller(below: Sequence[Sequence[str]], filled: int) -> bool:
    """Return whether a row of more words follows, so that this is not the row of names."""
    kinds = [kind_of(cell) for row in below for cell in row]
    return kinds.count("text") > filled and "number" not in kinds and "date" not in kinds


def count_footer(rows: Sequence[Sequence[str]], gaps: Collection[int] = (), width: int = 0) -> int:
    """Return how many rows at the end are remarks such as a source.

    Parameters
    ----------
    rows : sequence
        The records without those above the names.
    gaps : collection of int
        Indices of the records that follow a blank line.
    width : int
        Of the table; 0 for the most frequent.
    """
    width = width or usual_width([len(row) for row in rows])
    count = done = _below_rule(rows, width)
    if width < 2:
        return 0
    edge = 0  # where the first column is that holds a cell
    head = rows[: min(MAX_HEADER_ROWS + 1, 1 + len(rows) // 2)]
    while edge < width - 1 and not any(row[edge].strip() for row in head if edge < len(row)):
        edge += 1
    for index in range(len(rows) - 1 - count, 0, -1):
        row = rows[index]
        filled = sum(bool(cell.strip()) for cell in row)
        first = row[0] if row[0].strip() or edge >= len(row) else row[edge]
        says = bool(_REMARK.match(row[0]))
        remark = bool(_FOOTER.match(first)) and (filled == 1 or says or _is_signed(row))
        remark |= filled == 1 and RULED.fullmatch(first) is not None
        apart = index in gaps and filled == 1 and not any(map(str.strip, row[1:]))
        if filled == 0 or not (remark or apart):
            break
        done += 1
        # Remarks that are as wide as the table are some only below a blank line.
        if (filled < width and count == done - 1) or (remark and index in gaps):
            count = done
    return count if count < len(rows) - 1 else 0


def _is_signed(row: Sequence[str]) -> bool:
    """Return whether all cells say who did something, as ``made by: Ann,,checked by: Bob``."""
    return all(_LABELLED.match(cell) for cell in row if cell.strip())


def _below_rule(rows: Sequence[Sequence[str]], width: int) -> int:
    """Return how many rows a line of dashes parts from the table, all of them narrower."""
    for index in range(len(rows) - 1, max(1, len(rows) - MAX_PREAMBLE), -1):
        if len(rows[index]) >= width or width < 3:
            return 0
        if len(rows[index]) == 1 and RULED.fullmatch(rows[index][0]):
            return len(rows) - index
    return 0


def names_over_values(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether words alone head rows in which some column holds numbers or dates."""
    first, body = rows[0], rows[1 : BODY_ROWS + 1]
    kinds = [kind_of(cell) for cell in first]
    if not body or any(kind in ("number", "date") for kind in kinds) or "text" not in kinds:
        return False
    return any(kind == "text" and _is_typed(body, i) for i, kind in enumerate(kinds))


def heads_typed(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row holds names, years too, and some column numbers or dates."""
    return has_header(rows) and any(_is_typed(rows[1:], i) for i in range(len(rows[0])))


def count_header_rows(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows of names lead the rows, 0 for none.

    A further row of names has words where the columns hold numbers or dates.
    """
    if not has_header(rows):
        return 0
    count = 1
    while count < min(MAX_HEADER_ROWS, len(rows) - 1) and _is_label_row(rows, count):
        count += 1
    return count


def _is_label_row(rows: Sequence[Sequence[str]], at: int) -> bool:
    # Further rows of names may follow; they are no body.
    start = max(at + 1, min(MAX_HEADER_ROWS, len(rows) - 2))
    heads = [list(row) for row in rows[: at + 1]]  # which further pages repeat
    row, body = rows[at], [r for r in rows[start : start + BODY_ROWS] if list(r) not in heads]
    # Rows that leave out empty cells at their end may be the most.
    wanted = usual_width([len(r) for r in body])
    if len(body) < 2 or not (len(row) == wanted or len(row) == len(rows[0]) > wanted):
        return False
    typed = [i for i in range(len(row)) if _is_typed(body, i)]
    kinds = []
    for column in typed:
        cells = [r[column] for r in body if column < len(r)]
        label = _is_year_over(row[column], cells) or kind_of(row[column]) == "text"
        if label and row[column] in cells:
            return False
        kinds.append("text" if label else kind_of(row[column]))
    n_labels = kinds.count("text")
    if "number" in kinds or "date" in kinds or n_labels * 2 < max(len(typed), 1):
        return False
    if n_labels > 1:
        return True
    # One column of numbers: a stray word in it is a cell unless the row above only groups,
    # or holds most of the same names.
    above = rows[at - 1]
    same = sum(a == b for a, b in zip(row, above, strict=False))
    return n_labels == 1 and (2 * same > len(row) or any(not cell.strip() for cell in above))


def _is_typed(body: Sequence[Sequence[str]], column: int) -> bool:
    kinds = [kind_of(row[column]) for row in body if column < len(row)]
    filled = [kind for kind in kinds if kind != "empty"]
    typed = sum(kind in ("number", "date") for kind in filled)
    return len(filled) > 0 and typed >= MOSTLY * len(filled)


def are_row_names(cells: Sequence[str], name: str) -> bool:
    """Return whether the cells of a first column without a name name their rows, as in R.

    Parameters
    ----------
    cells : sequence of str
        The first column.
    name : str
        The first name of the header, which may be its own.
    """
    if len(set(cells)) < len(cells) or _ROW_NAMES.fullmatch(name.strip()):
        return False
    if all(kind_of(cell) == "text" for cell in cells):
        return _ID_NAME.search(name.strip()) is None
    counted = [cell.strip() for cell in cells] == [str(i) for i in range(1, len(cells) + 1)]
    return counted and name.strip().casefold() not in _COUNTERS


def are_in_place(names: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Return whether names that speak of time head moments, which one column further none does.

    The name that lacks in such a row is then the last one.
    """
    for i, name in enumerate(names):
        if not _TIME_NAME.search(name) or kind_of(name) != "text":
            continue
        here, next_to = ([kind_of(row[j]) for row in body if j < len(row)] for j in (i, i + 1))
        filled = [kind for kind in here if kind != "empty"]
        if filled.count("date") >= MOSTLY * len(filled) > 0 and "date" not in next_to:
            return True
    return False


def joined_names(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return one row of names of several; a group's name goes on to the right.

    Examples
    --------
    >>> joined_names([["", "2023", "", "2024"], ["town", "Q1", "Q2", "Q1"]])
    ['town', '2023 Q1', '2023 Q2', '2024 Q1']
    """
    if len(rows) == 1:
        return list(rows[0])
    width = max(map(len, rows))
    levels = []
    for level, row in enumerate(rows):
        cells = [*row, *[""] * (width - len(row))]
        if level < len(rows) - 1:
            last = ""
            for i, cell in enumerate(cells):
                last = cell if cell.strip() else last
                cells[i] = last
        levels.append(cells)
    return [
        " ".join(dict.fromkeys(c.strip() for c in cells if c.strip()))
        for cells in zip(*levels, strict=True)
    ]


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row holds names.

    It does unless the rows say otherwise: a number above numbers, or a word
    that recurs in its own column where no column is numeric.
    """
    if not rows:
        return False
    first, body = rows[0], rows[1 : BODY_ROWS + 1]
    if first in body:  # names that are repeated among the rows, as on printed pages
        once = [first, *(row for row in body if row != first)]
        if names_over_values(once):
            return True
    kinds = [kind_of(cell) for cell in first]
    if not body:
        return "text" in kinds or not any(kind == "number" for kind in kinds)
    if "text" not in kinds and any(kind == "number" for kind in kinds):
        return _names_by_number(first, body) or _years_over_names(rows)
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


def _is_year(cell: str) -> bool:
    return _YEAR.fullmatch(cell.strip()) is not None


def _is_year_over(cell: str, body: Sequence[str]) -> bool:
    """Return whether the cell is a year heading values that are none."""
    if not re.fullmatch(r"(?:1[5-9]|20)\d\d", cell.strip()):
        return False
    return not all(re.fullmatch(r"(?:1[5-9]|20)\d\d", other.strip()) for other in body)


def _years_over_names(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row repeats years, as groups of the names in the next."""
    years = [cell.strip() for cell in rows[0] if cell.strip()]
    grouped = len(set(years)) < len(years) and all(map(_YEAR.fullmatch, years))
    return grouped and (names_over_values(rows[1:]) or names_over_values(rows[2:] or rows[1:]))


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
