"""Pieces of Vega-Lite: rows, axes, colours, tooltips.

Fields are always our aliases and every value that people read is computed here,
so no name or value of a table is ever parsed by Vega.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from vizapp.rendering import formats
from vizapp.rendering.reduce import Key
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.theme import Colors
from vizapp.rendering.ticks import clock_times, round_times, whole_ticks
from vizapp.rendering.wording import clean, cut, cut_apart, even_lines, printable, text_width

# The tooltip of a viewer and the description of a screen reader are one text.
TIP = {
    "tooltip": {"field": "tip", "type": "nominal"},
    "description": {"field": "tip", "type": "nominal"},
}
LABEL_SIZE = 12
DISCRETE_PADDING = 0.18
AXIS_ROOM = 50.0  # px that an axis of numbers at the left takes
TICKS = 6  # scales end at a tick of as many, so that labels at the ends of bars have room
_LABEL_LIMIT = 150  # px; the config's
_YEARS_ONLY = 365 * 6  # days, of which an axis of times is labelled with years alone
_LEAST_TIMES_APART = 24.0  # px between ticks that stand where the values are
_READABLE = 4.5  # contrast of letters, WCAG 2.2's AA
_EXTENT = 200  # px; Vega's own limit of an axis
_LEGEND_LIMIT, _SIDE_LEGEND_LIMIT = 130, 120
_LONG_LEGEND_LIMIT = 260  # where two rows hold all of them
_LEGEND_SHARE = 0.3  # of the width, for a legend at the right
_MOST_LINES = 3  # of an axis's label
_LINE_HEIGHT = 16.0  # px
_LINES_SHARE = 0.22  # of the height, for names below
_LEANING_SHARE = 0.4  # of the height, as long as leaning names are at most
_LEAST_LINE = 48.0  # px; a shorter one breaks words after every other character
_NAMES_SHARE = 0.32  # of the width, for names at the left


def plain(value: Any) -> Any:
    """Return the value as JSON has it; what is missing or infinite becomes None."""
    if value is None or isinstance(value, str | bool | list | dict):
        return value
    if isinstance(value, pd.Timestamp):
        return formats.iso(value)
    if pd.isna(value):
        return None
    number = float(value)
    if not math.isfinite(number):
        return None
    if number.is_integer() and abs(number) < 2**53:
        return int(number)
    rounded = float(f"{number:.10g}")
    return rounded if math.isfinite(rounded) else number  # the largest number rounds up


def rows(frame: pd.DataFrame) -> dict[str, Any]:
    """Return a frame as inline data."""
    names = [str(c) for c in frame.columns]
    columns = [[plain(v) for v in frame[c].tolist()] for c in frame.columns]
    return {"values": [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]}


def records(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return dicts as inline data."""
    return {"values": [{k: plain(v) for k, v in item.items()} for item in items]}


def tip(*pairs: tuple[str, Any]) -> str:
    """Return a tooltip: one line per attribute, names and values in full."""
    return "\n".join(
        f"{clean(str(name))}: {clean(str(value))}" for name, value in pairs if value is not None
    )


def value_text(scene: Scene, name: str | None, value: Any, aggregate: str | None = None) -> str:
    """Return a measure's value with its unit, as a tooltip writes it."""
    if name is None or aggregate in ("count", "distinct"):
        return formats.number(value)
    attribute = scene.attribute(name)
    if attribute.meaning == "year" and aggregate is None:
        return formats.number(value).replace(",", "")
    return formats.with_unit(value, attribute.unit, name)


def shown(scene: Scene, name: str, value: Any) -> str:
    """Return any cell as text."""
    attribute = scene.attribute(name)
    if value is None or pd.isna(value):
        return "–"
    if attribute.type == "DATE":
        return formats.date_text(value, _step_of(value, attribute.granularity), scene.lang)
    if attribute.type == "BOOL":
        return scene.t("是", "Yes") if bool(value) else scene.t("否", "No")
    if attribute.type in ("INT", "DOUBLE"):
        if attribute.meaning in ("year", "id", "code"):
            return f"{float(value):.15g}"
        return formats.number(
            float(value) if attribute.type == "DOUBLE" else int(value), unit=attribute.unit
        )
    return clean(str(value))


