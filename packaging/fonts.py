"""Cut the small fonts from the whole one: ``python packaging/fonts.py``.

Needs ``pip install fonttools``, which nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable

from vizapp.core import paths
from vizapp.rendering.fonts import SUBSETS, WHOLE


def cut(weight: str, family: str, holds: Callable[[int], bool]) -> None:
    """Write the characters that the family holds under its name."""
    from fontTools import subset

    folder = paths.resources() / "fonts"
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    font = subset.load_font(folder / f"{WHOLE.replace(' ', '')}-{weight}.otf", options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for code in font.getBestCmap() if holds(code)])
    subsetter.subset(font)
    joined = family.replace(" ", "")
    for name in font["name"].names:
        renamed = name.toUnicode().replace(WHOLE, family)
        name.string = renamed.replace(WHOLE.replace(" ", ""), joined)
    font["CFF "].cff.fontNames[0] = f"{joined}-{weight}"
    font.save(folder / f"{joined}-{weight}.otf")


if __name__ == "__main__":
    for one_weight in ("Regular", "Bold"):
        for one_family, held in SUBSETS:
            cut(one_weight, one_family, held)
