"""Questions written from charts, and charts edited by what a person says next.

nvBench asks in English about tables with English headers. Here any chart of any
table becomes a question in Chinese or English, put together from the authored
phrases of ``vocabulary/phrases.tsv``: what is measured, how the chart is called,
how it is grouped, ordered, cut and filtered. A quarter of the phrases is kept
for measuring and never taught.
"""

from __future__ import annotations

import dataclasses
import functools
import random
import re
from collections.abc import Callable, Mapping, Sequence

from vizapp.components.catalogue import catalogue
from vizapp.components.check import check_chart
from vizapp.components.declare import candidates
from vizapp.components.fit import (
    MEASURE_AGGREGATES,
    counts_rows,
    key_names,
    must_aggregate,
    option_applies,
    time_units,
    usual_stack,
)
from vizapp.components.spec import Chart, Filter, Options
from vizapp.core.language import Lang, has_cjk
from vizapp.profile.additivity import default_aggregate
from vizapp.profile.attributes import NUMBER_TYPES, TableDescription
from vizapp.reasoning import concepts
from vizapp.reasoning.linking import name_terms
from vizapp.training import lexicon

_HELD_EVERY = 4  # every fourth phrase of a kind is kept for measuring
_KEY = {"pie": "category", "treemap": "category"}
_VALUE = {"pie": "value", "treemap": "value"}
CHART_WORDS: Mapping[str, Mapping[Lang, tuple[str, ...]]] = {
    "column": {
        "zh": ("柱状图", "柱形图", "直条图", "条状图"),
        "en": ("bar chart", "column chart", "bar graph", "vertical bar chart"),
    },
    "bar": {
        "zh": ("条形图", "横向条形图", "横着的柱状图"),
        "en": ("horizontal bar chart", "horizontal bars", "barh chart"),
    },
    "line": {"zh": ("折线图", "线图", "曲线图"), "en": ("line chart", "line graph", "trend line")},
    "area": {"zh": ("面积图",), "en": ("area chart", "area graph")},
    "pie": {"zh": ("饼图", "饼状图"), "en": ("pie chart", "pie", "pie graph")},
    "boxplot": {"zh": ("箱线图", "盒须图"), "en": ("box plot", "boxplot")},
    "treemap": {"zh": ("矩形树图", "树图"), "en": ("treemap", "tree map")},
    "heatmap": {"zh": ("热力图",), "en": ("heatmap", "heat map")},
    "scatter": {"zh": ("散点图",), "en": ("scatter plot", "scatter chart", "scatter")},
    "histogram": {"zh": ("直方图",), "en": ("histogram",)},
}
UNIT_WORDS: Mapping[str, Mapping[Lang, tuple[str, ...]]] = {
    "year": {"zh": ("年", "年度"), "en": ("year",)},
    "quarter": {"zh": ("季度", "季"), "en": ("quarter",)},
    "month": {"zh": ("月", "月份"), "en": ("month",)},
    "week": {"zh": ("周",), "en": ("week",)},
    "weekday": {"zh": ("星期几", "星期", "周几"), "en": ("weekday", "day of the week")},
    "day": {"zh": ("天", "日"), "en": ("day",)},
    "hour": {"zh": ("小时",), "en": ("hour",)},
}
_AGGREGATE_SAID: Mapping[str, Mapping[Lang, tuple[str, ...]]] = {
    "sum": {"zh": ("总和", "求和", "合计"), "en": ("total", "sum")},
    "mean": {"zh": ("平均值", "平均", "均值"), "en": ("average", "mean")},
    "median": {"zh": ("中位数",), "en": ("median",)},
    "min": {"zh": ("最小值", "最低值"), "en": ("minimum", "lowest")},
    "max": {"zh": ("最大值", "最高值"), "en": ("maximum", "highest")},
}


