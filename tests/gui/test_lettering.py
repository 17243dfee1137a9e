"""Letters as shapes give the picture that letters give, and need no font."""

from __future__ import annotations

import io
import re
import threading

import numpy as np
import pytest
from PIL import Image

from vizapp.core.language import Lang
from vizapp.gui import app, lettering
from vizapp.gui.lettering import outlined
from vizapp.rendering import engine
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import to_png, to_svg
from vizapp.rendering.samples import samples
from vizapp.rendering.style import Style

FONT = "Vizapp Sans Latin, Vizapp Sans SC, Arial, sans-serif"


@pytest.fixture(autouse=True)
def fonts() -> None:
    app.make_application()


def letters(inner: str, more: str = "", size: str = "12px") -> str:
    return (
        f'<text text-anchor="middle" transform="translate(60,30) rotate(320)" '
        f'font-family="{FONT}" font-size="{size}" fill="#5f6b7a"{more}>{inner}</text>'
    )


def drawing(inner: str) -> str:
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="90">'
    return f'{head}<rect width="240" height="90" fill="#fff"/>{inner}</svg>'


def painted(svg: str) -> np.ndarray:
    png = engine.run("svg_to_png", svg, scale=2.0)
    return np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGB"), dtype=int)


@pytest.mark.parametrize("component", samples())
def test_a_chart_looks_the_same(component: str) -> None:
    lang: Lang = "en" if len(component) % 2 else "zh"
    sample = samples()[component]
    built = build_chart(sample.chart(lang), sample.table(lang), Style(lang=lang))
    seen: list[str] = []

    def touch(svg: str) -> str:
        seen.append(outlined(svg))
        return seen[-1]

    pictures = (
        np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=int)
        for png in (to_png(built), to_png(built, touch=touch))
    )
    before, after = pictures
    apart = np.abs(before - after).max(axis=2)
    # A hair's breadth of a letter may fall on the next pixel.
    assert apart.max() <= 64
    assert (apart > 16).mean() < 0.001
    left = re.findall(r"<text[^>]*[^/]>([^<]*)", seen[0])
    assert set(left) <= {"荀彧"}  # the second of the two is in the font of rare ones


@pytest.mark.parametrize(
    "inner",
    [
        letters("AV To 12.5%"),
        letters("销售额 (万元)", ' font-weight="bold"'),
        letters("Coal  62", ' opacity="0.5"'),
        letters("a &lt; b &amp; c"),
        letters('<tspan>first</tspan><tspan x="0" dy="14">second line</tspan>'),
        letters("25", ' stroke="#aa0000" stroke-width="1" stroke-linejoin="round"'),
        letters("said", ' aria-label="a&#xA;b" role="graphics-symbol"', size="17.5px"),
    ],
)
def test_shapes_lie_where_the_letters_lay(inner: str) -> None:
    svg = drawing(inner)
    shapes = outlined(svg)
    assert "<text" not in shapes
    assert "font" not in shapes
    before, after = painted(svg), painted(shapes)
    assert (before < 200).any()
    assert np.abs(before - after).max() <= 48


@pytest.mark.parametrize(
    "inner",
    [
        letters("한국 ☃ 😀"),  # not in the bundled font
        letters("x", ' text-decoration="underline"'),
        letters("x", ' font-weight="300"'),
        letters("x").replace(FONT, "Arial"),
        letters('<tspan fill="red">x</tspan>'),
        letters('<tspan> a</tspan><tspan x="0" dy="14">b</tspan>'),
        letters("x", size="1em"),
    ],
)
def test_other_letters_are_left_to_the_converter(inner: str) -> None:
    svg = drawing(inner)
    assert outlined(svg) == svg


def test_files_keep_their_letters() -> None:
    sample = samples()["bar"]
    built = build_chart(sample.chart("en"), sample.table("en"), Style(lang="en"))
    assert "<text" in to_svg(built)


def test_letters_are_written_in_any_thread() -> None:
    lettering._written.cache_clear()
    lettering._outlines.clear()
    svg = drawing(letters("threads 2024 月份"))
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(outlined(svg))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert "<text" not in found[0]
