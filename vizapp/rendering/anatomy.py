"""The parts of a drawn chart: marks, legend entries, axes, the room between them.

An axis or a legend is told which attributes it shows by its title, else by what the
chart's declaration encodes there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from vizapp.components.spec import Chart
from vizapp.rendering.guides import Guide, Layout
from vizapp.rendering.regions import MarkRegion
from vizapp.rendering.scales import leaves
from vizapp.rendering.style import BuiltChart
from vizapp.rendering.view import Plane, named
from vizapp.rendering.viewing import entry_of, is_probe, legend_entries, plane_of

_SIDES = {"bottom": "x", "top": "x", "left": "y", "right": "y"}


@dataclass(frozen=True)
class Anatomy:
    """Where everything lies that can be pointed at, in CSS pixels.

    Parameters
    ----------
    marks : tuple of MarkRegion
        The marks; `description` is what each says.
    legend : tuple of MarkRegion
        The entries of the legend of colours; `description` is the series.
    bound : tuple of MarkRegion
        Axes, legends and entries; `description` is the attribute that each shows.
    plane : Plane
        The room of the marks and the axes that can be zoomed.
    """

    marks: tuple[MarkRegion, ...]
    legend: tuple[MarkRegion, ...]
    bound: tuple[MarkRegion, ...]
    plane: Plane


def read_anatomy(layout: Layout, built: BuiltChart) -> Anatomy:
    """Return the parts of a chart that `viewing.probed` prepared.

    Parameters
    ----------
    layout : Layout
        Of the prepared chart.
    built : BuiltChart
        The chart as it was before.
    """
    spec = built.vega_lite
    probes = {
        r.description: ((r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2)
        for r in layout.marks
        if is_probe(r.description)
    }
    plane = plane_of(spec, layout.room, probes)
    marks = [r for r in layout.marks if not is_probe(r.description)]
    at_lines = [
        replace(r, description=name) for r in marks if (name := entry_of(r.description)) is not None
    ]
    marks = [r for r in marks if entry_of(r.description) is None]
    if any(layer["mark"].get("clip") for layer, _ in leaves(spec)):
        marks = [seen for r in marks if (seen := _clipped(r, plane))]
    legend: list[MarkRegion] = at_lines
    bound: list[MarkRegion] = []
    chart = built.source.chart if built.source else None
    labels = legend_entries(spec)
    for guide in layout.guides:
        entries = []
        if not legend and guide.role == "legend" and len(guide.entries) == len(labels):
            entries = [
                MarkRegion(*box, label) for box, label in zip(guide.entries, labels, strict=True)
            ]
            legend += entries
        bound += _bound(guide, entries, chart) if chart else []
    return Anatomy(tuple(marks), tuple(legend), tuple(bound), plane)


def _clipped(region: MarkRegion, plane: Plane) -> MarkRegion | None:
    """Return what is seen of a mark, None if it lies outside the axes' piece."""
    x0, x1 = max(region.x0, plane.x0), min(region.x1, plane.x1)
    y0, y1 = max(region.y0, plane.y0), min(region.y1, plane.y1)
    return replace(region, x0=x0, y0=y0, x1=x1, y1=y1) if x0 < x1 and y0 < y1 else None


def _bound(guide: Guide, entries: list[MarkRegion], chart: Chart) -> list[MarkRegion]:
    """Return which attributes a guide shows: measures have their entries, a group all of it."""
    names = chart.attributes()
    of_entries = [
        replace(entry, description=name)
        for entry in entries
        for name in named(entry.description, names)
    ]
    shown = named(guide.title, names)
    if not shown and not of_entries:
        encodes = "color" if guide.role == "legend" else _SIDES.get(guide.side, "")
        channels = [c for c in chart.form.channels if c.encodes == encodes]
        shown = tuple(name for c in channels for name in chart.names(c.name))
    return of_entries + [MarkRegion(*guide.box, name) for name in shown]
