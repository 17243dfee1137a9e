"""Hand rules for measures along time and across categories."""

from __future__ import annotations

from collections.abc import Sequence

from vizapp.reasoning.facts import Attribute, Facts, bounds, says
from vizapp.reasoning.rule import Proposal, first, rule

# --- time -------------------------------------------------------------------


@rule("line", zh="数值随时间变化,关心趋势", en="a measure follows time, so the trend matters")
def trend_over_time(f: Facts) -> Proposal | None:
    """Match measures along a time attribute."""
    if f.time is None or not f.measures:
        return None
    score = 8.0
    if f.time.type != "DATE":
        score = 7.5 if f.time.value_amount > 4 else 6.6
    if f.time.value_amount <= 2:
        score = 4.0
    group = f.group_for(f.time.name)
    measures = f.measures[:1] if group else f.alike(f.measures)
    if group and f.description.repeats((f.time.name, group.name)):
        score -= 0.8
    return Proposal(score, {"x": [f.time], "y": measures, "group": [group]})


@rule(
    "area",
    zh="可累加的数值随时间变化,也能看总量",
    en="an additive measure follows time, so its total can be shown too",
)
def total_over_time(f: Facts) -> Proposal | None:
    """Match an additive measure along a time attribute."""
    if f.time is None or not f.measures or f.time.value_amount < 4:
        return None
    if f.is_rate(f.measures[0]) or not f.non_negative(f.measures[0]):
        return None
    group = f.group_for(f.time.name)
    return Proposal(6.2 if group else 5.4, {"x": [f.time], "y": f.measures[:1], "group": [group]})


@rule(
    "dualAxes",
    zh="两个数值的单位或量级不同,需要两个刻度",
    en="two measures differ in unit or size, so they need two scales",
)
def two_scales(f: Facts) -> Proposal | None:
    """Match two measures of different scale over one unique x."""
    x = f.time or f.category
    if x is None or not 2 <= len(f.measures) <= 4 or not f.is_unique(x):
        return None
    first = f.measures[0]
    other = next((m for m in f.measures[1:] if not f.same_scale(first, m)), None)
    if other is None:
        return None
    score = 8.6 if len(f.measures) == 2 else 7.9
    if x is not f.time and (len(f.measures) == 3 or f.correlated(first, other)):
        score = 6.8  # items with related measures: rather a scatter plot
    if x.value_amount > 40 or x.value_amount < 3:
        score = 5.5
    return Proposal(score, {"x": [x], "y": [first], "y2": [other]})


@rule(
    "candlestick",
    zh="每个时点有开盘、最高、最低、收盘四个价格",
    en="every date has open, high, low and close prices",
)
def four_prices(f: Facts) -> Proposal | None:
    """Match open, high, low and close beside a time."""
    if f.time is None:
        return None
    found: dict[str, list[Attribute | None]] = {"x": [f.time]}
    used: set[str] = set()
    for channel in ("open", "high", "low", "close"):
        match = next((m for m in f.measures if says(m, channel) and m.name not in used), None)
        if match is None:
            return None
        used.add(match.name)
        found[channel] = [match]
    return Proposal(9.8, found)


@rule("gantt", zh="每个任务有开始和结束时间", en="every task has a start and an end")
def start_and_end(f: Facts) -> Proposal | None:
    """Match two dates, or two numbers named start and end, beside a label."""
    labels = [a for a in f.attributes if a.type == "STR" and a.value_amount]
    dates = [a for a in f.attributes if a.type == "DATE"]
    begin = first([a for a in dates if says(a, "begin")])
    end = first([a for a in dates if says(a, "end") and a is not begin])
    score = 9.3
    if begin is None or end is None:
        if len(dates) == 2 and not f.measures:
            begin, end, score = dates[0], dates[1], 7.5
        else:
            numbers = f.measures
            begin = first([a for a in numbers if says(a, "begin")])
            end = first([a for a in numbers if says(a, "end") and a is not begin])
            score = 8.4
    if begin is None or end is None or not labels:
        return None
    label = first([a for a in labels if f.is_unique(a)]) or labels[0]
    group = first([a for a in f.dimensions if a is not label and a.value_amount <= 12])
    return Proposal(score, {"label": [label], "start": [begin], "end": [end], "group": [group]})


