"""Lines and areas: measures along time, numbers or ordered words."""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd

from vizapp.rendering import formats
from vizapp.rendering.degrees import degree_colors
from vizapp.rendering.encode import (
    AXIS_ROOM,
    TIP,
    color,
    common_unit,
    far_from_zero,
    literal,
    measure_axis,
    nothing,
    quiet,
    rows,
    time_axis,
    tip,
    title_of,
    value_text,
    word_axis,
)
from vizapp.rendering.headline import along
from vizapp.rendering.marks.ends import names_at_ends
from vizapp.rendering.marks.gaps import broken, longest_step
from vizapp.rendering.marks.slots import Folded, Slots, fold, slots
from vizapp.rendering.marks.stacks import stack
from vizapp.rendering.reduce import Key
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.summary import arrange

MOST_DATES = 1_500
MOST_WORDS = 200
_VISIBLE_POINTS = 45  # per series; more would hide the line
_MOST_POINTS = 60  # of many series together


def lines(scene: Scene) -> Drawing:
    """Draw one line per series."""
    return _draw(scene, area=False)


def areas(scene: Scene) -> Drawing:
    """Draw areas, stacked where their values add up."""
    return _draw(scene, area=True)


def _draw(scene: Scene, *, area: bool) -> Drawing:
    parts = slots(scene)
    folded = fold(scene, parts, MOST_DATES, keep_empty=True)
    title = scene.by_title(
        list(folded.summary.titles), [parts.key, *([parts.group] if parts.group else [])]
    )
    if folded.summary.frame.empty or folded.summary.frame["v"].isna().all():
        return nothing(scene, title)
    options = scene.chart.options
    discrete = folded.key.kind in ("words", "cycle")
    limit = options.limit or (MOST_WORDS if discrete else 4 * MOST_DATES)
    if options.limit and len(folded.series) > 1 and not discrete:
        folded.series = _limit_series(scene, folded, options.limit)
        limit = 4 * MOST_DATES
    domain = arrange(
        scene,
        folded.summary,
        sort=options.sort,
        limit=limit,
        kept_by=options.limit_by,
        descending=False,
    )
    at = {label: i for i, label in enumerate(domain)}
    frame = folded.summary.frame
    folded.series = [s for s in folded.series if s in set(frame["s"])]
    frame = frame.sort_values("k0", key=lambda s: s.map(at), kind="stable").reset_index(drop=True)
    mode = _mode(scene, folded) if area else "overlaid"
    if mode != "overlaid":
        full = _filled(frame, domain, folded.series)
        unknown = full["k0"].isin(_unknown(frame))
        frame = stack(full, folded.series, percent=mode == "percent")
        frame.loc[unknown, ["lo", "hi"]] = float("nan")
    frame["tip"] = _tips(scene, parts, folded, frame, percent=mode == "percent")
    frame = _with_gaps(folded.key, frame, stacked=mode != "overlaid")
    said = ""
    if mode != "percent":
        said = along(scene, folded.summary, folded.series, stacked=mode == "stacked")
    view = _view(scene, folded, frame, domain, mode=mode, area=area)
    return Drawing(view, title, headline=said)


def _with_gaps(key: Key, frame: pd.DataFrame, *, stacked: bool) -> pd.DataFrame:
    """Return the frame with a row without a value where dates are missing.

    Layers of a stack break off together, lines each on its own.
    """
    if key.kind != "time" and not (key.kind == "number" and key.step == "year"):
        return frame
    limit = longest_step(frame["r0"], dates=key.kind == "time")
    return broken(frame, limit, None if stacked else "s").reset_index(drop=True)


