"""Flow diagrams: steps in layers, arrows from each to the next."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import Any

from vizapp.rendering.encode import (
    TIP,
    canvas,
    literal,
    nothing,
    on_color,
    quiet,
    records,
)
from vizapp.rendering.layouts.edges import Edge, Links, back_edges, layers, read_links
from vizapp.rendering.layouts.registry import layout
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.wording import cut, even_lines, pieces, text_width, wrap

_MOST_LINKS = 400
_SWEEPS = 8
_LEAST_ROW = 18.0  # px that a box and its gap need
_LANE = 20.0  # px on either side for links that go back
_LABEL, _BACK_LABEL = 90.0, 180.0  # px of a link's words; those that go back have a lane

_ARROW = {"type": "point", "shape": "triangle-up", "filled": True, "size": 55, "opacity": 1}

Point = tuple[float, float]


@dataclass
class _Plan:
    """Where boxes stand, in pixels, and by which points each link passes."""

    middles: dict[int, Point]
    width: float
    height: float
    upright: bool  # layers run from top to bottom
    routes: list[tuple[Edge, list[Point], bool]]  # the last says that it goes back
    font: float = 12.0


@layout("flow")
def flow(scene: Scene) -> Drawing:
    """Draw steps as boxes from left to right, from top to bottom where they are many."""
    links = read_links(scene, _MOST_LINKS)
    if not links.edges:
        return nothing(scene, links.title)
    _thin(scene, links)
    return Drawing(_view(scene, links, _plan(scene, links)), links.title)


def _thin(scene: Scene, links: Links) -> None:
    """Keep the strongest links, as many as leave boxes that can be read."""
    n = len(links.edges)
    ranked = sorted(links.edges, key=lambda e: -e.value)  # stable: the table's order decides ties
    while len(ranked) > 8:
        ends = dict.fromkeys(i for e in ranked for i in (e.source, e.target))
        at = {node: i for i, node in enumerate(ends)}
        pairs = [(at[e.source], at[e.target]) for e in ranked]
        back = back_edges(len(at), pairs)
        layer = layers(len(at), [p for p in pairs if p not in back])
        if max(layer.count(depth) for depth in layer) * _LEAST_ROW <= scene.height:
            break
        ranked = ranked[: int(len(ranked) * 0.8)]
    if len(ranked) == n:
        return
    kept = [e for e in links.edges if e in ranked]
    names = dict.fromkeys(i for e in kept for i in (e.source, e.target))
    at = {node: i for i, node in enumerate(names)}
    links.nodes = [links.nodes[i] for i in names]
    links.edges = [replace(e, source=at[e.source], target=at[e.target]) for e in kept]
    scene.note(f"仅显示 {n} 条连接中的 {len(kept)} 条", f"{len(kept)} of {n} links shown")


def _plan(scene: Scene, links: Links) -> _Plan:
    pairs = [(e.source, e.target) for e in links.edges]
    back = back_edges(len(links.nodes), pairs)
    forward = [p for p in pairs if p not in back]
    layer = layers(len(links.nodes), forward)
    columns, chains = _order(layer, forward)
    n_layers, widest = len(columns), max(len(c) for c in columns)
    longest = max(text_width(n, 12) for n in links.nodes)
    upright = n_layers > 6 and widest <= 5
    along, across = (scene.height, scene.width) if upright else (scene.width, scene.height)
    margin = _LANE if any(a != b for a, b in back) else 0.0
    across -= 2 * margin
    step, lane = along / n_layers, across / widest
    if upright:
        width, height = min(lane - 16, max(longest + 26, 70), 220), min(step * 0.62, 40)
    else:
        share = 0.6 if any(e.label or e.text for e in links.edges) else 0.72
        width, height = min(step * share, max(longest / 1.6 + 30, 64), 150), min(lane - 10, 52)
    plan = _Plan({}, max(width, 16), max(height, 8), upright, [])
    plan.font = 12 if plan.height >= 17 else max(7, plan.height * 0.7)
    # No word shall be cut for want of a few pixels: a wider box, then a smaller font.
    longest_word = max(text_width(w, plan.font) for n in links.nodes for w in pieces(n))
    if longest_word + 12 > plan.width:
        if not upright:
            plan.width = min(longest_word + 12, step * 0.8)
        plan.font = max(min(plan.font, plan.font * (plan.width - 12) / longest_word), 9.0)
    places: dict[int, Point] = {}
    for depth, column in enumerate(columns):
        for i, item in enumerate(column):
            own = across / len(column) if len(column) > widest / 2 else lane * 1.15
            start = margin + across / 2 - own * len(column) / 2
            at = (depth + 0.5) * step, start + (i + 0.5) * own
            places[item] = (at[1], at[0]) if upright else at
    plan.middles = {i: places[i] for i in range(len(links.nodes))}
    spots = {item: (i, len(c) - 1 - i) for c in columns for i, item in enumerate(c)}
    lanes = margin / 2, across + 1.5 * margin
    for edge in links.edges:
        pair = (edge.source, edge.target)
        if pair in back:  # round on the side where fewer boxes stand in the way
            above, below = (sum(spots[i][side] for i in set(pair)) for side in (0, 1))
            plan.routes.append((edge, _round(plan, pair, lanes, up=above < below), True))
        else:
            through = [places[d] for d in chains.get(pair, [])]
            plan.routes.append((edge, _through(plan, pair, through), False))
    return plan


def _order(
    layer: list[int], edges: list[tuple[int, int]]
) -> tuple[list[list[int]], dict[tuple[int, int], list[int]]]:
    """Order each layer so that links cross little; long links get a place in each layer.

    Barycentres, swept forth and back (Sugiyama et al., 1981). Items beyond the
    nodes are the places that long links pass by.
    """
    columns: list[list[int]] = [[] for _ in range(max(layer) + 1)]
    for node, depth in enumerate(layer):
        columns[depth].append(node)
    chains: dict[tuple[int, int], list[int]] = {}
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    extra = len(layer)
    for a, b in edges:
        chain = [a]
        for depth in range(layer[a] + 1, layer[b]):
            columns[depth].append(extra)
            chains.setdefault((a, b), []).append(extra)
            chain.append(extra)
            extra += 1
        chain.append(b)
        for one, two in itertools.pairwise(chain):
            after.setdefault(one, []).append(two)
            before.setdefault(two, []).append(one)
    for turn in range(_SWEEPS):
        near = before if turn % 2 == 0 else after
        spots = {item: i / len(c) for c in columns for i, item in enumerate(c)}
        for column in columns if turn % 2 == 0 else reversed(columns):
            column.sort(
                key=lambda item: (
                    sum(spots[o] for o in near[item]) / len(near[item])
                    if near.get(item)
                    else spots[item]
                )
            )
            spots |= {item: (i + 0.5) / len(column) for i, item in enumerate(column)}
    return columns, chains


def _through(plan: _Plan, pair: tuple[int, int], middles: list[Point]) -> list[Point]:
    (xa, ya), (xb, yb) = plan.middles[pair[0]], plan.middles[pair[1]]
    if plan.upright:
        stops = [(xa, ya + plan.height / 2), *middles, (xb, yb - plan.height / 2 - 5)]
    else:
        stops = [(xa + plan.width / 2, ya), *middles, (xb - plan.width / 2 - 5, yb)]
    route: list[Point] = []
    for (x0, y0), (x1, y1) in itertools.pairwise(stops):
        for i in range(13):
            t = i / 12
            ease = t * t * (3 - 2 * t)
            spot = (x0 + (x1 - x0) * ease, y0 + (y1 - y0) * t) if plan.upright else (
                x0 + (x1 - x0) * t, y0 + (y1 - y0) * ease)  # fmt: skip
            route.append(spot)
    return route


def _round(
    plan: _Plan, pair: tuple[int, int], lanes: tuple[float, float], *, up: bool
) -> list[Point]:
    """Return the way of a link that goes back: out of the box, along the edge, in again."""
    (xa, ya), (xb, yb) = plan.middles[pair[0]], plan.middles[pair[1]]
    if pair[0] == pair[1]:
        w, h = plan.width / 2, plan.height / 2
        return [(xa + w * 0.5, ya - h), (xa + w * 0.5, ya - h - 9), (xa - w * 0.1, ya - h - 9),
                (xa - w * 0.1, ya - h - 4)]  # fmt: skip
    lane, sign = (lanes[0], -1) if up else (lanes[1], 1)
    if plan.upright:
        half = sign * plan.width / 2
        return [(xa + half, ya + 3), (lane, ya + 3), (lane, yb - 3), (xb + half + 5 * sign, yb - 3)]
    half = sign * plan.height / 2
    return [(xa + 6, ya + half), (xa + 6, lane), (xb - 6, lane), (xb - 6, yb + half + 5 * sign)]


def _clear(plan: _Plan, at: Point, width: float) -> Point:
    """Return the place next to a link's middle where its text lies on no box."""
    x, y = at
    reach, half = (width + plan.width) / 2, plan.height / 2
    near = [mid_y for mid_x, mid_y in plan.middles.values() if abs(mid_x - x) < reach]
    usual = 0.0 if plan.upright else -6.0
    shifts = [usual + sign * step for step in range(0, int(half) + 16, 4) for sign in (-1, 1)]
    for shift in shifts:
        if all(abs(mid_y - y - shift) > half + 5 for mid_y in near):
            return x, y + shift
    return x, y + usual


