"""What the person says about the open table, from the widgets to the controller."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace

from vizapp.core.errors import VizappError
from vizapp.core.tasks import CancelToken
from vizapp.data.options import ReadOptions
from vizapp.gui.controller import Controller
from vizapp.gui.jobs import Report
from vizapp.gui.values import Notice
from vizapp.gui.widgets.column_panel import ColumnPanel
from vizapp.gui.widgets.read_strip import ReadStrip
from vizapp.profile.attributes import AttributeType
from vizapp.project import TableChoices


def connect(controller: Controller, strip: ReadStrip, columns: ColumnPanel) -> None:
    """Let both widgets show the controller's table and change how it is taken."""

    def choose(choices: TableChoices) -> None:
        controller.arrange(choices)

    def now() -> TableChoices:
        return controller.table.choices if controller.table else TableChoices()

    def read(options: ReadOptions) -> None:
        # Other rows and names may come: what was said about the old ones is kept
        # where a column of that name is found again.
        choose(replace(now(), reading=options))

    def leave_out(names: Sequence[str]) -> None:
        choose(replace(now(), left_out=tuple(names)))

    def set_type(name: str, type_: AttributeType) -> None:
        choose(now().with_type(name, type_))

    def set_unit(name: str, unit: str) -> None:
        choose(now().with_unit(name, unit))

    def set_day_first(name: str, first: bool) -> None:
        choose(now().with_day_first(name, first))

    def set_day_orders(names: Sequence[str], first: bool) -> None:
        choices = now()
        for name in names:
            choices = choices.with_day_first(name, first)
        choose(choices)

    def keep_totals(keep: bool) -> None:
        choose(replace(now(), keep_totals=keep))

    def list_parts() -> None:
        table = controller.table
        path = (table.source or table.path) if table is not None else None
        if path is None:
            return

        def work(cancel: CancelToken, report: Report) -> Generator[object, None, None]:
            yield controller.backend.parts(path)

        def fail(err: VizappError) -> None:
            controller.noticed.emit(Notice("error", "notice.failed", {"message": str(err)}))

        job = controller.run(work)
        job.delivered.connect(strip.show_parts)
        job.failed.connect(fail)

    def settle() -> None:
        # A change that failed or was stopped must not stay on screen.
        if controller.table is not None and controller.state in ("ready", "failed"):
            columns.keep_to(controller.table)

    strip.options_chosen.connect(read)
    strip.totals_chosen.connect(keep_totals)
    strip.day_first_chosen.connect(set_day_orders)
    columns.day_first_chosen.connect(set_day_first)
    strip.parts_asked.connect(list_parts)
    columns.left_out.connect(leave_out)
    columns.type_chosen.connect(set_type)
    columns.unit_chosen.connect(set_unit)
    controller.table_opened.connect(strip.show_table)
    controller.table_opened.connect(columns.show_table)
    controller.changed.connect(settle)
