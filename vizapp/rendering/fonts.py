"""The least of the bundled fonts that holds a chart's characters.

The converter opens its font anew for every text that it measures and every
glyph that it draws, and a large font takes longer to open: two thirds of the
time of a picture went there. Subsets of the same font give the same picture.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable

from vizapp.core import paths

WHOLE = "Vizapp Sans SC"
# What the whole one lacks. The converter and the window look there for a character that
# no other font has, so it is named in no chart; one weight serves both.
RARE = "Vizapp Sans Rare"


def rare(code: int) -> bool:
    """Return whether the font of rare characters or the whole one holds the character.

    All of GBK, as names of people and places need it, and the Korean syllables.
    """
    return 0x4E00 <= code < 0x9FA6 or 0xAC00 <= code < 0xD7A4


def _latin(code: int) -> bool:
    """Return whether a subset for Latin letters, figures and signs holds the character."""
    return code < 0x250 or 0x2000 <= code < 0x2300


@functools.cache
def _frequent() -> frozenset[int]:
    """Return the 3,755 frequent characters of GB 2312."""
    rows = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return frozenset(ord(text) for pair in rows if (text := pair.decode("gb2312", "ignore")))


def _common(code: int) -> bool:
    """Return whether a subset for frequent Chinese holds the character as well."""
    signs = 0x3000 <= code < 0x3040 or 0xFF00 <= code < 0xFFF0
    return _latin(code) or signs or code in _frequent()


SUBSETS: tuple[tuple[str, Callable[[int], bool]], ...] = (
    ("Vizapp Sans Latin", _latin),
    ("Vizapp Sans Common", _common),
)


@functools.cache
def register_fonts() -> None:
    """Make the bundled fonts known to the converter, once per process."""
    import vl_convert  # not in the window's process: the engine's alone draws

    # It takes UTF-8, whatever the locale makes of the bytes of a file's name.
    folder = os.fsencode(paths.resources() / "fonts").decode("utf-8")
    vl_convert.register_font_directory(folder)


def least_family(characters: Iterable[str]) -> str:
    """Return the family of the smallest bundled font that holds all the characters.

    Examples
    --------
    >>> least_family("Sales 2024"), least_family("销售额 2024"), least_family("龘")
    ('Vizapp Sans Latin', 'Vizapp Sans Common', 'Vizapp Sans SC')
    """
    codes = {ord(character) for character in set(characters)}
    return next((name for name, holds in SUBSETS if all(map(holds, codes))), WHOLE)


def lean(text: str, texts: str | None = None) -> str:
    """Return a specification that asks for the smallest font that holds its texts.

    `texts` are those to be drawn, where it does not have them all itself.
    """
    family = least_family(text if texts is None else texts)
    if family == WHOLE:
        return text
    return text.replace(f'"font": "{WHOLE}, ', f'"font": "{family}, {WHOLE}, ')


def plain(svg: str) -> str:
    """Return a drawing of a lean specification with the font that viewers know."""
    for name, _ in SUBSETS:
        svg = svg.replace(f'font-family="{name}, ', 'font-family="')
    return svg