@functools.cache
def phrases(kind: str, lang: Lang, *, held: bool) -> tuple[str, ...]:
    """Return the phrases of a kind: those that are taught, or those kept for measuring."""
    every = [r["text"] for r in lexicon.rows("phrases") if (r["kind"], r["lang"]) == (kind, lang)]
    if len(every) < _HELD_EVERY:
        return tuple(every)
    kept = [t for i, t in enumerate(every) if (i % _HELD_EVERY == _HELD_EVERY - 1) == held]
    return tuple(kept)


Said = Callable[[str], str]  # how a person calls an attribute


def say_name(name: str, lang: Lang, rng: random.Random) -> str:
    """Return how a person calls an attribute: as it stands, spelled out, translated."""
    bare = re.sub(r"\s*[(\[\uff08].*?[)\]\uff09]", "", name).strip() or name
    if has_cjk(bare):
        if lang == "en":
            return _translated(bare, lang, rng) or bare
        return bare
    words = re.sub(r"(?<=[a-z\d])(?=[A-Z])", " ", bare)
    words = re.sub(r"[_.\s]+", " ", words).strip() or bare
    if lang == "zh":
        draw = rng.random()
        chinese = _translated(bare, lang, rng)
        if chinese and draw < 0.6:
            return chinese
        return bare if draw < 0.8 else words.lower()
    return bare if rng.random() < 0.5 else words.lower()


def _translated(name: str, lang: Lang, rng: random.Random) -> str | None:
    """Return a name in the other language, None where the glossary lacks a word."""
    terms = name_terms(name)
    if not terms or sum(map(len, terms)) < 0.7 * len(re.sub(r"[\W_\d]", "", name)):
        return None
    said = []
    for term in terms:
        choices = (term,) if term.isdigit() else concepts.words(term, lang)
        if not choices:
            return None
        said.append(choices[0] if rng.random() < 0.7 else rng.choice(choices[:4]))
    return ("" if lang == "zh" else " ").join(dict.fromkeys(said))


def write_question(
    chart: Chart,
    description: TableDescription,
    lang: Lang,
    rng: random.Random,
    *,
    held: bool = False,
    say: Said | None = None,
) -> str | None:
    """Return a question that this chart answers, None when its parts cannot be said.

    Parameters
    ----------
    chart : Chart
        One of the charts of `CHART_WORDS`, its aggregate settled.
    description : TableDescription
        Its table.
    lang : Lang
        The question's language.
    rng : Random
        Chooses the words.
    held : bool
        Whether to use the phrases that are kept for measuring.
    say : callable, optional
        How attributes are called; `say_name` by default.
    """
    called = say or (lambda name: say_name(name, lang, rng))

    def pick(kind: str) -> str:
        return rng.choice(phrases(kind, lang, held=held))

    options, component = chart.options, chart.component
    x = _one(chart, _KEY.get(component, "x"))
    y = _one(chart, _VALUE.get(component, "y"))
    if x is None or len(chart.names("y")) > 1 or component not in CHART_WORDS:
        return None
    slots = {"x": called(x), "y": called(y) if y else "", "n": str(options.limit)}
    group = _one(chart, "group")
    usual = options.stack == usual_stack(options.aggregate)
    # Most people name both in one breath: "sales by region and product".
    together = group is not None and usual and component != "scatter" and rng.random() < 0.6
    if together and not options.time_unit:
        slots["x"] = pick("keys").format(x=slots["x"], g=called(str(group)))
    slots["v"] = {"zh": "数量", "en": "the number"}[lang] if y is None else slots["y"]
    if options.time_unit:
        slots["t"] = rng.choice(UNIT_WORDS[options.time_unit][lang])
        if y is None:
            core = pick("count_time").format(**slots)
        else:
            measure = pick(f"m_{options.aggregate}").format(**slots)
            core = pick("y_time").format(m=measure, **slots)
    elif component == "scatter":
        core = pick("pair").format(**slots)
    elif y is None:
        core = pick("count").format(**slots)
    else:
        # "Sales by region": a sum goes without saying, as does the mean of a rate.
        known = description.attribute(y)
        unsaid = known is not None and options.aggregate == default_aggregate(known)
        unsaid = unsaid and rng.random() < 0.35
        core = pick("plain" if unsaid else options.aggregate or "plain").format(**slots)
    if together and options.time_unit:
        core = pick("parted").format(q=core, g=called(str(group)))
    named = component not in ("column", "line") or rng.random() < 0.75
    trend = component == "line" and not named
    frame = pick("frame_chart" if named else "frame_trend" if trend else "frame_plain")
    text = frame.format(q=core, c=rng.choice(CHART_WORDS[component][lang]))
    clauses = [_filter(item, called, pick, lang) for item in options.filters]
    if group is not None and not together:
        kind = (
            "stack" if options.stack == "stacked" and (not usual or rng.random() < 0.5) else "group"
        )
        clauses.append(pick(kind).format(g=called(group)))
        if options.stack == "grouped" and not usual:
            clauses.append(pick("edit_unstack"))
    if options.sort:
        way = "desc" if options.sort.startswith("-") else "asc"
        axis = options.sort[-1]
        if options.limit is not None:
            clauses.append(pick(f"limit_{way}").format(**slots))
        if options.limit is None or axis == "x" or rng.random() < 0.4:
            clauses.append(pick(f"sort_{axis}_{way}").format(**slots))
    return _joined(text, [c for c in clauses if c], lang, rng)


