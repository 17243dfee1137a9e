"""The client's JSON answer as a GBNF grammar, built for one table.

Only components that the table can fill, only attributes that fit, no attribute
twice, an aggregate exactly where rows share a mark: what the grammar admits the
checker accepts. It serves any GGUF; our own model's shorter token stream is
guided by `reasoning.guide`, which asks the same functions of `fit`. Of what the
checker accepts only a count of x by x itself is left out: counts need no y.

A rule stands for a state: what of the attributes used so far still matters. On
a wide table the states would be too many, so each channel then gets fewer
candidates, and a long list keeps the table's order.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import (
    OPTIONS,
    Channel,
    ChartComponent,
    Form,
    OptionName,
    candidates,
)
from vizapp.components.fit import (
    counts_rows,
    feasible,
    key_names,
    measure_names,
    must_aggregate,
    option_applies,
    time_units,
)
from vizapp.core.errors import GrammarError
from vizapp.profile.attributes import TableDescription

# Steps that building one grammar may take, shared by the forms in it: about
# 0.1 s, some 200 kB, which llama.cpp reads in a few milliseconds.
_STEPS = 20_000
_CAPS = (64, 48, 32, 24, 16, 12, 10, 8, 7, 6)
_ANY_ORDER = 4  # candidates of which a list may take any in any order
_MAX_FILTERS = 3

_VALUE_RULES = r"""
ws-string ::= "\"" char{1,80} "\""
char ::= [^"\\\x00-\x1f] | "\\" ["\\/bfnrt]
number ::= "-"? ("0" | [1-9] [0-9]{0,11}) ("." [0-9]{1,6})?
scalar ::= ws-string | number | "true" | "false"
values ::= "[" scalar (", " scalar){0,7} "]"
whole ::= [1-9] [0-9]{0,2}
"""

Given = Mapping[str, tuple[str, ...]]


def gbnf_literal(text: str) -> str:
    r"""Return the text as a GBNF literal: backslash, quote and line ends escaped.

    Examples
    --------
    >>> print(gbnf_literal('a"b'))
    "a\"b"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for char, name in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        escaped = escaped.replace(char, name)
    return f'"{escaped}"'


def _json_literal(value: str) -> str:
    text = json.dumps(value, ensure_ascii=False)
    if not text.isascii():  # half a character cannot be sent as UTF-8; JSON can say it in ASCII
        text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return gbnf_literal(text)


