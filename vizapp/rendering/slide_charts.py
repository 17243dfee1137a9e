"""Charts and tables of slides from what a drawing says of itself."""

# python-pptx says that it is typed, but most of its functions are not.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from vizapp.rendering.editable import Editable, Row
from vizapp.rendering.slide_axes import boxes, candles, pair
from vizapp.rendering.slide_parts import CategoryData, rgb, set_font, title_axis
from vizapp.rendering.theme import Colors
from vizapp.rendering.wording import clean

_KINDS = {
    "columns": XL_CHART_TYPE.COLUMN_STACKED,
    "bars": XL_CHART_TYPE.BAR_STACKED,
    "touching": XL_CHART_TYPE.COLUMN_STACKED,
    "radar": XL_CHART_TYPE.RADAR_MARKERS,
    "ring": XL_CHART_TYPE.DOUGHNUT,
    "pair": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "candles": XL_CHART_TYPE.LINE,
    "boxes": XL_CHART_TYPE.COLUMN_STACKED,
}
_LINE = ("pair", 1)  # the series of a pair that is a line
_HOLE = 74  # per cent of a ring's width, as it is drawn
_GAP = {"touching": 0, "bars": 30, "columns": 40, "pair": 40, "boxes": 70}
_TALLEST = Emu(420_000)  # of a grid's line
_DAYS = "yyyy-mm-dd"

Room = tuple[Any, Any, Any, Any]


def add_editable(slide: Any, editable: Editable, colors: Colors, room: Room) -> Any:
    """Put the chart or table on the slide; return its shape."""
    if editable.kind == "grid":
        return _grid(slide, editable, colors, room)
    data = CategoryData()
    data.categories = [clean(name) for name in editable.categories]
    for row in editable.rows:
        data.add_series(clean(row.name), row.values)
    shape = slide.shapes.add_chart(_KINDS[editable.kind], *room, data)
    chart = shape.chart
    chart.has_title = False
    set_font(chart.font, Pt(13), colors.text)
    if editable.kind == "ring":
        _ring(slide, chart, editable, colors, room)
        return shape
    if editable.kind == "candles":
        candles(chart, editable, colors)
        _axes(chart, editable, colors)
        return shape
    if editable.kind == "boxes":
        boxes(chart, editable)
        chart.plots[0].gap_width = _GAP["boxes"]
        _axes(chart, editable, colors)
        return shape
    if editable.kind == "pair":
        pair(chart, editable, colors)
    parts = [part for plot in chart.plots for part in plot.series]
    for n, (part, row) in enumerate(zip(parts, editable.rows, strict=True)):
        _paint(part, row, colors, line=editable.kind == "radar" or (editable.kind, n) == _LINE)
    _legend(chart, editable.rows)
    if editable.kind in _GAP:
        chart.plots[0].gap_width = _GAP[editable.kind]
    if editable.kind not in ("radar", "pair"):
        _axes(chart, editable, colors)
    return shape


def _paint(part: Any, row: Row, colors: Colors, *, line: bool) -> None:
    if row.color is None:
        part.format.fill.background()
        part.format.line.fill.background()
        return
    if line:
        part.smooth = False
        part.format.line.color.rgb = rgb(row.color)
        part.format.line.width = Pt(2.25)
        part.marker.format.fill.solid()
        part.marker.format.fill.fore_color.rgb = rgb(row.color)
        part.marker.format.line.fill.background()
    else:
        part.format.fill.solid()
        part.format.fill.fore_color.rgb = rgb(row.color)
    if row.numbers:
        labels = part.data_labels
        labels.show_value = True
        labels.number_format, labels.number_format_is_linked = row.numbers, False
        labels.position = XL_LABEL_POSITION.CENTER
        set_font(labels.font, Pt(12), colors.on_mark)


def _legend(chart: Any, rows: tuple[Row, ...]) -> None:
    """Name the series that are seen; those that only lift others are left out."""
    chart.has_legend = sum(row.color is not None for row in rows) > 1
    if not chart.has_legend:
        return
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    legend = chart.legend._element
    place = legend.find(qn("c:legendPos"))
    for index in reversed([i for i, row in enumerate(rows) if row.color is None]):
        entry = legend.makeelement(qn("c:legendEntry"), {})
        entry.append(entry.makeelement(qn("c:idx"), {"val": str(index)}))
        entry.append(entry.makeelement(qn("c:delete"), {"val": "1"}))
        place.addnext(entry)  # the schema's order


def _axes(chart: Any, editable: Editable, colors: Colors) -> None:
    across, along = chart.category_axis, chart.value_axis
    title_axis(across, editable.title_across, colors)
    title_axis(along, editable.title_along, colors)
    if editable.kind == "bars":
        across.reverse_order = True  # the first category on top, as drawn
    if editable.centred:
        along.visible, along.has_major_gridlines = False, False
    if editable.reach:
        along.minimum_scale, along.maximum_scale = editable.reach
    if editable.dates:
        along.tick_labels.number_format = _DAYS
        along.tick_labels.number_format_is_linked = False


def _ring(slide: Any, chart: Any, editable: Editable, colors: Colors, room: Room) -> None:
    chart.has_legend = False
    plot = chart.plots[0]
    plot._element.find(qn("c:holeSize")).set("val", str(_HOLE))
    row = editable.rows[0]
    for index in range(len(row.values)):
        color = colors.surface if index else row.color or colors.text
        fill = plot.series[0].points[index].format.fill
        fill.solid()
        fill.fore_color.rgb = rgb(color)
    left, top, width, height = room
    tall = Pt(80)
    box = slide.shapes.add_textbox(left, top + (height - tall) // 2, width, tall)
    frame = box.text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    for line, text in enumerate(editable.centre.split("\n")):
        paragraph = frame.paragraphs[0] if line == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.CENTER
        run = paragraph.add_run()
        run.text = clean(text)
        set_font(run.font, Pt(14 if line else 48), colors.muted if line else colors.text)
        run.font.bold = line == 0


def _grid(slide: Any, editable: Editable, colors: Colors, room: Room) -> Any:
    left, top, width, height = room
    n_lines, n_columns = len(editable.texts) + 1, len(editable.categories)
    tall = Emu(min(height // n_lines, _TALLEST))
    shape = slide.shapes.add_table(n_lines, n_columns, left, top, width, tall * n_lines)
    table = shape.table
    for flag in ("firstRow", "bandRow"):  # the cells have colours of their own
        table._tbl.tblPr.set(flag, "0")
    size = Pt(max(8, min(14, tall / Pt(1) * 0.5)))
    for column, head in enumerate(editable.categories):
        _cell(table.cell(0, column), head, size, colors.surface, colors.muted)
    for line, texts in enumerate(editable.texts, start=1):
        table.rows[line].height = tall
        for column, text in enumerate(texts):
            fill = editable.fills[line - 1][column] if editable.fills else ""
            ink = editable.inks[line - 1][column] if editable.inks else ""
            cell = table.cell(line, column)
            _cell(cell, text, size, fill or colors.background, ink or colors.text)
            if editable.fills and fill:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    return shape


def _cell(cell: Any, text: str, size: Any, fill: str, ink: str) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(fill)
    cell.margin_top = cell.margin_bottom = Pt(2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    run = cell.text_frame.paragraphs[0].add_run()
    run.text = clean(text)
    set_font(run.font, size, ink)
