"""The page of models: who answers, downloads, trials, a team's server, second opinions."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import gguf
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui import scripted
from tests.gui.conftest import Make
from tests.gui.scripted import ScriptedBackend
from tests.gui.test_learning import opened
from tests.gui.test_window import drop
from tests.reasoning import tiny_model
from tests.reasoning.servers import Asked, Handler, Scripted, rules_script, status
from vizapp.components.spec import VisSpec
from vizapp.core import paths
from vizapp.core.errors import ReasoningError
from vizapp.core.settings import Settings
from vizapp.gui.model_library import ModelLibrary
from vizapp.gui.models_page import ModelsDesk
from vizapp.gui.widgets.model_catalogue import CatalogueRow, wait_words
from vizapp.gui.widgets.models_page import ModelsPage, hardware_words
from vizapp.gui.window import MainWindow
from vizapp.reasoning import expected_wait, hardware, model_list
from vizapp.reasoning.devices import Device, Hardware
from vizapp.reasoning.model_list import KNOWN
from vizapp.reasoning.trial import Case

Wait = Callable[[Callable[[], object]], None]
WHOLE = b"GGUF" + b"\x03\0\0\0" + bytes(16) + bytes(range(256)) * 2000
DIGEST = hashlib.sha256(WHOLE).hexdigest()
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{DIGEST}\nsize {len(WHOLE)}\n"


@pytest.fixture(autouse=True)
def models_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "models"
    monkeypatch.setenv("VIZAPP_MODELS_DIR", str(folder))
    return folder


@pytest.fixture(autouse=True)
def plain_hardware(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the page finds, without a process for each test that opens it."""
    monkeypatch.setattr(hardware, "look", lambda _cancel: Hardware(processor="A processor"))


@pytest.fixture
def gguf_file(tmp_path: Path) -> Path:
    return tiny_model.write_native(tmp_path / "larger.gguf")


def shown(window: MainWindow, wait: Wait) -> tuple[ModelsDesk, ModelLibrary, ModelsPage]:
    window.actions_by_id["models"].trigger()
    desk = window.chooser.models
    assert desk.is_open
    library = window.controller.shared.models
    wait(lambda: library.installed)
    return desk, library, desk.page


def chosen(page: ModelsPage, name: str) -> None:
    table = page.installed.table
    row = next(r for r in range(table.rowCount()) if table.item(r, 0).text() == name)
    table.setCurrentCell(row, 0)


# -- on this computer -----------------------------------------------------------------


def test_the_bundled_model_is_first_and_stays(window: MainWindow, wait: Wait) -> None:
    _, _, page = shown(window, wait)
    here = page.installed
    assert here.table.item(0, 0).text() == paths.bundled_model().stem
    assert here.table.item(0, 3).text() == "MIT"
    assert here.trial.isEnabled()
    assert not here.remove.isEnabled()
    assert not page.back.icon().isNull()
    window.controller.set_lang("zh")
    assert here.table.item(0, 4).text() == "内置"


def test_a_dropped_model_joins_and_a_dropped_table_is_opened(
    window: MainWindow, csv: Path, gguf_file: Path, wait: Wait
) -> None:
    drop(window, *(QUrl.fromLocalFile(str(path)) for path in (gguf_file, csv)))
    wait(lambda: window.controller.state == "ready")
    library = window.controller.shared.models
    wait(lambda: [m.name for m in library.installed][1:] == ["larger"])


def test_what_this_computer_computes_with_is_said(window: MainWindow, wait: Wait) -> None:
    _, library, page = shown(window, wait)
    wait(lambda: library.hardware is not None)
    assert page.installed.hardware.text() == (
        "This computer: A processor. Graphics: none is used, as no graphics back end is installed."
    )


