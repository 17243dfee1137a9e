"""Files become what the window shows of a table; called in job threads only.

pandas and the profile are imported inside the functions, so that the window
stands before they are loaded.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vizapp.core.language import Lang
from vizapp.core.tasks import CancelToken, ProgressCallback
from vizapp.gui.values import PREVIEW_ROWS, ColumnView, ReadingView, TableView
from vizapp.project import NO_CHOICES, TableChoices

if TYPE_CHECKING:
    from vizapp.profile.attributes import AttributeDescription
    from vizapp.profile.describe import ProfiledTable
    from vizapp.workflow import Workflow

_MAX_CELL = 300  # characters of a preview cell


def open_table(
    workflow: Workflow,
    path: Path,
    choices: TableChoices,
    lang: Lang,
    cancel: CancelToken,
    progress: ProgressCallback,
) -> TableView:
    """Read and profile a file as the person decided.

    Raises
    ------
    DataError
        If the file cannot be read that way.
    """
    options = None if choices.reading.is_empty else choices.reading
    whole = workflow.open(path, options=options, lang=lang, cancel=cancel, progress=progress)
    if _decided(choices) != _decided(NO_CHOICES):
        whole = _described(workflow, whole, choices, cancel)
    cancel.raise_if_set()
    return table_view(whole, choices)


def arrange_table(
    workflow: Workflow, table: TableView, choices: TableChoices, cancel: CancelToken
) -> TableView:
    """Profile an open table as the person decided, without reading it again."""
    whole: Any = table.whole
    if _decided(choices) != _decided(table.choices):
        whole = _described(workflow, whole, choices, cancel)
    cancel.raise_if_set()
    kept = {c.name: c for c in table.every_column} if whole is table.whole else {}
    view = table_view(whole, choices, kept)
    return replace(view, path=table.path, name=table.name, source=table.source)


def _described(
    workflow: Workflow, whole: ProfiledTable, choices: TableChoices, cancel: CancelToken
) -> ProfiledTable:
    found = workflow.describe(
        whole.table,
        overrides=dict(choices.types),
        day_first=dict(choices.day_first),
        keep_totals=choices.keep_totals,
        cancel=cancel,
    )
    units = dict(choices.units)
    attributes = tuple(
        replace(a, unit=units[a.name] or None) if a.name in units else a
        for a in found.description.attributes
    )
    return replace(found, description=replace(found.description, attributes=attributes))


def _decided(choices: TableChoices) -> tuple[object, ...]:
    """Return what the profile depends on."""
    return choices.types, choices.units, choices.day_first, choices.keep_totals


def table_view(
    whole: ProfiledTable,
    choices: TableChoices = NO_CHOICES,
    known: dict[str, ColumnView] | None = None,
) -> TableView:
    """Return what the window shows of a profiled table.

    Parameters
    ----------
    whole : ProfiledTable
        The profile with every column.
    choices : TableChoices
        What the person decided; of it only what is left out matters here.
    known : dict, optional
        Columns by name that were looked at before and have not changed.
    """
    from vizapp.profile.keep import leave_out

    profiled = leave_out(whole, choices.left_out)
    frame = profiled.table.frame[list(profiled.frame.columns)].head(PREVIEW_ROWS)
    cells = [frame.iloc[:, i].tolist() for i in range(frame.shape[1])]
    every = tuple(
        replace((known or {}).get(a.name) or _column(a, whole), included=a.name in frame.columns)
        for a in whole.description.attributes
    )
    return TableView(
        name=whole.table.name,
        path=whole.table.path,
        columns=tuple(column for column in every if column.included),
        rows=tuple(tuple(cell_text(c) for c in row) for row in zip(*cells, strict=True)),
        n_rows=profiled.description.data_amount,
        reading=_reading(whole),
        description=profiled.description,
        handle=profiled,
        every_column=every,
        choices=choices,
        whole=whole,
    )


def _column(attribute: AttributeDescription, whole: ProfiledTable) -> ColumnView:
    from vizapp.profile.shape import shape_of

    n_rows = whole.description.data_amount
    return ColumnView(
        name=attribute.name,
        type=attribute.type,
        unit=attribute.unit,
        distinct=attribute.value_amount,
        missing_share=(attribute.missing or 0) / n_rows if n_rows else 0.0,
        shape=shape_of(whole.frame[attribute.name], attribute.type),
        guess=whole.guesses.get(attribute.name),
    )


def _reading(whole: ProfiledTable) -> ReadingView:
    reading = whole.table.reading
    return ReadingView(
        kind=reading.kind,
        encoding=reading.encoding,
        delimiter=reading.delimiter,
        header_row=reading.header_row,
        sheet=reading.sheet,
        notes=tuple(reading.notes),
        header_rows=reading.header_rows,
        skip_rows=reading.skip_rows,
        part=reading.part,
        n_parts=reading.n_parts,
        n_rows_total=reading.n_rows_total,
        sampled=reading.sampled,
        guesses=reading.guesses,
        findings=reading.findings,
        row_notes=whole.notes,
        n_totals=len(whole.left_out),
    )


def cell_text(value: Any) -> str | None:
    r"""Return a cell as the preview shows it, None for a missing one.

    Examples
    --------
    >>> cell_text(2.50), cell_text(float("nan")), cell_text(" a\nb ")
    ('2.5', None, 'a b')
    """
    if _is_missing(value):
        return None
    if isinstance(value, float):
        shown = f"{value:.10g}"
    elif hasattr(value, "hour"):
        shown = value.isoformat(sep=" ").removesuffix(" 00:00:00")
    else:
        shown = " ".join(str(value).split())
    return shown if len(shown) <= _MAX_CELL else shown[: _MAX_CELL - 1] + "…"


def _is_missing(value: Any) -> bool:
    if value is None or isinstance(value, str):
        return not value
    try:
        return bool(value != value)  # NaN and NaT differ from themselves
    except TypeError:  # pandas.NA has no truth value
        return True
    except ValueError:  # an array from nested JSON
        return False
