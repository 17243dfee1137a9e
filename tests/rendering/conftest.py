from __future__ import annotations

from functools import cache

import pytest

from tests.rendering.hostile_tables import tables
from vizapp.profile.describe import ProfiledTable


@cache
def _tables() -> dict[str, ProfiledTable]:
    return tables()


@pytest.fixture(scope="session")
def hostile_tables() -> dict[str, ProfiledTable]:
    return _tables()
