"""Scores of answers against labels; pure functions of plain values.

Intervals are bootstrap intervals over cases. Two models on the same cases are
compared case by case (`paired_difference`): with 153 tables the difference of
two unpaired scores says little.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from vizapp.components.spec import Chart, Options
from vizapp.reasoning.quality import TypeScore

NO_CHART = "(no chart)"  # the answer, right or wrong, that nothing can be drawn
FAILED = "(failed)"  # no answer at all
_RESAMPLES = 2000
_BLEU_ORDER = 4
_BLEU_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")


@dataclass(frozen=True)
class Outcome:
    """One answered case.

    Parameters
    ----------
    accepted : tuple of str
        The components that count as right, the label's first one first;
        `NO_CHART` alone where nothing may be drawn.
    ranking : tuple of str
        The components of the answer, best first; `NO_CHART` alone when it has
        no chart, empty when there was no answer.
    exact : bool
        Whether the first chart is the label's, see `same_chart`.
    encode, encode_normalised : float or None
        The benchmark's encode score, where the case has one.
    claims : tuple of bool
        Whether each checked claim of the thought holds.
    seconds : float
        From request to last token.
    n_tokens : int
        How many tokens the model wrote, alternatives included.
    thoughts : (str, str) or None
        The answer's thought and the gold one, where both exist.
    gold_nats, n_gold : float, int
        The log-probability of the gold thought and solution, and its number of
        tokens; zero where it was not measured.
    """

    accepted: tuple[str, ...]
    ranking: tuple[str, ...]
    exact: bool
    encode: float | None = None
    encode_normalised: float | None = None
    claims: tuple[bool, ...] = ()
    seconds: float = 0.0
    n_tokens: int = 0
    thoughts: tuple[str, str] | None = None
    gold_nats: float = 0.0
    n_gold: int = 0

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
    mean_tokens: float
    perplexity: float | None
    bleu: float | None


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

    A case without an answer is given as `FAILED`.
    """
    matrix = confusion_matrix(outcomes)
    wrong = ((pair, n) for pair, n in matrix.items() if pair[0] != pair[1])
    return dict(sorted(wrong, key=lambda item: (-item[1], item[0])))


def confusion_matrix(outcomes: Iterable[Outcome]) -> dict[tuple[str, str], int]:
    """Return (wanted, given) of all answers with their counts.

    An answer that any accepted component makes right lies on the diagonal.
    """
    return dict(
        Counter(
            (
                o.accepted[0],
                o.accepted[0] if o.right_within(1) else (o.ranking or (FAILED,))[0],
            )
            for o in outcomes
        )
    )


def perplexity(outcomes: Iterable[Outcome]) -> float | None:
    """Return the perplexity per token of the gold thoughts and solutions, None without any."""
    scored = [(o.gold_nats, o.n_gold) for o in outcomes if o.n_gold]
    if not scored:
        return None
    return math.exp(-sum(nats for nats, _ in scored) / sum(n for _, n in scored))


def bleu(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the corpus BLEU-4 of (candidate, reference) pairs, 0-1.

    Tokens are single Chinese characters and words of other scripts, small
    letters. Papineni et al. 2002, with one added to the counts of two and more
    tokens (Lin & Och 2004), so that a short corpus does not score zero.

    Examples
    --------
    >>> bleu([("a line of sales by month", "a line of sales by month")])
    1.0
    """
    matches, totals = [0] * _BLEU_ORDER, [0] * _BLEU_ORDER
    n_candidate = n_reference = 0
    for candidate, reference in pairs:
        ours, theirs = _words(candidate), _words(reference)
        n_candidate += len(ours)
        n_reference += len(theirs)
        for order in range(1, _BLEU_ORDER + 1):
            grams, known = _grams(ours, order), _grams(theirs, order)
            matches[order - 1] += (grams & known).total()
            totals[order - 1] += grams.total()
    if not matches[0]:
        return 0.0
    precisions = [matches[0] / totals[0]]
    precisions += [(m + 1) / (n + 1) for m, n in zip(matches[1:], totals[1:], strict=True)]
    brevity = min(0.0, 1 - n_reference / n_candidate)
    return math.exp(brevity + _mean([math.log(p) for p in precisions]))


def _words(text: str) -> list[str]:
    return _BLEU_TOKEN.findall(text.lower())


def _grams(words: Sequence[str], order: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[i : i + order]) for i in range(len(words) - order + 1))


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


def compare(ours: Sequence[Outcome], theirs: Sequence[Outcome]) -> dict[str, Interval]:
    """Return what one model has over another on the same cases, per measure.

    Raises
    ------
    ValueError
        If the two do not answer the same number of cases.
    """
    pairs = list(zip(ours, theirs, strict=True))
    measured = {
        "top1": [(float(a.right_within(1)), float(b.right_within(1))) for a, b in pairs],
        "encode": [
            (a.encode, b.encode) for a, b in pairs if a.encode is not None and b.encode is not None
        ],
        "exact": [(float(a.exact), float(b.exact)) for a, b in pairs],
    }
    return {
        name: paired_difference([a for a, _ in values], [b for _, b in values])
        for name, values in measured.items()
        if values
    }


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
    thoughts = [o.thoughts for o in outcomes if o.thoughts is not None]
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
        mean_tokens=_mean([o.n_tokens for o in outcomes]),
        perplexity=perplexity(outcomes),
        bleu=bleu(thoughts) if thoughts else None,
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
