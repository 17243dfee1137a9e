"""Where the person put the borders between the panes, kept between sessions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtWidgets import QSplitter

from vizapp.gui.preferences import Preferences

_SETTLE_MS = 400  # a drag is one change


def keep_splitters(preferences: Preferences, splitters: Sequence[QSplitter]) -> None:
    """Put the splitters where they were, and remember where they are put."""
    saved = preferences.values.splitters.split(";")
    if len(saved) == len(splitters):
        for splitter, state in zip(splitters, saved, strict=True):
            splitter.restoreState(QByteArray.fromBase64(state.encode("ascii", "ignore")))
    settle = QTimer(splitters[0])
    settle.setSingleShot(True)
    settle.setInterval(_SETTLE_MS)

    def remember() -> None:
        states = [bytes(s.saveState().toBase64().data()).decode("ascii") for s in splitters]
        preferences.prefer(splitters=";".join(states))

    settle.timeout.connect(remember)
    for splitter in splitters:
        splitter.splitterMoved.connect(lambda *_: settle.start())
