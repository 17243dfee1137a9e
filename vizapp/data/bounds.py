"""What a table may not exceed, whatever its file says: refused before it takes all memory."""

from __future__ import annotations

from vizapp.core.errors import TableTooLargeError

MAX_COLUMNS = 16_384  # what a spreadsheet has
# A cell may hold the outline of a country; a longer line is no line of a table.
MAX_LINE = 16 * 2**20
# JSON names the cells that a row has; what it leaves out still takes memory.
SURE_CELLS = 2_000_000
MAX_SPARSE = 50  # cells per given one


def refuse_wide(n_columns: int, name: str) -> None:
    """Raise where a table has more columns than fit.

    Raises
    ------
    TableTooLargeError
        If there are more than `MAX_COLUMNS`.
    """
    if n_columns > MAX_COLUMNS:
        raise TableTooLargeError(
            f"{name} has {n_columns:,} columns, and vizapp reads {MAX_COLUMNS:,} at most.",
            hint="Choose another delimiter, or keep the columns that matter.",
            name=name,
            n_columns=n_columns,
        )


def refuse_sparse(n_rows: int, n_columns: int, n_given: int, name: str) -> None:
    """Raise where nearly all cells of a table are left out in its file.

    Raises
    ------
    TableTooLargeError
        If the table would take many times the memory of what the file gives.
    """
    n_cells = n_rows * n_columns
    if n_cells > SURE_CELLS and n_cells > MAX_SPARSE * n_given:
        raise TableTooLargeError(
            f"{name} would have {n_columns:,} columns, nearly all of their cells empty.",
            hint="Give every row the same names.",
            name=name,
            n_columns=n_columns,
        )


def refuse_long_lines(text: str, name: str) -> None:
    """Raise where a text has a line beyond `MAX_LINE`; cheap, as it hops over the others.

    Raises
    ------
    TableTooLargeError
        If a line is too long.
    """
    end = "\n" if "\n" in text else "\r"
    start = 0
    while len(text) - start > MAX_LINE:
        last = text.rfind(end, start, start + MAX_LINE)
        if last < 0:
            raise long_line(name)
        start = last + 1


def long_line(name: str) -> TableTooLargeError:
    """Return the error for a line that is too long for one of a table."""
    return TableTooLargeError(
        f"{name} has a line of more than {MAX_LINE >> 20} MiB.",
        hint="Save it with one row per line, as CSV.",
        name=name,
    )
