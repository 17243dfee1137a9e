"""The streaming reasoning: steps, chips, claims."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.scripted import _STEPS_ZH, CLAIMS
from vizapp.gui import theme
from vizapp.gui.widgets import thought_view
from vizapp.gui.widgets.thought_view import ThoughtView, glued, plain_text, split_start
from vizapp.reasoning.events import ThoughtDelta

THOUGHT = "".join(delta.text for delta in _STEPS_ZH)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ThoughtView]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    view = ThoughtView()
    qtbot.addWidget(view)
    view.resize(360, 600)
    view.show()
    view.begin({"月份": "DATE", "销售额": "DOUBLE"})
    yield view
    theme.apply(app, "light")


def feed(view: ThoughtView, pieces: list[ThoughtDelta]) -> None:
    for piece in pieces:
        view.add(piece)
    view.flush()


def marks(view: ThoughtView) -> list[str | None]:
    found = []
    block = view.document().begin()
    while block.isValid():
        found.append(block.blockFormat().property(thought_view._STEP))
        block = block.next()
    return found


def chips(view: ThoughtView) -> list[tuple[str, str]]:
    found = []
    block = view.document().begin()
    while block.isValid():
        for start, length, chip in thought_view._chips(block):
            found.append((plain_text(block.text()[start : start + length]), chip))
        block = block.next()
    return found


def test_steps_and_parameters_get_their_marks(view: ThoughtView) -> None:
    feed(view, _STEPS_ZH)
    assert marks(view) == ["1", "2", "3", "-", "-", "-", "4"]


def test_names_become_chips_of_their_types_colour(view: ThoughtView) -> None:
    feed(view, _STEPS_ZH)
    assert chips(view) == [
        ("月份", "DATE"),
        ("销售额", "DOUBLE"),
        ("折线图(line)", "component"),
        ("折线图(line)", "component"),
        ("月份", "DATE"),
        ("销售额", "DOUBLE"),
    ]


@pytest.mark.parametrize("size", [1, 3])
def test_pieces_of_any_size_give_the_same_text(view: ThoughtView, size: int) -> None:
    feed(view, _STEPS_ZH)
    whole, marked = view.toPlainText(), marks(view)
    view.begin({"月份": "DATE", "销售额": "DOUBLE"})
    for delta in _STEPS_ZH:
        step = len(delta.text) if delta.kind != "text" else size
        for start in range(0, len(delta.text), step):
            text = delta.text[start : start + step]
            feed(view, [ThoughtDelta(text, delta.kind, delta.reference)])
    assert view.toPlainText() == whole
    assert marks(view) == marked
    assert view.thought == THOUGHT


def test_copied_text_has_the_names_as_they_are(view: ThoughtView) -> None:
    feed(
        view, [ThoughtDelta("use "), ThoughtDelta("net 销售额", "attribute"), ThoughtDelta(", ok")]
    )
    view.selectAll()
    view.copy()
    assert QGuiApplication.clipboard().text() == "use net 销售额, ok"


def test_claims_follow_with_right_and_wrong(view: ThoughtView) -> None:
    view.retranslate("zh")
    feed(view, _STEPS_ZH)
    view.finish(CLAIMS)
    assert marks(view)[-3:] == ["✓", "✓", "✗"]
    assert "3 条中 2 条属实" in view.toPlainText()
    assert view.verticalScrollBar().value() == 0


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_and_chips_are_legible_in_both_themes(view: ThoughtView, name: theme.Theme) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, name)
    feed(view, _STEPS_ZH)
    view.finish(CLAIMS)
    view.replay(list(_STEPS_ZH))
    colors = theme.colors(name)
    seen = set()
    block = view.document().begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            form = iterator.fragment().charFormat()
            chip = form.property(thought_view._CHIP)
            behind = colors.card if chip is None else view._chip_colors(str(chip)).fill
            assert contrast(form.foreground().color(), QColor(behind)) >= 4.5
            seen.add(chip)
            iterator += 1
        block = block.next()
    assert seen == {None, "DATE", "DOUBLE", "component"}


@pytest.mark.parametrize("colors", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_every_colour_of_words_is_legible(colors: theme.Colors) -> None:
    pairs = [
        (colors.text, colors.card),
        (colors.text, colors.background),
        (colors.muted, colors.card),
        (colors.muted, colors.background),
        (colors.on_accent, colors.accent),
        (colors.accent, colors.background),
        (colors.warning_text, colors.warning_fill),
        (colors.text, colors.error_fill),
        (colors.component.text, colors.component.fill),
        *((chip.text, chip.fill) for chip in colors.types.values()),
    ]
    for front, behind in pairs:
        assert contrast(QColor(front), QColor(behind)) >= 4.3, (front, behind)


def contrast(one: QColor, other: QColor) -> float:
    def luminance(color: QColor) -> float:
        parts = (color.redF(), color.greenF(), color.blueF())
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_a_chip_is_painted_where_its_letters_are(view: ThoughtView) -> None:
    feed(view, _STEPS_ZH)
    block = view.document().begin()
    start, length, _ = next(thought_view._chips(block))
    (box,) = thought_view._boxes(block, start, length)
    cursor = view.textCursor()
    cursor.setPosition(block.position() + start)
    left = view.cursorRect(cursor)
    cursor.setPosition(block.position() + start + length)
    right = view.cursorRect(cursor)
    assert abs(box.left() - left.center().x()) <= 3
    assert abs(box.right() - right.center().x()) <= 3
    assert abs(box.center().y() - left.center().y()) <= 6


def test_a_short_name_is_never_broken_but_a_long_one_may_be(view: ThoughtView) -> None:
    view.resize(180, 400)
    name = "年平均降水量(毫米)"
    for filler in range(1, 12):
        view.begin({})
        feed(view, [ThoughtDelta("的" * filler), ThoughtDelta(name, "attribute", name)])
        block = view.document().begin()
        ((start, length, _),) = thought_view._chips(block)
        assert len(list(thought_view._boxes(block, start, length))) == 1
    long = "门店名称(含所属大区、城市与街道的完整名称)"
    assert glued(long) == long


@pytest.mark.parametrize(
    ("line", "mark", "rest"),
    [
        ("3.5 million rows", None, "3.5 million rows"),
        ("1、首先", "1", "首先"),
        ("12) then", "12", "then"),
        ("  - xAttribute", "-", "xAttribute"),
        ("2024 was good", None, "2024 was good"),
    ],
)
def test_the_beginning_of_a_line(line: str, mark: str | None, rest: str) -> None:
    assert split_start([(line, None)]) == (mark, [(rest, None)])


def test_names_are_never_read_as_html(view: ThoughtView) -> None:
    feed(view, [ThoughtDelta("<b>x</b> "), ThoughtDelta("<i>y</i>", "attribute", "<i>y</i>")])
    assert plain_text(view.toPlainText()) == "<b>x</b> <i>y</i>"
