"""What a screen reader is told of the window: ``python -m tests.gui.accessible FILE --lang zh``.

Opens a table in the real window, without a display if there is none, and prints every part
that a screen reader meets: its role, its name, and what is said of it.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QComboBox, QWidget

from vizapp.core.settings import Settings
from vizapp.gui.app import make_application
from vizapp.gui.bridge import Bridge
from vizapp.gui.controller import Controller
from vizapp.gui.window import MainWindow

Role = QAccessible.Role
_TIMEOUT_S = 120.0


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
    """Return the name of an object."""
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
    """Return role, name and class of everything in a window."""
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


def lines(window: QWidget) -> Iterator[str]:
    """Yield a line per object that is seen, indented as it lies in others."""
    for depth, at in tree(QAccessible.queryAccessibleInterface(window)):
        if at.state().invisible or within_a_box(at.object()):
            continue
        told = at.text(QAccessible.Text.Description).strip()
        name = " ".join(said(at).split())
        if name or told or at.role() not in (Role.Client, Role.Grouping, Role.Pane):
            about = f"  ({' '.join(told.split())})" if told and told != name else ""
            yield f"{'  ' * depth}{at.role().name}: {name}{about}"


def main() -> int:
    """Print the tree of one table's window."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("file", type=Path)
    parser.add_argument("--lang", choices=("zh", "en"), default="en")
    asked = parser.parse_args()
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application()
    controller = Controller(Bridge(), Settings(lang=asked.lang), save=lambda _: None)
    window = MainWindow(controller)
    window.show()
    controller.open(asked.file)
    end = time.monotonic() + _TIMEOUT_S
    while time.monotonic() < end and not (controller.drawing and controller.drawing.told):
        application.processEvents()  # the chart's description comes after its picture
        time.sleep(0.01)
    print("\n".join(lines(window)))
    window.close()
    controller.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
