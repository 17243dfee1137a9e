"""The drawing function of each Vega-Lite mark that a declaration may name."""

from __future__ import annotations

from collections.abc import Mapping

from vizapp.rendering.layouts.registry import Draw
from vizapp.rendering.marks.bars import bars
from vizapp.rendering.marks.boxes import boxes
from vizapp.rendering.marks.cells import cells
from vizapp.rendering.marks.lines import areas, lines
from vizapp.rendering.marks.points import points
from vizapp.rendering.marks.slices import slices

MARKS: Mapping[str, Draw] = {
    "arc": slices,
    "area": areas,
    "bar": bars,
    "boxplot": boxes,
    "line": lines,
    "point": points,
    "rect": cells,
}
