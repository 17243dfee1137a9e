"""Charts as office programs have them: categories, and rows of numbers to edit there.

A drawing function whose marks are computed (a funnel's trapezoids, the floating bars of a
waterfall) says here what the same chart is made of in such a program, where there is one
like it. What lifts others and is not seen itself is a row without a colour.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "columns", "bars", "touching", "radar", "ring", "grid", "pair", "candles", "boxes"
]  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One series: a value per category, None where it has none.

    Without `color` it is not seen. `numbers` is the number format of its labels, as
    spreadsheets write them; "" for no labels.
    """

    name: str
    values: tuple[float | None, ...]
    color: str | None
    numbers: str = ""


@dataclass(frozen=True)
class Editable:
    """One chart or table.

    Parameters
    ----------
    kind : Kind
        Stacked columns, stacked bars with the first category on top, columns that touch,
        a radar, a ring whose first value is the one that counts, a grid of texts, a pair of
        columns on the left axis and a line on the right one, candles of open, high, low
        and close, boxes of a row that is not seen and two on it, the others their outliers.
    categories : tuple of str
        Where the values stand; the heads of a grid's columns.
    rows : tuple of Row
        The series, in the order in which they are stacked.
    texts, fills, inks : tuple of tuples
        A grid's lines: what stands in each cell, and the colours behind it and of it,
        "" for those of the slide.
    title_across, title_along, title_right : str
        The titles of the axes of the categories and of the values, left and right.
    reach : (float, float) or None
        Where the axis of the values begins and ends, None for where it likes.
    centred : bool
        Whether the bars stand in the middle, so that the axis of the values says nothing.
    dates : bool
        Whether the values along the axis are days since the start of 1900, as
        spreadsheets count them.
    centre : str
        What stands in the middle of a ring.
    up, down : str
        The colours of candles that close higher and lower than they open.
    whiskers : (tuple of float, tuple of float) or ()
        How far each box's whiskers reach below and above it.
    """

    kind: Kind
    categories: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    texts: tuple[tuple[str, ...], ...] = ()
    fills: tuple[tuple[str, ...], ...] = ()
    inks: tuple[tuple[str, ...], ...] = ()
    title_across: str = ""
    title_along: str = ""
    title_right: str = ""
    reach: tuple[float, float] | None = None
    centred: bool = False
    dates: bool = False
    centre: str = ""
    up: str = ""
    down: str = ""
    whiskers: tuple[tuple[float, ...], ...] = ()


def label_format(values: Iterable[float], sign: str = "") -> str:
    """Return how a spreadsheet writes these values, with a sign of ours before them.

    Examples
    --------
    >>> label_format([1.0, 20000.0]), label_format([0.5], "+")
    ('#,##0', '"+"#,##0.00')
    """
    whole = all(float(value).is_integer() for value in values)
    return (f'"{sign}"' if sign else "") + ("#,##0" if whole else "#,##0.00")


def around(low: float, high: float) -> tuple[float, float]:
    """Return round ends of an axis that holds both.

    Examples
    --------
    >>> around(35.9, 39.2), around(7.0, 7.0)
    ((35.0, 40.0), (6.0, 8.0))
    """
    low, high = min(low, high), max(low, high)  # a low may be above its high by mistake
    if not math.isfinite(high - low):
        return low, high
    step = 10.0 ** math.floor(math.log10((high - low) or 1.0))
    start, end = math.floor(low / step) * step, math.ceil(high / step) * step
    return (start, end) if high > low else (start - step, end + step)
