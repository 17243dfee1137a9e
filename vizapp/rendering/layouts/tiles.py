"""Treemaps: squarified tiles in tiles."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import squarify

from vizapp.rendering import formats
from vizapp.rendering.encode import (
    TIP,
    canvas,
    literal,
    nothing,
    on_color,
    quiet,
    ramp,
    records,
    tip,
    value_text,
)
from vizapp.rendering.layouts.registry import layout
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.summary import Summary, arrange, keys_of, summarise
from vizapp.rendering.wording import cut, even_lines, n_of, text_width

_MOST_TILES = 80
_HEADER = 18.0
_SIZES = (12, 11, 10, 9)  # px of letters
_NO_TEXT = {"x": 0, "y": 0, "t": "", "ink": "#000000", "o": 0, "size": 0}
_LINE = 15
_LEAST_KEPT = 30.0  # px of a name that is cut; less of it tells nothing


@dataclass
class _Tile:
    label: str
    value: float
    path: tuple[str, ...]
    color: str
    box: tuple[float, float, float, float]  # x0, y0, x1, y1
    leaf: bool


@layout("treemap")
def treemap(scene: Scene) -> Drawing:
    """Draw each part as an area inside the part that it belongs to."""
    names = scene.chart.names("category")
    summary = summarise(scene, keys_of(scene, names), scene.chart.names("value"))
    title = scene.by_title(list(summary.titles), [names[-1], *names[:-1]])
    negative = int((summary.frame["v"] < 0).sum())
    if negative:
        scene.note(f"{negative} 个负值未绘出", f"{n_of(negative, 'negative value')} left out")
    summary.frame = summary.frame[summary.frame["v"] > 0].reset_index(drop=True)
    if summary.frame.empty:
        return nothing(scene, title)
    _limit(scene, summary, len(names))
    total = float(summary.frame["v"].sum())
    tiles: list[_Tile] = []
    box = (0.0, 0.0, scene.width, scene.height)
    _divide(scene, summary.frame, 0, len(names), (), box, None, tiles)
    for tile in tiles:
        if tile.path[0] == summary.rests.get(0):
            tile.color = scene.colors.rest
    return Drawing(_view(scene, summary, names, tiles, total), title)


def _limit(scene: Scene, summary: Summary, depth: int) -> None:
    """Keep the largest parts; in a hierarchy the rest of each branch is one tile."""
    limit = scene.chart.options.limit or _MOST_TILES
    if depth == 1:
        arrange(scene, summary, limit=limit, rest=True)
        return
    frame = summary.frame
    if len(frame) <= limit:
        return
    kept = frame["v"].rank(method="first", ascending=False) <= limit
    if not summary.additive:
        summary.frame = frame[kept].reset_index(drop=True)
        scene.note(
            f"仅显示 {len(frame)} 项中最高的 {limit} 项", f"highest {limit} of {len(frame)} shown"
        )
        return
    last = f"k{depth - 1}"
    others = frame[~kept].copy()
    others[last] = scene.t("其他", "Other")
    by = [f"k{i}" for i in range(depth)]
    others = others.groupby(by, sort=False)["v"].sum().reset_index()
    summary.frame = pd.concat([frame[kept], others], ignore_index=True)
    scene.note(
        f"前 {limit} 项(共 {len(frame)} 项),其余合并", f"top {limit} of {len(frame)}, rest grouped"
    )


def _divide(
    scene: Scene,
    frame: pd.DataFrame,
    level: int,
    depth: int,
    path: tuple[str, ...],
    box: tuple[float, float, float, float],
    hue: str | None,
    tiles: list[_Tile],
) -> None:
    sizes = frame.groupby(f"k{level}", sort=False)["v"].sum()
    sizes = sizes.sort_values(ascending=False, kind="stable")
    x0, y0, x1, y1 = box
    if x1 - x0 < 1 or y1 - y0 < 1:
        return
    # The layout multiplies: sizes of 1e303 times pixels overflow. What is endless is all there is.
    shares = (sizes / sizes.max()).fillna(1.0)
    areas = squarify.normalize_sizes([max(v, 1e-6) for v in shares], x1 - x0, y1 - y0)
    boxes = squarify.squarify(areas, x0, y0, x1 - x0, y1 - y0)
    wheel = scene.colors.categorical
    for i, (label, spot) in enumerate(zip(sizes.index, boxes, strict=True)):
        own = hue or wheel[i % len(wheel)]
        if level > 0:  # tints of the branch's colour tell neighbours apart
            share = 0.0 if len(sizes) == 1 else 0.38 * i / (len(sizes) - 1)
            own = ramp((own, scene.colors.background), share)
        inner = spot["x"], spot["y"], spot["x"] + spot["dx"], spot["y"] + spot["dy"]
        leaf = level == depth - 1
        tiles.append(_Tile(str(label), float(sizes[label]), (*path, str(label)), own, inner, leaf))
        if not leaf:
            header = _HEADER if _headed(inner) else 2
            room = inner[0] + 2, inner[1] + header, inner[2] - 2, inner[3] - 2
            below = frame[frame[f"k{level}"] == label]
            _divide(scene, below, level + 1, depth, (*path, str(label)), room, own, tiles)


def _headed(box: tuple[float, float, float, float]) -> bool:
    """Return whether a branch has room for its name above its parts."""
    return box[3] - box[1] > 2.5 * _HEADER and box[2] - box[0] > 30


def _label(tile: _Tile, width: float, height: float) -> tuple[list[str], int]:
    """Return a tile's name, on lines where it is high enough, and the size of its letters.

    Smaller letters are better than a cut name, and no name than its first letters: many
    parts begin alike.
    """
    most = max(min(3, int((height - 20) / _LINE)), 1) if tile.leaf else 1
    for size in _SIZES:
        if text_width(tile.label, size) <= width:
            return [tile.label], size
        lines = even_lines(tile.label, width, size, most) if most > 1 else None
        if lines:
            return lines, size
    label = cut(tile.label, width, _SIZES[0])
    return ([label] if text_width(label[:-1], _SIZES[0]) >= _LEAST_KEPT else []), _SIZES[0]


def _view(
    scene: Scene, summary: Summary, names: tuple[str, ...], tiles: list[_Tile], total: float
) -> dict[str, object]:
    shapes, texts = [], []
    measure, aggregate = summary.measures[0], summary.aggregates[0]
    for tile in tiles:
        x0, y0, x1, y1 = tile.box
        value = value_text(scene, measure, tile.value, aggregate)
        note = tip(
            *zip(names, tile.path, strict=False),
            (summary.titles[0], value),
            (scene.t("占比", "share"), formats.share(tile.value / total)),
        )
        fill = tile.color if tile.leaf else ramp((tile.color, scene.colors.background), 0.55)
        shapes.append({"x": x0, "y": y0, "x2": x1, "y2": y1, "fill": fill, "tip": note})
        width, height = x1 - x0 - 7, y1 - y0
        if width < 22 or height < 15:
            continue
        ink = on_color(scene, fill)
        if not tile.leaf and not _headed(tile.box):
            continue
        lines, size = _label(tile, width, height)
        if not lines:
            continue
        top = y0 + (12 if tile.leaf else 10)
        texts += [
            {"x": x0 + 4, "y": top + _LINE * i, "t": line, "ink": ink, "o": 1, "size": size}
            for i, line in enumerate(lines)
        ]
        below = _LINE * (len(lines) - 1)
        short = formats.compact(tile.value, scene.lang, unit=scene.unit(measure))
        if tile.leaf and height > 34 + below and text_width(short, size) <= width:
            texts.append({"x": x0 + 4, "y": y0 + 27 + below, "t": short, "ink": ink, "o": 0.8,
                          "size": size})  # fmt: skip
    x, y = canvas(scene)
    return {
        "layer": [
            {
                "mark": {"type": "rect", "stroke": scene.colors.background, "strokeWidth": 1.5},
                "data": records(shapes),
                "encoding": {
                    "x": x,
                    "y": y,
                    "x2": {"field": "x2"},
                    "y2": {"field": "y2"},
                    "color": literal("fill"),
                    **TIP,
                },
            },
            {
                "mark": quiet({"type": "text", "align": "left"}),
                "data": records(texts or [dict(_NO_TEXT)]),
                "encoding": {
                    "x": x,
                    "y": y,
                    "text": {"field": "t", "type": "nominal"},
                    "color": literal("ink"),
                    "opacity": literal("o", "quantitative"),
                    "size": literal("size", "quantitative"),
                },
            },
        ]
    }
