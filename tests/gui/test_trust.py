"""The pages of learning, privacy and quality: they show, switch, export, erase, prove."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

import vizapp.offline
from tests.gui.scripted import ScriptedBackend
from tests.gui.test_learning import opened, teach
from vizapp.core import paths
from vizapp.core.errors import ReasoningError
from vizapp.core.settings import Settings
from vizapp.core.tasks import CancelToken
from vizapp.feedback import FeedbackStore
from vizapp.gui.texts import compact, text
from vizapp.gui.widgets.trust import TrustPage, local_date
from vizapp.gui.window import MainWindow
from vizapp.offline import Proof

Wait = Callable[[Callable[[], object]], None]
CLEAN = Proof("vizapp-reasoner", "line", (), 0, ("socket", "ssl"), True, 1297)


def shown(window: MainWindow, page: str) -> TrustPage:
    window.actions_by_id[page].trigger()
    assert window.pages.currentWidget() is window.chooser.trust.page
    return window.chooser.trust.page


def test_the_choices_are_listed_newest_first(window: MainWindow, wait: Wait) -> None:
    teach(2)
    page = shown(window, "learned").learned
    wait(lambda: page.table.rowCount() == 2)
    assert page.table.item(0, 1).text() == "Picked"
    assert page.table.item(0, 2).text() == "column chart · 月份, 销售额"
    assert page.table.item(0, 0).text().startswith("1/2/26")
    assert page.state.text() == "2 choices kept."
    assert not page.empty.isVisible()
    window.controller.set_lang("zh")
    assert page.table.item(0, 1).text() == "改选"
    assert page.state.text() == "已保存 2 条。"
    assert page.table.item(0, 0).text().startswith("2026/1/2")


def test_damaged_lines_are_told(window: MainWindow, wait: Wait) -> None:
    teach(1)
    with FeedbackStore().path.open("a", encoding="utf-8") as file:
        file.write("broken\n")
    page = shown(window, "learned").learned
    wait(lambda: page.table.rowCount() == 1)
    assert page.state.text() == "1 choice kept. 1 damaged line is ignored."
    assert page.erase_all.isEnabled()


def test_chosen_rows_or_all_are_erased(window: MainWindow, wait: Wait, qtbot: QtBot) -> None:
    teach(3)
    page = shown(window, "learned").learned
    wait(lambda: page.table.rowCount() == 3)
    assert not page.erase.isEnabled()
    page.table.selectRow(0)
    assert page.erase.isEnabled()
    asked: list[object] = []
    page.erase_asked.disconnect()
    page.erase_asked.connect(asked.append)
    qtbot.mouseClick(page.erase, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.erase_all, Qt.MouseButton.LeftButton)
    (newest,) = asked[0]  # type: ignore[misc]
    assert newest.at == "2026-01-03"
    assert asked[1] is None
    window.chooser.trust.erase((newest,))
    wait(lambda: page.table.rowCount() == 2)
    window.chooser.trust.erase(None)
    wait(lambda: page.table.rowCount() == 0)
    assert FeedbackStore().load() == ()
    assert not page.export.isEnabled()


def test_the_choices_are_exported_as_training_records(
    window: MainWindow, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    teach(2)
    page = shown(window, "learned").learned
    wait(lambda: page.table.rowCount() == 2)
    chosen = str(tmp_path / "mine")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (chosen, ""))
    qtbot.mouseClick(page.export, Qt.MouseButton.LeftButton)
    target = tmp_path / "mine.jsonl"
    wait(target.exists)
    wait(lambda: "Saved 2 choices" in window.notice.label.text())
    lines = target.read_text("utf-8").splitlines()
    assert all(json.loads(line)["res"].startswith("<begin_of_thought>") for line in lines)


def test_the_switch_and_the_votes_are_kept(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    page = shown(window, "learned").learned
    assert page.switch.isChecked()
    page.switch.click()
    assert window.controller.preferences.learning == "off"
    page.samples.activated.emit(2)
    assert window.controller.preferences.samples == "8"
    opened(window, csv, wait)
    assert backend.requests[-1].n_samples == 8
    assert Settings().learning == "on"


def test_the_self_test_says_what_it_found(
    window: MainWindow, wait: Wait, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(vizapp.offline, "prove", lambda cancel: CLEAN)
    page = shown(window, "privacy").privacy
    qtbot.mouseClick(page.test, Qt.MouseButton.LeftButton)
    assert page.bar.isVisible()
    wait(lambda: page.verdict.text() == text("privacy.holds", "en"))
    said = page.findings.text()
    assert "vizapp-reasoner reasoned about it, and a line chart was drawn" in said
    assert "Of 1,297 loaded modules" in said
    window.controller.set_lang("zh")
    assert page.verdict.text() == text("privacy.holds", "zh")
    assert "折线图" in page.findings.text()


def test_a_self_test_can_be_stopped(
    window: MainWindow, wait: Wait, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    began = threading.Event()

    def slow(cancel: CancelToken) -> Proof:
        began.set()
        while True:
            cancel.raise_if_set()

    monkeypatch.setattr(vizapp.offline, "prove", slow)
    page = shown(window, "privacy").privacy
    qtbot.mouseClick(page.test, Qt.MouseButton.LeftButton)
    wait(began.is_set)
    qtbot.mouseClick(page.test, Qt.MouseButton.LeftButton)
    assert not page.bar.isVisible()
    assert page.test.text() == text("privacy.test", "en")


def test_a_self_test_that_fails_is_no_proof(
    window: MainWindow, wait: Wait, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def broken(cancel: CancelToken) -> Proof:
        raise ReasoningError("The self-test ended without a result.")

    monkeypatch.setattr(vizapp.offline, "prove", broken)
    page = shown(window, "privacy").privacy
    qtbot.mouseClick(page.test, Qt.MouseButton.LeftButton)
    wait(lambda: "without a result" in page.verdict.text())
    assert page.findings.text() == ""


def test_a_team_server_is_told(window: MainWindow) -> None:
    page = shown(window, "privacy").privacy
    assert page.endpoint.isHidden()
    window.controller.shared.prefer(endpoint="http://models.example:8000")
    page = shown(window, "privacy").privacy
    assert "http://models.example:8000" in page.endpoint.text()
    assert not page.endpoint.isHidden()


def test_the_quality_card_shows_the_manifest(window: MainWindow, wait: Wait) -> None:
    page = shown(window, "quality").quality
    wait(lambda: page.table.rowCount() > 10)
    record = json.loads((paths.models() / "manifest.json").read_text("utf-8"))
    scores = record["scores"]["gptvis"]
    assert f"{scores['top1']['value']:.0%}" in page.figures.text()
    assert f"on {scores['n_cases']} real tables" in page.figures.text()
    first = max(scores["per_type"], key=lambda item: item["n_cases"])
    assert page.table.item(0, 1).text() == str(first["n_cases"])
    assert compact(record["n_parameters"], "en") in page.facts.text()
    window.controller.set_lang("zh")
    assert compact(record["n_parameters"], "zh") in page.facts.text()


def test_the_pages_stay_until_they_are_left(
    window: MainWindow, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    page = shown(window, "quality")
    window.controller.changed.emit()
    assert window.pages.currentWidget() is page
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.welcome
    opened(window, csv, wait)
    qtbot.keyClick(shown(window, "privacy"), Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.workspace


def test_dates_are_written_as_people_do() -> None:
    assert local_date("2026-03-04T12:00:00+00:00", "zh").startswith("2026/3/4")
    assert local_date("2026-03-04T12:00:00+00:00", "en").startswith("3/4/26")
    assert local_date("nonsense", "en") == "nonsense"
