"""Lines and areas break off where dates are missing, and nowhere else."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd
import pytest

from vizapp.components.spec import parse_chart
from vizapp.data.load import table_from_rows
from vizapp.profile.describe import profile
from vizapp.rendering.chart import build_chart
from vizapp.rendering.marks.gaps import longest_step

_DAY = 86_400.0


def _days(dates: Iterable[pd.Timestamp]) -> pd.Series:
    return pd.Series([date.timestamp() for date in dates])


def test_a_hole_in_daily_dates_is_one() -> None:
    days = pd.date_range("2024-01-01", "2024-03-31").delete(range(20, 30))
    assert longest_step(_days(days), dates=True) == pytest.approx(2.5 * _DAY)
    assert longest_step(_days(days[:25]), dates=True) == pytest.approx(1.5 * _DAY)


def test_months_of_several_lengths_are_one_step() -> None:
    months = pd.date_range("2022-01-01", periods=24, freq="MS")
    limit = longest_step(_days(months), dates=True)
    assert 31 * _DAY < limit < 59 * _DAY


def test_weekends_and_holidays_of_an_exchange_are_no_holes() -> None:
    days = pd.bdate_range("2024-01-01", "2024-06-30")
    assert longest_step(_days(days), dates=True) > 9 * _DAY


def test_a_day_of_rest_each_week_is_no_hole() -> None:
    days = [d for d in pd.date_range("2024-01-01", "2024-03-31") if d.weekday() != 6]
    assert longest_step(_days(days), dates=True) > 2 * _DAY


def test_decades_before_years_are_no_holes() -> None:
    years = pd.Series([*range(1900, 1990, 10), *range(1990, 2021)])
    assert longest_step(years, dates=False) > 10


def test_dates_without_a_rhythm_have_no_holes() -> None:
    events = pd.Series([1, 2, 7, 9, 30, 31, 80, 200]) * _DAY
    assert math.isinf(longest_step(events, dates=True))
    assert math.isinf(longest_step(pd.Series([1.0, 2.0, 3.0]), dates=False))


def _drawn(component: str, rows: list[dict[str, Any]], **more: str) -> list[dict[str, Any]]:
    parameter = {"xAttribute": "day", "yAttribute": "n", **more}
    chart = parse_chart({"name": component, "parameter": parameter})
    built = build_chart(chart, profile(table_from_rows(rows, name="t")))
    values: list[dict[str, Any]] = built.vega_lite["data"]["values"]
    return values


_ROWS = [{"day": f"2024-05-{d:02d}", "n": 10 + d} for d in range(1, 29) if not 10 <= d <= 15]


@pytest.mark.parametrize("component", ["line", "area"])
def test_marks_break_off_where_dates_are_missing(component: str) -> None:
    empty = [row for row in _drawn(component, _ROWS) if row["c1"] is None]
    assert len(empty) == 1
    assert "2024-05-09" < empty[0]["c0"] < "2024-05-16"
    assert empty[0]["tip"] is None  # nothing to point at, and no row of a copied table


def test_an_area_breaks_off_where_a_value_is_missing() -> None:
    rows = [{"day": f"2024-05-{d:02d}", "n": None if d == 7 else d} for d in range(1, 20)]
    assert [row["c1"] for row in _drawn("area", rows)].count(None) == 1


def test_a_stack_breaks_off_in_all_its_layers() -> None:
    rows = [{**row, "who": who} for row in _ROWS for who in ("a", "b")]
    empty = [r for r in _drawn("area", rows, groupAttribute="who") if r["c1"] is None]
    assert sorted(row["c2"] for row in empty) == ["a", "b"]


def test_a_series_breaks_off_alone() -> None:
    whole = [{"day": f"2024-05-{d:02d}", "n": d, "who": "a"} for d in range(1, 29)]
    rows = whole + [{**row, "who": "b"} for row in _ROWS]
    empty = [r for r in _drawn("line", rows, groupAttribute="who") if r["c1"] is None]
    assert [row["c2"] for row in empty] == ["b"]