def _step_of(value: Any, granularity: str | None) -> str | None:
    """Return as what a date is written: days a month apart are days, not months."""
    begins = {"month": "M", "quarter": "Q", "year": "Y"}.get(granularity or "")
    at = pd.Timestamp(value)
    return "day" if begins and at != at.to_period(begins).start_time else granularity


def common_unit(scene: Scene, names: Sequence[str | None]) -> str | None:
    """Return the unit that all measures of an axis share, None where they differ.

    Of several only per cent is one: it stands beside the ticks, others stand in titles.
    """
    units = {scene.unit(name) for name in names}
    unit = units.pop() if len(units) == 1 else None
    return unit if len(names) == 1 or formats.is_percent(unit) else None


def title_of(scene: Scene, name: str | None, title: str) -> str:
    """Return an axis title: the measure and its unit unless the name says it."""
    unit = scene.unit(name)
    if unit and name is not None and not formats.is_percent(unit):
        title = title if formats.says_unit(name, unit) else f"{title} ({unit})"
    return cut(title, 300, LABEL_SIZE)


def measure_axis(
    scene: Scene,
    field: str,
    title: str,
    values: Sequence[float] | pd.Series,
    *,
    unit: str | None = None,
    zero: bool = True,
    plain_digits: bool = False,
    **extra: Any,
) -> dict[str, Any]:
    """Return the position channel of a measure.

    `plain_digits` writes years without thousands separators.
    """
    finite = [float(v) for v in values if v is not None and math.isfinite(float(v))]
    largest = max(map(abs, finite), default=0.0)
    axis: dict[str, Any] = {"title": cut(title, 300, LABEL_SIZE)}
    if finite and min(finite) < 0 < max(finite):
        axis["gridColor"] = zero_line(scene.colors)
    if plain_digits:
        axis |= {"format": "d", "tickMinStep": 1, "grid": False}
    else:
        span = max(finite) - min(finite) if finite and not zero else math.inf
        axis["labelExpr"] = formats.axis_label_expr(largest, scene.lang, unit=unit, span=span)
        if all(v.is_integer() for v in finite):
            axis |= whole_ticks(finite, zero=zero)
    scale: dict[str, Any] = {"zero": zero, "nice": False if plain_digits else TICKS}
    if finite and largest == 0 and zero:  # or zero would float in the middle of nothing
        scale |= {"domain": [0, 1], "nice": False}
        axis["values"] = [0]
    channel = {
        "field": field,
        "type": "quantitative",
        "axis": axis,
        "scale": scale,
    }
    return channel | extra


def far_from_zero(values: pd.Series) -> bool:
    """Return whether a line of these values shows more of them without zero on its axis."""
    low, high = values.min(), values.max()
    far = (low > 0 and low > 0.4 * high) or (high < 0 and high < 0.4 * low)
    return bool(far and low != high)


def zero_line(colors: Colors) -> dict[str, Any]:
    """Return the colour of grid lines of which that at zero stands out."""
    at_zero = {"test": "datum.value === 0", "value": colors.line}
    return {"condition": at_zero, "value": colors.grid}


def time_axis(
    scene: Scene, field: str, title: str, times: pd.Series, step: str | None
) -> dict[str, Any]:
    """Return the position channel of a DATE."""
    times = times.dropna()
    span = (times.max() - times.min()) / pd.Timedelta(days=1) if len(times) else 0.0
    form = formats.time_axis_format(step, span, scene.lang)
    if len(times) and form in ("%H:%M", "%H:%M:%S"):
        title = _with_day(scene, title, times.min(), times.max())
    axis: dict[str, Any] = {
        "title": cut(title, 300, LABEL_SIZE),
        "format": form,
        "labelOverlap": True,
        "labelSeparation": 8,
        "labelFlush": True,
        "grid": False,
    }
    distinct = sorted(set(times))
    if step == "quarter" and span <= _YEARS_ONLY:  # Vega knows no quarters, only months
        every = next((n for n in (1, 2, 4, 8) if len(distinct) <= 8 * n), 16)
        distinct = [v for v in distinct if (4 * v.year + v.quarter - 1) % every == 0]
    # Ticks where there are values, so that none repeats a label.
    if 1 <= len(distinct) <= 8 and _apart_enough(distinct, span, scene.width):
        axis["values"] = [formats.iso(v) for v in distinct]
    else:
        axis["tickCount"] = max(3, min(8, int(scene.width / 90)))
    return {"field": field, "type": "temporal", "axis": axis}


