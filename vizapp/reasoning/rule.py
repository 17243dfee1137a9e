"""What a hand rule is, and the table that the rules enter.

A rule reads `Facts` and proposes attributes per channel with a score from 0 to
10, or nothing. It need not be careful: `rules` drops what a declaration
refuses, adds the aggregate, and compares the scores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from vizapp.core.language import Text
from vizapp.reasoning.facts import Attribute, Facts

Bindings = Mapping[str, Sequence[Attribute | None]]


@dataclass(frozen=True)
class Proposal:
    """What a rule suggests: a score and the attributes of each channel."""

    score: float
    bindings: Bindings
    options: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """A named rule for one component."""

    name: str
    component: str
    reason: Text
    propose: Callable[[Facts], Proposal | None]


RULES: list[Rule] = []
_Propose = Callable[[Facts], Proposal | None]


def rule(component: str, *, zh: str, en: str) -> Callable[[_Propose], _Propose]:
    """Add a function to the table under its own name."""

    def add(propose: _Propose) -> _Propose:
        name = propose.__name__.strip("_")
        RULES.append(Rule(name, component, {"zh": zh, "en": en}, propose))
        return propose

    return add


def first(attributes: Sequence[Attribute]) -> Attribute | None:
    """Return the first attribute, None when there is none."""
    return attributes[0] if attributes else None
