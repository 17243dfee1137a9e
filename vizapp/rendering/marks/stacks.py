"""Stacking, computed before drawing: below zero and above it apart."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def stack(frame: pd.DataFrame, series: Sequence[str], *, percent: bool = False) -> pd.DataFrame:
    """Return the frame with the ends ``lo`` and ``hi`` of each piece.

    `frame` has a position ``k0``, a series ``s`` and a value ``v``. Positive
    pieces grow up from zero, negative ones down, in the order of `series`.
    `percent` scales each position's pieces to a hundred.
    """
    position = {name: i for i, name in enumerate(series)}
    frame = frame.assign(order=frame["s"].map(position), v=frame["v"].fillna(0.0))
    frame = frame.sort_values("order", kind="stable")
    value = frame["v"]
    if percent:
        total = frame.groupby("k0", sort=False)["v"].transform("sum")
        value = (100 * value / total.where(total > 0)).fillna(0.0)
    sign = (value < 0).rename("sign")
    frame["hi"] = value.groupby([frame["k0"], sign], sort=False).cumsum()
    frame["lo"] = frame["hi"] - value
    return frame.drop(columns="order").sort_index()
