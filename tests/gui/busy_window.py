"""A window in which somebody works without a pause: ``python busy_window.py FOLDER SEED``.

Every state of every document is printed when it comes on screen, and before it
is kept, as a digest of all that must come back: time, document, digest.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from tests.gui.scripted import ScriptedBackend
from vizapp.core.settings import Settings
from vizapp.gui.app import make_application
from vizapp.gui.documents import Document, Documents
from vizapp.gui.preferences import Preferences
from vizapp.gui.shell import Shell
from vizapp.project import Project

_STEP_MS = 12
_MOST_TABS = 4


def digest(project: Project) -> str:
    """Return one short word for everything in a project."""
    text = json.dumps(project.to_json(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Person:
    """Opens, asks, chooses, types, leaves out and changes tabs, at random."""

    def __init__(self, shell: Shell, files: list[Path], seed: int) -> None:
        self.shell, self.files = shell, files
        self.random = random.Random(seed)
        self.n = 0

    def act(self) -> None:
        """Do one thing."""
        self.n += 1
        page = self.shell.page
        c = page.controller
        if c.table is None or (self.random.random() < 0.05 and self.tabs < _MOST_TABS):
            if c.state != "loading":
                self.shell.open_files([self.random.choice(self.files)])
            return
        what = self.random.choice(("ask", "choose", "type", "type", "leave", "tab"))
        if what == "ask" and c.state == "ready":
            c.recommend(f"ask {self.n}")
        elif what == "choose":
            c.select(self.random.randrange(3))
        elif what == "type":
            page.bar.ask.edit.setText(f"draft {self.n}")
        elif what == "leave" and c.state == "ready":
            page.columns.left_out.emit((self.random.choice(("orders", "is_promo")),))
        elif what == "tab":
            self.shell.step_tab(1)

    @property
    def tabs(self) -> int:
        """How many documents are open."""
        return len(self.shell.documents.all)


def main(folder: Path, seed: int) -> None:
    """Work until killed."""
    app = make_application()
    preferences = Preferences(Settings(lang="en", theme="light"), lambda _: None)
    documents = Documents(ScriptedBackend(), preferences)
    shell = Shell(documents)

    class Told(Document):
        """A document of which nothing is kept that was not told before."""

        def snapshot(self) -> Callable[[], Project] | None:
            snapshot = super().snapshot()
            if snapshot is not None:
                print(f"{time.monotonic():.4f} {self.id} {digest(snapshot())}", flush=True)
            return snapshot

    def listen(document: Document) -> None:
        document.__class__ = Told
        document.changed.connect(document.snapshot)

    for document in documents.all:
        listen(document)
    documents.added.connect(listen)
    shell.show()
    shell.begin()
    person = Person(shell, sorted(folder.glob("*.csv")), seed)
    timer = QTimer()
    timer.timeout.connect(person.act)
    timer.start(_STEP_MS)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