def _one(chart: Chart, channel: str) -> str | None:
    names = chart.names(channel)
    return names[0] if names else None


def _filter(item: Filter, called: Said, pick: Callable[[str], str], lang: Lang) -> str:
    values = item.value if isinstance(item.value, tuple) else (item.value,)
    joined = {"zh": "或", "en": " or "}[lang].join(map(str, values))
    op = "=" if item.op == "in" else item.op
    return pick(f"filter_{op}").format(f=called(item.attribute), w=joined)


def _joined(text: str, clauses: Sequence[str], lang: Lang, rng: random.Random) -> str:
    comma = (
        rng.choice(("\uff0c", "\uff0c", ",", " "))
        if lang == "zh"
        else rng.choice((", ", ", and ", " "))
    )
    if clauses and rng.random() < 0.1:
        return comma.join([*clauses, text])
    end = ("", "", "\u3002", "\uff1f") if lang == "zh" else ("", ".", "?", " please")
    return comma.join([text, *clauses]) + rng.choice(end)


# ---- charts at random ---------------------------------------------------------


def settled(chart: Chart, description: TableDescription) -> Chart:
    """Return the chart with the options that apply and an aggregate where one is needed."""
    component, form, given = chart.declaration, chart.form, dict(chart.channels)
    options = chart.options
    units = time_units(description, key_names(form, given))
    unit = options.time_unit if options.time_unit in units else None
    if "timeUnit" not in component.options:
        unit = None
    aggregate = options.aggregate
    needs = must_aggregate(form, given, description) or unit is not None
    if "aggregate" not in component.options or not needs:
        aggregate = None
    elif counts_rows(form, given):
        aggregate = "count"
    elif aggregate not in MEASURE_AGGREGATES:
        measures = [n for c in form.measures for n in given.get(c.name, ())]
        attribute = description.attribute(measures[0]) if measures else None
        aggregate = default_aggregate(attribute) if attribute is not None else "sum"
    stacks = option_applies("stack", component, form, given, description)
    limited = "limit" in component.options
    return dataclasses.replace(
        chart,
        options=dataclasses.replace(
            options,
            aggregate=aggregate,
            time_unit=unit,
            sort=options.sort if "sort" in component.options else None,
            limit=options.limit if limited else None,
            stack=options.stack if stacks else None,
            bins=None,
        ),
    )


