"""What columns say together: keys, nesting, links, correlation.

Only the first `MAX_COLUMNS` eligible columns are compared, so that a table of a
thousand columns costs no more than one of two dozen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vizapp.profile import names
from vizapp.profile.attributes import AttributeDescription
from vizapp.profile.convert import Column
from vizapp.profile.summary import Summary

MAX_COLUMNS = 24
MAX_KEYS = 6
MAX_TRIPLE_COLUMNS = 10
MAX_NESTED = 12
MAX_TRIVIAL = 3  # word columns of a table in which unique names count as nested
MAX_LINKS = 4
MAX_CORRELATED = 6
CORRELATION = 0.7
MIN_ROWS_TO_CORRELATE = 4
FEW_NUMBERS = 20  # distinct values up to which whole numbers can be a dimension
SHARED = 0.25  # of the smaller value set, from which two columns are ends of links
# Wide tables have many word columns, some of which share words by chance.
WIDE = 8
SHARED_WIDE = 0.6
_NO_ENDS = frozenset(("none", "unknown", "other", "others", "n/a", "无", "未知", "其他", "其它"))
PROBE = 2_000  # rows that refute most pairs before all rows are looked at


@dataclass(frozen=True, eq=False)
class Profiled:
    """One column with all that is known of it alone."""

    column: Column
    summary: Summary
    attribute: AttributeDescription

    @property
    def name(self) -> str:
        """The attribute's name."""
        return self.column.name


def keys(columns: Sequence[Profiled], n_rows: int) -> tuple[tuple[str, ...], ...]:
    """Return the smallest sets of dimensions whose values name a row.

    Row numbers and free text are no dimensions: that they differ says nothing.
    """
    if n_rows < 2:
        return ()
    dimensions = [p for p in columns if _is_dimension(p, n_rows)][:MAX_COLUMNS]
    if any(p.summary.n_distinct == n_rows for p in dimensions):
        return ()
    pairs = [pair for pair in combinations(dimensions, 2) if _names_rows(pair, n_rows)]
    if pairs:
        return tuple((a.name, b.name) for a, b in pairs[:MAX_KEYS])
    few = dimensions[:MAX_TRIPLE_COLUMNS]
    triples = [t for t in combinations(few, 3) if _names_rows(t, n_rows)]
    return tuple((a.name, b.name, c.name) for a, b, c in triples[:MAX_KEYS])


def _is_dimension(p: Profiled, n_rows: int) -> bool:
    if p.attribute.meaning in ("id", "text", "longitude", "latitude"):
        return False
    if p.column.type == "INT":
        few = p.summary.n_distinct <= FEW_NUMBERS and 2 * p.summary.n_distinct <= n_rows
        # Amounts that differ by chance name no row.
        amount = p.attribute.unit is not None or names.says_measure(p.name)
        return p.attribute.meaning == "year" or (few and not amount)
    return p.column.type != "DOUBLE" and p.summary.n_distinct > 1


def _names_rows(parts: Sequence[Profiled], n_rows: int) -> bool:
    room = 1
    for p in parts:
        room *= p.summary.n_distinct + (p.summary.n_missing > 0)
    if room < n_rows:
        return False
    for n in (PROBE, 50 * PROBE, n_rows):
        rows = _joined([p.summary.codes[:n] for p in parts])
        if len(pd.unique(rows)) < len(rows):
            return False
        if n >= n_rows:
            break
    return True


def _joined(codes: Sequence[NDArray[np.intp]]) -> NDArray[np.int64]:
    """Return one number per row that is equal only where all codes are."""
    joined, n_values = np.zeros(len(codes[0]), dtype=np.int64), 1
    for part in codes:
        n_codes = int(part.max(initial=0)) + 2
        if n_values * n_codes >= 2**62:  # renumbered, so that many values cannot overflow
            joined, uniques = pd.factorize(joined)
            n_values = len(uniques)
        joined = joined * n_codes + part + 1
        n_values *= n_codes
    return joined


def nested(columns: Sequence[Profiled]) -> tuple[tuple[str, str], ...]:
    """Return pairs (outer, inner) in which each inner value has one outer value."""
    words = [
        p
        for p in columns
        if p.column.type == "STR"
        and p.attribute.meaning not in ("id", "text")
        and p.summary.n_distinct > 1
    ][:MAX_COLUMNS]
    # Where each row has its own name, every word column nests it; that says
    # something only in a table of little else.
    n_rows = len(columns[0].summary.codes) if columns else 0
    telling = len(words) <= MAX_TRIVIAL
    found = []
    for outer, inner in permutations(words, 2):
        if inner.summary.n_distinct == n_rows and not telling:
            continue
        # A fifth fewer outer values at least: otherwise the two merely name
        # the same thing twice.
        if outer.summary.n_distinct > 0.8 * inner.summary.n_distinct:
            continue
        if _is_nested(outer, inner):
            found.append((outer.name, inner.name))
    return tuple(found[:MAX_NESTED])


