"""From a file to a chart's rows in a few lines of pandas, found and then proved.

The lines read the file as vizapp read it, turn cells into numbers and dates,
aggregate, and write each field of the drawn rows. Which expression gives which
field is found by comparing, so that a recipe is either exactly right or absent.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from vizapp.components.spec import Chart
from vizapp.data.table import Reading
from vizapp.rendering.style import BuiltChart, Source

_MOST_BYTES = 64 << 20  # a larger file is not read a second time for the proof
_BY_SUFFIX = {"xlsx": "calamine", "xls": "calamine", "xlsb": "calamine", "ods": "calamine"}

_TOP, _BOTTOM = "band's top", "band's bottom"
_FUNCTIONS = '''
def plain(value):
    """Whole numbers without a point, others to ten digits; None where missing."""
    if pd.isna(value):
        return None
    value = float(value)
    return int(value) if value.is_integer() else float(f"{value:.10g}")


def written(value):
    """A number with its thousands separated."""
    text = f"{value:,.4f}" if abs(value) < 1e4 else f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def number(cells):
    return pd.to_numeric(cells.astype(str).str.replace(",", "").str.strip(), errors="coerce")

'''


@dataclass(frozen=True)
class Recipe:
    """Lines of Python that leave the drawn rows in ``rows``, and what they import."""

    code: str
    imports: list[str]
    packages: str


def rows_from_file(built: BuiltChart) -> Recipe | None:
    """Return how the drawn rows come from the file, None where a few lines cannot say it."""
    source = built.source
    values = built.vega_lite["data"].get("values")
    if source is None or not values or source.chart.options.filters:
        return None
    path = source.table.table.path
    read = _reading(source)
    if path is None or read is None or not path.is_file() or path.stat().st_size > _MOST_BYTES:
        return None
    head = f"TABLE = Path(sys.argv[1] if len(sys.argv) > 1 else {str(path)!r})\n{_FUNCTIONS}\n"
    for steps in _steps(source):
        base = f"{read}\n{steps}"
        found = _run(f"{_FUNCTIONS}\nTABLE = {str(path)!r}\n{base}\nrows = None", "table")
        if found is None:
            return None
        lines = _fields(found, values, source, built.style.lang)
        if lines is None:
            continue
        code = base + lines
        if _run(f"{_FUNCTIONS}\nTABLE = {str(path)!r}\n{code}", "rows") == values:
            reader = read.partition("(")[0]
            extra = " python-calamine" if "excel" in reader else ""
            imports = ["import sys", "from pathlib import Path", ""]
            imports += ["import altair as alt", "import pandas as pd"]
            return Recipe(head + code, imports, "altair pandas" + extra)
    return None


def _reading(source: Source) -> str | None:
    """Return the line that reads the file's cells under the attributes' names."""
    reading: Reading = source.table.table.reading
    table = source.table.table
    names = [str(name) for name in table.frame.columns]
    skipped = (reading.header_row or 1) - 1
    if source.table.left_out or reading.sampled or reading.header_rows != 1:
        return None
    rest = f"header=0, names={names!r}, skiprows={skipped}, dtype=str, keep_default_na=False"
    if reading.header_row is None:
        rest = f"header=None, names={names!r}, dtype=str, keep_default_na=False"
    if reading.kind in ("csv", "tsv", "text") and reading.delimiter:
        return (
            f"table = pd.read_csv(TABLE, encoding={reading.encoding!r}, "
            f"sep={reading.delimiter!r}, {rest})"
        )
    if reading.kind in _BY_SUFFIX:
        return (
            f"table = pd.read_excel(TABLE, engine='calamine', sheet_name={reading.sheet!r}, {rest})"
        )
    return None


def _steps(source: Source) -> Iterator[str]:
    """Yield ways to aggregate and order the rows, the likely ones first."""
    chart = source.chart
    words, measures = _split(source)
    lines = [f"table = table[{[*words, *measures]!r}]"]
    for name in measures:
        lines.append(f"table[{name!r}] = number(table[{name!r}])")
    for name in words:
        lines.append(f"table[{name!r}] = {_key(source, name)}")
    lines[0] += ".copy()"
    lines.append("table = table.dropna()")
    orders: list[str] = [""]
    if words:
        for names in _orders(words):
            orders.append(f"table = table.sort_values({list(names)!r}, kind='stable')")
        orders += [_as_drawn(name) for name in words]
    if measures:
        orders += [
            f"table = table.sort_values({measures[0]!r}, ascending={up}, kind='stable')"
            for up in (False, True)
        ]
    aggregate = {"distinct": "nunique"}.get(str(chart.options.aggregate), chart.options.aggregate)
    grouped = [""]
    if words and measures:
        grouped += [
            f"table = table.groupby({words!r}, sort=False)[{measures!r}].{how}().reset_index()"
            for how in ([aggregate] if aggregate else ["sum", "mean"])
        ]
    stacked = _stacked(chart, words, measures)
    for group, order in itertools.product(grouped, orders):
        yield "\n".join(line for line in (*lines, group, order, stacked) if line)


def _stacked(chart: Chart, words: list[str], measures: list[str]) -> str:
    """Return the lines that put bands on each other, "" for charts without bands."""
    if chart.declaration.mark.get("type") != "area" or len(words) != 2 or len(measures) != 1:
        return ""
    top = f"table[{_TOP!r}] = table.groupby({words[0]!r})[{measures[0]!r}].cumsum()"
    return f"{top}\ntable[{_BOTTOM!r}] = table[{_TOP!r}] - table[{measures[0]!r}]"


def _orders(words: list[str]) -> Iterator[tuple[str, ...]]:
    for size in (1, 2):
        yield from itertools.permutations(words, size)


def _as_drawn(name: str) -> str:
    """Return the order of rows by where each word first stands."""
    return (
        f"table = table.sort_values({name!r}, kind='stable', "
        f"key=lambda words: words.map({{w: i for i, w in enumerate(words.unique())}}))"
    )


def _split(source: Source) -> tuple[list[str], list[str]]:
    """Return the attributes that name marks, and those that measure."""
    chart: Chart = source.chart
    keys = list(chart.key_names)
    words = [n for n in chart.attributes() if n in keys or not _is_number(source, n)]
    return words, [n for n in chart.attributes() if n not in words]


def _is_number(source: Source, name: str) -> bool:
    attribute = source.table.description.attribute(name)
    return attribute is not None and attribute.type in ("INT", "DOUBLE")


def _key(source: Source, name: str) -> str:
    attribute = source.table.description.attribute(name)
    kind = attribute.type if attribute is not None else "STR"
    if kind == "DATE":
        return f"pd.to_datetime(table[{name!r}], format='mixed')"
    if kind in ("INT", "DOUBLE"):
        return f"number(table[{name!r}])"
    return f"table[{name!r}].str.strip().replace('', None)"


def _run(code: str, wanted: str, table: Any = None) -> Any:
    """Return what our own lines leave under a name, None where they fail."""
    import pandas as pd

    space: dict[str, Any] = {"pd": pd, "table": table}
    try:
        exec(code, space)  # noqa: S102 - our own template; names and paths stand in it as literals
    except Exception:  # noqa: BLE001 - a recipe that fails is no recipe
        return None
    return space[wanted]


def _fields(table: Any, values: list[dict[str, Any]], source: Source, lang: str) -> str | None:
    """Return the lines that make the drawn rows, None where a field has no expression."""
    if len(table) != len(values):
        return None
    known = _candidates(table, source, lang)
    made = []
    for field in values[0]:
        drawn = [row.get(field) for row in values]
        expression = _expression(field, drawn, known)
        if expression is None:
            return None
        made.append(f"        {field!r}: {expression},")
    body = "\n".join(made)
    return f"\nrows = [\n    {{\n{body}\n    }}\n    for row in table.to_dict('records')\n]\n"


def _candidates(table: Any, source: Source, lang: str) -> dict[str, list[Any]]:
    """Return expressions over a row, with what each gives row by row."""
    expressions: list[str] = []
    for name in table.columns:
        cell = f"row[{name!r}]"
        if name in (_TOP, _BOTTOM):
            expressions.append(f"plain({cell})")
            continue
        attribute = source.table.description.attribute(name)
        kind = attribute.type if attribute is not None else "STR"
        if kind == "DATE":
            expressions += [f"{cell}.strftime('%Y-%m-%dT%H:%M:%S')"]
            expressions += [part.replace("CELL", cell) for part in _DATES[lang]]
        elif kind in ("INT", "DOUBLE"):
            expressions += [f"plain({cell})", f"written({cell})", f"format({cell}, '.15g')"]
            expressions += [f"written({cell}) + '%'"]
            unit = attribute.unit if attribute is not None else None
            if unit:
                expressions.append(f"written({cell}) + {' ' + unit!r}")
        else:
            expressions.append(cell)
    found = {}
    for expression in expressions:
        code = f"found = [{expression} for row in table.to_dict('records')]"
        given = _run(f"{_FUNCTIONS}\n{code}", "found", table)
        if given is not None:
            found[expression] = given
    return found


_DATES = {
    "zh": (
        "'{0.year}年{0.month}月{0.day}日'.format(CELL)",
        "'{0.year}年{0.month}月'.format(CELL)",
        "'{0.year}年'.format(CELL)",
    ),
    "en": (
        "'{0:%b} {0.day}, {0.year}'.format(CELL)",
        "'{0:%b} {0.year}'.format(CELL)",
        "'{0.year}'.format(CELL)",
    ),
}


def _expression(field: str, drawn: list[Any], known: dict[str, list[Any]]) -> str | None:
    """Return the expression that gives a field's values."""
    if all(value == drawn[0] for value in drawn):
        return repr(drawn[0])
    for expression, given in known.items():
        if given == drawn:
            return expression
    return _tip(drawn, known) if field == "tip" else None


def _tip(drawn: list[Any], known: dict[str, list[Any]]) -> str | None:
    """Return the expression of a tooltip: lines of names and values."""
    split = [str(text).split("\n") for text in drawn]
    if len({len(lines) for lines in split}) != 1:
        return None
    parts = []
    for lines in zip(*split, strict=True):
        pairs = [line.partition(": ") for line in lines]
        if len({name for name, _, _ in pairs}) != 1:
            return None
        value = _expression("", [value for _, _, value in pairs], known)
        if value is None:
            return None
        parts.append(f"{pairs[0][0] + ': '!r} + {value}")
    return " + '\\n' + ".join(parts)
