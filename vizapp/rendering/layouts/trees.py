"""Mind maps: a topic in the middle, its branches to both sides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from vizapp.rendering.encode import (
    TIP,
    canvas,
    literal,
    nothing,
    on_color,
    quiet,
    records,
    tip,
)
from vizapp.rendering.layouts.edges import Links, read_links
from vizapp.rendering.layouts.registry import layout
from vizapp.rendering.scene import Drawing, Scene
from vizapp.rendering.wording import clean, cut, even_lines, n_of, text_width, wrap

_MOST_LINKS = 300
_ROW = 17.0  # least height of a line
_STEM = 26.0  # least length of a curve
_EDGE = 6.0
_LINE = 15.0  # from one line of a text to the next
_MOST_LINES = 4
_ROOT_SHARE = 0.24  # of the width, for the topic in the middle


@dataclass
class _Topic:
    node: int
    depth: int
    children: list[_Topic] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0
    side: int = 1
    branch: int = 0
    room: float = 0.0  # the widest its text may be
    height: float = 0.0  # the room that it has from top to bottom

    def leaves(self) -> int:
        return sum(c.leaves() for c in self.children) or 1


@layout("mind_map")
def mind_map(scene: Scene) -> Drawing:
    """Draw a tree; several trees stand below each other."""
    links = read_links(scene, _MOST_LINKS)
    if not links.nodes:
        return nothing(scene, links.title)
    roots, extra = _forest(links)
    if extra:
        scene.note(
            f"{extra} 条不成树的连接未绘出", f"{n_of(extra, 'link')} outside the tree left out"
        )
    hidden = _prune(roots, int(scene.height / _ROW))
    if hidden:
        scene.note(f"{hidden} 个末端主题未绘出", f"{n_of(hidden, 'outer topic')} left out")
    _place(scene, links, roots)
    return Drawing(_view(scene, links, roots), links.title)


def _forest(links: Links) -> tuple[list[_Topic], int]:
    """Return trees that hold every node, breadth first, and how many links they leave out."""
    following: dict[int, list[int]] = {}
    entered: set[int] = set()
    for edge in links.edges:
        following.setdefault(edge.source, []).append(edge.target)
        if edge.source != edge.target:
            entered.add(edge.target)
    nodes = range(len(links.nodes))
    # A circle has no root: its best connected node stands in for one.
    order = sorted(
        nodes, key=lambda i: (i in entered, -len(following.get(i, ())) * (i in entered), i)
    )
    seen: set[int] = set()
    roots, used = [], 0
    for start in order:
        if start in seen:
            continue
        seen.add(start)
        root = _Topic(start, 0)
        roots.append(root)
        queue = [root]
        for topic in queue:
            for step in following.get(topic.node, ()):
                if step not in seen:
                    seen.add(step)
                    used += 1
                    child = _Topic(step, topic.depth + 1)
                    topic.children.append(child)
                    queue.append(child)
    return roots, len(links.edges) - used


def _prune(roots: list[_Topic], rows: int) -> int:
    """Fold the deepest topics until the rest has room; return how many went."""
    hidden = 0

    def total() -> int:
        if _both_sides(roots):
            return (roots[0].leaves() + 1) // 2 + 1
        return sum(r.leaves() for r in roots)

    def inner(topic: _Topic) -> list[_Topic]:
        found = [topic] if topic.children else []
        for child in topic.children:
            found += inner(child)
        return found

    while total() > max(rows, 3):
        parents = [p for r in roots for p in inner(r)]
        if not parents:
            hidden += len(roots) - max(rows, 3)
            del roots[max(rows, 3) :]
            break
        deepest = max(parents, key=lambda p: (p.depth, len(p.children)))
        if deepest.depth == 0 and len(deepest.children) > 1:
            deepest.children.pop()
            hidden += 1
        else:
            hidden += len(deepest.children)
            deepest.children = []
    return hidden


def _place(scene: Scene, links: Links, roots: list[_Topic]) -> None:
    for i, root in enumerate(roots):
        root.branch = i
        for j, child in enumerate(root.children):
            _paint(child, j if len(roots) == 1 else i)
    if not _both_sides(roots):
        total, at = sum(r.leaves() for r in roots), 0.0
        columns = _columns(links, roots, scene.width - 16)
        for root in roots:
            share = scene.height * root.leaves() / total
            _spread([root], 1, 8.0, columns, at, at + share)
            at += share
        return
    root = roots[0]
    right: list[_Topic] = []
    left: list[_Topic] = []
    count = 0
    for child in root.children:
        (right if count < root.leaves() / 2 else left).append(child)
        count += child.leaves()
    root.room, root.height = scene.width * _ROOT_SHARE, scene.height
    middle = _lines(links.nodes[root.node], root)
    half = max(text_width(line, 14, bold=True) for line in middle) / 2 + 8 + _STEM
    # What one side does not need, the other may have: then the topic is not in the middle.
    free = scene.width - 2 * (half + _EDGE)
    here, there = (_width_of(_widest(links, children)) for children in (left, right))
    room = min(
        max(free / 2, min(here, free - there)), free - min(there, max(free / 2, free - here))
    )
    root.x, root.y = _EDGE + room + half, scene.height / 2
    for side, children, given in ((-1, left, room), (1, right, free - room)):
        columns = _columns(links, children, given)
        _spread(children, side, root.x + side * half, columns, 0, scene.height)


def _both_sides(roots: list[_Topic]) -> bool:
    return len(roots) == 1 and len(roots[0].children) >= 3


def _columns(links: Links, topics: list[_Topic], room: float) -> dict[int, tuple[float, float]]:
    """Return where each depth starts and how wide its texts may be."""
    widest = _widest(links, topics)
    stems = _STEM * (len(widest) - 1)
    left = max(room - stems, room * 0.4)
    # Room to spare lengthens the stems, up to a point; where it lacks, the wide ones give way.
    spare = max(room - _width_of(widest), 0.0) / max(len(widest), 1)
    granted: dict[int, float] = {}
    for n, depth in enumerate(sorted(widest, key=lambda depth: widest[depth])):
        granted[depth] = min(widest[depth], left / (len(widest) - n))
        left -= granted[depth]
    found, at = {}, 0.0
    for depth in sorted(widest):
        found[depth] = at, granted[depth]
        at += granted[depth] + _STEM + min(spare, 50.0)
    return found


def _widest(links: Links, topics: list[_Topic]) -> dict[int, float]:
    """Return how wide the widest text of each depth is."""
    widest: dict[int, float] = {}
    for topic in _walk(topics):
        size = 14 if topic.depth == 0 else 12
        width = text_width(clean(links.nodes[topic.node]), size, bold=topic.depth == 0) + 10
        widest[topic.depth] = max(widest.get(topic.depth, 0.0), width)
    return widest


def _width_of(widest: dict[int, float]) -> float:
    """Return how wide columns of these widths are, with the shortest stems between them."""
    return sum(widest.values()) + _STEM * max(len(widest) - 1, 0)


def _paint(topic: _Topic, branch: int) -> None:
    topic.branch = branch
    for child in topic.children:
        _paint(child, branch)


def _spread(
    topics: list[_Topic],
    side: int,
    x: float,
    columns: dict[int, tuple[float, float]],
    top: float,
    bottom: float,
) -> None:
    """Give each topic a share of the height, in proportion to its leaves."""
    total = sum(t.leaves() for t in topics)
    for topic in topics:
        end = top + (bottom - top) * topic.leaves() / max(total, 1)
        offset, topic.room = columns[topic.depth]
        topic.x, topic.y, topic.side = x + side * offset, (top + end) / 2, side
        topic.height = end - top
        _spread(topic.children, side, x, columns, top, end)
        top, total = end, total - topic.leaves()


def _walk(topics: list[_Topic]) -> list[_Topic]:
    found = []
    for topic in topics:
        found += [topic, *_walk(topic.children)]
    return found


def _view(scene: Scene, links: Links, roots: list[_Topic]) -> dict[str, Any]:
    wheel = scene.colors.categorical
    everyone = _walk(roots)
    both = _both_sides(roots)
    tips = {(e.source, e.target): e for e in links.edges}
    curves: list[dict[str, Any]] = []
    boxes, texts = [], []
    for topic in everyone:
        bold = topic.depth == 0
        lines = _lines(links.nodes[topic.node], topic)
        hue = scene.colors.text if both and topic.depth == 0 else wheel[topic.branch % len(wheel)]
        size = 14 if bold else 12
        wide = max(text_width(line, size, bold=bold) for line in lines)
        filled = topic.depth == 0 or (topic.depth == 1 and both)
        left = topic.x - wide / 2 if both and topic.depth == 0 else (
            topic.x if topic.side > 0 else topic.x - wide)  # fmt: skip
        pad = 8 if filled else 3
        high = (
            min(
                size * 1.9,
                scene.height / max(sum(r.leaves() for r in roots) / (2 if both else 1), 1) * 0.92,
            )
            + (len(lines) - 1) * _LINE
        )
        boxes.append({
            "x": left - pad, "x2": left + wide + pad,
            "y": topic.y - high / 2, "y2": topic.y + high / 2,
            "fill": hue, "o": 1 if filled else 0, "tip": _tip(scene, links, topic, roots),
        })  # fmt: skip
        ink = on_color(scene, hue) if filled else scene.colors.text
        for i, line in enumerate(lines):
            y = topic.y + (i - (len(lines) - 1) / 2) * _LINE
            texts.append({"x": left, "y": y, "t": line, "ink": ink, "b": int(bold)})
        for child in topic.children:
            start = (left + wide + pad) if child.side > 0 else (left - pad)
            end = child.x - child.side * (9 if both and child.depth == 1 else 4)
            g = len(curves)
            for i in range(15):
                t = i / 14
                ease = t * t * (3 - 2 * t)
                curves.append({
                    "x": start + (end - start) * t, "y": topic.y + (child.y - topic.y) * ease,
                    "g": g, "hue": wheel[child.branch % len(wheel)],
                    "w": 2.2 if child.depth == 1 else 1.4,
                    "tip": tips[topic.node, child.node].tip,
                })  # fmt: skip
    return _layers(scene, curves, boxes, texts, _edge_labels(links, everyone))


def _lines(text: str, topic: _Topic) -> list[str]:
    """Return a topic's text in as many lines as it needs and has room for."""
    most = min(max(int((topic.height - 4) / _LINE), 1), _MOST_LINES)
    size = 12 if topic.depth else 15  # bold letters of 14 px are as wide as others of 15 px
    lines = even_lines(text, topic.room, size, most)
    return lines or wrap(text, topic.room, size, lines=most) or [""]