def with_stack(chart: Chart) -> Chart:
    """Return the chart, its columns stacked or not as usual where that is open."""
    grouped = chart.component in ("column", "bar") and chart.names("group")
    if not grouped or chart.options.stack:
        return chart
    stack = usual_stack(chart.options.aggregate)
    return dataclasses.replace(chart, options=dataclasses.replace(chart.options, stack=stack))


def make_chart(component: str, options: Options = Options(), **channels: str | None) -> Chart:  # noqa: B008 - frozen
    """Return a chart of single attributes by channel, in the component's order."""
    order = [c.name for c in catalogue()[component].channels]
    given = tuple((c, (channels[c],)) for c in order if channels.get(c))
    return Chart(component, given, options)  # type: ignore[arg-type]


def random_chart(
    description: TableDescription, cells: Mapping[str, Sequence[object]], rng: random.Random
) -> Chart | None:
    """Return a chart that somebody might ask for, None when the draw fits nothing.

    What people ask for is not what a table calls for: any column may be
    compared with any other, as in nvBench.
    """
    component = rng.choices(
        ("column", "bar", "line", "pie", "scatter", "area", "treemap", "heatmap", "boxplot"),
        (46, 8, 16, 12, 8, 3, 2, 0, 0),
    )[0]
    dull = rng.random() < 0.7  # row numbers are asked for now and then
    keys = [
        a
        for a in description.attributes
        if a.value_amount >= 2 and not (dull and a.meaning == "id")
    ]
    words = [a for a in keys if a.type not in NUMBER_TYPES or a.value_amount <= 12]
    times = [a for a in keys if a.type == "DATE" or a.meaning == "year"]
    numbers = [a for a in keys if a.type in NUMBER_TYPES]
    if catalogue()[component].shows_course:
        words = times or words
    elif rng.random() < 0.12 and times:
        words = times
    if component == "scatter":
        if len(numbers) < 2:
            return None
        a, b = rng.sample(numbers, 2)
        group = rng.choice([w.name for w in words] or [None]) if rng.random() < 0.15 else None
        chart = make_chart("scatter", x=a.name, y=b.name, group=group)
    else:
        if not words:
            return None
        x = rng.choice(words)
        rest = [a.name for a in numbers if a.name != x.name]
        y = rng.choice(rest) if rest and rng.random() < 0.6 else None
        options = Options(
            aggregate=rng.choices(
                (None, "mean", "sum", "max", "min", "median"), (3, 4, 4, 2, 2, 0.7)
            )[0]
        )
        units = time_units(description, [x.name])
        if units and rng.random() < 0.65:
            options = dataclasses.replace(options, time_unit=rng.choice(units))
        if rng.random() < 0.5 and component not in ("pie", "treemap"):
            options = dataclasses.replace(options, sort=rng.choice(("x", "-x", "y", "-y")))
            if rng.random() < 0.2:
                options = dataclasses.replace(
                    options, sort=rng.choice(("-y", "-y", "y")), limit=rng.choice((3, 5, 10))
                )
        group = None
        others = [a.name for a in words if a.name != x.name and 2 <= a.value_amount <= 12]
        if others and rng.random() < 0.2 and component in ("column", "bar", "line", "area"):
            group = rng.choice(others)
            options = dataclasses.replace(
                options, stack=rng.choice(("stacked", "stacked", "grouped", None))
            )
        if component in ("pie", "treemap"):
            chart = make_chart(component, options, category=x.name, value=y)
        else:
            chart = make_chart(component, options, x=x.name, y=y, group=group)
    chart = settled(chart, description)
    chart = with_stack(chart)
    if rng.random() < 0.2:
        found = random_filter(description, cells, rng)
        if found is not None:
            chart = dataclasses.replace(
                chart, options=dataclasses.replace(chart.options, filters=(found,))
            )
    return None if check_chart(chart, description) else chart


