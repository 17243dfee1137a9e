"""From the model's tokens back to the client's text, and the check of what it claims."""

from __future__ import annotations

from dataclasses import dataclass

from vizapp.components.catalogue import catalogue
from vizapp.components.spec import VisSpec
from vizapp.profile.attributes import ATTRIBUTE_TYPES
from vizapp.reasoning import stream
from vizapp.reasoning.events import ThoughtDelta
from vizapp.reasoning.guide import Guide
from vizapp.reasoning.stream import (
    AGGREGATE_WORDS,
    BECAUSE,
    COLS,
    DISTINCT,
    HIGH,
    LOW,
    ROWS,
    STEP_WORDS,
    TYPE_WORDS,
    Prompt,
)

_NUMBERS = (DISTINCT, LOW, HIGH)


class Expander:
    """Turns the token texts of a thought into the client's plain text, incrementally.

    Feed it one decoded token (or any run of them) at a time. Special tokens come
    whole, as llama.cpp decodes them; everything else is text.
    """

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt
        self._reference: str | None = None  # a number token that waits for its attribute
        self._component: str | None = None
        self._last = ""

    def feed(self, piece: str) -> list[ThoughtDelta]:
        """Return the deltas that the piece completes; often one, sometimes none."""
        deltas: list[ThoughtDelta] = []
        for part in stream.split_specials(piece):
            delta = self._special(part) if stream.is_special(part) else ThoughtDelta(part)
            if part not in _NUMBERS:
                self._reference = None  # a number's attribute comes next or never
            self._last = part
            if delta is not None:
                deltas.append(delta)
        return deltas

    def _special(self, token: str) -> ThoughtDelta | None:
        lang, prompt = self._prompt.lang, self._prompt
        name = stream.resolve_alias(token, prompt)
        if name is not None:
            if self._reference is not None:
                attribute = prompt.description.attribute(name)
                number = stream.render_number(self._reference, attribute)
                return ThoughtDelta(number, "number", name)
            return ThoughtDelta(name, "attribute", name)
        if token in _NUMBERS:
            self._reference = token
            return None
        if token == ROWS:
            return ThoughtDelta(str(prompt.description.data_amount), "number")
        if token == COLS:
            return ThoughtDelta(str(len(prompt.description.attributes)), "number")
        body = token[2:-2]
        if body.startswith("c:") and body[2:] in catalogue():
            self._component = body[2:]
            title = catalogue()[self._component].title[lang]
            blank = "" if lang == "zh" else " "
            text = f"{title}{blank}({self._component})"
            return ThoughtDelta(text, "component", self._component)
        if token == BECAUSE and self._component:
            return ThoughtDelta(catalogue()[self._component].purpose[lang])
        if body.startswith("p:"):
            return ThoughtDelta(f"{body[2:]}Attribute")
        if body in ATTRIBUTE_TYPES:
            return ThoughtDelta(TYPE_WORDS[body][lang], "type", body)
        if body.startswith("=") and body[1:] in AGGREGATE_WORDS:
            return ThoughtDelta(AGGREGATE_WORDS[body[1:]][lang])
        if body.startswith("op:"):
            return ThoughtDelta(f" {body[3:]} ")
        if body.startswith(("g:", "=")):
            word = body.partition(":")[2] or body[1:]
            return ThoughtDelta(STEP_WORDS[word][lang] if word in STEP_WORDS else word)
        if stream.is_value(token):
            comma = ("、" if lang == "zh" else ", ") if stream.is_value(self._last) else ""
            value = int(body[1:])
            known = value <= len(prompt.values)
            return ThoughtDelta(f"{comma}{prompt.values[value - 1]}" if known else "?")
        if body.isdigit():  # an alias that no attribute has
            return ThoughtDelta("?")
        reason = stream.reason_text(token, lang)
        return ThoughtDelta(reason) if reason else None


def expand_thought(thought: str, prompt: Prompt) -> str:
    """Return a whole thought of the stream as the client's text."""
    return "".join(d.text for d in Expander(prompt).feed(thought))


def parse_solution(text: str, prompt: Prompt) -> VisSpec:
    """Read the tokens between ``<|solve|>`` and the end.

    Raises
    ------
    SpecSyntaxError
        If a token may not come where it does, or the solution is cut short.
    """
    guide = Guide(prompt)
    for token in stream.split_specials(text):
        if not guide.done:
            guide.accept(token)
    return guide.spec()


@dataclass(frozen=True)
class _Claim:
    text: str
    holds: bool


def check_thought(thought: str, spec: VisSpec, prompt: Prompt) -> tuple[tuple[str, bool], ...]:
    """Check what the thought says of the table and of the answer.

    Each attribute's stated type, each cited number, each parameter's attribute
    and the chart that it settles on are compared with the description and with
    the spec.

    Returns
    -------
    tuple of (claim, holds)
        In the order of the thought; the claim in the thought's language.
    """
    claims: list[_Claim] = []
    tokens = stream.split_specials(thought)
    lang = prompt.lang
    is_word = "是" if lang == "zh" else " is "
    attribute: str | None = None
    channel: str | None = None
    wanted: str | None = None
    reference: str | None = None
    used: dict[str, set[str]] = {}
    for chart in spec.charts:
        for given, names in chart.channels:
            used.setdefault(given, set()).update(names)
    for position, token in enumerate(tokens):
        body = token[2:-2] if stream.is_special(token) else ""
        name = stream.resolve_alias(token, prompt)
        if token in _NUMBERS:
            reference = token
            continue
        if name is not None and reference is not None:
            number = stream.render_number(reference, prompt.description.attribute(name))
            claims.append(_Claim(f"{name}: {number}", number != "?"))
        elif name is not None:
            if channel is not None:
                holds = name in used.get(channel, set())
                claims.append(_Claim(f"{channel}Attribute → {name}", holds))
                if wanted is not None:
                    claims.append(_type_claim(name, wanted, prompt, is_word))
            attribute = name
        elif body.isdigit():
            claims.append(_Claim("?", False))  # an attribute that the table does not have
        elif body in ATTRIBUTE_TYPES:
            if channel is not None:
                wanted = body
            elif attribute is not None:
                claims.append(_type_claim(attribute, body, prompt, is_word))
                attribute = None
        elif body.startswith("p:"):
            channel, wanted = body[2:], None
        elif "\n" in token:
            channel = attribute = wanted = None
        elif body.startswith("c:") and position and tokens[position - 1] == stream.PICK:
            title = catalogue()[body[2:]].title[lang] if body[2:] in catalogue() else body[2:]
            claims.append(_Claim(title, any(c.component == body[2:] for c in spec.charts)))
        reference = None
    return tuple(dict.fromkeys((claim.text, claim.holds) for claim in claims))


def _type_claim(name: str, stated: str, prompt: Prompt, is_word: str) -> _Claim:
    described = prompt.description.attribute(name)
    holds = described is not None and described.type == stated
    return _Claim(f"{name}{is_word}{TYPE_WORDS[stated][prompt.lang]}", holds)
