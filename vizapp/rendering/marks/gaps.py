"""Gaps: where a rhythm of dates breaks off, and a line would invent what lies between."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_LEAST_STEPS = 5
_ALIKE = 1.3  # times; steps as near as that are one step, as months are
_STEADY = 0.6  # share of the steps near the usual one, from which there is a rhythm
_OFTEN, _OFTEN_SHARE = 3, 0.05  # a step that returns so often belongs to the rhythm
_LONGER = 1.5  # times the longest step of the rhythm
_MANY, _LONGER_OF_MANY = 40, 2.5  # of so many steps, one that is missing is no gap
_DAY = 86_400.0  # seconds
_CLOSED = 10.5 * _DAY  # holidays of what rests on weekends, as exchanges do


def longest_step(places: pd.Series, *, dates: bool) -> float:
    """Return the longest step that leaves no gap; infinite where there is no rhythm.

    Parameters
    ----------
    places : Series
        Seconds since 1970 where they are `dates`, else years.

    Examples
    --------
    >>> longest_step(pd.Series([1, 2, 3, 4, 5, 9, 10, 11]), dates=False)
    1.5
    """
    distinct = np.unique(places.dropna().to_numpy(float))
    steps = np.diff(distinct)
    if len(steps) < _LEAST_STEPS:
        return float("inf")
    usual = float(np.median(steps))
    near = (steps >= usual / _ALIKE) & (steps <= usual * _ALIKE)
    if near.mean() < _STEADY:
        return float("inf")
    limit = (_LONGER if len(steps) < _MANY else _LONGER_OF_MANY) * _longest_of(np.sort(steps))
    if dates and usual >= _DAY * 0.9 and usual <= 1.1 * _DAY and not _weekends(distinct):
        limit = max(limit, _CLOSED)
    return float(limit)


def _longest_of(steps: NDArray[np.float64]) -> float:
    """Return the longest of the steps in rising order that returns often enough."""
    often = max(_OFTEN, _OFTEN_SHARE * len(steps))
    first = np.searchsorted(steps, steps / _ALIKE, side="left")
    counts = np.arange(1, len(steps) + 1) - first
    return float(steps[counts >= often].max(initial=float(np.median(steps))))


def _weekends(seconds: NDArray[np.float64]) -> bool:
    """Return whether any of the dates is a Saturday or Sunday; 1 January 1970 was a Thursday."""
    return bool((((seconds // _DAY).astype(int) + 3) % 7 >= 5).any())


def broken(frame: pd.DataFrame, limit: float, by: str | None) -> pd.DataFrame:
    """Return rows, sorted along ``r0``, with one without a value in the middle of every gap.

    `by` is the column of the series; without it a gap is one of all series, in each of them.
    """
    parts = []
    if not np.isfinite(limit):
        return frame
    if by is None:
        known = np.unique(frame["r0"].to_numpy(float))
        before = known[:-1][np.diff(known) > limit]
        for at in before:
            last = frame[frame["r0"] == at]
            following = known[np.searchsorted(known, at) + 1]
            parts.append(last.assign(r0=(at + following) / 2))
    else:
        for _, rows in frame.groupby(by, sort=False):
            places = rows["r0"].to_numpy(float)
            order = np.argsort(places, kind="stable")
            ordered = places[order]
            at = np.flatnonzero(np.diff(ordered) > limit)
            parts.append(rows.iloc[order[at]].assign(r0=(ordered[at] + ordered[at + 1]) / 2))
    holes = [part for part in parts if len(part)]
    if not holes:
        return frame
    empty = pd.concat(holes)
    empty["v"] = np.nan
    for column in {"lo", "hi", "tip"} & set(frame.columns):
        empty[column] = None if column == "tip" else np.nan
    return pd.concat([frame, empty], ignore_index=True).sort_values("r0", kind="stable")
