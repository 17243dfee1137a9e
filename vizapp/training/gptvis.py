"""The public benchmark's labelled tables, in our words and back.

The set repeats each table in many prompts and always with one label; a case is
one table. Its `metas` are ignored: whether they are present gives the label
away, which no real table does.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vizapp.components.catalogue import catalogue
from vizapp.components.fit import must_aggregate
from vizapp.components.spec import Chart, Options, choose_form
from vizapp.profile.additivity import default_aggregate
from vizapp.profile.attributes import TableDescription

Row = dict[str, Any]
Encode = Mapping[str, Any]

_OUR_NAMES = {
    "multiple": "dualAxes",
    "network_graph": "network",
    "mind_map": "mindMap",
    "flow_diagram": "flow",
}

# Their key -> our channel, where the two differ.
_COMMON = {"s": "group"}
_ROUND = {"x": "category", "y": "value", "s": "group"}
_CHANNELS: Mapping[str, Mapping[str, str]] = {
    "pie": _ROUND,
    "radar": _ROUND,
    "funnel": _ROUND,
    "histogram": {"y": "x"},
    "heatmap": {"size": "value"},
    "map": {"x": "longitude", "y": "latitude", "color": "size", "s": "group"},
    "progress": {"y": "value"},
    "wordCloud": {"label": "word", "y": "value"},
    "treemap": {"x": "category", "y": "value"},
}
# Keys that they write as a plain string, for the components that do so.
_LINK_KEYS = frozenset({"source", "target", "label", "value"})
_PLAIN: Mapping[str, frozenset[str]] = {
    "scatter": frozenset({"size"}),
    "wordCloud": frozenset({"label", "y"}),
    "network": _LINK_KEYS,
    "flow": _LINK_KEYS,
    "mindMap": _LINK_KEYS,
}
_SLIPS = {"x2": "y"}  # one label's own key; read, never written
_NO_ENCODE = frozenset({"treemap"})  # their labels of it name no column


@dataclass(frozen=True)
class GptVisCase:
    """One labelled table.

    Parameters
    ----------
    rows : tuple of dict
        In the file's order.
    accepted : tuple of Chart
        The label as our charts, most frequent first; any of them is right.
    encodes : tuple of mapping
        The label's encode as written, for each accepted chart.
    n_prompts : int
        How many lines of the file show this table.
    """

    rows: tuple[Row, ...]
    accepted: tuple[Chart, ...]
    encodes: tuple[Encode, ...]
    n_prompts: int = 1

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order of appearance."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row))


def load(path: Path | str) -> list[GptVisCase]:
    """Return one case per distinct table, in the file's order.

    Tables with the same rows in another order are one case. Lines whose prompt
    holds no table or whose answer names no chart are skipped.
    """
    tables: dict[tuple[str, ...], tuple[Row, ...]] = {}
    labels: dict[tuple[str, ...], Counter[str]] = {}
    n_prompts: Counter[tuple[str, ...]] = Counter()
    for line in Path(path).read_text("utf-8").splitlines():
        if not line.strip():
            continue
        record = json.loads(line)
        rows = read_rows(record["prompt"])
        if not rows:
            continue
        key = tuple(sorted(json.dumps(r, ensure_ascii=False, sort_keys=True) for r in rows))
        tables.setdefault(key, rows)
        n_prompts[key] += 1
        found = labels.setdefault(key, Counter())
        found.update(json.dumps(a, ensure_ascii=False) for a in read_answers(record["answer"]))
    cases = [_case(rows, labels[key], n_prompts[key]) for key, rows in tables.items()]
    return [case for case in cases if case.accepted]


def _case(rows: tuple[Row, ...], labels: Counter[str], n_prompts: int) -> GptVisCase:
    accepted: dict[Chart, Encode] = {}
    for text, _ in labels.most_common():
        answer = json.loads(text)
        encode = answer.get("encode") or {}
        chart = to_chart(answer["type"], encode, rows)
        if chart is not None:
            accepted.setdefault(chart, encode)
    return GptVisCase(rows, tuple(accepted), tuple(accepted.values()), n_prompts)


def read_rows(prompt: str) -> tuple[Row, ...]:
    """Return the rows of the first table in a prompt, empty when there is none."""
    decoder = json.JSONDecoder()
    for match in re.finditer(r"[\[{]", prompt):
        try:
            value, _ = decoder.raw_decode(prompt, match.start())
        except ValueError:
            continue
        rows = value.get("data") if isinstance(value, dict) else value
        if isinstance(rows, list) and rows and all(isinstance(r, dict) for r in rows):
            return tuple(rows)
    return ()


def read_answers(answer: str) -> list[dict[str, Any]]:
    """Return the charts of an answer, empty when it does not parse.

    Examples
    --------
    >>> read_answers('[{"type":"pie","encode":{"x":["a"]}}]')
    [{'type': 'pie', 'encode': {'x': ['a']}}]
    """
    try:
        value = json.loads(answer)
    except ValueError:
        return []
    items = value if isinstance(value, list) else [value]
    return [
        a
        for a in items
        if isinstance(a, dict)
        and isinstance(a.get("type"), str)
        and _OUR_NAMES.get(a["type"], a["type"]) in catalogue()
    ]


def to_chart(type_: str, encode: Encode, rows: Sequence[Row]) -> Chart | None:
    """Return a label as our chart, None when its columns cannot be found.

    Names that are not columns are ignored. A required channel that is then
    still empty takes the first unused column of its kind, text or number.
    """
    component = catalogue()[_OUR_NAMES.get(type_, type_)]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    mapping = {**_SLIPS, **_COMMON, **_CHANNELS.get(component.name, {})}
    given: dict[str, list[str]] = {}
    for key, value in encode.items():
        channel = next((c for c in component.channels if c.name == mapping.get(key, key)), None)
        names = [n for n in _as_list(value) if n in columns]
        if channel is not None and names:
            lengths = (f.channel(channel.name) for f in component.forms)
            given[channel.name] = names[: max(c.max_items for c in lengths if c is not None)]
    form = choose_form(component, tuple((c, tuple(names)) for c, names in given.items()))
    used = {n for names in given.values() for n in names}
    for channel in form.channels:
        # Only a label without an encode leaves an optional measure to us.
        wanted = channel.required or (channel.measure and not encode)
        if channel.name in given or not wanted:
            continue
        fitting = [
            c
            for c in columns
            if c not in used and _is_number(rows, c) != ("STR" in channel.accepts)
        ]
        if not fitting:
            return None
        given[channel.name] = fitting[:1]
        used.update(fitting[:1])
    channels = tuple((c.name, tuple(given[c.name])) for c in component.channels if c.name in given)
    return Chart(component.name, channels)


def _as_list(value: Any) -> list[str]:
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str)]


def _is_number(rows: Sequence[Row], column: str) -> bool:
    values = [row[column] for row in rows if row.get(column) is not None]
    return bool(values) and all(
        isinstance(v, int | float) and not isinstance(v, bool) for v in values
    )


def settle_aggregate(chart: Chart, description: TableDescription) -> Chart:
    """Return the chart with the aggregate that our contract asks for, if any.

    The set's labels never name one. Where rows share a mark, measures that add
    up are summed and others averaged.
    """
    form = chart.form
    given = dict(chart.channels)
    if chart.options.aggregate or "aggregate" not in chart.declaration.options:
        return chart
    if not must_aggregate(form, given, description):
        return chart
    measures = [n for c in form.measures for n in chart.names(c.name)]
    attribute = description.attribute(measures[0]) if measures else None
    aggregate = "count" if attribute is None else default_aggregate(attribute)
    return Chart(chart.component, chart.channels, Options(aggregate=aggregate))


def to_encode(chart: Chart) -> dict[str, Any]:
    """Return a chart's channels in their form; options have no place there."""
    if chart.component in _NO_ENCODE:
        return {}
    mapping = {**_COMMON, **_CHANNELS.get(chart.component, {})}
    by_channel = {channel: key for key, channel in mapping.items()}
    plain = _PLAIN.get(chart.component, frozenset())
    encode: dict[str, Any] = {}
    for channel, names in chart.channels:
        key = by_channel.get(channel, channel)
        encode[key] = names[0] if key in plain and len(names) == 1 else list(names)
    return encode


