"""Numbers of many rows on disk, and their order statistics in little memory.

A median or a quartile needs every value. They lie in a nameless file, eight bytes a
value and four for its group. Counting leading bits narrows down where a rank lies until
the values in question are few enough to be sorted, so that memory does not grow with rows.
"""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator
from typing import IO

import numpy as np
from numpy.typing import NDArray

from vizapp.core.errors import DataError

_ROW = np.dtype([("group", "<i4"), ("value", "<f8")])
_BLOCK_ROWS = 2**20
_COUNTERS = 2**22  # of one pass, over all groups
_IN_MEMORY = 2**22  # values that are sorted as they are
_BITS = 64
_SIGN = np.uint64(1 << 63)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Spill:
    """Values with the number of their group, appended once, read often."""

    def __init__(self) -> None:
        self.n = 0
        self._sizes = np.zeros(0, dtype=np.int64)  # values by the number given to `append`
        try:
            self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as this does
        except OSError as err:
            raise _no_room(err) from err
        self._end = weakref.finalize(self, self._file.close)

    def append(self, groups: NDArray[np.integer], values: Floats) -> None:
        """Add known values.

        Raises
        ------
        DataError
            If the disk is full.
        """
        rows = np.empty(len(values), dtype=_ROW)
        rows["group"], rows["value"] = groups, values + 0.0  # one zero, not two
        try:
            self._file.write(rows.tobytes())
        except OSError as err:
            raise _no_room(err) from err
        self.n += len(values)
        counts = np.bincount(groups)
        if len(counts) > len(self._sizes):
            self._sizes = np.pad(self._sizes, (0, len(counts) - len(self._sizes)))
        self._sizes[: len(counts)] += counts

    def blocks(self, group_of: NDArray[np.integer]) -> Iterator[tuple[Ints, Floats]]:
        """Yield groups and values, a million at a time.

        Parameters
        ----------
        group_of : ndarray of int
            The group to which each number given to `append` belongs now, -1 for none.
        """
        self._file.seek(0)
        while data := self._file.read(_BLOCK_ROWS * _ROW.itemsize):
            rows = np.frombuffer(data, dtype=_ROW)
            groups = group_of[rows["group"]].astype(np.int64)
            inside = groups >= 0
            yield groups[inside], rows["value"][inside]

    def sizes(self, group_of: NDArray[np.integer], n_groups: int) -> Ints:
        """Return the number of values of each group, shape (n_groups,)."""
        known = self._sizes[: len(group_of)]
        inside = group_of[: len(known)] >= 0
        weights = known[inside].astype(np.float64)
        found = np.bincount(group_of[: len(known)][inside], weights=weights, minlength=n_groups)
        return found.astype(np.int64)

    def quantiles(
        self, group_of: NDArray[np.integer], n_groups: int, shares: list[float]
    ) -> Floats:
        """Return quantiles of each group, between two values as pandas interpolates them.

        Parameters
        ----------
        group_of : ndarray of int
            See `blocks`.
        n_groups : int
            How many groups there are.
        shares : list of float
            0.5 for the median.

        Returns
        -------
        ndarray, shape (n_shares, n_groups)
            NaN for a group without values.
        """
        sizes = self.sizes(group_of, n_groups)
        places = np.array(shares)[:, None] * np.maximum(sizes - 1, 0)
        low = np.floor(places).astype(np.int64)
        found = self._at(group_of, np.concatenate([low, np.ceil(places).astype(np.int64)]))
        one, other = found[: len(shares)], found[len(shares) :]
        part = places - low
        values = np.where(part == 0.5, (one + other) / 2, one + (other - one) * part)
        return np.where(sizes > 0, values, np.nan)

    def _at(self, group_of: NDArray[np.integer], ranks: Ints) -> Floats:
        """Return the values of those ranks, shape (n_ranks, n_groups) as `ranks`."""
        left = ranks.copy()
        prefix = np.zeros(ranks.shape, dtype=np.uint64)
        step = max(1, int(np.log2(max(2, _COUNTERS // ranks.shape[1]))))
        done, n_left = 0, self.n
        while done < _BITS and n_left > _IN_MEMORY:
            bits = min(step, _BITS - done)
            n_left = 0
            for index in range(len(ranks)):
                if index == 0 or done:  # without a prefix the counts are those of all ranks
                    below = np.cumsum(self._count(group_of, prefix[index], done, bits), axis=1)
                n_left += _narrow(below, left[index], prefix[index], bits)
            done += bits
        if done == _BITS:
            return _numbers(prefix)
        groups, keys = self._within(group_of, prefix, done)
        return _picked(groups, keys, prefix << np.uint64(_BITS - done) if done else prefix, left)

    def _count(
        self, group_of: NDArray[np.integer], prefix: NDArray[np.uint64], done: int, bits: int
    ) -> Ints:
        """Count the values of each group that begin with its prefix, by their next bits."""
        counts = np.zeros(len(prefix) * 2**bits, dtype=np.int64)
        shift = np.uint64(_BITS - done - bits)
        mask = np.uint64(2**bits - 1)
        for groups, values in self.blocks(group_of):
            keys = _keys(values)
            if done:
                inside = keys >> np.uint64(_BITS - done) == prefix[groups]
                keys, groups = keys[inside], groups[inside]
            place = groups * 2**bits + ((keys >> shift) & mask).astype(np.int64)
            np.add.at(counts, place, 1)
        return counts.reshape(len(prefix), 2**bits)

    def _within(
        self, group_of: NDArray[np.integer], prefix: NDArray[np.uint64], done: int
    ) -> tuple[Ints, NDArray[np.uint64]]:
        """Return groups and keys of the values that begin with any prefix of their group."""
        found: list[tuple[Ints, NDArray[np.uint64]]] = []
        for groups, values in self.blocks(group_of):
            keys = _keys(values)
            if done:
                top = keys >> np.uint64(_BITS - done)
                inside = np.zeros(len(keys), dtype=bool)
                for row in prefix:
                    inside |= top == row[groups]
                groups, keys = groups[inside], keys[inside]
            found.append((groups, keys))
        if not found:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64)
        return np.concatenate([g for g, _ in found]), np.concatenate([k for _, k in found])

    def close(self) -> None:
        """Give the disk back; so does forgetting this."""
        self._end()


def _narrow(below: Ints, left: Ints, prefix: NDArray[np.uint64], bits: int) -> int:
    """Lengthen the prefixes of one rank, in place; return how many values have them now."""
    at = np.arange(len(left))
    bucket = np.minimum((below <= left[:, None]).sum(axis=1), 2**bits - 1)
    before = np.where(bucket > 0, below[at, bucket - 1], 0)
    left -= before
    prefix[:] = (prefix << np.uint64(bits)) | bucket.astype(np.uint64)
    return int((below[at, bucket] - before).sum())


def _picked(
    groups: Ints, keys: NDArray[np.uint64], start: NDArray[np.uint64], left: Ints
) -> Floats:
    """Return the values `left` places behind the first key from `start` on, in each group."""
    order = np.lexsort((keys, groups))
    groups, keys = groups[order], keys[order]
    n_groups = start.shape[1]
    edges = np.searchsorted(groups, np.arange(n_groups + 1))
    found = np.zeros(start.shape, dtype=np.uint64)
    for group in range(n_groups):
        own = keys[edges[group] : edges[group + 1]]
        if len(own):
            places = np.searchsorted(own, start[:, group]) + left[:, group]
            found[:, group] = own[np.minimum(places, len(own) - 1)]
    return _numbers(found)


def _keys(values: Floats) -> NDArray[np.uint64]:
    """Return whole numbers in the order of the values."""
    raw = values.view(np.uint64)
    return np.where(raw & _SIGN, ~raw, raw | _SIGN)


def _numbers(keys: NDArray[np.uint64]) -> Floats:
    raw = np.where(keys & _SIGN, keys ^ _SIGN, ~keys)
    return raw.view(np.float64)


def _no_room(err: OSError) -> DataError:
    return DataError(
        f"There is no room on the disk for the values of all rows: {err.strerror or err}",
        hint="Make room in the folder for temporary files.",
    )