# --- categories -------------------------------------------------------------


def _compared(f: Facts) -> tuple[Attribute, Attribute | None, Sequence[Attribute]] | None:
    """Return what is compared: by which attribute, in which groups, which measures."""
    x = f.category or f.time
    if x is None or not f.measures:
        return None
    few = f.time is not None and f.time.value_amount <= 3 and x.value_amount <= 12
    if f.time is not None and x is not f.time and few and len(f.measures) == 1 and f.is_unique(x):
        return f.time, x, f.measures  # a handful of rows: the periods stand side by side
    group = f.group_for(x.name) or _companion(f, x)
    return x, group, f.measures[:1] if group else f.alike(f.measures, 4)


def _companion(f: Facts, x: Attribute) -> Attribute | None:
    """Return the other dimension of a small table with one measure, to colour by."""
    others = [d for d in f.dimensions if d is not x and d.value_amount <= 12]
    small = f.rows <= 12 and len(f.measures) == 1
    return others[0] if small and len(others) == 1 else None


@rule(
    "column",
    zh="各类别各有一个数值,需要比较大小",
    en="each category has a value and the values are compared",
)
def compare_categories(f: Facts) -> Proposal | None:
    """Match a measure across the values of a dimension."""
    found = _compared(f)
    if found is None:
        return None
    x, group, measures = found
    score = 7.0
    if x.value_amount > 12 or f.long_names(x):
        score = 5.6
    if x is f.time and group is not None:
        score = 7.6
    elif f.time is not None and f.time.value_amount > 2 and x is not f.time:
        # Few groups of a short period are compared rather than followed.
        short = f.time.value_amount <= 3 or not f.description.repeats((f.time.name,))
        score = 5.8 if short else 5.0
        if group is None and f.is_unique(x):
            score = 6.9
    return Proposal(score, {"x": [x], "y": measures, "group": [group]})


@rule(
    "bar",
    zh="类别较多或名称较长,横放便于阅读",
    en="the categories are many or long-named, so bars lying down read better",
)
def rank_categories(f: Facts) -> Proposal | None:
    """Match a measure across many or long-named categories."""
    found = _compared(f)
    if found is None or found[0].type == "DATE":
        return None
    x, group, measures = found
    many = x.value_amount > 12 or f.long_names(x)
    options: dict[str, str | int] = {"sort": "-y"} if x.order is None and not group else {}
    if x.value_amount > 30:
        options["limit"] = 20
    score = 6.6 if many else 4.8
    return Proposal(score, {"x": [x], "y": measures[:1], "group": [group]}, options)


@rule(
    "column",
    zh="没有数值,按类别统计行数",
    en="there is no measure, so the rows of each category are counted",
)
def count_categories(f: Facts) -> Proposal | None:
    """Match rows counted per category where nothing can be measured."""
    few = [a for a in f.dimensions if 2 <= a.value_amount <= 30 and not f.is_unique(a)]
    if not few:
        return None
    group = first([a for a in few[1:] if a.value_amount <= 6])
    return Proposal(3.2 if f.measures else 5.5, {"x": few[:1], "group": [group]})


@rule("pie", zh="各类别合成一个整体,关心占比", en="the categories make up a whole, shares matter")
def shares_of_a_whole(f: Facts) -> Proposal | None:
    """Match a share of each of a few categories."""
    x = f.category
    if x is None or not f.measures or x.value_amount > 12 or not f.is_unique(x):
        return None
    whole = first([m for m in f.measures if m.total is not None or says(m, "share")])
    measure = whole or f.measures[0]
    if not f.non_negative(measure) or x.order is not None:
        return None
    if whole is not None:
        score = 8.8 if len(f.measures) == 1 else 7.6
    elif len(f.measures) > 1 or f.is_rate(measure) or len(f.dimensions) > 1:
        score = 3.0
    else:
        score = 6.9 if says(x, "part") else 5.6
    return Proposal(score, {"category": [x], "value": [measure]})


