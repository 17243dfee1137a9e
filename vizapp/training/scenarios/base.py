"""What a scenario is, and where the makers register."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from vizapp.components.catalogue import catalogue
from vizapp.components.spec import Chart, Options
from vizapp.core.language import Lang

Rows = list[dict[str, Any]]
_NO_OPTIONS = Options()


@dataclass(frozen=True)
class Pick:
    """A chart by channels, why it was picked, how its measures aggregate."""

    component: str
    channels: dict[str, tuple[str, ...]]
    reason: str
    additive: bool = True
    options: Options = _NO_OPTIONS

    def chart(self) -> Chart:
        """Return the chart; channels in the component's order."""
        order = [c.name for c in catalogue()[self.component].channels]
        given = {k: v for k, v in self.channels.items() if v}
        return Chart(
            self.component, tuple((c, given[c]) for c in order if c in given), self.options
        )


@dataclass(frozen=True)
class Scenario:
    """A generated table with its best charts, and other names for its columns."""

    rows: Rows
    picks: tuple[Pick, ...]
    synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)


Maker = Callable[[random.Random, Lang], Scenario]
_MAKERS: list[tuple[float, Maker]] = []


def scenario(weight: float) -> Callable[[Maker], Maker]:
    """Register a maker of scenarios, drawn in proportion to its weight."""

    def add(maker: Maker) -> Maker:
        _MAKERS.append((weight, maker))
        return maker

    return add


def makers() -> Sequence[tuple[float, Maker]]:
    """Return the scenario makers with their weights."""
    return _MAKERS
