"""What every drawing function gets: the chart, its rows, the style, a place for notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from vizapp.components.spec import Chart
from vizapp.core.errors import ChannelTypeError, UnknownFieldError, near_match
from vizapp.core.language import Lang
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.rendering.editable import Editable
from vizapp.rendering.kept import KEPT
from vizapp.rendering.palettes import colors_of
from vizapp.rendering.style import Style
from vizapp.rendering.theme import PADDING, Colors
from vizapp.rendering.whole import Whole, whole_of
from vizapp.rendering.wording import TITLE_SIZE, cut_name, n_of, text_width

if TYPE_CHECKING:
    from vizapp.profile.describe import ProfiledTable

_AGGREGATE_WORDS: dict[str, dict[Lang, str]] = {
    "sum": {"zh": "合计", "en": "sum"},
    "mean": {"zh": "平均", "en": "mean"},
    "median": {"zh": "中位数", "en": "median"},
    "min": {"zh": "最小", "en": "minimum"},
    "max": {"zh": "最大", "en": "maximum"},
    "count": {"zh": "计数", "en": "count"},
    "distinct": {"zh": "去重计数", "en": "distinct count"},
}


@dataclass
class Drawing:
    """What a drawing function returns: the view's Vega-Lite, without title and config.

    `empty` says that there was nothing to draw, and the view only says so. `headline`
    is one sentence about what is seen, empty where the numbers carry none. `editable`
    is the same chart in the terms of office programs, None where its marks tell that
    themselves or where there is none like it.
    """

    view: dict[str, Any]
    title: str
    empty: bool = False
    headline: str = ""
    editable: Editable | None = None


@dataclass
class Scene:
    """One chart being drawn.

    `width` and `height` are the room inside title and padding, exact for views
    without axes and legends, so that layouts can place text in pixels.
    """

    chart: Chart
    description: TableDescription
    frame: pd.DataFrame
    style: Style
    colors: Colors
    notes: list[str] = field(default_factory=list)
    whole: Whole | None = None  # then the rows of `frame` are groups of rows
    sampled: bool = False  # the rows are some of a large file's

    @property
    def lang(self) -> Lang:
        """The language of every text."""
        return self.style.lang

    @property
    def width(self) -> float:
        """The room from left to right."""
        return float(max(self.style.width - 2 * PADDING, 40))

    @property
    def height(self) -> float:
        """The room below the title and one line of footnotes."""
        title = 0 if self.style.title == "" else 52
        return float(max(self.style.height - 2 * PADDING - title, 40))

    def listed(self, channel: str) -> list[str]:
        """Return a channel's attributes in the order of the table's columns.

        A model reads attributes in an order of its own, so the order of its
        lists says nothing.
        """
        place = {name: index for index, name in enumerate(self.description.names)}
        return sorted(self.chart.names(channel), key=lambda name: place.get(name, 0))

    def t(self, zh: str, en: str) -> str:
        """Return the text in the chart's language."""
        return zh if self.lang == "zh" else en

    def note(self, zh: str, en: str) -> None:
        """Say something below the title, once."""
        text = self.t(zh, en)
        if text not in self.notes:
            self.notes.append(text)

    def n_rows(self, chosen: pd.Series | None = None) -> int:
        """Return how many rows of the table are drawn, or those that a mask chooses."""
        if self.whole is None:
            return len(self.frame) if chosen is None else int(chosen.sum())
        weights = self.whole.weights
        return int(weights.sum() if chosen is None else weights[chosen.to_numpy(bool)].sum())

    def attribute(self, name: str) -> AttributeDescription:
        """Return the description of an attribute that the chart uses."""
        found = self.description.attribute(name)
        if found is None:
            raise _unknown(name, self.description.names)
        return found

    def unit(self, name: str | None) -> str | None:
        """Return the attribute's unit, None where it has none."""
        return self.attribute(name).unit if name is not None else None

    def measure_title(self, name: str | None, aggregate: str | None = None) -> str:
        """Return a measure's title: its name, and how it was aggregated if not summed."""
        if name is None:
            return self.t("记录数", "Count of rows")
        if aggregate in (None, "sum"):
            return name
        word = _AGGREGATE_WORDS[str(aggregate)][self.lang]
        return self.t(f"{name}({word})", f"{word} of {name}")

    def aggregate_word(self, aggregate: str) -> str:
        """Return the aggregate's name in the chart's language."""
        return _AGGREGATE_WORDS[aggregate][self.lang]

    def by_title(self, measures: list[str], keys: list[str]) -> str:
        """Return "measure by key", names cut, in the chart's language."""
        more = len(measures) - 3

        def title(name: Callable[[str], str]) -> str:
            shown = [name(m) for m in measures[:3]]
            if self.lang == "zh":
                what = "、".join(shown) + (f"等 {len(measures)} 项" if more > 0 else "")
                if not keys:
                    return what
                by = f"各{name(keys[0])}的{what}"
                return by + (f"(按{'、'.join(name(k) for k in keys[1:])})" if keys[1:] else "")
            what = ", ".join(shown) + (f" and {more} more" if more > 0 else "")
            return f"{what} by {' and '.join(name(k) for k in keys)}" if keys else what

        return self.named(title)

    def named(self, title: Callable[[Callable[[str], str]], str]) -> str:
        """Return a title with its names as long as the line has room for.

        `title` makes it from a function that shortens a name.
        """
        for n in (120, 60, 40, 32):
            found = title(lambda text, n=n: cut_name(text, n))  # type: ignore[misc]
            if text_width(found, TITLE_SIZE, bold=True) <= self.width:
                return found
        return title(cut_name)


