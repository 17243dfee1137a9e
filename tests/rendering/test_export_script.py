"""Scripts that draw the chart again, and training records."""

from __future__ import annotations

import ast
import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rendering.hostile_tables import profiled
from vizapp.components.spec import parse_chart
from vizapp.core.errors import ExportError
from vizapp.data.load import load_table
from vizapp.feedback import parse_feedback
from vizapp.profile.describe import profile
from vizapp.reasoning.events import solution_text
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import save
from vizapp.rendering.record import to_record
from vizapp.rendering.samples import samples
from vizapp.rendering.script import to_script
from vizapp.rendering.style import BuiltChart, ExportOptions, Style

EVIL = '"""\nraise SystemExit("injected")\n"""; \\'


def drawn_from_file(component: str, folder: Path, *, encoding: str = "utf-8") -> BuiltChart:
    """Draw a sample from a file of it."""
    sample = samples()[component]
    path = folder / f"{component} 表.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(sample.rows("zh"))
    table = profile(load_table(path, lang="zh"))
    return build_chart(sample.chart("zh"), table, Style(lang="zh"))


def drawn_by(script: str) -> object:
    """Return the specification that a script makes, without a new process."""
    space: dict[str, object] = {"__name__": "script"}
    arguments, sys.argv = sys.argv, ["script"]
    try:
        exec(compile(script, "script", "exec"), space)
    finally:
        sys.argv = arguments
    return space["chart"].to_dict()  # type: ignore[attr-defined]


def test_the_script_runs_alone_and_draws_the_same_chart(tmp_path: Path):
    built = drawn_from_file("column", tmp_path, encoding="gb18030")
    path = tmp_path / "chart.py"
    save(built, path)
    asked = "import json, chart; print(json.dumps(chart.chart.to_dict()))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == built.vega_lite
    assert "vizapp" not in "".join(
        line for line in path.read_text("utf-8").splitlines() if "import" in line
    )


@pytest.mark.parametrize("component", ["bar", "line", "area", "scatter", "progress"])
def test_plain_charts_read_the_original_file(component: str, tmp_path: Path):
    built = drawn_from_file(component, tmp_path)
    script = to_script(built)
    assert "pd.read_csv(TABLE" in script
    assert drawn_by(script) == built.vega_lite


@pytest.mark.parametrize("component", ["pie", "dualAxes", "sankey", "radar", "gantt"])
def test_what_vizapp_lays_out_carries_its_rows(component: str):
    sample = samples()[component]
    built = build_chart(sample.chart("en"), sample.table("en"))
    script = to_script(built)
    assert "read_csv" not in script
    assert drawn_by(script) == built.vega_lite


def test_a_changed_file_changes_the_chart(tmp_path: Path):
    built = drawn_from_file("bar", tmp_path)
    script = to_script(built)
    path = next(tmp_path.glob("*.csv"))
    path.write_text(path.read_text("utf-8").replace("3191", "4000"), "utf-8")
    before = built.vega_lite["data"]["values"]
    after = drawn_by(script)["data"]["values"]  # type: ignore[index]
    assert [row["c1"] for row in after] == [4000] + [row["c1"] for row in before[1:]]


def test_names_and_cells_cannot_become_code():
    table = profiled({EVIL: [EVIL, "=1+1"], "n": [1, 2]})
    chart = parse_chart({"name": "bar", "parameter": {"xAttribute": EVIL, "yAttribute": "n"}})
    built = build_chart(chart, table, Style(title=EVIL))
    script = to_script(built)
    calls = [n for n in ast.walk(ast.parse(script)) if isinstance(n, ast.Raise)]
    assert calls == []
    assert drawn_by(script) == built.vega_lite


def test_a_record_holds_the_description_and_the_answer():
    sample = samples()["line"]
    built = build_chart(sample.chart("zh"), sample.table("zh"), Style(lang="zh"))
    line = to_record(built, "1. 首先,分析问题的结构。")
    record = json.loads(line)
    assert line.count("\n") == 1
    assert list(record) == ["input", "res"]
    given = samples()["line"].table("zh").description.to_json()
    assert record["input"]["input"] == given
    chart = record["input"]["output"]["vis"][0]
    assert chart["name"] == "||line||"
    assert all(v.startswith("$$") for v in chart["parameter"].values() if isinstance(v, str))
    read = parse_feedback(record)
    assert read.chart == sample.chart("zh")
    assert read.thought == "1. 首先,分析问题的结构。"


def test_the_reply_of_a_record_is_as_the_reasoners_write_it():
    from vizapp.components.spec import VisSpec

    sample = samples()["pie"]
    built = build_chart(sample.chart("en"), sample.table("en"))
    spec = VisSpec((sample.chart("en"),))
    assert json.loads(to_record(built, "Why."))["res"] == solution_text("Why.", spec)


def test_a_record_without_a_thought_gives_the_components_reason(tmp_path: Path):
    sample = samples()["pie"]
    save(build_chart(sample.chart("en"), sample.table("en")), tmp_path / "a.jsonl")
    said = json.loads((tmp_path / "a.jsonl").read_text("utf-8"))["res"]
    assert sample.chart("en").declaration.use_when["en"] in said
    save(
        build_chart(sample.chart("en"), sample.table("en")),
        tmp_path / "b.jsonl",
        ExportOptions(thought="Mine."),
    )
    assert "\nMine.\n" in json.loads((tmp_path / "b.jsonl").read_text("utf-8"))["res"]


def test_a_drawing_of_no_table_has_no_record():
    with pytest.raises(ExportError, match="no table"):
        to_record(BuiltChart({}, "", (), Style()))
