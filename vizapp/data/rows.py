"""Rows of text or native cells become a frame: names, widths, remarks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import pandas as pd

from vizapp.core.errors import CsvShapeError, DataError, EmptyTableError
from vizapp.data import bounds, header
from vizapp.data.blanks import n_trailing_blanks, without_blank_rows, without_trailing
from vizapp.data.blocks import MIN_RUN, Block, find_blocks
from vizapp.data.groups import Cells, fill_groups
from vizapp.data.headings import Heading, known_heading
from vizapp.data.marks import without_marks
from vizapp.data.notes import Guess, Note, given
from vizapp.data.options import GUESS_ALL, ReadOptions
from vizapp.data.pages import without_pages
from vizapp.data.remarks import is_cut_at_thousands, width_of_remarks
from vizapp.data.split import Faults
from vizapp.data.table import clean_names, columns_of, frame_of
from vizapp.data.widths import FEW_ROWS, fit_rows


@dataclass
class Grid:
    """What `shape_rows` found.

    Parameters
    ----------
    frame : pandas.DataFrame
        The cells under their final names.
    header_row : int or None
        The line number of the last row of names.
    header_rows : int
        How many rows hold the names.
    skip_rows : int
        Lines above the names.
    notes : list of Note
        What was repaired or left out.
    guesses : list of Guess
        What was decided about the header and the lines above it.
    part : str or None
        Which of several tables this is, from 1.
    n_parts : int
        How many there are.
    cut : tuple of int or None
        Lines above the first row, cells of a usual row, columns left out at the left;
        None where further lines would be read otherwise.
    over_lines : bool
        Whether quoted cells go on in the next line.
    """

    frame: pd.DataFrame
    header_row: int | None
    header_rows: int = 1
    skip_rows: int = 0
    notes: list[Note] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    part: str | None = None
    n_parts: int = 1
    cut: tuple[int, int, int] | None = (0, 0, 0)
    over_lines: bool = False


@dataclass(frozen=True)
class Layout:
    """Where the names and the data lie among the records.

    Parameters
    ----------
    names : tuple of str or None
        Header cells, None without a header.
    skipped : int
        Records above the names.
    first, last : int
        The index of the first data record, and the one behind the last.
    width : int
        The number of columns.
    notes : tuple of Note
        What was left out.
    guesses : tuple of Guess
        What was decided; `skip_rows` counts records here.
    """

    names: tuple[str, ...] | None
    skipped: int
    first: int
    last: int
    width: int
    notes: tuple[Note, ...]
    guesses: tuple[Guess, ...]


def plan(
    rows: Sequence[Sequence[str]],
    options: ReadOptions = GUESS_ALL,
    gaps: Collection[int] = (),
    delimiter: str = ",",
    width: int = 0,
) -> Layout:
    """Find header, preamble, footer and width of a grid of text.

    Parameters
    ----------
    rows : sequence
        The records, blank ones left out, and those that `skip_rows` names too.
    options : ReadOptions
        What the person said.
    gaps : collection of int
        Indices of records that follow a blank line.
    delimiter : str
        What parts the cells.
    width : int
        Of the dialect, for a table of fewer rows than stand around it; 0 for not known.
    """
    notes = []
    # A table of few rows may have more remarks around it.
    enough = width > 1 and sum(len(row) == width for row in rows) >= MIN_RUN
    width = width if enough else 0
    heading = _heading(rows, options)
    if heading:
        skipped = heading.skipped
    else:
        skipped = 0 if options.skip_rows is not None else header.skip_preamble(rows, gaps, width)
    if skipped:
        notes.append(Note("preamble", {"n": skipped}))
    below = {gap - skipped for gap in gaps}
    footer = header.count_footer(rows[skipped:], below, width)
    if footer:
        notes.append(Note("footer", {"n": footer}))
    last = len(rows) - footer
    # Where texts hold the delimiter, only the rows that they did not lengthen show the columns.
    ragged = _ragged_width(rows[skipped:last], delimiter)
    shown = [row for row in rows[skipped:last] if not ragged or len(row) == ragged]
    n_names, guess = _header_guess(shown, options, heading)
    lacks = ragged == len(rows[skipped]) + 1 and header.names_over_values([rows[skipped], *shown])
    if lacks and not heading and options.header_rows is None:
        n_names, guess = 1, Guess("header_rows", 1, 0.7, "names_over_values")
    elif ragged and options.header_rows is None and len(rows[skipped]) != ragged:
        n_names, guess = 0, Guess("header_rows", 0, 0.7, "values_first")
    guesses = (guess,)
    body = rows[skipped + n_names : last]
    usual = ragged or header.usual_width([len(row) for row in body])
    if not n_names:
        notes.append(Note("no_header"))
        return Layout(None, skipped, skipped, last, usual, tuple(notes), guesses)
    if n_names > 1:
        notes.append(Note("header_rows", {"n": n_names}))
    names = list(heading.names) if heading else []
    names = names or header.joined_names(rows[skipped : skipped + n_names])
    if body and usual == len(names) + 1 and (lacks or _agree(body, usual)):
        # R writes no name above its row names; others forget the last one.
        full = [row for row in body if len(row) == usual]
        in_place = lacks or header.are_in_place(names, full)
        if not in_place and header.are_row_names([row[0] for row in full], names[0]):
            names.insert(0, "")
            notes.append(Note("row_names"))
        else:
            names.append("")
    if body and usual == len(names) - 1 and _agree(body, usual):
        blank = [i for i, cell in enumerate(names) if not cell.strip()]
        if len(blank) == 1:  # a delimiter too many among the names
            names.pop(blank[0])
    reach = max((len(row) for row in body), default=len(names))
    while len(names) > max(reach, 1) and not names[-1].strip():
        names.pop()
    first = skipped + n_names
    return Layout(tuple(names), skipped, first, last, max(len(names), 1), tuple(notes), guesses)


def _ragged_width(rows: Sequence[Sequence[str]], delimiter: str) -> int:
    """Return the width of rows that texts with delimiters made too long, 0 without such."""
    usual = header.usual_width([len(row) for row in rows])
    agree = sum(len(row) == usual for row in rows)
    if delimiter == "," and rows and usual == len(rows[0]) + 1 and is_cut_at_thousands(rows):
        return len(rows[0])
    return 0 if agree >= (1 - FEW_ROWS) * len(rows) else width_of_remarks(rows, delimiter)


def _agree(body: Sequence[Sequence[str]], usual: int) -> bool:
    agree = sum(len(row) == usual for row in body) >= (1 - FEW_ROWS) * len(body)
    return agree and any(row[-1].strip() for row in body if len(row) == usual)


def _heading(rows: Sequence[Sequence[str]], options: ReadOptions) -> Heading | None:
    """Return rows of names of a known form, unless the person said otherwise."""
    found = known_heading(rows) if options.skip_rows is None else None
    return found if found and options.header_rows in (None, found.n_names) else None


def _header_guess(
    rows: Sequence[Sequence[str]], options: ReadOptions, heading: Heading | None
) -> tuple[int, Guess]:
    if options.header_rows is not None:
        n_names = min(options.header_rows, len(rows))
        return n_names, given("header_rows", options.header_rows)
    if heading:
        return heading.n_names, Guess("header_rows", heading.n_names, 0.95, heading.code)
    n_names = header.count_header_rows(rows)
    code, confidence = "names_unique", 0.6
    if len(rows) < 2:
        code, confidence = "only_row", 0.5
    elif not n_names:
        code, confidence = "values_first", 0.7
    elif n_names > 1:
        code, confidence = "groups_over_names", 0.8
    elif header.names_over_values(rows):
        code, confidence = "names_over_values", 0.95
    return n_names, Guess("header_rows", n_names, confidence, code)


def shape_rows(
    rows: list[list[str]],
    numbers: Sequence[int],
    *,
    lang: str,
    name: str,
    options: ReadOptions = GUESS_ALL,
    faults: Faults | None = None,
    delimiter: str = ",",
    width: int = 0,
) -> Grid:
    """Turn text records into a frame.

    Parameters
    ----------
    rows : list of list of str
        The records, blank ones left out; changed in place.
    numbers : sequence of int
        The line number of each record, for messages.
    lang : str
        The language of names for unnamed columns.
    name : str
        The file's name, for messages.
    options : ReadOptions
        What the person said.
    faults : Faults, optional
        What the splitter met.
    delimiter : str
        Joins a cell again that was cut because it lacked quotes.
    width : int
        The usual number of cells, as the dialect found it; 0 for not known.

    Raises
    ------
    EmptyTableError
        If there is no record.
    CsvShapeError
        If more than a few rows have too many cells.
    DataError
        If the options name a table that is not there.
    """
    faults = faults or Faults()
    if options.skip_rows is not None:
        start = next((i for i, n in enumerate(numbers) if n > options.skip_rows), len(rows))
        rows, numbers = rows[start:], numbers[start:]
    if not any(cell.strip() for row in rows for cell in row):
        raise empty_table(name)
    gaps = _indices(numbers, faults.blank_before)
    rows, numbers, gaps, apart = without_blank_rows(rows, numbers, gaps)
    n_right = n_trailing_blanks(rows)
    if n_right:  # delimiters at the ends of all lines
        rows = without_trailing(rows, n_right)
        width = max(width - n_right, 0)
    block, part, n_parts = _choose(rows, gaps, options, name)
    titles = [*rows[max(0, block.first - header.MAX_PREAMBLE) : block.first]]
    rows, numbers = rows[block.first : block.last], numbers[block.first : block.last]
    gaps = {gap - block.first for gap in gaps if block.first <= gap < block.last}
    apart = [gap - block.first for gap in apart if block.first <= gap < block.last]
    # `max(map(...))` and `in` over all rows are single steps, in which no other thread runs.
    bounds.refuse_wide(max(len(row) for row in rows), name)
    layout = plan(rows, options, gaps, delimiter, width)
    notes = _notes_of(faults, numbers)
    if n_parts > 1:
        notes.append(Note("tables", {"n": int(part or 1), "total": n_parts}))
    notes += layout.notes
    n_blank = sum(layout.first < gap < layout.last for gap in apart)
    if n_blank:
        notes.append(Note("blank_rows", {"n": n_blank}))
    body, lines = rows[layout.first : layout.last], list(numbers[layout.first : layout.last])
    heads = rows[layout.skipped : layout.first]
    titles += rows[: layout.skipped]
    body, lines = without_pages(body, lines, titles, heads, layout.width, notes)
    names = list(layout.names or ())
    labels = clean_names([*names, *[""] * (layout.width - len(names))], lang=lang)
    reach = fit_rows(body, lines, layout.width, notes, delimiter=delimiter, names=labels)
    _refuse_ragged(body, lines, layout.width, notes, name)
    names += [""] * (reach - len(names))
    columns = columns_of(body, reach)
    n_left = 0
    if layout.names is not None:
        n_left = _drop_empty_edges(names, columns)
    remarks = [row[0] for row in (*rows[: layout.skipped], *rows[layout.last :])]
    names, bare, told = without_marks(names, columns, remarks)
    notes += told
    final = clean_names(names, lang=lang)
    cells: dict[str, Cells] = dict(zip(final, bare, strict=True))
    if not options.keep_blanks:
        cells, filled = fill_groups(final, bare)
        notes += filled
    frame = frame_of(cells, text=True)
    n_names = layout.first - layout.skipped
    skip_rows = numbers[layout.skipped] - 1
    guesses = [*layout.guesses, _skip_guess(skip_rows, options)]
    if n_parts > 1:
        guesses.append(_part_guess(part or "1", options))
    header_row = numbers[layout.first - 1] if n_names else None
    n_above = numbers[layout.first] - 1 if layout.first < len(numbers) else numbers[-1]
    cut = (n_above, layout.width + n_right, n_left) if bare is columns else None
    return Grid(frame, header_row, n_names, skip_rows, notes, guesses, part, n_parts, cut)


def _drop_empty_edges(names: list[str], columns: list[tuple[str, ...]]) -> int:
    """Leave out what delimiters at the ends of all lines make: columns of nothing.

    Returns how many were left out at the left.
    """
    before = 0
    for edge in (-1, 0):
        before = len(names)
        while len(names) > 1 and columns[edge] and not names[edge].strip():
            if any(cell.strip() for cell in columns[edge]):
                break
            del names[edge], columns[edge]
    return before - len(names)


def _indices(numbers: Sequence[int], lines: Sequence[int]) -> set[int]:
    """Return the indices of the records that start in these lines."""
    if not lines:
        return set()
    wanted = set(lines)
    return {index for index, number in enumerate(numbers) if number in wanted}


def _choose(
    rows: Sequence[Sequence[str]], gaps: Collection[int], options: ReadOptions, name: str
) -> tuple[Block, str | None, int]:
    """Return the table to show, which one it is, and of how many."""
    blocks = find_blocks(rows, gaps)
    if options.part is None:
        best = max(range(len(blocks)), key=lambda i: (blocks[i].size, -i))
        return blocks[best], str(best + 1) if len(blocks) > 1 else None, len(blocks)
    number = int(options.part) if options.part.isdecimal() else 0
    if not 1 <= number <= len(blocks):
        raise no_such_part(name, options.part, [str(i + 1) for i in range(len(blocks))])
    return blocks[number - 1], options.part, len(blocks)


def no_such_part(name: str, part: str, known: Sequence[str]) -> DataError:
    """Return the error for a sheet or table that a file does not hold."""
    listed = ", ".join(known[:10]) or "none"
    return DataError(
        f"{name} holds no table called {part!r}.", hint=f"It holds: {listed}.", name=name, part=part
    )


def _skip_guess(skip_rows: int, options: ReadOptions) -> Guess:
    if options.skip_rows is not None:
        return given("skip_rows", options.skip_rows)
    code, confidence = ("titles_above", 0.8) if skip_rows else ("first_filled", 0.95)
    return Guess("skip_rows", skip_rows, confidence, code)


def _part_guess(part: str, options: ReadOptions) -> Guess:
    return given("part", part) if options.part is not None else Guess("part", part, 0.7, "largest")


def _notes_of(faults: Faults, numbers: Sequence[int]) -> list[Note]:
    """Return what the splitter repaired in these records."""
    if not numbers:
        return []
    notes = []
    for code, lines in (
        ("stray_quote", faults.stray_quotes),
        ("other_delimiter", faults.other_delimiters),
    ):
        inside = [line for line in lines if numbers[0] <= line <= numbers[-1]]
        if inside:
            notes.append(Note(code, {"n": len(inside), "row": inside[0]}))
    return notes


def _refuse_ragged(
    body: list[list[str]], lines: Sequence[int], width: int, notes: list[Note], name: str
) -> None:
    """Raise where many rows stayed too long: the delimiter is probably another one."""
    n_long = next((note.fields["n"] for note in notes if note.code == "long"), 0)
    if int(n_long or 0) <= max(FEW_ROWS * len(body), 1):
        return
    first = next(i for i, row in enumerate(body) if any(row[width:]))
    n_cells = max(i + 1 for i, cell in enumerate(body[first]) if cell.strip())
    raise CsvShapeError(
        f"Row {lines[first]:,} of {name} has {n_cells} cells, expected {width}.",
        hint="Check for an unquoted comma or another delimiter.",
        row_number=lines[first],
        n_cells=n_cells,
        expected=width,
    )


def empty_table(name: str) -> EmptyTableError:
    """Return the error for a file without cells."""
    return EmptyTableError(
        f"{name} holds no table.", hint="Open a file with at least one row of names.", name=name
    )
