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
    telling_units,
    time_units,
    usual_aggregates,
)
from vizapp.components.spec import Chart, FilterValue, Options, VisSpec, choose_form
from vizapp.core.errors import SpecSyntaxError
from vizapp.profile.attributes import NUMBER_TYPES, TableDescription
from vizapp.reasoning import specials, stream
from vizapp.reasoning.filters import Filters, plan
from vizapp.reasoning.specials import END, NEXT, REASONS
from vizapp.reasoning.stream import Prompt

FILTER = specials.option_token("filter")
WIDE = 7  # from this many attributes on an answer may hold several charts
MAX_CHARTS = 3
_MAX_LIMIT = 1000
_NONE_SAID: Mapping[OptionName, str | int] = {}
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
    said : mapping of str to str or int, optional
        Options with what they surely are, where the chart can have them so.
    """

    def __init__(
        self,
        prompt: Prompt,
        components: Sequence[str] = (),
        *,
        kept: frozenset[OptionName] = frozenset(),
        dropped: frozenset[OptionName] = frozenset(),
        said: Mapping[OptionName, str | int] = _NONE_SAID,
    ) -> None:
        self._dropped = dropped
        self._said = said
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
        self._plan = plan(prompt, kept="filter" in self._kept)
        self._start_chart()

    def _start_chart(self) -> None:
        self._component: ChartComponent | None = None
        self._given: dict[str, list[str]] = {}
        self._channel: str | None = None
        self._option: OptionName | None = None
        self._options: dict[OptionName, str | int] = {}
        self._filters = Filters(self._prompt, self._plan)

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
            fitting = [*self._aliases_for(self._channel)]
            return self._named_together(fitting) or self._alike(self._channel, fitting)
        if self._option is not None:
            return self._option_values(self._option)
        tokens: list[str] = []
        if self._channel is not None:
            tokens += self._aliases_for(self._channel)
            left_out = self._left_out(self._channel, tokens)
            if left_out := left_out or self._named_together(tokens):
                return left_out
        if not self._options and not self._filters.written:
            tokens += self._next_channels()
        if self._complete():
            options = self._next_options()
            tokens += options
            owed = FILTER in options and self._filters.must_begin(self._keys())
            if self._aggregate_settled() and not owed and not self._is_owed(options):
                tokens += self._endings()
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

    def _named_together(self, tokens: Sequence[str]) -> list[str]:
        """Return the aliases of what the ask names in one breath and is still to be measured."""
        assert self._component is not None
        if self._channel is None or not self._component.is_measure(self._channel):
            return []
        used = {n for names in self._given.values() for n in names}
        due = [self._prompt.alias_of(n) for n in self._prompt.together if n not in used]
        return [token for token in tokens if token in due]

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
        if self._filters.written:
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
            is_kept = option in self._kept or bool(self._said_token(option))
            if is_kept and not self._held(option) and not (option == "aggregate" and needs):
                continue  # the chart on screen has none, and nobody asked for one
            if option == "filter" and not self._filters.may_begin(self._keys()):
                continue
            tokens.append(specials.option_token(option))
            if (option == "aggregate" and needs) or (is_kept and self._held(option)):
                break
        return tokens

    def _held(self, option: OptionName) -> list[str]:
        """Return the token of what the chart on screen has of an option; none where it cannot.

        Of filters that of the option itself, as long as one of them is still to come.
        """
        if said := self._said_token(option):
            return said
        if self._prompt.current is None or option not in self._kept:
            return []
        if option == "filter":
            return [FILTER] if self._filters.stays else []
        value = dict(self._prompt.current.options.given()).get(option)
        return self._token_of(option, value)

    def _said_token(self, option: OptionName) -> list[str]:
        """Return the token of what an ask says of an option; none where it does not or cannot."""
        return self._token_of(option, self._said.get(option))

    def _token_of(self, option: OptionName, value: str | int | None) -> list[str]:
        if value is None:
            return []
        known = self._prompt.values
        is_said = isinstance(value, int) and value in known
        token = specials.value_token(known.index(value)) if is_said else specials.word_token(value)
        return [token] if token in self._open_values(option) else []

    def _is_owed(self, options: Sequence[str]) -> bool:
        """Return whether what comes next includes an option that stays."""
        return any(
            specials.option_token(name) in options and bool(self._held(name))
            for name in {*self._kept, *self._said}
        )

    def _may_coarsen(self, form: Form) -> bool:
        """Return whether a time unit may be named: by month stays what is monthly already."""
        if "timeUnit" in self._dropped or ("timeUnit" in self._kept and not self._held("timeUnit")):
            return False
        asked = self._asked_units()
        units = time_units(self._description, key_names(form, self._given))
        return not asked or not asked.isdisjoint(units)

    def _asked_units(self) -> set[str]:
        return {w for w in OPTIONS["timeUnit"] if specials.word_token(w) in self._prompt.cued}

    def _keys(self) -> tuple[str, ...]:
        """Return what the marks of the chart are named by, where it is one attribute."""
        assert self._component is not None
        keys = key_names(choose_form(self._component, self._channels()), self._given)
        return tuple(keys) if len(keys) == 1 else ()

    def _option_values(self, option: OptionName) -> list[str]:
        held = self._held(option)
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
            open_units = time_units if self._asked_units() else telling_units
            units = open_units(self._description, key_names(form, self._given))
            return [specials.word_token(u) for u in units]
        if option in ("limit", "bins"):
            fixed = [specials.word_token(n) for n in specials.FIXED_NUMBERS]
            return fixed + [
                specials.value_token(i)
                for i, v in enumerate(self._prompt.values)
                if isinstance(v, int) and 0 < v <= _MAX_LIMIT
            ]
        if option == "filter":
            tokens, ends, again = self._filters.next(self._keys())
            return [*tokens, *(self._endings() if ends else ()), *([FILTER] if again else ())]
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
            self._filters.close()
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
            self._filters.close()
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
            part = name if name is not None else value
            if self._filters.accept(body[3:] if part is None else part):
                self._filters.close()
                self._option = None
        elif self._option is not None:
            word = body[1:]
            chosen = value if value is not None else word
            number = self._option in ("limit", "bins")
            self._options[self._option] = int(str(chosen)) if number else str(chosen)
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
                filters=tuple(self._filters.written),
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
