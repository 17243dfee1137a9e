"""Vega-Lite of a few charts, exactly, and of every component.

`VIZAPP_GOLD=write pytest tests/rendering/test_gold.py` renews the files.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.rendering.hostile_tables import profiled
from vizapp.components.catalogue import catalogue
from vizapp.components.spec import parse_chart
from vizapp.core.language import Lang
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import to_json
from vizapp.rendering.samples import samples
from vizapp.rendering.style import Style

GOLD = Path(__file__).parents[1] / "gold"
_ROWS = 12  # of a component's data

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
    assert {p.stem for p in (GOLD / "components").glob("*.json")} == set(catalogue())


@pytest.mark.parametrize("component", samples())
def test_every_component_is_as_in_its_gold_file(component: str):
    """The shape in full, the rows as far as they tell; computed places may differ by a hair."""
    sample = samples()[component]
    lang: Lang = "zh" if len(component) % 2 else "en"
    built = build_chart(sample.chart(lang), sample.table(lang), Style(lang=lang))
    found = shortened(built.vega_lite)
    path = GOLD / "components" / f"{component}.json"
    if os.environ.get("VIZAPP_GOLD") == "write":
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert alike(found, json.loads(path.read_text("utf-8"))), component


def shortened(view: Any) -> Any:
    """Return a specification with the first rows of its data and how many there are."""
    if isinstance(view, list):
        return [shortened(part) for part in view]
    if not isinstance(view, dict):
        return view
    view = {name: part for name, part in view.items() if name != "config"}
    rows = view["values"] if isinstance(view.get("values"), list) else []
    if len(rows) > _ROWS and isinstance(rows[0], dict):
        view |= {"values": rows[:_ROWS], "of": len(rows)}
    return {name: shortened(part) for name, part in view.items()}


def alike(found: Any, gold: Any) -> bool:
    """Return whether two are the same but for the last digits of numbers."""
    if isinstance(found, dict) and isinstance(gold, dict):
        return found.keys() == gold.keys() and all(alike(found[k], gold[k]) for k in found)
    if isinstance(found, list) and isinstance(gold, list):
        return len(found) == len(gold) and all(map(alike, found, gold))
    if isinstance(found, float) or isinstance(gold, float):
        return found == pytest.approx(gold, rel=1e-4, abs=0.02)
    return bool(found == gold)
