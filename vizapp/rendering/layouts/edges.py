"""Links between things, read from rows: shared by sankey, network, flow and mind map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from vizapp.rendering.encode import shown, tip, value_text
from vizapp.rendering.scene import Scene
from vizapp.rendering.summary import keys_of, summarise


@dataclass(frozen=True)
class Edge:
    """A link; `source` and `target` are indices into the nodes."""

    source: int
    target: int
    value: float
    text: str | None  # the value in words
    label: str | None
    tip: str


@dataclass
class Links:
    """Nodes by first appearance, and the links between them."""

    nodes: list[str]
    edges: list[Edge]
    title: str
    totals: dict[int, float] = field(default_factory=dict)

    def degree(self, node: int) -> int:
        """Return how many links touch a node."""
        return sum((e.source == node) + (e.target == node) for e in self.edges)

    def node_tip(self, node: int) -> str:
        """Return a node's name and what leads to it and from it."""
        into = [self.nodes[e.source] for e in self.edges if e.target == node]
        out = [self.nodes[e.target] for e in self.edges if e.source == node]
        parts = [self.nodes[node]]
        parts += [f"← {_some(into)}"] if into else []
        parts += [f"→ {_some(out)}"] if out else []
        return "\n".join(" ".join(p.split()) for p in parts)


def _some(names: list[str]) -> str:
    return ", ".join(names[:6]) + (f" … ({len(names)})" if len(names) > 6 else "")


def read_links(scene: Scene, most: int, *, connective: str = "→") -> Links:
    """Return the chart's links, each pair once, at most `most` of them."""
    source, target = str(scene.chart.name("source")), str(scene.chart.name("target"))
    value, label = scene.chart.name("value"), scene.chart.name("label")
    keys = keys_of(scene, [source, target])
    summary = summarise(scene, keys, [value] if value else [], keep_empty=True)
    what = summary.titles[0] if value else ""

    def titled(name: Callable[[str], str]) -> str:
        said = f"{name(source)} {connective} {name(target)}"
        return said + (scene.t(f"：{name(what)}", f": {name(what)}") if what else "")

    title = scene.named(titled)
    frame = summary.frame
    if len(frame) > most:
        scene.note(
            f"仅显示 {len(frame)} 条连接中的 {most} 条", f"{most} of {len(frame)} links shown"
        )
        strongest = frame["v"].fillna(0.0).rank(method="first", ascending=False)
        frame = frame[strongest <= most]
    labels = _labels(scene, keys[0].labels, keys[1].labels, label)
    index: dict[str, int] = {}
    edges = []
    for row in frame.itertuples():
        a, b = str(row.k0), str(row.k1)
        ends = index.setdefault(a, len(index)), index.setdefault(b, len(index))
        text = None
        if value and row.v == row.v:
            text = value_text(scene, value, row.v, summary.aggregates[0])
        elif not value and summary.repeated:
            text = str(int(row.v))
        own = labels.get((a, b))
        note = tip(
            (source, a), (target, b), (label or "", own),
            (summary.titles[0], text if value or summary.repeated else None),
        )  # fmt: skip
        number = float(row.v) if row.v == row.v else 0.0
        edges.append(Edge(*ends, number, text, own, note))
    return Links(list(index), edges, title)


def _labels(
    scene: Scene, sources: pd.Series, targets: pd.Series, name: str | None
) -> dict[tuple[str, str], str]:
    if name is None:
        return {}
    found: dict[tuple[str, str], str] = {}
    for a, b, cell in zip(sources, targets, scene.frame[name], strict=True):
        if not pd.isna(cell):
            found.setdefault((a, b), shown(scene, name, cell))
    return found


def back_edges(n: int, edges: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the links that close a circle, self-loops included.

    A depth-first walk from the nodes that nothing leads to, in order; without
    recursion, because chains may be long.
    """
    following: dict[int, list[int]] = {i: [] for i in range(n)}
    entered = [0] * n
    for a, b in edges:
        following[a].append(b)
        entered[b] += a != b
    state = [0] * n  # 0 new, 1 on the path, 2 done
    back: set[tuple[int, int]] = set()
    for root in sorted(range(n), key=lambda i: (entered[i] > 0, i)):
        if state[root]:
            continue
        state[root] = 1
        path = [(root, iter(following[root]))]
        while path:
            node, rest = path[-1]
            step = next(rest, None)
            if step is None:
                state[node] = 2
                path.pop()
            elif state[step] == 1:
                back.add((node, step))
            elif state[step] == 0:
                state[step] = 1
                path.append((step, iter(following[step])))
    return back


def layers(n: int, edges: list[tuple[int, int]]) -> list[int]:
    """Return each node's layer: one more than the furthest of those that lead to it.

    `edges` must not go round.
    """
    following: dict[int, list[int]] = {i: [] for i in range(n)}
    waiting = [0] * n
    for a, b in edges:
        following[a].append(b)
        waiting[b] += 1
    layer = [0] * n
    ready = [i for i in range(n) if not waiting[i]]
    while ready:
        node = ready.pop()
        for step in following[node]:
            layer[step] = max(layer[step], layer[node] + 1)
            waiting[step] -= 1
            if not waiting[step]:
                ready.append(step)
    return layer