@rule("treemap", zh="类别有层级或部分很多", en="the categories are nested or the parts are many")
def nested_parts(f: Facts) -> Proposal | None:
    """Match a hierarchy, from nested attributes or paths in the names."""
    measure = first([m for m in f.measures if f.non_negative(m)])
    path = first([a for a in f.attributes if a.meaning == "path"])
    if path is not None and measure is not None and not f.description.links:
        return Proposal(8.7, {"category": [path], "value": [measure]})
    known = {a.name: a for a in f.dimensions}
    for outer, inner in f.description.nested:
        if outer in known and inner in known and measure and known[outer].value_amount > 1:
            score = 7.6 if known[inner].value_amount <= 60 and f.time is None else 5.0
            pair = [known[outer], known[inner]]
            return Proposal(score, {"category": pair, "value": [measure]})
    x = f.category
    if x is None or measure is None or f.is_rate(measure) or not f.is_unique(x):
        return None
    return Proposal(5.9 if x.value_amount > 15 else 4.4, {"category": [x], "value": [measure]})


@rule("funnel", zh="流程的各阶段数量逐步减少", en="the stages of a process keep fewer and fewer")
def shrinking_stages(f: Facts) -> Proposal | None:
    """Match a count for each stage of a process."""
    x = f.category
    if x is None or not says(x, "stage") or len(f.measures) != 1 or not f.is_unique(x):
        return None
    measure = f.measures[0]
    if not f.non_negative(measure) or measure.total is not None or x.value_amount < 3:
        return None
    return Proposal(8.9, {"category": [x], "value": [measure]})


@rule("waterfall", zh="各项有增有减,累加成结果", en="signed items add up to a result")
def signed_items(f: Facts) -> Proposal | None:
    """Match gains and losses by item."""
    x = f.category or f.time
    if x is None or len(f.measures) != 1 or not f.is_unique(x) or x.value_amount > 24:
        return None
    limits = bounds(f.measures[0])
    if limits is None or not limits[0] < 0 < limits[1] or f.is_rate(f.measures[0]):
        return None
    named = says(f.measures[0], "change")
    score = (8.3 if named else 7.2) if x is not f.time else (6.4 if named else 4.5)
    return Proposal(score, {"x": [x], "y": f.measures[:1]})


@rule("wordCloud", zh="词语带有频次或权重", en="words come with a frequency or weight")
def weighted_words(f: Facts) -> Proposal | None:
    """Match words and their weights."""
    words = [a for a in f.attributes if a.type == "STR" and a.value_amount > 1]
    named = [a for a in words if says(a, "word")]
    measure = first([m for m in f.measures if f.non_negative(m)])
    if not named or measure is None or len(f.measures) > 1:
        return None
    if named[0].value_amount < 0.8 * f.rows:
        return None
    score = 8.8 if says(measure, "weight") or f.rows > 12 else 7.4
    return Proposal(score, {"word": named[:1], "value": [measure]})


@rule("heatmap", zh="两个维度交叉,每格有一个数值", en="two dimensions cross, each cell has a value")
def crossed_dimensions(f: Facts) -> Proposal | None:
    """Match a measure at the crossings of two dimensions."""
    dims = [a for a in (*f.dimensions, *f.times) if 2 <= a.value_amount <= 60]
    if len(dims) < 2:
        return None
    x, y = dims[0], dims[1]
    cells = x.value_amount * y.value_amount
    filled = f.rows / cells
    single = not f.description.repeats((x.name, y.name))
    year = y.meaning == "year" and not f.is_unique(x)
    ordered = x.order in ("weekday", "daypart") or y.order in ("weekday", "daypart")
    score = 4.0
    if single and filled >= 0.6 and min(x.value_amount, y.value_amount) >= 3:
        score = 7.1
    elif year and filled < 0.6:
        score = 6.2
    if ordered and filled >= 0.5:
        score += 1.2
    if len(f.measures) > 1:
        score -= 1.5
    return Proposal(score, {"x": [x], "y": [y], "value": f.measures[:1]})