def _tip(scene: Scene, links: Links, topic: _Topic, roots: list[_Topic]) -> str:
    parents = {c.node: t.node for t in _walk(roots) for c in t.children}
    path, at = [links.nodes[topic.node]], topic.node
    while at in parents:
        at = parents[at]
        path.append(links.nodes[at])
    n = len(topic.children)
    return tip(
        (scene.t("主题", "topic"), " › ".join(reversed(path))),
        (scene.t("子主题", "subtopics"), n or None),
    )


def _edge_labels(links: Links, everyone: list[_Topic]) -> list[dict[str, Any]]:
    """Label links in small type near the child, where labels are given and few."""
    given = {(e.source, e.target): e.label for e in links.edges if e.label}
    if not given or len(everyone) > 24:
        return []
    return [
        {
            "x": c.x - c.side * 22,
            "y": (c.y * 3 + t.y) / 4 - 8,
            "t": cut(given[t.node, c.node], 70, 10),
        }
        for t in everyone
        for c in t.children
        if (t.node, c.node) in given
    ]


def _layers(scene: Scene, curves: Any, boxes: Any, texts: Any, labels: Any) -> dict[str, Any]:
    x, y = canvas(scene)
    text = {"text": {"field": "t", "type": "nominal"}}
    layers: list[dict[str, Any]] = []
    if curves:
        layers.append({
            "mark": {"type": "line", "opacity": 0.7},
            "data": records(curves),
            "encoding": {
                "x": x, "y": y, "detail": {"field": "g", "type": "nominal"},
                "color": literal("hue"),
                "strokeWidth": literal("w", "quantitative"),
                **TIP,
            },
        })  # fmt: skip
    layers.append({
        "mark": {"type": "rect", "cornerRadius": 7},
        "data": records(boxes),
        "encoding": {
            "x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"},
            "color": literal("fill"),
            "opacity": literal("o", "quantitative"),
            **TIP,
        },
    })  # fmt: skip
    for bold in (1, 0):
        some = [t for t in texts if t["b"] == bold]
        if some:
            mark = {
                "type": "text",
                "align": "left",
                "baseline": "middle",
                "fontSize": 14 if bold else 12,
            }
            mark |= {"fontWeight": "bold"} if bold else {}
            ink = {"color": literal("ink")}
            layers.append(
                {
                    "mark": quiet(mark),
                    "data": records(some),
                    "encoding": {"x": x, "y": y, **text, **ink},
                }
            )
    if labels:
        mark = quiet({"type": "text", "fontSize": 10, "color": scene.colors.muted})
        layers.append({"mark": mark, "data": records(labels), "encoding": {"x": x, "y": y, **text}})
    return {"layer": layers}
