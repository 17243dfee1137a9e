"""What a chart shows of a sampled table, computed over every row of its file.

The file is read piece by piece. Of each piece only sums, counts, minima and maxima by
key remain, and where order statistics are wanted the values on disk: memory grows with
the number of different keys, not with the rows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vizapp.components.spec import Chart, Filter
from vizapp.core.errors import DataError
from vizapp.core.tasks import CancelToken, ProgressCallback
from vizapp.data.stream import can_stream, last_rows, stream_cells
from vizapp.profile import totals
from vizapp.profile.additivity import default_aggregate
from vizapp.profile.attributes import TableDescription
from vizapp.profile.describe import ProfiledTable
from vizapp.profile.reread import Rereader
from vizapp.rendering.reduce import filter_rows, numbers
from vizapp.rendering.spill import Floats, Ints, Spill

MAX_GROUPS = 1_000_000
MAX_TIMES = 20_000  # different times beyond which no drawing shows each
MAX_FAR = 2**21  # outliers that are kept in memory
_STEPS = {"h": "hour", "D": "day"}  # of which every larger one is made
_HOURS = ("hour",)  # time units that days do not tell


@dataclass(frozen=True)
class Needs:
    """What of a table a chart aggregates; charts with the same needs share the work.

    Parameters
    ----------
    keys : tuple of str
        The attributes by which rows are grouped.
    measures : tuple of str
        Those that are summed, counted, or whose extremes are wanted.
    ordered : tuple of str
        Those of the measures of which order statistics are wanted.
    filters : tuple of Filter
        The rows that count.
    floors : tuple of str
        To what too many different times may be rounded down; none for not at all.
    """

    keys: tuple[str, ...]
    measures: tuple[str, ...]
    ordered: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    floors: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every attribute that has to be read, each once."""
        tested = (test.attribute for test in self.filters)
        return tuple(dict.fromkeys((*self.keys, *self.measures, *tested)))


def needs_of(chart: Chart, description: TableDescription) -> Needs | None:
    """Return what a chart aggregates, None for one that draws single rows."""
    form = chart.form
    used = [channel for channel in form.channels if chart.names(channel.name)]
    keys = [n for c in used if c.key for n in chart.names(c.name)]
    measures = [n for c in used if c.measure for n in chart.names(c.name)]
    options = chart.options
    if "bins" in chart.declaration.options:
        at = next(c.name for c in used if c.encodes == "x")
        grouped = [n for c in used if c.encodes == "color" for n in chart.names(c.name)]
        binned = chart.names(at)
        return Needs(tuple(grouped), binned, binned, options.filters)
    if chart.declaration.mark.get("type") == "boxplot":
        over = tuple(n for c in used if c.encodes == "x" for n in chart.names(c.name))
        spread = tuple(n for c in used if c.encodes == "y" for n in chart.names(c.name))
        return Needs(over, spread, spread, options.filters, tuple(_STEPS))
    if not used or not all(c.key or c.measure for c in used):
        return None
    how = {name: _aggregate(name, chart, description) for name in measures}
    keys += [name for name in measures if how[name] == "distinct"]
    ordered = tuple(name for name in dict.fromkeys(measures) if how[name] == "median")
    # Only marks on a time axis choose a coarser time unit where the times are many.
    on_axis = not chart.declaration.layout or chart.declaration.layout == "dual_axes"
    floors = tuple(_STEPS)[: 1 if options.time_unit in _HOURS else None] if on_axis else ()
    own = tuple(dict.fromkeys(measures))
    return Needs(tuple(dict.fromkeys(keys)), own, ordered, options.filters, floors)


def _aggregate(name: str, chart: Chart, description: TableDescription) -> str | None:
    attribute = description.attribute(name)
    if chart.options.aggregate is not None or attribute is None:
        return chart.options.aggregate
    return default_aggregate(attribute)


def can_be_whole(chart: Chart, table: ProfiledTable) -> bool:
    """Return whether a chart of a sampled table can show every row of the file."""
    if not table.table.reading.sampled or not can_stream(table.table):
        return False
    return needs_of(chart, table.description) is not None


