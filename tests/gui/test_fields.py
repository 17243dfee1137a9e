"""What the forms share: numbers, buttons of dialogs, words that are cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QWheelEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from vizapp.gui import app, theme
from vizapp.gui.cutting import cut_words
from vizapp.gui.widgets.fields import NumberField


@pytest.mark.parametrize("turn", [120, -120])
def test_the_wheel_scrolls_the_page_past_a_number(qtbot: QtBot, turn: int) -> None:
    field = NumberField(100)
    field.show_value(5, "automatic", "Top N")
    qtbot.addWidget(field)
    here = QPointF(10, 10)
    button, key, phase = Qt.MouseButton, Qt.KeyboardModifier, Qt.ScrollPhase
    wheel = QWheelEvent(
        here, here, QPoint(), QPoint(0, turn), button.NoButton, key.NoModifier,
        phase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field.spin, wheel)
    assert field.spin.value() == 5
    assert not wheel.isAccepted()  # the page gets it


def test_buttons_of_dialogs_carry_no_pictures(qtbot: QtBot) -> None:
    qt = app.make_application()
    before = qt.styleSheet()
    wish = "QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 1; }"  # some desktops have it
    qt.setStyleSheet(wish + theme.style_sheet(theme.LIGHT))
    try:
        kinds = QDialogButtonBox.StandardButton
        box = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        qtbot.addWidget(box)
        assert all(button.icon().isNull() for button in box.buttons())
    finally:
        qt.setStyleSheet(before)


def test_dots_stand_where_the_letters_stand(qtbot: QtBot) -> None:
    app.make_application()
    metrics = QFontMetrics(QFont())
    name = "Would you recommend us to a friend?"
    said = cut_words(metrics, name, 120)
    assert said.endswith("...")
    assert name.startswith(said[:-3])
    assert metrics.horizontalAdvance(said) <= 120
    assert cut_words(metrics, "您是否愿意向朋友推荐我们的产品", 120).endswith("…")
    assert cut_words(metrics, "Wait…", 500) == "Wait…"
    middle = cut_words(metrics, "/home/reports/2024/sales", 120, Qt.TextElideMode.ElideMiddle)
    assert "..." in middle
    assert middle.endswith("s")
