"""Tables as the world writes them, each with the chart that a good analyst picks.

A scenario builds rows for one reason to choose one chart: the names, units and
values come from the authored vocabularies, and the reason is what the thought
will say. The label is right by construction, not by rules on the shape, since
tables of one shape call for different charts (category and number: column, pie,
radar or treemap) and only the names and values tell.
"""

from __future__ import annotations

import random

from vizapp.core.language import Lang
from vizapp.training.scenarios import (
    compare,
    links,
    over_time,
    parts,
    relations,
    single,
    studies,
)
from vizapp.training.scenarios.base import Scenario, makers

FAMILIES = (compare, over_time, parts, single, relations, links, studies)


def sample_scenario(rng: random.Random, lang: Lang) -> Scenario:
    """Return one scenario, drawn by weight."""
    weights = [w for w, _ in makers()]
    maker = rng.choices([m for _, m in makers()], weights)[0]
    return maker(rng, lang)
