"""Scores of answers against labels; pure functions of plain values.

Intervals are bootstrap intervals over cases. Two models on the same cases are
compared case by case (`paired_difference`): with 153 tables the difference of
two unpaired scores says little.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from vizapp.components.spec import Chart, Options

_RESAMPLES = 2000


@dataclass(frozen=True)
class Outcome:
    """One answered case.

    Parameters
    ----------
    accepted : tuple of str
        The components that count as right, the label's first one first.
    ranking : tuple of str
        The components of the answer, best first; empty when it has no chart.
    exact : bool
        Whether the first chart is the label's, see `same_chart`.
    encode, encode_normalised : float or None
        The benchmark's encode score, where the case has one.
    claims : tuple of bool
        Whether each checked claim of the thought holds.
    seconds : float
        From request to last token.
    """

    accepted: tuple[str, ...]
    ranking: tuple[str, ...]
    exact: bool
    encode: float | None = None
    encode_normalised: float | None = None
    claims: tuple[bool, ...] = ()
    seconds: float = 0.0

    def right_within(self, k: int) -> bool:
        """Return whether an accepted component is among the first k."""
        return any(name in self.accepted for name in self.ranking[:k])


@dataclass(frozen=True)
class Interval:
    """An estimate and the ends of its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class TypeScore:
    """How one component fares: of the cases that want it, of the answers that give it."""

    component: str
    n_cases: int
    recall: float
    n_answers: int
    precision: float


@dataclass(frozen=True)
class Scores:
    """The scores of one model on one set; shares are 0-1."""

    n_cases: int
    top1: Interval
    top3: float
    top5: float
    first_label: float
    encode: float | None
    encode_normalised: float | None
    exact: float
    claims_right: float | None
    thoughts_right: float | None
    mean_seconds: float
    p95_seconds: float
    per_type: tuple[TypeScore, ...]
    confusions: Mapping[tuple[str, str], int]


def same_chart(a: Chart, b: Chart, *, options: bool = True) -> bool:
    """Return whether two charts say the same.

    The order of measures in a list says nothing, that of keys (outer to inner)
    does. Filters may come in any order.

    Parameters
    ----------
    a, b : Chart
        The charts.
    options : bool
        Whether their options count.
    """
    if a.component != b.component or _channels(a) != _channels(b):
        return False
    return not options or _options(a.options) == _options(b.options)


def _channels(chart: Chart) -> dict[str, tuple[str, ...]]:
    keys = {c.name for c in chart.declaration.channels if c.key}
    return {
        name: tuple(names) if name in keys else tuple(sorted(names))
        for name, names in chart.channels
        if names
    }


def _options(options: Options) -> tuple[Options, tuple[str, ...]]:
    return replace(options, filters=()), tuple(sorted(map(repr, options.filters)))


def top_share(outcomes: Sequence[Outcome], k: int) -> float:
    """Return the share of cases with an accepted component among the first k."""
    return _mean([o.right_within(k) for o in outcomes])


def claims_right(outcomes: Iterable[Outcome]) -> float | None:
    """Return the share of all claims that hold, None when nothing was claimed."""
    claims = [holds for o in outcomes for holds in o.claims]
    return _mean(claims) if claims else None


def thoughts_right(outcomes: Iterable[Outcome]) -> float | None:
    """Return the share of thoughts without a wrong claim, None when nobody thought."""
    thoughts = [all(o.claims) for o in outcomes if o.claims]
    return _mean(thoughts) if thoughts else None


def per_type(outcomes: Sequence[Outcome]) -> tuple[TypeScore, ...]:
    """Return how each component fares, the most wanted first."""
    wanted = Counter(o.accepted[0] for o in outcomes)
    given = Counter(o.ranking[0] for o in outcomes if o.ranking)
    found = Counter(o.accepted[0] for o in outcomes if o.right_within(1))
    earned = Counter(o.ranking[0] for o in outcomes if o.right_within(1))
    names = sorted(wanted | given, key=lambda n: (-wanted[n], n))
    return tuple(
        TypeScore(
            name,
            wanted[name],
            found[name] / wanted[name] if wanted[name] else 0.0,
            given[name],
            earned[name] / given[name] if given[name] else 0.0,
        )
        for name in names
    )


def confusions(outcomes: Iterable[Outcome]) -> dict[tuple[str, str], int]:
    """Return (wanted, given) of the wrong answers with their counts, most frequent first.

    An answer without a chart is given as ``""``.
    """
    wrong = Counter(
        (o.accepted[0], o.ranking[0] if o.ranking else "")
        for o in outcomes
        if not o.right_within(1)
    )
    return dict(sorted(wrong.items(), key=lambda item: (-item[1], item[0])))


def bootstrap(values: Sequence[float], *, level: float = 0.95, seed: int = 7) -> Interval:
    """Return the mean of the values with its percentile bootstrap interval.

    Raises
    ------
    ValueError
        If there is no value.

    Examples
    --------
    >>> bootstrap([1.0, 1.0, 1.0])
    Interval(value=1.0, low=1.0, high=1.0)
    """
    if not values:
        raise ValueError("there is no case to score")
    draw = random.Random(seed)
    n = len(values)
    means = sorted(sum(draw.choices(values, k=n)) / n for _ in range(_RESAMPLES))
    tail = (1 - level) / 2
    low, high = means[int(tail * _RESAMPLES)], means[int((1 - tail) * _RESAMPLES) - 1]
    return Interval(_mean(values), low, high)


def paired_difference(
    ours: Sequence[float], theirs: Sequence[float], *, level: float = 0.95, seed: int = 7
) -> Interval:
    """Return the mean of ``ours - theirs`` over the same cases, with its interval.

    Raises
    ------
    ValueError
        If the two do not score the same number of cases, or none.
    """
    differences = [a - b for a, b in zip(ours, theirs, strict=True)]
    return bootstrap(differences, level=level, seed=seed)


def summarise(outcomes: Sequence[Outcome]) -> Scores:
    """Return every score of a set of outcomes.

    Raises
    ------
    ValueError
        If there is no outcome.
    """
    seconds = sorted(o.seconds for o in outcomes)
    encodes = [o.encode for o in outcomes if o.encode is not None]
    normalised = [o.encode_normalised for o in outcomes if o.encode_normalised is not None]
    return Scores(
        n_cases=len(outcomes),
        top1=bootstrap([float(o.right_within(1)) for o in outcomes]),
        top3=top_share(outcomes, 3),
        top5=top_share(outcomes, 5),
        first_label=_mean([o.ranking[:1] == o.accepted[:1] for o in outcomes]),
        encode=_mean(encodes) if encodes else None,
        encode_normalised=_mean(normalised) if normalised else None,
        exact=_mean([o.exact for o in outcomes]),
        claims_right=claims_right(outcomes),
        thoughts_right=thoughts_right(outcomes),
        mean_seconds=_mean(seconds),
        p95_seconds=seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))],
        per_type=per_type(outcomes),
        confusions=confusions(outcomes),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
