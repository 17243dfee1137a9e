"""Exact Vega-Lite of a few charts; `VIZAPP_GOLD=write pytest` renews the files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.rendering.hostile_tables import profiled
from vizapp.components.spec import parse_chart
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import to_json
from vizapp.rendering.style import Style

GOLD = Path(__file__).parents[1] / "gold"

MONTHLY = {
    "月份": ["2024-01", "2024-01", "2024-02", "2024-02", "2024-03", "2024-03"],
    "地区": ["华东", "华南"] * 3,
    "销售额(万元)": [120.5, 80, 131, 78.25, 140, 91],
    "毛利率(%)": [21.0, 19.5, 22.0, 20.0, 23.5, 20.5],
}
SALES = {
    "product": list("ABCDEFG"),
    "units": [70, 22, 41, 5, 18, 9, 33],
    "price ($)": [1, 2, 3, 4, 5, 6, 7.5],
}
STEPS = {"stage": ["visit", "cart", "pay"], "people": [1000, 250, 100]}
BY_REGION = {"xAttribute": "月份", "yAttribute": "销售额(万元)", "groupAttribute": "地区"}

CASES: dict[str, tuple[dict[str, Any], Style, dict[str, Any]]] = {
    "bar.top_n": (SALES, Style(), {"xAttribute": "product", "yAttribute": "units", "limit": 3}),
    "column.stacked": (
        MONTHLY, Style(lang="zh"),
        {**BY_REGION, "stack": "stacked"},
    ),
    "line.grouped": (
        MONTHLY, Style(lang="zh", theme="dark"),
        BY_REGION,
    ),
    "area.percent": (
        MONTHLY, Style(theme="print"),
        {**BY_REGION, "stack": "percent"},
    ),
    "pie.counts": (MONTHLY, Style(lang="zh"), {"categoryAttribute": "地区"}),
    "scatter.labelled": (
        SALES, Style(),
        {"xAttribute": "price ($)", "yAttribute": "units", "labelAttribute": "product"},
    ),
    "heatmap.value": (
        MONTHLY, Style(lang="zh"),
        {"xAttribute": "月份", "yAttribute": "地区", "valueAttribute": "毛利率(%)"},
    ),
    "dualAxes.repeated": (
        MONTHLY, Style(lang="zh"),
        {"xAttribute": "月份", "yAttribute": "销售额(万元)", "y2Attribute": "毛利率(%)"},
    ),
    "funnel.stages": (STEPS, Style(), {"categoryAttribute": "stage", "valueAttribute": "people"}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_chart_is_as_in_the_gold_file(case: str):
    columns, style, parameter = CASES[case]
    chart = parse_chart({"name": case.split(".")[0], "parameter": parameter})
    text = to_json(build_chart(chart, profiled(columns), style))
    path = GOLD / f"{case}.json"
    if os.environ.get("VIZAPP_GOLD") == "write":
        path.write_text(text, "utf-8")
    assert json.loads(text) == json.loads(path.read_text("utf-8"))


def test_every_gold_file_has_a_case():
    assert {p.stem for p in GOLD.glob("*.json")} == set(CASES)
