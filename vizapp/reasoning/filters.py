"""The filters of one chart while they are written, token by token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vizapp.components.spec import Filter, FilterValue
from vizapp.profile.attributes import AttributeDescription
from vizapp.reasoning import comparisons, specials
from vizapp.reasoning.comparisons import Owed
from vizapp.reasoning.stream import Prompt

MAX_FILTERS = 3  # besides those on screen that stay
_NOT = "!="


@dataclass(frozen=True)
class Plan:
    """What an ask wants of the filters.

    Parameters
    ----------
    stays : tuple of Filter
        Those on screen that come first, as they are.
    owed : mapping of str to Owed
        The attributes that have to be filtered, with the cells that the ask names.
    brought : tuple of str
        The attributes that others may be of; any where it is empty.
    closed : bool
        Whether none but those that stay may come.
    """

    stays: tuple[Filter, ...] = ()
    owed: Mapping[str, Owed] = field(default_factory=dict)
    brought: tuple[str, ...] = ()
    closed: bool = False


def plan(prompt: Prompt, *, kept: bool) -> Plan:
    """Return what an ask wants of the filters; with `kept` those on screen and no others."""
    shown = prompt.current.options.filters if prompt.current is not None else ()
    sayable = tuple(test for test in shown if _parts(test, prompt))
    if kept and prompt.current is not None:
        return Plan(sayable, closed=True)
    new = comparisons.brought(prompt)
    # "Hide desks" is said of the women that are on screen; what is filtered anew is not.
    stays = new and specials.ALL not in prompt.cued
    return Plan(
        tuple(test for test in sayable if stays and test.attribute not in new),
        comparisons.owed(prompt),
        new if prompt.current is not None else (),
    )


def _parts(test: Filter, prompt: Prompt) -> list[str]:
    """Return the tokens of a filter on screen; none where the prompt cannot say it."""
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    known = prompt.values
    if test.attribute not in prompt.aliases or not {*values} <= {*known}:
        return []
    tokens = [specials.value_token(known.index(value)) for value in values]
    return [prompt.alias_of(test.attribute), f"<|op:{test.op}|>", *tokens]


class Filters:
    """The filters that are written, and what may come next.

    `keys` are what the marks of the chart are named by, where it is one attribute.
    """

    def __init__(self, prompt: Prompt, plan: Plan) -> None:
        self._prompt = prompt
        self._plan = plan
        self.written: list[Filter] = []
        self._partial: list[str | FilterValue] = []

    @property
    def stays(self) -> bool:
        """Whether a filter on screen that stays is still to come."""
        return len(self.written) < len(self._plan.stays)

    def may_begin(self, keys: Sequence[str]) -> bool:
        """Return whether another filter may come."""
        if self.stays:
            return True
        room = self._n_more() > 0 and not self._plan.closed and bool(self._prompt.values)
        return room and any(self._may_compare(name, keys) for name in self._prompt.aliases)

    def must_begin(self, keys: Sequence[str]) -> bool:
        """Return whether another filter has to come."""
        return self.stays or bool(self._unfiltered(keys))

    def next(self, keys: Sequence[str]) -> tuple[list[str], bool, bool]:
        """Return the tokens that may come, whether the chart may end, and whether one may follow.

        The last two are said where a list of values may be complete.
        """
        if self.stays:
            parts = _parts(self._plan.stays[len(self.written)], self._prompt)
            if len(self._partial) < len(parts):
                return [parts[len(self._partial)]], False, False
            last = len(self.written) + 1 == len(self._plan.stays)
            due = not last or bool(self._unfiltered(keys))
            return [], not due, due
        if not self._partial:
            names = self._prompt.aliases
            due_now = [specials.alias(names.index(name)) for name in self._unfiltered(keys)]
            if len(due_now) >= self._n_more():
                return due_now, False, False
            may = (i for i, name in enumerate(names) if self._may_compare(name, keys))
            return [specials.alias(i) for i in may], False, False
        attribute = self._prompt.description.attribute(str(self._partial[0]))
        assert attribute is not None
        if len(self._partial) == 1:
            ops = self._operators(attribute, keys)
            return [f"<|op:{op}|>" for op in ops], False, False
        op, *taken = self._partial[1:]
        tokens = [specials.value_token(i) for i in self._left(attribute, str(op), taken)]
        whole = op == "in" and len(taken) > self._is_list(attribute, keys)
        if not whole or not comparisons.is_complete(attribute, taken, self._prompt):
            return tokens, False, False
        others = (name for name in self._prompt.aliases if name != attribute.name)
        again = self._n_more() > 1 and any(self._may_compare(name, keys) for name in others)
        return tokens, not self._unfiltered(keys), again

    def accept(self, part: str | FilterValue) -> bool:
        """Take an attribute, an operator or a value; return whether the filter is complete."""
        self._partial.append(part)
        return len(self._partial) > len(("attribute", "op")) and self._partial[1] != "in"

    def close(self) -> None:
        """Take what is written as a whole filter, if it is one."""
        if len(self._partial) > len(("attribute", "op")):
            attribute, op, *values = self._partial
            value = tuple(values) if op == "in" else values[0]
            self.written.append(Filter(str(attribute), str(op), value))  # type: ignore[arg-type]
        self._partial = []

    def _n_more(self) -> int:
        return MAX_FILTERS + len(self._plan.stays) - len(self.written)

    def _may_compare(self, name: str, keys: Sequence[str]) -> bool:
        """Return whether a filter of an attribute leaves something to see.

        "The share of women" is no pie of women alone, "men and women" no filter. A chart on
        screen may be cut to one of its marks.
        """
        attribute = self._prompt.description.attribute(name)
        if attribute is None or not self._operators(attribute, keys):
            return False
        if name in self._plan.owed or self._prompt.current is not None:
            return True
        if attribute.type not in ("STR", "BOOL") or specials.IS_NOT in self._prompt.cued:
            return True
        held = comparisons.comparable(attribute, self._prompt)
        own = [i for i in held if name in self._prompt.holders[i]]
        if name in keys and 1 == len(own) == len(held):
            return False
        return len(held) > len(own) or len(own) < attribute.value_amount

    def _operators(self, attribute: AttributeDescription, keys: Sequence[str]) -> list[str]:
        """Return the operators with which another filter of an attribute may go on."""
        settled = {f.op for f in self.written if f.attribute == attribute.name} & {"=", "in"}
        if settled or (self._plan.brought and attribute.name not in self._plan.brought):
            return []
        ops = comparisons.operators(attribute, self._prompt)
        if self._leaves_out(attribute):
            ops = (_NOT,)
        elif self._is_list(attribute, keys):  # "names with an y" are several, too
            more = len(comparisons.comparable(attribute, self._prompt)) > 1
            ops = ("in", "contains") if more else ("contains",)
        return [op for op in ops if self._left(attribute, op, ())]

    def _left(
        self, attribute: AttributeDescription, op: str, taken: Sequence[str | FilterValue]
    ) -> list[int]:
        """Return the positions of the values that may come next, none of them twice."""
        words = attribute.type == "STR"  # a cell that several hold is compared once
        same = (f for f in self.written if f.op == op and (words or f.attribute == attribute.name))
        gone = [*taken, *(test.value for test in same)]
        found = comparisons.choices(attribute, op, self._prompt)
        return [i for i in found if self._prompt.values[i] not in gone]

    def _leaves_out(self, attribute: AttributeDescription) -> bool:
        return attribute.name in self._plan.owed and bool(self._plan.owed[attribute.name].out)

    def _is_list(self, attribute: AttributeDescription, keys: Sequence[str]) -> bool:
        """Return whether a filter has to leave several marks of a chart that is asked for."""
        if self._prompt.current is not None or attribute.name not in keys:
            return False
        leaves = self._leaves_out(attribute) or specials.IS_NOT in self._prompt.cued
        return attribute.type == "STR" and not leaves

    def _unfiltered(self, keys: Sequence[str]) -> list[str]:
        """Return the attributes that the ask plainly filters and the chart does not yet."""
        done: dict[str, set[FilterValue]] = {}
        for test in self.written:
            values = test.value if isinstance(test.value, tuple) else (test.value,)
            done.setdefault(test.attribute, set()).update(values)
        if self._partial:
            done.setdefault(str(self._partial[0]), set()).update(self._partial[2:])
        said = {value for values in done.values() for value in values}
        return [
            name
            for name, cells in self._plan.owed.items()
            if (name not in done or not cells.out <= done[name])
            and not (cells.cells and cells.cells <= said)  # a cell that several attributes hold
            and self._may_compare(name, keys)
        ]
