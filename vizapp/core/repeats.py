"""JSON objects as programs write them: a key may come twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def keep_repeats(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object in which a repeated key gets `` (2)``; for `json.loads`.

    Python keeps the last of two equal keys. In a row that loses a column, and in
    an attribute description the type of a column that is called ``value_amount``.

    Examples
    --------
    >>> keep_repeats([("value_amount", "INT"), ("value_amount", 5)])
    {'value_amount': 'INT', 'value_amount (2)': 5}
    """
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    taken = set(found)
    kept: dict[str, Any] = {}
    for key, value in pairs:
        name, count = key, 1
        # A repeat must not take a name that stands elsewhere in the object.
        while name in kept or (count > 1 and name in taken):
            count += 1
            name = f"{key} ({count})"
        kept[name] = value
    return kept
