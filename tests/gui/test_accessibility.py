"""The accessible tree: every widget that can be used has a name, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from tests.gui.accessible import Role, dump, lines, said
from vizapp.core.language import has_cjk
from vizapp.gui.widgets.models_page import ModelsPage
from vizapp.gui.window import MainWindow

Wait = Callable[[Callable[[], object]], None]
# What a person can press, write into, choose from or walk through.
INTERACTIVE = {
    Role.PushButton,
    Role.ButtonMenu,
    Role.ButtonDropDown,
    Role.CheckBox,
    Role.RadioButton,
    Role.EditableText,
    Role.ComboBox,
    Role.List,
    Role.Table,
    Role.Tree,
    Role.PageTabList,
    Role.PageTab,
    Role.Slider,
    Role.SpinBox,
    Role.MenuItem,
    Role.ProgressBar,
}


def unnamed(window: QWidget) -> list[str]:
    # Qt's own parts of a larger widget are named by it.
    own = ("QScrollBar", "qt_spinbox", "ExtensionButton", "QSizeGrip", "ScrollLeft", "ScrollRight")
    return [
        f"{role.name} {where}"
        for role, name, where in dump(window)
        if role in INTERACTIVE and not name and not any(part in where for part in own)
    ]


@pytest.fixture
def ready(window: MainWindow, csv: Path, wait: Wait) -> MainWindow:
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready" and window.controller.drawing)
    return window


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_widget_that_can_be_used_is_without_a_name(ready: MainWindow, lang: str) -> None:
    ready.controller.set_lang("zh" if lang == "zh" else "en")
    found = unnamed(ready)
    ready.chooser.open_why_not()
    found += unnamed(ready.chooser.why_not)
    ready.chooser.why_not.hide()
    ready.chooser.open_page()
    found += unnamed(ready)
    for page in ("learned", "privacy", "quality"):
        ready.chooser.trust.open(page)
        found += unnamed(ready)
    models = ModelsPage()  # opened in the window, it would look for devices
    models.retranslate("zh" if lang == "zh" else "en")
    found += unnamed(models)
    ready.resize(ready.width(), 460)  # where buttons have no words
    found += unnamed(ready)
    assert sorted(set(found)) == []


def test_the_tree_is_not_empty_and_speaks_the_windows_language(ready: MainWindow) -> None:
    ready.controller.set_lang("zh")
    found = dump(ready)
    roles = {role for role, _, _ in found}
    assert {Role.PushButton, Role.Table, Role.EditableText} <= roles
    files = {"English"}
    buttons = [
        name
        for role, name, where in found
        if role == Role.PushButton and "Scroll" not in where and "Recent" not in where
    ]
    assert len(buttons) > 10
    assert [name for name in buttons if not has_cjk(name) and name not in files] == []


def test_what_is_seen_is_printed_as_it_lies_in_others(ready: MainWindow) -> None:
    told = list(lines(ready))
    assert any(line.strip().startswith("EditableText: Ask or describe") for line in told)
    assert any("line chart, 82%" in line for line in told)
    assert not any("Drop a table here" in line for line in told)  # that page is not seen
    assert len({len(line) - len(line.lstrip()) for line in told}) > 3


def test_the_chart_describes_itself(ready: MainWindow) -> None:
    at = QAccessible.queryAccessibleInterface(ready.chart)
    description = at.text(QAccessible.Text.Description) + said(at)
    assert "line" in description
    ready.controller.set_lang("zh")
    assert has_cjk(QAccessible.queryAccessibleInterface(ready.chart).text(QAccessible.Text.Name))


def test_cards_say_chart_share_and_reason(ready: MainWindow) -> None:
    at = QAccessible.queryAccessibleInterface(ready.alternatives.cards[1])
    assert said(at) == "column chart, 13%"
    assert "compare a measure" in at.text(QAccessible.Text.Description)
    assert at.role() in (Role.PushButton, Role.CheckBox, Role.RadioButton)
