"""Alternative text, what files say of themselves, slides, options, disks."""

from __future__ import annotations

import errno
import html
import io
import json
import os
import re
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from pptx import Presentation

from tests.rendering.hostile_tables import profiled
from vizapp.components.presentation import Presentation as Looks
from vizapp.components.spec import parse_chart
from vizapp.core.error_texts import say
from vizapp.core.errors import ExportError
from vizapp.rendering import document
from vizapp.rendering.alternative import alternative_text
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import save, to_png, to_svg, without_background, write_file
from vizapp.rendering.powerpoint import to_pptx
from vizapp.rendering.samples import samples
from vizapp.rendering.style import BuiltChart, ExportOptions, Style

EVIL = "</script><script>alert(1)</script>"


def sample(component: str, lang: str = "zh") -> BuiltChart:
    made = samples()[component]
    return build_chart(made.chart(lang), made.table(lang), Style(lang=lang))  # type: ignore[arg-type]


def hostile(*cells: str) -> BuiltChart:
    table = profiled({"k": list(cells), "n": list(range(1, len(cells) + 1))})
    chart = parse_chart({"name": "column", "parameter": {"xAttribute": "k", "yAttribute": "n"}})
    return build_chart(chart, table)


def slide_chart(built: BuiltChart) -> object:
    slide = Presentation(io.BytesIO(to_pptx(built))).slides[0]
    return next((shape.chart for shape in slide.shapes if shape.has_chart), None)


def test_the_text_names_chart_extremes_and_trend():
    zh = alternative_text(sample("bar"))
    assert zh.startswith("条形图：各城市的常住人口(万人)。")
    assert "最大为 重庆（3,191）" in zh
    assert "最小为 郑州（1,301）" in zh
    en = alternative_text(sample("line", "en"))
    assert "search goes from 900 (Jan 1, 2024) to 2,427 (Mar 24, 2024): up 170%" in en
    assert "They rise together (correlation 0.74)" in alternative_text(sample("scatter", "en"))


@pytest.mark.parametrize("component", list(samples()))
def test_every_chart_has_a_text_of_what_is_drawn(component: str):
    for lang in ("zh", "en"):
        built = sample(component, lang)
        told = alternative_text(built)
        assert built.title in told
        drawn = json.dumps(built.vega_lite, ensure_ascii=False)
        for said in re.findall(r"(?:最大为|largest is) .*?[（(]([\d,.%+-]+)", told):
            assert said in drawn
        assert "None" not in told
        assert "nan" not in told.lower().split()


def test_a_steady_series_is_not_called_a_trend():
    table = profiled({"d": ["2024-01-01", "2024-02-01", "2024-03-01"], "n": [100, 300, 101]})
    chart = parse_chart({"name": "line", "parameter": {"xAttribute": "d", "yAttribute": "n"}})
    assert "about the same" in alternative_text(build_chart(chart, table))


def test_pictures_carry_the_text():
    built = sample("bar")
    told = alternative_text(built)
    svg = to_svg(built, described=True)
    assert f'<desc id="desc">{html.escape(told)}</desc>' in svg
    png = to_png(built, described=True)
    assert told.encode() in png
    at, kinds = 8, []
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        kinds.append(png[at + 4 : at + 8])
        check = int.from_bytes(png[at + 8 + size : at + 12 + size], "big")
        assert check == zlib.crc32(png[at + 4 : at + 8 + size])
        at += size + 12
    assert kinds[:3] == [b"IHDR", b"iTXt", b"iTXt"]


def test_cells_cannot_leave_the_page_or_the_drawing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(document, "vega_bundle", lambda: "")
    built = hostile(EVIL, "b")
    page = document.interactive_page(built)
    assert page.count("</script>") == 2
    assert "<script>alert" not in page
    assert "default-src 'none'" in page
    assert "editor: false" in page
    assert html.escape(alternative_text(built)) in page
    assert "<script>" not in to_svg(built, described=True)


