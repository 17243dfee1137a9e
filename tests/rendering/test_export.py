"""Files, fonts, regions, time zones."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rendering.hostile_tables import profiled
from vizapp.components.spec import parse_chart
from vizapp.core import paths
from vizapp.core.errors import ExportError
from vizapp.rendering.chart import build_chart
from vizapp.rendering.contact_sheet import main as contact_sheet
from vizapp.rendering.export import marks, save, to_html, to_png, to_svg
from vizapp.rendering.samples import samples
from vizapp.rendering.style import BuiltChart, Style
from vizapp.rendering.theme import FONT

DATES = """
from tests.rendering.hostile_tables import profiled
from vizapp.components.spec import parse_chart
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import to_svg
table = profiled({"d": ["2024-03-01", "2024-03-02", "2024-03-31"], "n": [1, 2, 3]})
chart = parse_chart({"name": "line", "parameter": {"xAttribute": "d", "yAttribute": "n"}})
print(to_svg(build_chart(chart, table)))
"""


@pytest.fixture(scope="module")
def built() -> BuiltChart:
    sample = samples()["bar"]
    return build_chart(sample.chart("zh"), sample.table("zh"), Style(lang="zh"))


@pytest.mark.parametrize(
    ("suffix", "start"),
    [
        (".png", b"\x89PNG"),
        (".svg", b"<svg"),
        (".pdf", b"%PDF"),
        (".html", b"<!DOCTYPE"),
        (".json", b"{"),
    ],
)
def test_files_are_written_by_suffix(built: BuiltChart, tmp_path: Path, suffix: str, start: bytes):
    path = tmp_path / f"图 表{suffix}"
    save(built, path)
    assert path.read_bytes().lstrip().startswith(start)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_an_unknown_suffix_names_the_known_ones(built: BuiltChart, tmp_path: Path):
    with pytest.raises(ExportError) as caught:
        save(built, tmp_path / "chart.gif")
    assert ".png" in caught.value.hint
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_leaves_nothing_behind(built: BuiltChart, tmp_path: Path):
    with pytest.raises(ExportError):
        save(built, tmp_path / "missing" / "chart.json")
    assert not list(tmp_path.iterdir())


def test_png_has_the_asked_size_at_any_pixel_ratio(built: BuiltChart):
    for scale in (1.0, 1.5, 2.0):
        png = to_png(built, scale=scale)
        assert int.from_bytes(png[16:20], "big") == round(640 * scale)
        assert int.from_bytes(png[20:24], "big") == round(400 * scale)


def test_html_needs_no_network(built: BuiltChart):
    page = to_html(built)
    assert not re.search(r'(?:src|href)="https?:', page)
    assert "white-space:pre-line" in page
    assert "常住人口" in page


def test_json_is_the_specification(built: BuiltChart, tmp_path: Path):
    save(built, tmp_path / "chart.json")
    assert json.loads((tmp_path / "chart.json").read_text("utf-8")) == built.vega_lite


def test_the_bundled_font_draws_chinese():
    fonts = paths.resources() / "fonts"
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text("utf-8")
    assert sum(p.stat().st_size for p in fonts.iterdir()) < 12_000_000
    family = FONT.split(",")[0]
    drawn = {}
    for text in ("销", "售", "体"):
        mark = {"mark": {"type": "text", "fontSize": 40}, "encoding": {"text": {"value": text}}}
        spec = {"data": {"values": [{}]}, "config": {"font": family}, **mark}
        drawn[text] = to_png(BuiltChart(spec, "", (), Style()))
    assert len(set(drawn.values())) == 3  # squares would all look the same


def test_regions_lie_on_the_bars(built: BuiltChart):
    regions = marks(built)
    assert len(regions) == 10
    assert regions[0].description == "城市: 重庆\n常住人口(万人): 3,191"
    widths = [r.x1 - r.x0 for r in regions]
    assert widths == sorted(widths, reverse=True)
    assert len({round(r.x0, 1) for r in regions}) == 1
    middle = (regions[3].x0 + regions[3].x1) / 2, (regions[3].y0 + regions[3].y1) / 2
    assert [r.description.split("\n")[0] for r in regions if r.holds(*middle)] == ["城市: 成都"]


def test_tooltips_hold_the_whole_name_and_axes_cut_it():
    long = "很长的类别名称" * 40
    table = profiled({"k": [long, "b"], "n": [1, 2]})
    chart = parse_chart({"name": "bar", "parameter": {"xAttribute": "k", "yAttribute": "n"}})
    drawn = build_chart(chart, table)
    assert any(long in region.description for region in marks(drawn))
    axis = re.sub(r'aria-label="[^"]*"', "", to_svg(drawn))
    assert long not in axis


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_dates_stay_on_their_day_in_any_time_zone(zone: str):
    here = Path(__file__).parent
    environment = {**os.environ, "TZ": zone, "PYTHONPATH": f"{here}{os.pathsep}{here.parents[1]}"}
    done = subprocess.run(
        [sys.executable, "-c", DATES], env=environment, capture_output=True, text=True, check=True
    )
    labels = re.findall(r">(Mar \d+)<", done.stdout)
    assert labels == ["Mar 1", "Mar 2", "Mar 31"]


def test_the_contact_sheet_is_written(tmp_path: Path):
    out = tmp_path / "sheet.png"
    assert contact_sheet([str(out), "--lang", "zh", "--dark", "--only", "pie", "table"]) == 0
    assert out.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_a_thumbnail_has_no_title_and_its_own_size(theme: str):
    sample = samples()["pie"]
    style = Style(theme=theme, width=200, height=120, title="")  # type: ignore[arg-type]
    drawn = build_chart(sample.chart("en"), sample.table("en"), style)
    assert "title" not in drawn.vega_lite
    assert drawn.title == ""
    assert int.from_bytes(to_png(drawn)[16:20], "big") == 200


def test_a_title_of_the_persons_own_is_kept():
    sample = samples()["pie"]
    drawn = build_chart(sample.chart("en"), sample.table("en"), Style(title="Mine"))
    assert drawn.title == drawn.vega_lite["title"]["text"] == "Mine"


def test_a_thumbnail_has_no_letters_at_its_axes():
    sample = samples()["column"]
    small = Style(title="", bare=True, width=340, height=200)
    spec = build_chart(sample.chart("en"), sample.table("en"), small).vega_lite
    axes = [spec["layer"][0]["encoding"][channel]["axis"] for channel in ("x", "y")]
    assert all(axis["labels"] is False and axis["title"] is None for axis in axes)
    assert spec["layer"][0]["encoding"]["color"]["legend"] is None
    assert "title" not in spec
