"""What is said of a second opinion: how far it is, and how it differs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vizapp.components.spec import Chart
from vizapp.core.language import Lang
from vizapp.gui.texts import text
from vizapp.reasoning.second import Difference, Opinion

Stage = Literal["none", "thinking", "stopped", "failed", "agrees", "differs", "silent"]


@dataclass(frozen=True)
class SecondView:
    """What the line above the alternatives says; `detail` is an error or a message."""

    stage: Stage = "none"
    model: str = ""
    chart: Chart | None = None
    opinion: Opinion | None = None
    detail: str = ""


def difference_words(found: Difference | None, chart: Chart, lang: Lang) -> str:
    """Return in words how the second chart differs from the first."""
    title = chart.declaration.title[lang]
    if found is None:
        return text("second.only", lang, chart=title)
    if found.agrees:
        return text("second.same", lang)
    comma = "、" if lang == "zh" else ", "
    parts = []
    if found.component:
        parts.append(text("second.component", lang, chart=title))
    if found.added:
        parts.append(text("second.added", lang, names=comma.join(found.added)))
    if found.dropped:
        parts.append(text("second.dropped", lang, names=comma.join(found.dropped)))
    if found.moved:
        parts.append(text("second.moved", lang))
    if found.options:
        parts.append(text("second.options", lang))
    return ("；" if lang == "zh" else "; ").join(parts)


def second_mark(opinion: Opinion, chart: Chart, lang: Lang) -> str:
    """Return two lines for a card: whether the models agree; who says so, and why."""
    agrees = opinion.difference is not None and opinion.difference.agrees
    short = text("second.card_agrees" if agrees else "second.card_differs", lang)
    why = difference_words(opinion.difference, chart, lang)
    key = "second.agrees" if agrees else "second.differs"
    return f"{short}\n{text(key, lang, model=opinion.model, why=why)}"
