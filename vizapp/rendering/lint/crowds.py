"""Rules on how much there is: colours, slices, bars, points."""

from __future__ import annotations

import itertools
from collections import Counter

from vizapp.core.language import Text
from vizapp.rendering.lint.findings import Fix, Remark, rule
from vizapp.rendering.lint.fixes import as_component, restyled, turned, with_option
from vizapp.rendering.lint.seen import Seen
from vizapp.rendering.lint.vision import nearest

_MOST_COLORS, _FEWER_LINES = 8, 5
_MOST_SLICES = 8
_SHORT_LIST = 15
_CELL = 8.0  # px; about a point's width
_FEWEST_POINTS, _CROWD, _CROWDED = 400, 6, 0.5
_APART = 8.0  # CIELAB; nearer colours are hard to tell


@rule(
    "many_colors",
    zh="颜色太多时，要在图例和图之间来回对照。",
    en="With so many colours, eyes go back and forth between legend and marks.",
)
def many_colors(seen: Seen) -> Remark | None:
    """Find legends of more colours than anybody remembers."""
    names, _ = seen.series
    sliced = any(layer.kind == "arc" for layer in seen.layers)
    if sliced or len(names) <= _MOST_COLORS:
        return None
    what: Text = {"zh": f"图例有 {len(names)} 种颜色", "en": f"The legend has {len(names)} colours"}
    lines = any(layer.kind == "line" for layer in seen.layers)
    fewer: tuple[Fix, ...] = with_option(seen, "limit", _FEWER_LINES) if lines else ()
    return Remark(what, (*fewer, *as_component(seen, "heatmap")))


@rule(
    "many_slices",
    zh="扇形多了就分不清大小，条形图能比较也能写名称。",
    en="Many slices cannot be compared; bars can, and have room for names.",
)
def many_slices(seen: Seen) -> Remark | None:
    """Find pies cut into too many slices."""
    n = max((len(layer.rows) for layer in seen.layers if layer.kind == "arc"), default=0)
    if n <= _MOST_SLICES or not seen.series[0]:
        return None
    what: Text = {"zh": f"饼图分成了 {n} 块", "en": f"The pie has {n} slices"}
    return Remark(what, as_component(seen, "bar", "treemap"))


@rule(
    "left_out",
    zh="只画了一部分类别，而且不是你选的；也可以把其余的合成一项。",
    en="Only some categories are drawn, and nobody asked for that; the rest can be one bar.",
)
def left_out(seen: Seen) -> Remark | None:
    """Find bars of more categories than there is room for, cut off without being asked."""
    bars, key = seen.bars, seen.key
    if bars is None or key is None or seen.key_ordered or seen.chart.options.limit:
        return None
    n = int(seen.frame[key].nunique())
    if n <= len(bars.names):
        return None
    what: Text = {
        "zh": f"{n} 个类别中只画了 {len(bars.names)} 个",
        "en": f"{len(bars.names)} of {n} categories are drawn",
    }
    return Remark(what, with_option(seen, "limit", _SHORT_LIST))


@rule(
    "overplotted",
    zh="点互相遮挡，看不出哪里多、哪里少。",
    en="Points hide each other, so nobody sees where they are many.",
)
def overplotted(seen: Seen) -> Remark | None:
    """Find points that lie on each other."""
    points = seen.points
    if len(points) < _FEWEST_POINTS or any(layer.kind == "geoshape" for layer in seen.layers):
        return None
    cells = Counter((int(x // _CELL), int(y // _CELL)) for x, y, _ in points)
    crowded = sum(n for n in cells.values() if n >= _CROWD)
    if crowded < _CROWDED * len(points):
        return None
    share = f"{100 * crowded / len(points):.0f}%"
    what: Text = {
        "zh": f"{len(points):,} 个点中有 {share} 挤在一起",
        "en": f"{share} of {len(points):,} points lie on others",
    }
    return Remark(what, (*as_component(seen, "heatmap", "boxplot"), *turned(seen)))


@rule(
    "colors_alike",
    zh="约每 12 位男性中有 1 位色觉异常，他们分不清这些颜色。",
    en="About 1 in 12 men have a colour vision deficiency and cannot tell these colours apart.",
)
def colors_alike(seen: Seen) -> Remark | None:
    """Find series whose colours are near for people with a colour vision deficiency."""
    names, colors = seen.series
    distance = nearest(colors)
    if len(names) < 2 or distance >= _APART:
        return None
    one, other = min(itertools.combinations(range(len(colors)), 2),
                     key=lambda pair: nearest([colors[i] for i in pair]))  # fmt: skip
    what: Text = {
        "zh": f"“{names[one]}”和“{names[other]}”的颜色太近",
        "en": f"The colours of {names[one]} and {names[other]} are too near",
    }
    return Remark(what, (*restyled(seen, palette="standard"), *restyled(seen, palette="bright")))
