"""From a file to a chart's rows in a few lines of pandas, found and then proved.

The lines read the file as vizapp read it, turn cells into numbers and dates,
aggregate, and write each field of the drawn rows. Which expression gives which
field is found by comparing, so that a recipe is either exactly right or absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from vizapp.data.table import Reading
from vizapp.rendering.recipe_steps import (
    BOTTOM,
    COUNT,
    END,
    FROM,
    FUNCTIONS,
    REST,
    SHARE,
    TO,
    TOP,
    beginnings,
    endings,
    functions,
)
from vizapp.rendering.style import BuiltChart, Source

_MOST_BYTES = 64 << 20  # a larger file is not read a second time for the proof
_BY_SUFFIX = {"xlsx": "calamine", "xls": "calamine", "xlsb": "calamine", "ods": "calamine"}
_REST = re.compile(r"其他\(\d+ 项\)|Other \(\d+\)")
_MOST_WAYS = 120  # that are tried, however many there are: somebody waits for the file


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
    if source is None or not values:
        return None
    path = source.table.table.path
    read = _reading(source)
    if path is None or read is None or not path.is_file() or path.stat().st_size > _MOST_BYTES:
        return None
    cells = _run(f"TABLE = {str(path)!r}\n{read}", "table")
    if cells is None:
        return None
    for steps, lines in _ways(source, cells, values, built.style.lang):
        base = f"{read}\n{steps}\n{lines}"
        made = functions(base)
        if _run(f"{made}\nTABLE = {str(path)!r}\n{base}", "rows") == values:
            head = f"TABLE = Path(sys.argv[1] if len(sys.argv) > 1 else {str(path)!r})\n{made}\n"
            reader = read.partition("(")[0]
            extra = " python-calamine" if "excel" in reader else ""
            imports = ["import sys", "from pathlib import Path", ""]
            imports += ["import altair as alt", "import pandas as pd"]
            return Recipe(head + base, imports, "altair pandas" + extra)
    return None


def _ways(
    source: Source, cells: Any, values: list[dict[str, Any]], lang: str
) -> Iterator[tuple[str, str]]:
    """Yield steps that lead to as many rows as are drawn, and the lines that write them."""
    every = "\n".join(FUNCTIONS.values())
    n_tried = 0
    for steps in beginnings(source, values):
        groups = _run(f"{every}\n{steps}", "table", cells)
        if groups is None or len(groups) < len(values) - 1:
            continue
        for end in endings(source, groups, values, rest=_rest(values)):
            n_tried += 1
            if n_tried > _MOST_WAYS:
                return
            found = _run(f"{every}\n{end}", "table", groups) if end else groups
            if found is None or not _may_be(found, values, source, lang):
                continue
            lines = _fields(found, values, source, lang)
            if lines is not None:
                yield (f"{steps}\n{end}" if end else steps), lines


def _may_be(table: Any, values: list[dict[str, Any]], source: Source, lang: str) -> bool:
    """Return whether the first rows can be those that are drawn; it is soon seen."""
    # How a label is shortened depends on all of them.
    first = [{k: v for k, v in row.items() if k != "tp"} for row in values[:3]]
    return len(table) == len(values) and bool(_fields(table.head(3), first, source, lang))


def _rest(values: list[dict[str, Any]]) -> str | None:
    """Return the label of the last row where it holds all the others."""
    texts = [v for v in values[-1].values() if isinstance(v, str) and _REST.fullmatch(v)]
    return texts[0] if texts else None


def _reading(source: Source) -> str | None:
    """Return the line that reads the file's cells under the attributes' names."""
    reading: Reading = source.table.table.reading
    table = source.table.table
    names = [str(name) for name in table.frame.columns]
    skipped = (reading.header_row or 1) - 1
    if reading.sampled or reading.header_rows != 1:
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
        expression = _expression(field, drawn, known, table)
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
        attribute = source.table.description.attribute(name)
        kind = attribute.type if attribute is not None else "STR"
        if name in (TOP, BOTTOM, FROM, TO):
            expressions.append(f"plain({cell})")
        elif name == SHARE:
            middle = f"(row[{FROM!r}] + row[{TO!r}]) / 2"
            expressions += [f"percent({cell})", f"plain({middle})"]
        elif name == END:
            begin = f"written(row[{source.chart.names('x')[0]!r}])"
            expressions += [f"plain({cell})", f"{begin} + ' – ' + written({cell})"]
        elif name == COUNT:
            expressions += _numbers(cell, [*table[name]], lang)
        elif name == REST:
            continue
        elif kind == "DATE":
            expressions += [f"{cell}.strftime('%Y-%m-%dT%H:%M:%S')"]
            expressions += [part.replace("CELL", cell) for part in _DATES[lang]]
        elif kind in ("INT", "DOUBLE"):
            expressions += _numbers(cell, [*table[name]], lang)
            expressions += [f"format({cell}, '.15g')", f"written({cell}) + '%'"]
            expressions += [f"{_numbers(cell, [*table[name]], lang)[-1]} + '%'"]
            unit = attribute.unit if attribute is not None else None
            if unit:
                expressions.append(f"written({cell}) + {' ' + unit!r}")
                sign = "¥" if unit == "￥" else unit
                expressions.append(f"{sign!r} + written({cell})")
        else:
            expressions.append(cell)
    every = "\n".join(FUNCTIONS.values())
    found = {}
    for expression in expressions:
        code = f"found = [{expression} for row in table.to_dict('records')]"
        given = _run(f"{every}\n{code}", "found", table)
        if given is not None:
            found[expression] = given
    return found


def _numbers(cell: str, amounts: list[Any], lang: str) -> list[str]:
    """Return the ways in which a number is written."""
    largest = max((abs(float(value)) for value in amounts), default=0.0)
    # A label is shortened where it or the largest beside it is long.
    size = f"{largest:.10g}" if largest >= 1e5 else "0"
    return [f"plain({cell})", f"written({cell})", f"short({cell}, {size}, {_WORDS[lang]})"]


_WORDS = {
    "zh": "[(1e12, '万亿'), (1e8, '亿'), (1e4, '万')]",
    "en": "[(1e12, 'T'), (1e9, 'B'), (1e6, 'M'), (1e3, 'k')]",
}
_DATES = {
    "zh": (
        "'{0.year}年{0.quarter}季度'.format(CELL)",
        "'{0.year}年{0.month}月{0.day}日'.format(CELL)",
        "'{0.year}年{0.month}月'.format(CELL)",
        "'{0.year}年'.format(CELL)",
    ),
    "en": (
        "'Q{0.quarter} {0.year}'.format(CELL)",
        "'{0:%b} {0.day}, {0.year}'.format(CELL)",
        "'{0:%b} {0.year}'.format(CELL)",
        "'{0.year}'.format(CELL)",
    ),
}


def _expression(
    field: str, drawn: list[Any], known: dict[str, list[Any]], table: Any = None
) -> str | None:
    """Return the expression that gives a field's values."""
    if all(value == drawn[0] for value in drawn):
        return repr(drawn[0])
    for expression, given in known.items():
        if given == drawn:
            return expression
    if field == "tip":
        return _tip(drawn, known)
    columns = [] if table is None else [str(name) for name in table.columns]
    for word in columns:
        # The place of a series among the others, by its name.
        places = dict(zip(table[word], drawn, strict=True)) if field == "o" else {}
        if places and [places[name] for name in table[word]] == drawn:
            return f"{places!r}.get(row[{word!r}])"
    # The rest has a colour of its own.
    if len(set(map(str, drawn))) == 2 and drawn.count(drawn[-1]) == 1 and REST in columns:
        return f"{drawn[-1]!r} if row[{REST!r}] else {drawn[0]!r}"
    return None


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
