"""Cells and names that programs would run stay text in everything that leaves vizapp."""

from __future__ import annotations

import ast
import csv
import html.parser
import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.rendering.hostile_tables import profiled
from vizapp.__main__ import main
from vizapp.components.spec import parse_chart
from vizapp.core.formulas import harmless
from vizapp.rendering.alternative import alternative_text
from vizapp.rendering.cells import to_tsv
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import save
from vizapp.rendering.page import save_page
from vizapp.rendering.style import BuiltChart, Style

FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)", "＝1+1", "＠x", '=HYPERLINK("x")')
MARKUP = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]></svg><script>x</script>",
    "--><script>x</script>",
    '"><a href="javascript:alert(1)">',
    "&#60;script&#62;x",
    "\u2028';alert(1)//",
)
ODD = (
    "\u202eשלום",
    "e\u0301\u0301\u0301",
    "\x00\x1b[31m\x07",
    "👨‍👩‍👧‍👦",
    "${7*7}",
    "{{7*7}}",
    "%s%n",
    "\ufeffx",
)


def built(name: str = "column", lang: str = "en") -> BuiltChart:
    words = [*FORMULAS, *MARKUP, *ODD]
    header = MARKUP[1] + FORMULAS[0]
    table = profiled({header: list(words), "=n": [3 + i for i in range(len(words))]})
    first, second = table.description.names
    x, y = ("category", "value") if name in ("pie", "treemap") else ("x", "y")
    parameter = {f"{x}Attribute": first, f"{y}Attribute": second}
    chart = parse_chart({"name": name, "parameter": parameter})
    return build_chart(chart, table, Style(lang=lang))  # type: ignore[arg-type]


class _Reader(html.parser.HTMLParser):
    """Collects what a browser would run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.reaches: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.reaches += [
            f"{name}={value}"
            for name, value in attrs
            if name.startswith("on") or (name in ("src", "href") and value)
        ]


@pytest.mark.parametrize("name", ["column", "pie", "treemap"])
def test_pages_and_drawings_run_nothing(tmp_path: Path, name: str) -> None:
    chart = built(name)
    save(chart, tmp_path / "a.html")
    save_page([chart, chart], tmp_path / "b.html", MARKUP[0])
    for page in ("a.html", "b.html"):
        reader = _Reader()
        reader.feed((tmp_path / page).read_text("utf-8"))
        assert reader.tags.count("script") == 2, page
        assert reader.reaches == [], page
    save(chart, tmp_path / "a.svg")
    save_page([chart, chart], tmp_path / "b.svg", MARKUP[0])
    for drawing in ("a.svg", "b.svg"):
        tree = ElementTree.parse(tmp_path / drawing)
        tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
        assert not tags & {"script", "foreignObject", "image", "a", "iframe"}, drawing
        names = {key for element in tree.iter() for key in element.attrib}
        assert not [key for key in names if key.startswith("on") or "href" in key], drawing


def test_spreadsheets_run_nothing(tmp_path: Path) -> None:
    chart = built()
    for line in to_tsv(chart).splitlines():
        for cell in line.split("\t"):
            assert cell == harmless(cell), cell
    save(chart, tmp_path / "a.pptx")
    with zipfile.ZipFile(tmp_path / "a.pptx") as deck:
        assert not [name for name in deck.namelist() if "vba" in name.lower()]
        for name in deck.namelist():
            if name.endswith(".xlsx"):
                book = zipfile.ZipFile(io.BytesIO(deck.read(name)))
                sheets = [n for n in book.namelist() if "worksheets/sheet" in n]
                assert sheets
                assert not [n for n in sheets if b"<f>" in book.read(n)]
            elif name.endswith(".xml"):
                ElementTree.fromstring(deck.read(name))


def test_a_converted_table_is_exact_and_on_demand_harmless(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    rows = [["=name", "n"], *([cell, "-5"] for cell in (*FORMULAS, "plain", "+12%"))]
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    out = tmp_path / "out.csv"
    for flags, first in (((), "=1+1"), (("--safe",), "'=1+1")):
        assert main(["convert", str(source), "-o", str(out), *flags]) == 0
        found = list(csv.reader(out.read_text("utf-8").splitlines()))
        assert found[1][0] == first
        assert found[1][1] == "-5"
        assert [found[-2][0], found[-1][0]] == ["plain", "+12%"]
        if flags:
            assert all(cell == harmless(cell) for row in found for cell in row)
        else:
            assert found == rows


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_texts_for_screen_readers_and_records_hold_no_control_characters(
    tmp_path: Path, lang: str
) -> None:
    chart = built(lang=lang)
    said = alternative_text(chart)
    assert not [c for c in said if ord(c) < 32 and c not in "\n\t"]
    for suffix in (".json", ".jsonl"):
        save(chart, tmp_path / f"a{suffix}")
        json.loads((tmp_path / f"a{suffix}").read_text("utf-8"))
    save(chart, tmp_path / "a.py")
    tree = ast.parse((tmp_path / "a.py").read_text("utf-8"))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert "alert" not in {getattr(func, "id", "") for func in calls}
