"""What an ask and the chart on screen weigh beside the model's own probabilities.

A small model forgets now and then what an ask plainly says, or changes what a
follow-up leaves alone. Here that is made dearer by some nats: a preference, never
a ban. The model still overrules it where it is sure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import FILTER_OPS, OPTIONS
from vizapp.components.spec import Chart
from vizapp.profile.attributes import NUMBER_TYPES
from vizapp.reasoning import stream
from vizapp.reasoning.stream import Prompt

# Nats by which what an ask does not name must be more probable to be chosen.
# Measured on held-out questions: exact 68.5 % without, 73 % with 2 and with 4;
# follow-ups such as "use the maximum" need the 4.
LEANING = 4.0
CERTAIN = 12.0  # where a follow-up leaves no doubt
# The same without a question, for each attribute of its kind that stands before it in the
# file, and (`native.GLANCE`) how much what the model holds of the components before its
# thought weighs beside what it holds after. Chosen on five folds of 153 tables: encode 81.5 %
# without and 87.9 % with both, top-3 92.8 % and 99.3 %.
FILE_LEANING = 2.0
MAX_PLACES = 4
FEW_ATTRIBUTES = 5
_WHOLE_QUESTION = 2  # attributes in an ask that asks anew rather than changes a chart
_WHY = "<|why:"


@dataclass(frozen=True)
class Leaning:
    """By how many nats tokens must be more probable to be chosen.

    Parameters
    ----------
    anywhere : mapping of str to float
        In the thought and in the solution.
    writing : mapping of str to float
        In the solution alone: which parts a chart has.
    current : Chart, optional
        The chart that a follow-up changes: its attributes stay where they are.
    """

    anywhere: Mapping[str, float] = field(default_factory=dict)
    writing: Mapping[str, float] = field(default_factory=dict)
    current: Chart | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)  # those that may only stay
    left: str | None = None  # the parameter that gets another attribute
    untimely: Mapping[str, float] = field(default_factory=dict)  # away from a trend's x axis
    certain: Mapping[str, frozenset[str]] = field(default_factory=dict)  # see `_certain`
    timely: frozenset[str] = frozenset()  # what alone may be the x axis of a trend asked for
    by_place: bool = False  # whether `anywhere` says how late an attribute comes in the file
    constant: frozenset[str] = frozenset()  # what tells no marks apart
    years: frozenset[str] = frozenset()  # what measures nothing, unless the ask names it

    @classmethod
    def of(cls, prompt: Prompt) -> Leaning:
        """Return what a prompt's ask and chart on screen lean to."""
        years = _years(prompt)
        if not prompt.asked:
            untimely, constant = _untimely(prompt), _constant(prompt)
            return cls(
                _by_place(prompt), untimely=untimely, by_place=True, years=years, constant=constant
            )
        untimely = _untimely(prompt)
        if prompt.current is None:
            timely = _timely(prompt)
            anywhere = {**_unsaid(prompt), **_no_trend(prompt)}
            split = stream.channel_token("group")
            writing = {split: -CERTAIN} if timely and _names_groups(prompt) else {}
            return cls(anywhere, writing, untimely=untimely, timely=timely, years=years)
        used = {name for _, names in prompt.current.channels for name in names}
        aliases = {n: prompt.alias_of(n) for n in sorted(used - prompt.linked)}
        writing = _unchanged(prompt, prompt.current)
        left = _replaced(prompt, prompt.current)
        anywhere = {**_unsaid(prompt), **_by_name(prompt, prompt.current)}
        certain = _certain(prompt, prompt.current, left)
        for channel, tokens in certain.items():
            token = stream.channel_token(channel)
            writing[token] = -CERTAIN if tokens else CERTAIN
        return cls(anywhere, writing, prompt.current, aliases, left, untimely, certain)

    def of_tokens(
        self, tokens: Sequence[str], component: str | None, channel: str | None
    ) -> list[float]:
        """Return what each of these costs where a solution is at that parameter."""
        moved = self.at(component, channel)
        # Places tell which attribute comes next, not whether one does.
        first = min((self.anywhere[t] for t in tokens if t in self.anywhere), default=0.0)
        ahead = first if self.by_place else 0.0
        return [
            self.anywhere.get(t, ahead) - ahead + self.writing.get(t, 0.0) + moved.get(t, 0.0)
            for t in tokens
        ]

    def at(self, component: str | None, channel: str | None) -> dict[str, float]:
        """Return what leans away from a parameter.

        Attributes that another one has on screen; without a chart on screen what is
        no time from the x axis of a trend, years from what is measured, and without a
        question what is the same everywhere from what tells marks apart.
        """
        if component is None or channel is None:
            return {}
        if self.current is None:
            if is_measure(component, channel):
                return dict.fromkeys(self.years, CERTAIN)
            if channel not in ("x", "category"):
                return {}
            same = dict.fromkeys(self.constant, LEANING)
            if component not in _TRENDS:
                return same
            barred = dict.fromkeys(self.barred(component, channel), CERTAIN)
            return {**same, **self.untimely, **barred}
        here = catalogue()[component]
        if component == self.current.component:
            stay = set() if channel == self.left else set(self.current.names(channel))
        else:  # a pie's category is a column's x
            stay = {
                name
                for given, names in self.current.channels
                for name in names
                if _is_key(self.current.component, given) == _is_key(here.name, channel)
            }
        nats = 2 * LEANING if channel == self.left else LEANING
        found = {token: nats for name, token in self.aliases.items() if name not in stay}
        return found | dict.fromkeys(self.barred(component, channel), CERTAIN)

    def barred(self, component: str | None, channel: str | None) -> frozenset[str]:
        """Return the attributes that a follow-up plainly keeps from a parameter, as tokens.

        Where none is left a thought calls the parameter optional; so that is not said of
        what the component must have.
        """
        if self.timely and component in _TRENDS and channel == "x":
            return _ALIASES - self.timely
        if component is None or channel is None or not self.certain:
            return _NOTHING
        elsewhere = [tokens for given, tokens in self.certain.items() if given != channel]
        found = frozenset[str]().union(*elsewhere)
        given = self.certain.get(channel)
        if given is None or not (given or is_optional(component, channel)):
            return found
        return found | (_ALIASES - given)


