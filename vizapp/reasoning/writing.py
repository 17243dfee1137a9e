"""How an answer of our own model is written: its thought, its picks, its solution.

What is written is a generator that hands out tokens and is handed logits
(`Steps`); it does not know whether others are written beside it in one batch.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import OPTIONS, Channel, candidates
from vizapp.components.fit import must_aggregate
from vizapp.components.spec import VisSpec, choose_form
from vizapp.profile.attributes import ATTRIBUTE_TYPES
from vizapp.reasoning import consistency, specials
from vizapp.reasoning.events import RankingReady, ThoughtDelta
from vizapp.reasoning.expand import Expander, check_thought
from vizapp.reasoning.guide import FILTER, MAX_CHARTS, WIDE, Guide
from vizapp.reasoning.leaning import CERTAIN, TWICE, Leaning
from vizapp.reasoning.leaning.keeping import (
    absent_options,
    dropped_options,
    kept_options,
    said_options,
)
from vizapp.reasoning.sampling import Logits, Sampler, softmax
from vizapp.reasoning.specials import END, END_THINK, NEXT, PICK, SOLVE
from vizapp.reasoning.stream import Prompt

if TYPE_CHECKING:
    from vizapp.reasoning.llama import Engine

TRIES = 4  # thoughts until one argues for the chart that the model holds best before it
GLANCE = 2.0  # weight of the components' odds before the thought; see `leaning`
TINY = 1e-12  # stands for a probability of zero in logarithms
COMPONENT = "<|c:"  # how the token of a component begins
_AGGREGATES = frozenset(map(specials.word_token, OPTIONS["aggregate"]))
_CHANNEL, _WHY, _WORD = "<|p:", "<|why:", "<|="

# Yields the tokens to decode, none where there are no new ones, and is sent the
# logits of the token after them.
Steps = Generator[Sequence[int], Logits, None]


class ThoughtWords:
    """What a thought cannot say of this table.

    Attributes that it does not have, numbers that are not known of one, values
    that the ask does not name, and reasons that the table disproves. All else
    is free: a thought is no grammar.
    """

    def __init__(
        self,
        prompt: Prompt,
        ids: dict[str, int],
        leaning: Leaning,
        tokenize: Callable[[str], Sequence[int]],
    ) -> None:
        self._blank, self._aggregating = tokenize(" "), tokenize(" aggregate")[:1]
        self._lang = prompt.lang
        self._line = ""  # what is written of the line at hand
        self._counts = specials.word_token("count") in prompt.cued
        self.last: str | None = None  # the special token before, None after text
        attributes = [prompt.description.attribute(name) for name in prompt.aliases]
        ranged = [i for i, a in enumerate(attributes) if a is not None and a.range is not None]
        self._cited = {
            specials.DISTINCT: [ids[specials.alias(i)] for i in range(len(attributes))],
            specials.LOW: [ids[specials.alias(i)] for i in ranged],
            specials.HIGH: [ids[specials.alias(i)] for i in ranged],
        }
        barred = {specials.alias(i) for i in range(len(attributes), specials.MAX_ALIASES)}
        barred |= {specials.value_token(i) for i in range(len(prompt.values), specials.MAX_VALUES)}
        barred |= {token for token in ids if token.startswith(_WHY)} - {*Guide(prompt).allowed()}
        barred |= {token for token, known in self._cited.items() if not known}
        self._barred = [ids[token] for token in sorted(barred)]
        self._ids = ids
        self._leaning = leaning
        self.argues = False  # whether the thought has come to what the ask is about
        self._description = prompt.description
        self._component: str | None = None  # whose parameters are checked
        self._channel: str | None = None  # the one that this line is about
        self._types = {t: ids[f"<|{t}|>"] for t in ATTRIBUTE_TYPES}
        self._aliases = {name: ids[prompt.alias_of(name)] for name in prompt.aliases}
        self._tokens = {name: prompt.alias_of(name) for name in prompt.aliases}
        self._names = {token: name for name, token in self._tokens.items()}
        words = [token for text, token in ids.items() if text.startswith(_WORD)]
        self._kinds = [[*self._aliases.values()], words]
        self._asked = prompt.asked
        self._unusual_aggregates = prompt.unusual_aggregates
        gone = (tokenize(f" {name}")[:1] for name in sorted(absent_options(prompt)))
        self._absent = [token for tokens in gone for token in tokens]
        alone = prompt.asked and prompt.current is None
        self._named = {prompt.alias_of(name) for name in prompt.named} if alone else set()
        self._together = [*map(prompt.alias_of, prompt.together)]
        self._and = tokenize("、" if prompt.lang == "zh" else ", ")
        self._unusual_stacks = prompt.unusual_stacks
        self._unusual_sorts = prompt.unusual_sorts
        self._aggregate: str | None = None  # the one that this chart's thought has named
        self._given: list[str] = []  # attributes that this chart's measures got
        self._kind: str | None = None  # the type that this line has said
        self.told: dict[str, dict[str, list[str]]] = {}  # what parameters get, by chart

    @property
    def placed(self) -> Mapping[str, str]:
        """The parameters that the thought about the last chart has given, with their tokens."""
        told = self.told.get(self._component or "", {})
        return {channel: tokens[0] for channel, tokens in told.items()}

    def read(self, text: str) -> None:
        """Take what the thought says next."""
        self._line = (self._line + text).rpartition("\n")[2]
        if text in self._names and self._channel is not None:
            chart = self.told.setdefault(self._component or "", {})
            chart.setdefault(self._channel, []).append(text)
        if text.strip("<|>") in self._types:
            self._kind = text.strip("<|>")
        if text.startswith(COMPONENT):
            self._component, self._channel, self._given = text[len(COMPONENT) : -2], None, []
            self._aggregate = None
            self.told.pop(self._component, None)
        elif text in self._names and self._at_measure():
            self._given.append(self._names[text])
        elif text in _AGGREGATES:
            self._aggregate = text[len(_WORD) : -2]
        elif text.startswith(_CHANNEL):
            self._channel, self._kind = text[len(_CHANNEL) : -2], None
        elif "\n" in text:
            self._channel = self._kind = None

    def _at_measure(self) -> bool:
        if self._component is None or self._channel is None:
            return False
        return catalogue()[self._component].is_measure(self._channel)

    def _unusual(self) -> list[int]:
        """Return the stacks and aggregates that nobody means unsaid for what is given."""
        stacks: Collection[str] = self._unusual_stacks(self._aggregate) if self._aggregate else ()
        sorts = self._sorts()
        found = [self._ids[word] for word in sorted({*stacks, *sorts})]
        barred = _AGGREGATES.intersection(self._leaning.unmeasured)
        words = barred.union(self._unusual_aggregates(self._given) if self._given else ())
        return found + [self._ids[word] for word in sorted(words)]

    def _sorts(self) -> Collection[str]:
        """Return the orders that the ask does not mean."""
        if self._component is None:
            return ()
        placed = {channel: [self._names[token]] for channel, token in self.placed.items()}
        return self._unusual_sorts(self._component, placed)

    def _unfit(self) -> list[int]:
        """Return the types and attributes that no form gives to the parameter at hand."""
        if self._component is None or self._channel is None:
            return []
        component = catalogue()[self._component]
        channels = [form.channel(self._channel) for form in component.forms]
        known = {n for c in channels if c for n in candidates(c, self._description)}
        fitting = known & {*self._tokens}
        barred = self._leaning.barred(self._component, self._channel)
        owed = self._owes()
        if owed is not None and owed[0] == self._channel:
            barred |= {*self._tokens.values()} - owed[1]
        costs = self._leaning.at(self._component, self._channel).items() if self.argues else ()
        barred |= {token for token, nats in costs if nats >= CERTAIN}
        left = {name for name in fitting if self._tokens[name] not in barred}
        told = self.told.get(self._component, {})
        left -= {self._names[t] for c, names in told.items() if c != self._channel for t in names}
        if self._channel in self._needless():
            left = set()
        if not left and not component.is_optional(self._channel):
            left = fitting
        due = self._due() if component.is_measure(self._channel) else []
        if {self._names[token] for token in due} & left:
            left &= {self._names[token] for token in due}
        alike = {a.name for a in self._description.attributes if a.type == self._kind} & left
        if alike:  # an attribute follows its own type
            left = alike
        types = {a.type for a in self._description.attributes if a.name in left}
        unfit = [token for name, token in self._aliases.items() if name not in left]
        return unfit + [token for name, token in self._types.items() if name not in types]

    def possible(self, logits: Logits) -> Logits:
        """Return the logits with what cannot come next at minus infinity."""
        cited = self._cited.get(self.last or "")
        if cited:  # a number is followed by the attribute that has it
            left = np.full_like(logits, -np.inf)
            left[cited] = logits[cited]
            return left
        left = logits.copy()
        left[self._barred] = -np.inf
        left[self._unfit()] = -np.inf
        if self._line.strip() == "-":
            left[self._absent] = -np.inf
            if self._asked and self._lacks_aggregate():  # what the ask lacks comes behind it
                left[[self._ids[specials.channel_token(c)] for c in self._needless()]] = -np.inf
        left[self._unusual()] -= TWICE if self._asked else np.inf
        if self.argues:
            self._lean(left)
        told = self._goes_on() or self._owed()
        if told:
            only = np.full_like(logits, -np.inf)
            only[told] = left[told]
            if np.isfinite(only.max()):
                return only
        return left

    def _needless(self) -> set[str]:
        """Return the parameters that the ask does not need.

        A measure where it counts rows, and a group where all that it names has its place.
        """
        if self._component is None:
            return set()
        found = {channel.name for channel in self._countable(self._component)}
        if not self._leaning.counts:
            found = set()
        if self._named and self._has_all_named():
            found.add("group")
        return found

    def _has_all_named(self) -> bool:
        """Return whether all that the ask names has its place; of several times one has."""
        told = self.told.get(self._component or "", {})
        placed = {token for tokens in told.values() for token in tokens}
        times = self._leaning.timely
        return self._named - (times if times & placed else set()) <= placed

    def _owed(self) -> list[int]:
        """Return what alone may come next, so that the thought gives what the ask names.

        The line about a parameter is begun as soon as those before it have theirs, and says
        type and attribute.
        """
        owed = self._owes()
        if owed is None:
            begun = self._channel is None and self._line.strip() == "-"
            if not (begun and self._may_only_count()):
                return []
            if self._leaning.counts or "group" in self.placed:
                return [*self._aggregating]
            # A group may come first; the blank before it is no part of " aggregate".
            if self._line.endswith(" "):
                return [self._ids[specials.channel_token("group")]]
            return [*self._aggregating, *self._blank]
        channel, free = owed
        if self._channel is None and self._line.strip() == "-":
            if not self._line.endswith(" "):
                return [*self._blank]
            next_ones = [channel, *self._open_measures(channel)]
            return [self._ids[specials.channel_token(name)] for name in next_ones]
        if self._channel != channel:
            return []
        said = self._line.rpartition("|>")[2]
        if said == ":" and self._lang == "en":
            return [*self._blank]
        kinds = {a.type for a in self._description.attributes if self._tokens.get(a.name) in free}
        if said.strip() in (":", "\uff1a"):
            return [self._types[kind] for kind in sorted(kinds)]
        return []

    def _due(self) -> list[str]:
        """Return what the ask names in one breath and this chart does not measure yet."""
        told = self.told.get(self._component or "", {})
        placed = {token for tokens in told.values() for token in tokens}
        return [token for token in self._together if token not in placed]

    def _goes_on(self) -> list[int]:
        """Return what alone may come next in a list of measures that is not complete."""
        if not self._at_measure() or self._component is None or self._channel is None:
            return []
        told = self.told.get(self._component, {}).get(self._channel, [])
        channels = (form.channel(self._channel) for form in catalogue()[self._component].forms)
        due = self._due()
        if not told or not due or not any(c and len(told) < c.max_items for c in channels):
            return []
        behind = self._line.rpartition(told[-1])[2]
        joint = "、" if self._lang == "zh" else ", "
        if behind == joint:
            return [self._ids[token] for token in due]
        return [*self._and[len(behind) :]][:1] if joint.startswith(behind) else []

    def _owes(self) -> tuple[str, frozenset[str]] | None:
        """Return the parameter that is due, and what it may get, as tokens."""
        leaning = self._leaning
        if self._component is None or not (leaning.parted or leaning.measured):
            return None
        placed = {*self.placed.values()}
        forms = catalogue()[self._component].forms
        if not any(form.counts for form in forms):
            return None
        for form in forms:
            keys = {channel.name for channel in form.keys} - {"group"}
            if not keys <= {*self.placed}:
                continue
            measures = [channel.name for channel in form.measures]
            named = leaning.measured and not leaning.measured & placed
            if named and measures and measures[0] not in self.placed:
                return measures[0], leaning.measured
            free = leaning.parted - placed
            if free and form.channel("group") and "group" not in self.placed:
                return "group", free
        return None

    def _may_only_count(self) -> bool:
        """Return whether rows are counted, by all that the ask names, and nothing says so yet."""
        counts = self._leaning.counts or bool(self._leaning.unmeasured)
        if not counts or self._component is None or self._aggregate is not None:
            return False
        placed = {*self.placed}
        counting = (form for form in catalogue()[self._component].forms if form.counts)
        keys = ({channel.name for channel in form.keys} - {"group"} for form in counting)
        return any(names <= placed for names in keys) and self._has_all_named()

    def _lacks_aggregate(self) -> bool:
        """Return whether several rows share a mark of this chart, and nothing joins them yet."""
        if self._component is None or self._aggregate is not None:
            return False
        given = {channel: (self._names[token],) for channel, token in self.placed.items()}
        form = choose_form(catalogue()[self._component], given.items())
        return must_aggregate(form, given, self._description)

    def _open_measures(self, channel: str) -> list[str]:
        """Return the measures that may stand before a group where the ask names none."""
        if channel != "group" or self._counts or self._leaning.counts or self._component is None:
            return []
        names = {channel.name for channel in self._countable(self._component)}
        return sorted(names - {*self.placed})

    @staticmethod
    def _countable(component: str) -> list[Channel]:
        """Return what a chart measures that can count rows instead."""
        forms = catalogue()[component].forms
        counts = any(form.counts for form in forms)
        return [channel for form in forms for channel in form.measures if counts]

    def _lean(self, logits: Logits) -> None:
        """Prefer among the attributes, and among the words; whether one of them comes stays."""
        before = [logits[kind].max() for kind in self._kinds]
        moved = self._leaning.at(self._component, self._channel)
        for token, nats in (*self._leaning.anywhere.items(), *moved.items()):
            logits[self._ids[token]] -= nats
        for kind, best in zip(self._kinds, before, strict=True):
            if np.isfinite(best):
                logits[kind] += best - logits[kind].max()


class AstrayError(Exception):
    """A thought came to another chart than the one that the model holds best before it."""


class Writer:
    """Draws tokens and keeps those that the model has not read yet."""

    def __init__(self, ids: dict[str, int], sampler: Sampler, leaning: Leaning) -> None:
        self._ids = ids
        self._leaning = leaning
        self._sampler = sampler
        self._pending: list[int] = []  # forced tokens wait, to be decoded in one go
        self._log_probabilities: list[float] = []
        self.n_tokens = 0
        self.ranking: list[tuple[str, float]] = []

    @property
    def score(self) -> float:
        """The mean log-probability of what was drawn where the guide left a choice."""
        return float(np.mean(self._log_probabilities)) if self._log_probabilities else 0.0

    def _next(self) -> Generator[Sequence[int], Logits, Logits]:
        tokens, self._pending = self._pending, []
        return (yield tokens)

    def _draw(
        self,
        allowed: Sequence[str],
        everything: Logits,
        *,
        place: tuple[str | None, str | None] = (None, None),
        unusual: frozenset[str] = frozenset(),
        rank: bool = False,
    ) -> str:
        """Return one of the allowed tokens by the model's probabilities.

        With `rank`, those of the components become the ranking, the drawn one
        first.
        """
        logits = everything[[self._ids[t] for t in allowed]]
        if FILTER in allowed and END not in allowed:  # it is owed: what would end goes on to it
            place_of = allowed.index(FILTER)
            logits[place_of] = max(logits[place_of], everything[self._ids[END]])
        told = self._told(place)
        lean = np.array(self._leaning.of_tokens(allowed, *place))
        lean += [TWICE * ((token in unusual) - (token in told)) for token in allowed]
        logits = logits - lean.astype(logits.dtype)
        position = self._sampler.pick(logits)
        chosen = allowed[position]
        shares = softmax(logits)
        self._log_probabilities.append(float(np.log(max(shares[position], TINY))))
        components = [i for i, t in enumerate(allowed) if t.startswith(COMPONENT)]
        if rank and components:
            ranked = {
                allowed[i][len(COMPONENT) : -2]: float(p)
                for i, p in zip(components, softmax(logits[components]), strict=True)
            }
            self.ranking = consistency.rank(ranked, chosen[len(COMPONENT) : -2])
        return chosen

    def _told(self, place: tuple[str | None, str | None]) -> Collection[str]:
        """Return the tokens that a thought has settled on at a place of the solution."""
        del place
        return ()

    def follow(self, guide: Guide, *, rank: bool = False, single: bool = False) -> Steps:
        """Write a solution under the guide; with `single`, of one chart."""
        while not guide.done:
            allowed = guide.allowed()
            if single and END in allowed:
                allowed = [t for t in allowed if t != NEXT]
            if len(allowed) > 1:
                logits = yield from self._next()
                token = self._draw(
                    allowed, logits, place=guide.place, unusual=guide.unusual, rank=rank
                )
            else:
                token = allowed[0]
            rank = False
            guide.accept(token)
            self._pending.append(self._ids[token])
            self.n_tokens += 1


class Sample(Writer):
    """One answer while it is written: its thought, its picks, its solution."""

    def __init__(
        self,
        engine: Engine,
        ids: dict[str, int],
        names: dict[int, str],
        sampler: Sampler,
        prompt: Prompt,
        budget: int,
        glance: Mapping[str, float],
        leaning: Leaning,
        *,
        attempt: int | None = None,
        settled: Sampler | None = None,
    ) -> None:
        super().__init__(ids, sampler, leaning)
        self.glance = glance  # the components' log-probabilities before the thought
        self._attempt = attempt  # at a thought that must argue for the best of these
        self._settled = settled or sampler  # draws what follows the first pick
        self._engine = engine  # for its vocabulary alone
        self._names = names
        self._words = ThoughtWords(prompt, ids, leaning, engine.tokenize)
        self._prompt = prompt
        self.budget = budget  # tokens that the thought may take
        self._expander = Expander(prompt)
        self._picks: list[str] = []
        self._refusal: str | None = None  # why the thought says that nothing answers the ask
        self._stream: list[str] = []  # the thought as the model wrote it
        self.said: list[ThoughtDelta | RankingReady] = []  # what can be told so far
        self.spec = VisSpec(())

    def again(self, sampler: Sampler, attempt: int, settled: Sampler) -> Sample:
        """Return the same answer to be written anew; `settled` draws what follows its pick."""
        return Sample(
            self._engine, self._ids, self._names, sampler, self._prompt, self.budget,
            self.glance, self._leaning, attempt=attempt, settled=settled,
        )  # fmt: skip

    @property
    def thought(self) -> str:
        """The thought in the client's words."""
        return "".join(e.text for e in self.said if isinstance(e, ThoughtDelta)).strip()

    @property
    def claims(self) -> tuple[tuple[str, bool], ...]:
        """What the thought claims, and whether it holds."""
        return check_thought("".join(self._stream), self.spec, self._prompt)

    def write(self) -> Steps:
        """Write the whole answer after the prompt."""
        if self._prompt.think:
            yield from self._think()
            self._pending += self._ids[END_THINK], self._ids[SOLVE]
            self._keep_to_thought()
        prompt = self._prompt
        stays, goes = kept_options(prompt), dropped_options(prompt)
        says = said_options(prompt)
        guide = Guide(prompt, self._picks, kept=stays, dropped=goes, said=says)
        if self._refusal is not None and not self._picks:
            guide.accept(self._refusal)  # the answer keeps to the thought
        known = bool(self.ranking)
        yield from self.follow(guide, rank=not known)
        self.spec = guide.spec()
        if not known and self.spec.charts:
            self.said.append(RankingReady(tuple(self.ranking)))

    def _think(self) -> Steps:
        """Write the thought up to its end or the budget."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        n_written = 0
        while n_written < self.budget:
            token = self._sampler.pick(self._words.possible((yield from self._next())))
            name = self._words.last = self._names.get(token)
            if name in (END_THINK, SOLVE, END) or self._engine.is_end(token):
                break
            text = name or decoder.decode(self._engine.piece(token))
            if name is not None:
                text = decoder.decode(b"", True) + text
            self._say(text)
            self._pending.append(token)
            n_written += 1
            if name is not None and name.startswith(_WHY) and self._prompt.asked:
                self._refusal = name
            if name == PICK:
                first = not self.ranking
                chosen = self._pick((yield from self._next()))
                if first:
                    self.said.append(RankingReady(tuple(self.ranking)))
                self._say(chosen)
                self._pending.append(self._ids[chosen])
                n_written += 1
        self._say(decoder.decode(b"", True))
        self.n_tokens += n_written

    def _told(self, place: tuple[str | None, str | None]) -> Collection[str]:
        component, channel = place
        if self._prompt.asked:  # what the ask names decides
            return ()
        told = self._words.told.get(component or "", {})
        return {*map(specials.channel_token, told), *told.get(channel or "", ())}

    def _keep_to_thought(self) -> None:
        """Let the solution measure what the thought measures, and split by nothing more."""
        if not self._prompt.asked or self._prompt.current is not None or len(self._picks) != 1:
            return  # of several charts the thought's last one says nothing of the first
        component, given = catalogue()[self._picks[0]], self._words.placed
        kept = {} if "group" in given else {specials.channel_token("group"): 2 * CERTAIN}
        for channel in filter(component.is_measure, given):
            kept[specials.channel_token(channel)] = -TWICE
        self._leaning = replace(self._leaning, writing={**kept, **self._leaning.writing})

    def _say(self, text: str) -> None:
        if text:
            self._words.read(text)
            self._stream.append(text)
            # The first paragraph says what the table holds; then it turns to the ask.
            self._words.argues |= "\n\n" in "".join(self._stream[-2:])
            self.said += self._expander.feed(text)

    def _pick(self, logits: Logits) -> str:
        """Return the token of the component that the thought settles on.

        The first pick of an answer is the ranking; further ones are charts
        beside it, where the table is wide enough for several.
        """
        allowed = [t for t in Guide(self._prompt).allowed() if t.startswith(COMPONENT)]
        if self._picks:
            fresh = [t for t in allowed if t[len(COMPONENT) : -2] not in self._picks]
            wide = len(self._prompt.aliases) >= WIDE and len(self._picks) < MAX_CHARTS
            if not wide or not fresh:
                return specials.component_token(self._picks[0])
            allowed = fresh
        if self.glance and not self._picks and self._attempt is not None:
            chosen = self._keep_to_glance(allowed, logits)
        else:
            if self.glance:
                logits = logits.copy()
                logits[[self._ids[t] for t in allowed]] = self._joined(allowed, logits)
            chosen = self._draw(allowed, logits, rank=not self.ranking)
        self._sampler = self._settled
        self._picks.append(chosen[len(COMPONENT) : -2])
        return chosen

    def _joined(self, allowed: Sequence[str], logits: Logits) -> Logits:
        glance = np.array([self.glance.get(t, 0.0) for t in allowed], dtype=logits.dtype)
        return logits[[self._ids[t] for t in allowed]] + GLANCE * glance

    def _keep_to_glance(self, allowed: Sequence[str], logits: Logits) -> str:
        """Return the component that the model holds best before its thought.

        Raises
        ------
        AstrayError
            If the thought argues for another one; the last attempt has to make do.
        """
        glance = np.array([self.glance.get(t, -np.inf) for t in allowed])
        best = int(glance.argmax())
        own = int(logits[[self._ids[t] for t in allowed]].argmax())
        if own != best and self._attempt != TRIES:
            raise AstrayError
        shares = softmax(self._joined(allowed, logits) if own == best else glance)
        self._log_probabilities.append(float(np.log(max(shares[best], TINY))))
        names = [t[len(COMPONENT) : -2] for t in allowed]
        ranked = dict(zip(names, map(float, shares), strict=True))
        self.ranking = consistency.rank(ranked, names[best])
        return allowed[best]
