"""What makes drawing fast: the same pictures and files, from small fonts, without limits."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
import vl_convert
from PySide6.QtGui import QFont, QGuiApplication, QRawFont, QTextLayout

from vizapp.components.spec import parse_chart
from vizapp.core import paths
from vizapp.core.errors import RenderingError
from vizapp.core.language import Lang
from vizapp.data.load import table_from_rows
from vizapp.gui.app import make_application
from vizapp.profile.describe import profile
from vizapp.rendering import fonts
from vizapp.rendering.chart import build_chart, check_drawing
from vizapp.rendering.export import to_png, to_svg
from vizapp.rendering.quick import with_head, without_head, without_limits
from vizapp.rendering.samples import samples
from vizapp.rendering.style import Style
from vizapp.rendering.typeset import EMOJI, typeset


@pytest.mark.parametrize("component", samples())
def test_small_fonts_and_no_limits_draw_the_same_picture(component: str) -> None:
    lang: Lang = "zh" if len(component) % 2 else "en"
    sample = samples()[component]
    built = build_chart(sample.chart(lang), sample.table(lang), Style(lang=lang))
    text = json.dumps(built.vega_lite, ensure_ascii=False)
    assert without_limits(built.vega_lite) != built.vega_lite
    fonts.register_fonts()
    plain = typeset(vl_convert.vegalite_to_svg(text))
    assert to_png(built) == bytes(vl_convert.svg_to_png(plain, scale=1.0))
    # Vega counts clips and gradients over the whole process.
    svgs = (to_svg(built), plain)
    assert len({re.sub(r"\b(clip|gradient_)\d+", r"\1", svg) for svg in svgs}) == 1


def test_each_small_font_has_what_the_whole_one_has(qapp: QGuiApplication) -> None:
    folder = paths.resources() / "fonts"
    for weight in ("Regular", "Bold"):
        whole = QRawFont(str(folder / f"VizappSansSC-{weight}.otf"), 12)
        assert whole.supportsCharacter(ord("汉"))
        for name, holds in fonts.SUBSETS:
            small = QRawFont(str(folder / f"{name.replace(' ', '')}-{weight}.otf"), 12)
            promised = [c for c in range(0x10000) if holds(c) and whole.supportsCharacter(c)]
            assert len(promised) > 400
            assert [c for c in promised if not small.supportsCharacter(c)] == []


def test_what_a_table_says_of_fonts_is_left_alone() -> None:
    spec = json.dumps({"values": ['"font": "Vizapp Sans SC, x'], "font": "Vizapp Sans SC, Arial"})
    assert json.loads(fonts.lean(spec)) == {
        "values": ['"font": "Vizapp Sans SC, x'],
        "font": "Vizapp Sans Latin, Vizapp Sans SC, Arial",
    }


def test_labels_that_are_cut_keep_their_limit() -> None:
    def column(label: str, limit: int) -> dict[str, object]:
        axis = {"labelLimit": limit}
        x = {"type": "nominal", "axis": axis, "scale": {"domain": [label]}}
        return {"layer": [{"mark": {"type": "bar"}, "encoding": {"x": x}}]}

    assert without_limits(column("short", 100)) == column("short", 0)
    assert without_limits(column("a label that is far too long", 100)) == column(
        "a label that is far too long", 100
    )


def test_a_drawing_that_is_checked_later_is_the_same() -> None:
    sample = samples()["column"]
    chart, table = sample.chart("en"), sample.table("en")
    built = build_chart(chart, table, checked=False)
    assert built == build_chart(chart, table)
    check_drawing(built)
    wrong = {**built.vega_lite, "layer": [{"mark": {"type": "nothing"}}]}
    with pytest.raises(RenderingError, match="not valid Vega-Lite"):
        check_drawing(replace(built, vega_lite=wrong))


def test_no_character_of_gbk_and_no_korean_syllable_is_a_square(qapp: QGuiApplication) -> None:
    folder = paths.resources() / "fonts"
    whole, rare = (
        QRawFont(str(folder / f"{name.replace(' ', '')}-Regular.otf"), 12)
        for name in (fonts.WHOLE, fonts.RARE)
    )
    codes = [c for c in range(0x10000) if fonts.rare(c)]
    assert len(codes) == 20_902 + 11_172
    lacking = [
        chr(c) for c in codes if not whole.supportsCharacter(c) and not rare.supportsCharacter(c)
    ]
    assert lacking == []
    assert not whole.supportsCharacter(ord("彧"))  # else this font would not be needed


def test_rare_names_are_drawn_in_charts_and_in_the_window(qapp: QGuiApplication) -> None:
    def picture(name: str) -> bytes:
        rows = [{"姓名": name, "得分": 3}, {"姓名": "王", "得分": 2}]
        table = profile(table_from_rows(rows, name="t", lang="zh"))
        parameter = {"xAttribute": "姓名", "yAttribute": "得分"}
        chart = parse_chart({"name": "column", "parameter": parameter})
        return to_png(build_chart(chart, table, Style(lang="zh")))

    pictures = {picture(name) for name in ("彧", "喆", "堃", "수", "㛃")}
    assert len(pictures) == 5  # squares would all look alike
    assert {fonts.WHOLE, fonts.RARE} <= set(make_application().font().families())


def test_emoji_and_their_sequences_are_one_picture_each(qapp: QGuiApplication) -> None:
    emoji = QRawFont(str(paths.resources() / "fonts" / "VizappSansEmoji-Regular.otf"), 12)
    # Two of these are no emoji.
    pictures = (*range(0x1F600, 0x1F650), *range(0x1F400, 0x1F4FD), *range(0x1F90D, 0x1FA00))
    assert [chr(c) for c in pictures if not emoji.supportsCharacter(c)] == [
        "\U0001f93b",
        "\U0001f946",
    ]
    make_application()
    font = QFont(EMOJI)
    font.setPixelSize(12)
    for text in ("❤️", "👍🏽", "🇫🇷", "👨‍👩‍👧", "1️⃣"):
        layout = QTextLayout(text, font)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        [run] = layout.glyphRuns()
        assert run.rawFont().familyName() == EMOJI
        drawn = [one for one in run.glyphIndexes() if not emoji.boundingRect(one).isEmpty()]
        assert len(drawn) == 1, text


def test_fonts_hold_no_tables_that_nothing_reads(qapp: QGuiApplication) -> None:
    for path in (paths.resources() / "fonts").glob("*.otf"):
        font = QRawFont(str(path), 12)
        assert not font.fontTable("cmap").isEmpty()
        tables = ("vhea", "vmtx", "VORG", "BASE", "STAT")
        assert {table for table in tables if not font.fontTable(table).isEmpty()} == set(), path


def headed(title: str, notes: list[str]) -> dict[str, object]:
    return {"width": 400, "mark": "bar", "title": {"text": title, "subtitle": notes}}


def test_a_head_is_one_letter_a_line_while_vega_lays_it_out() -> None:
    spec = headed("a < b & c", ["12 rows", "x of y"])
    short, head = without_head(spec)
    assert short == headed("x", ["x", "x"])
    svg = (
        '<text>x</text><g class="mark-text role-title-text"><text a="b">x</text></g>'
        '<g class="mark-text role-title-subtitle"><text><tspan>x</tspan>'
        '<tspan x="0" dy="14">x</tspan></text></g>'
    )
    assert with_head(svg, head) == (
        '<text>x</text><g class="mark-text role-title-text"><text a="b">a &lt; b &amp; c</text></g>'
        '<g class="mark-text role-title-subtitle"><text><tspan>12 rows</tspan>'
        '<tspan x="0" dy="14">x of y</tspan></text></g>'
    )
    assert with_head("<svg/>", head) is None
    assert with_head(svg.replace("<tspan>x</tspan>", ""), head) is None


@pytest.mark.parametrize(
    "spec",
    [
        headed("a title " * 9, []),  # the chart might make room for it
        headed("short", ["a note " * 12]),
        headed("two  blanks", []),
        headed("short", ["", "x"]),
        {"mark": "bar"},
        {"width": 400, "title": "as a text"},
    ],
)
def test_other_heads_are_left_alone(spec: dict[str, object]) -> None:
    assert without_head(spec) == (spec, {})


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_long_note_draws_the_same_picture(lang: Lang) -> None:
    rows = [{"city": c, "sales": i} for i, c in enumerate("abcd" * 5)]
    table = profile(table_from_rows(rows, name="t", lang=lang))
    tests = [{"attribute": "sales", "op": op, "value": v} for op, v in ((">=", 2), ("<", 18))]
    parameter = {"xAttribute": "city", "yAttribute": "sales", "aggregate": "mean", "filter": tests}
    built = build_chart(
        parse_chart({"name": "column", "parameter": parameter}), table, Style(lang=lang, width=700)
    )
    assert without_head(built.vega_lite)[1].keys() == {"role-title-text", "role-title-subtitle"}
    fonts.register_fonts()
    plain = typeset(vl_convert.vegalite_to_svg(json.dumps(built.vega_lite, ensure_ascii=False)))
    assert to_png(built) == bytes(vl_convert.svg_to_png(plain, scale=1.0))
    assert without_head(built.vega_lite)[0] != built.vega_lite