def json_grammar(
    description: TableDescription,
    *,
    components: Sequence[str] | None = None,
    max_charts: int = 1,
) -> str:
    """Return the GBNF of an answer ``{"vis": [...]}`` for this table.

    Parameters
    ----------
    description : TableDescription
        The table.
    components : sequence of str, optional
        The components to admit; those the table cannot fill are left out. All
        that fit when None.
    max_charts : int
        How many charts the answer may hold.

    Raises
    ------
    GrammarError
        If no component is left.
    """
    names = [n for n in feasible(description) if components is None or n in components]
    library = catalogue()
    wanted = [(library[n], f) for n in names for f in library[n].fitting_forms(description)]
    rules = _Rules(description, _STEPS // max(1, len(wanted)))
    charts = [rule for c, f in wanted if (rule := rules.chart(c, f)) is not None]
    if not charts:
        raise GrammarError(
            "No component of the library fits this table.",
            hint="Each needs attributes of a type that it accepts.",
        )
    more = f' (", " chart){{0,{max_charts - 1}}}' if max_charts > 1 else ""
    root = f'root ::= "{{\\"vis\\": [" chart{more} "]}}"'
    body = "\n".join(f"{name} ::= {rule}" for rule, name in rules.lines.items())
    return f"{root}\nchart ::= {' | '.join(charts)}\n{body}{_VALUE_RULES}"


@dataclass(frozen=True, eq=False)
class _Plan:
    """One form of a component and the candidates of each of its channels."""

    component: ChartComponent
    form: Form
    names: tuple[tuple[str, ...], ...]
    later: tuple[frozenset[str], ...]  # what this channel and those after it may take


def _plan(
    component: ChartComponent, form: Form, description: TableDescription, steps: int
) -> _Plan:
    """Return the plan with as many candidates as the steps allow."""
    dull = {
        a.name
        for a in description.attributes
        if a.value_amount <= 1 or a.meaning in ("id", "text", "code")
    }
    for cap in _CAPS:
        names = []
        for channel in form.channels:
            fitting = candidates(channel, description)
            kept = set(sorted(fitting, key=dull.__contains__)[:cap])
            names.append(tuple(n for n in fitting if n in kept))
        later = tuple(frozenset(n for group in names[i:] for n in group) for i in range(len(names)))
        plan = _Plan(component, form, tuple(names), (*later, frozenset()))
        if _steps(plan, description) <= steps:
            break
    return plan


def _steps(plan: _Plan, description: TableDescription) -> int:
    """Return how many steps the plan takes at most."""
    joint = {name for key in description.keys for name in key}
    total, taken, variants = 0, 0, 1
    before: set[str] = set()
    for position, channel in enumerate(plan.form.channels):
        names = plan.names[position]
        shared = len(before & plan.later[position])
        states = variants * sum(math.comb(shared, k) for k in range(taken + 1))
        longest = min(channel.max_items, len(names))
        if _any_order(channel, names):
            sets = sum(math.comb(len(names), k) for k in range(longest))
            taken += longest
        else:
            sets = longest
            taken += 1
        total += states * len(names) * max(1, sets)
        before.update(names)
        if channel.key:
            variants *= 1 + len(joint.intersection(names))
    return total


def _any_order(channel: Channel, names: Sequence[str]) -> bool:
    """Return whether a list may take any candidates in any order.

    Short lists, such as the levels of a hierarchy, have an order that matters.
    """
    return channel.max_items <= 3 or len(names) <= _ANY_ORDER


class _Rules:
    """Rules by their right-hand sides, so that equal ones are shared."""

    def __init__(self, description: TableDescription, steps: int) -> None:
        self.lines: dict[str, str] = {}
        self._description = description
        self._steps = steps
        self._joint = frozenset(name for key in description.keys for name in key)
        self._words: dict[str, str] = {}
        self._known: dict[tuple[object, ...], str | None] = {}

    def _rule(self, text: str) -> str:
        return self.lines.setdefault(text, f"r{len(self.lines)}")

    def _word(self, name: str) -> str:
        """Return the rule of an attribute's name, so that long ones are written once."""
        if name not in self._words:
            self._words[name] = self._rule(_json_literal(name))
        return self._words[name]

    def _choice(self, ways: Mapping[str, Sequence[str]]) -> str:
        """Return names by what follows each of them."""
        parts = []
        for rest, words in ways.items():
            one = words[0] if len(words) == 1 else self._rule(" | ".join(words))
            parts.append(f"{one} {rest}")
        return f"({' | '.join(parts)})"

    def chart(self, component: ChartComponent, form: Form) -> str | None:
        """Return the rule of a chart of this form."""
        head = gbnf_literal(f'{{"name": {json.dumps(component.name)}, "parameter": {{')
        plan = _plan(component, form, self._description, self._steps)
        rest = self._channels(plan, 0, {}, frozenset())
        return None if rest is None else self._rule(f'{head} {rest} "}}}}"')

    def _state(
        self, plan: _Plan, position: int, given: Given, used: frozenset[str]
    ) -> tuple[object, ...]:
        """Return what of the channels given so far matters for the rest."""
        component, form = plan.component, plan.form
        keys = key_names(form, given)
        outcome = self._known_keys(keys, timed="timeUnit" in component.options)
        stacked = option_applies("stack", component, form, given, self._description)
        measured = bool(measure_names(form, given))
        return (plan, position, used, outcome, stacked, measured, bool(given))

    def _known_keys(self, keys: tuple[str, ...], *, timed: bool) -> tuple[object, ...]:
        notes = self._description.notes
        known = notes.get(("keys", keys))
        if known is None:
            repeated = self._description.repeats(keys)
            # Where rows share a mark, a further attribute may still complete a key.
            joint = self._joint.intersection(keys) if repeated else None
            known = notes["keys", keys] = (joint, time_units(self._description, keys))
        return (known[0], known[1] if timed else ())

    def _channels(
        self, plan: _Plan, position: int, given: Given, used: frozenset[str]
    ) -> str | None:
        """Return the rule of the channels from `position` on and the options."""
        if position == len(plan.form.channels):
            return self._options(plan.component, plan.form, given)
        used &= plan.later[position]
        state = self._state(plan, position, given, used)
        if state in self._known:
            return self._known[state]
        channel = plan.form.channels[position]
        comma = ", " if given else ""
        label = f"{comma}{json.dumps(channel.parameter)}: "
        names = [n for n in plan.names[position] if n not in used]
        alternatives: list[str] = []
        if channel.min_items == 1:
            ways: dict[str, list[str]] = {}
            for name in names:
                chosen = {**given, channel.name: (name,)}
                rest = self._channels(plan, position + 1, chosen, used | {name})
                if rest is not None:
                    ways.setdefault(rest, []).append(self._word(name))
            if ways:
                alternatives.append(f"{gbnf_literal(label)} {self._choice(ways)}")
        if channel.max_items > 1 and len(names) >= _shortest(channel):
            items = (
                self._any_list(plan, position, given, used, ())
                if _any_order(channel, plan.names[position])
                else self._ordered_list(plan, position, given, used)
            )
            if items is not None:
                alternatives.append(f"{gbnf_literal(label + '[')} {items}")
        if not channel.required:
            rest = self._channels(plan, position + 1, given, used)
            if rest is not None:
                alternatives.append(rest)
        found = self._rule(" | ".join(alternatives)) if alternatives else None
        self._known[state] = found
        return found

    def _any_list(
        self,
        plan: _Plan,
        position: int,
        given: Given,
        used: frozenset[str],
        chosen: tuple[str, ...],
    ) -> str | None:
        """Return the rule of a list of any candidates after those chosen, and of the rest."""
        channel = plan.form.channels[position]
        listed = {**given, channel.name: chosen} if chosen else given
        state = (
            frozenset(chosen),
            self._state(plan, position, given, used),
            self._state(plan, position, listed, used),
        )
        if state in self._known:
            return self._known[state]
        alternatives = []
        if len(chosen) >= _shortest(channel):
            rest = self._channels(plan, position + 1, listed, used.union(chosen))
            if rest is not None:
                alternatives.append(f'"]" {rest}')
        if len(chosen) < channel.max_items:
            ways: dict[str, list[str]] = {}
            for name in plan.names[position]:
                if name not in used and name not in chosen:
                    after = self._any_list(plan, position, given, used, (*chosen, name))
                    if after is not None:
                        ways.setdefault(after, []).append(self._word(name))
            if ways:
                comma = '", " ' if chosen else ""
                alternatives.append(f"{comma}{self._choice(ways)}")
        found = self._rule(" | ".join(alternatives)) if alternatives else None
        self._known[state] = found
        return found

    def _ordered_list(
        self, plan: _Plan, position: int, given: Given, used: frozenset[str]
    ) -> str | None:
        """Return a list in the table's order; no later channel takes what it could.

        Otherwise every subset would need rules of its own.
        """
        channel = plan.form.channels[position]
        names = tuple(n for n in plan.names[position] if n not in used)
        chosen = {**given, channel.name: names[: _shortest(channel)]}
        rest = self._channels(plan, position + 1, chosen, used.union(names))
        if rest is None:
            return None
        return f'{self._items(names, _shortest(channel), channel.max_items)} "]" {rest}'

    def _items(self, names: tuple[str, ...], low: int, high: int) -> str:
        """Return the rule of `low` to `high` of the names, in their order."""
        state = ("items", names, low, high)
        found = self._known.get(state)
        if found is None:
            first, others = self._word(names[0]), names[1:]
            ends = ['""'] if low <= 1 else []
            if others and high > 1 and len(others) >= low - 1:
                ends.append(f'", " {self._items(others, max(1, low - 1), high - 1)}')
            text = f"{first} ({' | '.join(ends)})"
            if len(others) >= low:
                text += f" | {self._items(others, low, high)}"
            found = self._known[state] = self._rule(text)
        return found

    def _options(self, component: ChartComponent, form: Form, given: Given) -> str:
        description = self._description
        units: Iterable[str] = ()
        if "timeUnit" in component.options:
            units = time_units(description, key_names(form, given))
        aggregate = unit = ""
        if "aggregate" in component.options:
            counting = counts_rows(form, given)
            words = ("count",) if counting else OPTIONS["aggregate"]
            aggregate = _one_of("aggregate", words)
        if units:
            unit = _one_of("timeUnit", units)
        if aggregate and must_aggregate(form, given, description):
            head = f"{aggregate} ({unit})?" if unit else aggregate
        elif aggregate and unit:
            head = f"({aggregate} {unit})?"
        else:
            head = '""'
        rest = "".join(
            f" ({self._option(option)})?"
            for option in ("sort", "limit", "stack", "bins", "filter")
            if option_applies(option, component, form, given, description)
        )
        return self._rule(f"{head}{rest}")

    def _option(self, option: OptionName) -> str:
        if OPTIONS[option]:
            return self._rule(_one_of(option, OPTIONS[option]))
        literal = gbnf_literal(f', "{option}": ')
        if option != "filter":
            return self._rule(f"{literal} whole")
        item = self._filter()
        return self._rule(f'{literal} "[" {item} (", " {item}){{0,{_MAX_FILTERS - 1}}} "]"')

    def _filter(self) -> str:
        names = [a.name for a in self._description.attributes[: _CAPS[0]]]
        attribute = self._rule(" | ".join(map(self._word, names)))
        single = ("=", "!=", "<", "<=", ">", ">=", "contains")
        ops = " | ".join(map(_json_literal, single))
        value = gbnf_literal(', "value": ')
        op = gbnf_literal(', "op": ')
        head = gbnf_literal('{"attribute": ')
        one = f"({ops}) {value} scalar"
        many = f"{_json_literal('in')} {value} values"
        return self._rule(f'{head} {attribute} {op} ({one} | {many}) "}}"')


def _shortest(channel: Channel) -> int:
    """Return the shortest list; one attribute is written without brackets."""
    return max(2, channel.min_items)


def _one_of(option: str, words: Iterable[str]) -> str:
    literal = gbnf_literal(f', "{option}": ')
    return f"{literal} (" + " | ".join(map(_json_literal, words)) + ")"
