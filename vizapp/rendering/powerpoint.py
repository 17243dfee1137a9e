"""A chart as a slide: PowerPoint's own chart where there is one, else a picture.

The chart's data lies in the slide's workbook, so that colours, type and numbers
can be edited there. Cells are written as text or numbers, never as formulas.
"""

# python-pptx says that it is typed, but most of its functions are not.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from vizapp.rendering.alternative import alternative_text
from vizapp.rendering.slide_charts import add_editable
from vizapp.rendering.slide_parts import (
    BubbleData,
    CategoryData,
    PointData,
    describe,
    rgb,
    set_font,
    title_axis,
)
from vizapp.rendering.style import BuiltChart
from vizapp.rendering.theme import THEMES
from vizapp.rendering.viewing import ENTRIES
from vizapp.rendering.wording import clean

_WIDTH, _HEIGHT, _EDGE = Inches(13.333), Inches(7.5), Inches(0.5)
_TOP = Inches(1.15)
_NOTE = Inches(0.45)
_MOST_CELLS = 5_000
_MOST_OF_PROPERTY = 255  # characters; the format allows no more
_PNG_SCALE = 3.0
_BUBBLE_SCALE = 25  # per cent of PowerPoint's own size, which hides half the points


@dataclass(frozen=True)
class _Series:
    """A chart as PowerPoint has it: categories and one row of values per series."""

    kind: Any
    categories: list[Any]
    names: list[str]
    values: list[list[float | None]]
    colors: list[str]


def to_pptx(built: BuiltChart) -> bytes:
    """Return a presentation of one slide with the chart, its title and footnotes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    colors = THEMES[built.style.theme]
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = rgb(colors.background)
    _write(slide, built.heading, _EDGE, Inches(0.4), Pt(26), colors.text, bold=True)
    native = _native(slide, built)
    said = [built.title] if built.headline else []
    notes = [*said, *built.footnotes, *([] if native else [_picture_note(built)])]
    if notes:
        _write(slide, " · ".join(notes), _EDGE, _HEIGHT - Inches(0.6), Pt(12), colors.muted)
    deck.core_properties.title = clean(built.heading)[:_MOST_OF_PROPERTY]
    deck.core_properties.comments = clean(alternative_text(built))[:_MOST_OF_PROPERTY]
    held = io.BytesIO()
    deck.save(held)
    return held.getvalue()


def _picture_note(built: BuiltChart) -> str:
    if built.style.lang == "zh":
        return "此图以图片呈现，不能在 PowerPoint 中编辑"
    return "this chart is a picture, which PowerPoint cannot edit"


def _native(slide: Any, built: BuiltChart) -> bool:
    """Put PowerPoint's own chart or table on the slide, else a picture."""
    room = (_EDGE, _TOP, _WIDTH - 2 * _EDGE, _HEIGHT - _TOP - Inches(0.7))
    if built.editable is not None:
        describe(add_editable(slide, built.editable, THEMES[built.style.theme], room), built)
        return True
    points = _points(built)
    series = None if points else _series(built)
    if points:
        shape = _add_points(slide, points, room)
    elif series:
        data = CategoryData()
        data.categories = series.categories
        for name, values in zip(series.names, series.values, strict=True):
            data.add_series(name, values)
        shape = slide.shapes.add_chart(series.kind, *room, data)
        _dress(shape.chart, series, built)
    else:
        _add_picture(slide, built, room)
        return False
    describe(shape, built)
    if points:
        _dress_text(shape.chart, built)
    return True


def _add_picture(slide: Any, built: BuiltChart, room: tuple[Any, ...]) -> None:
    from dataclasses import replace

    from vizapp.rendering.export import to_png

    spec = {k: v for k, v in built.vega_lite.items() if k != "title"}  # the slide has its own
    png = to_png(replace(built, vega_lite=spec), scale=_PNG_SCALE)
    left, top, width, height = room
    share = min(width / built.style.width, height / built.style.height)
    w, h = Emu(int(built.style.width * share)), Emu(int(built.style.height * share))
    shape = slide.shapes.add_picture(
        io.BytesIO(png), left + (width - w) // 2, top + (height - h) // 2, w, h
    )
    describe(shape, built)


def _write(
    slide: Any, text: str, left: Any, top: Any, size: Any, color: str, *, bold: bool = False
) -> None:
    box = slide.shapes.add_textbox(left, top, _WIDTH - 2 * _EDGE, _NOTE)
    frame = box.text_frame
    frame.word_wrap = True
    frame.text = clean(text)
    for run in frame.paragraphs[0].runs:
        set_font(run.font, size, color)
        run.font.bold = bold


# -- what the drawn marks are in PowerPoint's terms ---------------------------------


def _marks(built: BuiltChart) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]] | None:
    """Return the only layer with tooltips and its rows; None for charts of several."""
    spec = built.vega_lite
    layers = [part for part in spec.get("layer", ()) if part.get("name") != ENTRIES]
    told = [part for part in layers if "tooltip" in part.get("encoding", {})]
    own = [part for part in layers if "data" in part or "layer" in part]
    rows = spec.get("data", {}).get("values")
    if len(told) != 1 or own or not rows or len(rows) > _MOST_CELLS or built.source is None:
        return None
    drawn = spec["layer"][0].get("encoding", {})  # a band's lower edge is only in its own layer
    return {**told[0], "encoding": {**drawn, **told[0]["encoding"]}}, rows


