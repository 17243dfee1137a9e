"""JSON in the shapes that programs write: rows, columns, split, lines."""

from __future__ import annotations

import base64
import datetime as dt
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from vizapp.core.errors import DataError
from vizapp.core.repeats import keep_repeats
from vizapp.data import bounds
from vizapp.data.rows import empty_table
from vizapp.data.table import clean_names, frame_of

MAX_NESTED = 50  # keys of nested objects that become columns
MAX_WRAPS = 3  # objects around the rows in an answer of a server
# Keys under which programs wrap a list of rows, the more common first.
_WRAPPERS = ("data", "rows", "records", "items", "values", "results", "list", "table")


def parse_text(text: str, *, name: str, suffix: str) -> tuple[Any, str] | None:
    """Return the JSON value of a text and its kind, None if it is no JSON.

    Raises
    ------
    DataError
        If the suffix promises JSON and the text breaks it.
    """
    body = text.strip().lstrip("\ufeff")
    promised = suffix.lower() in (".json", ".jsonl", ".ndjson")
    if not body:
        if promised:
            raise empty_table(name)
        return None
    try:
        return json.loads(body, object_pairs_hook=keep_repeats), "json"
    except RecursionError as err:
        raise DataError(
            f"{name} is nested too deeply.", hint="Give a list of rows.", name=name
        ) from err
    except ValueError as err:
        lines = _json_lines(body)
        if lines is not None:
            return lines, "jsonl"
        if promised:
            # Python tells other faults, such as a number of 5,000 digits, in its own terms.
            fault = err if isinstance(err, json.JSONDecodeError) else "a number is too long"
            raise DataError(
                f"{name} is not valid JSON: {fault}", hint="Check that line.", name=name
            ) from err
        return None


def _json_lines(body: str) -> list[Any] | None:
    lines = [line for line in body.splitlines() if line.strip()]
    if len(lines) < 2 and not body.startswith("{"):
        return None
    try:
        found = [json.loads(line, object_pairs_hook=keep_repeats) for line in lines]
    except (ValueError, RecursionError):
        return None
    return found if all(isinstance(item, dict | list) for item in found) else None


def frame_of_json(value: Any, *, name: str, lang: str) -> pd.DataFrame:
    """Turn a JSON value of any of the usual shapes into a frame.

    Raises
    ------
    EmptyTableError
        If it holds no cell.
    DataError
        If it is no table.
    """
    if isinstance(value, list):
        return _frame_of_list(value, None, name, lang)
    if isinstance(value, dict):
        return _frame_of_object(value, name, lang)
    raise DataError(
        f"{name} holds a single value, not a table.", hint="Give a list of rows.", name=name
    )


def _frame_of_object(value: dict[str, Any], name: str, lang: str) -> pd.DataFrame:
    for key in _WRAPPERS:
        inner = value.get(key)
        if isinstance(inner, list) and (not inner or isinstance(inner[0], dict | list)):
            columns = value.get("columns")
            names = [_column_name(item) for item in columns] if isinstance(columns, list) else None
            return _frame_of_list(inner, names, name, lang)
        if isinstance(inner, dict) and inner and len(value) == 1:
            return _frame_of_object(inner, name, lang)
    if not value:
        raise empty_table(name)
    kinds = {type(item) for item in value.values()}
    if kinds == {list}:
        length = max(map(len, value.values()))
        columns_of = {key: [*v, *[None] * (length - len(v))] for key, v in value.items()}
        return _finish(list(columns_of), list(columns_of.values()), name, lang)
    if kinds == {dict}:
        keys = list(dict.fromkeys(key for inner in value.values() for key in inner))
        if all(key.isdigit() for key in keys):  # columns of index -> cell
            cells = [[inner.get(key) for key in keys] for inner in value.values()]
            return _finish(list(value), cells, name, lang)
        rows = [{"": key, **inner} for key, inner in value.items()]
        return _frame_of_list(rows, None, name, lang)
    lists = [item for item in value.values() if isinstance(item, list) and item]
    if len(lists) == 1 and isinstance(lists[0][0], dict):
        return _frame_of_list(lists[0], None, name, lang)
    wrapped = _wrapped(value)
    if wrapped is not None:
        return _frame_of_list(wrapped, None, name, lang)
    return _frame_of_list([value], None, name, lang)


