"""Where the ticks of an axis stand: at round numbers, whole numbers, beginnings of years."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from vizapp.rendering.reduce import Key

# Where a time stands among its like, and how many of them may share a label.
_EVERY: Mapping[str, tuple[Callable[[pd.Timestamp], int], tuple[int, ...]]] = {
    "month": (lambda at: 12 * at.year + at.month - 1, (1, 2, 3, 6, 12, 24, 60)),
    "quarter": (lambda at: 4 * at.year + at.quarter - 1, (1, 2, 4, 8, 20)),
    "year": (lambda at: at.year, (1, 2, 5, 10, 20, 50)),
}


def tick_step(low: float, high: float, count: int) -> float:
    """Return the step that Vega puts between about so many ticks.

    Examples
    --------
    >>> tick_step(-320.5, 880, 6), tick_step(0, 1, 6)
    (200.0, 0.2)
    """
    raw = (high - low) / count
    power = 10.0 ** math.floor(math.log10(raw))
    error = raw / power
    return power * (
        10 if error >= 50**0.5 else 5 if error >= 10**0.5 else 2 if error >= 2**0.5 else 1
    )


def round_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round numbers between two, at most so many where the ends are finite.

    Examples
    --------
    >>> round_ticks(5.15, 87.1), round_ticks(-40.0, 40.0)
    ([20.0, 40.0, 60.0, 80.0], [-40.0, -20.0, 0.0, 20.0, 40.0])
    """
    gap = (high - low) / most
    if not (gap > 0 and math.isfinite(gap)) or gap < abs(high) * 1e-12:
        return [low]
    power = 10.0 ** math.floor(math.log10(gap))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= gap * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [float(f"{i * step:.12g}") for i in range(first, last + 1)] or [low, high]


def whole_ticks(values: Sequence[float], *, zero: bool) -> dict[str, Any]:
    """Return what keeps ticks to whole numbers: there is nothing between them.

    Vega's own least step leaves halves on an axis of one or two.
    """
    ends = [*values, 0.0] if zero else list(values)
    low, high = min(ends, default=0.0), max(ends, default=0.0)
    if 0 < high - low <= 2 and abs(high) < 1e15:
        return {"values": [int(low) + i for i in range(int(high - low) + 1)]}
    return {"tickMinStep": 1}


def round_times(key: Key, domain: Sequence[str], widest: float, room: float) -> list[str]:
    """Return the times that have room for their labels at even places, none if there are none.

    What stands beside the times on the axis, such as a total, keeps its label.
    """
    if key.kind != "time" or key.step is None or key.step not in _EVERY:
        return []
    own = ~key.labels.duplicated(keep="last")  # of many rows there are few times
    times = pd.to_datetime(key.ranks[own], unit="s")
    at = dict(zip(key.labels[own], times, strict=True))
    place, counts = _EVERY[key.step]
    for every in counts:
        told = [v for v in domain if v in at and place(at[v]) % every == 0]
        if every * room >= widest + 8:
            others = [i for i, v in enumerate(domain) if v not in at]
            near = {domain[j] for i in others for j in range(max(i - every + 1, 0), i)}
            told = [v for v in told if v not in near] + [domain[i] for i in others]
            return told if len(told) > 1 else []
    return []


def clock_times(key: Key | None, domain: Sequence[str]) -> tuple[pd.Timestamp, list[str]] | None:
    """Return the day and the times of it, None where these are no times of a single day."""
    if key is None or key.kind != "time" or key.step not in ("hour", "minute", "second"):
        return None
    at = dict(zip(key.labels, pd.to_datetime(key.ranks, unit="s"), strict=True))
    times = [at.get(label) for label in domain]
    days = {time.normalize() if time is not None else None for time in times}
    if len(days) != 1 or None in days or len(times) < 2:
        return None
    form = "%H:%M:%S" if key.step == "second" else "%H:%M"
    return days.pop(), [time.strftime(form) for time in times if time is not None]