NONE = Leaning()
_NOTHING: frozenset[str] = frozenset()
_ALIASES = frozenset(map(stream.alias, range(stream.MAX_ALIASES)))
_TRENDS = ("line", "area")
_PLACES = re.compile(r"\bmaps?\b|locat|coordinate|地图|位置|坐标|经纬", re.IGNORECASE)
# What people say who want to see what there is, and name nothing.
_VAGUE = re.compile(
    r"趋势|走势|情况|规律|表现|分析|数据|看看|概览|总览|异常|特点|图"
    r"|\b(?:doing|data|trends?|patterns?|overview|insights?|interesting|odd|unusual|stands? out"
    r"|charts?|plots?|graphs?|summar\w+|look|see|show|draw|going|happen\w*|changed?)\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"<\|[^|]*\|>")
# "Which state is best by revenue" wants the sums compared, not each state's best row.
_SUPERLATIVE = re.compile(r"^\W*(?:which|who|where|best|worst)\b|哪|谁", re.IGNORECASE)
_EXTREME = re.compile(r"\bm(?:ax|in)(?:imum|imal)?\b|\bpeak\b|[大小高低]值|峰值", re.IGNORECASE)
_OVER_TIME = re.compile(
    r"\bover (?:the )?(?:time|years|months|weeks|days)\b|\btrends?\b|\bevol"
    r"|随时间|趋势|走势|历年|逐[年月日]",
    re.IGNORECASE,
)


def is_optional(component: str, channel: str) -> bool:
    """Return whether a chart of the component may do without the parameter."""
    forms = catalogue()[component].forms
    given = [f.channel(channel) for f in forms]
    return any(c is None or not c.required for c in given)


def is_measure(component: str, channel: str) -> bool:
    """Return whether the parameter's values are added up or averaged over rows."""
    return any(c.measure for c in catalogue()[component].channels if c.name == channel)


def _certain(prompt: Prompt, current: Chart, left: str | None) -> dict[str, frozenset[str]]:
    """Return the parameters about which a short follow-up leaves no doubt.

    Each with the tokens of the attributes that it gets, none where it goes: "by region"
    groups by region, "without the groups" by nothing, and what names no attribute adds none.
    """
    if len(prompt.linked) >= _WHOLE_QUESTION:
        return {}
    group = stream.channel_token("group") in prompt.cued
    grouped = frozenset(current.names("group"))
    drop, now = "<|drop|>" in prompt.cued, stream.NOW in prompt.cued
    new = prompt.linked - {name for _, names in current.channels for name in names}
    tokens = frozenset(map(prompt.alias_of, new))
    found: dict[str, frozenset[str]] = {}
    without = "<|op:!=|>" in prompt.cued and not prompt.values
    if grouped and ((drop and group) or ((drop or without) and prompt.linked == grouped)):
        found["group"] = _NOTHING
    elif group and tokens and not (drop or now):
        found["group"] = tokens
    elif not grouped and not (group and not now) and (left is not None or not tokens):
        found["group"] = _NOTHING
    if left is not None and tokens:
        found[left] = tokens
    if not tokens or "group" in found or left is not None:
        measures = [c for c, _ in current.channels if not _is_key(current.component, c)]
        if not {*measures} - {"group"}:  # it counts rows, and goes on doing so
            found |= {c: _NOTHING for c in ("y", "value", "size") if c not in found}
    return found


def _is_key(component: str, channel: str) -> bool:
    return any(c.key for c in catalogue()[component].channels if c.name == channel)


def _untimely(prompt: Prompt) -> dict[str, float]:
    """Return the numbers that are no time, in a table that has some."""
    times = _times(prompt)
    attributes = [a for a in prompt.description.attributes if a.name in prompt.aliases]
    numbers = (a.name for a in attributes if a.type in NUMBER_TYPES and a.name not in times)
    return {prompt.alias_of(n): LEANING for n in numbers} if times else {}


def _years(prompt: Prompt) -> frozenset[str]:
    """Return the years that the ask does not name, where there is another number."""
    attributes = [a for a in prompt.description.attributes if a.name in prompt.aliases]
    numbers = {a.name: a.meaning == "year" for a in attributes if a.type in NUMBER_TYPES}
    if all(numbers.values()):
        return _NOTHING
    years = (name for name, year in numbers.items() if year and name not in prompt.linked)
    return frozenset(map(prompt.alias_of, years))


def _constant(prompt: Prompt) -> frozenset[str]:
    """Return the attributes of one value in a table of several rows."""
    if prompt.description.data_amount < 2:
        return _NOTHING
    attributes = [a for a in prompt.description.attributes if a.name in prompt.aliases]
    return frozenset(prompt.alias_of(a.name) for a in attributes if a.value_amount <= 1)


def _times(prompt: Prompt) -> set[str]:
    attributes = [a for a in prompt.description.attributes if a.name in prompt.aliases]
    return {
        a.name
        for a in attributes
        if a.type == "DATE" or a.meaning == "year" or a.order in ("month", "quarter", "season")
    }


def _asks_for_trend(prompt: Prompt) -> bool:
    """Return whether the ask speaks of a course over time and names no other chart."""
    ask = prompt.text.rpartition(stream.ASK)[2]
    others = (stream.component_token(name) for name in catalogue() if name not in _TRENDS)
    return bool(_OVER_TIME.search(ask)) and prompt.cued.isdisjoint(others)


def _timely(prompt: Prompt) -> frozenset[str]:
    return frozenset(map(prompt.alias_of, _times(prompt) if _asks_for_trend(prompt) else ()))


def _names_groups(prompt: Prompt) -> bool:
    """Return whether the ask names words that a trend can be split by."""
    named = (prompt.description.attribute(name) for name in prompt.linked)
    return any(a is not None and a.type in ("STR", "BOOL") for a in named)


def _no_trend(prompt: Prompt) -> dict[str, float]:
    """Return the components that show no course over time, where the ask speaks of one."""
    if not (_times(prompt) and _asks_for_trend(prompt)):
        return {}
    others = (name for name in catalogue() if name not in _TRENDS)
    return dict.fromkeys(map(stream.component_token, others), CERTAIN)


def _replaced(prompt: Prompt, current: Chart) -> str | None:
    """Return the parameter whose attribute a follow-up replaces: "y: profit", "换成地区"."""
    new = prompt.linked - {name for _, names in current.channels for name in names}
    axes = [a for a in ("x", "y") if stream.word_token(a) in prompt.cued and current.names(a)]
    if len(new) != 1 or prompt.cued & _REORDERING:
        return None
    if len(axes) == 1:
        return axes[0]
    if stream.NOW not in prompt.cued:
        return None
    attribute = prompt.description.attribute(next(iter(new)))
    measures = [c for c, _ in current.channels if not _is_key(current.component, c)]
    keys = [c for c, _ in current.channels if _is_key(current.component, c)]
    is_measure = attribute is not None and attribute.type in NUMBER_TYPES
    fitting = measures if is_measure and measures else keys
    return fitting[0] if fitting else None


def _unchanged(prompt: Prompt, current: Chart) -> dict[str, float]:
    """Return what a follow-up leaves alone, and what it plainly asks for."""
    found: dict[str, float] = {}
    group, filters = stream.channel_token("group"), stream.option_token("filter")
    new = prompt.linked - {name for _, names in current.channels for name in names}
    grouped = current.names("group")
    taken = "<|drop|>" in prompt.cued and (group in prompt.cued or not prompt.linked)
    without = "<|op:!=|>" in prompt.cued and set(grouped) == prompt.linked and not prompt.values
    if taken or without or not (grouped or new or group in prompt.cued):
        found[group] = LEANING
    known = {v for f in current.options.filters for v in _values(f.value)}
    if any(isinstance(value, str) and value not in known for value in prompt.values):
        found[filters] = -LEANING
        if prompt.cued & {"<|drop|>", "<|op:!=|>"}:  # "without Refunded"
            found |= {"<|op:=|>": 2 * LEANING, "<|op:in|>": 2 * LEANING}
    elif current.options.filters and "<|all|>" in prompt.cued:
        found[filters] = CERTAIN
    limit, sort = stream.option_token("limit"), stream.option_token("sort")
    if limit in prompt.cued and "<|drop|>" not in prompt.cued:
        found[limit] = -LEANING
    elif current.options.limit and "<|all|>" in prompt.cued:
        found[limit] = CERTAIN
    if len(prompt.linked) < _WHOLE_QUESTION and not prompt.cued & {*_REORDERING, "<|drop|>"}:
        if current.options.sort:
            found[sort] = -LEANING
        if current.options.limit and limit not in found:
            found[limit] = -LEANING
    return found


def _by_name(prompt: Prompt, current: Chart) -> dict[str, float]:
    """Return the orders that a follow-up does not mean.

    It sorts by what its marks are named by where it names that, else by their size; the
    largest first unless it says otherwise.
    """
    cued = prompt.cued & {"<|sort|>", "<|asc|>", "<|desc|>"}
    if not cued or len(prompt.linked) >= _WHOLE_QUESTION:
        return {}
    keys = {n for c, names in current.channels if c in ("x", "category") for n in names}
    if prompt.linked and not prompt.linked <= keys:
        return {}
    other = ("y", "-y") if prompt.linked or _SORTS_BY_NAME & prompt.cued else ("x", "-x")
    found = dict.fromkeys(map(stream.word_token, other), 2 * LEANING)
    if len(cued) == 1 and prompt.linked and "<|sort|>" in cued:
        return found | {stream.word_token("-x"): 2 * LEANING}
    upward = "<|asc|>" in cued
    against = ("-x", "-y") if upward else ("x", "y")
    if upward or "<|desc|>" in cued or not prompt.linked:
        found |= dict.fromkeys(map(stream.word_token, against), 2 * LEANING)
    return found


def _values(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _unsaid(prompt: Prompt) -> dict[str, float]:
    """Return what a question does not say.

    Attributes that it does not name, where it names any, and the
    aggregates, time steps, stacks and components beside one that it names. A question
    that names nothing at all is more likely none about this table, so reasons not to
    answer need less.
    """
    found: dict[str, float] = {}
    if prompt.named:
        unnamed = (i for i, name in enumerate(prompt.aliases) if name not in prompt.named)
        away = LEANING if prompt.current is None else CERTAIN
        found = {stream.alias(i): away for i in unnamed}
        ids = (a.name for a in prompt.description.attributes if a.meaning == "id")
        found |= {
            prompt.alias_of(name): 2 * LEANING
            for name in ids
            if name in prompt.aliases and name not in prompt.named
        }
    ask = prompt.text.rpartition(stream.ASK)[2]
    said = _MARK.sub("", ask)
    ranks = prompt.current is None and _SUPERLATIVE.search(said) and not _EXTREME.search(said)
    ranking = _EXTREMES if ranks else _NOTHING
    found |= dict.fromkeys(sorted(ranking), LEANING)
    for group in _CHOICES:
        named = (group & prompt.cued) - ranking
        if not named and prompt.current is not None and len(prompt.linked) < _WHOLE_QUESTION:
            named = group & prompt.now
        if named:
            found |= dict.fromkeys(sorted(group - named), LEANING)
    if _COMPARISONS & prompt.cued:
        found |= dict.fromkeys(sorted(_COMPARISONS - prompt.cued - prompt.now), LEANING)
    if not prompt.cued & _REORDERING:
        found |= dict.fromkeys(sorted(_ORDERS - prompt.now), LEANING) if prompt.now else {}
    found |= dict.fromkeys(sorted(_NUMBERS - prompt.now), LEANING)
    if not (prompt.named or prompt.cued or prompt.values):
        nats = LEANING if _VAGUE.search(said) else CERTAIN
        found |= {f"{_WHY}{why}|>": -nats for why in stream.REASONS}
    elif prompt.linked:  # what names a column is about this table
        found |= {f"{_WHY}{why}|>": 2 * LEANING for why in stream.REASONS}
    mapped = stream.component_token("map") in prompt.cued or _PLACES.search(ask)
    found[f"{_WHY}no_place|>"] = -CERTAIN if mapped else CERTAIN
    return found


# Of each of these sets of tokens an answer has one.
_CHOICES: tuple[frozenset[str], ...] = (
    *(
        frozenset(map(stream.word_token, OPTIONS[option]))
        for option in ("aggregate", "timeUnit", "stack")
    ),
    frozenset(map(stream.component_token, catalogue())),
)


_EXTREMES = frozenset(map(stream.word_token, ("max", "min")))
_COMPARISONS = frozenset(f"<|op:{op}|>" for op in FILTER_OPS)
_ORDERS = frozenset(map(stream.word_token, OPTIONS["sort"]))
# What a follow-up says when it wants another order.
_REORDERING = frozenset({"<|asc|>", "<|desc|>", "<|sort|>", "<|limit|>", "<|=max|>", "<|=min|>"})
_SORTS_BY_NAME = frozenset(map(stream.word_token, ("x", "-x")))  # "x axis ascending"
_NUMBERS = frozenset(map(stream.word_token, stream.FIXED_NUMBERS))  # those of an ask are values


def _by_place(prompt: Prompt) -> dict[str, float]:
    """Return what each attribute of a small table costs where nobody asks.

    The more, the more of its kind stand before it in the file: people put first what
    they look at first.
    """
    before: dict[str, int] = {}
    found: dict[str, float] = {}
    if len(prompt.description.attributes) > FEW_ATTRIBUTES:
        return found  # there it would choose the attributes, not their roles alone
    for attribute in prompt.description.attributes:
        if attribute.name in prompt.aliases:
            kind = "number" if attribute.type in NUMBER_TYPES else "word"
            kind = "time" if attribute.type == "DATE" or attribute.meaning == "year" else kind
            place = before[kind] = before.get(kind, -1) + 1
            found[prompt.alias_of(attribute.name)] = FILE_LEANING * min(place, MAX_PLACES)
    return found
