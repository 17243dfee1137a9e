"""How a text file separates its cells, found by trying on its first lines.

A candidate is good when it cuts the lines into equally many cells and leaves
no other separator inside them. Quotes are respected while counting, so a comma
in a quoted name does not mislead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, groupby, islice

from vizapp.data.blanks import n_trailing_blanks, without_trailing
from vizapp.data.fixed import find_cuts, is_rule
from vizapp.data.header import are_row_names, heads_typed, kind_of, names_over_values, skip_preamble
from vizapp.data.options import GUESS_ALL, ReadOptions
from vizapp.data.remarks import is_ragged, width_of_remarks
from vizapp.data.short import width_of_short_rows
from vizapp.data.split import NO_DELIMITER, Dialect, Faults, records

SAMPLE_CHARS = 65_536
SAMPLE_RECORDS = 200
DELIMITERS = (",", "\t", ";", "|")
# Tried where none of the usual ones cuts: they stand in texts too.
RARE_DELIMITERS = ("\x1f", "\x01", "\uff0c", "\uff1b", "\u3001", "\xa6", "~", "^", ":", "#", "&")
ALMOST_ALL = 0.95
MIN_AGREEMENT = 0.45  # two rows in three of one width; below it no delimiter is believed
MIN_TABLE = 3  # rows of one of several tables in a text
MANY_COLUMNS = 4
MIN_TYPED = 0.4  # of numbers and dates among cells separated by blanks
MIN_QUOTED = 0.5  # cells of several words in quotes per row, which show blanks between cells
_QUOTED = re.compile(r'"[^"]*"')
# Tabs behind numbers, which keep a spreadsheet from rounding them, stand before a delimiter.
_PADDING_TABS = re.compile(r"[^\t\r\n]\t[,;|]")
_OTHER_TABS = re.compile(r"\t(?![,;|\r\n]|\Z)")
_DECIMAL = re.compile(r"[-+]?\d+,\d+")
_BETWEEN_DIGITS = re.compile(r" \S*\d,\d+(?: |\Z)")
_RUN = re.compile(r"[^\w\s\"'()\[\]{}.,+-]{2,4}")


@dataclass(frozen=True)
class Found:
    """A dialect, and how sure it is.

    Parameters
    ----------
    dialect : Dialect
        The separators.
    share : float
        Of the sample's records that have the usual number of cells, 0-1.
    code : str
        The reason: agreement, ragged, short_rows, declared, given, aligned or one_column.
    n_quoted : int
        Cells of the sample that stand in quotes, at least.
    score : float
        To compare dialects of one sample with.
    """

    dialect: Dialect
    share: float
    code: str
    n_quoted: int = 0
    score: float = -1.0


def find_dialect(text: str, options: ReadOptions = GUESS_ALL) -> Found:
    """Return the dialect of a text by its first lines; what `options` say stays so."""
    sample = _sample(text)
    declared = re.match(r"sep=(.)\r?\n", sample, re.IGNORECASE)
    if declared:
        sample = sample[declared.end() :]
    code = "agreement"
    if options.delimiter is not None:
        delimiters: tuple[str, ...] = (options.delimiter or NO_DELIMITER,)
        code = "given"
    elif declared:
        delimiters, code = (declared.group(1),), "declared"
    else:
        delimiters = tuple(mark for mark in DELIMITERS if mark in sample)
        if _PADDING_TABS.search(sample) and not _OTHER_TABS.search(sample):
            delimiters = tuple(mark for mark in delimiters if mark != "\t")
    found = _best(sample, delimiters, options, code)
    if code == "agreement":
        found = _unusual(sample, found, options)
    return replace(found, n_quoted=_count_quoted(sample, found.dialect))


def without_sep_line(text: str) -> str:
    """Return the text without the line that declares the delimiter; line numbers stay."""
    if text[:4].lower() == "sep=" and text[5:6] in ("\r", "\n"):
        return text[5:]
    return text


def _unusual(sample: str, found: Found, options: ReadOptions) -> Found:
    """Return the dialect after a look at what none of the usual delimiters cuts well."""
    marks = tuple(_rare(sample))
    runs = _best(sample, tuple(mark for mark in marks if len(mark) > 1), options, found.code)
    # A colon of `::` cuts more, and wrongly.
    within = runs.dialect.delimiter if runs.share >= ALMOST_ALL else ""
    singles = tuple(m for m in marks if len(m) == 1 and m not in within)
    rare = max(runs, _best(sample, singles, options, found.code), key=lambda trial: trial.score)
    if rare.share >= ALMOST_ALL and rare.score > found.score:
        found = rare
    if not _is_believed(found):
        found = _with_remarks(sample, options) or _with_short_rows(sample, options) or found
    if _is_believed(found):
        found = _repeated(sample, found, options)
    # Colons stand in the moments of a log, which blanks cut.
    doubtful = found.share < 1 or found.dialect.delimiter == ":" or _in_numbers(sample, found)
    if not _is_believed(found) or doubtful:
        blank = _by_blanks(sample, options)
        if blank and (not _is_believed(found) or blank.dialect.width > found.dialect.width):
            return blank
    if _is_believed(found):
        return _without_decimals(sample, found)
    cuts = find_cuts(sample.splitlines()[:SAMPLE_RECORDS])
    if cuts:
        return Found(Dialect(NO_DELIMITER, "", width=len(cuts), cuts=cuts), 1.0, "aligned")
    return _one_column(sample, found)


def _in_numbers(sample: str, found: Found) -> bool:
    """Return whether the only comma of each line stands between digits, as in ``10:00 12,5``."""
    if found.dialect.delimiter != "," or found.dialect.width != 2:
        return False
    lines = [line for line in sample.splitlines()[:SAMPLE_RECORDS] if line.strip()]
    return all(_BETWEEN_DIGITS.search(line) for line in lines[1:])


def _without_decimals(sample: str, found: Found) -> Found:
    """Return one column where all that the comma cuts are numbers below one name."""
    if found.dialect.delimiter != "," or found.dialect.width != 2:
        return found
    lines = [line.strip() for line in sample.splitlines() if line.strip()]
    if "," in lines[0] or not all(_DECIMAL.fullmatch(line) for line in lines[1:]):
        return found
    return Found(Dialect(NO_DELIMITER, found.dialect.quote), 1.0, "one_column")


def _best(sample: str, delimiters: tuple[str, ...], options: ReadOptions, code: str) -> Found:
    best = Found(Dialect(), 0.0, code)
    for delimiter in delimiters:
        for trial in _trials(sample, delimiter, options):
            width, score, share = _score(sample, trial)
            if score > best.score:
                best = Found(replace(trial, width=width), share, code, score=score)
    return best


def _is_believed(found: Found) -> bool:
    if found.code in ("ragged", "short_rows"):
        return True
    return found.dialect.width > 1 and found.share**2 >= MIN_AGREEMENT


def _with_remarks(sample: str, options: ReadOptions) -> Found | None:
    """Return the dialect of a table whose texts hold the delimiter, None where it is none."""
    best = None
    for delimiter in DELIMITERS:
        for trial in _trials(sample, delimiter, options) if delimiter in sample else ():
            rows, n_blank = _without_trailing(_rows(sample, replace(trial, width=0)))
            width = width_of_remarks(rows, delimiter) + n_blank
            if width - n_blank > (best.dialect.width - n_blank if best else 1):
                share = sum(len(row) == width - n_blank for row in rows) / len(rows)
                best = Found(replace(trial, width=width), share, "ragged")
    return best


def _with_short_rows(sample: str, options: ReadOptions) -> Found | None:
    """Return the dialect of a table whose rows may end early, None where it is none."""
    best = None
    for delimiter in DELIMITERS:
        for trial in _trials(sample, delimiter, options) if delimiter in sample else ():
            rows, n_blank = _without_trailing(_rows(sample, replace(trial, width=0)))
            width = width_of_short_rows(rows) + n_blank if rows else 0
            if width - n_blank > (best.dialect.width - n_blank if best else 1):
                share = sum(len(row) == width - n_blank for row in rows) / len(rows)
                best = Found(replace(trial, width=width), share, "short_rows")
    return best


def _without_trailing(rows: list[list[str]]) -> tuple[list[list[str]], int]:
    """Return rows without the empty cells that delimiters at the ends of lines make."""
    count = n_trailing_blanks(rows)
    return (without_trailing(rows, count) if count else rows), count


def _trials(sample: str, delimiter: str, options: ReadOptions) -> Iterator[Dialect]:
    blanks = _has_blanks(sample, delimiter)
    quotes = _quotes(sample, delimiter) if options.quote is None else (options.quote,)
    for quote in quotes:
        escapes = (
            _escapes(sample, quote, delimiter)
            if options.escape is None
            else (options.escape or None,)
        )
        for escape in escapes:
            yield Dialect(delimiter, quote, escape, blanks)


def _sample(text: str) -> str:
    if len(text) <= SAMPLE_CHARS:
        return text
    cut = max(text.rfind("\n", 0, SAMPLE_CHARS), text.rfind("\r", 0, SAMPLE_CHARS))
    return text[: cut + 1] if cut > 0 else text[:SAMPLE_CHARS]


def _quotes(sample: str, delimiter: str) -> tuple[str, ...]:
    """Return the quotes to try, the double one first unless single ones rule."""
    double, single = (_quoted_cells(sample, delimiter, q) for q in ('"', "'"))
    # One pair of apostrophes proves little, unless it holds a delimiter or a doubled one.
    telling = len(single) > 1 or any(
        delimiter in cell.strip(delimiter) or re.search(r"\w''\w", cell) for cell in single
    )
    return ("'",) if telling and len(single) > 2 * len(double) else ('"',)


def _quoted_cells(sample: str, delimiter: str, quote: str) -> list[str]:
    edge = re.escape(delimiter)
    pattern = rf"(?:^|{edge}) ?{quote}(?:[^{quote}]|{quote}{quote})*+{quote} ?(?={edge}|\r|\n|\Z)"
    return re.findall(pattern, sample, re.M)


def _count_quoted(sample: str, dialect: Dialect) -> int:
    return len(_quoted_cells(sample, dialect.delimiter, dialect.quote)) if dialect.quote else 0


def _escapes(sample: str, quote: str, delimiter: str) -> tuple[str | None, ...]:
    # Doubling is the standard, so it is tried first and wins a draw.
    escaped = quote and ("\\" + quote in sample or "\\" + delimiter in sample)
    return (None, "\\") if escaped else (None,)


def _has_blanks(sample: str, delimiter: str) -> bool:
    """Return whether nearly every delimiter has a blank beside it."""
    if delimiter in ("\t", " ", NO_DELIMITER):
        return False
    bare = _QUOTED.sub('""', sample)
    if delimiter == "|":  # Markdown rules off its names
        bare = "\n".join(line for line in bare.splitlines() if not is_rule(line))
    count = bare.count(delimiter)
    edge = re.escape(delimiter)
    return count > 0 and len(re.findall(f" {edge}|{edge} ", bare)) >= ALMOST_ALL * count


def _score(sample: str, dialect: Dialect) -> tuple[int, float, float]:
    """Return the usual width, the score of a trial, and the share of rows of that width."""
    rows = _rows(sample, replace(dialect, width=0))
    if not rows:
        return 1, 0.0, 0.0
    n_records = len(rows)
    rows = _without_remarks(rows)
    widths = Counter(map(len, rows))
    # Among equally frequent widths the larger one: a short file may have a
    # preamble as long as its data.
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    share = max(count / len(rows), _share_of_tables(rows))
    if width < 2:
        return width, 0.0, share
    # A comma in a cell is common where another of the usual marks cuts.
    usual = DELIMITERS[1:] if dialect.delimiter in DELIMITERS else DELIMITERS
    others = [d for d in usual if d != dialect.delimiter]
    n_cells = sum(map(len, rows))
    unclean = sum(any(d in cell for d in others) for row in rows for cell in row)
    if dialect.delimiter != ",":  # no cell begins or ends with it, where it cuts nothing
        unclean += sum(cell.strip()[:1] == "," or cell.strip()[-1:] == "," for cell in chain(*rows))
    broken = sum(_is_broken(cell, dialect) for row in rows for cell in row)
    # A table that is mostly remarks is probably cut at the wrong character.
    agreement = share**2 * len(rows) / n_records
    clean = 1 - (unclean + 2 * broken) / n_cells
    return width, agreement * max(clean, 0.0) * (width - 1) / width, share


def _share_of_tables(rows: list[list[str]]) -> float:
    """Return the share of rows that lie in tables of their own, names over values."""
    inside = 0
    for width, run in groupby(rows, key=len):
        table = list(run)
        if width > 1 and len(table) >= MIN_TABLE and names_over_values(table):
            inside += len(table)
    return inside / len(rows)


def _rows(sample: str, dialect: Dialect) -> list[list[str]]:
    """Return the sample's records; stray quotes are judged by the usual width."""
    faults = Faults()
    rows = [cells for _, cells in islice(records(sample, dialect, faults), SAMPLE_RECORDS)]
    if faults.stray_quotes and rows:
        width = Counter(map(len, rows)).most_common(1)[0][0]
        trial = replace(dialect, width=width)
        rows = [cells for _, cells in islice(records(sample, trial), SAMPLE_RECORDS)]
    return rows


