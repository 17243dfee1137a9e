"""Words cut to the room that there is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from vizapp.core.language import has_cjk

_DOTS = "\u2026"


def cut_words(
    metrics: QFontMetrics,
    words: str,
    room: int,
    mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> str:
    """Return the words as far as there is room, with dots for what is left out.

    Our font is a Chinese one, whose ellipsis stands in the middle of the line: right among
    Chinese characters, but not among Latin letters. Three full stops are narrower.
    """
    said = metrics.elidedText(words, mode, room)
    if said == words or has_cjk(said):
        return said
    return said.replace(_DOTS, "...")