def test_every_device_and_every_trouble_has_words() -> None:
    card = Device("CUDA0", "A card", "CUDA", 6 * 10**9, 8 * 10**9)
    found = Hardware((card,), ("vulkan: no library",), ("CUDA",), "A processor")
    assert hardware_words(found, "en") == (
        "This computer: A processor. Graphics: A card (CUDA), 6.0 GB of 8.0 GB free; "
        "vulkan: no library."
    )
    assert hardware_words(None, "zh") == "正在检测图形处理器…"
    empty = hardware_words(Hardware(backends=("Vulkan",), processor="P"), "zh")
    assert "后端（Vulkan）没有找到设备" in empty


def test_a_model_larger_than_the_free_memory_is_marked(
    window: MainWindow, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expected_wait, "free_memory_bytes", lambda: 3 * 10**9)
    _, _, page = shown(window, wait)
    said = []
    for row in range(len(KNOWN)):
        page.catalogue.table.setCurrentCell(row, 0)
        said.append("more than is free" in page.catalogue.state.text())
    assert said == [known.memory_bytes > 3 * 10**9 for known in KNOWN]
    assert len(set(said)) == 2


def test_what_is_no_model_is_said(window: MainWindow, tmp_path: Path, wait: Wait) -> None:
    path = tmp_path / "notes.gguf"
    path.write_bytes(b"no model at all")
    window.open_files([path])
    assert window.chooser.models.is_open
    wait(lambda: "notes.gguf" in window.notice.label.text())
    assert len(window.controller.shared.models.installed) <= 1


def test_another_model_answers_and_is_forgotten(
    window: MainWindow, backend: ScriptedBackend, gguf_file: Path, wait: Wait, qtbot: QtBot
) -> None:
    desk, library, page = shown(window, wait)
    library.add(gguf_file)
    wait(lambda: page.installed.table.rowCount() == 2)
    box = page.installed.answers
    box.setCurrentIndex(box.findData(str(gguf_file)))
    box.activated.emit(box.currentIndex())
    wait(lambda: backend.used == [("model", (gguf_file,))])
    assert window.controller.preferences.model == str(gguf_file)
    chosen(page, "larger")
    asked: list[str] = []
    desk.confirm = lambda question, *_: bool(asked.append(question))  # type: ignore[method-assign]
    qtbot.mouseClick(page.installed.remove, Qt.MouseButton.LeftButton)
    assert "The file stays where it is" in asked[0]
    assert window.controller.preferences.model == str(gguf_file)
    desk.confirm = lambda *_: True  # type: ignore[method-assign]
    qtbot.mouseClick(page.installed.remove, Qt.MouseButton.LeftButton)
    wait(lambda: page.installed.table.rowCount() == 1)
    assert window.controller.preferences.model == ""
    assert backend.used[-1] == ("model", (None,))
    assert gguf_file.exists()


def test_an_adapter_is_added_and_a_model_is_none(
    window: MainWindow, backend: ScriptedBackend, gguf_file: Path, tmp_path: Path, wait: Wait
) -> None:
    adapter = tmp_path / "adapter.gguf"
    writer = gguf.GGUFWriter(str(adapter), "llama")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    _, library, page = shown(window, wait)
    library.choose_adapter(gguf_file, backend)
    wait(lambda: "is a model, not a LoRA adapter" in window.notice.label.text())
    assert backend.used == []
    library.choose_adapter(adapter, backend)
    wait(lambda: backend.used == [("model", (None, adapter))])
    assert page.installed.adapter.text() == "adapter.gguf"
    library.add(adapter)
    wait(lambda: "is a LoRA adapter, not a model" in window.notice.label.text())
    page.installed.clear_adapter.click()
    wait(lambda: backend.used[-1] == ("model", (None,)))
    assert window.controller.preferences.adapter == ""


