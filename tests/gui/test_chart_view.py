"""The large chart: pointing at marks, walking through them, sharpness."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from tests.gui.conftest import TIMEOUT_MS
from tests.gui.scripted import LINE, paint
from vizapp.gui.values import Drawing, Look, Region
from vizapp.gui.widgets.chart_view import ChartView, tip_text

# The tooltip is a window, which a platform without windows cannot raise.
RAISE = pytest.mark.qt_log_ignore("does not support raise")


@pytest.fixture
def view(qtbot: QtBot) -> ChartView:
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(640, 400)
    view.show()
    return view


@RAISE
def test_the_mark_under_the_cursor_says_what_it_is(view: ChartView, qtbot: QtBot) -> None:
    drawing = paint(LINE, Look(width=600, height=360))
    view.show_drawing(drawing)
    region, box = drawing.regions[4], view.picture_rect()
    at = QPoint(
        round(box.left() + (region.x0 + region.x1) / 2),
        round(box.top() + (region.y0 + region.y1) / 2),
    )
    assert view.region_at(at) is region
    qtbot.mouseMove(view, at)
    qtbot.waitUntil(lambda: QToolTip.text() == "月份: 2024-05; 销售额: 84", timeout=TIMEOUT_MS)
    assert view.region_at(QPoint(2, 2)) is None


def test_of_overlapping_marks_the_smallest_is_meant(view: ChartView) -> None:
    drawing = paint(LINE, Look(width=600, height=360))
    regions = (Region(0, 0, 600, 360, "all"), Region(290, 170, 310, 190, "one"))
    view.show_drawing(Drawing(drawing.png, 1.0, "t", (), regions))
    assert view.region_at(view.picture_rect().center().toPoint()) is regions[1]


@RAISE
def test_arrow_keys_walk_through_the_marks(view: ChartView, qtbot: QtBot) -> None:
    drawing = paint(LINE, Look(width=600, height=360))
    view.show_drawing(drawing)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.accessibleDescription() == drawing.regions[0].text
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.accessibleDescription() == drawing.regions[-1].text


def test_a_picture_for_a_sharp_screen_keeps_its_size(view: ChartView) -> None:
    view.show_drawing(paint(LINE, Look(width=600, height=360, scale=2.0)))
    assert view.image().width() == 1200
    assert (view.picture_rect().width(), view.picture_rect().height()) == (600, 360)


def test_while_there_is_no_chart_the_first_size_is_told_at_once(
    view: ChartView, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.canvas_changed, timeout=TIMEOUT_MS) as told:
        view.resize(700, 480)
    assert told.args is not None
    width, height, ratio = told.args
    assert 680 <= width <= 700
    assert 460 <= height <= 480
    assert ratio == view.devicePixelRatioF()


def test_tooltips_show_one_fact_per_line_and_no_markup() -> None:
    assert tip_text("a: 1\nb: 2; 3") == "a: 1\nb: 2; 3"
    assert "<" not in tip_text("<b>bold</b>: 1")
    assert len(tip_text("x" * 500)) == 60


def test_a_screen_reader_is_told_what_the_chart_shows(view: ChartView) -> None:
    drawing = paint(LINE, Look(width=600, height=360))
    view.show_drawing(dataclasses.replace(drawing, told="Line chart: sales. Up 18%."))
    assert view.accessibleDescription().startswith("Line chart: sales. Up 18%. ")
    assert f"{len(drawing.regions)} marks" in view.accessibleDescription()