def random_filter(
    description: TableDescription, cells: Mapping[str, Sequence[object]], rng: random.Random
) -> Filter | None:
    """Return a filter by a cell's value or around a number."""
    attribute = rng.choice(description.attributes)
    values = [v for v in cells.get(attribute.name, ()) if v not in (None, "")]
    if not values:
        return None
    value = rng.choice(values)
    headers = {a.name.casefold() for a in description.attributes}  # an ask would mean the column
    if attribute.type == "STR" and isinstance(value, str) and value.casefold() in headers:
        return None
    if attribute.type == "STR" and isinstance(value, str) and 1 < len(value) <= 24:
        return Filter(attribute.name, rng.choice(("=", "=", "=", "!=")), value)
    if attribute.type in NUMBER_TYPES:
        try:
            number = float(str(value))
        except ValueError:
            return None
        if not 1 <= abs(number) < 1e9:
            return None
        shown: int | float = int(number) if abs(number) >= 20 else round(number, 1)
        if float(shown).is_integer():
            shown = int(shown)
        return Filter(attribute.name, rng.choice((">", ">", "<", ">=", "<=")), shown)
    return None


# ---- what a person says next --------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Edit:
    """A follow-up ask and the chart that it leads to."""

    ask: str
    chart: Chart


def random_edit(
    chart: Chart,
    description: TableDescription,
    cells: Mapping[str, Sequence[object]],
    lang: Lang,
    rng: random.Random,
    *,
    held: bool = False,
) -> Edit | None:
    """Return an edit of a chart that keeps all else, None when the draw fits nothing."""
    options, component = chart.options, chart.component
    takes = chart.declaration.options
    key, value = _KEY.get(component, "x"), _VALUE.get(component, "y")
    x, y, group = _one(chart, key), _one(chart, value), _one(chart, "group")
    if x is None or any(len(names) > 1 for _, names in chart.channels):
        return None
    changes: list[str] = ["component", "component"]
    changes += ["aggregate"] if options.aggregate and y else []
    changes += ["time", "time"] if time_units(description, [x]) and "timeUnit" in takes else []
    changes += ["sort", "sort"] if "sort" in takes else []
    changes += ["limit"] if "limit" in takes and options.limit is None else []
    changes += ["unlimit"] if options.limit is not None else []
    changes += ["unsort"] if options.sort and options.limit is None else []
    takes_group = any(c.name == "group" for c in chart.declaration.channels)
    changes += ["group", "group"] if takes_group and group is None else []
    changes += ["ungroup"] if group else []
    changes += ["stack"] if group and "stack" in takes else []
    changes += ["unfilter", "unfilter"] if options.filters else ["filter", "filter"]
    changes += ["y", "y"] if y else []
    changes += ["x"]
    change = rng.choice(changes)
    kind = f"edit_{change}"
    slots: dict[str, str] = {"x": say_name(x, lang, rng)}
    used = {n for _, names in chart.channels for n in names}
    given = {name: names[0] for name, names in chart.channels}
    new, kept = options, component
    if change == "component":
        kept = rng.choice(
            [
                c
                for c in ("column", "bar", "line", "area", "pie", "scatter", "treemap")
                if c != component
            ]
        )
        if (component == "scatter") != (kept == "scatter") and rng.random() < 0.7:
            return None
        given = {_KEY.get(kept, "x"): x, _VALUE.get(kept, "y"): y or ""}
        if group and any(c.name == "group" for c in catalogue()[kept].channels):
            given["group"] = group
        slots["c"] = rng.choice(CHART_WORDS[kept][lang])
    elif change == "aggregate":
        word = rng.choice([w for w in _AGGREGATE_SAID if w != options.aggregate])
        new = dataclasses.replace(options, aggregate=word)
        slots["a"] = rng.choice(_AGGREGATE_SAID[word][lang])
    elif change == "time":
        unit = rng.choice(time_units(description, [x]))
        new = dataclasses.replace(options, time_unit=unit)
        slots["t"] = rng.choice(UNIT_WORDS[unit][lang])
    elif change == "sort":
        word = rng.choice(("-y", "-y", "y", "x", "-x"))
        new = dataclasses.replace(options, sort=word)
        kind = f"edit_sort_{word[-1]}_{'desc' if word.startswith('-') else 'asc'}"
    elif change == "unsort":
        new = dataclasses.replace(options, sort=None)
    elif change == "limit":
        number = rng.choice((3, 5, 5, 10, 10, 15, 20))
        new = dataclasses.replace(options, sort="-y", limit=number)
        slots["n"] = _number(number, lang, rng)
    elif change == "unlimit":
        new = dataclasses.replace(options, limit=None)
    elif change == "group":
        free = [n for n in _groupable(chart, description) if n not in used]
        if not free:
            return None
        given["group"] = rng.choice(free)
        slots["g"] = say_name(given["group"], lang, rng)
    elif change == "ungroup":
        slots["g"] = say_name(given.pop("group"), lang, rng)
        new = dataclasses.replace(options, stack=None)
    elif change == "stack":
        word = rng.choice([w for w in ("stacked", "grouped", "percent") if w != options.stack])
        new = dataclasses.replace(options, stack=word)
        kind = {"stacked": "edit_stack", "grouped": "edit_unstack"}.get(word, "edit_percent")
    elif change == "filter":
        found = random_filter(description, cells, rng)
        if found is None:
            return None
        new = dataclasses.replace(options, filters=(*options.filters, found))
        text = _filter(
            found,
            lambda name: say_name(name, lang, rng),
            lambda name: rng.choice(phrases(name, lang, held=held)),
            lang,
        )
        return _edited(chart, kept, given, new, description, text)
    elif change == "unfilter":
        new = dataclasses.replace(options, filters=())
    elif change == "y":
        free = [
            a.name
            for a in description.attributes
            if a.type in NUMBER_TYPES and a.name not in used and a.value_amount > 1
        ]
        if not free:
            return None
        given[value] = rng.choice(free)
        slots["y"] = say_name(given[value], lang, rng)
        if options.aggregate is not None:
            attribute = description.attribute(given[value])
            old = description.attribute(str(y))
            if (
                attribute is not None
                and old is not None
                and (options.aggregate == default_aggregate(old))
            ):
                new = dataclasses.replace(options, aggregate=default_aggregate(attribute))
    elif change == "x":
        free = [
            a.name
            for a in description.attributes
            if a.name not in used
            and 2 <= a.value_amount <= 60
            and (a.type not in NUMBER_TYPES or a.value_amount <= 12 or a.meaning == "year")
        ]
        if not free:
            return None
        given[key] = rng.choice(free)
        slots["x"] = say_name(given[key], lang, rng)
        new = dataclasses.replace(options, time_unit=None)
    text = rng.choice(phrases(kind, lang, held=held)).format(**slots)
    return _edited(chart, kept, given, new, description, text)


def _edited(
    chart: Chart,
    component: str,
    given: Mapping[str, str],
    options: Options,
    description: TableDescription,
    ask: str,
) -> Edit | None:
    known = {c.name for c in catalogue()[component].channels}
    if not set(given) <= known:
        return None
    new = with_stack(settled(make_chart(component, options, **given), description))
    if new == chart or check_chart(new, description):
        return None
    if new.options.filters != options.filters:
        return None
    return Edit(ask, new)


def _groupable(chart: Chart, description: TableDescription) -> list[str]:
    channel = next(c for c in chart.declaration.channels if c.name == "group")
    return [
        n
        for n in candidates(channel, description)
        if (a := description.attribute(n)) is not None and 2 <= a.value_amount <= 12
    ]


def _number(number: int, lang: Lang, rng: random.Random) -> str:
    """Return a small number in digits or, in Chinese, in its character."""
    characters = {3: "三", 5: "五", 10: "十", 20: "二十", 15: "十五"}
    return characters[number] if lang == "zh" and rng.random() < 0.4 else str(number)
