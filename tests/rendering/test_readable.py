"""What a reader must be able to tell apart or see at all, as Vega lays it out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.rendering.hostile_tables import profiled
from vizapp.components.presentation import Presentation, ScaleChoice
from vizapp.components.spec import parse_chart
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import scenegraph
from vizapp.rendering.lint.seen import Label, Seen
from vizapp.rendering.scales import log_ticks
from vizapp.rendering.style import BuiltChart, Style
from vizapp.rendering.wording import cut_apart, text_width

Columns = dict[str, list[object]]
XY = {"xAttribute": "k", "yAttribute": "v"}
OFFICES = [
    f"Department of Regional Housing, {n} Office" for n in ("North", "South", "East", "West")
]
BRANCHES = [f"中国石油化工股份有限公司{n}分公司" for n in ("北京", "上海", "广东", "四川")]
HOSTILE = [f'It is "so"; \\ {"long " * 20}{n}' for n in ("\u2028a", "\x07b", "😀c", "'d'")]


def built(columns: Columns, component: str, parameter: dict[str, Any], **style: Any) -> BuiltChart:
    chart = parse_chart({"name": component, "parameter": parameter})
    return build_chart(chart, profiled(columns), Style(**style))


def seen(chart: BuiltChart) -> Seen:
    return Seen(chart, scenegraph(chart))


def labels(chart: BuiltChart, guide: str) -> list[Label]:
    return [label for label in seen(chart).labels if label.guide == guide]


# -- long names -------------------------------------------------------------------------


def test_only_texts_that_would_become_alike_lose_their_middle() -> None:
    texts = [*OFFICES, "A quite different name that is long as well", "short"]
    cut = cut_apart(texts, 110, 12)
    assert len(set(cut)) == len(texts)
    assert all(text_width(text, 12) <= 110 for text in cut)
    assert cut[4].endswith("…")
    assert cut[5] == "short"
    assert [name in text for name, text in zip(("Nor", "Sou", "Eas", "Wes"), cut, strict=False)]
    assert cut_apart(texts, 2000, 12) == texts


@pytest.mark.parametrize("names", [OFFICES, BRANCHES, HOSTILE])
@pytest.mark.parametrize(("component", "guide"), [("column", "bottom"), ("bar", "left")])
def test_long_names_with_a_common_start_differ_on_the_axis(
    names: list[object], component: str, guide: str
) -> None:
    found = labels(built({"k": names, "v": [4, 3, 2, 1]}, component, XY, width=420), guide)
    texts = [label.text for label in found]
    assert len(set(texts)) == len(names)
    assert not any("constructor" in text or "undefined" in text for text in texts)


def test_long_names_with_a_common_start_differ_in_the_legend() -> None:
    pie = built({"k": [*BRANCHES], "v": [4, 3, 2, 1]}, "pie",
                {"categoryAttribute": "k", "valueAttribute": "v"})  # fmt: skip
    texts = [label.text for label in labels(pie, "legend")]
    for name, text in zip(("北京", "上海", "广东", "四川"), texts, strict=True):
        assert name in text


def test_the_title_of_an_axis_is_not_written_over_long_names() -> None:
    chart = built({"k": [*OFFICES], "v": [4, 3, 2, 1]}, "bar", XY, width=900)
    room = float(scenegraph(chart)["origin"][0])
    widest = max(text_width(label.text, 12) for label in labels(chart, "left"))
    assert room > widest + 14 + 12  # the padding and the line of the title


def test_flat_names_wider_than_the_usual_limit_are_whole_where_they_have_room() -> None:
    names: list[object] = ["The northern office of the company", "The other one"]
    chart = built({"k": names, "v": [2, 1]}, "column", XY, width=1000)
    assert [label.text for label in labels(chart, "bottom")] == names


# -- values that are not there ------------------------------------------------------------


def test_bars_without_a_value_are_said() -> None:
    chart = built({"k": [*"abcd"], "v": [4, None, 2, None]}, "column", XY)
    assert chart.footnotes == ("2 items without a value left out",)
    assert chart.vega_lite["layer"][0]["encoding"]["x"]["scale"]["domain"] == ["a", "c"]


def test_two_hundred_names_do_not_touch() -> None:
    names: list[object] = [f"类别 {i} {'很长的名字' * (i % 4)}" for i in range(200)]
    line = built({"k": names, "v": [*range(200)]}, "line", XY)
    shown = [label for label in labels(line, "bottom") if not label.hidden]
    assert 10 < len(shown) < 60
    assert len({label.text for label in shown}) == len(shown)


# -- points that no line reaches --------------------------------------------------------


@pytest.mark.parametrize("component", ["line", "area"])
def test_a_single_point_is_seen_with_its_value(component: str) -> None:
    chart = built({"k": ["2024-01"], "v": [12.5]}, component, XY)
    assert len(seen(chart).points) == 1
    assert '"t": "12.5"' in json.dumps(chart.vega_lite)


def test_a_point_between_gaps_is_seen_on_a_long_line() -> None:
    months: list[object] = [f"{y}-{m:02d}" for y in range(2015, 2023) for m in range(1, 13)]
    values: list[object] = [100 + i for i in range(len(months))]
    values[40] = values[42] = None
    (one,) = seen(built({"k": months, "v": values}, "line", XY)).points
    assert one[2] > 2
    whole = built({"k": months, "v": [*range(len(months))]}, "line", XY)
    assert seen(whole).points == ()


# -- logarithmic axes -------------------------------------------------------------------


def _growth(scale: ScaleChoice, component: str, values: list[object]) -> BuiltChart:
    months: list[object] = [f"2020-{m:02d}" for m in range(1, len(values) + 1)]
    looks = Presentation(y_scale=scale)
    return built({"k": months, "v": values}, component, XY, presentation=looks)


def test_a_logarithmic_axis_has_a_label_at_each_power() -> None:
    chart = _growth("log", "line", [3, 40, 500, 6000, 70_000, 800_000])
    texts = [label.text for label in labels(chart, "left") if not label.hidden]
    assert texts == ["1", "10", "100", "1,000", "10,000", "100k", "1M"]
    assert chart.footnotes == ()


@pytest.mark.parametrize(
    ("component", "values"), [("column", [3, 40, 500]), ("line", [0, 40, 500])]
)
def test_what_cannot_be_logarithmic_says_so_and_stays(component: str, values: list[object]) -> None:
    chart = _growth("log", component, values)
    assert chart.footnotes[-1].startswith("no logarithmic scale")
    assert chart.vega_lite["layer"] == _growth("linear", component, values).vega_lite["layer"]


@pytest.mark.parametrize(("low", "high"), [(1, 1), (0.003, 0.004), (7, 9e9), (1e-9, 1e12), (2, 5)])
def test_logarithmic_ticks_reach_beyond_all_values(low: float, high: float) -> None:
    ticks = log_ticks(low, high)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert ticks == sorted(set(ticks))
    assert len(ticks) <= 9


# -- axes and legends -------------------------------------------------------------------


def test_the_only_date_of_an_axis_says_the_whole_date() -> None:
    values: Columns = {"k": ["2024-11-20 08:00"] * 3, "v": [1, 2, 3]}
    chart = built(values, "line", {**XY, "aggregate": "mean"})
    assert [label.text for label in labels(chart, "bottom")] == ["Nov 20, 2024 08:00"]


@pytest.mark.parametrize(("name", "cell"), [("金额(元)", "¥{}"), ("Plan (USD)", "${}")])
def test_an_axis_names_a_currency_once(name: str, cell: str) -> None:
    columns: Columns = {"k": ["a", "b", "c"], name: [cell.format(n) for n in (3, 4, 5)]}
    chart = built(columns, "column", {"xAttribute": "k", "yAttribute": name})
    titles = [layer["encoding"]["y"].get("axis") for layer in chart.vega_lite["layer"]]
    assert titles[0]["title"] == name


def test_the_values_of_one_chart_are_spelled_out_alike() -> None:
    columns: Columns = {"k": ["a", "b", "c"], "v": [13_512, 9_277, 947]}
    chart = built(columns, "bar", XY)
    texts = [row["tp"] for row in chart.vega_lite["data"]["values"]]
    assert texts == ["13,512", "9,277", "947"]


def test_the_legend_of_whole_numbers_has_nothing_between_them() -> None:
    columns: Columns = {"k": ["a", "a", "b"], "g": ["c", "d", "d"]}
    crossing = {"xAttribute": "k", "yAttribute": "g"}

    def ticks(chart: BuiltChart) -> dict[str, Any]:
        fill = chart.vega_lite["layer"][0]["encoding"]["color"]
        return {key: fill["legend"].get(key) for key in ("values", "tickMinStep")}

    alike = built(columns, "heatmap", crossing).vega_lite["layer"][0]["encoding"]["color"]
    assert "legend" not in alike  # of one value a ramp says nothing
    more: Columns = {"k": [*columns["k"], "a"], "g": [*columns["g"], "c"]}
    assert ticks(built(more, "heatmap", crossing)) == {"values": None, "tickMinStep": 1}


def test_a_lone_cell_of_sixteen_digits_is_drawn() -> None:
    columns: Columns = {"k": ["a"], "g": ["c"], "v": [9_007_199_254_740_992.0]}
    crossing = {"xAttribute": "k", "yAttribute": "g", "valueAttribute": "v"}
    assert built(columns, "heatmap", crossing).vega_lite["layer"]


@pytest.mark.parametrize("value", [-1.3e16, -1.7e308, 9_007_199_254_740_992.0, 5e-324])
def test_a_radar_of_one_huge_value_is_drawn(value: float) -> None:
    columns: Columns = {"k": ["a", "b", "c"], "v": [value] * 3}
    chart = built(columns, "radar", {"categoryAttribute": "k", "valueAttribute": "v"})
    assert chart.vega_lite["layer"]


def test_dots_of_the_smallest_sizes_are_drawn() -> None:
    columns: Columns = {"a": [1.5, 2.5, 4.0], "b": [3.0, 1.0, 2.0], "v": [5e-324, 1e-323, 0.0]}
    shelves = {"xAttribute": "a", "yAttribute": "b", "sizeAttribute": "v"}
    assert built(columns, "scatter", shelves).vega_lite["layer"]
