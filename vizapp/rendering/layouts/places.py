"""Maps: points over an outline of the land.

Plain coordinates (equirectangular, true to scale at the middle latitude) instead
of a projection: polygons need no winding rule, points share the outline's scales,
and a zoom is a change of domain.
"""

from __future__ import annotations

import functools
import json
import math
from typing import Any

import pandas as pd

from vizapp.core import paths
from vizapp.rendering.encode import TIP, color, nothing, place, quiet, records, rows, shown, tip
from vizapp.rendering.layouts.registry import layout
from vizapp.rendering.marks.labels import label_mark, place_labels, radii
from vizapp.rendering.marks.points import group_series, size_channel
from vizapp.rendering.reduce import SAMPLE_ROWS, numbers, sample
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.wording import cut_name, n_of

_MOST_LABELS = 60
_DETAIL_BELOW = 70.0  # degrees of longitude in view: closer needs the finer outline
_LEAST_SPAN = 3.0  # degrees; closer than that the outline is a straight edge

Ring = list[tuple[float, float]]
View = tuple[float, float, float, float]  # west, south, east, north


@layout("world_map")
def world_map(scene: Scene) -> Drawing:
    """Draw points over the land around them, over the world where they are far apart."""
    lon, lat = str(scene.chart.name("longitude")), str(scene.chart.name("latitude"))
    size, group, label = (scene.chart.name(c) for c in ("size", "group", "label"))
    subject = cut_name(label or size or group or scene.t("地点", "Places"))
    title = scene.t(
        f"{subject}的地理分布", f"Map of {subject}" if label or size or group else "Map"
    )
    if size and label:
        title = scene.by_title([size], [label])
    work = pd.DataFrame({"lon": numbers(scene.frame[lon]), "lat": numbers(scene.frame[lat])})
    good = work["lat"].between(-90, 90) & work["lon"].between(-180, 360)
    absent = int((~good).sum())
    if absent:
        scene.note(
            f"{absent:,} 行没有有效坐标,未绘出",
            f"{n_of(absent, 'row')} without valid coordinates left out",
        )
    work = work[good]
    if work.empty:
        return nothing(scene, title)
    work["lon"] = work["lon"].where(work["lon"] <= 180, work["lon"] - 360)
    n = len(work)
    work = sample(work)
    if len(work) < n:
        scene.note(
            f"随机抽取 {n:,} 行中的 {SAMPLE_ROWS:,} 行",
            f"random sample of {SAMPLE_ROWS:,} of {n:,} rows",
        )
    view, shrink = _view_of(work, scene.width, scene.height)
    work["c0"], work["c1"] = work["lon"] * shrink, work["lat"]
    names = [*dict.fromkeys(v for v in (label, group, size, lon, lat) if v)]
    cells = scene.frame.loc[work.index, names]
    work["tip"] = [
        tip(*((name, shown(scene, name, value)) for name, value in zip(names, row, strict=True)))
        for row in cells.itertuples(index=False, name=None)
    ]
    return Drawing(_spec(scene, work, view, shrink, size, group, label, n), title)


def _spec(
    scene: Scene, work: pd.DataFrame, view: View, shrink: float,
    size: str | None, group: str | None, label: str | None, n: int,
) -> dict[str, Any]:  # fmt: skip
    west, south, east, north = view
    x = place("c0", 1.0) | {
        "scale": {"domain": [west * shrink, east * shrink], "nice": False, "zero": False}
    }
    y = place("c1", 1.0) | {"scale": {"domain": [south, north], "nice": False, "zero": False}}
    land = [
        {"c0": px * shrink, "c1": py, "g": g, "i": i}
        for g, ring in enumerate(_clipped(view))
        for i, (px, py) in enumerate(ring)
    ]
    layers: list[dict[str, Any]] = []
    if land:
        mark = {
            "type": "line", "interpolate": "linear-closed", "fill": scene.colors.surface,
            "stroke": scene.colors.line, "strokeWidth": 0.6, "clip": True,
        }  # fmt: skip
        encoding = {
            "x": x,
            "y": y,
            "detail": {"field": "g", "type": "nominal"},
            "order": {"field": "i", "type": "quantitative"},
        }
        layers.append({"mark": quiet(mark), "data": records(land), "encoding": encoding})
    dots: dict[str, Any] = {"x": x, "y": y}
    if size:
        work["c2"] = numbers(scene.frame[size]).loc[work.index].clip(lower=0).fillna(0.0)
        dots["size"] = size_channel(scene, size, work["c2"], orient="bottom-left")
    if group:
        work["c3"], series, rest = group_series(scene, group, work.index)
        dots["color"] = color(scene, "c3", group, series, rest=rest)
    area = 55 if n <= 300 else 22
    point = {
        "type": "point", "filled": True, "color": scene.colors.categorical[0],
        "size": area, "opacity": 0.75 if n <= 300 else 0.45,
        "stroke": scene.colors.background, "strokeWidth": 0.6, "clip": True,
    }  # fmt: skip
    texts: list[dict[str, Any]] = []
    if label and n <= _MOST_LABELS:
        sizes = radii(work["c2"] if size else None, n, area)
        called = scene.frame.loc[work.index, label].tolist()
        shape = (west * shrink, south, east * shrink, north)
        work = work.join(place_labels(scene, work, called, label, sizes, shape))
        mark = {**label_mark(), "clip": True}
        encoding = {"x": x, "y": y, "text": {"field": "c4", "type": "nominal"}}
        for halo in ({"stroke": scene.colors.surface, "strokeWidth": 3}, {}):
            texts.append({"mark": quiet({**mark, **halo}), "encoding": encoding})
    data = rows(work.drop(columns=["lon", "lat"]))
    layers.append({"mark": point, "encoding": {**dots, **TIP}, "data": data})
    layers += [{**t, "data": data} for t in texts]
    return {"layer": layers}


