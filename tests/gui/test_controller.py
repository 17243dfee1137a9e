"""The one state: languages, staleness, candidates."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.gui import scripted
from tests.gui.conftest import Make
from tests.gui.scripted import AREA, COLUMN, LINE, ScriptedBackend
from vizapp.components.spec import Chart, VisSpec
from vizapp.core.settings import Settings
from vizapp.gui.controller import Controller
from vizapp.gui.preferences import MAX_RECENT
from vizapp.gui.values import MAX_CANDIDATES, candidates_of
from vizapp.gui.window import MainWindow
from vizapp.reasoning.events import Ranked

Wait = Callable[[Callable[[], object]], None]


def test_what_a_dropped_run_still_says_is_not_shown(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    slow = threading.Event()
    backend.hold_open = slow
    window.controller.open(csv.with_name("old.csv"))
    backend.hold_open = None
    window.controller.open(csv)
    slow.set()
    wait(lambda: window.controller.state == "ready")
    assert window.controller.table is not None
    assert window.controller.table.name == "sales"
    assert len(backend.requests) == 1


def test_a_new_question_replaces_the_running_one(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    backend.hold_after = 6
    window.controller.open(csv)
    wait(lambda: window.reasoning.view.thought)
    backend.hold_after = None
    window.controller.recommend("by region")
    wait(lambda: window.controller.state == "ready")
    assert window.reasoning.view.thought == scripted.answer().thought


def test_a_question_is_about_the_chart_on_screen(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready")
    window.controller.select(1)
    window.controller.recommend("as bars")
    wait(lambda: window.controller.state == "ready")
    window.controller.again()
    wait(lambda: len(backend.requests) == 3 and window.controller.state == "ready")
    currents = [request.current for request in backend.requests]
    assert currents == [None, VisSpec((COLUMN,)), VisSpec((COLUMN,))]


def test_when_the_rules_start_over_the_models_half_thought_goes(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    whole = scripted.events(scripted.answer(fallback="lost"))
    backend.events = [*whole[:6], *whole]
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready")
    assert window.reasoning.view.thought == scripted.answer().thought


@pytest.mark.parametrize(
    ("chosen", "ask", "lang"),
    [
        ("", None, "zh"),  # the table's headers
        ("", "sales by month", "en"),
        ("en", None, "en"),
        ("en", "按月份", "en"),
        ("zh", "sales by month", "zh"),
    ],
)
def test_the_language_of_the_thought(
    make_window: Make,
    backend: ScriptedBackend,
    csv: Path,
    wait: Wait,
    chosen: str,
    ask: str | None,
    lang: str,
) -> None:
    window = make_window(backend, Settings(lang=chosen))
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready")
    window.controller.recommend(ask)
    wait(lambda: window.controller.state == "ready")
    assert backend.requests[-1].lang == lang


def test_candidates_are_the_answers_charts_then_the_ranking() -> None:
    two = Chart("line", (("x", ("月份",)), ("y", ("利润",))))
    wide = replace(scripted.answer(), spec=VisSpec((LINE, two)))
    found = candidates_of(wide)
    assert [c.chart for c in found] == [LINE, two, COLUMN, AREA]
    assert [c.probability for c in found] == [0.824, 0.824, 0.131, 0.004]


def test_never_more_candidates_than_cards() -> None:
    many = tuple(Chart("histogram", (("x", (f"a{i}",)),)) for i in range(9))
    wide = replace(
        scripted.answer(), spec=VisSpec(many[:3]), ranking=tuple(Ranked(c, 0.1) for c in many)
    )
    assert [c.chart for c in candidates_of(wide)] == list(many[:MAX_CANDIDATES])


def test_charts_of_one_kind_are_told_apart_by_what_they_show(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    two = Chart("line", (("x", ("月份",)), ("y", ("利润",))))
    backend.events = scripted.events(replace(scripted.answer(), spec=VisSpec((LINE, two))))
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready")
    titles = window.controller.candidate_titles()
    assert titles == ["line chart · 销售额", "line chart · 利润", "column chart", "area chart"]
    wait(lambda: len(window.alternatives.cards) == 4)


def test_samples_are_not_remembered_as_recent_files(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    window.controller.open(window.controller.sample_files()[0])
    wait(lambda: window.controller.state == "ready")
    assert window.controller.recent_files == ()
    for n in range(MAX_RECENT + 2):
        window.controller.open(csv.with_name(f"{n}.csv"))
        wait(lambda: window.controller.state == "ready")
    names = [path.name for path in window.controller.recent_files]
    assert names == [f"{n}.csv" for n in range(9, 1, -1)]


def test_preferences_are_saved_when_they_change(backend: ScriptedBackend, qapp: object) -> None:
    saved: list[Settings] = []
    controller = Controller(backend, Settings(), save=saved.append)
    controller.set_lang("zh")
    controller.set_lang("zh")
    controller.set_theme("dark")
    controller.toggle_dark()
    assert [(s.lang, s.theme) for s in saved] == [("zh", "system"), ("zh", "dark"), ("zh", "light")]
    assert controller.close()
