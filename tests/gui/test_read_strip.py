"""The strip says how a file was read and lets every item be changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from tests.gui import scripted
from tests.gui.scripted import ScriptedBackend
from vizapp.data.notes import Guess, Note
from vizapp.data.options import ReadOptions
from vizapp.data.parts import Part
from vizapp.gui.texts import text
from vizapp.gui.values import ReadingView, TableView
from vizapp.gui.widgets.read_strip import ReadStrip
from vizapp.gui.window import MainWindow
from vizapp.profile.guesses import Guess as TypeGuess

Wait = Callable[[Callable[[], object]], None]
READING = ReadingView(
    "csv",
    "gb18030",
    ";",
    3,
    guesses=(
        Guess("encoding", "gb18030", 0.6, "everyday"),
        Guess("delimiter", ";", 0.98, "agreement", {"share": 0.98, "width": 5}),
        Guess("header_rows", 1, 0.9, "names_over_values"),
    ),
    findings=(Note("preamble", {"n": 2}), Note("footer", {"n": 1})),
    skip_rows=2,
)


@pytest.fixture
def table(tmp_path: Path) -> TableView:
    return replace(scripted.table(tmp_path / "a.csv"), reading=READING)


@pytest.fixture
def strip(qtbot: QtBot, table: TableView) -> ReadStrip:
    made = ReadStrip()
    qtbot.addWidget(made)
    made.show_table(table)
    return made


def menu(button: QToolButton) -> QMenu:
    shown = button.menu()
    assert isinstance(shown, QMenu)
    shown.aboutToShow.emit()
    return shown


def entry(shown: QMenu, words: str) -> QAction:
    return next(a for a in shown.actions() if words in a.text())


def test_every_item_says_what_was_found(strip: ReadStrip) -> None:
    assert strip.kind.text() == "CSV"
    assert strip.encoding.text() == "GB18030 · GBK?"  # doubtful
    assert strip.delimiter.text() == "semicolon ;"
    assert strip.header.text() == "header in row 3"
    assert "12 rows × 5 columns" in strip.size_line.text()
    assert "everyday characters" in strip.encoding.toolTip()
    strip.retranslate("zh")
    assert strip.delimiter.text() == "分号 ;"
    assert "98%" in strip.delimiter.toolTip()
    notes = [a.text() for a in menu(strip.notes).actions()]
    assert notes == ["略去表头上方 2 行。", "略去末尾 1 行说明。"]


@pytest.mark.parametrize(
    ("item", "words", "chosen"),
    [
        ("encoding", "Big5", ReadOptions(encoding="big5")),
        ("encoding", "Western European", ReadOptions(encoding="cp1252")),
        ("delimiter", "tab", ReadOptions(delimiter="\t")),
        ("delimiter", "one column", ReadOptions(delimiter="")),
        ("header", "no header", ReadOptions(header_rows=0)),
        ("header", "2 rows", ReadOptions(header_rows=2)),
    ],
)
def test_one_click_reads_the_file_anew(
    strip: ReadStrip, item: str, words: str, chosen: ReadOptions
) -> None:
    said: list[ReadOptions] = []
    strip.options_chosen.connect(said.append)
    entry(menu(getattr(strip, item)), words).trigger()
    assert said == [chosen]


def test_what_holds_is_ticked_and_choosing_it_changes_nothing(strip: ReadStrip) -> None:
    said: list[ReadOptions] = []
    for item, words in ((strip.encoding, "GBK"), (strip.delimiter, ";")):
        assert entry(menu(item), words).isChecked()
    strip.options_chosen.connect(said.append)
    more = menu(strip.more)
    assert [a.text() for a in more.actions()] == ["Quote character", "Decimal mark"]
    assert said == []


def test_lines_above_the_header_are_counted_by_the_person(
    strip: ReadStrip, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[ReadOptions] = []
    strip.options_chosen.connect(said.append)
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_a: (5, True))
    entry(menu(strip.header), "Lines left out above: 2").trigger()
    assert said == [ReadOptions(skip_rows=5)]


def test_a_decision_can_be_taken_back(strip: ReadStrip, table: TableView) -> None:
    said: list[ReadOptions] = []
    decided = ReadOptions(encoding="big5", delimiter=";")
    strip.show_table(replace(table, choices=replace(table.choices, reading=decided)))
    strip.options_chosen.connect(said.append)
    entry(menu(strip.encoding), text("reading.guess", "en")).trigger()
    entry(menu(strip.more), text("reading.reset", "en")).trigger()
    assert said == [ReadOptions(delimiter=";"), ReadOptions()]


def test_a_workbook_offers_its_sheets(
    window: MainWindow, backend: ScriptedBackend, csv: Path, table: TableView, wait: Wait
) -> None:
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready")
    book = ReadingView("xlsx", header_row=1, sheet="销售", part="销售", n_parts=2)
    window.strip.show_table(replace(table, reading=book))
    assert not window.strip.delimiter.isVisible()
    backend.file_parts = (Part("销售", "sheet", 13, 5), Part("A & B", "sheet"))
    shown = menu(window.strip.part)
    wait(lambda: len(shown.actions()) == 2)
    assert [a.text() for a in shown.actions()] == ["销售  ·  13 × 5", "A && B"]
    assert shown.actions()[0].isChecked()
    shown.actions()[1].trigger()
    wait(lambda: len(backend.requests) == 2 and window.controller.state == "ready")
    assert backend.choices[-1].reading == ReadOptions(part="A & B")


def test_a_sample_says_so_and_can_be_read_whole(strip: ReadStrip, table: TableView) -> None:
    said: list[ReadOptions] = []
    reading = replace(READING, sampled=True, n_rows_total=2_000_000)
    strip.show_table(replace(table, reading=reading))
    assert "2,000,000" in strip.size_line.text()
    strip.options_chosen.connect(said.append)
    entry(menu(strip.more), text("reading.whole", "en")).trigger()
    assert said == [ReadOptions(whole=True)]


def test_rows_of_totals_are_kept_or_left_out(strip: ReadStrip, table: TableView) -> None:
    said: list[bool] = []
    strip.totals_chosen.connect(said.append)
    note = {"en": "Left out: 1 row of totals.", "zh": "\u5df2\u53bb\u6389\u5408\u8ba1\u884c\u3002"}
    reading = replace(READING, findings=(), row_notes=(note,), n_totals=1)
    strip.show_table(replace(table, reading=reading))
    shown = menu(strip.notes)
    assert shown.actions()[0].text() == note["en"]
    entry(shown, text("reading.keep_totals", "en")).trigger()
    strip.show_table(replace(table, choices=replace(table.choices, keep_totals=True)))
    entry(menu(strip.more), text("reading.drop_totals", "en")).trigger()
    assert said == [True, False]


def test_blank_cells_of_groups_are_filled_or_left_blank(strip: ReadStrip, table: TableView) -> None:
    said: list[ReadOptions] = []
    strip.options_chosen.connect(said.append)
    reading = replace(READING, findings=(Note("groups", {"name": "town", "n": 3}),))
    strip.show_table(replace(table, reading=reading))
    entry(menu(strip.notes), text("reading.keep_blanks", "en")).trigger()
    blank = replace(table.choices, reading=said[0])
    strip.show_table(replace(table, choices=blank))
    entry(menu(strip.more), text("reading.fill_blanks", "en")).trigger()
    assert said == [ReadOptions(keep_blanks=True), ReadOptions()]


def doubtful(table: TableView, *guesses: TypeGuess) -> TableView:
    """Return the table, the types of its first columns guessed so."""
    columns = [
        replace(column, guess=guess)
        for column, guess in zip(table.columns[: len(guesses)], guesses, strict=True)
    ]
    return replace(table, columns=(*columns, *table.columns[len(guesses) :]), every_column=())


def test_a_date_that_can_be_read_in_two_ways_asks(strip: ReadStrip, table: TableView) -> None:
    assert strip.doubts.isHidden()
    said: list[tuple[object, bool]] = []
    strip.day_first_chosen.connect(lambda names, first: said.append((names, first)))
    strip.show_table(doubtful(table, TypeGuess("day_or_month", 0.6, {"order": "month"})))
    assert not strip.doubts.isHidden()
    assert strip.doubts.text() == "月份?"
    assert "month first" in strip.doubts.toolTip()
    shown = menu(strip.doubts)
    assert "月份" in shown.actions()[0].text()
    assert entry(shown, text("columns.month_first", "en")).isChecked()
    entry(shown, text("columns.day_first", "en")).trigger()
    assert said == [(("月份",), True)]
    strip.retranslate("zh")
    assert "月/日" in strip.doubts.toolTip()


def test_several_dates_are_settled_at_once(strip: ReadStrip, table: TableView) -> None:
    said: list[tuple[object, bool]] = []
    strip.day_first_chosen.connect(lambda names, first: said.append((names, first)))
    guess = TypeGuess("day_or_month", 0.6, {"order": "month"})
    strip.show_table(doubtful(table, guess, guess))
    assert strip.doubts.text() == text("reading.doubts", "en", n=2)
    entry(menu(strip.doubts), text("reading.all_day_first", "en")).trigger()
    names = tuple(column.name for column in table.columns[:2])
    assert said == [(names, True)]


def test_a_mark_that_can_be_read_in_two_ways_asks(strip: ReadStrip, table: TableView) -> None:
    said: list[ReadOptions] = []
    strip.options_chosen.connect(said.append)
    strip.show_table(doubtful(table, TypeGuess("mark_by_delimiter", 0.7)))
    marks = entry(menu(strip.doubts), text("reading.decimal", "en")).menu()
    assert isinstance(marks, QMenu)
    entry(marks, "1,5").trigger()
    assert said == [ReadOptions(decimal=",")]


def test_the_answer_about_dates_is_asked_of_the_model_anew(
    window: MainWindow, backend: ScriptedBackend, csv: Path, table: TableView, wait: Wait
) -> None:
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready")
    window.strip.day_first_chosen.emit(("月份", "地区"), False)
    wait(lambda: len(backend.requests) == 2 and window.controller.state == "ready")
    assert backend.choices[-1].day_first == (("月份", False), ("地区", False))


@pytest.mark.qt_log_ignore("does not support")  # raising, grabbing: it is a real menu
def test_a_menu_begins_where_its_button_does(qtbot: QtBot, strip: ReadStrip) -> None:
    strip.resize(900, 40)
    strip.move(0, 0)
    strip.show()
    button = strip.header
    shown = button.menu()
    seen: list[tuple[int, int]] = []

    def look() -> None:
        last = shown.screen().availableGeometry().right() + 1 - shown.width()
        seen.append((shown.x(), last))
        shown.close()

    shown.aboutToShow.connect(lambda: QTimer.singleShot(0, look))
    button.showMenu()  # returns when the menu is closed
    left = button.mapToGlobal(QPoint(0, 0)).x()
    [(found, last)] = seen
    assert 0 < found == min(left, last)
    assert shown.actions()[1].text() == "header of 1 row"
