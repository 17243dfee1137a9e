"""What the person prefers: one for all documents, kept between sessions."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Signal

from vizapp.core import paths, settings
from vizapp.core.language import Lang
from vizapp.core.settings import Settings
from vizapp.gui.memory import Memory
from vizapp.gui.model_library import ModelLibrary
from vizapp.gui.values import Theme

MAX_RECENT = 8
_TABLE_SUFFIXES = (".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".parquet")


def _system_lang() -> Lang:
    """Return the language of the system's windows, en when it is neither.

    A program that is double-clicked on macOS has no environment that tells it.
    """
    first, *_ = QLocale.system().uiLanguages() or [""]
    return "zh" if first.lower().startswith("zh") else "en"


class Preferences(QObject):
    """The settings, who listens to them, and where they are kept.

    Parameters
    ----------
    values : Settings
        What the person chose in earlier sessions.
    save : callable
        Keeps changed settings.
    """

    look_changed = Signal()  # language or theme
    recent_changed = Signal()

    def __init__(self, values: Settings, save: Callable[[Settings], None] = settings.save) -> None:
        super().__init__()
        self.values = values
        self._save = save
        self._system_theme: Theme = "light"
        self.memory = Memory()
        self.models = ModelLibrary(self)

    @property
    def lang(self) -> Lang:
        """The language of the window and its charts."""
        chosen = self.values.lang
        return "zh" if chosen == "zh" else "en" if chosen == "en" else _system_lang()

    @property
    def theme(self) -> Theme:
        """The theme that is shown."""
        known: dict[str, Theme] = {"light": "light", "dark": "dark"}
        return known.get(self.values.theme) or self._system_theme

    def prefer(self, **changes: object) -> None:
        """Change some settings and keep them."""
        changed = dataclasses.replace(self.values, **changes)  # type: ignore[arg-type]
        if changed != self.values:
            self.values = changed
            self._save(changed)

    def set_lang(self, lang: Lang) -> None:
        """Speak that language, charts included."""
        if lang != self.values.lang:
            self.prefer(lang=lang)
            self.look_changed.emit()

    def set_theme(self, choice: str) -> None:
        """Show light, dark or the system's theme."""
        if choice != self.values.theme:
            self.prefer(theme=choice)
            self.look_changed.emit()

    def set_system_theme(self, theme: Theme) -> None:
        """Follow the system's theme, if the person chose so."""
        before = self.theme
        self._system_theme = theme
        if self.theme != before:
            self.look_changed.emit()

    # -- files ------------------------------------------------------------------

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """The files opened last, newest first."""
        return tuple(Path(name) for name in self.values.recent_files)

    def remember(self, path: Path | None) -> None:
        """Put a file first among the recent ones; samples and pasted tables are none."""
        own = (paths.resources(), paths.user_state())
        if path is None or any(path.is_relative_to(folder) for folder in own):
            return
        name = str(path.absolute())
        others = [n for n in self.values.recent_files if n != name]
        self.prefer(recent_files=tuple([name, *others][:MAX_RECENT]))
        self.recent_changed.emit()

    def forget(self, path: Path) -> None:
        """Take a file off the recent ones."""
        kept = tuple(n for n in self.values.recent_files if n != str(path))
        self.prefer(recent_files=kept)
        self.recent_changed.emit()

    def sample_files(self) -> tuple[Path, ...]:
        """Return the bundled sample tables, those of the window's language first."""
        folder = paths.resources() / "samples"
        found = [p for p in folder.rglob("*") if p.suffix.lower() in _TABLE_SUFFIXES]
        own = self.lang

        def order(path: Path) -> tuple[bool, str]:
            return (not _speaks(path, own), path.as_posix())

        return tuple(sorted(found, key=order))


def _speaks(path: Path, lang: Lang) -> bool:
    """Return whether a sample is in that language, by its folder or file name."""
    words = {*path.parent.name.lower().split("_"), *path.stem.lower().split("_")}
    if words & {"zh", "en"}:
        return lang in words
    return (lang == "zh") == any(ord(ch) > 0x2E80 for ch in path.stem)
