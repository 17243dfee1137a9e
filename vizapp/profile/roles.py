"""What a column means beyond its type: id, year, place, path, text, code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vizapp.profile import names
from vizapp.profile.attributes import Meaning, Order
from vizapp.profile.convert import Column

FIRST_YEAR, LAST_YEAR = 1500, 2100
NEARLY_ALL = 0.9
MOST_PATHS = 0.8  # `Asia` may stand alone among `Europe/North`, `Europe/South`
TEXT_WIDTH = 40  # mean display width from which a cell is prose
TEXT_WORDS = 8
SAMPLE = 500  # distinct values that are looked at for paths and texts
_SEPARATORS = (" > ", ">", " → ", "→", " / ", "/", "\\", "::", " | ", "|", " — ", "—", " - ", "-")
_PLACE = re.compile(
    r"city|town|country|station|place|address|site|store|region|borough|district|port|stop|"
    r"城|市|国|省|站|地|县|区|店|港",
    re.IGNORECASE,
)
_HEX_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Facts:
    """What is known of a column when its meaning is decided.

    `samples` are distinct texts of a STR, sorted; `low` and `high` the range
    of a number.
    """

    n_rows: int
    n_distinct: int
    n_missing: int
    low: float = 0.0
    high: float = 0.0
    samples: tuple[str, ...] = ()
    order: Order | None = None

    @property
    def unique(self) -> bool:
        """Whether every row has a value of its own."""
        return self.n_distinct == self.n_rows

    @property
    def consecutive(self) -> bool:
        """Whether distinct whole numbers leave no gap."""
        return self.high - self.low + 1 == self.n_distinct


def meaning_of(column: Column, facts: Facts, siblings: Sequence[str]) -> Meaning | None:
    """Return the meaning of one column; places are found by `places`.

    Parameters
    ----------
    column : Column
        The typed column.
    facts : Facts
        Its summary.
    siblings : sequence of str
        The names of all columns.
    """
    if column.meaning or facts.n_distinct == 0:
        # `007` under "id" is a code that names its row.
        return "id" if column.meaning and names.says_id(column.name) else column.meaning
    if column.type == "INT":
        if _are_years(column.name, facts):
            return "year"
        return "id" if _is_row_id(column.name, facts, siblings) else None
    if column.type == "STR":
        return _meaning_of_words(column.name, facts)
    return None


def _are_years(name: str, facts: Facts) -> bool:
    if not FIRST_YEAR <= facts.low <= facts.high <= LAST_YEAR:
        return False
    if names.says_year(name):
        return True
    if names.says_measure(name) or names.says_id(name) or facts.low < 1900:
        return False
    return names.says_time(name) or (facts.n_distinct > 2 and facts.consecutive)


def _is_row_id(name: str, facts: Facts, siblings: Sequence[str]) -> bool:
    if names.says_id(name):
        return True
    if not (names.may_be_id(name) and facts.unique and facts.consecutive and facts.n_rows > 2):
        return False
    word = name.casefold()
    # `x` beside `y` is an axis; elsewhere it is what R calls its row numbers.
    return word != "x" or "y" not in {s.casefold() for s in siblings}


def _meaning_of_words(name: str, facts: Facts) -> Meaning | None:
    samples = facts.samples
    coded = sum(map(_is_coded, samples)) >= NEARLY_ALL * len(samples)
    if all(_HEX_ID.fullmatch(text) for text in samples):
        return "id"
    if names.says_id(name) and coded and facts.order is None:
        return "id"
    if facts.order is not None:
        return None
    if _is_text(samples):
        return "text"
    if names.says_code(name) and coded:
        return "code"
    return "path" if _separator(samples) else None


def _is_coded(text: str) -> bool:
    return len(text) <= 24 and any(c.isdigit() for c in text) and " " not in text


def _is_text(samples: Sequence[str]) -> bool:
    widths = [sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in t[:200]) for t in samples]
    n_words = [len(text[:400].split()) for text in samples]
    return sum(widths) > TEXT_WIDTH * len(samples) or sum(n_words) > TEXT_WORDS * len(samples)


def _separator(samples: Sequence[str]) -> str | None:
    """Return what separates the parts of a path such as `Africa/Northern`."""
    if len(samples) < 3 or any("://" in text for text in samples):
        return None
    for separator in _SEPARATORS:
        cut = [[part.strip() for part in text.split(separator)] for text in samples]
        deep = [parts for parts in cut if len(parts) > 1 and all(parts)]
        if len(deep) < MOST_PATHS * len(samples):
            continue
        firsts = {parts[0] for parts in deep}
        worded = sum(all(not part[-1].isdigit() for part in parts) for parts in deep)
        if 3 * len(firsts) <= 2 * len(deep) and worded >= NEARLY_ALL * len(deep):
            return separator
    return None


def places(columns: Sequence[Column], facts: Sequence[Facts]) -> dict[str, Meaning]:
    """Return which columns are longitude and latitude, by name and range.

    Names such as `x` and `y` say so only as a pair, with the decimals of
    coordinates, in a table that names its rows.
    """
    found: dict[str, Meaning] = {}
    numeric = {
        c.name: (c, f)
        for c, f in zip(columns, facts, strict=True)
        if c.type in ("INT", "DOUBLE") and f.n_distinct
    }
    for name, (_, f) in numeric.items():
        if names.says_longitude(name) and _within(f, -180, 360):
            found[name] = "longitude"
        elif names.says_latitude(name) and _within(f, -90, 90):
            found[name] = "latitude"
    if set(found.values()) == {"longitude", "latitude"}:
        return found
    by_word = {name.casefold(): name for name in sorted(numeric)}
    named = any(c.type == "STR" and f.unique for c, f in zip(columns, facts, strict=True))
    for x, y in names.AXES:
        if x not in by_word or y not in by_word or not named:
            continue
        (cx, fx), (cy, fy) = numeric[by_word[x]], numeric[by_word[y]]
        inside = _within(fx, -180, 180) and _within(fy, -90, 90)
        placed = len(x) > 1 or any(_PLACE.search(c.name) for c in columns if c.type == "STR")
        if inside and placed and _is_fine(cx.values) and _is_fine(cy.values):
            return {cx.name: "longitude", cy.name: "latitude"}
    return found


def _within(facts: Facts, low: float, high: float) -> bool:
    return low <= facts.low <= facts.high <= high


def _is_fine(values: pd.Series) -> bool:
    """Return whether most values have three decimals or more."""
    known = values.dropna().to_numpy(dtype="float64")
    scaled = known * 100
    return bool(np.mean(np.abs(scaled - np.round(scaled)) > 1e-6) > 0.5)
