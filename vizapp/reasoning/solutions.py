"""What a general model's reply says: its charts, its refusal, what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vizapp.components.check import check
from vizapp.components.spec import Chart, VisSpec, parse_chart
from vizapp.core.errors import SpecError
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning.completions import name_shares

_SMALLEST = 1e-6  # a probability is above 0, however small
_NO_JSON = 'there is no JSON object {"vis": [...]} in it.'


@dataclass(frozen=True)
class Solution:
    """Valid charts with their probabilities, or a refusal, else what is wrong."""

    charts: tuple[Chart, ...] = ()
    shares: tuple[float, ...] = ()
    message: str | None = None
    findings: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether it answers the request."""
        return bool(self.charts or self.message)


def read_solution(
    text: str,
    tokens: Sequence[tuple[str, float]],
    description: TableDescription,
    *,
    may_refuse: bool,
) -> Solution:
    """Read a reply: every chart that keeps the contract, each component once.

    A list that broke off gives the charts before the break.

    Parameters
    ----------
    text : str
        The reply, whatever stands around its JSON.
    tokens : sequence of (str, float)
        Its tokens with their log-probabilities, as far as they are known; a reply
        without any gets halves, which are an order and no measure.
    description : TableDescription
        The table.
    may_refuse : bool
        Whether a message without a chart is an answer.
    """
    items, message = _items(text)
    findings: list[str] = []
    charts: dict[str, Chart] = {}
    shares = name_shares(tokens, [str(item.get("name")) for item in items])
    kept: list[float] = []
    for index, item in enumerate(items):
        try:
            chart = parse_chart(item, names=description.names)
        except SpecError as err:
            findings.append(str(err))
            continue
        wrong = [finding.message for finding in check(VisSpec((chart,)), description)]
        findings += wrong
        if not wrong and chart.component not in charts:
            charts[chart.component] = chart
            kept.append(shares[index] if shares else 0.5)
    if charts:
        return Solution(tuple(charts.values()), tuple(_chained(kept)))
    if not items and message and may_refuse:
        return Solution(message=message)
    return Solution(findings=tuple(findings) or (_NO_JSON,))


def _chained(shares: Sequence[float]) -> list[float]:
    """Return probabilities of a list: each one's share of what the earlier ones left."""
    found: list[float] = []
    rest, last = 1.0, 1.0
    for share in shares:
        last = max(_SMALLEST, min(last, rest * share))
        rest = max(0.0, rest - last)
        found.append(last)
    return found


def _items(text: str) -> tuple[list[dict[str, Any]], str | None]:
    """Return the objects of the list "vis" and the message, however they are wrapped."""
    text = text.rpartition("</think>")[2]
    decoder = json.JSONDecoder(strict=False)
    place = text.rfind('"vis"')
    start = text.find("[", place) + 1 if place >= 0 else 0
    if not start:
        return [], None
    items: list[dict[str, Any]] = []
    while True:
        rest = text[start:]
        start += len(rest) - len(rest.lstrip(" \t\r\n,"))
        try:
            item, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            break
        if isinstance(item, dict):
            items.append(item)
        start = end
    return items, _message(text, decoder)


def _message(text: str, decoder: json.JSONDecoder) -> str | None:
    begin = text.find("{")
    try:
        record = decoder.raw_decode(text, begin)[0] if begin >= 0 else {}
    except (ValueError, RecursionError):
        return None
    message = record.get("message")
    return message.strip() or None if isinstance(message, str) else None
