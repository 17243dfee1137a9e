"""What a picture's file says beside the picture, and the page that needs no network."""

from __future__ import annotations

import functools
import html
import json
import re
import struct
import zlib
from collections.abc import Mapping

from vizapp.core.language import Lang
from vizapp.rendering import engine
from vizapp.rendering.alternative import alternative_text
from vizapp.rendering.style import BuiltChart
from vizapp.rendering.theme import FONT

LANG_TAGS: Mapping[Lang, str] = {"zh": "zh-CN", "en": "en"}
_IHDR_END = 8 + 25  # the signature and the header chunk, which has to be the first
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")

_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline';
 img-src data: blob:">
<title>{title}</title>
<style>
body{{margin:0;display:flex;justify-content:center;background:{background};font-family:{font}}}
#vg-tooltip-element{{white-space:pre-line}}
.said{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}
</style>
<script>{bundle}</script>
</head>
<body>
<figure role="group" aria-labelledby="said" style="margin:0">
<div id="chart"></div>
<figcaption id="said" class="said">{text}</figcaption>
</figure>
<script>
const spec = {spec};
const actions = {{ export: true, source: false, compiled: false, editor: false }};
vegaEmbed("#chart", spec, {{ actions, renderer: "svg" }});
</script>
</body>
</html>
"""


@functools.cache
def vega_bundle() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script; seconds, once per process."""
    return str(engine.run("javascript_bundle", "window.vegaEmbed = vegaEmbed;"))


def script_json(value: object) -> str:
    """Return JSON for a script element: no text in it can end the element."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def interactive_page(built: BuiltChart) -> str:
    """Return a page that draws the chart with tooltips from what the file itself holds."""
    return _PAGE.format(
        lang=LANG_TAGS[built.style.lang],
        title=html.escape(built.heading),
        background=built.vega_lite["config"]["background"],
        font=FONT,
        bundle=vega_bundle(),
        text=html.escape(alternative_text(built)),
        spec=script_json(built.vega_lite),
    )


def describe_svg(svg: str, built: BuiltChart) -> str:
    """Return the SVG with a title and a description, as screen readers look for them."""
    title, text = (html.escape(_UNPRINTABLE.sub("", t)) for t in _words(built))
    opening, close, rest = svg.partition(">")
    said = (
        f' role="img" aria-labelledby="title desc" xml:lang="{LANG_TAGS[built.style.lang]}">'
        f'<title id="title">{title}</title><desc id="desc">{text}</desc>'
    )
    return opening + said + rest if close else svg


def describe_png(png: bytes, built: BuiltChart) -> bytes:
    """Return the PNG with title and description as international text chunks.

    References
    ----------
    Portable Network Graphics, third edition, 11.3.3.4 (iTXt).
    """
    tag = LANG_TAGS[built.style.lang].encode()
    title, text = _words(built)
    chunks = b"".join(
        _chunk(b"iTXt", keyword + b"\0\0\0" + tag + b"\0\0" + said.encode("utf-8", "replace"))
        for keyword, said in ((b"Title", title), (b"Description", text))
        if said
    )
    return png[:_IHDR_END] + chunks + png[_IHDR_END:]


def _words(built: BuiltChart) -> tuple[str, str]:
    return built.title, alternative_text(built)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
