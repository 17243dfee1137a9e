"""The table of actions: id, title, shortcut, icon, when it is enabled. Pure.

The window binds each id to what it does; a test compares the two lists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vizapp.gui.values import State

CHART_NUMBERS = (1, 2, 3, 4, 5)
EXPORT_SUFFIXES = ("png", "svg", "pdf", "html", "json")


@dataclass(frozen=True)
class Situation:
    """What enablement depends on; made by the controller alone."""

    state: State = "idle"
    has_table: bool = False
    has_drawing: bool = False
    n_candidates: int = 0

    @property
    def busy(self) -> bool:
        """Whether work runs that can be stopped."""
        return self.state in ("loading", "reasoning")


def _always(_: Situation) -> bool:
    return True


def _drawn(s: Situation) -> bool:
    # A failed state that has a drawing shows a file's error instead of it.
    return s.has_drawing and s.state not in ("loading", "failed")


def _at_rest_with_table(s: Situation) -> bool:
    return s.has_table and not s.busy


def _asking(s: Situation) -> bool:
    return s.has_table and s.state != "loading"


def _candidates(n: int) -> Callable[[Situation], bool]:
    return lambda s: s.n_candidates >= n and s.state not in ("loading", "failed")


@dataclass(frozen=True)
class Action:
    """One thing that a person can ask for.

    Its title is the text ``action.<id>``.
    """

    id: str
    shortcut: str | None = None
    icon: str | None = None
    enabled: Callable[[Situation], bool] = _always
    group: str | None = None  # actions of one group exclude each other

    @property
    def text_key(self) -> str:
        """The key of the title in `texts.TEXTS`."""
        return f"action.{self.id}"


ACTIONS: tuple[Action, ...] = (
    Action("open", "Ctrl+O", "open"),
    Action("export", "Ctrl+E", "export", _drawn),
    *(Action(f"export_{suffix}", None, None, _drawn) for suffix in EXPORT_SUFFIXES),
    Action("copy_image", "Ctrl+Shift+C", "copy", _drawn),
    Action("stop", "Esc", "stop", lambda s: s.busy),
    Action("again", "Ctrl+R", "again", _at_rest_with_table),
    Action("focus_ask", "Ctrl+L", None, _asking),
    *(Action(f"chart_{n}", f"Ctrl+{n}", None, _candidates(n)) for n in CHART_NUMBERS),
    Action("lang_zh", None, None, _always, "lang"),
    Action("lang_en", None, None, _always, "lang"),
    Action("theme_light", None, "sun", _always, "theme"),
    Action("theme_dark", None, "moon", _always, "theme"),
    Action("theme_system", None, None, _always, "theme"),
    Action("toggle_dark", "Ctrl+D", "moon"),
    Action("about", "F1", "info"),
    Action("quit", "Ctrl+Q"),
)