def test_a_trial_tells_what_a_model_is_worth_here(
    window: MainWindow,
    backend: ScriptedBackend,
    gguf_file: Path,
    csv: Path,
    wait: Wait,
    qtbot: QtBot,
) -> None:
    backend.cases = [Case("sales", scripted.table(csv, n_columns=2).description, "zh")]
    _, library, page = shown(window, wait)
    library.add(gguf_file)
    wait(lambda: page.installed.table.rowCount() == 2)
    chosen(page, "larger")
    qtbot.mouseClick(page.installed.trial, Qt.MouseButton.LeftButton)
    assert page.installed.bar.isVisible()
    wait(lambda: not library.trying)
    said = page.installed.state.text()
    assert said.startswith("larger: ")
    assert " of 1 answers valid" in said
    assert "On CPU: " in said
    assert "tokens/s" in said
    chosen(page, paths.bundled_model().stem)
    assert page.installed.state.text() == ""


def test_a_trial_can_be_stopped(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    backend.cases = [Case("sales", scripted.table(csv).description, "zh")] * 1000
    _, library, page = shown(window, wait)
    wait(page.installed.trial.isEnabled)
    qtbot.mouseClick(page.installed.trial, Qt.MouseButton.LeftButton)
    wait(lambda: library.trial_progress[1] == 1000)
    qtbot.mouseClick(page.installed.trial, Qt.MouseButton.LeftButton)
    assert not library.trying
    assert not page.installed.bar.isVisible()
    assert library.trials == {}


# -- get more ---------------------------------------------------------------------------


class Hub:
    """A hub that holds every known model, slowly if so wished."""

    def __init__(self) -> None:
        self.pause_s = 0.0
        self.missing = False
        self.server = Scripted(self._serve)

    def _serve(self, handler: Handler, asked: Asked) -> None:
        if self.missing:
            handler.reply(404, b"no")
        elif "/raw/" in asked.path:
            handler.reply(200, POINTER.encode())
        else:
            start = int(asked.headers.get("range", "bytes=0-")[6:-1])
            handler.send_response(206 if start else 200)
            if start:
                place = f"bytes {start}-{len(WHOLE) - 1}/{len(WHOLE)}"
                handler.send_header("Content-Range", place)
            handler.send_header("Content-Length", str(len(WHOLE) - start))
            handler.end_headers()
            for at in range(start, len(WHOLE), 20_000):
                handler.wfile.write(WHOLE[at : at + 20_000])
                time.sleep(self.pause_s)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    made = Hub()
    monkeypatch.setattr(model_list, "HOSTS", (made.server.url,))
    yield made
    made.server.close()


def catalogue_of(
    window: MainWindow, wait: Wait, qtbot: QtBot
) -> tuple[ModelsDesk, ModelLibrary, ModelsPage]:
    desk, library, page = shown(window, wait)
    desk.confirm = lambda *_: True  # type: ignore[method-assign]
    page.turn_to(page.catalogue)
    wait(page.catalogue.estimate.isVisible)
    return desk, library, page


def test_nothing_is_fetched_before_the_person_says_yes(
    window: MainWindow, hub: Hub, wait: Wait, qtbot: QtBot
) -> None:
    desk, library, page = catalogue_of(window, wait, qtbot)
    said = page.catalogue.internet.text()
    assert "vizapp-download" in said
    assert hub.server.url.partition("//")[2] in said
    asked: list[str] = []
    desk.confirm = lambda question, *_: bool(asked.append(question))  # type: ignore[method-assign]
    qtbot.mouseClick(page.catalogue.download, Qt.MouseButton.LeftButton)
    assert KNOWN[0].title in asked[0]
    assert not library.is_fetching(KNOWN[0].id)
    assert hub.server.asked == []
    assert page.catalogue.table.item(0, 4).text().startswith("about ") or "hour" in (
        page.catalogue.table.item(0, 4).text()
    )


def test_a_download_is_stopped_taken_up_and_installed(
    window: MainWindow, hub: Hub, wait: Wait, qtbot: QtBot, models_folder: Path
) -> None:
    hub.pause_s = 0.05
    _, library, page = catalogue_of(window, wait, qtbot)
    button = page.catalogue.download
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.text() == "Cancel"
    wait(lambda: (got := library.received.get(KNOWN[0].id)) and got.done > 0)
    assert "MB/s" in page.catalogue.state.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    wait(lambda: button.text() == "Go on downloading")
    assert library.parts[KNOWN[0].id] > 0
    hub.pause_s = 0.0
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    wait(lambda: page.catalogue.table.item(0, 5).text() == "on this computer")
    assert not button.isEnabled()
    ranges = [a.headers.get("range") for a in hub.server.asked if "/resolve/" in a.path]
    assert ranges[0] is None
    assert ranges[1] is not None
    wait(lambda: page.installed.table.rowCount() == 2)
    assert page.installed.table.item(1, 3).text() == KNOWN[0].licence
    assert (models_folder / KNOWN[0].file).read_bytes() == WHOLE


def test_a_download_that_fails_says_why(
    window: MainWindow, hub: Hub, wait: Wait, qtbot: QtBot
) -> None:
    hub.missing = True
    _, _, page = catalogue_of(window, wait, qtbot)
    qtbot.mouseClick(page.catalogue.download, Qt.MouseButton.LeftButton)
    wait(lambda: page.catalogue.table.item(0, 5).text() == "failed")
    assert "404" in page.catalogue.state.text()
    assert page.catalogue.download.isEnabled()


def test_waits_are_told_in_round_numbers() -> None:
    def said(seconds: float | None, *, measured: bool = False) -> str:
        return wait_words(CatalogueRow(KNOWN[0], seconds=seconds, measured=measured), "en")

    assert said(None) == "measuring..."
    assert said(3.4) == "about 3 s"
    assert said(47) == "about 50 s"
    assert said(400) == "about 7 min"
    assert said(9000) == "over an hour"
    assert said(12.34, measured=True) == "12.3 s, measured"


# -- team server ------------------------------------------------------------------------


def test_a_team_server_is_tested_used_and_switched_off(
    window: MainWindow, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    server = Scripted(rules_script)
    _, _, page = shown(window, wait)
    form = page.endpoint
    page.turn_to(form)
    assert form.key.echoMode() == QLineEdit.EchoMode.Password
    assert not form.use.isChecked()
    assert not form.test.isEnabled()
    qtbot.keyClicks(form.address, server.url)
    qtbot.keyClicks(form.key, "secret")
    qtbot.mouseClick(form.test, Qt.MouseButton.LeftButton)
    assert form.bar.isVisible()
    wait(lambda: form.verdict.text().startswith("It works: team-model"))
    assert all(a.headers["authorization"] == "Bearer secret" for a in server.asked)
    assert backend.used == []
    form.use.click()
    wait(lambda: backend.used)
    chosen = window.controller.preferences
    assert (chosen.endpoint, chosen.endpoint_key) == (f"{server.url}/v1", "secret")
    assert "on this computer" in window.status._local.toolTip()
    form.use.click()
    wait(lambda: backend.used[-1] == ("endpoint", None))
    chosen = window.controller.preferences
    assert (chosen.endpoint, chosen.endpoint_last) == ("", f"{server.url}/v1")
    server.close()


def test_a_server_that_refuses_and_a_bad_address_are_told(
    window: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    server = Scripted(status(401))
    _, library, page = shown(window, wait)
    form = page.endpoint
    page.turn_to(form)
    qtbot.keyClicks(form.address, server.url)
    qtbot.mouseClick(form.test, Qt.MouseButton.LeftButton)
    wait(lambda: not library.testing)
    assert "401" in form.verdict.text()
    form.address.clear()
    qtbot.keyClicks(form.address, "ftp://nowhere")
    assert form.verdict.text() == ""
    form.use.click()
    assert not form.use.isChecked()
    assert "is not the address of an endpoint" in form.verdict.text()
    server.close()


def test_what_leaves_the_computer_is_marked(window: MainWindow, wait: Wait, qtbot: QtBot) -> None:
    _, _, page = shown(window, wait)
    form = page.endpoint
    page.turn_to(form)
    qtbot.keyClicks(form.address, "gpu-box:8080")
    assert form.mark.text().startswith("Leaves this computer: ")
    assert "the rows stay on this computer" in form.mark.text()
    form.address.clear()
    qtbot.keyClicks(form.address, "localhost:8080")
    assert "nothing leaves it" in form.mark.text()
    window.controller.set_lang("zh")
    assert "没有任何内容离开本机" in form.mark.text()


# -- second opinion -----------------------------------------------------------------------


@pytest.fixture
def doubtful(make_window: Make, backend: ScriptedBackend) -> MainWindow:
    """A window with a second model."""
    return make_window(
        backend, Settings(lang="en", theme="light", second_model="somewhere/wise.gguf")
    )


def second_says(backend: ScriptedBackend, *charts: object) -> None:
    spec = VisSpec(charts)  # type: ignore[arg-type]
    backend.second = [replace(scripted.answer(), spec=spec, model="wise")]


def test_a_second_opinion_that_differs_joins_the_alternatives(
    doubtful: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    other = replace(scripted.COLUMN, channels=(("x", ("地区",)), ("y", ("销售额",))))
    second_says(backend, other)
    backend.hold_second = True
    opened(doubtful, csv, wait)
    wait(lambda: backend.second_requests)
    line = doubtful.second
    assert "wise is thinking in the background" in line.label.text()
    assert doubtful.controller.state == "ready"  # nothing waits for it
    assert len(doubtful.controller.candidates) == 3
    backend.hold_second = False
    wait(lambda: len(doubtful.controller.candidates) == 4)
    said = "wise disagrees: a column chart instead; with 地区; without 月份"
    assert said in line.label.text()
    assert doubtful.controller.selected == 0  # what is on screen stays
    card = doubtful.alternatives.cards[3]
    assert said in card.toolTip()
    assert (backend.second_requests[0].top, backend.second_requests[0].current) == (1, None)


def test_a_second_opinion_that_agrees_marks_the_answer(
    doubtful: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    second_says(backend, scripted.LINE)
    opened(doubtful, csv, wait)
    wait(lambda: doubtful.controller.candidates[0].second is not None)
    assert "wise agrees" in doubtful.second.label.text()
    assert len(doubtful.controller.candidates) == 3
    doubtful.controller.set_lang("zh")
    assert doubtful.second.label.text() == "第二意见：wise 一致：图表和列都相同"


def test_a_second_opinion_can_be_stopped_and_asked_again(
    doubtful: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait, qtbot: QtBot
) -> None:
    second_says(backend, scripted.LINE)
    backend.hold_second = True
    opened(doubtful, csv, wait)
    line = doubtful.second
    qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    assert "was stopped" in line.label.text()
    backend.hold_second = False
    qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    wait(lambda: "wise agrees" in line.label.text())


def test_a_second_model_that_fails_takes_nothing_away(
    doubtful: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    backend.second_error = ReasoningError("It is not there.")
    opened(doubtful, csv, wait)
    wait(lambda: "wise gave none. It is not there." in doubtful.second.label.text())
    assert len(doubtful.controller.candidates) == 3
    second_says(backend)  # an answer without a chart
    backend.second_error = None
    doubtful.controller.again()
    wait(lambda: "finds no chart" in doubtful.second.label.text())


def test_without_a_second_model_nobody_is_asked(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    opened(window, csv, wait)
    assert backend.second_requests == []
    assert not window.second.isVisible()


def test_the_choice_of_a_second_model_is_kept(
    window: MainWindow, backend: ScriptedBackend, gguf_file: Path, wait: Wait
) -> None:
    _, library, page = shown(window, wait)
    library.add(gguf_file)
    box = page.installed.second
    wait(lambda: box.findData(str(gguf_file)) > 0)
    box.activated.emit(box.findData(str(gguf_file)))
    wait(lambda: backend.used == [("second", gguf_file)])
    assert window.controller.preferences.second_model == str(gguf_file)
    box.activated.emit(0)
    wait(lambda: backend.used[-1] == ("second", None))
    assert window.controller.preferences.second_model == ""
