"""The rows, keys and sums of the last charts: an edit of something else finds them ready.

Filtering, telling the values of a column apart and adding them up are most of the work
on a large table, and of two charts in a row most have the same filters and a key in
common, and many the same sums: another order, limit or colour changes none. Only the
last table's are kept, and no longer than the table lives.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, cast

import pandas as pd

from vizapp.components.spec import Filter
from vizapp.rendering.reduce import Key, filter_rows

_MOST_KEYS = 4
_MOST_SUMS = 12
Made = TypeVar("Made")


@dataclass
class _Kept:
    source: weakref.ref[pd.DataFrame]
    tests: Hashable
    frame: pd.DataFrame
    keys: dict[Hashable, Key] = field(default_factory=dict)
    sums: list[tuple[Hashable, tuple[Key, ...], object]] = field(default_factory=list)


class Kept:
    """Remembers what was computed last; the results must not be changed in place."""

    def __init__(self) -> None:
        self._last: _Kept | None = None

    def rows(
        self, frame: pd.DataFrame, filters: Sequence[Filter], types: Mapping[str, str]
    ) -> pd.DataFrame:
        """Return the rows that pass every filter, numbered anew."""
        # As text: 1 and True are equal, but do not pass the same words.
        tests = tuple((repr(test), types[test.attribute]) for test in filters)
        last = self._last
        if last is None or last.source() is not frame or last.tests != tests:
            kept = filter_rows(frame, filters, types).reset_index(drop=True)
            last = self._last = _Kept(weakref.ref(frame, self._forget), tests, kept)
        return last.frame

    def key(self, frame: pd.DataFrame, name: Hashable, make: Callable[[], Key]) -> Key:
        """Return a key of rows that `rows` gave; `name` is all that it depends on besides."""
        last = self._last
        if last is None or last.frame is not frame:
            return make()
        found = last.keys.get(name)
        if found is None:
            found = make()
            if len(last.keys) >= _MOST_KEYS:
                last.keys.clear()
            last.keys[name] = found
        return found

    def of_keys(
        self, frame: pd.DataFrame, name: Hashable, keys: Sequence[Key], make: Callable[[], Made]
    ) -> Made:
        """Return what is made of rows that `rows` gave by keys that `key` gave.

        `name` is all that it depends on besides.
        """
        last = self._last
        if last is None or last.frame is not frame:
            return make()
        for other, by, value in last.sums:
            same = other == name and len(by) == len(keys)
            if same and all(a is b for a, b in zip(by, keys, strict=True)):
                return cast(Made, value)
        found = make()
        last.sums[:] = [*last.sums[1 - _MOST_SUMS :], (name, tuple(keys), found)]
        return found

    def _forget(self, source: weakref.ref[pd.DataFrame]) -> None:
        if self._last is not None and self._last.source is source:
            self._last = None


KEPT = Kept()
