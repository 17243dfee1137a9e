"""Text instead of a picture: what chart, of what, its range, extremes and trend.

Everything is read from the drawn marks, so the text never says more than the
picture shows.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vizapp.rendering import formats
from vizapp.rendering.style import BuiltChart

_LISTED = 3  # series, or marks of a chart without a measure, that are told one by one
_STEADY = 0.02  # a smaller change, as a share of the first value, is no trend
_MEASURES = 2  # of a chart with several axes


@dataclass(frozen=True)
class _Marks:
    """One layer's rows, its encoding, and which line of the tooltips is the measure."""

    rows: list[Mapping[str, Any]]
    encoding: Mapping[str, Any]
    measure: str | None
    numbers: frozenset[str]  # lines that measure, too
    zh: bool

    def label(self, row: Mapping[str, Any]) -> str:
        """Return what a mark is called: its tooltip's values before the measure."""
        before = itertools.takewhile(lambda pair: pair[0] != self.measure, _pairs(row))
        words = [v for name, v in before if name not in self.numbers or _read(v) is None]
        return ("、" if self.zh else ", ").join(words[:2])

    def text(self, row: Mapping[str, Any]) -> str:
        """Return the measure as the tooltip writes it."""
        return dict(_pairs(row))[str(self.measure)]

    def number(self, row: Mapping[str, Any]) -> float:
        """Return the measure."""
        return float(_read(self.text(row)) or 0.0)


def alternative_text(built: BuiltChart) -> str:
    """Return one short paragraph about the chart, in the chart's language."""
    zh = built.style.lang == "zh"
    source = built.source
    kind = source.chart.declaration.title[built.style.lang] if source is not None else ""
    # The sentences below say in full what a headline says of the same numbers.
    title = built.title
    if zh:
        parts = [f"{kind}：{title}" if kind and title else title or kind or "图表"]
    else:
        parts = [f"{kind}: {title}" if kind and title else title or kind or "Chart"]
    told: set[str | None] = set()
    for marks in _layers(built, built.vega_lite):
        known = marks.measure in told or (marks.measure is None and told)
        if not known and len(told) < _MEASURES:
            told.add(marks.measure)
            parts += _told(marks, built)
    parts += built.footnotes
    end = "。" if zh else "."
    parts = [part.strip().rstrip(".。") for part in parts if part.strip()]
    return (end if zh else ". ").join(parts) + end


def _layers(built: BuiltChart, view: Mapping[str, Any], rows: Any = None) -> Iterator[_Marks]:
    """Yield the layers that people can point at, in drawing order."""
    rows = view.get("data", {}).get("values", rows)
    for part in view.get("layer", ()):
        yield from _layers(built, part, rows)
    encoding = view.get("encoding", {})
    if "mark" in view and "tooltip" in encoding and rows:
        # Layouts draw one mark in several pieces, which share a tooltip.
        told = list({row["tip"]: row for row in rows if row.get("tip")}.values())
        if told:
            measure, numbers = _measure(built, told)
            yield _Marks(told, encoding, measure, numbers, built.style.lang == "zh")


def _measure(
    built: BuiltChart, rows: Sequence[Mapping[str, Any]]
) -> tuple[str | None, frozenset[str]]:
    """Return the line that has a number in every tooltip: an attribute's, else any other."""
    names = [name for name, _ in _pairs(rows[0])]
    source = built.source
    keys = set(source.chart.key_names) if source is not None else set()
    places: set[str] = set()
    measures: list[str] = []
    if source is not None:
        for attribute in source.table.description.attributes:
            if attribute.meaning in ("longitude", "latitude", "id", "code", "year"):
                places.add(attribute.name)
            elif attribute.type in ("INT", "DOUBLE"):
                measures.append(attribute.name)
    wanted = [n for n in reversed(names) if n in measures and n not in keys]
    wanted += [n for n in names if n not in keys and n not in places and n not in measures]
    for name in wanted:
        if all(_read(dict(_pairs(row)).get(name, "")) is not None for row in rows):
            return name, frozenset(measures) - keys
    return None, frozenset()


