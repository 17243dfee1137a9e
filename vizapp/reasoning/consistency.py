"""Ways to be surer of an answer: votes over samples, and the last answer as a hint.

Self-consistency (Wang et al. 2022, arXiv:2203.11171) samples several answers
and takes the most frequent one. Progressive hints (Zheng et al. 2023,
arXiv:2304.09797) feed the last answer back until two in a row agree. Both
compare answers by what they say, not by how they are written.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from vizapp.components.spec import VisSpec
from vizapp.reasoning.events import (
    Answer,
    Ranked,
    RankingReady,
    ReasoningEvent,
    Request,
    SamplerSettings,
    SpecReady,
)

# Warm enough that thoughts differ, cool enough that each is a serious one; the
# value of the paper.
TEMPERATURE = 0.7


def normalise(spec: VisSpec) -> Hashable:
    """Return what a spec says; equal for specs that answer the same.

    The first chart is the answer; those that a wide table gets beside it differ
    from sample to sample and would leave no two answers equal. The order of
    measures in a list says nothing, that of keys (outer to inner) does. Filters,
    and the values of one, may come in any order. A refusal says why.

    Examples
    --------
    >>> from vizapp.components.spec import Chart, VisSpec
    >>> a = Chart("radar", (("category", ("a",)), ("value", ("b", "c"))))
    >>> b = Chart("radar", (("category", ("a",)), ("value", ("c", "b"))))
    >>> normalise(VisSpec((a,))) == normalise(VisSpec((b,)))
    True
    """
    if not spec.charts:
        return spec.message
    chart = spec.charts[0]
    keys = {channel.name for channel in chart.declaration.channels if channel.key}
    channels = frozenset(
        (name, names if name in keys else tuple(sorted(names)))
        for name, names in chart.channels
        if names
    )
    filters = frozenset(
        (f.attribute, f.op, frozenset(f.value) if isinstance(f.value, tuple) else f.value)
        for f in chart.options.filters
    )
    return chart.component, channels, replace(chart.options, filters=()), filters


@dataclass(frozen=True)
class Vote:
    """Which sample stands for the answer with the most votes, and how many it got."""

    winner: int
    n_votes: int


def vote(specs: Sequence[VisSpec], scores: Sequence[float]) -> Vote:
    """Return the vote over samples.

    Among equally frequent answers the one with the higher mean score wins, then
    the one that came first. The first sample speaks for its answer where that
    wins, else the voter with the highest score does.

    Parameters
    ----------
    specs : sequence of VisSpec
        The samples' answers, at least one; the first is the greedy one.
    scores : sequence of float
        How sure each sample is, such as its mean log-probability.
    """
    voters: dict[Hashable, list[int]] = {}
    for index, spec in enumerate(specs):
        voters.setdefault(normalise(spec), []).append(index)

    def weight(indices: list[int]) -> tuple[int, float]:
        return len(indices), sum(scores[i] for i in indices) / len(indices)

    most = max(voters.values(), key=weight)  # the first of equals
    winner = 0 if 0 in most else max(most, key=lambda i: scores[i])
    return Vote(winner, len(most))


def mean_shares(rankings: Sequence[Sequence[tuple[str, float]]]) -> dict[str, float]:
    """Return each component's mean probability over the samples that ranked them."""
    given = [dict(ranking) for ranking in rankings if ranking]
    names = dict.fromkeys(name for ranking in given for name in ranking)
    return {name: sum(r.get(name, 0.0) for r in given) / len(given) for name in names}


def rank(shares: Mapping[str, float], first: str) -> list[tuple[str, float]]:
    """Return the components by probability, the answer's own one first."""
    return sorted(shares.items(), key=lambda item: (item[0] != first, -item[1]))


def sample_settings(settings: SamplerSettings, index: int) -> SamplerSettings:
    """Return how the sample at that position is drawn: the first as a single answer would be."""
    if index == 0:
        return settings
    warm = settings.temperature or TEMPERATURE
    return replace(settings, temperature=warm, seed=settings.seed + index)


def in_turn(
    sample: Callable[[Request, int], Iterator[ReasoningEvent]], request: Request
) -> Iterator[ReasoningEvent]:
    """Write ``request.n_samples`` answers one after the other and vote.

    The first one is told while it is written; where another one wins the vote,
    its own events follow, from `Started` on. The most probable component's
    share says how sure a sample is. The runners-up are those of any sample.

    Parameters
    ----------
    sample : callable
        Yields the events of the answer at that position.
    request : Request
        What is asked.
    """
    start = time.perf_counter()
    answers: list[Answer] = []
    told: list[list[ReasoningEvent]] = []
    for index in range(request.n_samples):
        told.append([])
        for event in sample(request if index == 0 else replace(request, top=1), index):
            if isinstance(event, Answer):
                answers.append(event)
            elif not isinstance(event, SpecReady):
                told[-1].append(event)
                if index == 0:
                    yield event
    scores = [a.ranking[0].probability if a.ranking else 0.0 for a in answers]
    result = vote([a.spec for a in answers], scores)
    chosen = answers[result.winner]
    if result.winner > 0:
        yield from told[result.winner]
    ranking: tuple[Ranked, ...] = ()
    if chosen.spec.charts:
        heard = [e.components for events in told for e in events if isinstance(e, RankingReady)]
        first = chosen.spec.charts[0]
        shares = rank(mean_shares(heard), first.component)
        yield RankingReady(tuple(shares))
        charts = {r.chart.component: r.chart for a in reversed(answers) for r in a.ranking}
        charts[first.component] = first
        known = [Ranked(charts[name], share) for name, share in shares if name in charts]
        ranking = tuple(known[: max(1, request.top)])
    yield SpecReady(chosen.spec)
    yield replace(
        chosen,
        ranking=ranking,
        seconds=time.perf_counter() - start,
        n_tokens=sum(a.n_tokens for a in answers),
        agreement=(result.n_votes, len(answers)),
    )


def until_agreed(
    answer: Callable[[Request], Iterator[ReasoningEvent]], request: Request
) -> Iterator[ReasoningEvent]:
    """Answer, then ask again with the answer as a hint until two in a row agree.

    At most ``request.hints`` further rounds. Each begins with its own `Started`,
    which says that what came before no longer counts; the last one's `Answer`
    tells the seconds and tokens of all.
    """
    start = time.perf_counter()
    n_tokens = 0
    last: VisSpec | None = None
    for left in range(request.hints, -1, -1):
        # No round but a later one can be the last; it alone needs alternatives.
        asked = request if last is not None or not left else replace(request, top=1)
        final: Answer | None = None
        for event in answer(asked if last is None else replace(asked, hint=last)):
            if isinstance(event, Answer):
                final = event
            else:
                yield event
        if final is None:
            return
        n_tokens += final.n_tokens
        if not left or (last is not None and normalise(last) == normalise(final.spec)):
            seconds = time.perf_counter() - start
            yield replace(final, seconds=seconds, n_tokens=n_tokens)
            return
        last = final.spec
