"""What may come next in a solution of our own model, token by token.

The guide is the grammar of the token stream: after every token it names the
special tokens that keep the answer valid for this table. It never repeats an
attribute, never leaves a required parameter without a candidate, names an
aggregate exactly where rows share a mark, and knows only the values that the
ask holds. A GBNF grammar would need a rule per set of attributes already used;
the guide carries that set along. GBNF serves other models (`grammar.json_grammar`).

Engine's use::

    guide = Guide(prompt, components=("line",))
    while not guide.done:
        token = best of guide.allowed()
        guide.accept(token)
    spec = guide.spec()
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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
    MEASURE_AGGREGATES,
    coarser_unit,
    counts_rows,
    feasible,
    key_names,
    measure_names,
    must_aggregate,
    open_forms,
    option_applies,
    time_units,
    usual_aggregates,
)
from vizapp.components.spec import Chart, Filter, FilterValue, Options, VisSpec, choose_form
from vizapp.core.errors import SpecSyntaxError
from vizapp.profile.attributes import NUMBER_TYPES, AttributeDescription, TableDescription
from vizapp.reasoning import comparisons, specials, stream
from vizapp.reasoning.specials import END, NEXT, REASONS
from vizapp.reasoning.stream import Prompt

WIDE = 7  # from this many attributes on an answer may hold several charts
MAX_CHARTS = 3
_MAX_FILTERS = 3
_MAX_LIMIT = 1000
_TIME_ORDERS = ("month", "weekday", "quarter", "season", "daypart")


class Guide:
    """The state of one solution.

    Parameters
    ----------
    prompt : Prompt
        The description and its aliases.
    components : sequence of str, optional
        The components that the charts must use, in order; free where it ends.
        Those that the table cannot fill are passed over.
    kept : frozenset of str, optional
        Options that stay as the chart on screen has them, where they still can: none of
        them is left out, changed or added; see `leaning.keeping.kept_options`.
    dropped : frozenset of str, optional
        Options that no chart gets.
    """

    def __init__(
        self,
        prompt: Prompt,
        components: Sequence[str] = (),
        *,
        kept: frozenset[OptionName] = frozenset(),
        dropped: frozenset[OptionName] = frozenset(),
    ) -> None:
        self._dropped = dropped
        self._prompt = prompt
        self._kept = kept if prompt.current is not None else frozenset()
        self._description = _visible(prompt)
        self._feasible = feasible(self._description)
        self._forced = tuple(name for name in components if name in self._feasible)
        self._charts: list[Chart] = []
        self._reason: str | None = None
        self._max_charts = 1
        if len(self._description.attributes) >= WIDE:
            self._max_charts = MAX_CHARTS
        self._max_charts = max(self._max_charts, len(self._forced))
        self.done = False
        self._next: list[str] | None = None  # what may come next, once asked for
        self._owed = comparisons.owed(prompt)
        self._brought = comparisons.brought(prompt) if prompt.current is not None else ()
        self._stays = () if "filter" in kept else comparisons.staying(prompt)
        self._start_chart()

    def _start_chart(self) -> None:
        self._component: ChartComponent | None = None
        self._given: dict[str, list[str]] = {}
        self._channel: str | None = None
        self._option: OptionName | None = None
        self._options: dict[OptionName, str | int] = {}
        self._filters: list[Filter] = []
        self._partial: list[str | FilterValue] = []

    @property
    def place(self) -> tuple[str | None, str | None]:
        """The component and the parameter that are being written, None outside of any."""
        return (self._component.name if self._component else None), self._channel

    def allowed(self) -> list[str]:
        """Return the tokens that may come next.

        Empty at the end, and at the start of a table without any attribute.
        """
        if self._next is None:
            self._next = self._find_next()
        return [*self._next]

    def _find_next(self) -> list[str]:
        if self.done:
            return []
        if self._component is None:
            return self._allowed_components()
        if self._channel is not None and not self._given.get(self._channel):
            return self._alike(self._channel, [*self._aliases_for(self._channel)])
        if self._option is not None:
            return self._option_values(self._option)
        tokens: list[str] = []
        if self._channel is not None:
            tokens += self._aliases_for(self._channel)
            left_out = self._left_out(self._channel, tokens)
            if left_out:
                return left_out
        if not self._options and not self._filters:
            tokens += self._next_channels()
        if self._complete():
            options = self._next_options()
            tokens += options
            if self._aggregate_settled() and not self._is_owed(options):
                tokens += self._endings()
            more = self._unfiltered() or len(self._filters) < len(self._stays)
            if specials.option_token("filter") in options and more:
                tokens = [token for token in tokens if token not in (END, NEXT)]
        return tokens

    def _allowed_components(self) -> list[str]:
        position = len(self._charts)
        if position < len(self._forced):
            return [specials.component_token(self._forced[position])]
        drawn = {chart.component for chart in self._charts}
        names = [n for n in self._feasible if n not in drawn]
        tokens = [specials.component_token(n) for n in names]
        if not self._charts and self._prompt.asked:
            tokens += map(specials.reason_token, _true_reasons(self._prompt.description))
        return tokens

    def _forms(self, given: Mapping[str, Sequence[str]]) -> tuple[Form, ...]:
        """Return the forms that these channels can still complete in declared order.

        The last given channel may still grow; those before it are closed, so a
        required one that was passed over or is too short rules a form out.
        """
        assert self._component is not None
        names = [c.name for c in self._component.channels]
        last = max((names.index(ch) for ch in given), default=-1)

        def closed(channel: Channel) -> bool:
            count = len(given.get(channel.name, ()))
            passed = names.index(channel.name) < last
            wanted = channel.required or channel.name in given
            return not passed or not wanted or count >= channel.min_items

        forms = open_forms(self._component, self._description, given)
        return tuple(f for f in forms if all(closed(c) for c in f.channels))

    def _aliases_for(self, name: str) -> Iterator[str]:
        """Yield the aliases that fit and leave the other required channels candidates."""
        assert self._component is not None
        used = {n for names in self._given.values() for n in names}
        given = self._given.get(name, [])
        fitting = {
            id(form): frozenset(candidates(channel, self._description))
            for form in self._component.forms
            if (channel := form.channel(name)) is not None
        }
        for index, attribute in enumerate(self._prompt.aliases):
            if attribute in used or not any(attribute in names for names in fitting.values()):
                continue
            trial = {**self._given, name: [*given, attribute]}
            if any(attribute in fitting[id(form)] for form in self._forms(trial)):
                yield specials.alias(index)

    def _alike(self, name: str, tokens: list[str]) -> list[str]:
        """Return the aliases of the kind that another parameter has, all where none is of it."""
        assert self._component is not None
        channel = next(c for c in self._component.channels if c.name == name)
        given = {
            a.type == "DATE"
            for n in self._given.get(channel.like or "", ())
            if (a := self._description.attribute(n)) is not None
        }
        same = []
        for token in tokens:
            attribute = self._description.attribute(stream.resolve_alias(token, self._prompt) or "")
            if attribute is not None and (attribute.type == "DATE") in given:
                same.append(token)
        return same or tokens

    def _left_out(self, name: str, tokens: Sequence[str]) -> list[str]:
        """Return the aliases without which a list that leaves out nothing is not complete."""
        if self._prompt.asked:
            return []
        forms = self._forms(self._given)
        if not any(channel.whole for form in forms if (channel := form.channel(name))):
            return []
        found = []
        for token in tokens:
            attribute = self._description.attribute(stream.resolve_alias(token, self._prompt) or "")
            if attribute is not None and attribute.meaning is None:
                found.append(token)
        return found

    def _next_channels(self) -> list[str]:
        assert self._component is not None
        names = [c.name for c in self._component.channels]
        start = names.index(self._channel) + 1 if self._channel else 0
        return [
            specials.channel_token(name) for name in names[start:] if any(self._aliases_for(name))
        ]

    def _channels(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        assert self._component is not None
        return tuple(
            (c.name, tuple(self._given[c.name]))
            for c in self._component.channels
            if self._given.get(c.name)
        )

    def _complete(self) -> bool:
        return any(self._filled(form) for form in self._forms(self._given))

    def _filled(self, form: Form) -> bool:
        return all(
            len(self._given.get(c.name, ())) >= c.min_items
            for c in form.channels
            if c.required or c.name in self._given
        )

    def _aggregate_settled(self) -> bool:
        assert self._component is not None
        form = choose_form(self._component, self._channels())
        if "aggregate" not in self._options:
            return not must_aggregate(form, self._given, self._description) or (
                "aggregate" not in self._component.options
            )
        if must_aggregate(form, self._given, self._description):
            return True
        return "timeUnit" in self._options

    def _next_options(self) -> list[str]:
        assert self._component is not None
        form = choose_form(self._component, self._channels())
        order = list(OPTIONS)
        written = [order.index(o) for o in self._options]
        start = max(written, default=-1) + 1
        if self._filters:
            start = order.index("filter")
        needs = must_aggregate(form, self._given, self._description)
        tokens = []
        for option in order[start:]:
            if not option_applies(option, self._component, form, self._given, self._description):
                continue
            coarsens = option == "timeUnit" or (option == "aggregate" and not needs)
            if coarsens and not self._may_coarsen(form):
                continue
            if option == "timeUnit" and "aggregate" not in self._options:
                continue
            if not self._prompt.asked and not (option == "aggregate" and needs):
                continue  # nobody asked for an order, a limit or a coarser time
            if option not in ("aggregate", "timeUnit") and not self._aggregate_settled():
                continue
            if option in self._dropped:
                continue
            is_kept = option in self._kept
            if is_kept and not self._held(option) and not (option == "aggregate" and needs):
                continue  # the chart on screen has none, and nobody asked for one
            due = option == "filter" and len(self._filters) < len(self._stays)
            if option == "filter" and not (is_kept or due or self._may_filter()):
                continue
            tokens.append(specials.option_token(option))
            if (option == "aggregate" and needs) or (is_kept and self._held(option)):
                break
        return tokens

    def _held(self, option: OptionName) -> list[str]:
        """Return the tokens of what the chart on screen has of an option; none where it cannot.

        Of a filter those of the next one: its attribute, its operator and its values.
        """
        assert self._prompt.current is not None
        options = self._prompt.current.options
        if option == "filter":
            left = options.filters[len(self._filters) :]
            return self._filter_parts(left[0]) if left else []
        value = dict(options.given()).get(option)
        if value is None:
            return []
        known = self._prompt.values
        is_said = isinstance(value, int) and value in known
        token = specials.value_token(known.index(value)) if is_said else specials.word_token(value)
        return [token] if token in self._open_values(option) else []

    def _filter_parts(self, shown: Filter) -> list[str]:
        values = shown.value if isinstance(shown.value, tuple) else (shown.value,)
        known = self._prompt.values
        if shown.attribute not in self._prompt.aliases or not {*values} <= {*known}:
            return []
        tokens = [specials.value_token(known.index(value)) for value in values]
        return [self._prompt.alias_of(shown.attribute), f"<|op:{shown.op}|>", *tokens]

    def _is_owed(self, options: Sequence[str]) -> bool:
        """Return whether what comes next includes an option that stays."""
        return any(
            specials.option_token(name) in options and bool(self._held(name)) for name in self._kept
        )

    def _may_coarsen(self, form: Form) -> bool:
        """Return whether a time unit may be named: by month stays what is monthly already."""
        if "timeUnit" in self._kept and not self._held("timeUnit"):
            return False
        asked = {w for w in OPTIONS["timeUnit"] if specials.word_token(w) in self._prompt.cued}
        units = time_units(self._description, key_names(form, self._given))
        return not asked or not asked.isdisjoint(units)

    def _may_filter(self) -> bool:
        return self._n_more() > 0 and any(map(self._may_compare, self._prompt.aliases))

    def _n_more(self) -> int:
        """Return how many filters may still come, beside those on screen that stay."""
        return _MAX_FILTERS + len(self._stays) - len(self._filters)

    def _may_compare(self, name: str) -> bool:
        """Return whether a filter of an attribute leaves something to see.

        "The share of women" is no pie of women alone, "men and women" no filter. A chart on
        screen may be cut to one of its marks.
        """
        held = self._values_of(name)
        attribute = self._description.attribute(name)
        if not held or attribute is None or not self._operators(attribute):
            return False
        if name in self._owed or self._prompt.current is not None:
            return True
        if attribute.type not in ("STR", "BOOL") or "<|op:!=|>" in self._prompt.cued:
            return True
        own = [i for i in held if name in self._prompt.holders[i]]
        if name in self._keys() and 1 == len(own) == len(held):
            return False
        return len(held) > len(own) or len(own) < attribute.value_amount

    def _keys(self) -> tuple[str, ...]:
        """Return what the marks of the chart are named by, where it is one attribute."""
        assert self._component is not None
        keys = key_names(choose_form(self._component, self._channels()), self._given)
        return tuple(keys) if len(keys) == 1 else ()

    def _values_of(self, name: str) -> list[int]:
        attribute = self._description.attribute(name)
        return comparisons.comparable(attribute, self._prompt) if attribute else []

    def _option_values(self, option: OptionName) -> list[str]:
        held = self._held(option) if option in self._kept else []
        if held and option != "filter":
            return held
        return self._open_values(option)

    def _open_values(self, option: OptionName) -> list[str]:
        assert self._component is not None
        form = choose_form(self._component, self._channels())
        if option == "aggregate":
            counting = counts_rows(form, self._given)
            words: Sequence[str] = ("count",) if counting else self._aggregates(form)
            return [specials.word_token(w) for w in words]
        if option == "timeUnit":
            units = time_units(self._description, key_names(form, self._given))
            return [specials.word_token(u) for u in units]
        if option in ("limit", "bins"):
            fixed = [specials.word_token(n) for n in specials.FIXED_NUMBERS]
            return fixed + [
                specials.value_token(i)
                for i, v in enumerate(self._prompt.values)
                if isinstance(v, int) and 0 < v <= _MAX_LIMIT
            ]
        if option == "filter":
            return self._filter_tokens()
        return [specials.word_token(w) for w in OPTIONS[option]]

    def _aggregates(self, form: Form) -> Sequence[str]:
        """Return the aggregates of the measures: without an ask those that are usual."""
        return MEASURE_AGGREGATES if self._prompt.asked else self._usual(form)

    def _usual(self, form: Form) -> Sequence[str]:
        measures = [self._description.attribute(n) for n in measure_names(form, self._given)]
        return usual_aggregates(a for a in measures if a is not None)

    @property
    def unusual(self) -> frozenset[str]:
        """The words among those that come next which nobody means who does not say them."""
        if self._option == "stack":
            return self._prompt.unusual_stacks(str(self._options.get("aggregate")))
        if self._component is None:
            return frozenset()
        if self._option == "sort":
            return self._prompt.unusual_sorts(self._component.name, self._given)
        if self._option != "aggregate":
            return frozenset()
        form = choose_form(self._component, self._channels())
        return self._prompt.unusual_aggregates(measure_names(form, self._given))

    def _filter_tokens(self) -> list[str]:
        if "filter" in self._kept:
            return self._next_held()
        if len(self._filters) < len(self._stays):
            return self._next_staying()
        if not self._partial:
            names = self._prompt.aliases
            due = [specials.alias(names.index(name)) for name in self._unfiltered()]
            if len(due) >= self._n_more():
                return due
            return [specials.alias(i) for i, name in enumerate(names) if self._may_compare(name)]
        attribute = self._description.attribute(str(self._partial[0]))
        assert attribute is not None
        if len(self._partial) == 1:
            return [f"<|op:{op}|>" for op in self._operators(attribute)]
        op, *taken = self._partial[1:]
        tokens = [specials.value_token(i) for i in self._left(attribute, str(op), taken)]
        several = self._is_list(attribute)
        if op == "in" and len(taken) > several:
            whole = comparisons.is_complete(attribute, taken, self._prompt)
            ends = self._filter_again() if self._unfiltered() else self._endings()
            tokens = [*tokens, *ends, *self._filter_again()] if whole else tokens
        return tokens

    def _operators(self, attribute: AttributeDescription) -> list[str]:
        """Return the operators with which another filter of an attribute may go on."""
        ops = comparisons.operators(attribute, self._prompt)
        if attribute.name in self._owed and self._owed[attribute.name].out:
            ops = ("!=",)
        elif self._is_list(attribute):  # "names with an y" are several, too
            more = len(self._values_of(attribute.name)) > 1
            ops = ("in", "contains") if more else ("contains",)
        settled = {f.op for f in self._filters if f.attribute == attribute.name} & {"=", "in"}
        if settled or (self._brought and attribute.name not in self._brought):
            return []
        return [op for op in ops if self._left(attribute, op, ())]

    def _left(
        self, attribute: AttributeDescription, op: str, taken: Sequence[str | FilterValue]
    ) -> list[int]:
        """Return the positions of the values that may come next, none of them twice."""
        words = attribute.type == "STR"  # a cell that several hold is compared once
        same = (f for f in self._filters if f.op == op and (words or f.attribute == attribute.name))
        gone = [*taken, *(test.value for test in same)]
        values = self._prompt.values
        open_ = comparisons.choices(attribute, op, self._prompt)
        return [i for i in open_ if values[i] not in gone]

    def _is_list(self, attribute: AttributeDescription) -> bool:
        """Return whether a filter has to leave several marks of a chart that is asked for."""
        if self._prompt.current is not None or attribute.name not in self._keys():
            return False
        leaves = attribute.name in self._owed and self._owed[attribute.name].out
        return attribute.type == "STR" and not leaves and "<|op:!=|>" not in self._prompt.cued

    def _unfiltered(self) -> list[str]:
        """Return the attributes that the ask plainly filters and the chart does not yet."""
        done: dict[str, set[FilterValue]] = {}
        for test in self._filters:
            values = test.value if isinstance(test.value, tuple) else (test.value,)
            done.setdefault(test.attribute, set()).update(values)
        if self._partial:
            done.setdefault(str(self._partial[0]), set()).update(self._partial[2:])
        said = {value for values in done.values() for value in values}
        return [
            name
            for name, cells in self._owed.items()
            if (name not in done or not cells.out <= done[name])
            and not (cells.cells and cells.cells <= said)  # a cell that several attributes hold
            and self._may_compare(name)
        ]

    def _next_staying(self) -> list[str]:
        """Return what comes next of a filter on screen that stays beside a new one."""
        parts = self._filter_parts(self._stays[len(self._filters)])
        if len(self._partial) < len(parts):
            return [parts[len(self._partial)]]
        return [specials.option_token("filter")] if self._unfiltered() else self._endings()

    def _next_held(self) -> list[str]:
        """Return what comes next of the filter on screen that is written."""
        parts = self._held("filter")
        n_written = len(self._partial)
        if n_written < len(parts):
            return [parts[n_written]]
        assert self._prompt.current is not None
        more = len(self._filters) + 1 < len(self._prompt.current.options.filters)
        return [specials.option_token("filter")] if more else self._endings()

    def _filter_again(self) -> list[str]:
        """Return the token of another filter, of another attribute than the one at hand."""
        others = (name for name in self._prompt.aliases if name not in self._partial[:1])
        more = self._n_more() > 1 and any(map(self._may_compare, others))
        return [specials.option_token("filter")] if more else []

    def _endings(self) -> list[str]:
        position = len(self._charts) + 1
        if position < len(self._forced):
            return [NEXT]
        more = position < self._max_charts and len(self._feasible) > position
        return [END, NEXT] if more else [END]

    def accept(self, token: str) -> None:
        """Take the next token.

        Raises
        ------
        SpecSyntaxError
            If the token may not come here.
        """
        if token not in self.allowed():
            raise SpecSyntaxError(f"The token {token} cannot come here.", token=token)
        self._next = None
        body = token[2:-2]
        if token in (END, NEXT):
            self._close_filter()
            self._charts.append(self._chart())
            self._start_chart()
            self.done = token == END
        elif body.startswith("c:"):
            self._component = catalogue()[body[2:]]
        elif body.startswith("why:"):
            self._reason = token
            self.done = True
        elif body.startswith("p:"):
            self._channel = body[2:]
            self._given[self._channel] = []
        elif body in OPTIONS:
            self._close_filter()
            self._channel = None
            self._option = next(o for o in OPTIONS if o == body)
        else:
            self._accept_value(token, body)

    def _accept_value(self, token: str, body: str) -> None:
        name = stream.resolve_alias(token, self._prompt)
        if self._channel is not None and name is not None:
            self._given[self._channel].append(name)
            return
        value: FilterValue | None = None
        if body.startswith("v") and body[1:].isdigit():
            value = self._prompt.values[int(body[1:]) - 1]
        if self._option == "filter":
            if name is not None:
                self._partial = [name]
            elif body.startswith("op:"):
                self._partial.append(body[3:])
            elif value is not None:
                self._partial.append(value)
                if self._partial[1] != "in":
                    self._close_filter()
        elif self._option is not None:
            word = body[1:]
            chosen = value if value is not None else word
            number = self._option in ("limit", "bins")
            self._options[self._option] = int(str(chosen)) if number else str(chosen)
            self._option = None

    def _close_filter(self) -> None:
        if len(self._partial) >= 3:
            attribute, op, *values = self._partial
            value = tuple(values) if op == "in" else values[0]
            self._filters.append(Filter(str(attribute), str(op), value))  # type: ignore[arg-type]
            self._partial = []
            self._option = None

    def _chart(self) -> Chart:
        assert self._component is not None
        options, channels = self._options, self._channels()
        unit = options.get("timeUnit")
        if not self._prompt.asked and "aggregate" in options:  # nobody asked for single days
            form = choose_form(self._component, channels)
            if "timeUnit" in self._component.options:
                unit = coarser_unit(self._description, key_names(form, self._given))
        return Chart(
            self._component.name,
            channels,
            Options(
                aggregate=_text(options.get("aggregate")),
                time_unit=_text(unit),
                sort=_text(options.get("sort")),
                limit=_number(options.get("limit")),
                stack=_text(options.get("stack")),
                bins=_number(options.get("bins")),
                filters=tuple(self._filters),
            ),
        )

    def spec(self) -> VisSpec:
        """Return the answer; only after the end."""
        if not self.done:
            raise SpecSyntaxError("The solution is not complete.")
        if self._reason is not None:
            return VisSpec((), specials.reason_text(self._reason, self._prompt.lang))
        return VisSpec(tuple(self._charts))


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)


def _number(value: str | int | None) -> int | None:
    return None if value is None else int(value)


def _true_reasons(description: TableDescription) -> list[str]:
    """Return the reasons for an empty answer, less those that the table disproves."""
    attributes = description.attributes
    meanings = {a.meaning for a in attributes}
    disproved = {
        "no_time": any(
            a.type == "DATE" or a.meaning == "year" or a.order in _TIME_ORDERS for a in attributes
        ),
        "no_measure": any(a.type in NUMBER_TYPES and a.meaning is None for a in attributes),
        "no_place": {"longitude", "latitude"} <= meanings,
    }
    return [why for why in REASONS if not disproved.get(why)]


def _visible(prompt: Prompt) -> TableDescription:
    """Return the description with the attributes that have an alias."""
    description = prompt.description
    if len(prompt.aliases) == len(description.attributes):
        return description
    shown = set(prompt.aliases)
    return TableDescription(
        data_amount=description.data_amount,
        attributes=tuple(a for a in description.attributes if a.name in shown),
        keys=tuple(k for k in description.keys if set(k) <= shown),
    )


def solution_tokens(spec: VisSpec, prompt: Prompt, *, reason: str | None = None) -> list[str]:
    """Return the tokens of a solution; what the guide would read back as this spec.

    See `stream.encode_solution`; `reason` is the key of `specials.REASONS` for an
    empty answer.
    """
    if not spec.charts:
        return [specials.reason_token(reason or "no_attribute")]
    return stream.encode_solution(spec, prompt.aliases, prompt.values)
