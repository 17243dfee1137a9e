"""Names at the ends of lines: where each has room, and everywhere a legend would be used."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pptx import Presentation as Deck

from tests.rendering.hostile_tables import profiled
from vizapp.components.presentation import Presentation
from vizapp.components.spec import parse_chart
from vizapp.rendering import viewing
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import anatomy, to_png
from vizapp.rendering.powerpoint import to_pptx
from vizapp.rendering.style import BuiltChart, Style
from vizapp.rendering.view import Span, View

WIDE = Style(width=640)
MONTHS = [f"2024-{m:02d}" for m in range(1, 7)]


def lines(ends: dict[str, float], style: Style = WIDE, **more: Any) -> BuiltChart:
    """Draw lines that begin together and end at these values."""
    rows = [
        (m, s, 10 + (end - 10) * i / 5) for s, end in ends.items() for i, m in enumerate(MONTHS)
    ]
    table = profiled(
        {
            "month": [r[0] for r in rows],
            "region": [r[1] for r in rows],
            "sales": [round(r[2], 3) for r in rows],
        }
    )
    parameter = {"xAttribute": "month", "yAttribute": "sales", "groupAttribute": "region", **more}
    return build_chart(parse_chart({"name": "line", "parameter": parameter}), table, style)


def names(built: BuiltChart) -> list[dict[str, Any]]:
    layers = built.vega_lite["layer"]
    return next((p["data"]["values"] for p in layers if p.get("name") == viewing.ENTRIES), [])


def has_legend(built: BuiltChart) -> bool:
    return any(p["encoding"].get("color", {}).get("legend") for p in built.vega_lite["layer"])


APART = {"North": 90.0, "South": 50.0, "East": 20.0}


def test_lines_that_end_apart_have_their_names_there():
    built = lines(APART)
    assert {row["t"]: row["c1"] for row in names(built)} == APART
    assert not has_legend(built)


def test_names_that_would_touch_move_a_little_and_no_more():
    close = {row["t"]: row["c1"] for row in names(lines({"A": 90, "B": 88, "C": 20}))}
    assert close["A"] > 90
    assert close["B"] < 88
    crowd = lines({name: 90 + i / 10 for i, name in enumerate("ABCDE")})
    assert names(crowd) == []
    assert has_legend(crowd)


@pytest.mark.parametrize(
    "built",
    [
        lines(APART, Style(width=360)),
        lines(APART, Style(width=640, presentation=Presentation(y_scale="log"))),
        lines(APART, sort="-x"),
        lines({"a name that is so long that it takes a third of the chart": 90.0, "B": 20.0}),
        lines({str(i): 10.0 * i for i in range(9)}),
    ],
    ids=["narrow", "log", "backwards", "long", "many"],
)
def test_where_names_have_no_room_there_is_a_legend(built: BuiltChart):
    assert names(built) == []
    assert has_legend(built)


def test_a_line_that_ends_earlier_keeps_the_legend():
    table = {
        "m": [*MONTHS, *MONTHS[:3]],
        "g": ["a"] * 6 + ["b"] * 3,
        "n": [1, 2, 3, 4, 5, 6, 9, 8, 7],
    }
    parameter = {"xAttribute": "m", "yAttribute": "n", "groupAttribute": "g"}
    chart = parse_chart({"name": "line", "parameter": parameter})
    assert has_legend(build_chart(chart, profiled(table)))


def test_the_names_are_entries_that_can_be_clicked():
    built = lines(APART)
    assert viewing.legend_entries(built.vega_lite) == ("North", "South", "East")
    found = anatomy(built)
    assert [r.description for r in found.legend] == ["North", "South", "East"]
    assert all(r.x0 > 500 for r in found.legend)
    assert not any("\u2063" in r.description for r in found.marks)
    chosen = viewing.looked_at(built, View(chosen=("South",)))
    assert to_png(chosen) != to_png(built)


def test_a_zoomed_chart_has_its_legend_back():
    zoomed = viewing.looked_at(lines(APART), View(y=Span(0.0, 30.0)))
    assert names(zoomed) == []
    assert has_legend(zoomed)
    assert "range" not in zoomed.vega_lite["layer"][0]["encoding"]["x"]["scale"]
    assert to_png(zoomed).startswith(b"\x89PNG")


def test_a_slide_still_has_a_line_chart():
    slide = Deck(io.BytesIO(to_pptx(lines(APART)))).slides[0]
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    assert [s.name for s in chart.plots[0].series] == ["North", "South", "East"]
