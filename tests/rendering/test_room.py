"""Names take the room that there is, and none stands on another."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from vizapp.components.spec import parse_chart
from vizapp.data.load import table_from_rows
from vizapp.profile.describe import profile
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import scenegraph
from vizapp.rendering.style import BuiltChart, Style
from vizapp.rendering.wording import text_width

_LONG = ["Saw the advertisement on social media", "Clicked through to the landing page"]


def _built(
    component: str, columns: Mapping[str, Any], parameter: Mapping[str, Any], **style: Any
) -> BuiltChart:
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    chart = parse_chart({"name": component, "parameter": dict(parameter)})
    return build_chart(chart, profile(table_from_rows(rows, name="t")), Style(**style))


def _marks(view: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield view
    for layer in view.get("layer", ()):
        yield from _marks(layer)


def test_a_title_keeps_long_names_where_the_line_holds_them() -> None:
    names = {"Bartholomew Featherstonehaugh": [1, 2, 4], "Alexandra Papadopoulou": [3, 9, 5]}
    first, second = names
    built = _built("scatter", names, {"xAttribute": second, "yAttribute": first}, width=640)
    assert built.title == f"{first} against {second}"
    small = _built("scatter", names, {"xAttribute": second, "yAttribute": first}, width=260)
    assert "…" in small.title


def test_names_of_columns_stand_on_lines_instead_of_leaning() -> None:
    names = [f"Department for {what}" for what in ("Transport", "Health", "Work and Pensions")]
    names += ["Ministry of Justice", "Home Office", "HM Treasury"]
    data = {"who": names, "n": [9, 8, 7, 6, 5, 4]}
    built = _built("column", data, {"xAttribute": "who", "yAttribute": "n"}, width=560)
    axis = built.vega_lite["layer"][0]["encoding"]["x"]["axis"]
    assert axis["labelAngle"] == 0
    lines = json.loads(axis["labelExpr"].split("[round")[0])
    assert [" ".join(parts) for parts in lines] == names


def test_stages_of_a_funnel_are_told_in_full() -> None:
    data = {"stage": _LONG, "n": [100, 40]}
    built = _built("funnel", data, {"categoryAttribute": "stage", "valueAttribute": "n"})
    told = [row["s"] for row in built.vega_lite["data"]["values"]]
    assert [" ".join(s) if isinstance(s, list) else s for s in told] == _LONG


def test_tiles_of_a_treemap_are_named_in_full() -> None:
    name = "Pharmaceuticals, biotechnology & life sciences"
    data = {"industry": [name, "Banks", "Fuels"], "n": [50, 40, 30]}
    built = _built("treemap", data, {"categoryAttribute": "industry", "valueAttribute": "n"})
    texts = [row["t"] for row in built.vega_lite["layer"][1]["data"]["values"]]
    assert name in " ".join(texts)


def test_names_of_a_network_do_not_touch() -> None:
    pairs = [(f"Company {i}", f"Company {j}") for i in range(20) for j in range(i) if i % (j + 2)]
    data = {"a": [a for a, _ in pairs], "b": [b for _, b in pairs]}
    built = _built("network", data, {"sourceAttribute": "a", "targetAttribute": "b"}, width=640)
    texts = next(
        layer["data"]["values"]
        for layer in built.vega_lite["layer"]
        if layer["mark"]["type"] == "text"
    )
    assert len(texts) >= 15
    boxes = [(t["x"], t["y"], text_width(t["t"], 11) / 2) for t in texts]
    for (x0, y0, half0), (x1, y1, half1) in itertools.combinations(boxes, 2):
        assert abs(x0 - x1) >= half0 + half1 or abs(y0 - y1) >= 12


def test_measures_of_one_unit_share_a_scale() -> None:
    data = {
        "campaign": ["a", "b", "c"],
        "raised ($)": [18200, 9100, 410],
        "goal ($)": [25000, 8000, 5000],
    }
    parameter = {"xAttribute": "campaign", "yAttribute": "raised ($)", "y2Attribute": "goal ($)"}
    marks = list(_marks(_built("dualAxes", data, parameter).vega_lite))
    domains = [m["encoding"]["y"]["scale"]["domain"] for m in marks if "encoding" in m]
    assert domains == [[0, 25000]] * len(domains)
    # Campaigns have no order, so nothing leads from one to the next.
    assert "line" not in {m["mark"]["type"] for m in marks if "mark" in m}


def test_measures_of_several_units_keep_their_own() -> None:
    data = {"month": ["2024-01", "2024-02"], "sales ($)": [18, 91], "margin (%)": [25, 8]}
    parameter = {"xAttribute": "month", "yAttribute": "sales ($)", "y2Attribute": "margin (%)"}
    marks = list(_marks(_built("dualAxes", data, parameter).vega_lite))
    assert all("domain" not in m["encoding"]["y"]["scale"] for m in marks if "encoding" in m)
    assert "line" in {m["mark"]["type"] for m in marks if "mark" in m}


def test_no_number_of_an_axis_ranks_first() -> None:
    data = {"dose": [10, 20, 30, 45, 50], "effect": [3, 4, 9, 2, 1]}
    built = _built("line", data, {"xAttribute": "dose", "yAttribute": "effect"})
    assert "ranks first" not in built.headline


def test_what_multiplies_is_told_by_its_ends() -> None:
    data = {"year": [*range(2010, 2020)], "inventions": [3, 4, 6, 9, 12, 20, 34, 66, 160, 480]}
    built = _built("line", data, {"xAttribute": "year", "yAttribute": "inventions"})
    assert built.headline == "Inventions rose from 3 to 480"


def test_more_than_all_is_a_full_ring() -> None:
    built = _built("progress", {"done (%)": [112.5]}, {"valueAttribute": "done (%)"})
    row = built.vega_lite["data"]["values"][0]
    assert (row["b"], row["p"]) == (1, "112.5%")


@pytest.mark.parametrize("height", [240, 346])
def test_a_question_as_a_name_pushes_no_title_out_of_the_picture(height: int) -> None:
    days = ["2024-05-01", "2024-05-02", "2024-05-03"]
    tops = []
    for name in ("How likely are you to recommend us to a friend or colleague? (0-10)", "n"):
        parameter = {"xAttribute": "day", "yAttribute": name}
        seen = scenegraph(_built("line", {"day": days, name: [3, 6, 9]}, parameter, height=height))
        tops.append(seen["origin"][1])
    assert tops[0] == tops[1]
