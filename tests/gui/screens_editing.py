"""The pictures of editing: shelves, filters, looks, talk, history, a pinned chart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from vizapp.components import editing as edits
from vizapp.components.presentation import Presentation
from vizapp.components.spec import Filter
from vizapp.gui.widgets.filters import FilterDialog, ValueForm

if TYPE_CHECKING:
    from tests.gui.screens import Studio

_SAID = {
    "zh": ("改成条形图", "前五名", "从小到大"),
    "en": ("by quarter", "top 3", "sort ascending"),
}
_TITLE = {"zh": "2024 年各地区销售", "en": "Sales by region, 2024"}


def editing_stages(studio: Studio, sample: Path) -> tuple[Callable[[], None], ...]:
    """Return the stages, in the order in which they follow each other."""
    c, editor = studio.controller, studio.window.editor

    def drawn() -> None:
        studio.wait(lambda: c.state == "ready" and c.drawing is not None)
        studio.settle(1.5)

    def shelves() -> None:
        studio.backend.change = None
        studio.backend.hold_after = None
        studio.open(sample)
        table = c.table
        assert table is not None
        assert c.editing.chart is not None
        region = table.columns[1].name
        chart = edits.change_component(c.editing.chart, "column", table.description)
        chart = edits.put(chart, "group", region, table.description)
        chart = edits.set_option(chart, "stack", "stacked", table.description)
        late = (Filter(table.columns[0].name, ">=", "2024"),)
        chart = edits.set_filters(chart, table.columns[0].name, late, table.description)
        c.editing.show(chart, "edit")
        editor.side.turn(1)
        drawn()

    def filter_values() -> None:
        table = c.table
        assert table is not None
        editor.panel.filter_asked.emit(table.columns[1].name)
        dialog = next(d for d in studio.shell.findChildren(FilterDialog) if d.isVisible())
        form = dialog.form
        assert isinstance(form, ValueForm)
        studio.wait(lambda: form.list.count())
        studio.settle()
        name = f"filter_dialog-{studio.lang}-{studio.theme}-{studio.window.devicePixelRatioF():g}x"
        dialog.grab().save(str(studio.folder / f"{name}.png"))
        dialog.reject()

    def looks() -> None:
        looks = Presentation(title=_TITLE[studio.lang], palette="muted", numbers="compact")
        c.editing.restyle(looks)
        bar = editor.panel.area.verticalScrollBar()
        bar.setValue(bar.maximum())
        drawn()

    def talk() -> None:
        for said in _SAID[studio.lang]:
            editor.chat.line.edit.setText(said)
            editor.chat.line.edit.returnPressed.emit()
            drawn()

    def pinned() -> None:
        c.editing.pin(c.editing.history.entries[1].id)
        editor.side.turn(2)
        studio.wait(lambda: not editor.pinned.chart.image().isNull())
        drawn()

    return (shelves, filter_values, looks, talk, pinned)
