r"""Several keys in one column, as in the TSV files of Eurostat: `freq,unit,geo\TIME_PERIOD`."""

from __future__ import annotations

import re

import pandas as pd

from vizapp.data.notes import Note
from vizapp.data.table import clean_names

_KEYS = re.compile(r"([A-Za-z_]\w*(?:,[A-Za-z_]\w*)+)\\[A-Za-z_]\w*")
_FIGURE = re.compile(r"(?::|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)?(?:\s?[a-z]{1,4})?")
_FLAG = re.compile(r"\s?[a-z]{1,4}$")


def with_keys_split(frame: pd.DataFrame, lang: str) -> tuple[pd.DataFrame, list[Note]] | None:
    r"""Return the table with a column for each key of the first column; None for other tables.

    The name lists the keys and, behind a backslash, what the names of the other columns are.
    The letters behind figures, of provisional or estimated ones, are left out.

    Examples
    --------
    >>> table = pd.DataFrame({"freq,geo\\TIME": ["A,AT", "A,BE"], "2020": ["1", "2"]}, dtype="str")
    >>> list(with_keys_split(table, "en")[0].columns)
    ['freq', 'geo', '2020']
    """
    name = str(frame.columns[0])
    found = _KEYS.fullmatch(name.strip())
    if found is None or not len(frame):
        return None
    keys = found[1].split(",")
    cells = frame.iloc[:, 0]
    if not (cells.str.count(",") == len(keys) - 1).all():
        return None
    values, n_flags = _without_flags(frame.iloc[:, 1:])
    parts = cells.str.split(",", expand=True).apply(lambda column: column.str.strip())
    whole = pd.concat([parts, values], axis=1)
    names = clean_names([*keys, *map(str, frame.columns[1:])], lang=lang)
    notes = [Note("keys", {"name": name, "n": len(keys)})]
    notes += [Note("flags", {"n": n_flags})] if n_flags else []
    return whole.set_axis(list(names), axis=1), notes


def _without_flags(values: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return figures without the letters behind them, as `97.0 e` and `: c`, and their number.

    All as they are where any cell is no figure.
    """
    bare = values.apply(lambda column: column.str.strip())
    if not bare.apply(lambda column: column.str.fullmatch(_FIGURE).all()).all():
        return values, 0
    plain = bare.apply(lambda column: column.str.replace(_FLAG, "", regex=True))
    return plain, int((plain != bare).to_numpy().sum())
