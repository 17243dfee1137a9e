"""How far apart colours are for people with and without a colour vision deficiency."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Sequence

_Three = tuple[float, float, float]

# Machado, Oliveira & Fernandes (2009), "A physiologically-based model for simulation of
# color vision deficiency", severity 1.0, on linear RGB: seen by everybody, without red
# cones, without green cones. Blue-blindness is as rare as 1 in 10,000.
_SIGHTS: tuple[tuple[_Three, _Three, _Three], ...] = (
    ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
     (-0.003882, -0.048116, 1.051998)),
    ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
     (-0.011820, 0.042940, 0.968881)),
)  # fmt: skip
_WHITE = (0.95047, 1.0, 1.08883)  # D65
_XYZ: tuple[_Three, _Three, _Three] = (
    (0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505),
)  # fmt: skip


def nearest(colors: Sequence[str]) -> float:
    """Return how far the two nearest colours are apart, for whom they are nearest.

    Parameters
    ----------
    colors : sequence of str
        CSS colours ``#rrggbb``.

    Returns
    -------
    float
        Distance in CIELAB (1976); about 2 is the smallest that anybody sees. Infinite
        for fewer than two colours.

    Examples
    --------
    >>> round(nearest(["#000000", "#ffffff"])), nearest(["#ff0000", "#ff0000"])
    (100, 0.0)
    """
    pairs = itertools.combinations(colors, 2)
    return min((_distance(one, other) for one, other in pairs), default=math.inf)


def _distance(one: str, other: str) -> float:
    return min(math.dist(a, b) for a, b in zip(_seen(one), _seen(other), strict=True))


@functools.lru_cache(maxsize=256)
def _seen(color: str) -> tuple[_Three, ...]:
    """Return the colour in CIELAB for each kind of sight."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return tuple(_lab(_product(sight, linear)) for sight in _SIGHTS)


def _product(matrix: tuple[_Three, _Three, _Three], vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _lab(linear: Sequence[float]) -> _Three:
    xyz = _product(_XYZ, [min(max(v, 0.0), 1.0) for v in linear])
    x, y, z = (_root(v / white) for v, white in zip(xyz, _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(share: float) -> float:
    return math.cbrt(share) if share > 0.008856 else 7.787 * share + 16 / 116
