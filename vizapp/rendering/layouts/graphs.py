"""Networks: things and their links, placed by forces."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from vizapp.rendering.encode import (
    TIP,
    canvas,
    literal,
    nothing,
    quiet,
    records,
)
from vizapp.rendering.layouts.edges import Links, read_links
from vizapp.rendering.layouts.registry import layout
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.wording import cut, text_width

if TYPE_CHECKING:
    import networkx as nx

_MOST_LINKS = 250
_MOST_EDGE_LABELS = 30
_FEW_NODES = 25
_EVEN = 0.6  # share of a node's rank in its place; the rest is that of the forces
_APART = 4.0  # px between two names

Box = tuple[float, float, float, float]  # left, top, right, bottom in px


@layout("network")
def network(scene: Scene) -> Drawing:
    """Draw nodes by their number of links, links by their value."""
    links = read_links(scene, _MOST_LINKS, connective="–")
    if not links.edges:
        return nothing(scene, links.title)
    spots = _spots(scene, links)
    hues = _hues(scene, links)
    return Drawing(_view(scene, links, spots, hues), links.title)


def _graph(links: Links) -> nx.Graph:
    import networkx as nx  # a tenth of a second, for one chart of 25

    graph = nx.Graph()
    graph.add_nodes_from(range(len(links.nodes)))
    graph.add_edges_from((e.source, e.target) for e in links.edges if e.source != e.target)
    return graph


def _spots(scene: Scene, links: Links) -> list[tuple[float, float]]:
    """Return a place for each node; separate networks get fields of their own."""
    import networkx as nx

    graph = _graph(links)
    parts = sorted(nx.connected_components(graph), key=lambda p: (-len(p), min(p)))
    spots: dict[int, tuple[float, float]] = {}
    margin_x, margin_y = min(50.0, scene.width * 0.1), min(26.0, scene.height * 0.1)
    fields = _fields(
        [len(p) for p in parts], margin_x, margin_y, scene.width - margin_x, scene.height - margin_y
    )
    for part, (x0, y0, x1, y1) in zip(parts, fields, strict=True):
        inner = graph.subgraph(sorted(part))
        # Circular start and a fixed number of rounds: the same picture every time.
        start = nx.circular_layout(sorted(part))
        found = nx.spring_layout(
            inner, pos=start, k=1.6 / math.sqrt(len(part)), iterations=120, seed=7
        ) if len(part) > 2 else start  # fmt: skip
        xs = _spread([float(p[0]) for p in found.values()])
        ys = _spread([float(p[1]) for p in found.values()])
        for node, x, y in zip(found, xs, ys, strict=True):
            spots[node] = (
                _stretch(x, min(xs), max(xs), x0, x1),
                _stretch(y, min(ys), max(ys), y0, y1),
            )
    return [spots[i] for i in range(len(links.nodes))]


def _spread(places: list[float]) -> list[float]:
    """Return places of many nodes further apart where they are dense, in the same order.

    Else a few nodes at the rim would leave the rest a lump in the middle.
    """
    low, high = min(places), max(places)
    if len(places) <= _FEW_NODES or high - low < 1e-9:
        return places
    order = sorted(range(len(places)), key=lambda i: places[i])
    ranks = {node: rank / (len(places) - 1) for rank, node in enumerate(order)}
    return [(1 - _EVEN) * (p - low) / (high - low) + _EVEN * ranks[i] for i, p in enumerate(places)]


def _stretch(value: float, low: float, high: float, start: float, end: float) -> float:
    if high - low < 1e-9:
        return (start + end) / 2
    return start + (value - low) / (high - low) * (end - start)


def _fields(
    sizes: list[int], x0: float, y0: float, x1: float, y1: float
) -> list[tuple[float, float, float, float]]:
    """Divide a rectangle in proportion to sizes, halving the list each time."""
    if len(sizes) == 1:
        return [(x0, y0, x1, y1)]
    total, taken, cut_at = sum(sizes), 0, 0
    for i, size in enumerate(sizes[:-1]):
        taken += size
        cut_at = i + 1
        if taken >= total / 2:
            break
    share = min(max(taken / total, 0.15), 0.85)
    gap = 18.0
    if x1 - x0 > y1 - y0:
        middle = x0 + (x1 - x0) * share
        first, second = (x0, y0, middle - gap, y1), (middle + gap, y0, x1, y1)
    else:
        middle = y0 + (y1 - y0) * share
        first, second = (x0, y0, x1, middle - gap / 2), (x0, middle + gap / 2, x1, y1)
    return _fields(sizes[:cut_at], *first) + _fields(sizes[cut_at:], *second)


def _hues(scene: Scene, links: Links) -> list[str]:
    """Colour groups that are closely linked, where there are several."""
    import networkx as nx

    wheel = scene.colors.categorical
    graph = _graph(links)
    if len(links.nodes) < 8 or graph.number_of_edges() == 0:
        return [wheel[0]] * len(links.nodes)
    groups = nx.community.greedy_modularity_communities(graph)
    ordered = sorted(groups, key=lambda g: (-len(g), min(g)))
    group_of = {node: i for i, group in enumerate(ordered) for node in group}
    if 1 < len(ordered) <= len(wheel):
        scene.note("颜色:联系紧密的群组", "colours: closely linked groups")
        return [wheel[group_of[i]] for i in range(len(links.nodes))]
    return [wheel[0]] * len(links.nodes)


def _view(
    scene: Scene, links: Links, spots: list[tuple[float, float]], hues: list[str]
) -> dict[str, Any]:
    largest = max((abs(e.value) for e in links.edges), default=0.0) or 1.0
    weighted = scene.chart.name("value") is not None
    lines, loops, edge_texts = [], [], []
    pairs = {(edge.source, edge.target) for edge in links.edges if edge.source != edge.target}
    for edge in links.edges:
        (x, y), (x2, y2) = spots[edge.source], spots[edge.target]
        width = 1 + 4 * abs(edge.value) / largest if weighted else 1.4
        item = {"x": x, "y": y, "tip": edge.tip, "w": width}
        if edge.source == edge.target:
            loops.append(item | {"y": y - 13})
        else:
            lines.append(item | {"x2": x2, "y2": y2})
        if edge.label and len(links.edges) <= _MOST_EDGE_LABELS:
            # Two that lead to and fro stand nearer to where each comes from.
            way = 0.35 if (edge.target, edge.source) in pairs else 0.5
            at = {"x": x + (x2 - x) * way, "y": y + (y2 - y) * way}
            edge_texts.append({**at, "t": cut(edge.label, 120, 10)})
    degrees = [links.degree(i) for i in range(len(links.nodes))]
    most = max(degrees)
    crowded = min(1.0, 30 / len(links.nodes))
    dots = [
        {
            "x": x,
            "y": y,
            "z": crowded * (90 + 640 * (d / most) ** 1.2),
            "hue": hue,
            "tip": links.node_tip(i),
        }
        for i, ((x, y), d, hue) in enumerate(zip(spots, degrees, hues, strict=True))
    ]
    names = _names(scene, links, dots, degrees, [_around(text) for text in edge_texts])
    across, down = canvas(scene)
    hue = literal("hue")
    text = {"text": {"field": "t", "type": "nominal"}}
    line = {
        "x": across, "y": down, "x2": {"field": "x2"}, "y2": {"field": "y2"},
        "strokeWidth": literal("w", "quantitative"),
        **TIP,
    }  # fmt: skip
    layers: list[dict[str, Any]] = []
    if lines:
        mark = {"type": "rule", "color": scene.colors.line, "strokeCap": "round"}
        layers.append({"mark": mark, "data": records(lines), "encoding": line})
    if loops:
        ring = {"type": "point", "size": 240, "stroke": scene.colors.line, "fill": None}
        layers.append(
            {"mark": ring, "data": records(loops), "encoding": {"x": across, "y": down, **TIP}}
        )
    size = literal("z", "quantitative")
    dot = {"type": "circle", "opacity": 1, "stroke": scene.colors.background, "strokeWidth": 1.5}
    encoding = {"x": across, "y": down, "size": size, "color": hue, **TIP}
    layers.append({"mark": dot, "data": records(dots), "encoding": encoding})
    no_halo: dict[str, Any] = {}
    halo: dict[str, Any] = {
        "stroke": scene.colors.background,
        "strokeWidth": 3,
        "strokeJoin": "round",
    }
    writings: list[tuple[list[dict[str, Any]], dict[str, Any]]] = [
        (edge_texts, {"fontSize": 10, "color": scene.colors.muted}),
        (names, {"fontSize": 11, "baseline": "top", "color": scene.colors.text}),
    ]
    for items, style in writings:
        if items:  # a halo first, so that lines do not cross letters
            for extra in (halo, no_halo):
                letters = quiet({"type": "text", **style, **extra})
                layers.append(
                    {
                        "mark": letters,
                        "data": records(items),
                        "encoding": {"x": across, "y": down, **text},
                    }
                )
    return {"layer": layers}


def _names(
    scene: Scene,
    links: Links,
    dots: list[dict[str, Any]],
    degrees: list[int],
    written: list[Box],
) -> list[dict[str, Any]]:
    """Name nodes, the best linked first, as long as names do not cover each other.

    A name stands below its node, else beside or above it, where no name and no node is,
    nor the words of a link (`written`).
    """
    radii = [math.sqrt(dot["z"] / math.pi) for dot in dots]
    nodes = [
        (d["x"] - r, d["y"] - r, d["x"] + r, d["y"] + r) for d, r in zip(dots, radii, strict=True)
    ]
    taken: list[Box] = []
    texts = []
    for i in sorted(range(len(dots)), key=lambda i: (-degrees[i], i)):
        text = cut(links.nodes[i], 200 if len(dots) <= _FEW_NODES else 110, 11)
        wide, away = text_width(text, 11), radii[i] + 3
        x, y = float(dots[i]["x"]), float(dots[i]["y"])
        middle = min(max(x - wide / 2, 0.0), scene.width - wide)
        corners = (
            (middle, y + away),
            (x + away, y - 6),
            (x - away - wide, y - 6),
            (middle, y - away - 12),
        )
        boxes = [(a, b, a + wide, b + 12) for a, b in corners if 0 <= a <= scene.width - wide + 1]
        clear = [box for box in boxes if not any(_meet(box, other) for other in taken)]
        others = [*written, *nodes[:i], *nodes[i + 1 :]]
        free = [box for box in clear if not any(_meet(box, other) for other in others)]
        if not clear:
            continue
        box = (free or clear)[0]
        taken.append(box)
        texts.append({"x": (box[0] + box[2]) / 2, "y": box[1], "t": text})
    return texts


def _around(text: dict[str, Any]) -> Box:
    half = text_width(str(text["t"]), 10) / 2
    return text["x"] - half, text["y"] - 6, text["x"] + half, text["y"] + 6


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] + _APART
        and other[0] < one[2] + _APART
        and one[1] < other[3]
        and other[1] < one[3]
    )
