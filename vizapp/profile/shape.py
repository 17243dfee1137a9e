"""The outline of a column's values, small enough to be drawn in a list."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vizapp.profile.attributes import AttributeType

N_BINS = 16
N_WORDS = 8
MAX_SAMPLE = 20_000  # rows that are looked at; evenly spread over the table
MAX_STEPS = 16 * N_BINS  # from the first value to the last, beyond which no bin shows them
STEP_SLACK = 0.12  # by which months and quarters differ in length
MIN_FILLED = 0.75  # of the steps, for values that are spaced evenly


def shape_of(values: pd.Series, type_: AttributeType) -> tuple[float, ...]:
    """Return the heights of a tiny histogram, the highest one 1.

    Parameters
    ----------
    values : pandas.Series, shape (n_rows,)
        Typed values as `profile` gives them.
    type_ : AttributeType
        Numbers and dates are binned from the smallest to the largest value, those that
        are spaced evenly by their steps, so that they look even;
        words and yes/no are counted, the most frequent `N_WORDS` first.

    Returns
    -------
    tuple of float
        At most `N_BINS` heights, each 0 to 1; empty without any value.

    Examples
    --------
    >>> shape_of(pd.Series(["a", "b", "a", None], dtype=object), "STR")
    (1.0, 0.5)
    """
    step = -(-len(values) // MAX_SAMPLE) or 1
    known = values.iloc[::step].dropna()
    if known.empty:
        return ()
    if type_ in ("STR", "BOOL"):
        return _heights(known.value_counts().to_numpy()[:N_WORDS].astype("float64"))
    if type_ == "DATE":
        numbers = known.to_numpy(dtype="datetime64[s]").astype("float64")
    else:
        numbers = known.to_numpy(dtype="float64")
    return _heights(_counts(numbers[np.isfinite(numbers)]))


def _counts(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    if not numbers.size:
        return numbers
    low, high = numbers.min(), numbers.max()
    # Halves, so that the width of the widest range is still a number.
    width = high / 2 - low / 2
    if not width > 0:
        return np.array([float(numbers.size)])
    even = _by_steps(numbers)
    if even is not None:
        return even
    place = (numbers / 2 - low / 2) / width * N_BINS
    bins = np.minimum(place.astype("int64"), N_BINS - 1)
    return np.bincount(bins, minlength=N_BINS).astype("float64")


def _by_steps(numbers: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Return the counts of evenly spaced values, None for others.

    A value stands for its step and fills it: 24 months over 16 bins are level, where
    whole counts would make a comb of ones and twos.
    """
    values, counts = np.unique(numbers, return_counts=True)
    if len(values) > MAX_STEPS:
        return None
    gaps = np.diff(values / 2)  # halves, as above
    if gaps.min() <= gaps.max() / MAX_STEPS:  # zero, too, is too small a step
        return None
    steps = gaps / gaps.min()
    whole = np.round(steps)
    n_steps = whole.sum() + 1
    if len(values) < MIN_FILLED * n_steps or (np.abs(steps - whole) > STEP_SLACK * whole).any():
        return None
    slots = np.zeros(int(n_steps))
    slots[np.concatenate([[0], np.cumsum(whole)]).astype("int64")] = counts
    if len(slots) <= N_BINS:
        return slots
    edges = np.linspace(0, len(slots), N_BINS + 1)
    below = np.concatenate([[0.0], np.cumsum(slots)])
    filled: NDArray[np.float64] = np.interp(edges, np.arange(len(below)), below)
    return filled[1:] - filled[:-1]


def _heights(counts: NDArray[np.float64]) -> tuple[float, ...]:
    if not counts.size:
        return ()
    return tuple(cast("list[float]", np.round(counts / counts.max(), 3).tolist()))