def _without_remarks(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows without titles above and sources below the table.

    Only where numbers stand in the rest: sentences too are cut at commas.
    """
    first, last = 0, len(rows)
    while first < last and len(rows[first]) == 1:
        first += 1
    while first < last and len(rows[last - 1]) == 1:
        last -= 1
    core = rows[first:last]
    if not (len(core) > 1 and any(kind_of(cell) == "number" for row in core for cell in row)):
        return rows
    usual = Counter(map(len, core)).most_common(1)[0][0]
    full = [index for index, row in enumerate(core) if len(row) == usual]
    table = core[full[0] : full[-1] + 1]
    # Titles and sums around it may hold the mark; names over values are a table for certain.
    return table if len(full) >= MIN_TABLE and heads_typed(table) else core


def _is_broken(cell: str, dialect: Dialect) -> bool:
    """Return whether quotes in the cell show that it was cut wrongly."""
    quote = dialect.quote
    if not quote or quote not in cell:
        return False
    at_edge = cell[0] == quote or cell[-1] == quote
    return (at_edge and cell.count(quote) % 2 == 1) or "\\" + quote in cell


def _rare(sample: str) -> Iterator[str]:
    """Yield delimiters of several characters and unusual ones that cut every line alike."""
    lines = [line for line in _QUOTED.sub("", sample).splitlines() if line.strip()]
    if len(lines) < 2:
        return
    lines = lines[:SAMPLE_RECORDS]
    for mark in (*_runs(sample), *RARE_DELIMITERS):
        counts = Counter(line.count(mark) for line in lines)
        count, n_lines = counts.most_common(1)[0]
        if not count or n_lines < MIN_AGREEMENT * len(lines):
            continue
        if mark == ":" and sum(kind_of(line) == "date" for line in lines) * 2 > len(lines):
            continue  # a column of times
        yield mark


def _runs(sample: str) -> dict[str, None]:
    """Return what may be delimiters of several characters."""
    lines = [line for line in _QUOTED.sub("", sample[:SAMPLE_CHARS]).splitlines() if line.strip()]
    return dict.fromkeys(run for line in lines[:3] for run in _RUN.findall(line))


def _repeated(sample: str, found: Found, options: ReadOptions) -> Found:
    """Return the dialect with a delimiter such as ``||`` or ``|~|``, if it never stands singly."""
    mark = found.dialect.delimiter
    for run in _runs(sample):
        whole = mark in run and run == run[::-1] and sample.count(run) * run.count(mark)
        if whole and whole == sample.count(mark):
            return _best(sample, (run,), options, found.code)
    runs = re.findall(f"(?:{re.escape(mark)})+", _QUOTED.sub("", sample))
    shortest = min(map(len, runs), default=1) // len(mark)
    if shortest < 2 or shortest > 3:
        return found
    longer = _best(sample, (mark * shortest,), options, found.code)
    return longer if _is_believed(longer) else found


def _by_blanks(sample: str, options: ReadOptions) -> Found | None:
    """Return the dialect of columns separated or aligned by blanks, None if it is none.

    Words are separated by blanks too; only numbers and dates show a table.
    """
    for blanks in (False, True):
        quotes = _quotes(sample, " ") if options.quote is None else (options.quote,)
        trial = Dialect(" ", quotes[0], None, blanks)
        rows = _rows(sample.strip("\r\n"), replace(trial, width=0))
        widths = {len(row) for row in rows[1:]}
        if len(rows) < 3 or len(widths) != 1:
            continue
        width = widths.pop()
        if not blanks and any(not any(row[i] for row in rows[1:]) for i in range(width)):
            continue  # blanks in pairs, as in `Jan  1`
        typed = [
            sum(kind_of(cell) in ("number", "date") for cell in column)
            for column in zip(*rows[1:], strict=True)
        ]
        share = sum(typed) / (width * (len(rows) - 1))
        # Sentences hardly agree on many words and on the place of a number.
        many = width >= MANY_COLUMNS and len(rows) > MANY_COLUMNS and max(typed) == len(rows) - 1
        # Nor do words in quotes stand alone in every other sentence, at the same place.
        words = [c for c in _quoted_cells(sample, " ", quotes[0]) if " " in c.strip(" ")]
        shown = share >= MIN_TYPED or many or len(words) >= MIN_QUOTED * len(rows)
        if width > 1 and _fits_above(rows, width) and shown:
            return Found(replace(trial, width=width), share, "aligned" if blanks else "agreement")
    return None


def _fits_above(rows: list[list[str]], width: int) -> bool:
    """Return whether the first row heads the others; one name above two cells needs R's row names.

    Else it is the name of one column, of moments such as `2024-01-05 10:00`.
    """
    if len(rows[0]) == 1 == width - 1:
        return are_row_names([row[0] for row in rows[1:]], rows[0][0])
    return len(rows[0]) in (width, width - 1)


def _one_column(sample: str, best: Found) -> Found:
    quote = best.dialect.quote
    for delimiter in DELIMITERS:
        # A refusal that names the row helps more than one column of whole lines.
        cut = _rows(sample, Dialect(delimiter, quote, width=0)) if delimiter in sample else []
        if cut and is_ragged(cut):
            names = cut[skip_preamble(cut)]
            return Found(Dialect(delimiter, quote, width=len(names)), best.share, "agreement")
    comma = Dialect(",", quote)
    rows = _rows(sample, comma)
    if {len(cells) for cells in rows} <= {1} or not sample.strip(" \t\r\n,;|"):
        return Found(comma, 1.0, "one_column")
    first = rows[0] if rows else [""]
    # Rows that disagree throughout, under a header that is cut: a ragged table
    # rather than one column of sentences.
    if len(first) > 1 and not any(" " in cell.strip() for cell in first):
        return Found(Dialect(",", quote, width=len(first)), best.share, "agreement")
    return Found(Dialect(NO_DELIMITER, quote), 1.0, "one_column")