@dataclass(eq=False)
class Moments:
    """Count, sum and extremes of a measure by group; shape (n_groups,) each."""

    known: Floats = field(default_factory=lambda: np.zeros(0))
    sum: Floats = field(default_factory=lambda: np.zeros(0))
    low: Floats = field(default_factory=lambda: np.zeros(0))
    high: Floats = field(default_factory=lambda: np.zeros(0))

    def grow(self, n_groups: int) -> None:
        """Make room for further groups."""
        room = (0, n_groups - len(self.known))
        for one in fields(self):
            empty = math.nan if one.name in ("low", "high") else 0.0
            setattr(self, one.name, np.pad(getattr(self, one.name), room, constant_values=empty))

    def add(self, groups: Ints, values: Floats) -> None:
        """Take known values in."""
        n_groups = len(self.known)
        self.known += np.bincount(groups, minlength=n_groups)
        self.sum += np.bincount(groups, weights=values, minlength=n_groups)
        np.fmin.at(self.low, groups, values)
        np.fmax.at(self.high, groups, values)


@dataclass(frozen=True, eq=False)
class Whole:
    """The groups of all rows of a file.

    Parameters
    ----------
    needs : Needs
        What this is for.
    frame : pandas.DataFrame
        One row per group, by first appearance; typed keys.
    weights : ndarray, shape (n_groups,)
        The rows of each group.
    moments : mapping
        By measure.
    values : mapping
        By measure of which order statistics are wanted: every value, on disk.
    n_rows : int
        Of the file, those that filters left out among them.
    steps : mapping
        The time units to which keys with too many different times were rounded down.
    """

    needs: Needs
    frame: pd.DataFrame
    weights: Floats
    moments: dict[str, Moments]
    values: dict[str, Spill]
    n_rows: int
    steps: Mapping[str, str] = field(default_factory=dict)

    def close(self) -> None:
        """Give the disk back."""
        for spill in self.values.values():
            spill.close()


@dataclass(frozen=True, eq=False)
class WholeTable(ProfiledTable):
    """A sampled table with the groups of all rows of its file, for one chart."""

    whole: Whole | None = None


def with_whole(table: ProfiledTable, whole: Whole) -> WholeTable:
    """Return the table from which `build_chart` draws every row of the file."""
    own = {one.name: getattr(table, one.name) for one in fields(ProfiledTable)}
    return WholeTable(**own, whole=whole)


def whole_of(chart: Chart, table: ProfiledTable) -> Whole | None:
    """Return the groups that belong to the table and fit the chart, None without any."""
    found = table.whole if isinstance(table, WholeTable) else None
    fits = found is not None and found.needs == needs_of(chart, table.description)
    return found if fits else None


def read_whole(
    table: ProfiledTable,
    needs: Needs,
    *,
    cancel: CancelToken | None = None,
    progress: ProgressCallback | None = None,
) -> Whole:
    """Compute what a chart needs over every row of the table's file.

    Parameters
    ----------
    table : ProfiledTable
        Sampled from a file of text.
    needs : Needs
        What to compute.
    cancel : CancelToken, optional
        Polled for each piece of the file.
    progress : callable, optional
        Told the bytes that are done.

    Raises
    ------
    DataError
        If the file changed, is gone, has too many different keys, or its cells
        cannot be read the way the sample was.
    """
    foot = _Foot(table)
    names = tuple(dict.fromkeys((*needs.columns, *foot.moments)))
    reader = Rereader.of(table, names)
    types = {a.name: a.type for a in table.description.attributes}
    fold = _Fold(needs)
    n_rows = 0
    try:
        for cells in stream_cells(table.table, names, cancel=cancel, progress=progress):
            typed = foot.above(reader.typed(cells))
            n_rows += len(typed)
            fold.add(_filtered(typed, needs.filters, types))
        rest = foot.rest()
        n_rows += len(rest)
        if len(rest):
            fold.add(_filtered(rest, needs.filters, types))
    except BaseException:
        fold.close()
        raise
    return fold.whole(n_rows)


