"""Hand rules for relations of measures, single rows, places, links, plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from vizapp.reasoning.facts import Attribute, Facts, bounds, magnitude, says
from vizapp.reasoning.rule import Proposal, first, rule

# --- numbers ----------------------------------------------------------------


@rule("scatter", zh="两个数值可能相关", en="two measures may be related")
def two_measures(f: Facts) -> Proposal | None:
    """Match the relation of two measures, the most correlated pair first."""
    if len(f.measures) < 2 or f.rows < 3:
        return None
    known = {m.name: m for m in f.measures}
    pairs = [p for p in f.description.correlated if p[0] in known and p[1] in known]
    x, y = (known[n] for n in pairs[0]) if pairs else f.measures[:2]
    score = 5.2 + (1.0 if pairs else 0.0)
    if f.time is None:
        score += 1.0 if f.rows >= 8 else 0.2
        if not f.dimensions:
            score += 1.8
        elif len(f.measures) == 3 or (pairs and len(f.measures) == 2):
            score += 0.9
        elif not any(f.is_unique(d) for d in f.dimensions):
            score += 1.0
    else:
        score -= 1.5
    size = first([m for m in f.measures if m not in (x, y) and f.non_negative(m)])
    group = first([d for d in f.dimensions if d.value_amount <= 12])
    label = first([d for d in f.dimensions if f.is_unique(d) and d is not group])
    return Proposal(
        score,
        {
            "x": [x],
            "y": [y],
            "size": [size if len(f.measures) == 3 else None],
            "group": [group],
            "label": [label if f.rows <= 60 else None],
        },
    )


@rule("histogram", zh="关心一个数值的分布", en="the distribution of one measure matters")
def one_measure(f: Facts) -> Proposal | None:
    """Match the distribution of the only measure."""
    spread = [m for m in f.measures if m.value_amount >= 4]
    if not spread or f.rows < 4:
        return None
    alone = len(f.measures) == 1 and f.time is None and not f.dimensions
    beside = 4.6 if f.rows >= 50 and f.time is None else 2.0
    score = 8.0 if alone else beside
    return Proposal(score, {"x": spread[:1]})


@rule("boxplot", zh="每组有多行数值,关心分布", en="each group has many rows, so spread matters")
def spread_by_group(f: Facts) -> Proposal | None:
    """Match the spread of a measure in groups of many rows."""
    groups = [d for d in f.dimensions if 2 <= d.value_amount <= 30]
    measure = first([m for m in f.measures if m.value_amount >= 4])
    if not groups or measure is None:
        return None
    per_group = f.rows / groups[0].value_amount
    if per_group < 4:
        return None
    if f.description.keys:  # one row for each crossing: nothing is spread within it
        return Proposal(4.5, {"x": groups[:1], "y": [measure]})
    return Proposal(7.3 if per_group >= 8 else 6.0, {"x": groups[:1], "y": [measure]})


@rule(
    "radar",
    zh="同一对象的多个维度用同一尺度打分",
    en="aspects of one thing are scored on one scale",
)
def scored_aspects(f: Facts) -> Proposal | None:
    """Match a score for each of several aspects."""
    aspects = [d for d in f.dimensions if says(d, "aspect") and 3 <= d.value_amount <= 12]
    scores = [m for m in f.measures if says(m, "score")]
    if aspects and len(f.measures) == 1:
        x = aspects[0]
        group = f.group_for(x.name)
        strong = bool(scores)
        return Proposal(
            8.9 if strong else 7.2, {"category": [x], "value": f.measures, "group": [group]}
        )
    return None


@rule(
    "radar",
    zh="一行里有多个尺度相同的维度",
    en="a row holds many aspects on one scale",
)
def aspects_in_a_row(f: Facts) -> Proposal | None:
    """Match several measures of one scale in few rows, one item each."""
    if f.rows > 6 or f.time is not None or not 3 <= len(f.measures) <= 16:
        return None
    alike = f.alike(f.measures, 16)
    tops = [magnitude(m) for m in alike]
    if len(alike) < len(f.measures) or any(t is None or t > 100 for t in tops):
        return None
    known = [t for t in tops if t is not None]
    even = min(known) >= 0.4 * max(known)
    group = f.category
    score = (8.6 if even else 6.0) if len(alike) >= 5 else (7.0 if even else 4.5)
    return Proposal(score, {"value": alike, "group": [group if f.rows > 1 else None]})


@rule("funnel", zh="一行里的数量逐步减少", en="the numbers of one row shrink step by step")
def stages_in_a_row(f: Facts) -> Proposal | None:
    """Match measures of a single row, each smaller than the one before."""
    if f.rows != 1 or not 3 <= len(f.measures) <= 12:
        return None
    values = [limits[0] for m in f.measures if (limits := bounds(m))]
    if len(values) < len(f.measures) or values[-1] < 0:
        return None
    if any(b >= a for a, b in pairwise(values)):
        return None
    return Proposal(9.0, {"value": f.measures})


@rule("progress", zh="一行里有当前值和目标值", en="one row holds a value and its target")
def value_and_target(f: Facts) -> Proposal | None:
    """Match a value beside its target, or a share alone, in one row."""
    if f.rows != 1 or not f.measures or len(f.measures) > 2:
        return None
    target = first([m for m in f.measures if says(m, "target_value")])
    value = first([m for m in f.measures if m is not target])
    if target is not None and value is not None:
        return Proposal(9.2, {"value": [value], "target": [target]})
    one = f.measures[0]
    if len(f.measures) == 1 and (one.unit == "%" or says(one, "progress", "share")):
        return Proposal(8.2, {"value": [one]})
    return Proposal(4.0, {"value": [one]})


@rule("indicator", zh="只有一行关键数字", en="there is a single row of key numbers")
def key_numbers(f: Facts) -> Proposal | None:
    """Match the numbers of a single row."""
    if not f.measures:
        return None
    return Proposal(6.5 if f.rows == 1 else 1.0, {"value": f.measures[:8]})


# --- places and links -------------------------------------------------------


@rule("map", zh="每行有经度和纬度", en="every row has a longitude and a latitude")
def coordinates(f: Facts) -> Proposal | None:
    """Match points at longitude and latitude."""
    if f.coordinates is None:
        return None
    longitude, latitude = f.coordinates
    size = first([m for m in f.measures if f.non_negative(m)])
    label = first([a for a in f.attributes if a.type == "STR" and f.is_unique(a)])
    group = first([d for d in f.dimensions if d is not label and d.value_amount <= 12])
    bindings = {"size": [size], "group": [group], "label": [label]}
    return Proposal(9.6, {"longitude": [longitude], "latitude": [latitude], **bindings})


@dataclass(frozen=True)
class _Link:
    source: Attribute
    target: Attribute
    strength: float  # how sure it is that these are the ends of links

    def bindings(self, f: Facts, *, label: bool = True) -> dict[str, list[Attribute | None]]:
        value = first([m for m in f.measures if f.non_negative(m)])
        rest = [a for a in f.attributes if a.type == "STR" and a.value_amount > 1]
        text = first([a for a in rest if a not in (self.source, self.target)])
        found: dict[str, list[Attribute | None]] = {
            "source": [self.source],
            "target": [self.target],
            "value": [value],
        }
        if label:
            found["label"] = [text]
        return found


def _ends(f: Facts, source: str, target: str) -> _Link | None:
    texts = [a for a in f.attributes if a.type == "STR" and a.value_amount]
    linked = {frozenset(pair) for pair in f.description.links}
    targets = [a for a in texts if says(a, target)]
    for a in [a for a in texts if says(a, source)]:
        for b in targets:
            if a is b:
                continue
            shared = frozenset((a.name, b.name)) in linked
            return _Link(a, b, 1.0 if shared else 0.6)
    return None


@rule("sankey", zh="有来源、去向和流量", en="there are sources, targets and amounts")
def amounts_between(f: Facts) -> Proposal | None:
    """Match amounts that flow between named ends, or between linked attributes."""
    link = _ends(f, "source", "target")
    if link is None and f.description.links:
        names = f.description.links[0]
        a, b = (f.description.attribute(n) for n in names)
        link = _Link(a, b, 0.5) if a and b else None
    if link is None or not any(f.non_negative(m) for m in f.measures):
        return None
    return Proposal(8.0 + link.strength, link.bindings(f, label=False))


@rule("network", zh="每行是两个对象之间的一条连接", en="each row is a link between two things")
def links_between(f: Facts) -> Proposal | None:
    """Match links between the values of two attributes that share values."""
    named = _ends(f, "source", "target")
    if named is not None:
        score = 7.6 + named.strength if not f.measures else 7.2
        return Proposal(score, named.bindings(f))
    if not f.description.links:
        return None
    a, b = (f.description.attribute(n) for n in f.description.links[0])
    if a is None or b is None:
        return None
    return Proposal(7.9, _Link(a, b, 0.5).bindings(f))


@rule("flow", zh="每行是一个步骤及其下一步", en="each row leads from one step to the next")
def next_steps(f: Facts) -> Proposal | None:
    """Match steps and their next steps."""
    link = _ends(f, "step_from", "step_to")
    if link is not None:
        return Proposal(9.4, link.bindings(f))
    link = _ends(f, "source", "target")
    if link is None:
        return None
    chain = link.strength == 1.0 and f.is_unique(link.source) and f.is_unique(link.target)
    return Proposal(8.9 if chain and not f.measures else 6.5, link.bindings(f))


@rule("mindMap", zh="每行是一个主题及其子主题", en="each row is a topic and one of its subtopics")
def topics_and_subtopics(f: Facts) -> Proposal | None:
    """Match a tree of topics: every subtopic has one topic."""
    link = _ends(f, "topic_from", "topic_to")
    if link is None:
        return None
    tree = f.is_unique(link.target) and not f.measures
    loose = 8.4 if not f.measures else 5.0
    return Proposal(9.1 if tree else loose, link.bindings(f))


# --- rows as they are -------------------------------------------------------


@rule(
    "table", zh="没有适合作图的关系,原样列出", en="nothing calls for a drawing, so rows are listed"
)
def plain_rows(f: Facts) -> Proposal | None:
    """Match the rows themselves."""
    drawable = bool(f.measures) or any(not f.is_unique(d) for d in f.dimensions)
    return Proposal(1.5 if drawable else 5.0, {"column": list(f.description.attributes)[:12]})
