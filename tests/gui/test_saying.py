"""What the talk line does without a model: looks, the line of changes, what is elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from vizapp.components.presentation import Presentation
from vizapp.gui.saying import Elsewhere, said
from vizapp.gui.texts import text
from vizapp.gui.window import MainWindow

Wait = Callable[[Callable[[], object]], None]


@pytest.mark.parametrize(
    ("ask", "looks"),
    [
        ("标题改成“门店月度销售”", {"title": "门店月度销售"}),
        ("把图表标题改为 2024 年销售。", {"title": "2024 年销售"}),
        ("title: Sales 2024", {"title": "Sales 2024"}),
        ('call it "Our year"', {"title": "Our year"}),
        ("不要标题", {"title": ""}),
        ("把纵轴标题设为金额", {"y_title": "金额"}),
        ("set the x-axis title to Month", {"x_title": "Month"}),
        ("换成灰度配色", {"palette": "grey"}),
        ("颜色用暖色", {"palette": "warm"}),
        ("背景换成深色", {"theme": "dark"}),
        ("dark theme", {"theme": "dark"}),
        ("纵轴用对数刻度", {"y_scale": "log"}),
        ("log scale on the x axis", {"x_scale": "log"}),
        ("保留两位小数", {"decimals": 2}),
        ("1 decimal", {"decimals": 1}),
    ],
)
def test_looks_are_taken_as_they_are_said(ask: str, looks: dict[str, Any]) -> None:
    found = said(ask, Presentation())
    assert isinstance(found, Presentation)
    assert found.to_json() == looks


@pytest.mark.parametrize(
    ("ask", "found"),
    [
        ("撤销", "undo"),
        ("回到上一步", "undo"),
        ("undo that", "undo"),
        ("重做", "redo"),
        ("纵轴从0开始", Elsewhere("chat.no_zero")),
        ("start the y axis at zero", Elsewhere("chat.no_zero")),
        ("把颜色换成红色", Elsewhere("chat.no_color")),
        ("图例放到下面", Elsewhere("chat.no_legend")),
        ("显示数据标签", Elsewhere("chat.no_labels")),
        ("导出成PPT", Elsewhere("chat.export")),
    ],
)
def test_steps_and_what_is_done_elsewhere(ask: str, found: object) -> None:
    assert said(ask, Presentation()) == found
    if isinstance(found, Elsewhere):
        assert text(found.key, "zh") != text(found.key, "en")


@pytest.mark.parametrize(
    "ask",
    ["换成折线图", "只看红色", "颜色按门店区分", "按标题分组", "title by month", "取消筛选",
     "前 5 名", "go back to bars", "export by country", "导出量按国家", "保存的订单",
     "深色门店", "换成红色商品"],
)  # fmt: skip
def test_wishes_about_the_data_are_the_models(ask: str) -> None:
    assert said(ask, Presentation()) is None


@pytest.fixture
def opened(window: MainWindow, csv: Path, wait: Wait) -> MainWindow:
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready" and window.controller.drawing)
    return window


def say(window: MainWindow, words: str, qtbot: QtBot) -> str:
    window.editor.chat.line.edit.setText(words)  # keys are Latin only
    qtbot.keyClick(window.editor.chat.line.edit, Qt.Key.Key_Return)
    return window.editor.chat.turns[-1].reply.text()


def test_a_title_is_one_step_on_the_line_of_changes(opened: MainWindow, qtbot: QtBot) -> None:
    editing = opened.controller.editing
    chart, n = editing.chart, len(editing.history.entries)
    assert "Sales of ours" in say(opened, 'title: "Sales of ours"', qtbot)
    assert editing.presentation.title == "Sales of ours"
    assert editing.chart == chart
    assert len(editing.history.entries) == n + 1
    assert not opened.editor.chat.turns[-1].undo.isHidden()
    assert say(opened, 'title: "Sales of ours"', qtbot) == text("chat.already", "en")
    undone = say(opened, "撤销", qtbot)
    assert undone.startswith("Undone: ")
    assert "Sales of ours" in undone
    assert editing.presentation.title is None
    assert "Sales of ours" in say(opened, "redo", qtbot)
    assert editing.presentation.title == "Sales of ours"
    assert say(opened, "redo", qtbot) == text("chat.no_redo", "en")


def test_there_may_be_nothing_to_undo(opened: MainWindow, qtbot: QtBot) -> None:
    assert say(opened, "undo", qtbot) == text("chat.no_undo", "en")


def test_what_no_part_does_leaves_the_chart_and_says_so(opened: MainWindow, qtbot: QtBot) -> None:
    editing = opened.controller.editing
    before = editing.history
    assert say(opened, "纵轴从0开始", qtbot) == text("chat.no_zero", "en")
    assert editing.history == before
    opened.controller.set_lang("zh")
    assert opened.editor.chat.turns[-1].reply.text() == text("chat.no_zero", "zh")


def test_a_column_called_title_keeps_its_meaning(opened: MainWindow, qtbot: QtBot) -> None:
    from dataclasses import replace

    controller = opened.controller
    assert controller.table is not None
    description = controller.table.description
    first = replace(description.attributes[0], name="Title")
    named = replace(description, attributes=(first, *description.attributes[1:]))
    controller.table = replace(controller.table, description=named)
    assert not opened.editor.talking.take("title is Hamlet")
    assert opened.editor.talking.take("grey colours") or opened.editor.talking.take("use grey")