def _filtered(
    rows: pd.DataFrame, filters: Sequence[Filter], types: Mapping[str, str]
) -> pd.DataFrame:
    tested = {test.attribute for test in filters if types[test.attribute] == "STR"}
    plain = {name: rows[name].astype(object) for name in tested}  # of which filters know
    return filter_rows(rows.assign(**plain) if plain else rows, filters, types)


class _Foot:
    """The last rows of a file, where a word says that some are totals: they wait for the sums."""

    def __init__(self, table: ProfiledTable) -> None:
        self.cells = pd.DataFrame()
        self.named: list[totals.Candidate] = []
        if not table.keeps_totals and can_stream(table.table):
            self.cells = last_rows(table.table, totals.FOOT)
            self.named = totals.candidates(self.cells)
        attributes = table.description.attributes
        self.dated = [a.name for a in attributes if a.type == "DATE" and not a.missing]
        measures = [
            a.name
            for a in attributes
            if self.named and a.type in ("INT", "DOUBLE") and a.meaning is None
        ]
        self.moments = {name: Moments() for name in measures}
        for moments in self.moments.values():
            moments.grow(1)
        self.waiting: pd.DataFrame | None = None

    def above(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the rows that cannot be the last ones any more."""
        if not self.named:
            return rows
        if self.waiting is not None:
            rows = pd.concat([self.waiting, rows], ignore_index=True)
        self.waiting = rows.tail(len(self.cells))
        rows = rows.iloc[: -len(self.cells)]
        self._take(rows)
        return rows

    def _take(self, rows: pd.DataFrame) -> None:
        for name, moments in self.moments.items():
            values = _measured(rows[name])
            values = values[~np.isnan(values)]
            moments.add(np.zeros(len(values), dtype=np.int64), values)

    def rest(self) -> pd.DataFrame:
        """Return the last rows without the totals among them."""
        if self.waiting is None:
            return pd.DataFrame()
        named = {candidate.row for candidate in self.named}
        self._take(self.waiting.iloc[[i for i in range(len(self.waiting)) if i not in named]])
        sums = {name: float(moments.sum[0]) for name, moments in self.moments.items()}
        counts = {name: float(moments.known[0]) for name, moments in self.moments.items()}
        gone = {
            c.row
            for c in self.named
            if totals.is_undated(self.cells.iloc[c.row], c, self.dated)
            or (
                c.says in ("sum", "mean", "whole", "nothing")
                and totals.sums_up(self.cells.iloc[c.row], mean=c.mean, sums=sums, counts=counts)
            )
        }
        return self.waiting.iloc[[i for i in range(len(self.waiting)) if i not in gone]]


class _Fold:
    """Groups that take piece after piece in."""

    def __init__(self, needs: Needs) -> None:
        self.needs = needs
        self.values = [pd.Index([], dtype=object) for _ in needs.keys]  # of each key, so far
        self.known = list(self.values)  # those of them that can come again
        self.members = pd.Index([], dtype="int64")  # the packed places of each group's keys
        self.weights = np.zeros(0)
        self.moments = {name: Moments() for name in needs.measures}
        self.spills = {name: Spill() for name in needs.ordered}
        self.floors: dict[str, str] = {}
        # Of 63 bits each key gets as many.
        self.bits = 63 // max(1, len(needs.keys))

    def close(self) -> None:
        for spill in self.spills.values():
            spill.close()

    def add(self, rows: pd.DataFrame) -> None:
        """Take typed rows in."""
        groups = self._groups(rows)
        self.weights += np.bincount(groups, minlength=len(self.weights))
        for name, moments in self.moments.items():
            values = _measured(rows[name])
            known = ~np.isnan(values)
            moments.add(groups[known], values[known])
            if name in self.spills:
                self.spills[name].append(groups[known], values[known])

    def _groups(self, rows: pd.DataFrame) -> Ints:
        """Return the number of each row's group; new ones get the next numbers."""
        packed = np.zeros(len(rows), dtype=np.int64)
        for index, name in enumerate(self.needs.keys):
            packed = packed << self.bits | self._codes(index, self._floored(rows[name]))
        codes, distinct = pd.factorize(packed)  # by first appearance
        found = self.members.get_indexer(distinct)
        new = found < 0
        found[new] = len(self.members) + np.arange(new.sum())
        if new.any():
            self.members = self.members.append(pd.Index(distinct[new]))
        if len(self.members) > MAX_GROUPS:
            raise _too_many(self.needs.keys)
        self.weights = np.pad(self.weights, (0, len(self.members) - len(self.weights)))
        for moments in self.moments.values():
            moments.grow(len(self.members))
        groups: Ints = found[codes]
        return groups

    def _codes(self, index: int, column: pd.Series) -> Ints:
        """Return the place of each value among those of its key; 0 stands for missing."""
        codes, distinct = pd.factorize(column)
        plain = column.dtype.kind in "fM"
        uniques = pd.Index(distinct) if plain else pd.Index(list(distinct), dtype=object)
        known, values = self.known[index], self.values[index]
        found = known.get_indexer(uniques) if len(known) else np.full(len(uniques), -1)
        new = found < 0
        found = np.where(new, 0, found + len(values) - len(known))
        found[new] = len(values) + np.arange(new.sum())
        if new.any():
            self.values[index] = values.append(uniques[new]) if len(values) else uniques
            self.known[index] = known.append(uniques[new]) if len(known) else uniques[new]
        if len(self.values[index]) >= min(MAX_GROUPS, 2**self.bits - 1):
            raise _too_many(self.needs.keys)
        if self.needs.floors and len(self.known[index]) > MAX_TIMES and column.dtype.kind == "M":
            self._coarsen(str(column.name))
        places: Ints = np.append(found + 1, 0)[codes]
        return places

    def _floored(self, column: pd.Series) -> pd.Series:
        step = self.floors.get(str(column.name))
        return column.dt.floor(step) if step else column

    def _coarsen(self, name: str) -> None:
        """Round the times of a key down from now on; those so far are joined at the end."""
        steps = self.needs.floors
        before = self.floors.get(name)
        following = steps[steps.index(before) + 1 :] if before else steps
        if following:
            self.floors[name] = following[0]
            index = self.needs.keys.index(name)
            self.known[index] = self.known[index][:0]

    def whole(self, n_rows: int) -> Whole:
        """Return what was taken in."""
        frame = pd.DataFrame(dict(self._columns()), copy=False)
        if not self.needs.keys:
            frame = pd.DataFrame(index=range(len(self.weights)))
        steps = {name: _STEPS[floor] for name, floor in self.floors.items()}
        return Whole(self.needs, frame, self.weights, self.moments, self.spills, n_rows, steps)

    def _columns(self) -> Iterator[tuple[str, pd.Series]]:
        members = self.members.to_numpy()
        for index, name in enumerate(self.needs.keys):
            shift = self.bits * (len(self.needs.keys) - 1 - index)
            places = (members >> shift) & (2**self.bits - 1)
            yield name, _column(self.values[index], places, self.floors.get(name))


def _column(values: pd.Index, places: Ints, floor: str | None) -> pd.Series:
    """Return the typed values of a key by group; place 0 stands for missing."""
    found = pd.Series(values).reindex(places - 1).reset_index(drop=True)
    if found.dtype.kind == "M":
        return found.dt.floor(floor) if floor else found
    if len(values) and isinstance(values[0], bool | np.bool_):
        return found.astype("boolean")
    return found if found.dtype.kind == "f" else found.astype(object).where(found.notna(), None)


def _measured(column: pd.Series) -> Floats:
    """Return a measure as floats; of what is no number only whether it is known counts."""
    if column.dtype.kind == "f":
        found: Floats = numbers(column).to_numpy(dtype="float64")
        return found
    return np.where(column.isna().to_numpy(dtype=bool), math.nan, 1.0)


def _too_many(keys: Sequence[str]) -> DataError:
    named = " × ".join(keys)
    return DataError(
        f"{named} has more than {MAX_GROUPS:,} different values.",
        hint="Choose a column with fewer, or filter the rows.",
    )


def known_of(whole: Whole, name: str) -> NDArray[np.float64]:
    """Return how many rows of each group have a value, of a key or of a measure."""
    if name in whole.moments:
        return whole.moments[name].known
    missing = whole.frame[name].isna().to_numpy(dtype=bool)
    return np.array(np.where(missing, 0.0, whole.weights), dtype=np.float64)


def joined_weights(whole: Whole, groups: Any, work: pd.DataFrame) -> pd.Series:
    """Return the rows of groups that are joined; see `combine`."""
    return _joined(whole.weights, groups, work, "sum")


def combine(
    whole: Whole, groups: Any, work: pd.DataFrame, name: str | None, aggregate: str
) -> pd.Series:
    """Return the aggregate of groups that are joined, one value per group of `groups`.

    Parameters
    ----------
    whole : Whole
        What was computed.
    groups : pandas groupby
        Of `work`, whose rows are some of those of `whole.frame`.
    work : pandas.DataFrame
        Its index are the numbers of the groups of `whole`.
    name : str or None
        The measure; None counts rows.
    aggregate : str
        Any but distinct.
    """
    if name is None:
        return joined_weights(whole, groups, work).rename("v")
    moments = whole.moments[name]
    known = _joined(moments.known, groups, work, "sum")
    if aggregate == "count":
        found = known
    elif aggregate in ("min", "max"):
        found = _joined(
            moments.low if aggregate == "min" else moments.high, groups, work, aggregate
        )
    elif aggregate == "median":
        group_of = np.full(len(whole.weights), -1, dtype=np.int64)
        group_of[work.index.to_numpy()] = groups.ngroup().to_numpy()
        medians = whole.values[name].quantiles(group_of, len(known), [0.5])[0]
        found = pd.Series(medians, index=known.index)
    else:
        found = _joined(moments.sum, groups, work, "sum").where(known > 0)
        found = found / known if aggregate == "mean" else found
    return found.rename("v")


def _joined(values: Floats, groups: Any, work: pd.DataFrame, how: str) -> pd.Series:
    found = pd.Series(values[work.index.to_numpy()], index=work.index)
    numbered = found.groupby(groups.ngroup(), sort=False).agg(how)
    return numbered.set_axis(groups.size().index)


def binned(whole: Whole, name: str, group_of: Ints, n_groups: int, edges: Sequence[float]) -> Ints:
    """Return how many values fall between edges, shape (n_groups, n_bins)."""
    n_bins = len(edges) - 1
    counts = np.zeros(n_groups * n_bins, dtype=np.int64)
    for groups, values in whole.values[name].blocks(group_of):
        at = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, n_bins - 1)
        counts += np.bincount(groups * n_bins + at, minlength=len(counts))
    return counts.reshape(n_groups, n_bins)