def _mark_kind(built: BuiltChart) -> str:
    assert built.source is not None
    declaration = built.source.chart.declaration
    return "" if declaration.layout else str(declaration.mark["type"])


def _series(built: BuiltChart) -> _Series | None:
    """Return categories and series of a bar, line, area or pie chart."""
    found = _marks(built)
    if found is None:
        return None
    layer, rows = found
    encoding = layer["encoding"]
    if _mark_kind(built) == "arc":
        return _pie(encoding, rows)
    sideways = encoding.get("x", {}).get("axis") is not None and _is_measure(encoding, "x", rows)
    across, along = ("y", "x") if sideways and not _is_measure(encoding, "y", rows) else ("x", "y")
    kind = _kind(built, encoding, horizontal=across == "y")
    if kind is None or not _is_plain(encoding.get(across, {}), encoding.get(along, {})):
        return None
    return _spread(built, encoding, rows, across, along, kind)


def _is_plain(across: Mapping[str, Any], along: Mapping[str, Any]) -> bool:
    named = across.get("type") in ("nominal", "ordinal", "temporal", "quantitative")
    return named and along.get("type") == "quantitative" and bool(along.get("axis"))


def _is_measure(encoding: Mapping[str, Any], channel: str, rows: Sequence[Any]) -> bool:
    definition = encoding.get(channel, {})
    return definition.get("type") == "quantitative" and definition.get("field") in rows[0]


def _kind(built: BuiltChart, encoding: Mapping[str, Any], *, horizontal: bool) -> Any:
    """Return PowerPoint's chart type, None where it has none like it."""
    mark = _mark_kind(built)
    stacked = "y2" in encoding or "x2" in encoding
    one_series = "color" not in encoding or "xOffset" in encoding or "yOffset" in encoding
    assert built.source is not None
    whole = "_100" if built.source.chart.options.stack == "percent" else ""
    if mark == "bar":
        kind = "BAR" if horizontal else "COLUMN"
        if not stacked:  # a category's only bar stands in its middle, whatever its series
            one_series = one_series or encoding["color"].get("scale") is None
            return XL_CHART_TYPE[f"{kind}_{'CLUSTERED' if one_series else 'STACKED'}"]
        return None if one_series else XL_CHART_TYPE[f"{kind}_STACKED{whole}"]
    if mark == "line":
        return XL_CHART_TYPE.LINE
    if mark == "area":
        return XL_CHART_TYPE[f"AREA_STACKED{whole}"] if stacked else XL_CHART_TYPE.AREA
    return None


def _spread(
    built: BuiltChart,
    encoding: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    across: str,
    along: str,
    kind: Any,
) -> _Series | None:
    """Return the rows as one list of values per series."""
    key, measure = encoding[across]["field"], encoding[along]["field"]
    base = encoding.get(f"{along}2", {}).get("field")
    split = encoding.get("color", {}).get("field")
    domain = encoding[across].get("scale", {}).get("domain")
    keys = list(domain) if domain else sorted({r[key] for r in rows if r.get(key) is not None})
    names = encoding.get("color", {}).get("scale", {}).get("domain") or [None]
    if split is None or (split == key and len(names) == len(keys)):
        names, split = [None], None
    cells: dict[tuple[Any, Any], float | None] = {}
    for row in rows:
        value = row.get(measure)
        if value is not None and base is not None:
            value = float(f"{value - (row.get(base) or 0):.10g}")
        place = (row.get(split) if split else None, row.get(key))
        if place in cells:
            return None  # several marks at one place: not PowerPoint's table
        cells[place] = value
    colors = encoding.get("color", {}).get("scale", {}).get("range") if split else None
    theme = THEMES[built.style.theme].categorical
    return _Series(
        kind,
        [_category(k, encoding[across]["type"]) for k in keys],
        [clean(str(n)) if n is not None else _measure_name(built, encoding[along]) for n in names],
        [[cells.get((n, k)) for k in keys] for n in names],
        list(colors or theme)[: len(names)],
    )


def _measure_name(built: BuiltChart, along: Mapping[str, Any]) -> str:
    return clean(str((along.get("axis") or {}).get("title") or built.title))


def _category(key: Any, kind: str) -> Any:
    if kind == "temporal":
        moment = dt.datetime.fromisoformat(str(key))
        if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
            return moment.date()
        return moment.strftime("%Y-%m-%d %H:%M")
    return clean(str(key))


