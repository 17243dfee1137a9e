"""Several charts as one page: complete, safe, readable without a network."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vizapp.core.errors import ExportError
from vizapp.rendering.chart import build_chart
from vizapp.rendering.page import GAP, page_html, save_page, sheet_svg
from vizapp.rendering.samples import samples
from vizapp.rendering.style import BuiltChart, Style

EVIL = "</script><script>alert(1)</script>"


@pytest.fixture(scope="module")
def charts() -> list[BuiltChart]:
    made = []
    for name in ("column", "line", "pie"):
        sample = samples()[name]
        style = Style(lang="zh", width=420, height=280)
        made.append(build_chart(sample.chart("zh"), sample.table("zh"), style))
    return made


def test_the_sheet_holds_every_chart_in_rows(charts: list[BuiltChart]) -> None:
    svg = sheet_svg(charts, EVIL)
    assert EVIL not in svg
    assert f'width="{2 * 420 + 3 * GAP}"' in svg
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    for built in charts:
        assert built.title.split("(")[0][:6] in svg


def test_the_page_needs_no_network_and_cannot_be_broken_out_of(charts: list[BuiltChart]) -> None:
    dirty = [*charts[:-1], BuiltChart({**charts[-1].vega_lite, "name": EVIL}, EVIL, (), Style())]
    page = page_html(dirty, EVIL)
    assert EVIL not in page
    assert page.count("<figure ") == 3
    assert "default-src 'none'" in page
    ours = re.sub(r"<script>.*?</script>", "", page, count=1, flags=re.DOTALL)
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=", ours)
    assert "window.vegaEmbed" in page
    assert ours.count("<script>") == 1  # the bundle ends where it is meant to
    assert '<html lang="zh-CN">' in page


@pytest.mark.parametrize(
    ("suffix", "start"),
    [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF"), ("png", b"\x89PNG"), ("svg", b"<svg")],
)
def test_a_page_is_written_whole(
    charts: list[BuiltChart], tmp_path: Path, suffix: str, start: bytes
) -> None:
    path = tmp_path / f"page.{suffix}"
    save_page(charts, path, "一览")
    assert path.read_bytes().startswith(start)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_what_cannot_be_written_is_said(charts: list[BuiltChart], tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no chart"):
        save_page([], tmp_path / "a.png")
    with pytest.raises(ExportError, match=r"\.docx"):
        save_page(charts, tmp_path / "a.docx")
    with pytest.raises(ExportError, match="could not be written"):
        save_page(charts, tmp_path / "nowhere" / "a.svg")
