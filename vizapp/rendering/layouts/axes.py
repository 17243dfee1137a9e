"""Charts on axes that one mark cannot draw: two scales, waterfall, candlestick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from vizapp.rendering import formats
from vizapp.rendering.editable import Editable, Row, around, label_format
from vizapp.rendering.encode import (
    TIP,
    far_from_zero,
    literal,
    measure_axis,
    nothing,
    quiet,
    records,
    rows,
    tip,
    title_of,
    value_text,
    word_axis,
)
from vizapp.rendering.layouts.registry import layout
from vizapp.rendering.marks.slots import coarse_time_unit
from vizapp.rendering.reduce import numbers
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.summary import arrange, keys_of, say_blanks, summarise
from vizapp.rendering.wording import cut_name

_MOST_BARS = 60
_MOST_CANDLES = 240
_ALIKE = 10.0  # times; measures of one unit further apart need scales of their own


@layout("dual_axes")
def dual_axes(scene: Scene) -> Drawing:
    """Draw columns on the left scale and a line on the right one, axes in their colours."""
    name = str(scene.chart.name("x"))
    measures = [str(scene.chart.name("y")), str(scene.chart.name("y2"))]
    keys = keys_of(scene, [name], coarse_time_unit(scene, name, 40))
    summary = summarise(scene, keys, measures, keep_empty=True)
    title = scene.by_title(list(summary.titles), [name])
    if summary.frame.empty or summary.frame["v"].isna().all():
        return nothing(scene, title)
    domain = _domain(scene, summary)
    at = {label: i for i, label in enumerate(domain)}
    hues = scene.colors.categorical[0], scene.colors.categorical[1]
    layers: list[dict[str, Any]] = []
    x = word_axis(scene, "c0", name, domain, ordered=keys[0].ordered, key=keys[0])
    room = scene.width / len(domain)
    padding = max(x["scale"]["paddingInner"], 1 - 72 / room)
    x["scale"] |= {"paddingInner": min(padding, 0.9), "paddingOuter": min(padding, 0.9) / 2}
    titles = summary.titles
    if titles[0] == titles[1]:  # the same attribute twice
        titles = (titles[0], titles[1] + " ")
    shared = _shared_reach(scene, measures, summary.frame["v"])
    for i, (measure, aggregate) in enumerate(zip(measures, summary.aggregates, strict=True)):
        half = len(summary.frame) // 2
        part = summary.frame.iloc[:half] if i == 0 else summary.frame.iloc[half:]
        part = part[part["k0"].isin(at)].sort_values("k0", key=lambda s: s.map(at))
        data = pd.DataFrame({"c0": part["k0"], f"c{i + 1}": part["v"]})
        data["tip"] = [
            tip((name, row.k0), (titles[i], value_text(scene, measure, row.v, aggregate)))
            for row in part.itertuples()
        ]
        y = measure_axis(
            scene, f"c{i + 1}", title_of(scene, measure, titles[i]),
            part["v"] if shared is None else shared, unit=scene.unit(measure),
            zero=i == 0 or shared is not None or not far_from_zero(part["v"]),
        )  # fmt: skip
        if shared is not None:
            y["scale"]["domain"] = shared
        y["axis"] |= {
            "orient": "right" if i else "left",
            "titleColor": hues[i],
            "labelColor": hues[i],
        }
        if i:
            y["axis"]["grid"] = False
        encoding = {"x": x, "y": y}
        if i == 0:
            mark = {"type": "bar", "color": hues[0], "opacity": 0.85, "cornerRadiusEnd": 2}
            layers.append({"mark": mark, "encoding": {**encoding, **TIP}, "data": rows(data)})
            continue
        point = {"type": "point", "filled": True, "size": 36, "color": hues[1]}
        line: list[dict[str, Any]] = [{"mark": point, "encoding": {**encoding, **TIP}}]
        if keys[0].kind != "words" or keys[0].ordered:  # between names there is no way
            path = {"mark": quiet({"type": "line", "color": hues[1]}), "encoding": encoding}
            line.insert(0, path)
        else:
            point |= {"size": 110, "opacity": 1}
        layers.append({"layer": line, "data": rows(data)})
    view = {"layer": layers, "resolve": {"scale": {"y": "independent"}}}
    return Drawing(view, title, editable=_paired(layers, domain, hues, titles))


def _shared_reach(scene: Scene, measures: list[str], values: pd.Series) -> list[float] | None:
    """Return the ends of one scale for both, None where their units or sizes differ.

    Two scales of the same unit would show the smaller as the larger.
    """
    units = [scene.unit(name) for name in measures]
    half = len(values) // 2
    largest = [float(part.abs().max()) for part in (values.iloc[:half], values.iloc[half:])]
    if units[0] is None or units[0] != units[1] or not min(largest) * _ALIKE >= max(largest):
        return None
    return [min(0.0, float(values.min())), max(0.0, float(values.max()))]


def _paired(
    layers: list[dict[str, Any]], domain: list[str], hues: tuple[str, str], titles: Sequence[str]
) -> Editable:
    """Return columns and a line, as they are drawn."""
    made = []
    for i, layer in enumerate(layers):
        drawn = layer["data"]["values"]
        values = {row["c0"]: row[f"c{i + 1}"] for row in drawn}
        made.append(Row(titles[i], tuple(values.get(key) for key in domain), hues[i]))
    left = layers[0]["encoding"]
    right = layers[1]["layer"][0]["encoding"]["y"]
    return Editable(
        "pair",
        tuple(domain),
        tuple(made),
        title_across=left["x"]["axis"].get("title") or "",
        title_along=left["y"]["axis"]["title"],
        title_right=right["axis"]["title"],
    )


def _domain(scene: Scene, summary: Any) -> list[str]:
    """Order by the columns' measure alone; the line follows."""
    options = scene.chart.options
    both = summary.frame
    half = len(both) // 2
    summary.frame = both.iloc[:half].reset_index(drop=True)
    domain = arrange(
        scene,
        summary,
        sort=options.sort,
        limit=options.limit or _MOST_BARS,
        kept_by=options.limit_by,
        descending=False,
    )
    summary.frame = both
    return domain


