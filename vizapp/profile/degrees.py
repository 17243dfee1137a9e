"""Coordinates as people write them: `39.9N`, `116°23'17"E`, `北纬39.9°`."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SIGNS = {
    "N": 1, "E": 1, "S": -1, "W": -1, "北纬": 1, "东经": 1, "南纬": -1, "西经": -1,
}  # fmt: skip
_SIDE = "|".join(_SIGNS)
_DEGREES = re.compile(
    rf"(?P<before>{_SIDE})?\s*(?P<d>\d{{1,3}}(?:\.\d+)?)\s*(?:°|度|º)?\s*"
    r"(?:(?P<m>\d{1,2}(?:\.\d+)?)\s*(?:['′’]|分)\s*)?"
    r"(?:(?P<s>\d{1,2}(?:\.\d+)?)\s*(?:[\"″”]|''|秒)\s*)?"
    rf"(?P<after>{_SIDE})?",
    re.IGNORECASE,
)


def parse(texts: Iterable[str]) -> dict[str, float] | None:
    """Return degrees by text, None when a text names no side of the globe.

    Examples
    --------
    >>> parse(["39.5N", "12°30'S"])
    {'39.5N': 39.5, "12°30'S": -12.5}
    >>> parse(["39.5"]) is None
    True
    """
    found = {}
    for text in texts:
        match = _DEGREES.fullmatch(text)
        side = (match["before"] or match["after"] or "").upper() if match else ""
        if match is None or not side:
            return None
        value = float(match["d"]) + float(match["m"] or 0) / 60 + float(match["s"] or 0) / 3600
        found[text] = _SIGNS[side] * round(value, 7)
    return found or None
