"""Charts of slides that python-pptx has no type for: two scales, candles.

The format has them: a plot of lines beside one of columns, with axes of its own, and a plot
of stocks.
"""

# python-pptx says that it is typed, but most of its functions are not.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

from typing import Any

from pptx.chart.axis import ValueAxis
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


def pair(chart: Any, editable: Editable, colors: Colors) -> None:
    """Make the second of two series of columns a line on an axis at the right."""
    left = chart.value_axis  # of two, python-pptx means the second
    title_axis(chart.category_axis, editable.title_across, colors)
    area = chart._chartSpace.chart.plotArea
    columns = area.find(qn("c:barChart"))
    line = columns.findall(qn("c:ser"))[1]
    columns.remove(line)
    for gone in line.findall(qn("c:invertIfNegative")):  # lines have no such thing
        line.remove(gone)
    plot = parse_xml(_LINES)
    plot.find(qn("c:marker")).addprevious(line)
    columns.addnext(plot)
    right = parse_xml(_RIGHT_AXIS)
    area.findall(qn("c:valAx"))[-1].addnext(right)
    right.addnext(parse_xml(_NO_AXIS))
    titles = (editable.title_along, editable.title_right)
    axes = (left, ValueAxis(right))
    for axis, title, row in zip(axes, titles, editable.rows, strict=True):
        title_axis(axis, title, colors, row.color)
        set_font(axis.tick_labels.font, Pt(12), row.color or colors.text)


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