@layout("waterfall")
def waterfall(scene: Scene) -> Drawing:
    """Draw how each item moves a running total, and the total at the end."""
    name, measure = str(scene.chart.name("x")), str(scene.chart.name("y"))
    keys = keys_of(scene, [name], coarse_time_unit(scene, name, _MOST_BARS - 1))
    summary = summarise(scene, keys, [measure])
    title = scene.by_title(list(summary.titles), [name])
    if summary.frame.empty:
        return nothing(scene, title)
    order = arrange(scene, summary, limit=_MOST_BARS, descending=False)
    values = dict(zip(summary.frame["k0"], summary.frame["v"], strict=True))
    total_label = scene.t("总计", "Total")
    while total_label in values:
        total_label += " "
    running, bars = 0.0, []
    for label in order:
        change = float(values[label])
        start, running = running, running + change
        bars.append((label, start, running, change, change))
    # A table that ends in its own total has that row drawn from zero, not added.
    own_total = len(bars) > 2 and abs(bars[-1][1] - bars[-1][3]) <= 1e-9 * max(
        1.0, abs(bars[-1][3])
    )
    if own_total:
        label, start, *_ = bars.pop()
        bars.append((label, 0.0, start, start, 0.0))
    else:
        bars.append((total_label, 0.0, running, running, 0.0))
    hues = {1: scene.colors.rise, -1: scene.colors.fall, 0: scene.colors.categorical[0]}
    words = scene.t("累计", "running total")
    short = formats.compacts([bar[3] for bar in bars], scene.lang, unit=scene.unit(measure))
    items = []
    for i, (label, start, end, value, change) in enumerate(bars):
        last = i == len(bars) - 1
        sign = 0 if last else (change >= 0) * 2 - 1
        prefix = "+" if sign > 0 and value else ""
        items.append({
            "c0": label, "c1": start, "c2": end, "hue": hues[sign],
            "t": prefix + short[i],
            "c3": max(start, end), "c4": None if last else bars[i + 1][0], "c5": end,
            "tip": tip(
                (name, label),
                (summary.titles[0], prefix + value_text(scene, measure, value)),
                (words, None if last else value_text(scene, measure, end)),
            ),
        })  # fmt: skip
    domain = [b[0] for b in bars]
    ends = [v for b in bars for v in (b[1], b[2])]
    x = word_axis(scene, "c0", name, domain, ordered=keys[0].ordered, key=keys[0])
    y = measure_axis(
        scene, "c1", title_of(scene, measure, summary.titles[0]), ends, unit=scene.unit(measure)
    )
    hue = literal("hue")
    layers: list[dict[str, Any]] = [
        {
            "mark": quiet({"type": "rule", "strokeDash": [3, 3], "color": scene.colors.line}),
            "transform": [{"filter": "datum.c4 !== null"}],
            "encoding": {"x": x, "x2": {"field": "c4"}, "y": y | {"field": "c5"}},
        },
        {
            "mark": {"type": "bar", "cornerRadius": 1},
            "encoding": {"x": x, "y": y, "y2": {"field": "c2"}, "color": hue, **TIP},
        },
    ]
    if (scene.width - 70) / len(domain) >= 40:
        text = {"text": {"field": "t", "type": "nominal"}}
        mark = quiet({"type": "text", "baseline": "bottom", "dy": -3, "fontSize": 11})
        layers.append({"mark": mark, "encoding": {"x": x, "y": y | {"field": "c3"}, **text}})
    own = _floating(scene, bars, x["axis"].get("title") or "", y["axis"]["title"])
    return Drawing({"layer": layers, "data": records(items)}, title, editable=own)


