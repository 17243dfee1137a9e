"""Choosing, teaching and the page of charts with the real model and real drawings."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gui.conftest import Make
from vizapp.components.check import check_chart
from vizapp.components.fit import feasible
from vizapp.core.settings import Settings
from vizapp.feedback import FeedbackStore
from vizapp.gui.bridge import Bridge

Wait = Callable[[Callable[[], object]], None]


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    rng = random.Random(5)
    names = "month,shop,channel,sales,orders,margin,returns,visitors,rating"
    rows = [
        f"2024-{m:02d},{shop},{channel},{rng.uniform(5, 90):.1f},{rng.randint(50, 900)},"
        f"{rng.uniform(10, 40):.1f},{rng.randint(0, 30)},{rng.randint(900, 9000)},"
        f"{rng.uniform(3, 5):.1f}"
        for m in range(1, 13)
        for shop in ("North", "South", "West")
        for channel in ("web", "shop")
    ]
    path = tmp_path / "wide.csv"
    path.write_text("\n".join([names, *rows]), encoding="utf-8")
    return path


@pytest.mark.model
@pytest.mark.slow
def test_a_wide_table_is_chosen_from_drawn_on_a_page_and_taught(
    make_window: Make, wide: Path, wait: Wait, tmp_path: Path
) -> None:
    window = make_window(Bridge(), Settings(lang="en", theme="light"))
    c, chooser = window.controller, window.chooser
    c.open(wide)
    wait(lambda: c.state == "ready" and c.drawing)
    table = c.table
    assert table is not None
    # Every chart that the panel offers can be drawn.
    offered = [choice.component for choice in chooser.choosing.choices("en") if choice.fits]
    assert set(offered) == set(feasible(table.description))
    chooser.choosing.complete("heatmap")
    wait(lambda: c.editing.chart is not None and c.editing.chart.component == "heatmap")
    wait(lambda: c.drawing and not c.beside)
    assert not check_chart(c.editing.chart, table.description)  # type: ignore[arg-type]
    chooser.learning.settle()
    wait(lambda: c.shared.memory.choices)
    (kept,) = FeedbackStore().load()
    assert kept.chart.component == "heatmap"
    assert kept.preference() is not None
    chooser.open_page()
    wait(lambda: chooser.choosing.charts and not chooser.choosing.busy)
    charts = chooser.choosing.charts
    assert len(charts) >= 3
    assert all(not check_chart(chart, table.description) for chart in charts)
    shown = [set(chart.attributes()) for chart in charts]
    assert all(not now <= set().union(*shown[:i]) for i, now in enumerate(shown) if i)
    target = tmp_path / "page.html"
    chooser.choosing.export(target)
    wait(target.exists)
    assert target.read_text("utf-8").count("<figure ") == len(charts)
