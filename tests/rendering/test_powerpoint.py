"""Slides: charts and tables that can be edited there, made of what is drawn."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from tests.rendering.hostile_tables import profiled
from vizapp.components.spec import parse_chart
from vizapp.rendering.chart import build_chart
from vizapp.rendering.powerpoint import to_pptx
from vizapp.rendering.samples import samples
from vizapp.rendering.style import BuiltChart, Style

PICTURES = {  # PowerPoint has nothing like these that can be made here
    "treemap", "wordCloud", "map", "indicator", "sankey",
    "network", "flow", "mindMap",
}  # fmt: skip


def sample(component: str, lang: str = "zh") -> BuiltChart:
    made = samples()[component]
    return build_chart(made.chart(lang), made.table(lang), Style(lang=lang))  # type: ignore[arg-type]


def drawn(name: str, columns: dict[str, list[Any]], **parameter: Any) -> BuiltChart:
    chart = parse_chart({"name": name, "parameter": parameter})
    return build_chart(chart, profiled(columns), Style(lang="en"))


def slide_of(built: BuiltChart) -> Any:
    return Presentation(io.BytesIO(to_pptx(built))).slides[0]


def chart_of(built: BuiltChart) -> Any:
    return next(shape.chart for shape in slide_of(built).shapes if shape.has_chart)


def table_of(built: BuiltChart) -> Any:
    return next(shape.table for shape in slide_of(built).shapes if shape.has_table)


def unseen(series: Any) -> bool:
    return series._element.find(f".//{qn('c:spPr')}/{qn('a:noFill')}") is not None


@pytest.mark.parametrize("component", list(samples()))
def test_whatever_can_be_edited_is_no_picture(component: str):
    shapes = slide_of(sample(component)).shapes
    pictures = [shape for shape in shapes if shape.shape_type == 13]
    own = [shape for shape in shapes if shape.has_chart or shape.has_table]
    assert (len(pictures), len(own)) == ((1, 0) if component in PICTURES else (0, 1))
    told = (pictures or own)[0]._element.xpath(".//p:cNvPr")[0]
    assert len(told.get("descr")) > 10


def test_a_funnel_is_centred_on_bars_that_are_not_seen():
    chart = chart_of(sample("funnel"))
    below, above = chart.plots[0].series
    assert unseen(below)
    assert not unseen(above)
    assert list(above.values)[:2] == [52000, 18600]
    for pad, value in zip(below.values, above.values, strict=True):
        assert 2 * pad + value == 52000
    assert chart.category_axis.reverse_order
    assert not chart.has_legend


def test_a_waterfall_floats_and_ends_in_its_total():
    chart = chart_of(sample("waterfall"))
    base, rise, fall, total = chart.plots[0].series
    assert unseen(base)
    values = [[v or 0.0 for v in part.values] for part in (base, rise, fall, total)]
    assert [a + b for a, b in zip(values[0], values[1], strict=True)][:2] == [1200, 1380]
    assert values[2][2] == 420
    assert values[3] == [0, 0, 0, 0, 0, 0, 395]
    assert fall.data_labels.number_format == '"-"#,##0'
    gone = chart.legend._element.findall(qn("c:legendEntry"))
    assert [entry.find(qn("c:idx")).get("val") for entry in gone] == ["0"]


def test_a_waterfall_through_zero_is_a_picture():
    built = drawn(
        "waterfall",
        {"item": ["a", "b", "c"], "amount": [10, -30, 5]},
        xAttribute="item",
        yAttribute="amount",
    )
    assert not any(shape.has_chart for shape in slide_of(built).shapes)


def test_a_histogram_has_no_gaps_and_names_its_bins():
    chart = chart_of(sample("histogram"))
    assert chart.plots[0].gap_width == 0
    assert next(iter(chart.plots[0].categories)) == "12.5 – 15"
    assert sum(chart.plots[0].series[0].values) == 420


def test_a_radar_has_a_line_per_series():
    chart = chart_of(sample("radar"))
    assert [series.name for series in chart.plots[0].series] == ["李明", "王芳"]
    assert len(list(chart.plots[0].categories)) == 6
    assert chart.has_legend


def test_a_ring_says_how_much_is_reached():
    slide = slide_of(sample("progress"))
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    assert list(chart.plots[0].series[0].values) == pytest.approx([0.728, 0.272])
    assert chart.plots[0]._element.find(qn("c:holeSize")).get("val") == "74"
    assert any(
        s.text_frame.text == "72.8%\n3,640 / 5,000" for s in slide.shapes if s.has_text_frame
    )


def test_a_gantt_starts_where_its_tasks_do():
    chart = chart_of(sample("gantt"))
    before, *groups = chart.plots[0].series
    assert unseen(before)
    assert next(iter(before.values)) == 45352  # 2024-03-01, in days since 1900
    assert next(iter(groups[0].values)) == 14
    assert chart.value_axis.minimum_scale == 45352
    assert chart.value_axis.tick_labels.number_format == "yyyy-mm-dd"
    assert [g.name for g in groups] == ["规划", "开发", "测试", "发布"]


def test_a_task_of_two_spans_is_a_picture():
    built = drawn(
        "gantt",
        {
            "task": ["a", "a", "b"],
            "start": ["2024-01-01", "2024-02-01", "2024-01-05"],
            "end": ["2024-01-09", "2024-02-09", "2024-01-15"],
        },
        labelAttribute="task",
        startAttribute="start",
        endAttribute="end",
    )
    assert not any(shape.has_chart for shape in slide_of(built).shapes)


def test_points_of_sizes_are_bubbles_and_others_points():
    bubbles = chart_of(sample("scatter"))
    assert bubbles.chart_type.name == "BUBBLE"
    assert bubbles.plots[0].bubble_scale == 25
    sizes = bubbles.plots[0].series[0]._element.findall(f".//{qn('c:bubbleSize')}//{qn('c:v')}")
    assert float(sizes[0].text) == 324
    plain = drawn("scatter", {"a": [1, 2, 3], "b": [2, 4, 5]}, xAttribute="a", yAttribute="b")
    assert chart_of(plain).chart_type.name == "XY_SCATTER"


STACKED = {
    "k": ["x", "x", "y", "y"],
    "g": ["p", "q", "p", "q"],
    "sales": [1, 3, 2, 2],
}


@pytest.mark.parametrize(
    ("name", "stack", "kind", "first"),
    [
        ("column", "stacked", "COLUMN_STACKED", 1),
        ("column", "percent", "COLUMN_STACKED_100", 25),
        ("bar", "stacked", "BAR_STACKED", 1),
        ("bar", "percent", "BAR_STACKED_100", 25),
        ("bar", "grouped", "BAR_CLUSTERED", 1),
        ("area", "percent", "AREA_STACKED_100", 25),
    ],
)
def test_stacks_stay_stacks(name: str, stack: str, kind: str, first: float):
    built = drawn(
        name, STACKED, xAttribute="k", yAttribute="sales", groupAttribute="g", stack=stack
    )
    chart = chart_of(built)
    assert chart.chart_type.name == kind
    parts = {part.name: list(part.values) for part in chart.plots[0].series}
    places = dict(zip(chart.plots[0].categories, parts["p"], strict=True))
    assert places["x"] == pytest.approx(first)


def test_a_table_is_a_table():
    table = table_of(sample("table"))
    assert table.cell(0, 1).text == "客户"
    assert table.cell(1, 0).text == "S1001"
    assert len(table.rows) == 6


def test_a_heatmap_is_a_table_in_its_colours():
    table = table_of(sample("heatmap"))
    assert table.cell(0, 0).text == "星期"
    assert table.cell(1, 0).text == "周一"
    assert table.cell(6, 3).text == "150"
    dark, pale = (table.cell(*at).fill.fore_color.rgb for at in ((6, 3), (6, 7)))
    assert sum(dark) < sum(pale)


def test_a_large_heatmap_is_a_picture():
    n = 40
    built = drawn(
        "heatmap",
        {"x": [f"c{i}" for i in range(n)], "y": ["a"] * n, "v": list(range(n))},
        xAttribute="x",
        yAttribute="y",
        valueAttribute="v",
    )
    assert not any(shape.has_table for shape in slide_of(built).shapes)


def test_a_chart_of_many_words_is_written_whole():
    # The file's properties hold 255 characters; the chart's own description has no such limit.
    rows = [(f"2024-{m:02d}", s, m * i + 3) for m in range(1, 13) for i, s in enumerate("abcd")]
    table = {"the month of the year": [r[0] for r in rows], "s": [r[1] for r in rows]}
    table["a rather long name of a measure"] = [r[2] for r in rows]
    month, series, measure = table
    built = drawn("line", table, xAttribute=month, yAttribute=measure, groupAttribute=series)
    deck = Presentation(io.BytesIO(to_pptx(built)))
    assert len(deck.core_properties.comments) == 255
    frame = next(shape for shape in deck.slides[0].shapes if shape.has_chart)
    assert len(frame._element.xpath(".//p:cNvPr")[0].get("descr")) > 255


def test_two_scales_are_columns_and_a_line_with_an_axis_at_the_right():
    built = sample("dualAxes")
    chart = chart_of(built)
    assert [plot._element.tag for plot in chart.plots] == [qn("c:barChart"), qn("c:lineChart")]
    columns, line = (plot.series[0] for plot in chart.plots)
    assert (
        len(list(columns.values)) == len(list(line.values)) == len(list(chart.plots[0].categories))
    )
    area = chart._chartSpace.chart.plotArea
    left, right = area.findall(qn("c:valAx"))
    assert right.find(qn("c:axPos")).get("val") == "r"
    assert right.find(qn("c:crosses")).get("val") == "max"
    between = right.find(qn("c:crossBetween")).get("val")
    assert between == "between"  # the points stand above the middle of the columns
    ids = [axis.get("val") for axis in chart.plots[1]._element.findall(qn("c:axId"))]
    hidden = area.findall(qn("c:catAx"))[1]
    assert ids == [hidden.find(qn("c:axId")).get("val"), right.find(qn("c:axId")).get("val")]
    assert hidden.find(qn("c:delete")).get("val") == "1"
    said = ["".join(t.text for t in axis.iter(qn("a:t"))) for axis in (left, right)]
    assert built.editable is not None
    assert said == [built.editable.title_along, built.editable.title_right]
    assert chart.has_legend


def test_boxes_stand_on_columns_with_whiskers_and_outliers():
    built = sample("boxplot")
    chart = chart_of(built)
    unseen_part, lower, upper = chart.plots[0].series
    assert unseen(unseen_part)
    boxes = list(built.vega_lite["data"]["values"])
    assert list(chart.plots[0].categories) == [box["c0"] for box in boxes]
    for i, box in enumerate(boxes):
        assert unseen_part.values[i] == pytest.approx(box["c2"])
        assert unseen_part.values[i] + lower.values[i] == pytest.approx(box["c3"])
        assert box["c3"] + upper.values[i] == pytest.approx(box["c4"])
    bars = [part._element.find(qn("c:errBars")) for part in (unseen_part, lower, upper)]
    assert bars[1] is None
    for bar, way, ends in zip(
        (bars[0], bars[2]), ("minus", "plus"), (("c2", "c1"), ("c5", "c4")), strict=True
    ):
        told = [float(v.text) for v in bar.find(qn(f"c:{way}")).iter(qn("c:v"))]
        assert told == pytest.approx([box[ends[0]] - box[ends[1]] for box in boxes])
    far = [v for part in chart.plots[1].series for v in part.values if v is not None]
    drawn_far = [row["c1"] for row in built.vega_lite["layer"][-1]["data"]["values"]]
    assert sorted(far) == pytest.approx(sorted(drawn_far))
    ids = [
        [axis.get("val") for axis in plot._element.findall(qn("c:axId"))] for plot in chart.plots
    ]
    assert ids[0] == ids[1]


def test_boxes_below_zero_are_a_picture():
    built = drawn("boxplot", {"v": [-9, -5, -4, -3, 1, 2, 3, 8]}, yAttribute="v")
    assert not any(shape.has_chart for shape in slide_of(built).shapes)


def test_candles_are_a_chart_of_stocks():
    built = sample("candlestick")
    chart = chart_of(built)
    stock = chart._chartSpace.chart.plotArea.find(qn("c:stockChart"))
    order = [child.tag for child in stock]
    kinds = ("ser",) * 4 + ("hiLowLines", "upDownBars", "axId", "axId")
    assert order == [qn(f"c:{kind}") for kind in kinds]  # the schema's order
    parts = stock.findall(qn("c:ser"))
    assert all(part.find(f"{qn('c:spPr')}/{qn('a:ln')}/{qn('a:noFill')}") is not None
               for part in parts)  # fmt: skip
    hues = [stock.find(f".//{qn(f'c:{side}Bars')}//{qn('a:srgbClr')}") for side in ("up", "down")]
    assert built.editable is not None
    wanted = [hue.lstrip("#").upper() for hue in (built.editable.up, built.editable.down)]
    assert [hue.get("val") for hue in hues] == wanted
    values = [[float(v.text) for v in part.find(qn("c:val")).iter(qn("c:v"))] for part in parts]
    for opened, high, low, closed in zip(*values, strict=True):
        assert low <= min(opened, closed) <= max(opened, closed) <= high
    assert chart.value_axis.minimum_scale <= min(values[2])


def test_the_only_column_of_each_name_stands_in_its_middle():
    built = drawn("column", {"k": list("abc"), "v": [9, 8, 3], "g": ["x", "x", "y"]},
                  xAttribute="k", yAttribute="v", groupAttribute="g")  # fmt: skip
    plot = chart_of(built).plots[0]
    assert plot._element.find(qn("c:grouping")).get("val") == "stacked"
    assert [list(series.values) for series in plot.series] == [[9, 8, None], [None, None, 3]]
