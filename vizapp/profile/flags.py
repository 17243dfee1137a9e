"""Whole numbers 0 and 1 that say yes or no.

A CSV of an export or a study writes its flags as 0 and 1. The name decides
where it speaks; otherwise a long column of nothing but zeros and ones is a
flag, unless its neighbours of the same kind of name count further than one.
So is a long column of one of them under a name of what is so or not: a study
may hold only patients that died.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from vizapp.profile import entities, names
from vizapp.profile.convert import Column

MIN_ROWS = 12  # fewer zeros and ones are as likely amounts
_COUNTED = 9  # the highest value of a neighbour that counts


def with_flags(columns: Sequence[Column]) -> list[Column]:
    """Return the columns, those of zeros and ones that say yes or no as BOOL."""
    limits = {c.name: _limits(c) for c in columns if c.meaning is None}
    counted = {
        _shape(name)
        for name, found in limits.items()
        if found is not None and found[0] == 0 and 2 <= found[1] <= _COUNTED and _is_bare(name)
    }
    return [
        _as_flag(column) if _is_flag(column, limits.get(column.name), counted) else column
        for column in columns
    ]


def _limits(column: Column) -> tuple[int, int] | None:
    """Return the least and the greatest whole number, None where there are fractions or words."""
    if column.type == "DOUBLE":
        # Blanks make a program write its flags as 1.0 and 0.0.
        known = column.values.dropna()
        if len(known) == len(column.values) or not known.isin((0.0, 1.0)).all():
            return None
    elif column.type != "INT":
        return None
    low, high = column.values.min(), column.values.max()
    return None if pd.isna(low) else (int(low), int(high))


def _is_flag(column: Column, limits: tuple[int, int] | None, counted: set[str]) -> bool:
    if limits is None or limits[0] < 0 or limits[1] > 1:
        return False
    name = column.name
    if entities.asks_yes_or_no(name):
        return True
    if column.unit or len(column.values) < MIN_ROWS:
        return False
    if limits != (0, 1) and not entities.says_event(name):
        return False
    if names.says_id(name) or entities.says_amount_or_class(name) or names.says_time(name):
        return False
    if entities.says_yes_or_no(name):
        return True
    return not (_is_bare(name) and _shape(name) in counted)


def _is_bare(name: str) -> bool:
    """Return whether the name is a label of a grid or a plural, which says nothing of yes."""
    plural = re.search(r"[a-z][ _.][a-z]*[a-z](?<![sui])s$", name)
    return bool(plural) or re.fullmatch(r"[A-Za-z]{1,2}(?:\d{1,2}[a-z]?)?", name) is not None


def _shape(name: str) -> str:
    """Return the pattern of a name: `R3d` and `N2a` are alike, and so are plurals."""
    return re.sub(r"\d+", "0", re.sub(r"[^\W\d_]+", "a", name.strip()))


def _as_flag(column: Column) -> Column:
    values = column.values.astype("boolean")
    how = "flag_name" if entities.says_yes_or_no(column.name) else "flag_values"
    return replace(column, type="BOOL", values=pd.Series(values, dtype="boolean"), how=how)
