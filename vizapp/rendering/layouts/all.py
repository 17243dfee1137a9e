"""Every layout module imported by name, so that a freeze finds it."""

from __future__ import annotations

from collections.abc import Mapping

from vizapp.rendering.layouts import (
    axes,
    cards,
    flows,
    graphs,
    parts,
    places,
    polar,
    sankey,
    spans,
    tiles,
    trees,
    words,
)
from vizapp.rendering.layouts.registry import Draw, registered

FAMILIES = (axes, cards, flows, graphs, parts, places, polar, sankey, spans, tiles, trees, words)


def layouts() -> Mapping[str, Draw]:
    """Return the layout functions by name."""
    return registered()