def _limit_series(scene: Scene, folded: Folded, limit: int) -> list[str]:
    frame = folded.summary.frame
    totals = frame.groupby("s")["v"].sum().sort_values(ascending=False, kind="stable")
    kept = set(totals.index[:limit])
    if len(kept) < len(folded.series):
        n = len(folded.series)
        scene.note(f"仅显示 {n} 项中最高的 {len(kept)} 项", f"highest {len(kept)} of {n} shown")
        folded.summary.n_dropped += n - len(kept)
    folded.summary.frame = frame[frame["s"].isin(kept)].reset_index(drop=True)
    return [s for s in folded.series if s in kept]


def _mode(scene: Scene, folded: Folded) -> str:
    given = scene.chart.options.stack
    negative = bool((folded.summary.frame["v"] < 0).any())
    if len(folded.series) < 2 or given == "grouped":
        return "overlaid"
    if negative and given != "stacked":
        scene.note("有负值,未堆叠", "not stacked because of negative values")
        return "overlaid"
    return given or ("stacked" if folded.summary.additive else "overlaid")


def _unknown(frame: pd.DataFrame) -> set[str]:
    """Return the positions at which a value is missing, so that no sum is known."""
    return set(frame.loc[frame["v"].isna(), "k0"])


def _filled(frame: pd.DataFrame, domain: list[str], series: list[str]) -> pd.DataFrame:
    """Return the frame with a zero wherever a series lacks a position, so that stacks meet."""
    ranks = frame.drop_duplicates("k0").set_index("k0")["r0"]
    first = frame.drop_duplicates("s").set_index("s")
    index = pd.MultiIndex.from_tuples(itertools.product(domain, series), names=["k0", "s"])
    full = frame.drop_duplicates(["k0", "s"]).set_index(["k0", "s"]).reindex(index).reset_index()
    full["r0"] = full["k0"].map(ranks)
    for column in ("m", "k1"):
        if column in first:
            full[column] = full["s"].map(first[column])
    full["v"] = full["v"].fillna(0.0)
    return full


def _tips(
    scene: Scene, parts: Slots, folded: Folded, frame: pd.DataFrame, *, percent: bool
) -> list[str]:
    summary = folded.summary
    by_title = dict(
        zip(summary.titles, zip(summary.measures, summary.aggregates, strict=True), strict=True)
    )
    tips = []
    for row in frame.itertuples():
        name, aggregate = by_title[row.m]
        text = value_text(scene, name, row.v, aggregate)
        if percent:
            text += f" ({formats.share((row.hi - row.lo) / 100)})"
        group = (parts.group, row.k1) if parts.group else ("", None)
        tips.append(tip((parts.key, row.k0), group, (row.m, text)))
    return tips


def _position(scene: Scene, folded: Folded, frame: pd.DataFrame, domain: list[str]) -> Any:
    key = folded.key
    backwards = scene.chart.options.sort == "-x"
    if key.kind == "time":
        times = pd.to_datetime(frame["r0"], unit="s")
        channel = time_axis(scene, "c0", key.name, times, key.step)
    elif key.kind == "number":
        channel = measure_axis(
            scene,
            "c0",
            title_of(scene, key.name, key.name),
            frame["r0"],
            unit=scene.unit(key.name),
            zero=False,
            plain_digits=key.step in ("year", "id", "code"),
        )
        channel["axis"]["grid"] = False
        if scene.attribute(key.name).type == "INT":
            channel["axis"]["tickMinStep"] = 1
        channel["scale"]["nice"] = False
    else:
        return word_axis(scene, "c0", key.name, domain, ordered=key.ordered, padding=None)
    if backwards:
        channel.setdefault("scale", {})["reverse"] = True
    return channel


