"""A presentation as plain values, and what a damaged one becomes."""

from __future__ import annotations

from vizapp.components.presentation import (
    DEFAULT,
    PALETTES,
    SIZE_CHOICES,
    SIZES,
    Presentation,
)
from vizapp.rendering.palettes import palette_colors
from vizapp.rendering.theme import THEMES


def test_a_presentation_comes_back_from_json() -> None:
    one = Presentation(title="T", y_title="y", numbers="percent", decimals=0, size="slide")
    assert Presentation.from_json(one.to_json()) == one
    assert DEFAULT.to_json() == {}


def test_what_is_impossible_is_left_out() -> None:
    damaged = {
        "palette": 3,
        "theme": "pink",
        "decimals": True,
        "title": ["a"],
        "new": 1,
        "dates": "iso",
    }
    assert Presentation.from_json(damaged) == Presentation(dates="iso")
    assert Presentation.from_json(None) == DEFAULT
    assert Presentation.from_json({"title": "x" * 5000}) == DEFAULT


def test_a_size_is_the_windows_or_its_own() -> None:
    assert DEFAULT.pixels(300, 200) == (300, 200)
    assert Presentation(size="slide").pixels(300, 200) == (960, 540)
    assert set(SIZES) == set(SIZE_CHOICES) - {"window"}


def test_every_palette_has_ten_different_colours_in_every_theme() -> None:
    for theme in THEMES:
        for palette in PALETTES:
            colors = palette_colors(theme, palette)
            assert len(set(colors.categorical)) == 10
            assert len(colors.sequential) == 5
            assert colors.text == THEMES[theme].text
