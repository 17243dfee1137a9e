"""The palettes that a person can choose, for light and dark paper.

"standard" is the theme's own. "bright" and "muted" follow Paul Tol's schemes,
which keep apart for people with a colour vision deficiency; "warm", "cool" and
"grey" alternate in lightness, so that neighbours differ without their hue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from vizapp.components.presentation import Palette
from vizapp.rendering.style import Style, ThemeName
from vizapp.rendering.theme import THEMES, Colors

_Wheel = tuple[str, ...]

_LIGHT: Mapping[Palette, tuple[_Wheel, _Wheel]] = {
    "bright": (
        ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#8c8c8c", "#ee8866",
         "#0077bb", "#999933"),
        ("#edf8c5", "#7fcdbb", "#1d91c0", "#225ea8", "#0c2c84"),
    ),
    "muted": (
        ("#332288", "#88ccee", "#44aa99", "#117733", "#999933", "#ddcc77", "#cc6677", "#882255",
         "#aa4499", "#7a7a7a"),
        ("#efedf5", "#bcbddc", "#9e9ac8", "#756bb1", "#3f2f84"),
    ),
    "warm": (
        ("#b4472c", "#f2b04e", "#8c2d04", "#e88a6a", "#d9772b", "#7f3b52", "#f4c7a1", "#c2568e",
         "#a8741a", "#e6550d"),
        ("#fff0d9", "#fdbb84", "#ef6548", "#c53a23", "#7f0000"),
    ),
    "cool": (
        ("#1f4f74", "#63b1e5", "#2a9a7c", "#8fc9a8", "#4062bb", "#a9b6ee", "#17656b", "#7fcfd8",
         "#5b3f8c", "#9d7fc9"),
        ("#e5f5f3", "#99d8c9", "#41ae9a", "#1f7f86", "#06405c"),
    ),
    "grey": (
        ("#3c3c3c", "#a0a0a0", "#6a6a6a", "#c6c6c6", "#1f1f1f", "#8a8a8a", "#505050", "#b4b4b4",
         "#2c2c2c", "#969696"),
        ("#f0f0f0", "#c8c8c8", "#969696", "#636363", "#252525"),
    ),
}  # fmt: skip
_DARK: Mapping[Palette, tuple[_Wheel, _Wheel]] = {
    "bright": (
        ("#6ea3d8", "#f2808f", "#4fb863", "#d9cb5c", "#7fd6f2", "#d066a0", "#b5b5b5", "#f2a184",
         "#3fa4e0", "#bcbc5a"),
        ("#14273f", "#1b5685", "#2596be", "#6fc9c2", "#e6f5b0"),
    ),
    "muted": (
        ("#8f86e0", "#88ccee", "#44aa99", "#5fb878", "#c5c25a", "#ddcc77", "#dd7f8e", "#c5668f",
         "#d07bc8", "#aaaaaa"),
        ("#262040", "#473b80", "#6f62b5", "#a096dc", "#dcd6fb"),
    ),
    "warm": (
        ("#e0694a", "#f7c36e", "#b8562c", "#f4a48a", "#e89040", "#b86a86", "#f4d2b5", "#d97bab",
         "#c9953c", "#ff8440"),
        ("#3a2218", "#7a3a20", "#b8562c", "#e58a4f", "#ffd0a0"),
    ),
    "cool": (
        ("#4f8fc0", "#8fcbf2", "#45b896", "#a9dcbf", "#6f8ee6", "#c0caf5", "#2f949c", "#93dde5",
         "#8f74c4", "#bda5e0"),
        ("#12303a", "#1c5a66", "#2f8f94", "#66c2b5", "#c5efe0"),
    ),
    "grey": (
        ("#d0d0d0", "#7c7c7c", "#a8a8a8", "#5c5c5c", "#f0f0f0", "#909090", "#bcbcbc", "#6a6a6a",
         "#e0e0e0", "#848484"),
        ("#2a2a2a", "#4d4d4d", "#7a7a7a", "#a8a8a8", "#e0e0e0"),
    ),
}  # fmt: skip


def colors_of(style: Style) -> Colors:
    """Return the colours of the style's theme in the palette that was chosen."""
    return palette_colors(style.theme, style.presentation.palette)


def palette_colors(theme: ThemeName, palette: Palette) -> Colors:
    """Return a theme's colours with another palette for series and shades."""
    base = THEMES[theme]
    chosen = (_DARK if theme == "dark" else _LIGHT).get(palette)
    if chosen is None:
        return base
    wheel, ramp = chosen
    return replace(base, categorical=wheel, sequential=ramp)
