"""Several charts as one page: HTML that works without a network, PDF, PNG, SVG.

The charts are joined as SVG, so that no imaging library is needed; the HTML
holds Vega once for all of them.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from vizapp.core.errors import ExportError
from vizapp.rendering import engine
from vizapp.rendering.alternative import alternative_text
from vizapp.rendering.document import LANG_TAGS, script_json, vega_bundle
from vizapp.rendering.export import to_svg, write_file
from vizapp.rendering.style import BuiltChart
from vizapp.rendering.theme import FONT, THEMES
from vizapp.rendering.wording import cut

GAP = 16  # CSS px between and around the charts
_TITLE_SIZE = 20
_HEAD = 44  # CSS px for the page's title
_SCALE_OF_FILES = 2.0
_REFERENCE = re.compile(r'(\bid="|url\(#|href="#)')

_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ margin: 0 auto; padding: {gap}px; max-width: {width}px; background: {back};
 color: {text}; font-family: {font}; }}
h1 {{ font-size: {size}px; margin: 8px 0 {gap}px; }}
main {{ display: flex; flex-wrap: wrap; gap: {gap}px; }}
figure {{ margin: 0; background: {card}; border-radius: 10px; overflow: hidden; }}
#vg-tooltip-element {{ white-space: pre-line; }}
</style>
<script>{bundle}</script>
</head>
<body>
<h1>{title}</h1>
<main>
{figures}
</main>
<script>
const specs = {specs};
specs.forEach((spec, i) => vegaEmbed("#chart" + i, spec, {{ actions: false, renderer: "svg" }}));
</script>
</body>
</html>
"""


def sheet_svg(charts: Sequence[BuiltChart], title: str = "", *, columns: int = 2) -> str:
    """Return one SVG with the charts in rows, each column as wide as the widest chart."""
    style = charts[0].style
    colors = THEMES[style.theme]
    head = _HEAD if title else 0
    columns = min(columns, len(charts))
    cell_width = max(c.style.width for c in charts)
    cell_height = max(c.style.height for c in charts)
    cells = []
    for i, built in enumerate(charts):
        # Ids must differ between charts, or one would clip another.
        svg = _REFERENCE.sub(rf"\g<1>c{i}-", to_svg(built))
        x = GAP + i % columns * (cell_width + GAP)
        y = GAP + head + i // columns * (cell_height + GAP)
        cells.append(svg.replace("<svg ", f'<svg x="{x}" y="{y}" ', 1))
    width = columns * (cell_width + GAP) + GAP
    height = math.ceil(len(charts) / columns) * (cell_height + GAP) + GAP + head
    if title:
        shown = html.escape(cut(title, width - 2 * GAP, _TITLE_SIZE, bold=True))
        cells.append(
            f'<text x="{GAP}" y="{GAP + 24}" font-family="{FONT}" font-size="{_TITLE_SIZE}" '
            f'font-weight="bold" fill="{colors.text}">{shown}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="{colors.grid}"/>{"".join(cells)}</svg>'
    )


def page_html(charts: Sequence[BuiltChart], title: str = "") -> str:
    """Return a page with all charts, with tooltips, that needs no network."""
    style = charts[0].style
    colors = THEMES[style.theme]
    figures = "\n".join(
        f'<figure id="chart{i}" role="group" '
        f'aria-label="{html.escape(alternative_text(built))}"></figure>'
        for i, built in enumerate(charts)
    )
    specs = script_json([c.vega_lite for c in charts])
    return _PAGE.format(
        lang=LANG_TAGS[style.lang],
        title=html.escape(title),
        gap=GAP,
        width=2 * (max(c.style.width for c in charts) + GAP),
        back=colors.grid,
        card=colors.background,
        text=colors.text,
        font=FONT,
        size=_TITLE_SIZE,
        bundle=vega_bundle(),
        figures=figures,
        specs=specs,
    )


def _png(svg: str) -> bytes:
    return bytes(engine.run("svg_to_png", svg, scale=_SCALE_OF_FILES))


_FROM_SHEET: Mapping[str, Callable[[str], bytes]] = {
    ".pdf": lambda svg: bytes(engine.run("svg_to_pdf", svg)),
    ".png": _png,
    ".svg": str.encode,
}
SUFFIXES = ("html", "pdf", "png", "svg")


def save_page(charts: Sequence[BuiltChart], path: Path, title: str = "") -> None:
    """Write the charts as one page in the format that the file's suffix names.

    The file appears complete or not at all.

    Raises
    ------
    ExportError
        If there is no chart, the suffix is unknown or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if not charts:
        raise ExportError("There is no chart to write yet.", hint="Wait for the first one.")
    if suffix.lstrip(".") not in SUFFIXES:
        raise ExportError(
            f"vizapp does not write pages as {suffix or 'files without a suffix'}.",
            hint=f"Use one of {', '.join('.' + s for s in SUFFIXES)}.",
            path=str(path),
        )
    if suffix == ".html":
        content = page_html(charts, title).encode()
    else:
        content = _FROM_SHEET[suffix](sheet_svg(charts, title))
    write_file(path, content)