def _is_nested(outer: Profiled, inner: Profiled) -> bool:
    a, b = outer.summary.codes, inner.summary.codes
    for part in (slice(PROBE), slice(None)):
        both = (a[part] >= 0) & (b[part] >= 0)
        inner_codes = b[part][both]
        if not len(inner_codes):
            return False
        pairs = _joined([a[part][both], inner_codes])
        if len(pd.unique(pairs)) > len(pd.unique(inner_codes)):
            return False
        if len(a) <= PROBE:
            break
    return True


def links(columns: Sequence[Profiled]) -> tuple[tuple[str, str], ...]:
    """Return pairs (source, target) that are the ends of links.

    Either their names say so, or they share values, rarely within a row, in
    mostly different combinations; answers on one scale do not look like that.
    """
    ends = [p for p in columns if _can_be_end(p)][:MAX_COLUMNS]
    found = []
    for a, b in combinations(ends, 2):
        if a.column.type != b.column.type:
            continue
        shared = _share(a, b)
        enough = SHARED if len(columns) <= WIDE else SHARED_WIDE
        numeric = a.column.type == "INT"
        if names.are_link_ends(a.name, b.name) and (shared >= SHARED or not numeric):
            found.append((a.name, b.name))
        elif names.are_link_ends(b.name, a.name) and (shared >= SHARED or not numeric):
            found.append((b.name, a.name))
        elif not numeric and shared >= enough and _looks_linked(a, b):
            # Nothing names the source: what branches out comes before its branches.
            branches = b.summary.n_distinct < a.summary.n_distinct
            found.append((b.name, a.name) if branches else (a.name, b.name))
    return tuple(found[:MAX_LINKS])


def _can_be_end(p: Profiled) -> bool:
    if p.summary.n_distinct < 1 or p.attribute.meaning in ("text", "year"):
        return False
    return p.column.type in ("STR", "INT") and p.summary.n_distinct <= 5_000


def _share(a: Profiled, b: Profiled) -> float:
    first, second = _ends_of(a), _ends_of(b)
    return len(first & second) / max(1, min(len(first), len(second)))


def _ends_of(p: Profiled) -> set[object]:
    return {value for value in p.summary.uniques if str(value).casefold() not in _NO_ENDS}


def _looks_linked(a: Profiled, b: Profiled) -> bool:
    if a.attribute.order or b.attribute.order:
        return False
    union = set(a.summary.uniques) | set(b.summary.uniques)
    if len(union) < 3:
        return False
    both = (a.summary.codes >= 0) & (b.summary.codes >= 0)
    first, second = a.summary.codes[both], b.summary.codes[both]
    if not len(first):
        return False
    place = {value: index for index, value in enumerate(a.summary.uniques)}
    same = np.array([place.get(value, -1) for value in b.summary.uniques])[second] == first
    n_pairs = len(pd.unique(_joined([first, second])))
    return bool(same.mean() <= 0.1) and 2 * n_pairs >= len(first)


def correlated(columns: Sequence[Profiled]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of measures that rise or fall together, strongest first."""
    measures = [
        p
        for p in columns
        if p.column.type in ("INT", "DOUBLE")
        and p.attribute.meaning is None
        and p.summary.n_distinct > 2
    ][:MAX_COLUMNS]
    if len(measures) < 2:
        return ()
    matrix = [p.column.values.to_numpy(dtype="float64", na_value=np.nan) for p in measures]
    found = []
    for i, j in combinations(range(len(measures)), 2):
        r = _correlation(matrix[i], matrix[j])
        if abs(r) >= CORRELATION:
            # Rounded, because the last digits of a sum follow the rows' order.
            found.append((-round(abs(r), 6), i, j))
    return tuple((measures[i].name, measures[j].name) for _, i, j in sorted(found)[:MAX_CORRELATED])


def _correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    both = np.isfinite(a) & np.isfinite(b)
    if both.sum() < MIN_ROWS_TO_CORRELATE:
        return 0.0
    x, y = a[both], b[both]
    with np.errstate(over="ignore", invalid="ignore"):  # means of the largest numbers are endless
        x, y = x - x.mean(), y - y.mean()
    # Scaled first: squares of very large or small values leave the range.
    x_scale, y_scale = np.abs(x).max(), np.abs(y).max()
    if not (x_scale > 0 and y_scale > 0 and np.isfinite(x_scale) and np.isfinite(y_scale)):
        return 0.0
    x, y = x / x_scale, y / y_scale
    return round(float((x * y).sum() / np.sqrt((x * x).sum() * (y * y).sum())), 9)