def beyond(
    whole: Whole, name: str, group_of: Ints, low: Floats, high: Floats
) -> tuple[Floats, Floats, list[Floats]]:
    """Return the extremes between two limits of each group, and the values beyond them, sorted.

    Of more than a few million values beyond, every second, third ... is kept.

    Parameters
    ----------
    group_of : ndarray of int
        The number that each group of `whole` has now, -1 for none.
    low, high : ndarray, shape (n_groups,)
        The limits.
    """
    n_groups = len(low)
    least, most = np.full(n_groups, math.nan), np.full(n_groups, math.nan)
    far_groups: list[Ints] = []
    far_values: list[Floats] = []
    n_far, step = 0, 1
    for groups, values in whole.values[name].blocks(group_of):
        far = (values < low[groups]) | (values > high[groups])
        np.fmin.at(least, groups[~far], values[~far])
        np.fmax.at(most, groups[~far], values[~far])
        far_groups.append(groups[far][::step])
        far_values.append(values[far][::step])
        n_far += len(far_values[-1])
        if n_far > MAX_FAR:
            step *= 2
            far_groups = [np.concatenate(far_groups)[::2]]
            far_values = [np.concatenate(far_values)[::2]]
            n_far = len(far_values[0])
    all_groups = np.concatenate([*far_groups, np.zeros(0, dtype=np.int64)])
    all_values = np.concatenate([*far_values, np.zeros(0)])
    order = np.lexsort((all_values, all_groups))
    edges = np.searchsorted(all_groups[order], np.arange(1, n_groups))
    return least, most, list(np.split(all_values[order], edges))
