"""Rows of another width than the table's: each gets its number of cells, and a note says how."""

from __future__ import annotations

from collections.abc import Sequence

from vizapp.data.notes import Note
from vizapp.data.remarks import FreeText, free_text
from vizapp.data.repair import Columns, with_missing, without_extra, without_surplus

FEW_ROWS = 0.1  # share of rows of another width whose faults are looked for one by one
FEW_COUNT = 2  # and their number in a short table
RARE_ROWS = 0.05  # share of over-long rows that make no column of their own
MIN_ROWS = 10  # of a table in which one such row is rare
MAX_TOLD = 3  # rows whose lost cells a note can name
MAX_NUMBERS = 8  # of rows that a note lists


def fit_rows(
    body: list[list[str]],
    lines: Sequence[int],
    width: int,
    notes: list[Note],
    *,
    delimiter: str,
    n_rows: int | None = None,
    names: Sequence[str] = (),
    text_at: int | None = None,
) -> int:
    """Give every row the same number of cells, in place; return that number.

    Parameters
    ----------
    body : list of list of str
        The rows.
    lines : sequence of int
        Their line numbers, for notes.
    width : int
        The usual number of cells.
    notes : list of Note
        What was repaired is added.
    delimiter : str
        Joins a cell again that was cut because it lacked quotes.
    n_rows : int, optional
        Of the whole table, where the rows are a part of it.
    names : sequence of str
        Of the columns, for a note.
    text_at : int, optional
        The column that is known to hold the delimiter in its texts.
    """
    odd = {index: len(row) for index, row in enumerate(body) if len(row) != width}
    n_rows = n_rows or len(body)
    few = len(odd) <= FEW_ROWS * n_rows + FEW_COUNT
    columns = Columns.of(body, width) if odd and few else None
    # Rows that end early may be many; that says nothing against repairing the long ones.
    n_long = sum(n > width for n in odd.values())
    for_long = columns
    if columns is None and 0 < n_long <= max(1, RARE_ROWS * n_rows):
        for_long = Columns.of(body, width)
    text = _text_of(body, odd, width, n_rows, delimiter, names, text_at)
    found: dict[str, list[int]] = {}
    for index in odd:
        known = for_long if odd[index] > width else columns
        fits, fault = _fitted(body[index], width, known, text, delimiter)
        body[index] = fits
        if fault:
            found.setdefault(fault, []).append(index)
    long = found.pop("long", [])
    if for_long and n_rows >= MIN_ROWS and len(long) <= max(1, RARE_ROWS * n_rows):
        long, joined = _without_surplus(body, lines, long, for_long, notes, delimiter)
        if joined:
            found["joined"] = sorted([*found.get("joined", []), *joined])
    if text and (cut := found.pop("joined_text", [])):
        notes.append(_text_note([lines[index] for index in cut], text.column, names))
    for code, indices in found.items():
        first = indices[0]
        facts = {"n": len(indices)}
        if code != "short":
            facts["row"] = lines[first]
        if code == "joined":
            facts |= {"n_cells": odd[first], "width": width}
        notes.append(Note(code, facts))
    if not long:
        return width
    notes.append(Note("long", {"n": len(long), "row": lines[long[0]]}))
    reach = max(len(body[index]) for index in long)
    for row in body:
        row.extend([""] * (reach - len(row)))
    return reach


def _text_of(
    body: Sequence[Sequence[str]],
    odd: dict[int, int],
    width: int,
    n_rows: int,
    delimiter: str,
    names: Sequence[str],
    text_at: int | None,
) -> FreeText | None:
    """Return the column whose texts made rows too long, where such rows are no rarity."""
    if text_at is not None:
        return free_text(body, width, delimiter, names=names, column=text_at) if odd else None
    # Empty cells behind the last column may be those of a row whose text was cut.
    long = [index for index in odd if odd[index] > width]
    if not long or (n_rows >= MIN_ROWS and len(long) <= max(1, RARE_ROWS * n_rows)):
        return None
    if len(long) == 1 and not all(map(str.strip, body[long[0]])):
        return None  # one delimiter too many is likelier
    return free_text(body, width, delimiter, names=names)


def _text_note(lines: Sequence[int], column: int, names: Sequence[str]) -> Note:
    listed = ", ".join(f"{line:,}" for line in lines[:MAX_NUMBERS])
    rows = listed + " \u2026" * (len(lines) > MAX_NUMBERS)
    name = names[column] if column < len(names) else str(column + 1)
    return Note("joined_text", {"n": len(lines), "rows": rows, "name": name, "at": column})


def _without_surplus(
    body: list[list[str]],
    lines: Sequence[int],
    long: Sequence[int],
    columns: Columns,
    notes: list[Note],
    delimiter: str,
) -> tuple[list[int], list[int]]:
    """Repair the rare rows that are too long, in place; return those that stay so, and the joined.

    A cell that no column takes is named in a note.
    """
    width = len(columns.kinds)
    repaired = {index: without_surplus(body[index], columns, delimiter) for index in long}
    n_lost = sum(bool(found and found[1]) for found in repaired.values())
    stay, joined = [], []
    for index, found in repaired.items():
        if found is None or (found[1] and n_lost > MAX_TOLD):
            stay.append(index)
            continue
        row, lost = found
        if lost:
            facts = {"row": lines[index], "n_cells": len(body[index]), "width": width}
            notes.append(Note("surplus", {**facts, "cells": delimiter.join(lost)}))
        else:
            joined.append(index)
        body[index] = row
    return stay, joined


def _fitted(
    row: list[str], width: int, columns: Columns | None, text: FreeText | None, delimiter: str
) -> tuple[list[str], str]:
    """Return a row with as many cells as it should have, and what was wrong with it."""
    if len(row) < width:
        repaired = with_missing(row, columns) if columns else None
        if repaired is not None:
            return repaired, "missing_delimiter"
        return [*row, *[""] * (width - len(row))], "short"
    if text:
        return _with_text(row, width, text)
    repaired = without_extra(row, columns, delimiter) if columns else None
    if repaired is not None:
        if sum(map(len, repaired)) > sum(map(len, row)):
            return repaired, "joined"
        return repaired, "" if repaired == row[:width] else "extra_delimiter"
    bare = list(row)
    while len(bare) > width and not bare[-1].strip():
        bare.pop()
    return bare, "long" if len(bare) > width else ""


def _with_text(row: list[str], width: int, text: FreeText) -> tuple[list[str], str]:
    """Return a long row of a table whose texts hold the delimiter, and what was wrong with it."""
    bare = list(row)
    while len(bare) > width and not bare[-1].strip():
        bare.pop()
    # Empty cells at the end are too many, or they are those of a row whose text was cut.
    best: tuple[int, list[str], str] | None = None
    for end in range(len(bare), len(row) + 1):
        cells = row[:end]
        if end == width:
            found = text.misfit(cells), cells, ""
        elif (joined := text.joined(cells)) is not None:
            found = joined.cost, joined.cells, "joined_text" if joined.alone else "joined"
        else:
            continue
        best = found if best is None or found[0] < best[0] else best
    if best is None:
        return bare, "long"
    return best[1], best[2]
