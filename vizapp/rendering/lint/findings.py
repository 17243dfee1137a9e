"""The plain values of the linter, and the list of its rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vizapp.components.presentation import Presentation
from vizapp.components.spec import Chart
from vizapp.core.language import Text

if TYPE_CHECKING:
    from vizapp.rendering.lint.seen import Seen


@dataclass(frozen=True)
class Fix:
    """The chart and the looks that no longer have the fault."""

    chart: Chart
    presentation: Presentation


@dataclass(frozen=True)
class Finding:
    """One thing that does not look right.

    Parameters
    ----------
    rule : str
        The rule that found it.
    what : Text
        What is wrong on this picture, in zh and en.
    why : Text
        Why that matters, in zh and en.
    fix : Fix or None
        What mends it, None where vizapp knows nothing.
    """

    rule: str
    what: Text
    why: Text
    fix: Fix | None = None


@dataclass(frozen=True)
class Remark:
    """What a rule saw, and what may mend it, the best first; nothing of it is tried yet."""

    what: Text
    fixes: tuple[Fix, ...] = ()


Look = Callable[["Seen"], Remark | None]


@dataclass(frozen=True)
class Rule:
    """One way in which a picture may not look right."""

    name: str
    why: Text
    look: Look


_RULES: dict[str, Rule] = {}


def rule(name: str, *, zh: str, en: str) -> Callable[[Look], Look]:
    """Register a function as the rule of that name; `zh` and `en` say why it matters."""

    def register(look: Look) -> Look:
        if name in _RULES:
            raise ValueError(f"two rules are called {name}")
        _RULES[name] = Rule(name, {"zh": zh, "en": en}, look)
        return look

    return register


def registered() -> Mapping[str, Rule]:
    """Return the rules registered so far; `vizapp.rendering.lint.linter` has them all."""
    return _RULES
