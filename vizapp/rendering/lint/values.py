"""Rules on what is measured: scales, zeros, signs, blanks, order."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import Any

from vizapp.components.spec import Chart
from vizapp.core.language import Text
from vizapp.rendering.lint.findings import Fix, Remark, rule
from vizapp.rendering.lint.fixes import as_component, restyled, with_option, without
from vizapp.rendering.lint.seen import Bars, Layer, Seen
from vizapp.rendering.reduce import numbers
from vizapp.rendering.scales import axis_values, can_be_log, on_numbers
from vizapp.rendering.wording import cut_name

_ZERO_SHARE, _FEWEST_ZEROS = 0.6, 8
_THIN = 3.0  # px; a bar that cannot be seen
_FEWEST_THIN = 4
_LONE = 5.0  # times the next one
_DECADES = 50.0  # largest to median value, of points and lines
_FEWEST_POINTS = 8
_FEWEST_SORTED = 5
_MISSING = 0.2
_ALIKE = 2.5  # the larger reach to the smaller


@rule(
    "single_point",
    zh="折线表示变化，一个点没有变化可看。",
    en="A line shows change, and a single point has none.",
)
def single_point(seen: Seen) -> Remark | None:
    """Find lines and areas along an axis with a single position."""
    lines = [one for one in seen.layers if _is_line(one)]
    places = {place for line in lines for place in line.field("x")}
    if not lines or len(places) != 1:
        return None
    what: Text = {"zh": "横轴上只有一个点", "en": "There is one point on the x axis"}
    return Remark(what, as_component(seen, "column", "bar"))


def _is_line(layer: Layer) -> bool:
    return layer.kind in ("line", "area") and on_numbers(layer.encoding.get("y", {}))


@rule(
    "mostly_zero",
    zh="零占满了图，有数值的反而看不清。",
    en="The zeros take the room of what there is to see.",
)
def mostly_zero(seen: Seen) -> Remark | None:
    """Find bars of which most have no length."""
    values = _values(seen.bars)
    zeros = sum(value == 0 for value in values)
    if len(values) < _FEWEST_ZEROS or zeros < _ZERO_SHARE * len(values) or zeros == len(values):
        return None
    what: Text = {
        "zh": f"{len(values)} 个值中有 {zeros} 个是零",
        "en": f"{zeros} of {len(values)} values are zero",
    }
    fixes: tuple[Fix, ...] = ()
    names = _measures(seen.chart)
    # A mean without its zeros would be another figure.
    if len(names) == 1 and seen.chart.options.aggregate in (None, "sum"):
        fixes = without(seen, names[0], [0])
    return Remark(what, fixes)


def _values(bars: Bars | None) -> list[float]:
    return [value for found in bars.values.values() for value in found] if bars else []


def _measures(chart: Chart) -> list[str]:
    return [name for channel in chart.form.measures for name in chart.names(channel.name)]


@rule(
    "dwarfed",
    zh="一个值太大，其余的看不出差别。",
    en="One value is so large that the others cannot be told apart.",
)
def dwarfed(seen: Seen) -> Remark | None:
    """Find bars beside which the others have no length to see."""
    bars = seen.bars
    if bars is None:
        return None
    sizes = {name: max(map(abs, found)) for name, found in bars.values.items() if found}
    largest = max(sizes, key=sizes.__getitem__, default=None)
    others = [size for name, size in sizes.items() if name != largest and size > 0]
    if largest is None or len(others) < _FEWEST_THIN - 1:
        return None
    length = seen.room[0 if bars.along == "x" else 1] / sizes[largest]
    if statistics.median(others) * length >= _THIN or max(others) * _LONE > sizes[largest]:
        return None
    ratio = sizes[largest] / max(others)
    what: Text = {
        "zh": f"“{cut_name(largest)}”是第二名的 {ratio:.0f} 倍，其余几乎看不见",
        "en": f"{cut_name(largest)} is {ratio:.0f} times the next one; the rest cannot be seen",
    }
    attribute = seen.description.attribute(seen.key or "")
    named = attribute is not None and attribute.type == "STR" and seen.key is not None
    return Remark(what, without(seen, str(seen.key), [largest]) if named else ())


@rule(
    "unseen_measure",
    zh="共用一个刻度时，小的指标贴着零线，什么也看不出来。",
    en="On a shared scale the small measure lies on the zero line and shows nothing.",
)
def unseen_measure(seen: Seen) -> Remark | None:
    """Find measures beside which another one on the same scale cannot be seen."""
    if len(_measures(seen.chart)) < 2:
        return None
    for layer in seen.layers:
        for along, room in zip("xy", seen.room, strict=True):
            if layer.kind not in ("bar", "line", "area") or not _is_measured(layer, along):
                continue
            reach: dict[str, float] = {}
            for name, value in zip(layer.field("color"), layer.field(along), strict=True):
                if value is not None:
                    reach[str(name)] = max(reach.get(str(name), 0.0), abs(float(value)))
            small, large = (pick(reach, key=reach.__getitem__, default="") for pick in (min, max))
            if reach and 0 < reach[small] * room < _THIN * reach[large]:
                what: Text = {
                    "zh": f"与“{cut_name(large)}”相比，“{cut_name(small)}”几乎看不见",
                    "en": f"Beside {cut_name(large)}, {cut_name(small)} cannot be seen",
                }
                log = restyled(seen, y_scale="log") if can_be_log(seen.built.vega_lite, "y") else ()
                return Remark(what, (*as_component(seen, "dualAxes"), *log))
    return None


def _is_measured(layer: Layer, along: str) -> bool:
    colors = layer.encoding.get("color", {})
    scale = layer.encoding.get(along, {}).get("scale") or {}
    return (
        "field" in colors
        and on_numbers(layer.encoding.get(along, {}))
        and (scale.get("type") != "log")
    )


@rule(
    "skewed",
    zh="大多数点挤在轴的一端；对数刻度让每个量级都有位置。",
    en="Most points crowd at one end of the axis; a logarithmic scale gives every size its room.",
)
def skewed(seen: Seen) -> Remark | None:
    """Find lines, points and boxes over several powers of ten on an even scale."""
    view = seen.built.vega_lite
    changes: dict[str, Any] = {}
    for position in ("x", "y"):
        linear = getattr(seen.presentation, f"{position}_scale") == "linear"
        if not linear or seen.bars is not None or not can_be_log(view, position):
            continue
        values = sorted(v for row in axis_values(view, position) for v in row)
        if len(values) >= _FEWEST_POINTS and values[-1] > _DECADES * statistics.median(values):
            changes[f"{position}_scale"] = "log"
    if not changes:
        return None
    axes = {"x_scale": ("横轴", "x"), "y_scale": ("纵轴", "y")}
    zh, en = (part.join(axes[c][i] for c in changes) for i, part in ((0, "和"), (1, " and ")))
    what: Text = {
        "zh": f"{zh}上最大的值远超中位数",
        "en": f"On {en}, the largest value is far beyond the median",
    }
    return Remark(what, restyled(seen, **changes))


@rule(
    "zero_baseline",
    zh="柱的长度就是数值，不从零开始会夸大差别。",
    en="A bar's length is its value; not starting at zero exaggerates differences.",
)
def zero_baseline(seen: Seen) -> Remark | None:
    """Find bars whose axis begins elsewhere than at zero."""
    bars = seen.bars
    if bars is None or not _values(bars):
        return None
    scale = bars.layer.encoding[bars.along].get("scale", {})
    domain = scale.get("domain")
    starts = scale.get("zero", True) is not False or min(_values(bars)) <= 0 <= max(_values(bars))
    if isinstance(domain, list):
        starts = domain[0] <= 0 <= domain[-1]
    if starts and scale.get("type") != "log":
        return None
    return Remark({"zh": "柱的轴没有从零开始", "en": "The bars do not start at zero"})


@rule(
    "negative_parts",
    zh="整体的一部分不能是负数，负值没有画出来。",
    en="A part of a whole cannot be negative; those values are not drawn.",
)
def negative_parts(seen: Seen) -> Remark | None:
    """Find negative values where the marks can only show positive ones."""
    channels = [c for c in seen.chart.form.channels if c.non_negative and c.measure]
    names = [name for c in channels for name in seen.chart.names(c.name)]
    if seen.chart.options.aggregate in ("count", "distinct"):
        return None
    negative = sum(int((numbers(seen.frame[name]) < 0).sum()) for name in names)
    if not negative:
        return None
    rows = "row has" if negative == 1 else "rows have"
    what: Text = {"zh": f"{negative} 行是负值", "en": f"{negative} {rows} a negative value"}
    return Remark(what, as_component(seen, "bar", "column", "line"))


@rule(
    "signed_stack",
    zh="正负混在一起堆叠，总长度不再是合计。",
    en="Where plus and minus are stacked together, the length is no longer the total.",
)
def signed_stack(seen: Seen) -> Remark | None:
    """Find stacks of positive and negative values."""
    if seen.chart.options.stack not in ("stacked", "percent"):
        return None
    pieces = [piece for layer in seen.layers for piece in _pieces(layer)]
    if not (any(a < b for a, b in pieces) and any(b < a or a < 0 for a, b in pieces)):
        return None
    what: Text = {
        "zh": "堆叠中既有正值也有负值",
        "en": "The stacks hold positive and negative values",
    }
    return Remark(what, with_option(seen, "stack", "grouped"))


def _pieces(layer: Layer) -> Iterator[tuple[float, float]]:
    for along in ("x", "y"):
        if layer.kind in ("bar", "area") and f"{along}2" in layer.encoding:
            ends = zip(layer.field(f"{along}2"), layer.field(along), strict=True)
            yield from ((float(a), float(b)) for a, b in ends if a is not None and b is not None)


@rule(
    "unsorted_bars",
    zh="按大小排列的柱一眼就能看出名次。",
    en="Bars in the order of their size show at once who is first.",
)
def unsorted_bars(seen: Seen) -> Remark | None:
    """Find bars of words without an order that are not sorted by their value."""
    bars = seen.bars
    if bars is None or seen.key_ordered:
        return None
    values = [found[0] for found in bars.values.values() if len(found) == 1]
    if len(values) < max(_FEWEST_SORTED, len(bars.names)) or seen.series[0]:
        return None
    if values[:-1] in (sorted(values[:-1]), sorted(values[:-1], reverse=True)):
        return None  # the last one may be the rest
    what: Text = {"zh": "柱没有按大小排列", "en": "The bars are not sorted by size"}
    return Remark(what, (*with_option(seen, "sort", "-y"), *with_option(seen, "sort", None)))


@rule(
    "missing_values",
    zh="缺失的行没有画出来，图只说明了剩下的部分。",
    en="Rows without a value are not drawn; the chart speaks for the others only.",
)
def missing_values(seen: Seen) -> Remark | None:
    """Find attributes of the chart of which many values are missing."""
    frame = seen.frame
    names = [n for n in seen.chart.attributes() if n in frame]
    shares = {n: float(frame[n].isna().mean()) for n in names} if len(frame) else {}
    worst = max(shares, key=shares.__getitem__, default=None)
    if worst is None or shares[worst] < _MISSING or not _places(seen.chart, worst):
        return None
    share = f"{100 * shares[worst]:.0f}%"
    what: Text = {
        "zh": f"“{cut_name(worst)}”有 {share} 的值缺失",
        "en": f"{share} of {cut_name(worst)} is missing",
    }
    return Remark(what)


def _places(chart: Chart, name: str) -> bool:
    """Return whether rows without that attribute are not drawn, or without a value."""
    required = [c for c in chart.form.channels if c.key or c.measure]
    return any(name in chart.names(c.name) for c in required)


@rule(
    "alike_scales",
    zh="两条轴的范围相近，同一刻度更容易比较，也不会让交点误导人。",
    en="The two axes reach alike: one scale compares better, and no crossing misleads.",
)
def alike_scales(seen: Seen) -> Remark | None:
    """Find two scales for measures that one scale could show."""
    axes: dict[str, list[float]] = {}
    for layer in seen.layers:
        y = layer.encoding.get("y", {})
        if on_numbers(y) and y["axis"].get("orient"):
            values = [abs(v) for v in layer.field("y") if v is not None]
            axes.setdefault(y["axis"]["orient"], []).extend(values)
    names = _measures(seen.chart)
    described = [seen.description.attribute(n) for n in names]
    if len(axes) != 2 or len({a.unit for a in described if a}) > 1:
        return None
    reach = sorted(max(values, default=0.0) for values in axes.values())
    if reach[0] <= 0 or reach[1] > _ALIKE * reach[0]:
        return None
    what: Text = {
        "zh": "左右两条轴的单位和范围相近",
        "en": "Both axes have alike units and reaches",
    }
    return Remark(what, as_component(seen, "line", "column"))
