"""A backend that says what a test gave it: no pandas, no model, no Vega."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from vizapp.components.spec import Chart, Options, VisSpec
from vizapp.core.errors import DataError, VizappError
from vizapp.core.language import Lang
from vizapp.core.tasks import CancelToken, Progress, ProgressCallback
from vizapp.data.parts import Part
from vizapp.gui.column_values import ValueCount
from vizapp.gui.values import ColumnView, Drawing, Look, ReadingView, Region, TableView
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.project import NO_CHOICES, TableChoices
from vizapp.reasoning.endpoint import Endpoint
from vizapp.reasoning.events import (
    Answer,
    Ranked,
    RankingReady,
    ReasoningEvent,
    Request,
    SpecReady,
    Started,
    ThoughtDelta,
)
from vizapp.reasoning.trial import Case
from vizapp.rendering.lint.findings import Finding
from vizapp.rendering.style import ExportOptions
from vizapp.rendering.view import View

LINE = Chart("line", (("x", ("月份",)), ("y", ("销售额",))), Options())
COLUMN = Chart("column", (("x", ("月份",)), ("y", ("销售额",))), Options())
AREA = Chart("area", (("x", ("月份",)), ("y", ("销售额",))), Options())

_STEPS_ZH: list[ThoughtDelta] = [
    ThoughtDelta("1. 首先,分析问题的结构。数据共有 "),
    ThoughtDelta("12", "number"),
    ThoughtDelta(" 行,其中 "),
    ThoughtDelta("月份", "attribute", "月份"),
    ThoughtDelta(" 为日期类型(DATE),"),
    ThoughtDelta("销售额", "attribute", "销售额"),
    ThoughtDelta(" 为数值类型(DOUBLE),单位为万元。\n2. 数值随时间变化,最适合的图表类型是"),
    ThoughtDelta("折线图(line)", "component", "line"),
    ThoughtDelta(",因为它可以清晰地展示随时间变化的数值趋势。\n3. 核对可视化组件库中"),
    ThoughtDelta("折线图(line)", "component", "line"),
    ThoughtDelta("的参数要求:\n   - xAttribute:日期类型,对应问题中的"),
    ThoughtDelta("月份", "attribute", "月份"),
    ThoughtDelta("。\n   - yAttribute:数值类型,对应问题中的"),
    ThoughtDelta("销售额", "attribute", "销售额"),
    ThoughtDelta("。\n   - groupAttribute:可选参数,数据中没有分组信息,可以忽略。\n"),
    ThoughtDelta("4. 根据上述分析,生成最终的可视化参数配置。"),
]
CLAIMS = (("数据共有 12 行", True), ("月份 为日期类型", True), ("销售额 的单位是元", False))


def answer(
    *, charts: tuple[Chart, ...] = (LINE, COLUMN, AREA), fallback: str | None = None
) -> Answer:
    """Return an answer whose ranking is these charts."""
    shares = (0.824, 0.131, 0.004)
    return Answer(
        thought="".join(d.text for d in _STEPS_ZH),
        spec=VisSpec(charts[:1], None if charts else "表中没有地区这一列。"),
        ranking=tuple(Ranked(c, p) for c, p in zip(charts, shares, strict=False)),
        model="vizapp-reasoner-q8_0",
        lang="zh",
        seconds=0.37,
        n_tokens=164,
        fallback=fallback,
        claims=CLAIMS if charts else (),
    )


def events(final: Answer | None = None) -> list[ReasoningEvent]:
    """Return a whole run."""
    final = final or answer()
    ranking = RankingReady(tuple((r.chart.component, r.probability) for r in final.ranking))
    return [
        Started(final.model, "CPU · 2 threads"),
        ranking,
        *_STEPS_ZH,
        SpecReady(final.spec),
        final,
    ]


def table(path: Path, *, n_columns: int = 5, n_rows: int = 12) -> TableView:
    """Return a table of that many columns, the first ones always the same."""
    columns = [
        ColumnView("月份", "DATE", None, 12),
        ColumnView("销售额", "DOUBLE", "万元", 12),
        ColumnView("地区名称(含港澳台地区以及海外所有分支机构的完整名称)", "STR", None, 4),
        ColumnView("orders", "INT", None, 11),
        ColumnView("is_promo", "BOOL", None, 2),
    ]
    columns += [ColumnView(f"指标 {i}", "DOUBLE", "%", 12) for i in range(5, n_columns)]
    columns = columns[:n_columns]
    values = ("2024-{m:02d}", "{s:.1f}", "华东区域销售中心", "{o:,}", "true")

    def cell(row: int, column: int) -> str | None:
        if (row + column) % 17 == 16:
            return None
        template = values[column] if column < 5 else "{s:.2f}"
        return template.format(m=row % 12 + 1, s=82.5 + 7 * row, o=1200 + 31 * row)

    rows = tuple(
        tuple(cell(row, column) for column in range(n_columns)) for row in range(min(n_rows, 200))
    )
    return TableView(
        name=path.stem,
        path=path,
        columns=tuple(columns),
        rows=rows,
        n_rows=n_rows,
        reading=ReadingView("csv", "GB18030", ",", 1, None, ("第 3 行缺少 1 个单元格,已补为空。",)),
        description=TableDescription(
            n_rows,
            tuple(map(_described, columns)),
        ),
    )


def _described(column: ColumnView) -> AttributeDescription:
    if column.type != "DATE":
        return AttributeDescription(column.name, column.type, column.distinct)
    months = ("2024-01-01", "2024-12-01")
    return AttributeDescription(
        column.name, "DATE", column.distinct, range=months, granularity="month"
    )


def arranged(view: TableView, choices: TableChoices) -> TableView:
    """Return the table with the person's choices obeyed."""
    types, units = dict(choices.types), dict(choices.units)
    every = tuple(
        replace(
            c,
            type=types.get(c.name, c.type),
            unit=units.get(c.name, c.unit),
            included=c.name not in choices.left_out,
        )
        for c in view.every_column or view.columns
    )
    shown = tuple(c for c in every if c.included)
    attributes = tuple(map(_described, shown))
    return replace(
        view,
        columns=shown,
        every_column=every,
        rows=tuple((*row, *row)[: len(shown)] for row in view.rows),
        description=TableDescription(view.n_rows, attributes),
        choices=choices,
    )


