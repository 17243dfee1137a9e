"""The table of layout functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vizapp.rendering.scene import Drawing, Scene

Draw = Callable[[Scene], Drawing]

_LAYOUTS: dict[str, Draw] = {}


def layout(name: str) -> Callable[[Draw], Draw]:
    """Register a function as the layout of that name."""

    def add(draw: Draw) -> Draw:
        if name in _LAYOUTS:
            raise ValueError(f"layout {name!r} is registered twice")
        _LAYOUTS[name] = draw
        return draw

    return add


def registered() -> Mapping[str, Draw]:
    """Return the layouts registered so far; use `layouts.all.layouts()` instead."""
    return _LAYOUTS
