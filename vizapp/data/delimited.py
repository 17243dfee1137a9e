"""Text with delimiters becomes a frame and a report of how it was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

import pandas as pd

from vizapp.core.memory import release
from vizapp.data import bounds, header
from vizapp.data.blanks import without_blank
from vizapp.data.dialect import Found, find_dialect, without_sep_line
from vizapp.data.directives import with_names
from vizapp.data.encoding import Decoded
from vizapp.data.formulas import without_formulas
from vizapp.data.keys import with_keys_split
from vizapp.data.logs import as_table
from vizapp.data.notes import Guess, Note, given
from vizapp.data.options import ReadOptions
from vizapp.data.pages import without_page_rows
from vizapp.data.repair import SAMPLE_ROWS
from vizapp.data.rows import Grid, empty_table, plan, shape_rows
from vizapp.data.sampling import as_sample, sample_text
from vizapp.data.split import NO_DELIMITER, Cut, Dialect, Faults, records
from vizapp.data.table import Reading, clean_names
from vizapp.data.widths import FEW_ROWS, fit_rows

FAST_CHARS = 1_000_000  # texts from here on go through Arrow's reader
HEAD_CHARS = 500_000  # in which that reader's header and width are found
HEAD_RECORDS = 1_000
MAX_ODD = 500  # rows of other widths in a regular file; each is repaired
TAIL_RECORDS = 20  # in which remarks are looked for
POLL_RECORDS = 20_000
_KINDS = {".tsv": "tsv", ".tab": "tsv", ".txt": "text", ".dat": "text", ".prn": "text"}

Report = Callable[[str, int], None]  # step, records done; raises `Cancelled`


def read_delimited(
    decoded: Decoded,
    *,
    name: str,
    suffix: str,
    options: ReadOptions,
    lang: str,
    report: Report,
) -> tuple[pd.DataFrame, Reading]:
    """Return the table in a text, and how it was read.

    Parameters
    ----------
    decoded : Decoded
        The text.
    name, suffix : str
        Of the file, for messages and for the kind.
    options : ReadOptions
        What the person said.
    lang : str
        The language of notes and of names for unnamed columns.
    report : callable
        Told the step and the number of records.

    Raises
    ------
    DataError
        If the text holds no table or its rows disagree throughout.
    """
    if not decoded.text or decoded.text.isspace():
        raise empty_table(name)
    bounds.refuse_long_lines(decoded.text, name)
    text, told = _of_log(decoded.text, options, lang)
    if options.quote in (None, '"'):
        text, n_formulas = without_formulas(text)
        told = [*(told or ()), Note("formulas", {"n": n_formulas})] if n_formulas else told
    found = find_dialect(text, options)
    report("split", 0)
    grid = sample = None
    if len(text) > FAST_CHARS:
        grid = fast_grid(text, found.dialect, options, lang)
    if grid is None:
        sample = None if options.whole else sample_text(text)
        text = sample[0] if sample else text
        grid = careful_grid(text, found.dialect, options, lang, name=name, report=report)
    parted = with_keys_split(grid.frame, lang)
    if parted:
        grid = replace(grid, frame=parted[0], notes=[*grid.notes, *parted[1]], cut=None)
    reading = _reading(decoded, found, grid, suffix.lower(), options, lang)
    if told is not None:  # the lines are not those of the file
        reading = replace(reading, cut=None, findings=(*told, *reading.findings))
    return grid.frame, as_sample(reading, len(grid.frame), sample[1]) if sample else reading


def _of_log(text: str, options: ReadOptions, lang: str) -> tuple[str, list[Note] | None]:
    """Return the text of a log as a table and what is said of it; None for other texts."""
    named = with_names(text)
    if named is not None:
        return named, []
    asked = (options.delimiter, options.quote, options.header_rows, options.skip_rows)
    log = as_table(text, lang) if all(option is None for option in asked) else None
    return (log.text, [Note("log", {"n": log.n_more})]) if log else (text, None)


def careful_grid(
    text: str, dialect: Dialect, options: ReadOptions, lang: str, *, name: str, report: Report
) -> Grid:
    """Read a text record by record, with repairs."""
    rows: list[list[str]] = []
    numbers: list[int] = []
    faults = Faults()
    for number, cells in records(without_sep_line(text), dialect, faults):
        bounds.refuse_wide(len(cells), name)
        rows.append(cells)
        numbers.append(number)
        if len(rows) % POLL_RECORDS == 0:
            report("split", len(rows))
    report("shape", len(rows))
    grid = shape_rows(
        rows,
        numbers,
        lang=lang,
        name=name,
        options=options,
        faults=faults,
        delimiter=dialect.delimiter,
        width=dialect.width,
    )
    release(rows)
    return grid


def fast_grid(text: str, dialect: Dialect, options: ReadOptions, lang: str) -> Grid | None:
    """Read a large regular text with Arrow; None where it is not regular throughout."""
    if not is_regular(text, dialect) or options.skip_rows is not None or options.part:
        return None
    faults = Faults()
    cut = text.rfind("\n", 0, HEAD_CHARS) + 1
    head = list(islice(records(text[:cut], dialect, faults), HEAD_RECORDS))
    if len(head) < 3 or faults.stray_quotes or faults.other_delimiters:
        return None
    rows = [cells for _, cells in head[:-1]]  # the last one may be cut
    if max(map(len, rows)) > bounds.MAX_COLUMNS:
        return None
    layout = plan(rows, options, delimiter=dialect.delimiter)
    numbers = [number for number, _ in head]
    if layout.last < len(rows) or any(len(row) != layout.width for row in rows[layout.first :]):
        return None
    # A number of lines equal to that of records shows that no quote swallowed one.
    over_lines = numbers[-1] - numbers[layout.first] != len(head) - 1 - layout.first
    n_skipped = numbers[layout.first] - 1
    odd: list[tuple[int, str]] = []
    frame = arrow_frame(text, dialect, n_skipped, layout.width, over_lines, None)
    if frame is None and not over_lines:
        frame = arrow_frame(text, dialect, n_skipped, layout.width, over_lines, odd)
    if frame is None:
        return None
    n_lines = text.count("\n") + (not text.endswith("\n"))
    if not over_lines and len(frame) + len(odd) != n_lines - n_skipped:
        return None
    notes = list(layout.notes)
    given_names = list(layout.names or ())
    if odd:
        labels = clean_names(given_names + [""] * (layout.width - len(given_names)), lang=lang)
        frame = with_odd_rows(frame, odd, n_skipped, dialect, notes, names=labels)
    if frame is None:
        return None
    n_rows, frame = len(frame), without_blank(frame)
    if len(frame) < n_rows:
        notes.append(Note("blank_rows", {"n": n_rows - len(frame)}))
    heads, titles = rows[layout.skipped : layout.first], rows[: layout.skipped]
    frame = without_page_rows(frame, titles, heads, notes)
    tail = [list(row) for row in frame.tail(TAIL_RECORDS).itertuples(index=False)]
    n_footer = header.count_footer(tail)
    if n_footer:
        frame = frame.iloc[:-n_footer]
        notes.append(Note("footer", {"n": n_footer}))
    names = clean_names(given_names + [""] * (frame.shape[1] - len(given_names)), lang=lang)
    frame = frame.set_axis(list(names), axis=1)
    n_names = layout.first - layout.skipped
    skip_rows = numbers[layout.skipped] - 1
    code, sure = ("titles_above", 0.8) if skip_rows else ("first_filled", 0.95)
    guesses = [*layout.guesses, Guess("skip_rows", skip_rows, sure, code)]
    header_row = numbers[layout.first - 1] if n_names else None
    return Grid(
        frame,
        header_row,
        n_names,
        skip_rows,
        notes,
        guesses,
        cut=(n_skipped, layout.width, 0),
        over_lines=over_lines,
    )


def is_regular(text: str, dialect: Dialect) -> bool:
    """Return whether Arrow reads this dialect as the careful reader does."""
    if dialect.escape or dialect.blanks or dialect.width < 2 or dialect.cuts:
        return False
    if len(dialect.delimiter) != 1 or not dialect.delimiter.isascii():
        return False
    if text[:4].lower() == "sep=":
        return False
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        return False
    return not dialect.quote or dialect.quote not in text or text.count(dialect.quote) % 2 == 0


def arrow_frame(
    text: str,
    dialect: Dialect,
    n_skipped: int,
    width: int,
    over_lines: bool,
    odd: list[tuple[int, str]] | None,
    wanted: Sequence[int] | None = None,
) -> pd.DataFrame | None:
    """Return the rows of the usual width; the others go to `odd`, with their numbers.

    Without `odd` a row of another width means None, and reading is faster. `wanted`
    are the numbers of the columns to keep; None keeps all.
    """
    import pyarrow as pa
    from pyarrow import csv

    def keep(row: csv.InvalidRow) -> str:
        assert odd is not None
        odd.append((row.number, row.text))
        return "skip" if len(odd) <= MAX_ODD else "error"

    names = [str(i) for i in range(width)]
    try:
        found = csv.read_csv(
            pa.PythonFile(_Bytes(text), mode="r"),
            read_options=csv.ReadOptions(
                column_names=names, skip_rows=n_skipped, use_threads=odd is None
            ),
            parse_options=csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=dialect.quote or False,
                newlines_in_values=over_lines,
                invalid_row_handler=None if odd is None else keep,
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()),
                strings_can_be_null=False,
                include_columns=None if wanted is None else [names[i] for i in wanted],
            ),
        )
    except pa.ArrowException:  # rows of other widths, or a cell beyond the block
        return None
    kept = range(width) if wanted is None else wanted
    columns = {i: pd.array(found.column(names[i]), dtype="str") for i in kept}
    return pd.DataFrame(columns, copy=False)


class _Bytes:
    """A text as a file of UTF-8, encoded as it is read: at once, it would keep threads waiting."""

    closed = False

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.rest = b""

    def read(self, n_bytes: int) -> bytes:
        """Return the next bytes, as many as asked for unless the text ends."""
        pieces, size = [self.rest], len(self.rest)
        while size < n_bytes and self.at < len(self.text):
            piece = self.text[self.at : self.at + n_bytes].encode("utf-8", "replace")
            self.at += n_bytes
            pieces.append(piece)
            size += len(piece)
        data = b"".join(pieces)
        self.rest = data[n_bytes:]
        return data[:n_bytes]

    def close(self) -> None:
        """Forget the text."""
        self.text, self.rest = "", b""


def with_odd_rows(
    frame: pd.DataFrame,
    odd: list[tuple[int, str]],
    n_skipped: int,
    dialect: Dialect,
    notes: list[Note],
    sample: list[list[str]] | None = None,
    *,
    names: Sequence[str] = (),
    text_at: int | None = None,
) -> pd.DataFrame | None:
    """Return the frame with the rows of other widths repaired, each in its place.

    `sample` are rows that show what the columns hold; None takes them from the frame.
    `names` and `text_at` are those of `fit_rows`.
    """
    width = frame.shape[1]
    # A row of the usual width before them, as the splitter meets them in the file.
    usual = dialect.delimiter.join("x" * width)
    faults = Faults()
    lines = "\n".join([usual, *(line for _, line in odd)])
    cut = [cells for _, cells in records(lines, dialect, faults)][1:]
    if len(cut) != len(odd):
        return None
    for code, found in (
        ("stray_quote", faults.stray_quotes),
        ("other_delimiter", faults.other_delimiters),
    ):
        if found:
            notes.append(Note(code, {"n": len(found), "row": odd[found[0] - 2][0]}))
    step = max(1, len(frame) // SAMPLE_ROWS)
    sample = sample or frame.iloc[::step].to_numpy(dtype=object).tolist()
    if len(odd) > FEW_ROWS * len(frame):
        return None
    numbers = [*[0] * len(sample), *[number for number, _ in odd]]
    body = [*sample, *cut]
    reach = fit_rows(
        body,
        numbers,
        width,
        notes,
        delimiter=dialect.delimiter,
        n_rows=len(frame) + len(odd),
        names=names,
        text_at=text_at,
    )
    repaired = pd.DataFrame(body[len(sample) :], dtype="str")
    for column in range(width, reach):
        frame[column] = pd.array([""] * len(frame), dtype="str")
    # The rows before an odd one are those of its number, less what is skipped and odd.
    places = [number - 1 - n_skipped - i for i, (number, _) in enumerate(odd)]
    pieces = []
    start = 0
    for i, place in enumerate(places):
        pieces += [frame.iloc[start:place], repaired.iloc[i : i + 1]]
        start = place
    pieces.append(frame.iloc[start:])
    return pd.concat(pieces, ignore_index=True)


def _reading(
    decoded: Decoded, found: Found, grid: Grid, suffix: str, options: ReadOptions, lang: str
) -> Reading:
    dialect = found.dialect
    notes = []
    if decoded.n_damaged:
        notes.append(Note("damaged", {"n": decoded.n_damaged}))
    if decoded.n_other:
        notes.append(Note("two_encodings", {"n": decoded.n_other}))
    if decoded.n_nul:
        notes.append(Note("nul", {"n": decoded.n_nul}))
    kind = "tsv" if dialect.delimiter == "\t" else "csv"
    if dialect.cuts:
        kind = "fixed"
    delimiter = None if dialect.delimiter == NO_DELIMITER else dialect.delimiter
    # Pieces of the file end at lines and are decoded alike.
    by_line = grid.n_parts == 1 and "\n" in decoded.text
    return Reading(
        kind=kind if dialect.cuts else _KINDS.get(suffix, kind),
        encoding=decoded.encoding,
        delimiter=delimiter,
        quote=dialect.quote or None,
        escape=dialect.escape,
        header_row=grid.header_row,
        header_rows=grid.header_rows,
        skip_rows=grid.skip_rows,
        part=grid.part,
        n_parts=grid.n_parts,
        options=options,
        guesses=(
            Guess("encoding", decoded.encoding, decoded.confidence, decoded.code),
            _delimiter_guess(found, delimiter or "", options),
            _quote_guess(found, options),
            *grid.guesses,
        ),
        findings=(*notes, *grid.notes),
        lang=lang,
        cut=_cut(dialect, grid) if by_line and not decoded.n_other else None,
    )


def _cut(dialect: Dialect, grid: Grid) -> Cut | None:
    return Cut(dialect, *grid.cut, grid.over_lines) if grid.cut else None


def _delimiter_guess(found: Found, delimiter: str, options: ReadOptions) -> Guess:
    if options.delimiter is not None:
        return given("delimiter", options.delimiter)
    if found.code in ("declared", "given"):
        return Guess("delimiter", delimiter, 1.0, "declared")
    facts = {"share": round(found.share, 3), "width": found.dialect.width}
    confidence = round(found.share, 2) if found.code == "agreement" else 0.6
    return Guess("delimiter", delimiter, confidence, found.code, facts)


def _quote_guess(found: Found, options: ReadOptions) -> Guess:
    if options.quote is not None:
        return given("quote", options.quote)
    if not found.n_quoted:
        return Guess("quote", found.dialect.quote, 0.8, "no_quotes")
    sure = 0.95 if found.n_quoted > 1 else 0.8
    return Guess("quote", found.dialect.quote, sure, "quotes_pair", {"n": found.n_quoted})