def _view_of(work: pd.DataFrame, width: float, height: float) -> tuple[View, float]:
    """Return the part of the world to show, and how much narrower degrees of longitude are.

    The part has the picture's own proportions.
    """
    west, east = float(work["lon"].min()), float(work["lon"].max())
    south, north = float(work["lat"].min()), float(work["lat"].max())
    middle = (south + north) / 2
    shrink = max(math.cos(math.radians(middle)), 0.2)
    span_x = max((east - west) * 1.25, _LEAST_SPAN)
    span_y = max((north - south) * 1.25, _LEAST_SPAN * height / width)
    if span_x > 140 or span_y > 80:
        # The world without the empty south, wider where the picture is.
        shrink = math.cos(math.radians(38))
        low = min(-57.0, south - 4)
        high = max(84.0, north + 3)
        span_y = max(high - low, 366 * shrink * height / width)
        span_x = span_y * width / height / shrink
        middle, center = (low + high) / 2, 4.0
    else:
        span_y = max(span_y, span_x * shrink * height / width)
        span_x = span_y * width / height / shrink
        center = (west + east) / 2
    view = (
        center - span_x / 2,
        middle - span_y / 2,
        center + span_x / 2,
        middle + span_y / 2,
    )
    return view, shrink


@functools.cache
def _land(name: str) -> list[list[Ring]]:
    text = (paths.resources() / "world" / name).read_text("utf-8")
    polygons = json.loads(text)["coordinates"]
    return [[[(float(x), float(y)) for x, y in ring] for ring in polygon] for polygon in polygons]


def _clipped(view: View) -> list[Ring]:
    """Return the land in view, cut at its edges, so that little is embedded."""
    west, south, east, north = view
    close = east - west < _DETAIL_BELOW
    margin = (east - west) * 0.02
    frame = (west - margin, south - margin, east + margin, north + margin)
    smallest = (east - west) / 250  # islands of a pixel
    found = []
    for polygon in _land("land-50m.json" if close else "land-110m.json"):
        ring = polygon[0]  # lakes are water to a map of points; the outline suffices
        low, high = min(p[0] for p in ring), max(p[0] for p in ring)
        if high - low < smallest and max(p[1] for p in ring) - min(p[1] for p in ring) < smallest:
            continue
        for shift in (-360.0, 0.0, 360.0):  # rings that cross the 180th meridian, and its far side
            if low + shift < frame[2] and high + shift > frame[0]:
                moved = [(x + shift, y) for x, y in ring]
                cut_ring = _clip(moved, frame)
                if len(cut_ring) > 3:
                    found.append([(round(x, 2), round(y, 2)) for x, y in cut_ring])
    return found


def _clip(ring: Ring, view: View) -> Ring:
    """Cut a polygon at a rectangle, one side after the other (Sutherland & Hodgman, 1974)."""
    west, south, east, north = view
    sides = ((0, west, True), (0, east, False), (1, south, True), (1, north, False))
    for axis, limit, keep_above in sides:
        if not ring:
            return []
        kept: Ring = []
        before = ring[-1]
        for point in ring:
            inside = (point[axis] >= limit) == keep_above or point[axis] == limit
            was_inside = (before[axis] >= limit) == keep_above or before[axis] == limit
            if inside != was_inside:
                t = (limit - before[axis]) / (point[axis] - before[axis])
                other = before[1 - axis] + t * (point[1 - axis] - before[1 - axis])
                kept.append((limit, other) if axis == 0 else (other, limit))
            if inside:
                kept.append(point)
            before = point
        ring = kept
    return ring
