"""Marks that statistical tables and web pages put behind a number: `1,234[1]`, `12.5*`, `3.1 b`.

They say that a value is provisional, broken off or explained below; the number is what stands
before them. Only where other cells of the column are plain numbers: `3*`, `4*` alone are classes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_GAP = "[ \u00a0]"
_NOTE = re.compile(
    rf"(.*\d%?){_GAP}?(?:(?:\[[\w ]{{1,6}}\])+|\*{{1,3}}|[\u2020\u2021]{{1,2}}"
    r"|[\u00b9\u00b2\u00b3\u2074-\u2079]{1,2}[\u207e)]?|\([*\u00b9\u00b2\u00b3\u2074-\u2079]\))"
)
_POWER = re.compile(r"\D*(?:2|10)[\u00b9\u00b2\u00b3\u2074-\u2079]{1,2}")  # `10²` is a hundred
# Of Eurostat: break, definition differs, estimated, forecast, low reliability, provisional,
# revised, see notes, estimate of the office, not applicable.
_FLAG = re.compile(rf"(.*\d%?){_GAP}(?:\([bdefnprsuz]\)|[bdefnprsuz]{{1,2}})")


def without_marks(texts: Sequence[str], counts: Mapping[str, int]) -> dict[str, str] | None:
    """Return each text without its mark, None where marks do not explain the column.

    Parameters
    ----------
    texts : sequence of str
        The distinct texts.
    counts : mapping
        In how many rows each stands.

    Examples
    --------
    >>> without_marks(["1,234[1]", "20"], {"1,234[1]": 1, "20": 3})
    {'1,234[1]': '1,234', '20': '20'}
    """
    bare: dict[str, str] = {}
    n_marked = n_flagged = 0
    for text in texts:
        found = None if _POWER.fullmatch(text) else _NOTE.fullmatch(text)
        flagged = None if found else _FLAG.fullmatch(text)
        mark = found or flagged
        bare[text] = mark[1] if mark else text
        n_marked += counts[text] * (mark is not None)
        n_flagged += counts[text] * (flagged is not None)
    n_rows = sum(counts[text] for text in texts)
    if not n_marked or n_marked == n_rows or 2 * n_flagged > n_rows:
        return None
    return bare