def _pie(encoding: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> _Series | None:
    color = encoding.get("color", {})
    key = color.get("field")
    if key is None or any(not isinstance(r.get("c1"), int | float) for r in rows):
        return None
    kind = XL_CHART_TYPE.PIE
    names = [clean(str(r[key])) for r in rows]
    domain, wheel = color["scale"]["domain"], color["scale"]["range"]
    by_name = dict(zip(domain, wheel, strict=False))
    colors = [by_name.get(r[key], wheel[0]) for r in rows]
    return _Series(kind, names, [" "], [[float(r["c1"]) for r in rows]], colors)


def _points(built: BuiltChart) -> list[tuple[str, str, list[tuple[float, ...]]]]:
    """Return name, colour and points of each series of a scatter plot, else nothing.

    A point is its two places and, where the chart has sizes, its size.
    """
    found = _marks(built)
    if found is None or _mark_kind(built) not in ("point", "circle"):
        return []
    layer, rows = found
    encoding = layer["encoding"]
    x, y, color = (encoding.get(c, {}) for c in ("x", "y", "color"))
    if x.get("type") != "quantitative" or y.get("type") != "quantitative":
        return []
    split = color.get("field") if color.get("type") == "nominal" else None
    names = color.get("scale", {}).get("domain", [None]) if split else [None]
    wheel = color.get("scale", {}).get("range") or THEMES[built.style.theme].categorical
    made = []
    fields = [c["field"] for c in (x, y, encoding.get("size", {})) if "field" in c]
    for i, name in enumerate(names):
        points = [
            tuple(float(r[field]) for field in fields)
            for r in rows
            if (split is None or r.get(split) == name) and None not in [r[f] for f in fields]
        ]
        label = clean(str(name)) if name is not None else _measure_name(built, y)
        made.append((label, wheel[i % len(wheel)], points))
    return made


def _add_points(slide: Any, points: Sequence[Any], room: tuple[Any, ...]) -> Any:
    sized = any(len(place) == 3 for _, _, places in points for place in places)
    data: Any = BubbleData() if sized else PointData()
    for name, _, places in points:
        series = data.add_series(name)
        for place in places:
            series.add_data_point(*place)
    kind = XL_CHART_TYPE.BUBBLE if sized else XL_CHART_TYPE.XY_SCATTER
    shape = slide.shapes.add_chart(kind, *room, data)
    shape.chart.has_legend = len(points) > 1
    if sized:
        shape.chart.plots[0].bubble_scale = _BUBBLE_SCALE
    for series, (_, color, _) in zip(shape.chart.plots[0].series, points, strict=True):
        if sized:
            _paint(series, color, line=False)
            fill = series.format.fill._xPr.find(qn("a:solidFill"))[0]
            fill.append(fill.makeelement(qn("a:alpha"), {"val": "65000"}))  # as it is drawn
            continue
        series.format.line.fill.background()
        series.marker.size = 7
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = rgb(color)
        series.marker.format.line.fill.background()
    return shape


# -- its look -----------------------------------------------------------------------


def _dress(chart: Any, series: _Series, built: BuiltChart) -> None:
    plot = chart.plots[0]
    if series.kind == XL_CHART_TYPE.PIE:
        for i, color in enumerate(series.colors):
            fill = plot.series[0].points[i].format.fill
            fill.solid()
            fill.fore_color.rgb = rgb(color)
        plot.has_data_labels = True
        plot.data_labels.show_percentage = True
        plot.data_labels.show_value = False
    else:
        for part, color in zip(plot.series, series.colors, strict=True):
            _paint(part, color, line=series.kind == XL_CHART_TYPE.LINE)
        if series.kind.name.startswith("BAR"):
            chart.category_axis.reverse_order = True  # the first category on top, as drawn
        if "BAR" in series.kind.name or "COLUMN" in series.kind.name:
            plot.gap_width = 40
    chart.has_legend = len(series.names) > 1 or series.kind == XL_CHART_TYPE.PIE
    _dress_text(chart, built)


def _paint(series: Any, color: str, *, line: bool) -> None:
    if line:
        series.smooth = False
        series.format.line.color.rgb = rgb(color)
        series.format.line.width = Pt(2.25)
        return
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(color)


def _dress_text(chart: Any, built: BuiltChart) -> None:
    colors = THEMES[built.style.theme]
    chart.has_title = False
    set_font(chart.font, Pt(13), colors.text)
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    found = _marks(built)
    if found is None or _mark_kind(built) == "arc":
        return
    encoding = found[0]["encoding"]
    titles = {c: (encoding.get(c, {}).get("axis") or {}).get("title") for c in ("x", "y")}
    for axis, position in ((chart.category_axis, "x"), (chart.value_axis, "y")):
        _divide(axis, encoding.get(position, {}).get("scale") or {})
    if chart.chart_type.name.startswith("BAR"):
        titles = {"x": titles["y"], "y": titles["x"]}
    for axis, title in ((chart.category_axis, titles["x"]), (chart.value_axis, titles["y"])):
        title_axis(axis, str(title or ""), colors)


def _divide(axis: Any, scale: dict[str, Any]) -> None:
    """Make the axis logarithmic where the drawn one is."""
    if scale.get("type") == "log":
        axis.minimum_scale, axis.maximum_scale = scale["domain"]
        scaling = axis._element.find(qn("c:scaling"))
        base = scaling.makeelement(qn("c:logBase"), {"val": "10"})
        scaling.insert(0, base)  # the schema's order
