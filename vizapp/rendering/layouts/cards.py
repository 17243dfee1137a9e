"""Few numbers and plain rows: progress, number cards, table."""

from __future__ import annotations

import math
import re
from typing import Any

from vizapp.rendering import formats
from vizapp.rendering.editable import Editable, Row
from vizapp.rendering.encode import (
    TIP,
    canvas,
    literal,
    nothing,
    quiet,
    records,
    shown,
    tip,
    value_text,
)
from vizapp.rendering.layouts.registry import layout
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.summary import summarise
from vizapp.rendering.wording import clean, cut, cut_name, text_width, wrap

_MOST_ROWS = 20
_MOST_COLUMNS = 12  # of a slide's own table
_TURN = 2 * math.pi
_LONG = 1e6  # from here on a card rounds a number
_SHARE = re.compile(
    r"率|比例|比重|占比|百分|进度|完成|达成|程度|score|得分|评分|percent|pct|share|\brate\b|ratio|"
    r"progress|complet|reached|done|achiev|coverage|%",
    re.IGNORECASE,
)


def _totals(scene: Scene, names: list[str]) -> list[tuple[str, str, str, float]]:
    """Return (attribute, title, aggregate, value) of measures over all rows."""
    summary = summarise(scene, [], names)
    found = dict(zip(summary.frame["m"], summary.frame["v"], strict=True))
    return [
        (name, title, aggregate, float(found[title]))
        for name, title, aggregate in zip(names, summary.titles, summary.aggregates, strict=True)
        if title in found
    ]


@layout("progress")
def progress(scene: Scene) -> Drawing:
    """Draw how much of a target is reached, as a ring."""
    value_name, target_name = str(scene.chart.name("value")), scene.chart.name("target")
    title = cut_name(value_name)
    if target_name:
        title = scene.t(f"{title} / {cut_name(target_name)}", f"{title} of {cut_name(target_name)}")
    names = [value_name, *([target_name] if target_name else [])]
    totals = {name: (text, how, v) for name, text, how, v in _totals(scene, names)}
    if value_name not in totals or (target_name and target_name not in totals):
        return nothing(scene, title)
    text, how, value = totals[value_name]
    words = value_text(scene, value_name, value, how)
    if target_name:
        target_text, target_how, target = totals[target_name]
        below = f"{_in_short(scene, value_name, value, how)} / "
        below += _in_short(scene, target_name, target, target_how)
        note = [(text, words), (target_text, value_text(scene, target_name, target, target_how))]
    else:
        unit = scene.unit(value_name)
        target = 100.0 if formats.is_percent(unit) or 1 < value <= 100 else 1.0
        below, note = "" if formats.is_percent(unit) else words, [(text, words)]
        surpassed = formats.is_percent(unit) and value > target
        if not surpassed and not (0 <= value <= target and _is_share(value_name, value, unit)):
            scene.note("没有目标值", "no target is given")
            target = 0.0
    share = value / target if target > 0 else math.nan
    if math.isnan(share):
        percent = words if not target_name else "–"
        below = below if target_name else ""
    else:
        percent = f"{formats.number(round(100 * share, 1))}%"
        note.append((scene.t("完成", "reached"), percent))
    radius = min(scene.width, scene.height) / 2 - 4
    filled = 0.0 if math.isnan(share) else min(max(share, 0.0), 1.0)
    ring = {"type": "arc", "outerRadius": radius, "innerRadius": radius * 0.74}
    hue = scene.colors.categorical[0] if filled < 1 else scene.colors.rise
    angle = {
        "type": "quantitative",
        "scale": {"domain": [0, 1], "range": [0, _TURN]},
        "stack": None,
    }
    data = [{"a": 0, "b": filled, "e": 1, "p": percent, "s": below, "tip": tip(*note)}]
    track = {"theta": {"field": "a", **angle}, "theta2": {"field": "e"}, **TIP}
    size = min(radius * 0.42, radius * 1.3 * 0.42 / max(text_width(percent, 1) / 2.2, 1))
    small = min(14.0, max(9.0, 13.0 * radius * 1.35 / max(text_width(below, 13), 1)))
    muted = scene.colors.muted
    text_of: dict[str, dict[str, Any]] = {
        "p": {"fontSize": size, "fontWeight": "bold", "dy": -4 if below else 0},
        "s": {"fontSize": small, "dy": size * 0.62 + 4, "color": muted},
    }
    layers: list[dict[str, Any]] = [
        {"mark": {**ring, "color": scene.colors.surface}, "encoding": track},
        {
            "mark": {**ring, "color": hue, "cornerRadius": radius * 0.06},
            "encoding": {**track, "theta2": {"field": "b"}},
        },
    ]
    for field, style in text_of.items():
        if data[0][field]:
            mark = quiet({"type": "text", "baseline": "middle", **style})
            layers.append({"mark": mark, "encoding": {"text": {"field": field, "type": "nominal"}}})
    own = Editable(
        "ring",
        (scene.t("完成", "reached"), scene.t("未完成", "left")),
        (Row(text, (filled, 1 - filled), hue),),
        centre=f"{percent}\n{below}".strip(),
    )
    drawn = None if math.isnan(share) else own
    return Drawing({"layer": layers, "data": records(data)}, title, editable=drawn)


