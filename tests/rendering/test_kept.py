"""What of the last chart is found ready for the next, and when it is computed anew."""

from __future__ import annotations

import gc
from typing import Any

import pandas as pd
import pytest

from vizapp.components.spec import Filter, parse_chart
from vizapp.data.load import table_from_rows
from vizapp.profile.describe import ProfiledTable, profile
from vizapp.rendering import kept, marks, reduce, summary
from vizapp.rendering.chart import build_chart
from vizapp.rendering.kept import Kept
from vizapp.rendering.scene import Scene
from vizapp.rendering.style import Style


def table(scale: int = 1) -> ProfiledTable:
    rows = [{"c": c, "d": d, "v": scale * i} for i, (c, d) in enumerate(["ax", "by", "ay"] * 4)]
    return profile(table_from_rows(rows, name="t", lang="en"))


def column(given: str, *filters: Filter, **more: object) -> dict[str, object]:
    parameter = {"xAttribute": given, "yAttribute": "v", "aggregate": "sum", **more}
    tests = [{"attribute": f.attribute, "op": f.op, "value": f.value} for f in filters]
    return {"name": "column", "parameter": parameter | ({"filter": tests} if tests else {})}


def test_the_same_rows_are_filtered_once() -> None:
    keeper, types = Kept(), {"v": "INT"}
    frame = pd.DataFrame({"v": [1, 2, 3]})
    first = keeper.rows(frame, (Filter("v", ">", "1"),), types)
    assert first["v"].tolist() == [2, 3]
    assert keeper.rows(frame, (Filter("v", ">", "1"),), types) is first
    assert keeper.rows(frame, (Filter("v", ">", "2"),), types)["v"].tolist() == [3]
    other = pd.DataFrame({"v": [5]})
    assert keeper.rows(other, (Filter("v", ">", "2"),), types)["v"].tolist() == [5]


def test_nothing_outlives_its_table() -> None:
    keeper = Kept()
    frame = pd.DataFrame({"v": [1, 2, 3]})
    keeper.rows(frame, (), {})
    del frame
    gc.collect()
    assert keeper._last is None


def test_an_edit_of_something_else_makes_no_key_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(column: pd.Series, *rest: object) -> reduce.Key:
        made.append(str(column.name))
        return reduce.key(column, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(summary, "key", counted)
    monkeypatch.setattr(kept.KEPT, "_last", None)
    one, other = table(), table(10)
    build_chart(parse_chart(column("c")), one)
    build_chart(parse_chart(column("c", limit=2)), one)
    assert made == ["c"]
    build_chart(parse_chart(column("d")), one)
    build_chart(parse_chart(column("c")), one, Style(lang="zh"))
    assert made == ["c", "d", "c"]
    build_chart(parse_chart(column("c")), other)
    assert made == ["c", "d", "c", "c"]


def test_what_is_found_ready_gives_the_same_chart() -> None:
    shared, north = table(), Filter("c", "=", "a")
    for given in (column("c"), column("d", north), column("c", north), column("c")):
        chart = parse_chart(given)
        assert build_chart(chart, shared) == build_chart(chart, table())


def test_another_order_adds_nothing_up_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str | None] = []
    whole = summary._aggregate

    def counted(scene: Scene, base: pd.DataFrame, n_keys: int, name: str | None) -> Any:
        made.append(name)
        return whole(scene, base, n_keys, name)

    monkeypatch.setattr(summary, "_aggregate", counted)
    monkeypatch.setattr(kept.KEPT, "_last", None)
    shared = table()
    for more in ({}, {"sort": "-y"}, {"limit": 1}):
        chart = parse_chart(column("c", **more))
        assert build_chart(chart, shared) == build_chart(chart, shared)
    assert made == ["v"]
    build_chart(parse_chart(column("c") | {"parameter": {"xAttribute": "c"}}), shared)
    mean = parse_chart(column("c", aggregate="mean"))
    assert build_chart(mean, shared).vega_lite != build_chart(chart, shared).vega_lite
    assert made == ["v", None, "v"]


def test_boxes_in_other_colours_are_found_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    whole = marks.boxes._boxes_of_rows

    def counted(work: pd.DataFrame, *, by_rank: bool) -> Any:
        made.append(len(work))
        return whole(work, by_rank=by_rank)

    monkeypatch.setattr(marks.boxes, "_boxes_of_rows", counted)
    monkeypatch.setattr(kept.KEPT, "_last", None)
    given = {"name": "boxplot", "parameter": {"xAttribute": "c", "yAttribute": "v"}}
    shared = table()
    first = build_chart(parse_chart(given), shared)
    dark = build_chart(parse_chart(given), shared, Style(theme="dark"))
    assert build_chart(parse_chart(given), shared) == first
    assert dark.vega_lite != first.vega_lite
    assert made == [12]
