"""All components on one sheet: ``python -m vizapp.rendering.contact_sheet OUT.png``.

The charts are joined as SVG, so that no imaging library is needed.
"""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Sequence
from pathlib import Path

from vizapp.components.catalogue import catalogue
from vizapp.core.language import Lang
from vizapp.rendering import engine
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import to_svg
from vizapp.rendering.samples import samples
from vizapp.rendering.style import Style, ThemeName
from vizapp.rendering.theme import THEMES

_WIDTH, _HEIGHT, _GAP = 560, 380, 16
_REFERENCE = re.compile(r'(\bid="|url\(#|href="#)')


def sheet_svg(names: Sequence[str], lang: Lang, theme: ThemeName, columns: int = 5) -> str:
    """Return one SVG with the named components drawn from their samples."""
    known = samples()
    style = Style(theme=theme, lang=lang, width=_WIDTH, height=_HEIGHT)
    cells = []
    for i, name in enumerate(names):
        sample = known[name]
        svg = to_svg(build_chart(sample.chart(lang), sample.table(lang), style))
        # Ids must differ between charts, or one would clip another.
        svg = _REFERENCE.sub(rf"\g<1>c{i}-", svg)
        x = _GAP + i % columns * (_WIDTH + _GAP)
        y = _GAP + i // columns * (_HEIGHT + _GAP)
        cells.append(svg.replace("<svg ", f'<svg x="{x}" y="{y}" ', 1))
    columns = min(columns, len(names))
    width = columns * (_WIDTH + _GAP) + _GAP
    height = math.ceil(len(names) / columns) * (_HEIGHT + _GAP) + _GAP
    back = THEMES[theme].grid
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect width="{width}" height="{height}" fill="{back}"/>{"".join(cells)}</svg>'
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Write the sheet."""
    parser = argparse.ArgumentParser(prog="python -m vizapp.rendering.contact_sheet")
    parser.add_argument("out", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--lang", choices=("zh", "en"), default="en")
    parser.add_argument("--only", nargs="*", help="components, all by default")
    parser.add_argument("--columns", type=int, default=5)
    arguments = parser.parse_args(argv)
    names = arguments.only or list(catalogue())
    theme: ThemeName = "dark" if arguments.dark else "light"
    svg = sheet_svg(names, arguments.lang, theme, arguments.columns)
    arguments.out.write_bytes(engine.run("svg_to_png", svg, scale=1.0))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
