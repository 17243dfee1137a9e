"""The accessible tree: every widget that can be used has a name, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QComboBox, QWidget

from vizapp.core.language import has_cjk
from vizapp.gui.window import MainWindow

Wait = Callable[[Callable[[], object]], None]
Role = QAccessible.Role
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


def tree(at: QAccessibleInterface, depth: int = 0) -> Iterator[tuple[int, QAccessibleInterface]]:
    """Yield an object and what lies inside it; cells and rows are their model's business."""
    yield depth, at
    if at.role() in (Role.Table, Role.List, Role.Tree, Role.EditableText):
        return
    for i in range(at.childCount()):
        child = at.child(i)
        if child is not None and child.isValid():
            yield from tree(child, depth + 1)


def said(at: QAccessibleInterface) -> str:
    return at.text(QAccessible.Text.Name).strip()


def within_a_box(thing: QObject | None) -> bool:
    """Return whether it is the list of a combo box, which has the box's name."""
    above = thing.parent() if thing is not None else None
    while above is not None:
        if isinstance(above, QComboBox):
            return True
        above = above.parent()
    return False


def dump(window: QWidget) -> list[tuple[QAccessible.Role, str, str]]:
    root = QAccessible.queryAccessibleInterface(window)
    found = []
    for _, at in tree(root):
        thing = at.object()
        if within_a_box(thing):
            continue
        where = type(thing).__name__ if thing is not None else ""
        if thing is not None and thing.objectName():
            where += f"#{thing.objectName()}"
        found.append((at.role(), said(at), where))
    return found


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
