"""The steps of a recipe: from a file's cells to the rows of a chart, in lines of pandas.

Each way is tried by the recipe and kept only where it gives exactly the drawn rows, so a
step here may be a guess: how an aggregate was meant, or in which order the rows stand.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

from vizapp.components.spec import Chart, Filter
from vizapp.rendering.style import Source

TOP, BOTTOM = "band's top", "band's bottom"
FROM, TO, SHARE = "slice's begin", "slice's end", "slice's share"
COUNT, REST, END = "number of rows", "is the rest", "end of the bin"

# What a recipe may call; each stands in a script only where it is used.
FUNCTIONS = {
    "plain": '''
def plain(value):
    """Whole numbers without a point, others to ten digits; None where missing."""
    if pd.isna(value):
        return None
    value = float(value)
    return int(value) if value.is_integer() else float(f"{value:.10g}")
''',
    "written": '''
def written(value):
    """A number with its thousands separated."""
    text = f"{value:,.4f}" if abs(value) < 1e4 else f"{value:,.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
''',
    "short": '''
def short(value, largest, words):
    """A number short enough for a label beside others of that size."""
    size, least = abs(value), 1e5 if max(abs(value), largest) < 1e5 else 0
    for step, word in words:
        if size >= max(step, least):
            value, size = value / step, abs(value / step)
            break
    else:
        word = ""
    digits = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 or word else 3
    text = f"{value:,.{4 if size < 0.1 and not word else digits}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + word
''',
    "percent": '''
def percent(part):
    """A share of the whole with one decimal at most."""
    return f"{100 * part:.1f}".removesuffix(".0") + "%"
''',
    "number": '''
def number(cells):
    """Cells as numbers, without their signs and units; missing where they are none."""
    text = cells.astype(str).str.replace(r"[,\\s¥￥$€£%％]", "", regex=True)
    parts = text.str.extract(r"^([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)([^\\d.]*)$")
    scale = parts[1].str.extract("^(万亿|万|亿|)")[0]
    scale = scale.map({"": 1, "万": 1e4, "亿": 1e8, "万亿": 1e12})
    return pd.to_numeric(parts[0], errors="coerce") * scale
''',
    "date": '''
def date(cells):
    """Cells as dates, 2024年3月1日 among them."""
    text = cells.astype(str).str.strip().str.replace(r"[年月./]", "-", regex=True)
    text = text.str.replace("日", " ").str.strip("- ").replace("", None)
    return pd.to_datetime(text, format="mixed")
''',
}
_UNITS = {"year": "Y", "quarter": "Q", "month": "M", "week": "W", "day": "D", "hour": "h"}
_DATE_TESTS = {
    "=": "{c}.between(pd.Period({v!r}).start_time, pd.Period({v!r}).end_time)",
    "!=": "~{c}.between(pd.Period({v!r}).start_time, pd.Period({v!r}).end_time)",
    ">=": "({c} >= pd.Period({v!r}).start_time)",
    ">": "({c} > pd.Period({v!r}).end_time)",
    "<=": "({c} <= pd.Period({v!r}).end_time)",
    "<": "({c} < pd.Period({v!r}).start_time)",
}
_PERIOD = re.compile(r"\d{4}(-\d\d){0,2}")


def functions(code: str) -> str:
    """Return the definitions of what some lines call."""
    used = [text for name, text in FUNCTIONS.items() if re.search(rf"\b{name}\(", code)]
    return "\n".join([*used, ""]) if used else ""


def beginnings(source: Source, values: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield ways to the groups of a chart: rows left out, cells converted, added up."""
    chart = source.chart
    words, measures = split(source)
    if not words and not measures:
        return
    filtered = [test.attribute for test in chart.options.filters]
    names = list(dict.fromkeys([*words, *measures, *filtered]))
    lines = [_without_totals(source), f"table = table[{names!r}].copy()"]
    lines += [f"table[{name!r}] = {_converted(source, name)}" for name in names]
    for test in chart.options.filters:
        said = _test(source, test)
        if said is None:
            return
        lines.append(f"table = table[{said}]")
    drawn = [*words, *measures]
    lines.append(f"table = table[{drawn!r}].dropna()" if filtered else "table = table.dropna()")
    unit = chart.options.time_unit
    if unit is not None:
        if unit not in _UNITS:
            return
        lines += [
            f"table[{name!r}] = table[{name!r}].dt.to_period({_UNITS[unit]!r}).dt.start_time"
            for name in words
            if _kind(source, name) == "DATE"
        ]
    bins = _bins(chart, values)
    for group in [bins] if bins else _grouped(chart, words, measures):
        yield "\n".join(line for line in (*lines, group) if line)