def _in_short(scene: Scene, name: str, value: float, how: str) -> str:
    """Return a total as a tooltip writes it, but rounded where it is long."""
    text, unit = value_text(scene, name, value, how), scene.unit(name)
    full = formats.number(value, unit=unit)
    if abs(value) < _LONG or full not in text:
        return text
    return text.replace(full, formats.compact(value, scene.lang, unit=unit))


def _is_share(name: str, value: float, unit: str | None) -> bool:
    """Return whether a value without a target is a part of a whole: 70 kg are no 70%."""
    if unit:
        return formats.is_percent(unit)
    return bool(_SHARE.search(name)) or (0 < value < 1 and round(value, 3) > 0)


@layout("indicator")
def indicator(scene: Scene) -> Drawing:
    """Draw one card per number."""
    names = list(scene.chart.names("value"))
    title = scene.by_title(names, [])
    totals = _totals(scene, names)
    if not totals:
        return nothing(scene, title)
    n = len(totals)
    columns = min(range(1, n + 1), key=lambda c: _misfit(scene, n, c))
    lines = math.ceil(n / columns)
    gap = 12.0
    width = (scene.width - gap * (columns - 1)) / columns
    height = min((scene.height - gap * (lines - 1)) / lines, 150.0)
    top = (scene.height - height * lines - gap * (lines - 1)) / 2
    texts = []
    for name, _, how, value in totals:
        unit = None if how in ("count", "distinct") else scene.unit(name)
        # Two decimals are enough of a large number, and nothing of a small one.
        full = formats.number(round(value, 2) if abs(value) >= 1 else value, unit=unit)
        short = full if abs(value) < _LONG and len(full) <= 9 and abs(value) >= 1 else ""
        figure = short or formats.compact(value, scene.lang, unit=unit)
        sign = unit if unit and formats.is_sign(unit) else None
        texts.append((formats.joined(figure, sign), None) if sign else (figure, unit))
    size = min(44.0, height * 0.36, *(
        44.0 * (width - 30) / (text_width(t, 44, bold=True) + (text_width(f" {u}", 16) if u else 0))
        for t, u in texts
    ))  # fmt: skip
    cards, labels, figures, units = [], [], [], []
    for i, ((name, text, how, value), (short, unit)) in enumerate(zip(totals, texts, strict=True)):
        x, y = (i % columns) * (width + gap), top + (i // columns) * (height + gap)
        full = tip((text, value_text(scene, name, value, how)))
        hue = scene.colors.categorical[i % len(scene.colors.categorical)]
        cards.append(
            {
                "x": x,
                "x2": x + width,
                "y": y,
                "y2": y + height,
                "tip": full,
                "hue": hue,
                "x3": x + 4,
            }
        )
        for j, part in enumerate(wrap(text, width - 32, 13, lines=2 if height > 90 else 1)):
            labels.append({"x": x + 18, "y": y + height * 0.2 + j * 16, "t": part})
        base = y + height * 0.74
        figures.append({"x": x + 18, "y": base, "t": short})
        if unit and not formats.is_percent(unit):
            after = x + 18 + text_width(short, size, bold=True) + 6
            units.append(
                {"x": after, "y": base, "t": cut(unit, max(x + width - after - 4, 12), 14)}
            )
    x_, y_ = canvas(scene)
    box = {"x": x_, "y": y_, "x2": {"field": "x2"}, "y2": {"field": "y2"}, **TIP}
    hue_ = literal("hue")
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "rect", "cornerRadius": 8, "color": scene.colors.surface},
            "data": records(cards),
            "encoding": box,
        },
        {
            "mark": quiet({"type": "rect", "cornerRadius": 2}),
            "data": records(cards),
            "encoding": {
                "x": x_,
                "y": y_,
                "x2": {"field": "x3"},
                "y2": {"field": "y2"},
                "color": hue_,
            },
        },
    ]
    for items, style in (
        (labels, {"fontSize": 13, "baseline": "middle", "color": scene.colors.muted}),
        (figures, {"fontSize": size, "fontWeight": "bold", "baseline": "alphabetic"}),
        (units, {"fontSize": 14, "baseline": "alphabetic", "color": scene.colors.muted}),
    ):
        if items:
            mark = quiet({"type": "text", "align": "left", **style})
            encoding = {"x": x_, "y": y_, "text": {"field": "t", "type": "nominal"}}
            layers.append({"mark": mark, "data": records(items), "encoding": encoding})
    return Drawing({"layer": layers}, title)


