"""Colours and the Vega-Lite config of the light, dark and print themes.

The categorical palettes are such that people with a colour vision deficiency tell
the colours apart: any two of the first n are as far from each other as a search
among like hues could make them (`lint.vision` measures it, a test holds it). Text
colours reach a contrast of 4.5 against their background.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vizapp.rendering.style import ThemeName

# Our own subset first, so that a picture is the same everywhere; then what
# browsers find on Windows, macOS and Linux, because HTML carries no font.
FONT = (
    "Vizapp Sans SC, Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, "
    "Helvetica Neue, Arial, sans-serif"
)
PADDING = 14


@dataclass(frozen=True)
class Colors:
    """The colours of one theme."""

    background: str
    text: str
    muted: str
    line: str  # axis lines and rules
    grid: str
    surface: str  # empty tracks, land, header rows
    categorical: tuple[str, ...]
    rest: str  # "other", grouped categories
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]
    rise: str
    fall: str
    on_mark: str = "#ffffff"  # text on a mark of a strong colour


_PALETTE = (
    "#2f6db5",
    "#e08a1e",
    "#3f936a",
    "#be6095",
    "#60b1e5",
    "#cc4219",
    "#817fbb",
    "#907934",
    "#2c4571",
    "#d09ea1",
)

LIGHT = Colors(
    background="#ffffff",
    text="#1f2933",
    muted="#5f6b7a",
    line="#c3cad3",
    grid="#e8ecf1",
    surface="#eef1f5",
    categorical=_PALETTE,
    rest="#a9b2bd",
    sequential=("#e9f1fa", "#a9cbe9", "#5d9bd3", "#2f6db5", "#173f75"),
    diverging=("#a8421f", "#e59a6f", "#f4f1ee", "#7fb2dc", "#1f5a9e"),
    rise="#2a9a7c",
    fall="#c65a2e",
)

DARK = Colors(
    background="#16191f",
    text="#e8ebf0",
    muted="#a3adba",
    line="#4a525e",
    grid="#2a303a",
    surface="#252b34",
    categorical=(
        "#5b9bdf",
        "#eda246",
        "#2ca780",
        "#c190bb",
        "#6acafe",
        "#db7d4f",
        "#9d81bc",
        "#a1ab66",
        "#4075b7",
        "#d9bfed",
    ),
    rest="#6d7683",
    sequential=("#1d2a3c", "#27496f", "#3b72ac", "#67a5e0", "#c0defa"),
    diverging=("#e5835a", "#a35535", "#343a44", "#3f76ac", "#83b9ec"),
    rise="#45b896",
    fall="#e07b52",
    on_mark="#10141a",
)

# Paper: no tint behind the marks, text in black.
PRINT = Colors(
    background="#ffffff",
    text="#000000",
    muted="#3c3c3c",
    line="#8c8c8c",
    grid="#dedede",
    surface="#eeeeee",
    categorical=_PALETTE,
    rest="#9a9a9a",
    sequential=LIGHT.sequential,
    diverging=LIGHT.diverging,
    rise="#2a7f68",
    fall="#b04c22",
)

THEMES: Mapping[ThemeName, Colors] = {"light": LIGHT, "dark": DARK, "print": PRINT}


def config(colors: Colors) -> dict[str, Any]:
    """Return the Vega-Lite config of a theme."""
    axis = {
        "domainColor": colors.line,
        "gridColor": colors.grid,
        "tickColor": colors.line,
        "labelColor": colors.muted,
        "titleColor": colors.muted,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "labelPadding": 5,
        "labelLimit": 150,
        "titleLimit": 320,
        "tickSize": 4,
    }
    return {
        "font": FONT,
        "background": colors.background,
        "padding": PADDING,
        "view": {"stroke": None},
        "axis": axis,
        "axisQuantitative": {"domain": False, "ticks": False, "tickCount": 6},
        "axisDiscrete": {"grid": False},
        "legend": {
            "labelColor": colors.text,
            "titleColor": colors.muted,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelLimit": 150,
            "titleLimit": 150,
            "symbolType": "circle",
            "symbolSize": 90,
            "rowPadding": 4,
        },
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "color": colors.text,
            "subtitleColor": colors.muted,
            "fontSize": 16,
            "fontWeight": "bold",
            "subtitleFontSize": 12,
            "subtitlePadding": 5,
            "offset": 14,
        },
        "text": {"color": colors.text, "fontSize": 12},
        "rule": {"color": colors.line},
        "line": {"strokeWidth": 2.2, "strokeJoin": "round", "strokeCap": "round"},
    }
