"""What a column means beyond its type: id, year, place, path, text, code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vizapp.profile import entities, names
from vizapp.profile.attributes import Meaning, Order
from vizapp.profile.convert import Column

FIRST_YEAR, LAST_YEAR = 1500, 2100
NEARLY_ALL = 0.9
MOST_PATHS = 0.8  # `Asia` may stand alone among `Europe/North`, `Europe/South`
TEXT_WIDTH = 40  # mean display width from which a cell is prose
TEXT_WORDS = 8
MIN_STEPS = 8  # moments from which their even gaps can be told
EVEN = 0.05  # spread of even gaps as a share of the gap: 1/12 is written with few digits
MIN_THINGS = 10  # rows from which a name such as `patient` is believed
MAX_CLASSES = 12
MIN_DIVISIONS, MAX_DIVISION = 5, 9_999  # states, industries
MANY_REMARKS, FEW_REMARKS = 50, 0.05
REMARK_WORDS, REMARK_WIDTH = 3, 16  # under a name such as `notes`
PHRASE_WORDS, MANY_PHRASES = 5, 30
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
        return _meaning_of_digits(column, facts, siblings)
    if column.type == "DOUBLE":
        if _are_decimal_years(column, facts):
            return "year"
        if facts.unique and names.says_row_name(column.name):
            return "id"  # 1.1, 1.2, 2.1: the case and its turn
        # Whole numbers that came as 1.0, 2.0, often beside a blank.
        return _meaning_of_fractions(column, facts) if _are_whole(column.values) else None
    if column.type == "STR":
        return _meaning_of_words(column.name, facts)
    return None


def _meaning_of_digits(column: Column, facts: Facts, siblings: Sequence[str]) -> Meaning | None:
    if _are_years(column, facts):
        return "year"
    if _is_row_id(column.name, facts, siblings) or _numbers_things(column.name, facts, siblings):
        return "id"
    if column.unit is None and _names_classes(column.name, facts):
        return "code"
    return None


def _meaning_of_fractions(column: Column, facts: Facts) -> Meaning | None:
    if names.says_id(column.name):
        return "id"
    return "code" if column.unit is None and _names_classes(column.name, facts) else None


def _are_years(column: Column, facts: Facts) -> bool:
    name = column.name
    if names.says_year(name):
        if FIRST_YEAR <= facts.low <= facts.high <= LAST_YEAR or _are_short_years(name, facts):
            return True
        # A chronicle from the year 1 on.
        return facts.consecutive and facts.low > 0 and 1900 <= facts.high <= LAST_YEAR
    if not FIRST_YEAR <= facts.low <= facts.high <= LAST_YEAR:
        return False
    if names.says_measure(name) or names.says_id(name):
        return False
    if facts.low < 1900:
        if "date" in names.words(name):
            return facts.high >= 1900
        return names.says_time(name) and facts.n_distinct >= MIN_STEPS and _is_even(column.values)
    return names.says_time(name) or (facts.n_distinct > 2 and facts.consecutive)


def _are_short_years(name: str, facts: Facts) -> bool:
    """Return whether these are years of the last century by two digits: 63, 64 ..."""
    last = names.words(name)[-1:]
    return 40 <= facts.low <= facts.high <= 99 and bool(last) and not last[0].endswith("s")


def _is_even(values: pd.Series) -> bool:
    """Return whether the gaps between distinct whole numbers are multiples of the smallest."""
    gaps = np.diff(np.unique(values.dropna().to_numpy(dtype="int64")))
    return bool(len(gaps)) and bool((gaps % gaps.min() == 0).all()) and gaps.min() <= 10


def _are_decimal_years(column: Column, facts: Facts) -> bool:
    """Return whether numbers such as 1955.25 are moments in years."""
    if not FIRST_YEAR <= facts.low <= facts.high <= LAST_YEAR or column.unit is not None:
        return False
    if names.says_measure(column.name):
        return False
    if names.says_year(column.name):
        return True
    if facts.n_distinct < MIN_STEPS:
        return False
    gaps = np.diff(np.unique(column.values.dropna().to_numpy(dtype="float64")))
    gap = float(gaps.mean())
    if np.ptp(gaps) >= EVEN * gap:
        return False
    # Without a word of time only quarters and months of some years are believed.
    calendar = any(abs(gap * n - 1) < EVEN / 10 for n in (4, 12))
    return names.says_time(column.name) or (calendar and facts.unique and facts.n_distinct >= 24)


def _are_whole(values: pd.Series) -> bool:
    numbers = values.dropna().to_numpy(dtype="float64")
    return bool((numbers % 1 == 0).all())


def _numbers_things(name: str, facts: Facts, siblings: Sequence[str]) -> bool:
    """Return whether whole numbers number persons, places or cases."""
    if facts.low < 0 or facts.n_rows < MIN_THINGS:
        return False
    if entities.says_glued_id(name):
        return True
    # The mother's number beside the father's.
    if name.casefold() == "mid" and "fid" in {s.casefold() for s in siblings}:
        return True
    if not entities.names_thing(name):
        return False
    dense = facts.high - facts.low < 2 * facts.n_distinct
    return dense if facts.unique else dense or 2 * facts.n_distinct <= facts.n_rows


def _names_classes(name: str, facts: Facts) -> bool:
    """Return whether whole numbers stand for the classes that the name speaks of."""
    if facts.low < 0 or facts.n_distinct < 2:
        return False
    if entities.names_division(name):
        return facts.n_distinct > MIN_DIVISIONS and facts.high <= MAX_DIVISION
    return (
        entities.names_class(name)
        and 2 * facts.n_distinct <= facts.n_rows
        and (facts.n_distinct <= MAX_CLASSES)
    )


def _is_row_id(name: str, facts: Facts, siblings: Sequence[str]) -> bool:
    if names.says_id(name):
        # Zeros and ones name nothing.
        return facts.high > 1 or facts.n_distinct != 2 or facts.n_rows <= 2
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
    if entities.are_colours(samples):
        return "code"
    if _words_are_ids(name, facts, coded=coded):
        return "id"
    if facts.order is not None:
        return None
    if _is_text(name, facts):
        return "text"
    if names.says_code(name) and coded:
        return "code"
    if entities.says_short_code(name) and all(map(_is_token, samples)):
        return "code"
    return "path" if _separator(samples) else None


def _words_are_ids(name: str, facts: Facts, *, coded: bool) -> bool:
    samples = facts.samples
    says = names.says_id(name) or entities.says_glued_id(name)
    if not says:
        numbered = names.may_be_id(name) and facts.unique and facts.n_rows > 2
        return numbered and all(re.fullmatch(r"[A-Za-z]+[ _-]?\d+", text) for text in samples)
    if coded:
        # `86-1B` looks like a band, but it names a row of its own.
        return facts.order is None or facts.unique
    # Letters name rows where they are no words: `AB2`, `CDISCPILOT01`, not `Alabama`.
    if not (facts.unique or entities.says_glued_id(name)) or "rowname" in name.casefold():
        return False
    letters = sum(_is_token(text) and text.upper() == text for text in samples)
    return letters >= NEARLY_ALL * len(samples) and facts.order is None and samples[0].isascii()


def _is_coded(text: str) -> bool:
    return len(text) <= 24 and any(c.isdigit() for c in text) and " " not in text


def _is_token(text: str) -> bool:
    return len(text) <= 16 and re.fullmatch(r"[\w.+/-]+", text) is not None


def _is_text(name: str, facts: Facts) -> bool:
    samples = facts.samples
    n_known = facts.n_rows - facts.n_missing
    if n_known >= MANY_REMARKS and facts.n_distinct < FEW_REMARKS * n_known:
        return False  # long names of a few things
    widths = [sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in t[:200]) for t in samples]
    n_words = sum(len(text[:400].split()) for text in samples) / len(samples)
    width = sum(widths) / len(samples)
    if width > TEXT_WIDTH or n_words > TEXT_WORDS:
        return True
    if entities.says_prose(name):
        return n_words >= REMARK_WORDS or width >= REMARK_WIDTH
    varied = n_known >= MANY_PHRASES and 2 * facts.n_distinct >= n_known
    return varied and n_words >= PHRASE_WORDS and not entities.says_title(name)


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
