"""What a person's choices change about the order of charts. Pure.

Kernel logistic regression over pairs: the chart that was chosen was worth more
than the one that the model would have shown, for that table and for tables like
it. The model's own log-odds are the offset, so a sure model needs more choices
to be overruled than one that wavers, and without any choice, or for a table
unlike all of them, nothing changes. Locality comes from the kernel; a linear
model over the same features would carry every choice to every table.

References
----------
Zhu & Hastie (2005), Kernel logistic regression and the import vector machine,
J. Comput. Graph. Stat. 14.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vizapp.profile.attributes import TableDescription

Array = NDArray[np.float64]

BANDWIDTH = 0.8  # distance at which a table is half as like: see `features`
RIDGE = 1.0  # equal choices that turn the order: one at 30 %, two at 15 %, six at 0.5 %
MIN_LIKENESS = 0.2  # below it a table is unlike everything chosen so far
MAX_CHOICES = 500  # the newest ones; older tastes fade
_FLOOR = 0.005  # the least probability that the model's word is taken for
_STEPS = 60
_SMALLEST = 1e-9


@dataclass(frozen=True)
class Preference:
    """A chart that a person preferred to another for one table.

    Parameters
    ----------
    table : TableDescription
        What the table looked like.
    chosen, passed : str
        The component that was chosen, and the one that was passed over.
    odds : float
        The model's own log-odds of the chosen one against the other.
    """

    table: TableDescription
    chosen: str
    passed: str
    odds: float = 0.0


def log_odds(chosen: float | None, passed: float | None) -> float:
    """Return the log-odds of two probabilities, kept within what can be overruled.

    Examples
    --------
    >>> round(log_odds(0.2, 0.8), 2), log_odds(None, 0.9)
    (-1.39, 0.0)
    """
    if chosen is None or passed is None:
        return 0.0
    return math.log(max(chosen, _FLOOR)) - math.log(max(passed, _FLOOR))


def features(table: TableDescription) -> Array:
    """Return a table as numbers of which a difference of 1 is worth noticing.

    Returns
    -------
    ndarray, shape (12,)
        Times, measures, words by size, flags, what adds up, links, nesting, rows.
    """
    attributes = table.attributes
    numbers = [a for a in attributes if a.type in ("INT", "DOUBLE") and a.meaning is None]
    words = [a for a in attributes if a.type == "STR"]
    few = [a for a in words if a.value_amount <= 12]
    smallest = min((a.value_amount for a in words if a.value_amount > 1), default=0)
    negative = any(a.range and not isinstance(a.range[0], str) and a.range[0] < 0 for a in numbers)
    meanings = {a.meaning for a in attributes}
    values = (
        1.5 * min(sum(a.type == "DATE" or a.order is not None for a in attributes), 2),
        1.5 * math.log2(1 + len(numbers)),
        1.2 * min(len(few), 3),
        1.2 * min(len(words) - len(few), 2),
        0.8 * min(sum(a.type == "BOOL" for a in attributes), 2),
        0.3 * math.log2(1 + smallest),
        1.5 * any(a.total for a in attributes),
        1.5 * bool(table.links),
        1.2 * bool(table.nested),
        0.8 * negative,
        1.5 * bool(meanings & {"longitude", "latitude", "path"}),
        0.5 * math.log10(1 + table.data_amount),
    )
    return np.array(values, dtype=np.float64)


def likeness(one: Array, other: Array) -> Array:
    """Return how alike tables are, 1 for equal features.

    Parameters
    ----------
    one, other : ndarray, shapes (n, k) and (m, k)
        Features.

    Returns
    -------
    ndarray, shape (n, m)
        Between 0 and 1.
    """
    squared = ((one[:, None, :] - other[None, :, :]) ** 2).sum(axis=2)
    alike: Array = np.exp(-math.log(2) * squared / BANDWIDTH**2)
    return alike


def _loss(weights: Array, gram: Array, odds: Array) -> float:
    """Return the penalised negative log-likelihood."""
    margin = odds + gram @ weights
    return float(np.logaddexp(0, -margin).sum() + RIDGE / 2 * weights @ gram @ weights)


class Reranker:
    """Learns from choices and orders charts.

    Parameters
    ----------
    preferences : sequence of Preference
        In the order in which they were made; the newest `MAX_CHOICES` count.
    """

    def __init__(self, preferences: Sequence[Preference] = ()) -> None:
        self._known = tuple(preferences)[-MAX_CHOICES:]
        self._features = np.array([features(p.table) for p in self._known])
        self._weights = self._fit()

    def __len__(self) -> int:
        return len(self._known)

    def _fit(self) -> Array:
        """Return one weight per preference: damped Newton steps on the dual form."""
        n = len(self._known)
        if n == 0:
            return np.zeros(0)
        gram = likeness(self._features, self._features) * self._agreement()
        odds = np.array([p.odds for p in self._known])
        weights = np.zeros(n)
        best = _loss(weights, gram, odds)
        for _ in range(_STEPS):
            margin = odds + gram @ weights
            miss = 1.0 / (1.0 + np.exp(np.clip(margin, -50, 50)))  # how far from certain
            step = np.linalg.solve(
                RIDGE * np.eye(n) + (miss * (1 - miss))[:, None] * gram, miss - RIDGE * weights
            )
            size = 1.0  # whole steps jump back and forth where the model is sure
            while _loss(weights + size * step, gram, odds) > best and size > _SMALLEST:
                size /= 2
            weights = weights + size * step
            best = _loss(weights, gram, odds)
            if size * float(np.abs(step).max()) < _SMALLEST:
                break
        return weights

    def _agreement(self) -> Array:
        """Return what one pair of components says about another, -2 to 2; shape (n, n)."""
        names = sorted({c for p in self._known for c in (p.chosen, p.passed)})
        place = {name: i for i, name in enumerate(names)}
        signs = np.zeros((len(self._known), len(names)))
        for row, p in enumerate(self._known):
            signs[row, place[p.chosen]] += 1
            signs[row, place[p.passed]] -= 1
        return signs @ signs.T

    def likeness(self, table: TableDescription) -> float:
        """Return how like the most similar known table is, 0 without any."""
        if not self._known:
            return 0.0
        return float(likeness(features(table)[None, :], self._features).max())

    def gains(self, table: TableDescription) -> dict[str, float]:
        """Return the log-odds that choices for like tables add to components."""
        found: dict[str, float] = {}
        if self.likeness(table) < MIN_LIKENESS:
            return found
        near = likeness(features(table)[None, :], self._features)[0]
        for p, weight in zip(self._known, near * self._weights, strict=True):
            found[p.chosen] = found.get(p.chosen, 0.0) + float(weight)
            found[p.passed] = found.get(p.passed, 0.0) - float(weight)
        return found

    def rerank(
        self, table: TableDescription, probabilities: Mapping[str, float]
    ) -> dict[str, float]:
        """Return the components' new probabilities, best first.

        What the model holds of all of them together stays; they share it anew.
        Equal ones keep their order.
        """
        gains = self.gains(table)
        if not gains or not probabilities:
            return dict(probabilities)
        total = sum(probabilities.values())
        logs = {c: math.log(max(p, _FLOOR)) + gains.get(c, 0.0) for c, p in probabilities.items()}
        top = max(logs.values())
        weights = {c: math.exp(value - top) for c, value in logs.items()}
        whole = sum(weights.values())
        ranked = sorted(weights, key=lambda c: -weights[c])
        return {c: total * weights[c] / whole for c in ranked}
