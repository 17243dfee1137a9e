"""From the model's tokens back to the client's text, and the check of what it claims."""

from __future__ import annotations

from dataclasses import dataclass

from vizapp.components.catalogue import catalogue
from vizapp.components.spec import VisSpec
from vizapp.profile.attributes import ATTRIBUTE_TYPES, AttributeDescription
from vizapp.reasoning import specials, stream
from vizapp.reasoning.events import ThoughtDelta
from vizapp.reasoning.guide import Guide
from vizapp.reasoning.specials import BECAUSE, COLS, DISTINCT, HIGH, LOW, ROWS
from vizapp.reasoning.stream import Prompt
from vizapp.reasoning.wording import AGGREGATE_WORDS, STEP_WORDS, TYPE_WORDS

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
        for part in specials.split_specials(piece):
            delta = self._special(part) if specials.is_special(part) else ThoughtDelta(part)
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
            return self._attribute(name)
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
        if specials.is_value(token):
            comma = ("、" if lang == "zh" else ", ") if specials.is_value(self._last) else ""
            value = int(body[1:])
            known = value <= len(prompt.values)
            return ThoughtDelta(f"{comma}{prompt.values[value - 1]}" if known else "?")
        if body.isdigit():  # an alias that no attribute has
            return ThoughtDelta("?")
        reason = specials.reason_text(token, lang)
        return ThoughtDelta(reason) if reason else None

    def _attribute(self, name: str) -> ThoughtDelta:
        """Return an attribute, or the number of it that is cited."""
        if self._reference is None:
            return ThoughtDelta(name, "attribute", name)
        attribute = self._prompt.description.attribute(name)
        return ThoughtDelta(render_number(self._reference, attribute), "number", name)


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
    for token in specials.split_specials(text):
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
    the spec; a parameter with the chart that it was said of.

    Returns
    -------
    tuple of (claim, holds)
        In the order of the thought; the claim in the thought's language.
    """
    checker = _Checker(spec, prompt)
    for token in specials.split_specials(thought):
        checker.read(token)
    return tuple(dict.fromkeys((claim.text, claim.holds) for claim in checker.claims))


class _Checker:
    """Reads a thought token by token and notes what it claims."""

    def __init__(self, spec: VisSpec, prompt: Prompt) -> None:
        self._spec = spec
        self._prompt = prompt
        self._is = "是" if prompt.lang == "zh" else " is "
        self._reference: str | None = None  # a number token that waits for its attribute
        self._attribute: str | None = None  # the last one, whose type may follow
        self._component: str | None = None  # the chart whose parameters are told
        self._channel: str | None = None  # the parameter that this line is about
        self._wanted: str | None = None  # the type that it is said to take
        self._last = ""
        self.claims: list[_Claim] = []

    def read(self, token: str) -> None:
        """Take the next token, special or text."""
        name = stream.resolve_alias(token, self._prompt)
        reference, self._reference = self._reference, None
        if token in _NUMBERS:
            self._reference = token
        elif name is not None and reference is not None:
            number = render_number(reference, self._prompt.description.attribute(name))
            self._claim(f"{name}: {number}", holds=number != "?")
        elif name is not None:
            self._read_attribute(name)
        elif specials.is_special(token):
            self._read_special(token[2:-2])
        elif "\n" in token:
            self._channel = self._attribute = self._wanted = None
        self._last = token

    def _claim(self, text: str, *, holds: bool) -> None:
        self.claims.append(_Claim(text, holds))

    def _read_attribute(self, name: str) -> None:
        if self._channel is not None:
            shown = self._shown(self._channel)
            self._claim(f"{self._channel}Attribute → {name}", holds=name in shown)
            if self._wanted is not None:
                self._claim_type(name, self._wanted)
        self._attribute = name

    def _shown(self, channel: str) -> set[str]:
        """Return what the answer gives to a parameter of the chart that is spoken of."""
        charts = [c for c in self._spec.charts if c.component == self._component]
        return {name for c in charts or self._spec.charts for name in c.names(channel)}

    def _read_special(self, body: str) -> None:
        if body.isdigit():
            self._claim("?", holds=False)  # an attribute that the table does not have
        elif body in ATTRIBUTE_TYPES:
            if self._channel is not None:
                self._wanted = body
            elif self._attribute is not None:
                self._claim_type(self._attribute, body)
                self._attribute = None
        elif body.startswith("p:"):
            self._channel, self._wanted = body[2:], None
        elif body.startswith("c:"):
            self._component = body[2:]
            if self._last == specials.PICK:
                known = catalogue().get(body[2:])
                title = known.title[self._prompt.lang] if known else body[2:]
                drawn = any(c.component == body[2:] for c in self._spec.charts)
                self._claim(title, holds=drawn)

    def _claim_type(self, name: str, stated: str) -> None:
        described = self._prompt.description.attribute(name)
        holds = described is not None and described.type == stated
        said = TYPE_WORDS[stated][self._prompt.lang]
        self._claim(f"{name}{self._is}{said}", holds=holds)


def render_number(token: str, attribute: AttributeDescription | None) -> str:
    """Return the number that a reference token cites, ``?`` when the fact is missing."""
    if attribute is None:
        return "?"
    if token == DISTINCT:
        return str(attribute.value_amount)
    if attribute.range is None:
        return "?"
    return str(attribute.range[0] if token == LOW else attribute.range[1])