def _view(scene: Scene, links: Links, plan: _Plan) -> dict[str, Any]:
    lines, heads, texts = [], [], []
    largest = max((abs(e.value) for e in links.edges), default=0.0) or 1.0
    weighted = scene.chart.name("value") is not None
    for g, (edge, route, back) in enumerate(plan.routes):
        width = 1.2 + 2.6 * abs(edge.value) / largest if weighted else 1.5
        lines += [
            {"x": x, "y": y, "g": g, "i": i, "w": width, "d": int(back), "tip": edge.tip}
            for i, (x, y) in enumerate(route)
        ]
        (x0, y0), (x1, y1) = route[-2], route[-1]
        if not back:  # the curve ends straight
            x0, y0 = (x1, y1 - 1) if plan.upright else (x1 - 1, y1)
        angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
        heads.append({"x": x1, "y": y1, "a": round(angle + 90) % 360})
        label = edge.label or edge.text
        if label:
            text = cut(label, _BACK_LABEL if back else _LABEL, 10)
            middle = route[len(route) // 2]
            if back and len(route) == 4:  # half way along the lane
                middle = (route[1][0] + route[2][0]) / 2, (route[1][1] + route[2][1]) / 2
            x, y = _clear(plan, middle, text_width(text, 10))
            texts.append({"x": x, "y": y, "t": text})
    out = {e.source for e in links.edges}
    into = {e.target for e in links.edges if e.source != e.target}
    boxes, names = [], []
    for i, (x, y) in plan.middles.items():
        end = i not in out or i not in into
        fill = scene.colors.categorical[0] if end else scene.colors.surface
        boxes.append({
            "x": x - plan.width / 2, "x2": x + plan.width / 2, "y": y - plan.height / 2,
            "y2": y + plan.height / 2, "fill": fill, "tip": links.node_tip(i),
        })  # fmt: skip
        most = max(1, int((plan.height - 4) / (plan.font * 1.25)))
        room = plan.width - 8
        parts = even_lines(links.nodes[i], room, plan.font, most) or wrap(
            links.nodes[i], room, plan.font, lines=most
        )
        for j, part in enumerate(parts):
            down = (j - (len(parts) - 1) / 2) * plan.font * 1.25
            names.append({"x": x, "y": y + down, "t": part, "ink": on_color(scene, fill)})
    return _layers(scene, plan, lines, heads, texts, boxes, names)


def _layers(
    scene: Scene, plan: _Plan, lines: Any, heads: Any, texts: Any, boxes: Any, names: Any
) -> dict[str, Any]:
    x, y = canvas(scene)
    muted = scene.colors.muted
    text = {"text": {"field": "t", "type": "nominal"}}
    path = {
        "x": x, "y": y, "order": {"field": "i", "type": "quantitative"},
        "detail": {"field": "g", "type": "nominal"},
        "strokeWidth": literal("w", "quantitative"),
        **TIP,
    }  # fmt: skip
    dash = {
        "condition": {"test": "datum.d === 1", "value": [4, 3]},
        "value": [1, 0],
    }
    layers_: list[dict[str, Any]] = [
        {
            "mark": {"type": "line", "color": muted, "opacity": 0.75},
            "data": records(lines),
            "encoding": path | {"strokeDash": dash},
        },
        {
            "mark": quiet({**_ARROW, "color": muted}),
            "data": records(heads),
            "encoding": {"x": x, "y": y, "angle": literal("a", "quantitative")},
        },
        {
            "mark": {"type": "rect", "cornerRadius": 6, "strokeWidth": 1},
            "data": records(boxes),
            "encoding": {
                "x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"},
                "color": literal("fill"),
                "stroke": {"value": scene.colors.line},
                **TIP,
            },
        },
        {
            "mark": quiet({"type": "text", "fontSize": plan.font, "baseline": "middle"}),
            "data": records(names),
            "encoding": {"x": x, "y": y, **text, "color": literal("ink")},
        },
    ]  # fmt: skip
    if texts:
        for halo in ({"stroke": scene.colors.background, "strokeWidth": 3}, {}):
            mark = quiet({"type": "text", "fontSize": 10, "color": muted, **halo})
            layers_.append(
                {"mark": mark, "data": records(texts), "encoding": {"x": x, "y": y, **text}}
            )
    return {"layer": layers_}
