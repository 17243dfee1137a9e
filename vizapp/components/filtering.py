"""Filters by talk: a time that is said becomes a filter of the dates, and goes again.

The dates are those named, else those on the chart, else the table's only ones. What is
plainly a wish of this kind and cannot be done is told with its reason.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace

from vizapp.components import editing
from vizapp.components.periods import Moment, Period, Step, Stretch, stretch_end, told
from vizapp.components.spec import Chart, Filter
from vizapp.core.errors import SpecError
from vizapp.profile.attributes import AttributeDescription, TableDescription

_ANY_TIME = ("0001-01-01", "9999-12-31")
_LONGEST = 120  # characters; plain wishes are shorter
# From coarse to fine, as far as it matters for what can be told apart.
_FINENESS = {"year": 0, "quarter": 1, "month": 2, "week": 3, "day": 3, "hour": 4, "minute": 5}
_PLURALS = {"year": "years", "quarter": "quarters", "month": "months", "week": "days",
            "day": "days"}  # fmt: skip
_FILTER_WORDS = r"(?:筛选|过滤)(?:条件|器)?"
_GO = r"(?:去掉|去除|取消|清除|清空|移除|删除|删掉|撤销|撤掉|解除|不要|不再|不用|关闭|关掉)"
_EN_GO = (
    r"(?:remove|clear|drop|delete|cancel|undo|take (?:away|off)|get rid of|turn off|reset|lift"
    r"|no|without|don't|do not|stop)"
)
_TIME_WORDS = frozenset(
    ("date", "dates", "time", "times", "year", "years", "month", "months", "quarter", "quarters",
     "day", "days", "period", "日期", "时间", "年份", "月份", "年", "月", "时间段")
)  # fmt: skip
_UNFILTER = (
    re.compile(
        rf"{_EN_GO}(?: (?:the|all|any|my|this|that|every|these|those|of|from|it))* ?(?P<a>.*?) ?"
        r"(?:filter(?:s|ing|ed)?|restrictions?)(?: (?:on|by|for|of|from) (?:the )?(?P<b>.+?))?"
        r"(?: (?:again|away|off|altogether|any more|anymore))?"
    ),
    re.compile(rf"(?:把|将)?{_GO}掉?(?:所有|全部|一切|对|按)?的?(?P<a>.*?)的?{_FILTER_WORDS}了?"),
    re.compile(rf"(?:把|将)?(?:所有|全部)?(?P<a>.*?)的?{_FILTER_WORDS}(?:都|全部?)?{_GO}掉?了?"),
    re.compile(rf"(?P<a>)(?:不|别|不用|不要|不再){_FILTER_WORDS}了?|unfiltered"),
    re.compile(
        r"(?:(?:show|see|use|for|over|back to|again|me|now) )*(?:all|every)(?: of)?(?: the)? "
        r"(?P<a>dates?|years?|months?|quarters?|days?|times?)(?: again)?"
    ),
    re.compile(
        r"(?:显示|看|恢复|恢复到|展示|用|要)?(?:全部|所有)的?(?P<a>时间|日期|年份|月份)(?:段|范围)?"
    ),
    re.compile(
        r"(?:(?:show|see|use|back to|me) )*(?:all(?: of)?(?: the)?|every) "
        r"(?P<every>data|rows?|records?)(?: again)?"
    ),
    re.compile(r"(?:显示|看|恢复|展示|用|要)?(?:全部|所有)的?(?P<every>数据|记录|行)"),
)


def period_edit(
    said: str, chart: Chart, description: TableDescription, today: datetime.date
) -> Chart | None:
    """Return the chart with the rows of the time that is said alone, None where none is.

    Parameters
    ----------
    said : str
        Casefolded, without politeness and closing marks.
    chart : Chart
        What is on screen.
    description : TableDescription
        Of its table.
    today : date
        For what counts from it, such as last year.

    Raises
    ------
    SpecError
        If it is plainly a time, and the table or the chart does not allow it.
    """
    if len(said) > _LONGEST:
        return None
    for rest, named in _readings(said, description):
        time = told(rest, today)
        if time is not None:
            return _made(time, named, chart, description)
    return None


def _readings(
    said: str, description: TableDescription
) -> Iterator[tuple[str, AttributeDescription | None]]:
    """Yield the words as they are, then without the name of a column of dates in them."""
    if any(name.casefold() == said for name in description.names):
        return  # a column that is called 2023
    yield said, None
    for attribute in sorted(_dated(description), key=lambda a: -len(a.name)):
        name = re.escape(" ".join(attribute.name.split()).casefold())
        edge = r"\b" if name.isascii() else ""
        called = rf"(?:\bthe )?{edge}{name}{edge}(?: (?:is|are)\b|是|为|在)?"
        parts = re.split(called, said, maxsplit=1)
        if len(parts) == 2:
            yield " ".join(" ".join(parts).split()), attribute


def _dated(description: TableDescription) -> list[AttributeDescription]:
    """Return the columns that tell a time; years in whole numbers do where no dates are."""
    dates = [a for a in description.attributes if a.type == "DATE"]
    years = [a for a in description.attributes if a.meaning == "year" and a.type == "INT"]
    return dates or years


def _made(
    time: Period | Stretch,
    named: AttributeDescription | None,
    chart: Chart,
    description: TableDescription,
) -> Chart | None:
    dated = _dated(description)
    if _may_be_values(time, description, dated=bool(dated)):
        return None
    attribute = named or _meant(chart, dated)
    filters = _filters(time, attribute, chart)
    if filters is None:
        return None
    before = editing.filters_of(chart, attribute.name)
    made = editing.set_filters(chart, attribute.name, _joined(time, before, filters), description)
    return made if filters[0] in made.options.filters else None


def _may_be_values(time: Period | Stretch, description: TableDescription, *, dated: bool) -> bool:
    """Return whether what is said may be values of a column without dates.

    March of a column of months, 2023 among whole numbers or in words such as FY 2023, and
    any two numbers that amounts may lie between.
    """
    if not isinstance(time, Period) or time.bound not in ("within", "without"):
        return False
    if time.first.year is None:
        return any(a.order == "month" for a in description.attributes)
    if dated or time.first.step != "year":
        return False
    year = time.first.year
    return time.first != time.last or any(
        _has_years(attribute, year) for attribute in description.attributes
    )


def _has_years(attribute: AttributeDescription, year: int) -> bool:
    if attribute.type == "INT" and attribute.range is not None:
        low, high = (float(end) for end in attribute.range)
        return low <= year <= high
    return any(re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", said) for said in attribute.samples)


def _meant(chart: Chart, dated: list[AttributeDescription]) -> AttributeDescription:
    """Return whose dates are meant: those of the axis before others of the chart."""
    if not dated:
        raise SpecError("The table has no column of dates.")
    for names in (chart.key_names, chart.attributes()):
        there = [a for a in dated if a.name in names]
        if len(there) == 1:
            return there[0]
    if len(dated) == 1:
        return dated[0]
    several = ", ".join(a.name for a in dated[:4])
    raise SpecError(f"Several columns hold dates: {several}.", hint="Name one of them.")


def _filters(
    time: Period | Stretch, attribute: AttributeDescription, chart: Chart
) -> tuple[Filter, ...] | None:
    low, high = (str(end) for end in attribute.range or _ANY_TIME)
    if attribute.range is None and (isinstance(time, Stretch) or time.first.year is None):
        return None  # whose end or year would it be?
    if isinstance(time, Stretch):
        return _of_stretch(time, attribute, chart, low, high)
    first, last = (_in_year(m, low, high) for m in (time.first, time.last))
    _must_know(attribute, max((first.step, last.step), key=lambda step: _FINENESS[step]))
    begin, end = first.begin, last.end
    starts, ends = time.bound in ("within", "since", "after"), time.bound in (
        "within", "until", "before")  # fmt: skip
    nothing = (
        (starts and begin > high[: len(begin)])
        or (time.bound == "after" and end >= high[: len(end)])
        or (ends and (begin if time.bound == "before" else end) < low[: len(end)])
        or (time.bound == "before" and begin <= low[: len(begin)])
    )
    if nothing:
        if time.bound == "within" and not _is_near(first, low, high):
            return None  # between 1500 and 1800 are amounts
        raise SpecError(
            f"“{attribute.name}” has no row in that time.",
            hint=f"The dates run from {low} to {high}.",
        )
    single = {"since": (">=", begin), "after": (">", end), "until": ("<=", end),
              "before": ("<", begin)}  # fmt: skip
    if time.bound in single:
        tests = [single[time.bound]]
    elif begin == end:
        tests = [("=" if time.bound == "within" else "!=", begin)]
    elif time.bound == "within":
        tests = [(">=", begin), ("<=", end)]
    else:
        return None  # a filter leaves out one value, not several in a row
    return tuple(Filter(attribute.name, op, _value(text, attribute)) for op, text in tests)


def _of_stretch(
    time: Stretch, attribute: AttributeDescription, chart: Chart, low: str, high: str
) -> tuple[Filter, ...]:
    yearly = attribute.type == "INT" or attribute.granularity == "year"
    if time.unit == "year" and not yearly and chart.options.time_unit != "year":
        time = replace(time, unit="month", n=12 * time.n)  # the year until the data end
        if attribute.granularity == "quarter":
            time = replace(time, unit="quarter", n=time.n // 3)
    _must_know(attribute, time.unit)
    text = stretch_end(time, low, high)
    return (Filter(attribute.name, ">=" if time.at_end else "<=", _value(text, attribute)),)


def _value(text: str, attribute: AttributeDescription) -> str | int:
    return int(text[:4]) if attribute.type == "INT" else text


def _in_year(moment: Moment, low: str, high: str) -> Moment:
    """Return the moment with its year, which the data tell where they are of one year."""
    if moment.year is not None:
        return moment
    if low[:4] != high[:4]:
        raise SpecError("The year was not said.", hint=f"The dates run from {low} to {high}.")
    return replace(moment, year=int(low[:4]))


def _is_near(moment: Moment, low: str, high: str) -> bool:
    """Return whether that year is one that people of these data speak of."""
    year = moment.year or 0
    return int(low[:4]) - 50 <= year <= int(high[:4]) + 50


def _must_know(attribute: AttributeDescription, step: Step) -> None:
    own = "year" if attribute.type == "INT" else attribute.granularity
    if own in _PLURALS and _FINENESS[step] > _FINENESS[own]:
        raise SpecError(f"“{attribute.name}” knows {_PLURALS[own]}, nothing finer.")


def _joined(
    time: Period | Stretch, before: tuple[Filter, ...], new: tuple[Filter, ...]
) -> tuple[Filter, ...]:
    """Return the new filters with those of before that they narrow.

    What is left out, is left out of the rows on screen; an end joins the other end that
    an earlier wish gave, unless nothing lies between them. All else takes their place.
    """
    if isinstance(time, Period) and time.bound == "without":
        alone = {item.value for item in new}
        return tuple(dict.fromkeys((*(f for f in before if f.value not in alone), *new)))
    gone = tuple(item for item in before if item.op == "!=")
    if len(new) != 1 or new[0].op == "=":
        return (*gone, *new)
    low = new[0].op in (">", ">=")
    others = [item for item in before if item.op in (("<", "<=") if low else (">", ">="))]
    if any(_is_empty(*((new[0], item) if low else (item, new[0]))) for item in others):
        others = []
    return (*gone, *others, *new) if not low else (*gone, *new, *others)


def _is_empty(low: Filter, high: Filter) -> bool:
    """Return whether nothing lies between two ends, which may be of different length."""
    begin, end = str(low.value), str(high.value)
    n = min(len(begin), len(end))
    if begin[:n] != end[:n]:
        return begin[:n] > end[:n]
    # 2023 and later, before 2023; but before June 2023 there is some of it.
    return (low.op == ">" and len(begin) == n) or (high.op == "<" and len(end) == n)


def unfilter_edit(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    """Return the chart without the filters that the words take away, None where they do not.

    All of them go, or those of a column, of the dates, or of a value that is named.
    """
    match = next((m for m in (p.fullmatch(said) for p in _UNFILTER) if m), None)
    if match is None:
        return None
    named = match.groupdict()
    if "every" in named and chart.options.limit is not None:
        return None  # all rows may mean all of the top five's others as well
    filters = chart.options.filters
    word = (named.get("a") or named.get("b") or "").strip()
    if word:
        gone = _of_word(word, chart, description)
        if gone is None:
            return None
        filters = tuple(item for item in filters if item not in gone)
    else:
        filters = ()
    return replace(chart, options=replace(chart.options, filters=filters))


def _of_word(word: str, chart: Chart, description: TableDescription) -> tuple[Filter, ...] | None:
    """Return the chart's filters that a word names, None where it names nothing."""
    name = column_named(word, description)
    if name is not None:
        return editing.filters_of(chart, name)
    if word in _TIME_WORDS:
        dated = {a.name for a in _dated(description)}
        return tuple(item for item in chart.options.filters if item.attribute in dated)
    found = tuple(f for f in chart.options.filters if word in str(f.value).casefold())
    return found or None


def column_named(said: str | None, description: TableDescription) -> str | None:
    """Return the one column that the words name: as a whole, or as the only one with them."""
    if not said or not said.strip():
        return None
    said = said.strip()
    plain = {name: " ".join(name.split()).casefold() for name in description.names}
    whole = [name for name, text in plain.items() if text == said]
    parts = whole or [name for name, text in plain.items() if said in text]
    return parts[0] if len(parts) == 1 else None