def _unknown(name: str, known: tuple[str, ...]) -> UnknownFieldError:
    return UnknownFieldError(
        f"The table has no attribute {name!r}.", hint=near_match(name, known), field=name
    )


def make_scene(chart: Chart, table: ProfiledTable, style: Style) -> Scene:
    """Check that the chart can be drawn from the table and filter its rows.

    Raises
    ------
    UnknownFieldError
        If the chart names an attribute that the table lacks.
    ChannelTypeError
        If a required parameter is missing.
    """
    known = tuple(str(c) for c in table.frame.columns)
    for name in chart.attributes():
        if name not in known or table.description.attribute(name) is None:
            raise _unknown(name, table.description.names)
    for channel in chart.form.channels:
        if channel.required and not chart.names(channel.name):
            raise ChannelTypeError(
                f"{chart.component} lacks its {channel.parameter}.",
                hint="Give it an attribute.",
                component=chart.component,
                parameter=channel.parameter,
            )
    whole = whole_of(chart, table)
    if whole is None:
        types = {a.name: a.type for a in table.description.attributes}
        frame = KEPT.rows(table.frame, chart.options.filters, types)
    else:
        frame = whole.frame
    scene = Scene(chart, table.description, frame, style, colors_of(style), whole=whole)
    n_all, n_kept = whole.n_rows if whole else len(table.frame), scene.n_rows()
    if n_kept < n_all:
        lang = style.lang
        tests = [_filter_text(f.attribute, f.op, f.value, lang) for f in chart.options.filters]
        # In brackets: "≤ 2000: 72 of 90 rows" reads like a time of day.
        scene.note(
            f"筛选 {'；'.join(tests)}（{n_all:,} 行中的 {n_kept:,} 行）",
            f"filtered by {'; '.join(tests)} ({n_kept:,} of {n_all:,} rows)",
        )
    _say_sample(scene, table)
    return scene


def _say_sample(scene: Scene, table: ProfiledTable) -> None:
    """Say whether a chart of a large file shows a sample of it or every row."""
    reading = table.table.reading
    if scene.whole is not None:
        n = scene.whole.n_rows
        scene.note(f"全部 {n:,} 行", f"all {n_of(n, 'row')}")
    elif reading.sampled:
        n, total = table.table.n_rows, reading.n_rows_total or 0
        scene.sampled = True
        scene.note(f"抽样:约 {total:,} 行中的 {n:,} 行", f"sample of {n:,} of about {total:,} rows")


_SIGNS = {"!=": "≠", "<=": "≤", ">=": "≥", "in": "="}
_WORDS = {"contains": {"zh": "含", "en": "contains"}}


def _filter_text(attribute: str, op: str, value: Any, lang: Lang) -> str:
    values = [str(item) for item in value] if isinstance(value, tuple) else [str(value)]
    between = "、" if lang == "zh" else " or " if op != "!=" else " and "
    shown = between.join(values[:4]) + (" …" if len(values) > 4 else "")
    sign = _WORDS[op][lang] if op in _WORDS else _SIGNS.get(op, op)
    return f"{cut_name(attribute)} {sign} {cut_name(shown)}"