def _with_day(scene: Scene, title: str, first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Return the title of an axis of times with their day, which no label says."""
    ends = dict.fromkeys(formats.date_text(at, "day", scene.lang) for at in (first, last))
    days = " – ".join(ends)
    return f"{title} ({days})" if title else days


def _apart_enough(times: Sequence[pd.Timestamp], span_days: float, width: float) -> bool:
    """Return whether one label at most is hidden by the one before it."""
    room = width - 80  # around the plot there are axes, about as wide as this
    gaps = ((b - a) / pd.Timedelta(days=1) for a, b in itertools.pairwise(times))
    return bool(sum(gap * room < _LEAST_TIMES_APART * span_days for gap in gaps) <= 1)


def word_axis(
    scene: Scene,
    field: str,
    title: str,
    domain: Sequence[str],
    *,
    vertical: bool = False,
    ordered: bool = False,
    padding: float | None = DISCRETE_PADDING,
    key: Key | None = None,
    aside: float = 70.0,
) -> dict[str, Any]:
    """Return the position channel of categories, in the given order.

    Labels lie flat where they fit, lean where they do not, and thin out only
    where a reader can tell what is between (`ordered`). Those of times, where `key` is
    given, stand at the beginning of a year, a half or a quarter then. What else stands
    beside the marks takes `aside` px.
    """
    texts = [clean(label) for label in domain]
    clock = clock_times(key, domain) if scene.style.presentation.dates == "auto" else None
    if clock:
        day, texts = clock
        title = _with_day(scene, title, day, day)
    axis: dict[str, Any] = {"title": cut(title, 300, LABEL_SIZE), "labelAngle": 0, "ticks": False}
    widest = max((text_width(text, LABEL_SIZE) for text in texts), default=0.0)
    lines: list[list[str]] | None = None
    letters = LABEL_SIZE
    if vertical:
        limit = scene.width * _NAMES_SHARE
        if (scene.height - AXIS_ROOM) / max(len(domain), 1) < LABEL_SIZE:
            letters = axis["labelFontSize"] = LABEL_SIZE - 2  # or every other name has no room
            widest = max(text_width(text, letters) for text in texts)
        if widest > limit:
            most = int(scene.height / max(len(domain), 1) / _LINE_HEIGHT)
            lines = _on_lines(texts, limit - 2, min(most, _MOST_LINES))
            widest = _widest(lines) if lines else widest
        axis["labelLimit"] = round(min(widest + 2, limit))
        if axis["labelLimit"] > _EXTENT - 20:  # or the title would be written over the labels
            axis["maxExtent"] = axis["labelLimit"] + 40
        axis["labelOverlap"] = ordered or len(domain) > scene.height / 13
    else:
        room = (scene.width - aside) / max(len(domain), 1)
        if widest <= room - 6:
            axis["labelOverlap"] = True
            if widest > _LABEL_LIMIT - 2:
                axis["labelLimit"] = round(widest + 2)
        elif key is not None and (told := round_times(key, domain, widest, room)):
            axis |= {"values": told, "labelOverlap": False}
            apart = (domain.index(told[1]) - domain.index(told[0])) * room
            # The first one would reach under the other axis; moved, it must not meet the second.
            if widest > room + 10 and apart >= 1.5 * widest + 8:
                axis["labelFlush"] = math.ceil(room)
        elif ordered and len(domain) > 12:
            axis |= {"labelOverlap": True, "labelSeparation": 8}
            if widest > 2 * room:  # or the first one would reach under the other axis
                axis["labelFlush"] = math.ceil(room)
        elif found := _below(texts, room - 3, scene.height):
            size, lines = found
            axis |= {"labelOverlap": False, "labelLimit": round(room), "labelFontSize": size}
        else:
            steep = room < 17  # leaning lines of text would touch
            longest = min(scene.height * _LEANING_SHARE, _LABEL_LIMIT)
            axis |= {
                "labelAngle": -90 if steep else -40,
                "labelLimit": round(min(widest + 2, 90 if steep else max(110, longest))),
                # Vega takes leaning labels for as wide as their boxes, which overlap early.
                "labelOverlap": room < 11 or (ordered and steep),
            }
    # Vega counts an axis's labels from 0 to 1, a legend's from 0 to their number.
    place = f"round(datum.index * {len(texts) - 1})"
    if lines or clock:
        spelled: str | None = f"{json.dumps(printable(lines or texts))}[{place}]"
    else:
        spelled = _apart(texts, axis.get("labelLimit", _LABEL_LIMIT), place, letters)
    if spelled:
        axis["labelExpr"] = spelled
    elif any(text != label for text, label in zip(texts, domain, strict=True)):
        axis["labelExpr"] = "replace(datum.label, /[\\s]+/g, ' ')"
    scale: dict[str, Any] = {"domain": list(domain)}
    if padding is not None:
        scale["paddingInner"] = padding
        scale["paddingOuter"] = padding / 2
    return {"field": field, "type": "nominal", "axis": axis, "scale": scale, "sort": None}


def _on_lines(
    texts: Sequence[str], width: float, most: int, size: int = LABEL_SIZE
) -> list[list[str]] | None:
    """Return every text on up to `most` lines, None where one of them has no room so."""
    if most < 2 or width < _LEAST_LINE:
        return None
    found = [even_lines(text, width, size, most) for text in texts]
    whole = [lines for lines in found if lines]
    return whole if len(whole) == len(texts) else None


def _below(texts: Sequence[str], width: float, height: float) -> tuple[int, list[list[str]]] | None:
    """Return the size of letters and the lines of names that stand below each other."""
    for size, most in ((LABEL_SIZE, _MOST_LINES), (LABEL_SIZE - 1, 5), (LABEL_SIZE - 2, 5)):
        if most * size * 1.25 <= height * _LINES_SHARE:
            lines = _on_lines(texts, width, most, size)
            if lines:
                return size, lines
    return None


def _widest(lines: Sequence[Sequence[str]]) -> float:
    return max(text_width(line, LABEL_SIZE) for text in lines for line in text)


def _apart(texts: Sequence[str], limit: float, place: str, size: float = LABEL_SIZE) -> str | None:
    """Return an expression for labels that would be cut to the same text, None if none would."""
    cut_at_end = {text: cut(text, limit, size) for text in texts}
    if len(set(cut_at_end.values())) == len(cut_at_end):
        return None
    # By their place, as a text may hold anything; ASCII literals, as Vega reads JavaScript's.
    labels = json.dumps(printable(cut_apart(texts, limit, size)))
    return f"{labels}[{place}]"


def series_colors(scene: Scene, domain: Sequence[str], rest: str | None = None) -> list[str]:
    """Return a colour for each series; grouped others are grey."""
    wheel = scene.colors.categorical
    return [
        scene.colors.rest if label == rest else wheel[i % len(wheel)]
        for i, label in enumerate(domain)
    ]


def color(
    scene: Scene,
    field: str,
    title: str,
    domain: Sequence[str],
    *,
    rest: str | None = None,
    colors: Sequence[str] | None = None,
    symbol: str | None = None,
    aside: float = 0.0,
) -> dict[str, Any]:
    """Return the colour channel of a series, with a legend only where it tells something.

    A legend above the marks begins where they do, `aside` px from the left.
    """
    channel: dict[str, Any] = {
        "field": field,
        "type": "nominal",
        "scale": {
            "domain": list(domain),
            "range": list(colors or series_colors(scene, domain, rest)),
        },
        "sort": None,
    }
    told = len(domain) > 1
    channel["legend"] = legend(scene, title, domain, symbol, aside) if told else None
    return channel


def side_limit(scene: Scene) -> int:
    """Return how wide a name of a legend at the right may be, in px."""
    return round(max(_SIDE_LEGEND_LIMIT, min(scene.width * _LEGEND_SHARE, _LONG_LEGEND_LIMIT)))


def on_lines(scene: Scene, domain: Sequence[str]) -> dict[str, Any]:
    """Return what a legend at the right says on several lines, nothing where it need not."""
    texts, limit = [clean(d) for d in domain], side_limit(scene)
    if all(text_width(text, LABEL_SIZE) <= limit for text in texts):
        return {}
    most = int(scene.height / len(texts) / _LINE_HEIGHT)
    lines = _on_lines(texts, limit - 2, min(most, _MOST_LINES))
    return {"labelExpr": f"{json.dumps(printable(lines))}[datum.index]"} if lines else {}


def legend(
    scene: Scene,
    title: str,
    domain: Sequence[str],
    symbol: str | None = None,
    aside: float = 0.0,
) -> dict[str, Any]:
    """Return a legend above the marks where few rows hold it, else at the right."""
    texts, room = [clean(d) for d in domain], scene.width - aside
    for limit in (_LONG_LEGEND_LIMIT, _LEGEND_LIMIT):
        widths = [min(text_width(text, LABEL_SIZE), limit) + 30 for text in texts]
        columns = max(1, int((room - 10) / max(widths, default=1)))
        if sum(widths) <= room:
            columns = len(domain)
        rows_ = math.ceil(len(domain) / columns)
        if rows_ <= (2 if limit == _LEGEND_LIMIT else 3):
            break
    spec: dict[str, Any] = {
        "title": None,
        "symbolType": symbol or "circle",
        "labelLimit": limit,
    }
    beside = side_limit(scene)
    spelled = _apart(texts, beside, "datum.index")
    if spelled:
        spec["labelExpr"] = spelled
    if rows_ <= 2 or (rows_ == 3 and limit == _LONG_LEGEND_LIMIT):
        return spec | {"orient": "top", "direction": "horizontal", "columns": columns, "offset": 6}
    most = max(3, int(scene.height / 20))
    return (
        spec
        | on_lines(scene, domain)
        | {
            "orient": "right",
            "title": cut(title, 130, LABEL_SIZE) or None,
            "columns": math.ceil(len(domain) / most),
            "labelLimit": beside,
        }
    )


def pixels(size: float, *, reverse: bool = False) -> dict[str, Any]:
    """Return the scale of a position that a layout computed in pixels."""
    return {"domain": [size, 0] if reverse else [0, size], "nice": False, "zero": False}


def place(field: str, size: float, *, reverse: bool = False, **extra: Any) -> dict[str, Any]:
    """Return a position channel in pixels, without an axis."""
    return {
        "field": field,
        "type": "quantitative",
        "scale": pixels(size, reverse=reverse),
        "axis": None,
    } | extra


def canvas(scene: Scene) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the channels x and y of a layout in pixels, y running down."""
    return place("x", scene.width), place("y", scene.height, reverse=True)


def literal(field: str, kind: str = "nominal") -> dict[str, Any]:
    """Return a channel that takes its colour, size or opacity as it stands in the data."""
    return {"field": field, "type": kind, "scale": None}


def nothing(
    scene: Scene, title: str, zh: str = "没有可绘制的数据", en: str = "No data to draw"
) -> Drawing:
    """Return a drawing that says that, and why, there is nothing to see."""
    text = scene.t(zh, en)
    mark = {"type": "text", "fontSize": 15, "color": scene.colors.muted}
    encoding = {
        "x": place("x", 1.0),
        "y": place("y", 1.0),
        "text": {"field": "t", "type": "nominal"},
        **TIP,
    }
    data = records([{"x": 0.5, "y": 0.5, "t": text, "tip": text}])
    view = {"layer": [{"mark": mark, "encoding": encoding}], "data": data}
    return Drawing(view, title, empty=True)


def quiet(mark: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mark that only decorates: no tooltip, unknown to screen readers."""
    return {**mark, "aria": False}


def on_color(scene: Scene, background: str) -> str:
    """Return the text colour, dark or light, that is readable on a colour."""
    return "#11161d" if _luminance(background) > 0.26 else "#ffffff"


def _luminance(hue: str) -> float:
    red, green, blue = (int(hue[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ink_of(scene: Scene, hue: str) -> str:
    """Return a series' colour, as much nearer to the text's as letters need to be read."""
    paper = _luminance(scene.colors.background)
    for step in range(11):
        ink = ramp((hue, scene.colors.text), step / 10)
        lights = sorted((_luminance(ink), paper))
        if (lights[1] + 0.05) / (lights[0] + 0.05) >= _READABLE:
            return ink
    return scene.colors.text


def ramp(colors: Sequence[str], share: float) -> str:
    """Return the colour at `share` (0 to 1) of a ramp."""
    at = min(max(share, 0.0), 1.0) * (len(colors) - 1)
    i = min(int(at), len(colors) - 2)
    mixed = (
        round(
            int(colors[i][j : j + 2], 16) * (i + 1 - at)
            + int(colors[i + 1][j : j + 2], 16) * (at - i)
        )
        for j in (1, 3, 5)
    )
    return "#" + "".join(f"{c:02x}" for c in mixed)
