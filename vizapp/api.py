"""vizapp for other programs: describe a table, recommend charts, draw one.

``from vizapp import recommend`` loads this module, and importing `vizapp` alone does
not. Everything happens on this machine; the model runs in a child process that is
started by the first recommendation and ends with the program.

Examples
--------
>>> from vizapp import recommend
>>> found = recommend("sales.csv", ask="revenue by month")  # doctest: +SKIP
>>> print(found.thought)  # doctest: +SKIP
>>> found.chart.save("sales.html")  # doctest: +SKIP
>>> [(item.title, item.probability) for item in found]  # doctest: +SKIP
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from vizapp.core.errors import DataError, ReasoningError
from vizapp.core.language import Lang, choose_lang
from vizapp.workflow import Workflow

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from vizapp.components.spec import Chart
    from vizapp.profile.describe import ProfiledTable
    from vizapp.rendering.style import BuiltChart, ThemeName

LANGS: tuple[Lang, ...] = ("zh", "en")
THEMES: tuple[ThemeName, ...] = ("light", "dark", "print")
__all__ = ["Recommendation", "Suggestion", "close", "describe", "draw", "recommend"]


_workflows: dict[Path | None, Workflow] = {}
_lock = threading.Lock()


@dataclass(frozen=True, eq=False)
class Suggestion:
    """One chart of a table.

    Parameters
    ----------
    spec : dict
        The chart in the client's JSON: ``{"name": ..., "parameter": {...}}``.
    title : str
        The chart's title.
    probability : float
        The model's own probability of this component, 0 to 1; 1 for a chart that
        was not recommended but asked for by its spec.
    footnotes : tuple of str
        What the chart does not show, such as ``top 10 of 143``.
    """

    spec: dict[str, Any]
    title: str
    probability: float
    footnotes: tuple[str, ...]
    _built: BuiltChart

    @property
    def vega_lite(self) -> dict[str, Any]:
        """The chart as Vega-Lite, with the data that it shows."""
        return self._built.vega_lite

    @property
    def chart(self) -> alt.LayerChart:
        """The chart as an Altair object, to show in a notebook, change or save."""
        import altair as alt

        chart: alt.LayerChart = alt.LayerChart.from_dict(self._built.vega_lite, validate=False)
        return chart

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the chart in the format of the file's suffix; return where.

        That is ``.png``, ``.svg``, ``.pdf``, ``.html``, ``.json`` (Vega-Lite), ``.py``
        (Altair), ``.pptx`` or ``.jsonl`` (a training record).

        Raises
        ------
        ExportError
            If the suffix is another one, or the file cannot be written.
        """
        from vizapp.rendering.export import save

        target = Path(path)
        save(self._built, target)
        return target


@dataclass(frozen=True, eq=False)
class Recommendation(Sequence[Suggestion]):
    """What the model recommends: a sequence of charts, the best one first.

    It is empty when the model answers that no chart can show what was asked;
    `message` then says why.

    Parameters
    ----------
    thought : str
        The model's reasoning.
    spec : dict
        The whole answer in the client's JSON.
    message : str or None
        Why there is no chart.
    model : str
        Who answered.
    fallback : str or None
        Why another one than the model answered; None when the model did.
    description : dict
        The attribute description, which is all that the model read of the table.
    seconds : float
        How long the reasoning took.
    """

    thought: str
    spec: dict[str, Any]
    message: str | None
    model: str
    fallback: str | None
    description: dict[str, Any]
    seconds: float
    _items: tuple[Suggestion, ...]

    @property
    def chart(self) -> alt.LayerChart:
        """The best chart as an Altair object.

        Raises
        ------
        ReasoningError
            If there is none; the message says why.
        """
        if not self._items:
            raise ReasoningError("There is no chart.", hint=self.message or "")
        return self._items[0].chart

    @overload
    def __getitem__(self, index: int) -> Suggestion: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Suggestion, ...]: ...
    def __getitem__(self, index: int | slice) -> Suggestion | tuple[Suggestion, ...]:
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self._items)


