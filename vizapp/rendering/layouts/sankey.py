"""Sankey diagrams: quantities flow between columns of nodes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from vizapp.rendering import formats
from vizapp.rendering.encode import (
    TIP,
    canvas,
    literal,
    nothing,
    quiet,
    records,
    tip,
)
from vizapp.rendering.layouts.edges import Edge, Links, back_edges, layers, read_links
from vizapp.rendering.layouts.registry import layout
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.wording import cut, even_lines, n_of, text_width

_MOST_LINKS = 120
_TWO_LINES = 34.0  # px of a node that is as high as them
_NODE_WIDTH = 13.0
_STEPS = 24  # points along the curve of a link


@dataclass
class _Node:
    name: str
    layer: int
    value: float
    y: float = 0.0
    height: float = 0.0
    into: list[Edge] = field(default_factory=list)
    out: list[Edge] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@layout("sankey")
def sankey(scene: Scene) -> Drawing:
    """Draw each flow as a band as wide as its value."""
    links = read_links(scene, _MOST_LINKS)
    edges = [e for e in links.edges if e.value > 0]
    left_out = len(links.edges) - len(edges)
    if left_out:
        scene.note(
            f"{left_out} 条非正值的流未绘出",
            f"{n_of(left_out, 'flow')} without a positive value left out",
        )
    if not edges:
        return nothing(scene, links.title)
    nodes, edges = _columns(scene, links, edges)
    _place(scene, nodes)
    return Drawing(_view(scene, nodes, edges), links.title)


def _columns(scene: Scene, links: Links, edges: list[Edge]) -> tuple[list[_Node], list[Edge]]:
    """Give nodes their columns; where flows go round, sources and targets stand apart."""
    pairs = [(e.source, e.target) for e in edges]
    n = len(links.nodes)
    names = list(links.nodes)
    if back_edges(n, pairs):
        scene.note("流动有回路:左为来源,右为去向", "flows go round: sources left, targets right")
        sources = {i: at for at, i in enumerate(dict.fromkeys(a for a, _ in pairs))}
        targets = {i: at + len(sources) for at, i in enumerate(dict.fromkeys(b for _, b in pairs))}
        names = [links.nodes[i] for i in [*sources, *targets]]
        edges = [
            Edge(sources[e.source], targets[e.target], e.value, e.text, e.label, e.tip)
            for e in edges
        ]
        column = [0] * len(sources) + [1] * len(targets)
    else:
        column = layers(n, pairs)
        leaving = {a for a, _ in pairs}
        entering = {b for _, b in pairs}
        last = max(column)
        column = [last if i not in leaving and i in entering else c for i, c in enumerate(column)]
        used = leaving | entering
        keep = {i: at for at, i in enumerate(i for i in range(n) if i in used)}
        names, column = [names[i] for i in keep], [column[i] for i in keep]
        edges = [
            Edge(keep[e.source], keep[e.target], e.value, e.text, e.label, e.tip) for e in edges
        ]
    nodes = [_Node(name, c, 0.0) for name, c in zip(names, column, strict=True)]
    for edge in edges:
        nodes[edge.source].out.append(edge)
        nodes[edge.target].into.append(edge)
    for node in nodes:
        node.value = max(sum(e.value for e in node.into), sum(e.value for e in node.out))
    return nodes, edges


def _place(scene: Scene, nodes: list[_Node]) -> None:
    columns: dict[int, list[_Node]] = {}
    for node in nodes:
        columns.setdefault(node.layer, []).append(node)
    height = scene.height
    most = max(len(c) for c in columns.values())
    gap = min(14.0, height * 0.4 / max(most - 1, 1))
    scale = min((height - gap * (len(c) - 1)) / sum(n.value for n in c) for c in columns.values())
    for column in columns.values():
        column.sort(key=lambda n: -n.value)
        for node in column:
            node.height = max(node.value * scale, 1.0)
        _settle(column, gap, height, center=True)
    for turn in range(8):  # pull nodes towards what they are linked to
        forward = turn % 2 == 0
        for layer in sorted(columns, reverse=not forward):
            for node in columns[layer]:
                near = node.into if forward else node.out
                weight = sum(e.value for e in near)
                if weight > 0:
                    ends = (nodes[e.source if forward else e.target].middle * e.value for e in near)
                    node.y = sum(ends) / weight - node.height / 2
            columns[layer].sort(key=lambda n: n.middle)
            _settle(columns[layer], gap, height)


def _settle(column: list[_Node], gap: float, height: float, *, center: bool = False) -> None:
    """Push nodes apart, down and then back up, so that none overlaps or leaves the picture."""
    if center:
        at = (height - sum(n.height for n in column) - gap * (len(column) - 1)) / 2
        for node in column:
            node.y, at = at, at + node.height + gap
        return
    at = 0.0
    for node in column:
        node.y = max(node.y, at)
        at = node.y + node.height + gap
    end = height
    for node in reversed(column):
        node.y = max(min(node.y, end - node.height), 0.0)
        end = node.y - gap


def _view(scene: Scene, nodes: list[_Node], edges: list[Edge]) -> dict[str, Any]:
    last = max(n.layer for n in nodes)
    step = (scene.width - _NODE_WIDTH) / max(last, 1)
    scale = min(n.height / n.value for n in nodes if n.value > 0)
    wheel = scene.colors.categorical
    hues = {
        name: wheel[i % len(wheel)] for i, name in enumerate(dict.fromkeys(n.name for n in nodes))
    }
    starts, ends = {}, {}
    for node in nodes:
        at = node.y
        for edge in sorted(node.out, key=lambda e: nodes[e.target].middle):
            starts[id(edge)], at = at, at + edge.value * scale
        at = node.y
        for edge in sorted(node.into, key=lambda e: nodes[e.source].middle):
            ends[id(edge)], at = at, at + edge.value * scale
    bands = []
    for i, edge in enumerate(edges):
        a, b = nodes[edge.source], nodes[edge.target]
        x0, x1 = a.layer * step + _NODE_WIDTH, b.layer * step
        thick = max(edge.value * scale, 0.75)
        for j in range(_STEPS + 1):
            t = j / _STEPS
            ease = t * t * (3 - 2 * t)
            y = starts[id(edge)] + (ends[id(edge)] - starts[id(edge)]) * ease
            bands.append({"x": x0 + (x1 - x0) * t, "y": y, "y2": y + thick, "g": i,
                          "hue": hues[a.name], "tip": edge.tip})  # fmt: skip
    boxes, texts = [], []
    unit = scene.unit(scene.chart.name("value"))
    words = scene.t("流入", "in"), scene.t("流出", "out")
    for node in nodes:
        x = node.layer * step
        sums = [sum(e.value for e in flow) for flow in (node.into, node.out)]
        both = [(w, formats.number(s)) for w, s in zip(words, sums, strict=True) if all(sums)]
        note = tip((node.name, formats.with_unit(node.value, unit)), *both)
        boxes.append({"x": x, "x2": x + _NODE_WIDTH, "y": node.y, "y2": node.y + node.height,
                      "hue": hues[node.name], "tip": note})  # fmt: skip
        at_end = node.layer == last and last > 0
        room = step - _NODE_WIDTH - 12 if last > 1 else step * 0.48
        amount = formats.compact(node.value, scene.lang, unit=unit)
        given = max(room - text_width(amount, 12) - 8, 30)
        most = 2 if node.height >= _TWO_LINES else 1
        lines = even_lines(node.name, given, 12, most) or [cut(node.name, given, 12)]
        if node.height >= 9 or len(nodes) <= 24:
            texts.append({"x": x - 5 if at_end else x + _NODE_WIDTH + 5, "y": node.middle,
                          "t": [*lines[:-1], f"{lines[-1]}  {amount}"],
                          "side": "right" if at_end else "left"})  # fmt: skip
    left, top = canvas(scene)
    hue = literal("hue")
    shape = {"x": left, "y": top, "y2": {"field": "y2"}, "color": hue, **TIP}
    layers_ = [
        {
            "mark": {"type": "area", "opacity": 0.38, "orient": "vertical"},
            "data": records(bands),
            "encoding": shape | {"detail": {"field": "g", "type": "nominal"}},
        },
        {
            "mark": {"type": "rect"},
            "data": records(boxes),
            "encoding": shape | {"x2": {"field": "x2"}},
        },
    ]
    for side in ("left", "right"):
        some = [t for t in texts if t["side"] == side]
        if some:
            mark = quiet({"type": "text", "align": side, "baseline": "middle", "fontSize": 12})
            encoding = {"x": left, "y": top, "text": {"field": "t", "type": "nominal"}}
            layers_.append({"mark": mark, "data": records(some), "encoding": encoding})
    return {"layer": layers_}
