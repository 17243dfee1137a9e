"""Names of points: beside their dots, where neither a name nor another dot is in the way."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pandas as pd

from vizapp.rendering.encode import shown
from vizapp.rendering.scene import Scene
from vizapp.rendering.wording import cut, text_width

AREA = (12.0, 700.0)  # px squared, of a dot at nothing and at the largest value
SIZE = 11
_WIDEST = 110.0
_GAP = 4.0  # px between a dot and its name
_HALF = 6.5  # px, half the height of a name

Box = tuple[float, float, float, float]  # left, top, right, bottom


def radii(values: pd.Series | None, n: int, area: float) -> list[float]:
    """Return how large `n` dots are drawn, in px; without values each has that `area`."""
    if values is None or not float(values.max() or 0.0) > 0:
        return [math.sqrt(area / math.pi)] * n
    low, high = AREA
    shares = values / float(values.max())
    return [math.sqrt((low + (high - low) * float(share)) / math.pi) for share in shares]


def label_mark() -> dict[str, Any]:
    """Return the mark of the names that `place_labels` placed, in the field ``c4``."""
    # In px, so that a zoom leaves them beside their dots. The channels for offsets would say
    # it plainly, but are left out where an axis is continuous.
    apart = {"dx": {"expr": "datum.c5"}, "dy": {"expr": "datum.c6"}}
    return {"type": "text", "align": "left", "baseline": "middle", "fontSize": SIZE, **apart}


def place_labels(
    scene: Scene,
    work: pd.DataFrame,
    cells: Sequence[Any],
    name: str,
    sizes: Sequence[float],
    view: tuple[float, float, float, float] | None = None,
) -> pd.DataFrame:
    """Return the names that have room, first come first served; the others stay empty.

    Parameters
    ----------
    scene : Scene
        What is drawn.
    work : DataFrame
        The dots' places in the columns ``c0`` and ``c1``.
    cells : sequence, shape (n_dots,)
        What they are called, of the attribute `name`.
    sizes : sequence of float, shape (n_dots,)
        Their radii in px.
    view : tuple of float, optional
        What the axes show (left, bottom, right, top), None for the data's range.

    Returns
    -------
    DataFrame
        Per dot the text ``c4`` and how far its left end and its middle lie from the
        middle of the dot, ``c5`` to the right and ``c6`` down, in px.
    """
    places = _places(scene, work, view)
    dots = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(places, sizes, strict=True)]
    frame = (0.0, 0.0, scene.width, scene.height) if view else None
    taken: list[Box] = []
    found = []
    for i, (cell, (x, y), radius) in enumerate(zip(cells, places, sizes, strict=True)):
        text = cut(shown(scene, name, cell), _WIDEST, SIZE)
        wide = text_width(text, SIZE)

        def box(at: tuple[float, float], x: float = x, y: float = y, wide: float = wide) -> Box:
            return (x + at[0], y + at[1] - _HALF, x + at[0] + wide, y + at[1] + _HALF)

        others = [*dots[:i], *dots[i + 1 :]]
        at = _first_free(_spots(wide, radius), box, taken, others, frame)
        if at is not None:
            taken.append(box(at))
        found.append((text, *at) if at is not None else ("", 0.0, 0.0))
    return pd.DataFrame(found, columns=["c4", "c5", "c6"], index=work.index)


def _places(
    scene: Scene, work: pd.DataFrame, view: tuple[float, float, float, float] | None
) -> list[tuple[float, float]]:
    """Return where the dots lie in px, from the left and from the top."""
    x, y = work["c0"], work["c1"]
    if x.dtype.kind == "M":
        x = (x - pd.Timestamp(0)) / pd.Timedelta(seconds=1)
    # Around the plot there are axes, about as wide as this.
    width, height = (scene.width, scene.height) if view else (scene.width - 80, scene.height - 60)
    left, bottom, right, top = map(float, view or (x.min(), y.min(), x.max(), y.max()))
    span_x, span_y = right - left or 1.0, top - bottom or 1.0
    return [
        ((float(a) - left) / span_x * width, height - (float(b) - bottom) / span_y * height)
        for a, b in zip(x, y, strict=True)
    ]


def _spots(wide: float, radius: float) -> Iterator[tuple[float, float]]:
    """Yield where a name may stand beside its dot, the best first."""
    away, slant = radius + _GAP, radius * math.sqrt(0.5) + _GAP / 2
    yield away, 0.0
    yield slant, -slant - _HALF / 2
    yield slant, slant + _HALF / 2
    yield -away - wide, 0.0
    yield -wide / 2, -away - _HALF
    yield -wide / 2, away + _HALF


def _first_free(
    spots: Iterator[tuple[float, float]],
    box: Callable[[tuple[float, float]], Box],
    taken: Sequence[Box],
    dots: Sequence[Box],
    frame: Box | None,
) -> tuple[float, float] | None:
    """Return the first spot that hides nothing, else the first that hides no name."""
    free = [
        at
        for at in spots
        if not any(_meet(box(at), other) for other in taken) and _inside(box(at), frame)
    ]
    clear = (at for at in free if not any(_meet(box(at), dot) for dot in dots))
    return next(clear, free[0] if free else None)


def _meet(one: Box, other: Box) -> bool:
    return not (one[0] > other[2] or other[0] > one[2] or one[1] > other[3] or other[1] > one[3])


def _inside(box: Box, frame: Box | None) -> bool:
    return frame is None or (
        box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
    )
