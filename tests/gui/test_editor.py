"""Editing in the window, with mouse and keyboard: history, shelves, looks, pins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.scripted import AREA, COLUMN, LINE, ScriptedBackend, table
from vizapp.components.presentation import Presentation
from vizapp.components.spec import Filter
from vizapp.gui.column_drag import chip_picture, column_mime
from vizapp.gui.editing import to_the_letter
from vizapp.gui.texts import text
from vizapp.gui.values import Candidate, Drawing
from vizapp.gui.widgets.filters import FilterDialog, RangeForm, ValueForm, value_filters
from vizapp.gui.widgets.shelves import ShelfRow
from vizapp.gui.window import MainWindow
from vizapp.profile.attributes import AttributeDescription, TableDescription

Wait = Callable[[Callable[[], object]], None]
MONTH = "月份"
REGION = "地区名称(含港澳台地区以及海外所有分支机构的完整名称)"


@pytest.fixture
def opened(window: MainWindow, csv: Path, wait: Wait) -> MainWindow:
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready" and window.controller.drawing)
    return window


@pytest.fixture
def editing(opened: MainWindow, qtbot: QtBot) -> MainWindow:
    qtbot.mouseClick(opened.editor.side.buttons[1], Qt.MouseButton.LeftButton)
    return opened


def drop(row: ShelfRow, name: str, at: QPoint | None = None) -> None:
    place = QPointF(at or row.rect().center())
    mime = column_mime(name)
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(row, QDragEnterEvent(place.toPoint(), copy, mime, left, none))
    QApplication.sendEvent(row, QDropEvent(place, copy, mime, left, none))


def pick(row: ShelfRow, name: str, instead_of: str | None = None) -> None:
    actions = row.menu(instead_of).actions()
    next(a for a in actions if a.data() == name).trigger()


# -- history -------------------------------------------------------------------


def test_undo_and_redo_bring_charts_back_by_keyboard(
    opened: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    c = opened.controller
    c.select(1)
    wait(lambda: c.drawing and c.drawing.title.startswith("column"))
    opened.activateWindow()
    opened.setFocus()
    qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert c.editing.chart == LINE
    assert c.selected == 0
    wait(lambda: c.drawing and c.drawing.title.startswith("line"))
    assert not opened.actions_by_id["undo"].isEnabled()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(opened, Qt.Key.Key_Z, both)
    assert c.editing.chart == COLUMN
    assert not opened.actions_by_id["redo"].isEnabled()


def test_the_history_lists_every_chart_with_its_picture_and_brings_any_back(
    opened: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    c, side = opened.controller, opened.editor.side
    for index in (1, 2):
        before = c.drawing
        c.select(index)
        wait(lambda b=before: c.drawing is not b)
    qtbot.mouseClick(side.buttons[2], Qt.MouseButton.LeftButton)
    view, model = opened.editor.history.view, opened.editor.history.model
    assert [item.words for item in model.items] == [
        ("now an area chart",),
        ("now a column chart",),
        ("line chart: 销售额 by 月份",),
    ]
    wait(lambda: opened.editor.history.missing_pictures() == [])
    assert [item.current for item in model.items] == [True, False, False]
    place = view.visualRect(model.index(2)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert c.editing.chart == LINE
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert c.editing.chart == COLUMN
    assert [item.current for item in model.items] == [False, True, False]


def test_a_new_question_does_not_lose_the_charts_before_it(
    opened: MainWindow, backend: ScriptedBackend, wait: Wait
) -> None:
    c = opened.controller
    backend.hold_after = 3
    opened.bar.ask.edit.setText("by region")
    opened.bar.ask.edit.returnPressed.emit()
    assert c.editing.chart is None
    c.stop()
    opened.actions_by_id["undo"].trigger()
    assert c.editing.chart == LINE
    wait(lambda: c.drawing is not None)


def test_a_history_that_was_kept_comes_back_with_pictures(
    opened: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    c = opened.controller
    c.select(1)
    c.editing.restyle(Presentation(palette="grey"))
    record = c.editing.to_json()
    c.editing.reset()
    assert not opened.actions_by_id["undo"].isEnabled()
    c.editing.restore(record)
    assert c.editing.chart == COLUMN
    assert c.editing.presentation.palette == "grey"
    qtbot.mouseClick(opened.editor.side.buttons[2], Qt.MouseButton.LeftButton)
    wait(lambda: not opened.editor.history.missing_pictures())


def test_undo_reaches_across_a_change_of_how_the_file_is_read(
    opened: MainWindow, wait: Wait
) -> None:
    c = opened.controller
    table = c.table
    assert table is not None
    c.arrange(table.choices.with_type("orders", "STR"))
    wait(lambda: c.state == "ready" and c.table and c.table.choices.types)
    c.select(1)
    opened.actions_by_id["undo"].trigger()
    assert c.table is not None
    assert c.table.choices.types
    c.editing.jump(c.editing.history.entries[0].id)
    wait(lambda: c.state == "ready" and c.table and not c.table.choices.types)
    assert c.editing.chart == LINE


# -- shelves -------------------------------------------------------------------


def test_the_shelves_show_what_the_chart_is_made_of(editing: MainWindow) -> None:
    rows = editing.editor.panel.shelf_rows
    assert list(rows) == ["x", "y", "group"]
    assert [chip.name for chip in rows["y"].chips] == ["销售额"]
    assert not rows["x"].chips[0].removable
    assert editing.editor.panel.component.currentText() == "Line chart"


def test_a_column_dropped_on_a_shelf_changes_the_chart(editing: MainWindow, wait: Wait) -> None:
    c = editing.controller
    before = c.drawing
    drop(editing.editor.panel.shelf_rows["group"], REGION)
    assert c.editing.chart is not None
    assert c.editing.chart.names("group") == (REGION,)
    wait(lambda: c.drawing is not before)
    assert [chip.name for chip in editing.editor.panel.shelf_rows["group"].chips] == [REGION]
    entry = c.editing.history.current
    assert entry is not None
    assert entry.origin == "edit"
    assert c.editing.words(entry, "en") == (f"group: added {REGION}",)


def test_a_column_dropped_on_a_chip_takes_its_place(editing: MainWindow) -> None:
    row = editing.editor.panel.shelf_rows["y"]
    drop(row, "orders", row.chips[0].geometry().center())
    assert editing.controller.editing.chart is not None
    assert editing.controller.editing.chart.names("y") == ("orders",)


def test_a_column_that_does_not_fit_is_refused_and_changes_nothing(editing: MainWindow) -> None:
    row = editing.editor.panel.shelf_rows["y"]
    mime = column_mime(REGION)
    enter = QDragEnterEvent(
        row.rect().center(), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(row, enter)
    assert row.property("drop") == "no"
    assert "does not fit" in row.toolTip()
    drop(row, REGION)
    assert editing.controller.editing.chart == LINE
    assert row.property("drop") == ""


def test_the_column_list_carries_its_columns(opened: MainWindow) -> None:
    model = opened.columns.model
    row = [c.name for c in model.columns].index("orders")
    mime = model.mimeData([model.index(row)])
    assert bytes(mime.data("application/x-vizapp-column").data()).decode() == "orders"
    assert opened.columns.view.dragEnabled()
    assert not chip_picture("orders", "INT", 2.0).isNull()


def test_a_chips_list_offers_only_what_fits(editing: MainWindow) -> None:
    row = editing.editor.panel.shelf_rows["y"]
    offered = [a.data() for a in row.menu(None).actions() if a.data()]
    assert offered == ["orders"]
    pick(row, "orders", instead_of="销售额")
    assert editing.controller.editing.chart is not None
    assert editing.controller.editing.chart.names("y") == ("orders",)


def test_chips_are_changed_and_removed_by_keyboard(editing: MainWindow, qtbot: QtBot) -> None:
    drop(editing.editor.panel.shelf_rows["group"], REGION)
    chip = editing.editor.panel.shelf_rows["group"].chips[0]
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert editing.controller.editing.chart == LINE
    needed = editing.editor.panel.shelf_rows["x"].chips[0]
    qtbot.keyClick(needed, Qt.Key.Key_Delete)
    assert editing.controller.editing.chart == LINE


def test_another_chart_type_keeps_the_columns(editing: MainWindow, qtbot: QtBot) -> None:
    box = editing.editor.panel.component
    names = [box.itemData(i) for i in range(box.count())]
    assert "candlestick" not in names  # the table has too few numbers
    box.setFocus()
    index = names.index("column")
    box.setCurrentIndex(index)
    box.activated.emit(index)
    assert editing.controller.editing.chart == COLUMN
    assert editing.controller.selected == 1


def test_the_steps_of_a_counter_are_one_undo(editing: MainWindow, qtbot: QtBot) -> None:
    field = editing.editor.panel.option_rows["limit"].number
    assert field is not None
    for _ in range(3):
        qtbot.mouseClick(field.more, Qt.MouseButton.LeftButton)
    c = editing.controller
    assert c.editing.chart is not None
    assert c.editing.chart.options.limit == 3
    assert len(c.editing.history.entries) == 2
    editing.actions_by_id["undo"].trigger()
    assert c.editing.chart == LINE
    assert field.spin.text() == text("option.auto", "en")


def test_an_option_is_chosen_from_its_words(editing: MainWindow) -> None:
    box = editing.editor.panel.option_rows["sort"].box
    assert box is not None
    assert box.itemText(0) == "automatic"
    box.activated.emit(box.findData("-y"))
    assert editing.controller.editing.chart is not None
    assert editing.controller.editing.chart.options.sort == "-y"
    assert editing.editor.panel.option_rows["sort"].box.currentData() == "-y"  # type: ignore[union-attr]


def test_a_language_switch_renames_shelves_and_options(editing: MainWindow) -> None:
    editing.controller.set_lang("zh")
    assert editing.editor.panel.component.currentText() == "折线图"
    said = editing.editor.panel.shelf_rows["y"].accessibleName()
    assert said == "数值"
    box = editing.editor.panel.option_rows["sort"].box
    assert box is not None
    assert box.itemText(0) == "自动"
    assert editing.editor.side.buttons[1].text() == "编辑"


# -- filters -------------------------------------------------------------------


def dialog(window: MainWindow) -> FilterDialog:
    return next(d for d in window.findChildren(FilterDialog) if d.isVisible())


def test_a_filter_by_value_is_ticked_and_taken_away(
    editing: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    panel, c = editing.editor.panel, editing.controller
    next(a for a in panel.filter_menu().actions() if a.data() == REGION).trigger()
    asked = dialog(editing)
    assert isinstance(asked.form, ValueForm)
    form = asked.form
    wait(lambda: form.list.count() == 3)
    qtbot.mouseClick(form.none, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(asked.ok, Qt.MouseButton.LeftButton)
    assert asked.problem.text() == text("filter.empty", "en")
    form.list.item(0).setCheckState(Qt.CheckState.Checked)
    qtbot.mouseClick(asked.ok, Qt.MouseButton.LeftButton)
    assert c.editing.chart is not None
    assert c.editing.chart.options.filters == (Filter(REGION, "=", "华东"),)
    assert len(panel.filter_rows) == 1
    panel.filters_chosen.emit(REGION, ())
    assert c.editing.chart == LINE


def test_a_search_narrows_what_all_and_none_tick(editing: MainWindow, wait: Wait) -> None:
    editing.editor.panel.filter_asked.emit(REGION)
    form = dialog(editing).form
    assert isinstance(form, ValueForm)
    wait(lambda: form.list.count() == 3)
    form.search.setText("华东")
    form.none.click()
    assert form.result() == (Filter(REGION, "!=", "华东"),)
    assert not form.empty.isVisible()
    form.search.setText("zzz")
    assert form.empty.isVisible()


@pytest.mark.parametrize(
    ("kind", "low", "high", "result"),
    [
        ("INT", "5", "1,000", (Filter("n", ">=", 5), Filter("n", "<=", 1000))),
        ("DOUBLE", "0.5", "", (Filter("n", ">=", 0.5),)),
        ("DOUBLE", "80,5", "1.234,25", (Filter("n", ">=", 80.5), Filter("n", "<=", 1234.25))),
        ("INT", "1,234,567", "", (Filter("n", ">=", 1234567),)),
        ("DOUBLE", "", "", ()),
        ("INT", "many", "", "filter.no_number"),
        ("INT", "9", "5", "filter.order"),
        ("DATE", "2024", "2024/3/5", (Filter("n", ">=", "2024"), Filter("n", "<=", "2024-03-05"))),
        ("DATE", "2024年3月", "", (Filter("n", ">=", "2024-03"),)),
        ("DATE", "", "2024-13", "filter.no_date"),
        ("DATE", "soon", "", "filter.no_date"),
    ],
)
def test_ranges_are_read_as_people_write_them(
    qtbot: QtBot, kind: str, low: str, high: str, result: object
) -> None:
    form = RangeForm(AttributeDescription("n", kind, 9), ())  # type: ignore[arg-type]
    qtbot.addWidget(form)
    form.retranslate("en")
    assert (form.low.accessibleName(), form.high.accessibleName()) == ("from", "to")
    form.low.setText(low)
    form.high.setText(high)
    assert form.result() == result


def test_values_become_the_shortest_filter() -> None:
    every = ["a", "b", "c", "d"]
    assert value_filters("k", every, every) == ()
    assert value_filters("k", ["a"], every) == (Filter("k", "=", "a"),)
    assert value_filters("k", ["a", "b"], every) == (Filter("k", "in", ("a", "b")),)
    assert value_filters("k", ["b", "c", "d"], every) == (Filter("k", "!=", "a"),)


# -- looks ---------------------------------------------------------------------


def test_a_title_is_drawn_and_undone(
    editing: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    edit = editing.editor.panel.looks.edits["title"]
    editing.editor.panel.area.ensureWidgetVisible(edit)
    edit.setFocus()
    qtbot.keyClicks(edit, "Sales 2024")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    wait(lambda: backend.large_looks[-1].presentation.title == "Sales 2024")
    assert len(editing.controller.editing.history.entries) == 2
    editing.actions_by_id["undo"].trigger()
    wait(lambda: backend.large_looks[-1].presentation.title is None)
    assert edit.text() == ""


def test_looks_stay_with_the_next_chart_but_titles_go_with_their_columns(
    editing: MainWindow, backend: ScriptedBackend, wait: Wait
) -> None:
    c = editing.controller
    c.editing.restyle(Presentation(title="T", palette="muted", size="square"))
    c.editing.show(COLUMN, "choice")
    assert c.editing.presentation.title == "T"
    drop(editing.editor.panel.shelf_rows["group"], REGION)
    assert c.editing.presentation == Presentation(palette="muted", size="square")
    box = editing.editor.panel.looks.boxes["palette"]
    assert box.currentData() == "muted"
    box.activated.emit(box.findData("grey"))
    wait(lambda: backend.large_looks[-1].presentation.palette == "grey")
    editing.editor.panel.looks.reset.click()
    assert c.editing.presentation == Presentation()


# -- pin -----------------------------------------------------------------------


def test_a_pinned_chart_stays_beside_the_next_one(
    opened: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    c, pinned = opened.controller, opened.editor.pinned
    assert not pinned.isVisible()
    opened.actions_by_id["pin"].trigger()
    assert pinned.isVisible()
    wait(lambda: not pinned.chart.image().isNull())
    c.select(2)
    wait(lambda: c.drawing and c.drawing.title.startswith("area"))
    assert c.editing.history.pinned is not None
    assert c.editing.history.pinned.chart == LINE
    assert "line chart" in pinned.words.toolTip()
    qtbot.mouseClick(pinned.back, Qt.MouseButton.LeftButton)
    assert c.editing.chart == LINE
    qtbot.mouseClick(pinned.unpin, Qt.MouseButton.LeftButton)
    assert not pinned.isVisible()
    assert not opened.actions_by_id["unpin"].isEnabled()


def test_p_pins_from_the_history(opened: MainWindow, wait: Wait, qtbot: QtBot) -> None:
    opened.controller.select(1)
    qtbot.mouseClick(opened.editor.side.buttons[2], Qt.MouseButton.LeftButton)
    view = opened.editor.history.view
    view.setFocus()
    view.setCurrentIndex(view.model().index(1, 0))
    qtbot.keyClick(view, Qt.Key.Key_P)
    assert opened.controller.editing.history.pinned is not None
    assert opened.controller.editing.history.pinned.chart == LINE
    titles = [a.text() for a in opened.editor.history.menu(view.currentIndex()).actions()]
    assert titles == [text("history.back", "en"), text("action.unpin", "en")]


# -- talk ----------------------------------------------------------------------


def say(window: MainWindow, words: str, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.editor.chat.line.edit, words)
    qtbot.keyClick(window.editor.chat.line.edit, Qt.Key.Key_Return)


def replies(window: MainWindow) -> list[str]:
    return [turn.reply.text() for turn in window.editor.chat.turns]


def answer_with(backend: ScriptedBackend, *charts: object) -> None:
    from tests.gui import scripted

    backend.events = scripted.events(scripted.answer(charts=charts))  # type: ignore[arg-type]


def test_a_wish_changes_the_chart_and_says_what_changed(
    opened: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    c = opened.controller
    answer_with(backend, COLUMN, LINE)
    say(opened, "as columns", qtbot)
    assert replies(opened) == [text("chat.working", "en")]
    assert c.editing.chart == LINE  # it stays until the changed one is there
    wait(lambda: c.state == "ready")
    assert backend.requests[-1].current is not None
    assert backend.requests[-1].current.charts == (LINE,)
    assert c.editing.chart == COLUMN
    assert replies(opened) == ["now a column chart"]
    answer_with(backend, replace(COLUMN, options=replace(COLUMN.options, sort="-y", limit=5)))
    say(opened, "top 5", qtbot)
    wait(lambda: c.state == "ready")
    assert replies(opened)[1] == "sort: by value, descending · top N: 5"
    turn = opened.editor.chat.turns[1]
    assert not opened.editor.chat.turns[0].undo.isVisible()
    qtbot.mouseClick(turn.undo, Qt.MouseButton.LeftButton)
    assert c.editing.chart == COLUMN
    c.set_lang("zh")
    assert replies(opened)[0] == "改为柱状图"


def test_what_the_model_cannot_do_it_says_and_the_chart_stays(
    opened: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    answer_with(backend)
    say(opened, "weather", qtbot)
    wait(lambda: opened.controller.state == "ready")
    assert "表中没有地区这一列。" in replies(opened)[0]
    assert opened.controller.editing.chart == LINE
    assert opened.controller.drawing is not None
    assert len(opened.controller.editing.history.entries) == 1


def test_an_answer_that_changes_nothing_is_said(
    opened: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    say(opened, "hm", qtbot)
    wait(lambda: opened.controller.state == "ready")
    assert replies(opened) == [text("chat.same", "en")]


def test_a_wish_can_be_stopped(
    opened: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    backend.hold_after = 2
    say(opened, "as columns", qtbot)
    assert opened.editor.chat.stop.isVisible()
    qtbot.mouseClick(opened.editor.chat.stop, Qt.MouseButton.LeftButton)
    assert replies(opened) == [text("chat.stopped", "en")]
    assert opened.controller.editing.chart == LINE
    assert not opened.editor.chat.stop.isVisible()


def test_a_question_in_the_bar_is_a_turn_as_well(
    opened: MainWindow, backend: ScriptedBackend, wait: Wait
) -> None:
    answer_with(backend, AREA)
    opened.bar.ask.edit.setText("totals over time")
    opened.bar.ask.edit.returnPressed.emit()
    wait(lambda: opened.controller.state == "ready")
    assert backend.requests[-1].current is None
    assert replies(opened) == ["area chart: 销售额 by 月份"]


def test_the_arrows_bring_back_what_was_said(opened: MainWindow, wait: Wait, qtbot: QtBot) -> None:
    line = opened.editor.chat.line
    for words in ("first", "second"):
        say(opened, words, qtbot)
        wait(lambda: opened.controller.state == "ready")
    line.edit.setFocus()
    qtbot.keyClick(line.edit, Qt.Key.Key_Up)
    assert line.edit.text() == "second"
    qtbot.keyClick(line.edit, Qt.Key.Key_Up)
    assert line.edit.text() == "first"
    qtbot.keyClick(line.edit, Qt.Key.Key_Down)
    qtbot.keyClick(line.edit, Qt.Key.Key_Down)
    assert line.edit.text() == ""


def test_a_kept_conversation_comes_back_with_its_history(
    opened: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    answer_with(backend, COLUMN)
    say(opened, "as columns", qtbot)
    wait(lambda: opened.controller.state == "ready")
    record = opened.controller.editing.to_json()
    opened.editor.talking.turns = []
    opened.controller.editing.reset()
    opened.controller.editing.restore(record)
    assert replies(opened) == ["now a column chart"]


def test_focus_goes_to_the_talk_line(opened: MainWindow, qtbot: QtBot) -> None:
    opened.activateWindow()
    opened.actions_by_id["focus_chat"].trigger()
    assert QApplication.focusWidget() is opened.editor.chat.line.edit


def test_nothing_can_be_edited_without_a_chart(window: MainWindow) -> None:
    window.editor.side.turn(1)
    assert not window.editor.panel.isEnabled()
    assert not window.editor.chat.line.isEnabled()
    for name in ("undo", "redo", "pin", "unpin", "focus_chat"):
        assert not window.actions_by_id[name].isEnabled()


def test_the_parts_of_editing_stay_inside_a_small_window(editing: MainWindow) -> None:
    editing.resize(editing.minimumSize())
    editing.actions_by_id["pin"].trigger()
    QApplication.processEvents()
    whole = QRect(QPoint(0, 0), editing.size())
    for part in (editing.editor.panel, editing.editor.chat, editing.editor.pinned, editing.chart):
        corner: QWidget = part
        box = QRect(corner.mapTo(editing, QPoint(0, 0)), corner.size())
        assert whole.contains(box), part


def test_a_drawing_that_arrives_is_the_picture_of_the_entry_on_screen(
    opened: MainWindow, wait: Wait
) -> None:
    c = opened.controller
    c.select(1)
    wait(lambda: c.drawing and c.drawing.title.startswith("column"))
    assert isinstance(c.drawing, Drawing)
    current = c.editing.history.current_id
    wait(lambda: current in opened.editor.history.model.pictures)


def test_a_plain_wish_comes_true_whatever_the_model_makes_of_it(
    opened: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    answer_with(backend, LINE)  # it understood nothing
    say(opened, "as a column chart", qtbot)
    wait(lambda: opened.controller.state == "ready")
    assert opened.controller.editing.chart == COLUMN
    assert replies(opened) == ["now a column chart"]
    assert opened.controller.selected == 0
    said = opened.reasoning.facts.text()
    assert said.endswith("column chart. The thought is about the model's own choice: line chart.")
    answer_with(backend, AREA)
    say(opened, "fill the space below it", qtbot)
    wait(lambda: opened.controller.state == "ready")
    assert "own choice" not in opened.reasoning.facts.text()


def test_a_plain_wish_has_no_second_copy_that_differs_by_an_option(
    opened: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    answer_with(backend, replace(COLUMN, options=replace(COLUMN.options, sort="-y")))
    say(opened, "as a column chart", qtbot)
    wait(lambda: opened.controller.state == "ready")
    candidates = opened.controller.candidates
    assert candidates[0].chart == COLUMN
    assert candidates[0].probability is not None
    assert [k.chart.component for k in candidates].count("column") == 1


def test_a_wish_that_is_true_already_is_told_so(
    opened: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    answer_with(backend, AREA)  # whatever the model would rather show
    say(opened, "as a line chart", qtbot)
    wait(lambda: opened.controller.state == "ready")
    assert opened.controller.editing.chart == LINE
    assert replies(opened) == [text("chat.already", "en")]


def test_a_filter_that_nobody_mentioned_is_not_taken_over(
    opened: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    invented = (Filter(REGION, "=", "华北"),)
    answer_with(backend, replace(AREA, options=replace(AREA.options, filters=invented)))
    say(opened, "fill the space below it", qtbot)
    wait(lambda: opened.controller.state == "ready")
    assert opened.controller.editing.chart == AREA
    answer_with(backend, replace(AREA, options=replace(AREA.options, filters=invented)))
    opened.editor.chat.line.edit.setText("只看华北")  # keys are Latin only
    say(opened, "", qtbot)
    wait(lambda: opened.controller.state == "ready")
    assert opened.controller.editing.chart is not None
    assert opened.controller.editing.chart.options.filters == invented


@pytest.mark.parametrize(
    ("ask", "kept"), [("what came after 2025", ()), ("amount above 2025", True)]
)
def test_a_filter_that_leaves_no_row_has_to_name_its_column(ask: str, kept: object) -> None:
    amount = AttributeDescription("Amount", "DOUBLE", 9, range=(12.0, 160.0))
    view = table(Path("t.csv"))
    view = replace(view, description=TableDescription(12, (amount,)))
    above = (Filter("Amount", ">", 2025),)
    found = (Candidate(replace(AREA, options=replace(AREA.options, filters=above))),)
    (made,) = to_the_letter(found, ask, LINE, view)
    assert made.chart.options.filters == (above if kept else ())


@pytest.mark.parametrize(("value", "kept"), [(6, False), (2024, True), ("2024-06", True)])
def test_a_number_that_is_no_year_filters_no_dates(value: int | str, kept: bool) -> None:
    view = table(Path("t.csv"))
    item = Filter(MONTH, ">=", value)
    found = (Candidate(replace(AREA, options=replace(AREA.options, filters=(item,)))),)
    (made,) = to_the_letter(found, "from the 6th of 2024-06 of 月份", LINE, view)
    assert made.chart.options.filters == ((item,) if kept else ())


def test_a_time_that_is_said_filters_and_goes_again(
    opened: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    answer_with(backend, AREA)  # a model that did not understand
    say(opened, "last 3 months", qtbot)
    wait(lambda: opened.controller.state == "ready")
    chart = opened.controller.editing.chart
    assert chart is not None
    assert (chart.component, chart.options.filters) == ("line", (Filter(MONTH, ">=", "2024-10"),))
    assert replies(opened) == [f"only where {MONTH} is not before 2024-10"]
    answer_with(backend, AREA)
    say(opened, "remove the filter", qtbot)
    wait(lambda: opened.controller.state == "ready")
    assert opened.controller.editing.chart == LINE
    assert replies(opened)[-1] == f"no longer filtered: {MONTH} is not before 2024-10"


def test_a_time_without_rows_is_refused_whatever_the_model_shows(
    opened: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    answer_with(backend, AREA)
    say(opened, "only 2050", qtbot)
    wait(lambda: opened.controller.state == "ready")
    assert opened.controller.editing.chart == LINE
    assert "has no row in that time. The dates run from" in replies(opened)[-1]
    opened.controller.set_lang("zh")
    assert "在这段时间内没有数据。日期范围为" in replies(opened)[-1]
