"""Which attributes a chart puts on which Vega-Lite channel."""

from __future__ import annotations

from dataclasses import dataclass

from vizapp.components.declare import Channel
from vizapp.rendering.reduce import Key, fitting_time_unit
from vizapp.rendering.scene import Scene
from vizapp.rendering.summary import Summary, keys_of, limit_series, summarise

MOST_SERIES = 10
SEPARATOR = " · "


@dataclass(frozen=True)
class Slots:
    """The chart's channels by what they encode, only those that have attributes."""

    channels: dict[str, tuple[Channel, tuple[str, ...]]]

    def name(self, encodes: str) -> str | None:
        """Return the first attribute on a Vega-Lite channel."""
        found = self.channels.get(encodes)
        return found[1][0] if found else None

    @property
    def key_position(self) -> str:
        """The position channel ("x" or "y") of the dimension."""
        return next(e for e, (c, _) in self.channels.items() if c.key and e in ("x", "y"))

    @property
    def key(self) -> str:
        """The attribute of the dimension on a position."""
        return self.channels[self.key_position][1][0]

    @property
    def measures(self) -> tuple[str, ...]:
        """The attributes that are aggregated."""
        return tuple(n for c, names in self.channels.values() if c.measure for n in names)

    @property
    def group(self) -> str | None:
        """The attribute that makes series."""
        found = self.channels.get("color")
        return found[1][0] if found and not found[0].measure else None


def slots(scene: Scene) -> Slots:
    """Return the chart's channels by what its declaration says they encode."""
    found = {}
    for channel in scene.chart.form.channels:
        names = scene.chart.names(channel.name)
        if names and channel.encodes:
            found[channel.encodes] = (channel, names)
    return Slots(found)


def coarse_time_unit(scene: Scene, name: str, most: int) -> str | None:
    """Return the chart's time unit, or one that leaves at most `most` dates, and say so."""
    given = scene.chart.options.time_unit
    if given or scene.attribute(name).type != "DATE":
        return given
    unit = fitting_time_unit(scene.frame[name], most)
    if unit is None and scene.whole is not None:
        unit = scene.whole.steps.get(name)
    if unit:
        words = {
            "hour": ("小时", "hour"),
            "day": ("天", "day"),
            "week": ("周", "week"),
            "month": ("月", "month"),
            "quarter": ("季度", "quarter"),
            "year": ("年", "year"),
        }[unit]
        scene.note(f"时间较多,按{words[0]}汇总", f"many dates, grouped by {words[1]}")
    return unit


@dataclass
class Folded:
    """Measures over a key, as one series column ``s`` and its order.

    `group` is the attribute whose values the series are, None where measures are series.
    """

    summary: Summary
    key: Key
    series: list[str]
    series_title: str
    rest: str | None = None
    group: str | None = None


def fold(scene: Scene, parts: Slots, most_dates: int, *, keep_empty: bool = False) -> Folded:
    """Aggregate the chart's measures over its key, groups and several measures as series."""
    unit = coarse_time_unit(scene, parts.key, most_dates)
    keys = keys_of(scene, [parts.key], unit)
    if parts.group:
        keys += keys_of(scene, [parts.group])
    summary = summarise(scene, keys, parts.measures, keep_empty=keep_empty)
    frame = summary.frame
    title = parts.group or ""
    if frame.empty:
        frame["s"] = ""
        return Folded(summary, keys[0], [], title)
    if parts.group is None:
        frame["s"] = frame["m"]
        return Folded(summary, keys[0], list(summary.titles), title)
    groups = limit_series(scene, summary, 1, max(2, MOST_SERIES // len(summary.titles)))
    frame = summary.frame
    if len(summary.titles) == 1:
        frame["s"] = frame["k1"]
        return Folded(summary, keys[0], groups, title, summary.rests.get(1), parts.group)
    frame["s"] = frame["k1"] + SEPARATOR + frame["m"]
    series = [f"{g}{SEPARATOR}{m}" for g in groups for m in summary.titles]
    return Folded(summary, keys[0], series, title)