def _misfit(scene: Scene, n: int, columns: int) -> float:
    lines = math.ceil(n / columns)
    ratio = (scene.width / columns) / min(scene.height / lines, 150.0)
    return abs(math.log(ratio / 1.9)) + 0.4 * (columns * lines - n)


@layout("table")
def table(scene: Scene) -> Drawing:
    """Draw the first rows as text, numbers to the right."""
    names = scene.listed("column")
    title = scene.by_title(names, [])
    frame = (
        scene.frame[names]
        if len(set(names)) == len(names)
        else scene.frame[list(dict.fromkeys(names))]
    )
    names = list(frame.columns)
    most = min(scene.chart.options.limit or _MOST_ROWS, 40)
    total = len(frame)
    if total == 0:
        return nothing(scene, title)
    frame = frame.head(most)
    if total > len(frame):
        scene.note(f"前 {len(frame)} 行(共 {total:,} 行)", f"first {len(frame)} of {total:,} rows")
    lines = [[shown(scene, n, v) for n, v in zip(names, row, strict=True)]
             for row in frame.itertuples(index=False, name=None)]  # fmt: skip
    step = min(26.0, scene.height / (len(lines) + 1))
    size = min(12.0, step * 0.72)
    widths = _widths(scene, names, lines, size)
    right = [
        scene.attribute(n).type in ("INT", "DOUBLE") and scene.attribute(n).meaning != "id"
        for n in names
    ]
    heads, cells, marks = [], [], []
    x = 0.0
    for j, (name, width) in enumerate(zip(names, widths, strict=True)):
        at = x + width - 8 if right[j] else x + 8
        heads.append(
            {
                "x": at,
                "y": step / 2,
                "t": cut(name, width - 14, size, bold=True),
                "r": int(right[j]),
            }
        )
        for i, line in enumerate(lines):
            y = (i + 1) * step
            text = cut(line[j], width - 14, size)
            cells.append({"x": at, "y": y + step / 2, "t": text, "r": int(right[j])})
            marks.append({"x": x, "x2": x + width, "y": y, "y2": y + step, "o": 0.6 * (i % 2),
                          "tip": tip((name, line[j]))})  # fmt: skip
        x += width
    own = Editable("grid", tuple(names), texts=tuple(tuple(line) for line in lines))
    view = _table_view(scene, heads, cells, marks, x, step, size)
    return Drawing(view, title, editable=own if len(names) <= _MOST_COLUMNS else None)


def _widths(scene: Scene, names: list[str], lines: list[list[str]], size: float) -> list[float]:
    """Give each column what it needs; where that is too much, cut the widest first."""
    wanted = [
        max([text_width(clean(n), size, bold=True), *(text_width(line[j], size) for line in lines)])
        + 18
        for j, n in enumerate(names)
    ]
    least = scene.width / len(names)
    room, open_ = scene.width, sorted(range(len(names)), key=lambda j: wanted[j])
    widths = [0.0] * len(names)
    for done, j in enumerate(open_):
        widths[j] = min(wanted[j], max(room / (len(names) - done), min(least, wanted[j])))
        room -= widths[j]
    if room > 0:  # a little air for everybody
        widths = [w + min(room / len(names), 40) for w in widths]
    return widths


def _table_view(
    scene: Scene, heads: Any, cells: Any, marks: Any, width: float, step: float, size: float
) -> dict[str, Any]:
    x, y = canvas(scene)
    text = {"text": {"field": "t", "type": "nominal"}}
    box = {"x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    line = [{"x": 0, "x2": width, "y": step, "y2": step}]
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "rect", "color": scene.colors.surface},
            "data": records(marks),
            "encoding": {
                **box,
                "opacity": literal("o", "quantitative"),
                **TIP,
            },
        },
        {
            "mark": quiet({"type": "rule", "color": scene.colors.line, "strokeWidth": 1.5}),
            "data": records(line),
            "encoding": box,
        },
    ]  # fmt: skip
    for items, style in ((heads, {"fontWeight": "bold"}), (cells, {})):
        for r, align in ((0, "left"), (1, "right")):
            some = [item for item in items if item["r"] == r]
            if some:
                mark = quiet(
                    {
                        "type": "text",
                        "align": align,
                        "baseline": "middle",
                        "fontSize": size,
                        **style,
                    }
                )
                layers.append(
                    {"mark": mark, "data": records(some), "encoding": {"x": x, "y": y, **text}}
                )
    return {"layer": layers}
