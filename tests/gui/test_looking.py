"""Looking closer: choosing in the legend, zoom, pan, what shows an attribute, copied values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from tests.gui.conftest import TIMEOUT_MS, Make
from tests.gui.scripted import LINE, ScriptedBackend, paint
from vizapp.components import editing as edits
from vizapp.components.spec import parse_chart
from vizapp.gui.bridge import Bridge
from vizapp.gui.values import Drawing, Look, Region
from vizapp.gui.widgets.looking_view import LookingView
from vizapp.gui.window import MainWindow
from vizapp.rendering.style import BuiltChart, Style
from vizapp.rendering.view import WHOLE_VIEW, Plane, Span, View

pytestmark = pytest.mark.qt_log_ignore("does not support raise")  # tooltips are windows
LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
WIDE, HIGH = Span(0.0, 100.0), Span(0.0, 10.0)


def drawn(plane: Plane | None = None) -> Drawing:
    """Return ten bars between axes, and a legend of two."""
    legend = (Region(20, 4, 80, 20, "East"), Region(100, 4, 160, 20, "West"))
    bound = (Region(100, 340, 500, 356, "月份"), Region(20, 4, 160, 20, "地区"))
    plane = plane or Plane(100, 40, 500, 340, WIDE, HIGH)
    bars = paint(LINE, Look(width=600, height=360))
    return replace(bars, legend=legend, bound=bound, plane=plane)


@pytest.fixture
def view(qtbot: QtBot) -> LookingView:
    view = LookingView()
    qtbot.addWidget(view)
    view.resize(640, 400)
    view.show()
    view.show_drawing(drawn())
    return view


@pytest.fixture
def asked(view: LookingView) -> list[View]:
    views: list[View] = []
    view.view_asked.connect(views.append)
    return views


def at(view: LookingView, x: float, y: float) -> QPoint:
    return view.on_widget(x, y, x, y).topLeft().toPoint()


def drag(
    qtbot: QtBot, view: LookingView, start: tuple[float, float], end: tuple[float, float],
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:  # fmt: skip
    qtbot.mousePress(view, LEFT, held, at(view, *start))
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    for point in (middle, end):
        qtbot.mouseMove(view, at(view, *point))
    qtbot.mouseRelease(view, LEFT, held, at(view, *end))


def turn(view: LookingView, x: float, y: float, steps: int, held: Qt.KeyboardModifier) -> None:
    place = QPointF(at(view, x, y))
    event = QWheelEvent(
        place, QPointF(view.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def ends(span: Span | None) -> tuple[float, float] | None:
    return (round(span.start, 1), round(span.end, 1)) if span else None


def test_a_click_in_the_legend_chooses_and_a_second_one_takes_it_back(
    view: LookingView, asked: list[View], qtbot: QtBot
) -> None:
    qtbot.mouseClick(view, LEFT, pos=at(view, 50, 12))
    qtbot.mouseClick(view, LEFT, pos=at(view, 130, 12))
    qtbot.mouseClick(view, LEFT, CTRL, at(view, 50, 12))
    assert [v.chosen for v in asked] == [("East",), ("West",), ("West", "East")]
    assert "West, East" in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.mouseClick(view, LEFT, pos=at(view, 50, 12))
    qtbot.mouseClick(view, LEFT, pos=at(view, 50, 12))
    assert [v.chosen for v in asked[3:]] == [(), ("East",), ()]


def test_a_zoom_takes_away_what_was_told_of_a_mark(view: LookingView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert QToolTip.isVisible()
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_the_legend_is_reached_and_chosen_with_the_keyboard(
    view: LookingView, asked: list[View], qtbot: QtBot
) -> None:
    qtbot.keyClick(view, Qt.Key.Key_L)
    assert view.accessibleDescription().startswith("East")
    qtbot.keyClick(view, Qt.Key.Key_L)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert asked[-1].chosen == ("West",)
    assert "Esc" in view.accessibleDescription()  # it says how to come back
    view.show_drawing(replace(drawn(), view=asked[-1], regions=view.targets[:-2]))
    qtbot.keyClick(view, Qt.Key.Key_Space)  # still on the same entry
    assert asked[-1] == WHOLE_VIEW
    # Arrow keys come by the entries after the last mark.
    view.show_drawing(None)
    view.show_drawing(drawn())
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.accessibleDescription().startswith("West")


def test_a_drag_zooms_to_the_rectangle(view: LookingView, asked: list[View], qtbot: QtBot) -> None:
    drag(qtbot, view, (200, 115), (300, 265))
    assert [(ends(v.x), ends(v.y)) for v in asked] == [((25, 50), (2.5, 7.5))]
    assert "Home" in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert asked[-1] == WHOLE_VIEW


def test_a_drag_along_one_axis_leaves_the_other_whole(
    view: LookingView, asked: list[View], qtbot: QtBot
) -> None:
    drag(qtbot, view, (200, 115), (300, 117))
    assert (ends(asked[-1].x), asked[-1].y) == ((25, 50), None)
    view.show_drawing(drawn(Plane(100, 40, 500, 340, None, HIGH)))
    drag(qtbot, view, (200, 115), (300, 265))
    assert (asked[-1].x, ends(asked[-1].y)) == (None, (2.5, 7.5))


@pytest.mark.parametrize("start", [(30, 200), (200, 350)])
def test_a_drag_that_begins_outside_the_marks_zooms_nothing(
    start: tuple[float, float], view: LookingView, asked: list[View], qtbot: QtBot
) -> None:
    drag(qtbot, view, start, (300, 265))
    assert asked == []


def test_charts_without_such_axes_cannot_be_zoomed(
    view: LookingView, asked: list[View], qtbot: QtBot
) -> None:
    view.show_drawing(drawn(Plane(100, 40, 500, 340)))
    drag(qtbot, view, (200, 115), (300, 265))
    turn(view, 300, 200, 1, CTRL)
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert asked == []


def zoomed(view: LookingView, x: Span | None, y: Span | None) -> None:
    """Show a piece of the chart as if its picture had come."""
    seen = View(x, y)
    plane = Plane(100, 40, 500, 340, x or WIDE, y or HIGH)
    view.show_drawing(replace(drawn(plane), view=seen))


def test_shift_and_drag_move_the_piece_within_the_axes(
    view: LookingView, asked: list[View], qtbot: QtBot
) -> None:
    zoomed(view, Span(40.0, 60.0), None)
    drag(qtbot, view, (300, 200), (200, 200), SHIFT)  # a quarter of what is shown
    assert ends(asked[-1].x) == (45, 65)
    assert asked[-1].y is None
    drag(qtbot, view, (110, 200), (490, 200), SHIFT)
    drag(qtbot, view, (110, 200), (490, 200), SHIFT)
    drag(qtbot, view, (110, 200), (490, 200), SHIFT)
    assert ends(asked[-1].x) == (0, 20)


def test_the_wheel_moves_the_piece_and_with_ctrl_comes_closer(
    view: LookingView, asked: list[View]
) -> None:
    turn(view, 300, 190, 1, Qt.KeyboardModifier.NoModifier)
    assert asked == []  # the whole axis cannot be moved
    turn(view, 300, 190, 1, CTRL)
    assert (ends(asked[-1].x), ends(asked[-1].y)) == ((10, 90), (1, 9))
    turn(view, 300, 190, -1, Qt.KeyboardModifier.NoModifier)
    assert ends(asked[-1].x) == (20, 100)  # to the end, not beyond
    for _ in range(3):
        turn(view, 300, 190, -1, CTRL)
    assert asked[-1] == WHOLE_VIEW


def test_keys_zoom_and_move(view: LookingView, asked: list[View], qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert ends(asked[-1].x) == (10, 90)
    qtbot.keyClick(view, Qt.Key.Key_Left, SHIFT)
    assert ends(asked[-1].x) == (0, 80)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert asked[-1] == WHOLE_VIEW


def test_a_double_click_shows_all_but_keeps_what_is_chosen(
    view: LookingView, asked: list[View], qtbot: QtBot
) -> None:
    piece = replace(drawn(), view=View(x=Span(40.0, 60.0), chosen=("East",)))
    view.show_drawing(piece)
    qtbot.mouseDClick(view, LEFT, pos=at(view, 300, 200))
    assert asked[-1] == View(chosen=("East",))


def test_until_the_new_picture_is_there_the_old_one_is_scaled(
    view: LookingView, qtbot: QtBot
) -> None:
    before = view.grab().toImage()
    drag(qtbot, view, (200, 115), (300, 265))
    moved = view.grab().toImage()
    assert moved != before
    # Outside the marks' room nothing has moved.
    corner = at(view, 30, 300)
    assert moved.pixelColor(corner) == before.pixelColor(corner)


def test_an_attribute_is_shown_by_its_axis_or_else_by_its_marks(view: LookingView) -> None:
    plain = view.grab().toImage()
    names = ("月份", "地区", "销售额")
    view.point_at("月份", names)
    assert [r.text for r in view.outlined()[0]] == ["月份"]
    assert view.outlined()[1] == ()  # every mark has one: that would tell nothing
    assert view.grab().toImage() != plain
    drawing = drawn()
    said = [f"{name}: {i}" for i, name in enumerate(["销售额", "地区"] * 5)]
    marks = tuple(replace(r, text=t) for r, t in zip(drawing.regions, said, strict=True))
    view.show_drawing(replace(drawing, regions=marks))
    view.point_at("销售额", names)
    assert view.outlined() == ((), marks[::2])
    view.point_at("elsewhere", names)
    assert view.outlined() == ((), ())


# -- in the window -----------------------------------------------------------------

Wait = Callable[[Callable[[], object]], None]


@pytest.fixture
def opened(window: MainWindow, csv: Path, wait: Wait) -> MainWindow:
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready" and window.controller.drawing is not None)
    return window


def test_what_is_looked_at_is_no_part_of_the_chart(
    opened: MainWindow, backend: ScriptedBackend, wait: Wait
) -> None:
    controller, shown = opened.controller, opened.chart
    whole, entries = controller.drawing, len(controller.editing.history.entries)
    wanted = View(chosen=("East",))
    shown.view_asked.emit(wanted)
    wait(lambda: shown._drawing is not None and shown._drawing.view == wanted)
    assert controller.drawing is whole  # what files are made of
    assert len(controller.editing.history.entries) == entries
    shown.view_asked.emit(WHOLE_VIEW)
    assert shown._drawing is whole
    assert backend.looks_at == [wanted]


def test_the_piece_stays_with_the_chart_and_goes_with_another(
    opened: MainWindow, backend: ScriptedBackend, wait: Wait
) -> None:
    wanted = View(x=Span(1.0, 2.0))
    opened.chart.view_asked.emit(wanted)
    wait(lambda: backend.looks_at)
    opened.controller.set_theme("dark")
    wait(lambda: len(backend.looks_at) == 2)
    assert opened.looking.view == wanted
    n_before = len(backend.drawn)  # small pictures of the others may still follow
    opened.controller.select(1)
    wait(lambda: "column" in backend.drawn[n_before:] and opened.looking.view == WHOLE_VIEW)
    wait(lambda: opened.chart._drawing is opened.controller.drawing)


def test_pointing_at_a_column_outlines_it_on_the_chart(opened: MainWindow, qtbot: QtBot) -> None:
    columns, chart = opened.columns, opened.chart
    first = columns.view.visualRect(columns.filtered.index(0, 0)).center()
    qtbot.mouseMove(columns.view.viewport(), first)
    qtbot.waitUntil(lambda: chart._attribute is not None, timeout=TIMEOUT_MS)
    assert chart._attribute == ("月份", ("月份", "销售额"))
    assert opened.columns.delegate.marked == "月份"
    columns.view.pointed.emit(columns.view.rootIndex())
    assert chart._attribute is None
    opened.reasoning.view.pointed.emit("attribute", "销售额")
    assert chart._attribute is not None
    assert chart._attribute[0] == "销售额"


SALES = "month,region,sales\n" + "".join(
    f"2024-{m:02d},{r},{100 + 7 * m + 30 * (r == 'East')}\n"
    for m in range(1, 13) for r in ("East", "West")
)  # fmt: skip


def test_values_legend_and_zoom_on_a_real_chart(
    make_window: Make, tmp_path: Path, wait: Wait, qtbot: QtBot
) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(SALES, encoding="utf-8")
    window = make_window(Bridge())
    controller, shown = window.controller, window.chart
    controller.open(path)
    wait(lambda: controller.state == "ready" and controller.drawing)
    given = {"xAttribute": "month", "yAttribute": "sales", "groupAttribute": "region"}
    controller.editing.show(parse_chart({"name": "line", "parameter": given}), "edit")
    wait(lambda: shown._drawing and [r.text for r in shown._drawing.legend] == ["East", "West"])
    whole = controller.drawing
    east = shown.targets[-2]
    qtbot.mouseClick(shown, LEFT, pos=at(shown, (east.x0 + east.x1) / 2, (east.y0 + east.y1) / 2))
    wait(lambda: shown._drawing and shown._drawing.view.chosen == ("East",))
    assert shown._drawing is not None
    assert whole is not None
    assert shown._drawing.png != whole.png
    n_marks, plane = len(shown._drawing.regions), shown._drawing.plane
    assert plane is not None
    middle = (plane.x0 + plane.x1) / 2
    drag(qtbot, shown, (plane.x0 + 5, plane.y0 + 40), (middle, plane.y0 + 42))
    wait(lambda: shown._drawing and 0 < len(shown._drawing.regions) < n_marks)
    assert shown._drawing.view.chosen == ("East",)
    # What is copied are the chart's values, all of them, whatever is looked at.
    assert controller.drawing is not None
    assert controller.drawing.view == WHOLE_VIEW
    QGuiApplication.clipboard().clear()
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_C, CTRL | SHIFT)
    wait(lambda: QGuiApplication.clipboard().text())
    lines = QGuiApplication.clipboard().text().strip().split("\n")
    assert lines[0].split("\t") == ["month", "region", "sales"]
    assert len(lines) == 25
    assert lines[1].split("\t")[1:] == ["East", "137"]
    # An edit shows the edited chart whole.
    chart, table = controller.editing.chart, controller.table
    assert chart is not None
    assert table is not None
    column = edits.change_component(chart, "area", table.description)
    controller.editing.show(column, "edit")
    wait(lambda: shown._drawing is controller.drawing and controller.drawing is not whole)
    assert window.looking.view == WHOLE_VIEW


def test_a_chart_without_values_to_copy_says_so(opened: MainWindow) -> None:
    notices: list[str] = []
    opened.controller.noticed.connect(lambda notice: notices.append(notice.key))
    QGuiApplication.clipboard().setText("before")
    drawing = opened.controller.drawing
    assert drawing is not None
    nothing = BuiltChart({"layer": []}, "", (), Style())
    opened.controller.drawing = replace(drawing, handle=nothing)
    opened.actions_by_id["copy_values"].trigger()
    assert notices == ["notice.no_values"]
    assert QGuiApplication.clipboard().text() == "before"