def encode_score(predicted: Encode, reference: Encode, *, normalised: bool = False) -> float:
    """Return the benchmark's encode score of one answer, 0-1.

    Over the union of both sides' keys, lists score the Jaccard index of their
    members and other values 1 if equal, else 0.

    Parameters
    ----------
    predicted, reference : mapping
        Two encodes.
    normalised : bool
        Whether a string counts as a list of one. The set itself writes some
        keys now one way, now the other.

    Examples
    --------
    >>> encode_score({"x": ["a"], "y": ["b", "c"]}, {"x": ["a"], "y": ["b"]})
    0.75
    """
    keys = predicted.keys() | reference.keys()
    if not keys:
        return 1.0
    return sum(
        _value_score(predicted.get(k), reference.get(k), normalised=normalised) for k in keys
    ) / len(keys)


def _value_score(predicted: Any, reference: Any, *, normalised: bool) -> float:
    if predicted is None or reference is None:
        return 0.0
    if normalised:
        predicted = predicted if isinstance(predicted, list) else [predicted]
        reference = reference if isinstance(reference, list) else [reference]
    if isinstance(predicted, list) and isinstance(reference, list):
        ours, theirs = set(map(str, predicted)), set(map(str, reference))
        return len(ours & theirs) / len(ours | theirs) if ours | theirs else 1.0
    return float(predicted == reference)


def best_encode_score(chart: Chart, case: GptVisCase, *, normalised: bool = False) -> float:
    """Return the encode score against the nearest accepted label."""
    encode = to_encode(chart)
    return max(encode_score(encode, e, normalised=normalised) for e in case.encodes)


def folds(cases: Sequence[GptVisCase], k: int, seed: int = 0) -> list[list[int]]:
    """Split the cases into k folds of positions, stratified by component.

    Tables with the same column names are near-duplicates and stay together, so
    a fold never tests what the others taught.
    """
    groups: dict[frozenset[str], list[int]] = {}
    for index, case in enumerate(cases):
        names = frozenset(c.strip().casefold() for c in case.columns)
        groups.setdefault(names, []).append(index)
    order = list(groups.values())
    random.Random(seed).shuffle(order)
    order.sort(key=len, reverse=True)  # stable: equal sizes stay shuffled
    result: list[list[int]] = [[] for _ in range(k)]
    counts: list[Counter[str]] = [Counter() for _ in range(k)]
    for group in order:
        label = cases[group[0]].accepted[0].component
        best = min(range(k), key=lambda f: (counts[f][label], len(result[f]), f))
        result[best] += group
        counts[best].update(cases[i].accepted[0].component for i in group)
    return [sorted(fold) for fold in result]