def recommend(
    table: Any,
    ask: str | None = None,
    *,
    lang: Lang | None = None,
    top: int = 3,
    think: bool = True,
    theme: ThemeName = "light",
    model: str | os.PathLike[str] | None = None,
) -> Recommendation:
    """Reason about a table and recommend charts.

    Parameters
    ----------
    table : path, DataFrame or rows
        A file that vizapp reads (CSV, XLSX, JSON, Parquet ...), a pandas DataFrame or
        anything with ``to_pandas()``, or a list of row objects.
    ask : str, optional
        What the charts shall show, in Chinese or English.
    lang : {"zh", "en"}, optional
        The language of thought and titles; else that of the ask, or of the headers.
    top : int
        How many charts at most.
    think : bool
        Whether the model thinks before it answers.
    theme : {"light", "dark", "print"}
        The charts' colours.
    model : path, optional
        Another GGUF file than the bundled one.

    Returns
    -------
    Recommendation
        The charts, best first, with `thought`, `spec` and `chart` of the best one.

    Raises
    ------
    DataError
        If the table cannot be read.
    ValueError
        If there is no such language or theme.
    """
    from vizapp.components.spec import to_json
    from vizapp.reasoning.events import Answer, Request

    _check_style(lang, theme)
    workflow = _workflow(Path(model) if model is not None else None)
    profiled = _profiled(workflow, table, choose_lang(lang, ask, ()) if lang or ask else None)
    spoken = choose_lang(lang, ask, profiled.description.names)
    request = Request(ask, spoken, max(1, top), think=think)
    *_, answer = workflow.recommend(profiled, request)
    assert isinstance(answer, Answer)
    charts = [(item.chart, item.probability) for item in answer.ranking]
    return Recommendation(
        thought=answer.thought,
        spec=to_json(answer.spec),
        message=answer.spec.message,
        model=answer.model,
        fallback=answer.fallback,
        description=profiled.description.to_json(),
        seconds=answer.seconds,
        _items=tuple(_drawn(workflow, c, p, profiled, spoken, theme) for c, p in charts),
    )


def describe(table: Any) -> dict[str, Any]:
    """Return the attribute description of a table: all that a model reads of it.

    Raises
    ------
    DataError
        If the table cannot be read.
    """
    return _profiled(Workflow(), table, None).description.to_json()


def draw(
    table: Any,
    spec: Mapping[str, Any],
    *,
    lang: Lang | None = None,
    theme: ThemeName = "light",
) -> Suggestion:
    """Draw one chart of a table.

    Parameters
    ----------
    table : path, DataFrame or rows
        As for `recommend`.
    spec : mapping
        The chart in the client's JSON, as `Suggestion.spec` or the whole answer.
    lang, theme
        As for `recommend`.

    Raises
    ------
    SpecError
        If the spec breaks the contract of the component library or does not fit
        the table; the message says where.
    DataError
        If the table cannot be read.
    ValueError
        If there is no such language or theme.
    """
    from vizapp.components.check import validate
    from vizapp.components.spec import parse
    from vizapp.core.errors import SpecSyntaxError

    _check_style(lang, theme)
    workflow = Workflow()
    profiled = _profiled(workflow, table, lang)
    names = profiled.description.names
    parsed = parse(spec if "vis" in spec else {"vis": [dict(spec)]}, names=names)
    if not parsed.charts:
        raise SpecSyntaxError("The spec holds no chart.", hint=parsed.message or "")
    validate(parsed, profiled.description)
    spoken = choose_lang(lang, None, names)
    return _drawn(workflow, parsed.charts[0], 1.0, profiled, spoken, theme)


def close() -> None:
    """End the models' processes; the next recommendation starts a new one."""
    with _lock:
        workflows = list(_workflows.values())
        _workflows.clear()
    for workflow in workflows:
        workflow.close()


def _check_style(lang: object, theme: object) -> None:
    """Refuse what a type checker would, before seconds are spent on it."""
    for name, given, known in (("lang", lang, (None, *LANGS)), ("theme", theme, THEMES)):
        if given not in known:
            raise ValueError(f"{name} is {given!r}, expected one of {known}.")


def _workflow(model: Path | None) -> Workflow:
    with _lock:
        if model not in _workflows:
            _workflows[model] = Workflow(model)
        return _workflows[model]


def _profiled(workflow: Workflow, table: Any, lang: Lang | None) -> ProfiledTable:
    if isinstance(table, str | os.PathLike):
        return workflow.open(Path(table), lang=lang)
    if hasattr(table, "to_pandas"):
        table = table.to_pandas()
    if hasattr(table, "iloc") and hasattr(table, "columns"):
        table = _rows(table)
    if isinstance(table, Mapping) or not isinstance(table, Sequence):
        raise DataError(
            f"A table is a file, a DataFrame or a list of rows, not {type(table).__name__}."
        )
    return workflow.describe(workflow.read_rows(table, lang=lang))


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a DataFrame's rows; an index that has a name is a column, too."""
    from vizapp.data.table import clean_names

    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    headers = [
        " ".join(str(part) for part in name if part != "") if isinstance(name, tuple) else name
        for name in frame.columns
    ]
    names = clean_names(headers)
    columns = [frame.iloc[:, i].astype(object).tolist() for i in range(len(names))]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _drawn(
    workflow: Workflow,
    chart: Chart,
    probability: float,
    table: ProfiledTable,
    lang: Lang,
    theme: ThemeName,
) -> Suggestion:
    from vizapp.components.spec import chart_to_json
    from vizapp.rendering.style import Style

    built = workflow.draw(chart, table, Style(theme=theme, lang=lang))
    title = built.title or chart.declaration.title[lang]
    return Suggestion(chart_to_json(chart), title, probability, built.footnotes, built)
