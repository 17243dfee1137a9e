"""What is on the picture: labels, bars, lines and points, as Vega laid them out."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from vizapp.components.presentation import Presentation
from vizapp.components.spec import Chart
from vizapp.profile.attributes import TableDescription
from vizapp.rendering.reduce import filter_rows
from vizapp.rendering.regions import text_lines
from vizapp.rendering.scales import leaves, on_numbers
from vizapp.rendering.style import BuiltChart, Source
from vizapp.rendering.wording import cut

if TYPE_CHECKING:
    import pandas as pd

Encoding = Mapping[str, Any]


class Label(NamedTuple):
    """A name on an axis or in a legend: `text` as it is read, `whole` unless it was cut."""

    guide: str  # "bottom", "left", "right", "top" of the axes, or "legend"
    text: str
    whole: bool
    slanted: bool
    hidden: bool


class Layer(NamedTuple):
    """One mark of the drawing and the rows behind it."""

    kind: str
    encoding: Encoding
    rows: list[dict[str, Any]]

    def field(self, channel: str) -> list[Any]:
        """Return what each row has on that channel, None where it has nothing."""
        name = self.encoding.get(channel, {}).get("field")
        return [row.get(name) for row in self.rows] if name else []


class Bars(NamedTuple):
    """Bars that start at zero: `across` is the position of their names."""

    across: str
    along: str
    names: list[str]  # in the order of the axis
    values: dict[str, list[float]]  # of each name, one per series
    layer: Layer


@dataclass(frozen=True)
class Seen:
    """A drawn chart and how Vega lays it out.

    Parameters
    ----------
    built : BuiltChart
        The chart; it has a source.
    scene : mapping
        Vega's scenegraph of it.
    """

    built: BuiltChart
    scene: Mapping[str, Any]

    @property
    def source(self) -> Source:
        """What the chart was drawn from."""
        assert self.built.source is not None  # `lint` looks at nothing else
        return self.built.source

    @property
    def chart(self) -> Chart:
        """The chart of the library."""
        return self.source.chart

    @property
    def description(self) -> TableDescription:
        """What is known about the table."""
        return self.source.table.description

    @property
    def presentation(self) -> Presentation:
        """How the chart is presented."""
        return self.built.style.presentation

    @functools.cached_property
    def frame(self) -> pd.DataFrame:
        """The rows that pass the chart's filters."""
        types = {a.name: a.type for a in self.description.attributes}
        return filter_rows(self.source.table.frame, self.chart.options.filters, types)

    @functools.cached_property
    def layers(self) -> tuple[Layer, ...]:
        """Every mark of the drawing, in drawing order."""
        found = leaves(self.built.vega_lite)
        return tuple(Layer(v["mark"]["type"], v.get("encoding", {}), rows) for v, rows in found)

    @functools.cached_property
    def labels(self) -> tuple[Label, ...]:
        """Every label of the axes and legends."""
        return tuple(_labels(self.scene["scenegraph"], ""))

    @functools.cached_property
    def room(self) -> tuple[float, float]:
        """Width and height of the plot inside its axes, in CSS pixels."""
        item = self.scene["scenegraph"]["items"][0]
        return float(item.get("width", 0.0)), float(item.get("height", 0.0))

    @functools.cached_property
    def points(self) -> tuple[tuple[float, float, float], ...]:
        """Centre and radius of every visible point, in CSS pixels."""
        return tuple(_points(self.scene["scenegraph"]))

    @functools.cached_property
    def bars(self) -> Bars | None:
        """The bars that compare categories, None where there are none."""
        for layer in self.layers:
            if layer.kind != "bar" or {"x2", "y2"} & set(layer.encoding):
                continue
            for across, along in (("x", "y"), ("y", "x")):
                names = _domain(layer.encoding.get(across, {}))
                if names and on_numbers(layer.encoding.get(along, {})):
                    return _bars(layer, across, along, names)
        return None

    @property
    def key(self) -> str | None:
        """The attribute that names the marks, the first of several."""
        names = self.chart.key_names
        return names[0] if names else None

    @property
    def key_ordered(self) -> bool:
        """Whether that attribute has an order of its own, such as time."""
        attribute = self.description.attribute(self.key or "")
        return attribute is not None and (
            attribute.type in ("DATE", "INT", "DOUBLE") or attribute.order is not None
        )

    @property
    def series(self) -> tuple[list[str], list[str]]:
        """Names and colours of the series in the legend; empty where there is none."""
        for layer in self.layers:
            color = layer.encoding.get("color", {})
            if isinstance(color.get("legend"), dict) and color.get("type") == "nominal":
                scale = color["scale"]
                return list(scale["domain"]), list(scale["range"])
        return [], []


def _domain(channel: Mapping[str, Any]) -> list[str]:
    words = channel.get("type") == "nominal" and isinstance(channel.get("axis"), dict)
    return list(channel["scale"]["domain"]) if words else []


def _bars(layer: Layer, across: str, along: str, names: list[str]) -> Bars:
    values: dict[str, list[float]] = {name: [] for name in names}
    for name, value in zip(layer.field(across), layer.field(along), strict=True):
        if value is not None and name in values:
            values[name].append(float(value))
    return Bars(across, along, names, values, layer)


def _labels(group: Mapping[str, Any], guide: str) -> Iterator[Label]:
    role = str(group.get("role", ""))
    if role in ("axis-label", "legend-label"):
        for item in group.get("items", ()):
            limit, size = float(item.get("limit") or 0), float(item.get("fontSize", 11))
            lines = text_lines(item)
            text = " ".join(lines)
            shown = " ".join(cut(line, limit, size) for line in lines) if limit else text
            whole = shown == text and "…" not in text
            slanted = float(item.get("angle", 0)) % 360 != 0
            yield Label(guide, shown, whole, slanted, float(item.get("opacity", 1)) == 0)
        return
    for item in group.get("items", ()):
        inner = guide
        if role in ("axis", "legend"):
            inner = "legend" if role == "legend" else str(item.get("orient", ""))
        for child in item.get("items", ()) if isinstance(item, Mapping) else ():
            yield from _labels(child, inner)


def _points(group: Mapping[str, Any]) -> Iterator[tuple[float, float, float]]:
    if str(group.get("role", "")).startswith(("axis", "legend", "title")):
        return
    for item in group.get("items", ()):
        if group.get("marktype") == "symbol":
            radius = float(item.get("size", 64.0)) ** 0.5 / 2
            if float(item.get("opacity", 1)) > 0:
                yield float(item.get("x", 0)), float(item.get("y", 0)), radius
        for child in item.get("items", ()):
            yield from _points(child)
