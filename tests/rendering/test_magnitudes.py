"""Every component draws numbers of any size, without a warning."""

from __future__ import annotations

import math
from typing import Any

import pytest

from vizapp.data.load import table_from_rows
from vizapp.profile.describe import profile
from vizapp.rendering.alternative import alternative_text
from vizapp.rendering.chart import build_chart
from vizapp.rendering.samples import Sample, samples
from vizapp.rendering.style import Style

SIZES = (1e-320, 1e-300, 1e12, 1e155, 9e301, 6e307, 1.7e308)


def resized(sample: Sample, size: float) -> list[dict[str, Any]]:
    frame = sample.table("en").frame
    rows = []
    for i, (_, cells) in enumerate(frame.iterrows()):
        row: dict[str, Any] = {}
        for name, cell in cells.items():
            if hasattr(cell, "isoformat"):
                row[str(name)] = cell.isoformat()
            elif isinstance(cell, int | float) and not isinstance(cell, bool):
                sign = math.copysign(1, cell)
                row[str(name)] = sign * size * (1 - 0.01 * i / len(frame))
            else:
                row[str(name)] = cell
        rows.append(row)
    return rows


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", samples())
def test_numbers_of_any_size_are_drawn_and_described(name: str, size: float) -> None:
    sample = samples()[name]
    table = profile(table_from_rows(resized(sample, size)))
    assert alternative_text(build_chart(sample.chart("en"), table, Style(), checked=False))
