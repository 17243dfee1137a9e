"""Where in a thought its checked claims stand. Pure.

The checker tells its claims in the order of the thought and in its words
(`reasoning.expand.check_thought`): a type, a number, a parameter's attribute, the
chart. Here each is found again among the pieces of the thought.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vizapp.components.catalogue import catalogue
from vizapp.reasoning.events import ThoughtDelta

Claim = tuple[str, bool]
_PARAMETER = re.compile(r"(\w+Attribute)")


def claim_marks(deltas: Sequence[ThoughtDelta], claims: Sequence[Claim]) -> dict[int, Claim]:
    """Return the claim that ends with a piece, by the piece's index.

    A claim that is told several times is marked where it is told first; one that
    cannot be found is left to the list below the thought.
    """
    left = dict(claims)
    found: dict[int, Claim] = {}
    parameter = attribute = ""
    for index, delta in enumerate(deltas):
        said: list[str] = []
        if delta.kind == "attribute":
            attribute = delta.reference or delta.text
            if parameter:
                said.append(f"{parameter} → {attribute}")
        elif delta.kind == "number" and delta.reference:
            said.append(f"{delta.reference}: {delta.text}")
        elif delta.kind == "type" and attribute:
            said += [f"{attribute}是{delta.text}", f"{attribute} is {delta.text}"]
        elif delta.kind == "component":
            component = catalogue().get(delta.reference or "")
            said += component.title.values() if component else ()
        else:
            if "\n" in delta.text:
                parameter = attribute = ""
            names = _PARAMETER.findall(delta.text.rpartition("\n")[2])
            parameter = names[-1] if names else parameter
        told = next((words for words in said if words in left), None)
        if told is not None:
            found[index] = (told, left.pop(told))
    return found
