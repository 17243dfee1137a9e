"""Tiny histograms of any column."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from vizapp.profile.shape import MAX_SAMPLE, N_BINS, N_WORDS, shape_of


def test_numbers_are_binned_from_the_smallest_to_the_largest() -> None:
    heights = shape_of(pd.Series([0, 1, 1, 16], dtype="Int64"), "INT")
    assert heights == (0.5, 1.0, *[0.0] * (N_BINS - 3), 0.5)


def test_dates_are_binned_by_time() -> None:
    days = pd.Series(pd.to_datetime(["2024-01-01", "2024-01-02", "2024-12-31", None]))
    heights = shape_of(days, "DATE")
    assert (heights[0], heights[-1], sum(heights)) == (1.0, 0.5, 1.5)


@pytest.mark.parametrize("n", [2, 12, 17, 23, 24, 36, 60, 100])
@pytest.mark.parametrize("freq", ["MS", "ME", "QS", "YS", "W", "D", "h"])
def test_dates_of_equal_spacing_look_even(n: int, freq: str) -> None:
    days = pd.Series(pd.date_range("2019-01-31", periods=n, freq=freq))
    heights = shape_of(days, "DATE")
    assert len(heights) == min(n, N_BINS)
    assert min(heights) == 1.0


def test_a_gap_in_even_dates_is_seen() -> None:
    months = pd.Series(pd.date_range("2022-01-01", periods=24, freq="MS")).drop([9, 10])
    heights = shape_of(months, "DATE")
    assert min(heights) == heights[6] < 0.5
    assert heights.count(1.0) == N_BINS - 2


def test_numbers_of_equal_spacing_look_even() -> None:
    assert shape_of(pd.Series(range(1, 21)), "INT") == (1.0,) * N_BINS
    assert shape_of(pd.Series(np.arange(30) / 10), "DOUBLE") == (1.0,) * N_BINS
    marks = pd.Series([1, 2, 2, 3, 3, 3, 4, 5])
    assert shape_of(marks, "INT") == (0.333, 0.667, 1.0, 0.333, 0.333)


def test_words_are_counted_the_most_frequent_first() -> None:
    words = pd.Series([f"w{i}" for i in range(20) for _ in range(20 - i)], dtype=object)
    heights = shape_of(words, "STR")
    assert len(heights) == N_WORDS
    assert heights[0] == 1.0
    assert list(heights) == sorted(heights, reverse=True)
    assert shape_of(pd.Series([True, False, True, None], dtype="boolean"), "BOOL") == (1.0, 0.5)


@pytest.mark.parametrize(
    "values",
    [
        pd.Series([], dtype="float64"),
        pd.Series([np.nan, np.nan]),
        pd.Series([np.inf, -np.inf, np.nan]),
    ],
)
def test_without_a_value_there_is_no_shape(values: pd.Series) -> None:
    assert shape_of(values, "DOUBLE") == ()


def test_one_value_is_one_bar() -> None:
    assert shape_of(pd.Series([7.0, 7.0]), "DOUBLE") == (1.0,)


def test_the_widest_range_of_numbers_is_binned() -> None:
    heights = shape_of(pd.Series([-1.7e308, 0.0, 1.7e308]), "DOUBLE")
    assert sum(height > 0 for height in heights) == 3


@pytest.mark.parametrize("values", [[0.0, 5e-324, 1e-323], [0.0, 5e-324, 1.7e308]])
def test_the_narrowest_range_of_numbers_has_a_shape(values: list[float]) -> None:
    assert max(shape_of(pd.Series(values), "DOUBLE")) == 1.0


def test_a_long_column_is_looked_at_from_end_to_end() -> None:
    n = 4 * MAX_SAMPLE
    heights = shape_of(pd.Series(np.arange(n, dtype="float64")), "DOUBLE")
    assert min(heights) > 0.95
