"""Cut the bundled fonts: ``python packaging/fonts.py [NOTO]``.

Without a file the whole ones are packed, and the small ones cut from them. With Noto Sans
CJK (``NotoSansCJK-Regular.ttc`` of Debian's ``fonts-noto-cjk``) the font of rare characters
is cut from it, with Noto Emoji (``NotoEmoji[wght].ttf``) that of emoji. Needs
``pip install fonttools cffsubr``, which nothing else does.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from vizapp.core import paths
from vizapp.rendering.fonts import RARE, SUBSETS, WHOLE, rare
from vizapp.rendering.typeset import EMOJI

_SC = 2  # the simplified Chinese font of the collection
_WEIGHTS = ("Regular", "Bold")
# Nothing is written from top to bottom, and no text is set beside another script's.
_UNUSED_TABLES = ("BASE", "VORG", "vhea", "vmtx", "STAT", "gasp")
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


def _file(family: str, weight: str) -> Path:
    return paths.resources() / "fonts" / f"{family.replace(' ', '')}-{weight}.otf"


def _save(font: Any, path: Path) -> None:
    """Save a font without tables nobody reads, equal parts of its outlines written once."""
    for table in _UNUSED_TABLES:
        if table in font:
            del font[table]
    if "CFF " in font:
        import cffsubr

        cffsubr.subroutinize(font)
    font.save(path)


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
    if "CFF " in font:
        font["CFF "].cff.fontNames[0] = f"{joined}-{weight}"
    _save(font, _file(family, weight))


def pack(weight: str) -> None:
    """Write the whole font anew, smaller and with the same outlines."""
    from fontTools.ttLib import TTFont

    path = _file(WHOLE, weight)
    _save(TTFont(path), path)


def cut(weight: str, family: str, holds: Callable[[int], bool]) -> None:
    """Write the characters that the family holds under its name."""
    from fontTools import subset

    options = _options()
    font = subset.load_font(_file(WHOLE, weight), options)
    _write(font, options, filter(holds, font.getBestCmap()), WHOLE, family, weight)


def cut_rare(noto: Path) -> None:
    """Write what Noto has of rare characters and the whole font has not; one weight is enough."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    whole = TTFont(_file(WHOLE, "Regular"))
    options = _options()
    options.font_number = _SC
    options.layout_features = []
    font = subset.load_font(noto, options)
    wanted = {c for c in font.getBestCmap() if rare(c)} | set(map(ord, _NAMES))
    _write(font, options, wanted - set(whole.getBestCmap()), "Noto Sans CJK SC", RARE, "Regular")


def cut_emoji(noto: Path) -> None:
    """Write all of Noto Emoji in its regular weight; sequences become one picture by `ccmp`."""
    from fontTools import subset
    from fontTools.varLib import instancer

    options = _options()
    options.layout_features = ["ccmp"]
    font = subset.load_font(noto, options)
    if "fvar" in font:
        instancer.instantiateVariableFont(font, {"wght": 400}, inplace=True)
    _write(font, options, font.getBestCmap(), "Noto Emoji", EMOJI, "Regular")


if __name__ == "__main__":
    if sys.argv[1:]:
        source = Path(sys.argv[1])
        (cut_emoji if "Emoji" in source.name else cut_rare)(source)
    else:
        for one_weight in _WEIGHTS:
            pack(one_weight)
            for one_family, held in SUBSETS:
                cut(one_weight, one_family, held)
