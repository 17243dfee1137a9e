"""Nothing in a table may break a drawing: names, values, shapes."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rendering.hostile_tables import NAMES, charts, profiled, tables
from vizapp.components.catalogue import catalogue
from vizapp.components.spec import parse_chart
from vizapp.profile.describe import ProfiledTable
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import marks
from vizapp.rendering.style import BuiltChart, Style

TABLE_NAMES = list(tables())


def fields(node: object) -> set[str]:
    """Return every field that a specification refers to."""
    if isinstance(node, list):
        return set().union(*map(fields, node)) if node else set()
    if not isinstance(node, dict):
        return set()
    found = {node["field"]} if isinstance(node.get("field"), str) else set()
    return found.union(*(fields(v) for k, v in node.items() if k != "data"))


def assert_sound(built: BuiltChart) -> None:
    text = json.dumps(built.vega_lite, allow_nan=False)
    assert len(text) < 3_000_000
    assert all(name.isalnum() and len(name) < 6 for name in fields(built.vega_lite))
    assert "\n" not in built.title


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_random_charts_are_built(name: str, hostile_tables: dict[str, ProfiledTable]):
    table = hostile_tables[name]
    drawn = {}
    for i, chart in enumerate(charts(table, seed=len(name), each=1)):
        built = build_chart(chart, table, Style(lang="zh" if i % 2 else "en"))
        assert_sound(built)
        drawn[chart.component] = built
    assert drawn
    for built in list(drawn.values())[:: max(1, len(drawn) // 3)]:
        assert marks(built)


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    name=st.text(min_size=1, max_size=40),
    words=st.lists(st.one_of(st.none(), st.text(max_size=60)), min_size=1, max_size=12),
    component=st.sampled_from(["column", "pie", "line", "treemap", "wordCloud", "heatmap"]),
    numbers=st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=12, max_size=12),
)
def test_any_text_and_any_number_is_drawn(
    name: str, words: list[str | None], component: str, numbers: list[float]
):
    rows = {"k " + name: words, "v": numbers[: len(words)]}
    table = profiled(rows)  # type: ignore[arg-type]
    first, second = table.description.names
    declared = catalogue()[component].forms[0].channels
    key, measure = declared[0], declared[-1] if component == "heatmap" else declared[1]
    parameter = {key.parameter: first, measure.parameter: second}
    if component == "heatmap":
        parameter[declared[1].parameter] = first
    assert_sound(build_chart(parse_chart({"name": component, "parameter": parameter}), table))


@pytest.mark.parametrize("header", NAMES)
def test_hostile_names_are_shown_and_reach_no_field(header: str):
    table = profiled({header: ["a", "b", "c"], "n": [3, 1, 2]})
    name = table.description.names[0]
    chart = parse_chart({"name": "column", "parameter": {"xAttribute": name, "yAttribute": "n"}})
    built = build_chart(chart, table)
    assert fields(built.vega_lite) <= {"c0", "c1", "c2", "tip", "tp", "tn"}
    assert " ".join(name.split()) in marks(built)[0].description


def test_infinite_values_are_skipped_and_said(hostile_tables: dict[str, ProfiledTable]):
    table = hostile_tables["infinite"]
    chart = parse_chart({"name": "column", "parameter": {"xAttribute": "k", "yAttribute": "v"}})
    built = build_chart(chart, table)
    values = [row["c1"] for row in built.vega_lite["data"]["values"]]
    assert sorted(values) == [3.5, 4.5]
    assert all(math.isfinite(v) for v in values)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_without_values_says_so(lang: str, hostile_tables: dict[str, ProfiledTable]):
    table = hostile_tables["all missing"]
    chart = parse_chart({"name": "line", "parameter": {"xAttribute": "k", "yAttribute": "v"}})
    built = build_chart(chart, table, Style(lang=lang))  # type: ignore[arg-type]
    assert built.empty
    assert marks(built)[0].description == {"zh": "没有可绘制的数据", "en": "No data to draw"}[lang]


def test_of_many_boxes_those_of_most_rows_are_drawn():
    rows: dict[str, list[object]] = {"k": [], "v": []}
    for i in range(40):
        for j in range(3 + i % 2):
            rows["k"].append(f"g{i:02d}")
            rows["v"].append(10 * i + j)
    chart = parse_chart({"name": "boxplot", "parameter": {"xAttribute": "k", "yAttribute": "v"}})
    built = build_chart(chart, profiled(rows))
    drawn = {row["c0"] for row in built.vega_lite["data"]["values"]}
    odd, high = {f"g{i:02d}" for i in range(1, 40, 2)}, {f"g{i:02d}" for i in range(20, 40, 2)}
    assert drawn == odd | high
    assert any("30 of 40" in note for note in built.footnotes)
