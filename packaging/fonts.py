"""Cut the bundled fonts: ``python packaging/fonts.py [NotoSansCJK-Regular.ttc]``.

Without a file the small ones are cut from the whole one. With Noto Sans CJK (Debian's
``fonts-noto-cjk``) the font of rare characters is cut from it. Needs
``pip install fonttools``, which nothing else does.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from vizapp.core import paths
from vizapp.rendering.fonts import RARE, SUBSETS, WHOLE, rare

_SC = 2  # the simplified Chinese font of the collection
# Of the table of general standard characters (2013), mostly in names, outside GBK's block.
_NAMES = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃"
    "䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)


def _options() -> Any:
    from fontTools import subset

    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    return options


def _write(
    font: Any, options: Any, codes: Iterable[int], old: str, family: str, weight: str
) -> None:
    """Write these characters of an open font under another name."""
    from fontTools import subset

    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(codes))
    subsetter.subset(font)
    joined = family.replace(" ", "")
    for name in font["name"].names:
        renamed = name.toUnicode().replace(old, family)
        name.string = re.sub(old.replace(" ", ""), joined, renamed, flags=re.IGNORECASE)
    font["CFF "].cff.fontNames[0] = f"{joined}-{weight}"
    font.save(paths.resources() / "fonts" / f"{joined}-{weight}.otf")


def cut(weight: str, family: str, holds: Callable[[int], bool]) -> None:
    """Write the characters that the family holds under its name."""
    from fontTools import subset

    options = _options()
    path = paths.resources() / "fonts" / f"{WHOLE.replace(' ', '')}-{weight}.otf"
    font = subset.load_font(path, options)
    _write(font, options, filter(holds, font.getBestCmap()), WHOLE, family, weight)


def cut_rare(noto: Path) -> None:
    """Write what Noto has of rare characters and the whole font has not; one weight is enough."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    whole = TTFont(paths.resources() / "fonts" / f"{WHOLE.replace(' ', '')}-Regular.otf")
    options = _options()
    options.font_number = _SC
    options.layout_features = []
    font = subset.load_font(noto, options)
    wanted = {c for c in font.getBestCmap() if rare(c)} | set(map(ord, _NAMES))
    _write(font, options, wanted - set(whole.getBestCmap()), "Noto Sans CJK SC", RARE, "Regular")


if __name__ == "__main__":
    if sys.argv[1:]:
        cut_rare(Path(sys.argv[1]))
    else:
        for one_weight in ("Regular", "Bold"):
            for one_family, held in SUBSETS:
                cut(one_weight, one_family, held)
