"""Reports as people have them: several damages in one file, with the table each should give.

`tests.data.pollute` breaks one thing per file. An export of a till, a bank or a balance has
titles, subtotals, lone quotes and commas at once. `report` writes such a file: its family
(`tests.data.report_families`) makes the clean table and says which damages occur in such
files, and two to five of them are drawn. The same family and seed give the same file.

Where a file can be read in more than one right way, a report accepts each, with the reason
beside the damage that makes it so.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from tests.data.pollute import Loaded

Row = list[str]
Cells = tuple[str, ...]
Line = str | Row  # as it stands in the file, or cells to be written


@dataclass
class Draft:
    """A report in the making: the clean table, and how the file deviates from it.

    Parameters
    ----------
    lang : str
        Of titles and remarks.
    names, rows : list
        The clean table.
    delimiter : str
        Between cells.
    encodings : tuple of str
        That such a file may have.
    ids, text, last_text, amounts : int or None
        The columns that damages are for: numbers with leading zeros, free text, a text at
        the end, sums of money.
    damages : tuple of str
        Which occur in such files.
    always : tuple of str
        Which such files have without exception; they do not count as drawn.
    header : list of list of str
        The rows of names; `names` where empty.
    headers : list of list of str
        Other names that are right.
    above, below : list of line
        Around the table.
    between : dict of list of line
        Before the record of that index.
    extras : list of list of str
        Rows that may be read as records or be left out: sums, which the profile leaves out
        by their figures, and headings of groups.
    shown : list of list of str or None
        The records as they should be read, where that is not as they are written.
    also : list of list of row
        Other records that are right.
    """

    lang: str
    names: Row
    rows: list[Row]
    delimiter: str = ","
    encodings: tuple[str, ...] = ("utf-8", "utf-8-sig")
    ids: int | None = None
    text: int | None = None
    last_text: int | None = None
    amounts: tuple[int, ...] = ()
    damages: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    header: list[Row] = field(default_factory=list)
    headers: list[Row] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)
    between: dict[int, list[Line]] = field(default_factory=dict)
    extras: list[Row] = field(default_factory=list)
    shown: list[Row] | None = None
    also: list[list[Row]] = field(default_factory=list)
    # How cells and lines are written.
    end: str = "\n"
    last_end: bool = True
    trailing: int = 0
    padded: bool = False  # lines around the table have as many delimiters as it
    all_quoted: bool = False
    bare: set[int] = field(default_factory=set)  # columns that hold the delimiter without quotes
    raw: set[int] = field(default_factory=set)  # columns whose quotes are written as they are
    formulas: set[int] = field(default_factory=set)  # columns written as ="007"
    tabbed: set[int] = field(default_factory=set)  # columns with a tab behind every cell
    widths: list[int] = field(default_factory=list)  # to which cells are padded
    edges: bool = False  # a delimiter at both ends of a line
    short: bool = False  # empty cells at the end of a row are not written
    sep: bool = False
    left: bool = False  # an empty cell before the others
    backslash: bool = False  # quotes in quoted cells stand behind one


@dataclass(frozen=True)
class Report:
    """A file with what a reader should find in it.

    Parameters
    ----------
    family : str
        What it is an export of.
    seed : int
        Of the drawing.
    damages : tuple of str
        What was drawn.
    data : bytes
        The file.
    headers : tuple of list of str
        The names, and others that are right.
    tables : tuple of list of row
        The records, and others that are right.
    extras : tuple of list of str
        Rows that may be there beside them.
    """

    family: str
    seed: int
    damages: tuple[str, ...]
    data: bytes
    headers: tuple[Row, ...]
    tables: tuple[list[Row], ...]
    extras: tuple[Row, ...]

    @property
    def name(self) -> str:
        """A name for the file."""
        return f"{self.family}_{self.seed}.csv"


def report(family: str, seed: int) -> Report:
    """Return the report of a family that a seed draws."""
    from tests.data.report_last import ALL  # which needs this module

    rng = random.Random(f"{family} {seed}")
    draft = ALL[family](rng)
    draft.end = rng.choice(("\n", "\r\n"))
    wanted = rng.randint(2, min(5, len(draft.damages)))
    drawn: list[str] = []
    for damage in rng.sample(draft.damages, len(draft.damages)):
        if len(drawn) < wanted and not any({damage, other} in _APART for other in drawn):
            drawn.append(damage)
    # In the order of the table below: what changes cells comes before what surrounds them.
    for damage, apply in DAMAGES.items():
        if damage in drawn or damage in draft.always:
            apply(draft, rng)
    encoding = rng.choice(draft.encodings)
    tables = (draft.shown or draft.rows, *draft.also)
    return Report(
        family,
        seed,
        tuple(drawn),
        _written(draft).encode(encoding, "replace"),
        (draft.names, *draft.headers),
        tables,
        tuple(draft.extras),
    )


# --- writing -------------------------------------------------------------------------------


def _written(draft: Draft) -> str:
    lines: list[str] = ["sep=" + draft.delimiter] if draft.sep else []
    lines += [_around(draft, line) for line in draft.above]
    header = [_line(draft, row, is_names=True) for row in draft.header or [draft.names]]
    lines += header
    for index, row in enumerate(draft.rows):
        for line in draft.between.get(index, ()):
            lines += header if line == "NAMES" else [_around(draft, line)]
        lines.append(_line(draft, row))
    lines += [_around(draft, line) for line in draft.below]
    ends = ("\n", "\r\n") if draft.end == "mixed" else (draft.end,)
    text = "".join(line + ends[i * 7 % 5 % len(ends)] for i, line in enumerate(lines))
    return text if draft.last_end else text.rstrip("\r\n")


def _around(draft: Draft, line: Line) -> str:
    """Return a line that is no record."""
    if isinstance(line, list):
        return _line(draft, line)
    if not draft.padded:
        return line
    return line + draft.delimiter * (len(draft.rows[0]) - 1 - line.count(draft.delimiter))


def _line(draft: Draft, row: Row, *, is_names: bool = False) -> str:
    cells = list(row)
    if draft.short and not is_names:
        while len(cells) > 1 and not cells[-1]:
            cells.pop()
    written = [_cell(draft, cell, i, is_names) for i, cell in enumerate(cells)]
    if draft.widths:
        written = [
            cell.rjust(width) if cell[:1].isdigit() else cell.ljust(width)
            for cell, width in zip(written, draft.widths, strict=False)
        ]
    text = draft.delimiter.join(written) + draft.delimiter * draft.trailing
    if draft.left:
        text = draft.delimiter + text
    return f"{draft.delimiter}{text}{draft.delimiter}" if draft.edges else text


def _cell(draft: Draft, text: str, column: int, is_names: bool) -> str:
    if not is_names:
        if column in draft.formulas and text:
            return f'="{text}"'
        if column in draft.tabbed:
            return text + "\t"
        held = draft.delimiter in text or "\n" in text
        if column in draft.bare and "\n" not in text and '"' not in text:
            return text
        if column in draft.raw and '"' in text and not held:
            return text
    needs = any(mark in text for mark in (draft.delimiter, '"', "\n", "\r"))
    if draft.backslash and (needs or draft.all_quoted):
        escaped = text.replace("\\", "\\\\") if text != "\\N" else text
        return '"' + escaped.replace('"', '\\"') + '"'
    return '"' + text.replace('"', '""') + '"' if needs or draft.all_quoted else text


# --- damages -------------------------------------------------------------------------------

_Damage = Callable[[Draft, random.Random], None]

_TITLES = {
    "zh": ("销售明细报表", "2024年度经营情况汇总", "业务流水导出", "门店日报"),
    "en": ("Sales detail report", "Monthly activity report", "Order export", "Branch overview"),
}
_PRINTED = {
    "zh": ("打印日期：2024-03-05 16:20", "统计期间：2024-01-01 至 2024-03-31", "单位：元"),
    "en": ("Printed on 05/03/2024 16:20", "Period: 2024-01-01 to 2024-03-31", "Currency: USD"),
}
_NOTES = {
    "zh": ("注：以上数据未经审计。", "数据来源：业务系统", "制表人：张敏", "说明：空白表示无数据"),
    "en": ("Source: own figures", "Note: figures are provisional", "Generated by ERP 7.2"),
}
_CLAUSES = {
    "zh": ("客户要求改期", "已电话确认", "包装破损", "补发一件", "含运费", "货到付款", "请核对"),
    "en": ("called twice", "box damaged", "deliver after 5 pm", "paid in cash", "see contract"),
}


def _title(draft: Draft, rng: random.Random) -> None:
    lines: list[Line] = [rng.choice(_TITLES[draft.lang])]
    lines += rng.sample(_PRINTED[draft.lang], rng.randint(0, 2))
    draft.above += [*lines, *([""] if rng.random() < 0.5 else [])]


def _footnote(draft: Draft, rng: random.Random) -> None:
    lines: list[Line] = list(rng.sample(_NOTES[draft.lang], rng.randint(1, 2)))
    draft.below += [*([""] if rng.random() < 0.5 else []), *lines]


def _label_column(draft: Draft) -> int:
    return 0


def _sum_row(draft: Draft, word: str, first: int, last: int) -> Row:
    row = [""] * len(draft.names)
    row[_label_column(draft)] = word
    for column in draft.amounts:
        cells = [draft.rows[i][column] for i in range(first, last)]
        row[column] = _added(cells)
    return row


def _added(cells: Sequence[str]) -> str:
    total = sum(float(cell.replace(",", "") or 0) for cell in cells)
    grouped = any("," in cell for cell in cells)
    return f"{total:,.2f}" if grouped else f"{total:.2f}"


def _total(draft: Draft, rng: random.Random) -> None:
    word = rng.choice(("合计", "总计")) if draft.lang == "zh" else rng.choice(("Total", "TOTAL"))
    row = _sum_row(draft, word, 0, len(draft.rows))
    draft.extras.append(row)
    draft.below.insert(0, row)


def _subtotals(draft: Draft, rng: random.Random) -> None:
    step = rng.randint(4, 12)
    word = "小计" if draft.lang == "zh" else "Subtotal"
    for start in range(0, len(draft.rows), step):
        end = min(start + step, len(draft.rows))
        row = _sum_row(draft, word, start, end)
        draft.extras.append(row)
        if end < len(draft.rows):
            draft.between.setdefault(end, []).append(row)
        else:
            draft.below.insert(0, row)


def _pages(draft: Draft, rng: random.Random) -> None:
    """Print the names again on each page, below its number or the title."""
    step = rng.choice((10, 15, 20, 30))
    title = draft.above[:1] if rng.random() < 0.5 else []
    n_pages = -(-len(draft.rows) // step)
    for page, start in enumerate(range(step, len(draft.rows), step), 2):
        form = "第{}页 共{}页" if draft.lang == "zh" else "Page {} of {}"
        number = form.format(page, n_pages)
        lines = draft.between.setdefault(start, [])
        lines += [*title, number, "NAMES"]


def _repeated_names(draft: Draft, rng: random.Random) -> None:
    step = rng.choice((10, 15, 20, 30))
    for start in range(step, len(draft.rows), step):
        draft.between.setdefault(start, []).append("NAMES")


def _blank_lines(draft: Draft, rng: random.Random) -> None:
    step = rng.randint(3, 12)
    for start in range(step, len(draft.rows), step):
        draft.between.setdefault(start, []).append("")


def _blank_rows(draft: Draft, rng: random.Random) -> None:
    step = rng.randint(5, 20)
    for start in range(step, len(draft.rows), step):
        draft.between.setdefault(start, []).append([""] * len(draft.names))


def _short_header(draft: Draft, rng: random.Random) -> None:
    """Leave out the last name; the rows keep their cells."""
    draft.names = draft.names[:-1]
    if draft.header:
        draft.header = [row[:-1] for row in draft.header]


def _remarks(draft: Draft, rng: random.Random) -> None:
    """Write commas into remarks, without quotes, in a tenth to a half of the rows."""
    assert draft.text is not None
    if draft.delimiter not in ",;":
        return  # no remark holds a tab
    share = rng.uniform(0.1, 0.5)
    blank = rng.choice(("", " ")) if draft.delimiter == "," else ""
    for row in draft.rows:
        n = rng.randint(2, 3) if rng.random() < share else rng.randint(0, 1)
        row[draft.text] = (draft.delimiter + blank).join(rng.sample(_CLAUSES[draft.lang], n))
    draft.bare.add(draft.text)


def _quoted_text(draft: Draft, rng: random.Random) -> None:
    """Write commas and quotes into remarks, as the standard wants."""
    assert draft.text is not None
    for row in draft.rows:
        if rng.random() < 0.4:
            said = rng.sample(_CLAUSES[draft.lang], 2)
            row[draft.text] = f'{said[0]}{draft.delimiter} "{said[1]}"'


def _line_breaks(draft: Draft, rng: random.Random) -> None:
    assert draft.text is not None
    for row in draft.rows:
        if rng.random() < 0.25:
            said = rng.sample(_CLAUSES[draft.lang], rng.randint(2, 4))
            row[draft.text] = rng.choice(("\n", "\n", "\n\n", "\n- ")).join(said)


def _lone_quotes(draft: Draft, rng: random.Random) -> None:
    """Write a quote alone for `the same as above` into some last cells, sometimes in a row."""
    assert draft.last_text is not None
    for index, row in enumerate(draft.rows):
        if index and rng.random() < 0.15:
            row[draft.last_text] = '"'
    draft.raw.add(draft.last_text)


def _inches(draft: Draft, rng: random.Random) -> None:
    assert draft.text is not None
    size = (
        ('{}" disc', 'pipe {}"', '{}"', '{} 1/2" bolt') if draft.lang == "en" else ('{}"屏', '{}"')
    )
    for row in draft.rows:
        if rng.random() < 0.3:
            row[draft.text] = rng.choice(size).format(rng.randint(2, 65))
    draft.raw.add(draft.text)


def _grouped(draft: Draft, rng: random.Random) -> None:
    """Write amounts as 1,234.50."""
    for row in draft.rows:
        for column in draft.amounts:
            if row[column]:
                row[column] = f"{float(row[column]):,.2f}"


def _formulas(draft: Draft, rng: random.Random) -> None:
    """Write ids as ="00123", which tells a spreadsheet to keep the zeros."""
    assert draft.ids is not None
    draft.formulas.add(draft.ids)


def _tabs(draft: Draft, rng: random.Random) -> None:
    """Write a tab behind ids, which keeps a spreadsheet from taking them for numbers."""
    assert draft.ids is not None
    draft.tabbed.add(draft.ids)


def _gaps(draft: Draft, rng: random.Random) -> None:
    """Leave cells empty or write a word for it."""
    word = rng.choice(("", "-", "N/A", "--"))
    for row in draft.rows:
        for column in range(2, len(row)):
            if column not in draft.amounts and rng.random() < 0.06:
                row[column] = word


def _short_rows(draft: Draft, rng: random.Random) -> None:
    for row in draft.rows:
        if rng.random() < 0.3:
            row[-1] = ""
    if all(not row[-1] for row in draft.rows):
        draft.rows[0][-1] = "x"
    draft.short = True


def _padded_cells(draft: Draft, rng: random.Random) -> None:
    rows = [draft.names, *draft.rows]
    draft.widths = [
        max(len(_cell(draft, row[i], i, is_names=False)) for row in rows if i < len(row)) + 1
        for i in range(len(draft.rows[0]))
    ]


def _trailing(draft: Draft, rng: random.Random) -> None:
    draft.trailing = rng.choice((1, 1, 2))


def _padded_titles(draft: Draft, rng: random.Random) -> None:
    draft.padded = True


def _mixed_ends(draft: Draft, rng: random.Random) -> None:
    draft.end = "mixed"


def _no_last_end(draft: Draft, rng: random.Random) -> None:
    draft.last_end = False


def _bare_amounts(draft: Draft, rng: random.Random) -> None:
    """Write amounts as 1,234.50 without quotes."""
    _grouped(draft, rng)
    if draft.delimiter == ",":
        draft.bare |= set(draft.amounts[:1])


def _broken_names(draft: Draft, rng: random.Random) -> None:
    """Write a name over two lines; whether a blank or a line end parts it does not matter."""
    at = rng.randrange(1, len(draft.names))
    first, second = draft.names[at], rng.choice(("(USD)", "(%)", "(kg)"))
    parted = list(draft.names)
    parted[at] = f"{first}\n{second}"
    draft.names = [*parted[:at], f"{first} {second}", *parted[at + 1 :]]
    draft.headers.append(parted)
    draft.header = [parted]


def _duplicate_names(draft: Draft, rng: random.Random) -> None:
    """Give two columns one name; a table needs two, so a number behind it is right."""
    one, other = sorted(rng.sample(range(len(draft.names)), 2))
    twice = list(draft.names)
    twice[other] = twice[one]
    draft.header = [twice]
    draft.names = [*twice[:other], f"{twice[one]} (2)", *twice[other + 1 :]]


def _empty_end(draft: Draft, rng: random.Random) -> None:
    """Write rows of delimiters at the end, as a spreadsheet does of cells that were emptied."""
    draft.below += [[""] * len(draft.rows[0]) for _ in range(rng.randint(1, 30))]


def _left_edge(draft: Draft, rng: random.Random) -> None:
    """Write an empty cell at the left of every row."""
    draft.left = True


def _signature(draft: Draft, rng: random.Random) -> None:
    """Write who made and who checked it into some cells of the last row."""
    row = [""] * len(draft.rows[0])
    told = (
        ("制表：张敏", "审核：李伟") if draft.lang == "zh" else ("Prepared by: Ann", "Checked: Bob")
    )
    row[0], row[min(3, len(row) - 1)] = told
    draft.below.append(row)


def _all_quoted(draft: Draft, rng: random.Random) -> None:
    draft.all_quoted = True


def _sep(draft: Draft, rng: random.Random) -> None:
    draft.sep = True


DAMAGES: dict[str, _Damage] = {
    "gaps": _gaps,
    "grouped": _grouped,
    "remarks": _remarks,
    "quoted_text": _quoted_text,
    "line_breaks": _line_breaks,
    "inches": _inches,
    "lone_quotes": _lone_quotes,
    "formulas": _formulas,
    "tabs": _tabs,
    "short_rows": _short_rows,
    "padded_cells": _padded_cells,
    "bare_amounts": _bare_amounts,
    "title": _title,
    "subtotals": _subtotals,
    "total": _total,
    "signature": _signature,
    "footnote": _footnote,
    "pages": _pages,
    "repeated_names": _repeated_names,
    "blank_lines": _blank_lines,
    "blank_rows": _blank_rows,
    "short_header": _short_header,
    "trailing": _trailing,
    "padded_titles": _padded_titles,
    "mixed_ends": _mixed_ends,
    "no_last_end": _no_last_end,
    "all_quoted": _all_quoted,
    "broken_names": _broken_names,
    "duplicate_names": _duplicate_names,
    "empty_end": _empty_end,
    "left_edge": _left_edge,
    "sep": _sep,
}
# Damages of which one file has one: they are for the same cells, or no program does both.
_APART: list[set[str]] = [
    {"remarks", "quoted_text"},
    {"remarks", "line_breaks"},
    {"remarks", "inches"},
    {"remarks", "all_quoted"},
    {"quoted_text", "line_breaks"},
    {"quoted_text", "inches"},
    {"line_breaks", "inches"},
    {"lone_quotes", "all_quoted"},
    {"inches", "all_quoted"},
    {"formulas", "all_quoted"},
    {"formulas", "tabs"},
    {"tabs", "all_quoted"},
    {"short_rows", "trailing"},
    {"short_rows", "lone_quotes"},
    {"short_rows", "gaps"},
    {"short_rows", "short_header"},
    {"short_rows", "padded_cells"},
    # A last name that is missing beside a delimiter too many: nobody can count them.
    {"short_header", "trailing"},
    {"pages", "repeated_names"},
    {"broken_names", "duplicate_names"},
    {"broken_names", "short_header"},
    {"bare_amounts", "all_quoted"},
    {"bare_amounts", "remarks"},  # two texts of one row that were cut: nobody can know which
    {"bare_amounts", "grouped"},
    {"sep", "padded_titles"},
    {"padded_cells", "line_breaks"},
]


# --- the score -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """How a reading of a report differs from the truth.

    Parameters
    ----------
    header : bool
        Whether the names are right.
    lost, added : int
        Records that are missing, rows that are none.
    moved : int
        Records that are there with other cells.
    """

    header: bool
    lost: int
    added: int
    moved: int

    @property
    def exact(self) -> bool:
        """Whether every cell of every record stands in its own row and column."""
        return not (self.lost or self.added or self.moved)


def judge(one: Report, loaded: Loaded | None) -> Verdict:
    """Return how a reading differs from the truth that is nearest to it.

    Blanks around cells and the kind of line ends inside them do not count.
    """
    if loaded is None:
        return Verdict(False, len(one.tables[0]), 0, 0)
    header = any(_bare(names) == _bare(loaded.header) for names in one.headers)
    spare = Counter(map(_bare, one.extras))
    got = []
    for row in map(_bare, loaded.rows):
        if spare[row]:
            spare[row] -= 1
        else:
            got.append(row)
    found = [_difference([_bare(row) for row in table], got) for table in one.tables]
    lost, added, moved = min(found, key=sum)
    return Verdict(header, lost, added, moved)


def _difference(truth: list[Cells], got: list[Cells]) -> tuple[int, int, int]:
    if truth == got:
        return 0, 0, 0
    lost = added = moved = 0
    matcher = SequenceMatcher(None, truth, got, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            both = min(b - a, d - c)
            moved += both
            lost += b - a - both
            added += d - c - both
    return lost, added, moved


def _bare(row: Sequence[str]) -> Cells:
    cells = [cell.strip().replace("\r\n", "\n").replace("\r", "\n") for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
