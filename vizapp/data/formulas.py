"""Cells written as ``="00123"``, so that a spreadsheet keeps the zeros: only the text stays."""

from __future__ import annotations

import re

PIECE_CHARS = 2**20
# Between delimiters or the ends of a line; the second as a program writes it that quotes all.
_FORMULA = re.compile(r'(?:(?<=[,;\t|])|^)="(?=[^"\r\n]*"\s*?(?:[,;\t|\r\n]|\Z))', re.MULTILINE)
_QUOTED = re.compile(r'(?:(?<=[,;\t|])|^)"=""([^"\r\n]*)"""(?=[,;\t|\r\n]|\Z)', re.MULTILINE)


def without_formulas(text: str) -> tuple[str, int]:
    r"""Return a text whose formulas of one text are quoted cells, and how many they were.

    Lines keep their numbers.

    Examples
    --------
    >>> without_formulas('id,n\n="007",1\n')
    ('id,n\n"007",1\n', 1)
    """
    if '="' not in text:
        return text, 0
    pieces = []
    start = count = 0
    while start < len(text):  # piece by piece, so that other threads may run
        end = text.find("\n", start + PIECE_CHARS) + 1 or len(text)
        piece, n_bare = _FORMULA.subn('"', text[start:end])
        piece, n_quoted = _QUOTED.subn(r'"\1"', piece)
        pieces.append(piece)
        count += n_bare + n_quoted
        start = end
    return ("".join(pieces), count) if count else (text, 0)
