"""The token stream of our own model, and its way back to the client's format.

Outside, everything is the client's format byte for byte. Inside, what need not
be learnt is one token: an attribute is an alias (``<|3|>``) that is introduced
once with its name, type and facts; components, parameters, types and options
are tokens; numbers of the description are cited by reference (``<|#n|><|3|>``).
Copying names and numbers is thereby no task for the model, and what it cites is
right by construction. Tried before: spelling names out made every second
thought name a wrong attribute.

All special tokens look like ``<|...|>``. Names and asks are escaped, so that a
header can never speak for the model.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import OPTIONS
from vizapp.components.fit import MEASURE_AGGREGATES, usual_aggregates, usual_stack
from vizapp.components.spec import Chart, FilterValue, VisSpec
from vizapp.core.language import Lang
from vizapp.profile.attributes import NUMBER_TYPES, AttributeDescription, TableDescription
from vizapp.reasoning.columns import MAX_SAMPLE, chosen_attributes, introduction
from vizapp.reasoning.cues import tokens as cue_tokens
from vizapp.reasoning.events import Request
from vizapp.reasoning.limits import find_limit, said_sort
from vizapp.reasoning.marks import MarkedAsk, mark_ask
from vizapp.reasoning.specials import (
    ASK,
    END,
    FIXED_NUMBERS,
    HINT,
    MAX_ALIASES,
    MAX_VALUES,
    MORE,
    NEXT,
    NOW,
    SOLVE,
    THINK,
    alias,
    alias_index,
    channel_token,
    component_token,
    count_token,
    escape,
    known_tokens,
    option_token,
    value_token,
    word_token,
)

STREAM_VERSION = 4


# What speaks of a change to the chart on screen, and what asks.
_EDITS = frozenset({NOW, "<|drop|>", channel_token("group"), option_token("filter")})
_ASKS = re.compile(
    r"^\W*(?:which|who|what|how|where|when)\b|\b(?:by|per|for each|of each|across)\b"
    r"|哪|谁|各|每[个家位种类]",
    re.IGNORECASE,
)
_SHARES = frozenset(component_token(n) for n, c in catalogue().items() if c.shows_shares)
_EXTREMES = frozenset(map(word_token, ("max", "min")))


@dataclass(frozen=True)
class Prompt:
    """A description and ask as the model reads them, and what its aliases mean."""

    text: str
    description: TableDescription
    aliases: tuple[str, ...]
    values: tuple[FilterValue, ...]
    holders: tuple[tuple[str, ...], ...]  # per value, the attributes whose cells hold it
    left_out: frozenset[int]  # positions of the values that the ask wants to do without
    picked: frozenset[int]  # positions of the cells that it wants alone
    lang: Lang
    think: bool
    asked: bool
    named: frozenset[str] = frozenset()  # attributes that the ask names, or the chart on screen
    cued: frozenset[str] = frozenset()  # operations that the ask names, by their tokens
    now: frozenset[str] = frozenset()  # the tokens of the chart on screen
    linked: frozenset[str] = frozenset()  # attributes that the ask itself names
    current: Chart | None = None  # the chart on screen that the ask may change
    parted: frozenset[str] = frozenset()  # groups by which the ask parts the chart
    measured: frozenset[str] = frozenset()  # measures that the ask names, where it counts nothing
    counts: bool = False  # whether the ask counts rows and names no measure
    together: tuple[str, ...] = ()  # measures that it names in one breath
    order: tuple[str, str] | None = None  # what it sorts by, see `MarkedAsk`
    said_limit: int | None = None  # how many marks it wants, see `limits`
    said_sort: str | None = None  # and in which order

    @property
    def said(self) -> str:
        """The ask with its marks; nothing where there is none."""
        return self.text.rpartition(ASK)[2].removesuffix(THINK).removesuffix(SOLVE)

    def unusual_aggregates(self, measures: Collection[str]) -> frozenset[str]:
        """Return the tokens of how nobody aggregates these who does not say so.

        The ask says so, or the chart on screen: that it sums sales says nothing of a rate
        that takes their place. "Best" asks for no mean where sums are compared.
        """
        words = frozenset(map(word_token, MEASURE_AGGREGATES))
        said = self.cued & words
        drawn = self.current.channels if self.current is not None else ()
        if {*measures} <= {n for _, group in drawn for n in group}:
            said |= self.now & words
        if said - _EXTREMES:
            return frozenset()
        found = map(self.description.attribute, measures)
        usual = map(word_token, usual_aggregates(a for a in found if a is not None))
        return words - said - {*usual}

    def unusual_stacks(self, aggregate: str | None) -> frozenset[str]:
        """Return the tokens of the stacks that nobody means who does not say them."""
        words = frozenset(map(word_token, OPTIONS["stack"]))
        shown = self.current.options.aggregate if self.current is not None else None
        said = self.cued | (self.now if aggregate == shown else frozenset())
        if said & (words | _SHARES):
            return frozenset()  # shares are of a hundred percent
        return words - {word_token(usual_stack(aggregate))}

    def unusual_sorts(
        self, component: str, channels: Mapping[str, Sequence[str]]
    ) -> frozenset[str]:
        """Return the tokens of the orders that the ask does not mean with these attributes."""
        if self.order is None:
            return frozenset()
        direction, by = self.order
        declaration = catalogue()[component]
        axis = "y" if by == word_token("y") else None
        for channel, names in channels.items():
            if by in names and channel != "group":
                axis = "y" if declaration.is_measure(channel) else "x"
        if axis is None:
            return frozenset()
        meant = word_token("-" + axis if direction == "<|desc|>" else axis)
        return frozenset(map(word_token, OPTIONS["sort"])) - {meant}

    def alias_of(self, name: str) -> str:
        """Return the alias token of an attribute.

        Raises
        ------
        ValueError
            If the attribute is not among those that the model reads.
        """
        return alias(self.aliases.index(name))


def encode_prompt(
    description: TableDescription, request: Request, *, think: bool | None = None
) -> Prompt:
    """Return the prompt of a description and request.

    The text ends with ``<|think|>``, or with ``<|solve|>`` for an answer without
    a thought.
    """
    think = request.think if think is None else think
    end = THINK if think else SOLVE
    chosen = chosen_attributes(description, request)
    aliases = tuple(a.name for a in chosen)
    table = "".join(_encode_table(description, chosen, request.lang))
    values: list[FilterValue] = []
    shown = "".join(
        part
        for token, spec in ((NOW, request.current), (HINT, request.hint))
        for part in _encode_spec(token, spec, aliases, values)
    )
    if not (request.ask and request.ask.strip()):
        return Prompt(
            table + shown + end,
            description,
            aliases,
            tuple(values),
            ((),) * len(values),
            frozenset(),
            frozenset(),
            request.lang,
            think,
            asked=False,
        )
    ask = mark_ask(request.ask, description, request.mentions, aliases, tuple(values))
    said = known_tokens(ask.text)
    if request.current is not None and _asks_anew(request.ask, ask, said, description, aliases):
        return encode_prompt(description, replace(request, current=None), think=think)
    on_screen = known_tokens(shown)
    now = frozenset(on_screen if request.current is not None else ())
    named = {place for t in (*on_screen, *said) if (place := alias_index(t)) is not None}
    current = request.current.charts[0] if now and request.current else None
    limit = find_limit(request.ask)
    order = said_sort(
        request.ask, current.options.sort if current else None, limits=limit is not None
    )
    return Prompt(
        table + shown + ASK + ask.text + end,
        description,
        aliases,
        ask.values,
        ask.holders,
        ask.left_out,
        ask.picked,
        request.lang,
        think,
        asked=True,
        named=frozenset(aliases[place] for place in named - ask.only_compared),
        cued=frozenset(said) & frozenset(cue_tokens()),
        now=now,
        linked=frozenset(aliases[place] for place in ask.linked),
        current=current,
        parted=ask.parted,
        measured=ask.measured,
        counts=ask.counts,
        together=ask.together if current is None else (),
        order=ask.order,
        said_limit=limit.number if limit else None,
        said_sort=order,
    )


def _asks_anew(
    text: str,
    ask: MarkedAsk,
    said: Collection[str],
    description: TableDescription,
    aliases: Sequence[str],
) -> bool:
    """Return whether an ask is a whole question, whatever chart is on screen.

    It names what is measured and by what, and speaks of no change: "trust by region".
    """
    edits = any(token in _EDITS or token.startswith("<|op:") for token in said)
    if edits or not ask.measured or not _ASKS.search(text):
        return False
    held = {name for names in ask.holders for name in names}
    linked = (description.attribute(aliases[place]) for place in ask.linked)
    return any(
        a is not None and a.name not in held and (a.type not in NUMBER_TYPES or a.meaning == "year")
        for a in linked
    )


def _encode_table(
    description: TableDescription, chosen: Sequence[AttributeDescription], lang: Lang
) -> Iterator[str]:
    """Yield the table as the prompt tells it: its rows, its attributes, how they relate."""
    yield f"<|{lang}|><|rows|>"
    yield count_token(description.data_amount)
    n_samples = 3 if len(chosen) <= 6 else 2 if len(chosen) <= 12 else 1
    for index, attribute in enumerate(chosen):
        yield alias(index)
        yield introduction(attribute, description.data_amount, n_samples)
    if len(description.attributes) > MAX_ALIASES:
        yield MORE
    aliases = [a.name for a in chosen]
    for token, groups in (
        ("<|keys|>", description.keys[:3]),
        ("<|nested|>", description.nested[:4]),
        ("<|links|>", description.links[:3]),
        ("<|corr|>", description.correlated[:4]),
    ):
        for group in groups:
            if set(group) <= set(aliases):
                places = [aliases.index(name) for name in group]
                if token in ("<|keys|>", "<|corr|>"):
                    places.sort()
                yield token + "".join(map(alias, places))


def _encode_spec(
    token: str, spec: VisSpec | None, aliases: Sequence[str], values: list[FilterValue]
) -> list[str]:
    """Return a chart as the prompt shows it, its filters' values first, and add those.

    A chart that the model could not have written is left out.
    """
    if spec is None or not spec.charts:
        return []
    parts = [token]
    known = [*values]
    for chart in spec.charts:
        own: list[FilterValue] = []
        for item in chart.options.filters:
            own += item.value if isinstance(item.value, tuple) else [item.value]
        limits = (chart.options.limit, chart.options.bins)
        own += [n for n in limits if n is not None and n not in FIXED_NUMBERS]
        for value in own:
            if value not in known:
                parts.append(value_token(len(known)) + escape(str(value))[:MAX_SAMPLE])
                known.append(value)
    if len(known) > MAX_VALUES:
        return []
    try:
        parts += encode_solution(spec, aliases, known)[:-1]
    except ValueError:
        return []
    values[:] = known
    return parts


def encode_solution(
    spec: VisSpec, aliases: Sequence[str], values: Sequence[FilterValue]
) -> list[str]:
    """Return the tokens of a solution.

    Parameters
    ----------
    spec : VisSpec
        The answer, of at least one chart; its filters' values and unusual limits
        must be among `values`.
    aliases : sequence of str
        The attributes in the order of their aliases.
    values : sequence
        The values in the order of their tokens.

    Raises
    ------
    ValueError
        If an attribute has no alias or a value no token.
    """
    tokens: list[str] = []
    for position, chart in enumerate(spec.charts):
        tokens.append(component_token(chart.component))
        for channel, names in chart.channels:
            tokens.append(channel_token(channel))
            tokens += [alias(aliases.index(name)) for name in names]
        for option, value in chart.options.given():
            tokens.append(option_token(option))
            if isinstance(value, int) and value in values:
                tokens.append(value_token(values.index(value)))
            elif isinstance(value, int) and value not in FIXED_NUMBERS:
                raise ValueError(f"{option} {value} has no token")
            else:
                tokens.append(word_token(value))
        for item in chart.options.filters:
            tokens += [option_token("filter"), alias(aliases.index(item.attribute))]
            tokens.append(f"<|op:{item.op}|>")
            own = item.value if isinstance(item.value, tuple) else (item.value,)
            tokens += [value_token(values.index(v)) for v in own]
        tokens.append(END if position == len(spec.charts) - 1 else NEXT)
    return tokens


def resolve_alias(token: str, prompt: Prompt) -> str | None:
    """Return the attribute that an alias token stands for, None for other tokens."""
    index = alias_index(token)
    return prompt.aliases[index] if index is not None and index < len(prompt.aliases) else None
