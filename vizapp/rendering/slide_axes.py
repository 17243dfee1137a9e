"""Charts of slides that python-pptx has no type for: two scales, candles, boxes.

The format has them: a plot of lines beside one of columns, with axes of its own, and a plot
of stocks. Boxes are columns on columns that are not seen, whiskers their error bars and
outliers the markers of lines that are not seen.
"""

# python-pptx says that it is typed, but most of its functions are not.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

from typing import Any

from pptx.chart.axis import ValueAxis
from pptx.enum.chart import XL_MARKER_STYLE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from vizapp.rendering.editable import Editable
from vizapp.rendering.slide_parts import rgb, set_font, title_axis
from vizapp.rendering.theme import Colors

_ACROSS, _RIGHT = "50010", "50020"  # ids of the second plot's axes
_LINES = f"""
<c:lineChart {nsdecls("c")}>
  <c:grouping val="standard"/>
  <c:varyColors val="0"/>
  <c:marker val="1"/>
  <c:axId val="{_ACROSS}"/>
  <c:axId val="{_RIGHT}"/>
</c:lineChart>"""
_RIGHT_AXIS = f"""
<c:valAx {nsdecls("c")}>
  <c:axId val="{_RIGHT}"/>
  <c:scaling><c:orientation val="minMax"/></c:scaling>
  <c:delete val="0"/>
  <c:axPos val="r"/>
  <c:numFmt formatCode="General" sourceLinked="0"/>
  <c:majorTickMark val="out"/>
  <c:minorTickMark val="none"/>
  <c:tickLblPos val="nextTo"/>
  <c:crossAx val="{_ACROSS}"/>
  <c:crosses val="max"/>
  <c:crossBetween val="between"/>
</c:valAx>"""
_NO_AXIS = f"""
<c:catAx {nsdecls("c")}>
  <c:axId val="{_ACROSS}"/>
  <c:scaling><c:orientation val="minMax"/></c:scaling>
  <c:delete val="1"/>
  <c:axPos val="b"/>
  <c:majorTickMark val="none"/>
  <c:minorTickMark val="none"/>
  <c:tickLblPos val="nextTo"/>
  <c:crossAx val="{_RIGHT}"/>
  <c:crosses val="autoZero"/>
</c:catAx>"""
_FILL = '<c:spPr><a:solidFill><a:srgbClr val="{}"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
_STOCK = """
<c:stockChart {names}>
  <c:hiLowLines>
    <c:spPr><a:ln w="12700"><a:solidFill><a:srgbClr val="{line}"/></a:solidFill></a:ln></c:spPr>
  </c:hiLowLines>
  <c:upDownBars>
    <c:gapWidth val="60"/>
    <c:upBars>{up}</c:upBars>
    <c:downBars>{down}</c:downBars>
  </c:upDownBars>
</c:stockChart>"""


_WHISKERS = """
<c:errBars {names}>
  <c:errBarType val="{way}"/>
  <c:errValType val="cust"/>
  <c:noEndCap val="0"/>
  <c:{way}>
    <c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{n}"/>{points}</c:numLit>
  </c:{way}>
  <c:spPr><a:ln w="19050"><a:solidFill><a:srgbClr val="{line}"/></a:solidFill></a:ln></c:spPr>
</c:errBars>"""
_POINT = '<c:pt idx="{}"><c:v>{}</c:v></c:pt>'
_BOX_ALPHA = "45000"  # as it is drawn
_N_BOX_ROWS = 3


def pair(chart: Any, editable: Editable, colors: Colors) -> None:
    """Make the second of two series of columns a line on an axis at the right."""
    left = chart.value_axis  # of two, python-pptx means the second
    title_axis(chart.category_axis, editable.title_across, colors)
    area = chart._chartSpace.chart.plotArea
    _as_lines(area, 1)
    right = parse_xml(_RIGHT_AXIS)
    area.findall(qn("c:valAx"))[-1].addnext(right)
    right.addnext(parse_xml(_NO_AXIS))
    titles = (editable.title_along, editable.title_right)
    axes = (left, ValueAxis(right))
    for axis, title, row in zip(axes, titles, editable.rows, strict=True):
        title_axis(axis, title, colors, row.color)
        set_font(axis.tick_labels.font, Pt(12), row.color or colors.text)


def _as_lines(area: Any, first: int) -> Any:
    """Take the series from that one on out of the columns into a plot of lines; return it."""
    columns = area.find(qn("c:barChart"))
    plot = parse_xml(_LINES)
    for line in columns.findall(qn("c:ser"))[first:]:
        columns.remove(line)
        for gone in line.findall(qn("c:invertIfNegative")):  # lines have no such thing
            line.remove(gone)
        plot.find(qn("c:marker")).addprevious(line)
    columns.addnext(plot)
    return plot


def boxes(chart: Any, editable: Editable) -> None:
    """Make stacked columns boxes with whiskers, and the series behind them outliers."""
    chart.has_legend = False
    area = chart._chartSpace.chart.plotArea
    columns = area.find(qn("c:barChart"))
    if len(editable.rows) > _N_BOX_ROWS:
        plot = _as_lines(area, _N_BOX_ROWS)
        for own, shared in zip(
            plot.findall(qn("c:axId")), columns.findall(qn("c:axId")), strict=True
        ):
            own.set("val", shared.get("val"))
    unseen, *seen = chart.plots[0].series
    unseen.format.fill.background()
    unseen.format.line.fill.background()
    hue = rgb(editable.rows[1].color or "#000000")
    for part in seen:
        part.format.fill.solid()
        part.format.fill.fore_color.rgb = hue
        fill = part.format.fill._xPr.find(qn("a:solidFill"))[0]
        fill.append(fill.makeelement(qn("a:alpha"), {"val": _BOX_ALPHA}))
        part.format.line.color.rgb = hue
        part.format.line.width = Pt(1.5)
    for part, way, reach in zip(
        (unseen, seen[1]), ("minus", "plus"), editable.whiskers, strict=True
    ):
        points = "".join(_POINT.format(i, f"{value:.10g}") for i, value in enumerate(reach))
        made = _WHISKERS.format(
            names=nsdecls("c", "a"), way=way, n=len(reach), points=points, line=hue
        )
        part._element.find(qn("c:cat")).addprevious(parse_xml(made))
    for part in chart.plots[1].series if len(editable.rows) > _N_BOX_ROWS else ():
        part.smooth = False
        part.format.line.fill.background()
        part.marker.style = XL_MARKER_STYLE.CIRCLE
        part.marker.size = 5
        part.marker.format.fill.solid()
        part.marker.format.fill.fore_color.rgb = hue
        part.marker.format.line.fill.background()


def candles(chart: Any, editable: Editable, colors: Colors) -> None:
    """Make four lines, from open to close, a chart of stocks."""
    chart.has_legend = False
    for part in chart.plots[0].series:
        part.smooth = False
        part.format.line.fill.background()
    lines = chart.plots[0]._element
    up, down = (_FILL.format(rgb(hue)) for hue in (editable.up, editable.down))
    stock = parse_xml(
        _STOCK.format(names=nsdecls("c", "a"), line=rgb(colors.muted), up=up, down=down)
    )
    for series in reversed(lines.findall(qn("c:ser"))):
        stock.insert(0, series)
    for axis in lines.findall(qn("c:axId")):
        stock.append(axis)
    lines.addnext(stock)
    lines.getparent().remove(lines)