class ScriptedBackend:
    """Answers every call from its attributes; `hold_*` events block until set."""

    def __init__(self) -> None:
        self.events: list[ReasoningEvent] = events()
        self.n_columns = 5
        self.n_rows = 12
        self.open_error: Exception | None = None
        self.recommend_error: Exception | None = None
        self.draw_error: VizappError | None = None
        self.sampled = False  # whether charts show a sample
        self.whole: list[Chart] = []  # those that show every row by now
        self.computed: list[str] = []
        self.hold_whole = False
        self.whole_error: VizappError | None = None
        self.save_error: VizappError | None = None
        self.hold_open: threading.Event | None = None
        self.hold_after: int | None = None  # events after which reasoning waits to be stopped
        self.choices: list[TableChoices] = []
        self.file_parts: tuple[Part, ...] = ()
        self.completed: Chart | None = COLUMN
        self.surveyed: tuple[Chart, ...] = (COLUMN, AREA)
        self.hold_complete = False
        self.hold_survey: int | None = None  # charts after which the survey waits to be stopped
        self.requests: list[Request] = []
        self.looks: list[Look] = []
        self.drawn: list[str] = []
        self.looks_at: list[View] = []
        self.saved: list[Path] = []
        self.export_options: list[ExportOptions] = []
        self.second: list[ReasoningEvent] = []  # what the second model says
        self.second_error: Exception | None = None
        self.hold_second = False
        self.second_requests: list[Request] = []
        self.used: list[tuple[str, object]] = []  # models and endpoints that were chosen
        self.cases: list[Case] = []
        self.findings: tuple[Finding, ...] = ()
        self.n_linted = 0
        self.warmed = False
        self.closed = False

    def warm_up(self) -> None:
        self.warmed = True

    def open(
        self,
        path: Path,
        *,
        lang: Lang,
        cancel: CancelToken,
        progress: ProgressCallback,
        choices: TableChoices = NO_CHOICES,
    ) -> TableView:
        progress(Progress("read", 40_000, 100_000))
        if self.hold_open is not None:
            while not self.hold_open.wait(0.005):
                cancel.raise_if_set()
        if self.open_error is not None:
            raise self.open_error
        if path.suffix == ".bad":
            raise DataError(f"{path.name} cannot be read.", hint="Choose another file.")
        self.choices.append(choices)
        return arranged(table(path, n_columns=self.n_columns, n_rows=self.n_rows), choices)

    def arrange(self, table: TableView, choices: TableChoices, *, cancel: CancelToken) -> TableView:
        self.choices.append(choices)
        return arranged(table, choices)

    def parts(self, path: Path) -> tuple[Part, ...]:
        return self.file_parts

    def recommend(
        self, table: TableView, request: Request, *, cancel: CancelToken
    ) -> Generator[ReasoningEvent, None, None]:
        self.requests.append(request)
        for n, event in enumerate(self.events):
            if n == self.hold_after:
                waiting = threading.Event()
                while not waiting.wait(0.005):
                    cancel.raise_if_set()
            if self.recommend_error is not None and n == 3:
                raise self.recommend_error
            yield event

    def complete(
        self, table: TableView, component: str, request: Request, *, cancel: CancelToken
    ) -> Chart | None:
        self.requests.append(request)
        while self.hold_complete:
            cancel.raise_if_set()
        return self.completed

    def survey(
        self, table: TableView, first: tuple[Chart, ...], lang: Lang, *, cancel: CancelToken
    ) -> Generator[Chart, None, None]:
        yield from first
        for n, chart in enumerate(self.surveyed):
            if n == self.hold_survey:
                waiting = threading.Event()
                while not waiting.wait(0.005):
                    cancel.raise_if_set()
            yield chart

    def save_page(self, drawings: tuple[Drawing, ...], path: Path, title: str) -> None:
        if self.save_error is not None:
            raise self.save_error
        path.write_text(f"{title}: {len(drawings)}", encoding="utf-8")
        self.saved.append(path)

    def draw(self, chart: Chart, table: TableView, look: Look) -> Drawing:
        if self.draw_error is not None:
            raise self.draw_error
        self.looks.append(look)
        self.drawn.append(chart.component)
        drawing = paint(chart, look)
        return replace(drawing, sampled=self.sampled and chart not in self.whole)

    def compute_whole(
        self, chart: Chart, table: TableView, *, cancel: CancelToken, progress: ProgressCallback
    ) -> None:
        self.computed.append(chart.component)
        progress(Progress("whole", 40, 100))
        waiting = threading.Event()
        while self.hold_whole and not waiting.wait(0.005):
            cancel.raise_if_set()
        if self.whole_error is not None:
            raise self.whole_error
        self.whole.append(chart)

    def mark(self, drawing: Drawing) -> Drawing:
        return drawing

    def lint(self, drawing: Drawing, *, cancel: CancelToken) -> tuple[Finding, ...]:
        cancel.raise_if_set()
        self.n_linted += 1
        return self.findings

    def look(self, drawing: Drawing, view: View) -> Drawing:
        self.looks_at.append(view)
        return replace(drawing, png=drawing.png + b"\0", view=view)

    def values(self, table: TableView, name: str) -> tuple[ValueCount, ...]:
        return (ValueCount("华东", 5), ValueCount("华北", 4), ValueCount("西南", 3))

    @property
    def large_looks(self) -> list[Look]:
        """How the large chart was drawn; small pictures of others may come later."""
        return [look for look in list(self.looks) if look.titled]

    def save(self, drawing: Drawing, path: Path, options: ExportOptions) -> None:
        if self.save_error is not None:
            raise self.save_error
        path.write_bytes(drawing.png)
        self.saved.append(path)
        self.export_options.append(options)

    def svg(self, drawing: Drawing) -> str:
        return "<svg/>"

    def on_paper(self, drawing: Drawing, scale: float) -> bytes:
        return drawing.png

    def samples(self, *, cancel: CancelToken) -> list[Case]:
        return self.cases

    def use_endpoint(self, endpoint: Endpoint | None) -> None:
        self.used.append(("endpoint", endpoint))

    def use_model(self, model: Path | None, adapters: Sequence[Path] = ()) -> None:
        self.used.append(("model", (model, *adapters)))

    def use_second(self, model: Path | None) -> None:
        self.used.append(("second", model))

    def second_opinion(
        self, table: TableView, request: Request, *, cancel: CancelToken
    ) -> Generator[ReasoningEvent, None, None]:
        self.second_requests.append(request)
        while self.hold_second:
            cancel.raise_if_set()
            time.sleep(0.005)
        if self.second_error is not None:
            raise self.second_error
        yield from self.second

    def close(self) -> None:
        self.closed = True


def paint(chart: Chart, look: Look) -> Drawing:
    """Return a picture of ten bars with their regions."""
    dark = look.theme == "dark"
    image = QImage(
        round(look.width * look.scale),
        round(look.height * look.scale),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.setDevicePixelRatio(look.scale)
    image.fill(QColor("#16191f" if dark else "#ffffff"))
    painter = QPainter(image)
    step = look.width / 12
    regions = []
    for i in range(10):
        height = look.height * (0.25 + 0.05 * i)
        bar = QRectF((i + 1) * step, look.height - 24 - height, step * 0.7, height)
        painter.fillRect(bar, QColor("#5b9bdf" if dark else "#2f6db5"))
        said = f"月份: 2024-{i + 1:02d}; 销售额: {80 + i}"
        regions.append(Region(bar.left(), bar.top(), bar.right(), bar.bottom(), said))
    painter.setPen(QColor("#e8ebf0" if dark else "#1f2933"))
    box = QRectF(16, 4, look.width - 32, 28)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f"{chart.component}: 销售额 / 月份")
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return Drawing(
        png=bytes(data.data()),
        scale=look.scale,
        title=f"{chart.component}: 销售额 / 月份",
        regions=tuple(regions),
    )
