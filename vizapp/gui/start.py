"""The actions of opening, tabs, projects and the palette, bound to whoever has the tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol


class Host(Protocol):
    """What holds several documents in one window."""

    def open_files(self, files: Sequence[Path]) -> None:
        """Open files, each in a tab of its own."""

    def paste(self) -> None:
        """Open the table on the clipboard."""

    def new_tab(self) -> None:
        """Begin another document."""

    def close_tab(self) -> None:
        """Close the document on screen."""

    def reopen_tab(self) -> None:
        """Bring back the document that was closed last."""

    def step_tab(self, step: int) -> None:
        """Show a document further right or left."""

    def save(self, *, anew: bool) -> None:
        """Save the document on screen as a project; `anew` asks for another file."""

    def restore_session(self) -> None:
        """Bring back what was open when vizapp ended last."""

    def show_palette(self) -> None:
        """Offer every action by its name."""

    def close(self) -> bool:
        """End the program."""


def start_handlers(host: Callable[[], Host | None]) -> dict[str, Callable[[], object]]:
    """Return what each of these actions does; nothing where nobody has the tabs."""

    def ask(wish: Callable[[Host], object]) -> Callable[[], object]:
        def handle() -> None:
            asked = host()
            if asked is not None:
                wish(asked)

        return handle

    return {
        "paste": ask(lambda h: h.paste()),
        "new_tab": ask(lambda h: h.new_tab()),
        "close_tab": ask(lambda h: h.close_tab()),
        "reopen_tab": ask(lambda h: h.reopen_tab()),
        "next_tab": ask(lambda h: h.step_tab(1)),
        "previous_tab": ask(lambda h: h.step_tab(-1)),
        "save": ask(lambda h: h.save(anew=False)),
        "save_as": ask(lambda h: h.save(anew=True)),
        "restore_session": ask(lambda h: h.restore_session()),
        "palette": ask(lambda h: h.show_palette()),
        "quit": ask(lambda h: h.close()),
    }
