"""What a table leans to where nobody asks: what stands first in the file comes first."""

from __future__ import annotations

from vizapp.profile.attributes import NUMBER_TYPES, AttributeDescription
from vizapp.reasoning.leaning import attributes
from vizapp.reasoning.leaning.costs import AGGREGATES, MEASURES, Leaning
from vizapp.reasoning.leaning.nats import CERTAIN, FILE_LEANING
from vizapp.reasoning.stream import Prompt

# In wider tables it would choose the attributes, not their roles alone: only 16 % of 50 of
# them kept their answer when their columns were shuffled.
FEW_ATTRIBUTES = 5


def leaning(prompt: Prompt) -> Leaning:
    """Return what the table of a prompt without an ask leans to."""
    ids = attributes.numbering(prompt)
    numbers = {prompt.alias_of(a.name) for a in attributes.read(prompt) if a.type in NUMBER_TYPES}
    unmeasured = (*MEASURES, *AGGREGATES) if ids and numbers <= ids else ()
    return Leaning(
        _by_place(prompt),
        dict.fromkeys(unmeasured, 2 * CERTAIN),  # the thought may have spoken of them
        untimely=dict.fromkeys(attributes.untimely(prompt), CERTAIN),
        by_place=True,
        years=attributes.years(prompt),
        constant=attributes.constant(prompt),
        many=attributes.many(prompt),
        amounts=attributes.amounts(prompt),
        numbering=ids,
        unmeasured=unmeasured,
    )


def _by_place(prompt: Prompt) -> dict[str, float]:
    """Return what each attribute of a small table costs where nobody asks.

    The more, the more of its kind stand before it in the file: people put first what
    they look at first.
    """
    if len(prompt.description.attributes) > FEW_ATTRIBUTES:
        return {}
    before: dict[str, int] = {}
    found: dict[str, float] = {}
    for attribute in attributes.read(prompt):
        if attribute.meaning == "id":  # row numbers stand first, and nobody looks at them
            continue
        kind = _kind(attribute)
        place = before[kind] = before.get(kind, -1) + 1
        found[prompt.alias_of(attribute.name)] = FILE_LEANING * place
    return found


def _kind(attribute: AttributeDescription) -> str:
    if attribute.type == "DATE" or attribute.meaning == "year":
        return "time"
    return "number" if attribute.type in NUMBER_TYPES else "word"