def _read(text: str) -> float | None:
    """Return the number that a tooltip's value begins with."""
    if " – " in text:  # a range
        return None
    head = text.split(" ")[0].replace(",", "").rstrip("%")
    try:
        number = float(head)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _pairs(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    lines = str(row.get("tip", "")).split("\n")
    return [(name, value) for name, _, value in (line.partition(": ") for line in lines)]


def _told(marks: _Marks, built: BuiltChart) -> list[str]:
    """Return sentences about the marks."""
    x, y = (marks.encoding.get(p, {}) for p in ("x", "y"))
    n = len(marks.rows)
    if _both_measure(marks, x, y):
        return _cloud(marks, x["field"], y["field"], marks.zh)
    if marks.measure is None or n == 1:
        some = "; ".join(str(r["tip"]).replace("\n", ", ") for r in marks.rows[:_LISTED])
        more = n - _LISTED
        if marks.zh:
            return [some + (f"，另有 {more} 项" if more > 0 else "")]
        return [some + (f"; and {more} more" if more > 0 else "")]
    said = _extremes(marks, marks.zh)
    if _is_time(marks, built):
        said += _trends(marks, x["field"], marks.zh)
    return said


def _is_time(marks: _Marks, built: BuiltChart) -> bool:
    """Return whether the marks are named by a moment, which stands on the x axis."""
    if built.source is None or marks.encoding.get("x", {}).get("axis") is None:
        return False
    first = built.source.table.description.attribute(_pairs(marks.rows[0])[0][0])
    kind = marks.encoding["x"].get("type")
    return first is not None and (
        (first.type == "DATE" and kind == "temporal")
        or (first.meaning == "year" and kind == "quantitative")
    )


def _both_measure(marks: _Marks, x: Mapping[str, Any], y: Mapping[str, Any]) -> bool:
    """Return whether it is a cloud of points over two measures."""
    positions = x.get("type") == y.get("type") == "quantitative"
    if not positions or "x2" in marks.encoding or "y2" in marks.encoding:
        return False
    fields = (str(x.get("field")), str(y.get("field")))
    told = marks.rows[0]
    texts = [text.split(" ")[0].rstrip("%") for _, text in _pairs(told)]
    return all(
        isinstance(told.get(f), int | float) and formats.spelled(told[f]) in texts for f in fields
    )


def _placed(rows: Sequence[Mapping[str, Any]], *fields: str) -> list[Mapping[str, Any]]:
    """Return the rows that have a place on these axes."""
    return [row for row in rows if all(row.get(field) is not None for field in fields)]


def _extremes(marks: _Marks, zh: bool) -> list[str]:
    ordered = sorted(marks.rows, key=marks.number)
    low, high = ordered[0], ordered[-1]
    n, what = len(ordered), marks.measure
    if marks.number(low) == marks.number(high):
        each = marks.text(high)
        return [f"{what}：{n} 个值均为 {each}" if zh else f"{what}: all {n} values are {each}"]
    if zh:
        return [
            f"{what}：共 {n} 个值",
            f"最大为 {marks.label(high)}（{marks.text(high)}）",
            f"最小为 {marks.label(low)}（{marks.text(low)}）",
        ]
    return [
        f"{what}: {n} values",
        f"The largest is {marks.label(high)} ({marks.text(high)})",
        f"The smallest is {marks.label(low)} ({marks.text(low)})",
    ]


def _trends(marks: _Marks, time: str, zh: bool) -> list[str]:
    """Return how each series goes from its first to its last moment."""
    split = marks.encoding.get("color", {}).get("field")
    groups: dict[Any, list[Mapping[str, Any]]] = {}
    for row in sorted(_placed(marks.rows, time), key=lambda row: row[time]):
        groups.setdefault(row.get(split), []).append(row)
    said = []
    for name, rows in list(groups.items())[:_LISTED]:
        if len(rows) < 2:
            continue
        change = _change(marks.number(rows[0]), marks.number(rows[-1]), zh)
        who = f"{name}" if len(groups) > 1 else ""
        said_as = "{}（{}）" if zh else "{} ({})"
        first, last = (said_as.format(marks.text(r), _pairs(r)[0][1]) for r in (rows[0], rows[-1]))
        if zh:
            said.append(f"{who}从 {first}到 {last}，{change}")
        else:
            said.append(f"{who + ' goes' if who else 'It goes'} from {first} to {last}: {change}")
    if len(groups) > _LISTED:
        rest = len(groups) - _LISTED
        said.append(f"另有 {rest} 条序列" if zh else f"{rest} more series")
    return said


def _change(first: float, last: float, zh: bool) -> str:
    if abs(last - first) <= _STEADY * abs(first):
        return "基本持平" if zh else "about the same"
    up = last > first
    word = ("上升" if up else "下降") if zh else ("up" if up else "down")
    if first <= 0 or last < 0:
        return word
    share = abs(last - first) / first
    return f"{word} {share:.0%}" if share >= 0.095 else f"{word} {share:.1%}"


def _cloud(marks: _Marks, x: str, y: str, zh: bool) -> list[str]:
    """Return the ranges of both measures, and whether they go together."""
    rows = _placed(marks.rows, x, y)
    said = [f"{len(rows)} 个点" if zh else f"{len(rows)} points"]
    for channel, field in (("x", x), ("y", y)):
        values = [float(row[field]) for row in rows]
        name = (marks.encoding[channel].get("axis") or {}).get("title") or channel
        low, high = formats.spelled(min(values)), formats.spelled(max(values))
        said.append(f"{name} 从 {low} 到 {high}" if zh else f"{name} from {low} to {high}")
    r = _correlation([(float(row[x]), float(row[y])) for row in rows])
    if r is not None and abs(r) >= 0.5:
        if zh:
            said.append(f"两者{'同向' if r > 0 else '反向'}变化（相关系数 {r:.2f}）")
        else:
            way = "rise together" if r > 0 else "move in opposite directions"
            said.append(f"They {way} (correlation {r:.2f})")
    return said


def _correlation(points: Sequence[tuple[float, float]]) -> float | None:
    """Return Pearson's correlation, None for few points or a constant."""
    n = len(points)
    if n < 5:
        return None
    xs, ys = ([p[i] - sum(q[i] for q in points) / n for p in points] for i in (0, 1))
    top_x, top_y = max(map(abs, xs)), max(map(abs, ys))
    if not (0 < top_x < math.inf and 0 < top_y < math.inf):
        return None
    # Scaled first: squares of very large or small values leave the range.
    xs, ys = [x / top_x for x in xs], [y / top_y for y in ys]
    spread = math.sqrt(sum(x * x for x in xs) * sum(y * y for y in ys))
    return sum(x * y for x, y in zip(xs, ys, strict=True)) / spread
