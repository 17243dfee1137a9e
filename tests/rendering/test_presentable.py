"""What nobody would show to a client: bars off their names, labels that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.rendering.hostile_tables import profiled
from vizapp.components.spec import parse_chart
from vizapp.rendering.chart import build_chart
from vizapp.rendering.encode import ramp
from vizapp.rendering.export import scenegraph
from vizapp.rendering.layouts.words import pack
from vizapp.rendering.lint.vision import nearest
from vizapp.rendering.style import BuiltChart, Style
from vizapp.rendering.theme import THEMES
from vizapp.rendering.wording import text_width

Columns = dict[str, list[object]]
XY = {"xAttribute": "k", "yAttribute": "v"}
XYG = {**XY, "groupAttribute": "g"}


def built(columns: Columns, component: str, parameter: dict[str, Any], **style: Any) -> BuiltChart:
    chart = parse_chart({"name": component, "parameter": parameter})
    return build_chart(chart, profiled(columns), Style(**style))


def items(chart: BuiltChart, kind: str, role: str) -> list[Mapping[str, Any]]:
    """Return the drawn items of all marks of a kind and a role."""

    def walk(group: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        if group.get("marktype") == kind and group.get("role") == role:
            yield from group["items"]
        for item in group.get("items", ()):
            for child in item.get("items", ()) if isinstance(item, Mapping) else ():
                yield from walk(child)

    return list(walk(scenegraph(chart)["scenegraph"]))


# -- grouped bars -----------------------------------------------------------------------


def middles(chart: BuiltChart, *, lying: bool) -> tuple[list[float], list[float]]:
    """Return the middles of the bars and those of the names, along the axis of the names."""
    at, size = ("y", "height") if lying else ("x", "width")
    bars = [float(bar[at]) + float(bar[size]) / 2 for bar in items(chart, "rect", "mark")]
    names = {round(float(label[at]), 1) for label in items(chart, "text", "axis-label")}
    return bars, sorted(names)


@pytest.mark.parametrize("component", ["column", "bar"])
def test_the_only_bar_of_each_name_stands_in_its_middle(component: str) -> None:
    columns: Columns = {"k": list("abcd"), "v": [9, 8, 3, 2], "g": ["x", "x", "y", "z"]}
    chart = built(columns, component, XYG)
    lying = component == "bar"
    bars, names = middles(chart, lying=lying)
    assert all(any(abs(bar - name) < 2 for name in names) for bar in bars)
    drawn = items(chart, "rect", "mark")
    assert all(float(bar["height" if lying else "width"]) > 40 for bar in drawn)
    assert [t["text"] for t in items(chart, "text", "mark") if t["text"]] == ["9", "8", "3", "2"]


@pytest.mark.parametrize("component", ["column", "bar"])
def test_the_bars_of_a_name_with_empty_places_stand_around_its_middle(component: str) -> None:
    columns: Columns = {
        "k": ["a", "a", "b", "b", "c", "d"], "v": [9, 8, 3, 6, 4, 1],
        "g": ["x", "y", "x", "z", "y", "z"],
    }  # fmt: skip
    bars, names = middles(built(columns, component, XYG), lying=component == "bar")
    pairs = [sum(bars[i : i + 2]) / 2 for i in (0, 2)]
    for middle in [*pairs, *bars[4:]]:
        assert any(abs(middle - name) < 2 for name in names)


def test_a_period_without_a_group_keeps_that_place_empty() -> None:
    columns: Columns = {
        "k": ["2021", "2021", "2022", "2022", "2023"], "v": [5, 6, 7, 8, 9],
        "g": ["x", "y", "x", "y", "x"],
    }  # fmt: skip
    chart = built(columns, "column", {**XYG, "stack": "grouped"})
    starts = [float(bar["x"]) for bar in items(chart, "rect", "mark")]
    assert starts[4] - starts[2] == pytest.approx(starts[2] - starts[0], abs=1)


# -- numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_huge_numbers_have_the_power_of_ten_of_their_axis(lang: Any) -> None:
    columns: Columns = {"k": ["Sun", "Vega"], "v": [1.989e30, 4.2e30]}
    chart = built(columns, "bar", XY, lang=lang)
    assert {t["text"] for t in items(chart, "text", "mark")} >= {"2e30", "4.2e30"}
    ticks = [t["text"] for t in items(chart, "text", "axis-label")]
    assert {"1e30", "4e30"} <= set(ticks)
    assert "4.2e30" in chart.headline


@pytest.mark.parametrize(
    ("component", "start"),
    [("bar", "b ranks first by Pay ($7.5)"), ("boxplot", "b has the highest median Pay ($7.5)")],
)
def test_the_sign_of_a_currency_stands_before_the_amount(component: str, start: str) -> None:
    columns: Columns = {"k": ["a", "b"], "Pay ($)": [-3.25, 7.5]}
    chart = built(columns, component, {"xAttribute": "k", "yAttribute": "Pay ($)"})
    assert chart.headline == start
    card = built({"Pay ($)": [-2_500_000]}, "indicator", {"valueAttribute": "Pay ($)"})
    assert [t["text"] for t in items(card, "text", "mark")] == ["Pay ($)", "-$2.5M"]


def test_tooltips_of_money_begin_with_its_sign() -> None:
    columns: Columns = {"k": ["a", "b"], "Pay": ["$3", "$7"]}
    chart = built(columns, "bar", {"xAttribute": "k", "yAttribute": "Pay"})
    assert [row["tip"].split("\n")[-1] for row in chart.vega_lite["data"]["values"]] == [
        "Pay: $3", "Pay: $7",
    ]  # fmt: skip


# -- names along an axis ----------------------------------------------------------------


def axis_labels(chart: BuiltChart) -> list[str]:
    """Return the labels of axes that are seen."""
    found = items(chart, "text", "axis-label")
    return [t["text"] for t in found if t.get("opacity", 1) > 0]


def test_twelve_leaning_months_are_all_named() -> None:
    months: list[object] = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]  # fmt: skip
    chart = built({"Month": months, "v": list(range(10, 22))}, "column",
                  {"xAttribute": "Month", "yAttribute": "v"})  # fmt: skip
    assert set(months) <= set(axis_labels(chart))


def test_a_few_dates_at_uneven_places_have_an_axis_with_round_dates() -> None:
    days: list[object] = ["2024-01-03", "2024-01-04", "2024-02-20", "2024-05-01", "2024-05-02",
                          "2024-11-30"]  # fmt: skip
    chart = built({"k": days, "v": [100, 120, 300, 280, 110, 150]}, "line", XY)
    assert {"Apr 2024", "Jul 2024", "Oct 2024"} <= set(axis_labels(chart))


# -- cells and spans --------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_the_colours_of_a_heat_map_are_those_that_its_letters_are_readable_on(theme: Any) -> None:
    columns: Columns = {
        "k": list("aabb"), "g": list("xyxy"), "v": [-1.0, 0.4, 0.2, 1.0],
    }  # fmt: skip
    chart = built(columns, "heatmap", {"xAttribute": "k", "yAttribute": "g", "valueAttribute": "v"},
                  theme=theme)  # fmt: skip
    wanted = [ramp(THEMES[theme].diverging, (v + 1) / 2) for v in (-1.0, 0.4, 0.2, 1.0)]
    found = [[int(n) for n in re.findall(r"\d+", str(cell["fill"]))]
             for cell in items(chart, "rect", "mark")]  # fmt: skip
    hexes = [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in found]
    assert sorted(hexes) == sorted(wanted)


def test_empty_cells_of_a_heat_map_are_said() -> None:
    columns: Columns = {"k": list("aab"), "g": list("xyx"), "v": [1, 2, 3]}
    spec = {"xAttribute": "k", "yAttribute": "g", "valueAttribute": "v"}
    assert "blank where there is no data" in built(columns, "heatmap", spec).footnotes
    whole: Columns = {"k": list("aabb"), "g": list("xyxy"), "v": [1, 2, 3, 4]}
    assert not built(whole, "heatmap", spec).footnotes


def test_a_span_too_short_to_see_is_a_dot() -> None:
    columns: Columns = {
        "k": ["Build", "Open"],
        "a": ["2021-03-01", "2026-02-01"],
        "b": ["2026-01-31", "2026-02-02"],
    }  # fmt: skip
    spec = {"labelAttribute": "k", "startAttribute": "a", "endAttribute": "b"}
    assert len(items(built(columns, "gantt", spec), "symbol", "mark")) == 1


# -- trees, tiles and words -------------------------------------------------------------


def test_a_long_topic_in_the_middle_leaves_room_to_its_branches() -> None:
    root, parts, supply = (
        "Launch of the new product line",
        "Market research and competitor analysis",
        "Manufacturing and supply chain preparation",
    )
    columns: Columns = {
        "k": [root, root, root, parts, parts, supply],
        "v": [parts, "Design", supply, "Interviews with forty customers", "Price survey",
              "Contracts with suppliers in three countries"],
    }  # fmt: skip
    chart = built(columns, "mindMap", {"sourceAttribute": "k", "targetAttribute": "v"})
    found = " ".join(str(t["text"]) for t in items(chart, "text", "mark"))
    assert "…" not in found
    assert all(word in found for word in (*root.split(), *supply.split()))


def test_small_tiles_have_small_names_and_the_rest_is_grey() -> None:
    columns: Columns = {"k": [f"PRD-{i:03d}" for i in range(100)], "v": list(range(300, 200, -1))}
    chart = built(columns, "treemap", {"categoryAttribute": "k", "valueAttribute": "v"})
    tiles, texts = (layer["data"]["values"] for layer in chart.vega_lite["layer"])
    names = [text["t"] for text in texts if text["o"] == 1]
    assert len(names) > 60
    assert all(name in columns["k"] or name.startswith("Other") for name in names)
    other = [tile["fill"] for tile in tiles if "Other" in tile["tip"]]
    assert other == [THEMES["light"].rest]


def test_a_name_of_which_only_the_first_letters_fit_is_left_out() -> None:
    sizes: list[object] = [900, *[8] * 40]
    columns: Columns = {"k": ["All", *(f"Corporation of district {i}" for i in range(40))],
                        "v": sizes}  # fmt: skip
    chart = built(columns, "treemap", {"categoryAttribute": "k", "valueAttribute": "v"})
    texts = [str(row["t"]) for row in chart.vega_lite["layer"][1]["data"]["values"]]
    assert "All" in texts
    assert not any(text.endswith("…") and len(text) < 5 for text in texts)


def test_all_words_fit_where_they_may_be_a_little_smaller() -> None:
    words = [
        "internationalization", "responsibility", "sustainability", "photovoltaic", "biodiversity",
        "infrastructure", "telecommunication", "pharmaceuticals", "electromagnetism",
        "democratization", "water", "air", "soil", "energy",
    ]  # fmt: skip
    placed = pack([(word, 400.0 - 9 * i) for i, word in enumerate(words)], 612, 330)
    assert len(placed) == len(words)


# -- shares -----------------------------------------------------------------------------


def test_the_shares_of_a_pie_have_as_many_decimals() -> None:
    columns: Columns = {"k": list("abcde"), "v": [142, 126, 86.3, 38.7, 607]}
    chart = built(columns, "pie", {"categoryAttribute": "k", "valueAttribute": "v"})
    found = [t["text"] for t in items(chart, "text", "mark")]
    assert found == ["60.7%", "14.2%", "12.6%", "8.6%", "3.9%"]


def test_a_funnel_that_nobody_leaves_at_the_end_says_no_share_of_nothing() -> None:
    columns: Columns = {"k": ["Seen", "Asked", "Hired"], "v": [42_100, 12, 0]}
    chart = built(columns, "funnel", {"categoryAttribute": "k", "valueAttribute": "v"})
    assert chart.headline == ""
    shares = [str(t["text"]) for t in items(chart, "text", "mark") if "%" in str(t["text"])]
    assert shares == ["100% of first", "<0.1%", "0%", "↓ <0.1%", "↓ 0%"]


# -- histograms of whole numbers --------------------------------------------------------


def test_bars_of_a_few_whole_numbers_stand_over_them() -> None:
    children: list[object] = [0, 1, 1, 2, 2, 2, 2, 3, 3, 5, 5]
    chart = built({"Children": children}, "histogram", {"xAttribute": "Children"})
    bars = items(chart, "rect", "mark")
    ticks = {t["text"]: float(t["x"]) for t in items(chart, "text", "axis-label") if t["x"] > 0}
    middles = [float(bar["x"]) + float(bar["width"]) / 2 for bar in bars]
    wanted = [ticks[n] for n in ("0", "1", "2", "3", "5")]
    assert middles == pytest.approx(wanted, abs=1.5)
    assert "6" not in ticks
    tips = [row["tip"] for row in chart.vega_lite["data"]["values"]]
    assert tips[2].split("\n")[0] == "Children: 2"


def test_a_long_name_has_two_lines_beside_a_high_node() -> None:
    columns: Columns = {
        "k": ["Coal", "Gas", "Power plants", "Power plants", "Grid"],
        "v": [
            "Power plants",
            "Power plants",
            "Grid",
            "Losses of conversion and transport",
            "Homes",
        ],
        "n": [320, 210, 290, 240, 290],
    }
    chart = built(columns, "sankey", {"sourceAttribute": "k", "targetAttribute": "v",
                                      "valueAttribute": "n"})  # fmt: skip
    texts = [t["text"] for t in items(chart, "text", "mark")]
    assert ["Losses of conversion", "and transport  240"] in texts


# -- areas, years and dates -------------------------------------------------------------


def test_areas_over_each_other_are_hints_and_their_legend_is_strong() -> None:
    n = 8
    columns: Columns = {
        "k": [y for y in (2020, 2021, 2022) for _ in range(n)],
        "Index": list(range(100, 100 + 3 * n)),
        "g": [f"Land {i}" for _ in range(3) for i in range(n)],
    }  # fmt: skip
    chart = built(
        columns, "area", {"xAttribute": "k", "yAttribute": "Index", "groupAttribute": "g"}
    )
    layer = chart.vega_lite["layer"][0]
    # What lies under all of them is still seen.
    assert (1 - layer["mark"]["opacity"]) ** n > 0.45
    symbols = items(chart, "symbol", "legend-symbol")
    assert len(symbols) == n
    assert all(symbol.get("opacity", 1) == 1 for symbol in symbols)


def test_a_headline_in_chinese_says_that_a_number_is_a_year() -> None:
    columns: Columns = {"年份": list(range(2010, 2024)), "产量(吨)": [5, *range(40, 53)]}
    spec = {"xAttribute": "年份", "yAttribute": "产量(吨)"}
    assert built(columns, "line", spec, lang="zh").headline.startswith("产量从")
    columns["产量(吨)"] = list(range(40, 54))
    said = built(columns, "line", spec, lang="zh").headline
    assert said.startswith("2010年至2023年，产量增长")


@pytest.mark.parametrize(("days", "wanted"), [
    (["2020-01-15", "2020-02-15", "2020-03-15"], "Jan 15, 2020"),
    (["2020-01-01", "2020-02-01", "2020-03-01"], "Jan 2020"),
])  # fmt: skip
def test_a_table_of_days_a_month_apart_says_the_days(days: list[object], wanted: str) -> None:
    chart = built({"Joined": days, "Name": list("abc")}, "table",
                  {"columnAttribute": ["Name", "Joined"]})  # fmt: skip
    assert wanted in [t["text"] for t in items(chart, "text", "mark")]


# -- rings ------------------------------------------------------------------------------


def _radar(n: int, name: str = "aspect") -> BuiltChart:
    columns: Columns = {"k": [f"{name} {i}" for i in range(n)], "v": list(range(10, 10 + n))}
    return built(columns, "radar", {"categoryAttribute": "k", "valueAttribute": "v"})


def test_a_triangle_takes_the_height_of_the_picture() -> None:
    heights = []
    for n in (3, 4):
        ys = [row["y"] for row in _radar(n).vega_lite["layer"][0]["data"]["values"]]
        heights.append(max(ys) - min(ys))
    assert heights[0] == pytest.approx(heights[1], rel=0.05)


def test_names_at_the_poles_of_a_radar_touch_no_others() -> None:
    names = [t for t in items(_radar(24, "Rather long aspect"), "text", "mark")
             if str(t["text"]).startswith("Rather")]  # fmt: skip
    first = next(t for t in names if t["text"] == "Rather long aspect 0")
    others = [t for t in names if t is not first and t["y"] < 60]
    assert all(abs(t["y"] - first["y"]) >= 13 for t in others)


def test_a_long_total_is_rounded_below_the_share_of_its_target() -> None:
    columns: Columns = {"done": [230_000_000], "target": [500_000_000]}
    spec = {"valueAttribute": "done", "targetAttribute": "target"}
    chart = built(columns, "progress", spec, lang="zh")
    assert "2.3亿 / 5亿" in [t["text"] for t in items(chart, "text", "mark")]
    assert "230,000,000" in str(chart.vega_lite)


# -- legends ----------------------------------------------------------------------------

LIKERT = ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"]


def legend_ends(chart: BuiltChart) -> list[float]:
    """Return where the labels of the legend end, in px from the left of the picture."""

    def walk(group: Mapping[str, Any], left: float) -> Iterator[float]:
        for item in group.get("items", ()):
            x = left + float(item.get("x", 0))
            if group.get("role") == "legend-label":
                yield x + text_width(str(item["text"]), 12)
            for child in item.get("items", ()):
                yield from walk(child, x)

    return list(walk(scenegraph(chart)["scenegraph"], scenegraph(chart)["origin"][0]))


@pytest.mark.parametrize("component", ["bar", "gantt"])
def test_a_legend_over_lying_bars_ends_inside_the_picture(component: str) -> None:
    asked = ["I would recommend the company", "My work is recognised by my manager"]
    columns: Columns = {
        "k": [a for a in asked for _ in LIKERT], "g": LIKERT * 2, "v": list(range(5, 15)),
        "a": [f"2024-01-{i:02d}" for i in range(1, 11)],
        "b": [f"2024-02-{i:02d}" for i in range(1, 11)],
    }  # fmt: skip
    spec = {**XYG, "stack": "stacked"} if component == "bar" else {
        "labelAttribute": "k", "startAttribute": "a", "endAttribute": "b", "groupAttribute": "g",
    }  # fmt: skip
    chart = built(columns, component, spec)
    assert max(legend_ends(chart)) <= chart.style.width


# -- labels and headlines ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "wanted"), [("en", ["1.23M", "77k", "950"]), ("zh", ["123.5万", "7.7万", "950"])]
)
def test_labels_beside_shortened_ones_are_shortened(lang: Any, wanted: list[str]) -> None:
    columns: Columns = {"k": list("abc"), "v": [1_234_567, 77_000, 950]}
    chart = built(columns, "bar", XY, lang=lang)
    assert [t["text"] for t in items(chart, "text", "mark")] == wanted


def test_the_steps_of_a_waterfall_are_written_alike_and_nothing_has_no_sign() -> None:
    columns: Columns = {"k": list("abc"), "v": [560_000, -60_000, 0]}
    chart = built(columns, "waterfall", XY)
    texts = {t["text"] for t in items(chart, "text", "mark")}
    assert texts == {"+560k", "-60k", "0", "500k"}


@pytest.mark.parametrize("component", ["column", "pie", "boxplot"])
def test_yes_leads_nothing(component: str) -> None:
    columns: Columns = {"Member": [True, False] * 4, "v": [9, 2, 8, 1, 9, 2, 8, 1]}
    along = "categoryAttribute" if component == "pie" else "xAttribute"
    spec = {along: "Member", "valueAttribute" if component == "pie" else "yAttribute": "v"}
    if component != "boxplot":
        spec["aggregate"] = "sum"
    assert built(columns, component, spec).headline == ""


def test_a_dose_has_no_highest_median() -> None:
    columns: Columns = {"Dose (mg)": [5, 5, 20, 20], "v": [1, 2, 8, 9]}
    spec = {"xAttribute": "Dose (mg)", "yAttribute": "v"}
    assert built(columns, "boxplot", spec).headline == ""


def test_a_headline_has_no_four_decimals() -> None:
    columns: Columns = {"k": list("aaabbb"), "v": [5, 5, 6, 1, 1, 2]}
    said = built(columns, "column", {**XY, "aggregate": "mean"}).headline
    assert said == "a ranks first by mean of v (5.33)"


def test_thirty_tasks_are_all_named() -> None:
    names: list[object] = [f"Phase {i}: work package number {i}" for i in range(30)]
    columns: Columns = {
        "k": names, "a": [f"2024-01-{i + 1:02d}" for i in range(30)],
        "b": [f"2024-02-{1 + i % 28:02d}" for i in range(30)],
    }  # fmt: skip
    spec = {"labelAttribute": "k", "startAttribute": "a", "endAttribute": "b"}
    assert set(names) <= set(axis_labels(built(columns, "gantt", spec)))


# -- colours of degrees -----------------------------------------------------------------


def hues(chart: BuiltChart) -> list[str]:
    found: list[str] = chart.vega_lite["layer"][0]["encoding"]["color"]["scale"]["range"]
    return found


def stacked(degrees: list[str], component: str = "column", **style: Any) -> BuiltChart:
    """Draw a stack of two years; the degrees come in another order than their own."""
    columns: Columns = {
        "k": [year for year in (2023, 2024) for _ in degrees], "g": degrees[::-1] * 2,
        "v": list(range(10, 10 + 2 * len(degrees))),
    }  # fmt: skip
    return built(columns, component, {**XYG, "stack": "stacked"}, **style)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
@pytest.mark.parametrize("component", ["column", "bar", "area"])
def test_a_stack_of_ages_goes_along_one_ramp(component: str, theme: Any) -> None:
    chart = stacked(["0-17", "18-39", "40-64", "65+"], component, theme=theme)
    lights = [sum(int(hue[i : i + 2], 16) for i in (1, 3, 5)) for hue in hues(chart)]
    assert lights == sorted(lights, reverse=theme != "dark")
    assert nearest([*hues(chart), THEMES[theme].background]) >= 8


@pytest.mark.parametrize("answers", [LIKERT, ["非常不满意", "不满意", "一般", "满意", "非常满意"]])
def test_answers_go_to_two_sides_of_a_grey_middle(answers: list[str]) -> None:
    colors = THEMES["light"]
    found = hues(stacked(answers))
    assert [found[0], found[2], found[4]] == [colors.diverging[0], colors.line, colors.diverging[4]]


@pytest.mark.parametrize("words", [["Mon", "Tue", "Wed"], ["red", "green", "blue"], ["S", "M"]])
def test_what_has_no_degrees_has_hues(words: list[str]) -> None:
    assert hues(stacked(words)) == list(THEMES["light"].categorical[: len(words)])


def test_thin_lines_of_ages_keep_hues() -> None:
    columns: Columns = {"k": [2023] * 3 + [2024] * 3, "g": ["0-17", "18-39", "40+"] * 2,
                        "v": list(range(6))}  # fmt: skip
    assert hues(built(columns, "line", XYG)) == list(THEMES["light"].categorical[:3])


@pytest.mark.parametrize("n", range(3, 8))
@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_degrees_are_told_apart(n: int, theme: Any) -> None:
    assert nearest(hues(stacked([f"{10 * i}-{10 * i + 9}" for i in range(n)], theme=theme))) >= 8


def test_slices_of_sizes_and_bins_of_grades_go_along_a_ramp() -> None:
    sizes: Columns = {"k": ["M", "S", "XL", "L"], "v": [4, 3, 2, 1]}
    pie = built(sizes, "pie", {"categoryAttribute": "k", "valueAttribute": "v"})
    bins = built({"v": [1.5, 2.5, 3.5, 4.5], "k": ["M", "S", "XL", "L"]}, "histogram",
                 {"xAttribute": "v", "groupAttribute": "k"})  # fmt: skip
    assert hues(pie) == hues(bins)
    assert hues(pie)[-1] == THEMES["light"].sequential[-1]


# -- tooltips ---------------------------------------------------------------------------


def tips(chart: BuiltChart) -> list[str]:
    return [str(row["tip"]) for row in chart.vega_lite["data"]["values"]]


@pytest.mark.parametrize("component", ["column", "area"])
def test_tooltips_give_shares_one_decimal(component: str) -> None:
    columns: Columns = {"k": [2023, 2023, 2024, 2024], "g": ["x", "y"] * 2, "v": [1, 2, 1, 6]}
    found = tips(built(columns, component, {**XYG, "stack": "percent"}))
    assert sorted(tip.rsplit("v: ")[1] for tip in found) == [
        "1 (14.3%)", "1 (33.3%)", "2 (66.7%)", "6 (85.7%)",
    ]  # fmt: skip


def test_tooltips_have_no_share_where_negative_values_forbid_it() -> None:
    columns: Columns = {"k": list("aabb"), "g": ["x", "y"] * 2, "v": [38, -20, 10, 4]}
    found = tips(built(columns, "column", {**XYG, "stack": "percent"}))
    assert not any("%" in tip for tip in found)


def test_short_spans_are_told_in_minutes() -> None:
    columns: Columns = {
        "k": ["Standup", "Review"], "a": ["2024-05-06 09:00", "2024-05-06 09:30"],
        "b": ["2024-05-06 09:15", "2024-05-06 11:00"],
    }  # fmt: skip
    spec = {"labelAttribute": "k", "startAttribute": "a", "endAttribute": "b"}
    found = tips(built(columns, "gantt", spec))
    assert [tip.rsplit("length: ")[1] for tip in found] == ["15 minutes", "1.5 hours"]


# -- times of a day ---------------------------------------------------------------------

HOURS: list[object] = [f"2024-03-05 {hour:02d}:00" for hour in range(24)]


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "Time (Mar 5, 2024)"), ("zh", "Time (2024年3月5日)")]
)
@pytest.mark.parametrize("component", ["column", "line"])
def test_an_axis_of_hours_says_the_day_once(component: str, lang: Any, title: str) -> None:
    columns: Columns = {"Time": HOURS, "v": list(range(10, 34))}
    chart = built(columns, component, {"xAttribute": "Time", "yAttribute": "v"}, lang=lang)
    assert title in [t["text"] for t in items(chart, "text", "axis-title")]
    found = [label for label in axis_labels(chart) if ":" in label]
    assert len(found) >= 8
    assert found[0] == "00:00"
    assert all(len(label) == 5 for label in found)


def test_columns_of_two_days_keep_their_days() -> None:
    columns: Columns = {"k": ["2024-03-05 22:00", "2024-03-05 23:00", "2024-03-06 00:00"],
                        "v": [1, 2, 3]}  # fmt: skip
    assert "Mar 6, 00:00" in axis_labels(built(columns, "column", XY))


def test_a_plan_of_a_day_says_which() -> None:
    columns: Columns = {"k": ["a", "b"], "s": HOURS[8:10], "e": HOURS[10:12]}
    spec = {"labelAttribute": "k", "startAttribute": "s", "endAttribute": "e"}
    titles = [t["text"] for t in items(built(columns, "gantt", spec), "text", "axis-title")]
    assert "Mar 5, 2024" in titles


@pytest.mark.parametrize("values", [[i / 2 for i in range(201)], [*range(1900, 2021), 2020]])
def test_no_bin_is_there_for_the_largest_value_alone(values: list[object]) -> None:
    chart = built({"n": values}, "histogram", {"xAttribute": "n", "bins": 6})
    data = chart.vega_lite["data"]["values"]
    assert max(row["c1"] for row in data) == values[-1]
    assert sum(row["c3"] for row in data) == len(values)