def test_a_picture_can_be_transparent_and_large(tmp_path: Path):
    from PIL import Image

    built = sample("pie")
    save(built, tmp_path / "a.png", ExportOptions(scale=3, transparent=True))
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (1920, 1200)
        assert image.convert("RGBA").getpixel((0, 0))[3] == 0
    save(built, tmp_path / "b.png", ExportOptions(scale=1))
    with Image.open(tmp_path / "b.png") as image:
        assert image.convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 255)
    assert "background" in without_background(built).vega_lite["config"]
    with pytest.raises(ExportError, match="9 times"):
        save(built, tmp_path / "c.png", ExportOptions(scale=9))


@pytest.mark.parametrize(
    ("component", "kind", "first"),
    [
        ("column", "COLUMN_CLUSTERED", 820.0),
        ("bar", "BAR_CLUSTERED", 3191.0),
        ("line", "LINE", 1946.0),
        ("area", "AREA_STACKED", 860.0),
        ("pie", "PIE", 29.8),
        ("scatter", "BUBBLE", 73.3),
        ("histogram", "COLUMN_STACKED", 6.0),
        ("radar", "RADAR_MARKERS", 82.0),
        ("progress", "DOUGHNUT", 0.728),
    ],
)
def test_a_slide_has_powerpoints_own_chart(component: str, kind: str, first: float):
    chart = slide_chart(sample(component))
    assert chart.chart_type.name == kind  # type: ignore[attr-defined]
    values = {next(iter(s.values)) for s in chart.plots[0].series}  # type: ignore[attr-defined]
    assert first in values


def test_a_stacked_band_is_written_as_its_own_height():
    chart = slide_chart(sample("area"))
    assert next(iter(chart.plots[0].series[1].values)) == 108.2  # type: ignore[attr-defined]


def test_a_slide_keeps_a_logarithmic_axis():
    table = profiled({"m": [f"2024-0{i}" for i in range(1, 6)], "v": [3, 40, 500, 6000, 70000]})
    chart = parse_chart({"name": "line", "parameter": {"xAttribute": "m", "yAttribute": "v"}})
    looks = Looks(y_scale="log")
    axis = slide_chart(build_chart(chart, table, Style(presentation=looks))).value_axis  # type: ignore[attr-defined]
    (base,) = axis._element.xpath("c:scaling/c:logBase")
    assert base.get("val") == "10"
    assert (axis.minimum_scale, axis.maximum_scale) == (1.0, 100_000.0)


def test_a_slide_without_a_native_chart_holds_a_picture_and_says_so():
    built = sample("sankey")
    slide = Presentation(io.BytesIO(to_pptx(built))).slides[0]
    pictures = [shape for shape in slide.shapes if shape.shape_type == 13]
    assert pictures[0]._element.xpath(".//p:cNvPr")[0].get("descr") == alternative_text(built)
    assert any("此图以图片呈现" in s.text for s in slide.shapes if s.has_text_frame)


def test_a_slides_cells_are_never_formulas():
    deck = zipfile.ZipFile(
        io.BytesIO(to_pptx(hostile("=cmd|'/c calc'!A1", "@SUM(1)", "http://x.example")))
    )
    name = next(n for n in deck.namelist() if n.endswith(".xlsx"))
    book = zipfile.ZipFile(io.BytesIO(deck.read(name)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert "=cmd" in book.read("xl/sharedStrings.xml").decode()


def test_a_slides_letters_have_a_chinese_font():
    deck = zipfile.ZipFile(io.BytesIO(to_pptx(sample("column"))))
    chart = next(n for n in deck.namelist() if re.search(r"charts/chart[^/]*\.xml$", n))
    for part in (chart, "ppt/slides/slide1.xml"):
        assert '<a:ea typeface="Microsoft YaHei"' in deck.read(part).decode()


def test_slides_are_not_loaded_before_they_are_wanted():
    asked = (
        "import vizapp.rendering.export, vizapp.rendering.chart, sys; print('pptx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, ("disk is full", "磁盘已满")),
        (errno.EACCES, ("open in another", "没有该文件夹")),
    ],
)
def test_a_disk_that_refuses_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: tuple[str, str]
):
    target = tmp_path / "chart.json"
    target.write_text("before")

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(ExportError) as caught:
        write_file(target, b"after")
    assert words[0] in str(caught.value)
    assert words[1] in say(str(caught.value), "zh")
    assert target.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["chart.json"]
