"""What each token costs where a thought or a solution is at a parameter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vizapp.components.catalogue import catalogue
from vizapp.components.fit import MEASURE_AGGREGATES
from vizapp.components.spec import Chart
from vizapp.reasoning import specials
from vizapp.reasoning.leaning.nats import CERTAIN, LEANING, TWICE

_NOTHING: frozenset[str] = frozenset()
# What charts measure that can count rows instead.
MEASURES = sorted(
    {
        specials.channel_token(channel.name)
        for component in catalogue().values()
        if any(form.counts for form in component.forms)
        for form in component.forms
        for channel in form.measures
    }
)
# What sums up a measure, as tokens.
AGGREGATES = sorted(map(specials.word_token, MEASURE_AGGREGATES))
_ALIASES = frozenset(map(specials.alias, range(specials.MAX_ALIASES)))


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
    aliases : mapping of str to str
        The tokens, by name, of its attributes that may only stay.
    left : str, optional
        Its parameter that gets another attribute.
    untimely : mapping of str to float
        Away from the x axis of a course over time.
    certain : mapping of str to frozenset of str
        What parameters surely get, as tokens; none where the parameter goes.
    timely : frozenset of str
        What alone may be the x axis of a course over time that is asked for, as tokens.
    by_place : bool
        Whether `anywhere` says how late an attribute comes in the file.
    constant : frozenset of str
        What tells no marks apart, as tokens.
    numbering : frozenset of str
        What only numbers the rows: it may label them and say what a flow joins, as tokens.
    many : frozenset of str
        What has too many values for a group, as tokens.
    amounts : frozenset of str
        Numbers that name no bars, as tokens.
    unmeasured : tuple of str
        Parameters and aggregates, as tokens, that nothing but such numbers could have where rows
        can be counted.
    years : frozenset of str
        What measures nothing, unless the ask names it, as tokens.
    parted : frozenset of str
        What surely is a group or its axis, as tokens: the thought brings both up.
    measured : frozenset of str
        What surely is measured, one of these at least, as tokens.
    counts : bool
        Whether rows are counted, so that charts which can do so hardly need a measure.
    """

    anywhere: Mapping[str, float] = field(default_factory=dict)
    writing: Mapping[str, float] = field(default_factory=dict)
    current: Chart | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)
    left: str | None = None
    untimely: Mapping[str, float] = field(default_factory=dict)
    certain: Mapping[str, frozenset[str]] = field(default_factory=dict)
    timely: frozenset[str] = _NOTHING
    by_place: bool = False
    constant: frozenset[str] = _NOTHING
    numbering: frozenset[str] = _NOTHING
    many: frozenset[str] = _NOTHING
    amounts: frozenset[str] = _NOTHING
    unmeasured: tuple[str, ...] = ()
    years: frozenset[str] = _NOTHING
    parted: frozenset[str] = _NOTHING
    measured: frozenset[str] = _NOTHING
    counts: bool = False

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
        """Return what leans away from a parameter, as tokens with their nats.

        Attributes that another one has on screen; without a chart on screen what is
        no time from the x axis of a course, years from what is measured, and without a
        question what is the same everywhere from what tells marks apart.
        """
        if component is None or channel is None:
            return {}
        if self.current is None:
            plain = self.parted or self.certain
            barred = self.barred(component, channel) if plain else _NOTHING
            return self._unfit(component, channel) | dict.fromkeys(barred, CERTAIN)
        staying = self._staying(self.current, component, channel)
        nats = TWICE if channel == self.left else LEANING
        found = {token: nats for name, token in self.aliases.items() if name not in staying}
        return found | dict.fromkeys(self.barred(component, channel), CERTAIN)

    def _unfit(self, component: str, channel: str) -> dict[str, float]:
        """Return what by its kind leans away from a parameter."""
        declaration = catalogue()[component]
        ids = {} if declaration.takes_ids(channel) else dict.fromkeys(self.numbering, CERTAIN)
        if declaration.is_measure(channel):
            return ids | dict.fromkeys(self.years, CERTAIN)
        if channel == "group":
            return ids | dict.fromkeys(self.many, CERTAIN)
        if channel not in ("x", "category"):
            return ids
        same = ids | dict.fromkeys(self.constant, LEANING)
        if not declaration.shows_course:
            names = "sort" in declaration.options  # of bars and slices
            return same | (dict.fromkeys(self.amounts, CERTAIN) if names else {})
        barred = dict.fromkeys(self.barred(component, channel), CERTAIN)
        return {**same, **self.untimely, **barred}

    def _staying(self, current: Chart, component: str, channel: str) -> set[str]:
        """Return the attributes on screen that belong to a parameter."""
        if component == current.component:
            return set() if channel == self.left else set(current.names(channel))
        # A pie's category is a column's x: what names marks goes on naming them.
        is_key = catalogue()[component].is_key(channel)
        return {
            name
            for given, names in current.channels
            for name in names
            if current.declaration.is_key(given) == is_key
        }

    def barred(self, component: str | None, channel: str | None) -> frozenset[str]:
        """Return the attributes that an ask plainly keeps from a parameter, as tokens.

        Where none is left a thought calls the parameter optional; so that is not said of
        what the component must have.
        """
        if component is None or channel is None:
            return _NOTHING
        declaration = catalogue()[component]
        parts = self.parted and any(form.channel("group") for form in declaration.forms)
        if self.timely and channel == "x" and (declaration.shows_course or parts):
            return _ALIASES - self.timely
        if parts and channel == "group":
            return _ALIASES - self.parted
        if parts and len(self.parted) == 1:
            return self.parted  # it is the group, and nothing else
        elsewhere = [tokens for given, tokens in self.certain.items() if given != channel]
        found = _NOTHING.union(*elsewhere)
        given = self.certain.get(channel)
        if given is None or not (given or declaration.is_optional(channel)):
            return found
        return found | (_ALIASES - given)


NONE = Leaning()
