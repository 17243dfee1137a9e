r"""Several keys in one column, as in the TSV files of Eurostat: `freq,unit,geo\TIME_PERIOD`."""

from __future__ import annotations

import re

import pandas as pd

from vizapp.data.notes import Note
from vizapp.data.table import clean_names

_KEYS = re.compile(r"([A-Za-z_]\w*(?:,[A-Za-z_]\w*)+)\\[A-Za-z_]\w*")


def with_keys_split(frame: pd.DataFrame, lang: str) -> tuple[pd.DataFrame, Note] | None:
    r"""Return the table with a column for each key of the first column; None for other tables.

    The name lists the keys and, behind a backslash, what the names of the other columns are.

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
    parts = cells.str.split(",", expand=True).apply(lambda column: column.str.strip())
    whole = pd.concat([parts, frame.iloc[:, 1:]], axis=1)
    names = clean_names([*keys, *map(str, frame.columns[1:])], lang=lang)
    return whole.set_axis(list(names), axis=1), Note("keys", {"name": name, "n": len(keys)})
