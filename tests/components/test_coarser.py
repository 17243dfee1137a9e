"""Which step of time sums up many moments."""

from __future__ import annotations

import pytest

from vizapp.components.fit import coarser_unit, telling_units
from vizapp.profile.attributes import AttributeDescription, Granularity, TableDescription


def table(n: int, first: str, last: str, step: Granularity) -> TableDescription:
    date = AttributeDescription("when", "DATE", n, range=(first, last), granularity=step)
    return TableDescription(2 * n, (date, AttributeDescription("sales", "INT", n)))


@pytest.mark.parametrize(
    ("n", "first", "last", "step", "unit"),
    [
        (60, "2024-01-01", "2024-02-29", "day", None),
        (200, "2024-01-01", "2024-07-18", "day", "week"),
        (366, "2024-01-01", "2024-12-31", "day", "month"),
        (3650, "2014-01-01", "2023-12-31", "day", "year"),
        (1800, "2018-01-01", "2022-12-31", "day", "quarter"),
        (120, "2014-01-01", "2023-12-01", "month", "year"),
        (700, "2024-01-01T00:00", "2024-01-30T03:00", "hour", "day"),
    ],
)
def test_the_finest_step_that_leaves_a_course(
    n: int, first: str, last: str, step: Granularity, unit: str | None
) -> None:
    assert coarser_unit(table(n, first, last, step), ["when"]) == unit


def test_numbers_and_ranges_in_other_forms_have_none() -> None:
    described = table(366, "1/1/2024", "12/31/2024", "day")
    assert coarser_unit(described, ["when"]) is None
    assert coarser_unit(described, ["sales"]) is None


def test_units_that_leave_one_step_tell_nothing() -> None:
    week = table(168, "2024-03-04T00:00", "2024-03-10T23:00", "hour")
    assert telling_units(week, ["when"]) == ("day", "weekday", "hour")
    days = table(30, "2024-03-01", "2024-03-30", "day")
    assert telling_units(days, ["when"]) == ("week", "weekday")
    a_day = table(24, "2024-03-04T00:00", "2024-03-04T23:00", "hour")
    assert telling_units(a_day, ["when"]) == ("hour",)
    unknown = table(366, "1/1/2024", "12/31/2024", "day")
    assert "year" in telling_units(unknown, ["when"])
