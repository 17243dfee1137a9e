"""What an ask and the chart on screen weigh beside the model's own probabilities.

A small model forgets now and then what an ask plainly says, or changes what a
follow-up leaves alone. Here that is made dearer by some nats: a preference, never
a ban. The model still overrules it where it is sure.
"""

from __future__ import annotations

from vizapp.reasoning.leaning import asks, follow_ups, unasked
from vizapp.reasoning.leaning.costs import NONE, Leaning
from vizapp.reasoning.leaning.nats import CERTAIN, FILE_LEANING, LEANING, TWICE
from vizapp.reasoning.stream import Prompt

__all__ = ["CERTAIN", "FILE_LEANING", "LEANING", "NONE", "TWICE", "Leaning", "leaning_of"]


def leaning_of(prompt: Prompt) -> Leaning:
    """Return what a prompt's ask and chart on screen lean to."""
    if not prompt.asked:
        return unasked.leaning(prompt)
    if prompt.current is None:
        return asks.leaning(prompt)
    return follow_ups.leaning(prompt, prompt.current)