def _view(
    scene: Scene, folded: Folded, frame: pd.DataFrame, domain: list[str], *, mode: str, area: bool
) -> dict[str, Any]:
    summary = folded.summary
    single = len(summary.measures) == 1
    unit = common_unit(scene, summary.measures)
    title = title_of(scene, summary.measures[0], summary.titles[0]) if single else ""
    if mode == "percent":
        unit, title = "%", scene.t("占比", "Share")
    stacked = mode != "overlaid"
    if folded.key.kind == "time":
        place: Any = pd.to_datetime(frame["r0"], unit="s").map(formats.iso)
    else:
        place = frame["r0"] if folded.key.kind == "number" else frame["k0"]
    data = pd.DataFrame({"c0": place, "c1": frame["hi" if stacked else "v"], "c2": frame["s"]})
    if stacked:
        data["c3"] = frame["lo"]
    data["tip"] = frame["tip"]
    zero = area or not far_from_zero(data["c1"])
    y = measure_axis(scene, "c1", title, data["c1"], unit=unit, zero=zero, stack=None)
    encoding: dict[str, Any] = {"x": _position(scene, folded, frame, domain), "y": y}
    hue = scene.colors.categorical[0]
    if len(folded.series) > 1:
        # Thin lines in light colours would be hard to see.
        own = degree_colors(scene, folded.group, folded.series, folded.rest) if stacked else None
        encoding["color"] = color(
            scene, "c2", folded.series_title, folded.series, rest=folded.rest, colors=own,
            symbol="square" if area else "stroke", aside=AXIS_ROOM,
        )  # fmt: skip
    shape: dict[str, Any] = {**scene.chart.declaration.mark, "color": hue}
    body = dict(encoding)
    if area:
        # Many areas over each other would be mud: then their lines tell, and the areas are hints.
        through = min(0.35, 0.7 / max(len(folded.series), 1))
        shape |= {"opacity": 0.85 if stacked else through, "line": {"strokeWidth": 1.5}}
        if not stacked and encoding.get("color", {}).get("legend"):
            encoding["color"]["legend"]["symbolOpacity"] = 1
        if stacked:
            body["y2"] = {"field": "c3"}
            shape["line"] = False
    names = [] if area else names_at_ends(scene, data, folded.series, encoding)
    body = {**body, **{k: encoding[k] for k in ("x", "color") if k in encoding}}
    layers = [{"mark": quiet(shape), "encoding": body}]
    layers += _points(data, encoding, hue, _visible(data, folded, area=area))
    if data["c0"].nunique() == 1:
        layers.append(_values(scene, data, encoding, unit))
    layers += names
    return {"layer": layers, "data": rows(data)}


def _visible(data: pd.DataFrame, folded: Folded, *, area: bool) -> pd.Series:
    """Return which points are seen: where there are few, and those that no line reaches."""
    present = data["c1"].notna()
    series = present.groupby(data["c2"])
    alone = ~series.shift(1, fill_value=False) & ~series.shift(-1, fill_value=False)
    n = len(folded.series)
    few = len(data) <= _VISIBLE_POINTS * n and (n <= 3 or len(data) <= _MOST_POINTS)
    return alone | (few and not area)


def _points(
    data: pd.DataFrame, encoding: dict[str, Any], hue: str, visible: pd.Series
) -> list[dict[str, Any]]:
    """Return the points that carry the tooltips; what is not seen is larger, to be hit."""
    mark = {"type": "point", "filled": True, "color": hue}
    if visible.nunique() == 1:
        seen = bool(visible.iloc[0])
        mark |= {"size": 34 if seen else 60, "opacity": int(seen)}
        return [{"mark": mark, "encoding": {**encoding, **TIP}}]
    data["o"] = visible.astype(int)
    opacity = {"opacity": literal("o", "quantitative")}
    return [{"mark": mark | {"size": 40}, "encoding": {**encoding, **opacity, **TIP}}]


def _values(
    scene: Scene, data: pd.DataFrame, encoding: dict[str, Any], unit: str | None
) -> dict[str, Any]:
    """Return the values beside points that stand above each other, with no line to read."""
    data["t"] = formats.compacts(data["c1"], scene.lang, unit=unit)
    mark = quiet({"type": "text", "align": "left", "dx": 9, "fontSize": 12})
    text = {"text": {"field": "t", "type": "nominal"}}
    return {"mark": mark, "encoding": {k: encoding[k] for k in ("x", "y")} | text}
