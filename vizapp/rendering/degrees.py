"""Colours of words that are degrees: ages, sizes, grades, answers from no to yes.

Their order is what a stack of them shows, so that it goes from light to strong; hues
without an order would hide it.
"""

from __future__ import annotations

from collections.abc import Sequence

from vizapp.rendering.encode import ramp
from vizapp.rendering.scene import Scene

_ORDERS = ("band", "size", "grade")  # months and weekdays go round and are no degrees
_FEWEST, _MOST = 3, 7
_LIGHTEST = 0.28  # of the way along the ramp, as far from the paper as a surface has to be
_NEITHER = ("neutral", "undecided", "neither", "average", "ok", "中立", "一般", "普通", "中等")


def degree_colors(
    scene: Scene, name: str | None, domain: Sequence[str], rest: str | None = None
) -> list[str] | None:
    """Return the colours of an attribute's values in their order, None where they are no degrees.

    Around a middle that is neither yes nor no they go to two sides.
    """
    if name is None or scene.attribute(name).order not in _ORDERS or rest in domain:
        return None
    n = len(domain)
    if not _FEWEST <= n <= _MOST:
        return None
    if n % 2 and domain[n // 2].strip().casefold() in _NEITHER:
        low, near_low, _, near_high, high = scene.colors.diverging
        two_sided = (low, near_low, scene.colors.line, near_high, high)
        return [ramp(two_sided, i / (n - 1)) for i in range(n)]
    step = (1 - _LIGHTEST) / (n - 1)
    return [ramp(scene.colors.sequential, _LIGHTEST + i * step) for i in range(n)]
