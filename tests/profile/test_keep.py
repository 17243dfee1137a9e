"""Attributes that are left out leave no trace in the description."""

from __future__ import annotations

from typing import Any

import pytest

from vizapp.data.load import table_from_rows
from vizapp.profile.describe import ProfiledTable, profile
from vizapp.profile.keep import leave_out


@pytest.fixture
def profiled() -> ProfiledTable:
    rows: list[dict[str, Any]] = [
        {"region": r, "city": f"{r}{c}", "year": y, "sales": y - 2000 + c, "cost": y - 2001 + c}
        for r in "EW"
        for c in range(3)
        for y in (2020, 2021, 2022)
    ]
    return profile(table_from_rows(rows))


def test_what_is_left_out_is_named_nowhere(profiled: ProfiledTable) -> None:
    assert ("region", "city") in profiled.description.nested
    left = leave_out(profiled, {"city", "no such column"})
    assert left.description.names == ("region", "year", "sales", "cost")
    assert list(left.frame.columns) == ["region", "year", "sales", "cost"]
    said = left.description
    for groups in (said.keys, said.nested, said.links, said.correlated):
        assert not any("city" in group for group in groups)
    assert said.correlated == profiled.description.correlated


def test_leaving_nothing_out_changes_nothing(profiled: ProfiledTable) -> None:
    assert leave_out(profiled, ()) is profiled
