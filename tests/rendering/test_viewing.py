"""Pieces of axes and chosen series on finished charts: what is drawn, and where it lies."""

from __future__ import annotations

import json

import pytest

from vizapp.core.language import Lang
from vizapp.rendering import export, viewing
from vizapp.rendering.anatomy import Anatomy
from vizapp.rendering.chart import build_chart
from vizapp.rendering.samples import samples
from vizapp.rendering.scales import leaves
from vizapp.rendering.style import BuiltChart, Style, ThemeName
from vizapp.rendering.view import WHOLE_VIEW, Span, View, speaks_of

WITH_LEGEND = ("area", "column", "gantt", "line", "pie", "radar", "scatter")


def draw(component: str, lang: Lang = "zh", theme: ThemeName = "light") -> BuiltChart:
    sample = samples()[component]
    return build_chart(sample.chart(lang), sample.table(lang), Style(theme=theme, lang=lang))


def hues(built: BuiltChart) -> list[str]:
    """Return the colours of the first layer that has series."""
    for layer, _ in leaves(built.vega_lite):
        color = layer["encoding"].get("color", {})
        if color.get("scale"):
            return list(color["scale"]["range"])
    raise AssertionError("no series")


def test_every_component_with_a_legend_of_series_has_entries_to_click() -> None:
    found = {n for n in samples() if viewing.legend_entries(draw(n).vega_lite)}
    assert found == set(WITH_LEGEND)


@pytest.mark.parametrize("component", WITH_LEGEND)
def test_the_chosen_series_keeps_its_colour_and_the_others_fade(component: str) -> None:
    built = draw(component)
    entries = viewing.legend_entries(built.vega_lite)
    seen = viewing.looked_at(built, View(chosen=entries[1:2]))
    before, after = hues(built), hues(seen)
    assert [a == b for a, b in zip(before, after, strict=True)] == [
        e == entries[1] for e in entries
    ]
    scales = {
        json.dumps(channel["scale"]["range"])
        for layer, _ in leaves(seen.vega_lite)
        for channel in layer["encoding"].values()
        if isinstance(channel, dict) and "range" in (channel.get("scale") or {})
        if channel["scale"].get("domain") == list(entries)
    }
    assert len(scales) == 1, "layers that share a scale must agree on it"


def test_series_that_the_chart_does_not_have_fade_nothing() -> None:
    built = draw("line")
    assert hues(viewing.looked_at(built, View(chosen=("elsewhere",)))) == hues(built)


def test_texts_of_other_series_become_faint() -> None:
    built = draw("pie")
    entries = viewing.legend_entries(built.vega_lite)
    texts = viewing.looked_at(built, View(chosen=entries[:1])).vega_lite["layer"][1]
    assert texts["encoding"]["opacity"]["condition"]["test"]["oneOf"] == list(entries[1:])


def test_a_whole_view_is_the_chart_itself() -> None:
    built = draw("line")
    assert viewing.looked_at(built, WHOLE_VIEW) is built


@pytest.fixture(scope="module")
def scatter() -> tuple[BuiltChart, Anatomy]:
    built = draw("scatter")
    return built, export.anatomy(built)


def test_the_axes_are_measured(scatter: tuple[BuiltChart, Anatomy]) -> None:
    _, anatomy = scatter
    plane = anatomy.plane
    assert plane.x is not None
    assert plane.y is not None
    assert (round(plane.x.start, 6), round(plane.x.end, 6)) == (0, 18)
    assert (round(plane.y.start, 6), round(plane.y.end, 6)) == (72, 79)
    # A mark lies where its value is.
    mark = anatomy.marks[0]
    values = dict(line.split(": ") for line in mark.description.split("\n"))
    share = ((mark.x0 + mark.x1) / 2 - plane.x0) / (plane.x1 - plane.x0)
    assert plane.x.at(share) == pytest.approx(float(values["人均GDP(万元)"]), abs=0.01)


