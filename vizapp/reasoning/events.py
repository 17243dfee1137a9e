"""What a reasoner says while it works, as typed values.

A reply is a stream of events that ends with `Answer`; replaying the events
gives the same window as living through them. Events travel between processes
as dicts (`to_dict`, `from_dict`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from vizapp.components.spec import Chart, VisSpec, chart_to_json, dump, parse, parse_chart, to_json
from vizapp.core.language import Lang

SegmentKind = Literal["text", "attribute", "component", "number", "type"]


@dataclass(frozen=True)
class ThoughtDelta:
    """The next piece of the thought, in the client's plain text.

    `kind` says what the piece refers to, so that the window can draw a chip:
    `reference` is then the attribute's or component's name.
    """

    text: str
    kind: SegmentKind = "text"
    reference: str | None = None


@dataclass(frozen=True)
class Started:
    """The model has read the description; what runs and where.

    A second one says that what came before no longer counts: another reasoner
    starts over, a further round begins, or a vote chose another sample.
    `host` is the other machine that the description goes to, "" when none. `note` says
    what a person should know of the device, such as why no graphics processor is used.
    """

    model: str
    device: str = "CPU"
    host: str = ""
    note: str = ""


@dataclass(frozen=True)
class RankingReady:
    """The model's own probabilities per component, best first, before charts exist.

    After a vote it comes again, with the samples' mean and the winner first.
    """

    components: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class SpecReady:
    """The answer's spec is complete; alternatives may still follow."""

    spec: VisSpec


@dataclass(frozen=True)
class Ranked:
    """One complete chart and the model's probability of its component."""

    chart: Chart
    probability: float


@dataclass(frozen=True)
class Answer:
    """Everything at the end: thought, spec, ranking, who answered, how fast.

    `ranking[0].chart` is `spec.charts[0]`; it is empty when the spec is.
    `fallback` says why the rules answered instead of a model, None otherwise.
    `claims` are the thought's checked claims: (text, true or false).
    `agreement` counts the samples that voted for the answer and all samples,
    (7, 8) for 7 of 8; None where nothing was voted on.
    `speed` is what the model decodes a second, in tokens, without reading the prompt; 0
    where nobody measures it.
    """

    thought: str
    spec: VisSpec
    ranking: tuple[Ranked, ...]
    model: str
    lang: Lang
    seconds: float
    n_tokens: int = 0
    fallback: str | None = None
    claims: tuple[tuple[str, bool], ...] = ()
    agreement: tuple[int, int] | None = None
    speed: float = field(default=0.0, compare=False)


ReasoningEvent = Started | ThoughtDelta | RankingReady | SpecReady | Answer


@dataclass(frozen=True)
class Request:
    """What is asked of a reasoner besides the description.

    Parameters
    ----------
    ask : str or None
        The person's question or wish.
    lang : Lang
        The language of the thought.
    top : int
        How many alternatives the ranking holds, the answer included.
    think : bool
        Whether the model thinks before it answers.
    mentions : mapping
        Values of the table that the ask names, each with the attributes that hold it.
    n_samples : int
        Answers that are sampled and voted on (self-consistency); 1 takes the
        one greedy answer. Our own model writes 8 at most.
    hints : int
        Most rounds of progressive hints: the last answer is fed back until two
        in a row agree.
    current : VisSpec or None
        The chart on screen that a follow-up ask edits.
    hint : VisSpec or None
        The last answer, fed back.
    """

    ask: str | None = None
    lang: Lang = "zh"
    top: int = 3
    think: bool = True
    mentions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    n_samples: int = 1
    hints: int = 0
    current: VisSpec | None = None
    hint: VisSpec | None = None


_SPECS = ("current", "hint")  # the fields of a request that are specs


@dataclass(frozen=True)
class SamplerSettings:
    """How tokens are drawn; temperature 0 takes the most probable."""

    temperature: float = 0.0
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    seed: int = 7


def solution_text(thought: str, spec: VisSpec, *, wrapped: bool = False) -> str:
    """Return the reply as one text in the client's format (format.md section 2)."""
    return (
        f"<begin_of_thought>\n{thought.strip()}\n<end_of_thought>\n\n"
        f"<begin_of_solution>\n{dump(spec, wrapped=wrapped)}\n<end_of_solution>"
    )


def to_dict(event: ReasoningEvent) -> dict[str, Any]:
    """Return the event as plain values.

    References are wrapped, so that a column called ``$$price$$`` comes back as such.
    """
    if isinstance(event, ThoughtDelta):
        return {
            "event": "thought",
            "text": event.text,
            "kind": event.kind,
            "reference": event.reference,
        }
    if isinstance(event, Started):
        return {
            "event": "started",
            "model": event.model,
            "device": event.device,
            "host": event.host,
            "note": event.note,
        }
    if isinstance(event, RankingReady):
        return {"event": "ranking", "components": [list(item) for item in event.components]}
    if isinstance(event, SpecReady):
        return {"event": "spec", "spec": to_json(event.spec, wrapped=True)}
    return {
        "event": "answer",
        "thought": event.thought,
        "spec": to_json(event.spec, wrapped=True),
        "ranking": [[chart_to_json(r.chart, wrapped=True), r.probability] for r in event.ranking],
        "model": event.model,
        "lang": event.lang,
        "seconds": event.seconds,
        "n_tokens": event.n_tokens,
        "fallback": event.fallback,
        "claims": [list(item) for item in event.claims],
        "agreement": list(event.agreement) if event.agreement else None,
        "speed": event.speed,
    }


def from_dict(record: Mapping[str, Any]) -> ReasoningEvent:
    """Rebuild an event that travelled as `to_dict`."""
    kind = record["event"]
    if kind == "thought":
        return ThoughtDelta(record["text"], record["kind"], record["reference"])
    if kind == "started":
        return Started(record["model"], record["device"], record["host"], record.get("note", ""))
    if kind == "ranking":
        return RankingReady(tuple((str(n), float(p)) for n, p in record["components"]))
    if kind == "spec":
        return SpecReady(parse(record["spec"]))
    return Answer(
        thought=record["thought"],
        spec=parse(record["spec"]),
        ranking=tuple(Ranked(parse_chart(c), float(p)) for c, p in record["ranking"]),
        model=record["model"],
        lang=record["lang"],
        seconds=record["seconds"],
        n_tokens=record["n_tokens"],
        fallback=record["fallback"],
        claims=tuple((str(t), bool(ok)) for t, ok in record["claims"]),
        agreement=_agreement(record["agreement"]),
        speed=record.get("speed", 0.0),
    )


def _agreement(pair: Sequence[int] | None) -> tuple[int, int] | None:
    return None if pair is None else (int(pair[0]), int(pair[1]))


def request_to_dict(request: Request) -> dict[str, Any]:
    """Return the request as plain values; see `to_dict`."""
    record = {item.name: getattr(request, item.name) for item in fields(request)}
    for name in _SPECS:
        if record[name] is not None:
            record[name] = to_json(record[name], wrapped=True)
    return record


def request_from_dict(record: Mapping[str, Any]) -> Request:
    """Rebuild a request that travelled as `request_to_dict`."""
    specs = {name: record[name] and parse(record[name]) for name in _SPECS}
    return Request(**{**record, **specs})
