"""How long a chart takes to follow an edit: ``python -m tests.benchmarks.editing``.

Opens tables of a thousand, a hundred thousand and a million rows in the real
window, edits the chart again and again as a person would, and prints the median
and the 95th percentile of the time from the edit to the new picture: on the clock,
and the processor time of all threads, which a busy machine moves less. Never fails.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pandas as pd

from tests.gui.living import live_until
from vizapp.components import editing
from vizapp.components.presentation import Presentation
from vizapp.components.spec import Chart, Filter, parse_chart
from vizapp.core.settings import Settings
from vizapp.gui.app import make_application
from vizapp.gui.bridge import Bridge
from vizapp.gui.controller import Controller
from vizapp.gui.window import MainWindow
from vizapp.profile.attributes import TableDescription

_TIMEOUT_S = 120.0
_START = {
    "name": "column",
    "parameter": {"xAttribute": "region", "yAttribute": "sales", "aggregate": "sum"},
}
Times = tuple[float, float]  # seconds on the clock, seconds of all threads' work
Edit = Callable[[Chart, TableDescription], Chart]


def make_table(folder: Path, n_rows: int) -> Path:
    """Write a table of sales, always the same for the same size."""
    rng = np.random.default_rng(7)
    days = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 1500, n_rows), unit="D")
    frame = pd.DataFrame(
        {
            "date": days,
            "region": rng.choice(["North", "South", "East", "West", "Centre"], n_rows),
            "product": rng.choice([f"product {i:02d}" for i in range(40)], n_rows),
            "sales": np.round(rng.gamma(2.0, 50.0, n_rows), 2),
            "orders": rng.integers(1, 50, n_rows),
            "promo": rng.random(n_rows) < 0.3,
        }
    )
    path = folder / f"sales_{n_rows}.parquet"
    frame.to_parquet(path)
    return path


def edits() -> Iterator[tuple[str, Edit]]:
    """Yield what a person does in a few minutes, by name."""
    yield "aggregate: mean", lambda c, d: editing.set_option(c, "aggregate", "mean", d)
    yield "group", lambda c, d: editing.put(c, "group", "promo", d)
    yield "stack", lambda c, d: editing.set_option(c, "stack", "stacked", d)
    yield "no group", lambda c, d: editing.remove(c, "group", "promo", d)
    yield "category", lambda c, d: editing.put(c, "x", "product", d)
    yield "sort", lambda c, d: editing.set_option(c, "sort", "-y", d)
    yield "top 10", lambda c, d: editing.set_option(c, "limit", 10, d)
    yield "top 11", lambda c, d: editing.set_option(c, "limit", 11, d)
    yield "as bars", lambda c, d: editing.change_component(c, "bar", d)
    north = (Filter("region", "in", ("North", "East")),)
    yield "filter by value", lambda c, d: editing.set_filters(c, "region", north, d)
    dear = (Filter("sales", ">=", 50), Filter("sales", "<=", 400))
    yield "filter by range", lambda c, d: editing.set_filters(c, "sales", dear, d)
    late = (Filter("date", ">=", "2022"),)
    yield "filter by date", lambda c, d: editing.set_filters(c, "date", late, d)
    yield "no filter by date", lambda c, d: editing.set_filters(c, "date", (), d)
    yield "as a pie", lambda c, d: editing.change_component(c, "pie", d)
    yield "as a line", lambda c, d: editing.change_component(c, "line", d)
    yield "over time", lambda c, d: editing.put(c, "x", "date", d)
    yield "by month", lambda c, d: editing.set_option(c, "timeUnit", "month", d)
    yield "by quarter", lambda c, d: editing.set_option(c, "timeUnit", "quarter", d)
    yield "split by region", lambda c, d: editing.put(c, "group", "region", d)
    yield "as areas", lambda c, d: editing.change_component(c, "area", d)
    yield "as a heatmap", lambda c, d: editing.change_component(c, "heatmap", d)
    yield "as a histogram", lambda c, d: editing.change_component(c, "histogram", d)
    yield "30 bins", lambda c, d: editing.set_option(c, "bins", 30, d)
    yield "as boxes", lambda c, d: editing.change_component(c, "boxplot", d)
    yield "boxes by product", lambda c, d: editing.put(c, "x", "product", d)


class Bench:
    """One window, and the times of its edits."""

    def __init__(self) -> None:
        self.app = make_application()
        settings = Settings(lang="en", theme="light")
        self.backend = Bridge()
        self.controller = Controller(self.backend, settings, save=lambda _: None)
        self.window = MainWindow(self.controller)
        self.window.resize(1440, 900)
        self.window.show()
        self.window.editor.side.turn(1)  # the shelves follow every edit as well
        self.n_drawn = 0
        self.controller.drawing_changed.connect(self._on_drawn)

    def _on_drawn(self, drawing: object) -> None:
        if drawing is not None:
            self.window.chart.repaint()
            self.n_drawn += 1

    def wait(self, ready: Callable[[], object]) -> None:
        """Let the window live until something holds."""
        live_until(ready, lambda: self.controller.state, pause_s=0.0005)

    def settle(self, seconds: float) -> None:
        """Let what runs in the background end."""
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > end)

    def open(self, path: Path) -> None:
        """Open a table and wait for the recommendation."""
        self.controller.open(path)
        self.wait(lambda: self.controller.state == "ready" and self.controller.drawing)
        self.settle(2.0)

    def time_of(self, change: Callable[[], None]) -> Times:
        """Return the seconds from a change to the repainted chart."""
        before, start, busy = self.n_drawn, time.perf_counter(), self.busy()
        change()
        self.wait(lambda: self.n_drawn > before)
        return time.perf_counter() - start, self.busy() - busy

    def busy(self) -> float:
        """Return the processor seconds of this process and, where told, of the one that draws."""
        told = Path(f"/proc/{self.backend._engine.pid}/stat")  # on Linux
        if not told.exists():
            return time.process_time()
        ticks = told.read_text().rpartition(")")[2].split()[11:13]
        return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def run(self, rounds: int) -> dict[str, list[Times]]:
        """Return the times of each edit."""
        table = self.controller.table
        assert table is not None
        found: dict[str, list[Times]] = {}
        state = self.controller.editing
        for turn in range(rounds + 1):  # the first one warms up
            chart = parse_chart(_START)
            self.time_of(lambda: state.show(parse_chart(_START), "edit"))
            for name, make in edits():
                made = make(chart, table.description)
                assert made != chart, name
                chart = made
                seconds = self.time_of(lambda: state.show(chart, "edit"))  # noqa: B023
                self.settle(0.15)  # the marks are found, the history is kept
                if turn:
                    found.setdefault(name, []).append(seconds)
            looks = Presentation(palette=("warm", "cool")[turn % 2], title=f"title {turn}")
            seconds = self.time_of(lambda: state.restyle(looks))  # noqa: B023
            if turn:
                found.setdefault("palette and title", []).append(seconds)
        return found


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--rows", type=int, nargs="*", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    bench = Bench()
    with tempfile.TemporaryDirectory() as scratch:
        for n_rows in asked.rows:
            bench.open(make_table(Path(scratch), n_rows))
            found = bench.run(asked.rounds)
            clock, work = zip(*(pair for pairs in found.values() for pair in pairs), strict=True)
            for said, times in (("on the clock", clock), ("of work", work)):
                p50 = statistics.median(times)
                head = f"{n_rows:>9,} rows, {len(times)} edits to redraw, ms {said:<12}"
                print(f"{head}  p50 {1000 * p50:5.0f}  p95 {1000 * p95(times):5.0f}", flush=True)
            worked = {name: statistics.median(w for _, w in pairs) for name, pairs in found.items()}
            for name in sorted(worked, key=lambda name: -worked[name])[:6]:
                print(f"            {name:<20}{1000 * worked[name]:6.0f} ms of work")
    bench.window.close()
    bench.controller.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
