"""Pictures of the window in every state: ``python tests/gui/screens.py FOLDER``.

Shows the real window with the real model and the real charts; only what a run
cannot be relied on to give (a question without an answer, a run that waits)
is staged. Each state is pictured in both languages and themes, and at the
pixel ratios 1 and 2.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize

from tests.gui.living import live_until
from tests.gui.screens_editing import editing_stages
from tests.gui.screens_models import model_stages
from vizapp.components.spec import Chart, Options, VisSpec
from vizapp.core import paths
from vizapp.core.errors import ReasoningError
from vizapp.core.settings import Settings
from vizapp.core.tasks import CancelToken
from vizapp.gui.app import make_application
from vizapp.gui.bridge import Bridge
from vizapp.gui.documents import Documents
from vizapp.gui.preferences import Preferences
from vizapp.gui.shell import Shell
from vizapp.gui.values import TableView
from vizapp.reasoning.events import Answer, Ranked, ReasoningEvent, Request, SpecReady

if TYPE_CHECKING:
    from vizapp.feedback import How

SIZE = QSize(1440, 900)
_TIMEOUT_S = 120.0
_WORDS = {
    "zh": (
        "门店名称(含所属大区、城市与街道的完整名称)",
        "指标",
        "表中没有“天气”这一列,无法回答这个问题。",
    ),
    "en": (
        "store name with region and city and street in full",
        "measure",
        "The table has no column about the weather.",
    ),
}
Change = Callable[[ReasoningEvent], Iterable[ReasoningEvent]]


class Staged(Bridge):
    """The real backend, whose events can be changed or held."""

    def __init__(self) -> None:
        super().__init__()
        self.change: Change | None = None
        self.hold_after: int | None = None
        self.holding = threading.Event()

    def recommend(
        self, table: TableView, request: Request, *, cancel: CancelToken
    ) -> Generator[ReasoningEvent, None, None]:
        for n, event in enumerate(super().recommend(table, request, cancel=cancel)):
            if n == self.hold_after:
                self.holding.set()
                while not cancel.is_set:
                    time.sleep(0.01)
                cancel.raise_if_set()
            yield from self.change(event) if self.change else (event,)


class Studio:
    """One window in one language and theme, and the pictures of it."""

    def __init__(self, folder: Path, lang: str, theme: str, size: QSize = SIZE) -> None:
        self.app = make_application()
        self.folder = folder
        self.lang, self.theme = lang, theme
        self.backend = Staged()
        recent = tuple(
            f"/home/li/{name}" for name in ("销售明细 2024.xlsx", "survey & answers.csv")
        )
        preferences = Settings(lang=lang, theme=theme, recent_files=recent)
        self.shell = Shell(Documents(self.backend, Preferences(preferences, lambda _: None)))
        self.window = self.shell.page
        self.controller = self.window.controller
        self.shell.resize(size)
        self.shell.show()
        self.drawn = 0
        self.controller.thumbnail_drawn.connect(self._on_drawn)

    def _on_drawn(self, _index: int, _drawing: object) -> None:
        self.drawn += 1

    def wait(self, ready: Callable[[], object]) -> None:
        """Let the window live until something holds."""
        live_until(ready, lambda: f"{self.lang} {self.theme}: {self.controller.state}")

    def settle(self, seconds: float = 0.4) -> None:
        """Let timers fire and repaints happen."""
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > end)

    def open(self, path: Path) -> None:
        """Open a file and wait for everything that comes of it."""
        self.drawn = 0
        self.controller.open(path)
        self.wait(lambda: self.controller.state in ("ready", "failed"))
        if self.controller.state == "ready" and self.controller.candidates:
            self.wait(lambda: self.controller.drawing is not None)
            self.wait(lambda: self.drawn >= len(self.controller.candidates))
        self.settle()

    def shoot(self, name: str) -> Path:
        """Save a picture of the window once nothing is being drawn any more."""
        self.wait(lambda: not self.shell.page.controller._drawer.pool.n_active)
        self.settle(0.2)
        ratio = self.window.devicePixelRatioF()
        suffix = f"@{ratio:g}x" if ratio != 1 else ""
        path = self.folder / f"{name}-{self.lang}-{self.theme}{suffix}.png"
        self.shell.grab().save(str(path))
        print(path, flush=True)
        return path

    def close(self) -> None:
        """End the work and the window."""
        self.shell.close()
        self.shell.documents.close()


def wide_table(folder: Path, lang: str) -> Path:
    """Write a table of forty columns with long names."""
    long, measure, _ = _WORDS[lang]
    head = [long, *(f"{measure} {i} (%)" if i % 2 else f"{measure} {i}" for i in range(1, 40))]
    rows = [
        [f"S{r:02d}", *(f"{(r * 37 + i * 11) % 97 / 3:.1f}" for i in range(39))] for r in range(30)
    ]
    path = folder / f"wide_{lang}.csv"
    path.write_text("\n".join(",".join(row) for row in [head, *rows]), encoding="utf-8")
    return path


def _three_charts(event: ReasoningEvent) -> Iterable[ReasoningEvent]:
    """Turn the answer into one with three charts, as a wide table may get."""
    if isinstance(event, SpecReady | Answer) and event.spec.charts:
        first = event.spec.charts[0]
        measures = ("指标 1 (%)", "指标 2", "指标 4")
        charts = tuple(Chart("histogram", (("x", (name,)),), Options()) for name in measures[1:])
        spec = VisSpec((first, *charts))
        if isinstance(event, Answer):
            ranking = (*event.ranking, *(Ranked(c, 0.02) for c in charts))
            yield replace(event, spec=spec, ranking=ranking)
        else:
            yield SpecReady(spec)
    else:
        yield event


def _no_answer(message: str) -> Change:
    def change(event: ReasoningEvent) -> Iterable[ReasoningEvent]:
        spec = VisSpec((), message)
        if isinstance(event, Answer):
            yield replace(event, spec=spec, ranking=())
        elif isinstance(event, SpecReady):
            yield SpecReady(spec)
        else:
            yield event

    return change


def _model_fails(event: ReasoningEvent) -> Iterable[ReasoningEvent]:
    if isinstance(event, Answer):
        why = ReasoningError(
            "The model's process ended unexpectedly (signal 9).",
            hint="Ask again, or choose a smaller model.",
        )
        yield replace(event, fallback=str(why), model="rules")
    else:
        yield event


def shoot_all(folder: Path, lang: str, theme: str, only: set[str], size: QSize = SIZE) -> None:
    """Picture every state in one language and theme."""
    with tempfile.TemporaryDirectory() as own:
        os.environ["VIZAPP_CONFIG_DIR"] = own
        _shoot_all(folder, lang, theme, only, size)


def _shoot_all(folder: Path, lang: str, theme: str, only: set[str], size: QSize) -> None:
    studio = Studio(folder, lang, theme, size)
    samples = paths.resources() / "samples"
    sample = samples / f"monthly_sales_{lang}.csv"
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        bad = place / "photo.csv"
        bad.write_bytes(bytes(range(256)) * 40)

        def left_out() -> None:
            studio.open(samples / ("employees_en.csv" if lang == "en" else "monthly_sales_zh.csv"))
            studio.window.columns.model.tick([0, 2] if lang == "en" else [3, 4], False)
            studio.settle(3.0)
            studio.wait(lambda: studio.controller.state == "ready" and studio.controller.drawing)

        def tabs() -> None:
            names = ["city_weather_en.csv", "signup_funnel_en.csv", "project_plan_en.csv"]
            if lang == "zh":
                names = ["cities_zh.csv", "purchase_funnel_zh.csv", "stock_ohlc_zh.csv"]
            copies = [shutil.copy(samples / name, place) for name in names]
            studio.shell.open_files([Path(copy) for copy in copies])
            for n in (1, 2):
                studio.wait(lambda n=n: len(studio.shell._pictures) >= n)
                studio.shell.step_tab(1)
            studio.wait(lambda: len(studio.shell._pictures) >= 3)
            studio.settle()

        def palette() -> None:
            studio.shell.show_palette()
            studio.settle()

        def kept() -> None:
            studio.shell.palette_box.hide()
            studio.shell.new_tab()
            studio.shell.page.welcome.show_pictures(dict(studio.shell._pictures))
            studio.shell.page.welcome.offer([f"{_WORDS[lang][1]} {n}" for n in range(1, 6)])
            studio.settle()

        def welcome() -> None:
            studio.settle()

        def reasoning() -> None:
            studio.backend.hold_after = 45
            studio.backend.holding.clear()
            studio.controller.open(sample)
            studio.wait(studio.backend.holding.is_set)
            studio.settle()

        def ready() -> None:
            studio.controller.stop()
            studio.backend.hold_after = None
            studio.open(sample)

        def alternative() -> None:
            studio.controller.select(1)
            studio.settle(2.0)

        def unanswered() -> None:
            studio.backend.change = _no_answer(_WORDS[lang][2])
            studio.open(sample)

        def fallback() -> None:
            studio.backend.change = _model_fails
            studio.open(samples / ("city_weather_en.csv" if lang == "en" else "cities_zh.csv"))

        def wide() -> None:
            studio.backend.change = _three_charts if lang == "zh" else None
            studio.open(wide_table(place, lang))

        def error() -> None:
            studio.backend.change = None
            studio.open(bad)

        def why_not() -> None:
            studio.backend.change = None
            studio.open(sample)
            studio.window.chooser.open_why_not()
            studio.settle()

        def page() -> None:
            studio.window.chooser.why_not.hide()
            studio.backend.change = None
            studio.open(samples / ("city_weather_en.csv" if lang == "en" else "cities_zh.csv"))
            studio.window.chooser.open_page()
            studio.wait(lambda: not studio.window.chooser.choosing.busy)
            studio.settle()

        stages = (welcome, reasoning, ready, alternative, unanswered, fallback, wide, error)

        def learned() -> None:
            for index, how in enumerate(("praise", "pick", "edit")):
                chart = studio.controller.candidates[min(index, 1)].chart
                kept = studio.window.chooser.learning._feedback(chart, cast("How", how))
                assert kept is not None
                studio.controller.shared.memory.add(kept, studio.controller.run)
            studio.window.chooser.trust.open("learned")
            studio.settle(1.0)

        def privacy() -> None:
            studio.window.chooser.trust.open("privacy")
            studio.window.chooser.trust.begin_test()
            shown = studio.window.chooser.trust.page.privacy
            studio.wait(shown.findings.text)
            studio.settle()

        def quality() -> None:
            studio.window.chooser.trust.open("quality")
            studio.settle(1.0)

        stages += (why_not, page, learned, privacy, quality)
        stages += (left_out, tabs, palette, kept)
        stages += model_stages(studio, sample, place)
        for stage in (*stages, *editing_stages(studio, sample)):
            if not only or stage.__name__ in only:
                stage()
                studio.shoot(stage.__name__)
    studio.close()


def main() -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lang", choices=("zh", "en"))
    parser.add_argument("--theme", choices=("light", "dark"))
    parser.add_argument("--scale", choices=("1", "2"))
    parser.add_argument("--only", nargs="*", default=[], metavar="STATE")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.scale is None:  # the ratio is fixed when Qt starts
        for scale in ("1", "2"):
            again = [sys.executable, __file__, *sys.argv[1:], "--scale", scale]
            subprocess.run(again, env={**os.environ, "QT_SCALE_FACTOR": scale}, check=True)
        return 0
    for lang in (asked.lang,) if asked.lang else ("zh", "en"):
        for theme in (asked.theme,) if asked.theme else ("light", "dark"):
            shoot_all(asked.folder, lang, theme, set(asked.only))
    return 0


if __name__ == "__main__":
    sys.exit(main())