def test_a_piece_shows_its_marks_and_no_others(scatter: tuple[BuiltChart, Anatomy]) -> None:
    built, anatomy = scatter
    plane = anatomy.plane
    x, y = plane.piece(plane.x0 + 100, plane.y0 + 50, plane.x0 + 300, plane.y0 + 200)
    seen = viewing.looked_at(built, View(x, y))
    part = export.anatomy(seen)
    assert 0 < len(part.marks) < len(anatomy.marks)
    assert part.plane.x is not None
    assert part.plane.y is not None
    assert x is not None
    assert y is not None
    assert (part.plane.x.start, part.plane.x.end) == pytest.approx((x.start, x.end))
    assert (part.plane.y.start, part.plane.y.end) == pytest.approx((y.start, y.end))
    assert all(part.plane.holds(m.x0, m.y0) for m in part.marks)
    assert all(layer["mark"]["clip"] for layer, _ in leaves(seen.vega_lite))
    assert export.to_png(seen) != export.to_png(built)


def test_a_piece_of_time_is_local_and_labelled_as_finely_as_it_is_short() -> None:
    built = draw("line")
    day = 86_400.0
    start = 1704067200.0 + 31 * day  # the first of February 2024
    seen = viewing.looked_at(built, View(x=Span(start, start + 3 * day, time=True)))
    channel = next(leaves(seen.vega_lite))[0]["encoding"]["x"]
    assert channel["scale"]["domain"][0] == {
        "year": 2024, "month": 2, "date": 1, "hours": 0, "minutes": 0, "seconds": 0
    }  # fmt: skip
    assert channel["axis"]["format"] == "%-m月%-d日 %H:%M"
    plane = export.anatomy(seen).plane
    assert plane.x is not None
    assert plane.x.start == pytest.approx(start, abs=60)


@pytest.mark.parametrize(
    ("component", "axes"),
    [("column", "y"), ("line", "xy"), ("histogram", "xy"), ("gantt", "x"), ("pie", ""),
     ("radar", ""), ("dualAxes", ""), ("treemap", "")],
)  # fmt: skip
def test_axes_of_numbers_and_times_can_be_zoomed(component: str, axes: str) -> None:
    spec = draw(component).vega_lite
    found = [p for p in viewing.POSITIONS if viewing.zoomable(spec, p)]
    assert found == list(axes)


def test_axes_and_legends_know_their_attributes() -> None:
    built = draw("column")
    bound = {m.description: m for m in export.anatomy(built).bound}
    assert set(bound) == {"季度", "销售额(万元)", "地区"}
    plane = export.anatomy(built).plane
    assert bound["季度"].y0 > plane.y1  # below the marks
    assert bound["销售额(万元)"].x1 < plane.x0  # left of them
    assert bound["地区"].y1 < plane.y0  # above them
    # With two axes at the sides, each has its own measure.
    bound = {m.description: m for m in export.anatomy(draw("dualAxes")).bound}
    assert bound["销售额(万元)"].x1 < bound["毛利率(%)"].x0


def test_a_mark_speaks_of_the_attribute_with_the_longest_name() -> None:
    names = ("sales", "sales tax")
    assert speaks_of("region: East\nsum of sales: 5", "sales", names)
    assert not speaks_of("region: East\nsales tax: 5", "sales", names)


def test_a_piece_stays_within_the_whole_axis() -> None:
    whole = Span(0.0, 100.0)
    for piece, axis, kept in (
        (Span(-10.0, 30.0), whole, (0, 40)),
        (Span(80.0, 120.0), whole, (60, 100)),
        (Span(120.0, 80.0), Span(100.0, 0.0), (100, 60)),  # reversed
    ):
        moved = piece.within(axis)
        assert (moved.start, moved.end) == pytest.approx(kept)
    assert Span(-5.0, 120.0).within(whole) == whole
    assert Span(5.0, 5.0 + 1e-12).is_fine
