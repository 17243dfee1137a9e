"""The table of actions: id, title, shortcut, icon, when it is enabled. Pure.

The window binds each id to what it does; a test compares the two lists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vizapp.gui.values import MAX_CANDIDATES, State

CHART_NUMBERS = tuple(range(1, MAX_CANDIDATES + 1))
EXPORT_SUFFIXES = ("png", "svg", "pdf", "pptx", "html", "py", "json", "jsonl")


@dataclass(frozen=True)
class Situation:
    """What enablement depends on; made by the controller alone."""

    state: State = "idle"
    has_table: bool = False
    has_drawing: bool = False
    n_candidates: int = 0
    has_chart: bool = False
    can_undo: bool = False
    can_redo: bool = False
    has_pin: bool = False
    beside: bool = False  # work that leaves the state alone, such as one more chart

    @property
    def busy(self) -> bool:
        """Whether work runs that can be stopped."""
        return self.beside or self.state in ("loading", "reasoning")


def _always(_: Situation) -> bool:
    return True


def _drawn(s: Situation) -> bool:
    # A failed state that has a drawing shows a file's error instead of it.
    return s.has_drawing and s.state not in ("loading", "failed")


def _has_table(s: Situation) -> bool:
    return s.has_table


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
    Action("paste", "Ctrl+V", "paste"),
    Action("save", "Ctrl+S", "save", _has_table),
    Action("save_as", "Ctrl+Shift+S", None, _has_table),
    Action("new_tab", "Ctrl+T"),
    Action("close_tab", "Ctrl+W"),
    Action("reopen_tab", "Ctrl+Shift+T"),
    Action("next_tab", "Ctrl+Tab"),
    Action("previous_tab", "Ctrl+Shift+Tab"),
    Action("restore_session"),
    Action("palette", "Ctrl+Shift+P", "search"),
    Action("export", "Ctrl+E", "export", _drawn),
    *(Action(f"export_{suffix}", None, None, _drawn) for suffix in EXPORT_SUFFIXES),
    Action("copy_image", "Ctrl+Shift+I", "copy", _drawn),
    Action("copy_values", "Ctrl+Shift+C", None, _drawn),
    Action("copy_svg", None, None, _drawn),
    Action("print", "Ctrl+Alt+P", None, _drawn),
    Action("stop", "Esc", "stop", lambda s: s.busy),
    Action("again", "Ctrl+R", "again", _at_rest_with_table),
    Action("focus_ask", "Ctrl+L", None, _asking),
    Action("undo", "Ctrl+Z", "undo", lambda s: s.can_undo and s.has_table),
    Action("redo", "Ctrl+Shift+Z", "redo", lambda s: s.can_redo and s.has_table),
    Action("focus_chat", "Ctrl+K", None, lambda s: s.has_chart and s.state != "loading"),
    Action("focus_notice", "F8"),  # while there is one
    Action("pin", "Ctrl+P", "pin", lambda s: s.has_chart),
    Action("unpin", None, None, lambda s: s.has_pin),
    Action("hints", "Ctrl+H", "bulb", _drawn),
    Action("why_not", "Ctrl+Shift+W", "question", _at_rest_with_table),
    Action("more_charts", "Ctrl+M", "grid", _at_rest_with_table),
    *(Action(f"chart_{n}", f"Ctrl+{n}", None, _candidates(n)) for n in CHART_NUMBERS),
    Action("lang_zh", None, None, _always, "lang"),
    Action("lang_en", None, None, _always, "lang"),
    Action("theme_light", None, "sun", _always, "theme"),
    Action("theme_dark", None, "moon", _always, "theme"),
    Action("theme_system", None, None, _always, "theme"),
    Action("toggle_dark", "Ctrl+D", "moon"),
    Action("models", None, "chip"),
    Action("learned", None, "thumb"),
    Action("privacy", None, "shield"),
    Action("quality", None, "check"),
    Action("guide", "F1", "book"),
    Action("security", None, "lock"),
    Action("licences", None, "book"),
    Action("about", None, "info"),
    Action("quit", "Ctrl+Q"),
)