def _floating(
    scene: Scene, bars: list[tuple[str, float, float, float, float]], across: str, along: str
) -> Editable | None:
    """Return bars that stand on one that is not seen, None where one crosses zero."""
    if any(start * end < 0 for _, start, end, _, _ in bars):
        return None
    base = [min((start, end), key=abs) for _, start, end, _, _ in bars]
    height = [max((start, end), key=abs) - b
              for (_, start, end, _, _), b in zip(bars, base, strict=True)]  # fmt: skip
    signs = [0 if i == len(bars) - 1 else 1 if b[4] >= 0 else -1 for i, b in enumerate(bars)]
    kinds = (
        (1, scene.t("增加", "Increase"), scene.colors.rise, "+"),
        (-1, scene.t("减少", "Decrease"), scene.colors.fall, "-"),
        (0, scene.t("总计", "Total"), scene.colors.categorical[0], ""),
    )
    rows_ = [Row("", tuple(base), None)]
    for kind, name, hue, sign in kinds:
        values = tuple(h if s == kind else None for h, s in zip(height, signs, strict=True))
        shown = label_format([v for v in values if v is not None], sign)
        rows_.append(Row(name, values, hue, shown))
    return Editable(
        "columns", tuple(b[0] for b in bars), tuple(rows_), title_across=across, title_along=along
    )


@layout("candlestick")
def candlestick(scene: Scene) -> Drawing:
    """Draw open, high, low and close per time; no gaps where markets rest."""
    name = str(scene.chart.name("x"))
    parts = {c: str(scene.chart.name(c)) for c in ("open", "high", "low", "close")}
    title = scene.by_title([parts["close"]], [name])
    say_blanks(scene, [name, *parts.values()])
    key = keys_of(scene, [name])[0]
    work = pd.DataFrame({"c0": key.labels, "r": key.ranks})
    for channel, attribute in parts.items():
        work[channel] = numbers(scene.frame[attribute])
    work = work.dropna()
    if work.empty:
        return nothing(scene, title)
    work = work.sort_values("r", kind="stable")
    repeats = int(work["r"].duplicated().sum())
    if repeats:
        work = (
            work.groupby("r", sort=True)
            .agg(
                c0=("c0", "first"), open=("open", "first"), high=("high", "max"),
                low=("low", "min"), close=("close", "last"),
            )
            .reset_index()
        )  # fmt: skip
        scene.note("相同时间的行已合并", "rows of the same time merged")
    if len(work) > _MOST_CANDLES:
        scene.note(
            f"仅显示最后 {_MOST_CANDLES} 个(共 {len(work):,} 个)",
            f"last {_MOST_CANDLES} of {len(work):,} shown",
        )
        work = work.iloc[-_MOST_CANDLES:]
    domain = work["c0"].tolist()
    rising = work["close"] >= work["open"]
    # Red rises on Chinese exchanges, green elsewhere.
    up, down = (scene.colors.rise, scene.colors.fall)[:: -1 if scene.lang == "zh" else 1]
    work["hue"] = rising.map({True: up, False: down})
    work["tip"] = [
        tip(
            (name, row.c0),
            *((a, value_text(scene, a, getattr(row, c))) for c, a in parts.items()),
        )
        for row in work.itertuples()
    ]
    data = work[["c0", "open", "high", "low", "close", "hue", "tip"]]
    data = data.set_axis(["c0", "c1", "c2", "c3", "c4", "hue", "tip"], axis=1)
    x = word_axis(scene, "c0", name, domain, ordered=True, padding=0.3)
    low, high = data["c3"].min(), data["c2"].max()
    y = measure_axis(
        scene, "c1", cut_name(scene.t("价格", "Price")), data["c2"],
        unit=scene.unit(parts["close"]), zero=bool(low <= 0 or low < 0.2 * high),
    )  # fmt: skip
    hue = literal("hue")
    width = max(1.5, min(24.0, 0.65 * (scene.width - 60) / len(domain)))
    layers = [
        {
            "mark": quiet({"type": "rule", "strokeWidth": 1.2}),
            "encoding": {"x": x, "y": y | {"field": "c3"}, "y2": {"field": "c2"}, "color": hue},
        },
        {
            "mark": {"type": "bar", "size": width, "minBandSize": 1},
            "encoding": {"x": x, "y": y, "y2": {"field": "c4"}, "color": hue, **TIP},
        },
        {  # a day that closes where it opened is a dash
            "mark": quiet({"type": "tick", "size": width, "thickness": 1.5}),
            "transform": [{"filter": "datum.c1 === datum.c4"}],
            "encoding": {"x": x, "y": y, "color": hue},
        },
    ]
    own = Editable(
        "candles",
        tuple(domain),
        tuple(Row(parts[c], tuple(map(float, work[c])), up) for c in parts),
        title_across=x["axis"].get("title") or "",
        title_along=y["axis"]["title"],
        reach=None if y["scale"]["zero"] else around(float(low), float(high)),
        up=up,
        down=down,
    )
    return Drawing({"layer": layers, "data": rows(data)}, title, editable=own)
