"""Texts that the converter cannot take, and what it gets instead."""

from __future__ import annotations

import json
import time

import pandas as pd
import pytest

from vizapp.components.spec import parse_chart
from vizapp.data.load import table_from_rows
from vizapp.profile.attributes import AttributeDescription
from vizapp.profile.describe import profile
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import marks, to_html, to_json, to_svg
from vizapp.rendering.reduce import LONGEST_LABEL, key
from vizapp.rendering.wording import printable


def test_a_clean_specification_is_left_as_it_is() -> None:
    spec = {"title": "a\tb\nc 月份 😀", "data": {"values": [{"c0": "x\\u0000", "c1": 1.5}]}}
    assert printable(spec) == spec


@pytest.mark.parametrize("bad", ["\x00", "\x08", "\x0c", "\x1f", "\ud800", "\ufffe"])
def test_what_xml_cannot_hold_is_replaced_wherever_it_stands(bad: str) -> None:
    assert printable({"a": [f"x{bad}y", {"b": bad}], "n": 1}) == {
        "a": ["x\ufffdy", {"b": "\ufffd"}],
        "n": 1,
    }


def test_words_that_every_javascript_object_has_are_drawn() -> None:
    rows = [
        {"constructor": name, "valueOf": team, "points": i + 1}
        for i, (name, team) in enumerate(
            (name, team)
            for name in ("constructor", "toString", "__proto__", "Ferrari")
            for team in ("hasOwnProperty", "b")
        )
    ]
    table = profile(table_from_rows(rows, name="t", lang="en"))
    parameter = {
        "xAttribute": "constructor",
        "yAttribute": "points",
        "groupAttribute": "valueOf",
        "aggregate": "sum",
    }
    chart = parse_chart({"name": "column", "parameter": parameter})
    built = build_chart(chart, table)
    said = "\n".join(mark.description for mark in marks(built))
    assert all(name in said for name in ("constructor", "toString", "__proto__", "Ferrari"))
    svg = to_svg(built)
    assert svg.count("constructor") >= 2  # as a category and as the axis's title
    json.loads(to_json(built))
    assert "</html>" in to_html(built)


def test_long_texts_are_cut_and_stay_different() -> None:
    texts = ["a" * 5_000 + "1", "a" * 5_000 + "2", "short", None, "a" * 5_000 + "1"]
    attribute = AttributeDescription("text", "STR", 3)
    labels = key(pd.Series(texts, dtype=object), attribute, "en").labels
    assert labels.nunique() == 3
    assert labels[0] == labels[4] != labels[1]
    assert labels[2] == "short"
    assert labels[3] is None
    assert labels.dropna().str.len().max() < LONGEST_LABEL + 8


def test_long_texts_are_drawn_in_no_time() -> None:
    rows = [{"text": "word " * 2000 + "长" * 3000 + str(i), "v": i} for i in range(4)]
    table = profile(table_from_rows(rows, name="t", lang="en"))
    parameter = {"xAttribute": "text", "yAttribute": "v"}
    short = profile(table_from_rows([{"text": f"t{i}", "v": i} for i in range(4)], lang="en"))

    def seconds(drawn: object) -> float:
        start = time.perf_counter()
        chart = parse_chart({"name": "boxplot", "parameter": parameter})
        marks(build_chart(chart, drawn))  # type: ignore[arg-type]
        return time.perf_counter() - start

    seconds(short)  # starts the converter
    # It took a thousand times as long; on a busy machine a factor of 20 means nothing.
    assert seconds(table) < 30 * max(seconds(short), 0.1)
