"""Word clouds: words on a spiral, the weightiest first, none over another."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vizapp.rendering.encode import (
    TIP,
    literal,
    nothing,
    place,
    records,
    tip,
    value_text,
)
from vizapp.rendering.layouts.registry import layout
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.summary import arrange, keys_of, summarise
from vizapp.rendering.wording import clean, cut, text_width

if TYPE_CHECKING:
    import pandas as pd

_MOST_WORDS = 120
_FEWEST_WORDS = 20
_SMALLEST = 11.0
_LARGE = 30.0  # px; sizes from here on down to the smallest tell weights apart
_SMALLER = (0.93, 0.87, 0.8, 0.73, 0.65)  # of the largest size, where not all words fit
_LEAST_LARGE = 18.0
_GAP = 2.0
_KEPT_SHARE = 0.8  # of its true size that the lightest word keeps; the rest tells words apart

Box = tuple[float, float, float, float]  # x0, y0, x1, y1
Spots = NDArray[np.float64]


@layout("word_cloud")
def word_cloud(scene: Scene) -> Drawing:
    """Draw words in sizes after their weight."""
    name = str(scene.chart.name("word"))
    summary = summarise(scene, keys_of(scene, [name]), scene.chart.names("value"))
    title = scene.by_title(list(summary.titles), [name])
    summary.frame = summary.frame[summary.frame["v"] > 0].reset_index(drop=True)
    if summary.frame.empty:
        return nothing(scene, title)
    limit = scene.chart.options.limit or _telling(summary.frame, scene.width, scene.height)
    arrange(scene, summary, sort="-y", limit=limit)
    frame = summary.frame.sort_values(["v", "r0"], ascending=[False, True], kind="stable")
    items = list(zip(frame["k0"], frame["v"], strict=True))
    placed = pack([(clean(w), float(v)) for w, v in items], scene.width, scene.height)
    if len(placed) < len(items):
        scene.note(
            f"仅放下 {len(items)} 个词中的 {len(placed)} 个",
            f"{len(placed)} of {len(items)} words fit",
        )
    measure, aggregate = summary.measures[0], summary.aggregates[0]
    wheel = scene.colors.categorical
    marks = []
    for i, (index, x, y, size) in enumerate(placed):
        word, value = items[index]
        text = value_text(scene, measure, value, aggregate)
        marks.append({
            "x": x, "y": y, "size": size, "t": cut(word, scene.width * 0.9, size, bold=True),
            "hue": wheel[i % 6], "tip": tip((name, word), (summary.titles[0], text)),
        })  # fmt: skip
    encoding = {
        "x": place("x", scene.width),
        "y": place("y", scene.height, reverse=True),
        "text": {"field": "t", "type": "nominal"},
        "size": literal("size", "quantitative"),
        "color": literal("hue"),
        **TIP,
    }
    mark = {"type": "text", "fontWeight": "bold", "align": "center", "baseline": "middle"}
    return Drawing({"layer": [{"mark": mark, "encoding": encoding}], "data": records(marks)}, title)


def _telling(frame: pd.DataFrame, width: float, height: float) -> int:
    """Return how many words leave each other room to differ in size."""
    ordered = frame.sort_values("v", ascending=False)
    words = [(clean(w), float(v)) for w, v in zip(ordered["k0"], ordered["v"], strict=True)]
    words = words[:_MOST_WORDS]
    alike = words[0][1] == words[-1][1]
    while not alike and len(words) > _FEWEST_WORDS:
        if _largest_size(words, width, height) >= _LARGE:
            break
        words = words[: max(_FEWEST_WORDS, round(0.8 * len(words)))]
    return len(words)


def pack(
    words: list[tuple[str, float]], width: float, height: float
) -> list[tuple[int, float, float, float]]:
    """Place words, given by falling weight, around the middle of a rectangle.

    Returns
    -------
    list of (index, x, y, size)
        Middle and font size of those that fit; their boxes do not overlap.
    """
    largest, spots = _largest_size(words, width, height), _spiral(width, height)
    placed = _packed(words, largest, spots, width, height)
    for share in _SMALLER:  # before a word is left out, all of them give way
        if len(placed) == len(words) or share * largest < _LEAST_LARGE:
            break
        closer = _packed(words, share * largest, spots, width, height)
        placed = max(placed, closer, key=len)
    return placed


def _packed(
    words: list[tuple[str, float]], largest: float, spots: Spots, width: float, height: float
) -> list[tuple[int, float, float, float]]:
    top, bottom = words[0][1], words[-1][1]
    placed: list[tuple[int, float, float, float]] = []
    boxes: list[Box] = []
    for i, (word, weight) in enumerate(words):
        share = _prominence(weight, bottom, top)
        wanted = _SMALLEST + share * (largest - _SMALLEST)
        for size in (wanted, max(wanted * 0.8, _SMALLEST)):
            size = round(size, 1)
            text = cut(word, width * 0.9, size, bold=True)
            half_x, half_y = text_width(text, size, bold=True) / 2 + _GAP, size * 0.62
            spot = _free_spot(half_x, half_y, boxes, spots, width, height)
            if spot:
                x, y = spot
                boxes.append((x - half_x, y - half_y, x + half_x, y + half_y))
                placed.append((i, round(x, 1), round(y, 1), size))
                break
    return placed


def _prominence(weight: float, bottom: float, top: float) -> float:
    """Return how large a word is, from 0 for the smallest size to 1 for the largest.

    Areas tell weights: half the weight is not a tenth of the size. Where the lightest
    weighs next to nothing, it gets the smallest size and leaves the room to the others.
    """
    if top <= bottom:
        return 0.5
    true = math.sqrt(max(bottom, 0.0) / top)
    least = _KEPT_SHARE * true * min(max((true - 0.3) / 0.3, 0.0), 1.0)
    return least + (1 - least) * math.sqrt((weight - bottom) / (top - bottom))


def _largest_size(words: list[tuple[str, float]], width: float, height: float) -> float:
    """Return a size at which the words fill about half of the room."""
    top, bottom = words[0][1], words[-1][1]
    size = min(height * 0.3, 84.0)
    while size > _SMALLEST + 2:
        area = 0.0
        for word, weight in words:
            share = _prominence(weight, bottom, top)
            own = _SMALLEST + share * (size - _SMALLEST)
            area += (text_width(word, own, bold=True) + 2 * _GAP) * own * 1.24
        widest = text_width(words[0][0], size, bold=True)
        if area <= 0.62 * width * height and widest <= 0.8 * width:
            return size
        size *= 0.93
    return max(size, _SMALLEST)


def _spiral(width: float, height: float) -> Spots:
    """Return the points of a spiral around the middle, as wide as the rectangle is."""
    stretch = width / height
    turn, radius = 0.0, 0.0
    found = []
    while radius < height:
        found.append(
            (width / 2 + radius * math.cos(turn) * stretch, height / 2 + radius * math.sin(turn))
        )
        step = 4.0 / max(radius, 4.0)
        turn += step
        radius += 4.0 * step / (2 * math.pi)
    return np.array(found)  # (n_spots, 2)


def _free_spot(
    half_x: float, half_y: float, boxes: list[Box], spots: Spots, width: float, height: float
) -> tuple[float, float] | None:
    """Return the first spot of the spiral where a box covers no other and stays inside."""
    x, y = spots[:, 0], spots[:, 1]
    free = (x >= half_x) & (x <= width - half_x) & (y >= half_y) & (y <= height - half_y)
    for x0, y0, x1, y1 in boxes:
        free &= (x - half_x >= x1) | (x + half_x <= x0) | (y - half_y >= y1) | (y + half_y <= y0)
    if not free.any():
        return None
    first = int(np.argmax(free))
    return float(x[first]), float(y[first])
