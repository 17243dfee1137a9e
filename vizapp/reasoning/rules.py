"""RuleReasoner: hand rules instead of a model, deterministic and always valid.

The fallback when no model can answer, and a baseline to compare a model with.
It says so: its name is "rules". The rules propose (`rules_compare`, `rules_relate`), the component
declarations decide what fits, and what is left is compared by score.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import Channel, ChartComponent, Form
from vizapp.components.fit import (
    counts_rows,
    feasible,
    measure_names,
    must_aggregate,
    option_applies,
)
from vizapp.components.spec import Chart, Options, VisSpec
from vizapp.core.language import Lang
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning import rules_compare, rules_relate
from vizapp.reasoning.events import (
    Answer,
    Ranked,
    RankingReady,
    ReasoningEvent,
    Request,
    SpecReady,
    Started,
    ThoughtDelta,
)
from vizapp.reasoning.facts import Attribute, Facts
from vizapp.reasoning.reasoner import NO_COLUMN
from vizapp.reasoning.rule import RULES, Proposal
from vizapp.reasoning.walk import Verdict, walk

RULE_MODULES = (rules_compare, rules_relate)  # their rules enter `RULES` at import
_ASKED = 6.0  # points for a component that the ask names
_SHARPNESS = 2.0  # a rule of one point more is twice as probable

# What an ask calls a chart or an aggregate, beside the components' own titles.
_CHART_WORDS: Mapping[str, str] = {
    "column": "柱图|柱形|column|bar chart",
    "bar": "条形|横条|bars?",
    "line": "折线|走势|趋势|曲线|trend|over time|line",
    "pie": "饼|占比|比例|share|proportion",
    "scatter": "散点|相关|关系|correlat\\w*|relation\\w*|versus|vs",
    "histogram": "直方|分布|distribut\\w*",
    "boxplot": "箱线|箱形|离群|outliers?|spread",
    "heatmap": "热力|heat ?map",
    "map": "地图|在哪|where",
    "treemap": "树图|treemap",
    "wordCloud": "词云|word ?cloud",
    "radar": "雷达|radar|spider",
    "funnel": "漏斗|转化|funnel|conversion",
    "table": "表格|明细|列出|list|table",
}
_AGGREGATE_WORDS: Mapping[str, str] = {
    "mean": "平均|均值|average|mean|avg",
    "median": "中位|median",
    "max": "最大值|最高值|maximum",
    "min": "最小值|最低值|minimum",
    "sum": "总和|合计|总计|total|sum",
}


# The largest items that an ask wants; years and shares are no numbers of items.
_TOP = re.compile(r"(?:前|(?<![a-z])top)\s*(\d{1,4})(?![\d年%])")


def _says(word: str, ask: str) -> bool:
    r"""Return whether the ask has the word; not ``\b``, as Chinese is written without blanks."""
    return bool(re.search(rf"(?<![a-z])(?:{word})(?![a-z])" if word.isascii() else word, ask))


def _named(words: str, ask: str) -> bool:
    return any(_says(word, ask) for word in words.split("|"))


def _asks_for(component: str, ask: str) -> bool:
    titles = (component.lower(), *(t.lower() for t in catalogue()[component].title.values()))
    if any(_says(re.escape(title), ask) for title in titles):
        return True
    return component in _CHART_WORDS and _named(_CHART_WORDS[component], ask)


@dataclass(frozen=True)
class _Candidate:
    chart: Chart
    score: float
    reason: Mapping[Lang, str]


class RuleReasoner:
    """Answers by hand rules; see `Reasoner`."""

    name = "rules"

    def reason(
        self, description: TableDescription, request: Request, *, cancel: CancelToken
    ) -> Iterator[ReasoningEvent]:
        """Yield the events of a short answer; see `Reasoner.reason`."""
        start = time.perf_counter()
        cancel.raise_if_set()
        yield Started(self.name)
        candidates = _candidates(description, request)
        pieces: list[str] = []
        if candidates and request.think:
            best = candidates[0]
            others = [c.chart.component for c in candidates[1:3]]
            verdict = Verdict(best.chart, best.reason[request.lang], tuple(others))
            for delta in walk(description, verdict, request.lang):
                cancel.raise_if_set()
                pieces.append(delta.text)
                yield delta
        elif not candidates:
            pieces.append(NO_COLUMN[request.lang])
            yield ThoughtDelta(NO_COLUMN[request.lang])
        ranking = _normalised(candidates)
        yield RankingReady(tuple((r.chart.component, r.probability) for r in ranking))
        message = None if candidates else NO_COLUMN[request.lang]
        spec = VisSpec(tuple(c.chart for c in candidates[:1]), message)
        yield SpecReady(spec)
        cancel.raise_if_set()
        yield Answer(
            thought="".join(pieces),
            spec=spec,
            ranking=ranking[: max(1, request.top)],
            model=self.name,
            lang=request.lang,
            seconds=time.perf_counter() - start,
        )

    def close(self) -> None:
        """Do nothing: rules hold no model."""


def _normalised(candidates: Sequence[_Candidate]) -> tuple[Ranked, ...]:
    weights = [_SHARPNESS**c.score for c in candidates]
    total = sum(weights)
    return tuple(
        Ranked(c.chart, weight / total) for c, weight in zip(candidates, weights, strict=True)
    )


def _mentions(description: TableDescription, request: Request) -> list[str]:
    """Return the attributes that the ask names, in its order."""
    ask = (request.ask or "").casefold()
    found = [n for n in description.names if n and n.casefold() in ask]
    return sorted(found, key=lambda n: (ask.index(n.casefold()), -len(n)))


def _candidates(description: TableDescription, request: Request) -> list[_Candidate]:
    """Return the best chart of every component that a rule proposes, best first."""
    ask = (request.ask or "").casefold()
    facts = Facts(description, _mentions(description, request))
    best: dict[str, _Candidate] = {}
    for rule in RULES:
        proposal = rule.propose(facts)
        if proposal is None:
            continue
        chart = build(catalogue()[rule.component], proposal, facts, ask)
        if chart is None:
            continue
        score = proposal.score
        if ask and _asks_for(rule.component, ask):
            score += _ASKED
        known = best.get(rule.component)
        if known is None or score > known.score:
            best[rule.component] = _Candidate(chart, score, rule.reason)
    if len(best) < request.top:
        for candidate in _plain_candidates(facts, ask, set(best)):
            best[candidate.chart.component] = candidate
    order = list(catalogue())
    return sorted(best.values(), key=lambda c: (-c.score, order.index(c.chart.component)))


def _plain_candidates(facts: Facts, ask: str, known: set[str]) -> Iterator[_Candidate]:
    """Yield a chart of each other component that the table can fill, in plain order."""
    for name in feasible(facts.description):
        component = catalogue()[name]
        if name in known:
            continue
        for form in component.fitting_forms(facts.description):
            chosen = _fill(form, facts)
            chart = build(component, Proposal(0.5, chosen), facts, ask) if chosen else None
            if chart is not None:
                yield _Candidate(chart, 0.5, component.use_when)
                break


def _fill(form: Form, facts: Facts) -> dict[str, list[Attribute | None]]:
    used: set[str] = set()
    chosen: dict[str, list[Attribute | None]] = {}
    for channel in form.channels:
        if not channel.required:
            continue
        fitting = [a for a in facts.attributes if a.name not in used and channel.fits(a)]
        chosen[channel.name] = list(fitting[: channel.min_items])
        used |= {a.name for a in fitting[: channel.min_items]}
    return chosen


def build(
    component: ChartComponent, proposal: Proposal, facts: Facts, ask: str = ""
) -> Chart | None:
    """Return the proposed chart, cleared of what does not fit, or None.

    An optional channel loses attributes that do not fit or are used already; a
    required one that is left short refuses the chart.
    """
    for form in component.forms:
        given: dict[str, tuple[str, ...]] = {}
        used: set[str] = set()
        for channel in form.channels:
            names = _fitting_names(channel, proposal, used)
            if names:
                given[channel.name] = names
                used.update(names)
        if _complete(form, given, facts.description):
            options = _options(component, form, given, proposal, facts, ask)
            order = [c.name for c in component.channels if c.name in given]
            channels = tuple((name, given[name]) for name in order)
            return None if options is None else Chart(component.name, channels, options)
    return None


def _fitting_names(channel: Channel, proposal: Proposal, used: set[str]) -> tuple[str, ...]:
    wanted = [a for a in proposal.bindings.get(channel.name, ()) if a is not None]
    names = [a.name for a in wanted if a.name not in used and channel.fits(a)]
    return tuple(dict.fromkeys(names))[: channel.max_items]


def _complete(
    form: Form, given: Mapping[str, Sequence[str]], description: TableDescription
) -> bool:
    if form.max_rows is not None and description.data_amount > form.max_rows:
        return False
    return all(
        len(given.get(c.name, ())) >= c.min_items
        for c in form.channels
        if c.required or c.name in given
    )


def _options(
    component: ChartComponent,
    form: Form,
    given: Mapping[str, Sequence[str]],
    proposal: Proposal,
    facts: Facts,
    ask: str,
) -> Options | None:
    """Return the options, None where rows share a mark and cannot be aggregated."""
    description = facts.description
    aggregate: str | None = None
    if must_aggregate(form, given, description):
        if "aggregate" not in component.options:
            return None
        aggregate = "count"
        if not counts_rows(form, given):
            aggregate = _aggregate(measure_names(form, given), facts, ask)
    plain = proposal.options
    limit = plain.get("limit")
    sort = plain.get("sort")
    asked = _TOP.search(ask)
    if asked and int(asked.group(1)) > 0:
        limit, sort = int(asked.group(1)), sort or "-y"

    def takes(name: str) -> bool:
        return any(
            option == name and option_applies(option, component, form, given, description)
            for option in component.options
        )

    return Options(
        aggregate=aggregate,
        sort=str(sort) if sort and takes("sort") and "y" in given else None,
        limit=int(limit) if limit and takes("limit") else None,
    )


def _aggregate(names: Sequence[str], facts: Facts, ask: str) -> str:
    for aggregate, words in _AGGREGATE_WORDS.items():
        if ask and _named(words, ask):
            return aggregate
    measures = [facts.description.attribute(n) for n in names]
    return "mean" if any(m is not None and facts.is_rate(m) for m in measures) else "sum"
