"""For each rule of the linter a chart that has the fault, and whether vizapp can mend it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from tests.rendering.hostile_tables import profiled
from vizapp.components.presentation import Presentation
from vizapp.components.spec import parse_chart
from vizapp.rendering.chart import build_chart
from vizapp.rendering.style import BuiltChart, Style

Columns = dict[str, list[object]]


@dataclass(frozen=True)
class Fault:
    """A table, a chart of it and a style that together look wrong."""

    columns: Columns
    component: str
    parameter: dict[str, Any]
    presentation: Presentation = field(default_factory=Presentation)
    mended: bool = True
    width: int = 640

    def build(self) -> BuiltChart:
        chart = parse_chart({"name": self.component, "parameter": self.parameter})
        looks = self.presentation
        width, height = looks.pixels(self.width, 400)
        style = Style(width=width, height=height, title=looks.title, presentation=looks)
        return build_chart(chart, profiled(self.columns), style)


_OFFICES = [
    f"Department of Regional Development and Housing, {name} Office"
    for name in ("Northern", "Southern", "Eastern", "Western", "Central", "Coastal", "Alpine")
]
_XY = {"xAttribute": "k", "yAttribute": "v"}
_MONTHS = [f"{year}-{month:02d}" for year in range(2020, 2024) for month in range(1, 13)]
_SERIES = [f"team {chr(65 + i)}" for i in range(10)]


def _many(n: int) -> Columns:
    return {"k": [f"item number {i}" for i in range(n)], "v": [7 * n - 5 * i for i in range(n)]}


def _crowd() -> Columns:
    r = random.Random(1)
    return {
        "k": [round(r.gauss(50, 2), 2) for _ in range(4000)],
        "v": [round(r.gauss(50, 2), 2) for _ in range(3999)] + [500],
    }


def _by_series(names: list[str]) -> Columns:
    return {
        "t": [month for _ in names for month in _MONTHS],
        "v": [100 * i + j for i in range(len(names)) for j in range(len(_MONTHS))],
        "s": [name for name in names for _ in _MONTHS],
    }


_LINES = {"xAttribute": "t", "yAttribute": "v", "groupAttribute": "s"}
_ALIKE = "".join("The same beginning of every name, " for _ in range(8))

FAULTS: dict[str, Fault] = {
    "labels_slanted": Fault(  # names without a blank have no room on several lines
        {"k": [name.replace(" ", "") for name in _OFFICES], "v": [9, 8, 7, 6, 5, 4, 3]},
        "column", _XY,
    ),
    "labels_hidden": Fault(_many(30), "column", {**_XY, "limit": 30}, width=320),
    "labels_alike": Fault(
        {"k": [f"{_ALIKE}{'x' * i}" for i in range(60)], "v": [*range(60, 0, -1)]},
        "column", {**_XY, "limit": 60},
    ),
    "title_cut": Fault(
        _many(3), "bar", _XY, Presentation(title="A title of very many words " * 4)
    ),
    "single_point": Fault(
        {"k": ["2024-01"] * 3, "v": [3, 4, 5], "s": ["a", "b", "c"]}, "line",
        {**_XY, "groupAttribute": "s"},
    ),
    "mostly_zero": Fault({"k": [*"abcdefghij"], "v": [5, 4, *[0] * 8]}, "column", _XY),
    "dwarfed": Fault({"k": [*"abcdef"], "v": [90_000, 70, 60, 50, 40, 30]}, "column", _XY),
    "unseen_measure": Fault(
        {"k": [*"abcd"], "v": [90_000, 70_000, 60_000, 50_000], "w": [12, 9, 11, 10]}, "column",
        {"xAttribute": "k", "yAttribute": ["v", "w"]},
    ),
    "skewed": Fault(
        {"k": [*_MONTHS], "v": [round(3 * 1.25**i) for i in range(len(_MONTHS))]}, "line", _XY
    ),
    "negative_parts": Fault({"k": [*"abcd"], "v": [5, -4, 3, 2]}, "pie",
                            {"categoryAttribute": "k", "valueAttribute": "v"}),
    "signed_stack": Fault(
        {"k": [*"abcabc"], "v": [5, 4, 3, -2, 2, 1], "s": [*"xxxyyy"]}, "column",
        {**_XY, "groupAttribute": "s", "stack": "stacked"},
    ),
    "unsorted_bars": Fault(
        {"k": [*"pqrstu"], "v": [5, 9, 2, 7, 3, 8]}, "column", {**_XY, "sort": "x"}
    ),
    "missing_values": Fault(
        {"k": [*"abcdef"], "v": [5, None, 4, None, 3, 2]}, "column", _XY, mended=False
    ),
    "alike_scales": Fault(
        {"k": [*"abcd"], "v": [10, 12, 14, 16], "w": [11, 9, 13, 12]}, "dualAxes",
        {**_XY, "y2Attribute": "w"},
    ),
    "many_colors": Fault(_by_series(_SERIES), "line", _LINES),
    "many_slices": Fault(
        {"k": [f"part {i}" for i in range(10)], "v": [*range(20, 10, -1)]}, "pie",
        {"categoryAttribute": "k", "valueAttribute": "v"},
    ),
    "left_out": Fault(_many(90), "column", _XY),
    "overplotted": Fault(_crowd(), "scatter", _XY, mended=False),
    "colors_alike": Fault(_by_series(_SERIES[:8]), "line", _LINES, Presentation(palette="grey")),
}  # fmt: skip


def short_bars() -> BuiltChart:
    """Return bars that start at 90, which vizapp itself never draws."""
    built = Fault({"k": [*"abc"], "v": [95, 97, 99]}, "column", _XY).build()
    along = built.vega_lite["layer"][0]["encoding"]["y"]
    along["scale"] = {"domain": [90, 100], "zero": False}
    return built