def _grouped(chart: Chart, words: list[str], measures: list[str]) -> Iterator[str]:
    """Yield ways to make one row of several."""
    aggregate = {"distinct": "nunique"}.get(str(chart.options.aggregate), chart.options.aggregate)
    if words and not measures:
        yield f"table = table.groupby({words!r}, sort=False).size().reset_index(name={COUNT!r})"
    by = f"table = table.groupby({words!r}, sort=False)[{measures!r}]"
    if not aggregate:
        yield ""
    if words and measures:
        for how in [aggregate] if aggregate else ["sum", "mean"]:
            yield f"{by}.{how}().reset_index()"


def _bins(chart: Chart, values: Sequence[dict[str, Any]]) -> str:
    """Return the lines that count a histogram's bins, "" for other charts."""
    if chart.component != "histogram" or chart.names("group") or "c1" not in values[0]:
        return ""
    (name,), low, step = chart.names("x"), values[0]["c0"], values[0]["c1"] - values[0]["c0"]
    last = round((values[-1]["c0"] - low) / step)
    return (
        f"bins = ((table[{name!r}] - {low!r}) // {step!r}).clip(0, {last})\n"
        f"table = bins.value_counts().sort_index()\n"
        f"table = table.rename_axis({name!r}).reset_index(name={COUNT!r})\n"
        f"table[{name!r}] = {low!r} + {step!r} * table[{name!r}]\n"
        f"table[{END!r}] = table[{name!r}] + {step!r}"
    )


def endings(
    source: Source, table: Any, values: Sequence[dict[str, Any]], *, rest: str | None
) -> Iterator[str]:
    """Yield ways from all groups to those that are drawn, in their order.

    `rest` is the label of the row that holds what was left out, None without one.
    """
    chart = source.chart
    words, measures = split(source)
    measures = measures or [COUNT]
    cut = ""
    if len(table) > len(values):
        if len(words) != 1 or len(measures) != 1:
            return
        cut = _cut(
            source, words[0], measures[0], len(values) - (rest is not None), len(table), rest
        )
        if not cut:
            return
    last = f"table = table.sort_values({REST!r}, kind='stable')" if cut and rest else ""
    stacked = _stacked(chart, words, measures)
    for order in _orders(source, words, measures, values):
        yield "\n".join(line for line in (cut, order, last, stacked) if line)


def _cut(source: Source, word: str, measure: str, n: int, total: int, rest: str | None) -> str:
    """Return the lines that keep the first groups, and add up the others."""
    options = source.chart.options
    lowest = (options.limit_by or options.sort or "-y").lstrip("+") == "y"
    kind = "nsmallest" if lowest else "nlargest"
    lines = [f"first = table[{measure!r}].{kind}({n}).index.sort_values()"]
    if rest is None:
        return f"{lines[0]}\ntable = table.loc[first]"
    how = source.chart.options.aggregate or "sum"
    if how not in ("sum", "count"):
        return ""
    before, number, after = rest.partition(str(total - n))
    if not number:
        return ""
    lines += [
        "others = table.drop(first)",
        f"label = {before!r} + str(len(others)) + {after!r}",
        f"rest = pd.DataFrame({{{word!r}: [label], {measure!r}: [others[{measure!r}].sum()]}})",
        "table = pd.concat([table.loc[first], rest], ignore_index=True)",
        f"table[{REST!r}] = table[{word!r}] == label",
    ]
    return "\n".join(lines)


def _orders(
    source: Source, words: list[str], measures: list[str], values: Sequence[dict[str, Any]]
) -> Iterator[str]:
    """Yield orders of the rows, the likely ones first."""
    yield ""
    for names in itertools.chain(*(itertools.permutations(words, n) for n in (1, 2))):
        yield f"table = table.sort_values({list(names)!r}, kind='stable')"
    for name in words:
        yield (
            f"table = table.sort_values({name!r}, kind='stable', "
            f"key=lambda words: words.map({{w: i for i, w in enumerate(words.unique())}}))"
        )
    for up in (False, True):
        yield f"table = table.sort_values({measures[0]!r}, ascending={up}, kind='stable')"
    texts = [name for name in words if _kind(source, name) == "STR"]
    for name, field in itertools.product(texts, values[0]):
        drawn = list(dict.fromkeys(row.get(field) for row in values))
        if len(drawn) > 1 and all(isinstance(text, str) for text in drawn):
            others = [other for other in words if other != name]
            yield (
                f"order = {{w: i for i, w in enumerate({drawn!r})}}\n"
                f"table = table.sort_values({[*others, name]!r}, kind='stable', "
                f"key=lambda c: c.map(order) if c.name == {name!r} else c)"
            )


