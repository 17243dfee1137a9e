"""Parts of slides: workbooks without formulas, letters, colours, descriptions."""

# python-pptx says that it is typed, but most of its functions are not.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from pptx.chart.data import BubbleChartData, CategoryChartData, XyChartData
from pptx.chart.xlsx import BubbleWorkbookWriter, CategoryWorkbookWriter, XyWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Pt

from vizapp.rendering.alternative import alternative_text
from vizapp.rendering.style import BuiltChart
from vizapp.rendering.theme import Colors
from vizapp.rendering.wording import clean

_FONT = "Microsoft YaHei"  # on every Windows with Chinese; others substitute by script


@contextlib.contextmanager
def _plain_workbook(xlsx_file: Any) -> Iterator[Any]:
    """Open the slide's workbook so that texts never become formulas or links."""
    from xlsxwriter import Workbook

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = Workbook(xlsx_file, options)
    yield workbook, workbook.add_worksheet()
    workbook.close()


class _CategoryWriter(CategoryWorkbookWriter):
    def _open_worksheet(self, xlsx_file: Any) -> Any:
        return _plain_workbook(xlsx_file)


class _XyWriter(XyWorkbookWriter):
    def _open_worksheet(self, xlsx_file: Any) -> Any:
        return _plain_workbook(xlsx_file)


class _BubbleWriter(BubbleWorkbookWriter):
    def _open_worksheet(self, xlsx_file: Any) -> Any:
        return _plain_workbook(xlsx_file)


class CategoryData(CategoryChartData):
    """Categories and rows of values."""

    @property
    def _workbook_writer(self) -> Any:
        return _CategoryWriter(self)


class PointData(XyChartData):
    """Points."""

    @property
    def _workbook_writer(self) -> Any:
        return _XyWriter(self)


class BubbleData(BubbleChartData):
    """Points of sizes."""

    @property
    def _workbook_writer(self) -> Any:
        return _BubbleWriter(self)


def describe(shape: Any, built: BuiltChart) -> None:
    """Give a shape the chart's words, for those who do not see it."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", clean(alternative_text(built)))
    properties.set("title", clean(built.heading))


def set_font(font: Any, size: Any, color: str) -> None:
    """Write in our font, in Chinese as well."""
    font.size = size
    font.color.rgb = rgb(color)
    font.name = _FONT
    properties = font._element
    for tag in ("a:ea",):  # East Asian letters have a font of their own
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        latin = properties.find(qn("a:latin"))
        made = properties.makeelement(qn(tag), {"typeface": _FONT})
        latin.addnext(made)


def rgb(color: str) -> Any:
    """Return a colour as PowerPoint has it."""
    return RGBColor.from_string(color.lstrip("#").upper()[:6])


def title_axis(axis: Any, title: str, colors: Colors, hue: str | None = None) -> None:
    """Colour an axis, and write what it shows beside it, in a hue of its own if one is given."""
    axis.format.line.color.rgb = rgb(colors.line)
    if axis.has_major_gridlines:
        axis.major_gridlines.format.line.color.rgb = rgb(colors.grid)
    if title:
        axis.has_title = True
        axis.axis_title.text_frame.text = clean(title)
        for run in axis.axis_title.text_frame.paragraphs[0].runs:
            set_font(run.font, Pt(12), hue or colors.muted)
            run.font.bold = False