def _wrapped(value: dict[str, Any], depth: int = 0) -> list[Any] | None:
    """Return the rows that an answer of a server wraps, None unless there is one such list.

    As ``{"code": 0, "data": {"total": 2, "items": [{...}, {...}]}}``.
    """
    inner = [item for item in value.values() if isinstance(item, dict)]
    if len(inner) != 1 or depth == MAX_WRAPS:
        return None
    lists = [item for item in inner[0].values() if isinstance(item, list) and item]
    if len(lists) == 1 and all(isinstance(row, dict) for row in lists[0]):
        return lists[0]
    return _wrapped(inner[0], depth + 1) if not lists else None


def _column_name(item: Any) -> Any:
    if isinstance(item, dict):
        return item.get("name", item.get("field", item.get("title", "")))
    return item


def _frame_of_list(rows: list[Any], names: list[Any] | None, name: str, lang: str) -> pd.DataFrame:
    if not rows and not names:
        raise empty_table(name)
    if rows and all(isinstance(row, Mapping) for row in rows):
        return frame_of_rows(_flattened(rows, name), name=name, lang=lang)
    if all(isinstance(row, list) for row in rows):
        if names is None:
            first = rows[0]
            named = all(isinstance(cell, str) for cell in first) and len(rows) > 1
            names, rows = (first, rows[1:]) if named else ([], rows)
        width = max([len(names), *map(len, rows)])
        _refuse(rows, width, name)
        names = [*names, *[""] * (width - len(names))]
        cells = [[row[i] if i < len(row) else None for row in rows] for i in range(width)]
        return _finish(names, cells, name, lang)
    if not any(isinstance(row, Mapping | list) for row in rows):
        return _finish(["value"], [rows], name, lang)
    raise DataError(
        f"{name} mixes rows of different kinds.", hint="Give every row as an object.", name=name
    )


def _refuse(rows: list[Any], n_columns: int, name: str) -> None:
    bounds.refuse_wide(n_columns, name)
    bounds.refuse_sparse(len(rows), n_columns, sum(map(len, rows)), name)


def _flattened(rows: list[Any], name: str) -> list[dict[Any, Any]]:
    """Return rows whose objects of plain values are spread: ``{"a": {"b": 1}}`` to ``a.b``."""
    keys = dict.fromkeys(key for row in rows for key in row)
    _refuse(rows, len(keys), name)
    nested = {}
    for key in keys:
        values = [row[key] for row in rows if row.get(key) is not None]
        inner = dict.fromkeys(k for v in values if isinstance(v, Mapping) for k in v)
        taken = any(f"{key}.{n}" in keys for n in inner)
        if 0 < len(inner) <= MAX_NESTED and not taken and all(map(_is_flat, values)):
            nested[key] = list(inner)
    if not nested:
        return rows
    spread = []
    for row in rows:
        cells: dict[Any, Any] = {}
        for key, value in row.items():
            if key in nested:
                names = ((n, f"{key}.{n}") for n in nested[key])
                cells.update((full, (value or {}).get(n)) for n, full in names)
            else:
                cells[key] = value
        spread.append(cells)
    return spread


def _is_flat(value: Any) -> bool:
    return isinstance(value, Mapping) and not any(
        isinstance(inner, Mapping | list) for inner in value.values()
    )


def frame_of_rows(rows: Iterable[Any], *, name: str, lang: str) -> pd.DataFrame:
    """Turn row objects into a frame; keys in the order of their first appearance."""
    rows = list(rows)
    keys: dict[Any, None] = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise DataError(
                f"Row {number:,} of {name} is not an object.",
                hint='Give each row as {"attribute": value}.',
                row_number=number,
            )
        keys.update(dict.fromkeys(row))
    if not keys:
        raise empty_table(name)
    _refuse(rows, len(keys), name)
    cells = [[row.get(key) for row in rows] for key in keys]
    return _finish(list(keys), cells, name, lang)


def _finish(
    names: Sequence[Any], columns: Sequence[Sequence[Any]], name: str, lang: str
) -> pd.DataFrame:
    if not names:
        raise empty_table(name)
    final = clean_names(names, lang=lang)
    cells = [[plain(value) for value in column] for column in columns]
    return frame_of(dict(zip(final, cells, strict=True)), text=False)


def plain(value: Any) -> Any:
    """Return a cell as a plain value; nested ones become JSON text."""
    if isinstance(value, str):
        # JSON can hold halves of characters, and no file or pipe can.
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict | list | tuple | set):
        return json.dumps(value, ensure_ascii=False, default=str)
    if value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, dt.datetime | dt.date):
        return value
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return base64.b64encode(value).decode("ascii")
    return str(value)
