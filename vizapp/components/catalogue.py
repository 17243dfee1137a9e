"""The component library: every family imported by name, so that a freeze finds it."""

from __future__ import annotations

from collections.abc import Mapping

from vizapp.components import bar, distribution, line, link, part, place_time, single
from vizapp.components.declare import ChartComponent, registered

FAMILIES = (bar, line, part, distribution, single, place_time, link)


def catalogue() -> Mapping[str, ChartComponent]:
    """Return the 25 components by name, in the order of their declaration."""
    return registered()
