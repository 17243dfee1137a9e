"""What a general model is told, and where its thought ends.

The same for a model in this machine's own process (`chat`) and for one behind an
endpoint (`remote`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from vizapp.components.spec import dump
from vizapp.core.language import Text
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning.events import Request

_ASK: Text = {"zh": "问题:", "en": "Question: "}
_UNANSWERABLE: Text = {
    "zh": '如果表格无法回答该问题,写 {"vis": [], "message": "原因"}。',
    "en": 'If the table cannot answer it, write {"vis": [], "message": "why"}.',
}
_CURRENT: Text = {
    "zh": "屏幕上的图表(问题可能要求修改它):",
    "en": "The chart on screen, which the question may ask to change: ",
}
_HINT: Text = {"zh": "上一次的答案(仅供参考):", "en": "Your last answer, as a hint: "}


def user_text(description: TableDescription, request: Request) -> str:
    """Return the user's turn: the description, the question, the chart that it is about."""
    lang = request.lang
    parts = [json.dumps(description.to_json(), ensure_ascii=False)]
    ask = (request.ask or "").strip()
    if ask:
        parts.append(f"{_ASK[lang]}{ask}\n{_UNANSWERABLE[lang]}")
        if request.current is not None and request.current.charts:
            parts.append(f"{_CURRENT[lang]}{dump(request.current)}")
    if request.hint is not None and request.hint.charts:
        parts.append(f"{_HINT[lang]}{dump(request.hint)}")
    return "\n\n".join(parts)


class Cutter:
    """Splits a text stream at the first of some marks, which may arrive in pieces."""

    def __init__(self, marks: Sequence[str]) -> None:
        self._marks = marks
        self._held = ""
        self.found: str | None = None

    def feed(self, text: str) -> str:
        """Return the text that surely lies before every mark."""
        self._held += text
        places = [(self._held.find(m), m) for m in self._marks if m in self._held]
        if places:
            place, self.found = min(places)
            shown, self._held = self._held[:place], ""
            return shown
        keep = max((self._overlap(m) for m in self._marks), default=0)
        shown = self._held[: len(self._held) - keep]
        self._held = self._held[len(shown) :]
        return shown

    def _overlap(self, mark: str) -> int:
        """Return how many characters at the end could begin the mark."""
        for count in range(min(len(mark) - 1, len(self._held)), 0, -1):
            if self._held.endswith(mark[:count]):
                return count
        return 0

    def rest(self) -> str:
        """Return what is held back, at the end of the stream."""
        held, self._held = self._held, ""
        return held