def _stacked(chart: Chart, words: list[str], measures: list[str]) -> str:
    """Return the lines that put bands on each other or slices in a round, "" for neither."""
    if len(measures) != 1:
        return ""
    amount = f"table[{measures[0]!r}]"
    if chart.component == "pie" and len(words) == 1:
        return (
            f"table[{SHARE!r}] = {amount} / {amount}.sum()\n"
            f"table[{TO!r}] = 360 * {amount}.cumsum() / {amount}.sum()\n"
            f"table[{FROM!r}] = table[{TO!r}].shift(fill_value=0)"
        )
    if chart.declaration.mark.get("type") != "area" or len(words) != 2:
        return ""
    top = f"table[{TOP!r}] = table.groupby({words[0]!r})[{measures[0]!r}].cumsum()"
    return f"{top}\ntable[{BOTTOM!r}] = table[{TOP!r}] - {amount}"


def split(source: Source) -> tuple[list[str], list[str]]:
    """Return the attributes that name marks, and those that measure."""
    chart: Chart = source.chart
    keys = list(chart.key_names)
    names = list(dict.fromkeys(chart.attributes()))
    tested = {test.attribute for test in chart.options.filters}
    shown = {name for _, names in chart.channels for name in names}
    names = [name for name in names if name in shown or name not in tested]
    words = [n for n in names if n in keys or _kind(source, n) not in ("INT", "DOUBLE")]
    return words, [n for n in names if n not in words]


def _kind(source: Source, name: str) -> str:
    attribute = source.table.description.attribute(name)
    return attribute.type if attribute is not None else "STR"


def _converted(source: Source, name: str) -> str:
    kind = _kind(source, name)
    if kind == "DATE":
        return f"date(table[{name!r}])"
    if kind in ("INT", "DOUBLE"):
        return f"number(table[{name!r}])"
    return f"table[{name!r}].str.strip().replace('', None)"


def _test(source: Source, test: Filter) -> str | None:
    """Return a filter as a test of pandas, None where it takes more."""
    kind, cells, value = _kind(source, test.attribute), f"table[{test.attribute!r}]", test.value
    if test.op == "contains":
        return f"{cells}.str.contains({str(value)!r}, case=False, regex=False)"
    if kind == "DATE":
        wanted = str(value).strip().replace("/", "-")
        made = _DATE_TESTS.get(test.op)
        if isinstance(value, tuple) or made is None or not _PERIOD.fullmatch(wanted):
            return None
        return made.format(c=cells, v=wanted)
    numeric = kind in ("INT", "DOUBLE")
    if kind != "STR" and not numeric:
        return None
    if test.op == "in" or isinstance(value, tuple):
        said_values = value if isinstance(value, tuple) else (value,)
        said = f"{cells}.isin({[float(v) if numeric else str(v) for v in said_values]!r})"
        return f"~{said} & {cells}.notna()" if test.op == "!=" else said
    limit = float(value) if numeric else str(value)
    sign = "==" if test.op == "=" else test.op
    said = f"({cells} {sign} {limit!r})"
    return f"{said} & {cells}.notna()" if test.op == "!=" else said


def _without_totals(source: Source) -> str:
    """Return the line that leaves out the rows of totals by what stands in them."""
    left_out = list(source.table.left_out)
    if not left_out:
        return ""
    frame = source.table.table.frame
    for name in frame.columns:
        cells = frame[name].astype(str).str.strip()
        said = cells.iloc[left_out]
        others = set(cells.drop(cells.index[left_out]))
        if frame[name].iloc[left_out].notna().all() and not others & {*said, ""}:
            labels = list(dict.fromkeys(said))
            return f"table = table[~table[{str(name)!r}].str.strip().isin({labels!r})]"
    return "table = None"  # no telling them apart
