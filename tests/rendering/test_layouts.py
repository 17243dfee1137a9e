"""The computed layouts: places that overlap, circles, areas that must add up."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rendering.hostile_tables import profiled
from vizapp.components.spec import parse_chart
from vizapp.rendering.alternative import alternative_text
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import marks
from vizapp.rendering.layouts.edges import back_edges, layers
from vizapp.rendering.layouts.places import _clip
from vizapp.rendering.layouts.words import pack
from vizapp.rendering.samples import samples
from vizapp.rendering.style import BuiltChart, Style
from vizapp.rendering.wording import cut, text_width, wrap

LINKS = {"sourceAttribute": "a", "targetAttribute": "b"}


def draw(columns: dict[str, list[Any]], name: str, **parameter: Any) -> BuiltChart:
    return build_chart(
        parse_chart({"name": name, "parameter": parameter}), profiled(columns), Style()
    )


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_without_its_back_edges_every_graph_has_layers(edges: list[tuple[int, int]]):
    back = back_edges(10, edges)
    forward = [e for e in edges if e not in back]
    depth = layers(10, forward)
    assert all(depth[a] < depth[b] for a, b in forward)


def test_a_tree_has_no_back_edges():
    assert back_edges(4, [(0, 1), (0, 2), (2, 3)]) == set()


def sizes_of_words(built: BuiltChart) -> list[float]:
    return [row["size"] for row in built.vega_lite["data"]["values"]]


def test_words_of_a_cloud_differ_in_size_as_their_weights_do():
    names = [f"a product of many words {i:03d}" for i in range(200)]
    columns = {"k": names, "v": [10_000 // (i + 1) for i in range(200)]}
    built = draw(columns, "wordCloud", wordAttribute="k", valueAttribute="v")
    sizes = sizes_of_words(built)
    assert max(sizes) >= 2.5 * min(sizes)
    assert len(sizes) >= 15
    assert f"of {len(names)} shown" in " ".join(built.footnotes)
    asked = draw(columns, "wordCloud", wordAttribute="k", valueAttribute="v", limit=100)
    assert len(sizes_of_words(asked)) > len(sizes)


def test_words_of_one_weight_are_all_there():
    columns = {"k": [f"word {i}" for i in range(60)], "v": [3] * 60}
    built = draw(columns, "wordCloud", wordAttribute="k", valueAttribute="v")
    assert len(sizes_of_words(built)) == 60


@pytest.mark.parametrize(("lowest", "stands_out"), [(-40, True), (0, False), (10, False)])
def test_the_line_at_zero_stands_out_where_there_are_two_sides(lowest: int, stands_out: bool):
    columns = {"k": [*"abc"], "v": [lowest, 30, 50]}
    built = draw(columns, "column", xAttribute="k", yAttribute="v")
    axis = built.vega_lite["layer"][0]["encoding"]["y"]["axis"]
    assert ("gridColor" in axis) is stands_out


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.text("词云words", min_size=1, max_size=9), st.floats(0.1, 1e6)),
        min_size=1,
        max_size=40,
    )
)
def test_words_of_a_cloud_do_not_overlap_or_leave_the_picture(words: list[tuple[str, float]]):
    words.sort(key=lambda w: -w[1])
    placed = pack(words, 500, 300)
    boxes = []
    for index, x, y, size in placed:
        shown = cut(words[index][0], 450, size, bold=True)  # as drawn
        half = text_width(shown, size, bold=True) / 2
        boxes.append((x - half, y - size * 0.6, x + half, y + size * 0.6))
    assert boxes
    for i, a in enumerate(boxes):
        assert a[0] >= -0.1
        assert a[1] >= -0.1
        assert a[2] <= 500.1
        assert a[3] <= 300.1
        for b in boxes[:i]:
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


def test_tiles_of_a_treemap_fill_the_picture_in_proportion():
    built = draw(
        {"k": list("abc"), "n": [6, 3, 1]}, "treemap", categoryAttribute="k", valueAttribute="n"
    )
    tiles = built.vega_lite["layer"][0]["data"]["values"]
    areas = [(t["x2"] - t["x"]) * (t["y2"] - t["y"]) for t in tiles]
    assert [round(a / sum(areas), 3) for a in areas] == [0.6, 0.3, 0.1]


def test_a_sankey_that_goes_round_keeps_every_flow():
    built = draw(
        {"a": ["x", "y"], "b": ["y", "x"], "n": [3, 2]}, "sankey", **LINKS, valueAttribute="n"
    )
    bands = built.vega_lite["layer"][0]["data"]["values"]
    assert {b["g"] for b in bands} == {0, 1}
    assert "flows go round" in built.footnotes[0]


def test_sankey_bands_are_as_thick_as_their_value():
    built = draw(
        {"a": ["x", "x", "y"], "b": ["p", "q", "p"], "n": [4, 1, 2]},
        "sankey",
        **LINKS,
        valueAttribute="n",
    )
    bands = built.vega_lite["layer"][0]["data"]["values"]
    thick = {b["g"]: b["y2"] - b["y"] for b in bands}
    assert thick[0] / thick[1] == pytest.approx(4)
    assert thick[2] / thick[1] == pytest.approx(2)


@pytest.mark.parametrize("name", ["network", "flow", "mindMap"])
def test_self_loops_and_separate_parts_are_drawn(name: str):
    built = draw({"a": ["x", "x", "p"], "b": ["x", "y", "q"]}, name, **LINKS)
    said = "\n".join(r.description for r in marks(built))
    assert all(node in said for node in "xypq")


def test_a_funnel_tells_shares_of_the_first_and_the_previous_stage():
    built = draw(
        {"s": ["a", "b", "c"], "n": [200, 100, 20]},
        "funnel",
        categoryAttribute="s",
        valueAttribute="n",
    )
    assert "of first: 10%" in marks(built)[-1].description.replace(".0%", "%")
    assert "of previous: 20%" in marks(built)[-1].description.replace(".0%", "%")


def test_a_funnel_reads_its_stages_from_columns():
    built = draw(
        {"seen": [90], "clicked": [30], "paid": [3]},
        "funnel",
        valueAttribute=["seen", "clicked", "paid"],
    )
    assert built.title == "From seen to paid"
    assert "clicked: 30" in "\n".join(r.description for r in marks(built))


def test_a_waterfall_ends_at_the_sum():
    built = draw({"k": list("abc"), "n": [10, -4, 1]}, "waterfall", xAttribute="k", yAttribute="n")
    last = built.vega_lite["data"]["values"][-1]
    assert (last["c0"], last["c1"], last["c2"]) == ("Total", 0, 7)


def test_a_waterfall_does_not_add_the_total_of_its_table():
    built = draw(
        {"k": ["a", "b", "end"], "n": [10, -4, 6]}, "waterfall", xAttribute="k", yAttribute="n"
    )
    assert [row["c0"] for row in built.vega_lite["data"]["values"]] == ["a", "b", "end"]
    assert built.vega_lite["data"]["values"][-1]["c1"] == 0


@pytest.mark.parametrize(
    ("value", "target", "text"), [(30, 60, "50%"), (90, 60, "150%"), (-3, 60, "-5%"), (3, 0, "–")]
)
def test_progress_is_a_share_of_the_target(value: int, target: int, text: str):
    built = draw({"v": [value], "t": [target]}, "progress", valueAttribute="v", targetAttribute="t")
    assert built.vega_lite["data"]["values"][0]["p"] == text


def test_a_table_shows_twenty_rows_and_says_so():
    built = draw(
        {"k": [f"r{i}" for i in range(50)], "n": list(range(50))},
        "table",
        columnAttribute=["k", "n"],
    )
    assert len(built.vega_lite["layer"][0]["data"]["values"]) == 40
    assert built.footnotes == ("first 20 of 50 rows",)


def test_the_columns_and_the_line_of_two_scales_wear_their_axes_colours():
    built = draw(
        {"k": ["a", "b"], "n": [1, 2], "m": [10, 9]},
        "dualAxes",
        xAttribute="k",
        yAttribute="n",
        y2Attribute="m",
    )
    bars, line = built.vega_lite["layer"]
    assert bars["mark"]["color"] == bars["encoding"]["y"]["axis"]["titleColor"]
    assert (
        line["layer"][0]["mark"]["color"] == line["layer"][0]["encoding"]["y"]["axis"]["titleColor"]
    )
    assert built.vega_lite["resolve"] == {"scale": {"y": "independent"}}


def test_a_map_zooms_to_its_points_and_keeps_its_proportions():
    columns = {"lon": [116.4, 121.5], "lat": [39.9, 31.2]}
    built = draw(columns, "map", longitudeAttribute="lon", latitudeAttribute="lat")
    view = built.vega_lite["layer"][-1]["encoding"]
    low, high = view["y"]["scale"]["domain"]
    assert 20 < low < 31.2
    assert 39.9 < high < 50
    left, right = view["x"]["scale"]["domain"]
    assert (right - left) / (high - low) == pytest.approx(612 / 320, rel=0.01)


def test_polygons_are_cut_at_the_view():
    square = [(-10.0, -10.0), (10.0, -10.0), (10.0, 10.0), (-10.0, 10.0)]
    inside = _clip(square, (0.0, 0.0, 5.0, 20.0))
    assert {(min(x, 5.0), y) for x, y in inside} == {
        (0.0, 0.0),
        (5.0, 0.0),
        (5.0, 10.0),
        (0.0, 10.0),
    }
    assert _clip(square, (20.0, 20.0, 30.0, 30.0)) == []


def test_chinese_text_wraps_after_any_character():
    assert wrap("销售额和利润", 36, 12, lines=2) == ["销售额", "和利润"]


def _labels(built: BuiltChart) -> list[dict[str, Any]]:
    """Return the data of the last layer of a picture: its texts."""
    layer = built.vega_lite["layer"][-1]
    return list((layer.get("data") or built.vega_lite["data"])["values"])


@pytest.mark.parametrize("component", ["map", "scatter"])
def test_a_name_stands_beside_its_dot(component: str):
    columns: dict[str, list[Any]] = {
        "town": ["Aachen", "Bonn", "Celle", "Dresden", "Essen"],
        "lon": [6.1, 7.1, 10.1, 13.7, 7.0],
        "lat": [50.8, 50.7, 52.6, 51.0, 51.5],
        "people": [250, 330, 70, 560, 600],
    }
    axes = ("longitude", "latitude") if component == "map" else ("x", "y")
    given = {f"{axes[0]}Attribute": "lon", f"{axes[1]}Attribute": "lat"}
    built = draw(columns, component, **given, sizeAttribute="people", labelAttribute="town")
    named = [row for row in _labels(built) if row["c4"]]
    assert len(named) >= 4
    for row in named:
        radius = math.sqrt((12 + 688 * row["c2"] / 600) / math.pi)
        near_x = min(max(0.0, row["c5"]), row["c5"] + text_width(row["c4"], 11))
        near_y = min(max(0.0, row["c6"] - 6.5), row["c6"] + 6.5)
        assert math.hypot(near_x, near_y) >= radius, row


def test_a_long_topic_takes_the_room_that_the_other_side_leaves():
    links = {
        "a": ["Plan", "Plan", "Plan", "Features", "Features", "Team", "Risks"],
        "b": ["Features", "Team", "Risks", "Recommendation of charts", "Export", "Two", "One"],
    }
    texts = [row["t"] for row in _labels(draw(links, "mindMap", **LINKS))]
    assert "Recommendation of charts" in texts


def test_a_topic_too_long_for_a_line_has_several_where_there_is_room():
    long = "interviews with twenty customers of the north about what they pay at present for it"
    links = {"a": ["Plan"] * 3 + ["Features"] * 2, "b": ["Features", "Team", "Risks", long, "x"]}
    texts = [row["t"] for row in _labels(draw(links, "mindMap", **LINKS))]
    parts = [text for text in texts if text in long and len(text) > 1]
    assert " ".join(parts) == long
    assert len(parts) > 1


def test_a_links_words_lie_beside_boxes_that_stand_close():
    sample = samples()["flow"]
    spec = build_chart(sample.chart("en"), sample.table("en"), Style()).vega_lite
    texts = {
        layer["mark"].get("fontSize"): layer["data"]["values"]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text"
    }
    boxes = next(p["data"]["values"] for p in spec["layer"] if p["mark"]["type"] == "rect")
    failed = next(text for text in texts[10] if text["t"] == "failed")
    assert not any(
        box["x"] < failed["x"] + 14
        and failed["x"] - 14 < box["x2"]
        and box["y"] < failed["y"] < box["y2"]
        for box in boxes
    )


def test_the_first_of_many_dates_does_not_reach_under_the_other_axis():
    sample = samples()["candlestick"]
    spec = build_chart(sample.chart("zh"), sample.table("zh"), Style(lang="zh")).vega_lite
    assert spec["layer"][0]["encoding"]["x"]["axis"]["labelFlush"] > 8


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("sizes", [[9.2e302, 1.0], [1.7e308, 1.7e308, 1.7e308]])
def test_tiles_of_the_largest_numbers_are_drawn(sizes: list[float]):
    columns = {"k": [*"ab" + "a" * (len(sizes) - 2)], "n": sizes}
    built = draw(columns, "treemap", categoryAttribute="k", valueAttribute="n")
    assert "a" in str(built.vega_lite)


def test_points_of_the_largest_numbers_are_described():
    columns = {"x": [0.0, 2.0, 3.0, 1.7e154, 1.0, 5.0], "y": [0.0, 1.0, 2.0, 3.0, 0.5, 4.0]}
    built = draw(columns, "scatter", xAttribute="x", yAttribute="y")
    assert "x" in alternative_text(built)
