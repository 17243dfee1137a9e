"""Texts that a spreadsheet would run, made harmless.

References
----------
OWASP, "CSV Injection": the first characters that start a formula, their full-width
forms included, which East Asian spreadsheets take for the same.
"""

from __future__ import annotations

import re

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+(e[-+]?\d+)?%?", re.IGNORECASE)


def is_number(text: str) -> bool:
    """Return whether a cell is a number as people write it: -1,234.5, 12%, 1e-3."""
    return _NUMBER.fullmatch(text) is not None


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet runs: an apostrophe goes in front of a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless("-5"), harmless("-x"), harmless("a")
    ("'=1+1", '-5', "'-x", 'a')
    """
    return f"'{text}" if text.startswith(_STARTS) and not is_number(text) else text
