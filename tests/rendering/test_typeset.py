"""Letters of pictures: Latin marks, emoji, right-to-left names, names on lines."""

from __future__ import annotations

import re

import pytest

from vizapp.components.spec import parse_chart
from vizapp.data.load import table_from_rows
from vizapp.profile.describe import profile
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import to_json, to_png, to_svg
from vizapp.rendering.style import Style
from vizapp.rendering.typeset import EMOJI, typeset
from vizapp.rendering.wording import even_lines, pieces, text_width


def _text(inner: str, style: str = 'text-anchor="start" font-size="12px"') -> str:
    return typeset(f"<text {style}>{inner}</text>").split(">", 1)[1].rsplit("<", 1)[0]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Sales in the No…", "Sales in the No..."),
        ("…North", "...North"),
        ("销售额…", "销售额…"),
        ("Majesty’s “own” revenue", 'Majesty\'s "own" revenue'),
        ("他说“好”", "他说“好”"),
        ("mean of 6 rows · 3 of 9 shown", "mean of 6 rows·3 of 9 shown"),
        ("-3.5%", "\u22123.5%"),
        ("pre-tax", "pre-tax"),
        ("10-12", "10-12"),
    ],
)
def test_marks_are_those_of_the_script_around_them(written: str, shown: str) -> None:
    assert _text(written) == shown


def test_what_is_no_text_is_left_alone() -> None:
    svg = '<path aria-label="a…" d="M0,0"/><text font-size="12px">plain</text>'
    assert typeset(svg) == svg


def test_each_line_of_a_text_is_written_so() -> None:
    inner = '<tspan>Majesty’s</tspan><tspan x="0" dy="14">No…</tspan>'
    assert _text(inner) == '<tspan>Majesty\'s</tspan><tspan x="0" dy="14">No...</tspan>'


@pytest.mark.parametrize("emoji", ["🎉", "❤️", "👍🏽", "🇫🇷", "👨‍👩‍👧", "1️⃣"])
def test_an_emoji_is_one_picture_in_its_own_font(emoji: str) -> None:
    shown = _text(f"{emoji} party")
    assert re.findall(r">([^<]+)<", shown) == [emoji, "party"]
    assert shown.count(EMOJI) == 1
    assert text_width(emoji, 10) == pytest.approx(12.5)


def test_pieces_of_a_centred_text_stand_around_its_middle() -> None:
    shown = _text("🎉 ab", 'text-anchor="middle" font-size="12px"')
    first, second = (float(x) for x in re.findall(r'x="([^"]+)"', shown))
    assert first == pytest.approx(-text_width("🎉 ab", 12) / 2, abs=0.1)
    assert second == pytest.approx(first + text_width("🎉 ", 12), abs=0.1)


def test_figures_and_signs_are_no_emoji() -> None:
    assert EMOJI not in _text("1 # * © ® ™ → é")


def test_letters_from_right_to_left_are_the_system_s() -> None:
    assert "DejaVu Sans" in _text("القاهرة")


def test_every_emoji_has_a_picture_of_its_own() -> None:
    def picture(emoji: str) -> bytes:
        rows = [{"mood": emoji, "votes": 3}, {"mood": "x", "votes": 2}]
        chart = parse_chart(
            {"name": "column", "parameter": {"xAttribute": "mood", "yAttribute": "votes"}}
        )
        return to_png(build_chart(chart, profile(table_from_rows(rows, name="t"))))

    assert len({picture(emoji) for emoji in "🎉😀🚀🐼"}) == 4  # squares would look alike


def test_files_for_other_programs_keep_the_characters() -> None:
    rows = [{"who": "Majesty’s 🎉", "n": 3}, {"who": "b", "n": 2}]
    chart = parse_chart({"name": "column", "parameter": {"xAttribute": "who", "yAttribute": "n"}})
    built = build_chart(chart, profile(table_from_rows(rows, name="t")), Style())
    assert "Majesty’s 🎉" in to_json(built)
    assert "Majesty's" in to_svg(built)


def test_closing_marks_stay_with_what_they_close() -> None:
    assert pieces("项目（二）。") == ["项", "目", "（二）。"]
    assert all(
        not piece.startswith(tuple("，。）、")) for piece in pieces("收入，支出、利润（万元）")
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [("提交申请材料", ["提交申请", "材料"]), ("颁发许可证", ["颁发", "许可证"])],
)
def test_chinese_is_broken_between_words_of_two_characters(text: str, lines: list[str]) -> None:
    assert even_lines(text, 50, 12, 2) == lines


def test_an_empty_text_does_not_hide_the_next_one() -> None:
    svg = '<text font-size="12px"/><text font-size="12px">-3</text>'
    assert typeset(svg).endswith(">\u22123</text>")


def test_lines_are_about_as_long_as_each_other() -> None:
    lines = even_lines("Department for Environment, Food and Rural Affairs", 160, 12, 3)
    assert lines is not None
    assert " ".join(lines) == "Department for Environment, Food and Rural Affairs"
    widths = [text_width(line, 12) for line in lines]
    assert max(widths) <= 160
    assert min(widths) > 0.6 * max(widths)
    assert even_lines("Rindfleischetikettierung", 80, 12, 3) is None  # no word is broken
