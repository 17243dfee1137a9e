"""The window on a small or finely scaled screen: ``python -m tests.gui.scaled 1366x768 1.5``.

Shows the window, in as much room as a desktop leaves there, in state after state and
prints what is cut off, one line each. Qt takes the scale once, when it starts, so
every screen needs a process of its own.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QRect, QSize

from tests.gui.living import live_until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from vizapp.core.language import Lang

# CSS px that a desktop keeps for itself: its bar, and a window's title.
DESKTOP, TITLE = 48, 32
_SLACK = 1  # px; a fraction of the scale is rounded
_TIMEOUT_S = 60.0
_LOOKS = 8


def cut_off(top: QWidget) -> list[str]:
    """Say what of a window cannot be read or reached."""
    from PySide6.QtWidgets import QWidget

    found = []
    for widget in (top, *top.findChildren(QWidget)):
        if widget.isVisible() and widget.size().isValid():
            found += [f"{_name(widget)} {fault}" for fault in _faults(widget)]
    return found


def _faults(widget: QWidget) -> Iterator[str]:
    from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel

    parent = widget.parentWidget()
    scrolled = isinstance(parent and parent.parentWidget(), QAbstractScrollArea)
    if parent is not None and not widget.isWindow() and not scrolled:
        room = parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
        if not room.contains(widget.geometry()):
            yield f"at {_at(widget)} is outside {parent.width()}x{parent.height()}"
    if isinstance(widget, QLabel) and widget.text() and not widget.toolTip():
        if widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            if needed > widget.height() + _SLACK:
                yield f"needs {needed} px of height and has {widget.height()}"
        elif widget.sizeHint().width() > widget.width() + _SLACK:
            yield f"needs {widget.sizeHint().width()} px and has {widget.width()}"
    elif isinstance(widget, QAbstractButton) and widget.text() and not _paints(widget):
        needed = widget.sizeHint().width() if _shows_text(widget) else 0
        if needed > widget.width() + _SLACK:
            yield f"needs {needed} px and has {widget.width()}"
    yield from _overlaps(widget)


def _overlaps(widget: QWidget) -> Iterator[str]:
    """Find children of one layout that lie on each other: it had less room than they need."""
    from PySide6.QtWidgets import QStackedLayout

    layout = widget.layout()
    if layout is None or isinstance(layout, QStackedLayout):
        return
    placed = [w for w in _placed(layout) if w.isVisible()]
    for n, one in enumerate(placed):
        for other in placed[n + 1 :]:
            both = one.geometry().intersected(other.geometry())
            if both.width() > _SLACK and both.height() > _SLACK:
                yield f"has {_name(one)} on {_name(other)}"


def _placed(layout: object) -> Iterator[QWidget]:
    from PySide6.QtWidgets import QLayout

    assert isinstance(layout, QLayout)
    for index in range(layout.count()):
        item = layout.itemAt(index)
        inner = item.layout() if item else None
        if inner is not None:
            yield from _placed(inner)
        elif item is not None and (child := item.widget()) is not None:
            yield child


def _paints(widget: QWidget) -> bool:
    """Return whether a button of ours draws its own words, and cuts them with a hint."""
    kinds = [kind for kind in type(widget).__mro__ if "paintEvent" in kind.__dict__]
    return kinds[0].__module__.startswith("vizapp")


def _shows_text(widget: QWidget) -> bool:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QToolButton

    icons = Qt.ToolButtonStyle.ToolButtonIconOnly
    return not isinstance(widget, QToolButton) or widget.toolButtonStyle() != icons


def _at(widget: QWidget) -> str:
    place = widget.geometry()
    return f"{place.width()}x{place.height()}+{place.x()}+{place.y()}"


def _name(widget: QWidget) -> str:
    said = getattr(widget, "text", None)
    words = said() if callable(said) else ""
    own = f"{type(widget).__name__} {widget.objectName()}".strip()
    return f"{own} {str(words)[:30]!r}" if words else own


class Walk:
    """The window in one language and theme, shown state after state."""

    def __init__(self, lang: str, theme: str, pictures: Path | None, label: str) -> None:
        from PySide6.QtGui import QGuiApplication

        from tests.gui.scripted import ScriptedBackend
        from vizapp.core.settings import Settings
        from vizapp.gui.app import make_application
        from vizapp.gui.documents import Documents
        from vizapp.gui.preferences import Preferences
        from vizapp.gui.shell import Shell

        self.app = make_application()
        self.lang, self.pictures, self.label = lang, pictures, f"{label}-{lang}-{theme}"
        self.backend = ScriptedBackend()
        preferences = Settings(lang=cast("Lang", lang), theme=theme)
        self.shell = Shell(Documents(self.backend, Preferences(preferences, lambda _: None)))
        self.room = QGuiApplication.primaryScreen().availableSize()
        self.shell.show()
        self.window = self.shell.page
        self.controller = self.window.controller

    def wait(self, ready: Callable[[], object]) -> None:
        """Let the window live until something holds."""
        live_until(ready, lambda: self.controller.state)

    def settle(self) -> None:
        """Let layouts and timers happen."""
        end = time.monotonic() + 0.12
        self.wait(lambda: time.monotonic() > end)

    def states(self, folder: Path) -> Iterator[tuple[str, QWidget]]:
        """Bring the window into each state; yield its name and the window to look at."""
        from tests.gui.scripted import COLUMN
        from vizapp.core.errors import RenderingError
        from vizapp.gui.values import Notice
        from vizapp.gui.widgets.filters import FilterDialog

        shell, window, c = self.shell, self.window, self.controller
        window.welcome.offer([f"table {n}" for n in range(1, 4)])
        yield "offer", shell
        window.welcome.offer([])
        yield "welcome", shell
        path = folder / "sales.csv"
        path.write_text("a\n1\n", encoding="utf-8")
        c.open(path)
        self.wait(lambda: c.state == "ready" and c.drawing is not None)
        self.settle()
        yield "ready", shell
        assert c.table is not None
        for index, page in ((1, "edit"), (2, "history")):
            window.editor.side.turn(index)
            yield page, shell
        window.editor.side.turn(0)
        window.chooser.open_why_not()
        yield "why_not", shell
        window.chooser.why_not.hide()
        shell.show_palette()
        yield "palette", shell
        shell.palette_box.hide()
        window.notice.show_notice(Notice("warning", "notice.fallback", {"why": "because " * 20}))
        yield "notice", shell
        window.notice.show_notice(None)
        c.editing.show(COLUMN, "edit")
        c.editing.pin(c.editing.history.entries[0].id)
        self.wait(lambda: not window.editor.pinned.chart.image().isNull())
        yield "pinned", shell
        c.editing.pin(None)
        window.editor.panel.filter_asked.emit(c.table.columns[2].name)
        dialog = next(d for d in shell.findChildren(FilterDialog) if d.isVisible())
        yield "filter", dialog
        dialog.reject()
        window.chooser.open_page()
        self.wait(lambda: not window.chooser.choosing.busy)
        yield "more_charts", shell
        for page in ("learned", "privacy", "quality"):
            window.chooser.trust.open(page)
            yield page, shell
        window.chooser.models.open()
        for tab in range(window.chooser.models.page.tabs.count()):
            window.chooser.models.page.tabs.setCurrentIndex(tab)
            yield f"models_{tab}", shell
        window.chooser.models.page.closed.emit()
        self.backend.draw_error = RenderingError("This chart has " + "too much " * 20 + "to say.")
        c.select(2)
        self.wait(lambda: window.chart_pages.currentWidget() is window.chart_error)
        yield "undrawn", shell
        self.backend.draw_error = None
        bad = folder / "photo.bad"
        bad.write_text("", encoding="utf-8")
        c.open(bad)
        self.wait(lambda: c.state == "failed")
        yield "error", shell
        shell.new_tab()
        yield "tabs", shell

    def too_large(self, shown: QWidget) -> Iterator[str]:
        """Say whether a window needs more room than the screen has under its title."""
        room = self.room - QSize(0, TITLE)
        if not QRect(QPoint(), room).contains(QRect(QPoint(), shown.size())):
            size = f"{shown.width()}x{shown.height()}"
            yield f"{size} in {room.width()}x{room.height()}"

    def look(self, folder: Path) -> list[str]:
        """Return what is cut off, and how large the window is if that is too large."""
        found = []
        for state, shown in self.states(folder):
            faults: list[str] = []
            for _ in range(_LOOKS):  # a busy machine may not have laid out everything
                self.settle()
                faults = [*self.too_large(shown), *cut_off(shown)]
                if not faults:
                    break
            found += [f"{state}: {fault}" for fault in faults]
            if self.pictures is not None:
                shown.grab().save(str(self.pictures / f"{self.label}-{state}.png"))
        self.shell.close()
        if not self.shell.documents.close():
            found.append("a job did not end")
        return found


def make_screen(folder: Path, size: str, scale: float) -> None:
    """Tell Qt, before it starts, of a screen without the room that the desktop takes."""
    width, height = map(int, size.split("x"))
    height -= round(DESKTOP * scale)
    screen = f'{{"name": "S", "x": 0, "y": 0, "width": {width}, "height": {height}}}'
    path = folder / "screens.json"
    path.write_text(f'{{"screens": [{screen}]}}', encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={path}"
    os.environ["QT_SCALE_FACTOR"] = f"{scale:g}"


def main() -> int:
    """Look at one screen; one line per fault."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("screen", help="pixels of the screen, as 1366x768")
    parser.add_argument("scale", type=float)
    parser.add_argument("--lang", nargs="*", default=["zh", "en"])
    parser.add_argument("--theme", default="light")
    parser.add_argument("--pictures", type=Path)
    asked = parser.parse_args()
    if asked.pictures is not None:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    n_found = 0
    for lang in asked.lang:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            os.environ["VIZAPP_CONFIG_DIR"] = os.environ["VIZAPP_MODELS_DIR"] = scratch
            make_screen(folder, asked.screen, asked.scale)
            walk = Walk(lang, asked.theme, asked.pictures, f"{asked.screen}@{asked.scale:g}")
            for fault in walk.look(folder):
                print(f"{lang} {fault}", flush=True)
                n_found += 1
    return 1 if n_found else 0


if __name__ == "__main__":
    sys.exit(main())
