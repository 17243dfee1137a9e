"""The values of a drawn chart as cells, for a spreadsheet: one row per mark.

Read from the tooltips of the drawn marks, so that the cells say what the picture
shows, after every filter, aggregate and limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from vizapp.core.formulas import harmless, is_number
from vizapp.rendering.style import BuiltChart

_MISSING = "\u2013"


def to_tsv(built: BuiltChart) -> str:
    """Return the drawn values as tab-separated text with a header, "" without any.

    Texts that a spreadsheet would run as a formula get an apostrophe in front;
    numbers lose their thousands separators.
    """
    names = built.source.chart.attributes() if built.source is not None else ()
    marks = [dict(_pairs(text, names)) for text in _tips(built.vega_lite)]
    header = list(dict.fromkeys(name for mark in marks for name in mark))
    if not header:
        return ""
    lines = [[_safe(name) for name in header]]
    lines += [[_cell(mark.get(name, "")) for name in header] for mark in marks if mark]
    return "\n".join("\t".join(line) for line in lines) + "\n"


def _tips(view: Mapping[str, Any]) -> Iterator[str]:
    """Yield each mark's tooltip; layers that share rows share them once."""
    own = _rows(view)
    if own:
        yield from own
        return
    for layer in view.get("layer", ()):
        yield from _tips(layer)


def _rows(view: Mapping[str, Any]) -> list[str]:
    values = view.get("data", {}).get("values", ())
    return [str(row["tip"]) for row in values if row.get("tip")]


def _pairs(text: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for line in text.split("\n"):
        # A column's own name may hold the mark that ends it.
        known = [n for n in names if line.startswith(f"{n}: ")]
        name = max(known, key=len, default="")
        name, value = (name, line[len(name) + 2 :]) if name else (*line.split(": ", 1), "")[:2]
        if value:
            yield name, value


def _cell(value: str) -> str:
    if value == _MISSING:
        return ""
    if is_number(value):
        return value.replace(",", "")
    return _safe(value)


def _safe(text: str) -> str:
    return harmless(re.sub(r"[\t\r\n]+", " ", text))
